"""The frame of lists: each line of a box or a list is an action that says itself who and when.

| Train the wardens (Head of Housing, March 2031) |        | Head of Housing | March 2031 | Train the wardens |
| Mend the lift – Estates Manager – 2032          |   ->   | Estates Manager | 2032       | Mend the lift     |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from pipeline.read.columns import ColumnRole, Layout
from pipeline.read.content import begins_like_an_order
from pipeline.read.frames import Candidate
from pipeline.read.grid import Grid
from pipeline.read.list_items import MARK, Item, items_of, parse_item
from pipeline.read.raw import CellKey
from pipeline.read.structure import opens_with_a_verb, split_reference
from pipeline.read.weighing import read_weights

_ROLES = ("owner", "timescale", "outcome", "status", "progress", "evidence", "reference")


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What speaks for the lines of a table being actions; shares from 0 to 1 unless it says otherwise."""

    both: float = 0.0  # lines that say who and when
    either: float = 0.0  # lines that say one of them
    orders: float = 0.0  # lines that begin like an order
    verbs: float = 0.0  # lines that begin with a verb of plans
    marked: float = 0.0  # lines that begin with a mark
    found: float = 0.0  # 1: made from lines that were found to be a list
    lines: float = 0.0  # up to 4


def propose(grid: Grid) -> Candidate | None:
    """Lay out a table of one column by what its lines say; None where it has more columns, or none says who or when."""
    if grid.width != 1:
        return None
    lines = [(cell, line) for row in range(grid.height) for cell in grid.printed(row) for line in items_of(cell.text)]
    items = [parse_item(line) for _, line in lines]
    if not any(item.worth for item in items):
        return None
    vouched = read_weights("lists").sum("lists", _facts([line for _, line in lines], items, grid))
    roles = [role for role in _ROLES if any(role == own for item in items for own, _ in item.parts)]
    columns = (*(ColumnRole(role, "") for role in roles), ColumnRole("action", ""))
    laid = _laid_out(grid, [cell for cell, _ in lines], items, roles)
    return Candidate("lists", laid, 0.0, Layout(columns, 0.0, vouched=vouched))


def _facts(lines: Sequence[str], items: Sequence[Item], grid: Grid) -> ListFacts:
    count = len(items)
    bare = [split_reference(MARK.sub("", line))[1] for line in lines]
    return ListFacts(
        both=sum(item.full for item in items) / count,
        either=sum(bool(item.worth) for item in items) / count,
        orders=sum(map(begins_like_an_order, bare)) / count,
        verbs=sum(map(opens_with_a_verb, bare)) / count,
        marked=sum(MARK.match(line) is not None for line in lines) / count,
        found=float(grid.table.route == "labels"),
        lines=min(4.0, count),
    )


def _laid_out(grid: Grid, cells: Sequence[Cell], items: Sequence[Item], roles: Sequence[str]) -> Grid:
    """A row for each line: its particulars by role, then its action; all of them stand in the cell of the line."""
    width = len(roles) + 1
    slots: list[tuple[Cell | None, ...]] = []
    printed_at: dict[tuple[int, int], CellKey] = {}
    for row, (cell, item) in enumerate(zip(cells, items, strict=True), 1):
        words = dict(item.parts)
        texts = [*(words.get(role, "") for role in roles), item.action]
        for column in range(1, width + 1):
            printed_at[row, column] = grid.key(cell)
        slots.append(
            tuple(
                replace(cell, row=row, column=column, row_span=1, column_span=1, text=text, uncounted=())
                for column, text in enumerate(texts, 1)
            )
        )
    return Grid(grid.table, tuple(range(1, width + 1)), tuple(slots), printed_at)
