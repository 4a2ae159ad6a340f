"""Looking one action up in the tables on disk: the row, the cells it was read from and the issues about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.store.layout import table_place
from pipeline.store.standing import check_standing
from schema.rows import ActionRow, CellRow, DocumentRow, IssueRow

_GROUPINGS = ("theme", "objective")


@dataclass(frozen=True, slots=True)
class Trace:
    """One action with where it came from; `cells` are the groupings above it, merged cells beside it, and its own."""

    document: DocumentRow
    action: ActionRow
    cells: tuple[CellRow, ...]
    issues: tuple[IssueRow, ...]


def find_action(out: Path, action_id: str) -> Trace | None:
    """Find an action by its id, or None. Raises StoreError where the tables are not there or are of two sets."""
    tables = {name: table_place(out, name) for name in ("documents", "actions", "cells", "issues")}
    check_standing(out, tables)
    actions = _rows(tables["actions"], "actions", [("action_id", "==", action_id)])
    if not actions:
        return None
    action: ActionRow = actions[0]
    this_document = [("document_id", "==", action.document_id)]
    documents: list[DocumentRow] = _rows(tables["documents"], "documents", this_document)
    own: list[CellRow] = _rows(tables["cells"], "cells", [("action_id", "==", action_id)])
    groupings: list[CellRow] = _rows(tables["cells"], "cells", [*this_document, ("role", "in", _GROUPINGS)])
    issues: list[IssueRow] = _rows(tables["issues"], "issues", [("action_id", "==", action_id)])
    table: list[CellRow] = _rows(tables["cells"], "cells", [*this_document, ("table", "==", action.table or 0)])
    cells = (*_above(action, groupings), *_beside(action, table), *own)
    return Trace(documents[0], action, tuple(dict.fromkeys(cells)), tuple(issues))


def rows_where(out: Path, name: str, filters: Sequence[Any]) -> list[Any]:
    """Return the rows of a table for which all of some conditions hold, such as ("action_id", "==", ID)."""
    return _rows(table_place(out, name), name, filters)


def _above(action: ActionRow, groupings: Sequence[CellRow]) -> list[CellRow]:
    """Return for each grouping the last cell before the action's first row that is not one of its own."""
    place = (action.table or 0, action.row or 0)
    found: list[CellRow] = []
    for role in _GROUPINGS:
        before = [
            cell
            for cell in groupings
            if cell.role == role and cell.action_id != action.action_id and (cell.table, cell.row) <= place
        ]
        if before and getattr(action, role) is not None:
            found.append(before[-1])
    return found


def _beside(action: ActionRow, table: Sequence[CellRow]) -> list[CellRow]:
    """Return the merged cells that reach over the action's first row and hold for other actions too."""
    row = action.row or 0
    return [
        cell
        for cell in table
        if cell.row_span > 1 and cell.row <= row < cell.row + cell.row_span and cell.action_id != action.action_id
    ]


def _rows(path: Path, name: str, filters: Sequence[Any]) -> list[Any]:
    import pyarrow.parquet as pq

    from schema.arrow import from_arrow

    return list(from_arrow(name, pq.read_table(path, filters=list(filters))))
