"""The tables of many made documents, by one process and by partition: seconds of this process, and the same bytes.

    python -m benchmarks.partitions [--documents 20000] [--actions 24] [--jobs 2] [--out build/benchmarks/partitions]

What one process takes for all of it is what holds a run up that reads with many; by partition this process only writes
what others have finished. Its own seconds of processor time are given beside the clock's, as the machine may be busy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.made_actions import made_plan
from benchmarks.tool import _peak as peak_memory
from pipeline.batch.finishers import finish_in_processes
from pipeline.plan import finish_owners
from pipeline.settings import Settings
from pipeline.store.layout import PARTS
from pipeline.store.parts import PartHead, write_part
from pipeline.store.tables import Extras, FinishAway, Member, write_tables

A_COUNCIL = 10  # documents
UNITE = "pipeline.plan:finish_owners"


def main() -> int:
    """Write, measure, print; 1 where the bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--actions", type=int, default=24, help="of a document")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks/partitions"))
    args = parser.parse_args()
    shutil.rmtree(args.out, ignore_errors=True)
    began = time.process_time()
    members = Members(args.out, args.documents, args.actions)
    print(f"{args.documents:,} parts of {args.actions} actions: {time.process_time() - began:.0f} s", flush=True)
    whole = measured(args.out, members, "one process", None)
    away = finish_in_processes(Settings(), args.out, UNITE, args.jobs)
    parted = measured(args.out, members, f"by partition, {args.jobs} processes", away)
    shutil.rmtree(args.out / PARTS)
    print("the same bytes" if whole == parted else "THE BYTES DIFFER")
    return int(whole != parted)


def measured(out: Path, members: Members, what: str, away: FinishAway | None) -> dict[str, str]:
    began, used = time.perf_counter(), time.process_time()
    write_tables(out, members, Extras(), finish_owners, away=away)
    seconds, own = time.perf_counter() - began, time.process_time() - used
    each = 1000 * own / members.count
    print(f"{what}: {seconds:.1f} s, {own:.1f} s of this process, {each:.2f} ms a document, peak {peak_memory()} MiB")
    sys.stdout.flush()
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.rglob("*.parquet")}


class Members:
    """The documents in set order, as a run's ledger gives them; their parts are written when this is made."""

    def __init__(self, out: Path, count: int, actions: int) -> None:
        self.count = count
        self._heads: list[str] = []
        for number in range(count):
            council = f"Testshire {number // A_COUNCIL:06} Council"
            plan = made_plan(number, f"{number // A_COUNCIL:06}/{number:06}.pdf", council, actions=actions)
            head = write_part(out, self._key(number), plan, size=1)
            self._heads.append(json.dumps(asdict(head)))

    def __iter__(self) -> Iterator[Member]:
        for number, head in enumerate(self._heads):
            yield Member(self._key(number), PartHead.from_json(head))

    def _key(self, number: int) -> str:
        return f"{number * 2654435761 % 2**32:08x}"


if __name__ == "__main__":
    sys.exit(main())
