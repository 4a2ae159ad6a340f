"""`councilplans report` and `councilplans db`: the report and the database made from the tables of a run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline.cli.progress_bar import progress_bar
from pipeline.cli.screen import safe
from pipeline.store.errors import StoreError


def make_report(out: Path, today: date | None, plans: Path | None, *, quiet: bool = False) -> int:
    """Write the report and, unless quiet, say how far it is and where; give the exit code."""
    from pipeline.report.write import write_report
    from pipeline.store.database import check_tables

    if plans is not None and not plans.is_dir():
        return _fail(f"{plans}: no such folder. Name with --plans the folder that was read.", 2)
    try:
        check_tables(out)
    except StoreError as error:
        return _fail(str(error), 2)
    try:
        with progress_bar(wanted=not quiet) as tell:
            index = write_report(out, today=today, plans=plans, tell=tell)
    except StoreError as error:
        return _fail(str(error), 3)
    if not quiet:
        sys.stdout.write(f"Report: {safe(str(index))}\n")
    return 0


def make_database(out: Path, file: Path | None, *, copy: bool, sqlite: bool = False) -> int:
    """Write the DuckDB or SQLite file and say where it is; give the exit code."""
    from pipeline.store.database import DATABASE_NAME, write_database
    from pipeline.store.flat import SQLITE_NAME, write_sqlite

    path = file or out / (SQLITE_NAME if sqlite else DATABASE_NAME)

    def write() -> Path:
        if sqlite:
            write_sqlite(out, path)
        else:
            write_database(out, path, copy=copy)
        return path

    return _make(out, "Database", write)


def make_flat(out: Path) -> int:
    """Write the flat tables and say where they are; give the exit code."""
    from pipeline.store.flat import write_flat

    return _make(out, "Flat tables", lambda: write_flat(out))


def _make(out: Path, what: str, write: Callable[[], Path]) -> int:
    from pipeline.store.database import check_tables

    try:
        check_tables(out)
    except StoreError as error:
        return _fail(str(error), 2)
    try:
        path = write()
    except StoreError as error:
        return _fail(str(error), 3)
    sys.stdout.write(f"{what}: {safe(str(path))}\n")
    return 0


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return code
