"""Reads a page from its pixels into the same `PageObjects` as any other page: words by OCR, rules and fills by numpy.

For pages with no text layer, or one whose characters cannot be decoded. The OCR engine (rapidocr, whose wheel carries
its models) is the optional extra `ocr` and is imported only when a page needs it. The page is set level first; its
boxes are those of the level page, which differ from the displayed page by less than its skew.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.pdf.lines import join_rules
from extractors.pdf.page import Fill, PageObjects, Rule, Word
from extractors.pdf.settings import DEFAULTS

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

DOTS_PER_INCH = 200
_POINTS = 72 / DOTS_PER_INCH  # points for each pixel
_LEAST_SCORE = 0.5  # certainty under which a word is left out as a speck
_SURE_SCORE = 0.9  # certainty under which a line is looked at once more
_STEEPEST = 4.0  # degrees of skew that are looked for
_CONTRAST = 45  # grey levels (of 255) by which a rule is darker than what is beside it
_ACROSS = 80  # pixels: the shortest piece of a horizontal rule
_LONG = 90.0  # points
_DOWN = 44  # pixels: the shortest piece of a vertical rule, less than the lowest row
_BLOCK = 8  # pixels: the side of the squares in which fills are looked for
_TINT = 22  # levels (of 255) by which a fill differs from the paper
_GREY = 12  # levels by which red, green and blue differ at most on a page that was scanned in grey


@dataclass(frozen=True, slots=True)
class Spot:
    """One word that the engine saw, in pixels; `line` numbers the printed line that it belongs to."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    line: int
    score: float = 1.0  # 0 to 1: how sure the engine is of the letters of its line


Engine = Callable[[Pixels], Sequence[Spot]]


def is_available() -> bool:
    """Whether the extra `ocr` is installed."""
    return importlib.util.find_spec("rapidocr") is not None


@functools.cache
def load_engine() -> Engine:
    """Load the OCR engine once a process; raises ImportError where the extra `ocr` is not installed."""
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"Global.log_level": "error"})

    def see(pixels: Pixels) -> list[Spot]:
        # every call says what it wants: the engine keeps the last call's choice
        found = engine(pixels, use_det=True, use_cls=True, use_rec=True, return_word_box=True)
        if found.boxes is None or not found.txts:
            return []
        spots: list[Spot] = []
        words_of = found.word_results or ((),) * len(found.txts)
        for line, (text, score, corners, words) in enumerate(
            zip(found.txts, found.scores, found.boxes, words_of, strict=True)
        ):
            whole = _spot(text, corners, line, score)
            if score < _SURE_SCORE:  # a long line may be read badly among others, and well by itself
                again = engine(_cut(pixels, whole), use_det=False, use_cls=False, use_rec=True)
                if again.txts and again.scores[0] > score:
                    text, score, words = again.txts[0], again.scores[0], ()
                    whole = replace(whole, text=text, score=float(score))
            if score < _LEAST_SCORE or not text.strip():
                continue
            # the engine's words are used where they are all of the line's text, else the line is split by letters
            if "".join(str(word[0]) for word in words).replace(" ", "") == text.replace(" ", ""):
                spots.extend(_spot(str(word), box, line, score) for word, _, box in words if str(word).strip())
            else:
                spots.append(whole)
        return spots

    return see


def _spot(text: str, corners: Sequence[Sequence[float]], line: int, score: float) -> Spot:
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return Spot(text, min(xs), min(ys), max(xs), max(ys), line, float(score))


def _cut(pixels: Pixels, spot: Spot) -> Pixels:
    """The piece of a page that shows a line, with a little paper round it."""
    air = 0.1 * (spot.bottom - spot.top)
    top, bottom = max(0, int(spot.top - air)), int(spot.bottom + air) + 1
    return np.ascontiguousarray(pixels[top:bottom, max(0, int(spot.x0) - 4) : int(spot.x1) + 5])


def read_pixels(image: Image, number: int, engine: Engine) -> PageObjects:
    """Read a page drawn at `DOTS_PER_INCH`; `number` is its page number, from 1."""
    level = image.convert("RGB")
    slope = skew_of(np.asarray(level.convert("L"), dtype=np.uint8))
    if abs(slope) >= 0.05:
        from PIL.Image import Resampling

        level = level.rotate(slope, resample=Resampling.BILINEAR, fillcolor=(255, 255, 255))
    colours = np.asarray(level, dtype=np.uint8)
    grey = np.asarray(level.convert("L"), dtype=np.uint8)
    height, width = grey.shape
    down = join_rules(find_rules(np.ascontiguousarray(grey.T), _DOWN), DEFAULTS)
    across = [rule for rule in join_rules(find_rules(grey, _ACROSS), DEFAULTS) if _is_rule(rule, down)]
    return PageObjects(
        number,
        width * _POINTS,
        height * _POINTS,
        tuple(_words(engine(colours))),
        tuple(across),
        tuple(down),
        tuple(find_fills(colours)),
    )


def _is_rule(rule: Rule, down: Sequence[Rule]) -> bool:
    """Whether a horizontal rule is more than a row of thick letters: long, or drawn from one upright to another."""
    if rule.end - rule.start >= _LONG:
        return True
    met = [edge.at for edge in down if edge.start - 4 <= rule.at <= edge.end + 4]
    return any(abs(rule.start - x) <= 4 for x in met) and any(abs(rule.end - x) <= 4 for x in met)


def skew_of(grey: Pixels) -> float:
    """Degrees counter-clockwise that make a page level: the turn that makes its rows of ink sharpest."""
    from PIL import Image as images

    small = images.fromarray(grey).reduce(3)
    ink = images.fromarray((255 - np.asarray(small)).astype(np.uint8))
    best, step = 0.0, 1.0
    for _ in range(4):
        turns = [best + step * k for k in range(-4, 5) if abs(best + step * k) <= _STEEPEST]
        best = max(turns, key=lambda turn: _sharpness(np.asarray(ink.rotate(turn, fillcolor=0))))
        step /= 4
    return best


def _sharpness(ink: Pixels) -> float:
    rows = ink[:, ink.shape[1] // 20 : -(ink.shape[1] // 20)].sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _words(spots: Sequence[Spot]) -> list[Word]:
    """Words in points; all words of a printed line share its baseline and letter size."""
    lines: dict[int, list[Spot]] = {}
    for spot in spots:
        lines.setdefault(spot.line, []).append(spot)
    sizes = {line: _LETTER * median([s.bottom - s.top for s in group]) * _POINTS for line, group in lines.items()}
    usual = median(sizes.values()) if sizes else 10.0
    words: list[Word] = []
    for line, group in lines.items():
        size = usual if abs(sizes[line] - usual) <= 0.18 * usual else sizes[line]
        base = median([spot.bottom for spot in group]) * _POINTS - 0.32 * size
        for spot in group:
            for text, x0, x1 in _parts(spot):
                words.append(
                    Word(
                        text, x0 * _POINTS, base - 0.78 * size, x1 * _POINTS, base + 0.22 * size, size,
                        base=base, middle=base - 0.25 * size, score=spot.score,
                    )
                )  # fmt: skip
    return words


_LETTER = 0.72  # letter size as a share of the height of the box that the engine draws round a line
_BLANK = re.compile(r"\S+")


def _parts(spot: Spot) -> list[tuple[str, float, float]]:
    """Split a spot that holds several words, by the share of its letters."""
    whole = max(1, len(spot.text))
    width = spot.x1 - spot.x0
    return [
        (match.group(), spot.x0 + width * match.start() / whole, spot.x0 + width * match.end() / whole)
        for match in _BLANK.finditer(spot.text)
    ]


def find_rules(grey: Pixels, least: int) -> list[Rule]:
    """Find horizontal rules (in points) at least `least` pixels long; turn the picture to find vertical ones.

    A rule is a thin row of pixels darker than what lies above or below it, so the inside of a coloured cell is none.
    """
    dark = _beside(grey, 7).astype(np.int16) - grey > _CONTRAST
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    sums = np.zeros((thick.shape[0], thick.shape[1] + 1), dtype=np.int32)
    np.cumsum(thick, axis=1, out=sums[:, 1:])
    full = sums[:, least:] - sums[:, :-least] >= 0.95 * least
    rules: list[Rule] = []
    for row in np.nonzero(full.any(axis=1))[0].tolist():
        edges = np.diff(np.concatenate(([0], full[row].astype(np.int8), [0])))
        starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
        rules.extend(
            Rule((row + 0.5) * _POINTS, start * _POINTS, (end - 1 + least) * _POINTS)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        )
    return rules


def _beside(grey: Pixels, reach: int) -> Pixels:
    """The lightest pixel within `reach` rows above or below each pixel."""
    lightest = grey.copy()
    for shift in range(1, reach + 1):
        np.maximum(lightest[shift:], grey[:-shift], out=lightest[shift:])
        np.maximum(lightest[:-shift], grey[shift:], out=lightest[:-shift])
    return lightest


def find_fills(colours: Pixels) -> list[Fill]:
    """Find filled rectangles (in points) by colour; letters and rules on them are looked over."""
    rows, columns = colours.shape[0] // _BLOCK, colours.shape[1] // _BLOCK
    squares = colours[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK, 3)
    # a high quartile in place of the mean: the paint, not the letters on it
    tints = np.percentile(squares, 70, axis=(1, 3)).astype(np.int16)
    paper = np.median(tints.reshape(-1, 3), axis=0)
    painted = (np.abs(tints - paper).max(axis=2) > _TINT) & (tints.max(axis=2) > 60)
    shades = (tints // 32 * 32).astype(np.int32)
    codes = np.where(painted, shades[..., 0] * 65536 + shades[..., 1] * 256 + shades[..., 2] + 1, 0)
    fills: list[Fill] = []
    seen = np.zeros_like(painted)
    for row, column in zip(*(axis.tolist() for axis in np.nonzero(codes)), strict=True):
        if seen[row, column]:
            continue
        top, left, bottom, right, size = _spread(codes, seen, row, column)
        high, wide = bottom - top + 1, right - left + 1
        if high < 3 or wide < 3 or size < 0.6 * high * wide:
            continue
        paint = np.median(tints[top : bottom + 1, left : right + 1].reshape(-1, 3), axis=0)
        red, green, blue = (round(float(part)) for part in paint)
        box = Box(*(edge * _BLOCK * _POINTS for edge in (left, top, right + 1, bottom + 1)))
        fills.append(Fill(box, f"#{red:02x}{green:02x}{blue:02x}"))
    if int(np.ptp(tints, axis=2).max(initial=0)) <= _GREY:  # scanned in grey: what colour was meant, nobody can tell
        return [Fill(fill.box, "#ffffff") for fill in fills]
    return fills


def _spread(codes: NDArray[np.int32], seen: Mask, row: int, column: int) -> tuple[int, int, int, int, int]:
    """Bounds and size of the squares of one colour that touch a square."""
    code = codes[row, column]
    stack = [(row, column)]
    seen[row, column] = True
    top = bottom = row
    left = right = column
    size = 0
    while stack:
        r, c = stack.pop()
        size += 1
        top, bottom, left, right = min(top, r), max(bottom, r), min(left, c), max(right, c)
        for nr, nc in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
            if 0 <= nr < codes.shape[0] and 0 <= nc < codes.shape[1] and not seen[nr, nc] and codes[nr, nc] == code:
                seen[nr, nc] = True
                stack.append((nr, nc))
    return top, left, bottom, right, size
