"""The council that a plan belongs to: from its folder's name, its title, else its text; none rather than the wrong one.

A name is looked up without its style ("Borough", "City of"), which is compared afterwards, so "LB Camden", "Camden
Council" and a folder "camden_equality_plan" meet in one place. Where two bodies share a name, the plan's years decide.
An acronym alone ("CBC") never names a council: it stands for many. The register is in `register`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from pipeline.fold import fold_space
from pipeline.normalise.council.bodies import Body, Where, find_body
from pipeline.normalise.council.register import Council, Register, bare_name, fold_name, name_words, read_register
from pipeline.normalise.phrases import FoldedWord, split_words

__all__ = ["Council", "CouncilMatch", "Where", "match_council"]

How = Literal["folder", "title", "text"]
Period = tuple[date | None, date | None]

SPELLING_FLOOR = 90.0  # likeness (0-100) from which another spelling counts as the name
SPELLING_MARGIN = 4.0  # and by how much it must be liker than the next
SHORTEST_SIMILAR = 7  # letters; shorter names are too like each other
MENTIONS_NEEDED = 1.0  # mentions in the text with the council's style; one that may be a partner's counts for half
_ALONE = 3.0  # what a line counts at the start that is nothing but a council's name with its style
OPENING_TEXTS = 12  # headings, paragraphs or cells at a document's start, where a council names itself
READ_IN_TEXT = 400_000  # characters of text looked through

_LONGEST_NAME = 6  # words of a name in a title, without its style
_INSIDE_NAMES = frozenset({"and", "of", "the", "upon", "on", "under"})
_SMALL = _INSIDE_NAMES | {"with", "in"}
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_ENDING = re.compile(r"\b(?:council|borough|city|corporation|authority|cyngor)$")
_OPENING = re.compile(r"^(?:london borough of|royal borough of|city of|borough of|cyngor|comhairle)\b")


@dataclass(frozen=True, slots=True)
class CouncilMatch:
    """The council of a plan; `name` is None where none was found, `gss_code` where the register has none for it."""

    name: str | None
    gss_code: str | None
    score: float  # 0 to 1
    how: How | None
    flags: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()  # bodies that have taken its place since
    kind: str | None = None  # of a body that is on no register


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name found in words: who may be meant, and whether it stands with the style of a council."""

    councils: tuple[Council, ...]
    first: int
    last: int  # the words from `first` up to `last` are the name with its style
    styled: bool
    county: bool  # its style is one of a county council
    key: tuple[str, ...]


_LONGEST_WORD = 100  # letters; longer ones, which no name has, would fill the memory of folded words
_NONE = CouncilMatch(None, None, 0.0, None, ("council_unknown",))


def match_council(
    folder_names: Sequence[str],
    title: str | None,
    texts: Sequence[str],
    period: Period | None = None,
    *,
    cells: Sequence[str] = (),
    lines: Sequence[tuple[str, Where]] = (),
) -> CouncilMatch:
    """Choose the council of a plan; total, never raises.

    `folder_names` are those of the path, outermost first: the innermost that names a council counts. `period` is the
    plan's first and last day; either may be None. `texts` are headings and paragraphs, `cells` those of tables, where
    a council is a mention; `lines` are those in which a body names itself.

    >>> match_council(["raw", "LB of Camden"], None, []).gss_code
    'E09000007'
    >>> match_council([], "CBC equality plan", []).name is None
    True
    """
    register = read_register()
    first, last = period or (None, None)
    unsure: tuple[str, ...] = ()
    for name in reversed(folder_names):
        match = _match_name(name, "folder", register, first, last)
        if match is not None and match.name is not None:
            return match
        unsure = unsure or (match.flags if match else ())
    for name in reversed(folder_names):
        unlisted = _unlisted(name, register)
        if unlisted is not None:
            return CouncilMatch(unlisted, None, 0.5, "folder", ("council_not_in_register",))
    if title:
        match = _match_name(title, "title", register, first, last)
        if match is not None and match.name is not None:
            return match
        unsure = unsure or (match.flags if match else ())
        if not unsure and (unlisted := _unlisted_in_title(title, register)) is not None:
            return CouncilMatch(unlisted, None, 0.4, "title", ("council_not_in_register", "council_from_text"))
    body = find_body(lines, register)
    if body is not None and body.sure:
        return _of_body(body, register, first, last)
    match = _match_texts(texts, cells, register, first, last)
    if match is not None and match.name is not None:
        return match
    if body is not None:
        return _of_body(body, register, first, last)
    if match is not None:
        return match
    return CouncilMatch(None, None, 0.0, None, unsure) if unsure else _NONE


def _match_name(
    name: str, how: Literal["folder", "title"], register: Register, first: date | None, last: date | None
) -> CouncilMatch | None:
    """Match a folder's name or a title: a name with its style, or a bare name with nothing but a plan's words."""
    text = re.sub(r"[_]+|(?<=\w)-(?=\w)", " ", name)
    words = split_words(text)
    mentions = [mention for mention in _mentions(words, register) if _begins_the_name(mention, words, register)]
    styled = [mention for mention in mentions if mention.styled]
    chosen = styled or [mention for mention in mentions if _stands_alone(mention, mentions, words, how, register)]
    keys = {mention.key for mention in chosen}
    if len(keys) > 1:
        return CouncilMatch(None, None, 0.0, None, ("council_ambiguous",))
    if chosen:
        score = {"folder": 1.0, "title": 0.9}[how] - (0.0 if chosen[0].styled else 0.05)
        return _settle(chosen[0], score, how, first, last)
    return _similar(text, how, register, first, last)


def _begins_the_name(mention: _Mention, words: Sequence[FoldedWord], register: Register) -> bool:
    """Whether a name found is the whole one: no capitalised word before it that is not a plan's ("Brackley Down")."""
    if mention.first == 0:
        return True
    before = words[mention.first - 1]
    between = before.printed[:1].isupper() and before.printed.isalpha() and not before.printed.isupper()
    return not between or before.text in register.words.other or before.text in register.words.style


def _stands_alone(
    mention: _Mention, mentions: Sequence[_Mention], words: Sequence[FoldedWord], how: str, register: Register
) -> bool:
    """Whether a bare name is all that a folder's name or title holds besides a plan's ordinary words."""
    covered = {place for one in mentions for place in range(one.first, one.last)}
    rest = [word.text for place, word in enumerate(words) if place not in covered]
    if len(mention.key) == 1 and mention.key[0] in register.words.ordinary and (rest or how == "title"):
        return False
    if how == "title" and not words[mention.first].printed[0].isupper():
        return False
    return all(word in register.words.other or any(letter.isdigit() for letter in word) for word in rest)


def _mentions(words: Sequence[FoldedWord], register: Register) -> list[_Mention]:
    """Find the register's names in words, each with the style that stands before or behind it."""
    folded = [fold_name(word.printed[:_LONGEST_WORD]) for word in words]
    if not register.index.may_hold(folded):
        return []
    looked = [
        FoldedWord(text, word.start, word.end, word.printed, word.opens)
        for text, word in zip(folded, words, strict=True)
    ]
    mentions: list[_Mention] = []
    longest = max(map(len, register.words.before), default=0)
    for found in register.index.find(looked):
        key = found.values[0]
        near = folded[max(0, found.first - longest) : found.first]
        before = next((style for style in register.words.before if _ends_with(near, style)), ())
        behind = next(
            (style for style in register.words.behind if tuple(folded[found.last : found.last + len(style)]) == style),
            (),
        )
        councils = register.by_bare[key]
        whole = any(name_words(council.name) == key for council in councils)
        mentions.append(
            _Mention(
                councils,
                found.first - len(before),
                found.last + len(behind),
                bool(before or behind) or whole,
                bool({before, behind} & register.words.county),
                key,
            )
        )
    return mentions


def _ends_with(words: Sequence[str], style: tuple[str, ...]) -> bool:
    return len(words) >= len(style) and tuple(words[len(words) - len(style) :]) == style


def _settle(mention: _Mention, score: float, how: How, first: date | None, last: date | None) -> CouncilMatch:
    """Choose among the bodies that share a name: by the style said, then by the plan's years, then the one of today."""
    candidates = list(mention.councils)
    if mention.county:
        counties = [one for one in candidates if one.type == "County"]
        candidates = counties or [one for one in candidates if "ounty" in one.name or one.type == "Unitary authority"]
    flags: tuple[str, ...] = ()
    if len(candidates) > 1:
        living = [one for one in candidates if one.existed_in(first, last)] if first or last else []
        if len(living) != 1:
            living = [one for one in candidates if one.end is None]
        candidates = living
    if len(candidates) != 1:
        return CouncilMatch(None, None, 0.0, None, ("council_ambiguous",))
    (council,) = candidates
    if not council.existed_in(first, last):
        flags = (*flags, "council_period_mismatch")
    if council.end is not None:
        flags = (*flags, "council_ended")
    if how != "folder":
        flags = (*flags, "council_from_text")
    return CouncilMatch(council.name, council.gss_code, round(score, 3), how, flags, council.successors)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    return {" ".join(key): key for key in read_register().by_bare}


def _similar(
    text: str, how: Literal["folder", "title"], register: Register, first: date | None, last: date | None
) -> CouncilMatch | None:
    """Match a name that is spelt a little differently; only where it has the style of a council."""
    from rapidfuzz import fuzz, process

    folded = " ".join(name_words(text))
    if not (_ENDING.search(folded) or _OPENING.search(folded)):
        return None
    bare = " ".join(bare_name(text, register.words))
    if len(bare) < SHORTEST_SIMILAR:
        return None
    names = _spellings()
    best = process.extract(
        bare, names.keys(), scorer=fuzz.ratio, limit=2, score_cutoff=SPELLING_FLOOR - SPELLING_MARGIN
    )
    if not best or best[0][1] < SPELLING_FLOOR or best[0][0][0] != bare[0]:
        return None
    if len(best) > 1 and best[0][1] - best[1][1] < SPELLING_MARGIN:
        return CouncilMatch(None, None, 0.0, None, ("council_ambiguous",))
    key = names[best[0][0]]
    mention = _Mention(register.by_bare[key], 0, 0, True, "county council" in folded, key)
    match = _settle(mention, 0.7 * best[0][1] / 100, how, first, last)
    return CouncilMatch(
        match.name, match.gss_code, match.score, match.how, (*match.flags, "council_similar_name"), match.successors
    )


def _unlisted(name: str, register: Register) -> str | None:
    """The name of a folder that reads as a council's and is on no register, as given; None where it does not."""
    text = fold_space(re.sub(r"[_]+", " ", name))
    if "-" in text and " " not in text:
        text = text.replace("-", " ")
    folded = " ".join(name_words(text))
    if not (_ENDING.search(folded) or _OPENING.search(folded)):
        return None
    bare = bare_name(text, register.words)
    if not bare or any(letter.isdigit() for letter in folded):
        return None
    if all(word in register.words.other or word in register.words.style for word in bare):
        return None
    return text if text != text.lower() else _in_capitals(text)


def _unlisted_in_title(title: str, register: Register) -> str | None:
    """The name in a title that has a council's form in full ("Testshire District Council") and is on no register."""
    words = split_words(re.sub(r"[_]+", " ", title))
    texts = [word.text for word in words]
    found: set[str] = set()
    for style in register.words.full:
        for at in range(1, len(words) - len(style) + 1):
            end = at + len(style)
            if tuple(texts[at:end]) != style or not all(word.printed[:1].isupper() for word in words[at:end]):
                continue
            first = _first_of_name(words, at, register)
            before = [text for text in texts[max(0, first - 4) : first] if text != "the"]
            if first == at or any(_ends_with(before, phrase) for phrase in register.words.another):
                continue
            name = _POSSESSIVE.sub("", fold_space(title[words[first].start : words[end - 1].end]))
            found.add(_in_capitals(name.lower()) if name.isupper() else name)
    longest = max(found, key=len, default=None)
    return longest if longest is not None and all(longest.endswith(name) for name in found) else None


def _first_of_name(words: Sequence[FoldedWord], at: int, register: Register) -> int:
    """Where the capitalised words of a name begin that end before `at`; `at` where there are none."""

    def names(word: FoldedWord) -> bool:
        plain = word.text in register.words.other or word.text in register.words.style
        return word.printed[:1].isupper() and word.printed.isalpha() and not plain

    first = at
    while at - first < _LONGEST_NAME and first > 0 and not words[first].opens:
        if names(words[first - 1]):
            first -= 1
        elif first < at and first > 1 and words[first - 1].text in _INSIDE_NAMES and names(words[first - 2]):
            first -= 2
        else:
            break
    return first


def _in_capitals(text: str) -> str:
    return " ".join(word if word in _SMALL else word.capitalize() for word in text.split())


def _of_body(body: Body, register: Register, first: date | None, last: date | None) -> CouncilMatch:
    """The match of a body that names itself: the council of the register that has its name, else as printed."""
    listed = _match_name(body.name, "title", register, first, last)
    if listed is not None and (listed.name is not None or listed.flags):
        return listed
    score = 0.6 if body.sure else 0.4
    flags = ("council_not_in_register", "council_from_text")
    return CouncilMatch(body.name, None, score, "text", flags, kind=body.kind)


def _match_texts(
    texts: Sequence[str], cells: Sequence[str], register: Register, first: date | None, last: date | None
) -> CouncilMatch | None:
    """Find the one council that the text names, with its style, as its own; None where it names none."""
    own: dict[tuple[str, ...], float] = {}
    named: dict[tuple[str, ...], _Mention] = {}
    left = READ_IN_TEXT
    for place, text in (*enumerate(texts), *((OPENING_TEXTS, text) for text in cells)):
        if left <= 0:
            break
        words = split_words(text[:left])
        left -= len(text)
        mentions = [
            one for one in _mentions(words, register) if one.styled and words[one.last - 1].printed[0].isupper()
        ]
        ends = {mention.first for mention in mentions}, {mention.last for mention in mentions}
        for mention in mentions:
            named.setdefault(mention.key, mention)
            own[mention.key] = own.get(mention.key, 0.0) + _ownness(words, mention, ends, place, register)
    ranked = sorted(own.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < MENTIONS_NEEDED:
        return None
    if len(ranked) > 1 and ranked[1][1] * 2 >= ranked[0][1]:
        return CouncilMatch(None, None, 0.0, None, ("council_ambiguous",))
    return _settle(named[ranked[0][0]], 0.8 if ranked[0][1] > 2 else 0.7, "text", first, last)


def _ownness(
    words: Sequence[FoldedWord], mention: _Mention, ends: tuple[set[int], set[int]], place: int, register: Register
) -> float:
    """How far a mention speaks of the plan's own council, by the words around it and where it stands: 1 for one that
    does, 3 for a line of its own at the document's start.

    `ends` are the first words of all mentions in the text, and the words behind each.
    """
    firsts, lasts = ends
    before = [word.text for word in words[max(0, mention.first - 4) : mention.first] if word.text != "the"]
    behind = [word.text for word in words[mention.last : mention.last + 3]]
    if any(_ends_with(before, phrase) for phrase in register.words.own_before):
        return 1.0
    if mention.last + 1 in firsts or mention.first in lasts:  # "Kent County Council and …", "…, Kent County Council"
        return 0.0
    if any(_ends_with(before, phrase) for phrase in register.words.another):
        return 0.0
    alone = mention.first == 0 and mention.last == len(words)
    if place < OPENING_TEXTS:
        return _ALONE if alone else 1.0
    if any(tuple(behind[: len(phrase)]) == phrase for phrase in register.words.own_behind):
        return 1.0
    return 0.0 if alone else 0.5  # alone it is an owner's cell
