"""Row edges that fills show where no rule does: shaded bands begin and end where rows do.

Fills are drawn cell by cell or band by band. An edge counts where the colour changes in most columns at once; a column
without the edge of a fill there has a cell that goes on over it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pdf.lines import Grid
from extractors.pdf.page import Fill, Word
from extractors.pdf.rows import RowEdge
from extractors.pdf.settings import Settings

_MOST_FILLS = 1_000  # in a grid; more are a picture's, and each is held against all the others
_LEAST_EDGES = 2  # one band alone may be a heading's
_SHARE = 0.5  # of the columns in which the colour changes
_COVERED = 0.6  # of a column's width that a fill covers
_CUT = 0.3  # of a word's height on either side of an edge that cuts it
_SAME_EDGE = 1.5  # points


def find_band_edges(grid: Grid, fills: Sequence[Fill], words: Sequence[Word], settings: Settings) -> list[RowEdge]:
    """Give the row edges, from top to bottom, that fills show inside a grid and its rules do not; none where they are
    too few to be bands. `words` are those inside the grid."""
    box = grid.box
    own = {
        fill
        for fill in fills
        if fill.box.x0 < box.x1 and fill.box.x1 > box.x0 and fill.box.top < box.bottom and fill.box.bottom > box.top
    }
    if len(own) > _MOST_FILLS:
        return []
    columns = [
        [fill for fill in own if min(fill.box.x1, right) - max(fill.box.x0, left) >= _COVERED * (right - left)]
        for left, right in zip(grid.xs, grid.xs[1:], strict=False)
    ]
    found: list[RowEdge] = []
    for y in sorted({y for fill in own for y in (fill.box.top, fill.box.bottom)}):
        if any(abs(y - drawn) < settings.smallest_side for drawn in grid.ys) or not box.top < y < box.bottom:
            continue
        if found and y - found[-1].y < settings.smallest_side:
            continue
        if any(word.top + _CUT * word.size < y < word.bottom - _CUT * word.size for word in words):
            continue
        above = [{fill.colour for fill in column if abs(fill.box.bottom - y) <= _SAME_EDGE} for column in columns]
        below = [{fill.colour for fill in column if abs(fill.box.top - y) <= _SAME_EDGE} for column in columns]
        changed = sum(before != after for before, after in zip(above, below, strict=True))
        if changed >= max(2.0, _SHARE * len(columns)):
            still = (i for i, (before, after) in enumerate(zip(above, below, strict=True)) if not before | after)
            found.append(RowEdge(y, frozenset(still)))
    return found if len(found) >= _LEAST_EDGES else []
