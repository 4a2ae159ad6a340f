"""Plans that print each action as labelled lines, with no table."""

from __future__ import annotations

from extractors.document import Paragraph, Table, count_words, table_texts
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
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


def test_a_document_with_a_table_is_left_alone() -> None:
    plan = document(*LINES, table([["Action", "Lead"], ["Train", "HR"]]))
    assert with_label_lists(plan) is plan
