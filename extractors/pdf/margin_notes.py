"""Notes in the margin at the right of a text: each is read behind the text that it stands beside, wherever it begins.

    1.1 We will build 40 adapted homes.   | Lead: Head of Housing
                                          | By: March 2031

A note is one line or several right under each other, at most half as wide as the column of the text, and in letters no
larger. One alone on a page is none: it may be the end of a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.document import Box
from extractors.pdf.boxes import shared

_WIDE = 200.0  # points that a text with notes beside it is wide, at least
_NARROW = 0.5  # of the text's width that a note is wide, at most
_NEAR = 0.8  # letter sizes between two lines of a note, at most
_ALIGNED = 3.0  # points within which notes begin at one edge
_FEWEST = 2  # notes of a page


def texts_with_notes(boxes: Sequence[Box], sizes: Sequence[float]) -> dict[int, int]:
    """Give for each line of a note the text that it belongs to, both by their place among `boxes`; `sizes` are those of
    the letters."""
    found: dict[int, int] = {}
    ends: dict[int, float] = {}  # of the widest text of each column
    for box in boxes:
        ends[_edge(box)] = max(ends.get(_edge(box), 0.0), box.x1)
    columns = [box._replace(x1=ends[_edge(box)]) for box in boxes]
    notes = _notes(boxes, sizes)
    for note in notes:
        first, last = boxes[note[0]], boxes[note[-1]]
        around = Box(first.x0, first.top, max(boxes[at].x1 for at in note), last.bottom)
        beside = {at: shared(boxes[at], around)[1] for at in range(len(boxes)) if at not in note}
        texts = [at for at in beside if beside[at] > 0 and _may_have(columns[at], sizes[at], around, sizes[note[0]])]
        if texts:
            found |= dict.fromkeys(note, max(texts, key=lambda at: (beside[at], -boxes[at].top)))
    edges = Counter(_edge(boxes[note[0]]) for note in notes if note[0] in found)
    return {at: text for at, text in found.items() if edges[_edge(boxes[at])] >= _FEWEST}


def _edge(box: Box) -> int:
    """What boxes that begin at one edge have in common."""
    return round(box.x0 / _ALIGNED)


def _notes(boxes: Sequence[Box], sizes: Sequence[float]) -> list[list[int]]:
    """The lines that may be notes, those right under each other together."""
    notes: list[list[int]] = []
    for at in sorted(range(len(boxes)), key=lambda at: (_edge(boxes[at]), boxes[at].top)):
        above = boxes[notes[-1][-1]] if notes else None
        near = above is not None and abs(above.x0 - boxes[at].x0) <= _ALIGNED
        if above is not None and near and boxes[at].top - above.bottom <= _NEAR * sizes[at]:
            notes[-1].append(at)
        else:
            notes.append([at])
    return notes


def _may_have(column: Box, size: float, note: Box, size_of_note: float) -> bool:
    """Whether a text, as wide as its column, may have a note at its right."""
    width = column.x1 - column.x0
    narrow = note.x1 - note.x0 <= _NARROW * width
    return all((width >= _WIDE, narrow, note.x0 > column.x1, size_of_note <= size))
