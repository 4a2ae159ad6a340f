"""The frame of periods: columns headed by years or quarters whose cells are the actions of that time.

| Priority | 2024/25       | 2025/26     |        | Priority | action        | timescale |
| Staff    | Train leaders | Train staff |   ->   | Staff    | Train leaders | 2024/25   |
                                                  | Staff    | Train staff   | 2025/26   |

What a cell says under labels of its own ("Lead: Head of HR") is that of its action, as is what stands beside it under
the same period ("What we will do | Who" under each year).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.read.column_facts import ColumnFacts, facts_of_column
from pipeline.read.columns import (
    ColumnRole,
    HeadingText,
    Layout,
    has_period,
    names_a_period,
    read_columns,
    series_name,
    within_a_year,
)
from pipeline.read.content import is_no_tick
from pipeline.read.frames import Candidate
from pipeline.read.frames.labelled import part_labels
from pipeline.read.grid import Grid
from pipeline.read.header_rows import HeaderReading, headings_of
from pipeline.read.headers import match_heading
from pipeline.read.list_items import in_closing_bracket, role_of_label
from pipeline.read.raw import CellKey
from pipeline.read.row_split import BULLET
from pipeline.read.segments import data_cells, data_rows
from pipeline.read.structure import opens_in_the_past, opens_with_a_verb, structure_words
from pipeline.read.weighing import read_weights

_SAID_INSIDE = frozenset({"owner", "outcome", "status", "evidence", "progress"})  # roles of labels in a cell


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """What speaks for a table whose columns are periods; shares from 0 to 1 unless it says otherwise."""

    columns: float = 0.0  # columns headed by periods, up to 5
    bare: float = 0.0  # headed by a period and nothing else
    called_action: float = 0.0  # "Action by April 2024", "What we will do" over years
    wordy: float = 0.0  # -0.6 to 1: words of their cells
    order: float = 0.0  # cells that begin like an order
    verbs: float = 0.0  # cells that begin with a verb of plans
    past: float = 0.0  # cells that begin with what was done
    figures: float = 0.0  # cells that are figures, ticks, states
    told_who: float = 0.0  # cells that say who under a label, or in the bracket that closes them
    other_action: float = 0.0  # evidence of another column for being the action's, 0 to 1

    @property
    def verbs_of_bare(self) -> float:
        """Cells that begin with a verb of plans, under a period and nothing else, or one that is called actions."""
        return max(self.bare, self.called_action) * self.verbs


def propose(grid: Grid, reading: HeaderReading) -> Candidate | None:
    """Lay out a table by its columns of periods; None where it has fewer than two.

    `reading` is the likeliest of its heading rows.
    """
    header_rows = reading.groups[0] if reading.groups else _period_row(grid)
    if not header_rows:
        return None
    headings = headings_of(grid, header_rows)
    places = _period_columns(headings)
    if len(places) < 2:
        return None
    rows = data_rows(grid, [row for row in range(grid.height) if row > header_rows[-1]])
    facts = [facts_of_column(data_cells(grid, rows, i)) for i in range(grid.width)]
    with_each = _columns_with_each(headings, places)
    others = [i for i in range(grid.width) if i not in places and not any(i in own for own in with_each)]
    beside = [headings[i] for i in others], [facts[i] for i in others]
    rest = read_columns(*beside, ("timescale", "start"), margins=False)
    cells = [cell.text for i in places for cell in data_cells(grid, rows, i) if cell.text.strip()]
    said_beside = zip(rest.columns, beside[1], strict=True)
    evidence = read_weights("periods").sum("periods", _facts(headings, places, facts, said_beside, cells))
    laid, labels = _laid_out(grid, header_rows, places, others, with_each)
    under = [HeadingText(headings[own[0]].tiers[-1:]) for own in with_each]
    under_facts = [facts_of_column([cell for i in own for cell in data_cells(grid, rows, i)]) for own in with_each]
    without = read_columns((*beside[0], *under), (*beside[1], *under_facts), ("action", "timescale", "start"))
    heads = [_as_group(column) if at == 0 else column for at, column in enumerate(without.columns)]
    said = [ColumnRole(role if role in _SAID_INSIDE else "extras", label) for role, label in labels.items()]
    count = len(others)
    columns = (*heads[:count], ColumnRole("action", ""), ColumnRole("timescale", ""), *heads[count:], *said)
    return Candidate("periods", laid, 0.0, Layout(columns, without.score, vouched=evidence))


def _as_group(column: ColumnRole) -> ColumnRole:
    """A first column of words that play no role beside columns of actions groups them."""
    return replace(column, role="theme") if column.role in ("extras", "gap") and not column.known else column


def _period_row(grid: Grid) -> tuple[int, ...]:
    """The first row that holds two periods or more: headings, even where nothing else speaks for it."""
    for row in range(min(4, grid.height)):
        if sum(names_a_period(cell.text) for cell in grid.printed(row)) >= 2:
            return (row,)
    return ()


def _period_columns(headings: Sequence[HeadingText]) -> list[int]:
    """The columns headed by periods, alike but for these: bare ones, or those of the longest series."""
    by_name: dict[str, list[int]] = {}
    for i, heading in enumerate(headings):
        if has_period(heading):
            by_name.setdefault(series_name(heading), []).append(i)
    return max(by_name.values(), key=len, default=[])


def _columns_with_each(headings: Sequence[HeadingText], places: Sequence[int]) -> list[list[int]]:
    """The further columns that stand once behind each column of a period, before the next: "Who" under each year."""
    ends = [*places[1:], len(headings)]
    behind = [range(first + 1, end) for first, end in zip(places, ends, strict=True)]
    names = [[series_name(headings[i]) for i in own if has_period(headings[i])] for own in behind]
    return [
        [own[at] for own in behind]
        for at in range(min(map(len, behind)))
        if all(name[at : at + 1] == names[0][at : at + 1] != [] for name in names)
    ]


def _facts(
    headings: Sequence[HeadingText],
    places: Sequence[int],
    facts: Sequence[ColumnFacts],
    beside: Iterable[tuple[ColumnRole, ColumnFacts]],
    cells: Sequence[str],
) -> PeriodFacts:
    told = [facts[i] for i in places if facts[i].printed]
    printed = max(1, sum(own.printed for own in told))
    name = series_name(headings[places[0]])
    others = [_other_action(column, own, bare=not name) for column, own in beside if column.role == "action"]
    return PeriodFacts(
        columns=min(5, len(places)),
        bare=float(not name),
        called_action=_called_action(name),
        wordy=sum(own.wordy * own.printed for own in told) / printed,
        order=sum(own.imperative * own.printed for own in told) / printed,
        verbs=sum(map(opens_with_a_verb, cells)) / max(1, len(cells)),
        past=sum(map(opens_in_the_past, cells)) / max(1, len(cells)),
        told_who=sum(map(_says_who, cells)) / max(1, len(cells)),
        figures=sum(max(own.figures, own.tick, own.status) * own.printed for own in told) / printed,
        other_action=max(others, default=0.0),
    )


def _says_who(text: str) -> bool:
    return "owner" in _labels(text) if ":" in text else bool(in_closing_bracket(text))


def _other_action(column: ColumnRole, own: ColumnFacts, *, bare: bool) -> float:
    """How far a column beside the periods is that of the actions, 0 to 1: where its heading names something else, as
    far as its cells are orders of several words, beside bare periods in known verbs."""
    if not column.known:
        return 0.3
    named = match_heading(fold_space(column.heading)).get("action", 0.0)
    ordered = (own.verbs if bare else own.imperative) * (own.wordy > 0.0)
    return max(named, ordered) * min(1.0, max(0.0, column.margin / 4.0))


def _called_action(series: str) -> float:
    """How far what stands over the periods is worded as the heading of actions, 0 to 1; the aims of a year may hold
    them too."""
    if not {"action", "actions"}.isdisjoint(series.split()):
        return 1.0
    said = match_heading(series)
    others = [weight for role, weight in said.items() if role not in ("action", "theme", "objective")]
    return max(0.0, said.get("action", 0.0) - max(others, default=0.0))


def _when(heading: str) -> str:
    """The words of a heading that say when: without "Action" before "by April 2024"."""
    words = fold_space(heading).split(" ")
    while len(words) > 1 and fold(words[0].strip(":")) in structure_words().action_words:
        words = words[1:]
    return " ".join(words)


def _reaches(row: Sequence[Cell | None], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last column of each cell that a row has under periods."""
    for _, own in groupby(places, lambda i: row[i] or i):
        first, *more = own
        yield first, more[-1] if more else first


def _actions_in(cell: Cell | None) -> list[Cell | None]:
    """The cell of a period, or one for each bullet where its other lines have labels: they are as many actions."""
    lines = cell.text.strip().split("\n") if cell is not None else []
    begins = [at for at, line in enumerate(lines) if BULLET.match(line) and not _labels(line)]
    if cell is None or cell.uncounted or begins[:1] != [0]:
        return [cell]
    if not all(_labels(line) for at, line in enumerate(lines) if at not in begins):
        return [cell]
    ends = [*begins[1:], len(lines)]
    return [replace(cell, text="\n".join(lines[at:end]).strip()) for at, end in zip(begins, ends, strict=True)]


def _labels(text: str) -> Mapping[str, tuple[str, str]]:
    """What a text says under labels: label and value by role, by the folded label where that has none here; nothing of
    a text whose labels say no more of its action ("We will: …" over steps)."""
    said = [(role_of_label(label), label, value) for label, value in part_labels(text)[1]]
    roles = {role for role, _, _ in said}
    if "action" in roles or roles.isdisjoint(_SAID_INSIDE):
        return {}
    return {role if role in _SAID_INSIDE else fold(label): (label, value) for role, label, value in said}


def _period_over(grid: Grid, header_rows: Sequence[int], first: int, last: int) -> Cell | None:
    """The lowest heading over a cell that says when; over a merged one "2031/32 to 2033/34"."""
    over = [[head for r in reversed(header_rows) if (head := grid.slots[r][i]) is not None] for i in (first, last)]
    over = [[head for head in heads if has_period(HeadingText((head.text,)))] or heads for heads in over]
    said = dict.fromkeys(_with_its_year([head.text for head in heads]) for heads in over if heads)
    if not over[0]:
        return None
    year, *others = {year for year, _ in said}
    if others:
        return replace(over[0][0], text=" to ".join(f"{year} {period}".strip() for year, period in said))
    return replace(over[0][0], text=f"{year} {' to '.join(period for _, period in said)}".strip())


def _with_its_year(tiers: Sequence[str]) -> tuple[str, str]:
    """The year that stands over a heading that is a part of one, "" where none does, and the heading; from below."""
    lowest, *above = map(_when, tiers)
    return next((year for year in above if within_a_year(f"{lowest} {year}")), ""), lowest


def _laid_out(
    grid: Grid,
    header_rows: Sequence[int],
    places: Sequence[int],
    others: Sequence[int],
    with_each: Sequence[Sequence[int]],
) -> tuple[Grid, Mapping[str, str]]:
    """A row for each cell of a period: the other cells of its row, then the cell, then the heading of its period, then
    the cells beside it under the same period, then what it says under labels; and these labels by role."""
    labels = _labels_under(grid, header_rows, places)
    when = len(others) + 2
    width = when + len(with_each) + len(labels)
    slots: list[tuple[Cell | None, ...]] = []
    printed_at: dict[tuple[int, int], CellKey] = {}

    def place(cell: Cell | None, column: int, *, header: bool = False) -> Cell | None:
        if cell is None:
            return None
        placed = replace(cell, row=len(slots) + 1, column=column, row_span=1, column_span=1, header=header)
        printed_at[placed.row, placed.column] = grid.key(cell)
        return placed

    for row in range(header_rows[-1] + 1, grid.height):
        match grid.printed(row):
            case [cell] if grid.spans_table(cell):
                across = replace(cell, row=len(slots) + 1, column=1, row_span=1, column_span=width)
                printed_at[across.row, 1] = grid.key(cell)
                slots.append((across,) * width)
                continue
        texts = grid.texts(row)
        for first, last in _reaches(grid.slots[row], places):
            if is_no_tick(texts[first]):
                continue
            period = _period_over(grid, header_rows, first, last)
            for action in _actions_in(grid.slots[row][first]):
                beside = [place(grid.slots[row][other], at) for at, other in enumerate(others, 1)]
                words, *said = _with_labels(action, labels)
                own = [grid.slots[row][columns[places.index(first)]] for columns in with_each]
                values = [place(value, at) for at, value in enumerate((*own, *said), when + 1)]
                slots.append((*beside, place(words, when - 1), place(period, when), *values))
    return Grid(grid.table, tuple(range(1, width + 1)), tuple(slots), printed_at), labels


def _labels_under(grid: Grid, header_rows: Sequence[int], places: Sequence[int]) -> Mapping[str, str]:
    """The labels in the cells of periods by role, as printed first."""
    cells = [cell for row in range(header_rows[-1] + 1, grid.height) for i in places if (cell := grid.slots[row][i])]
    found: dict[str, str] = {}
    for action in (action for cell in cells if ":" in cell.text for action in _actions_in(cell) if action is not None):
        for role, (label, _) in _labels(action.text).items():
            found.setdefault(role, label)
    return found


def _with_labels(action: Cell | None, labels: Mapping[str, str]) -> list[Cell | None]:
    """The cell of an action without what it says under labels, then a cell for each of these."""
    said = _labels(action.text) if action is not None else {}
    if action is None or not said:
        return [action, *(None for _ in labels)]
    words = replace(action, text=part_labels(action.text)[0], uncounted=())
    return [words, *(replace(words, text=said[role][1]) if role in said else None for role in labels)]
