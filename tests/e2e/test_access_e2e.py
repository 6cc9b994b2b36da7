"""What a server sends to whom, byte by byte: a raw client of Streamlit's protobufs on a live server."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from analysis.registers import Officer, Unit
from bench.live import PATIENCE, Live
from data import accounts
from data.ledger import open_ledger
from data.ledger.accounts import Account
from data.settings import Home, open_home
from data.trace import TraceSearch, read_trace
from pages.shared import text
from pages.shared.rights import NEEDED
from tests.conftest import Answers, fill
from tests.e2e.conftest import MOMENT, Screen, served
from web.sessions import ENDED
from web.text import NOT_OFFERED

OPENED: list[Live] = []
RERUN = b"\x5a\x00"
"""The shortest message that makes the dashboard run."""
GOOD = "con trâu đi trước cái cày"
UNITS = (
    Unit("H", "Huyện Thử", "huyện"), Unit("X1", "Xã Chimxanh", "xã", "H"),
    Unit("X2", "Xã Gaudo", "xã", "H"),
)
PEOPLE = (Officer("A1", "Lò Canarymot", "X1"), Officer("A2", "Vì Canaryhai", "X1"),
          Officer("B1", "Mùa Canaryba", "X2"))
ANSWERS = (
    Answers("X1", "A1", 45, 5, "ykienmot 0901234561"), Answers("X1", "A2", 40, 4, "ykienhai"),
    Answers("X2", "B1", 35, 2, "ykienba 0987654321"),
)
OF_X2 = (b"Gaudo", b"Canaryba", b"ykienba", b"0987654321")
ANY_DATA = (b"Chimxanh", b"Canary", b"ykien", b"Gaudo", b"phi\xe1\xba\xbfu \xc2\xb7")
ACCOUNTS = (
    Account("quan.tri", "admin", granted=("comments",)), Account("lan", "leader", units=("X1",)),
    Account("mot", "officer", officer="A1"), Account("hoa", "leader", units=("X1",)),
)


@dataclass(frozen=True)
class Office:
    """A live server and its home."""

    url: str
    home: Home
    process: int

    def worked(self) -> float:
        """Processor seconds the server has spent; unlike the clock, no matter of luck."""
        used = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")

    def enter(self, name: str, password: str = GOOD) -> httpx.Client:
        """A browser after signing in, or after trying to."""
        browser = httpx.Client(base_url=self.url, timeout=PATIENCE)
        page = browser.get("/dang-nhap").text
        ticket = re.search(r'name="phieu" value="([\w-]{43})"', page)
        assert ticket
        fields = {"phieu": ticket[1], "ten": name, "mat_khau": password}
        browser.last = browser.post("/dang-nhap", data=fields)  # type: ignore[attr-defined]
        return browser

    def events(self, *kinds: str, who: str = "") -> list[dict[str, object]]:
        """The trace, oldest first."""
        found = read_trace(open_ledger(self.home), TraceSearch(kinds, who=who))
        return [event.facts for event in reversed(found)]


def connected(office: Office, cookies: dict[str, str], session: str = "") -> Live:
    """One websocket as a browser with these cookies opens it, closed when the test ends."""
    OPENED.append(Live(office.url, cookies, session))
    return OPENED[-1]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().socket.close()


def ended(live: Live) -> bool:
    """Whether the server closes the connection as one without a session."""
    try:
        while True:
            live.socket.recv(timeout=PATIENCE)
    except ConnectionClosed as closed:
        return bool(closed.rcvd and closed.rcvd.code == ENDED)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server on a district where every unit and officer has its own word."""
    home = open_home(tmp_path_factory.mktemp("office") / "home")
    ledger = open_ledger(home)
    ledger.register_units(UNITS, "thử")
    ledger.register_officers(PEOPLE, "thử")
    fill(home, UNITS, ANSWERS)
    ledger.register_officers(PEOPLE, "thử")
    moment = datetime.fromisoformat(MOMENT)
    for account in ACCOUNTS:
        accounts.add_account(ledger, account, "thử", moment)
        accounts.set_password(ledger, account.name, GOOD, account.name, moment)
    publish_again(home, moment)
    with served(home.path) as (url, process):
        yield Office(url, home, process)


def publish_again(home: Home, moment: datetime) -> None:
    from data.snapshot.publish import publish

    publish(open_ledger(home), home, moment)


def found(sent: bytes, words: tuple[bytes, ...]) -> list[bytes]:
    return [word for word in words if word in sent]


def test_a01_a_stranger_gets_no_byte_of_data_on_any_page(office: Office) -> None:
    for page in (*[address for _, address in text.PAGES.values()], "start", "", "khong-co"):
        live = connected(office, {})
        with pytest.raises(ConnectionClosed):
            live.run(page)
        assert live.bytes == b""
    with httpx.Client(base_url=office.url, timeout=PATIENCE) as stranger:
        for path in ("/", "/don-vi?unit=X1", "/_stcore/host-config", "/media/x", "/_stcore/health"):
            answer = stranger.get(path)
            assert answer.status_code in (303, 401)
            assert not found(answer.content, ANY_DATA)


def test_a01_the_administrator_sees_what_the_stranger_did_not(office: Office) -> None:
    live = connected(office, dict(office.enter("quan.tri").cookies))
    sent = live.run("don-vi")
    assert len(found(sent, (b"Chimxanh", b"Gaudo"))) == 2


@pytest.mark.parametrize("query", ["unit=X2", "officer=B1", "unit=X2&officer=B1&period=all"])
def test_a02_a_leader_cannot_ask_for_another_unit(office: Office, query: str) -> None:
    before = len(office.events("denied", who="lan"))
    live = connected(office, dict(office.enter("lan").cookies))
    for key in NEEDED:
        live.run(text.PAGES[key][1], query)
    assert b"Chimxanh" in live.bytes
    assert found(live.bytes, OF_X2) == []
    denied = office.events("denied", who="lan")[before:]
    assert {"field": "unit", "value": "X2"} in denied or "unit" not in query
    assert {"field": "page", "value": "access"} in denied


WRITTEN = (
    "X%C3%A3+Gaudo", "%58%32", "x2", "X2%20", "%EF%BC%B8%EF%BC%92", "H", "X1,X2", "X1&unit=X2",
    "X2%00", "%00X2", "X2%0A", "%2558%2532", "[%22X2%22]", "X%25",
)


def test_a02_no_way_of_writing_it_opens_another_unit(office: Office) -> None:
    live = connected(office, dict(office.enter("lan").cookies))
    for value in WRITTEN:
        for page in ("don-vi", "y-kien"):
            sent = live.run(page, f"unit={value}")
            assert b"Chimxanh" in sent, value
            assert [word for word in found(sent, OF_X2) if word != b"Gaudo"] == [], value


def test_a03_a_leader_cannot_forge_a_widget(office: Office) -> None:
    live = connected(office, dict(office.enter("lan").cookies))
    live.run("tong-quan")
    widgets = [box.id for box in live.elements("selectbox") if "filter_unit" in box.id]
    assert len(widgets) == 1
    for value in ("X2", "Xã Gaudo", "\u2003Xã Gaudo"):
        sent = live.run("tong-quan", **{widgets[0]: value})
        assert b"Chimxanh" in sent
    leaked = [word for word in OF_X2 if word in live.bytes and word != b"Gaudo"]
    assert leaked == []


def test_a06_a_known_session_id_gives_nobody_a_session(office: Office) -> None:
    admin = connected(office, dict(office.enter("quan.tri").cookies))
    admin.run("don-vi")
    stranger = connected(office, {}, session=admin.session)
    with pytest.raises(ConnectionClosed):
        stranger.run("don-vi")
    assert stranger.bytes == b""
    leader = connected(office, dict(office.enter("lan").cookies), session=admin.session)
    assert found(leader.run("don-vi"), OF_X2) == []
    assert leader.session != admin.session
    assert b"Gaudo" in admin.run("don-vi"), "the administrator's connection goes on"


def test_a09_nothing_is_left_after_signing_out(office: Office) -> None:
    browser = office.enter("hoa")
    taken = dict(browser.cookies)
    live = connected(office, taken)
    assert b"Chimxanh" in live.run("tong-quan")
    ticket = re.search(r'name="phieu" value="([\w-]{43})"', browser.get("/dang-xuat").text)
    assert ticket
    assert browser.post("/dang-xuat", data={"phieu": ticket[1]}).status_code == 303
    assert ended(live)
    again = connected(office, taken, session=live.session)
    with pytest.raises(ConnectionClosed):
        again.run("tong-quan")
    assert again.bytes == b""
    thief = httpx.Client(base_url=office.url, cookies=taken, timeout=PATIENCE)
    assert thief.get("/tong-quan").status_code == 303


def test_a12_nothing_is_put_into_the_session_of_another(office: Office) -> None:
    ledger, moment = open_ledger(office.home), datetime.fromisoformat(MOMENT)
    accounts.add_account(ledger, Account("nhap", "staff", units=("X1",)), "thử", moment)
    accounts.set_password(ledger, "nhap", GOOD, "nhap", moment)
    people = {name: office.enter(name) for name in ("quan.tri", "nhap")}
    lives = {name: connected(office, dict(browser.cookies)) for name, browser in people.items()}
    for name, browser in people.items():
        lives[name].run("nguon-du-lieu")
        browser.get("/_stcore/health")
        browser.headers["X-Xsrftoken"] = browser.cookies["_streamlit_xsrf"]
    content = {"file": ("f1.csv", b"canaryfile,1")}

    def put(name: str, session: str, file: str = "f1") -> int:
        answer = people[name].put(f"/_stcore/upload_file/{session}/{file}", files=content)
        return answer.status_code

    mine, theirs = lives["nhap"].session, lives["quan.tri"].session
    assert put("nhap", mine) == 204
    for forged in (theirs, theirs.upper(), theirs.replace("-", ""), "x", f"{mine}%2f..%2f{theirs}"):
        assert put("nhap", forged) in (400, 404)
    assert put("nhap", f"{mine}/../{theirs}") in (400, 404)
    path = f"/_stcore/upload_file/{theirs}/f1"
    assert people["nhap"].delete(path).status_code == 404
    assert put("quan.tri", theirs) == 204, "nothing was taken away either"
    assert b"canaryfile" not in lives["quan.tri"].run("nguon-du-lieu")


def test_a14_the_administrators_figures_are_never_the_leaders(office: Office) -> None:
    admin = connected(office, dict(office.enter("quan.tri").cookies))
    leader = connected(office, dict(office.enter("lan").cookies))
    for key in ("overview", "unit", "officer", "criterion", "trend", "watchlist", "comments"):
        assert found(admin.run(text.PAGES[key][1]), OF_X2), key
        assert found(leader.run(text.PAGES[key][1]), OF_X2) == [], key


def test_a16_the_right_password_does_not_help_while_locked(office: Office) -> None:
    ledger = open_ledger(office.home)
    moment = datetime.fromisoformat(MOMENT)
    accounts.add_account(ledger, Account("khoa", "leader", units=("X1",)), "thử", moment)
    accounts.set_password(ledger, "khoa", GOOD, "khoa", moment)
    before = len(office.events("sign_in_refused", who="khoa"))
    browser = office.enter("khoa", "sai")
    ticket = re.search(r'name="phieu" value="([\w-]{43})"', browser.get("/dang-nhap").text)
    assert ticket
    fields = {"phieu": ticket[1], "ten": "khoa"}
    answers = [  # the server's clock stands still: all within the same moment
        browser.post("/dang-nhap", data={**fields, "mat_khau": f"sai {number}"}).status_code
        for number in range(199)
    ]
    assert set(answers[10:]) == {429}
    assert office.enter("khoa").last.status_code == 429
    assert len(office.events("sign_in_refused", who="khoa")) - before == 201


@pytest.mark.parametrize(("name", "password"), [
    ("quan.tri", "x" * 1_000_000), ("quan.tri", "mật\0khẩu có số không"),
    ("' OR 1=1 --", GOOD), ("quan.tri\0", GOOD), ("x" * 10_000, GOOD),
])
def test_a17_what_nobody_types_is_refused_at_once(office: Office, name: str, password: str) -> None:
    before = office.worked()
    browser = office.enter(name, password)
    assert browser.last.status_code in (401, 413)
    assert "survey_session" not in browser.cookies
    assert office.worked() - before < 1


def test_a18_an_officer_gets_sums_about_himself_and_nothing_else(office: Office) -> None:
    live = connected(office, dict(office.enter("mot").cookies))
    for key in NEEDED:
        for query in ("", "officer=A1", "officer=A2", "unit=X2", "from=2026-09-01&to=2026-09-01"):
            live.run(text.PAGES[key][1], query)
    assert b"Canarymot" in live.bytes
    assert found(live.bytes, (*OF_X2, b"Canaryhai", b"ykien", b"0901234561")) == []
    charts = b"".join(chart.SerializeToString() for chart in live.elements("plotly_chart"))
    assert not re.search(rb"\d{2}:\d{2}", charts)


def test_an_export_belongs_to_who_asked_and_leaves_an_event(office: Office) -> None:
    browser = office.enter("lan")
    live = connected(office, dict(browser.cookies))
    live.run("tong-quan", "unit=X1")
    path = live.file(live.files()[0])
    assert re.fullmatch(r"/media/[0-9a-f]+\.\w+", path)
    mine = browser.get(path)
    assert mine.status_code == 200 and mine.headers["cache-control"] == "no-store"
    assert office.enter("quan.tri").get(path).status_code == 404
    assert httpx.get(office.url + path, timeout=PATIENCE).status_code == 401
    last = office.events("export", who="lan")[-1]
    assert last["page"] == "overview" and last["filters"] == {"unit": "X1"}
    assert last["rows"] and last["snapshot"].endswith(".duckdb")


def test_a_file_is_made_only_for_whom_it_was_offered(office: Office) -> None:
    browser = office.enter("quan.tri")
    theirs, mine = (connected(office, dict(b.cookies)) for b in (browser, office.enter("lan")))
    theirs.run("tong-quan")
    mine.run("tong-quan")
    number, before = theirs.files()[0], office.events("export")
    assert mine.file(number) == "" and mine.file("0" * 32) == "" and office.events("export") == before
    assert mine.messages[-1].backend_operation_response.error_msg == NOT_OFFERED
    whose = len(office.events("export", who="quan.tri"))
    assert theirs.file(number).startswith("/media/"), "who it was offered to still gets it"
    assert len(office.events("export", who="quan.tri")) == whose + 1
    ticket = re.search(r'name="phieu" value="([\w-]{43})"', browser.get("/dang-xuat").text)
    assert ticket and browser.post("/dang-xuat", data={"phieu": ticket[1]}).status_code == 303
    assert mine.file(number) == "" and len(office.events("export")) == len(before) + 1
    with pytest.raises(ConnectionClosed):
        theirs.file(number)
    assert mine.file(mine.files()[0]).startswith("/media/"), "the connection goes on"
    assert len(office.events("export")) == len(before) + 2


def test_a_streamed_file_asks_for_the_right_at_every_fetch(office: Office) -> None:
    ledger, moment = open_ledger(office.home), datetime.fromisoformat(MOMENT)
    accounts.add_account(ledger, Account("dan", "leader", units=("H",)), "thử", moment)
    accounts.set_password(ledger, "dan", GOOD, "dan", moment)
    browser = office.enter("dan")
    live = connected(office, dict(browser.cookies))
    live.run("tong-quan")
    path = next(made for made in map(live.file, live.files()) if made.endswith(".csv"))
    before = len(office.events("export", who="dan"))
    mine, again = browser.get(path), browser.get(path)
    assert mine.status_code == 200 and mine.content.startswith("\ufeff".encode())
    assert mine.headers["cache-control"] == "no-store" and mine.content == again.content
    assert len(office.events("export", who="dan")) == before + 2, "each time it leaves is written down"
    assert office.enter("quan.tri").get(path).status_code == 404
    assert httpx.get(office.url + path, timeout=PATIENCE).status_code == 401
    accounts.change_account(ledger, "dan", "quan.tri", moment, units=("X1",))
    refused = browser.get(path)
    assert (refused.status_code, refused.text) == (403, text.NO_LONGER)
    accounts.change_account(ledger, "dan", "quan.tri", moment, units=("H",))
    assert browser.get(path).content == mine.content
    ticket = re.search(r'name="phieu" value="([\w-]{43})"', browser.get("/dang-xuat").text)
    assert ticket and browser.post("/dang-xuat", data={"phieu": ticket[1]}).status_code == 303
    assert browser.get(path).status_code == 401
    assert office.enter("dan").get(path).status_code == 404, "another session of the same account"
    assert len(office.events("export", who="dan")) == before + 3


def test_a_file_is_not_made_under_rights_of_yesterday(office: Office) -> None:
    ledger, moment = open_ledger(office.home), datetime.fromisoformat(MOMENT)
    accounts.add_account(ledger, Account("hep", "leader", units=("H",)), "thử", moment)
    accounts.set_password(ledger, "hep", GOOD, "hep", moment)
    live = connected(office, dict(office.enter("hep").cookies))
    assert b"Gaudo" in live.run("tong-quan")
    assert live.file(live.files()[0]).startswith("/media/")
    accounts.change_account(ledger, "hep", "quan.tri", moment, units=("X1",))
    before = len(office.events("export", who="hep"))
    assert [live.file(number) for number in live.files()] == [""] * len(live.files())
    assert len(office.events("export", who="hep")) == before
    live.forget()
    live.run("tong-quan")
    assert live.file(live.files()[0]).startswith("/media/"), "a page of today offers it again"


def test_who_is_refused_a_file_reads_why_beside_the_button(
    office: Office, look: Callable[..., Screen]
) -> None:
    ledger, moment = open_ledger(office.home), datetime.fromisoformat(MOMENT)
    accounts.add_account(ledger, Account("doc", "leader", units=("H",)), "thử", moment)
    accounts.set_password(ledger, "doc", GOOD, "doc", moment)
    screen = look(office.url)
    cookies = [{"name": name, "value": value, "url": office.url}
               for name, value in office.enter("doc").cookies.items()]
    screen.page.context.add_cookies(cookies)
    screen.open("/tong-quan")
    accounts.change_account(ledger, "doc", "quan.tri", moment, units=("X1",))
    screen.page.get_by_role("button", name=text.DOWNLOAD, exact=True).click()
    screen.page.get_by_role("button", name=text.DOWNLOAD_BOOK).click()
    screen.reads(text.NO_LONGER)


def test_a_disabled_account_is_cut_off_while_it_looks(office: Office) -> None:
    ledger, moment = open_ledger(office.home), datetime.fromisoformat(MOMENT)
    accounts.add_account(ledger, Account("tam", "leader", units=("X1",)), "thử", moment)
    accounts.set_password(ledger, "tam", GOOD, "tam", moment)
    live = connected(office, dict(office.enter("tam").cookies))
    assert b"Chimxanh" in live.run("tong-quan")
    accounts.change_account(ledger, "tam", "quan.tri", moment, disabled=True)
    with pytest.raises(ConnectionClosed):
        live.run("tong-quan")
    assert ended(live)


def test_a_flood_of_one_person_leaves_the_others_fast(office: Office) -> None:
    def timed() -> float:
        before = time.monotonic()
        other = connected(office, cookies)
        assert b"Gaudo" in other.run("don-vi")
        other.socket.close()
        return time.monotonic() - before

    cookies = dict(office.enter("quan.tri").cookies)
    timed()
    quiet = max(timed() for _ in range(2))
    flood = connected(office, dict(office.enter("lan").cookies))
    pouring = Thread(target=lambda: [flood.socket.send(RERUN) for _ in range(1000)], daemon=True)
    pouring.start()
    took = [timed() for _ in range(3)]
    flood.socket.close()
    assert max(took) < max(3.0, 4 * quiet), (took, quiet)


def test_w12_more_than_a_box_takes_is_cut_or_refused(office: Office) -> None:
    live = connected(office, dict(office.enter("lan").cookies))
    live.run("y-kien")
    box = next(live.elements("text_input"))
    assert 0 < box.max_chars <= 200
    for typed in ("a" * 100_000, "ệ" * 100_000, "a\0" * 50_000, "(" * 100_000):
        before = office.worked()
        sent = live.run("y-kien", **{box.id: typed})
        assert office.worked() - before < 3
        assert typed[:1000].encode() not in sent and "mã lỗi".encode() not in sent
    assert b"Chimxanh" in live.run("tong-quan")


def test_p09_where_a_person_came_from_is_kept_nowhere(office: Office) -> None:
    browser = httpx.Client(base_url=office.url, timeout=PATIENCE, headers={
        "User-Agent": "canary-agent/7", "Referer": "http://127.0.0.1/canary-referrer",
        "Accept-Language": "canary-language",
    })
    page = browser.get("/dang-nhap").text
    ticket = re.search(r'name="phieu" value="([\w-]{43})"', page)
    assert ticket
    for word in ("sai", GOOD):
        browser.post("/dang-nhap", data={"phieu": ticket[1], "ten": "lan", "mat_khau": word})
    connected(office, dict(browser.cookies)).run("tong-quan")
    files = [path for path in office.home.path.rglob("*") if path.is_file()]
    assert any(path.name.startswith("sessions.sqlite") for path in files)
    for path in files:
        kept = path.read_bytes()
        assert not found(kept, (b"canary-agent", b"canary-referrer", b"canary-language")), path
        assert b"127.0.0.1" not in kept or path.suffix == ".duckdb", path


def test_n02_what_is_broken_inside_is_not_told(
    templates: Callable[[str], Path], tmp_path: Path
) -> None:
    home = open_home(tmp_path / "bi-mat-4711")
    shutil.copytree(templates("tiny"), home.path, dirs_exist_ok=True)
    with served(home.path) as (url, _):
        live = Live(url, {})
        assert b"Su\xe1\xbb\x91i M\xc6\xa1" in live.run("tong-quan")
        live.forget()
        name = "20261120T090000-000999-0123ab.duckdb"
        (home.snapshots / name).write_bytes(b"bi-mat-4712 is no database" * 999)
        home.current.write_text(name)
        live.run("don-vi")
        live.run("tong-quan", "unit=X1")
        others = [httpx.get(url + path, timeout=PATIENCE) for path in ("/healthz", "/a/b", "/x")]
    assert others[0].status_code == 503
    assert any(live.elements("alert")) and b"68 phi" not in live.bytes
    sent = live.bytes + b"".join(answer.content for answer in others)
    secrets = (b"4711", b"4712", b"Traceback", b"site-packages", b"Exception")
    assert [word for word in secrets if word in sent] == []
