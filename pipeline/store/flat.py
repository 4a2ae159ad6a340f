"""The tables without lists: each list a table of its own, for programs that know rows of single values alone.

They are written as CSV and Parquet with a data package into a folder (`flat/`), or into one SQLite file with an index
of words, which Datasette opens and searches. Every row of every document is there; `counted` says which actions
comparisons count. Values stand as they are, but that control characters, which a terminal would obey, have their
pictures in the CSV; the CSV for spreadsheets, in which no text becomes a formula either, is that of `run --csv`.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.store.code_version import program_version
from pipeline.store.csv_text import CONTROLS, picture
from pipeline.store.database import connect
from pipeline.store.errors import StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "flat"
SQLITE_NAME = "councilplans.sqlite"
_MARK = "datapackage.json"  # by which a folder shows itself to be one of ours
_BATCH = 5_000  # rows handed over at a time
_RETURN = 0x0D
_SEARCHED = ("council", "theme", "objective", "action", "outcome", "evidence", "progress", "owner_text")
_SQLITE = {"BOOLEAN": "integer", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "real", "DATE": "text"}
_PACKAGE = {"BOOLEAN": "boolean", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number", "DATE": "date"}

_NAMES = "array_to_string(list_transform(owners, lambda one: one.name), '; ') as owners"


@dataclass(frozen=True, slots=True)
class FlatTable:
    """One table: its key, which other table a column refers to, and the query that makes it."""

    name: str
    about: str
    key: str | None
    query: str
    refers: Mapping[str, tuple[str, str]]


_OF_ACTION = {"action_id": ("actions", "action_id")}
FLAT: tuple[FlatTable, ...] = (
    FlatTable(
        "documents",
        "One row for every input file.",
        None,
        "select * exclude (groups, routes, flags), array_to_string(groups, '; ') as groups, "
        "array_to_string(routes, '; ') as routes, array_to_string(flags, '; ') as flag_codes from documents",
        {},
    ),
    FlatTable(
        "actions",
        "One row for each action; counted says whether comparisons count it, file where it was read from.",
        "action_id",
        f"""
        select a.action_id, a.document_id, a.council, d.source as file, a.plan_title, a.position, a.theme, a.objective,
               a.reference, a.action, a.outcome, a.evidence, a.progress, {_NAMES}, a.owner_text, a.start, a.due,
               a.timescale_text, a.ongoing, a.recurrence, a.state, a.rag, a.status_text,
               array_to_string(characteristics, '; ') as characteristics, a.eflg_module, a.eflg_theme, a.eflg_theme_2,
               a.eflg_score, a.page, a."table", a."row", a.confidence, array_to_string(a.flags, '; ') as flag_codes,
               array_to_string(a.corrected, '; ') as corrected,
               d.copy_of is null and d.superseded_by is null as counted
        from actions a join (select * from documents where actions > 0 and copy_of is distinct from document_id) d
        using (document_id)
        """,  # noqa: S608
        {},
    ),
    FlatTable(
        "action_owners",
        "One row for each owner of an action, in the order of its cell.",
        None,
        """
        select action_id, place, one.mention, one.name, one.kind, one.function, one.seniority, one.relation, one.score
        from (select action_id, unnest(owners) as one, unnest(range(1, len(owners) + 1)) as place from actions)
        """,
        _OF_ACTION,
    ),
    FlatTable(
        "action_periods",
        "One row for each period of an action, in the order of its cell.",
        None,
        """
        select action_id, place, one.text, one.start, one."end", one.precision, one.edtf
        from (select action_id, unnest(periods) as one, unnest(range(1, len(periods) + 1)) as place from actions)
        """,
        _OF_ACTION,
    ),
    FlatTable(
        "action_characteristics",
        "One row for each protected characteristic that an action speaks of.",
        None,
        "select distinct action_id, characteristic from "
        "(select action_id, unnest(characteristics) as characteristic from actions)",
        _OF_ACTION,
    ),
    FlatTable(
        "action_doubts",
        "One row for each value of an action that may be wrong.",
        None,
        "select action_id, one.field, one.chance, one.code, one.why from "
        "(select action_id, unnest(doubts) as one from actions)",
        _OF_ACTION,
    ),
    FlatTable(
        "action_extras",
        "One row for each further column of an action, under its printed heading.",
        None,
        "select action_id, one.key as heading, one.value as text from "
        "(select action_id, unnest(map_entries(extras)) as one from actions)",
        _OF_ACTION,
    ),
    FlatTable("issues", "One row for each thing that a person should look at.", None, "select * from issues", {}),
    FlatTable(
        "owners",
        "One row for each owner of a council.",
        None,
        "select * exclude (mentions), array_to_string(mentions, '; ') as mentions from owners",
        {},
    ),
    FlatTable("changes", "One row for each change from edition to edition.", None, "select * from changes", {}),
)


def write_flat(out: Path) -> Path:
    """Write `out`/flat with CSV, Parquet and a data package, in place of one that stood there; give its folder.

    Raises StoreError where the tables or the folder cannot be used.
    """
    folder, staging = out / FOLDER, out / f".{FOLDER}.next"
    if folder.exists() and not (folder / _MARK).is_file():
        raise StoreError(f"{folder}: is there and was not made by this program. Move it away and try again.")
    with connect(out) as connection:
        try:
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir(parents=True)
            resources = [_write_table(connection, staging, table) for table in FLAT]
            descriptor = {
                "profile": "data-package",
                "name": "council-equality-action-plans-flat",
                "title": "Equality action plans of UK councils, a value a cell",
                "version": program_version(),
                "resources": resources,
            }
            text = json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n"
            (staging / _MARK).write_text(text, "utf-8", newline="\n")
            shutil.rmtree(folder, ignore_errors=True)
            staging.rename(folder)
        except OSError as error:
            raise StoreError(
                f"{folder}: could not be written ({error.strerror or error}). Free space and try again."
            ) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return folder


def _write_table(connection: DuckDBPyConnection, folder: Path, table: FlatTable) -> dict[str, Any]:
    """Write one table twice and return its description."""
    shown = f"select {', '.join(map(_shown, _columns(connection, table)))} from ({table.query})"  # noqa: S608
    connection.execute(f"copy ({shown}) to '{_quoted(folder / table.name)}.csv' (format csv, header)")
    connection.execute(f"copy ({table.query}) to '{_quoted(folder / table.name)}.parquet' (format parquet)")
    schema: dict[str, Any] = {
        "fields": [{"name": name, "type": _PACKAGE.get(kind, "string")} for name, kind in _columns(connection, table)]
    }
    if table.key:
        schema["primaryKey"] = [table.key]
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [key]}}
            for column, (other, key) in table.refers.items()
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": table.about,
        "schema": schema,
    }


def write_sqlite(out: Path, path: Path) -> None:
    """Write one SQLite file with every flat table and an index of the actions' words (FTS5), which Datasette finds.

    Replaces a file that is there. Raises StoreError where the tables or the file cannot be used.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with connect(out) as connection:
            database = sqlite3.connect(temporary)
            try:
                _fill(connection, database)
            finally:
                database.close()
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{path}: could not be written ({error}). Close programs that have it open, or choose another place."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _fill(connection: DuckDBPyConnection, database: sqlite3.Connection) -> None:
    for table in FLAT:
        columns = _columns(connection, table)
        told = [
            f'"{name}" {_SQLITE.get(kind, "text")}'
            + (" primary key" if name == table.key else "")
            + (f' references "{table.refers[name][0]}"("{table.refers[name][1]}")' if name in table.refers else "")
            for name, kind in columns
        ]
        database.execute(f'create table "{table.name}" ({", ".join(told)})')
        marks = ", ".join("?" * len(columns))
        for rows in _rows(connection, table):
            database.executemany(f'insert into "{table.name}" values ({marks})', rows)  # noqa: S608
        for name in table.refers:
            database.execute(f'create index "{table.name}_{name}" on "{table.name}"("{name}")')
    searched = ", ".join(_SEARCHED)
    database.execute(f"create virtual table actions_fts using fts5({searched}, content='actions', tokenize='porter')")
    database.execute("insert into actions_fts(actions_fts) values ('rebuild')")
    database.execute("create index actions_council on actions(council)")
    database.execute("create index actions_due on actions(due)")
    database.execute("create view plan_actions as select * from actions where counted")
    database.commit()


def _rows(connection: DuckDBPyConnection, table: FlatTable) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows as SQLite holds them: days as text, true as 1."""
    cursor = connection.cursor().execute(table.query)
    while rows := cursor.fetchmany(_BATCH):
        yield [tuple(_plain(value) for value in row) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value.isoformat() if hasattr(value, "isoformat") else value


def _columns(connection: DuckDBPyConnection, table: FlatTable) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in connection.execute(f"describe {table.query}").fetchall()]


def _shown(column: tuple[str, str]) -> str:
    """Return a column as the CSV has it: a text with pictures in place of control characters."""
    name, kind = column
    if kind != "VARCHAR":
        return f'"{name}"'
    text = f'"{name}"'
    for _ in range(2):  # of two returns in a row the first pass sees one
        text = rf"regexp_replace({text}, '\r([^\n]|$)', '{picture(_RETURN)}\1', 'g')"
    codes = [number for number in CONTROLS if number != _RETURN]
    letters = " || ".join(f"chr({number})" for number in codes)
    return f"""translate({text}, {letters}, '{"".join(map(picture, codes))}') as "{name}\""""


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
