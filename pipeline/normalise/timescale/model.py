"""What a timescale reading holds: the periods, what is said beside them, and the rule that each came from.

These are the types that the readers of this package give and that others take; how they come about is theirs to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.normalise.doubt import Doubt, Suspicion, doubts_of_flags

Precision = Literal["day", "week", "month", "quarter", "season", "half", "year", "financial_year", "range"]
Recurrence = Literal[
    "weekly", "monthly", "quarterly", "six_monthly", "annual", "biennial", "termly", "continuous", "other"
]
State = Literal[
    "not_started",
    "in_development",
    "in_progress",
    "complete",
    "to_be_confirmed",
    "on_hold",
    "cancelled",
    "overdue",
]


_DAYS = ("periods", "due")

SUSPICIONS = {
    "unread_words": Suspicion(_DAYS, 0.6, "Words of the timescale were not read, and may say another time."),
    "dates_run_together": Suspicion(_DAYS, 0.7, "Two dates stand side by side with nothing that says how they belong."),
    "ambiguous_numeric": Suspicion(_DAYS, 0.7, "The figures can be read in two ways."),
}


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """The days that a whole plan covers, both ends included; None for an end that the plan does not say."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class YearOver:
    """Words that stand over a timescale cell and may name its year, as printed: "2024/25", "Year 2: 2025 to 2026".

    `place` is where they stand: the row's own Year column, the heading of the cell's column, the section row over it,
    or the heading over the table.
    """

    text: str
    place: Literal["year_column", "column_heading", "section_row", "heading"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a timescale names, both ends included; never narrower than the words it came from."""

    text: str  # the words read, as printed
    start: date
    end: date
    precision: Precision
    edtf: str  # ISO 8601-2 (EDTF), level 1


@dataclass(frozen=True, slots=True)
class Timescale:
    """All that was understood of one timescale cell, and the words that were not."""

    text: str  # as given
    periods: tuple[Period, ...] = ()
    ongoing: bool = False  # said to go on with no end
    recurrence: Recurrence | None = None
    state: State | None = None
    flags: tuple[str, ...] = ()  # codes of `timescale_flags`, in the order met, each once
    readings: tuple[tuple[str, str], ...] = ()  # name of the rule, words it read
    edtf: str | None = None  # of all periods together; None where they cannot stand in one expression
    unread: tuple[str, ...] = ()  # words from which nothing was read

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The values that may be wrong, by what was flagged while they were read."""
        return doubts_of_flags(self.flags, SUSPICIONS)

    @property
    def start(self) -> date | None:
        """Earliest start of the periods."""
        return min((period.start for period in self.periods), default=None)

    @property
    def due(self) -> date | None:
        """Latest end of the periods."""
        return max((period.end for period in self.periods), default=None)


@dataclass(frozen=True, slots=True)
class ProseTimescale:
    """A timescale that stands in running text; `start` and `end` are its place in that text."""

    start: int
    end: int
    timescale: Timescale
    trailing: bool  # nothing but punctuation follows it
