"""Why a row was rejected or a table held back, in the words of the person who must decide."""

from __future__ import annotations

REASONS = {
    "duplicate_header": "Tiêu đề cột bị lặp và hai ô khác nhau",
    "spreadsheet_error": "Ô chứa lỗi của bảng tính",
    "too_long": "Ô dài quá 32.767 ký tự",
    "bad_time": "Không đọc được thời gian",
    "future_time": "Thời gian ở tương lai",
    "unknown_unit": "Không có đơn vị này trong danh mục",
    "out_of_scope": "Đơn vị không hoạt động vào ngày này",
    "unknown_officer": "Không tìm thấy cán bộ này ở đơn vị vào ngày đó",
    "unknown_level": "Không đọc được mức hài lòng chung",
}

WHAT_TO_DO = {
    "duplicate_header": "Sửa tiêu đề hoặc xoá một trong hai cột trong nguồn.",
    "spreadsheet_error": "Sửa công thức trong bảng tính rồi nhập lại.",
    "too_long": "Rút ngắn nội dung ô rồi nhập lại.",
    "bad_time": "Sửa thời gian, hoặc sửa thứ tự ngày và tháng của nguồn.",
    "future_time": "Kiểm tra đồng hồ, hoặc thứ tự ngày và tháng của nguồn.",
    "unknown_unit": "Đăng ký đơn vị này, hoặc ghi tên này làm tên gọi khác của đơn vị đã có.",
    "out_of_scope": "Kiểm tra thời hạn hoạt động của đơn vị.",
    "unknown_officer": "Đăng ký cán bộ này, hoặc ghi tên này làm tên gọi khác của cán bộ đã có.",
    "unknown_level": "Cho biết nhãn này là mức nào, ở trang Chất lượng dữ liệu hoặc khi nhập tệp.",
}

HELD_WHY = {
    "missing_header": "Bảng thiếu hoặc đổi tên một cột đã khai.",
    "mass_removal": "Quá nhiều dòng đã biết biến mất khỏi bảng.",
    "empty_table": "Bảng bỗng không còn dòng nào.",
}
