"""The figures of the report: one query each over the views of `pipeline.store.database`, as values the pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.normalise.framework.edition import Theme, read_edition
from pipeline.report.labels import file_names, words
from pipeline.report.quarters import Quarter, quarter_of
from schema.codelists import codelists

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN_IN_QUARTER = 12  # actions of the quarter in question on the first page; the page of due dates has more
CHARTED = 20_000  # points of a chart up to which it can be narrowed to some councils
DOUBTED: Mapping[str, tuple[str, ...]] = {
    "row": ("row", "action", "reference", "theme", "objective"),
    "owner": ("owners", "owner_text"),
    "due": ("due", "start", "periods", "timescale_text", "ongoing", "recurrence"),
    "outcome": ("outcome",),
    "state": ("state", "rag", "status_text"),
    "theme": ("eflg_module", "eflg_theme"),
}
"""What of an action is doubted, and the columns whose doubts tell it."""
_WHEN_DOUBTED = " ".join(
    f"when field in ({', '.join(map(repr, names))}) then '{what}'" for what, names in DOUBTED.items()
)
_DOUBTS = f"""
    select label, what, count(distinct action_id) from (
        select label, action_id, case {_WHEN_DOUBTED} end as what from action_doubts
    ) where what is not null group by all
"""  # noqa: S608
EXAMPLES = 40  # of a theme on the page of the framework in depth, each of another council
SHOWN_ALIKE = 1000  # pairs of similar actions on their page; each council's page has those of its own actions


@dataclass(frozen=True, slots=True)
class Council:
    """One council with actions; `label` is its name, or the file where no council is known."""

    label: str
    slug: str  # name of its page
    named: bool
    code: str | None
    type: str | None
    region: str | None
    nation: str | None
    groups: tuple[str, ...]
    plans: int
    actions: int
    owned: int  # actions with an owner
    due: int  # actions with a due date
    ongoing: int  # actions with no due date that go on
    outcomes: int
    unplaced: int  # in no theme of the framework
    first: date | None  # of the periods of its plans
    last: date | None
    overdue: int  # past their date, in plans that report progress; 0 where no day was given
    passed: int  # past their date, in plans that do not


@dataclass(frozen=True, slots=True)
class FileRow:
    """One input file."""

    document_id: str
    source: str
    label: str
    council: str | None
    title: str | None
    status: str
    error: str | None
    media_type: str | None
    pages: int | None
    actions: int
    words_in_tables: int
    words_carried: int
    duplicate: bool  # of another file's bytes
    edition: int | None
    copy_of: str | None  # source of the file that figures count in its place
    superseded_by: str | None  # source of the council's next edition
    url: str | None  # where it was fetched
    retrieved: date | None

    @property
    def origin(self) -> str | None:
        """Return where it was fetched, if that is an address that a page may link to."""
        return self.url if self.url and self.url.lower().startswith(("https://", "http://")) else None

    @property
    def counts(self) -> bool:
        """Whether comparisons count its actions."""
        return bool(self.actions) and not self.duplicate and self.copy_of is None and self.superseded_by is None


@dataclass(frozen=True, slots=True)
class CountGrid:
    """Counts over two headings; `counts` holds those that are not 0, by (row, column)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def at(self, row: str, column: str) -> int:
        """Return one count."""
        return self.counts.get((row, column), 0)

    def row_total(self, row: str) -> int:
        """Return the sum over a row; an action that counts in two columns counts twice."""
        return sum(self.at(row, column) for column in self.columns)

    def column_total(self, column: str) -> int:
        """Return the sum over a column."""
        return sum(self.at(row, column) for row in self.rows)

    def rows_without(self, column: str) -> tuple[str, ...]:
        """Return the rows that have nothing in a column."""
        return tuple(row for row in self.rows if not self.at(row, column))


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """Actions that fall due in a quarter, and how many of them are not said to be complete or cancelled."""

    quarter: Quarter
    actions: int
    open: int


@dataclass(frozen=True, slots=True)
class DueAction:
    """One action that falls due."""

    action_id: str
    label: str
    reference: str | None
    action: str | None
    owners: tuple[str, ...]
    owner_text: str | None
    due: date
    timescale_text: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class OwnerCount:
    """One owner of a council."""

    label: str
    name: str
    kind: str | None
    function: str | None
    seniority: str | None
    actions: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Two similar actions of different councils."""

    label: str
    action_id: str
    action: str
    other_label: str
    other_id: str
    other_action: str
    theme: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Example:
    """One action that shows what a council does in a theme."""

    theme: str
    label: str
    action_id: str
    action: str | None
    owners: tuple[str, ...]
    due: date | None
    source: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the pages show besides the actions themselves."""

    councils: tuple[Council, ...]
    without_actions: tuple[str, ...]  # councils whose files gave no action
    files: tuple[FileRow, ...]
    actions: int
    plans: int
    themes: tuple[Theme, ...]
    framework: CountGrid  # councils by theme numbers
    examples: tuple[Example, ...]  # of each theme, of each council at most one, those that fit best first
    also: CountGrid  # councils by theme numbers: actions placed elsewhere that name the theme too
    doubts: CountGrid  # councils by what is doubted: actions with a value that may be wrong
    doubted_themes: CountGrid  # councils by theme numbers: actions whose place may be wrong
    unplaced: Mapping[str, int]  # actions of no theme, by council
    quarters: tuple[QuarterCount, ...]
    quarters_of: tuple[tuple[str, QuarterCount], ...]  # the same by council; empty where there are too many
    undated: int  # actions without a due date
    overdue: int | None  # in plans that report progress; None where no day was given
    passed: int | None  # due date passed in plans that do not
    focus: Quarter | None  # the quarter after the day given
    focus_total: int  # actions that fall due in it and are not said to be done
    focus_actions: tuple[DueAction, ...]  # the first of them
    owners_by: CountGrid  # functions by seniority
    owners_of: tuple[tuple[str, str, str, int], ...]  # council, function, seniority, actions
    unowned: int
    owners: tuple[OwnerCount, ...]
    characteristics: CountGrid  # councils by characteristics
    without_characteristic: int
    ratings: CountGrid  # councils by rating
    states: CountGrid  # councils by state
    similar_known: bool  # whether similar actions were looked for
    alike: tuple[Alike, ...]
    alike_total: int

    @property
    def focus_due(self) -> int:
        """Return the number of actions that fall due in the quarter in question, done or not."""
        return next((one.actions for one in self.quarters if one.quarter == self.focus), 0)

    @property
    def nameless(self) -> int:
        """Return the number of `councils` that are files whose council is not known."""
        return sum(not council.named for council in self.councils)

    @property
    def totals(self) -> dict[str, int]:
        """Return each council's number of actions."""
        return {council.label: council.actions for council in self.councils}

    @property
    def slugs(self) -> dict[str, str]:
        """Return the name of each council's page."""
        return {council.label: council.slug for council in self.councils}

    @property
    def fetched(self) -> bool:
        """Whether it is known of any file where it was fetched."""
        return any(file.origin for file in self.files)

    @property
    def not_read(self) -> tuple[FileRow, ...]:
        """Return the files that gave no actions, files with the same bytes as others left out."""
        return tuple(file for file in self.files if not file.duplicate and (file.status != "ok" or not file.actions))


def gather_facts(connection: DuckDBPyConnection, today: date | None, *, similar: bool = True) -> Facts:
    """Query every figure. `today` is the day that "next quarter" and "overdue" are reckoned from; None: neither is.

    `similar` tells whether there is a table of similar actions that is of these tables.
    """
    councils = _councils(connection, today)
    labels = tuple(council.label for council in councils)
    focus = quarter_of(today).next() if today else None
    themes = read_edition().themes
    numbers = tuple(theme.number for theme in themes)
    quarters = _quarters(connection)
    owners_of = _owners_of(connection)
    return Facts(
        councils=councils,
        without_actions=_texts(
            connection,
            "select distinct council from documents where council is not null "
            "and council not in (select label from plan_actions) order by 1",
        ),
        files=_files(connection),
        actions=_number(connection, "select count(*) from plan_actions"),
        plans=_number(connection, "select count(distinct document_id) from plan_actions"),
        themes=themes,
        framework=_grid(
            connection,
            "select label, number, actions from council_themes where actions > 0",
            labels,
            numbers,
        ),
        examples=_examples(connection),
        also=_grid(
            connection, "select label, number, also_names from council_themes where also_names > 0", labels, numbers
        ),
        doubts=_grid(connection, _DOUBTS, labels, tuple(DOUBTED)),
        doubted_themes=_grid(
            connection,
            "select label, t.number, count(distinct action_id) from action_doubts join framework_themes t "
            "on t.theme = eflg_theme where field in ('eflg_module', 'eflg_theme', 'row') group by all",
            labels,
            numbers,
        ),
        unplaced={council.label: council.unplaced for council in councils if council.unplaced},
        quarters=quarters,
        quarters_of=_quarters_of(connection) if len(quarters) * len(councils) <= CHARTED else (),
        undated=_number(connection, "select count(*) from plan_actions where due is null"),
        overdue=sum(council.overdue for council in councils) if today else None,
        passed=sum(council.passed for council in councils) if today else None,
        focus=focus,
        focus_total=_count_due_in(connection, focus) if focus else 0,
        focus_actions=_due_in(connection, focus) if focus else (),
        owners_by=_owner_grid(owners_of),
        owners_of=owners_of if len(owners_of) <= CHARTED else (),
        unowned=_number(connection, "select count(*) from plan_actions where len(owners) = 0"),
        owners=_owners(connection),
        characteristics=_grid(
            connection,
            "select label, characteristic, count(*) from "
            "(select label, unnest(list_distinct(characteristics)) as characteristic from plan_actions) group by all",
            labels,
            codelists()["characteristics"].names(),
        ),
        without_characteristic=_number(connection, "select count(*) from plan_actions where len(characteristics) = 0"),
        ratings=_grid(
            connection,
            "select label, rag, count(*) from plan_actions where rag is not null group by all",
            labels,
            codelists()["rag"].names(),
        ),
        states=_grid(
            connection,
            "select label, state, count(*) from plan_actions where state is not null group by all",
            labels,
            codelists()["state"].names(),
        ),
        similar_known=similar,
        alike=_alike(connection) if similar else (),
        alike_total=_number(connection, f"select count(*) from ({_PAIRS})") if similar else 0,  # noqa: S608
    )


def _councils(connection: DuckDBPyConnection, today: date | None) -> tuple[Council, ...]:
    rows = connection.execute(
        """
        with late as (
            select label, count(*) filter (reports_progress) as overdue,
                   count(*) filter (not reports_progress) as passed
            from plan_actions join plan_progress using (document_id)
            where not_said_done and due < $day group by label
        ), periods as (
            select label, min(period_start) as first, max(period_end) as last
            from plans where latest and actions > 0 group by label
        )
        select c.label, named, council_code, council_type, region, nation, groups, plans, actions, owned, dated,
               ongoing, with_outcome, unplaced, first, last, coalesce(overdue, 0), coalesce(passed, 0)
        from councils c left join periods using (label) left join late using (label) order by c.label
        """,
        {"day": today or date.min},
    ).fetchall()
    slugs = file_names(row[0] for row in rows)
    return tuple(Council(*(row[0], slugs[row[0]], *row[1:6], tuple(row[6] or ()), *row[7:])) for row in rows)


def _files(connection: DuckDBPyConnection) -> tuple[FileRow, ...]:
    rows = connection.execute(
        """
        select d.document_id, d.source, coalesce(p.label, d.council, 'Council not known: ' || d.source), d.council,
               d.title, d.status, d.error, d.media_type, d.pages, d.actions, d.words_in_tables, d.words_carried,
               list_contains(d.flags, 'duplicate_document'), d.edition, c.source, l.source,
               d.url, d.retrieved
        from documents d left join plans p on p.plan_id = d.plan_id
        left join plans c on c.document_id = d.copy_of
        left join plans l on l.document_id = d.superseded_by
        order by d.source
        """
    ).fetchall()
    return tuple(FileRow(*row) for row in rows)


def _quarters(connection: DuckDBPyConnection) -> tuple[QuarterCount, ...]:
    rows = connection.execute(
        "select quarter_start, actions, not_done from due_by_quarter order by quarter_start"
    ).fetchall()
    return tuple(QuarterCount(Quarter(start), actions, not_done) for start, actions, not_done in rows)


def _examples(connection: DuckDBPyConnection) -> tuple[Example, ...]:
    rows = connection.execute(
        """
        with best as (
            select eflg_theme, label, max(eflg_score) as score, arg_max({
                'action_id': action_id, 'action': coalesce(action, outcome, objective),
                'owners': list_transform(owners, lambda owner: owner.name), 'due': due, 'source': source, 'page': page
            }, eflg_score) as one
            from plan_actions where eflg_theme is not null group by all
        )
        select eflg_theme, label, one.action_id, one.action, one.owners, one.due, one.source, one.page from best
        qualify row_number() over (partition by eflg_theme order by score desc, label) <= $most
        order by eflg_theme, score desc, label
        """,
        {"most": EXAMPLES},
    ).fetchall()
    return tuple(Example(*(*row[:4], tuple(row[4]), *row[5:])) for row in rows)


def _quarters_of(connection: DuckDBPyConnection) -> tuple[tuple[str, QuarterCount], ...]:
    rows = connection.execute("select label, quarter_start, actions, not_done from due_by_council").fetchall()
    return tuple((label, QuarterCount(Quarter(start), actions, not_done)) for label, start, actions, not_done in rows)


def _count_due_in(connection: DuckDBPyConnection, quarter: Quarter) -> int:
    return _number(
        connection,
        "select count(*) from plan_actions where due between $first and $last and open_dated",
        first=quarter.start,
        last=quarter.end,
    )


_DUE_ACTION = tuple(field.name for field in fields(DueAction))


def _due_in(connection: DuckDBPyConnection, quarter: Quarter) -> tuple[DueAction, ...]:
    rows = connection.execute(
        """
        select action_id, label, reference, coalesce(action, outcome, objective),
               list_transform(owners, lambda owner: owner.name), owner_text, due, timescale_text, state
        from plan_actions where due between $first and $last and open_dated
        order by due, label, position, source limit $most
        """,
        {"first": quarter.start, "last": quarter.end, "most": SHOWN_IN_QUARTER},
    ).fetchall()
    return tuple(DueAction(**{**dict(zip(_DUE_ACTION, row, strict=True)), "owners": tuple(row[4])}) for row in rows)


def _owners_of(connection: DuckDBPyConnection) -> tuple[tuple[str, str, str, int], ...]:
    """Return (council, function, seniority, actions)."""
    rows = connection.execute(
        # an action with two owners of one kind counts once, which is told within its row: ids are too many to keep
        """
        select label, one.function, one.seniority, count(*)::integer from (
            select label, unnest(list_distinct(list_transform(owners, lambda owner:
                {'function': coalesce(owner.function, 'other'), 'seniority': coalesce(owner.seniority, 'none')}
            ))) as one from plan_actions
        ) group by all order by all
        """
    ).fetchall()
    return tuple((label, function, seniority, number) for label, function, seniority, number in rows)


def _owner_grid(owners_of: Sequence[tuple[str, str, str, int]]) -> CountGrid:
    counts: Counter[tuple[str, str]] = Counter()
    for _, function, seniority, number in owners_of:
        counts[function, seniority] += number
    rows, columns = codelists()["owner_functions"].names(), codelists()["owner_seniority"].names()
    return CountGrid(tuple(rows), tuple(columns), dict(counts))


def _owners(connection: DuckDBPyConnection) -> tuple[OwnerCount, ...]:
    rows = connection.execute(
        """
        select label, owner.name as name, any_value(owner.kind), any_value(owner.function),
               any_value(owner.seniority), count(*) filter (place = list_position(names, owner.name)) as n
        from (
            select label, list_transform(owners, lambda owner: owner.name) as names, unnest(owners) as owner,
                   unnest(range(1, len(owners) + 1)) as place
            from plan_actions
        )
        group by all order by n desc, label, name limit 500
        """
    ).fetchall()
    return tuple(OwnerCount(*row) for row in rows)


_PAIRS = """
    select least(action_id, other_action_id) as one_id, greatest(action_id, other_action_id) as other_id,
           max(score) as score
    from similar_actions group by all
"""


def _alike(connection: DuckDBPyConnection) -> tuple[Alike, ...]:
    rows = connection.execute(
        f"""
        with nearest as (
            select p.* from ({_PAIRS}) p join plan_actions one on one.action_id = p.one_id
            order by p.score desc, one.label, p.one_id, p.other_id limit {SHOWN_ALIKE}
        )
        select one.label, one.action_id, coalesce(one.action, one.outcome, one.objective, ''),
               other.label, other.action_id, coalesce(other.action, other.outcome, other.objective, ''),
               coalesce(one.eflg_theme, other.eflg_theme), n.score
        from nearest n
        join plan_actions one on one.action_id = n.one_id
        join plan_actions other on other.action_id = n.other_id
        order by n.score desc, one.label, one.action_id, n.other_id
        """  # noqa: S608
    ).fetchall()
    return tuple(Alike(*row) for row in rows)


def _grid(connection: DuckDBPyConnection, query: str, rows: Sequence[str], columns: Sequence[str]) -> CountGrid:
    """Run a query of (row, column, count); columns that no codelist knows come after those that it does."""
    counts = {(row, column): count for row, column, count in connection.execute(query).fetchall()}
    more_rows = sorted({row for row, _ in counts} - set(rows))
    more_columns = sorted({column for _, column in counts} - set(columns))
    return CountGrid((*rows, *more_rows), (*columns, *more_columns), counts)


def used_only(grid: CountGrid) -> CountGrid:
    """Return a grid without the rows and columns that hold nothing."""
    return CountGrid(
        tuple(row for row in grid.rows if grid.row_total(row)),
        tuple(column for column in grid.columns if grid.column_total(column)),
        grid.counts,
    )


def in_words(grid: CountGrid, *, rows: bool = False, columns: bool = True) -> CountGrid:
    """Return a grid with words in place of the codes of its rows or columns."""
    row_of = words if rows else str
    column_of = words if columns else str
    return CountGrid(
        tuple(map(row_of, grid.rows)),
        tuple(map(column_of, grid.columns)),
        {(row_of(row), column_of(column)): count for (row, column), count in grid.counts.items()},
    )


def _number(connection: DuckDBPyConnection, query: str, **values: Any) -> int:
    ((number,),) = connection.execute(query, values or None).fetchall()
    return int(number)


def _texts(connection: DuckDBPyConnection, query: str) -> tuple[str, ...]:
    return tuple(text for (text,) in connection.execute(query).fetchall())
