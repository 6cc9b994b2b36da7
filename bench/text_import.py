"""Words of the sheet that the import benchmark writes, and how it is read."""

from __future__ import annotations

LEVELS = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
HEADER = [
    "Dấu thời gian", "Đơn vị", "Cán bộ tiếp nhận", "Lĩnh vực", "Thủ tục", "Bạn là", "Hình thức",
    "Giai đoạn", "Chung", "Cán bộ", "Thủ tục hành chính", "Thái độ", "Trách nhiệm", "Hướng dẫn",
    "Ý kiến khác",
]
UNIT, OFFICER = "Xã Thử {:02d}", "Cán bộ {}"
FIELD, PROCEDURE = "Lĩnh vực {}", "Thủ tục {}.{}"
KINDS, STAGES = ("Công dân", "Doanh nghiệp"), ("Nộp hồ sơ", "Nhận kết quả")
COMMENT = "Góp ý số {}: cần nhanh hơn"

MAPPING = """[source]
name = "bench"
criterion_set = "nam-dong-2024"
create_units = true

[columns]
submitted_at = "Dấu thời gian"
unit = "Đơn vị"
officer = "Cán bộ tiếp nhận"
field = "Lĩnh vực"
procedure = "Thủ tục"
respondent_type = "Bạn là"
channel = "Hình thức"
stage = "Giai đoạn"
comment = "Ý kiến khác"

[answers]
overall = "Chung"
access_officers = "Cán bộ"
access_procedures = "Thủ tục hành chính"
attitude = "Thái độ"
responsibility = "Trách nhiệm"
guidance = "Hướng dẫn"

[values.respondent_type]
"Công dân" = "individual"
"Doanh nghiệp" = "organisation"
"""
