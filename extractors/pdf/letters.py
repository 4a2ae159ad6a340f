"""The words of a page and what they look like, from PDFium's letters in as few calls as possible."""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractors.pdf import pdfium_calls as calls
from extractors.pdf.letters_again import find_letters_again, without_letters_again
from extractors.pdf.page import Frame, PageOverfull, Rule, Word
from extractors.pdf.settings import Settings
from extractors.pdf.uncounted import is_raised, with_mark
from extractors.symbols import is_symbol_font, read_symbol

_PARTING = np.array([chr(code).isspace() or code == 0 for code in range(0x10000)])  # by code: parts words
_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for a hyphen at a line's end: the last letter of its word
_NOT_PLAIN = re.compile(r"[^ -~\r\n]")
_GLYPHS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF06F: "o", 0xF076: "❖", 0xF0A8: "•",
    0x2010: "-", 0x2011: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl",
    0x200B: None, 0xFEFF: None, 0x02: "-", 0xFFFE: "-",
}  # fmt: skip
_PRIVATE = re.compile("[\uf020-\uf0ff]")  # letters of symbol fonts
_BOXES = frozenset((0xF06F, 0xF070, 0xF071, 0xF072, 0xF0A8))  # squares of Wingdings, or bullets
_TICKS = re.compile("[\uf078\uf0fd\uf0fe\uf051-\uf054]")  # boxes with a tick or cross, in the fonts of Wingdings
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_TELLING_NAME = re.compile(r"(?:[A-Z]{6}\+)?[A-Z]?[a-z]{3,}|(?:[A-Z]{6}\+)?[A-Z]{2}[a-z]{2,}")  # "F1" or "T3_0" is none
_STROKED = 2  # PDF 32000-1, table 106: text render mode "fill, then stroke"
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123: font flag ForceBold
_MANY_SINGLE = 0.25  # share of the page's words that are one letter, from which letters may have been torn apart
_FARTHEST = 1e7  # points from the page's corner, 3.5 km
_TOUCHING = 0.1  # of the line's height: letters of one word are no farther apart
_BESIDE = 6.0  # points between a rule and the first letter on its right
_LOWER = 0.9  # of the height of a word's first letter: a mark at its end is lower
_WIDE_LETTER = 0.78  # of the line's height
_UNCHANGED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_new_word: Callable[[tuple[Any, ...]], Word] = partial(tuple.__new__, Word)  # what Word(*fields) does, without a frame


class _Looks(NamedTuple):
    """What text objects look like: for each property an array over the objects."""

    bold: NDArray[np.bool_]
    size: NDArray[np.float64]
    mark: NDArray[np.int64]
    angle: NDArray[np.int64]
    straight: NDArray[np.bool_]  # its letters stand on one line along an edge of the page
    unmapped: NDArray[np.bool_]  # its font does not say which letters it draws


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of a page while its letters can still be asked about."""

    handle: int  # of PDFium's text page
    words: list[Word]
    starts: NDArray[np.intp]  # index of each word's first letter
    ends: NDArray[np.intp]  # index after each word's last letter
    items: list[int]  # the text object of each word's first letter, 0 for none
    boxes: NDArray[np.float64]  # x0, top, x1, bottom, letter size and middle of each word
    undecoded: float  # share of the letters whose character is unknown


def read_letters(
    text_page: Any,
    frame: Frame,
    fonts: dict[int | None, bool],
    settings: Settings,
    *,
    runs: Mapping[int, int],
    down: Sequence[Rule],
) -> Letters:
    """Read the words of a loaded text page; raises PageOverfull where it has more letters than can be printed.

    `runs` gives the place of each text object in the order of painting; `down` are the page's upright rules, at which
    letters of two objects part.
    """
    count = pdfium.FPDFText_CountChars(text_page)
    handle = calls.address(text_page)
    none = np.zeros(0, dtype=np.intp)
    if count <= 0:
        return Letters(handle, [], none, none, [], np.zeros((0, 6)), 0.0)
    if count > settings.most_letters:
        raise PageOverfull(f"{count:,} letters, more than {settings.most_letters:,}")
    text, codes = _read_text(handle, count)
    starts, ends = _words_in(codes)
    if not starts.size:
        return Letters(handle, [], none, none, [], np.zeros((0, 6)), 0.0)
    again = find_letters_again(handle, codes)
    torn = np.count_nonzero(ends - starts == 1) > _MANY_SINGLE * len(starts)
    if again.size:
        starts, ends = without_letters_again(handle, starts, ends, again)
    elif torn:
        starts, ends = _rejoin_letters(handle, starts, ends)
    starts, ends, firsts, lasts = _split_at_gaps(handle, starts, ends, settings)
    items, others = _objects(handle, starts), _objects(handle, ends - 1)
    if items != others and down:
        mixed = _mixed(items, others)
        cuts = _cuts_between_objects(handle, starts, ends, (firsts, lasts), frame, down=down, mixed=mixed)
        if cuts:
            starts, ends = np.sort(np.append(starts, cuts)), np.sort(np.append(ends, cuts))
            firsts, lasts = calls.boxes_of(handle, starts.tolist()), calls.boxes_of(handle, (ends - 1).tolist())
            items, others = _objects(handle, starts), _objects(handle, ends - 1)
    first_letters = starts.tolist()
    if again.size:
        dropped = set(again.tolist())
        printed = [
            "".join([text[at] for at in range(start, end) if at not in dropped and not text[at].isspace()])
            for start, end in zip(first_letters, ends.tolist(), strict=True)
        ]
    else:
        printed = [text[start:end] for start, end in zip(first_letters, ends.tolist(), strict=True)]
    unknown = 0
    if _PRIVATE.search(text):
        printed = _with_symbols(printed, items)
    if torn or _NOT_PLAIN.search(text):
        printed, unknown = _readable(printed)
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
    painted = [runs.get(item, -1) for item in items]
    filled = zip(printed, *(column.tolist() for column in columns), painted, repeat(()), repeat(False), repeat(1.0))
    words = [*map(_new_word, filled)]
    undecoded = max(unknown / int((ends - starts).sum()), float(looks.unmapped[at].mean()))
    if items != others:
        heights = firsts[:, 1] - firsts[:, 3], lasts[:, 1] - lasts[:, 3]
        smaller = (np.abs(heights[1]) < _LOWER * np.abs(heights[0])).tolist()
        for index in (index for index in _mixed(items, others) if smaller[index]):
            words[index] = _with_raised_end(handle, words[index], first_letters[index], int(ends[index]), frame)
    boxes = np.stack((left, top, right, bottom, size, middles), axis=1)
    if not all(printed):
        kept = [index for index, word in enumerate(words) if word.text]
        words, items = [words[index] for index in kept], [items[index] for index in kept]
        starts, ends, boxes = starts[kept], ends[kept], boxes[kept]
    return Letters(handle, words, starts, ends, items, boxes, undecoded)


def _objects(handle: int, letters: NDArray[np.intp]) -> list[int]:
    """The text objects of some letters, 0 for none."""
    return [item or 0 for item in map(calls.text_object, repeat(handle), letters.tolist())]


def _mixed(items: Sequence[int], others: Sequence[int]) -> Iterator[int]:
    """The words whose last letter is of another text object than their first."""
    return (index for index, (one, other) in enumerate(zip(items, others, strict=True)) if one != other)


def _cuts_between_objects(
    handle: int,
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
    boxes: tuple[NDArray[np.float64], NDArray[np.float64]],
    frame: Frame,
    *,
    down: Sequence[Rule],
    mixed: Iterator[int],
) -> list[int]:
    """Where letters of two text objects stand on two sides of an upright rule and yet read as one word."""
    asked = np.fromiter(mixed, dtype=np.intp)
    low, high = np.minimum(*boxes)[asked], np.maximum(*boxes)[asked]
    x0, top, x1, bottom = frame.boxes(low[:, 0], low[:, 3], high[:, 2], high[:, 1])
    middle = (top + bottom) / 2
    at, start, end = np.array(down).T[:, :, None]
    crossed = (x0 < at) & (at < x1) & (start <= middle) & (middle <= end)
    cuts: list[int] = []
    for place in np.nonzero(crossed.any(axis=0))[0].tolist():
        letters = range(int(starts[asked[place]]), int(ends[asked[place]]))
        objects = [*map(calls.text_object, repeat(handle), letters)]
        edges = [letters[at] for at in range(1, len(objects)) if objects[at] != objects[at - 1]]
        lefts, *_ = frame.boxes(*calls.boxes_of(handle, edges)[:, [0, 3, 2, 1]].T)
        rules = at[crossed[:, place], 0]
        cuts += [letter for letter, x in zip(edges, lefts, strict=True) if np.abs(rules - x).min() <= _BESIDE]
    return cuts


def _with_raised_end(handle: int, word: Word, start: int, end: int, frame: Frame) -> Word:
    """A word whose last letters are of another text object: where those are smaller and raised they do not count."""
    if end - start != len(word.text):
        return word
    objects = [*map(calls.text_object, repeat(handle), range(start, end))]
    raised: dict[int, bool] = {objects[0]: False}
    at = end
    while at > start:
        item = objects[at - 1 - start]
        if item not in raised:
            base = float(_baselines(handle, np.array([at - 1]), frame)[0])
            raised[item] = is_raised(word, calls.size_of(handle, at - 1), base)
        if not raised[item]:
            break
        at -= 1
    return with_mark(word, at - start)


def _words_in(codes: NDArray[np.integer[Any]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the words of a page's text begin and end, from the codes of its characters."""
    inside = np.zeros(len(codes) + 2, dtype=bool)
    inside[1:-1] = ~_PARTING[np.minimum(codes, 0xFFFF)]
    ends_here = np.zeros(len(codes) + 2, dtype=bool)
    ends_here[1:-1] = (codes == _HYPHENS[0]) | (codes == _HYPHENS[1])
    starts = inside[1:-1] & (~inside[:-2] | ends_here[:-2])
    ends = inside[1:-1] & (~inside[2:] | ends_here[1:-1])
    return np.nonzero(starts)[0], np.nonzero(ends)[0] + 1


def _with_symbols(printed: Sequence[str], items: Sequence[int]) -> list[str]:
    """Words with the private letters of symbol fonts as what they draw, by the fonts of their text objects.

    Hollow squares are boxes only on a page where such a font ticks one too: else they are bullets.
    """
    symbols = [_PRIVATE.search(word) is not None for word in printed]
    fonts = {item: _family(item) for item, is_symbol in zip(items, symbols, strict=True) if is_symbol}
    kept = _BOXES.union(_GLYPHS)
    if any(_TICKS.search(word) for word in printed):
        kept -= _BOXES
    return [
        "".join([_drawn(letter, fonts[item], kept) for letter in word]) if is_symbol else word
        for word, item, is_symbol in zip(printed, items, symbols, strict=True)
    ]


def _drawn(letter: str, font: str | None, kept: frozenset[int]) -> str:
    """What a letter draws in a symbol font; the letter where that is not known, or it is one of those to be kept."""
    if ord(letter) in kept:
        return letter
    sign = read_symbol(font, ord(letter)) if _PRIVATE.match(letter) else letter
    return letter if sign == "\ufffd" else sign


def _family(item: int) -> str | None:
    """The name of the symbol font of a text object, as Word calls it; None for another font."""
    name = _name_of(calls.font(item)).rpartition("+")[2].replace("-Regular", "").replace("MT", "").strip()
    name = re.sub(r"(?<=[a-z])(?=\d)", " ", name)
    return name if is_symbol_font(name) else None


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


def _looks_of(handle: int, first: Mapping[int, int], frame: Frame, fonts: dict[int | None, bool]) -> _Looks:
    """What text objects look like; `first` gives a letter of each. A letter may belong to none."""
    items, letters = [*first], [*first.values()]
    # as for boxes: one plain call for each object and property, driven by map
    matrices = np.zeros((len(items), 6), dtype=np.float32)
    places = range(matrices.ctypes.data, matrices.ctypes.data + 24 * len(items), 24)
    known = [*map(calls.character_matrix, repeat(handle), letters, places)]
    matrices[np.array(known) == 0] = _UNCHANGED
    a, b, c, d, *_ = matrices.astype(np.float64).T
    asked = np.array([*map(calls.font_size, repeat(handle), letters)])
    with np.errstate(all="ignore"):  # a broken file may hold numbers that are none
        sizes = asked * np.where((c == 0) & (d == 0), 1.0, np.hypot(c, d))
        sizes[~(np.abs(sizes) < _FARTHEST)] = 1.0
        slopes = np.nan_to_num(np.degrees(np.arctan2(b, a)))
    angles = np.rint(frame.turn - slopes).astype(np.int64) % 360
    own = np.array(items) != 0
    faces = [*map(calls.font, items)]
    for face in set(faces) - fonts.keys():
        fonts[face] = _is_bold(face)
    modes = map(calls.render_mode, items)
    return _Looks(
        np.array([fonts[face] or mode == _STROKED for face, mode in zip(faces, modes, strict=True)]),
        sizes,
        np.array([*map(calls.mark, items)]),
        angles,
        own & ((a == 0) | (b == 0)),
        own & (np.array([*map(calls.map_error, repeat(handle), letters)]) == 1),
    )


def _baselines(handle: int, letters: NDArray[np.intp], frame: Frame) -> NDArray[np.float64]:
    """The y on which each letter stands, as displayed; a letter that comes again is asked for once."""
    asked, at = np.unique(letters, return_inverse=True)
    origins = np.zeros((2, len(asked)))
    x, y = origins.ctypes.data, origins.ctypes.data + 8 * len(asked)
    places = range(x, x + 8 * len(asked), 8), range(y, y + 8 * len(asked), 8)
    deque(map(calls.origin, repeat(handle), asked.tolist(), *places), maxlen=0)
    origins = calls.placed(origins)
    known: NDArray[np.float64] = frame.boxes(origins[0], origins[1], origins[0], origins[1])[1]
    return known[at]


def _rejoin_letters(
    handle: int, firsts: NDArray[np.intp], lasts: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Join letters that touch on one line and that PDFium parted by line breaks of its own making.

    It does so on pages with so little text that it takes the text to run from top to bottom.
    """
    spans = [*zip(firsts.tolist(), lasts.tolist(), strict=True)]
    starts = calls.boxes_of(handle, [start for start, _ in spans])
    ends = calls.boxes_of(handle, [end - 1 for _, end in spans])
    joined = [spans[0]]
    for index, (start, end) in enumerate(spans[1:], start=1):
        before, here = ends[index - 1], starts[index]
        size = max(before[1] - before[3], here[1] - here[3], 1.0)
        level = max(abs(before[3] - here[3]), abs(here[0] - before[2]))
        upright = max(abs(before[0] - here[0]), min(abs(here[3] - before[1]), abs(before[3] - here[1])))
        between = range(spans[index - 1][1], start)
        touching = min(level, upright) < _TOUCHING * size
        if touching and all(calls.is_generated(handle, at) == 1 for at in between):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return np.array([start for start, _ in joined]), np.array([end for _, end in joined])


def _is_unknown(letter: str) -> bool:
    return letter == "\ufffd" or (0xE000 <= ord(letter) <= 0xF8FF and ord(letter) not in _GLYPHS)


def _read_text(handle: int, count: int) -> tuple[str, NDArray[np.integer[Any]]]:
    """The page's characters, one for each PDFium index, as text and as codes."""
    units = np.zeros(count + 1, dtype="<u2")  # a buffer of ctypes would make, and keep, a type for each length
    written = calls.text_units(handle, 0, count, units.ctypes.data)
    units = units[: max(0, written - 1)]
    text = units.tobytes().decode("utf-16-le", "replace")
    if len(text) == count == len(units):
        return text, units
    # characters without a code or outside the first plane shift the text against the index: ask for each
    codes = [code if 0 < code < 0x110000 else 0 for code in map(calls.character, [handle] * count, range(count))]
    return "".join(map(chr, codes)), np.array(codes)


def _split_at_gaps(
    handle: int, starts: NDArray[np.intp], ends: NDArray[np.intp], settings: Settings
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Split a run of letters where it jumps to another line or over a gap that no word has.

    Gives where the runs start and end, and the boxes of their first and last letters.
    """
    firsts, lasts = calls.boxes_of(handle, starts.tolist()), calls.boxes_of(handle, (ends - 1).tolist())
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
        boxes = calls.boxes_of(handle, range(start, end))
        sizes = np.maximum(size[suspect], np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 1] - boxes[:, 3])[1:])
        across = np.maximum(boxes[1:, 0] - boxes[:-1, 2], boxes[:-1, 0] - boxes[1:, 2])
        along = np.maximum(boxes[1:, 3] - boxes[:-1, 1], boxes[:-1, 3] - boxes[1:, 1])
        jumps += (np.nonzero(np.maximum(across, along) > settings.word_gap * sizes)[0] + 1 + start).tolist()
    if not jumps:
        return starts, ends, firsts, lasts
    starts, ends = np.sort(np.append(starts, jumps)), np.sort(np.append(ends, jumps))
    return starts, ends, calls.boxes_of(handle, starts.tolist()), calls.boxes_of(handle, (ends - 1).tolist())


def _name_of(font: int | None) -> str:
    """The name that a file gives to a font."""
    name = ctypes.create_string_buffer(256)
    calls.font_name(font, name, 256)
    return name.value.decode("latin-1")


def _is_bold(font: int | None) -> bool:
    if not font:
        return False
    family = _name_of(font)
    if _BOLD_NAME.search(family) or calls.font_flags(font) & _FORCE_BOLD:
        return True
    # a weight is reckoned from the width of stems, which Ghostscript writes alike for all faces; a name says more
    return not _TELLING_NAME.match(family) and calls.font_weight(font) >= 650
