"""Columns whose dates only the American order explains: "03/31/2032" among "04/05/2032" puts the month first in all.

A column in which one date could be neither way round, or in which each way has its own, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.normalise.timescale import Timescale
from pipeline.read.raw import CellKey, RawAction

MONTH_FIRST = "month_first_column"
_ROLES = ("start", "timescale")
_DATE = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)(?![\d/-])"
)
_ASSUMED = frozenset({"day_first_assumed", "impossible_date"})

Column = tuple[int, int]  # table and column


def month_first_columns(actions: Sequence[RawAction], roles: Mapping[CellKey, str]) -> frozenset[Column]:
    """Give the columns of dates that put the month first."""
    dates: dict[Column, list[tuple[int, int]]] = {}
    for raw in actions:
        for role in _ROLES:
            text = raw.texts.get(role, "")
            column = _column_of(raw, role, roles)
            if column is not None and text[-2:].strip(" .)").isdigit():
                found = [(int(date["first"]), int(date["second"])) for date in _DATE.finditer(text)]
                dates.setdefault(column, []).extend(found)
    return frozenset(
        column
        for column, found in dates.items()
        if any(first <= 12 < second <= 31 for first, second in found) and all(first <= 12 for first, _ in found)
    )


def _column_of(raw: RawAction, role: str, roles: Mapping[CellKey, str]) -> Column | None:
    return next(((key[0], key[2]) for key in raw.cells if roles.get(key) == role), None)


def with_day_first(
    raw: RawAction, texts: Mapping[str, str], columns: frozenset[Column], roles: Mapping[CellKey, str]
) -> tuple[Mapping[str, str], bool]:
    """Give texts with the dates of such columns turned round, and whether any was."""
    turned = {
        role: _DATE.sub(r"\g<second>\g<mark>\g<first>\g<mark>\g<year>", text)
        for role in _ROLES
        if (text := texts.get(role)) and _column_of(raw, role, roles) in columns
    }
    turned = {role: text for role, text in turned.items() if text != texts[role]}
    return ({**texts, **turned}, True) if turned else (texts, False)


def said_month_first(timescale: Timescale) -> Timescale:
    """Give the reading of dates that were turned round with their words as printed."""
    back = r"\g<second>\g<mark>\g<first>\g<mark>\g<year>"
    flags = (*(code for code in timescale.flags if code not in _ASSUMED), MONTH_FIRST)
    periods = tuple(replace(period, text=_DATE.sub(back, period.text)) for period in timescale.periods)
    readings = tuple((rule, _DATE.sub(back, words)) for rule, words in timescale.readings)
    return replace(timescale, text=_DATE.sub(back, timescale.text), periods=periods, readings=readings, flags=flags)
