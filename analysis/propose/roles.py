"""Which column names the unit, the officer, the field and the like: by header, then by values."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.names import Resolver, fold
from analysis.propose.columns import COMMENT_WORDS, FEW_ROWS, Column
from analysis.registers import Registers
from analysis.text.words import RESPONDENT_WORDS

UNIT_WORDS = (
    "don vi", "ten don vi", "co quan", "ubnd", "xa phuong", "phuong xa", "noi lam thu tuc",
    "noi tiep nhan", "noi giai quyet", "bo phan mot cua", "bo phan", "phong ban", "dia diem", "xa",
    "phuong", "unit", "office", "department", "agency", "branch", "location", "site", "store",
    "barea", "area", "terminal", "class name", "class", "course", "team",
)  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    "officer": (
        "can bo", "cong chuc", "vien chuc", "nguoi tiep nhan", "nguoi giai quyet", "nhan vien",
        "officer", "staff", "employee", "agent",
    ),
    "field": ("linh vuc", "nhom thu tuc", "field", "topic", "service area"),
    "procedure": ("ten thu tuc", "thu tuc", "tthc", "dich vu", "procedure", "service"),
    "respondent_type": (
        "ban la", "ong ba la", "doi tuong", "loai nguoi tra loi", "nguoi tra loi", "tu cach",
        "respondent type", "respondent",
    ),
    "channel": (
        "hinh thuc", "kenh", "phuong thuc", "channel", "method", "collector", "mode",
    ),
    "stage": ("giai doan", "thoi diem khao sat", "buoc", "stage"),
}  # fmt: skip
# Who answered is nobody's business here, and a file's own numbers say nothing.
LEFT_OUT = (
    "ho ten", "ho va ten", "ten nguoi", "email", "e mail", "dien thoai", "so dt", "sdt", "phone",
    "dia chi", "address", "cccd", "cmnd", "so giay to", "gioi tinh", "do tuoi", "tuoi", "trinh do",
    "nghe nghiep", "gender", "age", "income", "zip", "url", "link", "file url", "ma phieu",
    "ma ho so", "so ho so", "id", "stt", "ip",
)  # fmt: skip
LEAST_KNOWN = 0.5
_SURE = 0.8
_RESPONDENTS = {fold(word) for words in RESPONDENT_WORDS.values() for word in words}


def is_private(column: Column) -> bool:
    """Whether the header asks who the respondent is; an officer's name is no such thing."""
    return column.word(LEFT_OUT) is not None and column.word(WORDS["officer"]) is None


def known_share(column: Column, resolver: Resolver) -> float:
    """Share of the filled cells whose text is a registered unit, 0..1."""
    known = sum(column.counts[value] for value in column.some if resolver.unit(value))
    return known / column.filled if column.filled else 0.0


def find_unit(columns: Sequence[Column], registers: Registers) -> tuple[Column | None, str | None]:
    """The unit's column and the header word it was told by (None: by the registered names)."""
    resolver = Resolver(registers)
    shares = {c.place: known_share(c, resolver) for c in columns} if registers.units else {}
    named = [
        c for c in columns
        if c.word(UNIT_WORDS) and c.is_naming and (c.is_category or c.filled < FEW_ROWS)
    ]  # fmt: skip
    sure = [
        c for c in columns
        if shares.get(c.place, 0) >= _SURE and (c in named or not _only_numbers(c))
    ]  # fmt: skip
    if sure:
        return max(sure, key=lambda c: (shares[c.place], c in named, -c.place)), None
    if named:
        best = min(named, key=lambda c: (UNIT_WORDS.index(c.word(UNIT_WORDS) or ""), c.place))
        return best, best.word(UNIT_WORDS)
    return None, None


def find_role(role: str, columns: Sequence[Column]) -> tuple[Column | None, str | None]:
    """The column of a role and the header word that says so (None: its values say so)."""
    named = [c for c in columns if c.word(WORDS[role]) and c.is_naming]
    if named:
        best = min(named, key=lambda c: (WORDS[role].index(c.word(WORDS[role]) or ""), c.place))
        return best, best.word(WORDS[role])
    if role == "respondent_type":
        for column in columns:
            said = sum(column.counts[v] for v in column.some if fold(v) in _RESPONDENTS)
            if column.filled and said >= _SURE * column.filled:
                return column, None
    return None, None


def find_comments(columns: Sequence[Column]) -> list[tuple[Column, str | None]]:
    """Columns of free words, each with the header word that says so (None: its cells do)."""
    return [
        (column, column.word(COMMENT_WORDS))
        for column in columns
        if column.is_free_text or (column.word(COMMENT_WORDS) and not _only_numbers(column))
    ]


def _only_numbers(column: Column) -> bool:
    return all(value.replace(".", "").isdigit() for value in column.some)
