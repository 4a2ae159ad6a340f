"""What the spreadsheet reader makes of sheets: regions, merges, values as shown, colours, hidden and hostile sheets."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Document, Heading, Paragraph, Table, count_words, table_texts
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.number_text import show_date, show_number
from extractors.sheet import read_xlsx
from tests.builders import word_xml as w


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(fill: Callable[[Worksheet], object], limits: Limits | None = None) -> Document:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    return read_xlsx(saved(book), limits or Limits())


def rows(*content: tuple[object, ...], top: int = 1) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row, values in enumerate(content, top):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column, value)

    return fill


def words_of(table: Table) -> list[str]:
    assert count_words(table_texts(table)) == table.words
    return [cell.text for cell in table.cells]


def test_a_sheet_gives_a_table_with_its_words_and_lines() -> None:
    (table,) = read(rows(("Action", "Owner"), ("Train staff\nand members", "HR"))).tables
    assert words_of(table) == ["Action", "Owner", "Train staff\nand members", "HR"]
    assert (table.rows, table.columns, table.route) == (2, 2, "sheet")


def test_regions_apart_are_tables_and_a_cell_alone_is_text() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "Our plan"
        sheet["A1"].font = Font(bold=True)
        rows(("Action", "Owner"), ("Train", "HR"), top=3)(sheet)
        sheet["D3"], sheet["E3"] = "Key", "Red"
        sheet["A9"] = "A note."

    blocks = read(fill).blocks
    assert [type(block) for block in blocks] == [Heading, Table, Table, Paragraph]
    assert [words_of(block) for block in blocks if isinstance(block, Table)] == [
        ["Action", "Owner", "Train", "HR"],
        ["Key", "Red"],
    ]


def test_rows_after_a_small_gap_belong_to_the_table_above() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("Action", "Owner"), ("Train", "HR"))(sheet)
        rows(("Publish", "Policy"), top=5)(sheet)

    (table,) = read(fill).tables
    assert (table.rows, len(table.cells)) == (5, 6)


def test_merged_cells_are_one_cell() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("Theme", None, None), ("Lead", "a", "b"), (None, "c", "d"))(sheet)
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A2:A3")

    (table,) = read(fill).tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells if c.text in {"Theme", "Lead"}] == [
        (1, 1, 1, 3),
        (2, 1, 2, 1),
    ]


def test_fills_bold_and_bordered_empty_cells_are_seen() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("Action", "RAG", "Notes"), ("Train", None, None), ("Publish", None, None))(sheet)
        sheet["A1"].font = Font(bold=True)
        sheet["B2"].fill = PatternFill("solid", fgColor="FF00B050")
        sheet["B3"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.8))
        sheet["C2"].border = Border(left=Side(style="thin"))
        sheet["C3"].fill = PatternFill("solid", fgColor="FFFFFFFF")

    (table,) = read(fill).tables
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    assert by_place[2, 2].fill == "#00b050"
    assert by_place[3, 2].fill == "#dbe5f1"
    assert by_place[2, 3].text == ""
    assert by_place[1, 1].bold
    assert not by_place[1, 2].bold
    assert (3, 3) not in by_place


@pytest.mark.parametrize(
    ("value", "layout", "expected"),
    [
        (dt.date(2024, 3, 31), "mmm-yy", "Mar-24"),
        (dt.date(2024, 3, 31), "dd/mm/yyyy", "31/03/2024"),
        (dt.date(2024, 3, 5), 'd" of "mmmm yyyy', "5 of March 2024"),
        (dt.date(2024, 3, 31), "mm-dd-yy", "31/03/2024"),
        (dt.datetime(2024, 3, 31, 14, 5), "d/m/yy h:mm AM/PM", "31/3/24 2:05 PM"),
        (dt.date(2024, 3, 31), "[$-F800]dddd, mmmm dd, yyyy", "31 March 2024"),
        (dt.date(2024, 3, 31), "dddd", "Sunday"),
    ],
)
def test_dates_are_shown_under_their_format(value: dt.date, layout: str, expected: str) -> None:
    assert show_date(value, layout) == expected


@pytest.mark.parametrize(
    ("value", "layout", "expected"),
    [
        (2024.0, "General", "2024"),
        (1.1, "General", "1.1"),
        (0.255, "0%", "26%"),
        (1234567, "#,##0", "1,234,567"),
        (1.5, '"£"0.00', "£1.50"),
        (1250, "[$£-809]#,##0.00", "£1,250.00"),
        (-3, "0.0", "-3.0"),
        (7, "000", "007"),
        (0.5, "# ?/?", "0.5"),
        (12, '0" staff"', "12 staff"),
    ],
)
def test_numbers_are_shown_under_their_format(value: float, layout: str, expected: str) -> None:
    assert show_number(value, layout) == expected


def test_each_named_sheet_is_a_section_and_a_hidden_one_is_noted() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Workforce"
    rows(("a", "b"), ("c", "d"))(first)
    rows(("e", "f"), ("g", "h"))(book.create_sheet("Sheet2"))
    secret = book.create_sheet("Lists")
    secret["A1"] = "x"
    secret.sheet_state = "hidden"
    document = read_xlsx(saved(book), Limits())
    assert [(type(block).__name__, getattr(block, "text", "")) for block in document.blocks] == [
        ("Heading", "Workforce"),
        ("Table", ""),
        ("Table", ""),
    ]
    assert [note.code for note in document.notes] == ["hidden_sheet"]


def test_a_cell_far_away_or_a_merge_of_everything_costs_nothing() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(("a", "b"), ("c", "d"))(sheet)
        sheet["A1000000"] = "far"

    assert len(read(fill).blocks) == 2
    data = saved(openpyxl.Workbook())
    assert read_xlsx(data, Limits()).blocks == ()


def test_a_row_number_beyond_any_sheet_is_damage() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"], sheet["A2"] = "a", "b"
    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb'r="(A?)2"', rb'r="\g<1>99999999999"', parts["xl/worksheets/sheet1.xml"]
    )
    with pytest.raises(DocumentUnreadable) as caught:
        read_xlsx(w.zipped(parts), Limits())
    assert caught.value.status == "damaged"


def test_limits_and_broken_files_are_named() -> None:
    for limits in (Limits(max_cells=3), Limits(max_columns=1), Limits(max_characters=2)):
        with pytest.raises(DocumentUnreadable, match="limit"):
            read(rows(("a", "b"), ("c", "d")), limits)
    good = saved(openpyxl.Workbook())
    for data in (b"", good[:300], w.zipped({"xl/workbook.xml": "<x/>"}), w.docx(w.para(text="x"))):
        with pytest.raises(DocumentUnreadable) as caught:
            read_xlsx(data, Limits())
        assert caught.value.status == "damaged"
    with pytest.raises(DocumentUnreadable) as caught:
        read_xlsx(w.zipped({"xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), Limits())
    assert "document type" in caught.value.sentence
