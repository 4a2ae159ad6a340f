"""A bar on the terminal for long work, gone when the work is done; nothing where nobody looks, as in a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.progress import Tell, quiet


@contextmanager
def progress_bar(*, wanted: bool = True) -> Iterator[Tell]:
    """Give what long work tells its progress to: a bar on standard error where that is a terminal and it is wanted."""
    if not wanted or not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True, highlight=False),
        transient=True,
    )
    step_now = ""

    def tell(step: str, done: int, total: int) -> None:
        nonlocal step_now
        if step != step_now:
            step_now = step
            for task in progress.task_ids:
                progress.remove_task(task)
            progress.add_task(step, total=total or None)
        progress.update(progress.task_ids[0], completed=done)

    with progress:
        yield tell
