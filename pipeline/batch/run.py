"""A whole run: find the files, read those whose part is not there, make the tables, tidy up.

A run can be stopped at any moment. Parts that were written stay, so the next run reads only the rest; the tables change
in one step at the end.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from pipeline.batch.discover import Discovery, Found, discover
from pipeline.batch.pool import run_units
from pipeline.batch.unit import Unit, content_hash, folder_name
from pipeline.batch.worker import READER
from pipeline.settings import SOURCES_NAME, Settings, SettingsError, SourceEntry, read_sources
from pipeline.store.errors import StoreError
from pipeline.store.file_set import recover
from pipeline.store.lock import folder_lock
from pipeline.store.parts import PartHead, part_key, read_part, remove_other_parts
from pipeline.store.tables import Extras, Member, tables_stand, write_tables

FINISHER = "pipeline.plan:finish_owners"
_HASHED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run is asked to do; `reader` and `finisher` name the functions that read one plan and unite owners."""

    paths: tuple[Path, ...]
    out: Path
    settings: Settings = field(default_factory=Settings)
    sources: Path | None = None  # a sources.toml for every path; None: the one in each folder given
    jobs: int = 0  # worker processes; 0 for one a core
    extras: Extras = field(default_factory=Extras)
    reader: str = READER
    finisher: str = FINISHER


class Listener:
    """What a run tells while it goes on; every method may be left as it is."""

    def waiting(self) -> None:
        """Tell that another run holds the output folder."""

    def started(self, total: int, reused: int, sizes: int) -> None:
        """Tell how many files there are, how many need no reading, and how many bytes the others have."""

    def finished_one(self, head: PartHead) -> None:
        """Tell what became of one file that was read now."""

    def writing(self) -> None:
        """Tell that the tables are being written."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to; `heads` are in order of source."""

    heads: tuple[PartHead, ...]
    remarks: tuple[str, ...]
    reused: int  # documents that were not read again
    unchanged: bool  # the tables on disk were right already

    @property
    def statuses(self) -> Mapping[str, int]:
        """Give how many files have each status."""
        return Counter(head.status for head in self.heads)

    @property
    def distinct(self) -> tuple[PartHead, ...]:
        """Give one head for each document_id: files with the same bytes count once."""
        best: dict[str, PartHead] = {}
        for head in self.heads:
            known = best.get(head.document_id)
            if known is None or (known.status != "ok" and head.status == "ok"):
                best[head.document_id] = head
        return tuple(best.values())


def run(options: RunOptions, listener: Listener | None = None) -> RunSummary:
    """Read everything under the paths into the output folder.

    Raises NoSuchPath and SettingsError for wrong use, StoreError and WorkerBroken for trouble of ours. On
    KeyboardInterrupt the parts that were written stay.
    """
    listener = listener or Listener()
    found = discover(options.paths, options.out)
    entries = _entries(options)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        with folder_lock(options.out, listener.waiting):
            recover(options.out)
            return _run(options, found, entries, listener)
    except OSError as error:
        raise StoreError(
            f"{options.out}: cannot be used as output folder ({error.strerror or error}). "
            "Choose another with --out, or make it one that can be written to."
        ) from error


def _run(options: RunOptions, found: Discovery, entries: Mapping[Path, Settings], listener: Listener) -> RunSummary:
    units = [_unit(file, options.out, entries) for file in found.files]
    members: dict[str, Member] = {}
    to_read: list[tuple[int, Unit]] = []
    for file, unit, key in _keyed(found.files, units, options.settings):
        part = read_part(options.out, key) if key is not None else None
        if part is None or key is None or _again(part.head, options.settings):
            to_read.append((file.size, unit))
        else:
            members[unit.source] = Member(key, part.head)
    reused = len(members)
    listener.started(len(units), reused, sum(size for size, _ in to_read))
    to_read.sort(key=lambda sized: (-sized[0], sized[1].source))
    jobs = options.jobs or _cores()
    for ended in run_units([unit for _, unit in to_read], options.settings, jobs, reader=options.reader):
        part = read_part(options.out, ended.key)
        if part is None:
            raise StoreError(
                f"{options.out}: the part of {ended.unit.source} is gone again. Check the disk and run again."
            )
        members[ended.unit.source] = Member(ended.key, part.head)
        listener.finished_one(part.head)
    listener.writing()
    ordered = [members[unit.source] for unit in units]
    unchanged = not to_read and tables_stand(options.out, ordered, options.extras)
    if not unchanged:
        module, _, function = options.finisher.partition(":")
        write_tables(options.out, ordered, options.extras, getattr(import_module(module), function))
        remove_other_parts(options.out, {member.key for member in ordered})
    return RunSummary(tuple(member.head for member in ordered), found.remarks, reused, unchanged)


def _entries(options: RunOptions) -> dict[Path, Settings]:
    """Give for each path the settings with what its sources.toml says. Raises SettingsError with every fault."""
    faults: list[str] = []
    by_root: dict[Path, Settings] = {}
    for root in options.paths:
        path = options.sources or (root if root.is_dir() else root.parent) / SOURCES_NAME
        listed: tuple[SourceEntry, ...] = ()
        if options.sources is not None or path.is_file():
            try:
                listed = read_sources(path)
            except SettingsError as error:
                faults.append(str(error))
        by_root[root] = Settings(sources=listed)
    if faults:
        raise SettingsError(" ".join(dict.fromkeys(faults)))
    return by_root


def _unit(file: Found, out: Path, entries: Mapping[Path, Settings]) -> Unit:
    return Unit(file.path, file.source, out, entries[file.root].about(file.inner), file.refusal)


def _keyed(
    files: Sequence[Found], units: Sequence[Unit], settings: Settings
) -> Iterator[tuple[Found, Unit, str | None]]:
    """Give each unit with the key of its part; None where its bytes cannot be had."""

    def key(unit: Unit) -> str | None:
        own = unit.own(settings)
        if unit.refusal is not None:
            return part_key(f"no content: {unit.refusal}", unit.source, folder_name(unit.path), own)
        content, _ = content_hash(unit.path)
        return None if content is None else part_key(content, unit.source, folder_name(unit.path), own)

    with ThreadPoolExecutor(max_workers=4) as threads:
        for first in range(0, len(units), _HASHED_AT_ONCE):
            some = slice(first, first + _HASHED_AT_ONCE)
            yield from zip(files[some], units[some], threads.map(key, units[some]), strict=True)


def _again(head: PartHead, settings: Settings) -> bool:
    return head.retry_above is not None and settings.timeout > head.retry_above


def _cores() -> int:
    """Give the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
