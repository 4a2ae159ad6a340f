"""Some councils of a very large set, to be finished away from the process that writes the tables.

A partition travels as JSON and holds whole councils, or documents whose council is unknown; what it comes to travels as
Arrow streams, one a table. Rows come in the order in which one process would give them, so the tables are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.compare.plans import Plans
from pipeline.correction import Correction
from pipeline.normalise.council.peers import Peers
from pipeline.settings import Groups
from pipeline.store.finish import FinishOwners, Placed, ReadPart, SetFile, finish_documents, one_row_a_name
from schema.fields import TABLES
from schema.rows import Row

Listed = tuple[str | None, SetFile, int]
"""A file with its council and the number of its actions."""

MOST_FILES = 1_000  # of a partition, unless one council has more
MOST_ACTIONS = 50_000


@dataclass(frozen=True, slots=True)
class Partition:
    """Files to finish, those of one council together, and all that must be known of the set for it."""

    files: tuple[tuple[SetFile, ...], ...]
    known: bool  # whether their councils are known; where not, owners of one name are united over all partitions
    plans: Plans
    leaders: Mapping[str, SetFile]
    groups: Groups
    owners: tuple[Correction, ...]
    seconds: bool

    def to_json(self) -> str:
        """Return the partition as it travels."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Partition:
        """Read what `to_json` gave."""
        told = json.loads(text)
        return cls(
            **{
                **told,
                "files": tuple(tuple(SetFile(**file) for file in some) for some in told["files"]),
                "plans": Plans.from_json(told["plans"]),
                "leaders": {document_id: SetFile(**file) for document_id, file in told["leaders"].items()},
                "groups": tuple((name, tuple(councils)) for name, councils in told["groups"]),
                "owners": tuple(Correction(**one) for one in told["owners"]),
            }
        )


def partitions(files: Iterable[Listed], placed: Placed, most: int = MOST_FILES) -> Iterator[Partition]:
    """Cut the files of a set, given with their councils and numbers of actions in the order of the tables."""

    def made(some: Sequence[tuple[SetFile, ...]], *, known: bool) -> Partition:
        ids = {file.document_id for group in some for file in group}
        leaders = {one: placed.leaders[one] for one in ids if one in placed.leaders}
        return Partition(
            tuple(some), known, placed.plans.of_some(ids), leaders, placed.peers.groups, placed.owners, placed.seconds
        )

    waiting: list[tuple[SetFile, ...]] = []
    count = actions = 0
    was_known = True
    for known, unit in _units(files):
        size = sum(one[2] for one in unit)
        full = count + len(unit) > most or actions + size > MOST_ACTIONS
        if waiting and (full or known != was_known):
            yield made(waiting, known=was_known)
            waiting, count, actions = [], 0, 0
        waiting.append(tuple(file for _, file, _ in unit))
        count, actions, was_known = count + len(unit), actions + size, known
    if waiting:
        yield made(waiting, known=was_known)


def _units(files: Iterable[Listed]) -> Iterator[tuple[bool, list[Listed]]]:
    """Yield the files that are finished together, and whether their council is known: where not, each is alone."""
    for council, group in groupby(files, key=lambda one: one[0]):
        if council is None:
            yield from ((False, [one]) for one in group)
        else:
            yield True, list(group)


class _Gathered:
    """Rows by table, in order."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Any]] = {}

    def rows(self, name: str, rows: Sequence[Row]) -> None:
        from schema.arrow import to_arrow

        if rows:
            self.table(name, to_arrow(name, rows))

    def table(self, name: str, table: Any) -> None:
        self.tables.setdefault(name, []).append(table)


def finish_partition(partition: Partition, read: ReadPart, finisher: str) -> bytes:
    """Finish the files of a partition; `finisher` names the function that unites owners, as `module:name`.

    Raises StoreError where a part is gone.
    """
    module, _, name = finisher.partition(":")
    finish_owners: FinishOwners = getattr(import_module(module), name)
    placed = Placed(partition.plans, partition.leaders, Peers(partition.groups), partition.seconds, partition.owners)
    gathered = _Gathered()
    for files in partition.files:
        owners = finish_documents(files, placed, gathered, read, finish_owners)
        gathered.rows("owners", one_row_a_name(owners) if partition.known else owners)
    return _written(gathered.tables)


def _written(tables: Mapping[str, Sequence[Any]]) -> bytes:
    import pyarrow as pa

    from schema.arrow import arrow_schema

    target = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for table in TABLES:
        schema = arrow_schema(table.name)
        with pa.ipc.new_stream(target, schema, options=options) as stream:
            pieces = [piece.replace_schema_metadata(schema.metadata) for piece in tables.get(table.name, ())]
            stream.write_table(pa.concat_tables([schema.empty_table(), *pieces]).combine_chunks())
    content: bytes = target.getvalue().to_pybytes()
    return content


def finished_tables(content: bytes | Path) -> dict[str, Any]:
    """Return the Arrow tables that a partition came to, by name, in an order in which they can be written."""
    import pyarrow as pa

    with pa.BufferReader(content.read_bytes() if isinstance(content, Path) else content) as stream:
        return {table.name: pa.ipc.open_stream(stream).read_all() for table in TABLES}
