"""Finding many phrases at once: words with their places, and a tree of phrases walked word by word.

`PhraseTree` takes rows of keys and serves whoever cuts text in a way of its own, as the reader of owners does;
`PhraseIndex` finds phrases in running text.

A tree of words rather than spaCy's PhraseMatcher: both look a phrase up in one pass, but the tree needs no language
pipeline loaded (a second at the start of each process), knows `*` for the ends of words, stops at the end of a
sentence, and gives the place in the text as printed. `benchmarks/characteristics.py` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from pipeline.fold import fold

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+(?:['\u2018\u2019][^\W_]+)*|&")
_STOP = re.compile(r"[.;:!?\n\u2022\u25aa\u25cf\u00b7]")
_PLAIN = re.compile(r"[a-z]+\*?(?: [a-z]+\*?)*")  # as nearly all phrases of a lexicon are
_POSSESSIVE = re.compile(r"'s?$")
_SHORT = 1_000  # characters; the words of longer texts would fill the memory
_MOST_BEGINS = 50_000
_LONGEST_START = 40  # letters before a `*`
_ABBREVIATED = frozenset(("st", "dr", "mr", "mrs", "ms", "no", "nos", "inc"))  # a full stop after these ends nothing


class FoldedWord(NamedTuple):
    """One word of a text: folded, without a possessive ending; `start` and `end` are its place as printed."""

    text: str
    start: int
    end: int
    printed: str
    opens: bool  # a sentence, line or list item begins before it, so no phrase runs across


@dataclass(frozen=True, slots=True)
class FoundPhrase(Generic[Value]):
    """A phrase found: the numbers of its first word and of the word after its last, and what it stands for."""

    first: int
    last: int
    values: tuple[Value, ...]


class _Node(Generic[Value]):
    __slots__ = ("next", "starts", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Value]] = {}
        self.starts: dict[str, _Node[Value]] = {}  # words given with `*`: any ending
        self.values: list[Value] = []


def split_words(text: str) -> tuple[FoldedWord, ...]:
    """Split a text into folded words; hyphens and slashes part words, `&` is `and`.

    >>> [word.text for word in split_words("Women\\u2019s network & LGBT+ allies")]
    ['women', 'network', 'and', 'lgbt', 'allies']
    """
    return _split_kept(text) if len(text) <= _SHORT else _split(text)


def _split(text: str) -> tuple[FoldedWord, ...]:
    words: list[FoldedWord] = []
    for match in _WORD.finditer(text):
        printed = match.group()
        start, end = match.span()
        folded = "and" if printed == "&" else fold(printed)
        if "'" in folded:
            folded = _POSSESSIVE.sub("", folded)
        gap = text[words[-1].end : start] if words else ""
        stop = _STOP.search(gap) if gap != " " else None
        opens = not words or (stop is not None and not (stop.group() == "." and words[-1].text in _ABBREVIATED))
        if folded:
            words.append(FoldedWord(folded, start, end, printed, opens))
    return tuple(words)


_split_kept = lru_cache(maxsize=4_096)(_split)  # a text is looked through for several kinds of phrase


_Entry = tuple[tuple[str, ...], Value]  # the keys of a phrase and what it stands for


class PhraseTree(Generic[Value]):
    """Phrases as rows of keys, each with what it stands for; a key given with `*` takes any ending.

    What stands behind a first key becomes a tree when that key is asked for: a plan has few of a lexicon's words.
    """

    __slots__ = ("_begins", "_first", "_nowhere", "_sizes", "_starts")

    def __init__(self, phrases: Iterable[tuple[Sequence[str], Value]]) -> None:
        self._first: dict[str, list[_Entry[Value]]] = {}  # phrases by their first key
        self._starts: dict[str, list[_Entry[Value]]] = {}  # those whose first key is given with `*`
        self._begins: dict[str, list[_Node[Value]]] = {}  # where a key leads from the root, as far as asked for
        self._nowhere: set[str] = set()  # those among them that begin no phrase
        for keys, value in phrases:
            if not keys:
                raise ValueError("an empty phrase stands for nothing")
            first = keys[0]
            group = self._starts if first.endswith("*") else self._first
            group.setdefault(first.removesuffix("*"), []).append((tuple(keys), value))
        self._sizes = sorted(size for size in {*map(len, self._starts)} if 0 < size <= _LONGEST_START)

    def ways(self, keys: Sequence[str], first: int, last: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """Yield every phrase that begins at one place, the shortest first: the place behind it and what it stands for.

        No phrase runs past `last`.
        """
        nodes = self.begin(keys[first])
        place = first + 1
        while nodes:
            values = tuple([value for node in nodes for value in node.values])
            if values:
                yield place, values
            if place >= last:
                return
            key = keys[place]
            nodes = [following for node in nodes for following in _follow(node, key)]
            place += 1

    def longest(self, keys: Sequence[str], first: int = 0) -> tuple[int, Value] | None:
        """Return the number of keys and the value of the longest phrase that begins at one place, or None."""
        if first >= len(keys) or keys[first] in self._nowhere:
            return None
        found: tuple[int, Value] | None = None
        nodes = self.begin(keys[first])
        for place in range(first + 1, len(keys) + 1):
            value = next((node.values[0] for node in nodes if node.values), None)
            if value is not None:
                found = place - first, value
            if place == len(keys) or not nodes:
                break
            nodes = [following for node in nodes for following in _follow(node, keys[place])]
        return found

    def entries(self) -> Iterator[tuple[tuple[str, ...], Value]]:
        """Yield every phrase with what it stands for."""
        for group in (self._first, self._starts):
            for phrases in group.values():
                yield from phrases

    def begin(self, key: str) -> list[_Node[Value]]:
        """Return where a key leads from the root; most words of a text lead nowhere."""
        nodes = self._begins.get(key)
        if nodes is None:
            if len(self._begins) >= _MOST_BEGINS:
                self._begins.clear()
                self._nowhere.clear()
            nodes = self._begins[key] = [*map(_grown, self._behind(key))]
            if not nodes:
                self._nowhere.add(key)
        return nodes

    def _behind(self, key: str) -> Iterator[list[_Entry[Value]]]:
        """Yield the phrases whose first key is this one, and those for each beginning of it that takes any ending."""
        if key in self._first:
            yield self._first[key]
        for size in self._sizes:
            if size <= len(key) and key[:size] in self._starts:
                yield self._starts[key[:size]]

    def may_hold(self, keys: Sequence[str]) -> bool:
        """Whether a phrase begins with one of some keys; most texts hold none, and this is quickly told."""
        return not self._nowhere.issuperset(keys) and any(map(self.begin, keys))

    def openings(self, keys: Sequence[str]) -> list[int]:
        """Return the places at which a phrase may begin."""
        nowhere = self._nowhere
        return [place for place, key in enumerate(keys) if key not in nowhere and self.begin(key)]


class PhraseIndex(Generic[Value]):
    """Phrases of words, to be found in running text; one may stand for several things and none runs past a sentence."""

    __slots__ = ("_tree",)

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._tree = PhraseTree((phrase_keys(phrase), value) for phrase, value in phrases)

    def find(self, words: Sequence[FoldedWord]) -> list[FoundPhrase[Value]]:
        """Find the longest phrase at each place, from left to right, none overlapping another."""
        found: list[FoundPhrase[Value]] = []
        keys = [word.text for word in words]
        openings = self._tree.openings(keys)
        ends = _ends(words) if openings else []
        free = 0
        for place in openings:
            if place < free:
                continue
            longest: FoundPhrase[Value] | None = None
            for last, values in self._tree.ways(keys, place, ends[place]):
                longest = FoundPhrase(place, last, values)
            if longest is not None:
                found.append(longest)
                free = longest.last
        return found

    def may_hold(self, texts: Sequence[str]) -> bool:
        """Whether a phrase begins with one of some folded words."""
        return self._tree.may_hold(texts)

    def find_all(self, words: Sequence[FoldedWord]) -> list[FoundPhrase[Value]]:
        """Find every phrase at every place, also those within another."""
        keys = [word.text for word in words]
        openings = self._tree.openings(keys)
        ends = _ends(words) if openings else []
        return [
            FoundPhrase(place, last, values)
            for place in openings
            for last, values in self._tree.ways(keys, place, ends[place])
        ]


def phrase_keys(phrase: str) -> tuple[str, ...]:
    """Return the keys of a phrase of a lexicon: its words folded as those of a text are, a `*` kept."""
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.split(" "))
    keys: list[str] = []
    for part in re.split(r"[\s\-/,]+", phrase):
        if part.endswith("*"):
            keys.append(fold(part[:-1]) + "*")
        else:
            keys += [word.text for word in split_words(part)]
    return tuple(keys)


def _ends(words: Sequence[FoldedWord]) -> list[int]:
    """For each word the place where its sentence, line or item ends."""
    ends = [len(words)] * len(words)
    end = len(words)
    for place in range(len(words) - 1, -1, -1):
        ends[place] = end
        if words[place].opens:
            end = place
    return ends


def _grown(phrases: Iterable[_Entry[Value]]) -> _Node[Value]:
    """Return the tree of what stands behind one first key."""
    root: _Node[Value] = _Node()
    for keys, value in phrases:
        node = root
        for key in keys[1:]:
            branches = node.starts if key.endswith("*") else node.next
            key = key.removesuffix("*")
            following = branches.get(key)
            if following is None:
                following = branches[key] = _Node()
            node = following
        node.values.append(value)
    return root


def _follow(node: _Node[Value], word: str) -> list[_Node[Value]]:
    exact = node.next.get(word)
    following = [exact] if exact is not None else []
    if node.starts:
        longest = min(len(word), _LONGEST_START)
        following += [node.starts[word[:size]] for size in range(1, longest + 1) if word[:size] in node.starts]
    return following
