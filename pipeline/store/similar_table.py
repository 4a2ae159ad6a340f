"""The table `similar`: for each action its nearest in other councils, kept beside the tables it was made from.

It is made when it is asked for and not in every run, for it takes minutes over 100,000 actions. Its metadata names the
`generation` of the tables, by which a table that is out of date shows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice
from pathlib import Path

from pipeline.compare.similar import Similar, find_similar
from pipeline.progress import Tell, quiet
from pipeline.store.database import SIMILAR_NAME, check_tables
from pipeline.store.errors import StoreError
from pipeline.store.layout import table_files
from pipeline.store.read_rows import count_rows, read_counted
from schema.rows import ActionRow

ABOUT = {
    "action_id": "An action.",
    "council": "Its council.",
    "other_action_id": "A similar action of another council.",
    "other_council": "The other council.",
    "score": "How alike their words are, 0 to 1: the cosine of TF-IDF vectors over stemmed words.",
    "rank": "1 for the nearest.",
}


_NEEDED = ("action_id", "document_id", "council", "action", "outcome", "evidence")
"""Columns that similar actions are found by."""
_TOLD_EVERY = 1024  # actions
_GROUP = 2**17  # rows written at a time


def known_similar(out: Path) -> Path | None:
    """Return the path of `similar.parquet` where it is there and was made from the tables of `out` as they are."""
    import pyarrow.parquet as pq

    path = out / SIMILAR_NAME
    if path.exists() and (pq.read_schema(path).metadata or {}).get(b"generation") == _generation(out):
        return path
    return None


def ensure_similar(out: Path, tell: Tell = quiet) -> Path:
    """Return the path of `similar.parquet` for the tables of `out`, made now unless it is there and up to date.

    Raises StoreError where the tables are missing or the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    check_tables(out)
    if (known := known_similar(out)) is not None:
        return known
    path = out / SIMILAR_NAME
    schema = pa.schema(
        [
            pa.field(name, kind, nullable=name in ("council", "other_council"), metadata={"description": ABOUT[name]})
            for name, kind in zip(
                (field.name for field in fields(Similar)),
                (pa.string(), pa.string(), pa.string(), pa.string(), pa.float64(), pa.int32()),
                strict=True,
            )
        ],
        metadata={
            b"generation": _generation(out),
            b"description": b"One row for each similar action of another council.",
        },
    )
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    found = find_similar(_actions(out, tell), tell=tell)
    try:
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            while rows := list(islice(found, _GROUP)):
                columns = [pa.array([getattr(row, field.name) for row in rows], type=field.type) for field in schema]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: could not be written ({error.strerror or error}). Free space and try again."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _generation(out: Path) -> bytes:
    """Return what tells the tables of `out` from those of another run."""
    import pyarrow.parquet as pq

    first, *_ = table_files(out, "actions")
    told = pq.read_schema(first).metadata or {}
    return told.get(b"generation", b"") or str(first.stat().st_mtime_ns).encode()


def _actions(out: Path, tell: Tell) -> Iterator[ActionRow]:
    """Yield every action that counts with what it is compared by and nothing else, one at a time."""
    total = count_rows(out, "actions")
    for done, action in enumerate(read_counted(out, _NEEDED), 1):
        yield action
        if done % _TOLD_EVERY == 0:
            tell("reading actions", done, total)
    tell("reading actions", total, total)
