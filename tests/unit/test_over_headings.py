"""What a form says over its column headings: rows of a label and its text, and rows that only look so."""

from __future__ import annotations

import pytest

from extractors.document import Block
from pipeline.read.label_lists import with_label_lists
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

HEAD = ["Action", "By when", "Measure of success"]
ONE = [HEAD, ["Publish a profile", "March 2031", "Profile on the website"], ["Ask users", "May 2031", "Half recorded"]]
TWO = [HEAD, ["Audit the halls", "June 2031", "Audit complete"], ["Train the wardens", "July 2031", "40 trained"]]


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    """Read blocks into actions as a run does."""
    return read_document(with_label_lists(document(*blocks))).actions


def rows_of(label: str, text: str) -> list[object]:
    """A label, and its text across the other columns."""
    return [label, X(text, across=2)]


def shown(actions: tuple[RawAction, ...]) -> list[tuple[str | None, str | None, str, str]]:
    """Theme, objective, action and owner of each action."""
    return [(one.theme, one.objective, one.texts["action"], one.texts.get("owner", "")) for one in actions]


OWNED = [
    ("Know our people", None, "Publish a profile", "Head of Policy"),
    ("Know our people", None, "Ask users", "Head of Policy"),
    ("Open our doors", None, "Audit the halls", "Head of Estates"),
    ("Open our doors", None, "Train the wardens", "Head of Estates"),
]


@pytest.mark.parametrize(
    ("label", "owner", "reason"),
    [
        ("Equality objective", "Lead officer", "Why this matters"),
        ("Aim:", "Responsible officer:", "Rationale:"),
        ("Priority", "Strategic lead", "Background"),
    ],
)
@pytest.mark.parametrize("tables", [1, 2])
def test_a_form_names_its_grouping_and_owner_over_its_headings(
    label: str, owner: str, reason: str, tables: int
) -> None:
    over = [
        [rows_of(label, "Know our people"), rows_of(owner, "Head of Policy"), rows_of(reason, "We lack data.")],
        [rows_of(label, "Open our doors"), rows_of(owner, "Head of Estates"), rows_of(reason, "Complaints rose.")],
    ]
    forms = [[*over[0], *ONE], [*over[1], *TWO]]
    blocks = [table([*forms[0], *forms[1]])] if tables == 1 else [table(forms[0]), table(forms[1], number=2)]
    assert shown(read(*blocks)) == OWNED


def test_labels_within_the_cells_over_the_headings() -> None:
    def form(objective: str, lead: str, rows: list[list[str]]) -> list[object]:
        return [[X(objective, across=3)], [f"Lead: {lead}", X("Champion: Cllr Poe", across=2)], *rows]

    found = read(
        table([*form("Objective 1: People", "Head of HR", ONE), *form("Objective 2: Doors", "Head of Estates", TWO)])
    )
    assert [(one.theme, one.texts.get("owner")) for one in found] == [
        ("Objective 1: People", "Head of HR"),
        ("Objective 1: People", "Head of HR"),
        ("Objective 2: Doors", "Head of Estates"),
        ("Objective 2: Doors", "Head of Estates"),
    ]


def test_two_labels_abreast_that_are_set_off() -> None:
    def form(aim: str, lead: str, rows: list[list[str]]) -> list[list[str | X]]:
        links = [X("Where it links", bold=True), "Corporate plan 3", X("Duty", bold=True), "Foster good relations"]
        head, *others = [[*row, "Begun"] for row in rows]
        return [
            [X(aim, across=4)],
            [X("Lead officer", bold=True), X(lead, across=3)],
            links,
            [*head[:3], "Progress"],
            *others,
        ]

    found = read(table(form("Aim 1: People", "Head of HR", ONE)), table(form("Aim 2: Doors", "Estates", TWO), number=2))
    assert [(one.theme, one.texts["owner"], one.texts["action"]) for one in found] == [
        ("Aim 1: People", "Head of HR", "Publish a profile"),
        ("Aim 1: People", "Head of HR", "Ask users"),
        ("Aim 2: Doors", "Estates", "Audit the halls"),
        ("Aim 2: Doors", "Estates", "Train the wardens"),
    ]


@pytest.mark.parametrize("labels", [("Objective", "Lead"), ("Priority:", "Lead officer:"), ("Aim", "Strategic lead")])
@pytest.mark.parametrize("rows", [1, 2])
def test_two_labels_abreast_in_known_words(labels: tuple[str, str], rows: int) -> None:
    def form(aim: str, lead: str, under: list[list[str]]) -> list[list[str]]:
        head, *others = [[*row, "Begun"] for row in under[: rows + 1]]
        return [[labels[0], aim, labels[1], lead], [*head[:3], "Progress"], *others]

    forms = [form("Know our people", "Head of Policy", ONE), form("Open our doors", "Head of Estates", TWO)]
    found = read(table(forms[0]), table(forms[1], number=2))
    assert shown(found) == [*OWNED[:rows], *OWNED[2 : 2 + rows]]


def test_two_rows_of_labels_abreast_leave_the_headings_below_them_headings() -> None:
    def form(aim: str, lead: str, under: list[list[str]]) -> list[list[str]]:
        why = ["Why this matters", "Few ask", "Outcome", "All are asked"]
        return [["Objective", aim, "Lead", lead], why, [*under[0], "Progress"], [*under[1], "Begun"]]

    forms = [form("Know our people", "Head of Policy", ONE), form("Open our doors", "Head of Estates", TWO)]
    found = read(table(forms[0]), table(forms[1], number=2))
    assert [(one.theme, one.texts["action"], one.texts["timescale"]) for one in found] == [
        ("Know our people", "Publish a profile", "March 2031"),
        ("Open our doors", "Audit the halls", "June 2031"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["Objective", "Action", "Lead", "Review"],
        ["Pa amcan? Which objective?", "Beth fyddwn ni’n ei wneud? What will we do?", "Lead", "Erbyn pryd? By when?"],
    ],
)
def test_headings_in_known_words_are_no_labels_abreast(head: list[str]) -> None:
    found = read(
        table([[X("Action plan", across=4)], head, ["Know our people", "Publish a profile", "Head of Policy", "2031"]])
    )
    assert [(one.texts["action"], one.texts["owner"]) for one in found] == [("Publish a profile", "Head of Policy")]


def test_a_reason_under_a_band_groups_nothing() -> None:
    over = [[X("Outcome 1: People are safe", across=3)], rows_of("Why?", "Reports of hate crime rose")]
    again = [[X("Outcome 2: People are heard", across=3)], rows_of("Why?", "Few young people answer")]
    found = read(table([*over, *ONE, *again, *TWO]))
    assert [(one.theme, one.objective) for one in found] == [("Outcome 1: People are safe", None)] * 2 + [
        ("Outcome 2: People are heard", None)
    ] * 2
    assert [one.texts["outcome"] for one in found][1] == "Half recorded"


def test_an_owner_over_the_headings_is_not_that_of_rows_which_name_theirs() -> None:
    head = ["Action", "Lead", "By when"]
    found = read(
        table(
            [rows_of("Aim", "Open our doors"), rows_of("Sponsor", "Head of Estates"), head, ["Audit it", "HR", "2031"]]
        )
    )
    assert [one.texts["owner"] for one in found] == ["HR"]


def test_a_row_with_one_text_across_below_its_headings_stays_an_action() -> None:
    head = ["Action", "Lead", "By when", "Update"]
    rows = [["Audit the halls", "Estates", "June 2031", "Begun"], ["Publish a profile", X("Merged with 1.4", across=3)]]
    found = read(table([head, *rows]), table([head, ["Train the wardens", "HR", "2031", ""]], number=2))
    assert [one.texts["action"] for one in found] == ["Audit the halls", "Publish a profile", "Train the wardens"]


def test_headings_of_two_tiers_stay_headings() -> None:
    head = [["Action", X("Timescale", across=2)], ["", "Start", "End"]]
    found = read(table([*head, ["Audit the halls", "June 2031", "July 2031"], ["Train them", "May 2031", "July 2031"]]))
    assert [one.texts["action"] for one in found] == ["Audit the halls", "Train them"]


def test_a_total_between_sections_heads_nothing() -> None:
    head = ["Rec", "Recommendation", "Action", "Officer", "Date"]
    found = read(
        table(
            [
                head,
                ["C1", "Set out what is expected", "Rewrite the policy", "Head of HR", "May 2031"],
                ["Sub-total", "1 recommendation", "", "", "1 complete"],
                ["C2", "Collect the data", "Open a form", "Head of Data", "June 2031"],
                ["Sub-total", "2 recommendations", "", "", "1 complete"],
                ["C3", "Check the quality", "Sample five reports", "Equality Officer", "July 2031"],
            ]
        )
    )
    assert [one.texts["action"] for one in found] == ["Rewrite the policy", "Open a form", "Sample five reports"]


def test_two_tiers_printed_again_stay_one_heading() -> None:
    head = [["No.", "Action", X("Delivery", across=2)], ["", "", "Lead", "By when"]]
    again = [["No.", "Action", X("Delivery", across=2)], ["", "", "Lead", "By when"]]
    first = [*head, ["A1", "Rewrite the policy", "HR", "May 2031"], ["A2", "Open a form", "Web team", "June 2031"]]
    second = [*again, ["B1", "Sample five reports", "Audit", "July 2031"], ["B2", "Train them", "HR", "May 2032"]]
    found = read(table(first), "Words between.", table(second, number=2))
    assert [(one.reference, one.texts["owner"]) for one in found] == [
        ("A1", "HR"),
        ("A2", "Web team"),
        ("B1", "Audit"),
        ("B2", "HR"),
    ]


def test_a_grouping_over_the_headings_printed_again_on_the_next_page_cuts_no_row() -> None:
    head = ["Evidence", "Action", "Indicator", "Lead"]
    band = [X("Theme 2: Civic life", across=4)]
    first = [
        band,
        head,
        ["Low turnout.", "Set up a council", "Two motions", "Youth Officer"],
        ["A rise in", "Run a", "150 trained", "Safety Lead"],
    ]
    second = [band, head, ["hate incidents", "programme with partners", "", ""]]
    found = read(table(first, page=1, route="lines"), table(second, number=2, page=2, route="lines"))
    assert [one.texts["action"] for one in found] == ["Set up a council", "Run a programme with partners"]


def test_a_row_alone_on_the_next_page_is_the_rest_of_one_and_no_heading() -> None:
    head = ["Ref", "Action", "Measure", "Lead"]
    first = [
        head,
        ["1", "Print a guide", "Guide sent", "Comms"],
        ["2", "Review all halls with the Access", "Half re-", "HR"],
    ]
    found = read(
        table(first, page=1, route="lines"),
        table([["", "Office", "moved", ""]], number=2, page=2, route="lines"),
    )
    assert [one.texts["action"] for one in found] == ["Print a guide", "Review all halls with the Access Office"]


def test_a_grouping_that_opens_a_page_is_no_rest_of_a_row() -> None:
    head = ["Ref", "Action", "When", "Lead"]
    first = [head, ["5.1", "Print a guide", "May 2031", "Comms"], ["5.2", "Produce a health check", "June 2031", "HR"]]
    second = [["", "6: To continue working with partners", "", ""], ["6.1", "Support the act", "July 2031", "Policy"]]
    found = read(table(first, route="text"), table(second, number=2, route="text"))
    assert [one.texts["action"] for one in found] == ["Print a guide", "Produce a health check", "Support the act"]


@pytest.mark.parametrize(
    "reason",
    ["Why we chose this outcome: Few people come to our halls.", "We chose this because few people come to our halls."],
)
@pytest.mark.parametrize("below", [False, True])
def test_why_something_was_chosen_groups_nothing(reason: str, below: bool) -> None:
    def form(aim: str, rows: list[list[str]]) -> list[object]:
        why = [X(reason, across=3)]
        return [[X(aim, across=3)], *([rows[0], why, *rows[1:]] if below else [why, *rows])]

    found = read(table(form("Outcome 1: Doors", ONE)), table(form("Outcome 2: Staff", TWO), number=2))
    assert [(one.theme, one.objective) for one in found] == [("Outcome 1: Doors", None)] * 2 + [
        ("Outcome 2: Staff", None)
    ] * 2


@pytest.mark.parametrize("label", ["Goal", "Nod / Goal", "Aim"])
def test_a_line_over_each_table_that_names_its_goal_is_the_objective(label: str) -> None:
    goals = [
        f"{label}: Our staff reflect the people whom we all serve.",
        f"{label}: Every door of ours is open to all.",
    ]
    found = read("# Theme 1: Staff", goals[0], table(ONE), "# Theme 2: Doors", goals[1], table(TWO, number=2))
    assert [one.objective for one in found] == [goals[0], goals[0], goals[1], goals[1]]


def test_one_line_with_such_a_word_before_a_table_is_prose() -> None:
    found = read("# Theme 1: Staff", "Aim: This table shows what we do and who does it.", table(ONE))
    assert [(one.theme, one.objective) for one in found] == [("Theme 1: Staff", None)] * 2


def test_a_heading_in_two_languages_has_a_label_in_each() -> None:
    first, second = "Thema 1: Arweinyddiaeth / Theme 1: Leadership", "Thema 2: Y gweithlu / Theme 2: Workforce"
    found = read(f"# {first}", table(ONE), f"# {second}", table(TWO, number=2))
    assert [one.theme for one in found] == [first, first, second, second]
