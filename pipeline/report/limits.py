"""How much a report holds, so that a browser can open it and a machine can make it whatever the collection.

A list that is cut says so, and where the rest is. What stays in full at any size are the figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportLimits:
    """The most that a report holds of each kind; below these nothing is left out."""

    listed: int = 20_000  # actions in a list over councils, of a theme or a quarter: some 15 MB that a browser reads
    listed_of_council: int = 5_000  # actions in the list on a council's own page
    similar: int = 100_000  # actions up to which the report looks for similar ones itself, some minutes of work
    plans: int = 2_000  # plans up to which the page of quality has a row for each, and not for each council


LIMITS = ReportLimits()


@dataclass(frozen=True, slots=True)
class Share:
    """What a list holds of its actions: all, or no more than `each` of every council (or plan) and `most` in sum."""

    total: int
    shown: int
    each: int | None  # None: all
    most: int


def share_out(counts: Collection[int], most: int) -> Share:
    """Share the room of a list between councils with so many actions each, so that none is left out for its name.

    >>> share_out([5, 1, 90], 1000)
    Share(total=96, shown=96, each=None, most=1000)
    >>> share_out([5, 1, 90], 10)
    Share(total=96, shown=9, each=4, most=10)
    >>> share_out([1, 1, 1], 2)
    Share(total=3, shown=2, each=1, most=2)
    """
    total = sum(counts)
    if total <= most:
        return Share(total, total, None, most)
    low, high = 1, max(counts)  # the most for each with which the sum still fits; at least one
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(count, middle) for count in counts) <= most:
            low = middle
        else:
            high = middle - 1
    return Share(total, min(most, sum(min(count, low) for count in counts)), low, most)
