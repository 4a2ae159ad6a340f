"""Layouts of tables and records that mean actions otherwise than by a row under plain headings, and look-alikes."""

from __future__ import annotations

import pytest

from extractors.document import Block, Heading, Table
from pipeline.normalise.rag import read_rag
from pipeline.read.grid import build_grid
from pipeline.read.header_rows import facts_of_rows, likeliest_headers
from pipeline.read.label_lists import with_label_lists
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    """Read blocks into actions as a run does."""
    return read_document(with_label_lists(document(*blocks))).actions


CARD = [["Action", "Train all staff"], ["Lead officer", "Head of HR"], ["Timescale", "March 2031"]]
OTHER_CARD = [["Action", "Mend the lift"], ["Lead officer", "Estates Manager"], ["Timescale", "May 2031"]]


def test_a_bare_number_as_heading_of_a_card_is_the_reference() -> None:
    found = read("# Action 1.1", table(CARD), "# Action 1.2", table(OTHER_CARD, number=2))
    assert [(action.reference, action.theme, action.texts["action"]) for action in found] == [
        ("1.1", None, "Train all staff"),
        ("1.2", None, "Mend the lift"),
    ]


def test_a_grouping_as_heading_of_a_card_is_its_theme() -> None:
    found = read("# Priority 1: Staff", table(CARD), "# Priority 2: Buildings", table(OTHER_CARD, number=2))
    assert [(action.reference, action.theme) for action in found] == [
        (None, "Priority 1: Staff"),
        (None, "Priority 2: Buildings"),
    ]


def test_the_sheet_of_a_card_has_the_number_of_its_action() -> None:
    found = read(table([[X("Action sheet B2", across=2)], *CARD]))
    assert [(action.reference, action.texts["action"]) for action in found] == [("B2", "Train all staff")]


def test_two_labels_over_two_values_are_pairs() -> None:
    card = ["# What we will do", "Train all staff", "# Lead officer", "# End date", "Head of HR", "March 2031"]
    found = read("# Action sheet A1", *card, "# Progress", "Complete", "# Action sheet A2", *card, "# Progress", "Nil")
    assert [
        (action.reference, action.texts["owner"], action.texts["timescale"], action.texts["progress"])
        for action in found
    ] == [("A1", "Head of HR", "March 2031", "Complete"), ("A2", "Head of HR", "March 2031", "Nil")]


HEAD = ["Objectives", "What is in place", "Actions to be taken", "Lead", "Time"]


def test_bands_in_a_table_group_under_a_heading_that_only_names_the_plan() -> None:
    found = read(
        "# 3. Action plan: this plan sets out what we will do",
        table(
            [
                [X("AIM 1: Fair access", across=5, fill="#9cc2e5")],
                HEAD,
                ["Simpler forms", "Large print", "Test every form", "Web Manager", "2031"],
                [X("AIM 2: A fair employer", across=5, fill="#9cc2e5")],
                HEAD,
                ["Wider adverts", "A job page", "Advertise in shops", "Head of HR", "2032"],
            ]
        ),
    )
    assert [(action.theme, action.objective) for action in found] == [
        ("AIM 1: Fair access", "Simpler forms"),
        ("AIM 2: A fair employer", "Wider adverts"),
    ]


ROWS = [
    ["Open a hub in the north", "Family Hubs Lead", "May 2031"],
    ["Train the wardens", "Estates Manager", "June 2031"],
]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Outputs", "Outputs"),
        ("We know how much the first years matter. We need to act with partners, and key priorities include:", None),
    ],
)
def test_words_alone_in_a_row_that_order_nothing_are_no_action(text: str, theme: str | None) -> None:
    found = read(table([["Action", "Led by", "By when"], [text, "", ""], *ROWS]))
    assert [(action.theme, action.texts["action"]) for action in found] == [(theme, row[0]) for row in ROWS]


def test_yes_and_no_are_no_progress() -> None:
    head = ["Action", "Lead officer", "Timescale", "Status", "On track?"]
    rows = [[*ROWS[0], "In progress", "Yes"], [*ROWS[1], "Not started", "No"]]
    assert [dict(action.extras) for action in read(table([head, *rows]))] == [
        {"On track?": "Yes"},
        {"On track?": "No"},
    ]


@pytest.mark.parametrize("merged", [True, False])
def test_of_two_columns_of_numbers_the_finer_numbers_the_actions(merged: bool) -> None:
    first: list[str | X] = [X("1.1", down=2) if merged else "1.1"]
    second: list[str | X] = [] if merged else [""]
    found = read(
        table(
            [
                ["", "", "Action measure", "Responsibility", "Timeframe"],
                [*first, "1.1.1", *ROWS[0]],
                [*second, "1.1.2", *ROWS[1]],
            ]
        )
    )
    assert [(action.reference, action.theme) for action in found] == [("1.1.1", None), ("1.1.2", None)]


def test_roman_numbers_under_no_heading_are_references() -> None:
    rows = [["I", *ROWS[0]], ["Ii", *ROWS[1]], ["Iii", "Map the paths", "Parks Manager", "July 2031"]]
    found = read(table([["", "Task", "Who", "When"], *rows]))
    assert [action.reference for action in found] == ["i", "ii", "iii"]


def test_measures_behind_the_action_are_no_objectives() -> None:
    head = ["Action", "Lead", "By when", "Performance indicator", "Expected outcome"]
    rows = [[*ROWS[0], "Hub open", "Better starts"], [*ROWS[1], "All trained", "Safer homes"]]
    assert [action.objective for action in read(table([head, *rows]))] == [None, None]


def test_headings_without_numbers_group_by_their_level() -> None:
    def of(*rows: list[str]) -> Table:
        return table([["Action", "Lead", "By when"], *rows])

    found = read(
        Heading("Our people", 2),
        Heading("Recruitment", 3),
        of(ROWS[0]),
        Heading("Staff voice", 3),
        of(ROWS[1]),
        Heading("Our places", 2),
        Heading("Table 3: what we will do", 3),
        of(["Map the paths", "Parks Manager", "July 2031"]),
    )
    assert [(action.theme, action.objective) for action in found] == [
        ("Our people", "Recruitment"),
        ("Our people", "Staff voice"),
        ("Our places", None),
    ]


def test_years_over_orders_are_their_dates_though_nobody_is_named() -> None:
    found = read(
        "# Equality action plan",
        table(
            [
                ["Priority", "2030/31", "2031/32"],
                ["Housing", "Survey the accessible homes", "Adapt fifty of the homes"],
                ["Leisure", "Pilot women-only swimming", "Extend the pilot to three pools"],
            ]
        ),
    )
    assert [(action.texts["action"], action.texts["timescale"]) for action in found] == [
        ("Survey the accessible homes", "2030/31"),
        ("Adapt fifty of the homes", "2031/32"),
        ("Pilot women-only swimming", "2030/31"),
        ("Extend the pilot to three pools", "2031/32"),
    ]


def test_years_over_what_was_done_are_no_plan() -> None:
    found = read(
        "# What changed",
        table(
            [
                ["Area", "2030", "2031"],
                ["Housing", "We adapted 40 homes for tenants", "We adapted a further 55 homes"],
                ["Leisure", "Sessions began at two pools", "Sessions grew to five pools"],
            ]
        ),
    )
    assert found == ()


def test_a_state_below_its_label_is_its_value() -> None:
    card = [
        "Status",
        "In progress",
        "Action",
        "Train all staff",
        "Lead officer",
        "Head of HR",
        "Timescale",
        "March 2031",
    ]
    found = read("# Action 1.1", *card, "# Action 1.2", *card)
    assert [(action.reference, action.texts["status"]) for action in found] == [
        ("1.1", "In progress"),
        ("1.2", "In progress"),
    ]


LABELS = (
    "What we will do",
    "Why it matters",
    "Lead officer",
    "Partners",
    "End date",
    "What success looks like",
    "Progress",
)
SHEETS = [
    (
        "Train all wardens",
        "Few know the duty",
        "Head of Housing",
        "Staff side",
        "May 2031",
        "Every warden trained",
        "None",
    ),
    ("Mend the lifts", "Two lifts stand", "Estates Manager", "-", "June 2031", "No lift stands", "One is mended"),
    ("Print the forms large", "Residents asked", "Web Manager", "-", "July 2031", "Every form is printed", "Begun"),
]


def sheet(number: int, first: int = 0, last: int = len(LABELS)) -> list[list[str | X]]:
    """The rows of an action sheet from its first label on, or of a part of it; the strip stands over the first."""
    rows: list[list[str | X]] = [
        [X(label, bold=True, fill="#d9d9d9"), value]
        for label, value in list(zip(LABELS, SHEETS[number - 1], strict=True))[first:last]
    ]
    return rows if first else [[X(f"Action sheet A{number}", across=2, bold=True, fill="#d9d9d9")], *rows]


@pytest.mark.parametrize("cut", range(1, len(LABELS)))
@pytest.mark.parametrize("joined", [False, True])
def test_what_stands_before_the_first_opening_label_of_a_page_belongs_to_the_card_before(
    cut: int, joined: bool
) -> None:
    rest, after = sheet(2, cut), sheet(3)
    pages = [[*rest, *after]] if joined else [rest, after]
    found = read(
        table(sheet(1), route="lines", page=1),
        table(sheet(2, 0, cut), route="lines", page=1),
        *(table(rows, route="lines", page=2) for rows in pages),
    )
    assert [
        (
            action.reference,
            *(action.texts.get(role) for role in ("action", "owner", "timescale", "outcome", "progress")),
        )
        for action in found
    ] == [
        (f"A{number}", action, owner, end, success, progress)
        for number, (action, _, owner, _, end, success, progress) in enumerate(SHEETS, 1)
    ]


@pytest.mark.parametrize("cut", [1, 2, 4, 5])
def test_a_card_cut_inside_a_value_is_one_action(cut: int) -> None:
    begun, (label, value) = sheet(2, 0, cut + 1)[:-1], sheet(2, 0, cut + 1)[-1]
    before, _, after = str(value).rpartition(" ")
    found = read(
        table(sheet(1), route="lines", page=1),
        table([*begun, [label, before]], route="lines", page=1),
        table([[X("", fill="#d9d9d9"), after], *sheet(2, cut + 1)], route="lines", page=2),
        table(sheet(3), route="lines", page=2),
    )
    assert [
        tuple(action.texts.get(role) for role in ("action", "evidence", "owner", "timescale", "outcome", "progress"))
        for action in found
    ] == [(action, why, owner, end, success, progress) for action, why, owner, _, end, success, progress in SHEETS]


def test_a_card_on_the_next_page_that_leaves_out_its_action_is_no_rest_of_a_whole_one() -> None:
    found = read(
        table(sheet(1), route="lines", page=1),
        table(sheet(2), route="lines", page=1),
        table(sheet(3, 2), route="lines", page=2),
    )
    assert [action.texts.get("owner") for action in found] == ["Head of Housing", "Estates Manager", "Web Manager"]
    assert [action.texts.get("progress") for action in found] == ["None", "One is mended", "Begun"]


def test_a_table_of_other_labels_on_the_next_page_is_no_rest_of_a_card() -> None:
    found = read(
        table(sheet(1), route="lines", page=1),
        table(sheet(2), route="lines", page=1),
        table([["", "In 2031"], ["Homes", "40"], ["Schools", "12"]], route="lines", page=2),
    )
    assert [(action.reference, action.texts["progress"]) for action in found] == [
        ("A1", "None"),
        ("A2", "One is mended"),
    ]


AGAIN = ["Lead", "Delivery date", "Measure", "Status"]


def test_headings_printed_again_under_each_action_stand_across_it() -> None:
    found = read(
        table(
            [
                [X("B1 Open a prayer room in the town hall", across=4)],
                AGAIN,
                ["Estates", "May 2031", "Room open to all", "On track"],
                [X("B2 Train the wardens in first contact", across=4)],
                AGAIN,
                ["Head of HR", "June 2031", "All wardens trained", "Complete"],
            ]
        )
    )
    assert [(action.texts["action"], action.texts["owner"], action.texts["outcome"]) for action in found] == [
        ("Open a prayer room in the town hall", "Estates", "Room open to all"),
        ("Train the wardens in first contact", "Head of HR", "All wardens trained"),
    ]


def test_bands_that_group_actions_under_headings_printed_again_stay_groups() -> None:
    head = ["Action", "Lead", "When"]
    found = read(
        table(
            [
                [X("Our staff", across=3)],
                head,
                ["Train the wardens", "Head of HR", "May 2031"],
                ["Publish the pay gap", "Head of HR", "June 2031"],
                [X("Our buildings", across=3)],
                head,
                ["Mend the lift", "Estates", "May 2031"],
            ]
        )
    )
    assert [(action.theme, action.texts["action"]) for action in found] == [
        ("Our staff", "Train the wardens"),
        ("Our staff", "Publish the pay gap"),
        ("Our buildings", "Mend the lift"),
    ]


ANSWERS = [
    ["1a", "Audit every office", "Estates Manager", "May 2031"],
    ["1b", "Print the guide", "Web Manager", "June 2031"],
]


def test_rows_with_numbers_of_their_own_answer_the_recommendations_across_the_table() -> None:
    found = read(
        table(
            [
                ["Ref", "Agreed response", "Responsible officer", "Date"],
                [X("Recommendation 1: Make reception open to all", across=4)],
                ANSWERS[0],
                [X("Recommendation 2: Reach people who are not online", across=4)],
                ANSWERS[1],
            ]
        )
    )
    assert [(action.theme, action.reference, action.texts["action"]) for action in found] == [
        ("Recommendation 1: Make reception open to all", "1a", "Audit every office"),
        ("Recommendation 2: Reach people who are not online", "1b", "Print the guide"),
    ]


@pytest.mark.parametrize(
    ("upper", "lower", "fills"),
    [
        ("Peer review, May 2030", "Recommendation 4: Make offices open to all", (None, None)),
        ("Peer review, May 2030", "Making offices open to all", ("#1f3864", "#d9e2f3")),
        ("Audit report 14", "Finding 2: Nobody keeps the assessments", ("#1f3864", "#d9e2f3")),
    ],
)
def test_bands_that_look_otherwise_or_count_otherwise_stand_below_one_another(
    upper: str, lower: str, fills: tuple[str | None, str | None]
) -> None:
    head = ["Ref", "Action", "Lead", "When"]
    bands = [X(text, across=4, fill=fill) for text, fill in zip((upper, lower), fills, strict=True)]
    again = X("Scrutiny of housing", across=4, fill=fills[0])
    found = read(table([head, [bands[0]], [bands[1]], ANSWERS[0], [again], [bands[1]], ANSWERS[1]]))
    assert [(action.theme, action.objective) for action in found] == [(upper, lower), ("Scrutiny of housing", lower)]


def test_bands_of_one_level_may_each_have_a_colour() -> None:
    bands = [X("Our staff", across=4, fill="#c00000"), X("Our homes", across=4, fill="#0070c0")]
    found = read(table([["Ref", "Action", "Lead", "When"], [bands[0]], ANSWERS[0], [bands[1]], ANSWERS[1]]))
    assert [(action.theme, action.objective) for action in found] == [("Our staff", None), ("Our homes", None)]


def test_ticks_under_years_under_when_say_the_years() -> None:
    found = read(
        table(
            [
                ["Action", "Lead", X("When", across=2)],
                ["", "", "2031/32", "2032/33"],
                ["Mend the lift", "Estates", "✓", ""],
                ["Train the wardens", "Head of HR", "✓", "✓"],
            ]
        )
    )
    assert [action.texts["timescale"] for action in found] == ["2031/32", "2031/32, 2032/33"]


def test_a_list_that_says_who_and_when_is_read_beside_a_table_that_is_a_plan() -> None:
    items = [
        "• Train the wardens (Head of HR, May 2031)",
        "• Mend the lift in the library (Estates Manager, June 2031)",
        "• Publish the pay gap (Head of HR, March 2032)",
    ]
    plan = table([["Action", "Lead", "When"], ["Open a prayer room", "Estates", "May 2031"]])
    found = [action.texts["action"] for action in read("# Staff", *items, "# Buildings", plan)]
    assert found == ["Train the wardens", "Mend the lift in the library", "Publish the pay gap", "Open a prayer room"]
    remark = "We trained the wardens (Head of HR, May 2031)."
    assert len(read("# Staff", remark, "# Buildings", plan)) == 1


def test_a_revised_date_takes_the_place_of_the_original_and_both_stay() -> None:
    found = read(
        table(
            [
                ["Action", "Lead", "Original date", "Revised date"],
                ["Mend the lift", "Estates", "June 2031", "December 2031"],
                ["Train the wardens", "Head of HR", "May 2031", ""],
            ]
        )
    )
    assert [action.texts["timescale"] for action in found] == ["December 2031", "May 2031"]
    assert found[0].extras == (("Original date", "June 2031"),)


def record_of(where: str, what: str, who: str, when: str) -> list[list[str]]:
    """The labels of a record that has its action over it."""
    return [["Where we are now", where], ["What good will look like", what], ["Lead", who], ["By when", when]]


RECORDS = [
    ("A1", "Mentoring circles for new managers", record_of("One circle", "Three circles a year", "HR", "May 2031")),
    ("A2", "Train the wardens of the halls", record_of("Ten trained", "All are trained", "Estates", "July 2031")),
]


def test_texts_over_records_alike_are_their_actions_in_any_words() -> None:
    blocks: list[Block | str] = ["# Strand A: Our people"]
    for at, (number, text, rows) in enumerate(RECORDS, 1):
        blocks += [f"# {number}", f"# {text}", table(rows, number=at)]
    found = read(*blocks)
    assert [(one.theme, one.reference, one.texts["action"], one.texts["outcome"]) for one in found] == [
        ("Strand A: Our people", "A1", "Mentoring circles for new managers", "Three circles a year"),
        ("Strand A: Our people", "A2", "Train the wardens of the halls", "All are trained"),
    ]


def test_a_short_name_over_records_is_no_action() -> None:
    found = read("# Housing", table(CARD), "# Transport", table(OTHER_CARD, number=2))
    assert [one.texts["action"] for one in found] == ["Train all staff", "Mend the lift"]


def test_a_state_beside_the_number_of_a_card_is_its_status() -> None:
    def card(number: str, state: str, text: str, who: str) -> list[list[str | X]]:
        head = [X(f"Action {number}", across=3), state]
        return [head, ["What we will do", X(text, across=3)], ["Lead", who, "By when", "May 2031"]]

    found = read(
        table(card("1", "On track", "Train the wardens", "HR")),
        table(card("2", "Complete", "Mend the lift", "Estates"), number=2),
    )
    assert [(one.reference, one.texts["status"], one.texts["action"]) for one in found] == [
        ("Action 1", "On track", "Train the wardens"),
        ("Action 2", "Complete", "Mend the lift"),
    ]


def test_a_number_before_the_first_label_of_a_card_is_its_reference() -> None:
    def card(number: str, text: str, who: str, when: str) -> list[list[str | X]]:
        return [
            [number, "What we will do", X(text, across=2)],
            ["Lead", who, "By when", when],
            ["Resources", X("Staff time", across=3)],
        ]

    found = read(
        table(card("B1", "Train the wardens", "HR", "May 2031")),
        table(card("B2", "Mentoring circles", "Estates", "July 2031"), number=2),
    )
    assert [(one.reference, one.texts["action"], one.texts["owner"]) for one in found] == [
        ("B1", "Train the wardens", "HR"),
        ("B2", "Mentoring circles", "Estates"),
    ]


def test_a_form_with_a_row_of_headings_is_no_card() -> None:
    form = [
        ["Where it links", "Corporate plan", "Duty", "Foster relations"],
        ["What we will do", "How we will know", "Finish date", "Progress"],
        ["Open a hub", "Hub is open", "May 2031", "Begun"],
        ["Train the wardens", "All are trained", "June 2031", ""],
    ]
    found = read("# Priority 1: Doors", table(form))
    assert [one.texts["action"] for one in found] == ["Open a hub", "Train the wardens"]


def test_by_when_below_a_heading_that_spans_is_the_timescale() -> None:
    head = [
        ["Indicator", X("Our data", across=2), X("What we are doing about it", across=4)],
        ["", "2030", "2031", "Action", "Sponsor", "Lead", "By when"],
    ]
    rows = [
        ["WRES 1", "1.6", "1.4", "Train the panels", "Chief Nurse", "Head of HR", "May 2031"],
        ["WRES 2", "2.1", "1.9", "Mend the lift", "Chief Executive", "Estates Manager", "June 2032"],
        ["WRES 3", "3.1", "2.9", "Publish the pay gap", "Chief Executive", "Payroll Manager", "July 2032"],
    ]
    found = read(table([*head, *rows]))
    assert [(one.texts["action"], one.texts["owner"], one.texts["timescale"]) for one in found] == [
        ("Train the panels", "Head of HR", "May 2031"),
        ("Mend the lift", "Estates Manager", "June 2032"),
        ("Publish the pay gap", "Payroll Manager", "July 2032"),
    ]


def numbered_card(number: str, text: str, who: str, when: str) -> list[list[str | X]]:
    """A card that opens with the number of its action beside it."""
    return [
        [number, X(text, across=3)],
        ["Lead officer", who, "Target date", when],
        ["Success measure", X("Half are asked", across=3)],
    ]


def test_the_text_beside_the_number_that_opens_a_card_is_its_action() -> None:
    found = read(
        "# Recommendation 1: Set out a clear vision",
        table(numbered_card("1.1", "Agree a vision", "Chief Executive", "May 2031")),
        table(numbered_card("1.2", "Objectives in every appraisal", "HR", "June 2031"), number=2),
        "# Recommendation 2: Ask earlier",
        table(numbered_card("2.1", "Redesign the form", "Policy", "July 2031"), number=3),
    )
    assert [(one.theme, one.reference, one.texts["action"]) for one in found] == [
        ("Recommendation 1: Set out a clear vision", "1.1", "Agree a vision"),
        ("Recommendation 1: Set out a clear vision", "1.2", "Objectives in every appraisal"),
        ("Recommendation 2: Ask earlier", "2.1", "Redesign the form"),
    ]


def test_the_text_beside_a_number_is_none_where_a_label_names_the_action() -> None:
    found = read(
        table([["1", "Our halls"], *CARD]),
        table([["2", "Our streets"], *OTHER_CARD], number=2),
    )
    assert [one.texts["action"] for one in found] == ["Train all staff", "Mend the lift"]


def test_numbers_below_one_another_open_no_cards() -> None:
    assert not read(table([["1", "A clear vision"], ["2", "Earlier assessments"], ["3", "Shared data"]]))


def test_records_that_each_have_their_action_over_them_begin_nowhere_else() -> None:
    lead, measure = ["Lead", "HR"], ["Success measure", "Half are asked"]
    rows = [
        [X("Action 1: Train the wardens", across=2)], measure, lead,
        [X("Action 2: Mend the lift", across=2)], ["Where we are now", "It stands still"], measure, lead,
    ]  # fmt: skip
    assert [(one.texts["action"], one.texts["outcome"]) for one in read(table(rows))] == [
        ("Train the wardens", "Half are asked"),
        ("Mend the lift", "Half are asked"),
    ]


@pytest.mark.parametrize(
    "years",
    [
        ("Year 1: September 2031 to August 2032", "Year 2: September 2032 to August 2033"),
        ("2031 until 2032", "2032 until 2033"),
    ],
)
def test_periods_named_by_their_first_and_last_month_head_actions(years: tuple[str, str]) -> None:
    rows = [
        ["Strand", *years, "Lead"],
        ["Attendance", "Appoint a lead in each school", "Carry out peer reviews of practice", "Headteachers"],
        ["Reading", "Screen the reading age of every pupil", "\u2013", "Literacy Lead"],
    ]
    found = read("# Objective 1: Close gaps", table(rows))
    assert [(one.texts["action"], one.texts["timescale"]) for one in found] == [
        ("Appoint a lead in each school", years[0]),
        ("Carry out peer reviews of practice", years[1]),
        ("Screen the reading age of every pupil", years[0]),
    ]


@pytest.mark.parametrize("heading", ["Measure", "Target", "Aim"])
def test_numbers_that_rise_row_by_row_are_references_under_any_heading(heading: str) -> None:
    head = [heading, "What the council will do", "Performance indicator", "Led by", "To be completed"]
    works = ["Mend the lift", "Fit a loop", "Print a guide", "Ask users"]
    rows = [
        [number, work, "It is done", "HR", "May 2031"]
        for number, work in zip(["1.1", "1.2", "2.1", "2.2"], works, strict=True)
    ]
    assert [one.reference for one in read(table([head, *rows]))] == ["1.1", "1.2", "2.1", "2.2"]
    counts = [[number, *row[1:]] for number, row in zip(["40", "25", "90", "10"], rows, strict=True)]
    assert {one.reference for one in read(table([head, *counts]))} == {None}


@pytest.mark.parametrize("heading", ["Grade", "Colour"])
def test_letters_on_the_colours_of_ratings_are_states_under_any_heading(heading: str) -> None:
    fills = {"R": "#ff0000", "A": "#ffc000", "G": "#00b050"}
    works = ["Mend the lift", "Fit a loop", "Print a guide"]
    rows = [[work, "HR", "May 2031", X(letter, fill=fills[letter])] for work, letter in zip(works, "AGR", strict=True)]
    found = read(table([["Commitment made", "Owner", "To be closed by", heading], *rows]))
    assert [(one.texts["status"], one.extras) for one in found] == [(letter, ()) for letter in "AGR"]


def test_a_cell_over_several_periods_is_one_action_and_a_year_with_its_years_is_one_period() -> None:
    rows = [
        ["Strand", "Year 1\n2031/32", "Year 2\n2032/33", "Year 3\n2033/34"],
        ["Buses", "Map the gaps in our routes", X("Extend the shuttle to two further towns", across=2)],
        ["Paths", "\u2022 Audit the stiles\n\u2022 Set up a group of walkers", "Open three trails", "\u2013"],
    ]
    assert [(one.texts["action"], one.texts["timescale"]) for one in read("# Objective 1: The park", table(rows))] == [
        ("Map the gaps in our routes", "Year 1 2031/32"),
        ("Extend the shuttle to two further towns", "Year 2 2032/33 to Year 3 2033/34"),
        ("Audit the stiles", "Year 1 2031/32"),
        ("Set up a group of walkers", "Year 1 2031/32"),
        ("Open three trails", "Year 2 2032/33"),
    ]


def test_a_part_of_a_year_has_the_year_over_it_and_a_lane_its_lead() -> None:
    rows = [
        [X("Workstream", down=2), X("2031/32", across=2), X("2032/33", across=2)],
        ["Q3\nOct\u2013Dec", "Q4\nJan\u2013Mar", "Q1\nApr\u2013Jun", "Q2\nJul\u2013Sep"],
        ["Skills\nLead: Head of Skills", "Map the courses", "Train the tutors", "Open the camps", "Ask again"],
        [
            "Buses\nLead: Transport Team",
            X("Audit the stops", across=2),
            "Sign the charter",
            "",
        ],
    ]
    found = read("# Our roadmap", table(rows))
    assert [(one.theme, one.texts["owner"], one.texts["timescale"], one.texts["action"]) for one in found] == [
        ("Skills", "Head of Skills", "2031/32 Q3 Oct\u2013Dec", "Map the courses"),
        ("Skills", "Head of Skills", "2031/32 Q4 Jan\u2013Mar", "Train the tutors"),
        ("Skills", "Head of Skills", "2032/33 Q1 Apr\u2013Jun", "Open the camps"),
        ("Skills", "Head of Skills", "2032/33 Q2 Jul\u2013Sep", "Ask again"),
        ("Buses", "Transport Team", "2031/32 Q3 Oct\u2013Dec to Q4 Jan\u2013Mar", "Audit the stops"),
        ("Buses", "Transport Team", "2032/33 Q1 Apr\u2013Jun", "Sign the charter"),
    ]


def test_what_a_cell_says_for_several_numbers_holds_for_each_action() -> None:
    rows = [
        ["Objective", "Action measures", "Responsible officer", "Completion date"],
        ["A fair workforce", "1.1 Carry out a review\n1.2 Print welcome statements\n1.3 Offer four placements",
         "1.1 & 1.2 HR Manager\n1.3 Town Clerk", "1.1 to 1.2 May 2031\n1.3 June 2031"],
        ["Better figures", "2.1 Revise the survey forms\n2.2 Train the authors", "Policy Officer", "March 2032"],
    ]  # fmt: skip
    found = read("# Action plan", table(rows))
    assert [(one.reference, one.texts["owner"], one.texts["timescale"]) for one in found] == [
        ("1.1", "HR Manager", "May 2031"), ("1.2", "HR Manager", "May 2031"), ("1.3", "Town Clerk", "June 2031"),
        ("2.1", "Policy Officer", "March 2032"), ("2.2", "Policy Officer", "March 2032"),
    ]  # fmt: skip


def test_a_number_over_the_action_that_stands_over_its_labels_is_its_reference() -> None:
    def card(number: str, text: str, who: str) -> list[list[str | X]]:
        return [
            [X(f"Action {number}", across=2)],
            [X(text, across=2)],
            ["Who is responsible", who],
            ["When", "May 2031"],
        ]

    found = read(
        "# Objective 1: Halls",
        table(card("1.1", "Fit a changing place", "Estates")),
        table(card("1.2", "Print a map", "Comms"), number=2),
    )
    assert [(one.theme, one.objective, one.reference, one.texts["action"]) for one in found] == [
        ("Objective 1: Halls", None, "1.1", "Fit a changing place"),
        ("Objective 1: Halls", None, "1.2", "Print a map"),
    ]


def test_a_box_of_who_signs_and_when_plans_nothing() -> None:
    labels = [X(text, bold=True, fill="#d9d9d9") for text in ("EDS lead", "Years active", "EDS sponsor", "Signed on")]
    lead = [labels[0], "Head of Equality, Diversity and Inclusion", labels[1], "2030/31"]
    sponsor = [labels[2], "Chief Nurse and Deputy Chief Executive", labels[3], "20 February 2031"]
    assert read(table([lead, sponsor])) == ()
    assert read(Heading("EDS action plan", 1), table([[X("EDS action plan", across=4)], lead, sponsor])) == ()
    lead = ["EDS lead", "Associate Director of Inclusion", "Year(s) active", "2030/31"]
    sponsor = ["EDS sponsor", "Chief People Officer", "Authorisation date", "25 September 2031"]
    assert (
        read(Heading("EDS action plan", 1), table([[X("EDS action plan", across=4)], lead, sponsor], route="sheet"))
        == ()
    )


@pytest.mark.parametrize("order", ["Review the action plan", "Publish our equality strategy online"])
def test_what_orders_something_about_a_plan_is_an_action(order: str) -> None:
    card: list[list[str | X]] = [[X(order, across=2)], ["Lead officer", "Head of HR"], ["Target date", "May 2031"]]
    assert [one.texts["action"] for one in read(table(card), table(card, number=2))] == [order, order]


@pytest.mark.parametrize(
    ("sheet", "columns", "theme"),
    [
        pytest.param("HIA plan", ["Objective", "Action"], "Pay gaps", id="called a plan beside groupings"),
        pytest.param("HIA plan", ["Ref", "Action"], "HIA plan", id="called a plan with no groupings"),
        pytest.param("Workforce", ["Objective", "Action"], "Workforce", id="a name beside groupings"),
    ],
)
def test_what_a_sheet_is_called_groups_its_rows_where_nothing_else_does(
    sheet: str, columns: list[str], theme: str
) -> None:
    head = [*columns, "Lead", "When"]
    first = "1.1" if columns[0] == "Ref" else "Pay gaps"
    second = "1.2" if columns[0] == "Ref" else "Staff"
    rows = [[first, "Train all the wardens", "Head of HR", "May 2031"], [second, "Print a guide", "Comms", "June 2031"]]
    others = [["1.1" if columns[0] == "Ref" else "Staff", "Hold an open evening", "Head of HR", "May 2031"]]
    found = read(
        Heading(sheet, 1), table([head, *rows], route="sheet"), Heading("EDS", 1), table([head, *others], route="sheet")
    )
    assert found[0].theme == theme


def over_its_tables(*headings: tuple[str, int]) -> list[tuple[str | None, str | None]]:
    """Theme and objective of the actions of tables that stand under headings, each with its level."""
    head = ["Action", "Lead", "When"]
    blocks: list[Block] = [Heading("Homes for everyone", 1)]
    for number, (text, level) in enumerate(headings, 1):
        blocks.append(Heading(text, level))
        if level == 3:
            row = [f"Train group {number} in first contact", "Estates Manager", "May 2031"]
            blocks.append(table([head, row], number=number))
    return [(action.theme, action.objective) for action in read(*blocks)]


def test_a_numbered_title_of_the_plan_groups_nothing_and_ends_the_section_before() -> None:
    priorities = [("Priority A - Attraction", 3), ("Priority B - Pay", 3)]
    found = over_its_tables(("2. Our pay gaps", 2), ("3. Workforce inclusion action plan 2031", 2), *priorities)
    assert found == [(text, None) for text, _ in priorities]


def test_numbered_titles_of_which_each_table_has_its_own_group_them() -> None:
    titles = ("1. Race action plan", "2. Disability action plan")
    assert over_its_tables(*((text, 3) for text in titles)) == [(text, None) for text in titles]


@pytest.mark.parametrize("unit", ["Directorate", "Service area", "Lead department"])
@pytest.mark.parametrize("first", [True, False])
def test_an_officer_beside_a_directorate_is_the_owner(unit: str, first: bool) -> None:
    columns = [(unit, "Place"), ("Lead officer", "Estates Manager")]
    (heads, cells) = zip(*(columns if first else columns[::-1]), strict=True)
    found = read(table([["Action", *heads, "When"], ["Mend the lift", *cells, "May 2031"]]))
    assert [action.texts["owner"] for action in found] == ["Estates Manager"]


def test_a_directorate_alone_is_the_owner() -> None:
    found = read(table([["Action", "Directorate", "When"], ["Mend the lift", "Place", "May 2031"]]))
    assert [action.texts["owner"] for action in found] == ["Place"]


RATED = [("On track", "#92d050"), ("At risk", "#ffc000"), ("Complete", "#9dc3e6"), ("Not started", "#d9d9d9")]


def ratings_of(*blocks: Block | str) -> list[str | None]:
    """The ratings of the actions of blocks."""
    return [
        read_rag(action.texts.get("status"), action.status_fill, among_ratings=action.among_ratings).rag
        for action in read(*blocks)
    ]


def test_pale_fills_are_ratings_among_those_of_other_rows_and_other_cards() -> None:
    rows = [["Mend the lift", "Estates", "May 2031", X(text, fill=fill)] for text, fill in RATED]
    assert ratings_of(table([["Action", "Lead", "When", "Status"], *rows])) == ["green", "amber", "blue", "grey"]
    cards = [table([*CARD, ["Status", X(text, fill=fill)]], number=at) for at, (text, fill) in enumerate(RATED, 1)]
    assert ratings_of(*cards) == ["green", "amber", "blue", "grey"]


def test_a_grey_that_the_whole_row_has_is_no_rating() -> None:
    grey = "#d9d9d9"
    rows = [["Mend the lift", "Estates", "May 2031", X(text, fill=fill)] for text, fill in RATED[:2]]
    striped = [X(text, fill=grey) for text in ("Train staff", "Head of HR", "May 2031", "Not started")]
    assert ratings_of(table([["Action", "Lead", "When", "Status"], *rows, striped])) == ["green", "amber", None]


HEARD = ["Women returning to work use the scheme less", "Managers are unsure of British Sign Language"]


@pytest.mark.parametrize(
    ("over", "heading"), [("What we heard", "Moves"), ("What evidence do we have?", "What needs to be done?")]
)
def test_the_one_column_of_verbs_holds_the_actions(over: str, heading: str) -> None:
    head = ["Ref", over, heading, "Point of contact", "By when"]
    found = read(table([head, *(["1", told, *row] for told, row in zip(HEARD, ROWS, strict=True))]))
    assert [action.texts["action"] for action in found] == [row[0] for row in ROWS]


def test_what_needs_to_be_done_beside_actions_is_what_is_wanting() -> None:
    head = ["What needs to be done?", "Action", "Lead", "By when"]
    found = read(table([head, *([told, *row] for told, row in zip(HEARD, ROWS, strict=True))]))
    assert [(action.texts["action"], dict(action.extras)) for action in found] == [
        (row[0], {"What needs to be done?": told}) for told, row in zip(HEARD, ROWS, strict=True)
    ]


@pytest.mark.parametrize(("behind", "role"), [(True, "progress"), (False, "evidence")])
def test_what_has_been_done_so_far_is_told_by_its_place(behind: bool, role: str) -> None:
    done = ["Nine ramps built. The tenth waits.", "Published in May 2031. Use of it is up."]
    head = ["Action we said we would take", "What we have done so far"]
    rows = [["Build ramps at every office", done[0]], ["Bring in the new form", done[1]]]
    tail = [["How we measure it", "Lead service", "Target date", "Status"]]
    tail += [
        ["Offices with a ramp", "Property", "May 2031", "Slippage"],
        ["Forms used", "Libraries", "2032", "On target"],
    ]
    order = slice(None, None, 1 if behind else -1)
    found = read(table([[*one[order], *rest] for one, rest in zip([head, *rows], tail, strict=True)]))
    assert [action.texts[role] for action in found] == done


def test_quarters_under_milestones_are_a_series_beside_the_commitment() -> None:
    upper = ["Ref", "Our commitment", X("Milestones 2031/32", across=2, header=True), "Lead"]
    lower = ["", "", "Q1 Apr – Jun", "Q2 Jul – Sep", ""]
    rows = [["1.1", "Make panels for senior posts diverse", "Members recruited", "Panels in place", "Head of HR"]]
    found = read(table([upper, lower, *rows, ["1.2", "Review grievances", "Review begins", "", "Head of HR"]]))
    assert [(action.texts["action"], action.texts["timescale"]) for action in found] == [
        ("Make panels for senior posts diverse", "Q1 Apr – Jun, Q2 Jul – Sep"),
        ("Review grievances", "Q1 Apr – Jun"),
    ]


@pytest.mark.parametrize("heading", ["Qtr", "Zim"])
def test_quarters_beside_years_number_nothing(heading: str) -> None:
    head = ["Action", "Lead", "Year", heading, "Measure"]
    rows = [[*ROWS[0][:2], "2030/31", "Q1", "Hub open"], [*ROWS[1][:2], "2031/32", "Q4", "All trained"]]
    assert [(action.reference, dict(action.extras)) for action in read(table([head, *rows]))] == [
        (None, {heading: "Q1"}),
        (None, {heading: "Q4"}),
    ]


STACKED = [["Reduce waits for adaptations"], ["Estates Manager"], ["May 2031"], ["No wait over a month"]]
OVER = [X(text, bold=True) for text in ("What we will do", "Who leads", "Due", "Impact")]


@pytest.mark.parametrize("rated", [None, "#92d050"])
def test_labels_over_their_values_are_a_record(rated: str | None) -> None:
    values = [*STACKED[:3], [X(STACKED[3][0], fill=rated)]]
    rows = [row for label, value in zip(OVER, values, strict=True) for row in ([label], value)]
    (found,) = read(table([[X("Action sheet 2", bold=True)], *rows]))
    assert (found.reference, *(found.texts[role] for role in ("action", "owner", "timescale", "outcome"))) == (
        "2",
        *(row[0] for row in STACKED),
    )


def test_strips_over_labels_over_values_are_the_actions() -> None:
    strips = [X(f"Action sheet {at}: Train group {at} in first contact", bold=True, fill="#e2efd9") for at in (1, 2)]
    rows = [row for label, value in zip(OVER[1:], STACKED[1:], strict=True) for row in ([label], value)]
    found = read(table([[strips[0]], *rows, [strips[1]], *rows]))
    assert [(action.reference, action.texts["action"], action.texts["owner"]) for action in found] == [
        (str(at), f"Train group {at} in first contact", "Estates Manager") for at in (1, 2)
    ]


def test_headings_over_one_row_each_are_no_labels_where_all_are_plain() -> None:
    assert read(table([["Board"], ["Cllr A. Frost"], ["Clerk"], ["B. Hill"], ["Meets"], ["Monthly"]])) == ()


def test_plain_labels_over_their_values_are_a_record_where_their_roles_are_known() -> None:
    rows: list[list[str | X]] = [[X("Action", across=2)], [X("Reduce waits for adaptations", across=2)]]
    rows += [["Lead officer", "Target date"], ["Estates Manager", "May 2031"]]
    (found,) = read(table([*rows, ["Success measure", "Status"], ["No wait over a month", "In progress"]]))
    assert [found.texts[role] for role in ("action", "owner", "timescale", "outcome", "status")] == [
        "Reduce waits for adaptations",
        "Estates Manager",
        "May 2031",
        "No wait over a month",
        "In progress",
    ]


def test_a_filled_row_between_two_actions_is_none_of_labels() -> None:
    head = [X(text, bold=True) for text in ("Ref", "Action", "Lead", "When")]
    group = [X(text, fill="#ededed") for text in ("3.3", "The take-up of checks gets better", "", "")]
    found = read(table([head, ["EA1", *ROWS[0]], group, ["EA2", *ROWS[1]]]))
    assert {row[0] for row in ROWS} <= {action.texts["action"] for action in found}


@pytest.mark.parametrize("number", ["Action {}) To", "{}", "EO1-A{}. To", "1.{}"])
def test_a_list_of_numbered_orders_and_their_states_without_headings_is_a_plan(number: str) -> None:
    def rows(first: int) -> list[list[str | X]]:
        orders = ("provide clear signs in every hall", "train the wardens of each site", "print a guide to our halls")
        found: list[list[str | X]] = []
        for at, order in enumerate(orders, first):
            text = f"{number.format(at)} {order if number.endswith('To') else order.capitalize()}"
            found.append([text, X("On track" if at % 2 else "Complete", fill="#70ad47")])
        return found

    found = read("# Aim 1: Halls", table(rows(1)), "# Aim 2: Staff", table(rows(4), number=2))
    assert len(found) == 6
    assert {one.theme for one in found} == {"Aim 1: Halls", "Aim 2: Staff"}


def test_a_card_whose_values_are_blank_down_a_column_is_one_action() -> None:
    rows = [
        [X("Commitment 9: Volunteers", across=4)],
        ["We will", X("Ask our volunteers who they are and pay for their travel", across=3)],
        ["So that", X("We know who volunteers", across=3)],
        ["Led by", "", "Timetable", "2031/32"],
        ["Working with", "", "Budget", "\u00a39,000"],
    ]
    (found,) = read(table(rows))
    assert (found.texts["timescale"], found.texts.get("owner", "")) == ("2031/32", "")
    assert found.texts["action"] == "Ask our volunteers who they are and pay for their travel"
    assert ("Budget", "\u00a39,000") in found.extras


@pytest.mark.parametrize("over", ["Task group A: Digital exclusion of older people (Cabinet, 11 May 2031)", "May 2031"])
def test_a_heading_that_ends_in_a_date_groups_and_a_date_alone_does_not(over: str) -> None:
    head = ["Action", "Lead", "By when"]
    first = table([head, ["Mend the lift", "HR", "June 2031"], ["Fit a loop", "HR", "July 2031"]])
    second = table([head, ["Print a guide", "HR", "June 2031"], ["Ask users", "HR", "July 2031"]], number=2)
    found = read("# Tracker of recommendations", f"# {over}", first, f"# {over.replace('A:', 'B:')} ", second)
    assert [one.theme is not None for one in found] == [over.startswith("Task")] * 4


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("heading", ["Update Autumn 2031", "Autumn 2031", "Update"])
def test_a_first_row_that_ends_in_a_state_is_no_second_row_of_headings(heading: str, marked: bool) -> None:
    head = [X(text, header=marked) for text in ("What", "Who", "By", heading)]
    rows = [
        ["Survey tenants", "Tenancy Manager", "July 2031", "Complete"],
        ["Fit ramps at the mill", "Estates Manager", "June 2031", "Under way"],
        ["Fit two gates", "Parks Manager", "May 2031", "Not started"],
    ]
    assert [action.texts["owner"] for action in read(table([head, *rows]))] == [row[1] for row in rows]


def test_stripes_make_no_labels_of_every_second_row() -> None:
    head = [X(text, header=True, bold=True) for text in ("Action", "Who?", "By when?", "Cost")]
    rows = [
        ["Train all lunchtime staff", "Headteacher", "May 2031", "£450"],
        [X(text, fill="#eeeeee") for text in ("Mark the days of each faith", "PSHE lead", "Every year", "None")],
        ["Set up a link with another school", "Year 4 teacher", "June 2032", "£600"],
    ]
    assert [action.texts["owner"] for action in read(table([head, *rows]))] == [
        "Headteacher",
        "PSHE lead",
        "Year 4 teacher",
    ]


FORM = ("Activity", "Lead", "Timescale", "Success measure")
FORMS = [
    ("We will hire fairly.", "Put a trained member on each panel", "Head of HR", "May 2031", "All panels have one"),
    ("We will listen.", "Ask all victims how they were met", "Head of Justice", "June 2031", "Nine in ten are asked"),
    ("We will buy well.", "Add a question to all tenders", "Procurement Manager", "July 2031", "Used in all"),
]


def form(number: int, first: int = 0, last: int = 5) -> list[list[str | X]]:
    rows = list(zip((f"Commitment {number}", *FORM), FORMS[number - 1], strict=True))
    return [[X(label, bold=True), value] for label, value in rows[first:last]]


def test_a_card_of_which_a_page_holds_the_first_row_alone_begins_there() -> None:
    found = read(
        "# Our people",
        table(form(1), number=1, route="lines", page=1),
        table(form(2), number=2, route="lines", page=1),
        "# Our partners",
        table(form(3, 0, 1), number=3, route="lines", page=1),
        table(form(3, 1), number=4, route="lines", page=2),
    )
    assert [(action.theme, action.objective, action.reference, action.texts["action"]) for action in found] == [
        (theme, FORMS[at][0], f"Commitment {at + 1}", FORMS[at][1])
        for at, theme in enumerate(("Our people", "Our people", "Our partners"))
    ]


def test_what_stands_behind_a_period_that_plans_is_planned_however_it_is_worded() -> None:
    """What was done stands before what will be: "Trained" under a first year may be past."""
    head = ["Action", "Lead", *(f"Q{n} 2031/32" for n in (1, 2, 3))]
    rows = [
        ["Collect the data of all members", "Clerk", "Send the form", "", "Included in the report to the Board"],
        ["Train all staff in the duty", "Head of HR", "Trained one in ten", "Train all others", ""],
    ]
    assert [action.texts["timescale"] for action in read(table([head, *rows]))] == [
        "Q1 2031/32, Q3 2031/32",
        "Q2 2031/32",
    ]


def test_the_column_of_another_table_groups_nothing_in_the_next() -> None:
    first = [["Ref", "Pledge", "Action", "Owner", "Due"]]
    first += [
        ["1", "A fair start", "Train the panels", "HR", "May 2031"],
        ["2", "A fair start", "Pay all", "HR", "2032"],
    ]
    second = [["Ref", "Action", "Owner", "Date closed"], ["9", "Sign the charter of the county", "HR", "May 2030"]]
    found = read(table(first), "The work below was done before this plan began.", table(second, number=2))
    assert [action.theme for action in found] == ["A fair start", "A fair start", None]


def test_a_card_that_leaves_out_a_grouping_has_none() -> None:
    """Nor that of the card before it, as a blank cell in a column would."""
    first = [["Pledge", "A fair start"], ["Action", "Train the panels"], ["Lead", "HR"], ["By when", "May 2031"]]
    second = [["Action", "Pay all who work for us"], ["Lead", "Finance"], ["By when", "June 2031"]]
    found = read(table(first), table(second, number=2))
    assert [action.theme or action.objective for action in found] == ["A fair start", None]


@pytest.mark.parametrize("heading", ["3. Equality outcomes 2031\u20132034", "The plan"])
def test_a_heading_over_all_groupings_is_none_of_them(heading: str) -> None:
    rows = [["Action", "Lead", "When"], *([*row] for row in ROWS)]
    found = read(f"# {heading}", "# Equality Outcome 1: All get home safely", table(rows))
    assert {(action.theme, action.objective) for action in found} == {("Equality Outcome 1: All get home safely", None)}


_YEARS = ["Year 1 (2031/32)", "Year 2 (2032/33)", "Year 3 (2033/34)"]


@pytest.mark.parametrize("over", ["What we will do", "Our actions", "Commitments"])
def test_years_under_a_heading_of_actions_hold_them_in_any_words(over: str) -> None:
    """Beside groupings, an owner and an outcome; a cell may reach over two years, and a grouping over several rows."""
    rows = [
        [X("Goal", down=2), X("Workstream", down=2), X(over, across=3), X("Lead", down=2), X("Success is", down=2)],
        _YEARS,
        [X("A fair service", down=2), "Language", "Re-tender the contract for interpreters", "Video at all desks", "",
         X("Head of Nursing", down=2), "Nine of ten requests met"],
        ["Letters", "Large print as the default", X("Simple letters in all 14 clinics", across=2), "Fewer complaints"],
        [X("A fair place to work", down=2), "Race", "A trained member on each panel", "", "More panels", "HR", "WRES"],
        ["Disability", X("Passports paid for from one budget", across=3), "HR", "WDES"],
    ]  # fmt: skip
    found = read(table(rows))
    said = [(one.theme, one.objective, one.texts["action"], one.texts["timescale"]) for one in found]
    assert said[:4] == [
        ("A fair service", "Language", "Re-tender the contract for interpreters", "Year 1 (2031/32)"),
        ("A fair service", "Language", "Video at all desks", "Year 2 (2032/33)"),
        ("A fair service", "Letters", "Large print as the default", "Year 1 (2031/32)"),
        ("A fair service", "Letters", "Simple letters in all 14 clinics", "Year 2 (2032/33) to Year 3 (2033/34)"),
    ]  # fmt: skip
    assert len(found) == 7


@pytest.mark.parametrize(
    ("heading", "over", "cells"),
    [
        ("Action", "Progress", ["Trained forty desks", "Trained sixty desks", "Trained them all"]),
        ("Action", "Milestones", ["Ask for bids", "Sign the contract", "Review it"]),
        ("Our commitment", "Milestones", ["Bids asked for", "Contract signed", ""]),
        ("Action", "Money spent", ["\u00a34,000", "\u00a32,000", ""]),
    ],
)
def test_years_beside_a_column_of_actions_hold_none(heading: str, over: str, cells: list[str]) -> None:
    rows = [
        [X("Goal", down=2), X(heading, down=2), X(over, across=3), X("Lead", down=2)],
        _YEARS,
        [X("A fair service", down=2), "Re-tender the contract for interpreters", *cells, "Nursing"],
        ["Print all letters large", *cells, "Nursing"],
    ]
    assert [one.texts["action"] for one in read(table(rows))] == [
        "Re-tender the contract for interpreters", "Print all letters large",
    ]  # fmt: skip


def test_a_grouping_goes_on_in_the_next_part_of_a_table_of_years() -> None:
    heads = [[X("Goal", down=2), X("Workstream", down=2), X("What we will do", across=3), X("Lead", down=2)], _YEARS]
    first = [
        [X("A fair service", down=2), "Language", "Re-tender the contract", "Video at all desks", "", "Nursing"],
        ["Letters", "Print them large", "", "Simplify them", "Nursing"],
    ]
    second = [
        ["", "Signs", "Mend the signs", "", "Map them", "Estates"],
        ["A fair place to work", "Race", "", "Train panels", "", "HR"],
    ]
    found = read(table([*heads, *first], page=1), table([*heads, *second], number=2, page=2))
    assert [(one.theme, one.objective) for one in found] == [
        *[("A fair service", "Language")] * 2, *[("A fair service", "Letters")] * 2, *[("A fair service", "Signs")] * 2,
        ("A fair place to work", "Race"),
    ]  # fmt: skip


@pytest.mark.parametrize("heads", [("Goal", "Workstream"), ("Aim", "Theme"), ("Objective", "Workstream")])
def test_of_two_columns_of_groupings_the_wider_is_the_theme(heads: tuple[str, str]) -> None:
    rows = [
        [*heads, "Action", "Lead"],
        [X("A fair service", down=3), X("Language", down=2), "Re-tender the contract", "Nursing"],
        ["Train the desks", "Nursing"],
        ["Letters", "Print them large", "Nursing"],
        ["A fair place to work", "Race", "Train the panels", "HR"],
    ]
    assert [(one.theme, one.objective) for one in read(table(rows))] == [
        *[("A fair service", "Language")] * 2, ("A fair service", "Letters"), ("A fair place to work", "Race"),
    ]  # fmt: skip


def test_of_two_columns_of_groupings_a_theme_that_stands_beside_several_aims_stays_one() -> None:
    rows = [
        ["Aim", "Theme", "Action", "Lead"],
        ["Know our tenants", "Data", "Ask tenants about access", "Homes"],
        ["Listen", "Data", "Ask panels each spring", "Homes"],
        ["Know our staff", "Work", "Ask staff", "HR"],
    ]
    first = read(table(rows))[0]
    assert (first.theme, first.objective) == ("Data", "Know our tenants")


def test_a_grouping_over_all_columns_below_the_headings_is_no_second_row_of_them() -> None:
    def band(text: str) -> list[str | X]:
        return [X(text, across=3, fill="#e2efd9", bold=True)]

    actions = [
        [f"To ask {who} each year", "Q3 2031/32", "A rise in the score"] for who in ("staff", "members", "pupils")
    ]
    rows = [
        ["Initiative", "End point", "Success measure"],
        *[band("1 Partners share the same goals"), band("1.1 Communities get on well"), *actions, *actions],
        *[band("2 A fair employer"), *actions, *actions],
    ]
    readings = likeliest_headers(facts_of_rows(build_grid(table(rows)), frozenset()))
    assert [reading.groups for reading in readings] == [((0,),)]


def test_numbered_actions_over_their_cells_are_no_groupings_where_spans_are_lost() -> None:
    orders = ("Raise awareness of free travel passes", "Monitor tenancy data", "Hold ten sessions", "Share a calendar")
    rows: list[list[str | X]] = [[X("Lead officer", bold=True), X("Timeline", bold=True), X("RAG", bold=True)]]
    for at, order in enumerate(orders, 1):
        rows += [[X(f"1.{at} {order}", bold=True), "", ""], ["Web Manager", f"May 203{at}", "Green - started"]]
    found = read(Heading("Objective 1: Decisions", 2), table(rows, route="text"))
    assert [(one.reference, one.texts["action"], one.texts["owner"]) for one in found] == [
        (f"1.{at}", order, "Web Manager") for at, order in enumerate(orders, 1)
    ]
    assert {one.theme for one in found} == {"Objective 1: Decisions"}


def test_bands_of_one_look_over_each_row_are_actions_and_dark_ones_over_these_group_them() -> None:
    works = (
        "Consultation with tenants about the quality of repairs",
        "Better links with the chamber on the use of halls",
    )
    rows: list[list[str | X]] = [[X("Objective One Fair access to housing", across=3, fill="#bdd6ee", bold=True)]]
    for at, work in enumerate(works):
        success = ("Better understanding of who applies", "Number of residents who use the scheme")[at]
        rows.append([X(work, across=3, fill="#fff2cc", bold=True)])
        rows.append(["LEAD: SR", f"TIMELINE: 203{at}", f"SIGN OF SUCCESS: {success}"])
    found = read(table(rows, route="sheet"))
    assert [(one.theme, one.texts["action"], one.texts["timescale"]) for one in found] == [
        ("Objective One Fair access to housing", work, f"203{at}") for at, work in enumerate(works)
    ]


@pytest.mark.parametrize("route", ["word", "lines"])
def test_an_action_that_its_author_broke_in_the_middle_goes_on_in_the_next_row(route: str) -> None:
    rows = [
        ["#", "Gap", "Task", "By when", "Who"],
        ["A1", "No data on voting", "The school will complete", "May 2031", "Class teachers"],
        ["", "", "impact assessments for appraisal", "", ""],
        ["A2", "Few apply", "The school will train all staff", "June 2031", "HR"],
        ["A3", "Letters are hard", "The school will translate a report", "July 2031", "HR"],
        ["", "", "into the languages most used locally", "", ""],
    ]
    found = read(table(rows, route=route))
    assert [(one.reference, one.texts["action"]) for one in found] == [
        ("A1", "The school will complete impact assessments for appraisal"), ("A2", "The school will train all staff"),
        ("A3", "The school will translate a report into the languages most used locally"),
    ]  # fmt: skip


def test_bare_years_beside_groupings_that_only_look_like_orders_hold_the_actions() -> None:
    rows = [
        ["Equality objective", "Year 1: 2031/32", "Year 2: 2032/33"],
        ["Aim A People feel safe at our halls and parks", "We will consult pupils", "We will survey tenants"],
        ["Aim B Our places and buildings are open to all", "We will provide loops", "We will improve the ramps"],
    ]
    found = read(table(rows))
    assert [(one.texts["action"], one.texts["timescale"]) for one in found] == [
        ("We will consult pupils", "Year 1: 2031/32"), ("We will survey tenants", "Year 2: 2032/33"),
        ("We will provide loops", "Year 1: 2031/32"), ("We will improve the ramps", "Year 2: 2032/33"),
    ]  # fmt: skip


def test_a_strip_that_counts_an_order_is_the_action_of_its_record() -> None:
    rows = [
        row
        for at, order in enumerate(("Roll out workshops", "Support the youth forum", "Widen the panel"), 1)
        for row in (
            [X(f"Commitment 1.{at}: {order}", across=2, fill="#fff2cc")],
            ["Lead officer", "Head of Skills"],
            ["Result we expect", "Five events held with good feedback from all"],
            ["Schedule", f"May 203{at}"],
        )
    ]
    found = read(table(rows))
    assert [(one.texts["owner"], one.texts["timescale"]) for one in found] == [
        ("Head of Skills", f"May 203{at}") for at in (1, 2, 3)
    ]
    assert "Roll out workshops" in found[0].texts["action"]


def test_a_plain_number_opens_the_action_that_stands_over_a_card_of_pairs() -> None:
    rows = [
        row
        for at, order in enumerate(("Write to unpaid carers", "Deliver ten sessions", "Review the licences"), 1)
        for row in (
            [X(f"{at} {order}", across=4, fill="#f2f2f2")],
            [X("H/M/L:", fill="#fff2cc"), "High", X("Timescale:", fill="#fff2cc"), f"May 203{at}"],
            [X("Action owner:", fill="#fff2cc"), "Digital Manager", X("Characteristic:", fill="#fff2cc"), "Age"],
            [X("Strategic link:", fill="#fff2cc"), X("Corporate plan", across=3)],
        )
    ]
    found = read(Heading("Objective One: Buying", 2), table(rows[:8]), table(rows[8:], number=2))
    assert [(one.reference, one.texts["action"], one.texts["timescale"]) for one in found] == [
        ("1", "Write to unpaid carers", "May 2031"), ("2", "Deliver ten sessions", "May 2032"),
        ("3", "Review the licences", "May 2033"),
    ]  # fmt: skip


def test_a_row_whose_outcome_begins_low_is_an_action_of_its_own_in_a_table_with_cells() -> None:
    rows = [
        ["Goal", "Planned", "How long", "Owner", "Delivered outcome"],
        ["Fair service", "To benchmark accessible toilets", "Autumn 2031", "Estates", "49% of people say so"],
        ["", "To roll out a half-day course", "", "", "the handbook agreed by full council"],
        ["Fair work", "To carry out an audit", "May 2031", "HR", "Gaps known"],
    ]
    assert [one.texts["action"] for one in read(table(rows))] == [row[1] for row in rows[1:]]


def test_a_row_without_a_date_is_no_rest_of_the_one_above_where_nothing_cuts_the_table() -> None:
    rows = [
        ["Steps", "Lead", "Horizon", "Outcome"],
        ["EA02 - To deliver a class on design", "Colleges", "Quarterly", "More members"],
        ["EA03 - To refresh the policy", "All managers\nProcurement", "Ongoing", "Pupils know how to get help"],
        ["EA04 - To set up a council of residents.", "Chief Constable", "", "Number of carers\nFeedback is positive"],
        ["EA05 - To monitor complaints by age", "Contact Team", "May 2031", "Staff report confidence"],
    ]
    assert [one.texts["owner"] for one in read(table(rows))] == [row[1] for row in rows[1:]]


def _by_year(rows: list[list[str | X]], *heads: list[str | X]) -> list[tuple[str | None, str, str | None, str | None]]:
    found = read("# Equality action plan 2031-2033", table([*heads, *rows]))
    return [(one.theme, one.texts["action"], one.texts.get("owner"), one.texts.get("timescale")) for one in found]


_LOOPS, _SIGNS, _PAY, _TRAIN = "Fit hearing loops", "Print larger signs", "Publish the pay gap", "Train all managers"
_AIMS = ["Aim", "By December 2031", "By June 2032"]


@pytest.mark.parametrize("mark", ["\nLead: ", ". Lead: ", "\nLead officer: "])
def test_what_the_cell_of_a_period_says_under_labels_is_that_of_its_action(mark: str) -> None:
    rows: list[list[str | X]] = [
        ["Staff", f"{_PAY}{mark}Head of HR", f"{_TRAIN}{mark}Learning Manager"],
        ["Places", f"{_LOOPS}{mark}Estates Manager", ""],
    ]
    found = _by_year(rows, [*_AIMS])
    assert [(one[1].rstrip("."), one[2]) for one in found] == [
        (_PAY, "Head of HR"),
        (_TRAIN, "Learning Manager"),
        (_LOOPS, "Estates Manager"),
    ]


def test_bullets_under_a_period_keep_their_own_labels() -> None:
    both = f"• {_PAY}\nLead: Head of HR\n• {_TRAIN}\nLead: Learning Manager"
    loops = f"{_LOOPS}\nLead: Estates Manager\nCost: £500"
    rows: list[list[str | X]] = [["Staff", both, loops], ["Places", "", _SIGNS]]
    assert _by_year(rows, [*_AIMS]) == [
        ("Staff", _PAY, "Head of HR", "By December 2031"),
        ("Staff", _TRAIN, "Learning Manager", "By December 2031"),
        ("Staff", _LOOPS, "Estates Manager", "By June 2032"),
        ("Places", _SIGNS, None, "By June 2032"),
    ]
    assert read("# Equality action plan 2031-2033", table([[*_AIMS], *rows]))[2].extras == (("Cost", "£500"),)


def test_columns_that_stand_once_under_each_period_are_those_of_its_action() -> None:
    heads: list[list[str | X]] = [
        [X("Aim", down=2), X("2031/32", across=2), X("2032/33", across=2)],
        ["What we will do", "Who", "What we will do", "Who"],
    ]
    rows: list[list[str | X]] = [
        ["Staff", _PAY, "Head of HR", _TRAIN, "Learning Manager"],
        ["Places", _LOOPS, "Estates Manager", "", ""],
    ]
    assert _by_year(rows, *heads) == [
        ("Staff", _PAY, "Head of HR", "2031/32"),
        ("Staff", _TRAIN, "Learning Manager", "2032/33"),
        ("Places", _LOOPS, "Estates Manager", "2031/32"),
    ]


@pytest.mark.parametrize("dates", [("", "", ""), (" (by July 2032)", " (by July 2033)", " (by July 2034)")])
def test_short_medium_and_long_term_are_periods(dates: tuple[str, str, str]) -> None:
    terms = [f"{term} term{date}" for term, date in zip(("Short", "Medium", "Long"), dates, strict=True)]
    rows: list[list[str | X]] = [["Places", _LOOPS, _SIGNS, "Install a lift"], ["Staff", _PAY, _TRAIN, ""]]
    assert _by_year(rows, ["Area", *terms]) == [
        ("Places", _LOOPS, None, terms[0]),
        ("Places", _SIGNS, None, terms[1]),
        ("Places", "Install a lift", None, terms[2]),
        ("Staff", _PAY, None, terms[0]),
        ("Staff", _TRAIN, None, terms[1]),
    ]


def test_targets_under_each_year_beside_a_column_of_actions_are_no_actions() -> None:
    heads: list[list[str | X]] = [
        [X("Action", down=2), X("Lead", down=2), X("2031/32", across=2), X("2032/33", across=2)],
        ["Target", "Progress", "Target", "Progress"],
    ]
    rows: list[list[str | X]] = [
        [_PAY, "Head of HR", "Published by May", "Published in April", "Close it by a fifth", ""],
        [_LOOPS, "Estates Manager", "Two fitted", "Two fitted", "Three fitted", ""],
    ]
    found = read("# Equality action plan 2031-2033", table([*heads, *rows]))
    assert [(one.texts["action"], one.texts["owner"]) for one in found] == [
        (_PAY, "Head of HR"),
        (_LOOPS, "Estates Manager"),
    ]


def test_each_cell_of_a_period_may_have_several_labels() -> None:
    rows: list[list[str | X]] = [
        ["Staff", f"{_PAY}\nLead: Head of HR\nMeasure: Published", f"{_TRAIN}\nLead: HR Manager\nMeasure: All done"],
        ["Places", f"{_LOOPS}\nLead: Estates Manager\nMeasure: Two fitted", f"{_SIGNS}\nLead: Print Team\nMeasure: 9"],
    ]
    found = read("# Equality action plan 2031-2033", table([[*_AIMS], *rows]))
    assert [(one.texts["action"], one.texts["owner"], one.texts["outcome"]) for one in found] == [
        (_PAY, "Head of HR", "Published"),
        (_TRAIN, "HR Manager", "All done"),
        (_LOOPS, "Estates Manager", "Two fitted"),
        (_SIGNS, "Print Team", "9"),
    ]


_ON_A_PAGE = [
    ["LEADERSHIP", "PEOPLE", "COMMUNITIES"],
    [
        "Mentor the board (ACO, by October 2031)",
        "Print guidance for managers (HR Manager, by May 2031)",
        "Hold a stall at four fairs (Prevention Team, summer 2031)",
    ],
    [
        "Name a champion (Chair, by May 2031)",
        "Review the kit (Estates Manager, by March 2032)",
        "Print a safety leaflet (Communications, by June 2032)",
    ],
]


def test_lists_side_by_side_under_headings_are_a_plan_on_a_page() -> None:
    found = read("# Inclusion: plan on a page", table(_ON_A_PAGE))
    assert [(one.theme, one.texts["action"], one.texts["owner"], one.texts["timescale"]) for one in found] == [
        ("LEADERSHIP", "Mentor the board", "ACO", "by October 2031"),
        ("LEADERSHIP", "Name a champion", "Chair", "by May 2031"),
        ("PEOPLE", "Print guidance for managers", "HR Manager", "by May 2031"),
        ("PEOPLE", "Review the kit", "Estates Manager", "by March 2032"),
        ("COMMUNITIES", "Hold a stall at four fairs", "Prevention Team", "summer 2031"),
        ("COMMUNITIES", "Print a safety leaflet", "Communications", "by June 2032"),
    ]


def test_a_row_whose_cells_say_who_and_when_between_them_stays_one_action() -> None:
    rows: list[list[str | X]] = [["What we will do", "Who (lead)", "When"]]
    rows += [["Mentor the board", "ACO (from May 2031)", "October 2031"], ["Name a champion", "Chair", "May 2031"]]
    assert [one.texts["action"] for one in read("# Plan", table(rows))] == ["Mentor the board", "Name a champion"]
