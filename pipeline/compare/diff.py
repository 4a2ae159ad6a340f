"""Two versions of a plan: actions added and dropped, and those given other dates, owners, ratings or words.

Which action is which is told by `pipeline.compare.pairs`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.compare.pairs import pair_actions
from pipeline.compare.wording import wording
from pipeline.fold import fold
from schema.rows import ActionRow

ChangeKind = Literal[
    "carried_on", "added", "dropped", "reworded", "re_dated", "re_owned", "re_rated", "re_stated", "regrouped"
]


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
    paired = {pair.new: (pair.old, pair.likeness) for pair in pair_actions(old, new)}
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


def _changes(old: ActionRow, new: ActionRow) -> list[Change]:
    """Return what differs between two versions of one action."""
    found: list[Change] = []

    def compare(kind: ChangeKind, same: bool, before: str | None, after: str | None) -> None:
        if not same:
            found.append(Change(kind, old, new, before, after))

    compare("reworded", wording(old) == wording(new), _shown(old), _shown(new))
    compare("re_dated", when_due(old) == when_due(new), _when(old), _when(new))
    compare("re_owned", _owners(old) == _owners(new), _who(old), _who(new))
    compare("re_rated", old.rag == new.rag, old.rag, new.rag)
    compare("re_stated", old.state == new.state, old.state, new.state)
    compare("regrouped", _group(old) == _group(new), old.objective or old.theme, new.objective or new.theme)
    return found


def when_due(row: ActionRow) -> tuple[date | None, date | None, bool, str]:
    """Return the first and last day and whether it goes on; where none were understood, the words."""
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
