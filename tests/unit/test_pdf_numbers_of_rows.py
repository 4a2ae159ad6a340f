"""Numbers that stand before the rows of a table without rules, under no heading, wherever in their rows."""

from __future__ import annotations

import pytest
import weasyprint

from extractors.document import Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.columns import with_number_gutter
from extractors.pdf.page import Word
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.words import lines_of
from tests.builders.tables import grid
from tests.documents.pdf.make import PLEDGES

STYLE = (
    "body{font:11px/1.4 'DejaVu Sans'}table{border-collapse:collapse}td,th{padding:7px 8px;text-align:left;"
    "vertical-align:top}.n{font-size:9px;font-weight:bold}"
)
CIRCLE = (
    ".n{display:inline-block;background:#a31;color:#fff;border-radius:50%;width:26px;line-height:26px;"
    "text-align:center}"
)
STRIPES = "tr:nth-child(even) td{background:#eef}"
MIDDLE = "td:first-child{vertical-align:middle}"
HEADINGS = ("", "Our pledge", "What will be different", "Who answers", "By when")


def read(head: str, rows: str, style: str) -> Table:
    page = f"<html lang=en><title>t</title><style>{STYLE}{style}</style><table><tr>{head}</tr>{rows}</table>"
    (table,) = read_pdf(weasyprint.HTML(string=page).write_pdf(), Limits()).tables
    return table


def row(number: str, texts: tuple[str, ...]) -> str:
    return f"<tr><td><span class=n>{number}</span>" + "".join(f"<td>{text}" for text in texts) + "</tr>"


@pytest.mark.parametrize("stripes", ["", STRIPES], ids=["white", "striped"])
@pytest.mark.parametrize(
    "style",
    ["", MIDDLE, CIRCLE, CIRCLE + MIDDLE, "td{vertical-align:middle}" + CIRCLE],
    ids=["beside the first line", "in the middle", "in a circle", "in a circle in the middle", "all in the middle"],
)
def test_a_number_belongs_to_all_lines_beside_it(style: str, stripes: str) -> None:
    head = "".join(f"<th>{text}" for text in HEADINGS)
    table = read(head, "".join(row(number, rest) for number, *rest in PLEDGES), style + stripes)
    assert [tuple(" ".join(text.split()) for text in own) for own in grid(table)] == [HEADINGS, *PLEDGES]


CARDS = (
    "<p>We asked eight hundred people in the spring, and this is what they told us of the town.</p>"
    "<div style='display:flex;gap:10px'><p style='flex:1'>62%<br>of residents feel at home<p style='flex:1'>90+<br>"
    "languages are spoken in our schools</div>"
)


def rows_under_cards(head: str, rows: str, style: str) -> list[tuple[str, ...]]:
    page = f"<html lang=en><title>t</title><style>{STYLE}{style}</style>{CARDS}<table><tr>{head}</tr>{rows}</table>"
    tables = read_pdf(weasyprint.HTML(string=page).write_pdf(), Limits()).tables
    return [tuple(" ".join(text.split()) for text in own) for own in grid(tables[-1])][-len(PLEDGES) :]


@pytest.mark.parametrize("style", [MIDDLE, CIRCLE, CIRCLE + MIDDLE])
def test_lines_over_the_table_that_run_over_the_edge_beside_its_numbers_do_not_hide_it(style: str) -> None:
    head = "".join(f"<th>{text}" for text in HEADINGS)
    assert rows_under_cards(head, "".join(row(number, rest) for number, *rest in PLEDGES), style + STRIPES) == PLEDGES


def line(base: float, *texts: tuple[float, str], bold: bool = False) -> list[Word]:
    """Words of one line, each text from its place on, five points a letter."""
    found: list[Word] = []
    for x, text in texts:
        for word in text.split():
            found.append(Word(word, x, base - 8, x + 5 * len(word), base + 2, 10.0, bold, base=base, middle=base - 3))
            x += 5 * len(word) + 3
    return found


@pytest.mark.parametrize(
    ("heading", "marks", "expected"),
    [
        (60.0, ("1.1", "1.2", "1.3"), 52.5),
        (60.0, ("1", "2", "3"), 42.5 + 5.0),
        (30.0, ("1.1", "1.2", "1.3"), None),  # hang in the texts, whose heading stands over them
        (60.0, ("1.1", "1.1", "1.2"), None),
        (60.0, ("•", "•", "•"), None),
    ],
)
def test_numbers_before_rows_part_from_the_texts_where_no_heading_stands_over_them(
    heading: float, marks: tuple[str, ...], expected: float | None
) -> None:
    words = line(100, (30, "This line runs over the edge"), (200, "and so on"))
    words += line(120, (heading, "Action"), (200, "Lead"), bold=True)
    for at, mark in enumerate(marks):
        words += line(140 + 30 * at, (60, "Train the wardens"), (200, "HR"))
        words += line(152 + 30 * at, (30, mark), (60, "in fair play"))
    found = next((edge for edge in with_number_gutter(lines_of(words, DEFAULTS), [190.0]) if edge != 190.0), None)
    assert found == pytest.approx(expected) if expected is not None else found is None
