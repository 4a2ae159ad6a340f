"""A whole run: find the files, read those whose part is not there, make the tables, tidy up.

A run can be stopped at any moment. Parts that were written stay, so the next run reads only the rest; the tables change
in one step at the end.
"""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from extractors.collector import collector_paused
from pipeline.batch import finishers
from pipeline.batch.discover import PathRefused, find_files
from pipeline.batch.finishers import finish_in_processes
from pipeline.batch.ledger import Ledger, Listed
from pipeline.batch.pages_told import AtPage
from pipeline.batch.pool import run_units
from pipeline.batch.process import WorkerProcess
from pipeline.batch.unit import Unit, content_hash, folder_name, refusal_of
from pipeline.batch.worker import READER
from pipeline.correction import Correction, in_order, of_owners
from pipeline.corrections.corrections_file import read_corrections
from pipeline.corrections.unmatched import tell_unmatched
from pipeline.settings import (
    CORRECTIONS_NAME,
    RECORD_NAME,
    SOURCES_NAME,
    Groups,
    Origins,
    Settings,
    SettingsError,
    SourceEntry,
    correction_entries,
    read_groups,
    read_origins,
    read_sources,
)
from pipeline.store.documents import DocumentCache, document_key
from pipeline.store.errors import StoreError
from pipeline.store.file_set import recover
from pipeline.store.finish import FinishOwners
from pipeline.store.layout import table_files
from pipeline.store.lock import folder_lock
from pipeline.store.parts import PartHead, part_key, read_part, remove_other_parts
from pipeline.store.tables import (
    Extras,
    PlansTold,
    made_by_another,
    plans_told,
    tables_stand,
    write_tables,
)

FINISHER = "pipeline.plan:finish_owners"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run is asked to do; `reader` and `finisher` name the functions that read one plan and unite owners."""

    paths: tuple[Path, ...]
    out: Path
    settings: Settings = field(default_factory=Settings)
    sources: Path | None = None  # a sources.toml for every path; None: the one in each folder given
    corrections: Path | None = None  # a corrections.csv for every path; None: the one in each folder given
    jobs: int = 0  # worker processes; 0 for one a core
    extras: Extras = field(default_factory=Extras)
    reader: str = READER
    finisher: str = FINISHER
    profile: bool = False  # measure seconds by stage


class Listener:
    """What a run tells while it goes on; every method may be left as it is."""

    wants_pages = False  # whether it is told which page of a long file is being read, which a cluster does not say

    def reading(self, source: str, at: AtPage) -> None:
        """Tell which page of a file is being read, once in a moment."""

    def waiting(self) -> None:
        """Tell that another run holds the output folder."""

    def started(self, total: int, reused: int, sizes: int) -> None:
        """Tell how many files there are, how many need no reading, and how many bytes the others have."""

    def finished_one(self, head: PartHead) -> None:
        """Tell what became of one file that was read now."""

    def kept_one(self) -> None:
        """Tell that one file needed no reading, where that shows only as the run goes on: on a cluster."""

    def writing(self) -> None:
        """Tell that the tables are being written."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to; `ledger` tells of each file."""

    ledger: Ledger
    remarks: tuple[str, ...]
    reused: int  # documents that were not read again
    unchanged: bool  # the tables on disk were right already
    stages: Mapping[str, float] = field(default_factory=dict)  # seconds, where they were asked for
    plans: PlansTold | None = None  # which files are one plan; None where that is not known

    @property
    def files(self) -> int:
        """Return how many files there are."""
        return len(self.ledger)

    @property
    def heads(self) -> tuple[PartHead, ...]:
        """Give what is known of each file, in order of source: for few files; `ledger.heads` gives them one by one."""
        return tuple(self.ledger.heads())

    @property
    def statuses(self) -> Mapping[str, int]:
        """Return how many files have each status."""
        return {line.status: line.files for line in self.ledger.statuses()}


def run(options: RunOptions, listener: Listener | None = None, started: WorkerProcess | None = None) -> RunSummary:
    """Read everything under the paths into the output folder; `started` is a worker process that is there already.

    Raises PathRefused and SettingsError for wrong use, StoreError and WorkerBroken for trouble of ours. On
    KeyboardInterrupt the parts that were written stay.
    """
    listener = listener or Listener()
    remarks: list[str] = []
    found = find_files(options.paths, options.out, remarks)
    entries, groups, corrections = _entries(options)
    options = replace(options, extras=replace(options.extras, groups=groups, owners=of_owners(corrections)))
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        with folder_lock(options.out, listener.waiting):
            recover(options.out)
            began = time.perf_counter()
            ledger = Ledger(found, options.paths)
            if not len(ledger) and _holds_documents(options.out):
                raise PathRefused(
                    f"{', '.join(map(str, options.paths))}: there is no file to read. The tables in {options.out} stay "
                    "as they are; remove that folder if they are no longer wanted."
                )
            summary = _run(options, ledger, entries, listener, began=began, remarks=remarks, started=started)
            unmatched = tell_unmatched(corrections, ledger.heads())
            return replace(summary, remarks=(*summary.remarks, unmatched)) if unmatched else summary
    except OSError as error:
        raise StoreError(
            f"{options.out}: cannot be used as output folder ({error.strerror or error}). "
            "Choose another with --out, or make it one that can be written to."
        ) from error


def _run(
    options: RunOptions,
    ledger: Ledger,
    entries: Sequence[Settings],
    listener: Listener,
    *,
    began: float,
    remarks: list[str],
    started: WorkerProcess | None,
) -> RunSummary:
    out, settings = options.out, options.settings
    if (other := made_by_another(out)) is not None:
        remarks.append(other)
    for listed, unit, content in _hashed(ledger, out, entries, settings):
        _find_part(ledger, listed, unit, content, settings)
    to_read, sizes = ledger.left()
    reused = len(ledger) - to_read
    listener.started(len(ledger), reused, sizes)
    stages: defaultdict[str, float] = defaultdict(float, find=time.perf_counter() - began)
    jobs = options.jobs or _cores()
    numbers: dict[tuple[Path, str], int] = {}  # of the files that are with the workers

    def units() -> Iterator[Unit]:
        for listed in ledger.to_read():
            numbers[listed.found.path, listed.found.source] = listed.id
            yield _unit(listed, out, entries, settings)

    def read(
        units: Iterable[Unit], count: int, jobs: int, started: WorkerProcess | None = None
    ) -> Iterator[tuple[Unit, PartHead]]:
        """Have units read, settle each as it ends, and yield those that the time limit ended."""
        pages = (lambda unit, at: listener.reading(unit.source, at)) if listener.wants_pages else None
        how: dict[str, Any] = {"reader": options.reader, "profile": options.profile, "pages": pages}
        for ended in run_units(units, count, settings, out, jobs, started=started, **how):
            part = read_part(out, ended.key)
            if part is None:
                raise StoreError(f"{out}: the part of {ended.unit.source} is gone again. Check the disk and run again.")
            place = ended.unit.path, ended.unit.source
            ledger.settle(numbers[place], ended.key, part.head, reused=False)
            for stage, seconds in ended.stages.items():
                stages[stage] += seconds
            if part.head.status == "timed_out":
                yield ended.unit, part.head
            else:
                del numbers[place]
                listener.finished_one(part.head)

    if to_read:
        threading.Thread(target=_load_ahead, args=(options,), daemon=True).start()
    late = list(read(units(), to_read, jobs, started))
    if min(jobs, to_read) > 1:
        # Beside others a file takes longer than alone, and the limit is one of the clock on the wall.
        late = list(read([unit for unit, _ in late], len(late), 1))
    for _, head in late:
        listener.finished_one(head)
    listener.writing()
    began = time.perf_counter()
    unchanged = not to_read and tables_stand(out, ledger.members(), options.extras)
    if unchanged:
        plans = plans_told(out)
    else:
        away = finish_in_processes(settings, out, options.finisher, jobs) if jobs > 1 else None
        plans = write_tables(
            out,
            ledger.members(),
            options.extras,
            finisher(options),
            away=away if len(ledger) >= finishers.AWAY_FROM else None,
        )
        remove_other_parts(out, ledger.keys())
        DocumentCache(out).keep_only(ledger.document_keys())
    stages["tables"] += time.perf_counter() - began
    return RunSummary(ledger, tuple(remarks), reused, unchanged, dict(stages) if options.profile else {}, plans)


def _load_ahead(options: RunOptions) -> None:
    """Load what making the tables needs, while this process has nothing to do but wait for the workers."""
    with suppress(Exception), collector_paused():  # what is wrong shows itself when it is needed
        from pipeline.normalise.council.register import read_register
        from schema.codelists import codelists

        import_module("pyarrow.parquet")
        import_module("schema.arrow")
        codelists()
        read_register()
        if options.finisher == FINISHER:
            finisher(options)((), frozenset())


def finisher(options: RunOptions) -> FinishOwners:
    """Return the function that unites the owners of a council."""
    module, _, function = options.finisher.partition(":")
    found: FinishOwners = getattr(import_module(module), function)
    return found


def _holds_documents(out: Path) -> bool:
    """Whether tables stand in a folder and tell of documents."""
    import pyarrow.parquet as pq

    return any(pq.ParquetFile(path).metadata.num_rows for path in table_files(out, "documents"))


def _entries(options: RunOptions) -> tuple[list[Settings], Groups, tuple[Correction, ...]]:
    """Return for each path the settings with what stands beside it, and groups and corrections of all of them.

    Raises SettingsError with every fault.
    """
    faults: list[str] = []
    by_root: list[Settings] = []
    groups: dict[str, tuple[str, ...]] = {}
    every: list[Correction] = []
    for root in options.paths:
        folder = root if root.is_dir() else root.parent
        path = options.sources or folder / SOURCES_NAME
        listed: tuple[SourceEntry, ...] = ()
        origins: Origins = {}
        try:
            origins = read_origins(folder) if _is_file(folder / RECORD_NAME) else {}
        except SettingsError as error:
            faults.append(str(error))
        if options.sources is not None or _is_file(path):
            try:
                listed = read_sources(path)
                groups.update(read_groups(path))
            except SettingsError as error:
                faults.append(str(error))
        corrections: tuple[Correction, ...] = ()
        path = options.corrections or folder / CORRECTIONS_NAME
        if options.corrections is not None or _is_file(path):
            try:
                corrections = read_corrections(path)
            except SettingsError as error:
                faults.append(str(error))
        every += corrections
        by_root.append(Settings(sources=(*listed, *correction_entries(corrections)), origins=origins))
    if faults:
        raise SettingsError(" ".join(dict.fromkeys(faults)))
    return by_root, tuple(sorted(groups.items())), in_order(every)


def _is_file(path: Path) -> bool:
    """Whether a file is there; one in a folder that may not be entered is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _unit(listed: Listed, out: Path, entries: Sequence[Settings], settings: Settings) -> Unit:
    file = listed.found
    return Unit(file.path, file.source, out, entries[listed.root].about(file.inner), *refusal_of(file, settings))


def _hashed(
    ledger: Ledger, out: Path, entries: Sequence[Settings], settings: Settings
) -> Iterator[tuple[Listed, Unit, str | None]]:
    """Yield each file with its unit and the SHA-256 of its bytes; None where they cannot be had or must not be read."""

    def content(unit: Unit) -> str | None:
        return content_hash(unit.path, settings.limits.max_bytes)[0] if unit.refusal is None else None

    with ThreadPoolExecutor(max_workers=4) as threads:
        for some in ledger.files():
            units = [_unit(listed, out, entries, settings) for listed in some]
            yield from zip(some, units, threads.map(content, units), strict=True)


def _find_part(ledger: Ledger, listed: Listed, unit: Unit, content: str | None, settings: Settings) -> None:
    """Write down what is known of a file already: its part, where that is there and need not be made again."""
    own = unit.own(settings, content)
    if content is not None:
        ledger.know_document(listed.id, document_key(content, unit.source, own))
    elif unit.refusal is not None:
        content = f"no content: {unit.refusal}"
    else:
        return
    key = part_key(content, unit.source, folder_name(unit.path), own)
    part = read_part(unit.out, key)
    if part is not None and not reads_again(part.head, settings):
        ledger.settle(listed.id, key, part.head, reused=True)


def reads_again(head: PartHead, settings: Settings) -> bool:
    """Whether a document whose part is there is to be tried again all the same."""
    return head.retry_above is not None and settings.timeout > head.retry_above


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
