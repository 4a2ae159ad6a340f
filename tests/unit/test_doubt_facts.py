"""What is true of a value that may be wrong: each kind of evidence on a plan of a few lines, and on one without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, count_words
from pipeline.doubt.chances import ALWAYS, WHOLE, Weighed, weigh_rows
from pipeline.doubt.doubts import doubt_rows
from pipeline.doubt.facts import looks_of
from pipeline.doubt.of_document import number_in
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document

HEADINGS = ("Ref", "Action", "Lead officer", "By when", "Outcome")
ROWS = (
    ("1.1", "Train all front line staff in equality", "Head of HR", "March 2032", "Staff are confident"),
    ("1.2", "Publish the workforce profile each year", "Head of HR", "January 2031", "Gaps are known"),
    ("1.3", "Audit the council's public buildings", "Facilities Manager", "June 2031", "Barriers are removed"),
    ("1.4", "Rewrite the letters that tenants get", "Housing Manager", "May 2031", "Letters are understood"),
)
WITHOUT_NUMBERS = tuple(row[1:] for row in ROWS)


def table_of(lines: Sequence[Sequence[str]], number: int = 1) -> Table:
    cells = tuple(Cell(r, c, text, header=r == 1) for r, line in enumerate(lines, 1) for c, text in enumerate(line, 1))
    return Table(number, len(lines), len(lines[0]), cells, count_words(cell.text for cell in cells), "word")


def weighed(*blocks: Block) -> list[dict[str, Weighed]]:
    document = Document("application/pdf", blocks)
    reading = read_document(document)
    return [*weigh_rows(rows_of(document, reading, Known("0" * 16, "plan.pdf")).actions, reading, {})]


def with_column(at: int, *texts: str) -> list[list[str]]:
    rows = [[*HEADINGS], *([*row] for row in ROWS)]
    for row, text in zip(rows[1:], texts, strict=True):
        row[at] = text
    return rows


PLAIN = [HEADINGS, *ROWS]


@pytest.mark.parametrize(
    ("lines", "field", "fact"),
    [
        pytest.param(with_column(4, "1", "2", "2", "3"), "outcome", "wordless", id="an outcome that is a number"),
        pytest.param(with_column(4, "1", "2", "2", "3"), "outcome", "column_wordless", id="a column of numbers"),
        pytest.param(
            with_column(3, "2031 What it changes: letters", "March 2032", "May 2031", "June 2031"),
            "timescale_text",
            "label_inside",
            id="the label of another value in a date",
        ),
        pytest.param(
            with_column(4, "Staff know. Who leads: HR", "Gaps are known", "None", "All"),
            "owner_text",
            "label_in_row",
            id="the label of another value in the row",
        ),
        pytest.param(with_column(0, "1.1", "1.1", "1.2", "1.3"), "row", "number_twice", id="a number stands twice"),
        pytest.param(
            with_column(2, "Head of HR Q3 2031", "HR", "Estates", "Housing"),
            "owner_text",
            "figures",
            id="a date among the owners",
        ),
        pytest.param(
            with_column(1, "EO1-A1.1. Train all staff", "Publish it", "Audit the buildings", "Rewrite the letters"),
            "action",
            "number_at_head",
            id="a number at the head of an action",
        ),
        pytest.param(
            [(*HEADINGS, "Benefit"), *((*row, f"Talks go on {at}") for at, row in enumerate(ROWS))],
            "outcome",
            "heading_elsewhere",
            id="a heading without a role that may name the value",
        ),
        pytest.param(
            with_column(3, "March 2032", "May 2031", "May 2013", "June 2031"), "due", "odd_year", id="a date far off"
        ),
        pytest.param(
            [(*HEADINGS, "Notes"), *((*row, f"{at} June 2033") for at, row in enumerate(ROWS, 1))],
            "timescale_text",
            "date_beside",
            id="a date under a heading of no date",
        ),
    ],
)
def test_a_kind_of_evidence_holds_where_it_is_and_not_elsewhere(
    lines: Sequence[Sequence[str]], field: str, fact: str
) -> None:
    assert any(row[field].facts.get(fact, 0.0) > 0.2 for row in weighed(table_of(lines)))
    assert all(row[field].facts.get(fact, 0.0) <= 0.2 for row in weighed(table_of(PLAIN)))


def over(*headings: str) -> list[Block]:
    """One action under each heading, in a table of its own."""
    blocks: list[Block] = []
    for at, (heading, row) in enumerate(zip(headings, WITHOUT_NUMBERS, strict=True), 1):
        blocks += [Heading(heading, 2), table_of([HEADINGS[1:], row], at)]
    return blocks


def test_groupings_that_count_actions_are_told_from_groupings_of_actions() -> None:
    alone = weighed(*over("Pledge P1", "Pledge P2", "Pledge P3", "Pledge P4"))
    shared = weighed(*over("Our staff", "Our staff", "Our homes", "Our homes"))
    assert [row["theme"].facts.get("all_alone") for row in alone] == [1.0] * 4
    assert all(row["theme"].facts["number_in_group"] for row in alone)
    assert not any(row["theme"].facts.keys() & {"all_alone", "alone", "number_in_group"} for row in shared)


def test_a_heading_that_introduces_the_plan_is_told_from_a_theme() -> None:
    rows = table_of([HEADINGS[1:], *WITHOUT_NUMBERS])
    introduced = weighed(Heading("2. Action measures", 2), rows)
    themed = weighed(Heading("2. Homes and neighbours", 2), rows)
    assert all(row["theme"].facts.get("introduces") for row in introduced if row["theme"].filled)
    assert not any(row["theme"].facts.get("introduces") for row in themed)


def test_a_grouping_in_a_column_introduces_nothing_whatever_it_says() -> None:
    rows = [["Commitment", *HEADINGS], *(["We will be open about what we do", *row] for row in ROWS)]
    found = weighed(table_of(rows))
    assert all(row["theme"].filled and not row["theme"].facts.get("introduces") for row in found)


def banded(text: str) -> Table:
    """The plain table with a text across it below its headings."""
    table = table_of([HEADINGS, (text, "", "", "", ""), *ROWS])
    kept = (cell for cell in table.cells if cell.row != 2 or cell.column == 1)
    return replace(table, cells=tuple(replace(cell, column_span=5) if cell.row == 2 else cell for cell in kept))


def test_a_heading_that_is_another_value_is_told_from_a_theme() -> None:
    texts = ("Our staff", "Latest update: the fund is spent", "Priority 2: Our staff", "Indicator 2: Our staff")
    facts = [[row["theme"].facts.get("label_first") for row in weighed(banded(text))] for text in texts]
    assert facts == [[None] * 4, [1.0] * 4, [None] * 4, [None] * 4]


def test_a_grouping_that_was_passed_over_is_told() -> None:
    rows = table_of([HEADINGS[1:], *WITHOUT_NUMBERS])
    passed = weighed(rows, Paragraph("Priority 2: Homes that suit everybody who lives in the borough."))
    assert all(row["theme"].facts.get("passed_over") for row in passed)
    assert not any(row["theme"].facts.get("passed_over") for row in weighed(rows, Paragraph("We have 2 priorities.")))


def test_only_a_fact_that_speaks_against_a_value_names_its_doubt() -> None:
    document = Document("application/pdf", (table_of(PLAIN),))
    reading = read_document(document)
    actions = [replace(one, doubts=()) for one in rows_of(document, reading, Known("0" * 16, "plan.pdf")).actions]
    weights = {"outcome+": {ALWAYS: 0.0, "seldom": 0.5, "odd_length": -0.1}, WHOLE: {ALWAYS: 2.0}}
    doubts = [doubt for row in doubt_rows(actions, reading, weights) for doubt in row.doubts]
    assert {doubt.why for doubt in doubts} <= {
        "Such values are often read wrongly.",
        "The text is much longer or shorter than the others of its column.",
    }


def test_numbers() -> None:
    assert [number_in(text) for text in ("Card A2", "3.1 Homes", "Homes in 2031")] == ["A2", "3.1", None]


@pytest.mark.parametrize(
    ("name", "text", "low"),
    [
        pytest.param("timescale_text", "by September 2031", False, id="a date in the flow of a line"),
        pytest.param("timescale_text", "the wardens by September 2031", True, id="the end of something else"),
        pytest.param("outcome", "by September 2031", True, id="a date where no date belongs"),
    ],
)
def test_a_timescale_may_begin_with_a_small_letter(name: str, text: str, low: bool) -> None:
    assert bool(looks_of(name, text).get("begins_low")) is low


def test_actions_that_all_begin_in_small_letters_are_cut_by_nothing() -> None:
    """The plan writes them so, below "We will"; one of them among others is cut."""
    low = [[row[0], row[1][0].lower() + row[1][1:], *row[2:]] for row in ROWS]
    facts = {"action_begins_low", "odd_action", "column_cut", "begins_low"}
    plain, written = (
        [facts & row["action"].facts.keys() for row in weighed(table_of(rows))] for rows in (PLAIN, [HEADINGS, *low])
    )
    assert written == plain
    cut = weighed(table_of([HEADINGS, *ROWS[:3], low[3]]))[3]
    assert cut["action"].facts.keys() >= {"action_begins_low", "odd_action", "begins_low"}


def test_next_steps_behind_a_state_leave_no_doubt_of_the_actions() -> None:
    """Before the state they are as good a name for actions as "Action" is."""
    pledges = ("1. A fair start", "1. A fair start", "2. Open doors", "2. Open doors")
    steps = ("Choose the trainer", "Ask the unions", "Draw up a list", "Print the first one")
    head = ["Pledge", *HEADINGS[1:4], "Status", "Update for the Board", "Next steps"]
    rows = [
        [pledge, *row[1:4], "On track", "Two days held", step]
        for pledge, row, step in zip(pledges, ROWS, steps, strict=True)
    ]
    found = weighed(table_of([head, *rows]))
    assert max(row["action"].facts.get("weak_column", 0.0) for row in found) < 0.15
