"""The actions of a row that holds several, each with what is its own in the cells beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.fold import fold_space
from pipeline.normalise.languages import say_one_thing
from pipeline.normalise.owner import parse_owners
from pipeline.normalise.timescale import Timescale, parse_timescale
from pipeline.read.content import owner_likeness, reads_as_timescale
from pipeline.read.item_numbers import FIRST, counted_items, items_for
from pipeline.read.list_items import items_of, parse_item
from pipeline.read.structure import split_label

BULLET = re.compile(r"^\s*[•·▪●◦‣\uf0b7*]\s*|^\s*[-–]\s+")
# a timescale that ends in one of these is not at its end
_GOES_ON = re.compile(
    r"(?:[&,/–-]|\b(?:and|to|with|by|for|from|in|of|on|then|until|each|every|after|before|or))$", re.IGNORECASE
)
# and one that begins with one of these goes on
_JOINED = re.compile(r"(?:[&/–-]|and|to|onwards|until)(?!\S)", re.IGNORECASE)
_MOST_SAY = 0.5  # share of the lines of a cell that say who and when, from which each of them is an action
_LEAST_WORDS = 3  # words that an action of its own has


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


def split_row(texts: Mapping[str, str]) -> list[dict[str, str]] | None:
    """Tell apart the actions of a row that holds several: for each the texts that are its own; None where it holds one.

    Either the action cell and at least one other number the same 1 to n, or it has as many labelled, bulleted or
    numbered items as the owner cell has owners or the date cell has dates, and one of the two has more than one.
    """
    action = texts.get("action", "")
    numbered = _numbered_in_step(texts)
    if numbered is not None:
        return numbered
    owner, timescale = texts.get("owner", ""), texts.get("timescale", "")
    items = _labelled_items(action) or _marked_items(action) or _lines_in_step(action, owner, timescale)
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
    """The actions of a row whose cells number their items alike ("1. … 2. …", "2a … 2b …" in action and owner, "2a & 2b
    …" in one of them)."""
    actions = counted_items(texts.get("action", ""))
    if not actions:
        return None
    numbers = [item.number for item in actions]
    in_step = {role: items for role, text in texts.items() if (items := _items_in_step(text, numbers))}
    parts = [{role: items.get(number, "") for role, items in in_step.items()} for number in numbers]
    if numbers[0] in FIRST or texts.get("reference"):
        return parts if len(in_step) > 1 else None
    if len(in_step) == 1 and not _if_whole([item.words for item in actions]):
        return None  # "4.1 … 4.2 …" are actions with whatever stands beside both of them
    return [{"reference": number, **part} for number, part in zip(numbers, parts, strict=True)]


def _items_in_step(text: str, numbers: Sequence[str]) -> Mapping[str, str]:
    """What a cell says for each of some numbers; nothing where it does not count them."""
    items = counted_items(text)
    if [item.number for item in items] == [*numbers]:
        return dict(items)
    return {} if numbers[0] in FIRST else items_for(text, numbers)


def _marked_items(text: str) -> list[str]:
    """The items of a cell that are bulleted, or numbered in it."""
    items: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if BULLET.match(line):
            items.append(BULLET.sub("", line))
        elif items:
            items[-1] += " " + line.strip()
        else:
            return _if_whole([item.words for item in counted_items(text)])
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
    bare = BULLET.sub("", text.strip())
    label, _, _ = split_label(bare)
    if label is None:
        return []
    pieces = re.split(rf"(?:^|(?<=[\s.;]))[•·▪●◦‣\uf0b7]?\s*(?={re.escape(label)}\s*[–—:-]\s)", bare)
    return _if_whole([piece.strip() for piece in pieces if piece.strip()])


def _lines_of(text: str, count: int) -> list[str]:
    """The lines of a cell that has one for each of so many items, or is blank; none of any other."""
    lines = [BULLET.sub("", line) for line in text.split("\n") if line.strip()] or [""] * count
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
    whole = parse_timescale(" ".join(words))
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        kept = all(period.text in first or period.text in second for period in whole.periods)  # "March | 2031" is not
        if kept and _may_follow(first, second):
            return [first, second] if _stand_alone(whole, first, second) else []
    return []


def _stand_alone(whole: Timescale, *parts: str) -> bool:
    """Whether no part needs what another says: "Year 1" beside "2031/32" is that year."""
    flags = {flag for part in parts for flag in parse_timescale(part).flags}
    return "needs_context" not in flags - {*whole.flags}


def _may_follow(first: str, second: str) -> bool:
    """Whether two texts are timescales, the second neither the rest of the first nor how often that comes round."""
    if _GOES_ON.search(first) or _JOINED.match(second):
        return False
    return reads_as_timescale(first) and reads_as_timescale(second) and not _comes_round(first, second)


def _comes_round(first: str, second: str) -> bool:
    """Tell whether the second of two timescales says how often the first, which has no year, comes round: "March"
    "annually"."""
    return "needs_context" in parse_timescale(first).flags and parse_timescale(second).recurrence is not None
