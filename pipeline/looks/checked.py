"""What checks by people tell: how many values looked at were right, and whether the chances said kept their word.

Values are looked at mostly because they are doubted, so the share that was right says what a look finds, not how good
the tables are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from schema.rows import ActionRow

_CHANCE = re.compile(r"\((\d{1,3})% was said\)")
_SURE = 1.96  # standard deviations of a 95% interval


@dataclass(frozen=True, slots=True)
class Checked:
    """The values of one column that people looked at; `least` and `most` are the 95% interval of the share right."""

    field: str
    looked: int
    right: int
    said: float | None  # the mean chance that was said of those that were doubted
    least: float
    most: float

    @property
    def kept(self) -> bool | None:
        """Whether the chance that was said lies in the interval; None where none was said."""
        return None if self.said is None else self.least <= self.said <= self.most


def checked_fields(actions: Iterable[ActionRow]) -> list[Checked]:
    """Return what was looked at by column, most looked at first; the last is all together, where there is any."""
    looked: dict[str, list[tuple[bool, float | None]]] = {}
    for action in actions:
        for one in action.rules:
            if one.rule.startswith(("found right", "corrected")):
                chance = _CHANCE.search(one.rule)
                told = (one.rule.startswith("found right"), int(chance[1]) / 100 if chance else None)
                looked.setdefault(one.field, []).append(told)
    fields = [_checked(field, told) for field, told in looked.items()]
    fields.sort(key=lambda one: (-one.looked, one.field))
    every = [told for some in looked.values() for told in some]
    return [*fields, _checked("all", every)] if every else []


def _checked(field: str, told: list[tuple[bool, float | None]]) -> Checked:
    right = sum(found for found, _ in told)
    said = [chance for _, chance in told if chance is not None]
    least, most = interval(right, len(told))
    return Checked(field, len(told), right, sum(said) / len(said) if said else None, least, most)


def interval(right: int, looked: int) -> tuple[float, float]:
    """Return the 95% interval of a share by Wilson's formula (1927), which holds for few and for extreme counts.

    >>> [round(end, 3) for end in interval(117, 120)]
    [0.929, 0.991]
    """
    if not looked:
        return 0.0, 1.0
    share, square = right / looked, _SURE**2
    centre = (share + square / (2 * looked)) / (1 + square / looked)
    half = _SURE / (1 + square / looked) * sqrt(share * (1 - share) / looked + square / (4 * looked**2))
    return max(0.0, centre - half), min(1.0, centre + half)
