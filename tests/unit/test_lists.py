"""Plans printed as lists: lines that say who and when, in running text, in boxes and in cells."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractors.document import Paragraph, Table, count_words, table_texts
from pipeline.read.label_lists import with_label_lists
from pipeline.read.list_items import parse_item
from pipeline.read.reading import read_document
from tests.builders.tables import document, table

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "listed_lines.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_lines_that_say_who_and_when_are_actions_and_others_are_not(case: dict[str, list[str]]) -> None:
    found = with_label_lists(document(*case["lines"]))
    read = [
        " | ".join(
            [
                action.texts["action"],
                action.texts.get("owner") or "None",
                action.texts.get("timescale") or "None",
            ]
        )
        for action in read_document(found).actions
    ]
    assert read == case["actions"]
    assert all(own.words == count_words(table_texts(own)) for own in found.tables)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Train all staff [Owner: HR | Due: Q2 2031]", {"owner": "HR", "timescale": "Q2 2031"}),
        ("Train all staff (Q2 2031 - HR)", {"owner": "HR", "timescale": "Q2 2031"}),
        (
            "Hold talks (Head of HR; Web Team; quarterly).",
            {"owner": "Head of HR; Web Team", "timescale": "quarterly"},
        ),
        (
            "Build to standard M4(3) (Director of Place, by 2031)",
            {"owner": "Director of Place", "timescale": "by 2031"},
        ),
        ("Train all staff, Head of HR, March 2031", {"owner": "Head of HR", "timescale": "March 2031"}),
        ("Ask people (including carers) what they need", {}),
        ("Equality Impact Assessments (EqIA)", {}),
        ("We will train all staff", {}),
        ("", {}),
    ],
)
def test_a_line_is_cut_where_its_pieces_say_who_and_when(line: str, parts: dict[str, str]) -> None:
    assert dict(parse_item(line).parts) == parts


def test_a_line_over_a_list_holds_for_it_across_the_foot_of_a_page() -> None:
    foot = Paragraph("Wold Fire Authority  Page 1", furniture=True)
    found = with_label_lists(
        document(
            "# Our people",
            "The Head of Training will:",
            "• put all managers through the course by May 2031;",
            "• print a guide for new starters by June 2031.",
            "The Head of Estates will:",
            foot,
            "• fit changing rooms at every station by March 2032;",
            "• mend the lifts by May 2032.",
        )
    )
    read = [action.texts["owner"] for action in read_document(found).actions]
    assert read == ["Head of Training", "Head of Training", "Head of Estates", "Head of Estates"]


def test_a_box_of_lines_is_a_list() -> None:
    box = table([["• Appoint two apprentices (Head of HR, May 2031)\n• Hold a summer fair (Events Team, July 2031)"]])
    read = [
        (action.theme, action.texts["action"], action.texts["owner"])
        for action in read_document(document("# Objective 3: Young people", box)).actions
    ]
    assert read == [
        ("Objective 3: Young people", "Appoint two apprentices", "Head of HR"),
        ("Objective 3: Young people", "Hold a summer fair", "Events Team"),
    ]


def test_a_note_in_a_box_is_no_list() -> None:
    box = table([["This plan was agreed by Cabinet (Leader, March 2031)"]])
    assert read_document(document("# Foreword", box)).actions == ()


def test_the_lines_of_a_cell_that_say_who_and_when_are_actions() -> None:
    cell = "• Set up walking groups (Health Manager, May 2031)\n• Train barbers in first aid (Health Team, 2032)"
    found = document(
        table([["Priority", "Actions"], ["Health", cell], ["Learning", "• Lend laptops (Libraries, 2031)"]])
    )
    assert [(action.texts["action"], action.texts["owner"]) for action in read_document(found).actions] == [
        ("Set up walking groups", "Health Manager"),
        ("Train barbers in first aid", "Health Team"),
        ("Lend laptops", "Libraries"),
    ]


def test_a_person_in_the_words_of_an_action_owns_it_not() -> None:
    action = "The Chief Executive to be asked in May 2031 for a statement on fair pay"
    rows = [["Action", "Lead", "By when"], [action, "", ""], ["Train all the wardens", "Estates Manager", "2031"]]
    assert read_document(document(table(rows))).actions[0].texts["owner"] == ""


def test_states_alone_beside_orders_are_actions_without_headings() -> None:
    found = read_document(
        document(
            "# Equality Group action log",
            "# Languages",
            table([["Advise members when to send their list", "Ongoing"], ["Book two interpreters", "New"]]),
            "# Hate crime",
            table(
                [
                    ["Meet the police about reports", "Carried forward"],
                    ["Draft a leaflet", "Completed"],
                    ["Send the leaflet to libraries", "New"],
                ],
                number=2,
            ),
        )
    ).actions
    assert [(action.theme, action.texts["status"]) for action in found] == [
        ("Languages", "Ongoing"),
        ("Languages", "New"),
        ("Hate crime", "Carried forward"),
        ("Hate crime", "Completed"),
        ("Hate crime", "New"),
    ]


def test_records_in_lines_are_read_beside_tables_that_are_records() -> None:
    def box(number: int, work: str) -> Table:
        return table([["Action", work], ["Lead", "Estates"], ["When", "May 2031"]], number=number)

    lines = ["# Print a guide", "Lead: News Team", "When: June 2031", "# Ask our users", "Lead: HR", "When: July 2031"]
    found = with_label_lists(document("# Doors", box(1, "Mend the lift"), box(2, "Fit a loop"), "# Words", *lines))
    assert [action.texts["action"] for action in read_document(found).actions] == [
        "Mend the lift", "Fit a loop", "Print a guide", "Ask our users",
    ]  # fmt: skip
    one = with_label_lists(
        document("# Doors", box(1, "Mend the lift"), "# About this plan", "Lead: HR", "When: May 2031")
    )
    assert len(read_document(one).actions) == 1


def test_a_time_over_a_list_comes_before_how_often_an_action_says() -> None:
    found = with_label_lists(
        document(
            "# Pay",
            "By March 2031 we will:",
            "• publish the pay gap each year",
            "• recruit twenty apprentices",
            "• train all managers",
        )
    )
    assert [action.texts["timescale"] for action in read_document(found).actions] == ["By March 2031"] * 3


def test_a_label_without_a_value_leaves_its_record_whole() -> None:
    items = [
        f"• {work}\nWho:{who}\nWhen: {when}\nHow we will know: {known}"
        for work, who, when, known in (
            ("Move meetings to the ground floor", " Town Clerk", "May 2031", "All are on it"),
            ("Print the newsletter large", " Web Officer", "June 2031", "Four issues a year"),
            ("Translate the leaflet", "", "July 2031", "Leaflets in the library"),
        )
    ]
    found = read_document(with_label_lists(document("# Aim 1: Words that reach all", *items))).actions
    assert [(one.texts["action"], one.texts.get("owner") or None, one.texts["outcome"]) for one in found] == [
        ("Move meetings to the ground floor", "Town Clerk", "All are on it"),
        ("Print the newsletter large", "Web Officer", "Four issues a year"),
        ("Translate the leaflet", None, "Leaflets in the library"),
    ]


EASY = [
    "We will teach all our staff about disability.",
    "We will do this by March 2031.",
    "The person in charge is the Head of HR.",
    "We will put in 20 dropped kerbs.",
    "This will be done by September 2031.",
    "The person in charge is the Highways Manager.",
    "We will check all our toilets.",
    "We will do this by May 2031.",
    "The person in charge is the Property Manager.",
]


@pytest.mark.parametrize(
    "parts",
    [[EASY[:3], EASY[3:]], [[" ".join(EASY[:3])], [" ".join(EASY[3:6]), " ".join(EASY[6:])]]],
    ids=["apart", "together"],
)
def test_sentences_below_an_action_say_when_and_who(parts: list[list[str]]) -> None:
    goals = ["# Big goal 1: Be fair", *parts[0], "# Big goal 2: Open places", *parts[1]]
    found = read_document(with_label_lists(document("# Our equality plan: easy read", *goals)))
    assert [(one.theme, one.texts["owner"], one.texts["timescale"]) for one in found.actions] == [
        ("Big goal 1: Be fair", "Head of HR", "by March 2031"),
        ("Big goal 2: Open places", "Highways Manager", "by September 2031"),
        ("Big goal 2: Open places", "Property Manager", "by May 2031"),
    ]


def test_sentences_that_say_how_and_not_when_are_no_dates_of_the_line_above() -> None:
    lines = ["We want to be fair.", "We will do this by asking people.", "The person in charge is the Head of HR."]
    found = read_document(with_label_lists(document("# Our equality plan: easy read", *lines, *lines)))
    assert not any("timescale" in one.texts for one in found.actions)


@pytest.mark.parametrize("text", ["Mend it. Action: : Clerk.", "Mend it. Action: ; by May 2031", "Mend it. Action: ."])
def test_a_label_with_nothing_but_marks_behind_it_names_nobody(text: str) -> None:
    assert parse_item(text).action
