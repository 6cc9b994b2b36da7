"""Text read in blocks is what reading record by record gives, or is left to that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from data.sources import csv_blocks, csv_text
from data.sources.arrow_parts import header_of, read_table, write_parts, write_table
from data.sources.tabular_file import read_file

PIECES = ["a", "ộ", " ", ",", ",", ";", "\n", "\n", "\r\n", "\r", '"', '""', '"x,y"', '"x\ny"', '""""',
          "\ufeff", "\x1c", "\xa0", "null", "\\", "'", "1"]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
tidy = st.lists(
    st.lists(st.sampled_from(["", "a", '"b,c"', '"d\n""e"""', " ", '""', "\xa0"]), min_size=3, max_size=3)
    .map(",".join), max_size=12,
).map("\n".join)
Read = tuple[list[str], list[dict[str, str | None]], list[int]]


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks are tried on the smallest texts, and a few bytes fill one."""
    monkeypatch.setattr(csv_blocks, "LEAST_BYTES", 0)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 24)
    yield


def by_record(path: Path, folder: Path) -> Read | str:
    """Header, cells and numbers as records give them, or the sentence."""
    try:
        answer = write_table(csv_text.records(path, 1, "utf-8"), 1, folder)
    except InputError as error:
        return str(error)
    return told(answer, folder)


def by_block(path: Path, folder: Path) -> Read | None:
    """The same from blocks; None when the text is left to the records."""
    try:
        header = header_of(csv_text.records(path, 1, "utf-8"), 1)
        answer = write_parts(header, csv_blocks.tables(path, 1, header, "utf-8"), folder)
    except (ValueError, InputError):
        return None
    return told(answer, folder)


def told(answer: dict[str, object], folder: Path) -> Read:
    header, cells, numbers = read_table(folder, answer)
    return header, cells.to_pylist(), numbers.to_pylist()


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("bodies", [texts, tidy], ids=["any", "tidy"])
def test_blocks_never_differ_from_records(bodies: st.SearchStrategy[str]) -> None:
    taken = 0

    @settings(max_examples=100, deadline=None)
    @given(bodies)
    def compare(body: str) -> None:
        nonlocal taken
        with TemporaryDirectory() as one, TemporaryDirectory() as other:
            path = Path(one, "a.csv")
            path.write_bytes(f"t,u,q\n{body}".encode())
            found = by_block(path, Path(other))
            taken += found is not None
            assert found is None or found == by_record(path, Path(one))

    compare()
    assert taken


def test_a_large_file_is_read_in_blocks_with_its_quotes_and_blank_lines(tmp_path: Path) -> None:
    line = 'Xã Một,"tốt, nhanh","nói ""cảm ơn""\nhai dòng"\n'
    path = tmp_path / "a.csv"
    path.write_text("U,Q,K\n" + line * 30_000 + ",,\n" + line, encoding="utf-8-sig")
    assert path.stat().st_size > csv_blocks.LEAST_BYTES
    table = read_file(path)
    assert table.header == ("U", "Q", "K")
    assert table.rows == 30_001
    assert table.row_numbers.to_pylist()[-1] == 30_003
    assert set(table.cells.column(2).to_pylist()) == {'nói "cảm ơn"\nhai dòng'}
    assert isinstance(table.cells, pa.Table)
