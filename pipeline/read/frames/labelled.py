"""The frame of labelled cells: one cell of each row says under labels of its own who and when.

| Train the wardens |        |                   | Lead | By when |
| Lead: HR          |   ->   | Train the wardens | HR   | 2031    |
| By when: 2031     |

What stands before the first label stays in the column; a line without a label goes on with the one above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from pipeline.fold import fold_space
from pipeline.normalise.owner import says_a_relation
from pipeline.read.column_facts import facts_of_column
from pipeline.read.columns import MAIN_ROLES, HeadingText, has_period, read_columns
from pipeline.read.content import reads_as_status
from pipeline.read.frames import STATUS, Candidate, bands
from pipeline.read.grid import Grid
from pipeline.read.header_rows import HeaderReading, headings_of
from pipeline.read.headers import fold_heading
from pipeline.read.list_items import role_of_label
from pipeline.read.raw import CellKey
from pipeline.read.segments import data_cells, data_rows
from pipeline.read.structure import counts_a_grouping
from pipeline.read.weighing import read_weights

Labelled = tuple[str, tuple[tuple[str, str], ...]]
"""The words of a cell before its labels, and its labels with their values."""

_LABEL = re.compile(r"^\s*(?:[•·▪●◦‣○*\uf0b7–-]\s*)?(?P<label>[A-Z][^:?\n]{0,50}?\??)\s*(?::|(?<=\?))\s*(?P<value>.*)$")
_INSIDE = re.compile(
    r"(?<=[\w.,;)])\s+(?=(?P<label>[A-Z][A-Za-z’'/ ]{1,40}?)\s*[:?]\s)"
)  # where a line may hold a further label
_BULLET = re.compile(r"\s*[•·▪●◦‣○\uf0b7]")
_LONGEST = 6  # words of a label
_NOTHING: Labelled = ("", ())
_LEAST = 2  # labels in a row
_MANY = 0.4  # share of the cells with labels in which a label stands that is usual
_MOST = 0.5  # share of the cells of a column that have them


@dataclass(frozen=True, slots=True)
class LabelledFacts:
    """What speaks for the cells of a column holding labels and values; shares from 0 to 1 unless it says otherwise."""

    rows_told: float = 0.0  # of its rows, those with several labels
    who_and_when: float = 0.0  # of these, those whose labels name who and when
    alike: float = 0.0  # of these, those with the labels that most have
    rows: float = 0.0  # such rows, up to 3
    under_periods: float = 0.0  # of the columns that hold them, beyond the first, those headed by periods


def propose(grid: Grid, reading: HeaderReading, unheaded: Sequence[HeadingText] | None = None) -> Candidate | None:
    """Lay out a table by the labels in its cells; None where no column has them. `reading` is the likeliest of its
    heading rows; `unheaded` are the headings of its columns where it has none."""
    usual = usual_labels([cell.text for row in range(grid.height) for cell in grid.printed(row) if ":" in cell.text])
    parted = {
        (row, column): part_labels(cell.text, usual)
        for row in range(grid.height)
        for cell in grid.printed(row)
        for column in grid.reach(cell)[:1]
        if ":" in cell.text and not grid.spans_table(cell)
    }
    if not any(value for _, labels in parted.values() for _, value in labels):
        return None  # "Lead:" labels the cell beside it
    heads = [row for group in reading.groups for row in group if not _row_has_labels(grid, row, parted)]
    rows = [row for row in range(grid.height) if row not in heads]
    blank = unheaded or (HeadingText(),) * grid.width
    over = headings_of(grid, [row for row in heads if row in reading.groups[0]]) if heads else blank
    parted = {place: said for place, said in parted.items() if not _tells_owners_apart(over[place[1]], said)}
    if all(map(_says_relations, filter(_has_labels, parted.values()))):
        return None  # the cells of owners without a heading, and none has other labels
    places = [column for column in range(grid.width) if _holds_labels(grid, rows, column, parted)]
    if not places:
        return None
    cells = [(key, said) for key, said in parted.items() if key[1] in places]
    labels = dict.fromkeys(fold_heading(label) for _, said in cells for label, _ in said[1])
    printed = {fold_heading(label): label for _, said in reversed(cells) for label, _ in said[1]}
    laid = _laid_out(grid, rows, places, list(labels), parted)
    own_rows = data_rows(laid, range(laid.height))
    facts = [facts_of_column(data_cells(laid, own_rows, column)) for column in range(laid.width)]
    headings = (*over, *(HeadingText((printed[label],), _role_told(label)) for label in labels))
    known = [heading if own.printed else HeadingText() for heading, own in zip(headings, facts, strict=True)]
    layout = read_columns(known, facts)
    layout = bands.of_rows_or_bands(layout, bands.propose(laid, range(laid.height), known, facts, margins=True))
    under = sum(has_period(over[column]) for column in places[1:]) / max(1, len(places) - 1)
    facts_of_labels = replace(_facts(grid, rows, parted), under_periods=under)
    evidence = read_weights("labelled").sum("labelled", facts_of_labels)
    headed = frozenset(grid.key(cell) for row in heads for cell in grid.own(row))
    return Candidate("labelled", replace(laid, headings=headed), 0.0, replace(layout, vouched=evidence))


def usual_labels(texts: Sequence[str]) -> frozenset[str]:
    """Return the labels that stand at the head of a line in several cells and many of those that have labels at all."""
    found = Counter(
        fold_heading(match["label"])
        for text in texts
        for line in text.split("\n")
        if (match := _LABEL.match(line)) and len(match["label"].split()) <= _LONGEST
    )
    return frozenset(label for label, count in found.items() if count >= max(2, _MANY * len(texts)))


def part_labels(text: str, usual: Collection[str] = ()) -> Labelled:
    """Part the lines of a cell into the words before its labels, and its labels with their values.

    A label is one in known words, one of the `usual`, or any behind the first.

    >>> part_labels("Train the wardens\\nLead: HR\\nand the unions\\nBy when: 2031")
    ('Train the wardens', (('Lead', 'HR and the unions'), ('By when', '2031')))
    """
    head: list[str] = []
    found: list[tuple[str, list[str]]] = []
    lines, status = _without_status(_lines(text))
    for line in lines:
        match = _LABEL.match(line)
        if match is not None and _is_label(match["label"], bool(found), usual):
            found.append((fold_space(match["label"]), [match["value"]]))
        elif found and found[-1][1][0].strip() and _BULLET.match(line):
            return text, ()  # another action begins
        elif found:
            found[-1][1].append(line)
        else:
            head.append(line)
    if len(found) < _LEAST or any(role_of_label(label) == "status" for label, _ in found):
        found[-1:] = [(label, [*value, *status]) for label, value in found[-1:]]
        head += status if not found else []
    elif status:
        found.append((STATUS, status))
    return "\n".join(head), tuple((label, fold_space(" ".join(value))) for label, value in found)


def _without_status(lines: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """The lines of a cell and, apart, a last one that is a status by itself: "ON TRACK"."""
    last = lines[-1].strip() if len(lines) > _LEAST and not _opens_with_a_label(lines[-1]) else ""
    return (lines[:-1], [lines[-1]]) if last[:1].isupper() and reads_as_status(last) else (lines, [])


def _opens_with_a_label(line: str) -> bool:
    match = _LABEL.match(line)
    return match is not None and role_of_label(match["label"]) is not None


def _is_label(label: str, behind: bool, usual: Collection[str]) -> bool:
    """Whether words before a colon are a label; `behind` says that one stands above them."""
    short = len(label.split()) <= _LONGEST
    return short and (behind or fold_heading(label) in usual or role_of_label(label) is not None)


def _lines(text: str) -> list[str]:
    """The lines of a cell, cut before labels in known words that stand inside them: "Lead: HR By when: 2031"."""
    cut = _INSIDE.sub(lambda found: "\n" if role_of_label(found["label"]) in MAIN_ROLES else found[0], text)
    return [line for line in cut.split("\n") if line.strip()]


def _role_told(label: str) -> str:
    """The role that a label names, "" where it names none or counts a grouping: "Objective 1.2: …"."""
    return "" if counts_a_grouping(label) else role_of_label(label) or ""


def _tells_owners_apart(heading: HeadingText, said: Labelled) -> bool:
    """Whether a cell under a heading of owners has labels of owners alone: "SRO: …" and "Lead: …"."""
    head, labels = said
    roles = {role_of_label(label) for label, _ in labels}
    return all((role_of_label(heading.text) == "owner", not head.strip(), roles <= {"owner", None}))


def _has_labels(said: Labelled) -> bool:
    return bool(said[1])


def _says_relations(said: Labelled) -> bool:
    """Whether a cell is nothing but owners under several labels that say how they take part: "Lead: …", "Help: …"."""
    head, labels = said
    return not head.strip() and len(labels) >= _LEAST and all(says_a_relation(label) for label, _ in labels)


def _holds_labels(grid: Grid, rows: Sequence[int], column: int, parted: dict[tuple[int, int], Labelled]) -> bool:
    """Whether most cells of a column have labels, several of them in the row, one of these who or when."""
    cells = [
        row
        for row in rows
        if any(cell is grid.slots[row][column] for cell in grid.printed(row) if not grid.spans_table(cell))
    ]
    told = [row for row in cells if parted.get((row, column), _NOTHING)[1] and _row_has_labels(grid, row, parted)]
    return len(told) >= max(1, _MOST * len(cells))


def _labels_of_row(grid: Grid, row: int, parted: dict[tuple[int, int], Labelled]) -> list[str]:
    return [label for column in range(grid.width) for label, _ in parted.get((row, column), _NOTHING)[1]]


def _row_has_labels(grid: Grid, row: int, parted: dict[tuple[int, int], Labelled]) -> bool:
    """Whether the cells of a row have several labels, one of them who or when."""
    labels = _labels_of_row(grid, row, parted)
    return len(labels) >= _LEAST and any(role_of_label(label) in ("owner", "timescale") for label in labels)


def _facts(grid: Grid, rows: Sequence[int], parted: dict[tuple[int, int], Labelled]) -> LabelledFacts:
    told = [_labels_of_row(grid, row, parted) for row in rows if _row_has_labels(grid, row, parted)]
    count = max(1, len(told))
    usual = Counter(tuple(map(fold_heading, labels)) for labels in told).most_common(1)
    who_and_when = [{role_of_label(label) for label in labels} >= {"owner", "timescale"} for labels in told]
    flat = [row for row in rows if any(not grid.spans_table(cell) for cell in grid.printed(row))]
    return LabelledFacts(
        rows_told=len(told) / max(1, len(flat)),
        who_and_when=sum(who_and_when) / count,
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
        across = own[0] if any(map(grid.spans_table, grid.printed(row))) else None
        if across is not None:
            whole = replace(across, column=1, column_span=last + len(labels))
            printed_at[at, 1] = printed_at[at, across.column]
            slots.append((whole,) * (grid.width + len(labels)))
        else:
            slots.append((*own, *(values.get(label) for label in labels)))
    columns = (*grid.columns, *range(last + 1, last + 1 + len(labels)))
    return Grid(grid.table, columns, tuple(slots), printed_at)
