"""Letters that a file does not name (U+FFFD where fi, ffi or ti was drawn as one sign), mended where one word fits.

Fonts of PDFs draw some pairs of letters as one sign and do not always say which. Each lost sign is tried with those
pairs; where exactly one makes a word that stands elsewhere in the document or on the list of common words, it is put
in. What remains is told with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import Final, TypeVar

from extractors.common_words import is_common
from extractors.document import Block, Cell, Document, Heading, Note, Paragraph, Table

Printed = TypeVar("Printed", Cell, Heading, Paragraph)

_LOST: Final = "\ufffd"
_PAIRS: Final = ("fi", "ff", "fl", "ffi", "ffl", "ft", "ti", "tt", "th", "st")
_WORD: Final = re.compile("(?<![A-Za-z\ufffd])[A-Za-z]*\ufffd[A-Za-z\ufffd]*")
_PLAIN: Final = re.compile("[A-Za-z]{3,}")
_MOST_LOST: Final = 3  # signs of one word that are tried together


def mend_lost_letters(document: Document) -> Document:
    """Give the document with lost letters put in where one word fits, and notes of the cells where none does.

    The same document where no letter is lost. Raises nothing.
    """
    if not any(_LOST in text for text in _texts(document)):
        return document
    words = frozenset(word.lower() for text in _texts(document) for word in _PLAIN.findall(text))
    mended = 0
    blocks: list[Block] = []
    notes: list[Note] = []
    for block in document.blocks:
        if isinstance(block, Table):
            cells = tuple(_mended(cell, words) for cell in block.cells)
            mended += sum(new is not old for new, old in zip(cells, block.cells, strict=True))
            notes += [_told(block, cell) for cell in cells if _LOST in cell.text]
            blocks.append(replace(block, cells=cells))
        elif isinstance(block, Heading):
            blocks.append(_mended(block, words))
        else:
            blocks.append(_mended(block, words))
    if mended:
        notes.append(Note("letters_mended", f"Letters that the file does not name were put in in {mended} cells."))
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


def _told(table: Table, cell: Cell) -> Note:
    page = cell.page if cell.page is not None else table.page
    words = " ".join(word for word in cell.text.split() if _LOST in word)
    sentence = f'Letters of the cell are not named in the file: "{words[:80]}". Look at the page for what they are.'
    return Note("letters_lost", sentence, page, table.number, cell.row, cell.column)


def _mended(printed: Printed, words: frozenset[str]) -> Printed:
    """A text with its lost letters put in; spans of what does not count move with the letters behind them."""
    if _LOST not in printed.text:
        return printed
    uncounted = printed.uncounted
    text, at, shift = "", 0, 0
    moves: list[tuple[int, int]] = []
    for found in _WORD.finditer(printed.text):
        word = fitting_word(found[0], words)
        if word is None:
            continue
        text += printed.text[at : found.start()] + word
        at = found.end()
        shift += len(word) - len(found[0])
        moves.append((found.end(), shift))
    if not moves:
        return printed

    def moved(place: int) -> int:
        return place + max((by for end, by in moves if end <= place), default=0)

    spans = tuple(span._replace(start=moved(span.start), end=moved(span.end)) for span in uncounted)
    return replace(printed, text=text + printed.text[at:], uncounted=spans)


def fitting_word(word: str, known: Iterable[str] = ()) -> str | None:
    """Give the one word that a word with lost letters can be; None where none or several fit.

    >>> fitting_word("work\ufffdow"), fitting_word("O\ufffdcer"), fitting_word("\ufffd")
    ('workflow', 'Officer', None)
    """
    lost = word.count(_LOST)
    if lost > _MOST_LOST or len(word) - lost < 2:
        return None
    own = known if isinstance(known, frozenset) else frozenset(known)
    pieces = word.split(_LOST)
    fitting = {
        candidate
        for pairs in product(_PAIRS, repeat=lost)
        if _is_word(candidate := pieces[0] + "".join(a + b for a, b in zip(pairs, pieces[1:], strict=True)), own)
    }
    return fitting.pop() if len(fitting) == 1 else None


def _is_word(candidate: str, known: frozenset[str]) -> bool:
    lower = candidate.lower()
    return lower in known or is_common(lower)
