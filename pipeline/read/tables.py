"""Each table with its rows of headings and the roles of its columns, settled together.

The few likeliest readings of the heading rows are tried; for each the columns are solved and the rows below labelled,
and the reading with the greatest sum counts. Tables under the same headings share one layout; rows without headings
take the layout of a part before, where that explains their cells better than the cells alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import takewhile

from pipeline.fold import fold
from pipeline.read.column_facts import ColumnFacts, facts_of_column
from pipeline.read.columns import ColumnRole, HeadingText, Layout, read_columns
from pipeline.read.continuation import inherit, suits
from pipeline.read.frames import Candidate, bands
from pipeline.read.grid import Grid
from pipeline.read.header_rows import (
    HeaderReading,
    Signature,
    headings_of,
    signature,
)
from pipeline.read.over_headings import said_over
from pipeline.read.row_facts import facts_of_run
from pipeline.read.row_labels import label_rows
from pipeline.read.run_together import ends_in_owners_and_dates
from pipeline.read.segments import Segment, data_cells, data_rows, rated_by_fill, stands_first, usual_roles
from pipeline.read.solve import SURE

_FURTHER = 2.0  # evidence that further headings in a table need beside what they explain better
_HEADS_NOTHING = 8.0  # what headings with titles of further headings below them, and no rows, speak against a reading
_HEADINGS_AS_DATA = 6.0  # what a row that prints the headings again speaks against a reading in which it is none


@dataclass(frozen=True)
class Part:
    """Rows of one table under one set of headings, before the columns have roles."""

    grid: Grid
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    headings: tuple[HeadingText, ...] | None
    layout: Layout | None = None  # where the frame of the table settles it
    titles: bool = False  # rows of one cell, or of labels and texts, over the headings of the next part

    @property
    def key(self) -> Signature:
        """What parts under the same headings have in common."""
        return tuple(fold(heading.text) for heading in self.headings or ())

    @cached_property
    def facts(self) -> tuple[ColumnFacts, ...]:
        """The facts of each column."""
        return facts_of_columns([self])


@dataclass(frozen=True, slots=True)
class CutTable:
    """The parts of a table, and by how much the frame that they are laid out in beats the next best."""

    parts: Sequence[Part]
    margin: float = SURE


def facts_of_columns(parts: Sequence[Part | Segment]) -> tuple[ColumnFacts, ...]:
    """Return the facts of each column over several parts of the same columns."""
    data = [(part.grid, data_rows(part.grid, part.rows)) for part in parts]
    return tuple(
        facts_of_column([cell for grid, rows in data for cell in data_cells(grid, rows, i)])
        for i in range(parts[0].grid.width)
    )


def read_tables(cut: Sequence[CutTable]) -> list[list[Segment]]:
    """Give the segments of each table from its parts, in the order of the tables."""
    alike: dict[Signature, list[Part]] = {}
    for part in (part for table in cut for part in table.parts):
        if part.headings is not None:
            alike.setdefault(part.key, []).append(part)
    layouts = {key: _layout_of(parts) for key, parts in alike.items()}
    result: list[list[Segment]] = []
    before: list[Segment] = []
    for table in cut:
        segments = [
            replace(_segment_of(part, before, layouts.get(part.key)), margin=table.margin) for part in table.parts
        ]
        result.append(segments)
        before.extend(filter(may_hold, segments))
    return _with_usual(result)


def may_hold(segment: Segment) -> bool:
    """Whether the columns of a segment may hold for rows without headings after it."""
    return bool(segment.rows) and "action" in segment.layout.roles


def _layout_of(parts: Sequence[Part], *, margins: bool = True) -> Layout:
    """The layout of parts under the same headings: a row an action, or the action across over its row."""
    headings = parts[0].headings or ()
    facts = parts[0].facts if len(parts) == 1 else facts_of_columns(parts)
    layout = read_columns(headings, facts, margins=margins)
    banded = bands.propose(parts[0].grid, parts[0].rows, headings, facts, margins=margins)
    return bands.of_rows_or_bands(layout, banded)


def _segment_of(part: Part, before: Sequence[Segment], layout: Layout | None) -> Segment:
    """The segment of a part: under its own layout, under one of a part before, or titles that have none."""
    if part.layout is not None:
        return Segment(part.grid, part.header_rows, part.rows, part.layout, own_headings=True, facts=part.facts)
    if part.titles:
        return Segment(part.grid, (), part.rows, Layout(without_roles(part.grid.width), 0.0), own_headings=False)
    if layout is not None:
        return Segment(part.grid, part.header_rows, part.rows, layout, own_headings=True, facts=part.facts)
    return inherit(part.grid, part.rows, part.facts, before)[0]


def without_roles(width: int) -> tuple[ColumnRole, ...]:
    """Columns that play no role."""
    return tuple(ColumnRole("extras", "", 0.0) for _ in range(width))


def best_parts(
    candidate: Candidate, readings: Sequence[HeaderReading], before: Sequence[Segment]
) -> tuple[list[Part], list[Segment]]:
    """The parts of a table by the reading of its heading rows that explains headings, columns and rows best, and the
    segments that they make by themselves."""
    grid = candidate.grid
    if candidate.layout is not None:
        part = Part(grid, (), tuple(range(grid.height)), None, candidate.layout)
        return [part], _with_usual([[_segment_of(part, before, None)]])[0]
    weighed = []
    for reading in readings:
        parts = _parts(grid, reading)
        weighed.append((*_weigh(parts, reading, before, with_rows=len(readings) > 1), parts))
    _, segments, parts = max(weighed, key=lambda one: one[0])
    return parts, segments


def _weigh(
    parts: list[Part], reading: HeaderReading, before: Sequence[Segment], *, with_rows: bool
) -> tuple[float, list[Segment]]:
    """What a reading of the heading rows is worth: headings, columns and rows, added up; and its segments.

    Further headings count by what they explain better than those above them would.
    """
    idle = sum(not part.rows for part in parts[:-1] if part.header_rows)
    total = reading.total - _HEADINGS_AS_DATA * _headings_left(parts) - _HEADS_NOTHING * idle
    segments: list[Segment] = []
    for part in parts:
        if part.titles:
            continue
        facts = part.facts
        if part.headings is not None:
            layout = _layout_of([part], margins=False)
            worth = layout.score if part.rows else 0.0  # columns without cells explain nothing
            if segments:
                worth -= max(suits(segment.layout, facts) for segment in segments) + _FURTHER
            segment = Segment(part.grid, part.header_rows, part.rows, layout, own_headings=True, facts=facts)
        else:
            segment, worth = inherit(part.grid, part.rows, facts, [*before, *segments], margins=False)
        segment = replace(segment, usual=usual_roles([segment]))
        total += worth
        if with_rows:
            total += label_rows(facts_of_run([segment]))[1]
        segments.append(segment)
    return total, segments


def _headings_left(parts: Sequence[Part]) -> int:
    """The number of rows that print the headings of a part again, below any."""
    heads = {signature(part.grid, row) for part in parts for row in part.header_rows[:1]}
    return sum(signature(part.grid, row) in heads for part in parts for row in part.rows) if heads else 0


def _parts(grid: Grid, reading: HeaderReading) -> list[Part]:
    """Cut a table at its heading rows; titles over further headings are a part of their own."""
    heads = {group[0]: group for group in reading.groups}
    covered = {row for group in reading.groups for row in group}
    parts: list[Part] = []
    header_rows: tuple[int, ...] = ()
    rows: list[int] = []
    for row in range(grid.height + 1):
        if row in heads or row == grid.height:
            above = _titles_at_the_end(grid, rows) if row < grid.height else []
            rows = rows[: len(rows) - len(above)]
            if rows or header_rows:
                headings = headings_of(grid, header_rows) if header_rows else None
                parts.append(Part(grid, header_rows, tuple(rows), headings))
            if above:
                parts.append(Part(grid, (), tuple(above), None, titles=True))
            header_rows, rows = heads.get(row, ()), []
        elif row not in covered:
            rows.append(row)
    return parts


def _titles_at_the_end(grid: Grid, rows: list[int]) -> list[int]:
    """The rows at the end that hold one cell across the table each, or labels and their texts: titles of what comes
    under the next headings.

    Over the first headings of a table a lone cell is a title wherever it stands, and a label may be of any words.
    """
    may_be = _may_be_first_title if rows[:1] == [0] else _may_be_title
    return [*takewhile(partial(may_be, grid), reversed(rows))][::-1]


def _may_be_first_title(grid: Grid, row: int) -> bool:
    return len(grid.printed(row)) <= 1 or bool(said_over(grid, row))


def _may_be_title(grid: Grid, row: int) -> bool:
    match grid.printed(row):
        case []:
            return True
        case [cell] if grid.spans_table(cell) or stands_first(grid, cell):
            return True
    return any(one.kind for one in said_over(grid, row))


def _with_usual(tables: list[list[Segment]]) -> list[list[Segment]]:
    """Add to each segment what is counted over all segments of the same roles: which of two groupings is the wider, how
    often its roles hold words; and the owners who stand before its dates."""
    wider_first = {roles: _first_grouping_is_wider(segments) for roles, segments in _alike(tables).items()}
    tables = [
        [replace(segment, layout=_laid_out(segment, wider_first=wider_first[_roles(segment)])) for segment in segments]
        for segments in tables
    ]
    usual = {roles: usual_roles(segments) for roles, segments in _alike(tables).items()}
    return [
        [replace(segment, usual=usual[_roles(segment)], rated=rated_by_fill(segment)) for segment in segments]
        for segments in tables
    ]


def _alike(tables: Sequence[Sequence[Segment]]) -> dict[tuple[str, ...], list[Segment]]:
    """All segments by the roles of their columns."""
    alike: dict[tuple[str, ...], list[Segment]] = {}
    for segment in (segment for segments in tables for segment in segments):
        alike.setdefault(_roles(segment), []).append(segment)
    return alike


def _laid_out(segment: Segment, *, wider_first: bool) -> Layout:
    """The layout of a segment by what its columns hold beside each other."""
    layout = _with_owners_before_dates(segment)
    return _with_wider_grouping_first(layout) if wider_first else layout


def _with_owners_before_dates(segment: Segment) -> Layout:
    """The layout of a segment, its dates also owners where no other column is and most of its cells name one first,
    however the column is headed: "Head of HR, May 2031" under "People and dates"."""
    layout = segment.layout
    column = layout.column_of("timescale")
    if column is None or "owner" in {*layout.roles, *(one.also for one in layout.columns)}:
        return layout
    cells = data_cells(segment.grid, data_rows(segment.grid, segment.rows), column)
    if not ends_in_owners_and_dates([cell.text for cell in cells]):
        return layout
    columns = [replace(one, also="owner") if at == column else one for at, one in enumerate(layout.columns)]
    return replace(layout, columns=tuple(columns))


def _first_grouping_is_wider(segments: Sequence[Segment]) -> bool:
    """Whether segments of the same roles have an objective before the theme, each of its texts over one or more of the
    theme's: however the two are headed, the theme is the wider grouping."""
    groupings = [role for role in _roles(segments[0]) if role in ("objective", "theme")]
    if groupings != ["objective", "theme"] or any(segment.grid.told.columns for segment in segments):
        return False
    pairs: set[tuple[str, str]] = set()
    over = ""
    rows = [(one.grid, row) for one in segments for row in data_rows(one.grid, one.rows)]
    for grid, row in rows:
        texts = dict(zip(_roles(segments[0]), map(fold, grid.texts(row)), strict=True))
        over = texts["objective"] or over  # it holds until the next
        pairs.add((over, texts["theme"]))
    whole = {(one, other) for one, other in pairs if other}
    wider, narrower = {one for one, _ in whole}, {one for _, one in whole}
    return len(wider) < len(narrower) == len(whole)


def _with_wider_grouping_first(layout: Layout) -> Layout:
    swapped = {"objective": "theme", "theme": "objective"}
    return replace(layout, columns=tuple(replace(one, role=swapped.get(one.role, one.role)) for one in layout.columns))


def _roles(segment: Segment) -> tuple[str, ...]:
    return tuple(column.role for column in segment.layout.columns)
