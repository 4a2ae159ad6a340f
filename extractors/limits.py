"""What one document may cost: every limit has a default that no published plan comes near."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; a document over a bound is refused with a sentence that names it."""

    max_bytes: int = 200 * 1024 * 1024  # size of the file
    max_unpacked_bytes: int = 500 * 1024 * 1024  # sum of the parts of a zipped file once unpacked
    max_pages: int = 5_000
    max_cells: int = 500_000
    max_characters: int = 50_000_000
    max_columns: int = 256  # of one table
    max_page_letters: int = 200_000  # of one PDF page, spaces included: A0 full of 6 point text has about that
    max_pixels: int = 80_000_000  # of a page drawn to be read by OCR: A0 at 200 dots an inch has 62 million
    ocr: bool = True  # read pages with no text layer where the extra `ocr` is installed
