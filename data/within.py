"""What somebody who sees some units only may bring in or change: their own registers and sources."""

from __future__ import annotations

from dataclasses import replace

from analysis.errors import InputError
from analysis.registers import Registers
from analysis.scope import Scope
from data.foreign_rows import Own, refuse_foreign_source
from data.ledger import Ledger, Run, Source
from data.queries.quality import quality
from data.settings import Home
from data.snapshot import open_snapshot
from data.text_ledger import NOT_YOURS


def codes(registers: Registers, scope: Scope) -> frozenset[str] | None:
    """Codes of every unit a scope reaches; None for a scope over everything."""
    if scope.everything:
        return None
    known = [code for code in scope.units if code in registers.units]
    return frozenset(code for root in known for code in registers.tree.subtree(root))


def registered(registers: Registers, scope: Scope) -> Registers:
    """The part of the registers that belongs to a scope."""
    inside = codes(registers, scope)
    if inside is None:
        return registers
    return replace(
        registers,
        units={code: unit for code, unit in registers.units.items() if code in inside},
        officers={c: one for c, one in registers.officers.items() if one.unit_code in inside},
        dossiers=tuple(one for one in registers.dossiers if one.unit_code in inside),
    )


def own(ledger: Ledger, scope: Scope) -> tuple[tuple[Source, ...], tuple[Run, ...]]:
    """Sources and runs a scope may touch: all, or file sources only this person ever filled."""
    sources, runs = tuple(ledger.sources()), tuple(ledger.runs())
    if scope.everything:
        return sources, runs
    brought = {source.id: {run.who for run in runs if run.source_id == source.id} for source in sources}
    mine = tuple(s for s in sources if s.kind == "file" and brought[s.id] == {scope.user})
    kept = {source.id for source in mine}
    return mine, tuple(run for run in runs if run.source_id in kept)


def whole(home: Home, scope: Scope) -> frozenset[str] | None:
    """Names of the sources whose every response belongs to a scope; None: every source.

    What a sync of a shared source brought counts the rows of others, too.
    """
    if scope.everything:
        return None
    if not home.current.exists():
        return frozenset()
    everybody = Scope("", "admin", everything=True)
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        found = quality(cursor, scope).merge(quality(cursor, everybody), on="source")
    alone = found["responses_x"].eq(found["responses_y"]) & found["responses_x"].gt(0)
    return frozenset(map(str, found["source"][alone]))


def refuse_foreign(ledger: Ledger, name: str, scope: Scope) -> None:
    """InputError when a source of this name holds what somebody else brought in."""
    mine, _ = own(ledger, scope)
    taken = {source.name for source in ledger.sources()} - {source.name for source in mine}
    if name in taken:
        raise InputError(NOT_YOURS.format(source=name))


def refuse_undo(ledger: Ledger, run_id: int, scope: Scope) -> None:
    """InputError when taking this run back would touch rows outside a scope narrowed since."""
    registers = ledger.registers()
    inside = codes(registers, scope)
    if inside is None:
        return
    source = next(run.source for run in ledger.runs() if run.id == run_id)
    with ledger.engine.connect() as connection:
        refuse_foreign_source(connection, ledger.source(source), Own(inside, registers))
