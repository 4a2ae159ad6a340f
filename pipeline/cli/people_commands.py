"""The commands that make things for people: report, db, check, similar and diff from tables, template from nothing."""

from __future__ import annotations

from datetime import date as Day
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.days import parse_day
from pipeline.cli.screen import begin

_OUT = Path("data/normalised")
_Out = Annotated[Path, typer.Argument(metavar="OUT", help="Folder with the tables of a run.")]
_Day = Annotated[
    Day | None,
    typer.Option(
        "--date",
        parser=parse_day,
        metavar="DATE",
        help="Day to reckon from: 2025-02-01, 1/2/2025, 1 February 2025 or today; without it, none is.",
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (report, db, flat, check, similar, diff, template):
        app.command()(command)


def report(
    out: _Out = _OUT,
    date: _Day = None,
    plans: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder that was read, for links to the plans; else raw beside OUT."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what went wrong.")] = False,
) -> None:
    """Write the report: OUT/report/index.html, pages that open from disk with no network.

    \b
    councilplans report data/normalised
    councilplans report tables --plans plans --date 2025-02-01   what falls due next, what is overdue
    """
    if not quiet:
        begin(f"Making the report of {out}")
    from pipeline.cli.report_command import make_report

    raise typer.Exit(make_report(out, date, plans, quiet=quiet))


def db(
    out: _Out = _OUT,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to write; else OUT/councilplans.duckdb.")
    ] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Hold the rows too, so that the file can be moved.")] = False,
    sqlite: Annotated[
        bool, typer.Option("--sqlite", help="Write SQLite with an index of words, as Datasette opens it, instead.")
    ] = False,
) -> None:
    """Write a DuckDB file with views over the tables, or a SQLite file with their rows.

    \b
    councilplans db tables
    councilplans db tables --sqlite                        then: datasette tables/councilplans.sqlite
    duckdb tables/councilplans.duckdb "from due_by_quarter"
    """
    begin(f"Making a database of {out}")
    from pipeline.cli.report_command import make_database

    raise typer.Exit(make_database(out, file, copy=copy, sqlite=sqlite))


def flat(out: _Out = _OUT) -> None:
    """Write the tables without lists, as CSV and Parquet with a data package: OUT/flat.

    \b
    councilplans flat tables
    frictionless validate tables/flat/datapackage.json
    """
    begin(f"Writing {out} without lists")
    from pipeline.cli.report_command import make_flat

    raise typer.Exit(make_flat(out))


def check(
    out: Annotated[Path, typer.Argument(metavar="OUT|FILE", help="Folder with the tables of a run, or a plan.")] = _OUT,
    date: _Day = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a check and plan.")] = False,
) -> None:
    """Check how the plans are written: owners, dates, outcomes, repeats; overdue actions where a date is given.

    \b
    councilplans check tables --date 2025-02-01
    councilplans check draft.docx                 what would make one plan clearer, before it is published
    """
    if not jsonl:
        begin(f"Checking {out}")
    if out.is_file():
        from pipeline.cli.draft_command import check_draft

        raise typer.Exit(check_draft(out, date, jsonl=jsonl))
    from pipeline.cli.compare_command import print_checks

    raise typer.Exit(print_checks(out, date, jsonl=jsonl))


def template(
    *,
    docx: Annotated[bool, typer.Option("--docx", help="A Word file; so it is without either.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="An Excel workbook.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; else action-plan.docx or .xlsx.")
    ] = None,
    council: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the council, for the title.")] = None,
    start: Annotated[Day | None, typer.Option(parser=parse_day, metavar="DATE", help="First day of the plan.")] = None,
    end: Annotated[Day | None, typer.Option(parser=parse_day, metavar="DATE", help="Last day of the plan.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write an empty action plan to fill in: accessible, and read by this program without a doubt.

    \b
    councilplans template --docx
    councilplans template --xlsx -o plan.xlsx --council "Exampleshire Council" --start 2026-04-01 --end 2030-03-31
    """
    from pipeline.cli.template_command import write_template

    if docx and xlsx:
        raise typer.BadParameter("one of --docx and --xlsx at a time")
    if start and end and start > end:
        raise typer.BadParameter("the plan's first day comes after its last", param_hint="--start")
    period = (start, end)
    raise typer.Exit(write_template("xlsx" if xlsx else "docx", out, council, period, force=force))


def similar(
    out: _Out = _OUT,
    action_id: Annotated[
        str | None, typer.Option("--action", metavar="ACTION_ID", help="Print the nearest of this action only.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, metavar="N", help="Pairs to print.")] = 20,
) -> None:
    """Find actions of different councils in much the same words; writes OUT/similar.parquet.

    \b
    councilplans similar tables
    councilplans similar tables --action 3f2a9c0e5b7d1846-t1r2   who else is doing this
    """
    begin(f"Comparing the actions of {out}")
    from pipeline.cli.compare_command import print_similar

    raise typer.Exit(print_similar(out, action_id, most))


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A plan, or the folder of a run over it.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Its later version, likewise.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a change.")] = False,
) -> None:
    """Compare two versions of a plan: actions added, dropped, re-dated, re-owned, re-rated.

    \b
    councilplans diff plan-2023.pdf plan-2024.docx
    """
    if not jsonl:
        begin(f"Reading {old} and {new}")
    from pipeline.cli.compare_command import print_diff

    raise typer.Exit(print_diff(old, new, jsonl=jsonl))
