"""Words of the pages that show results: units, officers, criteria, trend, comparison, hours."""

# what the register says about a unit
NEW_DAYS = 180
MERGED = "Sáp nhập vào {into} từ {day}"
ENDED = "Hết hiệu lực từ sau ngày {day}"
BEGAN = "Đơn vị mới, hiệu lực từ {day}"
PROVISIONAL = "Tạm ghi, chưa có trong danh mục"
NO_ANSWERS = "chưa có phiếu"
MODEL_MARK = "bắt đầu mô hình"
MODEL_SEVERAL = "{count} đơn vị bắt đầu mô hình"
MERGER_MARK = "{name} vào {into}"
MERGED_MARK = "sáp nhập vào {into}"
TAKES_IN_MARK = "nhận {name}"
KIND = "Loại: {kind}"
PARENT = "thuộc {name}"
MODEL_START = "mô hình bắt đầu {day}"
TAKES_IN = "nhận {name} từ {day}"

# blocks of profiles
SATISFIED = "Hài lòng"
LOW = "Đánh giá thấp"
RESPONSES = "Số phiếu"
RESPONSES_NOTE = "{n} phiếu trả lời câu chung"
REST_OF = "phần còn lại của {name}"
STATUS_NOTE = "theo quy tắc 25 %: {status}"
QUOTA_SHORT = "{count} trong {total} kỳ còn thiếu phiếu, tổng {missing} phiếu"
QUOTA_DONE = "Cả {total} kỳ gần nhất đã đủ số phiếu phải lấy"
GAP_NOTE = "{verdict} · {low} đến {high} · {name}"
GAP_FEW = "chưa đủ phiếu để so · {name}"
RATE_OF = "{name}: {rate} (n = {n})"
CRITERIA_SUBTITLE = "Chênh lệch tỷ lệ hài lòng từng tiêu chí so với {name}"
CRITERIA_NONE = "Chưa tiêu chí nào khác rõ so với {name}"
CRITERIA_TITLE = "So với {name}: {higher} tiêu chí cao hơn rõ, {lower} thấp hơn rõ"
CRITERIA_READING = (
    "Chấm là số điểm cao hơn (phải) hay thấp hơn (trái), vạch là khoảng tin cậy; chấm đặc là khác "
    "biệt rõ, chấm rỗng là chưa đủ căn cứ."
)
OPEN = "Mở"
GAP = "Chênh lệch (điểm)"
SEE_OWN_TREND = "Xem xu hướng"
SEE_OWN_CRITERIA = "Xem theo tiêu chí"
GAP_POINTS = "So với phần còn lại (điểm)"
HISTORY = "12 tháng gần nhất (%)"
NOTE = "Ghi chú"

# units
SHOW = "Cách xem"
SHOWN = {"rate": "Xếp theo tỷ lệ", "funnel": "Biểu đồ phễu"}
CLICK_UNIT = "Bấm vào một chấm, hoặc nút Mở trong bảng, để mở hồ sơ của đơn vị."
UNITS_TABLE = "Các đơn vị"
EMPTY_UNIT = "{name} chưa có phiếu nào khớp bộ lọc. Hồ sơ sẽ có số liệu từ phiếu đầu tiên."
UNIT_OFFICERS = "Cán bộ, công chức"
UNIT_COMMENTS = "Ý kiến mới nhất"
COMMENT_LINE = "{day} · {level}"
NO_COMMENTS = "Chưa có ý kiến nào."
SEE_COMMENTS = "Xem mọi ý kiến của đơn vị"
SEE_OFFICERS = "Xem mọi cán bộ của đơn vị"
SEE_TREND = "Xem xu hướng theo tuần, quý, năm"
SEE_CRITERIA = "Xem từng tiêu chí"
UNIT_QUALITY = "Chất lượng dữ liệu của đơn vị"
QUALITY_LINES = (
    ("no_overall", "phiếu không trả lời câu chung"),
    ("unreadable", "câu trả lời không đọc được"),
    ("edited", "phiếu bị sửa sau khi gửi"),
    ("removed", "phiếu bị xoá ở nguồn"),
)
QUALITY_LINE = "{count} {what}"
NO_BURSTS = "Không có đợt phiếu dồn dập bất thường."
BURST_LINE = "{day}, {who}: {said}."
ALL_OFFICERS = "cả đơn vị"
ONE_UNIT = "Chỉ có một đơn vị nên không xếp hạng; dưới đây là hồ sơ của đơn vị đó."

# officers
OFFICER_FACTS = "{position} · {unit} · {counter}"
OFFICER_NOTE = (
    "Hồ sơ chỉ nêu số đếm và khoảng tin cậy; tỷ lệ của một người còn tuỳ việc họ nhận và người họ "
    "phục vụ. Dưới {minimum} phiếu thì không nêu tỷ lệ."
)
OFFICERS_NOTE = (
    "Mỗi người so với phần còn lại của chính đơn vị mình. Dưới {minimum} phiếu thì không nêu tỷ lệ."
)
CLICK_OFFICER = "Bấm vào một chấm, hoặc nút Mở trong bảng, để mở hồ sơ của một người."
OFFICERS_TABLE = "Cán bộ, công chức"
NO_OFFICERS_TITLE = "Phiếu không ghi cán bộ tiếp nhận"
NO_OFFICERS_BODY = "Không phiếu nào trong bộ lọc này ghi tên cán bộ, nên không có gì để xem ở đây."
EMPTY_OFFICER = "{name} chưa có phiếu nào khớp bộ lọc."
OWN_UNIT = "Phần còn lại của {name}: {rate}"
FIELDS_TABLE = "Lĩnh vực đã phục vụ"
NO_FIELD = "(không ghi)"
FIELDS_READING = "Mỗi lĩnh vực khó dễ khác nhau; hãy xem tỷ lệ cùng với việc người này nhận."
CHANGE_TITLE = "Điều gì làm đổi nhãn"
CHANGE_MORE = "Nếu tỷ lệ giữ nguyên, thêm {more} phiếu nữa thì đủ căn cứ để nói là vượt 25 %."
CHANGE_RETURN = "Nếu {more} phiếu tiếp theo không phiếu nào đánh giá thấp thì không còn vượt 25 %."
CHANGE_EXCEED = "Nếu {more} phiếu tiếp theo đều đánh giá thấp thì vượt 25 %."
CHANGE_MINIMUM = "Thêm {more} phiếu nữa mới đủ {minimum} phiếu để nêu tỷ lệ."
SHARE_OF = "Tỷ trọng"
BACK_TO_OFFICERS = "Về danh sách cán bộ"
BACK_TO_UNITS = "Về bảng các đơn vị"
OPEN_UNIT = "Mở hồ sơ đơn vị"

# criteria
SET = "Bộ tiêu chí"
EVERY_SET = "Tất cả bộ tiêu chí"
SET_NOTE = "{name}: {n} phiếu. Mỗi bộ tiêu chí hỏi khác nhau nên xem riêng từng bộ."
TICKS_TABLE = "Nội dung người dân đánh dấu"
TICKS_TITLE = "{ticked} lượt đánh dấu trong {responses} phiếu được hỏi"
TICKS_NONE = "Không ai đánh dấu nội dung nào trong {responses} phiếu được hỏi"
TICKS_NOTE = "Đây là lời người trả lời, chưa được xác minh."
NO_CRITERIA_TITLE = "Không có tiêu chí nào được hỏi"
NO_CRITERIA_BODY = "Phiếu trong bộ lọc này chỉ có câu hỏi chung."
CLICK_CELL = "Bấm vào một ô để xem đơn vị đó."

# trend
KIND_OF_PERIOD = "Chia theo"
KINDS = {
    "month": "Tháng", "day": "Ngày", "week": "Tuần", "quarter": "Quý", "half": "Nửa năm",
    "year": "Năm",
}
NO_MONTH = "Chưa tháng nào đủ phiếu để vẽ"
NO_MONTH_BODY = (
    "Chỉ nêu tháng đã qua có từ {minimum} phiếu về bạn trở lên, để không lộ ý kiến của từng người. "
    "Số chung của cả kỳ ở trang Cán bộ."
)
SEVERAL_UNITS = "Đặt nhiều đơn vị cạnh nhau"
MOST_UNITS = 12
TREND_TABLE = "Từng kỳ"
UNUSUAL = "Kỳ khác thường"
NO_UNUSUAL = "Không có kỳ nào khác thường theo hai quy tắc của biểu đồ kiểm soát."
FEW_PERIODS = "Mới có {count} kỳ có phiếu; từ {minimum} kỳ trở lên mới xét kỳ khác thường."
EARLIER_UNUSUAL = "và {count} kỳ khác, ghi trong bảng."
UNUSUAL_OF = "{name}: {said}"

# comparison
WITH = "Chọn hai đến sáu đơn vị (chọn một: so với đơn vị cấp trên)"
CHOOSE = "Chưa chọn đơn vị nào: dưới đây là từng đơn vị so với phần còn lại."
CHOSEN = "Các đơn vị đã chọn"
ABOVE = "phần còn lại của {name}"
NO_PARENT = "{name} không có đơn vị cấp trên trong phạm vi của bạn; hãy chọn thêm một đơn vị."
PAIRS_TABLE = "Từng cặp đơn vị"
PAIRS_NOTE = (
    "“Khác biệt rõ” khi khoảng tin cậy của mức chênh nằm về một phía và bằng chứng còn đủ mạnh "
    "sau khi tính đến việc so nhiều cặp cùng lúc."
)
SIDE = "Xem cạnh nhau theo"
SIDES = {
    "criterion": "Tiêu chí", "field": "Lĩnh vực", "respondent_type": "Người trả lời",
    "channel": "Hình thức",
}
SIDE_TABLE = "Cạnh nhau theo {side}"
SIDE_NOTE = "Chữ sau tỷ lệ là kết luận so với {name}."
CELL = "{rate} (n = {n})"
CELL_VERDICT = "{rate} (n = {n}) – {verdict}"
ONE_TITLE = "Chưa có gì để so"
NONE_TO_COMPARE = "Phạm vi của bạn chỉ có một đơn vị."

# hours
NO_HOURS_TITLE = "Phiếu không ghi giờ"
NO_HOURS_BODY = "Không phiếu nào trong bộ lọc này ghi giờ trong ngày, nên không xem được giờ cao điểm."
WITHOUT_HOUR = "{count} phiếu chỉ ghi ngày, không ghi giờ, nên không nằm trong bảng này."
NONE_OUTSIDE = "Không phiếu nào gửi ngoài giờ làm việc."
OUTSIDE_HOURS = "{count} phiếu ({share}) gửi ngoài giờ làm việc (nền xám)."
WORST_HOUR = "{weekday}, {hour}–{next} giờ: {rate}"
WORST_HOURS = "Kém hài lòng rõ so với các giờ khác – {hours}."
NO_WORST_HOUR = "Không giờ nào kém hài lòng rõ so với các giờ khác; chênh lệch giữa các ô có thể do ngẫu nhiên."
SLOTS_TABLE = "Từng khung giờ"
