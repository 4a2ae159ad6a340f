"""What stands in a body, a cell or a text box, in order: paragraphs and tables, whatever is wrapped around them.

Content controls, custom XML and marks of insertion are looked through at every level; deleted and moved-away content
is left out; a paragraph whose mark is deleted is one with the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from extractors.word.context import Context
from extractors.word.names import (
    ALTERNATE,
    REMOVED,
    SDT,
    SDT_CONTENT,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    P,
    W,
    chosen_alternative,
    is_on,
)
from extractors.word.text import Printed, read_paragraph

_AROUND: Final = frozenset(W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))


def unwrapped(parent: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The elements of the wanted names under a parent, in order; what only wraps them is looked through."""
    for child in parent:
        tag = child.tag
        if tag in wanted:
            yield child
        elif tag == SDT:
            content = child.find(SDT_CONTENT)
            if content is not None:
                yield from unwrapped(content, wanted)
        elif tag in _AROUND:
            yield from unwrapped(child, wanted)
        elif tag == ALTERNATE:
            branch = chosen_alternative(child)
            if branch is not None:
                yield from unwrapped(branch, wanted)


_BLOCKS: Final = frozenset({P, TBL})
_ROWS: Final = frozenset({TR})
_CELLS: Final = frozenset({TC})


def printed_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that are printed: not the deleted, not the hidden ones."""
    for row in unwrapped(table, _ROWS):
        properties = row.find(TRPR)
        gone = properties is not None and (
            any(properties.find(name) is not None for name in REMOVED) or is_on(properties.find(W + "hidden"))
        )
        if not gone:
            yield row


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, deleted ones included: their place in the grid counts."""
    return unwrapped(row, _CELLS)


def is_deleted_cell(cell: etree._Element) -> bool:
    """True for a cell that accepting the changes takes away."""
    properties = cell.find(TCPR)
    return properties is not None and properties.find(W + "cellDel") is not None


def printed_blocks(
    container: etree._Element, context: Context, table_bold: bool = False, ground: str | None = None
) -> Iterator[Printed | etree._Element]:
    """The paragraphs of a container as printed, and its tables (`w:tbl`) as they stand, in order.

    `ground` is the colour that the container stands on, None where that is not known.
    """
    waiting: Printed | None = None
    for block in unwrapped(container, _BLOCKS):
        if block.tag == P:
            carried = None if waiting is None else waiting.carried
            waiting = read_paragraph(block, context, table_bold, carried, ground)
            if waiting.carried is None:
                yield waiting
                waiting = None
        else:
            if waiting is not None:
                yield waiting
                waiting = None
            if next(printed_rows(block), None) is not None:
                yield block
    if waiting is not None:
        yield waiting
