"""Plans in the layouts of other councils: groupings, headings, and rows that a page or a converter cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.document import Block, Box, Document, Heading, Paragraph, Table
from pipeline.read.headers import match_heading
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

HEAD = ["Action", "Lead officer", "By when", "Success measure"]


def actions(*blocks: Block | str) -> tuple[RawAction, ...]:
    return read_document(document(*blocks)).actions


def on_page(part: Table, page: int) -> Table:
    cells = tuple(replace(cell, page=page) for cell in part.cells)
    return replace(part, page=page, cells=cells)


def test_a_merged_objective_that_ends_in_a_small_word_is_whole() -> None:
    rows = [
        ["Objective", *HEAD[:3]],
        [X("Make our buildings welcoming to all", down=2), "Audit the library", "Property", "May 2031"],
        ["Fit a hearing loop", "Property", "June 2031"],
        [X("Tackle hate crime", down=2), "Map reporting centres", "Safety team", "May 2031"],
        ["Train wardens", "Safety team", "July 2031"],
    ]
    found = [action.theme for action in actions(table(rows))]
    assert found == ["Make our buildings welcoming to all"] * 2 + ["Tackle hate crime"] * 2


def test_the_only_grouping_is_the_theme_and_one_below_a_theme_the_objective() -> None:
    cells = [["Objective", *HEAD[:3]], [X("Tackle hate crime", down=2), "Map the centres", "Safety", "May 2031"]]
    rows = [*cells, ["Train wardens", "Safety", "July 2031"]]
    under = document("# Our places", table(rows), "# Our staff", table(cells, number=2))
    alone, below = actions(table(rows)), read_document(under).actions
    assert [(action.theme, action.objective) for action in alone] == [("Tackle hate crime", None)] * 2
    assert [(action.theme, action.objective) for action in below] == [
        ("Our places", "Tackle hate crime"), ("Our places", "Tackle hate crime"), ("Our staff", "Tackle hate crime"),
    ]  # fmt: skip


def test_an_objective_beside_each_action_groups_nothing_and_stays_one() -> None:
    rows = [["Objective", *HEAD[:3]], ["Tackle hate crime", "Map the centres", "Safety", "May 2031"]]
    rows += [["Open our doors", "Fit a ramp", "Property", "May 2031"], ["Hire fairly", "Review adverts", "HR", "2032"]]
    found = actions(table(rows))
    assert [(action.theme, action.objective) for action in found] == [(None, row[0]) for row in rows[1:]]


def test_the_letter_of_an_objective_is_the_reference_as_printed_and_that_of_a_theme_is_none() -> None:
    cells = [
        ["Priority", *HEAD[:3]],
        [X("Priority B: Reaching people", down=2), "Translate the guide", "Web team", "May 2031"],
        ["Hold two open days", "Events team", "June 2031"],
    ]
    under = document("# Our places", table(cells), "# Our staff", table(cells, number=2))
    assert [action.reference for action in read_document(under).actions] == ["B"] * 4
    assert [(action.theme, action.reference) for action in actions(table(cells))] == [
        ("Priority B: Reaching people", None)
    ] * 2


def test_a_plain_line_that_names_an_outcome_over_its_table_is_the_theme() -> None:
    rows = [HEAD, ["Train all staff", "HR", "May 2031", "All trained"]]
    found = actions(
        "Equality Outcome 1: A diverse workforce", table(rows), "Equality Outcome 2: Safe places", table(rows)
    )
    assert [action.theme for action in found] == [
        "Equality Outcome 1: A diverse workforce",
        "Equality Outcome 2: Safe places",
    ]


def test_the_last_of_a_list_of_outcomes_is_no_caption_of_the_table_after_it() -> None:
    rows = [HEAD, ["Train all staff", "HR", "May 2031", "All trained"]]
    (action,) = actions("Outcome 1: A diverse workforce", "Outcome 2: Safe places", table(rows))
    assert action.theme is None


@pytest.mark.parametrize(
    ("heading", "role"),
    [("Canlyniad / Outcome", "outcome"), ("Amserlen/Timescale", "timescale"), ("Erbyn pryd", "timescale")],
)
def test_a_heading_in_two_languages_or_in_welsh_plays_its_role(heading: str, role: str) -> None:
    assert max(match_heading(heading).items(), key=lambda match: match[1])[0] == role


def test_a_row_that_a_page_cut_between_its_cells_is_one_action() -> None:
    head = ["Ref", *HEAD]
    first = table([head, ["1", "Train all staff", "HR", "May 2031", "All trained"], ["2", "", "", "", "Line in use"]])
    rest = table([head, ["", "Set up a language line", "Contact centre", "June 2031", ""]])
    found = actions(on_page(first, 1), on_page(rest, 2))
    assert [(a.reference, a.texts["action"], a.texts["outcome"]) for a in found][1:] == [
        ("2", "Set up a language line", "Line in use")
    ]


def record(number: int, labels: list[tuple[str, str]], page: int) -> Table:
    return on_page(table([list(pair) for pair in labels], number=number, route="lines"), page)


def test_the_rest_of_a_record_on_the_next_page_belongs_to_its_action() -> None:
    whole = [("Action", "Audit the library"), ("Lead", "Property"), ("Timescale", "May 2031"), ("Outcome", "Audited")]
    cut = [("Action", "Train all staff"), ("Lead", "HR"), ("Timescale", "June 2031")]
    parts = (record(1, whole, 1), record(2, cut, 1), record(3, [("Outcome", "All trained")], 2))
    found = read_document(Document("test", parts)).actions
    assert [(a.texts["action"], a.texts["outcome"]) for a in found] == [
        ("Audit the library", "Audited"),
        ("Train all staff", "All trained"),
    ]


def test_a_row_with_owner_and_date_and_a_blank_action_stays_a_row() -> None:
    rows = [
        HEAD,
        ["Train all staff", "HR", "May 2031", "All trained"],
        ["", "Property", "June 2031", "Doors widened"],
        ["Review adverts", "HR", "July 2031", "More applicants"],
    ]
    found = actions(table(rows))
    assert [(a.texts.get("action") or None, a.texts["owner"]) for a in found] == [
        ("Train all staff", "HR"),
        (None, "Property"),
        ("Review adverts", "HR"),
    ]


def parted(action: RawAction) -> tuple[str | None, ...]:
    return tuple(action.texts.get(role) for role in ("action", "owner", "outcome", "timescale"))


@pytest.mark.parametrize("blank", [[""], []])
def test_a_page_with_its_last_columns_run_together_keeps_owner_and_date_apart(blank: list[str]) -> None:
    first = [
        ["Objective", "Action", "Owner", "Timescale"],
        ["Know our residents", "Publish ward profiles", "Head of Policy", "March 2031"],
        ["", "Survey young carers", "Youth Service", "June 2031"],
    ]
    second = [
        [*blank, "Hold a listening event", "Engagement Manager Autumn 2031"],
        [*blank, "Recruit a panel of residents", "Equality Officer Dec 2031"],
    ]
    found = actions(table(first, route="text"), table(second, route="text"))
    assert [parted(action) for action in found[2:]] == [
        ("Hold a listening event", "Engagement Manager", None, "Autumn 2031"),
        ("Recruit a panel of residents", "Equality Officer", None, "Dec 2031"),
    ]
    assert all("columns_run_together" in action.flags for action in found[2:])


def test_two_headings_run_together_name_both_columns() -> None:
    rows = [
        ["Action", "Outcome Timescale"],
        ["Support staff networks", "Networks meet Autumn 2031"],
        ["Train managers", "All trained Q2 2031/32"],
    ]
    found = [parted(action) for action in actions(table(rows, route="text"))]
    assert found == [
        ("Support staff networks", None, "Networks meet", "Autumn 2031"),
        ("Train managers", None, "All trained", "Q2 2031/32"),
    ]


def test_furniture_between_a_caption_and_its_table_is_passed_over() -> None:
    rows = table([HEAD, ["Train all staff", "HR", "May 2031", "All trained"]])
    blocks = (Paragraph("Priority 1: Our staff"), Paragraph("Page 3", furniture=True), rows)
    (action,) = read_document(Document("test", blocks)).actions
    assert action.theme == "Priority 1: Our staff"


def test_a_cell_that_a_page_end_left_alone_belongs_to_the_row_on_the_next_page() -> None:
    row = ["Review adverts", "HR", "May 2031", "More applicants"]
    first = table([HEAD, ["Train all staff", "HR", "May 2031", "All trained"], row, ["", "", "June 2031", ""]])
    rest = table([HEAD, ["Set up a language line", "Contact centre", "", "Line in use"]])
    found = actions(on_page(first, 1), on_page(rest, 2))
    assert [parted(action)[::3] for action in found[1:]] == [
        ("Review adverts", "May 2031"),
        ("Set up a language line", "June 2031"),
    ]
    assert found[2].place.page == 1


def test_a_further_date_at_the_end_of_a_page_belongs_to_the_action_above_where_the_next_row_is_whole() -> None:
    first = table([HEAD, ["Review adverts", "HR", "May 2031", "More applicants"], ["", "", "June 2031", ""]])
    rest = table([HEAD, ["Set up a language line", "Contact centre", "July 2031", "Line in use"]])
    found = actions(on_page(first, 1), on_page(rest, 2))
    assert [parted(action)[::3] for action in found] == [
        ("Review adverts", "May 2031\nJune 2031"),
        ("Set up a language line", "July 2031"),
    ]


def test_the_years_of_a_title_are_no_number_of_an_objective() -> None:
    rows = [HEAD, ["Train all staff", "HR", "May 2031", "All trained"]]
    (action,) = actions("# Equality Objectives 2030-34", table(rows))
    assert action.theme is None


@pytest.mark.parametrize("owner", ["Insight team", ""])
def test_a_page_of_text_without_its_blank_first_column_keeps_the_roles(owner: str) -> None:
    first = [
        ["Objective", "Action", "Owner", "Timescale"],
        ["Know our residents", "Publish ward profiles", "Head of Policy", "March 2031"],
        ["", "Survey young carers", "Youth Service", "June 2031"],
    ]
    second = [
        ["Hold a listening event in each ward", owner, "May 2031"],
        ["Recruit a panel of disabled residents", owner, "June 2031"],
    ]
    found = actions(table(first, route="text"), table(second, route="text"))
    assert [(action.texts["action"], action.texts["timescale"]) for action in found[2:]] == [
        ("Hold a listening event in each ward", "May 2031"),
        ("Recruit a panel of disabled residents", "June 2031"),
    ]


def test_a_first_column_without_a_heading_and_mostly_blank_holds_the_themes() -> None:
    rows = [["", *HEAD[:3]], ["Our people", "Train all staff", "HR", "May 2031"]]
    rows += [["", action, "HR", "June 2031"] for action in ("Review adverts", "Offer mentoring", "Publish a profile")]
    assert {action.theme for action in actions(table(rows, route="text"))} == {"Our people"}


def test_a_heading_in_words_of_no_lexicon_beside_owner_and_date_is_the_action() -> None:
    rows = [
        ["Bright ideas", "Led by", "By when"],
        ["Train all front-desk staff to sign", "HR", "May 2031"],
        ["Review the wording of job adverts", "HR", "June 2031"],
    ]
    assert [action.texts["action"] for action in actions(table(rows))] == [row[0] for row in rows[1:]]


def test_a_form_with_two_labels_in_a_row_is_one_action() -> None:
    rows = [
        ["Action", X("Train all front-desk staff to sign", across=3)],
        ["Lead officer", "HR", "Target date", "May 2031"],
        ["Success measure", "All trained", "Status", "In progress"],
    ]
    (action,) = actions(table(rows))
    assert parted(action) == ("Train all front-desk staff to sign", "HR", "All trained", "May 2031")
    assert action.texts["status"] == "In progress"


def placed(part: Table, edges: list[float], page: int, top: float) -> Table:
    cells = tuple(
        replace(
            cell,
            page=page,
            box=Box(edges[cell.column - 1], top + 20 * cell.row, edges[cell.column + cell.column_span - 1],
                    top + 20 * cell.row + 18),
        )
        for cell in part.cells
    )  # fmt: skip
    return replace(part, page=page, cells=cells)


def test_a_small_table_whose_columns_lie_under_several_of_the_plan_is_not_its_rest() -> None:
    plan = [["Objective", *HEAD, "Cost"], ["Fair jobs", "Train all staff", "HR", "May 2031", "All trained", "£200"]]
    people = [["Team", "Telephone", "Email"], ["Policy and Insight", "01555 010200", "policy@merewick.example"]]
    found = actions(
        placed(table(plan, route="rules_across"), [0, 60, 120, 180, 240, 300, 360], 1, 0),
        "# Contact us",
        placed(table(people, route="rules_across"), [0, 125, 245, 360], 1, 100),
    )
    assert [action.texts["action"] for action in found] == ["Train all staff"]


def test_a_sheet_keeps_its_prose_out_of_the_groupings() -> None:
    rows = [
        ["Merewick Council", "", "", ""],
        ["This plan sets out what we will do by 2034.", "", "", ""],
        [X("Priority 1: Our staff", bold=True), "", "", ""],
        [X(heading, bold=True) for heading in HEAD],
        ["Train all staff", "HR", "May 2031", "All trained"],
    ]
    (action,) = actions(table(rows, route="sheet"))
    assert (action.theme, action.objective) == ("Priority 1: Our staff", None)


def test_the_council_over_the_title_of_a_sheet_is_no_grouping() -> None:
    rows = [
        [X("London Borough of Merewick", bold=True), "", "", ""],
        [X("Equality action plan 2031 to 2034: mid-year update", bold=True), "", "", ""],
        [X(heading, bold=True) for heading in HEAD],
        [X("Priority 1: Our staff", across=4)],
        ["Train all staff", "HR", "May 2031", "All trained"],
    ]
    (action,) = actions(table(rows, route="sheet"))
    assert (action.theme, action.objective) == ("Priority 1: Our staff", None)


def test_outputs_beside_measures_are_the_actions() -> None:
    rows = [
        ["Output", "Measure", "Timescale", "Lead"],
        ["Fit induction loops in the four town halls", "Four loops working", "May 2031", "Property"],
        ["Draw up a guide to plain letters", "Guide used by all teams", "June 2031", "Web team"],
    ]
    found = actions(table(rows))
    assert [action.texts["action"] for action in found] == [row[0] for row in rows[1:]]
    assert [action.texts["outcome"] for action in found] == [row[1] for row in rows[1:]]


def test_an_output_beside_an_action_is_its_outcome() -> None:
    rows = [["Action", "Output", "Lead"], ["Train all wardens", "Wardens trained", "HR"]]
    (action,) = actions(table(rows))
    assert (action.texts["action"], action.texts["outcome"]) == ("Train all wardens", "Wardens trained")


def test_key_steps_beside_a_priority_action_are_not_the_action() -> None:
    rows = [
        ["Equality objective", "Priority action", "Key steps", "Lead", "Timeframe"],
        ["We listen", "Hold a yearly conversation with each community", "Draw up a calendar", "Policy", "May 2031"],
        ["", "Show people what changed because of them", "Publish a page each quarter", "Web team", "June 2031"],
    ]
    assert [action.texts["action"] for action in actions(table(rows))] == [row[1] for row in rows[1:]]


def test_a_table_of_indicators_by_year_is_no_plan() -> None:
    rows = [
        ["Equality objective", "Indicator", "2029/30", "2030/31", "Target 2031/32", "Trend"],
        ["We listen", "Residents who feel that they can influence decisions", "31%", "29%", "35%", "Down"],
        ["We employ fairly", "Mean gender pay gap in the whole workforce", "7.1%", "6.0%", "5.0%", "Down"],
    ]
    assert actions(table(rows)) == ()


def test_a_quarter_under_target_is_the_timescale() -> None:
    rows = [
        ["Ref", "Action", "Responsible", "Target"],
        ["A1", "Test the customer portal with its users", "Digital Lead", "Q2"],
        ["A2", "Agree a policy on adjustments", "Customer Lead", "31 March 2031"],
    ]
    assert [action.texts.get("timescale") for action in actions(table(rows))] == ["Q2", "31 March 2031"]


@pytest.mark.parametrize(
    ("heads", "role"),
    [
        (["Where are we now?", "Action", "Lead", "By when"], "evidence"),
        (["Action", "Lead", "By when", "Where are we now?"], "progress"),
        (["Action", "Lead", "By when", "Baseline"], "evidence"),
        (["Narrative", "Action", "Lead", "By when"], "evidence"),
        (["Action", "Lead", "By when", "Narrative"], "progress"),
    ],
)
def test_where_we_are_now_is_progress_behind_the_dates(heads: list[str], role: str) -> None:
    cells = {"Action": "Train all wardens", "Lead": "HR", "By when": "May 2031"}
    (action,) = actions(table([heads, [cells.get(head, "Six are trained") for head in heads]]))
    assert action.texts[role] == "Six are trained"


@pytest.mark.parametrize("heading", ["Outcome", "Outcome we want", "Equality outcome"])
def test_an_outcome_before_the_action_with_a_measure_after_it_groups_the_actions(heading: str) -> None:
    rows = [
        [heading, "Action", "Success measure", "Lead"],
        [X("Residents feel safe", down=2), "Light the park paths", "Paths lit", "Parks"],
        ["Train the wardens", "Wardens trained", "HR"],
    ]
    found = actions(table(rows))
    assert [action.theme for action in found] == ["Residents feel safe"] * 2
    assert [action.texts["outcome"] for action in found] == ["Paths lit", "Wardens trained"]


def test_of_two_columns_of_actions_the_merged_one_is_the_objective() -> None:
    rows = [
        ["What we will do", "How we will do it", "Lead", "By when"],
        [X("We will make lettings fair", down=2), "Review the scheme", "Housing", "May 2031"],
        ["Train the officers", "Housing", "June 2031"],
        ["We will listen more", "Recruit a panel of tenants", "Housing", "July 2031"],
    ]
    found = actions(table(rows))
    assert [action.texts["action"] for action in found] == [
        "Review the scheme",
        "Train the officers",
        "Recruit a panel of tenants",
    ]
    assert [action.objective for action in found] == ["We will make lettings fair"] * 2 + ["We will listen more"]


def test_a_heading_with_a_date_in_a_row_of_headings_keeps_the_row() -> None:
    rows = [
        [X(text, bold=True) for text in ("Action", "Lead", "Timescale", "Situation at June 2031")],
        ["Light the park paths", "Parks", "May 2031", "In progress"],
        ["Train the wardens", "HR", "July 2031", "Not started"],
    ]
    found = actions(table(rows))
    assert [action.texts["action"] for action in found] == ["Light the park paths", "Train the wardens"]
    assert all(action.theme is None for action in found)


CARD = [["Who is responsible", "Head of HR"], ["Target date", "May 2031"], ["How we will measure it", "All trained"]]


@pytest.mark.parametrize("number", ["Action B2", "Action measure 4", "Improvement action 12"])
def test_the_number_in_the_strip_over_a_card_is_the_reference(number: str) -> None:
    rows = [[X(number, across=2)], ["What we will do", "Train all the wardens"], *CARD]
    (action,) = actions(table(rows))
    assert (action.reference, action.texts["action"]) == (number, "Train all the wardens")


@pytest.mark.parametrize("word", ["Action", "Action measure", "Key action"])
def test_the_number_in_the_label_of_an_action_is_its_reference(word: str) -> None:
    cards = [[[f"{word} {n}", f"Train all the wardens of hall {n}"], *CARD] for n in (1, 2)]
    found = actions(*(table(card, number=n) for n, card in enumerate(cards, 1)))
    assert [one.reference for one in found] == [f"{word} 1", f"{word} 2"]
    assert not any(one.extras for one in found)


def test_the_strip_over_a_card_without_an_action_is_the_action() -> None:
    cards = [
        table([[X(f"1.{n} {words}", across=2)], *CARD]) for n, words in enumerate(["Train wardens", "Mend lifts"], 1)
    ]
    found = actions(*cards)
    assert [(a.reference, a.texts["action"]) for a in found] == [("1.1", "Train wardens"), ("1.2", "Mend lifts")]
    assert [a.texts["timescale"] for a in found] == ["May 2031"] * 2


def test_the_strip_of_a_grouping_between_cards_is_their_theme() -> None:
    card = [["Action", "Train all the wardens"], *CARD]
    rows = [[X("Objective 1: Staff", across=2)], *card, [X("Objective 2: Services", across=2)], *card, *card]
    found = [action.theme for action in actions(table(rows))]
    assert found == ["Objective 1: Staff", "Objective 2: Services", "Objective 2: Services"]


def test_the_strip_over_the_particulars_of_a_document_is_no_action() -> None:
    rows = [[X("Document control", across=2)], ["Owner", "Head of HR"], ["Date", "May 2031"], ["Status", "Draft"]]
    assert actions(table(rows)) == ()


def test_the_rest_of_one_cell_on_the_next_page_belongs_to_its_action() -> None:
    first = table(
        [HEAD, ["Offer places at the", "HR", "May 2031", "Six places"], ["Offer work with", "HR", "June 2031", "Ten"]]
    )
    rest = table([["Fenwold College", "", "", ""]])
    found = actions(on_page(first, 1), on_page(rest, 2))
    assert [action.texts["action"] for action in found] == ["Offer places at the", "Offer work with Fenwold College"]
    assert "row_joined_over_break" in found[1].flags


@pytest.mark.parametrize(("mark", "note"), [("1", "1\nResidents’ survey, 2031."), ("*", "* Subject to the budget.")])
def test_a_footnote_under_a_table_is_no_row_of_it(mark: str, note: str) -> None:
    rows = [
        ["Why", *HEAD[:3]],
        [f"Few people book online{mark}", "Keep the telephone line", "Leisure", "May 2031"],
        ["Letters are hard to read", "Rewrite the letters", "Web team", "June 2031"],
        [note, "", "", ""],
    ]
    found = actions(table(rows, route="hlines"))
    assert [action.texts["action"] for action in found] == ["Keep the telephone line", "Rewrite the letters"]
    assert not any(note[:3] in text for action in found for text in action.texts.values())


@pytest.mark.parametrize("when", ["Ongoing with annual report", "March and September annually"])
def test_one_timescale_beside_two_bullets_is_not_cut_in_two(when: str) -> None:
    rows = [HEAD, ["• Train all the wardens\n• Train all the drivers", "HR Manager", when, "Numbers"]]
    (action,) = actions(table(rows, route="lines"))
    assert action.texts["timescale"] == when


def test_two_dates_beside_two_bullets_are_those_of_two_actions() -> None:
    rows = [HEAD, ["• Train all the wardens\n• Train all the drivers", "HR Manager", "March 2031 Ongoing", "Numbers"]]
    assert [action.texts["timescale"] for action in actions(table(rows, route="lines"))] == ["March 2031", "Ongoing"]


@pytest.mark.parametrize(("owners", "parts"), [("HR Manager; Legal Team", 1), ("HR Manager\nLegal Team", 2)])
def test_owners_listed_on_one_line_share_two_bullets_and_those_on_two_have_one_each(owners: str, parts: int) -> None:
    rows = [HEAD, ["• Train all the wardens\n• Train all the drivers", owners, "May 2031", "Numbers"]]
    assert len(actions(table(rows, route="lines"))) == parts


def test_the_heading_over_a_card_without_an_action_is_the_action() -> None:
    found = actions(
        "# Goal 1: Staff",
        "# Action 1: Train the wardens",
        table(CARD),
        "# Action 2: Mend the lift",
        table(CARD),
        "# Goal 2: Services",
        "# Action 3: Light the paths",
        table(CARD),
    )
    assert [(a.theme, a.reference, a.texts["action"], a.texts["outcome"]) for a in found] == [
        ("Goal 1: Staff", "Action 1", "Train the wardens", "All trained"),
        ("Goal 1: Staff", "Action 2", "Mend the lift", "All trained"),
        ("Goal 2: Services", "Action 3", "Light the paths", "All trained"),
    ]
    assert all("action_from_heading" in action.flags for action in found)


def test_columns_headed_alike_but_for_their_years_are_no_actions() -> None:
    rows = [
        ["Commitment", "Year 1 milestone (2031/32)", "Year 2 milestone (2032/33)", "Lead"],
        ["Every letter is plain", "Adopt a house style", "Check a sample of letters", "Web team"],
        ["Every hall has a ramp", "Survey all the halls", "Build the missing ramps", "Property"],
    ]
    found = actions(table(rows))
    assert [action.texts["action"] for action in found] == ["Every letter is plain", "Every hall has a ramp"]
    assert [dict(action.extras)["Year 2 milestone (2032/33)"] for action in found] == [row[2] for row in rows[1:]]


@pytest.mark.parametrize("grouping", ["Objective", "Outcome", "Aim"])
@pytest.mark.parametrize("state", ["In progress", "On track", "Complete"])
def test_short_rows_whose_values_are_headings_elsewhere_are_no_headings(grouping: str, state: str) -> None:
    rows = [[grouping, "Action", "Lead officer", "Timescale", "Status"]]
    for number in range(4):
        rows.append([f"{grouping} {number + 1}", "Train desk staff", "Parks Manager", f"March {2031 + number}", state])
    found = actions(table(rows))
    assert [action.texts["timescale"] for action in found] == [f"March {2031 + number}" for number in range(4)]


def tracked(reviews: Sequence[str], heading: str = "Scrutiny review") -> list[list[str]]:
    """A tracker whose rows print in a column what they came from."""
    work = ["Train the wardens", "Mend the lift", "Print a guide", "Ask all users", "Audit the halls", "Open a form"]
    rows = [[f"S{at}", review, text, "HR"] for at, (review, text) in enumerate(zip(reviews, work, strict=True), 1)]
    return [["No.", heading, "Recommendation", "Responsible officer"], *rows]


@pytest.mark.parametrize("heading", ["Scrutiny review", "Where it comes from", "Inquiry"])
def test_words_printed_on_all_rows_that_they_group_are_their_theme(heading: str) -> None:
    reviews = ["Access to services for Deaf residents"] * 4 + ["Sites for Travellers in the county"] * 2
    assert [action.theme for action in actions(table(tracked(reviews, heading)))] == reviews


def test_words_that_come_and_go_group_nothing() -> None:
    reviews = ["Access to services for Deaf residents", "Sites for Travellers in the county"] * 3
    assert {action.theme for action in actions(table(tracked(reviews)))} == {None}


def test_headings_of_no_known_level_stand_below_those_that_have_one() -> None:
    def part(number: int, heading: str) -> list[Block]:
        rows = [HEAD, [f"Do work {number}", "HR", "May 2031", "It is done"]]
        return [Heading(f"Blaenoriaeth / Priority: {heading}", None), table(rows, number=number)]

    found = actions(
        Heading("Amcan 1 / Objective 1: Fair work", 2), *part(1, "Pay"), *part(2, "Progression"),
        Heading("Amcan 2 / Objective 2: Safe streets", 2), *part(3, "Lighting"),
    )  # fmt: skip
    assert [(action.theme, action.objective) for action in found] == [
        ("Amcan 1 / Objective 1: Fair work", "Blaenoriaeth / Priority: Pay"),
        ("Amcan 1 / Objective 1: Fair work", "Blaenoriaeth / Priority: Progression"),
        ("Amcan 2 / Objective 2: Safe streets", "Blaenoriaeth / Priority: Lighting"),
    ]


def test_the_title_of_a_tracker_printed_again_before_other_words_is_no_theme() -> None:
    title, rows = "Scrutiny action tracker", [HEAD, ["Mend the lift", "HR", "May 2031", "It runs"]]
    blocks: list[Block | str] = [f"# {title}"]
    for at, part in enumerate(("open actions", "completed actions"), 1):
        blocks += [f"# {title} - {part}", table(rows, number=at)]
    assert [(action.theme, action.objective) for action in actions(*blocks)] == [(None, None)] * 2


@pytest.mark.parametrize("heading", ["What we will do next", "What are we going to do?", "Where we are now"])
def test_a_heading_worded_as_that_of_a_column_groups_nothing(heading: str) -> None:
    rows = [HEAD, ["Mend the lift", "HR", "May 2031", "It runs"]]
    found = actions("# Doors", f"# {heading}", table(rows), "# Streets", f"# {heading}", table(rows, number=2))
    assert [(action.theme, action.objective) for action in found] == [("Doors", None), ("Streets", None)]


def test_a_list_of_contents_on_a_scanned_page_groups_nothing() -> None:
    def found(*lines: str) -> list[tuple[str | None, str | None]]:
        parts = [("Objective 1: Our halls", "Mend the lift"), ("Objective 2: Our staff", "Train the wardens")]
        blocks: list[Block | str] = [*lines]
        for at, (heading, text) in enumerate(parts, 1):
            blocks += [heading, table([HEAD, [text, "HR", "May 2031", "It is done"]], number=at, route="ocr")]
        return [(action.theme, action.objective) for action in actions(*blocks)]

    alone = [("Objective 1: Our halls", None), ("Objective 2: Our staff", None)]
    assert found("1. How we wrote it", "2. What comes", "3. Who checks it") == alone
    assert found("2. People and places") == [("2. People and places", theme) for theme, _ in alone]


@pytest.mark.parametrize("heading", ["Where we are now", "Where we are", "Current position"])
def test_where_a_plan_begins_is_its_evidence_and_as_of_a_day_its_progress(heading: str) -> None:
    def role(named: str) -> str:
        rows = [
            ["Mend the lift", "It stands still since May.", "HR", "2031"],
            ["Print a guide", "A draft is done.", "HR", "2031"],
        ]
        (one, *_) = actions(table([["Action", named, "Lead", "By when"], *rows]))
        return next(name for name, text in one.texts.items() if text == rows[0][1])

    assert role(heading) == "evidence"
    assert role(f"{heading} (September 2031)") == "progress"


def test_a_grouping_across_the_first_row_of_a_page_ends_no_action_and_ends_with_its_table() -> None:
    head = ["Outcome", *HEAD, "RAG"]
    banded = [
        head,
        [X("Domain 1: Our halls", across=6, bold=True, fill="ddddee")],
        ["1A: Doors open", "Mend the lift", "Estates", "May 2031", "The lift runs", "G"],
        ["1B: Lights stay on", "Fit lamps at the gate", "Estates", "June 2031", "Lamps shine at night", "A"],
    ]
    next_page = [
        head,
        [X("Domain 2: Our staff", across=6, bold=True, fill="ddddee")],
        ["2A: Staff feel safe", "Train the wardens", "HR", "May 2031", "All are trained", "A"],
    ]
    other = [
        ["What we will do", "Lead", "Due", "Measure"],
        ["Widen the panels", "HR", "May 2031", "A ratio below 1.2"],
        ["Ask why people leave", "HR", "June 2031", "Fewer leave"],
    ]
    first, second, third = (
        table(rows, number=at, route="lines") for at, rows in enumerate((banded, next_page, other), 1)
    )
    foot = Paragraph("Halls and staff plan  Page 1", furniture=True)
    found = actions(
        "# Service standard: improvement actions", on_page(first, 1), foot, on_page(second, 2),
        "# Race standard: action plan", on_page(third, 3),
    )  # fmt: skip
    assert [(action.texts["action"], action.theme) for action in found] == [
        ("Mend the lift", "Domain 1: Our halls"),
        ("Fit lamps at the gate", "Domain 1: Our halls"),
        ("Train the wardens", "Domain 2: Our staff"),
        ("Widen the panels", None),
        ("Ask why people leave", None),
    ]


@pytest.mark.parametrize(
    ("over", "theme"), [("4. Our equality outcomes", None), ("4. Homes and streets", "4. Homes and streets")]
)
def test_a_heading_that_names_the_groupings_as_a_whole_is_none_of_them(over: str, theme: str | None) -> None:
    rows = [HEAD, ["Mend the lift", "HR", "May 2031", "It runs"], ["Fit lamps", "HR", "May 2031", "They shine"]]
    found = actions(
        "# Equality action plan 2031", Heading("1. Background", 1), Heading(over, 1),
        Heading("Equality outcome 1: Doors open to all", 2), table(rows),
        Heading("Equality outcome 2: Streets are safe", 2), table(rows, number=2),
    )  # fmt: skip
    tops = {action.theme for action in found}
    assert tops == (
        {theme} if theme else {"Equality outcome 1: Doors open to all", "Equality outcome 2: Streets are safe"}
    )


def test_a_column_of_few_words_behind_the_actions_groups_nothing() -> None:
    rows = [
        [X("Action", across=2), X("Delivery", across=2), X("Review", across=3)],
        ["Ref", "What we will do", "Lead", "Finish by", "RAG", "Position May 2031", "Evidence held"],
        ["1a", "Agree an aim with each member", "Clerk", "Jun-31", "B", "All agreed", "Register of aims"],
        ["1b", "Show the figures to the board", "Head of Data", "Ongoing", "G", "Shown in May", "Board papers"],
        ["1c", "Print the aims on our pages", "Head of News", "Jul-31", "G", "", ""],
    ]
    found = actions(table(rows, route="sheet"))
    assert [(one.theme, one.objective, one.texts["timescale"]) for one in found] == [
        (None, None, "Jun-31"), (None, None, "Ongoing"), (None, None, "Jul-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(("lowest", "role"), [("Reported to", None), ("Progress so far", "progress")])
def test_the_lowest_heading_that_names_no_role_leaves_none_to_those_over_it(lowest: str, role: str | None) -> None:
    rows = [
        [X("Task", down=2), X("Led by", down=2), X("When", down=2), X("Monitoring", across=2)],
        ["How we will measure it", lowest],
        ["Mend the lift", "Clerk", "May 2031", "It runs", "Works Committee"],
        ["Fit a loop", "Clerk", "June 2031", "It works", "Full Council"],
    ]
    found = actions(table(rows))
    assert [one.texts.get("progress") is not None for one in found] == [role == "progress"] * 2


@pytest.mark.parametrize("heading", ["RAYG", "Colour", "Our code"])
def test_initials_of_ratings_rate_their_rows_under_any_heading(heading: str) -> None:
    rows = [["Action", "Lead", "By when", heading, "Remarks"], *_rated("G", "A", "R", "Y")]
    found = actions(table(rows))
    assert [(one.texts.get("status"), one.reference) for one in found] == [
        ("G", None),
        ("A", None),
        ("R", None),
        ("Y", None),
    ]


def test_letters_in_the_order_of_the_alphabet_count_their_rows() -> None:
    rows = [["Action", "Lead", "By when", "Letter", "Remarks"], *_rated("A", "B", "C", "D")]
    assert [one.reference for one in actions(table(rows))] == ["A", "B", "C", "D"]


def _rated(*letters: str) -> list[list[str | X]]:
    done = ["Print the guide", "Mend the lift", "Train the wardens", "Fit a loop"]
    told = ["Printed in May", "Parts are here", "", "Two quotes came"]
    return [[text, "Clerk", "May 2031", letter, said] for text, letter, said in zip(done, letters, told, strict=True)]


@pytest.mark.parametrize(
    ("heading", "cell", "state"),
    [
        ("Complete?", "Yes", "complete"),
        ("Completed", "✓", "complete"),
        ("Completed", "Yes", "complete"),
        ("Achieved (Y/N)", "y", "complete"),
        ("On track?", "Yes", "in_progress"),
        ("Complete?", "No", None),
        ("Done?", "✗", None),
        ("Status", "Yes", None),
    ],
)
def test_what_says_yes_to_a_state_over_it_says_that_state(heading: str, cell: str, state: str | None) -> None:
    rows = [["Action", "Lead", "By when", heading], ["Print the guide", "Clerk", "May 2031", cell]]
    other = "" if cell == "✓" else "No"
    rows += [["Mend the lift", "Clerk", "June 2031", other], ["Fit a loop", "Clerk", "July 2031", cell]]
    first, *_ = actions(table(rows))
    assert (first.state, first.texts.get("status"), first.texts["timescale"]) == (state, cell, "May 2031")


def test_yes_under_started_is_no_date() -> None:
    rows = [["Action", "Lead", "By when", "Started"], ["Print the guide", "Clerk", "May 2031", "Yes"]]
    rows += [["Mend the lift", "Clerk", "June 2031", "Yes"], ["Fit a loop", "Clerk", "July 2031", "No"]]
    assert [one.texts.get("start") for one in actions(table(rows))] == [None] * 3


@pytest.mark.parametrize("fills", [(None, None, None), ("#ffc000", "#00b050", "#ffc000")])
@pytest.mark.parametrize("ratings", [("A", "G", "A"), ("Amber", "Green", "Amber")])
@pytest.mark.parametrize("last", ["RAG", "Status"])
def test_states_in_words_are_the_status_beside_ratings(
    fills: tuple[str | None, ...], ratings: tuple[str, ...], last: str
) -> None:
    heads = ("RAG", "Status") if last == "Status" else ("Status", "RAG")
    rows: list[list[str | X]] = [["Action", "Lead", "By when", *heads]]
    for rating, fill, state in zip(ratings, fills, ["In progress", "Complete", "Not started"], strict=True):
        both: list[str | X] = [X(rating, fill=fill), state]
        rows.append([f"Print guide {len(rows)}", "Clerk", "May 2031", *(both if last == "Status" else both[::-1])])
    found = actions(table(rows))
    assert [one.texts["status"] for one in found] == ["In progress", "Complete", "Not started"]
    assert [[beside.text for beside in one.statuses_beside] for one in found] == [[rating] for rating in ratings]


@pytest.mark.parametrize(
    ("heading", "cells", "role"),
    [
        ("Response", ["Agreed", "Not agreed – no budget", "Agreed"], None),
        ("Executive's answer", ["Accepted", "Accepted in part", "Accepted. We will report in May"], None),
        ("Status", ["Agreed", "Complete", "Agreed"], "status"),
        ("Response", ["In progress", "Complete", "Not started"], "status"),
    ],
)
def test_answers_to_recommendations_are_no_states(heading: str, cells: list[str], role: str | None) -> None:
    rows = [["Rec", "Recommendation", heading, "Officer", "Target"]]
    for at, (text, said) in enumerate(zip(["Mend the lift", "Fit a loop", "Print a guide"], cells, strict=True), 1):
        rows.append([f"R{at}", text, said, "Clerk", "May 2031"])
    found = actions(table(rows))
    assert [{name for name in ("status", "progress") if name in one.texts} for one in found] == [{role} - {None}] * 3
    assert [dict(one.extras).get(heading) for one in found] == (cells if role is None else [None] * 3)


@pytest.mark.parametrize("behind", ["", ": Our staff"])
def test_the_label_of_an_appendix_alone_groups_nothing(behind: str) -> None:
    rows = [HEAD, ["Mend the lift", "HR", "May 2031", "It runs"], ["Fit a loop", "HR", "May 2031", "It works"]]
    headings = [f"Appendix {letter}{behind}" for letter in "AB"]
    found = actions(*(block for at, text in enumerate(headings, 1) for block in (f"# {text}", table(rows, number=at))))
    assert [one.theme for one in found] == [text if behind else None for text in headings for _ in range(2)]


@pytest.mark.parametrize("after", ["What next", "What we will do next"])
def test_what_next_beside_what_was_said_and_done_is_no_outcome(after: str) -> None:
    rows = [["What we said we would do", "What we did", "How did it go?", after, "Lead"]]
    rows += [["Mend the lift", "It runs again", "Achieved", "Two more lifts by May 2031", "Clerk"]]
    rows += [["Print a guide", "Two drafts came back", "Partly achieved", "Print it", "Head of News"]]
    found = actions(table(rows))
    assert [(one.texts["action"], one.texts.get("outcome")) for one in found] == [(row[0], None) for row in rows[1:]]
    assert [dict(one.extras).get(after) for one in found] == [row[3] for row in rows[1:]]


def test_groupings_of_another_word_under_a_new_part_take_the_place_of_those_before() -> None:
    def part(word: str, number: int) -> Table:
        bands = [[X(f"{word} {at}: Our {word.lower()}", across=4)] for at in (1, 2)]
        rows = [[f"{said} the {word.lower()}", "HR", "May 2031", "It runs"] for said in ("Mend", "Check")]
        return table([HEAD, bands[0], rows[0], bands[1], rows[1]], number=number)

    found = actions("# Part A: Equality", part("Theme", 1), "# Part B: Disability", part("Duty", 2))
    assert [(one.theme, one.objective) for one in found] == [
        ("Part A: Equality", "Theme 1: Our theme"), ("Part A: Equality", "Theme 2: Our theme"),
        ("Part B: Disability", "Duty 1: Our duty"), ("Part B: Disability", "Duty 2: Our duty"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "theme"), [("New commitments for 2031/32", None), ("Actions", "Objective 2: Staff")]
)
def test_a_dated_heading_of_the_level_of_a_grouping_ends_it(heading: str, theme: str | None) -> None:
    rows = [HEAD, ["Mend the lift", "HR", "May 2031", "It runs"]]
    blocks = [
        "# Objective 1: Halls",
        table(rows),
        "# Objective 2: Staff",
        table(rows, number=2),
        f"# {heading}",
        table(rows, number=3),
    ]
    assert [one.theme for one in actions(*blocks)] == ["Objective 1: Halls", "Objective 2: Staff", theme]


def test_a_day_that_no_calendar_has_is_no_owner() -> None:
    rows = [["Action measure", "Timescale / Ownership"], ["Mend the lift", "31 September 2031\nHead of Planning"]]
    rows += [["Print a guide", "May 2031\nClerk"]]
    found = actions(table(rows))
    assert [(one.texts["timescale"], one.texts["owner"]) for one in found] == [
        ("31 September 2031", "Head of Planning"), ("May 2031", "Clerk"),
    ]  # fmt: skip


def test_what_was_said_is_the_action_and_the_next_steps_stay_beside_it() -> None:
    heads = ["Ref", "What we said we would do in 2031/32", "Progress to March 2032", "Status", "Next steps in 2032/33"]
    rows = [[*heads, "Lead for next steps", "Target date"]]
    rows += [
        ["1.1", "Map the ramps of all halls", "Two halls were mapped", "In progress", "Map the others", "HR", "2033"]
    ]
    rows += [["1.2", "Train the wardens", "All were trained in May", "Complete", "No further action", "HR", "2033"]]
    said = [(one.texts["action"], one.texts.get("outcome"), dict(one.extras)) for one in actions(table(rows))]
    assert said == [(row[1], None, {heads[-1]: row[4]}) for row in rows[1:]]


def test_a_row_under_a_grouping_that_says_who_leads_it_groups_nothing() -> None:
    rows: list[list[str | X]] = [
        ["Action", "Milestones", "Deadline", "Progress"],
        [X("Objective 1: Our communities", across=4, bold=True)],
        [X("Executive lead: Director of Communities", across=4)],
        ["Map each ward", "Data loaded", "31/12/2031", "Loaded"],
        ["Set up a forum", "Terms agreed", "30/09/2031", ""],
        [X("Objective 2: Our staff", across=4, bold=True)],
        [X("Executive lead: Head of HR", across=4)],
        ["Hide names of applicants", "System set up", "30/06/2031", ""],
        [X("Objective 3: Our places", across=4, bold=True)],
        ["Report on paths", "First report", "31/03/2032", ""],
    ]
    found = actions("# Equality action plan", table(rows))
    assert [(one.theme, one.objective, one.texts.get("owner")) for one in found] == [
        ("Objective 1: Our communities", None, "Director of Communities"),
        ("Objective 1: Our communities", None, "Director of Communities"),
        ("Objective 2: Our staff", None, "Head of HR"),
        ("Objective 3: Our places", None, None),
    ]
    owned = [[*row, "Clerk"] if len(row) > 1 else [replace(cell, across=5) for cell in row] for row in rows]
    owned[0][-1] = "Responsible"
    found = actions("# Equality action plan", table(owned))
    assert {(one.objective, one.texts["owner"]) for one in found} == {(None, "Clerk")}


def _with_places(part: Table, edges: Sequence[int]) -> Table:
    cells = [replace(one, box=Box(edges[one.column - 1], 0.0, edges[one.column], 10.0)) for one in part.cells]
    return replace(part, cells=tuple(cells))


def test_tables_without_headings_may_have_columns_of_other_widths() -> None:
    first = table([["Action", "Lead", "Quarter", "Output"], ["Set up a network", "EDI Lead", "Q2", "It meets"]])
    second = table([["Review the panels", "Resourcing Manager", "Q1", "All panels mixed"]], number=2)
    third = table([["Evaluate the work", "EDI Lead", "Q4", "Report to Board"]], number=3)
    found = actions(
        "# Inclusion plan 2031-2034",
        "# Year 1 (2031/32)", _with_places(first, (34, 171, 231, 270, 341)),
        "# Year 2 (2032/33)", _with_places(second, (34, 175, 270, 289, 370)),
        "# Year 3 (2033/34)", _with_places(third, (34, 145, 191, 210, 285)),
    )  # fmt: skip
    said = [tuple(one.texts.get(role) for role in ("owner", "timescale", "outcome")) for one in found]
    assert said == [
        ("EDI Lead", "Q2", "It meets"),
        ("Resourcing Manager", "Q1", "All panels mixed"),
        ("EDI Lead", "Q4", "Report to Board"),
    ]


def test_grades_under_impact_are_no_outcome() -> None:
    rows = [["What", "Why it matters", "Impact", "Effort", "Who", "Target"]]
    rows += [["Level the path to the hall", "Chairs cannot get in", "High", "High", "Clerk", "Autumn 2031"]]
    rows += [["Print large agendas", "Two people asked", "Medium", "Low", "Deputy Clerk", "June 2031"]]
    rows += [["Hold a quiet hour", "A group asked", "High", "Low", "Market Officer", "May 2031"]]
    assert not any(one.texts.get("outcome") or one.texts.get("progress") for one in actions(table(rows)))
    rows = [[*row[:2], f"{row[2]} use by disabled people", *row[3:]] if at else row for at, row in enumerate(rows)]
    assert [one.texts.get("outcome") for one in actions(table(rows))] == [row[2] for row in rows[1:]]


def test_a_label_before_a_question_counts_with_it() -> None:
    rows = [["Objective", "Specific: what exactly will we do?", "Measurable: how will we know?"]]
    rows[0] += ["Achievable: who and with what?", "Relevant: why?", "Time-bound: by when?"]
    rows += [["Close the gap", "Mentor 80 students", "Gap falls to 3%", "Two mentors", "It has grown", "July 2032"]]
    rows += [["Open the labs", "Hold taster days", "20% are women", "A small budget", "Share is 8%", "May 2033"]]
    found = actions("# Equality objectives", table(rows))
    assert [(one.texts["action"], one.texts["outcome"], one.texts["timescale"]) for one in found] == [
        (row[1], row[2], row[5]) for row in rows[1:]
    ]
    assert not any("progress" in one.texts for one in found)


def test_an_aim_that_is_the_only_grouping_keeps_its_number() -> None:
    rows: list[list[str | X]] = [["Aim", "", "Actions", "Owner", "Deadline"]]
    rows += [[X("1. Open the clinics", down=2), "a)", "Run a clinic on the site", "Clerk", "June 2031"]]
    rows += [["b)", "Train the receptionists", "Clerk", "May 2031"]]
    rows += [[X("2. Keep children in school", down=2), "a)", "Name a contact", "Head of Schools", "June 2031"]]
    rows += [["b)", "Offer packs for home", "Head of Schools", "May 2032"]]
    found = actions("# Action plan", table(rows))
    assert [(one.theme, one.objective, one.reference) for one in found] == [
        ("1. Open the clinics", None, "a"),
        ("1. Open the clinics", None, "b"),
        ("2. Keep children in school", None, "a"),
        ("2. Keep children in school", None, "b"),
    ]


@pytest.mark.parametrize("heading", ["Closed", "Completed", "Complete?"])
def test_a_day_under_a_state_says_that_it_was_so_then(heading: str) -> None:
    rows = [["Issue", "Action agreed", "Owner", "Due", heading]]
    rows += [["No interpreter", "Book video calls", "Clerk", "30/06/2031", "12/06/2031"]]
    rows += [["The room is small", "Find a larger room", "Clerk", "30/09/2031", "3 June 2031"]]
    rows += [["The gate is heavy", "Fit a powered gate", "Clerk", "31/12/2031", ""]]
    assert [one.state for one in actions("# Improvement log", table(rows))] == ["complete", "complete", None]


def test_an_action_across_the_table_below_its_particulars_is_that_of_its_record() -> None:
    rows: list[list[str | X]] = []
    for number, (owner, day, text) in enumerate(
        [("Head of Leisure", "30/09/2031", "Train all staff"), ("Parks Manager", "31/03/2032", "Put up signs")], 1
    ):
        rows += [[f"Ref: D{number}", f"Owner: {owner}", f"Target date: {day}"]]
        rows += [[X(f"Action: {text}", across=3)], [X("Update: Under way", across=3)]]
    found = actions("# Dementia friendly council plan", table(rows))
    assert [(one.reference, one.texts["action"], one.texts["owner"], one.texts["progress"]) for one in found] == [
        ("D1", "Train all staff", "Head of Leisure", "Under way"),
        ("D2", "Put up signs", "Parks Manager", "Under way"),
    ]


def test_the_latest_of_several_ratings_may_be_a_fill_alone() -> None:
    rows: list[list[str | X]] = [["Action", "Lead", "By when", "RAG July 2031", "RAG July 2032"]]
    rows += [["Print the guide", "Clerk", "May 2033", X("A", fill="#ffc000"), X("", fill="#0070c0")]]
    rows += [["Mend the lift", "Clerk", "June 2033", X("G", fill="#00b050"), X("", fill="#ff0000")]]
    rows += [["Fit a loop", "Clerk", "July 2033", X("R", fill="#ff0000"), ""]]
    found = actions("# Equality action plan", table(rows))
    assert [(one.texts["status"], one.status_fill) for one in found] == [
        ("", "#0070c0"),
        ("", "#ff0000"),
        ("R", "#ff0000"),
    ]


def test_a_grouping_among_the_headings_over_the_actions_is_their_theme() -> None:
    def part(aim: str, *rows: tuple[str, str, str]) -> list[list[str | X]]:
        head: list[str | X] = [X(aim, across=2, header=True), X("Partner lead", header=True), X("By when", header=True)]
        return [head, *([f"{at}.1" if at else "", *row] for at, row in enumerate(rows, 1))]

    first = part("Aim 1: Report more", ("Train 30 volunteers", "Town Clerk", "May 2031"))
    second = part("Aim 2: Help victims", ("Name a contact for each", "Head of Homes", "June 2031"))
    found = actions("# Hate crime action plan", table([*first, *second]))
    assert [(one.theme, one.texts["action"]) for one in found] == [
        ("Aim 1: Report more", "Train 30 volunteers"),
        ("Aim 2: Help victims", "Name a contact for each"),
    ]


def test_arrows_are_no_progress() -> None:
    rows = [["Action", "Lead", "By when", "Status", "Direction of travel"]]
    rows += [["Print the guide", "Clerk", "May 2031", "Complete", "↑"]]
    rows += [["Mend the lift", "Clerk", "2032", "On track", "→"]]
    assert not any(one.texts.get("progress") for one in actions(table(rows)))


@pytest.mark.parametrize("opens", ["Show more", "View the table", "Read more"])
def test_what_only_opens_a_part_of_a_page_groups_nothing(opens: str) -> None:
    def themes(*headings: str) -> list[str | None]:
        parts = [
            block
            for number, heading in enumerate(headings, 1)
            for block in (Heading(heading), table([HEAD, [f"Mend lift {number}", "HR", "May", "It"]], number=number))
        ]
        return [one.theme for one in actions(Heading("Equality action plan", 1), *parts)]

    assert themes(opens, opens) == [None, None]
    assert themes("Our staff", "Our halls") == ["Our staff", "Our halls"]
