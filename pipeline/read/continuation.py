"""Rows without headings: the layout of a part before them, where it explains their cells better than the cells alone.

A page break, a section of its own or a conversion leaves rows without the headings that hold for them. Every layout met
before is a candidate, placed by the numbers of the columns, by where they stand on the page, or by their count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.read.column_facts import ColumnFacts
from pipeline.read.columns import ColumnRole, HeadingText, Layout, evidence_of, read_columns
from pipeline.read.grid import Grid, build_grid
from pipeline.read.run_together import ends_in_dates
from pipeline.read.segments import Segment, data_cells, data_rows
from pipeline.read.weighing import read_weights

_SAME_LABELS = 20.0  # evidence for the layout of the records that the rows go on with by their labels
_SAME_COLUMNS = 3.0  # evidence for a layout whose columns have the same numbers
_SAME_PLACES = 2.5  # or the same places on the page
_SAME_COUNT = 0.5  # or are as many
_LATEST = 1.5  # for the layout of the part right before
_HEADED = 0.5  # for one with headings of its own
_CLEARLY_BETTER = 2.0
_KEPT_LAYOUTS = 8  # different layouts, the latest first

Placed = tuple[float, Layout, Grid]


def inherit(
    grid: Grid,
    rows: tuple[int, ...],
    facts: Sequence[ColumnFacts],
    before: Sequence[Segment],
    *,
    margins: bool = True,
) -> tuple[Segment, float]:
    """Return the segment of rows without headings, and the evidence for it.

    `before` are the parts of plans met so far, in order.
    """
    alone = read_columns([HeadingText()] * grid.width, facts, margins=margins)
    candidates: list[Placed] = [(alone.score, alone, grid)]
    seen: list[Layout] = []
    for back, segment in enumerate(reversed(before)):
        if segment.layout in seen or len(seen) >= _KEPT_LAYOUTS:
            continue
        seen.append(segment.layout)
        likely = (_LATEST if back == 0 else 0.0) + (_HEADED if segment.own_headings else 0.0)
        for worth, layout, laid in _placed(grid, rows, facts, segment, latest=back == 0):
            candidates.append((likely + worth, layout, laid))
    _, layout, laid = max(candidates, key=lambda candidate: candidate[0])
    worth = alone.score if layout is alone else suits(layout, facts) if len(facts) == len(layout.columns) else 0.0
    own = tuple(facts) if len(facts) == len(layout.columns) else ()
    if own and laid.told.columns:
        layout = _as_told(laid, layout, own, margins=margins)
    return Segment(laid, (), rows, layout, own_headings=False, facts=own), worth


def _as_told(grid: Grid, layout: Layout, facts: Sequence[ColumnFacts], *, margins: bool) -> Layout:
    """The layout of rows without headings with the roles that a person gave their columns by their place."""
    told = [grid.told.columns.get((grid.table.number, number), "") for number in grid.columns]
    if not any(told):
        return layout
    headings = [
        HeadingText((column.heading,) if column.heading else (), told=role)
        for column, role in zip(layout.columns, told, strict=True)
    ]
    return read_columns(headings, facts, margins=margins)


def _placed(
    grid: Grid, rows: Sequence[int], facts: Sequence[ColumnFacts], segment: Segment, *, latest: bool
) -> Iterator[Placed]:
    """Yield the ways in which the layout of a part may hold for rows, each with its evidence."""
    if grid.like is segment.grid and grid.columns == segment.grid.columns:
        yield _SAME_LABELS, segment.layout, grid
        return
    parted = _with_columns_run_together(grid, rows, segment.layout) or _without_first_column(grid, segment, facts)
    if parted is not None:
        yield 20.0, parted, grid
        return
    covered = min(1.0, grid.width / max(1, len(segment.layout.columns)))
    by_number = _by_printed_column(grid, segment)
    if by_number is not None:
        yield _SAME_COLUMNS * covered + _held(by_number, facts), by_number, grid
    by_place = _by_position(grid, segment.grid, segment.layout)
    if by_place is not None:
        found = sum(column in segment.layout.columns for column in by_place.columns)
        placed = 2 * found / len(by_place.columns) - 1  # each that stands under none speaks as much against it
        yield _SAME_PLACES * covered * placed + _held(by_place, facts), by_place, grid
    elif by_number is None and grid.width == len(segment.layout.columns):
        yield _SAME_COUNT + _held(segment.layout, facts), segment.layout, grid
    if latest and _is_rest_of_row(grid, segment.grid):
        yield 2.0, segment.layout, build_grid(grid.table, segment.grid.columns, grid.told)


def _held(layout: Layout, facts: Sequence[ColumnFacts]) -> float:
    """What the cells alone say for the roles of a layout, added up."""
    content = read_weights("columns")
    return sum(content.sum(column.role, own) for column, own in zip(layout.columns, facts, strict=True))


def suits(layout: Layout, facts: Sequence[ColumnFacts]) -> float:
    """Return what headings and cells say for the roles of a layout, added up."""
    headings = [HeadingText((column.heading,)) if column.heading else HeadingText() for column in layout.columns]
    known = sum(column.known for column in layout.columns)
    return sum(
        evidence_of(heading, own, beside_known=known > column.known).get(column.role, 0.0)
        for heading, column, own in zip(headings, layout.columns, facts, strict=True)
    )


def _is_rest_of_row(grid: Grid, before: Grid) -> bool:
    """Whether a table is one row at the top of a page that leaves columns of the page before blank: the rest of the row
    that the page cut."""
    if grid.height != 1 or before.printed_at or not grid.follows_page_of(before):
        return False
    return grid.table.columns == before.table.columns and set(grid.columns) < set(before.columns)


def _with_columns_run_together(grid: Grid, rows: Sequence[int], layout: Layout) -> Layout | None:
    """The layout of a part that lost columns: its last holds an owner or outcome with the date after it, and the first
    of the part before may be left out, being one cell over all its rows. None where no date's column was lost so."""
    *others, date = layout.columns
    left_out = len(others) - grid.width  # with nothing after the date
    if date.role != "timescale" or left_out not in (0, 1) or grid.table.exact_rows:
        return None
    kept = others[left_out:]
    if kept[-1].role not in ("owner", "outcome"):
        return None
    cells = data_cells(grid, data_rows(grid, rows), grid.width - 1)
    if not ends_in_dates([cell.text for cell in cells]):
        return None
    return replace(layout, columns=(*kept[:-1], replace(kept[-1], also="timescale")))


def _without_first_column(grid: Grid, segment: Segment, facts: Sequence[ColumnFacts]) -> Layout | None:
    """The layout of a part that a conversion left without its first column, blank there or one cell over all its rows.

    None unless its cells suit the columns after the first clearly better than the columns from the first on.
    """
    layout, before = segment.layout, segment.grid
    left_out = layout.columns[0].role in ("theme", "objective", "reference", "extras")
    boxed = any(cell.box is not None for cell in grid.table.cells)
    if grid.table.exact_rows or boxed or not left_out or grid.table.columns != before.table.columns - 1:
        return None
    after = [number + 1 for number in grid.columns]
    if not set(after) | set(grid.columns) <= set(before.columns):
        return None
    shifted, plain = (
        replace(layout, columns=tuple(layout.columns[before.columns.index(number)] for number in numbers))
        for numbers in (after, grid.columns)
    )
    return shifted if suits(shifted, facts) - suits(plain, facts) >= _CLEARLY_BETTER else None


def _by_printed_column(grid: Grid, segment: Segment) -> Layout | None:
    """Give each column the role of the column of its number, where both parts count the same columns.

    A part whose last columns are blank may be narrower, where a format keeps no places on a page.
    """
    layout, before = segment.layout, segment.grid
    if len(layout.columns) != before.width:
        return None
    if grid.columns == before.columns:
        return layout
    boxed = any(extent is not None for extent in grid.extents)
    if (boxed and grid.table.columns != before.table.columns) or not set(grid.columns) <= set(before.columns):
        return None
    columns = tuple(layout.columns[before.columns.index(number)] for number in grid.columns)
    return replace(layout, columns=columns)


def _by_position(grid: Grid, before: Grid, layout: Layout) -> Layout | None:
    """Give each column the role of the column of the part before that stands over it on the page."""
    here, there = grid.extents, before.extents
    if None in (*here, *there) or _stands_over_several(here, there):
        return None
    columns: list[ColumnRole] = []
    taken: set[int] = set()
    for left, right in (extent for extent in here if extent is not None):
        overlaps = [
            (min(right, r) - max(left, x), i) for i, (x, r) in enumerate(e for e in there if e) if i not in taken
        ]
        overlap, best = max(overlaps, default=(0.0, -1))
        if overlap <= 0.3 * (right - left):
            columns.append(ColumnRole("extras", "", 0.0))
        else:
            taken.add(best)
            columns.append(layout.columns[best])
    return Layout(tuple(columns), layout.score)


def _stands_over_several(
    here: Sequence[tuple[float, float] | None], there: Sequence[tuple[float, float] | None]
) -> bool:
    """Whether most columns of a part each take the place of several of the part before: another table's."""
    places = [place for place in there if place is not None]
    wide = sum(
        sum(left < (start + end) / 2 < right for start, end in places) > 1
        for left, right in (place for place in here if place is not None)
    )
    return 2 * wide > len(here)
