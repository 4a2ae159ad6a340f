"""Worker processes and the threads that watch them: hands out documents, keeps limits, survives what documents do.

One thread for each worker sends it a document and waits for the reply. At the time limit the thread kills the process;
the reply then ends, the document gets its row, and the next document gets a fresh process. A worker that dies of itself
is started again and the document tried once more, alone and fresh, before it counts as failed. Rows go from the worker
to disk and never through the parent.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, Any

from pipeline.batch.memory import OVER_LIMIT
from pipeline.batch.unit import Unit, store_failure
from pipeline.batch.worker import READER
from pipeline.settings import Settings
from pipeline.store.code_version import code_fingerprint

_BOOTSTRAP = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipeline.batch.worker import main; main()"
_START_LIMIT = 120.0  # seconds for a worker to come up on a busy machine
_DOCUMENTS_EACH = 500  # after which a worker is replaced, so that what libraries leak does not add up
_RESIDENT_MOST = 1024**3  # bytes; a worker that holds more after a document is replaced


class WorkerBroken(Exception):
    """Workers cannot start or parts cannot be written: trouble of ours, not of a document."""


@dataclass(frozen=True, slots=True)
class Ended:
    """One unit that has its part under `key`."""

    unit: Unit
    key: str


def run_units(units: Sequence[Unit], settings: Settings, jobs: int, *, reader: str = READER) -> Iterator[Ended]:
    """Read units in worker processes, in the order given as workers come free; give each as it ends.

    Raises WorkerBroken. Closing the iterator kills the workers.
    """
    if not units:
        return
    waiting: queue.SimpleQueue[Unit] = queue.SimpleQueue()
    for unit in units:
        waiting.put(unit)
    results: queue.SimpleQueue[Ended | BaseException] = queue.SimpleQueue()
    stop = threading.Event()
    watchers = [_Watcher(waiting, results, settings, stop, reader) for _ in range(min(jobs, len(units)))]
    for watcher in watchers:
        watcher.start()
    try:
        for _ in units:
            result = _next(results)
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stop.set()
        for watcher in watchers:
            watcher.kill()
        for watcher in watchers:
            watcher.join()


def _next(results: queue.SimpleQueue[Ended | BaseException]) -> Ended | BaseException:
    """Wait for a result in short steps, so that Ctrl-C is heard on every system."""
    while True:
        with suppress(queue.Empty):
            return results.get(timeout=0.5)


class _Watcher(threading.Thread):
    """A thread with its worker process."""

    def __init__(
        self,
        waiting: queue.SimpleQueue[Unit],
        results: queue.SimpleQueue[Ended | BaseException],
        settings: Settings,
        stop: threading.Event,
        reader: str,
    ) -> None:
        super().__init__(daemon=True)
        self._waiting = waiting
        self._results = results
        self._settings = settings
        self._stopping = stop
        self._reader = reader
        self._worker: _Worker | None = None

    def run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    unit = self._waiting.get_nowait()
                except queue.Empty:
                    return
                ended = self._read(unit)
                if ended is not None:
                    self._results.put(ended)
        except BaseException as error:  # handed to the thread that consumes the results
            self._results.put(error)
        finally:
            if self._worker is not None:
                self._worker.close()

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _read(self, unit: Unit) -> Ended | None:
        for attempt in (1, 2):
            worker = self._ready(unit)
            reply = worker.ask(unit, self._settings.timeout)
            if self._stopping.is_set():
                return None
            if reply is not None and "trouble" in reply:
                raise WorkerBroken(
                    f"{unit.out}: a part could not be written ({reply['trouble']}). Free space and run again."
                )
            if reply is not None:
                if worker.documents >= _DOCUMENTS_EACH or reply["resident"] > _RESIDENT_MOST:
                    self._drop()
                return Ended(unit, reply["key"])
            code = worker.kill()
            self._drop()
            if worker.timed_out:
                return self._failed(unit, "timed_out", code)
            if code == OVER_LIMIT or attempt == 2:
                return self._failed(unit, "failed", code)
        raise AssertionError("a unit ends in its second attempt")

    def _ready(self, unit: Unit) -> _Worker:
        if self._worker is None:
            self._worker = _Worker()
            if self._stopping.is_set():
                self._worker.kill()
            self._worker.begin(self._settings, str(unit.out), self._reader)
        return self._worker

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.close()
        self._worker = None

    def _failed(self, unit: Unit, status: Any, code: int) -> Ended:
        settings = self._settings
        retry_above: float | None = 0.0
        if status == "timed_out":
            limit, retry_above = "limit_reached", settings.timeout
            sentence = (
                f"took longer than {settings.timeout:g} seconds, the limit for one file. Raise it with --timeout."
            )
        elif code == OVER_LIMIT:
            limit = "limit_reached"
            most = settings.max_memory_bytes // 1024**2
            sentence = f"took more than {most} MiB of memory, the limit for one file. Split it."
        else:
            limit = "reader_error"
            sentence = f"ended the process that read it (exit code {code}) twice. Report it with the file."
        done = store_failure(unit, settings, status, f"{unit.source}: {sentence}", limit, retry_above=retry_above)
        return Ended(unit, done.key)


class _Worker:
    """One worker process and its two pipes."""

    def __init__(self) -> None:
        self.documents = 0
        self.timed_out = False
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - "" is the current folder
        one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"), "1")
        self._process = subprocess.Popen(  # noqa: S603 - this Python, a constant program
            [sys.executable, "-P", "-c", _BOOTSTRAP, json.dumps(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **one_thread, "MALLOC_ARENA_MAX": "2", "PYTHONIOENCODING": "utf-8"},
        )

    def begin(self, settings: Settings, out: str, reader: str) -> None:
        """Wait until the process is ready. Raises WorkerBroken with what it said."""
        start = {
            "settings": {**settings.to_json(), "sources": []},
            "out": out,
            "reader": reader,
            "fingerprint": code_fingerprint(),
        }
        if self._exchange(start, _START_LIMIT) is None:
            code = self.kill()
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            raise WorkerBroken(
                f"a worker process could not start (exit code {code}): {said[-1] if said else 'no word'}"
            )

    def ask(self, unit: Unit, seconds: float) -> dict[str, Any] | None:
        """Have one unit read; None where the process ended or was killed at the time limit."""
        self.documents += 1
        task = {"path": str(unit.path), "source": unit.source, "refusal": unit.refusal, "about": asdict(unit.about)}
        return self._exchange(task, seconds)

    def kill(self) -> int:
        """End the process and give its exit code."""
        self._process.kill()
        return self._process.wait()

    def close(self) -> None:
        """Let the process end by closing its input, and make sure that it did."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
        self._errors.close()

    def _exchange(self, content: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        clock = threading.Timer(seconds, self._time_out)
        clock.daemon = True
        clock.start()
        try:
            self._process.stdin.write(json.dumps(content).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError):
            return None
        finally:
            clock.cancel()
        return json.loads(line) if line.endswith(b"\n") else None

    def _time_out(self) -> None:
        self.timed_out = True
        self._process.kill()
