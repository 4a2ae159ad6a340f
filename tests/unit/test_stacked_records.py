"""Labels on lines of their own, each over its value, that come again: a record each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Block, Heading, Paragraph, Table
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from pipeline.read.stacked_records import with_stacked_records
from tests.builders.tables import document, table

LABELS = ("Tasks and activities", "Already embedded", "Lead", "Kick-off", "End", "Progress update")
RECORDS = (
    ("We will ask small firms about our letters", "A panel meets", "Waste Officer", "2031/32", "May 2032", "On track"),
    ("We will mend the lift", "A contract is signed", "", "2031/32", "June 2032", ""),
    ("We will train the wardens", "", "Head of HR", "2031/32", "July 2032", "In progress"),
)


def stacked(*, heading: bool, between: str = "") -> list[Block]:
    blocks: list[Block] = [Heading("Priority 1: Homes", 2)]
    for at, record in enumerate(RECORDS, 1):
        if between:
            blocks.append(Heading(between.format(at)))
        for label, value in zip(LABELS, record, strict=True):
            blocks.append(Heading(label) if heading else Paragraph(f"{label}:"))
            blocks += [Paragraph(value)] if value else []
    return blocks


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize("between", ["", "Commitment {}"])
def test_labels_that_come_again_have_their_values_below(between: str, *, heading: bool) -> None:
    found = read_document(with_label_lists(document(*stacked(heading=heading, between=between)))).actions
    roles = ("action", "evidence", "owner", "timescale", "status")
    assert [tuple(one.texts.get(role, "") for role in roles) for one in found] == [
        (action, evidence, who, end, progress) for action, evidence, who, _, end, progress in RECORDS
    ]
    assert {one.extras for one in found} == {(("Kick-off", "2031/32"),)}
    assert {one.theme for one in found} == {"Priority 1: Homes"}
    numbers = [(one.reference or "").rpartition(" ")[2] for one in found]
    assert numbers == (["1", "2", "3"] if between else [""] * 3)


def test_the_lines_of_a_value_stand_below_one_another_and_what_counts_is_none_of_them() -> None:
    said = (("Mend the lift.", "Ask the users.", "HR", "May 2031"), ("Fit ramps.", "Paint them.", "Homes", "June 2031"))
    lines = [
        line
        for at, (action, more, who, when) in enumerate(said, 1)
        for line in (f"Action {at}", "Task", action, more, "Lead", who, "When", when)
    ]
    (found,) = with_stacked_records(document(*lines)).tables
    texts = [cell.text for cell in found.cells]
    assert texts[:7] == ["Action 1", "Task", "Mend the lift.\nAsk the users.", "Lead", "HR", "When", "May 2031"]
    assert (texts[7], texts[-1], found.cells[7].column_span) == ("Action 2", "June 2031", 2)


def test_a_label_that_a_narrow_column_wraps_is_one() -> None:
    said = (("Mend the lift", "HR", "May 2031"), ("Fit ramps", "Homes", "June 2031"))
    lines = [
        line for row in said for pair in zip(("Key\nactions", "Who\nleads", "When"), row, strict=True) for line in pair
    ]
    found = read_document(with_label_lists(document(*lines))).actions
    assert [(one.texts["action"], one.texts["owner"], one.texts["timescale"]) for one in found] == list(said)


def test_a_number_below_its_label_is_the_value_of_that() -> None:
    lines = [
        line
        for at, action in enumerate(("Mend the lift", "Fit ramps", "Train the wardens"), 1)
        for line in ("Ref", f"1({'abc'[at - 1]})", "Task", action, "Lead", "HR", "When", f"May 203{at}")
    ]
    found = read_document(with_label_lists(document(*lines))).actions
    assert [one.reference for one in found] == ["1(a)", "1(b)", "1(c)"]


def test_a_grouping_over_several_records_numbers_none_of_them() -> None:
    one = ["Task", "Mend the lift", "Lead", "HR", "When", "May 2031"]
    other = ["Task", "Fit ramps", "Lead", "Homes", "When", "June 2031"]
    found = read_document(
        with_label_lists(document("# Priority 1", *one, *other, "# Priority 2", *other, *one))
    ).actions
    assert [(one.theme, one.reference) for one in found] == [(f"Priority {at}", None) for at in (1, 1, 2, 2)]


@pytest.mark.parametrize(
    "lines",
    [
        ["Lead", "HR", "When", "May 2031", "Task", "Mend the lift"],  # once
        ["Phone", "01632 960000", "Address", "High Street"] * 3,  # neither who nor when
        ["Lead", "When", "Task"] * 2,  # no values
        ["Lead", "HR", "Lead", "Estates", "Lead", "Homes"],  # one label
    ],
)
def test_other_lines_are_no_records(lines: list[str]) -> None:
    plain = document(*lines)
    assert not with_stacked_records(plain).tables


def test_a_document_without_records_is_left_alone() -> None:
    plain = document("# Plan", "Words.", table([["Action", "Lead"], ["Train the wardens", "HR"]]))
    assert with_stacked_records(plain) is plain


@given(st.lists(st.sampled_from(["Lead", "When", "Task", "Mend the lift", "HR", "May 2031", "# Homes"]), max_size=24))
def test_no_line_is_lost(lines: list[str]) -> None:
    before, after = document(*lines), with_stacked_records(document(*lines))
    texts = [
        text
        for block in after.blocks
        for text in ([cell.text for cell in block.cells] if isinstance(block, Table) else [block.text])
    ]
    words = [block.text for block in before.blocks if not isinstance(block, Table)]
    assert " ".join(texts).split() == " ".join(words).split()


def test_a_label_and_its_value_in_one_paragraph_are_parted_and_a_state_over_a_title_is_no_label() -> None:
    blocks: list[Block] = [Heading("Priority one: Staff", 2)]
    cards = (
        ("Advertise all posts with the pay", "Under way", "Head of People", "May 2031"),
        ("Publish our pay gaps", "Not started", "Finance Officer", "June 2031"),
        ("Give each board two members", "Under way", "Monitoring Officer", "2031/32"),
        ("Hold a session with staff", "Not started", "Chief Executive", "July 2031"),
    )
    for at, (title, state, who, when) in enumerate(cards, 1):
        blocks += [Heading(str(at)), Paragraph(state), Heading(f"We will {title}", 3), Heading("How we will know")]
        blocks += [Paragraph(f"Score {at}0 met"), Paragraph(f"Lead\n{who}"), Paragraph(f"When\n{when}")]
    found = read_document(with_label_lists(document(*blocks))).actions
    assert [(one.reference, one.texts["action"], one.texts["owner"], one.texts["timescale"]) for one in found] == [
        (str(at), f"We will {title}", who, when) for at, (title, _, who, when) in enumerate(cards, 1)
    ]
    assert [one.texts["status"] for one in found] == [state for _, state, *_ in cards]
