"""Spreadsheets (.xlsx, .xlsm) as a `Document`: one table for each region of filled cells on each visible sheet.

Values are those that were last computed; formulas are never run. A region ends at an empty row or column; rows below a
gap of at most two empty rows belong to the region above where they keep to its columns. A cell alone is a line of text.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from extractors.document import Block, Cell, Document, Heading, Note, Paragraph, Table
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.number_text import show_date, show_number
from extractors.safe_xml import parse_xml, refuse_declarations
from extractors.safe_zip import Archive, open_archive
from extractors.theme import read_scheme, scale_lightness

if TYPE_CHECKING:
    from lxml import etree

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GAP: Final = 2  # empty rows that a table may have inside it
_LAST_ROW: Final = 1_048_576  # of a sheet, by the format
_NEIGHBOURS: Final = 32  # regions before one that are looked at for the one it continues
_MERGED: Final = 5_000_000  # places that merges may cover on one sheet
_PADDING: Final = 20  # empty places read for each cell that the limits allow, before a sheet counts as hostile
_THEME_ORDER: Final = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_MERGE: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_DEFAULT_NAME: Final = re.compile(r"(?:Sheet|Table|Worksheet)\s*\d*", re.IGNORECASE)
_REL_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class _Seen:
    """One cell that a reader sees: words, colour or a border; rows and columns count from 1."""

    text: str
    fill: str | None
    bold: bool


_Places = dict[tuple[int, int], _Seen]
_Merges = dict[tuple[int, int], tuple[int, int]]  # first cell -> rows and columns covered


def read_xlsx(data: bytes, limits: Limits) -> Document:
    """Read a spreadsheet held in memory; `pages` is None, a sheet has none until it is printed.

    Raises only `DocumentUnreadable`: `encrypted`, `damaged`, or `unsupported` over a limit and for older formats.
    """
    import openpyxl

    archive = open_archive(data, limits, "spreadsheet")
    if archive.has("xl/workbook.bin"):
        raise DocumentUnreadable(
            "unsupported", "This is a binary workbook (.xlsb). Save a copy as .xlsx in Excel and run again."
        )
    for name in archive.names():
        if name.lower().endswith((".xml", ".rels")):
            refuse_declarations(archive.read(name), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            blocks, notes = _read_book(book, archive, limits)
            title = " ".join((book.properties.title or "").split()) or None
    except DocumentUnreadable:
        raise
    except MemoryError as error:
        raise DocumentUnreadable("failed", "The spreadsheet needs more memory than there is. Split it.") from error
    except Exception as error:  # openpyxl raises whatever its parsing meets
        raise DocumentUnreadable(
            "damaged", "The spreadsheet cannot be read. Open it in Excel, save a fresh copy and run again."
        ) from error
    return Document(media_type=MEDIA_TYPE, blocks=tuple(blocks), title=title, notes=tuple(notes))


def _read_book(book: Any, archive: Archive, limits: Limits) -> tuple[list[Block], list[Note]]:
    if not book.worksheets:
        raise DocumentUnreadable(
            "damaged", "No sheet of the workbook is in the file. Open it in Excel, save a fresh copy and run again."
        )
    scheme = _scheme(book.loaded_theme, limits)
    parts = _sheet_parts(archive, limits)
    blocks: list[Block] = []
    notes: list[Note] = []
    sheets = [(sheet, found) for sheet in book.worksheets if (found := _visible(sheet, notes))]
    tables = cells = 0
    for sheet, _ in sheets:
        source = archive.read(parts[sheet.title]) if sheet.title in parts else b""
        sheet._shared_strings = _Strings(sheet._shared_strings)
        places = _read_places(sheet, scheme, limits, cells)
        cells += len(places)
        if not places:
            continue
        if len(sheets) > 1 and not _DEFAULT_NAME.fullmatch(sheet.title):
            blocks.append(Heading(sheet.title, 1))
        merges = _read_merges(source, places)
        columns_of: dict[int, list[int]] = {}
        for row, column in sorted(places):
            columns_of.setdefault(row, []).append(column)
        for region in _regions(places, merges):
            block = _as_block(region, places, columns_of, merges, tables + 1)
            tables += isinstance(block, Table)
            blocks.append(block)
    return blocks, notes


class _Strings(tuple[Any, ...]):
    """The texts that the cells of a workbook name by number; a number below 0 names none."""

    __slots__ = ()

    def __getitem__(self, number: Any) -> Any:
        """Give a text. Raises IndexError where there is none of this number."""
        if isinstance(number, int) and number < 0:
            raise IndexError(number)
        return super().__getitem__(number)


def _visible(sheet: Any, notes: list[Note]) -> bool:
    """False for a sheet that its author has hidden; a note says so."""
    if sheet.sheet_state == "visible":
        return True
    notes.append(
        Note("hidden_sheet", f"The sheet {sheet.title!r} is hidden and was not read. Unhide it if it matters.")
    )
    return False


def _scheme(theme: bytes | None, limits: Limits) -> dict[str, str]:
    try:
        return read_scheme(parse_xml(theme, "theme", limits.max_unpacked_bytes // 4)) if theme else {}
    except DocumentUnreadable:
        return {}


def _sheet_parts(archive: Archive, limits: Limits) -> dict[str, str]:
    """The name of each sheet -> the part that holds it."""
    most = limits.max_unpacked_bytes // 4
    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not (archive.has(workbook) and archive.has(relations)):
        return {}
    targets = {
        relation.get("Id"): (relation.get("Target") or "")
        for relation in parse_xml(archive.read(relations), relations, most)
    }
    found: dict[str, str] = {}
    for sheet in parse_xml(archive.read(workbook), workbook, most).iter("{*}sheet"):
        target = targets.get(_relation_id(sheet), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and archive.has(name):
            found[sheet.get("name") or ""] = name
    return found


def _relation_id(sheet: etree._Element) -> str | None:
    return sheet.get(_REL_ID) or sheet.get("{http://purl.oclc.org/ooxml/officeDocument/relationships}id")


def _read_places(sheet: Any, scheme: dict[str, str], limits: Limits, before: int) -> _Places:
    """Every cell of a sheet that shows something, by row and column."""
    places: _Places = {}
    read = characters = 0
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        read += len(row)
        if number > _LAST_ROW:
            raise DocumentUnreadable(
                "damaged",
                f"The sheet {sheet.title!r} says that it has more rows than a sheet can have. Save a fresh copy.",
            )
        if read > _PADDING * limits.max_cells:
            raise DocumentUnreadable(
                "unsupported",
                f"The sheet {sheet.title!r} is larger than the limit of {limits.max_cells:,} cells allows.",
            )
        for cell in row:
            style = getattr(cell, "style_array", None) or getattr(cell, "_style_id", 0)
            if cell.value is None and not style:
                continue
            text = _shown(cell)
            fill = _fill(cell, scheme)
            if not text and fill is None and not _bordered(cell):
                continue
            characters += len(text)
            places[cell.row, cell.column] = _Seen(text, fill, bool(text) and bool(cell.font and cell.font.b))
            if cell.column > limits.max_columns and text:
                raise DocumentUnreadable(
                    "unsupported",
                    f"The sheet {sheet.title!r} has more than {limits.max_columns:,} columns, the limit. Split it.",
                )
        if before + len(places) > limits.max_cells or characters > limits.max_characters:
            raise DocumentUnreadable(
                "unsupported",
                f"The spreadsheet has more than {limits.max_cells:,} cells or {limits.max_characters:,} characters, "
                "the limits. Split it and run again.",
            )
    return places


def _shown(cell: Any) -> str:
    """The cell's words as the sheet shows them, lines kept."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return show_date(value, cell.number_format or "")
    if isinstance(value, (int, float)):
        return show_number(value, cell.number_format or "General")
    lines = (" ".join(line.split()) for line in str(value).replace("\u00ad", "").splitlines())
    return "\n".join(line for line in lines if line)


def _fill(cell: Any, scheme: dict[str, str]) -> str | None:
    """The colour of a solid fill as "#rrggbb"; None for none or white."""
    pattern = cell.fill
    if pattern is None or getattr(pattern, "fill_type", None) in {None, "none"}:
        return None
    digits = _digits(getattr(pattern, "fgColor", None), scheme)
    return None if digits in {None, "ffffff"} else f"#{digits}"


def _digits(colour: Any, scheme: dict[str, str]) -> str | None:
    from openpyxl.styles.colors import COLOR_INDEX

    if colour is None:
        return None
    if colour.type == "rgb":
        digits = str(colour.rgb)[-6:].lower()
    elif colour.type == "theme":
        slot = _THEME_ORDER[colour.theme] if 0 <= colour.theme < len(_THEME_ORDER) else ""
        digits = scheme.get(slot, "")
    else:
        digits = COLOR_INDEX[colour.indexed][-6:].lower() if 0 <= colour.indexed < len(COLOR_INDEX) else ""
    if not re.fullmatch(r"[0-9a-f]{6}", digits):
        return None
    tint = float(colour.tint or 0.0)
    if tint < 0:
        return scale_lightness(digits, max(0.0, 1 + tint))
    return scale_lightness(digits, 1 - tint, tint) if tint > 0 else digits


def _bordered(cell: Any) -> bool:
    border = cell.border
    sides = () if border is None else (border.left, border.right, border.top, border.bottom)
    return any(side is not None and side.style not in {None, "none"} for side in sides)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_merges(source: bytes, places: _Places) -> _Merges:
    """Merged ranges, cut to where anything is shown; a merge that overlaps one before it is left out."""
    last_row = max(row for row, _ in places)
    last_column = max(column for _, column in places)
    merges: _Merges = {}
    taken: set[tuple[int, int]] = set()
    tried = 0
    for match in _MERGE.finditer(source):
        left, right = sorted((_column(match[1]), _column(match[3])))
        top, bottom = sorted((int(match[2]), int(match[4])))
        rows = min(bottom, max(last_row, top)) - top + 1
        columns = min(right, max(last_column, left)) - left + 1
        if (top, left) not in places or rows * columns < 2:
            continue
        tried += rows * columns
        if tried > _MERGED:
            break
        covered = {(row, column) for row in range(top, top + rows) for column in range(left, left + columns)}
        if not covered & taken:
            taken |= covered
            merges[top, left] = (rows, columns)
    return merges


@dataclass(slots=True)
class _Region:
    """A rectangle of cells, edges included."""

    top: int
    left: int
    bottom: int
    right: int


def _regions(places: _Places, merges: _Merges) -> list[_Region]:
    """The regions of cells that touch, from top to bottom, then left to right."""
    spans = {place: merges.get(place, (1, 1)) for place in places}
    rows: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (height, width) in spans.items():
        for covered in range(row, row + height):
            rows.setdefault(covered, []).append((column, column + width - 1))
    regions: list[_Region] = []
    open_regions: list[_Region] = []
    for row in sorted(rows):
        open_regions = [region for region in open_regions if region.bottom >= row - 1]
        for left, right in _runs(rows[row]):
            touching = [region for region in open_regions if region.left <= right + 1 and left <= region.right + 1]
            merged = _Region(row, left, row, right)
            for region in touching:
                merged = _Region(
                    min(merged.top, region.top), min(merged.left, region.left), row, max(merged.right, region.right)
                )
                open_regions.remove(region)
                regions.remove(region)
            open_regions.append(merged)
            regions.append(merged)
    regions.sort(key=lambda region: (region.top, region.left))
    return _joined(regions, places)


def _runs(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Columns that lie side by side, as first and last."""
    first = last = 0
    for left, right in sorted(spans):
        if first and left <= last + 1:
            last = max(last, right)
        else:
            if first:
                yield first, last
            first, last = left, right
    if first:
        yield first, last


def _joined(regions: list[_Region], places: _Places) -> list[_Region]:
    """Join a region to the one above it across a small gap where it keeps to its columns and has more than one."""
    joined: list[_Region] = []
    for region in regions:
        above = next((near for near in reversed(joined[-_NEIGHBOURS:]) if _continues(near, region)), None)
        if above is None or _is_headed(region, places):
            joined.append(region)
        else:
            above.bottom = region.bottom
    return joined


def _is_headed(region: _Region, places: _Places) -> bool:
    """True where the first full row of a region is bold throughout and the row below is not: a table of its own."""
    bold: list[bool] = []
    for row in range(region.top, region.bottom + 1):
        seen = [places.get((row, column)) for column in range(region.left, region.right + 1)]
        printed = [cell for cell in seen if cell is not None and cell.text]
        if len(printed) >= 2:
            bold.append(all(cell.bold for cell in printed))
        if len(bold) == 2:
            break
    return bold == [True, False]


def _continues(above: _Region, region: _Region) -> bool:
    return (
        above.right > above.left
        and region.right > region.left
        and above.left <= region.left
        and region.right <= above.right
        and 0 < region.top - above.bottom - 1 <= _GAP
    )


def _as_block(
    region: _Region, places: _Places, columns_of: dict[int, list[int]], merges: _Merges, number: int
) -> Block:
    """A region as a table; one of a single cell as a line of text."""
    inside = [
        (row, column)
        for row in range(region.top, region.bottom + 1)
        for column in columns_of.get(row, ())
        if region.left <= column <= region.right
    ]
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for place in inside:
        height, width = merges.get(place, (1, 1))
        for row in range(place[0], place[0] + height):
            for column in range(place[1], place[1] + width):
                if (row, column) != place and (height, width) != (1, 1):
                    covered[row, column] = place
    firsts = [place for place in inside if place not in covered]
    texts = {place: places[place].text for place in firsts}
    for place, first in covered.items():  # words under a merged cell are not shown, but they are in the file
        if place in places and places[place].text:
            texts[first] = f"{texts[first]}\n{places[place].text}".strip()
    if len(firsts) == 1:
        seen = places[firsts[0]]
        text = texts[firsts[0]]
        return Heading(text) if seen.bold and text else Paragraph(text, bold=seen.bold)
    cells = tuple(
        Cell(
            row=place[0] - region.top + 1,
            column=place[1] - region.left + 1,
            text=texts[place],
            row_span=min(merges.get(place, (1, 1))[0], region.bottom - place[0] + 1),
            column_span=min(merges.get(place, (1, 1))[1], region.right - place[1] + 1),
            fill=places[place].fill,
            bold=places[place].bold,
        )
        for place in firsts
    )
    return Table(
        number=number,
        rows=region.bottom - region.top + 1,
        columns=region.right - region.left + 1,
        cells=cells,
        words=sum(len(places[place].text.split()) for place in inside),
        route="sheet",
        exact_spans=False,  # authors of sheets seldom merge the cells of a title
    )
