"""Everything the command line says to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DESCRIPTION: Final = "Nhập, kiểm tra và lấy số liệu hài lòng từ dòng lệnh."
TITLE_COMMANDS: Final = "các lệnh"
TITLE_ARGUMENTS: Final = "cần ghi"
TITLE_OPTIONS: Final = "tuỳ chọn"
USAGE: Final = "cách dùng: "

COMMAND_WORD: Final = "LỆNH"
COMMANDS: Final[Mapping[str, str]] = {
    "demo": "nạp địa bàn minh họa vào thư mục dữ liệu trống",
    "units": "đăng ký đơn vị từ tệp CSV hoặc XLSX",
    "officers": "đăng ký cán bộ, công chức từ tệp CSV hoặc XLSX",
    "dossiers": "đăng ký số hồ sơ từ tệp CSV hoặc XLSX",
    "inspect": "đề xuất cách đọc một tệp chưa ai biết, kèm lý do",
    "import": "nhập một tệp CSV hoặc XLSX",
    "source": "các nguồn dữ liệu",
    "source add": "đăng ký một nguồn tự đồng bộ (google_sheet, duckdb, folder, form)",
    "source list": "liệt kê các nguồn",
    "source schedule": "đổi chu kỳ, giờ và ngày đồng bộ của một nguồn",
    "source remove": "gỡ một nguồn; các dòng đã nhận vẫn được giữ",
    "codes": "cấp mã mở phiếu tự phục vụ, kèm tờ in có mã QR",
    "sync": "đồng bộ một nguồn hoặc mọi nguồn đã đăng ký",
    "status": "tình trạng các nguồn, bản dữ liệu và chuỗi niêm phong",
    "table": "lấy bất kỳ số liệu nào mà một trang hiển thị",
    "verify": "đọc lại toàn bộ sổ gốc, đối chiếu chuỗi và bản dữ liệu",
    "anchor": "in mã niêm phong hiện tại",
    "backup": "sao lưu khi đang chạy, kiểm tra lại bản sao, giữ 7 ngày, 5 tuần, 12 tháng",
    "restore": "khôi phục bản sao lưu vào thư mục dữ liệu trống",
    "user": "tài khoản và phạm vi",
    "user add": "tạo tài khoản; tài khoản đầu tiên là quản trị",
    "user list": "liệt kê tài khoản",
    "user disable": "khoá tài khoản, kết thúc mọi phiên của nó",
    "user enable": "mở lại tài khoản",
    "user password": "cấp mật khẩu mới, dùng một lần",
    "user scope": "đổi vai trò, đơn vị hoặc quyền cấp thêm",
    "user factor": "bắt buộc mã xác thực hai bước",
    "user oidc": "cho đăng nhập qua nhà cung cấp danh tính (OpenID Connect)",
}
HELP: Final = "hiện phần hướng dẫn này rồi thôi"
HOME: Final = "thư mục dữ liệu (nếu không ghi: SURVEY_HOME, rồi var/)"
AS_JSON: Final = "in đúng một tài liệu JSON ra đầu ra chuẩn"
FILE: Final = "tệp CSV hoặc XLSX"
FILE_OR_SHEET: Final = "tệp CSV hoặc XLSX, hoặc địa chỉ một bảng tính Google"
TAB: Final = "trang tính (nếu không ghi: trang đầu)"
MAPPING: Final = "tệp ánh xạ TOML"
SOURCE: Final = "tên nguồn"
SOURCE_SAYS: Final = "{source}: {sentence}"
DRY_RUN: Final = "chỉ thử, không ghi gì"
TOML: Final = "in tệp ánh xạ đề xuất"
TABLE: Final = "tên bảng"
BY: Final = "nhóm theo, tối đa hai, cách nhau bằng dấu phẩy: {known}"
FROM: Final = "từ ngày (NNNN-TT-NN, tính cả ngày đó)"
TO: Final = "đến ngày (NNNN-TT-NN, tính cả ngày đó)"
UNIT: Final = "mã đơn vị, gồm mọi đơn vị bên dưới"
OFFICER: Final = "mã cán bộ"
CRITERION: Final = "mã tiêu chí mà n đếm"
CRITERION_SET: Final = "mã bộ tiêu chí"
FIELD: Final = "lĩnh vực"
RESPONDENT_TYPE: Final = "đối tượng: individual (cá nhân) hoặc organisation (tổ chức)"
CHANNEL: Final = "hình thức"
COMMENTS: Final = "kèm ý kiến (chỉ với bảng responses)"
FORMAT: Final = "định dạng"
OUT: Final = "ghi ra tệp này (quyền 0600)"
COPY: Final = "thư mục chứa các bản sao lưu"
ANCHOR: Final = "đối chiếu với tệp mã niêm phong đã lưu"

# What argparse says in English -> what we say; groups are kept as they are.
PARSER_ERRORS: Final = (
    (r"the following arguments are required: (.*)", "Còn thiếu: {0}."),
    (r"unrecognized arguments: (.*)", "Không hiểu: {0}."),
    (r"argument ([^:]+): invalid choice: (.*) \(choose from (.*)\)",
     "{0}: không có lựa chọn {1}; chọn một trong {2}."),
    (r"argument ([^:]+): expected one argument", "{0}: cần một giá trị đi kèm."),
    (r"argument ([^:]+): expected .*", "{0}: thiếu giá trị đi kèm."),
    (r"argument ([^:]+): ignored explicit argument (.*)", "{0}: không nhận giá trị {1}."),
    (r"argument ([^:]+): not allowed with argument (.*)", "{0}: không dùng cùng lúc với {1}."),
    (r"ambiguous option: (.*) could match (.*)", "Chưa rõ {0}: có thể là {1}."),
    (r"argument ([^:]+): (.*)", "{0}: {1}"),
)
WRONG_WORDS: Final = "Dòng lệnh không đúng; thêm --help để xem cách dùng."
BAD_DAY: Final = "“{value}” không phải là ngày dạng NNNN-TT-NN."
FROM_AFTER_TO: Final = "Ngày bắt đầu ({first}) sau ngày kết thúc ({last})."
TOO_MANY_KEYS: Final = "Chỉ nhóm theo tối đa hai khoá."
UNKNOWN_KEY: Final = "Không có cách nhóm “{key}”; dùng một trong: {known}."
UNKNOWN_VALUE: Final = "Không có {what} “{value}”."
CLEAN_TEXT: Final = "Giá trị không được trống, dài quá {limit} ký tự hay chứa ký tự điều khiển."
WHAT: Final[Mapping[str, str]] = {
    "unit": "đơn vị", "officer": "cán bộ", "field": "lĩnh vực", "channel": "hình thức",
    "criterion": "tiêu chí", "criterion_set": "bộ tiêu chí",
}
NOT_A_FILE: Final = "Không đọc được tệp “{name}”."
NOT_AN_ANCHOR: Final = "Tệp “{name}” không chứa mã niêm phong mà lệnh anchor đã in."
NOT_UTF8: Final = "Tệp “{name}” không phải văn bản UTF-8."
NOT_WRITABLE: Final = "Không ghi được vào “{name}”."
NOT_A_FILE_SOURCE: Final = "Tệp ánh xạ này mô tả nguồn loại {kind}, không phải tệp."
NEEDS_OUT: Final = "Định dạng xlsx cần --out để chỉ tệp ghi ra."
ONLY_RESPONSES: Final = "--comments chỉ dùng với bảng responses."
BAD_SETTING: Final = "Biến môi trường không đọc được: {names}."
HOME_CLOSED: Final = "Không mở được thư mục dữ liệu “{path}”."

DEFECT: Final = "Chương trình gặp lỗi số {number}; chi tiết nằm trong {log}."
STOPPED: Final = "Đã dừng theo yêu cầu."

DEMO_LOADED: Final = "Đã nạp địa bàn minh họa: {responses} phiếu."
DEMO_THERE: Final = "Địa bàn minh họa đã có sẵn."
REGISTERED: Final = "Đã đọc {rows} dòng, {changed} mới hoặc thay đổi."
DRY_RUN_DONE: Final = "Chỉ thử, chưa ghi gì."
QUARANTINED: Final = "Đã giữ lại nhưng chưa áp dụng, cần người xem xét: {reason}"
REJECTED: Final = "Dòng bị loại"
UNREADABLE: Final = "Câu trả lời không đọc được"
MORE_ROWS: Final = "… và {count} dòng nữa (xem đủ với --json)."
NOTHING: Final = "Không có dòng nào."
HELD: Final = "Đang tạm giữ"
VERIFIED: Final = "Sổ gốc và bản dữ liệu khớp nhau."
DIFFERS: Final = "Có {count} điểm khác biệt."
NO_SNAPSHOT: Final = "chưa có"

LABELS: Final[Mapping[str, str]] = {
    "snapshot": "Bản dữ liệu", "head": "Đầu chuỗi niêm phong", "home": "Thư mục dữ liệu",
    "role": "Vai trò", "header": "Tiêu đề cột", "why": "Lý do", "age_s": "Tuổi dữ liệu (giây)",
    "rows": "Dòng", "rejections": "Bị loại", "quarantined": "Tạm giữ", "removed": "Bị xoá",
    "source": "Nguồn", "run": "Lần nhập", "late": "Quá hạn", "interval_minutes": "Chu kỳ (phút)",
    "last_sync": "Lần đồng bộ cuối", "outcome": "Kết quả", "duration_s": "Thời gian (giây)",
    "error": "Lỗi", "sync": "Lần đồng bộ",
    "responses": "Phiếu", "runs": "Số lần nhập", "active": "Đang dùng",
    "annotated": "Chỉ sửa cột không đọc", "registered_at": "Đăng ký lúc", "sequence": "Số thứ tự", "hash": "Mã băm", "key": "Vân tay khoá", "date": "Ngày", "restored": "Khôi phục", "reason": "Lý do", "mapping": "Ánh xạ",
}
TITLE: Final = "Bảng {name}"
WHOLE_TIME: Final = "toàn bộ thời gian"
WRITTEN: Final = "Đã ghi {name}."
UNKNOWN_FORMAT: Final = "Không rõ định dạng; dùng một trong: {known}."
NO_OFFICER = "{count} phiếu không ghi rõ cán bộ nên không nằm trong dòng nào."
EVERY = "số phút giữa hai lần đồng bộ"
HOURS = "giờ đồng bộ, giờ địa phương của nguồn"
DAYS = "ngày đồng bộ, cách nhau bằng dấu phẩy: mon, tue, wed, thu, fri, sat, sun"
