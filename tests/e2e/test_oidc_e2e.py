"""A person comes in through an identity provider, with a real browser, server and provider."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette import starlette_app_utils as streamlits
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from analysis.registers import Unit
from data import accounts
from data.ledger import open_ledger
from data.ledger.accounts import Account
from data.settings import Home, now, open_home
from pages.shared import text_access as words
from tests.e2e.conftest import Screen
from tests.web.conftest import Live, serving
from tests.web.identity_provider import SECRET, IdentityProvider, identity_provider
from web import text_signin
from web.sessions import ENDED

COOKIE_SECRET = "0123456789abcdef" * 4


@dataclass(frozen=True)
class Office:
    """A live server that believes a provider, and its home."""

    url: str
    home: Home
    provider: IdentityProvider

    def enter(self) -> httpx.Client:
        """A browser after signing in at the provider."""
        browser = httpx.Client(base_url=self.url, timeout=60)
        address = browser.get("/dang-nhap-oidc").headers["location"]
        assert browser.get(self.provider.approve(address, "s-lan")).status_code == 303
        return browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("oidc-live")
    home = open_home(folder / "home")
    ledger = open_ledger(home)
    ledger.register_units([Unit("X1", "Xã Thử", "xã")], "thử", now())
    accounts.add_account(ledger, Account("quan.tri", "admin"), "thử", now())
    person = Account("lan", "leader", units=("X1",), oidc="lan@xa-thu.gov.vn")
    accounts.add_account(ledger, person, "thử", now())
    ledger.close()
    secret = folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    with identity_provider() as provider:
        provider.know("s-lan", email="lan@xa-thu.gov.vn", email_verified=True)
        with serving(
            home.path, STREAMLIT_SERVER_COOKIE_SECRET=COOKIE_SECRET, **provider.settings(secret)
        ) as server:
            yield Office(f"http://127.0.0.1:{server.port}", home, provider)


@pytest.mark.e2e
def test_a_person_comes_in_through_the_provider_until_the_account_is_disabled(
    office: Office, look: Callable[..., Screen]
) -> None:
    screen = look(office.url)
    page = screen.page
    page.goto(f"{office.url}/don-vi")
    page.get_by_role("link", name=text_signin.OTHER_WAY.format(label="Sở Thử")).click()
    page.get_by_placeholder("sub").fill("s-nguoi-la")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("alert")).to_contain_text("sub:s-nguoi-la")
    screen.errors.clear()  # the browser logs the 403
    page.get_by_role("link", name=text_signin.OTHER_WAY.format(label="Sở Thử")).click()
    page.get_by_placeholder("sub").fill("s-lan")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(re.compile(r"/don-vi"))
    screen.reads(words.SIGNED_IN.format(name="lan"))
    screen.settle()  # a part still on its way would be refused, and the browser logs that
    ledger = open_ledger(office.home)
    accounts.change_account(ledger, "lan", "thử", now(), disabled=True)
    page.wait_for_url(re.compile(r"/dang-nhap\?tiep="))
    accounts.change_account(ledger, "lan", "thử", now(), disabled=False)
    ledger.close()


def forged(office: Office, account: str) -> tuple[str, str]:
    """The cookies of st.login for an account, rightly signed, and the token they need."""
    said = {"origin": office.url, "is_logged_in": True, "account": account, "provider": "x"}
    body = streamlits.create_signed_value(COOKIE_SECRET, "_streamlit_user", json.dumps(said))
    assert streamlits.decode_signed_value(COOKIE_SECRET, "_streamlit_user", body)
    token = streamlits.generate_xsrf_token_string()
    return f"_streamlit_xsrf={token}; _streamlit_user={body.decode()}", token


def test_the_cookie_of_streamlit_opens_nothing(office: Office) -> None:
    cookies, token = forged(office, "quan.tri")
    answer = httpx.get(f"{office.url}/don-vi", headers={"Cookie": cookies})
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?tiep=%2Fdon-vi")
    with connect(
        office.url.replace("http", "ws") + "/_stcore/stream", origin=Origin(office.url),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)], open_timeout=60,
        additional_headers={"Cookie": cookies},
    ) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=60)
    assert closed.value.rcvd and closed.value.rcvd.code == ENDED


def test_the_cookie_of_streamlit_changes_nobody(office: Office) -> None:
    cookies, token = forged(office, "quan.tri")
    own = office.enter().cookies["survey_session"]
    with connect(
        office.url.replace("http", "ws") + "/_stcore/stream", origin=Origin(office.url),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)], open_timeout=60,
        additional_headers={"Cookie": f"{cookies}; survey_session={own}"}, max_size=None,
    ) as socket:
        sent = Live(socket).ask()
    assert words.SIGNED_IN.format(name="lan").encode() in sent and b"quan.tri" not in sent


@pytest.mark.parametrize("path", [
    "/auth/login", "/auth/login?provider=x", "/auth/logout", "/oauth2callback?code=x&state=y",
    "//auth/login", "/AUTH/login",
])
def test_the_addresses_of_st_login_are_closed(office: Office, path: str) -> None:
    for cookies in ({}, {"survey_session": office.enter().cookies["survey_session"]}):
        assert httpx.get(office.url + path, cookies=cookies).status_code == 404
