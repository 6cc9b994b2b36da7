"""Signing in through an identity provider: what ends in a session of ours, and what does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from analysis.registers import Unit
from data import accounts, sessions
from data.access import kept
from data.ledger import open_ledger
from data.ledger.accounts import Account
from data.sessions import ERRAND_FOR, key_of
from data.settings import Home, now, open_home
from data.trace import TraceSearch, read_trace
from tests.web.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider
from web import oidc
from web import text_signin as words
from web.middleware import Hardened, LoopbackOnly
from web.oidc import ERRAND
from web.sessions import SignedIn
from web.signin import COOKIE, ROUTES

MAIL = "lan@xa-thu.gov.vn"


async def inside(request: Request) -> JSONResponse:
    return JSONResponse({"account": request.url.path})


APP = LoopbackOnly(Hardened(SignedIn(Starlette(routes=[
    *ROUTES, *oidc.ROUTES, Route("/{path:path}", inside),
]))))


@pytest.fixture(scope="module")
def everyone() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        yield found


@pytest.fixture
def provider(
    everyone: IdentityProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> IdentityProvider:
    """The provider as the server is told about it; one person is known there, one here."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    secret.chmod(0o600)
    for name, value in everyone.settings(secret).items():
        monkeypatch.setenv(name, value)
    everyone.lies.clear()
    everyone.know("s-lan", email="Lan@xa-thu.gov.vn", email_verified=True)
    return everyone


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An administrator with a password; a leader whom only the provider vouches for."""
    home = open_home(tmp_path_factory.mktemp("oidc") / "home")
    ledger = open_ledger(home)
    ledger.register_units([Unit("X1", "Xã Thử", "xã")], "thử", now())
    accounts.add_account(ledger, Account("quan.tri", "admin"), "thử", now())
    account = Account("lan", "leader", units=("X1",), oidc=MAIL)
    assert accounts.add_account(ledger, account, "thử", now()) == ""
    ledger.close()
    return home.path


@pytest.fixture
def office(furnished: Path, tmp_path: Path, provider: IdentityProvider) -> Home:
    """The furnished home, to be changed; own_settings has named it."""
    shutil.copytree(furnished, tmp_path / "home")
    return open_home()


def browser(scheme: str = "http") -> TestClient:
    return TestClient(
        APP, base_url=f"{scheme}://127.0.0.1:8501", client=("127.0.0.1", 50000), follow_redirects=False
    )


def sent_out(client: TestClient, target: str = "/") -> str:
    answer = client.get("/dang-nhap-oidc", params={"tiep": target})
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(client: TestClient, provider: IdentityProvider, who: str = "s-lan") -> httpx.Response:
    return client.get(provider.approve(sent_out(client), who))


def events(home: Home, *kinds: str) -> list[tuple[str, object]]:
    found = read_trace(kept(home), TraceSearch(kinds))
    return [(event.who, event.facts.get("why")) for event in found]


def problem(answer: httpx.Response) -> str:
    assert answer.status_code == 403 and COOKIE not in answer.cookies
    return unescape(answer.text.partition('role="alert">')[2].partition("</p>")[0])


def test_the_button_is_there_only_when_a_provider_is_configured(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser().get("/dang-nhap?tiep=%2Fdon-vi").text
    assert words.OTHER_WAY.format(label="Sở Thử") in page
    assert 'href="/dang-nhap-oidc?tiep=%2Fdon-vi"' in page
    monkeypatch.delenv("SURVEY_OIDC_ISSUER")
    assert "/dang-nhap-oidc" not in browser().get("/dang-nhap").text
    for path in ("/dang-nhap-oidc", "/dang-nhap-oidc-ve?code=x&state=y"):
        answer = browser().get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")


def test_the_provider_leads_into_a_session_of_ours(office: Home, provider: IdentityProvider) -> None:
    client = browser()
    address = sent_out(client, "/don-vi?unit=X1")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == "http://127.0.0.1:8501/dang-nhap-oidc-ve"
    assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert min(len(asked["state"]), len(asked["nonce"])) >= 43
    answer = client.get(provider.approve(address, "s-lan"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/don-vi?unit=X1")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
    session = sessions.find(office, key_of(answer.cookies[COOKIE]), now())
    assert session and (session.account, session.outside, session.owes_code) == ("lan", True, False)
    assert client.get("/don-vi").status_code == 200
    assert provider.paid[-1]["auth"].startswith("Basic ")
    assert events(office, "sign_in") == [("lan", "oidc")]


def test_cookies_are_secure_behind_tls(office: Home, provider: IdentityProvider) -> None:
    client = browser("https")
    answer = client.get("/dang-nhap-oidc")
    assert "Secure" in answer.headers["set-cookie"]
    assert "Secure" in client.get(
        provider.approve(answer.headers["location"], "s-lan")
    ).headers["set-cookie"]


def test_a_subject_set_by_the_administrator_needs_no_address(
    office: Home, provider: IdentityProvider
) -> None:
    accounts.change_account(kept(office), "lan", "thử", now(), oidc="sub:AbC-1")
    provider.know("AbC-1")
    provider.know("abc-1", email=MAIL, email_verified=True)
    assert come_back(browser(), provider, "AbC-1").status_code == 303
    assert "sub:abc-1" in problem(come_back(browser(), provider, "abc-1"))


@pytest.mark.parametrize(("claims", "shown"), [
    ({"email": "la@xa-thu.gov.vn", "email_verified": True}, "la@xa-thu.gov.vn / sub:s-x"),
    ({"email": MAIL, "email_verified": False}, "sub:s-x"),
    ({"email": MAIL, "email_verified": "true"}, "sub:s-x"),
    ({"email": MAIL}, "sub:s-x"),
    ({"email": "ſan@xa-thu.gov.vn", "email_verified": True}, "sub:s-x"),
    ({"email": ["lan@xa-thu.gov.vn"], "email_verified": True}, "sub:s-x"),
    ({}, "sub:s-x"),
])
def test_only_a_verified_address_of_an_account_here_opens_the_door(
    office: Home, provider: IdentityProvider, claims: dict[str, object], shown: str
) -> None:
    provider.know("s-x", **claims)
    said = problem(come_back(browser(), provider, "s-x"))
    assert said == words.NO_ACCOUNT.format(label="Sở Thử", who=shown)
    assert events(office, "denied", "sign_in") == [("", "no_account")]


def test_a_disabled_account_is_told_no_more_than_an_unknown_one(
    office: Home, provider: IdentityProvider
) -> None:
    accounts.change_account(kept(office), "lan", "thử", now(), disabled=True)
    said = problem(come_back(browser(), provider))
    assert said == words.NO_ACCOUNT.format(label="Sở Thử", who=f"{MAIL} / sub:s-lan")
    assert events(office, "denied") == [("lan", "disabled")]


def test_disabling_ends_the_session_at_the_next_request(
    office: Home, provider: IdentityProvider
) -> None:
    client = browser()
    assert come_back(client, provider).status_code == 303
    accounts.change_account(kept(office), "lan", "thử", now(), disabled=True)
    assert client.get("/don-vi").headers["location"].startswith("/dang-nhap")


def test_a_callback_counts_once(office: Home, provider: IdentityProvider) -> None:
    client = browser()
    back = provider.approve(sent_out(client), "s-lan")
    ticket = client.cookies[ERRAND]
    assert client.get(back).status_code == 303
    client.cookies.clear()
    client.cookies.set(ERRAND, ticket)
    assert problem(client.get(back)) == words.NOT_FINISHED.format(label="Sở Thử")
    assert len(events(office, "sign_in")) == 1


def test_a_callback_counts_only_in_the_browser_that_left(
    office: Home, provider: IdentityProvider
) -> None:
    back = provider.approve(sent_out(browser()), "s-lan")
    other = browser()
    assert problem(other.get(back)) == words.NOT_FINISHED.format(label="Sở Thử")
    sent_out(other)
    assert problem(other.get(back)) == words.NOT_FINISHED.format(label="Sở Thử")


@pytest.mark.parametrize("change", [
    {"state": "x"}, {"state": ""}, {"state": "x" * 5000}, {"code": "x" * 5000},
])
def test_a_wrong_state_is_refused(
    office: Home, provider: IdentityProvider, change: dict[str, str]
) -> None:
    client = browser()
    back = httpx.URL(provider.approve(sent_out(client), "s-lan"))
    assert problem(client.get(back.path, params={**back.params, **change}))
    assert events(office, "sign_in", "sign_in_refused") == []


@pytest.mark.parametrize("change", [
    {"code": "x"}, {"code": ""}, {"iss": "http://evil.example"}, {"iss": ""},
])
def test_another_code_or_issuer_in_the_answer_is_refused(
    office: Home, provider: IdentityProvider, change: dict[str, str]
) -> None:
    client = browser()
    back = httpx.URL(provider.approve(sent_out(client), "s-lan"))
    refused = client.get(back.path, params={**back.params, **change})
    assert problem(refused) == "Lần đăng nhập bằng Sở Thử không được xác nhận; hãy thử lại."
    assert events(office, "sign_in", "sign_in_refused") == [("", "oidc")]


def test_a_code_of_another_errand_fails_for_want_of_its_verifier(
    office: Home, provider: IdentityProvider
) -> None:
    client = browser()
    first = httpx.URL(provider.approve(sent_out(client), "s-lan"))
    second = httpx.URL(provider.approve(sent_out(client), "s-lan"))
    mixed = {"code": first.params["code"], "state": second.params["state"]}
    assert problem(client.get(first.path, params=mixed))


@pytest.mark.parametrize("lies", [
    {"issuer": "http://evil.example"}, {"jwks_uri": "http://127.0.0.1:1/jwks"},
    {"authorization_response_iss_parameter_supported": True},
    {"token_endpoint": "http://127.0.0.1:1/token"},
])
def test_a_provider_that_became_another_is_not_believed(
    office: Home, provider: IdentityProvider, lies: dict[str, object]
) -> None:
    client = browser()
    back = provider.approve(sent_out(client), "s-lan")
    provider.lies.update(lies)
    assert "Sở Thử" in problem(client.get(back))
    assert events(office, "sign_in") == []


def test_a_provider_that_does_not_answer_gets_one_sentence(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_OIDC_ISSUER", "http://127.0.0.1:1")
    answer = browser().get("/dang-nhap-oidc")
    assert answer.status_code == 502
    assert "Không liên lạc được với Sở Thử" in answer.text


def test_a_person_who_says_no_at_the_provider_gets_one_sentence(
    office: Home, provider: IdentityProvider
) -> None:
    client = browser()
    state = parse_qs(urlsplit(sent_out(client)).query)["state"][0]
    said = problem(client.get(f"/dang-nhap-oidc-ve?error=access_denied&state={state}"))
    assert said == "Lần đăng nhập bằng Sở Thử không được xác nhận; hãy thử lại."


@pytest.mark.parametrize("target", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "/don-vi\r\nX: y", "javascript:1",
])
def test_the_way_never_ends_at_another_site(
    office: Home, provider: IdentityProvider, target: str
) -> None:
    client = browser()
    answer = client.get(provider.approve(sent_out(client, target), "s-lan"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_way_not_finished_in_ten_minutes_is_over(
    office: Home, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    back = provider.approve(sent_out(client), "s-lan")
    monkeypatch.setenv("SURVEY_NOW", (now() + ERRAND_FOR + timedelta(seconds=1)).isoformat())
    assert problem(client.get(back)) == words.NOT_FINISHED.format(label="Sở Thử")


def test_many_departures_of_one_address_are_slowed(office: Home) -> None:
    found = {browser().get("/dang-nhap-oidc").status_code for _ in range(32)}
    assert found == {303, 429}


def test_an_account_with_a_second_factor_still_shows_its_code(
    office: Home, provider: IdentityProvider
) -> None:
    secret = pyotp.random_base32()
    ledger = kept(office)
    accounts.require_factor(ledger, "lan", "thử", now())
    accounts.set_factor(ledger, "lan", secret, 0, now())
    client = browser()
    first = come_back(client, provider).cookies[COOKIE]
    assert client.get("/don-vi").headers["location"] == "/ma-xac-thuc"
    assert events(office, "sign_in") == []
    page = client.get("/ma-xac-thuc").text
    ticket = page.partition('name="phieu" value="')[2][:43]
    wrong = client.post("/ma-xac-thuc", data={"phieu": ticket, "ma": "000000"})
    assert wrong.status_code == 401 and client.get("/don-vi").status_code == 303
    code = pyotp.TOTP(secret).at(now())
    right = client.post("/ma-xac-thuc", data={"phieu": ticket, "ma": code})
    assert right.status_code == 303 and right.cookies[COOKIE] != first
    assert client.get("/don-vi").status_code == 200
    assert sessions.find(office, key_of(first), now()) is None
    assert events(office, "sign_in", "sign_in_refused") == [("lan", "oidc"), ("lan", "wrong")]
    again = browser()
    come_back(again, provider)
    ticket = again.get("/ma-xac-thuc").text.partition('name="phieu" value="')[2][:43]
    assert again.post("/ma-xac-thuc", data={"phieu": ticket, "ma": code}).status_code == 401


def test_codes_are_guessed_no_faster_than_passwords(
    office: Home, provider: IdentityProvider
) -> None:
    accounts.set_factor(kept(office), "lan", pyotp.random_base32(), 0, now())
    client = browser()
    come_back(client, provider)
    ticket = client.get("/ma-xac-thuc").text.partition('name="phieu" value="')[2][:43]
    found = [
        client.post("/ma-xac-thuc", data={"phieu": ticket, "ma": "000000"}).status_code
        for _ in range(7)
    ]
    assert found[:5] == [401] * 5 and 429 in found


def test_a_required_factor_that_was_never_set_is_set_first(
    office: Home, provider: IdentityProvider
) -> None:
    accounts.require_factor(kept(office), "lan", "thử", now())
    client = browser()
    come_back(client, provider)
    assert client.get("/don-vi").headers["location"] == "/lap-ma-xac-thuc"


def test_a_one_time_password_nobody_used_does_not_stand_in_the_way(
    office: Home, provider: IdentityProvider
) -> None:
    accounts.hand_out_password(kept(office), "lan", "thử", now())
    client = browser()
    come_back(client, provider)
    assert client.get("/don-vi").status_code == 200
