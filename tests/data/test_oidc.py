"""What an identity provider says is believed only as it signed it, for us, for this errand."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from analysis.errors import InputError
from analysis.registers import Unit
from data import accounts, oidc, sessions
from data.commands.run import main
from data.ledger import Ledger
from data.ledger.accounts import Account
from data.provider import Provider, provider
from data.settings import Home, Settings

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HERE = Provider("https://id.example", "ours", Path("secret"), "Sở Thử")
KEY = RSAKey.generate_key(2048, {"kid": "1"})
CURVE = ECKey.generate_key("P-256", {"kid": "2"})
OTHER = RSAKey.generate_key(2048, {"kid": "1"})
KEYS = KeySet([KEY, CURVE]).as_dict(private=False)


def token(key: object = KEY, alg: str = "RS256", kid: str = "1", **claims: Any) -> str:
    """A statement signed now; a claim of None is left out, a function is called for its value."""
    said = {
        "iss": "https://id.example", "aud": "ours", "sub": "7", "nonce": "n",
        "iat": int(time.time()), "exp": int(time.time()) + 300, **claims,
    }
    left = {
        name: value() if callable(value) else value
        for name, value in said.items() if value is not None
    }
    registry = jws.JWSRegistry(algorithms=[alg])
    return jwt.encode({"alg": alg, "kid": kid}, left, key, registry=registry)


@pytest.mark.parametrize("said", [
    {}, {"key": CURVE, "alg": "ES256", "kid": "2"}, {"aud": ["ours"]},
    {"aud": ["ours", "theirs"], "azp": "ours"}, {"exp": lambda: int(time.time()) - 20},
])
def test_a_statement_for_us_is_believed(said: dict[str, Any]) -> None:
    assert oidc.checked(HERE, token(**said), KEYS, "n")["sub"] == "7"


def unsigned() -> str:
    head, body, _ = token().split(".")
    head = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{head}.{body}."


def signed_with_the_public_key() -> str:
    head = urlsafe_b64encode(b'{"alg":"HS256","kid":"1"}').rstrip(b"=")
    body = b".".join((head, token().split(".")[1].encode()))
    seal = hmac.digest(KEY.as_pem(private=False), body, "sha256")
    return f"{body.decode()}.{urlsafe_b64encode(seal).rstrip(b'=').decode()}"


def in_an_hour() -> int:
    return int(time.time()) + 3600


def an_hour_ago() -> int:
    return int(time.time()) - 3600


@pytest.mark.parametrize("said", [
    {"key": OTHER}, {"kid": "9"},
    {"iss": "https://evil.example"}, {"iss": "https://id.example/"}, {"iss": None},
    {"aud": "theirs"}, {"aud": ["ours", "theirs"]}, {"aud": None}, {"aud": "ours", "azp": "theirs"},
    {"nonce": "m"}, {"nonce": None}, {"nonce": ""}, {"sub": None}, {"iat": None}, {"exp": None},
    {"exp": an_hour_ago}, {"iat": in_an_hour}, {"nbf": in_an_hour},
])
def test_any_other_statement_is_not(said: dict[str, Any]) -> None:
    with pytest.raises((JoseError, ValueError)):
        oidc.checked(HERE, token(**said), KEYS, "n")


@pytest.mark.parametrize("said", [
    unsigned, signed_with_the_public_key, lambda: token()[:-8] + "AAAAAAAA", str, lambda: "a.b.c",
])
def test_a_statement_without_the_signature_is_not_believed(said: Callable[[], str]) -> None:
    with pytest.raises((JoseError, ValueError)):
        oidc.checked(HERE, said(), KEYS, "n")


def test_a_provider_is_there_only_when_all_of_it_is_configured(tmp_path: Path) -> None:
    whole = {
        "oidc_issuer": "https://id.example/realms/x", "oidc_client_id": "ours",
        "oidc_client_secret_file": tmp_path / "secret",
    }
    found = provider(Settings(**whole))
    assert found and found.label == "id.example"
    for name in whole:
        assert provider(Settings(**{**whole, name: None})) is None


def test_an_errand_is_taken_once_and_in_time(sqlite_home: Home) -> None:
    sessions.keep_errand(sqlite_home, "a", "{}", NOW)
    sessions.keep_errand(sqlite_home, "b", "{}", NOW)
    assert sessions.take_errand(sqlite_home, "a", NOW) == "{}"
    assert sessions.take_errand(sqlite_home, "a", NOW) is None
    assert sessions.take_errand(sqlite_home, "b", NOW + timedelta(minutes=10)) is None


def test_sessions_of_an_earlier_version_end_and_nothing_breaks(sqlite_home: Home) -> None:
    sqlite_home.prepare()
    engine = sa.create_engine(f"sqlite:///{sqlite_home.path / sessions.FILE}")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE session (key TEXT PRIMARY KEY, account TEXT, started FLOAT, seen FLOAT)"
        )
        connection.exec_driver_sql("INSERT INTO session VALUES ('k', 'lan', 1e12, 1e12)")
    engine.dispose()
    assert sessions.find(sqlite_home, "k", NOW) is None
    key = sessions.key_of(sessions.start(sqlite_home, "lan", NOW, outside=True, owes_code=True))
    found = sessions.find(sqlite_home, key, NOW)
    assert found and (found.outside, found.owes_code) == (True, True)


def with_people(ledger: Ledger) -> None:
    ledger.register_units([Unit("X1", "Xã", "xã")], "thử", NOW)
    for account in (
        Account("quan.tri", "admin"), Account("lan", "leader", units=("X1",), oidc="Lan@Xa.gov.vn"),
        Account("hoa", "leader", units=("X1",), oidc="sub:A.b-9"),
    ):
        accounts.add_account(ledger, account, "thử", NOW)


def test_the_subject_goes_before_the_address(ledger: Ledger) -> None:
    with_people(ledger)
    for subject, email, name in (
        ("1", "lan@xa.gov.vn", "lan"), ("A.b-9", "", "hoa"), ("A.b-9", "lan@xa.gov.vn", "hoa"),
        ("a.b-9", "", None), ("1", "", None), ("1", "sub:a.b-9", None), ("", "", None),
    ):
        found = accounts.vouched(ledger, subject, email)
        assert (found.name if found else None) == name


def test_one_identity_belongs_to_one_account(ledger: Ledger) -> None:
    with_people(ledger)
    for taken in ("lan@xa.gov.vn", "LAN@xa.gov.vn", "sub:A.b-9"):
        with pytest.raises(InputError, match="Một tài khoản khác"):
            accounts.change_account(ledger, "quan.tri", "thử", NOW, oidc=taken)
    with pytest.raises(InputError, match="Một tài khoản khác"):
        new = Account("moi", "leader", units=("X1",), oidc="lan@xa.gov.vn")
        accounts.add_account(ledger, new, "thử", NOW)


def test_an_identity_that_could_be_misread_is_refused(ledger: Ledger) -> None:
    with_people(ledger)
    for wrong in (
        "lan", "lan@", "@x.vn", "lan@x", "sub:", "sub: 1", "lan @x.vn", "lan@x.vn, hoa@x.vn",
        "ſan@xa.gov.vn", "lan@xã.vn", "sub:" + "1" * 256,
    ):
        with pytest.raises(InputError, match="Định danh"):
            accounts.change_account(ledger, "quan.tri", "thử", NOW, oidc=wrong)


def test_an_account_vouched_for_outside_has_no_password(ledger: Ledger) -> None:
    with_people(ledger)
    kept = accounts.credential(ledger, "lan")
    assert (kept.password, kept.must_change) == ("", False)


def test_the_command_line_ties_and_unties_an_identity(
    sqlite_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(sqlite_home.path), "--json"]
    assert main(["user", "add", "quan.tri", "--role", "admin", *home]) == 0
    assert main(["user", "add", "to.nv", "--role", "admin", "--oidc", "to@x.vn", *home]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["one_time_password"] is None
    key = sessions.key_of(sessions.start(sqlite_home, "to.nv", datetime.now(UTC)))
    assert main(["user", "oidc", "to.nv", "sub:77", *home]) == 0
    assert json.loads(capsys.readouterr().out)["oidc"] == "sub:77"
    assert sessions.find(sqlite_home, key, datetime.now(UTC)) is None
    assert main(["user", "oidc", "to.nv", "--off", *home]) == 0
    assert json.loads(capsys.readouterr().out)["oidc"] == ""
    for wrong in ([], ["x@x.vn", "--off"], ["x"]):
        assert main(["user", "oidc", "to.nv", *wrong, *home]) == 2
        assert capsys.readouterr().err.count("\n") == 1
