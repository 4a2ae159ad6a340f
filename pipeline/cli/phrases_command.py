"""`councilplans timescale` and `councilplans owner`: phrases in, what was understood out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.cli.screen import safe

if TYPE_CHECKING:
    from pipeline.normalise.doubt import Doubt
    from pipeline.normalise.owner import OwnerReading
    from pipeline.normalise.timescale import Timescale

_OWNER_COLUMNS = ("mention", "name", "kind", "function", "seniority", "relation", "score")


def read_timescales(texts: Sequence[str], plan_start: date | None, plan_end: date | None, *, jsonl: bool) -> None:
    """Read each phrase, from standard input where none is given, and print it."""
    from pipeline.normalise.timescale import PlanPeriod, parse_timescale

    plan = PlanPeriod(plan_start, plan_end)
    for text in texts or _input_lines():
        reading = parse_timescale(_said(text), plan)
        _print_lines([_json_line(timescale_columns(text, reading))] if jsonl else _timescale_lines(text, reading))


def read_owners(texts: Sequence[str], *, jsonl: bool) -> None:
    """Read each phrase, from standard input where none is given, and print it."""
    from pipeline.normalise.owner import parse_owners

    for text in texts or _input_lines():
        reading = parse_owners(_said(text))
        _print_lines([_json_line(owner_columns(text, reading))] if jsonl else _owner_lines(text, reading))


def _said(text: str) -> str:
    """What a cell says: the ticked ones of its options, where it holds options, as a run reads it."""
    from pipeline.normalise.options import ticked_text

    ticked = ticked_text(text)
    return text.strip() if ticked is None else ticked


def timescale_columns(text: str, reading: Timescale) -> dict[str, Any]:
    """Return the columns of actions that a timescale fills, dates as ISO 8601."""
    periods = [
        {
            "text": period.text,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "edtf": period.edtf,
            "precision": period.precision,
        }
        for period in reading.periods
    ]
    return {
        "text": text,
        "periods": periods,
        "start": reading.start and reading.start.isoformat(),
        "due": reading.due and reading.due.isoformat(),
        "ongoing": reading.ongoing,
        "recurrence": reading.recurrence,
        "state": reading.state,
        "flags": list(reading.flags),
        "doubts": [doubt._asdict() for doubt in reading.doubts],
    }


def owner_columns(text: str, reading: OwnerReading) -> dict[str, Any]:
    """Return the columns of actions that an owner cell fills."""
    owners = [{column: getattr(mention, column) for column in _OWNER_COLUMNS} for mention in reading.mentions]
    doubts = [doubt._asdict() for doubt in reading.doubts]
    return {"text": text, "owners": owners, "flags": list(reading.flags), "doubts": doubts}


def _timescale_lines(text: str, reading: Timescale) -> Iterator[str]:
    yield safe(text) or "(blank)"
    for period in reading.periods:
        span = f"{period.start}" if period.start == period.end else f"{period.start} to {period.end}"
        yield f"  period      {span}  ({period.precision.replace('_', ' ')}), from “{safe(period.text)}”"
    if reading.ongoing:
        yield "  ongoing     yes"
    if reading.recurrence:
        yield f"  recurrence  {reading.recurrence}"
    if reading.state:
        yield f"  state       {reading.state}"
    if not (reading.periods or reading.ongoing or reading.recurrence or reading.state):
        yield "  nothing was read from it"
    for rule, words in reading.readings:
        yield f"  rule        {safe(rule)}: “{safe(words)}”"
    yield from _flag_lines(reading.flags)
    yield from _doubt_lines(reading.doubts)


def _owner_lines(text: str, reading: OwnerReading) -> Iterator[str]:
    yield safe(text) or "(blank)"
    for mention in reading.mentions:
        known = (mention.kind, mention.seniority, mention.function, mention.relation)
        told = [value.replace("_", " ") for value in known if value and value != "none"]
        yield f"  owner       {safe(mention.name)}" + (f"  ({', '.join(told)})" if told else "")
        yield f"              from “{safe(mention.mention)}”, score {mention.score:.2f}, rule {safe(mention.rule)}"
    if not reading.mentions:
        yield "  no owner was read from it"
    yield from _flag_lines(reading.flags)
    yield from _doubt_lines(reading.doubts)


def _flag_lines(flags: Iterable[str]) -> Iterator[str]:
    from schema.codelists import flag

    for code in flags:
        yield f"  flag        {code}: {flag(code).meaning}"


def _doubt_lines(doubts: Iterable[Doubt]) -> Iterator[str]:
    for doubt in doubts:
        yield f"  doubt       {doubt.field} ({doubt.chance:.0%}): {doubt.why}"


def _input_lines() -> Iterator[str]:
    """Yield the lines of standard input without their ends; a blank line is a line too."""
    first = True
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        yield text.removeprefix("\ufeff") if first else text
        first = False


def _json_line(columns: dict[str, Any]) -> str:
    return json.dumps(columns, ensure_ascii=False)


def _print_lines(lines: Iterable[str]) -> None:
    """Print as UTF-8 whatever the console's own encoding when the output is no terminal."""
    for line in lines:
        if sys.stdout.isatty():
            sys.stdout.write(line + "\n")
        else:
            sys.stdout.buffer.write((line + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()
