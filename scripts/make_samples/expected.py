"""The rows that a reader should find, worked out from the content alone."""

from __future__ import annotations

import re
from typing import Any

from scripts.make_samples.layouts import RAG_LETTERS
from scripts.make_samples.plans import COLUMN_FIELDS, TEXT_FIELDS, Action, Plan, Readings

_LIST_MARK = re.compile(r"^• ", re.MULTILINE)


def expected_actions(plan: Plan, readings: Readings, changes: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a plan in document order.

    `changes` adapts them to a layout that prints less or other than the content holds: `drop` names fields that the
    layout does not print, `rag` is `letter` or `word` where the rating is printed so (and is a status cell too),
    `prose` says that dates stand in the action's own sentence, `accept` gives other right
    readings of a field for every row, `accept_rows` for the row of a position.
    """
    changes = changes or {}
    rows = []
    for position, action in enumerate(plan.actions, start=1):
        row = _expected_row(action, readings, tuple(changes.get("drop", ())))
        row["position"] = position
        if "rag" in changes and row["rag"] and not row["status_text"]:
            row["status_text"] = RAG_LETTERS.get(row["rag"]) if changes["rag"] == "letter" else row["rag"].capitalize()
            row.setdefault("accept", {})["status_text"] = [None]
        if changes.get("prose"):
            leave_in_prose(row)
        row["accept"] = {
            **row.get("accept", {}),
            **changes.get("accept", {}),
            **changes.get("accept_rows", {}).get(position, {}),
        }
        rows.append({key: value for key, value in row.items() if value not in (None, {}, [])})
    return rows


def _expected_row(action: Action, readings: Readings, drop: tuple[str, ...]) -> dict[str, Any]:
    printed = {name: value for name, value in action.printed.items() if name not in drop}
    row: dict[str, Any] = {"theme": action.theme, "objective": action.objective}
    accept: dict[str, list[Any]] = {}
    for name in TEXT_FIELDS:
        row[name] = _flat(printed.get(name))
    row["rag"] = printed.get("rag") or None
    if row["owner_text"]:
        row["owners"] = readings.owners.get(row["owner_text"], [row["owner_text"]])
        if len(row["owners"]) == 1 and row["owners"][0] != row["owner_text"]:  # "All actions owned by ..."
            accept["owner_text"] = [row["owners"][0]]
            accept["owners"] = [[row["owner_text"]]]
    if "start" in printed and "due" in printed:
        _read_pair(row, accept, printed["start"], printed["due"], readings)
    elif "ticks" in printed:
        _read_ticks(row, accept, printed["ticks"].split(), readings)
    elif row["timescale_text"]:
        reading = readings.timescales[row["timescale_text"]]
        _read_timescale(row, accept, reading)
    if row["status_text"] in readings.statuses:
        row["state"] = readings.statuses[row["status_text"]]
    row["extras"] = {
        name: _flat(value) for name, value in printed.items() if name not in (*COLUMN_FIELDS, "ticks") and value
    }
    if accept:
        row["accept"] = accept
    return row


def _read_timescale(row: dict[str, Any], accept: dict[str, list[Any]], reading: dict[str, Any]) -> None:
    periods = [{"start": str(start), "end": str(end)} for start, end in reading.get("periods", ())]
    row["periods"] = periods
    row["start"] = min((period["start"] for period in periods), default=None)
    row["due"] = max((period["end"] for period in periods), default=None)
    row["ongoing"] = reading.get("ongoing", False)
    row["recurrence"] = reading.get("recurrence")
    row["state"] = reading.get("state")
    for name, values in reading.get("accept", {}).items():
        accept[name] = [None if value == "none" else value for value in values]


def _read_pair(row: dict[str, Any], accept: dict[str, list[Any]], start: str, due: str, readings: Readings) -> None:
    """Read a start and an end that stand in two columns: one period from the first day to the last."""
    first, last = readings.timescales[start] if start else {}, readings.timescales[due] if due else {}
    firsts = [(str(a), str(b)) for a, b in first.get("periods", ())]
    lasts = [(str(a), str(b)) for a, b in last.get("periods", ())]
    row["timescale_text"] = f"{start} {due}".strip()
    accept["timescale_text"] = [f"{start} {joint} {due}".strip() for joint in ("-", "to", "/", ";", "|")] + [due, start]
    row["ongoing"] = first.get("ongoing", False) or last.get("ongoing", False)
    apart = [{"start": a, "end": b} for a, b in firsts + lasts]
    if firsts and lasts:
        row["periods"] = [{"start": firsts[0][0], "end": lasts[-1][1]}]
        accept["periods"] = [apart]
    else:
        row["periods"] = apart
    row["start"] = min((a for a, _ in firsts + lasts), default=None)
    row["due"] = max((b for _, b in firsts + lasts), default=None)
    if not lasts and row["ongoing"]:  # a start and "Ongoing": the end is open, and whether `due` may be empty is taste
        accept["due"] = [None]


def _read_ticks(row: dict[str, Any], accept: dict[str, list[Any]], years: list[str], readings: Readings) -> None:
    """Read years that are ticked, each in a column of its own: the headings of the ticked ones are the timescale."""
    row["timescale_text"] = ", ".join(years)
    accept["timescale_text"] = [*(joint.join(years) for joint in (" ", "; ", " and ", " & ", "/")), None]
    _read_timescale(row, accept, {"periods": [readings.timescales[year]["periods"][0] for year in years]})
    accept["periods"] = [[{"start": row["start"], "end": row["due"]}]]


def leave_in_prose(row: dict[str, Any]) -> None:
    """Accept an action with its date left in the sentence or split off, and any cut of the words of the date."""
    words = row.get("timescale_text")
    if not words:
        return
    accept = row.setdefault("accept", {})
    whole = str(row["action"])
    accept["action"] = [" ".join(re.sub(rf"(?:\b(?:in|during) )?{words}", "", whole).split()).replace(" .", ".")]
    bare = re.sub(r"^(by|from|before|in|during) ", "", words)
    accept["timescale_text"] = [None, whole, bare, *(f"{cue} {bare}" for cue in ("in", "during"))]


def _flat(text: str | None) -> str | None:
    if text is None:
        return None
    return " ".join(_LIST_MARK.sub("", text).split()) or None
