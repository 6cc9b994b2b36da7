"""Words of the files people take away: cover sheet, method note, marks and messages."""

from __future__ import annotations

from typing import Final

WARNED_FILE: Final = "CANH-BAO-{name}"
COVER_SHEET: Final = "Thông tin"
TITLE: Final = "Bảng"
FILTERS: Final = "Bộ lọc"
NO_FILTERS: Final = "không lọc"
PERIOD: Final = "Kỳ"
RESPONSES: Final = "Số phiếu"
SNAPSHOT: Final = "Bản dữ liệu"
MADE_AT: Final = "Thời điểm xuất"
MADE_BY: Final = "Người xuất"
NOTES: Final = "Ghi chú"
METHOD: Final = "Cách tính"
SHEETS: Final = "Các bảng trong tệp"
ROWS: Final = "{count} dòng"
UNNAMED_SHEET: Final = "Bảng"
CUT_MARK: Final = "… [đã cắt bớt]"
TOO_MANY_ROWS: Final = (
    "Bảng có {rows} dòng, vượt giới hạn {limit} dòng của một trang Excel; "
    "hãy thu hẹp bộ lọc hoặc tải tệp CSV."
)

METHOD_NOTE: Final = (
    "Số phiếu là số lượt người trả lời. Số trả lời (n) là số câu trả lời đọc được cho câu hỏi "
    "đang xét (câu đánh giá chung, trừ khi chọn tiêu chí khác); mức Bình thường có tính trong n.",
    "Hài lòng = mức Rất hài lòng và Hài lòng. Đánh giá thấp = mức Không hài lòng và Rất không "
    "hài lòng. Tỷ lệ = số đếm chia cho n; không có trả lời thì để trống, không ghi 0.",
    "Ngưỡng 25 %: vượt khi số đánh giá thấp nhân 4 lớn hơn n, so bằng số nguyên; đúng bằng 25 % "
    "là chưa vượt.",
    "Căn cứ: đủ căn cứ khi cận dưới một phía 95 % (Wilson) của tỷ lệ đánh giá thấp vẫn trên 25 %; "
    "ít phiếu khi tỷ lệ vượt nhưng cận dưới chưa vượt.",
    "Khoảng tin cậy: Wilson 95 %; nếu hỏi thêm nhiều người, tỷ lệ thật có lẽ nằm trong khoảng này. "
    "Chênh lệch hai tỷ lệ: Newcombe 95 %.",
    "Phiếu bị sửa sau khi gửi: tính bản gửi đầu tiên, trừ khi nguồn quy định tính bản mới nhất. "
    "Phiếu bị xoá khỏi nguồn vẫn được giữ và vẫn tính, trừ khi người có thẩm quyền quyết định "
    "khác và ghi lý do. Số phiếu đã sửa, đã xoá được ghi cùng số liệu.",
    "Dòng không đọc được (đơn vị, cán bộ, thời gian, mức đánh giá chung) không tính vào số liệu "
    "nhưng được giữ và liệt kê ở trang Chất lượng dữ liệu.",
)
