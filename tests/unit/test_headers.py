"""Wordings of column headings."""

from __future__ import annotations

import pytest

from pipeline.read.header_rows import heading_of_cell
from pipeline.read.headers import LexiconError, fold_heading, match_heading, parse_lexicon


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("By When ?", "timescale"),
        ("Target date for completion", "timescale"),
        ("Lead officer(s)", "owner"),
        ("Responsable Officer", "owner"),
        ("Who will lead?", "owner"),
        ("How will we know it has worked?", "outcome"),
        ("Sucess measures", "outcome"),
        ("What are we going to do", "action"),
        ("Progress at March 2024", "progress"),
        ("Update Autumn 2031", "progress"),
        ("Quarter 3 Update", "progress"),
        ("RAG (Q2)", "status"),
        ("Where are we now?", "evidence"),
        ("Start date", "start"),
        ("Ref.", "reference"),
        ("Resources / budget", "resources"),
        ("Who's going to see to it?", "owner"),
        ("Who will be affected?", "protected_characteristic"),
        ("When do we expect it to be finished?", "timescale"),
        ("How shall we judge it?", "outcome"),
        ("What needs doing?", "action"),
        ("Why does this matter and why do it?", "evidence"),
        ("Amserlen", "timescale"),
        ("Who’s involved?", "owner"),
        ("What we’ll do", "action"),
        ("How we’ll know we’ve got there", "outcome"),
        ("Ownership", "owner"),
        ("Key inequalities", "gap"),
        ("Position at June 2031", "progress"),
        ("Specific", "action"),
        ("Measurable", "outcome"),
        ("Time-bound", "timescale"),
    ],
)
def test_a_heading_is_read_as_its_role(heading: str, role: str) -> None:
    found = match_heading(heading)
    assert max(found, key=found.__getitem__) == role


@pytest.mark.parametrize(
    "heading", ["Population, mid-year estimate", "2023/24", "", "Updated actions for 2022/23", "Ward"]
)
def test_a_heading_that_is_no_role_is_left_alone(heading: str) -> None:
    assert not match_heading(heading)


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("By whom and when", {"owner", "timescale"}),
        ("Who / When", {"owner", "timescale"}),
        ("Lead officer & target date", {"owner", "timescale"}),
        ("Start and end date", {"timescale"}),
        ("Timetable Start", {"timescale", "start"}),
        ("When and where", set()),
        ("When and how", set()),
    ],
)
def test_two_headings_in_one_name_both_roles(heading: str, roles: set[str]) -> None:
    assert set(match_heading(heading)) == roles


@pytest.mark.parametrize(
    "heading", ["Update for EDI Board (November 2031)", "Progress to the Scrutiny Committee", "Cabinet update"]
)
def test_whom_progress_is_told_leaves_it_known(heading: str) -> None:
    assert match_heading(heading).keys() == {"progress"}
    assert match_heading(heading)["progress"] > 0.8


@pytest.mark.parametrize("heading", ["Accountable to committee", "Update on the group", "Actions for the Board"])
def test_other_headings_that_end_in_readers_are_no_known_progress(heading: str) -> None:
    assert match_heading(heading).get("progress", 0.0) < 0.8


@pytest.mark.parametrize("heading", ["Last updated", "Date updated", "Date last reviewed", "Actual date"])
def test_when_a_row_was_changed_is_no_role(heading: str) -> None:
    assert not match_heading(heading)


def test_an_ambiguous_heading_gives_every_role_that_it_is_used_for() -> None:
    assert set(match_heading("Action")) == {"action", "objective"}


def test_a_lexicon_that_claims_a_heading_twice_is_refused_and_both_roles_named() -> None:
    data = {"role": {"owner": {"lead": "usage", "Who?": "usage"}, "theme": {"Lead": "usage", "who": "usage"}}}
    with pytest.raises(LexiconError, match=r'"Lead" stands under both owner and theme.*"who"'):
        parse_lexicon(data, "test.toml")


def test_folding_a_heading_twice_is_folding_it_once() -> None:
    for text in ("Lead & Partners:", "By  When ?", "Outcome / Impact", "“Ref.”"):
        assert fold_heading(fold_heading(text)) == fold_heading(text)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("How we will judge it", "outcome"),
        ("What good will look like", "outcome"),
        ("What difference will it make", "outcome"),
        ("What we have agreed to do", "action"),
        ("What still has to be done", "action"),
        ("What we have in place", "evidence"),
    ],
)
def test_a_question_speaks_before_a_heading_of_other_words(heading: str, role: str) -> None:
    said = match_heading(heading)
    assert max(said, key=lambda one: said[one]) == role


@pytest.mark.parametrize("heading", ["Timesacle", "Lead oficer", "Sucess measures", "Time scale"])
def test_a_misspelt_heading_is_known(heading: str) -> None:
    assert max(match_heading(heading).values()) > 0.8


def test_a_known_heading_in_another_order_is_known() -> None:
    assert match_heading("Management action agreed")["action"] > 0.9


def test_the_words_of_a_known_heading_and_one_more_are_another() -> None:
    assert match_heading("Management action agreed cost").get("action", 0.0) < 0.9


@pytest.mark.parametrize("period", ["Quarter 1, 2031/32", "Year 1", "By April 2031"])
def test_a_period_is_no_sure_heading(period: str) -> None:
    assert heading_of_cell(period) <= 0.5 < heading_of_cell("By when")
