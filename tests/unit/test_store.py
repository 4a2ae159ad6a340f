"""Rows on disk: parts, tables replaced as one set, spreadsheets in which nothing is a formula."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from fake_plans import finish_owners, read_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.settings import Settings
from pipeline.store import file_set
from pipeline.store.atomic import write_atomically
from pipeline.store.csv_text import without_controls
from pipeline.store.errors import StoreError
from pipeline.store.file_set import recover, replace_set, staging_folder
from pipeline.store.layout import table_files, table_glob
from pipeline.store.lock import folder_lock
from pipeline.store.lookup import find_action
from pipeline.store.parts import (
    DocumentPart,
    parse_part,
    part_key,
    part_path,
    read_part,
    remove_other_parts,
    write_part,
)
from pipeline.store.spreadsheet import ActionsCsv, PlansXlsx
from pipeline.store.tables import Extras, Member, _Writer, plans_told, tables_stand, write_tables
from schema.fields import ACTIONS, TABLES
from schema.rows import ActionRow, PlanRows

TWO_PLANS = {
    "b/plan.txt": "council Borset\naction Train staff | Head of HR\naction =HYPERLINK(1) | ",
    "a/plan.txt": "council Abshire\naction Publish the pay gap | HR team\naction Review policy | HR team",
}


def plan_of(source: str, text: str) -> PlanRows:
    return read_plan(Path(source), source, text.encode(), Settings())


def store(out: Path, plans: dict[str, str]) -> list[Member]:
    members = []
    for source, text in plans.items():
        key = part_key(text, source, "folder", Settings())
        members.append(Member(key, write_part(out, key, plan_of(source, text), size=len(text))))
    return members


def set_order(members: Sequence[Member]) -> list[Member]:
    """Documents in the order in which a run gives them."""
    return sorted(members, key=lambda member: (not member.head.council, member.head.council or "", member.head.source))


def write(out: Path, plans: dict[str, str], extras: Extras = Extras()) -> list[Member]:  # noqa: B008 - frozen
    members = set_order(store(out, plans))
    write_tables(out, members, extras, finish_owners)
    return members


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_a_part_gives_back_the_rows_that_were_written(tmp_path: Path) -> None:
    plan = plan_of("a.txt", TWO_PLANS["b/plan.txt"])
    write_part(tmp_path, "ab12", plan, size=7)
    part = read_part(tmp_path, "ab12")
    assert part is not None
    assert (part.document(), part.actions()) == (plan.document, plan.actions)
    assert part.tables["cells"].num_rows == len(plan.cells)
    assert part.head.codes == {"low_confidence": 1}


def test_a_part_damaged_anywhere_before_its_payload_counts_as_none(tmp_path: Path) -> None:
    write_part(tmp_path, "ab12", plan_of("a.txt", "action x | y"), size=1)
    content = part_path(tmp_path, "ab12").read_bytes()
    for place in range(content.index(b"{")):
        damaged = bytearray(content)
        damaged[place] ^= 1
        assert parse_part(bytes(damaged)) is None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_part_counts_as_none(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    out = tmp_path_factory.mktemp("out")
    write_part(out, "ab12", plan_of("a.txt", "action x | y"), size=1)
    path = part_path(out, "ab12")
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    assert read_part(out, "ab12") is None
    path.write_bytes(content[:place])
    assert read_part(out, "ab12") is None


def test_a_key_changes_with_all_that_a_reading_depends_on() -> None:
    plain = Settings()
    keys = {
        part_key("1", "a.pdf", "x", plain),
        part_key("2", "a.pdf", "x", plain),
        part_key("1", "b.pdf", "x", plain),
        part_key("1", "a.pdf", "y", plain),
        part_key("1", "a.pdf", "x", replace(plain, passwords=("p",))),
    }
    assert len(keys) == 5
    assert part_key("1", "a.pdf", "x", plain) == part_key("1", "a.pdf", "x", replace(plain, timeout=1.0))


def test_every_table_is_readable_by_pandas_duckdb_and_arrow(tmp_path: Path) -> None:
    write(tmp_path, TWO_PLANS)
    for table in TABLES:
        path = tmp_path / f"{table.name}.parquet"
        rows = pq.read_table(path).num_rows
        assert (rows > 0) is (table.name != "changes")  # no plan of the two is an edition of the other
        assert len(pd.read_parquet(path)) == rows
        assert duckdb.sql(f"select count(*) from '{path.as_posix()}'").fetchall() == [(rows,)]


def test_rows_stand_by_council_and_in_document_order(tmp_path: Path) -> None:
    write(tmp_path, TWO_PLANS)
    actions = pq.read_table(tmp_path / "actions.parquet").to_pylist()
    assert [(row["council"], row["position"]) for row in actions] == [
        ("Abshire", 1),
        ("Abshire", 2),
        ("Borset", 1),
        ("Borset", 2),
    ]


def test_owners_are_finished_council_by_council(tmp_path: Path) -> None:
    write(tmp_path, TWO_PLANS)
    owners = pq.read_table(tmp_path / "owners.parquet").to_pylist()
    assert [(row["council"], row["name"], row["actions"]) for row in owners] == [
        ("Abshire", "HR TEAM", 2),
        ("Borset", "HEAD OF HR", 1),
    ]
    names = [o["name"] for row in pq.read_table(tmp_path / "actions.parquet").to_pylist() for o in row["owners"]]
    assert names == ["HR TEAM", "HR TEAM", "HEAD OF HR"]


def test_owners_of_documents_with_no_council_have_one_row_a_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "action x | HR", "b.txt": "action y | HR"})
    (owner,) = pq.read_table(tmp_path / "owners.parquet").to_pylist()
    assert (owner["council"], owner["name"], owner["actions"]) == (None, "HR", 2)


def test_the_same_parts_give_the_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    extras = Extras(csv=True, xlsx=True)
    write(tmp_path / "one", TWO_PLANS, extras)
    time.sleep(1.1)  # a clock in the files would show
    write(tmp_path / "two", dict(reversed(TWO_PLANS.items())), extras)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_row_groups_do_not_depend_on_the_pieces_that_come_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.tables._ROW_GROUP", dict.fromkeys((table.name for table in TABLES), 3))
    write(tmp_path, {f"{n}.txt": "council A\n" + "action x | y\n" * (n + 1) + f"flag {n}" for n in range(5)})
    metadata = pq.ParquetFile(tmp_path / "actions.parquet").metadata
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [3, 3, 3, 3, 3]


def test_pieces_that_wait_for_a_row_group_are_few_and_the_bytes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = {f"{number}.txt": f"council C{number}\naction do {number} | HR" for number in range(9)}
    write(tmp_path / "many", plans)
    pieces: list[int] = []
    real = _Writer.write

    def watched(self: _Writer, table: Any) -> None:
        real(self, table)
        pieces.append(len(self._waiting))

    monkeypatch.setattr(_Writer, "write", watched)
    monkeypatch.setattr("pipeline.store.tables._MOST_PIECES", 3)
    write(tmp_path / "few", plans)
    assert max(pieces) <= 2 and len(pieces) > 20
    assert contents(tmp_path / "few") == contents(tmp_path / "many")


def test_seconds_are_left_out_unless_they_are_asked_for(tmp_path: Path) -> None:
    key = "ab12"
    plan = plan_of("a.txt", "action x | y")
    head = write_part(tmp_path, key, replace(plan, document=replace(plan.document, seconds=1.5)), size=1)
    for wanted, expected in ((False, None), (True, 1.5)):
        write_tables(tmp_path, [Member(key, head)], Extras(seconds=wanted), finish_owners)
        assert pq.read_table(tmp_path / "documents.parquet")["seconds"].to_pylist() == [expected]


def test_files_with_the_same_bytes_have_a_row_each_and_their_actions_once(tmp_path: Path) -> None:
    write(tmp_path, {"x/plan.txt": "council A\naction x | y", "w/plan.txt": "council A\naction x | y"})
    documents = pq.read_table(tmp_path / "documents.parquet").to_pylist()
    assert [(row["source"], row["flags"]) for row in documents] == [
        ("w/plan.txt", []),
        ("x/plan.txt", ["duplicate_document"]),
    ]
    assert documents[0]["document_id"] == documents[1]["document_id"]
    assert pq.read_table(tmp_path / "actions.parquet").num_rows == 1
    issues = pq.read_table(tmp_path / "issues.parquet").to_pylist()
    assert [(row["code"], row["verbatim"]) for row in issues] == [("duplicate_document", "x/plan.txt")]


def test_the_same_bytes_under_two_councils_count_for_the_first_and_that_is_a_warning(tmp_path: Path) -> None:
    texts = {"w/plan.txt": f"council A\n{SEVEN}", "x/plan.txt": f"council A\n{SEVEN}"}
    members = list(set_order(store(tmp_path, texts)))
    members[1] = replace(members[1], head=replace(members[1].head, council="B"))
    told = write_tables(tmp_path, members, Extras(), finish_owners)
    assert (told.shared, told.shared_files) == (("x/plan.txt (B), the same as w/plan.txt (A)",), 1)
    (issue,) = pq.read_table(tmp_path / "issues.parquet").to_pylist()
    assert (issue["code"], issue["severity"]) == ("document_of_two_councils", "warning")
    assert "count for A and not for B" in issue["message"]
    assert plans_told(tmp_path) == told


SEVEN = "".join(f"action Publish figure {n} of the {word} report | HR\n" for n, word in enumerate("ABCDEFG"))


def test_a_plan_in_two_files_is_told_and_its_owners_are_counted_once(tmp_path: Path) -> None:
    texts = {"x.txt": f"council A\n{SEVEN}", "y.txt": f"council A\n{SEVEN}flag copy", "z.txt": f"{SEVEN}flag nameless"}
    members = set_order(store(tmp_path, texts))
    told = write_tables(tmp_path, members, Extras(), finish_owners)
    assert (told.plans, told.files, [(one.source, one.copies) for one in told.copied]) == (
        1,
        3,
        [("x.txt", ("y.txt", "z.txt"))],
    )
    assert plans_told(tmp_path) == told
    documents = {row["source"]: row for row in pq.read_table(tmp_path / "documents.parquet").to_pylist()}
    counted = documents["x.txt"]["document_id"]
    assert [documents[name]["copy_of"] for name in ("x.txt", "y.txt", "z.txt")] == [None, counted, counted]
    assert {row["plan_id"] for row in documents.values()} == {counted}
    owners = pq.read_table(tmp_path / "owners.parquet").to_pylist()
    assert [(row["council"], row["name"], row["actions"]) for row in owners] == [("A", "HR", 7)]
    assert pq.read_table(tmp_path / "actions.parquet").num_rows == 21  # copies stay in the tables


def test_a_council_of_the_register_has_its_kind_and_its_groups(tmp_path: Path) -> None:
    texts = {
        "a.txt": "council Charnwood Borough Council\naction x | y",
        "b.txt": "council Norsuch Council\naction z | y",
    }
    groups = (("Near us", ("Charnwood", "Norsuch Council")), ("Others", ("Camden",)))
    write(tmp_path, texts, Extras(groups=groups))
    rows = [
        (row["council_type"], row["region"], row["nation"], row["groups"])
        for row in pq.read_table(tmp_path / "documents.parquet").to_pylist()
    ]
    assert rows == [
        ("Non-metropolitan district", "East Midlands", "England", ["Near us"]),
        (None, None, None, ["Near us"]),
    ]


def test_tables_stand_until_a_document_or_a_file_changes(tmp_path: Path) -> None:
    members = write(tmp_path, TWO_PLANS)
    assert tables_stand(tmp_path, members, Extras())
    assert not tables_stand(tmp_path, members[:1], Extras())
    assert not tables_stand(tmp_path, members, Extras(csv=True))
    assert not tables_stand(tmp_path, members, Extras(groups=(("Near us", ("A",)),)))
    (tmp_path / "owners.parquet").write_bytes(b"")
    assert not tables_stand(tmp_path, members, Extras())


def test_a_csv_that_stands_there_is_kept_up_to_date(tmp_path: Path) -> None:
    write(tmp_path, TWO_PLANS, Extras(csv=True))
    write(tmp_path, {"a.txt": "action only this | y"})
    assert "only this" in (tmp_path / "actions.csv").read_text("utf-8-sig")


def test_no_plan_at_all_gives_empty_tables_of_the_right_schema(tmp_path: Path) -> None:
    write_tables(tmp_path, [], Extras(csv=True, xlsx=True), finish_owners)
    for table in TABLES:
        empty = pq.read_table(tmp_path / f"{table.name}.parquet")
        assert empty.num_rows == 0
        assert empty.column_names == [field.name for field in table.fields]


def test_parts_of_documents_that_went_away_are_removed(tmp_path: Path) -> None:
    members = store(tmp_path, TWO_PLANS)
    assert remove_other_parts(tmp_path, {members[0].key}) == 1
    assert isinstance(read_part(tmp_path, members[0].key), DocumentPart)
    assert read_part(tmp_path, members[1].key) is None


class Broken(OSError):
    """A disk that fails once."""


def fails_at(number: int, real: Callable[..., Any]) -> Callable[..., Any]:
    left = [number]

    def call(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise Broken(28, "No space left on device")
        return real(*args, **kwargs)

    return call


@pytest.mark.parametrize(("module", "name"), [(Path, "replace"), (os, "fsync"), (os, "link")])
@pytest.mark.parametrize("number", range(1, 9))
def test_a_write_that_fails_leaves_one_whole_set(
    module: Any, name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.txt": "council Old\naction old | y"})
    before = contents(tmp_path)
    members = store(tmp_path, {"a.txt": "council New\naction new | y"})
    with monkeypatch.context() as patch:
        patch.setattr(module, name, fails_at(number, getattr(module, name)))
        try:
            write_tables(tmp_path, members, Extras(), finish_owners)
        except StoreError as error:
            assert "still stand" in str(error)
        except Broken:
            pass
    now = contents(tmp_path)
    if now != before:
        councils = {
            pq.read_table(tmp_path / f"{t}.parquet")["council"][0].as_py() for t in ("documents", "actions", "owners")
        }
        assert councils == {"New"}
    write_tables(tmp_path, members, Extras(), finish_owners)
    assert pq.read_table(tmp_path / "documents.parquet")["council"].to_pylist() == ["New"]
    assert not (tmp_path / ".next").exists()


def stage(folder: Path, names: list[str], word: str) -> None:
    staging = staging_folder(folder)
    for name in names:
        (staging / name).write_text(word, "utf-8")


NAMES = ["a", "b", "c"]


class Killed(BaseException):
    """The process was killed here."""


def killed_at(stop: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Wrap functions so that their calls are counted together, and the process is killed at `stop`."""
    steps = [0]

    def step(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            steps[0] += 1
            if steps[0] >= stop:
                raise Killed
            return real(*args, **kwargs)

        return call

    return step


@pytest.mark.parametrize("stop", range(1, 20))
def test_a_set_cut_off_at_any_step_is_whole_after_recovery(
    stop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands in for kill -9: from the given step on nothing more is done, whatever the code tries."""
    for name in NAMES[:2]:
        (tmp_path / name).write_text("old", "utf-8")
    stage(tmp_path, NAMES, "new")
    step = killed_at(stop)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", step(Path.replace))
        patch.setattr(Path, "unlink", step(Path.unlink))
        patch.setattr(os, "link", step(os.link))
        patch.setattr(os, "fsync", step(os.fsync))
        patch.setattr(file_set.shutil, "rmtree", step(file_set.shutil.rmtree))
        with suppress(Killed):
            replace_set(tmp_path, NAMES)
    recover(tmp_path)
    words = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir() if path.is_file()}
    assert words in ({"a": "old", "b": "old"}, {"a": "new", "b": "new", "c": "new"})
    assert not (tmp_path / ".next").exists()


def test_an_atomic_write_that_fails_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    write_atomically(path, b"old")
    monkeypatch.setattr(os, "fsync", fails_at(1, os.fsync))
    with pytest.raises(Broken):
        write_atomically(path, b"new")
    assert contents(tmp_path) == {"x": b"old"}


def test_the_lock_is_taken_back_when_its_holder_dies(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from pipeline.store.lock import folder_lock\n"
        "with folder_lock(Path(sys.argv[1]), lambda: None):\n print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waited: list[bool] = []

    def on_wait() -> None:
        waited.append(True)
        holder.kill()

    with folder_lock(tmp_path, on_wait, poll=0.01):
        assert waited == [True]
    holder.wait()
    holder.stdout.close()


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]


def row_with(text: str) -> ActionRow:
    return ActionRow(action_id="1", document_id="d", action=text, extras=((text, text),), flags=(text,))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_never_becomes_a_formula_in_csv(text: str, tmp_path: Path) -> None:
    sheet = ActionsCsv(tmp_path / "a.csv")
    sheet.write("actions", [row_with(text)])
    sheet.close()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["action"] == f"'{without_controls(text)}"
    assert all(not value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


@pytest.mark.parametrize("control", [*range(0, 9), 11, 12, *range(14, 32), *range(127, 160)])
def test_a_csv_holds_nothing_that_a_terminal_obeys(control: int, tmp_path: Path) -> None:
    sheet = ActionsCsv(tmp_path / "a.csv")
    sheet.write("actions", [row_with(f"Open{chr(control)}[2J the hall\rin May")])
    sheet.close()
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig").replace("\r\n", "")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", text)
    assert re.search(r"Open.\[2J the hall.in May", text)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_never_becomes_a_formula_in_xlsx(text: str, tmp_path: Path) -> None:
    sheet = PlansXlsx(tmp_path / "a.xlsx")
    sheet.write("actions", [row_with(text)])
    sheet.close()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    names = [cell.value for cell in book["actions"][1]]
    for name in ("action", "extras", "flags"):
        cell = book["actions"].cell(2, names.index(name) + 1)
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert book["actions"].freeze_panes == "C2"


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(), max_size=20))
def test_any_text_can_be_written_to_both_spreadsheets(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    for sheet in (ActionsCsv(folder / "a.csv"), PlansXlsx(folder / "a.xlsx")):
        sheet.write("actions", [row_with(text)])
        sheet.close()
    assert openpyxl.load_workbook(folder / "a.xlsx")["actions"].max_row == 2


def test_a_workbook_has_typed_dates_and_a_sheet_for_each_table(tmp_path: Path) -> None:
    write(tmp_path, TWO_PLANS, Extras(xlsx=True))
    book = openpyxl.load_workbook(tmp_path / "actions.xlsx")
    lists = ["action owners", "action periods"]
    assert book.sheetnames == ["actions", *lists, "documents", "owners", "issues", "changes"]
    held = {name: [cell.value for cell in book[name][1]] for name in book.sheetnames}
    assert held["actions"][:5] == ["council", "reference", "action", "owners", "due"]
    assert {field.name for field in ACTIONS.fields} < set(held["actions"])  # nothing is left out
    file = held["actions"].index("file") + 1
    assert {book["actions"].cell(row, file).value for row in range(2, book["actions"].max_row + 1)} == set(TWO_PLANS)
    sheet = book["actions"]
    assert (sheet.page_setup.orientation, sheet.print_title_rows, sheet.freeze_panes) == ("landscape", "$1:$1", "C2")
    assert sheet.print_area.startswith("'actions'!$A$1:$I$")
    assert book["action owners"].max_row > 1
    names = [cell.value for cell in book["actions"][1]]
    due = book["actions"].cell(2, names.index("due") + 1)
    assert due.is_date
    assert due.number_format == "yyyy-mm-dd"
    assert book["issues"].max_row == 2


def test_an_action_is_found_with_its_cells_and_issues(tmp_path: Path) -> None:
    write(tmp_path, TWO_PLANS)
    row = pq.read_table(tmp_path / "actions.parquet").to_pylist()[3]
    trace = find_action(tmp_path, row["action_id"])
    assert trace is not None
    assert trace.document.source == "b/plan.txt"
    assert [cell.role for cell in trace.cells] == ["action", "owner"]
    assert [issue.code for issue in trace.issues] == ["low_confidence"]
    assert find_action(tmp_path, "nothing") is None


def test_a_merged_cell_beside_several_actions_is_found_for_each(tmp_path: Path) -> None:
    plan = plan_of("a.txt", "action one | HR\naction two | ")
    merged = tuple(replace(cell, row_span=2) if cell.text == "HR" else cell for cell in plan.cells)
    merged = tuple(cell for cell in merged if (cell.row, cell.column) != (2, 2))
    head = write_part(tmp_path, "ab12", replace(plan, cells=merged), size=1)
    write_tables(tmp_path, [Member("ab12", head)], Extras(), finish_owners)
    trace = find_action(tmp_path, plan.actions[1].action_id)
    assert trace is not None
    assert [(cell.role, cell.text) for cell in trace.cells] == [("owner", "HR"), ("action", "two")]


def test_tables_of_two_sets_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "one", TWO_PLANS)
    write(tmp_path / "two", {"a.txt": "action x | y"})
    (tmp_path / "one" / "cells.parquet").replace(tmp_path / "two" / "cells.parquet")
    with pytest.raises(StoreError, match="two runs"):
        find_action(tmp_path / "two", "x")


# Tables of many files


MANY = {f"{n}/plan.txt": f"council C{n:02}\n" + f"action number {n} | Team {n}\n" * 6 for n in range(12)}


def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.tables._ROW_GROUP", dict.fromkeys((table.name for table in TABLES), 6))


def test_a_large_table_is_a_folder_that_reads_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_groups(monkeypatch)
    members = set_order(store(tmp_path, MANY))
    write_tables(tmp_path, members, Extras(), finish_owners)
    whole = {table.name: pq.read_table(tmp_path / f"{table.name}.parquet") for table in TABLES}
    write_tables(tmp_path, members, Extras(), finish_owners, part_bytes=1)
    for table in TABLES:
        folder = tmp_path / table.name
        if not whole[table.name].num_rows:
            assert table_files(tmp_path, table.name) == [tmp_path / f"{table.name}.parquet"]
            continue
        assert not (tmp_path / f"{table.name}.parquet").exists()
        assert len(table_files(tmp_path, table.name)) > 1
        rows = whole[table.name].to_pylist()
        assert pq.read_table(folder).to_pylist() == rows
        assert pyarrow.dataset.dataset(folder).to_table().to_pylist() == rows
        assert len(pd.read_parquet(folder)) == len(rows)
        found = duckdb.sql(f"select {table.fields[0].name} from '{table_glob(tmp_path, table.name)}'").fetchall()
        assert [row[0] for row in found] == [row[table.fields[0].name] for row in rows]
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        for part in resource["parts"]:
            assert part["bytes"] == (tmp_path / part["path"]).stat().st_size
    assert tables_stand(tmp_path, members, Extras())
    write_tables(tmp_path, members, Extras(), finish_owners)
    assert {name: pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in whole} == {
        name: table.to_pylist() for name, table in whole.items()
    }
    assert not (tmp_path / "actions").exists()


def test_a_query_for_one_council_reads_one_row_group_in_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_groups(monkeypatch)
    write_tables(tmp_path, set_order(store(tmp_path, MANY)), Extras(), finish_owners)
    metadata = pq.ParquetFile(tmp_path / "actions.parquet").metadata
    place = metadata.schema.names.index("council")
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    spans = [(group.column(place).statistics.min, group.column(place).statistics.max) for group in groups]
    assert spans == sorted(spans)
    assert len([span for span in spans if span[0] <= "C07" <= span[1]]) == 1
    assert len(spans) == 12
    assert all(group.column(place).compression == "ZSTD" for group in groups)
    assert [column.column_index for column in groups[0].sorting_columns] == [place]
    fragments = list(pyarrow.dataset.dataset(tmp_path / "actions.parquet").get_fragments())
    kept = [f.subset(pyarrow.dataset.field("council") == "C07").row_groups for f in fragments]
    assert [len(groups) for groups in kept] == [1]


@pytest.mark.parametrize("stop", range(1, 40, 3))
def test_a_set_that_turns_from_file_to_folder_is_whole_after_recovery(
    stop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {"a.parquet": "old", "b/part-0": "old", "b/part-1": "old"}
    new = {"a/part-0": "new", "a/part-1": "new", "b.parquet": "new", "c": "new"}
    for name, word in old.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(word, "utf-8")
    staging = staging_folder(tmp_path)
    for name, word in new.items():
        (staging / name).parent.mkdir(exist_ok=True)
        (staging / name).write_text(word, "utf-8")
    step = killed_at(stop)

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink", "rmdir", "mkdir"):
            patch.setattr(Path, name, step(getattr(Path, name)))
        patch.setattr(os, "link", step(os.link))
        patch.setattr(os, "fsync", step(os.fsync))
        with suppress(Killed):
            replace_set(tmp_path, list(new), gone=list(old))
    recover(tmp_path)
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()
    }
    assert found in (old, new)
