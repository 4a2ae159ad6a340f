"""Tables that stand in a cell of an action: the steps of that action, kept with it and no actions of their own.

They go to the action's extras under their own headings. A table in a cell of anything else is read like any other: a
frame may hold the plan itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.document import Block, Document, Table
from pipeline.fold import fold_space
from pipeline.read.raw import CellKey, PlanReading

_JOINT = " / "


def tables_inside(document: Document) -> dict[int, tuple[Table, CellKey]]:
    """Return the tables that stand in a cell of another, by number, each with that cell."""
    found: dict[int, tuple[Table, CellKey]] = {}
    around = 0
    for table in document.tables:
        if table.inside is None:
            around = table.number
        elif around:
            found[table.number] = (table, (around, *table.inside))
    return found


def without_tables(document: Document, numbers: Mapping[int, object]) -> Document:
    """Return the document without some of its tables, by number."""
    kept: Sequence[Block] = [b for b in document.blocks if not (isinstance(b, Table) and b.number in numbers)]
    return replace(document, blocks=tuple(kept))


def with_steps(reading: PlanReading, inside: Mapping[int, tuple[Table, CellKey]]) -> PlanReading | None:
    """Return a reading with the tables that stand in cells of its actions; None where one stands elsewhere."""
    actions = list(reading.actions)
    owner = {key: at for at, action in reversed(list(enumerate(actions))) for key in action.cells}
    roles = dict(reading.roles)
    for table, cell in inside.values():
        at = owner.get(cell)
        if at is None:
            return None
        head, *rows = _lines(table)
        actions[at] = replace(actions[at], extras=(*actions[at].extras, (head, "\n".join(rows))))
        roles |= {
            (table.number, own.row, own.column): "header" if own.row == 1 else "extras" if own.text else "blank"
            for own in table.cells
        }
    return replace(reading, actions=tuple(actions), roles=roles)


def _lines(table: Table) -> list[str]:
    """What each row says, its cells side by side."""
    rows = ([cell for cell in table.cells if cell.row == row and cell.text] for row in range(1, table.rows + 1))
    return [_JOINT.join(fold_space(cell.counted) for cell in row) for row in rows if row] or [""]
