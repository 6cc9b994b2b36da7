"""Words of the generated nation: names of units, officers, fields, criteria and comments."""

from __future__ import annotations

NATION, PROVINCE, COMMUNE = "Cả nước thử", "Tỉnh Thử {:02d}", "Xã Thử {:04d}"
KINDS = ("nước", "tỉnh", "xã")
OFFICER = "Cán bộ Thử {:05d}"
FIELDS = (
    "Đất đai", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội", "Kinh doanh", "Xây dựng", "Giáo dục",
    "Y tế", "Giao thông", "Môi trường", "Nông nghiệp", "Khác",
)
PROCEDURE = "{}: thủ tục {}"
CHANNELS = ("qr", "paper", "online", "kiosk")
STAGES = ("Nộp hồ sơ", "Nhận kết quả")
COMMENT = "Góp ý số {}: cần nhanh hơn và hướng dẫn rõ hơn"
SET, SET_NAME, OVERALL = "bench-9", "Bộ tiêu chí đo tốc độ", "Mức độ hài lòng chung"
CRITERIA = {
    "place": "Nơi tiếp nhận", "waiting": "Thời gian chờ", "attitude": "Thái độ",
    "guidance": "Hướng dẫn", "paperwork": "Giấy tờ", "fees": "Phí, lệ phí",
    "result": "Kết quả", "deadline": "Đúng hẹn", "complaints": "Tiếp thu góp ý",
}
