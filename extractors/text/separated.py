"""Text in which a comma, semicolon, bar or tab parts the cells of a row, as spreadsheets save it; judged by content.

A cell in quotes may hold the mark and line breaks. A first line "sep=;" names the mark. Tabs part the cells of many
conversions; only where cells stand in quotes as a spreadsheet sets them is a text with tabs read here. Rows with one
cell over the first full row are lines of text.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Cell, Paragraph, Table, count_words

_MARKS = (",", ";", "|")
_NAMED = re.compile(r"\s*\"?sep=(\\t|.)\"?[^\S\n]*\n", re.IGNORECASE)
_QUOTED = re.compile(r'(?:^|(?<=[\t\n]))"((?:[^"]|""){1,5000})"(?=[\t\n]|$)')  # a cell in quotes
_NEEDS_QUOTES = re.compile(r'[,;\t\n]|""')  # what a spreadsheet sets quotes around
_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_ALIKE = 0.9  # share of the printed rows that have the same number of cells; prose with commas has any number
_MOST_OVER = 5  # lines over the first row that count for no rows
_SPACED = 0.5  # share of the cells after the first that may begin with a space
_LONGEST_FIELD = 100_000  # letters; a quote that never closes takes the rest of the file


@dataclass(frozen=True, slots=True)
class SourceRow:
    """The cells of one row, and how many words its lines of the file hold, counted without those cells."""

    cells: tuple[str, ...]
    words: int


def split_rows(text: str) -> list[SourceRow] | None:
    """Return the rows of a text of separated cells; None where it is none.

    >>> [row.cells for row in split_rows("Action,Lead,When\\n\\"Train, test\\",HR,2025")]
    [('Action', 'Lead', 'When'), ('Train, test', 'HR', '2025')]
    >>> [len(row.cells) for row in split_rows("Our plan\\nAction,Lead,When\\nTrain,HR,2025")]
    [1, 3, 3]
    >>> split_rows("We will train, test, and report.\\nThen rest.") is None
    True
    """
    named = _NAMED.match(text)
    if named is not None:
        text = text[named.end() :]
    for mark in _likely_marks(text, named):
        if text.count(mark) < _LEAST_ROWS * (_LEAST_COLUMNS - 1):
            return None
        try:
            rows = list(_read(text, mark))
        except csv.Error:
            continue
        printed = [row.cells for row in rows if any(cell.strip() for cell in row.cells)]
        if not printed or any(len(cell) > _LONGEST_FIELD for row in printed for cell in row):
            continue
        later = [cell for row in printed for cell in row[1:] if cell]
        if sum(cell.startswith(" ") for cell in later) > _SPACED * len(later):
            continue  # prose sets a space after each comma
        width, count = Counter(map(len, printed)).most_common(1)[0]
        if mark == "\t" and max(map(len, printed)) >= _LEAST_COLUMNS:
            return rows
        over = min(_MOST_OVER, next(at for at, row in enumerate(printed) if len(row) == width))  # title, date, council
        if width >= _LEAST_COLUMNS and count >= max(_LEAST_ROWS, _ALIKE * (len(printed) - over)):
            return rows
    return None


def _likely_marks(text: str, named: re.Match[str] | None) -> list[str]:
    """The marks that may part the cells, the likeliest first."""
    if named is not None:
        return ["\t" if named[1] == "\\t" else named[1]]
    if "\t" in text:
        quoted = [found[1] for found in _QUOTED.finditer(text)]
        # between two ditto marks stand tabs: what is quoted for a tab in it neither begins nor ends with one
        return ["\t"] if any(_NEEDS_QUOTES.search(cell) for cell in quoted if cell == cell.strip("\t")) else []
    return sorted(_MARKS, key=text.count, reverse=True)


def _read(text: str, mark: str) -> Iterator[SourceRow]:
    lines = text.split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=mark, strict=True)
    field = re.compile(rf'(?:"([^"]*(?:""[^"]*)*)"|([^{re.escape(mark)}\r\n]*))(?:{re.escape(mark)}|\r?\n|\r|$)')
    first = 0
    for cells in reader:
        source = "\n".join(lines[first : reader.line_num])
        first = reader.line_num
        yield SourceRow(tuple(cells), count_words(found[1] or found[2] or "" for found in field.finditer(source)))


def table_parts(rows: list[SourceRow], first_number: int) -> Iterator[Paragraph | Table]:
    """Yield paragraphs and tables in order; a blank row ends a table."""
    number = first_number
    run: list[SourceRow] = []
    for row in [*rows, SourceRow((), 0)]:
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) > 1 or (filled and run):
            run.append(row)
            continue
        if run:
            yield _table(run, number)
            number += 1
            run = []
        if filled:
            yield Paragraph(" ".join(filled[0].split()))


def _table(rows: list[SourceRow], number: int) -> Table:
    width = max(i for row in rows for i, text in enumerate(row.cells, 1) if text.strip())
    cells = tuple(
        Cell(r, c, "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip()))
        for r, row in enumerate(rows, 1)
        for c, text in enumerate(row.cells[:width], 1)
    )
    return Table(
        number,
        len(rows),
        width,
        cells,
        sum(row.words for row in rows),
        route="sheet",
        exact_spans=False,
    )
