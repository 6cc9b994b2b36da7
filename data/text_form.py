"""Sentences about the office's own form: its codes, and what is wrong with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REFUSED: Final[Mapping[str, str]] = {
    "unknown": "Mã chưa đúng. Hãy xem lại từng ký tự trên giấy; chữ hoa hay chữ thường đều được.",
    "forged": "Mã này không phải do đơn vị cấp nên không dùng được.",
    "other_unit": "Mã này của đơn vị khác. Hãy dùng mã mà đơn vị đang phục vụ bạn đã đưa.",
    "expired": "Mã này đã hết hạn. Hãy xin một mã mới tại quầy.",
    "void": "Mã này được cấp trước khi máy chủ được khôi phục từ bản sao lưu nên không dùng được nữa. Hãy xin một mã mới tại quầy.",
    "closed": "Đợt lấy ý kiến này đã kết thúc. Cảm ơn bạn đã quan tâm.",
    "used": "Mã này đã được dùng, phiếu gửi bằng mã này đã được nhận. Mỗi mã chỉ gửi được một phiếu nên không có gì được ghi thêm.",
}
NOT_KEPT: Final = "Máy chủ chưa ghi được phiếu."
NOT_CHOSEN: Final = "Hãy chọn một mức."
NOT_OFFERED: Final = "Lựa chọn này không có trong phiếu. Hãy chọn lại."
TOO_LONG: Final = "Ý kiến dài {length} ký tự; nhiều nhất {most} ký tự."

NOT_A_FORM: Final = "Nguồn “{name}” không phải phiếu tự phục vụ (kind = \"form\")."
UNKNOWN_UNIT: Final = "Không có đơn vị “{code}”."
UNKNOWN_OFFICER: Final = "Không có cán bộ “{code}” ở đơn vị “{unit}”."
WRONG_COUNT: Final = "--count phải là số nguyên từ 1 đến {most}."
WRONG_DAYS: Final = "--days phải là số nguyên từ 1 đến {most}."
WRONG_ADDRESS: Final = "--address phải là địa chỉ http hoặc https, ví dụ https://mot-cua.xa.example."
WRONG_OUT: Final = "--out phải là một tệp .csv."
MADE: Final = "Đã cấp {count} mã cho {unit}, dùng đến hết ngày {expires}."
MADE_SHARED: Final = "Đã cấp một mã chung cho {unit}, dùng đến hết ngày {expires}; mã này gửi được nhiều phiếu nên phiếu không được xác thực."
KEEP_SAFE: Final = "Ai có mã đều gửi được phiếu: hãy giữ tệp như giữ phiếu trắng, và đừng ghi mã nào đã đưa cho ai."
STATE: Final = "Phiếu tự phục vụ: đã nhận {count} phiếu, {waiting} phiếu đang chờ đưa vào số liệu."
READY: Final = "Phiếu tự phục vụ dùng được ngay sau khi đăng ký; cấp mã bằng lệnh codes."
HELP_UNIT: Final = "mã đơn vị mà phiếu nói về"
HELP_OFFICER: Final = "mã cán bộ mà phiếu nói về"
HELP_COUNT: Final = "số mã (mặc định 1)"
HELP_DAYS: Final = "số ngày mã còn dùng được (mặc định 30)"
HELP_ADDRESS: Final = "địa chỉ máy chủ mà điện thoại của người dân mở được"
HELP_OUT: Final = "ghi mã ra tệp CSV này và tờ in có mã QR (.html) bên cạnh (quyền 0600)"
COLUMNS: Final[Mapping[str, str]] = {
    "code": "Mã", "address": "Địa chỉ", "unit": "Đơn vị", "officer": "Cán bộ", "expires": "Dùng đến hết ngày",
}
