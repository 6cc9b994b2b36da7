"""Sentences about seals (anchors) and what a printed one shows."""

WRONG_ANCHOR = "Mã niêm phong phải có sequence (số nguyên) và hash (64 chữ số thập lục phân)."
BROKEN_KEY = "Tệp khoá {name} bị hỏng; hãy lấy lại từ bản sao lưu."
BROKEN_SEAL = "Mã niêm phong ngày {date} (sự kiện số {seq}) không mang chữ ký đúng: đã bị sửa."
BROKEN_FILE = "Tệp niêm phong {name} đã lưu không đọc được: đã bị sửa hoặc hỏng."
BROKEN_ANCHOR = "Sự kiện số {seq} không mang mã đã niêm phong ngày {date}."
ENDS_EARLY = "Sổ dừng ở sự kiện số {head}, trước sự kiện số {seq} đã niêm phong ngày {date}."
NOT_A_SEAL = (
    "Không thấy mã niêm phong trong đoạn vừa dán: mã bắt đầu bằng “NP1:” và phải được dán trọn vẹn."
)
UNKNOWN_KEY = (
    "Mã này do một khoá khác ký (vân tay {key}), không phải khoá của hệ thống này, nên không rõ ai "
    "đã in ra."
)
FORGED = (
    "Chữ ký không đúng: mã này không do hệ thống này in ra, hoặc đã bị sửa, gõ sai một ký tự."
)
STILL_TRUE = (
    "Khớp. Sổ hôm nay vẫn mang đúng sự kiện số {seq} đã niêm phong ngày {date}; từ đó đến nay có "
    "thêm {added} sự kiện."
)

BROKEN_RECORD = (
    "Sổ gốc hoặc bản dữ liệu đã bị sửa: lần kiểm tra lúc {at} thấy {count} chỗ không khớp. Chỗ đầu "
    "tiên: {sentence} Số liệu chưa thể tin được; hãy báo người quản trị và đối chiếu với bản sao lưu."
)
BROKEN_BRIEFLY = (
    "Lần kiểm tra ngày {day} thấy sổ gốc đã bị sửa, chỗ đầu tiên là sự kiện số {event}. Số liệu này đang "
    "được xem lại, chưa thể tin được."
)
BROKEN_ELSEWHERE = (
    "Lần kiểm tra ngày {day} thấy số liệu không khớp với sổ gốc. Số liệu này đang được xem lại, chưa thể "
    "tin được."
)
NOT_WHILE_BROKEN = (
    "Chưa công bố, chưa niêm phong được. {brief} Khi đã xử lý, hãy chạy `python -m data verify` rồi làm lại."
)
