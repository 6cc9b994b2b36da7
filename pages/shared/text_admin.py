"""Words of the administration pages: export, sources and data quality."""

# export
TABLE = "Bảng"
TABLES = {
    "satisfaction": "Mức độ hài lòng",
    "watchlist": "Danh sách cần chú ý",
    "trend": "Xu hướng theo kỳ",
    "compare": "So sánh với phần còn lại",
    "quota": "Chỉ tiêu số phiếu",
    "responses": "Từng phiếu",
}
BY = "Chia theo"
THEN_BY = "Rồi theo"
NOT_MORE = "Không chia thêm"
KEYS = {
    "unit": "Đơn vị",
    "officer": "Cán bộ",
    "criterion": "Tiêu chí",
    "field": "Lĩnh vực",
    "respondent_type": "Đối tượng",
    "channel": "Hình thức",
    "day": "Ngày",
    "week": "Tuần",
    "month": "Tháng",
    "quarter": "Quý",
    "half": "Nửa năm",
    "year": "Năm",
}
WITH_COMMENTS = "Kèm ý kiến (số điện thoại, số giấy tờ được che)"
SIZE = "{rows} dòng × {columns} cột, tệp CSV khoảng {size}"
PREVIEW = "Bên dưới là {shown} dòng đầu. Tệp tải về có đủ {rows} dòng."
KILOBYTES = "{n} KB"
MEGABYTES = "{n} MB"
NO_ROWS = "Bảng này không có dòng nào"
NO_ROWS_BODY = "Hãy chọn bảng khác, nới kỳ hoặc bấm “Xoá bộ lọc”."
EXPORT_NOTE = (
    "Tệp Excel có trang đầu ghi bộ lọc, kỳ, cách tính, bản dữ liệu, n, thời điểm và người lấy. "
    "Hai tệp dùng đúng bộ lọc ở đầu trang."
)

# sources: what there is to do
TASK = "Việc cần làm"
TASKS = {"answers": "Nhập phiếu", "registers": "Danh mục", "imports": "Các lần nhập",
         "living": "Nguồn tự động"}
DEMO_TITLE = "Đây là dữ liệu minh họa"
DEMO_BODY = (
    "Mọi tên người, tên đơn vị ở đây đều hư cấu. Bạn có thể xem thử cách đọc tệp và chạy thử, nhưng "
    "muốn nhập phiếu thật thì hãy bỏ dữ liệu minh họa trước, để hai thứ không lẫn vào nhau."
)
DEMO_CLEAR = "Bỏ dữ liệu minh họa, bắt đầu với dữ liệu thật"
DEMO_CLEAR_TITLE = "Bỏ dữ liệu minh họa?"
DEMO_CLEAR_BODY = (
    "Toàn bộ đơn vị, cán bộ và phiếu minh họa sẽ bị xoá khỏi máy này. Không có dữ liệu thật nào bị "
    "ảnh hưởng. Muốn xem lại, chạy lệnh “python start.py demo”."
)
DEMO_CLEAR_YES = "Bỏ dữ liệu minh họa"
DEMO_CLEARED = "Đã bỏ dữ liệu minh họa. Bạn có thể bắt đầu với dữ liệu thật."
WELCOME_TITLE = "Bắt đầu từ đây"
WELCOME = (
    "1. Vào **Danh mục** để đăng ký đơn vị và cán bộ (có thể bỏ qua: đơn vị lạ sẽ được ghi tạm).\n"
    "2. Vào **Nhập phiếu**, chọn tệp Excel hoặc CSV xuất từ biểu mẫu.\n"
    "3. Xem cách phần mềm hiểu từng cột, sửa nếu cần, **chạy thử** rồi **xác nhận**."
)
CANCEL = "Thôi"

# sources: reading a file
SOURCE = "Nguồn"
NEW_SOURCE = "Nguồn mới"
FILE = "Tệp phiếu (.xlsx hoặc .csv)"
FILE_HELP = (
    "Tệp chỉ được đọc trên máy này. Phần mềm kiểm tra tệp trước khi mở, đọc xong thì xoá bản tạm."
)
SHEET = "Trang tính"
HEADER_ROW = "Dòng tiêu đề"
PREVIEW_OF = "{rows} dòng, {columns} cột. Vài dòng đầu như sau:"
MAPPING = "Cách hiểu từng cột"
MAPPING_NOTE = "Phần mềm đề xuất như dưới đây, kèm lý do. Hãy xem lại và sửa chỗ chưa đúng."
KEPT_MAPPING = "Cách hiểu đã lưu của nguồn này (sửa nếu cần)"
CHECK = "Cần xem lại"
NAME = "Tên nguồn"
NAME_HELP = "Chữ không dấu, chữ số, dấu - hoặc _. Lần sau nhập tệp mới, chọn lại đúng nguồn này."
NAME_TAKEN = "Đã có nguồn tên “{name}”. Hãy chọn nguồn đó ở ô Nguồn, hoặc đặt tên khác."
SET = "Bộ tiêu chí"
OWN_CRITERIA = "Lấy chính các câu hỏi trong tệp"
OVERALL = "Mức độ hài lòng chung"
DATE_ORDER = "Ngày viết bằng chữ số"
DATE_ORDERS = {"dmy": "Ngày / tháng / năm", "mdy": "Tháng / ngày / năm"}
PARTIAL = "Tệp chỉ có các phiếu mới, không phải toàn bộ phiếu của nguồn này"
CREATE_UNITS = "Ghi tạm đơn vị, cán bộ chưa có trong danh mục"
LATEST = "Phiếu bị sửa sau khi gửi: tính bản mới nhất thay vì bản đầu tiên"
WHERE = "Ai, ở đâu, khi nào"
QUESTIONS = "Câu hỏi"
ROLES = {
    "submitted_at": "Thời gian gửi phiếu",
    "unit": "Đơn vị",
    "officer": "Cán bộ tiếp nhận",
    "field": "Lĩnh vực",
    "procedure": "Thủ tục",
    "respondent_type": "Cá nhân hay tổ chức",
    "channel": "Hình thức",
    "stage": "Giai đoạn",
    "comment": "Ý kiến",
}
NO_COLUMN = "– không có cột nào –"
NOT_IN_FILE = "{header} (tệp này không có)"
ONE_DAY = "Ngày khảo sát của cả tệp"
ONE_UNIT = "Đơn vị của cả tệp"
NOT_CHOSEN = "– chưa chọn –"
LABELS = "Nhãn lạ"
LABELS_NOTE = "Phần mềm không đoán. Hãy cho biết mỗi nhãn nghĩa là mức nào; để nguyên thì nhãn không được tính."
LEAVE_LABEL = "Để nguyên, không đọc"
MISSING = {
    "submitted_at": "Hãy chọn cột thời gian, hoặc ngày khảo sát của cả tệp.",
    "unit": "Hãy chọn cột đơn vị, hoặc đơn vị của cả tệp.",
    "answers": "Hãy chọn cột cho ít nhất một câu hỏi.",
}
MAPPING_DOWNLOAD = "Tải cách hiểu này (tệp ánh xạ TOML)"

# sources: trying and doing
TRY = "Chạy thử"
TRYING = "Đang đọc thử từng dòng, chưa ghi gì"
TRIED = "Kết quả chạy thử (chưa ghi gì)"
CONFIRM = "Xác nhận nhập"
CONFIRM_ANYWAY = "Tôi đã kiểm tra, vẫn nhập"
KEEP_ASIDE = "Tạm giữ để xem sau"
DEMO_BLOCKS = "Còn dữ liệu minh họa nên chưa nhập được phiếu thật. Hãy bỏ dữ liệu minh họa ở đầu trang."
WRITING = "Đang nhập"
WRITING_ROWS = "Ghi từng dòng vào sổ gốc"
WRITING_SNAPSHOT = "Dựng bản dữ liệu mới cho mọi trang"
WRITTEN = "Đã nhập xong"
COUNTS = {
    "rows": "Dòng trong tệp",
    "new": "Mới",
    "changed": "Bị sửa",
    "removed": "Bị xoá khỏi tệp",
    "unchanged": "Như cũ",
    "responses": "Phiếu được tính",
    "rejected": "Dòng bị loại",
    "unreadable": "Câu không đọc được",
}
NO_OVERALL = "{n} phiếu không trả lời câu hỏi chung: vẫn tính là phiếu, không nằm trong n."
RESTORED = "{n} dòng từng bị xoá nay có lại."
NOTHING_NEW = "Mọi dòng đã có từ lần nhập trước. Xác nhận chỉ ghi lại cách hiểu, nếu bạn vừa sửa."
REJECTED = "Dòng bị loại"
REJECTED_ALL = "Mọi dòng bị loại, kèm số dòng trong bảng tính và lý do. Dòng bị loại vẫn được giữ trong sổ."
UNREADABLE = "Câu trả lời không đọc được (phiếu vẫn được tính)"
WHAT_TO_DO = "Cần làm gì"
DOWNLOAD_REJECTED = "Tải danh sách này (CSV)"
HELD_TITLE = "Lần nhập này cần người xem"
HELD_TRY = "Nếu xác nhận, số liệu đang có sẽ đứng yên cho đến khi có người quyết định."
HELD_DONE = "Đã tạm giữ, chưa áp dụng; số liệu cũ đứng yên. Xem mục Các lần nhập."
DONE = "Đã nhập vào nguồn “{source}”: {new} phiếu mới, {changed} bị sửa, {removed} bị xoá, {rejected} dòng bị loại."
SEE_OVERVIEW = "Xem Tổng quan"
SEE_QUALITY = "Xem các dòng bị loại"

# sources: registers
REGISTER = "Danh mục"
REGISTERS = {"units": "Đơn vị", "officers": "Cán bộ, công chức", "dossiers": "Số hồ sơ"}
REGISTER_COLUMNS = {
    "units": "mã, tên (bắt buộc); loại, mã cấp trên, hiệu lực từ, hiệu lực đến, mã kế thừa, tên gọi khác, ngày bắt đầu mô hình",
    "officers": "mã, tên, mã đơn vị (bắt buộc); chức danh, quầy, hiệu lực từ, hiệu lực đến, tên gọi khác",
    "dossiers": "mã đơn vị, từ ngày, đến ngày, số hồ sơ (bắt buộc); lĩnh vực, trước hạn, đúng hạn, quá hạn",
}
REGISTER_NOTE = "Các cột: {columns}. Đăng ký lại tệp đã sửa thì mục trùng mã được cập nhật; không mục nào bị xoá."
REGISTER_FILE = "Tệp danh mục (.xlsx hoặc .csv)"
REGISTER_FOUND = "Đọc được {count} mục, không có lỗi. Vài mục đầu như sau:"
REGISTER_YES = "Đăng ký {count} mục"
REGISTERED = "Đã đăng ký: {changed} mục mới hoặc thay đổi."
REGISTERED_NOW = "Đang có {count} mục"
DEMO_BLOCKS_REGISTER = "Còn dữ liệu minh họa nên chưa đăng ký được danh mục thật. Hãy bỏ dữ liệu minh họa ở đầu trang."

# sources: history
NO_RUNS = "Chưa có lần nhập nào"
NO_RUNS_BODY = "Chọn Nhập phiếu để đưa tệp đầu tiên vào."
HELD = "Đang tạm giữ"
HELD_RUN = "Nguồn “{source}”, {at}, tệp {file}"
HELD_TO_DO = {
    "missing_header": "Nhập lại tệp ở mục Nhập phiếu và chỉ đúng cột mới, hoặc sửa tiêu đề trong bảng tính.",
    "mass_removal": "Kiểm tra bảng tính: nếu đúng là đã xoá thì áp dụng; nếu do lọc nhầm, chép thiếu thì nhập lại tệp đủ.",
    "empty_table": "Kiểm tra bảng tính: thường là chọn nhầm trang tính hoặc tệp xuất lỗi.",
}
DECIDE = "Xem và quyết định ở trang Tạm giữ"
RUNS = "Các lần nhập"
STATES = {
    "held": "tạm giữ", "withdrawn": "đã hoàn tác", "applied": "đang tính", "same": "không có gì mới",
}
UNDO = "Hoàn tác"
UNDO_RUN = "Lần {run}: nguồn “{source}”, {at}, {new} phiếu mới, {changed} bị sửa, {removed} bị xoá"
UNDO_TITLE = "Hoàn tác lần nhập {run}?"
UNDO_BODY = "Số liệu trở về như trước lần nhập này. Không dòng nào bị xoá khỏi sổ; việc hoàn tác cũng được ghi lại."
UNDO_REASON = "Lý do hoàn tác"
NEEDS_REASON = "Hãy ghi lý do để người sau hiểu."
UNDONE = "Đã hoàn tác lần nhập {run}."
SOURCES = "Các nguồn"
SOURCES_NOTE = "Tệp ánh xạ là cách hiểu từng cột, dùng lại được với lệnh import."
SOURCE_MAPPING = "{source} (TOML)"
RUN_COLUMNS = {"run": "Lần", "state": "Trạng thái"}
UNKNOWN_FILE = "không rõ"

# data quality
QUALITY = (
    "{responses} phiếu từ {sources} nguồn: {rejected} dòng bị loại, {unreadable} câu trả lời không đọc "
    "được, {edited} phiếu bị sửa và {removed} phiếu bị xoá ở nguồn sau khi gửi."
)
QUALITY_NOTE = "Trang này tính trên toàn bộ dữ liệu trong phạm vi của bạn, không theo kỳ hay bộ lọc."
BY_SOURCE = "Theo từng nguồn"
VERSIONS = {"first": "bản đầu tiên", "latest": "bản mới nhất"}
NONE_REJECTED = "Không có dòng nào bị loại."
REASON_COUNT = "{reason}: {count} dòng"
EVERY_REJECTED = "Mọi dòng bị loại"
NONE_UNREADABLE = "Mọi câu trả lời đều đọc được."
UNREADABLE_TITLE = "Câu trả lời không đọc được"
UNREADABLE_NOTE = (
    "Phiếu vẫn được tính, chỉ câu này không có mức; cho biết nhãn là mức nào thì câu trả lời được tính "
    "lại. Không rõ là cá nhân hay tổ chức thì tính là không nêu."
)
SIMILAR = "Tên gần giống"
SIMILAR_NOTE = (
    "Chỉ là gợi ý: phần mềm không tự gộp. Đúng là cùng một nơi, một người thì thêm tên này vào cột "
    "“tên gọi khác” của danh mục rồi đăng ký lại."
)
SIMILAR_UNITS = "Đơn vị không nhận ra"
SIMILAR_OFFICERS = "Cán bộ không nhận ra"
PROVISIONAL = "Đơn vị ghi tạm"
PROVISIONAL_NOTE = "Có trong phiếu nhưng chưa có trong danh mục. Đăng ký cùng mã để bổ sung tên, cấp trên."
ATTRIBUTED = "Phiếu ghi rõ cán bộ"
ATTRIBUTED_SAID = "{known} trên {responses} phiếu ghi rõ cán bộ tiếp nhận; {unknown} phiếu không xác định ({share})."
ATTRIBUTED_NOTE = "Phiếu không xác định cán bộ vẫn tính cho đơn vị, không tính cho ai."
NOT_ATTRIBUTED = "Phiếu không xác định cán bộ theo đơn vị"

NOT_YOUR_RUN = "Lần nhập này không phải của riêng bạn nên bạn không hoàn tác được. Hãy nhờ quản trị."
OWN_ONLY = (
    "Bạn nhập phiếu của đơn vị mình. Danh mục, nguồn tự động và dữ liệu do người khác đưa vào do "
    "người phụ trách toàn bộ đơn vị quản lý."
)
