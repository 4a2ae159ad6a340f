"""Reads one page of an open PDF into `PageObjects`: its text, turned upright where it runs sideways, its drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractors.pdf import pdfium_calls as calls
from extractors.pdf.annotations import covering, struck_areas
from extractors.pdf.drawing import Drawing, read_drawing
from extractors.pdf.drawn_boxes import centre_in, with_drawn_boxes
from extractors.pdf.drawn_bullets import dots, with_bullets
from extractors.pdf.drawn_ticks import TICK, marks_of_lines, with_ticks
from extractors.pdf.ink import Ink, part_by_ink
from extractors.pdf.letters import Letters, read_letters
from extractors.pdf.page import Frame, PageObjects, PageOverfull, Word
from extractors.pdf.settings import Settings
from extractors.pdf.twice import find_words_twice
from extractors.pdf.uncounted import with_uncounted


def read_page(page: Any, number: int, fonts: dict[int | None, bool], settings: Settings) -> PageObjects:
    """Read the objects of a loaded PDFium page (a raw page handle); `fonts` remembers which fonts are bold.

    `fonts` belongs to one open document: its keys are addresses that PDFium keeps while the document is open. Raises
    PageOverfull before anything is built of a page with more text than can be printed on one.
    """
    _refuse_many_objects(calls.address(page), settings)
    frame = frame_of(page)
    drawing = read_drawing(page, frame, settings)
    ink, undecoded = _read_text_page(page, frame, drawing, fonts, settings)
    turn = _turn_of(ink.seen)
    if turn:
        # PDFium tells words apart best in upright text, so the page is turned before its text is read again
        displayed = pdfium.FPDFPage_GetRotation(page)
        pdfium.FPDFPage_SetRotation(page, (displayed + turn // 90) % 4)
        try:
            frame = frame_of(page)
            drawing = read_drawing(page, frame, settings)
            ink, undecoded = _read_text_page(page, frame, drawing, fonts, settings)
        finally:
            pdfium.FPDFPage_SetRotation(page, displayed)
    width, height = frame.size
    words, boxes, unseen = ink.seen, ink.boxes, ink.unseen
    if twice := find_words_twice(words, boxes):
        unseen = (*unseen, *(words[index] for index in sorted(twice)))
        kept = [index for index in range(len(words)) if index not in twice]
        words, boxes = tuple(words[index] for index in kept), boxes[kept]
    objects = PageObjects(
        number, width, height, words, tuple(drawing.across), tuple(drawing.down), tuple(drawing.fills),
        tuple(drawing.images), turn, undecoded, unseen, (*drawing.discs, *ink.discs),
    )  # fmt: skip
    return _with_bullets(_with_boxes(with_uncounted(objects, boxes, struck_areas(page, frame)), drawing), drawing)


def _with_bullets(objects: PageObjects, drawing: Drawing) -> PageObjects:
    """Give a page with letters for the bullets that are drawn: small shapes that are no tick boxes."""
    small = drawing.small
    shapes = [*dots(small.blots), *small.rings, *small.rounds]
    return replace(objects, words=with_bullets(objects.words, shapes)) if shapes else objects


def _with_boxes(objects: PageObjects, drawing: Drawing) -> PageObjects:
    """Give a page with letters for its tick boxes and ticks, and with the sides of the squares that are none among its
    rules."""
    small = drawing.small
    if small.squares or small.rounded or small.rounds or small.solids:
        words, none, boxes = with_drawn_boxes(objects.words, small, drawing.across, drawing.down)
        level, upright = len(drawing.across), len(drawing.down)
        drawing.draw_squares(none)
        objects = replace(
            objects,
            words=words,
            across=(*objects.across, *drawing.across[level:]),
            down=(*objects.down, *drawing.down[upright:]),
            discs=tuple(disc for disc in objects.discs if not any(centre_in(disc.box, box) for box in boxes)),
        )
    ticks = [*((TICK, box) for box in small.ticks), *marks_of_lines(small.slants)]
    if not ticks:
        return objects
    shapes = [*small.squares, *small.rounded, *small.rounds]
    return replace(objects, words=with_ticks(objects.words, ticks, shapes, objects.across, objects.down))


def _read_text_page(
    page: Any, frame: Frame, drawing: Drawing, fonts: dict[int | None, bool], settings: Settings
) -> tuple[Ink, float]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return Ink((), np.zeros((0, 6)), ()), 0.0
    try:
        letters = read_letters(text_page, frame, fonts, settings, runs=drawing.texts, down=drawing.down)
        if drawing.in_forms:
            letters = _without_marks_of_forms(page, letters, drawing)
        return part_by_ink(page, letters, drawing, frame, covering(page, frame)), letters.undecoded
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _without_marks_of_forms(page: Any, letters: Letters, drawing: Drawing) -> Letters:
    """Take the marks from words in forms that number them anew, as browsers' print does for what is half transparent.

    PDFium does not tell such a number from the page's own; a form whose numbers are in no one's way keeps them.
    """
    within = [item in drawing.in_forms for item in letters.items]
    marks = {word.mark for word, inner in zip(letters.words, within, strict=True) if inner} - {-1}
    handle = calls.address(page)
    if marks.isdisjoint(map(calls.mark, _objects_on(handle))):
        return letters
    told = zip(letters.words, within, strict=True)
    return replace(letters, words=[word._replace(mark=-1) if inner else word for word, inner in told])


def _objects_on(page: int) -> Iterator[int]:
    return (item for index in range(calls.page_count(page)) if (item := calls.page_object(page, index)))


def _refuse_many_objects(page: int, settings: Settings) -> None:
    if calls.page_count(page) <= settings.most_text_objects:
        return
    texts = sum(calls.object_type(item) == pdfium.FPDF_PAGEOBJ_TEXT for item in _objects_on(page))
    if texts > settings.most_text_objects:
        raise PageOverfull(f"{texts:,} pieces of text, more than {settings.most_text_objects:,}")


def _turn_of(words: Sequence[Word]) -> int:
    """Degrees clockwise by which a page must be turned so that most of its letters stand upright."""
    if not any(word.angle for word in words):
        return 0
    letters: dict[int, int] = {}
    for word in words:
        letters[word.angle] = letters.get(word.angle, 0) + len(word.text)
    main = max(letters, key=lambda angle: letters[angle], default=0)
    return 360 - main if main in (90, 180, 270) else 0


def frame_of(page: Any) -> Frame:
    """Give how the coordinates of a loaded page (a raw handle) become those of the displayed page."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box) or box.right <= box.left or box.top <= box.bottom:
        box = pdfium.FS_RECTF(0.0, pdfium.FPDF_GetPageHeightF(page), pdfium.FPDF_GetPageWidthF(page), 0.0)
    return Frame(box.left, box.bottom, box.right, box.top, 90 * max(0, pdfium.FPDFPage_GetRotation(page)))
