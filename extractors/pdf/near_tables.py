"""Words that may belong to a table and are in none: in line with its rows or its columns, or of a table's look.

Nothing is moved into a cell here. What the finder of tables left out is told, so that a person can look: a column
beside the rules, a row under them, a header that stands apart, a small table without rules, words that the tags of a
table leave out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from extractors.document import Box
from extractors.pdf.cells import find_watermarks
from extractors.pdf.columns import ENUMERATOR
from extractors.pdf.furniture import is_page_number
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import NEAR_TABLES, NearSettings, Settings
from extractors.pdf.typed_on import is_typed_on
from extractors.pdf.words import Line, lines_of, split_line

_LEADER = re.compile(r"\.{4}|…")


@dataclass(frozen=True)
class TableOnPage:
    """The words that one table holds on one page."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        """The area of the words."""
        lefts, tops, rights, bottoms = zip(*((w.x0, w.top, w.x1, w.bottom) for w in self.words), strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))

    @cached_property
    def bases(self) -> list[float]:
        """The baselines of its lines, rising."""
        return sorted({word.base for word in self.words})

    def lefts(self, settings: Settings) -> list[float]:
        """Where the text of its columns starts, rising: what at least two of its lines share."""
        parts = [part for line in lines_of(self.words, settings) for part in _segments(line)]
        counts = Counter(round(part.x0) for part in parts)
        return sorted(x for x, count in counts.items() if count + counts[x + 1] + counts[x - 1] > 1)


def find_words_near_tables(
    page: PageObjects,
    tables: Sequence[TableOnPage],
    aside: Set[Word],
    settings: Settings,
    near: NearSettings = NEAR_TABLES,
) -> list[Word]:
    """Give the words of a page that may belong to a table and are in none, in the order of the page.

    `aside` holds the words that are in tables or are the page's furniture.
    """
    rest = [word for word in page.words if word not in aside and word.angle == 0 and not is_typed_on(word)]
    if not rest:
        return []
    stamped = find_watermarks(page, rest, near.usual_size)
    lines = [_segments(line) for line in lines_of([w for w in rest if w not in stamped] if stamped else rest, settings)]
    found = {word for table in tables for word in _beside(table, lines, near)}
    open_lines = [parts for parts in lines if not any(word in found for word in parts[0].words)]
    parted = [parts for parts in open_lines if _says_something(parts)]
    for table in tables:
        close = [parts for parts in parted if _is_close(parts, table, near)]
        lefts = table.lefts(settings) if close else []
        found.update(_words(parts for parts in close if _in_its_columns(parts, lefts, near)))
    for block in _blocks(open_lines, near) if parted else ():
        if _looks_like_table(block, near):
            found.update(_words(block))
    return [word for word in page.words if word in found] if found else []


def _words(lines: Iterable[Sequence[Line]]) -> Iterable[Word]:
    return (word for parts in lines for part in parts for word in part.words)


def _segments(line: Line) -> tuple[Line, ...]:
    """Split a line where a gap is no space between words, nor that after a bullet or a number."""
    parts = split_line(line, max(6.0, 0.9 * line.size))
    if len(parts) != 2:
        return parts
    return split_line(line, 4 * line.size) if ENUMERATOR.match(parts[0].text) else parts


def _beside(table: TableOnPage, lines: Iterable[Sequence[Line]], near: NearSettings) -> Iterable[Word]:
    """The words left or right of a table that stand on the baselines of its lines, and are no text of their own."""
    box = table.box
    for left in (True, False):
        own = [
            part
            for parts in lines
            for part in parts
            if box.top <= part.base <= box.bottom + near.on_line
            and (part.x1 <= box.x0 + near.on_line if left else part.x0 >= box.x1 - near.on_line)
        ]
        on_line = [part for part in own if _holds(table.bases, part.base, near.on_line)]
        if len(on_line) >= max(near.least_beside, near.share_on_line * len(own)) and _is_short(own, near):
            yield from (word for part in own for word in part.words)


def _is_close(parts: Sequence[Line], table: TableOnPage, near: NearSettings) -> bool:
    """Whether a line stands a little over or under a table."""
    apart = max(table.box.top - parts[0].base, parts[0].base - table.box.bottom)
    return -near.on_line <= apart <= near.farthest * parts[0].size


def _in_its_columns(parts: Sequence[Line], lefts: Sequence[float], near: NearSettings) -> bool:
    """Whether a line starts anew where at least two of a table's columns do."""
    aligned = sum(_holds(lefts, part.x0, near.aligned) for part in parts)
    return aligned >= max(2, near.share_aligned * len(parts))


def _blocks(lines: Sequence[Sequence[Line]], near: NearSettings) -> Iterable[list[Sequence[Line]]]:
    """Runs of lines under one another that all have gaps."""
    ordered = sorted(lines, key=lambda parts: parts[0].base)
    for parted, stretch in groupby(ordered, key=lambda parts: len(parts) > 1):
        if parted:
            yield from runs_of(
                stretch, lambda run, parts: parts[0].base - run[-1][0].base <= near.block_leading * parts[0].size
            )


def _looks_like_table(block: Sequence[Sequence[Line]], near: NearSettings) -> bool:
    """Whether lines start anew at the same places, in short pieces: three columns on two lines, or two on more."""
    starts = Counter(round(part.x0) for parts in block for part in parts)
    shared = [x for x in starts if starts[x] + starts[x + 1] >= max(2, near.share_aligned * len(block))]
    columns = runs_of(sorted(shared), lambda run, x: x - run[-1] <= 2 * near.aligned)
    telling = sum(_says_something(parts) for parts in block)
    if min(len(columns), telling) < 2:
        return False
    least = near.lines_of_two_columns if len(columns) == 2 else near.lines_of_columns
    labels = sum(parts[0].text.endswith(":") for parts in block)
    return len(block) >= max(least, 2 * labels + 1) and _is_short([part for parts in block for part in parts], near)


def _says_something(parts: Sequence[Line]) -> bool:
    """Whether at least two pieces of a line hold letters; a page number after a line of contents does not."""
    if sum(any(letter.isalpha() for letter in part.text) for part in parts) < 2:
        return False
    return not any(_LEADER.search(part.text) or is_page_number(part.text) for part in parts)


def _is_short(parts: Sequence[Line], near: NearSettings) -> bool:
    """Whether pieces are as short as those of cells, and no text set in columns."""
    return sum(len(part.text) for part in parts) <= near.letters * len(parts)


def _holds(places: Sequence[float], at: float, slack: float) -> bool:
    return bisect_left(places, at - slack) < bisect_right(places, at + slack)
