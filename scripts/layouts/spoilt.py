"""Documents as a poor reader would give them: rows joined or cut, columns joined, shifted or lost to another table.

What is wrong with a reading must be told, and documents that are read without a fault teach nothing of that. A spoilt
document holds all its words; only the grid is wrong. Its gold stays that of the plan it was made from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.document import Block, Cell, Document, Table
from scripts.layouts.chance import Chance

_CONFIDENCE = 0.7  # of a grid that was found from the look of a page
_FEW = 0.25  # share of the rows that a fault of single rows meets
_LONG = 5  # words from which a text may be cut

Cells = list[Cell]
Fault = Callable[[Table, Chance], list[Table]]


def spoil(document: Document, chance: Chance) -> Document:
    """Give the document with one or two kinds of fault in its tables; their words stay."""
    faults = chance.some(FAULTS, chance.number(1, 2))
    blocks: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        tables = [replace(block, confidence=min(block.confidence, _CONFIDENCE), exact_rows=False, exact_spans=False)]
        for fault in faults:
            tables = [spoilt for table in tables for spoilt in fault(table, chance)]
        blocks.extend(tables)
    number = 0
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            number += 1
            blocks[at] = replace(block, number=number)
    return replace(document, blocks=tuple(blocks))


def _with_cells(table: Table, cells: Sequence[Cell], *, rows: int | None = None, columns: int | None = None) -> Table:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    words = sum(len(cell.text.split()) for cell in (*ordered, *table.furniture))
    table = replace(table, cells=tuple(ordered), words=words)
    return replace(table, rows=rows or table.rows, columns=columns or table.columns)


def _plain(table: Table, row: int) -> bool:
    """Whether a row has a cell of its own in several columns, and none that reaches over rows."""
    own = [cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span]
    return len(own) >= 2 and all(cell.row_span == 1 for cell in own)


def _met(table: Table, chance: Chance) -> list[int]:
    """The rows that a fault meets, a few of those behind the first."""
    return [row for row in range(2, table.rows + 1) if _plain(table, row) and chance.maybe(_FEW)]


def _join_rows(table: Table, chance: Chance) -> list[Table]:
    """Two neighbouring rows come as one."""
    cells = list(table.cells)
    gone = 0
    for row in _met(table, chance):
        upper = row - gone
        if upper + 1 > table.rows - gone or not _plain(_with_cells(table, cells), upper + 1):
            continue
        above = {cell.column: cell for cell in cells if cell.row == upper}
        joined: Cells = []
        for cell in cells:
            if cell.row == upper and cell.column in above:
                continue
            if cell.row == upper + 1 and cell.column in above:
                over = above.pop(cell.column)
                joined.append(replace(over, text=" ".join(filter(None, (over.text, cell.text)))))
            elif cell.row > upper:
                joined.append(replace(cell, row=cell.row - 1))
            else:
                joined.append(cell)
        cells = [*joined, *above.values()]
        gone += 1
    return [_with_cells(table, cells, rows=table.rows - gone)]


def _cut_rows(table: Table, chance: Chance) -> list[Table]:
    """A row comes as two: the ends of its longer texts stand in a row of their own."""
    more = 0
    cells = list(table.cells)
    for row in _met(table, chance):
        at = row + more
        cut: Cells = []
        for cell in cells:
            words = cell.text.split(" ")
            if cell.row == at and len(words) >= _LONG:
                half = chance.number(2, len(words) - 2)
                cut.append(replace(cell, text=" ".join(words[:half])))
                cut.append(replace(cell, row=at + 1, text=" ".join(words[half:])))
            elif cell.row > at:
                cut.append(replace(cell, row=cell.row + 1))
            else:
                cut.append(cell)
        cells = cut
        more += 1
    return [_with_cells(table, cells, rows=table.rows + more)]


def _join_columns(table: Table, chance: Chance) -> list[Table]:
    """Two neighbouring columns come as one."""
    if table.columns < 3:
        return [table]
    left = chance.number(1, table.columns - 1)
    by_place: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        last = cell.column + cell.column_span - 1
        if cell.column <= left < last:
            moved = replace(cell, column_span=cell.column_span - 1)
        else:
            moved = replace(cell, column=cell.column - (cell.column > left))
        place = moved.row, moved.column
        if place in by_place:
            over = by_place[place]
            moved = replace(over, text=" ".join(filter(None, (over.text, moved.text))))
        by_place[place] = moved
    return [_with_cells(table, list(by_place.values()), columns=table.columns - 1)]


def _shift_cells(table: Table, chance: Chance) -> list[Table]:
    """In some rows the end of a cell's text stands in the cell to its right."""
    met = set(_met(table, chance))
    by_row: dict[int, Cells] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.row].append(cell)
    cells: Cells = []
    for row, own in by_row.items():
        if row not in met:
            cells.extend(own)
            continue
        at = chance.number(0, max(0, len(own) - 2))
        words = own[at].text.split(" ")
        keep = max(0, len(words) - chance.number(1, 3))
        for i, cell in enumerate(own):
            if i == at:
                cell = replace(cell, text=" ".join(words[:keep]))
            elif i == at + 1:
                cell = replace(cell, text=" ".join([*words[keep:], cell.text]).strip())
            cells.append(cell)
    return [_with_cells(table, cells)]


def _lose_columns(table: Table, chance: Chance) -> list[Table]:
    """From some row on the last columns stand in a table of their own."""
    if table.columns < 4 or table.rows < 5:
        return [table]
    column = chance.number(max(2, table.columns - 3), table.columns - 1)
    row = chance.number(2, table.rows - 2)
    crossed = any(
        cell.column < column <= cell.column + cell.column_span - 1 or cell.row < row <= cell.row + cell.row_span - 1
        for cell in table.cells
    )
    if crossed:
        return [table]
    kept = [cell for cell in table.cells if cell.row < row or cell.column < column]
    lost = [
        replace(cell, row=cell.row - row + 1, column=cell.column - column + 1)
        for cell in table.cells
        if cell.row >= row and cell.column >= column
    ]
    rest = _with_cells(
        replace(table, furniture=()), lost, rows=table.rows - row + 1, columns=table.columns - column + 1
    )
    return [_with_cells(table, kept), rest]


def _lose_header(table: Table, chance: Chance) -> list[Table]:
    """The row of headings is printed outside the table, or has lost some of its cells."""
    some = chance.maybe(0.6)
    cells = [cell for cell in table.cells if cell.row > 1 or cell.row_span > 1 or (some and chance.maybe(0.6))]
    return [_with_cells(table, cells)]


def _cut_words(table: Table, chance: Chance) -> list[Table]:
    """Hyphens at the ends of lines stay in the words."""
    cells: Cells = []
    for cell in table.cells:
        words = [
            f"{word[: len(word) // 2]}-{word[len(word) // 2 :]}" if len(word) > 8 and chance.maybe(0.15) else word
            for word in cell.text.split(" ")
        ]
        cells.append(replace(cell, text=" ".join(words)))
    return [_with_cells(table, cells)]


FAULTS: tuple[Fault, ...] = (
    _join_rows, _cut_rows, _join_columns, _shift_cells, _lose_columns, _lose_header, _cut_words,
)  # fmt: skip
