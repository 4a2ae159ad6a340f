"""What reading a plan's tables gives: actions in the plan's own words, and the role of every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CellKey = tuple[int, int, int]  # table, row, column, each from 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: enough to open the document and point at it."""

    page: int | None  # counted from 1; None where the format has no pages
    table: int  # counted from 1, in reading order
    row: int  # counted from 1, heading rows included


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """How sure the role of a column is: what its heading and its cells say for it, and what else it may be."""

    margin: float  # by how much its role beats the next best
    rival: str  # the next best role
    known: bool  # its heading is in words that the lexicon has
    headed: bool
    cells: float = 0.0  # what its cells say for its role, above 0, or against it
    said: float = 0.0  # what its heading says for its role
    of_actions: bool = False  # its heading speaks more of actions
    words: float = 0.0  # what the single words of its heading say for its role less what they say for the best other


@dataclass(frozen=True, slots=True)
class TableEvidence:
    """What the reading of a table's columns went by."""

    columns: Mapping[str, ColumnEvidence]  # of the roles of an action
    rivals: Mapping[str, float]  # by role, the least margin of a column that may play it and plays another
    plan: float  # evidence that it is a plan, above 0
    confidence: float  # of its grid, 0 to 1
    exact_rows: bool
    exact_spans: bool
    own_headings: bool
    unknown: float  # share of its headed columns whose headings the lexicon does not know
    unheaded: int  # columns with words and no heading
    without_role: int  # columns left without a role, under headings that nobody knows or none
    spare: Mapping[str, float] = field(default_factory=dict)  # by role, how far a column of another role looks like it
    worded: Mapping[str, float] = field(default_factory=dict)  # by role, what the heading of a column without one says
    near: Mapping[str, float] = field(default_factory=dict)  # by role, the least that a column of another has more
    frame: float = 50.0  # by how much its frame beats the next best


@dataclass(frozen=True, slots=True)
class RowEvidence:
    """What the reading of one action went by."""

    table: TableEvidence
    label: float  # least margin of the labels of its rows
    rows: int  # of the table that it was read from
    groups: tuple[str, ...]  # where its groupings stand: a column, a heading, a row of the table


@dataclass(frozen=True, slots=True)
class StatusBeside:
    """A cell of states or ratings beside the status cell, as printed."""

    heading: str
    text: str
    fill: str | None  # "#rrggbb"


@dataclass(frozen=True, slots=True)
class RawAction:
    """One action as printed: verbatim text by role, and the cells that it came from.

    `texts` holds a key for every role that the table has a column for; "" means that the cell was printed empty. The
    line breaks of the cells are kept.
    """

    place: Place
    theme: str | None
    objective: str | None
    reference: str | None
    texts: Mapping[str, str]
    extras: tuple[tuple[str, str], ...]  # printed heading, text
    status_fill: str | None = None  # "#rrggbb" of the status cell
    among_ratings: bool = False  # the fills of its column are several ratings
    statuses_beside: tuple[StatusBeside, ...] = ()  # of further columns of states or ratings; in `extras` too
    state: str | None = None  # said by a label printed before the action
    part: int = 0  # counts the actions of a row that held several, from 0
    flags: tuple[str, ...] = ()
    evidence: RowEvidence | None = None  # how sure its reading is
    cells: tuple[CellKey, ...] = ()
    numbered_objective: str | None = None  # the objective with its number, where that was split off


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A whole document read: its actions in order, the role of each cell, its title and headings."""

    actions: tuple[RawAction, ...]
    roles: Mapping[CellKey, str]
    title: str | None
    headings: tuple[str, ...]
    passed_over: tuple[str, ...] = ()  # texts that begin like a grouping and are none of any action
