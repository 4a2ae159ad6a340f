"""The tables as a DuckDB database: a view for each Parquet file, and views that answer what people ask first.

The views hold no rows of their own: they read the Parquet files where they lie, so the next run shows through them. A
copy, made on request, holds the rows and can be sent to others.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.normalise.framework.edition import read_edition
from pipeline.store.errors import StoreError
from pipeline.store.layout import table_place
from pipeline.store.standing import check_standing
from pipeline.store.views import VIEWS
from schema.fields import TABLES, TableFields

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATABASE_NAME = "councilplans.duckdb"
SIMILAR_NAME = "similar.parquet"  # made by `councilplans similar`, so not of every folder
MEMORY = "768MB"  # that DuckDB may hold; what needs more goes through a temporary folder
THREADS = 2  # each holds row groups of its own


@contextmanager
def connect(out: Path) -> Iterator[DuckDBPyConnection]:
    """Open a database in memory with every view over the tables of `out`, and close it in the end.

    Its memory is limited; a query that needs more spills to a temporary folder, which is gone in the end. Raises
    StoreError where a table is missing or the tables are of two runs, and where a query finds no room.
    """
    import duckdb

    check_tables(out)
    with tempfile.TemporaryDirectory(prefix="councilplans-", ignore_cleanup_errors=True) as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": spill,
        }
        try:
            with duckdb.connect(config=settings) as connection:
                for statement in _statements(out, copy=False):
                    connection.execute(statement)
                yield connection
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise StoreError(
                f"{out}: its tables could not be counted ({error}). Free space for temporary files and try again."
            ) from error


def write_database(out: Path, path: Path, *, copy: bool = False) -> None:
    """Write a DuckDB file with every view over the tables of `out`, or with a copy of the rows.

    Replaces a file that is there. Raises StoreError where the tables or the file cannot be used.
    """
    import duckdb

    check_tables(out)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with duckdb.connect(str(temporary)) as connection:
            for statement in _statements(out, copy=copy):
                connection.execute(statement)
        temporary.replace(path)
    except (OSError, duckdb.Error) as error:
        raise StoreError(
            f"{path}: could not be written ({error}). Close programs that have it open, or choose another place."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def check_tables(out: Path) -> None:
    """Raise StoreError unless every table stands in `out` and all are of one run and of this version."""
    check_standing(out, [table.name for table in TABLES])


def _statements(out: Path, *, copy: bool) -> Iterator[str]:
    what = "table" if copy else "view"
    for table in TABLES:
        yield f"create {what} {table.name} as from read_parquet({_text(_pattern(table_place(out, table.name)))})"
        yield from _comments(table, what)
    similar = out / SIMILAR_NAME
    if similar.exists():
        yield f"create {what} similar_actions as from read_parquet({_text(_pattern(similar))})"
    rows = ", ".join(
        f"({_text(theme.number)}, {_text(read_edition().module(theme.number.partition('.')[0]).name)}, "
        f"{_text(theme.name)}, {_text(theme.covers)})"
        for theme in read_edition().themes
    )
    yield (
        f"create view framework_themes as select * from (values {rows}) "  # noqa: S608
        "as framework_themes(number, module, theme, covers)"
    )
    for name, about, query in VIEWS:
        yield f"create view {name} as {query}"
        yield f"comment on view {name} is {_text(about)}"


def _pattern(place: Path) -> str:
    """Return a table's file, or all files of its folder where it is in parts, as DuckDB names them.

    DuckDB reads `*`, `?` and `[` in a path as a pattern, so one in the folder's own name stands as a set of itself.
    """
    path = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in place.resolve().as_posix())
    return f"{path}/*.parquet" if place.is_dir() else path


def _comments(table: TableFields, what: str) -> Iterator[str]:
    yield f"comment on {what} {table.name} is {_text(table.about)}"
    for field in table.fields:
        yield f'comment on column {table.name}."{field.name}" is {_text(field.about)}'


def _text(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
