"""A seal can be printed, kept and compared, and nobody can write another one in its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.errors import IntegrityError
from data.anchor import anchor, keep_anchor, kept_anchors, known_keys, newest_anchor
from data.commands.run import main
from data.ledger import open_ledger
from data.seal import KEY_FILE, find_seals, is_signed_by, units_digest
from data.settings import Home
from data.verify import verify

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def test_a_seal_says_the_local_day_the_head_and_the_counts(tiny_store: Home) -> None:
    ledger = open_ledger(tiny_store)
    document = anchor(ledger, tiny_store, NOW)
    assert document["date"] == "2026-11-21"
    assert (document["sequence"], document["hash"]) == (ledger.head().seq, ledger.head().hash)
    assert document["units"] == [
        {"unit_code": "X1", "responses": 60}, {"unit_code": "X2", "responses": 8},
    ]
    (seal,) = find_seals(document["line"])
    assert seal.units_digest == units_digest(document["units"])
    assert is_signed_by(seal, document["public_key"])
    assert len(document["line"]) < 300


@pytest.mark.parametrize("name", ["date", "sequence", "hash", "units", "signature"])
def test_a_kept_seal_that_was_changed_is_found(tiny_store: Home, name: str) -> None:
    ledger = open_ledger(tiny_store)
    document = keep_anchor(ledger, tiny_store, NOW)
    assert verify(ledger, tiny_store) == []
    other = {"date": "2026-11-20", "sequence": 1, "hash": "0" * 64, "units": [], "signature": "A" * 86}
    changed = document | {name: other[name]} | {"units_digest": None}
    (path,) = (tiny_store.path / "anchors").iterdir()
    path.write_text(json.dumps(changed))
    assert [difference.place for difference in verify(ledger, tiny_store)] == ["anchor"]
    path.write_text("không phải JSON")
    assert [difference.place for difference in verify(ledger, tiny_store)] == ["anchor"]


def test_a_seal_is_kept_once_outside_the_record_and_closed_to_others(tiny_store: Home) -> None:
    ledger = open_ledger(tiny_store)
    for _ in range(2):
        keep_anchor(ledger, tiny_store, NOW)
    assert len(kept_anchors(tiny_store)) == 1
    (path,) = (tiny_store.path / "anchors").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tiny_store.path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    newest = newest_anchor(tiny_store)
    assert newest is not None
    assert newest.sequence == ledger.head().seq


def test_a_damaged_key_is_told_and_never_replaced(tiny_store: Home) -> None:
    ledger = open_ledger(tiny_store)
    anchor(ledger, tiny_store, NOW)
    (tiny_store.path / KEY_FILE).write_text("hỏng")
    with pytest.raises(IntegrityError):
        anchor(ledger, tiny_store, NOW)
    assert (tiny_store.path / KEY_FILE).read_text() == "hỏng"


@pytest.mark.parametrize("form", ["people", "json", "line", "broken lines"])
def test_verify_reads_what_anchor_printed(
    tiny_store: Home, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["anchor", *(["--json"] if form == "json" else [])]) == 0
    printed = capsys.readouterr().out
    if form in ("line", "broken lines"):
        printed = next(line for line in printed.splitlines() if line.startswith("NP1:"))
    if form == "broken lines":
        printed = f"  {printed[:70]}\n {printed[70:150]} \r\n{printed[150:]}\n"
    kept = tmp_path / "niem-phong.txt"
    kept.write_text(printed, "utf-8")
    assert main(["verify", "--anchor", str(kept)]) == 0
    capsys.readouterr()
    forged = printed.replace(open_ledger(tiny_store).head().hash[:20], "0" * 20)
    kept.write_text(forged, "utf-8")
    if form != "broken lines":
        assert main(["verify", "--anchor", str(kept)]) == 4
    kept.write_text("không có gì", "utf-8")
    assert main(["verify", "--anchor", str(kept)]) == 2


def test_keys_of_earlier_seals_stay_known(tiny_store: Home) -> None:
    ledger = open_ledger(tiny_store)
    first = keep_anchor(ledger, tiny_store, NOW)
    (tiny_store.path / KEY_FILE).unlink()
    second = anchor(ledger, tiny_store, NOW)
    assert set(known_keys(tiny_store)) == {first["key"], second["key"]}
    assert verify(ledger, tiny_store) == []
