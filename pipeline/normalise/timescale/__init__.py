"""Timescales: what the printed words of a "by when" cell say, as days, and by which rule."""

from __future__ import annotations

from pipeline.normalise.timescale.model import Period, PlanPeriod, ProseTimescale, Timescale, YearOver
from pipeline.normalise.timescale.named_rules import NamedRule, rules
from pipeline.normalise.timescale.pairs import timescale_pair
from pipeline.normalise.timescale.plan_period import plan_period_from_text
from pipeline.normalise.timescale.prose import find_closing_timescale, find_timescale_in_prose
from pipeline.normalise.timescale.reading import read_timescale
from pipeline.normalise.timescale.series import parse_timescale_series
from pipeline.normalise.timescale.status import STATE_FLAGS, read_opening_state, read_status

__all__ = [
    "STATE_FLAGS",
    "NamedRule",
    "Period",
    "PlanPeriod",
    "ProseTimescale",
    "Timescale",
    "YearOver",
    "find_closing_timescale",
    "find_timescale_in_prose",
    "parse_timescale",
    "parse_timescale_series",
    "plan_period_from_text",
    "read_opening_state",
    "read_status",
    "rules",
    "timescale_pair",
]


def parse_timescale(text: str | None, plan: PlanPeriod | None = None, context: tuple[YearOver, ...] = ()) -> Timescale:
    """Read a timescale cell. Total: any text gives a Timescale, if need be an empty one.

    `plan` is the whole plan's period. `context` holds what stands over the cell, the nearest first: the row's Year
    column, the column's heading, the section row, the heading over the table, each as printed and whether or not it
    names a year. A date without a year takes that of the nearest that names one (flag `year_from_heading`), else its
    first occurrence in the plan's period (flag `needs_context`).

    >>> parse_timescale("Q2 2024/25").periods[0].end
    datetime.date(2024, 9, 30)
    >>> parse_timescale("Q4 2024").flags
    ('bare_year_quarter',)
    >>> parse_timescale("when funds allow").periods
    ()
    >>> parse_timescale("June", None, (YearOver("Year 2: 2025/26", "section_row"),)).due
    datetime.date(2025, 6, 30)
    """
    return read_timescale(text or "", plan, context)
