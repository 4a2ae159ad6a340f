"""The frame of bands: the action stands across the table, over a row of its owner, date and outcome.

| Outcome                   | Lead   | When |
| 1.1 Open a prayer room                  |
| Open to all               | Estates| 2025 |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from pipeline.fold import fold_space
from pipeline.read.column_facts import ColumnFacts
from pipeline.read.columns import HeadingText, Layout, of_an_action, read_columns
from pipeline.read.content import begins_like_an_order
from pipeline.read.grid import Grid
from pipeline.read.list_items import bare_action
from pipeline.read.segments import stands_across
from pipeline.read.structure import (
    counts_a_grouping,
    is_called_action,
    is_number,
    opens_with_a_verb,
    split_reference,
    unnumbered,
)
from pipeline.read.weighing import read_weights


@dataclass(frozen=True, slots=True)
class BandFacts:
    """What speaks for bands being the actions; shares from 0 to 1."""

    under: float = 0.0  # rows of cells that stand right under a band
    orders: float = 0.0  # bands that begin like an order, by rows under each
    numbered: float = 0.0  # bands that begin with the number of an action, by rows under each
    labelled: float = 0.0  # bands that count groupings, and order nothing behind the label
    called: float = 0.0  # bands that say that they are actions: "Action: …", "Action 3 – …"
    rows: float = 0.0  # rows of cells, up to 3
    own_numbers: float = 0.0  # rows of cells that open with a number of their own
    apart: float = 0.0  # 1: each row of cells stands under a band of one look, and all others have another


def of_rows_or_bands(rows: Layout, banded: tuple[Layout, float] | None) -> Layout:
    """Return the layout with more evidence: a row an action, or the action across over its row."""
    if banded is None:
        return rows
    layout, evidence = banded
    return layout if layout.score + evidence + of_an_action() > rows.score else rows


def propose(
    grid: Grid, rows: Sequence[int], headings: Sequence[HeadingText], facts: Sequence[ColumnFacts], *, margins: bool
) -> tuple[Layout, float] | None:
    """The layout of rows whose actions stand across, and the evidence for it; None where nothing stands across."""
    printed = [cells for row in rows if (cells := grid.printed(row))]
    kinds = [stands_across(grid, cells) for cells in printed]
    flat = kinds.count(False)
    across = [(cells[0], below) for cells, here, below in zip(printed, kinds, [*kinds, True][1:], strict=True) if here]
    over = [cell.text for cell, below in across if not below]
    if not over or not flat:
        return None
    share, under = 1.0 / len(over), len(over) / flat
    each = share * min(1.0, under)  # one over several rows groups them, however it begins
    firsts = [cells[0].text for cells, here in zip(printed, kinds, strict=True) if not here]
    shown = BandFacts(
        under=under,
        orders=each * sum(_is_order(text) or _is_order(text.partition(":")[2]) for text in over),
        numbered=each * sum(_numbered(fold_space(text), under) for text in over),
        called=share * sum(map(is_called_action, over)),
        labelled=share * sum(counts_a_grouping(text) and not _is_order(text.partition(":")[2]) for text in over),
        rows=min(3.0, flat),
        own_numbers=sum(map(is_number, firsts)) / flat,
        apart=float(under >= 1.0) * _look_apart(across),
    )
    layout = read_columns(headings, facts, ("action",), margins=margins)
    return replace(layout, banded=True), read_weights("bands").sum("bands", shown)


def _look_apart(across: Sequence[tuple[Cell, bool]]) -> bool:
    """Whether the bands over rows of cells share one look, and the others, over further bands, have another."""
    looks = {last: {(cell.fill, cell.bold) for cell, below in across if below is last} for last in (False, True)}
    return all((len(looks[False]) == 1, looks[True], looks[False].isdisjoint(looks[True])))


def _numbered(text: str, under: float) -> float:
    """How surely a band begins with the number of an action: "1 Fair pay" does where each row stands under one."""
    if split_reference(text)[0] is not None:
        return 1.0
    return float(under >= 1.0 and unnumbered(text) != text)


def _is_order(text: str) -> bool:
    bare = unnumbered(bare_action(fold_space(text)))
    return begins_like_an_order(bare) or opens_with_a_verb(bare)
