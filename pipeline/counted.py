"""What counts of a document: the texts from which values are read, where the source prints more than that.

Words that are struck out and raised marks of notes are printed and count for no value (`Cell.uncounted`); so do an
empty box that is all a cell holds, a cross among ticks, what a form asks for before anybody fills it in, and the
errors of a spreadsheet ("#REF!"). The reading of rows and columns is handed a document without them, whatever the
format; the rows of the plan take the printed words from the document as it was extracted. A row that is struck out as
a whole keeps its words, so that it is an action, and one that is said to be struck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, Uncounted, counted_text
from extractors.raised import find_raised_figures
from pipeline.normalise.options import is_prompt, mark_alone, says_ticks_by_sign
from pipeline.read.raw import CellKey

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|#{2,})", re.IGNORECASE)
_STRUCK_SHARE = 0.6  # of a row's letters, from which the row as a whole is struck; a reference or a note may stand


@dataclass(frozen=True, slots=True)
class Counted:
    """One cell that prints more than counts."""

    printed: Cell
    text: str  # what counts of it
    flag: str | None = None  # what is to be said of the action that it belongs to


def counted_document(document: Document, more: Mapping[CellKey, Counted] | None = None) -> Document:
    """Give the document from which values are read; the same one where all of it counts. Raises nothing.

    `more` are its `cells_with_more`, where they are known already.
    """
    known: dict[int, dict[tuple[int, int], str]] = {}
    for (table, row, column), cell in (cells_with_more(document) if more is None else more).items():
        known.setdefault(table, {})[row, column] = cell.text
    blocks = tuple(_counted_block(block, known) for block in document.blocks)
    changed = any(new is not old for new, old in zip(blocks, document.blocks, strict=True))
    return replace(document, blocks=blocks) if changed else document


def cells_with_more(document: Document) -> Mapping[CellKey, Counted]:
    """Give the cells that print more than counts, by table, row and column."""
    return {
        (table.number, cell.printed.row, cell.printed.column): cell
        for table in document.tables
        for cell in _cells_with_more(table)
    }


def struck_rows(document: Document) -> frozenset[tuple[int, int]]:
    """Give the rows (table, row) that are struck out as a whole."""
    return frozenset((table.number, row) for table in document.tables for row in _struck_rows(table))


def ticked_tables(document: Document) -> frozenset[int]:
    """Give the tables in which something is ticked by a sign, so that a cross in them says no."""
    return frozenset(table.number for table in document.tables if _is_ticked(table))


def _is_ticked(table: Table) -> bool:
    return any(says_ticks_by_sign(cell.text) for cell in table.cells)


def _counted_block(block: Block, known: Mapping[int, Mapping[tuple[int, int], str]]) -> Block:
    if isinstance(block, Table):
        more = known.get(block.number)
        if not more:
            return block
        cells = (
            replace(cell, text=more[cell.row, cell.column], uncounted=()) if (cell.row, cell.column) in more else cell
            for cell in block.cells
        )
        return replace(block, cells=tuple(cells))
    spans = _uncounted(block)
    return replace(block, text=_tidied(counted_text(block.text, spans)), uncounted=()) if spans else block


def _cells_with_more(table: Table) -> Iterator[Counted]:
    """The cells of a table that print more than counts."""
    struck: frozenset[int] | None = None  # found out when the first struck word is met, as few tables have any
    crosses: list[Counted] = []
    for cell in table.cells:
        spans = _uncounted(cell)
        if spans:
            text = _tidied(counted_text(cell.text, spans))
            has_struck = any(span.kind == "struck" for span in spans)
            if has_struck and not text:
                struck = frozenset(_struck_rows(table)) if struck is None else struck
                if cell.row in struck:
                    text = _tidied(counted_text(cell.text, [span for span in spans if span.kind != "struck"]))
            yield Counted(cell, text, "struck_text" if has_struck else None)
        elif (alone := mark_alone(cell.text)) is not None:
            if alone in ("empty", "hollow"):
                yield Counted(cell, "")
            elif alone == "cross":
                crosses.append(Counted(cell, ""))
        elif is_prompt(cell.text):
            yield Counted(cell, "")
        elif cell.text.startswith("#") and _ERROR.fullmatch(cell.text.strip()):
            yield Counted(cell, "", "cell_error")
    if crosses and _is_ticked(table):
        spared = _rows_ticked_by_letter(table)
        yield from (one for one in crosses if one.printed.row not in spared)


def _rows_ticked_by_letter(table: Table) -> frozenset[int]:
    """The rows that tick with an "x" what others tick with a sign: they have no sign of a tick, marks stand in several
    columns, and no row has both."""
    marks: dict[int, set[str]] = {}
    columns: set[int] = set()
    for cell in table.cells:
        if (alone := mark_alone(cell.text)) in ("tick", "cross"):
            letter = cell.text.strip().casefold() == "x"
            marks.setdefault(cell.row, set()).add("letter" if letter else str(alone))
            columns.add(cell.column)
    by_letter = frozenset(row for row, found in marks.items() if found == {"letter"})
    mixed = any(len(found) > 1 for found in marks.values())
    return by_letter if len(columns) > 1 and not mixed else frozenset()


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
        struck = [sum(end - start for start, end, kind in cell.uncounted if kind == "struck") for cell in cells]
        longest_left = max(len(cell.counted.strip()) for cell in cells)
        if sum(struck) >= _STRUCK_SHARE * sum(len(cell.text) for cell in cells) and longest_left < max(struck):
            yield row


def _tidied(text: str) -> str:
    """The text without the spaces and empty lines that are left where words were taken out."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
