"""Words that leave no ink: outside the page, transparent, covered, clipped away, of the colour of their ground.

What the page's objects decide by themselves is decided by them. Where they only raise a suspicion (a light letter, a
picture painted later, a layer that may be off), the page is drawn with and without the pieces of text in question, and
the pixels are compared: a word whose absence changes nothing cannot be seen.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractors.document import Box
from extractors.pdf import pdfium_calls as calls
from extractors.pdf.discs import DISCS, is_coloured
from extractors.pdf.drawing import Drawing, apply
from extractors.pdf.letters import Letters
from extractors.pdf.page import Fill, Frame, Word

_TRANSPARENT = 8  # of 255: letters no denser than this leave no ink
_SOLID = 200  # of 255: less dense letters are looked at in the picture
_LEAST_SIZE = 1.5  # points: smaller letters cannot be read
_LIGHT = 150  # of 255, the darkest of red, green and blue: lighter letters need a darker ground
_DARK = 110  # of 255, the lightest of red, green and blue of letters and fills that are dark
_CONTRAST = 70  # levels of 255 by which letters that are surely seen differ from their ground
_OUTSIDE = 1.0  # points beyond the page's edge
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_PAINTED = frozenset(range(7)) - {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE}
_STROKED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
_MOST_TURNS = 6  # pictures in which words that stand on one another are looked at
_DOTS = 2.0  # pixels a point
_MOST_PIXELS = 8_000_000  # of the picture: a larger page is drawn smaller
_SEEN = 14  # levels of 255 by which a pixel changes that a person sees
_SEEN_SHARE = 0.012  # of a word's box that must change
_PICTURED = 0.3  # share of the page that pictures cover where its hidden text is their text
_FEW_LETTERS = 20  # a page number or a stamp over a scan
_FEW_SHARE = 0.1  # visible letters for each hidden one, at most, on a page that shows a picture


@dataclass(frozen=True, slots=True)
class Ink:
    """What is seen of a page's words: those that are, with what is cut off of them, and those that are not."""

    seen: tuple[Word, ...]
    boxes: NDArray[np.float64]  # x0, top, x1, bottom, letter size and middle of each word that is seen
    unseen: tuple[Word, ...]
    discs: tuple[Fill, ...] = ()  # letters that are discs of colour


def part_by_ink(page: Any, letters: Letters, drawing: Drawing, frame: Frame, covers: Sequence[Box] = ()) -> Ink:
    """Part the words of a loaded page (a raw handle) by whether they are seen; `covers` are its annotations' boxes.

    On a page that shows a picture and hardly any text, hidden text stays: it is what the picture says.
    """
    words = letters.words
    if not words:
        return Ink((), letters.boxes, ())
    boxes = letters.boxes
    objects = _Objects.of(letters, drawing)
    at = objects.of_word
    hidden = objects.hidden[at] | _outside(boxes, frame)
    suspect = objects.suspect[at] | _covered(boxes, objects.order[at], drawing, covers)
    suspect |= _lost_on_ground(boxes, objects, drawing)
    cut = _Cuts.of(letters, objects, drawing, frame, boxes)
    hidden |= cut.away
    suspect &= ~hidden
    if suspect.any():
        hidden |= suspect & ~_leaves_ink(page, frame, letters, suspect)
    discs = _discs(words, objects, hidden)
    if not hidden.any() and not cut.rest:
        return Ink(tuple(words), boxes, (), discs)
    if _shows_a_picture(words, hidden, drawing, frame):
        return Ink(tuple(words), boxes, ())
    seen = [cut.kept.get(i, word) for i, word in enumerate(words) if not hidden[i]]
    unseen = [word for i, word in enumerate(words) if hidden[i]] + cut.rest
    return Ink(tuple(seen), boxes[~hidden], tuple(unseen), discs)


def _discs(words: Sequence[Word], objects: _Objects, hidden: NDArray[np.bool_]) -> tuple[Fill, ...]:
    """The words that are nothing but a disc of colour."""
    found: list[Fill] = []
    for index, word in enumerate(words):
        if word.text in DISCS and not hidden[index]:
            red, green, blue = objects.colour[objects.of_word[index]].tolist()
            colour = f"#{red:02x}{green:02x}{blue:02x}"
            if is_coloured(colour):
                found.append(Fill(Box(*word[1:5]), colour))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Objects:
    """What decides whether pieces of text are seen, an array over the pieces; `of_word` says which is a word's."""

    items: list[int]
    of_word: NDArray[np.intp]
    order: NDArray[np.int64]
    colour: NDArray[np.int64]  # red, green, blue
    hidden: NDArray[np.bool_]
    suspect: NDArray[np.bool_]

    @classmethod
    def of(cls, letters: Letters, drawing: Drawing) -> _Objects:
        places: dict[int, int] = {}
        of_word = np.array([places.setdefault(item, len(places)) for item in letters.items], dtype=np.intp)
        items = [*places]
        real = np.array(items) != 0
        modes = [*map(calls.render_mode, items)] if real.all() else [calls.render_mode(i) if i else 0 for i in items]
        colours = _colours(items, modes)
        sizes = np.zeros(len(items))
        np.maximum.at(sizes, of_word, np.abs(letters.boxes[:, 4]))
        hidden = (colours[:, 3] <= _TRANSPARENT) | (sizes < _LEAST_SIZE)
        if not _PAINTED.issuperset(modes):
            hidden |= np.array([mode in _UNPAINTED for mode in modes])
        suspect = colours[:, 3] < _SOLID
        if drawing.in_forms:
            suspect |= np.array([item in drawing.in_forms for item in items])
        suspect |= _layered(items)
        order = np.array([drawing.texts.get(item, 0) for item in items], dtype=np.int64)
        return cls(items, of_word, order, colours[:, :3], hidden & real, suspect & real)


def _colours(items: Sequence[int], modes: Sequence[int]) -> NDArray[np.int64]:
    """Red, green, blue and density of what each piece of text is painted with."""
    values = np.zeros((len(items), 4), dtype=np.uint32)
    values[:, 3] = 255
    places = calls.columns_of(values)
    if all(items):
        deque(map(calls.fill_colour, items, *places), maxlen=0)
    else:
        for row in (row for row, item in enumerate(items) if item):
            calls.fill_colour(items[row], *(place[row] for place in places))
    for row in (row for row, mode in enumerate(modes) if mode in _STROKED):
        calls.stroke_colour(items[row], *(place[row] for place in places))
    return values.astype(np.int64)


_NAME = ctypes.create_string_buffer(32)
_NAME_AT = ctypes.addressof(_NAME)
_LENGTH = ctypes.c_ulong()
_LENGTH_AT = ctypes.addressof(_LENGTH)
_LAYER = "OC".encode("utf-16-le") + b"\0\0"


def _layered(items: Sequence[int]) -> NDArray[np.bool_]:
    """Which pieces of text belong to a layer, which may be off."""
    found = np.zeros(len(items), dtype=bool)
    if 0 in items:
        items = [item or next(filter(None, items), 0) for item in items]
    if not any(items):
        return found
    # content marked by its number alone, as in tagged files, is of no layer
    more = np.array([*map(calls.mark_count, items)]) - (np.array([*map(calls.mark, items)]) >= 0)
    for row in np.nonzero(more > 0)[0].tolist():
        found[row] = any(_is_layer(calls.mark_of(items[row], at)) for at in range(calls.mark_count(items[row])))
    return found


def _is_layer(mark: int) -> bool:
    return bool(calls.mark_name(mark, _NAME_AT, 32, _LENGTH_AT)) and _NAME.raw[: _LENGTH.value] == _LAYER


def _outside(boxes: NDArray[np.float64], frame: Frame) -> NDArray[np.bool_]:
    """Words whose middle lies beyond the page's edge."""
    width, height = frame.size
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return (x < -_OUTSIDE) | (x > width + _OUTSIDE) | (y < -_OUTSIDE) | (y > height + _OUTSIDE)


def _covered(
    boxes: NDArray[np.float64], order: NDArray[np.int64], drawing: Drawing, covers: Sequence[Box]
) -> NDArray[np.bool_]:
    """Words over whose middle something is painted later."""
    first = int(order.min())
    later = [(place, box) for place, box in drawing.covers if place > first]
    later += [(np.iinfo(np.int64).max, box) for box in covers]
    if not later:
        return np.zeros(len(boxes), dtype=bool)
    places = np.array([place for place, _ in later], dtype=np.int64)
    areas = np.array([box for _, box in later])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    over = (places[:, None] > order) & (areas[:, 0, None] < x) & (x < areas[:, 2, None])
    over &= (areas[:, 1, None] < y) & (y < areas[:, 3, None])
    return np.asarray(over.any(axis=0))


def _lost_on_ground(boxes: NDArray[np.float64], objects: _Objects, drawing: Drawing) -> NDArray[np.bool_]:
    """Words that may be of the colour of their ground: the last fill painted under them, else white paper."""
    at = objects.of_word
    fills = drawing.fills
    levels = np.array([_levels(fill.colour) for fill in fills]).reshape(-1, 3)
    asked = (objects.colour.min(axis=1) >= _LIGHT)[at]
    if (levels.max(axis=1) <= _DARK).any():
        asked = asked | (objects.colour.max(axis=1) <= _DARK)[at]
    asked = asked | _near_a_fill(objects.colour, levels)[at]
    lost = np.zeros(len(boxes), dtype=bool)
    chosen = np.nonzero(asked)[0]
    if not chosen.size:
        return lost
    ground = np.full((len(chosen), 3), 255)
    if fills:
        areas = np.array([fill.box for fill in fills])
        x, y = (boxes[chosen, 0] + boxes[chosen, 2]) / 2, (boxes[chosen, 1] + boxes[chosen, 3]) / 2
        under = (areas[:, 0, None] <= x) & (x <= areas[:, 2, None]) & (areas[:, 1, None] <= y)
        under &= (y <= areas[:, 3, None]) & (np.array([f.order for f in fills])[:, None] < objects.order[at[chosen]])
        last = len(fills) - 1 - under[::-1].argmax(axis=0)
        filled = under.any(axis=0)
        ground[filled] = levels[last[filled]]
    lost[chosen] = np.abs(objects.colour[at[chosen]] - ground).max(axis=1) < _CONTRAST
    return lost


def _near_a_fill(colours: NDArray[np.int64], levels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which colours of letters that are neither light nor dark lie near that of a fill anywhere on the page."""
    near = np.zeros(len(colours), dtype=bool)
    middling = np.nonzero((colours.min(axis=1) < _LIGHT) & (colours.max(axis=1) > _DARK))[0]
    if not middling.size or not len(levels):
        return near
    kinds, of_kind = np.unique(colours[middling], axis=0, return_inverse=True)
    grounds = np.unique(levels, axis=0)
    apart = np.abs(kinds[:, None] - grounds[None]).max(axis=2).min(axis=1)
    near[middling] = (apart < _CONTRAST)[of_kind.reshape(-1)]
    return near


def _levels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@dataclass(frozen=True, slots=True)
class _Cuts:
    """What the clipping of pieces of text takes away: whole words, and ends of words."""

    away: NDArray[np.bool_]
    kept: dict[int, Word]
    rest: list[Word]

    @classmethod
    def of(
        cls, letters: Letters, objects: _Objects, drawing: Drawing, frame: Frame, boxes: NDArray[np.float64]
    ) -> _Cuts:
        clips = _clips(objects.items, drawing, frame)
        cuts = cls(np.zeros(len(boxes), dtype=bool), {}, [])
        if clips is None:
            return cuts
        own = clips[objects.of_word]
        middle = (boxes[:, 1] + boxes[:, 3]) / 2
        cuts.away[:] = (boxes[:, 0] >= own[:, 2] - _SLIVER) | (boxes[:, 2] <= own[:, 0] + _SLIVER)
        cuts.away[:] |= (middle < own[:, 1]) | (middle > own[:, 3])
        cuts._mark_ends(letters.words, objects.of_word, boxes[:, 0] >= own[:, 2] - _SLIVER)
        over = np.nonzero(~cuts.away & (boxes[:, 2] > own[:, 2] + _SLIVER))[0].tolist()
        for index in over:
            if not letters.words[index].angle:
                cuts._cut(letters, index, float(own[index, 2]), frame)
        return cuts

    def _mark_ends(self, words: Sequence[Word], of_word: NDArray[np.intp], right: NDArray[np.bool_]) -> None:
        """Mark the words behind which the next of the same piece of text lies wholly beyond the right edge."""
        ends = ~self.away[:-1] & right[1:] & (of_word[:-1] == of_word[1:])
        for index in np.nonzero(ends)[0].tolist():
            if words[index].base == words[index + 1].base:
                self.kept[index] = words[index]._replace(cut=True)

    def _cut(self, letters: Letters, index: int, edge: float, frame: Frame) -> None:
        word = letters.words[index]
        start, end = int(letters.starts[index]), int(letters.ends[index])
        if end - start != len(word.text):
            return
        rows = calls.boxes_of(letters.handle, range(start, end))
        lefts, _, rights, _ = frame.boxes(rows[:, 0], rows[:, 3], rows[:, 2], rows[:, 1])
        shown = int((lefts + _SHOWN * (rights - lefts) <= edge).sum())
        if shown == len(word.text):
            self.kept[index] = word._replace(cut=True)
        elif shown:
            self.kept[index] = word._replace(text=word.text[:shown], x1=min(word.x1, edge), cut=True)
            self.rest.append(word._replace(text=word.text[shown:], x0=edge))
        else:
            self.away[index] = True


_SHOWN = 0.4  # of a letter's width that clipping must leave for it to be read
_SLIVER = 0.8  # points of a letter that clipping may take or leave unnoticed


def _clips(items: Sequence[int], drawing: Drawing, frame: Frame) -> NDArray[np.float64] | None:
    """The box to which each piece of text is clipped, None where none of them is to anything smaller than the page."""
    width, height = frame.size
    page = (0.0, 0.0, width, height)
    found = np.tile(np.array(page), (len(items), 1))
    point = (ctypes.c_float * 2)()
    x, y = ctypes.addressof(point), ctypes.addressof(point) + 4
    clipped = False
    paths = [calls.clip_path(item) if item else 0 for item in items]
    counts = [calls.clip_count(path) if path else 0 for path in paths]
    for row, (item, path) in enumerate(zip(items, paths, strict=True)):
        for index in range(counts[row]):
            corners: list[tuple[float, float]] = []
            count = calls.clip_segments(path, index)
            if not 4 <= count <= _MOST_CORNERS:
                continue  # letters as a clipping path, or a shape that no box tells
            for at in (0, 1, 2):
                calls.segment_point(calls.clip_segment(path, index, at), x, y)
                corners.append((point[0], point[1]))
            if (matrix := drawing.in_forms.get(item)) is not None:
                corners = [apply(matrix, *corner) for corner in corners]
            xs, ys = zip(*corners, strict=True)
            if not (max(xs) - min(xs)) * (max(ys) - min(ys)):
                continue
            left, top, right, bottom = frame.boxes(min(xs), min(ys), max(xs), max(ys))
            clipped |= max(left, top, width - right, height - bottom) > 1
            np.maximum(found[row, :2], (left, top), out=found[row, :2])
            np.minimum(found[row, 2:], (right, bottom), out=found[row, 2:])
    return found if clipped else None


_MOST_CORNERS = 6  # of a clipping path that is a rectangle


def _leaves_ink(page: Any, frame: Frame, letters: Letters, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether words change the picture of their page; those that are not asked about are not told of.

    Words that stand on one another, as those of two layers do, are then looked at in turns.
    """
    told = _change_picture(page, frame, letters, asked)
    for turn in _in_turns(letters, told):
        told[turn] = _change_picture(page, frame, letters, turn)[turn]
    return told


def _in_turns(letters: Letters, told: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Part the words that share their place with one of another piece of text so that none of a part do; none where
    hardly anything is told from so many parts."""
    index = np.nonzero(told)[0]
    x0, top, x1, bottom = letters.boxes[index, :4].T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    items = np.array([letters.items[at] for at in index.tolist()])
    inside = (x0 < x[:, None]) & (x[:, None] < x1) & (top < y[:, None]) & (y[:, None] < bottom)
    inside &= items != items[:, None]
    others: dict[int, set[int]] = {}
    for one, other in np.argwhere(inside | inside.T).tolist():
        others.setdefault(int(items[one]), set()).add(int(items[other]))
    turns: dict[int, int] = {}
    for item, beside in others.items():
        taken = {turns[other] for other in beside if other in turns}
        turns[item] = next(turn for turn in count() if turn not in taken)
    if len({*turns.values()}) > _MOST_TURNS:
        return []
    of = np.array(
        [turns.get(item, -1) if seen else -1 for item, seen in zip(letters.items, told.tolist(), strict=True)]
    )
    return [of == turn for turn in sorted({*turns.values()})]


def _change_picture(page: Any, frame: Frame, letters: Letters, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether words change the picture of their page, all that are asked about together.

    All other text is left out of both pictures: a white word over a black one would whiten that.
    """
    boxes = letters.boxes
    width, height = frame.size
    dots = min(_DOTS, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    items = {letters.items[index] for index in np.nonzero(asked)[0]}
    others = {item for item in letters.items if item} - items
    with _left_out(others):
        shown = _drawn(page, dots)
        with _left_out(items):
            bare = _drawn(page, dots)
    told = np.zeros(len(boxes), dtype=bool)
    for index in np.nonzero(asked)[0].tolist():
        x0, top, x1, bottom = (max(0, round(edge * dots)) for edge in boxes[index, :4])
        changed = _changed(*(pixels[top : bottom + 1, x0 : x1 + 1] for pixels in (shown, bare)))
        told[index] = np.count_nonzero(changed) >= max(1, _SEEN_SHARE * changed.size)
    return told


_COLOURS = np.frombuffer(bytes([1, 1, 1, 0]), dtype=np.uint32)  # of the four bytes of a pixel, those that are seen


def _changed(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which pixels of two pictures of one place differ so that a person sees it."""
    apart = np.maximum(one, other) - np.minimum(one, other) >= _SEEN  # as bytes: the word may fill the page
    return np.asarray(apart.view(np.uint32)[:, :, 0] & _COLOURS > 0)


@contextmanager
def _left_out(items: Set[int]) -> Iterator[None]:
    """Leave pieces of text out of what is drawn for a while."""
    for item in items:
        calls.set_active(item, 0)
    try:
        yield
    finally:
        for item in items:
            calls.set_active(item, 1)


def _drawn(page: Any, dots: float) -> NDArray[np.uint8]:
    """A page as a person sees it, annotations included: rows of pixels of blue, green, red and a byte unused."""
    width = max(1, round(pdfium.FPDF_GetPageWidthF(page) * dots))
    height = max(1, round(pdfium.FPDF_GetPageHeightF(page) * dots))
    pixels = np.full((height, width, 4), 255, dtype=np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(
        width, height, pdfium.FPDFBitmap_BGRx, ctypes.c_void_p(pixels.ctypes.data), pixels.strides[0]
    )
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels


def _shows_a_picture(words: Sequence[Word], hidden: NDArray[np.bool_], drawing: Drawing, frame: Frame) -> bool:
    """Whether a page shows a picture and next to no text: its hidden text then says what the picture shows."""
    lengths = np.array([len(word.text) for word in words])
    seen, unseen = int(lengths[~hidden].sum()), int(lengths[hidden].sum())
    if seen >= max(_FEW_LETTERS, _FEW_SHARE * unseen):
        return False
    width, height = frame.size
    pictured = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in drawing.images)
    return pictured >= _PICTURED * width * height
