"""A run that is killed at any moment leaves the old tables or the new ones, and the next run completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fake_plans import FINISHER, READER

from pipeline.batch.run import RunOptions, run
from pipeline.settings import Settings
from pipeline.store.code_version import Fingerprints
from pipeline.store.file_set import recover
from pipeline.store.layout import table_files
from schema.fields import TABLES

WITH_WORKER = 6  # kills at any moment while a worker reads; the others fall on the renames that replace the tables
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends a process at once

# Runs are forks of a process that has loaded the program, where there are forks; else that process itself. "worker"
# reads in a worker process and renames slowly, so that kills fall between two of them as well; "here 3" reads in the
# run's own process, which kills itself before the third rename of the set.
RUNS = """
    import os, sys, time
    sys.path.insert(0, sys.argv[1])
    from pathlib import Path
    import pyarrow.parquet, schema.arrow
    from fake_plans import FINISHER, READER, read_plan
    from pipeline.batch import run as running
    from pipeline.batch.limited import Ended
    from pipeline.batch.unit import read_unit
    from pipeline.store.code_version import Fingerprints, pin_fingerprints
    pin_fingerprints(Fingerprints("tests", "tests"))
    replace, renames = Path.replace, []
    def renamed(path, target):
        if ".next" in path.parts:
            renames.append(path)
            if how == "worker":
                time.sleep(0.03)
            elif len(renames) == int(last):
                os.kill(os.getpid(), int(sys.argv[4]))
        return replace(path, target)
    Path.replace = renamed
    def read_here(units, count, settings, *_, **__):
        for _ in range(count):
            unit = next(units)
            yield Ended(unit, read_unit(unit, settings, read_plan).key)
    while line := sys.stdin.readline():
        how, _, last = line.strip().partition(" ")
        child = os.fork() if hasattr(os, "fork") else 0
        if child == 0:
            print(os.getpid(), flush=True)
            if how == "here":
                running.run_units = read_here
            paths = (Path(sys.argv[2]),)
            running.run(running.RunOptions(paths, Path(sys.argv[3]), jobs=1, reader=READER, finisher=FINISHER))
            print(len(renames), flush=True)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            print("killed", flush=True)
"""


@pytest.fixture(autouse=True)
def one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.code_version._pinned", Fingerprints("tests", "tests"))


def write_plans(folder: Path, version: int) -> None:
    for number in range(5):
        path = folder / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"council A{number % 2}\naction number {number} of version {version} | y", "utf-8")


def finish(tmp_path: Path, out: Path) -> dict[str, bytes]:
    run(RunOptions((tmp_path / "in",), out, Settings(timeout=60), jobs=1, reader=READER, finisher=FINISHER))
    return tables_of(out)


def tables_of(out: Path) -> dict[str, bytes]:
    names = [path for table in TABLES for path in table_files(out, table.name)]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in names}


class Runs:
    """Runs of one folder, one after another, each of which may be killed."""

    def __init__(self, tmp_path: Path) -> None:
        self.command = [sys.executable, "-c", textwrap.dedent(RUNS), str(Path(__file__).parent)]
        self.command += [str(tmp_path / "in"), str(tmp_path / "out"), str(int(KILL))]
        self.process: subprocess.Popen[str] | None = None

    def begin(self, how: str) -> int:
        """Begin a run and return its process id, once it begins."""
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(how + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int | None:
        """Wait until the run has ended; return how many files it renamed, None where it was killed."""
        assert self.process is not None
        assert self.process.stdout is not None
        told = self.process.stdout.readline().strip()
        if not told.isdigit() or not hasattr(os, "fork"):
            self.close(kill=not told)
        return int(told) if told.isdigit() else None

    def close(self, *, kill: bool = True) -> None:
        """End the process that runs are made from, unless it can make another."""
        if self.process is not None and (kill or not hasattr(os, "fork")):
            self.process.kill()
            self.process.communicate()
            self.process = None


@pytest.mark.slow
def test_kills_at_every_rename_and_while_a_worker_reads_lose_nothing_and_never_mix_two_sets(tmp_path: Path) -> None:
    right = {}
    for version in (0, 1):
        write_plans(tmp_path / "in", version)
        right[version] = finish(tmp_path, tmp_path / f"undisturbed{version}")
    runs, moments = Runs(tmp_path), random.Random(6)
    runs.begin("here 0")
    assert runs.end()
    write_plans(tmp_path / "in", 0)
    runs.begin("here 0")
    renames = runs.end()
    assert renames is not None
    assert tables_of(tmp_path / "out") == right[0]
    write_plans(tmp_path / "in", 1)
    began = time.monotonic()
    runs.begin("worker")
    assert runs.end() == renames
    whole = time.monotonic() - began
    assert tables_of(tmp_path / "out") == right[1]
    version, torn = 0, 0
    for kill in range(renames + WITH_WORKER):
        write_plans(tmp_path / "in", version)  # always other than what stands, so that there is something to do
        process = runs.begin(f"here {kill + 1}" if kill < renames else "worker")
        if kill >= renames:
            time.sleep(moments.uniform(0, whole))
            with suppress(ProcessLookupError):
                os.kill(process, KILL)
        ended = runs.end()
        assert ended is None or kill >= renames
        torn += (tmp_path / "out" / ".next" / "journal.json").exists()
        recover(tmp_path / "out")
        found = tables_of(tmp_path / "out")
        assert found in (right[0], right[1])
        generations = {
            pq.read_schema(path).metadata[b"generation"]
            for t in TABLES
            for path in table_files(tmp_path / "out", t.name)
        }
        assert len(generations) == 1
        if kill in (renames // 2, renames - 1, renames + WITH_WORKER - 1):
            found = finish(tmp_path, tmp_path / "out")
            assert found == right[version]
        version = int(found == right[0])
    runs.close()
    assert torn > 5  # kills between the first rename of a set and its last
    assert not (tmp_path / "out" / ".next").exists()
