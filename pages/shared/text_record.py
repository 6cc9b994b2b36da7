"""Words of the pages about the record itself: its seal, the check, what is held back."""

# the seal
EXCLUDED = " ({n} phiếu bị xoá không tính, theo quyết định có lý do)"
SEALED = "niêm phong gần nhất {date}"
SEAL_WHAT = (
    "Mã niêm phong là dấu của toàn bộ sổ gốc ở thời điểm niêm phong. In ra, dán ở bảng tin hoặc gửi cơ "
    "quan giám sát: về sau, nếu ai sửa hay xoá một phiếu đã có lúc ấy, sổ sẽ không còn khớp mã."
)
SEAL_OF = "Mã niêm phong ngày {date}"
SEAL_NOW = "Niêm phong sổ lúc này"
SEAL_NOW_HELP = "Tạo mã của sổ gốc như đang có và lưu lại. Mở trang thì không tạo gì."
SEAL_NEVER = "Chưa có mã niêm phong nào."
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

# what is held back
QUARANTINE_NOTE = (
    "Khi một nguồn bỗng thiếu cột hoặc mất nhiều dòng, bảng mới được giữ lại ở đây và số liệu cũ "
    "đứng yên. Mỗi quyết định cần lý do, được ghi vào sổ gốc và không xoá được."
)
NOTHING_HELD = "Không có bảng nào đang chờ quyết định."
NOTHING_EVER = "Chưa có gì bị tạm giữ"
NOTHING_EVER_BODY = "Cũng chưa có dòng nào bị xoá ở nguồn sau khi gửi."
HELD_RUN = "Nguồn “{source}”, lần nhập {run}, {at}, {who}"
HELD_COUNTS = (
    "Đã biết {known} dòng; bảng này có {rows} dòng. Nếu áp dụng: {new} dòng mới, {changed} dòng bị "
    "sửa, {vanished} dòng được ghi là bị xoá (vẫn giữ trong sổ và vẫn tính)."
)
RENAMED = "Cột “{header}” nay là"
NOT_RENAMED = "chưa rõ, chưa áp dụng được"
HEADERS = "Tiêu đề cột, cũ và mới"
OLD_HEADER = "Trước đây"
NEW_HEADER = "Bảng này"
MARK = "So sánh"
DIFFERS = "khác"
VANISHED = "{n} dòng không còn trong bảng"
VANISHED_ALT = "Các dòng không còn trong bảng"
ROW = "Dòng"
REASON = "Lý do (bắt buộc)"
APPLY = "Áp dụng bảng này"
KEEP_OUT = "Giữ ngoài số liệu"
APPLIED = "Đã áp dụng lần nhập {run}: nguồn nay có {responses} phiếu."
KEPT_OUT = "Đã giữ lần nhập {run} ngoài số liệu."
DECIDED = "Đã quyết định"
HELD_STATES = {
    "applied": "đã áp dụng", "kept_out": "giữ ngoài số liệu", "overtaken": "đã có bảng mới hơn",
}
DECIDED_COLUMNS = {
    "run": "Lần nhập", "source": "Nguồn", "at": "Lúc", "state": "Kết quả", "who": "Người quyết định",
    "why": "Lý do",
}
REMOVED = "Dòng bị xoá ở nguồn"
REMOVED_NOTE = (
    "Dòng đã gửi rồi bị xoá ở nguồn vẫn được giữ và vẫn tính. Chọn dòng, ghi lý do nếu cần bỏ ra "
    "khỏi số liệu (ví dụ phiếu thử); dòng quay lại nguồn thì lại được tính."
)
REMOVED_COLUMNS = {"slot": "Phiếu số", "counted": "Đang tính", "row": "Dòng"}
EXCLUDE = "Không tính các dòng đã chọn"
INCLUDE = "Tính lại các dòng đã chọn"
DECIDED_ROWS = "Đã ghi quyết định về {n} dòng."

# what nobody could read
EXPLAIN = "Cho biết nghĩa"
EXPLAIN_NOTE = (
    "Ghi một lần, các phiếu liên quan được đọc lại ngay từ sổ gốc, không cần nhập lại tệp. Lời giải "
    "thích được ghi vào sổ gốc cùng tên người ghi."
)
LABEL = "Nhãn không đọc được"
MEANS = "Nghĩa là"
CHOOSE = "chọn"
SAVE_LABEL = "Ghi nghĩa của nhãn"
LABEL_SAVED = "Đã ghi: “{label}” là {level}. Các phiếu liên quan đã được đọc lại."
NAMES = {"unit": "Tên đơn vị chưa rõ", "officer": "Tên cán bộ chưa rõ"}
IS = "Chính là"
SAVE_NAME = "Ghi tên gọi khác"
NAME_SAVED = "Đã ghi: “{alias}” là {name}. Các phiếu liên quan đã được đọc lại."

BACKUP = "Sao lưu hằng đêm"
BACKUP_GOOD, BACKUP_NONE = "Bản tốt gần nhất", "chưa có"
BACKUP_WHERE = "{age}, trong thư mục “{folder}”"
BACKUP_NEVER = "Máy chủ sao lưu lúc 2 giờ 30 mỗi đêm."
BACKUP_CHECKED, BACKUP_FITS = "Đã mở ra kiểm tra", "khớp"
BACKUP_UP_TO = "mọi sự kiện đến số {seq}"
BACKUP_KEPT, BACKUP_DAYS = "Đang giữ", "{days}/{most} ngày"
BACKUP_LONGER = "{weeks}/{most_weeks} tuần · {months}/{most_months} tháng"
BACKUP_LATE = (
    "Hơn 2 ngày chưa có bản sao lưu nào. Hỏng ổ đĩa lúc này là mất số liệu: hãy xem thư mục sao lưu còn chỗ, "
    "còn gắn vào máy và ghi được không, rồi chạy `python -m data backup` để biết rõ."
)
BACKUP_FAILED = "Lần sao lưu {at} hỏng: {sentence}"
BACKUP_OFF = (
    "Máy chủ chưa tự sao lưu. Đặt SURVEY_BACKUP=THƯ_MỤC (một thư mục ở ổ đĩa khác) rồi chạy lại máy chủ; mỗi đêm "
    "sẽ có một bản, mở ra kiểm tra lại, giữ 7 bản ngày, 5 bản tuần và 12 bản tháng."
)
BACKUP_ELSEWHERE = "Sổ gốc nằm trên PostgreSQL: hãy sao lưu bằng pg_dump của máy chủ đó."
BACKUP_BY_HAND = "Bản sao làm bằng lệnh `python -m data backup` không tính ở đây, trừ số bản đang giữ khi cùng thư mục."
