"""What the tables promise, checked on the Parquet as it lies on disk.

Checked are the types and codelists of every column, keys and what refers to them, spans that cover no place twice, days
in order, words counted and carried, and the words of every action, which must be among the words of its document's
cells. Each finding is one sentence that names the table and the row.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.audit.same_words import core
from pipeline.store.read_rows import rows_of_files
from schema.codelists import codelists
from schema.fields import TABLES, Field, TableFields, table_fields
from schema.rows import ActionRow, CellRow, DocumentRow, IssueRow, OwnerRow

_VERBATIM = (
    "action",
    "outcome",
    "evidence",
    "progress",
    "owner_text",
    "timescale_text",
    "status_text",
)  # columns whose words come from cells; theme and objective may stand in a heading between tables


@dataclass(slots=True)
class DocumentRows:
    """The rows of one document_id, in the order of the tables."""

    actions: list[ActionRow] = field(default_factory=list)
    cells: list[CellRow] = field(default_factory=list)
    issues: list[IssueRow] = field(default_factory=list)


def read_documents(out: Path) -> Iterator[tuple[DocumentRow, DocumentRows | None]]:
    """Yield each row of documents with the rows that belong to it; None for one whose rows stand under an earlier row.

    Rows of a document lie together in every table, so one document is in memory at a time.
    """
    tables = {name: _Groups(table_files(out, name), name) for name in ("actions", "cells", "issues")}
    seen: set[str] = set()
    for document in rows_of_files(table_files(out, "documents"), "documents"):
        if document.document_id in seen:
            yield document, None
            continue
        seen.add(document.document_id)
        yield (
            document,
            DocumentRows(
                tables["actions"].of(document.document_id),
                tables["cells"].of(document.document_id),
                tables["issues"].of(document.document_id),
            ),
        )


class _Groups:
    """The rows of one table, handed out document by document; a document out of turn is looked for from the start."""

    def __init__(self, paths: Sequence[Path], name: str) -> None:
        self._paths = paths
        self._name = name
        self._rows = rows_of_files(paths, name)
        self._next: Any = next(self._rows, None)

    def of(self, document_id: str) -> list[Any]:
        """Return the rows of one document, in order."""
        found: list[Any] = []
        while self._next is not None and self._next.document_id == document_id:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found or self._looked_for(document_id)

    def _looked_for(self, document_id: str) -> list[Any]:
        import pyarrow.parquet as pq

        from schema.arrow import from_arrow

        wanted: Any = [("document_id", "==", document_id)]
        return [row for path in self._paths for row in from_arrow(self._name, pq.read_table(path, filters=wanted))]


def table_files(out: Path, name: str) -> list[Path]:
    """Return the files of a table in order: one, or the parts in the folder of its name."""
    one = out / f"{name}.parquet"
    parts = sorted((out / name).glob("*.parquet"), key=lambda path: (len(path.name), path.name))
    return ([one] if one.is_file() else []) + parts


def check_files(out: Path) -> list[str]:
    """List where the files of a set do not fit each other: types, sizes and hashes, tables of two runs."""
    import pyarrow.parquet as pq

    from schema.arrow import arrow_schema

    faults: list[str] = []
    generations: set[bytes] = set()
    for table in TABLES:
        wanted = arrow_schema(table.name)
        for path in table_files(out, table.name):
            found = pq.read_schema(path)
            generations.add((found.metadata or {}).get(b"generation", b""))
            if found.names != wanted.names:
                told, expected = ", ".join(found.names), ", ".join(wanted.names)
                faults.append(f"{table.name}: has the columns {told}; expected {expected}")
                continue
            for one in wanted:
                given = found.field(one.name)
                if given.type != one.type or given.nullable != one.nullable:
                    faults.append(f"{table.name}.{one.name}: is {given.type}, expected {one.type}")
    if len(generations) > 1:
        faults.append("the tables are of two runs; run again")
    return faults + _package_faults(out)


def _package_faults(out: Path) -> list[str]:
    """List the files whose bytes are not those that the descriptor tells of."""
    try:
        told: dict[str, str] = {}
        for resource in json.loads((out / "datapackage.json").read_text("utf-8"))["resources"]:
            told |= {part["path"]: part["hash"] for part in resource["parts"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ["datapackage.json: is missing or cannot be read; run again"]
    faults = []
    for path in (path for table in TABLES for path in table_files(out, table.name)):
        name = path.relative_to(out).as_posix()
        with path.open("rb") as file:
            if told.get(name) != f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}":
                faults.append(f"{name}: is not the file that datapackage.json describes")
    return faults


def check_owners(out: Path) -> tuple[list[str], frozenset[tuple[str | None, str]]]:
    """List the faults of the table owners and give its keys."""
    rows: list[OwnerRow] = list(rows_of_files(table_files(out, "owners"), "owners"))
    counts = Counter((row.council, row.name) for row in rows)
    faults = [
        f"owners: {name} of {council} stands {count} times" for (council, name), count in counts.items() if count > 1
    ]
    faults += _code_faults(table_fields("owners"), rows)
    return faults, frozenset(counts)


def check_document(
    document: DocumentRow, rows: DocumentRows, owners: frozenset[tuple[str | None, str]], ids: set[str]
) -> Iterator[str]:
    """Yield the findings of one document; `ids` are the action ids met so far and grow."""
    yield from _code_faults(table_fields("documents"), [document])
    for name, held in (("actions", rows.actions), ("cells", rows.cells), ("issues", rows.issues)):
        yield from _code_faults(table_fields(name), held)
    if document.period_start and document.period_end and document.period_start > document.period_end:
        yield f"documents: {document.source} has a period that ends before it starts"
    if document.actions != len(rows.actions):
        yield f"documents: {document.source} tells of {document.actions} actions and has {len(rows.actions)}"
    if [action.position for action in rows.actions] != list(range(1, len(rows.actions) + 1)):
        yield f"actions: the positions of {document.source} do not run 1, 2, 3, …"
    carried = sum(len(cell.text.split()) for cell in rows.cells)
    if not document.words_in_tables == document.words_carried == carried:
        yield (
            f"documents: {document.source} tells of {document.words_in_tables} words in tables and "
            f"{document.words_carried} carried, and its cells hold {carried}"
        )
    if document.words_near_tables:
        yield (
            f"documents: {document.source} has {document.words_near_tables} words near its tables in no cell; "
            "its issues name their pages"
        )
    yield from _id_faults(document, rows, ids)
    yield from _span_faults(rows.cells, every_row=document.routes != ("sheet",))
    printed = Counter(core(word) for cell in rows.cells for word in cell.text.split())
    letters = "".join(core(word) for cell in rows.cells for word in cell.text.split())
    flagged = {issue.action_id for issue in rows.issues if issue.code == "due_before_start"}
    for action in rows.actions:
        yield from _day_faults(action, action.action_id in flagged)
        for owner in action.owners:
            if (action.council, owner.name) not in owners:
                yield f"actions: {action.action_id} names {owner.name!r:.80}, which is not among the owners"
        for column in _VERBATIM:
            if column == "action" and "action_from_heading" in action.flags:
                continue
            for word in dict.fromkeys(map(core, (getattr(action, column) or "").split())):
                if not printed[word] and word not in letters and word.isalnum():
                    yield f"actions: {action.action_id} has {word!r:.60} in {column}, and no cell of its document has"


def _id_faults(document: DocumentRow, rows: DocumentRows, ids: set[str]) -> Iterator[str]:
    own = {action.action_id for action in rows.actions}
    for action in rows.actions:
        if action.action_id in ids:
            yield f"actions: action_id {action.action_id} stands twice"
        ids.add(action.action_id)
        if not action.action_id.startswith(document.document_id):
            yield f"actions: action_id {action.action_id} does not begin with its document's id"
    for name, held in (("cells", rows.cells), ("issues", rows.issues)):
        strange = {row.action_id for row in held if row.action_id is not None} - own
        yield from (
            f"{name}: action_id {action_id} is of no action of {document.source}" for action_id in sorted(strange)
        )


def _span_faults(cells: Iterable[CellRow], *, every_row: bool) -> Iterator[str]:
    """Yield each place of a table that two cells cover, and each row that no cell of its table reaches.

    The latter only where `every_row` has cells: a blank row of a spreadsheet has none in its file.
    """
    covered: dict[int, set[tuple[int, int]]] = {}
    for cell in cells:
        if cell.row == 0 and cell.column == 0:
            continue
        if min(cell.row, cell.column, cell.row_span, cell.column_span) < 1:
            yield f"cells: table {cell.table} has a cell at row {cell.row}, column {cell.column} that cannot be"
            continue
        taken = covered.setdefault(cell.table, set())
        own = {
            (cell.row + down, cell.column + across)
            for down in range(cell.row_span)
            for across in range(cell.column_span)
        }
        if not taken.isdisjoint(own):
            place = f"table {cell.table}, row {cell.row}, column {cell.column}"
            yield f"cells: {place} covers a place that another cell has"
        taken |= own
    for number, places in covered.items():
        missing = set(range(1, max(row for row, _ in places) + 1)) - {row for row, _ in places}
        if missing and every_row:
            yield f"cells: table {number} has no cell in row {min(missing)}"


def _day_faults(action: ActionRow, flagged: bool) -> Iterator[str]:
    if action.start and action.due and action.start > action.due and not flagged:
        yield f"actions: {action.action_id} starts on {action.start}, after it is due on {action.due}"
    for period in action.periods:
        if period.start > period.end and not flagged:
            yield f"actions: {action.action_id} has a period that ends before it starts"
    if action.periods:
        first, last = min(p.start for p in action.periods), max(p.end for p in action.periods)
        if action.start not in (first, None) or action.due not in (last, None):
            yield f"actions: start and due of {action.action_id} are not those of its periods, {first} and {last}"


def _code_faults(table: TableFields, rows: Sequence[Any]) -> Iterator[str]:
    """Yield each code that its codelist does not know, once a column."""
    known = codelists()
    for column, codes in _coded(table.name, table.fields, rows, known).items():
        yield from (f"{column}: {code!r:.60} stands in no codelist" for code in sorted(codes))


def _coded(name: str, fields: Iterable[Field], rows: Sequence[Any], known: Mapping[str, Any]) -> dict[str, set[str]]:
    unknown: dict[str, set[str]] = {}
    for one in fields:
        values = [value for row in rows if (value := getattr(row, one.name, None)) is not None]
        if one.type == "list<struct>":
            inner = [item for value in values for item in value]
            unknown |= _coded(f"{name}.{one.name}", one.parts, inner, known)
        elif one.codelist is not None and one.codelist in known:
            codes = {code for value in values for code in (value if one.type == "list<string>" else (value,))}
            if strange := {code for code in codes if code not in known[one.codelist]}:
                unknown[f"{name}.{one.name}"] = strange
    return unknown
