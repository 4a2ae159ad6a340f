"""Finds the tables of one page by geometry: rules first, then horizontal rules alone, then white space."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

from extractors.document import Box
from extractors.pdf import white_space
from extractors.pdf.bands import find_bands
from extractors.pdf.boxes import holds, shared
from extractors.pdf.cells import Part, find_watermarks, read_part, words_inside
from extractors.pdf.columns import find_gutters, segments_of
from extractors.pdf.headings_between import Strip, find_strips, limits_of
from extractors.pdf.hlines import grid_from_rules_across, stack_groups, without_underlines
from extractors.pdf.lines import Grid, RuleGroup, close_rows, grid_of, group_rules, part_abreast
from extractors.pdf.nested import find_nested, with_nested, without_group
from extractors.pdf.page import Fill, PageObjects, Word
from extractors.pdf.rows import find_rows
from extractors.pdf.settings import Settings
from extractors.pdf.words import Hyphenation, lines_of

_FEW_ROWS = 6  # rules may part the header and a few sections only
_GRANTED = 12.0  # row edges with a rule that are taken for granted where a grid has at least so many rows:
_LEAST_RULED = 3
_GRANTED_LITTLE = 3.0  # where it has fewer
_MOST_FILLS = 1_000  # in a grid that are looked at; more are a picture's
_SPACE = 1.5  # letter sizes between two baselines of a cell that may part two rows of a grid
_LEADING = 1.0  # the same where few rows are ruled
_TRUST = {"lines": 3.0, "hlines": 1.5}  # times a word of a part found by white space
_STICKS_OUT = 3.0  # points by which a table may reach out of another and is still inside it
_OVER = 2.0  # points by which tables under one another may lie over each other
_MOST_SHARED = 0.1  # share of a part's words that a stronger part may take from it


def find_parts(
    page: PageObjects,
    furniture: frozenset[Word],
    known: Hyphenation,
    settings: Settings,
    hints: Sequence[tuple[float, ...]] = (),
) -> list[Part]:
    """Give the tables standing on a page from top to bottom, as the page's own geometry shows them.

    `hints` are the column edges of tables on other pages, for tables here that show fewer of theirs.
    """
    if not page.words:
        return []
    inner: list[Part] = []
    for group in find_nested(page, settings):
        grid = grid_of(group, settings)
        part = _part_of(page, grid, furniture, known, settings) if grid else None
        if part is not None:
            inner.append(part)
            page = without_group(page, group)
    text = _plain_words(page, furniture)
    strips = cache(lambda: find_strips(text, settings))
    ruled: list[Part] = []
    for grid in _ruled_grids(page, text, settings, hints, strips):
        if any(_inside(grid.box, part.box) for part in ruled):
            continue
        part = _part_of(page, grid, furniture, known, settings)
        if part is not None:
            ruled = [other for other in ruled if not _inside(other.box, grid.box)]
            ruled.append(part)
    parts = without_shared_words(ruled, page, furniture, known, settings)
    claimed = {word for part in parts for word in part.held}
    rest = [word for word in text if word not in claimed] if claimed else text
    for grid in white_space.find_grids(page, rest, settings, hints, strips):
        part = _part_of(page, grid, furniture, known, settings)
        if part is not None and not any(_meets(part.box, other.box) for other in parts):
            parts.append(part)
    parts = without_shared_words(parts, page, furniture, known, settings)
    return with_nested(sorted(parts, key=lambda part: (part.box.top, part.box.x0)), inner)


def _part_of(
    page: PageObjects, grid: Grid, furniture: frozenset[Word], known: Hyphenation, settings: Settings
) -> Part | None:
    """The table in a grid; None where it holds no words, or words in one column and hardly more than one cell."""
    part = read_part(page, grid, furniture, known, settings)
    filled = {cell.column for cell in part.cells if cell.text}
    least = 1 if min(part.columns, len(part.cells) - 1) > 1 else 2
    return part if len(filled) >= least else None


def without_shared_words(
    parts: Sequence[Part], page: PageObjects, furniture: frozenset[Word], known: Hyphenation, settings: Settings
) -> list[Part]:
    """See to it that no word is in two tables: of two parts that share words the weaker one loses them.

    It goes altogether where they are many or where no table is left without them.
    """
    if len(parts) < 2:
        return list(parts)
    kept: list[Part] = []
    taken: set[Word] = set()
    for part in sorted(parts, key=lambda part: -_TRUST.get(part.route, 1.0) * part.words):
        own = part.held
        shared = taken.intersection(own)
        if shared:
            if len(shared) > _MOST_SHARED * len(own):
                continue
            rest = replace(page, words=tuple(word for word in page.words if word not in taken))
            again = _part_of(rest, part.grid, furniture, known, settings)
            if again is None:
                continue
            part = again
        kept.append(part)
        taken.update(own)
    return kept


def find_ruled_grids(page: PageObjects, furniture: frozenset[Word], settings: Settings) -> list[Grid]:
    """Give the grids that a page's rules draw, without reading their cells."""
    if not page.across:
        return []
    words = _plain_words(page, furniture)
    return _ruled_grids(page, words, settings, (), cache(lambda: find_strips(words, settings)))


def _ruled_grids(
    page: PageObjects,
    words: Sequence[Word],
    settings: Settings,
    hints: Sequence[tuple[float, ...]],
    strips: Callable[[], Sequence[Strip]],
) -> list[Grid]:
    touching = group_rules(page, settings)
    apart = (
        [part for group in touching for part in part_abreast(group, page.across, settings)] if page.down else touching
    )
    ruled = without_underlines(apart, words)
    ruled = [group for group in ruled if not _frames_page(group, page)]
    bands = find_bands(page.fills, ruled, words, settings)
    groups = stack_groups(_from_top([*ruled, *bands]) if bands else ruled, words, settings, strips)
    if bands:
        drawn = {rule for group in ruled for rule in group.across}
        groups = [group for group in groups if not drawn.isdisjoint(group.across)]
    grids = [
        _grid(group, page, words, settings, hints, limits=partial(_limits, group, groups, strips, page))
        for group in groups
    ]
    return [grid for grid in grids if grid is not None]


def _from_top(groups: Sequence[RuleGroup]) -> list[RuleGroup]:
    return sorted(groups, key=lambda group: (group.box.top, group.box.x0))


def _limits(
    group: RuleGroup, groups: Sequence[RuleGroup], strips: Callable[[], Sequence[Strip]], page: PageObjects
) -> tuple[float, float]:
    """The y between which text without rules may belong to a group: other groups and headings over and under it."""
    box = group.box
    top, bottom = limits_of(box.top, box.bottom, strips(), page.height)
    for other in (other.box for other in groups if other is not group):
        if min(box.x1, other.x1) - max(box.x0, other.x0) < 0.3 * min(box.x1 - box.x0, other.x1 - other.x0):
            continue
        if other.bottom <= box.top:
            top = max(top, other.bottom)
        elif other.top >= box.bottom:
            bottom = min(bottom, _top_of_bar(other, page.fills))
    return top, bottom


def _top_of_bar(box: Box, fills: Sequence[Fill]) -> float:
    """Where the coloured bar begins that lies right on a group, as wide as it: the title of its table; else its top."""
    bars = (
        fill.box.top
        for fill in fills
        if max(abs(fill.box.bottom - box.top), abs(fill.box.x0 - box.x0), abs(fill.box.x1 - box.x1)) <= _STICKS_OUT
    )
    return min(bars, default=box.top)


def _plain_words(page: PageObjects, furniture: frozenset[Word]) -> list[Word]:
    """The words of a page that are neither furniture nor watermark."""
    if not page.words:
        return []
    loose = furniture.union(find_watermarks(page, page.words))
    return [word for word in page.words if word not in loose] if loose else list(page.words)


def _grid(
    group: RuleGroup,
    page: PageObjects,
    words: Sequence[Word],
    settings: Settings,
    hints: Sequence[tuple[float, ...]],
    *,
    limits: Callable[[], tuple[float, float]],
) -> Grid | None:
    box = group.box
    uprights = [
        rule for rule in group.down if box.x0 + settings.smallest_side < rule.at < box.x1 - settings.smallest_side
    ]
    if uprights:
        grid = grid_of(group, settings)
        if grid is None:
            return None
        inside = words_inside(words, grid.box)
        missing = _missing_uprights(grid, inside, hints, settings)
        grid = grid_of(group, settings, xs=missing) if missing else grid
        if grid is None:
            return None
        return _with_rows_of_text(group, grid, inside, missing, settings, fills=page.fills)
    if not group.across:
        return None
    return grid_from_rules_across(group, page, words, settings, limits=limits(), hints=hints)


def _with_rows_of_text(
    group: RuleGroup,
    grid: Grid,
    inside: Sequence[Word],
    columns: Sequence[float],
    settings: Settings,
    *,
    fills: Sequence[Fill],
) -> Grid:
    """Part the rows of a table whose rules part columns but not all of its rows; `inside` are the words in its area.

    Nothing is asked where the text shows no sign of it.
    """
    box = grid.box
    own = [fill for fill in fills if min(shared(fill.box, box)) > 0][:_MOST_FILLS]
    banded = any(_ends_inside(fill, grid, settings) for fill in own)
    if not _may_hold_more_rows(grid, inside, banded=banded):
        return grid
    lines = lines_of([word for word in inside if word.angle == 0], settings)
    granted = _GRANTED if len(grid.ys) > _LEAST_RULED else _GRANTED_LITTLE
    found = find_rows(lines, grid.xs, settings, rules=group.across, fills=own, granted=granted)
    edges = [edge for edge in found.edges if all(abs(edge.y - y) > settings.smallest_side for y in grid.ys)]
    parted = grid_of(group, settings, xs=columns, ys=[edge.y for edge in edges]) if edges else None
    if parted is None:
        return grid
    return replace(close_rows(parted, edges), confidence=found.chance, exact_rows=False)


def _ends_inside(fill: Fill, grid: Grid, settings: Settings) -> bool:
    """Whether a fill begins or ends inside a row of a grid."""
    box = grid.box
    inner = (y for y in (fill.box.top, fill.box.bottom) if box.top < y < box.bottom)
    return any(all(abs(y - edge) > settings.smallest_side for edge in grid.ys) for y in inner)


def _may_hold_more_rows(grid: Grid, inside: Sequence[Word], *, banded: bool) -> bool:
    """Whether the text of a grid stands apart inside one of its rows, in two columns or more, or plain under bold."""
    if len({word.bold for word in inside if word.middle < grid.ys[1]}) == 2:
        return True
    rows, inner = len(grid.ys) - 1, grid.xs[1:-1]
    bases: dict[tuple[int, int], list[float]] = {}
    for word in inside:
        if word.angle == 0:
            place = bisect_right(grid.ys, word.middle), bisect_right(inner, (word.x0 + word.x1) / 2)
            bases.setdefault(place, []).append(word.base)
    size = max([word.size for word in inside], default=0.0)
    space = (_SPACE if rows > _FEW_ROWS and not banded else _LEADING) * size
    apart = Counter(row for (row, _), own in bases.items() if _parts(own, space))
    return any(count >= 2 for count in apart.values())


def _parts(bases: list[float], space: float) -> bool:
    bases.sort()
    return any(below - above > space for above, below in pairwise(bases))


def _missing_uprights(
    grid: Grid, inside: Sequence[Word], hints: Sequence[tuple[float, ...]], settings: Settings
) -> list[float]:
    """Column edges without any rule: those of the same table on another page, and gutters that all rows leave free.

    `inside` are the words in the grid. Where every rule that it could have is drawn, only a gutter that parts its first
    row too counts.
    """
    complete = all(all(row) for row in grid.down)
    for hint in hints:
        extra = [x for x in hint[1:-1] if all(abs(x - edge) > settings.smallest_side for edge in grid.xs)]
        known = [x for x in grid.xs if any(abs(x - edge) <= settings.smallest_side for edge in hint)]
        off = max(abs(hint[0] - grid.xs[0]), abs(hint[-1] - grid.xs[-1]))
        if not extra or len(known) < len(grid.xs) or off > 4:
            continue
        if all(_leaves_free(x, grid, inside) for x in extra):
            return extra
    found: list[float] = []
    top = [word for word in inside if word.base < grid.ys[1] + word.size] if complete else []
    for left, right in pairwise(grid.xs):
        if complete and not _first_row_parts(_words_between(top, left, right), grid, settings):
            continue
        column = _words_between(inside, left, right)
        lines = lines_of(column, settings)
        telling = {bisect_right(grid.ys, line.base) for line in lines if len(segments_of(line, settings)) > 1}
        filled = {bisect_right(grid.ys, line.base) for line in lines}
        if len(telling) >= max(settings.least_rows, 0.6 * len(filled)):
            found.extend(x for x in find_gutters(lines, left, right, settings) if _leaves_free(x, grid, column))
    return found


def _words_between(words: Sequence[Word], left: float, right: float) -> list[Word]:
    """The words whose middle lies between two column edges."""
    return [word for word in words if left <= (word.x0 + word.x1) / 2 < right]


def _first_row_parts(words: Sequence[Word], grid: Grid, settings: Settings) -> bool:
    """Whether a line in the grid's first row has a gap that may be a gutter; `words` are those of a column near it."""
    return any(
        bisect_right(grid.ys, line.base) == 1 and len(segments_of(line, settings)) > 1
        for line in lines_of(words, settings)
    )


def _leaves_free(x: float, grid: Grid, words: Sequence[Word]) -> bool:
    """Whether text runs over an x in few rows only (rows that are one cell)."""
    rows = {bisect_right(grid.ys, word.middle) for word in words if word.x0 + 1 < x < word.x1 - 1}
    return len(rows) <= 0.25 * (len(grid.ys) - 1)


def _frames_page(group: RuleGroup, page: PageObjects) -> bool:
    """Whether a group is a frame round the whole page."""
    box = group.box
    sides = max(len(group.across), len(group.down))
    return sides <= 2 and (box.x1 - box.x0) * (box.bottom - box.top) > 0.8 * page.width * page.height


def _inside(inner: Box, outer: Box) -> bool:
    return holds(outer, inner, _STICKS_OUT)


def _meets(one: Box, other: Box) -> bool:
    wide, high = shared(one, other)
    return min(wide, high - _OVER) > 0
