"""Every word plain HTTP answers with; Streamlit's own labels are in text_streamlit."""

NOT_LOCAL = (
    "Bảng theo dõi chưa có tài khoản nên chỉ phục vụ trình duyệt trên chính máy đang chạy nó "
    "(http://127.0.0.1). Địa chỉ hoặc tên máy bạn dùng không phải máy đó."
)
NOT_NAMED = (
    "Tên máy trong địa chỉ này chưa được phép. Người quản trị hãy ghi tên ấy vào SURVEY_HOSTS rồi "
    "chạy lại, hoặc mở bằng một tên đã có ở đó."
)
FOREIGN = (
    "Yêu cầu đến từ một trang khác (giao thức, tên hoặc cổng không giống địa chỉ này). Nếu có máy chủ "
    "HTTPS ở trước, nó phải giữ nguyên Host, gửi X-Forwarded-Proto và được ghi trong SURVEY_PROXY."
)
NOT_HERE = "Không có gì ở địa chỉ này."
BAD_REQUEST = "Yêu cầu không đúng cách nên máy chủ không trả lời được; hãy tải lại trang."
FORBIDDEN = "Yêu cầu bị từ chối; hãy tải lại trang rồi làm lại."
NOT_THIS_WAY = "Địa chỉ này không nhận yêu cầu kiểu ấy."
LONG_HEAD = "Phần đầu của yêu cầu quá dài; hãy mở lại từ trang chủ hoặc xoá cookie của trang này."
BUSY = "Máy chủ đang không trả lời được; hãy thử lại sau ít phút."
TROUBLE = "Máy chủ gặp trục trặc (mã lỗi {number}); hãy thử lại, nếu vẫn gặp thì gửi mã này cho người quản trị."
NOT_OFFERED = "Tệp này không còn tải được; hãy tải lại trang rồi bấm lại."
PROBLEM = "Không làm được tệp này (mã lỗi {number}). Hãy thử lại; nếu vẫn gặp, gửi mã này cho người quản trị."
NEEDS_SCRIPT = "Trang này cần JavaScript. Hãy bật JavaScript rồi tải lại."
PRODUCT = "Hài lòng Một cửa"
SIGN_IN_FIRST = "Hãy đăng nhập trước."
BAD_LINK = "Liên kết đặt lại mật khẩu không đúng, đã dùng hoặc đã hết hạn."
ONLY_POST = "Địa chỉ này chỉ nhận POST."
TOO_OFTEN = "Yêu cầu quá dày; hãy đợi một chút."
WRONG_TOKEN = "Mã truy cập thiếu hoặc không đúng."
TOO_LARGE = "Nội dung gửi lên quá lớn."
