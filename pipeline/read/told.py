"""What people said of a document's tables, for the reading to follow: roles of columns, kinds of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.fold import fold

# the labels that a row may have which a person said to be that
_LABELS: Mapping[str, tuple[str, ...]] = {
    "action": ("action",),
    "one": ("action",),
    "two": ("action",),
    "none": ("prose",),
    "above": ("rest", "adds"),
}
ROLE = 40.0  # evidence of a role that a person gave a column: more than headings and cells add up to


@dataclass(frozen=True, slots=True)
class Told:
    """What was said: the role of a column by folded heading or by place, what a row is by table and printed row."""

    roles: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[int, int], str] = field(default_factory=dict)  # by table and column, both counted from 1
    rows: Mapping[tuple[int, int], str] = field(default_factory=dict)  # action, none, above, one, two
    seconds: Mapping[tuple[int, int], str] = field(default_factory=dict)  # words with which a second action begins

    def role(self, heading: str, table: int, column: int) -> str:
        """Return the role of a column; "" where nothing was said of it."""
        return self.columns.get((table, column), "") or (self.roles.get(fold(heading), "") if self.roles else "")

    def labels(self, table: int, row: int) -> tuple[str, ...]:
        """Return the labels that a row may have; none where nothing was said of it."""
        return _LABELS.get(self.rows.get((table, row), ""), ())

    def names_actions(self, table: int) -> bool:
        """Whether a table was said to hold an action."""
        return any(at == table and kind in ("action", "one", "two") for (at, _), kind in self.rows.items())


NOTHING_TOLD = Told()
