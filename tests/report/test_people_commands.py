"""The commands for people (report, db, check, similar, diff) and what their views and tables hold."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.store.database import VIEWS, connect, write_database
from pipeline.store.similar_table import ensure_similar
from tests.report.made_tables import ALDER, BIRCH, FORMULA, SAME, write_tables

runner = CliRunner()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_tables(tmp_path / "it's tables")
    return tmp_path / "it's tables"


def test_report_says_where_its_first_page_is(out: Path) -> None:
    done = runner.invoke(app, ["report", str(out), "--date", "2025-02-01"])
    assert (done.exit_code, done.stdout.strip()) == (0, f"Report: {out / 'report' / 'index.html'}")
    assert (out / "report" / "index.html").is_file()


def test_tables_in_parts_and_folders_with_odd_names_are_read_alike(out: Path) -> None:
    odd = out.with_name("odd [*] it's")
    out.rename(odd)
    for name in ("actions", "cells"):
        table = pq.read_table(odd / f"{name}.parquet")
        (odd / f"{name}.parquet").unlink()
        (odd / name).mkdir()
        pq.write_table(table.slice(0, 7), odd / name / "part-0000.parquet")
        pq.write_table(table.slice(7), odd / name / "part-0001.parquet")
    assert runner.invoke(app, ["report", str(odd)]).exit_code == 0
    assert 'id="figure-actions" data-figure="actions">15<' in (odd / "report" / "index.html").read_text("utf-8")
    assert "15 actions before, 15 after" in runner.invoke(app, ["diff", str(odd), str(odd)]).output


@pytest.mark.parametrize("command", ["report", "db", "check", "similar"])
def test_a_folder_without_tables_is_wrong_use(command: str, tmp_path: Path) -> None:
    done = runner.invoke(app, [command, str(tmp_path)])
    assert done.exit_code == 2
    assert "actions.parquet" in done.output


def test_a_quiet_report_prints_nothing(out: Path) -> None:
    done = runner.invoke(app, ["report", str(out), "-q"])
    assert (done.exit_code, done.output) == (0, "")


def test_a_folder_of_plans_that_is_not_there_is_wrong_use(out: Path, tmp_path: Path) -> None:
    assert runner.invoke(app, ["report", str(out), "--plans", str(tmp_path / "gone")]).exit_code == 2
    assert runner.invoke(app, ["report", str(out), "--date", "1 February"]).exit_code == 2


def test_the_database_shows_the_tables_as_they_are_now(out: Path) -> None:
    assert runner.invoke(app, ["db", str(out)]).exit_code == 0
    query = "select count(*) from actions"
    with duckdb.connect(str(out / "councilplans.duckdb"), read_only=True) as database:
        assert database.execute(query).fetchall() == [(17,)]
    write_tables(out, plans_copies=2)
    with duckdb.connect(str(out / "councilplans.duckdb"), read_only=True) as database:
        assert database.execute(query).fetchall() == [(27,)]
        comment = "select comment from duckdb_columns() where table_name = 'actions' and column_name = 'due'"
        assert database.execute(comment).fetchall() == [("Latest end of the periods.",)]


def test_a_copied_database_stands_alone(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "all.duckdb"
    assert runner.invoke(app, ["db", str(out), "--file", str(file), "--copy"]).exit_code == 0
    for path in out.glob("*.parquet"):
        path.unlink()
    with duckdb.connect(str(file), read_only=True) as database:
        views = [view[0] for view in VIEWS if view[0] != "action_doubts"]  # there are none
        for name in ("documents", "cells", "issues", "owners", *views):
            assert database.execute(f"select count(*) > 0 from {name}").fetchall() == [(True,)], name


def test_a_database_replaces_the_one_before(out: Path) -> None:
    file = out / "x.duckdb"
    write_database(out, file, copy=True)
    write_database(out, file)
    with duckdb.connect(str(file), read_only=True) as database:
        kinds = {
            row[0] for row in database.execute("select distinct table_type from information_schema.tables").fetchall()
        }
    assert kinds == {"VIEW"}
    assert [path.name for path in out.glob(".*")] == []


def test_views_count_what_the_tables_hold(out: Path) -> None:
    def rows(query: str) -> list[tuple[object, ...]]:
        with connect(out) as connection:
            return list(connection.execute(query).fetchall())

    assert rows("select count(*), sum(actions) from council_themes") == [(4 * 18, 13)]
    assert rows("select quarter, actions, not_done from due_by_quarter") == [
        ("Q2 2024/25", 1, 0),
        ("Q3 2024/25", 1, 1),
        ("Q1 2025/26", 10, 9),
        ("Q4 2025/26", 1, 1),
    ]
    assert rows("select count(*) from action_owners") == [(13,)]
    assert rows("select count(*) from action_periods") == [(13,)]
    assert rows("select characteristic from action_characteristics order by 1") == [
        ("age",), ("disability",), ("race",), ("religion_belief",), ("sex",),
    ]  # fmt: skip
    assert rows("select source from plans where document_id = repeat('a', 16)") == [(f"{ALDER}/plan 2024.pdf",)]


def test_check_prints_a_sentence_and_the_rows_that_fail(out: Path) -> None:
    printed = runner.invoke(app, ["check", str(out), "--date", "2025-02-01"]).output
    assert f"{ALDER}  ({ALDER}/plan 2024.pdf)" in printed
    assert "look   80%  owner_given" in printed
    assert f"{'a' * 16}-3" in printed
    assert "not_overdue" in printed
    without = runner.invoke(app, ["check", str(out)]).output
    assert "not_overdue" not in without
    assert "--date" in without


def test_check_gives_json_lines(out: Path) -> None:
    done = runner.invoke(app, ["check", str(out), "--date", "2025-02-01", "--jsonl"])
    told = [json.loads(line) for line in done.output.splitlines()]
    overdue = {one["source"]: one["failing"] for one in told if one["code"] == "not_overdue"}
    assert overdue[f"{ALDER}/plan 2024.pdf"] == [f"{'a' * 16}-4"]


def test_similar_writes_its_table_once_and_prints_the_nearest(out: Path) -> None:
    done = runner.invoke(app, ["similar", str(out), "--action", f"{'a' * 16}-2"])
    assert done.stdout.startswith(f"1.00  {ALDER}: {SAME}")
    assert BIRCH in done.stdout
    path = out / "similar.parquet"
    first = path.stat().st_mtime_ns
    assert ensure_similar(out).stat().st_mtime_ns == first
    found = pq.read_table(path).to_pylist()
    pairs = {(one["action_id"], one["other_action_id"], one["score"]) for one in found}
    assert (f"{'a' * 16}-2", f"{'b' * 16}-1", 1.0) in pairs
    assert all(one["council"] != one["other_council"] for one in found)


def test_an_old_table_of_similar_actions_is_made_again(out: Path) -> None:
    path = ensure_similar(out)
    table = pq.read_table(path)
    pq.write_table(table.slice(0, 0).replace_schema_metadata({b"generation": b"older"}), path)
    assert pq.read_table(ensure_similar(out)).num_rows == table.num_rows > 0


def test_diff_of_two_runs_names_what_changed(out: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    write_tables(later)
    table = pq.read_table(later / "actions.parquet")
    kept = table.filter([identity != f"{'a' * 16}-4" for identity in table["action_id"].to_pylist()])
    pq.write_table(kept, later / "actions.parquet")
    done = runner.invoke(app, ["diff", str(out), str(later)])
    assert done.exit_code == 0
    assert "dropped (1)\n  1.4 Recruit apprentices" in done.output
    assert "15 actions before, 14 after, 14 in both." in done.output
    (change,) = (
        json.loads(line) for line in runner.invoke(app, ["diff", str(out), str(later), "--jsonl"]).output.splitlines()
    )
    assert (change["kind"], change["old_action_id"], change["new_action_id"]) == ("dropped", f"{'a' * 16}-4", None)


def test_diff_reads_two_files(tmp_path: Path) -> None:
    heading = "Action\tLead officer\tTimescale\n"
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(
        f"{heading}Train all managers\tHead of HR\tMarch 2025\nOpen a prayer room\tFacilities Manager\tMay 2025\n",
        "utf-8",
    )
    new.write_text(
        f"{heading}Train all managers\tHead of HR\tJune 2026\nPublish the pay gap by ethnicity\tHead of HR\tMay 2026\n",
        "utf-8",
    )
    done = runner.invoke(app, ["diff", str(old), str(new)])
    assert done.exit_code == 0, done.output
    assert "re-dated (1)" in done.output
    assert "added (1)\n  Publish the pay gap" in done.output
    assert "dropped (1)\n  Open a prayer room" in done.output
    assert runner.invoke(app, ["diff", str(old), str(tmp_path / "gone.pdf")]).exit_code == 2


def test_no_text_of_a_plan_is_a_formula_in_the_workbook_or_the_csv(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from pipeline.store.spreadsheet import SHEETS, ActionsCsv, PlansXlsx
    from schema.arrow import from_arrow

    write_tables(tmp_path)
    outputs = (ActionsCsv(tmp_path / "actions.csv"), PlansXlsx(tmp_path / "actions.xlsx"))
    for name in SHEETS:
        rows = tuple(from_arrow(name, pq.read_table(tmp_path / f"{name}.parquet")))
        for output in outputs:
            output.write(name, rows)
    for output in outputs:
        output.close()
    book = load_workbook(tmp_path / "actions.xlsx")
    assert set(SHEETS) < set(book.sheetnames)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert all(sheet.freeze_panes.endswith("2") for sheet in book)  # the headings stay in view
    due = next(cell.column for cell in book["actions"][1] if cell.value == "due")
    assert book["actions"].cell(2, due).is_date
    assert not [line for line in (tmp_path / "actions.csv").read_text("utf-8-sig").split(",") if line.startswith("=")]
