"""Dates that stand together: sharing a year, joining to ranges, a quarter's label beside its months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from pipeline.normalise.timescale.dates import Unit
from pipeline.normalise.timescale.days import (
    LEANS_ON_PLAN,
    WITHOUT_YEAR,
    Span,
    days_in_plan,
    days_of,
    first_month,
    first_on_or_after,
)
from pipeline.normalise.timescale.model import PlanPeriod, Precision
from pipeline.normalise.timescale.year_over import Lent

_SHARES = frozenset(("month", "day", "quarter", "half", "season", "term"))
_BARE_YEAR = {"quarter": "bare_year_quarter", "half": "bare_year_half"}
_NUMBERED = {"quarter": 4, "half": 2, "plan_year": 99, "plan_month": 99}  # the highest number of each
_WHOLE_YEARS = frozenset(("year", "financial_year"))
_NEIGHBOURS = {"month": 1, "season": 3, "quarter": 3}


@dataclass(slots=True)
class Entry:
    """One date met on the walk, and how it hangs together with the one before."""

    unit: Unit
    start: int  # place in the folded text
    end: int
    join: str = ""  # "" (nothing between), RANGE, DASH, SLASH, AND, COMMA, COLON, WORDS or LIST
    approximate: bool = False
    week: str = ""  # first or last: the day is one end of a week
    old: bool = False  # a date that a later one has replaced
    recurring: bool = False
    yearless: bool = False
    span: Span | None = None
    rule: str = ""  # how it was joined with others
    lent: bool = False  # the year is that of the quarter's label before it
    under: bool = False  # the year is that of the words over the cell
    partner: bool = False  # taken up by the entry before it
    dated: bool = False  # has a year of its own
    slashed: str | None = None  # the kind of the dates that a slash has joined to this range
    repeats: bool = False  # a bare year of a list, which may stand for the month of the date before it
    listed: bool = False  # stands in a list with nothing but a comma, "and" or a slash before it


def join_entries(
    entries: list[Entry], plan: PlanPeriod | None, flags: list[str], recurs: bool, lent: Lent | None = None
) -> list[Entry]:
    """Give the entries that stand for periods of their own, each with its span; raise flags along the way."""
    if len(entries) > 1:
        entries = _number_kinds(entries)
        for entry in entries:
            entry.dated = entry.unit.year is not None
        _share_terms(entries)
        _repeat_units(entries)
        _share_years(entries, flags)
        entries = [entry for entry in entries if not entry.partner]
    joined: list[Entry] = []
    needs_context = False
    for entry in entries:
        if recurs and entry.unit.year is None and entry.unit.kind in WITHOUT_YEAR:
            entry.recurring = True
        else:
            entry.span = _span(entry, joined[-1] if joined else None, plan, flags, lent)
        unit = entry.unit
        if entry.yearless or unit.kind in LEANS_ON_PLAN:
            needs_context = True
        joined.append(entry)
    if len(joined) > 1:
        joined = _ranges(joined, flags)
        joined = _quarters_with_months(joined, flags)
        joined = _once(_years_beat_labels(joined))
        needs_context = any(entry.yearless or entry.unit.kind in LEANS_ON_PLAN for entry in joined)
    if needs_context and "needs_context" not in flags:
        flags.append("needs_context")
    for entry in joined:
        if entry.span is not None:
            for flag in entry.span.flags:
                if flag not in flags:
                    flags.append(flag)
    return [entry for entry in joined if entry.span is not None]


def _number_kinds(entries: list[Entry]) -> list[Entry]:
    """Give bare figures the kind of their neighbour: Q1-3, Years 2 and 3, 6-12 February, 1st and 15th March."""
    for k, entry in enumerate(entries):
        if entry.unit.kind != "number":
            continue
        before = entries[k - 1].unit if k else None
        if before is not None and _counts_to(before.kind, entry.unit.n) and entry.join != "LIST":
            entry.unit = before._replace(n=entry.unit.n, year=None)
    for k in range(len(entries) - 2, -1, -1):
        entry, after = entries[k], entries[k + 1]
        if entry.unit.kind == "number" and after.unit.kind == "day":
            entry.unit = after.unit._replace(day=int(entry.unit.n))
        elif entry.unit.kind == "number" and after.unit.kind != "half" and _counts_to(after.unit.kind, entry.unit.n):
            entry.unit = after.unit._replace(n=entry.unit.n)
    return [entry for entry in entries if entry.unit.kind != "number"]


def _counts_to(kind: str, number: object) -> bool:
    """Whether there is such a quarter, half or year of a plan: no fifth quarter ("Q3 2024/5" has none)."""
    return kind in _NUMBERED and isinstance(number, int) and 1 <= number <= _NUMBERED[kind]


def _share_terms(entries: list[Entry]) -> None:
    """Make a season a term where the next date of the list is one: spring and summer terms 2025."""
    for entry, after in reversed(list(pairwise(entries))):
        if (
            entry.unit.kind == "season"
            and after.unit.kind == "term"
            and after.listed
            and entry.unit.n != "winter"
            and entry.unit.year is None
        ):
            entry.unit = entry.unit._replace(kind="term")


def _repeat_units(entries: list[Entry]) -> None:
    """Give later years of a list the month, quarter or season of the first: March 2024, 2025 and 2026."""
    for before, entry in pairwise(entries):
        unit, year = before.unit, entry.unit.year
        if not entry.repeats or entry.unit.kind not in _WHOLE_YEARS or year is None or unit.year is None:
            continue
        alike = unit.pair == entry.unit.pair or unit.kind == "quarter"
        if unit.kind in _SHARES and alike and year > unit.year and not (before.approximate or entry.approximate):
            entry.unit = _with_year(unit, entry.unit)


def _share_years(entries: list[Entry], flags: list[str]) -> None:
    """Give dates without a year that of the next date that has one, else of a whole year that stands before them."""
    for k in range(len(entries) - 2, -1, -1):
        entry, after = entries[k], entries[k + 1]
        if entry.unit.kind in _SHARES and entry.unit.year is None and not entry.recurring and after.unit.year:
            unit = after.unit
            if unit.kind == "years" or unit.kind in ("academic_year", "municipal_year"):
                continue
            if unit.kind in _WHOLE_YEARS and entry.join != "ABSORBED":
                if after.join not in ("", "COLON", "DASH", "WORDS") or after.approximate:
                    continue
                after.partner = True  # the year was only the year of the dates before it
            shared = _with_year(entry.unit, unit)
            _flag_bare_year(entry, unit, flags)
            if after.join in ("RANGE", "DASH", "SLASH") and not shared.pair and shared.year is not None:
                first, second = first_month(shared), first_month(unit) if unit.kind in _SHARES else 12
                if first > second or (first == second and shared.day > unit.day > 0):
                    shared = shared._replace(year=shared.year - 1)
            entry.unit = shared
            entry.end = after.end if after.partner else entry.end
    whole: Unit | None = None
    for k, entry in enumerate(entries):
        if entry.partner:
            continue
        if entry.unit.kind in _WHOLE_YEARS and k + 1 < len(entries):
            whole = entry.unit
            after = entries[k + 1]
            if after.unit.kind in _SHARES and after.unit.year is None and after.join in ("", "COLON", "DASH", "COMMA"):
                entry.partner = True
            else:
                whole = None
        elif whole is not None and entry.unit.kind in _SHARES and entry.unit.year is None and not entry.recurring:
            entry.unit = _with_year(entry.unit, whole)
            _flag_bare_year(entry, whole, flags)
        elif entry.unit.year is not None:
            whole = None


def _flag_bare_year(entry: Entry, year: Unit, flags: list[str]) -> None:
    """Flag a quarter or half that takes one bare year from its neighbour."""
    code = _BARE_YEAR.get(entry.unit.kind)
    if code is not None and year.kind == "year" and code not in flags:
        flags.append(code)


def _with_year(unit: Unit, other: Unit) -> Unit:
    """Give the unit with the year of another; quarters count in financial years, months only where those are named."""
    year, pair = other.year, other.pair
    if unit.kind == "quarter":
        if other.kind in ("month", "day") and not pair and year is not None:
            year = year if int(other.n) >= 4 else year - 1
        return unit._replace(year=year, pair=True)
    if other.kind == "quarter" and year is not None and unit.kind in ("month", "day", "season"):
        return unit._replace(year=year, pair=True)
    return unit._replace(year=year, pair=pair)


def _span(
    entry: Entry, before: Entry | None, plan: PlanPeriod | None, flags: list[str], lent: Lent | None
) -> Span | None:
    """Give the days of an entry: by its own year, else after the date before it, else by the words over the cell."""
    unit = entry.unit
    if unit.year is not None:
        span = days_of(unit)
        if span is None:
            _note(flags, "impossible_date")
        return _week(span, entry.week)
    if unit.kind in LEANS_ON_PLAN:
        return None if plan is None else days_in_plan(unit, plan)
    if lent is not None and unit.kind != "impossible" and (before is None or before.under):
        later = before is not None and before.span is not None and entry.join in ("RANGE", "DASH")
        span = lent.days(unit, before.span.start if later and before and before.span else None)
        if span is not None:
            entry.under = True
            _note(flags, "year_from_heading")
            if unit.kind in _BARE_YEAR and lent.unit is not None and not lent.unit.pair:
                _note(flags, _BARE_YEAR[unit.kind])
            return _week(span, entry.week)
    if before is not None and before.span is not None and unit.kind in _SHARES and not entry.recurring:
        if before.unit.kind in LEANS_ON_PLAN:
            return None if plan is None else days_in_plan(unit, plan)
        if before.yearless:
            entry.yearless = True
            later = entry.join in ("RANGE", "DASH")
            found = first_on_or_after(unit, before.span.start) if later or plan is None else days_in_plan(unit, plan)
            return _week(found, entry.week)
        if unit.kind in ("month", "season") and (before.lent or (before.unit.kind == "quarter" and before.unit.year)):
            entry.unit = unit._replace(year=before.unit.year, pair=True)
            entry.lent = True
            found = days_of(entry.unit)
        elif unit.kind == "quarter" and before.unit.kind == "month" and entry.join == "":
            found = first_on_or_after(unit, before.span.start)  # a label behind its months
        else:
            later = unit.kind == before.unit.kind == "quarter" and entry.listed and str(unit.n) > str(before.unit.n)
            if not later:  # "2024/25 Q1 & Q2": the year before the list holds for all of it
                _note(flags, "year_from_neighbour")
            found = first_on_or_after(unit, before.span.start)
        return _week(found, entry.week)
    if unit.kind == "impossible":
        return None
    entry.yearless = True
    return _week(days_in_plan(unit, plan), entry.week) if plan is not None else None


def _week(span: Span | None, week: str) -> Span | None:
    if span is None or not week or span.precision != "day":
        return span
    if week == "first":
        return span._replace(end=span.start + timedelta(days=6), precision="week")
    return span._replace(start=span.end - timedelta(days=6), precision="week")


def _ranges(entries: list[Entry], flags: list[str]) -> list[Entry]:
    """Join two dates with a dash, "to", or (neighbours) a slash between them."""
    result: list[Entry] = []
    for entry in entries:
        before = result[-1] if result else None
        if before is None or not _is_range(before, entry):
            result.append(entry)
            continue
        if before.span is None or entry.span is None:
            before.span = before.span or entry.span if (before.unit.kind == "IMPOSSIBLE") else None
            before.yearless = before.yearless or entry.yearless
            before.end = entry.end
            continue
        if entry.span.start < before.span.start or entry.span.end < before.span.end:
            _note(flags, "range_backwards")
            result.append(entry)
            continue
        before.dated = before.dated or entry.dated
        before.slashed = entry.unit.kind if entry.join == "SLASH" else None
        by_years = _by_years(before) and _by_years(entry)
        span_flags = tuple(flag for flag in before.span.flags + entry.span.flags if flag != "month_in_financial_year")
        before.span = Span(before.span.start, entry.span.end, "range", by_years, span_flags)
        before.unit = before.unit._replace(kind="range") if before.unit.kind not in LEANS_ON_PLAN else before.unit
        before.approximate = before.approximate or entry.approximate
        before.yearless = before.yearless or entry.yearless
        before.end = entry.end
        before.rule = "range"
        if by_years and before.unit.kind == "range":
            _note(flags, "calendar_range_assumed")
    return result


def _by_years(entry: Entry) -> bool:
    return entry.span is not None and (entry.span.precision == "year" or entry.span.by_years)


def _is_range(before: Entry, entry: Entry) -> bool:
    if before.old != entry.old or before.recurring or entry.recurring:
        return False
    if entry.join in ("RANGE", "DASH"):
        labelled = {before.unit.kind, entry.unit.kind}
        if "plan_year" in labelled and len(labelled) > 1:
            return False
        return not ("quarter" in labelled and len(labelled) > 1 and entry.join == "DASH")
    if entry.join != "SLASH":
        return False
    if before.slashed is not None and entry.unit.kind == before.slashed and before.span and entry.span:
        return entry.span.start == before.span.end + timedelta(days=1)  # April/May/June
    if before.unit.kind != entry.unit.kind:
        return False
    kind = entry.unit.kind
    if before.span and entry.span and not before.yearless and kind in _NEIGHBOURS and kind != "quarter":
        return entry.span.start == before.span.end + timedelta(days=1)
    if kind == "quarter":
        return before.span != entry.span  # one quarter printed twice, in two languages, is one
    if kind == "day":
        return (before.unit.n, before.unit.day + 1) == (entry.unit.n, entry.unit.day)
    step = _NEIGHBOURS.get(kind)
    return step is not None and (first_month(before.unit) - 1 + step) % 12 == first_month(entry.unit) - 1


def _quarters_with_months(entries: list[Entry], flags: list[str]) -> list[Entry]:
    """Take a quarter's label and its months together; the months count, and a label that does not fit is flagged."""
    result: list[Entry] = []
    for entry in entries:
        before = result[-1] if result else None
        if before is not None and entry.join in ("", "DASH", "COLON", "COMMA", "SLASH", "RANGE", "AND"):
            if before.rule == "quarter_with_months" and _goes_on(before, entry):
                continue
            label, months = (before, entry) if before.unit.kind == "quarter" else (entry, before)
            fits = label.unit.kind == "quarter" and months.unit.kind in ("range", "month") and months is not label
            if fits and months.unit.n and months.unit.kind == "range" and months.span and months.span.start.day != 1:
                fits = False
            fits = fits and entry.join != "AND" and not _are_two(label, months, entry.join)
            if fits and before.rule != "quarter_with_months":
                result[-1] = _labelled(label, months, before, entry, flags)
                continue
        result.append(entry)
    return result


def _goes_on(label: Entry, month: Entry) -> bool:
    """Take the next month of a list into the quarter whose label stands before it: Q1 (April, May, June)."""
    if month.unit.kind != "month" or label.span is None or month.span is None:
        return False
    if month.span.start != label.span.end + timedelta(days=1):
        return False
    precision: Precision = "range" if label.span.precision == "month" else "quarter"
    label.span = Span(label.span.start, month.span.end, precision)
    label.end = month.end
    return True


def _are_two(label: Entry, months: Entry, join: str) -> bool:
    """Whether a quarter and months of a list, each with its own year, are two dates: March 2025, Q2 2026/27."""
    if not (label.dated and months.dated and join in ("COMMA", "SLASH")) or label.span is None or months.span is None:
        return False
    return not label.span.start <= months.span.start <= label.span.end


def _labelled(label: Entry, months: Entry, before: Entry, entry: Entry, flags: list[str]) -> Entry:
    """Give one entry for a quarter's label and the months beside it."""
    first = first_month(label.unit)
    span = months.span
    merged = Entry(label.unit, before.start, entry.end, before.join)
    merged.approximate = label.approximate or months.approximate
    merged.yearless = months.yearless
    merged.old = before.old
    merged.rule = "quarter_with_months"
    if span is None:
        merged.span, merged.yearless = label.span, label.yearless or months.yearless
        return merged
    whole = months.unit.kind == "range"
    inside = span.start.month == first if whole else (span.start.month - first) % 12 < 3
    length = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    if not inside or (whole and length != 2):
        _note(flags, "quarter_month_mismatch")
    merged.span = span._replace(precision="quarter") if whole else span
    return merged


def _years_beat_labels(entries: list[Entry]) -> list[Entry]:
    """Drop "Year 1" where the years themselves stand beside it."""
    drop: set[int] = set()
    for k in range(1, len(entries)):
        before, entry = entries[k - 1], entries[k]
        if entry.join in ("AND", "LIST") and not (before.unit.kind == "plan_year" and entry.join == "LIST"):
            continue
        if before.unit.kind == "plan_year" and entry.unit.year is not None:
            drop.add(k - 1)
        elif entry.unit.kind == "plan_year" and before.unit.year is not None and (k - 1) not in drop:
            drop.add(k)
    return [entry for k, entry in enumerate(entries) if k not in drop]


def _once(entries: list[Entry]) -> list[Entry]:
    """Keep one of two neighbours that name the same days: LGBT History Month (February 2023)."""
    kept: list[Entry] = []
    for entry in entries:
        if kept and entry.span is not None and kept[-1].span is not None and kept[-1].span[:2] == entry.span[:2]:
            kept[-1].end = entry.end
        else:
            kept.append(entry)
    return kept


def _note(flags: list[str], code: str) -> None:
    if code not in flags:
        flags.append(code)
