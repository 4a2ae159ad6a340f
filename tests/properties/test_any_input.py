"""Properties of all readers: any bytes give a document or a status; grids come back from PDF and text as they were."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from extractors import extract_bytes
from extractors.document import Document, Table
from extractors.encodings import mend_twice
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from tests.builders.bad_files import good_docx, good_html, good_pdf, good_xlsx
from tests.fuzz.mutate import mutate
from tests.properties.test_word_grids import Placed, grids

LIMITS = Limits(ocr=False)
HEADS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html><table>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x89PNG",
    b"Ref\tAction\n",
)
LETTERS = st.characters(min_codepoint=33, max_codepoint=0x17E, blacklist_categories=("Cc", "Cf", "Cn", "Cs", "Zs"))
WORD = st.text(LETTERS, min_size=1, max_size=6).filter(lambda word: not set(word) & set("<>[]!&`*"))
PLAIN = st.text("abcdefghiklnoprstuvxyzABCEFHKLPRST", min_size=2, max_size=5)  # narrow enough for its cell


def read(data: bytes) -> Document | str:
    """The document, or the status. A fault of a reader's own is what these properties look for."""
    try:
        return extract_bytes(data, LIMITS)
    except DocumentUnreadable as told:
        assert told.status != "failed", told.sentence
        assert told.sentence
        return told.status


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=400))
@example(b"%PDF-", b"")
@example(b"PK", b"\x05\x06" + bytes(18))
def test_any_bytes_give_a_document_or_a_status(head: bytes, data: bytes) -> None:
    assert read(head + data) is not None


@pytest.mark.parametrize("make", [good_pdf, good_docx, good_xlsx, good_html], ids=lambda make: make.__name__)
def test_any_damage_to_any_format_gives_a_document_or_a_status(make: object) -> None:
    whole: bytes = make()  # type: ignore[operator]
    for number in range(40):
        assert read(mutate(whole, number)) is not None


def grids_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of one width; the first row and the first column are never empty, so that the edges show."""
    text = st.lists(words, min_size=1, max_size=4).map(" ".join)

    def of_width(width: int) -> st.SearchStrategy[list[list[str]]]:
        full = st.lists(text, min_size=width, max_size=width)
        rest = st.tuples(text, *[st.one_of(st.just(""), text)] * (width - 1)).map(list)
        return st.tuples(full, st.lists(rest, min_size=1, max_size=5)).map(lambda both: [both[0], *both[1]])

    return st.integers(2, 5).flatmap(of_width)


def _is_said_twice(row: list[str]) -> bool:
    printed = [text.casefold() for text in row if text]
    return printed[: len(printed) // 2] == printed[len(printed) // 2 :]


@settings(max_examples=60, deadline=None)
@example([[":", '"', '"'], [":", "", ":"]])
@example([["Owner", "When"], ['"', '"']])
@given(grids_of(WORD.filter(lambda word: not word.isdecimal() and mend_twice(word) == word)))
def test_a_grid_comes_back_from_text(grid: list[list[str]]) -> None:
    assume(not any(map(_is_said_twice, grid)))  # headings that are printed twice are those of two tables
    data = "\n".join("\t".join(row) for row in grid).encode()
    found = read(data)
    assert isinstance(found, Document)
    (table,) = found.tables
    cells = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert [[cells.get((r, c), "") for c in range(1, len(grid[0]) + 1)] for r in range(1, len(grid) + 1)] == grid


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grids_of(PLAIN))
def test_a_grid_comes_back_from_a_ruled_pdf(grid: list[list[str]]) -> None:
    from reportlab.platypus import SimpleDocTemplate, Table

    assume(not any(map(_is_said_twice, grid)))  # as above
    out = io.BytesIO()
    drawn = Table(
        grid,
        colWidths=[100] * len(grid[0]),
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTSIZE", (0, 0), (-1, -1), 5)],
    )
    SimpleDocTemplate(out, invariant=1, leftMargin=20, rightMargin=20, pagesize=(560, 842)).build([drawn])
    found = read(out.getvalue())
    assert isinstance(found, Document)
    (table,) = found.tables
    cells = {(cell.row, cell.column): " ".join(cell.text.split()) for cell in table.cells}
    assert [[cells.get((r, c), "") for c in range(1, len(grid[0]) + 1)] for r in range(1, len(grid) + 1)] == grid
    assert not table.furniture


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[int, int, list[Placed]]:
    """A grid tiled by merged cells, each with a text of its own, in which every row starts with some cell."""
    height, width, cells = draw(grids())
    assume(width > 1 and height > 1 and {cell.row for cell in cells} == set(range(1, height + 1)))
    word = draw(PLAIN)
    return height, width, [replace(cell, text=f"{word}{number}") for number, cell in enumerate(cells)]


def placed(table: Table) -> list[Placed]:
    return [Placed(c.row, c.column, c.row_span, c.column_span, " ".join(c.text.split())) for c in table.cells]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(merged_grids(), st.sampled_from(["TOP", "MIDDLE", "BOTTOM"]))
def test_merged_cells_come_back_from_a_ruled_pdf(grid: tuple[int, int, list[Placed]], place: str) -> None:
    from reportlab.platypus import SimpleDocTemplate
    from reportlab.platypus import Table as Drawn

    height, width, cells = grid
    texts = [[""] * width for _ in range(height)]
    style: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), place)]
    for cell in cells:
        left, top = cell.column - 1, cell.row - 1
        texts[top][left] = cell.text
        style.append(("SPAN", (left, top), (left + cell.columns - 1, top + cell.rows - 1)))
    out = io.BytesIO()
    drawn = Drawn(texts, colWidths=[100] * width, rowHeights=[20] * height, style=style)
    SimpleDocTemplate(out, invariant=1, leftMargin=20, rightMargin=20, pagesize=(560, 842)).build([drawn])
    found = read(out.getvalue())
    assert isinstance(found, Document)
    (table,) = found.tables
    assert placed(table) == cells
    assert (table.rows, table.columns) == (height, width)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(merged_grids())
def test_merged_cells_come_back_from_a_web_page(grid: tuple[int, int, list[Placed]]) -> None:
    height, width, cells = grid
    rows = "".join(
        "<tr>"
        + "".join(f"<td rowspan={c.rows} colspan={c.columns}>{c.text}</td>" for c in cells if c.row == row)
        + "</tr>"
        for row in range(1, height + 1)
    )
    found = read(f"<html><body><table>{rows}</table></body></html>".encode())
    assert isinstance(found, Document)
    (table,) = found.tables
    assert placed(table) == cells
    assert (table.rows, table.columns) == (height, width)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(merged_grids())
def test_merged_cells_come_back_from_a_spreadsheet(grid: tuple[int, int, list[Placed]]) -> None:
    from openpyxl import Workbook

    height, width, cells = grid
    book = Workbook()
    sheet = book.worksheets[0]
    for c in cells:
        sheet.cell(c.row, c.column, c.text)
        if c.rows * c.columns > 1:
            sheet.merge_cells(None, c.row, c.column, c.row + c.rows - 1, c.column + c.columns - 1)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert isinstance(found, Document)
    (table,) = found.tables
    assert placed(table) == cells
    assert (table.rows, table.columns) == (height, width)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(merged_grids())
def test_merged_cells_come_back_from_text_as_its_places_with_the_rest_bare(
    grid: tuple[int, int, list[Placed]],
) -> None:
    """Text knows no merged cells: each text comes back at its own place, and no other place has any."""
    height, width, cells = grid
    texts = [[""] * width for _ in range(height)]
    for cell in cells:
        texts[cell.row - 1][cell.column - 1] = cell.text
    found = read("\n".join("\t".join(row) for row in texts).encode())
    assert isinstance(found, Document)
    tables = [table for table in found.tables if table.words]
    assert sum(table.words for table in tables) == len(cells)
    (table,) = tables
    assert {(c.row, c.column): c.text for c in table.cells if c.text} == {(c.row, c.column): c.text for c in cells}
