"""Sentences of the record, of imports and of the check."""

UNKNOWN_SOURCE = "Không có nguồn dữ liệu nào tên “{name}”."
UNKNOWN_RUN = "Không có lần nhập nào mang số {run}."
NOT_APPLIED = "Lần nhập {run} không làm thay đổi số liệu nên không có gì để rút lại."
NOT_NEWEST = "Chỉ rút lại được lần nhập mới nhất của nguồn “{source}”: hãy rút lần {newest} trước."
NOT_QUARANTINED = "Lần nhập {run} không bị tạm giữ."
REASONS = {
    "missing_header": "Bảng không còn cột: {detail}.",
    "mass_removal": "{detail} dòng đã biết không còn trong bảng.",
    "empty_table": "Bảng không có dòng nào, trong khi nguồn đã có {detail} dòng.",
}
