"""What is true of a column: what its cells hold, as shares from 0 to 1; no reading of it yet.

Choosing the roles is left to `columns`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from operator import lt

from extractors.document import Cell
from pipeline.normalise.rag import read_rag, says_only_a_rating
from pipeline.read.content import (
    begins_like_an_order,
    is_no_tick,
    is_part_of_a_year,
    is_tick,
    owner_likeness,
    reads_as_status,
    reads_as_timescale,
)
from pipeline.read.item_numbers import counted_items
from pipeline.read.structure import counts_a_grouping, is_answer, is_reference, opens_with_a_verb, unnumbered

SAMPLE = 80  # cells of a column that are looked at
_FIGURE = re.compile(r"[<>~+-]?\s?£?\d[\d,]*(?:\.\d+)?\s?(?:%|k|m|p|pp)?", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+(\.\d+)*[.)]?\s+\S")
_LETTER = re.compile("[a-z]")
_LABEL = re.compile(r"(?P<word>[A-Za-z][A-Za-z ]*[A-Za-z])\s+(?P<number>\d{1,3})")
_LONGEST_RATING = 20  # letters
_YES_NO = re.compile(r"(?:yes|no|y|n|n/a|partly|partially)[.?!]?", re.IGNORECASE)
_CONTACT = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]|(?:\+44|\(?0\d{3,4}\)?)[\d ]{6,}|https?://\S+|www\.\S+")
_PARTS = re.compile(r"(?P<head>[A-Z]{1,2}(?=\d)|)(?P<rest>(?:(?<=[A-Z])|\d+\.)\d+(?:\.\d+)*)")  # "A2", "1.1"
_LEAST_RISING = 3  # numbers
_MOST_INITIALS = 0.7  # share of letters of ratings among others that a plan may have of its own: "Y" for yellow
_GRADE = re.compile(r"(?:high|medium|med|low|h|m|l|very high|essential|desirable|must|should|could)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Shares (0 to 1) of a column's printed cells, unless it says otherwise."""

    printed: int = 0  # cells with words
    blank: int = 0  # cells with none
    merged: int = 0  # cells that run down over several rows
    mean_words: float = 0.0
    reference: float = 0.0
    timescale: float = 0.0
    owner: float = 0.0
    status: float = 0.0
    imperative: float = 0.0  # begins like an order: "Review the …"
    numbered: float = 0.0  # begins with a number, words after it
    labelled: float = 0.0  # begins with the label of a grouping, words after it: "Priority 2: Homes"
    counted: float = 0.0  # 1: two cells or more are a word and a number that goes up by one, "Priority 1", "Priority 2"
    rising: float = 0.0  # 1: all are numbers in several parts ("1.1", "A2"), each above the one before
    initials: float = 0.0  # 1: single letters, most of them of ratings, that come in no order of the alphabet
    in_runs: float = 0.0  # 1: texts printed again on row after row, each in one run of rows
    wordless: float = 0.0  # has neither letters nor figures: "↑"
    rates_alone: float = 0.0  # says a rating and no more: "Amber", "G"
    answer: float = 0.0  # says whether a recommendation is agreed
    beside_states: float = 0.0  # 1: another column holds states in words and is headed so
    tick: float = 0.0
    no_tick: float = 0.0  # says, among ticks, that there is none
    part_of_year: float = 0.0  # says when in a year, without the year
    coloured: float = 0.0  # of all cells, those filled with the colour of a rating
    shaded: float = 0.0  # of all cells, those without words that are filled
    figures: float = 0.0  # nothing but a number, a sum of money or a percentage
    yes_no: float = 0.0
    contact: float = 0.0  # holds an e-mail address, a telephone number, a web address
    grade: float = 0.0  # "High", "M"
    verbs: float = 0.0  # begins with a verb of plans: "We will publish the …"
    sole_verbs: float = 0.0  # 1: its cells begin with verbs, those of no other column of texts do, nor is one headed so
    seen: float = 0.0  # 1 where a cell has words or the colour of a rating

    @property
    def wordy(self) -> float:
        """From -0.6 (no words) over 0 (three words a cell) to 1 (eight and more)."""
        return min((self.mean_words - 3.0) / 5.0, 1.0) * self.seen

    @property
    def rated(self) -> float:
        """How far the cells are states, ratings or their colours."""
        return max(self.status, self.coloured)

    @property
    def lamps(self) -> float:
        """How far the cells are letters of ratings, on their colours or in no order, with no states beside them."""
        return max(self.status * self.coloured * self.reference, self.initials) * (1.0 - self.beside_states)

    @property
    def dated(self) -> float:
        """How far the cells are dates, numbers or states: what no text is."""
        return self.timescale + self.reference + self.status

    @property
    def named(self) -> float:
        """How far the cells are short names of owners."""
        return self.owner * (self.wordy < 0.5)

    @property
    def long(self) -> float:
        """1 where the cells have more words than a number has."""
        return float(self.mean_words > 4)

    @property
    def grouping(self) -> float:
        """How far the cells run down over several rows, or are printed in the first of them."""
        rows = self.printed + self.blank
        return min(1.0, (self.merged + 0.5 * self.blank) / max(rows, 1))

    @property
    def flat(self) -> float:
        """1 where each row has a cell of its own with words."""
        return float(self.grouping == 0) * self.seen

    @property
    def grouped(self) -> float:
        """How far the cells are names of groupings, each printed on all of its rows."""
        return self.in_runs * self.long * (1.0 - max(self.named, self.timescale, self.status))

    @property
    def hollow(self) -> float:
        """The share of rows without words that no cell from above covers."""
        return self.blank / max(self.printed + self.blank, 1) * self.seen


def facts_of_column(cells: Sequence[Cell]) -> ColumnFacts:
    """Return the facts about the cells of one column, headings and rows across the table left out by the caller."""
    cells = cells[:SAMPLE]
    texts = [cell.text for cell in cells if cell.text.strip()]
    items = [item for text in texts for item in _items_of(text)]
    count = max(len(items), 1)
    coloured = sum(read_rag(None, cell.fill).rag is not None for cell in cells if cell.fill)
    sums = zip(_SHARES, map(sum, zip(*map(_looks_of, items), strict=True)), strict=True) if texts else ()
    return ColumnFacts(
        printed=len(texts),
        blank=len(cells) - len(texts),
        merged=sum(cell.row_span > 1 for cell in cells),
        counted=float(_count_up(texts)),
        rising=float(_rise(texts)),
        initials=float(_are_initials_of_ratings(texts)),
        in_runs=float(_stand_in_runs(texts)),
        coloured=coloured / max(len(cells), 1),
        shaded=sum(bool(cell.fill) and not cell.text.strip() for cell in cells) / max(len(cells), 1),
        seen=float(bool(texts) or coloured > 0),
        **{name: total / count for name, total in sums},
    )


def _items_of(text: str) -> list[str]:
    """The words of each item of a cell that numbers several, else those of the cell."""
    return [item.words for item in counted_items(text)] or [text]


_SHARES = (
    "mean_words", "reference", "timescale", "owner", "status", "imperative", "verbs", "numbered", "labelled", "tick",
    "no_tick", "part_of_year", "figures", "yes_no", "contact", "grade",
    "answer", "rates_alone", "wordless",
)  # fmt: skip


@lru_cache(maxsize=8192)  # a table is tried in several frames
def _looks_of(text: str) -> tuple[float, ...]:
    """What one cell adds to each of `_SHARES`."""
    bare, said = text.strip(), unnumbered(text)
    return (
        len(text.split()),
        is_reference(text),
        reads_as_timescale(text),
        owner_likeness(text),
        reads_as_status(text),
        begins_like_an_order(said),
        opens_with_a_verb(said),
        _NUMBERED.match(text) is not None,
        _names_a_grouping(text),
        is_tick(text),
        is_no_tick(text),
        is_part_of_a_year(text),
        _FIGURE.fullmatch(bare) is not None,
        _YES_NO.fullmatch(bare) is not None,
        _CONTACT.search(text) is not None,
        _GRADE.fullmatch(bare) is not None,
        is_answer(text),
        len(bare) <= _LONGEST_RATING and says_only_a_rating(bare),
        not any(map(str.isalnum, bare)),
    )


def _names_a_grouping(text: str) -> bool:
    return counts_a_grouping(text) and not is_reference(text)


def _count_up(texts: Sequence[str]) -> bool:
    """Whether the cells that are a word and a number have the same word, and numbers that go up by one."""
    found = [match for text in texts if is_reference(text) and (match := _LABEL.fullmatch(text.strip()))]
    numbers = [int(match["number"]) for match in found]
    return len({match["word"] for match in found}) == 1 < len(found) and all(b - a == 1 for a, b in pairwise(numbers))


def _rise(texts: Sequence[str]) -> bool:
    """Whether all cells are numbers in several parts, three at least, each above the one before."""
    found = [_PARTS.fullmatch(text.strip()) for text in texts]
    numbers = [(match["head"], *map(int, match["rest"].split("."))) for match in found if match is not None]
    return len(numbers) == len(texts) >= _LEAST_RISING and all(map(lt, numbers, numbers[1:]))


def _are_initials_of_ratings(texts: Sequence[str]) -> bool:
    """Whether all cells are single letters, most of them of ratings, that count nothing: "G", "A", "G", "R"."""
    letters = [text.strip().casefold() for text in texts]
    counted = letters == sorted({*letters})
    if counted or not all(map(_LETTER.fullmatch, letters)):
        return False
    return sum(read_rag(letter, None).rag is not None for letter in letters) >= _MOST_INITIALS * len(letters)


def _stand_in_runs(texts: Sequence[str]) -> bool:
    """Whether there are several different texts, most printed on row after row, and none again below another."""
    runs = [(text, len(list(alike))) for text, alike in groupby(texts)]
    return len({text for text, _ in runs}) == len(runs) > 1 and 2 * len(runs) <= len(texts)
