"""Cells that say when by their colour, under years over quarters: a run of neighbours is one period."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Table
from extractors.html import read_html
from extractors.limits import Limits
from extractors.pdf import read_pdf
from pipeline.normalise.timescale import parse_timescale
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table
from tests.documents.pdf.make import ROADMAP, roadmap
from tests.unit.test_pdf_tags import FOLDER

BLUE = "#1d4e89"
ON, OFF = X("", fill=BLUE), ""


def under(over: list[str], lowest: list[str], *rows: list[str | X]) -> Table:
    """A table of actions under headings of two tiers."""
    across = len(lowest) // len(over)
    top = [
        X("Action", down=2, header=True),
        X("Led by", down=2, header=True),
        *(X(text, across=across, header=True) for text in over),
    ]
    return table([top, [X(text, header=True) for text in lowest], *rows])


def said(found: Table) -> list[str]:
    return [action.texts.get("timescale", "") for action in read_document(document(found)).actions]


QUARTERS = ["Q1", "Q2", "Q3", "Q4"] * 2
TRAIN, PRINT = "Train the wardens", "Print a guide in large letters"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([ON, ON, OFF, OFF, OFF, OFF, OFF, OFF], "Q1 2031/32 to Q2 2031/32"),
        ([OFF, OFF, OFF, ON, ON, OFF, OFF, OFF], "Q4 2031/32 to Q1 2032/33"),
        ([OFF, ON, OFF, OFF, OFF, ON, ON, ON], "Q2 2031/32, Q2 2032/33 to Q4 2032/33"),
        ([OFF, OFF, OFF, ON, OFF, OFF, OFF, ON], "Q4 2031/32, Q4 2032/33"),
        ([X("", across=3, fill=BLUE), OFF, OFF, OFF, OFF, OFF], "Q1 2031/32 to Q3 2031/32"),
        ([ON, X("✓"), OFF, OFF, OFF, OFF, OFF, OFF], "Q1 2031/32, Q2 2031/32"),  # a tick tells of its quarter alone
    ],
)
def test_shaded_neighbours_under_quarters_are_one_period(cells: list[str | X], expected: str) -> None:
    other = [PRINT, "Comms", *([ON] * 8)]
    found = said(under(["2031/32", "2032/33"], QUARTERS, [TRAIN, "HR", *cells], other))
    assert found == [expected, "Q1 2031/32 to Q4 2032/33"]


@pytest.mark.parametrize(
    ("over", "lowest", "expected"),
    [
        (["2031", "2032"], ["Jan-Jun", "Jul-Dec"] * 2, "Jan-Jun 2031 to Jul-Dec 2031"),
        (["When"], ["Q1", "Q2", "Q3", "Q4"], "Q1, Q2"),  # of no year
        (["When"], ["2031/32", "2032/33", "2033/34", "2034/35"], "2031/32, 2032/33"),
        (["2031 to 2034"], ["Year 1", "Year 2", "Year 3", "Year 4"], "Year 1, Year 2"),
    ],
)
def test_a_part_of_a_year_takes_the_year_over_it_and_nothing_else_does(
    over: list[str], lowest: list[str], expected: str
) -> None:
    rows: list[list[str | X]] = [[TRAIN, "HR", ON, ON, OFF, OFF], [PRINT, "Comms", OFF, OFF, OFF, ON]]
    assert said(under(over, lowest, *rows))[0] == expected


def test_ticks_under_quarters_name_their_year() -> None:
    rows: list[list[str | X]] = [[TRAIN, "HR", "✓", "✓", *[""] * 6], [PRINT, "Comms", *[""] * 6, "✓", ""]]
    found = said(under(["2031/32", "2032/33"], QUARTERS, *rows))
    assert found == ["Q1 2031/32, Q2 2031/32", "Q3 2032/33"]


@pytest.mark.parametrize("source", ["web page", "printed"])
def test_a_roadmap_is_read_with_its_bands_its_outcomes_and_what_its_colours_say(source: str) -> None:
    if source == "web page":
        read = read_html(roadmap().encode(), Limits())
    else:
        read = read_pdf((FOLDER / "chromium-roadmap.pdf").read_bytes(), Limits())
    found = {
        str(action.reference): (
            action.texts["action"], action.texts["owner"], action.texts.get("outcome") or "", action.theme,
            [(period.start, period.end) for period in parse_timescale(action.texts["timescale"]).periods],
        )
        for action in read_document(read).actions
    }  # fmt: skip
    whens = {
        "H1": [(date(2031, 4, 1), date(2031, 9, 30))],
        "H2": [(date(2031, 4, 1), date(2033, 3, 31))],
        "V1": [(date(2031, 7, 1), date(2032, 3, 31)), (date(2032, 10, 1), date(2032, 12, 31))],
        "V2": [(date(2032, 1, 1), date(2032, 6, 30))],
    }
    assert found == {
        ref: (text, lead, outcome, theme, whens[ref])
        for theme, _, commitments in ROADMAP
        for ref, text, lead, _, outcome in commitments
    }


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("mark", [X("✓"), ON])
def test_initials_of_months_in_a_row_are_months(mark: X, header: bool) -> None:
    top = [X(text, down=2, header=header) for text in ("Action", "Led by")]
    top += [X("2031", across=9, header=header), X("2032", across=3, header=header)]
    rows = [[TRAIN, "HR", *([OFF] * 2), mark, *([OFF] * 9)], [PRINT, "Comms", *([OFF] * 11), mark]]
    found = said(table([top, [X(letter, header=header) for letter in "AMJJASONDJFM"], *rows]))
    assert found == ["June 2031", "March 2032"]


def test_fewer_initials_than_six_are_no_months() -> None:
    rows = [[TRAIN, "HR", "✓", OFF, OFF], [PRINT, "Comms", OFF, OFF, "✓"]]
    assert said(table([["Action", "Led by", "J", "J", "A"], *rows])) == ["", ""]


WARDENS = "Train the wardens (Estates Lead)"


@pytest.mark.parametrize(
    ("heads", "cells", "owners"),
    [
        (["Autumn 2031", "Spring 2032"], [WARDENS, "Mend the lift (Clerk)"], ["Estates Lead", "Clerk"]),
        (["Autumn 2031", "Spring 2032"], [WARDENS, "Meet the standard (WCAG 2.2)"], ["", ""]),
        (["Action", "By when"], [WARDENS, "May 2031"], [""]),
    ],
)
def test_brackets_that_close_most_actions_say_who_where_nothing_else_does(
    heads: list[str], cells: list[str], owners: list[str]
) -> None:
    found = read_document(document(table([["Aim", *heads], ["Aim 1: A fair start", *cells]]))).actions
    assert [one.texts.get("owner", "") for one in found] == owners


def test_ticks_under_years_in_few_figures_are_years() -> None:
    top = [X(text, down=2, header=True) for text in ("Action", "Led by")] + [X("Timescale", across=3, header=True)]
    years = [X(text, header=True) for text in ("30/31", "31/32", "32/33")]
    found = said(table([top, years, [TRAIN, "HR", "✓", "✓", OFF], [PRINT, "Comms", OFF, OFF, "✓"]]))
    assert found == ["30/31, 31/32", "32/33"]
