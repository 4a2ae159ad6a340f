"""Two versions of a plan are paired action by action, and each change is named."""

from datetime import date
from typing import Any

import pytest

from pipeline.compare.diff import diff_plans
from schema.rows import ActionRow, OwnerValue


def row(identity: str, action: str | None, **values: Any) -> ActionRow:
    return ActionRow(action_id=identity, document_id="d", action=action, **values)


def owners(*names: str) -> tuple[OwnerValue, ...]:
    return tuple(OwnerValue(mention=name, name=name) for name in names)


BASE = row(
    "o1",
    "Publish workforce data each year",
    reference="1.1",
    due=date(2024, 3, 31),
    timescale_text="March 2024",
    owners=owners("Head of People"),
    rag="amber",
    state="in_progress",
    theme="Workforce",
)


def changed(**values: Any) -> ActionRow:
    from dataclasses import replace

    return replace(BASE, action_id="n1", **values)


@pytest.mark.parametrize(
    ("values", "kind", "before", "after"),
    [
        ({"due": date(2025, 3, 31), "timescale_text": "March 2025"}, "re_dated", "March 2024", "March 2025"),
        ({"owners": owners("Head of Pay")}, "re_owned", "Head of People", "Head of Pay"),
        ({"rag": "green"}, "re_rated", "amber", "green"),
        ({"rag": None}, "re_rated", "amber", None),
        ({"state": "complete"}, "re_stated", "in_progress", "complete"),
        ({"theme": "People"}, "regrouped", "Workforce", "People"),
        (
            {"action": "Publish the workforce data every year"},
            "reworded",
            "Publish workforce data each year",
            "Publish the workforce data every year",
        ),
    ],
)
def test_each_kind_of_change_is_named_with_before_and_after(
    values: dict[str, Any], kind: str, before: str | None, after: str | None
) -> None:
    (change,) = diff_plans([BASE], [changed(**values)]).changes
    assert (change.kind, change.before, change.after) == (kind, before, after)


def test_nothing_changed_gives_no_change_but_a_pair() -> None:
    diff = diff_plans(
        [BASE], [changed(timescale_text="by end of March 2024", action="Publish workforce data each year.")]
    )
    assert diff.changes == ()
    assert [(old.action_id, new.action_id, like) for old, new, like in diff.pairs] == [("o1", "n1", 100.0)]


def test_added_and_dropped_actions_are_named() -> None:
    old = [BASE, row("o2", "Fit hearing loops at reception desks")]
    new = [row("n2", "Appoint a member champion for disability"), changed()]
    diff = diff_plans(old, new)
    assert [change.new.action_id for change in diff.of("added") if change.new] == ["n2"]
    assert [change.old.action_id for change in diff.of("dropped") if change.old] == ["o2"]
    assert len(diff.changes) == 2


def test_the_printed_number_helps_to_pair_an_action_that_was_rewritten() -> None:
    old = [row("o", "Improve the way in which we gather staff equality information", reference="2.3")]
    new = [row("n", "Gather better equality information about employees of ours", reference="2.3")]
    assert [change.kind for change in diff_plans(old, new).changes] == ["reworded"]
    other = [row("n", "Fit hearing loops", reference="2.3")]
    assert [change.kind for change in diff_plans(old, other).changes] == ["added", "dropped"]


def test_the_likest_are_paired_whatever_their_order() -> None:
    old = [row("o1", "Train new managers in equality law"), row("o2", "Train all managers in equality law")]
    new = [row("n1", "Train all managers in equality law"), row("n2", "Train new managers in equality law well")]
    pairs = {(before.action_id, after.action_id) for before, after, _ in diff_plans(old, new).pairs}
    assert pairs == {("o2", "n1"), ("o1", "n2")}


def test_actions_in_the_same_words_are_paired_by_their_place() -> None:
    old = [row("o1", "Meet the forum"), row("o2", "Meet the forum")]
    new = [row("n1", "Meet the forum"), row("n2", "Meet the forum")]
    pairs = [(before.action_id, after.action_id) for before, after, _ in diff_plans(old, new).pairs]
    assert pairs == [("o1", "n1"), ("o2", "n2")]


def test_an_unread_timescale_is_compared_by_its_words() -> None:
    old = [row("o", "Meet the forum", timescale_text="when funds allow")]
    new = [row("n", "Meet the forum", timescale_text="when staff allow")]
    assert [change.kind for change in diff_plans(old, new).changes] == ["re_dated"]


def test_empty_versions_give_only_added_or_only_dropped() -> None:
    assert [change.kind for change in diff_plans([], [BASE]).changes] == ["added"]
    assert [change.kind for change in diff_plans([BASE], []).changes] == ["dropped"]
