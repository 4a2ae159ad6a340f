"""A person whose surname is printed first: "Smith, John" is one owner and not two.

Only a lone surname before a known forename or an initial counts. Of a longer list of bare names it cannot be told where
one person ends and the next begins, so those are left as they were cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.runs import Run

_SURNAME = re.compile(r"(?:Mc|Mac|[A-Z]['’])?[A-Z](?:[a-z]+|[A-Z]+)(?:[-'’][A-Z]?[A-Za-z]+)*$")
_FORENAME = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?$")
_INITIAL = re.compile(r"[A-Z]\.?$")
_LONGEST_FORENAME = 2  # words: a forename and an initial
_ON = frozenset({"comma", "and", "slash"})  # separators that a list of names goes on over
_JOINED = frozenset({"and", "slash"})
_HEADS = frozenset({"role", "team", "board"})


def join_surnames(runs: Sequence[Run], lexicon: Lexicon) -> list[Run]:
    """Put the two runs of "Surname, Forename" together as one person, forename first in its name."""
    joined: list[Run] = []
    at = 0
    while at < len(runs):
        if _is_pair(runs, at, lexicon) and _apart_before(runs, at, lexicon) and _apart_behind(runs, at + 2, lexicon):
            joined.append(_person(runs[at], runs[at + 1]))
            at += 2
        else:
            joined.append(runs[at])
            at += 1
    return joined


def _person(surname: Run, forename: Run) -> Run:
    own = [token for token in forename.tokens if token in forename.words or token.key == "."]
    brackets = [token for token in forename.tokens if token not in own]
    return replace(
        surname,
        tokens=[*own, *surname.tokens, *brackets],
        words=[*forename.words, *surname.words],
        inner=forename.inner,
        relation=surname.relation or forename.relation,
        surname_first=True,
    )


def _is_pair(runs: Sequence[Run], at: int, lexicon: Lexicon) -> bool:
    """Whether a run is a surname and the next, behind a comma, a forename or an initial."""
    if at + 1 >= len(runs) or runs[at + 1].gap.kind != "comma" or runs[at].inner:
        return False
    return _is_forename(runs[at + 1], lexicon) and _is_surname(runs[at], runs[at + 1], lexicon)


def _is_surname(run: Run, forename: Run, lexicon: Lexicon) -> bool:
    if not run.words:
        return False
    *before, last = run.words
    if last.long is not None or _SURNAME.match(last.text) is None or len(last.text) < 2:
        return False
    if last.key in lexicon.vocabulary or "service" in run.shape:
        return False
    if last.key in lexicon.first_names and _INITIAL.match(forename.words[0].text) is None:
        return False  # "John, Mary" are two; "Thomas, P" is one
    return all(token.key in lexicon.particles for token in before)


def _is_forename(run: Run, lexicon: Lexicon) -> bool:
    if not 1 <= len(run.words) <= _LONGEST_FORENAME:
        return False
    first, *more = run.words
    if any(_INITIAL.match(token.text) is None for token in more):
        return False
    if _INITIAL.match(first.text):
        return True
    known = first.key.split("-")[0] in lexicon.first_names
    return known and first.long is None and _FORENAME.match(first.text) is not None


def _apart_before(runs: Sequence[Run], at: int, lexicon: Lexicon) -> bool:
    """Whether no list of bare names goes on before the pair: what stands there is apart or a pair too."""
    kind = runs[at].gap.kind
    return kind not in _ON or (kind in _JOINED and at >= 2 and _is_pair(runs, at - 2, lexicon))


def _apart_behind(runs: Sequence[Run], at: int, lexicon: Lexicon) -> bool:
    """The same for what stands behind it, where a post may follow too."""
    if at >= len(runs) or runs[at].gap.kind not in _ON:
        return True
    pair = runs[at].gap.kind in _JOINED and _is_pair(runs, at, lexicon)
    return pair or runs[at].shape.kind in _HEADS
