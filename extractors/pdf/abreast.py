"""The order in which the blocks of a page are read: from top to bottom, and tables that stand side by side in turn.

A heading over such a table reaches no further than the table's sides, and is read right before it. Tables of labels
over values stand beside the text of their cards, and are read where their tags stand among those of the text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from extractors.document import Box, Table
from extractors.pdf.boxes import shared
from extractors.pdf.prose import Piece
from extractors.pdf.tags import Path
from extractors.twice_headed import edges_of_tables, halves_of

_NEAR = 90.0  # points over a table within which a heading of its own stands
_LEVEL = 40.0  # points by which the tops of tables side by side may differ
_BESIDE = 8.0  # points that the text of a table's heading may stand out at its sides


class Place(NamedTuple):
    """Where a block is read: page, y in points, its lane among tables side by side, and its turn there."""

    page: int
    top: float
    lane: int
    turn: int


class Stand(NamedTuple):
    """A table as it stands on its first page."""

    page: int
    box: Box
    xs: tuple[float, ...] = ()  # its column edges in points, where they are known
    turn: Path = ()  # where it stands among the tags of its page, if it is read in their order


_TABLE = 1_000_000  # after the headings of its lane


def order_blocks(pieces: Sequence[Piece], tables: Sequence[Stand]) -> tuple[list[Place], list[Place]]:
    """Give the places of pieces and of tables in reading order."""
    lanes = _lanes(tables)
    of_tables = [Place(table.page, table.box.top, 0, -1) for table in tables]
    heads: dict[int, int] = {}
    for group in lanes:
        for at, piece in enumerate(pieces):
            if (over := _heads(piece, [tables[index] for index in group])) is not None:
                heads[at] = group[over]
        own = [pieces[at].top for at, index in heads.items() if index in group]
        top = min([*own, *(tables[index].box.top for index in group)])
        for lane, index in enumerate(group, 1):
            of_tables[index] = Place(tables[index].page, top, lane, _TABLE)
    of_pieces: list[Place] = []
    last = Place(0, 0.0, 0, 0)
    for at, piece in enumerate(pieces):
        if at in heads:
            of_pieces.append(of_tables[heads[at]]._replace(turn=at))
            continue
        # the page's own order is kept where a page is set in columns
        top = piece.top if piece.page != last.page else max(last.top, piece.top)
        last = Place(piece.page, top, 0, at)
        of_pieces.append(last)
    texts: dict[int, list[int]] = {}
    for at in (at for at, piece in enumerate(pieces) if piece.turn):
        texts.setdefault(pieces[at].page, []).append(at)
    for index in (index for index, table in enumerate(tables) if table.turn):
        before = _last_before(tables[index], pieces, texts.get(tables[index].page, []))
        of_tables[index] = Place(tables[index].page, -math.inf, 0, -1) if before is None else of_pieces[before]
    return of_pieces, of_tables


def _last_before(table: Stand, pieces: Sequence[Piece], texts: Sequence[int]) -> int | None:
    """The last of the texts of its page that is read before a table that has its turn among the tags; a panel at the
    left of its card is read after the text to its right."""
    before = [at for at in texts if pieces[at].turn < table.turn]
    if not any(_is_beside(table, pieces[at]) for at in before[-1:]):
        before += takewhile(lambda at: _is_beside(table, pieces[at]), texts[len(before) :])
    return max(before, default=None)


def _is_beside(table: Stand, piece: Piece) -> bool:
    """Whether a text stands level with a table, at its left or right."""
    wide, high = shared(table.box, piece.box)
    return wide < 0 < high


def part_in_place(tables: Sequence[tuple[Table, Stand]]) -> list[tuple[Table, Stand]]:
    """Part the tables that are two in one grid, where their column edges are known."""
    edges = edges_of_tables([table for table, _ in tables])
    found: list[tuple[Table, Stand]] = []
    for (table, stand), own in zip(tables, edges, strict=True):
        if not own or not stand.xs:
            found.append((table, stand))
            continue
        for half, (first, end) in zip(halves_of(table, own), pairwise(own), strict=True):
            xs = stand.xs[first - 1 : end]
            found.append((half, Stand(stand.page, stand.box._replace(x0=xs[0], x1=xs[-1]), xs)))
    return found


def _lanes(tables: Sequence[Stand]) -> list[list[int]]:
    """The tables that stand side by side, from left to right, two or more together."""
    groups: list[list[int]] = []
    by_place = (at for at, table in enumerate(tables) if not table.turn)
    for at in sorted(by_place, key=lambda at: (tables[at].page, tables[at].box.top)):
        for group in groups:
            if all(_abreast(tables[at], tables[other]) for other in group):
                group.append(at)
                break
        else:
            groups.append([at])
    return [sorted(group, key=lambda at: tables[at].box.x0) for group in groups if len(group) > 1]


def _abreast(one: Stand, other: Stand) -> bool:
    wide, high = shared(one.box, other.box)
    return one.page == other.page and wide <= 0 < high and abs(one.box.top - other.box.top) <= _LEVEL


def _heads(piece: Piece, group: Sequence[Stand]) -> int | None:
    """Which of the tables side by side a piece stands over, between the sides of that one alone; None for none."""
    for at, (page, box, *_) in enumerate(group):
        over = piece.page == page and not piece.furniture and 0 <= box.top - piece.top <= _NEAR
        right = group[at + 1].box.x0 if at + 1 < len(group) else box.x1
        if over and box.x0 - _BESIDE <= piece.x0 <= piece.x1 <= right + _BESIDE:
            return at
    return None
