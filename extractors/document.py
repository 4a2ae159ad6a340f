"""The one thing that passes from extractors to pipeline: a document as printed, in reading order.

What the words mean is left to the pipeline; nothing here knows about councils. All counts start at 1 and all
lengths are points (1/72 inch) measured from the top left corner of the page as it is displayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner of the page as displayed."""

    x0: float
    top: float
    x1: float
    bottom: float


UncountedKind = Literal["struck", "raised"]


class Uncounted(NamedTuple):
    """Letters of a text that are printed and count for no value: `text[start:end]`.

    `struck`: words with a line through them. `raised`: a footnote's mark, such as the 2 of "March 2031²"; the letters
    of ordinals ("1st") are no marks. A reader gives them in order and without overlap.
    """

    start: int  # index of the first letter, from 0
    end: int  # index after the last letter
    kind: UncountedKind


def counted_text(text: str, uncounted: Iterable[Uncounted]) -> str:
    """Return a text without the letters that count for no value; the white space around them is left as it is.

    >>> counted_text("By June 2031 March 2032", [Uncounted(3, 12, "struck")])
    'By  March 2032'
    """
    parts: list[str] = []
    at = 0
    for start, end, _ in uncounted:
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as printed; a merged cell is one cell with its span.

    `text` holds everything that a person sees in the cell, struck words and raised marks included; values are read from
    `counted`, which leaves out what `uncounted` names. It holds a line break ("\\n") only where the author broke the
    line (a paragraph, a list item, a manual break), as well as the format lets that be known; lines that were merely
    wrapped are joined by a space, and a word hyphenated at a line's end is joined where it needs it.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None  # None where the format has no pages
    box: Box | None = None
    fill: str | None = None  # "#rrggbb"; None where the cell has no fill or is white
    bold: bool = False  # every word of the cell is bold
    header: bool = False  # the source itself marks the cell as a heading (TH, w:tblHeader)
    uncounted: tuple[Uncounted, ...] = ()  # letters of `text` that count for no value
    cut: bool = False  # its text is cut off at the cell's border: the end of it cannot be seen
    certainty: float = 1.0  # 0 to 1: how sure the reader is of the letters; under 1 where they were recognised

    @property
    def counted(self) -> str:
        """The text from which values are read."""
        return counted_text(self.text, self.uncounted) if self.uncounted else self.text


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it stands in the source: for a PDF without tags, the part of it that stands on one page.

    `words` is counted on the source side, from the page or the XML and not from `cells`; a word broken by a hyphen at
    a line's end and joined in a cell counts once. `furniture` holds words printed inside the table's area that are
    not the table's (page number, running header, watermark); they are part of `words` and have row and column 0.
    """

    number: int  # in reading order over the whole document
    rows: int
    columns: int
    cells: tuple[Cell, ...]  # ordered by row, then column; at most one cell covers a place in the grid
    words: int
    route: str  # how it was found: tags, lines, hlines, white_space, ocr, word, text, sheet, html
    page: int | None = None  # page of its first row
    furniture: tuple[Cell, ...] = ()
    cut_above: bool | None = None  # True: the source shows that its first row goes on from the page before
    confidence: float = 1.0  # 0 to 1: how sure the reader is of the grid
    exact_rows: bool = True  # the source tells every row; False: some were found from text, and may be cut or joined
    exact_spans: bool = True  # the source tells every merged cell; False: some may be lost, or its authors merge none
    inside: tuple[int, int] | None = None  # row and column of the cell, of the last table before, in which it stands


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside tables; `level` is 1 for the highest, None where only its look says that it is one."""

    text: str
    level: int | None = None
    page: int | None = None
    uncounted: tuple[Uncounted, ...] = ()  # as of a cell
    fill: str | None = None  # "#rrggbb" of what it stands on, where it is a line; None where that is white


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item outside tables."""

    text: str
    page: int | None = None
    bold: bool = False
    furniture: bool = False  # running header, footer, page number
    uncounted: tuple[Uncounted, ...] = ()  # as of a cell
    fill: str | None = None  # as of a heading


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader wants a person to know; `code` is from the codelist of flags.

    With `row` and `column` it speaks of one cell of a table, and so of the action that is read from it.
    """

    code: str
    message: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    words: int = 0  # that may belong to a table and are in no cell


@dataclass(frozen=True, slots=True)
class Document:
    """One file as printed: its blocks in reading order."""

    media_type: str
    blocks: tuple[Block, ...]
    pages: int | None = None  # None where the format has no pages
    title: str | None = None  # from the file's own metadata
    producer: str | None = None
    notes: tuple[Note, ...] = field(default=())
    author: str | None = None  # from the file's own metadata: a person or a body

    @property
    def words_near_tables(self) -> int:
        """How many words may belong to a table and are in no cell: in line with one, of its look, typed on."""
        return sum(note.words for note in self.notes)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def count_words(texts: Iterable[str]) -> int:
    """Count the words of texts: runs of characters between white space (non-breaking spaces and breaks included).

    >>> count_words(["Head of HR", "", "Q1\\u00a02024"])
    5
    """
    return sum(len(text.split()) for text in texts)


def table_texts(table: Table) -> Iterator[str]:
    """Give the text of every cell of a table, furniture last."""
    for cell in table.cells:
        yield cell.text
    for cell in table.furniture:
        yield cell.text
