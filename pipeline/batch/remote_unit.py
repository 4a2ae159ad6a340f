"""One file of a place, read in a Dask worker as in a local run: the same process, limits, parts and kept documents.

The file is fetched into a folder of its own on the worker's disk, read there by a process under limits, and the part is
put where the run keeps its parts. A Dask worker keeps its reading processes between files.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.limited import LimitedReader
from pipeline.batch.process import WorkerBroken
from pipeline.batch.unit import Unit, store_failure
from pipeline.settings import Settings, SourceEntry
from pipeline.store.code_version import Fingerprints, fingerprints
from pipeline.store.documents import document_key, document_name
from pipeline.store.errors import StoreAway, StoreError
from pipeline.store.location import Location
from pipeline.store.partition import Partition, finish_partition
from pipeline.store.parts import DocumentPart, PartHead, parse_part, part_key, part_name, part_path

_ANOTHER = (
    "A worker of the cluster has another version of this program, its lexicons or its libraries. "
    "Install the same on every machine."
)
PATIENCE = 60.0  # seconds that a store which went away in the middle of a run is waited for


@dataclass(frozen=True, slots=True)
class RemoteTask:
    """One file to read, as it travels to a Dask worker."""

    url: str
    source: str
    folder: str  # name of the folder that the file stands in
    out: str  # URL or path of the output folder
    about: SourceEntry
    refusal: str | None
    settings: Settings  # of the run, what sources.toml says left out
    reader: str
    program: Fingerprints
    profile: bool = False
    refusal_code: str = "file_unreadable"


@dataclass(frozen=True, slots=True)
class RemotePartition:
    """Some councils whose rows are to be finished, as it travels to a Dask worker."""

    partition: str
    name: str  # below the output folder, of what it comes to
    out: str
    finisher: str
    program: Fingerprints


@dataclass(frozen=True, slots=True)
class RemoteDone:
    """What became of a file; `kept` tells that its part was there already."""

    key: str
    head: PartHead
    kept: bool
    document_key: str | None = None
    stages: Mapping[str, float] = field(default_factory=dict)


class _Desk:
    """A reading process and its folder on this machine's disk."""

    def __init__(self, task: RemoteTask) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="councilplans-", ignore_cleanup_errors=True)
        self.root = Path(self._folder.name)
        self.out = self.root / "out"
        self.reader = LimitedReader(task.settings, self.out, task.reader, profile=task.profile)

    def close(self) -> None:
        self.reader.close()
        self._folder.cleanup()


_idle: defaultdict[str, list[_Desk]] = defaultdict(list)
_lock = threading.Lock()


def read_remote(task: RemoteTask) -> RemoteDone:
    """Read one file and put its part in the output folder; called in a Dask worker.

    Raises WorkerBroken where this machine has another program or a part cannot be written.
    """
    if fingerprints() != task.program:
        raise WorkerBroken(_ANOTHER)
    kind = json.dumps([task.settings.to_json(), task.reader, task.profile], sort_keys=True)
    with _lock:
        desk = _idle[kind].pop() if _idle[kind] else None
    desk = desk or _Desk(task)
    try:
        done = _read(task, desk)
    except StoreAway as error:
        desk.close()
        raise WorkerBroken(f"{error} What was read is kept.") from error
    except BaseException:
        desk.close()
        raise
    with _lock:
        _idle[kind].append(desk)
    return done


def finish_remote(task: RemotePartition) -> str:
    """Finish a partition of the tables and put what it comes to in the output folder; give its name there.

    Raises WorkerBroken where this machine has another program, a part is gone or the store cannot be written to.
    """
    if fingerprints() != task.program:
        raise WorkerBroken(_ANOTHER)
    place = Location(task.out, PATIENCE)
    try:
        partition = Partition.from_json(task.partition)
        names = [part_name(file.key) for files in partition.files for file in files]
        found = place.find_all(names)
        content = finish_partition(partition, lambda key: _parsed(found.get(part_name(key))), task.finisher)
        place.write(task.name, content)
    except (OSError, StoreError) as error:
        raise WorkerBroken(f"{task.out}: the tables could not be made ({error}). Run again.") from error
    return task.name


def _parsed(content: bytes | None) -> DocumentPart | None:
    return None if content is None else parse_part(content)


def end_readers() -> None:
    """End the reading processes of this machine that wait for work."""
    with _lock:
        desks = [desk for waiting in _idle.values() for desk in waiting]
        _idle.clear()
    for desk in desks:
        desk.close()


def fail_remote(task: RemoteTask, sentence: str) -> RemoteDone:
    """Put the part of a file that brought down the machines that read it. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix="councilplans-") as folder:
        unit = _unit(task, Path(folder), Path(folder) / "out")
        with suppress(OSError):
            _fetch(task, unit)
        done = store_failure(unit, task.settings, "failed", sentence, "reader_error", retry_above=0)
        Location(task.out, PATIENCE).write(part_name(done.key), part_path(unit.out, done.key).read_bytes())
        return RemoteDone(done.key, done.head, kept=False)


def _unit(task: RemoteTask, folder: Path, out: Path) -> Unit:
    path = folder / (task.folder or "folder") / "document"
    return Unit(path, task.source, out, task.about, task.refusal, task.refusal_code)


def _fetch(task: RemoteTask, unit: Unit) -> str | None:
    """Copy the file to the unit's path and give the SHA-256 of its bytes; None where it must not be or is too large.

    Of a file that grew beyond the size limit no more is copied than shows it. Raises OSError, also where the copy takes
    longer than the limit for one file.
    """
    unit.path.parent.mkdir(parents=True, exist_ok=True)
    if task.refusal is not None:
        return None
    place = Location(task.url, PATIENCE)
    most = task.settings.limits.max_bytes

    def copy() -> str | None:
        digest, copied = hashlib.sha256(), 0
        until = time.monotonic() + task.settings.timeout
        with place.open("") as source, unit.path.open("wb") as target:
            while copied <= most and (piece := source.read(1 << 20)):
                copied += len(piece)
                digest.update(piece)
                target.write(piece)
                if time.monotonic() > until:
                    raise OSError(f"copying it took longer than {task.settings.timeout:g} seconds")
        return digest.hexdigest() if copied <= most else None

    return place.patiently(copy)


def _read(task: RemoteTask, desk: _Desk) -> RemoteDone:
    from pipeline.batch.run import reads_again

    place = Location(task.out, PATIENCE)
    unit = _unit(task, desk.root, desk.out)
    with ExitStack() as cleaning:
        cleaning.callback(unit.path.unlink, missing_ok=True)
        try:
            content = _fetch(task, unit)
        except StoreAway:
            raise
        except OSError as error:
            unit.path.unlink(missing_ok=True)
            return _not_fetched(task, unit, error)
        own = unit.own(task.settings, content)
        known = content or (f"no content: {task.refusal}" if task.refusal is not None else None)
        if known is not None:
            key = part_key(known, task.source, unit.path.parent.name, own)
            there = place.find(part_name(key))
            part = parse_part(there) if there is not None else None
            if part is not None and not reads_again(part.head, task.settings):
                return RemoteDone(key, part.head, kept=True, document_key=_document(content, task, own))
        document = _document(content, task, own)
        fetched = _lend(place, document, desk.out, cleaning)
        ended = desk.reader.read(unit)
        if ended is None:
            raise WorkerBroken("The reading of a file was stopped.")
        path = part_path(desk.out, ended.key)
        cleaning.callback(path.unlink, missing_ok=True)
        written = path.read_bytes()
        part = parse_part(written)
        assert part is not None
        try:
            place.write(part_name(ended.key), written)
            if document is not None and not fetched and (desk.out / document_name(document)).exists():
                place.write(document_name(document), (desk.out / document_name(document)).read_bytes())
        except OSError as error:
            raise _unwritten(task, error) from error
        return RemoteDone(ended.key, part.head, kept=False, document_key=document, stages=dict(ended.stages))


def _not_fetched(task: RemoteTask, unit: Unit, error: OSError) -> RemoteDone:
    """Put the part of a file that could not be copied to this machine. Raises WorkerBroken."""
    if isinstance(error, FileNotFoundError):
        sentence = "is no longer there: it was listed, and gone when it was to be read. Run again."
    else:
        sentence = f"could not be fetched ({error.strerror or error}). Check that the machines can read it; run again."
    done = store_failure(unit, task.settings, "failed", f"{task.source}: {sentence}", "file_unreadable", retry_above=0)
    path = part_path(unit.out, done.key)
    try:
        Location(task.out, PATIENCE).write(part_name(done.key), path.read_bytes())
    except OSError as trouble:
        raise _unwritten(task, trouble) from trouble
    finally:
        path.unlink(missing_ok=True)
    return RemoteDone(done.key, done.head, kept=False)


def _unwritten(task: RemoteTask, error: OSError) -> WorkerBroken:
    return WorkerBroken(f"{task.out}: a part could not be written ({error}). Free space and run again.")


def _document(content: str | None, task: RemoteTask, own: Settings) -> str | None:
    return None if content is None else document_key(content, task.source, own)


def _lend(place: Location, key: str | None, out: Path, cleaning: ExitStack) -> bool:
    """Put the kept document of a file, where there is one, into the reader's folder for as long as it reads."""
    if key is None:
        return False
    path = out / document_name(key)
    cleaning.callback(path.unlink, missing_ok=True)
    kept = place.find(document_name(key))
    if kept is None:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(kept)
    return True


def without_sources(settings: Settings) -> Settings:
    """Return settings as they travel: what sources.toml says of a file goes with that file."""
    return replace(settings, sources=())
