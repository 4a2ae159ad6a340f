"""Rules for figures: pairs of years, numeric dates, numeric months.

A pair of consecutive years is a financial year and a wider one a range of calendar years; all-numeric dates have the
day first, unless a year in full comes first. Whether two short figures are years, months or days is told from their
values and from the words beside them, and flagged where more than one reading is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.normalise.timescale.calendar_units import last_day
from pipeline.normalise.timescale.rules import Made, Rule
from pipeline.normalise.timescale.tokens import Token


class YearPair(NamedTuple):
    """Two years that stand together; consecutive ones are a financial (or school, or council) year."""

    first: int
    last: int


LAST_PART = 9  # of a label's figures; higher ones are days
LAST_SHORT_YEAR = 69  # "69" may be 2069; what is higher would be last century, which no plan means

_NUMBERED = frozenset(("QUARTER", "HALF", "YEAR_WORD", "LABEL", "TERM"))  # a figure after these is theirs
_YEAR_NAMES = frozenset(("FY", "AY", "MUNI"))  # with these beside it a pair of years needs no assumption
_ROUND_THE_CLOCK = (24, 7, "SLASH")  # at all hours, not 24 July
_COUNTED = frozenset(("MONTH_WORD", "YEAR_WORD", "WEEK_WORD", "DAY_WORD", "RECUR", "TIMES", "PERCENT"))


def _figures(tokens: Sequence[Token], i: int, j: int) -> list[Token]:
    return [token for token in tokens[i:j] if token.kind in ("NUM", "YEAR")]


def _sign(tokens: Sequence[Token], i: int, j: int) -> str:
    for token in tokens[i:j]:
        if token.kind in ("DASH", "SLASH", "TO", "DOT"):
            return token.kind
    return ""


def _tight(tokens: Sequence[Token], i: int, j: int) -> bool:
    return all(tokens[k].end == tokens[k + 1].start for k in range(i, j - 1))


def _parts_before_figures(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether the last figure belongs to what is behind it: "2025 / 2026/27" parts at the spaces."""
    if _tight(tokens, i, j) or j + 1 >= len(tokens) or tokens[j].kind not in ("SLASH", "DASH", "DOT"):
        return False
    return tokens[j + 1].kind in ("NUM", "YEAR") and _tight(tokens, j - 1, j + 2)


def _before(tokens: Sequence[Token], i: int) -> str:
    return tokens[i - 1].kind if i else ""


def _after(tokens: Sequence[Token], j: int) -> str:
    return tokens[j].kind if j < len(tokens) else ""


def _short(token: Token) -> bool:
    return token.end - token.start == 2


def _one_figure(token: Token) -> bool:
    return token.kind == "NUM" and token.end - token.start == 1


def valid_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has the day."""
    return 1 <= month <= 12 and 1 <= day <= last_day(year, month)


def _numeric_date(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    day, month, year = (token.value for token in _figures(tokens, i, j))
    if _before(tokens, i) in _NUMBERED or year < 10 or _tight(tokens, i, i + 3) != _tight(tokens, i + 2, j):
        return None  # "1.1.2" is a number in a list of contents
    flags: tuple[str, ...] = ("day_first_assumed",)
    if year < 100:
        flags, year = ("day_first_assumed", "two_digit_year"), 2000 + year
    if year - 2000 > LAST_SHORT_YEAR or day > 31 or month > 31 or not day or not month:
        return None
    if not valid_day(year, month, day):
        return "IMPOSSIBLE", None, ("impossible_date",)
    return "DATE", (year, month, day), flags


def _year_first_date(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    year, month, day = (token.value for token in _figures(tokens, i, j))
    if not _tight(tokens, i, j) and _sign(tokens, i, j) == "SLASH":
        return None
    if _sign(tokens, i, j) == "SLASH" and month == (year + 1) % 100 and day == (year + 2) % 100:
        years = (year, year + 1, year + 2)
        return "YEARS", years, ("ambiguous_numeric", "two_digit_year")
    if not valid_day(year, month, day):
        return ("IMPOSSIBLE", None, ("impossible_date",)) if month <= 31 and day <= 31 else None
    return "DATE", (year, month, day), ()


def _numeric_month(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """03/2022, 11.2023, 2022-03; with spaces only around a slash, for "Phase 1 - 2022" is no January."""
    first, second = _figures(tokens, i, j)
    if _before(tokens, i) in _NUMBERED or not (_tight(tokens, i, j) or _sign(tokens, i, j) == "SLASH"):
        return None
    if _parts_before_figures(tokens, i, j):
        return None
    month, year = (second.value, first.value) if first.kind == "YEAR" else (first.value, second.value)
    return ("NUMERIC_MONTH", (year, month), ()) if 1 <= month <= 12 else None


class _Two(NamedTuple):
    """Two short figures with a sign between them, and what stands beside them."""

    a: int
    b: int
    sign: str
    short: bool  # the second has two digits
    both_short: bool
    tight: bool
    named: bool  # a word for a year stands beside them
    counted: bool  # a word that has a number stands before them, and has none yet
    before: str


def _two(tokens: Sequence[Token], i: int, j: int) -> _Two:
    first, second = _figures(tokens, i, j)
    before = _before(tokens, i)
    short = _short(second)
    named = not _YEAR_NAMES.isdisjoint((before, _after(tokens, j)))
    counted = before in _NUMBERED and _before(tokens, i - 1 if i else 0) != "ORD"  # "3rd quarter 25/26"
    both, tight = short and _short(first), _tight(tokens, i, j)
    return _Two(first.value, second.value, _sign(tokens, i, j), short, both, tight, named, counted, before)


def _short_pair(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Two short figures: consecutive years, month and year, or day and month."""
    two, after = _two(tokens, i, j), _after(tokens, j)
    if after in _NO_PAIR_BEFORE or two.before == "RANGE_DAY" or _parts_before_figures(tokens, i, j):
        return None
    if (two.a, two.b, two.sign) == _ROUND_THE_CLOCK:
        return None
    return _short_years(two) or _month_or_day(two)


_NO_PAIR_BEFORE = _COUNTED | {"MONTH"}
_SAYS_YEARS = frozenset(("OF", "NUM"))  # before two figures that might be a month and a year


def _short_years(two: _Two) -> Made | None:
    """22/23, of which 11/12 might be a month of a year as well."""
    counted = two.counted and two.before != "LABEL"
    if counted or two.sign == "DOT" or not two.both_short or two.b != two.a + 1 or two.b > LAST_SHORT_YEAR:
        return None
    flags = ("financial_year_assumed",) if two.sign != "SLASH" and not two.named else ()
    plain = two.named or two.b > 12 or two.before in _SAYS_YEARS
    return (
        "PAIR",
        YearPair(2000 + two.a, 2000 + two.b),
        (*(() if plain else ("ambiguous_numeric",)), *flags, "two_digit_year"),
    )


def _month_or_day(two: _Two) -> Made | None:
    """03/22, and 31/3: what may be a month of a year and what a day of a month."""
    if two.named or two.before in _NUMBERED or not two.tight or two.sign not in ("SLASH", "DOT"):
        return None
    is_year = two.short and (two.b > 12 or (two.both_short and two.b >= 10))
    if is_year and 1 <= two.a <= 12:
        unclear = () if two.b > 12 else ("ambiguous_numeric",)
        made: Made = ("NUMERIC_MONTH", (2000 + two.b, two.a), (*unclear, "two_digit_year"))
        return made if two.b <= LAST_SHORT_YEAR else None
    is_day = two.sign == "SLASH" and 12 < two.a <= 31
    if is_day and 1 <= two.b <= 12 and valid_day(2000, two.b, two.a):
        return "DAY_MONTH", (two.b, two.a), ("day_first_assumed",)
    return None


def _pair(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """2022/23, 2022-2023, 2019 to 21, FY 2022-23, 2022/3."""
    first, second = _figures(tokens, i, j)
    sign = _sign(tokens, i, j)
    if _parts_before_figures(tokens, i, j) or _is_year_of_a_month(tokens, i, j):
        return None
    if _one_figure(second):
        return _pair_by_one_figure(tokens, i, j)
    marked = _before(tokens, i) in _YEAR_NAMES or _after(tokens, j) in _YEAR_NAMES
    a, b = first.value, second.value
    if second.kind == "YEAR" and sign != "SLASH" and _after(tokens, j) == "SLASH" and _after(tokens, j + 1) == "NUM":
        return None  # "2021 - 2023/24": the second year is half of another pair
    if second.kind == "NUM":
        if not _short(second):
            return None
        if _after(tokens, j) in ("MONTH", *_COUNTED) and not _tight(tokens, i, j):
            return None
        b += a - a % 100 + (100 if b == 0 and a % 100 == 99 else 0)
    if b == a + 1:
        flags = ("financial_year_assumed",) if sign in ("DASH", "TO") and not marked else ()
        return "PAIR", YearPair(a, b), flags
    if b <= a:
        if second.kind == "NUM" and 1 <= second.value <= 12 and _tight(tokens, i, j) and sign != "TO":
            return "NUMERIC_MONTH", (a, second.value), ()
        return None
    month_like = second.value <= 12 and sign == "DASH" and _tight(tokens, i, j)
    unclear = ("ambiguous_numeric",) if month_like or sign == "SLASH" else ()
    return "WIDE", YearPair(a, b), ("calendar_range_assumed", *unclear)


def _is_year_of_a_month(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether the first year is that of the month before it: "March 2025 / 2027", where the next stands for the same
    month, "March 2024 - 2027", "December 2026 - 30 in place"; not in "September 2031/32", nor "April 2031-34"."""
    if _before(tokens, i) != "MONTH":
        return False
    first, second = _figures(tokens, i, j)
    is_year, tight = second.kind == "YEAR", _tight(tokens, i, j)
    if _sign(tokens, i, j) == "SLASH":
        return is_year and (not tight or second.value > first.value + 1)
    return (is_year or not tight) and second.value % 100 != (first.value + 1) % 100


def _pair_by_one_figure(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """2024/5: the last figure of the next year. It might be May, so a flag says so; 2024/6 says neither plainly."""
    first, second = _figures(tokens, i, j)
    sign = _sign(tokens, i, j)
    after, behind = _after(tokens, j), _after(tokens, j + 1)
    if not _tight(tokens, i, j) or sign == "TO" or after in ("MONTH", "OF", *_COUNTED) or second.value == 0:
        return None
    if after in ("SLASH", "DASH", "DOT") and behind == "NUM" and tokens[j].start == tokens[j - 1].end:
        return None
    if (first.value + 1) % 10 != second.value:
        return "IMPOSSIBLE", None, ("ambiguous_numeric",)
    marked = _before(tokens, i) in _YEAR_NAMES or after in _YEAR_NAMES
    flags = ("financial_year_assumed",) if sign == "DASH" and not marked else ()
    unclear = () if marked else ("ambiguous_numeric",)
    return "PAIR", YearPair(first.value, first.value + 1), (*unclear, *flags)


def _quoted_pair(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """'24/25, '24-'25, 2024/'25: an apostrophe that stands for the century says that the figures are years."""
    first, second = _figures(tokens, i, j)
    sign = _sign(tokens, i, j)
    marked = _before(tokens, i) in _YEAR_NAMES or _after(tokens, j) in _YEAR_NAMES
    if _parts_before_figures(tokens, i, j) or _after(tokens, j) == "MONTH":
        return None
    if sign == "SLASH" and not _tight(tokens, i, j) and (tokens[i].kind != "QUOTE" or _before(tokens, i) == "MONTH"):
        return None  # "2025 / '26/27"
    if not _short(second) or not (first.kind == "YEAR" or _short(first)):
        return None
    if any(token.kind == "QUOTE" and token.end != tokens[k].start for k, token in enumerate(tokens[i:j], start=i + 1)):
        return None  # a closing quote
    a = first.value if first.kind == "YEAR" else 2000 + first.value
    b = second.value + a - a % 100
    short: tuple[str, ...] = () if first.kind == "YEAR" else ("two_digit_year",)
    if max(a, b) - 2000 > LAST_SHORT_YEAR or b <= a:
        return None
    if b == a + 1:
        flags = ("financial_year_assumed",) if sign in ("DASH", "TO") and not marked else ()
        return "PAIR", YearPair(a, b), (*flags, *short)
    return "WIDE", YearPair(a, b), ("calendar_range_assumed", *short)


def _three_years(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    years = tuple(token.value for token in _figures(tokens, i, j))
    return ("YEARS", years, ("ambiguous_numeric",)) if years == (years[0], years[0] + 1, years[0] + 2) else None


def _short_year(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """'22, with the apostrophe that stands for the century."""
    value = tokens[j - 1].value
    if not _tight(tokens, i, j) or not _short(tokens[j - 1]) or value > LAST_SHORT_YEAR:
        return None
    return "SHORT_YEAR", 2000 + value, ("two_digit_year",)


def _of_a_label(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Phase 1 [Sept 2024], Stages 1-2 [March 2025]: the figures count the parts and are no days."""
    figures = _figures(tokens, i, j)
    joined = len(figures) == 1 or _tight(tokens, i + 1, j) or _find_and(tokens, i, j)
    if not joined or any(figure.value > LAST_PART or not _one_figure(figure) for figure in figures):
        return None
    if _after(tokens, j) in ("SLASH", "DOT", "DASH") and _tight(tokens, j - 1, j + 1):
        return None  # "Stage 1/4/2025", "Phase 1.2"
    return "MARKED" if tokens[i].kind == "STAGE" else "ITEM", None, ()


def _find_and(tokens: Sequence[Token], i: int, j: int) -> bool:
    return any(token.kind in ("AND", "COMMA", "TO") for token in tokens[i:j])


def _quarters_of_months(tokens: Sequence[Token], i: int, j: int) -> Made | None:
    """Q3/4 [Oct 2024 - Mar 2025]: quarters in one label, whose months stand behind it."""
    first, second = _figures(tokens, i, j)
    if _after(tokens, j) not in ("MONTH", "OPEN") or not _tight(tokens, i + 1, j) or second.value > 4:
        return None
    return ("MARKED", None, ()) if 1 <= first.value < second.value else None


NUMBER_RULES = (
    Rule("label", "STAGE|LABEL NUM", _of_a_label, "Phase 1 Sept 2024"),
    Rule("label", "STAGE|LABEL NUM AND|COMMA|TO|DASH|SLASH NUM", _of_a_label, "Phases 1-2 Sept 2024"),
    Rule("label", "STAGE|LABEL NUM COMMA NUM AND NUM", _of_a_label, "Phases 1, 2 and 3 Sept 2024"),
    Rule("label", "QUARTER NUM SLASH|DASH NUM", _quarters_of_months, "Q3/4 Oct 2024 - Mar 2025"),
    Rule("year_first_date", "YEAR DASH NUM DASH NUM", _year_first_date, "2022-03-31"),
    Rule("year_first_date", "YEAR SLASH NUM SLASH NUM", _year_first_date, "2022/03/31"),
    Rule("year_first_date", "YEAR DOT NUM DOT NUM", _year_first_date, "2022.03.31"),
    Rule("three_years", "YEAR SLASH YEAR SLASH YEAR", _three_years, "2022/2023/2024"),
    Rule("numeric_date", "NUM SLASH NUM SLASH NUM|YEAR", _numeric_date, "31/03/2022"),
    Rule("numeric_date", "NUM DOT NUM DOT NUM|YEAR", _numeric_date, "31.03.2022"),
    Rule("numeric_date", "NUM DASH NUM DASH NUM|YEAR", _numeric_date, "31-03-2022"),
    Rule("numeric_month", "NUM SLASH|DOT|DASH YEAR", _numeric_month, "03/2022"),
    Rule("numeric_month", "YEAR DOT NUM", _numeric_month, "2022.03"),
    Rule("year_pair", "YEAR SLASH|DASH|TO YEAR|NUM", _pair, "2022/23"),
    Rule("year_pair", "NUM SLASH|DASH|TO|DOT NUM", _short_pair, "22/23"),
    Rule("year_pair", "QUOTE NUM SLASH|DASH|TO QUOTE? NUM", _quoted_pair, "'22/23"),
    Rule("year_pair", "NUM|YEAR SLASH|DASH|TO QUOTE NUM", _quoted_pair, "2022/'23"),
    Rule("short_year", "QUOTE NUM", _short_year, "'22"),
)
