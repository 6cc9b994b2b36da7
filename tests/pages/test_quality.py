"""Chất lượng dữ liệu: everything that did not become a clean answer, counted and explained."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from analysis.text.reasons import REASONS
from data.demo import facts
from data.settings import Home
from pages.shared import text_record as words

PAGE = "pages/admin/quality.py"


def opened(app: AppTest) -> AppTest:
    """The page."""
    app.run()
    app.switch_page(PAGE)
    app.run()
    assert not app.exception and not app.error
    return app


def table(app: AppTest, column: str) -> object:
    """The first table that has this column."""
    return next(d.value for d in app.dataframe if column in d.value)


def test_every_planted_rejection_stands_with_its_reason(demo_store: Home, app: AppTest) -> None:
    opened(app)
    listed = next(d.value for d in app.dataframe if "what_to_do" in d.value)
    assert listed["reason"].value_counts().to_dict() == {
        REASONS[reason]: count for reason, count in facts.REJECTED.items()
    }
    assert listed["what_to_do"].notna().all() and listed["row"].min() > 1


def test_edited_removed_and_unreadable_are_counted(demo_store: Home, app: AppTest) -> None:
    opened(app)
    sources = table(app, "last_import")
    assert sources["edited"].sum() == facts.EDITED and sources["removed"].sum() == facts.REMOVED
    unread = table(app, "answers")
    assert unread["value"].tolist() == ["Tạm được"] and unread["answers"].tolist() == [60]
    assert "60\\.000 phiếu từ 3 nguồn" in app.markdown[0].value or any(
        "60\\.000 phiếu từ 3 nguồn" in str(e.value) for e in (*app.markdown, *app.subheader)
    )


def test_a_misspelt_unit_is_only_suggested(demo_store: Home, app: AppTest) -> None:
    opened(app)
    units = next(d.value for d in app.dataframe if "suggestion" in d.value)
    assert units.iloc[0].tolist()[0] == "Xã Đá Hao" and units["rejected"].tolist() == [12]
    assert "Xã Đá Hoa" in units["suggestion"].iloc[0]


def test_responses_without_an_officer_are_counted(demo_store: Home, app: AppTest) -> None:
    opened(app)
    assert any(t.value.startswith("57.053 trên 60.000 phiếu ghi rõ cán bộ") for t in app.text)
    assert table(app, "unattributed")["unattributed"].sum() == 60_000 - 57_053


def test_clean_data_say_so(one_unit_store: Home, app: AppTest) -> None:
    opened(app)
    said = [t.value for t in app.text]
    assert "Không có dòng nào bị loại." in said and "Mọi câu trả lời đều đọc được." in said
    assert any(text.startswith("60 trên 60 phiếu ghi rõ cán bộ") for text in said)


def test_an_empty_home_leads_to_the_sources(empty_store: Home, app: AppTest) -> None:
    opened(app)
    assert app.subheader[0].value == "Chưa có dữ liệu"


def test_a_label_explained_here_is_read_again_from_the_record(
    demo_store: Home, app: AppTest
) -> None:
    opened(app)
    source, label = app.selectbox(key="explain_label_text").options[0].rsplit(" · ", 1)[::-1]
    before = table(app, "last_import")["unreadable"].sum() + facts.REJECTED["unknown_level"]
    app.selectbox(key="explain_label_level").set_value(3)
    next(b for b in app.button if b.label == words.SAVE_LABEL).click()
    app.run()
    assert not app.exception and not app.error
    assert "đã được đọc lại" in app.success[0].value
    listed = next(d.value for d in app.dataframe if "what_to_do" in d.value)
    left = table(app, "last_import")["unreadable"].sum() + (
        listed["reason"] == REASONS["unknown_level"]
    ).sum()
    assert left < before and source and label
