"""Every word the frame, the filters and the shared widgets put on the screen."""

PRODUCT = "Hài lòng Một cửa"

SECTIONS = {"results": "Theo dõi", "oversight": "Giám sát", "admin": "Dữ liệu", "house": "Quản trị"}

NO_FRAME = "Trang này chỉ mở được từ bảng theo dõi. Hãy về địa chỉ gốc rồi chọn trang trong danh mục."
NOT_LOCAL = (
    "Bảng theo dõi chưa có tài khoản nên chỉ phục vụ trên chính máy đang chạy nó "
    "(127.0.0.1). Hãy mở trên máy đó."
)
EMPTY_TITLE = "Chưa có dữ liệu"
EMPTY_BODY = (
    "Kho dữ liệu còn trống. Mở trang Nguồn dữ liệu để đưa tệp Excel hoặc CSV vào, "
    "hoặc chạy lệnh “python start.py demo” để nạp địa bàn minh họa."
)
EMPTY_FOR_OTHERS = "Số liệu hiện ở đây sau khi người phụ trách nhập phiếu lần đầu."
NOTHING_TITLE = "Không có phiếu nào khớp bộ lọc"
NOTHING_BODY = "Hãy nới kỳ hoặc bấm “Xoá bộ lọc”."
NO_UNITS = "Tài khoản này chưa được giao đơn vị nào. Hãy nhờ người quản trị giao phạm vi."
NO_RIGHT_TITLE = "Bạn chưa được mở trang này"
NO_RIGHT = "Tài khoản của bạn chưa có quyền xem trang này. Hãy nhờ người quản trị cấp quyền."
PROBLEM = (
    "Có trục trặc khi dựng trang này (mã lỗi {number}). Dữ liệu không bị ảnh hưởng. "
    "Hãy tải lại trang; nếu vẫn gặp, gửi mã lỗi này cho người quản trị."
)
GO_TO_SOURCES = "Mở trang Nguồn dữ liệu"
GO_TO = "Mở trang {name}"
TAB = "{page} · {product}"

RESPONSES = "{n} phiếu"
OFFICER_AT = "{name} · {unit}"
EVERY_UNIT = "Toàn bộ đơn vị"
OWN_UNITS = "Các đơn vị trong phạm vi của bạn"
OWN_ANSWERS = "Phiếu về chính bạn"

PERIOD = "Kỳ"
PRESETS = {
    "all": "Từ đầu",
    "this_year": "Năm nay",
    "half_year": "6 tháng",
    "this_quarter": "Quý này",
    "this_month": "Tháng này",
    "custom": "Tự chọn",
}
UNIT = "Đơn vị"
ALL_UNITS = "Tất cả đơn vị"
ALL = "Tất cả"
UNIT_FIRST = "Tất cả (chọn đơn vị để chọn cán bộ)"
MORE = "Bộ lọc khác"
MORE_ACTIVE = "Bộ lọc khác ({count})"
CLEAR = "Xoá bộ lọc"
COPY = "Sao chép liên kết"
COPY_HINT = "Ai mở địa chỉ này cũng thấy đúng những gì bạn đang thấy, trong phạm vi của họ."
DOWNLOAD = "Tải về"
DOWNLOAD_BOOK = "Excel: mọi bảng của trang"
DOWNLOAD_CSV = "CSV: {name}"
DOWNLOAD_THIS_XLSX = "Tải bảng này (Excel)"
DOWNLOAD_THIS_CSV = "Tải bảng này (CSV)"
NO_LONGER = "Quyền xem đã khác lúc trang này được mở. Hãy tải lại trang rồi tải tệp."
LABELS = {
    "period": "Kỳ",
    "from": "Từ ngày",
    "to": "Đến ngày",
    "unit": "Đơn vị",
    "officer": "Cán bộ",
    "field": "Lĩnh vực",
    "respondent_type": "Người trả lời",
    "channel": "Hình thức",
    "criterion_set": "Bộ tiêu chí",
    "criterion": "Tiêu chí",
}
BAD_VALUE = "Địa chỉ có giá trị không dùng được ở mục “{name}”; mục này đã trở về mặc định."
BAD_DAY = "Địa chỉ có ngày không đọc được ở mục “{name}”; kỳ đã trở về mặc định."
FROM_AFTER_TO = "“Từ ngày” nằm sau “Đến ngày”; kỳ đã trở về mặc định."

HOW = "Cách tính"
HOW_BODY = (
    "Tỷ lệ hài lòng = (Rất hài lòng + Hài lòng) : n. Tỷ lệ đánh giá thấp = (Không hài lòng + "
    "Rất không hài lòng) : n. n là số câu trả lời đọc được, kể cả Bình thường; người không trả "
    "lời câu ấy không nằm trong n. Khoảng tin cậy là khoảng Wilson 95 %: nếu hỏi thêm nhiều "
    "người, tỷ lệ thật có lẽ nằm trong khoảng này. Đơn vị, cán bộ vượt ngưỡng khi hơn một phần tư "
    "số câu trả lời là đánh giá thấp; đúng 25 % thì chưa vượt."
)
FOOT_SNAPSHOT = "Bản dữ liệu {name}"
FOOT_AGE = "cập nhật {age}"
FOOT_CHANGED = "{edited} phiếu bị sửa và {removed} phiếu bị xoá ở nguồn sau khi gửi"
AGE_NOW = "vừa xong"
AGE_MINUTES = "{n} phút trước"
AGE_HOURS = "{n} giờ trước"
AGE_DAYS = "{n} ngày trước"

TABLE = "Xem bảng số"
AGAIN = " (tiếp)"
SHOWN_ROWS = "{n} dòng"
WIDE_TABLE = " × {n} cột; màn hình hẹp thì vuốt ngang để xem hết"
FIRST_ROWS = "Hiện {shown} trong {n} dòng; lọc hoặc tải tệp để xem hết."
IN_POINTS = "{name} (điểm)"
RATE_N = "n = {n}"
RATE_INTERVAL = "khoảng tin cậy {interval}"

PAGES = {
    "overview": ("Tổng quan", "tong-quan"),
    "unit": ("Đơn vị", "don-vi"),
    "officer": ("Cán bộ", "can-bo"),
    "criterion": ("Tiêu chí", "tieu-chi"),
    "trend": ("Xu hướng", "xu-huong"),
    "compare": ("So sánh", "so-sanh"),
    "hours": ("Giờ cao điểm", "gio-cao-diem"),
    "watchlist": ("Danh sách cần chú ý", "can-chu-y"),
    "comments": ("Ý kiến", "y-kien"),
    "anchor": ("Mã niêm phong", "niem-phong"),
    "board": ("Công khai", "cong-bo"),
    "export": ("Xuất dữ liệu", "xuat-du-lieu"),
    "sources": ("Nguồn dữ liệu", "nguon-du-lieu"),
    "quarantine": ("Tạm giữ", "tam-giu"),
    "syncs": ("Lịch sử đồng bộ", "lich-su-dong-bo"),
    "access": ("Tài khoản", "tai-khoan"),
    "audit": ("Nhật ký", "nhat-ky"),
    "quality": ("Chất lượng dữ liệu", "chat-luong"),
}
