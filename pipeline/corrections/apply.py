"""Corrections of one document applied: before its tables are read, to the texts of its actions, to their values.

Pure. Roles of columns and kinds of rows are told to the reading (`tell_reading`), words as printed are put right before
values are read from them (`correct_texts`), and values after (`correct_rows`). Each correction is found a place or told
as lost; the same corrections in any order, once or twice, give the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from extractors.document import Document, table_texts
from pipeline.correction import NOTHING, OF_READING, TEXTS, VALUES, Correction
from pipeline.corrections.places import find_place, joined
from pipeline.corrections.values import TOGETHER, field_of_code, shown_value, with_value
from pipeline.fold import fold, fold_space
from pipeline.normalise.timescale import PlanPeriod
from pipeline.read.raw import PlanReading, RawAction
from pipeline.read.reading import read_document
from pipeline.read.told import Told
from schema.codelists import flag
from schema.rows import ActionRow, IssueRow, PlanRows, RuleValue

_LOST = "correction_lost"
_NOT_NEEDED = "correction_not_needed"
_OF_COLUMN = "column_unsure"  # codes of doubts
_OF_ROW = ("row_unsure", "table_unsure")
_OF_RAW = ("theme", "objective", "reference")
_TRIED = 20  # corrections of the reading that are left out in turn to see whether they are needed


Issues = set[tuple[str | None, str]]  # action_id and code


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction of the reading with the table and row that it was found at; None where it has no place."""

    correction: Correction
    place: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ToldReading:
    """What the reading is told, and by which corrections."""

    told: Told
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Unused:
    """A correction that changed nothing: it found no place, or the reader reads so by itself."""

    correction: Correction
    code: str
    action: int | None = None  # which action, counted from 0


@dataclass(frozen=True, slots=True)
class CorrectedTexts:
    """A reading with the words of its actions as people corrected them; `done` holds what was done to which action."""

    reading: PlanReading
    done: tuple[tuple[int, Correction], ...] = ()
    unused: tuple[Unused, ...] = ()


def tell_reading(document: Document, corrections: Sequence[Correction]) -> ToldReading:
    """Return what corrections say of the columns and rows of a document."""
    ours = [one for one in corrections if one.field in OF_READING]
    if not ours:
        return ToldReading(Told())
    texts = _rows_of(document)
    places = {key: key for key in texts}
    headings = {fold(text) for table in document.tables for text in table_texts(table)}
    roles: dict[str, str] = {}
    columns: dict[tuple[int, int], str] = {}
    rows: dict[tuple[int, int], str] = {}
    seconds: dict[tuple[int, int], str] = {}
    placed: list[Placed] = []
    for one in ours:
        if one.field == "role":
            known = _column_stands(one, document, headings)
            placed.append(Placed(one, (one.table or 0, one.column or 0) if known else None))
            if one.printed:
                roles[fold(one.printed)] = one.value
            else:
                columns[one.table or 0, one.column or 0] = one.value
            continue
        place = find_place(one, texts, places)
        placed.append(Placed(one, place))
        if place is not None:
            kind, words = one.row_kind
            rows[place] = kind
            seconds[place] = words
    return ToldReading(Told(roles, columns, rows, seconds), tuple(placed))


def _rows_of(document: Document) -> dict[tuple[int, int], str]:
    """The words of each row of each table, by the table's number and the row."""
    cells: dict[tuple[int, int], list[str]] = {}
    for table in document.tables:
        cells |= {(table.number, row): [] for row in range(1, table.rows + 1)}
        for cell in table.cells:
            cells.setdefault((table.number, cell.row), []).append(cell.text)
    return {place: joined(words) for place, words in cells.items()}


def not_needed(document: Document, told: ToldReading, reading: PlanReading) -> tuple[Unused, ...]:
    """Return the corrections of columns and rows without which a document, as counted, is read the same."""
    found: list[Unused] = []
    corrections = [one.correction for one in told.placed]
    begins = _begins(reading.actions)
    for one in told.placed[:_TRIED]:
        if one.place is None or one.correction.accepts or not _came_about(one, begins):
            continue
        rest = [other for other in corrections if other is not one.correction]
        without = read_document(document, tell_reading(document, rest).told)
        if _what_was_read(without) == _what_was_read(reading):
            found.append(Unused(one.correction, _NOT_NEEDED))
    return tuple(found)


def _what_was_read(reading: PlanReading) -> list[tuple[Any, ...]]:
    return [
        (raw.place, raw.theme, raw.objective, raw.reference, dict(raw.texts), raw.extras) for raw in reading.actions
    ]


def _column_stands(one: Correction, document: Document, headings: Set[str]) -> bool:
    """Whether the column that a correction is about is in a document: by its heading, without one by its place."""
    if one.printed:
        return _heading_stands(fold(one.printed), headings)
    return any(table.number == one.table and 1 <= (one.column or 0) <= table.columns for table in document.tables)


def _heading_stands(heading: str, texts: Set[str]) -> bool:
    """Whether a heading stands in some cell, or its parts in several one under the other."""
    if heading in texts:
        return True
    return any(
        heading.startswith(f"{upper} ") and heading.removeprefix(f"{upper} ") in texts for upper in texts if upper
    )


def correct_texts(reading: PlanReading, corrections: Sequence[Correction]) -> CorrectedTexts:
    """Return a reading with the words of its actions put right, and which corrections belong to which action."""
    ours = [one for one in corrections if one.field in TEXTS or one.field in VALUES]
    if not ours:
        return CorrectedTexts(reading)
    actions = list(reading.actions)
    texts = {at: _words_of(raw) for at, raw in enumerate(actions)}
    places = {at: (raw.place.table, raw.place.row) for at, raw in enumerate(actions)}
    done: list[tuple[int, Correction]] = []
    unused: list[Unused] = []
    for one in ours:
        at = find_place(one, texts, places)
        if at is None:
            unused.append(Unused(one, _LOST))
            continue
        if one.field in TEXTS:
            if not one.accepts and _text_of(actions[at], one.field) == one.value:
                unused.append(Unused(one, _NOT_NEEDED, at))
                done.append((at, replace(one, read=one.correct)))  # it stands as a person says, and is doubted no more
                continue
            actions[at] = _with_text(actions[at], one.field, one.value)
        done.append((at, one))
    return CorrectedTexts(replace(reading, actions=tuple(actions)), tuple(done), tuple(unused))


def _words_of(raw: RawAction) -> str:
    further = (text for _, text in raw.extras)
    return joined([raw.theme, raw.objective, raw.reference, *raw.texts.values(), *further])


def _text_of(raw: RawAction, field: str) -> str:
    if field in _OF_RAW:
        return getattr(raw, field) or ""
    return fold_space(raw.texts.get(TEXTS[field], ""))


def _with_text(raw: RawAction, field: str, text: str) -> RawAction:
    if _text_of(raw, field) == text:
        return raw
    if field in _OF_RAW:
        changes: dict[str, Any] = {field: text or None}
        return replace(raw, **changes)
    texts = {**raw.texts, TEXTS[field]: text}
    if field == "timescale_text":
        texts.pop("start", None)  # what is right stands in one text
    return replace(raw, texts=texts)


def correct_rows(
    rows: PlanRows, told: ToldReading, texts: CorrectedTexts, before: Sequence[RawAction], others: Sequence[Correction]
) -> PlanRows:
    """Return the rows of a document with its values put right, and an issue for each correction that changed nothing.

    `before` are its actions as read before their words were put right, `others` the corrections of the document as a
    whole, which were applied before.
    """
    actions = list(rows.actions)
    period = PlanPeriod(rows.document.period_start, rows.document.period_end)
    unused = list(texts.unused)
    issues = list(rows.issues)
    for at, one in texts.done:
        was = actions[at]
        if one.field in VALUES and not one.accepts and _same(was, with_value(was, one.field, one.value, period)):
            if not (one.read and _same(was, with_value(was, one.field, one.read.replace(NOTHING, ""), period))):
                unused.append(Unused(one, _NOT_NEEDED, at))  # else found right, in other words than it is shown in
            now, changed, one = was, False, replace(one, read=one.correct)
        elif one.field in TEXTS:
            changed = _text_of(before[at], one.field) != one.value
            now = with_value(was, one.field, one.value, period)
        elif not (one.accepts and shown_value(was, one.field) == one.correct):
            now = with_value(was, one.field, one.value, period)
            changed = not _same(was, now)
        else:
            now, changed = was, False
        actions[at], settled = _settled(now, one, changed=changed)
        issues = [issue for issue in issues if (issue.action_id, issue.code) not in settled]
    document = rows.document
    for one in others:
        if one.field in ("council", "plan_title") and not one.accepts:
            actions = [_marked(action, one.field, one) for action in actions]
    settled_codes = {code for code in document.flags if _is_settled(code, others)}
    document = replace(document, flags=tuple(code for code in document.flags if code not in settled_codes))
    issues = [issue for issue in issues if issue.action_id is not None or not _is_settled(issue.code, others)]
    unused += _unused_of_reading(told, before)
    actions, settled = _with_row_kinds(actions, told, before)
    issues = [issue for issue in issues if (issue.action_id, issue.code) not in settled]
    issues += [_issue(document.document_id, unused_one, actions) for unused_one in unused]
    return replace(rows, document=document, actions=tuple(actions), issues=tuple(dict.fromkeys(issues)))


def _is_settled(code: str, others: Sequence[Correction]) -> bool:
    """Whether what was found in a document as a whole is settled by what people said of its council or period."""
    return any(code.startswith(f"{one.field.partition('_')[0]}_") for one in others)


def _same(was: ActionRow, now: ActionRow) -> bool:
    """Whether two readings of an action say the same, however they came about."""

    def said(action: ActionRow) -> tuple[Any, ...]:
        owners = tuple(owner.name for owner in action.owners)
        periods = tuple((one.start, one.end) for one in action.periods)
        rest = (action.start, action.due, action.ongoing, action.recurrence, action.state, action.rag)
        return (owners, periods, rest, action.characteristics, action.eflg_theme)

    return said(was) == said(now)


def _settled(action: ActionRow, one: Correction, *, changed: bool, of_column: bool = False) -> tuple[ActionRow, Issues]:
    """The action with a field that a person settled: no doubt is left of it, and of what goes with it.

    Who says what a column holds (`of_column`) settles which column it is and not what its words mean; who says that a
    row is an action, that its table is a plan. Gives the issues that are settled too: the action and the code.
    """
    fields = TOGETHER.get(one.field, (one.field,))
    if of_column:
        gone = [doubt for doubt in action.doubts if doubt.field in fields and doubt.code == _OF_COLUMN]
    elif one.field == "row":
        gone = [doubt for doubt in action.doubts if doubt.field == "row" or doubt.code in _OF_ROW]
    else:
        gone = [doubt for doubt in action.doubts if doubt.field in fields]
    left = {doubt.code for doubt in action.doubts if doubt not in gone}
    codes = {doubt.code for doubt in gone if doubt.code not in left}
    if not of_column:
        codes |= {code for code in action.flags if flag(code).severity != "info" and field_of_code(code) in fields}
    confidence = action.confidence
    for doubt in gone:
        confidence = min(1.0, confidence / max(doubt.chance, confidence, 0.01))
    said = f" ({min(doubt.chance for doubt in gone):.0%} was said)" if gone else ""
    action = _marked(action, one.field, one, said) if changed else _with_rule(action, one, said)
    action = replace(
        action,
        doubts=tuple(doubt for doubt in action.doubts if doubt not in gone),
        flags=tuple(code for code in action.flags if code not in codes),
        confidence=round(confidence, 3),
    )
    return action, {(action.action_id, code) for code in codes}


def _marked(action: ActionRow, field: str, one: Correction, said: str = "") -> ActionRow:
    return replace(_with_rule(action, one, said), corrected=tuple(dict.fromkeys([*action.corrected, field])))


def _with_rule(action: ActionRow, one: Correction, said: str = "") -> ActionRow:
    rule = RuleValue(field=one.field, rule=f"{one.said}{said}")
    return action if rule in action.rules else replace(action, rules=(*action.rules, rule))


def _unused_of_reading(told: ToldReading, raws: Sequence[RawAction]) -> list[Unused]:
    """What was told of columns and rows and found no place, or is not what came of it."""
    begins = _begins(raws)
    return [Unused(one.correction, _LOST) for one in told.placed if not _came_about(one, begins)]


def _begins(raws: Sequence[RawAction]) -> Counter[tuple[int, int]]:
    """How many actions begin in which row of which table."""
    return Counter((raw.place.table, raw.place.row) for raw in raws)


def _came_about(one: Placed, begins: Mapping[tuple[int, int], int]) -> bool:
    """Whether a column or row was read as it was told to be."""
    if one.place is None or one.correction.field != "row":
        return one.place is not None
    count = begins.get(one.place, 0)
    kind = one.correction.row_kind[0]
    wanted = {"none": count == 0, "above": count == 0, "one": count == 1, "two": count == 2}
    return wanted.get(kind, count > 0)


def _with_row_kinds(
    actions: Sequence[ActionRow], told: ToldReading, raws: Sequence[RawAction]
) -> tuple[list[ActionRow], Issues]:
    """The actions, with what people said of rows and columns beside those it bears on, and the issues it settles."""
    roles = [one.correction for one in told.placed if one.correction.field == "role" and one.place is not None]
    begins = _begins(raws)
    rows = {
        one.place: one.correction for one in told.placed if one.correction.field == "row" and _came_about(one, begins)
    }
    marked = []
    settled: Issues = set()
    for action, raw in zip(actions, raws, strict=True):
        one = rows.get((raw.place.table, raw.place.row))
        if one is not None:
            action, codes = _settled(action, one, changed=not one.accepts)
            settled |= codes
        for role in roles:
            column = _COLUMN_OF_ROLE.get(role.value)
            here = bool(role.printed) or raw.place.table == role.table
            if here and column is not None and role.value in raw.texts:
                changed = not role.accepts
                action, codes = _settled(action, replace(role, field=column), changed=changed, of_column=True)
                settled |= codes
        marked.append(action)
    return marked, settled


_COLUMN_OF_ROLE: Mapping[str, str] = {role: column for column, role in TEXTS.items()}


def _issue(document_id: str, unused: Unused, actions: Sequence[ActionRow]) -> IssueRow:
    known = flag(unused.code)
    one = unused.correction
    action = actions[unused.action] if unused.action is not None else None
    bare = one.field == "role" and not one.printed
    where = f" of column {one.column} of table {one.table}" if bare else ""
    what = f"{one.field}{where} = “{one.correct}”"
    whose = f" ({one.said})" if one.by or one.when else ""
    return IssueRow(
        document_id=document_id,
        action_id=action.action_id if action else None,
        page=action.page if action else one.page,
        table=action.table if action else one.table,
        row=action.row if action else one.row,
        column=one.column,
        code=known.code,
        severity=known.severity,
        responsible=known.responsible,
        verbatim=one.printed or None,
        message=f"{what}{whose}: {known.message}",
    )
