"""A label of a grouping on a line of its own belongs to the heading below it."""

from __future__ import annotations

import pytest

from extractors.document import Heading
from pipeline.read.label_lists import with_label_lists
from pipeline.read.lone_labels import with_lone_labels_joined
from pipeline.read.reading import read_document
from tests.builders.tables import document, table

ROWS = [["Action", "Lead", "By when"], ["Train the wardens", "HR", "May 2031"]]


@pytest.mark.parametrize("label", ["PRIORITY {}", "Aim {}:", "Objective {}."])
def test_a_lone_label_and_what_it_counts_are_one_grouping(label: str) -> None:
    titles = ("Our people", "Our communities")
    blocks = [
        block
        for at, title in enumerate(titles, 1)
        for block in (Heading(label.format(at), 2), Heading(title, 2), table(ROWS, number=at))
    ]
    found = read_document(with_label_lists(document(*blocks))).actions
    assert [one.theme for one in found] == [f"{label.format(at)} {title}" for at, title in enumerate(titles, 1)]


@pytest.mark.parametrize(
    "headings",
    [
        [Heading("Priority 1", 2), Heading("Our people", 3)],
        [Heading("Priority 1", 2), Heading("Priority 2", 2)],
        [Heading("Priority 1: Homes", 2), Heading("Our people", 2)],
        [Heading("1.", 2), Heading("Our people", 2)],
    ],
)
def test_other_headings_stay_apart(headings: list[Heading]) -> None:
    plain = document(*headings, table(ROWS))
    assert with_lone_labels_joined(plain) is plain
