"""Dates that stand together: they share years, join to ranges, and a quarter's label meets its months.

Each step is a rule over two neighbours: which dates it is for, how they hang together, and what becomes of them. The
rules of `SHARING` work on units, before any days are known; those of `JOINING` on days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

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
from pipeline.normalise.timescale.model import PlanPeriod
from pipeline.normalise.timescale.year_over import Lent

_PARTS = frozenset(("month", "day", "easter", "quarter", "half", "season", "term"))
_WHOLE = frozenset(("year", "financial_year"))
_NUMBERED = {"quarter": 4, "half": 2, "plan_year": 99, "plan_month": 99}  # the highest number of each
_BARE_YEAR = {"quarter": "bare_year_quarter", "half": "bare_year_half"}
_WIDER = frozenset(("season", "term"))  # what may say again when a day or month beside it is
_STEPS = {"month": 1, "season": 3, "quarter": 3}  # months from one to its neighbour
_LONG = 300  # days; the dates of a year or more
_ANY: frozenset[str] = frozenset()
_YEARS_OR_NONE = tuple(product((True, False), repeat=2))
_NO_MARKS: frozenset[str] = frozenset()


class Date(NamedTuple):
    """One date of a text, and how it hangs together with the one before.

    `join` is "" (nothing between), RANGE, LENGTH (how long, counted from the other), DASH, SLASH, AND, COMMA, COLON,
    WORDS or LIST. Marks: `approximate`, `old` (a later date replaced it), `first` or `last` (the day is one end of a
    week), `listed` (nothing but a comma, "and" or a slash before it), `repeats` (a bare year of a list, which may stand
    for the part of a year before it), `recurring`, `yearless` (its days lean on the plan), `under` (on words over the
    cell), `lent` (on the quarter before), `dated` (it has a year of its own), `review`, `in_bracket`, `adjacent`.
    """

    unit: Unit
    start: int  # place in the folded text
    end: int
    token: int  # number of its token
    join: str = ""
    marks: frozenset[str] = _NO_MARKS
    span: Span | None = None
    flags: tuple[str, ...] = ()
    rule: str = ""  # how it was joined with others
    lender: Unit | None = None  # the whole year that stands before it
    slashed: str = ""  # the kind of the dates that a slash has joined to this range

    def marked(self, *marks: str) -> Date:
        """Give the date with more marks."""
        return self._replace(marks=self.marks | set(marks))

    def flagged(self, *flags: str) -> Date:
        """Give the date with more flags."""
        return self._replace(flags=self.flags + flags)


Made = tuple[Date, ...] | None
Make = Callable[[Date, Date], Made]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A rule for two neighbours: classes or kinds of each (none for any), their joins, and what becomes of them.

    It goes along a list of dates from the left, or `backwards`; one that gives a single date takes it on to the next.
    """

    name: str
    left: frozenset[str]
    joins: frozenset[str]
    right: frozenset[str]
    make: Make
    example: str
    backwards: bool = False
    about: str = ""  # where a reading names the rule


def _apply(rules: tuple[Pair, ...], dates: list[Date]) -> list[Date]:
    """Apply the rules of a table that may speak of some dates, one after the other."""
    for rule in _rules_for(rules, tuple([(one.unit.kind, one.join) for one in dates])):
        dates = _along(rule, dates)
    return dates


@lru_cache(maxsize=4096)
def _rules_for(rules: tuple[Pair, ...], dates: tuple[tuple[str, str], ...]) -> tuple[Pair, ...]:
    """Give the rules of a table that can speak of neighbours of these kinds and joins, whatever years they have."""
    pairs = [(left, right, join, bare) for (left, _), (right, join) in pairwise(dates) for bare in _YEARS_OR_NONE]
    return tuple(
        rule
        for rule in rules
        if any(_speaks_of(rule, (left, bare[0]), join, (right, bare[1])) for left, right, join, bare in pairs)
    )


def _along(rule: Pair, dates: Sequence[Date]) -> list[Date]:
    """Apply a rule to each pair of neighbours."""
    kept: list[Date] = []
    for one in reversed(dates) if rule.backwards else dates:
        if not kept:
            kept.append(one)
            continue
        left, right = (one, kept[-1]) if rule.backwards else (kept[-1], one)
        made = rule.make(left, right) if _is_for(rule, left, right) else None
        if made is None:
            kept.append(one)
        else:
            kept[-1:] = made[::-1] if rule.backwards else made
    return kept[::-1] if rule.backwards else kept


def _is_for(rule: Pair, left: Date, right: Date) -> bool:
    """Whether a rule speaks of two neighbours; of an old date and a new one none does, and of what comes round."""
    one, other = left.unit, right.unit
    if not _speaks_of(rule, (one.kind, one.year is None), right.join, (other.kind, other.year is None)):
        return False
    return ("old" in left.marks) == ("old" in right.marks) and "recurring" not in left.marks | right.marks


@lru_cache(maxsize=4096)
def _speaks_of(rule: Pair, left: tuple[str, bool], join: str, right: tuple[str, bool]) -> bool:
    """Whether a rule is for dates of two kinds, each without a year of its own or with one, and for their join."""
    joined = not rule.joins or join in rule.joins
    return joined and _fits(rule.left, *left) and _fits(rule.right, *right)


def _fits(wanted: frozenset[str], kind: str, bare: bool) -> bool:
    """Whether a kind or its class is wanted: BARE or PART of a year, WHOLE year."""
    group = ("BARE" if bare else "PART") if kind in _PARTS else "WHOLE" if kind in _WHOLE and not bare else ""
    return not wanted or kind in wanted or group in wanted


# Figures of a list


def number_kinds(dates: Sequence[Date]) -> tuple[list[Date], list[Date]]:
    """Give bare figures the kind of their neighbour (Q1-3, 6-12 February), and those that count none apart."""
    known = list(dates)
    for k in range(1, len(known)):
        before = known[k - 1].unit
        if known[k].unit.kind == "number" and _counts_to(before.kind, known[k].unit.n) and known[k].join != "LIST":
            known[k] = known[k]._replace(unit=before._replace(n=known[k].unit.n, year=None)).marked("counted")
    for k in range(len(known) - 2, -1, -1):
        number, after = known[k].unit, known[k + 1].unit
        if number.kind == "number" and after.kind == "day":
            known[k] = known[k]._replace(unit=after._replace(day=int(number.n)))
    return [one for one in known if one.unit.kind != "number"], [one for one in known if one.unit.kind == "number"]


def _counts_to(kind: str, number: object) -> bool:
    """Whether there is such a quarter, half or year of a plan: no fifth quarter ("Q3 2024/5" has none)."""
    return kind in _NUMBERED and isinstance(number, int) and 1 <= number <= _NUMBERED[kind]


# Sharing years


def _as_term(season: Date, term: Date) -> Made:
    if "listed" not in term.marks or season.unit.n == "winter" or season.unit.year is not None:
        return None
    return season._replace(unit=season.unit._replace(kind="term")), term


def _same_part(part: Date, year: Date) -> Made:
    """March 2024, 2025 and 2026: three Marches."""
    alike = part.unit.pair == year.unit.pair or part.unit.kind == "quarter"
    later = (year.unit.year or 0) > (part.unit.year or 0)
    if "repeats" not in year.marks or not alike or not later or "approximate" in part.marks | year.marks:
        return None
    return part, year._replace(unit=_with_year(part.unit, year.unit))


_TO_YEAR = frozenset(("", "COLON", "DASH", "WORDS"))
_TO_YEAR_OF_LIST = _TO_YEAR | {"COMMA"}  # "Quarters 1 and 3, 2024/25"


def _year_behind(bare: Date, dated: Date) -> Made:
    """Give a date the year of the one behind it; a whole year there may be no more than its year."""
    if dated.unit.kind in _WHOLE:
        joins = _TO_YEAR_OF_LIST if "counted" in bare.marks else _TO_YEAR
        if dated.join not in joins or "approximate" in dated.marks:
            return None
        return (_flag_bare(bare, dated.unit)._replace(unit=_with_year(bare.unit, dated.unit), end=dated.end),)
    unit = _with_year(bare.unit, dated.unit)
    if dated.join in ("RANGE", "DASH", "SLASH") and not unit.pair and unit.year is not None:
        first, second = first_month(unit), first_month(dated.unit)
        if (first, unit.day) > (second, dated.unit.day or unit.day):  # "November - January 2026"
            unit = unit._replace(year=unit.year - 1)
    return bare._replace(unit=unit), dated


def _year_before(year: Date, bare: Date) -> Made:
    """Take in the whole year that stands before a date, and keep it for the rest of the list."""
    lender = year.unit if year.unit.year is not None else None  # "FY Q1" names no year
    unit = _with_year(bare.unit, year.unit)
    return (_flag_bare(bare, year.unit)._replace(unit=unit, join=year.join, lender=lender),)


def _term_of_year(year: Date, term: Date) -> Made:
    """Take in the school year that stands before a term without a year."""
    return _year_before(year, term) if (term.unit.kind, term.unit.year) == ("term", None) else None


def _year_carried(led: Date, bare: Date) -> Made:
    if led.lender is None:
        return None
    unit = _with_year(bare.unit, led.lender)
    return led, _flag_bare(bare, led.lender)._replace(unit=unit, lender=led.lender)


def _flag_bare(one: Date, year: Unit) -> Date:
    """Flag a quarter or half that takes one bare year from its neighbour."""
    code = _BARE_YEAR.get(one.unit.kind)
    return one.flagged(code) if code is not None and year.kind == "year" else one


def _with_year(unit: Unit, other: Unit) -> Unit:
    """Give the unit with the year of another; quarters count in financial years, months only where those are named."""
    year, pair = other.year, other.pair
    if unit.kind == "quarter":
        if other.kind in ("month", "day") and not pair and year is not None and int(other.n) < 4:
            year -= 1
        return unit._replace(year=year, pair=True)
    if other.kind == "quarter" and unit.kind in ("month", "day", "season"):
        return unit._replace(year=year, pair=True)
    return unit._replace(year=year, pair=pair)


_LISTS = frozenset(("AND", "COMMA", "SLASH"))
_BESIDE = frozenset(("", "COLON", "DASH", "COMMA"))
_BARE, _PART, _YEAR = frozenset(("BARE",)), frozenset(("PART",)), frozenset(("WHOLE",))
SHARING = (
    Pair("terms", frozenset(("season",)), _ANY, frozenset(("term",)), _as_term, "spring and summer terms 2025", True),
    Pair("part_of_years", _PART, _LISTS, _YEAR, _same_part, "March 2024, 2025 and 2026"),
    Pair("year_behind", _BARE, _ANY, _PART | _YEAR, _year_behind, "Q1 & Q3 2023/24", True),
    Pair("year_before", _YEAR | {"financial_year"}, _BESIDE, _BARE, _year_before, "2026/27 autumn term"),
    Pair(
        "term_of_school_year",
        frozenset(("academic_year",)),
        _BESIDE,
        _WIDER,  # "spring and summer terms": what is a season by its word is a term by then
        _term_of_year,
        "academic year 2026/27 (autumn term)",
    ),
    Pair("year_carried", _PART, _ANY, _BARE, _year_carried, "2026/27 autumn term and summer term"),
)


# Days


def _with_days(one: Date, before: Date | None, plan: PlanPeriod | None, lent: Lent | None) -> Date:
    """Give a date its days: by its own year, else after the date before it, else by the words over it or the plan."""
    unit = one.unit
    if unit.kind == "impossible":
        return one
    if unit.year is not None:
        span = days_of(unit)
        return _settled(one, span) if span is not None else one.flagged("impossible_date")
    if unit.kind in LEANS_ON_PLAN:
        return _settled(one, None if plan is None else days_in_plan(unit, plan))
    found = _under(one, before, lent)
    if found is None and before is not None and before.span is not None and unit.kind in _PARTS:
        found = _around(one, before) or _after(one, before, plan)
    if found is None:
        found = _settled(one.marked("yearless"), None if plan is None else days_in_plan(unit, plan))
    return found


def _under(one: Date, before: Date | None, lent: Lent | None) -> Date | None:
    """Give a date the year that the words over the cell lend, where no other date is nearer."""
    if lent is None or (before is not None and "under" not in before.marks):
        return None
    later = before is not None and one.join in ("RANGE", "DASH")
    span = lent.days(one.unit, before.span.start if later and before and before.span else None)
    if span is None:
        return None
    code = _BARE_YEAR.get(one.unit.kind) if lent.unit is not None and not lent.unit.pair else None
    flags = ("year_from_heading", code) if code else ("year_from_heading",)
    return _settled(one.marked("under").flagged(*flags), span)


def _after(one: Date, before: Date, plan: PlanPeriod | None) -> Date:
    """Give a date without a year its days from the date before it."""
    unit, start = one.unit, before.span.start if before.span else date.min
    if before.unit.kind in LEANS_ON_PLAN:
        return _settled(one, None if plan is None else days_in_plan(unit, plan))
    if "yearless" in before.marks:
        follows = one.join == "SLASH" and unit.kind == before.unit.kind  # "Spring/Summer", "Q4/Q1"
        later = follows or one.join in ("RANGE", "DASH") or plan is None
        found = first_on_or_after(unit, start) if later or plan is None else days_in_plan(unit, plan)
        return _settled(one.marked("yearless"), found)
    if (
        unit.kind in ("month", "season")
        and before.unit.year
        and ("lent" in before.marks or before.unit.kind == "quarter")
    ):
        unit = unit._replace(year=before.unit.year, pair=True)
        return _settled(one._replace(unit=unit).marked("lent"), days_of(unit))
    found = first_on_or_after(unit, start.replace(day=1) if unit.kind == "month" else start)
    follows = unit.kind == before.unit.kind == "quarter" and "listed" in one.marks and str(unit.n) > str(before.unit.n)
    label = unit.kind == "quarter" and before.unit.kind == "month" and one.join == ""
    told = follows or label  # "2024/25 Q1 & Q2": the year holds for all of the list; "April 2024 (Q1)"
    return _settled(one if told else one.flagged("year_from_neighbour"), found)


def _around(one: Date, before: Date) -> Date | None:
    """Give a term or season the days that hold the date before it: July 2025 (end of summer term)."""
    if one.unit.kind not in _WIDER or one.join not in _BESIDE_A_DATE or before.span is None:
        return None
    start, end = before.span[:2]
    spans = [days_of(one.unit._replace(year=year)) for year in (start.year - 1, start.year)]
    held = next((span for span in spans if span is not None and span.start <= start and end <= span.end), None)
    return None if held is None else _settled(one, held._replace(flags=()))


def _settled(one: Date, span: Span | None) -> Date:
    if span is None:
        return one
    if span.precision == "day" and "first" in one.marks:
        span = span._replace(end=span.start + timedelta(days=6), precision="week")
    elif span.precision == "day" and "last" in one.marks:
        span = span._replace(start=span.end - timedelta(days=6), precision="week")
    flags = one.flags + span.flags if span.flags else one.flags
    return Date(
        one.unit, one.start, one.end, one.token, one.join, one.marks, span, flags, one.rule, one.lender, one.slashed
    )


# Joining


def _range(first: Date, last: Date) -> Made:
    """Join two dates with a dash, "to", or (neighbours) a slash between them."""
    if not (_are_neighbours(first, last) if last.join == "SLASH" else _are_ends(first, last)):
        return None
    marks = first.marks | (last.marks & {"approximate", "yearless", "dated", "under"})
    if first.span is None or last.span is None:
        span = (first.span or last.span) if first.unit.kind == "impossible" else None
        unit = last.unit if span is not None else first.unit
        return (first._replace(unit=unit, span=span, end=last.end, marks=marks, flags=first.flags + last.flags),)
    if last.span.start < first.span.start or last.span.end < first.span.end:
        return first, last.flagged("range_backwards")
    by_years = all(span.by_years or span.precision == "year" for span in (first.span, last.span))
    flags = tuple(code for code in first.flags + last.flags if code != "month_in_financial_year")
    leans = first.unit.kind in LEANS_ON_PLAN
    if by_years and not leans:
        flags += ("calendar_range_assumed",)
    joined = first._replace(
        unit=first.unit if leans else first.unit._replace(kind="range"),
        span=Span(first.span.start, last.span.end, "range", by_years),
        end=last.end,
        marks=marks,
        rule="range",
        slashed=last.unit.kind if last.join == "SLASH" else "",
        flags=flags,
    )
    return (joined,)


def _so_long(first: Date, second: Date) -> Made:
    """Count a length from the first day of the date beside it: 18 months from April 2026."""
    length, dated = (first, second) if first.unit.kind == "duration" else (second, first)
    if dated.span is None:
        return None
    span = days_in_plan(length.unit, PlanPeriod(dated.span.start, None))
    unit = dated.unit._replace(kind="range")
    joined = dated._replace(unit=unit, span=span, start=first.start, end=second.end, join=first.join)
    return (joined._replace(rule="length_from_date"),)


def _are_ends(first: Date, last: Date) -> bool:
    """Whether a dash or "to" joins two dates; a label's dash does not ("Q3 - October", "Year 2 - 2024/25")."""
    kinds = {first.unit.kind, last.unit.kind}
    if len(kinds) == 1:
        return True
    return "plan_year" not in kinds and not ("quarter" in kinds and last.join == "DASH")


def _are_neighbours(first: Date, last: Date) -> bool:
    """Whether a slash joins neighbours: Spring/Summer, April/May/June, Q4/Q1; else it parts a list."""
    kind = last.unit.kind
    follows = first.span is not None and last.span is not None and last.span.start == first.span.end + timedelta(days=1)
    if first.slashed:
        return kind == first.slashed and follows
    if first.unit.kind != kind:
        return False
    if kind == "quarter":
        return first.span != last.span  # one quarter printed twice, in two languages, is one
    if kind == "day":
        return (first.unit.n, first.unit.day + 1) == (last.unit.n, last.unit.day)
    if first.span is not None and "yearless" not in first.marks:
        return kind in _STEPS and follows
    return kind in _STEPS and (first_month(first.unit) - 1 + _STEPS[kind]) % 12 == first_month(last.unit) - 1


def _quarter_with_months(first: Date, second: Date) -> Made:
    """Take a quarter's label and its months together; the months count, and a label that does not fit is flagged."""
    if first.rule == "quarter_with_months":
        return _next_month(first, second)
    label, months = (first, second) if first.unit.kind == "quarter" else (second, first)
    part_of_month = months.unit.kind == "range" and months.span is not None and months.span.start.day != 1
    kinds = {label.unit.kind, months.unit.kind}
    if kinds == {"quarter"} or "quarter" not in kinds or part_of_month or _are_two(label, months, second.join):
        return None
    merged = Date(label.unit, first.start, second.end, first.token, first.join, rule="quarter_with_months")
    marks = (
        {"approximate"} & (label.marks | months.marks) | {"yearless", "under"} & months.marks | {"old"} & first.marks
    )
    flags = first.flags + second.flags
    if months.span is None:
        return (merged._replace(span=label.span, marks=frozenset(marks | {"yearless"} & label.marks), flags=flags),)
    whole = months.unit.kind == "range"
    start, end, opening = months.span.start, months.span.end, first_month(label.unit)
    length = (end.year - start.year) * 12 + end.month - start.month
    fits = (start.month == opening and length == 2) if whole else (start.month - opening) % 12 < 3
    flags = flags if fits else (*flags, "quarter_month_mismatch")
    span = months.span._replace(precision="quarter") if whole else months.span
    return (merged._replace(span=span, marks=frozenset(marks), flags=flags),)


def _next_month(quarter: Date, month: Date) -> Made:
    """Take the next month of a list into the quarter whose label stands before it: Q1 (April, May, June)."""
    if month.unit.kind != "month" or quarter.span is None or month.span is None:
        return None
    if month.span.start != quarter.span.end + timedelta(days=1):
        return None
    span = Span(quarter.span.start, month.span.end, "range" if quarter.span.precision == "month" else "quarter")
    return (quarter._replace(span=span, end=month.end),)


def _are_two(label: Date, months: Date, join: str) -> bool:
    """Whether a quarter and months of a list, each with its own year, are two dates: March 2025, Q2 2026/27."""
    own = "dated" in label.marks and "dated" in months.marks and join in ("COMMA", "SLASH")
    if not own or label.span is None or months.span is None:
        return False
    return not label.span.start <= months.span.start <= label.span.end


def _years_beat_label(first: Date, second: Date) -> Made:
    """Leave out "Year 1" where the years themselves stand beside it."""
    if first.unit.kind == "plan_year" and second.unit.year is not None:
        return (second._replace(join=first.join),)
    if second.unit.kind != "plan_year" or first.unit.year is None or first.span is None:
        return None
    long = (first.span.end - first.span.start).days > _LONG
    return (first,) if long or second.join != "LIST" else None


def _once(first: Date, second: Date) -> Made:
    """Keep one of two neighbours that name the same days, as in two languages."""
    if first.span is None or second.span is None or first.span[:2] != second.span[:2]:
        return None
    return (first._replace(end=second.end),)


def _narrower(first: Date, second: Date) -> Made:
    """Keep the narrower of a date and the term or season that it lies in, where only one of the two has a year."""
    if first.span is None or second.span is None or ("dated" in first.marks) == ("dated" in second.marks):
        return None
    if "in_bracket" not in second.marks and "dated" in second.marks:
        return None
    wide, narrow = (first, second) if first.unit.kind in _WIDER else (second, first)
    held = wide.span[0] <= narrow.span[0] and narrow.span[1] <= wide.span[1]  # type: ignore[index]
    return (narrow._replace(join=first.join, start=first.start, end=second.end),) if held else None


def _run_together(first: Date, second: Date) -> Made:
    """Tell of two dates with nothing between them: two rows, or a range that lost its dash."""
    if "adjacent" not in second.marks or not {"dated"} <= first.marks & second.marks:
        return None
    return first, second.flagged("dates_run_together")


_BESIDE_A_DATE = frozenset(("", "COLON", "COMMA"))
_COUNTED = frozenset(("LENGTH",))
_NARROW = frozenset(("day", "month", "quarter"))
_TO = frozenset(("RANGE", "DASH", "SLASH"))
_QUARTERS = frozenset(("quarter", "range", "month"))
_MONTHS, _LABEL, _SPANNED = frozenset(("month",)), frozenset(("quarter",)), frozenset(("range", "month"))
_PLAN_YEAR, _ENDS, _ADJACENT = frozenset(("plan_year",)), frozenset(("RANGE", "DASH")), frozenset(("",))
_LABELS = frozenset(("", "DASH", "COLON", "COMMA", "SLASH", "RANGE"))
JOINING = (
    Pair(
        "length_from_date",
        frozenset(("duration",)),
        _COUNTED,
        _ANY,
        _so_long,
        "18 months from April 2026",
        about="a length counted from the first day of a date",
    ),
    Pair("date_for_length", _ANY, _COUNTED, frozenset(("duration",)), _so_long, "May 2026 for 18 months"),
    # a label and what stands right behind it are one before they are an end of a period
    Pair("range", _MONTHS, _ENDS, _MONTHS, _range, "Q3 Oct-Dec to Q4 Jan-Mar 2026"),
    Pair("quarter_with_months", _LABEL, _ADJACENT, _SPANNED, _quarter_with_months, "Q3 Oct-Dec to Q4 Jan-Mar 2026"),
    Pair("years_beat_label", _PLAN_YEAR, _ADJACENT, _ANY, _years_beat_label, "Year 2 2025/26 to Year 4 2027/28"),
    Pair("range", _ANY, _TO, _ANY, _range, "Q1 2022/23 to Q3 2023/24", about="two dates joined to one period"),
    Pair(
        "quarter_with_months",
        _QUARTERS,
        _LABELS,
        _QUARTERS,
        _quarter_with_months,
        "Q1: April to June 2021",
        about="the months count, a label that does not fit is flagged",
    ),
    Pair("years_beat_label", _ANY, _LABELS | {"WORDS", "LIST"}, _ANY, _years_beat_label, "Year 1: 2024-25"),
    Pair("narrower_date", _WIDER, _BESIDE_A_DATE, _NARROW, _narrower, "Summer term (July 2025)"),
    Pair("narrower_date", _NARROW, _BESIDE_A_DATE, _WIDER, _narrower, "July 2025 (end of summer term)"),
    Pair("run_together", _ANY, frozenset(("",)), _ANY, _run_together, "March 2024 June 2025"),
    Pair("once", _ANY, _ANY, _ANY, _once, "Q2 2023/24 / Quarter 2 2023/24"),
)


def place_dates(dates: Sequence[Date], plan: PlanPeriod | None, lent: Lent | None, *, recurs: bool) -> list[Date]:
    """Give the dates that stand for periods of their own, each with its days; those that come round have none.

    `recurs` says that a date without a year comes round ("each March").
    """
    if len(dates) == 1 and not recurs:
        return [_with_days(dates[0], None, plan, lent)]
    known = list(dates)
    if len(known) > 1:
        known = [one if one.unit.year is None else one.marked("dated") for one in dates]
        known = _apply(SHARING, known)
    placed: list[Date] = []
    for one in known:
        comes_round = recurs and one.unit.year is None and one.unit.kind in WITHOUT_YEAR
        before = placed[-1] if placed else None
        placed.append(one.marked("recurring") if comes_round else _with_days(one, before, plan, lent))
    return _apply(JOINING, placed) if len(placed) > 1 else placed
