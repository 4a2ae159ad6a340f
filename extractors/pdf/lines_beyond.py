"""Which of the lines over a table's first rule and under its last are its own: headings, a section, a row unruled.

Lines are taken, from the table on, as long as the sum of what speaks for them grows (lines_beyond.toml), so that a
spanning line, which tells little by itself, is taken where headings stand over it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from extractors.pdf.cells import all_bold
from extractors.pdf.columns import segments_of
from extractors.pdf.page import Fill
from extractors.pdf.settings import Settings
from extractors.pdf.weights import beyond_weights
from extractors.pdf.words import Line

_FARTHER = 4.0  # letter sizes by which a line of wrapped text may reach farther to the right than the one before
_SAME = 3.0  # points by which texts set at one place differ
_LARGER = 1.1  # times the letter size of the line nearer to the table, from which a line is a heading over it
_OFF_CENTRE = 0.15  # of the width of some columns, by which a heading over them may stand out of their middle
_STICKS_OUT = 0.7  # letter sizes by which a heading may reach over an edge of its column
_WIDE = 0.7  # of the table's width that a band lies over
_HIGHEST = 5.0  # letter sizes: a higher ground is no row's
_AIR = 1.0  # letter sizes of white space that says nothing
_CLOSE = 0.4  # letter sizes of white space between the lines of one cell, at most
_NEXT_LINE = 1.6  # letter sizes from a baseline of a cell to the next, at most
_LEAST_STEPS = 3  # of one leading
_STEP_SLACK = 1.0  # points
_LEAST_SECTIONS = 2  # of one letter size
_LEAST = 0.1  # by which the sum must grow
_MOST = 16  # lines


@dataclass(frozen=True, slots=True)
class Places:
    """Where the text of a table's columns stands: the edges, and the usual left end, right end and middle of each."""

    xs: tuple[float, ...]
    ends: tuple[tuple[float, float, float], ...]
    fills: Sequence[Fill]
    settings: Settings
    leading: float = 0.0  # points between the baselines of wrapped lines
    sections: frozenset[float] = frozenset()  # letter sizes of its lines that hold one text in bold, at the left

    def column(self, x: float) -> int:
        """The column in which an x lies, the outermost where it lies in none."""
        return min(len(self.xs) - 2, max(0, bisect_right(self.xs, x) - 1))

    def aligned(self, part: Line, column: int) -> bool:
        """Whether a text stands in its column as those of the table do."""
        return any(abs(x - usual) <= _SAME for x, usual in zip(_ends(part), self.ends[column], strict=True))

    def band(self, line: Line) -> Fill | None:
        """The fill behind a line, as wide as the table and no higher than a row."""
        y, width = line.base - 0.25 * line.size, self.xs[-1] - self.xs[0]
        for fill in reversed(self.fills):
            box = fill.box
            behind = box.top <= y <= box.bottom <= box.top + _HIGHEST * line.size
            if behind and min(box.x1, self.xs[-1]) - max(box.x0, self.xs[0]) >= _WIDE * width:
                return fill
        return None

    def ground(self, line: Line) -> float:
        """Where the fills end that lie behind words of a line and are no higher than a row, in points; 0 without."""
        y = line.base - 0.25 * line.size
        behind = [
            fill.box.bottom
            for fill in self.fills
            if fill.box.top <= y <= fill.box.bottom <= fill.box.top + _HIGHEST * line.size
            if max(fill.box.x0, line.x0) < min(fill.box.x1, line.x1)
        ]
        return max(behind, default=0.0)


def places_of(lines: Sequence[Line], xs: Sequence[float], fills: Sequence[Fill], settings: Settings) -> Places:
    """Take what most of a table's lines share; `xs` are its column edges, `fills` those of its page."""
    counts: list[tuple[Counter[int], ...]] = [(Counter(), Counter(), Counter()) for _ in xs[1:]]
    places = Places(tuple(xs), (), fills, settings)
    parted = [segments_of(line, settings) for line in lines]
    for part in chain.from_iterable(parted):
        own = counts[places.column((part.x0 + part.x1) / 2)]
        for counter, x in zip(own, _ends(part), strict=True):
            counter[round(x)] += 1
    usual = [[counter.most_common(1)[0][0] if counter else float("inf") for counter in own] for own in counts]
    places = replace(places, ends=tuple((left, right, middle) for left, right, middle in usual))
    sizes = Counter(line.size for line, parts in zip(lines, parted, strict=True) if _is_section(line, parts, places))
    places = replace(places, leading=_leading(lines))
    return replace(places, sections=frozenset(size for size, count in sizes.items() if count >= _LEAST_SECTIONS))


def _leading(lines: Sequence[Line]) -> float:
    """Points between the baselines of wrapped lines: the least that is met again and again, 0 where none is."""
    steps = Counter(round(2 * (below.base - above.base)) / 2 for above, below in pairwise(lines))
    sizes = [line.size for line in lines]
    usual = [step for step, count in steps.items() if count >= _LEAST_STEPS and step >= 0.8 * min(sizes)]
    return min(usual, default=0.0)


def lines_over(lines: Sequence[Line], edge: float, places: Places) -> list[Line]:
    """Give those of some lines, from top to bottom, that belong to the table whose first rule or row is at `edge`."""
    colours = {fill.colour for fill in places.fills if fill.box.top > edge}
    nearest = lines[-1 : -_MOST - 1 : -1]
    airs = [below - _foot(line) for line, below in zip(nearest, [edge, *map(_head, nearest)], strict=False)]
    return [*nearest[: _taken(nearest, airs, places, colours)]][::-1]


def lines_under(lines: Sequence[Line], edge: float, places: Places) -> list[Line]:
    """Give those of some lines that belong to the table whose last rule is at `edge`."""
    colours = {fill.colour for fill in places.fills if fill.box.bottom < edge}
    airs = [_head(line) - above for line, above in zip(lines, [edge, *map(_foot, lines)], strict=False)]
    return [*lines[: _taken(lines, airs, places, colours, cells=_Cells.after((), lines, places))]]


def lines_after(lines: Sequence[Line], rows: Sequence[Line], places: Places) -> list[Line]:
    """Give those of some lines that belong to the table of `rows`, the last of which has columns: cells that go on."""
    ground = places.ground(rows[-1])
    sure = sum(line.base < ground for line in lines)
    inside, lines = lines[:sure], lines[sure:]
    rows = [*rows, *inside]
    edge = _foot(rows[-1])
    colours = {fill.colour for fill in places.fills if fill.box.top < edge}
    airs = [_head(line) - above for line, above in zip(lines, [edge, *map(_foot, lines)], strict=False)]
    cells = _Cells.after(rows, lines, places)
    return [*inside, *lines[: _taken(lines, airs, places, colours, nearer=rows[-1], cells=cells)]]


@dataclass(slots=True)
class _Cells:
    """The last text of each column on the way down, so that it is known which texts go on with one."""

    places: Places
    leadings: Mapping[int, float]  # points between the baselines of wrapped lines, by column
    last: dict[int, Line] = field(default_factory=dict)

    @classmethod
    def after(cls, rows: Sequence[Line], lines: Sequence[Line], places: Places) -> _Cells:
        """Begin under the rows of a table; `lines` are those that may go on with them."""
        columns: dict[int, list[Line]] = {}
        for line in (*rows, *lines):
            for column, part in _in_columns(line, places):
                columns.setdefault(column, []).append(part)
        cells = cls(places, {column: _leading(parts) for column, parts in columns.items()})
        for row in rows:
            cells.last.update(_in_columns(row, places))
        return cells

    def go_on(self, line: Line) -> bool:
        """Whether each text of a line goes on with the text over it in its column, as wrapped lines do; moves on."""
        parts, texts = _in_columns(line, self.places), len(segments_of(line, self.places.settings))
        going = len(parts) == texts and all(self._goes_on(column, part) for column, part in parts)
        if going or texts > 1:
            self.last.update(parts)
        return going

    def _goes_on(self, column: int, part: Line) -> bool:
        over = self.last.get(column)
        if over is None or max(over.size, part.size) > _LARGER * min(over.size, part.size):
            return False
        step = max(_NEXT_LINE * part.size, self.leadings.get(column, 0.0) + _STEP_SLACK)
        return part.base - over.base < step and all_bold(over.words) == all_bold(part.words)


def _in_columns(line: Line, places: Places) -> list[tuple[int, Line]]:
    """The texts of a line that lie in one column each, with the column."""
    found: list[tuple[int, Line]] = []
    for part in segments_of(line, places.settings):
        first, last = places.column(part.x0), places.column(part.x1)
        if first == last:
            found.append((first, part))
    return found


def _taken(
    lines: Sequence[Line],
    airs: Sequence[float],
    places: Places,
    colours: set[str],
    *,
    nearer: Line | None = None,
    cells: _Cells | None = None,
) -> int:
    """How many lines, from the table on, give the greatest sum; `airs` is the white space before each, in points.

    Where no rule parts them from the table, `nearer` is its line nearest to them, whose cells may go on. Where `cells`
    are given, lines are taken as far as they go on with those.
    """
    weights = beyond_weights()
    best, total, taken = 0.0, 0.0, 0
    size = nearer.size if nearer else lines[0].size if lines else 0.0
    before: dict[int, tuple[float, float]] = {}
    for count, (line, air) in enumerate(zip(lines, airs, strict=True)):
        if cells is not None and cells.go_on(line):
            total += weights.line + weights.own + weights.aligned + weights.close
            if total > best + _LEAST:
                best, taken = total, count + 1
            size, before = line.size, {}
            continue
        if count - taken >= _MOST:
            break
        close = (nearer is not None or count > 0) and air < max(_CLOSE * size, places.leading - size + _STEP_SLACK)
        told = _stands(line, places, before if close else {})
        total += sum(own for own, _ in told.values()) + sum(_told(line, places, colours)) + weights.close * close
        total += weights.larger * (line.size > _LARGER * size) + weights.air * max(0.0, air / line.size - _AIR)
        total += weights.smaller * (line.size * _LARGER < size)
        if total > best + _LEAST:
            best, taken = total, count + 1
        size, before = line.size, told
    return taken


def _told(line: Line, places: Places, colours: set[str]) -> Iterator[float]:
    """What a line as a whole says for being the table's, and what against."""
    weights = beyond_weights()
    yield weights.line
    band = places.band(line)
    if band is not None:
        yield weights.band + weights.band_again * (band.colour in colours)
    if line.size in places.sections and _is_section(line, segments_of(line, places.settings), places):
        yield weights.alike


def _stands(line: Line, places: Places, before: Mapping[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """What the texts of a line say by where they stand, and their right ends, by their left ends.

    Text that goes on from a text of the line before, and no farther to the right, says what that one said (`before`).
    """
    parts = segments_of(line, places.settings)
    banded = places.band(line) is not None
    found: dict[int, tuple[float, float]] = {}
    for part in parts:
        left = round(part.x0)
        own = _stands_where(part, places, alone=len(parts) == 1, banded=banded)
        told, right = before.get(left, (own, part.x1))
        found[left] = (max(own, told) if part.x1 <= right + _FARTHER * part.size else own), part.x1
    return found


def _stands_where(part: Line, places: Places, *, alone: bool, banded: bool) -> float:
    """What a text says by where it stands: in a column, in the middle over some, or over the edges of columns."""
    weights = beyond_weights()
    # column edges lie close to the text under them, and headings may be padded otherwise
    slack = min(_STICKS_OUT * part.size, 0.25 * (part.x1 - part.x0))
    first, last = places.column(part.x0 + slack), places.column(part.x1 - slack)
    if first == last:
        return weights.own + (weights.aligned if places.aligned(part, first) else weights.unaligned)
    left, right = places.xs[first], places.xs[last + 1]
    if not alone and abs(part.x0 + part.x1 - left - right) <= 2 * _OFF_CENTRE * (right - left):
        return weights.own
    if banded or _is_section(part, [part] if alone else (), places):
        return weights.section
    return weights.astray


def _is_section(line: Line, parts: Sequence[Line], places: Places) -> bool:
    """Whether a line is one text in bold that begins where the first column does."""
    return len(parts) == 1 and abs(line.x0 - places.ends[0][0]) <= _SAME and all_bold(line.words)


def _ends(part: Line) -> tuple[float, float, float]:
    return part.x0, part.x1, (part.x0 + part.x1) / 2


def _head(line: Line) -> float:
    return line.base - 0.75 * line.size


def _foot(line: Line) -> float:
    return line.base + 0.22 * line.size
