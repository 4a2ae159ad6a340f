"""The numbers of items within one text: "1. … 2. …", "a) … b) …", "2a … 2b …", "3.1 … 3.2 …"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

# "1." or "(1)" or "a)", and behind what does not change from item to item "1a", "2.3", "A2"
_COUNT = re.compile(
    r"(?:^|(?<=\s))(?:\((?=\w+\)))?"
    r"(?P<stem>[A-Z]{0,3}\d{1,2}(?:\.\d{1,2})*?(?:\.(?=\d)|(?=[a-z]))|[A-Z]{1,3}(?=\d)|)"
    r"(?P<last>[a-z]|\d{1,2})(?P<close>[.):]?)\s+"
)
_JOINT = r"(?:,|;|&|/|\band\b|\bto\b|[\u2013\u2014-])"  # between numbers that share what follows
_LINKS = re.compile(r"(?:[,;&/]|and|to|)")  # what stands between the numbers of "1.1 & 1.2 HR Manager", or nothing
_RANGE = re.compile(r"\bto\b|[\u2013\u2014-]")
_LEAST = 2  # items
_OPENINGS = frozenset(("1.", "1)", "1:", "a.", "a)", "a:"))
FIRST = ("1", "a")  # with what items are counted that are numbered in their cell alone


class Counted(NamedTuple):
    """An item of a text that counts them."""

    number: str
    words: str


@lru_cache(maxsize=4096)  # of a cell when its column is judged, and when its row is parted
def counted_items(text: str) -> Sequence[Counted]:
    """The items of a text that counts them in rising order, from its first word on; empty where it does not.

    >>> [item.words for item in counted_items("1. Map the gaps 2. Close them")]
    ['Map the gaps', 'Close them']
    >>> [item.number for item in counted_items("2b Map the gaps 2c Close them")], counted_items("Hold 2. rounds")
    (['2b', '2c'], [])
    """
    marks: list[re.Match[str]] = []
    for mark in _COUNT.finditer(text):
        if _goes_on(marks[-1], mark) if marks else _begins(text, mark):
            marks.append(mark)
    if len(marks) < _LEAST:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [
        Counted(mark["stem"] + mark["last"], text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=True)
    ]
    return [] if any(map(_LINKS.fullmatch, [item.words for item in items])) else items


def items_for(text: str, numbers: Sequence[str]) -> Mapping[str, str]:
    """The words that a text has for each of some numbers, one or several of which open each of its lines; nothing where
    it begins otherwise, or names one twice.

    >>> items_for("1.1 & 1.2 HR Manager\\n1.3 Town Clerk", ["1.1", "1.2", "1.3"])
    {'1.1': 'HR Manager', '1.2': 'HR Manager', '1.3': 'Town Clerk'}
    """
    known = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True)))
    heads = list(re.finditer(rf"(?:^|(?<=\s))(?P<of>(?:{known})(?:\s*{_JOINT}\s*(?:{known}))*)[.):]?\s+(?=\S)", text))
    if not heads or text[: heads[0].start()].strip():
        return {}
    ends = [head.start() for head in heads[1:]] + [len(text)]
    found = [
        (number, text[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
        for number in _named(head["of"], numbers)
    ]
    return dict(found) if len(dict(found)) == len(found) else {}


def _named(text: str, numbers: Sequence[str]) -> Sequence[str]:
    """The numbers that a text names: each, or from the first to the last ("1.1 to 1.3")."""
    named = [part for part in re.split(rf"\s*{_JOINT}\s*", text) if part in numbers]
    if _RANGE.search(text) is None:
        return named
    return numbers[numbers.index(named[0]) : numbers.index(named[-1]) + 1]


def _begins(text: str, mark: re.Match[str]) -> bool:
    """Whether a number opens a text that counts its items; one that counts in this text alone is the first, and has a
    mark behind it."""
    if text[: mark.start()].strip():
        return False
    return bool(mark["stem"]) or mark["last"] + mark["close"] in _OPENINGS


def _goes_on(before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether one number comes right after another, of the same look."""
    last, this = before["last"], after["last"]
    looks = [(mark["stem"], mark["last"].isdigit(), mark["close"]) for mark in (before, after)]
    if looks[0] != looks[1]:
        return False
    return int(this) == int(last) + 1 if this.isdigit() else ord(this) == ord(last) + 1
