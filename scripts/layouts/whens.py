"""Timescales of invented plans: words as real plans print them, with the days that the conventions read in them.

Each form is a function of a day of the plan; a form that leans on the plan's own period says nothing without it and is
left to those that judge timescales.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from scripts.layouts.chance import Chance


@dataclass(frozen=True, slots=True)
class When:
    """A timescale: the words, and what they mean."""

    text: str
    periods: tuple[tuple[date, date], ...] = ()
    ongoing: bool = False
    recurrence: str | None = None
    state: str | None = None
    accept: dict[str, list[Any]] = field(default_factory=dict)
    parts: tuple[str, str] = ("", "")  # quarter or month, and year, where they stand in two cells

    @property
    def start(self) -> date | None:
        """The first day of all periods."""
        return min((first for first, _ in self.periods), default=None)

    @property
    def due(self) -> date | None:
        """The last day of all periods."""
        return max((last for _, last in self.periods), default=None)


NEVER = When("")


def month(year: int, number: int) -> tuple[date, date]:
    """The days of a month."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def quarter(first_year: int, number: int) -> tuple[date, date]:
    """The days of a quarter of the financial year that begins in `first_year`."""
    opening = (4, 7, 10, 1)[number - 1]
    year = first_year + (number == 4)
    return date(year, opening, 1), month(year, opening + 2)[1]


def financial_year(first_year: int) -> tuple[date, date]:
    """1 April to 31 March."""
    return date(first_year, 4, 1), date(first_year + 1, 3, 31)


def year_pair(first_year: int, joint: str = "/") -> str:
    """A financial year as printed: 2024/25."""
    return f"{first_year}{joint}{(first_year + 1) % 100:02}"


def _fy(day: date) -> int:
    return day.year - (day.month < 4)


def _month(day: date) -> tuple[date, date]:
    return month(day.year, day.month)


def _quarter(day: date) -> tuple[int, tuple[date, date]]:
    number = (day.month - 4) % 12 // 3 + 1
    return number, quarter(_fy(day), number)


_SEASONS = (("Spring", 3, 5), ("Summer", 6, 8), ("Autumn", 9, 11))


def _season(day: date, chance: Chance) -> When:
    name, first, last = chance.pick(_SEASONS)
    return When(f"{name} {day.year}", ((date(day.year, first, 1), month(day.year, last)[1]),))


def _ordinal(number: int) -> str:
    if 10 < number < 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


Form = Callable[[date, Chance], When]

DATED: dict[str, tuple[Form, ...]] = {
    "month": (
        lambda d, c: When(f"{d:%B %Y}", (_month(d),)),
        lambda d, c: When(f"{d:%b %Y}", (_month(d),)),
        lambda d, c: When(f"By {d:%B %Y}", (_month(d),)),
        lambda d, c: When(f"By end of {d:%B %Y}", (_month(d),)),
        lambda d, c: When(f"End {d:%B %Y}", (_month(d),)),
        lambda d, c: When(f"{d:%b}-{d:%y}", (_month(d),)),
    ),
    "day": (
        lambda d, c: When(f"{d.day} {d:%B %Y}", ((d, d),)),
        lambda d, c: When(f"{d:%d/%m/%Y}", ((d, d),)),
        lambda d, c: When(f"{_ordinal(d.day)} {d:%B %Y}", ((d, d),)),
        lambda d, c: When(f"By {d.day} {d:%B %Y}", ((d, d),)),
    ),
    "quarter": (
        lambda d, c: When(f"Q{_quarter(d)[0]} {year_pair(_fy(d))}", (_quarter(d)[1],)),
        lambda d, c: When(f"Quarter {_quarter(d)[0]}, {year_pair(_fy(d))}", (_quarter(d)[1],)),
        lambda d, c: When(f"{year_pair(_fy(d))} Q{_quarter(d)[0]}", (_quarter(d)[1],)),
    ),
    "year": (
        lambda d, c: When(year_pair(_fy(d)), (financial_year(_fy(d)),)),
        lambda d, c: When(f"{_fy(d)}-{(_fy(d) + 1) % 100:02}", (financial_year(_fy(d)),)),
        lambda d, c: When(f"During {year_pair(_fy(d))}", (financial_year(_fy(d)),)),
        lambda d, c: When(str(d.year), ((date(d.year, 1, 1), date(d.year, 12, 31)),)),
        lambda d, c: When(f"End of {d.year}", ((date(d.year, 1, 1), date(d.year, 12, 31)),)),
    ),
    "season": (_season,),
    "range": (
        lambda d, c: When(
            f"{d:%B %Y} to {d.replace(day=1) + timedelta(days=214):%B %Y}",
            ((_month(d)[0], _month(d.replace(day=1) + timedelta(days=214))[1]),),
        ),
        lambda d, c: When(
            f"{d:%B %Y} and {d:%B} {d.year + 1}",
            (_month(d), month(d.year + 1, d.month)),
        ),
    ),
}
UNDATED: tuple[When, ...] = (
    When("Ongoing", ongoing=True, accept={"recurrence": ["continuous"], "state": ["in_progress"]}),
    When("Ongoing", ongoing=True, accept={"recurrence": ["continuous"], "state": ["in_progress"]}),
    When("Annually", recurrence="annual", accept={"ongoing": [True]}),
    When("Quarterly", recurrence="quarterly", accept={"ongoing": [True]}),
    When("Monthly", recurrence="monthly", accept={"ongoing": [True]}),
    When("Every six months", recurrence="six_monthly", accept={"ongoing": [True]}),
    When("TBC", state="to_be_confirmed"),
)
_ALSO: tuple[Form, ...] = (
    lambda d, c: When(f"{d:%B %Y} and ongoing", (_month(d),), ongoing=True, accept={"recurrence": ["continuous"]}),
    lambda d, c: When(f"From {d:%B %Y}", (_month(d),), ongoing=True),
    lambda d, c: When(f"Quarterly from {d:%B %Y}", (_month(d),), ongoing=True, recurrence="quarterly"),
)
MANNERS = tuple(DATED)


def draw_when(chance: Chance, first: date, last: date, manner: str | None = None) -> When:
    """Draw a timescale in the plan's period; a plan keeps to a manner (`month`, `quarter`, …) in most of its rows."""
    day = first + timedelta(days=chance.number(0, max(1, (last - first).days)))
    day = day.replace(day=chance.pick((1, 15, 28, 30)) if day.month != 2 else 28)
    kind = chance.weighed(own=0.66, dated=0.18, undated=0.11, also=0.05)
    match kind:
        case "undated":
            return chance.pick(UNDATED)
        case "also":
            return chance.pick(_ALSO)(day, chance)
        case "own" if manner:
            return chance.pick(DATED[manner])(day, chance)
        case _:
            return chance.pick(DATED[chance.pick(MANNERS)])(day, chance)


def draw_without_year(chance: Chance, first_year: int) -> When:
    """Draw a timescale without a year, as it is printed under the heading of a financial year."""
    if chance.maybe(0.35):
        number = chance.number(1, 4)
        return When(chance.pick(("Q{n}", "Quarter {n}")).format(n=number), (quarter(first_year, number),))
    number = chance.number(1, 12)
    days = month(first_year + (number < 4), number)
    return When(chance.pick(("{m}", "{m}", "By {m}", "By end of {m}")).format(m=f"{days[0]:%B}"), (days,))


def draw_in_parts(chance: Chance, first: date, last: date, part: str) -> When:
    """Draw a timescale whose quarter or month stands in one cell and its year in another."""
    day = first + timedelta(days=chance.number(0, max(1, (last - first).days)))
    if part == "quarter":
        number, days = _quarter(day)
        two, year = f"Q{number}", year_pair(_fy(day))
    else:
        two, year, days = f"{day:%B}", str(day.year), _month(day)
    others = [
        f"{year} {two}",
        f"{two}, {year}",
        f"{two} / {year}",
        f"{two} – {year}",
        f"{year} – {two}",
        f"{year}, {two}",
    ]
    return When(f"{two} {year}", (days,), accept={"timescale_text": [*others, two]}, parts=(two, year))


def dated(chance: Chance, first: date, last: date, manner: str) -> When:
    """Draw a single date of a plan, as a column of starts or ends has it."""
    kind = manner if manner in ("month", "day", "quarter", "year") else "month"
    day = first + (last - first) * (chance.number(0, 100) / 100)
    return DATED[kind][0](day.replace(day=min(day.day, 28)), chance)
