"""Options with boxes, marks alone, prompts of forms, and values that repeat those above them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.document import Document
from pipeline.counted import counted_document
from pipeline.normalise.options import is_prompt, mark_alone, ticked_text
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from tests.builders.tables import X, document, table

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[1] / "cases/options.toml").read_text())["case"]
HEADER = ["Ref", "Action", "Lead officer", "By when", "Status"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_ticked_options_of_a_cell_count(case: dict[str, Any]) -> None:
    found = ticked_text(case["text"], crosses_say_no=case.get("crosses", False), is_status=case.get("status", False))
    assert found == (None if case.get("none") else case["ticked"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("☐", "empty"), ("[ ]", "empty"), ("□", "hollow"), ("✓", "tick"), ("[x]", "tick"), ("✗", "cross"),
        ("X", "cross"), ("✔️", "tick"), ("✓✓", None), ("Y", None), ("2", None), ("", None), ("✓ Yes", None),
    ],
)  # fmt: skip
def test_a_mark_alone_is_told_by_its_kind(text: str, kind: str | None) -> None:
    assert mark_alone(text) == kind


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("Choose an item.", True), ("Click or tap to enter a date.", True), ("Select one", True),
        ("Click here to enter text.", True), ("dd/mm/yyyy", True), ("-- Please select --", True),
        ("Choose a new provider", False), ("Select committee", False), ("Enter into a partnership", False),
        ("March 2031", False),
    ],
)  # fmt: skip
def test_what_a_form_asks_for_is_no_value(text: str, prompt: bool) -> None:
    assert is_prompt(text) == prompt


def actions(*rows: list[str], header: list[str] | None = None) -> tuple[ActionRow, ...]:
    source: Document = document(table([header or HEADER, *rows]))
    return rows_of(source, read_document(counted_document(source)), Known("0" * 16, "plan.docx")).actions


def test_ticked_options_give_state_dates_and_owners_and_all_stay_printed() -> None:
    (action, other) = actions(
        ["1", "Train all staff", "☐ HR ☑ Legal team", "☐ 2031/32 ☑ 2032/33", "☐ Not started ☑ Complete"],
        ["2", "Publish the pay gap", "Head of Policy", "May 2032", "☐ Not started ☐ Complete"],
    )
    assert [owner.name for owner in action.owners] == ["Legal Team"]
    assert (str(action.due), action.state) == ("2033-03-31", "complete")
    assert action.owner_text == "☐ HR ☑ Legal team"
    assert action.timescale_text == "☐ 2031/32 ☑ 2032/33"
    assert action.status_text == "☐ Not started ☑ Complete"
    assert "option_ticked" in action.flags and "state_not_read" not in action.flags
    assert (other.state, other.status_text) == (None, "☐ Not started ☐ Complete")
    assert "no_option_ticked" in other.flags


def test_a_cross_among_ticks_under_years_says_no_and_alone_it_ticks() -> None:
    header = ["Ref", "Action", "Lead officer", "2031/32", "2032/33", "2033/34"]
    both = actions(
        ["1", "Train all staff", "HR", "✓", "✗", "✗"], ["2", "Publish data", "HR", "✗", "✓", "✓"], header=header
    )
    assert [(str(a.start), str(a.due)) for a in both] == [("2031-04-01", "2032-03-31"), ("2032-04-01", "2034-03-31")]
    crossed = actions(
        ["1", "Train all staff", "HR", "X", "", ""], ["2", "Publish data", "HR", "", "X", ""], header=header
    )
    assert [str(a.due) for a in crossed] == ["2032-03-31", "2033-03-31"]
    boxed = actions(
        ["1", "Train all staff", "HR", "☑", "☐", "☐"], ["2", "Publish data", "HR", "☐", "☑", "☐"], header=header
    )
    assert [str(a.due) for a in boxed] == ["2032-03-31", "2033-03-31"]


STATES = ["Not begun", "Underway", "Finished"]
TICKED = [["✓", "", ""], ["", "✓", ""], ["", "", "✓"]]
PLAN = [
    ["1", "Train all staff", "Head of HR", "May 2031"],
    ["2", "Publish the pay gap", "Head of Policy", "June 2031"],
    ["3", "Open a quiet room", "Head of Estates", "July 2031"],
]


def ticked(headings: list[str], marks: list[list[str]]) -> tuple[ActionRow, ...]:
    rows = [[*row, *own] for row, own in zip(PLAN, marks, strict=True)]
    return actions(*rows, header=[*HEADER[:4], *headings])


def test_a_tick_under_a_state_says_it() -> None:
    found = ticked(STATES, TICKED)
    assert [action.state for action in found] == ["not_started", "in_progress", "complete"]
    assert [action.status_text for action in found] == STATES
    crossed = ticked(["Heb ddechrau", "Ar y gweill", "Cwblhawyd"], [["", "x", ""], ["", "", ""], ["", "", "x"]])
    assert [action.state for action in crossed] == ["in_progress", None, "complete"]
    welsh = [
        "Cyf",
        "Cam gweithredu",
        "Swyddog arweiniol",
        "Erbyn pryd",
        "Heb ddechrau",
        "Ar y gweill",
        "Wedi’i gwblhau",
    ]
    rows = [[*row, *own] for row, own in zip(PLAN, [TICKED[1], TICKED[0], TICKED[2]], strict=True)]
    assert [action.state for action in actions(*rows, header=welsh)] == ["in_progress", "not_started", "complete"]


def test_a_tick_under_a_rating_says_it_beside_a_state() -> None:
    marks = [["Complete", "", "", "x"], ["Ongoing", "", "x", ""], ["Not started", "x", "", ""]]
    found = ticked(["Status", "Red", "Amber", "Green"], marks)
    assert [action.rag for action in found] == ["green", "amber", "red"]
    assert [action.state for action in found] == ["complete", "in_progress", "not_started"]
    assert dict(found[0].extras) == {"Green": "x"}


def test_states_under_a_wider_heading_are_headings() -> None:
    head = [*(X(text, down=2) for text in HEADER[:4]), X("Rating", across=3)]
    rows = [[*row, *own] for row, own in zip(PLAN, TICKED, strict=True)]
    source = document(table([head, ["Red", "Amber", "Green"], *rows]))
    found = rows_of(source, read_document(counted_document(source)), Known("0" * 16, "plan.docx")).actions
    assert [action.rag for action in found] == ["red", "amber", "green"]


@pytest.mark.parametrize(
    ("headings", "marks"),
    [
        (["High", "Medium", "Low"], TICKED),
        (["Red", "Amber", "Green"], [["2", "0", "4"], ["0", "7", "2"], ["3", "0", "0"]]),
        (["Red", "Amber", "Green"], [["Stop", "Slow", "Go"], ["Late", "✓", "On time"], ["Lost", "Near", "Met"]]),
        (["Signed off", "Cost", "Link"], TICKED),
    ],
    ids=["no states", "counts", "words", "one state"],
)
def test_what_looks_like_ticks_under_states_says_none(headings: list[str], marks: list[list[str]]) -> None:
    assert [(action.state, action.rag) for action in ticked(headings, marks)] == [(None, None)] * 3


def test_the_ticked_option_of_a_further_column_counts() -> None:
    offers = [["Complete", "○ Red ○ Amber ◉ Green"], ["Ongoing", "☐ Red ☑ Amber"], ["On hold", "☐ Red ☐ Amber"]]
    found = ticked(["Status", "RAG"], offers)
    assert [action.rag for action in found] == ["green", "amber", None]
    assert dict(found[1].extras) == {"RAG": "☐ Red ☑ Amber"}


@pytest.mark.parametrize(
    "mark", ['"', "″", "ditto", "Ditto.", "As above", "(as above)", "same as above", "- do -", "〃"]
)
def test_a_mark_that_repeats_takes_the_value_over_it(mark: str) -> None:
    first, second, third = actions(
        ["1", "Train all staff", "Head of HR", "May 2031", "Complete"],
        ["2", "Publish the data", mark, mark, "Open"],
        ["3", "Hold an event", mark, "June 2031", "Open"],
    )
    assert first.flags == () or "repeated_value" not in first.flags
    for action in (second, third):
        assert [owner.name for owner in action.owners] == ["Head of Human Resources"]
        assert (action.owner_text, "repeated_value" in action.flags) == (mark, True)
        assert "mention_not_in_text" not in action.flags
    assert (str(second.due), second.timescale_text) == ("2031-05-31", mark)


@pytest.mark.parametrize("words", ["As 1.1", "as per action 1.1", "See 1.1", "same as 1.1 above"])
def test_a_reference_to_another_action_takes_its_value(words: str) -> None:
    _, middle, last = actions(
        ["1.1", "Train all staff", "Head of HR", "May 2031", ""],
        ["1.2", "Publish the data", "Legal team", "June 2031", ""],
        ["1.3", "Hold an event", words, words, ""],
    )
    assert [owner.name for owner in last.owners] == ["Head of Human Resources"]
    assert (str(last.due), last.timescale_text) == ("2031-05-31", words)
    assert "repeated_value" in last.flags and "repeated_value" not in middle.flags


@pytest.mark.parametrize("words", ["As 9.9", "as required", "see above the line", "As above and Legal team"])
def test_words_that_repeat_nothing_stay_as_they_are(words: str) -> None:
    _, last = actions(
        ["1.1", "Train all staff", "Head of HR", "May 2031", ""], ["1.2", "Hold an event", words, "June 2031", ""]
    )
    assert "repeated_value" not in last.flags
    assert last.owner_text == words


def test_prompts_of_a_form_give_no_values() -> None:
    (action, _) = actions(
        ["1", "Train all staff", "Choose an item.", "Click or tap to enter a date.", "Choose an item."],
        ["2", "Publish the data", "Head of HR", "May 2031", "Complete"],
    )
    assert (action.owners, action.periods, action.state) == ((), (), None)
    assert action.owner_text == "Choose an item."
