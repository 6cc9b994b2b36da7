"""Anchors, the seals of a day: kept elsewhere, they show later that nothing was written anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.scope import Scope
from data import text_anchor as text
from data.ledger import Ledger
from data.ledger.bodies import encode
from data.private_file import write_private
from data.queries.counts import counts
from data.seal import (
    Seal,
    find_seals,
    fingerprint,
    home_key,
    is_signed_by,
    public_text,
    seal_of,
    signed,
    units_digest,
)
from data.settings import ZONE, Home
from data.snapshot import open_snapshot

FOLDER = "anchors"


def anchor(ledger: Ledger, home: Home, now: datetime) -> dict[str, Any]:
    """Local date, number and hash of the newest event, responses per unit, and the signed line.

    Units with no response are left out; without a snapshot there are none. `key` is the
    fingerprint of `public_key`.
    """
    head = ledger.head()
    units = _units(home) if home.current.exists() else []
    key = home_key(home)
    date = now.astimezone(ZONE).date().isoformat()
    seal = signed(Seal(date, head.seq, head.hash, units_digest(units)), key)
    return {
        "date": seal.date,
        "sequence": seal.sequence,
        "hash": seal.hash,
        "units": units,
        "units_digest": seal.units_digest,
        "signature": seal.signature,
        "key": seal.key,
        "public_key": public_text(key.public_key()),
        "line": seal.line,
    }


def keep_anchor(ledger: Ledger, home: Home, now: datetime) -> dict[str, Any]:
    """The anchor of this moment, kept in the home outside the record unless it is there already."""
    document = anchor(ledger, home, now)
    name = f"{document['date']}-{document['sequence']:09}-{document['hash'][:8]}.json"
    write_private(home.path / FOLDER / name, encode(document).encode(), replace=False)
    return document


def kept_anchors(home: Home) -> list[dict[str, Any]]:
    """Every anchor the home keeps, oldest first; a file nobody can read as {"broken": sentence}."""
    return [_read(path) for path in _files(home)]


def newest_document(home: Home) -> dict[str, Any] | None:
    """The last anchor the home keeps, as it was kept; None when there is none."""
    found = (_read(path) for path in reversed(_files(home)))
    return next((document for document in found if "broken" not in document), None)


def newest_anchor(home: Home) -> Seal | None:
    """What the last anchor the home keeps says; None when there is none."""
    document = newest_document(home)
    return seal_of(document) if document else None


def known_keys(home: Home) -> dict[str, str]:
    """Fingerprint -> public key of every key this home has signed with."""
    own = public_text(home_key(home).public_key())
    found = {fingerprint(own): own}
    for document in kept_anchors(home):
        public = document.get("public_key")
        if isinstance(public, str):
            found.setdefault(str(document.get("key")), public)
    return found


@dataclass(frozen=True)
class Comparison:
    """Whether a printed anchor still fits the record, with the sentence that says so."""

    fits: bool
    sentence: str


def compared(ledger: Ledger, home: Home, printed: str) -> Comparison:
    """A printed line, as somebody pasted it, beside the record of now."""
    found = find_seals(printed)
    if not found:
        return Comparison(False, text.NOT_A_SEAL)
    seal, head = found[0], ledger.head()
    said = {"seq": seal.sequence, "date": seal.date, "key": seal.key}
    public = known_keys(home).get(seal.key)
    if public is None:
        return Comparison(False, text.UNKNOWN_KEY.format(**said))
    if not is_signed_by(seal, public):
        return Comparison(False, text.FORGED)
    if seal.sequence > head.seq:
        return Comparison(False, text.ENDS_EARLY.format(head=head.seq, **said))
    if ledger.hash_at(seal.sequence) != seal.hash:
        return Comparison(False, text.BROKEN_ANCHOR.format(**said))
    return Comparison(True, text.STILL_TRUE.format(added=head.seq - seal.sequence, **said))


def _files(home: Home) -> list[Path]:
    return sorted((home.path / FOLDER).glob("*.json"))


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
        seal_of(document)
    except (ValueError, AttributeError, InputError):
        return {"broken": text.BROKEN_FILE.format(name=path.name)}
    return dict(document)


def _units(home: Home) -> list[dict[str, Any]]:
    everything = Scope("anchor", "admin", everything=True)
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        frame = counts(cursor, everything, Filters(), ("unit",))
    return [
        {"unit_code": code, "responses": int(responses)}
        for code, responses in zip(frame["unit_code"], frame["responses"], strict=True)
    ]
