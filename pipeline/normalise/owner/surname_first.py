"""A person whose surname is printed first: "Smith, John" is one owner and not two.

Only a lone surname before a known forename or an initial counts. Of a longer list of bare names it cannot be told where
one person ends and the next begins, so those are left as they were cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise.owner.classify import read_shape
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.parts import Chunk

_SURNAME = re.compile(r"(?:Mc|Mac|[A-Z]['’])?[A-Z](?:[a-z]+|[A-Z]+)(?:[-'’][A-Z]?[A-Za-z]+)*$")
_FORENAME = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?$")
_INITIAL = re.compile(r"[A-Z]\.?$")
_PARTICLES = frozenset({"de", "del", "der", "di", "la", "le", "mac", "st", "van", "von", "al", "el", "ap"})
_APART = frozenset({"", ";", "*", "+", ">", ".", "\n"})  # separators that no list of names goes on over
_LISTED = frozenset({"and", "/"})


def join_surnames(chunks: Sequence[Chunk], lexicon: Lexicon) -> list[Chunk]:
    """Put the two runs of "Surname, Forename" together as one person, forename first in its name."""
    joined: list[Chunk] = []
    at = 0
    while at < len(chunks):
        if _is_pair(chunks, at, lexicon) and _stands_alone(chunks, at, lexicon):
            surname, forename = chunks[at], chunks[at + 1]
            words = [*forename.words, *surname.words]
            own = [token for token in forename.tokens if token in forename.words or token.key == "."]
            brackets = [token for token in forename.tokens if token not in own]
            shape = read_shape(words, lexicon)
            shape.kind, shape.guessed = "person", False
            joined.append(
                replace(
                    surname,
                    tokens=[*own, *surname.tokens, *brackets],
                    words=words,
                    inner=forename.inner,
                    relation=surname.relation or forename.relation,
                    shape=shape,
                    surname_first=True,
                )
            )
            at += 2
        else:
            joined.append(chunks[at])
            at += 1
    return joined


def _is_pair(chunks: Sequence[Chunk], at: int, lexicon: Lexicon) -> bool:
    """Whether a run is a surname and the next, behind a comma, a forename or an initial."""
    if at + 1 >= len(chunks) or chunks[at + 1].sep != "," or chunks[at].inner:
        return False
    return _is_surname(chunks[at], chunks[at + 1], lexicon) and _is_forename(chunks[at + 1], lexicon)


def _is_surname(chunk: Chunk, forename: Chunk, lexicon: Lexicon) -> bool:
    if not chunk.words:
        return False
    *before, last = chunk.words
    if last.long is not None or _SURNAME.match(last.text) is None or len(last.text) < 2:
        return False
    if last.key in lexicon.vocabulary or chunk.shape.service:
        return False
    if last.key in lexicon.first_names and not (forename.words and _INITIAL.match(forename.words[0].text)):
        return False  # "John, Mary" are two; "Thomas, P" is one
    return len(before) <= 2 and all(token.key in _PARTICLES for token in before)


def _is_forename(chunk: Chunk, lexicon: Lexicon) -> bool:
    if not chunk.words or len(chunk.words) > 2:
        return False
    first, *more = chunk.words
    if any(_INITIAL.match(token.text) is None for token in more):
        return False
    if _INITIAL.match(first.text):
        return True
    known = first.key.split("-")[0] in lexicon.first_names
    return known and first.long is None and _FORENAME.match(first.text) is not None


def _stands_alone(chunks: Sequence[Chunk], at: int, lexicon: Lexicon) -> bool:
    """Whether no list of bare names goes on over the pair: what stands on its two sides is apart or a pair too."""
    before, after = chunks[at].sep, at + 2
    if before not in _APART and not (before in _LISTED and at >= 2 and _is_pair(chunks, at - 2, lexicon)):
        return False
    if after >= len(chunks) or chunks[after].sep in _APART or chunks[after].sep in {"-", ":"}:
        return True
    if chunks[after].sep in _LISTED and _is_pair(chunks, after, lexicon):
        return True
    return chunks[after].sep in {",", "and", "/"} and chunks[after].shape.kind in {"role", "team", "board"}
