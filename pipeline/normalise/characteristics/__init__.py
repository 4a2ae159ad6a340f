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
from pipeline.normalise.characteristics.around import Kinds, Shared, parse_kinds
from pipeline.normalise.phrases import FoldedWord, FoundPhrase, PhraseIndex, phrase_keys, split_words
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
    return " ".join(phrase_keys(phrase)).replace("*", "")


@lru_cache(maxsize=1)
def _read() -> tuple[PhraseIndex[_Entry], Kinds]:
    data = read_lexicon_file("pipeline.normalise.characteristics", "characteristics.toml")
    return parse_lexicon(data, codelists()["characteristics"].names()), parse_kinds(data)


def read_lexicon() -> PhraseIndex[_Entry]:
    """Read the lexicon that comes with the package."""
    return _read()[0]


def read_kinds() -> Kinds:
    """Read which words are said of things too, speak of the people behind them or at a place, or are printed once."""
    return _read()[1]


def find_characteristics(texts: Sequence[str | None]) -> tuple[CharacteristicHit, ...]:
    """Find the words that speak of characteristics in an action's texts, text by text, each hit once; never raises.

    A word that names two (LGBT+) gives a hit for each.

    >>> [(hit.code, hit.words) for hit in find_characteristics(["Publish the gender pay gap", "BAME staff network"])]
    [('sex', 'gender pay gap'), ('race', 'BAME')]
    >>> find_characteristics(["Raise money at the race for the cup", None, "Plain language guide"])
    ()
    """
    return tuple(dict.fromkeys(hit for index, text in enumerate(texts) if text for hit in _find_in(text, index)))


def characteristic_codes(hits: Iterable[CharacteristicHit]) -> tuple[str, ...]:
    """Return the codes that are named, each once, in the order of the codelist.

    Words for groups at large count where no characteristic in particular is named.
    """
    named = {hit.code for hit in hits if hit.strength == "named"}
    found = named - AT_LARGE or named
    return tuple(code for code in codelists()["characteristics"].names() if code in found) if found else ()


def _find_in(text: str, index: int) -> Iterable[CharacteristicHit]:
    words = split_words(text)
    kinds = read_kinds()
    pairs = [pair for pair in kinds.pairs.find(words, read_lexicon()) if _valid(pair)]
    trapped = [pair.found for pair in pairs if pair.between == 1 and _is_trap(pair.found)]
    found = [one for one in _longest_valid(words) if not (kinds.things.owns(words, one) or _within(one, trapped))]
    found += [pair.found for pair in pairs if not _is_trap(pair.found)]

    def hits(first: int, last: int, codes: Iterable[str], strength: Strength = "named") -> Iterator[CharacteristicHit]:
        start, end = words[first].start, words[last - 1].end
        return (CharacteristicHit(code, text[start:end], start, end, index, strength) for code in codes)

    for one in found:
        for entry in one.values:
            if entry.strength != "trap":
                yield from hits(one.first, one.last, entry.codes, entry.strength)
    spans: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for one in found:
        spans[_is_trap(one)].append((one.first, one.last))
    for at in kinds.described.find(words, hits=spans[False], traps=spans[True]):
        yield from hits(at, at + 1, kinds.described.codes)
    for first, last in kinds.places.find(words):
        yield from hits(first, last, kinds.places.codes)


def _valid(pair: Shared[_Entry]) -> bool:
    return all(_as_printed(entry, pair.words) for entry in pair.found.values)


def _is_trap(found: FoundPhrase[_Entry]) -> bool:
    return any(entry.strength == "trap" for entry in found.values)


def _within(found: FoundPhrase[_Entry], others: Iterable[FoundPhrase[_Entry]]) -> bool:
    return any(other.first <= found.first and found.last <= other.last for other in others)


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
