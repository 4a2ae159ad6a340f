"""First and last days of the units in which plans count time: months, quarters, halves, seasons, terms and years.

The UK financial year runs from 1 April to 31 March (Interpretation Act 1978, schedule 1), so Q1 is April to June and
Q4 January to March. Seasons are whole months: spring March to May, summer June to August, autumn September to November,
winter December to February. School terms, and the council year between two annual meetings, differ from place to place;
the days given for them are approximations, and their readers flag them.
"""

from __future__ import annotations

from datetime import date, timedelta

Days = tuple[date, date]  # first and last day, both included

SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
TERM_MONTHS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}

_MONTH_ENDS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_day(year: int, month: int) -> int:
    """Give the number of the last day of a month.

    >>> last_day(2024, 2), last_day(2100, 2)
    (29, 28)
    """
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _MONTH_ENDS[month - 1]


def months_from(year: int, month: int, count: int) -> Days:
    """Give the days of so many whole months, the first being that of the year given.

    >>> months_from(2022, 12, 3)
    (datetime.date(2022, 12, 1), datetime.date(2023, 2, 28))
    """
    last = month + count - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, last_day(end_year, end_month))


def in_financial_year(first: int, month: int) -> int:
    """Give the calendar year of a month in the financial year that starts in `first`.

    >>> in_financial_year(2021, 3), in_financial_year(2021, 4)
    (2022, 2021)
    """
    return first if month >= 4 else first + 1


def financial_year(first: int) -> Days:
    """Give the days of the financial year that starts in `first`."""
    return date(first, 4, 1), date(first + 1, 3, 31)


def financial_quarter(number: int, first: int) -> Days:
    """Give the days of a quarter, 1 to 4, of the financial year that starts in `first`.

    >>> financial_quarter(4, 2021)
    (datetime.date(2022, 1, 1), datetime.date(2022, 3, 31))
    """
    month = quarter_month(number)
    return months_from(in_financial_year(first, month), month, 3)


def quarter_month(number: int) -> int:
    """Give the first month of a quarter of the financial year."""
    return (4, 7, 10, 1)[number - 1]


def add_months(day: date, count: int) -> date:
    """Give the same day so many months on, or the last day of that month where it has no such day.

    >>> add_months(date(2021, 10, 31), 4)
    datetime.date(2022, 2, 28)
    """
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, last_day(year, month)))


def span_of_months(start: date, count: int) -> Days:
    """Give the days from `start` to the day before the same day so many months on."""
    return start, add_months(start, count) - timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Give Easter Sunday of the western churches (the algorithm of Meeus, Jones and Butcher).

    >>> easter_sunday(2024), easter_sunday(2026)
    (datetime.date(2024, 3, 31), datetime.date(2026, 4, 5))
    """
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_whole_months(start: date, end: date) -> bool:
    """Tell whether the days run from the first of a month to the last of a month."""
    return start.day == 1 and end.day == last_day(end.year, end.month)
