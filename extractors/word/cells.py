"""What one table cell says: its paragraphs line by line, tables inside it as lines, its text boxes apart.

The lines keep the marks of `extractors.marked`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extractors.word.content import cells_of, is_deleted_cell, printed_blocks, printed_rows
from extractors.word.context import Context
from extractors.word.names import TCPR, W
from extractors.word.shading import read_shade
from extractors.word.text import Box, Printed


@dataclass(slots=True)
class CellContent:
    """The words of a cell and how they look; `lines` are never empty."""

    lines: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # words of text boxes that stand over the table
    bold: bool = False
    shade: str | None = None  # colour behind all of its words, or of the coloured marks that are all it holds

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def _box_lines(content: etree._Element, context: Context) -> list[str]:
    """The words of a text box, tables and boxes inside it included."""
    inside = read_cell(content, context, False, None)
    return inside.lines + inside.beside


def _table_lines(table: etree._Element, context: Context, ground: str | None) -> tuple[list[str], list[str], bool]:
    """A table inside a cell: one line a row, its cells joined by a space; text boxes apart; whether all is bold."""
    lines: list[str] = []
    beside: list[str] = []
    bold = True
    for row in printed_rows(table):
        cells = [
            read_cell(cell, context, False, own_shade(cell, context) or ground)
            for cell in cells_of(row)
            if not is_deleted_cell(cell)
        ]
        filled = [cell for cell in cells if cell.lines]
        bold = bold and all(cell.bold for cell in filled)
        for cell in cells:
            beside.extend(cell.beside)
        if len(filled) == 1:
            lines.extend(filled[0].lines)
        elif filled:
            lines.append(" ".join(" ".join(cell.lines) for cell in filled))
    return lines, beside, bold


def own_shade(cell: etree._Element, context: Context) -> str | None:
    """The cell's own shading as "#rrggbb"; "" where it says that there is none, None where it says nothing."""
    properties = cell.find(TCPR)
    return None if properties is None else read_shade(properties.find(W + "shd"), context.theme)


def _stands_in(box: Box, width: float) -> bool:
    """Whether a text box stands below a line of a cell that is so many twips wide, and within its sides."""
    return box.below is not None and 0 < box.width <= width - box.below


def read_cell(
    cell: etree._Element, context: Context, table_bold: bool, ground: str | None, width: float = 0.0
) -> CellContent:
    """Read what a cell (or the content of a text box) says; `ground` is its colour, None where that is not known.

    A text box that stands in its cell of so many twips below the line to which it is anchored, or is anchored in an
    otherwise empty cell, is what the cell says; any other stands over the table and goes `beside`.
    """
    content = CellContent()
    shades: set[str | None] = set()
    shape: str | None = None
    bold = True
    anchored: list[str] = []
    for block in printed_blocks(cell, context, table_bold, ground):
        if isinstance(block, Printed):
            if block.text:
                content.lines.extend(block.text.split("\n"))
                bold = bold and block.bold
                shades.add(block.shade or block.mark)
            for box in block.boxes:
                lines = _box_lines(box.content, context)
                if box.inline or _stands_in(box, width):
                    content.lines.extend(lines)
                    bold = bold and not lines
                else:
                    anchored.extend(lines)
            shape = shape or block.shape_fill
        else:
            lines, beside, all_bold = _table_lines(block, context, ground)
            content.lines.extend(lines)
            content.beside.extend(beside)
            bold = bold and (all_bold or not lines)
            shades.add(None)
    if anchored and not content.lines:
        content.lines = anchored
        bold = False
    else:
        content.beside.extend(anchored)
    content.bold = bold and bool(content.lines)
    if not content.lines:
        content.shade = shape
    elif len(shades) == 1:
        content.shade = next(iter(shades))
    return content
