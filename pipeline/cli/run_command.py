"""`councilplans run`: progress while it goes on, a summary by status at its end."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.discover import PathRefused
from pipeline.batch.pages_told import AtPage, page_words
from pipeline.batch.process import WorkerBroken, WorkerProcess
from pipeline.batch.run import Listener, RunOptions, RunSummary, run
from pipeline.cli.profile_table import print_profile
from pipeline.cli.review_line import review_line
from pipeline.cli.screen import safe, short, typed
from pipeline.settings import Settings, SettingsError
from pipeline.store.errors import StoreError
from pipeline.store.report_standing import out_of_date
from pipeline.store.tables import Extras

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.store.parts import PartHead

_SHOWN_FILES = 20
_NEAR_FILES = 5
_WIDE = 60  # letters of what is said beside the bar
_TOLD = (
    "source",
    "document_id",
    "council",
    "status",
    "actions",
    "bytes",
    "error",
    "words_in_tables",
    "words_carried",
    "words_near_tables",
    "seconds",
    "codes",
)
"""What a line of `--log-json` tells of a document."""
_SHOWN_CODES = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command line as typed."""

    paths: tuple[str, ...]
    out: str
    jobs: int = 0
    csv: bool = False
    xlsx: bool = False
    passwords: tuple[str, ...] = ()
    sources: Path | None = None
    corrections: Path | None = None
    timeout: float = 300.0
    memory: int = 0
    timings: bool = False
    strict: bool = False
    quiet: bool = False
    log_json: bool = False
    profile: bool = False
    scheduler: str | None = None


def run_plans(wanted: Wanted, started: WorkerProcess | None = None) -> int:
    """Run and give the exit code; `started` is a worker process that is there already."""
    options = RunOptions(
        paths=tuple(map(Path, wanted.paths)),
        out=Path(wanted.out),
        settings=Settings(passwords=wanted.passwords, timeout=wanted.timeout, max_memory_bytes=wanted.memory),
        sources=wanted.sources,
        corrections=wanted.corrections,
        jobs=wanted.jobs,
        extras=Extras(csv=wanted.csv, xlsx=wanted.xlsx, seconds=wanted.timings),
        profile=wanted.profile,
    )
    teller = _teller(wanted)
    try:
        with teller:
            summary = _run(wanted, options, teller, started)
    except (PathRefused, SettingsError) as error:
        _complain(str(error))
        return 2
    except (StoreError, WorkerBroken) as error:
        _complain(str(error))
        return 3
    except KeyboardInterrupt:
        _complain(
            f"Stopped. {teller.stored} of {teller.total} files are stored in {wanted.out}, and the tables that stood "
            "there still stand. Run the same command again to go on from here."
        )
        return 130
    teller.summarise(summary)
    if (late := out_of_date(Path(wanted.out))) is not None:
        _complain(late + ".")
    return int(wanted.strict and any(status != "ok" for status in summary.statuses))


def _run(wanted: Wanted, options: RunOptions, teller: _Teller, started: WorkerProcess | None) -> RunSummary:
    if wanted.scheduler is None:
        return run(options, teller, started)
    from pipeline.batch.cluster import ClusterOptions, run_on_cluster

    return run_on_cluster(ClusterOptions(options, wanted.scheduler, wanted.paths, wanted.out), teller)


class _Teller(Listener):
    """Tells what went wrong and nothing else; keeps count for the sentence that Ctrl-C gets."""

    def __init__(self) -> None:
        self.total = 0
        self.stored = 0

    def __enter__(self) -> _Teller:
        return self

    def __exit__(self, *exception: object) -> None:
        return None

    def waiting(self) -> None:
        _complain("Another run is writing to this folder; waiting until it has ended (Ctrl-C to give up).")

    def started(self, total: int, reused: int, sizes: int) -> None:
        del sizes
        self.total, self.stored = total, reused

    def finished_one(self, head: PartHead) -> None:
        del head
        self.stored += 1

    def kept_one(self) -> None:
        self.stored += 1

    def summarise(self, summary: RunSummary) -> None:
        """Tell what the run came to: here, each file that was not read to the end."""
        for head in summary.ledger.troubled():
            _complain(f"{head.status}: {_sentence(head)}")


class _JsonTeller(_Teller):
    """One JSON object a line on standard output."""

    def started(self, total: int, reused: int, sizes: int) -> None:
        super().started(total, reused, sizes)
        self._tell({"event": "started", "files": total, "unchanged": reused, "bytes_to_read": sizes})

    def finished_one(self, head: PartHead) -> None:
        super().finished_one(head)
        told = asdict(head)
        self._tell({"event": "document", **{name: told[name] for name in _TOLD}})

    def summarise(self, summary: RunSummary) -> None:
        actions, words_in, words_out = summary.ledger.totals()
        self._tell(
            {
                "event": "summary",
                "files": summary.files,
                "statuses": dict(sorted(summary.statuses.items())),
                "actions": actions,
                "words_in_tables": words_in,
                "words_carried": words_out,
                "words_near_tables": sum(head.words_near_tables for head in summary.ledger.near()),
                "unchanged": summary.reused,
                **({"plans": told.plans, "earlier_editions": told.superseded} if (told := summary.plans) else {}),
                "remarks": list(summary.remarks),
                **({"stages": dict(summary.stages)} if summary.stages else {}),
            }
        )

    def _tell(self, event: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


class _ScreenTeller(_Teller):
    """A progress bar while it goes on, then tables for a person."""

    def __init__(self, out: str, read: Sequence[str]) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._out = out
        self._read = read
        self._console = Console(highlight=False, emoji=False, markup=False)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True, highlight=False),
            transient=True,
        )
        self._task = self._progress.add_task("reading", total=None, rate="")
        self.wants_pages = sys.stderr.isatty()

    def __enter__(self) -> _ScreenTeller:
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._progress.stop()

    def started(self, total: int, reused: int, sizes: int) -> None:
        super().started(total, reused, sizes)
        self._progress.reset(self._task, total=total - reused)

    def finished_one(self, head: PartHead) -> None:
        super().finished_one(head)
        self._progress.advance(self._task)
        speed = self._progress.tasks[0].speed
        self._progress.update(self._task, description="reading", rate=f"{speed:.1f} files/s" if speed else "")

    def reading(self, source: str, at: AtPage) -> None:
        self._progress.update(self._task, description=short(page_words(source, at), _WIDE))

    def kept_one(self) -> None:
        super().kept_one()
        self._progress.advance(self._task)

    def writing(self) -> None:
        self._progress.update(self._task, description="writing tables")

    def summarise(self, summary: RunSummary) -> None:
        for remark in summary.remarks:
            self._console.print(safe(remark) + ".")
        if not summary.files:
            self._console.print(f"There was no file to read, so the tables in {self._out} are empty.")
            return
        self._console.print(_status_table(summary))
        _print_words(self._console, summary)
        _print_plans(self._console, summary)
        _print_shared(self._console, summary)
        _print_troubled(self._console, summary)
        _print_hints(self._console, summary)
        _print_doubts(self._console, summary, self._out, self._read)
        if summary.stages:
            print_profile(self._console, summary.stages)
        again = f" ({summary.reused} unchanged, not read again)" if summary.reused else ""
        self._console.print(f"{summary.files} files{again}. Tables: {safe(self._out)}", soft_wrap=True)


def _status_table(summary: RunSummary) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from schema.codelists import codelists

    table = Table(box=SIMPLE_HEAD)
    table.add_column("status")
    table.add_column("files", justify="right")
    table.add_column("actions", justify="right")
    table.add_column("words in tables", justify="right")
    table.add_column("words carried", justify="right")
    lines = {line.status: line for line in summary.ledger.statuses()}
    for status in codelists()["statuses"].names():
        if status in lines:
            line = lines[status]
            numbers = (line.files, line.actions, line.words_in_tables, line.words_carried)
            table.add_row(status, *(f"{number:,}" for number in numbers))
    return table


def _print_words(console: Console, summary: RunSummary) -> None:
    lost = list(islice(summary.ledger.losing(), _SHOWN_FILES + 1))
    if not lost:
        if summary.ledger.totals()[1]:
            console.print("Every word of every table that was found is carried.")
        _print_near(console, summary)
        return
    console.print("Words differ between tables and cells in these files:", style="red")
    for head in lost[:_SHOWN_FILES]:
        console.print(f"  {safe(head.source)}: {head.words_carried:,} of {head.words_in_tables:,}", soft_wrap=True)
    if len(lost) > _SHOWN_FILES:
        console.print("  … and more; see words_in_tables and words_carried in documents.")
    _print_near(console, summary)


def _print_near(console: Console, summary: RunSummary) -> None:
    """Say in one line in which files words near a table are in no cell."""
    near = list(islice(summary.ledger.near(), _NEAR_FILES + 1))
    if near:
        files = ", ".join(f"{safe(head.source)} ({head.words_near_tables:,})" for head in near[:_NEAR_FILES])
        more = ", …" if len(near) > _NEAR_FILES else ""
        console.print(
            f"Words near a table that are in no cell: {files}{more}. See words_near_tables in documents.",
            style="yellow",
            soft_wrap=True,
        )


def _print_plans(console: Console, summary: RunSummary) -> None:
    """Say which files were taken for one plan and which plans for earlier editions, where there are any."""
    told = summary.plans
    if told is None or not (told.copied or told.superseded):
        return
    plans = "1 plan" if told.plans == 1 else f"{told.plans:,} plans"
    console.print(f"\n{told.files:,} files hold {plans}, each counted once:" if told.copied else f"\n{plans}.")
    for plan in told.copied:
        whose = ", ".join(filter(None, (plan.council or "council not known", plan.title)))
        console.print(f"  {len(plan.copies) + 1:4} files  {safe(whose)}: {safe(plan.source)} counts", soft_wrap=True)
    if told.copied_plans > len(told.copied):
        console.print(f"  … and {told.copied_plans - len(told.copied)} more; see plan_id and copy_of in documents.")
    if told.superseded:
        earlier = "1 is an earlier edition" if told.superseded == 1 else f"{told.superseded:,} are earlier editions"
        console.print(f"  {earlier} of a plan; comparisons count the latest (superseded_by in documents).")
    console.print("  Where that is wrong, say so in sources.toml (plan, series, edition, counts).")


def _print_shared(console: Console, summary: RunSummary) -> None:
    """Say which files two councils have, whose actions count for the first alone."""
    told = summary.plans
    if told is None or not told.shared:
        return
    files = "1 file is" if told.shared_files == 1 else f"{told.shared_files:,} files are"
    console.print(f"\n{files} of two councils, and counted for one alone:", style="yellow")
    for one in told.shared[:_SHOWN_FILES]:
        console.print(f"  {safe(one)}", soft_wrap=True)
    if told.shared_files > len(told.shared[:_SHOWN_FILES]):
        console.print("  … and more; see issues of the code document_of_two_councils.")


def _print_troubled(console: Console, summary: RunSummary) -> None:
    troubled = summary.files - summary.statuses.get("ok", 0)
    if not troubled:
        return
    files = "1 file was" if troubled == 1 else f"{troubled} files were"
    console.print(f"\n{files} not read to the end:")
    for head in islice(summary.ledger.troubled(), _SHOWN_FILES):
        console.print(f"  {head.status:11} {safe(_sentence(head))}", soft_wrap=True)
    if troubled > _SHOWN_FILES:
        console.print(f"  … and {troubled - _SHOWN_FILES} more; see status and error in documents.")


def _sentence(head: PartHead) -> str:
    sentence = head.error or "no table was found"
    return sentence if head.source in sentence else f"{head.source}: {sentence}"


def _print_hints(console: Console, summary: RunSummary) -> None:
    from schema.codelists import flag

    counts = summary.ledger.codes()
    grave = {"error": 0, "warning": 1, "info": 2}
    codes = sorted(counts, key=lambda code: (grave[flag(code).severity], -counts[code], code))
    if not codes:
        return
    console.print("\nWhat to look at (table issues):")
    for code in codes[:_SHOWN_CODES]:
        console.print(
            f"  {counts[code]:6,}  {flag(code).severity:8} {safe(code)}: {flag(code).meaning}", soft_wrap=True
        )
    if len(codes) > _SHOWN_CODES:
        console.print(f"  … and {len(codes) - _SHOWN_CODES} more kinds.")


def _print_doubts(console: Console, summary: RunSummary, out: str, read: Sequence[str]) -> None:
    """Say how many values are doubted and where a person goes with that."""
    told = summary.plans
    if told is None or not told.doubted:
        return
    values = "1 value is" if told.doubted == 1 else f"{told.doubted:,} values are"
    where = "1 file" if told.doubted_files == 1 else f"{told.doubted_files:,} files"
    copies = f" ({told.doubted_copies:,} more in copies, which figures leave out)" if told.doubted_copies else ""
    console.print(
        f"\n{values} doubted, in {where}{copies}. List them with `councilplans issues {typed(out)}`, or put them right "
        f"beside the plan's page with `{review_line(out, read)}`.",
        soft_wrap=True,
    )


def _teller(wanted: Wanted) -> _Teller:
    if wanted.log_json:
        return _JsonTeller()
    return _Teller() if wanted.quiet else _ScreenTeller(wanted.out, wanted.paths)


def _complain(sentence: str) -> None:
    sys.stderr.write(safe(sentence) + "\n")
    sys.stderr.flush()
