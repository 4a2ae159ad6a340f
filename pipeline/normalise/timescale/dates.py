"""Rules for dates and frequencies: what words and figures name one unit of time, or how often one comes round.

A rule makes a `Unit`, which says what is named ("the third quarter of the financial year that starts in 2022") and not
yet which days those are: the year may still have to come from a neighbour or from the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.normalise.timescale.numbers import LAST_SHORT_YEAR, YearPair, valid_day
from pipeline.normalise.timescale.rules import Made, Rule
from pipeline.normalise.timescale.tokens import Token


class Unit(NamedTuple):
    """One unit of time as named.

    `kind` is day, month, months (`n` to `last` of the year), quarter, half, season, term, easter, year, financial_year,
    academic_year, municipal_year, years (a range of calendar years), plan_year, plan_quarter, plan_month, duration,
    plan_life or number (a bare figure whose kind a neighbour tells). `n` is the number of the month, quarter, half or
    year of the plan, the season's or term's name, a count, or the days from Easter Sunday.
    """

    kind: str
    n: int | str = 0
    day: int = 0  # of the month; for a duration 1 where it is counted from an event that the words name
    year: int | None = None  # calendar year, or first year where `pair`
    pair: bool = False  # the year is given as a financial (school, council) year
    last: int = 0  # last year of a range of years, last month of months; largest count of a duration
    unit: str = ""  # of a duration: day, week, month, year; of months: quarter where they are one


_SUMMER_TERM = range(4, 9)  # months
_RANGE_SIGNS = frozenset(("DASH", "TO", "SLASH"))
_YEAR_KINDS = frozenset(("YEAR", "PAIR", "SHORT_YEAR", "NUM"))


def _find(tokens: Sequence[Token], i: int, j: int, kind: str) -> Token | None:
    for k in range(i, j):
        if tokens[k].kind == kind:
            return tokens[k]
    return None


def _year(token: Token | None) -> tuple[int | None, bool, tuple[str, ...]] | None:
    """Give year, whether it is a pair, and flags, from a token of ANY_YEAR; None where a short figure is no year."""
    if token is None:
        return None, False, ()
    if token.kind == "PAIR":
        return int(token.value.first), True, ()
    if token.kind == "NUM":
        if token.end - token.start != 2 or token.value > LAST_SHORT_YEAR:
            return None
        return 2000 + token.value, False, ("two_digit_year",)
    return int(token.value), False, ()


def _made(unit: Unit, flags: tuple[str, ...] = ()) -> Made:
    return "UNIT", unit, flags


def _after(tokens: Sequence[Token], j: int) -> str:
    return tokens[j].kind if j < len(tokens) else ""


def _year_token(tokens: Sequence[Token], i: int, j: int, skip: Token | None = None) -> Token | None:
    """Give the last token that can be a year and is not the one to skip."""
    for k in range(j - 1, i - 1, -1):
        if tokens[k].kind in _YEAR_KINDS and tokens[k] is not skip:
            return tokens[k]
    return None


def _month(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    month = _find(tokens, i, j, "MONTH")
    assert month is not None
    found = _year(_year_token(tokens, i, j))
    if found is None or (tokens[j - 1].kind == "NUM" and _is_first_of_more(tokens, j)):
        return None
    if tokens[i].kind in ("YEAR", "PAIR") and (_after(tokens, j) == "NUM" or _has_its_own_year(tokens, i, j)):
        return None
    year, pair, flags = found
    return _made(Unit("month", month.value, 0, year, pair), flags)


def _has_its_own_year(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Tell whether what stands behind a year has one of its own: 2024/25, [Mar-27]; 2024, [Q1-Q2 2026/27]."""
    first = i + (tokens[i].kind == "FY")
    if tokens[first].kind not in ("YEAR", "PAIR") or j >= len(tokens):
        return False
    if tokens[j].kind in ("YEAR", "PAIR", "SHORT_YEAR"):
        return True
    tight = j + 1 < len(tokens) and tokens[j - 1].end == tokens[j].start and tokens[j].end == tokens[j + 1].start
    if tight and tokens[j].kind == "DASH" and tokens[j + 1].kind == "NUM" and tokens[j - 1].kind == "MONTH":
        return True
    k = j
    while tokens[first + 1].kind in ("COMMA", "SLASH") and k + 2 < len(tokens) and tokens[k].kind in _RANGE_SIGNS:
        if tokens[k + 1].kind not in ("MONTH", "QUARTER"):
            return False
        k += 2 + (tokens[k + 1].kind == "QUARTER")
        if k < len(tokens) and tokens[k].kind in ("YEAR", "PAIR", "SHORT_YEAR"):
            return True
    return False


def _is_first_of_more(tokens: Sequence[Token], j: int) -> bool:
    """Tell whether a figure belongs to the words behind it: January [31 March 2022], March [6 months]."""
    if _after(tokens, j) in ("MONTH_WORD", "WEEK_WORD"):
        return True
    return _after(tokens, j) == "MONTH" and not (_after(tokens, j + 1) == "NUM" and _after(tokens, j + 2) != "YEAR")


def _part_of_month(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """First week of March 2022: the month, roughly."""
    made = _month(tokens, i, j)
    return None if made is None else (made[0], made[1], (*made[2], "approximate"))


def _plan_month(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Month 6 of the plan."""
    if not 1 <= tokens[j - 1].value <= 60:
        return None
    return _made(Unit("plan_month", tokens[j - 1].value))


def _plan_quarter(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Q2 of Year 1: the quarter that begins in that year of the plan."""
    first, second = (token.value for token in tokens[i:j] if token.kind == "NUM")
    quarter, year = (first, second) if tokens[i].kind == "QUARTER" else (second, first)
    if not 1 <= quarter <= 4 or not 1 <= year <= 10:
        return None
    return _made(Unit("plan_quarter", quarter, 0, None, False, year))


def _adjective(tokens: Sequence[Token], i: int, j: int) -> Made:
    return "SPAN", None, ()


def _day(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """31 March 2022, 31st of March, March 31st 2022."""
    month = _find(tokens, i, j, "MONTH")
    number = _find(tokens, i, j, "ORD") or _find(tokens, i, j, "NUM")
    assert month is not None and number is not None
    found = _year(_year_token(tokens, i, j, number))
    if found is None or not 1 <= number.value <= 31 or number.end - number.start > 4:
        return None
    if number.kind == "NUM" and tokens[i].kind == "MONTH" and number.end - number.start == 2 and found[0] is None:
        return None  # "March 22" is a month of 2022
    if _after(tokens, j) in ("MONTH_WORD", "WEEK_WORD") and tokens[j - 1].kind == "NUM":
        return None
    year, pair, flags = found
    if pair and year is not None:
        year = year if month.value >= 4 else year + 1
    if not valid_day(2000 if year is None else year, month.value, number.value):
        return "IMPOSSIBLE", None, ("impossible_date",)
    return _made(Unit("day", month.value, number.value, year), flags)


def _date(tokens: Sequence[Token], i: int, j: int) -> Made:
    year, month, day = _find(tokens, i, j, "DATE").value  # type: ignore[union-attr]
    return _made(Unit("day", month, day, year))


def _numeric_month(tokens: Sequence[Token], i: int, j: int) -> Made:
    year, month = tokens[i].value
    return _made(Unit("month", month, 0, year))


def _day_month(tokens: Sequence[Token], i: int, j: int) -> Made:
    month, day = tokens[i].value
    return _made(Unit("day", month, day))


def _quarter(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    place = next(k for k in range(i, j) if tokens[k].kind == "QUARTER")
    if place > i and tokens[place - 1].kind == "ORD":
        number = tokens[place - 1]
    elif place + 1 < j and tokens[place + 1].kind in ("NUM", "ORD"):
        number = tokens[place + 1]
    else:
        return None
    value = 4 if number.value == -1 else number.value
    found = _year(_year_token(tokens, i, j, number))
    if found is None or not 1 <= value <= 4:
        return None
    if _has_its_own_year(tokens, i, j):
        return None
    year, pair, flags = found
    if year is not None and not pair:
        flags = (*flags, "bare_year_quarter")
    return _made(Unit("quarter", value, 0, year, True), flags)


def _quarter_ending(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Quarter ending June 2022, quarter to 30 June: where that month ends a quarter of the financial year."""
    month = _find(tokens, i, j, "MONTH")
    assert month is not None
    found = _year(_year_token(tokens, i, j, _find(tokens, i, j, "ORD") or _day_number(tokens, i, j)))
    if found is None or month.value % 3:
        return None
    year, pair, flags = found
    if year is not None and not pair and month.value == 3:
        year -= 1
    return _made(Unit("quarter", (month.value // 3 + 2) % 4 + 1, 0, year, True), flags)


def _last_quarter(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Last quarter of 2025: of a year named alone it is October to December."""
    if tokens[i].value != -1:
        return None
    return _made(Unit("months", 10, 0, tokens[j - 1].value, False, 12, "quarter"), ("bare_year_quarter",))


def _part_of_year(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """First six months of 2024/25, last three months of 2025: months of the year named."""
    count = next(token.value for token in tokens[i:j] if token.kind == "NUM")
    year, pair, flags = _year(tokens[j - 1]) or (None, False, ())
    ordinal = _find(tokens, i, j, "ORD")
    which = ordinal.value if ordinal is not None else 0
    if year is None or which not in (1, -1) or not 1 <= count <= 11:
        return None
    pair = pair or any(token.kind == "FY" for token in tokens[i:j])
    first = 1 if which == 1 else 13 - count
    return _made(Unit("months", first, 0, year, pair, first + count - 1), flags)


def _half(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    place = next(k for k in range(i, j) if tokens[k].kind == "HALF")
    if place > i and tokens[place - 1].kind == "ORD":
        number = tokens[place - 1]
    elif place + 1 < j and tokens[place + 1].kind == "NUM":
        number = tokens[place + 1]
    else:
        return None
    value = 2 if number.value == -1 else number.value
    found = _year(_year_token(tokens, i, j, number))
    if found is None or value not in (1, 2) or _has_its_own_year(tokens, i, j):
        return None
    year, pair, flags = found
    if year is not None and not pair and number.kind == "NUM":
        if _find(tokens, i, j, "FY") is not None:
            pair, flags = True, (*flags, "financial_year_assumed")  # "H1 FY 2022"
        else:
            flags = (*flags, "bare_year_half")
    return _made(Unit("half", value, 0, year, pair), flags)


def _half_of(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """First half of March 2022: the month, roughly."""
    return _part_of_month(tokens, i + 2, j)


def _season(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    season = _find(tokens, i, j, "SEASON")
    assert season is not None
    found = _year(_year_token(tokens, i, j))
    if found is None or _after(tokens, j) == "TERM":
        return None
    if tokens[i].kind in ("YEAR", "PAIR") and _after(tokens, j) in ("YEAR", "PAIR", "SHORT_YEAR"):
        return None
    year, pair, flags = found
    return _made(Unit("season", season.value, 0, year, pair), flags)


def _term(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    season = _find(tokens, i, j, "SEASON")
    assert season is not None
    found = _year(_year_token(tokens, i, j))
    if found is None or season.value == "winter":
        return None
    year, pair, flags = found
    return _made(Unit("term", season.value, 0, year, pair), (*flags, "academic_term"))


def _named_year(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """A financial, school or council year, with its name before or behind it."""
    name = next(token.kind for token in tokens[i:j] if token.kind in ("FY", "AY", "MUNI"))
    kind = {"FY": "financial_year", "AY": "academic_year", "MUNI": "municipal_year"}[name]
    found = _year(_year_token(tokens, i, j))
    if found is None:
        return None
    year, pair, flags = found
    own: tuple[str, ...] = {"FY": (), "AY": ("academic_year",), "MUNI": ("municipal_year",)}[name]
    if year is not None and not pair and name == "FY":
        own = ("financial_year_assumed",)
    return _made(Unit(kind, 0, 0, year, True), (*flags, *own))


def _year_ending(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Year ending March 2023, year end 2022/23."""
    month = _find(tokens, i, j, "MONTH")
    found = _year(_year_token(tokens, i, j, _find(tokens, i, j, "ORD") or _day_number(tokens, i, j)))
    if found is None:
        return None
    year, pair, flags = found
    if month is not None:
        if month.value != 3 or year is None:
            return None
        return _made(Unit("financial_year", 0, 0, year if pair else year - 1, True), flags)
    if year is None:
        return _made(Unit("financial_year", 0, 0, None, True), ("deadline",))
    if pair:
        return _made(Unit("financial_year", 0, 0, year, True), (*flags, "deadline"))
    if tokens[i].value is None:
        return _made(Unit("year", 0, 0, year), (*flags, "deadline"))
    first = year - 1 if tokens[i].value == "financial_year_ends" else year  # "FY end 2025", "end of FY 2025"
    return _made(Unit("financial_year", 0, 0, first, True), (*flags, "financial_year_assumed", "deadline"))


def _day_number(tokens: Sequence[Token], i: int, j: int) -> Token | None:
    for k in range(i, j - 1):
        if tokens[k].kind == "NUM" and tokens[k + 1].kind == "MONTH":
            return tokens[k]
    return None


def _calendar_year(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    found = _year(_year_token(tokens, i, j))
    if found is None:
        return None
    return _made(Unit("year", 0, 0, found[0]), found[2])


def _pair(tokens: Sequence[Token], i: int, j: int) -> Made:
    pair: YearPair = tokens[i].value
    return _made(Unit("financial_year", 0, 0, pair.first, True))


def _wide(tokens: Sequence[Token], i: int, j: int) -> Made:
    wide = _find(tokens, i, j, "WIDE")
    assert wide is not None
    return _made(Unit("years", 0, 0, wide.value.first, False, wide.value.last))


def _years(tokens: Sequence[Token], i: int, j: int) -> Made:
    return "UNITS", tuple(Unit("year", 0, 0, year) for year in tokens[i].value), ()


def _month_of_years(tokens: Sequence[Token], i: int, j: int) -> Made:
    return "UNITS", tuple(Unit("month", tokens[i].value, 0, year) for year in tokens[i + 1].value), ()


def _plan_year_end(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """End of year 3."""
    made = _plan_year(tokens, i, j)
    return None if made is None else (made[0], made[1], ("deadline",))


def _plan_year(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    number = _find(tokens, i, j, "NUM") or _find(tokens, i, j, "ORD")
    assert number is not None
    if not (number.value == -1 or 1 <= number.value <= 10) or _after(tokens, j) in ("MONTH", "RECUR", "INTERVAL"):
        return None
    return _made(Unit("plan_year", number.value))


def _duration(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Within 6 months, next 12 months, 3-6 months: counted from the plan's first day."""
    numbers = [token.value for token in tokens[i:j] if token.kind == "NUM"] or [1]
    word = tokens[j - 1] if tokens[j - 1].kind.endswith("_WORD") else tokens[j - 2]
    flags: tuple[str, ...] = ("deadline",) if tokens[i].kind == "WITHIN" else ()
    if tokens[i].kind == "IN" and len(tokens) > j and tokens[j].kind in ("SLASH",):
        return None
    unit = word.kind.removesuffix("_WORD").lower()
    return _made(Unit("duration", numbers[0], 0, None, False, numbers[-1], unit), flags)


def _plan_life(tokens: Sequence[Token], i: int, j: int) -> Made:
    return _made(Unit("plan_life", tokens[i].value or "plan"), ())


def _life_end(tokens: Sequence[Token], i: int, j: int) -> Made:
    """End of the life of the plan."""
    return _made(Unit("plan_life", "plan"), ("deadline",))


def _throughout_plan(tokens: Sequence[Token], i: int, j: int) -> Made:
    return "ONGOING_PLAN", Unit("plan_life"), ()


_FREQUENCIES = {
    ("week", 1): "weekly",
    ("day", 7): "weekly",
    ("month", 1): "monthly",
    ("week", 52): "annual",
    ("month", 3): "quarterly",
    ("quarter", 1): "quarterly",
    ("month", 6): "six_monthly",
    ("quarter", 2): "six_monthly",
    ("month", 12): "annual",
    ("year", 1): "annual",
    ("month", 24): "biennial",
    ("year", 2): "biennial",
    ("term", 1): "termly",
}
_SPAN_NAMES = {
    "YEAR_WORD": "year",
    "FY": "year",
    "AY": "year",
    "CY": "year",
    "MUNI": "year",
    "MONTH_WORD": "month",
    "WEEK_WORD": "week",
    "DAY_WORD": "day",
    "QUARTER": "quarter",
    "TERM": "term",
    "PER_YEAR": "year",
}
_ADVERBS = {"annual": "year", "monthly": "month", "weekly": "week", "quarterly": "quarter", "termly": "term"}
_TIMES_A_YEAR = {1: "annual", 2: "six_monthly", 4: "quarterly", 12: "monthly", 52: "weekly"}


def _every(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Every year, every two years, every 6-8 weeks, every second year, every other month."""
    if tokens[j - 1].kind == "QUARTER" and _after(tokens, j) in ("NUM", "ORD"):
        return None
    span = _SPAN_NAMES[tokens[j - 1].kind]
    numbers = [token.value for token in tokens[i:j] if token.kind in ("NUM", "ORD")]
    if any(token.kind == "OTHER" for token in tokens[i:j]):
        numbers = [2]
    value = "other" if len(numbers) > 1 else _FREQUENCIES.get((span, numbers[0] if numbers else 1), "other")
    return "RECUR", value, ()


def _every_interval(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    return _every(tokens, i, j - 1)


def _times(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Once a year, twice a year, four times a year, twice per term, twice annually, x2 per annum, 2 pa."""
    last = tokens[j - 1]
    span = _ADVERBS.get(last.value, "") if last.kind == "RECUR" else _SPAN_NAMES[last.kind]
    times = next(token.value for token in tokens[i:j] if token.kind in ("NUM", "COUNT"))
    if not span or not times:
        return None
    value = _FREQUENCIES.get((span, 1), "other") if times == 1 else "other"
    if span == "year":
        value = _TIMES_A_YEAR.get(times, "other")
    elif span == "month" and times == 4:
        value = "weekly"
    return "RECUR", value, ()


def _per_year(tokens: Sequence[Token], i: int, j: int) -> Made:
    return "RECUR", "annual", ()


def _at_least(tokens: Sequence[Token], i: int, j: int) -> Made:
    """3+ years: a length with no end."""
    return "VAGUE", None, ()


def _adverb(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """6 monthly, 2 yearly, 6-weekly."""
    span = _ADVERBS.get(tokens[j - 1].value)
    number = tokens[i].value
    if span is None or not 1 <= number <= 60 or (len(tokens[i:j]) == 2 and tokens[i].end - tokens[i].start == 4):
        return None
    return "RECUR", _FREQUENCIES.get((span, number), "other"), ()


def _weekly(tokens: Sequence[Token], i: int, j: int) -> Made:
    return "RECUR", "weekly" if j - i == 2 else "other", ()


def _event(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Black History Month 2022, Christmas: days that have a name."""
    event = _find(tokens, i, j, "NAMED_EVENT")
    assert event is not None
    if tokens[j - 1].kind == "NUM" and _after(tokens, j) in ("MONTH", "OF", "SLASH", "DASH", "DOT"):
        return None  # "Holocaust Memorial Day, [27 January 2025]"
    found = _year(_year_token(tokens, i, j))
    if found is None:
        return None
    year, pair, flags = found
    month, day = divmod(event.value, 100) if event.value > 12 else (event.value, 0)
    if pair and year is not None:
        year = year if month >= 4 else year + 1
    return _made(Unit("day" if day else "month", month, day, year), (*flags, "named_event"))


def _easter(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Easter 2026, Good Friday 2026: a day counted from the Sunday. 2025/26 may hold two or none; a term is no day."""
    easter = _find(tokens, i, j, "EASTER")
    assert easter is not None
    found = _year(_year_token(tokens, i, j))
    if found is None or found[1] or _after(tokens, j) in ("TERM", "PAIR"):
        return None
    return _made(Unit("easter", easter.value, 0, found[0]), (*found[2], "named_event"))


def _half_term(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """October half-term 2026: a week in that month or term, or about its end."""
    made = _month(tokens, i, j) if _find(tokens, i, j, "MONTH") is not None else _term(tokens, i, j)
    if made is None:
        return None
    unit = made[1]
    if unit.kind == "month" and unit.pair and unit.n in _SUMMER_TERM:  # a school's years: May 2025/26 is May 2026
        unit = unit._replace(year=unit.year + 1, pair=False)
    return made[0], unit, (*made[2], "approximate")


def _name(tokens: Sequence[Token], i: int, j: int) -> Made:
    """Census 2021, Equality Act 2010: the year belongs to the name."""
    return "EVENT_NAME", None, ()


def _percent(tokens: Sequence[Token], i: int, j: int) -> Made:
    if str(tokens[i].value) == "100":
        return "DONE_SOFT", "complete", ("state_inferred",)
    return "GOING", "in_progress", ("state_inferred",)


DATE_RULES = (
    Rule("day_month_year", "NUM|ORD OF? MONTH COMMA? YEAR|SHORT_YEAR|PAIR", _day, "31 March 2022"),
    Rule("day_month_year", "NUM|ORD OF? MONTH NUM", _day, "31 March 22"),
    Rule("day_month_year", "NUM DASH|SLASH|DOT MONTH DASH|SLASH|DOT NUM|YEAR|SHORT_YEAR", _day, "31-Mar-2022"),
    Rule("month_day_year", "MONTH NUM|ORD COMMA? YEAR", _day, "March 31, 2022"),
    Rule("numeric_day", "DATE", _date, "31/03/2022"),
    Rule("day_month", "NUM|ORD OF? MONTH", _day, "31 March"),
    Rule("day_month", "MONTH ORD", _day, "March 31st"),
    Rule("day_month", "MONTH NUM", _day, "March 1"),
    Rule("numeric_day_month", "DAY_MONTH", _day_month, "31/03"),
    Rule("month_year", "MONTH OF|COMMA|DASH|SLASH|COLON|IN? ANY_YEAR", _month, "March 2022"),
    Rule("month_year", "MONTH OPEN FULL_YEAR CLOSE", _month, "March (2022)"),
    Rule("month_year", "MONTH OF|COMMA|IN? FY PAIR", _month, "March FY 2021/22"),
    Rule("year_month", "FULL_YEAR COMMA|DASH|SLASH|COLON? MONTH", _month, "2022 March"),
    Rule("part_of_month", "ORD WEEK_WORD|WEEK_OF OF|IN? MONTH ANY_YEAR?", _part_of_month, "first week of March 2022"),
    Rule("numeric_month", "NUMERIC_MONTH", _numeric_month, "03/2022"),
    Rule("month", "MONTH", _month, "March"),
    Rule("quarter_year", "QUARTER NUM JOINT? ANY_YEAR", _quarter, "Q3 2022/23"),
    Rule("quarter_year", "QUARTER NUM JOINT? FY FULL_YEAR|SHORT_YEAR|NUM", _quarter, "Q3 of FY 2022/23"),
    Rule("quarter_year", "QUARTER NUM OPEN FY? FULL_YEAR CLOSE", _quarter, "Q3 (2022/23)"),
    Rule("last_quarter", "ORD QUARTER OF|IN? YEAR", _last_quarter, "last quarter of 2025"),
    Rule("quarter_year", "ORD QUARTER JOINT? ANY_YEAR", _quarter, "third quarter of 2022/23"),
    Rule("quarter_year", "ORD QUARTER JOINT? FY FULL_YEAR|SHORT_YEAR|NUM", _quarter, "third quarter of FY 2022/23"),
    Rule("quarter_year", "ORD QUARTER OPEN FY? FULL_YEAR CLOSE", _quarter, "third quarter (2022/23)"),
    Rule("year_quarter", "FULL_YEAR JOINT? QUARTER NUM", _quarter, "2022/23 Q3"),
    Rule("year_quarter", "FY FULL_YEAR JOINT? QUARTER NUM", _quarter, "FY 2022/23 Q3"),
    Rule("year_quarter", "FULL_YEAR OPEN QUARTER NUM CLOSE", _quarter, "2022/23 (Q3)"),
    Rule("year_quarter", "FULL_YEAR JOINT? ORD QUARTER", _quarter, "2022/23 third quarter"),
    Rule(
        "part_of_year", "IN|WITHIN? ORD NUM MONTH_WORD OF|IN FY? FULL_YEAR", _part_of_year, "first six months of 2024"
    ),
    Rule("quarter", "QUARTER NUM", _quarter, "Q3"),
    Rule("quarter", "ORD QUARTER", _quarter, "third quarter"),
    Rule(
        "quarter_ending", "QUARTER TO|END|FINISH NUM|ORD? MONTH ANY_YEAR?", _quarter_ending, "quarter ending June 2022"
    ),
    Rule("half_year", "HALF NUM JOINT? FY? ANY_YEAR", _half, "H1 2022/23"),
    Rule("half_year", "ORD HALF JOINT? FY|CY|YEAR_WORD? ANY_YEAR", _half, "second half of 2022/23"),
    Rule("half_year", "FULL_YEAR JOINT? HALF NUM", _half, "2022/23 H1"),
    Rule("half_year", "ORD HALF OF|IN FY|CY|YEAR_WORD", _half, "first half of the year"),
    Rule("half_of_month", "ORD HALF OF MONTH ANY_YEAR", _half_of, "first half of March 2022"),
    Rule("half", "HALF NUM", _half, "H1"),
    Rule("season_year", "SEASON OF|COMMA|IN|DASH|SLASH? ANY_YEAR", _season, "Spring 2022"),
    Rule("season_year", "SEASON OPEN FULL_YEAR CLOSE", _season, "Spring (2022)"),
    Rule("year_season", "FULL_YEAR COMMA|DASH? SEASON", _season, "2022 Spring"),
    Rule("season", "SEASON", _season, "Spring"),
    Rule("term_year", "SEASON TERM OF|COMMA|IN|DASH? AY? ANY_YEAR", _term, "Autumn term 2023"),
    Rule("term_year", "SEASON FULL_YEAR TERM", _term, "Autumn 2023 term"),
    Rule("term", "SEASON TERM", _term, "Autumn term"),
    Rule("half_term", "MONTH|SEASON HALF_TERM OF|COMMA|IN? ANY_YEAR?", _half_term, "October half-term 2026"),
    Rule("half_term", "MONTH|SEASON ANY_YEAR HALF_TERM", _half_term, "October 2026 half-term"),
    Rule("named_year", "FY|AY|MUNI OF|COMMA|COLON|DASH|IN? ANY_YEAR", _named_year, "financial year 2022/23"),
    Rule("named_year", "FULL_YEAR|SHORT_YEAR FY|AY|MUNI", _named_year, "2022/23 financial year"),
    Rule("named_year", "FY|AY|MUNI OPEN PAIR CLOSE", _named_year, "financial year (2022/23)"),
    Rule("unnamed_year", "FY|AY|MUNI", _named_year, "the financial year"),
    Rule("year_ending", "YEAR_END OF|COMMA|DASH|IN? ANY_YEAR", _year_ending, "year end 2022/23"),
    Rule("year_ending", "YEAR_END NUM|ORD? MONTH YEAR|SHORT_YEAR|NUM", _year_ending, "year ending March 2023"),
    Rule(
        "year_ending", "YEAR_WORD|FY TO|END|FINISH NUM|ORD? MONTH YEAR|SHORT_YEAR", _year_ending, "year to March 2023"
    ),
    Rule("year_ending", "YEAR_END", _year_ending, "year end"),
    Rule("calendar_year", "CY ANY_YEAR", _calendar_year, "calendar year 2023"),
    Rule("calendar_year", "YEAR CY", _calendar_year, "2023 calendar year"),
    Rule("calendar_year", "YEAR_WORD OF? YEAR", _calendar_year, "the year 2023"),
    Rule("year", "YEAR|SHORT_YEAR", _calendar_year, "2023"),
    Rule("year_pair", "PAIR", _pair, "2022/23"),
    Rule("year_range", "WIDE", _wide, "2022-2025"),
    Rule("year_range", "CY|FY|AY WIDE", _wide, "calendar years 2022-2025"),
    Rule("three_years", "YEARS", _years, "2022/23/24"),
    Rule("three_years", "MONTH YEARS", _month_of_years, "March 2022/2023/2024"),
    Rule("plan_year", "YEAR_WORD NUM", _plan_year, "Year 1"),
    Rule("plan_year", "YEAR_END NUM", _plan_year_end, "end of year 3"),
    Rule("plan_year", "ORD YEAR_WORD", _plan_year, "first year"),
    Rule("plan_year", "IN_YEAR NUM", _plan_year, "in year 1"),
    Rule("plan_quarter", "QUARTER NUM JOINT? YEAR_WORD NUM", _plan_quarter, "Q2 of Year 1"),
    Rule("plan_quarter", "YEAR_WORD NUM JOINT? QUARTER NUM", _plan_quarter, "Year 1 Q2"),
    Rule("plan_month", "MONTH_WORD NUM", _plan_month, "month 6"),
    Rule("length", "NUM DASH SPAN_WORD", _adjective, "3-year programme"),
    Rule("duration", "WITHIN|NEXT|IN|ORD? NUM SPAN_WORD", _duration, "within 6 months"),
    Rule("duration", "WITHIN|IN ORD NUM SPAN_WORD", _duration, "within the first 6 months"),
    Rule("duration", "WITHIN|NEXT|IN? NUM DASH|TO|SLASH NUM SPAN_WORD", _duration, "3-6 months"),
    Rule("duration", "WITHIN PER YEAR_WORD|MONTH_WORD|WEEK_WORD", _duration, "within a year"),
    Rule("plan_end", "PLAN_LIFE", _plan_life, "end of plan"),
    Rule("plan_end", "END LIFE OF PLAN_LIFE", _life_end, "end of the life of the plan"),
    Rule("throughout_plan", "THROUGHOUT_IN? THROUGHOUT", _throughout_plan, "throughout all years"),
    Rule(
        "throughout_plan",
        "IN|THROUGHOUT_IN|FOR? LIFE OF PLAN_LIFE",
        _throughout_plan,
        "throughout the life of the plan",
    ),
    Rule("throughout_plan", "THROUGHOUT_IN PLAN_LIFE", _throughout_plan, "throughout the plan"),
    Rule("every", "EVERY TURN_WORD", _every, "every month"),
    Rule("every", "EVERY NUM|ORD|OTHER TURN_WORD", _every, "every two years"),
    Rule("every", "IN? NUM DASH? SPAN_WORD INTERVAL", _every_interval, "6 month intervals"),
    Rule("every", "EVERY NUM DASH|TO|SLASH NUM TURN_WORD", _every, "every 6-8 weeks"),
    Rule("times_a_year", "COUNT PER|EVERY TURN_WORD", _times, "twice a year"),
    Rule("times_a_year", "NUM TIMES PER|EVERY TURN_WORD", _times, "four times a year"),
    Rule("times_a_year", "COUNT RECUR", _times, "twice yearly"),
    Rule("times_a_year", "NUM TIMES RECUR", _times, "three times yearly"),
    Rule("times_a_year", "NUM PER TURN_WORD", _times, "2 per year"),
    Rule("times_a_year", "COUNT PER_YEAR", _times, "twice per annum"),
    Rule("times_a_year", "NUM TIMES? PER_YEAR", _times, "2 pa"),
    Rule("times_a_year", "TIMES NUM PER|EVERY TURN_WORD", _times, "x2 a year"),
    Rule("times_a_year", "TIMES NUM PER_YEAR", _times, "x2 per annum"),
    Rule("recurrence", "PER_YEAR", _per_year, "per annum"),
    Rule("vague", "NUM PLUS SPAN_WORD", _at_least, "3+ years"),
    Rule("every_adverb", "NUM DASH? RECUR", _adverb, "6 monthly"),
    Rule("every_weekday", "EVERY WEEKDAY", _weekly, "every Monday"),
    Rule("every_weekday", "EVERY ORD|OTHER WEEKDAY", _weekly, "every second Monday"),
    Rule("named_day", "NAMED_EVENT COMMA|IN? ANY_YEAR", _event, "Black History Month 2022"),
    Rule("named_day", "FULL_YEAR NAMED_EVENT", _event, "2022 Black History Month"),
    Rule("named_day", "NAMED_EVENT", _event, "International Women's Day"),
    Rule("named_day", "EASTER COMMA|IN? ANY_YEAR", _easter, "Easter 2026"),
    Rule("named_day", "YEAR EASTER", _easter, "2026 Easter"),
    Rule("named_day", "EASTER", _easter, "Easter"),
    Rule("name_with_year", "NAME COMMA? YEAR", _name, "Census 2021"),
    Rule("name_with_year", "YEAR NAME", _name, "2021 Census"),
    Rule("per_cent", "NUM|WORD PERCENT STATE_WORD", _percent, "60% complete"),
)
