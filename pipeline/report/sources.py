"""Links from the report to the files that plans were read from, and the addresses that gave no file."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.settings import RECORD_NAME

_PDF = "application/pdf"
_WITHOUT_FILE = frozenset({"page", "refused", "failed"})  # statuses of addresses


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """Finds the file of a document below `plans`, the folder that was read, and links to it from `pages`."""

    plans: Path | None  # None: no folder was named or found, so there are no links
    pages: Path  # folder of the pages that link

    def find(self, source: str) -> str | None:
        """Return the address of a document's file relative to the pages, or None where it is not there."""
        if self.plans is None:
            return None
        root = self.plans.resolve()
        try:
            file = (root / source).resolve()
            there = file.is_relative_to(root) and file.is_file()
        except (OSError, RuntimeError, ValueError):  # a link to itself, or a name that no file can have
            there = False
        if not there:
            return None
        try:
            return quote(Path(os.path.relpath(file, self.pages.resolve())).as_posix())
        except ValueError:  # on another drive of Windows there is no relative path
            return file.as_uri()


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that was asked for a plan and gave none, or none the last time."""

    council: str
    url: str
    status: str
    sentence: str


def read_missed(plans: Path | None) -> tuple[Missed, ...]:
    """Return the addresses in the record beside the plans that gave no file; nothing where it cannot be read."""
    try:
        with (plans or Path("-")).joinpath(RECORD_NAME).open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.DictReader(file) if line.get("status") in _WITHOUT_FILE]
    except (OSError, UnicodeDecodeError, csv.Error):
        return ()
    return tuple(Missed(*(line.get(name) or "" for name in ("council", "url", "status", "sentence"))) for line in lines)


def opens_at_page(media_type: str | None) -> bool:
    """Whether a link to a file of this type can name a page (`#page=3`, RFC 8118)."""
    return media_type == _PDF


def find_plans(out: Path) -> Path | None:
    """Return the folder `raw` beside the folder of tables, where there is one: the layout of `data/`."""
    beside = out.resolve().parent / "raw"
    return beside if beside.is_dir() else None
