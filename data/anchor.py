"""The seal of a day: kept elsewhere, it shows later that the record was not written anew."""

from __future__ import annotations

from typing import Any

from analysis.filters import Filters
from analysis.scope import Scope
from data.ledger import Ledger
from data.queries.counts import counts
from data.settings import Home, now
from data.snapshot import open_snapshot


def anchor(ledger: Ledger, home: Home) -> dict[str, Any]:
    """Date, number and hash of the newest event, and responses per unit in the snapshot in force.

    Units with no response are left out; without a snapshot there are none.
    """
    head = ledger.head()
    return {
        "date": now().date().isoformat(),
        "sequence": head.seq,
        "hash": head.hash,
        "units": _units(home) if home.current.exists() else [],
    }


def _units(home: Home) -> list[dict[str, Any]]:
    everything = Scope("anchor", "admin", everything=True)
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        frame = counts(cursor, everything, Filters(), ("unit",))
    return [
        {"unit_code": code, "responses": int(responses)}
        for code, responses in zip(frame["unit_code"], frame["responses"], strict=True)
    ]
