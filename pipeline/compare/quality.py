"""How good a plan is as a plan: checks with a code, a sentence for the publisher and the actions that fail.

The checks and their sentences are data (`schema/codelists/quality_checks.toml`). The day that "overdue" is reckoned
from is the caller's: nothing here looks at a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.compare.progress import is_past, reports_progress
from pipeline.compare.wording import wording
from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.phrases import PhraseIndex, split_words
from schema.rows import ActionRow
from schema.toml_file import read_toml_file

NEARLY_SAME = 90.0  # likeness (0-100) from which two actions of a plan are nearly the same
SHORTEST = 20  # letters; shorter wordings are alike by chance
POSTS = frozenset(("role", "person"))

_QUANTITY = re.compile(r"\d+(?:[.,]\d+)?\s*(?:%|per\s?cent\b)|[£€]\s?\d|\b\d+(?:[.,]\d+)*\b")
_DAY = re.compile(
    r"\b(?:19|20)\d\d(?:\s*[-/\u2013]\s*(?:(?:19|20)\d\d|\d\d)\b)?|\bq[1-4]\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the codelist; `least` is the share from which it is passed, None where no action may fail."""

    code: str
    meaning: str
    message: str
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one plan: how many actions it looked at, how many passed, and which did not."""

    code: str
    document_id: str
    council: str | None
    total: int  # actions that the check looks at
    passed: int
    share: float | None  # 0 to 1; None where it looks at none
    ok: bool
    message: str  # for the publisher; empty where the check is passed by every action
    failing: tuple[str, ...] = ()  # action ids, in the plan's order


@lru_cache(maxsize=1)
def read_checks() -> tuple[Check, ...]:
    """Read the checks that come with the package."""
    data = read_toml_file("schema", "codelists/quality_checks.toml")
    return tuple(Check(entry["code"], entry["meaning"], entry["message"], entry.get("least")) for entry in data["code"])


def check_plan(actions: Sequence[ActionRow], today: date) -> tuple[Finding, ...]:
    """Check the actions of one document; empty where it has none. `today` is the day that overdue is reckoned from."""
    return tuple(_finding(check, actions, today) for check in read_checks()) if actions else ()


def is_measurable(outcome: str) -> bool:
    """Whether an outcome holds a quantity, a change with a direction, or something that can be shown.

    >>> is_measurable("Half of all managers trained"), is_measurable("Better understanding by March 2025")
    (True, False)
    """
    without_days = _DAY.sub(" ", outcome)
    return bool(_QUANTITY.search(without_days)) or bool(_measures().find(split_words(without_days)))


@lru_cache(maxsize=1)
def _measures() -> PhraseIndex[bool]:
    phrases = read_lexicon_file("pipeline.compare", "measurable.toml")["phrases"]
    return PhraseIndex((phrase, True) for phrase in phrases)


def _finding(check: Check, actions: Sequence[ActionRow], today: date) -> Finding:
    looked_at, failing = _RULES[check.code](actions, today)
    passed = len(looked_at) - len(failing)
    share = passed / len(looked_at) if looked_at else None
    ok = share is None or (not failing if check.least is None else share >= check.least)
    words = {"passed": passed, "total": len(looked_at), "failing": len(failing), "today": today.isoformat()}
    return Finding(
        check.code,
        actions[0].document_id,
        actions[0].council,
        len(looked_at),
        passed,
        None if share is None else round(share, 4),
        ok,
        check.message.format(**words) if failing else "",
        tuple(action.action_id for action in failing),
    )


_Rule = Callable[[Sequence[ActionRow], date], tuple[Sequence[ActionRow], Sequence[ActionRow]]]


def _each(looked_at: Callable[[ActionRow], bool], passes: Callable[[ActionRow, date], bool]) -> _Rule:
    """A check that looks at one action at a time: which it looks at, and whether one passes."""

    def rule(actions: Sequence[ActionRow], today: date) -> tuple[Sequence[ActionRow], Sequence[ActionRow]]:
        seen = [action for action in actions if looked_at(action)]
        return seen, [action for action in seen if not passes(action, today)]

    return rule


def _column(has: Callable[[ActionRow], bool]) -> _Rule:
    """A check of the plan as a whole: some action has it."""

    def rule(actions: Sequence[ActionRow], today: date) -> tuple[Sequence[ActionRow], Sequence[ActionRow]]:
        return actions, [] if any(map(has, actions)) else actions

    return rule


def _any(action: ActionRow) -> bool:
    return True


def _is_owned(action: ActionRow) -> bool:
    return bool(action.owners or action.owner_text)


def _is_dated(action: ActionRow) -> bool:
    return bool(action.due or action.start or action.periods or action.ongoing or action.recurrence)


def _not_overdue(actions: Sequence[ActionRow], today: date) -> tuple[Sequence[ActionRow], Sequence[ActionRow]]:
    """Look at the dated actions of a plan that reports progress; of another nobody can say what is overdue."""
    seen = [action for action in actions if action.due] if reports_progress(actions) else []
    return seen, [action for action in seen if is_past(action, today)]


def _repeated(actions: Sequence[ActionRow], today: date) -> tuple[Sequence[ActionRow], Sequence[ActionRow]]:
    seen = [(action, text) for action in actions if (text := wording(action))]
    first: set[str] = set()
    failing = []
    for action, text in seen:
        if text in first:
            failing.append(action)
        first.add(text)
    return [action for action, _ in seen], failing


def _nearly_repeated(actions: Sequence[ActionRow], today: date) -> tuple[Sequence[ActionRow], Sequence[ActionRow]]:
    """Find actions nearly the same as one before them, numbers apart: "Hold event 1", "Hold event 2" differ.

    Only wordings with the same numbers are compared, so a plan of a thousand numbered steps is no million pairs.
    """
    from rapidfuzz import fuzz, process

    seen = [(action, text) for action in actions if len(text := wording(action)) >= SHORTEST]
    before: dict[tuple[str, ...], list[str]] = {}
    failing = []
    for action, text in seen:
        others = before.setdefault(_numbers(text), [])
        near = process.extract_iter(text, others, scorer=fuzz.ratio, score_cutoff=NEARLY_SAME)
        if any(other != text for other, _, _ in near):
            failing.append(action)
        others.append(text)
    return [action for action, _ in seen], failing


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", text))


_RULES: Mapping[str, _Rule] = {
    "owner_given": _each(_any, lambda action, today: _is_owned(action)),
    "post_named": _each(_is_owned, lambda action, today: any(owner.kind in POSTS for owner in action.owners)),
    "not_everyone": _each(
        lambda action: bool(action.owners),
        lambda action, today: any(owner.kind != "collective" for owner in action.owners),
    ),
    "date_given": _each(_any, lambda action, today: _is_dated(action)),
    "end_given": _each(_is_dated, lambda action, today: action.due is not None),
    "outcome_given": _each(_any, lambda action, today: bool(action.outcome)),
    "outcome_measurable": _each(
        lambda action: bool(action.outcome), lambda action, today: is_measurable(action.outcome or "")
    ),
    "not_overdue": _not_overdue,
    "not_repeated": _repeated,
    "not_nearly_repeated": _nearly_repeated,
    "owner_column": _column(_is_owned),
    "timescale_column": _column(lambda action: bool(action.timescale_text) or _is_dated(action)),
    "outcome_column": _column(lambda action: bool(action.outcome)),
    "action_given": _each(_any, lambda action, today: bool(action.action)),
}
