"""Rows of a plan from its tables: what the cells of a row come to, and the flags where a reading is in doubt."""

from __future__ import annotations

import pytest

from extractors.document import Table
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from tests.builders.tables import X, document, table


def rows(*blocks: Table | str) -> tuple[ActionRow, ...]:
    read = document(*blocks)
    return rows_of(read, read_document(read), Known("0" * 16, "plan.docx")).actions


def test_ongoing_beside_an_action_without_headings_has_no_end_and_under_status_it_is_a_state() -> None:
    cells = [["Advise members when to send their list", "Ongoing"], ["Book two interpreters", "New"]]
    bare = rows("# Equality Group action log", "# Languages", table(cells))
    assert [(action.state, action.ongoing) for action in bare] == [("in_progress", True), (None, False)]
    headed = rows("# Equality Group action log", "# Languages", table([["Action", "Status"], *cells]))
    assert [(action.state, action.ongoing) for action in headed] == [("in_progress", False), (None, False)]


@pytest.mark.parametrize(
    ("status", "state", "rag", "flags"),
    [
        ("Complete", "complete", None, set()),
        ("TBC", "to_be_confirmed", None, set()),
        ("Ongoing", "in_progress", None, {"state_inferred"}),
        ("On hold", "on_hold", None, {"on_hold"}),
        ("Delayed", "overdue", None, {"state_inferred"}),
        ("Slipped", None, None, {"state_not_read"}),
        ("Not yet complete", None, None, {"state_not_read"}),
        ("Open", None, None, {"state_not_read"}),
        ("Amber - delayed", "overdue", "amber", {"state_inferred"}),
        ("Amber - slipped", None, "amber", {"state_not_read"}),
        ("\u2713", None, None, {"state_not_read"}),
        ("\u2717", None, None, {"state_not_read"}),
        ("RAG status: Green", None, "green", set()),
        ("G", None, "green", set()),
        ("N/A", None, None, set()),
        ("-", None, None, set()),
        ("", None, None, set()),
    ],
)
def test_a_status_is_a_state_or_a_rating_or_flagged(
    status: str, state: str | None, rag: str | None, flags: set[str]
) -> None:
    cells = [["Action", "Lead officer", "By when", "Status"], ["Train all staff", "HR", "May 2031", status]]
    (row,) = rows(table(cells))
    assert (row.state, row.rag, row.status_text) == (state, rag, status or None)
    assert set(row.flags) - {"eflg_unsure"} == flags


def test_a_fill_is_no_reading_of_the_words_beside_it() -> None:
    cells = [
        ["Action", "Lead officer", "By when", "Status"],
        ["Train staff", "HR", "May 2031", X("Slipped", fill="#ff0000")],
    ]
    (row,) = rows(table(cells))
    assert (row.state, row.rag) == (None, "red")
    assert "state_not_read" in row.flags


def test_each_value_read_from_words_has_its_rule_and_its_doubts() -> None:
    cells = [
        ["Action", "Lead officer", "By when", "Status"],
        ["Train disabled apprentices", "Head of HR", "June 2031 August 2031", "Complete"],
        ["Publish the gender pay gap", "Head of HR", "June 2031", "Complete"],
    ]
    unsure, plain = rows(table(cells))
    told = {one.field for one in unsure.rules}
    assert {"periods", "owners", "state", "characteristics", "eflg_module"} <= told
    assert ("characteristics", "disability: disabled") in {(one.field, one.rule) for one in unsure.rules}
    assert {"periods", "due"} <= {one.field for one in unsure.doubts}
    assert not {"periods", "owners", "eflg_module", "eflg_theme"} & {one.field for one in plain.doubts}


def test_the_second_theme_is_stored_with_its_chance() -> None:
    cells = [["Action", "Lead officer", "By when"], ["Procurement and translation", "HR", "May 2031"]]
    (row,) = rows(table(cells))
    assert {row.eflg_theme, row.eflg_theme_2} == {"Commissioning and procuring services", "Service delivery"}
    assert row.eflg_score_2 is not None and 0.2 <= row.eflg_score_2 <= 1.0


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        ("Complete. All wardens were trained in May", "complete"),
        ("In progress \u2013 16 people trained", "in_progress"),
        ("Not yet started", "not_started"),
        ("Six letters done", None),
        ("Initially cancelled, reinstated by Cabinet in June and now under way", None),
        ("Scoping done; procurement not started", None),
        ("Agreed", None),
        ("Started with four schools", None),
    ],
)
def test_a_report_of_progress_says_the_state_with_which_it_opens(progress: str, state: str | None) -> None:
    cells = [
        ["Action", "Lead", "By when", "Progress so far"],
        ["Map the ramps", "Head of Estates", "May 2031", progress],
    ]
    cells += [["Train the wardens", "Head of Parks", "June 2031", "Two groups were seen at the hall"]]
    (first, second) = rows(table(cells))
    assert (first.state, "state_from_progress" in first.flags) == (state, state is not None)
    assert (second.state, second.flags) == (None, ())


def test_a_status_speaks_before_the_progress() -> None:
    heads = ["Action", "Lead", "By when", "Status", "Progress so far"]
    cells = ["Map the ramps", "Head of Estates", "May 2031", "On hold", "Complete. The map is printed"]
    assert [one.state for one in rows(table([heads, cells]))] == ["on_hold"]
