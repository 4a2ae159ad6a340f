"""Whether a table's part on one page goes on from the page before, and whether the page cut its first row.

Only strong evidence counts: the same columns, at the foot of one page and the head of the next, and text that goes on
in the middle of a sentence. Joining the parts is left to the pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Cell
from extractors.pdf.cells import Part
from extractors.pdf.settings import Settings

_SENTENCE_END = re.compile(r"(?:^|[.!?:;])[\"'”’)]*$")
_REFERENCE = re.compile(r"^(?:[A-Za-z]{0,10}\s?)?\d+(?:\.\d+)*[.):]?(?:\s|$)")


def is_cut_above(before: Part | None, part: Part, settings: Settings) -> bool | None:
    """Say whether the first row of `part` (repeated header rows aside) goes on from the last row of `before`.

    True and False where the page shows it, None where it does not; `before` is the last table of the page before.
    """
    if before is None or part.page != before.page + 1 or not same_columns(before, part, settings):
        return None
    first_row = 1 + repeated_rows(before, part)
    last = {cell.column: cell for cell in before.cells if cell.row + cell.row_span - 1 == before.rows}
    filled = {cell.column: cell for cell in part.cells if cell.row == first_row and cell.text}
    if not filled:
        return None
    if _is_section([*filled.values()], part):
        return False
    if any(_goes_on(last[column], filled[column]) for column in last.keys() & filled.keys()):
        return True if filled.keys() <= last.keys() else None
    return False if 1 in filled and _REFERENCE.match(filled[1].text) else None


def _is_section(cells: Sequence[Cell], part: Part) -> bool:
    """Whether the filled cells of a row are one over all columns, which begins as a name does."""
    if len(cells) > 1:
        return False
    return cells[0].column_span == part.columns and cells[0].text[:1].isupper()


def same_columns(one: Part, other: Part, settings: Settings) -> bool:
    """Whether two parts have the same column edges."""
    if one.columns != other.columns:
        return False
    reach = 2 * settings.snap if one.route == "lines" else 12.0
    return all(abs(a - b) <= reach for a, b in zip(one.grid.xs, other.grid.xs, strict=True))


def repeated_rows(before: Part, part: Part) -> int:
    """How many of the first rows of `part` say again what the first rows of `before` say."""
    count = 0
    for row in range(1, min(4, part.rows, before.rows) + 1):
        own, other = (
            {cell.column: cell.text for cell in cells if cell.row == row} for cells in (part.cells, before.cells)
        )
        if own != other or not any(own.values()):
            break
        count = row
    return count


def _goes_on(above: Cell, cell: Cell) -> bool:
    """Whether a sentence is open in the cell above and goes on in the one below."""
    return cell.text[:1].islower() and not _SENTENCE_END.search(above.text)
