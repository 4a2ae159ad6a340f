"""The words of one row by the role of their columns, and the cells they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby
from typing import NamedTuple

from extractors.document import Cell
from pipeline.normalise.rag import read_rag
from pipeline.read.columns import EXTRA_ROLES, ColumnRole, period_in, within_a_year
from pipeline.read.content import (
    is_no_tick,
    is_part_of_a_year,
    is_tick,
    reads_as_timescale,
    takes_the_place_of_a_date,
)
from pipeline.read.grid import Grid, fill_of, text_of
from pipeline.read.raw import CellKey
from pipeline.read.run_together import split_off_timescale
from pipeline.read.segments import Segment
from pipeline.read.structure import opens_in_the_past

GROUP_ROLES = ("theme", "objective")
_TICKED = {"tick": "timescale", "option": "status"}  # what cells of ticks say by their columns' roles
_WORDS = re.compile(r"[^\W\d_]{3}")
_TELLING_WHEN = ("extras", "action")  # series of columns whose cells say what will be done in their periods
_SERIES = ("progress", "status")  # of a series of columns the latest that says something speaks for the row


@dataclass(slots=True)
class RowTexts:
    """What one row says: its words by role and by further heading."""

    texts: dict[str, str] = field(default_factory=dict)  # a key for every role that the table has a column for
    extras: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Cell] = field(default_factory=dict)  # the cells of groupings that begin in this row
    cells: list[CellKey] = field(default_factory=list)  # those that begin in this row
    roles: dict[CellKey, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)  # roles whose cell runs down from a row above
    flags: list[str] = field(default_factory=list)

    @property
    def own(self) -> dict[str, str]:
        """The words by role that stand in this row and no other."""
        return {role: text for role, text in self.texts.items() if text.strip() and role not in self.shared}

    @property
    def empty(self) -> bool:
        """Whether the row has no words of its own beside those that group."""
        return not self.own and not any(text.strip() for text in self.extras.values())


def texts_of_row(segment: Segment, row: int) -> RowTexts:
    """Return the words of a row by role. Raises nothing."""
    grid, layout = segment.grid, segment.layout
    found = RowTexts()
    ticks: list[_Tick] = []
    options: dict[str, str] = {}
    done: set[tuple[int, int]] = set()  # of the grid: a printed cell may be laid out as several
    ground = _ground(segment, row) if "tick" in layout.roles else frozenset[str | None]()
    for i, column in enumerate(layout.columns):
        cell = grid.slots[row][i]
        if cell is None or cell.row - 1 in segment.header_rows:
            continue
        key, from_above = grid.key(cell), cell.row < row + 1
        role = role_of_cell(grid, layout.columns, cell, i)
        found.roles.setdefault(key, _TICKED.get(role, role))
        if (cell.row, cell.column) in done:
            continue
        done.add((cell.row, cell.column))
        if not from_above and key not in found.cells:
            found.cells.append(key)
        if role in GROUP_ROLES:
            if not from_above and cell.text.strip():
                found.groups[role] = cell
        elif role == "option" and is_tick(cell.text):
            options[column.heading] = cell.text
        elif role == "tick":
            shaded = not from_above and cell.fill not in ground and not cell.text.strip()
            reach = grid.reach(cell)
            if shaded:
                ticks += (_Tick(layout.columns[at].heading, at) for at in reach or (i,))
            elif said := _ticked(cell, column.heading, len(reach)):
                ticks.append(_Tick(said))
            elif not is_no_tick(cell.text):
                found.extras[column.heading] = cell.text
                found.roles[key] = "extras"
                found.flags.append("words_among_ticks")
        elif role in EXTRA_ROLES:
            _add_extra(found, column.heading or f"Column {grid.columns[i]}", grid.columns[i], cell.text)
        elif column.also is not None:
            said = role if role != "timescale" else column.also
            found.texts[said], found.texts["timescale"] = split_off_timescale(cell.text)
            found.shared |= {said, "timescale"} if from_above else set()
        else:
            found.texts[role] = cell.text
            if from_above:
                found.shared.add(role)
    if ticks:
        found.texts["timescale"] = ", ".join(filter(None, [found.texts.get("timescale", ""), *_as_runs(ticks)]))
    elif not segment.layout.roles & {"timescale", "start"}:
        _take_periods_with_words(segment, row, found)
    if "option" in segment.layout.roles:
        _take_options(segment, options, found)
    _take_revised_date(segment, row, found)
    _take_latest_of_series(segment, row, found)
    return found


def _take_options(segment: Segment, options: Mapping[str, str], found: RowTexts) -> None:
    """Take the headings of states and ratings that a row ticks for its status, beside a column of that for extras."""
    if "status" not in segment.layout.roles:
        found.texts["status"] = ", ".join(options)
    else:
        found.extras |= options


def _ground(segment: Segment, row: int) -> frozenset[str | None]:
    """What the cells of a row with words are filled with, or nothing: this shades no year of it."""
    grid, columns = segment.grid, segment.layout.columns
    own = [cell for cell in grid.printed(row) if any(columns[i].role != "tick" for i in grid.reach(cell))]
    return frozenset([None, "", *(cell.fill for cell in own)])


class _Tick(NamedTuple):
    """What a cell under a period says of when; of a shaded one also its column."""

    text: str
    shaded: int = -1


def _as_runs(ticks: Sequence[_Tick]) -> Iterator[str]:
    """What ticks say one by one, and neighbours that are shaded as parts of years from the first to the last."""
    for _, group in groupby(enumerate(ticks), lambda item: _run_of(*item)):
        run = [tick.text for _, tick in group]
        yield run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}"


def _run_of(at: int, tick: _Tick) -> tuple[int, bool]:
    """The same for shaded neighbours under parts of years, another for each other tick."""
    return (tick.shaded - at, True) if tick.shaded >= 0 and within_a_year(tick.text) else (at, False)


def _ticked(cell: Cell, heading: str, columns: int) -> str:
    """When a cell with words under a period says that something will be done; "" where it says no such thing."""
    text = cell.text.strip()
    if is_tick(cell.text):
        return heading
    if is_part_of_a_year(cell.text):
        return f"{text} {heading}"
    return text if columns > 1 and reads_as_timescale(text) else ""  # "Ongoing" over several years


def _add_extra(found: RowTexts, heading: str, column: int, text: str) -> None:
    found.extras[f"{heading} ({column})" if heading in found.extras else heading] = text


def role_of_cell(grid: Grid, columns: Sequence[ColumnRole], cell: Cell, column: int) -> str:
    """The role of a cell: its column's; a cell over several columns takes the one that can hold its text."""
    if cell.column_span == 1:
        return columns[column].role
    roles = [columns[i].role for i in grid.reach(cell)]
    dated = ("timescale",) if reads_as_timescale(cell.text) else ()
    may = ("action", "outcome", "evidence", "progress", *dated, "status")
    return next((role for role in may if role in roles), roles[0])


def _take_revised_date(segment: Segment, row: int, found: RowTexts) -> None:
    """Take the date of a column of revised dates for the timescale, where the row has one; the first goes to extras."""
    columns, slots = segment.layout.columns, segment.grid.slots[row]
    first = segment.layout.column_of("timescale")
    if first is None:
        return
    for i, column in enumerate(columns):
        if not column.revises or not takes_the_place_of_a_date(found.extras.get(column.heading, "")):
            continue
        text = found.extras.pop(column.heading)
        for place, role in ((first, "extras"), (i, "timescale")):
            if (cell := slots[place]) is not None:
                found.roles[segment.grid.key(cell)] = role
        found.extras[columns[first].heading] = found.texts.get("timescale", "")
        found.texts["timescale"], first = text, i
        if "revised_date" not in found.flags:
            found.flags.append("revised_date")


def _take_periods_with_words(segment: Segment, row: int, found: RowTexts) -> None:
    """Take the periods whose cells say what will be done then, where the row says nowhere else when; the words stay in
    extras. Figures are no plans, nor is what was done; behind what will be done nothing was."""
    columns, slots = segment.layout.columns, segment.grid.slots[row]
    told = [
        (period, text)
        for column, text in zip(columns, map(text_of, slots), strict=True)
        if column.series in _TELLING_WHEN and (period := period_in(column.heading)) and _WORDS.search(text)
    ]
    said = [period for period, _ in dropwhile(lambda one: opens_in_the_past(one[1]), told)]
    if said and "action" in segment.layout.roles:
        found.texts["timescale"] = ", ".join(said)


def _take_latest_of_series(segment: Segment, row: int, found: RowTexts) -> None:
    """Take the latest of a series of columns ("Q1 update", "Q2 update") that says something; all stay in extras."""
    columns = segment.layout.columns
    for role in _SERIES:
        if segment.layout.column_of(role) is not None:
            continue
        cells = [segment.grid.slots[row][i] for i, column in enumerate(columns) if column.series == role]
        if not cells:
            continue
        rated = [role == "status" and read_rag(None, fill_of(cell)).rag is not None for cell in cells]
        said = [text for text, fills in zip(map(text_of, cells), rated, strict=True) if fills or not is_no_tick(text)]
        found.texts[role] = said[-1] if said else ""
