"""CSV files: exact bytes, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import csv_file
from reports.cells import clean
from reports.csv_file import READABLE, csv_blocks, csv_bytes, neutral

HOSTILE = {
    "E01": "=1+1",
    "E02": "+1+1",
    "E03": "-1+1",
    "E04": "@SUM(1)",
    "E05": "\t=1+1",
    "E06": "\n=1+1",
    "E06 carriage return": "\r=1+1",
    "E07": '=HYPERLINK("http://127.0.0.1/"&A1,"x")',
    "E08": "=cmd|' /C calc'!A0",
    "E13": "a =1+1",
    "E15": "+84 901 234 567",
    "E16": "-5",
    "E17": "0901234567",
    "E18": "001099012345",
    "BOM": "\ufeff=1+1",
    "no-break space": "\u00a0 =1+1",
    "zero width": "\u200b\u2060=1+1",
    "full width": "＝1+1",
    "full width plus": "＋1",
    "full width minus": "－1",
    "full width at": "＠SUM(1)",
    "apostrophe first": "'=1+1",
    "tab alone": "\tabc",
    "after a semicolon": "abc;=1+1",
}
RUNNABLE = re.compile(r"^[\s\ufeff\u200b\u2060]*[=+\-@＝＋－＠]|^[\s\ufeff\u200b]*[\t\r]")


def read(frame: pd.DataFrame) -> list[list[str]]:
    text = csv_bytes(frame).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("case", HOSTILE)
def test_no_text_starts_like_a_formula_and_every_text_can_be_recovered(case: str) -> None:
    text = HOSTILE[case]
    rows = read(pd.DataFrame({"comment": [text, "tốt"], "n": [1, 2]}))
    written = rows[1][0]
    assert not RUNNABLE.search(written)
    assert written.replace("'", "", 1) == text if written != text else True
    assert len(rows) == 3


@pytest.mark.parametrize("case", ["E13", "E17", "E18"])
def test_a_harmless_text_is_left_alone(case: str) -> None:
    assert neutral(HOSTILE[case]) == HOSTILE[case]


def test_a_cell_for_programs_that_split_at_semicolons_is_neutral_too() -> None:
    assert neutral("abc; =1+1;b") == "abc;' =1+1;b"


def test_a_negative_number_stays_a_number() -> None:
    assert read(pd.DataFrame({"gap": [-0.25, 0.5], "minute": [-1, 5]}))[1:] == [
        ["-0.25", "-1"],
        ["0.5", "5"],
    ]


def test_a_person_gets_six_decimals_without_an_exponent_and_a_program_all() -> None:
    numbers = [-4.186079610835058e-06, 0.8733333333333333, -1e-9, 4.0, 1e20, np.nan]
    frame = pd.DataFrame({"gap": numbers, "n": range(6)})
    lines = csv_bytes(frame, READABLE).decode().split("\r\n")[1:-1]
    assert [line.split(",")[0] for line in lines] == [
        "-0.000004",
        "0.873333",
        "0.0",
        "4.0",
        "100000000000000000000.0",
        "",
    ]
    assert [float(row[0]) for row in read(frame)[1:-1]] == numbers[:-1]


def test_the_file_is_utf8_with_bom_comma_and_crlf() -> None:
    frame = pd.DataFrame({"unit_name": ["Xã A, B", 'Xã "C"'], "n": [1, 2]})
    assert csv_bytes(frame) == (
        '\ufeffĐơn vị,Số trả lời (n)\r\n"Xã A, B",1\r\n"Xã ""C""",2\r\n'.encode()
    )


def test_values_are_written_by_kind() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-05-04", None]),
            "at": pd.to_datetime(["2026-05-04 08:30", None]),
            "over": [True, False],
            "mean": [4.25, np.nan],
            "n": pd.array([3, None], dtype="Int64"),
            "mixed": [date(2026, 5, 4), None],
            "unit_code": ["01", None],
        }
    )
    assert read(frame)[1:] == [
        ["2026-05-04", "2026-05-04 08:30:00", "có", "4.25", "3", "2026-05-04", "01"],
        ["", "", "không", "", "", "", ""],
    ]


def test_a_table_without_rows_has_its_headings() -> None:
    empty = pd.DataFrame({"unit_code": pd.Series([], dtype=str), "n": pd.Series([], dtype=int)})
    assert csv_bytes(empty).decode("utf-8-sig") == "Mã đơn vị,Số trả lời (n)\r\n"


def test_control_characters_and_broken_letters_do_not_break_the_file() -> None:
    texts = pd.Series(["a\x00b\x1fc", "\ud800x", "dòng 1\ndòng 2"], dtype=object)
    rows = read(pd.DataFrame({"comment": texts}))
    assert [row[0] for row in rows[1:]] == ["abc", "\ufffdx", "dòng 1\ndòng 2"]


def test_a_hundred_thousand_rows_take_little_time() -> None:
    count = 100_000
    levels = np.array(["Rất hài lòng", "Hài lòng", "Bình thường"])
    frame = pd.DataFrame({f"c{i}": levels[np.arange(count) % 3] for i in range(13)})
    frame["comment"] = [f"Ý kiến số {i}" for i in range(count)]
    frame["satisfied_rate"] = np.linspace(0, 1, count)
    started = time.process_time()
    data = csv_bytes(frame)
    assert time.process_time() - started < 1.5
    assert data.count(b"\r\n") == count + 1


def test_whole_numbers_stay_whole_beside_empty_cells():
    frame = pd.DataFrame({"n": pd.array([5, None], dtype="Int64")})
    assert csv_bytes(frame).decode("utf-8-sig").split("\r\n")[1:3] == ["5", ""]


PIECES = st.sampled_from(
    [*HOSTILE.values(), "01", ",", '"', ";", "'", "\x00", "\ud800", "\r\n", "ệ", " ", ""]
)
TEXTS = st.lists(PIECES, max_size=4).map("".join) | st.none()
ROWS = st.lists(
    st.tuples(
        TEXTS,
        st.integers(-9, 9),
        st.floats(allow_infinity=False) | st.none(),
        st.booleans(),
        st.sampled_from([None, "2026-05-04", "2026-05-04 08:30:00"]),
        TEXTS | st.integers(-99, 99),
    ),
    max_size=9,
)


def plain_cell(value: object, day_only: bool) -> str:
    """A cell by the rule alone, one value at a time."""
    if isinstance(value, str):
        safe = neutral(clean(value))
        quoted = '"' + safe.replace('"', '""') + '"'
        return quoted if re.search('[",;\r\n\t]|^\\s|\\s$', safe) else safe
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, pd.Timestamp):
        return str(value)[:10] if day_only else str(value)
    return "" if value is None or value != value else str(value)


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_every_block_is_what_one_cell_after_the_other_gives(rows: list[tuple[object, ...]]) -> None:
    names = ["comment", "n", "gap", "over", "at", "mixed"]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    frame = frame.astype({"n": "int16", "gap": float, "over": bool})
    frame["at"] = pd.to_datetime(frame["at"], format="ISO8601")
    days = all(str(at).endswith("00:00:00") for at in frame["at"].dropna())
    head = csv_bytes(frame.head(0)).decode()
    lines = [
        ",".join(plain_cell(v, days) for v in row) for row in frame.astype(object).values.tolist()
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "_BLOCK", 2)
        assert csv_bytes(frame).decode() == head + "".join(f"{line}\r\n" for line in lines)


def test_a_large_file_is_handed_over_in_parts_and_the_rest_is_not_made_before() -> None:
    frame = pd.DataFrame({"unit_code": ["01"] * 1_000_000, "n": np.arange(1_000_000)})
    made = csv_blocks([frame])
    parts = [next(made) for _ in range(3)]
    assert parts[0].decode("utf-8-sig") == "Mã đơn vị,Số trả lời (n)\r\n"
    assert parts[1].startswith(b"01,0\r\n01,1\r\n") and max(map(len, parts)) < 1_000_000
    made.close()
    assert len(csv_bytes(frame)) == sum(map(len, csv_blocks([frame])))
