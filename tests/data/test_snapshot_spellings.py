"""Spellings of a field, procedure, channel or stage that differ in case or spaces are one name."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from itertools import permutations

from analysis.filters import Filters
from analysis.mapping import SourceMapping
from analysis.registers import DossierCount, Unit
from analysis.scope import Scope
from data.ledger import Ledger, open_ledger
from data.queries import choices, counts, dossiers, responses
from data.settings import Home
from data.snapshot import changes, compare, open_snapshot, publish, rebuild
from tests.data.snapshot_values import NOW, bring_rows

ALL = Scope("u", "admin", everything=True)
HEADER = ("Lúc", "Đơn vị", "Chung", "Lĩnh vực", "Kênh", "Thủ tục", "Bước")
MAPPING = SourceMapping(
    "xa", criterion_set="nam-dong-2024", partial=True,
    columns={
        "submitted_at": ("Lúc",), "unit": ("Đơn vị",), "field": ("Lĩnh vực",), "channel": ("Kênh",),
        "procedure": ("Thủ tục",), "stage": ("Bước",),
    },
    answers={"overall": "Chung"},
)
LAND = ["đất đai", "ĐẤT  ĐAI", "Đất đai", unicodedata.normalize("NFD", "Đất Đai"), " Đất đai\u00a0"]


def bring(ledger: Ledger, *fields: str, first: int = 1, mapping: SourceMapping = MAPPING) -> None:
    rows = [
        (f"{first + n:02d}/05/2026 08:00", "X1", "4", field, "QR" if n % 2 else "qr", "Cấp mới", "Nộp")
        for n, field in enumerate(fields)
    ]
    bring_rows(ledger, mapping, HEADER, rows)


def by_field(home: Home, filters: Filters) -> list[tuple[str, int]]:
    with open_snapshot(home).cursor() as cursor:
        frame = counts(cursor, ALL, filters, ("field",))
    return list(frame[["field", "responses"]].itertuples(index=False, name=None))


def test_spellings_of_a_field_are_one_field_in_every_figure(sqlite_home, growing):
    bring(growing, *LAND, "Đất đại", "hộ tịch")
    publish(growing, sqlite_home, NOW)
    told = [("hộ tịch", 1), ("Đất đai", 5), ("Đất đại", 1)]
    assert by_field(sqlite_home, Filters()) == told
    with open_snapshot(sqlite_home).cursor() as cursor:
        offered = choices(cursor, ALL)
        assert (offered.fields, offered.channels) == (tuple(name for name, _ in told), ("QR",))
        assert responses(cursor, ALL, Filters())["field"].value_counts().to_dict() == dict(told)
    assert compare(growing, sqlite_home) == []


def test_an_address_with_any_spelling_asks_for_the_field(sqlite_home, growing):
    bring(growing, *LAND, "Hộ tịch")
    publish(growing, sqlite_home, NOW)
    for asked in LAND:
        assert by_field(sqlite_home, Filters(field=asked)) == [("Đất đai", 5)]
        assert by_field(sqlite_home, Filters(field=asked, channel="Qr")) == [("Đất đai", 5)]
    assert by_field(sqlite_home, Filters(field="Đất đại")) == []


def test_the_spelling_shown_does_not_hang_on_which_row_came_first(tmp_path, monkeypatch):
    monkeypatch.setattr(changes, "SMALLEST", 1)
    monkeypatch.setattr(changes, "PART", 0)
    for number, order in enumerate(permutations(LAND[:3])):
        home = Home(tmp_path / str(number), f"sqlite:///{tmp_path / str(number) / 'ledger.sqlite'}")
        home.prepare()
        ledger = open_ledger(home)
        ledger.register_units([Unit("X1", "Xã Một")], "test", NOW)
        bring(ledger, "Hộ tịch", order[0])
        publish(ledger, home, NOW)
        for day, field in enumerate(order[1:], 5):
            bring(ledger, field, first=day)
            publish(ledger, home, NOW)
            assert compare(ledger, home) == []
        told = by_field(home, Filters())
        assert told == [("Hộ tịch", 1), ("Đất đai", 3)]
        assert open_snapshot(home).meta()["built"] == "changes"
        rebuild(ledger, home, NOW)
        assert by_field(home, Filters()) == told
        ledger.close()


def test_a_row_that_gets_another_spelling_leaves_the_record_sound(sqlite_home, growing):
    whole = replace(MAPPING, partial=False)
    bring(growing, "Đất đai", "đất đai", mapping=whole)
    publish(growing, sqlite_home, NOW)
    bring(growing, "ĐẤT ĐAI", "đất đai", mapping=whole)
    publish(growing, sqlite_home, NOW)
    assert [count for _, count in by_field(sqlite_home, Filters())] == [2]
    assert compare(growing, sqlite_home) == []


def test_dossiers_count_responses_however_their_field_is_spelt(sqlite_home, growing):
    month = date(2026, 5, 1), date(2026, 5, 31)
    growing.register_dossiers([DossierCount("X1", *month, 40, "ĐẤT ĐAI")], "test", NOW)
    bring(growing, *LAND, "Hộ tịch")
    publish(growing, sqlite_home, NOW)
    with open_snapshot(sqlite_home).cursor() as cursor:
        for filters in (Filters(), Filters(field="đất đai")):
            frame = dossiers(cursor, ALL, filters)
            assert frame[["field", "responses"]].to_numpy().tolist() == [["ĐẤT ĐAI", 5]]
    assert compare(growing, sqlite_home) == []
