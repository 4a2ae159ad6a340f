"""The numbers of items within one text: "1. … 2. …", "a) … b) …", "2a … 2b …", "3.1 … 3.2 …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

# "1." or "(1)" or "a)", and behind what does not change from item to item "1a", "2.3", "A2"
_COUNT = re.compile(
    r"(?:^|(?<=\s))(?:\((?=\w+\)))?"
    r"(?:(?P<stem>[A-Z]{0,3}\d{1,2}(?:\.\d{1,2})*?\.?|[A-Z]{1,3})(?P<last>(?<=\d)[a-z]|(?<!\d)\d{1,2})[.):]?"
    r"|(?P<alone>\d{1,2}|[a-z])[.)])\s+"
)
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
        if _goes_on(marks[-1], mark) if marks else not text[: mark.start()].strip():
            marks.append(mark)
    if len(marks) < 2 or (marks[0]["alone"] or FIRST[0]) not in FIRST:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [
        Counted(mark["alone"] or mark["stem"] + mark["last"], text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=True)
    ]
    return items if all(item.words for item in items) else []


def _goes_on(before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether one number comes right after another."""
    last, this = (mark["last"] or mark["alone"] for mark in (before, after))
    if before["stem"] != after["stem"] or last.isdigit() != this.isdigit():
        return False
    return int(this) == int(last) + 1 if this.isdigit() else ord(this) == ord(last) + 1
