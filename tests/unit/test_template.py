"""The template is made, filled in and read: every value comes back, and nothing is in doubt."""

from __future__ import annotations

import hashlib
import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.cli.template_command import write_template
from pipeline.normalise.timescale import read_status
from pipeline.plan import read_plan
from pipeline.publish.sheet_template import sheet_template
from pipeline.publish.word_template import word_template
from pipeline.publish.wording import template_wording
from pipeline.settings import Settings
from schema.checks import find_doubts, find_faults
from schema.rows import PlanRows

WORDING = template_wording("Exampleshire Council", date(2026, 4, 1), date(2030, 3, 31))
OBJECTIVES = ("Objective 1: People know what we do", "Objective 2: Our workforce looks like our residents")
ROWS = (
    ("1.1", "Publish the pay gap report in plain English", "Report on the website; 500 readers, 120 today",
     "Head of Human Resources", date(2027, 3, 31), "Not started", ""),
    ("1.2", "Add captions to every film of a council meeting", "All 40 films captioned, a third today",
     "Communications Manager", date(2026, 9, 30), "In progress", "Half of the films have captions."),
    ("1.3", "Ask residents with a learning disability to test our forms", "20 people took part",
     "Customer Services Manager", date(2026, 12, 1), "Complete", "22 people tested nine forms."),
    ("2.1", "Offer a guaranteed interview to care leavers", "10 care leavers interviewed in a year",
     "Recruitment Manager", date(2028, 6, 30), "On hold", "Waiting for the new recruitment system."),
    ("2.2", "Open a mentoring scheme for disabled staff", "15 pairs of mentor and mentee",
     "Learning and Development Manager", date(2026, 10, 15), "Cancelled", "Joined with action 1.2 of the people plan."),
)  # fmt: skip
NOT_OF_THE_PLAN = {"eflg_module", "eflg_theme"}  # places in a framework, judged from the words of the action
STATES = ["not_started", "in_progress", "complete", "on_hold", "cancelled"]


def read(data: bytes, name: str) -> PlanRows:
    return read_plan(Path(name), name, data, Settings())


def filled_word() -> bytes:
    """The template as a person fills it in with Word: text typed, a date and a status chosen."""
    document: Any = Document(io.BytesIO(word_template(WORDING)))
    second = _another_table(document)
    document.paragraphs[1].text = OBJECTIVES[0]
    for table, wanted in ((document.tables[0], ROWS[:3]), (second, ROWS[3:])):
        for cells, values in zip(table.rows[1:], wanted, strict=False):
            for cell, value in zip(cells.cells, values, strict=True):
                _choose(cell, f"{value.day} {value:%B %Y}" if isinstance(value, date) else value)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _another_table(document: Any) -> Any:
    from copy import deepcopy

    from docx.table import Table

    heading, table = document.paragraphs[1]._p, document.tables[0]._tbl
    copies = deepcopy(heading), deepcopy(table)
    table.addnext(copies[0])
    copies[0].addnext(copies[1])
    document.paragraphs[2].text = OBJECTIVES[1]
    return Table(copies[1], document)


def _choose(cell: Any, text: str) -> None:
    control = cell._tc.find(f".//{qn('w:sdt')}")
    if control is None:
        cell.paragraphs[0].add_run(text)
        return
    properties = control.find(qn("w:sdtPr"))
    properties.remove(properties.find(qn("w:showingPlcHdr")))
    run = control.find(f".//{qn('w:r')}")
    run.remove(run.find(qn("w:rPr")))
    run.find(qn("w:t")).text = text


def filled_sheet() -> bytes:
    book = load_workbook(io.BytesIO(sheet_template(WORDING)))
    sheet = book["Actions"]
    for number, (reference, *values) in enumerate(ROWS, 4):
        objective = OBJECTIVES[int(reference[0]) - 1]
        for column, value in enumerate((reference, objective, *values), 1):
            sheet.cell(number, column).value = value or None
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_is_filled_in_is_read_without_one_doubt(kind: str) -> None:
    rows = read(filled_word() if kind == "docx" else filled_sheet(), f"plan.{kind}")
    document = rows.document
    assert (document.status, document.title) == ("ok", WORDING.title)
    assert document.words_in_tables == document.words_carried > 0
    assert (document.period_start, document.period_end) == (date(2026, 4, 1), date(2030, 3, 31))
    assert [
        (one.reference, one.action, one.outcome, one.owner_text, one.due, one.status_text, one.progress or "")
        for one in rows.actions
    ] == list(ROWS)
    assert [one.state for one in rows.actions] == STATES
    assert [[owner.name for owner in one.owners] for one in rows.actions] == [[row[3]] for row in ROWS]
    assert [one.objective or one.theme for one in rows.actions] == [OBJECTIVES[0]] * 3 + [OBJECTIVES[1]] * 2
    assert {doubt.field for one in rows.actions for doubt in one.doubts} <= NOT_OF_THE_PLAN
    flags = {flag for one in rows.actions for flag in one.flags if not flag.startswith("eflg_")}
    assert flags == {"on_hold", "cancelled"}
    assert [one.extras for one in rows.actions] == [()] * len(ROWS)
    assert (find_faults(rows), list(find_doubts(rows))) == ([], [])
    assert [issue.code for issue in rows.issues] == ["council_not_in_register", "council_from_text"]  # it is made up


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_empty_template_holds_no_action(kind: str) -> None:
    make = word_template if kind == "docx" else sheet_template
    assert read(make(template_wording(None, None, None)), f"plan.{kind}").actions == ()


def test_every_status_of_the_list_is_a_state() -> None:
    assert [read_status(text).state for text in WORDING.statuses] == STATES


def test_the_word_template_is_accessible() -> None:
    document: Any = Document(io.BytesIO(word_template(WORDING)))
    assert [paragraph.style.name for paragraph in document.paragraphs if "Heading" in paragraph.style.name] == [
        "Heading 1",
        "Heading 2",
        "Heading 2",
    ]
    (table,) = document.tables
    header, *others = table._tbl.tr_lst
    assert header.find(f".//{qn('w:tblHeader')}") is not None
    assert not any(row.find(f".//{qn('w:tblHeader')}") is not None for row in others)
    assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None
    assert not table._tbl.xpath(".//w:vMerge | .//w:gridSpan")
    assert document.core_properties.title == WORDING.title
    assert document.styles["Normal"].element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_a_template_is_not_written_over_a_plan(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as told:
        assert write_template("docx", file, None, (None, None), force=False) == 0
        first = hashlib.sha256(file.read_bytes()).hexdigest()
        assert write_template("docx", file, "Other Council", (None, None), force=False) == 2
        assert hashlib.sha256(file.read_bytes()).hexdigest() == first
        assert write_template("docx", file, "Other Council", (None, None), force=True) == 0
    assert "is there already" in told.getvalue()


def test_what_nobody_chose_is_no_value() -> None:
    document: Any = Document(io.BytesIO(word_template(WORDING)))
    cells = document.tables[0].rows[1].cells
    for cell, text in ((cells[1], "Publish the pay gap report"), (cells[3], "Head of Human Resources")):
        cell.paragraphs[0].add_run(text)
    content = io.BytesIO()
    document.save(content)
    (action,) = read(content.getvalue(), "plan.docx").actions
    assert (action.owner_text, action.timescale_text, action.status_text) == ("Head of Human Resources", None, None)


def test_a_period_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    asked = ["template", "--out", str(tmp_path / "a.docx"), "--start", "2030-04-01", "--end", "2026-03-31"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert "first day comes after its last" in result.output
    assert not list(tmp_path.iterdir())
