"""The same plan drawn in every layout gives the same cells, each word in one of them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Paragraph_
from reportlab.platypus import Table as PlatypusTable

from extractors.document import Document, Heading, Paragraph, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from tests.builders import pdf as make
from tests.builders.pdf import Commands, Drawing
from tests.builders.tables import grid

STYLES: dict[str, tuple[Callable[[int, int], Commands], str]] = {
    "ruled": (make.ruled, "lines"),
    "thick": (make.thick, "lines"),
    "dashed": (make.dashed, "lines"),
    "double": (make.double, "lines"),
    "open_sided": (make.open_sided, "lines"),
    "uprights": (make.uprights, "lines"),
    "hlines": (make.hlines, "hlines"),
    "header_rule": (make.header_rule, "hlines"),
    "bands": (make.bands, "white_space"),
    "bare": (make.bare, "white_space"),
}
EXPECTED = [make.HEADER, *make.ROWS]


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def only_table(data: bytes) -> Table:
    (table,) = read(data).tables
    return table


@pytest.mark.parametrize("name", STYLES)
def test_every_layout_gives_the_same_cells(name: str) -> None:
    style, route = STYLES[name]
    table = only_table(make.plan_pdf(Drawing(style)))
    assert grid(table) == EXPECTED
    assert table.route == route


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turning_the_page_changes_no_cell(name: str, turn: int) -> None:
    table = only_table(make.turned(make.plan_pdf(Drawing(STYLES[name][0])), turn))
    assert grid(table) == EXPECTED


def test_a_turned_page_keeps_its_boxes_as_displayed() -> None:
    data = make.turned(make.plan_pdf(Drawing(make.ruled)), 90)
    width, height = pypdfium2.PdfDocument(data)[0].get_size()
    boxes = [cell.box for cell in only_table(data).cells if cell.box]
    assert all(0 <= box.x0 < box.x1 <= width and 0 <= box.top < box.bottom <= height for box in boxes)
    first, second = boxes[0], boxes[1]
    assert (second.x0, second.top) == (first.x0, first.bottom)  # columns run down a page turned by a quarter


@pytest.mark.parametrize("name", STYLES)
def test_words_are_counted_on_the_page_and_carried_in_the_cells(name: str) -> None:
    data = make.plan_pdf(make.stamped(Drawing(STYLES[name][0])))
    table = only_table(data)
    carried = Counter(word for cell in (*table.cells, *table.furniture) for word in cell.text.split())
    assert table.words == sum(carried.values())
    assert carried - Counter({"DRAFT": 1}) == Counter(word for row in EXPECTED for text in row for word in text.split())


@pytest.mark.parametrize("name", ["ruled", "hlines", "bare"])
def test_a_watermark_a_running_header_and_a_page_number_are_no_cells(name: str) -> None:
    document = read(make.plan_pdf(make.stamped(Drawing(STYLES[name][0])), make.ROWS * 4))
    assert len(document.tables) > 1
    for table in document.tables:
        assert grid(table)[0] == make.HEADER
        assert {cell.text for cell in table.furniture} <= {"DRAFT"}
    furniture = [block.text for block in document.blocks if isinstance(block, Paragraph) and block.furniture]
    assert "Page 1 of 9" in furniture
    assert furniture.count("Merewick Borough Council: equality plan") == len(document.tables)


@pytest.mark.parametrize("name", ["ruled", "uprights", "hlines"])
def test_the_fill_of_a_cell_is_the_colour_under_it(name: str) -> None:
    table = only_table(make.plan_pdf(Drawing(STYLES[name][0])))
    fills = {cell.row: cell.fill for cell in table.cells if cell.column == 5}
    assert fills == {1: None, 2: "#00b050", 3: "#ffc000", 4: None, 5: "#ff0000", 6: "#00b050"}
    assert all(cell.fill is None for cell in table.cells if cell.column < 5)


def test_bold_words_make_a_bold_cell() -> None:
    table = only_table(make.plan_pdf(Drawing(make.ruled)))
    assert {cell.row for cell in table.cells if cell.bold} == {1}


@pytest.mark.parametrize("name", ["ruled", "hlines", "open_sided"])
def test_a_row_that_spans_the_table_is_one_cell(name: str) -> None:
    title = "Objective 2: everyone can take part in the life of the town, whatever their age, faith or postcode"
    rows = [*make.ROWS[:3], (title, "", "", "", ""), *make.ROWS[3:]]
    extra: Commands = [("SPAN", (0, 4), (-1, 4))]
    drawing = Drawing(STYLES[name][0])
    table = only_table(make.plan_pdf(drawing, rows, extra=extra))
    (cell,) = [cell for cell in table.cells if cell.row == 5]
    assert (cell.text, cell.column, cell.column_span) == (title, 1, 5)


@pytest.mark.parametrize("name", ["ruled", "hlines"])
def test_a_merged_first_column_is_one_cell_over_its_rows(name: str) -> None:
    rows = [
        ("Objective 1 is about how people hear of us", *row[1:]) if at == 0 else ("", *row[1:])
        for at, row in enumerate(make.ROWS)
    ]
    widths = (110.0, 260.0, 150.0, 110.0, 60.0)
    below: Commands = [("SPAN", (0, 1), (0, 3)), ("SPAN", (0, 4), (0, 5))]
    if name == "hlines":
        style: Callable[[int, int], Commands] = lambda rows, columns: [  # noqa: E731
            ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
            ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
            *(("LINEBELOW", (1, row), (-1, row), 0.4, colors.black) for row in (1, 2, 4)),
            ("LINEBELOW", (0, 3), (-1, 3), 0.4, colors.black),
            ("LINEBELOW", (0, 5), (-1, 5), 0.4, colors.black),
        ]
    else:
        style = make.ruled
    table = only_table(make.plan_pdf(Drawing(style), rows, widths=widths, extra=below))
    first = [(cell.row, cell.row_span, cell.text) for cell in table.cells if cell.column == 1]
    assert first == [(1, 1, "Ref"), (2, 3, rows[0][0]), (5, 2, "")]


def test_a_rule_that_was_not_drawn_between_two_rows_parts_them_all_the_same() -> None:
    def style(rows: int, columns: int) -> Commands:
        across = [("LINEBELOW", (column, row), (column, row), 0.5, colors.black) for row in range(rows)
                  for column in range(columns) if (row, column) not in ((2, 2), (4, 1))]  # fmt: skip
        down = [("LINEAFTER", (column, row), (column, row), 0.5, colors.black) for row in range(rows)
                for column in range(columns) if (row, column) not in ((3, 1), (5, 3))]  # fmt: skip
        return [("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black), *across, *down]

    assert grid(only_table(make.plan_pdf(Drawing(style), fills=False))) == EXPECTED


def test_a_column_edge_missing_on_a_whole_page_is_taken_from_another_page() -> None:
    def style(rows: int, columns: int) -> Commands:
        return [*make.ruled(rows, columns)]

    whole = read(make.plan_pdf(Drawing(style), make.ROWS * 5))
    assert {table.columns for table in whole.tables} == {5}


@pytest.mark.parametrize("name", ["ruled", "hlines", "bare"])
def test_a_table_goes_on_over_the_page_with_its_header_repeated(name: str) -> None:
    rows = [(f"{at // 5 + 1}.{at % 5 + 1}", *row[1:]) for at, row in enumerate(make.ROWS * 4)]
    document = read(make.plan_pdf(Drawing(STYLES[name][0]), rows))
    assert len(document.tables) == document.pages == 2
    body = [row for table in document.tables for row in grid(table)[1:]]
    assert body == [tuple(row) for row in rows]
    assert document.tables[1].cut_above is not True


def test_a_row_cut_by_the_page_says_so() -> None:
    long = "The council will meet every group that asked for a meeting " * 3 + "and "
    rows = [*make.ROWS * 2, ("3.1", (long * 12).strip() + " so it ends", "Chief executive", "2033", "")]
    document = read(make.plan_pdf(Drawing(make.ruled), rows, split_rows=True))
    before, after = document.tables
    assert after.cut_above is True
    head = next(cell.text for cell in before.cells if cell.row == before.rows and cell.column == 2)
    tail = next(cell.text for cell in after.cells if cell.row == 2 and cell.column == 2)
    assert f"{head} {tail}" == rows[-1][1]


def test_headings_and_paragraphs_stand_in_reading_order() -> None:
    before = (
        "Merewick equality plan",
        "This plan was agreed in 2031 after we asked two thousand residents what matters. " * 8,
    )
    document = read(make.plan_pdf(Drawing(make.ruled), before=before))
    heading, paragraph, table = document.blocks
    assert isinstance(heading, Heading)
    assert (heading.text, heading.level, heading.page) == ("Merewick equality plan", 1, 1)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == before[1].strip()
    assert isinstance(table, Table)


def test_two_runs_give_the_same_document() -> None:
    data = make.plan_pdf(make.stamped(Drawing(make.hlines)))
    assert read(data) == read(data)


def test_text_drawn_sideways_on_an_unturned_page_is_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(make.PAGE[1], make.PAGE[0]))
    canvas.rotate(90)
    cells = [[Paragraph_(text, make.TEXT) for text in row] for row in EXPECTED]
    drawn = PlatypusTable(cells, colWidths=list(make.WIDTHS), style=make.ruled(0, 0))
    _, height = drawn.wrapOn(canvas, 700, 500)
    drawn.drawOn(canvas, 50, -50 - height)
    canvas.save()
    assert grid(only_table(out.getvalue())) == EXPECTED


_XS = (50.0, 250.0, 380.0, 500.0)


def _printed_sheet(*rows: tuple[tuple[float, str], ...]) -> list[tuple[str, ...]]:
    """The cells of a ruled table whose texts, a piece each, begin where a case says and run on as far as they do."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for r, pieces in enumerate((((53, "Action"), (253, "Lead"), (383, "When")), *rows)):
        canvas.setFont("Helvetica-Bold" if r == 0 else "Helvetica", 10)
        for left, right in pairwise(_XS):
            canvas.rect(left, 700 - 16 * r, right - left, 16)
        for x, said in pieces:
            canvas.drawString(x, 704 - 16 * r, said)
    canvas.save()
    return grid(only_table(file.getvalue()))[1:]


_LONG = "Write to each and every tenant about the grants for ramps"
_LONGER = f"{_LONG} and rails, in large print and in signed film too"


def test_text_that_a_spreadsheet_prints_on_over_empty_cells_stays_in_its_own() -> None:
    assert _printed_sheet(
        ((53, "Train door staff"), (253, "Licensing Manager"), (383, "May 2031")),
        ((53, _LONG), (383, "June 2031")),
        ((53, _LONGER),),
    ) == [("Train door staff", "Licensing Manager", "May 2031"), (_LONG, "", "June 2031"), (_LONGER, "", "")]


def test_text_that_meets_the_text_of_the_next_cell_takes_none_of_it() -> None:
    touching = "Speak to some families about the new ramps"
    rows = _printed_sheet(
        ((53, "Train door staff"), (253, "Licensing Manager"), (383, "May 2031")),
        ((53, touching), (253, "Head of Housing"), (383, "June 2031")),
    )
    assert rows[1] == (touching, "Head of Housing", "June 2031")


@pytest.mark.parametrize("angle", [90, 270])
def test_pieces_of_a_turned_word_are_one_word(angle: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for x, width, said in ((50, 30, ""), (80, 200, "Fit ramps at the doors"), (280, 120, "Estates")):
        canvas.rect(x, 500, width, 200)
        canvas.drawString(x + 3, 690, said)
    canvas.translate(70 if angle == 90 else 60, 520 if angle == 90 else 690)
    canvas.rotate(angle)
    at = 0.0
    for piece in ("G", "o", "al 1: A", "c", "cess for p", "atie", "nts"):
        canvas.drawString(at, 0, piece)
        at += canvas.stringWidth(piece)
    canvas.save()
    assert "Goal 1: Access for patients" in {cell.text for cell in only_table(file.getvalue()).cells}
