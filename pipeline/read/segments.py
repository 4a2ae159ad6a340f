"""Rows of one table under one set of headings, with the roles of the columns, before the rows are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.document import Cell
from pipeline.normalise.rag import read_rag
from pipeline.read.column_facts import ColumnFacts
from pipeline.read.columns import MAIN_ROLES, Layout
from pipeline.read.grid import Grid
from pipeline.read.solve import SURE

_RATINGS = ("red", "amber", "green")
_MOSTLY = 0.6  # share of the rows


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows of one table under one set of headings; `header_rows` are the heading rows, `rows` those below them."""

    grid: Grid
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    layout: Layout
    own_headings: bool
    usual: Mapping[str, float] = field(default_factory=dict)  # share of data rows in which a role's cell has words
    facts: tuple[ColumnFacts, ...] = ()  # of the columns, over its rows
    margin: float = SURE  # by how much the frame of its table beats the next best
    rated: int | None = None  # the column whose fills are ratings, where none holds states

    def cell_of(self, role: str, row: int) -> Cell | None:
        """The cell in a row of the column of a role, which may begin above it; None where there is none."""
        column = self.layout.column_of(role)
        return self.grid.slots[row][column] if column is not None else None

    def facts_of(self, role: str) -> ColumnFacts:
        """The facts of the column of a role; those of a blank column where there is none."""
        column = self.layout.column_of(role)
        return self.facts[column] if self.facts and column is not None else ColumnFacts()

    @property
    def looks(self) -> Sequence[ColumnFacts]:
        """The facts of each column; those of blank columns where nobody counted them."""
        return self.facts or (ColumnFacts(),) * len(self.layout.columns)

    @property
    def loose(self) -> bool:
        """Whether the reader of the table may have cut its rows anywhere."""
        return not self.grid.table.exact_rows


def data_rows(grid: Grid, rows: Sequence[int]) -> list[int]:
    """The rows that hold more than one printed cell and none across the table."""
    return [row for row in rows if grid.holds_data(row)]


def data_cells(grid: Grid, rows: Sequence[int], column: int) -> list[Cell]:
    """The cells of a column that begin in one of the rows; the rows are those of `data_rows`."""
    cells = ((row, grid.slots[row][column]) for row in rows)
    return [cell for row, cell in cells if cell is not None and cell.row == row + 1]


def stands_across(grid: Grid, printed: Sequence[Cell]) -> bool:
    """Whether a row prints one cell, across the table; where a format keeps no spans, alone and first."""
    if len(printed) != 1:
        return False
    return grid.spans_table(printed[0]) or (not grid.table.exact_rows and grid.leads(printed[0]))


def stands_first(grid: Grid, cell: Cell) -> bool:
    """Whether a cell stands in the first column of a sheet, whose authors seldom merge the cells of a title."""
    return grid.of_a_sheet and grid.leads(cell)


def usual_roles(segments: Sequence[Segment]) -> dict[str, float]:
    """The share of data rows in which the cell of each main role has words, over segments of the same roles."""
    usual: dict[str, float] = {}
    data = [(segment.grid, data_rows(segment.grid, segment.rows)) for segment in segments]
    for i, column in enumerate(segments[0].layout.columns):
        if column.role in MAIN_ROLES:
            cells = [cell for grid, rows in data for cell in data_cells(grid, rows, i)]
            usual[column.role] = sum(bool(cell.text.strip()) for cell in cells) / len(cells) if cells else 0.0
    return usual


def rated_by_fill(segment: Segment) -> int | None:
    """The one column whose cells are filled as ratings are, in several colours and in most rows, of a table without a
    column of states; None where there is none, or more than one."""
    if any("status" in (column.role, column.series) for column in segment.layout.columns):
        return None
    rows = data_rows(segment.grid, segment.rows)
    found = []
    for column in range(segment.grid.width):
        cells = data_cells(segment.grid, rows, column)
        told = [rag for cell in cells if cell.fill and (rag := read_rag(None, cell.fill).rag) in _RATINGS]
        if len(set(told)) > 1 and len(told) >= _MOSTLY * len(cells):
            found.append(column)
    return found[0] if len(found) == 1 else None
