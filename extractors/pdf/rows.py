"""Rows from text: where a table's rows part when no rule says so.

A row starts on a line where text starts in several columns after more than the usual leading, or where the reference
column (the first that is not filled on every line) starts a new entry.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from statistics import median

from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, lines_of, usual_leading

_REFERENCE = re.compile(r"^(?:[A-Z]{0,4}\s?\d+(?:\.\d+)*[.):]?|[A-Za-z][.)]|\(?[ivx]+\))$")
_LIST_MARK = re.compile(r"^[•▪●◦‣➢✓❖■□○·∙-]")


def split_rows(lines: Sequence[Line], xs: Sequence[float], settings: Settings) -> list[float]:
    """Give the inner row edges (y in points, rising) of an area whose text lines are given, from top to bottom.

    `xs` are the column edges of the area; one row gives an empty list.
    """
    if len(lines) < 2:
        return []
    columns = [
        [
            line
            for words in [[w for line in lines for w in line.words if _column(w.x0, w.x1, xs) == column]]
            for line in lines_of(words, settings)
        ]
        for column in range(len(xs) - 1)
    ]
    starts = [{round(line.base, 1) for line in column} for column in columns]
    leading = usual_leading(columns)
    size = median(line.size for line in lines)
    usual = leading.get(round(2 * size), 1.2 * size)
    reference = _reference_column(columns, len(lines))
    edges: list[float] = []
    for above, below in zip(lines, lines[1:], strict=False):
        if below.base - above.base < 0.6 * size:
            continue
        begun = sum(any(abs(base - below.base) < 1.0 for base in column) for column in starts)
        pitch = below.base - above.base
        extra = pitch - max(usual, 1.0)
        if _begins_row(below, columns, reference, begun, extra, usual, size):
            edges.append(_between(above, below))
    return edges


def _column(x0: float, x1: float, xs: Sequence[float]) -> int:
    return min(len(xs) - 2, max(0, bisect_right(xs, (x0 + x1) / 2) - 1))


def _between(above: Line, below: Line) -> float:
    ink_above = above.base + 0.22 * above.size
    ink_below = below.base - 0.75 * below.size
    return (ink_above + ink_below) / 2


def _reference_column(columns: Sequence[Sequence[Line]], lines: int) -> int | None:
    """The first column, where its entries are short and stand on fewer lines than the table has."""
    for index, column in enumerate(columns[:2]):
        if len(column) >= 2 and len(column) <= 0.75 * lines and median(len(line.words) for line in column) <= 6:
            return index
        if column:
            return None
    return None


def _begins_row(
    below: Line,
    columns: Sequence[Sequence[Line]],
    reference: int | None,
    begun: int,
    extra: float,
    usual: float,
    size: float,
) -> bool:
    if reference is not None:
        column = columns[reference]
        here = next((i for i, line in enumerate(column) if abs(line.base - below.base) < 1.0), None)
        if here is not None:
            if here == 0 or _REFERENCE.match(column[here].words[0].text):
                return True
            return column[here].base - column[here - 1].base > 1.45 * usual or extra > 0.45 * size
        # text beside a bare reference: a row only where the white space says so and several columns start
        return begun >= 2 and extra > 0.45 * size
    if extra > 0.25 * size and begun >= 2:
        return True
    return extra > 0.8 * size and not _LIST_MARK.match(below.words[0].text)
