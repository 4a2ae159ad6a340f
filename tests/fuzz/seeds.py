"""The good files that are broken: the sample plans, and small files in which every byte counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.builders.bad_files import good_docx, good_html, good_pdf, good_xlsx
from tests.builders.word_xml import cell, control, docx, inserted, numbered, para, row, table, text_box, texts

_SAMPLES = Path(__file__).resolve().parents[2] / "data" / "raw"
_LARGEST = 100_000  # bytes

_TABBED = (
    "Equality action plan 2024-28\n\nRef\tAction\tLead officer\tTimescale\n"
    "1.1\tPublish the pay gap\tHead of HR\tQ1 2024/25\n"
    "1.2\t<b>Train staff</b> <ul><li>managers</li><li>members</li></ul>\tHR team / Comms\tBy March 2026 and ongoing\n"
    "\n12\n"
)
_CELL_LINES = "\tAction\n\tOwner\n\n\tPublish the report\nand share it\n\tHead of HR\n\n\tTrain staff\n\tHR team\n"


@dataclass(frozen=True, slots=True)
class Seed:
    """A good file: `kind` groups files whose pieces fit together."""

    kind: str  # pdf, word, text, sheet, html
    suffix: str
    data: bytes


def seed_files() -> tuple[Seed, ...]:
    """Give the seeds in an order that their names alone decide."""
    kinds = {".pdf": "pdf", ".docx": "word", ".txt": "text"}
    samples = [
        Seed(kinds[path.suffix], path.suffix, path.read_bytes())
        for path in sorted(_SAMPLES.rglob("*"), key=lambda path: path.as_posix())
        if path.suffix in kinds and path.stat().st_size <= _LARGEST
    ]
    small = [
        Seed("pdf", ".pdf", good_pdf()),
        Seed("word", ".docx", good_docx()),
        Seed("word", ".docx", _word_of_many_kinds()),
        Seed("text", ".txt", _TABBED.encode()),
        Seed("text", ".txt", _CELL_LINES.encode()),
        Seed("text", ".txt", _TABBED.encode("utf-16")),
        Seed("sheet", ".xlsx", good_xlsx()),
        Seed("html", ".html", good_html()),
    ]
    return (*samples, *small)


def _word_of_many_kinds() -> bytes:
    """One of each thing that the Word reader knows, so that damage meets all of it."""
    nested = cell(table(texts("inner", "table")) + para(text="after"))
    merged = row(cell(text="over two rows", merge="restart"), cell(text="wide", span=2))
    return docx(
        para(text_box(para(text="a box")))
        + para(control(inserted("<w:r><w:t>new words</w:t></w:r>")))
        + table(
            texts("Ref", "Action", "Timescale", properties="<w:tblHeader/>"),
            merged,
            row(cell(merge="continue"), nested, cell(text="2024/25", fill="FF0000")),
            row(cell(numbered("first", 1)), cell(numbered("second", 1, 1)), cell(control(para(text="held")))),
            widths=(1000, 4000, 2000),
        )
    )
