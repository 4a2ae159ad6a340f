"""A picture or a sign without words in a cell of ratings is told on its action, never silently nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.plan import read_plan
from pipeline.settings import Settings
from schema.rows import PlanRows
from tests.builders.word_xml import cell, docx, row, table, texts

HEADER = ("Ref", "Action", "Lead officer", "Timescale", "RAG")
ROWS = (
    ("1.1", "Open a quiet room in the library", "Head of Estates", "June 2031"),
    ("1.2", "Print larger notices for the halls", "Press office", "July 2031"),
)


def read(name: str, data: bytes) -> PlanRows:
    return read_plan(Path(name), name, data, Settings())


def html(first: str) -> PlanRows:
    rows = "".join(
        f"<tr>{''.join(f'<td>{said}</td>' for said in said_row)}<td>{rating}</td></tr>"
        for said_row, rating in zip(ROWS, (first, "Green"), strict=True)
    )
    head = "".join(f"<th>{heading}</th>" for heading in HEADER)
    return read("plan.html", f"<html><body><table><tr>{head}</tr>{rows}</table></body></html>".encode())


def word(first: str) -> PlanRows:
    told = cell(f"<w:p><w:r>{first}</w:r></w:p>")
    rated = row(*(cell(f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>") for said in ROWS[0]), told)
    return read("plan.docx", docx(table(texts(*HEADER), rated, texts(*ROWS[1], "Green"))))


def pdf(*, picture: bool) -> PlanRows:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica", 8)
    xs = (40, 70, 260, 380, 470, 550)
    for r, said_row in enumerate((HEADER, (*ROWS[0], ""), (*ROWS[1], "Green"))):
        for c, said in enumerate(said_row):
            canvas.rect(xs[c], 700 - 24 * r, xs[c + 1] - xs[c], 24)
            canvas.drawString(xs[c] + 3, 708 - 24 * r, said)
    if picture:
        canvas.drawInlineImage(Image.new("RGB", (12, 12), (0, 160, 0)), 500, 682, 12, 12)
    canvas.save()
    return read("plan.pdf", file.getvalue())


DRAWING = "<w:drawing/>"


@pytest.mark.parametrize(
    "rows",
    [
        html('<img src="a.png">'),
        html("<i class='fa fa-flag status'></i>"),
        html("<span class='dot on-time'></span>"),
        html("<svg width='10' height='10'><circle r='4'/></svg>"),
        word(DRAWING),
        word("<w:pict/>"),
        pdf(picture=True),
    ],
    ids=["img", "icon", "dot", "svg", "drawing", "pict", "pdf"],
)
def test_a_sign_without_words_is_told(rows: PlanRows) -> None:
    first, second = rows.actions
    assert first.rag is None
    assert "mark_not_read" in first.flags
    assert "mark_not_read" not in second.flags
    (issue,) = (issue for issue in rows.issues if issue.code == "mark_not_read")
    assert (issue.action_id, issue.row, issue.column) == (first.action_id, 2, 5)


@pytest.mark.parametrize(
    "rows",
    [
        html(""),
        html("<span>Green</span>"),
        html('<img src="a.png" alt="Amber">'),
        html("<span style='display:inline-block;width:9px;height:9px;background:#c00000'></span>"),
        word("<w:t>Green</w:t>"),
        pdf(picture=False),
    ],
    ids=["blank", "word", "alt", "colour", "word file", "pdf"],
)
def test_what_says_something_or_is_blank_is_not_told(rows: PlanRows) -> None:
    assert all("mark_not_read" not in one.flags for one in rows.actions)
