"""Finding many phrases in a text at once: words with their places, and a tree of phrases walked word by word.

A tree of words rather than spaCy's PhraseMatcher: both look a phrase up in one pass, but the tree needs no language
pipeline loaded (a second at the start of each process), knows `*` for the ends of words, stops at the end of a
sentence, and gives the place in the text as printed. `benchmarks/characteristics.py` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from pipeline.fold import fold

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+(?:['\u2018\u2019][^\W_]+)*|&")
_STOP = re.compile(r"[.;:!?\n\u2022\u25aa\u25cf\u00b7]")
_POSSESSIVE = re.compile(r"'s?$")
_SHORT = 1_000  # characters; the words of longer texts would fill the memory
_MOST_BEGINS = 50_000
_LONGEST_START = 40  # letters before a `*`
_ABBREVIATED = frozenset(("st", "dr", "mr", "mrs", "ms", "no", "nos", "inc"))  # a full stop after these ends nothing


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded, without a possessive ending; `start` and `end` are its place as printed."""

    text: str
    start: int
    end: int
    printed: str
    opens: bool  # a sentence, line or list item begins before it, so no phrase runs across


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase found: the numbers of its first word and of the word after its last, and what it stands for."""

    first: int
    last: int
    values: tuple[Value, ...]


@dataclass(slots=True)
class _Node(Generic[Value]):
    next: dict[str, _Node[Value]] = field(default_factory=dict)
    starts: dict[str, _Node[Value]] = field(default_factory=dict)  # words given with `*`: any ending
    values: list[Value] = field(default_factory=list)


def split_words(text: str) -> tuple[Word, ...]:
    """Split a text into folded words; hyphens and slashes part words, `&` is `and`.

    >>> [word.text for word in split_words("Women\\u2019s network & LGBT+ allies")]
    ['women', 'network', 'and', 'lgbt', 'allies']
    """
    return _split_kept(text) if len(text) <= _SHORT else _split(text)


def _split(text: str) -> tuple[Word, ...]:
    words: list[Word] = []
    for match in _WORD.finditer(text):
        printed = match.group()
        folded = "and" if printed == "&" else _POSSESSIVE.sub("", fold(printed))
        gap = text[words[-1].end : match.start()] if words else ""
        stop = _STOP.search(gap)
        opens = not words or (stop is not None and not (stop.group() == "." and words[-1].text in _ABBREVIATED))
        if folded:
            words.append(Word(folded, match.start(), match.end(), printed, opens))
    return tuple(words)


_split_kept = lru_cache(maxsize=4_096)(_split)  # a text is looked through for several kinds of phrase


class PhraseIndex(Generic[Value]):
    """Phrases with what each stands for; a phrase may stand for several things, `*` ends a word of any ending."""

    __slots__ = ("_begins", "_root")

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._root: _Node[Value] = _Node()
        self._begins: dict[str, list[_Node[Value]]] = {}  # where a word leads from the root, as far as asked for
        for phrase, value in phrases:
            self._add(phrase, value)

    def _add(self, phrase: str, value: Value) -> None:
        node = self._root
        parts = [part for part in re.split(r"[\s\-/,]+", phrase) if part]
        if not parts:
            raise ValueError("an empty phrase stands for nothing")
        for part in parts:
            if part.endswith("*"):
                node = node.starts.setdefault(fold(part[:-1]), _Node())
            else:
                for word in split_words(part):
                    node = node.next.setdefault(word.text, _Node())
        node.values.append(value)

    def find(self, words: Sequence[Word]) -> list[Found[Value]]:
        """Find the longest phrase at each place, from left to right, none overlapping another."""
        found: list[Found[Value]] = []
        place = 0
        while place < len(words):
            ways = self._at(words, place) if self._begin(words[place].text) else ()
            if ways:
                found.append(max(ways, key=lambda one: one.last))
                place = found[-1].last
            else:
                place += 1
        return found

    def find_all(self, words: Sequence[Word]) -> list[Found[Value]]:
        """Find every phrase at every place, also those within another."""
        return [one for place in range(len(words)) for one in self._at(words, place)]

    def _at(self, words: Sequence[Word], first: int) -> list[Found[Value]]:
        """Find the phrases that begin at one place."""
        found: list[Found[Value]] = []
        nodes = self._begin(words[first].text)
        for place in range(first, len(words)):
            if place > first:
                if words[place].opens:
                    break
                nodes = [following for node in nodes for following in _follow(node, words[place].text)]
            if not nodes:
                break
            values = tuple(value for node in nodes for value in node.values)
            if values:
                found.append(Found(first, place + 1, values))
        return found

    def _begin(self, word: str) -> list[_Node[Value]]:
        """Give where a word leads from the root; most words of a text lead nowhere."""
        nodes = self._begins.get(word)
        if nodes is None:
            if len(self._begins) >= _MOST_BEGINS:
                self._begins.clear()
            nodes = self._begins[word] = _follow(self._root, word)
        return nodes


def _follow(node: _Node[Value], word: str) -> list[_Node[Value]]:
    exact = node.next.get(word)
    following = [exact] if exact is not None else []
    if node.starts:
        longest = min(len(word), _LONGEST_START)
        following += [node.starts[word[:size]] for size in range(1, longest + 1) if word[:size] in node.starts]
    return following
