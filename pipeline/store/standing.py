"""Whether the tables that stand in a folder can be used: all there, whole, of one run, of this version's columns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.store.errors import StoreError
from pipeline.store.layout import file_name, table_files
from schema.fields import TABLES


def check_whole(paths: Iterable[Path]) -> None:
    """Raise StoreError where a file of a table is damaged or no Parquet file."""
    for path in paths:
        _schema(path)


def _schema(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise StoreError(f"{path}: is damaged or no Parquet file. Run again to make it anew.") from error


def check_standing(out: Path, names: Iterable[str]) -> None:
    """Raise StoreError, with what to do, unless the named tables can be used together."""
    files = {name: table_files(out, name) for name in names}
    missing = [file_name(name) for name, paths in files.items() if not paths]
    if missing:
        raise StoreError(f"{out}: there is no {', '.join(missing)}. Name the folder of a run.")
    wanted = {table.name: {field.name for field in table.fields} for table in TABLES}
    generations: set[bytes] = set()
    others: list[str] = []
    for name, paths in files.items():
        for path in paths:
            schema = _schema(path)
            generations.add((schema.metadata or {}).get(b"generation", b""))
            others += [f"{name}.{column}" for column in sorted(wanted[name] - set(schema.names))]
    if others:
        raise StoreError(
            f"{out}: its tables were made by another version of the program (there is no {', '.join(others[:5])}). "
            "Run again to make them anew."
        )
    if len(generations) > 1:
        raise StoreError(f"{out}: its tables are of two runs, one of which was stopped. Run again to finish it.")
