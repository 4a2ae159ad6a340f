"""Workbooks made with openpyxl: one sheet, borders round cells, shades, merged cells, columns as wide as they need."""

from __future__ import annotations

import io
from collections.abc import Sequence

from scripts.make_samples.blocks import Block, Heading, Paragraph, Table, place
from scripts.make_samples.writers.stamps import fix_zip


def write_xlsx(blocks: Sequence[Block], title: str) -> bytes:
    """A workbook of one sheet by openpyxl, its blocks one below the other with rows left free between them."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet, thin = book.active, Side("thin")
    assert sheet is not None
    book.properties.title = title
    row = 1
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                if block.text:
                    sheet.cell(row, 1, block.text).font = Font(bold=isinstance(block, Heading) or block.bold)
                row += 4 if isinstance(block, Heading) else 3
            case Table():
                for column, width in enumerate(block.widths, start=1):
                    sheet.column_dimensions[get_column_letter(column)].width = width
                for at in place(block):
                    made = sheet.cell(row + at.row, 1 + at.column, at.cell.text or None)
                    made.font, made.alignment = Font(bold=at.cell.bold), Alignment(wrap_text=True, vertical="top")
                    made.border = Border(thin, thin, thin, thin)
                    if at.cell.fill:
                        made.fill = PatternFill("solid", fgColor=at.cell.fill.lstrip("#").upper())
                    if (at.cell.row_span, at.cell.column_span) != (1, 1):
                        last = row + at.row + at.cell.row_span - 1, at.column + at.cell.column_span
                        sheet.merge_cells(None, row + at.row, 1 + at.column, *last)
                row += len(block.rows) + 3
    out = io.BytesIO()
    book.save(out)
    return fix_zip(out.getvalue())
