"""Labels and values that a tagged page sets side by side, or the one over the other, are a table of two columns; what
merely stands so is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from extractors.document import Document, Heading, Paragraph, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from tests.builders.cards import CARDS, FILLS
from tests.builders.panels import CARDS as PANEL_CARDS
from tests.builders.panels import FILLS as PANEL_FILLS
from tests.builders.panels import OUTCOME
from tests.builders.tables import grid
from tests.builders.tagged import Leaf, Node, tagged

FOLDER = Path(__file__).parents[1] / "documents" / "pdf"
FILES = ["chromium-cards.pdf", "chromium-cards-rows.pdf"]


def read_file(name: str) -> Document:
    return read_pdf((FOLDER / name).read_bytes(), Limits())


@pytest.mark.parametrize("name", FILES)
def test_labels_and_values_of_cards_are_tables_whole_over_the_pages(name: str) -> None:
    document = read_file(name)
    assert [grid(table) for table in document.tables] == [list(card.pairs) for card in CARDS]
    assert {table.route for table in document.tables} == {"tags"}
    assert document.notes == ()


def test_the_values_of_a_card_stand_on_two_pages() -> None:
    pages = [{cell.page for cell in table.cells} for table in read_file("chromium-cards-rows.pdf").tables]
    assert {1, 2} in pages


@pytest.mark.parametrize("name", FILES)
def test_what_stands_over_a_card_stays_before_its_table_with_its_colour(name: str) -> None:
    blocks = read_file(name).blocks
    at = [index for index, block in enumerate(blocks) if isinstance(block, Table)]
    over = [[block for block in blocks[index - 3 : index] if not isinstance(block, Table)] for index in at]
    assert [tuple(block.text for block in lines) for lines in over] == [card[:3] for card in CARDS]
    assert [lines[1].fill for lines in over] == [FILLS[card.state] for card in CARDS]


@pytest.mark.parametrize("name", FILES)
def test_the_bar_of_a_card_is_the_reference_and_state_of_its_action(name: str) -> None:
    actions = read_document(read_file(name)).actions
    assert [action.reference for action in actions] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    said = [(action.texts["status"], action.texts["action"], action.texts["owner"]) for action in actions]
    assert said == [(card.state, card.action, card.pairs[0][1]) for card in CARDS]
    assert {action.theme for action in actions} == {"Priority 1: A fair employer"}
    assert [action.status_fill for action in actions] == [FILLS[card.state] for card in CARDS]


def test_words_that_the_tags_place_are_no_running_header_on_two_pages_of_three() -> None:
    blocks = read_file("chromium-cards.pdf").blocks
    assert [
        (block.text, block.page) for block in blocks if isinstance(block, Heading) and block.text == "Complete"
    ] == [
        ("Complete", 2),
        ("Complete", 3),
    ]
    assert not any(block.furniture for block in blocks if isinstance(block, Paragraph))


def tables_of(*nodes: Node) -> list[list[tuple[str, ...]]]:
    return [grid(table) for table in read_pdf(tagged(*nodes), Limits()).tables if table.route == "tags"]


PAIRS = [("Lead", "Head of HR"), ("By when", "May 2031"), ("Measure", "All trained"), ("Update", "Two days held")]


def pairs(said: Sequence[tuple[str, str]] = PAIRS, *, left: float = 72, right: float = 200) -> Iterator[Leaf]:
    for at, (label, value) in enumerate(said):
        yield "P", left, 700 - 20 * at, label
        yield "P", right, 700 - 20 * at, value


def test_blocks_in_a_box_of_their_own_or_in_boxes_by_rows() -> None:
    assert tables_of(("Div", list(pairs()))) == [PAIRS]
    blocks = list(pairs())
    rows = [("Div", blocks[at : at + 2]) for at in range(0, len(blocks), 2)]
    assert tables_of(("Sect", rows)) == [PAIRS]
    assert tables_of(*pairs()) == [PAIRS]


def test_a_second_text_in_the_column_of_values_goes_on_with_the_value() -> None:
    blocks = list(pairs())
    more: Leaf = ("P", 200, 690, "and HR partners")
    assert tables_of(*blocks[:2], more, *blocks[2:]) == [[("Lead", "Head of HR\nand HR partners"), *PAIRS[1:]]]


def test_a_label_without_a_value_has_an_empty_one() -> None:
    blocks = list(pairs())
    assert tables_of(*blocks[:3], *blocks[4:]) == [[PAIRS[0], ("By when", ""), *PAIRS[2:]]]


def test_few_rows_are_a_table_where_the_labels_come_again() -> None:
    first = list(pairs(PAIRS[:2]))
    second = [
        ("P", x, y - 200, text) for _, x, y, text in pairs([("Lead", "Head of Estates"), ("By when", "June 2031")])
    ]
    heading: Leaf = ("H2", 72, 560, "Mend the lift")
    assert tables_of(*first) == []
    assert tables_of(*first, heading, *second) == [PAIRS[:2], [("Lead", "Head of Estates"), ("By when", "June 2031")]]


TEXTS = [text for _, text in PAIRS]
NUMBERED = list(enumerate(TEXTS))
LOOK_ALIKES: dict[str, list[Node]] = {
    "the bar of a card": [
        ("P", 72, 700, "Action 1.1"),
        ("P", 480, 700, "On track"),
        ("P", 72, 680, "Train the wardens"),
    ],
    "numbers of a list": [
        ("L", [("LI", [("Lbl", 72, 700 - 20 * at, f"{at}."), ("LBody", 90, 700 - 20 * at, text)])])
        for at, text in NUMBERED
    ],
    "numbers of paragraphs": [*pairs([(f"{at}.1", text) for at, text in NUMBERED])],
    "text in two columns": [
        *(("P", 72, 700 - 14 * at, "Our staff told us a good deal of this") for at in range(6)),
        *(("P", 320, 700 - 14 * at, "and we will say more of it next year") for at in range(6)),
    ],
    "figures abreast": [
        ("P", x, 700 - 30 * row, text)
        for row in range(4)
        for x, text in ((72, "93 of staff"), (220, "41 partners"), (370, "12 depots"))
    ],
    "values that begin anywhere": [
        ("P", x, 700 - 20 * at, text)
        for at, pair in enumerate(PAIRS)
        for x, text in zip((72, 180 + 40 * at), pair, strict=True)
    ],
    "a text that goes on in a part of it": [
        ("P", [("Span", 72, 700 - 20 * at, "We say"), ("NonStruct", 200, 700 - 20 * at, text)]) for at, text in NUMBERED
    ],
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_merely_stands_abreast_is_no_table(name: str) -> None:
    assert tables_of(*LOOK_ALIKES[name]) == []


PANELS = [f"chromium-panels{form}.pdf" for form in ("", "-left", "-pairs", "-abreast")]


def joined(table: Table) -> list[tuple[str, ...]]:
    return [tuple(" ".join(text.split()) for text in row) for row in grid(table)]


@pytest.mark.parametrize("name", PANELS)
def test_labels_over_values_in_a_panel_are_a_table(name: str) -> None:
    document = read_file(name)
    assert [joined(table) for table in document.tables] == [list(card.pairs) for card in PANEL_CARDS]
    assert {table.route for table in document.tables} == {"tags"}
    assert document.notes == ()


@pytest.mark.parametrize("name", PANELS)
def test_number_action_and_labelled_line_of_a_card_stay_apart_before_its_panel(name: str) -> None:
    blocks = read_file(name).blocks
    at = [index for index, block in enumerate(blocks) if isinstance(block, Table)]
    over = [[block for block in blocks[index - 3 : index] if not isinstance(block, Table)] for index in at]
    said = [[card.number, card.action, f"{OUTCOME}: {card.outcome}"] for card in PANEL_CARDS]
    assert [[block.text for block in lines] for lines in over] == said
    assert {type(lines[1]) for lines in over} == {Heading}


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_the_owner_and_time_of_the_action_of_its_card(name: str) -> None:
    actions = {action.reference: action for action in read_document(with_label_lists(read_file(name))).actions}
    for card in PANEL_CARDS:
        if len(card.pairs) == 3:
            action = actions[card.number]
            said = [" ".join(action.texts[role].split()) for role in ("owner", "timescale", "status")]
            assert said == [value for _, value in card.pairs]
            assert (action.texts["action"], action.texts["outcome"]) == (card.action, card.outcome)


def test_the_state_in_a_panel_has_the_colour_of_its_patch_not_of_the_panel_or_the_border_of_its_card() -> None:
    tables = read_file("chromium-panels.pdf").tables
    states = [cell for table in tables for cell in table.cells if cell.text in PANEL_FILLS]
    assert [cell.fill for cell in states] == [PANEL_FILLS[cell.text] for cell in states]
    assert {cell.fill for table in tables for cell in table.cells if cell.column == 1} == {"#f4f4fa"}


def stacked(
    cards: Sequence[Sequence[tuple[str, str]]], *, heading: str = "H3", role: str = "P", left: float = 72
) -> Iterator[Leaf]:
    """Cards under a heading each, their labels over their values."""
    y = 740.0
    for number, said in enumerate(cards, 1):
        yield heading, 72, y - 30, f"Part {number} of what we will do"
        y -= 50
        for label, value in said:
            yield role, left, y, label
            yield "P", left, y - 12, value
            y -= 26


OTHERS = [("Lead", "Head of Estates"), ("By when", "June 2031"), ("Measure", "No lift stands still")]


def test_labels_over_values_in_boxes_of_rows_of_cards_or_in_none() -> None:
    assert tables_of(*stacked([PAIRS, OTHERS], left=300)) == [PAIRS, OTHERS]
    blocks = list(stacked([PAIRS[:3], OTHERS], left=300))
    cards: list[Node] = [blocks[0], ("Div", blocks[1:7]), blocks[7], ("Div", blocks[8:])]
    assert tables_of(*cards) == [PAIRS[:3], OTHERS]
    rows = [("Div", blocks[at : at + 2]) for at in (1, 3, 5)]
    cards = [blocks[0], ("Sect", rows), blocks[7], ("Sect", [("Div", blocks[at : at + 2]) for at in (8, 10, 12)])]
    assert tables_of(*cards) == [PAIRS[:3], OTHERS]


def test_a_second_text_under_a_value_goes_on_with_it() -> None:
    blocks = list(stacked([PAIRS[:2], OTHERS]))
    more: Leaf = ("BlockQuote", 72, blocks[4][2] - 11, "or sooner")
    cards = tables_of(("Div", [*blocks[:1]]), ("Div", [*blocks[1:5], more]), *blocks[5:])
    assert cards[0][1] == ("By when", "May 2031\nor sooner")


def test_a_value_under_its_label_is_wrapped_to_a_width_of_its_own() -> None:
    """In a strip each stands in a narrow place; only the longest line of the value itself tells how wide that is."""
    cards = [
        [("Lead", "Head of Bus\nReform"), ("By when", "May 2031"), ("Measure", "No lift stands still in spring")]
    ] * 2
    assert [card[0] for card in tables_of(*stacked(cards))] == [("Lead", "Head of Bus Reform")] * 2


def test_a_label_over_another_has_no_value() -> None:
    """A card says nobody who leads; the labels of the others do not shift."""
    blocks = list(stacked([PAIRS, OTHERS, PAIRS], role="Div"))
    del blocks[-7]  # the last "Head of HR"
    assert tables_of(*blocks) == [PAIRS, OTHERS, [("Lead", ""), *PAIRS[1:]]]


def test_values_in_the_same_words_that_look_like_labels_are_values() -> None:
    cards = [PAIRS, [OTHERS[0], PAIRS[1], OTHERS[2]]]
    assert tables_of(*stacked(cards)) == cards


def test_colons_speak_for_labels_of_which_half_come_again() -> None:
    cards = [[(f"{label}:", value) for label, value in said] for said in ([*PAIRS], [*OTHERS[:2], *UNLIKE[:2]])]
    assert tables_of(*stacked(cards)) == cards


UNLIKE = [("Why we do this", "Nobody told us"), ("Whom we ask", "Those who ride"), ("Where it goes", "To the board")]
NO_STACKS: dict[str, list[Node]] = {
    "headings over texts": [*stacked([PAIRS, OTHERS], role="H4")],
    "each its own words": [*stacked([PAIRS, UNLIKE])],
    "questions over answers": [
        *stacked([[("What is it that you would like us to do about this", text) for text in TEXTS]] * 2)
    ],
    "figures over what they count": [*stacked([[("93", "of staff"), ("41", "partners")]] * 3)],
    "one card": [*stacked([PAIRS])],
    "one label that comes again": [*stacked([[("Lead", text)] for text in TEXTS])],
    "headings over their texts, again and again": [
        node
        for top in (740, 400)
        for node in (
            ("H3", 72, top, "A part of what we will do"),
            ("P", 72, top - 20, "Why"),
            (
                "Div",
                [("P", 72, top - 32 - 12 * at, "we have told you why this is so and will say it") for at in range(14)],
            ),
            ("P", 72, top - 236, "What next"),
            ("P", 72, top - 248, "We ask again"),
        )
    ],
    "two labels of four that come again": [*stacked([PAIRS, [*OTHERS[:2], *UNLIKE[:2]]])],
}


@pytest.mark.parametrize("name", NO_STACKS)
def test_what_merely_stands_under_one_another_is_no_table(name: str) -> None:
    assert tables_of(*NO_STACKS[name]) == []
