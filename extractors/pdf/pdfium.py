"""Opens PDFs with PDFium and turns its errors into `DocumentUnreadable`; nothing here knows what a page holds.

PDFium is not thread-safe: one process reads one document at a time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
from pypdfium2 import raw

from extractors.errors import DocumentUnreadable

_JUNK = 1000  # bytes before the PDF's own first, over which PDFium looks itself
_ENCRYPTED = "The PDF needs a password: give it with --password or in sources.toml, or save a copy without one."
_WRONG_PASSWORD = "No given password opens the PDF: give the right one with --password or in sources.toml."  # noqa: S105
_DAMAGED = "The PDF is damaged and cannot be opened: open it in a PDF viewer, print it to a new PDF and run again."
_NO_PDF = "The file is no PDF although it was taken for one: check what it is and give it the right name."
_SECURITY = "The PDF is locked by a scheme that is not known here: save a copy without protection and run again."


@contextlib.contextmanager
def open_pdf(data: bytes, passwords: Sequence[str] = ()) -> Iterator[Any]:
    """Open a PDF for reading; raises DocumentUnreadable (`encrypted`, `damaged`, `unsupported`)."""
    document = _open(data, passwords)
    try:
        yield document
    finally:
        document.close()


def _open(data: bytes, passwords: Sequence[str]) -> Any:
    start = data.find(b"%PDF-", 0, 65536)
    if start < 0:
        raise DocumentUnreadable("unsupported", _NO_PDF)
    if start > _JUNK:
        data = data[start:]
    failure: pypdfium2.PdfiumError | None = None
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            failure = error
            if getattr(error, "err_code", None) != raw.FPDF_ERR_PASSWORD:
                break
    code = getattr(failure, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        raise DocumentUnreadable("encrypted", _WRONG_PASSWORD if passwords else _ENCRYPTED) from failure
    if code == raw.FPDF_ERR_SECURITY:
        raise DocumentUnreadable("unsupported", _SECURITY) from failure
    raise DocumentUnreadable("damaged", _DAMAGED) from failure


@contextlib.contextmanager
def open_page(document: Any, index: int) -> Iterator[Any]:
    """Load the page at an index from 0 as a raw handle; yields None where PDFium cannot load it."""
    page = raw.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            raw.FPDF_ClosePage(page)
