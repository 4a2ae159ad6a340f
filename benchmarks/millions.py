"""Five million synthetic actions written as tables and reported on, each under a limit of memory.

    python -m benchmarks.millions [--actions 5000000] [--councils 400] [--out build/benchmarks/millions] [--only report]

The parts of documents are made, then the tables are made from them by the code that a run uses, in a process whose
address space is limited; a query for one council is read back. Then `councilplans report` runs in a process of its
own. What is limited there is its resident memory: the V8 that hands out the charts' script reserves 33 GiB of
addresses, which it does not fill, so that no limit of address space lets it start. Prints seconds, peaks and sizes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.made_actions import made_plan
from benchmarks.tool import _peak as peak_memory
from pipeline.batch.memory import limit_memory, limit_resident
from pipeline.plan import finish_owners
from pipeline.store.layout import PARTS, table_files, table_place
from pipeline.store.parts import PartHead, write_part
from pipeline.store.tables import Extras, Member, write_tables

EACH = 1_000  # actions of a document
COUNCILS = 400
DAY = "2025-02-01"  # that the report reckons from; the actions fall due before and after it


def main() -> int:
    """Write, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actions", type=int, default=5_000_000)
    parser.add_argument("--councils", type=int, default=COUNCILS)
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks/millions"))
    parser.add_argument("--limit", type=int, default=2048, help="MiB: of address space; of resident memory (report)")
    parser.add_argument("--only", choices=("tables", "report"), help="one half; report takes the tables that are there")
    parser.add_argument("--measured", action="store_true", help=argparse.SUPPRESS)  # the process of the report
    args = parser.parse_args()
    if args.measured:
        return measured_report(args.out, args.limit)
    if args.only != "report":
        # A process of its own too: a limit of address space cannot be lifted again, and goes on to children.
        pid = os.fork()
        if not pid:
            limit_memory(args.limit * 1024**2)
            measure_tables(args.out, args.actions, args.councils)
            sys.stdout.flush()
            os._exit(0)
        if os.waitpid(pid, 0)[1]:
            return 1
    if args.only != "tables":
        command = [sys.executable, "-m", "benchmarks.millions", "--measured", "--out", str(args.out)]
        return subprocess.run([*command, "--limit", str(args.limit)], check=False).returncode
    return 0


def measure_tables(out: Path, actions: int, councils: int) -> None:
    shutil.rmtree(out, ignore_errors=True)
    began = time.perf_counter()
    members = Members(out, actions // EACH, councils)
    print(f"{actions:,} actions in {members.count:,} parts: {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    write_tables(out, members, Extras(), finish_owners)
    seconds = time.perf_counter() - began
    print(f"tables: {seconds:.0f} s, {actions / seconds:,.0f} actions a second, peak {peak_memory()} MiB", flush=True)
    for table in ("actions", "cells"):
        files = table_files(out, table)
        print(f"{table}: {len(files)} files, {sum(path.stat().st_size for path in files) / 1024**2:.0f} MiB")
    print_query(out, councils)
    shutil.rmtree(out / PARTS)


def measured_report(out: Path, limit: int) -> int:
    """Make the report in this process, which ends itself above the limit of resident memory."""
    from pipeline.cli.app import app

    limit_resident(limit * 1024**2)
    began = time.perf_counter()
    code = app(["report", str(out), "--date", DAY], standalone_mode=False)
    seconds = time.perf_counter() - began
    files = [path for path in (out / "report").rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    print(f"report: {seconds:.0f} s, peak resident {peak_memory()} MiB (limited to {limit} MiB)")
    print(f"report: {len(files):,} files, {sum(path.stat().st_size for path in files) / 1024**2:,.0f} MiB")
    print(f"largest: {largest.relative_to(out / 'report').as_posix()}, {largest.stat().st_size / 1024**2:.1f} MiB")
    return int(code or 0)


def print_query(out: Path, councils: int) -> None:
    import pyarrow.dataset as ds

    began = time.perf_counter()
    dataset = ds.dataset(table_place(out, "actions"))
    wanted = ds.field("council") == name_of(councils // 2)
    groups = [(len(f.row_groups), len(f.subset(wanted).row_groups)) for f in dataset.get_fragments()]
    rows = dataset.to_table(filter=wanted).num_rows
    every, read = (sum(numbers) for numbers in zip(*groups, strict=True))
    print(f"one council: {rows:,} rows from {read} of {every} row groups in {time.perf_counter() - began:.2f} s")


def name_of(council: int) -> str:
    return f"Testshire {council:03} Council"


class Members:
    """The documents in set order, ten or so a council; their parts are written when this is made."""

    def __init__(self, out: Path, count: int, councils: int) -> None:
        self.count, self.councils = count, councils
        self._head: PartHead | None = None
        for number in range(count):
            key, source, council = self._names(number)
            left_out = number * councils // count % 18
            plan = made_plan(number, source, council, actions=EACH, left_out=left_out)
            self._head = write_part(out, key, plan, size=1)

    def __iter__(self) -> Iterator[Member]:
        assert self._head is not None
        for number in range(self.count):
            key, source, council = self._names(number)
            yield Member(key, replace(self._head, source=source, council=council, document_id=f"{number:016x}"))

    def _names(self, number: int) -> tuple[str, str, str]:
        council = number * self.councils // self.count
        return f"{number * 2654435761 % 2**32:08x}", f"{council:03}/{number:06}.pdf", name_of(council)


if __name__ == "__main__":
    sys.exit(main())
