"""A schedule merged both ways: a heading over several columns, a lead over several rows, ticks under years."""

from __future__ import annotations

import pytest

from extractors.document import Block
from pipeline.read.column_facts import ColumnFacts
from pipeline.read.columns import HeadingText, evidence_of
from pipeline.read.raw import RawAction
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

Cells = list[str | X]
YEARS: Cells = ["2031-32", "2032-33", "2033-34"]
FIRST: Cells = ["1.1", "Train every warden", X("Head of Estates", down=2), "✓", "✓", ""]
SECOND: Cells = ["1.2", "Map every ramp", "", "✓", ""]
THIRD: Cells = ["2.1", "Lend hearing loops to groups", "Libraries Manager", "", "", "✓"]
APART: Cells = [X("Ref", down=2), X("Action", down=2)]
EACH = [("1.1", "Train every warden"), ("1.2", "Map every ramp"), ("2.1", "Lend hearing loops to groups")]


def read(*blocks: Block | str) -> tuple[RawAction, ...]:
    return read_document(document(*blocks)).actions


def schedule(over: str, *rows: Cells, first: Cells = APART) -> list[Cells]:
    """Headings in two rows, over rows of a number, an action, a lead and ticks."""
    return [[*first, X("Lead", down=2), X(over, across=3)], YEARS, *rows]


def ticked(actions: tuple[RawAction, ...]) -> list[str]:
    return [action.texts.get("timescale", "") for action in actions]


@pytest.mark.parametrize("over", ["When", "When we will work on it", "Years of work", "In which year"])
def test_years_that_are_ticked_say_when_whatever_stands_over_them(over: str) -> None:
    found = read(table(schedule(over, FIRST, SECOND, THIRD)))
    assert ticked(found) == ["2031-32, 2032-33", "2032-33", "2033-34"]


@pytest.mark.parametrize("over", ["Surveyed", "Budget", "Progress"])
def test_ticks_under_what_is_done_or_paid_say_nothing_of_when(over: str) -> None:
    found = read(table(schedule(over, FIRST, SECOND, THIRD)))
    assert ticked(found) == ["", "", ""]


def test_words_in_place_of_ticks_are_no_ticks() -> None:
    row: Cells = ["2.2", "Ask users", "Policy Team", "Half of the halls", "All the halls", "All the sites"]
    found = read(table(schedule("How far we will be", row, [*row[:1], "Ask the staff", *row[2:]])))
    assert dict(found[0].extras)["How far we will be 2031-32"] == "Half of the halls"


@pytest.mark.parametrize("heading", ["Step", "Action", "What we will do"])
def test_numbers_and_texts_under_one_heading_are_the_numbers_of_the_actions(heading: str) -> None:
    found = read(table(schedule("When", FIRST, SECOND, THIRD, first=[X(heading, across=2, down=2)])))
    assert [(one.reference, one.texts["action"]) for one in found] == EACH
    assert [one.texts["owner"] for one in found] == ["Head of Estates", "Head of Estates", "Libraries Manager"]


def test_words_beside_the_texts_under_one_heading_are_no_numbers() -> None:
    rows: list[Cells] = [["Halls", *FIRST[1:]], ["Roads", *SECOND[1:]], ["Libraries", *THIRD[1:]]]
    found = read(table(schedule("When", *rows, first=[X("Action", across=2, down=2)])))
    assert [one.reference for one in found] == [None, None, None]


def test_two_rows_of_headings_that_return_on_each_page_are_two_rows_on_each() -> None:
    pages = [schedule("When we will work on it", *rows) for rows in ((FIRST, SECOND), (THIRD,))]
    found = read(table(pages[0]), table(pages[1], number=2))
    assert ticked(found) == ["2031-32, 2032-33", "2032-33", "2033-34"]


AIMS: list[Cells] = [
    [X("Open our doors", down=2), "1.1", "Train every warden", "Head of Estates", "May 2031"],
    ["1.2", "Map every ramp", "Head of Estates", "June 2031"],
    [X("Hear everybody", down=2), "2.1", "Lend hearing loops to groups", "Libraries Manager", "July 2031"],
    ["2.2", "Hold four open meetings", "Libraries Manager", "March 2032"],
]
HEAD: Cells = ["Objective", "Ref", "Action", "Lead", "When"]


def about(label: str, text: str) -> Cells:
    """A row of a label and a text over all other columns."""
    return [label, X(text, across=4)]


@pytest.mark.parametrize("label", ["How we will measure this objective", "Links to the well-being goals", "Budget"])
def test_a_label_and_a_text_below_each_grouping_speak_of_its_actions(label: str) -> None:
    found = read(
        table([HEAD, *AIMS[:2], about(label, "12 halls by 2032"), *AIMS[2:], about(label, "40 loops on loan")])
    )
    assert [one.reference for one in found] == ["1.1", "1.2", "2.1", "2.2"]
    assert [dict(one.extras) for one in found] == [{label: "12 halls by 2032"}] * 2 + [{label: "40 loops on loan"}] * 2


def test_a_label_that_names_a_role_gives_its_text_to_that() -> None:
    found = read(table([HEAD, *AIMS[:2], about("Success measures", "12 halls by 2032"), *AIMS[2:]]))
    assert [one.texts.get("outcome", "") for one in found] == ["12 halls by 2032", "12 halls by 2032", "", ""]


def test_an_action_over_the_columns_beside_its_objective_is_one() -> None:
    rows = [HEAD, *AIMS[:2], about("Count what we do", "Publish a yearly report of all complaints"), *AIMS[2:]]
    assert len(read(table(rows))) == 5


def test_actions_that_all_stand_across_are_actions() -> None:
    halls = [about("Our halls", text) for text in ("Train every warden by 2031", "Map every ramp by 2032")]
    assert len(read(table([HEAD, *AIMS[:1], ["1.2", "Map every ramp", "Estates", "May 2031"], *halls, *halls]))) == 6


def test_labels_over_the_actions_of_each_objective_do_not_speak_of_those_before() -> None:
    why: Cells = ["Why this matters", X("Few can enter", across=3)]
    first: list[Cells] = [[X("Open our doors", across=4)], why, *(row[-4:] for row in AIMS[:2])]
    second: list[Cells] = [[X("Hear everybody", across=4)], why, *(row[-4:] for row in AIMS[2:])]
    found = read(table([HEAD[1:], *first, *second]))
    assert {"Few can enter"}.isdisjoint([*found[0].texts.values(), *found[1].texts.values()])
    assert not any(one.extras for one in found)


def test_measures_in_a_table_of_their_own_between_the_actions_are_no_actions() -> None:
    head: Cells = [X(text, bold=True, fill="#cde6d0") for text in ("Measure", "Now", "2032")]
    measures: list[list[Cells]] = [
        [head, ["Halls with self-assessment", "0", "34"], ["Residents bullied in last month", "32%", "24%"]],
        [head, ["People on the access group", "0", "15"]],
    ]
    parts = [schedule("When", FIRST, SECOND), measures[0], schedule("When", THIRD), measures[1]]
    found = read("# Strategic equality plan: delivery schedule", *(table(part) for part in parts))
    assert [one.reference for one in found] == ["1.1", "1.2", "2.1"]


def test_a_question_for_a_date_under_a_heading_that_spans_is_no_period() -> None:
    over: Cells = [X("Intent", down=2), X("Implementation", across=3), X("Impact", down=2)]
    asked: Cells = ["What needs to happen?", "Who will see to it?", "By when will this happen?"]
    rows: list[Cells] = [
        ["Open doors", "Train every warden", "Head of Estates", "May 2031", "Nobody is turned away"],
        ["Open ears", "Lend hearing loops", "Libraries Manager", "June 2032", "Everybody can follow"],
    ]
    assert ticked(read(table([over, asked, *rows]))) == ["May 2031", "June 2032"]


STRIPES = "#e8eef4"


@pytest.mark.parametrize("shade", ["", STRIPES])
def test_a_row_that_is_filled_as_a_whole_shades_none_of_its_years(shade: str) -> None:
    def row(fill: str, *texts: str) -> Cells:
        return [X(text, fill=fill or None) for text in texts]

    found = read(
        table(
            [
                ["Action", "Lead", "2031", "2032", "2033"],
                row(shade, "Train the wardens", "HR", "✓", "", ""),
                row("", "Mend the lift", "Estates", "✓", "✓", ""),
                row(shade, "Ask all users", "Policy", "", "✓", "✓"),
            ]
        )
    )
    assert [one.texts["timescale"] for one in found] == ["2031", "2031, 2032", "2032, 2033"]


def test_cells_filled_otherwise_than_their_row_shade_its_years() -> None:
    dark, none = X("", fill="#23395b"), X("", fill=STRIPES)
    rows: list[Cells] = [
        [X("Train the wardens", fill=STRIPES), X("HR", fill=STRIPES), dark, none, none],
        [X("Mend the lift"), X("Estates"), dark, dark, X("")],
    ]
    found = read(table([["Action", "Lead", "2031", "2032", "2033"], *rows]))
    assert [one.texts.get("timescale") for one in found] == ["2031", "2031, 2032"]


@pytest.mark.parametrize("when", ["Ongoing", "Annually", "As required"])
def test_words_over_several_years_say_when(when: str) -> None:
    rows: list[Cells] = [
        ["Action", "Lead", "2031", "2032", "2033"],
        ["Train the wardens", "HR", "\u2713", "", ""],
        ["Mend the lift", "Estates", X(when, across=3)],
        ["Ask all users", "Policy", "", "\u2713", "\u2713"],
    ]
    assert ticked(read(table(rows))) == ["2031", when, "2032, 2033"]


def test_words_over_who_and_when_are_neither() -> None:
    head: Cells = ["Action", "Lead", "By when", "Update"]
    rows: list[Cells] = [
        ["Mend the lift", "HR", "May 2031", "Begun"],
        ["Print a guide", X("Merged with 1.4", across=3)],
    ]
    found = read(table([head, *rows, ["Ask users", "Web", "May 2031", ""]]))
    assert [one.texts.get("owner") for one in found] == ["HR", None, "Web"]
    assert found[1].texts["status"] == "Merged with 1.4"


def test_a_row_of_cells_over_groups_of_columns_is_a_tier_of_headings_and_no_grouping() -> None:
    tier: Cells = [X("Plan", across=3), X("Delivery", across=2), X("Watch (Q3 2031)", across=2)]
    head: Cells = ["Aim", "ID", "Commitment", "Accountable", "Deadline", "BRAG", "Quarter 3 commentary"]
    rows: list[Cells] = [
        [X("Aim 1: Halls", down=2), "1.1", "Train every warden", "Head of Estates", "May 2031", "G", "Begun"],
        ["1.2", "Map every ramp", "Head of Estates", "June 2031", "A", "Late"],
        ["Aim 2: Staff", "2.1", "Print a guide", "Head of HR", "July 2031", "G", "Begun"],
    ]
    found = read(table([tier, head, *rows], route="sheet"))
    assert [(one.theme, one.objective) for one in found] == [("Aim 1: Halls", None)] * 2 + [("Aim 2: Staff", None)]


def test_the_lowest_cell_of_a_heading_speaks_first_though_it_is_dated() -> None:
    head: list[Cells] = [
        [X("What we will deliver", down=2), X("How we will measure it", across=2), X("Delivery", across=2)],
        ["Baseline 2029/30", "Target 2031/32", "Accountable officer", "Complete by"],
    ]
    rows: list[Cells] = [
        ["Train every warden", "14 of 38 halls", "38 of 38 halls", "Head of Estates", "May 2031"],
        ["Map every ramp", "No baseline", "All ramps", "Head of Estates", "June 2031"],
    ]
    found = read(table([*head, *rows]))
    assert [one.texts["outcome"] for one in found] == ["38 of 38 halls", "All ramps"]
    assert [one.texts["evidence"] for one in found] == ["14 of 38 halls", "No baseline"]


def test_figures_under_goal_are_no_objective() -> None:
    heading = HeadingText(("Key performance indicator", "Goal"))
    words, figures = (
        evidence_of(heading, facts, beside_known=True) for facts in (ColumnFacts(), ColumnFacts(figures=0.8))
    )
    assert words["objective"] > words["extras"]
    assert figures["objective"] < figures["extras"]
