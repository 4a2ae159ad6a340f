"""Lists whose labelled lines stand once below them: who, when and how it will be known for all lines of the list.

    We will:                                  | We will:          | Who        | When       |
    • Mend the lift                           | • Mend the lift   | Head of HR | March 2031 |
    • Train the wardens               ->      | • Train the …     | (merged)   | (merged)   |
    Who: Head of HR
    When: March 2031

Each such list becomes a table, in which what is said once is a cell merged over the rows. Bullets under an action are
its steps, and stay; so a line that says that actions follow must stand over the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, count_words
from pipeline.read.blocks import OF_LINES, is_furniture
from pipeline.read.content import begins_like_an_order
from pipeline.read.line import Line
from pipeline.read.list_items import MARK, bare_action, opens_a_list, parse_item
from pipeline.read.listed_lines import lines_of, names_a_role

_ROLES = frozenset({"owner", "timescale", "outcome", "progress", "status", "evidence"})
_WHO_OR_WHEN = frozenset({"owner", "timescale"})
_LEAST = 2  # labels below a list
_REACH = 12  # blocks below a list that are looked through for labels
_MOSTLY = 0.6  # share of the lines that begin like an order


@dataclass(frozen=True, slots=True)
class _Run:
    """What opens a list, its items, and the labelled lines below them."""

    opening: Heading | Paragraph
    items: Sequence[Paragraph]
    labels: Sequence[Line]
    end: int  # the place of the first block behind it


def with_shared_lines(document: Document) -> Document:
    """Return the document with each list over lines that hold for all of it as a table. Raises nothing."""
    number = max((table.number for table in document.tables), default=0)
    blocks: list[Block] = []
    end = 0
    for at, block in enumerate(document.blocks):
        if at < end:
            continue
        if (run := _run_at(document.blocks, at)) is None:
            blocks.append(block)
            continue
        number, end = number + 1, run.end
        blocks.append(_table(run, number))
        blocks += filter(is_furniture, document.blocks[at:end])
    return replace(document, blocks=tuple(blocks)) if end else document


def _run_at(blocks: Sequence[Block], at: int) -> _Run | None:
    """The list that a block opens over lines that hold for all of it; None where it opens none."""
    match blocks[at]:
        case (Heading(text=text) | Paragraph(text=text)) as opening if MARK.match(text) is None:
            items, first = _items_from(blocks, at + 1)
            if not (items and opens_a_list(text) and _are_of_one_list([item.text for item in items])):
                return None
        case _:
            return None
    labels = list(takewhile(_is_label, lines_of(blocks[first : first + _REACH])))
    if not _say_who_or_when(labels):
        return None
    last = max(line.at if line.below is None else line.below for line in labels)
    return _Run(opening, items, labels, first + last + 1)


def _items_from(blocks: Sequence[Block], start: int) -> tuple[list[Paragraph], int]:
    """The items of a list that begins at a place, and the place of the first block behind them."""
    items: list[Paragraph] = []
    for place in range(start, len(blocks)):
        match blocks[place]:
            case block if is_furniture(block):
                continue
            case Paragraph(text=text) as item if MARK.match(text) and not names_a_role(text):
                items.append(item)
            case _:
                return items, place
    return items, len(blocks)


def _is_label(line: Line) -> bool:
    return line.role in _ROLES and MARK.match(line.text) is None


def _are_of_one_list(lines: Sequence[str]) -> bool:
    """Whether lines are actions that leave who and when to others."""
    texts = list(map(bare_action, lines))
    if any(parse_item(text).full for text in texts):
        return False
    return sum(map(begins_like_an_order, texts)) >= _MOSTLY * len(texts)


def _say_who_or_when(labels: Sequence[Line]) -> bool:
    """Whether labelled lines are several, none of a role that another has, and name somebody or a time."""
    roles = [line.role for line in labels]
    return len({*roles}) == len(roles) >= _LEAST and not _WHO_OR_WHEN.isdisjoint(roles)


def _table(run: _Run, number: int) -> Table:
    """The table of a list: a row for each item, under what opens it, and a merged cell under each label."""
    page = run.opening.page
    labels = list(enumerate(run.labels, 2))
    cells = [Cell(1, 1, run.opening.text.strip(), page=page, header=True)]
    cells += [Cell(1, column, str(line.label), page=page, header=True) for column, line in labels]
    for row, item in enumerate(run.items, 2):
        cells.append(Cell(row, 1, item.text.strip(), page=item.page, uncounted=item.uncounted))
        if row == 2:
            merged = [(column, line.value.strip(), line.block.page) for column, line in labels]
            cells += [Cell(row, column, text, len(run.items), page=below) for column, text, below in merged]
    words = count_words(cell.text for cell in cells)
    height, width = len(run.items) + 1, len(labels) + 1
    return Table(number, height, width, tuple(cells), words, OF_LINES, page=page, confidence=0.8)
