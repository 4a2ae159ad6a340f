"""The frame of cards: a table that prints each action as a block of labels and values, laid out as rows below headings.

| Action    | Train all staff |            | Action          | Lead | By when |
| Lead      | HR              |    ->      | Train all staff | HR   | 2025    |
| By when   | 2025            |

A label that comes again begins the next record, and so does a cell over the whole width that numbers it ("Action 7"),
or that stands over it as its action or its grouping. Labels that nobody knows stay as columns under their own words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from extractors.document import Cell, Table
from pipeline.fold import fold_space
from pipeline.normalise.rag import read_rag
from pipeline.read.bars import read_bar, says_state
from pipeline.read.blocks import OF_LINES
from pipeline.read.columns import text_says
from pipeline.read.content import begins_like_an_order, reads_as_status, reads_as_timescale
from pipeline.read.frames import ACTION, STATUS, WHEN, WHO, Candidate
from pipeline.read.frames.lines_of_boxes import Pair, boxes_of
from pipeline.read.grid import Grid, are_apart, set_off, with_words
from pipeline.read.headers import fold_heading
from pipeline.read.list_items import MARK
from pipeline.read.raw import CellKey
from pipeline.read.structure import (
    counts_a_grouping,
    ends_open,
    is_appended,
    is_number,
    is_reference,
    looks_like_title,
    number_over,
    opens_with_a_verb,
    split_reference,
    unnumbered,
)
from pipeline.read.weighing import read_weights

# "Action 7", "Action B2:": the label, and the number of the record
_NUMBER_AT_END = re.compile(r"\s+(?P<number>(?P<letter>[A-Z]{1,3}[- ]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?)[\s:.)]*$")
_REFERENCE = "#"  # column of the numbers that stand in labels and strips
_SURE = 3.2  # evidence for a role from which a label is known
LONGEST_LABEL = 8  # words
_MOST_SHARED = 0.5  # of the labels of a table that open rows of others: where half do, the rest may be values
_STACKED = 2  # rows of different labels over values from which they make a record
_MOST_ROLES = 6  # labels of different roles that count
_HOPELESS = -10.0  # evidence for cards from which no reading of them makes up: of 636 tables in hand none came near


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What speaks for a table being cards; shares from 0 to 1 unless it says otherwise."""

    roles: float = 0.0  # different roles that its labels name without doubt, up to 6
    unknown: float = 0.0  # labels in words that no lexicon has
    long: float = 0.0  # labels of more words than a label has
    set_off: float = 0.0  # 1: labels are bold or filled and values are not
    again: float = 0.0  # 1: the labels come again in the same order, here or in the table before
    elsewhere: float = 0.0  # labels that open rows of other tables too: most and several, one of them with a role
    headed: float = 0.0  # values that are headings
    headings_abreast: float = 0.0  # 1: in one row both labels and both values are headings
    no_values: float = 0.0  # labels without a value
    opens: float = 0.0  # 1: an action or its number stands first
    strips: float = 0.0  # 1: a cell over the whole width opens each record
    few: float = 0.0  # 1: fewer than three pairs, and none elsewhere
    figures: float = 0.0  # labels without a letter
    of_lines: float = 0.0  # 1: made from lines of running text that were found to be labelled
    ratings: float = 0.0  # 1: several labels are ratings, as a key to them prints


@dataclass(slots=True)
class _Pairs:
    """The labels and values of a table in reading order, and the cells over its whole width by the pair below them."""

    pairs: list[tuple[Cell, Cell | None]] = field(default_factory=list)
    across: dict[int, list[Cell]] = field(default_factory=dict)
    told: bool = False  # what stands over the pairs heads them, however it is worded

    @property
    def labels(self) -> list[str]:
        """The folded labels, without the numbers of records."""
        return [split_number(label.text)[0] for label, _ in self.pairs]


@lru_cache(maxsize=4096)
def split_number(text: str) -> tuple[str, str | None]:
    """Split the number of a record off its folded label.

    >>> split_number("Action 1.2:"), split_number("Action B2"), split_number("Progress Q1"), split_number("By when")
    (('action', '1.2'), ('action', 'B2'), ('progress q1', None), ('by when', None))
    """
    printed = fold_space(text)
    found = _NUMBER_AT_END.search(printed)
    if found is None or (found["letter"] and not is_reference(printed.rstrip(" :.)"))):
        return fold_heading(printed), None
    return fold_heading(printed[: found.start()]), found["number"]


def names_an_action(text: str) -> bool:
    """Tell whether a heading is worded or numbered as an action ("2.1 Train the wardens", "Train the wardens")."""
    bare = unnumbered(MARK.sub("", text))
    if _only_titles(text) or is_appended(text):
        return False
    return split_reference(fold_space(text))[0] is not None or begins_like_an_order(bare)


def _only_titles(text: str) -> bool:
    """Whether a text is the title of a plan ("EDS action plan"), and orders nothing ("Review the action plan")."""
    return looks_like_title(text) and not opens_with_a_verb(unnumbered(text))


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> str | None:
    """The role that a label names without doubt; None where it names none."""
    said, _ = text_says(label) if label else ({}, 0.0)
    role = max(said, key=said.__getitem__, default="")
    return role if said.get(role, 0.0) >= _SURE else None


@dataclass(frozen=True, slots=True)
class Among:
    """What the other blocks of a document say of tables that may be cards."""

    headed: Set[int] = frozenset()  # numbers of the tables that stand under a heading of their own
    labels: Set[str] = frozenset()  # folded, that open rows of several tables


def labels_of_several(grids: Sequence[Grid]) -> frozenset[str]:
    """The words that open rows of several tables, folded: as the labels of cards in tables of their own."""
    opened = Counter(label for grid in grids for label in _first_words(grid) - {""})
    return frozenset(label for label, tables in opened.items() if tables > 1)


def _first_words(grid: Grid) -> set[str]:
    """The folded texts that open rows; those that number a record, or are too long for a label, left out."""
    texts = {cell.text for cell in with_words(row[0] for row in grid.slots if row)}
    words = [split_number(text) for text in texts if len(text.split()) <= LONGEST_LABEL]
    return {label for label, number in words if number is None}


def propose(grid: Grid, before: Sequence[Grid], among: Among) -> Candidate | None:
    """Lay out a table as cards; None where it has no pairs of labels and values. `before` are the grids before it."""
    cards = [one for one in before if one.printed_at]
    may_go_on = grid.table.number not in among.headed
    last = next((one for one in before[-1:] if may_go_on and one.printed_at and grid.follows_page_of(one)), None)
    found = _pairs_of(grid) or _pairs_of_boxes(boxes_of(grid))
    if not found.pairs or _headings_in(value for _, value in found.pairs):
        found = _pairs_of_stack(grid) or found
    if last is not None and not found.pairs:
        found = _rest_of_value(found, last)
    if not found.pairs:
        return None
    of_lines = grid.table.route == OF_LINES
    rest_of = _goes_on(found, last, cards) if last is not None else None
    like = rest_of or _begun(found, cards)
    facts = _facts(found, cards, among.labels, of_lines=of_lines)
    evidence = read_weights("cards").sum("cards" if like is None else "rest", facts)
    if evidence < _HOPELESS:
        return None
    labels = found.labels
    cut_value = rest_of is not None and not labels[0]
    if cut_value:
        labels[0] = _labels(cards[-1])[_last_filled(cards[-1])]
    named = "action" in {role_of_label(label) for label in labels}
    across = _heads(found, headed_as_action=named, told=found.told or of_lines)
    columns = _labels(like) if like is not None else []
    laid = replace(
        laid_out_records(grid.table, found.pairs, labels, across, columns),
        goes_on=rest_of,
        like=like,
        cut_value=cut_value,
    )
    return Candidate("cards", laid, evidence)


def _facts(found: _Pairs, cards: Sequence[Grid], alike: Set[str], *, of_lines: bool) -> CardFacts:
    labels = found.labels
    known_before = {label for grid in cards for label in _labels(grid)}
    count = max(1, len(labels))
    roles = [role_of_label(label) for label in labels]
    values = with_words(value for _, value in found.pairs)
    headed = _headings_in(values)
    beside_roles = (value for role, (_, value) in zip(roles, found.pairs, strict=True) if role)
    abreast = Counter(value.row for value in _headings_in(beside_roles))
    counts = Counter(labels)
    again = min(counts.values()) >= 2
    shared = [label for label in labels if label in alike]
    most = len({*shared}) > 1 and len(shared) > _MOST_SHARED * count and any(map(role_of_label, shared))
    elsewhere = len(shared) / count if most else 0.0
    return CardFacts(
        roles=min(_MOST_ROLES, len({role for role in roles if role})),
        unknown=sum(role is None for role in roles) / count,
        long=sum(len(label.split()) > LONGEST_LABEL for label in labels) / count,
        set_off=float(are_apart([label for label, _ in found.pairs], values)),
        again=float(again or {label for label in labels if label} <= known_before),
        headed=len(headed) / max(1, len(values)),
        headings_abreast=float(max(abreast.values(), default=0) > 1),
        no_values=1.0 - len(values) / count,
        opens=float(roles[0] in ("action", "reference") or bool(found.across)),
        strips=float(len(found.across) >= max(counts.values())),
        elsewhere=elsewhere,
        few=float(len(found.pairs) < 3 and not elsewhere),
        of_lines=float(of_lines),
        figures=sum(bool(label) and not any(map(str.isalpha, label)) for label in labels) / count,
        ratings=float(len({read_rag(label, None).rag for label in labels} - {None}) > 1),
    )


def _is_heading(cell: Cell) -> bool:
    return len(cell.text.split()) <= LONGEST_LABEL and role_of_label(fold_heading(cell.text)) is not None


def _headings_in(places: Iterable[Cell | None]) -> list[Cell]:
    return [cell for cell in with_words(places) if _is_heading(cell)]


def _heads(found: _Pairs, *, headed_as_action: bool, told: bool) -> dict[int, list[Cell]]:
    """Of the cells over the whole width, those that stand over a record: its number, or its action where no label
    names that and one of them at least is worded as such or stands right under its number, or they are `told` to be
    heads; groupings stay between them."""
    across = found.across
    heads = [cell for cells in across.values() for cell in cells if not (_numbers(cell) or _only_titles(cell.text))]
    bands = [] if headed_as_action else heads
    under = [cell for cell in bands if cell in _under_numbers(found)]
    if not told and not any(names_an_action(cell.text) for cell in bands):
        bands = under
    kept = {
        at: [cell for cell in cells if cell in bands or _numbers(cell) or counts_a_grouping(cell.text)]
        for at, cells in across.items()
    }
    return {at: cells for at, cells in kept.items() if cells}


def _under_numbers(found: _Pairs) -> list[Cell]:
    """The cells over the whole width right under the number of a record, and the state beside that."""
    under: list[Cell] = []
    for at, cells in found.across.items():
        beside = found.pairs[at - 1 : at] if at else []
        above = found.across.get(at - 1, []) if any(label.text == STATUS for label, _ in beside) else []
        under += [cell for number, cell in pairwise([*above, *cells]) if _numbers(number)]
    return under


def _numbers(cell: Cell) -> bool:
    """Tell whether a cell is nothing but the number of an action: "Action 7", "2.1"."""
    return is_number(fold_space(cell.text).rstrip(" :.)"))


def _pairs_of(grid: Grid) -> _Pairs | None:
    """The labels and values of a table whose rows hold one pair or several; None where its rows hold something else."""
    found = _Pairs()
    labels = [cell for row in grid.slots if (cell := row[0]) is not None]
    named = any(role_of_label(split_number(cell.text)[0]) == "action" for cell in labels)
    of_lines = grid.table.route == OF_LINES
    for row in range(grid.height):
        cells = list(grid.own(row))
        printed = grid.printed(row)
        if not printed:
            continue
        if len(cells) % 2 and len(blanks := grid.with_blanks(row)) % 2 == 0:
            cells = blanks  # a value is blank, and so is all of its column
        if len(printed) == 1 and (len(cells) == 1 or _is_strip(grid, printed[0])):
            bar = read_bar(printed[0].text)
            number = replace(printed[0], text=bar.number) if bar.state else printed[0]
            found.across.setdefault(len(found.pairs), []).append(number)
            if bar.state:
                found.pairs.append((replace(number, text=STATUS), replace(number, text=bar.state)))
            continue
        if len(cells) % 2 and _numbers(cells[0]):
            found.across.setdefault(len(found.pairs), []).append(cells.pop(0))  # its number, before its first label
        if len(cells) % 2 or any(cell.row_span > 1 for cell in cells[::2]):
            return None
        opens = not named and _opens_record(grid, row)
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            if said := _beside_number(label, value, opens=opens):
                found.across.setdefault(len(found.pairs), []).append(label)
                found.pairs.append((replace(label, text=said), value))
                continue
            match bool(label.text.strip()), bool(value.text.strip()):
                case False, False:
                    continue
                case False, True if of_lines:
                    label = replace(label, text=WHEN if reads_as_timescale(value.text) else WHO)
                case False, True if found.pairs:
                    return None
            found.pairs.append((label, value))
    return found


def _beside_number(label: Cell, value: Cell, *, opens: bool) -> str:
    """The label of what stands beside the number of a record: its state ("Action 2 | On track"), or its action where
    the row `opens` the record; "" beside anything else."""
    if not _numbers(label):
        return ""
    if says_state(value.text, value.fill):
        return STATUS
    return ACTION if opens else ""


def _pairs_of_boxes(boxes: Sequence[tuple[Cell, Sequence[Pair]]]) -> _Pairs:
    found = _Pairs(told=bool(boxes))
    for head, pairs in boxes:
        found.across[len(found.pairs)] = [head]
        found.pairs += pairs
    return found


def _pairs_of_stack(grid: Grid) -> _Pairs | None:
    """The labels of a table over their values, row by row; None where its rows do not alternate so.

    | Lead officer | By when |
    | Head of HR   | 2031    |
    """
    rows = [grid.own(row) for row in range(grid.height)]
    found, at = _Pairs(told=True), 0
    labels_of: set[tuple[str, ...]] = set()  # of each row of labels: one alone, or again and again, heads columns
    looks: set[frozenset[tuple[bool, bool]]] = set()  # of rows of labels; stripes set off rows of values too
    while at < len(rows):
        labels, *below = rows[at : at + 2]
        if below and _stand_over(labels, below[0]):
            found.pairs += zip(labels, below[0], strict=True)
            labels_of.add(tuple(cell.text for cell in labels))
            looks.add(frozenset((cell.bold, cell.header) for cell in labels))
            at += 2
        elif len(labels) == 1 and len(grid.reach(labels[0])) == grid.width:
            found.across.setdefault(len(found.pairs), []).append(labels[0])
            at += 1
        else:
            return None
    if len(looks) > 1:
        return None
    return found if len(labels_of) >= _STACKED else None


def _stand_over(labels: Sequence[Cell], values: Sequence[Cell]) -> bool:
    """Whether cells are labels and those below them their values: they are as wide, and set off where these are not, or
    only by the colour of a rating; or their roles are known, and no value is such a label."""
    if [(cell.column, cell.column_span) for cell in labels] != [(cell.column, cell.column_span) for cell in values]:
        return False
    if not all(cell.text.strip() for cell in labels):
        return False
    if all(map(set_off, labels)):
        return not any(set_off(cell) and not _is_rated(cell) for cell in values)
    return all(map(_is_heading, labels)) and not any(
        _is_heading(cell) and not reads_as_status(cell.text) for cell in values
    )


def _is_rated(cell: Cell) -> bool:
    return not (cell.bold or cell.header) and read_rag(None, cell.fill).rag is not None


def _opens_record(grid: Grid, row: int) -> bool:
    """Whether labels in words stand below a number and its text: "1.1 | Train the wardens" over "Lead | HR"."""
    below = grid.printed(row + 1)[:1] if row + 1 < grid.height else []
    return any(cell.column == 1 and not _numbers(cell) for cell in below)


def _is_strip(grid: Grid, cell: Cell) -> bool:
    """Whether a cell alone in its row stands over the record below it: "Action 7", over all columns or in the first."""
    return grid.spans_table(cell) or (grid.leads(cell) and _numbers(cell))


def _rest_of_value(found: _Pairs, last: Grid) -> _Pairs:
    """The rest of the last value of the records before, where a cell alone on the next page is that: it stands where
    values stand, begins in the middle of a sentence, or goes on with one that does not end."""
    match found.across.get(0), last.slots[-1][_last_filled(last)]:
        case [cell], Cell(text=held) if cell.column > 1 or cell.text.strip()[0].islower() or ends_open(held):
            return _Pairs([(replace(cell, text="", column=0), cell)])
    return found


def _goes_on(found: _Pairs, last: Grid, cards: Sequence[Grid]) -> Grid | None:
    """The records that a table goes on with: the latest that have all its labels, where the first is not the one that
    opens records. A value without a label belongs to the last label before. None where it is no rest of a record."""
    labels = {label for label in found.labels if label}
    opening = next((label for label in _labels(last) if label != _REFERENCE), "")
    if 0 in found.across or found.labels[0] == opening:
        return None
    return next((grid for grid in reversed(cards) if labels <= set(_labels(grid))), None)


def _begun(found: _Pairs, cards: Sequence[Grid]) -> Grid | None:
    """The records whose first labels are all that a table has, without that of the action: the break of a page left
    them by themselves."""
    labels = found.labels
    if 0 in found.across:
        return None
    for grid in reversed(cards):
        own = [label for label in _labels(grid) if label != _REFERENCE]
        if own[: len(labels)] == labels and "action" in map(role_of_label, own[len(labels) :]):
            return grid
    return None


def _labels(grid: Grid) -> list[str]:
    """The folded labels of records laid out as rows, column by column."""
    return [split_number(cell.text)[0] if cell is not None else _REFERENCE for cell in grid.slots[0]]


def _last_filled(grid: Grid) -> int:
    """The last column in which the last record of a grid has words."""
    return max((i for i, cell in enumerate(grid.slots[-1]) if cell is not None), default=0)


def _under_bar(
    head: Cell, records: list[dict[str, tuple[Cell | None, Cell | None]] | Cell]
) -> tuple[Cell, dict[str, tuple[Cell | None, Cell | None]]]:
    """A head with the number that stands over it ("Action 1.1" over what it is), and the record that it opens, with
    the state that stands beside that number; both are taken off the records."""
    last = records[-1] if records else head
    if isinstance(last, Cell) or _REFERENCE not in last or last.keys() - {_REFERENCE, fold_heading(STATUS)}:
        return head, {}
    records.pop()
    _, number = last.pop(_REFERENCE)
    return head if number is None else replace(head, text=f"{number.text} {head.text}"), last


def laid_out_records(
    table: Table,
    pairs: Sequence[tuple[Cell, Cell | None]],
    labels: Sequence[str],
    across: Mapping[int, Sequence[Cell]],
    like: Sequence[str] = (),
) -> Grid:
    """Return the grid of a row of labels and a row for each record: a label that comes again begins the next.

    `across` are the cells that stand over a record, by the pair below them. `like` are the columns of the records that
    it goes on with: these then have the same columns, and no headings of their own.
    """
    heads = [cell for cells in across.values() for cell in cells]
    numbered = any(split_number(label.text)[1] for label, _ in pairs) or any(map(_numbers, heads))
    columns = list(dict.fromkeys([*like, *([_REFERENCE] if numbered else []), *labels]))
    each_headed = len(heads) >= max(Counter(labels).values(), default=0)  # then no label needs to open a record
    opening = "" if each_headed else next((label for label in columns if label != _REFERENCE), "")
    record: dict[str, tuple[Cell | None, Cell | None]] = {}
    records: list[dict[str, tuple[Cell | None, Cell | None]] | Cell] = [record]
    for i, (label, pair) in enumerate(zip(labels, pairs, strict=True)):
        for head in across.get(i, ()):
            if not record:
                records.pop()
            if _numbers(head):
                record = {_REFERENCE: (None, replace(head, text=number_over(head.text)))}
            else:
                named, record = _under_bar(head, records)
                records.append(named)
            records.append(record)
        if label in record or (label == opening and record.keys() - {_REFERENCE}):
            record = {}
            records.append(record)
        record[label] = pair
    printed_at: dict[tuple[int, int], CellKey] = {}
    first = 0 if like else 1
    slots: list[list[Cell | None]] = [[None] * len(columns) for _ in range(len(records) + first)]

    def place(cell: Cell, row: int, column: int, *, header: bool = False) -> None:
        across_all = column < 0
        placed = replace(
            cell,
            row=row + 1,
            column=1 if across_all else column + 1,
            row_span=1,
            column_span=len(columns) if across_all else 1,
            header=header,
        )
        printed_at[row + 1, placed.column] = (table.number, cell.row, cell.column)
        for c in range(len(columns)) if across_all else (column,):
            slots[row][c] = placed

    for r, one in enumerate(records, first):
        if isinstance(one, Cell):
            place(one, r, -1)
            continue
        for c, label in enumerate(columns):
            heading, value = one.get(label, (None, None))
            if label == _REFERENCE and value is None:
                heads = with_words(own for own, _ in one.values())
                value = next((own for own in heads if split_number(own.text)[1]), None)
            if first and heading is not None and slots[0][c] is None:
                place(heading, 0, c, header=True)
            if value is not None:
                place(value, r, c)
    headings = frozenset((table.number, label.row, label.column) for label, _ in pairs)
    return Grid(table, tuple(range(1, len(columns) + 1)), tuple(map(tuple, slots)), printed_at, headings=headings)
