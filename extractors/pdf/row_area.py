"""A table's text by column, and the places between its lines where a row may end: what the evidence speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.pdf.page import Fill, Rule, Word
from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, lines_of, split_phrases

REFERENCE = re.compile(r"^(?:[A-Z]{0,4}\s?\d+(?:\.\d+)*[.):]?|[A-Za-z][.)]|\(?[ivx]+\))$")
_FIGURE = re.compile(
    r"^[-+–−(£$€<>~]*\d[\d,.:/]*[%)*]*$|^[-–—.…:*]+$|^(?:n/?a|n\.a\.|nil|none|x|c|\([A-Z]{1,2}\))$", re.IGNORECASE
)
_LOOSEST = 1.9  # letter sizes between the baselines of wrapped lines, at most
_TIGHT = 1.55  # letter sizes: lines farther apart than this hardly wrap without other lines that do
SAME_BASE = 1.5  # points between the baselines of one row's first lines
_LOWERED = 0.5  # letter sizes from a line down to a row's number that belongs beside it: less than half a leading
_LOWER = 0.15  # of a column's lines that begin in small letters where its text runs on from line to line
_MOST_FILLS = 1_000  # in a table; more are a picture's
_DIGITS = re.compile(r"\d+")
_LEAST_AGAIN = 3  # lines of the first column that say the same from which they are labels
_MOSTLY = 0.5  # of its lines, where the table is one of labels
_OF_ROW = 0.5  # of a table's lines, at most, behind which the ground of one row lies
CHANGED = 0.5  # of the columns behind which the colour changes where bands part rows
_NEARLY = 1.5  # letter sizes: lines that end so near the longest are full
_SURELY = 2  # lines nearly as long as the longest from which it shows where text wraps
_OVER = 2.0  # points by which a phrase reaches over a column's edge


class Start(NamedTuple):
    """The lines of the columns that share a baseline."""

    base: float
    at: dict[int, int]  # column -> index of its line


class Drawn(NamedTuple):
    """A rule that parts two starts: its y, the share of the width that it covers, the columns that it lies over."""

    y: float
    share: float
    columns: frozenset[int]


def is_figure(line: Line) -> bool:
    """Whether a line holds figures or marks that stand for one, and nothing else."""
    return all(_FIGURE.match(word.text) for word in line.words)


@dataclass
class Area:
    """A table's text, by column and by baseline. An edge may lie above each start but the first."""

    columns: Sequence[Sequence[Line]]
    xs: Sequence[float]  # column edges
    starts: Sequence[Start]
    size: float  # letter size in points
    usual: float  # points between the baselines of wrapped lines
    slack: float  # points beyond it that are chance
    rules: Sequence[Rule] = ()  # horizontal, inside the area
    fills: Sequence[Fill] = ()
    phrases: Sequence[Sequence[Line]] = ()  # of each start: its words where no gap parts them
    firsts: dict[tuple[int, int], int] = field(default_factory=dict)

    @cached_property
    def rights(self) -> tuple[float, ...]:
        """Where the longest line of each column ends."""
        return tuple(max((line.x1 for line in lines), default=0.0) for lines in self.columns)

    @cached_property
    def lefts(self) -> tuple[float, ...]:
        """Where the line of each column that reaches farthest to the left begins."""
        return tuple(min((line.x0 for line in lines), default=0.0) for lines in self.columns)

    @cached_property
    def wrapping(self) -> tuple[float, ...]:
        """How surely the longest line of each column shows where its text wraps, 0 to 1: by lines nearly as long."""
        near = (sum(line.x1 > right - _NEARLY * self.size for line in lines) - 1 for lines, right in self._ranked)
        return tuple(min(1.0, max(0, count) / _SURELY) for count in near)

    @cached_property
    def fullest(self) -> int:
        """The most columns that have text in one line."""
        return max(len(start.at) for start in self.starts)

    @cached_property
    def single(self) -> tuple[bool, ...]:
        """Whether each column may hold values of one line only: all of its lines begin with a capital or a figure."""
        return tuple(not any(line.words[0].text[0].islower() for line in lines) for lines in self.columns)

    @cached_property
    def running(self) -> tuple[bool, ...]:
        """Whether each column holds running text: some of its lines begin in small letters."""
        lower = (sum(line.words[0].text[0].islower() for line in lines) for lines in self.columns)
        return tuple(count >= max(1, _LOWER * len(lines)) for count, lines in zip(lower, self.columns, strict=True))

    @property
    def _ranked(self) -> zip[tuple[Sequence[Line], float]]:
        return zip(self.columns, self.rights, strict=True)

    @cached_property
    def _over(self) -> frozenset[tuple[int, int]]:
        """The lines, by column and index, that are parts of texts which run over the edge of a column."""
        return frozenset(
            (column, index)
            for at, start in enumerate(self.starts)
            if self.spans_columns(at)
            for column, index in start.at.items()
            if any(
                phrase.x0 + _OVER < edge < phrase.x1 - _OVER
                for phrase in self.phrases[at]
                for edge in self.xs[max(1, column) : column + 2]
                if edge < self.xs[-1]
            )
        )

    def runs_over(self, column: int, index: int) -> bool:
        """Whether a line of a column is part of a text that runs over the column's edge."""
        return (column, index) in self._over

    @cached_property
    def figures(self) -> tuple[float, ...]:
        """How surely each column is one of figures, 0 to 1: the share of its lines that are figures, beyond half."""
        shares = (sum(map(is_figure, lines)) / max(1, len(lines)) for lines in self.columns)
        return tuple(max(0.0, 2 * share - 1) for share in shares)

    @cached_property
    def bases(self) -> tuple[list[float], ...]:
        """The baselines of each column's lines."""
        return tuple([line.base for line in lines] for lines in self.columns)

    @cached_property
    def drawn(self) -> dict[int, Drawn]:
        """The rule above each start, where there is one.

        A rule that lies over some columns only may stand above several starts: those of the other columns do not count.
        """
        width = self.xs[-1] - self.xs[0]
        by_y: dict[float, list[Rule]] = {}
        for rule in sorted(self.rules):
            near = next((y for y in by_y if rule.at - y <= SAME_BASE), rule.at)
            by_y.setdefault(near, []).append(rule)
        found: dict[int, Drawn] = {}
        for y, own in by_y.items():
            share = min(1.0, sum(max(0.0, min(r.end, self.xs[-1]) - max(r.start, self.xs[0])) for r in own) / width)
            columns = frozenset(c for c in range(len(self.columns)) if self._lies_over(own, c))
            for at in self._starts_under(y, columns):
                if at not in found or share > found[at].share:
                    found[at] = Drawn(y, share, columns)
        return found

    def _lies_over(self, rules: Sequence[Rule], column: int) -> bool:
        left, right = self.xs[column], self.xs[column + 1]
        return sum(max(0.0, min(r.end, right) - max(r.start, left)) for r in rules) >= 0.5 * (right - left)

    def _starts_under(self, y: float, columns: Iterable[int]) -> range:
        """The starts above which an edge parts what columns have over a y from what they have under it."""
        last, first = 0, len(self.starts)
        for at, start in enumerate(self.starts):
            for column in start.at.keys() & columns:
                line = self.columns[column][start.at[column]]
                if line.base - 0.25 * line.size < y:
                    last = at
                else:
                    first = min(first, at)
        return range(last + 1, min(first, len(self.starts) - 1) + 1)

    @cached_property
    def reference(self) -> int | None:
        """The column whose entries number the rows: short, and on fewer lines than the table has."""
        count = len(self.starts)
        for index, column in enumerate(self.columns[:2]):
            if 2 <= len(column) <= 0.75 * count and median(len(line.words) for line in column) <= 6:
                return index
            if column:
                return None
        return None

    @cached_property
    def labels(self) -> frozenset[int]:
        """The starts with labels of cards: what the first column says again and again, where it says little else.

        Figures in them may differ ("Action 1", "Action 2").
        """
        said = [_DIGITS.sub("0", line.text) for line in self.columns[0]]
        times = Counter(said)
        again = [times[text] >= _LEAST_AGAIN and any(map(str.isalpha, text)) for text in said]
        if sum(again) < _MOSTLY * len(said):
            return frozenset()
        return frozenset(at for at, start in enumerate(self.starts) if 0 in start.at and again[start.at[0]])

    @cached_property
    def colours(self) -> NDArray[np.int64] | None:
        """A number for the colour behind each start and column, 0 for none; None where no fill tells."""
        top, foot = self.starts[0].base, self.starts[-1].base
        own = [fill for fill in self.fills if max(fill.box.top, top) < min(fill.box.bottom, foot)]
        if not 0 < len(own) <= _MOST_FILLS:
            return None
        xs = np.array([(left + right) / 2 for left, right in pairwise(self.xs)])
        ys = np.array([start.base - 0.25 * self.size for start in self.starts])
        names = {colour: at for at, colour in enumerate(dict.fromkeys(fill.colour for fill in own), start=1)}
        found = np.zeros((len(ys), len(xs)), dtype=np.int64)
        for fill in own:
            box = fill.box
            over = np.ix_((box.top <= ys) & (ys <= box.bottom), (box.x0 <= xs) & (xs <= box.x1))
            found[over] = names[fill.colour]
        return found

    @cached_property
    def colour_changes(self) -> dict[int, float]:
        """The share of the columns behind which the colour changes above each start."""
        if self.colours is None:
            return {}
        shares = (self.colours[1:] != self.colours[:-1]).mean(axis=1)
        return {at: float(share) for at, share in enumerate(shares.tolist(), start=1) if share}

    @cached_property
    def grounds(self) -> dict[int, float]:
        """The share of the columns whose cells have a ground drawn for them that goes on over each start.

        A ground behind more than half of the lines is the table's, one behind several labels a card's: they say nothing
        of rows.
        """
        if self.colours is None:
            return {}
        xs = [(left + right) / 2 for left, right in pairwise(self.xs)]
        ys = [start.base - 0.25 * self.size for start in self.starts]
        over = np.zeros((len(ys), len(xs)), dtype=bool)
        for x0, top, x1, bottom in (fill.box for fill in self.fills):
            first, end = bisect_left(ys, top), bisect_right(ys, bottom)
            card = len(self.labels.intersection(range(first, end))) > 1 if self.labels else False
            if 1 < end - first <= max(2, _OF_ROW * len(ys)) and not card:
                over[first + 1 : end, bisect_left(xs, x0) : bisect_right(xs, x1)] = True
        return {at: float(share) for at, share in enumerate(over.mean(axis=1).tolist()) if share}

    def filled_over(self, at: int) -> frozenset[int]:
        """The columns whose own colour goes on where that of most columns changes: a cell merged over an edge.

        Circles behind the numbers of rows are alike, and of each row.
        """
        if self.colours is None or not CHANGED <= self.colour_changes.get(at, 0.0) < 1.0:
            return frozenset()
        goes_on = (self.colours[at] == self.colours[at - 1]) & (self.colours[at] > 0)
        numbered = 0 in self.starts[at].at and _is_number(self.columns[0][self.starts[at].at[0]])
        return frozenset(np.nonzero(goes_on)[0].tolist()) - frozenset([0] * numbered)

    def lines_from(self, column: int, start: int) -> int:
        """The index of a column's first line at a start or below it."""
        key = (column, start)
        if key not in self.firsts:
            base = self.starts[start].base - SAME_BASE if start < len(self.starts) else float("inf")
            self.firsts[key] = bisect_left(self.bases[column], base)
        return self.firsts[key]

    def gap(self, start: int) -> tuple[float, float]:
        """The lowest ink above a start and the highest ink of it and what is below, as y; they may overlap."""
        above = [lines[i - 1] for c, lines in enumerate(self.columns) if (i := self.lines_from(c, start))]
        below = [lines[i] for c, lines in enumerate(self.columns) if (i := self.lines_from(c, start)) < len(lines)]
        foot = max((line.base + 0.22 * line.size for line in above), default=self.starts[start].base - self.size)
        return foot, min((line.base - 0.75 * line.size for line in below), default=foot)

    def spans_columns(self, start: int) -> bool:
        """Whether a phrase of a start runs over the edge of a column."""
        inner = self.xs[1:-1]
        return any(phrase.x0 + _OVER < x < phrase.x1 - _OVER for phrase in self.phrases[start] for x in inner)


def area_of(
    lines: Sequence[Line],
    xs: Sequence[float],
    settings: Settings,
    *,
    rules: Sequence[Rule] = (),
    fills: Sequence[Fill] = (),
) -> Area:
    """Lay out the text lines of an area whose column edges are given."""
    columns = by_column(lines, xs, settings)
    size = median(line.size for line in lines)
    starts = _starts(columns, size)
    usual = _wrapped_leading(starts, columns, size)
    phrases = _phrases(lines, starts, columns)
    return Area(columns, xs, starts, size, usual, max(1.2, settings.leading_slack * size), rules, fills, phrases)


def by_column(lines: Sequence[Line], xs: Sequence[float], settings: Settings) -> list[list[Line]]:
    """The text lines of each column."""
    words: list[list[Word]] = [[] for _ in xs[1:]]
    for line in lines:
        for word in line.words:
            words[min(len(xs) - 2, max(0, bisect_right(xs, (word.x0 + word.x1) / 2) - 1))].append(word)
    return [lines_of(column, settings) for column in words]


def _is_number(line: Line) -> bool:
    return len(line.words) == 1 and REFERENCE.match(line.words[0].text) is not None


def _starts(columns: Sequence[Sequence[Line]], size: float) -> list[Start]:
    """The starts of some columns; a row's number in a circle stands a little lower than the first line beside it."""
    found: list[Start] = []
    for base, column, index in sorted(
        (line.base, c, i) for c, lines in enumerate(columns) for i, line in enumerate(lines)
    ):
        line = columns[column][index]
        reach = _LOWERED * size if column == 0 and _is_number(line) else SAME_BASE
        if found and base - found[-1].base <= reach and column not in found[-1].at:
            found[-1].at[column] = index
        else:
            found.append(Start(base, {column: index}))
    return found


def _phrases(lines: Sequence[Line], starts: Sequence[Start], columns: Sequence[Sequence[Line]]) -> list[list[Line]]:
    lefts = [median(line.x0 for line in column) for column in columns[1:] if column]
    found: list[list[Line]] = [[] for _ in starts]
    bases = [start.base for start in starts]
    for line in lines:
        at = min(len(starts) - 1, max(0, bisect_left(bases, line.base - SAME_BASE)))
        found[at] += split_phrases(line, lefts)
    return found


def _wrapped_leading(starts: Sequence[Start], columns: Sequence[Sequence[Line]], size: float) -> float:
    """Points between the baselines of wrapped lines; rows of one line each, several columns wide, are no such lines."""
    times: Counter[float] = Counter()
    wide: Counter[float] = Counter()
    for here in starts:
        pitches = {
            round(2 * (columns[column][index].base - columns[column][index - 1].base)) / 2
            for column, index in here.at.items()
            if index and abs(columns[column][index].size - columns[column][index - 1].size) < 0.6
        }
        for pitch in pitches:
            if 0.8 * size <= pitch <= _LOOSEST * size:
                times[pitch] += 1
                wide[pitch] += len(here.at) > 1
    if not times:
        return 1.2 * size
    most = max(times.values())
    usual = min(pitch for pitch, count in times.items() if count >= max(1, most / 4))
    return 1.2 * size if usual > _TIGHT * size and wide[usual] > 0.5 * times[usual] else usual
