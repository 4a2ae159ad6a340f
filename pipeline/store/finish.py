"""What the documents of a council become in the tables: rows placed in their set, owners united, changes told.

Pure but for the parts that it is given: where the rows go is the caller's, so that it is the same in the process that
writes the tables and in one far from it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pipeline.compare.editions import edition_changes
from pipeline.compare.plans import Plans
from pipeline.corrected_owners import correct_owners, corrections_of
from pipeline.correction import Correction
from pipeline.normalise.council.peers import Peers
from pipeline.store.errors import StoreError
from pipeline.store.parts import DocumentPart
from schema.codelists import flag
from schema.rows import ActionRow, ChangeRow, DocumentRow, IssueRow, OwnerRow, Row

ReadPart = Callable[[str], DocumentPart | None]
FinishOwners = Callable[[Sequence[ActionRow], Container[str]], tuple[Sequence[ActionRow], Sequence[OwnerRow]]]
"""Unites the owners of one council; the second argument holds the documents whose actions the owners do not count."""

_FINISHED = ("owners", "flags", "corrected")  # columns of actions that uniting owners may change
_FLAGS_OF = {
    "duplicate_document": ("duplicate_document",),
    "document_of_two_councils": ("duplicate_document", "document_of_two_councils"),
}
_FINISHED_FROM = ["action_id", "document_id", "council", *_FINISHED]


class Sink(Protocol):
    """What rows are given to, in the order of the tables."""

    def rows(self, name: str, rows: Sequence[Row]) -> None:
        """Append rows to a table."""

    def table(self, name: str, table: Any) -> None:
        """Append an Arrow table to a table."""


@dataclass(frozen=True, slots=True)
class SetFile:
    """One file of a set: the key of its part, what it is called and whose it is."""

    key: str
    source: str
    document_id: str
    council: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What documents are in their set."""

    plans: Plans
    leaders: Mapping[str, SetFile]  # the file whose rows stand for a document_id that several have
    peers: Peers
    seconds: bool
    owners: tuple[Correction, ...] = ()  # corrections of the owners of councils

    def leader(self, file: SetFile) -> SetFile:
        """Return the file whose rows stand for those of a file: itself, or another with the same bytes."""
        return self.leaders.get(file.document_id, file)

    def row(self, document: DocumentRow, duplicate: str = "") -> DocumentRow:
        """Return a document's row with what it is in its set; `duplicate`: a flag where they are another file's."""
        plan = self.plans.of(document.document_id, document.period_start, actions=document.actions > 0)
        known = self.peers.of(document.council)
        return replace(
            document,
            plan_id=plan.plan_id,
            edition=plan.edition,
            copy_of=plan.copy_of or (document.document_id if duplicate else None),
            superseded_by=plan.superseded_by,
            council_type=known.type or document.council_type,
            region=known.region,
            nation=known.nation,
            groups=known.groups,
            seconds=document.seconds if self.seconds else None,
            flags=(*document.flags, *_FLAGS_OF[duplicate]) if duplicate else document.flags,
        )

    def editions(self, rows: Iterable[ActionRow]) -> list[tuple[str, str]]:
        """Return each document of some rows that a later edition takes the place of, with that one."""
        told = {row.document_id: self.plans.of(row.document_id, None, actions=True) for row in rows}
        found = [
            (one.edition or 0, old, one.superseded_by)
            for old, one in told.items()
            if one.superseded_by is not None and one.copy_of is None
        ]
        return [(old, new) for _, old, new in sorted(found)]

    def edition(self, document_id: str) -> int | None:
        """Return the year of an edition that is one of several."""
        return self.plans.of(document_id, None, actions=True).edition

    def is_copy(self, document_id: str) -> bool:
        """Whether figures count another file in place of a document."""
        return self.plans.of(document_id, None, actions=True).copy_of is not None


def finish_documents(
    files: Sequence[SetFile], placed: Placed, sink: Sink, read: ReadPart, finish_owners: FinishOwners
) -> Sequence[OwnerRow]:
    """Give the rows of one council's files to the sink, but the rows of its owners, which are returned.

    A file whose council is unknown is finished alone. Raises StoreError where a part is gone.
    """
    actions = [_pass_on(file, placed, sink, read) for file in files]
    corrected = corrections_of(placed.owners, [(file.source, file.document_id) for file in files])
    return _finish(actions, finish_owners, placed, sink, corrected)


def part_of(read: ReadPart, key: str, source: str) -> DocumentPart:
    """Return a part that must be there. Raises StoreError."""
    part = read(key)
    if part is None:
        raise StoreError(f"{source}: its part is gone or damaged. Run again to make it anew.")
    return part


def one_row_a_name(owners: Iterable[OwnerRow]) -> list[OwnerRow]:
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


def _finish(
    actions: Iterable[Any],
    finish_owners: FinishOwners,
    placed: Placed,
    sink: Sink,
    corrections: Sequence[Correction],
) -> Sequence[OwnerRow]:
    """Unite the owners of one council's actions and write the actions; give the rows of the owners.

    What people corrected of an owner stands, whatever the matching says.
    """
    import pyarrow as pa

    from schema.arrow import from_arrow, to_column

    table = pa.concat_tables([piece for piece in actions if piece is not None] or [_no_actions()])
    rows: list[ActionRow] = list(from_arrow("actions", table.select(_FINISHED_FROM)))
    copies = {document_id for document_id in {row.document_id for row in rows} if placed.is_copy(document_id)}
    named, owners = finish_owners(rows, copies)
    if corrections or any(row.corrected for row in rows):
        named, owners, issues = correct_owners(rows, named, corrections, copies)
        sink.rows("issues", issues)
    for name in _FINISHED if any(after is not before for before, after in zip(rows, named, strict=True)) else ():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(name), to_column("actions", name, named))
    sink.table("actions", table)
    sink.rows("changes", [row for old, new in placed.editions(rows) for row in _changes(table, old, new, placed)])
    return owners


def _changes(table: Any, old: str, new: str, placed: Placed) -> Iterator[ChangeRow]:
    """Yield what changed between two documents, given the actions of their council."""
    from schema.arrow import from_arrow

    ids = table["document_id"].to_pylist()
    before, after = (
        list(from_arrow("actions", table.take([place for place, one in enumerate(ids) if one == document_id])))
        for document_id in (old, new)
    )
    yield from edition_changes(before, after, placed.edition(old), placed.edition(new))


def _no_actions() -> Any:
    from schema.arrow import arrow_schema

    return arrow_schema("actions").empty_table()


def _pass_on(file: SetFile, placed: Placed, sink: Sink, read: ReadPart) -> Any:
    """Write one document's rows but its actions, which are given back; a file met before has its document row only."""
    document_id, source = file.document_id, file.source
    part = part_of(read, file.key, source)
    leader = placed.leader(file)
    if leader.source != source:
        same = _duplicate(file, leader)
        sink.rows("documents", [placed.row(part.document(), same.code)])
        sink.rows("issues", [same])
        return None
    sink.rows("documents", [placed.row(part.document())])
    sink.table("cells", part.tables["cells"])
    sink.table("issues", part.tables["issues"])
    sink.rows("issues", placed.plans.issues(document_id))
    return part.tables["actions"]


def is_shared(file: SetFile, leader: SetFile) -> bool:
    """Whether a file has the bytes of a file of another council, which alone it counts for."""
    councils = (file.council, leader.council)
    return leader.source != file.source and None not in councils and file.council != leader.council


def _duplicate(file: SetFile, leader: SetFile) -> IssueRow:
    shared = is_shared(file, leader)
    known = flag("document_of_two_councils" if shared else "duplicate_document")
    then = (
        f"so its actions count for {leader.council} and not for {file.council}. If it is a plan of both, keep in mind "
        "that comparisons show it once; if it is in the wrong folder, move it and run again."
        if shared
        else "so its actions stand in actions once. Remove one of the two if that is not meant."
    )
    return IssueRow(
        document_id=file.document_id,
        code=known.code,
        severity=known.severity,
        responsible=known.responsible,
        verbatim=file.source,
        message=f"{file.source} has the same bytes as {leader.source}, {then}",
    )
