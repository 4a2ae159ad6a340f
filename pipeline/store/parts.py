"""The part of one document: its rows in one file, found by what they depend on.

A part's key is made from the file's bytes, its name and folder (they may name the council), the settings that bear on
it and the fingerprint of the program, so a part that is there is a part that is right. The file holds a checksum, a
JSON line for what must be known without reading rows, and one Arrow stream for each table, compressed together. It is
not synced to disk: a part that a power cut damaged fails its checksum and is made again.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.compare.sketch import sketch_of
from pipeline.settings import Settings, SourceEntry
from pipeline.store.atomic import write_atomically
from pipeline.store.code_version import code_fingerprint
from pipeline.store.layout import PARTS
from schema.rows import ActionRow, DocumentRow, PlanRows, Row

_MAGIC = b"councilplans part 3 "
_TABLES = ("documents", "actions", "issues", "cells")
_CHECKSUM = 64
_HEAD = len(_MAGIC) + _CHECKSUM + 1


@dataclass(frozen=True, slots=True)
class PartHead:
    """What is known of a part without its rows."""

    source: str
    document_id: str
    council: str | None
    status: str
    actions: int
    retry_above: float | None = None  # a run with a longer time limit than this reads the document again; 0 for any run
    bytes: int = 0  # size of the file that was read
    error: str | None = None
    words_in_tables: int = 0
    words_carried: int = 0
    words_near_tables: int = 0
    seconds: float | None = None
    codes: dict[str, int] = field(default_factory=dict)  # how many issues of each code
    title: str | None = None
    period_start: str | None = None  # ISO day
    period_end: str | None = None
    routes: tuple[str, ...] = ()
    values: int = 0  # said of the actions: owners, periods, outcomes and so on
    doubts: int = 0  # values that may be wrong
    runs: int = 0  # of words, and their least hashes: see `pipeline.compare.sketch`
    sketch: str = ""
    plan: str | None = None  # what sources.toml says of the plan that the file holds
    series: str | None = None
    edition: int | None = None
    counts: bool = False

    @classmethod
    def from_json(cls, text: str) -> PartHead:
        """Read the line of JSON that a part or the ledger holds."""
        told = json.loads(text)
        return cls(**{**told, "routes": tuple(told["routes"])})


@dataclass(frozen=True)
class DocumentPart:
    """One part as read: its head, and the Arrow tables on request."""

    head: PartHead
    _payload: memoryview

    @cached_property
    def tables(self) -> dict[str, Any]:
        """Return the Arrow tables by name: documents, actions, issues, cells."""
        import pyarrow as pa

        options = pa.ipc.IpcReadOptions(use_threads=False)
        with pa.CompressedInputStream(pa.BufferReader(pa.py_buffer(self._payload)), "zstd") as stream:
            return {name: pa.ipc.open_stream(stream, options=options).read_all() for name in _TABLES}

    def document(self) -> DocumentRow:
        """Return the row of documents."""
        from schema.arrow import from_arrow

        (row,) = from_arrow("documents", self.tables["documents"])
        assert isinstance(row, DocumentRow)
        return row

    def actions(self, columns: Sequence[str] | None = None) -> tuple[ActionRow, ...]:
        """Return the rows of actions, in document order; of `columns` alone, the others empty, in less time."""
        from schema.arrow import from_arrow

        table = self.tables["actions"]
        return tuple(from_arrow("actions", table if columns is None else table.select(list(columns))))


def part_key(content_sha256: str, source: str, folder: str, settings: Settings) -> str:
    """Return the key of a document's part; `folder` is the name of the folder that the file stands in."""
    own = settings.for_document(source).to_json()
    del own["timeout"]  # a document that was read in time is the same under another limit; see `retry_above`
    depends_on = [code_fingerprint(), content_sha256, source, folder, own]
    return hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()


def part_path(out: Path, key: str) -> Path:
    """Return the place of a part."""
    return out / part_name(key)


def part_name(key: str) -> str:
    """Return the name of a part below the output folder; parts are spread over 256 folders."""
    return f"{PARTS}/{key[:2]}/{key}.part"


def write_part(
    out: Path,
    key: str,
    rows: PlanRows,
    *,
    size: int,
    retry_above: float | None = None,
    about: SourceEntry = SourceEntry(),  # noqa: B008 - frozen
) -> PartHead:
    """Write one document's rows, over a part of the same key; `about` is what `sources.toml` says of the file.

    Raises OSError, or Arrow's error on a bad type.
    """
    import pyarrow as pa

    from schema.arrow import to_arrow

    document, sketch = rows.document, sketch_of(rows.actions)
    head = PartHead(
        source=document.source,
        document_id=document.document_id,
        council=document.council,
        status=document.status,
        actions=document.actions,
        retry_above=retry_above,
        bytes=size,
        error=document.error,
        words_in_tables=document.words_in_tables,
        words_carried=document.words_carried,
        words_near_tables=document.words_near_tables,
        seconds=document.seconds,
        codes=dict(sorted(Counter(issue.code for issue in rows.issues).items())),
        title=document.title,
        period_start=_iso(document.period_start),
        period_end=_iso(document.period_end),
        routes=document.routes,
        values=sum(map(_values, rows.actions)),
        doubts=sum(len(action.doubts) for action in rows.actions),
        runs=sketch.runs,
        sketch=sketch.least,
        plan=about.plan,
        series=about.series,
        edition=about.edition,
        counts=about.counts,
    )
    payload = io.BytesIO()
    payload.write(json.dumps(asdict(head)).encode() + b"\n")
    tables: dict[str, Sequence[Row]] = {
        "documents": (document,),
        "actions": rows.actions,
        "issues": rows.issues,
        "cells": rows.cells,
    }
    streams = pa.BufferOutputStream()
    with pa.CompressedOutputStream(streams, "zstd") as compressed:  # as a whole: there are hundreds of small buffers
        for name in _TABLES:
            table = to_arrow(name, tables[name])
            with pa.ipc.new_stream(compressed, table.schema) as writer:
                writer.write_table(table)
    payload.write(streams.getvalue())
    content = payload.getvalue()
    write_atomically(part_path(out, key), _preamble(content) + content, durable=False)
    return head


def read_part(out: Path, key: str) -> DocumentPart | None:
    """Read a part, or None where there is none or it is damaged."""
    try:
        content = part_path(out, key).read_bytes()
    except OSError:
        return None
    return parse_part(content)


def parse_part(content: bytes) -> DocumentPart | None:
    """Read the content of a part's file, or None where it is damaged."""
    payload = memoryview(content)[_HEAD:]
    if content[:_HEAD] != _preamble(payload):
        return None
    line_end = content.index(b"\n", _HEAD)
    return DocumentPart(PartHead.from_json(content[_HEAD:line_end].decode()), memoryview(content)[line_end + 1 :])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _values(action: ActionRow) -> int:
    """Count what an action says."""
    said = (action.theme, action.action, action.outcome, action.evidence, action.progress, action.state or action.rag)
    return sum(map(bool, said)) + len(action.owners) + len(action.periods) + len(action.extras)


def _preamble(payload: bytes | memoryview) -> bytes:
    """What stands before the payload: the mark, its checksum and the end of the line."""
    return _MAGIC + hashlib.sha256(payload).hexdigest().encode() + b"\n"


def remove_other_parts(out: Path, keys: Container[str]) -> int:
    """Remove every part whose key is not among `keys`; give how many were removed."""
    return remove_others(out / PARTS, ".part", keys)


def remove_others(folder: Path, suffix: str, keys: Container[str]) -> int:
    """Remove from a folder of folders every file but those called by a key and the suffix; give how many there were."""
    removed = 0
    for shard in sorted(folder.iterdir()) if folder.is_dir() else ():
        for path in shard.iterdir() if shard.is_dir() else ():
            if path.suffix != suffix or path.stem not in keys:
                path.unlink(missing_ok=True)
                removed += 1
    return removed
