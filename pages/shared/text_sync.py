"""Words about living sources: their state, their syncs, and how one is added."""

# the state of a source
TASK = "Nguồn tự động"
WHAT = (
    "Nguồn tự động là bảng tính Google, kho DuckDB hoặc thư mục nhận tệp mà máy chủ tự đọc đều đặn, "
    "không cần ai mở trình duyệt; phiếu tự phục vụ của đơn vị cũng đứng ở đây. Nguồn có lỗi thì số liệu "
    "tốt gần nhất vẫn đứng yên."
)
NONE_TITLE = "Chưa có nguồn tự động"
NONE_BODY = f"{WHAT} Thêm nguồn đầu tiên ở ngay dưới đây."
KINDS = {
    "google_sheet": "Bảng tính Google", "duckdb": "Kho DuckDB", "folder": "Thư mục nhận tệp",
    "form": "Phiếu tự phục vụ",
}
GOOD = "Đọc tốt gần nhất {age}, lúc {at}"
NEVER = "Chưa đọc được lần nào"
NEXT = "lần tới {at}"
EVERY = "mỗi {n} phút"
HOURS = "từ {opens} đến {closes}"
SCHEDULE = "Lịch đọc"
OPENS, CLOSES = "Từ giờ", "Đến giờ"
DAYS = "Các ngày"
SCHEDULE_NOTE = "Cả ngày: từ 00:00 đến 23:59. Ngoài giờ này máy chủ không đọc nguồn, số liệu đứng yên."
SAVE_SCHEDULE = "Lưu lịch đọc"
BAD_SCHEDULE = "Hãy chọn ít nhất một ngày, và giờ kết thúc sau giờ bắt đầu."
RESCHEDULED = "Nguồn “{name}” được đọc {said}."
LAST = "Lần gần nhất ({at}): {outcome}"
LATE = "Số liệu cũ hơn hai chu kỳ đồng bộ"
OUTCOMES = {
    "done": "đã đọc", "quarantined": "tạm giữ, chờ quyết định", "rejected": "có tệp bị từ chối",
    "failed": "không đọc được",
}
BROUGHT = "{new} phiếu mới, {changed} bị sửa, {removed} bị xoá ở nguồn"
SYNC_NOW = "Đồng bộ ngay"
TEST = "Thử kết nối"
TESTING = "Đang thử kết nối"
SYNCING = "Đang đồng bộ"
SYNCED = "Đồng bộ xong"
NOT_SYNCED = "Đồng bộ không xong"
STAGES = {
    "reading": "Đọc nguồn", "keeping": "Ghi từng dòng vào sổ gốc",
    "publishing": "Dựng bản dữ liệu mới cho mọi trang",
}
STAGE = "{source}: {stage}"
RESULT = "Nguồn “{source}”: {said}"
REMOVE = "Gỡ nguồn"
REMOVE_TITLE = "Gỡ nguồn “{name}”?"
REMOVE_BODY = (
    "Nguồn sẽ không được đọc nữa. Mọi dòng đã nhận vẫn ở trong sổ và vẫn được tính. Muốn đọc lại, "
    "đăng ký lại nguồn cùng tên."
)
REMOVED = "Đã gỡ nguồn “{name}”; các dòng đã nhận vẫn được giữ và vẫn được tính."
SEE_HISTORY = "Xem lịch sử đồng bộ"

# adding one
ADD = "Thêm nguồn tự động"
KIND = "Loại nguồn"
BY_FILE = "Tệp ánh xạ (TOML)"
PLACES = {
    "google_sheet": "Địa chỉ hoặc mã của bảng tính", "duckdb": "Đường dẫn kho DuckDB trên máy chủ",
    "folder": "Đường dẫn thư mục trên máy chủ",
}
PARTS = {"google_sheet": "Trang tính (để trống: trang đầu)", "duckdb": "Bảng hoặc khung nhìn"}
HINTS = {
    "google_sheet": "Chia sẻ quyền xem bảng tính cho tài khoản dịch vụ trước; chưa chia sẻ thì thông báo sẽ nêu địa chỉ thư.",
    "duckdb": "Kho được mở chỉ để đọc.",
    "folder": "Mỗi tệp CSV, XLSX được nhập một lần rồi chuyển vào done/ hoặc rejected/. Cần một tệp mẫu để đề xuất cách hiểu.",
    "toml": "Tệp đã có cách hiểu từng cột, loại nguồn và đường dẫn đầy đủ; dùng được cả khi thư mục còn trống.",
}
READ = "Đọc tiêu đề"
READING = "Đang đọc nguồn"
NO_PLACE = "Hãy ghi địa chỉ hoặc đường dẫn của nguồn."
RELATIVE = "Đường dẫn phải đầy đủ, tính từ gốc của máy chủ."
INSIDE = "Không đọc được thư mục của chính phần mềm này như một nguồn."
IN_FORCE = "Đang có nguồn tên “{name}”. Hãy đặt tên khác, hoặc gỡ nguồn đó trước."
FOUND = "Đọc được {rows} dòng, {columns} cột."
INTERVAL = "Đọc lại sau mỗi (phút)"
OFFICE = "Chỉ đọc trong giờ làm việc (7:00–17:30, thứ Hai đến thứ Sáu)"
TRIED = "Kết quả chạy thử (chưa ghi gì)"
REGISTER = "Đăng ký và đồng bộ ngay"
REGISTERED = "Đã đăng ký nguồn “{name}”."
UNTRIED = "Chưa chạy thử được: {why}"

# the history
HISTORY = (
    "Mỗi lần đồng bộ, thành công hay không, do máy chủ hay do người, đều được ghi vào sổ gốc và "
    "không xoá được."
)
ALL_SOURCES = "Tất cả nguồn"
SOURCE = "Nguồn"
EMPTY_TITLE = "Chưa có lần đồng bộ nào"
EMPTY_BODY = f"{WHAT} Thêm một nguồn ở trang Nguồn dữ liệu, mục {TASK}."
EMPTY_SOURCE = "Nguồn này chưa được đồng bộ lần nào."
GO_TO_SOURCES = "Mở trang Nguồn dữ liệu"
RUNS = "Các lần đồng bộ"
WHO = {"server": "máy chủ", "api": "yêu cầu từ ngoài"}
COLUMNS = {
    "at": "Thời điểm", "source": "Nguồn", "outcome": "Kết quả", "rows": "Dòng", "new": "Mới",
    "changed": "Bị sửa", "removed": "Bị xoá", "seconds": "Giây", "said": "Ghi chú",
    "who": "Người thực hiện",
}
TOLD = "{at} · {source} · {outcome}"
GO_TO_HELD = "Xem và quyết định ở trang Tạm giữ"
SUMMED = "{n} lần; {failed} lần không đọc được, {held} lần tạm giữ"
MORE = "Xem thêm các lần trước"

# around every page
FOOT_LATE = "có nguồn quá hạn đồng bộ"
