"""Boxes abreast of which a page draws no sides: the table found there gives each of their lines a row of its own.

| 1. Train the wardens | 2. Mend the ramp |        | 1. Train the wardens   |
| Lead: HR             | Lead: Estates    |   ->   | Lead          | HR     |
| and the unions       | By when: 2032    |        |  ...                   |

A box begins at each line that is numbered, or set off and without a label; the boxes are read row by row, as cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from extractors.document import Cell
from pipeline.fold import fold_space
from pipeline.read.frames.labelled import part_labels
from pipeline.read.grid import Grid, set_off
from pipeline.read.structure import split_reference

_ABREAST = 2  # boxes at least
_LABELLED = 2  # lines of each box at least

Pair = tuple[Cell, Cell | None]
"""A label and its value."""


def boxes_of(grid: Grid) -> list[tuple[Cell, list[Pair]]]:
    """Return the head of each box with its labels and values, in the order of reading; nothing where a column is no
    lines of boxes. Raises nothing."""
    if grid.table.exact_rows or grid.width < _ABREAST:
        return []  # before its lines are looked at: most tables have certain rows
    columns = [list(_lines(grid, column)) for column in range(grid.width)]
    if not all(any(map(_begins, lines[:1])) for lines in columns):
        return []
    abreast = zip_longest(*map(_parted, columns))
    boxes = [(box[0], _pairs(box[1:])) for row in abreast for box in row if box]
    return boxes if all(len(pairs) >= _LABELLED for _, pairs in boxes) else []


def _lines(grid: Grid, column: int) -> Iterator[Cell]:
    return (cell for row in range(grid.height) for cell in grid.printed(row) if grid.reach(cell) == (column,))


def _begins(cell: Cell) -> bool:
    numbered = split_reference(fold_space(cell.text))[0] is not None
    return numbered or (set_off(cell) and not part_labels(cell.text)[1])


def _parted(lines: Sequence[Cell]) -> list[list[Cell]]:
    boxes: list[list[Cell]] = []
    for line in lines:
        if _begins(line):
            boxes.append([])
        boxes[-1].append(line)
    return boxes


def _pairs(lines: Sequence[Cell]) -> list[Pair]:
    """The labels and values of a box; a line without a label goes on with the one above it."""
    pairs: list[Pair] = []
    for line in lines:
        head, labels = part_labels(line.text)
        if len(labels) == 1 and not head:
            pairs.append((replace(line, text=labels[0][0]), replace(line, text=labels[0][1])))
        elif pairs and (value := pairs[-1][1]) is not None:
            pairs[-1] = (pairs[-1][0], replace(value, text=f"{value.text} {line.text}"))
    return pairs
