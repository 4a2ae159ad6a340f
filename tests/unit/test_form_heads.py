"""A box of labels right over the table of its actions says what groups them and who leads; other boxes stay apart."""

from __future__ import annotations

import pytest

from extractors.document import count_words, table_texts
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

HEAD = ["Ref", "What we will do", "Lead", "Finish by"]
ROWS = [HEAD, ["1a", "Mend the lift", "Estates", "May 2031"], ["1b", "Fit a loop", "Estates", "June 2031"]]


def box(number: int, title: str, sponsor: str) -> list[list[str | X]]:
    return [[X(title, across=2, bold=True)], ["Executive sponsor", sponsor], ["Success metric", f"{number} doors open"]]


@pytest.mark.parametrize("route", ["sheet", "word"])
def test_a_box_of_labels_over_a_table_heads_its_actions(route: str) -> None:
    found = with_label_lists(
        document(
            "# HIA 1",
            table(box(1, "High Impact Action 1: Open our halls", "Chair"), route=route),
            table(ROWS, number=2, route=route),
            "# HIA 2",
            table(box(2, "High Impact Action 2: Hire fairly", "Head of HR"), number=3, route=route),
            table([["Ref", "What we will do", "Finish by"], ["2a", "Ask all", "May 2031"], ["2b", "Tell all", "2032"]],
                  number=4, route=route),
        )
    )  # fmt: skip
    assert all(one.words == count_words(table_texts(one)) for one in found.tables)
    actions = read_document(found).actions
    assert [(one.theme, one.texts["action"], one.texts["owner"]) for one in actions] == [
        ("High Impact Action 1: Open our halls", "Mend the lift", "Estates"),
        ("High Impact Action 1: Open our halls", "Fit a loop", "Estates"),
        ("High Impact Action 2: Hire fairly", "Ask all", "Head of HR"),
        ("High Impact Action 2: Hire fairly", "Tell all", "Head of HR"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        [["Version", "3"], ["Approved", "May 2031"]],
        [["Action", "Open the hall"], ["Lead", "Estates"], ["Outcome", "Doors open"]],
        [["Ward", "Halls", "Doors"], ["North", "2", "9"]],
    ],
    ids=["what a document is", "a card of an action", "figures"],
)
def test_other_boxes_over_a_table_stay_apart(other: list[list[str]]) -> None:
    assert len(with_label_lists(document("# Halls", table(other), table(ROWS, number=2))).tables) == 2
