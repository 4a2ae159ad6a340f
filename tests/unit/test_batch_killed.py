"""A run that is killed at any moment leaves the old tables or the new ones, and the next run completes."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import time
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

KILLS = 20

# Renames are made slow, so that kills fall between two of them as well. One worker: what is killed is the parent.
SLOW_RUN = """
    import sys, time
    sys.path.insert(0, sys.argv[1])
    from pathlib import Path
    from fake_plans import FINISHER, READER
    from pipeline.batch.run import RunOptions, run
    from pipeline.store.code_version import Fingerprints, pin_fingerprints
    pin_fingerprints(Fingerprints("tests", "tests"))
    replace = Path.replace
    def slow(path, target):
        if ".next" in path.parts:
            time.sleep(0.03)
        return replace(path, target)
    Path.replace = slow
    print("begins", flush=True)
    run(RunOptions((Path(sys.argv[2]),), Path(sys.argv[3]), jobs=1, reader=READER, finisher=FINISHER))
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


def begin(tmp_path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", textwrap.dedent(SLOW_RUN), str(Path(__file__).parent)]
    process = subprocess.Popen([*command, str(tmp_path / "in"), str(tmp_path / "out")], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.slow
def test_kills_at_twenty_moments_lose_nothing_and_never_mix_two_sets(tmp_path: Path) -> None:
    right = {}
    for version in (0, 1):
        write_plans(tmp_path / "in", version)
        right[version] = finish(tmp_path, tmp_path / f"undisturbed{version}")
    write_plans(tmp_path / "in", 0)
    assert finish(tmp_path, tmp_path / "out") == right[0]
    write_plans(tmp_path / "in", 1)
    began = time.monotonic()
    end(begin(tmp_path))
    whole = time.monotonic() - began
    assert tables_of(tmp_path / "out") == right[1]
    moments = random.Random(6)
    version, torn = 1, 0
    for kill in range(KILLS):
        version = 1 - version
        write_plans(tmp_path / "in", version)
        process = begin(tmp_path)
        time.sleep(moments.uniform(0, whole))
        process.kill()
        end(process)
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
        if kill % 5 == 4:
            assert finish(tmp_path, tmp_path / "out") == right[version]
    print(f"{torn} of {KILLS} kills fell between two renames")
    assert not (tmp_path / "out" / ".next").exists()
