"""Headings that stand between two tables: a line of its own, right above a header row, below another table.

Such a line parts what would else be read as one table on one set of columns. A line that spans a table and is not
followed by a header row is a row of its table, and is left to it; so is a title over the first table of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from extractors.pdf.cells import all_bold
from extractors.pdf.columns import has_columns, segments_of
from extractors.pdf.page import Word
from extractors.pdf.settings import Settings
from extractors.pdf.texts_between import find_between
from extractors.pdf.words import Line, lines_of

_LARGER = 1.1  # times the size of the header row under it
_MOST_LINES = 3  # of a heading and what is said under it
_FARTHEST = 3.5  # letter sizes between the baselines of a heading and its table's header row
_HEADER_LINES = 6  # within which a header row must end
_ROWS_SEEN = 4  # lines under a header row that are looked at
_FILLED = 0.75  # share of the columns under it that a header row must name


class Strip(NamedTuple):
    """The stretch of a page, in points from its top, that headings between two tables take."""

    top: float
    bottom: float


def find_strips(words: Sequence[Word], settings: Settings) -> list[Strip]:
    """Give the headings between tables from top to bottom; `words` are the page's without furniture."""
    lines = lines_of([word for word in words if word.angle == 0], settings)
    tells = [has_columns(line) for line in lines]
    headers = [at for at in range(1, len(lines)) if tells[at] > tells[at - 1] and any(tells[: at - 1])]
    over = (_headings_over(lines, at, tells) for at in headers if _is_header(lines, at, settings))
    strips = {_strip(headings) for headings in over if headings}
    between = [_strip(lines[first:end]) for first, end in find_between(lines, tells, settings)]
    return sorted(strips.union(strip for strip in between if not any(_meet(strip, other) for other in strips)))


def _headings_over(lines: Sequence[Line], at: int, tells: Sequence[bool]) -> Sequence[Line]:
    """The lines of a heading over the header row at `at`, from the first that may begin one; none on the line above."""
    header, first = lines[at], at
    while first > max(0, at - _MOST_LINES) and not tells[first - 1] and _near(lines[first - 1], lines[first]):
        first -= 1
    begins = (place for place in range(first, at) if _is_heading(lines[place], header))
    first = next((place for place in begins if not _ends_row(lines[place:at])), at)
    if first == at or lines[first].base - lines[first - 1].base <= 1.5 * min(lines[first].size, header.size):
        return ()
    return lines[first:at]


def _strip(lines: Sequence[Line]) -> Strip:
    return Strip(_top(lines[0]), lines[-1].base + 0.25 * lines[-1].size)


def _meet(one: Strip, other: Strip) -> bool:
    return max(one.top, other.top) < min(one.bottom, other.bottom)


def part_by_strips(lines: Sequence[Line], strips: Sequence[Strip]) -> list[list[Line]]:
    """Part lines where headings stand, and leave the headings out."""
    parts: list[list[Line]] = [[] for _ in range(len(strips) + 1)]
    for line in lines:
        middle = line.base - 0.25 * line.size
        if not any(strip.top <= middle <= strip.bottom for strip in strips):
            parts[sum(strip.bottom < middle for strip in strips)].append(line)
    return [part for part in parts if part]


def limits_of(top: float, bottom: float, strips: Sequence[Strip], height: float) -> tuple[float, float]:
    """The y between which a table from `top` to `bottom` may grow: the headings over and under it."""
    over = [strip.bottom for strip in strips if strip.bottom <= top + 1]
    under = [strip.top for strip in strips if strip.top >= bottom - 1]
    return max(over, default=0.0), min(under, default=height)


def _top(line: Line) -> float:
    return line.base - 0.8 * line.size


def _near(above: Line, below: Line) -> bool:
    return below.base - above.base <= _FARTHEST * max(above.size, below.size)


def _is_heading(line: Line, header: Line) -> bool:
    return line.size > _LARGER * header.size or all_bold(line.words)


def _ends_row(lines: Sequence[Line]) -> bool:
    """Whether the first of some lines is no heading but text over one: not bold, over a line in bold and no smaller."""
    first = lines[0]
    return not all_bold(first.words) and any(all_bold(line.words) and line.size >= first.size for line in lines[1:])


def _is_header(lines: Sequence[Line], at: int, settings: Settings) -> bool:
    """Whether a header row starts at a line: bold words over rows that are not, and hardly fewer columns than those."""
    within = range(at, min(len(lines), at + _HEADER_LINES))
    end = next((place for place in within if not all_bold(lines[place].words)), within.stop)
    rows = [segments_of(line, settings) for line in lines[end : end + _ROWS_SEEN] if not all_bold(line.words)]
    columns = max((len(parts) for parts in rows), default=0)
    return end > at and columns > 1 and _columns_of(lines[at:end], settings) >= _FILLED * columns


def _columns_of(lines: Sequence[Line], settings: Settings) -> int:
    """How many columns the segments of some lines fill: those that lie over one another are one column."""
    count, reach = 0, -inf
    for part in sorted((part for line in lines for part in segments_of(line, settings)), key=lambda part: part.x0):
        if part.x0 > reach:
            count += 1
        reach = max(reach, part.x1)
    return count
