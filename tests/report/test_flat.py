"""The tables without lists: CSV with a data package that the stock program validates, and SQLite with a search."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.store.csv_text import _CONTROLS
from pipeline.store.database import connect
from pipeline.store.errors import StoreError
from pipeline.store.flat import FLAT, write_flat, write_sqlite
from pipeline.store.parts import PartHead, write_part
from pipeline.store.tables import Extras, Member
from pipeline.store.tables import write_tables as store_tables
from schema.rows import ActionRow, DocumentRow, PlanRows
from tests.report.made_tables import HOSTILE, write_tables

COUNTED = 15


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's tables")
    write_tables(folder)
    return folder


@pytest.fixture(scope="module")
def flat(out: Path) -> Path:
    return write_flat(out)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_stock_program_validates_the_flat_tables(flat: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(flat / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "type", "message"])[:5]


def test_every_action_is_there_once_with_its_file_and_whether_it_counts(out: Path, flat: Path) -> None:
    found = rows(flat / "actions.csv")
    assert len(found) == pq.read_metadata(out / "actions.parquet").num_rows
    assert sum(row["counted"] == "true" for row in found) == COUNTED
    assert all(row["file"] for row in found)
    assert {row["action"] for row in found} >= set(HOSTILE)  # texts as they are, quoted


def test_lists_are_tables_of_their_own(out: Path, flat: Path) -> None:
    actions = pq.read_table(out / "actions.parquet").to_pylist()
    for name, column in (("action_owners", "owners"), ("action_periods", "periods"), ("action_extras", "extras")):
        assert len(rows(flat / f"{name}.csv")) == sum(len(row[column] or ()) for row in actions) > 0
    assert rows(flat / "action_owners.csv")[0]["name"]


def test_a_csv_holds_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    text = "a\x1b]0;owned\x07b\x9b2J\x00c\r\r\rd\x7f\te\r\nf"
    document = DocumentRow(document_id="a" * 16, source="a\x1b.txt", status="ok", actions=1)
    action = ActionRow(action_id="a", document_id="a" * 16, action=text, extras=(("Notes", text),))
    write_part(tmp_path, "a", PlanRows(document, actions=(action,)), size=1)
    member = Member("a", PartHead("a\x1b.txt", "a" * 16, None, "ok", 1))
    store_tables(tmp_path, [member], Extras(), lambda rows, copies: (rows, ()))
    folder = write_flat(tmp_path)
    shown = "a␛]0;owned␇b\ufffd2J␀c␍␍␍d␡\te\r\nf"
    assert rows(folder / "actions.csv")[0]["action"] == rows(folder / "action_extras.csv")[0]["text"] == shown
    for path in folder.glob("*.csv"):
        assert not _CONTROLS.search(path.read_bytes().decode()), path.name
    assert pq.read_table(folder / "actions.parquet")["action"].to_pylist() == [text]


def test_no_column_holds_a_list(out: Path) -> None:
    with connect(out) as connection:
        for table in FLAT:
            kinds = {name: kind for name, kind, *_ in connection.execute(f"describe {table.query}").fetchall()}
            assert not [name for name, kind in kinds.items() if kind.endswith("]") or "(" in kind], table.name


def test_sqlite_holds_the_same_rows_and_finds_words_in_other_forms(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.sqlite"
    assert CliRunner().invoke(app, ["db", str(out), "--sqlite", "--file", str(path)]).exit_code == 0
    database = sqlite3.connect(path)
    for table in FLAT:
        ((number,),) = database.execute(f"select count(*) from {table.name}").fetchall()
        assert number == pq.read_table(write_flat(out) / f"{table.name}.parquet").num_rows if table.key else True
    assert database.execute("select count(*) from plan_actions").fetchall() == [(COUNTED,)]
    search = "select action from actions where rowid in (select rowid from actions_fts where actions_fts match ?)"
    assert database.execute(search, ("apprentice recruiting",)).fetchall() == [
        ("Recruit apprentices from under-represented groups",)
    ]
    assert database.execute("select due from actions where due is not null limit 1").fetchall()[0][0].count("-") == 2
    assert database.execute("pragma foreign_key_check").fetchall() == []
    database.close()


def test_another_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    write_tables(tmp_path)
    (tmp_path / "flat").mkdir()
    (tmp_path / "flat" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="Move it away"):
        write_flat(tmp_path)
    assert CliRunner().invoke(app, ["flat", str(tmp_path)]).exit_code == 3
    with pytest.raises(StoreError, match="could not be written"):
        write_sqlite(tmp_path, tmp_path / "flat" / "mine.txt" / "x.sqlite")


def test_the_package_tells_types_and_references(flat: Path) -> None:
    package = json.loads((flat / "datapackage.json").read_text("utf-8"))
    resources = {resource["name"]: resource["schema"] for resource in package["resources"]}
    types = {field["name"]: field["type"] for field in resources["actions"]["fields"]}
    assert (types["due"], types["ongoing"], types["position"]) == ("date", "boolean", "integer")
    assert resources["action_owners"]["foreignKeys"][0]["reference"] == {"resource": "actions", "fields": ["action_id"]}
