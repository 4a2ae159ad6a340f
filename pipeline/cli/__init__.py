"""The command line: `councilplans`. Commands import what they need when they run, so that help comes at once."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from pipeline.cli.plain_run import read_plain

if TYPE_CHECKING:
    from pipeline.batch.process import WorkerProcess


def main() -> None:
    """Run the command line; exit codes are 0, 1 (--strict), 2 (wrong use), 3 (trouble of ours), 130 (Ctrl-C)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot show a letter must not stop a run
    try:
        if (plain := read_plain(sys.argv[1:])) is not None:
            sys.exit(_run(plain))
        from pipeline.cli.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _leave_quietly()


def _run(told: dict[str, Any]) -> int:
    """Run what was asked for. Where no file has been read yet a process that reads is started before all else loads."""
    gc.disable()  # what is loaded stays, and would be walked again and again
    from pipeline.cli.screen import begin

    if not (told.get("quiet") or told.get("log_json")):
        begin(f"Looking for plans under {', '.join(told['paths'])}")
    from pipeline.store.layout import PARTS

    fresh = any(map(os.path.exists, told["paths"])) and not os.path.exists(os.path.join(told["out"], PARTS))  # noqa: PTH110, PTH118
    started = _start_ahead() if fresh else None
    try:
        from pipeline.cli.run_command import Wanted, run_plans

        gc.freeze()
        gc.enable()
        return run_plans(Wanted(**told), started)
    finally:
        if started is not None:
            started.discard()
        gc.freeze()  # what is left is not walked for what refers to itself, which a process that ends need not be


def _start_ahead() -> WorkerProcess | None:
    """A process that reads; None where it cannot be had: the run starts one itself, and says what is wrong."""
    from pipeline.batch.process import WorkerProcess

    try:
        return WorkerProcess()
    except OSError:
        return None


def _leave_quietly() -> None:
    """End when the reader of our output has gone (`| head`), without a second complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
