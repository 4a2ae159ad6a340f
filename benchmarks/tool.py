"""One tool over one file, in a process of its own: seconds, cells as text, memory. Run by either environment's Python.

    python benchmarks/tool.py TOOL FILE [--cells]

Prints a JSON object. Seconds are of the processor, imports left out: other programs on the machine count for little.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Cells = list[str]


def ours_extract(path: Path) -> Cells:
    from extractors import extract_bytes
    from extractors.limits import Limits

    document = extract_bytes(path.read_bytes(), Limits())
    return [cell.text for table in document.tables for cell in table.cells]


def ours_pipeline(path: Path) -> Cells:
    """From file to part on disk, as a worker does it."""
    from pipeline.batch.unit import Unit, read_unit
    from pipeline.settings import Settings

    done = read_unit(Unit(path, path.name, _out() / str(next(_RUNS))), Settings())
    return [""] * done.head.actions


_RUNS = count()


@cache
def _out() -> Path:
    """A folder for what is written, made and removed outside what is measured."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def pdfium_text(path: Path) -> Cells:
    """The text of each page and nothing else, by PDFium itself."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def pdfplumber(path: Path) -> Cells:
    import pdfplumber as library

    with library.open(path) as file:
        return _texts(table for page in file.pages for table in page.extract_tables())


def camelot_lattice(path: Path) -> Cells:
    return _camelot(path, "lattice")


def camelot_stream(path: Path) -> Cells:
    return _camelot(path, "stream")


def _camelot(path: Path, flavor: str) -> Cells:
    import camelot

    return _texts(table.data for table in camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True))


def pymupdf(path: Path) -> Cells:
    import pymupdf as library

    with library.open(path) as file:
        return _texts(table.extract() for page in file for table in page.find_tables().tables)


def docx_cells(path: Path) -> Cells:
    """The walk that python-docx's own pages show: `table.cell(row, column)`."""
    from docx import Document

    return [
        table.cell(row, column).text
        for table in Document(str(path)).tables
        for row in range(len(table.rows))
        for column in range(len(table.columns))
    ]


def docx2python(path: Path) -> Cells:
    from docx2python import docx2python as read

    with read(path) as file:
        return ["\n".join(cell) for table in file.body for row in table for cell in row]


def _texts(tables: Iterable[Iterable[Iterable[str | None]]]) -> Cells:
    return [cell or "" for table in tables for row in table for cell in row]


TOOLS: dict[str, tuple[Callable[[Path], Cells], tuple[str, ...]]] = {
    "ours_extract": (ours_extract, ("extractors.pdf", "extractors.word", "extractors.text")),
    "ours_pipeline": (ours_pipeline, ("extractors.pdf", "extractors.word", "pipeline.plan", "pipeline.batch.unit")),
    "pdfium_text": (pdfium_text, ("pypdfium2",)),
    "pdfplumber": (pdfplumber, ("pdfplumber",)),
    "camelot_lattice": (camelot_lattice, ("camelot",)),
    "camelot_stream": (camelot_stream, ("camelot",)),
    "pymupdf": (pymupdf, ("pymupdf",)),
    "docx_cells": (docx_cells, ("docx",)),
    "docx2python": (docx2python, ("docx2python",)),
}


def main() -> None:
    """Measure and print. One small file is read first, so that start-up is over."""
    sys.path.insert(0, str(ROOT))
    name, path = sys.argv[1], Path(sys.argv[2])
    tool, modules = TOOLS[name]
    for module in modules:
        importlib.import_module(module)
    if len(sys.argv) > 3 and sys.argv[3] not in ("", "--cells"):
        tool(Path(sys.argv[3]))
    if name == "ours_pipeline":
        gc.disable()  # as a worker does
    began = time.process_time()
    cells = tool(path)
    told: dict[str, Any] = {"seconds": time.process_time() - began, "cells": len(cells), "peak": _peak()}
    if "--cells" in sys.argv:
        told["texts"] = cells
    sys.stdout.write("\n" + json.dumps(told) + "\n")


def _peak() -> int | None:
    """The most memory that this process has held, in MiB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
