"""Replacing a set of files as one: all old or all new, whatever stops the program between two renames.

The new files are made ready in `FOLDER/.next`. Writing `journal.json` there is the moment that counts: before it the
old set stands, after it the new one does, for whoever opens the folder next first finishes what the journal lists
(`recover`). Between the first and the last rename, some thousandths of a second, a program that knows nothing of the
journal could see files of both sets; each table carries the `generation` of its set in its metadata, by which that
shows. When a rename fails (a table open in a spreadsheet on Windows), what was already moved is moved back.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.store.atomic import sync_file, sync_folder, write_atomically
from pipeline.store.errors import StoreError

_NEXT = ".next"
_OLD = "old"
_JOURNAL = "journal.json"


def staging_folder(folder: Path) -> Path:
    """Return an empty folder to make new files ready in. Call `recover` first. Raises OSError."""
    staging = folder / _NEXT
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(parents=True)
    return staging


def replace_set(folder: Path, names: Sequence[str], gone: Sequence[str] = ()) -> None:
    """Move the named files from the staging folder into `folder` as one set, in the order given.

    `gone` are files of the old set that the new one has not; names may hold `/`. Raises StoreError where that fails;
    the old set then stands as it was.
    """
    staging = folder / _NEXT
    try:
        for name in names:
            sync_file(staging / name)
        _keep_old(folder, staging, [*names, *gone])
        _write_journal(staging, "forward", names, gone)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise StoreError(_sentence(folder, error)) from error
    try:
        for name in names:
            _move(staging, folder, name)
        _remove(folder, gone)
        sync_folder(folder)
    except OSError as error:
        _write_journal(staging, "back", names, gone)
        recover(folder)
        raise StoreError(_sentence(folder, error)) from error
    _clear(staging)


def recover(folder: Path) -> bool:
    """Finish a replacement that was interrupted, forward or back as its journal says; tell whether there was one.

    Raises OSError where a file cannot be moved; calling again goes on.
    """
    staging = folder / _NEXT
    if not staging.exists():
        return False
    try:
        journal = json.loads((staging / _JOURNAL).read_text("utf-8"))
    except FileNotFoundError:
        shutil.rmtree(staging, ignore_errors=True)
        return False
    forward, gone = journal["way"] == "forward", journal["gone"]
    source = staging if forward else staging / _OLD
    for name in journal["names"] if forward else (*journal["names"], *gone):
        if (source / name).exists():
            _move(source, folder, name)
    _remove(folder, gone if forward else journal["new"])
    sync_folder(folder)
    _clear(staging)
    return True


def _move(source: Path, folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (source / name).replace(folder / name)


def _remove(folder: Path, names: Sequence[str]) -> None:
    """Remove files, and the folders below `folder` that are then empty."""
    for name in names:
        path = folder / name
        path.unlink(missing_ok=True)
        if path.parent != folder:
            with suppress(OSError):
                path.parent.rmdir()


def _keep_old(folder: Path, staging: Path, names: Sequence[str]) -> None:
    """Keep the old files reachable under a second name, so that a failed replacement can go back."""
    old = staging / _OLD
    old.mkdir()
    for name in names:
        if not (folder / name).exists():
            continue
        (old / name).parent.mkdir(exist_ok=True)
        try:
            os.link(folder / name, old / name)
        except OSError:
            shutil.copyfile(folder / name, old / name)


def _write_journal(staging: Path, way: str, names: Sequence[str], gone: Sequence[str]) -> None:
    new = [name for name in names if not (staging / _OLD / name).exists()]
    journal = {"way": way, "names": list(names), "gone": list(gone), "new": new}
    write_atomically(staging / _JOURNAL, json.dumps(journal).encode())


def _clear(staging: Path) -> None:
    """Remove the journal first: without it, what is left of the folder means nothing."""
    (staging / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(staging, ignore_errors=True)


def _sentence(folder: Path, error: OSError) -> str:
    return (
        f"{folder}: the tables could not be replaced ({error.strerror or error}); those that were there still stand. "
        "Free space, close programs that have a table open, check that the folder can be written to, and run again."
    )
