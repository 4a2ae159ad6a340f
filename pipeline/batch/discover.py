"""Which files a run reads: every file under the paths given, in an order that depends on their names alone.

Left out are hidden files and folders (their name starts with a dot), `sources.toml`, `sources.csv` and
`corrections.csv`, the lock files of office programs (`~$plan.docx`) and the output folder. A link to a file outside the
input folder is listed and not followed, so that a folder from a stranger cannot make the run read other files; a link
to a folder is not entered.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.settings import BESIDE_PLANS


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One input file; `refusal` is the sentence that says why it must not be opened."""

    path: Path
    source: str  # with /; names that are no Unicode text have their odd bytes written out
    root: Path  # the path on the command line that led to it
    inner: str  # its path below the root, with /
    size: int = 0  # bytes
    refusal: str | None = None


class PathRefused(Exception):
    """Paths on the command line that cannot be read as they are given; the message says which and why."""


def find_files(paths: Sequence[Path], out: Path, remarks: list[str]) -> Iterator[FoundFile]:
    """Return the files under folders and files given, as they are met. Raises PathRefused at once.

    What was passed by is told in `remarks`, a sentence each. A file reached twice is given twice, and two roots may
    hold the same source: the ledger tells them apart.
    """
    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise PathRefused("; ".join(f"{path}: there is no such file or folder" for path in missing))
    for path in paths:
        if path.resolve() == out.resolve():
            raise PathRefused(f"{path}: cannot be the input and the output too. Give --out a folder of its own.")
    return (file for root in paths for file in _under(root, out.resolve(), remarks))


def _under(root: Path, out: Path, remarks: list[str]) -> Iterator[FoundFile]:
    if not root.is_dir():
        yield _look(root, root, root.name, root.parent.resolve())
        return
    inside = root.resolve()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            source = root.name if folder == root else folder.relative_to(root).as_posix()
            source = os.fsencode(source).decode("utf-8", "backslashreplace")
            sentence = (
                f"the folder cannot be opened ({error.strerror}), so nothing in it was read. Check its permissions."
            )
            yield FoundFile(folder, source, root, source, refusal=f"{source}: {sentence}")
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name in BESIDE_PLANS:
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if path.resolve() != out:
                    waiting.append(path)
            elif path.is_dir():  # through a link; a link to itself is no folder and no error here
                remarks.append(f"{path}: is a link to a folder and was not entered; name the folder itself to read it")
            else:
                yield _look(path, root, path.relative_to(root).as_posix(), inside)


def _look(path: Path, root: Path, source: str, inside: Path) -> FoundFile:
    source = os.fsencode(source).decode("utf-8", "backslashreplace")
    found = FoundFile(path, source, root, source)
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(inside):
            sentence = (
                "is a link that leads out of the input folder, so it was not followed. Put the file itself there."
            )
            return replace(found, refusal=f"{source}: {sentence}")
        status = path.stat()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it is a link to itself"
        return replace(found, refusal=f"{source}: cannot be opened ({reason}). Check the file and run again.")
    if not stat.S_ISREG(status.st_mode):
        return replace(found, refusal=f"{source}: is no regular file, so it was not opened. Remove it.")
    return replace(found, size=status.st_size)
