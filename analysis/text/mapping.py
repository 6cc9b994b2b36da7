"""Sentences about mapping files and criterion sets."""

from __future__ import annotations

UNKNOWN_KEY = 'Tệp ánh xạ có khoá không được biết: "{key}".'
MISSING_KEY = 'Tệp ánh xạ thiếu khoá "{key}".'
WRONG_VALUE = 'Khoá "{key}" trong tệp ánh xạ phải là {expected}.'
GIVEN_TWICE = 'Khoá "{key}" trong tệp ánh xạ được khai báo hai lần.'
NOT_TOML = "Tệp ánh xạ không phải TOML hợp lệ: {problem}."
TOO_LARGE = "Tệp ánh xạ quá lớn hoặc lồng nhau quá sâu."
NO_ANSWERS = 'Tệp ánh xạ phải có ít nhất một câu trả lời trong "answers".'
TWO_SETS = 'Tệp ánh xạ chỉ được dùng một trong hai: "source.criterion_set" hoặc "criteria".'
UNKNOWN_CRITERION = 'Khoá "answers.{key}" không có trong bộ tiêu chí "{set}".'
UNKNOWN_SET = 'Không có bộ tiêu chí "{code}"; hiện có: {known}.'

TABLE = "một bảng"
TEXT = "một chuỗi ký tự không rỗng, tối đa {size} ký tự"
TEXTS = "một tiêu đề cột hoặc danh sách tiêu đề cột"
TRUTH = "true hoặc false"
WHOLE = "số nguyên từ {low} đến {high}"
ONE_OF = "một trong các giá trị: {values}"
NAME = "tên gồm chữ cái không dấu, chữ số, dấu - _ . và tối đa 64 ký tự"
ZONE = "tên múi giờ, ví dụ Asia/Ho_Chi_Minh"
DAY_OR_TIME = "ngày hoặc thời điểm đọc được, ví dụ 2026-05-15"
LEVEL = 'một mức từ 1 đến 5 hoặc "none"'
HOURS = "giờ làm việc dạng 07:00-17:30, giờ mở trước giờ đóng"
DAYS = "danh sách ngày làm việc, gồm các giá trị: {days}"
OWN_COLUMNS = "để trống hoặc trùng mã: phiếu tự phục vụ tự đặt tên cột"
CODE = "mã gồm chữ thường không dấu, chữ số và dấu _, bắt đầu bằng chữ thường"

OVERALL_LABEL = "Mức độ hài lòng chung"

SET_NOT_TOML = 'Bộ tiêu chí "{file}" không phải TOML hợp lệ: {problem}.'
SET_TOO_LARGE = 'Bộ tiêu chí "{file}" quá lớn hoặc lồng nhau quá sâu.'
SET_UNREADABLE = 'Không đọc được bộ tiêu chí "{file}".'
SET_UNKNOWN_KEY = 'Bộ tiêu chí "{file}" có khoá không được biết: "{key}".'
SET_WRONG_VALUE = 'Khoá "{key}" trong bộ tiêu chí "{file}" phải là {expected}.'
SET_CODE_TWICE = 'Mã "{code}" bị trùng trong bộ tiêu chí "{file}".'
SET_TAKEN = 'Bộ tiêu chí "{file}" dùng mã "{code}" đã có.'
SET_RESERVED = 'Bộ tiêu chí "{file}" không được dùng mã "overall".'
