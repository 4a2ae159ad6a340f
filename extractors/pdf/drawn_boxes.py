"""Tick boxes that are drawn: a small square or circle beside words, with or without a mark in it, as the letter ☐ or ☒.

A square that stands beside no words, or hangs together with other lines, is part of a grid and stays one, unless others
of its size are ticked. Circles are tick boxes only where some of a page are ticked and some are not, else bullets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.document import Box
from extractors.pdf.boxes import holds_centre, shared
from extractors.pdf.drawn_ticks import Point
from extractors.pdf.page import Fill, Rule, Word

LEAST, MOST = 4.5, 15.0  # points: the sides of a square that may be a tick box
_SQUARE = 0.78  # least share of the longer side that the shorter has
_MARK = 0.35  # share of the square's side that a mark in it has at least
_GAP = 12.0  # points between a box and its words
_TOUCH = 1.2  # points within which two lines are one
_SIGNS = frozenset("xX✓✔✗✘×√/•●■")
_INSIDE = 0.85  # of the box's side: the largest mark of a colour; a larger one is the box's own colour
_ALIKE = 1.0  # points by which the sides of boxes of one kind differ at most
_COLOURED = 60  # of 255, between the strongest and the weakest of red, green and blue
_NEARLY_IN = 0.5  # points outside a box in which a shape still stands in it
_FEW = 2  # boxes of a page that stand beside no words; fewer are no tick boxes
_EMPTY, _TICKED = "☐", "☒"


@dataclass(frozen=True, slots=True)
class SmallShapes:
    """The small shapes of a page, which may be tick boxes and the marks in them."""

    squares: list[Box] = field(default_factory=list)  # drawn as lines
    rounded: list[Box] = field(default_factory=list)  # outlines of squares with round corners
    rounds: list[Box] = field(default_factory=list)  # outlines of circles
    rings: list[Box] = field(default_factory=list)  # outlines of circles too small for tick boxes
    solids: list[Box] = field(default_factory=list)  # filled, whatever their colour
    strokes: list[Box] = field(default_factory=list)  # lines that run aslant
    blots: list[Fill] = field(default_factory=list)  # filled with a colour that shows on white
    ticks: list[Box] = field(default_factory=list)  # lines and shapes that run as a tick does
    slants: list[tuple[Point, Point]] = field(default_factory=list)  # lines of two points that may be half of a mark


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A shape that may be a tick box, the words beside it, and whether there is a mark in it."""

    box: Box
    label: int | None  # index of the word that it stands before, or behind
    behind: bool  # it stands behind its word
    sign: int | None  # index of a letter in it that is a mark
    ticked: bool
    is_round: bool


def may_be_box(box: Box) -> bool:
    """Whether a rectangle is small and square enough for a tick box."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    return max(LEAST, _SQUARE * max(width, height)) <= min(width, height) <= max(width, height) <= MOST


def may_be_mark(box: Box) -> bool:
    """Whether a drawing is small enough for the mark in a tick box."""
    return max(box.x1 - box.x0, box.bottom - box.top) <= MOST + 2


def with_drawn_boxes(
    words: Sequence[Word], shapes: SmallShapes, across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[Word, ...], list[Box], list[Box]]:
    """Give the words with a letter for each tick box, the squares that are none, and the tick boxes.

    `across` and `down` are all other lines of the page.
    """
    if not words:
        return (), list(shapes.squares), []
    candidates = [_candidate(words, box, shapes, is_round=is_round) for box, is_round in _outlines(shapes)]
    candidates = [one for one in candidates if not _hangs_together(one.box, shapes.squares, across, down)]
    if len({one.ticked for one in candidates if one.is_round}) < 2:
        candidates = [one for one in candidates if not one.is_round]  # circles all alike are bullets
    sides = [_side(one.box) for one in candidates if one.ticked]
    boxes = [one for one in candidates if one.label is not None or _is_alike(one.box, sides)]
    if len(boxes) == sum(one.label is None for one in boxes) < _FEW:
        boxes = []
    found = [one.box for one in boxes]
    none = [square for square in shapes.squares if square not in found]
    if not boxes:
        return tuple(words), none, []
    letters: dict[int, list[Word]] = {}  # before the word at an index
    replaced: dict[int, Word] = {}
    for one in boxes:
        letter = _letter(one, words)
        if one.sign is not None:
            replaced[one.sign] = letter
        else:
            letters.setdefault(len(words) if one.label is None else one.label + one.behind, []).append(letter)
    result: list[Word] = []
    for at, word in enumerate(words):
        result += [*letters.get(at, ()), replaced.get(at, word)]
    return (*result, *letters.get(len(words), ())), none, found


def _is_alike(box: Box, sides: Sequence[float]) -> bool:
    """Whether a box is of the size of one that is ticked; `sides` are theirs, in points."""
    return any(abs(_side(box) - side) <= _ALIKE for side in sides)


def _outlines(shapes: SmallShapes) -> Iterator[tuple[Box, bool]]:
    """The shapes that may be tick boxes, each once, and whether they are circles or the like.

    A filled shape is one only where a line runs aslant through it, as a browser draws a ticked box.
    """
    yield from ((square, False) for square in shapes.squares)
    seen = list(shapes.squares)
    struck = (box for box in shapes.solids if any(_marks(stroke, box) for stroke in shapes.strokes))
    square = (*shapes.rounded, *struck)
    for box, is_round in (*((box, False) for box in square), *((box, True) for box in shapes.rounds)):
        if not any(centre_in(box, other) for other in seen):
            seen.append(box)
            yield box, is_round


def _candidate(words: Sequence[Word], box: Box, shapes: SmallShapes, *, is_round: bool) -> _Candidate:
    label, behind = _label(words, box)
    inside = (at for at, word in enumerate(words) if centre_in(Box(*word[1:5]), box))
    sign = next((at for at in inside if set(words[at].text) <= _SIGNS), None)
    marks = [*shapes.strokes, *(blot.box for blot in shapes.blots if _may_mark(blot, box))]
    ticked = sign is not None or any(_marks(mark, box) for mark in marks)
    return _Candidate(box, label, behind, sign, ticked, is_round)


def _marks(mark: Box, box: Box) -> bool:
    """Whether a shape stands in a box and is large enough for its mark."""
    return centre_in(mark, box) and _side(mark) >= _MARK * (box.x1 - box.x0)


def _may_mark(blot: Fill, box: Box) -> bool:
    """Whether a filled shape is the mark in a box, and not the colour of all of it, which rates what stands beside."""
    red, green, blue = (int(blot.colour[at : at + 2], 16) for at in (1, 3, 5))
    plain = max(red, green, blue) - min(red, green, blue) < _COLOURED
    return plain or _side(blot.box) <= _INSIDE * _side(box)


def _letter(one: _Candidate, words: Sequence[Word]) -> Word:
    """The letter of a tick box, on the line of its words where it has some."""
    x0, top, x1, bottom = one.box
    text = _TICKED if one.ticked else _EMPTY
    of = words[one.label if one.label is not None else 0]
    letter = of._replace(text=text, x0=x0, x1=x1, uncounted=(), cut=False)
    if one.label is not None:
        return letter
    return letter._replace(top=top, bottom=bottom, size=bottom - top, base=bottom, middle=(top + bottom) / 2, angle=0)


def _label(words: Sequence[Word], square: Box) -> tuple[int | None, bool]:
    """The index of the word that stands right behind a square, on its line, else right before it; and whether it is
    before."""
    level = [
        (at, word)
        for at, word in enumerate(words)
        if square.top - 2 <= word.middle <= square.bottom + 2 and any(letter.isalnum() for letter in word.text)
    ]
    after = [(word.x0, at) for at, word in level if -1 <= word.x0 - square.x1 <= _GAP]
    if after:
        return min(after)[1], False
    before = [(-word.x1, at) for at, word in level if -1 <= square.x0 - word.x1 <= _GAP]
    return (min(before)[1], True) if before else (None, False)


def _side(box: Box) -> float:
    return max(box.x1 - box.x0, box.bottom - box.top)


def centre_in(inner: Box, outer: Box) -> bool:
    """Whether the middle of a shape lies in a box."""
    return holds_centre(outer, inner, _NEARLY_IN)


def _hangs_together(square: Box, squares: Sequence[Box], across: Sequence[Rule], down: Sequence[Rule]) -> bool:
    """Whether another square, or longer lines on two sides of a corner, touch a square."""
    x0, top, x1, bottom = square
    touching = (other for other in squares if min(shared(square, other)) >= -_TOUCH)
    if not all(_same(square, other) for other in touching):
        return True
    return _runs_along(across, (top, bottom), x0, x1) and _runs_along(down, (x0, x1), top, bottom)


def _runs_along(rules: Sequence[Rule], sides: tuple[float, float], start: float, end: float) -> bool:
    """Whether a rule lies on one of two sides of a square, which reach from `start` to `end`."""
    along = (rule for rule in rules if max(rule.start, start) < min(rule.end, end))
    return any(min(abs(rule.at - side) for side in sides) <= _TOUCH for rule in along)


def _same(one: Box, other: Box) -> bool:
    """Whether two squares are one that is drawn twice, or one in the other."""
    return centre_in(one, other) and centre_in(other, one)
