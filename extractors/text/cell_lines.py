"""Text in which each cell begins on a line of its own, after a tab; its further lines follow without one.

A row begins after a blank line, but blank lines also stand inside cells and at their ends, so the width of the table is
not written anywhere: it is the one under which the rows fit the blank lines best.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from extractors.document import Cell, Paragraph, Table, count_words
from extractors.text.marks import take_off_marks

WIDEST = 16  # columns tried
_SINGLE_COST = 1.0  # a row of one cell: a title across the table
_SHORT_COST = 1.6  # a row of fewer cells than the table has columns: some are merged
_GAP_COST = 0.8  # a blank line before a cell that begins no row
_SHORT_GAP_COST = 1.3  # the same in a row of fewer cells
_SWITCH_COST = 1.5  # the table ends and one of another width begins
_COMMON = 0.75  # share of rows with a blank line beside an end cell, from which it parts two rows
_SHORT_COLUMN = 3  # words; a column whose cells hold no more ends where its first paragraph ends


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell's lines as they stand, and whether a blank line stands before it."""

    lines: tuple[str, ...]
    after_blank: bool


def split_cells(lines: list[str]) -> tuple[list[str], list[RawCell]]:
    """The lines before the first cell, and the cells in order."""
    first = next((i for i, line in enumerate(lines) if line.startswith("\t")), len(lines))
    cells: list[RawCell] = []
    start = first
    for i in range(first + 1, len(lines) + 1):
        if i == len(lines) or lines[i].startswith("\t"):
            blank = start == 0 or not (lines[start - 1].strip() or lines[start - 1].startswith("\t"))
            cells.append(RawCell((lines[start][1:], *lines[start + 1 : i]), blank))
            start = i
    return lines[:first], cells


def row_widths(cells: list[RawCell]) -> list[tuple[int, int]]:
    """The number of cells of each row and the width of its table, in order, that fit the blank lines at least cost."""
    count = len(cells)
    gaps = [0]
    for cell in cells:
        gaps.append(gaps[-1] + cell.after_blank)
    infinite = float("inf")
    widths = range(2, WIDEST + 1)
    # best[i][w]: least cost of cutting the cells from i on, the table so far being w wide (0: no table yet)
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(count + 1)]
    best[count] = {w: (0.0, 0, w) for w in (0, *widths)}
    for i in range(count - 1, -1, -1):
        for current in (0, *widths):
            options = [(infinite, 1, current)]
            if cells[i].after_blank or i == 0:
                options.append((_SINGLE_COST + best[i + 1][current][0], 1, current))
                for w in widths:
                    if i + w <= count:
                        inner = gaps[i + w] - gaps[i + 1]
                        switch = _SWITCH_COST if w != current else 0.0
                        options.append((inner * _GAP_COST + switch + best[i + w][w][0], w, w))
                        if w < current:
                            options.append(
                                (inner * _SHORT_GAP_COST + _SHORT_COST + best[i + w][current][0], w, current)
                            )
            best[i][current] = min(options)
    found: list[tuple[int, int]] = []
    i, current = 0, 0
    while i < count:
        _, width, current = best[i][current]
        found.append((width, current))
        i += width
    return _cut_off_single_cells(cells, found)


def _cut_off_single_cells(cells: list[RawCell], rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut rows of one width in two where nearly all have a blank line after their first or before their last cell."""
    starts = [0, *accumulate(width for width, _ in rows)][:-1]
    ends: dict[int, list[int | None]] = {}
    cuts: list[int | None] = []
    for start, (width, _) in zip(starts, rows, strict=True):
        cut = next((k for k in (width - 1, 1) if width > 2 and cells[start + k].after_blank), None)
        cuts.append(cut)
        ends.setdefault(width, []).append(cut)
    doubled = {w for w, own in ends.items() if len(own) >= 3 and own.count(None) <= (1 - _COMMON) * len(own)}
    found: list[tuple[int, int]] = []
    for (width, table), cut in zip(rows, cuts, strict=True):
        if width in doubled and cut is not None:
            found.extend([(cut, width - 1), (width - cut, width - 1)])
        else:
            found.append((width, table - 1 if table in doubled else table))
    return found


def table_parts(lines: list[str], first_number: int) -> Iterator[Paragraph | Table]:
    """Give paragraphs and tables in order.

    Rows of one cell before a table stand as a table of one column; between rows of one width they run across the
    table. A row that repeats the first one begins a new table.
    """
    before, cells = split_cells(lines)
    yield from _paragraphs(before)
    rows: list[list[RawCell]] = []
    tables: list[int] = []
    position = 0
    for width, table_width in row_widths(cells):
        rows.append(cells[position : position + width])
        tables.append(table_width)
        position += width
    for number, (table_rows, more) in enumerate(_tables(rows, tables), first_number):
        table, after = _build(table_rows, number, heading_follows=more)
        yield table
        yield from after


def _tables(rows: list[list[RawCell]], widths: list[int]) -> Iterator[tuple[list[list[RawCell]], bool]]:
    """Cut the rows into tables, each with whether a table with the same headings follows.

    Rows of one cell at the start and the end of a table stand outside it.
    """
    start = 0
    while start < len(rows):
        end = start + 1
        repeated = False
        if len(rows[start]) == 1:
            while end < len(rows) and len(rows[end]) == 1:
                end += 1
        else:
            last = end
            while end < len(rows) and widths[end] == widths[start] and _wide_gap(rows[end - 1][-1]) is None:
                if len(rows[end]) == len(rows[start]) and _alike(rows[start], rows[end]):
                    repeated = True
                    break
                end += 1
                last = end if len(rows[end - 1]) > 1 else last
            end = last
        yield rows[start:end], repeated
        start = end


def _alike(first: list[RawCell], row: list[RawCell]) -> bool:
    """Tell whether a row repeats the first one: most of its printed cells hold the same words."""
    pairs = [(_words(a), _words(b)) for a, b in zip(first, row, strict=True)]
    same = sum(a == b for a, b in pairs if a or b)
    return same >= 2 and same >= 0.6 * sum(bool(a or b) for a, b in pairs)


def _words(cell: RawCell) -> str:
    return " ".join(take_off_marks("\n".join(cell.lines)).text.split()).casefold()


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    for line in lines:
        marked = take_off_marks(line)
        if marked.text:
            yield Paragraph(marked.text, bold=marked.bold)


def _build(rows: list[list[RawCell]], number: int, *, heading_follows: bool) -> tuple[Table, list[Paragraph]]:
    rows, loose = _cut_off_what_follows(rows, heading_follows=heading_follows)
    width = max(map(len, rows))
    cells = []
    for row_number, row in enumerate(rows, 1):
        for column, raw in enumerate(row, 1):
            marked = take_off_marks("\n".join(raw.lines))
            span = width - len(row) + 1 if column == len(row) else 1
            cells.append(Cell(row_number, column, marked.text, column_span=span, bold=marked.bold))
    words = count_words(take_off_marks(line).text for row in rows for raw in row for line in raw.lines)
    table = Table(number, len(rows), width, tuple(cells), words, route="text_cells", confidence=0.9)
    return table, list(_paragraphs(loose))


def _cut_off_what_follows(rows: list[list[RawCell]], *, heading_follows: bool) -> tuple[list[list[RawCell]], list[str]]:
    """Cut off the paragraphs after a table, which stand in the text as if they were in its last cell.

    They are told by a blank line in a column that is short otherwise, or where a table with the same headings follows
    and other cells of the column hold no blank line.
    """
    last = rows[-1][-1]
    blanks = [i for i, line in enumerate(last.lines[1:], 1) if not line.strip()]
    ends = [i for i in blanks if any(map(str.strip, last.lines[i:]))]
    if len(rows[0]) == 1 or not ends or len(rows) < 2:
        return rows, []
    wide = _wide_gap(last)
    if wide is not None:
        ends = [wide]
    others = [row[-1] for row in rows[1:-1] if len(row) > 1]
    short = len(rows) >= 3 and bool(others) and median([count_words(cell.lines) for cell in others]) <= _SHORT_COLUMN
    whole = heading_follows and not any(_has_gap(cell) for cell in others)
    if not short and not whole and wide is None:
        return rows, []
    cut = ends[0]
    kept = RawCell(last.lines[:cut], last.after_blank)
    return [*rows[:-1], [*rows[-1][:-1], kept]], list(last.lines[cut:])


def _wide_gap(cell: RawCell) -> int | None:
    """The first of two blank lines in a row with words after them: no cell holds that, so the table ends there."""
    blank = [not line.strip() for line in cell.lines]
    return next(
        (i for i in range(1, len(blank) - 1) if blank[i] and blank[i + 1] and not all(blank[i:])),
        None,
    )


def _has_gap(cell: RawCell) -> bool:
    """Tell whether a blank line stands between words of a cell."""
    text = "\n".join(cell.lines).strip()
    return any(not line.strip() for line in text.split("\n"))
