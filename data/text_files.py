"""Sentences about files that are brought in."""

from __future__ import annotations

NOT_A_FILE = "Không tìm thấy hoặc không mở được tệp “{name}”."
EMPTY = "Tệp “{name}” trống, không có dữ liệu nào."
WRONG_SUFFIX = "Chỉ nhận tệp .xlsx hoặc .csv; tệp “{name}” có đuôi khác."
TOO_LARGE = "Tệp lớn hơn {limit} MB; hãy chia nhỏ rồi nhập từng phần."
NOT_A_WORKBOOK = "Tệp mang đuôi .xlsx nhưng bên trong không phải bảng tính Excel; hãy lưu lại bằng Excel."
KINDS = {
    "ole": "Đây là tệp Excel đời cũ (.xls); hãy mở ra và lưu lại thành .xlsx.",
    "password": "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi nhập lại.",
    "ods": "Đây là bảng tính OpenDocument (.ods); hãy lưu lại thành .xlsx hoặc .csv.",
    "xlsb": "Đây là tệp Excel nhị phân (.xlsb); hãy lưu lại thành .xlsx.",
    "zip": "Đây là tệp nén, không phải bảng tính Excel; hãy giải nén rồi chọn tệp .xlsx hoặc .csv.",
    "pdf": "Đây là tệp PDF, không đọc được thành bảng; hãy xin tệp .xlsx hoặc .csv.",
    "picture": "Đây là tệp ảnh, không phải bảng dữ liệu.",
    "program": "Đây là tệp chương trình, không phải bảng dữ liệu; tệp không được mở.",
    "html": "Đây là trang web hoặc tệp XML, không phải bảng tính; hãy lưu lại thành .xlsx hoặc .csv.",
    "archive": "Đây là tệp nén, không phải bảng dữ liệu; hãy giải nén trước.",
    "rtf": "Đây là tệp văn bản RTF, không phải bảng dữ liệu.",
    "database": "Đây là tệp cơ sở dữ liệu, không phải .xlsx hoặc .csv.",
}

BROKEN_WORKBOOK = "Tệp Excel bị cắt cụt hoặc hỏng; hãy tải lại hoặc lưu lại bằng Excel."
TOO_MANY_ENTRIES = "Tệp Excel chứa hơn {limit} phần bên trong; tệp bị từ chối."
UNPACKS_TOO_LARGE = "Tệp Excel phình ra hơn {limit} MB khi mở; tệp bị từ chối vì có thể gây hại."
RATIO_TOO_HIGH = "Tệp Excel nén bất thường (hơn {limit} lần); tệp bị từ chối vì có thể gây hại."
UNSAFE_NAME = "Tệp Excel chứa tên phần không hợp lệ; tệp bị từ chối vì có thể gây hại."
MACRO = "Tệp Excel có macro; hãy lưu lại thành .xlsx không macro."
ENCRYPTED_PART = "Tệp Excel có phần được mã hoá; hãy bỏ mật khẩu rồi lưu lại."
NESTED = "Tệp Excel chứa tệp khác lồng bên trong; hãy xoá đối tượng nhúng rồi lưu lại."
DOCTYPE = "Tệp Excel chứa khai báo DOCTYPE; tệp bị từ chối vì có thể gây hại."
ODD_XML = "Tệp Excel có phần XML bất thường; hãy lưu lại bằng Excel."

NO_SUCH_SHEET = "Không có trang tính “{sheet}”; tệp có: {names}."
NO_SHEET = "Tệp Excel không có trang tính nào."
BAD_HEADER_ROW = "Dòng tiêu đề phải là số từ 1 trở lên."
NO_HEADER = "Dòng {row} không có tiêu đề cột nào."
TOO_MANY_ROWS = "Tệp có hơn {limit} dòng; hãy chia nhỏ rồi nhập từng phần."
TOO_MANY_COLUMNS = "Tệp có hơn {limit} cột; hãy bỏ bớt cột không dùng."
TOO_MANY_CELLS = "Trang tính có hơn {limit} ô; hãy lưu thành CSV rồi nhập."
CELL_TOO_LONG = "Dòng {row} có ô dài hơn {limit} ký tự; có thể một dấu nháy kép không được đóng."
OPEN_QUOTE = "Một dấu nháy kép được mở mà không đóng đến hết tệp; hãy lưu lại tệp CSV."
NUL = "Dòng {row} chứa ký tự NUL; tệp hỏng hoặc không phải văn bản, hãy lưu lại thành CSV UTF-8."
UNKNOWN_ENCODING = (
    "Không đọc chắc chắn được bảng mã của tệp (có thể là TCVN3, VISCII hoặc tệp hỏng); "
    "hãy lưu lại thành CSV UTF-8."
)
TOO_SLOW = "Đọc tệp mất hơn {limit} giây nên đã dừng; hãy chia nhỏ hoặc lưu thành CSV."
TOO_HEAVY = "Đọc tệp cần hơn {limit} MB bộ nhớ nên đã dừng; hãy chia nhỏ hoặc lưu thành CSV."
UNREADABLE = "Không đọc được tệp; hãy mở bằng Excel, lưu lại rồi nhập lần nữa."


def thousands(value: int) -> str:
    """A whole number in Vietnamese writing.

    >>> thousands(200000)
    '200.000'
    """
    return f"{value:,}".replace(",", ".")
