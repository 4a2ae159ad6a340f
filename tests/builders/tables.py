"""Documents written in a few lines: a grid of texts becomes a `Table`, a list of blocks a `Document`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, count_words

LOOSE = ("text", "white_space", "hlines", "ocr")  # routes whose rows and merged cells are found from text


@dataclass(frozen=True)
class X:
    """A cell that is more than its text."""

    text: str
    across: int = 1
    down: int = 1
    bold: bool = False
    fill: str | None = None
    header: bool = False


def table(rows: Sequence[Sequence[str | X]], *, number: int = 1, route: str = "word", page: int | None = None) -> Table:
    """A table from its rows; a cell that spans leaves no place of its own in the rows and columns that it covers."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows, 1):
        c = 1
        for entry in row:
            cell = entry if isinstance(entry, X) else X(entry)
            while (r, c) in taken:
                c += 1
            cells.append(
                Cell(
                    r,
                    c,
                    cell.text,
                    cell.down,
                    cell.across,
                    page=page,
                    fill=cell.fill,
                    bold=cell.bold,
                    header=cell.header,
                )
            )
            taken |= {(r + i, c + j) for i in range(cell.down) for j in range(cell.across)}
            c += cell.across
    width = max(c for _, c in taken)
    return Table(
        number,
        len(rows),
        width,
        tuple(cells),
        count_words(cell.text for cell in cells),
        route,
        page=page,
        exact_rows=route not in LOOSE,
        exact_spans=route not in (*LOOSE, "sheet"),
    )


def grid(table: Table) -> list[tuple[str, ...]]:
    """The texts of a table, row by row, each where its cell begins."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = cell.text
    return [tuple(row) for row in rows]


def document(*blocks: Block | str) -> Document:
    """A document from its blocks; a text that begins with "# " is a heading, one between "**" a bold paragraph, any
    other a paragraph. Tables are numbered."""
    found: list[Block] = []
    number = 0
    for block in blocks:
        if isinstance(block, str):
            bare = block.removeprefix("**").removesuffix("**")
            found.append(Heading(block[2:], 1) if block.startswith("# ") else Paragraph(bare, bold=bare != block))
        elif isinstance(block, Table):
            number += 1
            found.append(
                Table(
                    number,
                    block.rows,
                    block.columns,
                    block.cells,
                    block.words,
                    block.route,
                    page=block.page,
                    cut_above=block.cut_above,
                    exact_rows=block.exact_rows,
                    exact_spans=block.exact_spans,
                )
            )
        else:
            found.append(block)
    return Document("test", tuple(found))
