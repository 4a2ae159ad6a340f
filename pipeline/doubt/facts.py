"""What is true of each value of a plan's actions that bears on the chance that it is right; no chance yet.

Facts are numbers from 0 to 1, named as in `facts.toml`; those that are 0 are left out. A value is compared with the
others of its column, with what such a value looks like, and with what the reading of the table went by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from statistics import median

from pipeline.fold import fold, fold_space
from pipeline.read.content import begins_like_an_order, owner_likeness, reads_as_status, reads_as_timescale
from pipeline.read.headers import match_heading
from pipeline.read.raw import PlanReading, RawAction, RowEvidence, TableEvidence
from pipeline.read.structure import ends_open, is_reference
from schema.rows import ActionRow

VERBATIM = (
    "row", "theme", "objective", "reference", "action", "outcome", "evidence", "progress", "owner_text",
    "timescale_text", "state", "rag",
)  # fmt: skip
# values that are read from the text of another: they are doubted where that is
DERIVED = {
    "owners": "owner_text",
    "periods": "timescale_text",
    "due": "timescale_text",
    "start": "timescale_text",
    "ongoing": "timescale_text",
    "recurrence": "timescale_text",
}
ROLES = {"owner_text": "owner", "timescale_text": "timescale", "state": "status", "rag": "status"}
_TEXTS = (
    "theme",
    "objective",
    "reference",
    "action",
    "outcome",
    "evidence",
    "progress",
    "owner_text",
    "timescale_text",
)
_KEYS = ("owner_text", "timescale_text", "reference", "outcome")  # what the rows of a plan usually hold
_FLAGS = {
    "rows_joined": "joined_rows",
    "row_joined_over_break": "joined_over_break",
    "columns_run_together": "run_together",
    "row_split": "split_row",
    "timescale_from_prose": "date_from_prose",
    "action_from_heading": "action_from_heading",
    "words_among_ticks": "words_among_ticks",
}
# flags of a timescale of which some words were not understood
_POOR = frozenset(
    ["unread_words", "impossible_date", "range_backwards", "several_states", "several_recurrences", "ambiguous_numeric",
     "quarter_month_mismatch", "vague", "dates_run_together", "event_relative", "named_event", "conditional"]
)  # fmt: skip
_NO_YEAR = frozenset(["needs_context", "year_from_heading", "year_from_neighbour", "winter_start_year_assumed"])
_GROUPS = {"theme": "objective", "objective": "theme"}  # each with the other
_NUMBER = re.compile(r"\b(?:[A-Z]{1,3} ?\d{1,3}(?:\.\d+)*|\d{1,2}(?:\.\d{1,2})+[a-z]?)\b")
_HYPHEN = re.compile(r"[a-z]{2}-\s?[a-z]{2}")  # no word is looked through again from each of its letters
_SHORT = 3  # words that an action has at least
_LONG_TIMESCALE = 8  # words
_FEW_ROWS = 3
_LONG_MENTION, _LONG_OWNERS = 6, 12  # words of one owner, of a cell of owners
_SURE_HEADING = 0.8

Facts = dict[str, float]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is true of the readings of a document as a whole."""

    filled: Mapping[str, float]  # share of its actions in which a field says something
    words: Mapping[str, float]  # usual number of words of a field
    shapes: Mapping[str, Mapping[str, float]]  # share of the values of a field by their shape
    repeated: Mapping[str, int]  # how often the text of an action stands, folded
    unread: float  # share of the cells with words that play no part in any action
    usual_roles: frozenset[str]  # of the columns of most of its actions
    odd: float  # share of its actions that look like none
    few: float  # 1: fewer actions than a plan has


def facts_of_document(actions: Sequence[ActionRow], reading: PlanReading) -> DocumentFacts:
    """Return what is true of all actions of a document together."""
    count = max(1, len(actions))
    words: dict[str, float] = {}
    shapes: dict[str, dict[str, float]] = {}
    filled: dict[str, float] = {}
    for name in (*VERBATIM[1:], *DERIVED):
        said = [value for action in actions if (value := getattr(action, name))]
        filled[name] = len(said) / count
        if name in _TEXTS and said:
            words[name] = median(len(text.split()) for text in said)
            kinds = Counter(map(shape_of, said))
            shapes[name] = {shape: number / len(said) for shape, number in kinds.items()}
    printed = [role for role in reading.roles.values() if role != "blank"]
    roles = Counter(
        frozenset(raw.evidence.table.columns) for raw in reading.actions if raw.evidence is not None
    ).most_common(1)
    return DocumentFacts(
        filled=filled,
        words=words,
        shapes=shapes,
        repeated=Counter(fold(action.action) for action in actions if action.action),
        unread=sum(role in ("other", "extras") for role in printed) / max(1, len(printed)),
        usual_roles=roles[0][0] if roles else frozenset(),
        odd=sum(_odd_text(action.action or "") for action in actions) / count,
        few=float(len(actions) < _FEW_ROWS),
    )


@lru_cache(maxsize=4096)
def shape_of(text: str) -> str:
    """The shape of a value: how it begins, what kinds of signs it holds, in what order.

    >>> shape_of("March 2031"), shape_of("31/03/2031"), shape_of("improve it")
    ('A 9', '9/9/9', 'a a')
    """
    short = re.sub(r"[A-Z][A-Za-z]*", "A", re.sub(r"\d+", "9", text[:24]))
    return re.sub(r"[a-z]+", "a", short) if len(text) <= 24 else short[:1]


@lru_cache(maxsize=4096)
def _odd_text(text: str) -> bool:
    """Whether a text looks like no action: short, a date, an owner, a number, or begun in the middle."""
    return (
        len(text.split()) < _SHORT
        or text[:1].islower()
        or reads_as_timescale(text)
        or owner_likeness(text) > _SURE_HEADING
    )


def _weak(margin: float) -> float:
    """From 1, another reading is as good, to 0, none comes near."""
    return exp(-max(0.0, margin))


def facts_of_row(action: ActionRow, raw: RawAction, about: DocumentFacts) -> Facts:
    """Return what is true of a row whatever the value."""
    facts: Facts = {}
    evidence = raw.evidence
    if evidence is not None:
        facts |= _reading_facts(evidence, about)
    for code in raw.flags:
        if code in _FLAGS:
            facts[_FLAGS[code]] = 1.0
    text = action.action or ""
    holes = [about.filled[name] for name in _KEYS if not getattr(action, name)]
    facts["holes"] = sum(holes) / 2.0
    facts["no_who_no_when"] = float(not action.owner_text and not action.timescale_text)
    facts["no_action"] = float(not text)
    facts["odd_action"] = float(bool(text) and _odd_text(text))
    facts["action_begins_low"] = float(text[:1].islower())
    facts["action_ends_open"] = float(bool(text) and ends_open(text))
    facts["no_order"] = float(bool(text) and not begins_like_an_order(text))
    facts["repeated"] = float(bool(text) and about.repeated[fold(text)] > 1)
    facts["unread_words"] = about.unread
    facts["odd_rows"] = about.odd
    facts["few_rows"] = about.few
    return {name: value for name, value in facts.items() if value}


def _reading_facts(evidence: RowEvidence, about: DocumentFacts) -> Facts:
    table = evidence.table
    told = [table.columns[role].margin for role in ("action", "owner", "timescale", "outcome") if role in table.columns]
    return {
        "weak_label": _weak(evidence.label),
        "weak_columns": _weak(min(told, default=0.0)),
        "weak_plan": exp(-max(0.0, table.plan) / 2.0),
        "poor_grid": 2.0 * (1.0 - table.confidence),
        "rows_from_text": float(not table.exact_rows),
        "spans_lost": float(not table.exact_spans),
        "inherited": float(not table.own_headings),
        "unknown_headings": table.unknown,
        "unheaded": min(1.0, table.unheaded / 2.0),
        "without_role": min(1.0, table.without_role / 3.0),
        "many_rows": min(1.0, (evidence.rows - 1) / 2.0),
        "other_columns": float(frozenset(table.columns) != about.usual_roles),
        "no_owner_column": float("owner" not in table.columns),
        "no_date_column": float("timescale" not in table.columns),
        "many_groups": float(len(evidence.groups) > 2),
    }


def facts_of_value(name: str, action: ActionRow, raw: RawAction, about: DocumentFacts) -> Facts:
    """Return what is true of one value beside what is true of its row."""
    value = getattr(action, name, None)
    facts: Facts = {}
    role = ROLES.get(name, name)
    filled = about.filled.get(name, 0.0)
    if raw.evidence is not None:
        facts |= _column_facts(role, raw.evidence.table)
    if name in _GROUPS:
        facts |= _group_facts(name, action, raw)
    if not value:
        if not filled:  # the plan says no such thing
            facts.pop("no_column", None)
        facts["hole"] = filled
        facts["number_elsewhere"] = float(name == "reference" and _holds_number(action))
        return facts
    facts["seldom"] = 1.0 - filled
    if name in _TEXTS:
        facts |= _text_facts(name, str(value), action, about)
    return facts


def _group_facts(name: str, action: ActionRow, raw: RawAction) -> Facts:
    """What the other grouping says of one, and where it stands."""
    groups = raw.evidence.groups if raw.evidence is not None else ()
    return {
        "other_grouping": float(bool(getattr(action, _GROUPS[name]))),
        "grouping_in_column": float(name in groups),
        "grouping_over": min(1.0, groups.count("over") / 2.0),
    }


def _holds_number(action: ActionRow) -> bool:
    """Whether a grouping, a further column or the head of the action holds what may be the number of the action."""
    further = [text for _, text in action.extras]
    texts = (action.theme or "", action.objective or "", (action.action or "")[:12], *further)
    return any(_NUMBER.search(text) for text in texts)


def _column_facts(role: str, table: TableEvidence) -> Facts:
    column = table.columns.get(role)
    facts: Facts = {"rival": _weak(table.rivals[role]) if role in table.rivals else 0.0}
    if column is None:
        facts["no_column"] = 1.0
        return facts
    facts["weak_column"] = _weak(column.margin)
    facts["unknown_heading"] = float(column.headed and not column.known)
    facts["no_heading"] = float(not column.headed)
    return facts


def _text_facts(name: str, text: str, action: ActionRow, about: DocumentFacts) -> Facts:
    words = len(text.split())
    usual = about.words.get(name, float(words))
    facts = {
        "odd_length": min(1.0, abs(log((words + 1) / (usual + 1))) / 2.0),
        "much_longer": min(1.0, max(0.0, log((words + 1) / (usual + 1)))),
        "odd_shape": 1.0 - about.shapes.get(name, {}).get(shape_of(text), 0.0),
        "begins_low": float(text[:1].islower()),
        "ends_open": float(ends_open(text)),
        "bracket_open": float(text.count("(") != text.count(")")),
        "word_cut": float(_HYPHEN.search(text) is not None),
        "is_heading": _is_heading(text) if words <= 4 else 0.0,
        "same_as_other": float(
            any(text == getattr(action, other) for other in _TEXTS if other != name and getattr(action, other))
        ),
    }
    return facts | _likeness(name, text)


@lru_cache(maxsize=4096)
def _is_heading(text: str) -> float:
    """Whether a text is itself the heading of a column."""
    return float(max(match_heading(fold_space(text)).values(), default=0.0) >= _SURE_HEADING)


@lru_cache(maxsize=8192)
def _likeness(name: str, text: str) -> Facts:
    """How far a text looks like the value it is taken for, and like another."""
    when, who, order = reads_as_timescale(text), owner_likeness(text), begins_like_an_order(text)
    long = len(text.split()) > _LONG_TIMESCALE
    match name:
        case "owner_text":
            return {"unlike": 1.0 - who, "like_another": float(when), "sentence": float(order and long)}
        case "timescale_text":
            return {"unlike": float(not when), "like_another": who if not when else 0.0, "sentence": float(long)}
        case "reference":
            return {"unlike": float(not is_reference(text))}
        case "action":
            return {"unlike": float(not order), "like_another": max(float(when), who * (not order))}
        case "theme" | "objective":
            likeness = max(float(when), float(reads_as_status(text)), float(is_reference(text)))
            return {"unlike": likeness, "sentence": float(long and text.endswith(".")), "like_another": who * 0.5}
    return {"like_another": max(float(when), who), "unlike": float(reads_as_status(text)), "sentence": float(long)}


def facts_of_derived(name: str, action: ActionRow, chance: float, phrases: Mapping[str, float]) -> Facts:
    """Return what is true of a value read from a text, beside what is true of that text.

    `chance` is that of the text; `phrases` are the chances that the reading of the words gave values, by their columns.
    """
    facts = {"text_doubted": 1.0 - chance, "phrase_doubted": 1.0 - phrases.get(name, 1.0)}
    return facts | (_owner_facts(action) if name == "owners" else _date_facts(action))


def _owner_facts(action: ActionRow) -> Facts:
    text, owners = action.owner_text or "", action.owners
    return {
        "nothing_read": float(bool(text) and not owners),
        "several": min(1.0, max(0, len(owners) - 1) / 3.0),
        "long_mention": float(any(len(owner.mention.split()) > _LONG_MENTION for owner in owners)),
        "kind_unknown": float(any(owner.kind in (None, "other", "unknown") for owner in owners)),
        "lines": float(len(text.split()) > _LONG_OWNERS),
    }


def _date_facts(action: ActionRow) -> Facts:
    text = action.timescale_text or ""
    said = action.periods or action.ongoing or action.recurrence or action.state
    return {
        "nothing_read": float(bool(text) and not said),
        "several": min(1.0, max(0, len(action.periods) - 1) / 3.0),
        "flagged": float(not _POOR.isdisjoint(action.flags)),
        "no_year": float(not _NO_YEAR.isdisjoint(action.flags)),
        "long_text": float(len(text.split()) > _LONG_TIMESCALE),
    }
