"""What counts of a document: the texts from which values are read, where the source prints more than that.

Words that are struck out and raised marks of notes are printed and count for no value (`Cell.uncounted`). The reading
of rows and columns is handed a document without them, whatever the format; the rows of the plan take the printed words
from the document as it was extracted. A row that is struck out as a whole keeps its words, so that it is an action, and
one that is said to be struck.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, Uncounted, counted_text
from extractors.raised import find_raised_figures
from pipeline.read.raw import CellKey

_STRUCK_SHARE = 0.6  # of a row's letters, from which the row as a whole is struck; a reference or a note may stand


def counted_document(document: Document) -> Document:
    """Give the document from which values are read; the same one where all of it counts. Raises nothing."""
    blocks = tuple(_counted_block(block) for block in document.blocks)
    changed = any(new is not old for new, old in zip(blocks, document.blocks, strict=True))
    return replace(document, blocks=blocks) if changed else document


def cells_with_more(document: Document) -> Mapping[CellKey, Cell]:
    """Give the cells that print more than counts, each with all that does not count, by table, row and column."""
    return {
        (table.number, cell.row, cell.column): replace(cell, uncounted=spans)
        for table in document.tables
        for cell in table.cells
        if (spans := _uncounted(cell))
    }


def struck_rows(document: Document) -> frozenset[tuple[int, int]]:
    """Give the rows (table, row) that are struck out as a whole."""
    return frozenset((table.number, row) for table in document.tables for row in _struck_rows(table))


def _counted_block(block: Block) -> Block:
    if isinstance(block, Table):
        return _counted_table(block)
    spans = _uncounted(block)
    return replace(block, text=_tidied(counted_text(block.text, spans)), uncounted=()) if spans else block


def _counted_table(table: Table) -> Table:
    spans = [_uncounted(cell) for cell in table.cells]
    if not any(spans):
        return table
    struck = frozenset(_struck_rows(table))
    return replace(
        table,
        cells=tuple(_counted_cell(cell, own, cell.row in struck) for cell, own in zip(table.cells, spans, strict=True)),
    )


def _counted_cell(cell: Cell, spans: Sequence[Uncounted], row_is_struck: bool) -> Cell:
    text = _tidied(counted_text(cell.text, spans))
    if row_is_struck and not text:
        text = _tidied(counted_text(cell.text, [span for span in spans if span.kind != "struck"]))
    return replace(cell, text=text, uncounted=())


def _uncounted(printed: Cell | Heading | Paragraph) -> tuple[Uncounted, ...]:
    """The letters of a text that count for no value: what the reader tells, and figures raised by their letters."""
    raised = find_raised_figures(printed.text)
    if not raised:
        return printed.uncounted
    told = printed.uncounted
    own = [
        Uncounted(start, end, "raised")
        for start, end in raised
        if not any(span.start < end and start < span.end for span in told)
    ]
    return tuple(sorted([*told, *own]))


def _struck_rows(table: Table) -> Iterator[int]:
    """The rows whose words are struck out, all but a reference or a short note."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip() and cell.row_span == 1:
            rows.setdefault(cell.row, []).append(cell)
    for row, cells in rows.items():
        if not any(cell.uncounted for cell in cells):
            continue
        letters = sum(len(cell.text) for cell in cells)
        struck = sum(end - start for cell in cells for start, end, kind in cell.uncounted if kind == "struck")
        longest = max(cells, key=lambda cell: len(cell.text))
        if struck >= _STRUCK_SHARE * letters and not longest.counted.strip():
            yield row


def _tidied(text: str) -> str:
    """The text without the spaces and empty lines that are left where words were taken out."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
