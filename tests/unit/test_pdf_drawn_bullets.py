"""Bullets that are drawn and are no letters, as browsers' print draws them, and small shapes that are none."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Heading, Paragraph
from extractors.limits import Limits
from extractors.pdf import read_pdf

LINES = ("Open a quiet room in the library", "Print larger notices", "Lend hearing loops to groups")
Draw = Callable[[Canvas, float, float], None]  # left of the words, base


def paragraphs(draw: Draw, lines: tuple[str, ...] = LINES) -> list[str]:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 750, "What we will do about access to our buildings and services")
    for row, said in enumerate(lines):
        base = 715 - 30 * row
        canvas.drawString(80, base, said)
        draw(canvas, 80, base)
    canvas.save()
    blocks = read_pdf(file.getvalue(), Limits(ocr=False)).blocks
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)][1:]


def disc(canvas: Canvas, x: float, base: float) -> None:
    canvas.circle(x - 9, base + 3.5, 1.8, stroke=0, fill=1)


def ring(canvas: Canvas, x: float, base: float) -> None:
    canvas.circle(x - 9, base + 3.5, 1.7, stroke=1, fill=0)


def square(canvas: Canvas, x: float, base: float) -> None:
    canvas.rect(x - 11, base + 2, 3.5, 3.5, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [disc, ring, square])
def test_small_shapes_before_lines_are_their_bullets(draw: Draw) -> None:
    assert paragraphs(draw) == [f"• {line}" for line in LINES]


def rating(canvas: Canvas, x: float, base: float) -> None:
    canvas.setFillColorRGB(0, 0.6, 0.2)
    canvas.circle(x - 12, base + 3.5, 5, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


def leader(canvas: Canvas, x: float, base: float) -> None:
    for at in range(8):
        canvas.circle(x - 60 + at * 7, base + 3.5, 1, stroke=0, fill=1)


def between_words(canvas: Canvas, x: float, base: float) -> None:
    canvas.drawString(x - 30, base, "and")
    canvas.circle(x - 6, base + 3.5, 1.8, stroke=0, fill=1)


def below(canvas: Canvas, x: float, base: float) -> None:
    canvas.circle(x - 9, base - 8, 1.8, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [rating, leader, between_words, below])
def test_other_small_shapes_are_no_bullets(draw: Draw) -> None:
    assert not any("•" in text for text in paragraphs(draw))


def test_one_shape_alone_on_a_page_may_be_anything() -> None:
    assert paragraphs(disc, LINES[:1]) == [LINES[0]]
