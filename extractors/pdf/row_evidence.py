"""What speaks for an edge between two rows, one function a source, and what speaks against one.

Evidence of one column stands between two of its lines; evidence of the table stands above one of its baselines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from extractors.pdf.columns import HEADING_LINES, are_over_several
from extractors.pdf.edges import Edge
from extractors.pdf.page import Word
from extractors.pdf.row_area import CHANGED, REFERENCE, Area, is_figure
from extractors.pdf.weights import RowWeights
from extractors.pdf.words import BULLET, Line, bold_share

_LEADER = re.compile(r"(?:\.{3}|…\.{0,2})$")  # dots from a row's name to its first figure
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)]*$")
_ENDS_OPEN = re.compile(
    r"(?:[,(&/–-]|\b(?:a|an|and|as|at|by|for|from|in|of|on|or|our|that|the|their|to|with|who|which|will|are|is|be))$",
    re.IGNORECASE,
)
_MOST_LEADING = 0.9  # letter sizes: more white space says no more
_SPACE = 0.28  # of the letter size: between two words
_CLEARLY = 0.4  # of the letter size: room for a word beyond its width
DRAWN = 0.3  # of the table's width that a rule covers to part rows
_ENOUGH_RULED = 12.0  # ruled edges from which more say no more
_UNRULED_COUNTS = 0.75  # ruled edges that one without a rule outweighs: paragraphs of several cells line up at times
_CLOSE = 1.45  # letter sizes between the baselines of the lines of one heading, at most
_NEARLY_FULL = 1.5  # letter sizes: names that end so near the longest may be wrapped
_OFF_MIDDLE = 0.6  # letter sizes, of both ends together, by which a number may stand out of the middle of its row
_LEAST_IN_MIDDLE = 3  # numbers
_REGULAR = 0.6  # of the lines of such a table that have text in half of its columns or more
_MOST = 0.7  # of the columns that begin anew together


class Pair(NamedTuple):
    """Two lines of a column, one under the other; `place` is the lower's among the column's lines."""

    column: int
    place: int
    above: Line
    line: Line

    @property
    def at(self) -> float:
        """The y between the two."""
        return (self.above.base + self.line.base - 0.5 * self.line.size) / 2


Source = Callable[[Area, RowWeights], Iterator[Edge]]
PairSource = Callable[[Area, Pair, RowWeights], Iterator[tuple[str, float]]]


def leading(area: Area, pair: Pair, weights: RowWeights) -> Iterator[tuple[str, float]]:
    """White space beyond the usual leading."""
    extra = pair.line.base - pair.above.base - area.usual
    if extra > area.slack:
        yield "leading", weights.leading * min(_MOST_LEADING, extra / area.size)


def opens_anew(area: Area, pair: Pair, weights: RowWeights) -> Iterator[tuple[str, float]]:
    """A line that begins as a cell does, or under one that left room for its first word."""
    if _are_figures(pair):
        yield "figures", weights.figures
        return
    first = pair.line.words[0].text[0]
    if first.isupper() and area.running[pair.column]:
        yield "capital", weights.capital
    if _room(area, pair) > _CLEARLY * area.size:
        yield "room", weights.lower_room if first.islower() else weights.room
    elif area.single[pair.column]:
        yield "single", weights.single * (1 - area.wrapping[pair.column])


def speaks_against(area: Area, pair: Pair, weights: RowWeights) -> Iterator[tuple[str, float]]:
    """A sentence, a wrapped line, a word or a list that goes on."""
    if _says_nothing(area, pair):
        return
    above, line = pair.above, pair.line
    first, last = line.words[0].text, above.words[-1].text
    close = line.base - above.base <= area.usual + area.slack
    whole = last[-1].isdigit() and first[0].isupper()
    if close and not whole and _room(area, pair) < 0:
        yield "full", weights.full * area.wrapping[pair.column] * (1 - area.figures[pair.column])
    if first[:1].islower() and not _SENTENCE_END.search(last):
        yield "runs_on", weights.runs_on
    if _ENDS_OPEN.search(last):
        yield "ends_open", weights.ends_open
    if BULLET.match(first) and len(line.words) > 1:
        yield "item", weights.item


def _says_nothing(area: Area, pair: Pair) -> bool:
    """Whether of two lines neither goes on: figures, a name with dots, a heading and its text, texts of two kinds."""
    above, line = pair.above, pair.line
    if area.runs_over(pair.column, pair.place) != area.runs_over(pair.column, pair.place - 1):
        return True
    if _LEADER.search(above.words[-1].text) or _are_figures(pair):
        return True
    return bold_share(line.words) == 0 < bold_share(above.words) == 1


def _are_figures(pair: Pair) -> bool:
    return is_figure(pair.above) and is_figure(pair.line)


PAIR_SOURCES: tuple[PairSource, ...] = (leading, opens_anew, speaks_against)


def _room(area: Area, pair: Pair) -> float:
    """Points by which the first word of a line would have fitted on the line above; below 0 where it would not."""
    first = pair.line.words[0]
    width = area.rights[pair.column] - area.lefts[pair.column]
    letters = len(first.text.rstrip(".…_") or first.text) / len(first.text)  # dots after a name need no room
    used = pair.above.x1 - pair.above.x0 + _SPACE * area.size + letters * (first.x1 - first.x0)
    return width - used


def pairs_of(area: Area) -> Iterator[Pair]:
    """Each two lines of a column of which one follows the other."""
    for column, lines in enumerate(area.columns):
        for index in range(1, len(lines)):
            yield Pair(column, index, lines[index - 1], lines[index])


def numbers(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """A row's number in the reference column; in a table that has them, a line without."""
    reference = area.reference
    if reference is None:
        return
    column = area.columns[reference]
    single = ((index, line.words[0].text) for index, line in enumerate(column) if len(line.words) == 1)
    numbered = {index for index, text in single if REFERENCE.match(text)}
    regular = len(numbered) >= max(2, 0.6 * len(column))
    span = (area.xs[reference], area.xs[reference + 1])
    places = [at for at, start in enumerate(area.starts) if start.at.get(reference) in numbered]
    firsts = frozenset(_in_the_middle(area, reference, places) or places)
    for at in range(1, len(area.starts)):
        if at in firsts:
            yield Edge("y", above_start(area, at), span, "number", weights.number)
        elif regular and at > 1:
            yield Edge("y", above_start(area, at), span, "unnumbered", weights.unnumbered)


def _in_the_middle(area: Area, reference: int, places: Sequence[int]) -> list[int]:
    """The first starts of the rows in whose middle the numbers stand that are at some starts, where such rows fill the
    table from some start to its foot; empty where they do not, or are so few that they may fill it by chance."""
    if len(places) < _LEAST_IN_MIDDLE:
        return []
    texts = [at for at, start in enumerate(area.starts) if start.at.keys() - {reference}]
    bases = [area.starts[at].base for at in texts]
    middles = [area.columns[reference][area.starts[at].at[reference]].base for at in places]
    for begin in (at for at, base in enumerate(bases) if base <= middles[0]):
        firsts: list[int] = []
        for middle in middles:
            last = range(begin, len(bases))
            feet = (at for at in last if abs(bases[begin] + bases[at] - 2 * middle) <= _OFF_MIDDLE * area.size)
            foot = next(feet, None)
            if foot is None:
                break
            firsts.append(texts[begin])
            begin = foot + 1
            if begin == len(bases):
                break
        if (begin, len(firsts)) == (len(bases), len(middles)):
            return firsts
    return []


def boldness(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Where lines in bold begin or end."""
    shares = [bold_share(_words(area, at)) for at in range(len(area.starts))]
    for at, (above, here) in enumerate(pairwise(shares), start=1):
        if here == 0 < above == 1:
            yield Edge("y", above_start(area, at), _whole(area), "bold_ends", weights.bold_ends)
        elif above < here == 1:
            yield Edge("y", above_start(area, at), _whole(area), "bold_begins", weights.bold_begins)


def end_of_header(area: Area) -> int | None:
    """The first start without bold words under lines all in bold, these in two columns or more; None without one."""
    columns: set[int] = set()
    for at, start in enumerate(area.starts):
        share = bold_share(_words(area, at))
        if share < 1:
            return at if share == 0 and len(columns) > 1 else None
        columns |= start.at.keys()
    return None


def header_ends(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Where a header all in bold ends, at the top of the table."""
    at = end_of_header(area)
    if at is not None:
        yield Edge("y", above_start(area, at), _whole(area), "header_ends", weights.header_ends)


def header_goes_on(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Against an edge in a header all in bold: a line close under another that has words in all of its columns."""
    plain = (at for at in range(len(area.starts)) if not is_bold(area, at))
    for at in range(1, next(plain, 0)):
        above, start = area.starts[at - 1], area.starts[at]
        close = start.base - above.base <= _CLOSE * area.size
        if close and len(start.at) > 1 and start.at.keys() <= above.at.keys():
            weight = weights.header_goes_on * len(start.at)
            yield Edge("y", above_start(area, at), _whole(area), "header_goes_on", weight)


def header_again(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """A line that says again what the first line of the table says, in as many columns, three or more."""
    first = area.starts[0]
    if len(first.at) < 3:
        return
    said = {column: area.columns[column][index].text for column, index in first.at.items()}
    for at, start in enumerate(area.starts[1:], start=1):
        if said == {column: area.columns[column][index].text for column, index in start.at.items()}:
            yield Edge("y", above_start(area, at), _whole(area), "again", weights.again)


def over_several(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Where a line of headings ends that stand each in the middle over several texts of the next line."""
    for at in range(1, min(len(area.starts), HEADING_LINES + 1)):
        if are_over_several(area.phrases[at - 1], area.phrases[at]):
            yield Edge("y", above_start(area, at), _whole(area), "over_several", weights.over_several)


def sections(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Over and under a text alone in the first column that is no part of a wrapped one, among rows of one line each."""
    rows = area.starts[min(_named(area, _with_figures(area)), default=0) :]
    full = [len(start.at) >= max(2, len(area.columns) / 2) for start in rows]
    if sum(full) < _REGULAR * len(full):
        return
    names = area.columns[0]
    for at, start in enumerate(area.starts):
        if start.at.keys() != {0}:
            continue
        for place, edge in ((start.at[0], at), (start.at[0] + 1, at + 1)):
            if 0 < place < len(names) and edge < len(area.starts):
                weight = weights.section * _begins_anew(area, place)
                yield Edge("y", above_start(area, edge), (area.xs[0], area.xs[1]), "section", weight)


def _begins_anew(area: Area, place: int) -> float:
    """How surely, 0 to 1, a line of the first column begins anew: in no small letters, under one that left it room."""
    pair = Pair(0, place, area.columns[0][place - 1], area.columns[0][place])
    if pair.line.words[0].text[0].islower():
        return 0.0
    if _room(area, pair) > _CLEARLY * area.size or _LEADER.search(pair.above.words[-1].text):
        return 1.0
    full = {line.text for line in area.columns[0] if line.x1 > area.rights[0] - _NEARLY_FULL * area.size}
    return 1 / len(full) if area.single[0] else 0.0


def named_figures(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """In a table of figures, a line with a name and figures under another with figures; and the first of them all."""
    lines = [len(column) for column in area.columns[1:]]
    surely = sum(share * count for share, count in zip(area.figures[1:], lines, strict=True)) / max(1, sum(lines))
    with_figures = _with_figures(area)
    named = _named(area, with_figures)
    if not named:
        return
    first = min(named)
    yield Edge("y", above_start(area, first), _whole(area), "figures_begin", surely * weights.figures_begin)
    for at in named.intersection(above + 1 for above in with_figures) - {first}:
        yield Edge("y", above_start(area, at), _whole(area), "named", surely * weights.named)


def _with_figures(area: Area) -> set[int]:
    """The starts that have a figure outside the first column."""
    beside = ([area.columns[column][index] for column, index in start.at.items() if column] for start in area.starts)
    return {at for at, lines in enumerate(beside) if any(map(is_figure, lines))}


def _named(area: Area, starts: Set[int]) -> set[int]:
    """Those of some starts, but for the table's first, that have text in the first column."""
    return {at for at in starts if 0 in area.starts[at].at} - {0}


def labels(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """The labels of cards."""
    for at in sorted(area.labels - {0}):
        yield Edge("y", above_start(area, at), (area.xs[0], area.xs[1]), "label", weights.label)


def together(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """A line in which most columns begin anew, with a capital or a figure, as the first line of a row does."""
    most = area.fullest
    for at, start in enumerate(area.starts[1:] if most > 2 else (), start=1):
        firsts = [area.columns[column][index].words[0].text[0] for column, index in start.at.items()]
        share = sum(first.isupper() or first.isdigit() for first in firsts) / most
        if share >= _MOST and not any(first.islower() for first in firsts):
            yield Edge("y", above_start(area, at), _whole(area), "together", weights.together * share)


def spanning(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Between a line that runs over columns and one that does not."""
    over = [area.spans_columns(at) for at in range(len(area.starts))]
    for at in range(1, len(over)):
        if over[at] != over[at - 1]:
            yield Edge("y", above_start(area, at), _whole(area), "spanning", weights.spanning)


def rules(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """A rule between two baselines, by how much of the width it covers."""
    for at, drawn in area.drawn.items():
        yield Edge("y", above_start(area, at), _whole(area), "rule", weights.rule * drawn.share)


def fills(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Where the colour behind most columns changes."""
    for at, share in area.colour_changes.items():
        if share >= CHANGED:
            yield Edge("y", above_start(area, at), _whole(area), "fill", weights.fill * share)


def grounds(area: Area, weights: RowWeights) -> Iterator[Edge]:
    """Against an edge: the ground of most cells of a row that goes on there."""
    for at, share in area.grounds.items():
        if share >= CHANGED:
            yield Edge("y", above_start(area, at), _whole(area), "ground", weights.ground * share)


SOURCES: tuple[Source, ...] = (
    numbers,
    boldness,
    header_ends,
    header_goes_on,
    header_again,
    over_several,
    sections,
    named_figures,
    labels,
    together,
    spanning,
    rules,
    fills,
    grounds,
)


def rules_expected(ruled: float, unruled: float) -> float:
    """How much a table is of those that rule every row, 0 or more: by its row edges with a rule and those without."""
    return min(_ENOUGH_RULED, max(0.0, ruled - _UNRULED_COUNTS * unruled))


def above_start(area: Area, at: int) -> float:
    """The y above a start, by which evidence for an edge there is known."""
    return area.starts[at].base - 0.75 * area.size


def _whole(area: Area) -> tuple[float, float]:
    return area.xs[0], area.xs[-1]


def _words(area: Area, at: int) -> list[Word]:
    return [word for column, index in area.starts[at].at.items() for word in area.columns[column][index].words]


def is_bold(area: Area, at: int) -> bool:
    """Whether all words of a start are bold."""
    return bold_share(_words(area, at)) == 1
