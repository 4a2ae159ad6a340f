"""Tables from tags, whole over the pages, believed only where the geometry agrees.

Words reach their cell by their mark. The tags of a table are dropped, and its pages read by rules and white space
instead, where words in the table's area have no tag, where the words of two columns stand in one another's way, or
where a row has more cells than the table has columns.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from extractors.document import Box, Cell
from extractors.pdf.boxes import bounds_of, holds_word, shared
from extractors.pdf.cells import all_bold, fill_under, is_watermark, rounded, words_inside
from extractors.pdf.discs import disc_colour
from extractors.pdf.lines import Grid
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.settings import Settings
from extractors.pdf.tags import HEADING_ROLES, CellTag, MarkPlace, PageTags, Path, are_one_text
from extractors.pdf.uncounted import uncounted_in
from extractors.pdf.words import Hyphenation, Line, Measure, lines_of, text_of, usual_leading

_STRAY_WORDS = 0.03  # share of the words in a table's area that may stand outside its tags
_HELD = 0.9  # share of the words in a grid without uprights that must be a table's for the table to reach over it
_STICKS_OUT = 4.0  # points by which the middle of a table may lie outside a grid
_GOES_ON = 0.6  # letter sizes between two words of one text, at most; a bullet stands further before its text
_OVERLAP = 3.0  # points that the words of two neighbouring columns may reach into each other


@dataclass(slots=True)
class _Block:
    """One text of a cell on one page, with the tags of its first and its last words.

    Browsers give each piece of a text that looks otherwise (bold, a link, raised letters) tags of its own.
    """

    start: Path
    end: Path
    words: list[Word]

    def goes_on(self, place: MarkPlace, first: Word, settings: Settings) -> bool:
        """Whether it goes on with words of other tags: on its last line, no further than a space behind its words."""
        if self.end == place.block:
            return True
        last = self.words[-1]
        size = min(last.size, first.size)
        if not are_one_text(self.end, place.block) or abs(first.base - last.base) > (1 - settings.line_overlap) * size:
            return False
        return -_GOES_ON <= (first.x0 - last.x1) / size <= _GOES_ON


@dataclass(slots=True)
class _Piece:
    """What one cell holds on one page."""

    page: PageObjects
    words: list[Word] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    bounds: Box | None = None  # of the words, once they are complete

    @property
    def box(self) -> Box:
        """The area of the words; asked for only when all are there."""
        if self.bounds is None:
            self.bounds = bounds_of(self.words)
        return self.bounds


@dataclass(slots=True)
class TaggedTable:
    """One table as its tags give it, filled page by page."""

    path: Path
    rows: dict[Path, list[CellTag]] = field(default_factory=dict)
    pieces: dict[tuple[Path, int], list[_Piece]] = field(default_factory=dict)
    pages: list[PageObjects] = field(default_factory=list)
    furniture: list[tuple[PageObjects, Line]] = field(default_factory=list)
    left_out: list[tuple[int, Word]] = field(
        default_factory=list
    )  # words in its area that no tag gives a cell, by page
    words: int = 0
    sound: bool = True
    claimed: bool = False  # has words, in cells or not
    stacked: bool = False  # what stands in its first column is printed over what stands in its second
    in_turn: bool = False  # it is read where its tags stand among those of its page
    grids: dict[int, Grid] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WholeTable:
    """A sound table with its cells, ready to be numbered."""

    first_page: int
    box: Box  # of its words on its first page
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    furniture: tuple[Cell, ...]
    words: int
    left_out: tuple[tuple[int, Word], ...] = ()  # words in its area that the tags give to no cell, by page
    turn: Path = ()  # where it stands among the tags, if it is read in their order


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the tagged tables of a document."""

    whole: tuple[WholeTable, ...]
    unsound: frozenset[Path]  # their tags disagree with the page
    frames: frozenset[Path]  # of one cell or one column: a box round a heading or text, no table


class TaggedTables:
    """Collects the tagged tables of a document while its pages go by."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: dict[Path, TaggedTable] = {}

    def add_page(
        self, page: PageObjects, tags: PageTags, grids: Sequence[Grid], furniture: frozenset[Word]
    ) -> set[Word]:
        """Take a page's words into their cells; gives the words that tables claim on this page."""
        claimed: set[Word] = set()
        by_table: dict[Path, list[Word]] = {}
        by_cell: dict[tuple[Path, int], _Piece] = {}
        for path, rows in tags.tables.items():
            table = self._open.setdefault(path, TaggedTable(path))
            table.pages.append(page)
            table.stacked = path in tags.stacks
            table.in_turn = tags.in_turn and path in tags.pairs
            for row, cells in rows.items():
                known = table.rows.setdefault(row, cells)
                if len(known) == len(cells):
                    table.rows[row] = [
                        new if new.known or new.own_mark else old for old, new in zip(known, cells, strict=True)
                    ]
        for mark, run in groupby(page.words, key=attrgetter("mark")):
            place = tags.place(mark)
            if place.table is None or place.table not in tags.tables:
                continue
            words = list(run)
            table = self._open[place.table]
            by_table.setdefault(place.table, []).extend(words)
            claimed.update(words)
            table.claimed = True
            if place.cell < 0:
                table.sound = False  # words of the table that stand in no cell
                continue
            at = place.row, place.cell
            if at not in by_cell:
                by_cell[at] = _Piece(page)
                table.pieces.setdefault(at, []).append(by_cell[at])
            piece = by_cell[at]
            piece.words.extend(words)
            last = piece.blocks[-1] if piece.blocks else None
            if last is not None and last.goes_on(place, words[0], self._settings):
                last.words.extend(words)
                last.end = place.block
            else:
                piece.blocks.append(_Block(place.block, place.block, words))
        for path, words in by_table.items():
            own = () if path in tags.pairs else grids  # a box round labels and values holds more than these
            self._check_area(self._open[path], page, words, own, furniture=furniture, claimed=claimed, tags=tags)
        return claimed

    def _check_area(
        self,
        table: TaggedTable,
        page: PageObjects,
        words: list[Word],
        grids: Sequence[Grid],
        *,
        furniture: frozenset[Word],
        claimed: set[Word],
        tags: PageTags,
    ) -> None:
        own = set(words)
        area = _area(table, page, words, grids, tags)
        inside = words_inside(page.words, area)
        others = {mark for mark, place in tags.marks.items() if place.table not in (None, table.path)}
        strays = [word for word in inside if word not in own and word.mark not in others]
        size = words[0].size
        printed_over = {word for word in strays if word in furniture or is_watermark(word, size)}
        loose = [word for word in strays if word.mark < 0 or word in printed_over]
        unseen = words_inside(page.unseen, area) if page.unseen else []
        lines = lines_of(loose, self._settings)
        left_out = [line for line in lines if line.words[0] not in printed_over and not _repeats(line, table)]
        share = _STRAY_WORDS * len(inside)
        if len(strays) - len(loose) > max(2, share) or (left_out and len(loose) > max(3, share)):
            table.sound = False
        table.left_out.extend((page.number, word) for line in left_out for word in line.words)
        table.furniture.extend((page, line) for line in (*lines, *lines_of(unseen, self._settings)))
        claimed.update(loose)
        table.words += len(own) + len(loose) + len(unseen)

    def finish(self, known: Hyphenation) -> Outcome:
        """Give the sound tables, and those to be read otherwise; no word of the latter is in the former."""
        whole: list[WholeTable] = []
        unsound: list[Path] = []
        frames: list[Path] = []
        for table in self._open.values():
            if not table.claimed:
                continue
            if _is_frame(table):
                frames.append(table.path)
                continue
            built = _build(table, known, self._settings) if table.sound else None
            if built is None:
                unsound.append(table.path)
            else:
                whole.append(built)
        return Outcome(tuple(whole), frozenset(unsound), frozenset(frames))


def _area(table: TaggedTable, page: PageObjects, words: Sequence[Word], grids: Sequence[Grid], tags: PageTags) -> Box:
    """The area of a table on a page: that of its own words, and of the grids in which they stand, between headings."""
    area, own = bounds_of(words), set(words)
    above, below = _between_headings(page, area, tags)
    for grid in grids:
        box = grid.box
        over = box.x0 - _STICKS_OUT <= (area.x0 + area.x1) / 2 <= box.x1 + _STICKS_OUT
        if not over or shared(box, area)[1] <= 0:
            continue
        held = words_inside(page.words, box)
        if grid.route != "lines" and sum(word in own for word in held) < _HELD * len(held):
            continue  # a rule under a heading reaches down to the table
        area = Box(
            min(area.x0, box.x0),
            min(area.top, max(above, box.top)),
            max(area.x1, box.x1),
            max(area.bottom, min(below, box.bottom)),
        )
        table.grids.setdefault(page.number, grid)
    return area


def _is_frame(table: TaggedTable) -> bool:
    return all(sum(cell.column_span for cell in cells) < 2 for cells in table.rows.values())


def _between_headings(page: PageObjects, area: Box, tags: PageTags) -> tuple[float, float]:
    """Where the headings over and under the words of a table end and begin: a rule under one is none of the table's."""
    places = tags.marks.items()
    marks = {mark for mark, place in places if place.role in HEADING_ROLES and place.table is None}
    headings = [word for word in page.words if word.mark in marks]
    return (
        max((word.bottom for word in headings if word.bottom <= area.top), default=-math.inf),
        min((word.top for word in headings if word.top >= area.bottom), default=math.inf),
    )


def _repeats(line: Line, table: TaggedTable) -> bool:
    """Whether a line without tags says again what the table's first rows say (a header row printed on every page)."""
    first_rows = sorted(table.rows)[:3]
    said: set[str] = set()
    for (row, _), pieces in table.pieces.items():
        if row in first_rows:
            said.update(word.text for piece in pieces for word in piece.words)
    return all(word.text in said for word in line.words)


def _set_repeats_aside(table: TaggedTable, settings: Settings) -> None:
    """Take out rows that are printed again on later pages under the same tags (a header row on every page)."""
    by_row: dict[Path, list[list[_Piece]]] = {}
    for (row, _), pieces in table.pieces.items():
        by_row.setdefault(row, []).append(pieces)
    for cells in by_row.values():
        pages = {piece.page.number: piece.page for pieces in cells for piece in pieces}
        if len(pages) < 2:
            continue
        first = min(pages)
        said = [
            [" ".join(w.text for w in piece.words) for piece in pieces if piece.page.number == first]
            for pieces in cells
        ]
        for number in sorted(pages):
            if number == first:
                continue
            again = [[piece for piece in pieces if piece.page.number == number] for pieces in cells]
            if [[" ".join(w.text for w in piece.words) for piece in pieces] for pieces in again] != said:
                continue
            for pieces, repeated in zip(cells, again, strict=True):
                for piece in repeated:
                    pieces.remove(piece)
                    table.furniture.extend((piece.page, line) for line in lines_of(piece.words, settings))


@dataclass(slots=True)
class _Laid:
    """A cell that found its place in the grid."""

    row: int
    column: int
    tag: CellTag
    pieces: list[_Piece]


def _build(table: TaggedTable, known: Hyphenation, settings: Settings) -> WholeTable | None:
    _set_repeats_aside(table, settings)
    laid, rows, columns = _lay_out(table)
    if _stretch_blanks(laid, columns):
        laid, rows, columns = _lay_out(table)
    placed = _place_short_rows(laid, rows, columns)
    if placed is None or columns < 2 or not _columns_stand_apart(placed, stacked=table.stacked):
        return None
    if not _merged_cells_keep_to_their_rows(placed):
        return None
    laid = _with_blanks(placed, rows, columns)
    _take_in(table, laid)
    texts = {id(cell): [_piece_lines(piece, settings) for piece in cell.pieces] for cell in laid}
    leading = usual_leading(lines for cell in laid for piece in texts[id(cell)] for lines in piece)
    rights = _right_edges(laid)
    boxes = _boxes(laid, table)
    marked = any(page.marked for page in table.pages)
    cells: list[Cell] = []
    joined_words = 0
    for cell in laid:
        # each value of a strip under its labels has a width of its own
        right = _right_of(cell) if table.stacked else rights.get(cell.column + cell.tag.column_span)
        measure = Measure(0.0, right, leading)
        text, joined = _text_of(cell, texts[id(cell)], measure, known, settings)
        cells.append(_finished(cell, text, *boxes.get(id(cell), (None, None)), marked=marked))
        joined_words += joined
    cells.sort(key=lambda item: (item.row, item.column))
    loose = tuple(
        Cell(0, 0, line.text, page=page.number, box=page.displayed(Box(line.x0, line.top, line.x1, line.bottom)))
        for page, line in table.furniture
    )
    first_page = min(piece.page.number for pieces in table.pieces.values() for piece in pieces)
    own = (piece for pieces in table.pieces.values() for piece in pieces if piece.page.number == first_page)
    box = bounds_of([word for piece in own for word in piece.words])
    return WholeTable(
        first_page, box, rows, columns, tuple(cells), loose, table.words - joined_words, tuple(table.left_out),
        turn=table.path if table.in_turn else (),
    )  # fmt: skip


def _text_of(
    cell: _Laid, pieces: Sequence[Sequence[list[Line]]], measure: Measure, known: Hyphenation, settings: Settings
) -> tuple[str, int]:
    """The text of a cell, and how many of its words were joined at a line's end; `pieces` are the lines of each block.

    A block that goes on on the next page is one text.
    """
    text, joined_words = "", 0
    last_block: Path | None = None
    for piece, blocks in zip(cell.pieces, pieces, strict=True):
        for block, lines in zip(piece.blocks, blocks, strict=True):
            said, joined = text_of(lines, measure, known, settings)
            between = " " if block.start == last_block else "\n"
            text = f"{text}{between}{said}" if text else said
            joined_words += joined
            last_block = block.end
    return _bullets_on_their_line(text), joined_words


def _finished(cell: _Laid, text: str, page: PageObjects | None, box: Box | None, *, marked: bool) -> Cell:
    """A cell as it is given; `marked` says whether some word of its table is marked."""
    words = [word for piece in cell.pieces for word in piece.words]
    shown = fill = None
    if page and box:
        shown = rounded(page.displayed(box))
        fill = disc_colour(box, page.discs, text) or fill_under(box, page.fills)
    uncounted = uncounted_in(text, words) if marked else ()
    cut = marked and any(word.cut for word in words)
    return Cell(
        cell.row + 1, cell.column + 1, text, cell.tag.row_span, cell.tag.column_span, page.number if page else None,
        shown, fill, all_bold(words), cell.tag.header, uncounted, cut,
    )  # fmt: skip


def _take_in(table: TaggedTable, laid: Sequence[_Laid]) -> None:
    """Put words that the tags leave out, such as the marks of a style sheet, into the cell in whose area they stand."""
    if not table.left_out:
        return
    boxes = _boxes(laid, table)
    left_out = {word for _, word in table.left_out}
    kept: list[tuple[PageObjects, Line]] = []
    for page, line in table.furniture:
        cells = [_cell_around(word, page, laid, boxes) for word in line.words]
        if line.words[0] not in left_out or None in cells:
            kept.append((page, line))
            continue
        for word, cell in zip(line.words, cells, strict=True):
            if cell is not None:
                _put_into(cell, page, word)
                left_out.discard(word)
    table.furniture = kept
    table.left_out = [(number, word) for number, word in table.left_out if word in left_out]


def _cell_around(
    word: Word, page: PageObjects, laid: Sequence[_Laid], boxes: Mapping[int, tuple[PageObjects, Box | None]]
) -> _Laid | None:
    """The one cell in whose area a word stands."""
    placed = ((cell, *boxes[id(cell)]) for cell in laid if id(cell) in boxes)
    around = [cell for cell, on, box in placed if on is page and box is not None and holds_word(box, word)]
    return around[0] if len(around) == 1 else None


def _put_into(cell: _Laid, page: PageObjects, word: Word) -> None:
    """Add a word to what a cell holds on a page, before its text or behind it."""
    piece = next((piece for piece in cell.pieces if piece.page is page), None)
    if piece is None:
        cell.pieces.append(_Piece(page, [word], [_Block((), (), [word])]))
        return
    first = piece.words[0]
    before = word.middle < first.top or (word.middle <= first.bottom and word.x0 < first.x0)
    at, block = (0, piece.blocks[0]) if before else (len(piece.blocks[-1].words), piece.blocks[-1])
    block.words.insert(at, word)
    piece.words.insert(0 if before else len(piece.words), word)
    piece.bounds = None


def _bullets_on_their_line(text: str) -> str:
    """Put a list item's bullet, which tags give a block of its own, on the line of its item."""
    if "\n" not in text:
        return text
    for bullet in "•▪●◦‣➢✓❖■□○":
        text = text.replace(f"{bullet}\n", f"{bullet} ")
    return text


def _lay_out(table: TaggedTable) -> tuple[list[_Laid], int, int]:
    """Place each cell in the grid as HTML does: left to right, past the places that cells from above still cover."""
    order = sorted(table.rows)
    covered: set[tuple[int, int]] = set()
    laid: list[_Laid] = []
    widest = 0
    for row, path in enumerate(order):
        column = 0
        for index, tag in enumerate(table.rows[path]):
            if tag.own_mark:
                continue
            while (row, column) in covered:
                column += 1
            if tag.row_span > len(order) - row:
                tag = replace(tag, row_span=len(order) - row)
            covered.update((row + r, column + c) for r in range(tag.row_span) for c in range(tag.column_span))
            laid.append(_Laid(row, column, tag, table.pieces.get((path, index), [])))
            column += tag.column_span
            if tag.known:
                widest = max(widest, column)
    # a branch without content at a row's end is no cell where no row reaches as far
    return [cell for cell in laid if cell.column < widest], len(order), widest


def _stretch_blanks(laid: Sequence[_Laid], columns: int) -> bool:
    """Let empty cells, whose spans are not known, reach as far down as the others of their row that reach down, where
    the row below lacks just as many: the corner of a heading in two rows. Gives whether there are any."""
    covered = _covered(laid)
    found = False
    for row, group in groupby(laid, key=attrgetter("row")):
        cells = list(group)
        spans = {cell.tag.row_span for cell in cells} - {1}
        blanks = [cell.tag for cell in cells if not cell.tag.known]
        if len(spans) == 1 and 0 < len(blanks) == columns - covered.get(row + 1, columns):
            found = True
            for tag in blanks:
                tag.row_span = max(spans)
    return found


def _covered(laid: Sequence[_Laid]) -> dict[int, int]:
    """How many places of each row its cells and those that reach down into it cover."""
    covered: dict[int, int] = {}
    for cell in laid:
        for row in range(cell.row, cell.row + cell.tag.row_span):
            covered[row] = covered.get(row, 0) + cell.tag.column_span
    return covered


def _place_short_rows(laid: list[_Laid], rows: int, columns: int) -> list[_Laid] | None:
    """Move the cells of rows that have too few (some programs tag no empty cells) under the columns where they stand.

    None where a cell finds no column of its own.
    """
    covered = _covered(laid)
    full = {row for row, count in covered.items() if count == columns}
    if all(cell.row in full for cell in laid):
        return laid
    starts: dict[int, list[float]] = {}
    for cell in (cell for cell in laid if cell.row in full):
        if cell.tag.column_span == 1 and cell.pieces:
            starts.setdefault(cell.column, []).append(min(piece.box.x0 for piece in cell.pieces))
    placed: list[_Laid] = []
    by_row: list[list[_Laid]] = [[] for _ in range(rows)]
    for cell in laid:
        by_row[cell.row].append(cell)
    for row, cells in enumerate(by_row):
        if row in full:
            placed.extend(cells)
            continue
        taken = {
            column
            for cell in laid
            if cell.row < row < cell.row + cell.tag.row_span
            for column in range(cell.column, cell.column + cell.tag.column_span)
        }
        least = 0
        for cell in cells:
            if not cell.pieces:
                continue  # an empty cell says nothing, and its place is filled later
            middle = bounds_of([word for piece in cell.pieces for word in piece.words])
            reach = (middle.x0 + middle.x1) / 2 if cell.tag.column_span == 1 else middle.x0 + 1
            column = max((c for c in starts if min(starts[c]) - 3 <= reach), default=0)
            end = column + cell.tag.column_span
            if not {*range(column, end)} <= {*range(least, columns)} - taken:
                return None
            least = end
            placed.append(_Laid(row, column, cell.tag, cell.pieces))
    return placed


def _with_blanks(laid: list[_Laid], rows: int, columns: int) -> list[_Laid]:
    """Fill the places that no cell covers with empty cells."""
    covered = {
        (row, column)
        for cell in laid
        for row in range(cell.row, cell.row + cell.tag.row_span)
        for column in range(cell.column, cell.column + cell.tag.column_span)
    }
    blanks = [
        _Laid(row, column, CellTag(), [])
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in covered
    ]
    return sorted([*laid, *blanks], key=lambda cell: (cell.row, cell.column))


def _columns_stand_apart(laid: Sequence[_Laid], *, stacked: bool) -> bool:
    """Whether the words of each column stand to the right of those of the column before it, page by page, or are
    `stacked` under them."""
    if stacked:
        return True
    extents: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for cell in laid:
        if cell.tag.column_span == 1:
            for piece in cell.pieces:
                box = piece.box
                extents.setdefault((piece.page.number, cell.column), []).append((box.x0, box.x1))
    wrong = total = 0
    for (page, column), spans in extents.items():
        after = extents.get((page, column + 1))
        if after is None:
            continue
        starts = sorted(x0 for x0, _ in after)
        edge = starts[len(starts) // 10] + _OVERLAP
        total += len(spans)
        wrong += sum(1 for _, x1 in spans if x1 > edge)
    return wrong <= 0.04 * total


def _merged_cells_keep_to_their_rows(laid: Sequence[_Laid]) -> bool:
    """Whether no merged cell has words below the first words of the rows under it: some programs tag turned text of
    several cells as one."""
    merged = [cell for cell in laid if cell.tag.row_span > 1]
    if not merged:
        return True
    tops: dict[int, list[tuple[int, float]]] = {}
    for cell in laid:
        for piece in cell.pieces:
            tops.setdefault(piece.page.number, []).append((cell.row, min(word.top for word in piece.words)))
    for cell in merged:
        end = cell.row + cell.tag.row_span
        for piece in cell.pieces:
            bottom = max(word.bottom for word in piece.words)
            size = max(word.size for word in piece.words)
            if any(row >= end and top < bottom - size for row, top in tops[piece.page.number]):
                return False
    return True


def _piece_lines(piece: _Piece, settings: Settings) -> list[list[Line]]:
    return [lines_of(block.words, settings) for block in piece.blocks]


def _right_edges(laid: Sequence[_Laid]) -> dict[int, float]:
    """For each column edge, how far to the right the words that end at it run."""
    rights: dict[int, float] = {}
    for cell in laid:
        edge = cell.column + cell.tag.column_span
        if (right := _right_of(cell)) is not None:
            rights[edge] = max(rights.get(edge, 0.0), right)
    return rights


def _right_of(cell: _Laid) -> float | None:
    return max((piece.box.x1 for piece in cell.pieces), default=None)


def _boxes(laid: Sequence[_Laid], table: TaggedTable) -> dict[int, tuple[PageObjects, Box | None]]:
    """Give cells their page and box: from the rules around their words, else from their row and column."""
    found: dict[int, tuple[PageObjects, Box | None]] = {}
    columns: dict[tuple[int, int], tuple[float, float]] = {}
    rows: dict[int, tuple[PageObjects, float, float]] = {}
    worded = _worded_columns(laid)
    for cell in laid:
        if not cell.pieces:
            continue
        piece = cell.pieces[0]
        box = _ruled_box(piece, table.grids.get(piece.page.number))
        box = piece.box if box is None else _clear_of_neighbours(box, cell, worded)
        found[id(cell)] = (piece.page, box)
        if cell.tag.column_span == 1:
            key = (piece.page.number, cell.column)
            x0, x1 = columns.get(key, (box.x0, box.x1))
            columns[key] = (min(x0, box.x0), max(x1, box.x1))
        if cell.tag.row_span == 1:
            page, top, bottom = rows.get(cell.row, (piece.page, box.top, box.bottom))
            if page is piece.page:
                rows[cell.row] = (page, min(top, box.top), max(bottom, box.bottom))
    last = max((cell.column for cell in laid), default=0)
    elsewhere = {
        (page.width, column): columns[page.number, column]
        for page in table.pages
        for column in range(last + 1)
        if (page.number, column) in columns
    }
    for cell in laid:
        if id(cell) not in found and cell.row in rows:
            page, top, bottom = rows[cell.row]
            sides = (
                columns.get((page.number, cell.column))
                or _sides(table.grids.get(page.number), cell.column, last)
                or elsewhere.get((page.width, cell.column))
            )
            found[id(cell)] = page, Box(sides[0], top, sides[1], bottom) if sides else None
    return found


def _worded_columns(laid: Sequence[_Laid]) -> dict[tuple[int, int], tuple[float, float]]:
    """How far the words of each column reach on each page."""
    reach: dict[tuple[int, int], tuple[float, float]] = {}
    for cell in laid:
        if cell.tag.column_span == 1:
            for piece in cell.pieces:
                key, box = (piece.page.number, cell.column), piece.box
                x0, x1 = reach.get(key, (box.x0, box.x1))
                reach[key] = (min(x0, box.x0), max(x1, box.x1))
    return reach


def _clear_of_neighbours(box: Box, cell: _Laid, worded: Mapping[tuple[int, int], tuple[float, float]]) -> Box:
    """A cell's box by the rules, up to the words of the columns beside it: not every edge of a column is ruled."""
    own, page = cell.pieces[0].box, cell.pieces[0].page.number
    before, after = worded.get((page, cell.column - 1)), worded.get((page, cell.column + cell.tag.column_span))
    x0, x1 = box.x0, box.x1
    if before is not None and x0 < before[1] <= own.x0:
        x0 = before[1]
    if after is not None and own.x1 <= after[0] < x1:
        x1 = after[0]
    return box._replace(x0=x0, x1=x1)


def _sides(grid: Grid | None, column: int, last: int) -> tuple[float, float] | None:
    """The edges of a column in the rules of a page; None where they draw other columns than the tags have."""
    if grid is None or len(grid.xs) != last + 2:
        return None
    return grid.xs[column], grid.xs[column + 1]


def _ruled_box(piece: _Piece, grid: Grid | None) -> Box | None:
    if grid is None:
        return None
    xs, ys = grid.xs, grid.ys
    box = piece.box
    left, right = bisect_right(xs, box.x0 + 3) - 1, bisect_left(xs, box.x1 - 3)
    top, bottom = bisect_right(ys, box.top + 4) - 1, bisect_left(ys, box.bottom - 4)
    if not (0 <= left < right < len(xs) and 0 <= top < bottom < len(ys)):
        return None
    return Box(xs[left], ys[top], xs[right], ys[bottom])
