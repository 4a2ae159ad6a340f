"""What stands outside tables: headings, paragraphs and list items in reading order.

A heading is a short line that stands alone in larger or bold letters; its level comes from the tags, else from how its
size ranks among the sizes of headings in the document, else it is None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.document import Box, Heading, Paragraph, Uncounted
from extractors.pdf.boxes import bounds_of, shared
from extractors.pdf.cells import all_bold, fill_under, find_watermarks
from extractors.pdf.discs import disc_colour
from extractors.pdf.hanging_numbers import with_hanging_numbers
from extractors.pdf.margin_notes import texts_with_notes
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.runs import runs_of
from extractors.pdf.settings import Settings
from extractors.pdf.tags import NOWHERE, MarkPlace, Path, are_one_text, whole_texts
from extractors.pdf.text_columns import Stretch, alike, find_columns, goes_on
from extractors.pdf.uncounted import uncounted_in
from extractors.pdf.words import (
    Hyphenation,
    Line,
    Measure,
    is_author_break,
    lines_of,
    split_line,
    text_of,
    usual_leading,
)

_LONGEST_HEADING = 200  # letters
_COLUMN = 36.0  # points: lines that start this near to each other stand in one column
_LABEL = re.compile(r"[A-Z][a-z]+ (?:\d+(?:\.\d+)*|[A-Z])\s?[:.\u2013\u2014-] ")
_LABELLED = re.compile(r"[A-Z][A-Za-z\u2019' ]{1,30}: ")
_ITEMS = ("•", "▪", "●", "◦", "➢", "✓")
_ENDS = (".", ";", ",")  # of sentences and items
_ALIGNED = 3.0  # points: a value under its label begins so near to where that begins
_UNDER = 2.2  # letter sizes from the top of a label to that of its value
_LARGER = 1.1  # times the size of running text
_LEAST_TEXTS = 3  # on each side of a column's edge
_ABREAST = 20.0  # points of height that two paragraphs in columns share at least
_DISC_BEFORE = 1.5  # letter sizes before a line in which the middle of its disc may stand
_APART = 2.0  # letter sizes between two texts on a line
_LEVELS = {"Title": 1, **{f"H{level}": level for level in range(1, 10)}}  # of headings, by the role of their tag


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph or heading on a page; `size` and `bold` tell later whether it is a heading."""

    text: str
    page: int
    top: float
    x0: float
    bottom: float
    x1: float
    size: float
    bold: bool
    lines: int
    level: int | None = None  # from tags
    tagged: bool = False
    furniture: bool = False
    uncounted: tuple[Uncounted, ...] = ()
    fill: str | None = None  # of a line
    turn: Path = ()  # where it stands among the tags of its page

    @property
    def box(self) -> Box:
        """The area of its lines."""
        return Box(self.x0, self.top, self.x1, self.bottom)


def read_pieces(
    page: PageObjects,
    taken: set[Word],
    furniture: frozenset[Word],
    marks: Mapping[int, MarkPlace],
    *,
    known: Hyphenation,
    settings: Settings,
    in_turn: bool = False,
) -> list[Piece]:
    """Give what a page says outside its tables, in reading order; `taken` are the words in tables. `in_turn` says
    that its tags tell the order."""
    rest = [word for word in page.words if word not in taken]
    if not rest:
        return []
    aside = furniture.union(find_watermarks(page, rest, 9.0))
    loose = [word for word in rest if word in aside] if aside else []
    running = [word for word in rest if word not in aside] if loose else rest
    outside = [_furniture_piece(line, page) for line in lines_of(loose, settings)]
    if in_turn or _in_tagged_columns(running, marks):
        lines = [part for line in _in_order(running, settings) for part in _parts_by_tags(line, marks, settings)]
        groups = _grouped(lines, usual_leading([lines]), whole_texts(marks), settings)
        return _in_turn([*outside, *(_piece(group, page, marks, known, settings) for group in groups)])
    tagged = any(place.role for place in marks.values())  # tags say where a paragraph goes on
    stretches = [Stretch(tuple(running))] if tagged else find_columns(running, settings)
    if len(stretches) == 1:
        lines = with_hanging_numbers(_in_order(running, settings))
        groups = _grouped(lines, usual_leading([lines]), marks, settings)
        return _sorted(outside + [_piece(group, page, marks, known, settings) for group in groups])
    ordered = [_lines_of_stretch(stretch, settings) for stretch in stretches]
    leading = usual_leading(ordered)
    parts = [_grouped(lines, leading, marks, settings) for lines in ordered]
    for (before, part), stretch in zip(pairwise(parts), stretches[1:], strict=True):
        if stretch.later and goes_on(before[-1][-1], part[0][0]):
            before[-1] += part.pop(0)
    sorted_parts = [_sorted([_piece(group, page, marks, known, settings) for group in part]) for part in parts]
    pieces = [piece for part in sorted_parts for piece in part]
    top = min(piece.top for piece in pieces)
    return [*(p for p in outside if p.top < top), *pieces, *(p for p in outside if p.top >= top)]


def _in_tagged_columns(words: Sequence[Word], marks: Mapping[int, MarkPlace]) -> bool:
    """Whether the tags go on at the right and higher up, as from the foot of a column to the head of the next, and
    several texts stand on both sides."""
    held: dict[Path, list[Word]] = {}
    for word in words:
        if place := marks.get(word.mark):
            held.setdefault(place.block, []).append(word)
    boxes = [bounds_of(held[path]) for path in sorted(held)]
    for at, (before, after) in enumerate(pairwise(boxes), 1):
        if after.x0 > before.x1 and after.top < before.top:
            left = sum(box.x1 < after.x0 for box in boxes[:at] if box.bottom > after.top)
            right = sum(box.x0 > before.x1 for box in boxes[at:] if box.top < before.bottom)
            if min(left, right) >= _LEAST_TEXTS:
                return True
    return False


def _lines_of_stretch(stretch: Stretch, settings: Settings) -> list[Line]:
    """The lines of a stretch; in a column of text they go from top to bottom, whatever the page's own order."""
    if not stretch.column:
        return with_hanging_numbers(_in_order(stretch.words, settings))
    lines = lines_of(stretch.words, settings)
    return with_hanging_numbers([part for line in lines for part in split_line(line, 4 * line.size)])


def _grouped(
    lines: Sequence[Line], leading: dict[int, float], marks: Mapping[int, MarkPlace], settings: Settings
) -> list[list[Line]]:
    """The lines of each paragraph or heading."""
    rights = _right_edges(lines)

    def goes_on(group: list[Line], line: Line) -> bool:
        measure = Measure(0.0, rights[round(line.x0 / _COLUMN)], leading)
        return not _parts(group[-1], line, measure, marks, settings)

    return runs_of(lines, goes_on)


def _piece(
    group: Sequence[Line],
    page: PageObjects,
    marks: Mapping[int, MarkPlace],
    known: Hyphenation,
    settings: Settings,
) -> Piece:
    said, _ = text_of(group, Measure(0.0, None, {}), known, settings)
    text = said.replace("\n", " ")
    words = [word for line in group for word in line.words]
    place = marks.get(words[0].mark, NOWHERE)
    return Piece(
        text, page.number, group[0].top, min(line.x0 for line in group), group[-1].bottom,
        max(line.x1 for line in group), median([word.size for word in words]), all_bold(words), len(group),
        _LEVELS.get(place.role), bool(place.role), uncounted=uncounted_in(text, words),
        fill=_fill_behind(group[0], page) if len(group) == 1 else None, turn=place.block,
    )  # fmt: skip


def _fill_behind(line: Line, page: PageObjects) -> str | None:
    """The colour of what a line stands on, a rectangle or a patch with round corners, or of the disc before it."""
    box = Box(line.x0, line.top, line.x1, line.bottom)
    before = Box(line.x0 - _DISC_BEFORE * line.size, line.top, line.x0, line.bottom)
    return (
        disc_colour(box, page.discs, line.text)
        or fill_under(box, page.fills)
        or disc_colour(before, page.discs, line.text)
    )


def _furniture_piece(line: Line, page: PageObjects) -> Piece:
    return Piece(line.text, page.number, line.top, line.x0, line.bottom, line.x1, line.size, False, 1, furniture=True)


def _in_order(words: Sequence[Word], settings: Settings) -> list[Line]:
    """Lines in the order of the page's own text: one ends where the baseline changes or the text steps back."""

    def goes_on(run: list[Word], word: Word) -> bool:
        last = run[-1]
        return abs(last.base - word.base) <= 0.5 * min(last.size, word.size) and word.x0 >= last.x0

    return [
        part
        for run in runs_of(words, goes_on)
        for line in lines_of(run, settings)
        for part in split_line(line, 4 * line.size)
    ]


def _parts(above: Line, below: Line, measure: Measure, marks: Mapping[int, MarkPlace], settings: Settings) -> bool:
    """Whether a new paragraph starts with the line `below`."""
    places = (marks.get(word.mark, NOWHERE) for word in (above.words[-1], below.words[0]))
    blocks = [place.block for place in places if place.role]
    if len(blocks) == 2:
        return blocks[0] != blocks[1]
    if not 0 < below.base - above.base <= 2.2 * below.size or max(above.x0, below.x0) > min(above.x1, below.x1):
        return True
    bold = all_bold(below.words)
    if not alike(above, below) or (bold and _LABEL.match(below.text)):
        return True  # other letters, or a heading with its number right under another in the same letters
    if all(_LABELLED.match(line.text) for line in (above, below)):
        return True  # "Lead: …" right over "By when: …"
    return is_author_break(above, below, measure, settings)


def _parts_by_tags(line: Line, marks: Mapping[int, MarkPlace], settings: Settings) -> list[Line]:
    """The texts of a line that the tags part, where they do not look like one: a number beside a heading."""

    def goes_on(run: list[Word], word: Word) -> bool:
        last = run[-1]
        if are_one_text(marks.get(last.mark, NOWHERE).block, marks.get(word.mark, NOWHERE).block):
            return True
        return last.size == word.size and word.x0 - last.x1 <= _APART * word.size

    return [part for run in runs_of(line.words, goes_on) for part in lines_of(run, settings)]


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """How far to the right lines run, for each place where lines start (pages may be set in columns)."""
    rights: dict[int, float] = {}
    for line in lines:
        place = round(line.x0 / _COLUMN)
        for near in (place - 1, place, place + 1):
            rights[near] = max(rights.get(near, 0.0), line.x1)
    return rights


def _sorted(pieces: list[Piece]) -> list[Piece]:
    """From top to bottom, unless the page is set in columns, which the page's own order follows better."""
    long = [piece for piece in pieces if piece.lines >= 3]
    for index, one in enumerate(long):
        for other in long[index + 1 :]:
            wide, high = shared(one.box, other.box)
            if high > _ABREAST and wide < 0:
                return pieces
    labels = _labels_of(pieces)
    loose = [at for at, piece in enumerate(pieces) if not piece.furniture]
    notes = texts_with_notes([pieces[at].box for at in loose], [pieces[at].size for at in loose])
    behind = {loose[note]: loose[text] for note, text in notes.items()} | labels
    over = [pieces[behind.get(at, at)] for at in range(len(pieces))]
    order = sorted(range(len(pieces)), key=lambda at: (over[at].top, over[at].x0, at in behind, pieces[at].top))
    return [pieces[at] for at in order]


def _in_turn(pieces: Sequence[Piece]) -> list[Piece]:
    """In the order of the tags; what has none stands before the first that begins below it."""
    found = sorted((piece for piece in pieces if piece.turn), key=lambda piece: piece.turn)
    for piece in (piece for piece in pieces if not piece.turn):
        below = (at for at, other in enumerate(found) if other.top > piece.top)
        found.insert(next(below, len(found)), piece)
    return found


def _labels_of(pieces: Sequence[Piece]) -> dict[int, int]:
    """For each piece right under a bold one that shares its line with others: that bold piece, its label.

    Cards without a grid print labels side by side, each over its value; a value is read right after its label.
    """
    loose = {at for at, piece in enumerate(pieces) if not piece.furniture}
    bold = [at for at in sorted(loose) if pieces[at].bold]
    tops = Counter(round(pieces[at].top) for at in bold)
    labels = [at for at in bold if sum(tops[round(pieces[at].top) + off] for off in (-1, 0, 1)) > 1]
    found: dict[int, int] = {}
    for at in sorted(loose.difference(bold)):
        piece = pieces[at]
        for label in labels:
            above = pieces[label]
            if abs(above.x0 - piece.x0) <= _ALIGNED and 0 <= piece.top - above.top <= _UNDER * above.size:
                found[at] = label
    return found


def name_pieces(pieces: Sequence[Piece], body: float) -> list[Heading | Paragraph]:
    """Tell headings from paragraphs; `body` is the letter size of running text in points."""
    sizes = sorted({round(2 * piece.size) / 2 for piece in pieces if _is_large(piece, body)}, reverse=True)
    return [_name(piece, sizes, body) for piece in pieces]


def _is_large(piece: Piece, body: float) -> bool:
    return _may_head(piece) and piece.size > _LARGER * body


def _may_head(piece: Piece) -> bool:
    """Whether a piece is as short as a heading, holds letters and is neither an item nor a sentence."""
    if piece.furniture or piece.lines > 3 or len(piece.text) > _LONGEST_HEADING:
        return False
    if piece.text.startswith(_ITEMS) or piece.text.endswith(_ENDS):
        return False
    return any(map(str.isalpha, piece.text))


def _name(piece: Piece, sizes: Sequence[float], body: float) -> Heading | Paragraph:
    if piece.level is not None:
        return Heading(piece.text, piece.level, piece.page, piece.uncounted, piece.fill)
    if _is_large(piece, body):
        level = min(6, 1 + sizes.index(round(2 * piece.size) / 2))
        return Heading(piece.text, level, piece.page, piece.uncounted, piece.fill)
    if piece.bold and _may_head(piece) and piece.lines <= 2:
        return Heading(piece.text, None, piece.page, piece.uncounted, piece.fill)
    return Paragraph(piece.text, piece.page, piece.bold, piece.furniture, piece.uncounted, piece.fill)
