"""The process that reads documents one after another under limits, told what to do through its standard input.

Each line in is a JSON object, each line out too. A process of its own, and not a thread or a fork, so that a document
can be stopped at its time limit, take no more memory than allowed, and bring down nothing but itself; the same on every
system. When the parent goes, so does the worker: its input ends.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import sys
import threading
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.batch.memory import limit_memory, resident_bytes
from pipeline.batch.pages_told import watch_pages
from pipeline.batch.stages import watch_stages
from pipeline.settings import Settings, SourceEntry
from pipeline.store.code_version import Fingerprints, pin_fingerprints
from pipeline.store.errors import StoreError

READER = "pipeline.plan:read_plan"


def main() -> None:
    """Serve until the input ends. The first line in holds settings, output folder and the name of the reader."""
    gc.disable()  # it would walk the lexicons and half-read documents again and again, and find nothing
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    replies = _take_output()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, lines), daemon=True).start()
    import_module("schema.arrow")  # before the limit, so that start-up cannot meet it
    start = json.loads(lines.get())
    settings = Settings.from_json(start["settings"])
    pin_fingerprints(Fingerprints(**start["fingerprints"]))
    out = Path(start["out"])
    module, _, function = start["reader"].partition(":")
    read_plan = getattr(import_module(module), function)
    from pipeline.batch import unit as work

    stages = watch_stages() if start["profile"] else None
    if start["pages"]:
        watch_pages(lambda at: _reply(replies, {"at": asdict(at)}))
    limit_memory(settings.max_memory_bytes)
    _reply(replies, {"ready": True})
    while True:
        task = json.loads(lines.get())
        if "partition" in task:
            _reply(replies, _finish(task, out))
            gc.collect(0)
            continue
        about = SourceEntry.from_json(task["about"])
        unit = work.Unit(Path(task["path"]), task["source"], out, about, *task["refusal"])
        try:
            done = work.read_unit(unit, settings, read_plan)
        except OSError as error:
            _reply(replies, {"trouble": f"{error.strerror or error}"})
            continue
        _reply(replies, {"key": done.key, "resident": resident_bytes(), "stages": stages.take() if stages else {}})
        gc.collect(0)  # what little of the last document refers to itself, while the parent looks at the reply


def _finish(task: dict[str, str], out: Path) -> dict[str, Any]:
    """Finish a partition of the tables into a file."""
    from pipeline.store.partition import Partition, finish_partition
    from pipeline.store.parts import read_part

    try:
        partition = Partition.from_json(task["partition"])
        content = finish_partition(partition, lambda key: read_part(out, key), task["finisher"])
        Path(task["into"]).write_bytes(content)
    except (OSError, StoreError) as error:
        return {"trouble": str(error)}
    return {"done": True}


def _take_output() -> BinaryIO:
    """Keep standard output for replies alone: what a library prints goes to standard error."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _listen(source: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    for line in source:
        lines.put(line)
    os._exit(0)  # the parent is gone or has no more work; whatever is being read, nobody waits for it


def _reply(replies: BinaryIO, content: dict[str, Any]) -> None:
    replies.write(json.dumps(content).encode() + b"\n")
    replies.flush()
