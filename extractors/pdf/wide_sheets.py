"""One sheet printed over pages side by side: its first columns on one page, the columns to their right on another.

Spreadsheets that are wider than the paper are printed so, in either order of pages. Such parts have as many rows, under
other headings, and either rows of the same heights or the same first column. Title rows of a sheet stand over its first
columns alone. The parts become one table; a first column that is printed again is no column of it, and its words are
kept as what stands beside the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.document import Block, Cell, Paragraph, Table
from extractors.pdf.runs import runs_of

_LEAST_ROWS = 3
_MOST_TITLES = 3  # rows over the headings that only the first part shows
_SAME = 1.5  # points by which the heights of a row may differ from page to page
_FILLED = 0.6  # share of the rows that a first column printed again must name
_CHANCE = 0.9  # that parts which look so are one


def join_wide_sheets(blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks of a document, in reading order, with the parts of wide sheets joined; numbers are left."""
    joined: dict[int, Table | None] = {}
    for run in _runs(_alone(blocks)):
        for first, *others in _groups(run):
            whole = first.table
            for part in others:
                whole = _beside(whole, part.table)
                joined[id(part.table)] = None
            joined[id(first.table)] = whole
    return [kept for block in blocks if (kept := joined.get(id(block), block)) is not None] if joined else list(blocks)


class _Page(NamedTuple):
    """A page that ends with its only table, and the text that stands over it."""

    number: int
    table: Table
    title: frozenset[str]


def _alone(blocks: Sequence[Block]) -> list[_Page]:
    """The pages that end with their only table."""
    pages: dict[int, list[Block]] = {}
    for block in blocks:
        if block.page is not None and not (isinstance(block, Paragraph) and block.furniture):
            pages.setdefault(block.page, []).append(block)
    found: list[_Page] = []
    for page in sorted(pages):
        *over, last = pages[page]
        texts = [block.text.casefold() for block in over if not isinstance(block, Table)]
        if isinstance(last, Table) and len(texts) == len(over):
            found.append(_Page(page, last, frozenset(texts)))
    return [page for page in found if all(cell.page == page.number for cell in page.table.cells)]


def _runs(pages: Sequence[_Page]) -> list[list[_Page]]:
    """Pages that follow one another."""
    return runs_of(pages, lambda run, page: page.number == run[-1].number + 1)


def _groups(run: Sequence[_Page]) -> list[list[_Page]]:
    """The parts of each sheet, two or more, from left to right: pages go across and then down, or down and across."""
    across = runs_of(run, _goes_on_beside)
    if len({len(group) for group in across}) > 1:
        for down in range(2, len(run) // 2 + 1):
            groups = [list(run[at::down]) for at in range(down)]
            if len(run) % down == 0 and all(map(_is_sheet, groups)):
                return groups
    return [group for group in across if len(group) > 1]


def _is_sheet(group: Sequence[_Page]) -> bool:
    return all(_goes_on_beside(group[:at], page) for at, page in enumerate(group) if at)


def _goes_on_beside(group: Sequence[_Page], page: _Page) -> bool:
    """Whether the table of a page holds further columns of the rows that a group of pages shows."""
    first, table = group[0].table, page.table
    titles = first.rows - table.rows
    if not _only_again(page.title, group[0].title) or not 0 <= titles <= _MOST_TITLES or table.rows < _LEAST_ROWS:
        return False
    heads = [_row(first, 1 + titles), *(_row(part.table, 1) for part in (*group[1:], page))]
    over = [_row(first, row) for row in range(1, 1 + titles)]
    if not all(any(head) for head in heads) or heads[-1] in (*over, *heads[:-1]):
        return False
    if _named_again(first, table):
        return True
    parts = _is_headed(table) or _sides(table) != _sides(first)
    return parts and _share_no_heading(heads) and _same_heights(first, table)


def _only_again(title: Iterable[str], first: Iterable[str]) -> bool:
    """Whether each text over a table stands over the first part too, be it cut off at a narrow column."""
    return all(any(known.startswith(text) for known in first) for text in title)


def _row(table: Table, row: int) -> tuple[str, ...]:
    return tuple(cell.text.casefold() for cell in table.cells if cell.row == row)


def _share_no_heading(heads: Sequence[tuple[str, ...]]) -> bool:
    said = [text for head in heads for text in set(head) if text]
    return len(said) == len(set(said))


def _named_again(first: Table, table: Table) -> bool:
    """Whether a table's first column says what that of another says: the names of its rows.

    A band over all columns of the first part may be cut off at the narrow column of the second, or be left out there.
    """
    titles = first.rows - table.rows
    own, other = _column(table), {row - titles: cell for row, cell in _column(first).items() if row > titles}
    named = {row: cell.text for row, cell in own.items() if cell.text}
    names = {row for row, cell in other.items() if cell.column_span == 1 and cell.text}
    if not names <= named.keys() <= other.keys():
        return False
    alike = all(_says_again(other[row], text) for row, text in named.items())
    return alike and len(set(named.values())) >= max(_LEAST_ROWS, _FILLED * table.rows)


def _says_again(cell: Cell, text: str) -> bool:
    return cell.text.startswith(text) if cell.column_span > 1 else cell.text == text


def _column(table: Table) -> dict[int, Cell]:
    return {cell.row: cell for cell in table.cells if cell.column == 1}


def _is_headed(table: Table) -> bool:
    """Whether the first row looks like no other: bold, or on a ground of its own."""
    first, second = (
        {(cell.bold, cell.fill) for cell in table.cells if cell.row == row and cell.text} for row in (1, 2)
    )
    return len(first) == 1 and first.isdisjoint({*second, (False, None)})


def _sides(table: Table) -> list[int]:
    """Where the columns begin, in whole points."""
    return sorted({round(cell.box.x0) for cell in table.cells if cell.box is not None})


def _same_heights(one: Table, other: Table) -> bool:
    tops = [_tops(one)[one.rows - other.rows :], _tops(other)]
    if {len(own) for own in tops} != {other.rows}:
        return False
    off = tops[0][0] - tops[1][0]
    return all(abs(a - b - off) <= _SAME for a, b in zip(*tops, strict=True))


def _tops(table: Table) -> list[float]:
    """The y at which each row begins."""
    found: dict[int, float] = {}
    for cell in table.cells:
        if cell.box is not None:
            found[cell.row] = min(found.get(cell.row, cell.box.top), cell.box.top)
    return [top for _, top in sorted(found.items())]


def _beside(left: Table, right: Table) -> Table:
    """One table of two that stand side by side."""
    again, titles = int(_named_again(left, right)), left.rows - right.rows
    moved = [
        replace(cell, row=cell.row + titles, column=cell.column + left.columns - again)
        for cell in right.cells
        if cell.column > again
    ]
    beside = [replace(cell, row=0, column=0) for cell in right.cells if cell.column <= again and cell.text]
    return replace(
        left,
        columns=left.columns + right.columns - again,
        cells=tuple(sorted((*left.cells, *moved), key=lambda cell: (cell.row, cell.column))),
        words=left.words + right.words,
        furniture=(*left.furniture, *right.furniture, *beside),
        confidence=min(left.confidence, right.confidence, _CHANCE),
        exact_rows=left.exact_rows and right.exact_rows,
        exact_spans=left.exact_spans and right.exact_spans,
    )
