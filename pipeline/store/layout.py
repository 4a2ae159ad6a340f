"""Where the rows of a table lie: in one file up to a size, beyond it in a folder of parts that reads as one table.

`actions.parquet`, or `actions/part-0000.parquet` and so on. pandas and pyarrow read the folder by its name, DuckDB by
`actions/*.parquet`; parts in order of their names hold the rows in order.
"""

from __future__ import annotations

from pathlib import Path

PARTS = ".parts"
"""Folder of the rows of each document, below the output folder."""
PART_BYTES = 256 * 1024**2
"""Size at which a file of a table is closed and the next one begun."""


def file_name(table: str) -> str:
    """Return the name of a table that is one file."""
    return f"{table}.parquet"


def part_name(table: str, number: int) -> str:
    """Return the name of a part of a table, counted from 0, with `/`."""
    return f"{table}/part-{number:04}.parquet"


def table_files(out: Path, table: str) -> list[Path]:
    """Return the files of a table in order; none where the table is not there."""
    parts = sorted((out / table).glob("part-*.parquet"), key=lambda path: (len(path.name), path.name))
    one = out / file_name(table)
    return ([one] if one.exists() else []) + parts


def table_place(out: Path, table: str) -> Path:
    """Return what pandas and pyarrow read as the table: its file, or its folder."""
    one = out / file_name(table)
    return out / table if not one.exists() and (out / table).is_dir() else one


def table_glob(out: Path, table: str) -> str:
    """Return what DuckDB reads as the table: its file, or a pattern for the files of its folder."""
    place = table_place(out, table).resolve().as_posix()
    return place if place.endswith(".parquet") else f"{place}/*.parquet"
