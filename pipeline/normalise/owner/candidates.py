"""Where a cell may be cut: at every separator, and between two words where one owner may end and another begin.

A gap between words is looked at only where something ends before it or begins behind it, and never inside a known
title, subject or name, so that the solver has few cuts to weigh.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from pipeline.normalise.owner.expand import single_keys
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.runs import Gap, Run
from pipeline.normalise.owner.shape import is_unknown_short
from pipeline.normalise.owner.words import Token

_LONGEST_RUN = 80  # words; a longer run with no separator is prose
_LOOK_BACK = 3  # words before a gap in which a phrase that stands on its two sides may begin
_LISTS = frozenset({"comma", "and"})


def find_candidates(runs: Sequence[Run], lexicon: Lexicon) -> list[Run]:
    """Give the runs parted at every place where a cut is thinkable, each with the gap before it."""
    return _with_list_facts([piece for run in runs for piece in _parted(run, lexicon)])


def _parted(run: Run, lexicon: Lexicon) -> Iterator[Run]:
    words = run.words
    cuts = _places(words, lexicon) if run.keys not in lexicon.collectives_whole else []
    if not cuts:
        yield run
        return
    gap = run.gap
    starts = [-1, *(words[at].index for at in cuts)]
    ends = [*starts[1:], math.inf]
    for first, last, begin, end in zip([0, *cuts], [*cuts, len(words)], starts, ends, strict=True):
        inside = [token for token in run.tokens if begin <= token.index < end]
        inner = [content for content in run.inner if begin <= content[0].index < end]
        yield Run(gap, inside, words[first:last], inner, run.relation)
        gap = Gap("space")


def _places(words: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """The places in a run of words at which a cut is thinkable."""
    if not 1 < len(words) <= _LONGEST_RUN:
        return []
    keys = tuple([key for token in words for key in token.keys])
    firsts = [0, *accumulate(len(token.keys) for token in words)]  # of each word its first key
    inside = lexicon.small | lexicon.person_prefixes
    return [
        at
        for at in range(1, len(words))
        if words[at - 1].key not in inside
        and words[at].key not in lexicon.small
        and _may_part(words, at, keys, firsts[at], lexicon)
        and not _spanned(words, at, lexicon)
    ]


def _ends_owner(word: Token, lexicon: Lexicon) -> bool:
    return word.long is not None or word.keys[-1] in lexicon.owner_ends or is_unknown_short(word.word, lexicon)


def _may_part(words: Sequence[Token], at: int, keys: tuple[str, ...], first: int, lexicon: Lexicon) -> bool:
    """Whether a name begins with a word, or something ends before it or begins with it and a word of owners follows."""
    if _begins_name(words, at, lexicon):
        return True
    if lexicon.vocabulary.isdisjoint(keys[first:]):
        return False
    quantified = words[at].key in lexicon.quantifiers
    return quantified or _ends_owner(words[at - 1], lexicon) or lexicon.titles.longest(keys, first) is not None


def _begins_name(words: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a person's name may begin: a plain forename or a prefix, and a capitalised word behind it."""
    begins = at + 1 < len(words) and words[at].key in lexicon.name_starts
    return begins and words[at + 1].text[:1].isupper()


def _spanned(words: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a known title or subject stands on both sides of a place."""
    start = max(0, at - _LOOK_BACK)
    keys = single_keys(words[start : at + 4])
    trees = (lexicon.titles, lexicon.cues)
    found = ((index, tree.longest(keys, index)) for index in range(at - start) for tree in trees)
    return any(phrase is not None and index + phrase[0] > at - start for index, phrase in found)


def _with_list_facts(runs: Sequence[Run]) -> list[Run]:
    """Say of each comma and "and" what list it is part of."""
    told: list[Run] = []
    for is_list, group in groupby(runs, key=lambda run: run.gap.kind in _LISTS):
        members = list(group)
        told += _told_of_list(members) if is_list else members
    return told


def _told_of_list(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs behind the separators of one list with what the list says of each separator.

    `in_list` is every separator behind another of its list, `listed` one with a comma beside it, `list_has_and` one
    with an "and" further on, be it inside a known name.
    """
    kinds = [run.gap.kind for run in runs]
    last = [word.key for word in runs[-1].words]
    for at, run in enumerate(runs):
        told = {
            "in_list": at > 0,
            "listed": "comma" in kinds[:at] + kinds[at + 1 :],
            "list_has_and": "and" in kinds[at + 1 :] + last,
        }
        facts = run.gap.facts | {name for name, holds in told.items() if holds}
        yield replace(run, gap=replace(run.gap, facts=facts))
