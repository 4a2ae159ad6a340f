"""Plans that print each action as labelled lines, with no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Block, Heading, Paragraph, Table, count_words, table_texts
from pipeline.plan import read_plan
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from pipeline.settings import Settings
from tests.builders.tables import document, table

LINES = ["Action: Train all staff", "Success measure: All trained", "Lead: Head of HR", "By when: March 2025"]


def test_a_run_of_labelled_lines_is_an_action() -> None:
    found = with_label_lists(document("# Equality action plan", "Words before.", *LINES, "Words after."))
    (action,) = read_document(found).actions
    assert (action.texts["action"], action.texts["owner"], action.texts["timescale"]) == (
        "Train all staff",
        "Head of HR",
        "March 2025",
    )
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["Words before.", "Words after."]


def test_a_label_that_comes_again_begins_the_next_action() -> None:
    second = [line.replace("Train all staff", "Review the form") for line in LINES]
    found = with_label_lists(document(*LINES, *second))
    assert [a.texts["action"] for a in read_document(found).actions] == ["Train all staff", "Review the form"]


def test_every_word_of_a_run_is_in_a_cell() -> None:
    (found,) = with_label_lists(document(*LINES)).tables
    assert isinstance(found, Table)
    assert found.words == count_words(table_texts(found)) == count_words(LINES) - LINES.count(":")


def test_prose_with_colons_stays_prose() -> None:
    plain = document("Aims: we want a fair city.", "Note: this plan is reviewed.", "Contact: 01632 960000")
    assert with_label_lists(plain) is plain


def test_a_document_with_a_table_of_actions_is_left_alone() -> None:
    plan = document(
        *LINES, table([["Action", "Lead"], ["Train all the wardens", "HR"], ["Review the form", "Web team"]])
    )
    assert with_label_lists(plan) is plan


def test_records_that_are_far_more_than_the_rows_of_a_table_are_read() -> None:
    orders = ("Train all staff", "Review the form", "Print a guide", "Mend the lift", "Fit loops", "Ask the users")
    lines = [line.replace("Train all staff", order) for order in orders for line in LINES]
    rows = [["Action", "Lead"], ["Train all the wardens", "HR"]]
    found = read_document(with_label_lists(document(*lines, table(rows)))).actions
    assert {action.texts["action"] for action in found} >= set(orders)


def test_a_table_of_another_kind_does_not_hide_the_labelled_lines() -> None:
    found = with_label_lists(document(table([["Grade", "Staff"], ["1", "40"], ["2", "31"]]), *LINES))
    assert [action.texts["action"] for action in read_document(found).actions] == ["Train all staff"]


@pytest.mark.parametrize("number", ["7", "1.2", "B2", "B2.1"])
def test_the_number_in_a_label_is_the_reference(number: str) -> None:
    lines = [f"Action {number}: Train all staff", *LINES[1:]]
    (action,) = read_document(with_label_lists(document(*lines))).actions
    assert (action.reference, action.texts["action"]) == (f"Action {number}", "Train all staff")


UNDER = ["• Who \u2013 Head of HR", "• When \u2013 March 2031", "• How we’ll know \u2013 All trained"]


def test_a_heading_over_labelled_lines_is_the_action_and_one_over_several_the_theme() -> None:
    found = with_label_lists(
        document(
            "# Equality action plan",
            "# Objective 1: Our staff",
            "# 1.1 Train all staff",
            *UNDER,
            "# 1.2 Review the form",
            *UNDER,
            "# Objective 2: Our services",
            "Words about them.",
            "# 2.1 Mend the lift",
            *UNDER,
        )
    )
    read = [
        (action.theme, action.reference, action.texts["action"], action.texts["owner"], action.texts["outcome"])
        for action in read_document(found).actions
    ]
    assert read == [
        ("Objective 1: Our staff", "1.1", "Train all staff", "Head of HR", "All trained"),
        ("Objective 1: Our staff", "1.2", "Review the form", "Head of HR", "All trained"),
        ("Objective 2: Our services", "2.1", "Mend the lift", "Head of HR", "All trained"),
    ]


def test_a_heading_over_the_particulars_of_a_document_is_no_action() -> None:
    plain = document("# Document control", "Owner: Head of HR", "Date: March 2031", "Status: Draft", "Words after.")
    assert with_label_lists(plain) is plain


def test_labels_on_lines_of_their_own_have_their_values_below() -> None:
    card = ["Lead", "Head of HR", "Timescale", "March 2031", "Measure of success", "All trained"]
    found = with_label_lists(document("# Action 1: Train all staff", *card, "# Action 2: Mend the lift", *card))
    read = [
        (a.reference, a.texts["action"], a.texts["owner"], a.texts["outcome"]) for a in read_document(found).actions
    ]
    assert read == [
        ("Action 1", "Train all staff", "Head of HR", "All trained"),
        ("Action 2", "Mend the lift", "Head of HR", "All trained"),
    ]


def test_a_label_run_in_with_its_value_is_a_label_where_it_opens_line_after_line() -> None:
    lines = [
        line
        for number, action in enumerate(["Mend the lift", "Train the wardens", "Print a guide"], 1)
        for line in (
            f"# Pledge {number}",
            f"What we will do: {action}",
            "Lead officer Head of Estates",
            "When: 2031",
        )
    ]
    found = read_document(with_label_lists(document(*lines))).actions
    assert [(action.texts["action"], action.texts["owner"]) for action in found] == [
        ("Mend the lift", "Head of Estates"),
        ("Train the wardens", "Head of Estates"),
        ("Print a guide", "Head of Estates"),
    ]


def test_a_long_label_in_known_words_is_a_label() -> None:
    lines = ["1.1 Mend the lift", "Lead: Estates", "When: 2031", "We will know we have succeeded when: It runs"]
    found = read_document(with_label_lists(document("# Action plan", *lines))).actions
    assert [action.texts["outcome"] for action in found] == ["It runs"]


def test_several_labels_on_one_line_are_as_many_lines() -> None:
    found = with_label_lists(
        document(
            "# Objective 1: Our staff",
            "Train all the wardens",
            "Lead: Head of HR | By when: March 2031 | Measure: All trained",
            "Review the form",
            "Lead: Web team | By when: May 2031 | Measure: Form open",
        )
    )
    assert [
        (action.texts["action"], action.texts["owner"], action.texts["timescale"], action.texts["outcome"])
        for action in read_document(found).actions
    ] == [
        ("Train all the wardens", "Head of HR", "March 2031", "All trained"),
        ("Review the form", "Web team", "May 2031", "Form open"),
    ]


def test_a_label_that_names_a_law_opens_no_grouping() -> None:
    def record(action: str, lead: str) -> list[str]:
        return [
            f"What we will do: {action}",
            "Section 75 categories: Persons with a disability",
            "What we are trying to achieve: Letters that all can read",
            f"By whom: {lead}",
            "When: May 2031",
        ]

    lines = [*record("Print a guide", "Comms"), *record("Train the wardens", "Estates")]
    found = read_document(with_label_lists(document("# Theme 1: Letters", *lines))).actions
    assert [(one.texts["action"], one.texts["owner"]) for one in found] == [
        ("Print a guide", "Comms"),
        ("Train the wardens", "Estates"),
    ]
    assert {one.theme for one in found} == {"Theme 1: Letters"}


def test_figures_behind_labelled_lines_take_none_of_their_columns() -> None:
    lines: list[Block | str] = []
    for number, order in enumerate(("Fit signs on every bus.", "Place coaches in each town."), 1):
        own = ["• Lead: Head of Transport", "• When: May 2031", "• How we will measure it: 90% of them."]
        lines += [f"# Aim {number}: Towns", f"{number}.1 {order}", *own]
    figures = [
        ["Council", "Population (mid-2030)", "Share aged 65 and over"],
        ["Thornley City Council", "312,700", "15%"],
        ["East Marl Borough Council", "188,400", "21%"],
        ["Hawk District Council", "97,900", "26%"],
    ]
    found = with_label_lists(document("# Action plan", *lines, "# Annex: our councils", table(figures)))
    assert [action.reference for action in read_document(found).actions] == ["1.1", "2.1"]


@pytest.mark.parametrize("line", ["Lead: Head of HR", "Note: Lead: nobody", "Ring the Lead: 01632 960000 or When: ask"])
def test_a_line_with_one_label_stays_whole(line: str) -> None:
    assert with_label_lists(document(line, "More words.")).blocks[0] == document(line).blocks[0]


def test_short_lines_of_a_text_file_that_say_that_they_are_actions_are_no_headings() -> None:
    lines = ["Action 2.1: Draft a menopause policy (Head of HR – 2031)", "Action 2.2: Map all posts (HR – May 2031)"]
    over = Heading("2. Workforce profile", None)
    found = with_label_lists(document(over, "The profile was tabled.", *[Heading(line, None) for line in lines]))
    actions = read_document(found).actions
    assert [action.texts["action"] for action in actions] == ["Draft a menopause policy", "Map all posts"]
    assert [action.texts["owner"] for action in actions] == ["Head of HR", "HR"]


@pytest.mark.parametrize("title", ["Equality action plan", "Gender pay gap report and workforce equality action plan"])
def test_what_is_called_an_action_is_one_whatever_its_first_label_names(title: str) -> None:
    def record(number: str, text: str, where: str, measure: str) -> list[str]:
        over = [f"# Action {number}: {text}", *([f"Where we are now: {where}"] if where else [])]
        return [*over, f"What success looks like: {measure}", "Who is responsible: HR", "When: May 2031"]

    blocks = [
        *record("1.1", "Advertise all jobs", "One in five.", "All are."),
        *record("1.2", "Review the criteria", "", "No needless requirement."),
        *record("1.3", "Report on applicants", "Once, in 2030.", "A report."),
    ]
    found = read_document(with_label_lists(document(f"# {title} 2031", "# Action plan", *blocks))).actions
    assert [(one.reference, one.texts["action"], one.texts["outcome"]) for one in found] == [
        ("Action 1.1", "Advertise all jobs", "All are."),
        ("Action 1.2", "Review the criteria", "No needless requirement."),
        ("Action 1.3", "Report on applicants", "A report."),
    ]


@pytest.mark.parametrize("word", ["Promise", "Commitment", "Pledge", "Priority"])
def test_the_next_grouping_behind_a_record_is_none_of_its_labels(word: str) -> None:
    def record(number: int, text: str) -> list[str]:
        return [f"Action {number}. {text}", "Lead: HR", "When: May 2031", "How we will know: It is done", ""]

    lines = [f"{word} 1: Homes", *record(1, "Mend the lift"), *record(2, "Fit rails in halls")]
    lines += [f"{word} 2: Services for all", *record(3, "Ask users"), *record(4, "Let users book")]
    found = read_plan(Path("a.txt"), "a.txt", "\n".join(["Action plan", "", *lines]).encode(), Settings()).actions
    assert [(one.theme, one.action) for one in found] == [
        (f"{word} 1: Homes", "Mend the lift"),
        (f"{word} 1: Homes", "Fit rails in halls"),
        (f"{word} 2: Services for all", "Ask users"),
        (f"{word} 2: Services for all", "Let users book"),
    ]


def test_values_worded_like_headings_are_none_of_them() -> None:
    def record(number: int, text: str, *labels: str) -> list[str]:
        return [f"# Action {number}. {text}", *labels]

    blocks = [
        *record(1, "Record the features", "Lead: Data Manager", "When: March 2031", "How we will know: All known"),
        *record(
            2, "Finish minor adaptations, such as rails", "Lead: Team Leader", "Working with: Occupational Therapy",
            "When: From July 2031", "Where we are now: The average is 19 working days.", "How we will know: 95% done",
        ),
        *record(3, "Build to the standard", "Lead: Head of Development", "When: 2031/32", "How we will know: 24 homes"),
    ]  # fmt: skip
    found = read_document(with_label_lists(document("# Action plan", "# Promise 1: Homes", *blocks))).actions
    assert [(one.reference, one.texts["owner"], one.texts["outcome"]) for one in found] == [
        ("Action 1", "Data Manager", "All known"),
        ("Action 2", "Team Leader", "95% done"),
        ("Action 3", "Head of Development", "24 homes"),
    ]


_EASY = [
    (
        "1",
        ["We will make our leaflets easy to read.", "We will ask people which to start with."],
        "Communications Team",
    ),
    ("2", ["We will check that our website works for everyone."], "Digital Team"),
    ("3", ["We will open six more safe places.", "A safe place is a shop where you can get help."], "Community Team"),
]


@pytest.mark.parametrize("mark", ["", "."])
@pytest.mark.parametrize("again", [False, True])
def test_a_number_on_a_line_of_its_own_counts_all_that_stands_between_it_and_the_labels(
    mark: str, *, again: bool
) -> None:
    lines = ["# Aim 1: Information"]
    for number, action, who in _EASY:
        lines += [f"{number}{mark}", *action, f"Who will do it: {who}", f"When: May 203{number}"]
    rest = [line.replace("We will", "They will") for line in lines[1:]] if again else []
    found = read_document(with_label_lists(document(*lines, *(["# Aim 2: Homes"] if again else []), *rest))).actions
    assert [(one.reference, one.texts["action"], one.texts["owner"]) for one in found[:3]] == [
        (number, " ".join(action), who) for number, action, who in _EASY
    ]
    assert len(found) == (6 if again else 3)


def test_numbers_that_count_nothing_stay_lines_of_their_own() -> None:
    lines = [line for number in ("7", "7") for line in (number, "We will fit ramps.", "Lead: HR", "When: May 2031")]
    assert [one.reference for one in read_document(with_label_lists(document(*lines))).actions] == [None, None]


def test_plain_numbers_open_the_actions_over_labelled_lines() -> None:
    lines = ["# Welcome", "More people will feel that the fells are theirs."]
    for number, action in enumerate(("Run twenty guided days a year", "Make a quiet room", "Lend out scooters"), 1):
        lines += [f"{number} {action}", "Who: Rangers", "When: May 2031", "Target: Twelve paths"]
    found = read_document(with_label_lists(document(*lines))).actions
    assert [(one.texts["action"], one.texts["outcome"]) for one in found] == [
        ("Run twenty guided days a year", "Twelve paths"), ("Make a quiet room", "Twelve paths"),
        ("Lend out scooters", "Twelve paths"),
    ]  # fmt: skip
    assert [one.reference for one in found] == ["1", "2", "3"]


def test_questions_that_open_several_lines_are_labels_in_any_words() -> None:
    lines = ["# Objective 1: Pay"]
    for action, when, who in (
        ("Hold ten sessions", "2031/32", "Head of Homes"),
        ("Analyse complaints", "May 2032", "HR"),
    ):
        lines += [action, f"Due date: {when}", f"Who leads on it? {who}", "Year end view: On track"]
    found = read_document(with_label_lists(document(*lines))).actions
    assert [(one.texts["action"], one.texts["owner"], one.texts["timescale"]) for one in found] == [
        ("Hold ten sessions", "Head of Homes", "2031/32"), ("Analyse complaints", "HR", "May 2032"),
    ]  # fmt: skip


def test_titles_worded_like_other_texts_head_their_labels_where_others_have_the_same() -> None:
    blocks: list[Block] = [Heading("Objective 1: Fairness", 2)]
    for title in (
        "Support for the race network",
        "Equality impact assessments for restructures",
        "A pilot of mentoring",
    ):
        blocks += [Heading(title), *map(Paragraph, ("Outcome: Better scores", "Due date: May 2031", "Lead: HR"))]
    found = read_document(with_label_lists(document(*blocks))).actions
    assert [one.texts["action"] for one in found] == [
        "Support for the race network", "Equality impact assessments for restructures", "A pilot of mentoring",
    ]  # fmt: skip


def test_a_date_for_each_of_several_places_is_one_value() -> None:
    when = ["When: The hall: June 2031; Crag Park: April 2032", "When: May 2031"]
    lines = [line for at in (0, 1) for line in (f"{at + 1}. We will fit a loop", "Who: Estates", when[at], "Why: Fair")]
    found = read_document(with_label_lists(document("# Equality action plan", *lines))).actions
    assert [one.texts["timescale"] for one in found] == ["The hall: June 2031; Crag Park: April 2032", "May 2031"]
    parted = [f"Who: {who}; When: May 203{at}" for at, who in enumerate(("Estates", "Clerk"))]
    lines = [line for at in (0, 1) for line in (f"{at + 1}. We will fit a loop", parted[at])]
    found = read_document(with_label_lists(document("# Equality action plan", *lines))).actions
    assert [(one.texts["owner"], one.texts["timescale"]) for one in found] == [
        ("Estates", "May 2030"),
        ("Clerk", "May 2031"),
    ]


@pytest.mark.parametrize(("numbers", "read"), [(("B1 ", "B2 "), 2), (("", ""), 0)])
def test_two_numbered_lines_in_full_are_actions_beside_a_table(numbers: tuple[str, str], read: int) -> None:
    heads = ["Action", "Lead", "By when"]
    plan = table([heads, ["Mend the lift", "Clerk", "May 2031"], ["Fit a loop", "Clerk", "2032"]])
    lines = [
        f"{numbers[0]}Reserve two places on the panel. (Corporate Secretary, by June 2031)",
        f"{numbers[1]}Publish papers in easy read on request. (Communications Manager, May 2032)",
    ]
    blocks = ["# Equality action plan", plan, "# Part B: Public life", *lines]
    found = read_document(with_label_lists(document(*blocks))).actions
    assert len(found) == 2 + read
