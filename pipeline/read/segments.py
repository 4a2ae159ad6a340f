"""Where the headings of columns stand in each table, and the layout that holds for the rows below them.

A table part without headings of its own takes the layout of the part before it; a part whose columns differ is
matched to it by where the columns stand on the page, else read from its cells alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.document import Cell, Table
from pipeline.fold import fold, fold_space
from pipeline.read.columns import (
    MAIN_ROLES,
    ColumnRole,
    Layout,
    assign_roles,
    content_score,
    names_a_period,
    with_bands,
)
from pipeline.read.content import Profile, profile_column, reads_as_status, reads_as_timescale
from pipeline.read.grid import Grid, build_grid
from pipeline.read.headers import LONGEST_HEADING, match_heading
from pipeline.read.records import turn_records, turn_rest
from pipeline.read.run_together import ends_in_dates
from pipeline.read.structure import is_reference, read_group_label

_SURE = 0.8  # weight of a heading's wording from which it counts as sure
_HEADING_WORDS = 9  # words; a longer cell with no known wording is no heading
_CLEARLY_BETTER = 2.0  # sum of the scores of a row of columns, each from -2 to 2
_MUST_FIT = ("timescale", "owner", "status", "reference")


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows of one table under one set of headings; `header_rows` are the heading rows, `rows` those below them."""

    grid: Grid
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    layout: Layout
    own_headings: bool
    usual: dict[str, float] = field(default_factory=dict)  # share of data rows in which a role's cell has words

    @property
    def layout_roles(self) -> frozenset[str]:
        """The roles that the columns of this segment play."""
        return frozenset(self.roles_in_order)

    @property
    def roles_in_order(self) -> tuple[str, ...]:
        """The roles of the columns, left to right."""
        return tuple(column.role for column in self.layout.columns)


@dataclass(frozen=True, slots=True)
class _Part:
    grid: Grid
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    headings: tuple[str, ...] | None


def is_header_row(grid: Grid, row: int, known: set[tuple[str, ...]], *, headed: bool = False) -> bool:
    """Tell whether a row holds column headings: marked so, printed before, or worded so.

    Below the headings of its table (`headed`) a row must be worded so throughout, or be bold.
    """
    cells = grid.printed(row)
    if not cells or (len(cells) == 1 and grid.width > 1):
        return False
    if signature(grid, row) in known:
        return True
    if any(len(cell.text.split()) > LONGEST_HEADING for cell in cells):
        return False
    weights = [_heading_weight(cell.text) for cell in cells]
    matched = [weight for weight in weights if weight >= 0.5]
    strangers = [cell for cell, weight in zip(cells, weights, strict=True) if weight < 0.5]
    if any(len(cell.text.split()) > _HEADING_WORDS for cell in strangers):
        return False
    periods = sum(names_a_period(cell.text) for cell in strangers)  # "2024/25" may head a column of ticks
    share = len(matched) / max(len(cells) - periods, 1)
    sure = sum(weight >= _SURE for weight in matched)
    if all(cell.header for cell in cells) and matched:
        return True
    emphasised = all(cell.bold for cell in cells)
    sure_of_rest = row <= 3 and emphasised and sure >= 3 and share >= 0.6  # then "Review June 2025" is one too
    if not sure_of_rest and any(reads_as_timescale(cell.text) and not names_a_period(cell.text) for cell in strangers):
        return False
    if emphasised or (row <= 3 and not headed):
        return (sure >= 2 and share >= 0.5) or _opens_like_headings(grid, row, cells)
    return sure >= 3 and share >= 0.75


def _heading_weight(text: str) -> float:
    """How surely a cell is a heading by its words; one that reads as a value too ("In progress", "Aim 1") is none."""
    weight = max(match_heading(fold_space(text)).values(), default=0.0)
    label = read_group_label(text) if weight else None
    return 0.0 if weight and ((label is not None and label.word) or reads_as_status(text)) else weight


def _opens_like_headings(grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
    """Tell whether the first row looks like headings in words that no lexicon has: set off from the rows below it."""
    if row != 0 or grid.height < 3 or len(cells) < max(2, grid.width - 1) or read_group_label(cells[0].text):
        return False
    if any(len(cell.text.split()) > _HEADING_WORDS for cell in cells):
        return False
    below = [cell for r in range(1, grid.height) for cell in grid.printed(r) if not grid.spans_table(cell)]
    if not below:
        return False
    bold = all(cell.bold for cell in cells) and sum(cell.bold for cell in below) <= 0.3 * len(below)
    filled = all(cell.fill for cell in cells) and sum(cell.fill == cells[0].fill for cell in below) <= 0.1 * len(below)
    return all(cell.header for cell in cells) or bold or filled


def signature(grid: Grid, row: int) -> tuple[str, ...]:
    """The folded texts of a row, place by place: equal for a heading row and its repetition."""
    return tuple(fold(cell.text) if cell is not None else "" for cell in grid.slots[row])


def _second_header_row(grid: Grid, row: int) -> bool:
    """Tell whether the row below a heading row belongs to it: headings under one that spans, the rest merged or
    blank."""
    below = row + 1
    if below >= grid.height:
        return False
    upper, lower = grid.own(row), grid.printed(below)
    spanning = [cell for cell in upper if 1 < len(grid.reach(cell)) < grid.width and cell.text.strip()]
    if not lower:
        return False
    if not spanning:
        return _fills_the_gaps(grid, row)
    over = [set(grid.reach(cell)) for cell in spanning]
    # each is one of several under a heading: a cell as wide as the heading over it is its data
    return all(any(set(grid.reach(cell)) < wide for wide in over) and len(cell.text.split()) <= 6 for cell in lower)


def _fills_the_gaps(grid: Grid, row: int) -> bool:
    """Tell whether the row below holds the headings that a heading row without spans leaves open.

    It has words only where the upper row is blank, or where the place after is ("Who" over "Lead" and "Support").
    """
    upper = [bool(cell is not None and cell.text.strip()) for cell in grid.slots[row]]
    below = [(cell.text.strip() if cell is not None else "") for cell in grid.slots[row + 1]]
    if all(upper) or len(list(filter(None, below))) < 2:
        return False
    short = all(len(text.split()) <= 5 and not is_reference(text) for text in below)
    known = any(max(match_heading(fold_space(text)).values(), default=0.0) >= 0.5 for text in below if text)
    in_place = all(
        not text or not upper[i] or (i + 1 < len(upper) and not upper[i + 1] and bool(below[i + 1]))
        for i, text in enumerate(below)
    )
    return short and known and in_place


def _headings(grid: Grid, header_rows: Sequence[int]) -> tuple[str, ...]:
    """The heading of each column: the distinct cells over it in the heading rows, joined."""
    found = []
    for column in range(grid.width):
        pieces: list[Cell] = []
        for row in header_rows:
            cell = grid.slots[row][column]
            if cell is not None and cell.text.strip() and cell not in pieces:
                pieces.append(cell)
        found.append(fold_space(" ".join(cell.text for cell in pieces)))
    return tuple(found)


def _cut_into_parts(grid: Grid, known: set[tuple[str, ...]]) -> list[_Part]:
    """Cut a table at its heading rows; rows above the first heading row stay with what comes before."""
    parts: list[_Part] = []
    header_rows: tuple[int, ...] = ()
    headings: tuple[str, ...] | None = None
    rows: list[int] = []
    row = 0
    while row < grid.height:
        if is_header_row(grid, row, known, headed=headings is not None):
            above = _titles_at_the_end(grid, rows) if header_rows else []
            rows = rows[: len(rows) - len(above)]
            if rows or header_rows:
                parts.append(_Part(grid, header_rows, tuple(rows), headings))
            if above:
                parts.append(_Part(grid, (), tuple(above), None))
            known.add(signature(grid, row))
            header_rows = (row, row + 1) if _second_header_row(grid, row) else (row,)
            headings = _headings(grid, header_rows)
            rows = []
            row += len(header_rows)
        else:
            rows.append(row)
            row += 1
    parts.append(_Part(grid, header_rows, tuple(rows), headings))
    return parts


def _titles_at_the_end(grid: Grid, rows: Sequence[int]) -> list[int]:
    """The rows at the end that hold one cell across the table each: titles of what comes under the next headings."""
    found: list[int] = []
    for row in reversed(rows):
        printed = grid.printed(row)
        if printed and not (len(printed) == 1 and (grid.spans_table(printed[0]) or _stands_first(grid, printed[0]))):
            break
        found.insert(0, row)
    return found


def _stands_first(grid: Grid, cell: Cell) -> bool:
    """Tell whether a cell stands in the first column of a sheet, whose authors seldom merge the cells of a title."""
    return grid.table.exact_rows and not grid.table.exact_spans and grid.reach(cell)[:1] == (0,)


def _data_rows(grid: Grid, rows: Sequence[int]) -> list[int]:
    """The rows that hold more than one printed cell and none across the table."""
    found = []
    for row in rows:
        printed = grid.printed(row)
        if len(printed) >= 2 and not any(grid.spans_table(cell) for cell in printed):
            found.append(row)
    return found


def _data_cells(grid: Grid, rows: Sequence[int], column: int) -> list[Cell]:
    """The cells of a column that begin in one of the rows; the rows are those of `_data_rows`."""
    cells = ((row, grid.slots[row][column]) for row in rows)
    return [cell for row, cell in cells if cell is not None and cell.row == row + 1]


def find_segments(tables: Sequence[Table]) -> list[list[Segment]]:
    """Give the segments of each table, in the order of the tables."""
    known: set[tuple[str, ...]] = set()
    grids, rests = _grids(tables)
    cut = [_cut_into_parts(grid, known) for grid in grids]
    by_headings: dict[tuple[str, ...], list[_Part]] = {}
    for part in (part for parts in cut for part in parts):
        if part.headings is not None:
            by_headings.setdefault(_key(part), []).append(part)
    layouts: dict[tuple[str, ...], Layout] = {}
    for key, alike in by_headings.items():
        data = [(part.grid, _data_rows(part.grid, part.rows)) for part in alike]
        profiles = [
            profile_column([cell for grid, rows in data for cell in _data_cells(grid, rows, i)])
            for i in range(alike[0].grid.width)
        ]
        layouts[key] = assign_roles(alike[0].headings or (), profiles)

    result: list[list[Segment]] = []
    before: tuple[Layout, Grid] | None = None
    headed: tuple[Layout, Grid] | None = None
    for at, parts in enumerate(cut):
        segments: list[Segment] = []
        for i, printed in enumerate(parts):
            part = printed
            if at in rests:
                layout = layouts[_key(cut[rests[at]][0])]
            elif part.headings is not None:
                layout = layouts[_key(part)]
            elif not part.rows:
                continue
            elif i + 1 < len(parts) and all(len(part.grid.printed(row)) <= 1 for row in part.rows):
                # titles and groupings that stand over the headings of the columns
                layout = Layout(_without_roles(part.grid.width), 0.0)
            else:
                layout = _inherit(part, before)
                if headed is not None and _unheaded(layout) and not _unheaded(other := _inherit(part, headed)):
                    layout = other  # the part before shows fewer columns than the one with the headings
                if not layout.is_plan and i == 0 and before is not None and _is_rest_of_row(part.grid, before[1]):
                    layout, part = before[0], replace(part, grid=build_grid(part.grid.table, before[1].columns))
            if _has_bands(part, layout):
                layout = with_bands(layout)
            segments.append(Segment(part.grid, part.header_rows, part.rows, layout, part.headings is not None))
            if layout.is_plan and part.rows:
                before = (layout, part.grid)
                headed = before if part.headings is not None else headed
        result.append(segments)
    return _with_usual(result)


def _is_rest_of_row(grid: Grid, before: Grid) -> bool:
    """Tell whether a table is one row at the top of a page that leaves columns of the page before blank: the rest of
    the row that the page cut."""
    if grid.height != 1 or grid.table.page is None or before.table.page is None or before.printed_at:
        return False
    same = grid.table.columns == before.table.columns and grid.table.page - before.table.page == 1
    return same and set(grid.columns) < set(before.columns)


def _unheaded(layout: Layout) -> bool:
    """Tell whether a column stands under no heading and plays no role."""
    return any(column.role == "extras" and not column.heading for column in layout.columns)


def _grids(tables: Sequence[Table]) -> tuple[list[Grid], dict[int, int]]:
    """The grid of each table, records printed as labels and values turned; and, for each that is the rest of a record
    on the page before, the place of the grid whose layout it has."""
    grids: list[Grid] = []
    rests: dict[int, int] = {}
    for grid in map(build_grid, tables):
        turned = turn_records(grid)
        rest = turn_rest(grid, grids) if turned is None else None
        if rest is not None:
            turned, rests[len(grids)] = rest
        grids.append(turned or grid)
    return grids, rests


def stands_across(grid: Grid, printed: Sequence[Cell]) -> bool:
    """Tell whether a row prints one cell, across the table; where a format keeps no spans, alone and first."""
    if len(printed) != 1:
        return False
    alone = not grid.table.exact_rows and grid.reach(printed[0])[:1] == (0,)
    return alone or grid.spans_table(printed[0])


def _has_bands(part: _Part, layout: Layout) -> bool:
    """Tell whether each row of cells stands under a row of its own across the table, and no column is the action's."""
    headed = any(column.role == "action" for column in layout.columns) and layout.stands_in is None
    if headed or layout.stands_in == "objective":
        return False
    kinds = [stands_across(part.grid, printed) for row in part.rows if (printed := part.grid.printed(row))]
    rows = kinds.count(False)
    under = sum(above and not here for above, here in pairwise(kinds))
    least = 1 if part.grid.printed_at else 2  # labels and values under one heading are a record
    return rows >= least and under >= 0.8 * rows


def _with_usual(tables: list[list[Segment]]) -> list[list[Segment]]:
    """Add to each segment how often its roles hold words, counted over all segments of the same columns."""
    alike: dict[tuple[str, ...], list[Segment]] = {}
    for segment in (segment for segments in tables for segment in segments):
        alike.setdefault(segment.roles_in_order, []).append(segment)
    usual = {roles: _usual(roles, segments) for roles, segments in alike.items()}
    return [[replace(segment, usual=usual[segment.roles_in_order]) for segment in segments] for segments in tables]


def _key(part: _Part) -> tuple[str, ...]:
    return tuple(fold(heading) for heading in part.headings or ())


def _usual(roles: Sequence[str], segments: Sequence[Segment]) -> dict[str, float]:
    """The share of data rows in which the cell of each main role has words."""
    usual: dict[str, float] = {}
    data = [(segment.grid, _data_rows(segment.grid, segment.rows)) for segment in segments]
    for i, role in enumerate(roles):
        if role in MAIN_ROLES:
            cells = [cell for grid, rows in data for cell in _data_cells(grid, rows, i)]
            usual[role] = sum(bool(cell.text.strip()) for cell in cells) / len(cells) if cells else 0.0
    return usual


def _inherit(part: _Part, before: tuple[Layout, Grid] | None) -> Layout:
    """The layout of a part without headings: that of the part before where it fits, else what its cells say."""
    rows = _data_rows(part.grid, part.rows)
    profiles = [profile_column(_data_cells(part.grid, rows, i)) for i in range(part.grid.width)]
    alone = assign_roles([""] * part.grid.width, profiles)
    if before is None:
        return alone if _is_clear(alone, profiles) else Layout(_without_roles(part.grid.width), 0.0)
    layout, grid = before
    parted = _with_columns_run_together(part, rows, layout) or _without_first_column(part, grid, layout, profiles)
    if parted is not None:
        return parted
    same_width = layout if part.grid.width == len(layout.columns) else None
    inherited = _by_printed_column(part.grid, grid, layout) or _by_position(part.grid, grid, layout) or same_width
    if inherited is not None and _fits(inherited, profiles):
        return inherited
    return alone if _is_clear(alone, profiles) else Layout(_without_roles(part.grid.width), 0.0)


def _with_columns_run_together(part: _Part, rows: Sequence[int], layout: Layout) -> Layout | None:
    """The layout of a part that lost columns: its last holds an owner or outcome with the date after it, and the first
    of the part before may be left out, being one cell over all its rows. None where no date's column was lost so."""
    width, usual = part.grid.width, len(layout.columns)
    date = layout.column_of("timescale")
    if date is None or date == 0 or part.grid.table.exact_rows or not rows:
        return None
    first = date - width  # with nothing after the date: the columns from here up to the one before the date
    if date != usual - 1 or not 0 <= first <= 1:
        return None
    kept = layout.columns[first:date]
    if kept[-1].role not in ("owner", "outcome") or (first and kept[0].role == layout.columns[0].role):
        return None
    if not ends_in_dates([cell.text for cell in _data_cells(part.grid, rows, width - 1)]):
        return None
    return replace(layout, columns=(*kept[:-1], replace(kept[-1], also="timescale")))


def _without_first_column(part: _Part, before: Grid, layout: Layout, profiles: Sequence[Profile]) -> Layout | None:
    """The layout of a part that a conversion left without its first column, blank there or one cell over all its rows.

    None unless its cells suit the columns after the first clearly better than the columns from the first on.
    """
    grid = part.grid
    left_out = layout.columns[0].role in ("theme", "objective", "reference", "extras")
    if grid.table.route != "text" or not left_out or grid.table.columns != before.table.columns - 1:
        return None
    after = [number + 1 for number in grid.columns]
    if len(layout.columns) != before.width or not set(after) | set(grid.columns) <= set(before.columns):
        return None
    shifted, plain = (
        [layout.columns[before.columns.index(number)] for number in numbers] for numbers in (after, grid.columns)
    )
    better = _suits(shifted, profiles) - _suits(plain, profiles)
    return replace(layout, columns=tuple(shifted)) if better >= _CLEARLY_BETTER else None


def _suits(columns: Sequence[ColumnRole], profiles: Sequence[Profile]) -> float:
    return sum(content_score(column.role, profile) for column, profile in zip(columns, profiles, strict=True))


def _without_roles(width: int) -> tuple[ColumnRole, ...]:
    return tuple(ColumnRole("extras", "", 0.5) for _ in range(width))


def _by_printed_column(grid: Grid, before: Grid, layout: Layout) -> Layout | None:
    """Give each column the role of the column of its number, where both parts count the same columns.

    A part whose last columns are blank may be narrower, where a format keeps no places on a page.
    """
    if grid.columns == before.columns and len(layout.columns) == grid.width:
        return layout
    boxed = any(extent is not None for extent in grid.extents())
    if (boxed and grid.table.columns != before.table.columns) or not set(grid.columns) <= set(before.columns):
        return None
    if len(layout.columns) != before.width:
        return None
    columns = tuple(layout.columns[before.columns.index(number)] for number in grid.columns)
    return replace(layout, columns=columns)


def _by_position(grid: Grid, before: Grid, layout: Layout) -> Layout | None:
    """Give each column the role of the column of the part before that stands over it on the page."""
    here, there = grid.extents(), before.extents()
    if any(extent is None for extent in here) or any(extent is None for extent in there):
        return None
    if _stands_over_several(here, there):
        return None
    columns: list[ColumnRole] = []
    taken: set[int] = set()
    for left, right in (extent for extent in here if extent is not None):
        overlaps = [
            (min(right, r) - max(left, x), i) for i, (x, r) in enumerate(e for e in there if e) if i not in taken
        ]
        overlap, best = max(overlaps, default=(0.0, -1))
        if overlap <= 0.3 * (right - left):
            columns.append(ColumnRole("extras", "", 0.5))
        else:
            taken.add(best)
            columns.append(layout.columns[best])
    return Layout(tuple(columns), layout.score)


def _stands_over_several(
    here: Sequence[tuple[float, float] | None], there: Sequence[tuple[float, float] | None]
) -> bool:
    """Tell whether most columns of a part each take the place of several of the part before: another table's."""
    places = [place for place in there if place is not None]
    wide = sum(
        sum(left < (start + end) / 2 < right for start, end in places) > 1
        for left, right in (place for place in here if place is not None)
    )
    return 2 * wide > len(here)


def _fits(layout: Layout, profiles: Sequence[Profile]) -> bool:
    """Tell whether cells can be what a layout says: no date, owner, rating or number column filled with something
    else."""
    for column, profile in zip(layout.columns, profiles, strict=True):
        if column.role in _MUST_FIT and profile.printed >= 3 and content_score(column.role, profile) < -0.6:
            return False
    return True


def _is_clear(layout: Layout, profiles: Sequence[Profile]) -> bool:
    """Tell whether cells alone show a plan: an action column beside a date or owner column that leaves little doubt."""
    roles = {column.role: profile for column, profile in zip(layout.columns, profiles, strict=True)}
    if "action" not in roles or roles["action"].printed < 2:
        return False
    dated = roles.get("timescale")
    owned = roles.get("owner")
    return bool(
        (dated and dated.printed >= 2 and dated.timescale >= 0.6)
        or (owned and owned.printed >= 2 and owned.owner >= 0.7 and roles["action"].imperative >= 0.5)
    )
