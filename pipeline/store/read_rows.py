"""Rows of a table as they are needed: a batch of them in memory at a time, whatever the table's size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.store.layout import table_files

_BATCH = 2048  # rows


def read_rows(out: Path, table: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
    """Yield the rows of a table of `out` in order; columns besides `columns` are not read and keep their default."""
    yield from rows_of_files(table_files(out, table), table, columns)


def rows_of_files(paths: Sequence[Path], table: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
    """Yield the rows of some files of a table, file by file; as `read_rows`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from schema.arrow import from_arrow

    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=list(columns) if columns else None):
                yield from from_arrow(table, pa.Table.from_batches([batch]))


def read_counted(out: Path, columns: Sequence[str] | None = None, *, editions: bool = False) -> Iterator[Any]:
    """Return the actions that comparisons count, those of the latest editions, or with `editions` of every edition.

    Actions of files that are copies of a plan are left out.
    """
    known = {
        row.document_id
        for row in read_rows(out, "documents", ("document_id", "source", "plan_id", "copy_of", "superseded_by"))
        if row.plan_id is not None and row.copy_of is None and (editions or row.superseded_by is None)
    }
    wanted = columns and tuple(dict.fromkeys((*columns, "document_id")))
    return (row for row in read_rows(out, "actions", wanted) if row.document_id in known)


def count_rows(out: Path, table: str) -> int:
    """Return the number of rows of a table of `out`, which its files say without being read; 0 where there are none."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in table_files(out, table))
