"""The blocks of a Word document in the order of its body, with headers and footers as furniture around them.

A text box stands after the paragraph it is anchored to. A table that only frames other tables (one column, a table of
rows and columns in a cell) is looked through: the framed tables are the tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.document import Block, Heading, Note, Paragraph
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.line_marks import LONGEST_HEADING, ends_clause
from extractors.marked import Marked, take_off
from extractors.word.content import cells_of, is_deleted_cell, printed_blocks, printed_rows, unwrapped
from extractors.word.context import Context
from extractors.word.names import TBL, R, W, is_on
from extractors.word.package import Parts
from extractors.word.table import read_table
from extractors.word.text import Printed


class BodyReader:
    """Reads blocks and counts tables and characters against the limits."""

    def __init__(self, context: Context, limits: Limits) -> None:
        self._context = context
        self._limits = limits
        self._tables = 0
        self._cells = 0
        self._characters = 0
        self.notes: list[Note] = []

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """The blocks of a body, a text box or a framing cell, in order."""
        for item in printed_blocks(container, self._context):
            if isinstance(item, Printed):
                text = take_off(item.text)
                if text.text:
                    self._count(len(text.text), 0)
                    yield _as_block(item, text)
                for box in item.boxes:
                    yield from self.blocks(box.content)
            elif _is_frame(item):
                for row in printed_rows(item):
                    for cell in cells_of(row):
                        if not is_deleted_cell(cell):
                            yield from self.blocks(cell)
            else:
                self._tables += 1
                table = read_table(item, self._tables, self._context, self._limits, self.notes)
                self._count(sum(len(cell.text) for cell in (*table.cells, *table.furniture)), len(table.cells))
                yield table

    def _count(self, characters: int, cells: int) -> None:
        self._characters += characters
        self._cells += cells
        limits = self._limits
        if self._characters > limits.max_characters:
            raise DocumentUnreadable(
                "unsupported",
                f"The document has more than {limits.max_characters:,} characters, the limit. Raise it to read on.",
            )
        if self._cells > limits.max_cells:
            raise DocumentUnreadable(
                "unsupported",
                f"The document has more than {limits.max_cells:,} cells, the limit. Raise it to read on.",
            )


def _as_block(item: Printed, printed: Marked) -> Heading | Paragraph:
    """A heading by its outline level, or by its look: bold, short, and no sentence."""
    text = printed.text
    if item.outline:
        return Heading(text, item.outline, uncounted=printed.uncounted)
    if item.bold and len(text) <= LONGEST_HEADING and not ends_clause(text) and "\n" not in text:
        return Heading(text, None, uncounted=printed.uncounted)
    return Paragraph(text, bold=item.bold, uncounted=printed.uncounted)


def _is_frame(table: etree._Element) -> bool:
    """True for a table of one column with a table of at least two rows and two columns inside it."""
    framed = False
    for row in printed_rows(table):
        cells = list(cells_of(row))
        if len(cells) > 1:
            return False
        for inner in (one for cell in cells for one in unwrapped(cell, frozenset({TBL}))):
            rows = list(printed_rows(inner))
            framed = framed or (len(rows) > 1 and any(len(list(cells_of(one))) > 1 for one in rows))
    return framed


def _furniture(parts: Parts, kind: str, context: Context) -> Iterator[Paragraph]:
    """The running headers ("header") or footers ("footer") that pages of the document show, each text once."""
    held = parts.headers if kind == "header" else parts.footers
    even = parts.settings is not None and is_on(parts.settings.find(W + "evenAndOddHeaders"))
    seen: set[str] = set()
    for section in parts.body.iter(W + "sectPr"):
        first = is_on(section.find(W + "titlePg"))
        for reference in section.iterchildren(f"{W}{kind}Reference"):
            page = reference.get(W + "type") or "default"
            part = held.get(reference.get(R + "id") or "")
            if part is None or (page == "first" and not first) or (page == "even" and not even):
                continue
            for text in _all_texts(part, context):
                if text and text not in seen:
                    seen.add(text)
                    yield Paragraph(text, furniture=True)


def _all_texts(container: etree._Element, context: Context) -> Iterator[str]:
    """Every paragraph of a header or footer; a row of a table there is one text."""
    for item in printed_blocks(container, context):
        if isinstance(item, Printed):
            yield take_off(item.text).text
            for box in item.boxes:
                yield from _all_texts(box.content, context)
        else:
            for row in printed_rows(item):
                texts = [text for cell in cells_of(row) for text in _all_texts(cell, context) if text]
                yield " ".join(texts)


def read_blocks(parts: Parts, context: Context, limits: Limits) -> tuple[tuple[Block, ...], list[Note]]:
    """All blocks of the document (running headers, the body in order, running footers) and what to know of them.

    Raises `DocumentUnreadable` (`unsupported`) over a limit.
    """
    reader = BodyReader(context, limits)
    blocks = (
        *_furniture(parts, "header", context),
        *reader.blocks(parts.body),
        *_furniture(parts, "footer", context),
    )
    return blocks, reader.notes
