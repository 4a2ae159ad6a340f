"""A person whose surname is printed first: "Smith, John" is one owner and not two.

Only a lone surname before a known forename or an initial counts. Of a longer list of bare names it cannot be told where
one person ends and the next begins, so those are left as they were cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.runs import Gap, Run

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
        if _is_pair(runs, at, lexicon) and _stands_apart(runs, at, lexicon):
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
    match runs[at : at + 2]:
        case [Run(inner=[]) as surname, Run(gap=Gap(kind="comma")) as forename]:
            return _is_forename(forename, lexicon) and _is_surname(surname, forename, lexicon)
    return False


def _is_surname(run: Run, forename: Run, lexicon: Lexicon) -> bool:
    if not run.words:
        return False
    *before, last = run.words
    if last.long is not None or last.key in lexicon.vocabulary or _SURNAME.match(last.text) is None:
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
    return first.key.split("-")[0] in lexicon.first_names and _FORENAME.match(first.text) is not None


def _stands_apart(runs: Sequence[Run], at: int, lexicon: Lexicon) -> bool:
    """Whether no list of bare names goes on round a pair: beside it stands nothing, a pair, or behind it a post."""
    if not _ends_list(runs, at, at - 2, lexicon):
        return False
    behind = at + 2
    return _ends_list(runs, behind, behind, lexicon) or runs[behind].shape.kind in _HEADS


def _ends_list(runs: Sequence[Run], gap: int, beyond: int, lexicon: Lexicon) -> bool:
    """Whether no list of bare names goes on over the gap before a run; a pair may stand beyond it."""
    kind = runs[gap].gap.kind if gap < len(runs) else "start"
    return kind not in _ON or (kind in _JOINED and _is_pair(runs, beyond, lexicon))
