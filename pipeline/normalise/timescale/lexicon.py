"""The wordings of timescales, from `lexicons/wordings.toml`: phrases of one or more words and what each stands for.

Phrases are kept as a tree of words, so that the longest that fits is found by walking the text once. Hyphens in phrases
count for nothing: "on-going", "on going" and "ongoing" are told apart only where a list gives them separately.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|&|/|\+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


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
    """The tree of phrases by first word, and the misspellings of months by one letter."""

    tree: Mapping[str, Node]
    misspelt: Mapping[str, int]


def parse_lexicon(data: Mapping[str, Any]) -> Lexicon:
    """Type the contents of the wordings file; raise ValueError naming every phrase that stands twice."""
    tree: dict[str, Node] = {}
    faults: list[str] = []
    for entry in data["wording"]:
        for phrase, value in _phrases(entry):
            wording = Wording(entry["kind"], value, tuple(entry.get("flags", ())))
            words = _WORD.findall(phrase)
            node = tree.setdefault(words[0], Node())
            for word in words[1:]:
                node = node.next.setdefault(word, Node())
            if node.wording is not None and node.wording != wording:
                faults.append(f'"{phrase}" stands under {node.wording.kind} and {wording.kind}. Keep it under one.')
            node.wording = wording
    if faults:
        raise ValueError("wordings.toml: " + " ".join(faults))
    known = set(tree) | set(data["real_words"]["words"])
    return Lexicon(tree, dict(_misspellings(data["real_words"]["months"], known)))


@lru_cache(maxsize=1)
def read_lexicon() -> Lexicon:
    """Give the wordings that come with the package."""
    path = files("pipeline.normalise.timescale") / "lexicons" / "wordings.toml"
    return parse_lexicon(tomllib.loads(path.read_text("utf-8")))


def _phrases(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    phrases = entry["phrases"]
    if isinstance(phrases, Mapping):  # each phrase with its own value
        for value, texts in phrases.items():
            for text in texts:
                yield text, int(value) if value.lstrip("-").isdigit() else value
    else:
        for text in phrases:
            yield text, entry.get("value")


def _misspellings(months: list[str], known: set[str]) -> Iterator[tuple[str, int]]:
    """Give every string one letter off a month's name (left out, added, changed, swapped) that is no other word."""
    for number, name in enumerate(months, start=1):
        if len(name) < 5:  # "Mary", "Juno": too short to tell a slip from another word
            continue
        for i in range(len(name) + 1):
            head, tail = name[:i], name[i:]
            near = {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
            near |= {head + letter + tail for letter in _LETTERS} | {head + letter + tail[1:] for letter in _LETTERS}
            yield from ((word, number) for word in near if word not in known and len(word) > 3)
