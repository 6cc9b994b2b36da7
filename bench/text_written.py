"""Words of the page docs/toc-do.md, which `python -m bench all` writes."""

from __future__ import annotations

TITLE = "# Tốc độ: đo được bao nhiêu, còn cách mục tiêu bao xa"
ABOUT = """Trang này do lệnh `python -m bench all --out docs/toc-do.md` viết ra; chạy lại lệnh ấy trên máy
của cơ quan thì được bảng của máy đó. Cần cài thêm `bench/requirements.txt`; muốn có cột Superset
thì làm theo `bench/superset.md` trước. Dữ liệu là một nước tưởng tượng: 3.300 đơn vị, 33.000 cán
bộ, ba năm, chín tiêu chí, hạt giống cố định. Mọi thứ trong một hàng được đo xen kẽ, cùng vòng,
cùng ngày; mỗi vòng dời ngày đi một ngày nên bộ nhớ đệm không có sẵn câu trả lời (với *mọi ngày*, trang vẫn
gặp lại các dòng đã đọc ở vòng trước). Số là trung vị, tỷ lệ là trung vị của tỷ lệ từng vòng."""
MACHINE = "## Máy đo"
FACTS = ("Ngày đo", "Bộ xử lý", "Số lõi", "Bộ nhớ", "Hệ điều hành", "Phiên bản", "Tải trước khi đo")
GIGABYTES = "{} GB"
LOAD = "{} (trung bình một phút; trên 0,5 thì máy còn đang làm việc khác)"
QUESTIONS = "## Một lần xem trang và các truy vấn trần của nó"
QUESTIONS_NOTE = """*Trang*: từ lúc gửi bộ lọc đến lúc tập lệnh chạy xong và phần cuối đã tới, qua máy chủ và kết nối
thật. *Truy vấn trần*: đúng những hàm mà trang ấy gọi, gọi thẳng, chỉ bằng SQL, không giữ gì lại. *Quét trần*: một câu
DuckDB đọc hết các cột cần đọc. *Xem lại*: cùng địa chỉ lần thứ hai. Đơn vị: mili giây."""
QUESTIONS_HEAD = ("Số phiếu", "Bộ lọc", "Trang", "Trang, ms", "Truy vấn trần", "Trang / truy vấn",
                  "Quét trần", "Xem lại")
PEERS = "## Bên cạnh Apache Superset và Streamlit + pandas"
PEERS_NOTE = """Trang đơn vị của ta (thẻ số, xu hướng, giờ, tiêu chí, xếp hạng, bảng) bên cạnh trang Superset có
bảy biểu đồ cùng câu hỏi trên cùng tệp, và một ứng dụng Streamlit + pandas viết theo lối thường
thấy trên cùng các dòng ở dạng CSV. Tỷ lệ trên 1: ta nhanh hơn chừng ấy lần."""
PEERS_HEAD = ("Số phiếu", "Bộ lọc", "Ta", "Superset", "Superset / ta", "Ta, xem lại",
              "Superset, có đệm", "Có đệm / xem lại", "Streamlit + pandas", "pandas / ta")
GROWTH = "## Dữ liệu lớn gấp mười thì chậm đi bao nhiêu"
GROWTH_HEAD = ("Từ", "Đến", "Bộ lọc", "Trang", "Truy vấn trần, lần", "Cả trang, lần")
SESSIONS = "## Nhiều người cùng lúc"
SESSIONS_NOTE = """Mỗi phiên là một lãnh đạo tỉnh đã đăng nhập, mở trang đơn vị, nghĩ 10 giây rồi sang xã khác hoặc
kỳ khác; một triệu phiếu, một tiến trình máy chủ. Chương trình giả người dùng chạy trên cùng máy."""
SESSIONS_HEAD = ("Phiên", "Lần xem", "p50, ms", "p95, ms", "Lâu nhất, ms", "Chưa xong sau 30 giây",
                 "Không bao giờ xong", "Đứt kết nối", "Bộ xử lý mỗi lần, ms",
                 "Người giả, ms", "Bộ nhớ máy chủ, MB")
FIRST = "## Lần đầu mở trong trình duyệt mới"
FIRST_HEAD = ("Tải về, MB", "Thấy chữ, giây", "Thấy bốn biểu đồ, giây", "Bấm đến khi vẽ xong, ms",
              "Đổi kỳ đến khi biểu đồ vẽ lại, ms")
FILES = "Tệp lớn nhất: {}."
EXPORTS = "## Xuất dữ liệu"
EXPORTS_HEAD = ("Tệp", "Giây", "Bên cạnh", "Bộ nhớ, MB")
EXCEL_ROW = "Excel 100.000 × 15"
CSV_ROW = "CSV 1.000.000 × 15, đã khử công thức"
COPY = "COPY của DuckDB: {} giây, ta / COPY = {}"
BEYOND = "{} (riêng việc xuất: {})"
CSV_BEYOND = "riêng việc xuất: {}"
TARGETS = "## Mục tiêu"
TARGETS_HEAD = ("Mục tiêu", "Đo được", "Đạt", "Điều giới hạn, và đã thử gì")
REACHED = {True: "đạt", False: "chưa", None: "chưa đo"}
CASES = {
    "quarter": "cả nước, một quý", "all_filters": "mọi bộ lọc, một quý",
    "subtree": "20 đơn vị, mọi ngày", "nation": "cả nước, mọi ngày",
}
PAGES = {
    "overview": "Tổng quan", "unit": "Đơn vị", "officer": "Cán bộ", "criterion": "Tiêu chí",
    "trend": "Xu hướng", "compare": "So sánh", "hours": "Giờ cao điểm", "watchlist": "Cần chú ý",
}
PAGE_RATIO = "Xem trang ≤ 2 lần truy vấn trần"
PAGE_RATIO_WHY = (
    "Trang hỏi ít hơn truy vấn trần: phiếu của một xã, hay vài nghìn dòng bộ đếm, được đọc một lần rồi "
    "cộng trong bộ nhớ (0,3 ms mỗi câu hỏi thay cho 2–4). Phần còn lại của lần đầu là Python: bốn hình, "
    "năm bảng gấp dưới hình, gần 100 tin nhắn của Streamlit. Xem lại thì phần đã vẽ được gửi lại nguyên "
    "vẹn; thanh lọc, trình tải về và kiểm quyền làm mới ở mọi lần."
)
SUPERSET = "≥ 8 lần nhanh hơn Superset ({kind})"
SUPERSET_KINDS = ("chưa đệm", "có đệm")
SUPERSET_WHY = (
    "Superset tốn khoảng 60–130 ms bộ xử lý cho mỗi biểu đồ dù đã đệm; ta tốn một lần chạy Python "
    "cho cả trang. Muốn gấp 8 lần thì lần đầu phải dưới 50 ms: xem hồ sơ dưới bảng."
)
GROWTH_TARGET = "20 đơn vị mọi ngày và mọi bộ lọc: ≤ 1,5 lần khi dữ liệu lớn hơn"
GROWTH_WHY = (
    "Đo giữa cỡ nhỏ nhất và lớn nhất trong bảng. Dòng xếp theo (tháng, đơn vị); bộ đếm theo tháng, "
    "ngày, giờ và theo bộ lọc, mỗi thứ có thêm bản gộp cả nhánh (tỉnh với mọi xã bên dưới), nên cả "
    "nước hay một tỉnh chỉ là vài trăm dòng dù có bao nhiêu phiếu; rìa tháng quá nửa là cả tháng trừ "
    "những ngày kia; dồn phiếu tìm trong bảng riêng của những phiếu nằm sát nhau, không đọc mọi dòng. "
    "Còn lớn theo dữ liệu: rìa tháng của cả nước khi có bộ lọc, cán bộ của cả nước, và đếm ý kiến."
)
SESSION_TARGET = "{count} phiên: p95 ≤ {limit} ms, không lần nào dở dang sau 30 giây"
SESSION_WHY = (
    "Một tiến trình Python chỉ chạy một luồng mã Python tại một lúc: 100 phiên là 10 lần xem mỗi giây, 200 phiên "
    "là 20, nhân với bộ xử lý mỗi lần (mỗi lần một xã chưa ai xem) thành phần bận của tiến trình ấy; gần "
    "1.000 ms mỗi giây thì hàng đợi dài ra. Hai tiến trình thì đạt, nhưng gấp đôi bộ nhớ."
)
MEMORY_TARGET = "Máy chủ dưới 300 MB với 200 phiên"
MEMORY_WHY = (
    "Trước khi có ai vào: 155 MB (trước là 244): plotly không nạp vào máy chủ, phần thư viện chỉ đọc lúc khởi "
    "động trả lại cho hệ điều hành, glibc còn hai vùng nhớ, thư viện đăng nhập ngoài và sổ Excel nạp khi "
    "cần. Rồi DuckDB giữ 36–41 MB, số liệu và phần trang được giữ có trần, mỗi phiên 45 kB."
)
BYTES_TARGET = "Lần đầu ≤ 3 MB"
BYTES_WHY = (
    "0,38 MB là phông biểu tượng, 0,38 MB là phần plotly.js mà biểu đồ của ta dùng tới (cả thư viện "
    "là 1,42 MB: những khối không ai gọi được gửi đi với thân rỗng); đã bỏ phông chữ 0,17 MB. Nén "
    "brotli bớt được khoảng 0,1 MB nữa nhưng trình duyệt chỉ nhận qua HTTPS."
)
TEXT_TARGET = "Thấy chữ, bốn biểu đồ ≤ 1,5 giây"
TEXT_WHY = (
    "Đọc và chạy 5 MB JavaScript, một lần chạy trang, rồi React và plotly vẽ: 0,75 giây bộ xử lý của "
    "luồng chính trong trình duyệt. Đã làm: 125 tệp gộp còn 12 (cả trình duyệt và máy chủ 2,2 xuống "
    "1,6 giây bộ xử lý), chạy mã của thẻ số, ô chọn, bảng và biểu đồ trong lúc máy chủ làm trang, mỗi "
    "biểu đồ vẽ một lần thay vì ba, mã plotly được dịch ngay khi tải về, bỏ phần plotly không dùng. "
    "Chính trang ghi giờ, đến khung hình đã vẽ: trình duyệt bị công cụ đo theo dõi thì chậm thêm chừng "
    "một phần ba giây."
)
CLICK_TARGET = "Bấm đến khi vẽ ≤ 120 ms"
CLICK_WHY = "Mở một khung trên trang (không hỏi máy chủ); tính đến khung hình thứ hai."
ASKED_TARGET = "Chọn kỳ khác đến khi biểu đồ vẽ lại ≤ 120 ms (hỏi máy chủ, chưa đệm)"
ASKED_WHY = (
    "Một lần chạy cả trang trên máy chủ (khoảng 0,12 giây bộ xử lý ở trang xu hướng), rồi React dựng "
    "lại trang và plotly vẽ (chừng 0,15 giây bộ xử lý của trình duyệt); tính đến khung hình sau thay "
    "đổi cuối cùng của biểu đồ."
)
EXCEL_TARGET = "Excel 100.000 × 15 < 1 giây, < 300 MB"
EXCEL_WHY = (
    "Mỗi giá trị khác nhau chỉ viết một lần; Arrow ghép từng khối 10.000 dòng thẳng vào tệp. Phần "
    "còn lại là nén và bảng chuỗi dùng chung. Bộ nhớ tính cả bảng nguồn và các thư viện."
)
CSV_TARGET = "CSV ≤ 1,5 lần COPY"
CSV_WHY = (
    "Mỗi giá trị khác nhau chỉ khử công thức một lần; Arrow ghép từng khối 50.000 dòng trên mọi lõi, "
    "khối nào xong gửi đi khối ấy, không ai giữ cả tệp."
)
UNFINISHED = """### Lần xem chưa xong sau 30 giây: vì sao

Một lần dò trước đây thấy 7 trên 200 lần xem chưa xong sau 30 giây. Vì vậy người giả ở đây chờ thêm
đến 150 giây và đếm riêng hai cột: *chưa xong sau 30 giây* và *không bao giờ xong*. Đo trên máy đang
quá tải (60 phiên, 28 việc giành hai lõi): 22 lần trễ quá 30 giây, cả 22 đều xong sau đó, không lần
nào mất, không kết nối nào đứt. Vậy đó là hàng đợi: khi số lần xem mỗi giây nhân với bộ xử lý mỗi
lần vượt quá phần bộ xử lý máy chủ được chia, hàng dài ra mãi. Không phải tin nhắn bị Streamlit hay
người giả đánh rơi. Cách chữa là giảm bộ xử lý mỗi lần xem, và cho các lượt chạy theo thứ tự đến, hai
lượt một lúc: trên máy đang bận, 60 phiên, p95 từ 6,1 còn 3,6 giây, lâu nhất từ 7,6 còn 4,1 giây.
Lượt nào quá nửa giây (nhập tệp chẳng hạn) thì không còn giữ chỗ của ai."""
PROFILE = "## Hồ sơ một lần chạy: bộ xử lý đi đâu"
PROFILE_NOTE = """Trang đơn vị, cả nước, một quý, cỡ nhỏ nhất trong bảng; phần của thời gian nằm trong chính các hàm của
mỗi thư viện (cProfile, `python -m bench profile`). *Khác* là hàm dựng sẵn của Python và thư viện nhỏ."""
PROFILE_HEAD = ("Ở đâu", "Ngày chưa hỏi", "Xem lại")
ELSE = "khác"
TRIED = """## Đã thử gì, được bao nhiêu

Trang đơn vị của một xã chưa ai xem, lãnh đạo tỉnh, một triệu phiếu: từ 228 ms bộ xử lý mỗi lần xem xuống
87, rồi 40; xem lại từ 167 xuống 22, rồi 10. Phần được của từng việc là ước lượng từ hồ sơ chạy, trên
máy đang bận việc khác, nên chỉ nên đọc tỷ lệ.

| Đã thử | Được |
| --- | --- |
| Không dọn toàn bộ bộ nhớ sau mỗi lượt (`runner.postScriptGC`), mà hai phút một lần, ngoài các lượt | một phần năm của mỗi lượt |
| Phần trang không có nút được vẽ một lần cho những ai thấy như nhau (phạm vi, bộ lọc, bản dữ liệu nằm trong khoá) rồi gửi lại | xem lại còn một phần ba đến một phần mười |
| Hình gửi đi dưới dạng JSON viết thẳng, không dựng và kiểm lại qua plotly | khoảng 10 ms mỗi lượt |
| Tỷ lệ, chênh lệch, xu hướng tính trên mảng, không qua bảng trung gian; trang một xã không hỏi đơn vị con | khoảng một phần năm của lần đầu |
| Các câu tra mã nhỏ đọc một lần cho mỗi bản dữ liệu | từ 27 câu hỏi DuckDB một lượt còn 9 |
| Tin nhắn của một lượt chờ nhau 4 ms rồi mới đánh thức vòng lặp | 85 lần đánh thức còn vài lần, khoảng 2–4 ms |
| Hai lượt chạy một lúc, ai đến trước chạy trước | p95 khi quá tải còn sáu phần mười |
| DuckDB chừa một lõi cho trang (ở đây là một luồng) | bớt một phần năm bộ xử lý ở câu hỏi nhỏ; câu hỏi dài nhất (cán bộ cả nước, 100 triệu) chậm hơn 1,8 lần, vẫn dưới một giây |
| Phiếu của một xã, hay vài nghìn dòng bộ đếm, đọc một lần và cộng trong bộ nhớ | truy vấn của trang một xã từ 26–42 ms còn 8–15 |
| Bảng nhỏ tính trên mảng, gửi thẳng dạng Arrow; sổ đơn vị đọc một lần | phần vẽ của trang một xã còn một nửa |
| Tin nhắn đã làm của phần trang được giữ, không vẽ lại qua Streamlit; khung trang và quyền chỉ hỏi lại khi sổ có gì mới | xem lại từ 21–24 ms còn 10 |
| Không dọn toàn bộ bộ nhớ giữa các lượt | hết những lần đứng 70–170 ms |
| Giao diện (màu, phông) nhớ lại thay vì đọc 300 tuỳ chọn ở mỗi lượt | 3 ms mỗi lượt |
| uvloop, đổi nhịp chuyển luồng của Python, một lượt một lúc | không khác rõ |
"""
AFTER = (
    "Nhập liệu được đo riêng: `python -m bench import`; dòng mới thêm vào mười triệu phiếu: "
    "`python -m bench grown`, lần nào cũng bắt đầu từ cùng một bản. Sổ (SQLite) được ghi và đọc theo cột: "
    "vài giá trị dài cho 25.000 dòng, SQLite tự cắt ra, nên không còn gắn hay lấy từng giá trị (ghi: bộ xử lý "
    "bằng bốn phần mười; đọc: bằng một nửa) và trong lúc ấy Python làm việc khác: phần sau được đọc, băm, "
    "chuẩn hoá trong khi phần trước đang ghi. Tiến trình con đọc tệp không nạp pandas nữa. Danh mục của cả "
    "nước chỉ đọc lại khi sự kiện mới nhất về danh mục đổi. Còn lại: băm từng dòng ba lần (nội dung, dòng của "
    "sổ, chuỗi), và chuẩn hoá lần thứ hai khi dựng bản dữ liệu, vì bản dữ liệu chỉ được dựng từ sổ. "
    "Trang xuất dữ liệu chỉ đọc 500 phiếu đầu và một con số đếm; tệp CSV được đọc và gửi từng 20.000 phiếu: "
    "một triệu phiếu thêm 250 MB vào bộ nhớ, trước là 1.560 MB.\n\n"
    "Trên máy ở đầu trang, ngày 20/11/2026: một triệu dòng × 15 cột vào đến bản dữ liệu mới 16,8 giây, 59.500 dòng "
    "mỗi giây (mục tiêu 40.000); nhập lại đúng tệp ấy 159.000 dòng mỗi giây (150.000); 10.000 dòng mới trên mười "
    "triệu: ghi sổ 0,84 giây, công bố 1,17 giây (mục tiêu cả hai dưới 2)."
)
