"""The table `similar`: for each action its nearest in other councils, kept beside the tables it was made from.

It is made when it is asked for and not in every run, for it takes minutes over 100,000 actions. Its metadata names the
`generation` of the tables, by which a table that is out of date shows.
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

from pipeline.compare.similar import Similar, find_similar
from pipeline.store.database import SIMILAR_NAME, check_tables
from pipeline.store.errors import StoreError
from pipeline.store.layout import table_files, table_place

ABOUT = {
    "action_id": "An action.",
    "council": "Its council.",
    "other_action_id": "A similar action of another council.",
    "other_council": "The other council.",
    "score": "How alike their words are, 0 to 1: the cosine of TF-IDF vectors over stemmed words.",
    "rank": "1 for the nearest.",
}


def ensure_similar(out: Path) -> Path:
    """Give the path of `similar.parquet` for the tables of `out`, made now unless it is there and up to date.

    Raises StoreError where the tables are missing or the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from schema.arrow import from_arrow

    check_tables(out)
    path = out / SIMILAR_NAME
    first, *_ = table_files(out, "actions")
    told = pq.read_schema(first).metadata or {}
    generation = told.get(b"generation", b"") or str(first.stat().st_mtime_ns).encode()
    if path.exists() and (pq.read_schema(path).metadata or {}).get(b"generation") == generation:
        return path
    rows = list(find_similar(from_arrow("actions", pq.read_table(table_place(out, "actions")))))
    schema = pa.schema(
        [
            pa.field(name, kind, nullable=name in ("council", "other_council"), metadata={"description": ABOUT[name]})
            for name, kind in zip(
                (field.name for field in fields(Similar)),
                (pa.string(), pa.string(), pa.string(), pa.string(), pa.float64(), pa.int32()),
                strict=True,
            )
        ],
        metadata={b"generation": generation, b"description": b"One row for each similar action of another council."},
    )
    columns = [pa.array([getattr(row, field.name) for row in rows], type=field.type) for field in schema]
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), temporary, compression="zstd")
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: could not be written ({error.strerror or error}). Free space and try again."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path
