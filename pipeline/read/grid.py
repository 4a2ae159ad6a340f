"""A table as a grid: which cell covers which place, and which columns hold anything at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from extractors.document import Cell, Table
from pipeline.fold import fold
from pipeline.read.raw import CellKey
from pipeline.read.told import NOTHING_TOLD, Told

_WHOLE = 0.6  # share of a table's columns from which a cell runs over the whole


@dataclass(frozen=True)
class Grid:
    """The places of a table, rows and columns counted from 0; spacer columns (nothing printed in them) are left out."""

    table: Table
    columns: tuple[int, ...]  # printed column numbers (from 1) of the columns kept
    slots: tuple[tuple[Cell | None, ...], ...]  # by row, then kept column: the cell that covers the place
    printed_at: Mapping[tuple[int, int], CellKey] = field(default_factory=dict)  # of a table laid out anew
    goes_on: Grid | None = field(default=None, repr=False, compare=False)  # records that its first row belongs to
    like: Grid | None = field(default=None, repr=False, compare=False)  # records whose columns it has; those, or others
    cut_value: bool = False  # its first cell is the rest of a value of those records
    told: Told = NOTHING_TOLD  # what people said of it
    headings: frozenset[CellKey] = frozenset()  # headings that a table laid out anew leaves out

    def place(self, cell: Cell) -> tuple[int, int]:
        """The row and column where a cell is printed; they differ from the grid's where the table was turned."""
        return self.key(cell)[1:]

    def key(self, cell: Cell) -> CellKey:
        """The identity of a cell in the document: its table, and the row and column where it is printed."""
        place = cell.row, cell.column
        return self.printed_at.get(place) or (self.table.number, *place)

    def printed_row(self, row: int) -> int:
        """The row of the source in which a row of the grid begins, from 1."""
        return min((self.place(cell)[0] for cell in self.own(row)), default=row + 1)

    def told_labels(self, row: int) -> tuple[str, ...]:
        """The labels that a row may have, where people said what it is."""
        return self.told.labels(self.table.number, self.printed_row(row)) if self.told.rows else ()

    @property
    def begins_a_record(self) -> bool:
        """Whether it holds the first labels of a record alone, whose values are in the table after it."""
        return self.like is not self.goes_on

    @property
    def of_a_sheet(self) -> bool:
        """Whether rows are certain and merged cells are not: a sheet, whose authors seldom merge any."""
        return self.table.exact_rows and not self.table.exact_spans

    @property
    def width(self) -> int:
        """Number of columns kept."""
        return len(self.columns)

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.slots)

    def own(self, row: int) -> Sequence[Cell]:
        """The distinct cells that begin in a row, left to right."""
        return self._own[row]

    def printed(self, row: int) -> Sequence[Cell]:
        """The distinct cells with words in them that begin in a row."""
        return self._printed[row]

    def with_blanks(self, row: int) -> list[Cell]:
        """The cells that begin in a row, left to right, those in columns without any word too."""
        return [cell for cell in self.table.cells if cell.row == self.printed_row(row)]

    def from_above(self, row: int) -> Sequence[Cell]:
        """The cells that reach into a row and begin above it."""
        return [cell for cell in self.slots[row] if cell is not None and cell.row <= row]

    def texts(self, row: int) -> list[str]:
        """The text at each place of a row of the cell that begins there or beside it in the row; "" elsewhere."""
        return [cell.text if cell is not None and cell.row == row + 1 else "" for cell in self.slots[row]]

    @cached_property
    def _own(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(cell for cell in _distinct(cells) if cell.row == row) for row, cells in enumerate(self.slots, 1)
        )

    @cached_property
    def _printed(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(cell for cell in cells if cell.text.strip()) for cells in self._own)

    @cached_property
    def _folded(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(fold(cell.text) for cell in cells) for cells in self._printed)

    @cached_property
    def _holds_data(self) -> tuple[bool, ...]:
        return tuple(len(cells) >= 2 and not any(map(self.spans_table, cells)) for cells in self._printed)

    def reach(self, cell: Cell) -> tuple[int, ...]:
        """The kept columns that a cell covers."""
        first = bisect_left(self.columns, cell.column)
        if cell.column_span == 1:
            return (first,) if self.columns[first : first + 1] == (cell.column,) else ()
        return tuple(range(first, bisect_left(self.columns, cell.column + cell.column_span, first)))

    def leads(self, cell: Cell) -> bool:
        """Tell whether a cell stands in the first column."""
        return self.reach(cell)[:1] == (0,)

    def spans_table(self, cell: Cell) -> bool:
        """Tell whether a cell runs over most of the table's columns."""
        return cell.column_span > 1 and len(self.reach(cell)) >= max(2, _WHOLE * self.width)

    def folded(self, row: int) -> tuple[str, ...]:
        """The folded texts of the cells with words that begin in a row."""
        return self._folded[row]

    def holds_data(self, row: int) -> bool:
        """Tell whether a row holds more than one cell with words and none across the table."""
        return self._holds_data[row]

    def page(self, row: int) -> int | None:
        """The page on which a row begins."""
        return next((cell.page for cell in self.own(row) if cell.page is not None), self.table.page)

    def follows_page_of(self, before: Grid) -> bool:
        """Tell whether the table begins on the page after that of another."""
        return self.table.page is not None and before.table.page == self.table.page - 1

    @cached_property
    def extents(self) -> tuple[tuple[float, float] | None, ...]:
        """Left and right edge of each kept column in points, by the boxes of its own cells; None without boxes."""
        found: list[tuple[float, float] | None] = []
        for i in range(self.width):
            boxes = [
                cell.box
                for row in range(self.height)
                if (cell := self.slots[row][i]) is not None and cell.box is not None and len(self.reach(cell)) == 1
            ]
            found.append((median(b.x0 for b in boxes), median(b.x1 for b in boxes)) if boxes else None)
        return tuple(found)


def set_off(cell: Cell) -> bool:
    """Tell whether a cell is set off: bold, marked as a heading, or filled."""
    return cell.bold or cell.header or cell.fill is not None


def are_apart(labels: Sequence[Cell], texts: Sequence[Cell]) -> bool:
    """Tell whether labels are all set off, and none of their texts is."""
    return all(map(set_off, labels)) and not any(map(set_off, texts))


def all_bold(cells: Sequence[Cell]) -> bool:
    """Tell whether there are cells and all of them are bold."""
    return bool(cells) and all(cell.bold for cell in cells)


def text_of(cell: Cell | None) -> str:
    """The text of a place; "" where no cell covers it."""
    return cell.text if cell is not None else ""


def with_words(places: Iterable[Cell | None]) -> list[Cell]:
    """The cells among places that have words."""
    return [cell for cell in places if cell is not None and cell.text.strip()]


def fill_of(cell: Cell | None) -> str | None:
    """The colour that fills a place; None where it has none."""
    return cell.fill if cell is not None else None


def _distinct(cells: Sequence[Cell | None]) -> Iterator[Cell]:
    seen: set[tuple[int, int]] = set()
    for cell in cells:
        if cell is not None and (cell.row, cell.column) not in seen:
            seen.add((cell.row, cell.column))
            yield cell


def build_grid(table: Table, columns: tuple[int, ...] | None = None, told: Told = NOTHING_TOLD) -> Grid:
    """Lay the cells of a table out on its grid; a place that two cells claim goes to the first.

    `columns` are the printed columns to keep, from 1; where they are not given, those that hold anything.
    """
    slots: list[list[Cell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for r in range(cell.row - 1, min(cell.row - 1 + cell.row_span, table.rows)):
            for c in range(cell.column - 1, min(cell.column - 1 + cell.column_span, table.columns)):
                if slots[r][c] is None:
                    slots[r][c] = cell
    for above, here in pairwise(slots):
        late = next((c for c, place in enumerate(here) if place is not None), 0)
        here[:late] = above[:late]  # a row that starts late leaves the cell above standing open
    if columns is not None:
        return Grid(table, columns, tuple(tuple(row[c - 1] for c in columns) for row in slots), told=told)
    singles = {cell.column for cell in table.cells if cell.column_span == 1 and (cell.text.strip() or cell.fill)}
    starts = {
        cell.column for cell in table.cells if cell.text.strip() and cell.column_span < _WHOLE * table.columns
    }  # cells that span further columns may be all that begins in one
    kept = tuple(sorted(singles | starts)) or tuple(range(1, table.columns + 1))
    return Grid(table, kept, tuple(tuple(row[c - 1] for c in kept) for row in slots), told=told)
