"""What mutated files found out, each once, so that it stays mended."""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
import pytest

from extractors.document import Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.pdfium_calls import placed
from extractors.pdf.row_evidence import _LEADER
from extractors.pdf.text_columns import _LABEL
from extractors.text.wrapped import unwrap
from pipeline.normalise.timescale import parse_timescale
from pipeline.plan import read_plan
from pipeline.settings import Settings
from tests.builders.bad_files import pdf_of_page


@pytest.mark.parametrize("text", ["Q3 2024/5", "Q3 / 6", "5 Q3 2024", "H2 2024 / 3", "Q1-7 2024", "0 - Q2 2024/25"])
def test_a_number_that_no_quarter_has_makes_none(text: str) -> None:
    assert all(period.start <= period.end for period in parse_timescale(text).periods)


def test_words_far_off_the_page_cost_no_time() -> None:
    lines = "".join(
        f"BT /F1 10 Tf 1 0 0 1 {x} {700 - 20 * line} Tm (word {line}) Tj ET\n"
        for line in range(6)
        for x in (50, 200, 90_000_000)
    )
    began = time.process_time()
    assert read_pdf(pdf_of_page(lines), Limits()).pages == 1
    assert time.process_time() - began < 5


def test_a_table_of_200_columns_is_read_in_seconds() -> None:
    began = time.process_time()
    rows = read_plan(Path("wide.txt"), "wide.txt", ("a\t" * 200 + "\n").encode() * 60, Settings())
    assert rows.document.words_carried == 200 * 60
    assert time.process_time() - began < 20


@pytest.mark.parametrize("matrix", ["1e38 0 0 1e38 1e38 1e38", "1e38 0 0 -1e38 3e38 -3e38", "0 0 0 0 1e38 1e38"])
def test_words_whose_place_is_no_number_are_read(matrix: str) -> None:
    rows = "".join(f"BT /F1 10 Tf 1 0 0 1 50 {700 - 20 * row} Tm (row {row} of text) Tj ET\n" for row in range(4))
    odd = f"q {matrix} cm 1e38 0 0 1e38 0 0 cm BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (lost words) Tj ET Q\n"
    document = read_pdf(pdf_of_page(odd + rows), Limits(ocr=False))
    assert "row 3 of text" in " ".join(block.text for block in document.blocks if not isinstance(block, Table))


def test_places_that_are_no_numbers_are_places_that_can_be_sorted_and_rounded() -> None:
    found = placed(np.array([[math.nan, math.inf], [-math.inf, 12.5]]))
    assert found.tolist() == [[0.0, 1e7], [-1e7, 12.5]]


def test_a_word_without_end_is_looked_up_in_no_time() -> None:
    began = time.process_time()
    text = "x" * 400_000
    read_plan(Path("a.txt"), "a.txt", f"Action\tOwner\n{text}\tHR\n".encode(), Settings())
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "owner",
    ["(formerly" + " " * 20_000 + "x", "a" * 60_000 + " 0163", "." * 60_000, "the " * 20_000, ". " * 20_000 + "x"],
    ids=["spaces in a bracket", "letters before figures", "leaders", "small words", "dotted leaders"],
)
def test_cells_without_end_are_read_in_no_time(owner: str) -> None:
    began = time.process_time()
    read_plan(Path("a.txt"), "a.txt", f"Action\tOwner\nMend the lift\t{owner}\n".encode(), Settings())
    assert time.process_time() - began < 10


def test_lines_without_end_are_cut_into_labels_in_no_time() -> None:
    began = time.process_time()
    for text in ("_" * 2000, "Total" + "." * 2000 + "81.1", "a " * 2000):
        _LABEL.match(text)
        _LEADER.search(text)
    assert time.process_time() - began < 1


def test_a_paragraph_without_end_is_joined_in_no_time() -> None:
    began = time.process_time()
    (whole,) = unwrap(["and so on and so on and so on and so on and so on"] * 40_000)
    assert len(whole) == 40_000 * 50 - 1
    assert time.process_time() - began < 2
