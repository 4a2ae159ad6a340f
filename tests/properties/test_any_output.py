"""Properties of all that is given out: any text of a plan comes out as that text, in CSV, XLSX, terminal and report."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.cli.explain_command import explain_action
from pipeline.report.write import write_report
from pipeline.store.csv_text import without_controls
from pipeline.store.spreadsheet import ActionsCsv, PlansXlsx
from schema.arrow import to_arrow
from schema.rows import ActionRow, CellRow, DocumentRow, IssueRow, OwnerRow, OwnerValue, Row

PIECES = (
    "<script>", "</script>", "<!--", "-->", "]]>", "&", "&amp;", "&#60;", '"', "'", "`", "=1+1", "+cmd", "-1",
    "@SUM(A1)", "\x1b[31m", "\x1b]0;x\x07", "\x9b31m", "\u202e", "\u2028", "{{7*7}}", "${x}",
    "'; drop table actions; --", "../../x", "javascript:alert(1)", "\x00", "\r\n", "\t", "\x7f",
    " onerror=alert(1) ", "[red]", "%s%n", "\\", "_x0041_",
)  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), min_size=1, max_size=5).map("".join)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
SOME = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows_with(texts: Sequence[str]) -> dict[str, list[Row]]:
    """A plan in which everything that may come from a document is one of the texts."""
    texts = [texts[at % len(texts)] for at in range(8)]
    council, title, theme, text, owner, header, timescale, name = texts
    action = ActionRow(
        action_id="d-1", document_id="d", council=council, plan_title=title, position=1, theme=theme, objective=name,
        reference=header, action=text, outcome=theme, progress=title, owner_text=owner, timescale_text=timescale,
        status_text=text, owners=(OwnerValue(mention=owner, name=owner, kind="role", function="hr", seniority="head"),),
        extras=((header, text),), due=date(2025, 6, 30), page=1, table=1, row=2,
    )  # fmt: skip
    document = DocumentRow(
        document_id="d", plan_id="d", source=name, council=council, title=title, status="ok", actions=1, producer=text,
        words_in_tables=1, words_carried=1, tables=1, media_type="application/pdf",
    )  # fmt: skip
    unread = DocumentRow(document_id="e", source=text, council=owner, status="damaged", error=theme)
    cell = CellRow(document_id="d", page=1, table=1, row=2, column=1, text=text, role="action", action_id="d-1")
    issue = IssueRow(document_id="d", action_id="d-1", code="low_confidence", verbatim=text, message=header)
    owners = OwnerRow(council=council, name=owner, mentions=(owner, text), actions=1)
    return {
        "documents": [document, unread], "actions": [action], "cells": [cell], "issues": [issue], "owners": [owners],
        "changes": [],
    }  # fmt: skip


def write_tables(out: Path, texts: Sequence[str]) -> None:
    for name, rows in rows_with(texts).items():
        table = to_arrow(name, rows)
        table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"generation": b"1"})
        pq.write_table(table, out / f"{name}.parquet")


@SOME
@given(TEXT)
@example("\n=1+1")
@example("\uff1d1+1")
def test_any_text_comes_back_from_csv_and_is_no_formula(tmp_path: Path, text: str) -> None:
    sheet = ActionsCsv(tmp_path / "a.csv")
    sheet.write("actions", rows_with([text])["actions"])
    sheet.close()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    shown, sign = without_controls(text), "'" if text.startswith(FORMULA) else ""
    assert row["action"] == sign + shown
    assert row["extras"] == sign + f"{shown}: {shown}"
    assert not any(value.startswith(FORMULA) for value in row.values())


@SOME
@given(TEXT)
@example("\n=1+1")
@example("_x0041_")
@example("\r\n")
def test_any_text_comes_back_from_a_workbook_as_text(tmp_path: Path, text: str) -> None:
    sheet = PlansXlsx(tmp_path / "a.xlsx")
    sheet.write("actions", rows_with([text])["actions"])
    sheet.close()
    held = openpyxl.load_workbook(tmp_path / "a.xlsx")["actions"]
    names = [cell.value for cell in held[1]]
    cell = held.cell(2, names.index("action") + 1)
    assert cell.data_type in ("s", "inlineStr")
    # an XML reader may give a line's end as one character; whether it is written out depends on the XML library
    assert _one_line_end(cell.value or "") == _one_line_end(NOT_XML.sub("", text))
    assert bool(cell.quotePrefix) == NOT_XML.sub("", text).startswith(FORMULA)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@SOME
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_any_text_is_shown_on_a_terminal_and_steers_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: list[str]
) -> None:
    write_tables(tmp_path, texts)
    capsys.readouterr()
    assert explain_action("d-1", tmp_path) == 0
    shown = capsys.readouterr().out
    assert not STEERS.search(shown)
    for text in texts[:8]:
        for word in STEERS.sub(" ", text).split():
            assert word in shown


class Shape(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: set[tuple[str, str]] = set()
        self.scripts: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements |= {(tag, name) for name, _ in attrs} | {(tag, "")}
        told = dict(attrs)
        if tag == "script" and told.get("type") != "application/json":
            self.scripts.append(told.get("src") or "in the page")
        for name in ("href", "src"):
            assert not re.match(r"\s*[a-z]+:", told.get(name) or "", re.IGNORECASE), told

    def handle_comment(self, data: str) -> None:
        self.elements.add(("comment", data))


def shapes(report: Path) -> dict[str, Shape]:
    return {path.parent.name + "/" + path.name: Shape(path) for path in report.rglob("*.html")}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shape]:
    """What the pages hold where every text is plain."""
    out = tmp_path_factory.mktemp("plain")
    write_tables(out, ["plain words", "other plain words"])
    return shapes(write_report(out, today=date(2025, 2, 1)).parent)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXT, min_size=8, max_size=8, unique=True))
@example(
    [
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<!--",
        "]]>",
        "{{7*7}}",
        "\x00",
        "&lt;",
        "' x='",
    ]
)
def test_any_text_is_text_in_every_page_of_the_report(
    tmp_path_factory: pytest.TempPathFactory, plain: dict[str, Shape], texts: list[str]
) -> None:
    out = tmp_path_factory.mktemp("any")
    write_tables(out, texts)
    report = write_report(out, today=date(2025, 2, 1)).parent
    known = set().union(*(shape.elements for shape in plain.values()))
    scripts = {
        script.rpartition("/")[2] for shape in plain.values() for script in shape.scripts if "data/" not in script
    }
    for name, shape in shapes(report).items():
        assert shape.elements <= known, name
        assert {s.rpartition("/")[2] for s in shape.scripts if "data/" not in s} <= scripts, name
    for path in report.rglob("*"):
        assert re.fullmatch(r"[a-zA-Z0-9._-]+", path.name), path.name
    data = [path.read_text("ascii") for path in (report / "data").glob("council-*.js")]
    assert not any(re.search("[<>&]", content) for content in data)
    held = [json.loads(c[c.index("{") : c.rindex("}") + 1])["actions"] for c in data]
    assert texts[3] in [action["action"] for actions in held for action in actions]
