"""Sentences about accounts, passwords and signing in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BAD_NAME: Final = (
    "Tên tài khoản gồm 2 đến 64 ký tự: chữ thường không dấu, số, dấu chấm, gạch hoặc @, "
    "bắt đầu bằng chữ hoặc số."
)
NAME_TAKEN: Final = "Đã có tài khoản “{name}”."
NO_ACCOUNT: Final = "Không có tài khoản “{name}”."
FIRST_IS_ADMIN: Final = "Tài khoản đầu tiên phải là quản trị (--role admin)."
LAST_ADMIN: Final = "Đây là tài khoản quản trị cuối cùng còn dùng được; hãy tạo một tài khoản quản trị khác trước."
UNKNOWN_ROLE: Final = "Không có vai trò “{role}”; chọn một trong: {known}."
UNKNOWN_RIGHT: Final = "Không cấp thêm được quyền “{right}”; chỉ có: {known}."
UNKNOWN_UNIT: Final = "Không có đơn vị mang mã “{unit}”."
NEEDS_UNIT: Final = "Vai trò này cần ít nhất một đơn vị."
UNKNOWN_OFFICER: Final = "Không có cán bộ mang mã “{officer}”."
NEEDS_OFFICER: Final = "Tài khoản công chức cần mã cán bộ; các vai trò khác không có mã ấy."
TOO_SHORT: Final = "Mật khẩu cần ít nhất {least} ký tự."
TOO_LONG: Final = "Mật khẩu dài quá {most} ký tự."
BAD_SIGNS: Final = "Mật khẩu không được chứa ký tự điều khiển."
TOO_COMMON: Final = "Mật khẩu này quá dễ đoán; hãy chọn một câu dài chỉ mình bạn biết."
LIKE_NAME: Final = "Mật khẩu không được chứa tên tài khoản."
SAME_PASSWORD: Final = "Mật khẩu mới phải khác mật khẩu cũ."
BAD_LINK: Final = "Liên kết đặt lại mật khẩu không đúng hoặc đã hết hạn."
BAD_OIDC: Final = "Định danh ở nhà cung cấp là một địa chỉ thư điện tử, hoặc “sub:” và mã người dùng ở đó."
OIDC_TAKEN: Final = "Một tài khoản khác đã gắn với định danh này."
OIDC_UNREACHABLE: Final = "Không liên lạc được với {label}; hãy thử lại sau."
OIDC_WRONG: Final = "Lần đăng nhập bằng {label} không được xác nhận; hãy thử lại."
TITLE_TOO_LONG: Final = "Tên người dùng dài quá {most} ký tự hoặc chứa ký tự điều khiển."

ROLES: Final[Mapping[str, str]] = {
    "admin": "Quản trị", "home_affairs": "Phòng nội vụ", "leader": "Lãnh đạo",
    "staff": "Cán bộ tổng hợp", "officer": "Công chức", "observer": "Giám sát",
    "public": "Công khai",
}
HELP_NAME: Final = "tên tài khoản, ví dụ lan.nguyen"
HELP_ROLE: Final = "vai trò: " + ", ".join(f"{code} ({name})" for code, name in ROLES.items())
HELP_UNIT: Final = "mã đơn vị được xem, gồm mọi đơn vị bên dưới; ghi nhiều lần được"
HELP_OFFICER: Final = "mã cán bộ của người dùng (vai trò officer)"
HELP_TITLE: Final = "họ tên hoặc chức danh của người dùng"
HELP_GRANT: Final = "quyền cấp thêm ngoài vai trò; ghi nhiều lần được"
HELP_STDIN: Final = "đọc mật khẩu từ dòng đầu của đầu vào chuẩn thay vì tạo mật khẩu dùng một lần"
HELP_OFF: Final = "bỏ yêu cầu mã xác thực"
HELP_USER: Final = "số liệu trong phạm vi của tài khoản này; không ghi: toàn bộ"
HELP_OIDC: Final = (
    "địa chỉ thư điện tử (đã xác minh) của người dùng ở nhà cung cấp danh tính, hoặc sub:MÃ"
)
HELP_OIDC_OFF: Final = "không đăng nhập qua nhà cung cấp danh tính nữa"
OIDC_ADDED: Final = "Đã tạo {name}; người này đăng nhập qua nhà cung cấp danh tính ({oidc}), không có mật khẩu."
OIDC_ON: Final = "{name} đăng nhập được qua nhà cung cấp danh tính ({oidc})."
OIDC_OFF: Final = "{name} không đăng nhập qua nhà cung cấp danh tính nữa."
ONE_OF_BOTH: Final = "Hãy ghi một định danh hoặc --off."
ONE_TIME: Final = "Mật khẩu dùng một lần của {name}: {password} (phải đổi ở lần đăng nhập đầu tiên; chỉ hiện lần này)."
PASSWORD_KEPT: Final = "Đã đặt mật khẩu cho {name}."
NO_STDIN: Final = "Chưa có mật khẩu ở dòng đầu của đầu vào chuẩn."
DISABLED: Final = "Đã khoá tài khoản {name}; các phiên đang mở đã kết thúc."
ENABLED: Final = "Đã mở lại tài khoản {name}."
CHANGED: Final = "Đã ghi phạm vi mới của {name}."
FACTOR_ON: Final = "{name} phải lập mã xác thực ở lần đăng nhập tới."
FACTOR_OFF: Final = "{name} không cần mã xác thực nữa."
CANNOT_SEE: Final = "Tài khoản “{name}” không được xem bảng {table}."
NOT_IN_FORCE: Final = "Không có tài khoản “{name}” đang dùng."
YES: Final = "có"
MAY_NOT_SEE_AS = "Chỉ quản trị đang đăng nhập, và không đang xem như người khác, mới xem như được."
NOT_TO_SEE_AS = "Không xem như được tài khoản {name}: đó là tài khoản đã khoá hoặc của chính bạn."
COLUMNS: Final[Mapping[str, str]] = {
    "user": "Tài khoản", "title": "Người dùng", "role": "Vai trò", "units": "Đơn vị",
    "officer": "Cán bộ", "granted": "Quyền cấp thêm", "disabled": "Đã khoá",
    "oidc": "Định danh ngoài", "last_seen": "Hoạt động gần nhất",
}
