"""The door over HTTP: strangers get the sign-in page, a session is a cookie, tries are slowed."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import datetime, timedelta

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from data import accounts, passwords, sessions
from data.access import kept
from data.ledger.accounts import Account
from data.settings import Home, now
from data.trace import TraceSearch, read_trace
from web import sessions as door
from web import text
from web import text_signin as words
from web.middleware import Hardened, LoopbackOnly
from web.posted import LARGEST
from web.proxy import BehindProxy
from web.sessions import ENDED, SignedIn
from web.signin import COOKIE, ROUTES

GOOD = "con trâu đi trước cái cày"
NEWER = "sáng ra bờ suối, tối vào hang"


async def inside(request: Request) -> JSONResponse:
    return JSONResponse({"account": request.headers.get("x-survey-account")})


async def live(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers.get("x-survey-account", "nobody"))
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())


APP = BehindProxy(LoopbackOnly(Hardened(SignedIn(
    Starlette(routes=[
        *ROUTES, WebSocketRoute("/_stcore/stream", live),
        Route("/{path:path}", inside, methods=["GET", "POST", "PUT"]),
    ]),
    beside=("/healthz",),
))))
LIVE = {"Host": "127.0.0.1:8501"}


def browser(host: str = "127.0.0.1:8501", client: str = "127.0.0.1", scheme: str = "http") -> TestClient:
    return TestClient(
        APP, base_url=f"{scheme}://{host}", client=(client, 50000), follow_redirects=False
    )


@pytest.fixture
def office(tiny_store: Home) -> Home:
    """The district with an administrator and a leader, both with a password of their own."""
    ledger = kept(tiny_store)
    for account in (Account("quan.tri", "admin"), Account("lan", "leader", units=("X1",))):
        accounts.add_account(ledger, account, "thử", now())
        accounts.set_password(ledger, account.name, GOOD, account.name, now())
    return tiny_store


def send(client: TestClient, path: str, **fields: str) -> object:
    """Fills in the form of a page and sends it."""
    ticket = re.search(r'name="phieu" value="([\w-]{43})"', client.get(path).text)
    assert ticket
    return client.post(path, data={"phieu": ticket[1], **fields})


def enter(client: TestClient, name: str = "lan", password: str = GOOD, code: str = "") -> object:
    return send(client, "/dang-nhap", ten=name, mat_khau=password, ma=code)


def connect(client: TestClient, **headers: str) -> object:
    """The live connection with the browser's cookie (the test client sends none by itself)."""
    cookie = f"{COOKIE}={client.cookies.get(COOKIE, '')}"
    return client.websocket_connect("/_stcore/stream", headers=LIVE | {"Cookie": cookie} | headers)


def tries(home: Home) -> list[tuple[str, str, str]]:
    found = read_trace(kept(home), TraceSearch(("sign_in", "sign_in_refused", "sign_out")))
    return [(event.kind, event.who, event.facts.get("why", "")) for event in reversed(found)]


def test_without_accounts_this_machine_comes_in(tiny_store: Home) -> None:
    assert browser().get("/tong-quan").json() == {"account": None}
    assert browser().get("/dang-nhap").headers["location"] == "/"
    with browser().websocket_connect("/_stcore/stream", headers=LIVE) as socket:
        assert socket.receive_text() == "nobody"


@pytest.mark.parametrize("path", ["/", "/tong-quan", "/don-vi?unit=X1", "/khong-co", "/start"])
def test_a_stranger_is_led_to_the_sign_in_page_and_back(office: Home, path: str) -> None:
    answer = browser().get(path)
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert target.startswith("/dang-nhap") and (path == "/" or "tiep=%2F" in target)
    page = browser().get(target)
    assert page.status_code == 200 and words.PASSWORD in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [
    "/_stcore/health", "/_stcore/host-config", "/static/js/index.js", "/media/" + "a" * 56,
    "/component/x/y.js", "/_stcore/upload_file/s/f", "//dang-nhap", "/dang-nhap/", "/dang-nhap/x",
    "/healthz/x", "/favicon.png", "/_stcore/bidi-components/x",
])
def test_a_stranger_gets_nothing_else(office: Home, path: str) -> None:
    for method in ("GET", "POST", "PUT"):
        answer = browser().request(method, path)
        assert answer.status_code in (303, 401, 404) and "account" not in answer.text


def test_health_is_open_to_all(office: Home) -> None:
    assert browser().get("/healthz").status_code == 200


@pytest.mark.parametrize("cookie", [None, "x", "a" * 43, "' OR 1=1 --", "a" * 5000])
def test_a_live_connection_without_a_session_is_closed(office: Home, cookie: str | None) -> None:
    headers = LIVE | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})
    with browser().websocket_connect("/_stcore/stream", headers=headers) as socket:
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
        assert closed.value.code == ENDED


def test_signing_in_opens_pages_and_the_live_connection(office: Home) -> None:
    client = browser()
    answer = enter(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=lax$", cookie)
    assert client.get("/tong-quan").status_code == 200
    with connect(client) as socket:
        assert socket.receive_text() == "lan"
    assert tries(office) == [("sign_in", "lan", "")]


def test_the_way_back_stays_in_the_house(office: Home) -> None:
    for target, goes in (("/don-vi?unit=X1", "/don-vi?unit=X1"), ("//evil.example", "/"),
                         ("https://evil.example", "/"), ("/\\evil.example", "/"), ("/a\r\nb", "/")):
        answer = send(browser(), "/dang-nhap", ten="lan", mat_khau=GOOD, tiep=target)
        assert answer.headers["location"] == goes


def test_identity_headers_of_a_client_are_thrown_away(office: Home) -> None:
    forged = {"X-Survey-Account": "quan.tri", "x-survey-session": "1"}
    assert browser().get("/tong-quan", headers=forged).status_code == 303
    client = browser()
    enter(client)
    with connect(client, **forged) as socket:
        assert socket.receive_text() == "lan"


def test_identity_headers_are_thrown_away_before_there_are_accounts(tiny_store: Home) -> None:
    forged = LIVE | {"X-Survey-Account": "quan.tri"}
    assert browser().get("/tong-quan", headers=forged).json() == {"account": None}
    with browser().websocket_connect("/_stcore/stream", headers=forged) as socket:
        assert socket.receive_text() == "nobody"


def test_a09_a_cookie_is_worth_nothing_after_signing_out(office: Home) -> None:
    client = browser()
    enter(client)
    taken = client.cookies[COOKIE]
    answer = send(client, "/dang-xuat")
    assert answer.headers["location"] == "/dang-nhap"
    thief = browser()
    thief.cookies.set(COOKIE, taken)
    assert thief.get("/tong-quan").status_code == 303
    with connect(thief) as socket, pytest.raises(WebSocketDisconnect):
        socket.receive_text()
    assert tries(office)[-1] == ("sign_out", "lan", "")


def test_looking_at_the_sign_out_page_ends_nothing(office: Home) -> None:
    client = browser()
    enter(client)
    assert client.get("/dang-xuat").status_code == 200
    assert client.post("/dang-xuat").status_code == 403
    assert client.get("/tong-quan").status_code == 200


@pytest.mark.parametrize("name", ["lan", "khong.co", "' OR 1=1 --", "", "LAN NGUYỄN", "a\0b"])
def test_every_wrong_try_says_the_same_and_leaves_one_event(office: Home, name: str) -> None:
    answer = enter(browser(), name, "sai mật khẩu rồi")
    assert answer.status_code == 401 and words.WRONG in answer.text
    assert tries(office) == [("sign_in_refused", name if name == "lan" else "", "wrong")]


def test_a16_tries_are_delayed_then_locked_and_the_right_password_does_not_help(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now()
    counted = []
    kept_work = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda *said: counted.append(1) or kept_work(*said))
    client = browser()
    for number in range(200):
        moment = start + timedelta(seconds=number * 0.3)
        monkeypatch.setenv("SURVEY_NOW", moment.isoformat())
        assert enter(client, "lan", f"sai lần thứ {number}").status_code in (401, 429)
    assert len(counted) <= 10
    answer = enter(client)
    assert (answer.status_code, words.LOCKED in answer.text) == (429, True)
    found = tries(office)
    assert len(found) == 201 and {who for _, who, _ in found} == {"lan"}
    assert enter(browser(), "quan.tri").status_code == 303
    monkeypatch.setenv("SURVEY_NOW", (start + timedelta(minutes=20)).isoformat())
    assert enter(client).status_code == 303


def test_a17_an_endless_password_is_refused_at_once_without_work(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", None)
    client = browser()
    client.get("/dang-nhap")
    before = time.process_time()
    answer = client.post("/dang-nhap", data={"ten": "lan", "mat_khau": "x" * 1_000_000})
    assert answer.status_code == 413
    assert enter(client, "lan", "mật\0khẩu có số không").status_code == 401
    assert enter(client, "' OR 1=1 --", "x" * 5000).status_code == 401
    assert time.process_time() - before < 1
    assert [why for _, _, why in tries(office)] == ["malformed", "wrong", "wrong"]


def test_an_endless_body_without_a_length_is_not_read_to_its_end(office: Home) -> None:
    sent = 0

    def body() -> object:
        nonlocal sent
        for _ in range(100):
            sent += LARGEST
            yield b"x" * LARGEST

    answer = browser().post("/dang-nhap", content=body(), headers={
        "Content-Type": "application/x-www-form-urlencoded"
    })
    assert answer.status_code == 413


@pytest.mark.parametrize("ticket", ["", "x" * 43, None])
def test_a_form_from_elsewhere_is_refused(office: Home, ticket: str | None) -> None:
    client = browser()
    client.get("/dang-nhap")
    fields = {"ten": "lan", "mat_khau": GOOD} | ({} if ticket is None else {"phieu": ticket})
    assert client.post("/dang-nhap", data=fields).status_code == 403
    assert client.post(
        "/dang-nhap", json=fields, headers={"Origin": "http://evil.example"}
    ).status_code == 403
    assert tries(office) == []


def test_a_one_time_password_opens_only_the_page_that_changes_it(office: Home) -> None:
    once = accounts.hand_out_password(kept(office), "lan", "quan.tri", now())
    client = browser()
    enter(client, "lan", once)
    assert client.get("/tong-quan").headers["location"] == "/doi-mat-khau"
    with connect(client) as socket, pytest.raises(WebSocketDisconnect):
        socket.receive_text()
    old = client.cookies[COOKIE]
    weak = send(client, "/doi-mat-khau", cu=once, moi="ngắn", lai="ngắn")
    assert weak.status_code == 400 and "12" in weak.text
    assert send(client, "/doi-mat-khau", cu=once, moi=NEWER, lai=GOOD).status_code == 403
    assert send(client, "/doi-mat-khau", cu="sai", moi=NEWER, lai=NEWER).status_code == 403
    assert send(client, "/doi-mat-khau", cu=once, moi=NEWER, lai=NEWER).status_code == 303
    assert client.cookies[COOKIE] != old
    assert client.get("/tong-quan").status_code == 200


def test_changing_the_password_ends_every_other_session(office: Home) -> None:
    here, there = browser(), browser()
    enter(here)
    enter(there)
    assert send(here, "/doi-mat-khau", cu=GOOD, moi=NEWER, lai=NEWER).status_code == 303
    assert here.get("/tong-quan").status_code == 200
    assert there.get("/tong-quan").status_code == 303


def test_a_reset_link_sets_a_password_once(office: Home) -> None:
    link = sessions.reset_token(office, "lan", now())
    client = browser()
    path = f"/dat-lai-mat-khau?ma={link}"
    assert send(client, path, moi="ngắn", lai="ngắn").status_code == 400
    assert send(client, path, moi=NEWER, lai=NEWER).headers["location"] == "/dang-nhap?xong"
    again = send(client, path, moi=GOOD + "!", lai=GOOD + "!")
    assert again.status_code == 403 and text.BAD_LINK in again.text
    assert enter(client, "lan", NEWER).status_code == 303


def test_a_second_factor_is_set_up_once_and_asked_for_ever_after(office: Home) -> None:
    accounts.require_factor(kept(office), "lan", "quan.tri", now())
    client = browser()
    enter(client)
    assert client.get("/tong-quan").headers["location"] == "/lap-ma-xac-thuc"
    page = client.get("/lap-ma-xac-thuc").text
    secret = re.search(r'name="khoa" value="([A-Z2-7]{32})"', page)
    assert secret and "<svg" in page
    code = pyotp.TOTP(secret[1]).at(int(now().timestamp()))
    wrong = "000000" if code != "000000" else "111111"
    assert words.FACTOR_WRONG in send(client, "/lap-ma-xac-thuc", khoa=secret[1], ma=wrong).text
    assert send(client, "/lap-ma-xac-thuc", khoa=secret[1], ma=code).status_code == 303
    assert client.get("/tong-quan").status_code == 200
    assert enter(browser()).status_code == 401
    assert enter(browser(), code=code).status_code == 401, "the code was used to set it up"
    later = pyotp.TOTP(secret[1]).at(int(now().timestamp()) + 30)
    assert enter(browser(), code=later).status_code == 303
    assert client.get("/lap-ma-xac-thuc").status_code == 200
    other = pyotp.random_base32()
    stolen = pyotp.TOTP(other).at(int(now().timestamp()))
    send(client, "/lap-ma-xac-thuc", khoa=other, ma=stolen)
    assert accounts.credential(kept(office), "lan").factor == secret[1]


def test_a_disabled_account_is_out_at_once(office: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LOOK_EVERY", 0.1)
    client = browser()
    enter(client)
    with connect(client) as socket:
        assert socket.receive_text() == "lan"
        accounts.change_account(kept(office), "lan", "quan.tri", now(), disabled=True)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
        assert closed.value.code == ENDED
    assert client.get("/tong-quan").status_code == 303
    accounts.change_account(kept(office), "lan", "quan.tri", now(), disabled=False)
    assert client.get("/tong-quan").status_code == 303, "the session does not come back"


def test_nothing_more_is_run_for_a_session_that_ended(office: Home) -> None:
    client = browser()
    enter(client)
    with connect(client) as socket:
        socket.receive_text()
        socket.send_bytes(b"before")
        assert socket.receive_bytes() == b"before"
        sessions.end_all(office, "lan")
        socket.send_bytes(b"after")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
        assert closed.value.code == ENDED


def test_a_session_ends_by_itself(office: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    enter(client)
    moment: datetime = now() + sessions.IDLE + timedelta(seconds=1)
    monkeypatch.setenv("SURVEY_NOW", moment.isoformat())
    assert client.get("/tong-quan").status_code == 303


def test_files_and_uploads_belong_to_the_session_they_were_given_to(office: Home) -> None:
    mine, other = browser(), browser()
    enter(mine)
    enter(other, "quan.tri")
    name = "ab12" * 14
    with connect(mine) as socket:
        socket.receive_text()
        socket.send_bytes(f"… /media/{name}.csv …".encode())
        socket.receive_bytes()
    assert mine.get(f"/media/{name}.csv").status_code == 200
    assert other.get(f"/media/{name}.csv").status_code == 404
    for path in (f"/media/../media/{name}.csv", "/media/", f"/media/x/{name}.csv"):
        assert other.get(path).status_code == 404
    upload = "/_stcore/upload_file/0f8b6a52-1111-4222-8333-444455556666/f1"
    assert mine.put(upload, content=b"x").status_code == 404


def test_a12_uploads_go_only_to_the_own_live_session(office: Home) -> None:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    opened = ForwardMsg()
    opened.new_session.initialize.session_id = "0f8b6a52-1111-4222-8333-444455556666"
    mine, other = browser(), browser()
    enter(mine)
    enter(other, "quan.tri")
    with connect(mine) as socket:
        socket.receive_text()
        socket.send_bytes(opened.SerializeToString())
        socket.receive_bytes()
    upload = f"/_stcore/upload_file/{opened.new_session.initialize.session_id}/f1"
    assert mine.put(upload, content=b"x").status_code == 200
    assert other.put(upload, content=b"x").status_code == 404


def test_other_machines_come_in_by_name_once_there_are_accounts(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = browser("danh-gia.example:8501", "10.0.0.7")
    assert (far.get("/").status_code, far.get("/").text) == (403, text.NOT_NAMED)
    assert "SURVEY_HOSTS" in text.NOT_NAMED
    monkeypatch.setenv("SURVEY_HOSTS", "danh-gia.example, khac.example")
    assert far.get("/").status_code == 303
    assert browser("evil.example", "10.0.0.7").get("/").status_code == 403
    for page in ("http://evil.example", "http://danh-gia.example:8502", "http://danh-gia.example",
                 "https://danh-gia.example:8501", "http://khac.example:8501", "null"):
        refused = far.get("/", headers={"Origin": page})
        assert (refused.status_code, refused.text) == (403, text.FOREIGN), page
        with pytest.raises(WebSocketDisconnect), connect(
            far, Host="danh-gia.example:8501", Origin=page
        ):
            pass
    assert far.get("/", headers={"Origin": "http://danh-gia.example:8501"}).status_code == 303


def test_only_the_known_proxy_may_say_that_the_way_was_encrypted(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_HOSTS", "danh-gia.example")
    monkeypatch.setenv("SURVEY_PROXY", "127.0.0.1")
    for said, client, status in (
        ("https", "127.0.0.1", 303), ("http", "127.0.0.1", 403), ("", "127.0.0.1", 403),
        ("https", "10.0.0.7", 403),
    ):
        through = {"X-Forwarded-For": "203.0.113.9", "Origin": "https://danh-gia.example"}
        through |= {"X-Forwarded-Proto": said} if said else {}
        answer = browser("danh-gia.example", client).get("/", headers=through)
        assert answer.status_code == status, (said, client)


def test_before_there_are_accounts_no_name_lets_other_machines_in(
    tiny_store: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_HOSTS", "danh-gia.example")
    assert browser("danh-gia.example", "10.0.0.7").get("/").status_code == 403


def test_only_the_known_proxy_may_name_the_client(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_HOSTS", "danh-gia.example")
    monkeypatch.setenv("SURVEY_PROXY", "127.0.0.1")
    said = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Forwarded-Proto": "https"}
    client = browser("danh-gia.example")
    client.headers.update(said)
    ticket = re.search(r'name="phieu" value="([\w-]+)"', client.get("/dang-nhap").text)
    assert ticket
    answer = client.post("/dang-nhap", data={"phieu": ticket[1], "ten": "lan", "mat_khau": GOOD},
                         headers={"Cookie": f"survey_form={ticket[1]}"})
    assert "Secure" in answer.headers["set-cookie"]
    stranger = browser("danh-gia.example", "10.0.0.7")
    stranger.headers.update(said)
    assert "Secure" not in stranger.get("/dang-nhap").headers["set-cookie"]


def test_the_forms_need_no_script_and_come_from_their_own_origin(office: Home) -> None:
    answer = browser().get("/dang-nhap")
    assert "<script" not in answer.text and 'lang="vi"' in answer.text
    assert answer.headers["referrer-policy"] == "same-origin"
    assert browser().get("/").headers["referrer-policy"] == "no-referrer"
