"""Which rows of a table are the headings of its columns: facts about each row, and the few likeliest readings.

A reading is settled together with the columns and the rows below it, in `tables`; here stands what a row shows itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.document import Cell
from pipeline.fold import fold_space
from pipeline.read.columns import HeadingText, names_a_period, text_says
from pipeline.read.content import is_state_or_rating, owner_likeness, reads_as_status, reads_as_timescale
from pipeline.read.grid import Grid, all_bold, with_words
from pipeline.read.month_letters import months_in_words
from pipeline.read.over_headings import said_over
from pipeline.read.segments import data_cells
from pipeline.read.solve import IMPOSSIBLE, best_sequence
from pipeline.read.structure import (
    counts_a_grouping,
    is_level,
    is_number,
    is_reference,
    opens_like_a_total,
    opens_with_a_verb,
    unnumbered,
)
from pipeline.read.weighing import read_weights

Signature = tuple[str, ...]
_DATES = 3.5  # evidence of a heading that names dates
_LOOKED_AT = 40  # rows by which the kind of a column is told
_EARLY = 4  # rows from the top over which only titles stand
_TEXT = 12  # words from which a cell is a text rather than a heading
_DOUBT = 3.5  # margin under which the other reading of a row is tried too
_TRIED = 5  # readings that are tried besides the likeliest
_WORDED = 2.3  # evidence for some role from which words that no lexicon has count half
_ORDER = 3  # words from which a text may be an order
_NAME = 6  # words of a heading; of longer ones that no lexicon has as a whole each counts less
_SURE = 0.8  # weight of a heading's wording from which it counts as known
_HEADS_NOTHING = -8.0  # headings right over headings head no rows
_PASSAGES = {
    "header_rest": {"other": IMPOSSIBLE, "": IMPOSSIBLE},
    "header": {"header": _HEADS_NOTHING, "header_rest": _HEADS_NOTHING},
}


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What is true of one row beside the others; shares from 0 to 1 unless it says otherwise."""

    marked: float = 0.0  # cells that the file itself marks as headings
    repeated: float = 0.0  # 1: the row is printed again, in this table or over another
    known: float = 0.0  # cells worded as headings
    sure: float = 0.0  # cells worded so without doubt, counted up to 4
    valued: float = 0.0  # cells that are dates, states, numbers of actions or figures
    orders: float = 0.0  # cells of three words and more that begin with a verb of plans and are not worded as headings
    texts: float = 0.0  # cells of many words that are not worded as headings
    alone: float = 0.0  # 1: one cell has words
    across: float = 0.0  # 1: that cell stands over all columns
    gaps: float = 0.0  # columns without words
    first: float = 0.0
    early: float = 0.0
    bold: float = 0.0  # 1: bold, and the rows below are not
    filled: float = 0.0  # 1: filled, and the rows below are not so
    unlike: float = 0.0  # columns of dates, owners, numbers below that are none here
    alike: float = 0.0  # columns of dates, owners, numbers below that are so here
    headed: float = 0.0  # 1: rows above are worded as headings
    labelled: float = 0.0  # 1: the first cell counts a grouping
    under_span: float = 0.0  # 1: every cell parts a cell of the row above
    periods: float = 0.0  # cells that are nothing but a period
    options: float = 0.0  # 1: every cell parts a cell of the row above, and is nothing but a state or a rating
    last: float = 0.0  # 1: nothing stands below it, and rows above
    numbered: float = 0.0  # 1: its first cell is the number of an action, or it alone begins with one before an order
    held: float = 0.0  # 1: a cell with words reaches into it from above
    dated: float = 0.0  # 1: a date stands right under the heading of a column of dates
    fills_gaps: float = 0.0  # 1: cells only where the row above has none
    low: float = 0.0  # cells that begin in the middle of a sentence and are not worded as headings
    total: float = 0.0  # 1: says of itself that it sums up
    labelled_text: float = 0.0  # 1: labels and their texts, as a form has them over its headings

    @property
    def periods_under_span(self) -> float:
        """Every cell parts a cell of the row above, and is nothing but a period."""
        return self.under_span * float(self.periods == 1.0)


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """The rows of headings of a table, each with the rows of a second tier behind it, and the evidence for them."""

    groups: tuple[tuple[int, ...], ...]
    total: float


def signature(grid: Grid, row: int) -> Signature:
    """The folded texts of a row, left to right: equal for a heading row and its repetition, however its cells reach."""
    return grid.folded(row)


def repeated_rows(grids: Sequence[Grid]) -> frozenset[Signature]:
    """The rows of several words that open two tables or more, or stand in one table twice."""
    opening: Counter[Signature] = Counter()
    for grid in grids:
        tops = {signature(grid, row) for row in range(min(_EARLY, grid.height))}
        inside = Counter(signature(grid, row) for row in range(grid.height))
        opening.update(tops | {key for key, count in inside.items() if count > 1})
        opening.update(key for key, count in inside.items() if count > 1)
    return frozenset(key for key, count in opening.items() if count > 1 and sum(map(bool, key)) > 1)


@lru_cache(maxsize=8192)
def heading_of_cell(text: str) -> float:
    """How surely a cell is worded as a heading (0 to 1); one that reads as a value too, or names a period, counts half,
    "Aim 1" not."""
    if not text.strip() or is_reference(text):
        return 0.0
    said, known = text_says(fold_space(text))
    if counts_a_grouping(text):
        return 0.0
    words = len(text.split())
    if known < _SURE:
        worded = 0.5 if max(said.values(), default=0.0) >= _WORDED else 0.0
        known = max(known, worded) * min(1.0, _NAME / words)
    return 0.5 * known if reads_as_status(text) or names_a_period(text) else known


@lru_cache(maxsize=8192)
def _is_value(text: str) -> bool:
    """Whether a cell is a date, a state, a grade, a number of an action or a figure; "2024/25" may head a column."""
    if is_level(text):
        return True
    if heading_of_cell(text) >= 0.5 or names_a_period(text):
        return False
    return any(is_one(text) for is_one in _VALUES)


def _is_figure(text: str) -> bool:
    return 2 * sum(map(str.isdigit, text)) > len(text.strip())


_VALUES: tuple[Callable[[str], bool], ...] = (is_reference, _is_figure, reads_as_status, reads_as_timescale)


def _numbers_a_row(text: str) -> bool:
    return is_number(text) and not names_a_period(text)


def _is_numbered(texts: Sequence[str]) -> bool:
    """Whether the first cell of a row numbers it; "1. Action | 2. Lead" are headings."""
    if _numbers_a_row(texts[0]):
        return True
    said = [unnumbered(text) for text in texts]
    return said[0] != texts[0] and said[1:] == list(texts[1:]) and opens_with_a_verb(said[0])


def _begun_low(cells: Sequence[Cell], headings: Sequence[float]) -> float:
    """How many cells begin in a small letter, those worded as headings counted less."""
    return sum(cell.text.lstrip()[:1].islower() * (1.0 - known) for cell, known in zip(cells, headings, strict=True))


def _is_order(text: str) -> bool:
    return len(text.split()) >= _ORDER and opens_with_a_verb(text)


def facts_of_rows(grid: Grid, repeated: frozenset[Signature]) -> list[HeaderFacts]:
    """Return what each row shows that may speak for headings."""
    kinds = [_kinds_of_column(grid, column) for column in range(grid.width)]
    bold_rows = [all_bold(grid.printed(row)) for row in range(grid.height)]
    bottom = max((row for row in range(grid.height) if grid.printed(row)), default=0)
    headed = False
    found: list[HeaderFacts] = []
    for row in range(grid.height):
        cells = _with_months(grid.printed(row))
        if not cells:
            found.append(HeaderFacts(alone=1.0))
            continue
        key = signature(grid, row)
        lengths = [len(cell.text.split()) for cell in cells]
        if row >= _EARLY and max(lengths) > 2 * _TEXT and key not in repeated and not cells[0].header:
            found.append(HeaderFacts(texts=1.0, headed=float(headed)))  # most rows: no need to look closer
            continue
        weights = [heading_of_cell(cell.text) for cell in cells]
        plain = [cell.text for cell, weight in zip(cells, weights, strict=True) if weight < 0.5]
        count = len(cells)
        covered = {column for cell in cells for column in grid.reach(cell)}
        unlike, alike = _kinds_here(grid, row, kinds)
        facts = HeaderFacts(
            marked=sum(cell.header for cell in cells) / count,
            repeated=float(key in repeated),
            known=sum(weights) / count,
            sure=min(4.0, sum(weight >= _SURE for weight in weights)),
            valued=sum(_is_value(cell.text) for cell in cells) / count,
            texts=sum(len(text.split()) > _TEXT for text in plain) / count,
            orders=sum(map(_is_order, plain)) / count,
            alone=float(count == 1),
            across=float(count == 1 and grid.spans_table(cells[0])),
            gaps=1.0 - len(covered) / max(grid.width, 1),
            first=float(row == 0),
            early=float(row < _EARLY and not headed),
            bold=float(bold_rows[row] and sum(bold_rows[row + 1 :]) <= 0.3 * max(1, grid.height - row - 1)),
            filled=float(_is_set_off(grid, row, cells)),
            unlike=unlike,
            alike=alike,
            headed=float(headed),
            labelled=float(counts_a_grouping(cells[0].text)),
            periods=sum(names_a_period(cell.text) for cell in cells) / count,
            last=float(row == bottom > 0),
            held=float(any(cell.text.strip() for cell in grid.from_above(row))),
            numbered=float(_is_numbered([cell.text for cell in cells])),
            low=_begun_low(cells, weights) / count,
            total=float(opens_like_a_total(cells[0].text)),
            labelled_text=float(bool(said_over(grid, row))),
            **(_under_the_row_above(grid, row) if row else {}),
        )
        headed |= count > 1 and facts.known >= 0.6
        found.append(facts)
    return found


def _with_months(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells with months in words, where they are the initials of months in a row."""
    printed = [cell.text for cell in cells]
    months = months_in_words(printed)
    return cells if months == printed else [replace(cell, text=m) for cell, m in zip(cells, months, strict=True)]


def _is_set_off(grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
    """Whether all cells of a row are filled, in a colour that few cells below have."""
    fills = {cell.fill for cell in cells}
    if len(fills) != 1 or None in fills:
        return False
    below = [cell for r in range(row + 1, grid.height) for cell in grid.printed(r) if not grid.spans_table(cell)]
    return sum(cell.fill in fills for cell in below) <= 0.2 * len(below)


@lru_cache(maxsize=8192)
def _kind(text: str) -> str:
    if is_reference(text):
        return "number"
    if reads_as_timescale(text):
        return "date"
    if reads_as_status(text):
        return "state"
    if owner_likeness(text) >= 0.8:
        return "owner"
    return "text" if len(text.split()) > 5 else ""


def _kinds_of_column(grid: Grid, column: int) -> str:
    """What most cells of a column are; "" where they are of no one kind."""
    cells = with_words(data_cells(grid, range(1, min(grid.height, _LOOKED_AT)), column))
    texts = [cell.text for cell in cells if not grid.spans_table(cell)]
    most = 0.6 * len(texts)
    found: Counter[str] = Counter()
    for text in texts if len(texts) >= 2 else ():
        kind = _kind(text)
        found[kind] += 1
        if found[kind] >= most:
            return kind
    return ""


def _kinds_here(grid: Grid, row: int, kinds: Sequence[str]) -> tuple[float, float]:
    """The shares of the columns of one kind in which a row has words of another kind, and of that kind."""
    told = [_kind(text) == kind for kind, text in zip(kinds, grid.texts(row), strict=True) if kind and text.strip()]
    alike = sum(told) / len(told) if told else 0.0
    return (1.0 - alike if told else 0.0), alike


def _under_the_row_above(grid: Grid, row: int) -> dict[str, float]:
    """What is true of a row with words beside the row above it."""
    parts = _parts_spans(grid, row)
    options = [is_state_or_rating(fold_space(cell.text)) for cell in grid.printed(row)] if parts else [False]
    return {
        "under_span": parts,
        "options": all(options),
        "fills_gaps": _fills_gaps(grid, row),
        "dated": any(map(_is_date_under_heading, grid.slots[row - 1], grid.slots[row])),
    }


def _is_date_under_heading(above: Cell | None, cell: Cell | None) -> bool:
    """Whether a cell is a date or period, right under the heading of a column of dates, and as wide."""
    if above is None or cell is None or above.column_span != cell.column_span:
        return False
    said, _ = text_says(above.text)
    return said.get("timescale", 0.0) >= _DATES and names_a_period(cell.text)


def _parts_spans(grid: Grid, row: int) -> bool:
    """Whether every cell of a row stands under a wider cell of the row above that is not as wide as the table."""
    over = [reach for cell in grid.printed(row - 1) if 1 < len(reach := set(grid.reach(cell))) < grid.width]
    # one as wide as the heading over it is its data
    return all(any(set(grid.reach(cell)) < wide for wide in over) for cell in grid.printed(row))


def _fills_gaps(grid: Grid, row: int) -> bool:
    """Whether a row has words only where the row above is blank, or where the place after is ("Who" over "Lead" and
    "Support")."""
    over = {i for i, cell in enumerate(grid.slots[row - 1]) if with_words([cell])}
    here = {i for i, text in enumerate(grid.texts(row)) if text.strip()}
    if not 0 < len(over) < grid.width or len(here) < 2:
        return False
    return {i + 1 for i in here & over} <= here - over


def likeliest_headers(facts: Sequence[HeaderFacts]) -> list[HeaderReading]:
    """Return the likeliest readings of a table's heading rows, the best first; where one is without doubt, it alone."""
    weights = read_weights("header_rows")
    said = [weights.sums(own) for own in facts]
    evidence = [{"other": 0.0, "header": one["header"], "header_rest": one["header_rest"]} for one in said]

    best = best_sequence(evidence, _PASSAGES)
    readings = [HeaderReading(_groups(best.labels), best.total)]
    doubtful = sorted((margin, at) for at, margin in enumerate(best.margins) if margin < _DOUBT)
    for _, at in doubtful[:_TRIED]:
        others = {label: sum_ for label, sum_ in evidence[at].items() if label != best.labels[at]}
        other = best_sequence([*evidence[:at], others, *evidence[at + 1 :]], _PASSAGES)
        reading = HeaderReading(_groups(other.labels), other.total)
        if other.total > IMPOSSIBLE / 2 and reading.groups not in [one.groups for one in readings]:
            readings.append(reading)
    return readings


def _groups(labels: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    groups: list[list[int]] = []
    for row, label in enumerate(labels):
        if label == "header":
            groups.append([row])
        elif label == "header_rest":
            groups[-1].append(row)
    return tuple(map(tuple, groups))


def headings_of(grid: Grid, header_rows: Sequence[int]) -> tuple[HeadingText, ...]:
    """The heading of each column: the distinct cells over it in the heading rows, from the top down."""
    found = []
    for column in range(grid.width):
        pieces = dict.fromkeys(with_words(grid.slots[row][column] for row in header_rows))
        heading = HeadingText(tuple(fold_space(cell.text) for cell in pieces))
        told = grid.told.role(heading.text, grid.table.number, grid.columns[column])
        found.append(replace(heading, told=told) if told else heading)
    return tuple(found)
