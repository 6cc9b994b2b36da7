"""Words of the oversight pages: watchlist and comments."""

OF = "Xét theo"
OFS = {"officer": "Cán bộ", "unit": "Đơn vị"}
SHOW = "Xem"
SHOWS = {
    "watch": "Cần chú ý",
    "praise": "Đáng biểu dương",
    "bursts": "Dồn phiếu bất thường",
    "quota": "Chỉ tiêu số phiếu",
}
NOUNS = {"officer": "cán bộ", "unit": "đơn vị"}
GROUP = "{status}: {count} {noun}"
NO_ONE_OVER = "Không có {noun} nào vượt 25 % đánh giá thấp trong phạm vi và kỳ đang xem."
REST = {
    False: "Còn lại: {ok} {noun} đạt.",
    True: "Còn lại: {ok} {noun} đạt, {insufficient} {noun} chưa đủ phiếu để kết luận.",
}
"""By whether any has too few answers."""
TOO_FEW = "Chưa đủ phiếu ({count} {noun})"
TOO_FEW_NOTE = "Tỷ lệ vượt 25 % nhưng chưa tới {minimum} phiếu: chưa nói lên điều gì về ai."
MORE_ROWS = "… và {count} {noun} nữa trong bảng đầy đủ ở cuối trang."
NO_OFFICERS = "Chưa có phiếu nào ghi rõ cán bộ. Hãy chọn xem theo đơn vị."
FULL_TABLE = "Bảng đầy đủ"
PRAISE_TABLE = "Đáng biểu dương, bảng đầy đủ"

LOW_RATE = "Đánh giá thấp"
SATISFIED_RATE = "Hài lòng"
LOW_OF = "n = {n} · {k} đánh giá thấp"
SATISFIED_OF = "n = {n} · {k} hài lòng"
INTERVAL = "khoảng tin cậy {interval}"
INTERVAL_HELP = (
    "Khoảng tin cậy: nếu hỏi thêm nhiều người, tỷ lệ thật có lẽ nằm trong khoảng này. "
    "Đường nhỏ là tỷ lệ từng quý có đủ phiếu."
)
TREND = "{period}: mức hài lòng {change}"
PROFILE = "Hồ sơ"
COMMENTS = "Ý kiến"
PRAISED = "Đủ căn cứ để biểu dương"
PROMISING = "Trên 90 % nhưng ít phiếu"
NO_ONE_PRAISED = "Chưa có {noun} nào trên 90 % hài lòng với đủ căn cứ trong kỳ đang xem."
BURSTS_NOTE = (
    "Nhiều phiếu cho một cán bộ chỉ trong mười phút thường không phải là từng ấy lượt người dân "
    "khác nhau. Đây chỉ là dấu hiệu để xem lại cách lấy phiếu: không phiếu nào bị bỏ, mọi tỷ lệ "
    "vẫn tính đủ."
)
NO_BURSTS = "Không thấy lúc nào dồn phiếu bất thường trong kỳ đang xem."
BURST_AT = "{day} · {unit}"
BURSTS_TABLE = "Dồn phiếu bất thường"
QUOTA_PERIOD = "Kỳ của chỉ tiêu"
NO_QUOTA = "Chưa đăng ký số hồ sơ nên chưa tính được chỉ tiêu số phiếu."
NO_QUOTA_BODY = "Vào trang Nguồn dữ liệu, mục Danh mục, để đăng ký số hồ sơ của từng đơn vị."

SEARCH = "Tìm trong ý kiến"
SEARCH_HINT = "gõ không dấu cũng được, ví dụ: thai do"
LEVEL = "Mức chung"
TICK = "Đánh dấu trên phiếu"
ANY_TICK = "Tất cả"
TICK_OPTION = "{label} ({count})"
FOUND = "{found} ý kiến"
SHOWN = "{found} ý kiến, đang xem {first}–{last}"
MASKED_NOTE = (
    "Ý kiến giữ nguyên lời người viết. Số điện thoại, số giấy tờ, địa chỉ thư, biển số xe và mã hồ "
    "sơ được che; ai xem nguyên văn ý kiến nào đều được ghi vào nhật ký."
)
ORIGINAL = "Xem nguyên văn"
ORIGINAL_SHOWN = "Nguyên văn, che lại ở lần bấm tới. Lần xem này đã ghi vào nhật ký."
ORIGINAL_GONE = "Ý kiến này không còn trong phạm vi được xem."
MARK, UNMARK = "Đánh dấu nghiêm trọng", "Bỏ dấu nghiêm trọng"
SERIOUS = "Nghiêm trọng"
MARKED_BY = "{who} đánh dấu lúc {at}"
ANY_MARK = "Mọi ý kiến"
ONLY_MARKED = "Chỉ nghiêm trọng ({count})"
MARKS = "Xem"
SERIOUS_HERE = "{count} ý kiến nghiêm trọng"
NO_COMMENTS = "Không có ý kiến nào khớp."
NO_COMMENTS_BODY = "Hãy bớt chữ cần tìm, bỏ mức hoặc nới bộ lọc."
PAGE = "Trang"
COMMENTS_TABLE = "Ý kiến trang này"
