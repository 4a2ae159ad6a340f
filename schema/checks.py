"""The checks that one document's rows must pass before they are written.

A fault is ours and the rows cannot be written with it (a wrong type, an id given twice): `find_faults` lists them all
and whoever calls decides. A code that no codelist knows is ours too, but the row can stand: `find_unknown_codes` gives
an issue for each. A doubt is the document's or the reading's (an end before its start, an owner whose words are not in
the cell, words lost on the way): `find_doubts` gives an issue for each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any

from schema.codelists import codelists, flag
from schema.fields import ACTIONS, CELLS, DOCUMENTS, ISSUES, Field, TableFields
from schema.rows import ActionRow, CellRow, IssueRow, PlanRows, Row

_PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "int32": int,
    "float": (float, int),
    "bool": bool,
    "date": date,
    "list<string>": tuple,
    "map<string,string>": tuple,
    "struct": tuple,
    "list<struct>": tuple,
}
_INT32 = 2**31
_LOOKED_INTO = frozenset(["int32", "float", "list<string>", "list<struct>", "map<string,string>"])
_WORD = re.compile(r"[^\W_]+")


def find_faults(plan: PlanRows) -> list[str]:
    """List every fault of ours in one document's rows: types, missing values, codes, ids, spans."""
    faults = [fault for table, rows in _all_rows(plan) for fault in _table_faults(table, rows)]
    known = plan.document.document_id
    below: tuple[ActionRow | CellRow | IssueRow, ...] = (*plan.actions, *plan.cells, *plan.issues)
    faults += [
        f"{type(row).__name__}: is of document {row.document_id}, expected {known}"
        for row in below
        if row.document_id != known
    ]
    ids = Counter(action.action_id for action in plan.actions)
    faults += [f"actions: action_id {action_id} stands {count} times" for action_id, count in ids.items() if count > 1]
    positions = [action.position for action in plan.actions]
    if positions != list(range(1, len(positions) + 1)):
        faults.append(f"actions: positions run {positions[:8]}…, expected 1, 2, 3, …")
    if plan.document.actions != len(plan.actions):
        faults.append(f"documents: actions is {plan.document.actions}, but there are {len(plan.actions)}")
    places = Counter(map(attrgetter("table", "row", "column"), plan.cells))
    faults += [
        f"cells: place {place} stands {count} times"
        for place, count in places.items()
        if count > 1 and place[1:] != (0, 0)  # furniture has no place
    ]
    faults += [
        f"cells: table {cell.table} row {cell.row} column {cell.column} has a span or place below its least"
        for cell in plan.cells
        if cell.row_span < 1 or cell.column_span < 1 or cell.row < 0 or cell.column < 0 or cell.table < 1
    ]
    for name, rows in (("cells", plan.cells), ("issues", plan.issues)):
        named = {row.action_id for row in rows} - ids.keys() - {None}
        faults += [f"{name}: action_id {action_id} is of no action" for action_id in sorted(filter(None, named))]
    return faults


def find_doubts(plan: PlanRows) -> tuple[IssueRow, ...]:
    """Return an issue for each thing in one document's rows that a person should look at and that no flag says yet."""
    doubts: list[IssueRow] = []
    document = plan.document
    if document.words_in_tables != document.words_carried:
        doubts.append(
            _issue(
                document.document_id,
                "words_lost",
                f"The tables hold {document.words_in_tables} words and the cells {document.words_carried}. "
                "Compare the table with its page.",
            )
        )
    if document.period_start and document.period_end and document.period_start > document.period_end:
        doubts.append(_issue(document.document_id, "period_reversed", None))
    for action in plan.actions:
        doubts += _action_doubts(action)
    said = {(issue.action_id, issue.code) for issue in plan.issues}
    return tuple(doubt for doubt in doubts if (doubt.action_id, doubt.code) not in said)


def find_unknown_codes(plan: PlanRows) -> tuple[IssueRow, ...]:
    """Return an issue for each code of the rows that stands in no codelist, once a document."""
    unknown = dict.fromkeys(
        f"{table.name}: {told}"
        for table, rows in _all_rows(plan)
        for field in table.fields
        if field.codelist or field.parts
        for told in _unknown_codes(field, [*map(attrgetter(field.name), rows)])
    )
    return tuple(_issue(plan.document.document_id, "code_unknown", f"{told}. Report it.") for told in unknown)


def _action_doubts(action: ActionRow) -> Iterator[IssueRow]:
    if action.start and action.due and action.start > action.due:
        yield _action_issue(action, "due_before_start", action.timescale_text)
    for period in action.periods:
        if period.start > period.end:
            yield _action_issue(action, "due_before_start", period.text)
    elsewhere = {"repeated_value", "owner_of_group"} & {*action.flags}  # the owner is printed in another cell
    elsewhere |= {"owners"} & {*action.corrected}  # or said by a person
    apart = [] if elsewhere else [owner for owner in action.owners if owner.mention != action.owner_text]
    printed = _words(" ".join(filter(None, (action.owner_text, action.action, action.progress)))) if apart else set()
    whole = " ".join((action.owner_text or "").casefold().split())
    for owner in apart:
        if " ".join(owner.mention.casefold().split()) in whole:
            continue  # also where the mark of a note is run on to its last word: "Head of HR1"
        if not _words(owner.mention) <= printed:
            yield _action_issue(action, "mention_not_in_text", owner.mention)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _issue(document_id: str, code: str, message: str | None) -> IssueRow:
    known = flag(code)
    return IssueRow(
        document_id=document_id,
        code=code,
        severity=known.severity,
        responsible=known.responsible,
        message=message or known.message,
    )


def _action_issue(action: ActionRow, code: str, verbatim: str | None) -> IssueRow:
    known = flag(code)
    return IssueRow(
        document_id=action.document_id,
        action_id=action.action_id,
        page=action.page,
        table=action.table,
        row=action.row,
        code=code,
        severity=known.severity,
        responsible=known.responsible,
        verbatim=verbatim,
        message=known.message,
    )


def _all_rows(plan: PlanRows) -> Iterator[tuple[TableFields, Sequence[Row]]]:
    yield DOCUMENTS, (plan.document,)
    yield ACTIONS, plan.actions
    yield CELLS, plan.cells
    yield ISSUES, plan.issues


def _table_faults(table: TableFields, rows: Sequence[Row]) -> Iterator[str]:
    for field in table.fields:
        for fault in _column_faults(field, [*map(attrgetter(field.name), rows)]):
            yield f"{table.name}.{field.name}: {fault}"


def _column_faults(field: Field, column: Sequence[Any]) -> Iterator[str]:
    """Faults of a column; values are looked at one by one only where the types that it holds do not settle it."""
    types = set(map(type, column))
    if field.null is not None:
        types.discard(type(None))
    wanted: Any = _PYTHON[field.type]
    if not all(issubclass(kind, wanted) and (kind is not bool or field.type == "bool") for kind in types):
        for value in column:
            yield from _value_faults(field, value)
        return
    told = [value for value in column if value is not None] if types and field.type in _LOOKED_INTO else ()
    match field.type:
        case "int32" if told and not -_INT32 <= min(told) <= max(told) < _INT32:
            yield from (f"is {value}, which needs more than 32 bits" for value in told if not -_INT32 <= value < _INT32)
        case "float" if field.name in ("confidence", "score", "eflg_score", "eflg_score_2"):
            yield from (f"is {value}, expected 0 to 1" for value in told if not 0 <= value <= 1)
        case "list<string>":
            items = [*chain.from_iterable(told)]
            yield from (f"holds {item!r:.60}, expected text" for item in items if not isinstance(item, str))
        case "list<struct>":
            items = [*chain.from_iterable(told)]
            for part in field.parts:
                values = [getattr(item, part.name, None) for item in items]
                yield from (f"{part.name} {fault}" for fault in _column_faults(part, values))
        case "map<string,string>":
            yield from chain.from_iterable(map(_map_faults, told))


def _value_faults(field: Field, value: Any) -> Iterator[str]:
    """Faults of the type of one value."""
    if value is None:
        if field.null is None:
            yield "is missing"
    elif not isinstance(value, _PYTHON[field.type]) or (isinstance(value, bool) and field.type != "bool"):
        yield f"is {value!r:.60}, expected {field.type}"


def _map_faults(pairs: Iterable[Any]) -> Iterator[str]:
    seen: set[str] = set()
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            yield f"holds {pair!r:.60}, expected (header, text)"
        elif pair[0] in seen:
            yield f"has the header {pair[0]!r:.60} twice"
        else:
            seen.add(pair[0])


def _unknown_codes(field: Field, column: Sequence[Any]) -> Iterator[str]:
    """What is said of each code of a column that its codelist does not hold, once each, in the order met."""
    if field.type in ("list<string>", "list<struct>"):
        column = [*chain.from_iterable(column)]
    for part in field.parts if field.type == "list<struct>" else ():
        yield from _unknown_codes(part, [getattr(item, part.name) for item in column])
    codelist = codelists().get(field.codelist or "")
    if codelist is None:
        return
    for code in dict.fromkeys(column):
        if code is not None and code not in codelist:
            yield f"{field.name} '{code}' is not in the codelist {codelist.name}"
