"""A table inside a cell of another: the rows around it stay, and its own are the steps of the action it stands in."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table as PlatypusTable

from extractors import extract_bytes
from extractors.document import Document, Table, count_words, table_texts
from extractors.limits import Limits
from pipeline.read.reading import read_document

Rows = Sequence[Sequence[str]]
PLAN: Rows = (
    ("Ref", "Action", "Lead officer", "By when"),
    ("1.1", "Publish a workforce profile", "Head of HR", "March 2032"),
    ("1.2", "Map every ramp", "Property services", "June 2032"),
)
STEPS: Rows = (("Step", "Who", "When"), ("Draft it", "HR", "May 2031"), ("Agree it", "Unions", "June 2031"))
GRID = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")]


def page(outer: Rows, inner: Rows, row: int, column: int) -> Document:
    """A ruled table with a ruled table in one of its cells."""
    nested = PlatypusTable([list(line) for line in inner], colWidths=(125, 80, 60), style=GRID)
    cells: list[list[object]] = [list(line) for line in outer]
    cells[row][column] = [PlatypusTable([[outer[row][column]]]), nested]
    table = PlatypusTable(cells, colWidths=(40, 290, 110, 80), style=GRID)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(40, 780, "Merewick equality action plan")
    _, height = table.wrapOn(canvas, 520, 700)
    table.drawOn(canvas, 40, 750 - height)
    canvas.save()
    return extract_bytes(out.getvalue(), Limits(ocr=False))


def grid(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in table.cells if cell.row == row) for row in range(1, table.rows + 1)]


def test_a_ruled_table_in_a_cell_is_a_table_of_its_own() -> None:
    outer, inner = page(PLAN, STEPS, 1, 1).tables
    assert grid(outer) == list(PLAN)
    assert grid(inner) == list(STEPS)
    assert (outer.inside, inner.inside) == (None, (2, 2))
    for table in (outer, inner):
        assert table.words == count_words(table_texts(table))


def test_its_rows_are_steps_of_the_action_that_it_stands_in() -> None:
    reading = read_document(page(PLAN, STEPS, 1, 1))
    assert [action.reference for action in reading.actions] == ["1.1", "1.2"]
    assert reading.actions[0].texts["action"] == "Publish a workforce profile"
    assert reading.actions[0].extras == (
        ("Step / Who / When", "Draft it / HR / May 2031\nAgree it / Unions / June 2031"),
    )
    assert {reading.roles[2, row, 1] for row in (2, 3)} == {"extras"}


def test_a_plan_in_a_cell_of_a_frame_is_read() -> None:
    frame: Rows = (("", "Service", "Library", ""), ("", "Plan", "", ""), ("", "Site", "High Street", ""))
    reading = read_document(page(frame, [row[1:] for row in PLAN], 1, 1))
    assert [action.texts["action"] for action in reading.actions] == [row[1] for row in PLAN[1:]]


def html(rows: Rows, inner: Rows) -> bytes:
    def table(lines: Sequence[Sequence[str]]) -> str:
        return "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in lines) + "</table>"

    lines = [list(row) for row in rows]
    lines[1][1] += table(inner)
    return f"<html><body><h1>Merewick equality action plan</h1>{table(lines)}</body></html>".encode()


@pytest.mark.parametrize(
    ("outer", "inner", "columns"),
    [(PLAN, STEPS, [4]), ((("Home", "News"), ("About", "")), PLAN, [4])],
    ids=["a table of steps", "a page laid out by a table"],
)
def test_rows_of_a_web_page_stay_where_a_cell_holds_a_table(outer: Rows, inner: Rows, columns: list[int]) -> None:
    document = extract_bytes(html(outer, inner), Limits())
    assert [table.columns for table in document.tables] == columns
    assert grid(document.tables[0])[-1] == PLAN[-1]
