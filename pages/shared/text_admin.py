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
THEN_BY = "rồi theo"
NOT_MORE = "không chia thêm"
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
