"""One Word table as a `Table`: its rows in the grid, merged cells as one cell, fills and boldness by cell and style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.document import Cell, Note, Table
from extractors.errors import DocumentUnreadable
from extractors.ink import PAPER
from extractors.limits import Limits
from extractors.marked import take_off, unseen_note, wordless_note
from extractors.word.cells import CellContent, own_shade, read_cell
from extractors.word.content import printed_rows
from extractors.word.context import Context
from extractors.word.grid import Placed, place_cells
from extractors.word.names import TRPR, W, child_value, is_on
from extractors.word.shading import read_shade
from extractors.word.styles import Conditional, TableStyle
from extractors.word.words import count_table_words

_DRAWN: Final = (W + "drawing", W + "pict", W + "object")
_LOOK_BITS: Final = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


@dataclass(frozen=True, slots=True)
class _Look:
    """Which parts of its style a table uses."""

    style: TableStyle
    first_row: bool
    last_row: bool
    first_column: bool
    last_column: bool
    row_bands: bool
    column_bands: bool
    own_shade: etree._Element | None  # w:tblPr/w:shd

    def kinds(self, row: int, rows: int, start: int, end: int, columns: int) -> list[str]:
        """The kinds of cell that a place is, weakest first (ECMA-376 17.7.6); `row` and columns count from 0."""
        first_row, last_row = self.first_row and row == 0, self.last_row and row == rows - 1 and row > 0
        first_column, last_column = self.first_column and start == 0, self.last_column and end == columns
        kinds: list[str] = []
        if self.column_bands and not first_column and not last_column:
            band = (start - self.first_column) // self.style.column_band
            kinds.append("band2Vert" if band % 2 else "band1Vert")
        if self.row_bands and not first_row and not last_row:
            band = (row - self.first_row) // self.style.row_band
            kinds.append("band2Horz" if band % 2 else "band1Horz")
        kinds += ["firstRow"] * first_row + ["lastRow"] * last_row
        kinds += ["firstCol"] * first_column + ["lastCol"] * last_column
        if first_row:
            kinds += ["nwCell"] * first_column + ["neCell"] * last_column
        if last_row:
            kinds += ["swCell"] * first_column + ["seCell"] * last_column
        return kinds


@dataclass(slots=True)
class _Open:
    """A cell that is being read: it may yet be merged with cells below it."""

    row: int  # from 0
    place: Placed
    content: CellContent
    fill: str | None
    header: bool
    row_span: int = 1


def _read_look(table: etree._Element, context: Context) -> _Look:
    properties = table.find(W + "tblPr")
    look = None if properties is None else properties.find(W + "tblLook")
    style_id = child_value(properties, "tblStyle")
    styles = context.styles
    style = styles.default_table if style_id is None else styles.table.get(style_id, styles.default_table)

    def uses(name: str) -> bool:
        if look is None:
            return False
        stated = look.get(W + name)
        if stated is not None:
            return stated.lower() in {"1", "true", "on"}
        try:
            return bool(int(look.get(W + "val") or "0", 16) & _LOOK_BITS[name])
        except ValueError:
            return False

    return _Look(
        style=style,
        first_row=uses("firstRow"),
        last_row=uses("lastRow"),
        first_column=uses("firstColumn"),
        last_column=uses("lastColumn"),
        row_bands=not uses("noHBand"),
        column_bands=not uses("noVBand"),
        own_shade=None if properties is None else properties.find(W + "shd"),
    )


def _header_rows(rows: list[etree._Element]) -> int:
    """How many rows from the top are marked to be repeated on each page; 0 where that is said of a whole long table."""
    count = 0
    for row in rows:
        properties = row.find(TRPR)
        if properties is None or not is_on(properties.find(W + "tblHeader")):
            break
        count += 1
    return 0 if count == len(rows) and count > 2 else count


def _style_looks(look: _Look, kinds: list[str]) -> tuple[etree._Element | None, bool]:
    """The shading and boldness that the style gives to a place: the strongest kind that says anything."""
    whole_table = look.style.looks.get("wholeTable", Conditional())
    shade = whole_table.shade if look.own_shade is None else look.own_shade
    bold = bool(whole_table.bold)
    for kind in kinds:
        part = look.style.looks.get(kind)
        if part is not None:
            shade = shade if part.shade is None else part.shade
            bold = bold if part.bold is None else part.bold
    return shade, bold


def _fill_of(cell: etree._Element, style_shade: etree._Element | None, context: Context) -> str | None:
    """The colour behind a cell: its own shading, else the style's."""
    own = own_shade(cell, context)
    return (own if own is not None else read_shade(style_shade, context.theme)) or None


def _absorb(upper: _Open, content: CellContent, rows: int) -> None:
    """Merge what a cell below says into the cell that it continues."""
    upper.row_span += rows
    if content.lines:
        upper.content.bold = content.bold and (upper.content.bold or not upper.content.lines)
        upper.content.lines.extend(content.lines)
    upper.content.beside.extend(content.beside)


def read_table(table: etree._Element, number: int, context: Context, limits: Limits, notes: list[Note]) -> Table:
    """Read one `w:tbl` that has rows.

    `number` is its place in the document, from 1; what a person should know of it goes to `notes`. Raises
    `DocumentUnreadable` (`unsupported`) where it has more columns or cells than the limits allow.
    """
    rows = list(printed_rows(table))
    placed, columns = place_cells(table, rows)
    if columns > limits.max_columns:
        raise DocumentUnreadable(
            "unsupported",
            f"Table {number} has {columns:,} columns; the limit is {limits.max_columns:,}. Raise it to read the file.",
        )
    look = _read_look(table, context)
    headers = _header_rows(rows)
    cells: list[_Open] = []
    above: dict[tuple[int, int], _Open] = {}
    for index, row in enumerate(placed):
        if len(cells) > limits.max_cells:
            raise DocumentUnreadable(
                "unsupported",
                f"Table {number} has more than {limits.max_cells:,} cells, the limit. Raise it to read the file.",
            )
        here: dict[tuple[int, int], _Open] = {}
        for place in row:
            shade, bold = _style_looks(look, look.kinds(index, len(rows), place.start, place.end, columns))
            fill = _fill_of(place.cell, shade, context)
            content = read_cell(place.cell, context, bold, fill or PAPER, place.width)
            for merged in place.more:
                _join_sideways(content, read_cell(merged, context, bold, fill or PAPER))
            key = (place.start, place.end)
            upper = above.get(key)
            if place.merge == "continue" and upper is not None and (upper.place.merge or not content.lines):
                _absorb(upper, content, 1)
                here[key] = upper
                continue
            one = _Open(index, place, content, fill or content.shade, index < headers)
            cells.append(one)
            here[key] = one
        above = here
    texts = [take_off(one.content.text) for one in cells]
    boxes = [take_off("\n".join(one.content.beside)) for one in cells if one.content.beside]
    beside = [text.text for text in boxes]
    unseen = [words for text in (*texts, *boxes) for words in text.unseen]
    notes.extend(
        wordless_note(number, one.row + 1, one.place.start + 1)
        for one, text in zip(cells, texts, strict=True)
        if not text.text and one.fill is None and next(one.place.cell.iter(*_DRAWN), None) is not None
    )
    if unseen:
        notes.append(unseen_note(unseen, number))
    return Table(
        number=number,
        rows=len(rows),
        columns=columns,
        cells=tuple(
            Cell(
                row=one.row + 1,
                column=one.place.start + 1,
                text=text.text,
                row_span=one.row_span,
                column_span=one.place.end - one.place.start,
                fill=one.fill,
                bold=one.content.bold and bool(text.text),
                header=one.header,
                uncounted=text.uncounted,
            )
            for one, text in zip(cells, texts, strict=True)
        ),
        words=count_table_words(table, context) + sum(text.pictured for text in texts),
        route="word",
        furniture=tuple(Cell(row=0, column=0, text=words) for words in [*beside, *unseen] if words),
    )


def _join_sideways(content: CellContent, more: CellContent) -> None:
    """Take in a cell merged from the right."""
    content.bold = (content.bold or not content.lines) and (more.bold or not more.lines)
    content.lines.extend(more.lines)
    content.beside.extend(more.beside)
