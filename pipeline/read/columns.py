"""Which column plays which role, solved for the table as a whole.

Each column has a score for each role, from the wording of its heading and from what its cells hold; the assignment
with the greatest sum is taken, each main role going to one column at most. Columns left over are `extras`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.fold import fold_space
from pipeline.normalise.timescale import parse_timescale
from pipeline.read.content import Profile
from pipeline.read.headers import match_heading, names_a_revised_date

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

_FIGURES = re.compile(r"\(?\b\d[\d/.\u2013-]*\)?")  # numbers and years of a heading
HEADING_WEIGHT = 4.0  # of a heading's wording beside the content's score of -2 to 2
FLOOR = 0.9  # score under which a column has no main role
_FIGURES_TELL = 0.6  # share of a column's cells that are figures, from which it holds measurements
_SAYS_SO = 0.65  # weight of a heading's wording from which it counts where two columns are headed alike
# where no column is headed as the action, likeliest first
_INSTEAD_OF_ACTION = ("gap", "objective", "outcome", "theme")


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """The role of one column, its printed heading, and how sure the choice is (0 to 1)."""

    role: str
    heading: str
    confidence: float = 1.0
    also: str | None = None  # a second role that the heading names and no other column plays
    revises: bool = False  # its date, where it has one, takes the place of the timescale's


@dataclass(frozen=True, slots=True)
class Layout:
    """The roles of a table's columns, left to right, with the sum of their scores."""

    columns: tuple[ColumnRole, ...]
    score: float
    heading_shift: int = 0  # 1: the headings stand one column too far left
    stands_in: str | None = None  # the role whose column was taken for the action, for want of one
    banded: bool = False  # the action stands in a row of its own across the table, over its other cells

    def column_of(self, role: str) -> int | None:
        """The column (from 0) that plays a role; None where none does."""
        return next((i for i, column in enumerate(self.columns) if column.role == role), None)

    @property
    def is_plan(self) -> bool:
        """Tell whether these are the columns of an action plan: what is to be done, and who, when, how or how far."""
        roles = {column.role for column in self.columns} | ({"action"} if self.banded else set())
        beside = roles & {"owner", "timescale", "status", "outcome", "progress", "tick"}
        return ("action" in roles and bool(beside)) or {"evidence", "owner", "timescale"} <= roles


def content_score(role: str, profile: Profile) -> float:
    """How well a column's cells suit a role, from -2 to 2; 0 where they say nothing."""
    if profile.printed == 0 and role != "status":
        return 0.0
    wordy = min((profile.mean_words - 3.0) / 5.0, 1.0)  # from -0.6 at no words to 1 at 8 and more
    match role:
        case "reference":
            return 3.0 * profile.reference - 1.0 - (0.5 if profile.mean_words > 4 else 0.0)
        case "timescale" | "start":
            return 3.0 * profile.timescale - 1.0 - profile.reference
        case "owner":
            return 3.0 * profile.owner - 1.0 - profile.timescale
        case "status":
            return 3.0 * max(profile.status, profile.coloured) - 1.0
        case "action":
            dated = profile.timescale + profile.reference + profile.status
            return 0.7 * wordy + 0.9 * profile.imperative - 2.0 * dated - 0.4 * profile.owner * (wordy < 0.5)
        case "outcome" | "evidence" | "progress":
            dated = profile.timescale + profile.reference + profile.status
            return 0.6 * wordy - 0.2 * profile.imperative - 1.2 * dated
        case "theme" | "objective":
            rows = profile.printed + profile.blank
            grouping = min(1.0, (profile.merged + 0.5 * profile.blank) / max(rows, 1))
            return 0.3 * wordy + 1.2 * grouping + 0.4 * profile.numbered - 0.3 * (grouping == 0) - profile.timescale
    return 0.0


def _tick_columns(headings: Sequence[str], profiles: Sequence[Profile]) -> list[bool]:
    """Which columns, headed by a period ("2023/24", "Q1", "Year 2"), hold ticks or fills and little else.

    Words of a few rows may stand among the ticks of such columns, taken together.
    """
    dated = [bool(heading) and names_a_period(heading) for heading in headings]
    printed = sum(profile.printed for profile, period in zip(profiles, dated, strict=True) if period)
    ticks = sum(profile.printed * profile.tick for profile, period in zip(profiles, dated, strict=True) if period)
    together = sum(dated) >= 2 and ticks >= 0.5 * printed > 0
    return [
        period
        and (profile.printed + profile.coloured > 0 or together)
        and (together or not profile.printed or profile.tick >= 0.8)
        for profile, period in zip(profiles, dated, strict=True)
    ]


@lru_cache(maxsize=1024)
def names_a_period(heading: str) -> bool:
    """Tell whether a heading is nothing but a period: "2023/24", "Q1", "Year 2"."""
    reading = parse_timescale(re.sub(r"\s*/\s*", "/", fold_space(heading)))  # a narrow column wraps "2023/ 24"
    return not reading.unread and (bool(reading.periods) or "needs_context" in reading.flags)


def _candidates(heading: str, profile: Profile, trust_unknown: float, *, heads_groups: bool) -> dict[str, float]:
    """The roles a column may play, with their scores; roles under the floor are left out.

    `trust_unknown` is how far the cells count where the heading is in words that no lexicon has; `heads_groups` says
    that it is the first column, without a heading among headings, and printed in few rows: the groupings'.
    """
    said = match_heading(fold_space(heading)) if heading else {}
    scores: dict[str, float] = {}
    for role, weight in said.items():
        scores[role] = HEADING_WEIGHT * weight + (content_score(role, profile) if role in MAIN_ROLES else 0.0)
    if not said:
        trust = trust_unknown if heading.strip() else 1.0
        for role in ("reference", "timescale", "owner", "status", "action", "outcome", "objective"):
            if role == "objective" and not (profile.merged or (heading == "" and profile.blank > profile.printed > 0)):
                continue
            scores.setdefault(role, trust * content_score(role, profile))
        if heads_groups and profile.timescale + profile.reference + profile.status < 0.3:
            scores["objective"] = max(FLOOR, scores.get("objective", 0.0))
    if profile.figures >= _FIGURES_TELL:
        scores.pop("action", None)  # a target of "35%" is none
    return {role: score for role, score in scores.items() if score >= FLOOR}


def _solve(options: Sequence[Mapping[str, float]]) -> tuple[float, tuple[str, ...]]:
    """Choose one role a column so that the sum is greatest and no main role is given twice."""
    states: dict[frozenset[str], tuple[float, tuple[str, ...]]] = {frozenset(): (0.0, ())}
    for column in options:
        following: dict[frozenset[str], tuple[float, tuple[str, ...]]] = {}
        for taken, (total, roles) in states.items():
            for role, score in [*column.items(), ("extras", 0.0)]:
                if role in taken:
                    continue
                now = taken | {role} if role in MAIN_ROLES else taken
                candidate = (total + score, (*roles, role))
                if now not in following or candidate[0] > following[now][0] + 1e-9:
                    following[now] = candidate
        states = dict(sorted(following.items(), key=lambda item: -item[1][0])[:400])
    return max(states.values(), key=lambda state: state[0])


def assign_roles(headings: Sequence[str], profiles: Sequence[Profile]) -> Layout:
    """Give every column its role.

    `headings` are the printed headings, left to right, "" where there is none; `profiles` as many. Raises nothing.
    """
    layout = _assign(headings, profiles, shift=0)
    if len(headings) >= 3 and headings[0].strip() and profiles[0].reference >= 0.6:
        shifted = _assign(("", *headings[:-1]), profiles, shift=1)
        if shifted.score > layout.score + 1.0:
            return _with_fallen_heading(shifted, headings[-1])
    return layout


def _with_fallen_heading(layout: Layout, heading: str) -> Layout:
    """The last column holds what stood under the heading that found no column too: an owner with the date after it."""
    last = layout.columns[-1]
    if last.role != "owner" or match_heading(fold_space(heading)).get("timescale", 0.0) < 0.5:
        return layout
    return replace(layout, columns=(*layout.columns[:-1], replace(last, also="timescale")))


def _assign(headings: Sequence[str], profiles: Sequence[Profile], shift: int) -> Layout:
    # A heading that nobody knows beside known ones speaks against a guess from the cells.
    known = any(match_heading(fold_space(heading)) for heading in headings)
    trust = 0.45 if known else 1.0
    options = [
        _candidates(
            heading,
            profile,
            trust,
            heads_groups=i == 0 and known and not heading.strip() and 2 <= 2 * profile.printed <= profile.blank,
        )
        for i, (heading, profile) in enumerate(zip(headings, profiles, strict=True))
    ]
    ticks = _tick_columns(headings, profiles)
    if sum(ticks) >= 2:
        options = [{} if tick else option for option, tick in zip(options, ticks, strict=True)]
    revised = [names_a_revised_date(heading) for heading in headings]
    if any(revised):
        options = _without_revised(options, profiles, revised)
    options = _without_actions_by_period(options, headings, profiles)
    score, roles = _solve(options)
    stands_in = None
    if "action" not in roles and not _measures_by_period(headings, profiles):
        unknown = _unknown_action(roles, headings, profiles)
        stands_in = _stand_in_for_action(roles, profiles) if unknown is None else None
        roles = tuple("action" if role == stands_in or i == unknown else role for i, role in enumerate(roles))
    roles = _with_groupings_before_action(roles, headings, profiles)
    roles = _with_progress_behind_dates(roles, headings)
    columns = []
    for role, heading, profile, option, tick, new in zip(
        roles, headings, profiles, options, ticks, revised, strict=True
    ):
        chosen = "tick" if tick and sum(ticks) >= 2 else role
        also = _second_role(chosen, heading, roles)
        confidence = _confidence(chosen, heading, profile, option)
        columns.append(
            ColumnRole(
                chosen, fold_space(heading), confidence, also, new and "timescale" in roles and chosen == "extras"
            )
        )
    return Layout(tuple(columns), score, shift, stands_in)


def _measures_by_period(headings: Sequence[str], profiles: Sequence[Profile]) -> bool:
    """Tell whether columns headed by a period ("2023/24") hold figures: a table of indicators, that plans nothing."""
    return (
        sum(
            profile.figures >= _FIGURES_TELL and bool(heading) and names_a_period(heading)
            for heading, profile in zip(headings, profiles, strict=True)
        )
        > 1
    )


def _without_actions_by_period(
    options: Sequence[dict[str, float]], headings: Sequence[str], profiles: Sequence[Profile]
) -> list[dict[str, float]]:
    """The options where columns headed alike but for their years ("Year 1 milestone", "Year 2 milestone") are no
    actions: what each row does year by year, beside a column that says what it is."""
    bare = [_FIGURES.sub("", fold_space(heading).casefold()).strip() for heading in headings]
    alike = [
        bool(text) and bare.count(text) > 1 and _FIGURES.search(heading) is not None
        for text, heading in zip(bare, headings, strict=True)
    ]
    others = [
        i
        for i, option in enumerate(options)
        if not alike[i] and {"action", "objective"} & option.keys() and not _groups(profiles[i])
    ]
    if not others or not any("action" in option for option, same in zip(options, alike, strict=True) if same):
        return list(options)
    return [{} if same else option for option, same in zip(options, alike, strict=True)]


def _with_groupings_before_action(
    roles: tuple[str, ...], headings: Sequence[str], profiles: Sequence[Profile]
) -> tuple[str, ...]:
    """The roles where two columns are headed alike and the one before the action is the objective.

    "Outcome | Action | Success measure" gives what is aimed at, then how it is measured; of two columns of actions the
    one whose cells run down over several rows holds what the other does in steps.
    """
    if "objective" in roles or "action" not in roles:
        return roles
    said = [match_heading(fold_space(heading)) if heading.strip() else {} for heading in headings]
    found = list(roles)
    acts = [i for i, weights in enumerate(said) if weights.get("action", 0.0) >= _SAYS_SO]
    if len(acts) == 2 and _groups(profiles[acts[0]]) and not _groups(profiles[acts[1]]):
        found[acts[0]], found[acts[1]] = "objective", "action"
    action = found.index("action")
    aims = [i for i, weights in enumerate(said) if weights.get("outcome", 0.0) >= _SAYS_SO]
    if "objective" not in found and len(aims) == 2 and aims[0] < action < aims[1]:
        found[aims[0]], found[aims[1]] = "objective", "outcome"
    return tuple(found)


def _with_progress_behind_dates(roles: tuple[str, ...], headings: Sequence[str]) -> tuple[str, ...]:
    """The roles where "Where we are now", said of a plan's start or of its progress, is the latter behind the dates."""
    if "evidence" not in roles or "progress" in roles or "timescale" not in roles:
        return roles
    at = roles.index("evidence")
    both = match_heading(fold_space(headings[at])).keys() == {"evidence", "progress"}
    if not both or at < roles.index("timescale"):
        return roles
    return (*roles[:at], "progress", *roles[at + 1 :])


def _groups(profile: Profile) -> bool:
    """Tell whether the cells of a column run over several rows, or are printed in the first of them."""
    return profile.merged > 0 or profile.blank > profile.printed > 0


def _without_revised(
    options: Sequence[dict[str, float]], profiles: Sequence[Profile], revised: Sequence[bool]
) -> list[dict[str, float]]:
    """The options of columns where some are headed by a revised date: those have none beside a column of first dates.

    Where there is no other column of dates, the last of them is the timescale.
    """
    others = any("timescale" in option for option, new in zip(options, revised, strict=True) if not new)
    last = max(i for i, new in enumerate(revised) if new)
    dated = {"timescale": HEADING_WEIGHT * 0.8 + content_score("timescale", profiles[last])}
    return [
        option if not new else dated if i == last and not others else {}
        for i, (option, new) in enumerate(zip(options, revised, strict=True))
    ]


def _unknown_action(roles: Sequence[str], headings: Sequence[str], profiles: Sequence[Profile]) -> int | None:
    """The column that holds the actions under a heading in words that no lexicon has: the one such column of texts.

    Only beside both an owner and a date, or one of them where most texts begin as orders do; two such columns are left
    alone, for either may be the actions.
    """
    beside = {"owner", "timescale"} & set(roles)
    wordy = [
        i
        for i, (role, heading, profile) in enumerate(zip(roles, headings, profiles, strict=True))
        if role == "extras"
        and heading.strip()
        and not match_heading(fold_space(heading))
        and profile.mean_words >= 4
        and profile.printed > profile.blank
        and not profile.merged
        and profile.timescale < 0.3
        and profile.owner < 0.6
    ]
    if len(wordy) > 1:
        wordy = [i for i in wordy if profiles[i].imperative >= 0.6]
    if len(wordy) != 1 or not beside:
        return None
    return wordy[0] if len(beside) == 2 or profiles[wordy[0]].imperative >= 0.6 else None


def _stand_in_for_action(roles: Sequence[str], profiles: Sequence[Profile]) -> str | None:
    """The role that stands for the action where no column is headed so, if its cells hold a text a row."""
    for other in _INSTEAD_OF_ACTION:
        if other in roles:
            profile = profiles[list(roles).index(other)]
            if profile.mean_words >= 3 and profile.printed > profile.blank and not profile.merged:
                return other
    return None


def _second_role(role: str, heading: str, roles: Sequence[str]) -> str | None:
    """The other of a timescale and an owner or outcome, where one heading names both and no other column is that."""
    others = {"owner": ("timescale",), "outcome": ("timescale",), "timescale": ("owner", "outcome")}.get(role, ())
    said = match_heading(fold_space(heading)) if heading and others else {}
    if said.get(role, 0.0) < 0.4:
        return None
    return next((other for other in others if other not in roles and said.get(other, 0.0) >= 0.4), None)


def with_bands(layout: Layout) -> Layout:
    """The layout of a table whose actions stand across it, each over a row of its other cells."""
    columns = tuple(
        replace(column, role=layout.stands_in) if column.role == "action" and layout.stands_in else column
        for column in layout.columns
    )
    return replace(layout, columns=columns, banded=True)


def _confidence(role: str, heading: str, profile: Profile, option: Mapping[str, float]) -> float:
    """How sure the choice is: full where heading and cells agree, less where one is missing or they disagree."""
    if role in ("tick", *EXTRA_ROLES):
        return 1.0
    said = match_heading(fold_space(heading)).get(role, 0.0) if heading.strip() else 0.0
    held = (content_score(role, profile) + 2.0) / 4.0 if profile.printed else 0.5
    value = 0.55 + 0.35 * said + 0.25 * (held - 0.4) if said else 0.45 + 0.4 * held
    rivals = [score for other, score in option.items() if other != role]
    if rivals and option.get(role, 0.0) - max(rivals) < 0.5:
        value -= 0.15
    return round(min(1.0, max(0.1, value)), 3)
