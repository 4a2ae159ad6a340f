"""What is true of each value of a plan's actions that bears on the chance that it is right; no chance yet.

Facts are numbers from 0 to 1, named as in `facts.toml`; those that are 0 are left out. A value is compared with the
others of its column, with what such a value looks like, and with what the reading of the table went by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp, log
from operator import attrgetter

from pipeline.doubt import of_document
from pipeline.doubt.of_document import DocumentFacts
from pipeline.fold import fold, fold_space
from pipeline.read.columns import text_says
from pipeline.read.content import (
    begins_like_an_order,
    opens_with_reading,
    owner_likeness,
    reads_as_status,
    reads_as_timescale,
)
from pipeline.read.headers import match_heading, stands_in_lexicon
from pipeline.read.raw import PlanReading, RawAction, RowEvidence, TableEvidence
from pipeline.read.structure import (
    ends_open,
    is_generic_heading,
    is_reference,
    looks_like_title,
    names_a_plan,
    read_group_label,
    read_heading_label,
)
from pipeline.same import Same
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
_PROSE = ("outcome", "evidence", "progress")
_KEYS = ("owner_text", "timescale_text", "reference", "outcome")  # what the rows of a plan usually hold
_FLAGS = {
    "rows_joined": "joined_rows",
    "row_joined_over_break": "joined_over_break",
    "columns_run_together": "run_together",
    "timescale_from_prose": "date_from_prose",
    "words_among_ticks": "words_among_ticks",
}
# flags of a timescale of which some words were not understood
_POOR = frozenset(
    ["unread_words", "impossible_date", "range_backwards", "several_states", "several_recurrences", "ambiguous_numeric",
     "quarter_month_mismatch", "vague", "dates_run_together", "event_relative", "named_event", "conditional"]
)  # fmt: skip
_NO_YEAR = frozenset(["needs_context", "year_from_heading", "year_from_neighbour", "winter_start_year_assumed"])
_KIN = {"theme": ("objective",), "objective": ("theme",)}  # a column may be either where it may be the other
_AS_SURE = 4.0  # odds, as a logarithm, of most texts
_NEAR, _APART, _SURE = 0.5, 1.0, 50.0  # margins of columns: below the first one in four was found to be another
_GROUPS = {"theme": "objective", "objective": "theme"}  # each with the other
_HYPHEN = re.compile(r"[a-z]{2}-\s?[a-z]{2}")  # no word is looked through again from each of its letters
_SHORT = 3  # words that an action has at least
_LONG_TIMESCALE = 8  # words
_HEAD = 12  # letters at the head of a text, where its number stands
_SHORT_HEADING = 4  # words
_LABEL = re.compile(r"[\w.)] [A-Z][a-z]+(?: [\w'’/&-]+){0,7}:(?:\s|$)")  # of another value, within a text
_LABEL_FIRST = re.compile(r"[A-Z][\w'’]*(?: [\w'’]+){0,5}(?<!\d):\s")  # of a text as a whole, and no count
_NUMBER_FIRST = re.compile(r"(?:[A-Z]\w+ )?(?:[A-Z]{1,4}-?\d[\w.()/-]*|\d+[.(][\w.()]*|\d+[:)])[.:]?\s")  # and no count
_PART = re.compile(r"(?:[^\W\d_]+ ){0,3}\d{1,2}\.\d")  # the number of a part: "Action area 1.1"
_LONG_HEADING = 6  # words
_NAMED = 4.0  # evidence of a heading that names its role without doubt
_COLUMNS = ("owner", "timescale", "outcome", "evidence", "progress", "status", "reference")
_WORD = re.compile(r"[^\W\d_]{3}")
_FIGURES = re.compile(r"\d")
_LONG_MENTION, _LONG_OWNERS = 4, 12  # words of one owner, of a cell of owners
_SURE_HEADING = 0.8
_STYLE = 0.9  # share of the texts of a kind from which what they look like is how the plan writes them

Facts = dict[str, float]


def facts_of_document(actions: Sequence[ActionRow], reading: PlanReading) -> DocumentFacts:
    """Return what is true of all actions of a document together."""
    columns = (*VERBATIM[1:], *DERIVED)
    return of_document.facts_of_document(
        actions, reading, columns=columns, texts=_TEXTS, shape_of=shape_of, looks_of=looks_of
    )


@lru_cache(maxsize=4096)
def shape_of(text: str) -> str:
    """The shape of a value: how it begins, what kinds of signs it holds, in what order.

    >>> shape_of("March 2031"), shape_of("31/03/2031"), shape_of("improve it"), shape_of("improve it where it is worst")
    ('A 9', '9/9/9', 'a a', 'a')
    """
    short = re.sub(r"[A-Z][A-Za-z]*", "A", re.sub(r"\d+", "9", text[:24]))
    short = re.sub(r"[a-z]+", "a", short)
    return short if len(text) <= 24 else short[:1]


@lru_cache(maxsize=4096)
def _odd_text(text: str) -> bool:
    """Whether a text looks like no action: short, a date, an owner, a number, or begun in the middle."""
    return (
        len(text.split()) < _SHORT
        or text[:1].islower()
        or reads_as_timescale(text)
        or owner_likeness(text) > _SURE_HEADING
    )


def _share_of_odd_actions(about: DocumentFacts) -> float:
    return 0.0 if _begin_low("action", about) else about.odd.get("action", {}).get("odd_action", 0.0)


def _as_usual(name: str, text: str, about: DocumentFacts) -> str:
    """A text, with a capital where all of its kind begin without: "We will: train the wardens"."""
    return text[:1].upper() + text[1:] if _begin_low(name, about) else text


def _begin_low(name: str, about: DocumentFacts) -> bool:
    """Whether a plan begins nearly all texts of a kind in small letters; then none of them is cut for that."""
    return about.odd.get(name, {}).get("begins_low", 0.0) > _STYLE


def _weak(margin: float) -> float:
    """From 1, another reading is as good, to 0, none comes near."""
    return exp(-max(0.0, margin))


def _close(margin: float) -> float:
    """1 where another reading is nearly as good, 0 from a margin on beyond which columns are seldom others."""
    return max(0.0, min(1.0, (_APART - margin) / (_APART - _NEAR)))


def facts_of_row(action: ActionRow, raw: RawAction, about: DocumentFacts) -> Facts:
    """Return what is true of a row whatever the value."""
    facts: Facts = {}
    evidence = raw.evidence
    if evidence is not None:
        facts |= _reading_facts(evidence, about)
    for code in raw.flags:
        if code in _FLAGS:
            facts[_FLAGS[code]] = 1.0
    text = _as_usual("action", action.action or "", about)
    holes = [about.filled[name] for name in _KEYS if not getattr(action, name)]
    facts["holes"] = sum(holes) / 2.0
    facts["no_who_no_when"] = float(not action.owner_text and not action.timescale_text)
    facts["no_action"] = float(not text)
    facts["odd_action"] = float(bool(text) and _odd_text(text))
    facts["action_begins_low"] = float(text[:1].islower())
    facts["action_ends_open"] = float(bool(text) and ends_open(text))
    facts["repeated"] = float(bool(text) and about.repeated[fold(text)] > 1)
    facts["number_inside"] = float(of_document.number_in(text[_HEAD:]) is not None)
    facts["number_at_head"] = float(_NUMBER_FIRST.match(text) is not None)
    facts["number_twice"] = float(about.numbers.get(action.reference or "", 0) > 1)
    looks = (looks_of(name, said) for name in _TEXTS[2:] if (said := getattr(action, name)))
    facts["label_in_row"] = float(any("label_inside" in one for one in looks))
    facts["doubled"] = float(len(action.periods) > 1 and len(action.owners) > 1)
    facts["unread_words"] = about.unread
    facts["unread_of_table"] = about.unread_of.get(raw.place.table, 0.0)
    facts["odd_rows"] = _share_of_odd_actions(about)
    facts["headings_unused"] = about.headings_unused
    facts["passed_over"] = about.passed_over
    return _that_hold(facts)


def _reading_facts(evidence: RowEvidence, about: DocumentFacts) -> Facts:
    table = evidence.table
    told = [table.columns[role].margin for role in ("action", "owner", "timescale", "outcome") if role in table.columns]
    return {
        "weak_label": _weak(evidence.label),
        "weak_columns": _weak(min(told, default=0.0)),
        "weak_plan": exp(-max(0.0, table.plan) / 2.0),
        "frames_close": _weak(table.frame / 2.0),
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
        "many_groups": float(len(evidence.groups) > 2),
    }


def facts_of_values(action: ActionRow, raw: RawAction, about: DocumentFacts) -> Mapping[str, Facts]:
    """Return for each text of an action, and its state and rating, what is true of it beside what is of its row."""
    columns = _facts_of_columns(Same(raw.evidence.table)) if raw.evidence is not None else {}
    texts = _facts_of_texts(Same(about))
    return {name: _facts_of_value(name, action, raw, about, columns=columns, texts=texts) for name in VERBATIM[1:]}


def _facts_of_value(
    name: str,
    action: ActionRow,
    raw: RawAction,
    about: DocumentFacts,
    *,
    columns: Mapping[str, Facts],
    texts: Mapping[str, Facts],
) -> Facts:
    value = getattr(action, name)
    facts = dict(columns.get(name, ()))
    filled = about.filled.get(name, 0.0)
    if name in _GROUPS:
        facts |= _group_facts(name, action, raw, about)
    if name == "timescale_text":
        facts["date_beside"] = float(_date_beside(action))
    if not value:
        if not filled:  # the plan says no such thing
            facts.pop("no_column", None)
        facts["hole"] = filled
        facts["text_beside"] = float(
            any(len(text.split()) > _SHORT and not reads_as_timescale(text) for _, text in action.extras)
        )
        facts["number_elsewhere"] = float(name == "reference" and of_document.number_beside(action) is not None)
        facts["numbers_beside"] = about.numbers_beside * (name == "reference")
        return facts
    facts["seldom"] = 1.0 - filled
    if name in _TEXTS:
        facts |= _text_facts(name, str(value), action, about, texts[name])
    return facts


def _date_beside(action: ActionRow) -> bool:
    """Whether another column of the row is nothing but a date of its own, and no known heading says what else it is."""
    texts = [text for heading, text in action.extras if not stands_in_lexicon(heading)]
    texts += [getattr(action, name) or "" for name in _PROSE]
    return any(text and text != action.timescale_text and reads_as_timescale(text) for text in texts)


def _group_facts(name: str, action: ActionRow, raw: RawAction, about: DocumentFacts) -> Facts:
    """What the other grouping says of one, where it stands, and how many actions stand under it."""
    groups = raw.evidence.groups if raw.evidence is not None else ()
    text, other = getattr(action, name), getattr(action, _GROUPS[name])
    # a grouping in a column of its own is named by its heading; one over the action may be either
    settled = not text and _GROUPS[name] in groups
    lone = not about.filled[_GROUPS[name] if text else name]
    facts = {
        "lone_in_column": float(lone and (name if text else _GROUPS[name]) in groups),
        "none_of_headings": float(not text and not other) * about.headings_left,
        "other_grouping": float(bool(other) and not settled),
        "part_alone": float(
            bool(action.theme) != bool(action.objective) and _PART.match(text or other or "") is not None
        ),
        "grouping_in_column": float(name in groups),
        "grouping_over": min(1.0, groups.count("over") / 2.0),
        "alone_elsewhere": about.alone.get(_GROUPS[name], 0.0),
    }
    if text:
        facts["alone"] = float(about.over[name][fold(text)] == 1)
        facts["all_alone"] = about.alone[name]
        facts["over_all"] = float(len(about.over[name]) == 1)
        facts["like_title"] = float(looks_like_title(text))
        facts["bare_label"] = float(_is_bare_label(text))
        labelled = _is_labelled(text)
        facts["labelled"] = float(labelled)
        # in a column of its own it groups, whatever it says
        facts["introduces"] = (1.0 - labelled) * (name not in groups) * (is_generic_heading(text) or names_a_plan(text))
        numbered = not action.reference and of_document.number_in(text) is not None
        facts["number_in_group"] = (1.0 - labelled) * numbered
        facts["label_otherwise"] = _label_otherwise(name, text)
        facts["like_heading"] = _like_heading(text)
        facts["label_first"] = float(
            name not in groups and _LABEL_FIRST.match(text) is not None and read_heading_label(text) is None
        )
    return facts


def _is_labelled(text: str) -> bool:
    """Whether a grouping is a word that groupings have, its number, and what it is about: "Priority 1: Our staff"."""
    label = read_group_label(text)
    return label is not None and bool(label.word) and len(text.split()) > _SHORT


def _is_bare_label(text: str) -> bool:
    """Whether a grouping is nothing but a word and a number: "Commitment 1"."""
    label = read_heading_label(text)
    return is_reference(text) or (label is not None and bool(label.word) and len(text.split()) <= 2)


@lru_cache(maxsize=1024)
def _label_otherwise(name: str, text: str) -> float:
    """How far the label of a grouping names another role: "Theme 1" of an objective, "Action 2" of either."""
    label = read_heading_label(text)
    if label is None or not label.word:
        return 0.0
    said = text_says(label.word)[0]
    others = (role for role in said if role != name and not (name == "theme" and role in ("objective", "outcome")))
    return max(0.0, max((said[role] for role in others), default=0.0) - max(0.0, said.get(name, 0.0))) / _NAMED


@lru_cache(maxsize=1024)
def _like_heading(text: str) -> float:
    """How far a grouping reads like the heading of another column: "Responsibility and timing"."""
    if len(text.split()) > _LONG_HEADING or read_heading_label(text) is not None:
        return 0.0
    said = text_says(text)[0]
    return min(1.0, max(0.0, *(said.get(role, 0.0) for role in _COLUMNS)) / _NAMED)


@lru_cache(maxsize=4)  # the actions of a table come one after another
def _facts_of_columns(of: Same[TableEvidence]) -> Mapping[str, Facts]:
    """What is true of the column of each text of an action."""
    return {name: _column_facts(ROLES.get(name, name), of.value) for name in VERBATIM[1:]}


def _column_facts(role: str, table: TableEvidence) -> Facts:
    column = table.columns.get(role)
    least = min((table.rivals[other] for other in (role, *_KIN.get(role, ())) if other in table.rivals), default=_SURE)
    facts: Facts = {
        "rival": _weak(least),
        "close_rival": _close(least),
        "spare": table.spare.get(role, 0.0),
        "heading_elsewhere": min(1.0, max(0.0, table.worded.get(role, 0.0)) / _NAMED),
        "near": _weak(table.near.get(role, _SURE)),
    }
    if column is None:
        return _that_hold(facts | {"no_column": 1.0})
    facts["weak_column"] = _weak(column.margin)
    facts["close_column"] = _close(column.margin)
    facts["cells_against"] = min(1.0, max(0.0, -column.cells) / 2.0)
    facts["unknown_heading"] = float(column.headed and not column.known)
    facts["heading_unsure"] = column.headed * max(0.0, min(1.0, 1.0 - column.said / _NAMED))
    facts["words_against"] = min(1.0, max(0.0, -column.words) / 3.0)
    facts["words_close"] = column.headed * _weak(column.words / 2.0)
    facts["no_heading"] = float(not column.headed)
    return _that_hold(facts)


def _that_hold(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value}


def _text_facts(name: str, text: str, action: ActionRow, about: DocumentFacts, of_column: Facts) -> Facts:
    words = len(text.split())
    usual = about.words.get(name, float(words))
    longer = log((words + 1) / (usual + 1))
    facts = {
        "odd_length": min(1.0, abs(longer) / 2.0),
        "much_longer": min(1.0, max(0.0, longer)),
        "odd_shape": 1.0 - about.shapes.get(name, {}).get(shape_of(text), 0.0),
        **of_column,
        "same_as_other": float(_texts_of(action).count(text) > 1),
    }
    return _that_hold(facts) | looks_of(name, _as_usual(name, text, about))


@lru_cache(maxsize=1)  # the actions of a document come one after another
def _facts_of_texts(of: Same[DocumentFacts]) -> Mapping[str, Facts]:
    """What is true of all values of a text together."""
    return {name: _of_all_values(name, of.value) for name in _TEXTS}


def _of_all_values(name: str, about: DocumentFacts) -> Facts:
    looks = about.odd.get(name, {})
    return {
        "column_unlike": max(looks.get("unlike", 0.0), looks.get("like_another", 0.0)),
        "column_cut": max(
            0.0 if _begin_low(name, about) else looks.get("begins_low", 0.0), looks.get("ends_open", 0.0)
        ),
        "column_wordless": looks.get("wordless", 0.0),
        "orders_elsewhere": max(0.0, _orders_beside(name, about)),
    }


_texts_of = attrgetter(*_TEXTS)


def _orders_beside(name: str, about: DocumentFacts) -> float:
    """By how much more often another text begins like an order than the actions do, or a further text than they."""
    others = [share for other, share in about.orders.items() if other != "action"]
    most, own = max(others, default=0.0), about.orders.get("action", 0.0)
    return most - own if name == "action" else about.orders.get(name, 0.0) - own


@lru_cache(maxsize=8192)
def looks_of(name: str, text: str) -> Facts:
    """Return what is true of a text by itself: how it begins and ends, and how far it looks like what it is."""
    short = len(text.split()) <= _SHORT_HEADING
    found = _likeness(name, text) | {
        "begins_low": float(text[:1].islower() and not (name == "timescale_text" and opens_with_reading(text))),
        "ends_open": float(ends_open(text)),
        "word_cut": float(_HYPHEN.search(text) is not None),
        "is_heading": _is_heading(text) if short else 0.0,
        "label_inside": float(_LABEL.search(text) is not None),
        "wordless": float(_WORD.search(text) is None),
    }
    # said of other texts too, where it is none of theirs: of the row it is a fact as well
    return _that_hold(found) | {"odd_action": float(name == "action" and _odd_text(text))}


@lru_cache(maxsize=4096)
def _is_heading(text: str) -> float:
    """Whether a text is itself the heading of a column."""
    return float(max(match_heading(fold_space(text)).values(), default=0.0) >= _SURE_HEADING)


def _likeness(name: str, text: str) -> Facts:
    """How far a text looks like the value it is taken for, and like another."""
    when, who, order = reads_as_timescale(text), owner_likeness(text), begins_like_an_order(text)
    long = len(text.split()) > _LONG_TIMESCALE
    match name:
        case "owner_text":
            figures = float(_FIGURES.search(text) is not None)
            return {
                "unlike": 1.0 - who, "like_another": float(when), "sentence": float(order and long), "figures": figures,
            }  # fmt: skip
        case "timescale_text":
            return {"unlike": float(not when), "like_another": who if not when else 0.0, "sentence": float(long)}
        case "reference":
            return {"unlike": float(not is_reference(text)), "like_another": float(when)}
        case "action":
            return {"unlike": float(not order), "like_another": max(float(when), who * (not order))}
        case "theme" | "objective":
            likeness = max(float(when), float(reads_as_status(text)), float(is_reference(text)))
            return {"unlike": likeness, "sentence": float(long and text.endswith(".")), "like_another": who * 0.5}
    return {"like_another": max(float(when), who), "unlike": float(reads_as_status(text)), "sentence": float(long)}


def facts_of_derived(name: str, chance: float, phrases: Mapping[str, float]) -> Facts:
    """Return how sure the text is that a value was read from, and its words.

    `chance` is that of the text; `phrases` are the chances that the reading of the words gave values, by their columns.
    """
    return {"text_doubted": doubt_of_text(chance), "phrase_doubted": 1.0 - phrases.get(name, 1.0)}


def facts_of_reading(action: ActionRow, about: DocumentFacts) -> Mapping[str, Facts]:
    """Return by text what is true of the reading of its words."""
    return {"owner_text": _owner_facts(action), "timescale_text": _date_facts(action, about)}


def doubt_of_text(chance: float) -> float:
    """How far a text is from being sure, in odds: from 0, as sure as most, over 1, it may as well be wrong.

    >>> doubt_of_text(0.99), doubt_of_text(0.5)
    (0.0, 1.0)
    """
    chance = max(0.01, min(0.99, chance))
    return min(2.0, max(0.0, 1.0 - log(chance / (1.0 - chance)) / _AS_SURE))


def _owner_facts(action: ActionRow) -> Facts:
    text, owners = action.owner_text or "", action.owners
    longest = max((len(owner.mention.split()) for owner in owners), default=0)
    return {
        "nothing_read": float(bool(text) and not owners),
        "several": min(1.0, max(0, len(owners) - 1) / 3.0),
        "long_mention": min(1.0, max(0, longest - _LONG_MENTION) / _LONG_MENTION),
        "no_function": float(any(owner.function in (None, "other") for owner in owners)),
        "nested": float("(" in text),
        "lines": float(len(text.split()) > _LONG_OWNERS),
    }


def _date_facts(action: ActionRow, about: DocumentFacts) -> Facts:
    text = action.timescale_text or ""
    said = action.periods or action.ongoing or action.recurrence or action.state
    return {
        "nothing_read": float(bool(text) and not said),
        "several": min(1.0, max(0, len(action.periods) - 1) / 3.0),
        "odd_year": min(1.0, abs(action.due.year - about.year) / 5.0) if action.due and about.year else 0.0,
        "flagged": float(not _POOR.isdisjoint(action.flags)),
        "no_year": float(not _NO_YEAR.isdisjoint(action.flags)),
    }
