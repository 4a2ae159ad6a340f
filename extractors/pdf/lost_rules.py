"""Rules between two rows that a ruled table lacks: text starts anew in all columns at once, well below what is above.

Paragraphs of one row start anew in one column or two; two rows without a rule between them start anew together, as far
apart as rows are padded. Only the first column is looked at until it shows such a space.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extractors.pdf.lines import Grid
from extractors.pdf.page import Word
from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, lines_of, starts_item

_SPACE = 1.6  # letter sizes between baselines from which a column starts anew
_LEAST_COLUMNS = 3  # that start anew together
_SHARE = 0.6  # of the table's columns that do
_SAME_BASE = 1.5  # points between the baselines of one row's first lines


def find_lost_rules(grid: Grid, words: Sequence[Word], settings: Settings) -> list[float]:
    """Give the y of each row edge, in points, that has no rule; `words` are those inside the grid."""
    if len(grid.xs) - 1 < _LEAST_COLUMNS:
        return []
    found: list[float] = []
    for row in _spaced_rows(grid, words):
        band = [word for word in words if word.angle == 0 and grid.ys[row] < word.middle <= grid.ys[row + 1]]
        found.extend(_edges_in(_by_column(band, grid.xs, settings), len(grid.xs) - 1))
    return found


def _spaced_rows(grid: Grid, words: Sequence[Word]) -> list[int]:
    """The rows, from 0, whose first column has more than a line's space between two of its lines."""
    edge = grid.xs[1]
    bases: dict[int, list[tuple[float, float]]] = {}
    for word in words:
        if word.x1 <= edge and word.angle == 0:
            bases.setdefault(bisect_right(grid.ys, word.middle) - 1, []).append((word.base, word.size))
    return sorted(
        row
        for row, own in bases.items()
        if 0 <= row < len(grid.ys) - 1
        and any(below[0] - above[0] > _SPACE * below[1] for above, below in pairwise(sorted(own)))
    )


def _by_column(words: Sequence[Word], xs: Sequence[float], settings: Settings) -> list[list[Line]]:
    columns: list[list[Word]] = [[] for _ in xs[1:]]
    for word in words:
        columns[min(len(xs) - 2, max(0, bisect_right(xs, (word.x0 + word.x1) / 2) - 1))].append(word)
    return [lines_of(column, settings) for column in columns]


def _edges_in(columns: Sequence[Sequence[Line]], count: int) -> list[float]:
    edges: list[float] = []
    for above, here in pairwise(columns[0]):
        if here.base - above.base <= _SPACE * here.size or starts_item(here):
            continue
        parts = [_parted(column, here.base) for column in columns]
        below = [part for part in parts if part[1]]
        together = all(abs(lower[0].base - here.base) <= _SAME_BASE for _, lower in below)
        clear = all(lower[0].base - upper[-1].base > _SPACE * lower[0].size for upper, lower in below if upper)
        if together and clear and len(below) >= max(_LEAST_COLUMNS, _SHARE * count):
            bottom = max(upper[-1].bottom for upper, _ in parts if upper)
            edges.append((bottom + min(lower[0].top for _, lower in below)) / 2)
    return edges


def _parted(lines: Sequence[Line], base: float) -> tuple[list[Line], list[Line]]:
    """The lines above a baseline, and those from it on."""
    return (
        [line for line in lines if line.base < base - _SAME_BASE],
        [line for line in lines if line.base >= base - _SAME_BASE],
    )
