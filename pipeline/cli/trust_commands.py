"""The commands by which people check and correct what was read: issues, corrections, review."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.screen import begin

_OUT = Path("data/normalised")
_Out = Annotated[Path, typer.Argument(metavar="OUT", help="Folder with the tables of a run.")]


class Severity(StrEnum):
    """How much a thing matters that is worth a look."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(issues)
    app.command()(review)
    app.command()(reply)
    app.add_typer(corrections, name="corrections")


def issues(
    *,
    out: _Out = _OUT,
    severity: Annotated[Severity, typer.Option(help="This one and those that matter more.")] = Severity.WARNING,
    council: Annotated[str, typer.Option(metavar="NAME", help="Part of a council's name.")] = "",
    file: Annotated[str, typer.Option(metavar="GLOB", help="Part of a file's path, or a glob.")] = "",
    field: Annotated[str, typer.Option(metavar="COLUMN", help="A column of actions, such as due.")] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="A code of the codelist of flags.")] = "",
    most: Annotated[int, typer.Option(min=0, metavar="N", help="How many to print as a table; 0 for all.")] = 40,
    csv: Annotated[bool, typer.Option("--csv", help="Print all as CSV.")] = False,
    jsonl: Annotated[bool, typer.Option("--json", "--jsonl", help="Print all, one JSON object a line.")] = False,
) -> None:
    """List what is worth a look: doubted values and what was found in files, most worth first.

    \b
    councilplans issues tables
    councilplans issues tables --council Exampleshire --field due
    councilplans issues tables --severity info --csv > looks.csv
    """
    if not (csv or jsonl):
        begin(f"Looking through {out}")
    from pipeline.cli.issues_command import Shape, print_issues
    from pipeline.looks.queue import Wanted

    form = "csv" if csv else "json" if jsonl else "table"
    wanted = Wanted(severity=severity.value, council=council, file=file, field=field, code=code)
    raise typer.Exit(print_issues(out, wanted, Shape(form, most)))


def review(
    *,
    out: _Out = _OUT,
    plans: Annotated[
        Path | None, typer.Option(metavar="PATH", help="The folder that run was given; else raw beside OUT.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to save; else PLANS/corrections.csv.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so; else the name of the user.")] = "",
    password: Annotated[list[str] | None, typer.Option(metavar="P", help="As for run; may be repeated.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 for any that is free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Look at what is doubted beside the pages of the plans, in the browser, and put it right.

    \b
    councilplans review tables --plans plans

    The page is served on this machine alone, at an address that nobody can guess; Ctrl-C ends it. What is said is saved
    at once in corrections.csv, and `run` is applied at a button and at the end.
    """
    from pipeline.cli.review_command import Wanted, start_review

    wanted = Wanted(out, plans, corrections, by, tuple(password or ()), port, browser=browser)
    raise typer.Exit(start_review(wanted))


def reply(
    *,
    out: _Out = _OUT,
    council: Annotated[str, typer.Option(metavar="NAME", help="The council, or a part of its name.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder for the two files.")] = Path("reply"),
) -> None:
    """Write what was read of one council's plans as a page to send to it, and a sheet for its answers.

    \b
    councilplans reply tables --council Exampleshire --to letters
    councilplans corrections add letters/exampleshire.xlsx --to plans/corrections.csv --by "Exampleshire Council"
    """
    begin(f"Looking through {out}")
    from pipeline.cli.corrections_command import send_reply

    raise typer.Exit(send_reply(out, council, to))


corrections = typer.Typer(
    help="Write and read what people put right; see docs/corrections.md.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@corrections.command()
def template(
    *,
    out: _Out = _OUT,
    xlsx: Annotated[Path, typer.Option("--xlsx", metavar="FILE", help="Workbook to write.")] = Path("corrections.xlsx"),
    council: Annotated[str, typer.Option(metavar="NAME", help="Only of councils with this in their name.")] = "",
    file: Annotated[str, typer.Option(metavar="GLOB", help="Only of files with this in their path.")] = "",
    most: Annotated[int, typer.Option(min=0, metavar="N", help="How many lines, most worth first; 0: all.")] = 0,
) -> None:
    """Write the doubted values into a workbook, to fill in what is right.

    \b
    councilplans corrections template tables --xlsx look.xlsx
    councilplans corrections add look.xlsx --to plans/corrections.csv --by "A. Reader"
    """
    begin(f"Looking through {out}")
    from pipeline.cli.corrections_command import write_template
    from pipeline.looks.queue import Wanted

    raise typer.Exit(write_template(out, xlsx, Wanted(council=council, file=file), most))


@corrections.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook or CSV of corrections.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The corrections.csv beside the plans.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so, where a line does not.")] = "",
) -> None:
    """Add what was filled in to the corrections beside the plans; lines that were left empty are passed by."""
    from pipeline.cli.corrections_command import add_filled_in

    raise typer.Exit(add_filled_in(file, to, by))


@corrections.command()
def learn(
    *,
    out: _Out = _OUT,
    file: Annotated[
        list[Path] | None, typer.Option("--from", metavar="FILE", help="A corrections.csv; may be repeated.")
    ] = None,
    least: Annotated[int, typer.Option(min=1, metavar="N", help="In how many councils it was met at least.")] = 2,
) -> None:
    """Print entries that lexicons could have, from corrections met in several councils; adds nothing by itself.

    \b
    councilplans corrections learn tables --from plans/corrections.csv
    """
    from pipeline.cli.corrections_command import print_learnt

    raise typer.Exit(print_learnt(out, file or (), least))
