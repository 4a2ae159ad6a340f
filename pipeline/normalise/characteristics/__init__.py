"""Protected characteristics that an action speaks of, with the words that say so.

Words that name a characteristic or its people give its code; words that only imply it ("translation", "accessible") are
found and kept for a reader to judge, and give none, since an absent code beats a doubtful one. Longer phrases go before
shorter ones, so that "gender identity" is not sex and "race for the cup" is not race. Wordings and traps are data:
`lexicons/characteristics.toml`; the codes and their order, `schema/codelists/characteristics.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pipeline.lexicon_file import LexiconError, read_lexicon_file
from pipeline.normalise.phrases import FoldedWord, FoundPhrase, PhraseIndex, split_words
from schema.codelists import codelists

Strength = Literal["named", "implied"]
AT_LARGE = frozenset({"all_groups"})


@dataclass(frozen=True, slots=True)
class CharacteristicHit:
    """Words of a text that speak of a characteristic; `start` and `end` are their place in `texts[text_index]`."""

    code: str
    words: str  # as printed
    start: int
    end: int
    text_index: int
    strength: Strength = "named"  # "implied": near the characteristic; gives no code


@dataclass(frozen=True, slots=True)
class _Entry:
    codes: tuple[str, ...]
    strength: Strength | Literal["trap"]
    printed: str | None = None  # an acronym that counts only in these letters, or None


@dataclass(frozen=True, slots=True)
class _Things:
    """Words that are said of people and of things alike, the things they are said of, and what stands between them.

    `small` words do not count between the two; behind one of `ends` begins something else.
    """

    said: frozenset[str]
    things: frozenset[str]
    small: frozenset[str]
    ends: frozenset[str]
    reach: int = 2  # words between the two that may say more: "ageing water mains"

    def owns(self, words: Sequence[FoldedWord], found: FoundPhrase[Any]) -> bool:
        """Whether a phrase is one such word and a thing stands close behind it, or right before it."""
        if found.last - found.first > 1 or words[found.first].text not in self.said:
            return False
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
        before = next((word for word in reversed(words) if word.text not in self.small), None)
        return before is not None and before.text in self.things


@dataclass(frozen=True, slots=True)
class _Described:
    """Words that speak of a characteristic where a word for people stands behind them: "young Black men"."""

    codes: tuple[str, ...]
    people: _Things

    def find(self, words: Sequence[FoldedWord]) -> Iterator[int]:
        """Yield the places of such words."""
        for at, word in enumerate(words):
            if word.text in self.people.said and self.people.near(words[at + 1 :]):
                yield at


_BETWEEN = 3  # words between "older" and "tenants": "older lesbian and gay tenants"


def parse_described(data: Mapping[str, Any]) -> _Described:
    """Type the lexicon's words that speak of people where people stand behind them."""
    of_people = data.get("of_people", {})
    said, people, small, ends = (frozenset(of_people.get(key, ())) for key in ("said", "people", "small", "ends"))
    return _Described(tuple(of_people.get("codes", ())), _Things(said, people, small, ends, _BETWEEN))


def parse_things(data: Mapping[str, Any]) -> _Things:
    """Type the lexicon's words that are said of things too."""
    of_things = data.get("of_things", {})
    said, things, small, ends = (frozenset(of_things.get(key, ())) for key in ("said", "things", "small", "ends"))
    return _Things(said, things, small, ends)


def parse_lexicon(data: Mapping[str, Any], known: Iterable[str]) -> PhraseIndex[_Entry]:
    """Type the lexicon's contents; raise LexiconError for a code that is not known or a phrase that is also a trap."""
    known, faults = set(known), list[str]()
    entries: list[tuple[str, _Entry]] = []
    named: dict[str, str] = {}
    for group in data.get("group", ()):
        codes = tuple(group["codes"])
        faults += [f'"{code}" is no code of characteristics.toml.' for code in codes if code not in known]
        for key, strength, exact in _KINDS:
            for phrase in group.get(key, ()):
                entries.append((phrase, _Entry(codes, strength, phrase if exact else None)))
                named.setdefault(_key(phrase), "/".join(codes))
    for phrase in data.get("traps", {}).get("phrases", ()):
        if _key(phrase) in named:
            faults.append(f'"{phrase}" stands both as a trap and under {named[_key(phrase)]}. Keep it once.')
        entries.append((phrase, _Entry((), "trap")))
    if faults:
        raise LexiconError("characteristics.toml: " + " ".join(faults))
    return PhraseIndex(entries)


_KINDS: tuple[tuple[str, Strength, bool], ...] = (
    ("named", "named", False),
    ("named_as_printed", "named", True),
    ("implied", "implied", False),
    ("implied_as_printed", "implied", True),
)


def _key(phrase: str) -> str:
    return " ".join(word.text for word in split_words(phrase))


@lru_cache(maxsize=1)
def read_lexicon() -> PhraseIndex[_Entry]:
    """Read the lexicon that comes with the package."""
    data = read_lexicon_file("pipeline.normalise.characteristics", "characteristics.toml")
    return parse_lexicon(data, codelists()["characteristics"].names())


@lru_cache(maxsize=1)
def read_things() -> _Things:
    """Read which words of the lexicon are said of things too."""
    return parse_things(read_lexicon_file("pipeline.normalise.characteristics", "characteristics.toml"))


@lru_cache(maxsize=1)
def read_described() -> _Described:
    """Read which words of the lexicon speak of the people behind them."""
    return parse_described(read_lexicon_file("pipeline.normalise.characteristics", "characteristics.toml"))


def find_characteristics(texts: Sequence[str | None]) -> tuple[CharacteristicHit, ...]:
    """Find the words that speak of characteristics in an action's texts, in the order they stand in; never raises.

    A word that names two (LGBT+) gives a hit for each.

    >>> [(hit.code, hit.words) for hit in find_characteristics(["Publish the gender pay gap", "BAME staff network"])]
    [('sex', 'gender pay gap'), ('race', 'BAME')]
    >>> find_characteristics(["Raise money at the race for the cup", None, "Plain language guide"])
    ()
    """
    return tuple(hit for index, text in enumerate(texts) if text for hit in _find_in(text, index))


def characteristic_codes(hits: Iterable[CharacteristicHit]) -> tuple[str, ...]:
    """Return the codes that are named, each once, in the order of the codelist.

    Words for groups at large count where no characteristic in particular is named.
    """
    named = {hit.code for hit in hits if hit.strength == "named"}
    found = named - AT_LARGE or named
    return tuple(code for code in codelists()["characteristics"].names() if code in found) if found else ()


def _find_in(text: str, index: int) -> Iterable[CharacteristicHit]:
    words = split_words(text)
    things = read_things()
    for found in _longest_valid(words):
        if things.owns(words, found):
            continue
        start, end = words[found.first].start, words[found.last - 1].end
        for entry in found.values:
            if entry.strength == "trap":
                continue
            for code in entry.codes:
                yield CharacteristicHit(code, text[start:end], start, end, index, entry.strength)
    described = read_described()
    for at in described.find(words):
        for code in described.codes:
            yield CharacteristicHit(code, words[at].printed, words[at].start, words[at].end, index)


def _longest_valid(words: Sequence[FoldedWord]) -> list[FoundPhrase[_Entry]]:
    """Choose the longest phrases from left to right, leaving out acronyms that are printed in other letters."""
    at: dict[int, FoundPhrase[_Entry]] = {}
    for found in read_lexicon().find_all(words):
        entries = tuple(entry for entry in found.values if _as_printed(entry, words[found.first : found.last]))
        if entries and (found.first not in at or found.last > at[found.first].last):
            at[found.first] = FoundPhrase(found.first, found.last, entries)
    chosen: list[FoundPhrase[_Entry]] = []
    for first in sorted(at):
        if not chosen or first >= chosen[-1].last:
            chosen.append(at[first])
    return chosen


def _as_printed(entry: _Entry, words: Sequence[FoldedWord]) -> bool:
    return entry.printed is None or entry.printed == " ".join(
        word.printed.split("'")[0].split("\u2019")[0] for word in words
    )
