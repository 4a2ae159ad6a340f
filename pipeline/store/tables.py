"""The tables of a run, made from the parts of its documents and replaced as one set.

Documents are ordered by council (those with none last), then by source; actions, cells and issues stand in that order,
so that one council's rows lie together. Two steps need more than one document: which files are one plan, and which plan
is the next edition of which, is told by the heads of the parts and the rows of files that are much alike
(`pipeline.compare.plans`); the canonical owners of a council are found council by council. What is in memory at a time
is one council. A table of more than a size is a folder of parts (`layout`). The same parts give the same bytes: no
clock, no path and no machine goes into a table.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from pipeline.compare.one_plan import COMPARED
from pipeline.compare.plans import CopiesTold, PlanFile, Plans, SaidOfPlan, find_plans
from pipeline.compare.sketch import Sketch
from pipeline.correction import Correction
from pipeline.normalise.council.peers import Peers
from pipeline.settings import Groups
from pipeline.store.atomic import write_atomically
from pipeline.store.code_version import code_fingerprint, program_version, tables_fingerprint
from pipeline.store.errors import StoreError
from pipeline.store.file_set import recover, replace_set, staging_folder
from pipeline.store.finish import (
    FinishOwners,
    Placed,
    ReadPart,
    SetFile,
    finish_documents,
    is_shared,
    one_row_a_name,
    part_of,
)
from pipeline.store.layout import PART_BYTES, PARTS, file_name, part_name, table_files
from pipeline.store.partition import Partition, partitions
from pipeline.store.parts import DocumentPart, PartHead, read_part
from pipeline.store.spreadsheet import SHEETS, ActionsCsv, PlansXlsx
from schema.datapackage import Written, datapackage
from schema.fields import TABLES
from schema.rows import OwnerRow, Row

FinishAway = Callable[[Iterable[Partition], Path], Iterator[tuple[Partition, Mapping[str, Any]]]]
"""Has partitions finished elsewhere; gives what each comes to, in order. The folder is for its own files meanwhile."""

CSV_NAME = "actions.csv"
XLSX_NAME = "actions.xlsx"
_PACKAGE = "datapackage.json"
_SEAL = "tables.json"  # in the folder of parts: which set the tables were made from
_MOST_PIECES = 256  # that wait for a row group; a table of one row takes as much memory as one of a hundred
_TOLD = 20  # plans in several files that a run names
_ROW_GROUP = {
    "documents": 16_384,
    "actions": 16_384,
    "cells": 65_536,
    "issues": 65_536,
    "owners": 16_384,
    "changes": 65_536,
}


@dataclass(frozen=True, slots=True)
class Member:
    """One document of the set: the key of its part and what is known without reading it."""

    key: str
    head: PartHead


@dataclass(frozen=True, slots=True)
class Extras:
    """What is written besides what the parts hold, and whether reading times are kept."""

    csv: bool = False
    xlsx: bool = False
    seconds: bool = False  # fill documents.seconds, which makes two runs differ
    groups: Groups = ()  # of councils, from sources.toml
    owners: tuple[Correction, ...] = ()  # corrections of the owners of councils


@dataclass(frozen=True, slots=True)
class PlansTold:
    """What a run tells of the plans of its set."""

    plans: int = 0
    files: int = 0  # with actions
    superseded: int = 0  # plans that are earlier editions
    copied: tuple[CopiesTold, ...] = ()  # plans in several files, the first of them
    copied_plans: int = 0  # all of them
    doubted: int = 0  # values in files that figures count in place of their copies, earlier editions among them
    doubted_files: int = 0
    doubted_copies: int = 0  # values in the copies
    shared: tuple[str, ...] = ()  # files with the bytes of a file of another council, the first of them
    shared_files: int = 0  # all of them


def tables_stand(out: Path, members: Iterable[Member], extras: Extras) -> bool:
    """Whether the tables on disk were made from exactly these documents and have not been touched since."""
    try:
        seal = json.loads((out / PARTS / _SEAL).read_text("utf-8"))
        return bool(
            seal["files"] == _stats(out, seal["files"])
            and seal["generation"] == set_generation(members, _kept(out, extras))
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def made_by_another(out: Path) -> str | None:
    """Tell in a sentence that the tables on disk were made by another version of the program; None where not."""
    try:
        seal = json.loads((out / PARTS / _SEAL).read_text("utf-8"))
        program, version = seal.get("program"), str(seal.get("version", ""))
    except (OSError, ValueError, AttributeError):
        return None
    if program == code_fingerprint():
        return None
    named = f" ({version})" if version and version != program_version() else ""
    return (
        f"{out}: the tables there were made by another version of the program{named}, so every file is read again and "
        "the tables are made anew"
    )


def plans_told(out: Path) -> PlansTold | None:
    """Return what is told of the plans of the tables that stand in `out`; None where that is not known."""
    try:
        told = json.loads((out / PARTS / _SEAL).read_text("utf-8"))["plans"]
        copied = tuple(CopiesTold(**{**one, "copies": tuple(one["copies"])}) for one in told["copied"])
        return PlansTold(**{**told, "copied": copied, "shared": tuple(told["shared"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_tables(
    out: Path,
    members: Iterable[Member],
    extras: Extras,
    finish_owners: FinishOwners,
    *,
    part_bytes: int = PART_BYTES,
    away: FinishAway | None = None,
) -> PlansTold:
    """Make every table from the parts and replace the old set. Raises StoreError; the old set then still stands.

    `members` are in order of council, those without one last, then of source, and gone through several times.
    `finish_owners` is given the actions of one council and may change their `owners` and `flags`, nothing else.
    """
    recover(out)
    extras = _kept(out, extras)
    generation = set_generation(members, extras)

    def read(key: str) -> DocumentPart | None:
        return read_part(out, key)

    try:
        staging = staging_folder(out)
        names, told = make_files(
            staging, members, extras, finish_owners, read=read, generation=generation, part_bytes=part_bytes, away=away
        )
    except OSError as error:
        raise StoreError(
            f"{out}: the tables could not be written ({error.strerror or error}); those that were there still stand. "
            "Free space or choose another folder with --out, and run again."
        ) from error
    replace_set(out, names, gone=[name for name in _standing(out) if name not in names])
    made_by = {"program": code_fingerprint(), "version": program_version(), "plans": asdict(told)}
    seal = {"generation": generation, "files": _stats(out, names), **made_by}
    write_atomically(out / PARTS / _SEAL, json.dumps(seal).encode(), durable=False)
    return told


def make_files(
    folder: Path,
    members: Iterable[Member],
    extras: Extras,
    finish_owners: FinishOwners,
    *,
    read: ReadPart,
    generation: str,
    part_bytes: int = PART_BYTES,
    away: FinishAway | None = None,
) -> tuple[list[str], PlansTold]:
    """Write every file of a set into an empty folder.

    Gives their names in the order in which they are to be replaced, and what is told of the plans. With `away` the rows
    are finished elsewhere and only written here; the files are the same. Raises StoreError where a part is gone,
    OSError where the folder cannot be written.
    """
    leaders = _leaders(members)
    plans = find_plans(_PlanFiles(members, leaders), lambda key: part_of(read, key, "A file").actions(COMPARED))
    placed = Placed(plans, leaders, Peers(extras.groups), extras.seconds, extras.owners)
    writers = {table.name: _Writer(folder, table.name, generation, part_bytes) for table in TABLES}
    written = _Outputs(writers, _sheets(folder, extras))
    try:
        if away is None:
            unknown = _finish_here(members, placed, written, read, finish_owners)
        else:
            unknown = _finish_away(away, members, placed, written, folder)
        written.rows("owners", one_row_a_name(unknown))
    except BaseException:
        written.discard()
        raise
    tables = written.close()
    descriptor = datapackage(tables, program_version())
    (folder / _PACKAGE).write_bytes((json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n").encode())
    names = [_PACKAGE, *(path for table in TABLES if table.name != "documents" for path in tables[table.name].paths)]
    names += [name for name, wanted in ((CSV_NAME, extras.csv), (XLSX_NAME, extras.xlsx)) if wanted]
    return [*names, *tables["documents"].paths], _told(members, plans, placed)


def _told(members: Iterable[Member], plans: Plans, placed: Placed) -> PlansTold:
    """Return what is told of a set: its plans, the doubted values in them, files that two councils have."""
    values, files, in_copies = 0, 0, 0
    shared: list[str] = []
    for member in members:
        head, file = member.head, _set_file(member)
        leader = placed.leader(file)
        if is_shared(file, leader):
            shared.append(f"{head.source} ({head.council}), the same as {leader.source} ({leader.council})")
        if leader.source != head.source or placed.is_copy(head.document_id):
            in_copies += head.doubts
        elif head.doubts:
            values, files = values + head.doubts, files + 1
    return PlansTold(
        plans=plans.plans,
        files=plans.files,
        superseded=plans.superseded,
        copied=tuple(plans.copied[:_TOLD]),
        copied_plans=len(plans.copied),
        doubted=values,
        doubted_files=files,
        doubted_copies=in_copies,
        shared=tuple(shared[:_TOLD]),
        shared_files=len(shared),
    )


def _finish_here(
    members: Iterable[Member], placed: Placed, written: _Outputs, read: ReadPart, finish_owners: FinishOwners
) -> list[OwnerRow]:
    """Write the rows of every document; return those of owners whose council is unknown."""
    unknown: list[OwnerRow] = []
    for council, group in groupby(members, key=lambda member: member.head.council):
        files = map(_set_file, group)
        for some in [[*files]] if council is not None else ([file] for file in files):
            found = finish_documents(some, placed, written, read, finish_owners)
            if council is None:
                unknown += found
            else:
                written.rows("owners", one_row_a_name(found))
    return unknown


def _finish_away(
    away: FinishAway, members: Iterable[Member], placed: Placed, written: _Outputs, folder: Path
) -> list[OwnerRow]:
    """Write the rows of every document as they come finished; return those of owners whose council is unknown."""
    from schema.arrow import from_arrow

    unknown: list[OwnerRow] = []
    files = ((member.head.council, _set_file(member), member.head.actions) for member in members)
    for partition, tables in away(partitions(files, placed), folder):
        for name, table in tables.items():
            if name == "owners" and not partition.known:
                unknown += from_arrow(name, table)
            else:
                written.table(name, table)
    return unknown


def _set_file(member: Member) -> SetFile:
    return SetFile(member.key, member.head.source, member.head.document_id, member.head.council)


class _PlanFiles:
    """The members with actions as files of plans, those with the same bytes once; may be gone through repeatedly."""

    def __init__(self, members: Iterable[Member], leaders: Mapping[str, SetFile]) -> None:
        self._members = members
        self._leaders = leaders

    def __iter__(self) -> Iterator[PlanFile]:
        for member in self._members:
            head = member.head
            leader = self._leaders.get(head.document_id)
            if head.actions and (leader is None or leader.source == head.source):
                yield PlanFile(
                    member.key,
                    head.document_id,
                    head.source,
                    head.council,
                    head.title,
                    _day(head.period_start),
                    _day(head.period_end),
                    head.actions,
                    head.values,
                    head.routes,
                    Sketch(head.runs, head.sketch),
                    SaidOfPlan(head.plan, head.series, head.edition, head.counts),
                )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _leaders(members: Iterable[Member]) -> dict[str, SetFile]:
    """Return for each document_id that several files have the file whose rows stand for it: the first that was read.

    The ids of all files are held as numbers of eight bytes; names are kept of those alone that stand more than once.
    """
    met = array("q", (hash(member.head.document_id) for member in members))
    ordered = sorted(met)
    twice = {one for one, other in pairwise(ordered) if one == other}
    first: dict[str, Member] = {}
    for member in members if twice else ():
        head = member.head
        if hash(head.document_id) in twice:
            known = first.get(head.document_id)
            if known is None or (known.head.status != "ok" and head.status == "ok"):
                first[head.document_id] = member
    return {document_id: _set_file(member) for document_id, member in first.items()}


def set_generation(members: Iterable[Member], extras: Extras) -> str:
    """Return the name of a set of tables: what it is made from and by which program."""
    digest = hashlib.sha256(f"{tables_fingerprint()} {extras}\n".encode())
    for member in members:
        digest.update(f"{member.key}\n".encode())
    return digest.hexdigest()[:16]


def _kept(out: Path, extras: Extras) -> Extras:
    """A spreadsheet that stands beside the tables is kept up to date though it was not asked for again."""
    return replace(extras, csv=extras.csv or (out / CSV_NAME).exists(), xlsx=extras.xlsx or (out / XLSX_NAME).exists())


def _standing(out: Path) -> list[str]:
    """Return the names of the files in which tables stand."""
    return [path.relative_to(out).as_posix() for table in TABLES for path in table_files(out, table.name)]


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
    """One table, written in row groups of a fixed size whatever the size of the pieces that come in.

    It is written as a folder of parts; where it ends with one part, that becomes the table's file.
    """

    def __init__(self, folder: Path, name: str, generation: str, part_bytes: int) -> None:
        from schema.arrow import arrow_schema

        told = {b"version": program_version().encode(), b"generation": generation.encode()}
        schema = arrow_schema(name)
        self._schema = schema.with_metadata({**(schema.metadata or {}), **told})
        self._folder = folder
        self._name = name
        self._part_bytes = part_bytes
        self._waiting: list[Any] = []
        self._rows_waiting = 0
        self._rows = 0
        self._paths: list[str] = []
        self._file: Any = None
        self._writer: Any = None
        (folder / name).mkdir()
        self._begin_part()

    def write(self, table: Any) -> None:
        import pyarrow as pa

        if not table.num_rows:
            return
        self._waiting.append(table.replace_schema_metadata(self._schema.metadata))
        self._rows_waiting += table.num_rows
        if len(self._waiting) >= _MOST_PIECES:
            self._waiting = [pa.concat_tables(self._waiting).combine_chunks()]
        while self._rows_waiting >= _ROW_GROUP[self._name]:
            self._write_group(_ROW_GROUP[self._name])

    def close(self) -> Written:
        if self._rows_waiting:
            self._write_group(self._rows_waiting)
        self._end_part()
        if len(self._paths) == 1:
            (self._folder / self._paths[0]).replace(self._folder / file_name(self._name))
            (self._folder / self._name).rmdir()
            self._paths = [file_name(self._name)]
        files = [self._folder / path for path in self._paths]
        sizes = tuple(file.stat().st_size for file in files)
        return Written(self._rows, tuple(self._paths), sizes, tuple(map(_sha256, files)))

    def discard(self) -> None:
        """Close without finishing; the files are in the staging folder and go with it."""
        with suppress(OSError, ValueError):
            self._end_part()

    def _begin_part(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._begun = False  # whether the part holds rows
        self._paths.append(part_name(self._name, len(self._paths)))
        self._file = (self._folder / self._paths[-1]).open("wb")
        self._writer = pq.ParquetWriter(
            pa.PythonFile(self._file, mode="w"),
            self._schema,
            compression="zstd",
            compression_level=3,
            sorting_columns=_sorting(pq, self._schema),
        )

    def _write_group(self, size: int) -> None:
        import pyarrow as pa

        if self._begun and self._file.tell() >= self._part_bytes:
            self._end_part()
            self._begin_part()
        waiting = pa.concat_tables(self._waiting)
        group = waiting.slice(0, size).combine_chunks()
        self._writer.write_table(group, row_group_size=size)
        self._rows += group.num_rows
        self._begun = True
        rest = waiting.slice(size)
        self._waiting = [rest] if rest.num_rows else []
        self._rows_waiting = rest.num_rows

    def _end_part(self) -> None:
        try:
            self._writer.close()
        finally:
            self._file.close()


def _sorting(pq: Any, schema: Any) -> Any:
    """Say in the file that its rows stand by council, those with none last; no column before council is nested."""
    place = schema.get_field_index("council")
    return None if place < 0 else [pq.SortingColumn(place, descending=False, nulls_first=False)]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
