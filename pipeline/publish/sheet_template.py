"""The template as an Excel workbook: one table with a header row, dates as dates, a list of statuses to choose from."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from pipeline.publish.wording import Column, Wording

_HEADER_ROW = 3  # after the title and an empty row
_ROWS = 200  # that are ready to be filled in
_DATE = "d mmmm yyyy"
_DARK = "1F2A44"
_HEAD_FILL = "DCE3F0"


def sheet_template(wording: Wording) -> bytes:
    """Return the bytes of the workbook."""
    book = Workbook()
    book.properties.title, book.properties.creator, book.properties.language = wording.title, "", "en-GB"
    sheet = book.worksheets[0]
    sheet.title = "Actions"
    sheet["A1"].value = wording.title
    sheet["A1"].font = Font(name="Arial", size=16, bold=True, color=_DARK)
    for number, column in enumerate(wording.columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width * 1.7
        head = sheet.cell(_HEADER_ROW, number, column.name)
        head.font = Font(name="Arial", size=11, bold=True, color=_DARK)
        head.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        for row in range(_HEADER_ROW, _HEADER_ROW + _ROWS + 1):
            cell = sheet.cell(row, number)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row > _HEADER_ROW:
                cell.font = Font(name="Arial", size=11)
                cell.number_format = _DATE if column.kind == "date" else "@"
        if (choice := _choice(column, wording)) is not None:
            choice.add(f"{letter}{_HEADER_ROW + 1}:{letter}{_HEADER_ROW + _ROWS}")
            sheet.add_data_validation(choice)
    last = get_column_letter(len(wording.columns))
    table = Table(displayName="Actions", ref=f"A{_HEADER_ROW}:{last}{_HEADER_ROW + wording.rows}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    how = book.create_sheet(wording.how)
    how.column_dimensions["A"].width = 110
    for line in (wording.how, *wording.guidance):
        how.append([line])
    for row in how.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
        row[0].font = Font(name="Arial", size=11, bold=row[0].row == 1)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _choice(column: Column, wording: Wording) -> DataValidation | None:
    """Return what a column's cells may hold, None where anything goes."""
    match column.kind:
        case "status":
            choice = DataValidation(type="list", formula1=f'"{",".join(wording.statuses)}"', allow_blank=True)
            choice.error, choice.prompt = f"One of: {', '.join(wording.statuses)}.", wording.choose_status
        case "date":
            choice = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
            choice.error, choice.prompt = "A day, such as 31 March 2027.", wording.choose_date
        case _:
            return None
    choice.showErrorMessage = choice.showInputMessage = True
    return choice
