"""Blocks as real files, by the programs that councils use: Word, spreadsheet, web page, and PDFs of several makers.

The writers are those of the sample plans. A maker whose program is not installed raises FileNotFoundError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scripts.layouts.as_document import PageLook, is_list
from scripts.make_samples.blocks import Block, Heading, Paragraph, Table, place
from scripts.make_samples.writers import chromium, libreoffice, python_docx, reportlab_pdf, weasy, workbook
from scripts.make_samples.writers.html import to_html


def write_docx(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A Word file by python-docx."""
    return python_docx.write_docx(blocks, title, author="", landscape=look.landscape, footer=look.footer)


def write_html(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A web page."""
    return to_html(blocks, title, landscape=look.landscape).encode("utf-8")


def write_xlsx(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A workbook by openpyxl."""
    del look
    return workbook.write_xlsx(blocks, title)


def write_text(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A conversion to text: tabs between cells, marks of bold words and lists."""
    del title, look
    lines = [""]
    for block in blocks:
        match block:
            case Heading():
                lines += [f"{'#' * block.level} {block.text}", ""]
            case Paragraph():
                lines += [f"<b>{block.text}</b>" if block.bold and block.text else block.text, ""]
            case Table():
                grid = [["" for _ in block.widths] for _ in block.rows]
                for at in place(block):
                    text = _marked(at.cell.text)
                    grid[at.row][at.column] = f"<b>{text}</b>" if at.cell.bold and text else text
                lines += [*("\t".join(row) for row in grid), ""]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _marked(text: str) -> str:
    lines = text.split("\n")
    if is_list(text):
        return "<ul>" + "".join(f"<li>{line.removeprefix('• ')}</li>" for line in lines) + "</ul>"
    return " ".join(lines)


def write_ruled_pdf(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A PDF with rules and no tags, by ReportLab."""
    return _drawn(blocks, title, look, reportlab_pdf.Look(repeat_header=look.repeat_header, cut_rows=look.cut_rows))


def write_bare_pdf(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A PDF without rules or tags, by ReportLab."""
    bare = reportlab_pdf.Look("none", repeat_header=look.repeat_header, cut_rows=look.cut_rows, fills=False)
    return _drawn(blocks, title, look, bare)


def _drawn(blocks: Sequence[Block], title: str, look: PageLook, drawn: reportlab_pdf.Look) -> bytes:
    return reportlab_pdf.write_pdf(blocks, title, author="", look=drawn, landscape=look.landscape, footer=look.footer)


def write_tagged_pdf(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """A tagged PDF by WeasyPrint."""
    return weasy.html_to_pdf(to_html(blocks, title, landscape=look.landscape), tagged=True)


def write_printed_pdf(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """The PDF that LibreOffice prints of a Word file; raises FileNotFoundError where it is not installed."""
    return libreoffice.docx_to_pdf(write_docx(blocks, title, look))


def write_browser_pdf(blocks: Sequence[Block], title: str, look: PageLook) -> bytes:
    """The PDF that Chromium prints of a web page; raises FileNotFoundError where it is not installed."""
    return chromium.html_to_pdf(to_html(blocks, title, landscape=look.landscape))


Writer = Callable[[Sequence[Block], str, PageLook], bytes]
WRITERS: dict[str, tuple[str, Writer]] = {
    "word": ("docx", write_docx),
    "web": ("html", write_html),
    "sheet": ("xlsx", write_xlsx),
    "text": ("txt", write_text),
    "ruled": ("pdf", write_ruled_pdf),
    "bare": ("pdf", write_bare_pdf),
    "weasyprint": ("pdf", write_tagged_pdf),
    "libreoffice": ("pdf", write_printed_pdf),
    "chromium": ("pdf", write_browser_pdf),
}


def write(maker: str, blocks: Sequence[Block], title: str, look: PageLook) -> tuple[str, bytes]:
    """Give the ending of a file's name and its bytes; raises KeyError for a maker that is not one of `WRITERS`."""
    ending, writer = WRITERS[maker]
    return ending, writer(blocks, title, look)
