"""Files that no plan can be read from, made in memory: each the way such files come about.

`ALL` gives, by name, the file name a user would see, the bytes, and the status that a reader gives.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PASSWORD = "open-sesame"


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file and what may be said of it."""

    name: str  # as a user named it, which may be a lie about its format
    data: bytes
    status: str
    says: str = ""  # words that the sentence or an issue must have, so that it helps
    code: str = ""  # of an issue that must be there


def good_pdf(**options: Any) -> bytes:
    """A ruled table of three actions, drawn by ReportLab."""
    from reportlab.platypus import SimpleDocTemplate, Table

    rows = [
        ["Ref", "Action", "Lead officer", "Timescale"],
        ["1", "Publish the equality report", "Policy Manager", "March 2024"],
        ["2", "Train reception staff", "Customer Services Manager", "June 2024"],
        ["3", "Review the grants scheme", "Grants Officer", "2024/25"],
    ]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, invariant=1, **options)
    document.build([Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])])
    return out.getvalue()


def good_docx() -> bytes:
    """The same table as a Word file."""
    from docx import Document

    rows = [
        ("Ref", "Action", "Lead officer", "Timescale"),
        ("1", "Publish the equality report", "Policy Manager", "March 2024"),
        ("2", "Train reception staff", "Customer Services Manager", "June 2024"),
    ]
    document = Document()
    table = document.add_table(rows=len(rows), cols=4)
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    return _saved(document)


def good_xlsx() -> bytes:
    """The same table as a spreadsheet, with merged cells and a date."""
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ref", "Action", "Lead officer", "Timescale"])
    sheet.append(["1", "Publish the equality report", "Policy Manager", date(2024, 3, 31)])
    sheet.append(["2", "Train reception staff", "Customer Services Manager", "June 2024"])
    sheet.append(["Objective two"])
    sheet.merge_cells("A4:D4")
    return _saved(book)


def good_html() -> bytes:
    """The same table as a web page."""
    rows = [
        ("Ref", "Action", "Lead officer", "Timescale"),
        ("1", "Publish the equality report", "Policy Manager", "March 2024"),
        ("2", "Train reception staff", "Customer Services Manager", "June 2024"),
    ]
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    page = (
        f"<!DOCTYPE html><html><body><h1>Plan</h1><table><tr><th colspan=4>Theme</th></tr>{body}</table></body></html>"
    )
    return page.encode()


def pdf_of_page(content: str | bytes, *, box: str = "0 0 595 842", resources: str = "", more: str = "") -> bytes:
    """A PDF of one page written by hand; `more` are further objects, numbered from 6."""
    stream = content if isinstance(content, bytes) else content.encode("latin-1")
    objects = [
        b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj",
        f"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >> endobj".encode(),
        b"4 0 obj << /Length %d >> stream\n%s\nendstream endobj" % (len(stream), stream),
        b"5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
        more.encode("latin-1"),
    ]
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


def empty() -> BadFile:
    """No byte at all: an upload that never finished."""
    return BadFile("plan.pdf", b"", "damaged")


def only_white_space() -> BadFile:
    """A text file with nothing to read."""
    return BadFile("plan.txt", b" \r\n\t\n", "no_table")


def random_bytes() -> BadFile:
    """Bytes of no format."""
    return BadFile("plan.docx", random.Random(7).randbytes(4096), "unsupported")


def pdf_cut_short() -> BadFile:
    """A PDF whose download broke off before any of its pages was complete."""
    return BadFile("plan.pdf", good_pdf()[:600], "damaged")


def docx_cut_short() -> BadFile:
    """A Word file without the end of its zip."""
    data = good_docx()
    return BadFile("plan.docx", data[: len(data) // 2], "damaged")


def docx_with_broken_xml() -> BadFile:
    """A Word file whose main part ends in the middle of a tag."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_docx())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if name == "word/document.xml" else data)
    return BadFile("plan.docx", out.getvalue(), "damaged")


def zip_that_is_no_document() -> BadFile:
    """A zip of photographs under the name of a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("holiday.jpg", b"\xff\xd8\xff\xe0" + bytes(64))
    return BadFile("plan.docx", out.getvalue(), "unsupported")


def docx_without_table() -> BadFile:
    """A Word file of paragraphs."""
    from docx import Document

    document = Document()
    document.add_heading("Equality statement", 1)
    document.add_paragraph("We are committed to treating everyone fairly.")
    return BadFile("statement.docx", _saved(document), "no_table")


def pdf_without_table() -> BadFile:
    """A PDF of one paragraph."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out = io.BytesIO()
    text = Paragraph("We are committed to treating everyone fairly.", getSampleStyleSheet()["Normal"])
    SimpleDocTemplate(out, invariant=1).build([text])
    return BadFile("statement.pdf", out.getvalue(), "no_table")


def encrypted_pdf() -> BadFile:
    """A PDF that asks for `PASSWORD` before it opens."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    return BadFile("plan.pdf", good_pdf(encrypt=StandardEncryption(PASSWORD, "owner", strength=128)), "encrypted")


def encrypted_office_file() -> BadFile:
    """What Word saves under a password: a compound file that holds an encrypted package."""
    sector = 512
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack("<8s16xHHHHH6xIIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)  # fmt: skip # noqa: E501
    header = header.ljust(sector, b"\xff")
    fat = struct.pack("<II", fat_sector, end).ljust(sector, b"\xff")
    entries = b"".join(
        [
            _entry("Root Entry", 5, child=1, free=free, end=end),
            _entry("EncryptionInfo", 2, right=2, free=free, end=end),
            _entry("EncryptedPackage", 2, free=free, end=end),
            bytes(128),
        ]
    )
    return BadFile("plan.docx", header + fat + entries, "encrypted")


def _entry(name: str, kind: int, *, free: int, end: int, right: int | None = None, child: int | None = None) -> bytes:
    """One entry of 128 bytes of a compound file's directory."""
    encoded = (name + "\0").encode("utf-16-le")
    links = (free, free if right is None else right, free if child is None else child)
    return struct.pack("<64sHBBIII36xIQ", encoded, len(encoded), kind, 1, *links, end, 0)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ALL: tuple[Callable[[], BadFile], ...] = (
    empty,
    only_white_space,
    random_bytes,
    pdf_cut_short,
    docx_cut_short,
    docx_with_broken_xml,
    zip_that_is_no_document,
    docx_without_table,
    pdf_without_table,
    encrypted_pdf,
    encrypted_office_file,
)


def pdf_named_docx() -> tuple[str, bytes]:
    """A good PDF under the name of a Word file: its rows are read all the same."""
    return "plan.docx", good_pdf()


def docx_named_pdf() -> tuple[str, bytes]:
    """A good Word file under the name of a PDF."""
    return "plan.pdf", good_docx()
