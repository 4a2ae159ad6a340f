"""Dates that a column as a whole explains: the month first, text cut off at a border, a date that an arrow moves."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.plan import read_plan
from pipeline.settings import Settings
from schema.rows import ActionRow

TEXTS = (
    "Open a quiet room in the library",
    "Print larger notices for halls",
    "Lend hearing loops to groups",
    "Map the ramps",
)


def csv(*dates: str) -> list[ActionRow]:
    rows = ["Ref,Action,Lead officer,Timescale"]
    rows += [f'1.{at + 1},{TEXTS[at]},Head of Estates,"{said}"' for at, said in enumerate(dates)]
    return list(read_plan(Path("plan.csv"), "plan.csv", "\n".join(rows).encode(), Settings()).actions)


@pytest.mark.parametrize(
    ("dates", "days", "told"),
    [
        (["03/31/2032", "04/05/2032"], [date(2032, 3, 31), date(2032, 4, 5)], True),
        (["12-01-2032", "06-30-2032"], [date(2032, 12, 1), date(2032, 6, 30)], True),
        (["04/05/2032", "05/06/2032"], [date(2032, 5, 4), date(2032, 6, 5)], False),
        (["31/03/2032", "04/05/2032"], [date(2032, 3, 31), date(2032, 5, 4)], False),
        (["31/03/2032", "03/30/2032"], [date(2032, 3, 31), None], False),
        (["by 03/31/32", "by 04/05/32", "June 2032"], [date(2032, 3, 31), date(2032, 4, 5), date(2032, 6, 30)], True),
    ],
)
def test_a_column_that_only_the_month_first_explains(dates: list[str], days: list[date | None], told: bool) -> None:
    found = csv(*dates)
    assert [one.due for one in found] == days, [one.flags for one in found]
    assert ("month_first_column" in found[0].flags) == told
    assert [period.text for one in found for period in one.periods if "/" in period.text] == [
        said.removeprefix("by ") for said, day in zip(dates, days, strict=True) if "/" in said and day is not None
    ]


@pytest.mark.parametrize(
    ("said", "start", "due"),
    [
        ("March 2031 → September 2032", date(2032, 9, 1), date(2032, 9, 30)),
        ("31/03/2031 -> 30/09/2031", date(2031, 9, 30), date(2031, 9, 30)),
        ("April 2031 → March 2032", date(2031, 4, 1), date(2032, 3, 31)),
        ("September 2032 → March 2031", None, None),
    ],
)
def test_an_arrow_moves_a_date(said: str, start: date | None, due: date | None) -> None:
    (found,) = csv(said)
    if start is not None:
        assert (found.start, found.due) == (start, due)
    assert ("revised_date" in found.flags) == (start is not None and start.month == 9)


def clipped(*dates: str, width: float) -> list[ActionRow]:
    """A ruled table whose last column but one is too narrow, as spreadsheets print it: letters outside are clipped."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    xs = (50.0, 250.0, 350.0, 350.0 + width, 450.0 + width)
    rows = [
        ("Action", "Lead officer", "When", "Status"),
        *((TEXTS[at], "Estates", said, "Begun") for at, said in enumerate(dates)),
    ]
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            bottom = 700 - 24 * r
            canvas.rect(xs[c], bottom, xs[c + 1] - xs[c], 24)
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(xs[c], bottom, xs[c + 1] - xs[c], 24)
            canvas.clipPath(path, stroke=0)
            canvas.setFont("Helvetica", 9)
            canvas.drawString(xs[c] + 2, bottom + 8, said)
            canvas.restoreState()
    canvas.save()
    return list(read_plan(Path("plan.pdf"), "plan.pdf", file.getvalue(), Settings()).actions)


def test_no_date_is_made_of_words_that_are_cut_off() -> None:
    found = clipped("December 2032", "31 March 2033", "September 2032", width=45)
    assert [(one.start, one.due) for one in found] == [(None, None)] * 3
    assert sum("text_cut" in one.flags for one in found) >= 2  # one may be cut at its space, which shows nothing


def test_words_that_fit_are_read() -> None:
    found = clipped("May 2032", "31 March 2033", width=70)
    assert [one.due for one in found] == [date(2032, 5, 31), date(2033, 3, 31)]


D = date.fromisoformat
FIRST = ("Original date", "Revised date", "Second revised date")


@pytest.mark.parametrize(
    ("headings", "cells", "start", "due", "recurrence"),
    [
        (("Start date", "Duration"), ("Sept 2031", "18 months"), D("2031-09-01"), D("2033-02-28"), None),
        (("Start date", "Duration"), ("1 June 2031", "12 weeks"), D("2031-06-01"), D("2031-08-23"), None),
        (("Start", "Finish", "Duration"), ("1/4/2031", "7/4/2031", "4 days"), D("2031-04-01"), D("2031-04-07"), None),
        (("Year", "Quarter"), ("Year 2", "Q4"), D("2033-01-01"), D("2033-03-31"), None),
        (("Year", "Quarter", "How often"), ("Year 2", "Q4", "Monthly"), D("2033-01-01"), D("2033-03-31"), "monthly"),
        (("When", "How often"), ("From May 2031", "Monthly"), D("2031-05-01"), D("2031-05-31"), "monthly"),
        (("When", "How often"), ("May 2031", "Once"), D("2031-05-01"), D("2031-05-31"), None),
        (("Original target", "Revised target"), ("Q2 2031/32", "Q4"), D("2032-01-01"), D("2032-03-31"), None),
        (("Original target", "Revised target"), ("Q2 2031/32", ""), D("2031-07-01"), D("2031-09-30"), None),
        (("Due", "Revised target"), ("May 2031", "85% of staff"), D("2031-05-01"), D("2031-05-31"), None),
        (("Start", "Target", "Revised target"), ("1/5/31", "2/6/31", "3/7/32"), D("2031-05-01"), D("2032-07-03"), None),
        (FIRST, ("May 2031", "June 2031", "Jan 2032"), D("2032-01-01"), D("2032-01-31"), None),
        (FIRST, ("May 2031", "June 2031", ""), D("2031-06-01"), D("2031-06-30"), None),
    ],
)
def test_columns_that_make_one_timescale(
    headings: tuple[str, ...], cells: tuple[str, ...], start: date, due: date, recurrence: str | None
) -> None:
    lines = ["Equality action plan April 2031 to March 2035", ",".join(("Ref", "Action", "Lead officer", *headings))]
    lines += [",".join((f"1.{at + 1}", text, "Head of Estates", *cells)) for at, text in enumerate(TEXTS)]
    found = read_plan(Path("plan.csv"), "plan.csv", "\n".join(lines).encode(), Settings()).actions
    assert [(one.start, one.due, one.recurrence) for one in found] == [(start, due, recurrence)] * len(TEXTS)


@pytest.mark.parametrize(
    "heads", [("Quarter", "Year"), ("Timing Quarter", "Timing Year"), ("By when: quarter", "By when: year")]
)
def test_a_quarter_has_the_year_beside_it_under_whatever_heading_of_dates(heads: tuple[str, str]) -> None:
    rows = [f"Ref,Action,Lead officer,{heads[0]},{heads[1]}", "1.1,Open a quiet room,HR,Q2,2031/32"]
    rows += ["1.2,Print larger notices,HR,Q1,2032/33", "1.3,Map the ramps,Estates,Q4,2032/33"]
    found = read_plan(Path("plan.csv"), "plan.csv", "\n".join(rows).encode(), Settings()).actions
    assert [(one.start, one.due) for one in found] == [
        (date(2031, 7, 1), date(2031, 9, 30)), (date(2032, 4, 1), date(2032, 6, 30)),
        (date(2033, 1, 1), date(2033, 3, 31)),
    ]  # fmt: skip


def test_a_column_that_speaks_of_quarters_and_not_of_dates_is_no_part_of_one() -> None:
    rows = ["Ref,Action,Lead officer,Head quarter,Year", "1.1,Open a quiet room,HR,Q2,2031/32"]
    found = read_plan(Path("plan.csv"), "plan.csv", "\n".join(rows).encode(), Settings()).actions
    assert [one.due for one in found] == [date(2032, 3, 31)]
