"""Sentences about living sources: Google Sheets, DuckDB stores, watched folders, and their syncs."""

from __future__ import annotations

KEY_UNSET = (
    "Chưa đặt SURVEY_GOOGLE_KEY: cần tệp khóa của tài khoản dịch vụ Google để đọc bảng tính."
)
KEY_MISSING = "Không đọc được tệp khóa mà SURVEY_GOOGLE_KEY chỉ tới."
KEY_OPEN = (
    "Tệp khóa Google đang cho người khác đọc (quyền {mode}); hãy đặt quyền 0600 rồi thử lại."
)
KEY_WRONG = "Tệp mà SURVEY_GOOGLE_KEY chỉ tới không phải khóa JSON của một tài khoản dịch vụ Google."
BAD_SERVER = (
    "SURVEY_SHEETS_URL phải là địa chỉ https, hoặc http trên chính máy này, không kèm tên người dùng."
)
BAD_SPREADSHEET = "Địa chỉ hoặc mã của bảng tính Google không đúng."

FAULTS = {
    "quota": "Google báo quá hạn mức đọc; số liệu cũ được giữ, lần đồng bộ sau sẽ thử lại.",
    "server": "Máy chủ Google đang lỗi; số liệu cũ được giữ, lần đồng bộ sau sẽ thử lại.",
    "silent": "Máy chủ không trả lời trong thời gian chờ; số liệu cũ được giữ.",
    "deadline": "Đọc bảng tính quá lâu nên đã dừng; số liệu cũ được giữ.",
    "cut": "Kết nối bị ngắt giữa chừng; phần đã nhận bị bỏ, số liệu cũ được giữ.",
    "refused": "Không kết nối được tới máy chủ; hãy kiểm tra mạng.",
    "dns": "Không tìm thấy máy chủ; hãy kiểm tra mạng hoặc máy chủ tên miền.",
    "tls": "Không kết nối an toàn được với máy chủ: chứng chỉ không hợp lệ.",
    "not_json": "Câu trả lời không phải của Google Sheets (có thể mạng đòi đăng nhập) hoặc bị cắt cụt; số liệu cũ được giữ.",
    "shape": "Câu trả lời của Google Sheets thiếu phần bắt buộc nên không được dùng; số liệu cũ được giữ.",
    "redirect": "Máy chủ chuyển sang địa chỉ khác (mã {status}); không đi theo để giữ an toàn cho khóa.",
    "too_large": "Bảng tính lớn hơn mức cho phép; hãy chia thành nhiều bảng.",
    "bad_request": "Google không nhận yêu cầu (mã {status}): mã bảng tính hoặc tên trang tính không đúng.",
    "unauthorised": "Google không chấp nhận khóa (mã {status}); hãy tạo khóa mới cho tài khoản dịch vụ.",
    "forbidden": "Bảng tính chưa được chia sẻ (mã {status}).",
    "not_found": "Không có bảng tính này, hoặc nó đã bị xóa (mã {status}).",
    "unexpected": "Máy chủ trả lời mã {status} ngoài dự kiến.",
    "disabled": "Dự án Google của tài khoản dịch vụ chưa bật Google Sheets API.",
    "clock": "Đồng hồ máy này lệch giờ nên Google không nhận khóa; hãy chỉnh lại giờ.",
    "key_refused": "Google không nhận khóa của tài khoản dịch vụ: khóa đã bị xóa hoặc tài khoản bị khóa.",
    "unknown_tab": "Bảng tính không còn trang “{tab}”; hiện có: {tabs}.",
    "no_tab": "Bảng tính không có trang dữ liệu nào.",
}
SHARE_WITH = "Bảng tính chưa được chia sẻ: hãy chia sẻ quyền xem cho {email}."
OTHER_ZONE = "Múi giờ của bảng tính là {sheet}, còn tệp ánh xạ ghi {mapping}: giờ được đọc theo tệp ánh xạ."
OTHER_FORM_TAB = "Bảng tính có thêm trang câu trả lời “{tab}” chưa được đọc; có thể biểu mẫu đã được nối lại."
CONNECTED = "Kết nối được: trang “{tab}” có {rows} dòng, {columns} cột."
