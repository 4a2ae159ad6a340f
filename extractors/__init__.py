"""One file in, one `Document` out: readers of published formats that know geometry and nothing about councils.

`extract` picks the reader by what is in the file, never by its name; every reader raises `DocumentUnreadable` and
nothing else for trouble in a file. A fault of a reader's own has the status `failed`, never `damaged`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from extractors.collector import collector_paused
from extractors.document import Document
from extractors.encodings import UTF16_MARKS
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.lost_letters import mend_lost_letters
from extractors.mail import is_mail
from extractors.twice_headed import part_twice_headed

Kind = Literal[
    "pdf", "word", "sheet", "sheet_xml", "html", "mail", "open_document", "flat", "office", "rtf", "text", "picture",
    "empty", "zip", "broken_zip", "other",
]  # fmt: skip

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: legacy Office, or Office with a password
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\0")
_PDF_MARK_WITHIN = 1024  # bytes in which %PDF- may stand (ISO 32000-1, implementation note 13 of Annex H)
_PDF_HEADER = b"%PDF-1.4"
_PDF_OBJECT = re.compile(rb"\d+ \d+ obj\b")
_WORD_2 = b"\xdb\xa5\x2d\0"  # Word for Windows 2, before compound files
_MARKUP_WITHIN = 65_536  # bytes in which markup shows what it is
_XML_WITHIN = 1024  # bytes in which XML names its kind
_XML_KINDS: tuple[tuple[bytes, Kind], ...] = (
    (b'urn:schemas-microsoft-com:office:spreadsheet"', "sheet_xml"),
    (b"<office:document", "flat"),
    (b"<w:worddocument", "flat"),
    (b"<pkg:package", "flat"),
)
_ROLE_TABLE = re.compile(rb"\brole\s*=\s*[\"']?(?:table|grid)\b")
_PDF_AFTER_MORE = 65_536  # bytes that a broken server may put before it; a text that speaks of PDFs has no objects


def kind_of(data: bytes) -> Kind:
    """Judge by content what a file is.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b""), kind_of(b"a\\tb")
    ('pdf', 'empty', 'text')
    """
    head = data[:_PDF_MARK_WITHIN]
    if not data:
        return "empty"
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return _kind_of_zip(data)
    if head.startswith(_ARCHIVES):
        return "zip"
    if head.startswith(_OLE):
        return "office"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES):
        return "picture"
    if b"%PDF-" in data[:_PDF_AFTER_MORE] and b"endobj" in data and b"%%EOF" in data:
        return "pdf"
    if head.startswith(_WORD_2):
        return "office"
    return _kind_of_markup(data) or ("pdf" if _is_headless_pdf(data) else "text")


def _kind_of_markup(data: bytes) -> Kind | None:
    """What a file is that begins as markup or as a message; None where it begins otherwise."""
    head = data[:_MARKUP_WITHIN]
    if head.startswith(UTF16_MARKS):
        head = head.decode("utf-16", errors="ignore").encode("utf-8")
    if is_mail(head):
        return "mail"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start.startswith(b"<"):
        return None
    if start.startswith(b"<?xml"):
        for mark, kind in _XML_KINDS:
            if mark in start[:_XML_WITHIN]:
                return kind
    is_page = start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:_XML_WITHIN]
    return "html" if is_page or b"<table" in start or _ROLE_TABLE.search(start) else None


def _is_headless_pdf(data: bytes) -> bool:
    """Whether a file is a PDF whose first line is lost or spoilt: it has objects and ends as a PDF does."""
    end = data[-_PDF_MARK_WITHIN:]
    return b"%%EOF" in end and b"startxref" in end and b"endobj" in data and _PDF_OBJECT.search(data) is not None


def _with_header(data: bytes) -> bytes:
    """The bytes of a PDF with the header that they lack, in the place of a spoilt one."""
    if b"%PDF-" in data[:_PDF_AFTER_MORE]:
        return data
    first = data[:64].split(b"\n", 1)[0]
    spoilt = len(_PDF_HEADER) <= len(first) <= 20 and first.isascii() and b" obj" not in first
    return _PDF_HEADER.ljust(len(first)) + data[len(first) :] if spoilt else _PDF_HEADER + b"\n" + data


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(name.startswith("word/") for name in names):
                return "word"
            if any(name.startswith("xl/") for name in names):
                return "sheet"
            if "mimetype" in names and "content.xml" in names:
                return "open_document"
            if names & {"mimetype", "[Content_Types].xml"} or any(name.endswith(".iwa") for name in names):
                return "other"  # slides, an e-book, a document of Pages
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "word" if b"word/" in data else "sheet" if b"xl/" in data else "broken_zip"
    return "zip"


def extract(path: Path, limits: Limits | None = None, passwords: Sequence[str] = ()) -> Document:
    """Read one file; raise DocumentUnreadable where it cannot be read, OSError where the file itself is out of
    reach."""
    limits = limits or Limits()
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise DocumentUnreadable(
            "unsupported",
            f"The file has {size:,} bytes, more than the limit of {limits.max_bytes:,}. Split it and run again.",
        )
    return extract_bytes(path.read_bytes(), limits, passwords)


def extract_bytes(data: bytes, limits: Limits, passwords: Sequence[str] = ()) -> Document:
    """Read the bytes of one file; raise DocumentUnreadable where they cannot be read, MemoryError where memory ran out.

    An exception that a reader did not foresee is its own fault: the status is then `failed`.
    """
    try:
        with collector_paused():
            return mend_lost_letters(part_twice_headed(_read(data, limits, passwords)))
    except (DocumentUnreadable, MemoryError):
        raise
    except Exception as error:
        raise DocumentUnreadable(
            "failed", f"The reader stopped at {type(error).__name__}: {error!s:.200}. Report it with the file."
        ) from error


def _read(data: bytes, limits: Limits, passwords: Sequence[str]) -> Document:
    match kind_of(data):
        case "pdf":
            from extractors.pdf import read_pdf

            return read_pdf(_with_header(data), limits, passwords)
        case "word":
            from extractors.word import read_docx

            return read_docx(data, limits)
        case "sheet":
            from extractors.sheet import read_xlsx

            return read_xlsx(data, limits)
        case "sheet_xml":
            from extractors.sheet.spreadsheetml import read_spreadsheetml

            return read_spreadsheetml(data, limits)
        case "html":
            from extractors.html import read_html

            return read_html(data, limits)
        case "mail":
            from extractors.mail import read_mail

            return read_mail(data, limits)
        case "flat":
            from extractors.office import read_with_libreoffice

            return read_with_libreoffice(data, ".xml", limits)
        case "open_document":
            from extractors.office import read_with_libreoffice

            return read_with_libreoffice(data, ".odt", limits)
        case "rtf":
            from extractors.office import read_with_libreoffice

            return read_with_libreoffice(data, ".rtf", limits)
        case "office":
            from extractors.office import read_with_libreoffice

            return read_with_libreoffice(data, ".doc", limits)
        case "picture":
            raise DocumentUnreadable(
                "unsupported", "This is a picture. Save it as a PDF and run again, so that its text can be recognised."
            )
        case "empty":
            raise DocumentUnreadable("damaged", "The file is empty. Download it again.")
        case "broken_zip":
            raise DocumentUnreadable("damaged", "The file is damaged or cut short. Download it again.")
        case "zip":
            raise DocumentUnreadable(
                "unsupported", "This is an archive of files. Unpack it and run again on what is in it."
            )
        case "other":
            raise DocumentUnreadable(
                "unsupported",
                "This is neither a Word document nor a spreadsheet but a file of another program (slides, an e-book). "
                "Save it there as PDF or Word and run again.",
            )
        case "text":
            from extractors.text import read_text

            return read_text(data, limits)
