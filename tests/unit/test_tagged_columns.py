"""A tagged page of text in columns, as a newsletter prints a plan: read in the order of its tags, not across."""

from __future__ import annotations

from pathlib import Path

from extractors.limits import Limits
from extractors.pdf import read_pdf
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document

PRINT = Path(__file__).parents[1] / "documents" / "pdf" / "chromium-columns.pdf"


def test_actions_in_columns_keep_their_own_labels() -> None:
    found = read_document(with_label_lists(read_pdf(PRINT.read_bytes(), Limits()))).actions
    said = [
        (one.reference, one.theme, *(one.texts[role] for role in ("owner", "timescale", "outcome"))) for one in found
    ]
    assert said == [
        ("Action 1", "Our people", "Director of People", "July 2032", "Nine in ten requests are settled in time"),
        ("Action 2", "Our people", "Head of Learning", "from January 2032", "Two rounds of twelve pairs each year"),
        ("Action 3", "Our students", "Faculty Deans", "September 2032", "One advocate in each of the four faculties"),
        ("Action 4", "Our students", "Academic Registrar", "February 2032", "Changes are made within ten working days"),
    ]
