"""The numbers of items within one text: "1. … 2. …", "a) … b) …", "2a … 2b …", "3.1 … 3.2 …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

# "1." or "(1)" or "a)", and behind what does not change from item to item "1a", "2.3", "A2"
_COUNT = re.compile(
    r"(?:^|(?<=\s))(?:\((?=\w+\)))?"
    r"(?P<stem>[A-Z]{0,3}\d{1,2}(?:\.\d{1,2})*?(?:\.(?=\d)|(?=[a-z]))|[A-Z]{1,3}(?=\d)|)"
    r"(?P<last>[a-z]|\d{1,2})(?P<close>[.):]?)\s+"
)
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
    return items if all(item.words for item in items) else []


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
