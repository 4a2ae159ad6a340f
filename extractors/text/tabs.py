"""Text in which one line is one table row, its cells separated by tabs; blank lines are page breaks.

A table here is a run of such lines; each run between blank lines is one part of a table,
as a page shows one part. Joining the parts is left to the pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Cell, Paragraph, Table, count_words
from extractors.text.marks import take_off_marks

_NUMBER_LINE = re.compile(r"^\s*(?:page\s+)?(\d{1,4})(?:\s+of\s+\d{1,4})?\s*$", re.IGNORECASE)
_TRAILING_NUMBER = re.compile(r"^(.*\S)(?:\s{2,}|\n\s*)(\d{1,4})\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: `cells` holds more than one text where it is a table row."""

    cells: tuple[str, ...]

    @property
    def is_row(self) -> bool:
        """A line with a tab in it is a row of a table."""
        return len(self.cells) > 1

    @property
    def is_blank(self) -> bool:
        """Nothing printed on the line."""
        return len(self.cells) == 1 and not self.cells[0].strip()


def split_lines(text: str) -> list[Line]:
    """Cut text into lines and rows; tabs inside list marks do not occur in the conversions met."""
    return [Line(tuple(line.split("\t"))) for line in text.split("\n")]


def page_numbers(lines: list[Line]) -> frozenset[int]:
    """The numbers that stand alone on a line, with those that continue them by one: printed page numbers."""
    alone = {int(found[1]) for line in lines if not line.is_row and (found := _NUMBER_LINE.match(line.cells[0]))}
    return frozenset(alone | {n + 1 for n in alone} | {n - 1 for n in alone})


def _is_furniture_number(cell: str, numbers: frozenset[int]) -> tuple[str, str] | None:
    """A cell that ends, after a gap, in a page number: the cell's own text and the number."""
    found = _TRAILING_NUMBER.match(cell)
    if found and int(found[2]) in numbers:
        return found[1], found[2]
    return None


def table_parts(lines: list[Line], first_number: int) -> Iterator[Paragraph | Table]:
    """Give paragraphs and table parts in order; tables are numbered from `first_number`."""
    numbers = page_numbers(lines)
    run: list[Line] = []
    number = first_number
    for line in [*lines, Line(("",))]:
        if line.is_row:
            run.append(line)
            continue
        if run:
            yield build_table(run, number, numbers)
            number += 1
            run = []
        if not line.is_blank:
            marked = take_off_marks(line.cells[0])
            if marked.text:
                is_number = _NUMBER_LINE.match(line.cells[0]) is not None
                yield Paragraph(marked.text, bold=marked.bold, furniture=is_number, uncounted=marked.uncounted)


def build_table(rows: list[Line], number: int, numbers: frozenset[int]) -> Table:
    """One part of a table from its rows; a row with fewer cells than the widest is left short."""
    width = max(max((i for i, text in enumerate(row.cells, 1) if text.strip()), default=1) for row in rows)
    cells: list[Cell] = []
    furniture: list[Cell] = []
    words = 0
    for row_number, row in enumerate(rows, 1):
        for column, raw in enumerate(row.cells, 1):
            own = raw
            if (split := _is_furniture_number(raw, numbers)) is not None:
                own, loose = split
                furniture.append(Cell(0, 0, loose))
            marked = take_off_marks(own, join=True)
            words += count_words((take_off_marks(raw, join=True).text,))
            if column <= width:
                cells.append(Cell(row_number, column, marked.text, bold=marked.bold, uncounted=marked.uncounted))
    return Table(
        number=number,
        rows=len(rows),
        columns=width,
        cells=tuple(cells),
        words=words,
        route="text",
        furniture=tuple(furniture),
        confidence=0.8,
        exact_rows=False,
        exact_spans=False,
    )
