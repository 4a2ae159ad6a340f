"""Plain-text conversions as converters leave them: tab-separated cells, some HTML marks, page turns."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.make_samples.blocks import Block, Cell, Heading, PageBreak, Paragraph, Table


def write_text(blocks: Sequence[Block], *, page_after: int, cut_row: int) -> bytes:
    """Return the bytes of a text file; after `page_after` rows of a table the page turns.

    At the turn a blank line, the page number and the header row stand between two rows. The row of the number
    `cut_row`, counted below the header from 1, goes on over two lines: its longest cell ends on the second.
    """
    lines: list[str] = [""]
    page = 1
    for block in blocks:
        match block:
            case Heading():
                lines += [f"{'#' * block.level} {block.text}", ""]
            case Paragraph():
                lines += [block.text, ""]
            case PageBreak():
                lines += [""]
            case Table():
                head = [_line(row, len(block.widths)) for row in block.rows[: block.header_rows]]
                lines += head
                for count, row in enumerate(block.rows[block.header_rows :], start=1):
                    parts = _cut(row) if count == cut_row else (row,)
                    lines += [_line(part, len(block.widths)) for part in parts]
                    if count % page_after == 0:
                        lines += ["", str(page), "", *head]
                        page += 1
                lines.append("")
    return ("\n".join(lines) + "\n").encode("utf-8")


def _line(row: tuple[Cell, ...], columns: int) -> str:
    cells: list[str] = []
    for cell in row:
        text = _marked(cell.text)
        cells += [f"<b>{text}</b>" if cell.bold and text else text, *[""] * (cell.column_span - 1)]
    return "\t".join(cells + [""] * (columns - len(cells)))


def _cut(row: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Two rows of which the second holds the last words of the longest cell and nothing else."""
    longest = max(range(len(row)), key=lambda index: len(row[index].text))
    words = row[longest].text.split()
    kept, moved = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    first = tuple(Cell(kept) if index == longest else cell for index, cell in enumerate(row))
    second = tuple(Cell(moved if index == longest else "") for index in range(len(row)))
    return first, second


def _marked(text: str) -> str:
    lines = text.split("\n")
    if all(line.startswith("• ") for line in lines):
        return "<ul>" + "".join(f"<li>{line.removeprefix('• ')}</li>" for line in lines) + "</ul>"
    return " ".join(lines)
