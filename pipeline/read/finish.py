"""Drafts into raw actions: labels and numbers split off, several actions of one row told apart, groupings settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
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
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\((?=\d+\)))?(?P<number>\d{1,2})[.)]\s+")
# a timescale that ends in one of these is not at its end
_GOES_ON = re.compile(
    r"(?:[&,/–-]|\b(?:and|to|with|by|for|from|in|of|on|then|until|each|every|after|before|or))$", re.IGNORECASE
)
# and one that begins with one of these goes on
_JOINED = re.compile(r"(?:[&/–-]|and|to|onwards|until)(?!\S)", re.IGNORECASE)
_MOST_SAY = 0.5  # share of the lines of a cell that say who and when, from which each of them is an action
_HEAD_NUMBER = re.compile(r"(?P<number>(?P<digits>\d{1,2})(?P<letter>[A-Za-z]?))\s+(?=[A-Z])")
_LEAST_NUMBERED = 3  # actions that open with numbers, from which these count them
_LEAST_WORDS = 3  # words that an action of its own has
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


def _of_a_table(drafts: Iterable[Draft], ratings: Mapping[Headings, Set[str]]) -> list[RawAction]:
    """The actions of one table: Roman numbers as they were typed, and whether the fills beside theirs are ratings."""
    actions = [
        replace(action, among_ratings=len(ratings.get(_headings(draft), ())) > 1 and _may_rate(draft))
        for draft in drafts
        for action in _finish(draft)
    ]
    numbers = as_typed([action.reference for action in actions])
    return [replace(action, reference=number) for action, number in zip(actions, numbers, strict=True)]


def _may_rate(draft: Draft) -> bool:
    """Whether the fill of a state may be its rating: a grey that the whole row has is that of every other row."""
    grey = read_rag(None, draft.status_fill, among_ratings=True).rag == "grey"
    return draft.fill_stands_out or not grey


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
    if any(texts.get(role, "").strip() for role in ("owner", "timescale")):
        return [{}]
    lines = items_of(texts.get("action", ""))
    items = [parse_item(line) for line in lines]
    cut = sum(item.full and item.action != line for item, line in zip(items, lines, strict=True))
    if cut < _MOST_SAY * max(1, len(items)):
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
    items = _labelled_items(action) or _bulleted_items(action) or _lines_in_step(action, owner, timescale)
    if len(items) < 2 or _is_said_twice(items, owner, timescale):
        return None  # before its owners and dates are looked at: most rows hold one action
    owners = _pieces_of_owner(owner, len(items))
    dates = _pieces_of_timescale(timescale, len(items))
    if min(len(owners), len(dates)) < 2:
        return None
    whens = len(set(dates))
    most = max(len(set(owners)), whens)
    both = bool(owner.strip() and timescale.strip())
    if most < (2 if both else len(items)):
        return None
    if whens < 2 and "\n" not in owner.strip() and not _labelled_items(action):
        return None  # owners listed on one line may share all the items
    roles = [role for role in ("action", "owner", "timescale") if role in texts]
    values = {"action": items, "owner": owners, "timescale": dates}
    return [{role: values[role][part] for role in roles} for part in range(len(items))]


def _is_said_twice(items: Sequence[str], owner: str, timescale: str) -> bool:
    """Whether the items of an action cell are one action in two languages, as they show or what stands beside them."""
    beside = ([line for line in text.split("\n") if line.strip()] for text in (owner, timescale))
    return any(say_one_thing(lines) for lines in (items, *beside))


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
        if int(mark["number"]) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2 or text[: marks[0].start()].strip():
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return items if all(items) else []


def _bulleted_items(text: str) -> list[str]:
    items: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line))
        elif items:
            items[-1] += " " + line.strip()
        else:
            return []
    return _if_whole(items)


def _if_whole(items: list[str]) -> list[str]:
    """The items of an action cell; none where one of them has too few words for an action."""
    return items if all(len(item.split()) >= _LEAST_WORDS for item in items) else []


def _lines_in_step(action: str, owner: str, timescale: str) -> list[str]:
    """The lines of a cell without marks, where owners and dates beside them stand line for line, all of them
    different."""
    lines = [[line.strip() for line in text.split("\n") if line.strip()] for text in (action, owner, timescale)]
    actions, owners, dates = lines
    if not 2 <= len(actions) == len({*owners}) == len(owners) == len(dates):
        return []
    begun = all(line[0].isupper() for line in actions)
    said = all(map(reads_as_timescale, dates)) and all(owner_likeness(line) >= 0.5 for line in owners)
    return _if_whole(actions) if begun and said else []


def _labelled_items(text: str) -> list[str]:
    """The items of a cell that repeats the label printed before each ("ACTION – … ACTION – …")."""
    bare = _BULLET.sub("", text.strip())
    label, _, _ = split_label(bare)
    if label is None:
        return []
    pieces = re.split(rf"(?:^|(?<=[\s.;]))[•·▪●◦‣\uf0b7]?\s*(?={re.escape(label)}\s*[–—:-]\s)", bare)
    return _if_whole([piece.strip() for piece in pieces if piece.strip()])


def _lines_of(text: str, count: int) -> list[str]:
    """The lines of a cell that has one for each of so many items, or is blank; none of any other."""
    lines = [_BULLET.sub("", line) for line in text.split("\n") if line.strip()] or [""] * count
    return lines if len(lines) == count else []


def _pieces_of_owner(text: str, count: int) -> list[str]:
    """The owner of each of so many items; none where the cell has neither as many nor one."""
    if lines := _lines_of(text, count):
        return lines
    mentions = [mention.mention for mention in parse_owners(text).mentions]
    if len(mentions) == count:
        return mentions
    return [text] * count if len(mentions) == 1 else []


def _pieces_of_timescale(text: str, count: int) -> list[str]:
    """The timescale of each of so many items; none where the cell says neither as many nor one."""
    if lines := _lines_of(text, count):
        return lines
    if count == 2 and (divided := _two_timescales(fold_space(text).split(" "))):
        return divided
    return [text] * count if reads_as_timescale(text) else []


def _two_timescales(words: Sequence[str]) -> list[str]:
    """The two timescales that follow each other on one line, divided at the first place where both are whole; none
    where there is no such place."""
    periods = [period.text for period in parse_timescale(" ".join(words)).periods]
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        kept = all(period in first or period in second for period in periods)  # "March | 2031" is cut through
        if kept and _may_follow(first, second):
            return [first, second]
    return []


def _may_follow(first: str, second: str) -> bool:
    """Whether two texts are timescales, the second neither the rest of the first nor how often that comes round."""
    if _GOES_ON.search(first) or _JOINED.match(second):
        return False
    return reads_as_timescale(first) and reads_as_timescale(second) and not _comes_round(first, second)


def _comes_round(first: str, second: str) -> bool:
    """Tell whether the second of two timescales says how often the first, which has no year, comes round: "March"
    "annually"."""
    return "needs_context" in parse_timescale(first).flags and parse_timescale(second).recurrence is not None


def _raw_action(draft: Draft, texts: dict[str, str], part: int, flags: tuple[str, ...]) -> RawAction:
    found = [*draft.flags, *flags]
    number, state, action = _parted(texts.get("action", ""))
    if action:
        texts["action"] = action
    theme, objective, number_of_objective = _groupings(draft)
    _split_off_timescale(draft, texts, found)
    return RawAction(
        place=draft.place,
        theme=theme,
        objective=objective,
        reference=_reference(texts) or number or number_of_objective,
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


def _parted(action: str) -> tuple[str | None, str | None, str]:
    """The number that opens an action, before or behind its label, the state that the label says, and the words."""
    listed = _BULLET.search(action.partition("\n")[2])
    number, bare = split_reference((action if listed else _BULLET.sub("", action)).strip())
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


def _split_off_timescale(draft: Draft, texts: dict[str, str], flags: list[str]) -> None:
    """Where the table has no column for dates, take one that closes the outcome or stands in the action."""
    if draft.segment.layout.roles & {"timescale", "start", "tick"}:
        return
    for role in ("outcome", "action", "progress"):
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
