"""The frame of tables on their side: labels in the first column, an action in each of the others, laid out as rows.

| Action  | Train all staff | Mend the lift |        | Action          | Lead    | By when |
| Lead    | HR              | Estates       |   ->   | Train all staff | HR      | 2031    |
| By when | 2031            | 2032          |        | Mend the lift   | Estates | 2032    |

The labels may come again below, over further actions; a cell over the whole width heads those under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Cell
from pipeline.read.columns import MAIN_ROLES, names_a_period
from pipeline.read.content import begins_like_an_order
from pipeline.read.frames import Candidate
from pipeline.read.frames.cards import LONGEST_LABEL, laid_out_records, role_of_label
from pipeline.read.grid import Grid, with_words
from pipeline.read.headers import fold_heading
from pipeline.read.segments import stands_across
from pipeline.read.structure import is_reference
from pipeline.read.weighing import read_weights

_LEAST_WIDTH = 3  # columns: labels, and an action in each of two
_MOST_ROLES = 6  # labels of different roles that count


@dataclass(frozen=True, slots=True)
class TurnedFacts:
    """What speaks for a table standing on its side; shares from 0 to 1 unless it says otherwise."""

    roles: float = 0.0  # different roles that its labels name without doubt, up to 6
    unknown: float = 0.0  # labels in words that no lexicon has
    long: float = 0.0  # labels of more words than a label has
    headed: float = 0.0  # cells of its first row that are headings
    periods: float = 0.0  # cells of its first row that are periods
    orders: float = 0.0  # cells beside the label of the actions that begin like an order
    few: float = 0.0  # 1: fewer than three labels


def propose(grid: Grid) -> Candidate | None:
    """Lay out a table by its columns; None where it has fewer than two beside its labels, or none names the actions."""
    if grid.width < _LEAST_WIDTH:
        return None
    rows = [row for row in range(grid.height) if grid.printed(row) and not stands_across(grid, grid.printed(row))]
    heads = [grid.slots[row][0] for row in rows]
    labels = [cell for cell in heads if cell is not None and cell.row_span == 1]
    texts = [fold_heading(cell.text) for cell in labels]
    roles = [role_of_label(text) for text in texts]
    if len(labels) < len(rows) or "action" not in roles:
        return None
    pairs: list[tuple[Cell, Cell | None]] = []
    across: dict[int, list[Cell]] = {}
    for block in _blocks(texts):
        above = grid.printed(rows[block[0]] - 1) if rows[block[0]] else ()
        if len(above) == 1:
            across[len(pairs)] = [above[0]]
        for column in range(1, grid.width):
            values = [grid.slots[rows[at]][column] for at in block]
            if with_words(values):
                pairs.extend(zip([labels[at] for at in block], values, strict=True))
    actions = [
        cell.text
        for row, role in zip(rows, roles, strict=True)
        if role == "action"
        for cell in grid.slots[row][1:]
        if cell is not None
    ]
    evidence = read_weights("turned").sum("turned", _facts(grid.printed(rows[0])[1:], texts, roles, actions))
    laid = laid_out_records(grid.table, pairs, [fold_heading(label.text) for label, _ in pairs], across)
    return Candidate("turned", laid, evidence, header_rows=(0,))


def _blocks(texts: Sequence[str]) -> list[list[int]]:
    """The places of the labels of each block of records: a label that comes again begins the next."""
    blocks: list[list[int]] = []
    seen: set[str] = set()
    for at, text in enumerate(texts):
        if not blocks or text in seen:
            blocks.append([])
            seen = set()
        blocks[-1].append(at)
        seen.add(text)
    return blocks


def _facts(
    first: Sequence[Cell], texts: Sequence[str], roles: Sequence[str | None], actions: Sequence[str]
) -> TurnedFacts:
    count, width = len(texts), max(1, len(first))
    return TurnedFacts(
        roles=min(_MOST_ROLES, len({role for role in roles if role})),
        unknown=sum(role is None for role, text in zip(roles, texts, strict=True) if text) / count,
        long=sum(len(text.split()) > LONGEST_LABEL for text in texts) / count,
        headed=sum(map(_is_heading, first)) / width,
        periods=sum(names_a_period(cell.text) for cell in first) / width,
        orders=sum(map(begins_like_an_order, actions)) / max(1, len(actions)),
        few=float(count < 3),
    )


def _is_heading(cell: Cell) -> bool:
    return role_of_label(fold_heading(cell.text)) in MAIN_ROLES and not is_reference(cell.text)
