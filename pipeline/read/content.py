"""What one cell looks like: a date, an owner, a rating, a tick, an order. Each question is answered once a text.

Shares of a column are counted in `column_facts`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.fold import fold, fold_space
from pipeline.normalise.options import read_options
from pipeline.normalise.owner import looks_like_owner
from pipeline.normalise.rag import read_rag
from pipeline.normalise.timescale import Timescale, parse_timescale
from pipeline.normalise.timescale.status import read_status
from pipeline.read.structure import is_reference, structure_words

LONGEST_TIMESCALE = 14  # words
LONGEST_OWNER = 25  # words
_SAYS_WHEN = frozenset({"needs_context", "impossible_date"})  # flags of what says when, though no days were read
_LONGEST_STATUS = 4  # words
_LONGEST_OPTION = 5  # words
_TICK = re.compile(r"^[✓✔☑☒■●•xXyY✗√üþ1*]$|^yes$", re.IGNORECASE)
_NO_TICK = re.compile(r"[-–—.☐□]*|no|n/?a", re.IGNORECASE)
_PART = (
    r"(?:q(?:uarter)?\s?[1-4]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}|"
    r"spring|summer|autumn|winter)"
)
_WITHIN = re.compile(
    rf"(?:by\s+)?(?:end\s+(?:of\s+)?)?{_PART}(?:\s?(?:[-–/&]|to|and)\s?{_PART})?\.?", re.IGNORECASE
)  # a part of a year
_NOT_IMPERATIVE = frozenset(
    [
        *("what", "where", "when", "who", "why", "how", "which"),
        "the",
        "a",
        "an",
        "all",
        "our",
        "we",
        "this",
        "that",
        "there",
        "these",
        "those",
        "it",
        "number",
        "increased",
        "improved",
        "reduced",
        "more",
        "better",
        "annual",
        "people",
        "staff",
        "residents",
        "percentage",
        "no",
    ]
)


@lru_cache(maxsize=8192)
def reads_as_timescale(text: str) -> bool:
    """Tell whether a whole cell says when: dates, "ongoing", a frequency or a state, and nothing else of length."""
    folded = fold_space(text)
    words = len(folded.split())
    if words > LONGEST_TIMESCALE or is_reference(folded):
        return False
    reading = parse_timescale(folded)
    if not says_when(reading):
        return False
    if reading.periods:
        return len(reading.unread) <= words // 4
    # "Publish the yearly report" is what is done, not when
    return opens_with_reading(folded) if begins_like_an_order(folded) else not reading.unread


def says_when(reading: Timescale) -> bool:
    """Tell whether a timescale was read at all: days, or that something goes on, comes round, or has a state."""
    said = reading.periods or reading.ongoing or reading.recurrence or reading.state
    return bool(said) or not _SAYS_WHEN.isdisjoint(reading.flags)


def is_tick(text: str) -> bool:
    """Tell whether a cell holds a tick or a cross in place of one."""
    return _TICK.match(text.strip()) is not None


def is_no_tick(text: str) -> bool:
    """Tell whether a cell among ticks says that there is none: blank, a dash, an empty box, "no"."""
    return _NO_TICK.fullmatch(text.strip()) is not None


def is_part_of_a_year(text: str) -> bool:
    """Tell whether a cell says when in a year and names none, as cells under the years do.

    >>> is_part_of_a_year("Q2"), is_part_of_a_year("by end of June"), is_part_of_a_year("June 2031")
    (True, True, False)
    """
    return _WITHIN.fullmatch(text.strip()) is not None


def takes_the_place_of_a_date(text: str) -> bool:
    """Tell whether a cell for a revised date holds one, or says that it is still to be set: a state alone is none.

    >>> takes_the_place_of_a_date("May 2027"), takes_the_place_of_a_date("Complete"), takes_the_place_of_a_date("N/A")
    (True, False, False)
    """
    if not reads_as_timescale(text) and not is_part_of_a_year(text):
        return False
    reading = parse_timescale(text)
    return reading.state in (None, "to_be_confirmed") or bool(reading.periods)


def opens_with_reading(text: str) -> bool:
    """Tell whether a text begins with words that say when, and leaves none unread.

    >>> opens_with_reading("by March 2024"), opens_with_reading("Chief Executive March 2024")
    (True, False)
    """
    reading = parse_timescale(text)
    return not reading.unread and any(text.startswith(words) for _, words in reading.readings)


@lru_cache(maxsize=8192)
def reads_as_status(text: str) -> bool:
    """Tell whether a whole cell is a rating or a state."""
    folded = fold_space(text)
    if options := read_options(folded, is_status=True):
        return all(reads_as_status(option.text) for option in options)
    if not 0 < len(folded.split()) <= _LONGEST_STATUS:
        return False
    if fold(folded) in structure_words().log_states or read_rag(folded, None).rag is not None:
        return True
    reading = parse_timescale(folded)  # words that say a state in status cells alone do not make one
    return reading.state is not None and not reading.periods


@lru_cache(maxsize=1024)
def is_state_or_rating(text: str) -> bool:
    """Tell whether a heading over ticks says what they tick: a state, as a status cell says it, or a rating.

    >>> is_state_or_rating("Not started"), is_state_or_rating("Amber"), is_state_or_rating("Status")
    (True, True, False)
    """
    if not 0 < len(text.split()) <= _LONGEST_OPTION:
        return False
    return read_rag(text, None).rag is not None or read_status(text).state is not None


@lru_cache(maxsize=8192)
def owner_likeness(text: str) -> float:
    """How much a whole cell reads like the names of owners, 0 to 1."""
    folded = fold_space(text)
    return looks_like_owner(text) if len(folded.split()) <= LONGEST_OWNER else 0.0


@lru_cache(maxsize=8192)
def begins_like_an_order(text: str) -> bool:
    """Tell whether a text begins as an action does: with a verb in its plain form, as far as its shape shows.

    >>> begins_like_an_order("Review the policy"), begins_like_an_order("Increased take-up of training")
    (True, False)
    """
    words = fold(text).split()
    if len(words) < 3:
        return False
    first = words[0].strip("•-–:'\"(")
    if first in _NOT_IMPERATIVE or not first.replace("-", "").isalpha():  # "Co-design a route"
        return False
    return not first.endswith(("ed", "ing", "tion", "ment", "ity", "ness", "ance", "ence"))
