"""Tick boxes that are drawn as lines: a small square before words, with or without a mark in it, as the letter ☐ or ☒.

A square that stands before no words, or hangs together with other lines, is part of a grid and stays one.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Box
from extractors.pdf.page import Rule, Word

LEAST, MOST = 4.5, 15.0  # points: the sides of a square that may be a tick box
_SQUARE = 0.78  # least share of the longer side that the shorter has
_MARK = 0.35  # share of the square's side that a mark in it has at least
_GAP = 12.0  # points between a box and its words
_TOUCH = 1.2  # points within which two lines are one
_SIGNS = frozenset("xX✓✔✗✘×√/•●■")
_EMPTY, _TICKED = "☐", "☒"


def may_be_box(box: Box) -> bool:
    """Whether a rectangle is small and square enough for a tick box."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    return (
        min(width, height) >= LEAST
        and max(width, height) <= MOST
        and min(width, height) >= _SQUARE * max(width, height)
    )


def may_be_mark(box: Box) -> bool:
    """Whether a drawing is small enough for the mark in a tick box."""
    return max(box.x1 - box.x0, box.bottom - box.top) <= MOST + 2


def with_drawn_boxes(
    words: Sequence[Word], squares: Sequence[Box], marks: Sequence[Box], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[Word, ...], list[Box]]:
    """Give the words with a letter for each tick box, and the squares that are none.

    `marks` are the bounds of small drawings, `across` and `down` all other lines of the page.
    """
    found: dict[int, Word] = {}  # before the word at an index
    replaced: dict[int, Word] = {}
    none: list[Box] = []
    for square in squares:
        label = _label(words, square)
        if label is None or _hangs_together(square, squares, across, down):
            none.append(square)
            continue
        inside = [at for at, word in enumerate(words) if _centre_in(Box(*word[1:5]), square)]
        sign = next((at for at in inside if set(words[at].text) <= _SIGNS), None)
        side = square.x1 - square.x0
        marked = any(
            _centre_in(mark, square) and max(mark.x1 - mark.x0, mark.bottom - mark.top) >= _MARK * side
            for mark in marks
            if mark is not square
        )
        text = _TICKED if marked or sign is not None else _EMPTY
        of = words[label]
        letter = of._replace(
            text=text, x0=square.x0, x1=square.x1, top=of.top, bottom=of.bottom, uncounted=(), cut=False
        )
        if sign is not None:
            replaced[sign] = letter
        else:
            found[label] = letter
    if not found and not replaced:
        return tuple(words), none
    result: list[Word] = []
    for at, word in enumerate(words):
        if at in found:
            result.append(found[at])
        result.append(replaced.get(at, word))
    return tuple(result), none


def _label(words: Sequence[Word], square: Box) -> int | None:
    """The index of the word that stands right behind a square, on its line."""
    near = [
        (word.x0, at)
        for at, word in enumerate(words)
        if -1 <= word.x0 - square.x1 <= _GAP
        and square.top - 2 <= word.middle <= square.bottom + 2
        and any(letter.isalnum() for letter in word.text)
    ]
    return min(near)[1] if near else None


def _centre_in(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 - 0.5 <= x <= outer.x1 + 0.5 and outer.top - 0.5 <= y <= outer.bottom + 0.5


def _hangs_together(square: Box, squares: Sequence[Box], across: Sequence[Rule], down: Sequence[Rule]) -> bool:
    """Whether another square or a longer line touches a square."""
    x0, top, x1, bottom = square
    for other in squares:
        if other is not square and _meet(square, other) and not _same(square, other):
            return True
    level = (
        min(abs(rule.at - top), abs(rule.at - bottom)) <= _TOUCH and rule.start < x1 and rule.end > x0
        for rule in across
    )
    upright = (
        min(abs(rule.at - x0), abs(rule.at - x1)) <= _TOUCH and rule.start < bottom and rule.end > top for rule in down
    )
    return any(level) or any(upright)


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x0 - _TOUCH <= other.x1
        and other.x0 - _TOUCH <= one.x1
        and one.top - _TOUCH <= other.bottom
        and other.top - _TOUCH <= one.bottom
    )


def _same(one: Box, other: Box) -> bool:
    """Whether two squares are one that is drawn twice, or one in the other."""
    return _centre_in(one, other) and _centre_in(other, one)
