"""Tài khoản and Nhật ký, and what each role finds in the navigation and behind each page's guard."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.registers import Unit
from data import accounts, sessions
from data.access import kept
from data.ledger.accounts import Account
from data.settings import Home, now
from data.trace import PERSONAL, TraceSearch, keep_trace, read_trace
from pages.shared import text
from pages.shared import text_access as words
from pages.shared.rights import NEEDED

CHECKOUT = Path(__file__).resolve().parents[2]
PEOPLE = (
    Account("quan.tri", "admin"), Account("noi.vu", "home_affairs", units=("H",)),
    Account("lan", "leader", units=("X1",)), Account("hoa", "staff", units=("X2",)),
    Account("mot", "officer", officer="A1"), Account("mat.tran", "observer"),
    Account("dan", "public"),
)
OPENS = {
    "quan.tri": set(NEEDED) - {"comments"},
    "noi.vu": {"overview", "unit", "officer", "criterion", "trend", "hours", "compare",
               "watchlist", "anchor", "export", "board"},
    "lan": {"overview", "unit", "officer", "criterion", "trend", "hours", "compare", "watchlist",
            "anchor", "export", "comments", "board"},
    "hoa": {"overview", "unit", "officer", "criterion", "trend", "hours", "anchor", "export",
            "sources", "quality", "syncs", "board"},
    "mot": {"officer", "criterion", "trend"},
    "mat.tran": {"anchor", "quality", "audit", "syncs", "board"},
    "dan": {"board"},
}


@pytest.fixture
def office(tiny_store: Home) -> Home:
    """The district with one account of each role."""
    for person in PEOPLE:
        accounts.add_account(kept(tiny_store), person, "thử", now())
    return tiny_store


def opened(app: AppTest, who: str | None, key: str, **address: str) -> AppTest:
    """The app on one page, signed in as somebody."""
    app.user = {"account": who} if who else {}
    app.run()
    page = next((CHECKOUT / "pages").glob(f"*/{key}.py"))
    app.switch_page(str(page.relative_to(CHECKOUT)))
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def denied(home: Home) -> list[tuple[str, dict[str, str]]]:
    found = read_trace(kept(home), TraceSearch(("denied",)))
    return [(event.who, event.facts) for event in reversed(found)]


def test_every_page_of_the_dashboard_needs_a_right() -> None:
    files = {page.stem for page in (CHECKOUT / "pages").glob("*/*.py")
             if page.parent.name != "shared"}
    assert files == set(NEEDED) == set(text.PAGES)


@pytest.mark.parametrize("who", OPENS)
@pytest.mark.parametrize("key", NEEDED)
def test_a_page_opens_for_the_roles_that_may_and_for_no_other(
    office: Home, app: AppTest, who: str, key: str
) -> None:
    opened(app, who, key)
    shut = text.NO_RIGHT in [words.value for words in app.text]
    assert shut is (key not in OPENS[who])
    assert app.title[0].value == text.PAGES[key][0]
    if shut:
        assert not app.dataframe and not app.get("plotly_chart") and "X1" not in str(app.main)
        assert denied(office)[-1] == (who, {"field": "page", "value": key})


@pytest.mark.parametrize("who", [None, "khong.co", "", "LAN"])
def test_whoever_has_no_account_in_force_is_led_to_sign_in(
    office: Home, app: AppTest, who: str | None
) -> None:
    app.user = {"account": who} if who is not None else {}
    app.run()
    assert [error.value for error in app.error] == [words.NO_SESSION]
    assert not app.title and "Suối Mơ" not in str(app.main)


def test_identity_is_never_taken_from_elsewhere(office: Home, app: AppTest) -> None:
    app.user = {"email": "quan.tri", "name": "quan.tri", "is_logged_in": True}
    app.session_state["account"] = "quan.tri"
    app.query_params["account"] = "quan.tri"
    app.run()
    assert [error.value for error in app.error] == [words.NO_SESSION]


@pytest.mark.parametrize("address", [{}, {"officer": "A1"}])
def test_an_officer_finds_the_own_sums_and_nobody_beside(
    office: Home, app: AppTest, address: dict[str, str]
) -> None:
    opened(app, "mot", "officer", **address)
    assert not app.error and [h.value for h in app.header] == ["Lò Thị Một · Xã Suối Mơ"]
    assert [(m.label, m.value) for m in app.metric] == [  # September: the first 30 of 15 + 10 + 6; October waits
        ("Hài lòng", "83,3\u00a0%"), ("Đánh giá thấp", "0,0\u00a0%"), ("Số phiếu", "30"),
    ]
    assert not app.dataframe


def test_a02_a_foreign_unit_is_left_out_with_a_sentence_and_written_down(
    office: Home, app: AppTest
) -> None:
    opened(app, "lan", "overview", unit="X2", officer="B1")
    assert [w.value for w in app.warning] == [
        text.BAD_VALUE.format(name=text.LABELS[name]) for name in ("unit", "officer")
    ]
    assert "Bấm" not in str(app.main)
    assert denied(office) == [
        ("lan", {"field": "unit", "value": "X2"}), ("lan", {"field": "officer", "value": "B1"}),
    ]
    app.run()
    assert len(denied(office)) == 2


def test_a03_a_forged_widget_value_is_left_out_and_written_down(office: Home, app: AppTest) -> None:
    opened(app, "lan", "overview")
    states = app._tree.get_widget_states()
    forged = app.selectbox(key="filter_unit").id
    next(state for state in states.widgets if state.id == forged).string_value = "X2"
    app._run(states)
    assert "Bấm" not in str(app.main) and not app.exception


def test_a_role_changed_in_mid_session_counts_at_the_next_run(office: Home, app: AppTest) -> None:
    opened(app, "lan", "comments")
    assert text.NO_RIGHT not in [words.value for words in app.text]
    accounts.change_account(kept(office), "lan", "quan.tri", now(), role="staff")
    app.run()
    assert text.NO_RIGHT in [words.value for words in app.text]


def test_a14_the_leader_after_the_administrator_gets_only_the_own_unit(
    office: Home, app: AppTest
) -> None:
    opened(app, "quan.tri", "overview")
    assert "Bấm" in str(app.main)
    second = opened(AppTest.from_file(app._script_path, default_timeout=120), "lan", "overview")
    assert "Bấm" not in str(second.main)


def test_an_administrator_makes_an_account_and_sees_its_password_once(
    office: Home, app: AppTest
) -> None:
    opened(app, "quan.tri", "access")
    assert len(app.dataframe[0].value) == len(PEOPLE)
    app.text_input(key="new-name").input("ba.nguyen")
    app.selectbox(key="new-role").select("leader")
    app.multiselect(key="new-units").select("X1")
    press(app, words.CREATE)
    once = app.code[0].value
    assert accounts.account(kept(office), "ba.nguyen").units == ("X1",)
    assert accounts.credential(kept(office), "ba.nguyen").must_change and len(once) == 23
    app.run()
    assert once and not app.code


def press(app: AppTest, label: str) -> AppTest:
    """Presses the button with this label."""
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def test_a_wrong_account_gets_its_sentence_and_nothing_is_written(office: Home, app: AppTest) -> None:
    opened(app, "quan.tri", "access")
    before = kept(office).head()
    app.text_input(key="new-name").input("Không Hợp Lệ")
    press(app, words.CREATE)
    assert len(app.error) == 1 and kept(office).head() == before


def test_an_administrator_changes_disables_and_resets(office: Home, app: AppTest) -> None:
    token = sessions.start(office, "lan", now())
    opened(app, "quan.tri", "access")
    app.selectbox(key="chosen").select("lan").run()
    app.multiselect(key="edit-lan-units").set_value(["X2"])
    press(app, words.KEEP)
    assert accounts.account(kept(office), "lan").units == ("X2",)
    press(app, words.RESET)
    link = app.code[0].value
    assert sessions.reset_account(office, link.partition("ma=")[2], now()) == "lan"
    press(app, words.FACTOR)
    assert accounts.credential(kept(office), "lan").factor_required
    assert not sessions.is_open(office, sessions.key_of(token), now())
    app.button(key="disable").click().run()
    press(app, words.DISABLE)
    found = read_trace(kept(office), TraceSearch(PERSONAL, who="quan.tri"))
    assert {event.facts.get("account") for event in found} == {"lan"}


def test_the_log_shows_people_to_administrators_and_data_to_observers(
    office: Home, app: AppTest
) -> None:
    keep_trace(kept(office), "export", "lan", now(), file="x.csv", rows=3, filters={"unit": "X1"})
    shown = opened(app, "quan.tri", "audit").dataframe[0].value
    assert shown["Sự kiện"][0] == "Xuất dữ liệu" and shown["Người thực hiện"][0] == "lan"
    assert shown["Chi tiết"][0] == "tệp: x.csv · số dòng: 3 · bộ lọc: unit = X1"
    app.multiselect(key="audit_kinds").select("account").run()
    assert set(app.dataframe[0].value["Sự kiện"]) == {"Tài khoản, phạm vi"}
    watching = opened(AppTest.from_file(app._script_path, default_timeout=120), "mat.tran", "audit")
    seen = watching.dataframe[0].value
    assert list(seen.columns) == ["Số", "Lúc", "Sự kiện"]
    assert set(seen["Sự kiện"]) <= {words.KIND[kind] for kind in ("run", "register", "source", "mapping", "header")}


def test_who_is_vouched_for_outside_is_said_on_the_page_and_gets_no_password(
    office: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (secret := tmp_path / "secret").write_text("s" * 40)
    secret.chmod(0o600)
    monkeypatch.setenv("SURVEY_OIDC_ISSUER", "https://dang-nhap.tinh.vn")
    monkeypatch.setenv("SURVEY_OIDC_CLIENT_ID", "mot-cua")
    monkeypatch.setenv("SURVEY_OIDC_CLIENT_SECRET_FILE", str(secret))
    opened(app, "quan.tri", "access")
    app.text_input(key="new-name").input("ba.nguyen")
    app.multiselect(key="new-units").select("X1")
    app.text_input(key="new-oidc").input("Ba@Tinh.vn")
    press(app, words.CREATE)
    assert not app.code and accounts.account(kept(office), "ba.nguyen").oidc == "ba@tinh.vn"
    token = sessions.start(office, "ba.nguyen", now(), outside=True)
    app.run()
    app.selectbox(key="chosen").select("ba.nguyen").run()
    app.text_input(key="edit-ba.nguyen-oidc").input("")
    press(app, words.KEEP)
    assert accounts.account(kept(office), "ba.nguyen").oidc == ""
    assert not sessions.is_open(office, sessions.key_of(token), now())


def test_saving_an_account_keeps_units_that_the_figures_do_not_know(office: Home, app: AppTest) -> None:
    kept(office).register_units([Unit("MOI", "Xã Mới", "commune", parent_code="H")], "thử", now())
    accounts.change_account(kept(office), "mat.tran", "thử", now(), units=("MOI",))
    opened(app, "quan.tri", "access")
    app.selectbox(key="chosen").select("mat.tran").run()
    press(app, words.KEEP)
    assert accounts.account(kept(office), "mat.tran").units == ("MOI",)
