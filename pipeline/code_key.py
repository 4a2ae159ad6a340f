"""What the short codes of a plan mean by its own key: "S = by March 2032", "2 - in progress".

A key may be a line or several, or a table of codes beside what they mean. It gives at least two codes, each one
meaning. A cell that is nothing but a code says what the key gives for it, where the cell by itself says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from extractors.document import Document, Table
from pipeline.fold import fold
from pipeline.normalise.codes_told import codes_told, is_code
from pipeline.read.raw import CellKey

_TERM = re.compile(r"[ -]+term$")
_FEWEST = 2  # codes of a key; one alone may be there for another reason
_PAIR = 2


def find_code_key(document: Document, of_actions: Collection[CellKey]) -> Mapping[str, str]:
    """Find what a plan's own keys give for its codes: meaning by `code_of` the code, none of one with two meanings.

    `of_actions` are the cells from which actions were read. Raises nothing.
    """
    found: dict[str, set[str]] = {}
    for texts in _told_together(document, of_actions):
        told = [(code_of(code), meaning) for text in texts for code, meaning in codes_told(text)]
        if len({code for code, _ in told}) >= _FEWEST:
            for code, meaning in told:
                found.setdefault(code, set()).add(meaning)
    return {code: next(iter(meanings)) for code, meanings in found.items() if len(meanings) == 1}


def code_of(printed: str) -> str:
    """A code folded, without what codes of terms may leave out.

    >>> code_of("Short-term"), code_of("S"), code_of("M.")
    ('short', 's', 'm')
    """
    return _TERM.sub("", fold(printed).rstrip(".:"))


def _told_together(document: Document, of_actions: Collection[CellKey]) -> Iterator[list[str]]:
    """The texts that may be one key: lines on end, or the rows of a table outside actions as "code = meaning"."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            yield lines
            yield list(_rows_told(block, of_actions))
            lines = []
        else:
            lines.append(block.text)
    yield lines


def _rows_told(table: Table, of_actions: Collection[CellKey]) -> Iterator[str]:
    left = (cell for cell in table.cells if (table.number, cell.row, cell.column) not in of_actions)
    for _, cells in groupby(sorted(left, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row):
        texts = [cell.text for cell in cells if cell.text.strip()]
        if len(texts) == _PAIR and is_code(texts[0]):
            yield " = ".join(texts)
        elif len(texts) == 1:
            yield texts[0]
