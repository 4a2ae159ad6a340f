"""Tables on their side, tasks in a column of their own, and tables that look like either and are not."""

from __future__ import annotations

import pytest

from extractors.document import Table
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table


def read(*blocks: Table | str) -> tuple[RawAction, ...]:
    return read_document(document(*blocks)).actions


def said(found: tuple[RawAction, ...], *roles: str) -> list[tuple[str | None, ...]]:
    return [
        tuple(getattr(action, role) if hasattr(action, role) else action.texts.get(role, "") for role in roles)
        for action in found
    ]


SIDE = [
    ["Action", "Fit large-print signs", "Open a quiet hour"],
    ["Lead", "Curator", "Duty Manager"],
    ["Deadline", "May 2031", "June 2031"],
    ["Measure of success", "Signs up", "Hour open"],
]
ROWS = [("Fit large-print signs", "Curator", "May 2031"), ("Open a quiet hour", "Duty Manager", "June 2031")]


def test_a_table_on_its_side_has_an_action_in_each_column() -> None:
    found = read(table(SIDE))
    assert said(found, "action", "owner", "timescale") == ROWS
    assert [action.texts["outcome"] for action in found] == ["Signs up", "Hour open"]


@pytest.mark.parametrize("alone", [True, False])
def test_tables_on_their_side_with_the_same_labels_are_no_cards(*, alone: bool) -> None:
    more = [[row[0], row[2], row[1]] for row in SIDE]
    found = read(table(SIDE), *([] if alone else ["## Signs", table(more, number=2)]))
    assert said(found, "action", "owner", "timescale")[:2] == ROWS
    assert said(found, "action", "owner", "timescale")[2:] == ([] if alone else ROWS[::-1])


def test_a_band_over_a_table_on_its_side_is_no_column_of_it() -> None:
    found = read(table([[X("What the museum will do", across=3)], *SIDE]))
    assert said(found, "action", "owner", "timescale") == ROWS


def test_numbers_stand_over_the_columns_of_a_table_on_its_side() -> None:
    found = read(table([["", "Action 1", "Action 2"], *SIDE]))
    assert said(found, "reference", "action") == [("Action 1", ROWS[0][0]), ("Action 2", ROWS[1][0])]


def test_objectives_over_the_columns_of_a_table_on_its_side_are_the_themes() -> None:
    wide = [["", X("Priority 1: Access", across=2), "Priority 2: Staff"]]
    rows = [
        [*row, more] for row, more in zip(SIDE, ["Train the guides", "HR", "July 2031", "All trained"], strict=True)
    ]
    assert said(read(table([*wide, *rows])), "theme", "action") == [
        ("Priority 1: Access", "Fit large-print signs"),
        ("Priority 1: Access", "Open a quiet hour"),
        ("Priority 2: Staff", "Train the guides"),
    ]


def test_labels_that_come_again_begin_further_actions() -> None:
    more = [["Action", "Train the guides", ""], ["Lead", "HR", ""], ["Deadline", "July 2031", ""]]
    found = read(table([*SIDE[:3], *more]))
    assert said(found, "action", "owner", "timescale") == [*ROWS, ("Train the guides", "HR", "July 2031")]


def test_an_owner_merged_over_two_columns_leads_both() -> None:
    rows = [SIDE[0], ["Lead", X("Curator", across=2)], *SIDE[2:]]
    assert said(read(table(rows)), "owner") == [("Curator",), ("Curator",)]


@pytest.mark.parametrize(
    "rows",
    [
        [  # headings over rows whose first cells sound like labels
            ["Area", "Action", "Lead"],
            ["Action on pay", "Publish the gap", "HR"],
            ["Lead officers", "Train the heads of service", "HR"],
            ["Timescale", "Set dates for each team", "PMO"],
        ],
        [["Action", "Lead", "Deadline"], ["Train all staff", "HR", "May 2031"], ["Lead a forum", "HR", "June 2031"]],
    ],
)
def test_rows_under_headings_do_not_stand_on_their_side(rows: list[list[str]]) -> None:
    found = read(table(rows))
    column = rows[0].index("Action")
    assert [action.texts["action"] for action in found] == [row[column] for row in rows[1:]]


@pytest.mark.parametrize(
    "rows",
    [
        [["Measure", "Women in senior posts", "Disabled staff"], ["Owner", "HR", "HR"], ["2030", "41%", "6%"]],
        [["Group", "Cabinet", "Staff networks"], ["Lead", "Leader", "Chairs"], ["Meets", "Monthly", "Quarterly"]],
    ],
)
def test_tables_on_their_side_that_plan_nothing_give_no_action(rows: list[list[str]]) -> None:
    assert read(table(rows)) == ()


TASKS = [
    ["Ref", "Action", "Sub-actions", "Lead", "Due"],
    ["1", "Set up a carers network", "", "HR", "May 2031"],
    ["2", "Publish pay data", "", "HR", "June 2031"],
    ["", "", "2a) Add the ethnicity gap", "Payroll", "July 2031"],
    ["3", "Translate the guide", "", "Comms", "May 2032"],
]


def test_a_task_below_its_action_has_the_action_as_its_objective() -> None:
    assert said(read(table(TASKS)), "reference", "objective", "action", "owner") == [
        ("1", None, "Set up a carers network", "HR"),
        ("2", None, "Publish pay data", "HR"),
        ("2a", "Publish pay data", "Add the ethnicity gap", "Payroll"),
        ("3", None, "Translate the guide", "Comms"),
    ]


def test_a_line_alone_over_actions_with_tasks_is_their_theme() -> None:
    rows = [TASKS[0], ["", "Our staff", "", "", ""], *TASKS[1:]]
    assert [action.theme for action in read(table(rows))] == ["Our staff"] * 4


@pytest.mark.parametrize("alone", [True, False])
def test_actions_that_only_sum_up_their_tasks_are_no_rows(alone: bool) -> None:
    first = [["Set up a network", "", "", ""], ["", "Write the terms", "HR", "May 2031"]]
    beside = [["Set up a network", "Write the terms", "HR", "May 2031"]]
    rows = [
        ["Action", "Tasks", "Lead", "When"],
        *(first if alone else beside),
        ["", "Elect a chair", "Carers", "June 2031"],
    ]
    assert said(read(table(rows)), "objective", "action") == [
        ("Set up a network", "Write the terms"),
        ("Set up a network", "Elect a chair"),
    ]


def test_what_is_merged_over_its_tasks_groups_them_under_the_title_of_the_table() -> None:
    rows = [
        [X("1) Strong leadership", across=4)],
        ["Action", "Detailed actions", "Lead", "When"],
        [X("Champion equality", down=2), "Name a champion", "Leader", "May 2031"],
        ["Hold a conference", "Policy", "June 2031"],
        [X("Know our places", down=2), "Map the data", "Policy", "May 2031"],
        ["Publish a profile", "Policy", "June 2031"],
    ]
    found = read(table(rows))
    assert [action.theme for action in found] == ["1) Strong leadership"] * 4
    assert [action.objective for action in found] == ["Champion equality"] * 2 + ["Know our places"] * 2


def test_the_title_over_a_table_with_tasks_is_the_theme() -> None:
    found = read(table([[X("1) Strong leadership", across=5)], *TASKS]))
    assert [action.theme for action in found] == ["1) Strong leadership"] * 4
