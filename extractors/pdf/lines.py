"""Rules of a page into grids: full rules, thin boxes, dashes, double lines and short segments with gaps at the joints.

A grid says where a table's rows and columns part and on which sides of which places a rule was drawn. What the
places hold, and which of them are one merged cell, is left to `cells`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.document import Box
from extractors.pdf.page import PageObjects, Rule
from extractors.pdf.rows import RowEdge
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import Settings

_NARROWEST_COLUMN = 7.0  # points: nearer uprights bound no column
_LEAST_RULES = 2  # across a table that stands beside another


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of one table; edges are in points, in rising order, one more than there are rows or columns.

    `across[i][j]` says that a rule lies on row edge i over column j, `down[i][j]` that one stands on column edge j
    beside row i.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[tuple[bool, ...], ...]
    down: tuple[tuple[bool, ...], ...]
    route: str
    confidence: float = 1.0
    exact_rows: bool = True  # every row edge is drawn; False: some were found from text
    exact_spans: bool = True  # every merged cell is drawn

    @property
    def box(self) -> Box:
        """The area of the table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Joined rules that hang together, with the area that they span."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    box: Box


def join_rules(rules: Sequence[Rule], settings: Settings) -> list[Rule]:
    """Join dashes, joints and double lines: rules on nearly the same line whose ends nearly meet become one."""
    clusters = runs_of(sorted(rules), lambda run, rule: rule.at - run[0].at <= settings.snap)
    return [rule for cluster in clusters for rule in _join_cluster(cluster, settings)]


def _join_cluster(cluster: list[Rule], settings: Settings) -> list[Rule]:
    if len(cluster) == 1:
        return [cluster[0]] if cluster[0].end - cluster[0].start >= settings.shortest_rule else []
    length = sum(rule.end - rule.start for rule in cluster)
    at = sum(rule.at * (rule.end - rule.start) for rule in cluster) / length if length else cluster[0].at
    found: list[Rule] = []
    cluster.sort(key=lambda rule: rule.start)
    start, end = cluster[0].start, cluster[0].end
    for rule in cluster[1:]:
        if rule.start - end > settings.join:
            found.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        else:
            end = max(end, rule.end)
    found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start >= settings.shortest_rule]


def group_rules(page: PageObjects, settings: Settings) -> list[RuleGroup]:
    """Join the page's rules and group those that touch, from top to bottom; a rule that touches none is a group."""
    across = join_rules(page.across, settings)
    down = join_rules(page.down, settings)
    reach = settings.snap + 1.0
    owner = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    if across and down:
        h, v = np.array(across), np.array(down)
        touching = (
            (v[None, :, 0] >= h[:, None, 1] - reach)
            & (v[None, :, 0] <= h[:, None, 2] + reach)
            & (h[:, None, 0] >= v[None, :, 1] - reach)
            & (h[:, None, 0] <= v[None, :, 2] + reach)
        )
        for i, j in zip(*(axis.tolist() for axis in np.nonzero(touching)), strict=True):
            owner[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for index, rule in enumerate(down):
        groups.setdefault(root(len(across) + index), ([], []))[1].append(rule)
    found = [_group_of(*group) for group in groups.values()]
    return sorted(found, key=lambda group: (group.box.top, group.box.x0))


def _group_of(across: list[Rule], down: list[Rule]) -> RuleGroup:
    xs = [x for rule in across for x in (rule.start, rule.end)] + [rule.at for rule in down]
    ys = [y for rule in down for y in (rule.start, rule.end)] + [rule.at for rule in across]
    return RuleGroup(tuple(across), tuple(down), Box(min(xs), min(ys), max(xs), max(ys)))


def part_abreast(group: RuleGroup, drawn: Sequence[Rule], settings: Settings) -> list[RuleGroup]:
    """Part two tables that stand so close side by side that their rules touch.

    Between them two uprights stand nearer to each other than columns do, and the rows on both sides are others, or no
    rule goes over the space between them; `drawn` are the page's horizontal rules as they were drawn.
    """
    down = sorted(group.down)
    for one, other in itertools.pairwise(down):
        if not settings.snap < other.at - one.at <= _NARROWEST_COLUMN:
            continue
        left = _cut(group, -float("inf"), one.at)
        right = _cut(group, other.at, float("inf"))
        if min(len(left.across), len(right.across)) < _LEAST_RULES:
            continue
        if _rows_differ(left, right, settings) or _is_open(drawn, (one.at + other.at) / 2, group.box):
            return [left, *part_abreast(right, drawn, settings)]
    return [group]


def _is_open(drawn: Sequence[Rule], x: float, box: Box) -> bool:
    """Whether none of the rules in a box goes over an x."""
    return not any(rule.start < x < rule.end and box.top - 1 <= rule.at <= box.bottom + 1 for rule in drawn)


def _cut(group: RuleGroup, first: float, last: float) -> RuleGroup:
    """The rules of a group from one x to another."""
    across = [Rule(rule.at, max(rule.start, first), min(rule.end, last)) for rule in group.across]
    kept = [rule for rule in across if rule.end - rule.start > _NARROWEST_COLUMN]
    return _group_of(kept, [rule for rule in group.down if first <= rule.at <= last])


def _rows_differ(left: RuleGroup, right: RuleGroup, settings: Settings) -> bool:
    """Whether most rules of the side with fewer, its first aside, go on over none of the other side."""
    fewer, more = sorted(({rule.at for rule in group.across} for group in (left, right)), key=len)
    alone = [y for y in fewer - {min(fewer)} if all(abs(y - other) > settings.snap for other in more)]
    return 2 * len(alone) > len(fewer) - 1


def merge_groups(groups: Sequence[RuleGroup]) -> RuleGroup:
    """One group with the rules of several."""
    return _group_of(
        [rule for group in groups for rule in group.across], [rule for group in groups for rule in group.down]
    )


def grid_of(
    group: RuleGroup, settings: Settings, *, xs: Sequence[float] = (), ys: Sequence[float] = (), route: str = "lines"
) -> Grid | None:
    """Make the grid of a group of rules; `xs` and `ys` are further edges known from elsewhere.

    None where the rules make fewer than two places.
    """
    box = group.box
    columns = _edges([*(rule.at for rule in group.down), box.x0, box.x1, *xs], settings)
    rows = _edges([*(rule.at for rule in group.across), box.top, box.bottom, *ys], settings)
    if (len(columns) - 1) * (len(rows) - 1) < 2:
        return None
    return Grid(
        tuple(columns),
        tuple(rows),
        _coverage(group.across, rows, columns, settings),
        tuple(zip(*_coverage(group.down, columns, rows, settings), strict=True)),
        route,
    )


def close_rows(grid: Grid, edges: Sequence[RowEdge]) -> Grid:
    """Count row edges that the text shows as drawn, but for the columns whose text goes on over them."""
    across = list(grid.across)
    for edge in edges:
        nearest = min(range(len(grid.ys)), key=lambda index: abs(grid.ys[index] - edge.y))
        if abs(grid.ys[nearest] - edge.y) < 5.0:
            across[nearest] = tuple(
                drawn or column not in edge.open_columns for column, drawn in enumerate(across[nearest])
            )
    return replace(grid, across=tuple(across))


def _edges(values: Sequence[float], settings: Settings) -> list[float]:
    near = runs_of(sorted(values), lambda run, value: value - sum(run) / len(run) < settings.smallest_side)
    return [sum(run) / len(run) for run in near]


def _covered(rules: Sequence[tuple[float, float]], left: float, right: float) -> float:
    """How much of a stretch some rules cover, in points; below 0 where there is one, and so far aside."""
    if len(rules) == 1:  # the usual case
        start, end = rules[0]
        return (end if end < right else right) - (start if start > left else left)
    return sum([max(0.0, min(end, right) - max(start, left)) for start, end in rules])


def _coverage(
    rules: Sequence[Rule], at: Sequence[float], stops: Sequence[float], settings: Settings
) -> tuple[tuple[bool, ...], ...]:
    """For each edge, over which of the stretches between the stops a rule lies."""
    table: list[tuple[bool, ...]] = []
    stretches = [*itertools.pairwise(stops)]
    for edge in at:
        near = [(start, end) for place, start, end in rules if abs(place - edge) <= settings.smallest_side]
        shares = (_covered(near, left, right) / (right - left) for left, right in stretches)
        table.append(tuple([share >= settings.covered for share in shares]))
    return tuple(table)
