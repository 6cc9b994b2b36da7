"""Sentences about decisions on tables held back and on removed rows."""

NO_REASON = "Hãy ghi lý do (ít nhất {least} ký tự, nhiều nhất {most})."
SAME_PERSON = (
    "Nguồn “{source}” do chính {who} đăng ký, nên người quản trị khác phải quyết định việc này."
)
DECIDED = "Lần nhập {run} đã được quyết định rồi."
NEWER = (
    "Nguồn “{source}” đã có bảng mới hơn (lần nhập {newest}), nên không áp dụng bảng này nữa; "
    "chỉ có thể giữ lại ngoài số liệu."
)
STILL_MISSING = "Bảng vẫn thiếu cột: hãy chọn cột mới thay cho từng cột cũ. {note}"
NOT_THERE = "Bảng tạm giữ không có cột “{header}”."
NOT_REMOVED = "Dòng {slot} không phải là dòng đã bị xoá ở nguồn."
NO_SUCH_ROW = "Sổ gốc không có phiếu số {slot}."
AS_DECIDED = "Dòng {slot} đã được quyết định như vậy rồi."
