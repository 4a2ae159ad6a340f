"""Cells that hold labels and values, records cut by a page, and actions that stand over their own headings."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

import pytest

from extractors.document import Block, Heading, Table
from pipeline.read.label_lists import with_label_lists
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    return read_document(with_label_lists(document(*blocks))).actions


def said(found: tuple[RawAction, ...], *roles: str) -> list[tuple[str, ...]]:
    return [tuple(action.texts.get(role, "") for role in roles) for action in found]


WARDENS, GUIDE, LIFT = (
    "Lead: HR\nBy when: May 2031\nMeasure: All trained",
    "Lead: Comms\nBy when: June 2031\nMeasure: Guide out",
    "Lead: Estates\nBy when: July 2031\nMeasure: It runs",
)
PARTS = [
    ("Train the wardens", "HR", "May 2031", "All trained"),
    ("Print a guide", "Comms", "June 2031", "Guide out"),
    ("Mend the lift", "Estates", "July 2031", "It runs"),
]
ROLES = ("action", "owner", "timescale", "outcome")


@pytest.mark.parametrize("head", [[], [["What we will do", "Details"]]])
def test_labels_in_the_cell_beside_the_action_are_its_values(head: list[list[str]]) -> None:
    rows = [["Train the wardens", WARDENS], ["Print a guide", GUIDE], ["Mend the lift", LIFT]]
    assert said(read(table([*head, *rows])), *ROLES) == PARTS


@pytest.mark.parametrize("number", [[], ["1"]])
@pytest.mark.parametrize("mark", ["", "• ", "– "])
def test_labels_below_the_action_in_its_cell_are_its_values(number: list[str], mark: str) -> None:
    rows = [
        [*number, "\n".join([action, *(mark + line for line in labels.split("\n"))])]
        for (action, *_), labels in zip(PARTS, (WARDENS, GUIDE, LIFT), strict=True)
    ]
    assert said(read(table(rows)), *ROLES) == PARTS


def test_a_column_keeps_its_role_beside_one_with_labels() -> None:
    rows = [
        ["Action", "Who and when", "Measure"],
        ["Train the wardens", "Who: HR\nWhen: May 2031", "All trained"],
        ["Print a guide", "Who: Comms\nWhen: June 2031", "Guide out"],
    ]
    assert said(read(table(rows)), *ROLES) == PARTS[:2]


def test_labels_in_a_report_of_progress_stay_there() -> None:
    rows = [
        ["Action", "Lead", "When", "Update"],
        ["Train the wardens", "HR", "May 2031", "Note: two held\nRisk: cost"],
        ["Print a guide", "Comms", "June 2031", "Status: drafted\nNext: print"],
    ]
    assert said(read(table(rows)), "action", "progress") == [
        ("Train the wardens", "Note: two held\nRisk: cost"),
        ("Print a guide", "Status: drafted\nNext: print"),
    ]


def on_page(part: Table, page: int) -> Table:
    return replace(part, page=page, cells=tuple(replace(cell, page=page) for cell in part.cells))


def card(action: str, progress: str) -> list[list[str]]:
    return [["Action", action], ["Lead officer", "HR"], ["Timescale", "May 2031"], ["Progress", progress]]


FIRST, SECOND = card("Train all staff", "Two days held for the"), card("Mend the lift", "Parts ordered")


@pytest.mark.parametrize(
    "tables",
    [
        [[["", "managers of teams"]], SECOND],
        [[["managers of teams"]], SECOND],
        [[["", "managers of teams"], *SECOND]],
    ],
)
def test_the_rest_of_the_last_value_of_a_card_stands_on_the_next_page(tables: list[list[list[str]]]) -> None:
    found = read(on_page(table(FIRST), 1), *(on_page(table(rows), 2) for rows in tables))
    assert said(found, "action", "progress") == [
        ("Train all staff", "Two days held for the managers of teams"),
        ("Mend the lift", "Parts ordered"),
    ]


def test_a_remark_in_a_box_behind_cards_is_no_rest() -> None:
    found = read(on_page(table(SECOND), 1), on_page(table([["This plan is reviewed each year."]]), 2))
    assert said(found, "action", "progress") == [("Mend the lift", "Parts ordered")]


def test_a_grouping_over_the_number_of_a_card_holds() -> None:
    rows = [
        *FIRST,
        [X("Priority 2: Buildings", across=2)],
        [X("Action sheet B1", across=2)],
        *SECOND,
    ]
    found = read(Heading("Priority 1: Staff", 2), Heading("Action sheet A1", 3), table(rows))
    assert [(action.theme, action.reference) for action in found] == [
        ("Priority 1: Staff", "A1"),
        ("Priority 2: Buildings", "B1"),
    ]


@pytest.mark.parametrize(
    "bands", [("1.1 Train the wardens", "1.2 Print a guide"), ("Action: Train the wardens", "Action: Print a guide")]
)
def test_headings_again_under_two_actions_that_stand_across(bands: tuple[str, str]) -> None:
    head = ["Lead", "When", "Measure"]
    rows = [[X(bands[0], across=3)], head, [*PARTS[0][1:]], [X(bands[1], across=3)], head, [*PARTS[1][1:]]]
    reading = read_document(document(table(rows)))
    assert said(reading.actions, *ROLES) == PARTS[:2]
    assert {reading.roles[1, row, 1] for row in (2, 5)} == {"header"}


def test_an_action_as_heading_over_a_table_of_one_row() -> None:
    head = ["Lead", "When", "Measure"]
    found = read(
        "# 1.1 Train the wardens", table([head, PARTS[0][1:]]), "# 1.2 Print a guide", table([head, PARTS[1][1:]])
    )
    assert said(found, *ROLES) == PARTS[:2]


@pytest.mark.parametrize("heading", ["Milestone", "Action", "What"])
def test_a_heading_over_a_table_of_one_row_with_an_action_is_no_action(heading: str) -> None:
    head = [heading, "Lead", "When"]
    found = read("# Priority 1: Staff", table([head, PARTS[0][:3]]), "# Priority 2: Homes", table([head, PARTS[1][:3]]))
    assert [(action.theme, action.texts["action"]) for action in found] == [
        ("Priority 1: Staff", "Train the wardens"),
        ("Priority 2: Homes", "Print a guide"),
    ]


def test_a_label_in_words_of_its_own_is_one_where_it_stands_in_cell_after_cell() -> None:
    rows = [["Ref", "Key actions", "Delivery"]] + [
        [f"A{at}", action, f"Taken forward by: {who} Target date: {when}\nWhat will show it? {out}"]
        for at, (action, who, when, out) in enumerate(PARTS, 1)
    ]
    found = read(table(rows))
    assert said(found, "action", "owner", "timescale") == [part[:3] for part in PARTS]


def test_a_heading_at_the_level_of_names_is_no_label() -> None:
    names = ("People: a fair service", "Partners: buying fairly")
    record = ("What we will do: Mend the lift", "Lead: Estates", "By when: May 2031")
    blocks = [
        block
        for at, name in enumerate(names, 1)
        for block in (Heading(name, 2), Heading(f"Commitment {at}", 3), *record)
    ]
    assert [action.theme for action in read(Heading("Our action plan", 1), *blocks)] == [*names]


def test_labels_inside_the_cells_below_an_action_that_stands_across() -> None:
    rows = [
        row
        for at, (action, who, when, out) in enumerate(PARTS, 1)
        for row in (
            [X(f"Action 1.{at}: {action}", across=3)],
            [f"RESPONSIBLE OFFICER: {who}", f"WHEN: {when}", f"OUTCOME: {out}"],
        )
    ]
    assert said(read(table(rows)), *ROLES) == PARTS


LABELS = (WARDENS, GUIDE, LIFT)
BOXES = [f"{action}\n{labels}" for (action, *_), labels in zip(PARTS, LABELS, strict=True)]


@pytest.mark.parametrize("third", [[BOXES[2], ""], [X, X]])
def test_each_cell_of_a_table_of_boxes_is_an_action(third: list[str]) -> None:
    rows = [BOXES[:2], third] if third[0] != X else [BOXES]
    assert said(read(table(rows)), *ROLES) == PARTS


def test_what_a_box_says_below_its_labels_alone_is_its_status() -> None:
    status = ("ON TRACK", "Not started", "Complete")
    rows = [[f"{box}\n{state}" for box, state in zip(BOXES, status, strict=True)]]
    found = read(table(rows))
    assert said(found, *ROLES) == PARTS
    assert said(found, "status") == [(state,) for state in status]


def test_an_action_under_a_label_in_a_box_is_that_label_s() -> None:
    rows = [[f"Homes for all\nAction: {box}" for box in BOXES[:2]], [f"Homes for all\nAction: {BOXES[2]}", ""]]
    assert said(read(table(rows)), *ROLES) == PARTS


def test_cells_side_by_side_with_labels_of_their_own_are_one_action() -> None:
    rows = [
        [action, f"Lead: {lead}\nPartner: The union", f"By when: {when}\nMeasure: {measure}"]
        for action, lead, when, measure in PARTS
    ]
    assert said(read(table(rows)), *ROLES) == PARTS


@pytest.mark.parametrize("route", ["white_space", "text"])
def test_boxes_of_which_each_line_has_a_row_of_its_own_are_read_box_by_box(route: str) -> None:
    def box(number: int, part: tuple[str, ...], more: str = "") -> list[str | X]:
        action, who, when, measure = part
        lines = [f"Lead: {who}", *([more] if more else []), f"By when: {when}", f"Measure: {measure}"]
        return [X(f"{number}. {action}", bold=True, fill="#0b6e69"), *lines]

    left, right = [*box(1, PARTS[0]), "", *box(3, PARTS[2])], box(2, PARTS[1], "and the unions")
    rows = [list(row) for row in zip_longest(left, right, fillvalue="")]
    found = read(table(rows, route=route))
    assert said(found, "action", "timescale", "outcome") == [(action, when, out) for action, _, when, out in PARTS]
    assert [one.reference for one in found] == ["1", "2", "3"]
    assert [one.texts["owner"] for one in found][1] == f"{PARTS[1][1]} and the unions"


def test_lines_abreast_without_labels_are_no_boxes() -> None:
    rows = [["1. Our halls", "2. Our streets"], ["Mend the lift", "Light the park"], ["Fit rails", "Lower the kerbs"]]
    assert not [one for one in read(table(rows, route="white_space")) if one.reference == "1"]


@pytest.mark.parametrize("number", ["Action A1", "Action B12", "Recommendation C3"])
def test_a_heading_that_numbers_its_action_by_letter_and_figure_is_parted(number: str) -> None:
    card = [["Who leads", "Head of HR"], ["Support", "The women's network"], ["When", "May 2031"]]
    blocks: list[Block] = []
    for n, order in enumerate(("Hold taster days", "Provide quiet rooms"), 1):
        blocks += [Heading(f"{number}{n}: {order}", 3), table(card, number=n)]
    found = read_document(document("# Theme A: Staff", *blocks)).actions
    assert [(one.reference, one.texts["action"]) for one in found] == [
        (f"{number}1", "Hold taster days"),
        (f"{number}2", "Provide quiet rooms"),
    ]


def test_labels_that_tell_owners_apart_in_their_own_column_stay_in_it() -> None:
    heads = ["Action", "SRO / Lead", "Timescale"]
    rows = [
        ["Train the wardens", "SRO: Chief People Officer\nLead: Head of HR", "May 2031"],
        ["Print a guide", "SRO: Chief People Officer\nLead: Head of News", "June 2031"],
        ["Mend the lift", "Chair", "July 2031"],
    ]
    found = read("# Equality action plan", table([heads, *rows]))
    assert said(found, "action", "owner", "timescale") == [tuple(row) for row in rows]


def test_a_date_in_the_action_counts_before_one_in_an_outcome_that_several_share() -> None:
    heads: list[str | X] = ["What we will do", "Lead", "How we will know"]
    rows: list[list[str | X]] = [
        ["Train the wardens by June 2031", "Head of HR", X("Half know the rules by March 2033", down=2)],
        ["Print a guide by May 2032", "Head of News"],
        ["Mend the lift", "Head of Estates", "It runs by March 2034"],
    ]
    found = read("# Equality action plan", table([heads, *rows]))
    assert said(found, "timescale", "outcome") == [
        ("by June 2031", "Half know the rules by March 2033"),
        ("by May 2032", "Half know the rules by March 2033"),
        ("by March 2034", "It runs"),
    ]


@pytest.mark.parametrize("label", ["Measure", "Success measure"])
def test_a_label_in_a_cell_plays_the_role_that_it_names(label: str) -> None:
    rows = [["Commitment", "Delivery"]]
    rows += [["Ask each tenant what they need", f"Lead: Lettings Manager\nBy: April 2031\n{label}: 95% of them asked"]]
    rows += [["Offer a visit to people over 75", f"Lead: Head of Homes\nBy: Ongoing\n{label}: Visits each quarter"]]
    found = read("# What we will do on equality", table(rows))
    assert said(found, "action", "outcome") == [(rows[1][0], "95% of them asked"), (rows[2][0], "Visits each quarter")]


def test_owners_told_apart_by_labels_stay_one_cell_in_tables_without_headings() -> None:
    rows = [
        ["Train the wardens", "Lead: Chief Executive\nSupport: Housing Team", "May 2031", "All trained"],
        ["Print a guide", "Lead: Head of News\nSupport: Town Clerk", "June 2031", "Guide out"],
    ]
    heads = ["Action", "Lead officer", "By when", "Measure"]
    first = table([heads, ["Mend the lift", "Estates Manager", "July 2031", "It runs"]])
    found = read("# Equality action plan", "# Year 1", first, "# Year 2", table(rows, number=2))
    assert [one.texts.get("owner") for one in found][1:] == [rows[0][1], rows[1][1]]
