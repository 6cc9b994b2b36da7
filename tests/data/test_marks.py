"""Marks of serious comments: kept in the chain, taken back by another event, no figure moved."""

from __future__ import annotations

import pytest

from analysis.errors import InputError
from data.ledger import open_ledger
from data.marks import Mark, keep_mark, marks
from data.settings import Home
from data.snapshot.publish import publish
from data.verify import verify
from tests.conftest import MOMENT


def test_a_mark_and_its_undoing_stay_in_the_record(tiny_store: Home) -> None:
    ledger = open_ledger(tiny_store)
    slot = next(part.cells["slot"].iloc[0] for part in ledger.counted(ledger.source("thu").id))
    before, snapshot = ledger.head().seq, tiny_store.current.read_text()
    assert keep_mark(ledger, int(slot), True, "lan", MOMENT)
    assert not keep_mark(ledger, int(slot), True, "hoa", MOMENT)
    assert marks(ledger) == {slot: Mark("lan", "2026-11-20T02:00:00+00:00")}
    assert keep_mark(ledger, int(slot), False, "hoa", MOMENT)
    assert not keep_mark(ledger, int(slot), False, "hoa", MOMENT)
    assert marks(ledger) == {} and ledger.head().seq == before + 2
    assert verify(ledger, tiny_store) == []
    publish(ledger, tiny_store, MOMENT)
    assert tiny_store.current.read_text() == snapshot


def test_a_number_that_no_row_has_cannot_be_marked(tiny_store: Home) -> None:
    ledger = open_ledger(tiny_store)
    head = ledger.head()
    with pytest.raises(InputError, match="Sổ gốc không có phiếu số 999999"):
        keep_mark(ledger, 999_999, True, "lan", MOMENT)
    assert ledger.head() == head
