"""Each check of a plan's quality finds the rows that fail it and says so to the publisher."""

from datetime import date
from typing import Any

import pytest

from pipeline.compare.quality import Finding, check_plan, is_measurable, read_checks
from schema.rows import ActionRow, OwnerValue

TODAY = date(2025, 6, 30)


def row(number: int, **values: Any) -> ActionRow:
    values.setdefault(
        "action", f"Plant {['ash', 'birch', 'cedar', 'damson', 'elm', 'fir'][number]} trees by the river walk"
    )
    return ActionRow(
        action_id=f"a{number}", document_id=values.pop("document_id", "d1"), council="Exampleshire", **values
    )


def owner(kind: str) -> tuple[OwnerValue, ...]:
    return (OwnerValue(mention="x", name="x", kind=kind),)


def finding(code: str, *rows: ActionRow) -> Finding:
    return next(one for one in check_plan(rows, TODAY) if one.code == code)


def test_actions_without_an_owner_are_named_and_the_sentence_counts_them() -> None:
    found = finding("owner_given", row(0, owners=owner("role")), row(1), row(2, owner_text="Whoever"))
    assert (found.total, found.passed, found.failing, found.ok) == (3, 2, ("a1",), False)
    assert found.message.startswith("2 of 3 actions name an owner. Name one for the other 1")


@pytest.mark.parametrize(("kind", "passes"), [("role", True), ("person", True), ("team", False), ("collective", False)])
def test_only_a_post_or_person_counts_as_a_post(kind: str, passes: bool) -> None:
    assert finding("post_named", row(0, owners=owner(kind))).ok is passes


def test_actions_that_everyone_owns_fail_and_those_that_nobody_owns_are_not_looked_at() -> None:
    found = finding("not_everyone", row(0, owners=owner("collective")), row(1), row(2, owners=owner("team")))
    assert (found.total, found.failing) == (2, ("a0",))


def test_overdue_is_reckoned_from_the_day_given() -> None:
    rows = (
        row(0, due=date(2025, 6, 29)),
        row(1, due=TODAY, rag="red"),
        row(2, due=date(2024, 1, 1), state="complete"),
        row(3, due=date(2024, 1, 1), ongoing=True),
        row(4),
    )
    found = finding("not_overdue", *rows)
    assert (found.total, found.failing) == (4, ("a0",))
    assert "2025-06-30" in found.message
    earlier = [one for one in check_plan(rows, date(2023, 1, 1)) if one.code == "not_overdue"]
    assert earlier[0].ok


@pytest.mark.parametrize(
    ("told", "reported"),
    [
        ({"rag": "amber"}, True),
        ({"status_text": "Meeting held"}, True),
        ({"state": "in_progress"}, True),
        ({"state": "to_be_confirmed"}, False),  # says of the date, not of the action
        ({"progress": "A first meeting was held"}, False),  # prose may say that it is done
        ({}, False),
    ],
)
def test_overdue_is_said_of_plans_that_report_progress_alone(told: dict[str, str], reported: bool) -> None:
    rows = (row(0, due=date(2024, 1, 1)), row(1, due=date(2024, 1, 1), **told))
    found = finding("not_overdue", *rows)
    assert (found.total > 0, bool(found.failing)) == (reported, reported)


def test_an_action_on_track_past_its_date_is_not_called_overdue() -> None:
    rows = [
        row(place, due=date(2024, 1, 1), rag=rag) for place, rag in enumerate(("green", "blue", "amber", "red", None))
    ]
    assert finding("not_overdue", *rows).failing == ("a2", "a3", "a4")


def test_a_date_may_be_a_period_or_going_on_but_an_end_is_a_day() -> None:
    rows = (row(0, ongoing=True), row(1, recurrence="annual"), row(2, due=TODAY), row(3))
    assert finding("date_given", *rows).failing == ("a3",)
    assert finding("end_given", *rows).failing == ("a0", "a1")


def test_repeated_actions_are_found_after_the_first() -> None:
    rows = (row(0, action="Hold a forum."), row(1, action="hold  a forum"), row(2, action="Hold a fair"))
    assert finding("not_repeated", *rows).failing == ("a1",)


def test_nearly_repeated_actions_are_found_and_numbered_ones_are_not() -> None:
    rows = (
        row(0, action="Review the complaints process for tenants"),
        row(1, action="Review the complaints process for tenant"),
        row(2, action="Hold engagement event number 1 in town"),
        row(3, action="Hold engagement event number 2 in town"),
    )
    assert finding("not_nearly_repeated", *rows).failing == ("a1",)


def test_a_missing_column_is_said_once_for_the_plan() -> None:
    found = finding("outcome_column", row(0), row(1))
    assert not found.ok and found.message.startswith("The plan gives no outcome for any of its 2 actions.")
    assert finding("outcome_column", row(0), row(1, outcome="Trees stand")).ok


def test_rows_without_an_action_are_counted() -> None:
    assert finding("action_given", row(0, action=None), row(1)).failing == ("a0",)


@pytest.mark.parametrize(
    ("outcome", "measurable"),
    [
        ("90% of staff have declared their ethnicity", True),
        ("Four events held each year", True),
        ("Reduction in complaints", True),
        ("Policy published", True),
        ("£5,000 raised", True),
        ("Staff feel that they belong", False),
        ("Better relations by 31 March 2026", False),
        ("To be agreed in 2024/25", False),
        ("", False),
    ],
)
def test_outcomes_are_measurable_by_quantity_direction_or_proof(outcome: str, measurable: bool) -> None:
    assert is_measurable(outcome) is measurable


def test_a_plan_is_checked_by_every_check_in_order() -> None:
    found = check_plan([row(0), row(1)], TODAY)
    assert [one.code for one in found] == [check.code for check in read_checks()]
    assert {one.document_id for one in found} == {"d1"}


def test_a_plan_without_actions_has_no_findings() -> None:
    assert check_plan([], TODAY) == ()
