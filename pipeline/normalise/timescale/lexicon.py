"""The wordings of timescales, from `lexicons/wordings.toml`: phrases of one or more words and what each stands for.

Phrases are kept as a tree of words, so that the longest that fits is found by walking the text once. Hyphens in phrases
count for nothing: "on-going", "on going" and "ongoing" are told apart only where a list gives them separately.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.spelling import Misspellings

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|&|/|\+")


class Wording(NamedTuple):
    """What a phrase stands for: a kind of token, its value, and flags that it always raises."""

    kind: str
    value: Any
    flags: tuple[str, ...]


class Node:
    """One word of the tree; `wording` is set where a phrase ends."""

    __slots__ = ("next", "wording")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.wording: Wording | None = None


class Lexicon(NamedTuple):
    """The tree of phrases by first word, and what a word spelt wrong stands for."""

    tree: Mapping[str, Node]
    misspelt: Misspellings
    welsh: frozenset[str]  # words that show a text to be in Welsh
    months: frozenset[str]  # those of the words so spelt that name months: short ones need a figure behind them


def parse_lexicon(data: Mapping[str, Any]) -> Lexicon:
    """Type the contents of the wordings file; raise ValueError naming every phrase that stands twice."""
    tree: dict[str, Node] = {}
    faults: list[str] = []
    for entry in data["wording"]:
        for phrase, value in _phrases(entry):
            wording = Wording(entry["kind"], value, tuple(entry.get("flags", ())))
            words = _WORD.findall(phrase)
            node = _branch(tree, words[0])
            for word in words[1:]:
                node = _branch(node.next, word)
            if node.wording is not None and node.wording != wording:
                faults.append(f'"{phrase}" stands under {node.wording.kind} and {wording.kind}. Keep it under one.')
            node.wording = wording
    if faults:
        raise ValueError("wordings.toml: " + " ".join(faults))
    spelling = data["spelling"]
    months = spelling["months"]
    known = set(_vocabulary(tree)) | set(spelling["real_words"])
    misspelt = Misspellings([*months, *spelling["words"]], known, spelling["slips"])
    return Lexicon(tree, misspelt, frozenset(data["welsh"]["words"]), frozenset(months))


@lru_cache(maxsize=1)
def read_lexicon() -> Lexicon:
    """Give the wordings that come with the package."""
    return parse_lexicon(read_lexicon_file("pipeline.normalise.timescale", "wordings.toml"))


def _branch(branches: dict[str, Node], word: str) -> Node:
    node = branches.get(word)
    if node is None:
        node = branches[word] = Node()
    return node


def _phrases(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    phrases = entry["phrases"]
    if isinstance(phrases, Mapping):  # each phrase with its own value
        for value, texts in phrases.items():
            for text in texts:
                yield text, int(value) if value.lstrip("-").isdigit() else value
    else:
        for text in phrases:
            yield text, entry.get("value")


def _vocabulary(tree: Mapping[str, Node]) -> Iterator[str]:
    """Give every word of every phrase."""
    for word, node in tree.items():
        yield word
        yield from _vocabulary(node.next)
