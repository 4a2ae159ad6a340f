"""Words that may belong to a table and are in none are told: beside it, under it, apart from it, typed onto it."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document
from extractors.limits import Limits
from extractors.pdf import read_pdf

X = (50, 175, 300, 425, 550)
TOP, STEP = 150, 24  # points from the top of the page, between two rows
HEADER = ("Action", "Lead officer", "Timescale", "Status")
ROWS = (
    ("Open a quiet room", "Head of Estates", "May 2031", "Begun"),
    ("Print larger notices", "Press office", "July 2031", "Done"),
    ("Lend hearing loops", "Libraries", "2032", "Not begun"),
)
PROSE = (
    "This plan says how we mean to make our offices and our",
    "services open to everybody who lives in the borough, and",
    "what each of our teams will do about it in the next years.",
    "It was written together with those who use our services",
)


class Page:
    """A page on which pieces of the plan are drawn at places of a grid."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=(595, 842))

    def say(self, text: str, x: float, top: float, size: float = 9) -> None:
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(x, 842 - top, text)

    def table(self, columns: slice = slice(0, 4), rows: tuple[tuple[str, ...], ...] = (HEADER, *ROWS)) -> None:
        xs = X[columns.start : columns.stop + 1]
        for at, row in enumerate(rows):
            for x, said in zip(xs, row[columns], strict=False):
                self.canvas.rect(x, 842 - TOP - STEP * (at + 1), 125, STEP)
                self.say(said, x + 3, TOP + STEP * at + 16)

    def column(self, index: int, said: tuple[str, ...], shift: float = 0) -> None:
        for at, text in enumerate(said):
            self.say(text, X[index] + 3 if index >= 0 else 8, TOP + STEP * at + 16 + shift)

    def read(self) -> Document:
        self.canvas.save()
        return read_pdf(self._file.getvalue(), Limits(ocr=False))


def told(document: Document) -> str:
    return " ".join(note.message for note in document.notes if note.words)


def a_column_beside_the_rules(page: Page) -> None:
    page.table(slice(0, 3))
    page.column(3, ("Status", "ZEBRA begun", "ZEBRA done", "ZEBRA later"))


def two_columns_beside_the_rules(page: Page) -> None:
    page.table(slice(0, 2))
    page.column(2, ("Timescale", "ZEBRA 2031", "ZEBRA 2032", "ZEBRA 2033"))
    page.column(3, ("Status", "ZEBRA begun", "ZEBRA done", "ZEBRA later"))


def references_left_of_the_rules(page: Page) -> None:
    page.table(slice(1, 4))
    page.column(0, ("Ref", "ZEBRA 1.1", "ZEBRA 1.2", "ZEBRA 1.3"))


def a_row_under_the_rules(page: Page) -> None:
    page.table()
    for x, said in zip(X, ("Train ZEBRA", "Policy ZEBRA", "2033", "Not begun"), strict=False):
        page.say(said, x + 3, TOP + 5 * STEP - 8)


def a_header_that_stands_apart(page: Page) -> None:
    page.table(rows=ROWS)
    for x, said in zip(X, ("Action ZEBRA", "Lead officer", "Timescale", "Status"), strict=False):
        page.say(said, x + 3, TOP - 40)


def a_small_table_without_rules(page: Page) -> None:
    page.table()
    for at, row in enumerate((("Aim ZEBRA", "Who", "When"), ("Ramps ZEBRA", "Estates", "2034"))):
        for x, said in zip(X, row, strict=False):
            page.say(said, x + 3, 450 + 20 * at)


def a_note_that_opens(page: Page) -> None:
    page.table()
    page.canvas.textAnnotation("Ask ZEBRA first", (60, 400, 80, 420), relative=0)


def words_typed_over_printed_ones(page: Page) -> None:
    page.table()
    page.canvas.freeTextAnnotation("ZEBRA 2035", "0 0 1 rg /Helv 9 Tf", (303, 842 - 192, 360, 842 - 180), relative=0)


def a_note_typed_under_the_table(page: Page) -> None:
    page.table()
    page.canvas.freeTextAnnotation("Ask ZEBRA", "0 0 1 rg /Helv 9 Tf", (303, 300, 400, 320), relative=0)


TOLD = (
    a_column_beside_the_rules,
    two_columns_beside_the_rules,
    references_left_of_the_rules,
    a_row_under_the_rules,
    a_header_that_stands_apart,
    a_small_table_without_rules,
    a_note_that_opens,
    words_typed_over_printed_ones,
    a_note_typed_under_the_table,
)


@pytest.mark.parametrize("draw", TOLD)
def test_words_that_may_belong_to_a_table_are_in_it_or_told(draw: object) -> None:
    page = Page()
    draw(page)  # type: ignore[operator]
    document = page.read()
    cells = " ".join(cell.text for table in document.tables for cell in table.cells)
    if "ZEBRA" in cells:
        return
    assert "ZEBRA" in told(document)
    assert document.words_near_tables >= 1


def prose_over_and_under(page: Page) -> None:
    page.table()
    for at, line in enumerate(PROSE):
        page.say(line, 53, 80 + 12 * at)
        page.say(line, 53, 320 + 12 * at)


def prose_beside_a_narrow_table(page: Page) -> None:
    page.table(slice(0, 2))
    for at, line in enumerate((*PROSE, *PROSE)):
        page.say(line, 310, TOP + 16 + 12 * at)


def a_leaflet_in_two_columns(page: Page) -> None:
    page.table()
    for at, line in enumerate((*PROSE, *PROSE)):
        page.say(line, 53, 400 + 12 * at)
        page.say(line, 310, 400 + 12 * at)


def a_list_of_contents(page: Page) -> None:
    page.table()
    for at in range(6):
        page.say(f"{at + 1}. Part of the plan ..........", 53, 400 + 14 * at)
        page.say(str(at + 3), 500, 400 + 14 * at)


def labels_of_a_contact(page: Page) -> None:
    page.table()
    for at, (label, said) in enumerate((("Phone:", "01632 960000"), ("Post:", "Town Hall"), ("Web:", "our pages"))):
        page.say(label, 53, 400 + 14 * at)
        page.say(said, 153, 400 + 14 * at)


def a_running_header_and_a_number(page: Page) -> None:
    page.table()
    page.say("Draft for consultation", 53, 800)
    page.say("Page 1 of 1", 428, 800)


def a_caption_and_a_note(page: Page) -> None:
    page.table()
    page.say("Table 1: what we will do", 53, TOP - 10)
    page.say("Source: the council's own figures", 53, TOP + 4 * STEP + 14, 7)


@pytest.mark.parametrize(
    "draw",
    [
        prose_over_and_under, prose_beside_a_narrow_table, a_leaflet_in_two_columns, a_list_of_contents,
        labels_of_a_contact, a_running_header_and_a_number, a_caption_and_a_note,
    ],
)  # fmt: skip
def test_words_that_are_no_part_of_a_table_are_not_told(draw: object) -> None:
    page = Page()
    draw(page)  # type: ignore[operator]
    document = page.read()
    assert document.tables
    assert not told(document)


def test_what_is_filled_into_fields_and_boxes_stands_in_its_cell() -> None:
    page = Page()
    page.table(rows=(HEADER, ("Open a quiet room", "", "", "Begun"), ("Print larger notices", "Press", "", "Done")))
    form = page.canvas.acroForm
    form.textfield(name="who", value="Head of Estates", x=177, y=842 - 192, width=118, height=16, fontSize=8)
    form.textfield(name="when", value="May 2031", x=302, y=842 - 192, width=118, height=16, fontSize=8)
    form.textfield(name="later", value="June 2032", x=302, y=842 - 216, width=118, height=16, fontSize=8)
    form.checkbox(name="done", checked=True, x=500, y=842 - 192, size=12)
    form.checkbox(name="not", checked=False, x=500, y=842 - 216, size=12)
    document = page.read()
    (table,) = document.tables
    said = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert said[2, 2] == "Head of Estates"
    assert said[2, 3] == "May 2031"
    assert said[3, 3] == "June 2032"
    assert said[2, 4] == "Begun ☑"
    assert said[3, 4] == "Done ☐"
    assert not document.words_near_tables


def test_a_stamp_in_an_empty_cell_is_its_text() -> None:
    look = "BT /F1 8 Tf 2 5 Td (Complete) Tj ET"
    objects = (
        "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj",
        "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] "
        "/Resources << /Font << /F1 5 0 R >> >> >> endobj",
        "4 0 obj << /Length {length} >> stream\n{content}\nendstream endobj",
        "5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
        "6 0 obj << /Type /Annot /Subtype /Stamp /Rect [178 624 298 644] /F 4 /AP << /N 7 0 R >> >> endobj",
        f"7 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 120 20] /Resources << /Font << /F1 5 0 R >> >> "
        f"/Length {len(look)} >> stream\n{look}\nendstream endobj",
    )
    cells = (("Action", "Status"), ("Open a quiet room", "Begun"), ("Lend hearing loops", ""))
    content = "\n".join(
        f"{50 + 125 * c} {668 - 24 * r} 125 24 re S BT /F1 9 Tf {53 + 125 * c} {676 - 24 * r} Td ({said}) Tj ET"
        for r, row in enumerate(cells)
        for c, said in enumerate(row)
    )
    text = "\n".join(objects).replace("{length}", str(len(content))).replace("{content}", content)
    document = read_pdf(f"%PDF-1.7\n{text}\ntrailer << /Root 1 0 R >>\n%%EOF\n".encode(), Limits(ocr=False))
    (table,) = document.tables
    assert [cell.text for cell in table.cells][-1] == "Complete"
    assert not document.words_near_tables
