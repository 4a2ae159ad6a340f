"""The frame of labelled cells: one cell of each row says under labels of its own who and when.

| Train the wardens |        |                   | Lead | By when |
| Lead: HR          |   ->   | Train the wardens | HR   | 2031    |
| By when: 2031     |

What stands before the first label stays in the column; a line without a label goes on with the one above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from pipeline.fold import fold_space
from pipeline.read.column_facts import facts_of_column
from pipeline.read.columns import MAIN_ROLES, ColumnRole, HeadingText, Layout, read_columns
from pipeline.read.frames import Candidate
from pipeline.read.grid import Grid
from pipeline.read.header_rows import HeaderReading, headings_of
from pipeline.read.headers import fold_heading
from pipeline.read.list_items import role_of_label
from pipeline.read.raw import CellKey
from pipeline.read.weighing import read_weights

_LABEL = re.compile(r"^\s*(?:[•·▪●◦‣○*\uf0b7–-]\s*)?(?P<label>[A-Z][^:\n]{0,50}?)\s*:\s*(?P<value>.*)$")
_BULLET = re.compile(r"\s*[•·▪●◦‣○\uf0b7]")
_LONGEST = 6  # words of a label
_LEAST = 2  # labels of different roles in a cell
_MOST = 0.5  # share of the cells of a column that have them

Labelled = tuple[str, tuple[tuple[str, str], ...]]
"""The words of a cell before its labels, and its labels with their values."""


@dataclass(frozen=True, slots=True)
class LabelledFacts:
    """What speaks for the cells of a column holding labels and values; shares from 0 to 1 unless it says otherwise."""

    cells: float = 0.0  # of its cells, those with two labels and more in known words
    who_and_when: float = 0.0  # of these, those that say who and when
    alike: float = 0.0  # of these, those with the labels that most have
    rows: float = 0.0  # such cells, up to 3


def propose(grid: Grid, reading: HeaderReading) -> Candidate | None:
    """Lay out a table by the labels in its cells; None where no column has them. `reading` is the likeliest of its
    heading rows."""
    heads = [row for group in reading.groups for row in group]
    rows = [row for row in range(grid.height) if row not in heads]
    parted = {
        (row, column): part_labels(cell.text)
        for row in rows
        for cell in grid.printed(row)
        for column in grid.reach(cell)[:1]
        if "\n" in cell.text.strip()
    }
    places = [column for column in range(grid.width) if _holds_labels(grid, rows, column, parted)]
    if not places:
        return None
    cells = [(key, said) for key, said in parted.items() if key[1] in places and said[1]]
    labels = dict.fromkeys(fold_heading(label) for _, said in cells for label, _ in said[1])
    printed = {fold_heading(label): label for _, said in reversed(cells) for label, _ in said[1]}
    roles = _roles_of(list(labels))
    laid = _laid_out(grid, rows, places, list(labels), parted)
    cells_of = [[cell for slots in laid.slots if (cell := slots[i]) is not None] for i in range(grid.width)]
    facts = [facts_of_column(own) for own in cells_of]
    headings = headings_of(grid, reading.groups[0]) if reading.groups else (HeadingText(),) * grid.width
    rest = read_columns(headings, facts, {role for role in roles if role in MAIN_ROLES})
    columns = (*rest.columns, *(ColumnRole(role, printed[label]) for role, label in zip(roles, labels, strict=True)))
    evidence = read_weights("labelled").sum("labelled", _facts(grid, rows, [said for _, said in cells], places))
    headed = frozenset(grid.key(cell) for row in heads for cell in grid.own(row))
    return Candidate("labelled", replace(laid, headings=headed), 0.0, Layout(columns, rest.score, vouched=evidence))


def part_labels(text: str) -> Labelled:
    """Part the lines of a cell into the words before its labels, and its labels with their values.

    >>> part_labels("Train the wardens\\nLead: HR\\nand the unions\\nBy when: 2031")
    ('Train the wardens', (('Lead', 'HR and the unions'), ('By when', '2031')))
    """
    head: list[str] = []
    found: list[tuple[str, list[str]]] = []
    for line in filter(str.strip, text.split("\n")):
        match = _LABEL.match(line)
        if match is not None and len(match["label"].split()) <= _LONGEST and (found or role_of_label(match["label"])):
            found.append((fold_space(match["label"]), [match["value"]]))
        elif found and found[-1][1][0].strip() and _BULLET.match(line):
            return text, ()  # another action begins
        elif found:
            found[-1][1].append(line)
        else:
            head.append(line)
    return "\n".join(head), tuple((label, fold_space(" ".join(value))) for label, value in found)


def _known(said: Labelled) -> frozenset[str]:
    return frozenset(role for label, _ in said[1] if (role := role_of_label(label)) in MAIN_ROLES and role)


def _holds_labels(grid: Grid, rows: Sequence[int], column: int, parted: dict[tuple[int, int], Labelled]) -> bool:
    """Whether most cells of a column have labels of several roles, one of them who or when."""
    cells = [row for row in rows if any(cell is grid.slots[row][column] for cell in grid.printed(row))]
    known = [_known(parted[row, column]) for row in cells if (row, column) in parted]
    told = [roles for roles in known if len(roles) >= _LEAST and roles & {"owner", "timescale"}]
    return bool(told) and len(told) >= _MOST * len(cells)


def _roles_of(labels: Sequence[str]) -> list[str]:
    """The role of each label, each main role once; further labels are columns under their own words."""
    found: list[str] = []
    for label in labels:
        role = role_of_label(label)
        found.append(role if role in MAIN_ROLES and role not in found and role is not None else "extras")
    return found


def _facts(grid: Grid, rows: Sequence[int], cells: Sequence[Labelled], places: Sequence[int]) -> LabelledFacts:
    told = [said for said in cells if len(_known(said)) >= _LEAST]
    count = max(1, len(told))
    usual = Counter(tuple(fold_heading(label) for label, _ in said[1]) for said in told).most_common(1)
    printed = sum(
        any(cell is grid.slots[row][column] for column in places) for row in rows for cell in grid.printed(row)
    )
    return LabelledFacts(
        cells=len(told) / max(1, printed),
        who_and_when=sum(_known(said) >= {"owner", "timescale"} for said in told) / count,
        alike=usual[0][1] / count if usual else 0.0,
        rows=min(3.0, len(told)),
    )


def _laid_out(
    grid: Grid,
    rows: Sequence[int],
    places: Sequence[int],
    labels: Sequence[str],
    parted: dict[tuple[int, int], Labelled],
) -> Grid:
    """The rows as they are, then a column for each label; the words of a labelled cell go to these."""
    last = max(grid.columns, default=0)
    slots: list[tuple[Cell | None, ...]] = []
    printed_at: dict[tuple[int, int], CellKey] = {}
    new_row = {row: at for at, row in enumerate(rows, 1)}
    for row in rows:
        at = new_row[row]
        own: list[Cell | None] = []
        values: dict[str, Cell] = {}
        for column, cell in enumerate(grid.slots[row]):
            if cell is None or cell.row - 1 not in new_row:
                own.append(None)
                continue
            begins = new_row[cell.row - 1]
            placed = replace(cell, row=begins)
            if column in places and (row, column) in parted:
                head, said = parted[row, column]
                placed = replace(placed, text=head, uncounted=())
                for label, value in said:
                    place = last + 1 + labels.index(fold_heading(label))
                    values.setdefault(
                        fold_heading(label), replace(placed, column=place, column_span=1, row_span=1, text=value)
                    )
                    printed_at[at, place] = grid.key(cell)
            printed_at[begins, cell.column] = grid.key(cell)
            own.append(placed)
        slots.append((*own, *(values.get(label) for label in labels)))
    columns = (*grid.columns, *range(last + 1, last + 1 + len(labels)))
    return Grid(grid.table, columns, tuple(slots), printed_at)
