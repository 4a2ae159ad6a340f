"""Whether two files hold one plan, and whether a plan is the next edition of another: evidence, added up.

What is true of two files (`CopyFacts`, `EditionFacts`) is found first; how much each fact speaks for or against stands
in `weights/`; the sum decides, and its distance from 0 is how sure it is. Which files are held against each other is
`pipeline.compare.plans`'s to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from pipeline.compare.diff import when_due
from pipeline.compare.pairs import pair_actions
from pipeline.compare.wording import wording
from pipeline.fold import fold
from pipeline.normalise.phrases import PhraseIndex, split_words
from schema.rows import ActionRow
from schema.toml_file import read_toml_file

SAME = 92.0  # likeness (0-100) from which two wordings with the same numbers are one, misread letters apart
_MOST_PAIRED = 4_000_000  # rows of the one by rows of the other; beyond, only the very same words are one action
_MANY_SUBJECTS = 3  # of a title; one that names so many is of the whole plan
COMPARED = (
    *("action_id", "document_id", "position", "theme", "objective", "reference", "action", "outcome", "evidence"),
    *("timescale_text", "start", "due", "ongoing", "extras"),
)
"""The columns of actions by which files are held against each other; the others need not be read."""
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Alike = Literal["same", "like", "other", "unknown"]
Numbers = Counter[tuple[str, ...]]  # how many actions hold the same numbers in the same order
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What is true of two files that may hold one plan; shares are 0 to 1."""

    of_longer: float  # share of the longer file's actions that stand in the other in the same words
    of_shorter: float
    pairs: int  # actions that stand in both
    same_dates: float | None = None  # share of the pairs with dates that are due at the same time; None: none has any
    period: Alike = "unknown"
    title: Alike = "unknown"
    council_known: bool = True  # of both


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What is true of an earlier and a later plan of one council."""

    title: Alike = "unknown"
    other_subject: bool = False
    carried_on: float = 0.0  # share of the shorter plan's words that stand in the other, 0 to 1
    gap: float | None = None  # years from the end of the earlier to the start of the later; None: not known
    overlap: float | None = None  # share of the shorter period that both cover


@dataclass(frozen=True, slots=True)
class Judgement:
    """The sum of what speaks for and against, above 0 for yes; `rules` are the names of the weights that spoke."""

    sum: float
    rules: tuple[str, ...]
    doubtful: bool

    @property
    def yes(self) -> bool:
        """Tell what the sum decides."""
        return self.sum > 0


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of `weights/`: what each fact speaks, and how near to 0 a sum is doubtful."""

    speaks: Mapping[str, float]
    doubtful: float
    routes: tuple[str, ...] = ()  # by how seldom they are misread, the best first

    def without(self, name: str) -> Weights:
        """Return the weights without one of them."""
        return Weights({key: value for key, value in self.speaks.items() if key != name}, self.doubtful, self.routes)


def judge_copy(facts: CopyFacts, weights: Weights | None = None) -> Judgement:
    """Judge whether two files hold one plan. Raises nothing."""
    return _judge(facts, _COPY, weights or copy_weights())


def judge_edition(facts: EditionFacts, weights: Weights | None = None) -> Judgement:
    """Judge whether the later of two plans is the next edition of the earlier. Raises nothing."""
    return _judge(facts, _EDITION, weights or edition_weights())


@lru_cache(maxsize=1)
def copy_weights() -> Weights:
    """Read `weights/one_plan.toml`."""
    return _read_weights("one_plan.toml", _COPY)


@lru_cache(maxsize=1)
def edition_weights() -> Weights:
    """Read `weights/editions.toml`."""
    return _read_weights("editions.toml", _EDITION)


def actions_in_common(one: Sequence[ActionRow], other: Sequence[ActionRow]) -> tuple[int, float | None]:
    """Return how many actions stand in both in the same words, and the share of those with dates that are due alike.

    Two actions have the same words also where a letter here and there was misread, and where all that they say together
    is the same, for a reader may take the outcome of one format for the action.
    """
    together: list[tuple[ActionRow, ActionRow]] = []
    left_over = list(one), list(other)
    for step in (_word_for_word, _nearly, _in_other_columns):
        found = step(*left_over)
        together += found
        mine, theirs = {id(left) for left, _ in found}, {id(right) for _, right in found}
        left_over = (
            [row for row in left_over[0] if id(row) not in mine],
            [row for row in left_over[1] if id(row) not in theirs],
        )
        if not all(left_over):
            break
    dates = [(when_due(left), when_due(right)) for left, right in together]
    said = [left == right for left, right in dates if any(left) or any(right)]
    return len(together), sum(said) / len(said) if said else None


@dataclass(frozen=True, slots=True)
class SaidActions:
    """The actions of a file with the numbers that they hold: in their words, and in all their texts."""

    rows: Sequence[ActionRow]
    in_words: Numbers
    in_all: Numbers

    @classmethod
    def of(cls, rows: Sequence[ActionRow]) -> SaidActions:
        """Count the numbers of some actions."""
        return cls(
            rows, *(Counter(tuple(_NUMBER.findall(said(row))) for row in rows) for said in (wording, _all_words))
        )


def most_in_common(one: SaidActions, other: SaidActions) -> int:
    """Return what `actions_in_common` finds at most: two actions of the same words hold the same numbers.

    It costs a look at each action where pairing them costs one at each two of them.
    """
    shared = (one.in_words & other.in_words).total() + (one.in_all & other.in_all).total()
    return min(shared, len(one.rows), len(other.rows))


_Rows = Sequence[ActionRow]
_Pairs = list[tuple[ActionRow, ActionRow]]


def _word_for_word(one: _Rows, other: _Rows) -> _Pairs:
    """Pair actions of the very same words, in the order in which they stand."""
    places: dict[str, list[ActionRow]] = {}
    for row in reversed(other):
        places.setdefault(wording(row), []).append(row)
    found = [(row, places.get(wording(row), [])) for row in one if wording(row)]
    return [(row, same.pop()) for row, same in found if same]


def _nearly(one: _Rows, other: _Rows) -> _Pairs:
    return _same(one, other, wording)


def _in_other_columns(one: _Rows, other: _Rows) -> _Pairs:
    return _same(one, other, _all_words)


def _same(one: _Rows, other: _Rows, words: Callable[[ActionRow], str]) -> _Pairs:
    if len(one) * len(other) > _MOST_PAIRED:
        return []
    return [
        (one[pair.old], other[pair.new])
        for pair in pair_actions(one, other, words)
        if pair.likeness >= SAME and _NUMBER.findall(words(one[pair.old])) == _NUMBER.findall(words(other[pair.new]))
    ]


def _all_words(row: ActionRow) -> str:
    """Return the words of a row's texts, sorted, so that it does not matter which column they were read as."""
    texts = (row.theme, row.objective, row.action, row.outcome, row.evidence, *(text for _, text in row.extras))
    return " ".join(sorted(fold(" ".join(filter(None, texts))).split()))


def compare_titles(one: str | None, other: str | None) -> Alike:
    """Hold two titles against each other, numbers and months apart.

    >>> compare_titles("Equality Action Plan 2018 - 21", "EQUALITY ACTION PLAN 2021-24")
    'same'
    >>> compare_titles("Equality Action Plan", "Anti-racism charter"), compare_titles("Equality plan", None)
    ('other', 'unknown')
    """
    mine, theirs = title_words(one), title_words(other)
    if not mine or not theirs:
        return "unknown"
    if mine == theirs:
        return "same"
    alike = len(mine & theirs) / len(mine | theirs)
    return "like" if alike >= 0.5 or mine < theirs or theirs < mine else "other"


def title_words(title: str | None) -> frozenset[str]:
    """Return the words of a title that tell it from others."""
    return frozenset(
        word.text
        for word in split_words(title or "")
        if not _NUMBER.search(word.text) and word.text not in _said_of_any()
    )


def title_year(title: str | None) -> int | None:
    """Return the first year that a title names.

    >>> title_year("Equality Improvement Plan September 2022"), title_year("Equality plan")
    (2022, None)
    """
    found = _YEAR.search(title or "")
    return int(found.group()) if found else None


def subjects(title: str | None) -> frozenset[str]:
    """Return the subjects to which a title says that the plan is held; none for a plan of everything.

    >>> sorted(subjects("Workforce Race Equality Plan")), sorted(subjects("Equality Plan"))
    (['race', 'workforce'], [])
    """
    found = frozenset(value for one in _subjects().find(split_words(title or "")) for value in one.values)
    return found if len(found) < _MANY_SUBJECTS else frozenset()


def compare_periods(one: Period, other: Period) -> Alike:
    """Hold two periods against each other by their years; `like` where one end agrees, `unknown` where one is."""
    if one[0] is None or one[1] is None or other[0] is None or other[1] is None:
        return "unknown"
    same = [one[0].year == other[0].year, one[1].year == other[1].year]
    return "same" if all(same) else "like" if any(same) else "other"


def gap_and_overlap(old: Period, new: Period) -> tuple[float | None, float | None]:
    """Return the years between two periods, and the share of the shorter that both cover; None where not known."""
    if old[0] is None or old[1] is None or new[0] is None or new[1] is None:
        return None, None
    days = (min(old[1], new[1]) - max(old[0], new[0])).days + 1
    shorter = min((last - first).days + 1 for first, last in ((old[0], old[1]), (new[0], new[1])))
    return (new[0] - old[1]).days / 365.25, max(0, days) / max(1, shorter)


Fact = Callable[[Any], bool]

_COPY: Mapping[str, Fact] = {
    "nearly_all_the_same": lambda facts: facts.of_longer >= 0.95,
    "most_the_same": lambda facts: 0.75 <= facts.of_longer < 0.95,
    "holds_the_other": lambda facts: facts.of_longer < 0.75 and facts.of_shorter >= 0.9,
    "some_the_same": lambda facts: facts.of_longer < 0.75 and 0.5 <= facts.of_shorter < 0.9,
    "few_the_same": lambda facts: facts.of_longer < 0.75 and facts.of_shorter < 0.5,
    "same_dates": lambda facts: facts.same_dates is not None and facts.same_dates >= 0.9,
    "other_dates": lambda facts: facts.same_dates is not None and facts.same_dates < 0.7,
    "same_period": lambda facts: facts.period == "same",
    "other_period": lambda facts: facts.period == "other",
    "same_title": lambda facts: facts.title == "same",
    "other_title": lambda facts: facts.title == "other",
    "few_pairs": lambda facts: facts.pairs < 3,
    "no_council": lambda facts: not facts.council_known,
}
_EDITION: Mapping[str, Fact] = {
    "one_council": lambda facts: True,
    "same_title": lambda facts: facts.title == "same",
    "other_title": lambda facts: facts.title == "other",
    "other_subject": lambda facts: facts.other_subject,
    "much_carried_on": lambda facts: facts.carried_on >= 0.25,
    "one_after_the_other": lambda facts: facts.gap is not None and -1 <= facts.gap <= 1,
    "side_by_side": lambda facts: facts.overlap is not None and facts.overlap > 0.5,
}


def _judge(facts: Any, found: Mapping[str, Fact], weights: Weights) -> Judgement:
    rules = tuple(name for name, holds in found.items() if name in weights.speaks and holds(facts))
    total = sum(weights.speaks[name] for name in rules)
    return Judgement(round(total, 2), rules, abs(total) < weights.doubtful)


def _read_weights(name: str, known: Mapping[str, Fact]) -> Weights:
    """Read a file of weights. Raises ValueError where its names are not those of the facts."""
    data = read_toml_file("pipeline.compare", f"weights/{name}")
    speaks = {entry["name"]: float(entry["speaks"]) for entry in data["weight"]}
    if strange := sorted(speaks.keys() ^ known.keys()):
        raise ValueError(f"{name}: {', '.join(strange)} stand on one side only, here or in pipeline.compare.one_plan.")
    return Weights(speaks, float(data["doubtful"]), tuple(data.get("routes", ())))


@lru_cache(maxsize=1)
def _subjects() -> PhraseIndex[str]:
    data = _lexicon()
    return PhraseIndex((word, entry["name"]) for entry in data["subject"] for word in entry["words"])


@lru_cache(maxsize=1)
def _said_of_any() -> frozenset[str]:
    return frozenset(map(fold, _lexicon()["said_of_any"]))


def _lexicon() -> Mapping[str, Any]:
    return read_toml_file("pipeline.compare", "lexicons/plan_subjects.toml")
