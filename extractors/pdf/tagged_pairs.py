"""Labels and values that a tagged page sets side by side without a table: the columns of a card.

A browser that prints a page tags each of its blocks and no grid, so that labels and values come one after the other,
each in a block of its own, a value on the line of its label. Rows of these that stand below one another, labels under
labels and values under values, are given the tags of a table of two columns; whether that is one is weighed
(tagged_pairs.toml). A text in the column of the values without a label goes on with the value above it. Labels that
stand over their values are found in `stacked_pairs`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter

from extractors.document import Box
from extractors.pdf.boxes import bounds_of
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.pair_rows import (
    LEAST_ROWS,
    LONGEST_LABEL,
    MAY_LABEL,
    CellPlace,
    Row,
    Run,
    Text,
    is_table,
    labels_said,
    places_of,
    row_from,
)
from extractors.pdf.settings import Settings
from extractors.pdf.stacked_pairs import find_stacks
from extractors.pdf.tags import HEADING_ROLES, CellTag, MarkPlace, PageTags, Path
from extractors.pdf.weights import pair_weights

_MAY_LABEL = MAY_LABEL | HEADING_ROLES

Tagged = tuple[PageObjects, PageTags | None]


def with_pairs(pages: Sequence[Tagged], settings: Settings) -> list[Tagged]:
    """Give the pages with the tags of tables for the labels and values that stand side by side on them, or the one over
    the other."""
    firsts = [_first_words(page, tags) for page, tags in pages]
    beside = sum(_pairs_met(words, settings) for words in firsts) >= LEAST_ROWS
    stacked = _come_again(words for page in firsts for words in page) >= LEAST_ROWS
    if not beside | stacked:
        return list(pages)
    texts = list(_texts(pages))
    runs = list(_runs(texts, settings)) if beside else []
    said = labels_said(runs)
    tables = [run for run in runs if is_table(run, said, pair_weights())]
    stacks = find_stacks(texts, tables, settings) if stacked else []
    places = dict(place for run in (*stacks, *tables) for place in places_of(run))
    over = frozenset(run.path for run in stacks)
    abreast = _pages_with_panels(tables)
    return [(page, tags and _with_tables(tags, places, over, page.number in abreast)) for page, tags in pages]


def _first_words(page: PageObjects, tags: PageTags | None) -> list[list[Word]]:
    """The words of the first mark of each block of a page outside tables."""
    blocks = groupby(_outside_tables(page, tags), key=lambda one: one[0].block)
    return [next(runs)[1] for _, runs in blocks]


def _pairs_met(firsts: Sequence[Sequence[Word]], settings: Settings) -> int:
    """How often a block of a page begins on the line on which the block before it began, to the right of that."""
    return sum(
        left.x1 < right.x0 and abs(left.base - right.base) <= settings.pair_level
        for (left, *_), (right, *_) in pairwise(firsts)
    )


def _come_again(firsts: Iterable[Sequence[Word]]) -> int:
    """How many short texts begin several blocks."""
    short = Counter(" ".join(word.text for word in words) for words in firsts if len(words) <= LONGEST_LABEL)
    return sum(times > 1 for times in short.values())


def _outside_tables(page: PageObjects, tags: PageTags | None) -> list[tuple[MarkPlace, list[Word]]]:
    """The words of a page that stand in blocks outside tables, mark by mark, as the tags order them: a browser paints
    labels that float before the texts beside them."""
    outside = _marks_outside(tags) if tags is not None else {}
    if not outside:
        return []
    runs = groupby(page.words, key=attrgetter("mark"))
    found = [(outside[mark], list(words)) for mark, words in runs if mark in outside]
    return sorted(found, key=lambda one: one[0].block)


def _marks_outside(tags: PageTags) -> dict[int, MarkPlace]:
    return {mark: place for mark, place in tags.marks.items() if place.table is None}


def _texts(pages: Iterable[Tagged]) -> Iterator[Text]:
    """Yield the blocks outside tables, page by page, in the order of their tags."""
    for page, tags in pages:
        own: dict[Path, Text] = {}
        for place, words in _outside_tables(page, tags):
            text = own.setdefault(place.block, Text(place, page.number, words[0]))
            for word in words:
                text.take(word)
        yield from own.values()


def _runs(texts: Sequence[Text], settings: Settings) -> Iterator[Run]:
    run = Run([])
    at = 0
    while at < len(texts):
        row = _row_at(texts, at, settings)
        if row is not None:
            if run.rows and not _goes_on(run, row, settings):
                yield run
                run = Run([])
            run.rows.append(row)
            at += len(row.texts)
            continue
        if run.rows and not _takes_in(run, texts, at, settings):
            yield run
            run = Run([])
        at += 1
    yield run


def _takes_in(run: Run, texts: Sequence[Text], at: int, settings: Settings) -> bool:
    """Take a text without another beside it into rows, as more of a value or a label without one; False where it is
    neither."""
    if _is_more_of_value(run, texts[at], settings):
        run.more[texts[at].path] = len(run.rows) - 1
        return True
    alone = _label_alone(run, texts, at, settings)
    if alone is not None:
        run.rows.append(alone)
    return alone is not None


def _row_at(texts: Sequence[Text], at: int, settings: Settings) -> Row | None:
    """The label and value that begin with a text; None where it is no label with a value beside it."""
    label, *after = texts[at : at + 2]
    if not after or label.place.role not in _MAY_LABEL or not _beside(label, after[0], settings):
        return None
    row = row_from(texts, at)
    if row is None:
        return None
    held, end = row.texts[1:], at + len(row.texts)
    if any(text.x0 <= label.x1 for text in held if text.page == label.page):
        return None  # what begins beside it goes on below it
    if any(_beside(held[0], text, settings) for text in texts[end : end + 1]):
        return None  # three abreast
    return row


def _beside(left: Text, right: Text, settings: Settings) -> bool:
    """Whether a text begins on the line on which another begins, to the right of that."""
    if left.page != right.page or abs(left.words[0].base - right.words[0].base) > settings.pair_level:
        return False
    return right.x0 >= left.x1 + settings.pair_gap * left.size


def _goes_on(run: Run, row: Row, settings: Settings) -> bool:
    """Whether a row stands below others, its label under theirs, its value under theirs, in the same block or in the
    next of a row's own."""
    above = run.rows[-1]
    label, value, *_ = row.texts
    if label.begins <= above.texts[0].begins:
        return False
    aligned = max(abs(label.x0 - run.label_left), abs(value.x0 - run.value_left)) <= settings.pair_aligned
    return aligned and above.holder[:-1] == row.holder[:-1]


def _is_more_of_value(run: Run, text: Text, settings: Settings) -> bool:
    """Whether a text stands in the column of the values, in the block of the last row, without a label."""
    holder = run.rows[-1].holder
    aligned = abs(text.x0 - run.value_left) <= settings.pair_aligned
    return aligned and text.path[: len(holder)] == holder


def _label_alone(run: Run, texts: Sequence[Text], at: int, settings: Settings) -> Row | None:
    """The row of a label without a value, between rows that have one; None where the text is no such label."""
    text, last = texts[at], run.rows[-1]
    if (text.look, text.path[: len(last.holder)]) != (last.texts[0].look, last.holder):
        return None
    below = _row_at(texts, at + 1, settings)
    if below is None or not _goes_on(run, below, settings):
        return None
    is_label = abs(text.x0 - run.label_left) <= settings.pair_aligned and text.x1 < run.value_left
    return Row(text.path[: len(last.label)], None, (text,)) if is_label else None


def _pages_with_panels(tables: Sequence[Run]) -> frozenset[int]:
    """The pages on which tables of labels and values stand in columns, as in the cards of a grid."""
    areas: dict[int, list[Box]] = {}
    for run in tables:
        page = run.rows[0].texts[0].page
        own = (text for row in run.rows for text in row.texts if text.page == page)
        areas.setdefault(page, []).append(bounds_of([word for text in own for word in text.words]))
    return frozenset(
        page for page, boxes in areas.items() if max(box.x0 for box in boxes) > min(box.x1 for box in boxes)
    )


def _with_tables(tags: PageTags, places: Mapping[Path, CellPlace], stacked: frozenset[Path], panels: bool) -> PageTags:
    """The tags of a page with those of the tables of labels and values that have words on it; the labels of those
    `stacked` stand over their values, `panels` stand side by side."""
    lengths = sorted({len(block) for block in places})
    marks = dict(tags.marks)
    tables: dict[Path, dict[Path, list[CellTag]]] = {}
    for mark, place in _marks_outside(tags).items():
        found = (places.get(place.block[:length]) for length in lengths)
        cell = next(filter(None, found), None)
        if cell is not None:
            marks[mark] = place._replace(table=cell.table, row=cell.row, cell=cell.column)
            tables.setdefault(cell.table, {})[cell.row] = [CellTag(known=True), CellTag(known=True)]
    stacks = stacked & tables.keys()
    return replace(
        tags,
        marks=marks,
        tables={**tags.tables, **tables},
        pairs=frozenset(tables),
        stacks=stacks,
        in_turn=panels or bool(stacks),
    )
