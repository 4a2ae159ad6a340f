"""Months that are printed by their first letters over narrow columns: "A M J J A S O N D J F M"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.number_text import MONTHS

_INITIALS = "".join(month[0] for month in MONTHS) * 4  # as long as any plan, and the months before its first January
_RUN = re.compile("[JFMASOND]{6,}")  # six in a row begin at one month alone


def months_in_words(texts: Sequence[str]) -> list[str]:
    """Return the texts of neighbouring cells with months in words where a run of them, six at least, has the initials.

    >>> months_in_words(["Lead", "S", "O", "N", "D", "J", "F"])
    ['Lead', 'September', 'October', 'November', 'December', 'January', 'February']
    """
    found = list(texts)
    letters = "".join(bare if len(bare := text.strip()) == 1 else " " for text in texts)
    for run in _RUN.finditer(letters):
        first = _INITIALS.find(run.group())
        if first >= 0:
            found[slice(*run.span())] = [MONTHS[at % 12] for at in range(first, first + len(run.group()))]
    return found
