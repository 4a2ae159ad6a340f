"""What stands on one PDF page: words, rules, fills and images, read from PDFium in as few calls as possible.

Every length is in points from the top left corner of the page as it is displayed; a page whose text runs sideways is
turned upright first and `turn` says by how much, so that all that follows reads from left to right. Where tables are
is left to other modules, and so is the reading of pixels, which gives the same `PageObjects`.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractors.document import Box
from extractors.pdf.settings import Settings

_PARTING = np.array([chr(code).isspace() or code == 0 for code in range(0x10000)])  # by code: parts words
_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for a hyphen at a line's end: the last letter of its word
_NOT_PLAIN = re.compile(r"[^ -~\r\n]")
_GLYPHS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF06F: "o", 0xF076: "❖", 0xF0A8: "•",
    0x2010: "-", 0x2011: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl",
    0x200B: None, 0xFEFF: None, 0x02: "-", 0xFFFE: "-",
}  # fmt: skip
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_TELLING_NAME = re.compile(r"(?:[A-Z]{6}\+)?[A-Z]?[a-z]{3,}|(?:[A-Z]{6}\+)?[A-Z]{2}[a-z]{2,}")  # "F1" or "T3_0" is none
_STROKED = 2  # PDF 32000-1, table 106: text render mode "fill, then stroke"
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123: font flag ForceBold
LARGE = 30.0  # points: letters up to this size are those of text and headings
_DEEPEST_FORM = 6
_MANY_SINGLE = 0.25  # share of the page's words that are one letter, from which letters may have been torn apart
_FARTHEST = 1e7  # points from the page's corner, 3.5 km
_TOUCHING = 0.1  # of the line's height: letters of one word are no farther apart
_WIDE_LETTER = 0.78  # of the line's height


class Word(NamedTuple):
    """One printed word; `angle` is its direction in degrees clockwise against the page's lines of text.

    A word is one thing on the page: it equals itself alone, so that two alike are two in a set.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 10.0  # letter size in points
    bold: bool = False
    mark: int = -1  # marked content id, -1 where untagged
    angle: int = 0
    base: float = 0.0  # y of the baseline; for a word that does not lie level, of its lower edge
    middle: float = 0.0  # y of the middle of its small letters, or of the word where it does not lie level


# in C, which takes a fifth of the time that hashing the fields does; the body of a NamedTuple does not allow it
Word.__eq__ = object.__eq__  # type: ignore[method-assign]
Word.__hash__ = object.__hash__  # type: ignore[method-assign]


class Rule(NamedTuple):
    """A straight horizontal or vertical rule: `at` is its y or x, `start` and `end` its extent along the other axis."""

    at: float
    start: float
    end: float


class Fill(NamedTuple):
    """A filled rectangle in drawing order; `colour` is "#rrggbb"."""

    box: Box
    colour: str


@dataclass(frozen=True)
class PageObjects:
    """One page's objects, from PDFium or from pixels; boxes are those of the upright page."""

    number: int  # counted from 1
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Rule, ...]  # horizontal rules
    down: tuple[Rule, ...]  # vertical rules
    fills: tuple[Fill, ...] = ()
    images: tuple[Box, ...] = ()
    turn: int = 0  # degrees by which the displayed page was turned clockwise to make its text upright
    undecoded: float = 0.0  # share of letters whose character is unknown

    @cached_property
    def marks(self) -> frozenset[int]:
        """The ids of the marked content that the words stand in."""
        return frozenset([word.mark for word in self.words if word.mark >= 0])

    @cached_property
    def plain(self) -> bool:
        """Whether all words lie level and none is larger than a heading."""
        return not any(word.angle or word.size > LARGE for word in self.words)

    @cached_property
    def letters(self) -> int:
        """How many letters the words have."""
        return sum([len(word.text) for word in self.words])

    def displayed(self, box: Box) -> Box:
        """Give a box of the upright page as it stands on the displayed page."""
        return _turn_box(box, -self.turn % 360, self.width, self.height) if self.turn else box


# The prototypes below take bare addresses: a plain integer is converted much faster than a typed pointer.
def _bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_ADDRESS, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
_loose_box = _bare(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_text_object = _bare(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_character = _bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_text_units = _bare(pdfium.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
_character_matrix = _bare(pdfium.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
_origin = _bare(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_map_error = _bare(pdfium.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
_is_generated = _bare(pdfium.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
_font_size = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
_font = _bare(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
_render_mode = _bare(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
_mark = _bare(pdfium.FPDFPageObj_GetMarkedContentID, _INT, _ADDRESS)
_font_name = _bare(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _ADDRESS, _ADDRESS, ctypes.c_size_t)
_font_flags = _bare(pdfium.FPDFFont_GetFlags, _INT, _ADDRESS)
_font_weight = _bare(pdfium.FPDFFont_GetWeight, _INT, _ADDRESS)
_page_count = _bare(pdfium.FPDFPage_CountObjects, _INT, _ADDRESS)
_page_object = _bare(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
_form_count = _bare(pdfium.FPDFFormObj_CountObjects, _INT, _ADDRESS)
_form_object = _bare(pdfium.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
_object_type = _bare(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
_object_matrix = _bare(pdfium.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
_bounds = _bare(pdfium.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_draw_mode = _bare(pdfium.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
_segments = _bare(pdfium.FPDFPath_CountSegments, _INT, _ADDRESS)
_segment = _bare(pdfium.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
_segment_type = _bare(pdfium.FPDFPathSegment_GetType, _INT, _ADDRESS)
_segment_point = _bare(pdfium.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
_segment_close = _bare(pdfium.FPDFPathSegment_GetClose, _INT, _ADDRESS)
_fill_colour = _bare(pdfium.FPDFPageObj_GetFillColor, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_stroke_colour = _bare(pdfium.FPDFPageObj_GetStrokeColor, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_stroke_width = _bare(pdfium.FPDFPageObj_GetStrokeWidth, _INT, _ADDRESS, _ADDRESS)

Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_new_word: Callable[[tuple[Any, ...]], Word] = partial(tuple.__new__, Word)  # what Word(*fields) does, without a frame


class Frame(NamedTuple):
    """How a page's own coordinates become the displayed page: the visible box and the turn clockwise in degrees."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the displayed page in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def boxes(self, left: Any, bottom: Any, right: Any, top: Any) -> tuple[Any, Any, Any, Any]:
        """Turn edges in the page's own coordinates (numbers or arrays) into x0, top, x1, bottom as displayed."""
        match self.turn:
            case 90:
                return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 180:
                return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            case 270:
                return self.top - top, self.right - right, self.top - bottom, self.right - left
            case _:
                return left - self.left, self.top - top, right - self.left, self.top - bottom


class PageOverfull(Exception):
    """A page with more on it than is read; the message says of what."""


class _Looks(NamedTuple):
    """What text objects look like: for each property an array over the objects."""

    bold: NDArray[np.bool_]
    size: NDArray[np.float64]
    mark: NDArray[np.int64]
    angle: NDArray[np.int64]
    straight: NDArray[np.bool_]  # its letters stand on one line along an edge of the page
    unmapped: NDArray[np.bool_]  # its font does not say which letters it draws


def read_page(page: Any, number: int, fonts: dict[int | None, bool], settings: Settings) -> PageObjects:
    """Read the objects of a loaded PDFium page (a raw page handle); `fonts` remembers which fonts are bold.

    `fonts` belongs to one open document: its keys are addresses that PDFium keeps while the document is open. Raises
    PageOverfull before anything is built of a page with more text than can be printed on one.
    """
    frame = _frame_of(page)
    _refuse_many_objects(_address(page), settings)
    words, undecoded = _read_text_page(page, frame, fonts, settings)
    turn = _turn_of(words)
    if turn:
        # PDFium tells words apart best in upright text, so the page is turned before its text is read again
        displayed = pdfium.FPDFPage_GetRotation(page)
        pdfium.FPDFPage_SetRotation(page, (displayed + turn // 90) % 4)
        try:
            frame = _frame_of(page)
            words, undecoded = _read_text_page(page, frame, fonts, settings)
        finally:
            pdfium.FPDFPage_SetRotation(page, displayed)
    width, height = frame.size
    across, down, fills, images = _read_drawing(page, frame, settings)
    return PageObjects(
        number, width, height, tuple(words), tuple(across), tuple(down), tuple(fills), tuple(images), turn, undecoded
    )


def _read_text_page(
    page: Any, frame: Frame, fonts: dict[int | None, bool], settings: Settings
) -> tuple[list[Word], float]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], 0.0
    try:
        return _read_words(text_page, frame, fonts, settings)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _refuse_many_objects(page: int, settings: Settings) -> None:
    count = _page_count(page)
    if count <= settings.most_text_objects:
        return
    kinds = (_object_type(item) for index in range(count) if (item := _page_object(page, index)))
    texts = sum(kind == pdfium.FPDF_PAGEOBJ_TEXT for kind in kinds)
    if texts > settings.most_text_objects:
        raise PageOverfull(f"{texts:,} pieces of text, more than {settings.most_text_objects:,}")


def _turn_of(words: list[Word]) -> int:
    """Degrees clockwise by which a page must be turned so that most of its letters stand upright."""
    if not any(word.angle for word in words):
        return 0
    letters: dict[int, int] = {}
    for word in words:
        letters[word.angle] = letters.get(word.angle, 0) + len(word.text)
    main = max(letters, key=lambda angle: letters[angle], default=0)
    return 360 - main if main in (90, 180, 270) else 0


def _frame_of(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box) or box.right <= box.left or box.top <= box.bottom:
        box = pdfium.FS_RECTF(0.0, pdfium.FPDF_GetPageHeightF(page), pdfium.FPDF_GetPageWidthF(page), 0.0)
    return Frame(box.left, box.bottom, box.right, box.top, 90 * max(0, pdfium.FPDFPage_GetRotation(page)))


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _read_words(
    text_page: Any, frame: Frame, fonts: dict[int | None, bool], settings: Settings
) -> tuple[list[Word], float]:
    """The words of a page, and the share of their letters whose character is unknown."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return [], 0.0
    if count > settings.most_letters:
        raise PageOverfull(f"{count:,} letters, more than {settings.most_letters:,}")
    handle = _address(text_page)
    text, codes = _read_text(handle, count)
    starts, ends = _words_in(codes)
    if not starts.size:
        return [], 0.0
    torn = np.count_nonzero(ends - starts == 1) > _MANY_SINGLE * len(starts)
    if torn:
        starts, ends = _rejoin_letters(handle, starts, ends)
    starts, ends, firsts, lasts = _split_at_gaps(handle, starts, ends, settings)
    first_letters = starts.tolist()
    printed, unknown = [text[start:end] for start, end in zip(first_letters, ends.tolist(), strict=True)], 0
    if torn or _NOT_PLAIN.search(text):
        printed, unknown = _readable(printed)
    items = [*map(_text_object, repeat(handle), first_letters)]
    first = dict(zip(reversed(items), reversed(first_letters), strict=True))  # each object's first letter
    looks = _looks_of(handle, first, frame, fonts)
    # words of one text object look alike, and stand on one baseline unless it runs aslant
    places = {item: place for place, item in enumerate(first)}
    at = np.array([places[item] for item in items])
    bases = _baselines(handle, np.where(looks.straight[at], np.array([*first.values()])[at], starts), frame)
    # the boxes of a word's first and last letter span it
    low, high = np.minimum(firsts, lasts), np.maximum(firsts, lasts)
    left, top, right, bottom = frame.boxes(low[:, 0], low[:, 3], high[:, 2], high[:, 1])
    size, level = looks.size[at], looks.angle[at] == 0
    # PDFium's boxes follow the letters in some fonts and the line in others: reach at least the usual line
    high_enough, low_enough = np.minimum(top, bases - 0.7 * size), np.maximum(bottom, bases + 0.2 * size)
    middles = np.where(level, bases - 0.25 * size, (top + bottom) / 2)
    bases = np.where(level, bases, bottom)
    top, bottom = np.where(level, high_enough, top), np.where(level, low_enough, bottom)
    columns = (left, top, right, bottom, size, looks.bold[at], looks.mark[at], looks.angle[at], bases, middles)
    words = [*map(_new_word, zip(printed, *(column.tolist() for column in columns), strict=True))]
    undecoded = max(unknown / int((ends - starts).sum()), float(looks.unmapped[at].mean()))
    return (words if all(printed) else [word for word in words if word.text]), undecoded


def _words_in(codes: NDArray[np.integer[Any]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the words of a page's text begin and end, from the codes of its characters."""
    inside = np.zeros(len(codes) + 2, dtype=bool)
    inside[1:-1] = ~_PARTING[np.minimum(codes, 0xFFFF)]
    ends_here = np.zeros(len(codes) + 2, dtype=bool)
    ends_here[1:-1] = (codes == _HYPHENS[0]) | (codes == _HYPHENS[1])
    starts = inside[1:-1] & (~inside[:-2] | ends_here[:-2])
    ends = inside[1:-1] & (~inside[2:] | ends_here[1:-1])
    return np.nonzero(starts)[0], np.nonzero(ends)[0] + 1


def _readable(printed: Sequence[str]) -> tuple[list[str], int]:
    """Words with their symbols as characters that a reader knows, and how many letters have no known character."""
    found: list[str] = []
    unknown = 0
    for word in printed:
        word = "".join(word.split())
        if not word.isascii() or not word.isprintable():
            unknown += sum(1 for letter in word if _is_unknown(letter))
            word = word.translate(_GLYPHS)
        found.append(word)
    return found, unknown


def _looks_of(handle: int, first: Mapping[int | None, int], frame: Frame, fonts: dict[int | None, bool]) -> _Looks:
    """What text objects look like; `first` gives a letter of each. A letter may belong to none."""
    items, letters = [*first], [*first.values()]
    # as for boxes: one plain call for each object and property, driven by map
    matrices = np.zeros((len(items), 6), dtype=np.float32)
    places = range(matrices.ctypes.data, matrices.ctypes.data + 24 * len(items), 24)
    known = [*map(_character_matrix, repeat(handle), letters, places)]
    matrices[np.array(known) == 0] = _UNCHANGED
    a, b, c, d, *_ = matrices.astype(np.float64).T
    asked = np.array([*map(_font_size, repeat(handle), letters)])
    with np.errstate(all="ignore"):  # a broken file may hold numbers that are none
        sizes = asked * np.where((c == 0) & (d == 0), 1.0, np.hypot(c, d))
        sizes[~(np.abs(sizes) < _FARTHEST)] = 1.0
        slopes = np.nan_to_num(np.degrees(np.arctan2(b, a)))
    angles = np.rint(frame.turn - slopes).astype(np.int64) % 360
    own = np.array([item is not None for item in items])
    faces = [*map(_font, items)]
    for face in set(faces) - fonts.keys():
        fonts[face] = _is_bold(face)
    modes = map(_render_mode, items)
    return _Looks(
        np.array([fonts[face] or mode == _STROKED for face, mode in zip(faces, modes, strict=True)]),
        sizes,
        np.array([*map(_mark, items)]),
        angles,
        own & ((a == 0) | (b == 0)),
        own & (np.array([*map(_map_error, repeat(handle), letters)]) == 1),
    )


def _baselines(handle: int, letters: NDArray[np.intp], frame: Frame) -> NDArray[np.float64]:
    """The y on which each letter stands, as displayed; a letter that comes again is asked for once."""
    asked, at = np.unique(letters, return_inverse=True)
    origins = np.zeros((2, len(asked)))
    x, y = origins.ctypes.data, origins.ctypes.data + 8 * len(asked)
    places = range(x, x + 8 * len(asked), 8), range(y, y + 8 * len(asked), 8)
    deque(map(_origin, repeat(handle), asked.tolist(), *places), maxlen=0)
    origins = _placed(origins)
    known: NDArray[np.float64] = frame.boxes(origins[0], origins[1], origins[0], origins[1])[1]
    return known[at]


def _rejoin_letters(
    handle: int, firsts: NDArray[np.intp], lasts: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Join letters that touch on one line and that PDFium parted by line breaks of its own making.

    It does so on pages with so little text that it takes the text to run from top to bottom.
    """
    spans = [*zip(firsts.tolist(), lasts.tolist(), strict=True)]
    starts = _boxes_of(handle, [start for start, _ in spans])
    ends = _boxes_of(handle, [end - 1 for _, end in spans])
    joined = [spans[0]]
    for index, (start, end) in enumerate(spans[1:], start=1):
        before, here = ends[index - 1], starts[index]
        size = max(before[1] - before[3], here[1] - here[3], 1.0)
        level = abs(before[3] - here[3]) < 0.1 * size and abs(here[0] - before[2]) < _TOUCHING * size
        upright = (
            abs(before[0] - here[0]) < 0.1 * size
            and min(abs(here[3] - before[1]), abs(before[3] - here[1])) < _TOUCHING * size
        )
        between = range(spans[index - 1][1], start)
        if (level or upright) and between and all(_is_generated(handle, at) == 1 for at in between):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return np.array([start for start, _ in joined]), np.array([end for _, end in joined])


def _is_unknown(letter: str) -> bool:
    return letter == "\ufffd" or (0xE000 <= ord(letter) <= 0xF8FF and ord(letter) not in _GLYPHS)


def _read_text(handle: int, count: int) -> tuple[str, NDArray[np.integer[Any]]]:
    """The page's characters, one for each PDFium index, as text and as codes."""
    units = np.zeros(count + 1, dtype="<u2")  # a buffer of ctypes would make, and keep, a type for each length
    written = _text_units(handle, 0, count, units.ctypes.data)
    units = units[: max(0, written - 1)]
    text = units.tobytes().decode("utf-16-le", "replace")
    if len(text) == count == len(units):
        return text, units
    # characters without a code or outside the first plane shift the text against the index: ask for each
    codes = [code if 0 < code < 0x110000 else 0 for code in map(_character, [handle] * count, range(count))]
    return "".join(map(chr, codes)), np.array(codes)


def _boxes_of(handle: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Left, top, right and bottom of letters in the page's own coordinates, one row each."""
    edges = np.zeros((len(indices), 4), dtype=np.float32)
    first = edges.ctypes.data
    # one plain call a letter, driven by map: no Python code runs for a letter
    deque(map(_loose_box, repeat(handle), indices, range(first, first + 16 * len(indices), 16)), maxlen=0)
    return _placed(edges.astype(np.float64))


def _placed(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places that are no numbers as the page's corner, and those miles away nearer: what follows reckons with them."""
    if (np.abs(edges) < _FARTHEST).all():
        return edges
    return np.clip(np.nan_to_num(edges, nan=0.0), -_FARTHEST, _FARTHEST)


def _split_at_gaps(
    handle: int, starts: NDArray[np.intp], ends: NDArray[np.intp], settings: Settings
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Split a run of letters where it jumps to another line or over a gap that no word has.

    Gives where the runs start and end, and the boxes of their first and last letters.
    """
    firsts, lasts = _boxes_of(handle, starts.tolist()), _boxes_of(handle, (ends - 1).tolist())
    width = np.maximum(firsts[:, 2], lasts[:, 2]) - np.minimum(firsts[:, 0], lasts[:, 0])
    height = np.maximum(firsts[:, 1], lasts[:, 1]) - np.minimum(firsts[:, 3], lasts[:, 3])
    size = np.maximum(1.0, np.maximum(firsts[:, 2] - firsts[:, 0], firsts[:, 1] - firsts[:, 3]))
    ordered = np.sort(size)
    size = np.maximum(size, (ordered[(len(size) - 1) // 2] + ordered[len(size) // 2]) / 2)  # some give their own height
    # few letters are wider than most of their line's height, so only longer runs are looked at letter by letter
    suspects = np.nonzero(np.maximum(width, height) > (_WIDE_LETTER * (ends - starts) + 1) * size)[0].tolist()
    if not suspects:
        return starts, ends, firsts, lasts
    jumps: list[int] = []
    for suspect in suspects:
        start, end = int(starts[suspect]), int(ends[suspect])
        boxes = _boxes_of(handle, range(start, end))
        sizes = np.maximum(size[suspect], np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 1] - boxes[:, 3])[1:])
        across = np.maximum(boxes[1:, 0] - boxes[:-1, 2], boxes[:-1, 0] - boxes[1:, 2])
        along = np.maximum(boxes[1:, 3] - boxes[:-1, 1], boxes[:-1, 3] - boxes[1:, 1])
        jumps += (np.nonzero(np.maximum(across, along) > settings.word_gap * sizes)[0] + 1 + start).tolist()
    if not jumps:
        return starts, ends, firsts, lasts
    starts, ends = np.sort(np.append(starts, jumps)), np.sort(np.append(ends, jumps))
    return starts, ends, _boxes_of(handle, starts.tolist()), _boxes_of(handle, (ends - 1).tolist())


def _is_bold(font: int | None) -> bool:
    if not font:
        return False
    name = ctypes.create_string_buffer(256)
    _font_name(font, name, 256)
    family = name.value.decode("latin-1")
    if _BOLD_NAME.search(family) or _font_flags(font) & _FORCE_BOLD:
        return True
    # a weight is reckoned from the width of stems, which Ghostscript writes alike for all faces; a name says more
    return not _TELLING_NAME.match(family) and _font_weight(font) >= 650


class _Drawing:
    """Collects rules, fills and images while the objects of a page are walked."""

    def __init__(self, frame: Frame, settings: Settings) -> None:
        self.frame = frame
        self.settings = settings
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.fills: list[Fill] = []
        self.images: list[Box] = []
        self._edges = (_FLOAT * 4)()  # what PDFium fills is made once: there may be thousands of rules on a page
        self._edges_at = [ctypes.addressof(self._edges) + 4 * index for index in range(4)]
        self._modes = (_INT * 2)()
        self._modes_at = [ctypes.addressof(self._modes) + ctypes.sizeof(_INT) * index for index in range(2)]
        self._width = _FLOAT()
        self._width_at = ctypes.addressof(self._width)

    def walk(self, items: Iterator[int], matrix: Matrix, depth: int) -> None:
        for item in items:
            match _object_type(item):
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._path(item, matrix)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    self.images.append(self._box(item, matrix))
                case pdfium.FPDF_PAGEOBJ_FORM if depth < _DEEPEST_FORM:
                    inner = (_FLOAT * 6)()
                    _object_matrix(item, inner)
                    count = _form_count(item)
                    self.walk(
                        (found for index in range(count) if (found := _form_object(item, index))),
                        _multiply(tuple(inner), matrix),
                        depth + 1,
                    )

    def _box(self, item: int, matrix: Matrix) -> Box:
        """Bounds of an object as displayed."""
        _bounds(item, *self._edges_at)
        left, bottom, right, top = self._edges
        if matrix is not _UNCHANGED:
            xs, ys = zip(*(_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)), strict=True)
            left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
        return Box(*self.frame.boxes(left, bottom, right, top))

    def _path(self, item: int, matrix: Matrix) -> None:
        _draw_mode(item, *self._modes_at)
        fill, stroke = self._modes
        count = _segments(item)
        if not (fill or stroke) or count < 2:
            return
        box = self._box(item, matrix)
        if fill and not stroke and count <= 6:
            if count >= 4:
                self._filled(box, item)
            return
        if stroke and not fill and count == 2:
            self._stroked_line(box, item, matrix)
            return
        for points, closed in self._subpaths(item, count, matrix):
            straight = [(p, q) for p, q in pairwise(points) if abs(p[0] - q[0]) < 0.6 or abs(p[1] - q[1]) < 0.6]
            if fill and len(points) in (4, 5) and len(straight) >= 3:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                self._filled(Box(*self.frame.boxes(min(xs), min(ys), max(xs), max(ys))), item)
            if stroke and (len(straight) == len(points) - 1):
                if closed and len(points) > 2:
                    straight.append((points[-1], points[0]))
                for (px, py), (qx, qy) in straight:
                    self._line(*self.frame.boxes(min(px, qx), min(py, qy), max(px, qx), max(py, qy)))

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Give the corner points of each subpath without curves."""
        own = (_FLOAT * 6)()
        whole = _multiply(tuple(own), matrix) if _object_matrix(item, own) else matrix
        x, y = _FLOAT(), _FLOAT()
        points: list[tuple[float, float]] = []
        curved = closed = False
        for index in range(min(count, 20_000)):
            segment = _segment(item, index)
            kind = _segment_type(segment)
            _segment_point(segment, ctypes.byref(x), ctypes.byref(y))
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1 and not curved:
                    yield points, closed
                points, curved, closed = [], False, False
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                curved = True
            points.append(_apply(whole, x.value, y.value))
            closed = closed or bool(_segment_close(segment))
        if len(points) > 1 and not curved:
            yield points, closed

    def _stroked_line(self, box: Box, item: int, matrix: Matrix) -> None:
        """A stroked line of two points: PDFium's bounds grow by the line's width on every side."""
        _stroke_width(item, self._width_at)
        grown = self._width.value * (abs(matrix[0]) + abs(matrix[1]) if matrix is not _UNCHANGED else 1.0)
        x0, top, x1, bottom = box
        thin = min(x1 - x0, bottom - top)
        if grown > thin + 0.1:
            grown = 0.0  # the width was given in other units than the page's
        if thin > 2 * self.settings.rule_thickness + 2:
            across = x1 - x0 < bottom - top
            if grown and thin > 2.2 * grown:
                return  # a slanting line
            # a very thick line is a band of colour
            self._filled(box, item, stroke=True, across=across)
            return
        x0, top = x0 + grown, top + grown
        self._line(x0, top, max(x0, x1 - grown), max(top, bottom - grown))

    def _line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        width, height = x1 - x0, bottom - top
        thin = self.settings.rule_thickness
        if not (abs(x0) < _FARTHEST > abs(x1) and abs(top) < _FARTHEST > abs(bottom)):
            return
        if height <= thin and width >= height:
            self.across.append(Rule((top + bottom) / 2, x0, x1))
        elif width <= thin:
            self.down.append(Rule((x0 + x1) / 2, top, bottom))

    def _filled(self, box: Box, item: int, *, stroke: bool = False, across: bool = False) -> None:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if min(width, height) <= self.settings.rule_thickness:
            self._line(*box)
            return
        read = _stroke_colour if stroke else _fill_colour
        values = [ctypes.c_uint() for _ in range(4)]
        if not read(item, *(ctypes.addressof(value) for value in values)):
            return
        red, green, blue, alpha = (value.value for value in values)
        if alpha < 13:  # of 255: as good as invisible
            return
        share = alpha / 255
        red, green, blue = (round(255 - (255 - part) * share) for part in (red, green, blue))
        self.fills.append(Fill(box, f"#{red:02x}{green:02x}{blue:02x}"))


def _read_drawing(page: Any, frame: Frame, settings: Settings) -> tuple[list[Rule], list[Rule], list[Fill], list[Box]]:
    handle = _address(page)
    drawing = _Drawing(frame, settings)
    count = _page_count(handle)
    drawing.walk((item for index in range(count) if (item := _page_object(handle, index))), _UNCHANGED, 0)
    return drawing.across, drawing.down, drawing.fills, drawing.images


def _multiply(first: tuple[float, ...], second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Turn a box clockwise with its page, whose width and height are those before the turn."""
    match turn:
        case 90:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
        case 180:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 270:
            return Box(box.top, width - box.x1, box.bottom, width - box.x0)
        case _:
            return box
