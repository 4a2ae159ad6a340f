"""Tables that print one action as a list of labels and values, turned into rows below headings.

| Action    | Train all staff |            | Action          | Lead | By when |
| Lead      | HR              |    ->      | Train all staff | HR   | 2025    |
| By when   | 2025            |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.document import Cell, Table
from pipeline.fold import fold_space
from pipeline.read.content import begins_like_an_order
from pipeline.read.grid import Grid
from pipeline.read.headers import fold_heading, match_heading
from pipeline.read.structure import is_reference, read_group_label, split_reference

# "Action 7", "Action B2:": the label, and the number of the record
_NUMBER_AT_END = re.compile(r"\s+(?P<number>(?P<letter>[A-Z]{1,3}[- ]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?)[\s:.)]*$")
_REFERENCE = "#"  # column of the numbers that stand in labels
_LEAST_LABELS = 3  # labels of different roles that a record has
_SURE = 0.8  # weight of a heading's wording from which it counts
_UNKNOWN = 0.4  # share of the labels that no lexicon may know
_LONGEST_LABEL = 8  # words


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
    return split_reference(fold_space(text))[0] is not None or begins_like_an_order(text)


def turn_records(grid: Grid) -> Grid | None:
    """The grid turned of a table whose first column holds the headings of its values; None where it is no such table.

    A label that comes again begins the next record, and so does a cell over the whole width that numbers it
    ("Action 7"), or that stands over it as its action or its grouping. Other cells over the whole width, and labels
    that no lexicon knows, stay as columns under their own label.
    """
    pairs, across = _pairs(grid) if grid.width == 2 else (_pairs_side_by_side(grid), dict[int, Cell]())
    labels: list[str] = []
    roles: set[str] = set()
    unknown = 0
    for label, _ in pairs:
        text = split_number(label.text)[0]
        role, weight = max(match_heading(text).items(), key=lambda match: match[1], default=("", 0.0))
        labels.append(text)
        if weight >= _SURE:
            roles.add(role)
        else:
            unknown += 1
        if unknown > _UNKNOWN * len(pairs) or len(text.split()) > _LONGEST_LABEL:
            return None  # as soon as it shows: most tables are no records
    across = _heads(across, headed_as_action="action" in roles)
    heads_actions = any(not _numbers(cell) and not _names_a_grouping(cell) for cell in across.values())
    if len(roles) < _LEAST_LABELS - heads_actions or (grid.width > 2 and _has_headings(pairs)):
        return None
    return _turned(grid.table, pairs, labels, across)


def _heads(across: Mapping[int, Cell], *, headed_as_action: bool) -> dict[int, Cell]:
    """Of the cells over the whole width, those that stand over a record: its number, or its action where no label
    names that and one of them at least is worded as such; groupings stay between them."""
    bands = {} if headed_as_action else {at: cell for at, cell in across.items() if not _numbers(cell)}
    if not any(names_an_action(cell.text) for cell in bands.values()):
        bands = {}
    return {at: cell for at, cell in across.items() if at in bands or _numbers(cell) or _names_a_grouping(cell)}


def _names_a_grouping(cell: Cell) -> bool:
    label = read_group_label(cell.text)
    return label is not None and bool(label.word)


def _numbers(cell: Cell) -> bool:
    """Tell whether a cell is nothing but the number of an action: "Action 7", "2.1"."""
    return is_reference(fold_space(cell.text).rstrip(" :.)")) and any(map(str.isdigit, cell.text))


def _pairs(grid: Grid) -> tuple[list[tuple[Cell, Cell | None]], dict[int, Cell]]:
    """The labels of the first column with the values beside them, and the cells over both columns by the place in
    that list of the label below them."""
    pairs: list[tuple[Cell, Cell | None]] = []
    across: dict[int, Cell] = {}
    for row in range(grid.height):
        label, value = grid.slots[row]
        if label is None or label.row != row + 1 or not label.text.strip():
            continue
        if label is value or (value is None and _numbers(label)):
            across[len(pairs)] = label
            continue  # "Action 7" alone is a heading over its record
        pairs.append((label, value))
    return pairs, across


def _pairs_side_by_side(grid: Grid) -> list[tuple[Cell, Cell | None]]:
    """The labels and values of a form that prints several pairs in a row; empty where it is none."""
    pairs: list[tuple[Cell, Cell | None]] = []
    tall = any(cell.row_span > 1 for cell in grid.table.cells)
    for row in range(grid.height):
        cells = grid.own(row)
        if len(grid.printed(row)) <= 1:
            continue  # a heading, or a label without a value
        if len(cells) % 2 or (tall and any(cell.row_span > 1 for cell in cells)):
            return []
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            if label.text.strip():
                pairs.append((label, value))
            elif value.text.strip():
                return []
    return pairs


def _has_headings(pairs: Sequence[tuple[Cell, Cell | None]]) -> bool:
    """Whether pairs side by side are rows below column headings: then values are known headings too."""
    values = [value for _, value in pairs if value is not None and value.text.strip()]
    headed = sum(max(match_heading(value.text).values(), default=0.0) >= _SURE for value in values)
    return headed > 0.2 * len(values)


def turn_rest(grid: Grid, earlier: Sequence[Grid]) -> tuple[Grid, int] | None:
    """The grid of the rest of a record that a page cut, and the place in `earlier` of the records that it is laid out
    like.

    Fewer labels than a record has tell nothing alone, so all must be labels of one table before, and the table right
    before must be of records on the page before. A value without a label, at the top of the page, belongs to the last
    label there. None where it is no such rest.
    """
    last, table = earlier[-1] if earlier else None, grid.table
    if last is None or not last.printed_at or table.page is None or last.table.page is None:
        return None
    if grid.width != 2 or table.page - last.table.page != 1:
        return None
    pairs = [grid.slots[row] for row in range(grid.height)]
    texts: list[str] = []
    for label, value in pairs:
        if label is None or value is None or label is value:
            return None
        texts.append(split_number(label.text)[0])
    if not texts[0]:
        texts[0] = _labels(last)[_last_filled(last)]
    for at in range(len(earlier) - 1, -1, -1):
        headings = _labels(earlier[at]) if earlier[at].printed_at else []
        if set(texts) <= set(headings):
            columns = [headings.index(text) for text in texts]
            return _placed(table, earlier[at], columns, [value for _, value in pairs]), at
    return None


def _labels(grid: Grid) -> list[str]:
    """The folded labels of turned records, column by column."""
    return [split_number(cell.text)[0] if cell is not None else _REFERENCE for cell in grid.slots[0]]


def _placed(table: Table, like: Grid, columns: Sequence[int], values: Sequence[Cell | None]) -> Grid:
    """Values below each other laid out in the columns of other records; a column that comes again begins a row."""
    slots: list[list[Cell | None]] = [[None] * like.width]
    printed_at: dict[tuple[int, int], tuple[int, int]] = {}
    for column, value in zip(columns, values, strict=True):
        if value is None:
            continue
        if slots[-1][column] is not None:
            slots.append([None] * like.width)
        slots[-1][column] = replace(value, row=len(slots), column=column + 1, row_span=1, column_span=1)
        printed_at[len(slots), column + 1] = (value.row, value.column)
    return Grid(table, like.columns, tuple(map(tuple, slots)), printed_at)


def _last_filled(grid: Grid) -> int:
    """The last column in which the last record of a grid has words."""
    return max(i for i, cell in enumerate(grid.slots[-1]) if cell is not None)


def _turned(table: Table, pairs: list[tuple[Cell, Cell | None]], labels: list[str], across: Mapping[int, Cell]) -> Grid:
    numbered = any(split_number(label.text)[1] for label, _ in pairs) or any(map(_numbers, across.values()))
    columns = [*([_REFERENCE] if numbered else []), *dict.fromkeys(labels)]
    records: list[dict[str, tuple[Cell | None, Cell | None]] | Cell] = [{}]
    for i, (label, pair) in enumerate(zip(labels, pairs, strict=True)):
        head = across.get(i)
        if head is not None:
            if records[-1] == {}:
                records.pop()
            records.extend([{_REFERENCE: (None, head)}] if _numbers(head) else [head, {}])
        record = records[-1]
        if not isinstance(record, dict) or label in record:
            record = {}
            records.append(record)
        record[label] = pair
    printed_at: dict[tuple[int, int], tuple[int, int]] = {}
    slots: list[list[Cell | None]] = [[None] * len(columns) for _ in range(len(records) + 1)]
    for r, record in enumerate(records, 1):
        if isinstance(record, Cell):
            slots[r] = [replace(record, row=r + 1, column=1, row_span=1, column_span=len(columns))] * len(columns)
            printed_at[r + 1, 1] = (record.row, record.column)
            continue
        for c, label in enumerate(columns):
            heading, value = record.get(label, (None, None))
            if label == _REFERENCE and value is None:
                value = next((own for own, _ in record.values() if own and split_number(own.text)[1]), None)
            if heading is not None and slots[0][c] is None:
                slots[0][c] = replace(heading, row=1, column=c + 1, row_span=1, column_span=1, header=True)
                printed_at[1, c + 1] = (heading.row, heading.column)
            if value is not None:
                slots[r][c] = replace(value, row=r + 1, column=c + 1, row_span=1, column_span=1)
                printed_at[r + 1, c + 1] = (value.row, value.column)
    return Grid(table, tuple(range(1, len(columns) + 1)), tuple(map(tuple, slots)), printed_at)
