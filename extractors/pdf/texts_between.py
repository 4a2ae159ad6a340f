"""Text between two tables of a page: notes under the one, prose, the name of the other. What speaks for it is weighed.

A section's name or the rest of a cell has no columns either; it leaves columns and the kind of the rows as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from statistics import median

from extractors.pdf.cells import all_bold
from extractors.pdf.columns import segments_of
from extractors.pdf.row_area import is_figure
from extractors.pdf.settings import Settings
from extractors.pdf.weights import BetweenWeights, between_weights
from extractors.pdf.words import Line, extents_of

_CAPTION = re.compile(r"^(?:table|tableau|tabelle|tabl|tab\.|figure|chart)\s+[\w.-]*\d[\w.-]*", re.IGNORECASE)
_YEAR = re.compile(r"^(?:19|20)\d\d\b")
_LARGER = 1.06  # times the letter size of the rows
_SMALLER = 0.94
_ROWS = 8  # with columns, above a stretch and below it, that are looked at
_MOST = 12  # lines of a stretch
_MOST_AIR = 1.5  # letter sizes
_OVER = 2.0  # points by which a text reaches over a column


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows above a stretch: what their texts take of the page's width, and how they are set."""

    columns: tuple[tuple[float, float], ...]
    size: float
    bold: bool
    figures: bool
    step: float  # points between their baselines

    def over(self, part: Line) -> int:
        """How many columns a text lies over."""
        return sum(part.x0 + _OVER < right and left < part.x1 - _OVER for left, right in self.columns)


def find_between(lines: Sequence[Line], tells: Sequence[bool], settings: Settings) -> Iterator[tuple[int, int]]:
    """Give the stretches of text between tables, as the index of the first line and that after the last.

    `tells` says of each line whether it tells of columns.
    """
    weights = between_weights()
    at = 0
    while at < len(lines):
        end = next((other for other in range(at, len(lines)) if tells[other]), len(lines))
        near = at < end <= at + _MOST
        above = [*islice((lines[i] for i in range(at - 1, -1, -1) if tells[i]), _ROWS)][::-1] if near else []
        below = [*islice((lines[i] for i in range(end, len(lines)) if tells[i]), _ROWS)] if near else []
        if min(len(above), len(below)) >= settings.least_rows:
            rows = _rows_of(above, settings)
            air = (lines[at].base - lines[at - 1].base - rows.step) / rows.size
            told = [sum(_told(line, rows, settings, weights)) for line in lines[at:end]]
            # the first lines may go on with the last row, the last ones may be headings of the next table
            sums = [0.0, *accumulate(told)]
            last = max(range(1, len(sums)), key=sums.__getitem__)
            first = min(range(last), key=sums.__getitem__)
            total = weights.stretch + sums[last] - sums[first] + weights.air * min(_MOST_AIR, max(0.0, air))
            total += weights.columns * _other_columns(below, rows, settings)
            total += weights.header * _begins(below, rows, settings)
            if total > 0:
                yield at + first, at + last
        at = end + 1


def _rows_of(lines: Sequence[Line], settings: Settings) -> _Rows:
    parts = [segments_of(line, settings) for line in lines]
    columns = extents_of(part for texts in parts for part in texts)
    steps = [below.base - above.base for above, below in pairwise(lines)]
    bold = all(all_bold(line.words) for line in lines)
    beside = [part for texts in parts for part in texts[1:]]
    figures = sum(map(is_figure, beside)) > len(beside) / 2
    return _Rows(tuple(columns), median(line.size for line in lines), bold, figures, median(steps))


def _told(line: Line, rows: _Rows, settings: Settings, weights: BetweenWeights) -> Iterator[float]:
    """What a line says for standing between tables."""
    if _CAPTION.match(line.text):
        yield weights.caption
    if line.size < _SMALLER * rows.size:
        yield weights.smaller
    elif line.size > _LARGER * rows.size:
        yield weights.larger
    if all_bold(line.words) and not rows.bold:
        yield weights.bold
    if any(rows.over(part) > 1 for part in segments_of(line, settings)):
        yield weights.astray


def _other_columns(lines: Sequence[Line], rows: _Rows, settings: Settings) -> float:
    parts = [part for line in lines for part in segments_of(line, settings)]
    return sum(rows.over(part) != 1 for part in parts) / len(parts)


def _begins(below: Sequence[Line], rows: _Rows, settings: Settings) -> bool:
    """Whether headings stand at the top of what is below: words or years under rows of figures and over others."""
    first, second = (segments_of(line, settings)[1:] for line in below[:2])
    return rows.figures and any(map(is_figure, second)) and all(map(_may_head, first))


def _may_head(part: Line) -> bool:
    return _YEAR.match(part.text) is not None or not is_figure(part)
