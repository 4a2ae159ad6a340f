"""Tables drawn with horizontal rules only: rows from the rules, columns from the white space between words.

Also for tables whose rules part only the header from the rest: where two rules hold several rows, those are found by
`rows`. The first and the last row of a page need not have a rule at the page's edge.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from math import inf
from statistics import median

from extractors.document import Box
from extractors.pdf.boxes import shared
from extractors.pdf.cells import all_bold, words_inside
from extractors.pdf.columns import find_gutters, has_columns, header_gutters, is_row, label_gutters, segments_of
from extractors.pdf.headings_between import Strip
from extractors.pdf.lines import Grid, RuleGroup, close_rows, grid_of, merge_groups
from extractors.pdf.lines_beyond import Places, lines_after, lines_over, lines_under, places_of
from extractors.pdf.page import Fill, PageObjects, Word
from extractors.pdf.rows import RowEdge, find_rows
from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, lines_of

_LOWEST_HEADING = 5.0  # points: no heading stands between rules nearer to each other
_SAME_SIDE = 4.0  # points by which the sides of a table differ from page to page
_OTHER_EDGE = 12.0  # points: edges no farther apart are one
_BEFORE_TEXT = 3.0  # points from a column's edge to its text
_PARAGRAPH = 4  # lines without columns from which they may be paragraphs or a list
_WRAPPED = 0.5  # of a column's width that lines of text wrapped to it take at least, most of them
_LARGER = 1.1  # times the letter size of the table under it, from which a line is its heading


def stack_groups(
    groups: Sequence[RuleGroup], words: Sequence[Word], settings: Settings, strips: Callable[[], Sequence[Strip]]
) -> list[RuleGroup]:
    """Put together groups of rules that stand over one another where what lies between reads like a row.

    Never over one of the `strips`, where a heading stands between two tables; they are asked for where they matter.
    """
    stacks: list[list[RuleGroup]] = []
    for group in groups:
        for stack in reversed(stacks):
            if _same_table(stack, group, words, settings) and not _parted(stack, group, strips):
                stack.append(group)
                break
        else:
            stacks.append([group])
    return [stack[0] if len(stack) == 1 else merge_groups(stack) for stack in stacks]


def _parted(stack: Sequence[RuleGroup], below: RuleGroup, strips: Callable[[], Sequence[Strip]]) -> bool:
    foot, head = _around(stack).bottom, below.box.top
    return head - foot > _LOWEST_HEADING and any(
        foot - 1 <= strip.top <= strip.bottom <= head + 1 for strip in strips()
    )


def _same_table(stack: Sequence[RuleGroup], below: RuleGroup, words: Sequence[Word], settings: Settings) -> bool:
    box, other = _around(stack), below.box
    apart = sorted((abs(box.x0 - other.x0), abs(box.x1 - other.x1)))  # of the left sides, of the right sides
    wide, gap = shared(box, other)[0], other.top - box.bottom
    if apart[0] > settings.snap + 3:
        return gap <= 1 and wide > 0.5 * (other.x1 - other.x0)  # lies inside it
    if wide <= 0.3 * min(box.x1 - box.x0, other.x1 - other.x0):
        return False
    if gap <= settings.snap:
        return True
    drawing = _drawing(stack, below)
    if drawing is _TITLED and apart[1] > settings.snap:
        return False  # a rule under a title
    left, right = min(box.x0, other.x0), max(box.x1, other.x1)
    lines = lines_of(words_inside(words, Box(left, box.bottom, right, other.top), 0.0), settings)
    if not lines:
        return gap <= drawing.empty and not (drawing is _FRAMED and _are_closed(stack, below, settings))
    if drawing.spanning:
        return _is_spanning_row(lines, box, other)
    if _under_title(stack, below, lines, words, settings) or _are_paragraphs(lines, box, words, settings):
        return False
    size = min(line.size for line in lines)  # the table's own: a heading's larger letters allow it no more air
    above, under = _airs(lines, box, other)
    return above <= 1.6 * size and under <= 40.0


@dataclass(frozen=True, slots=True)
class _Drawing:
    """How two groups of rules, one under the other, are drawn."""

    empty: float  # points without text between them, at most, where they are one table
    spanning: bool  # what stands between them is a line of text, or a spanning row without uprights


_FRAMED = _Drawing(14.0, spanning=True)  # both have uprights
_TITLED = _Drawing(45.0, spanning=True)  # a single rule, and uprights below it
_OPEN = _Drawing(45.0, spanning=False)


def _drawing(stack: Sequence[RuleGroup], below: RuleGroup) -> _Drawing:
    if not below.down:
        return _OPEN
    if any(group.down for group in stack):
        return _FRAMED
    return _TITLED if sum(len(group.across) for group in stack) == 1 else _OPEN


def _are_closed(stack: Sequence[RuleGroup], below: RuleGroup, settings: Settings) -> bool:
    """Whether two groups, one under the other, have each a frame of its own."""
    facing = ((stack, _around(stack).bottom), ([below], below.box.top))
    return all(_is_closed(groups, y, settings) for groups, y in facing)


def _airs(lines: Sequence[Line], above: Box, below: Box) -> tuple[float, float]:
    """White space, in points, between lines and what is drawn above them and below them."""
    first, last = lines[0], lines[-1]
    return first.base - 0.75 * first.size - above.bottom, below.top - (last.base + 0.22 * first.size)


def _is_spanning_row(lines: Sequence[Line], above: Box, below: Box) -> bool:
    """Whether lines between two drawn tables are a row of theirs: close to both, and no farther left than its cells."""
    size = lines[0].size
    close = below.top - above.bottom <= 5 * size and max(_airs(lines, above, below)) <= 0.75 * size
    return close and lines[0].x0 - above.x0 >= 0.5


def _are_paragraphs(lines: Sequence[Line], box: Box, words: Sequence[Word], settings: Settings) -> bool:
    """Whether lines under a table at `box` are paragraphs or a list; the rest of a cell stands in its column."""
    plain = next((index for index, line in enumerate(lines) if has_columns(line)), len(lines))
    if plain < _PARAGRAPH or min(line.x0 for line in lines) > box.x0 + 2 * lines[0].size:
        return False
    return not _fills_first_column(lines, lines_of(_over(words, box, box.top, box.bottom), settings), settings)


def _fills_first_column(lines: Sequence[Line], rows: Sequence[Line], settings: Settings) -> bool:
    """Whether lines are wrapped to the width of the first column of some rows: the rest of a cell, and no paragraph."""
    parts = [segments_of(row, settings) for row in rows if has_columns(row)]
    left = min((row[0].x0 for row in parts), default=0.0)
    edge = min((row[1].x0 for row in parts if len(row) > 1 and row[0].x0 <= left + _SAME_SIDE), default=0.0)
    wide = sum(line.x1 - left >= _WRAPPED * (edge - left) for line in lines)
    return all(left - _SAME_SIDE <= line.x0 <= line.x1 < edge for line in lines) and 2 * wide >= len(lines)


def _under_title(
    stack: Sequence[RuleGroup], below: RuleGroup, lines: Sequence[Line], words: Sequence[Word], settings: Settings
) -> bool:
    """Whether a lone rule stands under a title, and what lies between it and a table is a heading in large letters."""
    box, size = _around(stack), lines[0].size
    over = lines_of(_over(words, box, box.top - 1.5 * size, box.top), settings)
    if sum(len(group.across) for group in stack) > 1 or any(map(has_columns, [*over, *lines])):
        return False
    rows = lines_of(_over(words, below.box, below.box.top, inf), settings)[:3]
    size = next((row.size for row in rows if has_columns(row)), inf)
    return min(line.size for line in lines) > _LARGER * size


def _is_closed(groups: Sequence[RuleGroup], y: float, settings: Settings) -> bool:
    """Whether a rule as wide as the groups lies at their edge."""
    box = _around(groups)
    rules = (rule for group in groups for rule in group.across)
    widths = [rule.end - rule.start for rule in rules if abs(rule.at - y) <= settings.snap]
    return max(widths, default=0.0) >= 0.97 * (box.x1 - box.x0)


def _around(groups: Sequence[RuleGroup]) -> Box:
    return Box(
        min(g.box.x0 for g in groups),
        min(g.box.top for g in groups),
        max(g.box.x1 for g in groups),
        max(g.box.bottom for g in groups),
    )


def without_underlines(groups: Sequence[RuleGroup], words: Sequence[Word]) -> list[RuleGroup]:
    """Leave out single rules that underline or strike words."""
    return [group for group in groups if not _is_underline(group, words)]


def _is_underline(group: RuleGroup, words: Sequence[Word]) -> bool:
    """Whether a group is one rule that lies under words or through them, hardly wider than they are."""
    match group.across, group.down:
        case [rule], []:
            level = (word for word in words if word.base - 0.5 * word.size <= rule.at <= word.base + 0.35 * word.size)
            spans = [(word.x0, word.x1) for word in level if max(word.x0, rule.start - 1) < min(word.x1, rule.end + 1)]
            covered = sum(min(x1, rule.end) - max(x0, rule.start) for x0, x1 in spans)
            return covered >= 0.6 * (rule.end - rule.start)
        case _:
            return False


def grid_from_rules_across(
    group: RuleGroup,
    page: PageObjects,
    words: Sequence[Word],
    settings: Settings,
    *,
    limits: tuple[float, float],
    hints: Sequence[tuple[float, ...]] = (),
) -> Grid | None:
    """Make the grid of rules without uprights; None where no columns show.

    `limits` are the y between which the table may reach over its first and last rule; `hints` are the column edges of
    tables on other pages, which hold here too where the outer edges are the same and no text stands in their way.
    """
    box = group.box
    goes_on = _row_of_page_before(group, page, words, settings, limits=limits, hints=hints)
    head = _header_over(words, box, limits, settings) or goes_on
    first = head[0].base - 0.85 * head[0].size if head else box.top
    lines = lines_of(_over(words, box, first - 1, box.bottom + 1), settings)
    gutters = _gutters(lines, box, page, hints, settings)
    top, bottom = first, box.bottom
    if _parts_title(group, words, settings, limits) or _lie_under_headings(group, words, settings, limits):
        return None
    if gutters:
        top, bottom = _reach(group, words, [box.x0, *gutters, box.x1], settings, fills=page.fills, limits=limits)
        top = min(top, first)
    if not gutters or (len(group.across) <= 3 and len(lines) <= 4):
        bottom = max(bottom, _foot_of_text(group, words, lines, settings, limits))  # rules round the header only
    if (top, bottom) != (box.top, box.bottom):
        lines = lines_of(_over(words, box, top - 1, bottom + 1), settings)
        gutters = _gutters(lines, box, page, hints, settings)
    if not gutters:
        return None
    xs = [box.x0, *gutters, box.x1]
    if top == box.top:
        over = lines_of(_over(words, box, limits[0], top - 1), settings)
        taken = lines_over(over, top, places_of(lines, xs, page.fills, settings)) if over else []
        if taken:
            top, lines = min([top, *(line.base - 0.85 * line.size for line in taken)]), [*taken, *lines]
            xs = [box.x0, *(_gutters(lines, box, page, hints, settings) or gutters), box.x1]
    if bottom > box.bottom:
        lines = _without_prose_below(lines, xs, box, page, settings)
        bottom = max(box.bottom, lines[-1].base + 0.3 * lines[-1].size) if lines else box.bottom
    fills = [fill for fill in page.fills if box.x0 - 3 <= fill.box.x0 <= fill.box.x1 <= box.x1 + 3]
    columns = sorted([*xs, *label_gutters(lines, xs, settings)])
    found = find_rows(lines, columns, settings, rules=group.across, fills=fills)
    ys = [top, bottom, *(edge.y for edge in found.edges)]
    grid = grid_of(group, settings, xs=columns[1:-1], ys=ys, route="hlines")
    if grid is None or not _is_table(xs, lines, least=1 if goes_on else 2):
        return None
    grid = _with_rows_closed(grid, found.edges, (top, bottom))
    return replace(grid, confidence=found.chance, exact_rows=False, exact_spans=False)


def _parts_title(group: RuleGroup, words: Sequence[Word], settings: Settings, limits: tuple[float, float]) -> bool:
    """Whether a lone rule parts a title from text: neither right over it nor right under it stand columns."""
    box = group.box
    if len(group.across) > 1:
        return False
    under = lines_of(_over(words, box, box.bottom, limits[1]), settings)[:1]
    over = lines_of(_over(words, box, limits[0], box.top), settings)[-1:]
    return bool(under) and not any(map(has_columns, [*over, *under]))


def _lie_under_headings(
    group: RuleGroup, words: Sequence[Word], settings: Settings, limits: tuple[float, float]
) -> bool:
    """Whether each rule underlines a heading over a line of text without columns."""
    ats = [limits[0], *sorted({rule.at for rule in group.across}), limits[1]]
    parts = [lines_of(_over(words, group.box, *ends), settings) for ends in itertools.pairwise(ats)]
    if not all(parts):
        return False
    rules = itertools.pairwise(parts)
    return all(_heads(over[-1], under[0]) and not has_columns(under[0]) for over, under in rules)


def _row_of_page_before(
    group: RuleGroup,
    page: PageObjects,
    words: Sequence[Word],
    settings: Settings,
    *,
    limits: tuple[float, float],
    hints: Sequence[tuple[float, ...]],
) -> list[Line]:
    """The lines over a lone rule that stand in the columns of a table on another page: its last row."""
    box = group.box
    if len(group.across) > 1:
        return []
    hint = next(_as_wide(box, hints), None)
    if hint is None or lines_of(_over(words, box, box.bottom, limits[1]), settings):
        return []
    over = lines_of(_over(words, box, limits[0], box.top), settings)
    starts = tuple((x + _BEFORE_TEXT, inf, inf) for x in hint[:-1])
    return lines_over(over, box.top, Places(hint, starts, page.fills, settings))


def _as_wide(box: Box, hints: Sequence[tuple[float, ...]]) -> Iterator[tuple[float, ...]]:
    """The columns of tables on other pages that are as wide as a box."""
    return (xs for xs in hints if max(abs(xs[0] - box.x0), abs(xs[-1] - box.x1)) <= _SAME_SIDE)


def _header_over(words: Sequence[Word], box: Box, limits: tuple[float, float], settings: Settings) -> list[Line]:
    """The lines of a bold header row right over the first rule, with words in several columns; empty where none is."""
    taken: list[Line] = []
    edge = box.top
    for line in reversed(lines_of(_over(words, box, limits[0], box.top), settings)):
        if edge - line.base > 1.1 * line.size or not all(word.bold for word in line.words):
            break
        taken.append(line)
        edge = line.base - 0.75 * line.size
    return [*dropwhile(lambda line: not has_columns(line), taken[::-1])]  # without a heading over the header row


def _over(words: Sequence[Word], box: Box, top: float, bottom: float) -> list[Word]:
    return words_inside(words, Box(box.x0, top, box.x1, bottom), 2.0)


def _gutters(
    lines: Sequence[Line], box: Box, page: PageObjects, hints: Sequence[tuple[float, ...]], settings: Settings
) -> list[float]:
    """Inner column edges from white space, from the sides of coloured cells, and from the same table on other pages."""
    if not lines:
        return []
    found = find_gutters(lines, box.x0, box.x1, settings)
    found += header_gutters(lines, found, settings) if found else []
    sides = Counter(round(x) for fill in page.fills for x in _inner_sides(fill.box, box, settings))
    for side, times in sides.items():
        apart = min((abs(side - x) for x in found), default=inf)
        if times > 1 and apart > _OTHER_EDGE and not _much_runs_over(lines, side, 0.1):
            found.append(float(side))
    for hint in _as_wide(box, hints):
        if len(hint) - 2 <= len(found):
            continue
        agrees = all(any(abs(x - edge) <= _OTHER_EDGE for edge in hint) for x in found)
        if agrees and not any(_much_runs_over(lines, x, 0.5) for x in hint[1:-1]):
            found = list(hint[1:-1])
    return sorted(found)


def _inner_sides(fill: Box, box: Box, settings: Settings) -> list[float]:
    """The sides of a coloured cell inside a table that lie between its columns."""
    inside = min(fill.top - box.top, box.bottom - fill.bottom) >= -3
    if not inside or fill.x1 - fill.x0 >= 0.9 * (box.x1 - box.x0):
        return []
    return [x for x in (fill.x0, fill.x1) if box.x0 + settings.smallest_side < x < box.x1 - settings.smallest_side]


def _much_runs_over(lines: Sequence[Line], x: float, share: float) -> bool:
    """Whether words stand over an x on more than a share of the lines that reach it."""
    over = sum(any(word.x0 + 1.5 < x < word.x1 - 1.5 for word in line.words) for line in lines)
    return over > max(1, share * sum(line.x0 < x < line.x1 for line in lines))


def _with_rows_closed(grid: Grid, inner: Sequence[RowEdge], outer: tuple[float, float]) -> Grid:
    """Count the row edges that the text showed, and the table's own first and last, as drawn."""
    return close_rows(close_rows(grid, inner), [RowEdge(y) for y in outer])


def _reach(
    group: RuleGroup,
    words: Sequence[Word],
    xs: Sequence[float],
    settings: Settings,
    *,
    fills: Sequence[Fill],
    limits: tuple[float, float],
) -> tuple[float, float]:
    """How far the table goes over its first and under its last rule: rows at the page's edge without a rule."""
    box = group.box
    ats = sorted({rule.at for rule in group.across})
    padding = _paddings(ats, words, box, settings)
    if padding is None:
        return box.top, box.bottom
    top, bottom = box.top, box.bottom
    under, over = (lines_of(_over(words, box, *ends), settings) for ends in ((bottom, limits[1]), (limits[0], top)))
    if under or over:
        places = places_of(lines_of(_over(words, box, top, bottom), settings), xs, fills, settings)
        if taken := lines_under(under, bottom, places):
            bottom = taken[-1].base + 0.22 * taken[-1].size + padding[1]
        if taken := lines_over(over, top, places):
            top = taken[0].base - 0.75 * taken[0].size - padding[0]
    return max(limits[0], top), min(limits[1], bottom)


def _paddings(ats: Sequence[float], words: Sequence[Word], box: Box, settings: Settings) -> tuple[float, float] | None:
    """Usual white space between a rule and the ink under it, and between ink and the rule under it."""
    over: list[float] = []
    under: list[float] = []
    for above, below in itertools.pairwise(ats):
        band = _over(words, box, above, below)
        if band:
            over.append(min(w.base - 0.75 * w.size for w in band) - above)
            under.append(below - max(w.base + 0.22 * w.size for w in band))
    if not over:
        return None
    return median(over), min(under)


def _foot_of_text(
    group: RuleGroup,
    words: Sequence[Word],
    ruled: Sequence[Line],
    settings: Settings,
    limits: tuple[float, float],
) -> float:
    """Where the text under a header's rules ends: at the first wide gap, at once where a heading stands there; `ruled`
    are the lines that the rules part."""
    bottom = above = group.box.bottom
    lines = lines_of(_over(words, group.box, bottom, limits[1]), settings)
    if any(_heads(line, row) for line in lines[:1] for row in ruled[-1:]):
        return bottom
    for line in lines:
        if line.base - above > 2.9 * line.size:
            break
        bottom, above = line.base + 0.3 * line.size, line.base
    return bottom


def _heads(line: Line, row: Line) -> bool:
    """Whether a line without columns stands out from a row: in larger letters, or bold where the row is not."""
    if has_columns(line):
        return False
    return line.size > _LARGER * row.size or (all_bold(line.words) and not any(word.bold for word in row.words))


def _without_prose_below(
    lines: Sequence[Line], xs: Sequence[float], box: Box, page: PageObjects, settings: Settings
) -> list[Line]:
    """Take off prose and notes under the table: what follows its last line with columns and goes on with no cell."""
    ruled = sum(line.base <= box.bottom for line in lines)
    rows = [at for at, line in enumerate(lines[ruled:], ruled + 1) if is_row(line, xs[1:-1], settings)]
    if not rows:
        return list(lines)
    inside = lines[: rows[-1]]
    return [*inside, *lines_after(lines[rows[-1] :], inside, places_of(inside, xs, page.fills, settings))]


def _is_table(xs: Sequence[float], lines: Sequence[Line], *, least: int) -> bool:
    """Whether the columns hold: some lines have text in two columns, and prose does not run over most edges."""
    several = crossing = 0
    for line in lines:
        here = {sum(1 for x in xs[1:-1] if word.x0 >= x - 1) for word in line.words}
        several += len(here) > 1
        crossing += any(word.x0 + 1.5 < x < word.x1 - 1.5 for word in line.words for x in xs[1:-1])
    return several >= least and crossing <= 0.5 * len(lines)
