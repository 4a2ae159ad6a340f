"""Three editions of one plan, read from files: what changed is what was written down beforehand."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.batch.run import RunOptions, run
from pipeline.compare.editions import edition_changes
from pipeline.store.database import connect
from schema.codelists import codelists
from schema.rows import ActionRow

WRITTEN: dict[str, Any] = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "cases" / "three_editions.toml").read_text("utf-8")
)
HEADINGS = ("No.", "Action", "Lead officer", "Timescale")


def write_editions(folder: Path) -> Path:
    """Write each edition as a text file into the council's folder."""
    place = folder / WRITTEN["council"]
    place.mkdir(parents=True)
    for plan in WRITTEN["plan"]:
        lines = [plan["title"], "", "\t".join(HEADINGS), *("\t".join(row) for row in plan["rows"])]
        (place / f"{plan['title'].rpartition(' ')[2]}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    run(RunOptions((write_editions(folder / "plans"),), folder / "tables", jobs=1))
    return folder / "tables"


def test_the_editions_follow_each_other(tables: Path) -> None:
    rows = pq.read_table(tables / "documents.parquet").to_pylist()
    by_edition = {row["edition"]: row for row in rows}
    assert sorted(by_edition) == [2018, 2021, 2024]
    assert by_edition[2018]["superseded_by"] == by_edition[2021]["document_id"]
    assert by_edition[2021]["superseded_by"] == by_edition[2024]["document_id"]
    assert by_edition[2024]["superseded_by"] is None


def test_what_changed_is_what_was_written_down(tables: Path) -> None:
    numbers = {row["action_id"]: row["reference"] for row in pq.read_table(tables / "actions.parquet").to_pylist()}
    found: dict[tuple[int, int], list[list[str]]] = {}
    for row in pq.read_table(tables / "changes.parquet").to_pylist():
        told = [
            row["kind"],
            numbers.get(row["old_action_id"], ""),
            numbers.get(row["new_action_id"], ""),
            "" if row["days"] is None else str(row["days"]),
        ]
        found.setdefault((row["old_edition"], row["new_edition"]), []).append(told)
    assert list(found) == [(step["old"], step["new"]) for step in WRITTEN["step"]]
    for step in WRITTEN["step"]:
        assert found[step["old"], step["new"]] == step["changes"]


def test_the_view_counts_each_step(tables: Path) -> None:
    wanted = list(WRITTEN["step"][0]["counts"])
    with connect(tables) as connection:
        rows = connection.execute(f"select old_edition, {', '.join(wanted)} from edition_steps").fetchall()
        current = connection.execute("select count(*) from plan_actions").fetchone()
        every = connection.execute("select count(*) from edition_actions").fetchone()
    assert [dict(zip(wanted, row[1:], strict=True)) for row in rows] == [step["counts"] for step in WRITTEN["step"]]
    assert (current, every) == ((7,), (23,))


def test_every_kind_of_change_stands_in_the_codelist() -> None:
    old = ActionRow(action_id="o", document_id="x", action="Publish it", due=date(2024, 1, 1), start=date(2024, 1, 1))
    new = ActionRow(
        action_id="n", document_id="y", action="Publish it now", due=date(2024, 1, 3), start=date(2024, 1, 3),
        owner_text="HR", rag="red", state="complete", theme="People",
    )  # fmt: skip
    kinds = [row.kind for row in edition_changes([old], [new], 2020, 2024)]
    more = [row.kind for row in edition_changes([old], [ActionRow(action_id="z", document_id="y")], None, None)]
    assert set(kinds) | set(more) == set(codelists()["edition_changes"].names())
