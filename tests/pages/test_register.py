"""The register as a tree: who stands under whom within a scope, and units nobody answered about."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.satisfaction import COUNT_COLUMNS
from pages.shared import units
from pages.shared.register import Register

DAY = pd.Timestamp(2026, 1, 1)
ROWS = [  # code, parent, last day, heirs, start of the model
    ("T1", "NƯỚC", None, None, None), ("H1", "T1", None, None, None),
    ("X1", "H1", None, None, DAY), ("X2", "H1", pd.Timestamp(2026, 6, 30), "X1", DAY),
    ("H2", "T1", None, None, None), ("LẺ", "NƠI KHÁC", None, None, None),
]


def register() -> Register:
    """A province with two districts and two communes, and a unit whose parent is out of the scope."""
    table = pd.DataFrame([
        {"unit_code": code, "unit_name": f"Tên {code}", "parent_code": above, "kind": "", "valid_from": None,
         "valid_to": last, "successor_codes": heirs, "model_start": start, "provisional": False}
        for code, above, last, heirs, start in ROWS
    ])
    days = ["valid_from", "valid_to", "model_start"]
    return Register(table.astype(dict.fromkeys(days, "datetime64[us]")))


def counts(**responses: int) -> pd.DataFrame:
    rows = [{"unit_code": code, "unit_name": code, **dict.fromkeys(COUNT_COLUMNS, n)}
            for code, n in responses.items()]
    return pd.DataFrame(rows, columns=["unit_code", "unit_name", *COUNT_COLUMNS])


def test_under_a_unit_stand_its_parts_and_theirs_in_tree_order() -> None:
    tree = register()
    assert tree.under("T1") == ["T1", "H1", "X1", "X2", "H2"]
    assert tree.under("X1") == ["X1"] and tree.under("NƯỚC") == [] and len(tree.under(None)) == 6
    assert tree.has_parts("H1") and not tree.has_parts("H2")


def test_a_parent_outside_the_scope_is_none() -> None:
    tree = register()
    assert tree.parent_of("X1") == "H1" and tree.parent_of("T1") is None
    assert tree.parent_of("?") is None and not tree.has_parts("NƠI KHÁC")


def test_units_nobody_answered_about_are_listed_with_zeros() -> None:
    listed = register().with_empty(counts(X2=7), "H1")
    assert listed["unit_code"].tolist() == ["X1", "X2"] and listed["responses"].tolist() == [0, 7]
    top = register().with_empty(counts(H2=3), None)
    assert top["unit_code"].tolist() == ["H1", "H2", "LẺ"] and top["n"].tolist() == [0, 3, 0]
    assert register().with_empty(counts(), "X1")["unit_code"].tolist() == ["X1"]


def test_a_merger_is_told_at_both_units_and_marked_in_time() -> None:
    tree = register()
    assert "Tên X1" in units.note(tree, "X2", date(2026, 9, 1))
    assert len(units.taken_in(tree, "X1")) == 1 and "Tên X2" in units.taken_in(tree, "X1")[0]
    marks = units.events(tree, tree.under("H1"))
    assert [mark.day for mark in marks] == [date(2026, 1, 1), date(2026, 7, 1)]
    assert "Tên X2" in marks[1].text and "Tên X1" in marks[1].text
