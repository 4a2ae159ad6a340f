"""The grid of a table: which columns each cell of each row covers, from spans, skipped columns and widths.

Word keeps a fine grid of its own; columns that no cell uses, or that differ by a nudge of the mouse, are none to a
reader, so they are taken out here.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.word.content import cells_of, is_deleted_cell
from extractors.word.names import TCPR, TRPR, W, child_value, twips, whole

_NUDGE: Final = 150.0  # twips by which a cell's width may miss an edge; a cell's own margins take 216
_DRAGGED: Final = 500.0  # twips: edges of different rows nearer than this may be one edge
_DRAGGED_SHARE: Final = 0.2  # ... and nearer than this share of the mean cell of the fullest row
_MAX_SPAN: Final = 10_000  # grid columns; a larger number is damage


@dataclass(slots=True)
class Placed:
    """One `w:tc` at its place in the grid; `end` is the edge after its last column."""

    cell: etree._Element
    start: int
    end: int
    merge: str | None = None  # restart, continue; None where it is not merged downwards
    width: float = 0.0  # twips, 0 where unknown
    more: tuple[etree._Element, ...] = ()  # cells merged into it from its right by w:hMerge


def _merge_of(properties: etree._Element | None) -> str | None:
    if properties is None:
        return None
    merge = properties.find(W + "vMerge")
    if merge is not None:
        return "restart" if merge.get(W + "val") == "restart" else "continue"
    tracked = properties.find(W + "cellMerge")
    if tracked is not None:
        return {"rest": "restart", "cont": "continue"}.get(tracked.get(W + "vMerge") or "")
    return None


def _place_row(row: etree._Element) -> tuple[list[Placed], bool]:
    """The cells of one row by grid column, deleted ones left out; and whether the row says that it ends early."""
    properties = row.find(TRPR)
    column = whole(child_value(properties, "gridBefore"), 0, _MAX_SPAN)
    ends_early = whole(child_value(properties, "gridAfter")) > 0
    placed: list[Placed] = []
    for cell in cells_of(row):
        cell_properties = cell.find(TCPR)
        span = max(1, whole(child_value(cell_properties, "gridSpan"), 1, _MAX_SPAN))
        start, column = column, column + span
        if is_deleted_cell(cell):
            continue
        sideways = None if cell_properties is None else cell_properties.find(W + "hMerge")
        measure = None if cell_properties is None else cell_properties.find(W + "tcW")
        width = 0.0
        if measure is not None and (measure.get(W + "type") or "dxa") == "dxa":
            width = twips(measure.get(W + "w"))
        if sideways is not None and sideways.get(W + "val") != "restart" and placed and placed[-1].end == start:
            placed[-1].end = column
            placed[-1].width += width
            placed[-1].more += (cell,)
            continue
        placed.append(Placed(cell, start, column, _merge_of(cell_properties), width))
    return placed, ends_early


def _edges_of(table: etree._Element, columns: int) -> list[float]:
    """The position of each grid edge in twips; empty where the table's own grid does not tell."""
    grid = table.find(W + "tblGrid")
    widths = [] if grid is None else [twips(column.get(W + "w")) for column in grid.iterchildren(W + "gridCol")]
    if len(widths) < columns or not all(widths):
        return []
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _fit_short_row(placed: list[Placed], edges: list[float], columns: int) -> None:
    """Spread a row that has too few columns by the widths of its cells, where these meet edges of the grid."""
    if not placed or not edges or placed[-1].end >= columns or not all(cell.width for cell in placed):
        return
    spans: list[tuple[int, int]] = []
    at = edges[placed[0].start]
    start = placed[0].start
    for cell in placed:
        at += cell.width
        end = bisect_left(edges, at - _NUDGE)
        if end >= len(edges) or abs(edges[end] - at) > _NUDGE or end <= start or end > columns:
            return
        spans.append((start, end))
        start = end
    for cell, (first, last) in zip(placed, spans, strict=True):
        cell.start, cell.end = first, last


def _joined_edges(rows: list[list[Placed]], edges: list[float]) -> dict[int, int]:
    """Each used grid edge -> the number of the printed edge it belongs to, counted from 0.

    Edges that lie near each other are one where no row uses both: rows whose columns were dragged apart by hand.
    """
    users: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for cell in row:
            users.setdefault(cell.start, set()).add(number)
            users.setdefault(cell.end, set()).add(number)
    most = max((len(row) for row in rows), default=1)
    near = min(_DRAGGED, _DRAGGED_SHARE * edges[-1] / max(1, most)) if edges else 0.0
    numbers: dict[int, int] = {}
    printed, first = -1, 0
    cluster: set[int] = set()
    for edge in sorted(users):
        if printed < 0 or not edges or edges[edge] - edges[first] > near or cluster & users[edge]:
            printed += 1
            first = edge
            cluster = set()
        cluster |= users[edge]
        numbers[edge] = printed
    return numbers


def place_cells(table: etree._Element, rows: list[etree._Element]) -> tuple[list[list[Placed]], int]:
    """The cells of the given rows with their columns counted from 0, and the number of columns.

    No two cells of a row overlap; a place that no cell covers stays free.
    """
    read = [_place_row(row) for row in rows]
    placed = [cells for cells, _ in read]
    grid = table.find(W + "tblGrid")
    stated = 0 if grid is None else len(grid.findall(W + "gridCol"))
    columns = max([stated, *(cells[-1].end for cells in placed if cells)], default=0)
    edges = _edges_of(table, columns)
    if edges and columns <= stated:
        for cells, ends_early in read:
            if not ends_early:
                _fit_short_row(cells, edges, columns)
    numbers = _joined_edges(placed, edges)
    for cells in placed:
        for cell in cells:
            cell.start, cell.end = numbers[cell.start], numbers[cell.end]
    return _without_free_columns(placed)


def _without_free_columns(rows: list[list[Placed]]) -> tuple[list[list[Placed]], int]:
    """Take out the columns that no cell of any row covers."""
    last = max((cell.end for row in rows for cell in row), default=0)
    changes = [0] * (last + 1)
    for row in rows:
        for cell in row:
            changes[cell.start] += 1
            changes[cell.end] -= 1
    shift: list[int] = []
    depth = kept = 0
    for column in range(last + 1):
        shift.append(kept)
        depth += changes[column]
        kept += depth > 0
    for row in rows:
        for cell in row:
            cell.start, cell.end = shift[cell.start], shift[cell.end]
    return rows, kept
