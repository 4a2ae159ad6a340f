"""What two runs read differently: `python -m scripts.differences BEFORE AFTER [--show N]`, two folders of tables.

Compares documents, actions, cells and issues of the files that both runs have, value by value, in the columns that both
have; time, version and the place of the input do not count. Exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

TABLES = ("documents", "actions", "cells", "issues")
_NOT_COMPARED = frozenset(("version", "seconds", "generation", "source"))
Rows = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]  # by table and document_id, in order


def read_rows(folder: Path, tables: Sequence[str] = TABLES) -> Rows:
    """Read the tables of a run."""
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for table in tables:
        for row in pq.read_table(folder / f"{table}.parquet").to_pylist():
            kept = {name: value for name, value in row.items() if name not in _NOT_COMPARED}
            rows.setdefault((table, row["document_id"]), []).append(kept)
    return rows


def documents_that_differ(before: Rows, after: Rows) -> set[str]:
    """Return the documents of which a row differs, or has come or gone."""
    return {key[1] for key in before.keys() | after.keys() if not _alike(before.get(key, ()), after.get(key, ()))}


def rows_that_differ(before: Rows, after: Rows, table: str) -> int:
    """Return how many rows of a table differ at their place in the document, or have come or gone."""
    count = 0
    for key in before.keys() | after.keys():
        if key[0] == table:
            one, other = before.get(key, ()), after.get(key, ())
            count += sum(bool(_values(row, new)) for row, new in zip(one, other, strict=False)) + abs(
                len(one) - len(other)
            )
    return count


def _alike(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    return len(one) == len(other) and not any(_values(row, new) for row, new in zip(one, other, strict=True))


def _values(row: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the columns in which two rows differ, among those that both have."""
    return [name for name in row.keys() & new.keys() if row[name] != new[name]]


def told(before: Rows, after: Rows) -> Iterator[str]:
    """Yield a line for each value that differs, and for each row that has come or gone."""
    for table, document in sorted(before.keys() | after.keys()):
        one, other = before.get((table, document), ()), after.get((table, document), ())
        for at, (row, new) in enumerate(zip(one, other, strict=False), 1):
            for name in sorted(_values(row, new)):
                yield f"{table} {document} {at} {name}: {row[name]!r:.120} -> {new[name]!r:.120}"
        if len(one) != len(other):
            yield f"{table} {document}: {len(one)} rows -> {len(other)}"


def main(words: list[str]) -> int:
    """Print the figures, then the differences."""
    parser = argparse.ArgumentParser(prog="python -m scripts.differences", description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--show", type=int, default=40, metavar="N", help="differences to print")
    args = parser.parse_args(words)
    before, after = read_rows(args.before), read_rows(args.after)
    files = [{document for _, document in rows} for rows in (before, after)]
    both = files[0] & files[1]
    print(f"{len(both)} documents in both runs, {len(files[0] - both)} only before, {len(files[1] - both)} only after")
    before, after = ({key: rows[key] for key in rows if key[1] in both} for rows in (before, after))
    for table in TABLES:
        counts = [sum(len(of) for key, of in rows.items() if key[0] == table) for rows in (before, after)]
        differ = rows_that_differ(before, after, table)
        print(f"{table:10} {counts[0]:7} rows before, {counts[1]:7} after, {differ:6} differ")
    lines = list(told(before, after))
    print("\n".join(lines[: args.show]))
    if len(lines) > args.show:
        print(f"and {len(lines) - args.show} more")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
