"""A ruled table inside a cell of another: a grid of its own, which no rule of the table around it touches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Box
from extractors.pdf.boxes import holds, holds_point, holds_word
from extractors.pdf.cells import Part
from extractors.pdf.lines import RuleGroup, group_rules
from extractors.pdf.page import PageObjects, Rule
from extractors.pdf.settings import Settings

_SNAP = 1.0  # points: a cell's padding may be less than what rules are else joined over
_ROUND = 1.0  # points round a table that are its own
_EDGES = 3  # across and down: two rows and two columns, inside and around


def find_nested(page: PageObjects, settings: Settings) -> list[RuleGroup]:
    """Give the groups of rules that draw a table inside a cell of another, from top to bottom."""
    if len(page.across) < 2 * _EDGES or len(page.down) < 2 * _EDGES:
        return []
    close = replace(settings, snap=min(_SNAP, settings.snap))
    grids = [group for group in group_rules(page, close) if _is_grid(group, settings)]
    return [group for group in grids if any(_lies_in_cell(group, other) for other in grids if other is not group)]


def without_group(page: PageObjects, group: RuleGroup) -> PageObjects:
    """Give a page without the words and the rules in the area of a group."""
    box = group.box
    return replace(
        page,
        words=tuple(word for word in page.words if not holds_word(group.box, word, _ROUND)),
        across=tuple(r for r in page.across if not holds(box, Box(r.start, r.at, r.end, r.at), _ROUND)),
        down=tuple(r for r in page.down if not holds(box, Box(r.at, r.start, r.at, r.end), _ROUND)),
    )


def with_nested(parts: Sequence[Part], inner: Sequence[Part]) -> list[Part]:
    """Give the tables of a page, each with those inside its cells after it, which say in which cell they stand."""
    found: list[Part] = []
    left = list(inner)
    for part in parts:
        own = [(nested, place) for nested in left if (place := _place_in(part, nested)) is not None]
        left = [nested for nested in left if all(nested is not taken for taken, _ in own)]
        found += [part, *(replace(nested, inside=place) for nested, place in own)]
    return [*found, *left]


def _place_in(part: Part, nested: Part) -> tuple[int, int] | None:
    """The row and column of the cell of a table in whose places another lies; None where it lies outside."""
    box, grid = nested.box, part.grid
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    if not holds_point(grid.box, x, y):
        return None
    row, column = bisect_right(grid.ys, y), bisect_right(grid.xs, x)
    for cell in part.cells:
        if 0 <= row - cell.row < cell.row_span and 0 <= column - cell.column < cell.column_span:
            return cell.row, cell.column
    return None


def _is_grid(group: RuleGroup, settings: Settings) -> bool:
    return all(_count(rules, settings) >= _EDGES for rules in (group.across, group.down))


def _count(rules: Sequence[Rule], settings: Settings) -> int:
    """On how many different lines some rules lie."""
    ats = sorted(rule.at for rule in rules)
    return sum(at - before > settings.smallest_side for before, at in zip([float("-inf"), *ats], ats, strict=False))


def _lies_in_cell(inner: RuleGroup, outer: RuleGroup) -> bool:
    """Whether a group lies inside another and no rule of that runs through it."""
    box, around = inner.box, outer.box
    sides = (box.x0 - around.x0, box.top - around.top, around.x1 - box.x1, around.bottom - box.bottom)
    if min(sides) <= 0 or _run_through(outer.across, box.top, box.bottom, box.x0, box.x1):
        return False
    return not _run_through(outer.down, box.x0, box.x1, box.top, box.bottom)


def _run_through(rules: Sequence[Rule], low: float, high: float, start: float, end: float) -> bool:
    return any(low < rule.at < high and max(rule.start, start) < min(rule.end, end) for rule in rules)
