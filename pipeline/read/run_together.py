"""Two columns that a conversion ran together: words that end in a date, where the date's own column was lost.

Finding out which columns were lost is left to `segments`; here a cell is parted, and a column is judged by its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.fold import fold_space
from pipeline.normalise.timescale import parse_timescale
from pipeline.read.columns import names_a_period
from pipeline.read.content import opens_with_reading, owner_likeness, reads_as_timescale
from pipeline.read.item_numbers import counted_items

_SHARE = 0.6  # of a column's cells that must end in a date
_OWNER = 0.6  # likeness of an owner from which words name one
_LEAST = 2  # cells from which a column can be judged


def split_off_timescale(text: str) -> tuple[str, str]:
    """Split a cell that also says when: by its lines, else where the words that say when begin.

    >>> split_off_timescale("HR Manager, March 2024")
    ('HR Manager', 'March 2024')
    >>> split_off_timescale("Annual (October)"), split_off_timescale("HR Manager (March 2024)")
    (('', 'Annual (October)'), ('HR Manager', 'March 2024'))
    >>> split_off_timescale("HR Manager\\nPlacements start each January")
    ('HR Manager', 'Placements start each January')
    >>> split_off_timescale("1a May 2031\\n1b Ongoing")
    ('', '1a May 2031\\n1b Ongoing')
    """
    items = counted_items(text)
    if names_a_period(text) or (items and all(reads_as_timescale(item.words) for item in items)):
        return "", text  # "Q2" might be a reference elsewhere
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    dates = [line for line in lines if reads_as_timescale(line)] or _last_that_says_when(lines)
    if dates and len(lines) > 1:
        return "\n".join(line for line in lines if line not in dates), "\n".join(dates)
    words = fold_space(text).split(" ")
    for cut in range(len(words)):
        tail = _without_lone_brackets(" ".join(words[cut:]))
        if reads_as_timescale(tail) and opens_with_reading(tail):
            return " ".join(words[:cut]).strip(" ,;:/(\u2013\u2014-"), tail
    return text, ""


def _last_that_says_when(lines: Sequence[str]) -> list[str]:
    """The last line, where it alone says when in words of its own."""
    says = [bool(found.periods or found.recurrence) for found in map(parse_timescale, lines)]
    return list(lines[-1:]) if says and says[-1] and sum(says) == 1 else []


def _without_lone_brackets(text: str) -> str:
    """A text without the brackets that close or open elsewhere, or that hold it whole."""
    inner = text.strip("()[] ")
    return inner if sum(map(inner.count, "([")) == sum(map(inner.count, ")]")) else text


def ends_in_dates(texts: Sequence[str]) -> bool:
    """Tell whether the cells of a column hold words with a date after them.

    >>> ends_in_dates(["HR March 2025", "Head of Policy Ongoing", "Web Team"])
    True
    """
    return _mostly(bool, texts)


def ends_in_owners_and_dates(texts: Sequence[str]) -> bool:
    """Tell whether the cells of a column name somebody and say when behind that.

    >>> ends_in_owners_and_dates(["Head of HR March 2025", "Head of Policy, ongoing", "Web Team"])
    True
    >>> ends_in_owners_and_dates(["Published by March 2025", "Reviewed by May 2026"])
    False
    """
    return _mostly(lambda words: owner_likeness(words) >= _OWNER, texts)


def _mostly(holds: Callable[[str], bool], texts: Sequence[str]) -> bool:
    """Whether something holds of the words before the dates of most cells."""
    printed = [text for text in texts if text.strip()]
    parted = [split_off_timescale(text) for text in printed]
    said = [words for words, date in parted if date]
    return len(printed) >= _LEAST and sum(map(holds, said)) >= _SHARE * len(printed)
