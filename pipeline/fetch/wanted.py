"""Which addresses are asked for: a list of `council, url, title?` as CSV or as an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

MOST_LINES = 100_000
_LONGEST_CELL = 32_767  # letters: what a cell of Excel holds; the csv module's own limit is the whole process's
_SHOWN = 10  # faults of a list that are told one by one
_MOST_BYTES = 50 * 1024**2
_ENCODINGS = ("utf-8-sig", "cp1252")  # as Excel on Windows saves "CSV UTF-8" and plain "CSV"
_NEEDED = ("council", "url")


class ListRefused(Exception):
    """A list that cannot be used as it is; the message says which lines and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One address of a list."""

    council: str
    url: str
    title: str = ""
    found_on: str = ""  # the page that links to it, where it stood in no list


def read_wanted(path: Path) -> tuple[Wanted, ...]:
    """Return the addresses of a list, in its order, each once. Raises ListRefused that names every fault."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ListRefused(f"{path}: is larger than {_MOST_BYTES // 1024**2} MiB, so it is no list of addresses.")
        data = path.read_bytes()
    except OSError as error:
        raise ListRefused(f"{path}: cannot be read ({error.strerror}). Name a CSV or Excel file.") from error
    lines = _lines_of_workbook(path) if data.startswith(b"PK") else _lines_of_text(data)
    return parse_wanted(islice(lines, MOST_LINES), origin=str(path))


def parse_wanted(lines: Iterable[Sequence[str]], *, origin: str) -> tuple[Wanted, ...]:
    """Type the lines of a list, the first its headings. Raises ListRefused that names every fault.

    >>> parse_wanted([["Council", "URL"], ["Exampleshire", "https://example.org/plan.pdf"]], origin="x")[0].url
    'https://example.org/plan.pdf'
    """
    rows = enumerate(lines, 1)
    headings = [cell.strip().casefold() for cell in next(rows, (1, ()))[1]]
    if missing := [name for name in _NEEDED if name not in headings]:
        raise ListRefused(
            f"{origin}: has no column {' and no column '.join(missing)}. Its first line should be council,url,title."
        )
    found: dict[tuple[str, str], Wanted] = {}
    faults: list[str] = []
    for number, cells in rows:
        told = dict(zip(headings, map(str.strip, cells), strict=False))
        council, url = told.get("council", ""), told.get("url", "")
        if not any(cell.strip() for cell in cells):
            continue
        if max(map(len, cells)) > _LONGEST_CELL:
            faults.append(f"line {number} has a cell of more than {_LONGEST_CELL:,} letters")
        elif council and url:
            found.setdefault((council, url), Wanted(council, url, told.get("title", "")))
        else:
            faults.append(f"line {number} has no {'council' if url else 'url'}")
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise ListRefused(f"{origin}: {'; '.join(faults[:_SHOWN])}{more}. Fill it in or remove the line.")
    if not found:
        raise ListRefused(f"{origin}: holds no address. Each line should be council,url,title.")
    return tuple(found.values())


def _lines_of_text(data: bytes) -> Iterator[Sequence[str]]:
    """Yield the lines of a CSV; a comma, semicolon or tab parts its cells, whichever the first line has most of."""
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    except csv.Error as error:
        raise ListRefused(f"The list is no CSV that can be read ({error}). Save it as CSV again.") from error


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _lines_of_workbook(path: Path) -> Iterator[Sequence[str]]:
    """Yield the rows of a workbook's first sheet as text. Raises ListRefused where it is none."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    except Exception as error:
        raise ListRefused(f"{path}: is no Excel workbook that can be read. Save the list as CSV.") from error
