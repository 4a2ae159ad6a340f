"""Pictures of pages: words from an engine, rules and fills from the pixels, into the same cells as any other page."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import extractors.ocr as ocr
from extractors.document import Document
from extractors.limits import Limits
from extractors.pdf import read_pdf, render_page
from extractors.same_shapes import common_forms
from pipeline.plan import rows_of_document
from pipeline.settings import Settings
from tests.builders import pdf as make
from tests.builders.pdf import Drawing

PLAN = make.plan_pdf(Drawing(make.ruled))
SCALE = ocr.DOTS_PER_INCH / 72


def scan(degrees: float = 0.0) -> bytes:
    """The plan as a picture on a page, a little askew."""
    image = render_page(PLAN, 1, SCALE).convert("RGB").rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    out = io.BytesIO()
    image.save(out, format="PDF", resolution=ocr.DOTS_PER_INCH)
    return out.getvalue()


def spots_of_the_plan() -> list[ocr.Spot]:
    """What a perfect engine would see: the words where they stand on the level page."""
    document = read_pdf(PLAN, Limits())
    (table,) = document.tables
    spots: list[ocr.Spot] = []
    for number, cell in enumerate(table.cells):
        assert cell.box is not None
        if not cell.text:
            continue
        high = 13 * SCALE
        for line, text in enumerate(_halves(cell.text)):
            top = (cell.box.top + 3) * SCALE + line * high
            wide = 4.2 * SCALE * len(text)
            left = (cell.box.x0 + 5) * SCALE
            spots.append(
                ocr.Spot(text, left, top, min(left + wide, cell.box.x1 * SCALE - 8), top + high, 10 * number + line)
            )
    return spots


def _halves(text: str) -> list[str]:
    words = text.split()
    return [text] if len(words) < 9 else [" ".join(words[:9]), " ".join(words[9:])]


def read_scan(data: bytes, monkeypatch: pytest.MonkeyPatch, spots: list[ocr.Spot]) -> Document:
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "load_engine", lambda: lambda pixels: spots)
    return read_pdf(data, Limits())


@pytest.mark.parametrize("degrees", [0.0, 0.8, -1.3])
def test_a_scanned_table_has_the_rows_and_columns_of_its_rules(degrees: float, monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_scan(scan(degrees), monkeypatch, spots_of_the_plan())
    (table,) = document.tables
    assert (table.rows, table.columns) == (len(make.ROWS) + 1, len(make.HEADER))
    assert table.route == "ocr"
    assert table.confidence < 1
    assert [note.code for note in document.notes] == ["ocr"]


def test_words_of_a_scan_stand_in_their_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    (table,) = read_scan(scan(), monkeypatch, spots_of_the_plan()).tables
    found = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert found[1, 2] == "Action"
    assert found[3, 3] == "Service managers"
    assert " ".join(found[2, 2].split()) == make.ROWS[0][1]
    assert table.words == sum(len(cell.text.split()) for cell in table.cells)


def test_letters_that_are_not_sure_are_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    spots = [replace(s, score=0.8 if s.text == "Service managers" else 0.99) for s in spots_of_the_plan()]
    document = read_scan(scan(), monkeypatch, spots)
    (table,) = document.tables
    found = {(cell.row, cell.column): cell.certainty for cell in table.cells if cell.text}
    assert found[3, 3] == 0.8
    assert found[2, 2] == 0.99
    rows = rows_of_document(document, Path("plan.pdf"), "plan.pdf", "0" * 16, Settings())
    doubted = {
        (one.reference, doubt.field, doubt.chance)
        for one in rows.actions
        for doubt in one.doubts
        if doubt.code == "ocr"
    }
    assert doubted == {("1.2", "owners", 0.41)}


def test_words_that_differ_by_letters_of_one_shape_are_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    spots = spots_of_the_plan()
    asked = next(at for at, spot in enumerate(spots) if spot.text.startswith("Ask every"))
    spots[asked] = replace(spots[asked], text="EIAs and EIAs for each ElAs form")
    (table,) = read_scan(scan(), monkeypatch, spots).tables
    (cell,) = (cell for cell in table.cells if cell.text.startswith("EIAs"))
    assert cell.text == "EIAs and EIAs for each EIAs form"


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        (["EIAs", "EIAs", "ElAs"], {"ElAs": "EIAs"}),
        (["ElAs", "EIAs"], {}),
        (["Policy", "Policy", "PoIicy,"], {"PoIicy": "Policy"}),
        (["2011", "2011", "2O11"], {}),
        (["1.1", "l.l", "1.1"], {}),
        (["lead", "Iead", "lead", "lead"], {"Iead": "lead"}),
    ],
)
def test_the_form_that_is_met_most_is_the_word(words: list[str], forms: dict[str, str]) -> None:
    assert common_forms(words) == forms


def test_the_colour_of_a_scanned_cell_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    (table,) = read_scan(scan(), monkeypatch, spots_of_the_plan()).tables
    fills = {cell.row: cell.fill for cell in table.cells if cell.column == 5}
    assert fills[1] is None
    assert fills[4] is None
    for row, expected in ((2, make.FILLS["G"]), (3, make.FILLS["A"]), (5, make.FILLS["R"])):
        fill = fills[row]
        assert fill is not None
        assert all(abs(int(fill[at : at + 2], 16) - int(expected[at : at + 2], 16)) < 24 for at in (1, 3, 5))


def test_without_the_extra_a_note_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    document = read_pdf(scan(), Limits())
    assert document.tables == ()
    (note,) = document.notes
    assert note.code == "ocr_missing"
    assert "pip install rapidocr onnxruntime" in note.message


def test_ocr_can_be_forbidden() -> None:
    assert [note.code for note in read_pdf(scan(), Limits(ocr=False)).notes] == ["ocr_missing"]


def test_a_page_with_text_is_not_read_from_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_scan(PLAN, monkeypatch, [])
    assert document.notes == ()


@pytest.mark.parametrize("degrees", [-2.0, -0.5, 0.0, 1.25])
def test_skew_is_measured(degrees: float) -> None:
    image = render_page(PLAN, 1, SCALE).convert("L").rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert ocr.skew_of(np.asarray(image, dtype=np.uint8)) == pytest.approx(-degrees, abs=0.15)


@pytest.mark.slow
def test_the_engine_reads_a_scan() -> None:
    pytest.importorskip("rapidocr")
    (table,) = read_pdf(scan(0.5), Limits()).tables
    found = {(cell.row, cell.column): " ".join(cell.text.split()) for cell in table.cells}
    assert found[3, 2] == "Ask every service to check its booking forms"
    assert found[5, 3] == "Monitoring officer"


@pytest.mark.parametrize(("paint", "fill"), [((0, 176, 80), "#00b050"), ((150, 150, 150), "#ffffff")])
def test_a_page_scanned_in_grey_says_no_colour(paint: tuple[int, int, int], fill: str) -> None:
    page = np.full((400, 400, 3), 255, dtype=np.uint8)
    page[80:160, 80:240] = paint
    assert [found.colour for found in ocr.find_fills(page)] == [fill]
