"""Serving a review on this machine until it is stopped."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pipeline.batch.run import RunOptions, run
from pipeline.review.desk import Desk, Paths
from pipeline.settings import Settings


def serve_review(paths: Paths, by: str, passwords: Sequence[str], port: int, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `tell` is given the address. Raises StoreError, CorrectionsError and OSError."""
    import uvicorn

    from pipeline.review.app import make_app
    from pipeline.review.guard import Guard

    def read_again() -> None:
        settings = Settings(passwords=tuple(passwords))
        run(RunOptions((paths.plans,), paths.out, settings, corrections=_existing(paths.corrections)))

    desk = Desk(paths, by, lambda: date.today().isoformat(), read_again)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(64)  # who comes before the server is up waits instead of being refused
        guard = Guard(listening.getsockname()[1])
        config = uvicorn.Config(
            make_app(desk, guard, passwords), log_level="error", access_log=False, server_header=False, lifespan="off"
        )
        tell(guard.address)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    if desk.waiting:
        read_again()


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None
