"""Two versions of a plan: actions added and dropped, and those given other dates, owners, ratings or words.

Actions are paired by their words and printed numbers, each with one of the other version at most, the likest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.compare.wording import wording
from pipeline.fold import fold
from schema.rows import ActionRow

ChangeKind = Literal["added", "dropped", "reworded", "re_dated", "re_owned", "re_rated", "re_stated", "regrouped"]

LIKE = 72.0  # likeness (0-100) of wordings from which two actions may be the same one
LIKE_NUMBERED = 45.0  # and where both bear the same number under the same grouping
NUMBERED = 12.0  # points that the same number adds when pairs are ranked


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `old` and `new` are None for an action that was added or dropped.

    `before` and `after` are what changed as words for people; None where there was or is nothing.
    """

    kind: ChangeKind
    old: ActionRow | None
    new: ActionRow | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """All changes in the order of the new version, dropped actions last; `pairs` are actions in both."""

    changes: tuple[Change, ...]
    pairs: tuple[tuple[ActionRow, ActionRow, float], ...]  # old, new, likeness 0 to 100

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


def diff_plans(old: Iterable[ActionRow], new: Iterable[ActionRow]) -> PlanDiff:
    """Compare two versions of a plan; both are the actions of one document, in its order."""
    old, new = list(old), list(new)
    paired = _pair(old, new)
    changes: list[Change] = []
    pairs: list[tuple[ActionRow, ActionRow, float]] = []
    for place, row in enumerate(new):
        if place in paired:
            before, likeness = paired[place]
            pairs.append((old[before], row, likeness))
            changes += _changes(old[before], row)
        else:
            changes.append(Change("added", None, row, None, _shown(row)))
    kept = {before for before, _ in paired.values()}
    changes += [Change("dropped", row, None, _shown(row), None) for place, row in enumerate(old) if place not in kept]
    return PlanDiff(tuple(changes), tuple(pairs))


def _pair(old: Sequence[ActionRow], new: Sequence[ActionRow]) -> dict[int, tuple[int, float]]:
    """Pair places of `new` with places of `old`, the likest first."""
    from rapidfuzz import fuzz

    before, after = [wording(row) for row in old], [wording(row) for row in new]
    candidates: list[tuple[float, int, int, int, float]] = []
    for right, text in enumerate(after):
        for left, other in enumerate(before):
            numbered = _same_number(old[left], new[right])
            floor = LIKE_NUMBERED if numbered else LIKE
            likeness = 100.0 if text == other else fuzz.token_sort_ratio(text, other, score_cutoff=floor)
            if likeness >= floor and (text or numbered):
                rank = likeness + (NUMBERED if numbered else 0.0)
                candidates.append((-rank, abs(left - right), right, left, likeness))
    paired: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for _, _, right, left, likeness in sorted(candidates):
        if right not in paired and left not in used:
            paired[right] = (left, round(likeness, 1))
            used.add(left)
    return paired


def _same_number(old: ActionRow, new: ActionRow) -> bool:
    return bool(old.reference and new.reference) and fold(old.reference or "") == fold(new.reference or "")


def _changes(old: ActionRow, new: ActionRow) -> list[Change]:
    """Return what differs between two versions of one action."""
    found: list[Change] = []

    def compare(kind: ChangeKind, same: bool, before: str | None, after: str | None) -> None:
        if not same:
            found.append(Change(kind, old, new, before, after))

    compare("reworded", wording(old) == wording(new), _shown(old), _shown(new))
    compare("re_dated", _dates(old) == _dates(new), _when(old), _when(new))
    compare("re_owned", _owners(old) == _owners(new), _who(old), _who(new))
    compare("re_rated", old.rag == new.rag, old.rag, new.rag)
    compare("re_stated", old.state == new.state, old.state, new.state)
    compare("regrouped", _group(old) == _group(new), old.objective or old.theme, new.objective or new.theme)
    return found


def _dates(row: ActionRow) -> tuple[date | None, date | None, bool, str]:
    """The days said; where none were understood, the words."""
    said = row.start or row.due or row.ongoing
    return row.start, row.due, row.ongoing, "" if said else fold(row.timescale_text or "")


def _owners(row: ActionRow) -> frozenset[str]:
    return frozenset(fold(owner.name) for owner in row.owners) or frozenset((fold(row.owner_text or ""),))


def _group(row: ActionRow) -> tuple[str, str]:
    return fold(row.theme or ""), fold(row.objective or "")


def _shown(row: ActionRow) -> str | None:
    return row.action or row.outcome or row.evidence


def _when(row: ActionRow) -> str | None:
    return row.timescale_text or (row.due.isoformat() if row.due else None)


def _who(row: ActionRow) -> str | None:
    return row.owner_text or ("; ".join(owner.name for owner in row.owners) or None)
