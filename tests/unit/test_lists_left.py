"""A list of what will be done, beside the table that is the plan, is not lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.plan import rows_of_document
from pipeline.read.lists_left import lists_left
from pipeline.settings import Settings
from tests.builders.tables import document, table

PLAN = table([["Action", "Who", "When"], ["Mend the lift", "Estates Manager", "May 2031"]])
PLEDGES = (
    "• Councillors will train within a year of election.",
    "• The Clerk will answer complaints within five days.",
    "• We will mark the feasts of all faiths.",
)
AIMS = ("• Eliminate discrimination", "• Advance equality of opportunity", "• Foster good relations")
ABOUT = ("• The plan has a table", "• It will be looked at each year", "• It was agreed in May 2031")


@pytest.mark.parametrize(
    ("lines", "told"),
    [(PLEDGES, 1), (PLEDGES[:2], 0), (AIMS, 0), (ABOUT, 0), (tuple(line[2:] for line in PLEDGES), 0)],
    ids=["pledges", "two", "aims", "about the plan", "prose"],
)
def test_a_list_that_was_not_read_is_told(lines: tuple[str, ...], told: int) -> None:
    read = document("# Elmcote Town Council equality action plan", PLAN, "# Other pledges", *lines)
    rows = rows_of_document(read, Path("plan.docx"), "plan.docx", "0" * 16, Settings())
    assert [action.action for action in rows.actions] == ["Mend the lift"]
    issues = [issue for issue in rows.issues if issue.code == "list_not_read"]
    assert len(issues) == told
    assert all(issue.severity == "warning" and lines[0].rstrip(".") in (issue.message or "") for issue in issues)
    assert ("list_not_read" in rows.document.flags) == bool(told)


LOOPS = ("Fit hearing loops in halls", "Estates Manager", "May 2031")
GUIDES = ("Translate ten guides", "Head of News", "June 2032")


@pytest.mark.parametrize(("lines", "told"), [((*LOOPS, *GUIDES), 1), (LOOPS, 0), ((*LOOPS, *GUIDES[:2]), 0)])
def test_owners_over_dates_that_were_not_read_are_told(lines: tuple[str, ...], told: int) -> None:
    notes = list(lists_left(document(PLAN, "# Elsewhere", *lines).blocks))
    assert [note.code for note in notes] == ["list_not_read"] * told
