"""Sentences of the record, of imports and of the check."""

UNKNOWN_SOURCE = "Không có nguồn dữ liệu nào tên “{name}”."
UNKNOWN_RUN = "Không có lần nhập nào mang số {run}."
NOT_APPLIED = "Lần nhập {run} không làm thay đổi số liệu nên không có gì để rút lại."
NOT_NEWEST = "Chỉ rút lại được lần nhập mới nhất của nguồn “{source}”: hãy rút lần {newest} trước."
NOT_QUARANTINED = "Lần nhập {run} không bị tạm giữ."
REASONS = {
    "missing_header": "Bảng thiếu cột: {detail}.",
    "mass_removal": "{detail} dòng đã biết không còn trong bảng.",
    "empty_table": "Bảng không có dòng nào, trong khi nguồn đã có {detail} dòng.",
}
GAP = "Thiếu sự kiện số {missing}: chuỗi không còn liền mạch."
BROKEN_LINK = "Sự kiện số {seq} không nối với sự kiện đứng trước nó."
BROKEN_EVENT = "Sự kiện số {seq} đã bị sửa: mã băm không khớp."
BROKEN_BODY = "Nội dung số {seq} của bảng {table} đã bị sửa: mã băm không khớp với sự kiện."
LOST_BODY = "Nội dung số {seq} của bảng {table} đã bị xoá: sự kiện còn nhưng nội dung mất."
FOREIGN_BODY = "Nội dung số {seq} của bảng {table} không do sự kiện nào đưa vào."
BROKEN_CONTENT = "Mã nhận dạng của dòng số {seq} không khớp với nội dung của dòng."
BROKEN_SLOT = "Trạng thái của phiếu số {seq} không khớp với các sự kiện về phiếu đó."
ROWS_SAID = {
    "insert": "dòng mới", "change": "dòng bị sửa", "remove": "dòng bị xoá",
    "restore": "dòng quay lại", "annotate": "dòng chỉ khác ở cột không dùng",
}
WRONG_RUN = "Lần nhập số {run} ghi {told} {what}, nhưng sổ có {found}: có sự kiện không do lần nhập nào đưa vào."
MOVING = "Sổ gốc liên tục thay đổi trong lúc nhập nên chưa ghi được gì; hãy thử lại sau ít phút."

FOREIGN_ROWS = (
    "{count} dòng của tệp không ghi rõ đơn vị của bạn (dòng {rows}) nên chưa có gì được nhập. "
    "Hãy sửa hoặc bỏ các dòng ấy, hoặc nhờ người phụ trách toàn bộ đơn vị nhập."
)
FOREIGN_SOURCE = (
    "Nguồn “{source}” có phiếu không thuộc đơn vị bạn đang phụ trách nên bạn không nhập thêm hay "
    "hoàn tác được. Hãy đặt tên nguồn khác, hoặc nhờ quản trị."
)
MAKES_UNITS = (
    "Ghi tạm đơn vị và cán bộ chưa có trong danh mục là việc của người phụ trách toàn bộ đơn vị. "
    "Hãy bỏ lựa chọn ấy, hoặc nhờ quản trị bổ sung danh mục trước."
)
NOT_YOURS = (
    "Nguồn “{source}” có dữ liệu do người khác đưa vào nên bạn không nhập thêm hay hoàn tác được. "
    "Hãy đặt tên nguồn khác, hoặc nhờ quản trị."
)
