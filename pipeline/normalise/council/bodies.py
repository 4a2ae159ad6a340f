"""A public body that names itself on the first page and is on no register: its name as printed, and its kind.

Looked at are the title, the lines under it, the first sentence, running headers and the file's author. A body that is
only mentioned, among partners or in the middle of a sentence, is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pipeline.fold import fold_space
from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.council.register import Register
from pipeline.normalise.phrases import FoldedWord, split_words

Where = Literal["title", "line", "running", "author", "cell"]

_LOOKED = 60  # words of a line that are looked at
_INSIDE = frozenset({"and", "of", "the", "upon", "on", "under", "in", "with"})
_SMALL = frozenset({"at", "by", "for", "from", "to", "in", "we", "as", "with", "this", "that", "dear", "welcome"})
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_NEEDED = 1.0  # evidence from which a body is the document's own
_WEIGHTS: Mapping[Where, float] = {"title": 3.0, "author": 1.5, "running": 1.0, "line": 1.0, "cell": 0.5}
_WHOLE = 2.0  # times as much where the name is all of a line, or stands at its head before a stop
_OPENS = 1.2  # where a sentence begins with it
_INSIDE_SENTENCE = 0.3
_SURE = 2.0  # evidence that outweighs a council that the text mentions


@dataclass(frozen=True, slots=True)
class Body:
    """A public body as printed; `score` is the evidence that the document is its own."""

    name: str
    kind: str
    score: float

    @property
    def sure(self) -> bool:
        """Whether a council that the text mentions does not count beside it."""
        return self.score >= _SURE


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and its words."""

    text: str
    words: tuple[FoldedWord, ...]

    def hangs(self, one: int, other: int) -> bool:
        """Whether nothing but a space, a hyphen or an apostrophe stands between two neighbouring words."""
        before, after = min(one, other), max(one, other)
        if before < 0 or after >= len(self.words):
            return False
        gap = self.text[self.words[before].end : self.words[after].start]
        return gap in (" ", "-", "\u00a0", "'s ", "\u2019s ")

    def names(self, at: int, plan_words: frozenset[str]) -> bool:
        """Whether a word is capitalised and none of a plan's own words."""
        word = self.words[at]
        letters = word.printed.replace("'", "").replace("\u2019", "")
        return (
            word.printed[:1].isupper() and letters.isalpha() and word.text not in plan_words and word.text not in _SMALL
        )


@dataclass(frozen=True, slots=True)
class _Style:
    words: tuple[str, ...]
    kind: str
    before: bool


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return read_lexicon_file("pipeline.normalise.council", "bodies.toml")


@lru_cache(maxsize=1)
def _own_before() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in _data()["own"]["before"])


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return frozenset(_data()["no_name"]["words"]) | _INSIDE


@lru_cache(maxsize=1)
def _styles() -> tuple[_Style, ...]:
    found = [
        _Style(tuple(phrase.split()), body["kind"], side == "before")
        for body in _data()["body"]
        for side in ("before", "behind")
        for phrase in body.get(side, ())
    ]
    if len({style.words for style in found}) < len(found):
        raise ValueError("bodies.toml: a phrase stands under two bodies. Keep it under one.")
    return tuple(sorted(found, key=lambda style: (-len(style.words), style.words)))


@lru_cache(maxsize=1)
def _closing() -> frozenset[str]:
    return frozenset(style.words[-1] for style in _styles()) | {style.words[0] for style in _styles() if style.before}


def find_body(lines: Sequence[tuple[str, Where]], register: Register) -> Body | None:
    """Give the body that a document's opening lines name as its own; None where they name none, or two alike."""
    scores: dict[str, float] = {}
    kinds: dict[str, str] = {}
    printed: dict[str, str] = {}
    for text, where in sorted(dict.fromkeys(lines), key=lambda line: line[1] == "author"):
        if where == "author" and max(scores.values(), default=0.0) >= _SURE:
            continue  # what is printed as the name of who publishes it counts before what the file says
        for name, kind, weight in _named(text, register):
            key = fold_space(name).casefold().replace("&", "and")
            scores[key] = scores.get(key, 0.0) + weight * _WEIGHTS[where]
            kinds.setdefault(key, kind)
            printed.setdefault(key, name)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _NEEDED:
        return None
    best, score = ranked[0]
    if len(ranked) > 1 and ranked[1][1] * 1.5 > score and ranked[1][0] not in best and best not in ranked[1][0]:
        return None
    return Body(printed[best], kinds[best], score)


def is_the_name_of_a_body(text: str, register: Register) -> bool:
    """Tell whether a text is the name of a council or another body and nothing more: "Alder District Council"."""
    return any(fold_space(name) == fold_space(text) for name, _, _ in _named(text, register))


def _named(text: str, register: Register) -> list[tuple[str, str, float]]:
    """The bodies that a line names: name, kind, and how far it is said to be the document's own."""
    words = split_words(text[:600])[:_LOOKED]
    line = _Line(text, words)
    if not any(word.text in _closing() for word in words):
        return []
    found: list[tuple[str, str, float]] = []
    taken: set[int] = set()
    for style in _styles():
        for at in range(len(words) - len(style.words) + 1):
            end = at + len(style.words)
            if tuple(word.text for word in words[at:end]) != style.words or taken & {*range(at, end)}:
                continue
            first, last = _extent(line, at, end, style, register.words.other)
            if first == at and last == end:
                continue
            taken |= {*range(first, last)}
            weight = _weight(text, words, first, last, register)
            if weight:
                found.append((_printed(text[words[first].start : words[last - 1].end]), style.kind, weight))
    return found


def _extent(line: _Line, at: int, end: int, style: _Style, plan_words: frozenset[str]) -> tuple[int, int]:
    """From where to where the capitalised words reach that make a name with the words of a style."""
    if not all(word.printed[:1].isupper() or word.text in (*_INSIDE, "for") for word in line.words[at:end]):
        return at, end
    if style.before:
        last = end
        while step := _step(line, last - 1, 1, frozenset()):
            last += step
        return at, last
    first = at
    while step := _step(line, first, -1, plan_words):
        first -= step
    bare = all(word.text in _no_names() for word in line.words[first:at])
    return (at, end) if bare else (first, end)


def _step(line: _Line, at: int, way: int, plan_words: frozenset[str]) -> int:
    """How many words further a name reaches from the word at a place: 1, 2 over an "and" or "of", 0 where it ends."""
    one, two = at + way, at + 2 * way
    if line.hangs(at, one) and line.names(one, plan_words):
        return 1
    if line.hangs(at, one) and line.hangs(one, two) and line.words[one].text in _INSIDE and line.names(two, plan_words):
        return 2
    return 0


def _weight(text: str, words: Sequence[FoldedWord], first: int, last: int, register: Register) -> float:
    """How far a name in a line is the document's own: by what stands before and behind it."""
    before = [word.text for word in words[:first] if word.text != "the"]
    if any(tuple(before[-len(phrase) :]) == phrase for phrase in register.words.another):
        return 0.0
    behind = text[words[last - 1].end :].lstrip("'\u2019s").lstrip()
    plain = all(word in register.words.other or any(letter.isdigit() for letter in word) for word in before)
    if not before or plain or text[: words[first].start].rstrip().endswith(("/", "|")):
        if not behind or behind[0] in ".,:;|/()\u2013\u2014-":
            return _WHOLE
        rest = [word.text for word in words[last:]]
        if all(word in register.words.other or any(letter.isdigit() for letter in word) for word in rest):
            return _WHOLE
        return _OPENS
    if any(tuple(before[-len(phrase) :]) == phrase for phrase in (*register.words.own_before, *_own_before())):
        return _OPENS
    return _INSIDE_SENTENCE


def _printed(name: str) -> str:
    name = _POSSESSIVE.sub("", fold_space(name))
    if not name.isupper():
        return name
    return " ".join(word if word in _INSIDE else word.capitalize() for word in name.lower().split())
