"""Tables of figures as statistical reports set them: wide headings over narrow columns, leaders, groups, notes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf

Text = tuple[str, float]  # a text and where it begins; where it ends if below 0


def page(
    lines: Sequence[tuple[float, Sequence[Text]]], *, rules: Sequence[float] = (), bold: Sequence[float] = ()
) -> bytes:
    """A page with the texts of each line; lines at y `bold` are in bold, rules run from 60 to 500."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for y, texts in lines:
        canvas.setFont("Helvetica-Bold" if y in bold else "Helvetica", 9)
        for text, x in texts:
            canvas.drawString(x, 842 - y, text) if x > 0 else canvas.drawRightString(-x, 842 - y, text)
    for y in rules:
        canvas.line(60, 842 - y, 500, 842 - y)
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def grid(table: Table) -> list[tuple[str, ...]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = cell.text
    return [tuple(row) for row in rows]


def only_grid(data: bytes) -> list[tuple[str, ...]]:
    (table,) = read(data).tables
    return grid(table)


STUBS = ("Wheat", "Barley", "Oats", "Maize", "Milk")
FIGURES = (("81.1", "8.0", "54.4"), ("9.8", "3.4", "58.9"), ("64.1", "7.0", "95.4"), ("16.6", "7.6", "91.3"),
           ("97.1", "5.8", "48.8"))  # fmt: skip


def test_a_wide_heading_over_narrow_figures_makes_no_column_of_its_own() -> None:
    ends = (-250.0, -376.0, -450.0)
    heads: list[Text] = [("Item", 66), ("Persons employed", -250), ("Not in labour force at all", -376), ("Rate", -450)]
    rows = [(s, *f) for s, f in zip(STUBS, FIGURES, strict=True)]
    lines = [(130 + 14 * at, [(row[0], 66.0), *zip(row[1:], ends, strict=True)]) for at, row in enumerate(rows)]
    got = only_grid(page([(112, heads), *lines], rules=(100, 118, 194), bold=(112,)))
    assert got == [tuple(text for text, _ in heads), *rows]
