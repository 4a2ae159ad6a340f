"""Where one table ends and the next begins: rules under titles, headings between tables, no word in two tables."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
import weasyprint
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import HRFlowable, Paragraph, Spacer
from reportlab.platypus import Table as PlatypusTable

from extractors.document import Document, Heading
from extractors.document import Paragraph as ParagraphBlock
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.pdfium import open_page, open_pdf
from extractors.pdf.read_page import read_page
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.tables import find_parts, without_shared_words
from extractors.pdf.words import Hyphenation, Measure, lines_of, text_of
from tests.builders import pdf as make
from tests.builders.tables import grid

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


def page_objects(data: bytes) -> PageObjects:
    with open_pdf(data) as document, open_page(document, 0) as page:
        return read_page(page, 1, {}, DEFAULTS)


GOAL = ParagraphStyle("goal", fontName="Helvetica-Bold", fontSize=14, leading=17, spaceBefore=6, spaceAfter=6)


def test_headings_between_cards_with_rules_across_are_in_no_card() -> None:
    cards = [
        ("Goal 1: Fair jobs", "Action 1: Review our adverts", "HR", "July 2031"),
        ("", "Action 2: Begin a carers' passport", "HR", "May 2031"),
        ("Goal 2: Fair services", "Action 3: Fit hearing loops at all counters", "Property", "June 2032"),
    ]
    below = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    story: list[object] = [Paragraph("Merewick equality plan 2031", GOAL)]
    for goal, action, lead, when in cards:
        rows = [("Lead", lead), ("Timescale", when), ("Measure of success", "Residents say that it works for them")]
        cells = [[Paragraph(text, make.TEXT) for text in row] for row in rows]
        story += [Paragraph(goal, GOAL)] * bool(goal)
        story += [Paragraph(action, SECTION), Spacer(1, 6)]
        story += [PlatypusTable(cells, colWidths=[130, 390], style=below, hAlign="LEFT"), Spacer(1, 10)]
    document = read(make.build(story))
    assert [table.rows for table in document.tables] == [3, 3, 3]
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == ["Merewick equality plan 2031", *(text for card in cards for text in card[:2] if text)]


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
    carried = Counter(word for part in parts for cell in part.cells for word in cell.text.split())
    assert carried["Ref"] == 1
    assert not carried - Counter(word.text for word in page.words)


def test_of_two_tables_that_share_words_the_surer_one_keeps_them() -> None:
    page = page_objects(make.build([drawn(PLAN, make.WIDTHS, "ruled")]))
    (part,) = find_parts(page, frozenset(), Hyphenation(), DEFAULTS)
    weaker = replace(part, grid=replace(part.grid, route="white_space"), route="white_space")
    assert without_shared_words([weaker, part], page, frozenset(), Hyphenation(), DEFAULTS) == [part]


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


@pytest.mark.parametrize("style", ["hlines", "bare"])
def test_ticks_in_narrow_columns_stand_under_their_own_headings(style: str) -> None:
    header = ("What we will do", "Age", "Faith", "Race", "Sex", "Lead")
    rows = [
        header,
        ("Hold a fair in each ward", "\u2022", "", "\u2022", "", "Head of Parks"),
        ("Write to every tenant", "", "\u2022", "", "", "Housing Manager"),
        ("Open the museum on Mondays", "\u2022", "", "", "", "Museums Officer"),
        ("Train the wardens", "", "", "", "\u2022", "Licensing Manager"),
        ("Print the guide in large type", "", "\u2022", "\u2022", "", "Design Team"),
    ]
    (table,) = read(make.build([drawn(rows, (190, 40, 45, 45, 40, 140), style)])).tables
    assert grid(table) == rows


def test_frames_drawn_apart_are_tables_of_their_own() -> None:
    one = [("Action 1", "Open a drop-in"), ("Lead", "Head of Advice"), ("By when", "May 2031")]
    two = [("Action 2", "Close the gap in pay"), ("Lead", "Head of People"), ("By when", "June 2031")]
    story = [drawn(one, (100, 250), "ruled"), Spacer(1, 9), drawn(two, (100, 250), "ruled")]
    assert [grid(table) for table in read(make.build(story)).tables] == [one, two]


def test_records_without_rules_under_bold_heads_are_tables() -> None:
    one = [("Action 1", "Open a drop-in"), ("Lead", "Head of Advice"), ("By when", "May 2031"), ("Notes", "Begun")]
    two = [
        ("Action 2", "Close the gap in pay"),
        ("Lead", "Head of People"),
        ("By when", "June 2031"),
        ("Notes", "Late"),
    ]
    story = [drawn(one, (100, 250), "bare"), Spacer(1, 9), drawn(two, (100, 250), "bare")]
    assert [row for table in read(make.build(story)).tables for row in grid(table)] == [*one, *two]


def test_a_bold_line_under_the_tail_of_a_row_heads_the_rows_below() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=make.PAGE)

    def put(y: float, *texts: tuple[float, str], bold: bool = False) -> None:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 12)
        for x, text in texts:
            canvas.drawString(x, y, text)

    put(500, (60, "find the hall hard to"), (260, "Manager"), (460, "one in five of those who"))
    put(485, (60, "reach"), (260, "of Parks"), (460, "are asked come back and"))
    put(470, (460, "say so in the yearly count"))
    put(448, (60, "Aim 3: we listen"), bold=True)
    for y, name in ((426, "Hold a panel"), (389, "Meet the faith groups"), (352, "Report in the hall")):
        put(y, (60, f"{name} of people"), (260, "Head of"), (460, "It meets four times a"))
        put(y - 15, (60, "chosen by lot"), (260, "Parks"), (460, "year"))
    canvas.save()
    (table,) = read(out.getvalue()).tables
    assert [row[0].replace("\n", " ") for row in grid(table)][:3] == [
        "find the hall hard to reach",
        "Aim 3: we listen",
        "Hold a panel of people chosen by lot",
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("30/06/203", "1"), "30/06/2031"),
        (("£14,20", "0"), "£14,200"),
        (("£14,200", "0"), "£14,200 0"),
        (("Complet", "e"), "Complete"),
        (("Spring/Summ", "er 2031"), "Spring/Summer 2031"),
        (("Decemb", "er 2031"), "December 2031"),
        (("Communicati", "ons"), "Communications"),
        (("Equality", "and rights"), "Equality and rights"),
        (("Unit 12", "3 staff"), "Unit 12 3 staff"),
    ],
)
def test_a_word_broken_by_its_narrow_cell_is_joined(broken: tuple[str, str], whole: str) -> None:
    lines = lines_of([word for at, text in enumerate(broken) for word in words_of(text, 12.0 * at + 20)], DEFAULTS)
    right = max(line.x1 for line in lines)
    said, _ = text_of(lines, Measure(0.0, right, {20: 12.0}), Hyphenation(), DEFAULTS)
    assert said == whole


def words_of(text: str, base: float) -> list[Word]:
    found: list[Word] = []
    x = 10.0
    for part in text.split():
        wide = 5.0 * len(part)
        found.append(Word(part, x, base - 8, x + wide, base + 2, 10.0, base=base, middle=base - 2.5))
        x += wide + 2.8
    return found


def test_letters_that_stand_together_are_one_word_on_a_page_with_little_text() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=make.PAGE)
    for _ in range(2):
        canvas.setFont("Helvetica-Bold", 9.5)
        for x, text in ((50, "Ref"), (100, "Action"), (300, "Responsible officer"), (450, "Target date")):
            for letter in text:  # each letter drawn by itself, as some producers do
                canvas.drawString(x, 530, letter)
                x += canvas.stringWidth(letter)
        canvas.showPage()
    canvas.save()
    words = [word.text for word in page_objects(out.getvalue()).words]
    assert words == ["Ref", "Action", "Responsible", "officer", "Target", "date"]


def test_a_footer_on_both_pages_of_a_short_document_is_no_part_of_its_tables() -> None:
    def on_page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(make.PAGE[0] / 2, 30, "Draft for consultation")

    for style in STYLES.values():
        document = read(make.plan_pdf(make.Drawing(style, on_page=on_page), make.ROWS * 4))
        furniture = [block.text for block in document.blocks if isinstance(block, ParagraphBlock) and block.furniture]
        assert document.pages == 2
        assert furniture == ["Draft for consultation"] * 2
        assert [row for table in document.tables for row in grid(table)[1:]] == list(make.ROWS * 4)
