"""Whether a table plans anything: what its columns, cells and the heading over it say for a plan, and against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.document import Table
from pipeline.fold import fold
from pipeline.read.column_facts import ColumnFacts
from pipeline.read.columns import ColumnRole, HeadingText, has_period, names_a_period, series_name, text_says
from pipeline.read.content import owner_likeness, reads_as_status
from pipeline.read.frames import no_plan
from pipeline.read.headers import is_known_to_be_none
from pipeline.read.list_items import MARK, items_of, parse_item
from pipeline.read.segments import Segment, data_cells, data_rows, stands_across
from pipeline.read.structure import names_a_plan, names_another_table, opens_a_legend, opens_with_a_verb, unnumbered
from pipeline.read.weighing import read_weights

_FIGURES = 0.6  # share of figures from which a column holds these
_SAMPLE = 12  # cells that are looked into
_OWNER = 0.8  # likeness of an owner from which a cell names one
_NAME = 8  # words up to which a text may be the name of somebody and no more
_NAMED = 3.0  # evidence for a role from which a heading over a table names it
_KEY_WIDTH = 2  # columns of a key to states
_VERSION = re.compile(r"(?:v|ver|version|draft|issue|rev(?:ision)?)?[. ]{0,2}\d{1,2}(?:\.\d{1,2}){0,2}", re.IGNORECASE)
_NEARLY_ALL = 0.75  # of its rows: a state may be in a body's own word
_LEAST_STATES = 3  # that it explains


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is true of a table as a whole; from 0 to 1 unless it says otherwise."""

    action_said: float = 0.0
    action_cells: float = 0.0
    owner_said: float = 0.0
    owner_cells: float = 0.0
    dates_said: float = 0.0
    dates_cells: float = 0.0
    outcome_said: float = 0.0
    status_said: float = 0.0
    status_cells: float = 0.0
    ticks: float = 0.0
    evidence_said: float = 0.0
    counted: float = 0.0  # a word and a number count the rows, under a heading that names actions
    foreign: float = 0.0  # share of the headings that belong to tables of other kinds
    figures: float = 0.0  # share of the columns that hold figures
    figures_by_period: float = 0.0
    contacts: float = 0.0  # the greatest share of addresses in a column
    called_plan: float = 0.0
    called_other: float = 0.0
    goes_on: float = 0.0
    borrowed: float = 0.0  # 1: its headings are those of a table before, and other words stand between them
    no_action: float = 0.0  # 1: neither a column of actions nor of what is in place
    narrow: float = 0.0  # 1: one column
    versions: float = 0.0  # 1: a column headed as versions holds their numbers
    key: float = 0.0  # 1: states or ratings, each once, beside what they mean
    action_verbs: float = 0.0  # share of the cells of actions that begin with a verb of plans, where nothing is headed
    action_numbers: float = 0.0  # share of the cells of actions that begin with a number, where nothing is headed
    action_names: float = 0.0  # share of the cells of actions that name who, less where their heading says actions
    lines_say: float = 0.0  # cells of actions that say themselves who and when, where no column does
    vouched: float = 0.0  # evidence of the frame that settled the columns
    other_kind: float = 0.0  # how far the headings are those of a table of another kind
    other_whole: float = 0.0  # 1: all of them are


def facts_of_plan(
    segment: Segment, headings: Sequence[str], *, goes_on: bool = False, action_over: bool = False
) -> PlanFacts:
    """Return what speaks for a segment being a plan.

    `headings` are those over it, the nearest last; `goes_on` says that it follows a plan directly, `action_over` that
    the heading over it is its action.
    """
    columns = segment.layout.columns
    facts = segment.looks
    headed = [column for column in columns if column.heading]

    def said(*roles: str) -> float:
        return max((_said(column, role) for column in columns for role in roles if _plays(column, role)), default=0.0)

    def cells(role: str, of: str) -> float:
        return max(
            (float(getattr(own, of)) for column, own in zip(columns, facts, strict=True) if _plays(column, role)),
            default=0.0,
        )

    figures = [column for column, own in zip(columns, facts, strict=True) if own.figures >= _FIGURES]
    other = _other_kind(segment)
    nearest = [*headings[-1:], *_strip(segment)]
    over = action_over or _has_bands(segment, goes_on=goes_on)
    of_actions = over or any(column.role in ("action", "evidence") for column in columns)
    return PlanFacts(
        action_said=1.0 if over else said("action"),
        action_cells=_order(columns, facts),
        owner_said=said("owner"),
        owner_cells=cells("owner", "owner"),
        dates_said=said("timescale", "start"),
        dates_cells=max(cells("timescale", "timescale"), cells("start", "timescale")),
        outcome_said=said("outcome"),
        status_said=said("status", "progress"),
        status_cells=cells("status", "rated"),
        ticks=float(any(column.role == "tick" for column in columns)),
        evidence_said=said("evidence", "gap", "objective", "theme"),
        counted=said("action") * cells("reference", "counted"),
        foreign=sum(_is_foreign(column) for column in headed) / max(len(headed), 1),
        figures=sum(column.role != "reference" for column in figures) / max(len(facts), 1),
        figures_by_period=float(sum(names_a_period(column.heading) for column in figures) > 1),
        contacts=max((own.contact for own in facts), default=0.0),
        called_plan=float(any(names_a_plan(heading) for heading in headings)),
        called_other=float(any(names_another_table(heading) or _tells_the_past(heading) for heading in nearest)),
        goes_on=float(goes_on),
        borrowed=float(bool(headed and headings) and not (segment.own_headings or goes_on)),
        no_action=float(not of_actions),
        narrow=float(len(columns) == 1),
        versions=float(any(_counts_versions(segment, i, column) for i, column in enumerate(columns))),
        key=float(_is_key(segment.grid.table)),
        action_verbs=0.0 if headed else _share(_orders, segment),
        action_numbers=0.0 if headed else _share(_begins_numbered, segment),
        action_names=(1.0 - said("action")) * _share(_names_somebody, segment),
        lines_say=_lines_say(segment),
        vouched=segment.layout.vouched,
        other_kind=other.evidence if other is not None else 0.0,
        other_whole=float(other is not None and other.covers == 1.0),
    )


def _has_bands(segment: Segment, *, goes_on: bool) -> bool:
    """Whether actions stand across the table over their cells: also in what takes the columns of such a table, unless
    it follows that directly."""
    if not segment.layout.banded or goes_on or segment.own_headings:
        return segment.layout.banded
    return any(stands_across(segment.grid, segment.grid.printed(row)) for row in segment.rows)


def _tells_the_past(heading: str) -> bool:
    """Whether a heading is worded as one over what was done ("What we achieved in 2027 to 2031")."""
    said = text_says(heading)[0]
    return max(said, key=said.__getitem__, default="") == "progress" and said["progress"] >= _NAMED


def _is_key(table: Table) -> bool:
    """Whether a table of two columns prints states or ratings, each once, and what they mean, and hardly anything
    else under its title; or a table prints nothing but states, each once on its colour or beside it."""
    said = [fold(cell.text) for cell in table.cells if cell.text.strip() and not opens_a_legend(cell.text)]
    if len(said) >= _LEAST_STATES and len(said) == len({*said}) and all(map(reads_as_status, said)):
        return True
    if table.columns != _KEY_WIDTH:
        return False
    states = {fold(cell.text) for cell in table.cells if cell.column == 1 and reads_as_status(cell.text)}
    meant = sum(cell.column == _KEY_WIDTH and bool(cell.text.strip()) for cell in table.cells)
    return len(states) >= max(_LEAST_STATES, _NEARLY_ALL * meant)


def _counts_versions(segment: Segment, number: int, column: ColumnRole) -> bool:
    """Whether a column headed as the versions of a document holds their numbers ("0.1", "v2", "Draft 3")."""
    match no_plan.propose([column.heading]):
        case no_plan.OtherTable(kind="versions"):
            cells = data_cells(segment.grid, data_rows(segment.grid, segment.rows), number)
            return all(_VERSION.fullmatch(cell.text.strip()) for cell in cells)
    return False


def _cells_of_actions(segment: Segment) -> list[str]:
    """The texts of the first cells of a table's actions."""
    column = segment.layout.column_of("action")
    if column is None:
        return []
    cells = data_cells(segment.grid, data_rows(segment.grid, segment.rows), column)
    return [cell.text for cell in cells if cell.text.strip()][:_SAMPLE]


def _share(holds: Callable[[str], bool], segment: Segment) -> float:
    """The share of the cells of actions of which something holds."""
    texts = _cells_of_actions(segment)
    return sum(map(holds, texts)) / max(1, len(texts))


def _orders(text: str) -> bool:
    """Whether a cell begins with a verb of plans, behind its number or the mark of a list."""
    return opens_with_a_verb(unnumbered(MARK.sub("", text)))


def _begins_numbered(text: str) -> bool:
    return unnumbered(text) != text


def _names_somebody(text: str) -> bool:
    return len(text.split()) <= _NAME and owner_likeness(text) >= _OWNER and not _orders(text)


def _lines_say(segment: Segment) -> float:
    """The share of the cells of actions whose lines say who and when, where no column does."""
    if segment.layout.roles & {"owner", "timescale", "start", "tick"}:
        return 0.0
    texts = _cells_of_actions(segment)
    told = [any(item.full for item in map(parse_item, items_of(text))) for text in texts]
    return sum(told) / len(told) if told else 0.0


def _other_kind(segment: Segment) -> no_plan.OtherTable | None:
    """The kind of another table that the headings tell: joined, in one of their rows, or in the first row or column of
    the table, where it was laid out anew."""
    grid = segment.grid
    rows = {0, *(segment.header_rows or segment.rows[:1])} & {*range(grid.height)}
    texts = [[cell.text for cell in grid.printed(row)] for row in sorted(rows)]
    if grid.printed_at:
        texts.append([places[0].text for places in grid.slots if places[0] is not None])
    texts.append([column.heading for column in segment.layout.columns if column.heading])
    if grid.printed_at:  # a frame may have fewer columns than the table has headings
        across = _first_row(grid.table)
        texts = [across, *(headings for headings in texts if len(headings) > len(across))]
    found = (no_plan.propose(headings) for headings in texts if len(headings) > 1)
    return max(filter(None, found), key=lambda other: other.covers, default=None)


def _first_row(table: Table) -> list[str]:
    """The texts of the cells that are printed in the first row of a table."""
    return [cell.text for cell in table.cells if cell.row == 1 and cell.text.strip()]


def _strip(segment: Segment) -> list[str]:
    """The text of a cell alone in the first row of the table, a title set over it."""
    first = _first_row(segment.grid.table)
    return first if len(first) == 1 else []


def _is_foreign(column: ColumnRole) -> bool:
    """Whether a heading belongs to tables of other kinds, and its column plays no role in this one."""
    return column.role == "extras" and is_known_to_be_none(column.heading)


def _plays(column: ColumnRole, role: str) -> bool:
    return role in (column.role, column.also, column.series)


def _said(column: ColumnRole, role: str) -> float:
    """How far the heading of a column names its role."""
    return _names(column.heading, role) if column.heading else 0.0


@lru_cache(maxsize=2048)
def _names(printed: str, role: str) -> float:
    """How far a heading names a role, 0 to 1, with its period or without ("Actions by March 2031")."""
    heading = HeadingText((printed,))
    texts = {printed, series_name(heading)} if has_period(heading) else {printed}
    says = max((text_says(text)[0].get(role, 0.0) for text in texts if text), default=0.0)
    return min(1.0, max(0.0, says / 4.0))


def _order(columns: Sequence[ColumnRole], facts: Sequence[ColumnFacts]) -> float:
    """How far the cells of the actions are texts that begin as orders do, from -1 to 1."""
    own = next((own for column, own in zip(columns, facts, strict=True) if column.role == "action"), None)
    return 0.0 if own is None else max(-1.0, min(1.0, own.imperative + 0.5 * own.wordy - own.dated - own.figures - 0.3))


def plan_score(facts: PlanFacts) -> float:
    """Return the evidence for a plan; above 0 the table is one."""
    return read_weights("plan").sum("plan", facts)
