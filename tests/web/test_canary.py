"""Every unit has words of its own; each role visits every page and file, and every byte is searched."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from analysis.registers import Officer, Unit
from data import accounts, sessions
from data.access import scope_of
from data.intake import IntakeOptions, import_table
from data.ledger import open_ledger
from data.ledger.accounts import Account
from data.raw_table import RawTable
from data.settings import open_home
from data.snapshot.publish import publish
from pages.shared import text
from pages.shared.rights import may_open
from tests.conftest import CHECKOUT, HEADER, Answers, fill
from tests.web.conftest import MOMENT, Server, running
from web.signin import COOKIE

COMMUNES = ("P1", "P2", "P3", "P4")
NAME, OFFICER, COMMENT, PHONE, WRONG = "Tenxa", "Canbo", "Ykien", "09010000", "Saigi"
UNITS = (
    Unit("D1", "Huyện Một", "huyện"), Unit("D2", "Huyện Hai", "huyện"),
    *(Unit(code, f"Xã {NAME}{code}", "xã", "D1" if code in ("P1", "P2") else "D2")
      for code in COMMUNES),
)
PEOPLE = tuple(Officer(f"c{code}", f"{OFFICER}{code}", code) for code in COMMUNES)
ANSWERS = tuple(
    Answers(code, f"c{code}", 20, overall, f"{COMMENT}{code} gọi {PHONE}0{code[1]}")
    for code in COMMUNES for overall in (5, 2)
)
ACCOUNTS = {
    "tri": Account("tri", "admin"),
    "mot": Account("mot", "leader", units=("P1",)), "bon": Account("bon", "leader", units=("P4",)),
    "hoa": Account("hoa", "staff", units=("P2",)), "noi": Account("noi", "home_affairs", units=("D1",)),
    "can": Account("can", "officer", officer="cP3"), "mat": Account("mat", "observer"),
    "dan": Account("dan", "public"),
}
MAY = {  # account -> what of which communes may reach it
    "mot": {NAME: "P1", OFFICER: "P1", COMMENT: "P1"}, "bon": {NAME: "P4", OFFICER: "P4", COMMENT: "P4"},
    "hoa": {NAME: "P2", OFFICER: "P2", WRONG: "P2"}, "noi": {NAME: "P1 P2", OFFICER: "P1 P2"},
    "can": {NAME: "P3", OFFICER: "P3"}, "mat": {NAME: "P1 P2 P3 P4"}, "dan": {},
    "tri": dict.fromkeys((NAME, OFFICER, WRONG), "P1 P2 P3 P4"),
}
SEEN = {"mot": {NAME, OFFICER, COMMENT}, "bon": {NAME, OFFICER, COMMENT}, "hoa": {NAME, OFFICER},
        "noi": {NAME, OFFICER}, "can": {OFFICER}, "tri": {NAME, OFFICER}}
"""What each must find of the own communes, or the test would pass on empty pages."""
CANARY = re.compile(rf"({NAME}|{OFFICER}|{COMMENT}|{WRONG})(P\d)|({PHONE}0)(\d)".encode())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two districts of two communes, an account of each role, and rows that were refused."""
    home = open_home(tmp_path_factory.mktemp("canary") / "home")
    ledger, moment = open_ledger(home), datetime.fromisoformat(MOMENT)
    ledger.register_units(UNITS, "thử")
    ledger.register_officers(PEOPLE, "thử")
    fill(home, UNITS, ANSWERS)
    rows = [("03/09/2026", code, f"{WRONG}{code}", "", "", "", "Hài lòng", "Hài lòng", "")
            for code in COMMUNES]
    cells = pa.table({str(i): pa.array(c, pa.string()) for i, c in enumerate(zip(*rows, strict=True))})
    mapping = replace(ledger.source("thu").mapping, name="loi")
    raw = RawTable(HEADER, cells, pa.array(range(2, 6), pa.int32()))
    import_table(ledger, raw, mapping, IntakeOptions(moment, "thử", "loi.csv"))
    publish(ledger, home, moment)
    for account in ACCOUNTS.values():
        accounts.add_account(ledger, account, "thử", moment)
        accounts.set_password(ledger, account.name, "con trâu đi trước cái cày", account.name, moment)
    ledger.close()
    with running(Path(home.path)) as server:
        yield server


def unpacked(body: bytes) -> bytes:
    """The bytes, and those inside a book."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return body + b"".join(book.read(name) for name in book.namelist())


def everything(server: Server, cookie: str) -> tuple[bytes, set[str], int]:
    """Every byte of every page under own and foreign addresses, and of files; which; exports."""
    received, files, exports = b"", set(), 0
    for _, page in text.PAGES.values():
        with server.live(Cookie=cookie) as person:
            for query in ("unit=P4&officer=cP2", ""):
                person.ask(page, query)
            made = {person.file(number) for number in dict.fromkeys(person.files)}
            sent = bytes(person.received)
        received, exports = received + sent, exports + len(made)
        named = {name.decode() for name in re.findall(rb"/media/[0-9a-f]+\.(?:csv|xlsx|json|png|jpg)", sent)}
        for name in (made | named) - files:
            status, _, body = server.answer(name, headers={"Cookie": cookie})
            assert status == 200
            received += unpacked(body)
        files |= made | named
    return received, files, exports


def canaries(received: bytes) -> set[str]:
    """Which marks stand in the bytes, as kind:commune."""
    return {
        (kind or phone).decode() + ":" + (code or b"P" + digit).decode()
        for kind, code, phone, digit in CANARY.findall(received)
    }


def allowed(who: str) -> set[str]:
    """Which of them an account may be sent."""
    return {f"{kind}:{code}" for kind, codes in MAY[who].items() for code in codes.split()}


def widgets(received: bytes) -> list[str]:
    """The numbers of everything a page lets somebody choose, press or type."""
    found = re.findall(rb"\$\$ID-[0-9a-f]{32}-[\w-]{1,60}", received)
    return list(dict.fromkeys(name.decode() for name in found))


FORGED = (
    ("string_value", "P4"), ("string_array_value", ("P4", "cP4")), ("int_array_value", (0, 1, 2, 3)),
    ("json_value", '{"selection": {"points": [{"customdata": ["P4"], "point_index": 3}], "rows": [0, 3]}}'),
)


def forged(page: str, names: list[str], kind: str, value: object) -> BackMsg:
    """A rerun that claims this was chosen everywhere."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = "unit=P4&officer=cP4"
    for name in names:
        state = message.rerun_script.widget_states.widgets.add()
        state.id = name
        if isinstance(value, tuple):
            getattr(state, kind).data.extend(value)
        else:
            setattr(state, kind, value)
    return message


@pytest.mark.parametrize("who", ["mot", "can"])
def test_a03_no_forged_choice_opens_a_foreign_unit(office: Server, who: str) -> None:
    token = sessions.start(open_home(office.home), who, datetime.fromisoformat(MOMENT))
    tried, received = 0, b""
    for key, (_, page) in text.PAGES.items():
        if not may_open(scope_of(ACCOUNTS[who]), key):
            continue
        with office.live(Cookie=f"{COOKIE}={token}") as person:
            names = widgets(person.ask(page))
            for kind, value in FORGED if names else ():
                person.ask(page, message=forged(page, names, kind, value))
                tried += len(names)
            received += bytes(person.received)
    assert tried > 50 and canaries(received) - allowed(who) == set()


@pytest.mark.parametrize("who", ACCOUNTS)
def test_no_byte_of_a_foreign_unit_reaches_a_role(office: Server, who: str) -> None:
    token = sessions.start(open_home(office.home), who, datetime.fromisoformat(MOMENT))
    received, files, exports = everything(office, f"{COOKIE}={token}")
    found = canaries(received)
    assert found - allowed(who) == set()
    needed = {f"{kind}:{code}" for kind in SEEN.get(who, ()) for code in MAY[who][kind].split()}
    assert needed - found == set()
    assert not [place for place in (CHECKOUT, office.home, sys.prefix) if str(place).encode() in received]
    assert bool(exports) == ("export" in scope_of(ACCOUNTS[who]).rights)
    other = sessions.start(open_home(office.home), "tri", datetime.fromisoformat(MOMENT))
    for name in sorted(files)[:6]:
        assert office.answer(name)[0] == 401
        assert office.answer(name, headers={"Cookie": f"{COOKIE}={other}"})[0] == 404
