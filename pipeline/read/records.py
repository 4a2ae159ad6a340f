"""Tables that print one action as a list of labels and values, turned into rows below headings.

| Action    | Train all staff |            | Action          | Lead | By when |
| Lead      | HR              |    ->      | Train all staff | HR   | 2025    |
| By when   | 2025            |
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.document import Cell, Table
from pipeline.read.grid import Grid
from pipeline.read.headers import fold_heading, match_heading

_NUMBER_AT_END = re.compile(r"\s+\d{1,3}(?:\.\d{1,3})*$")  # "Action 7": the label, and the number of the record
_REFERENCE = "#"  # column of the numbers that stand in labels
_LEAST_LABELS = 3  # labels of different roles that a record has
_SURE = 0.8  # weight of a heading's wording from which it counts


def turn_records(grid: Grid) -> Grid | None:
    """The grid turned of a table whose first column holds the headings of its values; None where it is no such table.

    A label that comes again begins the next record. Cells over the whole width, and labels that no lexicon knows, stay
    as columns under their own label.
    """
    if grid.width != 2:
        return None
    pairs: list[tuple[Cell, Cell | None]] = []
    for row in range(grid.height):
        label, value = grid.slots[row]
        if label is None or label.row != row + 1 or not label.text.strip() or label is value:
            continue
        pairs.append((label, value))
    labels = [_NUMBER_AT_END.sub("", fold_heading(label.text)) for label, _ in pairs]
    said = [max(match_heading(label).items(), key=lambda match: match[1], default=("", 0.0)) for label in labels]
    roles = {role for role, weight in said if weight >= _SURE}
    known = sum(weight >= _SURE for _, weight in said)
    if len(roles) < _LEAST_LABELS or known < 0.6 * len(pairs) or any(len(label.split()) > 8 for label in labels):
        return None
    return _turned(grid.table, pairs, labels)


def _turned(table: Table, pairs: list[tuple[Cell, Cell | None]], labels: list[str]) -> Grid:
    numbered = any(_NUMBER_AT_END.search(fold_heading(label.text)) for label, _ in pairs)
    columns = [*([_REFERENCE] if numbered else []), *dict.fromkeys(labels)]
    records: list[dict[str, tuple[Cell, Cell | None]]] = [{}]
    for label, pair in zip(labels, pairs, strict=True):
        if label in records[-1]:
            records.append({})
        records[-1][label] = pair
    printed_at: dict[tuple[int, int], tuple[int, int]] = {}
    slots: list[list[Cell | None]] = [[None] * len(columns) for _ in range(len(records) + 1)]
    for r, record in enumerate(records, 1):
        for c, label in enumerate(columns):
            heading, value = record.get(label, (None, None))
            if label == _REFERENCE:
                value = next((own for own, _ in record.values() if _NUMBER_AT_END.search(fold_heading(own.text))), None)
            if heading is not None and slots[0][c] is None:
                slots[0][c] = replace(heading, row=1, column=c + 1, row_span=1, column_span=1, header=True)
                printed_at[1, c + 1] = (heading.row, heading.column)
            if value is not None:
                slots[r][c] = replace(value, row=r + 1, column=c + 1, row_span=1, column_span=1)
                printed_at[r + 1, c + 1] = (value.row, value.column)
    return Grid(table, tuple(range(1, len(columns) + 1)), tuple(map(tuple, slots)), printed_at)
