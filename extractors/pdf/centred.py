"""Rows of a table without rules whose cells are centred from top to bottom: lines of one row share no baseline.

Each cell is then a block of lines, and the blocks of one row have one middle. The column whose blocks tell the rows is
the one with the most of them; a block in the middle of several rows is a cell merged over them. Nothing is decided
unless nearly every block of the table agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pdf.words import Line, starts_item

_LEAST_ROWS = 3
_OFF = 0.25  # share of the letter size: how far the middles of one row's blocks may lie apart
_AGREEING = 0.9  # share of the blocks that must stand in the middle of a row, or of several
_LEAST_PARTED = 2  # columns that each row edge must part
_PARAGRAPHS = 0.5  # share of the letter size: the most that paragraphs of one cell stand apart beyond the leading
_APART = 1.5  # points between first baselines that show a block to be centred and not set at the top
_MOST_MERGED = 12  # rows that one merged cell is looked for over


@dataclass(frozen=True, slots=True)
class CentredRows:
    """The inner edges of centred rows from top to bottom, and for each the columns merged over it."""

    edges: tuple[float, ...]
    merged: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one column that follow each other by the usual leading: a cell's text. `base` is its first baseline."""

    top: float
    bottom: float
    base: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def find_centred_rows(columns: Sequence[Sequence[Line]], usual: float, slack: float) -> CentredRows | None:
    """Give the rows of an area whose cells are centred; None where its lines do not show that.

    `columns` are the lines of each column, `usual` the leading of wrapped lines and `slack` what more parts two blocks,
    in points.
    """
    size = max((line.size for column in columns for line in column), default=0.0)
    found = _rows_of([_blocks(column, usual + slack) for column in columns], _OFF * size)
    if found is None and slack < _PARAGRAPHS * size:  # paragraphs of one cell may stand a little apart
        found = _rows_of([_blocks(column, usual + _PARAGRAPHS * size) for column in columns], _OFF * size)
    return found


def _rows_of(blocks: Sequence[Sequence[_Block]], off: float) -> CentredRows | None:
    main = max(range(len(blocks)), key=lambda column: len(blocks[column]), default=0)
    rows = blocks[main] if blocks else []
    if len(rows) < _LEAST_ROWS or len(blocks) < 2:
        return None
    others = {column: own for column, own in enumerate(blocks) if column != main and own}
    alone = {column: _places_alone(own, rows, off) for column, own in others.items()}
    extents = _extents(rows, others, alone)
    places = {column: _tiles(own, extents, off) or alone[column] for column, own in others.items()}
    found = [place for own in places.values() for place in own]
    apart = sum(
        place is not None and abs(block.base - rows[place[0]].base) > _APART
        for column, own in places.items()
        for block, place in zip(blocks[column], own, strict=True)
    )
    if apart < 2 or sum(place is not None for place in found) < _AGREEING * len(found):
        return None
    merged = tuple(
        frozenset(c for c, own in places.items() if any(p is not None and p[0] <= edge < p[1] for p in own))
        for edge in range(len(rows) - 1)
    )
    if any(len(places) + 1 - len(columns) < _LEAST_PARTED for columns in merged):
        return None  # a space in one column alone parts two paragraphs, not two rows
    return CentredRows(tuple((above[1] + below[0]) / 2 for above, below in pairwise(extents)), merged)


def _blocks(lines: Sequence[Line], most: float) -> list[_Block]:
    runs: list[list[Line]] = []
    for line in lines:
        more = _PARAGRAPHS * line.size if starts_item(line) else 0.0
        if runs and line.base - runs[-1][-1].base <= most + more:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_Block(run[0].base - 0.75 * run[0].size, run[-1].base + 0.22 * run[-1].size, run[0].base) for run in runs]


def _places_alone(blocks: Sequence[_Block], rows: Sequence[_Block], off: float) -> list[tuple[int, int] | None]:
    """The row in whose middle each block stands, None where in none."""
    found: list[tuple[int, int] | None] = []
    for block in blocks:
        row = next((r for r, other in enumerate(rows) if abs(other.middle - block.middle) <= off), None)
        found.append(None if row is None else (row, row))
    return found


def _extents(
    rows: Sequence[_Block],
    blocks: Mapping[int, Sequence[_Block]],
    places: Mapping[int, Sequence[tuple[int, int] | None]],
) -> list[tuple[float, float]]:
    """Top and bottom of each row's text: of its tallest block."""
    tops, bottoms = [row.top for row in rows], [row.bottom for row in rows]
    for column, own in places.items():
        for block, place in zip(blocks[column], own, strict=True):
            if place is not None:
                tops[place[0]] = min(tops[place[0]], block.top)
                bottoms[place[0]] = max(bottoms[place[0]], block.bottom)
    if any(below <= above for above, below in zip(bottoms, tops[1:], strict=False)):
        return [(row.top, row.bottom) for row in rows]
    return list(zip(tops, bottoms, strict=True))


def _tiles(
    blocks: Sequence[_Block], extents: Sequence[tuple[float, float]], off: float
) -> list[tuple[int, int] | None] | None:
    """The first and last row in whose middle each block stands, where together they fill all rows; else None."""
    found: list[tuple[int, int] | None] = []
    begin = 0
    for block in blocks:
        ends = range(begin, min(len(extents), begin + _MOST_MERGED))
        end = next((e for e in ends if abs((extents[begin][0] + extents[e][1]) / 2 - block.middle) <= off), None)
        if end is None:
            return None
        found.append((begin, end))
        begin = end + 1
    return found if begin == len(extents) else None
