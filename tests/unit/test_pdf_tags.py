"""Tagged PDFs give whole tables over the pages, empty cells kept; tags that disagree with the page are not believed."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
import weasyprint

import extractors.pdf.reader as reader
from extractors.document import Heading, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.pdfium import open_page, open_pdf
from extractors.pdf.read_page import read_page
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.tags import CellTag, PageTags, read_tags
from extractors.pdf.tags import Path as TagPath
from tests.builders import pdf as make
from tests.builders.bad_files import pdf_of_page
from tests.builders.tables import grid
from tests.builders.tagged import Node, tagged
from tests.documents.pdf.make import LONG, PLEDGES, ROADMAP, YEARS

FOLDER = Path(__file__).parents[1] / "documents" / "pdf"
FILES = ["chromium-ruled.pdf", "chromium-bare.pdf", "libreoffice-tagged.pdf"]
EXPECTED = [make.HEADER, *LONG]


def joined(tables: tuple[Table, ...]) -> list[tuple[str, ...]]:
    """The rows of a table's parts without its repeated headers, rows that the reader says were cut put together."""
    rows: list[tuple[str, ...]] = []
    for table in tables:
        own = [row for row in grid(table) if row != make.HEADER]
        if table.cut_above:
            head, tail = rows.pop(), own.pop(0)
            rows.append(tuple(f"{a} {b}".strip() for a, b in zip(head, tail, strict=True)))
        rows += own
    return rows


@pytest.mark.parametrize("name", FILES)
def test_a_tagged_table_comes_whole_with_its_header_once(name: str) -> None:
    document = read_pdf((FOLDER / name).read_bytes(), Limits())
    assert document.pages is not None
    assert document.pages > 1
    (table,) = document.tables
    assert grid(table) == EXPECTED
    assert (table.route, table.page) == ("tags", 1)
    assert {cell.row for cell in table.cells if cell.header} == {1}
    assert len(table.cells) == table.rows * table.columns
    assert [block for block in document.blocks if isinstance(block, Heading)] == [
        Heading("Merewick equality plan", 1, 1)
    ]


@pytest.mark.parametrize("name", FILES)
def test_words_of_tagged_tables_are_all_carried(name: str) -> None:
    (table,) = read_pdf((FOLDER / name).read_bytes(), Limits()).tables
    assert table.words == sum(len(cell.text.split()) for cell in (*table.cells, *table.furniture))


@pytest.mark.parametrize("name", FILES)
def test_fills_of_tagged_cells_come_from_the_page(name: str) -> None:
    (table,) = read_pdf((FOLDER / name).read_bytes(), Limits()).tables
    fills = [cell.fill for cell in table.cells if cell.column == 5 and cell.row > 1]
    assert fills == [make.FILLS.get(row[-1]) for row in LONG]


@pytest.mark.parametrize("name", FILES)
def test_without_believing_the_tags_the_cells_are_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "read_tags", lambda page, marks, reached: None)
    document = read_pdf((FOLDER / name).read_bytes(), Limits())
    assert joined(document.tables) == list(LONG)
    assert "tags" not in {table.route for table in document.tables}


def test_tags_whose_columns_lie_across_one_another_are_dropped_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    real = reader.read_tags

    def shuffled(page: object, marks: frozenset[int], reached: dict[TagPath, int]) -> PageTags | None:
        tags = real(page, marks, reached)
        if tags is not None:
            tags.marks = {
                mark: type(place)(
                    place.role, place.block, place.table, place.row, (place.cell + 2) % 5 if place.cell >= 0 else -1
                )
                for mark, place in tags.marks.items()
            }
        return tags

    monkeypatch.setattr(reader, "read_tags", shuffled)
    document = read_pdf((FOLDER / "chromium-ruled.pdf").read_bytes(), Limits())
    assert {table.route for table in document.tables} == {"lines"}
    assert "tags_unsound" in {note.code for note in document.notes}
    assert [row for table in document.tables for row in grid(table) if row != make.HEADER] == list(LONG)


def test_a_table_with_words_outside_its_cells_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = reader.read_tags

    def torn(page: object, marks: frozenset[int], reached: dict[TagPath, int]) -> PageTags | None:
        tags = real(page, marks, reached)
        if tags is not None:
            for mark in list(tags.marks)[::3]:
                del tags.marks[mark]
        return tags

    monkeypatch.setattr(reader, "read_tags", torn)
    document = read_pdf((FOLDER / "chromium-ruled.pdf").read_bytes(), Limits())
    assert {table.route for table in document.tables} == {"lines"}


def test_tags_of_weasyprint_are_read() -> None:
    page = make.plan_html("td,th{border:1px solid #333}")
    data = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    (table,) = read_pdf(data, Limits()).tables
    assert grid(table) == [make.HEADER, *make.ROWS]


def test_spans_of_tags_are_kept() -> None:
    page = (
        "<html lang=en><title>t</title><style>td,th{border:1px solid}</style><table>"
        "<tr><th colspan=3>Everything we plan to do</tr><tr><th>Aim<th>Action<th>Lead</tr>"
        "<tr><td rowspan=2>Fair pay<td>Audit pay<td>Finance</tr><tr><td>Publish the gap<td></tr></table>"
    )
    data = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    (table,) = read_pdf(data, Limits()).tables
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells if cell.text}
    assert spans["Everything we plan to do"] == (1, 1, 1, 3)
    assert spans["Fair pay"] == (3, 1, 2, 1)
    assert spans["Publish the gap"] == (4, 2, 1, 1)


@pytest.mark.parametrize("side", ["top", "bottom"])
def test_a_caption_inside_the_tags_of_a_table_is_no_cell_and_leaves_them_sound(side: str) -> None:
    page = (
        f"<html lang=en><title>t</title><style>td,th{{border:1px solid}} caption{{caption-side:{side}}}</style><table>"
        "<caption>A fair employer</caption><tr><th>Action<th>Lead</tr>"
        "<tr><td><p>Audit pay<p>Publish the gap<td>HR</table>"
    )
    document = read_pdf(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), Limits())
    (table,) = document.tables
    assert (table.route, document.notes) == ("tags", ())
    assert grid(table) == [("Action", "Lead"), ("Audit pay\nPublish the gap", "HR")]
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == ["A fair employer"]


def test_a_heading_under_a_table_is_none_of_it_though_its_rule_is_as_wide() -> None:
    page = (
        "<html lang=en><title>t</title><style>td,th{border:1px solid} table{width:100%;margin-bottom:6pt} "
        "h2{border-bottom:2px solid;margin:0 0 40pt}</style><table><tr><th>Action<th>Lead</tr>"
        "<tr><td>Audit pay<td>HR</tr><tr><td>Publish the gap<td>HR</table><h2>3. Action plan</h2>"
    )
    document = read_pdf(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), Limits())
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == ["3. Action plan"]
    (table,) = document.tables
    assert (table.route, grid(table)) == ("tags", [("Action", "Lead"), ("Audit pay", "HR"), ("Publish the gap", "HR")])


def test_numbers_of_marks_in_a_form_are_not_the_pages_and_colour_behind_a_row_is_no_cell() -> None:
    document = read_pdf((FOLDER / "chromium-pledges.pdf").read_bytes(), Limits())
    (table,) = document.tables
    assert table.route == "tags"
    assert grid(table)[1:] == PLEDGES
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == [
        "AIM 1",
        "A town that welcomes everyone",
    ]


def test_marks_of_a_form_that_are_in_no_ones_way_are_kept() -> None:
    form = "/TD << /MCID 1 >> BDC BT /F1 10 Tf 200 700 Td (HR) Tj ET EMC"
    tree = (
        "6 0 obj << /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [9 0 R 10 0 R]] >> >> endobj\n"
        "7 0 obj << /Type /StructElem /S /Table /P 6 0 R /K [8 0 R] >> endobj\n"
        "8 0 obj << /Type /StructElem /S /TR /P 7 0 R /K [9 0 R 10 0 R] >> endobj\n"
        "9 0 obj << /Type /StructElem /S /TD /P 8 0 R /Pg 3 0 R /K [0] >> endobj\n"
        "10 0 obj << /Type /StructElem /S /TD /P 8 0 R /Pg 3 0 R /K [1] >> endobj\n"
        f"11 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Length {len(form)} "
        f"/Resources << /Font << /F1 5 0 R >> >> >> stream\n{form}\nendstream endobj"
    )
    data = pdf_of_page("/TD << /MCID 0 >> BDC BT /F1 10 Tf 72 700 Td (Audit pay) Tj ET EMC /X1 Do", more=tree)
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog /StructTreeRoot 6 0 R /MarkInfo << /Marked true >>")
    data = data.replace(b"/Type /Page /Parent", b"/Type /Page /StructParents 0 /Parent")
    data = data.replace(b"/Resources << /Font", b"/Resources << /XObject << /X1 11 0 R >> /Font", 1)
    (table,) = read_pdf(data, Limits()).tables
    assert (table.route, grid(table)) == ("tags", [("Audit pay", "HR")])


def test_an_empty_heading_reaches_down_like_the_others_and_shaded_cells_are_seen_on_every_page() -> None:
    (table,) = read_pdf((FOLDER / "chromium-roadmap.pdf").read_bytes(), Limits()).tables
    tops = [(cell.text, cell.column, cell.row_span, cell.column_span) for cell in table.cells if cell.row == 1]
    assert tops == [
        ("", 1, 2, 1), ("Our commitment", 2, 2, 1), ("Led by", 3, 2, 1), (YEARS[0], 4, 1, 4), (YEARS[1], 8, 1, 4),
        ("We will have succeeded when", 12, 2, 1),
    ]  # fmt: skip
    assert {cell.page for cell in table.cells} == {1, 2}
    shaded = {
        ref: {cell.column - 4 for cell in table.cells if cell.row == row and 4 <= cell.column < 12 and cell.fill}
        for row, ref in ((cell.row, cell.text) for cell in table.cells if cell.column == 1 and cell.row > 2)
    }
    told = [own for _, _, commitments in ROADMAP for own in commitments]
    assert {ref: set(at) for ref, _, _, at, _ in told} == {ref: shaded[ref] for ref, *_ in told}
    leads = [cell for cell in table.cells if cell.column == 3 and cell.row_span == cell.column_span == 1]
    assert not any(cell.fill for cell in leads)


def test_an_empty_cell_beside_a_merged_one_reaches_down_only_where_the_row_below_lacks_one() -> None:
    page = (
        "<html lang=en><title>t</title><style>td,th{border:1px solid;width:90px}</style><table>"
        "<tr><th>Theme<th>Action<th>Lead</tr><tr><td rowspan=2>Fair pay<td>Audit pay<td></tr>"
        "<tr><td>Publish the gap<td>HR</tr></table>"
    )
    (table,) = read_pdf(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), Limits()).tables
    assert {(cell.text, cell.row, cell.column) for cell in table.cells if cell.row > 1 and cell.text} == {
        ("Fair pay", 2, 1), ("Audit pay", 2, 2), ("Publish the gap", 3, 2), ("HR", 3, 3),
    }  # fmt: skip


def test_a_cell_without_content_is_known_to_be_there() -> None:
    assert CellTag().known is False


def test_the_order_of_pages_does_not_lose_a_tagged_row() -> None:
    source = pypdfium2.PdfDocument((FOLDER / "libreoffice-tagged.pdf").read_bytes())
    out = io.BytesIO()
    source.save(out)
    (table,) = read_pdf(out.getvalue(), Limits()).tables
    assert grid(table) == EXPECTED


@pytest.mark.parametrize("blanks", [3, 200])
def test_a_mark_among_many_blank_branches_is_found(blanks: int) -> None:
    others = "\n".join(f"{10 + at} 0 obj << /Type /StructElem /S /P /P 7 0 R >> endobj" for at in range(blanks))
    kids = " ".join(f"{10 + at} 0 R" for at in range(blanks))
    tree = (
        "6 0 obj << /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [7 0 R]] >> >> endobj\n"
        f"7 0 obj << /Type /StructElem /S /H2 /P 6 0 R /Pg 3 0 R /K [{kids} 0] >> endobj\n{others}"
    )
    data = pdf_of_page("/H2 << /MCID 0 >> BDC BT /F1 10 Tf 72 700 Td (Our aims) Tj ET EMC", more=tree)
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog /StructTreeRoot 6 0 R /MarkInfo << /Marked true >>")
    data = data.replace(b"/Type /Page /Parent", b"/Type /Page /StructParents 0 /Parent")
    assert list(read_pdf(data, Limits()).blocks) == [Heading("Our aims", 2, 1)]


def page_of_a_long_table() -> bytes:
    """A page on which, of a tagged table of 240 rows, stand the first row, as a header, and rows 100 to 102."""
    shown = (0, 100, 101, 102)
    rows = range(240)
    parts = [
        f"{10 + row} 0 obj << /Type /StructElem /S /TR /P 7 0 R /K [{300 + row} 0 R] >> endobj\n"
        f"{300 + row} 0 obj << /Type /StructElem /S /TD /P {10 + row} 0 R /Pg 3 0 R /K [{shown.index(row)}] >> endobj"
        if row in shown
        else f"{10 + row} 0 obj << /Type /StructElem /S /TR /P 7 0 R >> endobj"
        for row in rows
    ]
    tree = (
        f"6 0 obj << /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 "
        f"[{' '.join(f'{300 + row} 0 R' for row in shown)}]] >> >> endobj\n"
        f"7 0 obj << /Type /StructElem /S /Table /P 6 0 R "
        f"/K [{' '.join(f'{10 + row} 0 R' for row in rows)}] >> endobj\n" + "\n".join(parts)
    )
    content = " ".join(
        f"/TD << /MCID {mark} >> BDC BT /F1 10 Tf 72 {700 - 20 * mark} Td (Row {row}) Tj ET EMC"
        for mark, row in enumerate(shown)
    )
    data = pdf_of_page(content, more=tree)
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog /StructTreeRoot 6 0 R /MarkInfo << /Marked true >>")
    return data.replace(b"/Type /Page /Parent", b"/Type /Page /StructParents 0 /Parent")


@pytest.mark.parametrize("reached", [None, 0, 99, 101, 239])
def test_wherever_the_page_before_came_to_the_rows_of_a_page_are_found(reached: int | None) -> None:
    with open_pdf(page_of_a_long_table()) as document, open_page(document, 0) as page:
        remembered = {} if reached is None else {(0,): reached}
        tags = read_tags(page, read_page(page, 1, {}, DEFAULTS).marks, remembered)
    assert tags is not None
    assert sorted(tags.tables[0,]) == [(0, 0), (0, 100), (0, 101), (0, 102)]
    assert [tags.marks[mark].row for mark in range(4)] == [(0, 0), (0, 100), (0, 101), (0, 102)]
    assert remembered == {(0,): 102}


def _table_of(*pieces: Node) -> tuple[str, ...]:
    """The texts of the last row of a table whose last cell holds some pieces of text."""
    rows: list[Node] = [
        ("TR", [("TH", 72, 720, "Action"), ("TH", 240, 720, "Timescale")]),
        ("TR", [("TD", 72, 700, "Train the guides"), ("TD", 240, 700, "By the end of March 2031")]),
        ("TR", [("TD", 72, 680, "Print the labels"), ("TD", pieces)]),
    ]
    (table,) = read_pdf(tagged(("Table", rows)), Limits()).tables
    assert table.route == "tags"
    return grid(table)[-1]


def test_pieces_of_a_line_that_browsers_tag_one_by_one_are_one_text() -> None:
    bold: Node = ("NonStruct", [("NonStruct", 254.6, 680, "2nd")])
    pieces = [
        ("NonStruct", 240, 680, "By"),
        bold,
        ("NonStruct", 274.2, 680, "quarter"),
        ("Link", 309.5, 680, "2031/32"),
    ]
    assert _table_of(*pieces)[-1] == "By 2nd quarter 2031/32"


def test_pieces_that_stand_apart_or_on_other_lines_stay_lines_of_their_own() -> None:
    below: tuple[Node, ...] = (("NonStruct", 240, 680, "May 2031"), ("NonStruct", 240, 668, "June 2031"))
    assert _table_of(*below)[-1] == "May 2031\nJune 2031"
    beside: tuple[Node, ...] = (("NonStruct", 240, 680, "May 2031"), ("NonStruct", 310, 680, "June 2031"))
    assert _table_of(*beside)[-1] == "May 2031\nJune 2031"


def test_cells_of_a_table_within_a_cell_stay_lines_of_their_own() -> None:
    inner: Node = ("TR", [("TD", [("NonStruct", 240, 680, "May")]), ("TD", [("NonStruct", 262, 680, "June")])])
    assert _table_of(("Table", [inner]))[-1] == "May\nJune"
