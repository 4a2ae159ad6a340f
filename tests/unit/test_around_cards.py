"""What stands around cards that name their action: number and title over each, its state below."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.document import Block, Heading, Paragraph, Table
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import document, table

CARDS = (
    ("Teach all tutors about the gap in awards", "Dean of Students", "May 2031"),
    ("Print the guides in large type", "Head of Estates", "June 2031"),
    ("Visit each hall with the access panel", "Access Officer", "July 2032"),
)
TITLES = ("Awarding gap", "Plain words", "Halls")
THEME = Heading("Theme A: Students", None)


def read(*blocks: Block | str) -> Sequence[RawAction]:
    return read_document(document(*blocks)).actions


def card(at: int) -> Table:
    action, who, when = CARDS[at]
    return table([["What we will do", action], ["Who will lead", who], ["By when", when]])


def said(actions: Sequence[RawAction]) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(one.theme, one.objective, one.reference, one.texts.get("status", "")) for one in actions]


def test_a_counted_title_over_each_card_is_its_objective_and_reference() -> None:
    blocks = [block for at in range(3) for block in (Heading(f"A{at + 1} {TITLES[at]}", 3), card(at))]
    assert said(read(THEME, *blocks)) == [(THEME.text, TITLES[at], f"A{at + 1}", "") for at in range(3)]


@pytest.mark.parametrize("label", ["Status ", "Status: ", ""])
def test_a_number_over_the_title_and_a_state_below_the_card(label: str) -> None:
    states = ("In progress", "Not started", "Complete")
    blocks: list[Block | str] = []
    for at, state in enumerate(states):
        title = Heading(TITLES[at], 3)
        blocks += [Paragraph(f"Commitment {at + 1}"), title, card(at), Paragraph(f"{label}{state}", fill="#ffd98a")]
    assert said(read(THEME, *blocks)) == [
        (THEME.text, TITLES[at], f"Commitment {at + 1}", states[at]) for at in range(3)
    ]


def test_groupings_over_cards_and_titles_that_nothing_counts_are_no_numbers() -> None:
    grouped = [block for at in range(3) for block in (Heading(f"Objective {at + 1}: {TITLES[at]}", 2), card(at))]
    assert [one.theme for one in read(*grouped)] == [f"Objective {at + 1}: {TITLES[at]}" for at in range(3)]
    bare = [block for at in range(3) for block in (Heading(TITLES[at], 3), card(at))]
    assert [one.reference for one in read(THEME, *bare)] == [None] * 3


@pytest.mark.parametrize("number", ["", "A"])
def test_a_state_between_cards_that_the_first_has_over_it_is_that_of_the_card_below(number: str) -> None:
    states = ("In progress", "Not started", "Complete")
    blocks: list[Block | str] = []
    for at, state in enumerate(states):
        title = f"{number}{at + 1} {TITLES[at]}" if number else TITLES[at]
        blocks += [Paragraph(state, fill="#ffd98a"), Heading(title, 3), card(at)]
    assert [one.texts.get("status") for one in read(*blocks)] == list(states)
    assert [one.reference for one in read(*blocks)] == ([f"A{at}" for at in (1, 2, 3)] if number else [None] * 3)


def test_a_line_below_one_card_alone_says_nothing_of_it() -> None:
    blocks = [Heading(TITLES[0], 3), card(0), Paragraph("Complete"), Heading(TITLES[1], 3), card(1)]
    assert [one.texts.get("status", "") for one in read(THEME, *blocks)] == ["", ""]
