"""What is true of the readings of a document as a whole: what its values have in common, what stands out of step.

A value is compared with these by `facts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from pipeline.fold import fold
from pipeline.read.content import begins_like_an_order
from pipeline.read.raw import PlanReading, RawAction
from pipeline.read.structure import is_generic_heading, looks_like_title
from schema.rows import ActionRow

GROUPINGS = ("theme", "objective")
PROSE = ("action", "outcome", "evidence", "progress", "objective")
_FEW_ROWS = 3
_NUMBER = re.compile(r"\b(?:[A-Z]{1,3} ?\d{1,3}(?:\.\d+)*|\d{1,2}(?:\.\d{1,2})+[a-z]?)\b")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is true of the readings of a document as a whole."""

    filled: Mapping[str, float]  # share of its actions in which a field says something
    words: Mapping[str, float]  # usual number of words of a field
    shapes: Mapping[str, Mapping[str, float]]  # share of the values of a field by their shape
    odd: Mapping[str, Mapping[str, float]]  # what is true of the values of a field, on average
    repeated: Mapping[str, int]  # how often the text of an action stands, folded
    unread: float  # share of the cells with words that play no part in any action
    unread_of: Mapping[int, float]  # the same for each table
    usual_roles: frozenset[str]  # of the columns of most of its actions
    over: Mapping[str, Mapping[str, int]]  # for each grouping, how many actions stand under it, folded
    alone: Mapping[str, float]  # share of the groupings of a field that hold one action alone
    orders: Mapping[str, float]  # share of the values of a field that begin like an order
    numbers: Mapping[str, int]  # how often a number of an action stands
    numbers_beside: float  # share of its actions that have no number and another one each beside them
    headings_unused: float  # share of the headings among those over actions that are no grouping
    headings_left: float  # 1: three headings or more that may be groupings are none
    passed_over: float  # share of the groupings, and of what begins like one and is none, that is none
    year: float  # the usual year in which its actions are due; 0 where none is


def facts_of_document(
    actions: Sequence[ActionRow],
    reading: PlanReading,
    *,
    columns: Iterable[str],
    texts: Iterable[str],
    shape_of: Callable[[str], str],
    looks_of: Callable[[str, str], Mapping[str, float]],
) -> DocumentFacts:
    """Return what is true of all actions of a document together.

    `columns` are the columns of actions that are counted, `texts` those of them that are texts; `shape_of` and
    `looks_of` say what is true of one text.
    """
    count = max(1, len(actions))
    filled = {name: sum(bool(getattr(action, name)) for action in actions) / count for name in columns}
    said = {name: [text for action in actions if (text := getattr(action, name))] for name in texts}
    said = {name: values for name, values in said.items() if values}
    groups = {name: Counter(fold(text) for text in said.get(name, ())) for name in GROUPINGS}
    printed = [(key, role) for key, role in reading.roles.items() if role != "blank"]
    roles = Counter(
        frozenset(raw.evidence.table.columns) for raw in reading.actions if raw.evidence is not None
    ).most_common(1)
    years = [action.due.year for action in actions if action.due]
    return DocumentFacts(
        filled=filled,
        words={name: median(len(text.split()) for text in values) for name, values in said.items()},
        shapes={name: _shares(map(shape_of, values)) for name, values in said.items()},
        odd={name: _means([looks_of(name, text) for text in values]) for name, values in said.items()},
        repeated=Counter(fold(action.action) for action in actions if action.action),
        unread=sum(role in ("other", "extras") for _, role in printed) / max(1, len(printed)),
        unread_of=_unread_of(printed),
        usual_roles=roles[0][0] if roles else frozenset(),
        over=groups,
        alone={name: _alone(found) for name, found in groups.items()},
        orders={name: mean(map(begins_like_an_order, values)) for name, values in said.items() if name in PROSE},
        numbers=Counter(action.reference for action in actions if action.reference),
        numbers_beside=_numbers_beside(actions),
        headings_unused=_headings_unused(reading),
        headings_left=_headings_left(reading),
        passed_over=_share_passed(reading, groups),
        year=float(median(years)) if years else 0.0,
    )


def _shares(kinds: Iterable[str]) -> Mapping[str, float]:
    found = Counter(kinds)
    return {kind: number / found.total() for kind, number in found.items()}


def _means(facts: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    names = {name for one in facts for name in one}
    return {name: sum(one.get(name, 0.0) for one in facts) / len(facts) for name in names}


def _unread_of(printed: Iterable[tuple[tuple[int, int, int], str]]) -> Mapping[int, float]:
    """The share of the cells of each table that no action, heading or grouping has."""
    found: dict[int, list[int]] = {}
    for (table, _, _), role in printed:
        counts = found.setdefault(table, [0, 0])
        counts[0] += role == "other"
        counts[1] += 1
    return {table: other / every for table, (other, every) in found.items()}


def _alone(groups: Mapping[str, int]) -> float:
    """The share of groupings with one action each; 0 for fewer than three, which say nothing."""
    return sum(number == 1 for number in groups.values()) / len(groups) if len(groups) >= _FEW_ROWS else 0.0


def number_in(text: str) -> str | None:
    """What may be the number of an action in a text, if anything."""
    found = _NUMBER.search(text)
    return found[0] if found else None


def number_beside(action: ActionRow) -> str | None:
    """What may be the number of an action in a grouping, a further column or its own head."""
    further = [text for _, text in action.extras]
    texts = ((action.action or "")[:12], action.objective or "", action.theme or "", *further)
    return next((number for text in texts if (number := number_in(text))), None)


def _numbers_beside(actions: Sequence[ActionRow]) -> float:
    found = [number for action in actions if not action.reference and (number := number_beside(action))]
    return len({*found}) / len(actions) if len(found) >= _FEW_ROWS else 0.0


def _headings_unused(reading: PlanReading) -> float:
    """The share of headings that are no grouping, of those from the first that is one on."""
    groups = {fold(text) for raw in reading.actions for text in _groups_of(raw)}
    texts = [fold(text) for text in reading.headings]
    used = [any(text and text in group for group in groups) for text in texts]
    if True not in used:
        return 0.0
    first, last = used.index(True), len(used) - used[::-1].index(True)
    among = [
        text in groups or known
        for text, known in zip(texts[first:last], used[first:last], strict=True)
        if known or not (is_generic_heading(text) or looks_like_title(text))
    ]
    return among.count(False) / len(among)


def _headings_left(reading: PlanReading) -> float:
    """How far headings that may be groupings are none: from 0 to 1 for three and more."""
    groups = {fold(text) for raw in reading.actions for text in _groups_of(raw)}
    texts = {fold(text) for text in reading.headings if not (is_generic_heading(text) or looks_like_title(text))}
    left = [text for text in texts if not any(text in group for group in groups)]
    return min(1.0, len(left) / _FEW_ROWS)


def _share_passed(reading: PlanReading, groups: Mapping[str, Mapping[str, int]]) -> float:
    """The share of what begins like a grouping and is none, among that and the groupings."""
    passed, read = len({*reading.passed_over}), sum(map(len, groups.values()))
    return passed / max(1, passed + read)


def _groups_of(raw: RawAction) -> Iterable[str]:
    return (text for text in (raw.theme, raw.objective) if text)
