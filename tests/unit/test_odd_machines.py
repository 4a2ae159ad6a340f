"""Machines that are not as they should be: other file systems, clocks that run back, full disks, killed workers.

What fails is a real call to the system where that can be had without special rights; then what stands is looked at.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.audit.audit import audit_tables
from pipeline.batch.run import RunOptions, RunSummary, run
from pipeline.store.database import check_tables
from pipeline.store.documents import DOCUMENTS, SUFFIX
from pipeline.store.errors import StoreError
from pipeline.store.layout import PARTS
from pipeline.store.lookup import find_action
from pipeline.store.tables import made_by_another
from schema.fields import TABLES

ROOT = Path(__file__).resolve().parents[2]
SHARED_MEMORY = Path("/dev/shm")  # a file system of its own, where there is one
READ = "Ref\tAction\tLead officer\tTimescale\n1\tTrain staff\tHead of HR\tMarch 2025\n2\t{}\tHead of HR\tJune 2025\n"

MADE_UP = (
    "council Abshire\naction Train staff | HR\naction {} | HR\n"  # for the reader of fake_plans, which starts sooner
)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(MADE_UP.format(f"Publish report {name}"), "utf-8")
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than the temporary files."""
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system")
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as name:
        yield Path(name)


@pytest.fixture
def real_plans(plans: Path) -> Path:
    """Plans for the reader of the program itself."""
    for name in ("a", "b"):
        (plans / f"{name}.txt").write_text(READ.format(f"Publish report {name}"), "utf-8")
    return plans


def options(plans: Path, out: Path, *, real: bool = False) -> RunOptions:
    if real:
        return RunOptions((plans,), out, jobs=1)
    return RunOptions((plans,), out, jobs=1, reader="fake_plans:read_plan", finisher="fake_plans:finish_owners")


def tables(out: Path) -> dict[str, bytes]:
    return {table.name: (out / f"{table.name}.parquet").read_bytes() for table in TABLES}


def actions(out: Path) -> list[str]:
    return [str(row) for row in pq.read_table(out / "actions.parquet")["action"].to_pylist()]


def limited(words: list[str], *, largest_file: int) -> subprocess.CompletedProcess[str]:
    """The command line where the system lets no file grow beyond some bytes: what a full disk does to each write."""
    program = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest_file}, {largest_file})); "
        "from pipeline.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_tables_are_the_same_on_another_file_system_than_that_of_temporary_files(
    plans: Path, elsewhere: Path, tmp_path: Path
) -> None:
    run(options(plans, tmp_path / "out"))
    run(options(plans, elsewhere / "out"))
    assert tables(elsewhere / "out") == tables(tmp_path / "out")
    (plans / "b.txt").unlink()
    run(options(plans, elsewhere / "out"))  # over tables that stand there
    assert len(actions(elsewhere / "out")) == 2


def test_inputs_and_temporary_files_may_stand_on_another_file_system(
    plans: Path, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setattr(tempfile, "tempdir", None)
    run(options(plans, tmp_path / "out"))
    assert len(actions(tmp_path / "out")) == 4
    assert not list(elsewhere.iterdir())


def test_a_clock_that_runs_back_changes_nothing(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(options(plans, tmp_path / "right"))
    start = time.time()
    ticks = iter(range(10_000))
    monkeypatch.setattr(time, "time", lambda: start - 3600.0 * next(ticks))
    run(options(plans, tmp_path / "out"))
    assert tables(tmp_path / "out") == tables(tmp_path / "right")


def test_a_file_that_changed_is_read_again_whatever_its_time_says(plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(options(plans, out))
    for path in out.rglob("*"):
        if path.is_file():
            os.utime(path, (4e9, 4e9))  # the year 2096
    (plans / "a.txt").write_text(MADE_UP.format("Publish report z"), "utf-8")  # as many bytes as before
    os.utime(plans / "a.txt", (0, 0))
    run(options(plans, out))
    assert "Publish report z" in actions(out)
    assert "Publish report a" not in actions(out)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_where_no_part_can_be_written_the_run_says_so_and_the_old_tables_stand(
    real_plans: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(options(real_plans, out, real=True))
    before = tables(out)
    (real_plans / "a.txt").write_text(READ.format("Publish report z"), "utf-8")
    done = limited(["run", str(real_plans), "--out", str(out), "--jobs", "1"], largest_file=600)
    assert done.returncode == 3, done.stderr
    assert "run again" in done.stderr
    assert "Traceback" not in done.stderr
    assert tables(out) == before
    run(options(real_plans, out, real=True))
    assert "Publish report z" in actions(out)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_where_tables_are_too_large_for_the_disk_the_old_ones_stand(real_plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(options(real_plans, out, real=True))
    before = tables(out)
    (real_plans / "a.txt").write_text(READ.format("Publish report z"), "utf-8")
    largest = max(len(data) for data in before.values())  # parts fit, one of the tables does not
    done = limited(["run", str(real_plans), "--out", str(out), "--jobs", "1"], largest_file=largest - 1)
    assert done.returncode == 3, done.stderr
    assert "still stand" in done.stderr
    assert tables(out) == before
    run(options(real_plans, out, real=True))
    assert "Publish report z" in actions(out)


def test_an_output_folder_that_may_not_be_written_is_said(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refuse(path: object, flags: int, *rest: int) -> int:
        if str(path).startswith(str(tmp_path / "out")) and flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return opened(path, flags, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"Read-only file system.*Choose another with --out"):
        run(options(plans, tmp_path / "out"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_worker_that_the_system_killed_costs_one_more_try(tmp_path: Path) -> None:
    summary = fake_run(tmp_path, {"a.txt": "killed once\naction x | y", "b.txt": "action z | y"})
    assert summary.statuses == {"ok": 2}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_file_that_gets_its_worker_killed_each_time_says_what_the_reason_may_be(tmp_path: Path) -> None:
    summary = fake_run(
        tmp_path, {"a.txt": "killed always", "b.txt": "action z | y", "c.txt": "abort now", "d.txt": "crash now"}
    )
    assert summary.statuses == {"ok": 1, "failed": 3}
    killed, aborted, crashed = [head.error or "" for head in summary.heads if head.status == "failed"]
    assert "ran out of memory" in killed
    assert "--jobs" in killed
    assert "signal 6" in aborted
    assert "6144 MiB of memory" in aborted
    assert "signal 11" in crashed
    assert "memory" not in crashed


def test_what_is_damaged_of_that_which_was_kept_is_made_again(real_plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(options(real_plans, out, real=True))
    before = tables(out)
    kept = [path for folder in (PARTS, DOCUMENTS) for path in sorted((out / folder).rglob("*.*")) if path.is_file()]
    assert len(kept) == 5, "two parts, two documents, the seal"
    right = {path: path.read_bytes() for path in kept}
    for broken in (b"{}", None):
        for path, data in right.items():
            path.write_bytes(data[:-9] + bytes(9) if broken is None else broken)
        assert run(options(real_plans, out, real=True)).reused == 0
        assert tables(out) == before
        # parts and the seal hold times
        assert all(path.read_bytes() == data for path, data in right.items() if path.suffix == SUFFIX)


def test_tables_of_another_version_are_made_anew_and_the_run_says_so(plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert made_by_another(out) is None
    first = run(options(plans, out))
    before = tables(out)
    assert not first.remarks
    seal = out / PARTS / "tables.json"
    seal.write_text(seal.read_text("utf-8").replace('"program": "', '"program": "0'), "utf-8")
    for part in (out / PARTS).rglob("*.part"):
        part.rename(part.with_stem("0" * 64))  # as if its key came of other code
    again = run(options(plans, out))
    assert again.reused == 0
    (remark,) = again.remarks
    assert "another version of the program" in remark
    assert tables(out) == before
    assert not run(options(plans, out)).remarks


def test_tables_of_a_version_with_fewer_columns_are_named_so_and_do_not_stop_a_run(plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(options(plans, out))
    before = tables(out)
    for table in TABLES:
        path = out / f"{table.name}.parquet"
        held = pq.read_table(path)
        pq.write_table(held.select(held.column_names[:-2]).replace_schema_metadata(held.schema.metadata), path)
    for use in (check_tables, lambda folder: find_action(folder, "x")):
        with pytest.raises(StoreError, match=r"another version of the program .*Run again"):
            use(out)
    run(options(plans, out))
    check_tables(out)
    assert tables(out) == before


def test_a_table_that_is_damaged_is_named_and_made_anew(plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(options(plans, out))
    before = tables(out)
    (out / "actions.parquet").write_bytes(before["actions"][:-20])
    for use in (check_tables, audit_tables):
        with pytest.raises(StoreError, match=r"actions.parquet: is damaged"):
            use(out)
    run(options(plans, out))
    assert tables(out) == before


def fake_run(tmp_path: Path, files: dict[str, str]) -> RunSummary:
    (tmp_path / "in").mkdir()
    for name, text in files.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    return run(options(tmp_path / "in", tmp_path / "out"))
