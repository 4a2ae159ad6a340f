"""How boxes and words of a page lie to one another."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Box
from extractors.pdf.page import Word


def holds_point(box: Box, x: float, y: float, slack: float = 0.0) -> bool:
    """Whether a point lies in a box, or no more than `slack` points outside."""
    return box.x0 - slack <= x <= box.x1 + slack and box.top - slack <= y <= box.bottom + slack


def holds_centre(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether the middle of a box lies in another."""
    return holds_point(outer, (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2, slack)


def holds_word(box: Box, word: Word, slack: float = 0.0) -> bool:
    """Whether the middle of a word's letters lies in a box."""
    return holds_point(box, (word.x0 + word.x1) / 2, word.middle, slack)


def holds(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether a box lies in another, or sticks out by no more than `slack` points."""
    sides = (inner.x0 - outer.x0, inner.top - outer.top, outer.x1 - inner.x1, outer.bottom - inner.bottom)
    return min(sides) >= -slack


def shared(one: Box, other: Box) -> tuple[float, float]:
    """Return the width and the height in points that two boxes share, below 0 how far they stand apart."""
    return min(one.x1, other.x1) - max(one.x0, other.x0), min(one.bottom, other.bottom) - max(one.top, other.top)


def bounds_of(words: Sequence[Word]) -> Box:
    """Return the box around some words, at least one."""
    _, x0, top, x1, bottom = words[0][:5]
    for word in words:  # in one loop: for the few words of a cell, four of `min` and `max` take three times as long
        _, left, upper, right, lower = word[:5]
        x0 = left if left < x0 else x0
        top = upper if upper < top else top
        x1 = right if right > x1 else x1
        bottom = lower if lower > bottom else bottom
    return Box(x0, top, x1, bottom)
