"""One trial: a copy of the program with one file changed, its cases run, and its plans read where plans are at hand.

The copy has the packages and the tests; everything else is linked. Python's compiled files are copied along, so that a
trial compiles the changed file alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from scripts.differences import Rows, read_rows

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("councilplans", "extractors", "pipeline", "schema", "tests")
LONGEST = 1800  # seconds for the cases, or the plans, of one trial
BROKEN = "(the program does not start)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial gave: ids of the tests that fail, and the rows read."""

    failing: frozenset[str]
    rows: Rows


class Workshop:
    """A copy of the program in a folder of its own, used for one trial after another."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "copy"
        self._tables = folder / "tables"
        self._root.mkdir(parents=True)
        for entry in ROOT.iterdir():
            if entry.name in COPIED:
                shutil.copytree(entry, self._root / entry.name)
            elif entry.name == "pyproject.toml" or (entry.is_dir() and not entry.name.startswith(".")):
                (self._root / entry.name).symlink_to(entry)
        told = self._do(["-c", "import pipeline; print(pipeline.__file__)"])
        if not Path(told.stdout.strip()).is_relative_to(self._root.resolve()):
            raise RuntimeError(f"{told.stdout.strip() or told.stderr}: the copy would not be what is tried")

    def run(self, cases: Sequence[str], plans: Sequence[Path]) -> Outcome:
        """Run the cases and read the plans with the program as it stands in the copy."""
        return Outcome(self._failing(cases), self._read(plans))

    @contextmanager
    def changed(self, file: str, text: str) -> Iterator[None]:
        """Have one file of the copy hold another text for a while."""
        path = self._root / file
        before = path.read_bytes(), path.stat()
        path.write_text(text, "utf-8")
        try:
            yield
        finally:
            path.write_bytes(before[0])
            os.utime(path, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))

    def _failing(self, cases: Sequence[str]) -> frozenset[str]:
        if not cases:
            return frozenset()
        report = self._root / "report.xml"
        report.unlink(missing_ok=True)
        options = [
            "-p",
            "no:cacheprovider",
            "-q",
            "--tb=no",
            "--no-header",
            "--hypothesis-profile=same",
            f"--junitxml={report}",
        ]
        done = self._do(["-m", "pytest", *options, *cases])
        if not report.exists():
            return frozenset((BROKEN,)) if done.returncode else frozenset()
        failing = set()
        for test in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it
            if test.find("failure") is not None or test.find("error") is not None:
                failing.add(f"{test.get('classname')}::{test.get('name')}")
        return frozenset(failing)

    def _read(self, plans: Sequence[Path]) -> Rows:
        if not plans:
            return {}
        words = ["-m", "pipeline", "run", *map(str, plans), "--out", str(self._tables), "--quiet", "--jobs", "1"]
        return {} if self._do(words).returncode else read_rows(self._tables, ("actions", "cells"))

    def _do(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self._root)}
        return subprocess.run(
            [sys.executable, *words],
            cwd=self._root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )


@contextmanager
def workshop() -> Iterator[Workshop]:
    """Make a copy of the program, and take it away at the end."""
    with tempfile.TemporaryDirectory(prefix="councilplans-ablation-") as name:
        yield Workshop(Path(name))
