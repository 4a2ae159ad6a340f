"""A grid and the words over it into cells: which places are one merged cell, and what each cell says.

A side between two places that has no rule is either a merged cell or a rule that was not drawn. The words decide: text
that runs over the side merges; text that starts anew where its column or row starts does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median

from extractors.document import Box, Cell
from extractors.pdf.columns import HEADING_LINES
from extractors.pdf.discs import disc_colour
from extractors.pdf.heading_spans import spans_of_headings, stands_in_middle
from extractors.pdf.lines import Grid
from extractors.pdf.page import LARGE, Fill, PageObjects, Word
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import Settings
from extractors.pdf.uncounted import uncounted_in
from extractors.pdf.words import (
    BULLET,
    Hyphenation,
    Line,
    Measure,
    extents_of,
    lines_of,
    split_at,
    split_phrases,
    text_of,
    usual_leading,
)

_AT_START = 4.0  # points by which texts that begin at one place differ
_AT_BORDER = 1.0  # points: text that ends nearer to a border may go on behind it
_OVER = 1.5  # points to both sides of a border that a word has which stands on it
_LEAST_UNDER = 2  # headings that stand under one over several columns
_LEVEL = 2.5  # points by which the baselines of one row differ
_TOUCHING = 0.1  # of the size of letters: those of one word are no farther apart
_NEAR_WHITE = 0xF7  # each of red, green and blue: no fill to the eye


@dataclass(frozen=True, slots=True)
class Part:
    """One table as it stands on one page; the boxes are those of the upright page."""

    page: int
    grid: Grid
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    furniture: tuple[Cell, ...]
    words: int  # on the page inside the grid, words joined over a line's end counted once
    route: str
    confidence: float = 1.0
    held: tuple[Word, ...] = ()  # the page's words inside the grid, while the page is being read
    inside: tuple[int, int] | None = None  # row and column of the cell, of the table before, in which it stands

    @property
    def box(self) -> Box:
        """The area of the table on its page."""
        return self.grid.box


@dataclass(slots=True)
class _Places:
    """Words and lines by place while the merged cells are being decided; what is asked again is remembered."""

    grid: Grid
    settings: Settings
    words: list[list[list[Word]]]
    lines: list[list[list[Line]]]
    levels: dict[int, list[Line]] = field(default_factory=dict)
    runs: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    starts: dict[int, float] = field(default_factory=dict)

    def level(self, row: int) -> list[Line]:
        """The lines of a row over all of its columns, of words that lie level."""
        if row not in self.levels:
            words = [word for place in self.words[row] for word in place if word.angle == 0]
            self.levels[row] = lines_of(words, self.settings)
        return self.levels[row]

    def blocks(self, row: int) -> list[tuple[float, float]]:
        """How far each text of a row reaches: its lines one under the other, parted where a space stands at an edge."""
        return extents_of(part for line in self.level(row) for part in split_at(line, self.grid.xs))

    def start(self, column: int) -> float:
        """The usual left edge of a column's text."""
        if column not in self.starts:
            starts = [min(word.x0 for word in row[column]) for row in self.words if row[column]]
            self.starts[column] = median(starts) if starts else self.grid.xs[column]
        return self.starts[column]

    def begins_at_start(self, row: int, column: int) -> bool:
        """Whether a place has text, and it begins where that of its column does."""
        return abs(min((word.x0 for word in self.words[row][column]), default=inf) - self.start(column)) <= _AT_START

    def between_texts(self, row: int, edges: Iterable[int]) -> list[int]:
        """Those of some column edges that have text of a row on both sides."""
        words = self.words[row]
        return [edge for edge in edges if words[edge - 1] and words[edge]]

    def runs_over(self, row: int, edge: int) -> bool:
        """Whether text of a row runs over a column edge, without a gap wider than between words."""
        if row not in self.runs:
            starts = [self.start(column) for column in range(1, len(self.grid.xs) - 1)]
            parts = (part for line in self.level(row) for part in split_phrases(line, starts))
            self.runs[row] = [(part.x0, part.x1) for part in parts]
        x = self.grid.xs[edge]
        return any(left + 1.5 < x < right - 1.5 for left, right in self.runs[row])


def is_watermark(word: Word, usual_size: float) -> bool:
    """Whether a word is stamped over the page: it runs aslant, or is far larger than the text."""
    return word.angle % 90 != 0 or word.size > max(LARGE, 3.2 * usual_size)


def find_watermarks(page: PageObjects, words: Sequence[Word], least_size: float = 0.0) -> list[Word]:
    """Give those of some words of a page that are stamped over it; text is `least_size` points high at least."""
    if page.plain or not words:
        return []
    usual_size = max(least_size, median([word.size for word in words]))
    return [word for word in words if is_watermark(word, usual_size)]


def words_inside(words: Sequence[Word], box: Box, slack: float = 1.0) -> list[Word]:
    """Give the words whose middle lies in a box, or no more than `slack` points to its left or right."""
    x0, top, x1, bottom = 2 * (box.x0 - slack), box.top, 2 * (box.x1 + slack), box.bottom
    return [word for word in words if top <= word.middle <= bottom and x0 <= word.x0 + word.x1 <= x1]


def read_part(
    page: PageObjects,
    grid: Grid,
    furniture: frozenset[Word],
    known: Hyphenation,
    settings: Settings,
) -> Part:
    """Read the cells of a grid."""
    inside = words_inside(page.words, grid.box)
    aside = furniture.union(find_watermarks(page, inside))
    stamped = [word for word in inside if word in aside] if aside else []
    own = [word for word in inside if word not in aside] if stamped else inside
    unseen = words_inside(page.unseen, grid.box) if page.unseen else []
    places = _place(own, grid, settings)
    merged = _merge(grid, places)
    cells, joined = _cells(page, grid, places, merged, known=known, settings=settings)
    loose = tuple(
        Cell(
            0,
            0,
            " ".join(word.text for word in line.words),
            page=page.number,
            box=page.displayed(Box(line.x0, line.top, line.x1, line.bottom)),
        )
        for line in (*lines_of(stamped, settings), *lines_of(unseen, settings))
    )
    return Part(
        page.number,
        grid,
        len(grid.ys) - 1,
        len(grid.xs) - 1,
        tuple(cells),
        loose,
        len(inside) + len(unseen) - joined,
        grid.route,
        grid.confidence,
        tuple(inside),
    )


def _place(words: Sequence[Word], grid: Grid, settings: Settings) -> _Places:
    xs, ys = grid.xs, grid.ys
    rows, columns = len(ys) - 1, len(xs) - 1
    by_place: list[list[list[Word]]] = [[[] for _ in range(columns)] for _ in range(rows)]
    for word in words:
        # between the second edge and the last but one: what sticks out belongs to the outermost place
        row = bisect_right(ys, word.middle, 1, rows) - 1
        by_place[row][bisect_right(xs, (word.x0 + word.x1) / 2, 1, columns) - 1].append(word)
    for row, drawn in enumerate(grid.down):
        for edge in range(columns - 1, 0, -1):  # from the last on, as a text may run over several
            if drawn[edge] and _overflows(by_place[row][edge - 1], by_place[row][edge], xs[edge]):
                by_place[row][edge - 1] += by_place[row][edge]
                by_place[row][edge] = []
    return _Places(
        grid, settings, by_place, [[lines_of(place, settings) if place else [] for place in row] for row in by_place]
    )


def _overflows(left: Sequence[Word], right: Sequence[Word], border: float) -> bool:
    """Whether a text runs over a drawn border into a place without words of its own, as spreadsheets print long cells:
    it is painted as one piece, and a word of it stands on the border."""
    runs = {word.run for word in right}
    if len(runs) != 1 or -1 in runs or runs.isdisjoint(word.run for word in left):
        return False
    return any(word.x0 < border - _OVER and border + _OVER < word.x1 for word in (*left, *right))


def _merge(grid: Grid, places: _Places) -> list[list[int]]:
    """Give each place the number of its cell."""
    rows, width = len(grid.ys) - 1, len(grid.xs) - 1
    number = [[row * width + column for column in range(width)] for row in range(rows)]
    ruled_down = any(any(row[1:-1]) for row in grid.down)
    complete = ruled_down and not _rules_are_missing(grid, places)
    left_out = _drawn_in_most_rows(grid) if complete else frozenset[int]()
    all_drawn = complete and not _row_rules_are_missing(grid, places)
    for row in range(rows):
        if all(grid.down[row][1:-1]):
            continue
        spans = None if ruled_down else _spans_of_headings(grid, places, row)
        if spans is None:
            spans = _spans_of_row(places, row, left_out, ruled_down=ruled_down, complete=complete)
        for first, last in spans:
            number[row][first : last + 1] = [number[row][first]] * (last + 1 - first)
    for row in range(rows - 1):
        below = _columns_of_cells(number[row + 1])
        for columns in [columns for columns in _columns_of_cells(number[row]) if columns in below]:
            if _joined_downwards(grid, places, row, columns, number, all_drawn=all_drawn):
                for column in columns:
                    number[row + 1][column] = number[row][column]
    return number


def _columns_of_cells(numbers: Sequence[int]) -> list[list[int]]:
    """The columns of each cell of a row, from the numbers of its places."""
    found: dict[int, list[int]] = {}
    for column, number in enumerate(numbers):
        found.setdefault(number, []).append(column)
    return [*found.values()]


def _rules_are_missing(grid: Grid, places: _Places) -> bool:
    """Whether a table with uprights lost some: a side has none although the texts on both of its sides stand apart."""
    return any(
        not places.runs_over(row, edge)
        for row, sides in enumerate(grid.down)
        for edge in places.between_texts(row, _undrawn(sides))
    )


def _undrawn(sides: Sequence[bool]) -> list[int]:
    """The inner column edges that a row does not draw."""
    return [edge for edge in range(1, len(sides) - 1) if not sides[edge]]


def _row_rules_are_missing(grid: Grid, places: _Places) -> bool:
    """Whether the table lost rules between rows: some place has none over its text, which starts anew there."""
    return any(
        min(line.base for line in lower) - max(line.base for line in upper) > 1.3 * lower[0].size
        for drawn, (above, below) in zip(grid.across[1:], pairwise(places.lines), strict=False)
        for is_drawn, upper, lower in zip(drawn, above, below, strict=True)
        if not is_drawn and upper and lower
    )


def _spans_of_row(
    places: _Places, row: int, left_out: frozenset[int], *, ruled_down: bool, complete: bool
) -> list[tuple[int, int]]:
    """Find the runs of columns that are one cell in a row, judged by the row's own words and rules.

    Where it draws none of the edges `left_out`, it leaves them out on purpose. Where a table has uprights and they are
    not `complete`, only a row without any of them is surely one cell.
    """
    edges = range(1, len(places.grid.xs) - 1)
    undrawn = _undrawn(places.grid.down[row])
    filled = [bool(place) for place in places.words[row]]
    over = {edge for edge in undrawn if places.runs_over(row, edge)}
    inside = over.union(edge for edge in undrawn if _after_text_run(over, filled, edge))
    if ruled_down:
        anew = {edge for edge in undrawn if places.begins_at_start(row, edge)}
        between = set(places.between_texts(row, undrawn))
        inside |= between - anew
        bare_row = len(undrawn) == len(edges)
        if complete or (bare_row and sum(filled) <= 1):
            # one cell over both columns would start in the left one
            inside |= set(undrawn) - between - (set() if bare_row else anew - left_out)
    bounds = [0, *(edge for edge in edges if edge not in inside), len(filled)]
    return [(first, end - 1) for first, end in pairwise(bounds) if end - first > 1]


def _drawn_in_most_rows(grid: Grid) -> frozenset[int]:
    """The column edges that most rows draw: where no rules are missing, a row without one leaves it out on purpose."""
    return frozenset(edge for edge, drawn in enumerate(zip(*grid.down, strict=True)) if 2 * sum(drawn) > len(drawn))


def _spans_of_headings(grid: Grid, places: _Places, row: int) -> list[tuple[int, int]] | None:
    """The columns under headings in the middle of several, in the first rows, or of all; None where there are none."""
    blocks = places.blocks(row)
    among_headings = row < min(HEADING_LINES, len(places.words) - 1)
    if len(blocks) > (len(grid.xs) - 2 if among_headings else 1):
        return None  # a heading over each column stands over no others
    if min(len(blocks), len({word.bold for place in places.words[row] for word in place})) > 1:
        return None  # a label with its value
    texts = _extents(grid, places, row)
    if len(blocks) == 1 and stands_in_middle(blocks[0], texts):
        return [(0, len(texts) - 1)]
    if not among_headings:
        return None
    size = max((word.size for place in places.words[row] for word in place), default=0.0)
    spans = spans_of_headings(blocks, texts, grid.xs, size)
    if not _stand_over(spans, places.blocks(row + 1), grid.xs):
        return None
    held = all(
        any(
            first <= column <= last and left <= word.x0 <= right
            for (first, last), (left, right) in zip(spans, blocks, strict=True)
        )
        for column, place in enumerate(places.words[row])
        for word in place
    )
    return [(first, last) for first, last in spans if first < last] if held else None


def _stand_over(spans: Sequence[tuple[int, int]], below: Sequence[tuple[float, float]], xs: Sequence[float]) -> bool:
    """Whether some headings stand over several columns, each of those over others."""
    wide = [(xs[first], xs[last + 1]) for first, last in spans if first < last]
    under = [sum(left <= x0 <= x1 <= right for x0, x1 in below) for left, right in wide]
    return min(under, default=0) >= _LEAST_UNDER


def _extents(grid: Grid, places: _Places, row: int) -> list[tuple[float, float]]:
    """How far the text of each column reaches in the rows under a row; from edge to edge where there is none."""
    found: list[tuple[float, float]] = []
    for column, (left, right) in enumerate(pairwise(grid.xs)):
        words = [
            word for below in places.words[row + 1 :] for word in below[column] if left <= word.x0 <= word.x1 <= right
        ]
        ends = (min(word.x0 for word in words), max(word.x1 for word in words)) if words else (left, right)
        found.append(ends)
    return found


def _after_text_run(over: Set[int], filled: Sequence[bool], edge: int) -> bool:
    """Whether only bare places stand between an edge and text to its left that already runs over an edge."""
    if filled[edge]:
        return False
    last = next((at for at in range(edge - 1, 0, -1) if filled[at]), 0)
    return not over.isdisjoint((last, last + 1))


def _joined_downwards(
    grid: Grid,
    places: _Places,
    row: int,
    columns: Sequence[int],
    number: Sequence[Sequence[int]],
    *,
    all_drawn: bool,
) -> bool:
    """Whether the places above and below an edge are one merged cell: no rule is drawn, and no text starts anew.

    Where the table lost no rule elsewhere (`all_drawn`), text at the bottom of bare places is a merged cell's.
    """
    if any(grid.across[row + 1][column] for column in columns):
        return False
    if grid.route == "white_space":
        return True  # open only where text goes on, or where one text stands in the middle of several rows
    lower = [line for column in columns for line in places.lines[row + 1][column]]
    if not lower or _goes_on_turned(places, row, columns):
        return True
    first = min(lower, key=lambda line: line.base)
    if abs(first.base - _usual_base(grid, places, row + 1)) > _LEVEL:
        return True
    cell = [r for r in range(row + 1) if number[r][columns[0]] == number[row][columns[0]]]
    bases = {r: [line.base for column in columns for line in places.lines[r][column]] for r in cell}
    if not any(bases.values()):
        return all_drawn or _is_centred(grid, places, row + 1, columns)
    if not bases[row]:
        return False  # text again after a bare row: a new cell
    return first.base - max(base for own in bases.values() for base in own) <= 1.3 * first.size


def _usual_base(grid: Grid, places: _Places, row: int) -> float:
    """Where the first baseline of a row lies in the columns that have a rule over it, else at the least below."""
    firsts = {column: place[0].base for column, place in enumerate(places.lines[row]) if place}
    ruled = [base for column, base in firsts.items() if grid.across[row][column]]
    return median(ruled) if ruled else min(firsts.values(), default=grid.ys[row])


def _goes_on_turned(places: _Places, row: int, columns: Sequence[int]) -> bool:
    """Whether words printed upwards or downwards stand on both sides of an edge."""
    return all(any(word.angle for column in columns for word in places.words[at][column]) for at in (row, row + 1))


def _is_centred(grid: Grid, places: _Places, row: int, columns: Sequence[int]) -> bool:
    """Whether a row's text is the only one between two rules of its column, and stands midway between them.

    Over two rows only, text that shares the baseline of its row is that row's own.
    """

    def is_open(edge: int) -> bool:
        return not any(grid.across[edge][column] for column in columns)

    last = len(grid.ys) - 1
    top = next((edge for edge in range(row, 0, -1) if not is_open(edge)), 0)
    end = next((edge for edge in range(row + 1, last) if not is_open(edge)), last)
    others = {*range(top, end)} - {row}
    if len(others) < 2 or any(places.lines[other][column] for other in others for column in columns):
        return False
    lines = [line for column in columns for line in places.lines[row][column]]
    middle = (min(line.top for line in lines) + max(line.bottom for line in lines)) / 2
    return abs(middle - (grid.ys[top] + grid.ys[end]) / 2) <= 4.0


def _cells(
    page: PageObjects,
    grid: Grid,
    places: _Places,
    number: list[list[int]],
    *,
    known: Hyphenation,
    settings: Settings,
) -> tuple[list[Cell], int]:
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    groups: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows):
        for column in range(columns):
            groups.setdefault(number[row][column], []).append((row, column))
    blocks: list[tuple[int, int, int, int, list[Line], list[Word]]] = []
    for group in groups.values():
        (top, left), (bottom, right) = group[0], group[-1]  # a cell is a rectangle, row by row
        if len(group) == 1:
            blocks.append((top, left, top, left, places.lines[top][left], places.words[top][left]))
        else:
            words = [word for row, column in group for word in places.words[row][column]]
            blocks.append((top, left, bottom, right, lines_of(words, settings), words))
    blocks.sort()
    leading = usual_leading(block[4] for block in blocks)
    measures = [
        _measure(grid, column, [b[4] for b in blocks if b[1] == b[3] == column], leading) for column in range(columns)
    ]
    backgrounds = [fill for fill in page.fills if not _covers_page(fill, page)]
    xs, ys = ([round(edge, 2) for edge in edges] for edges in (grid.xs, grid.ys))
    cells: list[Cell] = []
    joined_words = 0
    for top, left, bottom, right, lines, words in blocks:
        box = Box(grid.xs[left], grid.ys[top], grid.xs[right + 1], grid.ys[bottom + 1])
        measure = measures[left] if left == right else _wide_measure(grid, left, right, measures, leading)
        if not page.plain and any(word.angle for word in words):
            text, joined = _turned_text(words, settings)
        else:
            text, joined = text_of(lines, measure, known, settings)
        joined_words += joined
        cells.append(
            Cell(
                top + 1,
                left + 1,
                text,
                bottom - top + 1,
                right - left + 1,
                page.number,
                box=rounded(page.displayed(box))
                if page.turn
                else Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1]),
                fill=fill_under(box, backgrounds) or disc_colour(box, page.discs, text),
                bold=all_bold(words),
                uncounted=uncounted_in(text, [w for line in lines for w in line.words]) if page.marked else (),
                certainty=min((word.score for word in words), default=1.0) if page.recognised else 1.0,
                cut=(page.marked and any(word.cut for word in words)) or _meets_border(lines, grid, top, right),
            )
        )
    return cells, joined_words


def _meets_border(lines: Sequence[Line], grid: Grid, row: int, column: int) -> bool:
    """Whether a cell's only line runs from its left border right up to a drawn border on its right: it may go on."""
    if len(lines) != 1 or column + 2 >= len(grid.xs) or not grid.down[row][column + 1]:
        return False
    line, edge = lines[0], grid.xs[column + 1]
    return -_OVER < edge - line.x1 < min(_AT_BORDER, line.x0 - grid.xs[column])


def all_bold(words: Sequence[Word]) -> bool:
    """Whether there are words and all of them are bold; bullets are left out."""
    for word in words:
        if not (word.bold or BULLET.match(word.text)):
            return False
    return not all(BULLET.match(word.text) for word in words)


def rounded(box: Box) -> Box:
    """Give a box in hundredths of a point."""
    return Box(round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))


def _measure(grid: Grid, column: int, texts: Sequence[Sequence[Line]], leading: dict[int, float]) -> Measure:
    lines = [line for text in texts for line in text]
    if not lines:
        return Measure(grid.xs[column], None, leading)
    left = min(line.x0 for line in lines)
    longest = max(line.x1 for line in lines)
    wrapped = sum(len(text) - 1 for text in texts)
    if wrapped >= 6 or grid.route != "lines":
        return Measure(left, longest, leading)
    # few wrapped lines to judge by: the padding on the right is at least about that on the left
    return Measure(left, max(longest, grid.xs[column + 1] - max(2.0, left - grid.xs[column]) - 2.0), leading)


def _wide_measure(grid: Grid, left: int, right: int, measures: Sequence[Measure], leading: dict[int, float]) -> Measure:
    edge = measures[right].right
    return Measure(measures[left].left, edge if edge is not None else grid.xs[right + 1] - 6.0, leading)


def _turned_text(words: Sequence[Word], settings: Settings) -> tuple[str, int]:
    """Text of a cell that holds words printed upwards or downwards, and how many were joined.

    PDFium parts turned letters of some fonts; those of one word touch.
    """
    level = [word for word in words if word.angle in (0, 180)]
    texts = ["\n".join(line.text for line in lines_of(level, settings))] if level else []
    joined = 0
    upwards = [word for word in words if word.angle == 270]
    downwards = [word for word in words if word.angle == 90]
    for group, sign in ((upwards, -1), (downwards, 1)):
        ordered = sorted(group, key=lambda item: -sign * item.x0)
        for stack in runs_of(ordered, lambda run, word: abs(run[0].x0 - word.x0) <= 0.5 * word.size):
            stack.sort(key=lambda item: sign * item.top)
            pieces = runs_of(stack, lambda run, word: _touch(run[-1], word))
            joined += len(stack) - len(pieces)
            texts.append(" ".join("".join(word.text for word in piece) for piece in pieces))
    return " ".join(texts), joined


def _touch(one: Word, other: Word) -> bool:
    """Whether two words of one turned line stand as near as letters of a word."""
    return max(one.top, other.top) - min(one.bottom, other.bottom) < _TOUCHING * other.size


def _covers_page(fill: Fill, page: PageObjects) -> bool:
    box = fill.box
    return (box.x1 - box.x0) * (box.bottom - box.top) > 0.9 * page.width * page.height


def fill_under(box: Box, fills: Sequence[Fill]) -> str | None:
    """Give the colour that lies over most of a cell, None for white or none; the last drawn lies on top."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    least = 0.5 * (box.x1 - box.x0) * (box.bottom - box.top)
    for fill in reversed(fills):
        area = fill.box
        if not (area.x0 <= x <= area.x1 and area.top <= y <= area.bottom):
            continue
        wide = min(area.x1, box.x1) - max(area.x0, box.x0)
        high = min(area.bottom, box.bottom) - max(area.top, box.top)
        if wide * high >= least:
            return None if _is_white(fill.colour) else fill.colour
    return None


def _is_white(colour: str) -> bool:
    return all(int(colour[at : at + 2], 16) >= _NEAR_WHITE for at in (1, 3, 5))
