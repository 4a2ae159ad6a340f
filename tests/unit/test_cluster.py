"""A run on a Dask cluster gives what a local run gives, from URLs to URLs, under the same limits."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_plans import FINISHER, READER
from typer.testing import CliRunner

from extractors.limits import Limits
from pipeline.batch.discover import PathRefused
from pipeline.batch.process import WorkerBroken
from pipeline.batch.run import Listener, RunOptions, run
from pipeline.cli.app import app
from pipeline.settings import Settings, SettingsError
from pipeline.store.code_version import Fingerprints
from pipeline.store.location import Location
from pipeline.store.parts import PartHead
from pipeline.store.tables import Extras
from schema.fields import TABLES

if importlib.util.find_spec("distributed") is None:
    pytest.skip("needs the extra dask", allow_module_level=True)

import fsspec
from distributed import LocalCluster

from pipeline.batch.cluster import ClusterOptions, run_on_cluster

PLANS = {
    "Abshire/plan.txt": "council Abshire\naction Publish the pay gap | HR team\naction Review policy | HR team",
    "Borset/plan.txt": "council Borset\naction Train staff | Head of HR",
    "Borset/old/plan.txt": "action no council | Policy team",
    ".hidden/plan.txt": "action never | x",
    "~$plan.txt": "action never | x",
    "sources.toml": '[[source]]\nfiles = "Borset/old/*"\ncouncil = "Borset"\n',
}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(autouse=True)
def one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.code_version._pinned", Fingerprints("tests", "tests"))


@pytest.fixture
def memory() -> Iterator[Any]:
    store = fsspec.filesystem("memory")
    yield store
    store.store.clear()
    store.pseudo_dirs[:] = [""]


class Told(Listener):
    def __init__(self) -> None:
        self.read: list[str] = []
        self.kept = 0

    def finished_one(self, head: PartHead) -> None:
        self.read.append(head.source)

    def kept_one(self) -> None:
        self.kept += 1


def put(memory: Any, plans: dict[str, str], root: str = "/plans") -> None:
    for name, text in plans.items():
        memory.pipe_file(f"{root}/{name}", text.encode())


def put_on_disk(folder: Path, plans: dict[str, str]) -> None:
    for name, text in plans.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def options(scheduler: str, out: str, *inputs: str, **settings: Any) -> ClusterOptions:
    local = RunOptions((), Path(), replace(Settings(timeout=60), **settings), reader=READER, finisher=FINISHER)
    return ClusterOptions(local, scheduler, inputs, out)


def local_tables(tmp_path: Path, **settings: Any) -> dict[str, bytes]:
    given = options("", "", **settings).run
    run(replace(given, paths=(tmp_path / "plans",), out=tmp_path / "local", jobs=1))
    return {table.name: (tmp_path / "local" / f"{table.name}.parquet").read_bytes() for table in TABLES}


def remote_tables(memory: Any, root: str = "/tables") -> dict[str, bytes]:
    return {table.name: memory.cat_file(f"{root}/{table.name}.parquet") for table in TABLES}


def test_a_cluster_gives_what_a_local_run_gives(tmp_path: Path, scheduler: str, memory: Any) -> None:
    put(memory, PLANS)
    put_on_disk(tmp_path / "plans", PLANS)
    told = Told()
    summary = run_on_cluster(options(scheduler, "memory://tables", "memory://plans"), told)
    assert sorted(told.read) == ["Abshire/plan.txt", "Borset/old/plan.txt", "Borset/plan.txt"]
    assert summary.statuses == {"ok": 3}
    assert remote_tables(memory) == local_tables(tmp_path)
    assert memory.exists("/tables/datapackage.json")


def test_the_rows_of_a_large_set_are_finished_on_the_cluster(
    tmp_path: Path, scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(memory, PLANS)
    put_on_disk(tmp_path / "plans", PLANS)
    expected = local_tables(tmp_path)
    monkeypatch.setattr("pipeline.batch.finishers.AWAY_FROM", 1)
    monkeypatch.setattr("pipeline.store.partition.MOST_FILES", 1)
    memory.pipe_file("/tables/.parts/finished/of-a-run-that-was-killed.arrow", b"")
    run_on_cluster(options(scheduler, "memory://tables", "memory://plans"))
    assert remote_tables(memory) == expected
    assert not [name for name in memory.find("/tables") if name.endswith(".arrow")]
    out = tmp_path / "cluster"
    run_on_cluster(options(scheduler, str(out), str(tmp_path / "plans")))
    assert {table.name: (out / f"{table.name}.parquet").read_bytes() for table in TABLES} == expected
    assert not list(out.rglob("*.arrow"))


def test_a_second_run_reads_only_what_changed(tmp_path: Path, scheduler: str, memory: Any) -> None:
    put(memory, PLANS)
    given = options(scheduler, "memory://tables", "memory://plans")
    run_on_cluster(given)
    told = Told()
    assert run_on_cluster(given, told).unchanged
    assert (told.read, told.kept) == ([], 3)
    memory.pipe_file("/plans/Borset/plan.txt", b"council Borset\naction Another | y")
    memory.rm_file("/plans/Abshire/plan.txt")
    told = Told()
    assert not run_on_cluster(given, told).unchanged
    assert told.read == ["Borset/plan.txt"]
    assert len([name for name in memory.find("/tables/.parts") if name.endswith(".part")]) == 2
    changed = {name: text for name, text in PLANS.items() if "Abshire" not in name}
    put_on_disk(tmp_path / "plans", {**changed, "Borset/plan.txt": "council Borset\naction Another | y"})
    assert remote_tables(memory) == local_tables(tmp_path)


def test_limits_and_failures_are_as_on_one_machine(tmp_path: Path, scheduler: str, memory: Any) -> None:
    plans = {
        "good.txt": "council A\naction x | y",
        "slow.txt": "sleep 30",
        "dead.txt": "die",
        "locked.txt": "status encrypted",
        "wrong.txt": "raise the roof",
    }
    put(memory, plans)
    put_on_disk(tmp_path / "plans", plans)
    run_on_cluster(options(scheduler, "memory://tables", "memory://plans", timeout=1.5))
    rows = pq.read_table(memory.open("/tables/documents.parquet")).to_pylist()
    assert {row["source"]: row["status"] for row in rows} == {
        "good.txt": "ok",
        "slow.txt": "timed_out",
        "dead.txt": "failed",
        "locked.txt": "encrypted",
        "wrong.txt": "failed",
    }
    assert remote_tables(memory) == local_tables(tmp_path, timeout=1.5)


def test_a_file_over_the_limit_of_size_is_not_copied(
    tmp_path: Path, scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = Location.open
    monkeypatch.setattr(Location, "open", lambda self, name: opened.append(self.url) or real(self, name))
    plans = {"big.txt": "x" * 2000, "good.txt": "council A\naction x | y"}
    put(memory, plans)
    put_on_disk(tmp_path / "plans", plans)
    small = Limits(max_bytes=1000)
    run_on_cluster(options(scheduler, "memory://tables", "memory://plans", limits=small))
    assert [url for url in opened if "plans" in url] == ["memory://plans/good.txt"]
    assert remote_tables(memory) == local_tables(tmp_path, limits=small)


def test_a_file_that_goes_while_the_run_goes_on_says_so(
    scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(memory, {"gone.txt": "action x | y", "good.txt": "council A\naction x | y"})
    real = Location.open

    def vanish(self: Location, name: str) -> Any:
        if "gone" in self.url:
            raise FileNotFoundError(self.url)
        return real(self, name)

    monkeypatch.setattr(Location, "open", vanish)
    run_on_cluster(options(scheduler, "memory://tables", "memory://plans"))
    rows = pq.read_table(memory.open("/tables/documents.parquet")).to_pylist()
    told = {row["source"]: (row["status"], row["error"]) for row in rows}
    assert told["good.txt"][0] == "ok"
    assert told["gone.txt"][0] == "failed"
    assert "no longer there" in (told["gone.txt"][1] or "")


def test_an_output_folder_on_disk_is_that_of_a_local_run(tmp_path: Path, scheduler: str) -> None:
    put_on_disk(tmp_path / "plans", PLANS)
    expected = local_tables(tmp_path)
    out = tmp_path / "cluster"
    run_on_cluster(options(scheduler, str(out), str(tmp_path / "plans")))
    assert {table.name: (out / f"{table.name}.parquet").read_bytes() for table in TABLES} == expected
    given = options("", "").run
    assert run(replace(given, paths=(tmp_path / "plans",), out=out, jobs=1)).unchanged


def test_a_real_plan_is_extracted_once(scheduler: str, memory: Any) -> None:
    put(memory, {"plan.txt": "Action\tLead\tTimescale\nTrain all staff\tHead of HR\tMarch 2025\n"})
    given = options(scheduler, "memory://tables", "memory://plans")
    real = replace(given.run, reader="pipeline.plan:read_plan", finisher="pipeline.plan:finish_owners", profile=True)
    given = replace(given, run=real)
    assert "extract" in run_on_cluster(given).stages
    for name in memory.find("/tables/.parts"):
        memory.rm_file(name)
    stages = run_on_cluster(given).stages
    assert "read" in stages
    assert "extract" not in stages


def test_corrections_hold_on_a_cluster_as_on_one_machine(tmp_path: Path, scheduler: str, memory: Any) -> None:
    plans = {
        "north/plan.txt": "Action\tLead\tTimescale\nTrain all staff\tHead of HR\tMarch 2025\n",
        "south/plan.txt": "Action\tLead\tTimescale\nHold a fair\tYouth Team\tMay 2025\n",
        "corrections.csv": "files,field,printed,read,correct\nnorth/*,due,Train all staff,,2025-06-30\n"
        "south/*,owner_name,,Youth Team,Young People\n",
    }
    put(memory, plans)
    put_on_disk(tmp_path / "plans", plans)
    given = options(scheduler, "memory://tables", "memory://plans")
    real = replace(given.run, reader="pipeline.plan:read_plan", finisher="pipeline.plan:finish_owners")
    told = Told()
    summary = run_on_cluster(replace(given, run=real), told)
    assert (sorted(told.read), summary.remarks) == (["north/plan.txt", "south/plan.txt"], ())
    run(replace(real, paths=(tmp_path / "plans",), out=tmp_path / "local", jobs=1))
    assert remote_tables(memory)["actions"] == (tmp_path / "local" / "actions.parquet").read_bytes()
    rows = pq.read_table(tmp_path / "local" / "actions.parquet").to_pylist()
    assert [row["corrected"] for row in rows] == [["due"], ["owners"]]
    memory.pipe_file("/plans/corrections.csv", plans["corrections.csv"].replace("06-30", "07-31").encode())
    told = Told()
    run_on_cluster(replace(given, run=real), told)
    assert (told.read, told.kept) == (["north/plan.txt"], 1)
    memory.pipe_file("/plans/corrections.csv", b"files,field,printed,correct\nnorth/*,due,x,soon\n")
    with pytest.raises(SettingsError, match="line 2, column 'correct'"):
        run_on_cluster(replace(given, run=real))


def test_large_tables_in_a_store_are_folders_and_spreadsheets_come_along(
    scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(memory, PLANS)
    given = options(scheduler, "memory://tables", "memory://plans")
    run_on_cluster(given)
    monkeypatch.setattr("pipeline.store.tables._ROW_GROUP", dict.fromkeys((table.name for table in TABLES), 1))
    monkeypatch.setattr("pipeline.batch.cluster.PART_BYTES", 1)
    given = replace(given, run=replace(given.run, extras=Extras(csv=True)))
    run_on_cluster(given)
    assert not memory.exists("/tables/actions.parquet")
    assert len(memory.ls("/tables/actions", detail=False)) == 4
    assert memory.exists("/tables/actions.csv")


def test_faults_are_told_before_anything_is_read(scheduler: str, memory: Any) -> None:
    with pytest.raises(PathRefused, match="memory://nowhere"):
        run_on_cluster(options(scheduler, "memory://tables", "memory://nowhere"))
    put(memory, {"sources.toml": "[[source]]\nfiles = 3\n", "a.txt": "action x | y"})
    with pytest.raises(SettingsError, match="files"):
        run_on_cluster(options(scheduler, "memory://tables", "memory://plans"))


def test_what_is_no_address_is_told_at_once(memory: Any) -> None:
    put(memory, PLANS)
    with pytest.raises(WorkerBroken, match="no address of a Dask scheduler"):
        run_on_cluster(options("nonsense", "memory://tables", "memory://plans"))


def test_workers_with_another_program_are_told(scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(memory, PLANS)
    monkeypatch.setattr("pipeline.batch.cluster.fingerprints", lambda: Fingerprints("another", "another"))
    with pytest.raises(WorkerBroken, match="another version"):
        run_on_cluster(options(scheduler, "memory://tables", "memory://plans"))


def test_urls_without_a_scheduler_are_wrong_use() -> None:
    result = CliRunner().invoke(app, ["run", "s3://bucket/plans", "--out", "tables"])
    assert result.exit_code == 2
    assert "--scheduler" in result.output


def test_a_cluster_whose_workers_are_all_dead_ends_the_run_and_keeps_what_is_done(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.cluster._ALONE", 1.0)
    put(memory, {"quick.txt": "council A\naction x | y", "slow.txt": "sleep 5"})
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:

        class Ends(Listener):
            def finished_one(self, head: PartHead) -> None:
                cluster.scale(0)

        with pytest.raises(WorkerBroken, match=r"no workers.*What was read is kept"):
            run_on_cluster(options(cluster.scheduler_address, "memory://tables", "memory://plans"), Ends())
    assert [name for name in memory.find("/tables/.parts") if name.endswith(".part")]


def test_a_scheduler_that_goes_ends_the_run_and_what_is_done_is_kept(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.cluster._CONNECT", 1.0)
    monkeypatch.setattr("pipeline.batch.cluster._ALONE", 1.0)
    put(memory, {"quick.txt": "council A\naction x | y", "slow.txt": "sleep 5"})
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:

        class Ends(Listener):
            def finished_one(self, head: PartHead) -> None:
                cluster.close()

        with pytest.raises(WorkerBroken, match="What was read is kept"):
            run_on_cluster(options(cluster.scheduler_address, "memory://tables", "memory://plans"), Ends())
    assert [name for name in memory.find("/tables/.parts") if name.endswith(".part")]


def test_a_worker_that_cannot_work_is_told(scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(self: Location, name: str, content: bytes) -> None:
        raise ModuleNotFoundError("No module named 'somestore'")

    put(memory, PLANS)
    monkeypatch.setattr(Location, "write", cannot)
    with pytest.raises(WorkerBroken, match=r"could not work \(ModuleNotFoundError: No module named 'somestore'\)"):
        run_on_cluster(options(scheduler, "memory://tables", "memory://plans"))


def test_a_store_that_goes_away_for_good_ends_the_run_and_says_so(
    scheduler: str, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.remote_unit.PATIENCE", 0.1)
    put(memory, PLANS)

    def away(self: Location, name: str) -> Any:
        raise ConnectionError("no route")

    monkeypatch.setattr(Location, "open", away)
    with pytest.raises(WorkerBroken, match=r"cannot be reached or used \(no route\).*What was read is kept"):
        run_on_cluster(options(scheduler, "memory://tables", "memory://plans"))
