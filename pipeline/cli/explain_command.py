"""`councilplans explain`: each value of an action beside the cell that it was read from; reads Parquet only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.cli.screen import safe
from pipeline.store.errors import StoreError
from pipeline.store.lookup import Trace, find_action
from schema.codelists import flag
from schema.rows import ActionRow, CellRow, OwnerValue, PeriodValue

_READ_FROM = {
    "theme": ("theme",),
    "objective": ("objective",),
    "reference": ("reference", "objective", "action"),
    "action": ("action",),
    "outcome": ("outcome",),
    "evidence": ("evidence",),
    "progress": ("progress",),
    "owner_text": ("owner",),
    "owners": ("owner",),
    "timescale_text": ("timescale", "start", "due"),
    "periods": ("timescale", "start", "due"),
    "start": ("timescale", "start", "due"),
    "due": ("timescale", "start", "due"),
    "ongoing": ("timescale", "start", "due"),
    "recurrence": ("timescale", "start", "due"),
    "timescale_edtf": ("timescale", "start", "due"),
    "state": ("status", "timescale", "due", "rag"),
    "status_text": ("status", "rag"),
    "rag": ("rag", "status"),
    "extras": ("extras",),
}
_IN_HEADING = {"action_id", "document_id", "page", "table", "row", "flags", "doubts", "rules", "corrected"}


def explain_action(action_id: str, out: Path) -> int:
    """Print where each value of an action came from; give the exit code."""
    try:
        trace = find_action(out, action_id)
    except StoreError as error:
        sys.stderr.write(safe(str(error)) + "\n")
        return 2
    if trace is None:
        sys.stderr.write(
            f"{safe(action_id)}: no action of {safe(str(out))} has this id. "
            "Take one from the column action_id of actions.\n"
        )
        return 2
    sys.stdout.write("\n".join(_lines(trace)) + "\n")
    return 0


def _lines(trace: Trace) -> Iterator[str]:
    action = trace.action
    yield f"{action.action_id}  {safe(trace.document.source)}{_place(action.page, action.table, action.row)}"
    yield ""
    for field in fields(action):
        value = getattr(action, field.name)
        if field.name in _IN_HEADING or value is None or value == () or value is False:
            continue
        yield f"{field.name}"
        for line in _value_lines(value):
            yield f"    {line}"
        for cell in _cells_of(field.name, trace.cells):
            fill = f", fill {cell.fill}" if cell.fill and field.name in ("rag", "state") else ""
            place = f"{_place(cell.page, cell.table, cell.row)}, column {cell.column}{fill}"
            yield f"      from{place}: “{safe(cell.text)}”"
        yield from _rule_lines(action, field.name)
    yield ""
    for one in action.rules:
        if one.field in action.corrected and one.rule.startswith("corrected"):
            yield f"{safe(one.field)} was {safe(one.rule)}"
    for doubt in action.doubts:
        yield f"doubt {safe(doubt.field)} ({doubt.chance:.0%}, {safe(doubt.code)}): {safe(doubt.why)}"
    for code in action.flags:
        yield f"flag {safe(code)}: {flag(code).meaning}"
    for issue in trace.issues:
        verbatim = f" “{safe(issue.verbatim)}”" if issue.verbatim else ""
        yield f"{issue.severity} ({issue.responsible}) {safe(issue.code)}:{verbatim} {safe(issue.message)}"
    if not action.flags and not trace.issues and not action.doubts:
        yield "Nothing to look at."


def _rule_lines(action: ActionRow, column: str) -> Iterator[str]:
    """Yield by which rules or evidence a column was read, as the row itself has it."""
    for one in action.rules:
        if one.field == column:
            yield f"      by {safe(one.rule)}"


def _value_lines(value: Any) -> Iterator[str]:
    if not isinstance(value, tuple):
        yield safe(str(value))
        return
    for item in value:
        match item:
            case OwnerValue():
                told = ", ".join(filter(None, (item.kind, item.seniority, item.function, item.relation)))
                yield f"{safe(item.name)} ({told}), as “{safe(item.mention)}”, score {item.score:.2f}"
            case PeriodValue():
                yield f"{item.start} to {item.end} ({item.precision}), as “{safe(item.text)}”"
            case (header, text):
                yield f"{safe(header)}: {safe(text)}"
            case _:
                yield safe(str(item))


def _cells_of(column: str, cells: tuple[CellRow, ...]) -> Iterator[CellRow]:
    """Yield the cells that a column was read from: those of the first role that the action has."""
    roles = _READ_FROM.get(column, ())
    if column in ("timescale_text", "periods", "start", "due", "ongoing", "recurrence", "timescale_edtf"):
        yield from (cell for cell in cells if cell.role in roles)
        return
    for role in roles:
        found = [cell for cell in cells if cell.role == role]
        if found:
            yield from found
            return


def _place(page: int | None, table: int | None, row: int | None) -> str:
    named = (("page", page), ("table", table), ("row", row))
    return "".join(f", {name} {number}" for name, number in named if number is not None).replace(",", "", 1)
