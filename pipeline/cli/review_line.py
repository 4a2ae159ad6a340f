"""The line to type that opens the review of some tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.cli.screen import typed


def review_line(out: str, read: Sequence[str] = ()) -> str:
    """Return the command that reviews the tables of `out`; `read` is what the run was given, where that is known."""
    from pipeline.report.sources import find_plans

    beside = find_plans(Path(out))
    folder = Path(read[0]) if len(read) == 1 else None
    if beside is not None and (not read or (folder is not None and folder.resolve() == beside)):
        return f"councilplans review {typed(out)}"
    named = typed(str(folder)) if folder is not None and folder.is_dir() else "FOLDER"
    return f"councilplans review {typed(out)} --plans {named}"
