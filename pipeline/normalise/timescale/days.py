"""Which days a unit of time means, once its year is known or the plan's period stands in for one.

A unit without a year takes none from today's date: it takes its neighbour's, or its first occurrence in the plan, or it
gives no days at all.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from pipeline.normalise.timescale.calendar_units import (
    SEASON_MONTHS,
    TERM_MONTHS,
    add_months,
    easter_sunday,
    financial_quarter,
    financial_year,
    in_financial_year,
    is_whole_months,
    last_day,
    months_from,
    quarter_month,
    span_of_months,
)
from pipeline.normalise.timescale.dates import Unit
from pipeline.normalise.timescale.model import PlanPeriod, Precision


class Span(NamedTuple):
    """First and last day, precision, and whether the words named years; `flags` say what was assumed for them."""

    start: date
    end: date
    precision: Precision
    by_years: bool = False
    flags: tuple[str, ...] = ()


LEANS_ON_PLAN = frozenset(("plan_year", "plan_quarter", "plan_month", "duration", "plan_life"))
WITHOUT_YEAR = frozenset(
    ("month", "day", "easter", "quarter", "half", "season", "term", "financial_year", "academic_year")
)
_MONTH_OF_EASTER = 4  # in three years of four


def first_month(unit: Unit) -> int:
    """Give the month in which a unit that has no year begins."""
    kind, n = unit.kind, unit.n
    if kind == "season":
        return SEASON_MONTHS[str(n)]
    if kind == "term":
        return TERM_MONTHS[str(n)][0]
    if kind == "easter":
        return _MONTH_OF_EASTER
    number = int(n)
    if kind == "quarter":
        return quarter_month(number)
    if kind == "half":
        return 4 if number == 1 else 10
    if kind == "financial_year":
        return 4
    if kind == "academic_year":
        return 9
    if kind == "municipal_year":
        return 5
    return number


@lru_cache(maxsize=4096)  # the cells of a plan name few
def days_of(unit: Unit) -> Span | None:
    """Give the days of a unit that has its year, or None where there are none (no year, no such day)."""
    kind, year = unit.kind, unit.year
    if year is None:
        return None
    if kind == "month":
        month = int(unit.n)
        if unit.pair:
            year = in_financial_year(year, month)
        flags = ("month_in_financial_year",) if unit.pair else ()
        return Span(date(year, month, 1), date(year, month, last_day(year, month)), "month", False, flags)
    if kind == "year":
        return Span(date(year, 1, 1), date(year, 12, 31), "year")
    if kind == "financial_year":
        start, end = financial_year(year)
        return Span(start, end, "financial_year")
    if kind == "quarter":
        start, end = financial_quarter(int(unit.n), year)
        return Span(start, end, "quarter")
    if kind == "day":
        month = int(unit.n)
        if unit.pair:
            year = in_financial_year(year, month)
        if not 1 <= unit.day <= last_day(year, month):
            return None
        day = date(year, month, unit.day)
        return Span(day, day, "day")
    if kind == "years":
        return Span(date(year, 1, 1), date(unit.last, 12, 31), "range", True)
    return _longer(unit, year)


def _longer(unit: Unit, year: int) -> Span | None:
    kind = unit.kind
    if kind == "season":
        month = SEASON_MONTHS[str(unit.n)]
        flags: tuple[str, ...] = ()
        if unit.n == "winter" and not unit.pair:
            flags = ("winter_start_year_assumed",)
        elif unit.n == "spring" and unit.pair:
            flags = ("ambiguous_numeric",)  # a financial year holds the end of one spring and the start of another
        start, end = months_from(year, month, 3)
        return Span(start, end, "season", False, flags)
    if kind == "months":
        first = int(unit.n) + (3 if unit.pair else 0) - 1
        start, end = months_from(year + first // 12, first % 12 + 1, unit.last - int(unit.n) + 1)
        return Span(start, end, "quarter" if unit.unit == "quarter" else "range")
    if kind == "half":
        month = 4 if unit.pair else 1
        start, end = months_from(year, month, 6) if unit.n == 1 else _second_half(year, month)
        return Span(start, end, "half")
    if kind == "term":
        first, last = TERM_MONTHS[str(unit.n)]
        if unit.pair and unit.n != "autumn":
            year += 1
        start, end = months_from(year, first, last - first + 1)
        return Span(start, end, "range")
    if kind == "easter":
        told = ("ambiguous_numeric",) if unit.pair else ()  # a financial year may hold two or none
        day = easter_sunday(year) + timedelta(days=int(unit.n))
        return Span(day, day, "day", False, told)
    if kind == "academic_year":
        return Span(date(year, 9, 1), date(year + 1, 8, 31), "range")
    if kind == "municipal_year":
        return Span(date(year, 5, 1), date(year + 1, 4, 30), "range")
    return None


def _second_half(year: int, month: int) -> tuple[date, date]:
    return months_from(year, month + 6, 6)


def first_on_or_after(unit: Unit, day: date) -> Span | None:
    """Give the first occurrence of a unit that has no year that starts on or after a day.

    >>> first_on_or_after(Unit("quarter", 4), date(2021, 4, 1)).start
    datetime.date(2022, 1, 1)
    """
    pair = unit.kind in ("quarter", "half", "financial_year", "academic_year", "municipal_year")
    for year in range(day.year - 1, day.year + 5):
        span = days_of(unit._replace(year=year, pair=pair))
        if span is not None and span.start >= day:
            return span._replace(flags=())
    return None


def days_in_plan(unit: Unit, plan: PlanPeriod) -> Span | None:
    """Give the days of a unit that leans on the plan's period, or None where the period does not tell them."""
    start = plan.start
    if unit.kind == "plan_life":
        return None if start is None or plan.end is None else Span(start, plan.end, "range")
    if start is None:
        return None
    if unit.kind == "plan_year":
        number = int(unit.n)
        if number == -1:
            if plan.end is None:
                return None
            first, last = add_months(plan.end + timedelta(days=1), -12), plan.end
        else:
            first, last = span_of_months(add_months(start, 12 * (number - 1)), 12)
        whole = (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)
        return Span(first, last, "financial_year" if whole else "range")
    if unit.kind == "plan_quarter":
        return first_on_or_after(Unit("quarter", unit.n), add_months(start, 12 * (unit.last - 1)))
    if unit.kind == "plan_month":
        first, last = span_of_months(add_months(start, int(unit.n) - 1), 1)
        return Span(first, last, "month" if is_whole_months(first, last) else "range")
    if unit.kind == "duration":
        if unit.day:
            return None  # counted from an event whose date is not said
        if unit.unit == "month":
            return Span(*span_of_months(start, unit.last), "range")
        if unit.unit == "year":
            return Span(*span_of_months(start, 12 * unit.last), "range")
        length = unit.last * (7 if unit.unit == "week" else 1)
        return Span(start, start + timedelta(days=max(length, 1) - 1), "range")
    return first_on_or_after(unit, start) if unit.kind in WITHOUT_YEAR else None
