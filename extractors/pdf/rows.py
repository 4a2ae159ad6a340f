"""Rows from evidence: the reading of a table's lines as rows that all that speaks for and against it makes likeliest.

Every gap between two baselines may part two rows. What is told of each gap, and of each row that two gaps would make,
is added up; the sequence of rows with the greatest sum is taken, with its cells set at the top of their rows, in the
middle or at the bottom, whichever comes to more. The first columns may be merged over several rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf

import numpy as np
from numpy.typing import NDArray

from extractors.pdf.page import Fill, Rule
from extractors.pdf.row_area import SAME_BASE, Area, area_of
from extractors.pdf.row_evidence import (
    DRAWN,
    PAIR_SOURCES,
    SOURCES,
    above_start,
    end_of_header,
    is_bold,
    pairs_of,
    rules_expected,
)
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import Settings
from extractors.pdf.solve import best_cuts
from extractors.pdf.weights import RowWeights, row_weights
from extractors.pdf.words import Line

_SHOWN = 1.5  # of evidence, rules aside, from which a row edge is taken to be shown by the text
_LONGEST = 40  # places that one row spans without ending there
_MOST_UNRULED = 6  # edges without a rule that count between two rules
_SCALE = 2.0  # of evidence, by which a margin becomes a chance
_SPARSE = 0.6  # of the lines of the fullest column: a first column with more has no cells merged over rows
_FILLED = 0.75  # share of the rows that have text of their own in a column without merged cells
_HALF = 0.5  # share that an astray cell of a column that may be merged counts


@dataclass(frozen=True, slots=True)
class RowEdge:
    """An edge between two rows at `y`; `open_columns` have text that goes on over it (a merged cell)."""

    y: float
    open_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundRows:
    """The inner row edges of an area from top to bottom, and the chance that none is missing or too many."""

    edges: tuple[RowEdge, ...]
    chance: float


def find_rows(
    lines: Sequence[Line],
    xs: Sequence[float],
    settings: Settings,
    *,
    rules: Sequence[Rule] = (),
    fills: Sequence[Fill] = (),
    granted: float = 0.0,
) -> FoundRows:
    """Give the rows of an area whose text lines and column edges are given.

    `rules` and `fills` are those in the area; `granted` is how many row edges with a rule are taken for granted before
    the area's own are counted: many where a full grid is drawn.
    """
    if len(lines) < 2:
        return FoundRows((), 1.0)
    area = area_of(lines, xs, settings, rules=rules, fills=fills)
    if len(area.starts) < 2:
        return FoundRows((), 1.0)
    evidence = _weigh(area, row_weights(), granted)
    stops = _stops(evidence)
    pieces = _Pieces.of(evidence, stops)
    readings = [(best_cuts(pieces.gains(setting)), setting) for setting in (_TOP, _MIDDLE, _BOTTOM)]
    best, setting = max(readings, key=lambda reading: reading[0].total)
    cuts = stops[list(best.at)].tolist()
    merged = evidence.merged(cuts)
    over = _merged_in_middle(evidence, cuts, merged) if setting is _MIDDLE else {}
    edges = tuple(evidence.edge(at, merged, over.get(at, frozenset())) for at in cuts)
    return FoundRows(edges, _chance(float(best.margins[1:-1].min(initial=inf))))


def _chance(margin: float) -> float:
    return 1 / (1 + exp(-min(margin, 20.0) / _SCALE))


@dataclass(frozen=True, slots=True)
class _Evidence:
    """All that was told of an area, by start (the last entry is the table's foot) and column.

    `firsts` is the index of a column's first line at a start or below it, `between` what an edge above that line says
    of its column.
    """

    area: Area
    weights: RowWeights
    gaps: NDArray[np.float64]
    firsts: NDArray[np.int64]
    between: NDArray[np.float64]
    opened: NDArray[np.bool_]  # text of the column goes on over an edge above the start
    uncovered: NDArray[np.bool_]  # the rule above the start does not lie over the column
    bold: NDArray[np.bool_]
    merging: frozenset[int]  # columns that may be merged over rows

    def merged(self, cuts: Sequence[int]) -> frozenset[int]:
        """The columns with merged cells: those that have text at the beginning of few of the rows that were found."""
        starts = [self.area.starts[at] for at in (0, *cuts)]
        filled = {column: sum(column in start.at for start in starts) for column in self.merging}
        return frozenset(column for column, count in filled.items() if count < _FILLED * len(starts))

    def edge(self, at: int, merged: frozenset[int], over: frozenset[int]) -> RowEdge:
        """The edge above a start, halfway between the ink of the columns that end there; cells are merged `over`."""
        area = self.area
        uncovered = frozenset(np.nonzero(self.uncovered[at])[0].tolist())
        goes_on = frozenset(np.nonzero(self.opened[at])[0].tolist()) & merged
        open_columns = goes_on | uncovered | over | area.filled_over(at)
        if at in area.drawn and area.drawn[at].share > DRAWN:
            return RowEdge(area.drawn[at].y, open_columns)
        ends, begins = [], []
        for column, lines in enumerate(area.columns):
            index = int(self.firsts[at, column])
            if column in open_columns:
                continue
            if index:
                ends.append(lines[index - 1].base + 0.22 * lines[index - 1].size)
            if index < len(lines):
                begins.append(lines[index].base - 0.75 * lines[index].size)
        head = area.starts[at].base - 0.8 * area.size
        if not ends or not begins:
            return RowEdge(head, open_columns)
        middle = (max(ends) + min(begins)) / 2
        return RowEdge(middle if max(ends) <= min(begins) else max(middle, head), open_columns)


def _weigh(area: Area, weights: RowWeights, granted: float) -> _Evidence:
    count, width = len(area.starts), len(area.columns)
    gaps = np.zeros(count + 1)
    at_y = {above_start(area, at): at for at in range(count)}
    for source in SOURCES:
        for edge in source(area, weights):
            gaps[at_y[edge.at]] += edge.weight
    most = max(map(len, area.columns))
    merging = frozenset(c for c in {0, area.reference or 0} if len(area.columns[c]) <= _SPARSE * most)
    pairs = np.zeros((width, most + 1))
    for pair in pairs_of(area):
        told = [weight for source in PAIR_SOURCES for _, weight in source(area, pair, weights)]
        pairs[pair.column, pair.place] = sum(told)
    heads = np.array([start.base - SAME_BASE for start in area.starts] + [np.inf])
    firsts = np.stack([np.searchsorted(bases, heads) for bases in area.bases], axis=1)
    lengths = np.array([len(lines) for lines in area.columns])
    between = np.where((firsts > 0) & (firsts < lengths), pairs[np.arange(width), firsts], 0.0)
    may_merge = np.array([column in merging for column in range(width)])
    uncovered = np.zeros((count + 1, width), dtype=bool)
    for at, drawn in area.drawn.items():
        if drawn.share > DRAWN:
            uncovered[at] = [column not in drawn.columns for column in range(width)]
    opened = uncovered | (may_merge & (between < 0))
    # what goes on in a cell that may be merged over the edge speaks against it no more than so
    between = np.where(may_merge, np.maximum(between, weights.merged), between)
    bold = np.array([*(is_bold(area, at) for at in range(count)), False])
    evidence = _Evidence(
        area, weights, gaps, firsts, np.where(uncovered, 0.0, between), opened, uncovered, bold, merging
    )
    if area.rules or granted:
        _expect_rules(evidence, granted)
    return evidence


def _expect_rules(evidence: _Evidence, granted: float) -> None:
    """Count the want of a rule against an edge where the table rules its rows; a header in bold ends without one.

    Where the colour behind the cells changes, the side of a fill is as good as a rule.
    """
    area, weights = evidence.area, evidence.weights
    rules = {at: area.drawn[at].share if at in area.drawn else 0.0 for at in range(1, len(area.starts))}
    shares = {at: max(rule, area.colour_changes.get(at, 0.0)) for at, rule in rules.items()}
    shown = [at for at in shares if _told(evidence, at) - weights.rule * rules[at] > _SHOWN]
    ruled = sum(shares[at] > DRAWN for at in shown)
    bands = Counter(sum(shares[other] > DRAWN for other in range(1, at)) for at in shown if shares[at] <= DRAWN)
    expected = rules_expected(ruled + granted, sum(min(count, _MOST_UNRULED) for count in bands.values()))
    header = end_of_header(area)
    for at, share in shares.items():
        if at != header:
            evidence.gaps[at] += weights.unruled * expected * max(0.0, 1 - share / DRAWN)


def _told(evidence: _Evidence, at: int) -> float:
    """What the columns that begin at a start, and the table as a whole, say of an edge above it."""
    own = sum(float(evidence.between[at, column]) for column, index in evidence.area.starts[at].at.items() if index)
    return evidence.weights.row + float(evidence.gaps[at]) + own


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the cells of a table stand in their rows.

    What parts two lines of a column is said of the edge right over the lower one where cells stand at the top of their
    rows (`over` is 1), of the edge right under the upper one where they stand at the bottom.
    """

    over: float
    tolerance: float  # points, or letter sizes where they stand in the middle


_TOP, _MIDDLE, _BOTTOM = _Setting(1.0, SAME_BASE), _Setting(0.5, 0.3), _Setting(0.0, SAME_BASE)


def _stops(evidence: _Evidence) -> NDArray[np.int64]:
    """The starts above which an edge may lie, with the first start and the foot of the table."""
    weights = evidence.weights
    most = np.maximum(evidence.between, 0.0).sum(axis=1) + evidence.gaps + weights.row
    most += len(evidence.area.columns) * (weights.first + weights.aligned)
    places = np.nonzero(most[1:-1] > 0)[0] + 1
    return np.array([0, *places, len(evidence.area.starts)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The rows that may lie from one stop up to another, by both, and what is told of them however their cells stand.

    `filled` are the columns that have text in a row, `tops` and `bottoms` how far, in points, the text of a column is
    off the first baseline of a row that begins at a stop and off the last of one that ends there.
    """

    evidence: _Evidence
    filled: NDArray[np.bool_]
    tops: NDArray[np.float64]
    bottoms: NDArray[np.float64]
    astray: NDArray[np.float64]  # by column, what a cell says that stands otherwise
    silent: NDArray[np.bool_]  # by stop and column: a cell that says nothing by how it stands
    begins: NDArray[np.float64]  # by stop and column, what an edge over its text says
    between: NDArray[np.float64]
    edges: NDArray[np.float64]  # by stop, what the table says of an edge there
    thin: NDArray[np.float64]
    too_long: NDArray[np.bool_]

    @classmethod
    def of(cls, evidence: _Evidence, stops: NDArray[np.int64]) -> _Pieces:
        """Compute what is told of the pieces between some stops."""
        area, weights = evidence.area, evidence.weights
        firsts, between = evidence.firsts[stops], evidence.between[stops]
        bold = evidence.bold[stops]
        filled = firsts[None, :, :] > firsts[:, None, :]
        most = max(map(len, area.columns))
        bases = np.array([[*column, *[0.0] * (most + 1 - len(column))] for column in area.bases])
        starts = np.array([start.base for start in area.starts])
        columns, steps = np.arange(len(area.columns)), np.arange(len(stops))
        plain = np.array([not area.spans_columns(at) for at in stops[:-1].tolist()] + [False]) & ~bold
        missing = np.maximum(0, area.fullest - filled.sum(axis=2))
        return cls(
            evidence,
            filled,
            bases[columns, firsts] - starts[np.minimum(stops, len(starts) - 1)][:, None],
            bases[columns, firsts - 1] - starts[stops - 1][:, None],
            np.where([column in evidence.merging for column in columns], _HALF, 1.0) * weights.astray,
            evidence.opened[stops] | bold[:, None],
            np.where((firsts == 0) & (stops > 0)[:, None], weights.first, between),
            between,
            np.where(steps == len(stops) - 1, 0.0, weights.row + evidence.gaps[stops]),
            np.where(plain[:, None], weights.thin * missing, 0.0),
            steps[None, :] - steps[:, None] > _LONGEST + 1,
        )

    def gains(self, setting: _Setting) -> NDArray[np.float64]:
        """What a row from one stop up to another adds, with what it says of its edges."""
        placed = np.where(self._stand(setting), self.evidence.weights.aligned, self.astray)
        told = np.where(self.silent[:, None, :], 0.0, placed)
        told = told + setting.over * self.begins[:, None, :] + (1 - setting.over) * self.between[None, :, :]
        gains = np.where(self.filled, told, 0.0).sum(axis=2) + self.edges + self.thin
        return np.where(self.too_long, -np.inf, gains)

    def _stand(self, setting: _Setting) -> NDArray[np.bool_]:
        """Whether the cell of each column stands in a row from one stop to another as the table's cells do."""
        if setting is _TOP:
            return (np.abs(self.tops) <= setting.tolerance)[:, None, :]
        if setting is _BOTTOM:
            return (np.abs(self.bottoms) <= setting.tolerance)[None, :, :]
        off = np.abs(self.tops[:, None, :] + self.bottoms[None, :, :])
        return np.asarray(off <= 2 * setting.tolerance * self.evidence.area.size)


def _merged_in_middle(evidence: _Evidence, cuts: Sequence[int], columns: frozenset[int]) -> dict[int, frozenset[int]]:
    """The columns merged over each cut where the entries of a column stand in the middle of one row after another."""
    area = evidence.area
    stops = [0, *cuts, len(area.starts)]
    middles = [(area.starts[top].base, area.starts[end - 1].base) for top, end in pairwise(stops)]
    found: dict[int, set[int]] = {}
    for column in columns:
        spans = _tiles(_entries(area, column), middles, 2 * _MIDDLE.tolerance * area.size)
        for first, last in spans:
            for cut in cuts[first:last]:
                found.setdefault(cut, set()).add(column)
    return {cut: frozenset(own) for cut, own in found.items()}


def _entries(area: Area, column: int) -> list[tuple[float, float]]:
    """The first and last baseline of each run of lines of a column that follow each other by the usual leading."""
    runs = runs_of(area.bases[column], lambda run, base: base - run[-1] <= area.usual + area.slack)
    return [(run[0], run[-1]) for run in runs]


def _tiles(
    entries: Sequence[tuple[float, float]], rows: Sequence[tuple[float, float]], off: float
) -> list[tuple[int, int]]:
    """The first and last row in whose middle each entry stands, where together they fill all rows; else none."""
    found: list[tuple[int, int]] = []
    begin = 0
    for first, last in entries:
        fits = (end for end in range(begin, len(rows)) if abs(rows[begin][0] + rows[end][1] - first - last) <= off)
        end = next(fits, None)
        if end is None:
            return []
        found.append((begin, end))
        begin = end + 1
    return found if begin == len(rows) else []
