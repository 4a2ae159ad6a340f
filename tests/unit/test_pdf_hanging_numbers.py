"""A number in large letters beside a paragraph opens it; other numbers and words beside text stay what they are."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Heading, Paragraph
from extractors.limits import Limits
from extractors.pdf import read_pdf

PROMISES = (
    ("We will make ten more miles of path fit", "for wheelchairs and buggies."),
    ("We will lend scooters that go anywhere,", "free, at three visitor centres."),
)


def read(marks: tuple[str, ...], *, size: float = 16, x: float = 40, drop: float = 4) -> list[str]:
    """What is read of paragraphs of two lines with a mark of some size beside each, so far below its first line."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300))
    for at, ((first, second), mark) in enumerate(zip(PROMISES, marks, strict=True)):
        y = 250 - 70 * at
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(x, y - drop, mark)
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(70, y, first)
        canvas.drawString(70, y - 12, second)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(70, y - 25, "Who: Area Rangers")
    canvas.save()
    blocks = read_pdf(out.getvalue(), Limits(ocr=False)).blocks
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]


@pytest.mark.parametrize("marks", [("1", "2"), ("1.", "2."), ("A1", "A2"), ("1B", "2B")])
def test_a_large_number_beside_a_paragraph_opens_it(marks: tuple[str, str]) -> None:
    one, other = (f"{mark} {first} {second}" for mark, (first, second) in zip(marks, PROMISES, strict=True))
    assert read(marks) == [one, "Who: Area Rangers", other, "Who: Area Rangers"]


@pytest.mark.parametrize(
    ("marks", "size", "drop"),
    [(("On", "In"), 16, 6), (("1", "2"), 16, -20), (("2031", "2032"), 16, 6)],
    ids=["words", "over the text", "years"],
)
def test_other_marks_stay_texts_of_their_own(marks: tuple[str, str], size: float, drop: float) -> None:
    assert set(marks) <= set(read(marks, size=size, x=25, drop=drop))


def test_a_number_beside_a_number_that_hangs_is_not_lost() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300))
    for text, x, size in (("3", 50, 24), ("1.", 80, 14), ("Train the wardens", 95, 9)):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, 250, text)
    canvas.save()
    words = " ".join(getattr(block, "text", "") for block in read_pdf(out.getvalue(), Limits(ocr=False)).blocks).split()
    assert sorted(words) == ["1.", "3", "Train", "the", "wardens"]
