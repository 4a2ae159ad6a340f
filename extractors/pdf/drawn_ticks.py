"""Ticks and crosses that are drawn as lines or shapes and stand alone in the cell of a table, as the letters ✓ and ✗.

A tick runs down to the right, then farther up. One right beside words is a bullet or part of a picture and stays one;
so does one that is not between rules above and below, and one in a box or disc of its own, which is told by that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from operator import itemgetter

from extractors.document import Box
from extractors.pdf.boxes import holds_centre
from extractors.pdf.page import Rule, Word

LEAST, MOST = 4.0, 28.0  # points: the longer side of a tick
_FLAT = 0.4  # least share of the longer side that the shorter has
_LINE = 3  # points of a tick drawn as one line
_CORNERS = 6  # least points of a tick drawn as a shape
_FOOT = (0.15, 0.65)  # where the lowest point of a tick lies, of its width
_TIP = 0.75  # from where its highest point lies
_ARM = (0.2, 0.8)  # how high its left end lies, of its height
_FREE = 0.3  # of its width and height: the corners at its upper left and lower right, which it leaves free
_MEETS = 1.5  # points within which two ends are one
_GAP = 12.0  # points between a mark and the words that it is a bullet of
_ROW = 300.0  # points to the rules over and under a mark
TICK, CROSS = "\u2713", "\u2717"

Point = tuple[float, float]  # as displayed: to the right and down
Line = tuple[Point, Point]


def may_be_tick(box: Box) -> bool:
    """Whether a shape is as small as a tick in a cell, and neither long nor flat."""
    short, long = sorted((box.x1 - box.x0, box.bottom - box.top))
    return max(LEAST, _FLAT * long) <= short <= long <= MOST


def is_tick(points: Sequence[Point]) -> bool:
    """Whether the points of a line or the border of a shape make a tick.

    >>> is_tick([(0, 5), (4, 10), (12, 0)]), is_tick([(0, 0), (6, 10), (12, 0)])
    (True, False)
    """
    if _LINE != len(points) < _CORNERS:
        return False
    box = around(points)
    width, height = box.x1 - box.x0, box.bottom - box.top
    if min(width, height) <= 0:
        return False
    placed = [((x - box.x0) / width, (y - box.top) / height) for x, y in points]  # from 0 to 1, down
    foot, tip, end = max(placed, key=itemgetter(1)), min(placed, key=itemgetter(1)), min(placed)
    facts = (
        _FOOT[0] <= foot[0] <= _FOOT[1],
        tip[0] >= _TIP,
        _ARM[0] <= end[1] <= _ARM[1],
        min(max(x, y) for x, y in placed) >= _FREE,  # nothing at the upper left
        max(min(x, y) for x, y in placed) <= 1 - _FREE,  # nor at the lower right
    )
    return all(facts)


def marks_of_lines(lines: Sequence[Line]) -> Iterator[tuple[str, Box]]:
    """Yield the ticks and crosses that two slanting lines make, with the letters that they are."""
    for one, other in combinations(lines, 2):
        box = around((*one, *other))
        if not may_be_tick(box):
            continue
        if is_tick(_joined(one, other)):
            yield TICK, box
        elif _cross(one, other):
            yield CROSS, box


def with_ticks(
    words: Sequence[Word], ticks: Sequence[tuple[str, Box]], shapes: Sequence[Box], across: Sequence[Rule],
    down: Sequence[Rule],
) -> tuple[Word, ...]:  # fmt: skip
    """Give the words with those of the marks that stand alone in a cell; `shapes` are boxes and discs of their own."""
    told = [(text, box) for text, box in ticks if not any(holds_centre(shape, box) for shape in shapes)]
    between = [(text, box) for text, box in told if _is_between(box, across)]
    alone = [(text, box) for text, box in between if not any(_is_beside(word, box, down) for word in words)]
    return (*words, *(_letter(text, box, words[0]) for text, box in alone))


def _letter(text: str, box: Box, of: Word) -> Word:
    height, middle = box.bottom - box.top, (box.top + box.bottom) / 2
    return of._replace(
        text=text, x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, size=height, base=box.bottom, middle=middle,
        angle=0, uncounted=(), cut=False, bold=False,
    )  # fmt: skip


def _is_between(box: Box, across: Sequence[Rule]) -> bool:
    """Whether rules run over and under a mark, as those of its row do."""
    middle = (box.x0 + box.x1) / 2
    at = [rule.at for rule in across if rule.start <= middle <= rule.end]
    return _lies_in(at, box.top - _ROW, box.top) and _lies_in(at, box.bottom, box.bottom + _ROW)


def _is_beside(word: Word, box: Box, down: Sequence[Rule]) -> bool:
    """Whether a word stands right beside a mark, and no rule between them."""
    if not box.top - 2 <= word.middle <= box.bottom + 2:
        return False
    start, end = sorted((word.x1, box.x0) if word.x0 < box.x0 else (box.x1, word.x0))
    middle = (box.top + box.bottom) / 2
    between = [rule.at for rule in down if rule.start <= middle <= rule.end]
    return end - start <= _GAP and not _lies_in(between, start, end)


def _lies_in(places: Sequence[float], start: float, end: float) -> bool:
    return any(start <= place <= end for place in places)


def around(points: Sequence[Point]) -> Box:
    """Return the box around some points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _joined(one: Line, other: Line) -> list[Point]:
    """The three points of two lines that share an end; none where they share none."""
    ways = ((a, b, d) for a, b in (one, one[::-1]) for c, d in (other, other[::-1]) if _meet(b, c))
    return list(next(ways, ()))


def _cross(one: Line, other: Line) -> bool:
    """Whether two lines have one middle and slant one this way, one that."""
    ways = {(end[0] - start[0]) * (end[1] - start[1]) > 0 for start, end in (one, other)}
    return len(ways) == 2 and _meet(*(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in (one, other)))


def _meet(one: Point, other: Point) -> bool:
    return math.dist(one, other) <= _MEETS
