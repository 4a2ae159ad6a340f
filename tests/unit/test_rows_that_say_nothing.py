"""Rows that nobody filled in, labels that count the rows themselves, and headings that head nothing."""

from __future__ import annotations

import pytest

from extractors.document import Block, Heading, Table
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

HEAD = ["Ref", "Action", "Lead", "When", "Status"]
FULL = [
    ["1", "Train the wardens", "HR", "May 2031", "Complete"],
    ["2", "Print a guide", "Comms", "June 2031", "Not started"],
]


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    return read_document(document(*blocks)).actions


@pytest.mark.parametrize(
    "row",
    [
        ["3", "", "", "", ""],
        ["3", "", "", "", "Not started"],
        ["3", "-", "-", "-", ""],
        ["3", "None", "", "", ""],
        ["3", "No further action required", "N/A", "N/A", ""],
        ["3", "Click or tap here to enter text.", "Choose an item.", "Click or tap to enter a date.", ""],
    ],
)
def test_a_row_that_says_nothing_is_no_action(row: list[str]) -> None:
    assert [action.reference for action in read(table([HEAD, *FULL, row]))] == ["1", "2"]


@pytest.mark.parametrize(
    "row",
    [
        ["3", "None of the halls has a loop: fit one in each", "Estates", "May 2031", ""],
        ["3", "", "Estates", "May 2031", "Complete"],  # an action that was not written: a person must look
        ["3", "Nil-rate parking for carers", "", "", ""],
    ],
)
def test_a_row_that_says_something_is_an_action(row: list[str]) -> None:
    assert [action.reference for action in read(table([HEAD, *FULL, row]))] == ["1", "2", "3"]


PRIORITIES = [
    ["Measure", "Activity"],
    ["Priority 1", "Train each teacher to use picture cards."],
    ["Priority 2", "Fund further nursery sessions for families."],
]


def test_labels_that_follow_each_other_count_the_rows() -> None:
    rows = [*PRIORITIES, ["Barriers addressed", "Few books at home."], ["Projected spending", "£14,140"]]
    found = read("# Our action plan", table(rows))
    assert [(action.reference, action.texts["action"]) for action in found] == [
        ("Priority 1", "Train each teacher to use picture cards."),
        ("Priority 2", "Fund further nursery sessions for families."),
    ]


def test_labels_over_rows_of_actions_are_groupings() -> None:
    rows = [
        ["Action", "Lead", "When"],
        ["Priority 1", "Making our town welcoming for all who live here", ""],
        ["Train the wardens", "HR", "May 2031"],
        ["Priority 2", "A workforce that looks like our town", ""],
        ["Advertise in new places", "HR", "July 2031"],
    ]
    assert [action.theme for action in read(table(rows))] == [
        "Priority 1 Making our town welcoming for all who live here",
        "Priority 2 A workforce that looks like our town",
    ]


@pytest.mark.parametrize("word", ["Objective", "Outcome", "Appendix"])
def test_a_list_of_what_is_aimed_at_holds_no_actions(word: str) -> None:
    aims = [[f"{word} {at}", f"People of the {at}. ward are heard"] for at in (1, 2, 3)]
    found = read("# Our aims", table(aims), "# Action plan", table([HEAD, *FULL]))
    assert [action.reference for action in found] == ["1", "2"]


def test_the_last_row_of_a_table_without_headings_is_no_heading() -> None:
    def rows(number: str) -> Table:
        return table(
            [
                [f"{number}.1", "Fit loops", "Loops in place", "Estates Manager", "April 2031", "On track"],
                [f"{number}.2", "Offer small grants to groups", "40 grants", "Grants Lead", "April 2031", "On track"],
            ],
            route="text",
        )

    found = read("# Priority 1", rows("1"), "# Priority 2", rows("2"))
    assert [action.reference for action in found] == ["1.1", "1.2", "2.1", "2.2"]


def test_a_heading_that_groups_nothing_ends_those_of_its_kind() -> None:
    plan = table([HEAD, *FULL])
    found = read("# 1. Aims", "# 2. Legislation and guidance", "# 3. Action plan", plan, "# 4. Staff", plan)
    assert [action.theme for action in found] == [None, None, "4. Staff", "4. Staff"]


def test_a_heading_that_groups_nothing_ends_what_has_no_label_at_its_level() -> None:
    plan = table([HEAD, *FULL])
    blocks = [Heading("How we rate our work", 1), Heading("Improvement plan", 1), plan]
    found = read(*blocks, Heading("Homes", 1), plan, Heading("Staff", 1), plan)
    assert [action.theme for action in found] == [None, None, "Homes", "Homes", "Staff", "Staff"]


@pytest.mark.parametrize(
    ("heading", "theme"), [("3. Progress against actions", None), ("3. Promote access", "3. Promote access")]
)
def test_the_section_of_a_report_that_tells_progress_groups_nothing(heading: str, theme: str | None) -> None:
    found = read(Heading("1. Introduction", 1), "Some words.", Heading(heading, 1), table([HEAD, *FULL]))
    assert {action.theme for action in found} == {theme}


@pytest.mark.parametrize("heading", ["Appendix B: Delivery plan 2031", "Annex 1"])
def test_an_appendix_ends_what_was_before_it(heading: str) -> None:
    plan = table([HEAD, *FULL])
    blocks = [Heading("5. Risk", 1), "Some words.", Heading(heading), plan]
    assert {action.theme for action in read(*blocks)} == {None}


def test_a_heading_over_several_tables_ends_nothing() -> None:
    plan = table([HEAD, *FULL])
    blocks = [block for name in ("Homes", "Staff") for block in (Heading(name, 2), Heading("Action plan", 2), plan)]
    assert [action.theme for action in read(*blocks)] == ["Homes", "Homes", "Staff", "Staff"]


def test_a_bare_label_over_one_record_is_its_number() -> None:
    card = [["What we will do", "Mend the lift"], ["Lead", "Estates"], ["By when", "May 2031"]]
    blocks = [Heading("Homes", 2), Heading("Commitment 1", 3), table(card), Heading("Commitment 2", 3), table(card)]
    found = read(*blocks, Heading("Staff", 2), Heading("Commitment 3", 3), table(card))
    assert [(action.theme, action.reference) for action in found] == [
        ("Homes", "Commitment 1"),
        ("Homes", "Commitment 2"),
        ("Staff", "Commitment 3"),
    ]


def test_the_wider_of_two_groupings_stands_first() -> None:
    rows = [
        ["Aim", "Objectives", *HEAD[1:4]],
        ["Open the curriculum", "Teachers plan for needs", "Train the wardens", "HR", "May 2031"],
        ["", "Pupils take part", "Print a guide", "Comms", "June 2031"],
    ]
    found = read(table(rows))
    assert [(action.theme, action.objective) for action in found] == [
        ("Open the curriculum", "Teachers plan for needs"),
        ("Open the curriculum", "Pupils take part"),
    ]


def rated(fills: tuple[str | None, ...]) -> list[str | None]:
    """The ratings of actions whose dates have these fills, in a table without a column of states."""
    dates = [
        ["Action", "Lead", "By when"],
        *([f"Mend lift {at}", "Estates", f"May 203{at}"] for at in range(len(fills))),
    ]
    sheet = table([[*row[:2], X(row[2], fill=fill)] for row, fill in zip(dates, (None, *fills), strict=True)])
    return [action.status_fill for action in read_document(document(sheet)).actions]


def test_fills_of_another_column_are_ratings_where_they_are_several() -> None:
    assert rated(("#00b050", "#ff0000", "#00b050")) == ["#00b050", "#ff0000", "#00b050"]


@pytest.mark.parametrize("fills", [("#00b050", "#00b050", "#00b050"), ("#00b050", None, None), (None, None, None)])
def test_fills_of_one_colour_or_of_few_rows_are_none(fills: tuple[str | None, ...]) -> None:
    assert rated(fills) == [None, None, None]


def test_ratings_explained_at_the_foot_are_no_actions() -> None:
    key = [["Green", "On plan", "", "", ""], ["Amber", "At risk", "", "", ""], ["Red", "Off plan", "", "", ""]]
    found = read(table([HEAD, *FULL, ["Colour of the cell:", "", "", "", ""], *key], route="sheet"))
    assert [action.reference for action in found] == ["1", "2"]


def test_a_rating_before_one_action_is_no_explanation() -> None:
    head = ["RAG", "Action", "Lead"]
    rows = [["Green", "Mend the lift", ""], ["Amber", "Train the wardens", "HR"], ["Red", "Print a guide", "Comms"]]
    assert len(read(table([head, *rows]))) == 3


KEY = [
    ["Complete", "Delivered and evidence received"],
    ["On track", "Will be delivered by the deadline"],
    ["Not started", "Work not due to begin yet"],
]


def test_a_key_to_states_plans_nothing() -> None:
    assert [action.reference for action in read(table(KEY), table([HEAD, *FULL], number=2))] == ["1", "2"]


def test_a_key_under_its_title_plans_nothing() -> None:
    key = [[X("Key to status", across=2)], *KEY, ["Nearly there", "Late by three months at most"]]
    assert [action.reference for action in read(table([HEAD, *FULL]), "# Key", table(key, number=2))] == ["1", "2"]


ISSUES = [["Key issue", "Action", "Lead", "When"], ["Few are asked", "Ask all users", "Policy", "May 2031"]]


def test_what_stands_without_headings_under_other_words_is_no_more_of_the_plan() -> None:
    terms = [["PCSP", "Policing and Community Safety Partnership"], ["EQIA", "Equality impact assessment"]]
    found = read(table(ISSUES), "# Appendix: Terms used", table(terms, number=2))
    assert [action.texts["action"] for action in found] == ["Ask all users"]


def test_rows_without_headings_under_the_next_objective_are_more_of_the_plan() -> None:
    more = [["Steps at the hall", "Mend the lift", "Estates", "June 2031"]]
    found = read("# Objective 1: Ask", table(ISSUES), "# Objective 2: Open", table(more, number=2))
    assert [action.texts["action"] for action in found] == ["Ask all users", "Mend the lift"]


@pytest.mark.parametrize(
    "heading", ["What we achieved", "What we delivered", "Our achievements", "What we have achieved"]
)
def test_what_was_achieved_is_nothing_to_do(heading: str) -> None:
    told = [["People are safer", "Seven centres opened and 410 trained."], ["Pupils achieve", "The gap narrowed."]]
    past = [["Outcome 2027 to 2031", heading], *told]
    found = read("# What we achieved in 2027 to 2031", table(past), "# Action plan", table(ISSUES, number=2))
    assert [action.texts["action"] for action in found] == ["Ask all users"]


@pytest.mark.parametrize("over", ["What we achieved in 2027-2031", "Progress so far", "What has been done"])
def test_a_table_under_a_heading_that_tells_the_past_plans_nothing(over: str) -> None:
    told = [["People are safer", "Seven centres opened"], ["Women lead", "They hold half of the senior posts"]]
    past = [["Outcome in 2027-2031", "Where we got to"], *told]
    found = read(f"# {over}", table(past), "# Outcome 1: Ask", table(ISSUES, number=2))
    assert [action.texts["action"] for action in found] == ["Ask all users"]


def test_states_before_their_actions_are_no_key() -> None:
    rows = [["Complete", "Train the wardens"], ["Complete", "Print a guide"], ["On track", "Mend the lift"]]
    head = ["Status", "Action"]
    assert [action.texts["action"] for action in read(table([head, *rows]))] == [text for _, text in rows]


LINES = ["We will train the wardens", "We will mend the lift", "We will print a guide"]


def opened_by(numbers: tuple[str, ...]) -> list[str | None]:
    rows = [[f"{number} {line}", "HR", "May 2031"] for number, line in zip(numbers, LINES, strict=True)]
    return [action.reference for action in read(table([["Action", "Lead", "When"], *rows]))]


def test_numbers_that_open_every_action_in_order_are_references() -> None:
    assert opened_by(("1", "2", "3")) == ["1", "2", "3"]
    assert opened_by(("1A", "1B", "2A")) == ["1A", "1B", "2A"]


@pytest.mark.parametrize("numbers", [("3", "2", "1"), ("1", "1", "2"), ("1", "Soon", "2")])
def test_numbers_out_of_order_or_of_some_are_words(numbers: tuple[str, ...]) -> None:
    assert opened_by(numbers) == [None, None, None]


def test_numbers_taken_off_actions_leave_the_roles_of_their_cells() -> None:
    head = ["Theme", "Objective", "Action", "Lead", "When"]
    rows = [["People", "Fair work", f"{at} {line}", "HR", "May 2031"] for at, line in enumerate(LINES, 1)]
    reading = read_document(document(table([head, *rows])))
    assert [(one.theme, one.objective, one.reference) for one in reading.actions] == [
        ("People", "Fair work", str(at)) for at in (1, 2, 3)
    ]
    assert reading.roles[1, 2, 2] == "objective"
