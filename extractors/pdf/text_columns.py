"""Running text set in columns: which words of a page are read together, column by column.

A gutter is white space that runs down several lines with text on both sides. What speaks for reading one side to its
end before the other is weighed (text_columns.toml); where it does not suffice, the words stay together as they were.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import NamedTuple

from extractors.pdf.cells import all_bold
from extractors.pdf.page import Word
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import Settings
from extractors.pdf.weights import ColumnWeights, column_weights
from extractors.pdf.words import Line, lines_of, split_line

_GUTTER = 9.0  # points: the narrowest white space between two columns of running text
_NARROWEST = 90.0  # points: a narrower column holds no running text
_SAME = 3.0  # points: lines that start so near to each other start at one place
_LEVEL = 1.5  # points between the baselines of one line
_LEAST_STARTS = 3  # lines that begin at the right side of a gutter
_MOST_STARTS = 40  # places where text begins anew; a page with more is a sheet of cells
_LEAST_LINES = 3  # on each side of a gutter
_BREAK = 4.5  # letter sizes between two baselines: white space over the whole width ends the columns
_LEADING = 1.5  # letter sizes between the baselines of one paragraph, at most
_GAP = 0.9  # of the letter size: a wider space parts two texts on one line
_SPACE = 0.28  # of the letter size: between two words
_WIDE = 20.0  # letters in a line: text of fewer speaks against columns, of more for them
_ENOUGH = 0.5  # of the lines that wrap, from which more say no more
_LABEL = re.compile(r"[^\W\d][\w'’/&-]*(?:\s[^\W\d][\w'’/&-]*){0,3}\s?:")
_LEAST_LABELS = 2  # that open lines on both sides
_LEAST_TIMES = 2  # on each side
_ENDS = (".", "!", "?", ":", ";", ")")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are read together; `column` says that they are a column of text, `later` that one stands before it."""

    words: tuple[Word, ...]
    column: bool = False
    later: bool = False


class Gutter(NamedTuple):
    """White space left of `at` beside the lines from `first` to before `end`."""

    at: float
    first: int
    end: int


class Facts(NamedTuple):
    """What a gutter shows; the units stand in text_columns.toml."""

    wraps: float
    letters: float
    unaligned: float
    together: float
    turns: float
    white: float
    goes_on: float
    labels: float


def find_columns(words: Sequence[Word], settings: Settings) -> list[Stretch]:
    """Part words, in the page's own order, into stretches in the order in which they are read."""
    if any(word.angle for word in words):
        return [Stretch(tuple(words))]
    places = {word: place for place, word in enumerate(words)}
    found = [Stretch(tuple(sorted(part.words, key=places.__getitem__)), part.column, part.later)
             for part in _parted(list(words), places, settings)]  # fmt: skip
    return found if len(found) > 1 else [Stretch(tuple(words))]


def _parted(words: list[Word], places: dict[Word, int], settings: Settings) -> list[Stretch]:
    """The stretches of an area, part by part from top to bottom."""
    lines = lines_of(words, settings)
    best = _best(lines, places)
    if not best:
        return [Stretch(tuple(words))]
    found: list[Stretch] = []
    done = 0
    for gutter in best:
        found += _parted([w for line in lines[done : gutter.first] for w in line.words], places, settings)
        inside = [word for line in lines[gutter.first : gutter.end] for word in line.words]
        left = _parted([word for word in inside if word.x0 < gutter.at - 1], places, settings)
        right = _parted([word for word in inside if word.x0 >= gutter.at - 1], places, settings)
        found += _as_column(left, later=False) + _as_column(right, later=True)
        done = gutter.end
    found += _parted([word for line in lines[done:] for word in line.words], places, settings)
    return [part for part in found if part.words]


def _as_column(parts: list[Stretch], *, later: bool) -> list[Stretch]:
    """Mark the first of the parts of one side as what is read after the other side, where it is (`later`)."""
    first, *rest = parts
    return [Stretch(first.words, True, first.later or later), *(Stretch(part.words, True, part.later) for part in rest)]


def _best(lines: Sequence[Line], places: dict[Word, int]) -> list[Gutter]:
    """The stretches of the gutter that parts most lines, from top to bottom; none where no text stands in columns."""
    weights = column_weights()
    most, best = 0, list[Gutter]()
    starts = list(_starts(lines))
    for at in starts if len(starts) <= _MOST_STARTS else ():
        scored = [(run, _weigh(facts_of(lines, run, places), weights)) for run in _runs(lines, at)]
        again = weights.again if any(score > 0 for _, score in scored) else 0.0
        kept = [run for run, score in scored if score + again > 0]
        held = sum(run.end - run.first for run in kept)
        if held > most:
            most, best = held, kept
    return best


def _starts(lines: Sequence[Line]) -> Iterator[float]:
    """Where text begins anew on several lines, a column's width from where the area begins."""
    if not lines:
        return
    left = min(line.x0 for line in lines)
    begins = sorted(part.x0 for line in lines for part in _texts(line) if part.x0 >= left + _NARROWEST)
    place = 0
    while place < len(begins):
        end = bisect_left(begins, begins[place] + _SAME)
        if end - place >= _LEAST_STARTS:
            yield begins[place]
        place = end


def _texts(line: Line) -> tuple[Line, ...]:
    return split_line(line, _GAP * line.size)


def _runs(lines: Sequence[Line], at: float) -> Iterator[Gutter]:
    """The stretches of lines that leave the white space free; a paragraph that runs over it is left out to its end."""
    free = [place for place, line in enumerate(lines) if not _crosses(line, at)]

    def goes_on(run: Sequence[int], place: int) -> bool:
        return place == run[-1] + 1 and not _is_far(lines[run[-1]], lines[place])

    for run in runs_of(free, goes_on):
        kept = [*dropwhile(lambda place: _ends_paragraph(lines[max(0, place - 1)], lines[place], at), run)]
        left, right = sum(lines[place].x0 < at - 1 for place in kept), sum(lines[place].x1 > at for place in kept)
        if min(left, right) > 0:
            yield Gutter(at, kept[0], run[-1] + 1)


def _crosses(line: Line, at: float) -> bool:
    return any(word.x0 + 1 < at < word.x1 + _GUTTER for word in line.words)


def _is_far(above: Line, below: Line) -> bool:
    return below.base - above.base > _BREAK * max(above.size, below.size)


def _ends_paragraph(above: Line, below: Line, at: float) -> bool:
    """Whether a line that leaves the gutter free goes on with one that runs over it."""
    return below.x1 < at and abs(below.x0 - above.x0) <= _SAME and _is_under(above, below)


def _is_under(above: Line, below: Line) -> bool:
    """Whether a line stands under another, and not on it, as in one paragraph, in the same letters."""
    return 0 < below.base - above.base <= _LEADING * below.size and alike(above, below)


def alike(one: Line, other: Line) -> bool:
    """Return whether two lines are set in the same letters."""
    return abs(one.size - other.size) <= 0.6 and all_bold(one.words) == all_bold(other.words)


def facts_of(lines: Sequence[Line], gutter: Gutter, places: dict[Word, int]) -> Facts | None:
    """Return what the text next to a gutter shows; None where one side has too few lines."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines[gutter.first : gutter.end]:
        texts = _texts(line)
        left += [text for text in texts if text.x0 < gutter.at - 1][-1:]
        right += [text for text in texts if text.x0 >= gutter.at - 1][:1]
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    fewer, more = sorted((left, right), key=len)
    one, other = sorted((_begins(left), _begins(right)), key=len)
    return Facts(
        min(_ENOUGH, _wraps(left), _wraps(right)),
        max(-1.0, min(1.0, min(_letters(left), _letters(right)) / _WIDE - 1)),
        1 - _level(fewer, more),
        _level(one[1:], other),
        min(1.0, (_turns(left, right, places) - 1) / len(one)),
        _white(left, gutter.at),
        float(goes_on(left[-1], right[0])),
        float(len(_labels(left) & _labels(right)) >= _LEAST_LABELS),
    )


def _weigh(facts: Facts | None, weights: ColumnWeights) -> float:
    if facts is None:
        return -2 * weights.again
    told: dict[str, float] = facts._asdict()
    return weights.columns + sum(float(getattr(weights, name)) * told[name] for name in told)


def _begins(lines: Sequence[Line]) -> list[Line]:
    """The first lines of paragraphs: under white space, in other letters, or under one that left room."""
    right = max(line.x1 for line in lines)
    return [lines[0], *(below for above, below in pairwise(lines) if not _is_wrapped(above, below, right))]


def _wraps(lines: Sequence[Line]) -> float:
    right = max(line.x1 for line in lines)
    return sum(_is_wrapped(above, below, right) for above, below in pairwise(lines)) / len(lines)


def _is_wrapped(above: Line, below: Line, right: float) -> bool:
    """Whether a line goes on with the one above: in small letters, or its first word had no room there."""
    if not _is_under(above, below):
        return False
    first = below.words[0]
    return first.text[0].islower() or above.x1 + _SPACE * above.size + first.x1 - first.x0 > right


def _letters(lines: Sequence[Line]) -> float:
    return sum(len(line.text) for line in lines) / len(lines)


def _level(lines: Sequence[Line], others: Sequence[Line]) -> float:
    """The share of some lines that stand on a baseline of the others."""
    bases = [line.base for line in others]
    return sum(any(abs(line.base - base) <= _LEVEL for base in bases) for line in lines) / max(1, len(lines))


def _white(left: Sequence[Line], at: float) -> float:
    """The share of the left side's width, up to where the right one begins, that no line reaches."""
    start = min(line.x0 for line in left)
    return (at - max(line.x1 for line in left)) / (at - start)


def _labels(lines: Sequence[Line]) -> set[str]:
    """The labels that open several of the lines: words up to a colon."""
    said = Counter(found[0].casefold() for line in lines if (found := _LABEL.match(line.text)))
    return {label for label, times in said.items() if times >= _LEAST_TIMES}


def _turns(left: Sequence[Line], right: Sequence[Line], places: dict[Word, int]) -> int:
    """How often the page's own text goes from one side to the other."""
    order = sorted([(places[line.words[0]], side) for side, lines in enumerate((left, right)) for line in lines])
    return sum(one != other for (_, one), (_, other) in pairwise(order))


def goes_on(last: Line, first: Line) -> bool:
    """Return whether a sentence is open at the end of one column and goes on at the top of the next."""
    return alike(last, first) and first.words[0].text[0].islower() and not last.text.endswith(_ENDS)
