"""What a page's styles set abreast stands apart, as a table where labels stand beside values; spans do not."""

from __future__ import annotations

import pytest

from extractors.document import Document, Heading, Paragraph, Table, count_words, table_texts
from extractors.html import read_html
from extractors.limits import Limits
from pipeline.read.reading import read_document
from tests.builders.cards import CARDS, FILLS, cards_html
from tests.builders.tables import grid

CSS = (
    ".bar{display:flex;justify-content:space-between}.down{display:flex;flex-direction:column}"
    ".two{display:grid;grid-template-columns:42mm 1fr}.three{display:grid;grid-template-columns:repeat(3,1fr)}"
    ".grid{display:grid}.tag{display:inline-block;background:#080}.plain{display:inline-block}.left{float:left}"
)


def read(body: str) -> Document:
    page = f"<!doctype html><meta charset=utf-8><style>{CSS}</style><body>{body}</body>"
    document = read_html(page.encode(), Limits())
    assert all(count_words(table_texts(table)) == table.words for table in document.tables)
    return document


def lines(body: str) -> list[str]:
    return [block.text for block in read(body).blocks if not isinstance(block, Table)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div class=bar><span>Action 1.1</span><span>On track</span></div>", ["Action 1.1 On track"]),
        ("<div class=bar>Action 1.1<b>On track</b></div>", ["Action 1.1 On track"]),
        ("<div style='display:inline-flex'><i>Lead</i><i>HR</i></div>", ["Lead HR"]),
        ("<div class=down><span>Action 1.1</span><span>On track</span></div>", ["Action 1.1", "On track"]),
        ("<div class=grid><span>Action 1.1</span><span>On track</span></div>", ["Action 1.1", "On track"]),
        ("<p>Action 1.1<span class=tag>On track</span></p>", ["Action 1.1 On track"]),
        ("<p>Action 1.1<span class='tag left'>On track</span></p>", ["Action 1.1 On track"]),
        ("<p>un<span class=plain>break</span>able <span>wo</span>rds</p>", ["unbreakable words"]),
        ("<p class=bar><span>un<i>like</i>ly</span></p>", ["unlikely"]),
        ("<p>wo<span style='background:#ff0'>rd</span></p>", ["word"]),
        ("<h2><small style='display:block'>Priority 1</small>Our people</h2>", ["Priority 1 Our people"]),
        ("<p>Lead<b style='display: block !important'>HR</b>May</p>", ["Lead\nHR\nMay"]),
        ("<p>un<b style='display:inline'>break</b>able</p>", ["unbreakable"]),
    ],
)
def test_the_children_of_a_box_that_lays_them_out_stand_apart(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_a_child_with_a_ground_of_its_own_is_a_line_with_a_fill() -> None:
    blocks = read("<div class=bar><b>Action 1.1</b><b style='background:#3a9d4a'>On track</b></div>").blocks
    assert list(blocks) == [Heading("Action 1.1"), Heading("On track", fill="#3a9d4a")]
    blocks = read("<div class=bar style='background:#eee'><span>1.1</span><span class=tag>Late</span></div>").blocks
    assert list(blocks) == [Paragraph("1.1"), Paragraph("Late", fill="#008800")]


def test_in_a_cell_they_stand_apart_too() -> None:
    (table,) = read("<table><tr><td class=bar><i>1.1</i><i>Late</i><td><span class=tag>Red</span>dish</table>").tables
    assert grid(table) == [("1.1 Late", "Red dish")]


PAIRS = [("Lead", "Head of HR"), ("By when", "May 2031")]


@pytest.mark.parametrize("tag", ["div", "span"])
def test_labels_and_values_in_a_grid_of_two_columns_are_a_table(tag: str) -> None:
    parts = "".join(f"<{tag}>{text}</{tag}>\n" for pair in PAIRS for text in pair)
    (table,) = read(f"<p>Train the wardens</p><div class=two>{parts}</div>").tables
    assert grid(table) == PAIRS


@pytest.mark.parametrize("tag", ["div", "span"])
def test_boxes_of_a_label_and_a_value_below_one_another_are_a_table(tag: str) -> None:
    rows = "".join(f"<div class=bar><{tag}>{label}</{tag}><{tag}>{value}</{tag}></div>\n" for label, value in PAIRS)
    document = read(f"<section><p>Train the wardens</p>{rows}<p>Reviewed each year.</p></section>")
    assert [grid(table) for table in document.tables] == [PAIRS]
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]


@pytest.mark.parametrize(
    "body",
    [
        "<div class=two><div>Lead</div><div>HR</div></div>",
        "<div class=two><div>Lead</div><div>HR</div><div>When</div></div>",
        "<div class=three><div>Lead</div><div>HR</div><div>When</div><div>May</div></div>",
        "<div class=two><p>Our vision</p><p>Fair work</p><p>Our values</p><p>Respect</p></div>",
        "<div class=two><div>What we heard from all of our staff in the year</div><div>Much</div>"
        "<div>And from those who use what we run each day</div><div>More</div></div>",
        "<div class=two><div>Menu</div><div><h1>Plan</h1><p>Text</p></div><div>Links</div><div>More</div></div>",
        "<div class=bar><span>Action 1.1</span><span>On track</span></div><p>Train the wardens</p>",
        "<div class=bar><i>1</i><i>Fair work</i></div><div class=bar><i>2</i><i>Fair pay</i></div>",
    ],
)
def test_other_boxes_abreast_are_no_table(body: str) -> None:
    assert read(body).tables == ()


@pytest.mark.parametrize("form", ["dl", "div", "span", "rows"])
def test_a_plan_of_cards_is_read_with_the_bars_of_its_cards(form: str) -> None:
    document = read_html(cards_html(form=form).encode(), Limits())
    assert [grid(table) for table in document.tables] == [list(card.pairs) for card in CARDS]
    actions = read_document(document).actions
    assert [(action.texts["action"], action.texts["status"], action.status_fill) for action in actions] == [
        (card.action, card.state, FILLS[card.state]) for card in CARDS
    ]
    assert [action.reference for action in actions] == ["1.1", "1.2", "1.3", "1.4", "1.5"]


_CELLS = (
    ("What we will do", "Who", "When"),
    ("Review how we let homes, with people who wait for one", "Lettings Manager", "May 2031"),
    ("Fit hearing loops", "Estates Manager", "June 2031"),
)


def _boxes(rows: tuple[tuple[str, ...], ...], style: str) -> str:
    def box(row: tuple[str, ...]) -> str:
        return f"<div style='{style}'>{''.join(f'<div>{text}</div>' for text in row)}</div>"

    return "".join(map(box, rows))


@pytest.mark.parametrize(
    "markup",
    [
        _boxes(_CELLS, "display:flex"),
        _boxes(_CELLS, "display:grid;grid-template-columns:5fr 2fr 2fr"),
        _boxes((tuple(text for row in _CELLS for text in row),), "display:grid;grid-template-columns:5fr 2fr 2fr"),
    ],
    ids=["flex", "a grid a row", "one grid"],
)
def test_boxes_under_a_row_of_headings_are_a_table(markup: str) -> None:
    (table,) = read(markup).tables
    assert [cell.text for cell in table.cells] == [text for row in _CELLS for text in row]
    assert (table.rows, table.columns) == (3, 3)


@pytest.mark.parametrize(
    "rows",
    [
        (_CELLS[1], _CELLS[0]),  # the first holds no headings
        (_CELLS[0],),  # nothing stands under them
        (_CELLS[0], _CELLS[1][:2]),  # fewer parts than headings
    ],
)
def test_other_boxes_abreast_are_no_table_of_several_columns(rows: tuple[tuple[str, ...], ...]) -> None:
    assert not [table for table in read(_boxes(rows, "display:flex")).tables if table.columns > 2]
