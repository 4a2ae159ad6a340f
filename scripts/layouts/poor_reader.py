"""A reader that knows less than this one: part of its headings forgotten, its weights shaken.

What is wrong with a reading must be told, and plans of the kinds that the reader was made on teach little of that: it
meets no heading there that it does not know. Within `knowing_less` the reading of tables goes by a lexicon and weights
spoilt by chance, so that it errs as it does on plans of strangers, and all else that it says of itself stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipeline.read import headers, heading_words, structure, weighing
from scripts.layouts.chance import Chance

_FORGOTTEN = (0.0, 0.3, 0.6, 0.9)  # share of the headings and of their single words that a reader may not know
_SHAKEN = (0.0, 0.3, 0.7)  # by how much, at most, a weight counts more or less than it should
_LEFT_OUT = 0.08  # share of the weights of a shaken reader that it does without
_ROOMS = ("pipeline.read.", "pipeline.doubt.", "pipeline.years_over", "pipeline.group_owner", "pipeline.plan_rows")


@contextmanager
def knowing_less(chance: Chance) -> Iterator[None]:
    """Read with part of the lexicon of headings and with shaken weights; afterwards all is as it was."""
    forgotten, shaken = chance.part("forgotten"), chance.part("shaken")
    share, most = forgotten.pick(_FORGOTTEN), shaken.pick(_SHAKEN)
    lexicon, words = _forget(headers.read_lexicon(), forgotten, share), _forget_words(forgotten, share)

    @lru_cache(maxsize=16)
    def weights(kind: str) -> weighing.Weights:
        return _shake(_read_weights(kind), shaken.part(kind), most)

    structural = _forget_structure(structure.structure_words(), forgotten, share)
    with (
        _instead(headers.read_lexicon, lambda: lexicon),
        _instead(heading_words._table, lambda: words),
        _instead(structure.structure_words, lambda: structural),
        _instead(weighing.read_weights, weights),
    ):
        yield


_read_weights = weighing.read_weights
_FROM_FILES = frozenset([_read_weights, headers.read_lexicon, heading_words._table, structure.structure_words])


def _forget(lexicon: headers.HeaderLexicon, chance: Chance, share: float) -> headers.HeaderLexicon:
    roles = {text: said for text, said in lexicon.roles.items() if not chance.maybe(share)}
    firsts = {first: tuple(t for t in texts if t in roles) for first, texts in lexicon.by_first.items()}
    return replace(lexicon, roles=roles, by_first=firsts)


def _forget_words(chance: Chance, share: float) -> tuple[tuple[str, ...], Mapping[str, list[float]]]:
    roles, words = heading_words._table()
    return roles, {word: said for word, said in words.items() if not chance.maybe(share)}


def _forget_structure(known: structure.StructureWords, chance: Chance, share: float) -> structure.StructureWords:
    def some(words: frozenset[str]) -> frozenset[str]:
        return frozenset(word for word in sorted(words) if not chance.maybe(share))

    return replace(
        known,
        group_words=some(known.group_words) or known.group_words,  # a pattern of no words would fit everything
        action_words=some(known.action_words),
        record_words=some(known.record_words),
        generic_headings=some(known.generic_headings),
        numbered_words=some(known.numbered_words),
    )


def _shake(weights: weighing.Weights, chance: Chance, most: float) -> weighing.Weights:
    if not most:
        return weights
    found = {}
    for label, one in weights.by_label.items():
        speaks = tuple(0.0 if chance.maybe(_LEFT_OUT) else value * _about_one(chance, most) for value in one.speaks)
        found[label] = replace(one, always=one.always * _about_one(chance, most), speaks=speaks)
    return weighing.Weights(found)


def _about_one(chance: Chance, most: float) -> float:
    return 1.0 + most * chance.number(-100, 100) / 100.0


@contextmanager
def _instead(of: Any, with_: Any) -> Iterator[None]:
    """Put one function in the place of another in every module of the rooms that has it, with nothing remembered."""
    places = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.startswith(_ROOMS)
        for name, value in list(vars(module).items())
        if value is of
    ]
    for module, name in places:
        setattr(module, name, with_)
    _forget_all()
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, of)
        _forget_all()


def _forget_all() -> None:
    """Let the rooms of reading forget what they remember of texts; what they read from files stays."""
    for key, module in list(sys.modules.items()):
        if key.startswith(_ROOMS):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and value not in _FROM_FILES:
                    value.cache_clear()
