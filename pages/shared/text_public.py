"""Words of the page about what everyone may see."""

LEAD = (
    "Bảng dưới đây là tất cả những gì người ngoài xem được, không cần tài khoản. Số được làm tròn tới 5, "
    "nhóm ít người được ẩn, dưới 30 phiếu không nêu tỷ lệ."
)
OPEN = "Mở trang công khai"
PUBLISHED = "Đã công bố"
PERIOD = "Kỳ"
NONE = "Chưa có kỳ nào được công bố."
TABLE = "Số liệu công khai {period}"
NEW = "Công bố một kỳ"
NOTHING_NEW = "Không còn kỳ nào đã kết thúc mà chưa công bố."
NO_DATA = "Chưa có phiếu nào nên chưa có kỳ nào để công bố."
CHOOSE = "Kỳ đã kết thúc"
PREVIEW = "Xem trước {period}"
WARNING = (
    "Công bố rồi thì bảng này đứng yên: phiếu đến muộn, phiếu sửa không làm đổi nó, và không ngày nào trong kỳ "
    "được công bố thêm lần nữa. Kỳ dài hơn tự cộng từ các kỳ đã công bố. Hãy kiểm tra dữ liệu đã đủ trước."
)
PUBLISH = "Công bố kỳ này"
ASK = "Công bố {period} cho mọi người? Việc này không rút lại được và được ghi vào sổ gốc."
DONE = "Đã công bố {period}."
