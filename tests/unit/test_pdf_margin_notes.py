"""Notes in the margin of a page, which say who and when of the text that they stand beside."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Box
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.margin_notes import texts_with_notes
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document

HOMES = "1.1 We will build 40 adapted homes on council land, with residents on"
WORK = "1.3 We will offer 12 supported internships a year with the two special"
ITEMS = (
    ((HOMES, "the design panel of each."), "Head of Housing"),
    (("1.2 We will review how we let them.",), "Lettings Manager"),
    ((WORK, "schools of the district."), "HR Manager"),
)


def page(*, above: float) -> bytes:
    """A page of numbered texts, each with a note that begins so many points above it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 790, "Equality action plan")
    for number, (lines, who) in enumerate(ITEMS):
        base = 740 - 60 * number
        canvas.setFont("Helvetica", 10.5)
        for at, line in enumerate(lines):
            canvas.drawString(60, base - 13.5 * at, line)
        canvas.setFont("Helvetica", 8.5)
        for at, line in enumerate((f"Lead: {who}", f"By: March 203{number}", "Budget: none")):
            canvas.drawString(430, base + above - 10.5 * at, line)
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("above", [-3.0, 0.0, 4.0, 8.0])
def test_notes_in_the_margin_say_who_and_when_of_the_text_beside_them(above: float) -> None:
    found = read_document(with_label_lists(read_pdf(page(above=above), Limits(ocr=False)))).actions
    assert [(one.reference, one.texts["owner"], one.texts["timescale"]) for one in found] == [
        (f"1.{number}", who, f"March 203{number - 1}") for number, (_, who) in enumerate(ITEMS, 1)
    ]


TEXTS = [Box(60, 100, 400, 130), Box(60, 160, 250, 172)]
NOTES = [Box(430, 98, 520, 108), Box(430, 110, 500, 120), Box(430, 158, 510, 168)]


@pytest.mark.parametrize(
    ("boxes", "notes"),
    [
        ([*TEXTS, *NOTES], {2: 0, 3: 0, 4: 1}),
        ([*TEXTS, *NOTES[:2]], {}),  # one note alone
        ([TEXTS[0], Box(60, 160, 400, 172), Box(430, 200, 520, 210), Box(430, 240, 510, 250)], {}),  # beside nothing
        ([Box(60, 100, 200, 112), Box(60, 160, 200, 172), *NOTES], {}),  # cards: columns as wide as each other
    ],
)
def test_what_may_be_a_note(boxes: Sequence[Box], notes: dict[int, int]) -> None:
    assert texts_with_notes(boxes, [10.0] * len(boxes)) == notes


def test_notes_are_in_letters_no_larger_than_the_text() -> None:
    assert texts_with_notes([*TEXTS, *NOTES], [10.0, 10.0, 12.0, 12.0, 12.0]) == {}
