"""Hostile words in every place of the citizens' form and of plain pages are text (M01–M18)."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from analysis.criteria import Criterion, CriterionSet
from analysis.mapping import SourceMapping
from analysis.registers import Officer, Unit
from data.form import Invitation
from data.form_codes import Code
from data.ledger.answers import CodeBatch
from data.ledger.sources import Source
from tests.analysis.charts.test_every_chart import HOSTILE
from web.form_html import Shown, code_page, filling_page, message_page


class Outline(HTMLParser):
    """The tags with their attributes, and the text in values and between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.words += "".join(value or "" for name, value in attrs if name == "value")

    def handle_data(self, data: str) -> None:
        self.words += data


def form(words: str) -> str:
    """The form with the same words in every place somebody outside can fill."""
    questions = CriterionSet("bo", words, words, (
        Criterion("attitude", words), Criterion("negative", words, "tick", (("a", words), ("b", words))),
    ))
    answers = {"overall": words, "attitude": words, "negative": words}
    source = Source(1, words, "form", SourceMapping("phieu", "form", answers=answers), "", "")
    asked = Invitation(
        source, questions, CodeBatch(1, "X1", "A1", 1, "2026-12-31", words), Code(words, 1, 1, 1),
        Unit("X1", words), Officer("A1", words, "X1", words, words),
    )
    shown = Shown({"y_kien": [words], "attitude": [words], "overall": [words]}, {"overall": words}, words, words)
    return filling_page(asked, shown)


PAGES = {
    "form": form, "code": lambda words: code_page(words, words, words),
    "code first": lambda words: code_page(words, words), "message": lambda words: message_page(words, words),
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("page", PAGES)
def test_the_outline_of_a_page_is_the_same_whatever_the_words(page: str, case: str) -> None:
    usual, found = Outline(PAGES[page]("bình thường")), Outline(PAGES[page](HOSTILE[case]))
    assert found.tags == usual.tags and found.links == usual.links
    assert HOSTILE[case] in found.words
