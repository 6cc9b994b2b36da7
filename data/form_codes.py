"""One-time codes of the form: short enough to type, signed with a key only this home has.

A code is a number of 76 bits: which batch, which one of it, and a signature over both and over
what the batch is for. Nothing is kept about a code until it is used, so a restored copy cannot know which
codes were used after it was made: one-time codes of before are void from then on, and later batches,
whose numbers come again, are signed with another key.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from data.ledger.answers import CodeBatch
from data.private_file import write_private
from data.settings import Home

KEY_FILE = "form-key"
RESTORED_FILE = "form-restored"
"""One line a restore: the number of the newest batch it knew, and a salt for the key of later ones."""
ALPHABET = "0123456789BCFGHJKMNPQRSTVXZ"
"""No vowel and no D or W, so that a Vietnamese keyboard leaves a typed code alone; no I, L or O."""

LENGTH, GROUP = 16, 4
BATCH_BITS, SERIAL_BITS, MARK_BITS = 20, 12, 44
MOST = 2**SERIAL_BITS - 1
"""Codes one batch can have."""

_KEY_BYTES = 32
_LOOKALIKES = str.maketrans("ILO", "110")
_LONGEST = 64


@dataclass(frozen=True)
class Code:
    """What a typed code says; whether it is genuine is another question. `text` is as printed."""

    text: str
    batch: int
    serial: int
    mark: int


def home_key(home: Home) -> bytes:
    """The key of this home, made on first use (0600)."""
    path = home.path / KEY_FILE
    if not path.exists():
        write_private(path, secrets.token_hex(_KEY_BYTES).encode(), replace=False)
    return path.read_bytes()


def batch_key(home: Home, number: int) -> bytes:
    """The key of a batch: that of the home, or one of its own time after the last restore before it."""
    key = home_key(home)
    salts = [salt for newest, salt in _restores(home) if newest < number]
    return hmac.digest(key, salts[-1].encode(), "sha256") if salts else key


def is_void(home: Home, batch: CodeBatch) -> bool:
    """Whether its one-time codes were handed out before a copy was restored; a shared code never is."""
    return batch.count > 0 and any(batch.number <= newest for newest, _ in _restores(home))


def note_restore(home: Home, newest: int) -> None:
    """Remembers that a copy was restored whose newest batch has this number."""
    known = [*_restores(home), (newest, secrets.token_hex(_KEY_BYTES))]
    lines = "".join(f"{number} {salt}\n" for number, salt in known)
    write_private(home.path / RESTORED_FILE, lines.encode())


def _restores(home: Home) -> list[tuple[int, str]]:
    path = home.path / RESTORED_FILE
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return [(int(number), salt) for number, salt in map(str.split, lines)]


def make_codes(key: bytes, batch: CodeBatch) -> list[str]:
    """The codes of a batch, as printed; of a batch that serves again and again its one code."""
    serials = range(1, batch.count + 1) if batch.count else (0,)
    return [_text(batch.number, serial, _mark(key, batch, serial)) for serial in serials]


def read_code(typed: str) -> Code | None:
    """The code in what a person typed or scanned: any case, spaces and dashes; None if it is none.

    >>> read_code("0000-0000 0000 0001") == read_code("oooo-oooooooo-oooL")
    True
    >>> read_code("12345") is None
    True
    """
    if len(typed) > _LONGEST:
        return None
    plain = "".join(typed.split()).replace("-", "").upper().translate(_LOOKALIKES)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return None
    number = 0
    for letter in plain:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    batch, rest = divmod(number, 2 ** (SERIAL_BITS + MARK_BITS))
    serial, mark = divmod(rest, 2**MARK_BITS)
    return Code(_grouped(plain), batch, serial, mark)


def is_genuine(key: bytes, code: Code, batch: CodeBatch) -> bool:
    """Whether this home made the code for what the batch is for."""
    known = 1 <= code.serial <= batch.count or (batch.count == 0 == code.serial)
    wanted, said = (mark.to_bytes(8, "big") for mark in (_mark(key, batch, code.serial), code.mark))
    return hmac.compare_digest(wanted, said) and known


def used_mark(key: bytes, code: Code, once: str = "") -> str:
    """What the record keeps of a used code (hexadecimal); it leads back to no code.

    `once` tells uses apart where one code serves again and again.
    """
    return hmac.digest(key, f"used|{code.text}|{once}".encode(), "sha256").hex()


def _mark(key: bytes, batch: CodeBatch, serial: int) -> int:
    said = (batch.number, serial, batch.source_id, batch.unit_code, batch.officer_code,
            batch.count, batch.expires)
    digest = hmac.digest(key, f"code|{said!r}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> (64 - MARK_BITS)


def _text(batch: int, serial: int, mark: int) -> str:
    number = (batch << SERIAL_BITS | serial) << MARK_BITS | mark
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return _grouped("".join(reversed(letters)))


def _grouped(plain: str) -> str:
    return "-".join(plain[start:start + GROUP] for start in range(0, LENGTH, GROUP))
