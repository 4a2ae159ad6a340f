"""Where a cell may be cut: at every separator, and between two words where one owner may end and another begin.

A gap between words is looked at only where something ends before it or begins behind it, and never inside a known
title, subject or name, so that the solver has few cuts to weigh.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

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
        inner = [content for content in run.inner if content and begin <= content[0].index < end]
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
        and (_begins_name(words, at, lexicon) or _may_part(words, at, keys, firsts[at], lexicon))
        and not _spanned(words, at, lexicon)
    ]


def _ends_owner(word: Token, lexicon: Lexicon) -> bool:
    last = word.keys[-1]
    known = word.long is not None or last in lexicon.name_ends or (last,) in lexicon.heads
    return known or is_unknown_short(word.word, lexicon)


def _may_part(words: Sequence[Token], at: int, keys: tuple[str, ...], first: int, lexicon: Lexicon) -> bool:
    """Whether something ends before a word or begins with it, and a word of owners is among those behind."""
    if lexicon.vocabulary.isdisjoint(keys[first:]):
        return False
    quantified = words[at].key in lexicon.quantifiers
    return quantified or _ends_owner(words[at - 1], lexicon) or lexicon.titles.longest(keys, first) is not None


def _begins_name(words: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a person's name may begin: a plain forename or a prefix, and a capitalised word behind it."""
    here, following = words[at], words[at + 1 : at + 2]
    plain = here.key in lexicon.first_names and here.key not in lexicon.names_that_are_words
    return (plain or here.key in lexicon.person_prefixes) and bool(following) and following[0].text[:1].isupper()


def _spanned(words: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a known title or subject stands on both sides of a place."""
    start = max(0, at - _LOOK_BACK)
    keys = single_keys(words[start : at + 4])
    trees = (lexicon.titles, lexicon.cues)
    found = ((index, tree.longest(keys, index)) for index in range(at - start) for tree in trees)
    return any(phrase is not None and index + phrase[0] > at - start for index, phrase in found)


def _with_list_facts(runs: Sequence[Run]) -> list[Run]:
    """Say of each comma and "and" what list it is part of.

    `in_list` is every separator behind another of its list, `listed` one with a comma beside it, `list_has_and` one
    with an "and" further on, be it inside a known name.
    """
    kinds = [run.gap.kind for run in runs]
    result = []
    for at, run in enumerate(runs):
        if run.gap.kind not in _LISTS:
            result.append(run)
            continue
        first = next(place for place in range(at, -1, -1) if place < 1 or kinds[place - 1] not in _LISTS)
        last = next(place for place in range(at, len(runs)) if place + 1 == len(runs) or kinds[place + 1] not in _LISTS)
        told = {
            "in_list": at > first,
            "listed": "comma" in kinds[first:at] + kinds[at + 1 : last + 1],
            "list_has_and": "and" in kinds[at + 1 : last + 1] or any(word.key == "and" for word in runs[last].words),
        }
        facts = run.gap.facts | {name for name, holds in told.items() if holds}
        result.append(replace(run, gap=replace(run.gap, facts=facts)))
    return result
