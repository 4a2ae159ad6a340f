"""Rows of a table as they are added, each with the label that it has for a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scripts.layouts.columns import WIDTHS
from scripts.make_samples.blocks import Cell, Table


@dataclass(slots=True)
class RowGrid:
    """A table while it is made.

    Labels: `title`, `header`, `header_rest` (the lower row of two), `group` (one cell across), `band` (an action that
    heads others), `action`, `rest` (goes on with the action above), `adds` (adds a value to it), `remark`, `footnote`,
    `total`, `blank`.
    """

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    heads: int = 0  # rows at the top that the file marks as headings

    def add(self, label: str, cells: Iterable[Cell]) -> None:
        """Add a row; it holds the cells that begin in it."""
        self.rows.append(tuple(cells))
        self.labels.append(label)

    def table(self, roles: list[str]) -> Table:
        """Give the table; `roles` are those of its columns."""
        widths = tuple(float(WIDTHS.get(role, 20)) for role in roles)
        return Table(tuple(self.rows), widths, self.heads, tuple(self.labels), tuple(roles))
