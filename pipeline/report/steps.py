"""What became of a council's plan from edition to edition, for its page of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 300  # changes of one kind listed between two editions
LISTED = ("re_dated", "dropped", "added", "re_owned", "reworded", "re_rated", "re_stated")


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of an action; `days` is by how many its due date moved, later counted up."""

    kind: str
    action: str | None
    before: str | None
    after: str | None
    days: int | None
    action_id: str | None  # in the later edition


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a plan from one edition to the next."""

    label: str
    old_source: str
    new_source: str
    old_edition: int | None
    new_edition: int | None
    before: int
    after: int
    carried_on: int
    added: int
    dropped: int
    re_dated: int
    slipped: int
    brought_forward: int
    median_days_slipped: int | None
    re_owned: int
    reworded: int
    other_progress: int
    changes: tuple[Changed, ...] = ()

    @property
    def heading(self) -> str:
        """Return the two editions in words."""
        return f"{self.old_edition or self.old_source} to {self.new_edition or self.new_source}"

    def of(self, kind: str) -> tuple[Changed, ...]:
        """Return the changes of a kind; dates that moved the furthest first."""
        found = [change for change in self.changes if change.kind == kind]
        if kind == "re_dated":
            found.sort(key=lambda change: -(change.days or 0))
        return tuple(found)


def read_steps(connection: DuckDBPyConnection) -> Mapping[str, tuple[Step, ...]]:
    """Return the steps of each council that has several editions, the earliest first."""
    changes: dict[tuple[str, str], list[Changed]] = {}
    for old_id, new_id, *rest in connection.execute(
        """
        select old_document_id, new_document_id, kind, action, before, after, days, new_action_id from (
            select *, row_number() over () as place,
                   row_number() over (
                       partition by old_document_id, new_document_id, kind order by coalesce(days, 0) desc
                   ) as of_kind
            from changes where kind in $kinds
        ) where of_kind <= $most order by place
        """,
        {"kinds": list(LISTED), "most": SHOWN},
    ).fetchall():
        changes.setdefault((old_id, new_id), []).append(Changed(*rest))
    found: dict[str, list[Step]] = {}
    row: tuple[Any, ...]
    for row in connection.execute(
        """
        select s.label, old_document_id, new_document_id, old.source, new.source, old_edition, new_edition, before,
               after, carried_on, added, dropped, re_dated, slipped, brought_forward, median_days_slipped, re_owned,
               reworded, other_progress
        from edition_steps s join plans old on old.document_id = old_document_id
        join plans new on new.document_id = new_document_id
        order by s.label, new_edition, new.source
        """
    ).fetchall():
        step = Step(*(row[0], *row[3:], tuple(changes.get((row[1], row[2]), ()))))
        found.setdefault(step.label, []).append(step)
    return {label: tuple(steps) for label, steps in found.items()}
