"""A sequence cut into runs of neighbours that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


def runs_of(items: Iterable[_Item], goes_on: Callable[[list[_Item], _Item], bool]) -> list[list[_Item]]:
    """Return the runs in order: an item belongs to the run before it where it `goes_on` with that, else begins one.

    >>> runs_of([1, 2, 5, 6, 7], lambda run, item: item == run[-1] + 1)
    [[1, 2], [5, 6, 7]]
    """
    runs: list[list[_Item]] = []
    for item in items:
        if runs and goes_on(runs[-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs
