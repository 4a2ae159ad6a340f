"""Which page of a PDF is being read, told from outside: functions are wrapped where they are called, as by `stages`.

A file is told of that is read for longer than a moment, and then once in a moment. A page read by OCR takes seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

_READER = "extractors.pdf.reader"
MOMENT = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class AtPage:
    """Which page of how many is being read, counted from 1, and whether from its pixels."""

    page: int
    pages: int
    by_ocr: bool = False


Tell = Callable[[AtPage], None]


def watch_pages(tell: Tell, clock: Callable[[], float] = time.monotonic) -> Callable[[], None]:
    """Wrap the functions that read pages, in this process; return what unwraps them.

    Raises AttributeError where one is no longer there.
    """
    reader: Any = import_module(_READER)
    read_pages, read_page, read_picture = reader._read_pages, reader.read_page, reader._read_picture
    count, told = 0, clock()

    def at(page: int, *, by_ocr: bool) -> None:
        nonlocal told
        now = clock()
        if now - told >= MOMENT:
            told = now
            tell(AtPage(page, count, by_ocr))

    @wraps(read_pages)
    def begin(document: Any, pages: int, *args: Any, **kwargs: Any) -> Any:
        nonlocal count, told
        count, told = pages, clock()
        return read_pages(document, pages, *args, **kwargs)

    @wraps(read_page)
    def one_page(page: Any, number: int, *args: Any, **kwargs: Any) -> Any:
        at(number, by_ocr=False)
        return read_page(page, number, *args, **kwargs)

    @wraps(read_picture)
    def one_picture(document: Any, index: int, *args: Any, **kwargs: Any) -> Any:
        at(index + 1, by_ocr=True)
        return read_picture(document, index, *args, **kwargs)

    def unwrap() -> None:
        reader._read_pages, reader.read_page, reader._read_picture = read_pages, read_page, read_picture

    reader._read_pages, reader.read_page, reader._read_picture = begin, one_page, one_picture
    return unwrap


def page_words(source: str, at: AtPage) -> str:
    """Return what is said of a file that is being read.

    >>> page_words("plan.pdf", AtPage(12, 300)), page_words("scan.pdf", AtPage(3, 40, by_ocr=True))
    ('reading plan.pdf, page 12 of 300', 'reading the pictures of scan.pdf, page 3 of 40')
    """
    return f"reading {'the pictures of ' if at.by_ocr else ''}{source}, page {at.page:,} of {at.pages:,}"
