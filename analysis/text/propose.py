"""Why a proposed mapping reads a column as it does, and the foreign scales it knows."""

from __future__ import annotations

WHY_HEADER = "Tiêu đề có chữ “{word}”."
WHY_REGISTER = "{share} giá trị trùng với đơn vị đã đăng ký."
WHY_VALUES = "Các giá trị cho biết người trả lời là cá nhân hay tổ chức."
WHY_TIME = "{share} ô đọc được thành ngày giờ; ví dụ “{example}”."
WHY_DMY = "“{example}” chỉ có nghĩa khi ngày đứng trước tháng."
WHY_MDY = "“{example}” chỉ có nghĩa khi tháng đứng trước ngày."
WHY_YEAR_FIRST = "Năm đứng trước, hoặc là ngày của bảng tính, nên thứ tự ngày tháng không cần đoán."
WHY_ZONE = "Thời gian ghi kèm múi giờ “{zone}”."
WHY_FREE_TEXT = "Phần lớn ô là câu chữ tự do, mỗi ô một khác."
WHY_OVERALL_HEADER = "Tiêu đề cho biết đây là câu hỏi chung (“{word}”)."
WHY_OVERALL_RESULT = "Không cột nào ghi là câu hỏi chung; câu này hỏi về kết quả nhận được (“{word}”)."
WHY_OVERALL_LAST = "Không cột nào ghi là câu hỏi chung; đây là câu cuối trong các câu đánh số."
WHY_OVERALL_TYPICAL = "Không cột nào ghi là câu hỏi chung; câu này đi sát nhất với các câu còn lại."
WHY_OVERALL_FIRST = "Không cột nào ghi là câu hỏi chung; đây là câu đánh giá đầu tiên."
WHY_RATING = "Các giá trị là mức 1–5: {values}."
WHY_SET = "Trùng với tiêu chí “{label}” của bộ “{set}”."
WHY_TICKS = "Nhóm cột chỉ có 0 và 1, mỗi cột là một mục đánh dấu."
WHY_ONE_UNIT = "Chỉ có một đơn vị đã đăng ký và không cột nào ghi đơn vị."
WHY_NO_TIME = "Không cột nào đọc được thành ngày giờ."
WHY_DAY_NUMBER = "Cột này chỉ có số từ 1 đến 31 (ngày trong tháng), không có tháng và năm."
WHY_NO_UNIT = "Không cột nào ghi đơn vị."

FILL_TIME = (
    "Hãy thay hằng số submitted_at = “{value}” bằng ngày khảo sát; để nguyên thì mọi dòng bị loại."
)
FILL_UNIT = "Hãy thay hằng số unit = “{value}” bằng mã đơn vị; để nguyên thì mọi dòng bị loại."
AMBIGUOUS_ORDER = (
    "Không ô nào trong “{header}” cho biết ngày hay tháng đứng trước; tạm đọc ngày trước tháng."
)
MIXED_ORDER = "Cột “{header}” có ô ngày trước tháng và có ô tháng trước ngày; hãy kiểm tra."
UNREAD_TIMES = "{share} ô trong “{header}” không đọc được thành ngày giờ; ví dụ “{example}”."
NEW_UNITS = "Các đơn vị trong “{header}” chưa được đăng ký nên sẽ được tạo tạm; hãy kiểm tra danh sách."
UNKNOWN_UNITS = "Đơn vị chưa đăng ký trong “{header}”: {names}."
CHECK_OVERALL = "Hãy kiểm tra câu hỏi chung: tạm chọn “{header}”."
NO_RATING = "Không thấy cột đánh giá nào; hãy tự chọn ít nhất một câu trả lời."
CHECK_LEVELS = "Hãy kiểm tra các mức được hiểu từ nhãn lạ: {levels}."
NO_ANSWER_CODES = "Các giá trị {values} đứng cạnh 1–5 được hiểu là không trả lời; hãy kiểm tra."
TWO_SENSES = "Nhãn “{label}” có nghĩa khác nhau giữa các cột; tạm hiểu là mức {level}."

UNIT_PLACEHOLDER = "HÃY ĐIỀN MÃ ĐƠN VỊ"

# Labels from 1 to 5; a tuple where several words stand for one level.
SCALES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("strongly disagree",), ("disagree", "somewhat disagree"),
        ("neutral", "neither agree nor disagree", "undecided"),
        ("agree", "somewhat agree"), ("strongly agree",),
    ),
    (
        ("very dissatisfied", "very unsatisfied"), ("dissatisfied", "unsatisfied"),
        ("neutral", "neither satisfied nor dissatisfied", "ok"), ("satisfied",), ("very satisfied",),
    ),
    (("poor",), ("fair",), ("satisfactory", "good", "average"), ("very good",), ("excellent",)),
    (
        ("very poor", "very bad", "terrible"), ("poor", "bad"), ("fair", "average", "neutral", "ok"),
        ("good",), ("very good", "excellent", "outstanding"),
    ),
    (("never",), ("rarely", "seldom"), ("sometimes",), ("often", "usually"), ("always",)),
    (
        ("rất không đồng ý", "hoàn toàn không đồng ý"), ("không đồng ý",),
        ("bình thường", "trung lập", "phân vân", "không ý kiến"), ("đồng ý",),
        ("rất đồng ý", "hoàn toàn đồng ý"),
    ),
    (
        ("rất kém", "rất tệ", "rất không tốt"), ("kém", "tệ", "chưa tốt", "không tốt"),
        ("trung bình", "bình thường", "tạm được"), ("tốt", "khá"), ("rất tốt", "xuất sắc"),
    ),
    (
        ("rất chưa hài lòng", "hoàn toàn không hài lòng"), ("chưa hài lòng",),
        ("tạm hài lòng", "tương đối hài lòng"), ("hài lòng",), ("hoàn toàn hài lòng",),
    ),
)  # fmt: skip
NO_ANSWER = (
    "blank", "n/a", "na", "not applicable", "no answer", "don't know", "never used", "no opinion",
    "prefer not to say", "-", "--", "không có ý kiến", "không ý kiến", "không trả lời",
    "không biết", "chưa sử dụng", "không sử dụng", "không áp dụng",
)  # fmt: skip
