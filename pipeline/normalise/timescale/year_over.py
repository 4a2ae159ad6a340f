"""The year that a date without one takes from the words over its cell: a Year column, a heading, a section row.

A year or a financial year lends itself as if it were printed beside the date; a longer period ("2024 to 2028", "Year 2"
in a plan whose period is known) lends the first occurrence in it. Words that name a year as part of something else, or
that give a bound alone, lend nothing.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.normalise.timescale.dates import Unit
from pipeline.normalise.timescale.days import WITHOUT_YEAR, Span, days_of, first_on_or_after
from pipeline.normalise.timescale.model import PlanPeriod, Timescale, YearOver

_BOUND_ALONE = frozenset(("start_only", "deadline", "event_relative", "range_backwards"))
_SHORTEST = 80  # days; a month over a cell is a heading of its own kind, no year
_LONGEST_HEADING = 14  # words; what is longer is prose, and its years speak of anything


class Lent(NamedTuple):
    """What the words over a cell lend: a whole year, or a longer period."""

    unit: Unit | None
    period: PlanPeriod
    over: YearOver

    def days(self, unit: Unit, not_before: date | None = None) -> Span | None:
        """Give the days of a unit without a year, None where the words over it do not tell them.

        `not_before` is the first day of the date before it in a range: "November to February" ends in the next year.
        """
        if unit.kind not in WITHOUT_YEAR or self.period.start is None or self.period.end is None:
            return None
        if self.unit is not None and unit.kind not in ("financial_year", "academic_year"):
            pair = self.unit.pair or unit.kind == "quarter"
            span = days_of(unit._replace(year=self.unit.year, pair=pair))
        else:
            span = first_on_or_after(unit, self.period.start)
            span = span if span is not None and span.start <= self.period.end else None
        if span is not None and not_before is not None and span.start < not_before:
            span = first_on_or_after(unit, not_before)
        return None if span is None else span._replace(flags=())


def year_lent(over: YearOver, reading: Timescale) -> Lent | None:
    """Give what the words over a cell lend, from their own reading; None where they name no year."""
    start, end = reading.start, reading.due
    if start is None or end is None or len(over.text.split()) > _LONGEST_HEADING:
        return None
    if (end - start).days < _SHORTEST or not _BOUND_ALONE.isdisjoint(reading.flags):
        return None
    unit = None
    if len(reading.periods) == 1 and reading.periods[0].precision in ("year", "financial_year"):
        unit = Unit("year", 0, 0, start.year, reading.periods[0].precision == "financial_year")
    return Lent(unit, PlanPeriod(start, end), over)


def names_a_year(heading: str) -> bool:
    """Whether a heading names the year or years of what stands under it.

    >>> names_a_year("Year 2: 2025/26"), names_a_year("March 2025"), names_a_year("Our staff")
    (True, False, False)
    """
    from pipeline.normalise.timescale.reading import read_timescale

    return year_lent(YearOver(heading, "heading"), read_timescale(heading, None)) is not None
