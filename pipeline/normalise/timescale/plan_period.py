"""The days that a whole plan covers, from its title, a heading or its file's name.

"2018 - 21" in a title means whole calendar years, two consecutive years ("2021/22", "2021-22") a financial year. One
date alone is when the plan was published, which is no period.
"""

from __future__ import annotations

from datetime import date

from pipeline.normalise.timescale.dates import Unit
from pipeline.normalise.timescale.days import days_of
from pipeline.normalise.timescale.model import PlanPeriod
from pipeline.normalise.timescale.reading import read_tokens
from pipeline.normalise.timescale.tokens import Token

_LONGEST = 20 * 366  # days; what is longer is no plan's period
_SHORTEST = 80
_BETWEEN = frozenset(("OPEN", "DASH", "COMMA", "COLON", "MARK", "OF", "IN", "FILL", "FOR", "MODAL", "FROM"))
_ALONE = frozenset(("years", "financial_year", "academic_year", "municipal_year"))
_ENDS = frozenset(("month", "day", "financial_year", "quarter", "year"))


def plan_period_from_text(text: str | None) -> PlanPeriod | None:
    """Give the period that a title, heading or file name states, or None.

    >>> plan_period_from_text("Equality Action Plan 2018 - 21").end
    datetime.date(2021, 12, 31)
    >>> plan_period_from_text("Mainstreaming report 2023-2025 and equality outcomes 2025-2029").start
    datetime.date(2025, 1, 1)
    >>> plan_period_from_text("Equality Action Plan, September 2022") is None
    True
    """
    if not text:
        return None
    _, tokens = read_tokens(text.replace("_", "-").replace("%20", " "))
    found: list[tuple[bool, PlanPeriod]] = []  # whether the word "plan" stands before it
    before: Token | None = None
    k = 0
    while k < len(tokens):
        period, following = _period_at(tokens, k)
        named = before is not None and _says_plan(before)
        before = next((token for token in reversed(tokens[k:following]) if token.kind not in _BETWEEN), before)
        k = following
        if period is not None:
            found.append((named, period))
    of_plan = next((period for named, period in found if named), None)
    return of_plan or max((period for _, period in found), key=_end, default=None)


def _end(period: PlanPeriod) -> date:
    """The last day: of several periods in a title, what a plan does ends later than what it reports on."""
    return period.end or date.min


def _says_plan(token: Token) -> bool:
    if token.kind == "PLAN_NAME":
        return bool(token.value == "plan")
    return token.kind == "UNIT" and token.value.kind == "plan_life" and token.value.n == "plan"


def _period_at(tokens: list[Token], k: int) -> tuple[PlanPeriod | None, int]:
    """Give the period that starts at a token, if any, and the number of the token to go on with."""
    unit = tokens[k].value if tokens[k].kind == "UNIT" else None
    if not isinstance(unit, Unit) or "two_digit_year" in tokens[k].flags:
        return None, k + 1
    joined = k + 2 < len(tokens) and tokens[k + 1].kind in ("TO", "DASH") and tokens[k + 2].kind == "UNIT"
    if joined and unit.kind in _ENDS and tokens[k + 2].value.kind in _ENDS:
        first, last = _first(unit, tokens[k + 2].value), days_of(tokens[k + 2].value)
        if first is not None and last is not None:
            return _checked(first, last.end), k + 3
    days = days_of(unit) if unit.kind in _ALONE and unit.year is not None else None
    return (None if days is None else _checked(days.start, days.end)), k + 1


def _first(unit: Unit, last: Unit) -> date | None:
    if unit.year is None and unit.kind in ("month", "day"):
        unit = unit._replace(year=last.year, pair=last.pair)
    days = days_of(unit)
    return None if days is None else days.start


def _checked(start: date, end: date) -> PlanPeriod | None:
    return PlanPeriod(start, end) if _SHORTEST <= (end - start).days <= _LONGEST else None
