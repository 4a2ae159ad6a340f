"""Periods in the Extended Date/Time Format (ISO 8601-2:2019; Library of Congress EDTF, level 1, sets level 2).

A day, month or year stands as such and a season by its code 21 to 24; what is longer is an interval of years, months or
days, whichever is the widest unit that says it exactly. `~` marks what is approximate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from pipeline.normalise.timescale.calendar_units import is_whole_months
from pipeline.normalise.timescale.model import Period, Precision

_SEASON_CODES = {3: 21, 6: 22, 9: 23, 12: 24}
_SINGLE = frozenset(("day", "month", "year"))


@lru_cache(maxsize=4096)  # the cells of a plan name few
def period_edtf(start: date, end: date, precision: Precision, by_years: bool = False, approximate: bool = False) -> str:
    """Give the EDTF of one period; `by_years` says that its words named years.

    >>> period_edtf(date(2021, 7, 1), date(2021, 9, 30), "quarter")
    '2021-07/2021-09'
    >>> period_edtf(date(2022, 6, 1), date(2022, 8, 31), "season", approximate=True)
    '2022-06~/2022-08~'
    """
    mark = "~" if approximate else ""
    if precision == "month":
        return f"{start.year:04}-{start.month:02}{mark}"
    if precision == "year":
        return f"{start.year:04}{mark}"
    if precision == "day":
        return start.isoformat() + mark
    if precision == "season" and not approximate:
        return f"{start.year:04}-{_SEASON_CODES[start.month]}"
    if by_years:
        return f"{start.year:04}{mark}/{end.year:04}{mark}"
    if is_whole_months(start, end) and (start.year, start.month) != (end.year, end.month):
        return f"{start.year:04}-{start.month:02}{mark}/{end.year:04}-{end.month:02}{mark}"
    return f"{start.isoformat()}{mark}/{end.isoformat()}{mark}"


def whole_edtf(periods: Sequence[Period], open_end: bool) -> str | None:
    """Give the EDTF of all periods of a timescale, or None where one expression cannot hold them.

    Several days, months and years stand in a set; several periods that include intervals or seasons, or that go on, do
    not. With `open_end` a single period's start is the start of an interval that goes on.
    """
    if len(periods) == 1:
        edtf = periods[0].edtf
        return f"{edtf.partition('/')[0]}/.." if open_end else edtf
    if not periods or open_end or any(period.precision not in _SINGLE for period in periods):
        return None
    return "{" + ",".join(period.edtf.rstrip("~") for period in periods) + "}"
