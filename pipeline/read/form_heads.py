"""What a form says in a box of its own right over the table of its actions: the goal, who leads it, how it is measured.

    | Equality objective | Open our doors  |
    | Executive sponsor  | Head of Estates |
    (a blank row of a sheet, or nothing)
    | Action | Lead | By when | Measure |

Sheets and Word files part such a box from its table; it becomes the first rows of that, where `over_headings` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extractors.document import Block, Cell, Document, Table
from pipeline.read.frames.cards import role_of_label
from pipeline.read.structure import read_group_label

_ROUTES = frozenset({"sheet", "word", "html"})  # PDFs show by their rules what is one table
_MOST_ROWS = 6  # of a box
_LEAST_COLUMNS, _LEAST_ROWS = 3, 3  # of a table of actions
_LEAST_KNOWN = 2  # labels of a box that name a role or count a grouping
_OF_ONE = frozenset({"action", "timescale", "status", "reference", "progress"})  # what only one action has


def with_form_heads(document: Document) -> Document:
    """Return the document with each such box as the first rows of the table below it. Raises nothing."""
    blocks = list(_joined(document.blocks))
    return document if len(blocks) == len(document.blocks) else replace(document, blocks=tuple(blocks))


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        match blocks[at : at + 2]:
            case [Table() as box, Table() as table] if _is_head(box) and _holds_actions(table):
                yield _under(box, table)
                at += 2
            case [block, *_]:
                yield block
                at += 1


def _is_head(table: Table) -> bool:
    """Whether a table is a few labels with their texts that speak of several actions, and lines over them."""
    if table.route not in _ROUTES or table.rows > _MOST_ROWS:
        return False
    rows = list(_rows(table))
    pairs = [row for row in rows if len(row) > 1]
    if max(map(len, rows), default=0) != 2:
        return False
    roles = [role_of_label(label.text) for label, *_ in pairs]
    known = sum(role is not None for role in roles) + any(read_group_label(row[0].text) for row in rows)
    return known >= _LEAST_KNOWN and _OF_ONE.isdisjoint(roles)


def _rows(table: Table) -> Iterator[list[Cell]]:
    """The cells with words of each row that has any."""
    printed = (cell for cell in table.cells if cell.text.strip())
    for _, row in groupby(printed, lambda cell: cell.row):
        yield list(row)


def _holds_actions(table: Table) -> bool:
    """Whether a table has the columns and rows of several actions."""
    broad = sum(len(row) >= _LEAST_COLUMNS for row in _rows(table))
    return table.route in _ROUTES and broad >= _LEAST_ROWS


def _under(box: Table, table: Table) -> Table:
    """The table with the rows of a box over its own: a line across it, a text across what its label leaves."""
    head: list[Cell] = []
    for at, row in enumerate(_rows(box), 1):
        *labels, text = row
        column = len(labels) + 1
        head += [replace(label, row=at, column=1, row_span=1, column_span=1) for label in labels]
        head.append(replace(text, row=at, column=column, row_span=1, column_span=table.columns - len(labels)))
    height = head[-1].row
    cells = (*head, *(replace(cell, row=cell.row + height) for cell in table.cells))
    return replace(table, rows=table.rows + height, cells=cells, words=box.words + table.words)
