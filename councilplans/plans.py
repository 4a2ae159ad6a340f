"""Files and folders in, tables out: what `councilplans run` does, for a script or a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, overload

from councilplans.errors import CannotRead
from schema.rows import PlanRows

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

AnyPath = str | PathLike[str]
TableName = Literal["documents", "actions", "cells", "issues", "owners", "changes"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The six tables of a run, as Arrow tables of the schema in docs/data-dictionary.md.

    Rows are in order of document and place; the same files give the same rows.
    """

    documents: pa.Table
    actions: pa.Table
    cells: pa.Table
    issues: pa.Table
    owners: pa.Table
    changes: pa.Table

    def rows(self, table: TableName) -> Iterator[Any]:
        """Yield the rows of a table as `DocumentRow`, `ActionRow` and so on, in order.

        >>> tables = read_plans("data/raw/Ravensmoor District Council")
        >>> [row.due.isoformat() for row in tables.rows("actions") if row.due][:2]
        ['2021-06-30', '2021-12-31']
        """
        from schema.arrow import from_arrow

        yield from from_arrow(table, getattr(self, table))

    def frames(self) -> Frames:
        """Return every table as a pandas frame, as `read_tables(folder, dtype_backend="pyarrow")` does.

        The column `flags` is called `flag_codes` there, for pandas has a `DataFrame.flags` of its own.

        >>> frames = read_plans("data/raw/Ravensmoor District Council").frames()
        >>> frames.actions.due.dt.year.value_counts().sort_index().to_dict()
        {2021: 5, 2022: 3}
        >>> len(frames.counted) == len(frames.actions)
        True
        """
        names: tuple[TableName, ...] = ("documents", "actions", "cells", "issues", "owners", "changes")
        found = {name: self.to_pandas(name).rename(columns={"flags": "flag_codes"}) for name in names}
        documents = found["documents"]
        counted = documents[documents["plan_id"].notna() & documents["copy_of"].isna()]
        counted = counted[counted["superseded_by"].isna()]
        actions = found["actions"]
        return Frames(**found, counted=actions[actions["document_id"].isin(counted["document_id"])])

    def to_pandas(self, table: TableName = "actions") -> pd.DataFrame:
        """Return a table as a pandas frame whose columns keep their Arrow types: dates are dates, integers may be null.

        Raises ImportError where pandas is not installed.

        >>> actions = read_plans("data/raw/Ravensmoor District Council").to_pandas()
        >>> actions["due"].dt.year.value_counts().sort_index().to_dict()
        {2021: 5, 2022: 3}
        """
        import pandas as pd

        frame: pd.DataFrame = getattr(self, table).to_pandas(types_mapper=pd.ArrowDtype)
        return frame


def read_plan(path: AnyPath, *, password: str | None = None) -> PlanRows:
    """Read one plan; return its row of `documents` and the rows of its actions, cells and issues.

    A file that cannot be read has its `status` and a sentence in `error` (`rows.document`) and no actions. It is read
    by a process of its own, under the limits of `councilplans run`; a `sources.toml` beside the file counts. Raises
    CannotRead where there is no such file.

    >>> plan = read_plan("data/raw/Ravensmoor District Council/corporate-equality-action-plan.txt")
    >>> plan.document.status, plan.document.council, len(plan.actions)
    ('ok', 'Ravensmoor District Council', 10)
    """
    if not Path(path).is_file():
        raise CannotRead(f"{path}: is no file. For a folder use read_plans.")
    tables = read_plans(path, passwords=() if password is None else (password,), jobs=1)
    (document,) = tables.rows("documents")
    rows = (tuple(tables.rows(name)) for name in ("actions", "cells", "issues"))
    return PlanRows(document, *rows)


def read_plans(
    paths: AnyPath | Iterable[AnyPath], *, out: AnyPath | None = None, jobs: int = 0, passwords: Sequence[str] = ()
) -> Tables:
    """Read every plan under files and folders; return the tables, those of `councilplans run` row for row.

    `out` is a folder for the tables: with it a second call reads only what changed, and the tables stay; without it
    they are in memory alone. `jobs` is how many files are read at a time, each by a process of its own; 0 is one a
    core. `passwords` are tried on files that need one. Raises CannotRead where a path is not there, a `sources.toml`
    is at fault or `out` cannot be used; trouble in a file is data in its row of `documents`.

    >>> tables = read_plans("data/raw/Ravensmoor District Council")
    >>> tables.documents.column("status").to_pylist(), tables.actions.num_rows
    (['ok'], 10)
    """
    from pipeline.batch.discover import PathRefused
    from pipeline.batch.run import RunOptions, run
    from pipeline.settings import Settings, SettingsError
    from pipeline.store.errors import StoreError

    given = (paths,) if isinstance(paths, str | PathLike) else tuple(paths)
    if out is None:
        with TemporaryDirectory(prefix="councilplans-") as name:
            return read_plans(given, out=name, jobs=jobs, passwords=passwords)
    settings = Settings(passwords=tuple(passwords))
    try:
        run(RunOptions(tuple(map(Path, given)), Path(out), settings, jobs=jobs))
    except (PathRefused, SettingsError, StoreError) as error:
        raise CannotRead(str(error)) from error
    return read_tables(out)


@dataclass(frozen=True, slots=True)
class Frames:
    """The six tables as pandas frames with Arrow types: `.dt` works on dates, integers may be null.

    `counted` holds the actions that comparisons count: each plan once, in its latest edition.
    """

    documents: pd.DataFrame
    actions: pd.DataFrame
    cells: pd.DataFrame
    issues: pd.DataFrame
    owners: pd.DataFrame
    changes: pd.DataFrame
    counted: pd.DataFrame


@overload
def read_tables(folder: AnyPath) -> Tables: ...
@overload
def read_tables(folder: AnyPath, *, dtype_backend: Literal["pyarrow"]) -> Frames: ...
def read_tables(folder: AnyPath, *, dtype_backend: Literal["pyarrow"] | None = None) -> Tables | Frames:
    """Return the tables that a run left in a folder, whole, in memory: Arrow tables, or pandas frames ready to use.

    `dtype_backend="pyarrow"`, as in `pandas.read_parquet`, gives `Frames`; it needs pandas.
    Raises CannotRead where one of them is not there. For tables larger than memory use DuckDB: docs/running.md.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from pipeline.store.layout import table_files

    found: dict[str, pa.Table] = {}
    for field in fields(Tables):
        files = table_files(Path(folder), field.name)
        if not files:
            raise CannotRead(
                f"{folder}: holds no table {field.name}. Make it with `councilplans run PLANS --out {folder}`."
            )
        found[field.name] = pa.concat_tables(map(pq.read_table, files))
    tables = Tables(**found)
    return tables if dtype_backend is None else tables.frames()
