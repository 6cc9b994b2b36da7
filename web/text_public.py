"""Words of the public board."""

TITLE = "Mức độ hài lòng tại Bộ phận Một cửa"
LEAD = "Kết quả khảo sát người dân, tổ chức, do cơ quan công bố theo từng kỳ."
SIGN_IN = "Dành cho cán bộ: đăng nhập"
DEMO = "Số liệu minh họa: mọi đơn vị và câu trả lời ở đây đều hư cấu."
EMPTY = "Chưa có kỳ nào được công bố."
EMPTY_MORE = "Số liệu của một tháng, quý, 6 tháng hay năm xuất hiện ở đây khi kỳ đó đã kết thúc và được công bố."
UNKNOWN = "Kỳ này chưa được công bố. Hãy chọn một kỳ trong danh sách."
PERIOD, SHOW = "Kỳ", "Xem"
SUMMARY = "Khoảng {n} người trả lời, {rate} hài lòng (khoảng tin cậy {interval})."
SUMMARY_FEW = "Toàn bộ đơn vị: {reason}."
CAPTION = "{period}, theo đơn vị. Số phiếu làm tròn tới 5."
UNIT, COUNT = "Đơn vị", "Số phiếu"
SATISFIED, MIDDLE, LOW = "Hài lòng", "Bình thường", "Không hài lòng"
SHARES = "Tỷ lệ"
HIDDEN = "ẩn"
CSV = "Tải bảng này (CSV)"
HOW = "Cách đọc bảng này"
NOTES = (
    "Hài lòng gồm hai mức Rất hài lòng và Hài lòng; Không hài lòng gồm hai mức Không hài lòng và Rất không "
    "hài lòng. Phiếu bỏ trống câu hỏi chung không được tính.",
    "Số nhỏ dưới tỷ lệ hài lòng là khoảng tin cậy 95 %: nếu hỏi thêm nhiều người, tỷ lệ thật có lẽ nằm trong "
    "khoảng này. Khoảng đã gồm cả sai số do làm tròn.",
    "Để không lộ ý kiến của từng người, mọi số được làm tròn tới 5; số dưới 5, cùng những số có thể giúp tính "
    "ngược ra nó, được ẩn.",
    "Dưới 30 phiếu thì không nêu tỷ lệ. Đơn vị đứng theo thứ tự danh mục, không xếp hạng.",
)
FROZEN = "Công bố ngày {day} và giữ nguyên từ đó: phiếu đến muộn không làm đổi bảng này. {mark}"
ADDED = "Cộng từ các bảng đã công bố và giữ nguyên: {parts}. {mark}"
MARK = "Sự kiện số {number} trong sổ gốc."
MARKS = "Các sự kiện số {numbers} trong sổ gốc."
FILE = "so-lieu-cong-khai-{period}.csv"
