"""Workbooks as one XML file (SpreadsheetML 2003, "XML Spreadsheet"), which Excel saves with the ending .xml or .xls.

Source: Microsoft, XML Spreadsheet Reference (Office 2003).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from extractors.document import Block, Document, Heading, Note, Table
from extractors.errors import DocumentUnreadable
from extractors.ink import PAPER, leaves_ink
from extractors.limits import Limits
from extractors.marked import MarkKind, mark, take_off, without_marks
from extractors.number_text import show_date, show_number, show_text
from extractors.safe_xml import parse_xml
from extractors.sheet.places import Place, Seen, SheetContent, without_hidden
from extractors.sheet.regions import as_blocks

MEDIA_TYPE: Final = "application/vnd.ms-excel"
_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DEFAULT_NAME: Final = re.compile(r"(?:Sheet|Table|Worksheet)\s*\d*", re.IGNORECASE)
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_NAMED_FORMATS: Final = {
    "Short Date": "dd/mm/yyyy", "Medium Date": "dd-mmm-yy", "Long Date": "d mmmm yyyy", "Percent": "0.00%",
    "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "£#,##0.00", "General Date": "dd/mm/yyyy hh:mm",
    "Yes/No": '"Yes";"Yes";"No"', "True/False": '"True";"True";"False"', "On/Off": '"On";"On";"Off"',
}  # fmt: skip
_MARKED_BY: Final[dict[str, MarkKind]] = {"s": "struck", "strike": "struck", "del": "struck", "sup": "raised"}
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of a sheet
_MOST_ROWS: Final = 2_000  # that a merged cell covers here
_MOST_COLUMNS: Final = 256
_ON: Final = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class _Style:
    fill: str | None = None
    bold: bool = False
    struck: bool = False
    raised: bool = False
    ink: str | None = None
    number_format: str = "General"
    bordered: bool = False


def read_spreadsheetml(data: bytes, limits: Limits) -> Document:
    """Read a workbook held in memory as one XML file; `pages` is None.

    Raises only `DocumentUnreadable`: `damaged`, or `unsupported` over a limit.
    """
    root = parse_xml(data, "workbook", min(limits.max_bytes, limits.max_unpacked_bytes // 4))
    styles = _styles(root)
    sheets = list(root.iter(_SS + "Worksheet"))
    blocks: list[Block] = []
    notes: list[Note] = []
    tables = cells = 0
    for sheet in sheets:
        name = sheet.get(_SS + "Name") or ""
        if _is_hidden_sheet(sheet):
            sentence = f"The sheet {name!r} is hidden and was not read. Unhide it if it matters."
            notes.append(Note("hidden_sheet", sentence))
            continue
        content, hidden = _read_sheet(sheet, name, styles, limits.max_cells - cells)
        notes += [hidden] if hidden is not None else []
        cells += len(content.places)
        if not content.places:
            continue
        if len(sheets) > 1 and not _DEFAULT_NAME.fullmatch(name):
            blocks.append(Heading(name, 1))
        found, said = as_blocks(content, tables + 1, limits)
        tables += sum(isinstance(block, Table) for block in found)
        blocks += found
        notes += said
    title = root.findtext("{*}DocumentProperties/{*}Title")
    title = " ".join((title or "").split()) or None
    return Document(media_type=MEDIA_TYPE, blocks=tuple(blocks), title=title, notes=tuple(notes))


def _is_hidden_sheet(sheet: etree._Element) -> bool:
    return (sheet.findtext("{*}WorksheetOptions/{*}Visible") or "").strip() in ("SheetHidden", "SheetVeryHidden")


def _styles(root: etree._Element) -> dict[str, _Style]:
    """The styles of a workbook by their names, with what they inherit."""
    elements = {style.get(_SS + "ID") or "": style for style in root.iter(_SS + "Style")}
    found: dict[str, _Style] = {}
    for name, element in elements.items():
        parent = element.get(_SS + "Parent") or "Default"
        base = found.get(parent) or (_style(elements[parent], _Style()) if parent in elements else _Style())
        found[name] = _style(element, base)
    return found


def _style(element: etree._Element, base: _Style) -> _Style:
    said = base
    interior = element.find(_SS + "Interior")
    if interior is not None and (interior.get(_SS + "Pattern") or "Solid") != "None":
        colour = (interior.get(_SS + "Color") or "").lower()
        said = replace(said, fill=colour if _COLOUR.fullmatch(colour) and colour != PAPER else None)
    font = element.find(_SS + "Font")
    if font is not None:
        colour = (font.get(_SS + "Color") or "").lower()
        said = replace(
            said,
            bold=_is_on(font.get(_SS + "Bold")),
            struck=_is_on(font.get(_SS + "StrikeThrough")),
            raised=font.get(_SS + "VerticalAlign") == "Superscript",
            ink=colour if _COLOUR.fullmatch(colour) else None,
        )
    layout = element.find(_SS + "NumberFormat")
    if layout is not None:
        name = layout.get(_SS + "Format") or "General"
        said = replace(said, number_format=_NAMED_FORMATS.get(name, name))
    borders = element.find(_SS + "Borders")
    return said if borders is None else replace(said, bordered=len(borders) > 0)


def _is_on(value: str | None) -> bool:
    return (value or "").lower() in _ON


def _read_sheet(
    sheet: etree._Element, name: str, styles: Mapping[str, _Style], left: int
) -> tuple[SheetContent, Note | None]:
    """What a sheet shows, and a note of what it hides. Raises `DocumentUnreadable` over `left` cells."""
    content = SheetContent({})
    table = sheet.find(_SS + "Table")
    if table is None:
        return content, None
    hidden_rows: list[int] = []
    for number, row in _numbered(table, "Row"):
        if _is_on(row.get(_SS + "Hidden")):
            hidden_rows += range(number, min(number + _whole(row.get(_SS + "Span")), _LAST_ROW) + 1)
        style = row.get(_SS + "StyleID") or "Default"
        for column, cell in _numbered(row, "Cell"):
            look = styles.get(cell.get(_SS + "StyleID") or style, _Style())
            _read_cell(cell, (number, column), look, content)
        if len(content.places) > left:
            raise DocumentUnreadable("unsupported", "The spreadsheet has more cells than the limit. Split it.")
    hidden_columns: list[int] = []
    for number, column_element in _numbered(table, "Column"):
        if _is_on(column_element.get(_SS + "Hidden")):
            last = min(number + _whole(column_element.get(_SS + "Span")), _LAST_COLUMN)
            hidden_columns += range(number, last + 1)
    return without_hidden(name, content, hidden_rows, hidden_columns)


def _numbered(parent: etree._Element, name: str) -> Iterator[tuple[int, etree._Element]]:
    """The rows, columns or cells of a parent, each with its number: its index, else the one after the last."""
    at = 0
    for child in parent.iterchildren(_SS + name):
        at = _whole(child.get(_SS + "Index")) or at + 1
        yield at, child
        at += _whole(child.get(_SS + ("MergeAcross" if name == "Cell" else "Span")))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def _read_cell(cell: etree._Element, place: Place, look: _Style, content: SheetContent) -> None:
    data = cell.find(_SS + "Data")
    text = "" if data is None else _shown(data, look)
    if not text and look.fill is None and not look.bordered:
        return
    printed = take_off(text)
    content.places[place] = Seen(
        printed.text, look.fill, bool(printed.text) and look.bold, printed.uncounted, printed.unseen
    )
    height, width = _whole(cell.get(_SS + "MergeDown")) + 1, _whole(cell.get(_SS + "MergeAcross")) + 1
    if height * width > 1:
        content.merges[place] = (min(height, _MOST_ROWS), min(width, _MOST_COLUMNS))


def _shown(data: etree._Element, look: _Style) -> str:
    """The words of a cell as the sheet shows them, with the marks of `extractors.marked`."""
    kind = data.get(_SS + "Type") or "String"
    if kind == "String" and len(data):
        return _tidied("".join(_rich(data, look, None)))
    text = without_marks(data.text or "")
    shown = _by_format(text, kind, look.number_format)
    if not shown:
        return mark(text, "unseen")
    own = _kind_of(look, look.ink)
    return "\n".join(line if own is None else mark(line, own) for line in _tidied(shown).split("\n"))


def _by_format(text: str, kind: str, number_format: str) -> str:
    match kind:
        case "Number":
            try:
                return show_number(float(text), number_format)
            except ValueError:
                return text
        case "DateTime":
            try:
                return show_date(dt.datetime.fromisoformat(text.strip()), number_format)
            except ValueError:
                return text
        case "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
        case "String" if "@" in number_format or ";" in number_format:
            return show_text(text, number_format)
        case _:
            return text


def _kind_of(look: _Style, ink: str | None) -> MarkKind | None:
    if ink is not None and not leaves_ink(ink, look.fill or PAPER):
        return "unseen"
    return "struck" if look.struck else "raised" if look.raised else None


def _rich(element: etree._Element, look: _Style, kind: MarkKind | None) -> Iterator[str]:
    """The text of a cell written with the marks of HTML, each piece with what it counts for."""
    own = kind or _kind_of(look, look.ink)
    if element.text:
        text = without_marks(element.text)
        yield text if own is None else mark(text, own)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = etree.QName(child).localname.lower()
        if tag == "br":
            yield "\n"
        colour = next((str(said).lower() for name, said in child.attrib.items() if str(name).endswith("Color")), "")
        inner = kind or _MARKED_BY.get(tag)
        if _COLOUR.fullmatch(colour) and not leaves_ink(colour, look.fill or PAPER):
            inner = "unseen"
        yield from _rich(child, look, inner)
        if child.tail:
            text = without_marks(child.tail)
            yield text if own is None else mark(text, own)


def _tidied(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
