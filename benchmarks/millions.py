"""Five million synthetic actions written as tables under a limit of memory, and one council read back from them.

    python -m benchmarks.millions [--actions 5000000] [--out build/benchmarks/millions] [--limit 2048]

The parts of documents are made from one template with other names, then the tables are made from them by the code that
a run uses. Prints seconds, peak memory, sizes, and what a query for one council has to read.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.tool import _peak as peak_memory
from pipeline.batch.memory import limit_memory
from pipeline.plan import finish_owners
from pipeline.store.layout import table_files, table_place
from pipeline.store.parts import PARTS, PartHead, write_part
from pipeline.store.tables import Extras, Member, write_tables
from schema.rows import ActionRow, CellRow, DocumentRow, OwnerValue, PlanRows

EACH = 1_000  # actions of a document
COUNCILS = 400


def main() -> int:
    """Write, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actions", type=int, default=5_000_000)
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks/millions"))
    parser.add_argument("--limit", type=int, default=2048, help="MiB of address space")
    args = parser.parse_args()
    limit_memory(args.limit * 1024**2)
    shutil.rmtree(args.out, ignore_errors=True)
    began = time.perf_counter()
    members = Members(args.out, args.actions // EACH)
    print(f"{args.actions:,} actions in {members.count:,} parts: {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    write_tables(args.out, members, Extras(), finish_owners)
    seconds = time.perf_counter() - began
    print(
        f"tables: {seconds:.0f} s, {args.actions / seconds:,.0f} actions a second, peak {peak_memory()} MiB", flush=True
    )
    for table in ("actions", "cells"):
        files = table_files(args.out, table)
        print(f"{table}: {len(files)} files, {sum(path.stat().st_size for path in files) / 1024**2:.0f} MiB")
    print_query(args.out)
    shutil.rmtree(args.out / PARTS)
    return 0


def print_query(out: Path) -> None:
    import pyarrow.dataset as ds

    began = time.perf_counter()
    dataset = ds.dataset(table_place(out, "actions"))
    wanted = ds.field("council") == name_of(COUNCILS // 2)
    groups = [(len(f.row_groups), len(f.subset(wanted).row_groups)) for f in dataset.get_fragments()]
    rows = dataset.to_table(filter=wanted).num_rows
    every, read = (sum(numbers) for numbers in zip(*groups, strict=True))
    print(f"one council: {rows:,} rows from {read} of {every} row groups in {time.perf_counter() - began:.2f} s")


def name_of(council: int) -> str:
    return f"Testshire {council:03} Council"


class Members:
    """The documents in set order, ten or so a council; their parts are written when this is made."""

    def __init__(self, out: Path, count: int) -> None:
        self.count = count
        self._head: PartHead | None = None
        for number in range(count):
            key, source, council = self._names(number)
            self._head = write_part(out, key, plan(number, source, council), size=1)

    def __iter__(self) -> Iterator[Member]:
        assert self._head is not None
        for number in range(self.count):
            key, source, council = self._names(number)
            yield Member(key, replace(self._head, source=source, council=council, document_id=f"{number:016x}"))

    def _names(self, number: int) -> tuple[str, str, str]:
        council = number * COUNCILS // self.count
        return f"{number * 2654435761 % 2**32:08x}", f"{council:03}/{number:06}.pdf", name_of(council)


def plan(number: int, source: str, council: str) -> PlanRows:
    """Give the rows of one document."""
    document_id = f"{number:016x}"
    owners = (OwnerValue(mention="Head of HR", name="Head of Human Resources", kind="role", function="hr"),)
    actions = tuple(
        ActionRow(
            action_id=f"{document_id}-t1r{row}",
            document_id=document_id,
            council=council,
            position=row,
            reference=f"{row // 8}.{row % 8}",
            action=f"Review step {row} of plan {number} with staff networks and publish what was found",
            outcome=f"Report {row * 7919 % 1000} agreed by the board",
            owner_text="Head of HR",
            timescale_text="March 2025",
            owners=owners,
            table=1,
            row=row,
        )
        for row in range(1, EACH + 1)
    )
    cells = tuple(
        CellRow(
            document_id=document_id,
            table=1,
            row=one.position,
            column=2,
            text=one.action or "",
            role="action",
            action_id=one.action_id,
        )
        for one in actions
    )
    document = DocumentRow(document_id=document_id, source=source, council=council, actions=EACH)
    return PlanRows(document, actions, cells)


if __name__ == "__main__":
    sys.exit(main())
