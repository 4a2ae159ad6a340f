"""Ticks and crosses that are drawn as lines or shapes and are no letters, alone in the cells of a table."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.drawn_ticks import is_tick

X = (50, 250, 350, 450, 550)
HEADER = ("Action", "Timescale", "Begun", "Finished")
ROWS = (("Open a quiet room", "May 2031"), ("Print larger notices", "June 2031"), ("Lend hearing loops", "July 2031"))
MARKED = (2, 3, 2)  # the column of the mark of each row
Draw = Callable[[Canvas, float, float], None]  # left, base


def texts(draw: Draw, *, ruled: bool = True) -> list[list[str]]:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for r, row in enumerate((HEADER, *ROWS)):
        bottom = 700 - 30 * r
        for c in range(4 if ruled else 0):
            canvas.rect(X[c], bottom, X[c + 1] - X[c], 30)
        for c, said in enumerate(row):
            canvas.drawString(X[c] + 3, bottom + 11, said)
        if r:
            draw(canvas, X[MARKED[r - 1]] + 40, bottom + 8)
            canvas.setFillColor(black)
    canvas.save()
    tables = read_pdf(file.getvalue(), Limits(ocr=False)).tables
    return [
        [cell.text for cell in sorted(table.cells, key=lambda one: one.column) if cell.row == row and cell.column > 2]
        for table in tables
        for row in (2, 3, 4)
    ]


def path(canvas: Canvas, points: Sequence[tuple[float, float]], *, fill: int = 0, stroke: int = 1) -> None:
    drawn = canvas.beginPath()
    drawn.moveTo(*points[0])
    for point in points[1:]:
        drawn.lineTo(*point)
    if fill:
        drawn.close()
    canvas.drawPath(drawn, fill=fill, stroke=stroke)


def line(canvas: Canvas, x: float, y: float) -> None:
    path(canvas, [(x, y + 6), (x + 4, y), (x + 14, y + 13)])


def two_lines(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x, y + 5, x + 4, y)
    canvas.line(x + 12, y + 11, x + 4, y)


def shape(canvas: Canvas, x: float, y: float) -> None:
    corners = [(0, 6), (2, 8), (5, 4), (11, 12), (13, 10), (5, 0)]
    path(canvas, [(x + a, y + b) for a, b in corners], fill=1, stroke=0)


def curved(canvas: Canvas, x: float, y: float) -> None:
    drawn = canvas.beginPath()
    drawn.moveTo(x, y + 6)
    drawn.curveTo(x + 1, y + 8, x + 2, y + 8, x + 3, y + 7)
    drawn.lineTo(x + 5, y + 4)
    drawn.lineTo(x + 11, y + 12)
    drawn.curveTo(x + 12, y + 13, x + 13, y + 12, x + 13, y + 11)
    drawn.lineTo(x + 6, y)
    drawn.curveTo(x + 5, y, x + 5, y, x + 4, y + 1)
    drawn.close()
    canvas.drawPath(drawn, fill=1, stroke=0)


@pytest.mark.parametrize("draw", [line, two_lines, shape, curved])
def test_a_drawn_tick_alone_in_a_cell_is_a_tick(draw: Draw) -> None:
    assert texts(draw) == [["✓", ""], ["", "✓"], ["✓", ""]]


def test_two_lines_that_cross_are_a_cross() -> None:
    def cross(canvas: Canvas, x: float, y: float) -> None:
        canvas.line(x, y, x + 11, y + 11)
        canvas.line(x, y + 11, x + 11, y)

    assert texts(cross) == [["✗", ""], ["", "✗"], ["✗", ""]]


def chevron(canvas: Canvas, x: float, y: float) -> None:
    path(canvas, [(x, y + 10), (x + 6, y), (x + 12, y + 10)])


def arrow(canvas: Canvas, x: float, y: float) -> None:
    path(canvas, [(x, y), (x + 7, y + 6), (x, y + 12)])


def star(canvas: Canvas, x: float, y: float) -> None:
    corners = [(6, 12), (8, 8), (12, 7), (9, 4), (10, 0), (6, 2), (2, 0), (3, 4), (0, 7), (4, 8)]
    path(canvas, [(x + a, y + b) for a, b in corners], fill=1, stroke=0)


def unseen(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColor(white)
    shape(canvas, x, y)


def slash(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x, y, x + 9, y + 12)


@pytest.mark.parametrize("draw", [chevron, arrow, star, unseen, slash])
def test_other_small_drawings_are_no_ticks(draw: Draw) -> None:
    assert texts(draw) == [["", ""]] * 3


def test_a_tick_before_words_is_their_bullet() -> None:
    def bullet(canvas: Canvas, x: float, y: float) -> None:
        line(canvas, x - 30, y)
        canvas.drawString(x - 10, y + 3, "On track")

    assert texts(bullet) == [["On track", ""], ["", "On track"], ["On track", ""]]


def test_a_tick_outside_rules_stays_a_drawing() -> None:
    assert "✓" not in str(texts(line, ruled=False))


def test_a_tick_runs_down_then_farther_up() -> None:
    assert is_tick([(0, 6), (4, 10), (14, 0)])
    assert not is_tick([(0, 0), (10, 10), (14, 6)])
    assert not is_tick([(0, 6), (4, 10)])
