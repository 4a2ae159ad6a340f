"""Cards abreast on a web page and in print: state over the title, headings over their texts, who and when below."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Document
from extractors.html import read_html
from extractors.limits import Limits
from extractors.pdf import read_pdf
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from tests.builders.told import CARDS, THEMES, told_html

PRINT = Path(__file__).parents[1] / "documents" / "pdf" / "chromium-told.pdf"


@pytest.fixture(scope="module", params=["web page", "print"])
def document(request: pytest.FixtureRequest) -> Document:
    if request.param == "print":
        return read_pdf(PRINT.read_bytes(), Limits())
    return read_html(told_html().encode(), Limits())


def test_a_card_is_an_action_with_all_that_its_headings_say(document: Document) -> None:
    roles = ("evidence", "progress", "action", "owner", "timescale", "status")
    found = read_document(with_label_lists(document)).actions
    said = [tuple(" ".join(action.texts[role].split()) for role in roles) for action in found]
    assert said == [(card.said, card.done, card.action, card.owner, card.when, card.state) for card in CARDS]
    themes = [THEMES[title] for title in ("Benches", "Benches", "Swimming", "Swimming")]
    assert [(action.theme, action.objective) for action in found] == [
        (theme, card.title) for theme, card in zip(themes, CARDS, strict=True)
    ]
