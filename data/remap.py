"""What a person says about words nobody could read: the affected responses are read again.

Nothing is fetched: the rows are in the ledger, and a mapping or register entry is a new version.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from analysis.errors import InputError
from analysis.levels import LEVELS
from analysis.names import Resolver, fold
from analysis.registers import Officer, Unit
from data import text_remap as text
from data.ledger import Ledger
from data.snapshot import publish

MEANINGS = (*LEVELS, 0)
"""What a label may mean: a level, or no answer (0)."""


def map_label(
    ledger: Ledger, source: str, means: tuple[str, int], who: str, now: datetime
) -> str:
    """Reads (label, level) of one source so from now on (level 1..5, 0: no answer); the new snapshot.

    InputError, and nothing written, for another level, an empty label or an unknown source.
    """
    label, level = means
    key = fold(label)
    if level not in MEANINGS or not key:
        raise InputError(text.BAD_LABEL.format(label=label))
    mapping = ledger.source(source).mapping
    ledger.add_source(replace(mapping, levels={**mapping.levels, key: level}), who, now)
    return publish(ledger, ledger.home, now)


def add_alias(ledger: Ledger, entry: Unit | Officer, alias: str, who: str, now: datetime) -> str:
    """Registers another name of a unit or officer; the new snapshot.

    InputError, and nothing written, when the name already leads to another entry.
    """
    alias = " ".join(alias.split())
    registers = ledger.registers()
    resolver = Resolver(registers)
    if isinstance(entry, Unit):
        known = resolver.unit(alias)
        meant = None if known and registers.units[known].provisional else known
    else:
        known = resolver.officer(alias, entry.unit_code, None)
        meant = None if known and registers.officers[known].provisional else known
    if not alias or meant not in (None, entry.code):
        raise InputError(text.TAKEN.format(alias=alias, code=meant))
    changed = replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, alias))))
    if isinstance(changed, Unit):
        ledger.register_units([changed], who, now)
    else:
        ledger.register_officers([changed], who, now)
    return publish(ledger, ledger.home, now)
