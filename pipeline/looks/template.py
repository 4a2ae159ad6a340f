"""A workbook of what is worth a look, a line each, to be filled in by people and read back as corrections."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipeline.corrections.corrections_file import COLUMNS
from pipeline.looks.look import Look
from pipeline.store.spreadsheet import xlsx_cell

_TOLD = ("council", "source", "doubt")  # for the person; not read back
_HEADINGS = (*_TOLD, *COLUMNS[:-4], "right", *COLUMNS[-4:])
_WIDE = {"printed": 50, "read": 30, "correct": 30, "doubt": 45, "source": 30, "council": 24, "why": 30}
_FILLED = ("right", "correct", "by", "why")
_FIXED = datetime(2000, 1, 1)


def template_workbook(looks: Sequence[Look]) -> bytes:
    """Return an .xlsx with a line for each look; the columns to fill in are coloured.

    What a whole column holds is left to the review: a line of a sheet is about one value.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("corrections")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(_HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 11)
    heading = [xlsx_cell(sheet, name) for name in _HEADINGS]
    for cell in heading:
        cell.font = Font(bold=True)
        if cell.value in _FILLED:
            cell.fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.append(heading)
    looks = [look for look in looks if look.kind != "column"]
    for look in looks:
        sheet.append([xlsx_cell(sheet, value) for value in _line(look)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADINGS))}{len(looks) + 1}"
    book.properties.created = _FIXED
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _line(look: Look) -> list[Any]:
    chance = f" ({look.chance:.0%} right)" if look.chance < 1 else ""
    told = {
        "council": look.council,
        "source": look.source,
        "doubt": f"{look.message}{chance}",
        "sha256": look.document_id,
        "page": look.page,
        "table": look.table,
        "row": look.row,
        "field": look.field,
        "printed": look.printed,
        "read": look.read,
    }
    return [told.get(name) for name in _HEADINGS]
