"""Blocks straight into a `Document`, as the extractors give the same blocks saved by a producer.

Makers: `word`, `web`, `sheet` and `text` (a conversion, tabs between cells) have no pages; `tagged` is a PDF whose tags
tell its tables whole, over all their pages, `tagged_apart` one that tells a table for each page; `ruled` a PDF with
rules, of which each page is a table of its own; `bare` one without rules, where nobody can see which cells are merged
down. Lines are wrapped by a width for each letter, near enough for boxes and for where a page ends; a break of the
author's is lost in a PDF where the next word would not have fitted on the line anyway.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import Block, Box, Cell, Document, Heading, Paragraph, Table, count_words
from scripts.make_samples import blocks as printed
from scripts.make_samples.blocks import place

MAKERS = ("word", "web", "sheet", "tagged", "tagged_apart", "ruled", "bare", "text")
MEDIA = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "web": "text/html",
    "sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text": "text/plain",
}
_ROUTES = {
    "word": "word", "web": "html", "sheet": "sheet", "text": "text", "tagged": "tags", "tagged_apart": "tags",
    "ruled": "lines", "bare": "white_space",
}  # fmt: skip
_CONFIDENCE = {"text": 0.8, "white_space": 0.7}
_SIZE = 9.0  # points
_LEADING = 11.0  # points
_LETTER = 4.35  # points: the usual width of a letter of that size
_BOLD = 1.07  # how much wider a bold letter is
_PADDING = 7.0  # points above and below the text of a cell, together


@dataclass(frozen=True, slots=True)
class PageLook:
    """How pages are set: their shape, whether headings come again, and whether a row may be cut by a page's end."""

    landscape: bool = True
    repeat_header: bool = True
    cut_rows: bool = False
    footer: str | None = None
    margin: float = 45.0  # points

    @property
    def width(self) -> float:
        """Points."""
        return 842.0 if self.landscape else 595.0

    @property
    def height(self) -> float:
        """Points."""
        return 595.0 if self.landscape else 842.0


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows and columns of one table of a document are, as the frame that printed it tells; empty of others.

    A row that a page's end cut is `action` (or what else it is) above and `rest` below; headings again are `header`.
    """

    labels: tuple[str, ...] = ()  # one for each row
    roles: tuple[str, ...] = ()  # one for each column


def render(
    blocks: Sequence[printed.Block], maker: str, *, title: str | None = None, look: PageLook = PageLook()
) -> Document:
    """Give the document of blocks as a maker would have it; raises KeyError for a maker that is not one of `MAKERS`."""
    return render_told(blocks, maker, title=title, look=look)[0]


def render_told(
    blocks: Sequence[printed.Block], maker: str, *, title: str | None = None, look: PageLook = PageLook()
) -> tuple[Document, tuple[Told, ...]]:
    """Give the document, and for each of its tables what its rows and columns are. Raises as `render`."""
    route = _ROUTES[maker]
    if maker in MEDIA:
        tables = [block for block in blocks if isinstance(block, printed.Table)]
        told = tuple(Told(one.labels, one.roles) for one in tables if maker != "text" or len(one.widths) > 1)
        return Document(MEDIA[maker], tuple(_number(_flowing(blocks, maker, route))), title=title), told
    pages = _Pages(maker, route, look)
    for block in blocks:
        pages.add(block)
    document = Document("application/pdf", tuple(_number(pages.finish())), pages=pages.page, title=title)
    return document, tuple(pages.told)


def _number(blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Block]:
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            number += 1
            block = replace(block, number=number)
        yield block


def _flowing(blocks: Sequence[printed.Block], maker: str, route: str) -> Iterator[Block]:
    for block in blocks:
        match block:
            case printed.Heading():
                yield Heading(block.text, None if maker == "sheet" else block.level)
            case printed.Paragraph():
                for line in block.text.split("\n"):
                    if line.strip():
                        yield Heading(line) if block.bold else Paragraph(line)  # a heading by its look
            case printed.Table() if maker == "text" and len(block.widths) == 1:  # no tab tells that they are cells
                for cell in (cell for row in block.rows for cell in row if cell.text):
                    yield Heading(cell.text) if cell.bold else Paragraph(" ".join(cell.text.split("\n")))
            case printed.Table() if maker == "text":
                yield _table(list(_text_cells(block)), len(block.rows), len(block.widths), route)
            case printed.Table():
                cells = [
                    Cell(
                        at.row + 1, at.column + 1, at.cell.text, at.cell.row_span, at.cell.column_span,
                        fill=at.cell.fill, bold=_is_bold(at.cell, maker),
                        header=_marked(block, at, maker),
                    )
                    for at in place(block)
                ]  # fmt: skip
                yield _table(cells, len(block.rows), len(block.widths), route)
            case printed.PageBreak():
                pass


def _text_cells(table: printed.Table) -> Iterator[Cell]:
    """The cells of a table in a text file: a cell for each tab, merged ones with their words in the first place."""
    printed_at = {(at.row, at.column): at.cell for at in place(table)}
    for row in range(len(table.rows)):
        for column in range(len(table.widths)):
            cell = printed_at.get((row, column), printed.Cell(""))
            text = cell.text if is_list(cell.text) else " ".join(cell.text.split("\n"))
            yield Cell(row + 1, column + 1, text, bold=cell.bold and bool(text))


def is_list(text: str) -> bool:
    """Whether every line of a text is an item, so that a conversion keeps it as a list."""
    return bool(text) and all(line.startswith("• ") for line in text.split("\n"))


def _is_bold(cell: printed.Cell, maker: str) -> bool:
    """Whether all words of a cell are bold; a web page sets those of a TH so."""
    return bool(cell.text) and (cell.bold or (maker in ("web", "tagged_apart") and cell.header))


def _marked(table: printed.Table, at: printed.Placed, maker: str) -> bool:
    """Whether the file marks a cell as a heading: a row that repeats in Word and in the tags it gives, a TH."""
    match maker:
        case "word":
            return at.row < table.header_rows
        case "tagged":
            return at.row < table.header_rows and bool(at.cell.text)
        case "web" | "tagged_apart":
            return at.cell.header
        case _:
            return False


def _table(
    cells: list[Cell], rows: int, columns: int, route: str, *, page: int | None = None, cut: bool | None = None
) -> Table:
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(
        0, rows, columns, tuple(cells), count_words(cell.text for cell in cells), route, page, cut_above=cut,
        confidence=_CONFIDENCE.get(route, 1.0), exact_spans=route not in ("white_space", "text", "sheet"),
        exact_rows=route not in ("white_space", "text"),
    )  # fmt: skip


@dataclass(slots=True)
class _Open:
    """A cell on its way down the pages."""

    placed: printed.Placed
    lines: list[str]  # what is still to be printed
    letters: int = 80  # that fit on a line


@dataclass(slots=True)
class _Pages:
    """Pages while they are filled."""

    maker: str
    route: str
    look: PageLook
    page: int = 1
    at: float = 0.0  # points from the top of the page
    out: list[Block] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)  # of each table in `out`

    def __post_init__(self) -> None:
        self.at = self.look.margin

    @property
    def bottom(self) -> float:
        """Where the page ends, in points."""
        return self.look.height - self.look.margin

    def finish(self) -> list[Block]:
        """Give the blocks of all pages."""
        self._foot()
        return self.out

    def add(self, block: printed.Block) -> None:
        """Print a block."""
        match block:
            case printed.Heading():
                self._need(60)
                self.out.append(Heading(block.text, block.level, self.page))
                self.at += 24
            case printed.Paragraph():
                for line in block.text.split("\n"):
                    if line.strip():
                        self._line(line, block.bold)
            case printed.PageBreak():
                self._turn()
            case printed.Table() if len(block.widths) == 1:  # boxes one below the other are lines to a reader of pages
                for row in block.rows:
                    self._line(row[0].text, row[0].bold)
            case printed.Table():
                if self.maker == "tagged":
                    self._whole(block)
                else:
                    self._parted(block)
                self.at += 12

    def _line(self, text: str, bold: bool) -> None:
        if not text.strip():
            return
        inside = self.look.width - 2 * self.look.margin
        height = _LEADING * math.ceil(len(text) * _LETTER / inside) + 5
        self._need(height)
        self.out.append(Heading(text, page=self.page) if bold else Paragraph(text, self.page))
        self.at += height

    def _need(self, height: float) -> None:
        if self.at + height > self.bottom:
            self._turn()

    def _turn(self) -> None:
        self._foot()
        self.page += 1
        self.at = self.look.margin

    def _foot(self) -> None:
        if self.look.footer:
            self.out.append(Paragraph(f"{self.look.footer} Page {self.page}", self.page, furniture=True))

    def _edges(self, table: printed.Table) -> list[float]:
        unit = (self.look.width - 2 * self.look.margin) / sum(table.widths)
        edges = [self.look.margin]
        for width in table.widths:
            edges.append(edges[-1] + width * unit)
        return edges

    def _heights(self, table: printed.Table, cells: Sequence[_Open]) -> list[float]:
        """The height of each row, in points; a merged cell lengthens the last row that it reaches."""
        heights = [_LEADING + _PADDING] * len(table.rows)
        for one in sorted(cells, key=lambda cell: cell.placed.cell.row_span):
            first, span = one.placed.row, one.placed.cell.row_span
            short = len(one.lines) * _LEADING + _PADDING - sum(heights[first : first + span])
            if short > 0:
                heights[first + span - 1] += short
        return heights

    def _open(self, table: printed.Table, edges: list[float]) -> list[_Open]:
        cells = []
        for at in place(table):
            room = edges[at.column + at.cell.column_span] - edges[at.column] - 8
            letters = max(4, int(room / (_LETTER * (_BOLD if at.cell.bold else 1.0))))
            cells.append(_Open(at, list(_wrap(at.cell.text, letters)), letters))
        return cells

    def _whole(self, table: printed.Table) -> None:
        """A table that the tags tell whole: cells carry the page and the box where they begin."""
        edges = self._edges(table)
        cells = self._open(table, edges)
        heights = self._heights(table, cells)
        first_page = self.page
        tops: list[tuple[int, float]] = []
        for row, height in enumerate(heights):
            if self.at + min(height, 60) > self.bottom or (not self.look.cut_rows and self.at + height > self.bottom):
                self._turn()
                if self.look.repeat_header and row >= table.header_rows:
                    self.at += sum(heights[: table.header_rows])
            tops.append((self.page, self.at))
            self.at += height
            if self.at > self.bottom:
                over = self.at - self.bottom
                self._turn()
                self.at += over
        if tops and tops[0][0] != first_page:
            first_page = tops[0][0]
        made = []
        for one in cells:
            at = one.placed
            page, top = tops[at.row]
            down = sum(heights[at.row : at.row + at.cell.row_span])
            box = Box(edges[at.column], top, edges[at.column + at.cell.column_span], min(top + down, self.bottom))
            text = _unwrap(one.lines, one.letters)
            made.append(self._cell(table, at, box, row=at.row + 1, span=at.cell.row_span, text=text, page=page))
        self.out.append(_table(made, len(table.rows), len(table.widths), self.route, page=first_page))
        self.told.append(Told(table.labels, table.roles))

    def _cell(
        self, table: printed.Table, at: printed.Placed, box: Box, *, row: int, span: int, text: str, page: int
    ) -> Cell:
        fill = None if self.maker == "bare" and (at.cell.header or at.cell.bold) else at.cell.fill
        bold = _is_bold(at.cell, self.maker) and bool(text)
        return Cell(
            row, at.column + 1, text, span, at.cell.column_span, page, box, fill, bold,
            _marked(table, at, self.maker),
        )  # fmt: skip

    def _parted(self, table: printed.Table) -> None:
        """A table drawn on the pages: each page holds a table of its own."""
        edges = self._edges(table)
        cells = self._open(table, edges)
        heights = self._heights(table, cells)
        part = _Part(self, table, edges)
        row = 0
        self._need(heights[0] + (heights[1] if len(heights) > 1 else 0))
        while row < len(heights):
            room = self.bottom - self.at
            if heights[row] <= room:
                part.take(cells, row, heights[row])
                row += 1
                continue
            cut = self.look.cut_rows and room > 3 * _LEADING + _PADDING and part.filled
            tall = heights[row] > self.bottom - self.look.margin - 60 and room > 60
            if cut or tall:
                part.take(cells, row, room, lines=int((room - _PADDING) / _LEADING))
                heights[row] -= int((room - _PADDING) / _LEADING) * _LEADING
                part.close()
                part.turn(cells, row, cut=True)
            else:
                part.close()
                part.turn(cells, row, cut=None)
        part.close()


class _Part:
    """The part of a drawn table that stands on one page, while it is filled."""

    def __init__(self, pages: _Pages, table: printed.Table, edges: list[float]) -> None:
        self.pages, self.table, self.edges = pages, table, edges
        self.cells: list[Cell] = []
        self.rows = 0
        self.cut: bool | None = None
        self._open: dict[tuple[int, int], int] = {}  # where a cell begins -> its place in `cells`
        self._header: list[tuple[int, float]] = []
        self._labels: list[str] = []
        self._begun = -1  # the last row that has been printed or begun

    @property
    def filled(self) -> bool:
        """Whether a row stands on this page already."""
        return self.rows > 0

    def take(self, cells: Sequence[_Open], row: int, height: float, lines: int | None = None) -> None:
        """Print a row, or the first lines of it."""
        self.rows += 1
        if self.table.labels:
            goes_on = row == self._begun and row >= self.table.header_rows
            self._labels.append("rest" if goes_on else self.table.labels[row])
        self._begun = max(row, self._begun)
        top, bottom = self.pages.at, self.pages.at + height
        for one in cells:
            at = one.placed
            if not at.row <= row < at.row + at.cell.row_span:
                continue
            key = (at.row, at.column)
            if key in self._open and self.pages.maker != "bare":
                known = self.cells[self._open[key]]
                assert known.box is not None
                self.cells[self._open[key]] = replace(
                    known, row_span=known.row_span + 1, box=known.box._replace(bottom=bottom)
                )
            else:
                box = Box(self.edges[at.column], top, self.edges[at.column + at.cell.column_span], bottom)
                self._open[key] = len(self.cells)
                self.cells.append(
                    self.pages._cell(self.table, at, box, row=self.rows, span=1, text="", page=self.pages.page)
                )
            last = lines is None and (row == at.row + at.cell.row_span - 1 or self.pages.maker == "bare")
            room = len(one.lines) if last else int(max(0.0, height - _PADDING) / _LEADING)
            self._print(key, one, min(room, lines) if lines is not None else room, _is_bold(at.cell, self.pages.maker))
        if lines is None and row < self.table.header_rows:
            self._header.append((row, height))
        self.pages.at = bottom

    def _print(self, key: tuple[int, int], one: _Open, count: int, bold: bool) -> None:
        now, one.lines = one.lines[:count], one.lines[count:]
        if not now:
            return
        place_in = self._open[key]
        text = self.cells[place_in].text
        whole = _unwrap([*([text] if text else []), *now], one.letters)
        self.cells[place_in] = replace(self.cells[place_in], text=whole, bold=bold)

    def close(self) -> None:
        """Give the table of this page."""
        if self.rows:
            self.pages.out.append(
                _table(
                    self.cells, self.rows, len(self.table.widths), self.pages.route, page=self.pages.page, cut=self.cut
                )
            )
            self.pages.told.append(Told(tuple(self._labels), self.table.roles))
        self.cells, self.rows, self._open, self._labels = [], 0, {}, []

    def turn(self, cells: Sequence[_Open], row: int, *, cut: bool | None) -> None:
        """Begin the next page, with the headings again where they repeat."""
        self.pages._turn()
        self.cut = cut
        if self.pages.look.repeat_header and self._header and row >= self.table.header_rows:
            header, self._header = self._header, []
            for head, height in header:
                again = [_Open(one.placed, [one.placed.cell.text]) for one in cells if one.placed.row == head]
                self.take(again, head, height)


_BREAK = "\n"


def _wrap(text: str, letters: int) -> Iterator[str]:
    """The lines of a text at a width; a line that the author broke ends in the mark of a break."""
    paragraphs = text.split("\n") if text else []
    for number, paragraph in enumerate(paragraphs):
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > letters:
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
        yield line + (_BREAK if number < len(paragraphs) - 1 else "")


def _unwrap(lines: Sequence[str], letters: int) -> str:
    """Lines joined as the readers of PDF join them: by a break where the next line is an item, or its first word would
    have fitted on the line before; by a space elsewhere.
    """
    text = ""
    for at, line in enumerate(lines):
        line = line.removesuffix(_BREAK)
        if not at:
            text = line
            continue
        previous = lines[at - 1]
        fits = len(previous.removesuffix(_BREAK)) + 1 + len(line.split(" ", 1)[0]) <= letters
        text += (_BREAK if previous.endswith(_BREAK) and (fits or line.startswith("• ")) else " ") + line
    return text
