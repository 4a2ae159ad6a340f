"""The same words printed twice at one place: a shadow, a layer flattened over another, recognised text over real text.

One copy stays, the one painted last, which is the one that is seen; a copy of other letters goes where most of its
neighbours are copies too, as recognised text is misread here and there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.pdf.page import Word

_SHARED = 0.6  # of the wider word's width, and of the higher one's height, that two copies share
_SQUARE = 8.0  # points: two copies have their middles no farther apart than half of it
_COPIES = 4  # of a word that are looked for
_ROW = 1e6  # squares; no page is as wide
_LAYER = 0.5  # of the words of a run painted together that are copies: all of it is a layer over another


def find_words_twice(words: Sequence[Word], boxes: NDArray[np.float64]) -> set[int]:
    """Give the words, by their indices, that say again what another says at the same place; `boxes` are the words'."""
    pairs = _pairs(boxes)
    if not pairs:
        return set()
    gone: set[int] = set()
    unlike: list[tuple[int, int]] = []
    for one, other in pairs:
        if not gone.isdisjoint((one, other)):
            continue
        under, over = sorted((one, other), key=lambda index: (words[index].run, index))
        if words[one].text == words[other].text:
            gone.add(under)
        else:
            unlike.append((under, over))
    for under, over in unlike:
        if len(gone) >= _LAYER * max(1, len(unlike)) and gone.isdisjoint((under, over)):
            gone.add(under)
    return gone


def _pairs(boxes: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Words that lie over one another, by their indices."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    found: set[tuple[int, int]] = set()
    for right in (0.0, 0.5):  # two middles that are near each other fall into one square, at least in one of four cuts
        for down in (0.0, 0.5):
            squares = np.floor(x / _SQUARE + right) * _ROW + np.floor(y / _SQUARE + down)
            order = np.argsort(squares, kind="stable")
            ordered = squares[order]
            for apart in range(1, _COPIES):
                for at in np.nonzero(ordered[apart:] == ordered[:-apart])[0].tolist():
                    one, other = int(order[at]), int(order[at + apart])  # the order of equals is that of the words
                    if _lie_over(boxes[one], boxes[other]):
                        found.add((one, other))
    return sorted(found)


def _lie_over(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    width, height = max(one[2] - one[0], other[2] - other[0]), max(one[3] - one[1], other[3] - other[1])
    return bool(wide >= _SHARED * width > 0 and high >= _SHARED * height)
