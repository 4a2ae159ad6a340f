"""The frame of tasks in a column of their own: an action or, in a row below it, one of its tasks.

| Action            | Sub-tasks   | Lead |        | objective         | action            | Lead |
| Set up a forum    |             | HR   |        |                   | Set up a forum    | HR   |
| Publish the gap   |             | HR   |   ->   |                   | Publish the gap   | HR   |
|                   | Add the age | IT   |        | Publish the gap   | Add the age       | IT   |

Where every row has a task, and what stands over them only sums them up, the rows as printed say so already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from extractors.document import Cell
from pipeline.read.column_facts import facts_of_column
from pipeline.read.columns import ColumnRole, HeadingText, Layout, heading_says, read_columns
from pipeline.read.content import is_tick
from pipeline.read.frames import Candidate
from pipeline.read.grid import Grid
from pipeline.read.header_rows import HeaderReading, headings_of
from pipeline.read.raw import CellKey
from pipeline.read.segments import data_cells, data_rows
from pipeline.read.weighing import read_weights


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What speaks for two columns holding an action or one of its tasks; shares from 0 to 1."""

    either: float = 0.0  # of the rows with words in one of the two, those with words in one alone
    beside: float = 0.0  # of the rows of the first column, those with a task beside
    whole: float = 0.0  # of the rows of the first column, those with words beside their number
    said: float = 0.0  # how far the heading of the first names actions, up to 1
    said_of_tasks: float = 0.0  # how far the heading of the second does


def propose(grid: Grid, reading: HeaderReading) -> Candidate | None:
    """Lay out a table whose actions and tasks stand in two columns; None where no two columns complete each other.

    `reading` is the likeliest of its heading rows.
    """
    if len(reading.groups) != 1:
        return None
    header_rows = reading.groups[0]
    over = [row for row in range(header_rows[0]) if grid.printed(row)]
    if any(len(grid.printed(row)) > 1 for row in over):
        return None
    headings = headings_of(grid, header_rows)
    rows = data_rows(grid, range(header_rows[-1] + 1, grid.height))
    worded = [i for i, heading in enumerate(headings) if _said(heading) > 0]
    pairs = [(own, tasks) for own, tasks in combinations(worded, 2) if _has_both(grid, rows, own, tasks)]
    if not pairs:
        return None
    weighed = [(read_weights("tasks").sum("tasks", _facts(grid, rows, headings, *pair)), pair) for pair in pairs]
    evidence, (own, tasks) = max(weighed)
    others = [i for i in range(grid.width) if i not in (own, tasks)]
    facts = [facts_of_column(data_cells(grid, rows, i)) for i in others]
    rest = read_columns([headings[i] for i in others], facts, ("action", "objective"))
    before = sum(i < own for i in others)
    heads = ColumnRole("objective", headings[own].text), ColumnRole("action", headings[own].text)
    columns = (*rest.columns[:before], *heads, *rest.columns[before:])
    places = [*others[:before], -1, own, *others[before:]]
    laid = _laid_out(grid, [*over, *range(header_rows[-1] + 1, grid.height)], places, tasks)
    headed = frozenset(grid.key(cell) for row in header_rows for cell in grid.own(row))
    return Candidate("tasks", replace(laid, headings=headed), 0.0, Layout(columns, rest.score, vouched=evidence))


def _said(heading: HeadingText) -> float:
    return min(1.0, max(0.0, heading_says(heading)[0].get("action", 0.0) / 4.0))


def _words(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell of a row is printed with words: a tick is none."""
    place = grid.slots[row][column]
    own = (cell for cell in grid.printed(row) if cell is place)
    return not all(grid.spans_table(cell) or is_tick(cell.text) for cell in own)


def _has_both(grid: Grid, rows: Sequence[int], own: int, tasks: int) -> bool:
    """Whether both columns have words, the first of them first."""
    owned, of_tasks = ([row for row in rows if _words(grid, row, column)] for column in (own, tasks))
    return bool(owned and of_tasks) and owned[0] <= of_tasks[0]


def _facts(grid: Grid, rows: Sequence[int], headings: Sequence[HeadingText], own: int, tasks: int) -> TaskFacts:
    here = [(_words(grid, row, own), _words(grid, row, tasks), row) for row in rows]
    first = [row for words, _, row in here if words]
    whole = [sum(len(cell.text) > 3 for cell in grid.printed(row)) > 1 for row in first]
    return TaskFacts(
        either=sum(a != b for a, b, _ in here) / max(1, sum(a or b for a, b, _ in here)),
        beside=sum(a and b for a, b, _ in here) / max(1, len(first)),
        whole=sum(whole) / max(1, len(whole)),
        said=_said(headings[own]),
        said_of_tasks=_said(headings[tasks]),
    )


def _laid_out(grid: Grid, rows: Sequence[int], places: Sequence[int], tasks: int) -> Grid:
    """A row for each action and each task, the action above a task as its objective, and an action as its own;
    `places` are the columns, that of the objective -1."""
    action, beside = places[places.index(-1) + 1], places.index(-1)
    slots: list[tuple[Cell | None, ...]] = []
    printed_at: dict[tuple[int, int], CellKey] = {}
    over: Cell | None = None

    def place(cell: Cell | None, column: int, *, across: bool = False) -> Cell | None:
        if cell is None:
            return None
        span = len(places) if across else 1
        placed = replace(cell, row=len(slots) + 1, column=column, row_span=1, column_span=span)
        printed_at[placed.row, placed.column] = grid.key(cell)
        return placed

    for row in rows:
        printed = grid.printed(row)
        own, task = grid.slots[row][action], grid.slots[row][tasks]
        is_task = _words(grid, row, tasks)
        if len(printed) == 1 and not is_task and not _sums_up(grid, row, action, tasks):
            slots.append((place(printed[0], 1, across=True),) * len(places))
            over = None
            continue
        over = own if _words(grid, row, action) else over
        alone = len(printed) == 1 and not is_task
        cells = [place(grid.slots[row][i], at) if i not in (-1, action) else None for at, i in enumerate(places, 1)]
        cells[beside] = place(over if is_task or alone else own, beside + 1)
        cells[beside + 1] = None if alone else place(task if is_task else own, beside + 2)
        slots.append(tuple(cells))
    return Grid(grid.table, tuple(range(1, len(places) + 1)), tuple(slots), printed_at)


def _sums_up(grid: Grid, row: int, action: int, tasks: int) -> bool:
    """Whether an action alone in its row stands over a task: it sums up the tasks below it."""
    below = next((r for r in range(row + 1, grid.height) if grid.printed(r)), None)
    return below is not None and _words(grid, row, action) and _words(grid, below, tasks)
