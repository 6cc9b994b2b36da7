"""Sentences about register files: units, officers, dossier counts."""

from __future__ import annotations

ROW = "Dòng {row}: {reason}."
MISSING_COLUMNS = "Tệp thiếu cột bắt buộc: {columns}."
TWO_COLUMNS = "Tệp có hai cột cùng nghĩa “{field}”: “{first}” và “{second}”."
BLANK = "ô “{field}” trống"
TWICE = "mã “{code}” đã có ở dòng {first}"
SAME_PERIOD = "đơn vị “{code}” đã có số hồ sơ của cùng kỳ và lĩnh vực ở dòng {first}"
BAD_DAY = "ô “{field}” không phải ngày (viết 2025-07-01 hoặc 01/07/2025): “{value}”"
BAD_COUNT = "ô “{field}” không phải số nguyên từ 0 trở lên: “{value}”"
LARGER_THAN_COUNT = "ô “{field}” lớn hơn tổng số hồ sơ"
END_BEFORE_START = "ngày kết thúc đứng trước ngày bắt đầu"
UNKNOWN_PARENT = "không có đơn vị cấp trên mang mã “{code}”"
UNKNOWN_SUCCESSOR = "không có đơn vị kế thừa mang mã “{code}”"
UNKNOWN_UNIT = "không có đơn vị mang mã “{code}”"
CYCLE = "đơn vị “{code}” nằm dưới chính nó: {path}"
SEPARATOR_IN_CODE = "mã “{code}” chứa dấu phân cách ; | hoặc ,"
