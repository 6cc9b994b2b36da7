"""Passwords: which are refused, how they are kept (argon2id), and second factors."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from functools import cache
from pathlib import Path

import argon2
import pyotp

from analysis.errors import InputError
from analysis.names import search_key
from data import text_accounts as text

LEAST, MOST = 12, 128
COMMON = Path(__file__).parent / "common_passwords.txt"
STEP = 30
_FEW_SIGNS = 4  # "aaaaaaaaaaaa", "ababababab12": a long password of so few signs is a short one
_TELLING = 4  # shorter names stand in many words by chance
# 64 MiB and three passes a hash (RFC 9106, second choice); two at once, so that many tries
# together neither fill the memory nor starve the pages.
_HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_AT_ONCE = threading.Semaphore(2)


def refuse_weak(password: str, name: str) -> None:
    """Raises InputError for a password that is short, endless, common or holds the account's name."""
    if len(password) > MOST:
        raise InputError(text.TOO_LONG.format(most=MOST))
    if len(password) < LEAST:
        raise InputError(text.TOO_SHORT.format(least=LEAST))
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in password):
        raise InputError(text.BAD_SIGNS)
    said = re.sub(r"\s+", "", search_key(password))
    if said in _common() or len(set(said)) <= _FEW_SIGNS:
        raise InputError(text.TOO_COMMON)
    if len(name) >= _TELLING and name.partition("@")[0] in said:
        raise InputError(text.LIKE_NAME)


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one kept; as slow for an account that does not exist ("").

    A password no one can have set is refused without any work.
    """
    if not 0 < len(password) <= MOST or "\0" in password:
        return False
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), _normal(password)) and bool(kept)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False


def one_time_password() -> str:
    """A password to hand over once: 20 letters and digits that are not mistaken for each other."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(5)) for _ in range(4))


def new_factor() -> str:
    """The secret of a second factor, as an authenticator app takes it."""
    return pyotp.random_base32()


def factor_address(secret: str, name: str, issuer: str) -> str:
    """The otpauth:// address an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def factor_step(secret: str, code: str, moment: float, after: int) -> int | None:
    """The time step a six-digit code is for, one step early or late allowed; None when wrong.

    A code for a step up to `after` was used before and counts no more.
    """
    said = re.sub(r"\s", "", code[:20])
    if not re.fullmatch(r"[0-9]{6}", said):
        return None
    now = int(moment // STEP)
    for step in (now - 1, now, now + 1):
        if step > after and secrets.compare_digest(pyotp.TOTP(secret).at(step * STEP), said):
            return step
    return None


def _normal(password: str) -> str:
    """The same password whatever the keyboard composes."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex(16))


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text("utf-8").split())
