"""A sheet lives on at random between imports; the record must know of everything that happened.

The rules are written down here a second time, plainly, from the contract: equal contents are the
same row; of what is left, rows that differ in time alone, or that share time, unit and officer,
are one row edited (annotated, when only the comment differs, which nothing is read from here); the
rest came or went. `SURVEY_SLOW=1` runs 2,000 sequences instead of 300.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from analysis.mapping import SourceMapping
from analysis.registers import Officer, Unit
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, open_ledger, schema
from data.raw_table import RawTable
from data.settings import Home
from data.snapshot import open_snapshot, publish
from data.verify import BEGINNING, verify

SLOW = os.environ.get("SURVEY_SLOW") == "1"
SEQUENCES, STEPS = (2_000, 20) if SLOW else (300, 12)
PUBLISHED = 4
"""One sequence in so many is seen through to the snapshot, which takes longer than the rest."""

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
TIME, UNIT, OFFICER, OVERALL, COMMENT = range(5)
COLUMNS = ("Lúc", "Đơn vị", "Cán bộ", "Chung", "Ý kiến")
OFFICERS = ("Lò Văn Đá", "Mùa Thị Hoa")
LEVELS = ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng")
ROLES = {TIME: "submitted_at", UNIT: "unit", OFFICER: "officer"}
Cells = tuple[str, ...]
"""What a row says, in the order of COLUMNS whatever the sheet does to them; "" for nothing."""

times = st.integers(0, 59).map(lambda minute: f"01/04/2026 08:{minute:02}:00")
rows = st.tuples(
    times, st.sampled_from(("X1", "X2")), st.sampled_from(("", *OFFICERS)),
    st.sampled_from(LEVELS), st.sampled_from(("", "nhanh", "chậm")),
)
places = st.integers(0, 10_000)


def all_but_time(row: Cells) -> object:
    """What an edit of the time leaves as it was."""
    return row[1:] if any(row[1:]) else ("only a time", row)


def same_visit(row: Cells) -> object:
    """Time, unit and officer; nothing tells a row without a time from another person's."""
    return row[:3] if row[TIME] else ("no time", row)


def paired(old: list[Cells], new: list[Cells], key) -> tuple[int, bool, list[Cells], list[Cells]]:
    """How many rows pair by a key, whether any choice was left open, and what stays over."""
    left, right = Counter(map(key, old)), Counter(map(key, new))
    common = {k: min(left[k], right[k]) for k in left if k in right}
    is_open = any(left[k] > 1 or right[k] > 1 for k in common)
    return (
        sum(common.values()), is_open,
        [row for row in old if key(row) not in common], [row for row in new if key(row) not in common],
    )


class Sheet(RuleBasedStateMachine):
    """One sheet, what people do to it, and an import now and then."""

    template: Path
    sequences = 0

    @initialize(first=st.lists(rows, min_size=1, max_size=8), latest=st.booleans())
    def begin(self, first: list[Cells], latest: bool) -> None:
        type(self).sequences += 1
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.home = Home(self.folder, f"sqlite:///{self.folder / 'ledger.sqlite'}")
        self.ledger = open_ledger(self.home)
        self.rows, self.header, self.renames, self.deleted = list(first), list(COLUMNS), 0, []
        self.order = list(range(len(COLUMNS)))
        self.latest = latest
        self.known: list[Cells] = []
        self.gone: list[Cells] = []
        self.bring()

    def mapping(self) -> SourceMapping:
        """The mapping under the names the columns have now."""
        columns = {role: (self.header[place],) for place, role in ROLES.items()}
        return SourceMapping(
            "phieu", criterion_set="nam-dong-2024", columns=columns,
            answers={"overall": self.header[OVERALL]},
            counted_version="latest" if self.latest else "first",
        )

    # what people do to the sheet

    @rule(row=rows)
    def add(self, row: Cells) -> None:
        self.rows.append(row)

    @rule(row=rows, at=places)
    def insert_in_the_middle(self, row: Cells, at: int) -> None:
        self.rows.insert(at % (len(self.rows) + 1), row)

    @precondition(lambda self: self.rows)
    @rule(at=places, column=st.integers(0, 4), other=rows)
    def edit(self, at: int, column: int, other: Cells) -> None:
        row = list(self.rows[at % len(self.rows)])
        row[column] = other[column]
        self.rows[at % len(self.rows)] = tuple(row)

    @precondition(lambda self: self.rows)
    @rule(at=places)
    def delete(self, at: int) -> None:
        self.deleted.append(self.rows.pop(at % len(self.rows)))

    @precondition(lambda self: self.rows)
    @rule(at=places)
    def clear(self, at: int) -> None:
        self.rows[at % len(self.rows)] = ("",) * len(COLUMNS)

    @precondition(lambda self: self.rows)
    @rule(at=places)
    def duplicate(self, at: int) -> None:
        self.rows.append(self.rows[at % len(self.rows)])

    @precondition(lambda self: self.deleted)
    @rule(at=places)
    def restore(self, at: int) -> None:
        self.rows.append(self.deleted.pop(at % len(self.deleted)))

    @rule(by=st.integers(0, 4), descending=st.booleans())
    def sort(self, by: int, descending: bool) -> None:
        self.rows.sort(key=lambda row: row[by], reverse=descending)
        self.expect_silence_if_settled()

    @rule(order=st.permutations(range(5)))
    def move_columns(self, order: list[int]) -> None:
        self.order = order
        self.expect_silence_if_settled()

    @rule(column=st.sampled_from((TIME, UNIT, OFFICER, OVERALL)), map_anew=st.booleans())
    def rename_a_header(self, column: int, map_anew: bool) -> None:
        former, self.renames = self.header[column], self.renames + 1
        old = self.mapping()
        self.header[column] = f"{COLUMNS[column]} {self.renames}"
        before = self.events()
        held = import_table(self.ledger, self.table(), old, self.options())
        if any(any(row) for row in self.rows) or not self.known:
            assert held.reason == "missing_header"
        assert held.quarantined and self.events() == before
        if not map_anew:
            self.header[column] = former

    # the import and what must hold after it

    def options(self) -> IntakeOptions:
        """Somebody imports."""
        return IntakeOptions(NOW, "an")

    def table(self) -> RawTable:
        """The sheet as its source hands it over."""
        cells = pa.table({
            str(at): pa.array([row[column] or None for row in self.rows], pa.string())
            for at, column in enumerate(self.order)
        })
        header = tuple(self.header[column] for column in self.order)
        return RawTable(header, cells, pa.array(range(2, len(self.rows) + 2), pa.int32()))

    def events(self) -> int:
        """How many events speak of a row."""
        event = schema.event
        with self.ledger.engine.connect() as connection:
            count = sa.select(sa.func.count()).where(event.c.slot_id.is_not(None))
            return int(connection.execute(count).scalar_one())

    def expect_silence_if_settled(self) -> None:
        """Nothing but the order changed since the last import: an import then says nothing."""
        if Counter(row for row in self.rows if any(row)) == Counter(self.known):
            before = self.events()
            import_table(self.ledger, self.table(), self.mapping(), self.options())
            assert self.events() == before

    @rule()
    def bring(self) -> None:
        spoken = [row for row in self.rows if any(row)]
        old, new = Counter(self.known), Counter(spoken)
        unchanged = (old & new).total()
        back = Counter(self.gone) & (new - old)
        left, fresh = list((old - new).elements()), list((new - old - back).elements())
        by_time, open_1, left, fresh = paired(left, fresh, all_but_time)
        noted = len({row[:COMMENT] for row in left} & {row[:COMMENT] for row in fresh if row[TIME]})
        by_visit, open_2, left, fresh = paired(left, fresh, same_visit)
        before = self.events()
        done = import_table(self.ledger, self.table(), self.mapping(), self.options())
        if done.quarantined:
            assert self.events() == before
            if not spoken:
                assert done.reason == "empty_table" and self.known
            elif not (open_1 or open_2):
                assert done.reason == "mass_removal"
                assert len(left) > 3 and len(left) * 5 > len(self.known)
            return
        assert spoken or not self.known
        assert (done.unchanged - done.annotated, done.restored) == (unchanged, back.total())
        assert done.unchanged + done.restored + done.changed + done.new == len(spoken)
        assert done.unchanged + done.changed + done.removed == len(self.known)
        moved = done.new + done.changed + done.annotated + done.removed + done.restored
        assert self.events() - before == moved
        if not (open_1 or open_2):
            assert not (len(left) > 3 and len(left) * 5 > len(self.known))
            told = (done.annotated, done.changed, done.removed, done.new)
            assert told == (noted, by_time + by_visit - noted, len(left), len(fresh))
        self.known = spoken
        self.gone = self.contents(removed=True)
        assert Counter(self.contents(removed=False)) == new
        self.check_figures()

    def contents(self, removed: bool) -> list[Cells]:
        """The newest version of the rows that are there, or of those that are gone."""
        slot, raw, header = schema.slot, schema.raw_row, schema.header
        query = (
            sa.select(raw.c.body, header.c.cells)
            .join(slot, slot.c.latest_raw_id == raw.c.raw_id)
            .join(header, header.c.header_id == raw.c.header_id)
            .where(slot.c.removed == removed)
        )
        with self.ledger.engine.connect() as connection:
            return [self.as_cells(body, names) for body, names in connection.execute(query)]

    def as_cells(self, body: str, names: str) -> Cells:
        """A kept row in the order of COLUMNS; renamed headers begin with the old name."""
        said = dict(zip(json.loads(names), json.loads(body), strict=True))
        return tuple(
            next(text or "" for name, text in said.items() if name.startswith(column))
            for column in COLUMNS
        )

    def check_figures(self) -> None:
        """The first version counts, or the newest where the source says so, removed or not."""
        event, raw, header = schema.event, schema.raw_row, schema.header
        query = (
            sa.select(event.c.slot_id, raw.c.body, header.c.cells)
            .join(raw, raw.c.raw_id == event.c.seq)
            .join(header, header.c.header_id == raw.c.header_id)
            .order_by(event.c.seq)
        )
        versions: dict[int, list[Cells]] = {}
        with self.ledger.engine.connect() as connection:
            for number, body, names in connection.execute(query):
                versions.setdefault(number, []).append(self.as_cells(body, names))
        place = -1 if self.latest else 0
        wanted = Counter(cells[place][OVERALL] for cells in versions.values())
        source = self.ledger.source("phieu").id
        counted = Counter(
            text if isinstance(text, str) else "" for part in self.ledger.counted(source)
            for text in part.cells[str(part.header.index(self.header[OVERALL]))]
        )
        assert counted == wanted
        self.wanted = Counter()
        for cells in versions.values():
            row = cells[place]
            if row[TIME] and row[UNIT] and row[OVERALL]:
                self.wanted[5 - LEVELS.index(row[OVERALL])] += 1

    @invariant()
    def nothing_is_wrong_with_the_chain(self) -> None:
        if hasattr(self, "ledger"):
            with self.ledger.engine.connect() as connection:
                event = schema.event
                newest = connection.execute(sa.select(sa.func.max(event.c.seq))).scalar_one()
                count = connection.execute(sa.select(sa.func.count()).select_from(event))
                assert count.scalar_one() == newest

    def teardown(self) -> None:
        if not hasattr(self, "ledger"):
            return
        try:
            assert verify(self.ledger, self.home, (), BEGINNING) == []
            if self.sequences % PUBLISHED:
                return
            publish(self.ledger, self.home, NOW)
            with open_snapshot(self.home) as snapshot, snapshot.cursor() as cursor:
                found = cursor.execute(
                    "SELECT overall, count(*) FROM response WHERE overall > 0 GROUP BY overall"
                ).fetchall()
            assert Counter(dict(found)) == +self.wanted
        finally:
            self.ledger.close()
            shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with two units, to be copied."""
    folder = tmp_path_factory.mktemp("machine")
    ledger: Ledger = open_ledger(Home(folder, f"sqlite:///{folder / 'ledger.sqlite'}"))
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an", NOW)
    people = [Officer(f"{u}{n}", name, u) for u in ("X1", "X2") for n, name in enumerate(OFFICERS)]
    ledger.register_officers(people, "an", NOW)
    ledger.close()
    yield folder


def test_the_record_knows_of_everything_that_happens_to_a_sheet(template: Path) -> None:
    Sheet.template, Sheet.sequences = template, 0
    run_state_machine_as_test(Sheet, settings=settings(
        max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, derandomize=not SLOW,
        database=None, suppress_health_check=list(HealthCheck),
    ))
    assert Sheet.sequences >= SEQUENCES
