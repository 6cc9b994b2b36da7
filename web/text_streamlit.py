"""Streamlit's own words in Vietnamese: file pattern -> exact script snippet -> what replaces it.

Each snippet must occur in the installed Streamlit (a test counts it), so that an upgrade shows
which words have moved instead of silently bringing English back.
"""

_INDEX = {
    "children:`Skip to main content`": "children:`Đến nội dung chính`",
    '"aria-label":`App pages`': '"aria-label":`Danh mục trang`',
    '"aria-label":`Sidebar`': '"aria-label":`Thanh bên`',
    '"aria-label":`Expand sidebar`': '"aria-label":`Mở thanh bên`',
    '"aria-label":`Collapse sidebar`': '"aria-label":`Thu thanh bên`',
    '"aria-label":`Navigate to home page`': '"aria-label":`Về trang đầu`',
    '"aria-label":`Notifications`': '"aria-label":`Thông báo`',
    '"aria-label":`Close`': '"aria-label":`Đóng`',
    '"aria-label":`Main menu`': '"aria-label":`Trình đơn chính`',
    '"aria-label":`Theme`': '"aria-label":`Giao diện`',
    '"aria-label":`Running...`': '"aria-label":`Đang chạy…`',
    '"aria-label":`Scroll tabs left`': '"aria-label":`Cuộn thẻ sang trái`',
    '"aria-label":`Scroll tabs right`': '"aria-label":`Cuộn thẻ sang phải`',
    "children:`(opens in new tab)`": "children:`(mở ở thẻ mới)`",
    "alt:`Logo`": "alt:`Biểu trưng`",
    "i?`View less`:`View ${x-m} more`": "i?`Thu gọn`:`Xem thêm ${x-m} trang`",
    "r?`view less`:`view more`": "r?`thu gọn`:`xem thêm`",
    "e?`Stopping...`:`Stop`": "e?`Đang dừng…`:`Dừng`",
    "`Connecting`,vO=`Connecting to Streamlit server`,yO=`Connecting to static app`,bO=`Error`,"
    "xO=`Unable to connect to Streamlit server`":
    "`Đang nối`,vO=`Đang nối với máy chủ`,yO=`Đang nối với máy chủ`,bO=`Mất kết nối`,"
    "xO=`Không nối được với máy chủ`",
    "$e(`Please wait...`": "$e(`Xin chờ…`",
    "this.showError(`Connection error`": "this.showError(`Mất kết nối`",
    "this.showError(`Page not found`": "this.showError(`Không có trang này`",
    "this.showError(`Bad message format`": "this.showError(`Máy chủ trả lời không đúng dạng`",
    "`The page that you have requested does not seem to exist`": "`Địa chỉ này không có trang nào`",
    "`You have requested page /${e}, but no corresponding file was found in the app's pages/ "
    "directory`": "`Địa chỉ /${e} không có trang nào`",
    "`${t}. Running the app's main page.`": "`${t}. Đang mở trang đầu.`",
    "`Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your "
    "terminal:`,codeBlock:`streamlit run yourscript.py`":
    "`Máy chủ còn chạy không? Nếu lỡ dừng, hãy chạy lại:`,codeBlock:`python start.py`",
    "`Streamlit server is not responding. Are you connected to the internet?`":
    "`Máy chủ không trả lời. Hãy kiểm tra máy chủ và mạng.`",
    "`Cannot connect to Streamlit (HTTP status: 403).": "`Máy chủ từ chối kết nối (403).",
    "`Connection timed out.`": "`Quá thời gian chờ máy chủ.`",
    "message:`Unknown error`": "message:`Lỗi chưa rõ`",
    "message:`Unknown Error`": "message:`Lỗi chưa rõ`",
    "`Connection failed with status ${r}": "`Không nối được, mã ${r}",
    "children:`Script execution error`": "children:`Lỗi khi dựng trang`",
    "children:r?`Continue anyway`:`Close`": "children:r?`Vẫn tiếp tục`:`Đóng`",
    "children:`Close`": "children:`Đóng`",
    "children:`Try again`": "children:`Thử lại`",
    "children:`Cancel`": "children:`Thôi`",
    "children:`Copy`": "children:`Sao chép`",
    "{dismiss:`Dismiss`}": "{dismiss:`Bỏ qua`}",
    "label:`System`": "label:`Theo máy`",
    "label:`Light`": "label:`Sáng`",
    "label:`Dark`": "label:`Tối`",
    "case`System`:": "case`Theo máy`:",
    "case`Light`:": "case`Sáng`:",
    "case`Dark`:": "case`Tối`:",
    "label:`Print`": "label:`In`",
}

_TABLES = {
    # a screen reader says numbers as they are written, not as a machine holds them
    "e=>e.data?.toString()??``,kind:Y.Number": "e=>e.displayData??e.data?.toString()??``,kind:Y.Number",
    "label:`Search`": "label:`Tìm`",
    "`Type to search`": "`Gõ để tìm`",
    '"aria-label":`Previous Result`': '"aria-label":`Kết quả trước`',
    '"aria-label":`Next Result`': '"aria-label":`Kết quả sau`',
    '"aria-label":`Close Search`': '"aria-label":`Đóng ô tìm`',
    "label:`Show/hide columns`": "label:`Chọn cột`",
    "label:`Add row`": "label:`Thêm dòng`",
    "label:`Delete row(s)`": "label:`Xoá dòng`",
    "label:`Clear selection`": "label:`Bỏ chọn`",
    "label:`Select all`": "label:`Chọn tất cả`",
    "label:`Download as CSV`": "label:`Tải CSV`",
    '"aria-label":`Dataframe column menu`': '"aria-label":`Trình đơn của cột`',
    '"aria-label":`Button action menu`': '"aria-label":`Trình đơn`',
    "title:`Copy column name`": "title:`Sao chép tên cột`",
    '"aria-label":`Copy column name`': '"aria-label":`Sao chép tên cột`',
    "`Sort ascending`": "`Sắp tăng dần`",
    "`Sort descending`": "`Sắp giảm dần`",
    "`Statistics`": "`Thống kê`",
    "`Autosize`": "`Vừa bề rộng`",
    "`Pin column`": "`Ghim cột`",
    "`Unpin column`": "`Bỏ ghim cột`",
    "`Hide column`": "`Ẩn cột`",
    "`No options`": "`Không có lựa chọn`",
    "`Loading...`": "`Đang tải…`",
    "placeholder:`Select...`": "placeholder:`Chọn…`",
    "children:`No content`": "children:`Trống`",
    "children:`No data`": "children:`Không có dữ liệu`",
    "children:`Based on sample`": "children:`Tính trên mẫu`",
    "label:`Automatic`": "label:`Tự động`",
    "label:`Localized`": "label:`Theo vùng`",
    "label:`Plain`": "label:`Nguyên dạng`",
    "label:`Compact`": "label:`Rút gọn`",
    "label:`Dollar`": "label:`Đô la`",
    "label:`Euro`": "label:`Ơ-rô`",
    "label:`Yen`": "label:`Yên`",
    "label:`Percent`": "label:`Phần trăm`",
    "label:`Scientific`": "label:`Khoa học`",
    "label:`Accounting`": "label:`Kế toán`",
    "label:`Duration`": "label:`Khoảng thời gian`",
    "label:`Distance`": "label:`Cách nay`",
    "label:`Calendar`": "label:`Lịch`",
    "text:`Top values frequency chart`": "text:`Giá trị hay gặp`",
    "title:`Range`": "title:`Khoảng`",
    "title:`Count`": "title:`Số lượng`",
    "label:`Values`": "label:`Số giá trị`",
    "label:`Empty`": "label:`Trống`",
    "label:`Distinct`": "label:`Khác nhau`",
    "label:`Average`": "label:`Trung bình`",
    "label:`Standard deviation`": "label:`Độ lệch chuẩn`",
    "label:`Minimum`": "label:`Nhỏ nhất`",
    "label:`25th percentile`": "label:`Phân vị 25`",
    "label:`Median`": "label:`Trung vị`",
    "label:`75th percentile`": "label:`Phân vị 75`",
    "label:`Maximum`": "label:`Lớn nhất`",
    "label:`Sum`": "label:`Tổng`",
    "label:`Minimum length`": "label:`Ngắn nhất`",
    "label:`Maximum length`": "label:`Dài nhất`",
    "label:`Average length`": "label:`Dài trung bình`",
    "label:`Range`": "label:`Khoảng`",
}

_DATES = {
    "en:{year:`yyyy`,month:`mm`,day:`dd`}": "en:{year:`nnnn`,month:`tt`,day:`nn`}",
    "Mr={Empty:`Empty`": "Mr={Empty:`trống`",
    "bi={era:`era`,year:`year`,month:`month`,day:`day`,hour:`hour`,minute:`minute`,"
    "second:`second`,dayPeriod:`AM/PM`,calendar:`Calendar`,startDate:`Start Date`,"
    "endDate:`End Date`,weekday:`day of the week`,timeZoneName:`time zone`,":
    "bi={era:`kỷ nguyên`,year:`năm`,month:`tháng`,day:`ngày`,hour:`giờ`,minute:`phút`,"
    "second:`giây`,dayPeriod:`SA/CH`,calendar:`Lịch`,startDate:`Từ ngày`,"
    "endDate:`Đến ngày`,weekday:`thứ`,timeZoneName:`múi giờ`,",
    "`Selected Date: ${e.date}`": "`Ngày đã chọn: ${e.date}`",
    "`Selected Range: ${e.startDate} to ${e.endDate}`":
    "`Khoảng đã chọn: ${e.startDate} đến ${e.endDate}`",
    "`Selected Time: ${e.time}`": "`Giờ đã chọn: ${e.time}`",
    "`Value must be ${e.minValue} or later.`": "`Phải từ ${e.minValue} trở đi.`",
    "`Value must be ${e.maxValue} or earlier.`": "`Phải từ ${e.maxValue} trở về trước.`",
    "`Start date must be before end date.`": "`Từ ngày phải trước đến ngày.`",
    "`Selected date unavailable.`": "`Không chọn được ngày này.`",
}

_CALENDAR = {
    "_t={previous:`Previous`,next:`Next`,": "_t={previous:`Trước`,next:`Sau`,",
    "`Selected Date: ${e.date}`": "`Ngày đã chọn: ${e.date}`",
    "`Selected Range: ${e.dateRange}`": "`Khoảng đã chọn: ${e.dateRange}`",
    "`Today, ${e.date}`": "`Hôm nay, ${e.date}`",
    "`Today, ${e.date} selected`": "`Hôm nay, ${e.date}, đã chọn`",
    "`${e.date} selected`": "`${e.date}, đã chọn`",
    "`Click to start selecting date range`": "`Bấm để chọn ngày đầu`",
    "`Click to finish selecting date range`": "`Bấm để chọn ngày cuối`",
    "`First available date`": "`Ngày sớm nhất`",
    "`Last available date`": "`Ngày muộn nhất`",
    "label:`Past Week`": "label:`Tuần qua`",
    "label:`Past Month`": "label:`Tháng qua`",
    "label:`Past 3 Months`": "label:`3 tháng qua`",
    "label:`Past 6 Months`": "label:`6 tháng qua`",
    "label:`Past Year`": "label:`Năm qua`",
    "label:`Past 2 Years`": "label:`2 năm qua`",
    '"aria-label":`Previous month`': '"aria-label":`Tháng trước`',
    '"aria-label":`Next month`': '"aria-label":`Tháng sau`',
    "`**Error**: Date set outside allowed range. Please select a date on or before ${r}.`":
    "`Ngày nằm ngoài khoảng cho phép. Hãy chọn ngày không sau ${r}.`",
    "`**Error**: Date set outside allowed range. Please select a date on or after ${n}.`":
    "`Ngày nằm ngoài khoảng cho phép. Hãy chọn ngày không trước ${n}.`",
}

STRINGS: dict[str, dict[str, str]] = {
    "index.????????.js": _INDEX,
    "DataFrame.*.js": _TABLES,
    "formatNumber.*.js": {  # the space before the sign, as every other percentage here has it
        "maximumFractionDigits:t(c)?Math.max(c-2,0):2})":
        'maximumFractionDigits:t(c)?Math.max(c-2,0):2}).replace("%","\\xa0%")',
    },
    "DateField.*.js": _DATES,
    "ReorderedSegments.*.js": _CALENDAR,
    "DateInput.*.js": {
        "locale:`en-US`,children": "locale:`vi-VN`,children",
        '"aria-label":`${ce} start date`': '"aria-label":`${ce}: từ ngày`',
        '"aria-label":`${ce} end date`': '"aria-label":`${ce}: đến ngày`',
        '"aria-label":`Clear dates`': '"aria-label":`Xoá ngày`',
        '"aria-label":`Clear date`': '"aria-label":`Xoá ngày`',
        "`Choose date range`": "`Mở lịch chọn khoảng`",
        "`Choose date`": "`Mở lịch`",
        "`Use arrow keys to navigate dates. Enter to select. Escape to close.`":
        "`Dùng phím mũi tên để chuyển ngày, Enter để chọn, Esc để đóng.`",
        "children:`Date range`": "children:`Khoảng ngày`",
        '"aria-label":`Quick select a date range`': '"aria-label":`Chọn nhanh`',
        "`Select...`": "`Chọn…`",
    },
    "useMenuTrigger.*.js": {
        "`Long press or press Alt + ArrowDown to open menu`":
        "`Nhấn giữ hoặc bấm Alt + mũi tên xuống để mở`",
    },
    "useSyncComboBoxEnterTargetFocus.*.js": {
        "Ae={focusAnnouncement:(e,t)=>`${t.select({true:()=>`Entered group ${e.groupTitle}, with "
        "${t.plural(e.groupCount,{one:()=>`${t.number(e.groupCount)} option`,other:()=>"
        "`${t.number(e.groupCount)} options`})}. `,other:``},e.isGroupChange)}${e.optionText}"
        "${t.select({true:`, selected`,other:``},e.isSelected)}`,countAnnouncement:(e,t)=>"
        "`${t.plural(e.optionCount,{one:()=>`${t.number(e.optionCount)} option`,other:()=>"
        "`${t.number(e.optionCount)} options`})} available.`,selectedAnnouncement:e=>"
        "`${e.optionText}, selected`,buttonLabel:`Show suggestions`,listboxLabel:`Suggestions`":
        "Ae={focusAnnouncement:(e,t)=>`${e.optionText}${t.select({true:`, đã chọn`,other:``},"
        "e.isSelected)}`,countAnnouncement:(e,t)=>`${t.number(e.optionCount)} lựa chọn.`,"
        "selectedAnnouncement:e=>`${e.optionText}, đã chọn`,buttonLabel:`Mở danh sách`,"
        "listboxLabel:`Gợi ý`",
    },
    "FileUploader.*.js": {
        "`${T(t,D.Byte,0)} per file`": "`Mỗi tệp tối đa ${T(t,D.Byte,0)}`",
        "l?`Upload directories`:`Upload`": "l?`Tải thư mục lên`:`Chọn tệp`",
        "`Drag and drop directories here`": "`Thả thư mục vào đây`",
        "`Drag and drop files here`": "`Thả tệp vào đây`",
        "`Drag and drop a file here`": "`Thả tệp vào đây`",
        "message:`${e.type} files are not allowed.`": "message:`Không nhận tệp loại ${e.type}.`",
        '"aria-label":`Add files`': '"aria-label":`Thêm tệp`',
    },
    "utils.Dl0nPRk0.js": {
        '"aria-label":`file upload`': '"aria-label":`chọn tệp`',
        "`${t.type} files are not allowed.`": "`Không nhận tệp loại ${t.type}.`",
        "`File must be ${$(n,`b`)} or smaller.`": "`Tệp phải từ ${$(n,`b`)} trở xuống.`",
        "`File size is too small.`": "`Tệp quá nhỏ.`",
        "`Only one file is allowed.`": "`Chỉ nhận một tệp.`",
        "message:`Too many files`": "message:`Quá nhiều tệp`",
        "children:[`Error: `": "children:[`Lỗi: `",
    },
    "utils.ob4wbeQt.js": {
        "n?e=r?`Add options`:`Add an option`:(e=`No options to select`,i=!0):e=n?r?"
        "`Choose or add options`:`Choose or add an option`:r?`Choose options`:`Choose an option`":
        "n?e=r?`Thêm lựa chọn`:`Thêm lựa chọn`:(e=`Không có lựa chọn`,i=!0):e=n?r?"
        "`Chọn hoặc thêm`:`Chọn hoặc thêm`:r?`Chọn…`:`Chọn…`",
    },
    "DateTimeInput.*.js": {
        '"aria-label":`Clear date and time`': '"aria-label":`Xoá ngày giờ`',
        "`Choose date and time`": "`Mở lịch và giờ`",
        "`Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. "
        "Escape to close.`": "`Dùng phím mũi tên để chuyển, Enter để chọn, Tab để đổi giữa lịch và "
        "giờ, Esc để đóng.`",
        "children:`Time`": "children:`Giờ`",
    },
    "InputInstructions.*.js": {
        "a?`submit form`:`apply`": "a?`gửi`:`áp dụng`",
        "`Press ${r()?`⌘`:`Ctrl`}+Enter to ${e}`": "`Bấm ${r()?`⌘`:`Ctrl`}+Enter để ${e}`",
        "`Press Enter to ${e}`": "`Bấm Enter để ${e}`",
    },
    "Multiselect.*.js": {
        "`No results`": "`Không tìm thấy`",
        "label:`Select ${p.length} matches`": "label:`Chọn ${p.length} mục khớp`",
        "label:`Select all`": "label:`Chọn tất cả`",
        "label:`Add: ${n}`": "label:`Thêm: ${n}`",
        '"aria-label":`Selected values`': '"aria-label":`Đã chọn`',
        '"aria-label":`Remove ${e}`': '"aria-label":`Bỏ ${e}`',
        '"aria-label":`Clear all`': '"aria-label":`Bỏ chọn tất cả`',
        '"aria-label":`Open`': '"aria-label":`Mở`',
    },
    "Selectbox.*.js": {
        "`No results`": "`Không tìm thấy`",
        "label:`Add: ${M}`": "label:`Thêm: ${M}`",
        '"aria-label":`Clear value`': '"aria-label":`Bỏ chọn`',
        '"aria-label":`Open`': '"aria-label":`Mở`',
    },
    "NumberInput.*.js": {
        '"aria-label":`Clear value`': '"aria-label":`Xoá số`',
        '"aria-label":`Decrement`': '"aria-label":`Giảm`',
        '"aria-label":`Increment`': '"aria-label":`Tăng`',
        "`Number is outside the allowed range. Please enter a value between ${n} and ${r}.`":
        "`Hãy nhập số từ ${n} đến ${r}.`",
        "`Number is below the allowed range. Please enter a value greater than or equal to ${n}.`":
        "`Hãy nhập số từ ${n} trở lên.`",
        "`Number is below the allowed range.`": "`Số quá nhỏ.`",
        "`Number is above the allowed range. Please enter a value less than or equal to ${r}.`":
        "`Hãy nhập số từ ${r} trở xuống.`",
        "`Number is above the allowed range.`": "`Số quá lớn.`",
    },
    "Pagination.*.js": {
        '"aria-label":`Pagination`': '"aria-label":`Chuyển trang`',
        '"aria-label":`Previous page`': '"aria-label":`Trang trước`',
        '"aria-label":`Page ${e.page}`': '"aria-label":`Trang ${e.page}`',
        '"aria-label":`Next page`': '"aria-label":`Trang sau`',
    },
    "TextInput.*.js": {
        '"aria-label":`Clear entry`': '"aria-label":`Xoá chữ`',
        "O?`Hide password`:`Show password`": "O?`Ẩn mật khẩu`:`Hiện mật khẩu`",
    },
    "TimeInput.*.js": {'"aria-label":`Clear time`': '"aria-label":`Xoá giờ`'},
    "Toolbar.*.js": {
        "label:`Fullscreen`": "label:`Toàn màn hình`",
        "label:`Close fullscreen`": "label:`Thoát toàn màn hình`",
    },
    "Toast.*.js": {},
    "useCopyToClipboard.*.js": {
        "label:t?`Copied`:`Copy to clipboard`": "label:t?`Đã sao chép`:`Sao chép`",
    },
    "requiredField.*.js": {"`This field is required.`": "`Mục này bắt buộc.`"},
    "WidgetLabel.C*.js": {"children:`(required)`": "children:`(bắt buộc)`"},
    "DownloadButton.*.js": {
        "e instanceof Error?e.message:`Download failed`":
        "e instanceof Error&&/[^ -~]/.test(e.message)?e.message"  # a sentence of the server's
        ":`Không tải được tệp này; hãy tải lại trang rồi bấm lại.`",
    },
    "DynamicIcon.*.js": {  # an icon's name is an English word that says nothing the text does not
        "`${n} icon`": "`biểu tượng${''}`",
        "return`Loading`": "return`Đang tải`",
    },
    "Table.*.js": {"children:`empty`": "children:`trống`"},
    "Radio.*.js": {"`No options to select.`": "`Không có lựa chọn.`"},
    "Feedback.*.js": {'"aria-label":`Feedback rating`': '"aria-label":`Đánh giá`'},
    "StreamlitMarkdown.*.js": {
        "m(t)?`Help`:`Help for ${": "m(t)?`Giải thích`:`Giải thích: ${",
        '"aria-label":`Link to heading`': '"aria-label":`Liên kết tới mục này`',
        "`Network issue`": "`Lỗi mạng`",
        "`Cannot load Streamlit frontend code. This can happen when you update Streamlit while a "
        "Streamlit app is running.`": "`Không tải được giao diện. Hãy tải lại trang.`",
    },
}
