"""The tables of a run, made from the parts of its documents and replaced as one set.

Documents are ordered by council (those with none last), then by source; actions, cells and issues stand in that order,
so that one council's rows lie together. The step that needs more than one document, the canonical owners of a council,
is run council by council; what is in memory at a time is one council. The same parts give the same bytes: no clock, no
path and no machine goes into a table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.store.atomic import write_atomically
from pipeline.store.code_version import code_fingerprint, program_version
from pipeline.store.errors import StoreError
from pipeline.store.file_set import recover, replace_set, staging_folder
from pipeline.store.parts import PARTS, PartHead, read_part
from pipeline.store.spreadsheet import SHEETS, ActionsCsv, PlansXlsx
from schema.codelists import flag
from schema.datapackage import Written, datapackage
from schema.fields import TABLES
from schema.rows import ActionRow, IssueRow, OwnerRow, Row

FinishOwners = Callable[[Sequence[ActionRow]], tuple[Sequence[ActionRow], Sequence[OwnerRow]]]

CSV_NAME = "actions.csv"
XLSX_NAME = "actions.xlsx"
_PACKAGE = "datapackage.json"
_SEAL = "tables.json"  # in the folder of parts: which set the tables were made from
_ROW_GROUP = {"documents": 16_384, "actions": 16_384, "cells": 65_536, "issues": 65_536, "owners": 16_384}


@dataclass(frozen=True, slots=True)
class Member:
    """One document of the set: the key of its part and what is known without reading it."""

    key: str
    head: PartHead


@dataclass(frozen=True, slots=True)
class Extras:
    """What is written besides the Parquet tables, and whether reading times are kept."""

    csv: bool = False
    xlsx: bool = False
    seconds: bool = False  # fill documents.seconds, which makes two runs differ


def tables_stand(out: Path, members: Sequence[Member], extras: Extras) -> bool:
    """Tell whether the tables on disk were made from exactly these documents and have not been touched since."""
    try:
        seal = json.loads((out / PARTS / _SEAL).read_text("utf-8"))
        return bool(
            seal["generation"] == _generation(members, _kept(out, extras))
            and seal["files"] == _stats(out, seal["files"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_tables(out: Path, members: Sequence[Member], extras: Extras, finish_owners: FinishOwners) -> None:
    """Make every table from the parts and replace the old set. Raises StoreError; the old set then still stands."""
    recover(out)
    extras = _kept(out, extras)
    try:
        staging = staging_folder(out)
        written = _write_files(out, staging, members, extras, finish_owners)
        descriptor = datapackage(written, program_version())
        (staging / _PACKAGE).write_bytes((json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise StoreError(
            f"{out}: the tables could not be written ({error.strerror or error}); those that were there still stand. "
            "Free space or choose another folder with --out, and run again."
        ) from error
    names = [_PACKAGE, *(f"{table.name}.parquet" for table in TABLES if table.name != "documents")]
    names += [name for name, wanted in ((CSV_NAME, extras.csv), (XLSX_NAME, extras.xlsx)) if wanted]
    names.append("documents.parquet")
    replace_set(out, names)
    seal = {"generation": _generation(members, extras), "files": _stats(out, names)}
    write_atomically(out / PARTS / _SEAL, json.dumps(seal).encode(), durable=False)


def set_order(members: Iterable[Member]) -> list[Member]:
    """Order documents as their rows stand in the tables."""
    return sorted(
        members, key=lambda member: (member.head.council is None, member.head.council or "", member.head.source)
    )


def _write_files(
    out: Path, staging: Path, members: Sequence[Member], extras: Extras, finish_owners: FinishOwners
) -> dict[str, Written]:
    generation = _generation(members, extras)
    writers = {table.name: _Writer(staging / f"{table.name}.parquet", table.name, generation) for table in TABLES}
    written = _Outputs(writers, _sheets(staging, extras))
    ordered = set_order(members)
    first = _first_with_bytes(ordered)
    try:
        owners: list[OwnerRow] = []
        for group in _groups(ordered):
            actions: list[ActionRow] = []
            for member in group:
                actions += _pass_on(out, member, first, written, seconds=extras.seconds)
            named, found = finish_owners(actions)
            written.rows("actions", named)
            owners += found
        written.rows("owners", _one_row_a_name(owners))
    except BaseException:
        written.discard()
        raise
    return written.close()


def _pass_on(
    out: Path, member: Member, first: Mapping[str, Member], written: _Outputs, *, seconds: bool
) -> tuple[ActionRow, ...]:
    """Write one document's rows but its actions, which are given back; a file met before has its document row only."""
    part = read_part(out, member.key)
    if part is None:
        raise StoreError(f"{out}: the part of {member.head.source} is gone or damaged. Run again to make it anew.")
    document = part.document()
    if not seconds:
        document = replace(document, seconds=None)
    leader = first[document.document_id]
    if leader.head.source != document.source:
        document = replace(document, flags=(*document.flags, "duplicate_document"))
        written.rows("documents", [document])
        written.rows("issues", [_duplicate(document.document_id, leader.head.source, document.source)])
        return ()
    written.rows("documents", [document])
    tables = part.tables
    written.table("cells", tables["cells"])
    written.table("issues", tables["issues"])
    return part.actions()


def _duplicate(document_id: str, leader: str, source: str) -> IssueRow:
    known = flag("duplicate_document")
    return IssueRow(
        document_id=document_id,
        code=known.code,
        severity=known.severity,
        responsible=known.responsible,
        verbatim=source,
        message=f"{source} has the same bytes as {leader}, so its actions stand in actions once. "
        "Remove one of the two if that is not meant.",
    )


def _groups(ordered: Sequence[Member]) -> Iterator[list[Member]]:
    """Give the documents of one council at a time; a document whose council is unknown stands alone."""
    for (council, _), group in groupby(
        ordered, key=lambda m: (m.head.council, m.head.source if m.head.council is None else "")
    ):
        del council
        yield list(group)


def _first_with_bytes(ordered: Sequence[Member]) -> dict[str, Member]:
    """Give for each document_id the file whose rows stand for it: the first that was read, else the first."""
    first: dict[str, Member] = {}
    for member in ordered:
        known = first.get(member.head.document_id)
        if known is None or (known.head.status != "ok" and member.head.status == "ok"):
            first[member.head.document_id] = member
    return first


def _one_row_a_name(owners: Iterable[OwnerRow]) -> list[OwnerRow]:
    """Unite the rows of one name and council: documents whose council is unknown were finished one by one."""
    united: dict[tuple[str | None, str], OwnerRow] = {}
    for owner in owners:
        known = united.get((owner.council, owner.name))
        if known is None:
            united[owner.council, owner.name] = owner
        else:
            mentions = tuple(sorted({*known.mentions, *owner.mentions}))
            united[owner.council, owner.name] = replace(known, mentions=mentions, actions=known.actions + owner.actions)
    return sorted(united.values(), key=lambda owner: (owner.council is None, owner.council or "", owner.name))


def _generation(members: Sequence[Member], extras: Extras) -> str:
    """Give the name of a set of tables: what it is made from and by which program."""
    digest = hashlib.sha256(f"{code_fingerprint()} {extras}\n".encode())
    for member in set_order(members):
        digest.update(f"{member.key}\n".encode())
    return digest.hexdigest()[:16]


def _kept(out: Path, extras: Extras) -> Extras:
    """A spreadsheet that stands beside the tables is kept up to date though it was not asked for again."""
    return replace(extras, csv=extras.csv or (out / CSV_NAME).exists(), xlsx=extras.xlsx or (out / XLSX_NAME).exists())


def _stats(out: Path, names: Iterable[str]) -> dict[str, list[int]]:
    stats = {name: (out / name).stat() for name in names}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


class _Outputs:
    """Every file of a set while it is written: Parquet tables, and spreadsheets where they were asked for."""

    def __init__(self, writers: Mapping[str, _Writer], sheets: Sequence[ActionsCsv | PlansXlsx]) -> None:
        self._writers = writers
        self._sheets = sheets

    def rows(self, name: str, rows: Sequence[Row]) -> None:
        """Append rows to a table."""
        from schema.arrow import to_arrow

        if rows:
            self._writers[name].write(to_arrow(name, rows))
            for sheet in self._sheets:
                sheet.write(name, rows)

    def table(self, name: str, table: Any) -> None:
        """Append an Arrow table to a table."""
        self._writers[name].write(table)
        if self._sheets and name in SHEETS:
            from schema.arrow import from_arrow

            rows = tuple(from_arrow(name, table))
            for sheet in self._sheets:
                sheet.write(name, rows)

    def close(self) -> dict[str, Written]:
        """Finish every file."""
        for sheet in self._sheets:
            sheet.close()
        return {name: writer.close() for name, writer in self._writers.items()}

    def discard(self) -> None:
        """Close without finishing; the files are in the staging folder and go with it."""
        for output in (*self._sheets, *self._writers.values()):
            output.discard()


def _sheets(staging: Path, extras: Extras) -> list[ActionsCsv | PlansXlsx]:
    sheets: list[ActionsCsv | PlansXlsx] = []
    if extras.csv:
        sheets.append(ActionsCsv(staging / CSV_NAME))
    if extras.xlsx:
        sheets.append(PlansXlsx(staging / XLSX_NAME))
    return sheets


class _Writer:
    """One Parquet file, written in row groups of a fixed size whatever the size of the pieces that come in."""

    def __init__(self, path: Path, name: str, generation: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from schema.arrow import arrow_schema

        told = {b"version": program_version().encode(), b"generation": generation.encode()}
        schema = arrow_schema(name)
        self._schema = schema.with_metadata({**(schema.metadata or {}), **told})
        self._path = path
        self._name = name
        self._waiting: list[Any] = []
        self._rows_waiting = 0
        self._rows = 0
        self._file = path.open("wb")
        self._writer = pq.ParquetWriter(
            pa.PythonFile(self._file, mode="w"), self._schema, compression="zstd", compression_level=3
        )

    def write(self, table: Any) -> None:
        if not table.num_rows:
            return
        self._waiting.append(table.replace_schema_metadata(self._schema.metadata))
        self._rows_waiting += table.num_rows
        while self._rows_waiting >= _ROW_GROUP[self._name]:
            self._write_group(_ROW_GROUP[self._name])

    def _write_group(self, size: int) -> None:
        import pyarrow as pa

        waiting = pa.concat_tables(self._waiting)
        group = waiting.slice(0, size).combine_chunks()
        self._writer.write_table(group, row_group_size=size)
        self._rows += group.num_rows
        rest = waiting.slice(size)
        self._waiting = [rest] if rest.num_rows else []
        self._rows_waiting = rest.num_rows

    def close(self) -> Written:
        if self._rows_waiting:
            self._write_group(self._rows_waiting)
        self._writer.close()
        self._file.close()
        with self._path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Written(self._path.stat().st_size, self._rows, digest)

    def discard(self) -> None:
        """Close without finishing; the file is in the staging folder and goes with it."""
        with suppress(OSError, ValueError):
            self._writer.close()
        self._file.close()
