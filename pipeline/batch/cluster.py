"""A run on a Dask cluster: the same per-document function, inputs and outputs by URL, results as of a local run.

The client lists the files, hands them out largest first, a few for each thread of the cluster at a time, and makes the
tables from the parts. Files and parts go between the workers and the store, never through the client or the scheduler.
An output folder on a disk (shared by the machines) is replaced as one set, as in a local run; in an object store the
tables are put one by one, `documents.parquet` last, and tell by their `generation` whether they are of one set.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from pipeline.batch import finishers
from pipeline.batch.discover import FoundFile, PathRefused, find_files
from pipeline.batch.ledger import Ledger, Listed
from pipeline.batch.process import WorkerBroken
from pipeline.batch.remote_unit import (
    PATIENCE,
    RemoteDone,
    RemotePartition,
    RemoteTask,
    end_readers,
    fail_remote,
    finish_remote,
    read_remote,
    without_sources,
)
from pipeline.batch.run import Listener, RunOptions, RunSummary, finisher
from pipeline.batch.unit import folder_name, refusal_of
from pipeline.correction import Correction, of_owners
from pipeline.corrections.corrections_file import parse_corrections, read_corrections
from pipeline.corrections.unmatched import tell_unmatched
from pipeline.settings import (
    BESIDE_PLANS,
    CORRECTIONS_NAME,
    RECORD_NAME,
    SOURCES_NAME,
    Groups,
    Origins,
    Settings,
    SettingsError,
    SourceEntry,
    correction_entries,
    parse_groups,
    parse_origins,
    parse_sources,
    read_groups,
    read_sources,
)
from pipeline.store.code_version import fingerprints
from pipeline.store.documents import DOCUMENTS, SUFFIX
from pipeline.store.errors import StoreError
from pipeline.store.file_set import recover
from pipeline.store.layout import PART_BYTES, PARTS, file_name
from pipeline.store.layout import part_name as table_part_name
from pipeline.store.location import HOW_TO_INSTALL, Location
from pipeline.store.lock import folder_lock
from pipeline.store.partition import Partition, finished_tables
from pipeline.store.parts import DocumentPart, parse_part, part_name
from pipeline.store.tables import (
    Extras,
    FinishAway,
    PlansTold,
    make_files,
    plans_told,
    set_generation,
    tables_stand,
    write_tables,
)
from schema.fields import TABLES

_AHEAD = 3  # tasks handed out for each thread of the cluster
_PAUSE = 0.02  # seconds between two looks for a file that has been read
_LOOK = 5.0  # seconds between two looks at the workers, while none of them says anything
_ALONE = 45.0  # seconds without any worker after which the run ends
_CONNECT = 20.0  # seconds for which a scheduler is looked for, at the start and when it goes away
_FINISHED = f"{PARTS}/finished"  # what partitions of the tables come to, until it is written
_TO_GO_ON = "What was read is kept: start workers and run again."


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """What a run on a cluster is asked to do: `run` as locally but for its paths, which may be URLs here."""

    run: RunOptions
    scheduler: str  # address of the scheduler, such as tcp://10.0.0.5:8786
    inputs: tuple[str, ...]
    out: str


@dataclass(frozen=True, slots=True)
class _Root:
    """One of the inputs: where its files are, and what its sources.toml says."""

    path: Path  # stands for it in the ledger
    place: Location
    settings: Settings
    groups: Groups
    corrections: tuple[Correction, ...] = ()
    is_file: bool = False


def run_on_cluster(options: ClusterOptions, listener: Listener | None = None) -> RunSummary:
    """Read everything under the inputs on a cluster. Raises as `pipeline.batch.run.run` does."""
    listener = listener or Listener()
    roots = _roots(options)
    out = Location(options.out, PATIENCE)
    groups = dict(pair for root in roots for pair in root.groups)
    corrections = of_owners(one for root in roots for one in root.corrections)
    extras = replace(options.run.extras, groups=tuple(sorted(groups.items())), owners=corrections)
    options = replace(options, run=replace(options.run, extras=extras))
    remarks: list[str] = []
    with ExitStack() as held:
        try:
            if out.local is not None:
                out.local.mkdir(parents=True, exist_ok=True)
                held.enter_context(folder_lock(out.local, listener.waiting))
                recover(out.local)
        except OSError as error:
            raise StoreError(
                f"{options.out}: cannot be used as output folder ({error.strerror or error}). "
                "Choose another with --out."
            ) from error
        began = time.perf_counter()
        ledger = Ledger(_found(roots, out, remarks), [root.path for root in roots])
        stages: defaultdict[str, float] = defaultdict(float, find=time.perf_counter() - began)
        count, sizes = ledger.left()
        listener.started(count, 0, sizes)
        kept = 0
        for listed, done in _read_all(options, roots, ledger):
            ledger.settle(listed.id, done.key, done.head, reused=done.kept)
            if done.document_key is not None:
                ledger.know_document(listed.id, done.document_key)
            for stage, seconds in done.stages.items():
                stages[stage] += seconds
            kept += done.kept
            if done.kept:
                listener.kept_one()
            else:
                listener.finished_one(done.head)
        listener.writing()
        began = time.perf_counter()
        unchanged, plans = _make_tables(options, out, ledger, nothing_read=kept == count)
        stages["tables"] += time.perf_counter() - began
        unmatched = tell_unmatched([one for root in roots for one in root.corrections], ledger.heads())
        remarks += [unmatched] if unmatched else []
        return RunSummary(ledger, tuple(remarks), kept, unchanged, dict(stages) if options.run.profile else {}, plans)


def _roots(options: ClusterOptions) -> list[_Root]:
    """Open every input. Raises PathRefused and SettingsError that name every fault."""
    places = [Location(url) for url in options.inputs]
    missing = [place.url for place in places if not place.exists()]
    if missing:
        raise PathRefused("; ".join(f"{url}: there is no such file or folder" for url in missing))
    told = options.run.sources
    common = (read_sources(told), read_groups(told)) if told is not None else None
    corrected = options.run.corrections
    all_corrections = read_corrections(corrected) if corrected is not None else None
    faults: list[str] = []
    roots = []
    for place in places:
        listed, groups = common or ((), ())
        is_file = not place.is_folder()
        beside = Location(place.url.rstrip("/").rpartition("/")[0]) if is_file and "/" in place.url else place
        corrections = all_corrections or ()
        try:
            if common is None:
                listed, groups = _sources_of(beside)
            if all_corrections is None:
                corrections = _corrections_of(beside)
        except SettingsError as error:
            faults.append(str(error))
        path = place.local or Path("/" + str(place.root).lstrip("/"))
        settings = Settings(sources=(*listed, *correction_entries(corrections)), origins=_origins_of(place))
        roots.append(_Root(path, place, settings, groups, corrections, is_file))
    if faults:
        raise SettingsError(" ".join(dict.fromkeys(faults)))
    return roots


def _origins_of(place: Location) -> Origins:
    content = place.find(RECORD_NAME) if place.is_folder() else None
    return {} if content is None else parse_origins(content, origin=f"{place.url.rstrip('/')}/{RECORD_NAME}")


def _sources_of(place: Location) -> tuple[tuple[SourceEntry, ...], Groups]:
    import tomllib

    origin = f"{place.url.rstrip('/')}/{SOURCES_NAME}"
    content = place.find(SOURCES_NAME) if place.is_folder() else None
    if content is None:
        return (), ()
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
        return parse_sources(told, origin=origin), parse_groups(told, origin=origin)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{origin}: is not TOML ({error}). Correct it there.") from error


def _corrections_of(place: Location) -> tuple[Correction, ...]:
    content = place.find(CORRECTIONS_NAME) if place.is_folder() else None
    if content is None:
        return ()
    return parse_corrections(content, origin=f"{place.url.rstrip('/')}/{CORRECTIONS_NAME}")


def _found(roots: Sequence[_Root], out: Location, remarks: list[str]) -> Iterator[FoundFile]:
    """Yield the files under every input, left out what a local run leaves out."""
    for root in roots:
        if root.place.local is not None:
            yield from find_files([root.path], out.local or Path(tempfile.gettempdir()) / "-", remarks)
        elif root.is_file:
            yield FoundFile(root.path, root.path.name, root.path, root.path.name, root.place.size())
        else:
            inside = f"{str(out.root).rstrip('/')}/"
            for name, size in root.place.files():
                parts = name.split("/")
                hidden = any(part.startswith((".", "~$")) for part in parts) or parts[-1] in BESIDE_PLANS
                if not hidden and not f"{str(root.place.root).rstrip('/')}/{name}".startswith(inside):
                    yield FoundFile(root.path / name, name, root.path, name, size)


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    """Give a client of the cluster. Raises WorkerBroken, and StoreError where the library is not installed."""
    try:
        from distributed import Client
    except ImportError as error:
        raise StoreError(f"--scheduler needs the extra `dask`: {HOW_TO_INSTALL}.") from error
    if "://" not in scheduler and not re.fullmatch(r"[^\s:]+:\d+", scheduler):
        raise WorkerBroken(f"{scheduler}: is no address of a Dask scheduler, such as tcp://10.0.0.5:8786.")
    try:
        client: Any = cast(Any, Client)(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WorkerBroken(f"{scheduler}: there is no Dask scheduler ({error}). Check the address.") from error
    try:
        yield client
    finally:
        client.close()


def _read_all(options: ClusterOptions, roots: Sequence[_Root], ledger: Ledger) -> Iterator[tuple[Listed, RemoteDone]]:
    """Have every file read; give each as it ends. Raises WorkerBroken."""
    futures: dict[Any, tuple[Listed, RemoteTask]] = {}
    with _connected(options.scheduler) as client, ExitStack() as closing:
        from distributed import KilledWorker, as_completed

        closing.callback(_end_readers, client)
        closing.callback(lambda: client.cancel(list(futures)))
        threads = _threads(client, options.scheduler)
        waiting = ledger.to_read()
        ending: Any = cast(Any, as_completed)(loop=client.loop)

        def hand_out(most: int) -> None:
            for _ in range(most):
                listed = next(waiting, None)
                if listed is None:
                    return
                task = _task(options, roots[listed.root], listed)
                future = client.submit(read_remote, task, pure=False)
                futures[future] = listed, task
                ending.add(future)

        hand_out(threads * _AHEAD)
        for future in _as_they_end(client, ending, futures):
            listed, task = futures.pop(future)
            try:
                done = _result(future, options.scheduler)
            except KilledWorker:
                sentence = f"{task.source}: brought down every worker that read it. Report it with the file."
                done = fail_remote(task, sentence)
            hand_out(1)
            yield listed, done


def _threads(client: Any, scheduler: str) -> int:
    """Return how many files the cluster reads at a time, once it has a worker. Raises WorkerBroken."""
    until = time.monotonic() + _ALONE
    while not (threads := int(sum(client.nthreads().values()))):
        if time.monotonic() >= until:
            raise WorkerBroken(f"{scheduler}: the scheduler has no workers. Start some and run again.")
        time.sleep(_PAUSE)
    return threads


class _Watch:
    """Notices that a cluster has had no worker, or its scheduler has not answered, for too long."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._looked = self._heard = time.monotonic()

    def heard(self) -> None:
        """Say that a worker has done something."""
        self._heard = time.monotonic()

    def pause(self) -> None:
        """Wait a moment. Raises WorkerBroken where the cluster has been gone for `_ALONE` seconds."""
        if time.monotonic() - self._looked < min(_LOOK, _ALONE):
            time.sleep(_PAUSE)
            return
        self._looked = time.monotonic()
        with suppress(OSError, ValueError, TimeoutError):
            if self._client.status == "running" and self._client.nthreads():
                self.heard()
        if time.monotonic() - self._heard >= _ALONE:
            raise WorkerBroken(f"The cluster has had no workers for {_ALONE:g} seconds. {_TO_GO_ON}")


def _as_they_end(client: Any, ending: Any, futures: Collection[Any]) -> Iterator[Any]:
    """Yield futures as they end, for as long as there are any; workers that come back are used. Raises WorkerBroken."""
    watch = _Watch(client)
    while futures:
        batch = ending.next_batch(block=False)
        yield from batch
        if batch:
            watch.heard()
        else:
            watch.pause()


def _result(future: Any, scheduler: str) -> Any:
    """Return what a future that has ended gave. Raises WorkerBroken, and KilledWorker as it is."""
    from distributed import CancelledError, KilledWorker

    try:
        return future.result()
    except CancelledError as error:
        raise WorkerBroken(f"{scheduler}: the scheduler let go of the work. {_TO_GO_ON}") from error
    except (KilledWorker, WorkerBroken):
        raise
    except Exception as error:
        raise WorkerBroken(
            f"A worker could not work ({type(error).__name__}: {error!s:.200}). Check that every machine has this "
            f"program. {_TO_GO_ON}"
        ) from error


def _finish_on(options: ClusterOptions, out: Location, generation: str) -> FinishAway:
    """Return what has partitions of the tables finished on the cluster, some for each thread ahead of the writing."""
    where = str(out.local or options.out)

    def finish(partitions: Iterable[Partition], folder: Path) -> Iterator[tuple[Partition, Mapping[str, Any]]]:
        del folder
        with _connected(options.scheduler) as client:
            from distributed import KilledWorker

            watch, most = _Watch(client), _threads(client, options.scheduler) * _AHEAD
            waiting: deque[tuple[Partition, Any]] = deque()

            def next_one() -> tuple[Partition, Mapping[str, Any]]:
                partition, future = waiting.popleft()
                while not future.done():
                    watch.pause()
                watch.heard()
                try:
                    name = _result(future, options.scheduler)
                except KilledWorker as error:
                    raise WorkerBroken(f"Making the tables brought down every worker. {_TO_GO_ON}") from error
                content = out.read(name) or b""
                out.remove(name)
                return partition, finished_tables(content)

            for number, partition in enumerate(partitions):
                name = f"{_FINISHED}/{generation}-{number:06}.arrow"
                task = RemotePartition(partition.to_json(), name, where, options.run.finisher, fingerprints())
                waiting.append((partition, client.submit(finish_remote, task, pure=False)))
                if len(waiting) > most:
                    yield next_one()
            while waiting:
                yield next_one()

    return finish


def _end_readers(client: Any) -> None:
    with suppress(Exception):  # the cluster may be gone, and its processes with it
        client.run(end_readers)


def _task(options: ClusterOptions, root: _Root, listed: Listed) -> RemoteTask:
    found, place = listed.found, root.place
    if place.local is not None:
        url = str(found.path.absolute())
    else:
        url = place.url if root.is_file else f"{place.url.rstrip('/')}/{found.inner}"
    settings = options.run.settings
    refusal, code = refusal_of(found, settings)
    return RemoteTask(
        url=url,
        source=found.source,
        folder=folder_name(found.path),
        out=str(Location(options.out).local or options.out),
        about=root.settings.about(found.inner),
        refusal=refusal,
        refusal_code=code,
        settings=without_sources(settings),
        reader=options.run.reader,
        program=fingerprints(),
        profile=options.run.profile,
    )


def _make_tables(
    options: ClusterOptions, out: Location, ledger: Ledger, *, nothing_read: bool
) -> tuple[bool, PlansTold | None]:
    """Make the tables where they are not right already; tell whether they were, and what is known of the plans."""
    extras = options.run.extras
    plans: PlansTold | None = None
    large = len(ledger) >= finishers.AWAY_FROM
    if out.local is not None:
        unchanged = nothing_read and tables_stand(out.local, ledger.members(), extras)
        if unchanged:
            plans = plans_told(out.local)
        else:
            away = _finish_on(options, out, set_generation(ledger.members(), extras)) if large else None
            plans = write_tables(out.local, ledger.members(), extras, finisher(options.run), away=away)
    else:
        generation = set_generation(ledger.members(), extras)
        unchanged = nothing_read and _generation_there(out) == generation.encode()
        if not unchanged:
            plans = _put_tables(options, out, ledger, extras, generation)
    if not unchanged:
        out.keep_only(PARTS, ".part", ledger.keys())
        out.keep_only(_FINISHED, ".arrow", ())
        out.keep_only(DOCUMENTS, SUFFIX, ledger.document_keys())
    return unchanged, plans


def _put_tables(options: ClusterOptions, out: Location, ledger: Ledger, extras: Extras, generation: str) -> PlansTold:
    def read(key: str) -> DocumentPart | None:
        content = out.find(part_name(key))
        return parse_part(content) if content is not None else None

    folder = Path(tempfile.mkdtemp(prefix="councilplans-"))
    try:
        names, plans = make_files(
            folder,
            ledger.members(),
            extras,
            finisher(options.run),
            read=read,
            generation=generation,
            part_bytes=PART_BYTES,
            away=_finish_on(options, out, generation) if len(ledger) >= finishers.AWAY_FROM else None,
        )
        for name in names:
            out.upload(name, folder / name)
        for table in TABLES:
            there = [file_name(table.name), *(name for name, _ in out.files(table.name))]
            for name in there:
                if name not in names and (name == file_name(table.name) or name.startswith(f"{table.name}/part-")):
                    out.remove(name)
        return plans
    except OSError as error:
        raise StoreError(f"{out.url}: the tables could not be written ({error}). Run again.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _generation_there(out: Location) -> bytes:
    """Return the generation of the tables that stand in a store; none where there are no tables."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def generation(name: str) -> bytes:
        with out.open(name) as file, suppress(pa.ArrowInvalid):  # a damaged file is of no set
            found: bytes = (pq.read_schema(file).metadata or {}).get(b"generation", b"")
            return found
        return b""

    for name in (file_name("documents"), table_part_name("documents", 0)):
        if out.exists(name):
            return out.patiently(lambda: generation(name))  # noqa: B023 - called here
    return b""
