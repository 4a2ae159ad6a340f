"""What is drawn and is no letter: discs of colour that rate a row, and small squares that are tick boxes."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.colors import Color, black, green, red, toColor, white
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Cell, Heading, Paragraph, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.letters import _with_symbols

X = (50, 250, 350, 550)
HEADER = ("Action", "Timescale", "Status")
ROWS = (("Open a quiet room", "May 2031"), ("Print larger notices", "June 2031"), ("Lend hearing loops", "July 2031"))
Draw = Callable[[Canvas, float, float, int], None]  # in a status cell: left, base, row


def table(draw: Draw) -> Table:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for r, row in enumerate((HEADER, *ROWS)):
        bottom = 700 - 26 * r
        for c in range(3):
            canvas.rect(X[c], bottom, X[c + 1] - X[c], 26)
        for c, said in enumerate(row):
            canvas.drawString(X[c] + 3, bottom + 9, said)
        if r:
            canvas.setFillColor(black)
            draw(canvas, X[2] + 4, bottom + 9, r - 1)
            canvas.setFillColor(black)
    canvas.save()
    (found,) = read_pdf(file.getvalue(), Limits(ocr=False)).tables
    return found


def status(draw: Draw) -> list[Cell]:
    return [cell for cell in table(draw).cells if cell.column == 3 and cell.row > 1]


COLOURS = (green, toColor("#ffc000"), red)


def circle(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.setFillColor(COLOURS[row])
    canvas.circle(x + 6, y + 3, 6, stroke=0, fill=1)


def circle_and_word(canvas: Canvas, x: float, y: float, row: int) -> None:
    circle(canvas, x, y, row)
    canvas.setFillColor(black)
    canvas.drawString(x + 16, y, "On track")


def letter(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.setFont("ZapfDingbats", 12)
    canvas.setFillColor(COLOURS[row])
    canvas.drawString(x, y, "\u25cf")
    canvas.setFont("Helvetica", 9)


@pytest.mark.parametrize("draw", [circle, circle_and_word, letter])
def test_a_disc_of_colour_is_the_fill_of_its_cell(draw: Draw) -> None:
    assert [cell.fill for cell in status(draw)] == ["#008000", "#ffc000", "#ff0000"]


def black_disc(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.circle(x + 6, y + 3, 6, stroke=0, fill=1)


def two_colours(canvas: Canvas, x: float, y: float, row: int) -> None:
    circle(canvas, x, y, 0)
    circle(canvas, x + 20, y, 1)


def a_bullet_before_a_text(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.setFillColor(Color(0, 0, 0.8))
    canvas.circle(x + 3, y + 3, 3, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.drawString(x + 12, y, "We asked our residents about the rooms")


@pytest.mark.parametrize("draw", [black_disc, two_colours, a_bullet_before_a_text])
def test_what_looks_like_a_disc_and_rates_nothing_is_no_fill(draw: Draw) -> None:
    assert [cell.fill for cell in status(draw)] == [None] * 3


def options(mark: Callable[[Canvas, float, float], None]) -> Draw:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        for at, said in enumerate(("Begun", "Done")):
            left = x + 80 * at
            canvas.rect(left, y - 1, 8, 8)
            canvas.drawString(left + 12, y, said)
            if at == row % 2:
                mark(canvas, left, y - 1)

    return draw


def cross(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x, y, x + 8, y + 8)
    canvas.line(x, y + 8, x + 8, y)


def tick(canvas: Canvas, x: float, y: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x + 1, y + 4)
    path.lineTo(x + 3, y + 1)
    path.lineTo(x + 7, y + 7)
    canvas.drawPath(path, stroke=1, fill=0)


def test_a_tick_on_a_disc_of_colour_is_no_ticked_box() -> None:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        circle(canvas, x, y, row)
        canvas.setStrokeColor(white)
        tick(canvas, x + 2, y)
        canvas.setStrokeColor(black)

    assert [(cell.text, cell.fill) for cell in status(draw)] == [("", "#008000"), ("", "#ffc000"), ("", "#ff0000")]


def typed(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawString(x + 2, y + 1, "x")


def two_strokes(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x + 1, y + 4, x + 3, y + 1)
    canvas.line(x + 3, y + 1, x + 7, y + 7)


def filled(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 2, y + 2, 4, 4, stroke=0, fill=1)


def filled_blue(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColor(Color(0, 0.4, 1))
    canvas.rect(x + 1.5, y + 1.5, 5, 5, stroke=0, fill=1)
    canvas.setFillColor(black)


@pytest.mark.parametrize("mark", [cross, tick, typed, two_strokes, filled, filled_blue])
def test_a_square_before_words_is_a_tick_box(mark: Callable[[Canvas, float, float], None]) -> None:
    found = table(options(mark))
    texts = [cell.text for cell in found.cells if cell.column == 3 and cell.row > 1]
    assert texts == ["☒ Begun ☐ Done", "☐ Begun ☒ Done", "☒ Begun ☐ Done"]
    assert (found.rows, found.columns) == (4, 3)


def test_squares_that_hang_together_stay_a_grid() -> None:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        for at in range(4):
            canvas.rect(x + 10 * at, y - 1, 10, 10)
        canvas.drawString(x + 60, y, "of four")

    assert not any("☐" in cell.text for cell in table(draw).cells)


def test_a_square_without_words_is_no_box() -> None:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        canvas.rect(x + 60, y - 1, 8, 8)

    assert not any("☐" in cell.text for cell in table(draw).cells)


def choices(outline: Draw, mark: Draw, *, behind: bool = False) -> Draw:
    """Two words with a shape at each, the first or the second of which has a mark."""

    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        for at, said in enumerate(("Begun", "Done")):
            left = x + 80 * at
            place = left + 30 if behind else left
            outline(canvas, place, y - 1, row)
            if at == row % 2:
                mark(canvas, place, y - 1, row)
            canvas.setFillColor(black)
            canvas.drawString(left if behind else left + 12, y, said)

    return draw


def ring(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.circle(x + 4, y + 4, 4)


def dot(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.setFillColor(Color(0, 0.4, 1))
    canvas.circle(x + 4, y + 4, 2.2, stroke=0, fill=1)


def rounded(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.roundRect(x, y, 8, 8, 1.5)


def browser_tick(canvas: Canvas, x: float, y: float, row: int) -> None:
    """A filled square with a white tick, as browsers draw it."""
    canvas.setFillColor(Color(0, 0.4, 1))
    canvas.roundRect(x, y, 8, 8, 1.5, stroke=0, fill=1)
    canvas.setStrokeColor(Color(1, 1, 1))
    tick(canvas, x, y)
    canvas.setStrokeColor(black)


def square(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.rect(x, y, 8, 8)


def crossed(canvas: Canvas, x: float, y: float, row: int) -> None:
    cross(canvas, x, y)


@pytest.mark.parametrize(
    ("draw", "texts"),
    [
        (choices(ring, dot), ["☒ Begun ☐ Done", "☐ Begun ☒ Done"]),
        (choices(rounded, browser_tick), ["☒ Begun ☐ Done", "☐ Begun ☒ Done"]),
        (choices(rounded, crossed), ["☒ Begun ☐ Done", "☐ Begun ☒ Done"]),
        (choices(square, crossed, behind=True), ["Begun ☒ Done ☐", "Begun ☐ Done ☒"]),
    ],
)
def test_circles_round_corners_and_boxes_behind_their_words_are_tick_boxes(draw: Draw, texts: list[str]) -> None:
    cells = status(draw)
    assert [cell.text for cell in cells[:2]] == texts
    assert {cell.fill for cell in cells} == {None}  # the dot of a choice rates nothing


def test_circles_none_or_all_of_which_are_filled_are_bullets() -> None:
    def none(canvas: Canvas, x: float, y: float, row: int) -> None:
        pass

    assert [cell.text for cell in status(choices(ring, none))] == ["Begun Done"] * 3

    def all_filled(canvas: Canvas, x: float, y: float, row: int) -> None:
        canvas.circle(x + 4, y + 4, 4, stroke=1, fill=1)
        canvas.drawString(x + 12, y, "Begun")

    assert [cell.text for cell in status(all_filled)] == ["Begun"] * 3


def test_a_square_in_one_colour_is_a_patch_and_no_tick() -> None:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        canvas.setFillColor(COLOURS[row])
        canvas.rect(x, y - 1, 8, 8, stroke=0, fill=1)
        canvas.setFillColor(black)
        canvas.drawString(x + 12, y, "Begun")

    assert [(cell.text, cell.fill) for cell in status(draw)] == [
        ("Begun", "#008000"), ("Begun", "#ffc000"), ("Begun", "#ff0000"),
    ]  # fmt: skip


def test_boxes_alone_in_their_cells_are_boxes_where_one_is_ticked() -> None:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        canvas.rect(x + 60, y - 1, 8, 8)
        if row == 1:
            cross(canvas, x + 60, y - 1)

    assert [cell.text for cell in status(draw)] == ["☐", "☒", "☐"]


def test_a_box_that_touches_one_border_of_its_cell_is_one() -> None:
    def draw(canvas: Canvas, x: float, y: float, row: int) -> None:
        canvas.rect(x, y + 9, 8, 8)
        cross(canvas, x, y + 9)
        canvas.drawString(x + 12, y + 9, "Begun")

    assert [cell.text for cell in status(draw)] == ["☒ Begun"] * 3


def triangle(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.setFillColor(COLOURS[row])
    path = canvas.beginPath()
    path.moveTo(x, y)
    path.lineTo(x + 12, y)
    path.lineTo(x + 6, y + 10)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def pill(canvas: Canvas, x: float, y: float, row: int) -> None:
    canvas.setFillColor(COLOURS[row])
    canvas.rect(x, y - 3, 50, 13, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.drawString(x + 4, y, "On track")


@pytest.mark.parametrize("draw", [triangle, pill])
def test_a_small_patch_of_colour_is_the_fill_of_its_cell(draw: Draw) -> None:
    assert [cell.fill for cell in status(draw)] == ["#008000", "#ffc000", "#ff0000"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (["\uf0a8", "Begun", "\uf0fe", "Done"], ["☐", "Begun", "✓", "Done"]),
        (["\uf06f", "Begun", "\uf0fd", "Done"], ["☐", "Begun", "☒", "Done"]),
        (["\uf0a8", "First", "\uf0a8", "Second"], ["\uf0a8", "First", "\uf0a8", "Second"]),
        (["\uf0fb", "\uf0fc", "\uf0b7"], ["✗", "\uf0fc", "\uf0b7"]),
    ],
)
def test_letters_of_a_symbol_font_are_boxes_where_one_of_them_is_ticked(printed: list[str], read: list[str]) -> None:
    assert _with_symbols(printed, [0] * len(printed)) == read


def lines_behind(*marks: str) -> list[tuple[str, str | None]]:
    """The lines of a page, each behind a disc in its colour, with the colour that they are given."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for at, (said, colour) in enumerate(zip(("Complete", "In progress", "Not started"), marks, strict=True)):
        if colour:
            canvas.setFillColor(toColor(colour))
            canvas.circle(60 + 120 * at, 703, 5, stroke=0, fill=1)
        canvas.setFillColor(black)
        canvas.drawString(68 + 120 * at, 700, said)
    canvas.save()
    found = read_pdf(file.getvalue(), Limits(ocr=False)).blocks
    return [(block.text, block.fill) for block in found if isinstance(block, Heading | Paragraph)]


def test_a_disc_before_a_few_words_outside_tables_is_their_colour() -> None:
    said = ("Complete", "In progress", "Not started")
    colours = ("#008000", "#ffc000", "#ff0000")
    assert lines_behind(*colours) == list(zip(said, colours, strict=True))
    assert lines_behind("", "#ffc000", "") == list(zip(said, (None, "#ffc000", None), strict=True))
