"""Where one table ends and the next begins: rules under titles, headings between tables, no word in two tables."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import pytest
import weasyprint
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import HRFlowable, Paragraph, Spacer
from reportlab.platypus import Table as PlatypusTable

from extractors.document import Document, Heading, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.cells import words_inside
from extractors.pdf.page import PageObjects, read_page
from extractors.pdf.pdfium import open_page, open_pdf
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.tables import find_parts
from extractors.pdf.words import Hyphenation
from tests.builders import pdf as make

KEY = [("Colour", "What it says"), ("Red", "Will not be done in time"), ("Amber", "At risk"), ("Green", "On course")]
WORDS = [("Term", "What we mean by it"), ("EqIA", "A check of a policy before it is agreed"),
         ("Forum", "The residents who advise us"), ("Duty", "What the Act asks of us")]  # fmt: skip
SECTION = ParagraphStyle("section", fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=10)
STYLES = {"ruled": make.ruled, "hlines": make.hlines, "bare": make.bare}


def drawn(rows: Sequence[Sequence[str]], widths: Sequence[float], style: str) -> PlatypusTable:
    cells = [[Paragraph(text, make.BOLD if at == 0 else make.TEXT) for text in row] for at, row in enumerate(rows)]
    commands = [("VALIGN", (0, 0), (-1, -1), "TOP"), *STYLES[style](len(rows), len(rows[0]))]
    return PlatypusTable(cells, colWidths=list(widths), style=commands, hAlign="LEFT")


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def grid(table: Table) -> list[tuple[str, ...]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = cell.text
    return [tuple(row) for row in rows]


def page_objects(data: bytes) -> PageObjects:
    with open_pdf(data) as document, open_page(document, 0) as page:
        return read_page(page, 1, {}, DEFAULTS)


PLAN = [make.HEADER, *make.ROWS]


@pytest.mark.parametrize("style", STYLES)
def test_a_rule_under_the_title_is_no_edge_of_the_table(style: str) -> None:
    story = [
        Paragraph("Merewick equality plan", make.HEADING),
        HRFlowable(width="100%", color=colors.black, thickness=1, spaceAfter=8),
        Paragraph("Part one: what we will do", SECTION),
        Spacer(1, 4),
        drawn(PLAN, make.WIDTHS, style),
    ]
    document = read(make.build(story))
    (table,) = document.tables
    assert grid(table) == PLAN
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == ["Merewick equality plan", "Part one: what we will do"]


def test_a_rule_under_the_title_does_not_shake_the_tags_of_the_table() -> None:
    page = make.plan_html("h1{border-bottom:1px solid #333;margin-bottom:8px}td,th{border:1px solid #333}")
    document = read(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))
    (table,) = document.tables
    assert (table.route, grid(table)) == ("tags", PLAN)
    assert not document.notes


@pytest.mark.parametrize("style", STYLES)
def test_tables_under_headings_of_their_own_are_tables_of_their_own(style: str) -> None:
    story = [
        Paragraph("How we rate our work", SECTION),
        drawn(KEY, (90, 240), style),
        Paragraph("What we will do", SECTION),
        drawn(PLAN, make.WIDTHS, style),
        Paragraph("Words that we use", SECTION),
        drawn(WORDS, (90, 300), style),
    ]
    document = read(make.build(story))
    assert [grid(table) for table in document.tables] == [KEY, PLAN, WORDS]
    names = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert names == ["How we rate our work", "What we will do", "Words that we use"]


@pytest.mark.parametrize("style", ["hlines", "bare"])
def test_a_bold_row_over_plain_rows_stays_in_its_table(style: str) -> None:
    rows = [PLAN[0], PLAN[1], ("Objective 2: a fair place to work", "", "", "", ""), *PLAN[2:]]
    cells = [
        [Paragraph(text, make.BOLD if at in (0, 2) else make.TEXT) if text else "" for text in row]
        for at, row in enumerate(rows)
    ]
    commands = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("SPAN", (0, 2), (-1, 2)), *STYLES[style](len(rows), 5)]
    document = read(make.build([PlatypusTable(cells, colWidths=list(make.WIDTHS), style=commands, hAlign="LEFT")]))
    (table,) = document.tables
    assert grid(table)[2][0] == "Objective 2: a fair place to work"
    assert table.rows == len(rows)


def test_no_word_is_in_two_tables_where_two_drawings_lie_over_one_another() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=make.PAGE)
    table = drawn(PLAN, make.WIDTHS, "ruled")
    _, height = table.wrapOn(canvas, 700, 500)
    table.drawOn(canvas, 50, 450 - height)
    # a second, wider set of rules over the lower half of the first
    for y in (470, 450 - height / 2, 440 - height, 420 - height):
        canvas.line(70, y, 790, y)
    for x in (70, 400, 790):
        canvas.line(x, 470, x, 420 - height)
    canvas.drawString(80, 425 - height, "Left of the second")
    canvas.drawString(500, 425 - height, "Right of the second")
    canvas.save()
    page = page_objects(out.getvalue())
    parts = find_parts(page, frozenset(), Hyphenation(), DEFAULTS)
    held = Counter(word for part in parts for word in words_inside(page.words, part.box))
    carried = [word for part in parts for cell in part.cells for word in cell.text.split()]
    assert parts
    assert len(carried) <= len(page.words)
    assert not [word for word, times in held.items() if times > 1 and len(parts) > 1] or len(carried) <= len(held)


def test_a_box_round_a_heading_is_no_table_and_takes_no_neighbour_with_it() -> None:
    box = "<table class=box><tr><td>{}</td></tr></table>"
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in make.ROWS)
    head = "<tr>" + "".join(f"<th>{text}</th>" for text in make.HEADER) + "</tr>"
    plan = f"<table>{head}{rows}</table>"
    page = (
        "<html lang=en><title>t</title><style>table{border-collapse:collapse}td,th{border-bottom:1px solid;padding:3px}"
        ".box td{background:#fc6;font-weight:bold}</style>"
        + box.format("Theme one: knowing who lives here")
        + plan
        + box.format("Theme two: a fair employer")
        + plan
    )
    document = read(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))
    assert [grid(table) for table in document.tables] == [PLAN, PLAN]
    names = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert names == ["Theme one: knowing who lives here", "Theme two: a fair employer"]
    assert not document.notes
