"""What the colours of a plan mean by its own key: the state and the rating that are printed on or beside each colour.

A status cell that is nothing but a colour says the state that the key gives for just this colour, and the rating ("Blue
- finished") where the colour by itself says none. A key may be a table, rows below one, or lines of text; a colour that
it gives two meanings has none. What a colour says by itself, red or green, is left to `pipeline.normalise.rag`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from extractors.document import Cell, Document, Table
from pipeline.fold import fold_space
from pipeline.normalise.rag import Rag, RagReading, measure_fill, read_rag
from pipeline.normalise.timescale import Timescale, read_status
from pipeline.read.raw import CellKey, RawAction
from pipeline.read.structure import opens_a_legend

Said = TypeVar("Said")

_MARK = re.compile(r"^(?:[\u2022\u25cf\u25a0\u25aa\u25e6\u2b24\u25cb*-]\s*)+")  # of a list, or a disc that is a letter
_LEAST = 2  # colours that mean different states; one alone may be there for another reason
_LONGEST = 4  # words of a state in a key
_COLOURED = 0.1  # strength of a colour from which it is one, and no ground of headings


@dataclass(frozen=True, slots=True)
class ColourKey:
    """What a plan's own key says of colours (`#rrggbb`): the words of a state, and a rating."""

    states: Mapping[str, str]
    ratings: Mapping[str, Rag]


def find_colour_key(document: Document, of_actions: Collection[CellKey]) -> ColourKey:
    """Find the words that a plan gives for the states and ratings of its colours; none where it has no such key.

    `of_actions` are the cells from which actions were read. Raises nothing.
    """
    states: dict[str, dict[str, str]] = {}  # colour, state, words
    ratings: dict[str, dict[Rag, Rag]] = {}
    for fill, said in _coloured(document, of_actions):
        words = _without_label(said)
        if not words:
            continue
        state = read_status(words).state if len(words.split()) <= _LONGEST else None
        if state is not None:
            states.setdefault(fill, {}).setdefault(state, words)
        if (rag := read_rag(words, None).rag) is not None:
            ratings.setdefault(fill, {})[rag] = rag
    return ColourKey(_clear(states), _clear(ratings))


def _clear(meanings: Mapping[str, Mapping[Any, Said]]) -> Mapping[str, Said]:
    """What each colour means that has one meaning; nothing where these are not several."""
    clear = {fill: meant for fill, meant in meanings.items() if len(meant) == 1}
    several = len({meaning for meant in clear.values() for meaning in meant}) >= _LEAST
    return {fill: said for fill, meant in clear.items() for said in meant.values()} if several else {}


def _coloured(document: Document, of_actions: Collection[CellKey]) -> Iterator[tuple[str, str]]:
    """The colours that stand outside actions, each with the words on it, or else those of the cell behind it."""
    for block in document.blocks:
        if not isinstance(block, Table):
            if block.fill is not None and _is_coloured(block.fill):
                yield block.fill, block.text
            continue
        behind: Mapping[tuple[int, int], Cell] | None = None
        for cell in block.cells:
            if cell.fill is None or not _is_coloured(cell.fill) or (block.number, cell.row, cell.column) in of_actions:
                continue
            if behind is None:
                behind = {(other.row, other.column): other for other in block.cells}
            after = behind.get((cell.row, cell.column + cell.column_span))
            yield cell.fill, cell.text if cell.text.strip() or after is None else after.text


@lru_cache(maxsize=1024)  # the same few fills stand in every row
def _is_coloured(fill: str) -> bool:
    measured = measure_fill(fill)
    return measured is not None and measured.strength >= _COLOURED


def _without_label(said: str) -> str:
    """The words behind the mark of a list or "Key:", or all."""
    words = _MARK.sub("", fold_space(said))
    label, colon, rest = words.partition(":")
    return rest.strip() if colon and opens_a_legend(label) else words


def status_by_colour(raw: RawAction, key: ColourKey) -> Timescale | None:
    """Read the state of an action from the colour of its status cell, or of one beside; None where no key tells it."""
    words = _of_colour(raw, key.states)
    return replace(read_status(words), readings=(("colour_key", words),)) if words is not None else None


def with_rating_by_colour(rating: RagReading, raw: RawAction, key: ColourKey) -> RagReading:
    """Return the rating of an action; where none was read, that which a key tells of its colour."""
    rag = _of_colour(raw, key.ratings) if rating.rag is None else None
    return replace(rating, rag=rag, source="colour") if rag is not None else rating


def _of_colour(raw: RawAction, key: Mapping[str, Said]) -> Said | None:
    if not key or any(letter.isalnum() for letter in raw.texts.get("status", "")):
        return None
    fills = (raw.status_fill, *(one.fill for one in raw.statuses_beside))
    return next((key[fill] for fill in fills if fill is not None and fill in key), None)
