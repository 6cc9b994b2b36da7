"""Vietnamese words recognised in what people and spreadsheets send in; no sentence for the screen."""

from __future__ import annotations

LEVEL_WORDS = {
    "rất hài lòng": 5,
    "hài lòng": 4,
    "bình thường": 3,
    "không hài lòng": 2,
    "rất không hài lòng": 1,
}

# A unit is often written with its office in front; the office is the unit.
OFFICE_PREFIXES = ("ủy ban nhân dân", "ubnd", "u.b.n.d.", "u.b.n.d")

# Kind of unit -> its abbreviations, written with a dot, a space or straight before a number.
UNIT_KINDS = {
    "xã": ("x",),
    "phường": ("p",),
    "thị trấn": ("tt",),
    "thị xã": ("tx",),
    "đặc khu": ("đk",),
    "quận": ("q",),
    "huyện": ("h",),
    "thành phố": ("tp", "t.p"),
    "tỉnh": ("t",),
}

RESPONDENT_WORDS = {
    "individual": (
        "individual", "cá nhân", "người dân", "công dân", "hộ gia đình", "hộ gia đình, cá nhân",
    ),
    "organisation": (
        "organisation", "organization", "tổ chức", "doanh nghiệp", "cơ quan", "hợp tác xã",
        "tổ chức, doanh nghiệp", "tổ chức/doanh nghiệp", "doanh nghiệp, tổ chức",
        "cơ quan, tổ chức", "cơ quan, đơn vị, tổ chức",
    ),
}

TICKED = ("1", "1.0", "true", "yes", "y", "x", "v", "✓", "✔", "☑", "có", "đúng", "đã chọn")

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

# Eth and African d stand for đ in files that went through old code pages.
LOOKALIKES = {"ð": "đ", "ɖ": "đ", "‘": "'", "’": "'", "ʼ": "'"}
STROKES = {"đ": "d"}
