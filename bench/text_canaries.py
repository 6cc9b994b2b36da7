"""Words of the district whose every unit is marked, and of what its load found."""

from __future__ import annotations

HEADER = ("Lúc", "Đơn vị", "Cán bộ", "Lĩnh vực", "Hình thức", "Bạn là", "Chung", "Thái độ", "Ý kiến")
MAPPING = """
[source]
name = "canary"
criterion_set = "nam-dong-2024"
date_order = "dmy"
[columns]
submitted_at = "Lúc"
unit = "Đơn vị"
officer = "Cán bộ"
field = "Lĩnh vực"
channel = "Hình thức"
respondent_type = "Bạn là"
comment = "Ý kiến"
[answers]
overall = "Chung"
attitude = "Thái độ"
"""
FIELDS, CHANNELS, PERSON = ("Đất đai", "Hộ tịch", "Chứng thực"), ("qr", "web"), "Cá nhân"
COMMENT = "{word} gọi {phone}"
COUNT = "{n} phiếu"
ERROR = "mã lỗi"
TOLD = (
    "{sessions} sessions x {reruns} reruns over {units} units: {runs} runs in {seconds:.0f} s "
    "({pace:.1f}/s, median {median:.2f} s, 95 % under {slow:.2f} s)\n"
    "searched {megabytes:.1f} MB and {files} files: {own} own marks, {foreign} foreign, "
    "{wrong} exceptions"
)
LOG = "the server logged: {line}"
ENDED = "session {number}: {error}"
