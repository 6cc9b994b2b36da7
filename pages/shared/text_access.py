"""Words of the pages about accounts and of the trace they leave."""


SIGNED_IN = "Đang dùng: {name}"
CHANGE = "Đổi mật khẩu"
SIGN_OUT = "Đăng xuất"
NO_SESSION = "Phiên làm việc đã kết thúc hoặc tài khoản không còn dùng được. Hãy đăng nhập lại."
NO_PAGE = "Tài khoản này chưa có trang nào để xem. Hãy nhờ người quản trị cấp quyền."
SIGN_IN = "Đăng nhập"

LEAD = "{count} tài khoản, {off} đã khoá."
FIRST = (
    "Chưa có tài khoản nào: ai ngồi tại máy này cũng xem được mọi số liệu, máy khác thì không vào "
    "được. Hãy tạo tài khoản quản trị đầu tiên; ngay sau đó ai cũng phải đăng nhập."
)
TABLE = "Danh sách tài khoản"
COLUMNS = {
    "name": "Tài khoản", "title": "Người dùng", "role": "Vai trò", "units": "Đơn vị",
    "officer": "Cán bộ", "granted": "Cấp thêm", "factor": "Mã xác thực", "state": "Trạng thái",
    "seen": "Hoạt động gần nhất",
}
OFF, ON, WAITING = "Đã khoá", "Đang dùng", "Chờ đổi mật khẩu"
FACTOR_ON, FACTOR_WAITING, FACTOR_OFF = "Đã lập", "Phải lập", ""
NEW = "Tạo tài khoản"
NAME = "Tên tài khoản"
NAME_HINT = "Chữ thường không dấu, số, dấu chấm; ví dụ lan.nguyen"
PERSON = "Họ tên hoặc chức danh"
ROLE = "Vai trò"
UNITS = "Đơn vị được xem (gồm mọi đơn vị bên dưới)"
UNITS_HINT = "Để trống với quản trị, giám sát và công khai: toàn bộ đơn vị."
OIDC = "Người mà nhà cung cấp danh tính xác nhận"
OIDC_HINT = (
    "Địa chỉ thư đã được nhà cung cấp xác minh, hoặc sub: và mã người dùng ở đó. "
    "Có giá trị thì không cần mật khẩu; để trống: đăng nhập bằng mật khẩu."
)
CREATED_OUTSIDE = "Đã tạo tài khoản {name}: đăng nhập qua nhà cung cấp danh tính, không có mật khẩu."
OFFICER = "Cán bộ (chỉ với vai trò công chức)"
GRANTED = "Quyền cấp thêm"
NO_OFFICER = "Không"
CREATE = "Tạo"
CREATED = "Đã tạo tài khoản {name}. Mật khẩu dùng một lần, chỉ hiện lần này:"
CHOOSE = "Chọn tài khoản để sửa"
EDIT = "Sửa tài khoản {name}"
KEEP = "Lưu phạm vi"
KEPT = "Đã lưu phạm vi của {name}; có hiệu lực từ lần xem tới."
DISABLE, ENABLE = "Khoá tài khoản", "Mở lại tài khoản"
DISABLED = "Đã khoá {name}; các phiên đang mở kết thúc ngay."
ENABLED = "Đã mở lại {name}."
DISABLE_ASK = "Khoá tài khoản {name}? Người dùng mất quyền xem ngay lập tức; có thể mở lại sau."
RESET = "Cấp liên kết đặt lại mật khẩu"
RESET_LINK = "Gửi liên kết này cho {name}; dùng được một lần trong 24 giờ:"
SEE_AS = "Xem như tài khoản này"
SEE_AS_HINT = (
    "Các trang hiện đúng những gì tài khoản này thấy, trừ những gì chính bạn không được xem; chỉ xem, không "
    "làm được gì, tối đa 30 phút, có ghi sổ."
)
SEEING = "Đang xem như **{name}** ({role}): chỉ xem, còn {minutes} phút."
SEEING_LESS = " Không gồm: {rights} (bạn chưa được cấp)."
SEEING_SHORT = "**Đang xem như {name}**"
LEAVE = "Thoát"
ONLY_LOOKING = "Đang xem như tài khoản khác nên chỉ xem được. Hãy bấm Thoát ở đầu trang rồi làm lại."
FACTOR = "Bắt buộc mã xác thực"
FACTOR_AGAIN = "Lập lại mã xác thực"
FACTOR_DROP = "Bỏ mã xác thực"
FACTOR_SET = "{name} phải lập mã xác thực ở lần đăng nhập tới."
FACTOR_DROPPED = "{name} không cần mã xác thực nữa."
RIGHTS = {
    "comments": "Đọc ý kiến", "original_comments": "Xem nguyên văn ý kiến",
    "export": "Xuất dữ liệu", "compare": "So sánh",
    "watchlist": "Danh sách cần chú ý", "quality": "Chất lượng dữ liệu",
}

AUDIT_LEAD = "{count} sự kiện khớp bộ lọc, mới nhất trước."
AUDIT_MOST = " Chỉ hiện {most} sự kiện mới nhất; hãy thu hẹp khoảng ngày để thấy phần còn lại."
AUDIT_NOTE = "Mỗi dòng là một sự kiện trong sổ gốc, không sửa và không xoá được."
AUDIT_TABLE = "Nhật ký"
WHO = "Người thực hiện"
EVERYONE = "Tất cả"
KINDS = "Loại sự kiện"
FROM, TO = "Từ ngày", "Đến ngày"
NO_EVENT = "Không có sự kiện nào khớp bộ lọc"
NO_EVENT_BODY = "Hãy chọn thêm loại sự kiện hoặc nới khoảng ngày."
AUDIT_COLUMNS = {
    "seq": "Số", "at": "Lúc", "kind": "Sự kiện", "who": "Người thực hiện", "facts": "Chi tiết",
}
KIND = {
    "sign_in": "Đăng nhập", "sign_in_refused": "Đăng nhập bị từ chối", "sign_out": "Đăng xuất",
    "password": "Mật khẩu, mã xác thực", "denied": "Bị chặn", "export": "Xuất dữ liệu",
    "original": "Xem nguyên văn ý kiến", "serious": "Đánh dấu nghiêm trọng",
    "not_serious": "Bỏ dấu nghiêm trọng",
    "account": "Tài khoản, phạm vi", "run": "Nhập dữ liệu", "quarantine": "Tạm giữ",
    "publication": "Công bố số liệu", "see_as": "Xem như tài khoản khác",
    "sync": "Đồng bộ", "withdraw": "Rút lại", "mapping": "Cách đọc nguồn", "register": "Danh mục",
    "source": "Nguồn mới", "retire": "Ngừng nguồn", "codes": "Cấp mã phiếu", "release": "Nhận dữ liệu tạm giữ",
    "keep_out": "Bỏ dữ liệu tạm giữ", "exclude": "Không tính phiếu", "include": "Tính lại phiếu",
    "header": "Tiêu đề bảng mới", "finish": "Nhập xong bảng lớn", "backup": "Sao lưu", "backup_failed": "Sao lưu hỏng",
}
FACT = {
    "what": "việc", "why": "lý do", "account": "tài khoản", "page": "trang", "file": "tệp",
    "rows": "số dòng", "unit": "đơn vị", "count": "số lượng", "filters": "bộ lọc", "snapshot": "bản dữ liệu", "value": "giá trị",
    "field": "mục", "reason": "lý do", "response": "phiếu số", "period": "kỳ", "until": "đến lúc", "slot": "phiếu số", "folder": "thư mục", "sequence": "đến sự kiện số", "kept": "số bản giữ",
    "sentence": "lý do", "cause": "chi tiết lỗi",
}
SAID = {
    "added": "tạo", "changed": "thay đổi", "chosen": "tự đặt mật khẩu", "handed_out":
    "cấp mật khẩu một lần", "factor_required": "bắt buộc mã xác thực", "factor_dropped":
    "bỏ mã xác thực", "factor_set": "lập mã xác thực", "wrong": "sai tên, mật khẩu hoặc mã",
    "locked": "đang bị khoá tạm", "malformed": "biểu mẫu bất thường", "link": "cấp liên kết đặt lại",
    "kept": "giữ lại khi xoá khu minh họa", "begin": "bắt đầu", "end": "kết thúc",
    "oidc": "qua nhà cung cấp danh tính", "no_account": "không có tài khoản ở đây",
    "disabled": "tài khoản đã khoá",
}
ONLY_EVERYWHERE = (
    "Việc này chạm đến dữ liệu của mọi đơn vị nên chỉ người phụ trách toàn bộ đơn vị được làm."
)
