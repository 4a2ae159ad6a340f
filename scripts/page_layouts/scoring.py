"""Compares the tables that were read from a page with those that it was made from: rows, columns, cells, neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.document import Document, Table
from scripts.page_layouts.typeset import Gold

_COUNTS = (
    "files", "rows", "right", "whole", "joined", "lost", "tables", "row_counts", "column_counts", "exact", "extra",
)  # fmt: skip
Grid = tuple[tuple[str, ...], ...]


@dataclass
class Score:
    """Sums over files; `rows` are those of the gold."""

    files: int = 0
    rows: int = 0
    right: int = 0  # rows with all cells as they are
    whole: int = 0  # rows with all words in one row and no other's words in it
    joined: int = 0  # rows that share a read row with another
    lost: int = 0  # rows with words in no table
    tables: int = 0
    row_counts: int = 0  # tables with as many rows as they have
    column_counts: int = 0  # tables with as many columns as they have
    exact: int = 0  # tables with all cells
    extra: int = 0  # tables that are none
    pairs: list[int] = field(default_factory=lambda: [0, 0, 0])  # neighbouring cells: right, wanted, found
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take in another score."""
        for name in (
            "files",
            "rows",
            "right",
            "whole",
            "joined",
            "lost",
            "tables",
            "row_counts",
            "column_counts",
            "exact",
            "extra",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.pairs = [a + b for a, b in zip(self.pairs, other.pairs, strict=True)]
        self.misses += other.misses

    @property
    def pair_f1(self) -> float:
        """F1 of neighbouring cells, as ICDAR 2013 counts them."""
        right, wanted, found = self.pairs
        return 2 * right / (wanted + found) if wanted + found else 1.0


def fold(text: str) -> str:
    """Letters and figures alone."""
    return re.sub(r"[\s\u00ad-]+", "", text).casefold()


def score_page(name: str, document: Document, gold: Sequence[Gold]) -> Score:
    """Score one file."""
    score = Score(files=1)
    read = [(table, _rows_of(table)) for table in document.tables]
    taken: set[int] = set()
    for one in gold:
        score.tables += 1
        at = _best(one, read, taken)
        rows = [row for row in one.rows if any(row)]
        score.rows += len(rows)
        for row in rows:
            _score_row(name, row, rows, [grid for _, grid in read], score)
        if at is None:
            score.misses.append(f"{name}: no table for {one.rows[0]}")
            score.pairs[1] += sum(_pairs(one.rows).values())
            continue
        taken.add(at)
        table, grid = read[at]
        filled = tuple(row for row in grid if any(row))
        score.row_counts += len(filled) == len(rows)
        score.column_counts += table.columns == len(one.rows[0])
        score.exact += [_key(row) for row in filled] == [_key(row) for row in rows] and table.columns == len(
            one.rows[0]
        )
        wanted, found = _pairs(one.rows), _pairs(filled)
        score.pairs[0] += sum((wanted & found).values())
        score.pairs[1] += sum(wanted.values())
        score.pairs[2] += sum(found.values())
    score.extra += len(read) - len(taken)
    return score


def _score_row(
    name: str, row: Sequence[str], rows: Sequence[Sequence[str]], read: Sequence[Grid], score: Score
) -> None:
    letters = [fold("".join(other)) for grid in read for other in grid]
    if any(_key(other) == _key(row) for grid in read for other in grid):
        score.right += 1
        score.whole += 1
        return
    said = fold("".join(row))
    if said in letters:
        score.whole += 1
        score.misses.append(f"{name}: columns of {' | '.join(row)[:100]}")
        return
    cells = [fold(cell) for cell in row if cell]
    holders = [text for text in letters if all(cell in text for cell in cells)]
    others = [fold("".join(other)) for other in rows if other is not row]
    if holders and any(len(text) > len(said) + 2 for text in holders) and others:
        score.joined += 1
        score.misses.append(f"{name}: joined {' | '.join(row)[:100]}")
    elif not all(any(cell in text for text in letters) for cell in cells):
        whole = "".join(letters)
        lost = not all(cell in whole for cell in cells)
        score.lost += lost
        score.misses.append(f"{name}: {'lost' if lost else 'split'} {' | '.join(row)[:100]}")
    else:
        score.misses.append(f"{name}: split {' | '.join(row)[:100]}")


def _key(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(cell) for cell in row)


def _rows_of(table: Table) -> Grid:
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row - 1][cell.column - 1] = cell.text
    return tuple(tuple(row) for row in grid)


def _best(gold: Gold, read: Sequence[tuple[Table, Grid]], taken: set[int]) -> int | None:
    """The table that shares the most words with the gold."""
    wanted = Counter(word for row in gold.rows for cell in row for word in cell.split())
    shared = [
        sum((wanted & Counter(word for row in grid for cell in row for word in cell.split())).values())
        if at not in taken
        else 0
        for at, (_, grid) in enumerate(read)
    ]
    best = max(range(len(shared)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] >= 0.2 * sum(wanted.values()) else None


def _pairs(rows: Sequence[Sequence[str]]) -> Counter[tuple[str, str, str]]:
    """Neighbouring filled cells, right and below."""
    return Counter(_neighbours(rows))


def _neighbours(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    width = max((len(row) for row in rows), default=0)
    grid = [[fold(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for at, row in enumerate(grid):
        for column, cell in enumerate(row):
            if not cell:
                continue
            right = next((other for other in row[column + 1 :] if other), None)
            if right:
                yield (cell, right, "right")
            under = next((other[column] for other in grid[at + 1 :] if other[column]), None)
            if under:
                yield (cell, under, "below")
