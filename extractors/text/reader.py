"""Tells text from other bytes, decodes it, and reads it by the way in which its tables were written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.document import Block, Document, Heading, Paragraph, Table
from extractors.encodings import UTF16_MARKS, UTF32_MARKS, unmarked_utf16
from extractors.encodings import decode as _decode
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.line_marks import begins_item, ends_clause
from extractors.text import cell_lines, drawn, separated, tabs
from extractors.text.wrapped import unwrap

MEDIA_TYPE = "text/plain"
SEPARATED = "text/csv"
_LONGEST_HEADING = 20  # words
_LOOSE_SHARE = 0.7  # of the lines with a tab that begin with their only tab, from which each is one cell


def looks_like_text(data: bytes) -> bool:
    """Judge by content whether bytes are text: no NUL bytes (UTF-16 with its mark apart), few control characters."""
    if data.startswith((*UTF16_MARKS, *UTF32_MARKS)):
        return True
    head = data[:65536]
    if unmarked_utf16(head) is not None:
        return True
    if not head or b"\0" in head:
        return False
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return control <= len(head) * 0.002


def decode(data: bytes) -> str:
    """Decode the bytes of a text, its lines ended by "\\n"."""
    text = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")


def read_text(data: bytes, limits: Limits) -> Document:
    """Read a plain-text conversion.

    Raises DocumentUnreadable with status `unsupported` where the bytes are no text or hold more than the limits allow.
    """
    if not looks_like_text(data):
        raise DocumentUnreadable(
            "unsupported",
            "This is neither a PDF, a Word file, a spreadsheet, a web page nor text. Save it as one of these and "
            "run again.",
        )
    text = decode(data)
    if len(text) > limits.max_characters:
        raise DocumentUnreadable(
            "unsupported",
            f"The text has {len(text):,} characters, more than the limit of {limits.max_characters:,}. "
            "Split it and run again.",
        )
    lines = text.split("\n")
    if max(line.count("\t") for line in lines) >= limits.max_columns:
        raise DocumentUnreadable(
            "unsupported",
            f"A line of the text has more than {limits.max_columns:,} cells, the limit of columns. "
            "Split it and run again.",
        )
    if text.count("\t") > limits.max_cells:
        raise DocumentUnreadable(
            "unsupported",
            f"The text has {text.count(chr(9)):,} cells, more than the limit of {limits.max_cells:,}. "
            "Split it and run again.",
        )
    if "\t" not in text and drawn.holds_drawn_table(lines):
        return _read_drawn(lines, limits)
    rows = separated.split_rows(text)
    if rows is None:
        whole = lines if "\t" in text else list(unwrap(lines))  # behind a tab a line may be one of a cell
        return Document(MEDIA_TYPE, tuple(_with_headings(_read_blocks(whole))))
    count = sum(len(row.cells) for row in rows)
    if count > limits.max_cells:
        raise DocumentUnreadable(
            "unsupported",
            f"The text has {count:,} cells, more than the limit of {limits.max_cells:,}. Split it and run again.",
        )
    return Document(SEPARATED, tuple(_with_headings(separated.table_parts(rows, first_number=1))))


def _read_drawn(lines: list[str], limits: Limits) -> Document:
    document = Document(MEDIA_TYPE, tuple(_with_headings(drawn.table_parts(lines, first_number=1))))
    count = sum(len(table.cells) for table in document.tables)
    width = max((table.columns for table in document.tables), default=0)
    if count > limits.max_cells or width > limits.max_columns:
        raise DocumentUnreadable(
            "unsupported",
            f"The text has {count:,} cells and up to {width:,} columns; the limits are {limits.max_cells:,} and "
            f"{limits.max_columns:,}. Split it and run again.",
        )
    return document


def _read_blocks(lines: list[str]) -> Iterator[Paragraph | Table]:
    tabbed = [line for line in lines if "\t" in line]
    one_cell = sum(line.count("\t") == 1 and line.startswith("\t") for line in tabbed)
    if tabbed and one_cell >= len(tabbed) * _LOOSE_SHARE:
        yield from cell_lines.table_parts(lines, first_number=1)
    else:
        yield from tabs.table_parts(tabs.split_lines("\n".join(lines)), first_number=1)


def _with_headings(blocks: Iterable[Paragraph | Table]) -> Iterator[Block]:
    """Text keeps no styles: a Markdown mark, or a short line with no full stop, is taken for a heading."""
    for block in blocks:
        if isinstance(block, Table) or block.furniture:
            yield block
            continue
        stripped = block.text.lstrip("#")
        level = len(block.text) - len(stripped)
        if 0 < level <= 6 and stripped.startswith(" "):
            yield Heading(stripped.strip(), level)
        elif (
            len(block.text.split()) <= _LONGEST_HEADING and not ends_clause(block.text) and not begins_item(block.text)
        ):
            yield Heading(block.text, None, uncounted=block.uncounted)
        else:
            yield block
