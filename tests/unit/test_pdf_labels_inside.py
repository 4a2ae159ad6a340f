"""Cards between rules alone whose rows hold two labels with their values, and others one text right across."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import weasyprint

from extractors.document import Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from tests.builders.tables import grid

STYLE = (
    "body{font:11px/1.4 'DejaVu Sans'}table{border-collapse:collapse;width:100%;margin-bottom:14px}"
    "td{padding:4px 6px;text-align:left;vertical-align:top;width:32%}b,td:first-child{font-weight:bold}"
    "td:nth-child(odd){width:16%;font-weight:bold}"
)
RULES = {
    "rules across": "td{border-bottom:.5px solid #484}table{border-top:.5px solid #484}",
    "in a frame": "td{border-bottom:.5px solid #484}table{border:1px solid #262}",
    "under a bar": "td{border-bottom:.5px solid #484}tr:first-child td{background:#262;color:#fff}",
}
CARDS = [
    (
        "Pledge 1: Step-free offices",
        "Fit a ramp and a push-pad door at each of our nine public offices, with a bell for those who need it.",
        "Head of Estates",
        "By May 2032",
        "Merewick Access Group",
        "£64,000",
    ),
    (
        "Pledge 2: A fair start",
        "Offer four paid placements a year to those who leave our care.",
        "People and Change Lead Officer for Early Careers",
        "Each September",
        "",
        "£38,000",
    ),
    (
        "Pledge 3: Asking once",
        "Ask each caller once.",
        "Customer Insight Team",
        "Q3 2031/32",
        "Ward forums and the tenants' panel",
        "None",
    ),
]


def texts_of(card: Sequence[str]) -> list[str]:
    title, what, who, when, partners, cost = card
    return [
        title, "We promise", what, "Answers for it", who, "Finished", when, "Along with", partners, "Cost", cost
    ]  # fmt: skip


def card(texts: Sequence[str]) -> str:
    title, promise, what, *pairs = texts_of(texts)
    rows = "".join("<tr>" + "".join(f"<td>{text}" for text in pairs[at : at + 4]) for at in (0, 4))
    across = f"<td>{promise}<td colspan=3 style='font-weight:normal'>{what}"
    return f"<table><tr><td colspan=4>{title}<tr>{across}{rows}</table>"


def tables(body: str, style: str) -> tuple[Table, ...]:
    page = f"<html lang=en><title>t</title><style>{STYLE}{style}</style><h1>Our pledges</h1>{body}"
    return read_pdf(weasyprint.HTML(string=page).write_pdf(), Limits()).tables


@pytest.mark.parametrize("rules", RULES)
def test_labels_in_the_middle_of_rows_have_columns_of_their_own(rules: str) -> None:
    found = tables("".join(map(card, CARDS)), RULES[rules])
    cells = [" ".join(text.split()) for table in found for row in grid(table) for text in row if text]
    titles = [texts[0] for texts in CARDS]  # over a card, whether they are in its table or not
    assert [text for text in cells if text not in titles] == [
        text for texts in CARDS for text in texts_of(texts)[1:] if text
    ]


@pytest.mark.parametrize(
    "end", ["the rain.", "rain or snow now."], ids=["a letter over the edge", "in the middle of two columns"]
)
def test_a_short_text_right_across_is_one_cell_to_the_end_of_its_row(end: str) -> None:
    first = card(CARDS[0]).replace(
        "<tr><td>Answers",
        f"<tr><td>So that<td colspan=3 style='font-weight:normal'>Nobody need wait outside in {end}<tr><td>Answers",
    )
    (table,) = tables(first, RULES["in a frame"])
    (cell,) = [cell for cell in table.cells if cell.text.startswith("Nobody")]
    assert (cell.column, cell.column_span) == (2, 3)


def test_bold_words_in_the_middle_of_a_text_part_nothing() -> None:
    """One such row is no column, nor are bold words that begin at no common place."""
    rows = "".join(
        f"<tr><td>{number}<td colspan=3 style='font-weight:normal'>{text}</tr>"
        for number, text in (
            ("1", "Write to all tenants <b>by hand</b> where they have asked us to."),
            ("2", "Pay carers <b>for their time</b> when they come to a meeting."),
            ("3", "Open the <b>quiet room</b> at the town hall on Saturdays."),
        )
    )
    (table,) = tables(f"<table>{rows}</table>", RULES["rules across"])
    assert table.columns == 2
