"""What would make a draft clearer is said to its author: once each, with the places, and nothing where all is well."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import pytest
from docx import Document as word_document

from extractors import extract_bytes
from extractors.limits import Limits
from pipeline.cli.draft_command import check_draft
from pipeline.plan import rows_of_document
from pipeline.publish.advice import Advised, advice_codes, advise
from pipeline.publish.sheet_template import sheet_template
from pipeline.publish.word_template import word_template
from pipeline.publish.wording import Wording, template_wording
from pipeline.settings import Settings
from schema.codelists import codelists, flag
from tests.unit.test_template import filled_sheet, filled_word

TITLE = "Ashcombe and Thornley Borough Council Equality Action Plan, April 2026 to March 2030"
HEAD = ("Ref", "Action", "Success measure", "Owner", "Due date", "Status")
ROW = ("1", "Publish the pay gap report", "500 readers", "Head of Human Resources", "31 March 2027", "In progress")


def advice(data: bytes, today: date | None = None) -> Advised:
    document = extract_bytes(data, Limits())
    return advise(document, rows_of_document(document, Path("drafts/a"), "a", "0" * 16, Settings()), today)


def text_plan(*rows: tuple[str, ...], title: str = TITLE, head: tuple[str, ...] = HEAD) -> bytes:
    return (title + "\n\n" + "\n".join("\t".join(row) for row in (head, *rows)) + "\n").encode()


def row(**changes: str) -> tuple[str, ...]:
    """ROW with some cells changed, by their headings in lower case."""
    return tuple(changes.get(head.lower().replace(" ", "_"), cell) for head, cell in zip(HEAD, ROW, strict=True))


OTHER = ("2", "Add captions to every film", "30 films captioned", "Communications Manager", "1 May 2026", "Complete")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"due_date": "Q3 2026"}, "two_readings"),
        ({"due_date": "bi-annual"}, "two_readings"),
        ({"due_date": "31 June 2026"}, "impossible"),
        ({"due_date": "when funds allow"}, "vague"),
        ({"due_date": "31/3/27"}, "years"),
        ({"due_date": "May 2026 (review May 2027)"}, "review"),
        ({"owner": ""}, "owner_given"),
        ({"owner": "TBC"}, "owner_open"),
        ({"owner": "All staff"}, "not_everyone"),
        ({"success_measure": ""}, "outcome_given"),
        ({"action": ""}, "empty_action"),
        ({"due_date": ""}, "date_given"),
    ],
)
def test_each_thing_has_its_sentence_and_its_place(change: dict[str, str], name: str) -> None:
    found = {one.name: one for one in advice(text_plan(row(**change), OTHER)).advice}
    assert name in found
    assert [place.reference for place in found[name].places] == ["1"]
    assert found[name].sentence.endswith(".")


def test_a_clear_plan_needs_nothing() -> None:
    for data in (text_plan(ROW, OTHER), filled_word(), filled_sheet()):
        found = advice(data)
        assert found.advice == ()
        assert "Each action says who does it." in found.good


def test_a_column_that_is_missing_is_said_once() -> None:
    head = ("Ref", "Action", "Due date")
    rows = [("1", "Publish the pay gap report", "31 March 2027"), ("2", "Add captions to every film", "1 May 2026")]
    names = [one.name for one in advice(text_plan(*rows, head=head)).advice]
    assert "owner_column" in names and "owner_given" not in names


def test_overdue_is_reckoned_from_a_day_that_is_given() -> None:
    data = text_plan(ROW, OTHER)
    assert [one.name for one in advice(data, date(2028, 1, 1)).advice] == ["not_overdue"]


def test_a_title_without_years_and_a_table_without_marked_header_are_told() -> None:
    document = word_document()
    document.add_heading("Ashcombe and Thornley Borough Council Equality Action Plan", 1)
    table = document.add_table(rows=0, cols=len(HEAD))
    for cells in (HEAD, ROW, OTHER):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    assert [one.name for one in advice(content.getvalue()).advice] == ["no_header", "no_period"]


def test_every_flag_with_a_sentence_is_in_the_codelists_and_has_one() -> None:
    codes = advice_codes()
    assert len(codes) == len(set(codes))
    assert all(flag(code) for code in codes)
    assert codelists()


def test_the_command_prints_for_a_person_or_a_program(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(text_plan(row(due_date="Q3 2026"), OTHER))
    with redirect_stdout(io.StringIO()) as printed:
        assert check_draft(draft, None, jsonl=False) == 0
    assert "2 actions" in printed.getvalue() and "1, “Q3 2026”" in printed.getvalue()
    with redirect_stdout(io.StringIO()) as printed:
        assert check_draft(draft, None, jsonl=True) == 0
    assert json.loads(printed.getvalue().splitlines()[0])["name"] == "two_readings"


def test_what_is_no_plan_is_said_to_be_none(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(b"No table here.\n")
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as told:
        assert check_draft(draft, None, jsonl=False) == 1
        assert check_draft(tmp_path / "gone.docx", None, jsonl=False) == 2
    assert "cannot be opened" in told.getvalue()


@pytest.mark.parametrize("make", [word_template, sheet_template])
def test_a_template_that_nobody_filled_in_is_told_so(make: Callable[[Wording], bytes]) -> None:
    names = [one.name for one in advice(make(template_wording(None, None, None))).advice]
    assert "no_rows" in names and "no_table" not in names


@pytest.mark.parametrize(
    "head",
    [("Action taken", "Present", "Apologies"), ("Action", "Votes for", "Votes against"), ("Ref", "Owner", "Cost")],
)
def test_other_headings_without_rows_are_no_template(head: tuple[str, ...]) -> None:
    names = [one.name for one in advice(text_plan(("", *head), head=head)).advice]
    assert "no_rows" not in names


def test_headings_over_rows_that_are_no_actions_are_no_template() -> None:
    note = ("", "", "This table is filled in once the cabinet has met.", "", "", "")
    assert "no_rows" not in [one.name for one in advice(text_plan(note)).advice]
