"""The frame of headed bands: a form for each action, its headings printed again under the action that stands across.

| 1.1 Open a prayer room             |        | Outcome     | Lead    | When |
| Outcome     | Lead    | When       |        | 1.1 Open a prayer room       |
| Open to all | Estates | 2031       |   ->   | Open to all | Estates | 2031 |
| 1.2 Train the wardens              |        | 1.2 Train the wardens        |
| Outcome     | Lead    | When       |        | All trained | HR      | 2032 |
| All trained | HR      | 2032       |
"""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Cell
from pipeline.read.columns import text_says
from pipeline.read.frames import Candidate
from pipeline.read.grid import Grid
from pipeline.read.header_rows import Signature, signature
from pipeline.read.raw import CellKey
from pipeline.read.segments import stands_across

_KNOWN = 0.8  # from which a heading counts as known
_EVIDENCE = 0.5  # where the rows as printed say as much for a plan
_SHARE = 0.5  # of the headings that must be


def propose(grid: Grid) -> Candidate | None:
    """Lay out a table with its headings once; None where they do not stand again, each time under a lone cell."""
    again = _heading_rows(grid)
    return Candidate("headed_bands", _laid_out(grid, again), _EVIDENCE) if len(again) > 1 else None


def _heading_rows(grid: Grid) -> list[int]:
    """The rows that print the same known headings, all of them right under a cell that stands across."""
    alike: dict[Signature, list[int]] = {}
    for row in range(grid.height):
        if len(grid.printed(row)) > 1:
            alike.setdefault(signature(grid, row), []).append(row)
    again = [rows for rows in alike.values() if len(rows) > 1]
    for rows in sorted(again, key=len, reverse=True):
        if not all(row and _across(grid, row - 1) for row in rows):
            continue
        heads = grid.printed(rows[0])
        known = sum(text_says(cell.text)[1] >= _KNOWN for cell in heads)
        if known >= _SHARE * len(heads):
            return rows
    return []


def _across(grid: Grid, row: int) -> bool:
    return stands_across(grid, grid.printed(row))


def _laid_out(grid: Grid, again: list[int]) -> Grid:
    """The grid with the first of the heading rows on top and the others left out."""
    order = [again[0], *(row for row in range(grid.height) if row not in again)]
    printed_at: dict[tuple[int, int], CellKey] = {}
    slots: list[tuple[Cell | None, ...]] = []
    for at, row in enumerate(order, 1):
        moved: dict[int, Cell] = {}
        for cell in grid.own(row):
            moved[id(cell)] = replace(cell, row=at, row_span=1, header=at == 1)
            printed_at[at, cell.column] = grid.key(cell)
        slots.append(tuple(moved.get(id(cell)) if cell is not None else None for cell in grid.slots[row]))
    headings = frozenset(grid.key(cell) for row in again for cell in grid.own(row))
    return Grid(grid.table, grid.columns, tuple(slots), printed_at, headings=headings)
