"""One file, read, checked and stored alone: the unit of work that a worker does.

Whatever the file holds, a unit ends in a part with a row of documents. Only what is ours to mend (a full disk) is
raised.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline.batch.discover import FoundFile
from pipeline.correction import for_file
from pipeline.settings import Settings, SourceEntry
from pipeline.store.code_version import program_version
from pipeline.store.documents import DocumentCache
from pipeline.store.parts import PartHead, part_key, write_part
from schema.checks import find_doubts, find_faults, find_unknown_codes
from schema.codelists import flag
from schema.rows import DocumentRow, IssueRow, PlanRows, Status

ReadPlan = Callable[[Path, str, bytes, Settings, DocumentCache], PlanRows]


@dataclass(frozen=True, slots=True)
class Unit:
    """One file to read and where its part goes."""

    path: Path
    source: str
    out: Path
    about: SourceEntry = field(default_factory=SourceEntry)  # what sources.toml says of it
    refusal: str | None = None  # why the file must not be opened
    refusal_code: str = "file_unreadable"

    def own(self, settings: Settings, content: str | None = None) -> Settings:
        """Return the settings of a run as they hold for this file alone, `content` being the SHA-256 of its bytes."""
        corrections = for_file(self.about.corrections, content)
        return replace(settings, sources=(replace(self.about, files=self.source, corrections=corrections),))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a unit: the key of its part and what is known of it."""

    source: str
    key: str
    head: PartHead


def read_unit(unit: Unit, settings: Settings, read_plan: ReadPlan | None = None) -> Done:
    """Read one file and write its part. Raises OSError where the part cannot be written."""
    settings = unit.own(settings)
    if unit.refusal is not None:
        return store_failure(unit, settings, "failed", unit.refusal, unit.refusal_code)
    try:
        data = read_bytes(unit.path, settings.limits.max_bytes)
    except OSError as error:
        sentence = f"{unit.source}: cannot be opened ({error.strerror or error}). Check its permissions and run again."
        return store_failure(unit, settings, "failed", sentence, "file_unreadable", retry_above=0)
    if data is None:
        return store_failure(unit, settings, "failed", too_large(unit.source, settings), "limit_reached")
    content = hashlib.sha256(data).hexdigest()
    settings = unit.own(settings, content)
    key = part_key(content, unit.source, folder_name(unit.path), settings)
    began = time.perf_counter()
    rows = _read(unit, data, content, settings, read_plan or _read_plan())
    document = replace(
        rows.document, seconds=round(time.perf_counter() - began, 3), version=rows.document.version or program_version()
    )
    rows = with_origin(replace(rows, document=document), unit.about)
    head = write_part(unit.out, key, rows, size=len(data), about=unit.about)
    return Done(unit.source, key, head)


def store_failure(
    unit: Unit, settings: Settings, status: Status, sentence: str, code: str, *, retry_above: float | None = None
) -> Done:
    """Write the part of a file that gave nothing, with the sentence that says what to do. Raises OSError."""
    content, size = content_hash(unit.path, settings.limits.max_bytes) if unit.refusal is None else (None, 0)
    settings = unit.own(settings, content)
    document_id = content[:16] if content else path_id(unit.source)
    key = part_key(content or f"no content: {sentence}", unit.source, folder_name(unit.path), settings)
    rows = with_origin(failure_rows(document_id, unit.source, status, sentence, code), unit.about)
    return Done(unit.source, key, write_part(unit.out, key, rows, size=size, retry_above=retry_above))


def with_origin(rows: PlanRows, about: SourceEntry) -> PlanRows:
    """Return the rows of a document that say where and when its file was fetched, as far as that is known."""
    day = date.fromisoformat(about.retrieved) if about.retrieved else None
    return replace(rows, document=replace(rows.document, url=about.url, retrieved=day))


def failure_rows(document_id: str, source: str, status: Status, sentence: str, code: str) -> PlanRows:
    """Return the rows of a file that gave nothing: its row of documents and one issue."""
    known = flag(code)
    document = DocumentRow(
        document_id=document_id, source=source, status=status, error=sentence, version=program_version(), flags=(code,)
    )
    issue = IssueRow(
        document_id=document_id,
        code=code,
        severity=known.severity,
        responsible=known.responsible,
        message=sentence,
    )
    return PlanRows(document, issues=(issue,))


def read_bytes(path: Path, most: int) -> bytes | None:
    """Read a file, or give None where it is larger than `most` bytes. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None


def content_hash(path: Path, most: int) -> tuple[str | None, int]:
    """Return the SHA-256 of a file's bytes in hexadecimal and its size; None where it cannot be read.

    Of a file larger than `most` bytes nothing is read, and the hash is None.
    """
    try:
        size = path.stat().st_size
        if size > most:
            return None, size
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return digest.hexdigest(), file.tell()
    except OSError:
        return None, 0


def refusal_of(found: FoundFile, settings: Settings) -> tuple[str | None, str]:
    """Return why a file must not be opened, None where it may be, and the code of the issue that says so."""
    if found.refusal is None and found.size > settings.limits.max_bytes:
        return too_large(found.source, settings), "limit_reached"
    return found.refusal, "file_unreadable"


def too_large(source: str, settings: Settings) -> str:
    """Return the sentence for a file above the size limit."""
    most = settings.limits.max_bytes // 1024**2
    return f"{source}: is larger than {most} MiB, the limit for one file. Split it and run again."


def folder_name(path: Path) -> str:
    """Return the name of the folder that a file stands in, which may name a council."""
    return path.absolute().parent.name


def path_id(source: str) -> str:
    """Return the document_id of a file whose bytes cannot be had: of the same form, made from its source."""
    return hashlib.sha256(f"unreadable file\0{source}".encode()).hexdigest()[:16]


def _read_plan() -> ReadPlan:
    from pipeline.plan import read_plan

    return read_plan


def _read(unit: Unit, data: bytes, content: str, settings: Settings, read_plan: ReadPlan) -> PlanRows:
    """Read and check; an exception of the reader's becomes a row that says so."""
    try:
        rows = read_plan(unit.path, unit.source, data, settings, DocumentCache(unit.out))
        faults = find_faults(rows)
        issues = tuple(dict.fromkeys((*rows.issues, *find_doubts(rows), *find_unknown_codes(rows))))
    except MemoryError:
        most = settings.max_memory_bytes // 1024**2
        sentence = f"{unit.source}: reading it took more than {most} MiB of memory, the limit for one file. Split it."
        return failure_rows(content[:16], unit.source, "failed", sentence, "limit_reached")
    except Exception as error:
        sentence = (
            f"{unit.source}: the reader stopped at {type(error).__name__}: {error!s:.200}. Report it with the file."
        )
        return failure_rows(content[:16], unit.source, "failed", sentence, "reader_error")
    if faults:
        sentence = (
            f"{unit.source}: the reader gave rows that cannot be: {'; '.join(faults[:3])}. Report it with the file."
        )
        return failure_rows(content[:16], unit.source, "failed", sentence, "reader_error")
    return replace(rows, issues=issues)
