"""Sentences about living sources: Google Sheets, DuckDB stores, watched folders, and their syncs."""

from __future__ import annotations

KEY_UNSET = (
    "Chưa đặt SURVEY_GOOGLE_KEY: cần tệp khoá của tài khoản dịch vụ Google để đọc bảng tính."
)
KEY_MISSING = "Không đọc được tệp khoá mà SURVEY_GOOGLE_KEY chỉ tới."
KEY_OPEN = (
    "Tệp khoá Google đang cho người khác đọc (quyền {mode}); hãy đặt quyền 0600 rồi thử lại."
)
KEY_WRONG = "Tệp mà SURVEY_GOOGLE_KEY chỉ tới không phải khoá JSON của một tài khoản dịch vụ Google."
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
    "redirect": "Máy chủ chuyển sang địa chỉ khác (mã {status}); không đi theo để giữ an toàn cho khoá.",
    "too_large": "Bảng tính lớn hơn mức cho phép; hãy chia thành nhiều bảng.",
    "bad_request": "Google không nhận yêu cầu (mã {status}): mã bảng tính hoặc tên trang tính không đúng.",
    "unauthorised": "Google không chấp nhận khoá (mã {status}); hãy tạo khoá mới cho tài khoản dịch vụ.",
    "forbidden": "Bảng tính chưa được chia sẻ (mã {status}).",
    "not_found": "Không có bảng tính này, hoặc nó đã bị xoá (mã {status}).",
    "unexpected": "Máy chủ trả lời mã {status} ngoài dự kiến.",
    "disabled": "Dự án Google của tài khoản dịch vụ chưa bật Google Sheets API.",
    "clock": "Đồng hồ máy này lệch giờ nên Google không nhận khoá; hãy chỉnh lại giờ.",
    "key_refused": "Google không nhận khoá của tài khoản dịch vụ: khoá đã bị xoá hoặc tài khoản bị khoá.",
    "unknown_tab": "Bảng tính không còn trang “{tab}”; hiện có: {tabs}.",
    "no_tab": "Bảng tính không có trang dữ liệu nào.",
    "store_missing": "Không tìm thấy hoặc không mở được kho DuckDB “{name}”.",
    "store_foreign": "Tệp “{name}” không phải kho DuckDB.",
    "store_locked": "Kho DuckDB “{name}” đang được chương trình khác ghi; lần đồng bộ sau sẽ thử lại.",
    "store_newer": "Kho DuckDB “{name}” do phiên bản mới hơn tạo ra; hãy nâng cấp chương trình này.",
    "store_corrupt": "Kho DuckDB “{name}” bị hỏng nên không đọc được.",
    "store_outside": "Bảng “{table}” trong “{name}” đọc dữ liệu ở nơi khác, điều này không được phép.",
    "store_slow": "Đọc kho DuckDB “{name}” mất hơn {limit} giây nên đã dừng.",
    "unknown_table": "Kho DuckDB “{name}” không có bảng “{table}”; hiện có: {tables}.",
    "folder_missing": "Không mở được thư mục “{name}”.",
    "folder_closed": "Không ghi được vào thư mục “{name}” để cất tệp đã nhập.",
}
SHARE_WITH = "Bảng tính chưa được chia sẻ: hãy chia sẻ quyền xem cho {email}."
OTHER_ZONE = "Múi giờ của bảng tính là {sheet}, còn tệp ánh xạ ghi {mapping}: giờ được đọc theo tệp ánh xạ."
OTHER_FORM_TAB = "Bảng tính có thêm trang câu trả lời “{tab}” chưa được đọc; có thể biểu mẫu đã được nối lại."
CONNECTED = "Kết nối được: trang “{tab}” có {rows} dòng, {columns} cột."
FOLDER_READY = "Thư mục mở được: {count} tệp đang chờ nhập."
NOT_LIVING = "Nguồn “{name}” loại {kind} không tự đồng bộ được; hãy nhập tệp bằng lệnh import."
REMOVED = "Nguồn “{name}” đã được gỡ nên không đồng bộ."
BUSY = "Một lần đồng bộ khác đang chạy trên sổ này; hãy thử lại sau."
CHANGED_MEANWHILE = "Ánh xạ của nguồn “{name}” vừa được thay đổi; lần đồng bộ sau sẽ đọc theo ánh xạ mới."
LATE = "Nguồn “{name}” chưa có số liệu mới quá hai chu kỳ đồng bộ."
ADDED = "Đã đăng ký nguồn “{name}”; dữ liệu sẽ được đọc ở lần đồng bộ tới."
GONE = "Đã gỡ nguồn “{name}”; các dòng đã nhận vẫn được giữ và vẫn được tính."
REJECTED_FILES = "{count} tệp trong thư mục không đọc được: {names}."
DEFECT = "Chương trình gặp lỗi số {number} khi đồng bộ; số liệu cũ được giữ."
NOTHING_TO_READ = "Thư mục chưa có tệp nào để xem thử."
NO_SOURCES = "Chưa có nguồn nào để đồng bộ."

REPORT_TITLE = "Kết quả nhập tệp “{name}”"
REPORT_COUNTS = {
    "rows": "Số dòng", "new": "Mới", "changed": "Bị sửa", "unchanged": "Đã có", "duplicates": "Trùng",
    "responses": "Số phiếu của nguồn", "no_overall": "Không có câu trả lời chung",
}
REPORT_REJECTED = "Dòng {row} bị loại: {column} = “{value}” ({reason})"
SCHEDULED = "Nguồn “{name}” được đồng bộ mỗi {minutes} phút, từ {hours}, các ngày {days}."
