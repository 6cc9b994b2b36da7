"""Reads the ledger into the contents of a snapshot: everything, or what changed since one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import analysis
from analysis.criteria import CriterionSet
from analysis.normalise import Rules, normalise
from analysis.registers import Registers
from data.criteria import criterion_set_for, load_criterion_sets
from data.ledger import Ledger
from data.settings import Home
from data.snapshot.contents import SLOT_COLUMNS, Batch, Contents, Kept, SourceInfo, with_slots

SCHEMA = 1
_MEANING = ("normalise", "headers", "levels", "names", "times")  # code that decides what a row means


@dataclass(frozen=True)
class Former:
    """A sound snapshot built earlier: its file, its meta, and slots to read again in any case."""

    path: Path
    meta: Mapping[str, str]
    waiting: Mapping[int, frozenset[int]]

    @property
    def seq(self) -> int:
        """The ledger sequence it was built from."""
        return int(self.meta["seq"])


class Gathering:
    """One reading of the ledger: the head is taken first, so later rows are read again next time."""

    def __init__(self, ledger: Ledger, home: Home, now: datetime) -> None:
        self.ledger = ledger
        self.now = now
        self.head = ledger.head()
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
        code = [(folder / f"{name}.py").read_bytes() for name in _MEANING]
        mappings = [(s.id, s.name, s.mapping_toml) for s in self.sources]
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
        return self._contents(dict.fromkeys((s.id for s in self.sources), None), None)

    def changes(self, former: Former) -> Contents:
        """The contents that turn a former snapshot into one of now."""
        touched: dict[int, Iterable[int] | None] = {}
        for source in self.sources:
            slots = self.ledger.touched(source.id, former.seq)
            slots = set(slots) | former.waiting.get(source.id, frozenset())
            # provisional units take their spelling from the first row that names them
            touched[source.id] = None if slots and source.mapping.create_units else slots
        return self._contents(touched, Kept(former.path, touched))

    def _contents(self, slots: Mapping[int, Iterable[int] | None], kept: Kept | None) -> Contents:
        registers = self.ledger.registers()
        infos = [self._info(source.id) for source in self.sources]
        batches = [b for info in infos for b in self._batches(info, registers, slots)]
        return Contents(registers, self.sets, infos, batches, self.meta(), kept)

    def _info(self, source_id: int) -> SourceInfo:
        source = next(s for s in self.sources if s.id == source_id)
        runs = [run.at for run in self.ledger.runs(source.name)]
        return SourceInfo(
            source_id, source.name, self._set_of[source_id].code,
            source.mapping.counted_version, str(max(runs)) if runs else None,
        )

    def _batches(
        self, info: SourceInfo, registers: Registers, slots: Mapping[int, Iterable[int] | None]
    ) -> Iterator[Batch]:
        chosen = slots[info.source_id]
        if chosen is not None and not chosen:
            return
        mapping = next(s.mapping for s in self.sources if s.id == info.source_id)
        rules = Rules(mapping, self._set_of[info.source_id], registers, self.now)
        wanted = None if chosen is None else set(chosen)
        for counted in self.ledger.counted(info.source_id, wanted):
            result = normalise(counted.cells, counted.header, rules)
            yield Batch(
                info,
                with_slots(result.responses, counted.cells, SLOT_COLUMNS),
                with_slots(result.rejected, counted.cells, ["slot"]),
                with_slots(result.unreadable, counted.cells, ["slot"]),
                result.provisional_units,
                result.provisional_officers,
            )
