"""Rules, fills and images of a page, from a walk over its objects."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractors.document import Box
from extractors.pdf import pdfium_calls as calls
from extractors.pdf.boxes import holds
from extractors.pdf.discs import (
    MOST_POINTS,
    is_coloured,
    is_coloured_or_grey,
    is_round_corner,
    may_be_disc,
    may_be_patch,
    may_be_pill,
)
from extractors.pdf.drawn_boxes import SmallShapes, may_be_box, may_be_mark
from extractors.pdf.drawn_bullets import may_be_bullet
from extractors.pdf.drawn_ticks import around, is_tick, may_be_tick
from extractors.pdf.page import Fill, Frame, Rule
from extractors.pdf.pdfium_calls import FLOAT
from extractors.pdf.settings import Settings

_DEEPEST_FORM = 6
_MOST_SQUARES = 400  # of a page with tick boxes; more are a pattern
_MOST_MARKS = 5_000
_MOST_LOOKS = 400  # of a page: small paths that are looked at for ticks; more are a picture
_MOST_SLANTS = 60  # of a page: short lines aslant that may make marks; more are a pattern
_TICK_SEGMENTS = {  # by whether a path is filled and whether it is stroked: the segments of one that may be a tick
    (False, False): range(0),
    (False, True): range(2, 9),
    (True, False): range(6, 61),
    (True, True): range(6, 61),
}
_ASLANT = 0.2  # of a short line's length: what it rises where it runs aslant
_STRAIGHT = 6  # segments of a path; more make curves
_FEW_SEGMENTS = 6  # of a filled path that is a rectangle or a triangle
_MOST_SEGMENTS = 200  # of a small path that are looked at
_SHOWS = 200  # of 255, the weakest of red, green and blue: a paler mark does not show
_SEEN_THROUGH = 128  # of 255: a fill no denser than this hides no text
_NO_SIDE = 0.05  # points: a frame's side no thicker is none
_SIDES = 4
_EDGE = 3.0  # points beyond the page's edge to which rules reach

Matrix = tuple[float, float, float, float, float, float]
_Shape = tuple[Box, int, int, int]  # of a path: its bounds, how it is filled, whether it is stroked, its segments
_Point = tuple[float, float]
_CORNERS = (4, 5)  # points of a path that is a rectangle, whether its last side is drawn or not
_UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing:
    """Collects rules, fills, images and the order of painting while the objects of a page are walked."""

    def __init__(self, frame: Frame, settings: Settings) -> None:
        self.frame = frame
        self.settings = settings
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.fills: list[Fill] = []
        self.images: list[Box] = []
        self.discs: list[Fill] = []  # small round shapes of colour
        self.small = SmallShapes()  # which may be tick boxes: the sides of its squares are in no rule yet
        self.covers: list[tuple[int, Box]] = []  # what may hide text painted before it, with its place in the order
        self.texts: dict[int, int] = {}  # place of each piece of text in the order of painting
        self.in_forms: dict[int, Matrix] = {}  # how the pieces of text inside forms are placed
        self._order = 0
        self._looks = 0  # at small paths, for ticks
        self._right, self._bottom = (side + _EDGE for side in frame.size)
        self._width = FLOAT()  # what PDFium fills is made once: there may be thousands of rules on a page
        self._width_at = ctypes.addressof(self._width)

    def walk(self, items: Sequence[int], matrix: Matrix, depth: int) -> None:
        """Take objects in the order of painting; `matrix` places those of a form."""
        kinds = [*map(calls.object_type, items)]
        paths = [item for item, kind in zip(items, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_PATH]
        shapes = self._shapes(paths, matrix)
        for item, kind in zip(items, kinds, strict=True):
            self._order += 1
            match kind:
                case pdfium.FPDF_PAGEOBJ_TEXT:
                    self.texts[item] = self._order
                    if depth:
                        self.in_forms[item] = matrix
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._path(item, next(shapes), matrix)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    self.images += self._boxes([item], matrix)
                    self.covers.append((self._order, self.images[-1]))
                case pdfium.FPDF_PAGEOBJ_SHADING:
                    self.covers += ((self._order, box) for box in self._boxes([item], matrix))
                case pdfium.FPDF_PAGEOBJ_FORM if depth < _DEEPEST_FORM:
                    inner = (FLOAT * 6)()
                    calls.object_matrix(item, inner)
                    held = map(calls.form_object, repeat(item), range(calls.form_count(item)))
                    self.walk([*filter(None, held)], _multiply(tuple(inner), matrix), depth + 1)

    def _boxes(self, items: Sequence[int], matrix: Matrix) -> Iterator[Box]:
        """Bounds of objects as displayed."""
        edges = np.zeros((len(items), 4), dtype=np.float32)
        deque(map(calls.bounds, items, *calls.columns_of(edges)), maxlen=0)
        left, bottom, right, top = edges.astype(np.float64).T
        if matrix is not _UNCHANGED:
            xs, ys = zip(*(apply(matrix, x, y) for x in (left, right) for y in (bottom, top)), strict=True)
            left, bottom = np.min(xs, axis=0), np.min(ys, axis=0)
            right, top = np.max(xs, axis=0), np.max(ys, axis=0)
        return map(Box, *(edge.tolist() for edge in self.frame.boxes(left, bottom, right, top)))

    def _shapes(self, paths: Sequence[int], matrix: Matrix) -> Iterator[_Shape]:
        """What is asked of each path, kind by kind: there may be thousands on a page."""
        if not paths:
            return iter(())
        modes = np.zeros((len(paths), 2), dtype=np.intc)
        deque(map(calls.draw_mode, paths, *calls.columns_of(modes)), maxlen=0)
        return zip(self._boxes(paths, matrix), *modes.T.tolist(), map(calls.segments, paths), strict=True)

    def _path(self, item: int, shape: _Shape, matrix: Matrix) -> None:
        box, fill, stroke, count = shape
        if count < 2:
            return
        if may_be_mark(box):
            self._small_path(box, item, count, fill=bool(fill), stroke=bool(stroke))
        if count in _TICK_SEGMENTS[bool(fill), bool(stroke)] and may_be_tick(box):
            self._tick(item, count, matrix, fill=bool(fill))
        match bool(fill), bool(stroke):
            case False, False:
                return
            case True, False if count <= _FEW_SEGMENTS:
                if count >= 4:
                    self._filled(box, item)
                elif may_be_disc(box):
                    self._disc(box, item)  # a triangle
            case False, True if count == 2:
                self._stroked_line(box, item, matrix)
            case _:
                self._any_path(item, shape, matrix)

    def _any_path(self, item: int, shape: _Shape, matrix: Matrix) -> None:
        """Take a path of any shape, subpath by subpath."""
        box, fill, stroke, count = shape
        subpaths = list(self._subpaths(item, count, matrix))
        if fill == pdfium.FPDF_FILLMODE_ALTERNATE and (frame := self._frame_of(subpaths)):
            for side in _sides(*frame):
                self._filled(side, item)
            return
        if fill:
            self.covers.append((self._order, box))
            if may_be_disc(box):
                self._disc(box, item)
            elif may_be_pill(box) and self._is_pill(box, item, count, matrix):
                self._disc(box, item, tells=is_coloured_or_grey)
        for points in subpaths:
            straight = [(p, q) for p, q in pairwise(points) if min(abs(p[0] - q[0]), abs(p[1] - q[1])) < 0.6]
            if fill and len(points) in _CORNERS and len(straight) >= 3:
                self._filled(self._around(points), item)
            if stroke:
                self._stroked(points, straight)

    def _frame_of(self, subpaths: Sequence[Sequence[_Point]]) -> tuple[Box, Box] | None:
        """The outer and the inner box of a frame filled between two rectangles; None for other shapes."""
        boxes = [self._around(points) for points in subpaths if len(points) in _CORNERS]
        if not len(boxes) == len(subpaths) == 2:
            return None
        one, other = boxes
        return next((pair for pair in ((one, other), (other, one)) if holds(*pair, _NO_SIDE)), None)

    def _small_path(self, box: Box, item: int, count: int, *, fill: bool, stroke: bool) -> None:
        """Take a small shape that may be a tick box or the mark in one."""
        small, is_box = self.small, may_be_box(box)
        if fill and len(small.solids) + len(small.blots) < _MOST_MARKS:
            colour, _ = self._paint(item, stroke=False)
            if min(int(colour[at : at + 2], 16) for at in (1, 3, 5)) < _SHOWS:
                small.blots.append(Fill(box, colour, self._order))
            if is_box and _may_be_square(item, count):
                small.solids.append(box)
        if stroke and count > _STRAIGHT:
            self._outline(box, item, count)

    def _outline(self, box: Box, item: int, count: int) -> None:
        """Take the outline of a small shape with curves: a tick box, or a ring that may be a bullet."""
        small = self.small
        outlines = small.rings
        if may_be_box(box):
            outlines = small.rounded if _has_sides(item, count) else small.rounds
        elif not may_be_bullet(box):
            return
        if len(outlines) < _MOST_SQUARES:
            outlines.append(box)

    def _tick(self, item: int, count: int, matrix: Matrix, *, fill: bool) -> None:
        """Take a small shape that may be a tick, or lines that may be halves of a tick or cross."""
        self._looks += 1
        if self._looks > _MOST_LOOKS:
            return
        colour, _ = self._paint(item, stroke=not fill)
        if min(int(colour[at : at + 2], 16) for at in (1, 3, 5)) >= _SHOWS:
            return
        small = self.small
        traced = [
            [self.frame.boxes(x, y, x, y)[:2] for x, y in points] for points, _ in self._trace(item, count, matrix)
        ]
        small.ticks.extend(around(points) for points in traced if len(traced) == 1 if is_tick(points))
        room = 0 if fill else _MOST_SLANTS - len(small.slants)
        small.slants.extend([(points[0], points[1]) for points in traced if len(points) == 2][:room])

    def _around(self, points: Sequence[_Point]) -> Box:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return Box(*self.frame.boxes(min(xs), min(ys), max(xs), max(ys)))

    def _stroked(self, points: Sequence[_Point], straight: Sequence[tuple[_Point, _Point]]) -> None:
        """Take a stroked subpath: lines where all of it lies level or upright, else perhaps a mark in a tick box."""
        if len(straight) < len(points) - 1:
            self._mark(self._around(points))
            return
        if len(points) in _CORNERS and points[0] == points[-1] and self._square(self._around(points)):
            return
        for (px, py), (qx, qy) in straight:
            self._line(*self.frame.boxes(min(px, qx), min(py, qy), max(px, qx), max(py, qy)))

    def _mark(self, box: Box) -> None:
        if may_be_mark(box) and len(self.small.strokes) < _MOST_MARKS:
            self.small.strokes.append(box)

    def _square(self, box: Box) -> bool:
        """Set a small square aside that may be a tick box."""
        if not may_be_box(box) or len(self.small.squares) >= _MOST_SQUARES:
            return False
        self.small.squares.append(box)
        return True

    def draw_squares(self, squares: Iterable[Box]) -> None:
        """Take squares that are no tick boxes as lines."""
        for x0, top, x1, bottom in squares:
            for line in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
                self._line(*line)

    def _is_pill(self, box: Box, item: int, count: int, matrix: Matrix) -> bool:
        """Whether a path is a box with round corners: its points lie on its border or bend a corner."""
        if count > MOST_POINTS:
            return False
        own = (FLOAT * 6)()
        whole = _multiply(tuple(own), matrix) if calls.object_matrix(item, own) else matrix
        x, y = FLOAT(), FLOAT()
        for index in range(count):
            calls.segment_point(calls.segment(item, index), ctypes.byref(x), ctypes.byref(y))
            across, up = apply(whole, x.value, y.value)
            if not is_round_corner(box, *self.frame.boxes(across, up, across, up)[:2]):
                return False
        return True

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> Iterator[Sequence[_Point]]:
        """Give the corner points of each subpath without curves; those of one that is closed begin and end with one."""
        return (points for points, curved in self._trace(item, count, matrix) if not curved)

    def _trace(self, item: int, count: int, matrix: Matrix) -> Iterator[tuple[Sequence[_Point], bool]]:
        """Give the points of each subpath, and whether it has curves; of one that is closed the last is the first."""
        own = (FLOAT * 6)()
        whole = _multiply(tuple(own), matrix) if calls.object_matrix(item, own) else matrix
        x, y = FLOAT(), FLOAT()
        found: list[list[_Point]] = [[]]
        curved: set[int] = set()
        for index in range(min(count, 20_000)):
            segment = calls.segment(item, index)
            calls.segment_point(segment, ctypes.byref(x), ctypes.byref(y))
            match calls.segment_type(segment):
                case pdfium.FPDF_SEGMENT_MOVETO:
                    found.append([])
                case pdfium.FPDF_SEGMENT_BEZIERTO:
                    curved.add(len(found) - 1)
            points = found[-1]
            points.append(apply(whole, x.value, y.value))
            if calls.segment_close(segment) and points[0] != points[-1]:
                points.append(points[0])
        return ((points, at in curved) for at, points in enumerate(found) if len(points) > 1)

    def _stroked_line(self, box: Box, item: int, matrix: Matrix) -> None:
        """A stroked line of two points: PDFium's bounds grow by the line's width on every side."""
        calls.stroke_width(item, self._width_at)
        grown = self._width.value * (abs(matrix[0]) + abs(matrix[1]) if matrix is not _UNCHANGED else 1.0)
        x0, top, x1, bottom = box
        thin = min(x1 - x0, bottom - top)
        if grown > thin + 0.1:
            grown = 0.0  # the width was given in other units than the page's
        if grown and thin - 2 * grown > _ASLANT * (max(x1 - x0, bottom - top) - 2 * grown):
            self._mark(box)
            return
        if thin > 2 * self.settings.rule_thickness + 2:
            across = x1 - x0 < bottom - top
            if grown and thin > 2.2 * grown:
                self._mark(box)
                return  # a slanting line
            # a very thick line is a band of colour
            self._filled(box, item, stroke=True, across=across)
            return
        x0, top = x0 + grown, top + grown
        self._line(x0, top, max(x0, x1 - grown), max(top, bottom - grown))

    def _line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        width, height = x1 - x0, bottom - top
        thin = self.settings.rule_thickness
        left, right, upper, lower = max(x0, -_EDGE), min(x1, self._right), max(top, -_EDGE), min(bottom, self._bottom)
        if not (left <= right and upper <= lower):
            return  # not on the page, or no number
        if height <= min(thin, width):
            self.across.append(Rule((top + bottom) / 2, left, right))
        elif width <= thin:
            self.down.append(Rule((x0 + x1) / 2, upper, lower))

    def _filled(self, box: Box, item: int, *, stroke: bool = False, across: bool = False) -> None:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if min(width, height) <= self.settings.rule_thickness:
            self._line(*box)
            return
        colour, alpha = self._paint(item, stroke=stroke)
        if alpha < 13:  # of 255: as good as invisible
            return
        if alpha > _SEEN_THROUGH:
            self.covers.append((self._order, box))
        self.fills.append(Fill(box, colour, self._order))
        if may_be_patch(box):
            self._disc(box, item)

    def _disc(self, box: Box, item: int, *, tells: Callable[[str], bool] = is_coloured) -> None:
        """Take a small round shape where its colour tells something."""
        colour, alpha = self._paint(item, stroke=False)
        if alpha > _SEEN_THROUGH and tells(colour):
            self.discs.append(Fill(box, colour, self._order))

    def _paint(self, item: int, *, stroke: bool) -> tuple[str, int]:
        """The colour of a shape on white, and how dense it is, of 255."""
        read = calls.stroke_colour if stroke else calls.fill_colour
        values = [ctypes.c_uint() for _ in range(4)]
        if not read(item, *(ctypes.addressof(value) for value in values)):
            return "#ffffff", 0
        red, green, blue, alpha = (value.value for value in values)
        share = alpha / 255
        red, green, blue = (round(255 - (255 - part) * share) for part in (red, green, blue))
        return f"#{red:02x}{green:02x}{blue:02x}", alpha


def read_drawing(page: Any, frame: Frame, settings: Settings) -> Drawing:
    """Walk the objects of a loaded page (a raw page handle)."""
    handle = calls.address(page)
    drawing = Drawing(frame, settings)
    items = map(calls.page_object, repeat(handle), range(calls.page_count(handle)))
    drawing.walk([*filter(None, items)], _UNCHANGED, 0)
    drawing.fills = _without_borders(drawing.fills)
    return drawing


def _without_borders(fills: Sequence[Fill]) -> list[Fill]:
    """The fills but for those of one box in several colours, once for each side: browsers' print draws a border with
    round corners so, each time all but one side clipped away."""
    colours: dict[Box, list[str]] = {}
    for fill in fills:
        colours.setdefault(fill.box, []).append(fill.colour)
    borders = {box for box, told in colours.items() if len(told) == _SIDES and len(set(told)) > 1}
    return [fill for fill in fills if fill.box not in borders]


def _sides(outer: Box, inner: Box) -> Iterator[Box]:
    """The sides of a frame; browsers' print draws borders so, with no width where there is none."""
    sides = (
        outer._replace(bottom=inner.top),
        outer._replace(top=inner.bottom),
        outer._replace(x1=inner.x0),
        outer._replace(x0=inner.x1),
    )
    return (side for side in sides if min(side.x1 - side.x0, side.bottom - side.top) > _NO_SIDE)


def _may_be_square(item: int, count: int) -> bool:
    """Whether a filled path has straight sides: a line aslant through a circle makes no ticked box of it."""
    return count <= _STRAIGHT or _has_sides(item, count)


def _has_sides(item: int, count: int) -> bool:
    """Whether a path with curves has straight lines too, as a square with round corners has and a circle has not."""
    kinds = [calls.segment_type(calls.segment(item, index)) for index in range(min(count, _MOST_SEGMENTS))]
    return pdfium.FPDF_SEGMENT_LINETO in kinds


def _multiply(first: tuple[float, ...], second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: Any, y: Any) -> tuple[Any, Any]:
    """Return where a matrix puts a point, or an array of points."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
