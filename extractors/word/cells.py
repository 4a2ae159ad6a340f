"""What one table cell says: its paragraphs line by line, tables inside it as lines, its text boxes apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.word.content import cells_of, is_deleted_cell, printed_blocks, printed_rows
from extractors.word.context import Context
from extractors.word.text import Printed

_SPARE: Final = 60.0  # twips by which a drawing may be wider than the cell it stands in


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
    inside = read_cell(content, context, False, 0.0)
    return inside.lines + inside.beside


def _table_lines(table: etree._Element, context: Context) -> tuple[list[str], list[str], bool]:
    """A table inside a cell: one line a row, its cells joined by a space; text boxes apart; whether all is bold."""
    lines: list[str] = []
    beside: list[str] = []
    bold = True
    for row in printed_rows(table):
        cells = [read_cell(cell, context, False, 0.0) for cell in cells_of(row) if not is_deleted_cell(cell)]
        filled = [cell for cell in cells if cell.lines]
        bold = bold and all(cell.bold for cell in filled)
        for cell in cells:
            beside.extend(cell.beside)
        if len(filled) == 1:
            lines.extend(filled[0].lines)
        elif filled:
            lines.append(" ".join(" ".join(cell.lines) for cell in filled))
    return lines, beside, bold


def read_cell(cell: etree._Element, context: Context, table_bold: bool, width: float) -> CellContent:
    """Read what a cell (or the content of a text box) says.

    `width` is the cell's in twips, 0 where unknown: a text box that fits into an otherwise empty cell is what the cell
    says, any other stands over the table and goes `beside`.
    """
    content = CellContent()
    shades: set[str | None] = set()
    shape: str | None = None
    bold = True
    fitting: list[str] = []
    for block in printed_blocks(cell, context, table_bold):
        if isinstance(block, Printed):
            if block.text:
                content.lines.extend(block.text.split("\n"))
                bold = bold and block.bold
                shades.add(block.shade or block.mark)
            for box in block.boxes:
                lines = _box_lines(box.content, context)
                if box.inline:
                    content.lines.extend(lines)
                    bold = bold and not lines
                elif 0 < box.width <= width + _SPARE:
                    fitting.extend(lines)
                else:
                    content.beside.extend(lines)
            shape = shape or block.shape_fill
        else:
            lines, beside, all_bold = _table_lines(block, context)
            content.lines.extend(lines)
            content.beside.extend(beside)
            bold = bold and (all_bold or not lines)
            shades.add(None)
    if fitting and not content.lines:
        content.lines = fitting
        bold = False
    else:
        content.beside.extend(fitting)
    content.bold = bold and bool(content.lines)
    if not content.lines:
        content.shade = shape
    elif len(shades) == 1:
        content.shade = next(iter(shades))
    return content
