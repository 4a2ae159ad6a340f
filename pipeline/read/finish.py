"""Drafts into raw actions: labels and numbers split off, several actions of one row told apart, groupings settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.fold import fold, fold_space
from pipeline.normalise.languages import say_one_thing
from pipeline.normalise.owner import parse_owners
from pipeline.normalise.rag import read_rag
from pipeline.normalise.timescale import find_closing_timescale, find_timescale_in_prose, parse_timescale
from pipeline.read.content import owner_likeness, reads_as_timescale
from pipeline.read.doubt import evidence_of
from pipeline.read.drafts import Draft, group_reference, part_run_together
from pipeline.read.groups import Group
from pipeline.read.list_items import items_of, parse_item
from pipeline.read.raw import RawAction, TableEvidence
from pipeline.read.roman import as_typed
from pipeline.read.structure import clean_reference, split_label, split_reference
from pipeline.read.told import Told

_BULLET = re.compile(r"^\s*[•·▪●◦‣\uf0b7*]\s*|^\s*[-–]\s+")
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?:(\d{1,2})[.)]|\((\d{1,2})\))\s+")
# a timescale that ends in one of these is not at its end
_GOES_ON = re.compile(
    r"(?:[&,/–-]|\b(?:and|to|with|by|for|from|in|of|on|then|until|each|every|after|before|or))$", re.IGNORECASE
)
_LISTED = re.compile(r"[;,/&]|\band\b")
_MOST_SAY = 0.5  # share of the lines of a cell that say who and when, from which each of them is an action
_HEAD_NUMBER = re.compile(r"(?P<number>(?P<digits>\d{1,2})(?P<letter>[A-Za-z]?))\s+(?=[A-Z])")
_LEAST_NUMBERED = 3  # actions that open with numbers, from which these count them
_LEAST_WORDS = 3  # words that an action of its own has
_UPPER = {"objective": "theme"}  # the grouping above each
_SHARED = 1.5  # actions under each of several texts, from which they group


def finish_actions(drafts: Sequence[Draft]) -> tuple[RawAction, ...]:
    """Turn drafts into raw actions, in order."""
    return tuple(action for _, rows in groupby(drafts, lambda draft: id(draft.segment)) for action in _of_a_table(rows))


def numbers_at_heads(actions: tuple[RawAction, ...]) -> tuple[RawAction, ...]:
    """Return the actions of a plan with the numbers that open their words as references, where each opens with one, in
    rising order, and none has another: "1 We will …", "2 We will …"."""
    found = [_HEAD_NUMBER.match(action.texts.get("action", "")) for action in actions]
    numbers = [(int(one["digits"]), one["letter"]) for one in found if one is not None]
    rising = all(number < after for number, after in pairwise(numbers))
    if not rising or len(numbers) < max(_LEAST_NUMBERED, len(actions)) or any(action.reference for action in actions):
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
    """An action with its objective as its theme; `tables` keeps what was made for each table."""
    moved = replace(action, theme=action.objective, objective=None)
    if action.evidence is None:
        return moved
    of = action.evidence.table
    columns = {_UPPER.get(role, role): column for role, column in of.columns.items()}
    table = tables.setdefault(id(of), replace(of, columns=columns))
    groups = tuple(_UPPER.get(group, group) for group in action.evidence.groups)
    return replace(moved, evidence=replace(action.evidence, table=table, groups=groups))


def _of_a_table(drafts: Iterable[Draft]) -> list[RawAction]:
    """The actions of one table: Roman numbers as they were typed, and whether the fills beside theirs are ratings."""
    actions = [action for draft in drafts for action in _finish(draft)]
    numbers = as_typed([action.reference for action in actions])
    ratings = {read_rag(None, action.status_fill).rag for action in actions} - {None}
    return [
        replace(action, reference=number, among_ratings=len(ratings) > 1)
        for action, number in zip(actions, numbers, strict=True)
    ]


def _finish(draft: Draft) -> list[RawAction]:
    part_run_together(draft)
    items = _items(draft)
    flags = ("row_split",) if len(items) > 1 else ()
    return [_raw_action(draft, {**draft.texts, **item}, part, flags) for part, item in enumerate(items)]


def items_that_say_who_and_when(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Tell apart the actions of a cell that say themselves who and when, where nothing beside them does: for each the
    texts that are its own; one without any where the cell holds one action, and no such words.

    >>> items_that_say_who_and_when({"action": "Train staff (Head of HR, 2031)"})
    [{'action': 'Train staff', 'owner': 'Head of HR', 'timescale': '2031'}]
    """
    if texts.get("owner", "").strip() or texts.get("timescale", "").strip():
        return [{}]
    lines = items_of(texts.get("action", ""))
    items = [parse_item(line) for line in lines]
    cut = sum(item.full and item.action != line for item, line in zip(items, lines, strict=True))
    if not items or cut < _MOST_SAY * len(items):
        return [{}]  # who and when in the words of an action may be about it
    return [{"action": item.action, **dict(item.parts)} for item in items]


def _items(draft: Draft) -> list[dict[str, str]]:
    """The texts of each action of a row: as people said, else as its cells show."""
    place = draft.place.table, draft.place.row
    told = draft.segment.grid.told
    match told.rows.get(place):
        case "one":
            return [{}]
        case "two":
            return _cut_at(draft.texts, told.seconds.get(place, "")) or [{}]
    if told.rows and any(told.rows.get((table, row)) == "above" for table, row, _ in draft.cells):
        return [{}]  # a person joined its rows
    return split_row(draft.texts) or items_that_say_who_and_when(draft.texts)


def _cut_at(texts: Mapping[str, str], words: str) -> list[dict[str, str]] | None:
    """The two actions of a row, the second beginning with some words; None where they do not stand in its action."""
    action = texts.get("action", "")
    found = re.search(r"\s+".join(map(re.escape, words.split())), action, re.IGNORECASE) if words else None
    if found is None or not found.start():
        return None
    return [{"action": action[: found.start()].strip()}, {"action": action[found.start() :].strip()}]


def split_row(texts: Mapping[str, str]) -> list[dict[str, str]] | None:
    """Tell apart the actions of a row that holds several: for each the texts that are its own; None where it holds one.

    Either the action cell and at least one other number the same 1 to n, or it has as many labelled or bulleted items
    as the owner cell has owners or the date cell has dates, and at least one of the two has more than one.
    """
    action = texts.get("action", "")
    numbered = _numbered_in_step(texts)
    if numbered is not None:
        return numbered
    owner, timescale = texts.get("owner", ""), texts.get("timescale", "")
    items = _one_of_two_languages(
        _labelled_items(action) or _bulleted_items(action) or _lines_in_step(action, owner, timescale)
    )
    if len(items) < 2:
        return None
    owners = _pieces_of_owner(owner, len(items))
    dates = _pieces_of_timescale(timescale, len(items))
    if owners is None or dates is None or (len(set(owners)) < 2 and len(set(dates)) < 2):
        return None
    if not _labelled_items(action) and len(set(dates)) < 2 and _LISTED.search(owner) and "\n" not in owner.strip():
        return None  # owners listed on one line may share all the items
    alone = not (owner.strip() and timescale.strip())
    if alone and not (len(set(owners)) == len(items) or len(set(dates)) == len(items)):
        return None
    roles = [role for role in ("action", "owner", "timescale") if role in texts]
    values = {"action": items, "owner": owners, "timescale": dates}
    return [{role: values[role][part] for role in roles} for part in range(len(items))]


def _one_of_two_languages(items: list[str]) -> list[str]:
    """The items of an action cell; none where they are one action in Welsh and English."""
    return [] if say_one_thing(items) else items


def _numbered_in_step(texts: Mapping[str, str]) -> list[dict[str, str]] | None:
    """The actions of a row whose cells number their items alike ("1. … 2. …" in action, outcome, owner and date)."""
    count = len(numbered_items(texts.get("action", "")))
    if count < 2:
        return None
    pieces = {role: numbered_items(text) for role, text in texts.items()}
    in_step = [role for role, found in pieces.items() if len(found) == count]
    if len(in_step) < 2:
        return None
    return [{role: pieces[role][part] for role in in_step} for part in range(count)]


def numbered_items(text: str) -> list[str]:
    """The items of a text that counts them from 1, without their numbers; empty where it does not.

    >>> numbered_items("1. Map the gaps 2. Close them")
    ['Map the gaps', 'Close them']
    >>> numbered_items("Hold 2. rounds")
    []
    """
    marks: list[re.Match[str]] = []
    for mark in _NUMBERED.finditer(text):
        if int(mark[1] or mark[2]) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2 or text[: marks[0].start()].strip():
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return items if all(items) else []


def _bulleted_items(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not _BULLET.match(lines[0]):
        return []
    items: list[str] = []
    for line in lines:
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line))
        else:
            items[-1] += " " + line.strip()
    return items if all(len(item.split()) >= _LEAST_WORDS for item in items) else []


def _lines_in_step(action: str, owner: str, timescale: str) -> list[str]:
    """The lines of a cell without marks, where owners and dates beside them stand line for line, all of them
    different."""
    lines = [[line.strip() for line in text.split("\n") if line.strip()] for text in (action, owner, timescale)]
    actions, owners, dates = lines
    in_step = len(actions) >= 2 and len(actions) == len(owners) == len(dates)
    if not in_step or len(set(owners)) < len(owners) or not all(map(reads_as_timescale, dates)):
        return []
    whole = all(len(line.split()) >= _LEAST_WORDS and line[0].isupper() for line in actions)
    return actions if whole and all(owner_likeness(line) >= 0.5 for line in owners) else []


def _labelled_items(text: str) -> list[str]:
    """The items of a cell that repeats the label printed before each ("ACTION – … ACTION – …")."""
    bare = _BULLET.sub("", text.strip())
    label, _, _ = split_label(bare)
    if label is None:
        return []
    pieces = re.split(rf"(?:^|(?<=[\s.;]))[•·▪●◦‣\uf0b7]?\s*(?={re.escape(label)}\s*[–—:-]\s)", bare)
    items = [piece.strip() for piece in pieces if piece.strip()]
    return items if all(len(item.split()) >= _LEAST_WORDS for item in items) else []


def _pieces_of_owner(text: str, count: int) -> list[str] | None:
    if not text.strip():
        return [""] * count
    lines = [_BULLET.sub("", line) for line in text.split("\n") if line.strip()]
    if len(lines) == count:
        return lines
    mentions = [mention.mention for mention in parse_owners(text).mentions]
    if len(mentions) == count:
        return mentions
    return [text] * count if len(mentions) == 1 else None


def _pieces_of_timescale(text: str, count: int) -> list[str] | None:
    if not text.strip():
        return [""] * count
    lines = [_BULLET.sub("", line) for line in text.split("\n") if line.strip()]
    if len(lines) == count:
        return lines
    words = fold_space(text).split(" ")
    if count == 2 and len(words) <= 16:
        whole = [period.text for period in parse_timescale(" ".join(words)).periods]
        for cut in range(1, len(words)):
            first, second = " ".join(words[:cut]), " ".join(words[cut:])
            if reads_as_timescale(first) and reads_as_timescale(second) and not parse_timescale(first).unread:
                if any(period not in first and period not in second for period in whole):
                    continue  # "March | 2031"
                if parse_timescale(second).unread or _GOES_ON.search(first) or _comes_round(first, second):
                    continue
                if second.split()[0].casefold() not in {"&", "and", "-", "–", "to", "/", "onwards", "until"}:
                    return [first, second]
    return [text] * count if reads_as_timescale(text) else None


def _comes_round(first: str, second: str) -> bool:
    """Tell whether the second of two timescales says how often the first, which has no year, comes round: "March"
    "annually"."""
    how_often = parse_timescale(second)
    return (
        "needs_context" in parse_timescale(first).flags and how_often.recurrence is not None and not how_often.periods
    )


def _raw_action(draft: Draft, texts: dict[str, str], part: int, flags: tuple[str, ...]) -> RawAction:
    found = [*draft.flags, *flags]
    reference = _reference(texts)
    action = texts.get("action", "")
    state = None
    if action.strip():
        bare = _BULLET.sub("", action) if not _BULLET.search(action.partition("\n")[2]) else action
        own_reference, bare = split_reference(bare.strip())
        reference = reference or own_reference
        _, state, bare = split_label(bare)
        if own_reference is None:
            later, bare = split_reference(bare)
            reference = reference or later
        texts["action"] = bare.strip()
    objective_number, objective = group_reference(draft.objective)
    themes = [group.text for group in _distinct(draft.themes)]
    theme = draft.theme_cell.text if draft.theme_cell is not None else (themes[0] if themes else None)
    if objective is None and len(themes) > 1 and draft.theme_cell is None:
        objective = " – ".join(themes[1:])
        objective_number = draft.themes[-1].printed_number
    elif objective is None and draft.theme_cell is not None and themes:
        objective, theme = theme, themes[0]
    if reference is None and objective is not None:
        reference = objective_number
    _split_off_timescale(draft, texts, found)
    return RawAction(
        place=draft.place,
        theme=theme,
        objective=objective,
        reference=reference,
        texts=texts,
        extras=tuple((heading, text) for heading, text in draft.extras.items() if text.strip()),
        status_fill=draft.status_fill,
        statuses_beside=draft.statuses_beside,
        state=state,
        part=part,
        flags=tuple(dict.fromkeys(found)),
        evidence=evidence_of(draft),
        cells=tuple(draft.cells),
    )


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


def _split_off_timescale(draft: Draft, texts: dict[str, str], flags: list[str]) -> None:
    """Where the table has no column for dates, take one that closes the outcome or stands in the action."""
    if draft.segment.layout.roles & {"timescale", "start", "tick"}:
        return
    for role in ("outcome", "action", "progress"):
        text = texts.get(role, "")
        found = find_timescale_in_prose(text) if text.strip() else None
        if found is None and role == "action":
            found = find_closing_timescale(text)
        if found is None:
            continue
        texts["timescale"] = text[found.start : found.end].strip()
        if found.trailing and role == "outcome" and text[: found.start].strip():
            texts[role] = text[: found.start].strip()
        flags.append("timescale_from_prose")
        return
