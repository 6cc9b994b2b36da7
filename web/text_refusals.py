"""Why the server does not start: one sentence for each unsafe setting, with the way out."""

NO_NAME = (
    "Không chạy: máy chủ nghe ở địa chỉ mà máy khác tới được nhưng chưa có tên nào được phép; hãy ghi "
    "tên máy chủ vào SURVEY_HOSTS, hoặc chỉ nghe ở 127.0.0.1."
)
SHORT_SECRET = (
    "Không chạy: server.cookieSecret ngắn hơn 32 ký tự trong khi máy khác vào được; hãy đặt một chuỗi "
    "ngẫu nhiên dài hơn, hoặc bỏ hẳn để mỗi lần chạy có một chuỗi mới."
)
OPEN_HOME = "Không chạy: người khác trên máy đọc được thư mục dữ liệu {path}; hãy chạy: chmod 700 {path}"
OPEN_FILE = "Không chạy: người khác trên máy đọc được {name} ({path}); hãy chạy: chmod 600 {path}"
NO_FILE = "Không chạy: không đọc được {name} ({path})."
HALF_OIDC = (
    "Không chạy: đăng nhập qua nhà cung cấp danh tính cần cả SURVEY_OIDC_ISSUER, "
    "SURVEY_OIDC_CLIENT_ID và SURVEY_OIDC_CLIENT_SECRET_FILE."
)
PLAIN_OIDC = "Không chạy: SURVEY_OIDC_ISSUER phải là một địa chỉ https://."
AGENTS = "Không chạy: server.enableAgentApi đang bật; hãy bỏ thiết lập ấy."
DETAILS = "Không chạy: client.showErrorDetails phải là “none”, nếu không lỗi để lộ dữ liệu và mã nguồn."
TELEMETRY = "Không chạy: browser.gatherUsageStats phải là false; phần mềm này không gửi gì ra ngoài."
CORS = "Không chạy: server.enableCORS phải là true và server.corsAllowedOrigins để trống."
XSRF = "Không chạy: server.enableXsrfProtection phải là true."
NAMES = (
    "Không chạy: server.trustedUserHeaders không phải của phần mềm này nên người ngoài có thể mạo danh; "
    "hãy bỏ thiết lập ấy và chạy từ thư mục của phần mềm."
)
