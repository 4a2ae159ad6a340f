"""Units read one after another in a process of their own under limits, whatever the documents do to it.

At the time limit the process is killed, the document gets its row, and the next document gets a fresh process. A
process that dies of itself is started again and the document tried once more, alone and fresh, before it counts as
failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.batch.memory import OVER_LIMIT
from pipeline.batch.pages_told import AtPage
from pipeline.batch.process import WorkerBroken, WorkerProcess
from pipeline.batch.unit import Unit, store_failure
from pipeline.settings import Settings

_DOCUMENTS_EACH = 500  # after which a worker is replaced, so that what libraries leak does not add up
_KILLED = 9  # the number of SIGKILL, which a kernel short of memory sends
_ABORTED = 6  # SIGABRT: how C++ ends where it gets no memory, or gives up of itself
_FAULTS = (4, 5, 7, 11)  # SIGILL, SIGTRAP, SIGBUS, SIGSEGV: how it ends where a damaged file leads it astray
_RESIDENT_MOST = 1024**3  # bytes; a worker that holds more after a document is replaced


@dataclass(frozen=True, slots=True)
class Ended:
    """One unit that has its part under `key`; `stages` are seconds by stage where the run asked for them."""

    unit: Unit
    key: str
    stages: Mapping[str, float] = field(default_factory=dict)


class LimitedReader:
    """Reads units of one output folder; keeps a process between them. `stop` may be called from another thread."""

    def __init__(
        self,
        settings: Settings,
        out: Path,
        reader: str,
        *,
        profile: bool = False,
        pages: Callable[[Unit, AtPage], None] | None = None,
        started: WorkerProcess | None = None,
    ) -> None:
        self._settings = settings
        self._out = out
        self._reader = reader
        self._profile = profile
        self._pages = pages
        self._unit: Unit | None = None  # that is being read
        self._stopping = False
        self._worker: WorkerProcess | None = None
        self._started = started  # a process that nobody has begun with; the first that is used

    def read(self, unit: Unit) -> Ended | None:
        """Have one unit read; None where this reader was stopped. Raises WorkerBroken."""
        self._unit = unit
        for attempt in (1, 2):
            worker = self._ready()
            reply = worker.ask(unit, self._settings.timeout)
            if self._stopping:
                return None
            if reply is not None and "trouble" in reply:
                raise WorkerBroken(
                    f"{unit.out}: a part could not be written ({reply['trouble']}). Free space and run again."
                )
            if reply is not None:
                if worker.documents >= _DOCUMENTS_EACH or reply["resident"] > _RESIDENT_MOST:
                    self.close()
                return Ended(unit, reply["key"], reply["stages"])
            code = worker.kill()
            self.close()
            if worker.timed_out:
                return self._failed(unit, "timed_out", code)
            if code == OVER_LIMIT or attempt == 2:
                return self._failed(unit, "failed", code)
        raise AssertionError("a unit ends in its second attempt")

    def stop(self) -> None:
        """End the process at once, whatever it does, and read nothing more."""
        self._stopping = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def close(self) -> None:
        """Let the process end; the next unit gets another."""
        if self._worker is not None:
            self._worker.close()
        self._worker = None

    def _ready(self) -> WorkerProcess:
        if self._worker is None:
            self._worker, self._started = self._started or WorkerProcess(), None
            if self._stopping:
                self._worker.kill()
            pages = self._tell if self._pages is not None else None
            self._worker.begin(self._settings, str(self._out), self._reader, profile=self._profile, pages=pages)
        return self._worker

    def _tell(self, at: AtPage) -> None:
        if self._pages is not None and self._unit is not None:
            self._pages(self._unit, at)

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
        elif code == -_KILLED:
            limit = "reader_error"
            sentence = (
                "had its process killed by the system twice, most likely as the machine ran out of memory. "
                "Run it alone, with --jobs 1, or on a larger machine."
            )
        elif code == -_ABORTED:
            limit = "reader_error"
            most = settings.max_memory_bytes // 1024**2
            sentence = (
                f"had the library that reads it give up twice (signal {_ABORTED}): it is damaged, or takes more than "
                f"{most} MiB of memory, the limit for one file. Print it to a new PDF, or split it, and run again."
            )
        elif -code in _FAULTS:
            limit = "reader_error"
            sentence = (
                f"brought down the library that reads it twice (signal {-code}). It is damaged or made to harm: print "
                "it to a new PDF, or save it again where it was made, and run again."
            )
        else:
            limit = "reader_error"
            sentence = f"ended the process that read it (exit code {code}) twice. Report it with the file."
        done = store_failure(unit, settings, status, f"{unit.source}: {sentence}", limit, retry_above=retry_above)
        return Ended(unit, done.key)
