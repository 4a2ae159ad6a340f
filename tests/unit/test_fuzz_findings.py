"""What mutated files found out, each once, so that it stays mended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extractors.limits import Limits
from extractors.pdf import read_pdf
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
    began = time.perf_counter()
    assert read_pdf(pdf_of_page(lines), Limits()).pages == 1
    assert time.perf_counter() - began < 5


def test_a_table_of_200_columns_is_read_in_seconds() -> None:
    began = time.perf_counter()
    rows = read_plan(Path("wide.txt"), "wide.txt", ("a\t" * 200 + "\n").encode() * 60, Settings())
    assert rows.document.words_carried == 200 * 60
    assert time.perf_counter() - began < 20
