"""The one list of fields, and what is made from it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.arrow import arrow_schema, check_row_types, from_arrow, to_arrow
from schema.checks import find_doubts, find_faults, find_unknown_codes
from schema.codelists import Codelist, CodelistError, Flag, codelists, flag, flags, parse_codelists
from schema.datapackage import Written, datapackage
from schema.dictionary import dictionary_text
from schema.fields import ACTIONS, TABLES, table_fields
from schema.rows import ActionRow, CellRow, DocumentRow, IssueRow, OwnerRow, OwnerValue, PeriodValue, PlanRows

ROOT = Path(__file__).resolve().parents[2]
PERIOD = PeriodValue(
    text="March 2025", start=date(2025, 3, 1), end=date(2025, 3, 31), precision="month", edtf="2025-03"
)
OWNER = OwnerValue(mention="Head of HR", name="Head of Human Resources", kind="role", score=0.9)
ACTION = ActionRow(
    action_id="d-1",
    document_id="d",
    action="Publish the pay gap",
    owner_text="Head of HR",
    owners=(OWNER,),
    timescale_text="March 2025",
    periods=(PERIOD,),
    start=PERIOD.start,
    due=PERIOD.end,
    extras=(("Cost", "£5k"), ("Link", "")),
    characteristics=("sex",),
)
CELL = CellRow(document_id="d", table=1, row=2, column=1, text="Publish", bbox=(1.0, 2.0, 3.5, 4.0), action_id="d-1")
ISSUE = IssueRow(document_id="d", action_id="d-1", code="low_confidence", message="No owner.")
PLAN = PlanRows(DocumentRow(document_id="d", source="a.pdf", actions=1), (ACTION,), (CELL,), (ISSUE,))


def test_row_types_and_fields_name_the_same_columns_in_the_same_order() -> None:
    assert check_row_types() == []


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("documents", PLAN.document),
        ("actions", ACTION),
        ("cells", CELL),
        ("issues", ISSUE),
        ("owners", OwnerRow(council=None, name="Head of HR", mentions=("HoHR",), actions=2)),
    ],
)
def test_a_row_survives_arrow_and_parquet(name: str, row: object, tmp_path: Path) -> None:
    pq.write_table(to_arrow(name, [row]), tmp_path / "t.parquet")  # type: ignore[list-item]
    table = pq.read_table(tmp_path / "t.parquet")
    assert list(from_arrow(name, table)) == [row]


def test_cells_with_and_without_a_place_survive_parquet(tmp_path: Path) -> None:
    rows = [CELL, replace(CELL, column=2, bbox=None), replace(CELL, column=3, fill="#ff0000")]
    pq.write_table(to_arrow("cells", rows), tmp_path / "t.parquet")
    assert list(from_arrow("cells", pq.read_table(tmp_path / "t.parquet"))) == rows


letters = st.characters(exclude_categories=["Cs"])  # what a lone surrogate becomes has a test of its own
text = st.none() | st.text(letters, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    text,
    text,
    st.dictionaries(st.text(letters, max_size=4), st.text(letters, max_size=6), max_size=3).map(
        lambda d: tuple(d.items())
    ),
)
def test_any_text_survives_arrow(action: str | None, outcome: str | None, extras: tuple[tuple[str, str], ...]) -> None:
    row = replace(ACTION, action=action, outcome=outcome, extras=extras)
    assert list(from_arrow("actions", to_arrow("actions", [row]))) == [row]


def test_a_lone_surrogate_becomes_the_replacement_mark_and_stops_nothing() -> None:
    (row,) = from_arrow("actions", to_arrow("actions", [replace(ACTION, action="a\ud800b")]))
    assert row.action == "a?b"


def test_the_contracts_columns_are_there_with_their_types() -> None:
    schema = arrow_schema("actions")
    assert schema.field("position").type == pa.int32()
    assert schema.field("due").type == pa.date32()
    assert schema.field("ongoing").type == pa.bool_()
    assert schema.field("extras").type == pa.map_(pa.string(), pa.string())
    names = [field.name for field in schema.field("owners").type.value_type]
    assert names[:6] == ["mention", "name", "kind", "function", "seniority", "relation"]
    assert {field.name for field in schema.field("periods").type.value_type} == {
        "text",
        "start",
        "end",
        "edtf",
        "precision",
    }


def test_every_column_has_its_description_in_the_metadata() -> None:
    for table in TABLES:
        for field in arrow_schema(table.name):
            assert field.metadata[b"description"].decode() == table_fields(table.name).field(field.name).about


def test_the_data_dictionary_is_current() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text("utf-8") == dictionary_text(), "run 'make dictionary'"


def test_the_dictionary_names_every_column_and_every_flag() -> None:
    page = dictionary_text()
    for table in TABLES:
        for field in table.fields:
            assert f"| `{field.name}` |" in page
    for code in flags():
        assert f"| `{code}` |" in page


def test_the_data_package_is_valid_and_names_every_table() -> None:
    frictionless = pytest.importorskip("frictionless")
    descriptor = datapackage(
        {table.name: Written(10, (f"{table.name}.parquet",), (1,), ("0" * 64,)) for table in TABLES}, "1.0.0"
    )
    json.dumps(descriptor)
    assert [resource["name"] for resource in descriptor["resources"]] == [table.name for table in TABLES]
    package = frictionless.Package.from_descriptor(descriptor)
    assert package.get_resource("actions").schema.get_field("due").type == "date"
    assert not list(frictionless.Package.metadata_validate(descriptor))


def test_the_stock_program_validates_the_tables_of_a_run(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("pandas")
    from pipeline.batch.run import RunOptions, run

    plan = Path(__file__).resolve().parents[2] / "data" / "raw" / "Ravensmoor District Council"
    run(RunOptions((plan,), tmp_path, jobs=1))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "type", "message"])[:5]


def test_every_codelist_that_a_field_names_is_there() -> None:
    named = {field.codelist for table in TABLES for outer in table.fields for field in (outer, *outer.parts)}
    assert {name for name in named if name} <= set(codelists())


def test_every_role_that_a_heading_can_have_stands_in_the_codelist() -> None:
    from pipeline.read.columns import EXTRA_ROLES

    assert set(EXTRA_ROLES) <= set(codelists()["roles"].names())


def test_every_code_has_a_meaning_and_stands_once() -> None:
    for codelist in codelists().values():
        names = codelist.names()
        assert len(set(names)) == len(names)
        assert all(code.code and code.meaning for code in codelist.codes), codelist.name


def test_flags_of_every_file_are_united_and_say_what_to_do() -> None:
    assert isinstance(flag("words_lost"), Flag)
    assert flag("words_lost").severity == "error"
    assert all(entry.message for entry in flags().values())


def literal_flags(path: Path) -> set[str]:
    """Codes that a file raises by name: `Note("code", …)`, `draft.flag("code")`, `flags.append("code")`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.endswith(("Note", ".flag", "flags.append", "_with_flag")):
            words = {
                leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
            }
            found |= {word for word in words if re.fullmatch(r"[a-z]+(_[a-z]+)+", word)}
    return found


def test_every_flag_that_the_code_raises_stands_in_the_codelist() -> None:
    raised = {
        code: path.relative_to(ROOT).as_posix()
        for package in ("extractors", "pipeline")
        for path in (ROOT / package).rglob("*.py")
        for code in literal_flags(path)
    }
    assert "row_joined_over_break" in raised
    assert not {code: path for code, path in raised.items() if code not in flags()}


def test_an_unknown_flag_says_so_and_stops_nothing() -> None:
    assert "no codelist" in flag("never_heard_of").meaning


def test_codelists_with_faults_are_refused_with_every_fault() -> None:
    twice = {"code": [{"code": "a", "meaning": "x"}, {"code": "a", "meaning": "y"}]}
    bad = {"code": [{"code": "b", "meaning": "x", "severity": "awful"}]}
    with pytest.raises(CodelistError, match="stands twice") as caught:
        parse_codelists({"rag": twice, "flags": bad})
    assert "awful" in str(caught.value)


def test_flags_given_as_tables_are_read_too() -> None:
    lists = parse_codelists({"x_flags": {"vague": {"meaning": "No bounds.", "kind": "info"}}})
    assert isinstance(lists["flags"], Codelist)
    assert lists["flags"].codes[0] == Flag("vague", "No bounds.", "info", "reader", "No bounds.")


def test_sound_rows_have_no_fault_and_no_doubt() -> None:
    assert find_faults(PLAN) == []
    assert find_doubts(PLAN) == ()
    assert find_unknown_codes(PLAN) == ()


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (replace(PLAN, actions=(replace(ACTION, position="1"),)), "actions.position: is '1'"),
        (replace(PLAN, actions=(replace(ACTION, confidence=1.5),)), "expected 0 to 1"),
        (replace(PLAN, actions=(replace(ACTION, extras=(("a", "1"), ("a", "2"))),)), "header 'a' twice"),
        (replace(PLAN, actions=(ACTION, ACTION)), "action_id d-1 stands 2 times"),
        (replace(PLAN, actions=()), "actions is 1, but there are 0"),
        (replace(PLAN, cells=(replace(CELL, row_span=0),)), "span"),
        (replace(PLAN, cells=(CELL, CELL)), "stands 2 times"),
        (replace(PLAN, cells=(replace(CELL, action_id="x"),)), "action_id x is of no action"),
        (replace(PLAN, issues=(replace(ISSUE, document_id="e"),)), "is of document e, expected d"),
        (replace(PLAN, document=replace(PLAN.document, source=None)), "documents.source: is missing"),
    ],
)
def test_a_fault_of_ours_is_listed(plan: PlanRows, told: str) -> None:
    assert any(told in fault for fault in find_faults(plan)), find_faults(plan)


def codes(plan: PlanRows) -> set[str]:
    return {issue.code for issue in find_doubts(plan)}


def test_an_end_before_its_start_is_an_issue() -> None:
    assert codes(replace(PLAN, actions=(replace(ACTION, start=date(2026, 1, 1)),))) == {"due_before_start"}


def test_an_owner_whose_words_are_not_printed_is_an_issue() -> None:
    assert codes(replace(PLAN, actions=(replace(ACTION, owners=(replace(OWNER, mention="Chief"),)),))) == {
        "mention_not_in_text"
    }


def test_an_owner_before_the_mark_of_a_note_is_printed() -> None:
    action = replace(ACTION, owner_text="Head of Estates2", owners=(replace(OWNER, mention="Head of Estates"),))
    assert "mention_not_in_text" not in codes(replace(PLAN, actions=(action,)))


def test_words_lost_are_an_issue_with_both_counts() -> None:
    (issue,) = find_doubts(replace(PLAN, document=replace(PLAN.document, words_in_tables=9, words_carried=7)))
    assert issue.code == "words_lost"
    assert "9" in issue.message
    assert "7" in issue.message


def test_a_code_outside_its_codelist_is_an_issue_and_the_row_stands() -> None:
    plan = replace(PLAN, actions=(replace(ACTION, rag="purple", flags=("never_heard_of",)),))
    assert find_faults(plan) == []
    told = " ".join(issue.message for issue in find_unknown_codes(plan))
    assert "purple" in told
    assert "never_heard_of" in told


def test_every_column_of_actions_can_be_given_by_keyword_alone() -> None:
    assert [field.name for field in fields(ActionRow(action_id="a", document_id="d"))] == [
        f.name for f in ACTIONS.fields
    ]


def test_arrow_is_given_rows_without_pandas_which_can_still_be_asked_for() -> None:
    script = """
import sys
from schema.arrow import to_arrow
from schema.rows import DocumentRow
table = to_arrow("documents", [DocumentRow(document_id="d", source="a.pdf")])
assert "pandas" not in sys.modules
assert table.to_pandas()["source"].tolist() == ["a.pdf"]
assert "pandas" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
