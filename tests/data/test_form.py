"""The office's own form: codes, one answer a code, and answers that count like any other row."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.form_mapping import with_questions
from analysis.mapping_file import parse_mapping
from analysis.registers import Officer, Unit
from data.access import whole
from data.backup import backup, restore
from data.commands.run import main
from data.criteria import criterion_set_for, load_criterion_sets
from data.form import (
    CodeError,
    NotKeptError,
    hand_out,
    invitation,
    last_day,
    read_filled,
    submit,
)
from data.form_codes import ALPHABET, home_key, is_genuine, read_code
from data.intake import withdraw
from data.ledger import Ledger, open_ledger
from data.ledger.answers import CodeBatch, count_answers
from data.queries import comments, counts, ticks
from data.settings import Home, open_home
from data.snapshot import open_snapshot
from data.sync import SyncOptions, SyncResult, sync
from data.text_backup import VOID_CODES
from data.verify import BEGINNING, verify

CHECKOUT = Path(__file__).resolve().parents[2]
NOW = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
FORM = '[source]\nname = "phieu"\nkind = "form"\ncriterion_set = "nam-dong-2024"\n'
SCALES = ("overall", "access_officers", "access_procedures", "attitude", "responsibility", "guidance")
HOSTILE = "<script>alert(1)</script> ![t](http://127.0.0.1:9777/c.png)\n=1+1"


def register(ledger: Ledger, toml: str = FORM) -> int:
    mapping = parse_mapping(toml)
    asked = criterion_set_for(mapping, load_criterion_sets(ledger.home))
    return ledger.add_source(with_questions(mapping, asked), "an", NOW).id


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home")


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    opened = open_ledger(home)
    opened.register_units([Unit("X1", "Xã Suối Mơ"), Unit("X2", "Xã Khe Cạn")], "an", NOW)
    opened.register_officers([Officer("A1", "Lò Thị Một", "X1", counter="Quầy 1")], "an", NOW)
    register(opened)
    yield opened
    opened.close()


def codes(
    ledger: Ledger, count: int = 1, unit: str = "X1", officer: str | None = None, days: int = 30
) -> list[str]:
    batch = CodeBatch(ledger.source("phieu").id, unit, officer, count, last_day(NOW, days), "an")
    return hand_out(ledger, batch, NOW)[1]


def fields(level: int = 4, **more: str) -> dict[str, list[str]]:
    return {name: [said] for name, said in {**dict.fromkeys(SCALES, str(level)), **more}.items()}


def send(ledger: Ledger, code: str, level: int = 4, now: datetime = NOW, **more: str) -> bool:
    asked = invitation(ledger, code, now)
    filled = read_filled(asked, fields(level, **more))
    assert filled.problems == {}
    return submit(ledger, asked, filled, now, more.get("once", ""))


def synced(ledger: Ledger, now: datetime = NOW) -> SyncResult:
    (result,) = sync(ledger, SyncOptions("an", lambda: now), "phieu")
    return result


def answers(ledger: Ledger) -> tuple[int, int]:
    with ledger.engine.connect() as connection:
        return count_answers(connection, ledger.source("phieu").id)


def why(ledger: Ledger, code: str, unit: str = "", now: datetime = NOW) -> str:
    with pytest.raises(CodeError) as caught:
        invitation(ledger, code, now, unit)
    assert str(caught.value).endswith(".")
    return caught.value.why


def test_an_answer_counts_for_its_unit_and_officer_after_the_next_sync(ledger: Ledger) -> None:
    for code, level in zip(codes(ledger, 3, officer="A1"), (5, 4, 1), strict=True):
        assert send(ledger, code, level, negative="harassment", respondent_type="individual",
                    comment=HOSTILE)
    result = synced(ledger)
    assert (result.outcome, result.document["new"], result.document["rejected"]) == ("done", 3, [])
    with open_snapshot(ledger.home).cursor() as cursor:
        scope = whole("an")
        (row,) = counts(cursor, scope, Filters(), ("officer",)).to_dict("records")
        assert (row["officer_code"], row["unit_code"], row["n"]) == ("A1", "X1", 3)
        assert [row[f"n{level}"] for level in (1, 2, 3, 4, 5)] == [1, 0, 0, 1, 1]
        (channel,) = counts(cursor, scope, Filters(), ("channel",))["channel"]
        assert channel == "one_time_code"
        ticked = ticks(cursor, scope, Filters())
        told = dict(zip(ticked["option"], ticked["ticked"], strict=True))
        assert told == {"negative.harassment": 3, "negative.negative_acts": 0,
                        "negative.unrelated_costs": 0}
        assert set(comments(cursor, scope, Filters())["text"]) == {HOSTILE}
    assert verify(ledger, ledger.home) == []


def test_two_equal_answers_of_one_minute_are_two_responses(ledger: Ledger) -> None:
    for code in codes(ledger, 2):
        send(ledger, code)
    assert synced(ledger).document["responses"] == 2


def test_answers_come_in_batch_by_batch_and_none_twice(ledger: Ledger) -> None:
    first, second, third = codes(ledger, 3)
    send(ledger, first)
    assert (synced(ledger).document["new"], answers(ledger)) == (1, (1, 0))
    send(ledger, second)
    send(ledger, third)
    assert answers(ledger) == (3, 2)
    assert synced(ledger).document["responses"] == 3
    assert synced(ledger).document["new"] == 0
    assert len(ledger.runs("phieu")) == 2  # a sync that finds nothing brings nothing


def test_answers_of_a_withdrawn_import_stay_withdrawn(ledger: Ledger) -> None:
    first, second = codes(ledger, 2)
    send(ledger, first)
    synced(ledger)
    withdraw(ledger, ledger.runs("phieu")[-1].id, "an", "thử", NOW)
    send(ledger, second)
    document = synced(ledger).document
    assert (document["new"], document["responses"]) == (1, 1)


def test_t22_a_code_used_twice_of_another_unit_or_forged_is_refused(ledger: Ledger) -> None:
    code, other = codes(ledger, 2)
    assert send(ledger, code)
    assert why(ledger, code) == "used"
    assert why(ledger, other, unit="X2") == "other_unit"
    for place in (0, 7, 15, 18):
        wrong = other[:place] + ("2" if other[place] != "2" else "3") + other[place + 1:]
        assert why(ledger, wrong) == "forged"
    assert answers(ledger) == (1, 1)


def test_looking_at_a_form_uses_nothing_up(ledger: Ledger) -> None:
    (code,) = codes(ledger)
    before = ledger.head()
    for _ in range(3):
        invitation(ledger, code, NOW)
    assert ledger.head() == before
    assert send(ledger, code)


def test_a_code_of_another_home_is_forged(ledger: Ledger, tmp_path: Path) -> None:
    other = open_ledger(open_home(tmp_path / "other"))
    other.register_units([Unit("X1", "Xã Suối Mơ"), Unit("X2", "b")], "an", NOW)
    other.register_officers([Officer("A1", "Lò Thị Một", "X1")], "an", NOW)
    register(other)
    codes(other)
    assert why(other, codes(ledger)[0]) == "forged"
    other.close()


def test_whom_a_batch_is_for_is_part_of_the_signature(ledger: Ledger) -> None:
    number = ledger.source("phieu").id
    batch, (code, *_) = hand_out(ledger, CodeBatch(number, "X1", None, 5, "2026-12-01", "an"), NOW)
    read = read_code(code)
    assert read is not None
    key = home_key(ledger.home)
    assert is_genuine(key, read, batch)
    for changed in (
        replace(batch, unit_code="X2"), replace(batch, officer_code="A1"), replace(batch, count=4000),
        replace(batch, expires="2027-12-01"), replace(batch, source_id=number + 1),
    ):
        assert not is_genuine(key, read, changed)


def test_a_code_is_good_until_the_end_of_its_last_day(ledger: Ledger) -> None:
    (code,) = codes(ledger, days=1)
    late = NOW.replace(hour=23, minute=59)
    assert invitation(ledger, code, late).batch.expires == "2026-11-20"
    assert why(ledger, code, now=late + timedelta(minutes=1)) == "expired"


def test_a_removed_form_is_closed(ledger: Ledger) -> None:
    (code,) = codes(ledger)
    ledger.retire_source("phieu", "an", NOW)
    assert why(ledger, code) == "closed"


@pytest.mark.parametrize("typed", ["", "1234", "x" * 16, "é" * 16, "0" * 17, "0" * 10_000, "\x00" * 16])
def test_what_is_no_code_is_told_as_a_typing_error(ledger: Ledger, typed: str) -> None:
    assert why(ledger, typed) in ("unknown", "forged")


def test_a_code_is_read_as_people_type_it(ledger: Ledger) -> None:
    (code,) = codes(ledger)
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code}\t",
                  code.replace("0", "O").replace("1", "l")):
        assert invitation(ledger, typed, NOW).code.text == code
    assert not set("AEIOUYDWL") & set(ALPHABET)


def test_the_record_holds_no_code_and_nothing_about_the_person(ledger: Ledger) -> None:
    (code,) = codes(ledger)
    send(ledger, code, comment="Tốt")
    synced(ledger)
    ledger.engine.dispose()
    kept = b"".join(file.read_bytes() for file in ledger.home.path.rglob("*") if file.is_file())
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept
    with ledger.engine.connect() as connection:
        (body,) = connection.execute(sa.text("SELECT body FROM answer")).scalars()
    assert set(json.loads(body)) == {"submitted_at", "unit", "channel", "comment", *SCALES}
    assert json.loads(body)["submitted_at"] == "2026-11-20 09:00"
    assert (ledger.home.path / "form-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", ["UPDATE answer SET body = '{}'", "DELETE FROM answer",
                                    "UPDATE codes SET body = '{}'", "DELETE FROM codes"])
def test_answers_and_codes_handed_out_refuse_change(ledger: Ledger, change: str) -> None:
    send(ledger, codes(ledger)[0])
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), ledger.engine.begin() as connection:
        connection.exec_driver_sql(change)


def test_a_changed_answer_is_found_by_the_check(ledger: Ledger) -> None:
    send(ledger, codes(ledger)[0], 1)
    synced(ledger)
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER answer_refuses_update")
        connection.exec_driver_sql("UPDATE answer SET body = replace(body, '\"1\"', '\"5\"')")
    assert [found.place for found in verify(ledger, ledger.home)] == ["answer"]


@pytest.mark.parametrize(("said", "wrong"), [
    ({"overall": ["6"]}, "overall"), ({"overall": []}, "overall"), ({"overall": ["5 "]}, "overall"),
    ({"attitude": [""]}, "attitude"), ({"negative": ["khác"]}, "negative"),
    ({"respondent_type": ["x"]}, "respondent_type"), ({"comment": ["ơ" * 1001]}, "comment"),
])
def test_a_wrong_field_is_named(ledger: Ledger, said: dict[str, list[str]], wrong: str) -> None:
    asked = invitation(ledger, codes(ledger)[0], NOW)
    assert list(read_filled(asked, fields() | said).problems) == [wrong]


def test_a_comment_keeps_its_lines_and_loses_what_no_keyboard_types(ledger: Ledger) -> None:
    asked = invitation(ledger, codes(ledger)[0], NOW)
    said = read_filled(asked, fields(comment=" a\x00\x1b\u202eb\r\nc\r\n ")).cells["comment"]
    assert said == "ab\nc"


def test_two_at_once_with_one_code_leave_one_answer(ledger: Ledger) -> None:
    (code,) = codes(ledger)
    kept: list[bool] = []
    start = threading.Barrier(2)

    def press() -> None:
        asked = invitation(ledger, code, NOW)
        start.wait()
        kept.append(submit(ledger, asked, read_filled(asked, fields()), NOW))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, True]
    assert answers(ledger) == (1, 1)


SENDING = """
import sys
from datetime import datetime
from pathlib import Path
from data.form import invitation, read_filled, submit
from data.ledger import open_ledger
from data.settings import open_home

ledger = open_ledger(open_home(Path(sys.argv[1])))
now = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
for code in sys.stdin.read().split():
    asked = invitation(ledger, code, now)
    submit(ledger, asked, read_filled(asked, {one.code: ["4"] for one in asked.scales}), now)
    print(code, flush=True)
"""


def test_whatever_was_told_as_kept_survives_a_kill(ledger: Ledger) -> None:
    every = codes(ledger, 400)
    worker = subprocess.Popen(
        [sys.executable, "-c", SENDING, str(ledger.home.path)], cwd=CHECKOUT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ,
    )
    assert worker.stdin and worker.stdout
    worker.stdin.write("\n".join(every))
    worker.stdin.close()
    told = [worker.stdout.readline() for _ in range(60)]
    worker.send_signal(signal.SIGKILL)
    told += worker.stdout.readlines()
    worker.wait()
    sent = [line.strip() for line in told if line.endswith("\n")]
    assert 60 <= len(sent) < 400
    count, _ = answers(ledger)
    assert len(sent) <= count <= len(sent) + 1  # the last may have been kept before it was told
    assert all(why(ledger, code) == "used" for code in sent[-3:])
    assert synced(ledger).document["responses"] == count
    assert verify(ledger, ledger.home) == []


def test_a_full_disk_keeps_nothing_and_uses_no_code_up(ledger: Ledger) -> None:
    (code,) = codes(ledger)
    full = [True]

    def bound(connection: Any, _entry: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if full[0] else 2**30
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(ledger.engine, "connect", bound)
    ledger.engine.dispose()
    asked = invitation(ledger, code, NOW)
    long = read_filled(asked, fields(comment="ơ" * 1000))
    with pytest.raises(NotKeptError):
        for number in range(99):  # what room the last page had is used up
            submit(ledger, replace(asked, batch=replace(asked.batch, count=0)), long, NOW, str(number))
    full[0] = False
    ledger.engine.dispose()
    assert send(ledger, code)
    assert verify(ledger, ledger.home, (), BEGINNING) == []


def test_codes_and_answers_stand_in_a_shared_database_too(ledger_home: Home) -> None:
    shared = open_ledger(ledger_home)
    shared.register_units([Unit("X1", "Xã Suối Mơ")], "an", NOW)
    register(shared)
    first, second = codes(shared, 2)
    assert (send(shared, first), why(shared, first), why(shared, second, "X2")) == (
        True, "used", "other_unit")
    assert synced(shared).document["responses"] == 1
    assert answers(shared) == (1, 0)
    shared.close()


def test_a_shared_code_serves_again_and_its_answers_say_so(ledger: Ledger) -> None:
    register(ledger, FORM + 'codes = "none"\n')
    (code,) = codes(ledger, 0)
    assert not invitation(ledger, code, NOW).once
    assert [send(ledger, code, once=once) for once in ("a", "b", "a")] == [True, True, False]
    assert synced(ledger).document["responses"] == 2
    with open_snapshot(ledger.home).cursor() as cursor:
        assert list(counts(cursor, whole("an"), Filters(), ("channel",))["channel"]) == ["shared_code"]
    register(ledger)
    assert why(ledger, code) == "closed"


def test_a_home_that_moved_knows_used_codes_and_takes_the_others(ledger: Ledger, tmp_path: Path) -> None:
    used, unused = codes(ledger, 2)
    send(ledger, used)
    synced(ledger)
    made = backup(ledger, ledger.home, tmp_path / "copies", NOW)
    fresh = open_home(tmp_path / "fresh")
    restore(made.folder, fresh, NOW, keep_codes=True)
    again = open_ledger(fresh)
    assert why(again, used) == "used"
    assert send(again, unused)
    assert (fresh.path / "form-key").stat().st_mode & 0o777 == 0o600
    again.close()


@pytest.mark.parametrize(("unit", "officer"), [("X9", None), ("X2", "A1"), ("X1", "A9")])
def test_no_code_for_what_the_registers_do_not_hold(
    ledger: Ledger, unit: str, officer: str | None
) -> None:
    with pytest.raises(InputError, match="Không có"):
        codes(ledger, unit=unit, officer=officer)


def test_the_command_writes_a_list_and_a_sheet_nobody_else_reads(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ma.csv"
    asked = ["--home", str(ledger.home.path), "--json", "codes", "--source", "phieu", "--unit", "X1",
             "--officer", "A1", "--count", "3", "--days", "7", "--address", "https://xa.example/"]
    assert main([*asked, "--out", str(out)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["count"], document["once"], "codes" in document) == (3, True, False)
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Mã,Địa chỉ,Đơn vị,Cán bộ,Dùng đến hết ngày"
    listed = [line.split(",")[0] for line in lines[1:]]
    assert all(invitation(ledger, code, datetime.now().astimezone()).officer for code in listed)
    sheet = out.with_suffix(".html").read_text("utf-8")
    assert sheet.count("<svg") == 3
    assert all(code in sheet for code in listed)
    assert "https://xa.example/phieu" in sheet
    assert {file.stat().st_mode & 0o777 for file in (out, out.with_suffix(".html"))} == {0o600}
    assert main(asked) == 0
    assert len(json.loads(capsys.readouterr().out)["codes"]) == 3


@pytest.mark.parametrize("wrong", [
    ["--unit", "X9"], ["--unit", "X1", "--count", "0"], ["--unit", "X1", "--count", "4096"],
    ["--unit", "X1", "--days", "401"], ["--unit", "X1", "--days", "mai"],
    ["--unit", "X1", "--address", "javascript:alert(1)"], ["--unit", "X1", "--out", "ma.pdf"],
    ["--unit", "X1", "--out", "/khong/co/ma.csv"], ["--unit", "X1", "--source", "khac"], [],
])
def test_a_wrong_word_is_one_sentence_and_hands_out_nothing(
    ledger: Ledger, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = ledger.head()
    assert main(["--home", str(ledger.home.path), "codes", "--source", "phieu", *wrong]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert ledger.head() == before


def test_the_command_registers_a_form_and_syncs_it(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "form.toml"
    file.write_text(FORM.replace("phieu", "phieu-2"), "utf-8")
    home = ["--home", str(ledger.home.path)]
    assert main([*home, "source", "add", str(file)]) == 0
    assert list(ledger.source("phieu-2").mapping.answers) == [*SCALES, "negative"]
    assert main([*home, "sync"]) == 0
    assert main([*home, "verify"]) == 0


def test_a_restored_copy_takes_no_one_time_code_of_before(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posters = register(ledger, FORM.replace("phieu", "chung") + 'codes = "none"\n')
    poster = CodeBatch(posters, "X1", None, 0, last_day(NOW, 30), "an")
    (shared,) = hand_out(ledger, poster, NOW)[1]
    early, waiting = codes(ledger, 2)
    backup(ledger, ledger.home, tmp_path / "copies", NOW)
    send(ledger, early, 1)
    lost = codes(ledger)  # a batch the copy does not know
    send(ledger, *lost)
    assert main(["--home", str(tmp_path / "again"), "restore", str(tmp_path / "copies")]) == 0
    assert VOID_CODES in capsys.readouterr().err
    again = open_ledger(open_home(tmp_path / "again"))
    assert [why(again, code) for code in (early, waiting, *lost)] == ["void", "void", "forged"]
    assert send(again, shared, once="a")
    fresh = codes(again)
    assert fresh != lost and why(again, lost[0]) == "forged"  # though the batch has the number of the lost one
    assert send(again, *fresh) and why(again, *fresh) == "used"
    backup(again, again.home, tmp_path / "later", NOW)
    restore(tmp_path / "later", open_home(tmp_path / "third"), NOW)
    third = open_ledger(open_home(tmp_path / "third"))
    assert (why(third, *fresh), why(third, waiting)) == ("used", "void")
    assert send(third, shared, once="b")
