"""Words of the charts: findings, what is measured, how to read; names are filled in plain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SEPARATOR: Final = " · "
COUNTED: Final = "n\u00a0=\u00a0{n}"
MEASURES: Final[Mapping[str, str]] = {
    "satisfied_rate": "Tỷ lệ hài lòng",
    "low_rate": "Tỷ lệ đánh giá thấp",
}
GROUPS: Final[Mapping[str, str]] = {
    "unit": "đơn vị",
    "officer": "cán bộ",
    "criterion": "tiêu chí",
    "field": "lĩnh vực",
    "respondent_type": "đối tượng",
    "channel": "hình thức",
    "period": "kỳ",
}
ROW: Final = "nhóm"

NOTHING: Final = "Chưa có phiếu nào để vẽ"
NONE_ENOUGH: Final = "Chưa {group} nào đủ {minimum} phiếu để nêu tỷ lệ"
LEFT_OUT: Final = "{count} {group} chưa đủ {minimum} phiếu"
SHOWN_OF: Final = "vẽ {shown} trong {count}, đủ trong bảng"
LEFT_OUT_BETWEEN: Final = " Vạch ngang đứt là chỗ lược bớt khúc giữa."
INTERVAL: Final = "khoảng tin cậy {interval}"
FEW: Final = "chưa đủ phiếu ({n}/{minimum})"
ALT: Final = "{title}. {subtitle}. {reading}"

COUNT_SHARE: Final = "{share} · {count}"
RATE_N: Final = "{rate} · n\u00a0=\u00a0{n}"

# the five levels
LEVELS_MEASURE: Final = "Năm mức đánh giá"
LEVELS_TITLE: Final = "{satisfied} hài lòng, {low} đánh giá thấp"
LEVELS_FEW: Final = "Mới có {n} câu trả lời, chưa đủ {minimum} để nêu tỷ lệ"
LEVELS_READING: Final = (
    "Mỗi thanh là một mức; cứ 100 câu trả lời có khoảng {satisfied} hài lòng (hai thanh trên) "
    "và {low} đánh giá thấp (hai thanh dưới)."
)
LEVELS_FEW_READING: Final = "Mỗi thanh là số câu trả lời của một mức; ít phiếu nên chỉ ghi số đếm."
DIVERGING_TITLE: Final = "Bị đánh giá thấp nhiều nhất: {name}, {rate}"
DIVERGING_NONE: Final = "Không tiêu chí nào bị đánh giá thấp"
DIVERGING_READING: Final = (
    "Mỗi hàng là một tiêu chí, giữa mức Bình thường là đường giữa: càng lệch phải càng nhiều hài "
    "lòng, càng lệch trái càng nhiều đánh giá thấp; số ở hai đầu là hai tỷ lệ đó."
)

# heat maps
HEAT_TITLE: Final = "Ô cao nhất: {criterion} ở {name}, {rate} đánh giá thấp"
HEAT_READING: Final = (
    "Mỗi ô là tỷ lệ đánh giá thấp (%) của một tiêu chí ở một {group}; ô càng đậm tỷ lệ càng cao, "
    "ô trống là chưa đủ {minimum} phiếu."
)
HEAT_BEST: Final = "Không ô nào có đánh giá thấp"
HOUR_MEASURE: Final = "Số câu trả lời theo giờ và thứ"
HOUR_TITLE: Final = "Đông nhất: {weekday}, {hour}, {n} câu trả lời"
HOUR: Final = "{hour}–{next} giờ"
HOUR_TICK: Final = "{hour} giờ"
HOUR_READING: Final = (
    "Số trong ô là số câu trả lời, ô càng đậm càng đông; số phần trăm là tỷ lệ đánh giá thấp khi đủ "
    "{minimum} phiếu; nền xám là ngoài giờ làm việc."
)
CLOSED: Final = "ngoài giờ làm việc"

# ranking and funnel
RANKING_TITLE: Final = "Cao nhất {top} {top_rate}, thấp nhất {bottom} {bottom_rate}"
RANKING_ONE: Final = "{top}: {top_rate}"
RANKING_READING: Final = (
    "Chấm là {measure}, vạch ngang là khoảng mà tỷ lệ thật có lẽ nằm trong; hai vạch chồng lên "
    "nhau thì chưa chắc bên nào hơn."
)
RANKING_WHOLE: Final = " Đường chấm dọc là tỷ lệ chung {rate}."
WHOLE: Final = "chung {rate}"
FUNNEL_TITLE: Final = "{count} trong {total} {group} nằm ngoài phễu"
FUNNEL_NONE: Final = "Không {group} nào trong {total} khác thường so với mức chung"
FUNNEL_READING: Final = (
    "Mỗi chấm là một {group}: càng sang phải càng nhiều phiếu. Trong phễu là mức dao động do "
    "ngẫu nhiên quanh tỷ lệ chung {rate}; chỉ chấm ngoài đường 99,8\u00a0% mới đáng hỏi vì sao."
)
FUNNEL_AXIS: Final = "Số câu trả lời (n)"
FUNNEL_LIMIT: Final = "{level} quanh mức chung"
FUNNEL_OUTSIDE: Final = "ngoài giới hạn {level}"

# trend
TREND_TITLE: Final = "{period}: {rate}, {word} so với kỳ trước"
TREND_TITLE_FIRST: Final = "{period}: {rate}"
TREND_FEW: Final = "{period}: chưa đủ phiếu ({n}/{minimum})"
TREND_READING: Final = (
    "Đường nối các kỳ đủ {minimum} phiếu, dải xám là khoảng tin cậy; thay đổi nằm gọn trong dải "
    "thường chỉ là dao động."
)
TREND_RING: Final = (
    " Vòng tròn là kỳ khác thường: ngoài giới hạn dao động ngẫu nhiên, hoặc 8 kỳ liền một phía."
)
TREND_TARGET: Final = " Đường gạch là mục tiêu {rate}."
TARGET: Final = "mục tiêu {rate}"
CHANGE: Final = "{word} ({points})"
MULTIPLES_TITLE: Final = "{count} trong {total} {group} có kỳ khác thường"
MULTIPLES_NONE: Final = "Không {group} nào trong {total} có kỳ khác thường"
MULTIPLES_READING: Final = (
    "Mỗi ô nhỏ là một {group}, cùng thang đo và cùng các kỳ; số là kỳ gần nhất đủ phiếu, vòng "
    "tròn là kỳ khác thường."
)

# differences
GAP_MEASURE: Final = "Chênh lệch tỷ lệ hài lòng so với phần còn lại"
GAP_TITLE: Final = "{higher} {group} cao hơn rõ, {lower} thấp hơn rõ"
GAP_NONE: Final = "Chưa đủ căn cứ nói {group} nào khác phần còn lại"
GAP_READING: Final = (
    "Chấm là số điểm cao hơn (phải) hay thấp hơn (trái) phần còn lại, vạch là khoảng tin cậy; "
    "chấm đặc là khác biệt rõ, chấm rỗng là chưa đủ căn cứ."
)
DRIVER_MEASURE: Final = "Đánh giá chung thấp hơn bao nhiêu khi tiêu chí bị đánh giá thấp"
DRIVER_TITLE: Final = "Đi cùng đánh giá chung thấp nhiều nhất: {name}, {points}"
DRIVER_NONE: Final = "Chưa tiêu chí nào đi cùng rõ với đánh giá chung thấp"
DRIVER_READING: Final = (
    "Chấm cho biết người chấm thấp tiêu chí ấy hay chấm thấp chung hơn người khác bao nhiêu điểm; "
    "đi cùng nhau chưa phải là nguyên nhân."
)
DRIVER_HOVER: Final = "khi tiêu chí thấp: {low}; khi không: {other}"

# quota
QUOTA_MEASURE: Final = "Số phiếu đã có so với số phải lấy"
QUOTA_TITLE: Final = "{count} trong {total} {group} còn thiếu phiếu, tổng {missing} phiếu"
QUOTA_DONE: Final = "Cả {total} {group} đã đủ số phiếu"
QUOTA_READING: Final = (
    "Thanh là phần đã lấy được của số phiếu phải lấy theo kế hoạch; chạm vạch 100\u00a0% là đủ."
)
QUOTA_ROW: Final = "{responses}/{required} phiếu"
QUOTA_MISSING: Final = "thiếu {missing}"
QUOTA_HOVER: Final = "{dossiers} hồ sơ, quy tắc {rule}"
TREND_EVENTS = " Mốc: {events}."
TREND_EVENT = "({number}) {day} – {text}"
