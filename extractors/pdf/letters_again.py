"""Letters that are printed again a little aside, to look bold: PDFium leaves out most of them, narrow ones it keeps.

A letter is a copy where it says what the letter before says, hardly any farther along than that: much less than a
letter's own width, measured against the size of the print. Without the copies a word may fall into two, or two that
the copies bridged may part.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.pdf import pdfium_calls as calls

_STEP = 0.115  # of the letter size: the farthest from one copy to the next
_REACH = 0.95  # of the letter's width: a copy stands no farther from the first
_SPACE = 0.15  # of the letter size: the narrowest space between words
_LETTERS = 0x21  # the first code that prints


def find_letters_again(handle: int, codes: NDArray[np.integer]) -> NDArray[np.intp]:
    """Give the indices of letters that are copies of a letter before them, in rising order."""
    doubled = (np.nonzero((codes[1:] == codes[:-1]) & (codes[1:] >= _LETTERS))[0] + 1).tolist()
    found: list[int] = []
    first = -1  # the letter that the copies are of
    for at in doubled:
        if not found or found[-1] != at - 1:
            first = at - 1
        if _is_copy(handle, at, first):
            found.append(at)
    return np.array(found, dtype=np.intp)


def _is_copy(handle: int, at: int, first: int) -> bool:
    if calls.text_object(handle, at) == calls.text_object(handle, at - 1):
        return False  # two letters of one text, or of one ligature
    here, before, start = calls.boxes_of(handle, (at, at - 1, first))
    step = max(abs(here[0] - before[0]), abs(here[3] - before[3]))
    reach = max(abs(here[0] - start[0]), abs(here[3] - start[3]))
    level = abs(here[0] - start[0]) >= abs(here[3] - start[3])
    width = here[2] - here[0] if level else here[1] - here[3]
    size = calls.size_of(handle, at)
    return bool(step <= _STEP * size and reach < _REACH * width)


def without_letters_again(
    handle: int, starts: NDArray[np.intp], ends: NDArray[np.intp], again: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Put words right that hold copies: they end with a letter that counts, and part where copies bridged a space."""
    copies = set(again.tolist())
    words: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        kept = [at for at in range(start, end) if at not in copies]
        if len(kept) == end - start:
            words.append((start, end))
        elif kept:
            words.extend(_parted(handle, kept))
    return np.array([start for start, _ in words]), np.array([end for _, end in words])


def _parted(handle: int, kept: Sequence[int]) -> list[tuple[int, int]]:
    """The words of some letters: a new one begins after a copy with a space before it."""
    boxes = calls.boxes_of(handle, kept)
    size = calls.size_of(handle, kept[0])
    parts = [[kept[0]]]
    for at in range(1, len(kept)):
        bridged = kept[at] - kept[at - 1] > 1
        if bridged and boxes[at][0] - boxes[at - 1][2] > _SPACE * size:
            parts.append([])
        parts[-1].append(kept[at])
    return [(part[0], part[-1] + 1) for part in parts]
