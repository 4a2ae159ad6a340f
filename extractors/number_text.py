"""Spreadsheet values as the sheet shows them: a number or date under its number format.

Source: ECMA-376 part 1, 18.8.31. What no plan needs (fractions, conditions, elapsed time, scientific notation) is shown
plainly rather than guessed.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(  # a format has 255 characters at most
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]{0,255})\]|_.|\*.|(?P<half>AM/PM|A/P)'
    r"|(?P<date>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE,
)
MONTHS: Final = (
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
        name = MONTHS[day.month - 1]
        if width > 2:
            return {3: name[:3], 5: name[:1]}.get(width, name)
        return f"{day.month:0{width}d}"
    number = {"h": (clock.hour - 1) % 12 + 1 if twelve else clock.hour, "m": clock.minute, "s": clock.second}[kind]
    return f"{number:0{min(width, 2)}d}"


def show_number(value: float, number_format: str) -> str:
    """A number under its format, by the section of it that the number falls under.

    >>> show_number(0.25, "0%"), show_number(1234.5, "£#,##0.00"), show_number(2024.0, "General")
    ('25%', '£1,234.50', '2024')
    >>> show_number(0, '"Complete";;"Not started"'), show_number(2425, '00"/"00'), show_number(7, ";;;")
    ('Not started', '24/25', '')
    """
    layout, negative = _section(value, number_format)
    tokens = list(_TOKEN.finditer(layout))
    plain = "".join(token[0] for token in tokens if _is_layout(token)).lower()
    if not layout:
        return ""
    if "general" in plain:
        before, _, after = layout.lower().partition("general")
        return (
            f"{_literals(layout[: len(before)])}{_plain(value)}{_literals(layout[len(layout) - len(after) :])}".strip()
        )
    digits = _DIGITS.search(plain)
    if digits is None:
        return _plain(value) if re.search(r"[ymdhs@]", plain) or not _literals(layout) else _literals(layout).strip()
    if re.search(r"e[+-]|/|[ymdhs]", plain):
        return _plain(value)
    places = len(digits["decimals"] or "")
    try:
        number = abs(Decimal(repr(value))) * (100 if "%" in plain else 1)
        number = number.scaleb(-3 * _thousands(plain)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return _plain(value)
    grouped = "," in digits[0].rstrip(",").split(".")[0]
    shown = f"{number:{',' if grouped else ''}.{places}f}"
    least = digits[0].split(".")[0].replace(",", "").count("0")
    whole, dot, rest = shown.partition(".")
    whole = (whole if number >= 1 or least else "").rjust(least, "0")
    return f"{'-' if negative and number else ''}{_laid_out(tokens, whole, dot + rest)}".strip()


def show_text(text: str, number_format: str) -> str:
    """A text under its format: a fourth section, or one with "@", prints words around it or in its place.

    >>> show_text("HR", '"Lead: "@'), show_text("HR", "General"), show_text("HR", ";;;")
    ('Lead: HR', 'HR', '')
    """
    sections = _sections(number_format)
    layout = sections[3] if len(sections) > 3 else sections[0] if "@" in sections[0] and len(sections) == 1 else "@"
    if layout == "@":
        return text
    tokens = _TOKEN.finditer(layout)
    shown = (text if token["other"] == "@" else token["quoted"] or token["escaped"] or "" for token in tokens)
    return "".join(shown).strip()


_CONDITION: Final = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<number>-?(?:\d+(?:\.\d*)?|\.\d+))\]")
_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[str, ...]:
    """The sections of a format, parted by semicolons that stand in no literal."""
    sections = [""]
    for token in _TOKEN.finditer(number_format):
        if token["other"] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    return tuple(sections)


def _section(value: float, number_format: str) -> tuple[str, bool]:
    """The section that a number falls under, and whether its sign is still to be printed."""
    sections = _sections(number_format)
    conditions = [_CONDITION.search(section) for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _COMPARED[condition["sign"]](value, float(condition["number"])):
                return section, value < 0 and condition is None
        return "General", value < 0
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], value < 0


def _is_layout(token: re.Match[str]) -> bool:
    """Whether a piece of a format lays out digits: no literal, no colour or currency, no space of a letter's width."""
    literal = token["quoted"] is not None or token["escaped"] is not None or token["bracket"] is not None
    return not literal and not (len(token[0]) == 2 and token[0][0] in "_*")


def _literals(layout: str) -> str:
    """What a piece of a format prints whatever the number is."""
    return "".join(_literal(token) for token in _TOKEN.finditer(layout))


def _literal(token: re.Match[str]) -> str:
    if token["quoted"] is not None or token["escaped"] is not None:
        return token["quoted"] or token["escaped"] or ""
    if token["bracket"] is not None:
        return token["bracket"][1:].split("-")[0] if token["bracket"].startswith("$") else ""
    other = token["other"] or ""
    return other if other not in "0#?,.@;" else ""


def _thousands(plain: str) -> int:
    """By how many thousands a number is divided: commas behind its last digit."""
    found = re.search(r"[0#?](,+)(?![0#?,])", plain)
    return len(found[1]) if found else 0


def _laid_out(tokens: list[re.Match[str]], whole: str, rest: str) -> str:
    """The digits in the places of a format; literals between them stay where they stand ("00/00")."""
    layout = [token for token in tokens if _is_layout(token) or _literal(token)]
    slots = [at for at, token in enumerate(layout) if token["other"] and token["other"] in "0#?" and _is_layout(token)]
    point = next((at for at, token in enumerate(layout) if token["other"] == "."), len(layout))
    places = [at for at in slots if at < point]
    first, last = min(places, default=point), max(places, default=point - 1)
    shown = {first: whole}
    if any(_literal(layout[at]) for at in range(first, last + 1)):
        digits = whole.replace(",", "")
        shown = {at: digits[-1 - back] for back, at in enumerate(reversed(places)) if back < len(digits)}
        shown[first] = digits[: max(0, len(digits) - len(places) + 1)]
    out = ""
    for at, token in enumerate(layout):
        out += shown.get(at, "") + _literal(token) + (rest if at == last else "")
    return out if places else whole + rest


def _plain(value: float) -> str:
    """A number with no format: whole numbers without a point, others to ten digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"
