"""Partitions of a very large set finished in worker processes, while this process writes the tables.

One process makes the tables of a small set soonest. Of a large one it finishes rows for longer than many processes read
documents, so that there the rows are finished by as many processes as read.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.batch.process import WorkerBroken, WorkerProcess
from pipeline.settings import Settings
from pipeline.store.partition import Partition, finished_tables
from pipeline.store.tables import FinishAway

AWAY_FROM = 20_000
"""Files of a set from which its rows are finished in other processes."""

_AHEAD = 2  # partitions for each process that are finished before they can be written


def finish_in_processes(settings: Settings, out: Path, finisher: str, jobs: int) -> FinishAway:
    """Return what has partitions finished in `jobs` processes; `finisher` names the function that unites owners."""

    def finish(partitions: Iterable[Partition], folder: Path) -> Iterator[tuple[Partition, Mapping[str, Any]]]:
        processes = _Processes(settings, out, finisher)
        waiting: deque[tuple[Partition, Future[Path]]] = deque()

        def next_one() -> tuple[Partition, Mapping[str, Any]]:
            partition, future = waiting.popleft()
            path = future.result()
            tables = finished_tables(path)
            path.unlink()
            return partition, tables

        with ThreadPoolExecutor(jobs) as threads:
            try:
                for number, partition in enumerate(partitions):
                    path = folder / f"finished-{number:06}.arrow"
                    waiting.append((partition, threads.submit(processes.finish, partition, path)))
                    if len(waiting) > jobs * _AHEAD:
                        yield next_one()
                while waiting:
                    yield next_one()
            finally:
                for _, future in waiting:
                    future.cancel()
                processes.end()

    return finish


class _Processes:
    """Worker processes, each used by one thread at a time and kept for the next partition."""

    def __init__(self, settings: Settings, out: Path, finisher: str) -> None:
        self._settings, self._out, self._finisher = settings, out, finisher
        self._idle: queue.SimpleQueue[WorkerProcess] = queue.SimpleQueue()
        self._all: list[WorkerProcess] = []
        self._ending = False

    def finish(self, partition: Partition, path: Path) -> Path:
        """Have a partition finished into a file, in a second process where the first dies. Raises WorkerBroken."""
        for _ in range(2):
            worker = self._take()
            reply = worker.finish(partition.to_json(), self._finisher, str(path))
            if reply is not None and "trouble" in reply:
                raise WorkerBroken(f"{self._out}: the tables could not be made ({reply['trouble']}). Run again.")
            if reply is not None:
                self._idle.put(worker)
                return path
            worker.kill()
            if self._ending:
                break
        raise WorkerBroken(f"{self._out}: a process that made the tables was ended twice. Run again with fewer --jobs.")

    def end(self) -> None:
        """End every process at once."""
        self._ending = True
        for worker in self._all:
            worker.kill()
            worker.close()

    def _take(self) -> WorkerProcess:
        with suppress(queue.Empty):
            return self._idle.get_nowait()
        worker = WorkerProcess()
        self._all.append(worker)
        worker.begin(self._settings, str(self._out), self._finisher)
        return worker
