"""The frames compete for each table: rows as printed, cards, columns of periods; the greatest evidence for a plan wins.

No plan is the reading that is worth 0: a table that no frame speaks for holds no actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from extractors.document import Table
from pipeline.read.frames import Candidate, boxes, cards, headed_bands, labelled, lists, periods, tasks, turned
from pipeline.read.grid import Grid, build_grid
from pipeline.read.header_rows import HeaderReading, Signature, facts_of_rows, likeliest_headers, repeated_rows
from pipeline.read.plan_evidence import facts_of_plan, plan_score
from pipeline.read.segments import Segment
from pipeline.read.solve import SURE
from pipeline.read.tables import CutTable, Part, best_parts, may_hold
from pipeline.read.told import NOTHING_TOLD, Told

ROWS = "rows"


def choose_layouts(
    tables: Sequence[Table], told: Told = NOTHING_TOLD, headed: Set[int] = frozenset()
) -> list[CutTable]:
    """Return for each table its parts, laid out in the way that speaks most for a plan.

    `told` is what people said; `headed` are the numbers of the tables that stand under a heading of their own: they
    begin with a record, be it on the page after that of another.
    """
    grids = [build_grid(table, told=told) for table in tables]
    repeated = repeated_rows(grids)
    among = cards.Among(headed, cards.labels_of_several(grids))
    chosen: list[CutTable] = []
    laid: list[Grid] = []
    before: list[Segment] = []
    for grid in grids:
        readings = likeliest_headers(facts_of_rows(grid, repeated))
        tried = [_worth(candidate, before) for candidate in _candidates(grid, readings, laid, repeated, among)]
        most, parts, segments = max(tried, key=lambda one: one[0])
        margin = most - max((worth for worth, other, _ in tried if other is not parts), default=-SURE)
        chosen.append(CutTable(parts, min(SURE, margin)))
        laid.append(parts[0].grid if parts else grid)
        before.extend(filter(may_hold, segments))
    return chosen


Tried = tuple[Candidate, Sequence[HeaderReading]]


def _candidates(
    grid: Grid,
    readings: Sequence[HeaderReading],
    before: Sequence[Grid],
    repeated: frozenset[Signature],
    among: cards.Among,
) -> Iterator[Tried]:
    """Yield the ways to lay out a table, each with the likeliest readings of its heading rows."""
    yield Candidate(ROWS, grid), readings
    cards_of = cards.propose(grid, before, among)
    if cards_of is not None:
        heads = ((0,),) if cards_of.grid.like is None else ()  # its labels; a part of a record has those before it
        yield _with_told(cards_of, grid.told), [HeaderReading(heads, 0.0)]
    on_side = turned.propose(grid)
    if on_side is not None:
        yield _with_told(on_side, grid.told), [HeaderReading((on_side.header_rows,), 0.0)]
    headed = headed_bands.propose(grid)
    if headed is not None:
        yield _with_told(headed, grid.told), likeliest_headers(facts_of_rows(headed.grid, repeated))
    by_period = periods.propose(grid, readings[0])
    if by_period is not None:
        yield _with_told(by_period, grid.told), ()
    with_tasks = tasks.propose(grid, readings[0])
    if with_tasks is not None:
        yield _with_told(with_tasks, grid.told), ()
    with_labels = labelled.propose(grid, readings[0])
    if with_labels is not None:
        yield _with_told(with_labels, grid.told), ()
    in_boxes = boxes.propose(grid)
    if in_boxes is not None:
        yield _with_told(in_boxes, grid.told), ()
    listed = lists.propose(grid)
    if listed is not None:
        yield _with_told(listed, grid.told), ()


def _with_told(candidate: Candidate, told: Told) -> Candidate:
    """The candidate, whose table is laid out anew, with what people said of the table."""
    return replace(candidate, grid=replace(candidate.grid, told=told))


def _worth(tried: Tried, before: Sequence[Segment]) -> tuple[float, list[Part], list[Segment]]:
    """The evidence of a candidate for a plan, its parts, and the segments that it makes by itself."""
    candidate, readings = tried
    parts, segments = best_parts(candidate, readings, before)
    best = max((plan_score(facts_of_plan(segment, ())) for segment in segments), default=-9.0)
    return best + candidate.evidence, parts, segments
