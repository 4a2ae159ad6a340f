"""The template as a Word file that a screen reader reads well: headings, a marked header row, lists to choose from.

A date and a status are content controls: a calendar and a list. Nothing is merged, the language is set, the table has a
description, rows do not break over pages.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.publish.wording import Column, Wording

_FONT = "Arial"
_LANGUAGE = "en-GB"
_DARK = RGBColor(0x1F, 0x2A, 0x44)  # 14 to 1 on white
_HEAD_FILL = "DCE3F0"  # 11 to 1 under _DARK
_HINT = RGBColor(0x59, 0x59, 0x59)  # 7 to 1 on white
_PROMPT = "Placeholder Text"  # Word's own style for what a control shows until something is chosen


def word_template(wording: Wording) -> bytes:
    """Return the bytes of the Word file."""
    document: Any = Document()
    properties = document.core_properties
    properties.title, properties.language = wording.title, _LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = ""
    _set_styles(document)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    document.add_heading(wording.title, 1)
    document.add_heading(wording.objective, 2)
    _add_table(document, wording, section.page_width - section.left_margin - section.right_margin)
    document.add_page_break()
    document.add_heading(wording.how, 2)
    for line in wording.guidance:
        document.add_paragraph(line, style="List Bullet")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _set_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.element.get_or_add_rPr().append(_made("w:lang", val=_LANGUAGE))
    for level, size in ((1, 20), (2, 15)):
        heading = document.styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb = Pt(size), _DARK
        fonts = heading.element.rPr.rFonts
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), _FONT)
    document.styles.add_style(_PROMPT, WD_STYLE_TYPE.CHARACTER).font.color.rgb = _HINT


def _add_table(document: Any, wording: Wording, width: int) -> None:
    columns = [column for column in wording.columns if not column.sheet_only]
    total = sum(column.width for column in columns)
    table = document.add_table(rows=1 + wording.rows, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for name, value in (("firstRow", "1"), ("firstColumn", "0"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    properties.append(_made("w:tblCaption", val=wording.table.split(":")[0]))
    properties.append(_made("w:tblDescription", val=wording.table))
    for column, grid in zip(columns, table.columns, strict=True):
        grid.width = width * column.width // total
    for number, row in enumerate(table.rows):
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(_made("w:cantSplit"))
        if number == 0:
            row_properties.append(_made("w:tblHeader"))
        for column, cell in zip(columns, row.cells, strict=True):
            cell.width = width * column.width // total
            if number == 0:
                run = cell.paragraphs[0].add_run(column.name)
                run.bold, run.font.color.rgb = True, _DARK
                cell._tc.get_or_add_tcPr().append(_made("w:shd", val="clear", color="auto", fill=_HEAD_FILL))
            elif column.kind != "text":
                cell.paragraphs[0]._p.append(_control(column, wording))


def _control(column: Column, wording: Wording) -> Any:
    """Return a control that offers a calendar or the list of statuses; until one is chosen it shows what to do."""
    control, properties, content = _made("w:sdt"), _made("w:sdtPr"), _made("w:sdtContent")
    is_date = column.kind == "date"
    properties.append(_made("w:alias", val=column.name))
    properties.append(_made("w:showingPlcHdr"))
    if is_date:
        choice = _made("w:date")
        choice.append(_made("w:dateFormat", val="d MMMM yyyy"))
        choice.append(_made("w:lid", val=_LANGUAGE))
    else:
        choice = _made("w:dropDownList")
        for status in wording.statuses:
            choice.append(_made("w:listItem", displayText=status, value=status))
    properties.append(choice)
    run, run_properties, text = _made("w:r"), _made("w:rPr"), _made("w:t")
    run_properties.append(_made("w:rStyle", val=_PROMPT.replace(" ", "")))
    text.text = wording.choose_date if is_date else wording.choose_status
    run.append(run_properties)
    run.append(text)
    content.append(run)
    control.append(properties)
    control.append(content)
    return control


def _made(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
