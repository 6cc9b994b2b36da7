"""The signature under an anchor: the key of the home, and the one line that carries it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from analysis.errors import InputError, IntegrityError
from data.ledger.bodies import encode
from data.private_file import write_private
from data.settings import Home
from data.text_anchor import BROKEN_KEY, WRONG_ANCHOR

KEY_FILE = "anchor-key.pem"
FORM = "NP1"
_LINE = re.compile(
    FORM + r":(\d{4}-\d\d-\d\d):(\d{1,18}):([0-9a-f]{64}):([0-9a-f]{64}):([\w-]{86}):([0-9a-f]{16})"
)


@dataclass(frozen=True)
class Seal:
    """What one anchor says; `signature` and `key` (a fingerprint) are "" on an unsigned one."""

    date: str
    sequence: int
    hash: str
    units_digest: str
    signature: str = ""
    key: str = ""

    @property
    def statement(self) -> str:
        """What is signed."""
        return f"{FORM}:{self.date}:{self.sequence}:{self.hash}:{self.units_digest}"

    @property
    def line(self) -> str:
        """The line for the notice board, 250 characters or so."""
        return f"{self.statement}:{self.signature}:{self.key}"


def units_digest(units: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 (hexadecimal) of the counts per unit as an anchor lists them."""
    counts = [[unit["unit_code"], unit["responses"]] for unit in units]
    return sha256(encode(counts).encode()).hexdigest()


def find_seals(text: str) -> list[Seal]:
    """Every seal in a text, whatever spaces and line breaks were put into it."""
    found = _LINE.findall("".join(text.split()))
    return [Seal(date, int(number), *rest) for date, number, *rest in found]


def seal_of(document: Mapping[str, Any]) -> Seal:
    """The seal of an anchor document; InputError when it names no event and hash."""
    number, wanted = document.get("sequence"), document.get("hash")
    if not isinstance(number, int) or not isinstance(wanted, str):
        raise InputError(WRONG_ANCHOR)
    try:
        digest = document.get("units_digest") or units_digest(document.get("units", ()))
    except (TypeError, KeyError) as error:
        raise InputError(WRONG_ANCHOR) from error
    said = [str(document.get(name, "")) for name in ("signature", "key")]
    return Seal(str(document.get("date", "?")), number, wanted, str(digest), *said)


def home_key(home: Home) -> Ed25519PrivateKey:
    """The key of this home, made on first use; IntegrityError when its file is damaged."""
    path = home.path / KEY_FILE
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        write_private(path, made, replace=False)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except ValueError as error:
        raise IntegrityError(BROKEN_KEY.format(name=KEY_FILE)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise IntegrityError(BROKEN_KEY.format(name=KEY_FILE))
    return key


def public_text(key: Ed25519PublicKey) -> str:
    """The public key as text: base64 of its 32 bytes."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def fingerprint(public: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a public key given as text."""
    return sha256(base64.b64decode(public)).hexdigest()[:16]


def signed(seal: Seal, key: Ed25519PrivateKey) -> Seal:
    """The same seal with the signature of this key."""
    signature = base64.urlsafe_b64encode(key.sign(seal.statement.encode())).decode().rstrip("=")
    named = fingerprint(public_text(key.public_key()))
    return Seal(seal.date, seal.sequence, seal.hash, seal.units_digest, signature, named)


def is_signed_by(seal: Seal, public: str) -> bool:
    """Whether the signature is of this public key, over exactly what the seal says."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.urlsafe_b64decode(seal.signature + "=="), seal.statement.encode())
    except (ValueError, InvalidSignature):
        return False
    return fingerprint(public) == seal.key
