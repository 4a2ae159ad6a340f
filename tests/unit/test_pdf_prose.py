"""Documents with no table, and prose that looks like one, give headings and paragraphs and no table."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, PageTemplate, Paragraph

from extractors.document import Document, Heading
from extractors.document import Paragraph as Read
from extractors.limits import Limits
from extractors.pdf import read_pdf, render_page
from tests.builders import pdf as make

SENTENCE = "Each year the council asks its residents how they get on with its services, and writes down what they say. "


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def in_columns(count: int) -> bytes:
    out = io.BytesIO()
    width = 500 / count
    frames = [Frame(45 + at * width, 50, width - 8, 740) for at in range(count)]
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([Paragraph(SENTENCE * 5, ParagraphStyle("j", parent=make.TEXT, alignment=4)) for _ in range(20)])
    return out.getvalue()


def bulleted() -> bytes:
    items = [Paragraph(SENTENCE * (1 + at % 3), make.TEXT) for at in range(12)]
    return make.build([Paragraph("What we heard", make.HEADING), ListFlowable(items, bulletType="bullet")])


def numbered() -> bytes:
    items = [Paragraph(SENTENCE, make.TEXT) for _ in range(12)]
    return make.build([Paragraph("What we heard", make.HEADING), ListFlowable(items, bulletType="1")])


def contents() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for at in range(20):
        canvas.drawString(60, 780 - 20 * at, f"{at + 1} How we will listen to people")
        canvas.drawRightString(530, 780 - 20 * at, str(3 * at + 2))
    canvas.save()
    return out.getvalue()


def letter() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for at, text in enumerate(["Merewick Town Hall", "1 High Street", "Merewick"]):
        canvas.drawString(400, 780 - 14 * at, text)
    for at in range(20):
        canvas.drawString(60, 700 - 14 * at, SENTENCE[:80])
    canvas.line(60, 400, 530, 400)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [in_columns(2), in_columns(3), bulleted(), numbered(), contents(), letter()],
    ids=["two columns", "three columns", "bullets", "numbers", "contents", "letter"],
)  # fmt: skip
def test_prose_is_no_table(data: bytes) -> None:
    document = read(data)
    assert document.tables == ()
    assert document.blocks


def test_paragraphs_of_a_page_in_columns_follow_its_columns() -> None:
    document = read(in_columns(2))
    whole = [block for block in document.blocks if isinstance(block, Read) and not block.furniture]
    assert sum(block.text == (SENTENCE * 5).strip() for block in whole) >= 15


def test_levels_of_headings_follow_their_sizes_and_bold_lines_have_none() -> None:
    big, small = ParagraphStyle("big", fontName="Helvetica-Bold", fontSize=20, leading=24), make.HEADING
    story = [
        Paragraph("Our plan", big), Paragraph(SENTENCE * 6, make.TEXT), Paragraph("Aims", small),
        Paragraph(SENTENCE * 6, make.TEXT), Paragraph("Who does what", make.BOLD), Paragraph(SENTENCE * 6, make.TEXT),
    ]  # fmt: skip
    headings = [(block.text, block.level) for block in read(make.build(story)).blocks if isinstance(block, Heading)]
    assert headings == [("Our plan", 1), ("Aims", 2), ("Who does what", None)]


def test_list_items_are_paragraphs_of_their_own() -> None:
    items = [block.text for block in read(bulleted()).blocks if isinstance(block, Read)]
    assert len(items) == 12
    assert all(text.endswith("what they say.") for text in items)


def test_a_page_is_drawn_at_the_scale_asked_for() -> None:
    image = render_page(letter(), 1, 2.0)
    assert image.size == (round(2 * A4[0]), round(2 * A4[1]))


CARD = (
    (("Merewick action sheet 1", 60, True),),
    (("What we will do", 60, True),),
    (("Open a quiet room in every library", 60, False),),
    (("Lead officer", 60, True), ("Partners", 300, True)),
    (("Libraries Manager", 60, False), ("Tenants and staff", 300, False)),
    (("Start date", 60, True), ("End date", 300, True)),
    (("May 2031", 60, False), ("June 2032", 300, False)),
)


def test_labels_side_by_side_are_each_read_with_the_value_under_it() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for at, line in enumerate(CARD):
        for text, x, bold in line:
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10)
            canvas.drawString(x, 760 - 13 * at, text)
    canvas.save()
    said = [getattr(block, "text", None) for block in read(out.getvalue()).blocks]
    assert said[3:] == [
        "Lead officer", "Libraries Manager", "Partners", "Tenants and staff",
        "Start date", "May 2031", "End date", "June 2032",
    ]  # fmt: skip


def forms(per_page: int, *, head: str = "", head_size: float = 8, form: int = 7, pages: int = 5) -> bytes:
    """Forms of as many labels and values, one below the other over the pages, below a running header."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for at in range(pages * per_page):
        if at % per_page == 0 and head:
            canvas.setFont("Helvetica-Bold" if head_size == 10 else "Helvetica", head_size)
            canvas.drawString(60 if head_size == 10 else 300, 815, head)
        number, label = divmod(at, form)
        y = 780 - (740 / per_page) * (at % per_page)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, y, f"Sheet {number + 1}" if label == 0 else FORM[label - 1])
        canvas.setFont("Helvetica", 10)
        if label:
            canvas.drawString(200, y, f"{'Wording of our own for every one of the sheets'[: 20 + 5 * label]} {at}")
        if at % per_page == per_page - 1:
            canvas.showPage()
    canvas.save()
    return out.getvalue()


FORM = ("What we will do", "Why it matters", "Lead officer", "Partners", "End date", "Progress")


def furniture_of(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks if isinstance(block, Read) and block.furniture]


@pytest.mark.parametrize("per_page", [10, 16, 21, 24, 28])
def test_a_label_with_which_several_pages_begin_is_no_running_header(per_page: int) -> None:
    assert furniture_of(forms(per_page)) == []
    assert furniture_of(forms(per_page, head="Merewick: our plan")) == ["Merewick: our plan"] * 5


@pytest.mark.parametrize("head", ["Lead officer", "Progress"])
def test_a_running_header_in_the_words_of_a_label_is_told_by_its_looks(head: str) -> None:
    assert furniture_of(forms(16, head=head)) == [head] * 5


def test_a_running_header_that_heads_a_section_as_well_is_one() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(4):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, 815, "Our homes")
        for at in range(30):
            heads = (page, at) in ((0, 5), (2, 9))
            canvas.setFont("Helvetica-Bold" if heads else "Helvetica", 10)
            canvas.drawString(60, 720 - 20 * at, "Our homes" if heads else f"{SENTENCE[:70]} {page} {at}")
        canvas.showPage()
    canvas.save()
    assert furniture_of(out.getvalue()) == ["Our homes"] * 4


@pytest.mark.parametrize(("edge", "expected"), [(790, []), (30, ["1", "2", "3", "4"])])
def test_a_figure_that_looks_like_others_between_the_margins_numbers_no_page(edge: int, expected: list[str]) -> None:
    """At the head of a page it counts an action, as those below it do; at the foot it is set as nothing else."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(4):
        for at, y in enumerate((790, 700, 610)):
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(150, y, str(3 * page + at + 1))
            canvas.setFont("Helvetica", 12)
            canvas.drawString(150, y - 24, "We will make our leaflets easy to read.")
        if edge < 100:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(500, edge, str(page + 1))
        canvas.showPage()
    canvas.save()
    assert furniture_of(out.getvalue()) == expected
    shown = {block.text for block in read(out.getvalue()).blocks if not getattr(block, "furniture", False)}
    assert shown >= {str(number) for number in range(1, 13)}
