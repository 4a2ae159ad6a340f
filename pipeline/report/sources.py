"""Links from the report to the files that plans were read from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_PDF = "application/pdf"


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


def opens_at_page(media_type: str | None) -> bool:
    """Whether a link to a file of this type can name a page (`#page=3`, RFC 8118)."""
    return media_type == _PDF


def find_plans(out: Path) -> Path | None:
    """Return the folder `raw` beside the folder of tables, where there is one: the layout of `data/`."""
    beside = out.resolve().parent / "raw"
    return beside if beside.is_dir() else None
