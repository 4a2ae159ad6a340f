"""Columns from white space: where the words of many lines leave the same gap.

Only lines whose words fall into two or more groups tell of columns; a gap is a gutter where nearly all of those lines leave
it free and text starts anew on its right.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, split_line

_STEP = 2.0  # profile cells for each point
_CROSSING = 0.34  # share of the telling lines that may run over a gutter (cells that span columns)


def segments_of(line: Line, settings: Settings) -> list[Line]:
    """Split a line at gaps that may be gutters."""
    return split_line(line, max(settings.gutter, 0.75 * line.size))


def find_gutters(lines: Sequence[Line], left: float, right: float, settings: Settings) -> list[float]:
    """Give the inner column edges (x in points, rising) that the lines of an area show; empty where they show none."""
    telling = [parts for line in lines if len(parts := segments_of(line, settings)) > 1]
    if len(telling) < 2 or right - left < 20:
        return []
    size = int((right - left) * _STEP) + 2
    ink = np.zeros(size + 1, dtype=np.int32)
    starts = np.zeros(size, dtype=np.int32)
    for parts in telling:
        for part in parts:
            first = min(size - 1, max(0, int((part.x0 - left) * _STEP)))
            last = min(size - 1, max(first, int((part.x1 - left) * _STEP)))
            ink[first] += 1
            ink[last + 1] -= 1
            starts[first] += 1
    cover = np.cumsum(ink[:-1])
    limit = _CROSSING * len(telling)
    free = cover <= limit
    edges: list[float] = []
    for first, last in _runs(free):
        if first == 0 or last >= size - 1:
            continue
        # inside a run the emptiest stretch is the gutter; long spanning text may lie over it
        lowest = int(cover[first : last + 1].min())
        inner = [(a + first, b + first) for a, b in _runs(cover[first : last + 1] <= lowest)]
        begin, end = max(inner, key=lambda run: run[1] - run[0])
        if (end - begin + 1) / _STEP < 0.7 * settings.gutter:
            continue
        if cover[:begin].max(initial=0) <= lowest or cover[end + 1 :].max(initial=0) <= lowest:
            continue
        support = int(starts[end + 1 : end + 1 + int(3 * _STEP)].sum())
        begun = int(starts[end + 1 : min(size, end + 1 + int(40 * _STEP))].sum())
        if max(support, begun) < 2:
            continue
        start = left + (end + 1) / _STEP
        edges.append(start - min(3.0, (end - begin + 1) / _STEP / 2))
    return edges


def _runs(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Give first and last index of each run of true values."""
    padded = np.concatenate(([False], mask, [False])).astype(np.int8)
    change = np.diff(padded)
    return list(zip(np.nonzero(change == 1)[0].tolist(), (np.nonzero(change == -1)[0] - 1).tolist(), strict=True))
