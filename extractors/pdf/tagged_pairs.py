"""Labels and values that a tagged page sets side by side without a table: the columns of a card.

A browser that prints a page tags each of its blocks and no grid, so that labels and values come one after the other,
each in a block of its own, a value on the line of its label. Rows of these that stand below one another, labels under
labels and values under values, are given the tags of a table of two columns; whether that is one is weighed
(tagged_pairs.toml). A text in the column of the values without a label goes on with the value above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from extractors.pdf.cells import all_bold
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.settings import Settings
from extractors.pdf.tags import HEADING_ROLES, CellTag, MarkPlace, PageTags, Path
from extractors.pdf.weights import pair_weights

_MAY_LABEL = frozenset(("P", "Div", "Sect", "Part", "NonStruct", *HEADING_ROLES))  # the numbers of lists label nothing
_LEAST_ROWS = 2
_MOST_ROWS = 5  # that count
_LONGEST_LABEL = 8  # words
_MOST_WORDS = 150  # in a value
_AGAIN = 2  # cards that have a label

Tagged = tuple[PageObjects, PageTags | None]


class _Text:
    """The words of one block on the first page where it stands."""

    __slots__ = ("page", "place", "size", "words", "x0", "x1")

    def __init__(self, place: MarkPlace, page: int, word: Word) -> None:
        self.place = place
        self.page = page
        self.words: list[Word] = []
        self.x0, self.x1, self.size = word.x0, word.x1, word.size

    def take(self, word: Word) -> None:
        """Add a word to the block."""
        self.words.append(word)
        self.x0 = min(self.x0, word.x0)
        self.x1 = max(self.x1, word.x1)

    @property
    def path(self) -> Path:
        """The path of the block."""
        return self.place.block

    @property
    def look(self) -> tuple[str, bool, float]:
        """What those that are labels have in common: their tag, whether they are bold, their size."""
        return self.place.role, all_bold(self.words), round(self.size, 1)

    @property
    def begins(self) -> tuple[int, float]:
        """The page and the baseline on which the block begins."""
        return self.page, self.words[0].base

    @property
    def said(self) -> str:
        """The words, folded."""
        return " ".join(word.text for word in self.words).casefold()


class _Row(NamedTuple):
    """A label and what stands beside it; `label` and `value` are their blocks with all that is in these."""

    label: Path
    value: Path | None
    texts: tuple[_Text, ...]  # the label, then those of the value

    @property
    def holder(self) -> Path:
        """The block that holds both."""
        return self.label[:-1]


class _Place(NamedTuple):
    """The cell of a table of labels and values that a block is in; tables and rows go by the path of their first."""

    table: Path
    row: Path
    column: int


@dataclass(slots=True)
class _Run:
    """Rows below one another."""

    rows: list[_Row]
    more: dict[Path, int] = field(default_factory=dict)  # blocks that go on with a value, and the row of that

    @property
    def label_left(self) -> float:
        """Where the labels begin."""
        return self.rows[0].texts[0].x0

    @property
    def value_left(self) -> float:
        """Where the values begin."""
        return self.rows[0].texts[1].x0


class Facts(NamedTuple):
    """What rows of labels and values show; the units stand in tagged_pairs.toml."""

    rows: float
    again: float
    set_off: float
    colons: float
    long_labels: float
    figures: float
    crowded: float


def with_pairs(pages: Sequence[Tagged], settings: Settings) -> list[Tagged]:
    """Give the pages with the tags of tables for the labels and values that stand side by side on them."""
    if sum(_pairs_met(page, tags, settings) for page, tags in pages) < _LEAST_ROWS:
        return list(pages)
    runs = list(_runs(list(_texts(pages)), settings))
    said = Counter(label for run in runs for label in {row.texts[0].said for row in run.rows})
    places = dict(place for run in runs if _is_table(run, said) for place in _places(run))
    return [(page, tags and _with_tables(tags, places)) for page, tags in pages]


def _pairs_met(page: PageObjects, tags: PageTags | None, settings: Settings) -> int:
    """How often a block of a page begins on the line on which the block before it began, to the right of that."""
    blocks = groupby(_outside_tables(page, tags), key=lambda one: one[0].block)
    firsts = [next(runs)[1][0] for _, runs in blocks]
    return sum(
        left.x1 < right.x0 and abs(left.base - right.base) <= settings.pair_level for left, right in pairwise(firsts)
    )


def _outside_tables(page: PageObjects, tags: PageTags | None) -> Iterator[tuple[MarkPlace, list[Word]]]:
    """Yield the words of a page that stand in blocks outside tables, mark by mark."""
    outside = _marks_outside(tags) if tags is not None else {}
    if outside:
        runs = groupby(page.words, key=attrgetter("mark"))
        yield from ((outside[mark], list(words)) for mark, words in runs if mark in outside)


def _marks_outside(tags: PageTags) -> dict[int, MarkPlace]:
    return {mark: place for mark, place in tags.marks.items() if place.table is None}


def _texts(pages: Iterable[Tagged]) -> Iterator[_Text]:
    """Yield the blocks outside tables in the order in which they first stand on the pages."""
    for page, tags in pages:
        own: dict[Path, _Text] = {}
        for place, words in _outside_tables(page, tags):
            text = own.setdefault(place.block, _Text(place, page.number, words[0]))
            for word in words:
                text.take(word)
        yield from own.values()


def _runs(texts: Sequence[_Text], settings: Settings) -> Iterator[_Run]:
    run = _Run([])
    at = 0
    while at < len(texts):
        row = _row_at(texts, at, settings)
        if row is not None:
            if run.rows and not _goes_on(run, row, settings):
                yield run
                run = _Run([])
            run.rows.append(row)
            at += len(row.texts)
            continue
        if run.rows and not _takes_in(run, texts, at, settings):
            yield run
            run = _Run([])
        at += 1
    yield run


def _takes_in(run: _Run, texts: Sequence[_Text], at: int, settings: Settings) -> bool:
    """Take a text without another beside it into rows, as more of a value or a label without one; False where it is
    neither."""
    if _is_more_of_value(run, texts[at], settings):
        run.more[texts[at].path] = len(run.rows) - 1
        return True
    alone = _label_alone(run, texts, at, settings)
    if alone is not None:
        run.rows.append(alone)
    return alone is not None


def _row_at(texts: Sequence[_Text], at: int, settings: Settings) -> _Row | None:
    """The label and value that begin with a text; None where it is no label with a value beside it."""
    label, *after = texts[at : at + 2]
    if not after or label.place.role not in _MAY_LABEL or not _beside(label, after[0], settings):
        return None
    shared = next((i for i, (a, b) in enumerate(zip(label.path, after[0].path, strict=False)) if a != b), None)
    if shared is None:
        return None  # the one block stands in the other: a line of text goes on in it
    own, value = label.path[: shared + 1], after[0].path[: shared + 1]
    if any(text.path[: shared + 1] == own for text in texts[max(0, at - 1) : at]):
        return None  # it ends a longer text
    end = at + 1
    while end < len(texts) and texts[end].path[: shared + 1] == value:
        end += 1
    held = texts[at + 1 : end]
    if any(text.x0 <= label.x1 for text in held if text.page == label.page):
        return None  # what begins beside it goes on below it
    if any(_beside(held[0], text, settings) for text in texts[end : end + 1]):
        return None  # three abreast
    return _Row(own, value, (label, *held))


def _beside(left: _Text, right: _Text, settings: Settings) -> bool:
    """Whether a text begins on the line on which another begins, to the right of that."""
    if left.page != right.page or abs(left.words[0].base - right.words[0].base) > settings.pair_level:
        return False
    return right.x0 >= left.x1 + settings.pair_gap * left.size


def _goes_on(run: _Run, row: _Row, settings: Settings) -> bool:
    """Whether a row stands below others, its label under theirs, its value under theirs, in the same block or in the
    next of a row's own."""
    above = run.rows[-1]
    label, value, *_ = row.texts
    if label.begins <= above.texts[0].begins:
        return False
    aligned = max(abs(label.x0 - run.label_left), abs(value.x0 - run.value_left)) <= settings.pair_aligned
    return aligned and above.holder[:-1] == row.holder[:-1]


def _is_more_of_value(run: _Run, text: _Text, settings: Settings) -> bool:
    """Whether a text stands in the column of the values, in the block of the last row, without a label."""
    holder = run.rows[-1].holder
    aligned = abs(text.x0 - run.value_left) <= settings.pair_aligned
    return aligned and text.path[: len(holder)] == holder


def _label_alone(run: _Run, texts: Sequence[_Text], at: int, settings: Settings) -> _Row | None:
    """The row of a label without a value, between rows that have one; None where the text is no such label."""
    text, last = texts[at], run.rows[-1]
    if (text.look, text.path[: len(last.holder)]) != (last.texts[0].look, last.holder):
        return None
    below = _row_at(texts, at + 1, settings)
    if below is None or not _goes_on(run, below, settings):
        return None
    is_label = abs(text.x0 - run.label_left) <= settings.pair_aligned and text.x1 < run.value_left
    return _Row(text.path[: len(last.label)], None, (text,)) if is_label else None


def _is_table(run: _Run, said: Mapping[str, int]) -> bool:
    """Return whether rows are labels and values; `said` counts the runs that have a label."""
    if sum(len(row.texts) > 1 for row in run.rows) < _LEAST_ROWS:
        return False
    weights, facts = pair_weights(), facts_of(run, said)
    told: dict[str, float] = facts._asdict()
    return weights.table + sum(float(getattr(weights, name)) * told[name] for name in told) > 0


def facts_of(run: _Run, said: Mapping[str, int]) -> Facts:
    """Return what rows of labels and values show; `said` counts the runs that have a label."""
    count = len(run.rows)
    labels = [row.texts[0] for row in run.rows]
    values = [[word for text in row.texts[1:] for word in text.words] for row in run.rows]
    bold = sum(all_bold(label.words) and not all_bold(value) for label, value in zip(labels, values, strict=True))
    return Facts(
        rows=min(_MOST_ROWS, count),
        again=sum(said[label.said] >= _AGAIN for label in labels) / count,
        set_off=bold / count,
        colons=sum(label.said.endswith(":") for label in labels) / count,
        long_labels=sum(len(label.words) > _LONGEST_LABEL for label in labels) / count,
        figures=sum(not any(map(str.isalpha, label.said)) for label in labels) / count,
        crowded=float(any(len(value) > _MOST_WORDS for value in values)),
    )


def _places(run: _Run) -> Iterator[tuple[Path, _Place]]:
    """Yield the blocks of a table of labels and values with the cell that each is in."""
    table = run.rows[0].label
    for row in run.rows:
        yield row.label, _Place(table, row.label, 0)
        if row.value is not None:
            yield row.value, _Place(table, row.label, 1)
    for block, at in run.more.items():
        yield block, _Place(table, run.rows[at].label, 1)


def _with_tables(tags: PageTags, places: Mapping[Path, _Place]) -> PageTags:
    """The tags of a page with those of the tables of labels and values that have words on it."""
    lengths = sorted({len(block) for block in places})
    marks = dict(tags.marks)
    tables: dict[Path, dict[Path, list[CellTag]]] = {}
    for mark, place in _marks_outside(tags).items():
        found = (places.get(place.block[:length]) for length in lengths)
        cell = next(filter(None, found), None)
        if cell is not None:
            marks[mark] = place._replace(table=cell.table, row=cell.row, cell=cell.column)
            tables.setdefault(cell.table, {})[cell.row] = [CellTag(known=True), CellTag(known=True)]
    return replace(tags, marks=marks, tables={**tags.tables, **tables}, pairs=frozenset(tables))
