"""Words of the pages about the record itself: its seal, the check, what is held back."""

# the seal
EXCLUDED = " ({n} phiếu bị xoá không tính, theo quyết định có lý do)"
SEALED = "niêm phong gần nhất {date}"
SEAL_WHAT = (
    "Mã niêm phong là dấu của toàn bộ sổ gốc ở thời điểm này. In ra, dán ở bảng tin hoặc gửi cơ "
    "quan giám sát: về sau, nếu ai sửa hay xoá một phiếu đã có hôm nay, sổ sẽ không còn khớp mã."
)
SEAL_TODAY = "Mã niêm phong ngày {date}"
SEAL_FACTS = "Sự kiện số {seq} · vân tay khoá {key}"
SEAL_ALT = "Mã QR của mã niêm phong"
SEAL_JSON = "Tải mã niêm phong (JSON)"
SEAL_QR = "Tải mã QR (PNG)"
SEAL_NONE = "Chưa có gì để niêm phong"
SEAL_NONE_BODY = "Sổ gốc còn trống. Hãy nhập dữ liệu trước."
COMPARE = "Đối chiếu một mã đã in"
COMPARE_HINT = "Dán dòng bắt đầu bằng NP1: vào đây. Khoảng trắng và xuống dòng không ảnh hưởng."
COMPARE_DO = "Đối chiếu"
CHECKED_SOUND = "Lần kiểm tra gần nhất ({at}) đọc lại sổ gốc và không thấy chỗ nào bị sửa."
CHECKED_BROKEN = "Lần kiểm tra gần nhất có điểm khác biệt: xem dòng đỏ ở đầu trang."
CHECKED_NEVER = "Sổ gốc chưa được kiểm tra lần nào."
