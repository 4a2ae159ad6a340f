"""Labelled lines beside records: "How we will know: …" right over or under a table of labels and values is of it.

A web page or a form may print what an action is to bring as a line of its own, and who and when in a box beside it. The
line becomes a row of the box where its label names a role that the box leaves open, and several boxes have such a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extractors.document import Block, Cell, Document, Paragraph, Table, count_words
from pipeline.fold import fold_space
from pipeline.read.frames.cards import role_of_label, split_number

_LINE = re.compile(r"(?P<label>[^\W\d][^:\n]{1,60}):\s+(?P<text>\S.*)", re.DOTALL)
_LEAST = 2  # boxes that have a line with the same label; one may be a remark
_ROLES = 2  # roles that the labels of a box name
_MOSTLY = 0.5  # share of the labels that name one


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of running text that is a label and what it says."""

    label: str
    text: str
    role: str


def with_record_lines(document: Document) -> Document:
    """Return the document with the labelled lines beside its records as rows of them. Raises nothing."""
    blocks = document.blocks
    records = {at: roles for at, block in enumerate(blocks) if (roles := _roles_of_record(block))}
    if len(records) < _LEAST:
        return document
    lines = {at: line for at, block in enumerate(blocks) if (line := _line(block)) is not None}
    over = {at: _beside(lines, roles, at, -1) for at, roles in records.items()}
    above = {one for side in over.values() for one in side}
    free = {at: line for at, line in lines.items() if at not in above}
    sides = {at: (over[at], _beside(free, roles, at, 1)) for at, roles in records.items()}
    times = Counter(lines[one].label for one in chain.from_iterable(chain.from_iterable(sides.values())))
    rows = {
        at: [[one for one in side if times[lines[one].label] >= _LEAST] for side in both] for at, both in sides.items()
    }
    held = set(chain.from_iterable(chain.from_iterable(rows.values())))
    if not held:
        return document
    joined = {at: [[lines[one] for one in side] for side in both] for at, both in rows.items()}
    return replace(document, blocks=tuple(_joined(blocks, joined, held)))


def _roles_of_record(block: Block) -> frozenset[str]:
    """The roles that the labels of a table of labels and values name; none where it is no such table."""
    match block:
        case Table(cells=cells) if block.columns % 2 == 0:
            roles = [role_of_label(split_number(cell.text)[0]) for cell in cells if cell.column % 2]
            named = frozenset(role for role in roles if role is not None)
            known = len(roles) - roles.count(None)
            return named if min(len(named) - _ROLES, known - _MOSTLY * len(roles)) >= 0 else frozenset()
    return frozenset()


def _line(block: Block) -> _Line | None:
    """The label and the text of a line, where the label names a role."""
    match block:
        case Paragraph(furniture=False) if found := _LINE.fullmatch(block.text.strip()):
            role = role_of_label(split_number(found["label"])[0])
            return _Line(fold_space(found["label"]), found["text"], role) if role else None
    return None


def _beside(lines: Mapping[int, _Line], roles: frozenset[str], at: int, step: int) -> list[int]:
    """The places of the lines that stand directly over a record (`step` -1) or under it and name further roles."""
    found: list[int] = []
    named = set(roles)
    while (at := at + step) in lines and lines[at].role not in named:
        found.append(at)
        named.add(lines[at].role)
    return sorted(found)


def _joined(
    blocks: Sequence[Block], rows: Mapping[int, Sequence[Sequence[_Line]]], held: Container[int]
) -> Iterator[Block]:
    for at, block in enumerate(blocks):
        if at in held:
            continue
        match block:
            case Table() if at in rows:
                yield _with_rows(block, *rows[at])
            case _:
                yield block


def _with_rows(table: Table, over: Sequence[_Line], under: Sequence[_Line]) -> Table:
    """The table with lines as rows above its own and below."""
    cells = [replace(cell, row=cell.row + len(over)) for cell in table.cells]
    first_below = table.rows + len(over) + 1
    for row, line in [*enumerate(over, 1), *enumerate(under, first_below)]:
        cells.append(Cell(row, 1, line.label, page=table.page))
        cells.append(Cell(row, 2, line.text, column_span=table.columns - 1, page=table.page))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    height = table.rows + len(over) + len(under)
    words = table.words + count_words(text for line in (*over, *under) for text in (line.label, line.text))
    return replace(table, rows=height, cells=tuple(cells), words=words)
