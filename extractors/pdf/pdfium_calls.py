"""PDFium's functions as plain calls: bare addresses in, numbers out, driven by `map` over thousands of letters.

Typed pointers of ctypes cost several times as much as the call itself.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_FARTHEST = 1e7  # points from the page's corner, 3.5 km


def bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium that takes bare addresses and numbers."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


ADDRESS, INT, FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
loose_box = bare(pdfium.FPDFText_GetLooseCharBox, INT, ADDRESS, INT, ADDRESS)
text_object = bare(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, INT)
character = bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, INT)
text_units = bare(pdfium.FPDFText_GetText, INT, ADDRESS, INT, INT, ADDRESS)
character_matrix = bare(pdfium.FPDFText_GetMatrix, INT, ADDRESS, INT, ADDRESS)
origin = bare(pdfium.FPDFText_GetCharOrigin, INT, ADDRESS, INT, ADDRESS, ADDRESS)
map_error = bare(pdfium.FPDFText_HasUnicodeMapError, INT, ADDRESS, INT)
is_generated = bare(pdfium.FPDFText_IsGenerated, INT, ADDRESS, INT)
font_size = bare(pdfium.FPDFText_GetFontSize, ctypes.c_double, ADDRESS, INT)
font = bare(pdfium.FPDFTextObj_GetFont, ADDRESS, ADDRESS)
render_mode = bare(pdfium.FPDFTextObj_GetTextRenderMode, INT, ADDRESS)
mark = bare(pdfium.FPDFPageObj_GetMarkedContentID, INT, ADDRESS)
font_name = bare(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, ADDRESS, ADDRESS, ctypes.c_size_t)
font_flags = bare(pdfium.FPDFFont_GetFlags, INT, ADDRESS)
font_weight = bare(pdfium.FPDFFont_GetWeight, INT, ADDRESS)
page_count = bare(pdfium.FPDFPage_CountObjects, INT, ADDRESS)
page_object = bare(pdfium.FPDFPage_GetObject, ADDRESS, ADDRESS, INT)
form_count = bare(pdfium.FPDFFormObj_CountObjects, INT, ADDRESS)
form_object = bare(pdfium.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
object_type = bare(pdfium.FPDFPageObj_GetType, INT, ADDRESS)
object_matrix = bare(pdfium.FPDFPageObj_GetMatrix, INT, ADDRESS, ADDRESS)
bounds = bare(pdfium.FPDFPageObj_GetBounds, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
draw_mode = bare(pdfium.FPDFPath_GetDrawMode, INT, ADDRESS, ADDRESS, ADDRESS)
segments = bare(pdfium.FPDFPath_CountSegments, INT, ADDRESS)
segment = bare(pdfium.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, INT)
segment_type = bare(pdfium.FPDFPathSegment_GetType, INT, ADDRESS)
segment_point = bare(pdfium.FPDFPathSegment_GetPoint, INT, ADDRESS, ADDRESS, ADDRESS)
segment_close = bare(pdfium.FPDFPathSegment_GetClose, INT, ADDRESS)
fill_colour = bare(pdfium.FPDFPageObj_GetFillColor, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
stroke_colour = bare(pdfium.FPDFPageObj_GetStrokeColor, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
clip_path = bare(pdfium.FPDFPageObj_GetClipPath, ADDRESS, ADDRESS)
clip_count = bare(pdfium.FPDFClipPath_CountPaths, INT, ADDRESS)
clip_segments = bare(pdfium.FPDFClipPath_CountPathSegments, INT, ADDRESS, INT)
clip_segment = bare(pdfium.FPDFClipPath_GetPathSegment, ADDRESS, ADDRESS, INT, INT)
mark_count = bare(pdfium.FPDFPageObj_CountMarks, INT, ADDRESS)
mark_of = bare(pdfium.FPDFPageObj_GetMark, ADDRESS, ADDRESS, ctypes.c_ulong)
mark_name = bare(pdfium.FPDFPageObjMark_GetName, INT, ADDRESS, ADDRESS, ctypes.c_ulong, ADDRESS)
set_active = bare(pdfium.FPDFPageObj_SetIsActive, INT, ADDRESS, INT)
stroke_width = bare(pdfium.FPDFPageObj_GetStrokeWidth, INT, ADDRESS, ADDRESS)


def address(handle: Any) -> int:
    """Return the address of a handle that PDFium gave, 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def columns_of(array: NDArray[Any]) -> list[range]:
    """For each column of a table of numbers the addresses of its places, for PDFium to fill one row after another."""
    first, (row, place) = array.ctypes.data, array.strides
    starts = range(first, first + place * array.shape[1], place)
    return [range(start, start + row * len(array), row) for start in starts]


def boxes_of(handle: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Left, top, right and bottom of letters in the page's own coordinates, one row each."""
    edges = np.zeros((len(indices), 4), dtype=np.float32)
    first = edges.ctypes.data
    # one plain call a letter, driven by map: no Python code runs for a letter
    deque(map(loose_box, repeat(handle), indices, range(first, first + 16 * len(indices), 16)), maxlen=0)
    return placed(edges.astype(np.float64))


def placed(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places that are no numbers as the page's corner, and those miles away nearer: what follows reckons with them."""
    if (np.abs(edges) < _FARTHEST).all():
        return edges
    return np.clip(np.nan_to_num(edges, nan=0.0), -_FARTHEST, _FARTHEST)


def scale_of(handle: int, letter: int) -> float:
    """By how much the matrix of a letter enlarges it."""
    matrix = (FLOAT * 6)()
    if not character_matrix(handle, letter, ctypes.addressof(matrix)):
        return 1.0
    _, _, c, d, _, _ = matrix
    return float(np.hypot(c, d)) or 1.0


def size_of(handle: int, letter: int) -> float:
    """The size of a letter in points, what its matrix does to it counted in."""
    return float(font_size(handle, letter)) * scale_of(handle, letter)
