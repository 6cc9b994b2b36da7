"""What is said about publishing figures for everyone."""

OVERLAPS = (
    "{period} có chung ngày với kỳ đã công bố: {others}. Hai bảng chung ngày có thể trừ cho nhau để lộ "
    "nhóm ít người, nên mỗi ngày chỉ được công bố một lần; kỳ dài hơn tự cộng từ các kỳ đã công bố."
)
OUTSIDE = "Bảng này gồm cả đơn vị ngoài phạm vi của bạn; hãy nhờ người quản trị công bố."
NO_RIGHT = "Tài khoản này không được công bố số liệu."
