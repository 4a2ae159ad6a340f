"""The commands and their options; what each does stands in a module of its own, imported when it runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.people_commands import add_commands
from pipeline.cli.plain_run import MEMORY, OUT, TIMEOUT
from pipeline.cli.screen import begin
from pipeline.cli.trust_commands import add_commands as add_trust_commands

DEFAULT_OUT = Path(OUT)
LEAST_MEMORY = 2048  # MiB: the libraries alone take addresses for well over a GiB on Linux

_HELP = """Reads the equality action plans of UK councils (PDF, Word, text) into comparable tables.

\b
councilplans fetch addresses.csv --into plans     fetch plans from the web
councilplans run plans --out tables               read every plan below plans
councilplans timescale "Q1 2024/25 and ongoing"   what is understood by a timescale
councilplans owner "Head of HR / Comms team"      what is understood by an owner
councilplans explain ACTION_ID --out tables       where each value of an action came from
councilplans report tables                        pages that compare the councils
councilplans issues tables                        what is worth a look
"""

app = typer.Typer(
    name="councilplans",
    help=_HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from pipeline.store.code_version import build_name

        typer.echo(f"councilplans {build_name()}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print version and build, and stop."),
    ] = False,
) -> None:
    """Reads the equality action plans of UK councils (PDF, Word, text) into comparable tables."""
    del version


@app.command()
def run(
    *,
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, or folders with all that lies in them.")],
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder for the tables.")] = OUT,
    jobs: Annotated[int, typer.Option(min=0, metavar="N", help="Worker processes; 0 for one a core.")] = 0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a file's status is not ok.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Write actions.csv too.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write actions.xlsx too.")] = False,
    password: Annotated[
        list[str] | None,
        typer.Option(metavar="P", help="Try this on files that need one; may be repeated."),
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A sources.toml; else the one in each PATH, where there is one."),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A corrections.csv (or .xlsx); else the one in each PATH, if there is one."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds that one file may take.")] = TIMEOUT,
    memory: Annotated[
        int,
        typer.Option(min=0, metavar="MIB", help="Memory for one file (address space on Linux); 0: no limit."),
    ] = MEMORY,
    timings: Annotated[
        bool, typer.Option("--timings", help="Fill documents.seconds; two runs then no longer give the same bytes.")
    ] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Print seconds by stage.")] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Read on the Dask cluster there; PATH and DIR may be URLs (s3://…)."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what went wrong.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Print one JSON object a line instead.")] = False,
) -> None:
    """Read plans into tables.

    The tables are documents, actions, cells, issues, owners and changes, as Parquet.

    \b
    councilplans run data/raw                          every plan below data/raw, into data/normalised
    councilplans run a.pdf b.docx --out tables --csv   two plans, with a CSV of the actions
    councilplans run plans --password "open sesame"    some files need a password
    councilplans run plans --strict --quiet            in a script: exit code 1 tells that a file was not read

    Run it again after adding plans: files that have not changed are not read again. The same holds after Ctrl-C.
    """
    if not (quiet or log_json):
        begin(f"Looking for plans under {', '.join(paths)}")
    from pipeline.cli.run_command import Wanted, run_plans

    if scheduler is None and (urls := [text for text in (*paths, out) if "://" in text]):
        raise typer.BadParameter(f"{', '.join(urls)}: URLs are read on a cluster; name its --scheduler.")
    if 0 < memory < LEAST_MEMORY:
        raise typer.BadParameter(f"a worker needs {LEAST_MEMORY} MiB or more; 0 is no limit", param_hint="--memory")
    wanted = Wanted(
        paths=tuple(paths),
        out=out,
        jobs=jobs,
        csv=csv,
        xlsx=xlsx,
        passwords=tuple(password or ()),
        sources=sources,
        corrections=corrections,
        timeout=timeout,
        memory=memory * 1024**2,
        timings=timings,
        strict=strict,
        quiet=quiet,
        log_json=log_json,
        profile=profile,
        scheduler=scheduler,
    )
    raise typer.Exit(run_plans(wanted))


@app.command()
def fetch(
    *,
    list_: Annotated[
        Path,
        typer.Argument(metavar="LIST", help="CSV or Excel file with the columns council, url and, if known, title."),
    ],
    into: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the plans.")] = Path("data/raw"),
    follow: Annotated[
        bool, typer.Option("--follow", help="Where an address is a page that links to plans, fetch those.")
    ] = False,
    contact: Annotated[
        str, typer.Option(metavar="WORDS", help="Mail or web address to tell servers beside the program's name.")
    ] = "",
    timeout: Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds that one file may take.")] = 120.0,
    max_size: Annotated[int, typer.Option(min=1, metavar="MIB", help="Size that one file may have.")] = 200,
    attempts: Annotated[int, typer.Option(min=1, max=10, metavar="N", help="Attempts at one file.")] = 3,
    a_host: Annotated[int, typer.Option("--per-host", min=1, max=8, help="Requests to one server at a time.")] = 2,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask addresses on this machine and in private networks too.")
    ] = False,
    proxy: Annotated[str | None, typer.Option(metavar="URL", help="Ask through this proxy.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where an address gave no file.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what went wrong.")] = False,
) -> None:
    """Fetch plans from the web, each into a folder with its council's name.

    \b
    councilplans fetch addresses.csv --into plans     then: councilplans run plans --out tables
    councilplans fetch addresses.csv --into plans --follow

    DIR/sources.csv says for each address what came of it and when. Call it again: only what changed is fetched.
    """
    from pipeline.cli.fetch_command import ToFetch, fetch_plans

    asked = ToFetch(
        list=list_,
        into=into,
        contact=contact,
        attempts=attempts,
        a_host=a_host,
        timeout=timeout,
        max_size=max_size,
        allow_private=allow_private,
        follow=follow,
        proxy=proxy,
        strict=strict,
        quiet=quiet,
    )
    raise typer.Exit(fetch_plans(asked))


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF.")],
    page: Annotated[int, typer.Option(min=1, metavar="N", help="Page, counted from 1.")] = 1,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="PNG", help="Picture to write.")] = Path("page.png"),
    password: Annotated[list[str] | None, typer.Option(metavar="P", help="Try this if the file needs one.")] = None,
) -> None:
    """Draw what was found on a page: its cells, rows and roles over the picture of the page.

    \b
    councilplans show plan.pdf --page 3 -o page-3.png

    Each box is a cell; its label is table.row.column as in the table `cells`, and its role.
    """
    begin(f"Reading {file}")
    from pipeline.cli.show_command import show_page

    raise typer.Exit(show_page(file, page, out, tuple(password or ())))


@app.command()
def timescale(
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT…]", help="Phrases; else lines of input.")] = None,
    plan_start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="First day of the plan."),
    ] = None,
    plan_end: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Last day of the plan.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")] = False,
) -> None:
    """Show what a timescale says, and by which rule.

    \b
    councilplans timescale "By March 2026" "Q4 2024/25 and ongoing"
    councilplans timescale "Year 2" --plan-start 2024-04-01 --plan-end 2028-03-31
    councilplans timescale --jsonl < phrases.txt > read.jsonl
    """
    from pipeline.cli.phrases_command import read_timescales

    start, end = (day and day.date() for day in (plan_start, plan_end))
    if start and end and start > end:
        raise typer.BadParameter("the plan's first day comes after its last", param_hint="--plan-start")
    read_timescales(text or (), start, end, jsonl=jsonl)


@app.command()
def owner(
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT…]", help="Phrases; else lines of input.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")] = False,
) -> None:
    """Show which owners a phrase names, and by which rule.

    \b
    councilplans owner "Head of HR and OD / Comms team"
    councilplans owner --jsonl < owners.txt > read.jsonl
    """
    from pipeline.cli.phrases_command import read_owners

    read_owners(text or (), jsonl=jsonl)


@app.command()
def explain(
    action_id: Annotated[str, typer.Argument(metavar="ACTION_ID", help="From the column action_id of actions.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder with the tables.")] = DEFAULT_OUT,
) -> None:
    """Show where each value of an action came from.

    \b
    councilplans explain 3f2a9c0e5b7d1846-t1r2 --out tables
    """
    from pipeline.cli.explain_command import explain_action

    raise typer.Exit(explain_action(action_id, out))


@app.command()
def audit(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder with the tables of a run.")] = DEFAULT_OUT,
    plans: Annotated[
        list[Path] | None,
        typer.Option(
            "--plans", "--sources", metavar="PATH", help="What the run was given; may be repeated. Else data/raw."
        ),
    ] = None,
    password: Annotated[list[str] | None, typer.Option(metavar="P", help="As for run; may be repeated.")] = None,
    outside: Annotated[bool, typer.Option("--outside", help="List the words near tables that are in no cell.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a document.")] = False,
) -> None:
    """Read the sources again with a second reader and check the tables; exit code 1 where something was found.

    \b
    councilplans audit tables --plans plans
    """
    if not jsonl:
        begin(f"Reading the sources of {out} again")
    from pipeline.batch.memory import limit_memory
    from pipeline.cli.audit_command import run_audit
    from pipeline.settings import Settings

    limit_memory(Settings().max_memory_bytes)
    raise typer.Exit(run_audit(out, plans or (), password or (), outside=outside, jsonl=jsonl))


@app.command()
def dictionary(
    check: Annotated[Path | None, typer.Option(metavar="FILE", help="Exit with 1 unless this file is current.")] = None,
) -> None:
    """Print the data dictionary as Markdown."""
    from schema.dictionary import dictionary_text

    current = dictionary_text()
    if check is None:
        typer.echo(current.encode(), nl=False)
    elif not check.is_file() or check.read_text("utf-8") != current:
        typer.echo(f"{check}: is not the current data dictionary. Run 'make dictionary'.", err=True)
        raise typer.Exit(1)


add_commands(app)
add_trust_commands(app)
