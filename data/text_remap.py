"""Sentences about words a person explained."""

BAD_LABEL = "Không ghi được nghĩa của nhãn “{label}”: hãy chọn một mức từ 1 đến 5 hoặc “không trả lời”."
TAKEN = "Tên “{alias}” đã chỉ {code}, nên không dùng làm tên gọi khác được."
