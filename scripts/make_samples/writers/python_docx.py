"""Word files made with python-docx: Word's own table styles, merged cells, header rows, lists, shading."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from scripts.make_samples.blocks import Block, Cell, Heading, PageBreak, Paragraph, Table, place
from scripts.make_samples.writers.stamps import STAMP, fix_zip


def write_docx(
    blocks: Sequence[Block],
    title: str,
    *,
    author: str,
    landscape: bool = False,
    footer: str | None = None,
    font: str = "Liberation Sans",
    size: float = 10,
) -> bytes:
    """Return the bytes of a Word file; rows marked as header repeat on each page."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.created = properties.modified = STAMP
    properties.comments, properties.revision = "", 1
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.paragraph_format.space_after = Pt(4)
    for level in (1, 2, 3):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.color.rgb = font, RGBColor(0x1F, 0x38, 0x64)
        heading.element.rPr.rFonts.attrib.clear()
        heading.element.rPr.rFonts.set(qn("w:ascii"), font)
        heading.element.rPr.rFonts.set(qn("w:hAnsi"), font)
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    if footer:
        section.footer.paragraphs[0].text = footer
    inside = section.page_width - section.left_margin - section.right_margin
    for block in blocks:
        match block:
            case Heading():
                document.add_heading(block.text, block.level)
            case Paragraph():
                _fill_paragraphs(document, block.text, bold=block.bold)
            case PageBreak():
                document.add_page_break()  # type: ignore[no-untyped-call]
            case Table():
                _add_table(document, block, inside)
                document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return fix_zip(out.getvalue())


def _fill_paragraphs(container: Any, text: str, *, bold: bool = False) -> None:
    for line in text.split("\n"):
        if line.startswith("• "):
            container.add_paragraph(line.removeprefix("• "), style="List Bullet")
        else:
            paragraph = container.add_paragraph(line)
            if bold:
                paragraph.runs[0].bold = True


def _add_table(document: Any, table: Table, inside: int) -> None:
    rows, columns = len(table.rows), len(table.widths)
    made = document.add_table(rows=rows, cols=columns, style="Table Grid")
    made.autofit = False
    unit = inside / sum(table.widths)
    grid = [[made.rows[r].cells[c] for c in range(columns)] for r in range(rows)]
    for c, width in enumerate(table.widths):
        made.columns[c].width = int(width * unit)
        for r in range(rows):
            grid[r][c].width = int(width * unit)
    for row in made.rows[: table.header_rows]:
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)
    for placed in place(table):
        cell = placed.cell
        box = grid[placed.row][placed.column]
        if cell.column_span > 1 or cell.row_span > 1:
            box = box.merge(grid[placed.row + cell.row_span - 1][placed.column + cell.column_span - 1])
        _fill_cell(box, cell)


def _fill_cell(box: Any, cell: Cell) -> None:
    if cell.fill:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:color"), "auto")
        shade.set(qn("w:fill"), cell.fill.lstrip("#"))
        box._tc.get_or_add_tcPr().append(shade)
    for extra in box.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    first = True
    for line in cell.text.split("\n"):
        paragraph = box.paragraphs[0] if first else box.add_paragraph()
        first = False
        if line.startswith("• "):
            paragraph.style = "List Bullet"
            line = line.removeprefix("• ")
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(line)
        run.bold = cell.bold or None
        if cell.light_on_dark:
            run.font.color.rgb = RGBColor(255, 255, 255)
