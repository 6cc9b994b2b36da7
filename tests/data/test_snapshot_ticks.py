"""A fact to tick is one thing not ticked and another not asked, from the table to the export."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.criteria import Criterion, CriterionSet
from analysis.filters import Filters
from analysis.mapping import SourceMapping
from analysis.registers import Registers, Unit
from analysis.scope import Scope
from data.ledger import Ledger
from data.queries import responses, ticks
from data.settings import Home
from data.snapshot import compare, gather, open_snapshot, publish, rebuild
from data.snapshot.contents import Batch, Contents, SourceInfo
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import NOW, bring_rows

ALL = Scope("u", "admin", everything=True)
NO_FILTERS = Filters()
HEADER = ("Lúc", "Đơn vị", "Chung")
COSTS, HARASSMENT = "Chi phí ngoài quy định", "Sách nhiễu"
KEYS = {COSTS: "negative.unrelated_costs", HARASSMENT: "negative.harassment"}


def bring(ledger: Ledger, name: str, asked: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> None:
    """Rows of (day, unit, ticks…) into a source whose table asks these facts."""
    header = (*HEADER, *asked)
    cells = [(f"{day} 08:00", unit, "4", *ticked) for day, unit, *ticked in rows]
    mapping = SourceMapping(
        name, criterion_set="nam-dong-2024", partial=True,
        columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
        answers={"overall": "Chung", **{KEYS[fact]: fact for fact in asked}},
    )
    bring_rows(ledger, mapping, header, cells)


def told(home: Home, filters: Filters = NO_FILTERS, by: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    with open_snapshot(home).cursor() as cursor:
        frame = ticks(cursor, ALL, filters, by)
    return list(frame.drop(columns="option_label").itertuples(index=False, name=None))


def test_people_whose_table_does_not_ask_a_fact_are_not_among_those_asked(sqlite_home, growing):
    bring(growing, "hoi", (COSTS,), [(f"{n:02d}/05/2026", "X1", "x" if n < 4 else None) for n in range(1, 21)])
    bring(growing, "khong-hoi", (), [(f"{n:02d}/05/2026", "X2") for n in range(1, 29)])
    publish(growing, sqlite_home, NOW)
    assert told(sqlite_home) == [("negative.unrelated_costs", 20, 3)]
    assert told(sqlite_home, by=("unit",)) == [("X1", "Xã Một", "negative.unrelated_costs", 20, 3)]
    assert told(sqlite_home, Filters(unit="X2")) == []
    edge = Filters(date(2026, 5, 3), date(2026, 6, 30))
    assert told(sqlite_home, edge) == [("negative.unrelated_costs", 18, 1)]
    bring(growing, "hoi", (COSTS,), [("21/05/2026", "X1", "x"), ("22/05/2026", "X2", None)])
    bring(growing, "khong-hoi", (), [("29/05/2026", "X2")])
    publish(growing, sqlite_home, NOW)
    assert open_snapshot(sqlite_home).meta()["built"] == "changes"
    assert told(sqlite_home) == [("negative.unrelated_costs", 22, 4)]
    assert told(sqlite_home, edge) == [("negative.unrelated_costs", 20, 2)]
    assert compare(growing, sqlite_home) == []


def test_a_table_that_gets_a_new_question_asks_it_from_then_on(sqlite_home, growing):
    bring(growing, "hoi", (COSTS,), [("01/05/2026", "X1", "x"), ("02/05/2026", "X1", None)])
    publish(growing, sqlite_home, NOW)
    bring(growing, "hoi", (COSTS, HARASSMENT), [("03/05/2026", "X1", None, "x")])
    publish(growing, sqlite_home, NOW)
    before = told(sqlite_home)
    assert before == [("negative.harassment", 1, 1), ("negative.unrelated_costs", 3, 1)]
    rebuild(growing, sqlite_home, NOW)
    assert told(sqlite_home) == before and compare(growing, sqlite_home) == []


def test_the_export_leaves_a_fact_empty_where_it_was_not_asked(sqlite_home, growing):
    bring(growing, "hoi", (COSTS,), [("01/05/2026", "X1", "x"), ("02/05/2026", "X1", None)])
    bring(growing, "khong-hoi", (), [("03/05/2026", "X2")])
    publish(growing, sqlite_home, NOW)
    with open_snapshot(sqlite_home).cursor() as cursor:
        frame = responses(cursor, ALL, Filters())
    assert frame["negative.unrelated_costs"].tolist() == [True, False, pd.NA]
    assert frame["negative.harassment"].isna().all()


def test_a_snapshot_of_an_earlier_layout_is_built_anew_once(sqlite_home, growing, monkeypatch):
    bring(growing, "hoi", (COSTS,), [("01/05/2026", "X1", "x")])
    with monkeypatch.context() as then:
        then.setattr(gather, "SCHEMA", gather.SCHEMA - 1)
        old = publish(growing, sqlite_home, NOW)
    new = publish(growing, sqlite_home, NOW)
    assert new != old and open_snapshot(sqlite_home).meta()["built"] == "full"
    assert publish(growing, sqlite_home, NOW) == new


def test_two_questionnaires_may_give_two_facts_one_code(tmp_path):
    sets = [
        CriterionSet(code, code, "Chung", (Criterion(kind, kind, "tick", (("other", kind),)),))
        for code, kind in (("a", "negative"), ("b", "positive"))
    ]
    batches = []
    for number, ticked in enumerate(([True, False, False], [True, True])):
        rows = pd.DataFrame({"t_other": ticked}).assign(
            response_id=range(10 * number, 10 * number + len(ticked)), unit_code="X1", officer_code=None,
            day=date(2026, 5, 1), minute=0, respondent_type=None, overall=4, edited=False,
            removed=False, field=None, procedure=None, channel=None, stage=None, comment=None,
        )
        batches.append(Batch(SourceInfo(number, f"s{number}", "ab"[number]), rows))
    known = Registers({"X1": Unit("X1", "Xã Một")})
    path = tmp_path / "one.duckdb"
    write_snapshot(path, Contents(known, sets, [b.source for b in batches], batches))
    with Snapshot(path).cursor() as cursor:
        frame = ticks(cursor, ALL, Filters())
        single = responses(cursor, ALL, Filters())
    assert frame[["option", "responses", "ticked"]].to_numpy().tolist() == [
        ["negative.other", 3, 1], ["positive.other", 2, 2],
    ]
    assert single["negative.other"].isna().sum() == 2
