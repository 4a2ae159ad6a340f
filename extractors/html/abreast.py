"""What a page's styles set side by side: labels and values, two abreast, and tables of boxes under a row of headings.

A list of terms says by its elements what is a label, a table what is a cell; here only the styles say what stands
beside what, in a grid or in rows of boxes. Labels and headings are known by being a few words each, without headings,
paragraphs or tables in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from extractors.html.names import HEADINGS, NO_TEXT
from extractors.html.styles import State

_LEAST_ROWS: Final = 2
_LEAST_WIDTH: Final = 2
_LONGEST_LABEL: Final = 8  # words
_NO_LABEL: Final = ("p", "table", "ul", "ol", "dl", *HEADINGS)  # what holds these is none
_NO_VALUE: Final = ("table", "dl", *HEADINGS)

Enter = Callable[[State, etree._Element], State]


class Part(NamedTuple):
    """A label or a value with how text looks in it."""

    element: etree._Element
    state: State


Row = Sequence[Part]
Rows = Sequence[Row]


def rows_in_grid(grid: etree._Element, state: State, enter: Enter) -> Rows:
    """The rows of a grid of two columns of labels and values, or of several under headings; none where it holds
    something else."""
    width = state.tracks
    if width < _LEAST_WIDTH or grid.tag == "dl":  # a list of terms may have several values to a label
        return ()
    parts = list(_parts(grid, state, enter))
    if len(parts) % width or _has_loose_text(grid):
        return ()
    rows = [parts[at : at + width] for at in range(0, len(parts), width)]
    return rows if _are_rows(rows) else ()


def rows_of_boxes(first: etree._Element, state: State, enter: Enter) -> Rows:
    """The rows in boxes below one another, from the first, that hold as many parts abreast each: labels and values, or
    cells under headings; none where these are something else. `state` is that around the boxes."""
    rows: list[Row] = []
    for row in (first, *first.itersiblings(etree.Element)):
        inner = enter(state, row)
        parts = list(_parts(row, inner, enter)) if inner.between == " " else []
        if len(parts) != (len(rows[0]) if rows else len(parts)) or _has_loose_text(row):
            break
        if len(parts) < _LEAST_WIDTH or (len(parts) == _LEAST_WIDTH and not _is_pair(parts)):
            break
        rows.append(parts)
        if (row.tail or "").strip():
            break
    return rows if _are_rows(rows) else ()


def row_of(parts: Row) -> etree._Element:
    """The box that holds the parts of a row."""
    row = parts[0].element.getparent()
    assert row is not None  # it was found as a part of it
    return row


def _are_rows(rows: Rows) -> bool:
    """Whether rows of two are labels and values, those of more cells under a row of headings."""
    if len(rows) < _LEAST_ROWS:
        return False
    if len(rows[0]) == _LEAST_WIDTH:
        return all(map(_is_pair, rows))
    headed = all(_is_label(part.element) for part in rows[0])
    return headed and not any(_holds(part.element, _NO_VALUE) for row in rows for part in row)


def _parts(box: etree._Element, state: State, enter: Enter) -> Iterator[Part]:
    """The boxes that are laid out in a box."""
    for child in box:
        if isinstance(child.tag, str) and child.tag not in NO_TEXT:
            inner = enter(state, child)
            if not inner.hidden:
                yield Part(child, inner)


def _has_loose_text(box: etree._Element) -> bool:
    return any((text or "").strip() for text in (box.text, *(child.tail for child in box)))


def _is_pair(parts: Row) -> bool:
    """Whether the one of two parts is a label and the other holds nothing that stands by itself."""
    label, value = parts
    return _is_label(label.element) and not _holds(value.element, _NO_VALUE)


def _is_label(element: etree._Element) -> bool:
    text = "".join(map(str, element.itertext()))
    is_short = 0 < len(text.split()) <= _LONGEST_LABEL
    return is_short and any(map(str.isalpha, text)) and not _holds(element, _NO_LABEL)


def _holds(element: etree._Element, tags: Sequence[str]) -> bool:
    return element.tag in tags or next(element.iterdescendants(*tags), None) is not None
