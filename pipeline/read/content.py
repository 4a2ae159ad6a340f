"""What the cells of a column look like: the share of them that are numbers, dates, owners, ratings, long texts.

These shares weigh a heading's wording against what stands below it; choosing the roles is left to `columns`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.normalise.owner import looks_like_owner
from pipeline.normalise.rag import read_rag
from pipeline.normalise.timescale import parse_timescale
from pipeline.read.structure import is_reference

SAMPLE = 80  # cells of a column that are looked at
LONGEST_TIMESCALE = 14  # words
LONGEST_OWNER = 25  # words
_TICK = re.compile(r"^[✓✔☑☒■●•xXyY✗√üþ1*]$|^yes$", re.IGNORECASE)
_NO_TICK = re.compile(r"[-–—.☐□]*|no|n/?a", re.IGNORECASE)
_NOT_IMPERATIVE = frozenset(
    [
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


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of a column's printed cells, and the mean number of their words."""

    printed: int  # cells with words
    blank: int  # cells with none
    merged: int  # cells that run down over several rows
    mean_words: float
    reference: float
    timescale: float
    owner: float
    status: float
    imperative: float  # begins like an order: "Review the …"
    numbered: float  # begins with a number, words after it
    tick: float
    coloured: float  # of all cells, those filled with the colour of a rating
    figures: float = 0.0  # nothing but a number, a sum of money or a percentage


_FIGURE = re.compile(r"[<>~+-]?\s?£?\d[\d,]*(?:\.\d+)?\s?(?:%|k|m|p|pp)?", re.IGNORECASE)


@lru_cache(maxsize=8192)
def reads_as_timescale(text: str) -> bool:
    """Tell whether a whole cell says when: dates, "ongoing", a frequency or a state, and nothing else of length."""
    folded = fold_space(text)
    if not folded or len(folded.split()) > LONGEST_TIMESCALE or is_reference(folded):
        return False
    reading = parse_timescale(folded)
    said = (
        bool(reading.periods or reading.ongoing or reading.recurrence or reading.state)
        or "needs_context" in reading.flags
    )
    if not reading.periods and begins_like_an_order(folded) and not opens_with_reading(folded):
        return False  # "Publish the yearly report" is what is done, not when
    return said and len(reading.unread) <= (len(folded.split()) // 4 if reading.periods else 0)


def is_tick(text: str) -> bool:
    """Tell whether a cell holds a tick or a cross in place of one."""
    return _TICK.match(text.strip()) is not None


def is_no_tick(text: str) -> bool:
    """Tell whether a cell among ticks says that there is none: blank, a dash, an empty box, "no"."""
    return _NO_TICK.fullmatch(text.strip()) is not None


def takes_the_place_of_a_date(text: str) -> bool:
    """Tell whether a cell for a revised date holds one, or says that it is still to be set: a state alone is none.

    >>> takes_the_place_of_a_date("May 2027"), takes_the_place_of_a_date("Complete"), takes_the_place_of_a_date("N/A")
    (True, False, False)
    """
    if not reads_as_timescale(text):
        return False
    reading = parse_timescale(text)
    return reading.state in (None, "to_be_confirmed") or bool(reading.periods)


def opens_with_reading(text: str) -> bool:
    """Tell whether a text begins with words that say when, and leaves none unread.

    >>> opens_with_reading("by March 2024"), opens_with_reading("Chief Executive March 2024")
    (True, False)
    """
    reading = parse_timescale(text)
    return not reading.unread and any(words and text.startswith(words) for _, words in reading.readings)


@lru_cache(maxsize=8192)
def reads_as_status(text: str) -> bool:
    """Tell whether a whole cell is a rating or a state."""
    folded = fold_space(text)
    if not folded or len(folded.split()) > 4:
        return False
    if read_rag(folded, None).rag is not None:
        return True
    reading = parse_timescale(folded)  # words that say a state in status cells alone do not make one
    return reading.state is not None and not reading.periods


@lru_cache(maxsize=8192)
def owner_likeness(text: str) -> float:
    """How much a whole cell reads like the names of owners, 0 to 1."""
    folded = fold_space(text)
    if not folded or len(folded.split()) > LONGEST_OWNER:
        return 0.0
    return looks_like_owner(text)


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
    if first in _NOT_IMPERATIVE or not first.isalpha():
        return False
    return not first.endswith(("ed", "ing", "tion", "ment", "ity", "ness", "ance", "ence"))


def profile_column(cells: Sequence[Cell]) -> Profile:
    """Profile the cells of one column, headings and rows across the table left out by the caller."""
    cells = cells[:SAMPLE]
    texts = [cell.text for cell in cells if cell.text.strip()]
    count = max(len(texts), 1)
    words = [len(text.split()) for text in texts]

    def share(number: float) -> float:
        return number / count

    coloured = sum(read_rag(None, cell.fill).rag is not None for cell in cells if cell.fill)
    return Profile(
        printed=len(texts),
        blank=len(cells) - len(texts),
        merged=sum(cell.row_span > 1 for cell in cells),
        mean_words=sum(words) / count,
        reference=share(sum(is_reference(text) for text in texts)),
        timescale=share(sum(reads_as_timescale(text) for text in texts)),
        owner=share(sum(owner_likeness(text) for text in texts)),
        status=share(sum(reads_as_status(text) for text in texts)),
        imperative=share(sum(begins_like_an_order(text) for text in texts)),
        numbered=share(sum(bool(re.match(r"\d+(\.\d+)*[.)]?\s+\S", text)) for text in texts)),
        tick=share(sum(map(is_tick, texts))),
        coloured=coloured / max(len(cells), 1),
        figures=share(sum(bool(_FIGURE.fullmatch(text.strip())) for text in texts)),
    )
