"""One thing worth a look, and how doubts become looks: a cell once, what many rows share once for all of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline.correction import NOTHING
from pipeline.corrections.values import shown_value
from pipeline.fold import fold_space
from schema.codelists import flag
from schema.rows import ActionRow, DocumentRow, DoubtValue, IssueRow
from schema.toml_file import read_toml_file

Kind = Literal["value", "group", "row", "column", "table", "issue"]
_OF_COLUMN = "column_unsure"
_OF_TABLE = "table_unsure"
_MANY = 3  # rows from which a doubt of one column is one look at the column
_GROUPINGS = ("theme", "objective")  # of which many actions have the same, so that one look settles all
_NO_ROW = 0.5  # chance under which a row is looked at before its values, which are none if it is no action
_OF_ISSUE = 0.5  # what an issue counts that tells no chance, in wrong values

# columns that one look at one cell settles, the one that a person writes first: the text where that is doubted too
_CELLS: tuple[tuple[str, ...], ...] = (
    ("timescale_text", "periods", "due", "start", "ongoing", "recurrence", "timescale_edtf"),
    ("owner_text", "owners"),
    ("status_text", "state"),
    ("eflg_theme", "eflg_module", "eflg_score"),
)
_VALUE_OF_TEXT = {"timescale_text": "periods", "owner_text": "owners", "status_text": "state"}


@dataclass(frozen=True, slots=True)
class Look:
    """One thing worth a look, with what a person needs to find it and to say what is right."""

    key: str
    kind: Kind
    document_id: str
    source: str
    council: str | None
    field: str  # the column to write; "" where it is about a file
    code: str
    severity: str
    responsible: str
    message: str
    action_id: str | None = None  # the first action that it is about
    actions: tuple[str, ...] = ()  # all of them
    page: int | None = None
    table: int | None = None
    row: int | None = None
    read: str = ""  # value as read
    printed: str = ""  # words of the action
    chance: float = 1.0  # that every doubted value is right that it touches
    values: int = 0  # how many doubted values it touches
    worth: float = 0.0  # wrong values to be expected, by what they do to the figures
    fields: tuple[str, ...] = ()  # all columns that it touches
    files: tuple[str, ...] = ()  # the sources of which all of it holds, where they are several


@lru_cache(maxsize=1)
def _effects() -> Mapping[str, float]:
    data = read_toml_file("pipeline.looks", "worth.toml")
    return {entry["field"]: entry["worth"] for entry in data["effect"]}


def effect_of(field: str) -> float:
    """Return what a wrong value of a column does to the figures."""
    effects = _effects()
    return effects.get(field, effects["other"])


def looks_of_document(
    document: DocumentRow,
    actions: Sequence[ActionRow],
    issues: Iterable[IssueRow],
    *,
    informing: bool = False,
    apart: bool = False,
) -> list[Look]:
    """Return what is worth a look in one document, in its order.

    `informing` adds what only informs; `apart` leaves the actions of a grouping apart, for lists with a line a value.
    """
    by_column: dict[tuple[str, str], list[tuple[ActionRow, list[DoubtValue]]]] = {}
    by_group: dict[tuple[str, str], list[tuple[ActionRow, list[DoubtValue]]]] = {}
    by_table: dict[int | None, list[tuple[ActionRow, list[DoubtValue]]]] = {}
    found: list[Look] = []
    for action in actions:
        of_row = _doubts_of_row(action)
        if of_row:
            found.append(_of_row(document, action, of_row))
        for code, cell, doubts in _by_cell(one for one in action.doubts if one not in of_row):
            if code == _OF_COLUMN:
                by_column.setdefault((code, cell), []).append((action, doubts))
            elif code == _OF_TABLE:
                by_table.setdefault(action.table, []).append((action, doubts))
            elif cell in _GROUPINGS:
                by_group.setdefault((cell, shown_value(action, cell)), []).append((action, doubts))
            else:
                found.append(_of_cell(document, action, doubts))
    for (_, value), same in by_group.items():
        if len(same) < _MANY or value == NOTHING or apart:
            found += [_of_cell(document, action, doubts) for action, doubts in same]
        else:
            found.append(replace(_of_column(document, same, same[0][1][0].code, "group"), read=value))
    for same in by_column.values():
        if len(same) < _MANY:
            found += [_of_cell(document, action, doubts) for action, doubts in same]
        else:
            found.append(_of_column(document, same))
    found += [_of_table(document, same) for same in by_table.values()]
    told = {(action.action_id, doubt.code) for action in actions for doubt in action.doubts}
    known = {action.action_id: action for action in actions}
    for issue in issues:
        if (issue.action_id, issue.code) not in told and (informing or issue.severity != "info"):
            found.append(_of_issue(document, known.get(issue.action_id or ""), issue))
    return found


def fold_files(looks: Iterable[Look], plans: Mapping[str, str | None]) -> list[Look]:
    """Return looks of which those that say the same of several files are one: of a council, or of one plan's files.

    `plans` are the plans of the files by their sources. What one answer cannot settle stays apart.
    """
    folded: dict[tuple[str, ...], Look] = {}
    met: Counter[tuple[str, ...]] = Counter()
    for look in looks:
        whose = look.council or plans.get(look.source) or look.source
        said = (whose, look.code, look.message, look.printed, f"{look.page} {look.table} {look.row}")
        met[(*said, look.source)] += 1
        again = str(met[(*said, look.source)])  # what a file is told twice stays twice
        same = (look.key,) if look.action_id else (*said, again)
        first = folded.setdefault(same, look)
        if first is not look:
            folded[same] = replace(first, files=(*(first.files or (first.source,)), look.source))
    return list(folded.values())


def _by_cell(doubts: Iterable[DoubtValue]) -> Iterator[tuple[str, str, list[DoubtValue]]]:
    """Yield the doubts of an action by the cell that a person would look at, with the gravest code."""
    cells: dict[str, list[DoubtValue]] = {}
    for doubt in doubts:
        cell = next((group[0] for group in _CELLS if doubt.field in group), doubt.field)
        cells.setdefault(cell, []).append(doubt)
    for cell, some in cells.items():
        yield min(some, key=lambda doubt: doubt.chance).code, cell, some


def _field_to_write(doubts: Sequence[DoubtValue]) -> str:
    """The column that a person writes: the text as printed where that is doubted, else the value read from it."""
    fields = {doubt.field for doubt in doubts}
    group = next((group for group in _CELLS if fields & {*group}), None)
    if group is None:
        return doubts[0].field
    return group[0] if group[0] in fields else _VALUE_OF_TEXT.get(group[0], group[0])


def worth_of(doubts: Iterable[DoubtValue]) -> float:
    """Return the wrong values to be expected among doubted ones, by what they do to the figures."""
    return sum((1.0 - doubt.chance) * effect_of(doubt.field) for doubt in doubts)


def _of_cell(document: DocumentRow, action: ActionRow, doubts: Sequence[DoubtValue]) -> Look:
    worst = min(doubts, key=lambda doubt: doubt.chance)
    field = _field_to_write(doubts)
    kind: Kind = "row" if field == "row" else "value"
    return replace(
        _look(document, action, kind, worst.code, field),
        message=worst.why,
        read="action" if field == "row" else shown_value(action, field),
        chance=worst.chance,
        values=len(doubts),
        worth=worth_of(doubts),
        fields=tuple(doubt.field for doubt in doubts),
    )


def _doubts_of_row(action: ActionRow) -> list[DoubtValue]:
    """The doubts that a look at the row settles first, where it is likelier no action than one; else none."""
    doubts = [one for one in action.doubts if one.code != _OF_TABLE]
    return doubts if any(one.field == "row" and one.chance < _NO_ROW for one in doubts) else []


def _of_row(document: DocumentRow, action: ActionRow, doubts: Sequence[DoubtValue]) -> Look:
    """Return one look at a row that may be no action, which touches all that is doubted of it."""
    own = next(doubt for doubt in doubts if doubt.field == "row")
    return replace(
        _look(document, action, "row", own.code, "row"),
        message=own.why,
        read="action",
        chance=own.chance,
        values=len(doubts),
        worth=worth_of(doubts),
        fields=tuple(dict.fromkeys(doubt.field for doubt in doubts)),
    )


def _of_column(
    document: DocumentRow,
    same: Sequence[tuple[ActionRow, Sequence[DoubtValue]]],
    code: str = _OF_COLUMN,
    kind: Kind = "column",
) -> Look:
    action, first = same[0]
    every = [doubt for _, doubts in same for doubt in doubts]
    field = _field_to_write(first)
    said = field != "row" and any(shown_value(one, field) != NOTHING for one, _ in same)
    return replace(
        _look(document, action, kind, code, field),
        actions=tuple(one.action_id for one, _ in same),
        message=f"{first[0].why} It holds for {len(same)} actions.",
        read="action" if field == "row" else field if said else NOTHING,
        chance=min(doubt.chance for doubt in every),
        values=len(every),
        worth=worth_of(every),
        fields=tuple(dict.fromkeys(doubt.field for doubt in every)),
    )


def _of_table(document: DocumentRow, same: Sequence[tuple[ActionRow, Sequence[DoubtValue]]]) -> Look:
    every = [doubt for _, doubts in same for doubt in doubts]
    ids = dict.fromkeys(action.action_id for action, _ in same)
    why = next(doubt.why for doubt in every if doubt.code == _OF_TABLE)
    return replace(
        _look(document, same[0][0], "table", _OF_TABLE, "row"),
        actions=tuple(ids),
        message=f"{why} It holds {len(ids)} action{'s' if len(ids) > 1 else ''}.",
        read="action",
        chance=min(doubt.chance for doubt in every),
        values=len(every),
        worth=worth_of(every),
        fields=tuple(dict.fromkeys(doubt.field for doubt in every)),
    )


def _of_issue(document: DocumentRow, action: ActionRow | None, issue: IssueRow) -> Look:
    from pipeline.corrections.values import field_of_code

    field = field_of_code(issue.code) if action is not None else ""
    base = _look(document, action, "issue" if action is None else "value", issue.code, field)
    return replace(
        base,
        key=_key(base.key, issue.message, str(issue.page), str(issue.row), str(issue.column)),
        severity=issue.severity,
        responsible=issue.responsible,
        message=issue.message,
        page=issue.page,
        table=issue.table,
        row=issue.row,
        read=shown_value(action, field) if action is not None and field != "row" else issue.verbatim or "",
        printed=base.printed or issue.verbatim or "",
        worth=0.0 if issue.severity == "info" else _OF_ISSUE * effect_of(field or "other"),
        fields=(field,) if field else (),
    )


def _look(document: DocumentRow, action: ActionRow | None, kind: Kind, code: str, field: str) -> Look:
    known = flag(code)
    action_id = action.action_id if action else None
    return Look(
        key=_key(document.document_id, action_id or "", kind, code, field),
        kind=kind,
        document_id=document.document_id,
        source=document.source,
        council=action.council if action else document.council,
        field=field,
        code=code,
        severity="warning" if known.severity == "info" else known.severity,  # a doubt is to be looked at
        responsible=known.responsible,
        message=known.message,
        action_id=action_id,
        actions=(action_id,) if action_id else (),
        page=action.page if action else None,
        table=action.table if action else None,
        row=action.row if action else None,
        printed=words_of(action) if action else "",
    )


def look_at_value(document: DocumentRow, action: ActionRow, field: str) -> Look:
    """Return a line for a value that nobody doubts, for whoever may know better."""
    look = _look(document, action, "value", "", field)
    return replace(look, message="", severity="info", read=shown_value(action, field), fields=(field,))


def words_of(action: ActionRow) -> str:
    """Return the words by which an action is found again."""
    return fold_space(action.action or " ".join(filter(None, (action.outcome, action.owner_text))))


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
