"""Headings that name a module of the framework, in any edition's wording or one as plain.

A heading names a module where the words of a name stand in it in order; "our", "the", "local" and the like between
them are set aside. What a heading's other words suggest is left to the cues.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.framework.edition import Edition, read_edition
from pipeline.normalise.phrases import FoldedWord, PhraseIndex, split_words

EXACT = 1.0  # the heading holds a module's name as an edition prints it
PLAIN = 0.6  # it holds a wording as plain
SHORT = 8  # words, without those set aside: the more a heading says besides, the less a plain wording names its subject
LONGEST = 40  # words; what is longer is prose


@dataclass(frozen=True, slots=True)
class NamedModule:
    """A module that a heading names, with the words that do and how plainly, 0 to 1."""

    module: str
    words: str
    plainness: float
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    module: str
    plainness: float
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadingLexicon:
    """Names without the words set aside, as a phrase index."""

    set_aside: frozenset[str]
    index: PhraseIndex[_Name]
    numbering: frozenset[str]
    whole: Mapping[tuple[str, ...], str]  # module by all the words of a heading


def parse_lexicon(data: Mapping[str, Any], edition: Edition) -> HeadingLexicon:
    """Build the lexicon of headings from its contents and the names of the editions."""
    set_aside = frozenset(data["set_aside"])
    names = [(name.name, _Name(name.module, EXACT, name.themes)) for name in edition.names]
    names += [(name, _Name(entry["module"], PLAIN, ())) for entry in data["wording"] for name in entry["names"]]
    kept = ((" ".join(word.text for word in _without(split_words(text), set_aside)), name) for text, name in names)
    whole = {_key(name, set_aside): entry["module"] for entry in data["whole"] for name in entry["names"]}
    return HeadingLexicon(set_aside, PhraseIndex(kept), frozenset(data["numbering"]), whole)


@lru_cache(maxsize=1)
def read_lexicon() -> HeadingLexicon:
    """Read the lexicon that comes with the package."""
    return parse_lexicon(read_lexicon_file("pipeline.normalise.framework", "headings.toml"), read_edition())


@lru_cache(maxsize=1024)
def find_named_modules(heading: str) -> tuple[NamedModule, ...]:
    """Give the modules that a heading names, the plainest first; empty where it names none or is prose.

    >>> [one.module for one in find_named_modules("Section 4: A modern and diverse workforce")]
    ['4']
    >>> [one.module for one in find_named_modules("Understanding and working with our communities")]
    ['1']
    """
    lexicon = read_lexicon()
    words = split_words(heading)
    if len(words) > LONGEST:
        return ()
    kept = _without(words, lexicon.set_aside)
    best: dict[str, NamedModule] = {}
    bare = tuple(word.text for word in kept if word.text not in lexicon.numbering and not word.text.isdigit())
    if bare in lexicon.whole:
        best[lexicon.whole[bare]] = NamedModule(lexicon.whole[bare], heading.strip(), PLAIN)
    for found in lexicon.index.find(kept):
        text = heading[kept[found.first].start : kept[found.last - 1].end]
        for name in found.values:
            plainness = name.plainness if name.plainness == EXACT else name.plainness * min(1.0, SHORT / len(kept))
            known = best.get(name.module)
            if known is None or plainness > known.plainness:
                best[name.module] = NamedModule(name.module, text, plainness, name.themes)
    return tuple(sorted(best.values(), key=lambda one: -one.plainness))


def _without(words: Sequence[FoldedWord], set_aside: frozenset[str]) -> tuple[FoldedWord, ...]:
    return tuple(word for word in words if word.text not in set_aside)


def _key(name: str, set_aside: frozenset[str]) -> tuple[str, ...]:
    return tuple(word.text for word in _without(split_words(name), set_aside))
