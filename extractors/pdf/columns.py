"""Columns from white space: where the words of many lines leave the same gap.

Only lines whose words fall into two or more groups tell of columns; a gap is a gutter where nearly all of those lines
leave it free and text starts anew on its right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.pdf.page import Word
from extractors.pdf.settings import Settings
from extractors.pdf.words import Line, extents_of, split_line, split_phrases

ENUMERATOR = re.compile(r"^(?:\(?\d{1,3}[.)]|\(?[a-z]{1,4}\)|[ivx]+\.|[•▪●◦‣➢✓❖■□○·∙–-])$")
_STEP = 2.0  # profile cells for each point
_WIDEST = 20_000.0  # points; no page is wider than 14,400 (PDF 32000-1, Annex C.2)
HEADING_LINES = 3  # at the top of a table, among which headings over several columns stand
_OFF_MIDDLE = 0.12  # of the width of the texts below, by which such a heading may stand out of their middle
_ENOUGH_TELLING = 5  # lines from which a narrow gap is sure
_LEAST_LABELS = 2  # that begin under one another, from which they are a column
_TO_TEXT = 3.0  # points at most from a gutter to the text after it, where the gap is wider
_SAME_START = 2.0  # points between the beginnings of labels under one another
_ROW_NUMBER = re.compile(r"^(?:[A-Z]{1,3}[-.]?)?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?$")
_LEAST_NUMBERS = 3  # different ones, that stand before the rows of a table
_SAME_PLACE = 4.0  # points between the middles of such numbers
_BEFORE_TEXT = 0.5  # letter sizes between such numbers and the texts
_CROSSING = 0.34  # share of the telling lines that may run over a gutter (cells that span columns)


def segments_of(line: Line, settings: Settings) -> tuple[Line, ...]:
    """Split a line at gaps that may be gutters."""
    return split_line(line, max(settings.least_gutter, settings.gutter_gap * line.size))


def has_columns(line: Line) -> bool:
    """Whether a line has a gap so wide that it is no space between words, nor that after a bullet or a number."""
    least = max(6.0, 0.9 * line.size)
    match [at for at, (before, word) in enumerate(pairwise(line.words)) if word.x0 - before.x1 > least]:
        case []:
            return False
        case [0]:
            return not ENUMERATOR.match(line.words[0].text)
        case _:
            return True


def is_row(line: Line, gutters: Sequence[float], settings: Settings) -> bool:
    """Whether a line has columns, and no text of it runs over a gutter with no more than a space there."""
    if len(segments_of(line, settings)) == 1:
        return False
    return not any(part.x0 + 1 < x < part.x1 - 1 for part in split_phrases(line) for x in gutters)


def find_gutters(lines: Sequence[Line], left: float, right: float, settings: Settings) -> list[float]:
    """Give the inner column edges (x in points, rising) that the lines of an area show; empty where they show none."""
    telling = _telling(lines, settings)
    if len(telling) < 2 or not 20 <= right - left <= _WIDEST:
        return []
    size = int((right - left) * _STEP) + 2
    ink = np.zeros(size + 1, dtype=np.int32)
    starts = np.zeros(size, dtype=np.int32)
    for parts in telling:
        for part in parts:
            first = min(size - 1, max(0, int((part.x0 - left) * _STEP)))
            last = min(size - 1, max(first, int((part.x1 - left) * _STEP)))
            ink[first] += 1
            ink[last + 1] -= 1
            starts[first] += 1
    cover = np.cumsum(ink[:-1])
    taken: list[tuple[int, int]] = []
    levels = sorted({int(level) for level in np.unique(cover) if level <= _CROSSING * len(telling)})
    for level in levels:  # first what every line leaves free, then what only spanning text lies over
        # a gap that few lines leave free, or lines that are few, must be wider
        sure = level <= 0.1 * len(telling) and len(telling) >= _ENOUGH_TELLING
        least = settings.least_gutter if sure else max(settings.least_gutter, settings.gutter)
        for begin, end in _runs(cover <= level):
            if (end - begin + 1) / _STEP < least or any(max(begin, a) <= min(end, b) for a, b in taken):
                continue
            before = max((b + 1 for _, b in taken if b < begin), default=0)
            after = min((a for a, _ in taken if a > end), default=size)
            # text on both sides; a run at the area's side has none there
            beside = min(cover[before:begin].max(initial=0), cover[end + 1 : after].max(initial=0))
            begun = int(starts[end + 1 : min(after, end + 1 + int(40 * _STEP))].sum())
            if beside >= (2 * level + 2 if level else 1) and begun >= 2:
                taken.append((begin, end))
    taken = [_freest(cover, begin, end, settings) for begin, end in taken]
    return sorted(left + (end + 1) / _STEP - min(_TO_TEXT, (end - begin + 1) / _STEP / 2) for begin, end in taken)


def _freest(cover: NDArray[np.int32], begin: int, end: int, settings: Settings) -> tuple[int, int]:
    """The last stretch of a gutter that the fewest lines run over, where that is wide enough to part two headings."""
    least = [run for run in _runs(cover[begin : end + 1] == cover[begin : end + 1].min()) if _wide(run, settings)]
    return (begin + least[-1][0], begin + least[-1][1]) if least else (begin, end)


def _wide(run: tuple[int, int], settings: Settings) -> bool:
    return (run[1] - run[0] + 1) / _STEP >= settings.least_gutter


def _telling(lines: Sequence[Line], settings: Settings) -> list[tuple[Line, ...]]:
    """The texts of the lines that tell of columns: two or more, but not headings that each stand over several."""
    parted = [segments_of(line, settings) for line in lines]
    over = {at for at, two in enumerate(pairwise(parted[: HEADING_LINES + 1])) if are_over_several(*two)}
    return [parts for at, parts in enumerate(parted) if len(parts) > 1 and at not in over]


def are_over_several(texts: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether the texts of a line, a first one aside, stand each in the middle over two or more of the line below."""
    return 0 < len(texts) < len(below) and all(_is_over_several(text, texts, below) for text in texts[1:] or texts)


def _is_over_several(text: Line, beside: Sequence[Line], below: Sequence[Line]) -> bool:
    """The heading of the rows' names may stand in the lower line alone."""
    own = [part for part in below if min(beside, key=lambda other: abs(_middle(other) - _middle(part))) is text]
    names = own[1:] if own[:1] == [below[0]] else own
    return _is_in_middle(text, own) or _is_in_middle(text, names)


def _is_in_middle(text: Line, below: Sequence[Line]) -> bool:
    if len(below) < 2:
        return False
    first, last = below[0], below[-1]
    return abs(_middle(first) + _middle(last) - 2 * _middle(text)) <= 2 * _OFF_MIDDLE * (last.x1 - first.x0)


def _middle(line: Line) -> float:
    return (line.x0 + line.x1) / 2


def header_gutters(lines: Sequence[Line], gutters: Sequence[float], settings: Settings) -> list[float]:
    """Give the further column edges that a bold header row shows; few rows need words in such a column.

    A space between two headings is a column's edge where no text under it runs over it, and where text under the right
    one starts or stands there.
    """
    head, body = _header_and_body(lines, settings)
    if len(head) < 2:
        return []
    words = [word for line in body for word in line.words]
    found: list[float] = []
    for (_, left), (start, end) in pairwise(head):
        if any(left - 1 <= x <= start + 1 for x in gutters):
            continue
        near = [word.x0 for word in words if left < word.x0 < start < word.x1]
        edge = min([start, *near])
        x = edge - min(_TO_TEXT, (edge - left) / 2)
        if edge - left < settings.least_gutter or any(word.x0 < x - 1 < x + 1 < word.x1 for word in words):
            continue
        under = [word for word in words if abs(word.x0 - edge) <= 2 or start <= (word.x0 + word.x1) / 2 <= end]
        # the word before may not stand so near that both are one text
        if under and not any(_goes_on(line, under, settings) for line in body):
            found.append(x)
    return found


def label_gutters(lines: Sequence[Line], gutters: Sequence[float], settings: Settings) -> list[float]:
    """Give the further column edges of labels that stand in the middle of rows, before a value each: "Led by", who,
    "By when", when. Texts of other rows may run over them.

    Such a label is bold after a text that is not, or after the bold label of a row whose value is empty; two rows of
    the table at least have one at the same place.
    """
    inner = [trio for line in lines for trio in _labels_inside(segments_of(line, settings))]
    found: list[float] = []
    for _, label, _ in inner:
        column = [trio for trio in inner if abs(trio[1].x0 - label.x0) <= _SAME_START]
        if len(column) < _LEAST_LABELS or any(abs(x - label.x0) <= _SAME_PLACE for x in (*gutters, *found)):
            continue
        edges = [max(before.x1 for before, _, _ in column), min(label.x0 for _, label, _ in column)]
        found.append(edges[1] - min(_TO_TEXT, (edges[1] - edges[0]) / 2))
        ends, value = max(label.x1 for _, label, _ in column), min(value.x0 for *_, value in column)
        if ends < value and all(abs(x - value) > _SAME_PLACE for x in gutters):
            found.append(value - min(_TO_TEXT, (value - ends) / 2))
    return found


def _labels_inside(parts: Sequence[Line]) -> list[tuple[Line, Line, Line]]:
    """The bold texts of a row that begins with one, each with the text before it and the plain value behind it."""
    bold = [all(word.bold for word in part.words) for part in parts]
    return [
        (parts[at - 1], parts[at], parts[at + 1])
        for at in range(1, len(parts) - 1)
        if (bold[0], bold[at], bold[at + 1]) == (True, True, False)
    ]


def with_number_gutter(lines: Sequence[Line], gutters: list[float]) -> list[float]:
    """The gutters of a table with the edge between its first texts and the numbers of its rows that stand before them,
    wherever in their rows, under no heading, where it has such numbers. `lines` go from top to bottom.

    A number that hangs in its text has the heading of the text over it.
    """
    if not gutters:
        return gutters
    first = [[word for word in line.words if word.x1 <= gutters[0]] for line in lines]
    numbered = {at: word for at, words in enumerate(first) for word in words[:1] if _ROW_NUMBER.match(word.text)}
    numbers = numbered.values()
    if len({word.text for word in numbers}) < _LEAST_NUMBERS:
        return gutters
    right = max(word.x1 for word in numbers)
    middles = [(word.x0 + word.x1) / 2 for word in numbers]
    # the heading is the last line over the first number that has words in other columns
    heads = (at for at in range(min(numbered) - 1, -1, -1) if lines[at].words[0].x1 <= gutters[0] < lines[at].x1)
    head = next((at for at in heads if all(word.bold for word in lines[at].words)), None)
    if head is None:
        return gutters
    if max(middles) - min(middles) > _SAME_PLACE:
        return gutters
    texts = [word for words in first[head:] for word in words if word not in numbers]
    left = min((word.x0 for word in texts), default=right)
    apart = left - right > max(word.size for word in numbers) * _BEFORE_TEXT
    return [(right + left) / 2, *gutters] if apart else gutters


def _goes_on(line: Line, under: Sequence[Word], settings: Settings) -> bool:
    """Whether one of some words goes on from the word before it on its line."""
    return any(
        after in under and after.x0 - before.x1 <= max(settings.least_gutter, settings.gutter_gap * line.size)
        for before, after in pairwise(line.words)
    )


def _header_and_body(lines: Sequence[Line], settings: Settings) -> tuple[list[tuple[float, float]], list[Line]]:
    """The extents of the headings in a bold header row, and the lines under it that have columns."""
    bold = [all(word.bold for word in line.words) for line in lines]
    start = next((at for at, line in enumerate(lines) if len(segments_of(line, settings)) > 1), len(lines))
    end = next((at for at in range(start, len(lines)) if not bold[at]), len(lines))
    headings = (part for parts in _telling(lines[start:end], settings) for part in parts)
    head = extents_of(headings, settings.least_gutter)
    return head, [line for at, line in enumerate(lines[end:], end) if not bold[at] and has_columns(line)]


def _runs(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Give first and last index of each run of true values."""
    padded = np.concatenate(([False], mask, [False])).astype(np.int8)
    change = np.diff(padded)
    return list(zip(np.nonzero(change == 1)[0].tolist(), (np.nonzero(change == -1)[0] - 1).tolist(), strict=True))
