"""The frame of lists: each line of a box or a list is an action that says itself who and when.

| Train the wardens (Head of Housing, March 2031) |        | Head of Housing | March 2031 | Train the wardens |
| Mend the lift – Estates Manager – 2032          |   ->   | Estates Manager | 2032       | Mend the lift     |

A line over others may say who or when for all of them: "By March 2031 we will:". Lists that stand side by side, each
under a heading of its own, are a plan on a page, and the heading is their theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from pipeline.read.blocks import OF_LINES
from pipeline.read.columns import ColumnRole, Layout
from pipeline.read.content import begins_like_an_order
from pipeline.read.frames import Candidate
from pipeline.read.grid import Grid
from pipeline.read.list_items import MARK, Item, introduced, items_of, parse_item, told_over
from pipeline.read.raw import CellKey
from pipeline.read.structure import opens_with_a_verb, split_reference
from pipeline.read.weighing import read_weights

_LETTER = re.compile(r"\(?(?P<letter>[a-z])[.)]\s+")
_LONGEST_HEAD = 6  # words
_ROLES = ("theme", "owner", "timescale", "outcome", "status", "progress", "evidence", "reference")


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What speaks for the lines of a table being actions; shares from 0 to 1 unless it says otherwise."""

    both: float = 0.0  # lines that say who and when
    either: float = 0.0  # lines that say one of them
    orders: float = 0.0  # lines that begin like an order
    verbs: float = 0.0  # lines that begin with a verb of plans
    marked: float = 0.0  # lines that begin with a mark
    found: float = 0.0  # 1: made from lines that were found to be a list
    abreast: float = 0.0  # 1: several lists side by side
    lines: float = 0.0  # up to 4

    @property
    def full_abreast(self) -> float:
        """Lines that say who and when, in lists side by side."""
        return self.abreast * self.both


@dataclass(frozen=True, slots=True)
class _Line:
    """One line, the cell in which it stands, and the cells that say who and when for it and its neighbours, by role."""

    cell: Cell
    text: str
    over: Mapping[str, Cell]


def propose(grid: Grid) -> Candidate | None:
    """Lay out a table by what its lines say; None where none says who or when, or it has several columns that are no
    lists under headings."""
    lines = list(_lines(grid) if grid.width == 1 else _lines_abreast(grid))
    items = [_without_letter(told_over(parse_item(line.text), line.over), at) for at, line in enumerate(lines)]
    if not any(item.worth for item in items):
        return None  # nor where there are no lines
    vouched = read_weights("lists").sum("lists", _facts([line.text for line in lines], items, grid))
    said = {role for item in items for role, _ in item.parts} | {role for line in lines for role in line.over}
    roles = [role for role in _ROLES if role in said]
    columns = (*(ColumnRole(role, "") for role in roles), ColumnRole("action", ""))
    laid = _laid_out(grid, lines, items, roles)
    return Candidate("lists", laid, 0.0, Layout(columns, 0.0, vouched=vouched))


def _without_letter(item: Item, at: int) -> Item:
    """An item of a list, the letter that counts it as its number: "b. Publish the list"."""
    found = _LETTER.match(item.action)
    if found is None or ord(found["letter"]) - ord("a") != at:
        return item
    return replace(item, action=item.action[found.end() :], parts=(*item.parts, ("reference", found["letter"])))


def _facts(lines: Sequence[str], items: Sequence[Item], grid: Grid) -> ListFacts:
    count = len(items)
    bare = [split_reference(MARK.sub("", line))[1] for line in lines]
    return ListFacts(
        both=sum(item.full for item in items) / count,
        either=sum(bool(item.worth) for item in items) / count,
        orders=sum(map(begins_like_an_order, bare)) / count,
        verbs=sum(map(opens_with_a_verb, bare)) / count,
        marked=sum(MARK.match(line) is not None for line in lines) / count,
        found=float(grid.table.route == OF_LINES),
        abreast=float(grid.width > 1),
        lines=min(4.0, count),
    )


def _lines(grid: Grid) -> Iterator[_Line]:
    """The lines of a table of one column, each with what the lines over it say of it."""
    over: dict[str, Cell] = {}
    for cell in (cell for row in range(grid.height) for cell in grid.printed(row)):
        if found := introduced(cell.text):
            role, words = found
            over = {**over, role: replace(cell, text=words)}
        else:
            yield from (_Line(cell, text, over) for text in items_of(cell.text))


def _lines_abreast(grid: Grid) -> Iterator[_Line]:
    """The lines of lists side by side, column by column, each under the heading of its column; none where a cell spans
    several columns or rows, or a heading is longer than one or says who and when."""
    cells = [cell for row in range(grid.height) for cell in grid.printed(row)]
    if any(max(cell.column_span, cell.row_span) > 1 for cell in cells):
        return
    first = {cell.column: cell for cell in grid.printed(0)}
    heads = [cell.text for cell in first.values()]
    if any(len(text.split()) > _LONGEST_HEAD or parse_item(text).worth for text in heads):
        return
    for column, head in first.items():
        for cell in (cell for cell in cells if cell.column == column and cell is not head):
            yield from (_Line(cell, text, {"theme": head}) for text in items_of(cell.text))


def _laid_out(grid: Grid, lines: Sequence[_Line], items: Sequence[Item], roles: Sequence[str]) -> Grid:
    """A row for each line: its particulars by role, then its action; all of them stand in the cell of the line, or in
    that of a line over it."""
    width = len(roles) + 1
    slots: list[tuple[Cell | None, ...]] = []
    printed_at: dict[tuple[int, int], CellKey] = {}
    for row, (line, item) in enumerate(zip(lines, items, strict=True), 1):
        words = {**line.over, **{role: replace(line.cell, text=said) for role, said in item.parts}}
        blank = replace(line.cell, text="")
        cells = [*(words.get(role, blank) for role in roles), replace(line.cell, text=item.action)]
        printed_at |= {(row, column): grid.key(cell) for column, cell in enumerate(cells, 1)}
        slots.append(
            tuple(
                replace(cell, row=row, column=column, row_span=1, column_span=1, uncounted=())
                for column, cell in enumerate(cells, 1)
            )
        )
    return Grid(grid.table, tuple(range(1, width + 1)), tuple(slots), printed_at)
