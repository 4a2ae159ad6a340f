"""One worker process and its two pipes: started, asked, killed at the time limit, closed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:  # a process is started before these are loaded, and what each of them needs
    from pipeline.batch.pages_told import Tell
    from pipeline.batch.unit import Unit
    from pipeline.settings import Settings

_BOOTSTRAP = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipeline.batch.worker import main; main()"
_AT = b'{"at": '  # how a line begins that says which page is being read
_START_LIMIT = 120.0  # seconds for a worker to come up on a busy machine


class WorkerBroken(Exception):
    """Workers cannot start or parts cannot be written: trouble of ours, not of a document."""


class WorkerProcess:
    """One worker process; `documents` counts what it was asked for, `timed_out` tells why it was killed."""

    def __init__(self) -> None:
        self.documents = 0
        self.timed_out = False
        self._pages: Tell | None = None
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

    def begin(
        self, settings: Settings, out: str, reader: str, *, profile: bool = False, pages: Tell | None = None
    ) -> None:
        """Wait until the process is ready; `pages` is told of long files. Raises WorkerBroken with what it said."""
        from dataclasses import asdict

        from pipeline.store.code_version import fingerprints

        self._pages = pages
        start = {
            "settings": {**settings.to_json(), "sources": []},
            "out": out,
            "reader": reader,
            "fingerprints": asdict(fingerprints()),
            "profile": profile,
            "pages": pages is not None,
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
        from dataclasses import asdict

        self.documents += 1
        refusal = [unit.refusal, unit.refusal_code]
        task = {"path": str(unit.path), "source": unit.source, "refusal": refusal, "about": asdict(unit.about)}
        return self._exchange(task, seconds)

    def finish(self, partition: str, finisher: str, into: str) -> dict[str, Any] | None:
        """Have a partition of the tables finished into a file; None where the process ended."""
        return self._exchange({"partition": partition, "finisher": finisher, "into": into}, None)

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

    def discard(self) -> None:
        """End the process, whatever it does; nothing where it has ended."""
        self._process.kill()
        self.close()

    def _exchange(self, content: dict[str, Any], seconds: float | None) -> dict[str, Any] | None:
        """Send one line and wait for the one that answers it, for so many seconds at most; None for any time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        clock = threading.Timer(seconds or 0.0, self._time_out)
        clock.daemon = True
        if seconds is not None:
            clock.start()
        try:
            self._process.stdin.write(json.dumps(content).encode() + b"\n")
            self._process.stdin.flush()
            while (line := self._process.stdout.readline()).startswith(_AT):
                self._tell(line)
        except (OSError, ValueError):
            return None
        finally:
            clock.cancel()
        return json.loads(line) if line.endswith(b"\n") else None

    def _tell(self, line: bytes) -> None:
        from pipeline.batch.pages_told import AtPage

        if self._pages is not None and line.endswith(b"\n"):
            self._pages(AtPage(**json.loads(line)["at"]))

    def _time_out(self) -> None:
        self.timed_out = True
        self._process.kill()
