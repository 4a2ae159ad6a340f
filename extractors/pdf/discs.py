"""Discs and patches of colour that rate a row: a letter such as \u25cf in a colour, a round shape or a rectangle."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Box
from extractors.pdf.boxes import holds_centre
from extractors.pdf.page import Fill

DISCS = frozenset("\u25cf\u2b24\u26ab\u25fc\u25a0\u2022\u23fa\u25c9")
LEAST, MOST = 4.0, 32.0  # points: the sides of a disc
_WIDEST = 80.0  # points: the longer side of a patch
_WIDEST_PILL = 140.0  # points: the longer side of a patch with round corners, which holds words
MOST_POINTS = 160  # of a path with round corners; browsers bend one in eight steps
_BORDER = 0.6  # points by which those may lie off the border of its box
_ROUND = 0.8  # least share of its longer side that the shorter has
_WORDS = 4  # of a cell that a disc may rate; more are a text with bullets
_GREY = (0x60, 0xD8)  # of red, green and blue
_COLOURED = 60  # of 255, between the strongest and the weakest of red, green and blue


def may_be_disc(box: Box) -> bool:
    """Whether a shape is as small and as wide as high as a disc that rates a row."""
    short, long = sorted((box.x1 - box.x0, box.bottom - box.top))
    return max(LEAST, _ROUND * long) <= short <= long <= MOST


def may_be_patch(box: Box) -> bool:
    """Whether a rectangle is as small as a patch of colour in a cell, with or without words on it."""
    short, long = sorted((box.x1 - box.x0, box.bottom - box.top))
    return LEAST <= short <= MOST and long <= _WIDEST


def may_be_pill(box: Box) -> bool:
    """Whether a shape is as small as a patch of colour with round corners, which holds a few words."""
    short, long = sorted((box.x1 - box.x0, box.bottom - box.top))
    return LEAST <= short <= MOST and long <= _WIDEST_PILL


def is_round_corner(box: Box, x: float, y: float) -> bool:
    """Whether a point lies on the border of a box, or where that border is bent at a round corner."""
    aside, off = min(abs(x - box.x0), abs(x - box.x1)), min(abs(y - box.top), abs(y - box.bottom))
    radius = 0.5 * min(box.x1 - box.x0, box.bottom - box.top)
    return min(aside, off) <= _BORDER or aside + off <= radius


def is_coloured(colour: str) -> bool:
    """Whether a colour is neither black, white nor grey.

    >>> is_coloured("#00b050"), is_coloured("#333333")
    (True, False)
    """
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts) >= _COLOURED


def is_coloured_or_grey(colour: str) -> bool:
    """Whether a colour is neither black nor white, nor near to these.

    >>> [is_coloured_or_grey(colour) for colour in ("#00b050", "#8a8f94", "#f4f4f4", "#222222")]
    [True, True, False, False]
    """
    return is_coloured(colour) or all(_GREY[0] <= int(colour[at : at + 2], 16) <= _GREY[1] for at in (1, 3, 5))


def disc_colour(box: Box | None, discs: Sequence[Fill], text: str) -> str | None:
    """Give the one colour of the discs in a cell with few words; None where it has none, or several."""
    if not discs or box is None:
        return None
    colours = {disc.colour for disc in discs if holds_centre(box, disc.box)}
    few = len(colours) == 1 and sum(word not in DISCS for word in text.split()) <= _WORDS
    return colours.pop() if few else None
