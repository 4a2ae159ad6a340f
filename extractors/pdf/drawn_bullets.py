"""Bullets that are drawn and no letters, as browsers' print draws them: each as the letter • before its line.

A bullet is a dot, a ring or a small square, far smaller than a letter is high, level with the middle of the first word
of a line and a little to its left. One alone on a page may be anything, and so may dots in a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from extractors.document import Box
from extractors.pdf.discs import LEAST, is_coloured
from extractors.pdf.page import Fill, Word

BULLET = "\u2022"
_SIDE = (0.14, 0.55)  # letter sizes that a bullet is wide and high
_ROUND = 0.8  # least share of its longer side that the shorter has
_GAP = (0.1, 2.2)  # letter sizes between a bullet and its line
_OFF = 0.3  # letter sizes between the middle of a bullet and that of its word, at most
_BEFORE = 0.6  # letter sizes before a bullet in which no word ends
_FEWEST, _MOST = 2, 400  # bullets of a page; more are a pattern
_SMALLEST, _LARGEST = 1.0, 14.0  # points: the sides of a shape that is looked at


def may_be_bullet(box: Box) -> bool:
    """Whether a shape is as small as a bullet, and as wide as high."""
    short, long = sorted((box.x1 - box.x0, box.bottom - box.top))
    return max(_SMALLEST, _ROUND * long) <= short <= long <= _LARGEST


def dots(blots: Iterable[Fill]) -> list[Box]:
    """The shapes that may be bullets: those large enough to rate a row in a colour are none."""
    small = [blot for blot in blots if may_be_bullet(blot.box)]
    return [blot.box for blot in small if blot.box.x1 - blot.box.x0 < LEAST or not is_coloured(blot.colour)]


def with_bullets(words: Sequence[Word], shapes: Sequence[Box]) -> tuple[Word, ...]:
    """Give the words with a letter for each of the shapes that is the bullet of a line."""
    if not (words and _FEWEST <= len(shapes) <= _MOST):
        return tuple(words)
    x0, x1, middle, size = np.array([(word.x0, word.x1, word.middle, word.size) for word in words]).T
    level = np.array([word.angle == 0 for word in words])
    found: dict[int, Word] = {}
    for box in dict.fromkeys(shapes):
        height, at = box.bottom - box.top, (box.top + box.bottom) / 2
        gap = (x0 - box.x1) / size
        on_line = level & (np.abs(middle - at) <= _OFF * size)
        fits = on_line & (gap >= _GAP[0]) & (gap <= _GAP[1]) & (height >= _SIDE[0] * size) & (height <= _SIDE[1] * size)
        if not fits.any():
            continue
        first = int(np.where(fits, x0, np.inf).argmin())
        near = on_line & (x1 > box.x0 - _BEFORE * size[first]) & (x0 < box.x1)
        if not (near.any() or _among_dots(box, shapes, float(size[first]))):
            found[first] = words[first]._replace(
                text=BULLET, x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, uncounted=(), cut=False, bold=False
            )
    if len(found) < _FEWEST:
        return tuple(words)
    return tuple(part for at, word in enumerate(words) for part in (found.get(at), word) if part is not None)


def _among_dots(box: Box, shapes: Sequence[Box], size: float) -> bool:
    """Whether others of the shapes stand right beside one on its line, as dots that lead across a page do."""
    level = [other for other in shapes if abs(other.top - box.top) < size * _OFF]
    return any(0 < abs(other.x0 - box.x0) < size * _GAP[1] for other in level)
