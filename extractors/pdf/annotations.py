"""What annotations do to the words of a page: strike them out, or cover them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.pdf.page import Frame

_MOST = 2_000  # annotations of one page that are looked at
_COVERING = (pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_REDACT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FREETEXT)


def struck_areas(page: Any, frame: Frame) -> list[Box]:
    """Give the areas, as displayed, that annotations of a loaded page (a raw handle) strike out."""
    areas: list[Box] = []
    for annotation in _annotations(page, (pdfium.FPDF_ANNOT_STRIKEOUT,)):
        for index in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation)):
            points = pdfium.FS_QUADPOINTSF()
            if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, points):
                xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
                areas.append(Box(*frame.boxes(min(xs), min(ys), max(xs), max(ys))))
    return areas


def covering(page: Any, frame: Frame) -> list[Box]:
    """Give the boxes, as displayed, of annotations that may hide what lies under them."""
    boxes: list[Box] = []
    rectangle = pdfium.FS_RECTF()
    for annotation in _annotations(page, _COVERING):
        if pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            boxes.append(Box(*frame.boxes(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)))
    return boxes


def _annotations(page: Any, kinds: tuple[int, ...]) -> Iterator[Any]:
    """Yield the annotations of some kinds that are shown, each open until the next is asked for."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            hidden = pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN
            if not hidden and pdfium.FPDFAnnot_GetSubtype(annotation) in kinds:
                yield annotation
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
