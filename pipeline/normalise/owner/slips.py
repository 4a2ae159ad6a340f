"""Names of owners that are one slip of the pen apart: one word differs by a letter or two, and all else is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.shape import find_head

_LONGEST_NAME = 12  # words
_SMALL_DRAWER = 12  # names of which every two are compared
_FULL_SHELF = 50  # names that share a word but for a letter: more are no slips
_SHORTEST = 5  # letters: shorter words with one letter changed are other words
_LONG = 9  # letters: from here two may differ
_NAMES_FROM = 8  # letters: two shorter words that no lexicon knows (places, names) may well be two


class Spelt(Protocol):
    """A name as far as its spelling is compared."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its words."""

    @property
    def kind(self) -> str:
        """What sort of owner it is."""

    @property
    def function(self) -> str:
        """The function it serves."""

    @property
    def seniority(self) -> str:
        """The level of the post."""


def find_slips(names: Sequence[Spelt], lexicon: Lexicon) -> dict[int, set[int]]:
    """Give for each name the names that are a slip apart from it, by their places. Raises nothing.

    Names with one word left out are filed under the rest, so that no two others are compared.
    """
    filed: dict[tuple[str, int, int, int], list[int]] = {}
    for number, name in enumerate(names):
        for place in _places(name.keys, lexicon):
            rest = hash(name.keys[:place]), hash(name.keys[place + 1 :])
            filed.setdefault((name.kind, place, *rest), []).append(number)
    near: dict[int, set[int]] = {}
    for (_, place, _, _), numbers in filed.items():
        for one, other in _near_pairs(names, numbers, place):
            if _one_slip(names[one], names[other], place, lexicon):
                near.setdefault(one, set()).add(other)
                near.setdefault(other, set()).add(one)
    return near


def _places(keys: tuple[str, ...], lexicon: Lexicon) -> Iterator[int]:
    """Yield the places of the words in which a slip may be: long ones, and the head only beside another word."""
    if not 1 <= len(keys) <= _LONGEST_NAME:
        return
    head = find_head(keys, lexicon)
    subject = len(keys) if len(keys) > 1 else len(keys) - (len(head[0]) if head is not None else 0)
    yield from (place for place in range(subject) if len(keys[place]) >= _SHORTEST)


def _near_pairs(names: Sequence[Spelt], numbers: list[int], place: int) -> Iterable[tuple[int, int]]:
    """Pairs whose word at a place may be a slip apart: all of a small drawer, else those alike but for a letter."""
    if len(numbers) <= _SMALL_DRAWER:
        return ((one, other) for index, one in enumerate(numbers) for other in numbers[index + 1 :])
    shelves: dict[str, list[int]] = {}
    for number in numbers:
        word = names[number].keys[place]
        for variant in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            shelves.setdefault(variant, []).append(number)
    return {
        (min(one, other), max(one, other))
        for shelf in shelves.values()
        if 1 < len(shelf) <= _FULL_SHELF
        for index, one in enumerate(shelf)
        for other in shelf[index + 1 :]
    }


def _one_slip(one: Spelt, other: Spelt, place: int, lexicon: Lexicon) -> bool:
    """Whether two names that differ in one word are one name misspelt: same rest, same field, and no second word."""
    if _rest(one, place) != _rest(other, place):
        return False  # they were filed together by chance: their hashes are equal
    functions = {one.function, other.function} - {"other"}
    if one.seniority != other.seniority or len(functions) > 1:
        return False
    return _slipped(one.keys[place], other.keys[place], lexicon)


def _rest(name: Spelt, place: int) -> tuple[str, ...]:
    return name.keys[:place] + name.keys[place + 1 :]


def _slipped(left: str, right: str, lexicon: Lexicon) -> bool:
    from rapidfuzz.distance import OSA

    known = (left in lexicon.vocabulary) + (right in lexicon.vocabulary)
    size = min(len(left), len(right))
    both_words = known == 2 or (known == 0 and size < _NAMES_FROM)
    if both_words or any(c.isdigit() for c in left + right):
        return False
    allowed = 2 if size >= _LONG else 1
    if left[0] != right[0] and (allowed == 1 or known == 0):
        return False
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed
