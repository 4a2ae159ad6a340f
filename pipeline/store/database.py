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
from schema.fields import TABLES, TableFields

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATABASE_NAME = "councilplans.duckdb"
SIMILAR_NAME = "similar.parquet"  # made by `councilplans similar`, so not of every folder
MEMORY = "768MB"  # that DuckDB may hold; what needs more goes through a temporary folder
THREADS = 2  # each holds row groups of its own

_QUARTER_START = "date_trunc('quarter', due)::date"
_FINANCIAL_YEAR = "(year(due) - (month(due) < 4)::integer)"
_QUARTER = (
    f"""printf('Q%d %d/%02d', ((month(due) + 8) % 12) // 3 + 1, {_FINANCIAL_YEAR}, ({_FINANCIAL_YEAR} + 1) % 100)"""
)

VIEWS: tuple[tuple[str, str, str], ...] = (
    (
        "plans",
        "One row for each plan, the file that figures count: copies in other formats and files with the same bytes are "
        "left out. label is the council, or the file where no council is known; latest is false for an edition that a "
        "later one has taken the place of.",
        """
        select *, coalesce(council, 'Council not known: ' || source) as label, superseded_by is null as latest
        from documents where plan_id is not null and copy_of is null
        """,
    ),
    (
        "edition_actions",
        "Actions of every plan and edition, each plan once, with the label and kind of their council, the file and "
        "title of their plan, and the quarter they fall due in.",
        f"""
        select a.* exclude (plan_title), p.label, p.source, p.title as plan_title, p.media_type, p.plan_id, p.edition,
               p.latest, p.council_type, p.region, p.nation, p.groups,
               {_QUARTER} as quarter, {_QUARTER_START} as quarter_start,
               due is not null and coalesce(a.state, '') not in ('complete', 'cancelled') as open_dated
        from actions a join plans p using (document_id)
        """,  # noqa: S608
    ),
    (
        "plan_actions",
        "Actions that comparisons count: those of the latest edition of each plan, as in edition_actions.",
        "select * exclude (latest) from edition_actions where latest",
    ),
    (
        "action_owners",
        "One row for each owner of each action.",
        """
        select label, council, document_id, action_id, owner.mention, owner.name, owner.kind, owner.function,
               owner.seniority, owner.relation, owner.score
        from (select *, unnest(owners) as owner from plan_actions)
        """,
    ),
    (
        "action_periods",
        "One row for each period of each action.",
        """
        select label, council, document_id, action_id, period.text, period.start, period.end, period.precision,
               period.edtf
        from (select *, unnest(periods) as period from plan_actions)
        """,
    ),
    (
        "action_characteristics",
        "One row for each protected characteristic of each action.",
        "select label, council, document_id, action_id, unnest(characteristics) as characteristic from plan_actions",
    ),
    (
        "council_themes",
        "One row for each council that has actions and each theme of the framework, with the actions placed there, "
        "which may be none.",
        """
        select c.label, t.number, t.module, t.theme, count(a.action_id)::integer as actions
        from (select distinct label from plan_actions) c
        cross join framework_themes t
        left join plan_actions a on a.label = c.label and a.eflg_theme = t.theme
        group by all order by c.label, t.number
        """,
    ),
    (
        "edition_steps",
        "One row for each edition of a plan and the one before it: actions carried on, added and dropped, and of those "
        "carried on how many slipped (are due later), were brought forward, have other owners or other words.",
        """
        select new.label, c.old_document_id, c.new_document_id, c.old_edition, c.new_edition,
               any_value(old.actions)::integer as before, any_value(new.actions)::integer as after,
               count(*) filter (kind = 'carried_on')::integer as carried_on,
               count(*) filter (kind = 'added')::integer as added,
               count(*) filter (kind = 'dropped')::integer as dropped,
               count(*) filter (kind = 're_dated')::integer as re_dated,
               count(*) filter (days > 0)::integer as slipped,
               count(*) filter (days < 0)::integer as brought_forward,
               median(days) filter (days > 0)::integer as median_days_slipped,
               count(*) filter (kind = 're_owned')::integer as re_owned,
               count(*) filter (kind = 'reworded')::integer as reworded,
               count(*) filter (kind in ('re_rated', 're_stated'))::integer as other_progress
        from changes c
        join plans old on old.document_id = c.old_document_id
        join plans new on new.document_id = c.new_document_id
        group by all order by new.label, c.new_edition, c.new_document_id
        """,
    ),
    (
        "due_by_quarter",
        "Actions by the quarter of the financial year in which they fall due, with how many are not said to be done.",
        """
        select quarter, quarter_start, (quarter_start + interval 3 month - interval 1 day)::date as quarter_end,
               count(*)::integer as actions, count(*) filter (open_dated)::integer as not_done
        from plan_actions where due is not null group by all order by quarter_start
        """,
    ),
)
"""Name, meaning and query of each view besides the tables; a view uses only those before it."""


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
