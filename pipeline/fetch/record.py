"""`sources.csv`: one row for each address that was ever asked, with the file that came from it and when.

Text is written as `csv_text` has it; the apostrophe before what a spreadsheet would take for a formula is taken off
when the file is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from pipeline.settings import RECORD_NAME
from pipeline.store.atomic import write_atomically
from pipeline.store.csv_text import FORMULA, csv_text

FetchStatus = Literal["fetched", "unchanged", "page", "link", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address."""

    council: str
    url: str
    title: str = ""
    status: FetchStatus = "failed"
    sentence: str = ""  # what was wrong and what to do
    file: str = ""  # below the folder, with /; of an earlier call where this one failed
    final_url: str = ""  # after redirects
    retrieved: str = ""  # when the bytes of the file were fetched, ISO 8601, UTC
    checked: str = ""  # when the server was last asked
    sha256: str = ""
    media_type: str = ""  # by the file's content
    bytes: str = ""
    http_status: str = ""
    etag: str = ""
    last_modified: str = ""
    found_on: str = ""  # the page that links to it, where it stood in no list

    @property
    def key(self) -> tuple[str, str]:
        """Return what a row is found by."""
        return self.council, self.url


_COLUMNS = [field.name for field in fields(Fetched)]


def read_record(folder: Path) -> dict[tuple[str, str], Fetched]:
    """Read what was fetched into a folder before; nothing where there is no record. Raises ValueError on another file.

    Raises OSError where it cannot be read.
    """
    path = folder / RECORD_NAME
    if not path.exists():
        return {}
    lines = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    if not {"council", "url", "status", "file"} <= set(lines.fieldnames or ()):
        raise ValueError(f"{path}: is no record of fetched files. Move it away, for it is in the place of one.")
    rows = [{name: _plain(line.get(name) or "") for name in _COLUMNS} for line in lines]
    found = (Fetched(**line) for line in rows)  # type: ignore[arg-type]
    return {row.key: row if _is_inside(row.file) else replace(row, file="", sha256="") for row in found}


def _is_inside(file: str) -> bool:
    """Whether a file lies below the folder: the record may be a stranger's, and files are written where it says."""
    path = PurePosixPath(file)
    return not (path.is_absolute() or ".." in path.parts or "\\" in file or ":" in file)


def write_record(folder: Path, rows: Iterable[Fetched]) -> None:
    """Write the record whole or not at all. Raises OSError."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([csv_text(value) for value in asdict(row).values()] for row in rows)
    write_atomically(folder / RECORD_NAME, text.getvalue().encode("utf-8-sig", "replace"))


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
