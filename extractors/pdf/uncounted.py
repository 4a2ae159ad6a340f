"""Letters that are printed and count for no value: words with a line through them, raised marks of footnotes.

What is struck is told by a rule or thin bar through the middle of the letters, or by an annotation; a mark by smaller
letters on a higher base. Ordinals ("1st") and powers ("m²") are raised and count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box, Uncounted
from extractors.pdf.page import PageObjects, Rule, Word
from extractors.raised import is_raised_mark

# of the letters beside it: the largest size of a raised mark, and of one that stands well above the line
_SMALLER, _HARDLY_SMALLER = 0.85, 0.95
_RAISED, _WELL_RAISED = 0.12, 0.28  # of the letter size: how much higher a mark stands at least
_HIGHEST = 0.9  # of the letter size: what stands higher belongs to the line above
_TOUCHING = 0.12  # of the letter size: a mark no farther from its word is written on to it
_BESIDE = 0.6  # of the letter size: a mark farther from a word is not that word's
_INTO = 0.2  # of the letter size: how far a mark may reach into its word
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th)$", re.IGNORECASE)
_THROUGH = (-0.14, 0.2)  # of the letter size, from the middle of small letters: where a line through them lies
_COVERED = 0.6  # of a word's width that the line must cover
_STRIKING = 0.5  # of a line's length that lies over words
_MOST_STRIKES = 400  # rules of a page that are looked at


def is_raised(word: Word, size: float, base: float) -> bool:
    """Whether letters of a size on a baseline, both in points, are smaller and higher than those of a word."""
    higher = word.base - base
    least = _RAISED if size <= _SMALLER * word.size else _WELL_RAISED
    return size <= _HARDLY_SMALLER * word.size and least * word.size <= higher <= _HIGHEST * word.size


def with_mark(word: Word, at: int) -> Word:
    """Give a word whose letters from `at` on are raised: they do not count where they are a mark."""
    if not 0 < at < len(word.text) or not is_raised_mark(word.text[:at], word.text[at:]):
        return word
    return word._replace(uncounted=(Uncounted(at, len(word.text), "raised"),))


def find_raised(words: Sequence[Word], boxes: NDArray[np.float64]) -> dict[Word, Word | None]:
    """Give the words that are marks by themselves, each with what takes its place: nothing where it touches its word.

    That word is given too, with the mark at its end; a mark that stands apart comes down to the line of its word.
    """
    found: dict[Word, Word | None] = {}
    if not words or boxes[:, 4].min() > _HARDLY_SMALLER * boxes[:, 4].max():
        return found
    most = float(boxes[:, 4].max())
    for index in np.nonzero(boxes[:, 4] <= _HARDLY_SMALLER * most)[0].tolist():
        mark = words[index]
        if mark.angle or not _may_be_raised(mark.text):
            continue
        gaps = mark.x0 - boxes[:, 2]
        for at in np.nonzero((gaps > -_INTO * most) & (gaps < _BESIDE * most))[0].tolist():
            word = words[at]
            gap = float(gaps[at])
            if word.angle or not is_raised(word, mark.size, mark.base) or gap > _BESIDE * word.size:
                continue
            counts = not is_raised_mark(word.text, mark.text)
            if gap <= _TOUCHING * word.size and word not in found:
                end = Uncounted(len(word.text), len(word.text) + len(mark.text), "raised")
                uncounted = word.uncounted if counts else (*word.uncounted, end)
                found[word] = word._replace(text=word.text + mark.text, x1=mark.x1, uncounted=uncounted)
                found[mark] = None
            elif counts:
                found[mark] = mark._replace(base=word.base, middle=word.middle)
            else:
                own = (Uncounted(0, len(mark.text), "raised"),)
                found[mark] = mark._replace(base=word.base, middle=word.middle, uncounted=own)
            break
    return found


@lru_cache(maxsize=4096)  # below a heading in large letters every word of a page is looked at
def _may_be_raised(text: str) -> bool:
    """Whether a word by itself may be a mark or the end of an ordinal number."""
    return is_raised_mark("", text) or _ORDINAL_END.match(text) is not None


def find_struck(
    words: Sequence[Word], boxes: NDArray[np.float64], across: Sequence[Rule], areas: Sequence[Box] = ()
) -> tuple[dict[Word, Word], set[Rule]]:
    """Give the words that are struck out, as words that do not count, and the lines that strike little else.

    `boxes` are the words' with their sizes and middles, `across` the page's horizontal rules, `areas` what its
    annotations strike.
    """
    covers: dict[int, list[tuple[float, float]]] = {}
    through: set[Rule] = set()
    if 0 < len(across) <= _MOST_STRIKES:
        at, start, end = np.array(across).T[:, :, None]
        off = (at - boxes[:, 5]) / boxes[:, 4]
        near = (off >= _THROUGH[0]) & (off <= _THROUGH[1])
        chosen = np.nonzero(near.any(axis=1))[0].tolist()  # few rules of a table lie at the middle of any letters
        start, end = start[chosen], end[chosen]
        level = np.array([not word.angle for word in words], dtype=bool)
        over = near[chosen] & level & (start < boxes[:, 2]) & (boxes[:, 0] < end)
        shared = np.where(over, np.minimum(end, boxes[:, 2]) - np.maximum(start, boxes[:, 0]), 0.0).sum(axis=1)
        for place in np.nonzero(shared)[0].tolist():
            rule = across[chosen[place]]
            for struck in np.nonzero(over[place])[0].tolist():
                covers.setdefault(struck, []).append((rule.start, rule.end))
            if shared[place] >= _STRIKING * (rule.end - rule.start):
                through.add(rule)
    for area in areas:
        for index, word in enumerate(words):
            if area.top < word.middle < area.bottom and max(area.x0, word.x0) < min(area.x1, word.x1):
                covers.setdefault(index, []).append((area.x0, area.x1))
    found = {words[index]: told for index, spans in covers.items() if (told := _struck(words[index], spans))}
    return found, through


def _struck(word: Word, spans: Sequence[tuple[float, float]]) -> Word | None:
    """A word with the letters that lines lie over; None where they lie over too few of them."""
    left, right = min(start for start, _ in spans), max(end for _, end in spans)
    width = max(word.x1 - word.x0, 0.1)
    if min(right, word.x1) - max(left, word.x0) < _COVERED * width:
        return None
    return word._replace(uncounted=(Uncounted(0, len(word.text), "struck"),))


def with_uncounted(page: PageObjects, boxes: NDArray[np.float64], areas: Sequence[Box]) -> PageObjects:
    """Give a page with its struck words and raised marks told, and without the lines that strike them.

    `boxes` are the words', `areas` what annotations strike.
    """
    struck, lines = find_struck(page.words, boxes, page.across, areas)
    changed: dict[Word, Word | None] = {**find_raised(page.words, boxes), **struck}
    if not changed:
        return page
    return replace(
        page,
        words=tuple(said for word in page.words if (said := changed.get(word, word)) is not None),
        across=tuple(rule for rule in page.across if rule not in lines) if lines else page.across,
    )


def uncounted_in(text: str, words: Sequence[Word]) -> tuple[Uncounted, ...]:
    """Give what does not count in a text that was put together from words, in their order.

    A word whose letters are not found from where the word before ended (its hyphen went) is passed over.
    """
    if not any(word.uncounted for word in words):
        return ()
    found: list[Uncounted] = []
    at = 0
    for word in words:
        place = text.find(word.text, at)
        if place < 0:
            place = text.find(word.text.rstrip(_HYPHENS), at)
        if place < 0:
            continue
        at = place + len(word.text.rstrip(_HYPHENS))
        for start, end, kind in word.uncounted:
            here = Uncounted(place + start, min(place + end, len(text)), kind)
            if found and found[-1].kind == kind and not text[found[-1].end : here.start].strip():
                here = Uncounted(found.pop().start, here.end, kind)
            found.append(here)
    return tuple(found)


_HYPHENS = "-\u00ad"
