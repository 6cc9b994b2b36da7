"""Seeing as: an administrator sees what another account sees, less what he may not, and only looks."""

from __future__ import annotations

import importlib
import inspect
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.errors import InputError
from analysis.scope import Scope
from data import accounts, seeing, sessions
from data.access import authorise, kept, scope_of
from data.anchor import kept_anchors
from data.ledger.accounts import Account
from data.settings import Home, now
from data.signing_in import sign_out
from data.trace import TraceSearch, read_trace
from pages.shared import text
from pages.shared import text_access as words
from pages.shared.rights import NEEDED
from pages.shared.text_record import SEAL_QR
from tests.pages.test_access_pages import OPENS, PEOPLE, press

CHECKOUT = Path(__file__).resolve().parents[2]
ONLY_QUESTIONS = {"asked"}
LOOKING = {  # what a door may do while somebody only looks; everything else must be locked
    "accounts": {"known", "table", "events", "local", "vouching"},
    "deciding": {"kept", "hold", "removed"},
    "importing": {"known", "options", "entries"},
    "looking": {"end", "everywhere", "minutes_left", "now_seen", "withheld", "writes"},
    "publishing": {"on_the_board", "candidates", "preview"},
    "record": {"opened", "may_be_sealed", "newest_seal", "comparison", "newest_seal_day", "verdict",
               "backups"},
    "registering": {"place", "written", "allowed", "proposed", "tried"},
    "remapping": {"known", "resembling"},
    "syncing": {"state", "pulled_ever", "log", "connection"},
    "trail": {"may_export", "note_denied", "note_foreign", "note_export"},  # an export asks for itself
    "uploads": {"table_of", "tabs_of", "proposed", "values_of"},
    "voices": {"marks", "serious", "count", "original"},
}


@pytest.fixture
def office(tiny_store: Home) -> Home:
    for person in PEOPLE:
        vouched = replace(person, oidc=f"{person.name}@example.vn")  # no password to be hashed
        accounts.add_account(kept(tiny_store), vouched, "thử", now())
    return tiny_store


def key_of(home: Home, name: str) -> str:
    return sessions.key_of(sessions.start(home, name, now()))


def seen(home: Home, who: str, name: str) -> tuple[str, Scope]:
    """The session of somebody who sees as somebody else, and what that shows."""
    key = key_of(home, who)
    seeing.begin(kept(home), key, authorise(who, home, key), name, now())
    return key, authorise(who, home, key)


def events(home: Home) -> list[tuple[str, str, str]]:
    found = read_trace(kept(home), TraceSearch(("see_as",)))
    return [(e.who, e.facts["what"], e.facts["account"]) for e in reversed(found)]


@pytest.mark.parametrize("name", [person.name for person in PEOPLE if person.name != "quan.tri"])
def test_the_scope_is_the_accounts_less_what_the_administrator_may_not(office: Home, name: str) -> None:
    own = authorise("quan.tri", office)
    theirs = scope_of(accounts.account(kept(office), name))
    key, scope = seen(office, "quan.tri", name)
    assert (scope.units, scope.everything, scope.officer) == (
        theirs.units, theirs.everything, theirs.officer)
    assert (scope.user, scope.seeing, scope.role) == ("quan.tri", name, theirs.role)
    assert scope.rights <= theirs.rights and scope.rights <= own.rights | {"own", "public"}
    assert not scope.rights & {"comments", "original_comments", "export"}
    assert authorise(name, office, key).seeing == "" and authorise("quan.tri", office).seeing == ""


def test_a_granted_administrator_sees_comments_as_a_leader_but_never_an_original(office: Home) -> None:
    accounts.change_account(kept(office), "quan.tri", "thử", now(), granted=("comments", "original_comments"))
    _, scope = seen(office, "quan.tri", "lan")
    assert scope.may("comments") and not scope.may("original_comments")


@pytest.mark.parametrize(("mine", "units", "everything", "left"), [
    (("X1",), ("H",), False, ("X1",)), (("X1",), ("X2",), False, ()), (("H",), ("X1", "X2"), False, ("X1", "X2")),
    (("X1",), (), True, ("X1",)), (("X1", "X2"), ("X2",), False, ("X2",)), (("X1",), ("X9",), False, ()),
])
def test_units_are_those_both_may_see(
    mine: tuple[str, ...], units: tuple[str, ...], everything: bool, left: tuple[str, ...]
) -> None:
    above = {"X1": "H", "X2": "H", "H": None}
    own = Scope("a", "admin", mine, rights=frozenset({"accounts", "results"}))
    theirs = Scope("b", "leader", units, everything, frozenset({"results", "comments"}))
    scope = seeing.seen_as(own, theirs, above)
    assert (scope.units, scope.everything, scope.rights) == (left, False, {"results"})


@pytest.mark.parametrize("who", [person.name for person in PEOPLE if person.role != "admin"])
def test_nobody_but_an_administrator_sees_as_another(office: Home, who: str) -> None:
    key = key_of(office, who)
    with pytest.raises(InputError, match="Chỉ quản trị"):
        seeing.begin(kept(office), key, authorise(who, office, key), "quan.tri", now())
    assert authorise(who, office, key).seeing == "" and events(office) == []


def test_a_forged_or_foreign_session_sees_as_nobody(office: Home) -> None:
    own = authorise("quan.tri", office)
    for forged in ("", "0" * 64, "x", "' OR 1=1 --"):
        with pytest.raises(InputError):
            seeing.begin(kept(office), forged, own, "lan", now())
    key, _ = seen(office, "quan.tri", "noi.vu")
    assert authorise("lan", office, key).units == ("X1",) and not authorise("lan", office, key).seeing
    assert authorise("quan.tri", office, key_of(office, "quan.tri")).seeing == ""


@pytest.mark.parametrize("name", ["quan.tri", "khong.co", "khoa", "' OR 1=1 --"])
def test_oneself_a_disabled_or_unknown_account_cannot_be_seen_as(office: Home, name: str) -> None:
    accounts.add_account(kept(office), Account("khoa", "leader", units=("X1",), disabled=True), "thử", now())
    key = key_of(office, "quan.tri")
    with pytest.raises(InputError):
        seeing.begin(kept(office), key, authorise("quan.tri", office, key), name, now())
    assert events(office) == []


def test_it_ends_by_itself_by_a_click_and_at_sign_out_each_with_an_event(
    office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, scope = seen(office, "quan.tri", "lan")
    with pytest.raises(InputError):  # not one in the other
        seeing.begin(kept(office), key, scope, "hoa", now())
    seeing.end(kept(office), key, now())
    seeing.end(kept(office), key, now())
    both = [("quan.tri", "begin", "lan"), ("quan.tri", "end", "lan")]
    assert authorise("quan.tri", office, key).seeing == "" and events(office) == both
    later, _ = seen(office, "quan.tri", "lan")
    sign_out(office, sessions.Session(later, "quan.tri"), now())
    assert events(office) == both * 2
    last, _ = seen(office, "quan.tri", "lan")
    begun = read_trace(kept(office), TraceSearch(("see_as",)))[0]
    assert begun.facts["until"] == (now() + timedelta(minutes=30)).isoformat(timespec="seconds")
    monkeypatch.setenv("SURVEY_NOW", (now() + timedelta(minutes=30)).isoformat())
    assert authorise("quan.tri", office, last).seeing == "" and events(office) == both * 3


@pytest.mark.parametrize("change", [
    {"name": "lan", "disabled": True}, {"name": "quan.tri", "role": "home_affairs", "units": ("H",)},
])
def test_it_ends_when_either_account_loses_its_place(office: Home, change: dict[str, object]) -> None:
    accounts.add_account(kept(office), Account("hai", "admin"), "thử", now())
    key, _ = seen(office, "quan.tri", "lan")
    accounts.change_account(kept(office), str(change.pop("name")), "hai", now(), **change)
    assert authorise("quan.tri", office, key).seeing == ""
    assert events(office)[-1] == ("quan.tri", "end", "lan")


def looking(home: Home, app: AppTest, name: str) -> str:
    """The dashboard of an administrator who pressed the button beside an account."""
    key = key_of(home, "quan.tri")
    app.user = {"account": "quan.tri", "session": key}
    app.run()
    app.switch_page("pages/admin/access.py").run()
    app.selectbox(key="chosen").select(name).run()
    app.button(key="see-as").click().run()
    assert not app.exception
    return key


def test_every_page_carries_the_banner_and_shows_what_the_leader_sees(office: Home, app: AppTest) -> None:
    looking(office, app, "lan")
    assert events(office) == [("quan.tri", "begin", "lan")]
    for key in NEEDED:
        page = next((CHECKOUT / "pages").glob(f"*/{key}.py"))
        app.switch_page(str(page.relative_to(CHECKOUT))).run()
        assert not app.exception
        assert any("lan" in said.value and "chỉ xem" in said.value for said in app.warning), key
        shut = text.NO_RIGHT in [said.value for said in app.text]
        assert shut is (key not in OPENS["lan"] - {"comments", "export"}), key
        assert "Bấm" not in str(app.main) and "alert(1)</script>" not in str(app.main)
        assert {file.label for file in app.get("download_button")} <= {SEAL_QR}, key
        assert "seal" not in [button.key for button in app.button]
    assert kept_anchors(office) == []
    app.button(key="seeing-end").click().run()
    assert events(office)[-1] == ("quan.tri", "end", "lan")
    assert not [said for said in app.warning if "chỉ xem" in said.value]


def test_figures_are_cached_apart_and_nothing_stays_behind(office: Home, app: AppTest) -> None:
    looking(office, app, "lan")
    app.switch_page("pages/results/unit.py").run()
    assert "Bấm" not in str(app.main)
    app.button(key="seeing-end").click().run()
    app.switch_page("pages/results/unit.py").run()
    assert "Bấm" in str(app.main)


def test_nothing_can_be_changed_while_seeing_as_another_administrator(office: Home, app: AppTest) -> None:
    accounts.add_account(kept(office), Account("hai", "admin"), "thử", now())
    looking(office, app, "hai")
    app.switch_page("pages/admin/access.py").run()
    before = kept(office).head()
    app.text_input(key="new-name").input("ba.nguyen")
    press(app, words.CREATE)
    assert words.ONLY_LOOKING.split(".")[0] in app.error[0].value
    app.selectbox(key="chosen").select("lan").run()
    for button in ("reset", "factor", "see-as"):
        app.button(key=button).click().run()
        assert "chỉ xem được" in app.error[0].value, button
        app.run()
    assert kept(office).head() == before


@pytest.mark.parametrize("door", sorted(
    {file.stem for file in (CHECKOUT / "pages/shared/doors").glob("*.py")} - ONLY_QUESTIONS))
def test_every_door_is_locked_for_whoever_only_looks(door: str) -> None:
    """A new function of a door is either listed as looking, or decorated with `writes`."""
    module = importlib.import_module(f"pages.shared.doors.{door}")
    own = {
        name for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and name[0] != "_"
    }
    locked = {name for name in own if hasattr(getattr(module, name), "__wrapped__")} - LOOKING[door]
    assert own - locked == LOOKING[door]
