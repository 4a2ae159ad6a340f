"""Two tables set side by side in one grid: a row of headings that prints the same headings twice.

Each half is a table of its own, read from top to bottom before the next. Headings with figures in them ("Q1", "2031")
return because time does, and part nothing; no more does a row under the headings that reaches over both halves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.document import Block, Cell, Document, Note, Table, count_words

_HEADING_ROWS = 4  # within which the headings stand
_LEAST = 2  # headings of a half


def part_twice_headed(document: Document) -> Document:
    """Give the document with such tables parted and all numbered anew; the same document where there are none."""
    edges = edges_of_tables(document.tables)
    if not any(edges):
        return document
    parted = {table.number: halves_of(table, own) for table, own in zip(document.tables, edges, strict=True)}
    blocks: list[Block] = []
    places: dict[int, list[Table]] = {}
    number = 0
    for block in document.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        halves = [replace(half, number=number + at) for at, half in enumerate(parted[block.number], 1)]
        number += len(halves)
        places[block.number] = halves
        blocks += halves
    notes = tuple(_moved(note, places) for note in document.notes)
    return replace(document, blocks=tuple(blocks), notes=notes)


def edges_of_tables(tables: Sequence[Table]) -> list[tuple[int, ...]]:
    """Give for each table the first column of each of those in it, and the column after the last; else empty.

    One without headings on the next page is parted like the one before it.
    """
    found: list[tuple[int, ...]] = []
    for at, table in enumerate(tables):
        edges = _edges_of(table)
        if not edges and at and found[-1] and _goes_on(tables[at - 1], table):
            edges = () if any(_reaches_over(cell, found[-1]) for cell in table.cells) else found[-1]
        found.append(edges)
    return found


def _goes_on(above: Table, table: Table) -> bool:
    return above.page is not None and table.page == above.page + 1 and table.columns == above.columns


def halves_of(table: Table, edges: Sequence[int]) -> list[Table]:
    """Give the tables between some edges, from left to right; the table itself where there are none."""
    if not edges:
        return [table]
    found: list[Table] = []
    words = table.words
    for first, end in pairwise(edges):
        cells = tuple(
            replace(cell, column=cell.column - first + 1, column_span=min(cell.column_span, end - cell.column))
            for cell in table.cells
            if first <= cell.column < end
        )
        # what the source counts and no cell has stays with the last
        own = words if end == edges[-1] else count_words(cell.text for cell in cells)
        words -= own
        furniture = table.furniture if end == edges[-1] else ()
        found.append(replace(table, columns=end - first, cells=cells, words=own, furniture=furniture))
    return found


def _edges_of(table: Table) -> tuple[int, ...]:
    for row in range(1, _HEADING_ROWS + 1):
        edges = _edges_of_row([cell for cell in table.cells if cell.row == row], table)
        if edges and not any(_reaches_over(cell, edges) for cell in table.cells if cell.row > row):
            return edges
    return ()


def _edges_of_row(row: Sequence[Cell], table: Table) -> tuple[int, ...]:
    printed = [cell for cell in sorted(row, key=lambda cell: cell.column) if cell.text.strip()]
    half, odd = divmod(len(printed), 2)
    said = [" ".join(cell.text.split()).casefold() for cell in printed]
    if odd or half < _LEAST or said[:half] != said[half:] or len(set(said)) < half:
        return ()
    if not all(_is_worded(text) for text in said):
        return ()
    edge = printed[half].column - _names_before(printed[0], table)
    return (1, edge, table.columns + 1) if edge > printed[half - 1].column else ()


def _is_worded(heading: str) -> bool:
    """Whether a heading has letters and no figure."""
    return any(map(str.isalpha, heading)) and not any(map(str.isdigit, heading))


def _names_before(heading: Cell, table: Table) -> int:
    """How many columns before the first heading name the rows: each half must have its own."""
    below = {cell.column for cell in table.cells if cell.row > heading.row and cell.text.strip()}
    return len([column for column in range(1, heading.column) if column in below])


def _reaches_over(cell: Cell, edges: tuple[int, ...]) -> bool:
    return any(cell.column < edge < cell.column + cell.column_span for edge in edges[1:-1])


def _moved(note: Note, places: dict[int, list[Table]]) -> Note:
    """A note with the place that its cell has now."""
    if note.table is None or note.table not in places:
        return note
    column = note.column
    for half in places[note.table]:
        if column is None or column <= half.columns:
            return replace(note, table=half.number, column=column)
        column -= half.columns
    return note
