"""Which columns the headings of a row stand over, where no upright rule says so: each in the middle of its columns.

The headings are laid over the columns from left to right so that they stand out of the middle as little as may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

Extent = tuple[float, float]  # left and right

_FITS = 2.0  # points by which a heading may reach over an edge of its column
_ALIGNED = 3.0  # points by which text set at one place differs
_OFF_MIDDLE = 0.5  # letter sizes by which a heading may stand out of the middle of its columns
_SPANS = 0.1  # what a heading over several columns costs more than one over its own, in letter sizes
_COLUMNS = 3  # from which on a table has a middle that is not that of a column
_BARE = 0.05  # what a column costs that no heading stands over


def spans_of_headings(
    headings: Sequence[Extent], texts: Sequence[Extent], edges: Sequence[float], size: float
) -> list[tuple[int, int]]:
    """Give the first and last column under each heading; none where one stands in the middle of no columns.

    `texts` is how far the text of each column reaches; `edges` are the column edges, one more.
    """
    columns = len(texts)
    # the least cost of the first headings over the first columns, and the spans that it takes
    best: list[tuple[float, tuple[tuple[int, int], ...]]] = [(_BARE * end, ()) for end in range(columns + 1)]
    for heading in headings:
        following: list[tuple[float, tuple[tuple[int, int], ...]]] = [(inf, ())]
        for end in range(1, columns + 1):
            told = [(following[end - 1][0] + _BARE, following[end - 1][1])]
            for first in range(end):
                under, room = (texts[first][0], texts[end - 1][1]), (edges[first], edges[end])
                cost = _cost(heading, under, room, size, alone=first == end - 1)
                told.append((best[first][0] + cost, (*best[first][1], (first, end - 1))))
            following.append(min(told))
        best = following
    cost, spans = best[-1]
    section = len(headings) == 1 and headings[0][0] <= texts[0][0] + _ALIGNED
    return list(spans) if cost < inf and not section else []


def _cost(heading: Extent, under: Extent, room: Extent, size: float, *, alone: bool) -> float:
    """What a heading costs over one column (`alone`) or several, whose text reaches so far, between their edges."""
    left, right = heading
    if not room[0] - _FITS <= left <= right <= room[1] + _FITS:
        return inf
    off = abs(left + right - sum(under)) / 2
    if alone:
        return min([off, abs(left - under[0]), abs(right - under[1]), _OFF_MIDDLE * size]) / size
    return off / size + _SPANS if off <= _OFF_MIDDLE * size else inf


def stands_in_middle(text: Extent, texts: Sequence[Extent]) -> bool:
    """Whether the only text of a row stands in the middle of all columns, and not where the text of its own does."""
    left, right = text
    if len(texts) < _COLUMNS:
        return False
    whole = texts[0][0], texts[-1][1]
    own = [column for column in texts if column[0] - _ALIGNED <= left <= right <= column[1] + _ALIGNED]
    aligned = any(min(abs(left - x0), abs(right - x1)) <= _ALIGNED for x0, x1 in own)
    return abs(left + right - sum(whole)) <= 2 * _ALIGNED and left - whole[0] > _ALIGNED and not aligned
