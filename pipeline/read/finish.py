"""Drafts into raw actions: labels and numbers split off, actions of rows that hold several, groupings settled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.fold import fold, fold_space
from pipeline.normalise.options import mark_alone
from pipeline.normalise.rag import read_rag
from pipeline.normalise.timescale import find_closing_timescale, find_timescale_in_prose, read_status
from pipeline.normalise.timescale.model import State
from pipeline.read.doubt import evidence_of
from pipeline.read.drafts import Draft, group_reference, part_run_together
from pipeline.read.groups import Group
from pipeline.read.list_items import in_closing_bracket
from pipeline.read.raw import RawAction, TableEvidence
from pipeline.read.roman import as_typed
from pipeline.read.row_split import BULLET, items_that_say_who_and_when, split_row
from pipeline.read.structure import clean_reference, read_group_label, split_label, split_reference
from pipeline.read.told import Told

_HEAD_NUMBER = re.compile(r"(?P<number>(?P<digits>\d{1,2})(?P<letter>[A-Za-z]?))(?:\s*[-\u2013\u2014:])?\s+(?=[A-Z])")
_DAY = r"\d{1,2}(?:[/.-]\d{1,2}[/.-]|(?:st|nd|rd|th)? [a-z]{3,9} )(?:\d\d)?\d\d"
_YES = r"(?:y|yes|ydy|ie)[.!]?"
_YES_OR_DAY = re.compile(rf"{_YES}|(?:{_YES}[\s,:\u2013-]+)?{_DAY}", re.IGNORECASE)
_ASKS = re.compile(r"(?:\s*(?:\?|\(?\s*(?:y/n|yes\s?/\s?no)\s*\)?))+$", re.IGNORECASE)
_UNCLEAR = frozenset({"unread_words", "several_states"})  # flags of what names no one state
_LEAST_IN_BRACKETS = 2  # actions that end in a bracket that says who
_MOSTLY = 0.5  # share of the actions of a table
_LEAST_NUMBERED = 3  # actions that open with numbers, from which these count them
_UPPER = {"objective": "theme"}  # the grouping above each
_SHARED = 1.5  # actions under each of several texts, from which they group


def finish_actions(drafts: Sequence[Draft]) -> tuple[RawAction, ...]:
    """Turn drafts into raw actions, in order."""
    ratings = _ratings(drafts)
    tables = groupby(drafts, lambda draft: id(draft.segment))
    return tuple(action for _, rows in tables for action in _of_a_table(rows, ratings))


Headings = tuple[str, ...]
"""Those of the columns of states of a table, or such labels of a record; all where there are none."""


def _headings(draft: Draft) -> Headings:
    columns = draft.segment.layout.columns
    return tuple(one.heading for one in columns if one.role == "status") or tuple(one.heading for one in columns)


def _ratings(drafts: Sequence[Draft]) -> Mapping[Headings, Set[str]]:
    """The ratings that the fills of states show, in all tables and records under the same headings."""
    found: dict[Headings, set[str]] = {}
    for draft in drafts:
        if (rag := read_rag(None, draft.status_fill).rag) is not None:
            found.setdefault(_headings(draft), set()).add(rag)
    return found


def numbers_at_heads(actions: tuple[RawAction, ...]) -> tuple[RawAction, ...]:
    """Return the actions of a plan with the numbers that open their words as references, where each opens with one, in
    rising order or from 1 again, and none has another: "1 We will …", "2 We will …", "3 - We will …"."""
    found = [_HEAD_NUMBER.match(action.texts.get("action", "")) for action in actions]
    numbers = [(int(one["digits"]), one["letter"]) for one in found if one is not None]
    rising = all(number < after or after[0] == 1 < number[0] for number, after in pairwise(numbers))
    own = {action.reference for action in actions if action.reference}  # the number of an objective is that of several
    if not rising or len(numbers) < max(_LEAST_NUMBERED, len(actions)) or _SHARED * len(own) > len(actions):
        return actions
    return tuple(
        replace(action, reference=one["number"], texts={**action.texts, "action": action.texts["action"][one.end() :]})
        for action, one in zip(actions, found, strict=True)
        if one is not None
    )


def lone_grouping_over(actions: Sequence[RawAction], told: Told) -> tuple[RawAction, ...]:
    """Return the actions of a plan with its only grouping as their theme, however its column is headed.

    The theme is the highest grouping. An objective is one below it, an action that holds others, what stands beside
    each action as its own, or what a person told to be one.
    """
    named = "objective" in (*told.roles.values(), *told.columns.values())
    under = [action.objective for action in actions if action.objective]
    if named or len(under) < _SHARED * len({*under}) or any(action.theme for action in actions):
        return tuple(actions)
    tables: dict[int, TableEvidence] = {}
    return tuple(_moved_up(action, tables) if _is_grouped(action) else action for action in actions)


def _is_grouped(action: RawAction) -> bool:
    """Whether the objective of an action is a grouping, and no action that holds others."""
    column = action.evidence.table.columns.get("objective") if action.evidence is not None else None
    return bool(action.objective) and (column is None or not column.of_actions)


def _moved_up(action: RawAction, tables: dict[int, TableEvidence]) -> RawAction:
    """An action with its objective as its theme, whose number is none of the action's own.

    `tables` keeps what was made for each table.
    """
    label = read_group_label(action.objective or "")
    counted = label.number if label is not None and label.word else None
    reference = None if fold(action.reference or "") == counted else action.reference
    theme = action.numbered_objective or action.objective
    moved = replace(action, theme=theme, objective=None, reference=reference)
    if action.evidence is None:
        return moved
    of = action.evidence.table
    columns = {_UPPER.get(role, role): column for role, column in of.columns.items()}
    table = tables.setdefault(id(of), replace(of, columns=columns))
    groups = tuple(_UPPER.get(group, group) for group in action.evidence.groups)
    return replace(moved, evidence=replace(action.evidence, table=table, groups=groups))


def _of_a_table(drafts: Iterable[Draft], ratings: Mapping[Headings, Set[str]]) -> list[RawAction]:
    """The actions of one table: Roman numbers as they were typed, and whether the fills beside theirs are ratings."""
    drafts = list(drafts)
    outcomes = Counter(draft.texts.get("outcome", "") for draft in drafts)
    actions = [
        replace(action, among_ratings=len(ratings.get(_headings(draft), ())) > 1 and _may_rate(draft))
        for draft in drafts
        for action in _finish(draft, shared=outcomes[draft.texts.get("outcome", "")] > 1)
    ]
    numbers = as_typed([action.reference for action in actions])
    actions = [replace(action, reference=number) for action, number in zip(actions, numbers, strict=True)]
    return actions if any("owner" in action.texts for action in actions) else _with_owners_in_brackets(actions)


def _with_owners_in_brackets(actions: list[RawAction]) -> list[RawAction]:
    """The actions of a table that names no owners elsewhere and most of which end in a bracket that does; they keep it,
    as they keep a date."""
    said = [in_closing_bracket(action.texts.get("action", "")) for action in actions]
    if sum(map(bool, said)) < max(_LEAST_IN_BRACKETS, _MOSTLY * len(actions)):
        return actions
    return [replace(action, texts={**parts, **action.texts}) for action, parts in zip(actions, said, strict=True)]


def _may_rate(draft: Draft) -> bool:
    """Whether the fill of a state may be its rating: a grey that the whole row has is that of every other row."""
    grey = read_rag(None, draft.status_fill, among_ratings=True).rag == "grey"
    return draft.fill_stands_out or not grey


def _finish(draft: Draft, *, shared: bool) -> list[RawAction]:
    """The actions of a row; `shared` says that others have its outcome too."""
    part_run_together(draft)
    items = _items(draft)
    flags = ("row_split",) if len(items) > 1 else ()
    shared = shared or len(items) > 1
    return [_raw_action(draft, {**draft.texts, **item}, part, flags, shared=shared) for part, item in enumerate(items)]


def _items(draft: Draft) -> list[dict[str, str]]:
    """The texts of each action of a row: as people said, else as its cells show."""
    place = draft.place.table, draft.place.row
    told = draft.segment.grid.told
    match told.rows.get(place):
        case "one":
            return [{}]
        case "two":
            return _cut_at(draft.texts, told.seconds.get(place, ""))
    if "above" in {told.rows.get((table, row)) for table, row, _ in draft.cells}:
        return [{}]  # a person joined its rows
    return split_row(draft.texts) or items_that_say_who_and_when(draft.texts)


def _cut_at(texts: Mapping[str, str], words: str) -> list[dict[str, str]]:
    """The two actions of a row, the second beginning with some words; one where these do not stand in its action."""
    action = texts.get("action", "")
    found = re.search(r"\s+".join(map(re.escape, words.split())), action, re.IGNORECASE) if words else None
    cut = found.start() if found is not None else 0
    return [{"action": action[:cut].strip()}, {"action": action[cut:].strip()}] if cut else [{}]


def _raw_action(draft: Draft, texts: dict[str, str], part: int, flags: tuple[str, ...], *, shared: bool) -> RawAction:
    found = [*draft.flags, *flags]
    number, state, action = _parted(texts.get("action", ""))
    if action:
        texts["action"] = action
    theme, objective, number_of_objective = _groupings(draft)
    _split_off_timescale(draft, texts, found, shared=shared)
    return RawAction(
        place=draft.place,
        theme=theme,
        objective=objective,
        reference=_reference(texts) or number or number_of_objective,
        texts=texts,
        extras=tuple((heading, text) for heading, text in draft.extras.items() if text.strip()),
        status_fill=draft.status_fill,
        statuses_beside=draft.statuses_beside,
        state=state or _answered(draft, texts.get("status", "")),
        part=part,
        flags=tuple(dict.fromkeys(found)),
        evidence=evidence_of(draft),
        cells=tuple(draft.cells),
        numbered_objective=draft.objective.text if draft.objective is not None and number_of_objective else None,
    )


def _answered(draft: Draft, status: str) -> State | None:
    """The state that the heading over a cell names, where the cell says yes to it, ticks it or says on which day it was
    so: "Complete?", "Closed"."""
    if not (_YES_OR_DAY.fullmatch(status.strip()) or mark_alone(status) == "tick"):
        return None
    headings = (column.heading for column in draft.segment.layout.columns if column.role == "status")
    asked = read_status(_ASKS.sub("", next(headings, "")))
    return asked.state if _UNCLEAR.isdisjoint(asked.flags) else None


def _parted(action: str) -> tuple[str | None, str | None, str]:
    """The number that opens an action, before or behind its label, the state that the label says, and the words."""
    listed = BULLET.search(action.partition("\n")[2])
    number, bare = split_reference((action if listed else BULLET.sub("", action)).strip())
    _, state, bare = split_label(bare)
    if number is None:
        number, bare = split_reference(bare)
    return number, state, bare.strip()


def _groupings(draft: Draft) -> tuple[str | None, str | None, str | None]:
    """The theme of an action, its objective, and the number of that."""
    themes = [group.text for group in _distinct(draft.themes)]
    cell = draft.theme_cell.text if draft.theme_cell is not None else None
    if draft.objective is not None or not themes:
        number, objective = group_reference(draft.objective)
        return cell or next(iter(themes), None), objective, number
    if cell is not None:
        return themes[0], cell, None
    if len(themes) > 1:
        return themes[0], " – ".join(themes[1:]), draft.themes[-1].printed_number
    return themes[0], None, None


def _distinct(groups: Sequence[Group]) -> list[Group]:
    seen: set[str] = set()
    kept = []
    for group in groups:
        if fold(group.text) not in seen:
            seen.add(fold(group.text))
            kept.append(group)
    return kept


def _reference(texts: dict[str, str]) -> str | None:
    """The printed number in the reference column; words that are no number stay where they are."""
    text = fold_space(texts.get("reference", ""))
    return clean_reference(text) if text else None


def _split_off_timescale(draft: Draft, texts: dict[str, str], flags: list[str], *, shared: bool) -> None:
    """Where the table has no column for dates, take one that closes the outcome or stands in the action, whose own
    counts before one of an outcome that several actions share."""
    if draft.segment.layout.roles & {"timescale", "start", "tick"}:
        return
    for role in ("action", "outcome", "progress") if shared else ("outcome", "action", "progress"):
        text = texts.get(role, "")
        found = find_timescale_in_prose(text)
        if found is None and role == "action":
            found = find_closing_timescale(text)
        if found is None:
            continue
        texts["timescale"] = text[found.start : found.end].strip()
        if role == "outcome" and found.trailing:
            texts[role] = text[: found.start].strip()
        flags.append("timescale_from_prose")
        return
