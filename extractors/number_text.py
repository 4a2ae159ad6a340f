"""Spreadsheet values as the sheet shows them: a number or date under its number format.

Source: ECMA-376 part 1, 18.8.31. What no plan needs (fractions, conditions, elapsed time, scientific notation) is shown
plainly rather than guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*.|(?P<half>AM/PM|A/P)'
    r"|(?P<date>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_DATE: Final = "dd/mm/yyyy"  # the United Kingdom's short date, which format 14 stands for
_LONG_DATE: Final = "d mmmm yyyy"
_DIGITS: Final = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]+))?")


def show_date(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    """A date or time under its format.

    >>> show_date(dt.datetime(2024, 3, 31), "mmm-yy"), show_date(dt.datetime(2024, 3, 31), "mm-dd-yy")
    ('Mar-24', '31/03/2024')
    """
    layout = number_format.split(";", maxsplit=1)[0]
    if "F800" in layout.upper():
        layout = _LONG_DATE
    elif layout.lower() in {"mm-dd-yy", "m/d/yyyy", "m/d/yy", "general", ""}:
        layout = _SHORT_DATE
    day = value if isinstance(value, dt.date) else dt.date(1900, 1, 1)
    clock = value if isinstance(value, dt.time) else (value.time() if isinstance(value, dt.datetime) else dt.time())
    tokens = list(_TOKEN.finditer(layout))
    letters = [(token["date"] or "").lower()[:1] for token in tokens]
    twelve = any(token["half"] for token in tokens)
    shown: list[str] = []
    for place, token in enumerate(tokens):
        if token["quoted"] is not None or token["escaped"] is not None:
            shown.append(token["quoted"] or token["escaped"] or "")
        elif token["half"]:
            shown.append("AM" if clock.hour < 12 else "PM")
        elif token["date"]:
            shown.append(_date_part(token["date"].lower(), day, clock, twelve, _is_minutes(letters, place)))
        elif token["other"] and token["other"] != "@":
            shown.append(token["other"])
    return "".join(shown).strip()


def _is_minutes(letters: list[str], place: int) -> bool:
    """True for an "m" after hours or before seconds."""
    before = next((letter for letter in reversed(letters[:place]) if letter), "")
    after = next((letter for letter in letters[place + 1 :] if letter), "")
    return letters[place] == "m" and (before == "h" or after == "s")


def _date_part(letters: str, day: dt.date, clock: dt.time, twelve: bool, minutes: bool) -> str:
    kind, width = letters[0], len(letters)
    if kind == "y":
        return f"{day.year:04d}" if width > 2 else f"{day.year % 100:02d}"
    if kind == "d":
        return _DAYS[day.weekday()][: 3 if width == 3 else None] if width > 2 else f"{day.day:0{width}d}"
    if kind == "m" and not minutes:
        name = _MONTHS[day.month - 1]
        if width > 2:
            return {3: name[:3], 5: name[:1]}.get(width, name)
        return f"{day.month:0{width}d}"
    number = {"h": (clock.hour - 1) % 12 + 1 if twelve else clock.hour, "m": clock.minute, "s": clock.second}[kind]
    return f"{number:0{min(width, 2)}d}"


def show_number(value: float, number_format: str) -> str:
    """A number under its format.

    >>> show_number(0.25, "0%"), show_number(1234.5, "£#,##0.00"), show_number(2024.0, "General")
    ('25%', '£1,234.50', '2024')
    """
    sections = number_format.split(";")
    layout = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
    negative = value < 0 and layout is sections[0]
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", layout)
    digits = _DIGITS.search(plain)
    if digits is None or re.search(r"[eE][+-]|/|[ymdhs]", plain):
        return _plain(value)
    try:
        number = abs(Decimal(repr(value))) * (100 if "%" in plain else 1)
        places = len(digits["decimals"] or "")
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return _plain(value)
    shown = f"{number:{',' if ',' in digits[0] else ''}.{places}f}"
    least = digits[0].split(".")[0].replace(",", "").count("0")
    whole, dot, rest = shown.partition(".")
    shown = whole.rjust(least, "0") + dot + rest
    before, after = _around(layout)
    return f"{'-' if negative and number else ''}{before}{shown}{after}".strip()


def _around(layout: str) -> tuple[str, str]:
    """What a number format prints before and after the digits: currency, per cent, units."""
    sides: list[list[str]] = [[], []]
    side = 0
    for token in _TOKEN.finditer(layout):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if literal is not None:
            sides[side].append(literal)
        elif token["bracket"] is not None:
            currency = token["bracket"]
            if currency.startswith("$"):
                sides[side].append(currency[1:].split("-")[0])
        elif token["other"] and token["other"] in "0#?,.":
            side = 1
        elif token["other"]:
            sides[side].append(token["other"])
    return "".join(sides[0]), "".join(sides[1])


def _plain(value: float) -> str:
    """A number with no format: whole numbers without a point, others to ten digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"
