"""Every kind of write, sync and rename of the store made to fail: the tables that stood there stay readable."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_plans import finish_owners, read_plan

from pipeline.batch.run import RunOptions, run
from pipeline.settings import Settings
from pipeline.store.errors import StoreError
from pipeline.store.parts import part_key, part_path, write_part
from pipeline.store.tables import Extras, Member, write_tables
from schema.fields import TABLES

ALL = Extras(csv=True)


@dataclass(slots=True)
class Disk:
    """Counts the calls that change the disk and fails the one with a number.

    Of calls alike in a row, as the many writes of one file, the 1st, 2nd, 4th, 8th and so on have numbers.
    """

    fails_at: int = 0
    calls: int = 0
    failed: list[str] = field(default_factory=list)
    last: str = ""
    alike: int = 0

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.step(name)
            return real(*args, **kwargs)

        return call

    def begin(self, fails_at: int) -> None:
        self.calls, self.fails_at, self.last, self.alike = 0, fails_at, "", 0

    def step(self, name: str) -> None:
        self.alike = self.alike + 1 if name == self.last else 1
        self.last = name
        if self.alike.bit_count() > 1:
            return
        self.calls += 1
        if self.calls == self.fails_at:
            self.failed.append(name)
            raise OSError(28, "No space left on device")

    def opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if not set(mode) & set("wax+"):
                return real(path, mode, *args, **kwargs)
            self.step(f"open {path.name}")
            return Written(real(path, mode, *args, **kwargs), self, path.name)

        return call


class Written:
    """A file opened for writing, each write of which may fail."""

    def __init__(self, file: Any, disk: Disk, name: str) -> None:
        self.file, self.disk, self.name = file, disk, name

    def write(self, data: Any) -> Any:
        self.disk.step(f"write {self.name}")
        return self.file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> Written:
        return self

    def __exit__(self, *exception: object) -> None:
        self.file.close()


def failing(disk: Disk, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Path, "open", disk.opening(Path.open))
    for module, name in ((Path, "replace"), (Path, "mkdir"), (Path, "unlink"), (os, "fsync"), (os, "link")):
        patch.setattr(module, name, disk.wrap(name, getattr(module, name)))


def store(out: Path, council: str) -> list[Member]:
    members = []
    for source in ("a.txt", "b.txt"):
        text = f"council {council}\naction do it in {source} | HR"
        key = part_key(text, source, "folder", Settings())
        plan = read_plan(Path(source), source, text.encode(), Settings())
        members.append(Member(key, write_part(out, key, plan, size=len(text))))
    return members


def councils(out: Path) -> set[str]:
    """The councils of every table: one for a whole set. Fails where a table cannot be read."""
    found: set[str] = set()
    for table in TABLES:
        held = pq.read_table(out / f"{table.name}.parquet")
        if "council" in held.column_names:
            found |= set(held["council"].to_pylist())
    return found


def one_set(out: Path, disk: Disk, tried: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> int:
    """Let each step fail in turn and look at the tables after each; give how many faults there were."""
    number = 0
    seen: dict[tuple[bytes, ...], set[str]] = {}  # what stands in files that were read before
    while True:
        number += 1
        told = len(disk.failed)
        disk.begin(number)
        with monkeypatch.context() as patch:
            failing(disk, patch)
            with suppress(StoreError, OSError):
                tried()
        if len(disk.failed) == told:
            return number - 1  # the steps were fewer: nothing failed
        files = tuple((out / f"{table.name}.parquet").read_bytes() for table in TABLES)
        if files not in seen:
            seen[files] = councils(out)
        assert len(seen[files]) == 1, disk.failed[-1]
        assert number < 2000


def test_every_step_of_writing_tables_may_fail_and_one_whole_set_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path, store(tmp_path, "Old"), ALL, finish_owners)
    members = store(tmp_path, "New")
    disk = Disk()
    faults = one_set(tmp_path, disk, lambda: write_tables(tmp_path, members, ALL, finish_owners), monkeypatch)
    assert faults > 40
    assert {name.split()[0] for name in disk.failed} >= {"open", "write", "replace", "fsync", "link", "mkdir"}
    assert councils(tmp_path) == {"New"}
    assert not (tmp_path / ".next").exists()


def test_every_step_of_writing_a_part_may_fail_and_the_old_part_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (member, _) = store(tmp_path, "Old")
    before = part_path(tmp_path, member.key).read_bytes()
    plan = read_plan(Path("a.txt"), "a.txt", b"council New\naction other | HR", Settings())
    for number in range(1, 50):
        disk = Disk(fails_at=number)
        with monkeypatch.context() as patch:
            failing(disk, patch)
            with suppress(OSError):
                write_part(tmp_path, member.key, plan, size=1)
        if not disk.failed:
            assert number > 3
            return
        if disk.failed[0] != "unlink":
            assert part_path(tmp_path, member.key).read_bytes() == before
    raise AssertionError("a part takes fewer steps")


def test_a_run_after_a_full_disk_goes_on_to_the_right_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("council Old\naction x | y", "utf-8")
    options = RunOptions(
        (tmp_path / "in",), tmp_path / "out", jobs=1, reader="fake_plans:read_plan", finisher="fake_plans:finish_owners"
    )
    run(options)
    (tmp_path / "in" / "a.txt").write_text("council New\naction x | y", "utf-8")
    disk = Disk(fails_at=12)
    with monkeypatch.context() as patch:
        failing(disk, patch)
        with pytest.raises(StoreError):
            run(options)
    assert councils(tmp_path / "out") == {"Old"}
    run(options)
    assert councils(tmp_path / "out") == {"New"}
