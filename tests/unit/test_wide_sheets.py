"""Sheets wider than the paper, printed over pages side by side: one table, whatever the order of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pytest

from extractors.document import Block, Box, Cell, Heading, Paragraph, Table, count_words
from extractors.pdf.wide_sheets import join_wide_sheets

Rows = Sequence[Sequence[str]]
ACTIONS: Rows = (("Ref", "Action"), ("1.1", "Map every ramp"), ("1.2", "Train staff"), ("1.3", "Report"))
MORE: Rows = (("Status", "Budget"), ("On track", "£2k"), ("", ""), ("Late", "£5k"))
LATER: Rows = (("Ref", "Action"), ("2.1", "Open a quiet room"), ("2.2", "Renew the lift"), ("2.3", "Write to tenants"))
LATER_MORE: Rows = (("Status", "Budget"), ("Complete", "£1k"), ("On track", ""), ("Late", "£9k"))
AGAIN: Rows = [(row[0], *more) for row, more in zip(ACTIONS, MORE, strict=True)]
HEIGHTS = (20.0, 32.0, 20.0, 44.0)
SIDES = ((50.0, 90.0), (50.0, 180.0), (50.0, 90.0, 180.0))


def part(rows: Rows, page: int, *, top: float = 60.0, heights: Sequence[float] = HEIGHTS, sides: int = 0) -> Table:
    tops = [*accumulate(heights, initial=top)]
    xs = SIDES[sides]
    cells = tuple(
        Cell(r + 1, c + 1, text, page=page, box=Box(xs[c], tops[r], xs[c] + 40, tops[r + 1]), bold=r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    words = count_words(cell.text for cell in cells)
    return Table(page, len(rows), len(rows[0]), cells, words, "lines", page=page)


def joined(*blocks: Block) -> list[list[tuple[str, ...]]]:
    tables = [block for block in join_wide_sheets(blocks) if isinstance(block, Table)]
    assert sum(table.words for table in tables) == sum(b.words for b in blocks if isinstance(b, Table))
    for table in tables:
        assert table.words == count_words(cell.text for cell in (*table.cells, *table.furniture))
    return [
        [tuple(cell.text for cell in table.cells if cell.row == row) for row in range(1, table.rows + 1)]
        for table in tables
    ]


WHOLE = [(*left, *right) for left, right in zip(ACTIONS, MORE, strict=True)]
LATER_WHOLE = [(*left, *right) for left, right in zip(LATER, LATER_MORE, strict=True)]
TITLE = Heading("Merewick equality plan", 1, 1)
FOOTER = Paragraph("Page 2", 2, furniture=True)


BAND = ("Our buildings", "", "")  # one cell over both columns of the first page, and the two of the second


def banded(rows: Rows, band: str, page: int) -> Table:
    """A part with a band before its second action, over all its columns on the first page."""
    table = part([*rows[:2], (band, *("",) * (len(rows[0]) - 1)), *rows[2:]], page, heights=(20.0,) * 5, sides=2)
    if page > 1:
        return table
    cells = [cell for cell in table.cells if cell.row != 3 or cell.column == 1]
    return replace(table, cells=tuple(replace(cell, column_span=2 if cell.row == 3 else 1) for cell in cells))


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        ((part(ACTIONS, 1), part(MORE, 2)), [WHOLE]),
        ((TITLE, part(ACTIONS, 1, top=90.0), part(MORE, 2), FOOTER), [WHOLE]),
        ((part(ACTIONS, 1), part(MORE, 2), part(LATER, 3), part(LATER_MORE, 4)), [WHOLE, LATER_WHOLE]),
        ((part(ACTIONS, 1), part(LATER, 2), part(MORE, 3), part(LATER_MORE, 4)), [WHOLE, LATER_WHOLE]),
        ((part(ACTIONS, 1), part(AGAIN, 2, sides=2)), [WHOLE]),
        ((part(ACTIONS, 1), part(AGAIN, 2, heights=(20.0,) * 4, sides=2)), [WHOLE]),
        ((TITLE, part(ACTIONS, 1), replace(TITLE, page=2), part(MORE, 2)), [WHOLE]),
        ((TITLE, part(ACTIONS, 1), replace(TITLE, text="Merew", page=2), part(AGAIN, 2, sides=2)), [WHOLE]),
        ((banded(ACTIONS, "Our buildings", 1), banded(AGAIN, "Our buil", 2)), [[*WHOLE[:2], BAND, *WHOLE[2:]]]),
        ((banded(ACTIONS, "Our buildings", 1), banded(AGAIN, "", 2)), [[*WHOLE[:2], BAND, *WHOLE[2:]]]),
        (
            (part([("Merewick plan", ""), *ACTIONS], 1, heights=(20.0,) * 5), part(AGAIN, 2, sides=2)),
            [[("Merewick plan", ""), *WHOLE]],
        ),
    ],
    ids=[
        "rows alike",
        "a title",
        "across, then down",
        "down, then across",
        "names again",
        "names again, other heights",
        "the same title on both pages",
        "a title cut off at the narrow column",
        "a band cut off at the narrow column",
        "a band on the first page only",
        "a title row over the first columns only",
    ],
)
def test_columns_that_go_on_over_a_page_are_one_table(blocks: Sequence[Block], wanted: list[Rows]) -> None:
    assert joined(*blocks) == wanted


OWNERS: Rows = (("Action", "Lead"), ("Check forms", "HR"), ("Map routes", "Transport"), ("Report", "Policy"))
GOES_ON: Rows = (("2.1", "Open a quiet room"), *LATER[2:], ("2.4", "Consult"))


@pytest.mark.parametrize(
    "blocks",
    [
        (part(ACTIONS, 1), part(LATER, 2)),
        (part([*ACTIONS, ("1.4", "Fit lifts")], 1, heights=(20.0,) * 5), part(LATER, 2, heights=(20.0,) * 4)),
        (part(ACTIONS, 1), part(MORE, 3)),
        (part(ACTIONS, 1), part(MORE, 2, heights=(20.0, 20.0, 32.0, 44.0))),
        (part(ACTIONS, 1), part(MORE[:3], 2)),
        (part(ACTIONS, 1), part(OWNERS, 2, sides=1)),
        (part(ACTIONS, 1), Heading("Key", 2, 2), part(MORE, 2)),
        (part(ACTIONS, 1), Paragraph("Agreed in May.", 1), part(MORE, 2)),
        (part(ACTIONS[:2], 1), part(MORE[:2], 2)),
        (banded(ACTIONS, "Our buildings", 1), banded(AGAIN, "Our staff", 2)),
        (
            part(ACTIONS, 1),
            part([AGAIN[0], ("1.1", "On track", "£2k"), ("1.4", "", ""), ("1.3", "Late", "£5k")], 2, sides=2),
        ),
    ],
    ids=[
        "headings printed again",
        "headings printed again over fewer rows",
        "a page between",
        "other heights",
        "fewer rows",
        "a heading that both have",
        "a heading of its own",
        "text after the first",
        "too few rows",
        "other bands",
        "other names of rows",
    ],
)
def test_tables_on_pages_that_follow_one_another_stay_apart(blocks: Sequence[Block]) -> None:
    assert join_wide_sheets(blocks) == list(blocks)


def test_rows_that_go_on_under_the_same_columns_are_not_put_beside() -> None:
    blocks = [plain(part(ACTIONS, 1)), plain(part(GOES_ON, 2))]
    assert join_wide_sheets(blocks) == blocks


def plain(table: Table) -> Table:
    return replace(table, cells=tuple(replace(cell, bold=False) for cell in table.cells))
