"""The blocks of a page in order, its tables as grids, and the words of each cell with what counts of them.

Where an element is hidden its words outside tables are left out; in a cell they are marked, so that they end as
furniture. A hidden table is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from lxml import etree

from extractors.document import Block, Cell, Heading, Note, Paragraph, Table
from extractors.errors import DocumentUnreadable
from extractors.html.abreast import Rows, row_of, rows_in_grid, rows_of_boxes
from extractors.html.names import (
    BLOCKS,
    HEADINGS,
    NO_TEXT,
    heading_level,
    heads_a_part,
    is_header_cell,
    named_colour,
    part_of_table,
    sign_of,
)
from extractors.html.styles import Look, State, Styles, enter, read_colour
from extractors.ink import PAPER
from extractors.limits import Limits
from extractors.line_marks import LONGEST_HEADING, ends_clause
from extractors.marked import Marked, mark, picture_words, take_off, unseen_note, wordless_note
from extractors.no_width import NO_WIDTH, without_no_width

_SPACES: Final = re.compile(r"\s+")
_TERMS: Final = re.compile("(?:dt(?:dd)+)+")  # each with what it means
_FEW_WORDS: Final = 5  # of a line that takes the colour of its marker; more are a text with a bullet
_DISCS: Final = frozenset("●■▪◆⬤⚫◼◾★▲▼◉⏺")  # drawn with letters; the colour is what they say
_ROW_CELLS: Final = 3  # of a row of a table that is no mere layout
_PLAIN_ROWS: Final = 2  # such rows without a table in them
_MAX_DEPTH: Final = 200  # elements inside one another; deeper ones are read as plain text


class _Piece(NamedTuple):
    """A cell of a page with how text looks in it."""

    element: etree._Element
    state: State
    in_head: bool = False


@dataclass(slots=True)
class _Words:
    """Text as it is gathered: pieces with marks, whether all of it is bold, the colours of markers without words."""

    pieces: list[str] = field(default_factory=list)
    bold: bool = True
    markers: set[str] = field(default_factory=set)

    def lines(self) -> str:
        """The text with its white space folded and its empty lines gone; marks stay."""
        lines = (_SPACES.sub(" ", line).strip() for line in without_no_width("".join(self.pieces)).split("\n"))
        return "\n".join(line for line in lines if line)

    def marked(self) -> Marked:
        """The text without its marks, and what they say."""
        return take_off(self.lines())


class PageReader:
    """Reads the blocks of a page and counts them against the limits."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self._styles = styles
        self._limits = limits
        self.notes: list[Note] = []
        self._tables = 0
        self._cells = 0
        self._hidden_tables = 0

    def read(self, root: etree._Element) -> Iterator[Block]:
        """Give the blocks of a page in reading order; then `notes` holds what to know of them."""
        yield from self._blocks(root, self._enter(State(), root), 0)
        if self._hidden_tables:
            self.notes.append(
                Note(
                    "text_not_visible",
                    f"The page hides {self._hidden_tables} of its tables, which were not read. "
                    "If they count, show them (open all of the page's parts), save the page and run again.",
                )
            )

    def _enter(self, state: State, element: etree._Element) -> State:
        return enter(state, self._styles.look_of(element))

    def _blocks(self, parent: etree._Element, state: State, depth: int) -> Iterator[Block]:
        """The blocks under an element: text between blocks is a paragraph of its own."""
        loose = _Words()
        if parent.text:
            self._gather(parent.text, state, loose)
        number = 0
        if rows := rows_in_grid(parent, state, self._enter):
            yield from self._table_abreast(parent, state, rows)
            return
        done: set[etree._Element] = set()
        for child in parent:
            if _has_text(child) and child not in done:
                inner = self._enter(state, child)
                if state.between == "\n":
                    yield from self._paragraph(loose)
                    loose = _Words()
                if inner.between == " " and (rows := rows_of_boxes(child, state, self._enter)):
                    yield from self._paragraph(loose)
                    loose = _Words()
                    yield from self._table_abreast(parent, state, rows)
                    done.update(map(row_of, rows))
                    continue
                loose.pieces.append(state.between)
                if inner.hidden:
                    self._hidden_tables += sum(1 for _ in child.iter("table"))
                elif self._holds_blocks(child, depth):
                    yield from self._paragraph(loose)
                    loose = _Words()
                    if child.tag == "li":
                        number += 1
                    yield from self._block(child, inner, number, depth)
                elif state.between and inner.ground != state.ground:
                    yield from self._paragraph(loose)
                    loose = _Words()
                    self._inline(child, inner, loose, depth)
                    yield from self._paragraph(loose, fill=_seen(inner.ground))
                    loose = _Words()
                else:
                    self._inline(child, inner, loose, depth)
                loose.pieces.append(state.between)
            if child.tail:
                self._gather(child.tail, state, loose)
        yield from self._paragraph(loose)

    def _holds_blocks(self, element: etree._Element, depth: int) -> bool:
        if depth > _MAX_DEPTH:
            return False
        if element.tag in BLOCKS or part_of_table(element) == "table" or heads_a_part(element):
            return True
        return next(element.iter("table", *HEADINGS, "p", "div", "li"), None) is not None

    def _block(self, element: etree._Element, state: State, number: int, depth: int) -> Iterator[Block]:
        tag = element.tag
        level = heading_level(element)
        if level is not None or (heads_a_part(element) and not _has_inner_blocks(element)):
            text = self._words(element, state).marked()
            if text.text:
                yield Heading(text.text.replace("\n", " "), level, uncounted=text.uncounted)
        elif part_of_table(element) == "table":
            rows = self._rows(element, state)
            if _is_layout(element, len(rows)) and not _holds_rows(rows):
                for row in rows:
                    for piece in row:
                        yield from self._blocks(piece.element, piece.state, depth + 1)
            elif rows:
                yield from self._table(element, state, rows)
        elif tag == "dl":
            yield from self._list_of_terms(element, state, depth)
        elif tag in {"p", "li", "dt", "dd", "caption", "pre"} and not _has_inner_blocks(element):
            words = self._words(element, state)
            yield from self._paragraph(words, _item_mark(element, number) if tag == "li" else "")
        else:
            yield from self._blocks(element, state, depth + 1)

    def _paragraph(self, words: _Words, item: str = "", fill: str | None = None) -> Iterator[Block]:
        marked = words.marked()
        text = marked.text
        if not text:
            return
        if fill is None and len(words.markers) == 1 and len(text.split()) <= _FEW_WORDS:
            (fill,) = words.markers
        if words.bold and not item and len(text) <= LONGEST_HEADING and not ends_clause(text):
            yield Heading(text.replace("\n", " "), uncounted=marked.uncounted, fill=fill)
        elif item:
            shift = len(item)
            moved = tuple(one._replace(start=one.start + shift, end=one.end + shift) for one in marked.uncounted)
            yield Paragraph(item + text, bold=words.bold, uncounted=moved, fill=fill)
        else:
            yield Paragraph(text, bold=words.bold, uncounted=marked.uncounted, fill=fill)

    def _words(self, element: etree._Element, state: State, depth: int = 0) -> _Words:
        words = _Words()
        self._inside(element, state, words, depth)
        return words

    def _gather(self, text: str, state: State, words: _Words) -> None:
        kind = state.kind
        if not text.isspace() and kind not in ("unseen", "aside"):
            words.bold = words.bold and state.bold
        text = _SPACES.sub(" ", text)
        words.pieces.append(text if kind is None else mark(text, kind))

    def _inline(self, element: etree._Element, state: State, words: _Words, depth: int) -> None:
        """Gather one element: its own marks, then what is in it."""
        tag = element.tag
        if tag == "br":
            words.pieces.append("\n")
        elif tag in ("input", "select", "textarea", "progress", "meter"):
            self._gather(_form_value(element), state, words)
        elif (sign := sign_of(element)) is not None and _label(element) is None:
            self._gather(sign, state, words)
        elif (label := _label(element)) is not None:
            words.pieces.append(mark(f" {label} ", "alternative") if label else "")
            self._marker(element, state, words)
            if tag in ("svg", "math"):
                self._inside(element, state, words, depth)
        else:
            apart = _apart(self._styles.look_of(element))
            words.pieces.append(apart)
            self._marker(element, state, words)
            self._inside(element, state, words, depth)
            words.pieces.append(apart)

    def _marker(self, element: etree._Element, state: State, words: _Words) -> None:
        """Note the colour of a marker: an element that holds no words and is drawn as a patch or a disc."""
        text = (element.text or "").strip()
        if state.hidden:
            return
        if element.tag == "svg":
            colour = _svg_fill(element)
        elif text in _DISCS:
            colour = state.ink
        elif text or len(element):
            return
        else:
            look = self._styles.look_of(element)
            drawn = state.ink if {look.before, look.after} & _DISCS else None
            colour = look.fill or look.drawn or drawn or named_colour(element.get("class") or "")
        if colour and colour != PAPER:
            words.markers.add(colour)

    def _inside(self, element: etree._Element, state: State, words: _Words, depth: int) -> None:
        """Gather what is in an element; blocks stand on lines of their own, cells of an inner table side by side."""
        if depth > _MAX_DEPTH:
            self._gather("".join(map(str, element.itertext())), state, words)
            return
        look = self._styles.look_of(element)
        if look.before:
            self._gather(look.before, state, words)
        if element.text:
            self._gather(element.text, state, words)
        number = 0
        for child in element:
            if _has_text(child):
                tag = child.tag
                inner = self._enter(state, child)
                words.pieces.append(state.between)
                if part_of_table(child) == "cell":
                    cell = self._words(child, inner, depth + 1)
                    words.pieces.append(f" {cell.lines().replace(chr(10), ' ')} ")
                    words.bold = words.bold and cell.bold
                    words.markers |= cell.markers
                elif tag in BLOCKS:
                    words.pieces.append(_line_end(inner))
                    if tag == "li":
                        number += 1
                        if not inner.hidden:
                            words.pieces.append(_item_mark(child, number))
                    self._marker(child, inner, words)
                    self._inside(child, inner, words, depth + 1)
                    words.pieces.append(_line_end(inner))
                else:
                    self._inline(child, inner, words, depth + 1)
                words.pieces.append(state.between)
            if child.tail:
                self._gather(child.tail, state, words)
        if look.after:
            self._gather(look.after, state, words)

    def _rows(self, table: etree._Element, state: State) -> list[list[_Piece]]:
        """The cells of each row that is seen, those of tables inside left out."""
        rows: list[list[_Piece]] = []
        waiting = [(child, state, False) for child in reversed(table)]
        while waiting:
            element, around, in_head = waiting.pop()
            if not _has_text(element):
                continue
            inner = self._enter(around, element)
            part = part_of_table(element)
            if inner.hidden or inner.veiled:
                continue
            if part == "row":
                cells = ((cell, self._enter(inner, cell)) for cell in _cells_of(element))
                rows.append([_Piece(cell, own, in_head) for cell, own in cells if not own.hidden])
            elif part == "group" or (part is None and element.tag not in ("caption", "colgroup", "col")):
                head = in_head or element.tag == "thead"
                waiting.extend((child, inner, head) for child in reversed(element))
        return rows

    def _table(self, table: etree._Element, state: State, rows: list[list[_Piece]]) -> Iterator[Block]:
        caption = next(table.iterchildren("caption"), None)
        if caption is not None and not (own := self._enter(state, caption)).hidden:
            yield from self._paragraph(self._words(caption, own))
        limits = self._limits
        cells: list[Cell] = []
        unseen: list[str] = []
        busy: dict[int, int] = {}  # column -> rows that a cell above still covers, this one included
        width = words = 0
        for index, row in enumerate(rows):
            column = 0
            for piece in row:
                cell = piece.element
                while busy.get(column, 0) > 0:
                    column += 1
                columns, height = _spans(cell, len(rows) - index)
                free = next((at for at in range(columns) if busy.get(column + at, 0) > 0), columns)
                columns = max(1, min(columns, free))
                if column + columns > limits.max_columns:
                    columns = max(1, limits.max_columns - column)
                for at in range(column, column + columns):
                    busy[at] = height
                content = self._words(cell, piece.state)
                text = content.marked()
                words += self._count(cell, piece.state) + text.pictured
                unseen += text.unseen
                fill = self._fill(cell, piece.state, content)
                if not text.text and fill is None and not text.unseen and _has_sign(cell):
                    self.notes.append(wordless_note(self._tables + 1, index + 1, column + 1))
                cells.append(
                    Cell(
                        row=index + 1,
                        column=column + 1,
                        text=text.text,
                        row_span=height,
                        column_span=columns,
                        fill=fill,
                        bold=bool(text.text) and content.bold,
                        header=piece.in_head or is_header_cell(cell),
                        uncounted=text.uncounted,
                    )
                )
                column += columns
                width = max(width, column)
            busy = {at: left - 1 for at, left in busy.items() if left > 1}
            self._cells += len(row)
            if self._cells > limits.max_cells or width > limits.max_columns:
                raise DocumentUnreadable(
                    "unsupported",
                    f"The page has more than {limits.max_cells:,} cells or a table of more than "
                    f"{limits.max_columns:,} columns, the limits. Split it and run again.",
                )
        yield from self._finished(cells, unseen, len(rows), width, words)

    def _finished(self, cells: list[Cell], unseen: list[str], rows: int, width: int, words: int) -> Iterator[Table]:
        if not cells:
            return
        self._tables += 1
        if unseen:
            self.notes.append(unseen_note(unseen, self._tables))
        yield Table(
            number=self._tables,
            rows=rows,
            columns=width,
            cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
            words=words,
            route="html",
            furniture=tuple(Cell(row=0, column=0, text=text) for text in unseen),
        )

    def _table_abreast(self, around: etree._Element, state: State, rows: Rows) -> Iterator[Block]:
        """Rows of parts that the page's styles set side by side as a table."""
        yield from self._table(around, state, [[_Piece(*part) for part in row] for row in rows])

    def _list_of_terms(self, element: etree._Element, state: State, depth: int) -> Iterator[Block]:
        """A list of terms as a table of two columns, where each term is followed by what it means; of several meanings
        each is a line of one cell."""
        pairs = list(element.iterdescendants("dt", "dd"))
        nested = next(element.iterdescendants("dl", "table"), None) is not None
        if nested or _TERMS.fullmatch("".join(part.tag for part in pairs)) is None:
            yield from self._blocks(element, state, depth + 1)
            return
        first = pairs[0]
        for above, part in pairwise(pairs):
            if above.tag != part.tag:
                first = part
            else:
                first.append(part)  # a further meaning, below the one before
        pairs = [pairs[0], *(part for above, part in pairwise(pairs) if above.tag != part.tag)]
        rows = [
            [_Piece(term, self._enter(state, term)), _Piece(meaning, self._enter(state, meaning))]
            for term, meaning in zip(pairs[::2], pairs[1::2], strict=True)
        ]
        yield from self._table(element, state, rows)

    def _fill(self, cell: etree._Element, state: State, content: _Words) -> str | None:
        """The background of a cell or what it stands on, else that of its words, else the colour of its one marker."""
        if state.ground and state.ground != PAPER:
            return state.ground
        return self._all_behind(cell) or (next(iter(content.markers)) if len(content.markers) == 1 else None)

    def _all_behind(self, cell: etree._Element) -> str | None:
        """The background of the one element that holds all of a cell's words."""
        inner = cell
        while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
            inner = inner[0]
            if isinstance(inner.tag, str) and (fill := self._styles.look_of(inner).fill):
                return None if fill == PAPER else fill
        return None

    def _count(self, cell: etree._Element, state: State) -> int:
        """Count a cell's words a second way: flat over its text, any block or break ending a word."""
        pieces: list[str] = []
        numbers: dict[etree._Element, int] = {}
        states = [state]
        walk = etree.iterwalk(cell, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            ends = tag in BLOCKS or tag == "br" or part_of_table(element) == "cell"
            if event == "end":
                inner = states.pop()
                look = self._styles.look_of(element)
                pieces.append(_flat(look.after or "", inner))
                pieces.append(" " if ends else _apart(look))
                around = states[-1] if states else None
                if element is not cell and around is not None:
                    pieces.append(around.between)
                    pieces.append(_flat(element.tail or "", around))
                continue
            if element is not cell and not _has_text(element):
                walk.skip_subtree()
                states.append(states[-1])
                continue
            inner = state if element is cell else self._enter(states[-1], element)
            pieces.append(states[-1].between if element is not cell else "")
            states.append(inner)
            sign = None if element is cell else sign_of(element)
            if tag in ("select", "input", "textarea", "progress", "meter") or sign is not None:
                walk.skip_subtree()
                pieces.append(_flat(_form_value(element) if sign is None else sign, inner))
                continue
            if element is not cell and _label(element) is not None and tag not in ("svg", "math"):
                walk.skip_subtree()
                continue
            look = self._styles.look_of(element)
            pieces.append(" " if ends else _apart(look))
            if tag == "li" and element is not cell and not inner.hidden and (parent := element.getparent()) is not None:
                numbers[parent] = numbers.get(parent, 0) + 1
                pieces.append(_item_mark(element, numbers[parent]))
            pieces.append(_flat(look.before or "", inner))
            pieces.append(_flat(element.text or "", inner))
        return len("".join(pieces).translate(NO_WIDTH).split())


def _flat(text: str, state: State) -> str:
    """Text for the flat count: what is not seen stands apart."""
    return f" {text} " if text and state.kind in ("unseen", "aside") else text


def _seen(ground: str | None) -> str | None:
    return None if ground == PAPER else ground


def _apart(look: Look) -> str:
    """What parts the words of an element from those around it: a line through them, or a filled box of its own; a
    line's end where its style puts it on lines of its own."""
    if look.on_lines:
        return "\n"
    return " " if look.struck or (look.boxed and look.fill) else ""


def _line_end(state: State) -> str:
    return " " if state.hidden else "\n"


def _has_text(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag not in NO_TEXT


def _has_inner_blocks(element: etree._Element) -> bool:
    return next(element.iterdescendants("table", "ul", "ol", "p", "div", *HEADINGS), None) is not None


def _form_value(element: etree._Element) -> str:
    """What a field of a form shows."""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [one for one in options if "selected" in one.attrib] or options[:1]
        shown = [one for one in chosen if one.get("value") != "" or "disabled" not in one.attrib]
        return f" {', '.join(' '.join((one.text or '').split()) for one in shown)} "
    if element.tag == "textarea":
        return f" {element.text or ''} "
    if element.tag in ("progress", "meter"):
        return f" {element.text or element.get('value') or ''} "
    kind = (element.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        return "✓" if "checked" in element.attrib else "☐"
    if kind in {"hidden", "submit", "button", "reset", "image", "password", "file"}:
        return " "
    return f" {element.get('value') or ''} "


def _label(element: etree._Element) -> str | None:
    """The words for a picture, icon or marker, "" where it has none; None for an element that holds words itself."""
    tag = element.tag
    if tag == "img":
        return picture_words(element.get("alt") or element.get("title") or "")
    if tag == "svg":
        title = element.findtext("{*}title") or element.findtext("title") or ""
        return picture_words(element.get("aria-label") or title)
    if tag == "math":
        return ""
    if (element.get("role") or "").lower() == "img" or tag in ("i", "span", "b", "em", "abbr", "div"):
        words = element.get("aria-label") or element.get("title") or ""
        if words and not any(letter.isalnum() for text in element.itertext() for letter in str(text)):
            return picture_words(words) if sign_of(element) is None else None
    return None


def _svg_fill(element: etree._Element) -> str | None:
    """The colour of the one shape that a drawing is made of."""
    if element.tag != "svg":
        return None
    fills = {
        colour
        for shape in element.iterdescendants()
        if isinstance(shape.tag, str) and (colour := read_colour(shape.get("fill") or ""))
    }
    return fills.pop() if len(fills) == 1 else None


def _cells_of(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if isinstance(child.tag, str) and part_of_table(child) == "cell":
            yield child


def _has_sign(cell: etree._Element) -> bool:
    """Whether a cell holds a picture, or an element without words that its class draws."""
    if next(cell.iter("img", "svg", "canvas", "object"), None) is not None:
        return True
    return any(element.get("class") and not len(element) for element in cell.iter("i", "span", "b", "em"))


def _is_layout(table: etree._Element, rows: int) -> bool:
    """True for a table that lays out the page: it says so, or headings or larger tables stand in its cells."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return True
    if next(table.iterdescendants("h1", "h2"), None) is not None and rows <= 2:
        return True
    for inner in table.iterdescendants("table"):
        lengths = [sum(child.tag in ("td", "th") for child in row) for row in inner.iter("tr")]
        if len(lengths) > 2 and max(lengths) > 2:
            return True
    return False


def _holds_rows(rows: Sequence[Sequence[_Piece]]) -> bool:
    """Whether rows of three cells or more stand in a table, none of them with a table in it: it is no mere layout."""
    plain = (
        len(row) >= _ROW_CELLS and all(next(piece.element.iterdescendants("table"), None) is None for piece in row)
        for row in rows
    )
    return sum(plain) >= _PLAIN_ROWS


def _item_mark(item: etree._Element, number: int) -> str:
    """The mark that a browser draws before a list item."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    start = (parent.get("start") or "1").strip()
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    value = first + number - 1
    kind = parent.get("type") or "1"
    if kind in {"a", "A"} and 1 <= value <= 26:
        letter = chr(ord("a") + value - 1)
        return f"{letter if kind == 'a' else letter.upper()}. "
    return f"{value}. "


def _spans(cell: etree._Element, rows_left: int) -> tuple[int, int]:
    """The columns and rows that a cell says it covers, the rows within those that are left."""
    columns = _span(cell.get("colspan") or cell.get("aria-colspan"), 1000)
    told = (cell.get("rowspan") or cell.get("aria-rowspan") or "").strip()
    height = rows_left if told == "0" else _span(told, 65_534)
    return columns, min(height, rows_left)


def _span(text: str | None, most: int) -> int:
    text = (text or "").strip()
    return max(1, min(most, int(text))) if text.isdecimal() and len(text) < 9 else 1
