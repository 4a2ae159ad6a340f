"""Words that stand on a page as form fields, typed-on notes and stamps, which PDFium keeps apart from its text.

What fills a blank of the page is text of the page: a form field's value, a tick box, a stamp in an empty cell. What
lies over printed words, and a note that shows only when it is opened, is told and not taken.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from extractors.document import Box
from extractors.pdf.boxes import holds_word
from extractors.pdf.page import Frame, PageObjects, Word
from extractors.pdf.read_page import frame_of, read_page
from extractors.pdf.settings import Settings

_MOST = 2_000  # annotations of one page that are looked at
_SHOWN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
_OPENED = (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY)
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_RUNS = 1_000_000  # numbers of runs from here on are none of the page's own
_OVER = 0.2  # share of a word's area that printed words may lie under
_SIZE = 9.0  # points, of a value without an appearance
_WIDTH = 0.5  # letter sizes that a letter is wide, of the same
_INSET = 2.0  # points between a field's border and its text
_LONGEST = 20_000  # letters of one value
_TICKED, _EMPTY = "☑", "☐"


@dataclass(frozen=True, slots=True)
class TypedOn:
    """What annotations of one page say: words that stand on it, and words that are told only."""

    words: tuple[Word, ...] = ()
    told: tuple[str, ...] = ()


def read_typed_on(document: Any, page: Any, printed: PageObjects, settings: Settings) -> TypedOn:
    """Read the annotations of a loaded page (a raw handle) of an open document; `printed` is the page without them."""
    count = min(raw.FPDFPage_GetAnnotCount(page), _MOST)
    kinds = [_kind(page, index) for index in range(count)] if count > 0 else []
    if not {*_SHOWN, *_OPENED}.intersection(kinds):
        return TypedOn()
    frame = frame_of(page)
    told = [text for index, kind in enumerate(kinds) if kind in _OPENED and (text := _string(page, index, b"Contents"))]
    groups: list[list[Word]] = []
    drawn: list[int] = []
    for index, kind in enumerate(kinds):
        if kind not in _SHOWN:
            continue
        state = _name(page, index, b"AS") if kind == raw.FPDF_ANNOT_WIDGET else None
        if state is not None:
            groups.append([_word(_EMPTY if state == "Off" else _TICKED, _box(page, index, frame), len(groups))])
        else:
            drawn.append(index)
    if drawn:
        boxes = [_box(page, index, frame) for index in drawn]
        seen = _drawn_words(document, printed, drawn, boxes, settings)
        for index, box, words in zip(drawn, boxes, seen, strict=True):
            # without an appearance it is drawn by the program that shows the page
            said = "" if words else _string(page, index, b"V" if kinds[index] == raw.FPDF_ANNOT_WIDGET else b"Contents")
            if kinds[index] == raw.FPDF_ANNOT_STAMP:
                told.append(said)  # a remark on a picture
                said = ""
            groups.append(words or _laid(said, box, len(groups)))
    kept: list[Word] = []
    for words in filter(None, groups):
        if printed.turn or any(_lies_over(word, printed.words) for word in words):
            told.extend(word.text for word in words)
        else:
            kept.extend(words)
    return TypedOn(tuple(kept), tuple(" ".join(told).split()))


def is_typed_on(word: Word) -> bool:
    """Whether a word of a page stands on it as an annotation."""
    return word.run >= _RUNS


def _drawn_words(
    document: Any, printed: PageObjects, drawn: Sequence[int], boxes: Sequence[Box], settings: Settings
) -> list[list[Word]]:
    """Read what some annotations draw, from a copy of the page that holds nothing else; a list for each."""
    copy = raw.FPDF_CreateNewDocument()
    try:
        if not raw.FPDF_ImportPages(copy, document, str(printed.number).encode(), 0):
            return [[] for _ in boxes]
        page = raw.FPDF_LoadPage(copy, 0)
        if not page:
            return [[] for _ in boxes]
        _leave_only(page, frozenset(drawn))
        flat = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        raw.FPDF_ClosePage(page)
        if flat != raw.FLATTEN_SUCCESS or not (page := raw.FPDF_LoadPage(copy, 0)):
            return [[] for _ in boxes]
        try:
            words = read_page(page, printed.number, {}, settings).words
        finally:
            raw.FPDF_ClosePage(page)
    finally:
        raw.FPDF_CloseDocument(copy)
    groups: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        at = next((n for n, box in enumerate(boxes) if _is_in(word, box)), None)
        if at is not None:
            groups[at].append(word._replace(run=_RUNS + word.run, mark=-1))
    return groups


def _leave_only(page: Any, drawn: frozenset[int]) -> None:
    for index in reversed(range(raw.FPDFPage_CountObjects(page))):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPage_RemoveObject(page, item):
            raw.FPDFPageObj_Destroy(item)
    raw.FPDFPage_GenerateContent(page)
    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        if index not in drawn:
            raw.FPDFPage_RemoveAnnot(page, index)


def _is_in(word: Word, box: Box) -> bool:
    return holds_word(box, word, 1)


def _lies_over(word: Word, printed: Sequence[Word]) -> bool:
    """Whether a word covers a good part of printed words."""
    least = _OVER * (word.x1 - word.x0) * (word.bottom - word.top)
    return any(
        max(0.0, min(word.x1, other.x1) - max(word.x0, other.x0))
        * max(0.0, min(word.bottom, other.bottom) - max(word.top, other.top))
        > least
        for other in printed
    )


def _laid(text: str, box: Box, number: int) -> list[Word]:
    """Set a value that has no appearance into its box, as wide as letters usually are."""
    size = min(_SIZE, max(4.0, box.bottom - box.top - _INSET))
    words: list[Word] = []
    x, top = (
        box.x0 + _INSET,
        box.top + (_INSET if box.bottom - box.top > 3 * size else (box.bottom - box.top - size) / 2),
    )
    for line in text.splitlines():
        for said in line.split():
            width = _WIDTH * size * len(said)
            if x + width > box.x1 and x > box.x0 + _INSET:
                x, top = box.x0 + _INSET, top + 1.2 * size
            words.append(_word(said, Box(x, top, min(x + width, box.x1), top + size), number, size))
            x += width + _WIDTH * size
        x, top = box.x0 + _INSET, top + 1.2 * size
    return words


def _word(text: str, box: Box, number: int, size: float = _SIZE) -> Word:
    middle = (box.top + box.bottom) / 2
    return Word(text, *box, size=size, base=middle + 0.3 * size, middle=middle, run=2 * _RUNS + number)


@contextmanager
def _open(page: Any, index: int) -> Iterator[Any]:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)


def _kind(page: Any, index: int) -> int:
    """The kind of an annotation that is shown, else -1."""
    with _open(page, index) as annotation:
        if not annotation or raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return -1
        return int(raw.FPDFAnnot_GetSubtype(annotation))


def _string(page: Any, index: int, key: bytes) -> str:
    """A text of an annotation; empty where it has none."""
    with _open(page, index) as annotation:
        if raw.FPDFAnnot_GetValueType(annotation, key) != raw.FPDF_OBJECT_STRING:
            return ""
        return _value(annotation, key)


def _name(page: Any, index: int, key: bytes) -> str | None:
    with _open(page, index) as annotation:
        if raw.FPDFAnnot_GetValueType(annotation, key) != raw.FPDF_OBJECT_NAME:
            return None
        return _value(annotation, key)


def _value(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _box(page: Any, index: int, frame: Frame) -> Box:
    """The box of an annotation as displayed."""
    rectangle = raw.FS_RECTF()
    with _open(page, index) as annotation:
        raw.FPDFAnnot_GetRect(annotation, rectangle)
    return Box(*frame.boxes(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
