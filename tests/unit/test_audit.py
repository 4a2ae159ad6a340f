"""The second reader: fine tables pass, and a table broken on purpose is seen, whatever was done to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.audit.audit import audit_documents, audit_tables, find_source
from pipeline.audit.same_words import Match, core, match_words
from pipeline.batch.run import RunOptions, run
from pipeline.cli.app import app
from pipeline.cli.audit_command import run_audit
from tests.builders.bad_files import encrypted_pdf, good_docx, good_pdf
from tests.builders.word_xml import cell, docx, level, numbered, numbering, para, row, table, texts

TEXT = (
    "Plan\n\nRef\tAction\tOwner\tTimescale\n"
    "1\tPublish the pay gap\tHead of HR\tMarch 2024\n"
    "2\tTrain staff\tHR team\tQ1 2024/25\n"
)
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder that was read and the folder of its tables."""
    folder = tmp_path_factory.mktemp("audit")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(good_pdf())
    (raw / "b.docx").write_bytes(good_docx())
    (raw / "c.txt").write_text(TEXT, "utf-8")
    listed = table(texts("Aim", "Action"), row(cell(numbered("first", 1)), cell(numbered("do it", 1))))
    listed = docx(listed, numbering=numbering({1: level(0, "Aim %1:")}))
    (raw / "d.docx").write_bytes(listed)
    (raw / "locked.pdf").write_bytes(encrypted_pdf().data)
    (raw / "empty.pdf").write_bytes(b"")
    run(RunOptions((raw,), folder / "out", jobs=1))
    return raw, folder / "out"


def test_actions_in_labelled_lines_and_blank_rows_of_a_sheet_are_no_findings(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    lines = ("Action: Train the wardens", "Lead: Parks Team", "Timescale: March 2027", "Outcome: Safer parks")
    (tmp_path / "raw" / "lines.docx").write_bytes(docx("".join(para(text=line) for line in lines)))
    book = openpyxl.Workbook()
    for cells in (["Action", "Lead"], ["Train the wardens", "Parks Team"], [], ["Open the hall", "Arts Team"]):
        book.active.append(cells)
    book.save(tmp_path / "raw" / "book.xlsx")
    run(RunOptions((tmp_path / "raw",), tmp_path / "out", jobs=1))
    audits = audit_documents(tmp_path / "out", [tmp_path / "raw"])
    assert [(audit.status, audit.findings) for audit in audits] == [("ok", ()), ("ok", ())]


PAGE = (
    "<html><body><table><tr><td>Our plan for the coming years</td></tr></table>"
    "<table><tr><th>Ref</th><th>Action</th><th>Owner</th></tr>"
    "<tr><td>1</td><td>Train the <b>ward</b>ens<ul><li>in spring</li></ul></td><td>Parks Team</td></tr>"
    "<tr><td>2</td><td>Open the hall <img alt='soon' src='a.png'></td><td>Arts Team</td></tr></table></body></html>"
)


def book(path: Path) -> None:
    """A workbook with a title, a hidden sheet that says nearly the same, and a hidden row."""
    made = openpyxl.Workbook()
    rows = [
        ["Our plan"],
        ["Action", "Lead", "Due"],
        ["Train the wardens", "Parks Team", 2031],
        ["Open the hall", "Arts Team", 2032],
    ]
    for cells in (*rows, ["An old action", "Nobody", 2029]):
        made.active.append(cells)
    made.active.row_dimensions[5].hidden = True
    old = made.create_sheet("Old")
    for cells in (*rows[1:], ["Close the hall", "Arts Team", 2028]):
        old.append(cells)
    old.sheet_state = "hidden"
    made.save(path)


@pytest.mark.parametrize("name", ["page.html", "book.xlsx"])
def test_web_pages_and_workbooks_are_read_a_second_time(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    if name == "page.html":
        (tmp_path / "raw" / name).write_text(PAGE, "utf-8")
    else:
        book(tmp_path / "raw" / name)
    run(RunOptions((tmp_path / "raw",), tmp_path / "out", jobs=1))
    (audit,) = audit_documents(tmp_path / "out", [tmp_path / "raw"])
    assert (audit.findings, audit.share) == ((), 1.0)

    def lose(rows: Rows) -> None:
        rows[:] = [row for row in rows if "Parks" not in row["text"]]

    change(tmp_path / "out", "cells", lose)
    assert "2 words of its tables are in no cell: Parks, Team" in findings(tmp_path / "raw", tmp_path / "out")


@pytest.mark.parametrize(
    "cell",
    ["Answer in <5 days", "Answer in <5 days>", "<Name to follow>", "Score <3 and >1", "<b>Train</b> the wardens",
     "See <a href='x'>our page</a>", "<TBC> and <o:p>more</o:p>", "x<y>z"],
)  # fmt: skip
def test_words_in_angle_brackets_are_words_unless_a_converter_left_them(cell: str, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    plan = f"Plan\n\nAction\tLead\tDue\nOpen the hall\tArts Team\tMay 2027\n{cell}\tParks Team\tMarch 2027\n"
    (tmp_path / "raw" / "plan.txt").write_text(plan, "utf-8")
    run(RunOptions((tmp_path / "raw",), tmp_path / "out", jobs=1))
    assert [audit.findings for audit in audit_documents(tmp_path / "out", [tmp_path / "raw"])] == [()]


def test_words_of_a_frame_around_tables_are_near_them(tmp_path: Path) -> None:
    inner = table(texts("Action", "Lead"), texts("Train the wardens", "Parks Team"))
    (tmp_path / "raw").mkdir()
    frame = table(row(cell(para(text="For residents of the park") + inner + para(text="Seen yearly"))))
    (tmp_path / "raw" / "framed.docx").write_bytes(docx(frame))
    run(RunOptions((tmp_path / "raw",), tmp_path / "out", jobs=1))
    (audit,) = audit_documents(tmp_path / "out", [tmp_path / "raw"])
    assert audit.findings == ()
    assert audit.outside == ("For", "residents", "of", "the", "park", "Seen", "yearly")


def test_words_near_a_table_in_no_cell_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.pdf").write_bytes(good_pdf())
    run(RunOptions((tmp_path / "raw",), tmp_path / "out", jobs=1))
    change(tmp_path / "out", "documents", lambda rows: rows[0].update(words_near_tables=7))
    assert "plan.pdf has 7 words near its tables in no cell" in findings(tmp_path / "raw", tmp_path / "out")


def copy_of(out: Path, to: Path) -> Path:
    to.mkdir()
    for path in out.iterdir():
        if path.is_file():
            (to / path.name).write_bytes(path.read_bytes())
    return to


def change(out: Path, name: str, how: Callable[[Rows], Any]) -> None:
    """Change the rows of a table as a fault of a program might."""
    path = out / f"{name}.parquet"
    held = pq.read_table(path)
    rows = held.to_pylist()
    how(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=held.schema), path)


def findings(raw: Path, out: Path) -> str:
    return "\n".join(finding for audit in audit_documents(out, [raw]) for finding in audit.findings)


def test_tables_that_are_right_pass(read: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    raw, out = read
    assert audit_tables(out) == []
    assert findings(raw, out) == ""
    assert run_audit(out, [raw], []) == 0
    told = capsys.readouterr().out
    assert "a.pdf: 100.00%" in told
    assert "Nothing was found." in told


def test_every_word_of_every_readable_source_is_read_again(read: tuple[Path, Path]) -> None:
    raw, out = read
    audits = {audit.source: audit for audit in audit_documents(out, [raw])}
    assert {source for source, audit in audits.items() if audit.share == 1.0} == {"a.pdf", "b.docx", "c.txt", "d.docx"}
    assert audits["locked.pdf"].status == "encrypted"
    assert all(audit.words for audit in audits.values() if audit.status == "ok")


def drop_a_cell(rows: Rows) -> None:
    del rows[5]


def lose_a_word(rows: Rows) -> None:
    rows[5]["text"] = rows[5]["text"].rsplit(" ", 1)[0]


def add_a_word(rows: Rows) -> None:
    rows[5]["text"] += " invented"


def say_it_twice(rows: Rows) -> None:
    rows.insert(6, {**rows[5], "row": 0, "column": 0})


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (drop_a_cell, "in no cell: Publish, equality, report, the"),
        (lose_a_word, "in no cell: report"),
        (add_a_word, "not in the source: invented"),
        (say_it_twice, "not in the source: Publish, equality, report, the"),
    ],
)
def test_a_table_broken_on_purpose_is_seen(
    how: Callable[[Rows], None], told: str, read: tuple[Path, Path], tmp_path: Path
) -> None:
    raw, out = read
    out = copy_of(out, tmp_path / "out")
    change(out, "cells", how)
    assert told in findings(raw, out)
    assert audit_tables(out) == ["cells.parquet: is not the file that datapackage.json describes"]
    assert run_audit(out, [raw], []) == 1


@pytest.mark.parametrize(
    ("name", "how", "told"),
    [
        ("actions", lambda rows: rows[0].update(rag="mauve"), "'mauve' stands in no codelist"),
        ("actions", lambda rows: rows[0]["owners"][0].update(kind="wizard"), "'wizard' stands in no codelist"),
        ("actions", lambda rows: rows[0]["owners"][0].update(name="Nobody"), "not among the owners"),
        ("actions", lambda rows: rows[1].update(action_id=rows[0]["action_id"]), "stands twice"),
        ("actions", lambda rows: rows[0].update(start=rows[0]["due"].replace(year=2099)), "after it is due"),
        ("actions", lambda rows: rows[0].update(due=rows[0]["due"].replace(year=2099)), "not those of its periods"),
        ("actions", lambda rows: rows[0].update(outcome="Something unheard"), "no cell of its document has"),
        ("actions", lambda rows: rows[0].update(position=7), "do not run 1, 2, 3"),
        ("actions", lambda rows: rows.pop(), "tells of"),
        ("cells", lambda rows: rows[0].update(column_span=2), "covers a place that another cell has"),
        ("cells", lambda rows: rows[0].update(row_span=0), "that cannot be"),
        ("cells", lambda rows: rows[0].update(action_id="x"), "is of no action"),
        ("documents", lambda rows: rows[0].update(words_carried=1), "words in tables and 1 carried"),
        ("owners", lambda rows: rows.append(rows[0]), "stands 2 times"),
        ("owners", lambda rows: rows.clear(), "not among the owners"),
    ],
)  # fmt: skip
def test_a_promise_that_is_broken_is_seen(
    name: str, how: Callable[[Rows], Any], told: str, read: tuple[Path, Path], tmp_path: Path
) -> None:
    raw, out = read
    out = copy_of(out, tmp_path / "out")
    change(out, name, how)
    assert told in findings(raw, out)


def test_columns_of_another_type_are_seen(read: tuple[Path, Path], tmp_path: Path) -> None:
    out = copy_of(read[1], tmp_path / "out")
    path = out / "owners.parquet"
    held = pq.read_table(path)
    at = held.schema.get_field_index("actions")
    pq.write_table(held.set_column(at, "actions", held["actions"].cast(pa.int64())), path)
    assert "owners.actions: is int64, expected int32" in audit_tables(out)
    pq.write_table(held.drop_columns(["actions"]), path)
    assert run_audit(out, [read[0]], []) == 1


def test_a_source_that_changed_or_went_away_is_a_finding(read: tuple[Path, Path], tmp_path: Path) -> None:
    raw, out = read
    other = copy_of(raw, tmp_path / "raw")
    (other / "a.pdf").write_bytes(good_pdf() + b"\n")
    (other / "b.docx").unlink()
    told = findings(other, out)
    assert "its bytes have changed" in told
    assert "name them with --plans" in told


def test_wrong_use_is_said(read: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_audit(tmp_path, [read[0]], []) == 2
    assert run_audit(read[1], [tmp_path / "nowhere"], []) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--plans", "--sources"])
def test_what_was_read_is_named_as_for_the_report_or_as_before(
    option: str, read: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.memory.limit_memory", lambda limit: None)  # the tests after this need theirs
    done = CliRunner().invoke(app, ["audit", str(read[1]), option, str(tmp_path / "gone")])
    assert done.exit_code == 2
    assert "gone" in done.output


def test_a_source_is_looked_for_inside_its_root_alone(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    assert find_source("../secret.txt", [root]) is None
    assert find_source(str(tmp_path / "secret.txt"), [root]) is None
    assert find_source("\0", [root]) is None


def test_jsonl_gives_one_object_a_document(read: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    run_audit(read[1], [read[0]], [], jsonl=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["source"]: line["share"] for line in lines}["a.pdf"] == 1.0


@pytest.mark.parametrize(
    ("source", "cells", "match"),
    [
        ("self- assessment", "self-assessment", Match(2, (), ())),
        ("selfassessment", "self assessment", Match(1, (), ())),
        ("a b ab", "ab ab", Match(3, (), ())),
        ("in to", "into to", Match(2, ("in",), ("into",))),
        ("✓ done", "• done", Match(2, (), ())),
        ("", "x", Match(0, (), ("x",))),
    ],
)
def test_words_cut_in_other_ways_are_the_same_words(source: str, cells: str, match: Match) -> None:
    assert match_words(source.split(), cells.split()) == match


@given(st.lists(st.text("abc-", min_size=1, max_size=6)), st.randoms(use_true_random=False))
def test_the_order_of_words_changes_nothing(words: list[str], chance: Any) -> None:
    shuffled = list(words)
    chance.shuffle(shuffled)
    assert match_words(words, shuffled) == Match(len(words), (), ())


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6)), st.text("xyz", min_size=1))
def test_a_word_too_many_or_too_few_is_always_found(words: list[str], odd: str) -> None:
    assert match_words(words, [*words, odd]).added == (core(odd),)
    assert match_words([*words, odd], words).lost == (core(odd),)
