"""Which action of one document is which of another: pairs by words and printed numbers, the likest first.

Every action is in one pair at most. Where two documents make more pairs than can be looked at one by one, an action
meets those that share its words, its number or one of its rarest words, so the work grows with the number of actions.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.compare.wording import stems, wording
from pipeline.fold import fold
from schema.rows import ActionRow

LIKE = 72.0  # likeness (0-100) of wordings from which two actions may be the same one
LIKE_NUMBERED = 45.0  # and where both bear the same number
WORDS_NUMBERED = 0.4  # and share of the shorter wording's words that they then have in common, endings apart
NUMBERED = 12.0  # points that the same number adds when pairs are ranked

_LONGEST = 2_000  # characters of an action's words that are compared
_ALL_PAIRS = 40_000  # up to which every action is compared with every other
_RAREST = 6  # of an action's words, so many of the rarest fetch those to compare it with
_FETCHED = 60  # actions that one is compared with at most


@dataclass(frozen=True, slots=True)
class ActionPair:
    """One action of each document, by its place there; `likeness` of their words is 0 to 100."""

    old: int
    new: int
    likeness: float


def pair_actions(
    old: Sequence[ActionRow], new: Sequence[ActionRow], words: Callable[[ActionRow], str] = wording
) -> tuple[ActionPair, ...]:
    """Pair the actions of two documents, in the order of `new`; `words` gives what they are compared by, folded."""
    from rapidfuzz import fuzz

    before, after = ([words(row)[:_LONGEST] for row in rows] for rows in (old, new))
    old_numbers = [fold(row.reference or "") for row in old]
    new_numbers = [fold(row.reference or "") for row in new]
    candidates: list[tuple[float, int, int, int, float]] = []
    for right, left in _candidates(before, after, old_numbers, new_numbers):
        text, other = after[right], before[left]
        numbered = bool(new_numbers[right]) and new_numbers[right] == old_numbers[left]
        floor = LIKE_NUMBERED if numbered and _same_subject(text, other) else LIKE
        likeness = 100.0 if text == other else fuzz.token_sort_ratio(text, other, score_cutoff=floor)
        if likeness >= floor and (text or numbered):
            rank = likeness + (NUMBERED if numbered else 0.0)
            candidates.append((-rank, abs(left - right), right, left, likeness))
    paired: dict[int, ActionPair] = {}
    used: set[int] = set()
    for _, _, right, left, likeness in sorted(candidates):
        if right not in paired and left not in used:
            paired[right] = ActionPair(left, right, round(likeness, 1))
            used.add(left)
    return tuple(paired[right] for right in sorted(paired))


def _same_subject(one: str, other: str) -> bool:
    """Whether two wordings share words: a new edition numbers its actions anew, so a number alone pairs nothing."""
    mine, theirs = set(_stems(one)), set(_stems(other))
    return len(mine & theirs) >= WORDS_NUMBERED * min(len(mine), len(theirs))


_stems = lru_cache(maxsize=4096)(stems)


def _candidates(
    before: Sequence[str], after: Sequence[str], old_numbers: Sequence[str], new_numbers: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield places of `after` with places of `before` that they may be paired with."""
    if len(before) * len(after) <= _ALL_PAIRS:
        yield from ((right, left) for right in range(len(after)) for left in range(len(before)))
        return
    old_words, new_words = [set(text.split()) for text in before], [set(text.split()) for text in after]
    spread = Counter(word for words in (*old_words, *new_words) for word in words)
    holders: dict[str, list[int]] = {}
    by_text: dict[str, list[int]] = {}
    by_number: dict[str, list[int]] = {}
    for left, words in enumerate(old_words):
        for word in _rarest(words, spread):
            holders.setdefault(word, []).append(left)
        by_text.setdefault(before[left], []).append(left)
        if old_numbers[left]:
            by_number.setdefault(old_numbers[left], []).append(left)
    for right, words in enumerate(new_words):
        found = dict.fromkeys(_nearest(by_text.get(after[right], ()), right))
        found.update(dict.fromkeys(_nearest(by_number.get(new_numbers[right], ()), right)))
        met = Counter(left for word in _rarest(words, spread) for left in _nearest(holders.get(word, ()), right))
        likest = sorted(met.items(), key=lambda one: (-one[1], one[0]))[:_FETCHED]
        found.update(dict.fromkeys(left for left, _ in likest))
        yield from ((right, left) for left in found)


def _nearest(places: Sequence[int], place: int) -> Sequence[int]:
    """Return of many places, in order, some on both sides of one: a stock phrase may stand in thousands of rows."""
    at = bisect(places, place)
    return places[max(0, at - _FETCHED // 2) : at + _FETCHED // 2]


def _rarest(words: set[str], spread: Counter[str]) -> list[str]:
    return sorted(words, key=lambda word: (spread[word], word))[:_RAREST]
