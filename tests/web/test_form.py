"""The citizens' form over real HTTP: cold and off this machine, once a code, and plain whatever it says."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest

from analysis.filters import Filters
from analysis.form_mapping import with_questions
from analysis.mapping_file import parse_mapping
from analysis.registers import Officer, Unit
from data.access import whole
from data.accounts import add_account
from data.criteria import criterion_set_for, load_criterion_sets
from data.form import hand_out, last_day
from data.ledger import Ledger, open_ledger
from data.ledger.accounts import Account
from data.ledger.answers import CodeBatch
from data.queries import comments, counts
from data.settings import open_home
from data.snapshot import open_snapshot
from data.verify import verify
from tests.web.conftest import Server, serving
from web.form_answers import take_answers

NOW = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
FORM = '[source]\nname = "{name}"\nkind = "form"\ncriterion_set = "nam-dong-2024"\n'
SCALES = ("overall", "access_officers", "access_procedures", "attitude", "responsibility", "guidance")
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = "![t](http://127.0.0.1:9777/b.png)<script>alert(1)</script>{{7*7}}</textarea><b>đậm"
AFAR = {"Host": "mot-cua.example"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = open_home(tmp_path_factory.mktemp("form") / "home")
    ledger = open_ledger(home)
    ledger.register_units([Unit("X1", "Xã <b>Suối</b> Mơ"), Unit("X2", "Xã Khe Cạn")], "an", NOW)
    ledger.register_officers([Officer("A1", "# Lò Thị [Một](http://x)", "X1", counter="3")], "an", NOW)
    sets = load_criterion_sets(home)
    for name, more in (("phieu", ""), ("quay", 'codes = "none"\n')):
        mapping = parse_mapping(FORM.format(name=name) + more)
        ledger.add_source(with_questions(mapping, criterion_set_for(mapping, sets)), "an", NOW)
    ledger.close()
    with serving(home.path, SURVEY_NOW=NOW.isoformat(), SURVEY_HOSTS=AFAR["Host"]) as found:
        yield found


@pytest.fixture
def ledger(server: Server) -> Iterator[Ledger]:
    opened = open_ledger(open_home(server.home))
    yield opened
    opened.close()


def codes(ledger: Ledger, count: int = 1, unit: str = "X1", source: str = "phieu", days: int = 30) -> list[str]:
    officer = "A1" if unit == "X1" else None
    batch = CodeBatch(ledger.source(source).id, unit, officer, count, last_day(NOW, days), "an")
    return hand_out(ledger, batch, NOW)[1]


def filled(code: str, level: int = 4, **more: str) -> dict[str, str]:
    return {"ma": code, **dict.fromkeys(SCALES, str(level)), **more}


def send(server: Server, fields: dict[str, str], **headers: str) -> tuple[int, dict[str, str], str]:
    status, said, body = server.answer("/phieu", "POST", TYPED | headers, urlencode(fields).encode())
    return status, said, body.decode()


def look(server: Server, query: str, **headers: str) -> tuple[int, str]:
    status, said, body = server.answer(f"/phieu?{query}", headers=headers)
    assert said["cache-control"] == "no-store"
    assert "set-cookie" not in said
    return status, body.decode()


def kept(server: Server) -> int:
    with sqlite3.connect(server.home / "ledger.sqlite") as connection:
        return int(connection.execute("SELECT count(*) FROM answer").fetchone()[0])


def words(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.partition("<main>")[2]))


def test_t22_a_code_used_twice_a_code_of_another_unit_and_a_forged_code_are_refused(
    server: Server, ledger: Ledger
) -> None:
    code, other = codes(ledger, 2)
    before = kept(server)
    status, said, _ = send(server, filled(code))
    assert (status, said["location"]) == (303, "/phieu?xong=1")
    assert kept(server) == before + 1

    status, _, page = send(server, filled(code, level=1))
    assert status == 409
    assert "Mã này đã được dùng" in page
    assert look(server, f"ma={code}")[0] == 409
    status, _, page = send(server, filled(other, don_vi="X2"))
    assert status == 403
    assert "của đơn vị khác" in page
    forged = other[:-1] + ("2" if other[-1] != "2" else "3")
    status, _, page = send(server, filled(forged))
    assert status == 403
    assert "không phải do đơn vị cấp" in page
    assert kept(server) == before + 1
    assert send(server, filled(other))[0] == 303  # refused in another's name, still good in its own


def test_before_there_are_accounts_the_form_opens_on_this_machine(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    status, page = look(server, f"ma={code.lower().replace('-', '')}&don_vi=X1")
    assert status == 200
    assert len(page.encode()) < 30_000
    assert "Xã <b>Suối</b> Mơ" in words(page)
    assert page.count("<fieldset") == page.count("<legend") == 8
    assert page.count('type="radio"') == 6 * 5 + 2
    for label in ("Rất hài lòng", "Bình thường", "Rất không hài lòng", "Nhũng nhiễu, gây phiền hà"):
        assert label in words(page)
    assert re.search(r'<html lang="vi">.*default-src \'none\'', page, re.S)
    assert not re.search(r"<script|javascript:| on\w+=|src=|(href|action)=.?http", page)
    assert look(server, "")[0] == look(server, "don_vi=X1")[0] == look(server, "xong=1")[0] == 200


def test_two_presses_at_once_leave_one_row_and_one_is_told_so(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    before = kept(server)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: send(server, filled(code)), range(4)))
    assert sorted(status for status, _, _ in found) == [303, 409, 409, 409]
    assert all("Phiếu đã được nhận" in page for status, _, page in found if status == 409)
    assert kept(server) == before + 1


def test_what_was_entered_survives_a_mistake(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    before = kept(server)
    fields = filled(code, comment=HOSTILE, negative="harassment", respondent_type="individual")
    del fields["attitude"]
    status, _, page = send(server, fields)
    assert status == 422
    assert 'role="alert"' in page
    assert re.findall(r'<li><a href="#(\w+)">', page) == ["attitude"]
    assert page.count("checked") - page.count(":checked") == 5 + 2
    assert HOSTILE in unescape(page)
    assert HOSTILE not in page
    assert "<script" not in page
    assert kept(server) == before
    assert send(server, filled(code))[0] == 303


def test_markup_in_a_comment_reaches_the_figures_as_plain_text(
    server: Server, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = codes(ledger, 2)
    send(server, filled(first, 2, comment=HOSTILE))
    send(server, filled(second, 5))
    monkeypatch.setenv("SURVEY_HOME", str(server.home))
    monkeypatch.setenv("SURVEY_NOW", NOW.isoformat())
    take_answers()
    with open_snapshot(open_home(server.home)).cursor() as cursor:
        told = comments(cursor, whole("an"), Filters())
        assert HOSTILE in set(told["text"])
        assert counts(cursor, whole("an"), Filters())["responses"].sum() == kept(server)
    head = ledger.head()
    take_answers()
    assert ledger.head() == head  # nothing waits, nothing is written
    assert verify(ledger, ledger.home) == []


@pytest.mark.parametrize("typed", ["", "1234", "' OR 1=1", "\x00", "Đ" * 16, "<b>" * 5, "0" * 500])
def test_a_wrong_code_is_one_sentence_and_may_be_typed_again(server: Server, typed: str) -> None:
    status, page = look(server, f"ma={quote_plus(typed)}")
    assert status == 404
    assert "Mã chưa đúng" in page
    assert '<input type="text" id="ma"' in page
    assert "<b>" not in page


def test_a_code_after_its_last_day_is_told_so(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger, days=0)
    status, _, page = send(server, filled(code))
    assert status == 410
    assert "đã hết hạn" in page


@pytest.mark.parametrize(("body", "kind", "status"), [
    (b"x" * 32_769, "application/x-www-form-urlencoded", 413),
    (b"x" * 100_000, "application/x-www-form-urlencoded", 413),
    (b"ma=1", "multipart/form-data; boundary=x", 400), (b"{}", "application/json", 400),
    (b"ma=%FF%FE", "application/x-www-form-urlencoded", 400),
    ("ma=đ".encode(), "application/x-www-form-urlencoded", 400),
    (b"a=1&" * 300, "application/x-www-form-urlencoded", 400),
    (b"", "application/x-www-form-urlencoded", 404), (b"ma=1&ma=2", "application/x-www-form-urlencoded", 404),
])
def test_what_is_no_form_is_refused(server: Server, body: bytes, kind: str, status: int) -> None:
    found, _, said = server.answer("/phieu", "POST", {"Content-Type": kind}, body)
    assert found == status
    assert "Traceback" not in said.decode()


def test_a_comment_of_the_longest_kind_fits(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    assert send(server, filled(code, comment="\U0001f600" * 1000, negative="harassment"))[0] == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_do_nothing(server: Server, method: str) -> None:
    status, said, _ = server.answer("/phieu", method)
    assert (status, said["allow"]) == (405, "GET, HEAD, POST")


def test_a_shared_code_counts_one_showing_once_and_slows_a_flood(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger, 0, "X2", "quay")
    before = kept(server)
    shown = re.findall(r'name="lan" value="([\w-]{22})"', look(server, f"ma={code}")[1])
    assert [send(server, filled(code, lan=shown[0]))[0] for _ in range(2)] == [303, 409]
    assert send(server, filled(code))[0] == 422
    found = [send(server, filled(code, lan=f"{number:022}"))[0] for number in range(40)]
    assert found[:25] == [303] * 25
    assert found[-1] == 429
    assert kept(server) == before + 1 + found.count(303)


def test_another_site_cannot_send_a_form_without_a_code(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    status, _, page = send(server, filled(code), Origin="http://evil.example")
    assert (status, "localhost" in page) == (403, False)
    assert send(server, filled(code))[0] == 303


def test_p09_nothing_about_who_sends_is_written_down(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    traces = {"User-Agent": "VET-MAY-LA", "Referer": "http://127.0.0.1/VET-NOI-TOI", "Cookie": "a=VET-BANH",
              "Accept-Language": "VET-TIENG", "From": "vet-thu@example.invalid"}
    assert look(server, f"ma={code}", **traces)[0] == 200
    assert send(server, filled(code, email="VET-TRUONG-LA"), **traces)[0] == 303
    written = b"".join(file.read_bytes() for file in server.home.rglob("*") if file.is_file()).upper()
    assert b"VET-" not in written
    assert code.encode() not in written


def test_guessing_is_slowed_and_keeps_nobody_out(server: Server, ledger: Ledger) -> None:
    (code,) = codes(ledger)
    found = [look(server, f"ma={number:016}")[0] for number in range(80)]
    assert 429 in found
    assert look(server, f"ma={code}")[0] == 200
    assert send(server, filled(code))[0] == 303


def test_once_there_are_accounts_the_form_needs_none_from_afar(
    server: Server, ledger: Ledger, tmp_path: Path
) -> None:
    (code,) = codes(ledger)
    assert server.answer(f"/phieu?ma={code}", headers=AFAR)[0] == 403
    add_account(ledger, Account("quan.tri", "admin"), "an", NOW)
    assert look(server, f"ma={code}", **AFAR)[0] == 200
    assert send(server, filled(code), **AFAR, Origin=f"http://{AFAR['Host']}")[0] == 303
    status, said, _ = server.answer("/don-vi", headers=AFAR)
    assert (status, said["location"]) == (303, "/dang-nhap?tiep=%2Fdon-vi")
