"""Tables that stand side by side, in one grid or apart: each is a table of its own, under its own heading."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table as PlatypusTable

from extractors import extract_bytes
from extractors.document import Cell, Document, Heading, Note, Table, count_words, table_texts
from extractors.limits import Limits
from extractors.twice_headed import part_twice_headed

Rows = Sequence[Sequence[str | tuple[str, int]]]
HEAD = ("Ref", "Action", "By when")
LEFT = (("1.1", "Open a quiet room", "May 2031"), ("1.2", "Map every ramp", "June 2031"), ("1.3", "Train staff", ""))
RIGHT = (("2.1", "Buy hearing loops", "July 2031"), ("2.2", "Write to tenants", "March 2032"), ("", "", ""))
BOTH = [(*HEAD, *HEAD), *((*left, *right) for left, right in zip(LEFT, RIGHT, strict=True))]


def table_of(rows: Rows, page: int | None = None, number: int = 1) -> Table:
    cells: list[Cell] = []
    for row, texts in enumerate(rows, 1):
        column = 1
        for said in texts:
            text, span = said if isinstance(said, tuple) else (said, 1)
            cells.append(Cell(row, column, text, column_span=span, page=page))
            column += span
    width = max(cell.column + cell.column_span - 1 for cell in cells)
    words = count_words(cell.text for cell in cells)
    return Table(number, len(rows), width, tuple(cells), words, "lines", page=page)


def grid(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in table.cells if cell.row == row) for row in range(1, table.rows + 1)]


def parted(*tables: Table, notes: tuple[Note, ...] = ()) -> Document:
    return part_twice_headed(Document("text/html", tables, notes=notes))


def test_a_header_that_prints_its_headings_twice_is_two_tables() -> None:
    left, right = parted(table_of(BOTH)).tables
    assert grid(left) == [HEAD, *LEFT]
    assert grid(right) == [HEAD, *RIGHT]
    assert (left.number, right.number) == (1, 2)
    assert left.words + right.words == table_of(BOTH).words


def test_a_title_over_each_half_goes_with_it() -> None:
    titled: Rows = [[("Our staff", 3), ("Our places", 3)], *BOTH]
    left, right = parted(table_of(titled)).tables
    assert grid(left)[0] == ("Our staff",)
    assert grid(right)[0] == ("Our places",)


def test_the_rows_of_the_next_page_are_parted_alike() -> None:
    document = parted(table_of(BOTH[:2], page=1), table_of(BOTH[2:], page=2, number=2))
    assert [grid(table)[-1] for table in document.tables] == [LEFT[0], RIGHT[0], LEFT[2], RIGHT[2]]
    assert [table.number for table in document.tables] == [1, 2, 3, 4]


def test_notes_follow_their_cells() -> None:
    notes = (Note("text_cut", "cut", table=1, row=2, column=5), Note("text_cut", "cut", table=2, row=1, column=1))
    document = parted(table_of(BOTH), table_of([HEAD, *LEFT], number=2), notes=notes)
    assert [(note.table, note.row, note.column) for note in document.notes] == [(2, 2, 2), (3, 1, 1)]


@pytest.mark.parametrize(
    "rows",
    [
        [("Q1", "Q2", "Q1", "Q2"), ("Open a room", "Map ramps", "Train staff", "Report")],
        [(";", ":", ";", ":"), ("Open a room", "", "", "")],
        [("Area", "Target", "Actual", "Target", "Actual"), ("Hill", "1", "2", "3", "4")],
        [("Women", "Men", "Men", "Women"), ("1", "2", "3", "4")],
        [("Yes", "Yes"), ("Open a room", "Map ramps")],
        [(*HEAD, *HEAD), (("Theme 1: our staff", 6),), BOTH[1]],
    ],
    ids=["periods", "no words", "measures under years", "other order", "one heading", "a row over both halves"],
)
def test_headings_that_return_for_another_reason_part_nothing(rows: Rows) -> None:
    document = Document("text/html", (table_of(rows),))
    assert part_twice_headed(document) is document


def side_by_side(gap: float, *, ruled: bool) -> Document:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(842, 595))
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(40, 540, "Merewick equality plan")
    canvas.setFont("Helvetica-Bold", 12)
    style: list[tuple[object, ...]] = [("FONT", (0, 0), (-1, 0), "Helvetica-Bold"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))] if ruled else []
    for side, rows in enumerate((LEFT, RIGHT[:2])):
        x = 40 + side * (330 + gap)
        canvas.drawString(x, 500, f"Theme {side + 1}: {('our staff', 'our places')[side]}")
        table = PlatypusTable([list(HEAD), *map(list, rows)], colWidths=(40, 190, 100), style=style)
        _, height = table.wrapOn(canvas, 400, 400)
        table.drawOn(canvas, x, 490 - height)
    canvas.save()
    return extract_bytes(out.getvalue(), Limits(ocr=False))


@pytest.mark.parametrize(("gap", "ruled"), [(6, True), (20, True), (30, False)])
def test_a_heading_over_one_of_two_tables_is_read_right_before_it(gap: float, ruled: bool) -> None:
    document = side_by_side(gap, ruled=ruled)
    said = [block.text if isinstance(block, Heading) else grid(block)[1][0] for block in document.blocks]  # type: ignore[arg-type]
    assert said == ["Merewick equality plan", "Theme 1: our staff", "1.1", "Theme 2: our places", "2.1"]
    for table in document.tables:
        assert table.words == count_words(table_texts(table))


@pytest.mark.parametrize(("gap", "ruled", "title"), [(4.0, True, False), (18.0, False, True)])
def test_tables_with_other_headings_are_two(gap: float, ruled: bool, title: bool) -> None:
    heads = (HEAD, ("Ref", "Action", "Progress"))
    bodies = (LEFT, (*RIGHT[:2], ("2.3", "Fit ramps", "")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(842, 595))
    style: list[tuple[object, ...]] = [("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]
    style += [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))] if ruled else []
    for side, (head, body) in enumerate(zip(heads, bodies, strict=True)):
        x = 40 + side * (330 + gap)
        if title:
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(x + 6, 490, f"Theme {side + 1}: {('our staff', 'our places')[side]}")
        table = PlatypusTable([head, *body], colWidths=(40, 190, 100), style=style)
        _, height = table.wrapOn(canvas, 400, 400)
        table.drawOn(canvas, x, 490 - height)
    canvas.save()
    tables = extract_bytes(out.getvalue(), Limits(ocr=False)).tables
    rows = [[row for row in grid(table) if row[0] and "Theme" not in row[0]] for table in tables]
    assert rows == [[head, *body] for head, body in zip(heads, bodies, strict=True)]
