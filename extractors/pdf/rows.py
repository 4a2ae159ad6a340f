"""Rows from text: where a table's rows part when no rule says so.

A row starts where text starts anew in the reference column, or in several columns at once while no other column goes
on with wrapped text. Text starts anew after more than the usual leading. The first column may be merged over several
rows and go on beside them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.pdf.centred import find_centred_rows
from extractors.pdf.page import Word
from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, lines_of, usual_leading

_REFERENCE = re.compile(r"^(?:[A-Z]{0,4}\s?\d+(?:\.\d+)*[.):]?|[A-Za-z][.)]|\(?[ivx]+\))$")
_LIST_MARK = re.compile(r"^[•▪●◦‣➢✓❖■□○·∙-]")
_LOOSEST = 1.9  # letter sizes between the baselines of wrapped lines, at most
_TIGHT = 1.55  # letter sizes: lines farther apart than this hardly wrap without other lines that do
_AIR = 0.2  # of the letter size: extra leading over a line that heads the rows under it
_NUMBERED_ROWS = 2  # from which numbers tell that rows stand tight
_HEADER_COLUMNS = 3  # from which a line across columns tells of a header, or of a row
_SAME_BASE = 1.5  # points between the baselines of one row's first lines


@dataclass(frozen=True, slots=True)
class RowEdge:
    """An edge between two rows at `y`; `open_columns` have text that goes on over it (a merged cell)."""

    y: float
    open_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Start:
    """The lines of the columns that share a baseline."""

    base: float
    at: dict[int, int]  # column -> index of its line


@dataclass(frozen=True, slots=True)
class _Area:
    """A table's text by column, with what is usual in it."""

    columns: Sequence[Sequence[Line]]
    xs: Sequence[float]  # column edges
    reference: int | None  # the column whose entries start rows
    usual: float  # points between the baselines of wrapped lines
    size: float  # letter size in points
    rights: Sequence[float]  # where the longest line of each column ends


def split_rows(lines: Sequence[Line], xs: Sequence[float], settings: Settings) -> list[RowEdge]:
    """Give the inner row edges of an area whose text lines are given, from top to bottom.

    `xs` are the column edges of the area; one row gives an empty list.
    """
    if len(lines) < 2:
        return []
    columns = _by_column(lines, xs, settings)
    size = median(line.size for line in lines)
    starts = _baselines(columns)
    usual = _wrapped_leading(starts, columns, size)
    centred = find_centred_rows(columns, usual, max(1.2, settings.leading_slack * size))
    if centred is not None:
        return [RowEdge(y, merged) for y, merged in zip(centred.edges, centred.merged, strict=True)]
    area = _Area(columns, xs, _reference_column(columns, len(lines)), usual, size, _rights(columns))
    found: list[tuple[_Start, set[int], bool]] = []
    body = _first_plain(starts, columns)
    for above, here in itertools.pairwise(starts):
        fresh, stale = _fresh_columns(here, columns, usual, size, settings)
        whole = here is body or _is_header_again(here, starts[0], columns) or _all_open_anew(here, area, stale)
        if whole or _begins_row(here, above, area, fresh, stale):
            found.append((here, stale, whole))
    tight = _rows_stand_tight(found, area)
    edges: list[RowEdge] = []
    for here, stale, whole in found:
        begun = whole or (tight and _is_numbered(here, area))
        stale = stale - (here.at.keys() if begun else _ended_early(here, area, stale))
        edges.append(RowEdge(_edge_above(here, columns, size, stale), frozenset(stale)))
    return edges


def _all_open_anew(here: _Start, area: _Area, stale: set[int]) -> bool:
    """Whether a line opens in every column as a cell does, under lines that nearly all left room for more."""
    if len(stale) < _HEADER_COLUMNS:
        return False
    ended = _ended_early(here, area, stale)
    texts = [area.columns[column][index].words[0].text for column, index in here.at.items()]
    return len(ended) >= max(_HEADER_COLUMNS, len(stale) - 1) and all(t[0].isupper() or t[0].isdigit() for t in texts)


def _rights(columns: Sequence[Sequence[Line]]) -> tuple[float, ...]:
    return tuple(max((line.x1 for line in lines), default=0.0) for lines in columns)


def _ended_early(here: _Start, area: _Area, stale: set[int]) -> set[int]:
    """Columns whose text goes on in plain leading and yet begins anew: with a capital letter, under a line that left
    room for its first word."""
    found: set[int] = set()
    for column in stale & here.at.keys():
        lines = area.columns[column]
        above, line = lines[here.at[column] - 1], lines[here.at[column]]
        first = line.words[0]
        room = area.rights[column] - above.x1
        if first.text[:1].isupper() and room > first.x1 - first.x0 + 0.5 * line.size:
            found.add(column)
    return found


def _first_plain(starts: Sequence[_Start], columns: Sequence[Sequence[Line]]) -> _Start | None:
    """The first line without bold words under a header all in bold, each in three columns or more; None without one."""
    for at, here in enumerate(starts):
        words = [word for column, index in here.at.items() for word in columns[column][index].words]
        if all(word.bold for word in words):
            continue
        headed = len({column for start in starts[:at] for column in start.at}) >= _HEADER_COLUMNS
        return here if headed and len(here.at) >= _HEADER_COLUMNS and not any(word.bold for word in words) else None
    return None


def _is_header_again(here: _Start, first: _Start, columns: Sequence[Sequence[Line]]) -> bool:
    """Whether a line says again what the table's first line says in the same columns, three or more."""
    return (
        len(here.at) >= _HEADER_COLUMNS
        and here.at.keys() == first.at.keys()
        and all(columns[column][here.at[column]].text == columns[column][first.at[column]].text for column in here.at)
    )


def _is_numbered(here: _Start, area: _Area) -> bool:
    """Whether the line of the reference column is a number."""
    if area.reference is None or area.reference not in here.at:
        return False
    line = area.columns[area.reference][here.at[area.reference]]
    return len(line.words) == 1 and bool(_REFERENCE.match(line.words[0].text))


def _rows_stand_tight(found: Sequence[tuple[_Start, set[int], bool]], area: _Area) -> bool:
    """Whether no space parts the rows: at half the numbers two or more columns go on, as merged cells hardly do."""
    numbered = [stale - {0, area.reference} for here, stale, _ in found if _is_numbered(here, area)]
    return len(numbered) >= _NUMBERED_ROWS and 2 * sum(len(stale) >= 2 for stale in numbered) >= len(numbered)


def open_columns(lines: Sequence[Line], xs: Sequence[float], y: float, settings: Settings) -> frozenset[int]:
    """Columns whose text goes on over a row edge with no more than the usual leading (a merged cell)."""
    columns = _by_column(lines, xs, settings)
    leading = usual_leading(columns)
    found: set[int] = set()
    for column, own in enumerate(columns):
        above = [line for line in own if line.base - 0.25 * line.size < y]
        below = [line for line in own if line.base - 0.25 * line.size >= y]
        if above and below:
            size = below[0].size
            usual = leading.get(round(2 * size), 1.2 * size)
            if below[0].base - above[-1].base <= usual + max(1.2, settings.leading_slack * size):
                found.add(column)
    return frozenset(found)


def _by_column(lines: Sequence[Line], xs: Sequence[float], settings: Settings) -> list[list[Line]]:
    words: list[list[Word]] = [[] for _ in xs[1:]]
    for line in lines:
        for word in line.words:
            words[min(len(xs) - 2, max(0, bisect_right(xs, (word.x0 + word.x1) / 2) - 1))].append(word)
    return [lines_of(column, settings) for column in words]


def _baselines(columns: Sequence[Sequence[Line]]) -> list[_Start]:
    found: list[_Start] = []
    for base, column, index in sorted(
        (line.base, c, i) for c, lines in enumerate(columns) for i, line in enumerate(lines)
    ):
        if found and base - found[-1].base <= _SAME_BASE and column not in found[-1].at:
            found[-1].at[column] = index
        else:
            found.append(_Start(base, {column: index}))
    return found


def _wrapped_leading(starts: Sequence[_Start], columns: Sequence[Sequence[Line]], size: float) -> float:
    """Points between the baselines of wrapped lines; rows of one line each, several columns wide, are no such lines."""
    times: Counter[float] = Counter()
    wide: Counter[float] = Counter()
    for here in starts:
        pitches = {
            round(2 * (columns[column][index].base - columns[column][index - 1].base)) / 2
            for column, index in here.at.items()
            if index and abs(columns[column][index].size - columns[column][index - 1].size) < 0.6
        }
        for pitch in pitches:
            if 0.8 * size <= pitch <= _LOOSEST * size:
                times[pitch] += 1
                wide[pitch] += len(here.at) > 1
    if not times:
        return 1.2 * size
    most = max(times.values())
    usual = min(pitch for pitch, count in times.items() if count >= max(1, most / 4))
    return 1.2 * size if usual > _TIGHT * size and wide[usual] > 0.5 * times[usual] else usual


def _fresh_columns(
    here: _Start, columns: Sequence[Sequence[Line]], usual: float, size: float, settings: Settings
) -> tuple[set[int], set[int]]:
    """Columns whose line starts anew, and those whose line goes on from the line above."""
    fresh: set[int] = set()
    stale: set[int] = set()
    for column, index in here.at.items():
        lines = columns[column]
        anew = index == 0 or lines[index].base - lines[index - 1].base > usual + max(1.2, settings.leading_slack * size)
        (fresh if anew else stale).add(column)
    # a merged first column goes on beside a row's first line with a baseline of its own
    if 0 not in here.at and columns[0]:
        near = [line for line in columns[0] if -usual < line.base - here.base < usual]
        if any(line.base < here.base for line in near) and any(line.base > here.base for line in near):
            stale.add(0)
    return fresh, stale


def _reference_column(columns: Sequence[Sequence[Line]], lines: int) -> int | None:
    """The first column, where its entries are short and stand on fewer lines than the table has."""
    for index, column in enumerate(columns[:2]):
        if len(column) >= 2 and len(column) <= 0.75 * lines and median(len(line.words) for line in column) <= 6:
            return index
        if column:
            return None
    return None


def _begins_row(here: _Start, above: _Start, area: _Area, fresh: set[int], stale: set[int]) -> bool:
    """Whether a row starts at a baseline; `fresh` columns start anew there, `stale` ones go on."""
    columns, xs, reference, usual, size = area.columns, area.xs, area.reference, area.usual, area.size
    merged = {0} if reference is None else {0, reference}
    others = stale - merged
    if reference is not None and reference in here.at:
        lines = columns[reference]
        index = here.at[reference]
        if index == 0 or _REFERENCE.match(lines[index].words[0].text):
            return True
        if reference in fresh and lines[index].base - lines[index - 1].base > 1.45 * usual:
            return True
    if len(fresh) >= 2 and not others:
        return True
    gap = here.base - above.base
    if gap > usual + 0.8 * size and fresh and not stale:
        first = columns[min(fresh)][here.at[min(fresh)]]
        return not _LIST_MARK.match(first.words[0].text)
    if fresh and not stale and _is_group_line(here, above, area):
        return True
    if len(fresh - merged) >= 2 and len(others) == 1:
        # no leading between rows: one long cell goes on right above, and its last line ended early
        column = next(iter(others))
        line = columns[column][here.at[column] - 1]
        return line.x1 < xs[column] + 0.6 * (xs[column + 1] - xs[column])
    return False


def _is_group_line(here: _Start, above: _Start, area: _Area) -> bool:
    """Whether a bold line stands alone, more than the usual leading under text that is not bold."""
    if len(here.at) > 1 or here.base - above.base <= area.usual + _AIR * area.size:
        return False
    column, index = next(iter(here.at.items()))
    before = [line for lines in area.columns for line in lines if here.base - 2 * area.usual < line.base < here.base]
    line = area.columns[column][index]
    return (
        all(word.bold for word in line.words)
        and not any(word.bold for other in before for word in other.words)
        and not _LIST_MARK.match(line.words[0].text)
    )


def _edge_above(here: _Start, columns: Sequence[Sequence[Line]], size: float, stale: set[int]) -> float:
    """The y halfway between a row's first ink and the ink above it, columns that go on over the edge aside."""
    above = [
        line.base + 0.22 * line.size
        for column, lines in enumerate(columns)
        if column not in stale
        for line in lines
        if line.base < here.base - _SAME_BASE
    ]
    top = here.base - 0.75 * size
    return (max(above) + top) / 2 if above and max(above) < top else here.base - 0.8 * size
