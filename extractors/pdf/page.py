"""What stands on one PDF page: words, rules, fills and images. From PDFium or from pixels, the same `PageObjects`.

Every length is in points from the top left corner of the page as it is displayed; a page whose text runs sideways is
turned upright first and `turn` says by how much, so that all that follows reads from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from extractors.document import Box, Uncounted

LARGE = 30.0  # points: letters up to this size are those of text and headings


class Word(NamedTuple):
    """One printed word; `angle` is its direction in degrees clockwise against the page's lines of text.

    A word is one thing on the page: it equals itself alone, so that two alike are two in a set.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 10.0  # letter size in points
    bold: bool = False
    mark: int = -1  # marked content id, -1 where untagged
    angle: int = 0
    base: float = 0.0  # y of the baseline; for a word that does not lie level, of its lower edge
    middle: float = 0.0  # y of the middle of its small letters, or of the word where it does not lie level
    run: int = -1  # number of the piece of text that its first letter belongs to, in the order of painting
    uncounted: tuple[Uncounted, ...] = ()  # letters of it that count for no value
    cut: bool = False  # the letters after it are cut off
    score: float = 1.0  # 0 to 1: how sure its letters are; under 1 where they were recognised


# in C, which takes a fifth of the time that hashing the fields does; the body of a NamedTuple does not allow it
Word.__eq__ = object.__eq__  # type: ignore[method-assign]
Word.__hash__ = object.__hash__  # type: ignore[method-assign]


class Rule(NamedTuple):
    """A straight horizontal or vertical rule: `at` is its y or x, `start` and `end` its extent along the other axis."""

    at: float
    start: float
    end: float


class Fill(NamedTuple):
    """A filled rectangle in drawing order; `colour` is "#rrggbb"."""

    box: Box
    colour: str
    order: int = -1  # of painting, among all objects of the page


@dataclass(frozen=True)
class PageObjects:
    """One page's objects, from PDFium or from pixels; boxes are those of the upright page."""

    number: int  # counted from 1
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Rule, ...]  # horizontal rules
    down: tuple[Rule, ...]  # vertical rules
    fills: tuple[Fill, ...] = ()
    images: tuple[Box, ...] = ()
    turn: int = 0  # degrees by which the displayed page was turned clockwise to make its text upright
    undecoded: float = 0.0  # share of letters whose character is unknown
    unseen: tuple[Word, ...] = ()  # words that leave no ink on the page
    discs: tuple[Fill, ...] = ()  # small round patches of colour, drawn or letters, which may rate a row

    @cached_property
    def marks(self) -> frozenset[int]:
        """The ids of the marked content that the words stand in."""
        return frozenset([word.mark for word in self.words if word.mark >= 0])

    @cached_property
    def marked(self) -> bool:
        """Whether some words are struck out, bear a mark or are cut off."""
        return any(word.uncounted or word.cut for word in self.words)

    @cached_property
    def recognised(self) -> bool:
        """Whether its words were recognised from pixels."""
        return any(word.score < 1.0 for word in self.words)

    @cached_property
    def plain(self) -> bool:
        """Whether all words lie level and none is larger than a heading."""
        return not any(word.angle or word.size > LARGE for word in self.words)

    @cached_property
    def letters(self) -> int:
        """How many letters the words have."""
        return sum([len(word.text) for word in self.words])

    def displayed(self, box: Box) -> Box:
        """Give a box of the upright page as it stands on the displayed page."""
        return _turn_box(box, -self.turn % 360, self.width, self.height) if self.turn else box


class Frame(NamedTuple):
    """How a page's own coordinates become the displayed page: the visible box and the turn clockwise in degrees."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the displayed page in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def boxes(self, left: Any, bottom: Any, right: Any, top: Any) -> tuple[Any, Any, Any, Any]:
        """Turn edges in the page's own coordinates (numbers or arrays) into x0, top, x1, bottom as displayed."""
        match self.turn:
            case 90:
                return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 180:
                return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            case 270:
                return self.top - top, self.right - right, self.top - bottom, self.right - left
            case _:
                return left - self.left, self.top - top, right - self.left, self.top - bottom


class PageOverfull(Exception):
    """A page with more on it than is read; the message says of what."""


def _turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Turn a box clockwise with its page, whose width and height are those before the turn."""
    match turn:
        case 90:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
        case 180:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 270:
            return Box(box.top, width - box.x1, box.bottom, width - box.x0)
        case _:
            return box
