"""Tables written in five lines, read into actions."""

from __future__ import annotations

import pytest

from extractors.document import Block, Document, Heading, Paragraph
from pipeline.read.raw import PlanReading, RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

HEAD = ["Action", "Lead officer", "By when", "Success measure"]


def read(*blocks: Block | str) -> PlanReading:
    return read_document(document(*blocks))


def said(action: RawAction) -> tuple[str | None, ...]:
    texts = action.texts
    return (
        action.theme,
        action.objective,
        action.reference,
        texts.get("action"),
        texts.get("owner"),
        texts.get("timescale"),
    )


def test_each_row_below_the_headings_is_an_action_with_its_cells_by_role() -> None:
    reading = read(
        "# Equality action plan", table([HEAD, ["Train all staff", "Head of HR", "March 2025", "All trained"]])
    )
    (action,) = reading.actions
    assert dict(action.texts) == {
        "action": "Train all staff",
        "owner": "Head of HR",
        "timescale": "March 2025",
        "outcome": "All trained",
    }
    assert reading.title == "Equality action plan"
    assert action.place.row == 2


def test_columns_in_another_order_and_wording_play_the_same_roles() -> None:
    rows = [
        ["Who?", "When will it be done", "What will we do?", "What will success look like?"],
        ["Policy Team", "2024/25", "Review the language offer", "More requests met"],
    ]
    (action,) = read(table(rows)).actions
    assert said(action)[3:] == ("Review the language offer", "Policy Team", "2024/25")


def test_a_column_that_no_role_fits_goes_to_extras_under_its_heading() -> None:
    rows = [[*HEAD, "Equality impact ref"], ["Train all staff", "HR", "2025", "All trained", "EIA-9 draft"]]
    (action,) = read(table(rows)).actions
    assert action.extras == (("Equality impact ref", "EIA-9 draft"),)


def test_a_row_across_the_table_is_the_theme_of_the_rows_below_it() -> None:
    rows = [
        HEAD,
        [X("Priority 1: Our workforce", across=4)],
        ["Train all staff", "HR", "2025", "All trained"],
        [X("Priority 2: Our services", across=4)],
        ["Review the web site", "Web Team", "2026", "Audit passed"],
    ]
    assert [action.theme for action in read(table(rows)).actions] == [
        "Priority 1: Our workforce",
        "Priority 2: Our services",
    ]


def test_a_second_kind_of_grouping_directly_below_the_first_is_the_objective() -> None:
    rows = [
        HEAD,
        [X("Priority 1: Our workforce", across=4)],
        [X("Objective 1", bold=True), X("We will pay fairly", across=3)],
        ["Publish the pay gap", "HR", "2025", "Published"],
        [X("Objective 2", bold=True), X("We will hire fairly", across=3)],
        ["Blind the first sift", "HR", "2026", "In use"],
        [X("Priority 2: Our services", across=4)],
        ["Review the web site", "Web Team", "2026", "Audit passed"],
    ]
    assert [(action.theme, action.objective) for action in read(table(rows)).actions] == [
        ("Priority 1: Our workforce", "Objective 1 We will pay fairly"),
        ("Priority 1: Our workforce", "Objective 2 We will hire fairly"),
        ("Priority 2: Our services", None),
    ]


def test_a_merged_first_column_is_the_objective_and_its_number_the_reference() -> None:
    rows = [
        ["Action", "Detailed actions", "Owner", "Timescale"],
        [X("2.1 Serve everyone", down=2), "ACTION – Map the gaps", "Head of Insight", "2024"],
        ["ACTION – Close the gaps", "Head of Service", "2025"],
        ["2.2 Listen", "Meet the forum", "Policy Manager", "Ongoing"],
    ]
    assert [said(action)[1:4] for action in read(table(rows)).actions] == [
        ("Serve everyone", "2.1", "Map the gaps"),
        ("Serve everyone", "2.1", "Close the gaps"),
        ("Listen", "2.2", "Meet the forum"),
    ]


def test_headings_over_one_table_each_are_the_themes() -> None:
    first = table([HEAD, ["Train all staff", "HR", "2025", "All trained"]])
    second = table([HEAD, ["Review the web site", "Web Team", "2026", "Audit passed"]])
    reading = read("# Equality action plan", "# Workforce", first, "# Services", second)
    assert [action.theme for action in reading.actions] == ["Workforce", "Services"]


def test_the_title_over_a_single_table_is_no_theme() -> None:
    reading = read("# Equality action plan 2024-27", table([HEAD, ["Train all staff", "HR", "2025", "All trained"]]))
    assert reading.actions[0].theme is None


def test_a_table_without_headings_after_one_with_them_goes_on_with_its_columns() -> None:
    first = table([HEAD, ["Train all staff", "Head of HR", "March 2025", "All trained"]], page=1)
    second = table([["Publish the pay gap", "Head of HR", "April 2025", "Published"]], page=2)
    assert [said(action)[3:] for action in read(first, second).actions] == [
        ("Train all staff", "Head of HR", "March 2025"),
        ("Publish the pay gap", "Head of HR", "April 2025"),
    ]


def test_a_table_with_no_headings_anywhere_is_read_from_its_cells() -> None:
    rows = [
        ["1", "Train all staff in the Act", "Head of HR", "March 2025"],
        ["2", "Review the complaints form", "Customer Services Manager", "June 2025"],
        ["3", "Publish the yearly report", "Policy Team", "Ongoing"],
    ]
    assert [said(action)[2:] for action in read(table(rows)).actions] == [
        ("1", "Train all staff in the Act", "Head of HR", "March 2025"),
        ("2", "Review the complaints form", "Customer Services Manager", "June 2025"),
        ("3", "Publish the yearly report", "Policy Team", "Ongoing"),
    ]


def test_a_heading_of_two_rows_is_one_heading() -> None:
    rows = [
        [X("Action", down=2), X("Timescale", across=2), X("Lead", down=2)],
        ["Start", "End"],
        ["Train all staff", "April 2024", "March 2025", "HR"],
        ["Review the form", "May 2024", "June 2024", "Policy Team"],
    ]
    (first, _) = read(table(rows)).actions
    assert (first.texts["start"], first.texts["timescale"]) == ("April 2024", "March 2025")


def test_a_row_cut_by_the_page_is_one_action() -> None:
    head = ["Ref", *HEAD]
    first = table([head, ["1", "Train all staff in the use of", "HR", "2025", "All trained"]], page=1)
    second = table([["", "plain English", "", "", ""], ["2", "Review the form", "Policy Team", "2026", "Done"]], page=2)
    third = table([["3", "Meet the forum", "Policy Team", "2026", "Four meetings"]], page=3)
    actions = read(first, second, third).actions
    assert [said(action)[2:4] for action in actions] == [
        ("1", "Train all staff in the use of plain English"),
        ("2", "Review the form"),
        ("3", "Meet the forum"),
    ]
    assert "row_joined_over_break" in actions[0].flags


def test_a_repeated_heading_row_is_no_action() -> None:
    first = table([HEAD, ["Train all staff", "HR", "2025", "All trained"]], page=1)
    second = table([HEAD, ["Review the web site", "Web Team", "2026", "Audit passed"]], page=2)
    reading = read(first, second)
    assert len(reading.actions) == 2
    assert reading.roles[2, 1, 1] == "header"


def test_headings_that_stand_one_column_too_far_left_are_moved() -> None:
    rows = [
        ["What we will do", "Measurable outcome", "Target date"],
        ["Action 1", "Train all the staff of the council", "All staff trained by then"],
        ["Action 2", "Review the complaints form again", "The form is easier to use"],
        ["Action 3", "Publish the data that we hold", "Data is on the web site"],
    ]
    actions = read(table(rows)).actions
    assert (actions[0].reference, actions[0].texts["action"]) == ("Action 1", "Train all the staff of the council")


def test_an_owner_stated_for_a_group_holds_for_all_its_actions() -> None:
    rows = [
        ["Objective", "Action", "Owner", "Timescale"],
        [X("3.1 Learn", down=3), "Write the course", "All actions owned by Head of HR", "2024"],
        ["Run the course", "", "2025"],
        ["Test the course", "", "2026"],
        ["3.2 Hire", "Blind the sift", "Head of People", "2024"],
    ]
    owners = [action.texts["owner"] for action in read(table(rows)).actions]
    assert owners == ["All actions owned by Head of HR"] * 3 + ["Head of People"]


def test_two_actions_in_one_cell_with_two_owners_and_dates_are_two_actions() -> None:
    rows = [
        HEAD,
        [
            "• Keep the guide up to date\n• Tell all councillors of it",
            "Head of Policy\nHead of Governance",
            "Ongoing\n2025",
            "Used",
        ],
        ["Review the form", "Policy Team", "2026", "Done"],
    ]
    assert [said(action)[3:] for action in read(table(rows)).actions][:2] == [
        ("Keep the guide up to date", "Head of Policy", "Ongoing"),
        ("Tell all councillors of it", "Head of Governance", "2025"),
    ]


def test_a_bulleted_action_with_one_owner_stays_one_action() -> None:
    rows = [HEAD, ["• Keep the guide up to date\n• Tell all councillors of it", "Head of Policy", "2025", "Used"]]
    assert len(read(table(rows)).actions) == 1


def test_a_row_with_evidence_but_no_action_is_a_row_of_its_own() -> None:
    rows = [
        ["What do we already have in place?", "What will we do?", "Who", "When", "RAG"],
        ["We have a forum", "Meet it four times", "Policy Team", "2025", "G"],
        ["We offer support", "", "HR", "Ongoing", "A"],
    ]
    last = read(table(rows)).actions[-1]
    assert (last.texts["evidence"], last.texts["action"], last.texts["owner"]) == ("We offer support", "", "HR")


def test_ticks_under_years_are_the_timescale() -> None:
    rows = [
        ["Action", "Lead", "2023/24", "2024/25", "2025/26"],
        ["Train all staff", "HR", "✓", "", ""],
        ["Review the form", "Policy Team", "", "✓", "✓"],
    ]
    assert [action.texts["timescale"] for action in read(table(rows)).actions] == ["2023/24", "2024/25, 2025/26"]


def test_words_among_ticks_keep_the_years_of_the_other_rows() -> None:
    rows = [
        ["Action", "Lead", "2024/25", "2025/26", "2026/27"],
        ["Train all staff", "HR", "✓", "", "–"],
        ["Review the form", "Policy Team", "", "☐", "✓"],
        ["Survey the staff", "HR", "Pilot in two teams", "✓", ""],
    ]
    first, second, third = read(table(rows)).actions
    assert [action.texts["timescale"] for action in (first, second, third)] == ["2024/25", "2026/27", "2025/26"]
    assert [action.flags for action in (first, second, third)] == [(), (), ("words_among_ticks",)]
    assert third.extras == (("2024/25", "Pilot in two teams"),)


def test_words_under_years_without_ticks_are_further_columns() -> None:
    rows = [
        ["Action", "Lead", "2024/25", "2025/26"],
        ["Train all staff", "HR", "Half of the staff", "All the staff"],
        ["Review the form", "Policy Team", "", "✓"],
    ]
    assert dict(read(table(rows)).actions[0].extras) == {"2024/25": "Half of the staff", "2025/26": "All the staff"}


def test_a_table_that_is_no_plan_gives_no_actions_and_its_cells_have_a_role() -> None:
    reading = read(table([["Ward", "Population"], ["North", "4,210"], ["South", "3,900"]]))
    assert reading.actions == ()
    assert set(reading.roles.values()) == {"other"}


def test_every_cell_of_every_table_has_a_role() -> None:
    plan: Document = document("# Plan", table([HEAD, ["", "", "", ""], ["Train all staff", "HR", "2025", ""]]))
    reading = read_document(plan)
    assert {(1, cell.row, cell.column) for cell in plan.tables[0].cells} == set(reading.roles)


def test_a_table_of_labels_and_values_is_a_record_of_one_action() -> None:
    first = table([["Action", "Train all staff"], ["Lead", "Head of HR"], ["By when", "March 2025"]])
    second = table(
        [["Action", "Review the form"], ["Lead", "Policy Team"], ["By when", "2026"], ["Remarks", "none yet"]]
    )
    reading = read("# Equality action plan", first, second)
    assert [said(action)[3:] for action in reading.actions] == [
        ("Train all staff", "Head of HR", "March 2025"),
        ("Review the form", "Policy Team", "2026"),
    ]
    assert reading.actions[1].extras == (("Remarks", "none yet"),)
    assert (reading.roles[1, 2, 1], reading.roles[1, 2, 2]) == ("header", "owner")


def test_several_records_in_one_table_begin_where_a_label_comes_again() -> None:
    rows = [["Action", "Train all staff"], ["Lead", "Head of HR"], ["By when", "2025"]]
    rows += [["Action", "Review the form"], ["Lead", "Policy Team"], ["By when", "2026"]]
    assert [said(a)[3:] for a in read(table(rows)).actions] == [
        ("Train all staff", "Head of HR", "2025"),
        ("Review the form", "Policy Team", "2026"),
    ]


def test_headings_in_words_that_no_lexicon_has_are_no_action() -> None:
    rows = [
        [X("Ask", bold=True), X("Doer", bold=True), X("Ready", bold=True)],
        ["Train all staff in the Act", "Head of HR", "March 2025"],
        ["Review the complaints form", "Customer Services Manager", "June 2025"],
        ["Publish the yearly report", "Policy Team", "Ongoing"],
    ]
    reading = read(table(rows))
    assert said(reading.actions[0])[3:] == (
        "Train all staff in the Act",
        "Head of HR",
        "March 2025",
    )
    assert len(reading.actions) == 3


def test_an_action_across_the_table_over_a_row_of_its_other_cells_is_that_rows_action() -> None:
    rows = [
        ["What will success look like?", "Who is responsible?", "When?"],
        [X("Goal 1: Community", across=3)],
        [X("1.1 Support the summer festival", across=3)],
        ["300 people attend", "Culture Officer", "June 2024"],
        [X("1.2 Open a prayer room", across=3)],
        ["Open to all", "Facilities Manager", "August 2024"],
    ]
    actions = read(table(rows)).actions
    assert [said(action)[0:1] + said(action)[2:] for action in actions] == [
        ("Goal 1: Community", "1.1", "Support the summer festival", "Culture Officer", "June 2024"),
        ("Goal 1: Community", "1.2", "Open a prayer room", "Facilities Manager", "August 2024"),
    ]
    assert [action.texts["outcome"] for action in actions] == ["300 people attend", "Open to all"]


def test_one_column_for_owner_and_date_is_split() -> None:
    rows = [
        ["Action", "Success measure", "Lead officer and timescale"],
        ["Train all staff", "All trained", "HR Manager\nMarch 2024"],
        ["Review the form", "Form in use", "Policy Team, ongoing"],
    ]
    assert [said(action)[4:] for action in read(table(rows)).actions] == [
        ("HR Manager", "March 2024"),
        ("Policy Team", "ongoing"),
    ]


def test_a_number_and_a_text_across_the_rest_head_the_rows_that_it_numbers() -> None:
    rows = [
        ["Ref", *HEAD],
        ["1.1", X("Taking part", across=4)],
        ["1.1.1", "Start a people's forum", "Policy Team", "2025", "Four meetings"],
        ["1.1.2", "Pay for travel to it", "Finance", "2025", "Paid"],
    ]
    actions = read(table(rows)).actions
    assert [(a.theme, a.reference) for a in actions] == [("1.1 Taking part", "1.1.1"), ("1.1 Taking part", "1.1.2")]


def test_items_numbered_alike_in_several_cells_are_actions_of_their_own() -> None:
    rows = [HEAD, ["1. Map the gaps\n2. Close the gaps", "HR", "1. May 2024\n2. June 2025", "1. Map\n2. None left"]]
    assert [(*said(action)[3:], action.texts["outcome"]) for action in read(table(rows)).actions] == [
        ("Map the gaps", "HR", "May 2024", "Map"),
        ("Close the gaps", "HR", "June 2025", "None left"),
    ]


def test_items_numbered_in_their_cell_alone_are_actions_where_each_has_an_owner() -> None:
    rows = [
        HEAD,
        ["1. Make a welcome pack for all\n2. Set up a buddy scheme", "Onboarding Manager\nHR Lead", "2031/32", "Used"],
    ]
    assert [said(action)[3:] for action in read(table(rows)).actions] == [
        ("Make a welcome pack for all", "Onboarding Manager", "2031/32"),
        ("Set up a buddy scheme", "HR Lead", "2031/32"),
    ]
    steps = [HEAD, ["1. Draft a policy for all\n2. Ask the staff of it", "Head of HR", "2031/32", "Used"]]
    assert len(read(table(steps)).actions) == 1


def test_headings_in_two_rows_without_spans_are_read_together() -> None:
    rows = [
        ["When", "Who", "", "What we will do", "How will we know?"],
        ["", "Lead", "Support", "", ""],
        ["May 2025", "Policy Team", "HR", "Sign the charter", "Signed in public"],
    ]
    (action,) = read(table(rows, route="text")).actions
    assert (action.texts["outcome"], action.texts["owner"]) == ("Signed in public", "Policy Team")


def test_the_number_in_a_records_label_is_its_reference() -> None:
    records = [
        table([[f"Action {n}", text], ["Who will lead?", "HR"], ["By when", "2025"]])
        for n, text in ((1, "Train all staff"), (2, "Review the form"))
    ]
    assert [action.reference for action in read(*records).actions] == ["Action 1", "Action 2"]


def test_a_title_between_repeated_headings_is_of_the_level_of_the_heading_over_the_table() -> None:
    rows = [
        HEAD,
        ["Train all staff", "HR", "2025", "All trained"],
        [X("Priority 2: Services", across=4)],
        HEAD,
        ["Review the web site", "Web Team", "2026", "Audit passed"],
    ]
    reading = read("# Equality action plan", "# Priority 1: Workforce", table(rows))
    assert [(a.theme, a.objective) for a in reading.actions] == [
        ("Priority 1: Workforce", None),
        ("Priority 2: Services", None),
    ]


def test_a_merged_column_of_strands_is_the_theme() -> None:
    rows = [
        ["Strand", *HEAD],
        [X("i. Leadership", down=2), "Name a champion", "Leader", "2024", "Named"],
        ["Train the cabinet", "HR", "2025", "Trained"],
        [X("ii. Data", down=2), "Map the gaps", "Insight", "2024", "Mapped"],
        ["Close the gaps", "Insight", "2025", "Closed"],
    ]
    assert [action.theme for action in read(table(rows)).actions] == ["i. Leadership"] * 2 + ["ii. Data"] * 2


def test_a_theme_printed_again_over_the_rest_of_a_row_keeps_the_row_whole() -> None:
    first = table(
        [HEAD, [X("Objective 1 – Homes", across=4)], ["Review lettings so that", "HR", "2025", "Done"]], page=1
    )
    second = table(
        [[X("Objective 1 – Homes (continued)", across=4)], HEAD, ["the needs of all are met", "", "", ""]], page=2
    )
    (action,) = read(first, second).actions
    assert action.texts["action"] == "Review lettings so that the needs of all are met"


def test_a_theme_cut_over_the_columns_of_a_text_is_one_theme() -> None:
    rows = [
        ["Ref", *HEAD],
        ["Theme", "1:", "Communities", "", ""],
        ["1.1", "Start a forum of residents", "Policy Team", "2025", "Four meetings"],
        ["1.2", "Pay for travel to the forum", "Finance", "2026", "Paid"],
    ]
    assert [action.theme for action in read(table(rows, route="text")).actions] == ["Theme 1: Communities"] * 2


def test_owner_and_date_run_together_under_a_lost_column_are_told_apart() -> None:
    rows = [
        ["What we will do", "Measurable outcome", "Who", "When"],
        ["Action 1", "Train all the staff of the council", "All staff trained by then", "Chief Executive 31/03/2024"],
        ["Action 2", "Review the complaints form again", "The form is easier to use", "Policy Team Ongoing"],
        ["Action 3", "Publish the data that we hold", "Data is on the web site", "Head of Insight TBC"],
    ]
    found = [said(action)[4:] for action in read(table(rows, route="text")).actions]
    assert found == [("Chief Executive", "31/03/2024"), ("Policy Team", "Ongoing"), ("Head of Insight", "TBC")]


def test_a_row_whose_cells_are_as_wide_as_the_headings_over_them_is_no_second_row_of_headings() -> None:
    wide = [
        [X(text, across=2) for text in row]
        for row in (
            ["Action", "Lead", "Deadline"],
            ["Audit ramps", "Estates", "Sept 2025"],
            ["Mend the lift", "Estates", "2026"],
        )
    ]
    actions = read(table(wide)).actions
    assert [action.texts["action"] for action in actions] == ["Audit ramps", "Mend the lift"]
    assert [action.objective for action in actions] == [None, None]


def test_a_row_labelled_as_the_heading_over_the_table_is_its_sibling() -> None:
    rows = [
        HEAD,
        ["Mend the ramps", "Estates", "2025", "None broken"],
        [X("Priority 2: Our staff", across=4)],
        ["Train all staff", "HR", "2026", "All trained"],
    ]
    reading = read("# Priority 1: Access", table(rows))
    assert [said(action)[:2] for action in reading.actions] == [
        ("Priority 1: Access", None),
        ("Priority 2: Our staff", None),
    ]


def test_a_deadline_counts_and_not_the_day_of_its_review_whatever_their_order() -> None:
    for first, second, dates in (
        ("Review date", "Deadline", ["01/03/2026", "01/09/2026"]),
        ("Deadline", "Review date", ["01/09/2026", "01/03/2026"]),
        ("Completion date", "Target date", ["01/03/2026", "01/09/2026"]),
    ):
        (action,) = read(table([["Action", "Lead", first, second], ["Mend the ramps", "Estates", *dates]])).actions
        assert action.texts["timescale"] == "01/09/2026"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Original deadline", "Revised deadline"),
        ("Original target date", "New target date"),
        ("Previous timescale", "Revised timescale"),
        ("Target date", "Target date (revised)"),
        ("Due date", "Revised due date"),
    ],
)
def test_a_revised_date_counts_where_a_row_has_one(first: str, second: str) -> None:
    rows = [
        ["Action", "Lead", first, second],
        ["Mend the ramps", "Estates", "March 2026", "May 2027"],
        ["Train all staff", "HR", "June 2026", ""],
        ["Survey the staff", "HR", "July 2026", "N/A"],
        ["Publish the findings", "HR", "July 2026", "Complete"],
    ]
    reading = read(table(rows))
    assert [action.texts["timescale"] for action in reading.actions] == [
        "May 2027",
        "June 2026",
        "July 2026",
        "July 2026",
    ]
    assert ["revised_date" in action.flags for action in reading.actions] == [True, False, False, False]
    assert dict(reading.actions[0].extras) == {first: "March 2026"}
    assert (reading.roles[1, 2, 3], reading.roles[1, 2, 4], reading.roles[1, 3, 3]) == (
        "extras",
        "timescale",
        "timescale",
    )


def test_a_revised_date_alone_is_the_timescale() -> None:
    rows = [["Action", "Lead", "Revised date"], ["Mend the ramps", "Estates", "May 2027"]]
    assert read(table(rows)).actions[0].texts["timescale"] == "May 2027"


def test_a_column_of_ratings_called_progress_is_the_status() -> None:
    rows = [["Action", "Lead", "Progress (RAG)"], ["Mend the ramps", "Estates", "Green"]]
    (action,) = read(table(rows)).actions
    assert action.texts["status"] == "Green"


HEAD_OF_NUMBERED = ["Ref", "Action", "Lead", "By when"]
NUMBERED = [HEAD_OF_NUMBERED,
            *([f"1.{at}", f"Review the {what} service", "Head of Housing", f"March 203{at}"]
              for at, what in enumerate(("repairs", "lettings", "advice"), 1))]  # fmt: skip
OVER_PAGE = [[f"2.{at}", f"Publish the {what} report", "Head of Policy", f"June 203{at}"]
             for at, what in enumerate(("pay gap", "staff"), 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "rest", "owner"),
    [
        (["1.4", "Print cards in large type", "Electoral", "June 2031"], ["", "", "Office", ""], "Electoral Office"),
        (["1.4", "Train all staff before", "Electoral", "June 2031"], ["", "Deaf Awareness Week", "Office", ""],
         "Electoral Office"),
        (["1.4", "Check that each hall has", "Access and Halls", "31 December"],
         ["", "a ramp and a hearing loop", "Manager", "2031"], "Access and Halls Manager"),
    ],
)  # fmt: skip
def test_the_rest_of_a_numbered_row_may_begin_with_a_capital(last: list[str], rest: list[str], owner: str) -> None:
    plan = read(table([*NUMBERED, last], page=1), table([HEAD_OF_NUMBERED, rest, *OVER_PAGE], page=2))
    assert [action.reference for action in plan.actions] == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2"]
    assert plan.actions[3].texts["owner"] == owner


@pytest.mark.parametrize(
    "own",
    [["", "Open a quiet room", "Head of Property", "May 2032"], ["", "Open a quiet room", "Head of Property", "2032"]],
)
def test_a_whole_row_without_a_number_on_a_new_page_is_an_action(own: list[str]) -> None:
    plan = read(table(NUMBERED, page=1), table([HEAD_OF_NUMBERED, own, *OVER_PAGE], page=2))
    assert [action.reference for action in plan.actions] == ["1.1", "1.2", "1.3", None, "2.1", "2.2"]


@pytest.mark.parametrize(
    ("over", "title"),
    [
        (("12/1/31, 3:34 PM", "Homes"), "Our commitments on fairness"),
        ((), "Our commitments on fairness"),
        (("This page says what we have agreed to do for the people who rent our homes.",), None),
    ],
)
def test_a_few_words_may_run_over_the_heading_that_is_the_title(over: tuple[str, ...], title: str | None) -> None:
    rows = table([["Action", "Lead", "By when"], ["Mend the lift", "Clerk", "May 2031"]])
    found = read(*map(Paragraph, over), Heading("Our commitments on fairness", 1), Heading("Homes", 2), rows)
    assert found.title == title


@pytest.mark.parametrize(
    ("over", "under", "title"),
    [
        ("Oakmere District Council", "Equality action plan 2031 to 2034", "Equality action plan 2031 to 2034"),
        ("A Fairer Oakmere", "Equality action plan 2031 to 2034", "A Fairer Oakmere"),
        ("Oakmere District Council", "What we promise each other", "Oakmere District Council"),
        ("Oakmere equality action plan", "Over the longer term", "Oakmere equality action plan"),
        ("Cynllun Gweithredu Cydraddoldeb 2031", "Rhagair", "Cynllun Gweithredu Cydraddoldeb 2031"),
    ],
)
def test_the_title_stands_under_the_name_of_who_publishes_it(over: str, under: str, title: str) -> None:
    plan = table([HEAD, ["Train the wardens of each hall", "HR", "May 2031", "All are trained"]])
    assert read(Heading(over, 1), Paragraph(under), plan).title == title


@pytest.mark.parametrize("mark", [" ", ". ", " - ", ": ", " \u2013 "])
def test_numbers_that_open_all_actions_in_order_are_their_references(mark: str) -> None:
    texts = ("Train the wardens", "Print the guide", "Map the ramps")
    rows = [HEAD, *([f"{at}{mark}{text}", "HR", "May 2031", "Done"] for at, text in enumerate(texts, 1))]
    found = read(table(rows)).actions
    assert [(one.reference, one.texts["action"]) for one in found] == [
        (str(at), text) for at, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    ("over", "theme"),
    [
        (["", "", X("Delivery", across=2)], None),
        ([X("Priority 1: Homes", across=4)], "Priority 1: Homes"),
        (["", X("Priority 1: Homes", across=3)], "Priority 1: Homes"),
    ],
)
def test_a_cell_over_some_of_the_headings_groups_no_rows(over: list[str | X], theme: str | None) -> None:
    rows = [over, ["Ref", "What we will do", "Lead", "By when"], ["1.1", "Map the ramps", "Estates", "May 2031"]]
    rows += [["", X("1.2 Halls", bold=True), "", ""], ["1.3", "Train the wardens", "Estates", "June 2031"]]
    assert read(table(rows)).actions[0].theme == theme


@pytest.mark.parametrize("heading", ["People and dates", "By when"])
def test_owners_before_most_dates_of_a_column_are_owners_where_no_other_column_is(heading: str) -> None:
    rows = [["Ref", "Action", heading], ["1", "Map the ramps", "Head of HR, May 2031"]]
    rows += [["2", "Train the wardens", "Estates Manager\nquarterly"], ["3", "Print the guide", "June 2031"]]
    said = [(one.texts.get("owner", ""), one.texts["timescale"]) for one in read(table(rows)).actions]
    assert said == [("Head of HR", "May 2031"), ("Estates Manager", "quarterly"), ("", "June 2031")]


def test_the_name_of_who_publishes_the_plan_groups_nothing() -> None:
    rows = [HEAD, ["Train the wardens", "HR", "May 2031", "All trained"]]
    blocks = [
        Heading("Oakmere District Council", None),
        table(rows),
        Heading("Oakmere District Council", None),
        table(rows),
    ]
    assert [one.theme for one in read(*blocks).actions] == [None, None]
