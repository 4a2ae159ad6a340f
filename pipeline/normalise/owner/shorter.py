"""What an owner's name says when it says no more than another: without its place, reach, bracket or office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.words import plain_keys

_BRACKET = re.compile(r"(?P<name>.+?)\s*\((?P<more>[^()]*)\)$")
_BODIES = frozenset({"board", "partner", "team", "collective"})
_LEAST = 2  # words left behind a place: "Teilo Health Board", and not "Harbour Board"


def shorter_forms(text: str, kind: str, keys: tuple[str, ...], lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """Yield the keys of what a name says besides where it is, how far it reaches or what else it holds.

    `keys` are those of `text`. A bracket that says no other owner ("interim", a statutory office) and a reach
    ("Corporate", "of the Council") are left out of any name, words that no lexicon knows out of the beginning of a
    body's.
    """
    bracket = _BRACKET.match(text)
    if bracket is not None and plain_keys(bracket["more"]) in lexicon.besides:
        yield plain_keys(bracket["name"])
    for reach in lexicon.reaches - {keys}:
        if keys[: len(reach)] == reach and keys[len(reach) :] not in lexicon.heads:
            yield keys[len(reach) :]
        if keys[-len(reach) :] == reach:
            yield keys[: -len(reach)]
    if kind in _BODIES:
        place = list(takewhile(lambda key: key not in lexicon.vocabulary, keys[: max(0, len(keys) - _LEAST)]))
        yield from (keys[size:] for size in range(1, len(place) + 1))
