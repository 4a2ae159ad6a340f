"""Workbooks (.xlsx, .xlsm): opened under limits, each visible sheet read cell by cell, as a person sees it."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from extractors.document import Block, Document, Heading, Note, Table
from extractors.errors import DocumentUnreadable
from extractors.ink import LEAST_SIZE, PAPER, leaves_ink
from extractors.limits import Limits
from extractors.marked import MarkKind, mark, take_off, without_marks
from extractors.no_width import without_no_width
from extractors.number_text import show_date, show_number, show_text
from extractors.safe_xml import parse_xml, refuse_declarations
from extractors.safe_zip import Archive, open_archive
from extractors.sheet.conditional import colour_by_rules
from extractors.sheet.places import (
    Merges,
    Place,
    Places,
    Seen,
    SheetContent,
    column_letters,
    column_number,
    without_hidden,
)
from extractors.sheet.regions import as_blocks
from extractors.sheet.strings import FORMULA, INLINE, RichText, Run, read_runs, read_strings
from extractors.symbols import is_symbol_font, read_symbols
from extractors.theme import read_scheme, scale_lightness

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LAST_ROW: Final = 1_048_576  # of a sheet, by the format
_LAST_COLUMN: Final = 16_384
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
_STRICT_ID: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_RICH: Final = (b"strike", b"superscript", b'"FFFFFFFF"', b'"00FFFFFF"', b'theme="0"')  # in runs of rich text
_NOTHING_WIDE: Final = re.compile(r"0+(?:\.0*)?")  # a height or width
_ON: Final = frozenset({"1", "true"})


def read_xlsx(data: bytes, limits: Limits) -> Document:
    """Read a spreadsheet held in memory; `pages` is None, a sheet has none until it is printed.

    Raises only `DocumentUnreadable`: `encrypted`, `damaged`, or `unsupported` over a limit and for older formats.
    """
    import openpyxl

    archive = open_archive(data, limits, "spreadsheet")
    if archive.has("xl/workbook.bin"):
        from extractors.office import read_with_libreoffice

        return read_with_libreoffice(data, ".xlsb", limits)
    for name in archive.names():
        if name.lower().endswith((".xml", ".rels")):
            refuse_declarations(archive.read(name), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            blocks, notes = _read_book(book, archive, limits)
            title = " ".join((book.properties.title or "").split()) or None
            author = " ".join((book.properties.creator or "").split()) or None
    except DocumentUnreadable:
        raise
    except MemoryError as error:
        raise DocumentUnreadable("failed", "The spreadsheet needs more memory than there is. Split it.") from error
    except Exception as error:  # openpyxl raises whatever its parsing meets
        raise DocumentUnreadable(
            "damaged", "The spreadsheet cannot be read. Open it in Excel, save a fresh copy and run again."
        ) from error
    return Document(media_type=MEDIA_TYPE, blocks=tuple(blocks), title=title, notes=tuple(notes), author=author)


def _read_book(book: Any, archive: Archive, limits: Limits) -> tuple[list[Block], list[Note]]:
    if not book.worksheets:
        raise DocumentUnreadable(
            "damaged", "No sheet of the workbook is in the file. Open it in Excel, save a fresh copy and run again."
        )
    scheme = _scheme(book.loaded_theme, limits)
    parts = _sheet_parts(archive, limits)
    rich = _rich_strings(archive)
    looks = _Looks(book, scheme)
    blocks: list[Block] = []
    notes: list[Note] = []
    sheets = [sheet for sheet in book.worksheets if _is_visible(sheet, notes)]
    tables = cells = 0
    for sheet in sheets:
        source = archive.read(parts[sheet.title]) if sheet.title in parts else b""
        reader = _SheetReader(sheet, _Strings(rich or sheet._shared_strings), looks, limits)
        content, hidden = reader.read(source, cells)
        notes += [hidden] if hidden is not None else []
        cells += len(content.places)
        if not content.places:
            continue
        if len(sheets) > 1 and not _DEFAULT_NAME.fullmatch(sheet.title):
            blocks.append(Heading(sheet.title, 1))
        found, said = as_blocks(content, tables + 1, limits)
        tables += sum(isinstance(block, Table) for block in found)
        blocks += found
        notes += said
    return blocks, notes


class _Strings(tuple[Any, ...]):
    """The texts that the cells of a workbook name by number; a number below 0 names none."""

    __slots__ = ()

    def __getitem__(self, number: Any) -> Any:
        """Give a text. Raises IndexError where there is none of this number."""
        if isinstance(number, int) and number < 0:
            raise IndexError(number)
        return super().__getitem__(number)


def _is_visible(sheet: Any, notes: list[Note]) -> bool:
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
        target = targets.get(sheet.get(_REL_ID) or sheet.get(_STRICT_ID), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and archive.has(name):
            found[sheet.get("name") or ""] = name
    return found


def _rich_strings(archive: Archive) -> list[RichText | str] | None:
    """The texts of a workbook run by run, where any run is struck, raised or pale; None where plain texts will do."""
    name = "xl/sharedStrings.xml"
    data = archive.read(name) if archive.has(name) else b""
    return list(read_strings(data)) if any(sign in data for sign in _RICH) else None


@dataclass(frozen=True, slots=True)
class _CellLook:
    """What a style of the workbook says of a cell."""

    number_format: str
    fill: str | None
    bordered: bool
    bold: bool
    struck: bool
    raised: bool
    ink: str | None
    points: float
    symbols: str | None  # the font, where its letters are pictures


class _Looks:
    """The styles of a workbook by their number, each worked out once."""

    def __init__(self, book: Any, scheme: dict[str, str]) -> None:
        self._book = book
        self._scheme = scheme
        self._found: dict[int, _CellLook] = {}

    def of(self, sheet: Any, style: int) -> _CellLook:
        """Give a style. Raises IndexError where the workbook has none of this number."""
        if style not in self._found:
            from openpyxl.cell.read_only import ReadOnlyCell

            cell = ReadOnlyCell(sheet, 1, 1, None, style_id=style)
            font, border = cell.font, cell.border
            sides = () if border is None else (border.left, border.right, border.top, border.bottom)
            self._found[style] = _CellLook(
                number_format=cell.number_format or "General",
                fill=self._fill(cell.fill),
                bordered=any(side is not None and side.style not in {None, "none"} for side in sides),
                bold=bool(font and font.b),
                struck=bool(font and font.strike),
                raised=bool(font and font.vertAlign == "superscript"),
                ink=self.colour(font.color) if font is not None else None,
                points=float(font.sz) if font is not None and font.sz else 11.0,
                symbols=font.name if font is not None and is_symbol_font(font.name) else None,
            )
        return self._found[style]

    def _fill(self, pattern: Any) -> str | None:
        """The colour of a solid fill as "#rrggbb"; None for none or white."""
        if pattern is None or getattr(pattern, "fill_type", None) in {None, "none"}:
            return None
        colour = self.colour(getattr(pattern, "fgColor", None))
        return None if colour == PAPER else colour

    def colour(self, colour: Any) -> str | None:
        """A colour of the workbook as "#rrggbb"; None where it is automatic or not known."""
        from openpyxl.styles.colors import COLOR_INDEX

        if colour is None:
            return None
        if colour.type == "rgb":
            digits = str(colour.rgb)[-6:].lower()
        elif colour.type == "theme":
            slot = _THEME_ORDER[colour.theme] if 0 <= colour.theme < len(_THEME_ORDER) else ""
            digits = self._scheme.get(slot, "")
        else:
            digits = COLOR_INDEX[colour.indexed][-6:].lower() if 0 <= colour.indexed < len(COLOR_INDEX) else ""
        if not re.fullmatch(r"[0-9a-f]{6}", digits):
            return None
        tint = float(colour.tint or 0.0)
        if tint < 0:
            digits = scale_lightness(digits, max(0.0, 1 + tint))
        elif tint > 0:
            digits = scale_lightness(digits, 1 - tint, tint)
        return f"#{digits}"


class _SheetReader:
    """Reads the cells of one sheet and counts them against the limits."""

    def __init__(self, sheet: Any, strings: _Strings, looks: _Looks, limits: Limits) -> None:
        self._sheet = sheet
        self._strings = strings
        self._looks = looks
        self._limits = limits

    def read(self, source: bytes, before: int) -> tuple[SheetContent, Note | None]:
        """Give what a sheet shows, and a note of what it hides; `before` cells were read of other sheets.

        Raises `DocumentUnreadable` over a limit.
        """
        parser = self._parser(source)
        values: dict[Place, Any] | None = {} if b"conditionalFormatting" in source else None
        content = SheetContent({})
        read = characters = 0
        for number, row in parser.parse():
            read += len(row)
            self._check(number, read)
            for cell in row:
                place = cell["row"], cell["column"]
                seen = self._seen(cell, place, content)
                if seen is None:
                    continue
                characters += len(seen.text)
                content.places[place] = seen
                if values is not None and cell["value"] is not None:
                    values[place] = cell["value"]
            if before + len(content.places) > self._limits.max_cells or characters > self._limits.max_characters:
                raise DocumentUnreadable(
                    "unsupported",
                    f"The spreadsheet has more than {self._limits.max_cells:,} cells or "
                    f"{self._limits.max_characters:,} characters, the limits. Split it and run again.",
                )
        if not content.places:
            return content, None
        if values:
            self._colour(content, parser.formatting, values)
        content.merges = _read_merges(source, content.places)
        rows = [int(at) for at, row in parser.row_dimensions.items() if _is_hidden(row)]
        return without_hidden(self._sheet.title, content, rows, _hidden_columns(parser.column_dimensions))

    def _parser(self, source: bytes) -> Any:
        from openpyxl.worksheet._reader import WorkSheetParser

        class Parser(WorkSheetParser):
            """Reads a sheet as openpyxl does, with more of each cell."""

            def parse_cell(self, element: Any) -> dict[str, Any]:
                """Give what is read of one cell."""
                return _with_more(super().parse_cell(element), element)

        book = self._sheet.parent
        return Parser(io.BytesIO(source), self._strings, True, book.epoch, book._date_formats, book._timedelta_formats)

    def _check(self, number: int, read: int) -> None:
        if number > _LAST_ROW:
            raise DocumentUnreadable(
                "damaged",
                f"The sheet {self._sheet.title!r} says that it has more rows than a sheet can have. Save a fresh copy.",
            )
        if read > _PADDING * self._limits.max_cells:
            raise DocumentUnreadable(
                "unsupported",
                f"The sheet {self._sheet.title!r} is larger than the limit of {self._limits.max_cells:,} cells allows.",
            )

    def _seen(self, cell: dict[str, Any], place: Place, content: SheetContent) -> Seen | None:
        """What a cell shows; None where it shows nothing."""
        value, style = cell["value"], cell["style_id"]
        not_computed = cell["data_type"] == _NOT_COMPUTED
        if value is None and not style and not not_computed:
            return None
        look = self._looks.of(self._sheet, style)
        if not_computed:
            address = f"{column_letters(place[1])}{place[0]}"
            content.notes.append((place, _not_computed(self._sheet.title, address)))
        text = self._shown(value, look)
        if not text and look.fill is None and not look.bordered and not not_computed:
            return None
        printed = take_off(text)
        return Seen(printed.text, look.fill, bool(printed.text) and look.bold, printed.uncounted, printed.unseen)

    def _shown(self, value: Any, look: _CellLook) -> str:
        """The cell's words as the sheet shows them, lines kept, with the marks of `extractors.marked`."""
        if value is None:
            return ""
        if isinstance(value, RichText):
            return "".join(self._run(run.text, look, run) for run in value)
        if isinstance(value, bool):
            text = str(value).upper()
        elif isinstance(value, (dt.datetime, dt.date, dt.time)):
            text = show_date(value, look.number_format)
        elif isinstance(value, (int, float)):
            text = show_number(value, look.number_format)
        else:
            text = str(value)
            if "@" in look.number_format or ";" in look.number_format:
                text = show_text(text, look.number_format)
            elif look.symbols is not None:
                text = read_symbols(look.symbols, text)
        if not text:  # the format shows nothing of the value
            return mark(_lines(without_marks(str(value))), "unseen")
        return self._run(text, look, None)

    def _run(self, text: str, look: _CellLook, run: Run | None) -> str:
        """One piece of a cell's text as the sheet shows it."""
        shown = _lines(without_marks(text))
        ink = look.ink if run is None or run.colour is None else self._looks.colour(run.colour)
        points = run.points if run is not None and run.points else look.points
        if points <= LEAST_SIZE or (ink is not None and not leaves_ink(ink, look.fill or PAPER)):
            kind: MarkKind = "unseen"
        elif look.struck if run is None or run.struck is None else run.struck:
            kind = "struck"
        elif look.raised if run is None else run.raised:
            kind = "raised"
        else:
            return shown
        return "\n".join(mark(line, kind) for line in shown.split("\n"))

    def _colour(self, content: SheetContent, formatting: Any, values: dict[Place, Any]) -> None:
        """Give the cells the colours of rules that hold for them, over their own fills; tell those not computed."""
        colours = colour_by_rules(formatting, values, self._sheet.parent._differential_styles, self._looks.colour)
        for place, colour in colours.items():
            seen = content.places.get(place, _BLANK)
            if seen is _BLANK and colour in (None, PAPER):
                continue
            if colour is None:
                content.notes.append((place, _COLOUR_NOT_COMPUTED))
            else:
                content.places[place] = replace(seen, fill=None if colour == PAPER else colour)


_BLANK: Final = Seen("")
_COLOUR_NOT_COMPUTED: Final = Note(
    "colour_not_computed",
    "The colour of the cell is given by a rule that this program does not compute. Look at the sheet for the rating.",
)


def _not_computed(sheet: str, address: str) -> Note:
    return Note(
        "value_not_computed",
        f"Cell {address} of the sheet {sheet!r} holds a formula whose value was never computed; it is read as empty. "
        "Open the workbook in Excel or LibreOffice, save it and run again.",
    )


def _lines(text: str) -> str:
    """Text with its white space folded line by line; spaces at the ends of a run stay."""
    if text.isascii() and "\n" not in text and "  " not in text and "\t" not in text and "\r" not in text:
        return text
    text = without_no_width(text).replace("_x000D_", "")
    return "\n".join(_SPACES.sub(" ", line) for line in text.splitlines()) if text else ""


_SPACES: Final = re.compile(r"\s+")
_NOT_COMPUTED: Final = "formula without a value"


def _with_more(found: dict[str, Any], element: Any) -> dict[str, Any]:
    """What openpyxl reads of a cell, with the runs of rich text in it, and formulas without a value told."""
    if element.get("t") == "inlineStr":
        inline = element.find(INLINE)
        if inline is not None and len(inline) > 1:
            found["value"] = read_runs(inline)
    elif found["value"] is None and element.find(FORMULA) is not None:
        found["data_type"] = _NOT_COMPUTED
    return found


def _is_hidden(dimension: dict[str, str]) -> bool:
    """Whether a row or column is hidden, or has no height or width."""
    if (dimension.get("hidden") or "").lower() in _ON:
        return True
    return any(_NOTHING_WIDE.fullmatch(dimension.get(side) or "") for side in ("ht", "width"))


def _hidden_columns(dimensions: dict[str, dict[str, str]]) -> Iterator[int]:
    for column in dimensions.values():
        if _is_hidden(column):
            first, last = int(column.get("min") or 0), int(column.get("max") or 0)
            yield from range(max(1, first), min(last, _LAST_COLUMN) + 1)


def _read_merges(source: bytes, places: Places) -> Merges:
    """Merged ranges, cut to where anything is shown; a merge that overlaps one before it is left out."""
    last_row = max(row for row, _ in places)
    last_column = max(column for _, column in places)
    merges: Merges = {}
    taken: set[Place] = set()
    tried = 0
    for match in _MERGE.finditer(source):
        left, right = sorted((column_number(match[1].decode()), column_number(match[3].decode())))
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
