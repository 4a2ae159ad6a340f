"""Values of an action as a person reads and writes them: into text and back, and what else changes with a value.

Dates are ISO days, lists are parted by `; `, truth is yes or no, and nothing is `(none)`. A timescale may be written in
words ("Q1 2024/25 and ongoing") or as it is shown ("2024-04-01 to 2024-06-30; ongoing").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from pipeline.correction import NOTHING, TEXTS
from pipeline.fold import fold
from pipeline.normalise.framework.edition import Theme, read_edition
from pipeline.normalise.owner import parse_owners
from pipeline.normalise.timescale import PlanPeriod, parse_timescale
from schema.codelists import codelists
from schema.rows import ActionRow, OwnerValue, PeriodValue
from schema.toml_file import read_toml_file

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s+to\s+(\d{4}-\d\d-\d\d))?")

TOGETHER: Mapping[str, tuple[str, ...]] = {
    "periods": ("periods", "start", "due", "ongoing", "recurrence", "timescale_text", "timescale_edtf"),
    "timescale_text": ("periods", "start", "due", "ongoing", "recurrence", "timescale_text", "timescale_edtf"),
    "due": ("due", "periods"),
    "start": ("start", "periods"),
    "owners": ("owners", "owner_text"),
    "owner_text": ("owners", "owner_text"),
    "state": ("state", "status_text"),
    "status_text": ("state", "rag", "status_text"),
    "rag": ("rag",),
    "eflg_theme": ("eflg_theme", "eflg_module", "eflg_score"),
}
"""Columns that a person who settles one has settled too."""


_FILES_OF_CODES = {"timescale_flags": "periods", "owner_flags": "owners"}
_BEGINNINGS = {"rag": "state", "state": "state", "eflg": "eflg_theme", "action": "action", "mention": "owners"}


@lru_cache(maxsize=1)
def _fields_of_codes() -> Mapping[str, str]:
    found: dict[str, str] = {"due_before_start": "periods", "owner_of_group": "owners"}
    for name, field in _FILES_OF_CODES.items():
        data = read_toml_file("schema", f"codelists/{name}.toml")
        found |= {entry["code"]: field for entry in data["code"]}
    return found


def field_of_code(code: str) -> str:
    """Return the column that a flag or issue of an action is about; `row` where it is about no single one."""
    known = _fields_of_codes().get(code)
    return known or next((field for start, field in _BEGINNINGS.items() if code.startswith(start)), "row")


def shown_value(action: ActionRow, field: str) -> str:
    """Return a value of an action as text, `(none)` where it says nothing."""
    return _shown(action, field) or NOTHING


def _shown(action: ActionRow, field: str) -> str:
    value: Any = getattr(action, field)
    match field:
        case "owners":
            return "; ".join(owner.name for owner in action.owners)
        case "periods":
            spans = [str(p.start) if p.start == p.end else f"{p.start} to {p.end}" for p in action.periods]
            more = [*(["ongoing"] if action.ongoing else ()), *([action.recurrence] if action.recurrence else ())]
            return "; ".join([*spans, *more])
        case "ongoing":
            return "yes" if action.ongoing else "no"
        case "characteristics":
            return "; ".join(action.characteristics)
    return "" if value is None else str(value)


def with_value(action: ActionRow, field: str, text: str, period: PlanPeriod | None) -> ActionRow:
    """Return an action with a value that a person said, as text, "" for none; `period` is the plan's.

    What cannot be read as the field's kind is left as it is: `corrections_file` refuses it before.
    """
    if field in TEXTS:
        return _with_code(field)(action, text, period)
    return _SET[field](action, text, period)


def _with_owners(action: ActionRow, text: str, period: PlanPeriod | None) -> ActionRow:
    del period
    known = {owner.name: owner for owner in action.owners}
    return replace(action, owners=tuple(known.get(name) or _owner(name) for name in _parts(text)))


def _owner(name: str) -> OwnerValue:
    """An owner by the very name that a person gave, with the kind that its words say."""
    mentions = parse_owners(name).mentions
    if len(mentions) != 1:
        return OwnerValue(mention=name, name=name, kind="unclear", function="other", seniority="none")
    (one,) = mentions
    return OwnerValue(
        mention=name, name=name, kind=one.kind, function=one.function, seniority=one.seniority, relation=one.relation
    )


def unread_of_timescale(text: str) -> tuple[str, ...] | None:
    """Return the words of a timescale that are not understood; None where nothing is.

    >>> unread_of_timescale("Q1 2024/25 and ongoing"), unread_of_timescale("six_monthly; ongoing")
    ((), ())
    >>> unread_of_timescale("monthly, weather allowing"), unread_of_timescale("when ready")
    (('weather allowing',), None)
    """
    if _as_shown(text) is not None:
        return ()
    reading = parse_timescale(text)
    return reading.unread if reading.periods or reading.ongoing or reading.recurrence else None


def _as_shown(text: str) -> tuple[list[re.Match[str]], list[str], bool] | None:
    """The spans, the recurrences and whether it goes on, of a timescale written as it is shown; None of any other."""
    parts = _parts(text)
    spans = [span for part in parts if (span := _SPAN.fullmatch(part))]
    recurring = [part for part in parts if part in codelists()["recurrence"].names()]
    whole = len(spans) + len(recurring) + parts.count("ongoing") == len(parts)
    return (spans, recurring, "ongoing" in parts) if whole else None


def _with_periods(action: ActionRow, text: str, period: PlanPeriod | None) -> ActionRow:
    if (shown := _as_shown(text)) is not None:
        spans, recurring, ongoing = shown
        found = tuple(_period(action, span) for span in spans)
        recurrence = next(iter(recurring), None)
        edtf = action.timescale_edtf if found == action.periods else None
    else:
        reading = parse_timescale(text, period)
        found = tuple(
            PeriodValue(text=one.text, start=one.start, end=one.end, precision=one.precision, edtf=one.edtf)
            for one in reading.periods
        )
        ongoing, recurrence, edtf = reading.ongoing, reading.recurrence, reading.edtf
    return _dated(replace(action, ongoing=ongoing, recurrence=recurrence, timescale_edtf=edtf), found)


def _period(action: ActionRow, span: re.Match[str]) -> PeriodValue:
    """The days of a span; the action's own period where it has that."""
    start, end = date.fromisoformat(span[1]), date.fromisoformat(span[2] or span[1])
    same = next((one for one in action.periods if (one.start, one.end) == (start, end)), None)
    return same or _days(span[0], start, end)


def _days(text: str, start: date, end: date) -> PeriodValue:
    edtf = str(start) if start == end else f"{start}/{end}"
    return PeriodValue(text=text, start=start, end=end, precision=_precision(start, end), edtf=edtf)


def _precision(start: date, end: date) -> str:
    if start == end:
        return "day"
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    whole_month = whole and (start.year, start.month) == (end.year, end.month)
    return "month" if whole_month else "range"


def _dated(action: ActionRow, periods: tuple[PeriodValue, ...]) -> ActionRow:
    start = min((one.start for one in periods), default=None)
    return replace(action, periods=periods, start=start, due=max((one.end for one in periods), default=None))


def _with_due(action: ActionRow, text: str, period: PlanPeriod | None) -> ActionRow:
    """The action with its last day: the period that ended last ends then; without one that day alone is the period."""
    del period
    if not text:
        return _dated(action, ())
    due = date.fromisoformat(text)
    if due == action.due:
        return action
    kept = tuple(one for one in action.periods if one.end != action.due and one.end <= due)
    start = max((one.start for one in action.periods if one.end == action.due and one.start <= due), default=due)
    return replace(_dated(action, (*kept, _days(text, start, due))), timescale_edtf=None)


def _with_start(action: ActionRow, text: str, period: PlanPeriod | None) -> ActionRow:
    del period
    if not text:
        return replace(action, start=None)
    start = date.fromisoformat(text)
    if start == action.start:
        return action
    kept = tuple(one for one in action.periods if one.start != action.start and one.start >= start)
    end = min((one.end for one in action.periods if one.start == action.start and one.end >= start), default=start)
    return replace(_dated(action, (_days(text, start, end), *kept)), timescale_edtf=None)


def _with_theme(action: ActionRow, text: str, period: PlanPeriod | None) -> ActionRow:
    del period
    theme = framework_theme(text)
    if theme is None:
        return replace(action, eflg_module=None, eflg_theme=None, eflg_score=None)
    module = read_edition().module(theme.number).name
    if action.eflg_theme_2 == theme.name:  # what was second is first now
        action = replace(action, eflg_theme_2=None, eflg_score_2=None)
    return replace(action, eflg_module=module, eflg_theme=theme.name, eflg_score=1.0)


def framework_theme(text: str) -> Theme | None:
    """Return the theme of the framework by its number, name or both; None where there is none of that.

    >>> framework_theme("1.3").name
    'Effective community engagement'
    >>> framework_theme("1.3 effective community engagement").number
    '1.3'
    """
    said = fold(text)

    def names(theme: Theme) -> bool:
        return said in (theme.number, fold(theme.name), f"{theme.number} {fold(theme.name)}")

    return next((theme for theme in read_edition().themes if names(theme)), None)


def _with_code(field: str) -> Callable[[ActionRow, str, PlanPeriod | None], ActionRow]:
    def with_code(action: ActionRow, text: str, period: PlanPeriod | None) -> ActionRow:
        del period
        changes: dict[str, Any] = {field: text or None}
        return replace(action, **changes)

    return with_code


_SET: Mapping[str, Callable[[ActionRow, str, PlanPeriod | None], ActionRow]] = {
    "owners": _with_owners,
    "periods": _with_periods,
    "due": _with_due,
    "start": _with_start,
    "ongoing": lambda action, text, _: replace(action, ongoing=text.casefold() == "yes"),
    "characteristics": lambda action, text, _: replace(action, characteristics=tuple(_parts(text))),
    "eflg_theme": _with_theme,
    "recurrence": _with_code("recurrence"),
    "state": _with_code("state"),
    "rag": _with_code("rag"),
}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
