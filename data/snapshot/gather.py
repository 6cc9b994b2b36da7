"""Reads the ledger into the contents of a snapshot: everything, or what changed since one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import analysis
from analysis.criteria import CriterionSet
from analysis.mapping_file import mapping_toml
from analysis.normalise import Normalised, Rules, normalise
from analysis.registers import Officer, Registers, Unit
from data.ahead import ahead
from data.criteria import criterion_set_for, load_criterion_sets
from data.ledger import Ledger
from data.settings import Home
from data.snapshot.contents import Batch, Contents, Kept, SourceInfo, under_slots

Slots = Mapping[int, set[int] | None]
"""Source number -> the slots to read, None for all."""

SCHEMA = 5
_MEANING = (  # code that decides what a row means
    "normalise*", "headers", "levels", "names", "times", "renames", "text/words", "masking",
)


@dataclass(frozen=True)
class Former:
    """A sound snapshot built earlier, with its provisional units and officers.

    `waiting` are the rows it rejected as dated in the future: they may count by now. `places` are
    the row numbers it names, for whoever mends the sheet, by response.
    """

    path: Path
    meta: Mapping[str, str]
    waiting: frozenset[int]
    places: Mapping[int, int]
    units: tuple[Unit, ...]
    officers: tuple[Officer, ...]

    @property
    def seq(self) -> int:
        """The ledger sequence it was built from."""
        return int(self.meta["seq"])


class Gathering:
    """One reading of the ledger: the head is taken first, so later rows are read again next time."""

    def __init__(self, ledger: Ledger, home: Home, now: datetime) -> None:
        self.ledger = ledger
        self.now = now
        self.head = ledger.figures_head()
        self.register_seq = ledger.register_seq()
        self.sources = ledger.sources()
        sets = load_criterion_sets(home)
        self._set_of = {s.id: criterion_set_for(s.mapping, sets) for s in self.sources}

    @property
    def sets(self) -> list[CriterionSet]:
        """The criterion sets the sources use, in order of code."""
        by_code = {used.code: used for used in self._set_of.values()}
        return [by_code[code] for code in sorted(by_code)]

    def fingerprint(self) -> str:
        """Hex digest of all that gives rows their meaning: code, criterion sets and mappings."""
        folder = Path(analysis.__file__ or "").parent
        files = sorted(file for name in _MEANING for file in folder.glob(f"{name}.py"))
        code = [file.read_bytes() for file in files]
        mappings = [(s.id, s.name, mapping_toml(s.mapping.meaning)) for s in self.sources]
        return sha256(repr((SCHEMA, code, self.sets, mappings)).encode()).hexdigest()

    def meta(self) -> dict[str, str]:
        """The meta table of a snapshot built now."""
        return {
            "schema": str(SCHEMA),
            "seq": str(self.head.seq),
            "hash": self.head.hash,
            "fingerprint": self.fingerprint(),
            "built_at": self.now.astimezone(UTC).isoformat(timespec="seconds"),
        }

    def everything(self) -> Contents:
        """The contents of a full build."""
        return self._contents({source.id: None for source in self.sources})

    def changes(self, former: Former, whole: bool = False) -> Contents:
        """The contents that turn a former snapshot into one of now, `whole`: in one file."""
        slots: dict[int, set[int] | None] = {
            source.id: self.ledger.touched(source.id, former.seq)
            | self.ledger.moved(source.id, former.places) | former.waiting
            for source in self.sources
        }
        # A provisional unit is spelt as in the first row that names it, whichever source has it.
        creating = [source.id for source in self.sources if source.mapping.create_units]
        if any(slots[number] for number in creating):
            slots |= dict.fromkeys(creating)
        renewed = frozenset(number for number, chosen in slots.items() if chosen is None)
        touched = frozenset().union(*(chosen for chosen in slots.values() if chosen))
        rows, changed = (0 if whole else int(former.meta.get(name, 0)) for name in ("rows", "changed"))
        kept = Kept(
            former.path, touched, renewed, former.units, former.officers, rows, changed
        )
        return self._contents(slots, kept)

    def _contents(self, slots: Slots, kept: Kept | None = None) -> Contents:
        registers = self.ledger.registers()
        meta = self.meta() | {"built": "changes" if kept else "full"}
        batches = ahead(self._batches(slots, registers))
        return Contents(registers, self.sets, list(self._infos), batches, meta, kept)

    @cached_property
    def _infos(self) -> list[SourceInfo]:
        last = {run.source_id: run.at for run in self.ledger.runs() if not run.quarantined}
        return [
            SourceInfo(
                s.id, s.name, self._set_of[s.id].code, s.mapping.counted_version, last.get(s.id),
                len(self.ledger.excluded(s.id)),
            )
            for s in self.sources
        ]

    def _batches(self, slots: Slots, registered: Registers) -> Iterator[Batch]:
        known = registered
        for source, info in zip(self.sources, self._infos, strict=True):
            for counted in ahead(self.ledger.counted(source.id, slots[source.id])):
                registers = known if source.mapping.create_units else registered
                rules = Rules(source.mapping, self._set_of[source.id], registers, self.now)
                result = normalise(counted.cells, counted.header, rules)
                yield Batch(
                    info,
                    under_slots(result.responses, counted.cells, "edited", "removed"),
                    under_slots(result.rejected, counted.cells),
                    under_slots(result.unreadable, counted.cells),
                    result.provisional_units,
                    result.provisional_officers,
                )
                known = _also(known, result)


def _also(registers: Registers, result: Normalised) -> Registers:
    """The registers with the units and officers these rows made known."""
    if not result.provisional_units and not result.provisional_officers:
        return registers
    units = {unit.code: unit for unit in result.provisional_units}
    officers = {officer.code: officer for officer in result.provisional_officers}
    return replace(
        registers, units=units | dict(registers.units), officers=officers | dict(registers.officers)
    )
