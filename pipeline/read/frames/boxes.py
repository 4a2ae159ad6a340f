"""The frame of boxes: a table whose cells each hold an action and, under labels, who does it and when.

| 1 Train the wardens | 2 Mend the ramp |        | 1 Train the wardens |
| Lead: HR            | Lead: Estates   |   ->   | Lead: HR            |
| By when: 2031       | By when: 2032   |        | By when: 2031       |
                                                 | 2 Mend the ramp ... |

The boxes are laid out below each other, row by row, and read as cells with labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.document import Cell
from pipeline.read.columns import HeadingText
from pipeline.read.frames import Candidate, labelled
from pipeline.read.grid import Grid
from pipeline.read.header_rows import HeaderReading
from pipeline.read.headers import fold_heading, match_heading
from pipeline.read.list_items import role_of_label
from pipeline.read.raw import CellKey

_LEAST = 2  # labels that the boxes of a table share
_DOUBTFUL = 0.7  # weight of a label's wording up to which it may name something else than the action
_ACTION = HeadingText(("Action",))  # of what stands over the labels, where none of these names the action
_WHO_OR_WHEN = frozenset({"owner", "timescale"})

Labels = frozenset[str]


def propose(grid: Grid) -> Candidate | None:
    """Lay out a table box by box; None where its cells are not boxes with the same labels, two in a row at least."""
    rows = [grid.printed(row) for row in range(grid.height)]
    cells = [cell for row in rows for cell in row if not grid.spans_table(cell)]
    usual = labelled.usual_labels([cell.text for cell in cells if ":" in cell.text])
    told: dict[tuple[int, int], Labels] = {}
    for cell in cells:
        labels = told[cell.row, cell.column] = _labels(cell, usual)
        if not labels:
            return None  # of most tables the first cell tells
    if not _are_boxes(rows, told):
        return None
    named = any(match_heading(label).get("action", 0.0) > _DOUBTFUL for labels in told.values() for label in labels)
    laid = _below_each_other(grid)
    over = HeadingText() if named else _ACTION
    found = labelled.propose(laid, HeaderReading(((),), 0.0), (over, *[HeadingText()] * (laid.width - 1)))
    return replace(found, frame="boxes") if found is not None else None


def _labels(cell: Cell, usual: Collection[str]) -> Labels:
    return frozenset(fold_heading(label) for label, _ in labelled.part_labels(cell.text, usual)[1])


def _are_boxes(rows: Sequence[Sequence[Cell]], told: Mapping[tuple[int, int], Labels]) -> bool:
    """Whether cells side by side have labels in common, one of these who or when, and most cells have them."""
    counts = Counter(label for labels in told.values() for label in labels)
    shared = {label for label, count in counts.items() if 2 * count > len(told)}
    abreast = [[told.get((cell.row, cell.column), frozenset()) & shared for cell in row] for row in rows]
    several = any(sum(len(labels) >= _LEAST for labels in row) > 1 for row in abreast)
    return several and any(role_of_label(label) in _WHO_OR_WHEN for label in shared)


def _below_each_other(grid: Grid) -> Grid:
    """The cells of a grid in one column, in the order of reading; what spans the table spans this too."""
    printed = [cell for row in range(grid.height) for cell in grid.printed(row)]
    columns = (1, 2) if any(map(grid.spans_table, printed)) else (1,)
    printed_at: dict[tuple[int, int], CellKey] = {}
    slots = list(_slots(grid, printed, columns, printed_at))
    return Grid(grid.table, columns, tuple(slots), printed_at)


def _slots(
    grid: Grid, printed: Sequence[Cell], columns: tuple[int, ...], printed_at: dict[tuple[int, int], CellKey]
) -> Iterator[tuple[Cell | None, ...]]:
    for row, cell in enumerate(printed, 1):
        across = grid.spans_table(cell)
        placed = replace(cell, row=row, column=1, row_span=1, column_span=len(columns) if across else 1)
        printed_at[row, 1] = grid.key(cell)
        yield (placed,) * len(columns) if across else (placed, *[None] * (len(columns) - 1))
