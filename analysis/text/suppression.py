"""Words of the tables for everyone."""

FEW = "chưa đủ 30 phiếu"
HIDDEN = "ẩn để không lộ ý kiến của từng người"
TOTAL = "Tất cả đơn vị"
ONLY_FINISHED = (
    "Số liệu công khai chỉ có theo tháng, quý, 6 tháng hoặc năm đã kết thúc, ví dụ 2026-Q3; "
    "không có cho “{period}”."
)
