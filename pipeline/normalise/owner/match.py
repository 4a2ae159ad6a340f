"""Matching one council's owner names to each other, by named levels and never by one ratio.

The levels, in order: `same_text`; `same_folded` (case, quotes, dashes, "&" and "and", full stops, articles);
`abbreviation` (an unexpanded abbreviation that fits the initials of exactly one name); `same_words` (the same words in
another order); `small_spelling` (one word differs by one or two letters, with the same head and in the same field, and
the two words are not both words of their own); `none`. A name that fits two others equally well is left alone and
flagged `owner_close_second`. Persons are matched only where they fold alike: their names are not compared further, and
nothing here ever looks across councils.

Names are grouped by keys, so a hundred thousand of them are a matter of seconds: no level compares all pairs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.fold import fold
from pipeline.normalise.owner.abbreviations import is_short_form
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.reading import OwnerMention
from pipeline.normalise.owner.shape import find_head
from pipeline.normalise.owner.words import plain_keys

Level = Literal["same_text", "same_folded", "abbreviation", "same_words", "small_spelling", "none"]

_SCORES: Mapping[Level, float] = {
    "same_text": 1.0,
    "same_folded": 0.98,
    "abbreviation": 0.9,
    "same_words": 0.9,
    "small_spelling": 0.8,
    "none": 0.0,
}
_ORDER: tuple[Level, ...] = ("same_text", "same_folded", "abbreviation", "same_words", "small_spelling")
_NOT_LETTERS = re.compile(r"[^\w&/+ ]+")
_SMALL = frozenset({"and", "of", "the", "for", "in", "on", "to", "a", "an", "with", "at", "or", "by"})
_SHORTEST = 5  # letters: shorter words with one letter changed are other words
_LONG = 9  # letters: from here two may differ
_NAMES_FROM = 8  # letters: two shorter words that no lexicon knows (places, names) may well be two


@dataclass(frozen=True, slots=True)
class OwnerMatch:
    """What a name was matched to: the council's canonical name, the level that decided, its score and flags."""

    name: str
    level: Level
    score: float
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class _Name:
    text: str
    count: int
    kind: str
    function: str
    seniority: str
    folded: str
    keys: tuple[str, ...]


def match_owners(mentions: Sequence[OwnerMention]) -> dict[str, OwnerMatch]:
    """Match the names of one council's mentions: each `OwnerMention.name` to its canonical name.

    Names in any order, may repeat (repeats count as evidence of which spelling is meant). The canonical name is the
    fullest printed form; of two spellings the commoner one. Raises nothing.
    """
    lexicon = owner_lexicon()
    names = _distinct(mentions)
    groups: dict[str, str] = {}  # name -> the name it was joined to
    levels: dict[str, Level] = {}
    doubtful: set[str] = set()

    by_fold: dict[tuple[str, bool], list[_Name]] = {}
    for name in names:
        by_fold.setdefault((name.folded, name.kind == "person"), []).append(name)
    heads = [_lead(group, groups, levels, "same_folded") for group in by_fold.values()]
    matchable = [name for name in heads if name.kind != "person"]

    _match_abbreviations(matchable, groups, levels, doubtful)
    matchable = [name for name in matchable if name.text not in groups]
    by_words: dict[tuple[object, ...], list[_Name]] = {}
    for name in matchable:
        by_words.setdefault((name.kind, name.seniority, *sorted(k for k in name.keys if k not in _SMALL)), []).append(
            name
        )
    matchable = [_lead(group, groups, levels, "same_words") for group in by_words.values()]
    _match_spellings(matchable, groups, levels, doubtful, lexicon)
    return {name.text: _outcome(name.text, groups, levels, doubtful) for name in names}


def _distinct(mentions: Iterable[OwnerMention]) -> list[_Name]:
    counts: Counter[str] = Counter()
    first: dict[str, OwnerMention] = {}
    for mention in mentions:
        counts[mention.name] += 1
        first.setdefault(mention.name, mention)
    return [
        _Name(text, counts[text], m.kind, m.function, m.seniority, _folded(text), plain_keys(text))
        for text, m in first.items()
    ]


def _folded(text: str) -> str:
    words = _NOT_LETTERS.sub(" ", fold(text).replace("&", " and ").replace("'", "")).split()
    while len(words) > 1 and words[0] in {"the", "our", "a", "an"}:
        words = words[1:]
    return " ".join(words)


def _rank(name: _Name) -> tuple[int, int, int, str]:
    """Order of names that say the same: fullest first, then commonest, then most capitals."""
    return (-len(name.keys), -name.count, -sum(c.isupper() for c in name.text), name.text)


def _lead(group: list[_Name], groups: dict[str, str], levels: dict[str, Level], level: Level) -> _Name:
    if len(group) == 1:
        return group[0]
    group.sort(key=_rank)
    lead = group[0]
    for name in group[1:]:
        groups[name.text], levels[name.text] = lead.text, level
        lead.count += name.count
    return lead


def _match_abbreviations(
    names: list[_Name], groups: dict[str, str], levels: dict[str, Level], doubtful: set[str]
) -> None:
    """Join an abbreviation that nobody expanded to the one name whose initials it gives."""
    short = [name for name in names if is_short_form(name.text)]
    if not short:
        return
    wanted = {name.text.casefold().replace("&", "") for name in short}
    full: dict[str, list[_Name]] = {}
    for name in names:
        if len(name.keys) < 2:
            continue
        strict = "".join(key[0] for key in name.keys if key not in _SMALL)
        for initials in {strict, "".join(key[0] for key in name.keys)}:
            if initials in wanted:
                full.setdefault(initials, []).append(name)
    for name in short:
        found = full.get(name.text.casefold().replace("&", ""), [])
        if len(found) == 1:
            groups[name.text], levels[name.text] = found[0].text, "abbreviation"
            found[0].count += name.count
        elif found:
            doubtful.add(name.text)


def _match_spellings(
    names: list[_Name], groups: dict[str, str], levels: dict[str, Level], doubtful: set[str], lexicon: Lexicon
) -> None:
    """Join names that differ in one word by a slip. Names with one word left out are filed under the rest."""
    filed: dict[tuple[str, int, int, int], list[int]] = {}
    for number, name in enumerate(names):
        keys = name.keys
        if not 1 <= len(keys) <= 12:
            continue
        head = find_head(keys, lexicon)
        first_of_head = len(keys) - (len(head[0]) if head is not None else 0)
        for place, key in enumerate(keys):
            if len(key) >= _SHORTEST and (place < first_of_head or len(keys) > 1):
                filed.setdefault((name.kind, place, hash(keys[:place]), hash(keys[place + 1 :])), []).append(number)
    near: dict[int, set[int]] = {}
    for drawer, numbers in filed.items():
        if len(numbers) > 1:
            place = drawer[1]
            for one, other in _near_pairs(names, numbers, place):
                if _one_slip(names[one], names[other], place, lexicon):
                    near.setdefault(one, set()).add(other)
                    near.setdefault(other, set()).add(one)
    # The spelling of known words leads, then the commonest; a name next to two leaders is left alone.
    known = {number: sum(key in lexicon.vocabulary for key in names[number].keys) for number in near}
    order = sorted(near, key=lambda number: (-known[number], -names[number].count, *_rank(names[number])))
    leads: dict[int, bool] = {}
    for number in order:
        choices = sorted(other for other in near[number] if leads.get(other))
        if not choices:
            leads[number] = True
        elif len(choices) == 1:
            leads[number] = False
            name, lead = names[number], names[choices[0]]
            groups[name.text], levels[name.text] = lead.text, "small_spelling"
        else:
            leads[number] = False
            doubtful.add(names[number].text)


def _near_pairs(names: list[_Name], numbers: list[int], place: int) -> Iterable[tuple[int, int]]:
    """Pairs whose word at a place may be a slip apart: all of a small drawer, else those alike but for a letter."""
    if len(numbers) <= 12:
        return ((one, other) for index, one in enumerate(numbers) for other in numbers[index + 1 :])
    shelves: dict[str, list[int]] = {}
    for number in numbers:
        word = names[number].keys[place]
        for variant in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            shelves.setdefault(variant, []).append(number)
    return {
        (one, other) if one < other else (other, one)
        for shelf in shelves.values()
        if 1 < len(shelf) <= 50
        for index, one in enumerate(shelf)
        for other in shelf[index + 1 :]
    }


def _one_slip(one: _Name, other: _Name, place: int, lexicon: Lexicon) -> bool:
    """Whether two names that differ in one word are one name misspelt: same head, same field, and no second word."""
    from rapidfuzz.distance import OSA

    left, right = one.keys[place], other.keys[place]
    if len(one.keys) != len(other.keys) or one.seniority != other.seniority:
        return False
    if one.keys[:place] != other.keys[:place] or one.keys[place + 1 :] != other.keys[place + 1 :]:
        return False
    if left == right or any(c.isdigit() for c in left + right):
        return False
    if _same_stem(left, right):
        return True
    if left in lexicon.vocabulary and right in lexicon.vocabulary:
        return False
    if left not in lexicon.vocabulary and right not in lexicon.vocabulary and min(len(left), len(right)) < _NAMES_FROM:
        return False
    if one.function != other.function and "other" not in {one.function, other.function}:
        return False
    allowed = 2 if min(len(left), len(right)) >= _LONG else 1
    if left[0] != right[0] and allowed == 1:
        return False
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _same_stem(left: str, right: str) -> bool:
    """Singular and plural of one word: "equality" and "equalities", "service" and "services"."""
    short, long = sorted((left, right), key=len)
    return long in {short + "s", short + "es"} or (short.endswith("y") and long == short[:-1] + "ies")


def _outcome(text: str, groups: Mapping[str, str], levels: Mapping[str, Level], doubtful: set[str]) -> OwnerMatch:
    flags = ("owner_close_second",) if text in doubtful else ()
    level: Level = "same_text"
    at = text
    while at in groups:
        if _ORDER.index(levels[at]) > _ORDER.index(level):
            level = levels[at]
        at = groups[at]
    return OwnerMatch(at, level, _SCORES[level], flags)
