"""Labels and values that a page's styles set side by side: the cells of a grid of two columns, rows of two boxes.

A list of terms says by its elements what is a label; here only the styles say what stands beside what, so that labels
are known by being a few words each, without headings, paragraphs or tables in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from extractors.html.names import HEADINGS, NO_TEXT
from extractors.html.styles import State

_LEAST_ROWS: Final = 2
_LONGEST_LABEL: Final = 8  # words
_NO_LABEL: Final = ("p", "table", "ul", "ol", "dl", *HEADINGS)  # what holds these is none
_NO_VALUE: Final = ("table", "dl", *HEADINGS)

Enter = Callable[[State, etree._Element], State]


class Part(NamedTuple):
    """A label or a value with how text looks in it."""

    element: etree._Element
    state: State


Rows = Sequence[tuple[Part, Part]]


def pairs_in_grid(grid: etree._Element, state: State, enter: Enter) -> Rows:
    """The labels and values in a grid of two columns; none where it holds something else."""
    if state.tracks != 2 or grid.tag == "dl":  # a list of terms may have several values to a label
        return ()
    parts = list(_parts(grid, state, enter))
    if len(parts) % 2 or _has_loose_text(grid):
        return ()
    rows = list(zip(parts[::2], parts[1::2], strict=True))
    return rows if len(rows) >= _LEAST_ROWS and all(_is_pair(*row) for row in rows) else ()


def pairs_in_rows(first: etree._Element, state: State, enter: Enter) -> Rows:
    """The labels and values in boxes below one another, from the first, that hold two parts abreast each; none where
    these are something else. `state` is that around the boxes."""
    rows: list[tuple[Part, Part]] = []
    for row in (first, *first.itersiblings(etree.Element)):
        inner = enter(state, row)
        parts = list(_parts(row, inner, enter)) if inner.between == " " else []
        if len(parts) != 2 or _has_loose_text(row) or not _is_pair(parts[0], parts[1]):
            break
        rows.append((parts[0], parts[1]))
        if (row.tail or "").strip():
            break
    return rows if len(rows) >= _LEAST_ROWS else ()


def row_of(pair: tuple[Part, Part]) -> etree._Element:
    """The box that holds a label and its value."""
    row = pair[0].element.getparent()
    assert row is not None  # it was found as a part of it
    return row


def _parts(box: etree._Element, state: State, enter: Enter) -> Iterator[Part]:
    """The boxes that are laid out in a box."""
    for child in box:
        if isinstance(child.tag, str) and child.tag not in NO_TEXT:
            inner = enter(state, child)
            if not inner.hidden:
                yield Part(child, inner)


def _has_loose_text(box: etree._Element) -> bool:
    return any((text or "").strip() for text in (box.text, *(child.tail for child in box)))


def _is_pair(label: Part, value: Part) -> bool:
    """Whether the one is a label and the other holds nothing that stands by itself."""
    return _is_label(label.element) and not _holds(value.element, _NO_VALUE)


def _is_label(element: etree._Element) -> bool:
    text = "".join(map(str, element.itertext()))
    is_short = 0 < len(text.split()) <= _LONGEST_LABEL
    return is_short and any(map(str.isalpha, text)) and not _holds(element, _NO_LABEL)


def _holds(element: etree._Element, tags: Sequence[str]) -> bool:
    return element.tag in tags or next(element.iterdescendants(*tags), None) is not None
