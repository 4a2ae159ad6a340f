"""Whether a report that stands beside tables is of them as they are: it keeps the name of the set it was made from."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.store.layout import table_files

FOLDER = "report"
_MADE_FROM = "assets/made-from.json"


def made_from(out: Path, today: date | None, plans: Path | None = None) -> bytes:
    """Return what a report keeps: its set of tables, the day it reckons from, the folder of plans that it was given."""
    told = {"generation": generation(out), "date": today.isoformat() if today else None}
    if plans is not None:
        told["plans"] = _way(plans, out)
    return json.dumps(told).encode()


def write_made_from(folder: Path, out: Path, today: date | None, plans: Path | None = None) -> None:
    """Keep in a report's folder what it was made from."""
    (folder / _MADE_FROM).write_bytes(made_from(out, today, plans))


def _way(plans: Path, out: Path) -> str:
    """The way from the tables to the plans, as links go it; the whole path where they are on different drives."""
    try:
        return Path(os.path.relpath(plans, out)).as_posix()
    except ValueError:
        return str(plans)


def out_of_date(out: Path) -> str | None:
    """Tell in a sentence that the report of `out` is of earlier tables, and what makes it anew, else None."""
    folder = out / FOLDER
    if not (folder / "index.html").is_file():
        return None
    told = _read(folder / _MADE_FROM)
    try:
        if told.get("generation") == generation(out):
            return None
    except (OSError, ValueError, IndexError):
        return None
    day = f" --date {told['date']}" if told.get("date") else ""
    plans = f" --plans {shlex.quote(os.path.normpath(out / told['plans']))}" if told.get("plans") else ""
    command = f"councilplans report {shlex.quote(str(out))}{plans}{day}"
    return f"The report in {folder} is of earlier tables; {command} brings it up to date"


def generation(out: Path) -> str:
    """Return the name of the set that the tables of `out` are of. Raises OSError or IndexError where there are none."""
    import pyarrow.parquet as pq

    metadata = pq.read_schema(table_files(out, "actions")[0]).metadata or {}
    return metadata.get(b"generation", b"").decode("utf-8", "replace")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
