"""The bar over a card gives its action a number and a state, in whatever form; states over several actions do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from extractors.document import Block, Heading, Paragraph, Table
from pipeline.read.bars import NO_BAR, read_bar
from pipeline.read.label_lists import with_label_lists
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

Rows = list[list[str | X]]
CARDS = (
    ("Action 1.1", "On track", "Train the wardens", "HR", "May 2031", "Two days held."),
    ("Action 1.2", "Complete", "A guide in plain words for tenants", "Comms", "June 2031", "Printed in May."),
    ("Action 1.3", "Delayed", "Mend the lift", "Estates", "July 2031", "Two watches done."),
)
THEME = Heading("Priority 1: Staff", 2)
AMBER = "#f2a900"


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    return read_document(with_label_lists(document(*blocks))).actions


def labels(card: Sequence[str]) -> Rows:
    return [["Lead", card[3]], ["By when", card[4]], ["Progress so far", card[5]]]


def bar_in_two_cells(card: Sequence[str]) -> Rows:
    return [[card[0], X(card[1], fill=AMBER)], [X(card[2], across=2)], *labels(card)]


def bar_across(card: Sequence[str]) -> Rows:
    return [[X(f"{card[0]}: {card[1]}", across=2)], [X(card[2], across=2)], *labels(card)]


def bar_over_a_labelled_action(card: Sequence[str]) -> Rows:
    return [[card[0], X(card[1], fill=AMBER)], ["Action", card[2]], *labels(card)]


def lines_over(card: Sequence[str], *, bold: bool = True) -> list[Block]:
    state = Heading(card[1], fill=AMBER)
    return [Heading(card[0], 3), state, Paragraph(card[2], bold=bold), table(labels(card))]


def state_over_number(card: Sequence[str]) -> list[Block]:
    number, state, *rest = lines_over(card)
    return [state, number, *rest]


def one_line(card: Sequence[str]) -> list[Block]:
    return [Heading(f"{card[0]} – {card[1]}", 3), Paragraph(card[2]), table(labels(card))]


def line_over_title(card: Sequence[str]) -> list[Block]:
    return [Paragraph(f"{card[0]} {card[1]}"), Heading(card[2]), table(labels(card))]


def line_over_paragraph(card: Sequence[str]) -> list[Block]:
    return [Paragraph(f"{card[0]} {card[1]}"), Paragraph(card[2], bold=True), table(labels(card))]


def bar_in_a_table(card: Sequence[str]) -> list[Block]:
    return [table([[card[0], X(card[1], fill=AMBER)]]), Paragraph(card[2], bold=True), table(labels(card))]


FORMS: list[Callable[[Sequence[str]], list[Block]]] = [
    lambda card: [table(bar_in_two_cells(card))],
    lambda card: [table(bar_across(card))],
    lambda card: [table(bar_over_a_labelled_action(card))],
    lines_over,
    lambda card: lines_over(card, bold=False),
    state_over_number,
    one_line,
    line_over_title,
    line_over_paragraph,
    bar_in_a_table,
]
ROLES = ("status", "action", "owner", "timescale", "progress")


def said(actions: Sequence[RawAction]) -> list[tuple[str | None, ...]]:
    return [(action.reference, *(action.texts.get(role, "") for role in ROLES)) for action in actions]


EXPECTED = [(number.removeprefix("Action "), *rest) for number, *rest in CARDS]


@pytest.mark.parametrize("form", FORMS)
def test_the_bar_of_each_card_is_the_number_and_state_of_its_action(
    form: Callable[[Sequence[str]], list[Block]],
) -> None:
    found = read(THEME, *(block for card in CARDS for block in form(card)))
    assert said(found) == EXPECTED
    assert {action.theme for action in found} == {THEME.text}


@pytest.mark.parametrize("rows", [bar_in_two_cells, bar_across, bar_over_a_labelled_action])
def test_the_bars_of_cards_in_one_table(rows: Callable[[Sequence[str]], Rows]) -> None:
    assert said(read(THEME, table([row for card in CARDS for row in rows(card)]))) == EXPECTED


@pytest.mark.parametrize("form", [lines_over, bar_in_a_table, lambda card: [table(bar_in_two_cells(card))]])
def test_the_colour_behind_the_state_rates_the_action(form: Callable[[Sequence[str]], list[Block]]) -> None:
    found = read(THEME, *(block for card in CARDS for block in form(card)))
    assert [action.status_fill for action in found] == [AMBER] * 3


def test_few_words_on_the_colour_of_a_rating_are_a_state_in_whatever_wording() -> None:
    cards = [(number, "Needs a push", *rest) for number, _, *rest in CARDS]
    found = read(THEME, *(block for card in cards for block in lines_over(card)))
    assert [action.texts["status"] for action in found] == ["Needs a push"] * 3
    without = [replace(block, fill=None) if isinstance(block, Heading) else block for block in lines_over(cards[0])]
    assert read(THEME, *without)[0].texts.get("status") != "Needs a push"


def test_states_that_head_several_actions_are_no_bars() -> None:
    head = ["Action", "Lead", "When"]
    done = table([head, ["Train the wardens", "HR", "May 2031"], ["Print a guide", "Comms", "May 2031"]])
    rest = table([head, ["Mend the lift", "Estates", "May 2031"], ["Fit a loop", "Estates", "July 2031"]])
    found = read(Heading("1. Complete", 2), done, Heading("2. In progress", 2), rest)
    assert [(action.reference, action.texts.get("status", "")) for action in found] == [(None, "")] * 4


def test_a_state_over_a_card_without_a_number_is_none_of_its_own() -> None:
    cards: list[Block] = [table([["Action", card[2]], *labels(card)]) for card in CARDS]
    found = read(Heading("Complete", 2), *cards)
    assert [action.texts.get("status", "") for action in found] == [""] * 3


@pytest.mark.parametrize(
    "text", ["1.1 Complete the audit", "Action 3 Ongoing support for carers", "On track", "Staff", ""]
)
def test_other_lines_are_no_bars(text: str) -> None:
    assert read_bar(text) == NO_BAR


def test_a_box_between_cards_that_is_no_bar_groups_nothing() -> None:
    box: Table = table([["Contact", "the equality team"]])
    found = read(THEME, *lines_over(CARDS[0]), box, *lines_over(CARDS[1]))
    assert said(found) == EXPECTED[:2]


@pytest.mark.parametrize("under", [False, True], ids=["over the title", "under the title"])
def test_a_state_beside_the_title_of_each_card_is_that_of_its_action_and_of_one_alone_heads_several(
    under: bool,
) -> None:
    def cards(*states: str) -> list[Block]:
        found: list[Block] = []
        for state, card in zip(states, CARDS, strict=True):
            beside: list[Block] = [Paragraph(state)] if state else []
            title, box = Heading(f"Commitment to {card[3]}", 3), table([["Action", card[2]], *labels(card)])
            found += [title, *beside, box] if under else [*beside, title, box]
        return found

    each = read(THEME, *cards("On track", "Behind", "Not started"))
    assert [action.texts["status"] for action in each] == ["On track", "Behind", "Not started"]
    assert {action.theme for action in each} == {THEME.text}
    first = read(THEME, *cards("Complete", "", ""))
    assert "Complete" not in {action.texts.get("status", "") for action in first}


_TASKS = (
    (
        "1.1",
        "On track",
        "Six open days for women who think of joining",
        "Recruitment Manager",
        "Annually",
        "One in four",
    ),
    ("1.2", "Delayed", "Private rooms at the four stations", "Estates", "March 2031", "All stations compliant"),
    ("1.3", "Complete", "Translate the advice into eight languages", "Prevention", "May 2031", "Leaflets online"),
    ("1.4", "Not started", "Equality questions in all tenders", "", "June 2031", "Questions in use"),
)


def _sheet(page: int | None, *, why: str, in_card: bool) -> list[Block]:
    """Cards in tables of their own, each under its number, its state, its title, and why; one has no lead."""
    blocks: list[Block] = [THEME]
    for at, (number, state, title, lead, when, success) in enumerate(_TASKS):
        head, _, reason = why.partition(": ")
        rows = [["Lead", lead], ["Due", when], ["Success is", success]][not lead :]
        over: list[Block] = [Heading(number), Heading(state, fill=AMBER), Heading(title, 3)]
        if why and at % 2:
            rows = [[head, reason], *rows] if in_card else rows
            over += [] if in_card else [Paragraph(why)]
        blocks += [*over, table(rows, number=at + 1, page=page and page + at // 2)]
    return blocks


@pytest.mark.parametrize("page", [None, 1])
@pytest.mark.parametrize("in_card", [True, False])
@pytest.mark.parametrize("why", ["", "Why this matters: Few of us are women, and the survey says why."])
def test_cards_with_the_same_labels_are_read_alike_whatever_stands_between_title_and_card(
    page: int | None, why: str, *, in_card: bool
) -> None:
    found = read(*_sheet(page, why=why, in_card=in_card))
    assert [
        (one.reference, one.texts["status"], one.texts["action"], one.texts.get("owner", ""), one.texts["timescale"])
        for one in found
    ] == [one[:5] for one in _TASKS]
    assert {one.theme for one in found} == {THEME.text}
