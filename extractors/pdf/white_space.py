"""Tables without rules: columns from white space that many lines leave free, rows from a reference column and leading.

Plain prose, bulleted lists, tables of contents and text set in newspaper columns show white space too; a table has
several short rows, and columns that are not all filled line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from statistics import median

from extractors.pdf.columns import (
    ENUMERATOR,
    HEADING_LINES,
    find_gutters,
    has_columns,
    header_gutters,
    is_row,
    segments_of,
    with_number_gutter,
)
from extractors.pdf.headings_between import Strip, part_by_strips
from extractors.pdf.lines import Grid
from extractors.pdf.lines_beyond import lines_after, lines_over, places_of
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.rows import find_rows
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import Settings
from extractors.pdf.two_columns import is_table
from extractors.pdf.words import Line, lines_of, usual_leading

_LEADER = re.compile(r"\.{4,}|_{4,}")
_LINES_OVER = 2  # over the first line with columns that may belong to its table
_NEAR_OVER = 2.5  # letter sizes between the baselines of such lines
_FAR = 4.5  # letter sizes between two baselines, from which white space ends a table
_MOST_QUIET = 15  # lines without columns after one with some, which may be wrapped cells
_SAME_SIDE = 8.0  # points by which column edges differ from page to page
_LEAST_HEADINGS = 2  # that begin again where another table stands beside
_NUMBER_ONLY = re.compile(r"^\d{1,4}$")


def find_grids(
    page: PageObjects,
    words: Sequence[Word],
    settings: Settings,
    hints: Sequence[tuple[float, ...]] = (),
    strips: Callable[[], Sequence[Strip]] = tuple,
) -> list[Grid]:
    """Give the grids of tables that have no rules, from top to bottom; `words` are those outside other tables.

    None goes over one of the `strips`, where a heading stands between two tables; they are looked for where a page
    tells of columns at all.
    """
    level = [word for word in words if word.angle == 0]
    if len(level) < 8:
        return []
    lines = lines_of(level, settings)
    telling = [has_columns(line) for line in lines]
    if sum(telling) < settings.least_rows and not hints:
        return []
    grids: list[Grid] = []
    for block in _blocks([*zip(lines, telling, strict=True)]):
        for part in part_by_strips(block, strips()):
            grids += _grids_of_block(part, page, settings, hints)
    return grids


def _grids_of_block(
    block: list[Line], page: PageObjects, settings: Settings, hints: Sequence[tuple[float, ...]]
) -> list[Grid]:
    """The grid of a block, or those of its sides where two tables stand side by side in it."""
    grid = _grid_of_block(block, page, settings, hints)
    if grid is None:
        return []
    edge = _headings_again(block, grid, settings)
    if edge is None:
        return [grid]
    texts = [part for line in block for part in segments_of(line, settings)]
    sides = (
        [w for text in texts if (text.x0 + text.x1 < 2 * edge) is left for w in text.words] for left in (True, False)
    )
    parts = [_grid_of_block(lines_of(side, settings), page, settings, hints, sure=True) for side in sides]
    found = [part for part in parts if part is not None]
    return found if len(found) == len(parts) else [grid]


def _headings_again(block: Sequence[Line], grid: Grid, settings: Settings) -> float | None:
    """The column edge at which the headings begin again with the first two, words without figures; None without one.

    Two tables side by side have headings of the same names; their rows need not stand on the same lines.
    """
    heads = [line for line in block if line.base > grid.ys[0]][:HEADING_LINES]
    for parts in (segments_of(head, settings) for head in heads):
        said = [part.text.casefold() for part in parts]
        if len(set(said[:_LEAST_HEADINGS])) < _LEAST_HEADINGS or parts[0].x0 > grid.xs[1]:
            continue  # the lower lines of headings that end in the same words, or that stand under others
        for at in range(_LEAST_HEADINGS, len(said) - _LEAST_HEADINGS + 1):
            again = said[at : at + _LEAST_HEADINGS]
            if again == said[:_LEAST_HEADINGS] and not any(letter.isdigit() for text in again for letter in text):
                return max((x for x in grid.xs[1:-1] if x <= parts[at].x0 + 1), default=None)
    return None


def _blocks(lines: Sequence[tuple[Line, bool]]) -> Iterator[list[Line]]:
    """Cut a page's lines, each with whether it tells of columns, into stretches with such lines in them.

    The prose before them is left out, and most of that after them.
    """
    for stretch in runs_of(lines, lambda run, two: _is_near(run[-1][0], two[0])):
        own = [line for line, _ in stretch]
        telling = [at for at, (_, tells) in enumerate(stretch) if tells]
        done = 0
        for run in runs_of(telling, lambda run, at: at - run[-1] <= _MOST_QUIET):
            first, end = run[0], run[-1] + 1 + _MOST_QUIET
            yield [*_near_over(own[max(done, first - _LINES_OVER) : first], own[first]), *own[first:end]]
            done = end


def _is_near(above: Line, below: Line) -> bool:
    return below.base - above.base <= _FAR * max(below.size, above.size)


def _near_over(lines: Sequence[Line], below: Line) -> list[Line]:
    """The lines right over a line, which may name a section of its table."""
    near: list[Line] = []
    for line in reversed(lines):
        if below.base - line.base > _NEAR_OVER * below.size:
            break
        near.insert(0, line)
        below = line
    return near


def _grid_of_block(
    block: list[Line],
    page: PageObjects,
    settings: Settings,
    hints: Sequence[tuple[float, ...]],
    *,
    sure: bool = False,
) -> Grid | None:
    """The grid of a block; None where no columns show or it reads like no table, unless it is surely one."""
    block = _above_large_text(block)
    for _ in range(3):  # trimming prose at the ends may show further gutters
        left, right = min(line.x0 for line in block), max(line.x1 for line in block)
        gutters = find_gutters(block, left - 2, right + 2, settings)
        gutters = sorted([*gutters, *header_gutters(block, gutters, settings)]) if gutters else []
        gutters = _with_hints(block, with_number_gutter(block, gutters), left, hints)
        hinted = _is_hinted(gutters, left, hints)
        if not gutters:
            return None
        xs = [left - 2, *gutters, right + 2]
        trimmed = _trim(block, xs, page, settings)
        if len(trimmed) < 2:
            return None
        trimmed = [*_over(trimmed, block, xs, page, settings), *trimmed]
        if len(trimmed) == len(block):
            break
        block = trimmed
    xs = [left - 2, *gutters, right + 2]
    bands = _bands(page, xs, block)
    top = block[0].base - 0.85 * block[0].size
    bottom = block[-1].base + 0.32 * block[-1].size
    found = find_rows(block, xs, settings, fills=page.fills)
    top, bottom = min([top, *(y for band in bands for y in band)]), max([bottom, *(y for band in bands for y in band)])
    ys = [top, *sorted({edge.y for edge in found.edges if top + 3 < edge.y < bottom - 3}), bottom]
    if not sure and not _reads_like_table(block, xs, ys, settings, banded=bool(bands), hinted=hinted):
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    opened = {edge.y: edge.open_columns for edge in found.edges}
    return Grid(
        tuple(xs),
        tuple(ys),
        tuple(tuple(column not in opened.get(y, ()) for column in range(columns)) for y in ys),
        tuple((False,) * len(xs) for _ in range(rows)),
        "white_space",
        0.9 * found.chance,
        exact_rows=False,
        exact_spans=False,
    )


def _above_large_text(block: list[Line]) -> list[Line]:
    """Leave out headings that open a block: lines in larger letters than the block's own."""
    size = median([line.size for line in block])
    return [*dropwhile(lambda line: line.size > 1.25 * size, block[:-1]), block[-1]]


def _with_hints(
    block: Sequence[Line], gutters: list[float], left: float, hints: Sequence[tuple[float, ...]]
) -> list[float]:
    """Use the columns of the same table on another page where this page shows fewer and no text stands in their way."""
    for inner, right in _beginning_at(left, hints):
        if len(inner) <= len(gutters):
            continue
        agrees = all(any(abs(x - edge) <= 14 for edge in inner) for x in gutters)
        crossing = sum(any(word.x0 + 1 < x < word.x1 - 1 for word in line.words for x in inner) for line in block)
        if agrees and crossing <= 0.2 * len(block) and block[-1].x1 <= right + 10:
            return inner
    return gutters


def _beginning_at(left: float, hints: Sequence[tuple[float, ...]]) -> list[tuple[list[float], float]]:
    """The inner edges and the right side of the tables on other pages that begin at an x."""
    return [([*inner], right) for x0, *inner, right in hints if abs(x0 + 2 - left) <= _SAME_SIDE]


def _is_hinted(gutters: Sequence[float], left: float, hints: Sequence[tuple[float, ...]]) -> bool:
    """Whether another page has a table with these very columns."""
    alike = (inner for inner, _ in _beginning_at(left, hints) if len(inner) == len(gutters))
    return any(all(abs(a - b) <= _SAME_SIDE for a, b in zip(inner, gutters, strict=True)) for inner in alike)


def _trim(block: list[Line], xs: Sequence[float], page: PageObjects, settings: Settings) -> list[Line]:
    """Take prose and notes off both ends: what is over the first line with columns, and what is under the last of them
    and goes on with none of its cells.
    """
    at_rows = [at for at, line in enumerate(block) if is_row(line, xs[1:-1], settings)]
    if not at_rows:
        return []
    # spanning lines in bold over the first row are the table's title and stay outside
    rows, below = block[at_rows[0] : at_rows[-1] + 1], block[at_rows[-1] + 1 :]
    return [*rows, *lines_after(below, rows, places_of(rows, xs, page.fills, settings))]


def _over(
    rows: Sequence[Line], block: Sequence[Line], xs: Sequence[float], page: PageObjects, settings: Settings
) -> list[Line]:
    """The lines over the first row of a table that belong to it; `rows` are lines of a block."""
    above = [line for line in block if line.base < rows[0].base - 1]
    if not above:
        return []
    edge = rows[0].base - 0.75 * rows[0].size
    return lines_over(above, edge, places_of(rows, xs, page.fills, settings))


def _bands(page: PageObjects, xs: Sequence[float], block: Sequence[Line]) -> list[tuple[float, float]]:
    """Shaded stripes behind whole rows: top and bottom of each, joined over the cells of one row."""
    top, bottom = block[0].top - 12, block[-1].bottom + 12
    found: dict[tuple[int, int], float] = {}
    for fill in page.fills:
        box = fill.box
        wide = min(box.x1, xs[-1]) - max(box.x0, xs[0])
        if top <= box.top <= box.bottom - 6 <= bottom - 6:
            key = (round(box.top), round(box.bottom))
            found[key] = found.get(key, 0.0) + max(0.0, wide)
    width = xs[-1] - xs[0]
    return sorted((float(a), float(b)) for (a, b), wide in found.items() if wide >= 0.7 * width)


@dataclass(frozen=True, slots=True)
class _Body:
    """What a block without rules would be as a table: the words of each place, by row and column."""

    block: Sequence[Line]
    ys: Sequence[float]
    filled: list[list[list[Word]]]
    settings: Settings
    banded: bool  # rows stand on grounds of their own
    hinted: bool  # another page has a table with these columns

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.filled[0])


def _reads_like_table(
    block: Sequence[Line], xs: Sequence[float], ys: Sequence[float], settings: Settings, *, banded: bool, hinted: bool
) -> bool:
    rows, columns = len(ys) - 1, len(xs) - 1
    filled: list[list[list[Word]]] = [[[] for _ in range(columns)] for _ in range(rows)]
    for line in block:
        places = filled[bisect_right(ys, line.base - 0.25 * line.size, 1, rows) - 1]
        for word in line.words:
            places[bisect_right(xs, (word.x0 + word.x1) / 2, 1, columns) - 1].append(word)
    body = _Body(block, ys, filled, settings, banded, hinted)
    if any(is_other(body) for is_other in _NO_TABLES):
        return False
    return columns > 2 or is_table(filled, banded=banded)


def _is_too_small(body: _Body) -> bool:
    """Whether there are too few rows, or too few with text in two columns; bands and hints show that fewer are some."""
    least = body.settings.least_rows
    several = sum(sum(map(bool, row)) > 1 for row in body.filled)
    least_rows, least_several = (1, 1) if body.hinted else (least, least)
    if body.banded:
        least_rows, least_several = min(least_rows, 2), 0
    return len(body.filled) < least_rows or several < max(least_several, 0.5 * len(body.filled))


def _is_contents(body: _Body) -> bool:
    """Whether dots lead to the last column, as in contents and forms, or it is one of two and numbers pages."""
    last = [row[-1] for row in body.filled if row[-1]]
    if any(_LEADER.search(line.text) for line in body.block):
        return _is_form_or_contents(last)
    return body.columns == 2 and all(_NUMBER_ONLY.match(words[-1].text) for words in last)


def _is_list(body: _Body) -> bool:
    """Whether the first of two columns holds the numbers or bullets of a list."""
    first = [row[0] for row in body.filled if row[0]]
    if body.columns > 2:
        return False
    return all(ENUMERATOR.match(" ".join(word.text for word in words)) for words in first)


def _is_form_or_contents(last: Sequence[Sequence[Word]]) -> bool:
    """Whether dots lead to nothing, or to the numbers of pages, which rise; `last` are the texts of the last column."""
    pages = [int(words[-1].text) for words in last if _NUMBER_ONLY.match(words[-1].text)]
    figures = sum(any(letter.isdigit() for letter in words[-1].text) for words in last)
    return figures <= len(last) / 2 or (len(pages) == figures and pages == sorted(pages))


def _is_newspaper(body: _Body) -> bool:
    """Whether every column is filled from top to bottom, as text set in newspaper columns is and tables hardly are."""
    if body.hinted:
        return False
    filled, ys = body.filled, body.ys
    columns = [lines_of([word for row in filled for word in row[at]], body.settings) for at in range(body.columns)]
    if sum(len(lines) for lines in columns) <= 2.5 * len(filled) * len(columns):
        return False
    leading = usual_leading(columns)
    size = median(line.size for line in body.block)
    usual = leading.get(round(2 * size), 1.2 * size)
    return min(len(lines) for lines in columns) * usual > 0.75 * (ys[-1] - ys[0])


_NO_TABLES = (_is_too_small, _is_contents, _is_list, _is_newspaper)
