"""What a form says over its column headings, label by label: the grouping, who leads it, why it matters.

| Equality objective | Open our doors         |
| Lead officer       | Head of Estates        |
| Why this matters   | Complaints have risen. |
| Action             | By when    | Measure   |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.read.columns import text_says
from pipeline.read.grid import Grid, are_apart
from pipeline.read.headers import match_heading
from pipeline.read.structure import read_group_label, structure_words

Kind = Literal["group", "owner", "known", ""]
_SURE = 0.8  # weight of a label's wording from which it counts
_LEAST_WIDTH = 3  # columns of a table that can have a text across
_SHORT = re.compile(r"(?:\S+ ){0,5}\S+")  # a label of up to six words
_LABELLED = re.compile(r"(?P<label>(?:[^\s:]+ ){0,5}[^\s:]+:) ?(?P<text>\S.*)")
_NUMBERED = re.compile(r"^(?P<word>(?:[a-z]+ )*(?P<last>[a-z]+)) \d{1,3}[a-z]? ?:?$")
_KINDS: Mapping[str, Kind] = {"owner": "owner", "theme": "group", "objective": "group"}


@dataclass(frozen=True, slots=True)
class Said:
    """A label and its text; `kind` is what the label stands for, "" where it is not known."""

    kind: Kind
    label: str
    text: str
    cells: tuple[Cell, ...]
    within: bool = False  # label and text share one cell

    @property
    def grouping(self) -> str:
        """The words of a grouping: its label counts them ("Aim 2"), or is only what its text is."""
        return self.text if not self.within and read_group_label(self.label) is None else f"{self.label} {self.text}"


def said_over(grid: Grid, row: int) -> tuple[Said, ...]:
    """Return what a row says label by label; nothing where it is no such row. Raises nothing."""
    printed = grid.printed(row)
    if grid.width < _LEAST_WIDTH:
        return ()
    return _within_cells(printed) or _beside(grid, printed) or _abreast(printed)


def _within_cells(printed: Sequence[Cell]) -> tuple[Said, ...]:
    """Each cell with its own label: "Lead: Head of Estates | Champion: Cllr Poe"; one of them must be known."""
    if not all(":" in cell.text for cell in printed):
        return ()
    texts = [_LABELLED.fullmatch(fold_space(cell.text)) for cell in printed]
    found = [
        Said(_kind(text["label"]), text["label"], text["text"], (cell,), within=True)
        for text, cell in zip(texts, printed, strict=True)
        if text is not None
    ]
    whole = len(found) == len(printed)
    return tuple(found) if whole and {one.kind for one in found} & {"owner", "known"} else ()


def _beside(grid: Grid, printed: Sequence[Cell]) -> tuple[Said, ...]:
    """A label in the first cell, its text in the next, which takes all the rest of the row."""
    match printed:
        case (label, text) if (*grid.reach(label), *grid.reach(text)) in _places(grid):
            short = _SHORT.fullmatch(fold_space(label.text)) is not None
            if short and not _heads(fold_space(text.text)):  # a heading stands over the columns that part it
                return (Said(_kind(label.text), fold_space(label.text), fold_space(text.text), (label, text)),)
    return ()


def _abreast(printed: Sequence[Cell]) -> tuple[Said, ...]:
    """Labels each before its text: set off from the texts, or all of them known and no text a heading."""
    labels, texts = printed[::2], printed[1::2]
    if len(labels) != len(texts):
        return ()
    if not are_apart(labels, texts):
        known = len(labels) > 1 and all(_kind(label.text) for label in labels)
        if not known or any(map(_is_heading, texts)):
            return ()
    return tuple(
        Said(_kind(label.text), fold_space(label.text), fold_space(text.text), (label, text))
        for label, text in zip(labels, texts, strict=True)
    )


def _is_heading(cell: Cell) -> bool:
    return _heads(fold_space(cell.text))


def _heads(text: str) -> bool:
    """Whether a text is worded as the heading of a column, or asks, as headings do and texts seldom."""
    return text.endswith("?") or text_says(text)[1] >= _SURE


def _places(grid: Grid) -> Sequence[tuple[int, ...]]:
    """The columns that label and text may take together: all; in a sheet, whose authors seldom merge, the first two."""
    whole = tuple(range(grid.width))
    return (whole, (0, 1)) if grid.of_a_sheet else (whole,)


@lru_cache(maxsize=4096)
def _kind(label: str) -> Kind:
    """What a label stands for."""
    counted = read_group_label(label)
    words = {fold(label).strip(" :"), counted.word if counted is not None else ""}
    numbered = {word for found in _NUMBERED.finditer(fold(label)) for word in (found["word"], found["last"])}
    if (words & structure_words().group_words) | (numbered & structure_words().action_words):
        return "group"  # what is numbered over headings of actions has these under it: "Recommendation 2"
    weights = match_heading(label)
    for role, kind in _KINDS.items():
        if weights.get(role, 0.0) >= _SURE:
            return kind
    known = text_says(fold_space(label))[1] >= _SURE
    return "known" if known or label.rstrip().endswith("?") else ""
