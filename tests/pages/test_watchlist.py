"""Danh sách cần chú ý: the planted people and units under their statuses, never a rate too early."""

from __future__ import annotations

from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from analysis.filters import Filters
from analysis.scope import Scope
from data.access import kept
from data.demo import facts
from data.marks import keep_mark
from data.queries import comments
from data.settings import Home, now
from data.snapshot import open_snapshot

PAGE = "pages/oversight/watchlist.py"
ALL = Scope("admin", "admin", everything=True, rights=frozenset({"comments"}))


def opened(app: AppTest, **address: str) -> AppTest:
    """The page under an address."""
    app.run()
    app.switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    return app


def badges(app: AppTest) -> list[str]:
    """The headings of the groups."""
    return [m.value.replace("\u00a0", " ") for m in app.markdown if "-badge[" in m.value]


def captions(app: AppTest) -> list[str]:
    return [str(c.value).replace("\u00a0", " ") for c in app.caption]


def last_folded(app: AppTest) -> str:
    """The label of the expander that holds the last card, which is closed."""
    holding = [one for one in app.expander if one.metric]
    assert [one.metric[0].value for one in holding] == [app.metric[-1].value]
    assert not holding[0].proto.expanded
    return str(holding[0].label).replace("\u00a0", " ")


def test_planted_officers_stand_under_their_status(demo_store: Home, app: AppTest) -> None:
    opened(app)
    assert badges(app) == [
        ":orange-badge[▲ Vượt 25 % – đủ căn cứ: 1 cán bộ]",
        ":yellow-badge[△ Vượt 25 % – ít phiếu: 1 cán bộ]",
        ":violet-badge[◆ Cận ngưỡng: 9 cán bộ]",
    ]
    assert [m.value for m in app.metric][:2] == ["29,5\u00a0%", "27,8\u00a0%"]
    assert app.metric[-1].value == "–" and last_folded(app) == "Chưa đủ phiếu (1 cán bộ)"
    said = captions(app)
    assert "n = 400 · 118 đánh giá thấp" in said and "khoảng tin cậy 25–34 %" in said
    assert "cần thêm 622 phiếu cùng tỷ lệ thì đủ căn cứ" in said


def test_a_comment_marked_now_stands_on_the_card_at_once(demo_store: Home, app: AppTest) -> None:
    first = opened(app).get("page_link")[0].proto.query_string
    of = parse_qs(first)["officer"][0]
    with open_snapshot(demo_store) as snapshot, snapshot.cursor() as cursor:
        found = comments(cursor, ALL, Filters(officer=of))["response_id"].iloc[0]
    keep_mark(kept(demo_store), int(found), True, "lan", now())
    assert opened(app).get("page_link")[0].label == "1 ý kiến nghiêm trọng"
    keep_mark(kept(demo_store), int(found), False, "lan", now())
    assert opened(app).get("page_link")[0].proto.query_string == first


def test_exactly_a_quarter_is_near_and_not_over(demo_store: Home, app: AppTest) -> None:
    opened(app, of="unit")
    assert badges(app) == [":violet-badge[◆ Cận ngưỡng: 1 đơn vị]"]
    assert [m.value for m in app.metric] == ["25,0\u00a0%", "–"]
    assert last_folded(app) == "Chưa đủ phiếu (1 đơn vị)"
    assert {"n = 1.600 · 400 đánh giá thấp", "chưa đủ phiếu (24/30)"} <= set(captions(app))


def test_praise_asks_for_the_same_care(demo_store: Home, app: AppTest) -> None:
    opened(app, show="praise")
    assert badges(app)[0] == ":blue-badge[Đủ căn cứ để biểu dương: 17 cán bộ]"
    assert app.metric[0].value == "98,4\u00a0%" and "n = 500 · 492 hài lòng" in captions(app)


def test_the_burst_is_shown_and_nothing_is_removed(demo_store: Home, app: AppTest) -> None:
    opened(app, show="bursts")
    assert any(t.value.startswith("45 phiếu từ 10:00 đến 10:09") for t in app.text)
    assert app.dataframe[0].value["officer_code"].tolist() == [facts.BURST_OFFICER]


def test_the_quota_is_shown_for_one_period_at_a_time(demo_store: Home, app: AppTest) -> None:
    opened(app, show="quota")
    assert app.dataframe[0].value["period"].nunique() == 1
    assert "đơn vị còn thiếu phiếu" in app.subheader[0].value


def test_without_dossiers_the_quota_says_where_to_register(tiny_store: Home, app: AppTest) -> None:
    opened(app, show="quota")
    assert app.subheader[0].value.startswith("Chưa đăng ký số hồ sơ")


def test_a_name_from_a_register_is_never_markup(tiny_store: Home, app: AppTest) -> None:
    opened(app, of="unit")
    assert not any("](javascript" in m.value for m in app.markdown)


def test_one_unit_without_anyone_over_says_so(one_unit_store: Home, app: AppTest) -> None:
    opened(app, of="unit")
    assert any(t.value.startswith("Không có đơn vị nào vượt 25 %") for t in app.text)
    assert not badges(app)


def test_an_empty_home_leads_to_the_sources(empty_store: Home, app: AppTest) -> None:
    opened(app)
    assert app.subheader[0].value == "Chưa có dữ liệu" and not app.metric
