"""Words on the sheet of codes a desk prints and cuts."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Mã phiếu đánh giá"
INVITE: Final = "Xin mời đánh giá sự phục vụ"
SCAN: Final = "Quét mã QR bằng điện thoại, hoặc mở {address} rồi nhập mã:"
OFFICER: Final = "Cán bộ tiếp nhận: {name}"
UNTIL: Final = "Dùng đến hết ngày {day}"
ANONYMOUS: Final = "Phiếu không hỏi và không ghi bạn là ai."
