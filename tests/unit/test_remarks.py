"""Rows across a table that speak of the action above: by a known label, or by one that most actions have below them."""

from __future__ import annotations

import pytest

from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

Cells = list[str | X]
HEAD: Cells = ["Ref", "Action", "Lead", "When"]
ROWS: list[Cells] = [
    ["A1", "Train every warden", "Head of Estates", "May 2031"],
    ["A2", "Map every ramp", "Head of Estates", "June 2031"],
    ["A3", "Lend hearing loops to groups", "Libraries Manager", "July 2031"],
]
SAID = ("Two of nine halls are done. The rest follow.", "Begun in June with the wardens.", "No loops have been bought.")


def read(*rows: Cells) -> tuple[RawAction, ...]:
    return read_document(document("# Plan", table([HEAD, *rows]))).actions


def with_rows_below(label: str, *, first: int = 0, held: bool = False) -> list[Cells]:
    """Each action over a row with a label and a text; under the number, where `held`, else over all columns."""
    rows: list[Cells] = []
    for at, (row, said) in enumerate(zip(ROWS, SAID, strict=True)):
        number: Cells = [X(str(row[0]), down=2)] if held and at >= first else [row[0]]
        rows.append([*number, *row[1:]])
        if at >= first:
            rows.append([X(f"{label}: {said}", across=3 if held else 4)])
    return rows


@pytest.mark.parametrize("held", [False, True], ids=["over all columns", "beside the number"])
@pytest.mark.parametrize("label", ["Committee note", "Members' view", "What we heard from residents"])
def test_a_label_in_any_words_below_each_action_speaks_of_it(label: str, held: bool) -> None:
    found = read(*with_rows_below(label, held=held))
    assert [dict(one.extras) for one in found] == [{label: said} for said in SAID]
    assert [one.texts["action"] for one in found] == [row[1] for row in ROWS]
    assert not any(one.theme for one in found)


@pytest.mark.parametrize("held", [False, True], ids=["over all columns", "beside the number"])
@pytest.mark.parametrize("label", ["Progress", "Year-end position", "Update at March 2031"])
def test_a_label_that_names_a_role_gives_it_its_text(label: str, held: bool) -> None:
    found = read(*with_rows_below(label, held=held))
    assert [one.texts.get("progress") for one in found] == list(SAID)
    assert not any(one.theme or one.extras for one in found)


def test_most_actions_are_enough() -> None:
    found = read(*with_rows_below("Committee note", first=1))
    assert [dict(one.extras).get("Committee note") for one in found] == [None, *SAID[1:]]


def test_two_labels_below_each_action_speak_of_it_both() -> None:
    rows = [cells for row, said in zip(ROWS, SAID, strict=True) for cells in two_below(row, said)]
    found = read(*rows)
    assert [one.texts.get("progress") for one in found] == list(SAID)
    assert [dict(one.extras) for one in found] == [{"Members' view": "Welcomed."}] * 3


def two_below(row: Cells, said: str) -> list[Cells]:
    return [row, [X(f"Progress: {said}", across=4)], [X("Members' view: Welcomed.", across=4)]]


@pytest.mark.parametrize("label", ["Service area", "Members' view", "Town"])
def test_a_label_over_the_first_action_too_groups_what_stands_below(label: str) -> None:
    names = ("Halls and parks", "Roads and paths", "Libraries")
    rows = [cells for name, row in zip(names, ROWS, strict=True) for cells in ([X(f"{label}: {name}", across=4)], row)]
    found = read(*rows)
    assert [one.texts["action"] for one in found] == [row[1] for row in ROWS]
    assert all(one.theme for one in found)
    assert not any(one.extras for one in found)


def test_a_label_that_counts_a_grouping_is_none() -> None:
    rows = [ROWS[0], [X("Priority 2: Roads", across=4)], ROWS[1], [X("Priority 3: Libraries", across=4)], ROWS[2]]
    assert [one.theme is not None for one in read(*rows)] == [False, True, True]
