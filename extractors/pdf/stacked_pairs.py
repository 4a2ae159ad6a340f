"""Labels that a tagged page sets over their values without a table: the panel of a card.

Where each label and each value has a block of its own, one after the other, a label that comes again on other cards
begins a row, and so does what looks like it in its panel. Whether such rows are a table of labels and values is weighed
(stacked_pairs.toml). A text under a value that does not look like a label goes on with that value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from extractors.pdf.page import PageObjects, Word
from extractors.pdf.pair_rows import MAY_LABEL, Row, Run, Text, is_table, labels_said, places_of, row_from
from extractors.pdf.settings import Settings
from extractors.pdf.tags import HEADING_ROLES, PageTags
from extractors.pdf.weights import stack_weights

_AGAIN = 2  # labels in the same words


def find_stacks(texts: Sequence[Text], others: Sequence[Run], settings: Settings) -> list[Run]:
    """Return the tables of labels over values among blocks in the order of the page that are not in `others`."""
    held = {block for run in others for block, _ in places_of(run)}
    free = [text for text in texts if held.isdisjoint(text.path[:length] for length in range(len(text.path) + 1))]
    rows = {at: row for at in range(len(free) - 1) if (row := _row_at(free, at, settings)) is not None}
    times = Counter(row.texts[0].said for row in rows.values())
    again = {at for at, row in rows.items() if times[row.texts[0].said] >= _AGAIN}
    blank = _without_value(
        free, {rows[at].texts[0] for at in again if rows[at].texts[0].look != rows[at].texts[1].look}
    )
    rows |= {at: Row(free[at].path, None, (free[at],)) for at in blank}
    again.update(blank)
    runs = list(_runs(free, rows, again, settings)) if len(again) > _AGAIN else []
    said = labels_said(runs)
    return [run for run in runs if is_table(run, said, stack_weights())]


def _without_value(texts: Sequence[Text], labels: AbstractSet[Text]) -> list[int]:
    """The places of labels that have one of the same look under them: their value is blank. `labels` come again, and
    look otherwise than their values."""
    said = {(label.said, label.look) for label in labels}
    known = [(text.said, text.look) in said for text in texts]
    alike = [text.look == below.look for text, below in pairwise(texts)]
    return [at for at, found in enumerate(zip(known, known[1:], alike, strict=False)) if all(found)]


def words_set_apart(page: PageObjects, tags: PageTags | None) -> set[Word]:
    """Return the words that the tags place outside tables on a page that is read in their order: the text of cards,
    whose columns make no table. None on any other page."""
    if not (tags and tags.in_turn):
        return set()
    apart = {mark for mark, place in tags.marks.items() if place.table is None}
    return {word for word in page.words if word.mark in apart}


def _row_at(texts: Sequence[Text], at: int, settings: Settings) -> Row | None:
    """The label and value that begin with a text; None where it is no line with a text under it."""
    label = texts[at]
    if label.place.role not in MAY_LABEL or label.words[-1].base - label.words[0].base > settings.pair_level:
        return None
    row = row_from(texts, at) if _under(label, texts[at + 1], label, settings) else None
    if row is None:
        return None
    in_column = (_in_column(label, text, settings) for text in row.texts[1:] if text.page == label.page)
    return row if min(in_column) else None


def _under(above: Text, below: Text, label: Text, settings: Settings) -> bool:
    """Whether a text begins right under another in the column of a label."""
    if (above.page, below.place.role in HEADING_ROLES) != (below.page, False):
        return False
    pitch = below.words[0].base - above.words[-1].base
    return 0 < pitch <= settings.stack_pitch * max(above.size, below.size) and _in_column(label, below, settings)


def _in_column(label: Text, value: Text, settings: Settings) -> bool:
    """Whether a value begins where its label does, or set in from there."""
    return -settings.pair_aligned <= value.x0 - label.x0 <= settings.stack_indent * label.size


def _runs(texts: Sequence[Text], rows: dict[int, Row], again: AbstractSet[int], settings: Settings) -> Iterator[Run]:
    run = Run([])
    at = 0
    while at < len(texts):
        if _begins_row(run, at, rows, again):
            run.rows.append(rows[at])
            at += len(rows[at].texts)
            continue
        if not run.rows:
            at += 1
        elif _is_more(run, texts, at, settings):
            run.more[texts[at].path] = len(run.rows) - 1
            at += 1
        else:
            yield run
            run = Run([])
    yield run


def _begins_row(run: Run, at: int, rows: dict[int, Row], again: AbstractSet[int]) -> bool:
    """Whether the row at a place belongs to some rows: its label looks like theirs, or comes again where it is the
    first."""
    if not run.rows:
        return at in again
    return at in rows and rows[at].texts[0].look == run.rows[0].texts[0].look


def _is_more(run: Run, texts: Sequence[Text], at: int, settings: Settings) -> bool:
    """Whether a text goes on under the last value of some rows."""
    text, row = texts[at], run.rows[-1]
    if text.look == row.texts[0].look:
        return False
    return text.path[: len(row.holder)] == row.holder and _under(texts[at - 1], text, row.texts[0], settings)
