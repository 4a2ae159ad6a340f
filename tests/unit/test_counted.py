"""What counts of a document, and what its rows keep of what does not: struck words, raised marks, struck rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.document import Cell, Document, Heading, Paragraph, Table, Uncounted
from pipeline.counted import counted_document, struck_rows
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import ActionRow, PlanRows
from tests.builders.tables import document, table

HEADER = ["Ref", "Action", "Lead officer", "By when", "Status"]


def marked(text: str) -> tuple[str, tuple[Uncounted, ...]]:
    """A text in which ~words~ are struck and ^marks^ are raised, as printed and with what does not count."""
    printed, spans = "", []
    for at, piece in enumerate(text.replace("^", "~^").split("~")):
        kind = "raised" if piece.startswith("^") else "struck"
        piece = piece.removeprefix("^")
        if at % 2:
            spans.append(Uncounted(len(printed), len(printed) + len(piece), kind))
        printed += piece
    return printed, tuple(spans)


def plan(*rows: Sequence[str]) -> Document:
    """A plan whose texts are written with marks."""
    plain = table([HEADER, *([marked(text)[0] for text in row] for row in rows)])
    texts = [text for row in [HEADER, *rows] for text in row]
    cells = tuple(replace(cell, uncounted=marked(text)[1]) for cell, text in zip(plain.cells, texts, strict=True))
    return document(replace(plain, cells=cells))


def read(source: Document) -> PlanRows:
    return rows_of(source, read_document(counted_document(source)), Known("0" * 16, "plan.docx"))


def only_action(*row: str) -> ActionRow:
    other = ["2", "Publish the pay gap figures each year", "Policy team", "May 2033", "In progress"]
    return read(plan(row, other)).actions[0]


def test_struck_words_stay_printed_and_give_no_value() -> None:
    action = only_action(
        "1", "Review the ~hate crime~ harassment pathway", "~Head of Safety~ Head of HR", "~June 2031~ March 2032",
        "~Not started~ In progress",
    )  # fmt: skip
    assert action.action == "Review the harassment pathway"
    assert [owner.name for owner in action.owners] == ["Head of Human Resources"]
    assert (action.owner_text, action.timescale_text) == ("Head of Safety Head of HR", "June 2031 March 2032")
    assert (action.status_text, action.state) == ("Not started In progress", "in_progress")
    assert [(p.text, str(p.start)) for p in action.periods] == [("March 2032", "2032-03-01")]
    assert "struck_text" in action.flags and action.doubts == ()


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("March 2031^2^", ["2031-03-01"]),
        ("March 2031²", ["2031-03-01"]),
        ("1st May 2031^a^", ["2031-05-01"]),
        ("~March 2031~", []),
    ],
)
def test_dates_are_read_without_raised_marks_and_struck_words(when: str, days: list[str]) -> None:
    action = only_action("1", "Review the harassment pathway", "Head of HR", when, "")
    assert [str(period.start) for period in action.periods] == days
    assert action.timescale_text == marked(when)[0]


def test_a_typed_raised_figure_is_no_part_of_an_owner_and_stays_in_a_measure() -> None:
    action = only_action("1", "Lay a path of 40 m² at each park³", "Head of HR¹", "May 2031", "")
    assert action.action == "Lay a path of 40 m² at each park"
    assert (action.owner_text, action.owners[0].name) == ("Head of HR¹", "Head of Human Resources")
    assert "struck_text" not in action.flags


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("~Not started~", "not_started"),
        ("~Complete~", "complete"),
        ("~In progress~ Withdrawn", "cancelled"),
        ("", "cancelled"),
        ("~Not started yet~ Withdrawn in May", "cancelled"),
        ("~Not started / In progress / Complete or else~ Withdrawn", "cancelled"),
    ],
)
def test_a_row_struck_as_a_whole_is_doubted_and_cancelled_where_it_says_no_state(status: str, state: str) -> None:
    action = only_action("1", "~Set up a housing register~", "~Head of Housing~", "~May 2031~", status)
    assert (action.action, action.state) == ("Set up a housing register", state)
    assert [owner.name for owner in action.owners] == ["Head of Housing"]
    assert ("row", "struck_text") in [(doubt.field, doubt.code) for doubt in action.doubts]


def test_a_row_with_a_long_action_that_stands_is_not_struck_as_a_whole() -> None:
    source = plan(["1", "Set up a housing register for all tenants", "~Head of Housing~", "~May 2031~", "~Complete~"])
    assert struck_rows(source) == frozenset()
    assert read(source).actions[0].state is None


TICKED = [("\u2713", ""), ("\u2714", "")]


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        ([*TICKED, ("x", "x")], "2033-12-31"),
        ([*TICKED, ("", "x")], "2033-12-31"),
        ([*TICKED, ("\u2717", "\u2717")], None),
        ([*TICKED, ("\u2713", "x")], "2032-12-31"),
        ([("\u2713", "x"), ("x", "\u2713"), ("x", "x")], None),
    ],
)
def test_a_letter_ticks_the_years_of_a_row_where_no_row_has_both(rows: list[tuple[str, str]], due: str | None) -> None:
    lines = [["Action", "Lead", "2032", "2033"]]
    lines += [[f"Hold meeting {at} with tenants", "Head of Housing", *marks] for at, marks in enumerate(rows)]
    cells = tuple(Cell(r, c, text) for r, row in enumerate(lines, 1) for c, text in enumerate(row, 1))
    found = read(Document("test", (Table(1, len(lines), 4, cells, 7, "word"),))).actions[-1].due
    assert str(found or "") == (due or "")


def test_the_ledger_of_cells_keeps_every_printed_word() -> None:
    rows = read(plan(["1", "Review ~all~ policies", "HR^1^", "~June~ May 2031", "Open"]))
    assert [cell.text for cell in rows.cells][5:] == ["1", "Review all policies", "HR1", "June May 2031", "Open"]
    assert rows.document.words_in_tables == rows.document.words_carried


def test_a_document_in_which_all_counts_is_handed_on_as_it_is() -> None:
    source = plan(["1", "Review policies", "HR", "May 2031", "Open"])
    assert counted_document(source) is source


def test_headings_and_paragraphs_are_read_without_what_does_not_count() -> None:
    blocks = (Heading("Aims 2031 2032", 1, uncounted=(Uncounted(5, 9, "struck"),)), Paragraph("See note¹ below."))
    counted = counted_document(Document("test", blocks))
    assert [block.text for block in counted.blocks if not isinstance(block, Table)] == ["Aims 2032", "See note below."]


def test_a_struck_cell_that_reaches_over_rows_strikes_none_of_them() -> None:
    cells = (
        Cell(1, 1, "Old theme of work", row_span=2, uncounted=(Uncounted(0, 17, "struck"),)),
        Cell(1, 2, "Train staff"),
        Cell(2, 2, "Hold events"),
    )
    assert struck_rows(Document("test", (Table(1, 2, 2, cells, 7, "word"),))) == frozenset()
