"""What a writer is given: the blocks of a document, before any producer has touched them.

Deliberately apart from the reader's own types, so that samples and reader cannot share a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEADER_FILL = "#1F3864"
THEME_FILL = "#D9E2F3"
RAG_FILLS = {"red": "#C00000", "amber": "#FFC000", "green": "#00B050", "blue": "#2E75B6", "grey": "#A6A6A6"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; "\\n" in its text is a break made by the author, "• " opens a list item."""

    text: str
    column_span: int = 1
    row_span: int = 1
    bold: bool = False
    fill: str | None = None  # "#RRGGBB"
    header: bool = False

    @property
    def light_on_dark(self) -> bool:
        """Whether its words are printed white: a heading, or bold words, on a dark fill."""
        return bool(self.fill) and (self.header or self.bold) and _lightness(str(self.fill)) < _DARK


_DARK = 0.5  # lightness, 0 to 1, below which words on a fill are printed white


def _lightness(fill: str) -> float:
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows hold only the cells that start in them, as HTML and Word do."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]  # shares of the width between the margins, any unit
    header_rows: int = 1
    labels: tuple[str, ...] = ()  # what each row is to a reader, where the maker of the table tells
    roles: tuple[str, ...] = ()  # what each column holds, likewise


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside tables; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables; "\\n" separates list items where they open with "• "."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page."""


Block = Table | Heading | Paragraph | PageBreak


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the place in the grid where it starts, counted from 0."""

    row: int
    column: int
    cell: Cell


def place(table: Table) -> Iterator[Placed]:
    """Yield every cell its place in the grid; spans of rows above push cells to the right."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            taken.update((r + i, c + j) for i in range(cell.row_span) for j in range(cell.column_span))
            yield Placed(r, c, cell)
            c += cell.column_span


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield every text of the blocks in reading order."""
    for block in blocks:
        match block:
            case Table():
                yield from (cell.text for row in block.rows for cell in row)
            case Heading() | Paragraph():
                yield block.text
            case PageBreak():
                pass
