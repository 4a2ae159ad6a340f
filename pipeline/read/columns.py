"""Which column plays which role, solved for the table as a whole.

Each column has evidence for each role: what its heading says, what its cells hold, where it stands. The assignment with
the greatest sum is taken, each main role going to one column at most. Columns left over are `extras`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.fold import fold_space
from pipeline.normalise.timescale import parse_timescale
from pipeline.read.column_facts import ColumnFacts
from pipeline.read.content import is_state_or_rating
from pipeline.read.headers import (
    fold_heading,
    match_heading,
    may_name_a_revised_date,
    names_a_revised_date,
    stands_in_lexicon,
)
from pipeline.read.heading_words import words_say
from pipeline.read.month_letters import months_in_words
from pipeline.read.solve import SURE, Order, best_assignment
from pipeline.read.structure import opens_in_the_past
from pipeline.read.told import ROLE
from pipeline.read.weighing import read_weights
from schema.toml_file import read_toml_file

MAIN_ROLES = (
    "reference",
    "theme",
    "objective",
    "action",
    "outcome",
    "evidence",
    "progress",
    "owner",
    "timescale",
    "start",
    "status",
)
EXTRA_ROLES = ("partners", "gap", "resources", "priority", "risk", "protected_characteristic", "extras")

TICKED_ROLES = ("tick", "option")  # of columns whose ticks say what stands over them: a period, a state or rating

_HEADING = 4.0  # evidence of a heading that names its role without doubt
_KNOWN = 0.8  # weight of a heading's wording from which it counts as known
_WORDS, _WORDS_MOST = 0.7, 2.5  # how far the single words of a heading that is not known count, and the most they say
_LONG = 10  # words from which each further one says less
_NO_ROLE = -0.9  # a column plays no main role unless something speaks for it
_NO_KIND = -0.4  # nor is it one of the kinds of further columns
_OTHERWISE = -2.0  # against a role where the heading names another
# how far cells count under a heading that nobody knows beside known ones: texts may be anything, numbers are numbers
_BESIDE_KNOWN = {"reference": 0.9, "timescale": 0.8, "owner": 0.7, "status": 0.8}
_TEXT_BESIDE_KNOWN = 0.45
_STATES = 0.5  # share of states in a column that holds them
_FEW_VERBS, _MOST_VERBS = 0.25, 0.75  # shares of cells that begin with a verb of plans: of other texts, of actions
_LEAST_VERBS = 2  # cells of which that tells something
_GROUPS = 0.3  # how far the cells of a column group rows from which they may be no actions
_ACTION_NAMED = 3.0  # evidence of a heading that names actions
_KINDS = 0.6  # how far single words count for a kind of further columns
_HARDLY_KNOWN = 0.3  # of the lowest cell of a heading, below which the cells over it speak
_NAMED_BESIDE_PERIOD = 0.8  # the same where it holds a period: "Target 2031/32" says more than that
_UPPER = 0.4  # how far the upper heading counts over a lower one that says something
_HOPELESS = -2.0  # evidence under which a role is not followed: no order of columns makes up for it
_TICKS = 1.5  # evidence of a column of ticks under a period, a state or a rating
_MOSTLY_TICKS = 0.8  # share of the cells under several states or ratings from which these are options
_SHIFTED = -1.0  # headings seldom stand one column too far left
# roles of columns that may hold states too, by the share of states or ratings in their cells from which they do: one
# that plays no role for want of a better one does, an account of progress where it is none
_RATED = {"extras": 0.0, "progress": 0.5}
_PLAINLY = 0.99  # weight of a heading that is worded as a lexicon has it, without a date or a quarter: "Status"
# roles of the words over years that leave it to the ticks below; those that nobody knows where the years stand alone
_SAYS_WHEN = frozenset({"timescale", "start", "extras"})
_NUMBERS, _TEXTS = 0.9, 3.0  # share of numbers in a column, and words in a cell beside, under one heading
_FIGURES = re.compile(r"\(?\b\d[\d/.\u2013-]*\)?")  # numbers and years of a heading


@dataclass(frozen=True, slots=True)
class HeadingText:
    """The heading of a column as printed: its cells from the top down, one as a rule."""

    tiers: tuple[str, ...] = ()
    told: str = ""  # the role that a person gave the column

    @property
    def text(self) -> str:
        """The cells joined, white space folded."""
        return _joined(self.tiers)


@lru_cache(maxsize=1024)
def _joined(tiers: tuple[str, ...]) -> str:
    return fold_space(" ".join(tiers))


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """The role of one column, its printed heading, and by how much the choice beats the next best role."""

    role: str
    heading: str
    margin: float = SURE
    rival: str = ""  # the next best role
    also: str | None = None  # a second role that the heading names and no other column plays
    revises: bool = False  # its date, where it has one, takes the place of the timescale's
    series: str | None = None  # the role that a series of columns plays, alike but for their periods
    known: bool = True  # the heading is in words that the lexicon has
    beside_status: bool = False  # ratings or states beside those of the status column: "RAG" beside "Status"
    less: tuple[tuple[str, float], ...] = ()  # other main roles, each with how much less speaks for it


@dataclass(frozen=True, slots=True)
class Layout:
    """The roles of a table's columns, left to right, with the sum of their evidence."""

    columns: tuple[ColumnRole, ...]
    score: float
    banded: bool = False  # the action stands in a row of its own across the table, over its other cells
    vouched: float = 0.0  # evidence for a plan of the frame that settled the columns, beside what they say

    def column_of(self, role: str) -> int | None:
        """The column (from 0) that plays a role; None where none does."""
        return next((i for i, column in enumerate(self.columns) if column.role == role), None)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the columns play; `action` too where it stands across the table."""
        return frozenset(column.role for column in self.columns) | ({"action"} if self.banded else frozenset())


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Where a role stands among those of the columns to its left."""

    behind_action: float = 0.0
    before_action: float = 0.0
    behind_dates: float = 0.0
    behind_objective: float = 0.0
    behind_state: float = 0.0  # behind a state or an account of progress
    inside: float = 0.0  # behind a column that is no grouping
    has_action: float = 0.0


@lru_cache(maxsize=1024)
def names_a_period(heading: str) -> bool:
    """Tell whether a heading is nothing but a period: "2023/24", "Q1", "Year 2".

    >>> names_a_period("Q1"), names_a_period("By when")
    (True, False)
    """
    reading = parse_timescale(re.sub(r"\s*/\s*", "/", fold_space(heading)))  # a narrow column wraps "2023/ 24"
    if reading.unread or "event_relative" in reading.flags:
        return False
    return bool(reading.periods) or "needs_context" in reading.flags


@lru_cache(maxsize=1)
def _kinship() -> Mapping[str, Mapping[str, float]]:
    return read_toml_file("pipeline.read", "weights/kinship.toml")


@lru_cache(maxsize=4096)
def text_says(text: str) -> tuple[Mapping[str, float], float]:
    """Return the evidence of one heading cell for each role, and how surely its words are known (0 to 1)."""
    if names_a_revised_date(text):
        return {"timescale": 0.7 * _HEADING}, 1.0
    weights = _dated(match_heading(fold_space(text)), text)
    best = max(weights.values(), default=0.0)
    if best >= _KNOWN or stands_in_lexicon(text):
        return {role: _HEADING * weight for role, weight in weights.items()}, 1.0
    scale = _WORDS * min(1.0, _LONG / max(1, len(text.split())))
    words = words_say(fold_heading(text))
    over = max(0.0, scale * max(words.values()) - _WORDS_MOST)  # what is taken off all keeps them apart
    said = {role: max(-_WORDS_MOST, scale * value - over) for role, value in words.items()}
    for role, weight in weights.items():
        said[role] = max(said[role], _HEADING * weight)
    return said, best


def _dated(weights: Mapping[str, float], text: str) -> Mapping[str, float]:
    """What stands where a plan begins and is told as of a day ("Where we are (Sept 2031)") is how far it has come."""
    evidence, progress = weights.get("evidence", 0.0), weights.get("progress", 0.0)
    if evidence < _KNOWN or not progress or not _has_period(text):
        return weights
    return {**weights, "evidence": min(evidence, progress), "progress": max(evidence, progress)}


def heading_says(heading: HeadingText) -> tuple[Mapping[str, float], float]:
    """Return the evidence of a heading for each role, and how surely it is known: the lowest cell speaks first."""
    if not heading.text:
        return {}, 0.0
    said, known = text_says(heading.tiers[-1])
    if len(heading.tiers) == 1 or not said:  # "Reported to" under "Monitoring" plays no role
        return said, known
    above, known_above = text_says(fold_space(" ".join(heading.tiers[:-1])))
    if known < (_NAMED_BESIDE_PERIOD if names_a_period(heading.tiers[-1]) else _HARDLY_KNOWN):
        return above, known_above
    said = {role: said.get(role, 0.0) + _UPPER * above.get(role, 0.0) for role in {*said, *above}}
    return said, known


def evidence_of(heading: HeadingText, facts: ColumnFacts, *, beside_known: bool) -> dict[str, float]:
    """Return the evidence for each role that a column may play; `extras` is 0.

    `beside_known` says that other headings of the table are in known words, which speaks against a guess from the
    cells under one that is not.
    """
    said, known = heading_says(heading)
    content = read_weights("columns").sums(facts)
    guessed = bool(heading.text) and beside_known and known < _KNOWN
    sums = {"extras": 0.0}
    for role, own in _says_for_main_roles(heading):
        trust = _BESIDE_KNOWN.get(role, _TEXT_BESIDE_KNOWN) if guessed and own < 1 else 1.0
        sums[role] = own + trust * content.get(role, 0.0) + _NO_ROLE
    for role in EXTRA_ROLES[:-1]:
        if said.get(role, 0.0) > 0:
            scale = 1.0 if known >= _KNOWN else _KINDS
            sums[role] = scale * said[role] + content.get(role, 0.0) + _NO_KIND
    return sums


@lru_cache(maxsize=1024)
def _says_for_main_roles(heading: HeadingText) -> tuple[tuple[str, float], ...]:
    """The evidence of a heading for each main role: where it is known and names another, by how these are akin."""
    said, known = heading_says(heading)
    found: list[tuple[str, float]] = []
    for role in MAIN_ROLES:
        own = said.get(role, 0.0)
        if known >= _KNOWN and own <= 0.0:
            kin = max(
                (_kinship().get(other, {}).get(role, -9.0) * value / _HEADING for other, value in said.items()),
                default=-9.0,
            )
            own = kin if kin > 0 else _OTHERWISE
        found.append((role, own))
    return tuple(found)


def read_columns(
    headings: Sequence[HeadingText],
    facts: Sequence[ColumnFacts],
    without: Collection[str] = (),
    *,
    margins: bool = True,
) -> Layout:
    """Give every column its role.

    `headings` are the printed headings, left to right; `facts` as many; `without` are roles that no column may play.
    Raises nothing.
    """
    headings, facts, without = tuple(headings), tuple(facts), frozenset(without)
    layout = _read(headings, facts, without, margins=margins)
    told = any(heading.told for heading in headings)
    if not told and len(headings) >= 3 and headings[0].text and facts[0].reference >= 0.6:
        shifted = _read((HeadingText(), *headings[:-1]), facts, without, margins=margins)
        if shifted.score + _SHIFTED > layout.score:
            return _with_fallen_heading(shifted, headings[-1])
    return layout


def _with_fallen_heading(layout: Layout, heading: HeadingText) -> Layout:
    """The last column holds what stood under the heading that found no column too: an owner with the date after it."""
    last = layout.columns[-1]
    if last.role != "owner" or match_heading(heading.text).get("timescale", 0.0) < 0.5:
        return layout
    return replace(layout, columns=(*layout.columns[:-1], replace(last, also="timescale")))


@lru_cache(maxsize=256)  # a table is tried in several frames, then read together with the tables alike
def _read(
    headings: tuple[HeadingText, ...],
    facts: tuple[ColumnFacts, ...],
    without: frozenset[str],
    *,
    margins: bool,
) -> Layout:
    known = [heading_says(heading)[1] >= _KNOWN for heading in headings]
    dated = _with_months(headings)
    series = find_series(dated, facts)
    numbers = _numbers_under_one_heading(headings, facts)
    facts = _with_sole_verbs(headings, _with_states_beside(headings, facts))
    gained = 0.0  # by the actions because they alone begin with verbs, which is no reason to cut a table into parts
    options: list[dict[str, float]] = []
    for i, (heading, own) in enumerate(zip(headings, facts, strict=True)):
        if i in series:
            options.append({series[i]: _TICKS} if series[i] in TICKED_ROLES else {"extras": 0.0})
            continue
        beside_known = sum(known) > known[i]
        says = HeadingText() if i in numbers else heading
        sums = evidence_of(says, own, beside_known=beside_known)
        if own.sole_verbs:
            plain = evidence_of(says, replace(own, sole_verbs=0.0), beside_known=beside_known)
            gained = sums["action"] - plain["action"]
        if heading.told:
            sums[heading.told] = ROLE
        options.append({role: sum_ for role, sum_ in sums.items() if sum_ > _HOPELESS and role not in without})
    solved = best_assignment(options, MAIN_ROLES, _order(), margins=margins)
    further = [
        _is_status_too(heading, own, role) for role, heading, own in zip(solved.roles, headings, facts, strict=True)
    ]
    columns = [
        ColumnRole(
            role="extras" if further[i] else role,
            heading=_printed(dated[i] if role == "tick" else heading, role),
            margin=solved.margins[i] if margins else SURE,
            rival=solved.rivals[i] if margins else "",
            also=_second_role(role, heading, solved.roles),
            revises=role == "extras" and may_name_a_revised_date(heading.text),
            series=series.get(i),
            known=known[i],
            beside_status=further[i],
            less=tuple((other, options[i][role] - sum_) for other, sum_ in options[i].items() if other != role)
            if margins
            else (),
        )
        for i, (role, heading) in enumerate(zip(solved.roles, headings, strict=True))
    ]
    alone = any(role == "action" and own.sole_verbs for role, own in zip(solved.roles, facts, strict=True))
    return Layout(tuple(columns), solved.total - gained * alone)


def _with_states_beside(headings: Sequence[HeadingText], facts: tuple[ColumnFacts, ...]) -> tuple[ColumnFacts, ...]:
    """The facts with that of ratings alone beside a column headed as that of states, which holds them in words."""
    rates = [max(own.lamps, own.rates_alone) >= _STATES for own in facts]
    if not any(rates):
        return facts
    headed = [match_heading(heading.text).get("status", 0.0) >= _PLAINLY for heading in headings]
    states = [own.status * headed[at] * (not rates[at]) for at, own in enumerate(facts)]
    if max(states) < _STATES:
        return facts
    return tuple(replace(own, beside_states=1.0) if rates[at] else own for at, own in enumerate(facts))


def _with_sole_verbs(headings: Sequence[HeadingText], facts: tuple[ColumnFacts, ...]) -> tuple[ColumnFacts, ...]:
    """The facts of columns with that of the one whose cells alone begin with verbs, where no heading names actions and
    its own is not known."""
    verbs = [at for at, own in enumerate(facts) if own.wordy > 0 and own.verbs > _FEW_VERBS]
    if len(verbs) != 1 or any(map(_names_actions, headings, facts)):
        return facts
    at = verbs[0]
    if facts[at].printed < _LEAST_VERBS or facts[at].verbs < _MOST_VERBS or heading_says(headings[at])[1] >= _KNOWN:
        return facts
    # of the others the shape alone said that they begin like orders
    return tuple(
        replace(own, sole_verbs=1.0) if i == at else replace(own, imperative=own.verbs) for i, own in enumerate(facts)
    )


def _names_actions(heading: HeadingText, own: ColumnFacts) -> bool:
    """Whether a heading names actions, and its cells do not group rows."""
    return heading_says(heading)[0].get("action", 0.0) >= _ACTION_NAMED and own.grouping < _GROUPS


def _numbers_under_one_heading(headings: Sequence[HeadingText], facts: Sequence[ColumnFacts]) -> frozenset[int]:
    """The columns of numbers under a heading that runs over the texts of actions beside them too: "Step" over "1.1" and
    "Train the wardens" speaks of the texts."""
    found = set()
    for at, (left, right) in enumerate(pairwise(zip(headings, facts, strict=True))):
        shared = left[0] == right[0] and "action" in heading_says(left[0])[0]
        if shared and left[1].reference >= _NUMBERS and right[1].mean_words >= _TEXTS:
            found.add(at)
    return frozenset(found)


def _printed(heading: HeadingText, role: str) -> str:
    """The words of a heading that stand for its column: of an option its own, of a column of ticks the period alone,
    with the year that a quarter or a month stands under."""
    if role == "option":
        return _lowest(heading)
    if role != "tick" or not heading.tiers:
        return heading.text
    *over, lowest = map(fold_space, heading.tiers)
    year = next((found.group() for tier in reversed(over) if (found := _YEAR.search(tier))), "")
    return lowest if _NAMES_ITS_YEAR.search(lowest) else f"{lowest} {year}".strip()


def within_a_year(heading: str) -> bool:
    """Whether a heading names a part of a year and the year.

    >>> within_a_year("Q1 2025/26"), within_a_year("Q1"), within_a_year("2025/26"), within_a_year("Year 1 (2025/26)")
    (True, False, False, False)
    """
    part, years = _YEAR.subn("", heading)
    return years == 1 and _has_period(part) and not _NAMES_ITS_YEAR.search(part)


class _State(NamedTuple):
    """What the columns to the left of one say for its role."""

    action: bool = False
    dates: bool = False
    inside: bool = False  # behind a column that is no grouping
    objective: bool = False
    state: bool = False  # behind a state or an account of progress


# what a role says for those of the columns behind it
_SAYS_BEHIND = {
    "action": {"action": True},
    "timescale": {"dates": True},
    "objective": {"objective": True},
    "status": {"state": True},
    "progress": {"state": True},
}


def _state(state: object) -> _State:
    """The state as the solver holds it, which begins with none."""
    return state if isinstance(state, _State) else _State()


def _step(state: object, role: str) -> _State:
    return _state(state)._replace(inside=role not in ("theme", "objective"), **_SAYS_BEHIND.get(role, {}))


@lru_cache(maxsize=1)
def _order() -> Order:
    """What the order of the columns says for a role."""
    weights = read_weights("order")

    def says(state: object, role: str) -> float:
        before = _state(state)
        facts = OrderFacts(
            before.action, not before.action, before.dates, before.objective, before.state, before.inside
        )
        return weights.sum(role, facts)

    def whole(state: object) -> float:
        return of_an_action() if _state(state).action else 0.0

    return Order(_step, says, whole)


def of_an_action() -> float:
    """Return what it speaks for a layout that it has an action."""
    return read_weights("order").sum("whole", OrderFacts(has_action=1.0))


def _with_months(headings: tuple[HeadingText, ...]) -> tuple[HeadingText, ...]:
    """The headings with months in words where their lowest cells are the initials of months in a row."""
    printed = [_lowest(heading) for heading in headings]
    return tuple(
        heading if month == text else replace(heading, tiers=(*heading.tiers[:-1], month))
        for heading, text, month in zip(headings, printed, months_in_words(printed), strict=True)
    )


def find_series(headings: Sequence[HeadingText], facts: Sequence[ColumnFacts]) -> dict[int, str]:
    """Return the columns that are alike but for their periods, with the role that they play together.

    `tick` for bare periods over ticks or fills, `extras` for bare periods over anything else, else the role that their
    heading names without the period ("Q1 update", "Progress 2025"); `option` for states or ratings over ticks.
    """
    bare: dict[str, list[int]] = {}
    for i, heading in enumerate(headings):
        if not heading.told and has_period(heading):
            bare.setdefault(series_name(heading), []).append(i)
    found: dict[int, str] = {}
    for name, alike in bare.items():
        if len(alike) < 2:
            continue
        role = _series_role(name) if name else "extras"
        when = _SAYS_WHEN if all(_stands_over_a_period(headings[i]) for i in alike) else _SAYS_WHEN - {"extras"}
        if not name or role in when:
            role = _ticks_or_words([facts[i] for i in alike])
        found |= dict.fromkeys(alike, role)
    return dict.fromkeys(_options(headings, facts), "option") | found


def _options(headings: Sequence[HeadingText], facts: Sequence[ColumnFacts]) -> list[int]:
    """The columns headed by states or ratings, each by another, whose cells tick one: "Not started", "Complete"."""
    if not any(own.tick for own in facts):
        return []
    places = [i for i, heading in enumerate(headings) if not heading.told]
    places = [i for i in places if _has_only_ticks(facts[i])]
    said = {text: i for i in places if is_state_or_rating(text := _lowest(headings[i]))}
    ticks = sum(facts[i].printed * facts[i].tick for i in said.values())
    printed = sum(facts[i].printed * (1 - facts[i].no_tick) for i in said.values())
    return [*said.values()] if len(said) > 1 and ticks >= _MOSTLY_TICKS * printed > 0 else []


def _has_only_ticks(facts: ColumnFacts) -> bool:
    """Whether the cells of a column are ticks and what says that there is none, or blank."""
    return facts.printed * (facts.tick + facts.no_tick) >= _MOSTLY_TICKS * facts.printed


def _lowest(heading: HeadingText) -> str:
    """The words of the lowest cell of a heading."""
    return fold_space(heading.tiers[-1] if heading.tiers else heading.text)


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PERIOD = re.compile(
    rf"\b(?:{_MONTH}\s?(?:[/\u2013-]|to)\s?{_MONTH}(?:\s(?:19|20)\d\d)?|"
    r"q(?:uarter)?\s?[1-4](?:\s?[/&-]\s?q?[1-4])?|(?:year|yr|phase|half)\s?(?:\d|one|two|three|four)|h[12]|"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s?)?"
    r"(?:19|20)\d\d(?:\s?[/\u2013-]\s?(?:(?:19|20)\d\d|\d\d))?|"
    r"(?:january|february|march|april|june|july|august|september|october|november|december)|"
    r"[1-4](?:st|nd|rd|th) quarter|"
    r"(?:first|second|third|fourth) quarter|(?:autumn|spring|summer|winter)(?: term)?|"
    r"(?:short|medium|long)(?:er)?[ -]term)\b",
    re.IGNORECASE,
)


_SHORT_YEAR = re.compile(r"\d\d ?/ ?\d\d")
_YEARS = re.compile(r"[\d\s/\u2013-]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[/\u2013-]\s?(?:(?:19|20)\d\d|\d\d))?\b")
_NAMES_ITS_YEAR = re.compile(r"\b(?:(?:19|20)\d\d|year|yr|phase)\b", re.IGNORECASE)
_BETWEEN_PERIODS = frozenset({"to", "until", "and"})
_BEFORE_PERIOD = re.compile(
    rf"\b(?:by|for|in|during|until|before)\s+(?:the\s+)?(?:end\s+of\s+)?(?={_PERIOD.pattern})", re.IGNORECASE
)


def series_name(heading: HeadingText) -> str:
    """What is left of a heading without its period: "" where that is all it says."""
    over = heading.tiers[:-1] if _heads_a_period(heading) else heading.tiers
    return _series_name(_joined(over)) if over else ""


@lru_cache(maxsize=1024)
def _series_name(text: str) -> str:
    if names_a_period(text) and not match_heading(text):
        return ""
    left = re.sub(r"[()\s:,\u2013-]+", " ", _PERIOD.sub(" ", _BEFORE_PERIOD.sub(" ", text))).casefold().strip()
    return "" if left in _BETWEEN_PERIODS else left  # "Year 1: September 2025 to August 2026"


def has_period(heading: HeadingText) -> bool:
    """Whether a heading names a period."""
    return _has_period(heading.text) or _heads_a_period(heading)


def _heads_a_period(heading: HeadingText) -> bool:
    """Whether the lowest cell of a heading is nothing but a year in few figures: "24/25" under "Timescale"."""
    return _SHORT_YEAR.fullmatch(_lowest(heading)) is not None and names_a_period(_lowest(heading))


@lru_cache(maxsize=1024)
def _has_period(text: str) -> bool:
    return _PERIOD.search(text) is not None or names_a_period(text)


def period_in(heading: str) -> str:
    """The period that a heading names, "" where it names none; of a year and its part the part alone.

    >>> period_in("Milestones 2025/26"), period_in("Year 1 (2025/26)"), period_in("Milestones")
    ('2025/26', 'Year 1 (2025/26)', '')
    >>> period_in("Milestones 2025/26 Q1 Apr - Jun"), period_in("Milestones Q1 2025/26")
    ('Q1 Apr - Jun', 'Q1 2025/26')
    """
    if not _series_name(heading):
        return heading
    found = [one.span() for one in _PERIOD.finditer(heading)]
    if not found:
        return ""
    begins, ends = found[-1]
    for start, end in reversed(found[:-1]):
        if heading[end:begins].strip() or _YEARS.fullmatch(heading[start:end]):
            break
        begins = start
    return heading[begins:ends]


def _stands_over_a_period(heading: HeadingText) -> bool:
    """Whether the lowest cell of a heading is a bare period, and those over it tell nothing that is done already."""
    *over, lowest = heading.tiers
    return bool(over) and names_a_period(lowest) and not any(map(opens_in_the_past, over))


def _series_role(name: str) -> str:
    said = match_heading(name)
    role = max(said, key=said.__getitem__, default="extras")
    return role if said.get(role, 1.0) >= 0.5 else "extras"


def _ticks_or_words(facts: Sequence[ColumnFacts]) -> str:
    """Whether bare periods head ticks, fills, quarters or months, and other words in a few rows at most.

    A cell that says no says nothing.
    """
    printed = sum(own.printed * (1 - own.no_tick) for own in facts)
    ticks = sum(own.printed * (own.tick + own.part_of_year) for own in facts)
    shaded = sum(own.shaded for own in facts)
    return "tick" if ticks >= 0.5 * printed > 0 or (not printed and shaded) else "extras"


def _is_status_too(heading: HeadingText, facts: ColumnFacts, role: str) -> bool:
    """Tell whether a column of another role holds states or ratings too: the lowest cell of its heading is one that
    columns of these have, without a date."""
    if facts.rated < _RATED.get(role, math.inf):
        return False
    lowest = heading.tiers[-1] if heading.tiers else ""
    return match_heading(fold_space(lowest)).get("status", 0.0) >= _PLAINLY


def _second_role(role: str, heading: HeadingText, roles: Sequence[str]) -> str | None:
    """The other of a timescale and an owner or outcome, where one heading names both and no other column is that."""
    others = {"owner": ("timescale",), "outcome": ("timescale",), "timescale": ("owner", "outcome")}.get(role, ())
    said = match_heading(heading.text)
    if said.get(role, 0.0) < 0.4:
        return None
    return next((other for other in others if other not in roles and said.get(other, 0.0) >= 0.4), None)
