"""Ý kiến: found without accents, filtered, paged, masked, always plain text."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from analysis.names import search_key
from data import accounts
from data.access import kept
from data.ledger.accounts import Account
from data.marks import marks
from data.settings import Home, now
from data.trace import TraceSearch, read_trace

PAGE = "pages/oversight/comments.py"


def opened(app: AppTest, **address: str) -> AppTest:
    """The page under an address."""
    app.run()
    app.switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    return app


def found(app: AppTest) -> int:
    """How many comments the page says there are."""
    said = next(c.value for c in app.caption if "ý kiến, đang xem" in str(c.value))
    return int(said.split()[0].replace(".", ""))


def listed(app: AppTest) -> list[str]:
    return [t.value for t in app.text][:-1]  # the last is how figures are computed


def test_words_are_found_as_typed_without_accents(demo_store: Home, app: AppTest) -> None:
    opened(app)
    everything = found(app)
    app.text_input[0].set_value("BIEN lai").run()
    assert 0 < found(app) < everything
    assert all({"bien", "lai"} <= set(re.findall(r"\w+", search_key(t))) for t in listed(app))


def test_pages_hold_twenty_and_go_on_where_the_last_ended(demo_store: Home, app: AppTest) -> None:
    opened(app, q="bien lai")
    total, first = found(app), listed(app)
    assert total > 20 and len(first) == 20
    app.pagination[0].select(2).run()
    assert f"đang xem 21–{min(40, total)}" in next(
        c.value for c in app.caption if "đang xem" in str(c.value)
    )
    app.text_input[0].set_value("xin loi").run()
    assert "đang xem 1–" in next(c.value for c in app.caption if "đang xem" in str(c.value))


def test_levels_and_ticks_narrow(demo_store: Home, app: AppTest) -> None:
    opened(app, level="1")
    badges = [m.value for m in app.markdown if m.value.startswith((":orange", ":blue", ":gray"))]
    assert badges and set(badges) == {":orange-badge[Rất không hài lòng]"}
    opened(app, tick="negative.harassment")
    assert sum("Nhũng nhiễu" in m.value for m in app.markdown) == len(listed(app))


def test_personal_numbers_never_reach_the_screen(demo_store: Home, app: AppTest) -> None:
    opened(app, unit="MH01", q="goi")
    shown = "\n".join(listed(app))
    assert not re.search(r"\d{9,}|@\w+\.", shown)


def test_what_people_wrote_is_plain_text(tiny_store: Home, app: AppTest) -> None:
    opened(app)
    assert found(app) == 11
    assert any("<script>alert(1)</script>" in text for text in listed(app))
    assert not any("<script" in m.value for m in app.markdown)


def test_an_odd_page_and_level_in_the_address_do_no_harm(tiny_store: Home, app: AppTest) -> None:
    opened(app, level="9", tick="'; DROP TABLE comment", q="%_'\"")
    assert app.subheader[0].value == "Không có ý kiến nào khớp\\."


def test_one_unit_and_an_empty_home_open(one_unit_store: Home, app: AppTest) -> None:
    opened(app)
    assert found(app) == 9


def test_an_empty_home_leads_to_the_sources(empty_store: Home, app: AppTest) -> None:
    opened(app)
    assert app.subheader[0].value == "Chưa có dữ liệu"


def button(app: AppTest, label: str):
    """The first button of this name, or None."""
    return next((b for b in app.button if b.label == label), None)


def test_the_original_is_shown_once_and_the_look_is_logged_without_its_words(
    demo_store: Home, app: AppTest
) -> None:
    opened(app, q="xin goi lai")
    masked = "\n".join(listed(app))
    button(app, "Xem nguyên văn").click().run()
    original = "\n".join(listed(app))
    numbers = re.search(r"0\d{9}|\S+@\S+", original.replace(" ", ""))
    assert numbers and original != masked
    event, = read_trace(kept(demo_store), TraceSearch(("original",)))
    assert set(event.facts) == {"response", "snapshot"} and event.who == "admin"
    app.run()
    assert "\n".join(listed(app)) == masked
    assert len(read_trace(kept(demo_store), TraceSearch(("original",)))) == 1


def test_without_the_right_there_is_nothing_to_press(demo_store: Home, app: AppTest) -> None:
    for name, role, granted in (
        ("tri", "admin", ()), ("lan", "leader", ()), ("vu", "home_affairs", ("comments",))
    ):
        units = () if role == "admin" else ("MH",)
        account = Account(name, role, units=units, granted=granted)
        accounts.add_account(kept(demo_store), account, "thử", now())
    app.user = {"account": "vu"}
    opened(app, q="xin goi lai")
    assert listed(app) and button(app, "Xem nguyên văn") is None
    app.user = {"account": "lan"}
    assert button(opened(app, q="xin goi lai"), "Xem nguyên văn")


def test_a_serious_comment_is_marked_found_counted_and_undone(
    demo_store: Home, app: AppTest
) -> None:
    opened(app, unit="MH01")
    first = listed(app)[0]
    button(app, "Đánh dấu nghiêm trọng").click().run()
    assert not app.exception and not app.error
    assert any(m.value == ":red-badge[:material/flag: Nghiêm trọng]" for m in app.markdown)
    assert any(str(c.value).startswith("admin đánh dấu lúc") for c in app.caption)
    opened(app, marked="serious")
    assert found(app) == 1 and listed(app)[0] == first
    app.switch_page("pages/results/overview.py").run()
    assert "Ý kiến đã đánh dấu nghiêm trọng (1)" in [s.value for s in app.subheader]
    opened(app, marked="serious")
    button(app, "Bỏ dấu nghiêm trọng").click().run()
    assert not marks(kept(demo_store))
    assert app.subheader[0].value == "Không có ý kiến nào khớp\\."
