"""Tables that hold no action give none, and plans that look like them keep theirs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.document import Block, Cell, Document, Heading, Table, count_words
from pipeline.read.reading import read_document
from tests.builders.tables import X, document, table

CASES = Path(__file__).resolve().parents[1] / "cases"


def tables_of(name: str) -> list[Any]:
    entries = tomllib.loads((CASES / f"no_plan_{name}.toml").read_text("utf-8"))["table"]
    return [
        pytest.param(
            entry,
            id=entry["name"],
            marks=[pytest.mark.xfail(strict=True)] if entry.get("known_failure") else [],
        )
        for entry in entries
    ]


def document_of(entry: dict[str, Any]) -> Document:
    lines = [[cell.strip() for cell in line.split("|")] for line in entry["rows"].strip().split("\n")]
    cells = tuple(Cell(r, c, text, bold=r == 1) for r, line in enumerate(lines, 1) for c, text in enumerate(line, 1))
    words = count_words(cell.text for cell in cells)
    table = Table(1, len(lines), max(map(len, lines)), cells, words, route="word")
    title: list[Block] = [Heading(entry["title"], 1)] if "title" in entry else []
    return Document("application/pdf", (*title, table))


@pytest.mark.parametrize("entry", [*tables_of("rules"), *tables_of("judging")])
def test_a_table_that_is_no_plan_gives_no_action(entry: dict[str, Any]) -> None:
    assert [action.texts for action in read_document(document_of(entry)).actions] == []


@pytest.mark.parametrize("entry", tables_of("lookalikes"))
def test_a_plan_that_looks_like_another_table_keeps_its_actions(entry: dict[str, Any]) -> None:
    reading = read_document(document_of(entry))
    assert len(reading.actions) == entry["actions"]
    assert all(action.texts.get("action", "").strip() for action in reading.actions)


def test_grades_stand_below_headings_and_are_none() -> None:
    head = [X(text, bold=True) for text in ("Module", "Our self-assessment", "Assessors' view")]
    grades = [
        ("Understanding and working with your communities", "Achieving", "Achieving"),
        ("Leadership and organisational commitment", "Excellent", "Achieving"),
        ("Responsive services and customer care", "Achieving", "Achieving"),
        ("Diverse and engaged workforce", "Achieving", "Developing"),
    ]
    rows = []
    for at, (name, *given) in enumerate(grades):
        fill = None if at % 2 else "#d3dfee"
        rows.append([X(name, bold=True, fill=fill), *(X(grade, fill=fill) for grade in given)])
    found = read_document(document("# Improvement plan", "# Annex: assessment by module", table([head, *rows])))
    assert not found.actions


@pytest.mark.parametrize("heading", ["Appendix A: The nine categories", "Annex 2 - Categories"])
def test_what_is_appended_orders_nothing(heading: str) -> None:
    groups = [
        ["Category", "Main groups"],
        ["Religious belief", "Protestants; Catholics; people of other belief; people of none"],
        ["Age", "Children; people of working age; older people"],
        ["Disability", "People with a physical, sensory or learning disability"],
        ["Dependants", "People who care for a child, an older person or a disabled person"],
    ]
    assert not read_document(document("# Equality action plan", f"# {heading}", table(groups))).actions


def test_those_who_get_reports_are_no_actions() -> None:
    reports = [
        ["Report", "Goes to", "Month"],
        ["Annual progress report", "Equality Commission", "August"],
        ["Screening report", "Consultees", "January, April, July, October"],
        ["Mid-point review", "Corporate Services Committee", "March 2031"],
    ]
    assert not read_document(document("# Equality action plan", "# How we report", table(reports))).actions
