"""What stands around a word of a characteristic and decides what it says: things, people, a place, a word printed once.

The wordings are those of `lexicons/characteristics.toml`; finding its phrases is left to the package's own module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.normalise.phrases import FoldedWord, FoundPhrase, PhraseIndex

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Things:
    """Words that are said of people and of things alike, the things they are said of, and what stands between them.

    `small` words do not count between the two; behind one of `ends` begins something else.
    """

    said: frozenset[str]
    things: frozenset[str]
    small: frozenset[str]
    ends: frozenset[str]
    reach: int = 2  # words between the two that may say more: "ageing water mains"
    modals: frozenset[str] = frozenset()  # before "be", small too: "accounts to be disabled"

    def owns(self, words: Sequence[FoldedWord], found: FoundPhrase[Any]) -> bool:
        """Whether a phrase is one such word and a thing stands close behind it, or right before it."""
        if found.last - found.first > 1 or words[found.first].text not in self.said:
            return False
        return self.beside(words, found)

    def beside(self, words: Sequence[FoldedWord], found: FoundPhrase[Any]) -> bool:
        """Whether a thing stands close behind a phrase, or right before it."""
        return self.near(words[found.last :]) or self._right_before(words[: found.first])

    def near(self, words: Sequence[FoldedWord]) -> bool:
        """Whether a thing is among the next words that say something, with no stop before it."""
        seen = 0
        for word in words:
            if word.opens or word.text in self.ends or seen == self.reach:
                return False
            if word.text in self.things:
                return True
            seen += word.text not in self.small
        return False

    def _right_before(self, words: Sequence[FoldedWord]) -> bool:
        after = ""
        for word in reversed(words):
            known = self.small | self.modals if after == _BE else self.small
            if word.text not in known:
                return word.text in self.things
            after = word.text
        return False


_BE = "be"


@dataclass(frozen=True, slots=True)
class Described:
    """Words that speak of a characteristic where a word for people stands behind them: "young Black men".

    A word for people may leave its noun out beside them: `beside` are those that do ("older and disabled").
    """

    codes: tuple[str, ...]
    people: Things
    beside: frozenset[str]

    def find(
        self, words: Sequence[FoldedWord], hits: Sequence[tuple[int, int]], traps: Sequence[tuple[int, int]]
    ) -> Iterator[int]:
        """Yield the places of such words outside the phrases that were found, which stand at `hits` and `traps`."""
        if self.people.said.isdisjoint([word.text for word in words]):
            return
        taken = {place for first, last in (*hits, *traps) for place in range(first, last)}
        alone = [first for first, last in hits if last - first == 1 and words[first].text in self.beside]
        starts, ends = {*alone}, {first + 1 for first in alone}  # of more words one may be a thing: "hearing loops"
        for at, word in enumerate(words):
            if word.text not in self.people.said or at in taken:
                continue
            if self.people.near(words[at + 1 :]) or _next(words, at) in starts or _before(words, at) in ends:
                yield at


_AND = frozenset(("and", "or"))


def _next(words: Sequence[FoldedWord], at: int) -> int:
    """Return the place of the word behind one in the same sentence, past `and`; that word's own where there is none."""
    behind = at + 2 if at + 2 < len(words) and words[at + 1].text in _AND else at + 1
    return behind if behind < len(words) and not any(word.opens for word in words[at + 1 : behind + 1]) else at


def _before(words: Sequence[FoldedWord], at: int) -> int:
    """Return the place behind the word that `and` joins to one in the same sentence; -1 where none does."""
    joined = at > 1 and words[at - 1].text in _AND
    return at - 1 if joined and not any(word.opens for word in words[at - 1 : at + 1]) else -1


@dataclass(frozen=True, slots=True)
class Places:
    """Places that stand for those who go there where a word of the sentence says that somebody speaks to them."""

    codes: tuple[str, ...]
    phrases: PhraseIndex[None]
    reached: frozenset[str]
    things: Things

    def find(self, words: Sequence[FoldedWord]) -> Iterator[tuple[int, int]]:
        """Yield where such places stand, by the number of their first word and of the word behind their last."""
        if self.reached.isdisjoint([word.text for word in words]):
            return
        for found in self.phrases.find(words):
            if self.reached.isdisjoint(_sentence(words, found.first)) or self.things.beside(words, found):
                continue
            yield found.first, found.last


def _sentence(words: Sequence[FoldedWord], at: int) -> list[str]:
    """Return the words of the sentence that one stands in."""
    first = next(place for place in range(at, -1, -1) if words[place].opens)
    last = next((place for place in range(at + 1, len(words)) if words[place].opens), len(words))
    return [word.text for word in words[first:last]]


@dataclass(frozen=True, slots=True)
class Shared(Generic[Value]):
    """A phrase whose end is printed once for two: where its own words stand, all its words, and those between."""

    found: FoundPhrase[Value]
    words: tuple[FoldedWord, ...]
    between: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """How words that two phrases share are printed once: "looked after and adopted children".

    The words before one of `joins` are read with those behind the next few, unless one of `ends` stands between.
    """

    joins: frozenset[str]
    ends: frozenset[str]

    def find(self, words: Sequence[FoldedWord], phrases: PhraseIndex[Value]) -> Iterator[Shared[Value]]:
        """Yield each phrase so printed."""
        for join, word in enumerate(words):
            if word.text not in self.joins or word.opens:
                continue
            for first in range(max(join - _LONGEST_SHARING, 0), join):
                if phrases.may_hold([words[first].text]) and not any(one.opens for one in words[first + 1 : join]):
                    yield from self._ended(words, first, join, phrases)

    def _ended(
        self, words: Sequence[FoldedWord], first: int, join: int, phrases: PhraseIndex[Value]
    ) -> Iterator[Shared[Value]]:
        for skipped in range(1, _LONGEST_BETWEEN + 1):
            at = join + 1 + skipped
            between = words[join + 1 : at + 1]
            if at >= len(words) or any(one.opens or one.text in self.ends for one in between):
                return
            row = (*words[first:join], *words[at : at + 2])
            for found in phrases.find_all(row):
                if found.first == 0 and found.last > join - first:
                    yield Shared(FoundPhrase(first, join, found.values), row[: found.last], skipped)


_LONGEST_SHARING = 2  # words before the join: "looked after and adopted children"
_LONGEST_BETWEEN = 3  # words behind it before those that are shared


_BETWEEN = 3  # words between "older" and "tenants": "older lesbian and gay tenants"


class Kinds(NamedTuple):
    """All that may stand around a word."""

    things: Things
    described: Described
    places: Places
    pairs: Pairs


def parse_kinds(data: Mapping[str, Any]) -> Kinds:
    """Type the lexicon's words that stand around others."""
    return Kinds(_parse_things(data), _parse_described(data), _parse_places(data), _parse_pairs(data))


def _parse_described(data: Mapping[str, Any]) -> Described:
    """Type the lexicon's words that speak of people where people stand behind them."""
    of_people = data.get("of_people", {})
    said, people, small, ends = (frozenset(of_people.get(key, ())) for key in ("said", "people", "small", "ends"))
    beside = frozenset(of_people.get("beside", ()))
    return Described(tuple(of_people.get("codes", ())), Things(said, people, small, ends, _BETWEEN), beside)


def _parse_places(data: Mapping[str, Any]) -> Places:
    """Type the lexicon's places that stand for those who go there; the things of other words are things here too."""
    of_places, of_things = data.get("of_places", {}), data.get("of_things", {})
    things = frozenset((*of_places.get("things", ()), *of_things.get("things", ())))
    beside = Things(frozenset(), things, frozenset(of_places.get("small", ())), frozenset(of_places.get("ends", ())))
    phrases = PhraseIndex((phrase, None) for phrase in of_places.get("said", ()))
    return Places(tuple(of_places.get("codes", ())), phrases, frozenset(of_places.get("reached", ())), beside)


def _parse_pairs(data: Mapping[str, Any]) -> Pairs:
    """Type the lexicon's words that join two phrases and those that end what they share."""
    of_pairs = data.get("of_pairs", {})
    return Pairs(frozenset(of_pairs.get("joins", ())), frozenset(of_pairs.get("ends", ())))


def _parse_things(data: Mapping[str, Any]) -> Things:
    """Type the lexicon's words that are said of things too."""
    of_things = data.get("of_things", {})
    said, things, small, ends = (frozenset(of_things.get(key, ())) for key in ("said", "things", "small", "ends"))
    return Things(said, things, small, ends, modals=frozenset(of_things.get("modals", ())))
