"""Worker processes and the threads that watch them: documents are handed out as workers come free.

One thread for each worker sends it a document and waits for the reply; what limits and crashes do is decided in
`limited`. Rows go from the worker to disk and never through the parent.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.limited import Ended, LimitedReader
from pipeline.batch.pages_told import AtPage
from pipeline.batch.process import WorkerBroken, WorkerProcess
from pipeline.batch.unit import Unit
from pipeline.batch.worker import READER
from pipeline.settings import Settings

__all__ = ["Ended", "WorkerBroken", "run_units"]

_WAITING = 4  # units held ready for each worker, so that none waits for the list of files


def run_units(
    units: Iterable[Unit],
    count: int,
    settings: Settings,
    out: Path,
    jobs: int,
    *,
    reader: str = READER,
    profile: bool = False,
    pages: Callable[[Unit, AtPage], None] | None = None,
    started: WorkerProcess | None = None,
) -> Iterator[Ended]:
    """Read `count` units in worker processes, in the order given as workers come free; give each as it ends.

    `units` is drawn from as workers come free, in the caller's thread, in which `pages` is told of long files. The
    first worker is the process `started`, where there is one. Raises WorkerBroken. Closing the iterator kills them.
    """
    workers = min(jobs, count)
    waiting: queue.SimpleQueue[Unit | None] = queue.SimpleQueue()
    results: queue.SimpleQueue[Ended | _Reading | BaseException] = queue.SimpleQueue()
    told = (lambda unit, at: results.put(_Reading(unit, at))) if pages is not None else None
    source = iter(units)

    def hand_out(most: int) -> None:
        for _ in range(most):
            waiting.put(next(source, None))

    readers = [
        LimitedReader(settings, out, reader, profile=profile, pages=told, started=started if number == 0 else None)
        for number in range(workers)
    ]
    watchers = [_Watcher(reader, waiting.get, results.put) for reader in readers]
    hand_out(workers * _WAITING)
    for watcher in watchers:
        watcher.start()
    try:
        for _ in range(count):
            while isinstance(result := _next(results), _Reading):
                if pages is not None:
                    pages(result.unit, result.at)
            if isinstance(result, BaseException):
                raise result
            hand_out(1)
            yield result
        hand_out(workers)
    finally:
        for watcher in watchers:
            watcher.stop()
            waiting.put(None)
        for watcher in watchers:
            watcher.join()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that is being read, and its page."""

    unit: Unit
    at: AtPage


def _next(results: queue.SimpleQueue[Ended | _Reading | BaseException]) -> Ended | _Reading | BaseException:
    """Wait for a result in short steps, so that Ctrl-C is heard on every system."""
    while True:
        with suppress(queue.Empty):
            return results.get(timeout=0.5)


class _Watcher(threading.Thread):
    """A thread with its worker process; it ends when it is given None."""

    def __init__(
        self,
        reader: LimitedReader,
        take: Callable[[], Unit | None],
        give: Callable[[Ended | BaseException], None],
    ) -> None:
        super().__init__(daemon=True)
        self._reader = reader
        self._take = take
        self._give = give
        self._stopping = False

    def run(self) -> None:
        try:
            while (unit := self._take()) is not None and not self._stopping:
                ended = self._reader.read(unit)
                if ended is not None:
                    self._give(ended)
        except BaseException as error:  # handed to the thread that consumes the results
            self._give(error)
        finally:
            self._reader.close()

    def stop(self) -> None:
        """End the process at once, whatever it does."""
        self._stopping = True
        self._reader.stop()
