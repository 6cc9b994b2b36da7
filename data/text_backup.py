"""Sentences about copies of the home, and about a disk with no room left."""

DISK_FULL = (
    "Ổ đĩa đã đầy nên không ghi thêm được. Không mất gì: những gì đã ghi trước đó vẫn nguyên, lần "
    "này chưa được ghi. Hãy dọn chỗ rồi làm lại."
)
OTHER_DATABASE = (
    "Sổ gốc nằm trên PostgreSQL: hãy sao lưu và khôi phục bằng pg_dump và pg_restore của máy chủ "
    "đó; lệnh này chỉ sao lưu sổ gốc là tệp SQLite."
)
NOTHING = "Thư mục dữ liệu còn trống, chưa có gì để sao lưu."
INSIDE = "Không sao lưu vào chính thư mục dữ liệu: hỏng ổ đĩa thì mất cả hai."
NOT_WRITABLE = "Không ghi được vào “{folder}”."
UNSOUND = "Bản sao vừa ghi không khớp và đã bị bỏ đi: {sentence}"
NOT_A_BACKUP = "“{folder}” không phải bản sao lưu (không có manifest.json đọc được)."
SPOILT = "Bản sao lưu đã bị sửa hoặc hỏng: tệp {name} không khớp manifest.json."
NOT_EMPTY = "Thư mục dữ liệu “{folder}” đã có dữ liệu; chỉ khôi phục vào thư mục trống."
FAILED = "Chưa sao lưu được vì lỗi ngoài dự kiến {number}; hãy chạy lệnh backup bằng tay để biết rõ."
MADE = "Đã sao lưu {rows} sự kiện vào {folder} và kiểm tra lại: khớp. Giữ {kept} bản, bỏ {dropped} bản cũ."
KEEP_CODES = "máy cũ đã dừng trước khi sao lưu: mã một lần đã cấp vẫn dùng được"
VOID_CODES = (
    "Mã một lần của phiếu tự phục vụ đã cấp trước đây không còn dùng được, vì không rõ mã nào đã dùng sau bản "
    "sao này: hãy cấp mã mới bằng lệnh codes. Mã chung vẫn dùng được, trừ mã cấp sau bản sao này."
)
RESTORED = "Đã khôi phục {rows} sự kiện từ {folder}; sổ gốc khớp {anchors} mã niêm phong đã lưu."
