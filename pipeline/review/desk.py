"""The desk of a review: the queue, what is shown of a look, and what a person says, saved at once.

Several windows may use one desk, and several programs one file of corrections: each save reads the file again under a
lock, and what another window said in between is shown instead of being written over.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from pipeline.correction import NOTHING, OF_DOCUMENT, TEXTS, Correction
from pipeline.corrections.corrections_file import (
    CorrectionsError,
    add_corrections,
    read_corrections,
    value_fault,
    write_corrections,
)
from pipeline.corrections.values import shown_value
from pipeline.fold import fold_space
from pipeline.looks.look import Look, words_of
from pipeline.looks.queue import find_looks
from pipeline.read.columns import MAIN_ROLES
from pipeline.store.lock import folder_lock
from pipeline.store.lookup import Trace, find_action, rows_where
from pipeline.store.read_rows import read_rows
from schema.rows import ActionRow, CellRow, DocumentRow, OwnerRow

Wrote = tuple[Correction, ...]
_ROLE_OF = {**TEXTS, "owners": "owner", "periods": "timescale", "due": "timescale", "start": "start", "state": "status"}
_KEPT_UNDO = 200


class Refused(ValueError):
    """What a person said cannot be used; the message says why and what to do."""


class SaidElsewhere(ValueError):
    """Another window said something else of the same thing in between."""

    def __init__(self, said: str) -> None:
        super().__init__(f"In another window this was said to be “{said}”. Save again to put yours in its place.")


@dataclass(frozen=True, slots=True)
class Paths:
    """What a review works on."""

    out: Path
    plans: Path
    corrections: Path


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was said: the lines written, and those that they took the place of."""

    key: str
    words: str
    action_id: str | None
    added: Wrote
    replaced: Wrote


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a source table: its place, counted from 1, its heading and the role that it was given."""

    number: int
    heading: str
    role: str


class Desk:
    """Holds the queue; every method may be called from several threads."""

    def __init__(self, paths: Paths, by: str, today: Callable[[], str], run: Callable[[], None]) -> None:
        self.paths = paths
        self._by = by
        self._today = today
        self._run = run
        self._lock = threading.RLock()
        self.done: list[Done] = []
        self.skipped: set[str] = set()
        self._settled: set[str] = set()  # looks that were answered since the last run
        self._applied: Wrote = ()  # what the file held at the last run
        self._looks: list[Look] = []
        self.documents: Mapping[str, DocumentRow] = {}
        self.load()

    def load(self) -> None:
        """Read the tables anew. Raises StoreError."""
        looks = find_looks(self.paths.out)
        documents = {row.document_id: row for row in read_rows(self.paths.out, "documents")}
        with self._lock:
            self._looks, self.documents = looks, documents
            self._settled.clear()
            self._applied = self._read_or_nothing()

    def apply(self) -> None:
        """Run over the plans, so that what was said is in the tables. Raises what a run raises."""
        with self._lock:
            self._run()
            self.load()

    @property
    def waiting(self) -> int:
        """Return of how many things the file says otherwise than at the last run."""
        return len({one.about for one in set(self._read_or_nothing()) ^ set(self._applied)})

    def queue(self, wanted: Callable[[Look], bool] | None = None) -> list[Look]:
        """Return the looks that are left, most worth first, those that were skipped last."""
        with self._lock:
            left = [one for one in self._looks if one.key not in self._settled and (wanted is None or wanted(one))]
            return sorted(left, key=lambda one: one.key in self.skipped)

    def every(self) -> Sequence[Look]:
        """Return all looks of the tables as they stand."""
        return tuple(self._looks)

    def look(self, key: str) -> Look | None:
        """Return one look, or None where there is none of that key."""
        return next((one for one in self._looks if one.key == key), None)

    def trace(self, action_id: str) -> Trace | None:
        """Return an action with its cells."""
        return find_action(self.paths.out, action_id)

    def table_cells(self, document_id: str, table: int) -> list[CellRow]:
        """Return the cells of one table."""
        wanted = [("document_id", "==", document_id), ("table", "==", table)]
        return list(rows_where(self.paths.out, "cells", wanted))

    def seen(self, corrections: Iterable[Correction]) -> str:
        """Return a mark of what the file says now of the same things, to tell whether it changed in between."""
        standing = self._standing(corrections)
        return hashlib.sha256(repr(standing).encode()).hexdigest()[:16]

    def _standing(self, corrections: Iterable[Correction]) -> Wrote:
        about = {one.about for one in corrections}
        return tuple(one for one in self._read() if one.about in about)

    def _read(self) -> Wrote:
        return read_corrections(self.paths.corrections) if self.paths.corrections.exists() else ()

    def _read_or_nothing(self) -> Wrote:
        try:
            return self._read()
        except CorrectionsError:  # told to whoever saves
            return ()

    def save(self, look_key: str, words: str, action_id: str | None, said: Wrote, *, seen: str | None = None) -> None:
        """Write what a person said. Raises Refused, SaidElsewhere, CorrectionsError or OSError."""
        for one in said:
            if fault := value_fault(one.field, one.correct):
                raise Refused(f"“{one.correct}” {fault}" if one.correct not in fault else fault)
        self.paths.corrections.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, folder_lock(self.paths.corrections.parent, lambda: None):
            standing = self._standing(said)
            if seen is not None and seen != self.seen(said) and not set(said) <= set(standing):
                raise SaidElsewhere(standing[0].correct if standing else "nothing any more")
            write_corrections(self.paths.corrections, add_corrections(self._read(), said))
            self.done.append(Done(look_key, words, action_id, said, standing))
            del self.done[:-_KEPT_UNDO]
            self._settled.add(look_key)
            self.skipped.discard(look_key)

    def undo(self) -> Done | None:
        """Take the last thing back that was said here; give it, or None where there is none."""
        with self._lock, folder_lock(self.paths.corrections.parent, lambda: None):
            if not self.done:
                return None
            last = self.done.pop()
            gone = set(last.added)
            left = [one for one in self._read() if one not in gone]
            write_corrections(self.paths.corrections, add_corrections(left, last.replaced))
            self._settled.discard(last.key)
            return last

    def base(self, action: ActionRow, field: str, correct: str, read: str) -> Correction:
        """Return a correction of one action."""
        source = self.documents[action.document_id].source
        return Correction(
            field=field,
            correct=correct or NOTHING,
            sha256=action.document_id,
            files=source,
            page=action.page,
            table=action.table,
            row=action.row,
            printed=words_of(action),
            read=read,
            by=self._by,
            when=self._today(),
        )

    def value(self, action: ActionRow, field: str, correct: str) -> Correction:
        """Return a correction of a value of one action; with `correct` as read it says that this was found right."""
        return self.base(action, field, fold_space(correct), shown_value(action, field))

    def documents_of(self, look: Look) -> list[str]:
        """Return the documents that a look is about."""
        if not look.files:
            return [look.document_id]
        return [one for one, row in self.documents.items() if row.source in look.files]

    def of_document(self, document_id: str, field: str, correct: str) -> Correction:
        """Return what is said of a document as a whole: its council, title or period. Raises Refused for others."""
        if field not in OF_DOCUMENT:
            raise Refused(f"'{field}' is nothing that can be said of a file.")
        row = self.documents[document_id]
        read = getattr(row, {"plan_title": "title"}.get(field, field))
        return Correction(
            field=field,
            correct=fold_space(correct),
            sha256=document_id,
            files=row.source,
            read=str(read or NOTHING),
            by=self._by,
            when=self._today(),
        )

    def row(self, action: ActionRow, kind: str) -> Correction:
        """Return what a row is said to be."""
        return self.base(action, "row", kind, "action")

    def actions_of(self, look: Look) -> list[ActionRow]:
        """Return the actions that a look is about."""
        if not look.actions:
            return []
        return list(rows_where(self.paths.out, "actions", [("action_id", "in", look.actions)]))

    def of_council(self, council: str | None, document_id: str, one: Correction) -> Wrote:
        """Return a correction for all files of a council: by their folder where it holds no other's, else by each."""
        one = replace(one, by=self._by, when=self._today())
        theirs = [row for row in self.documents.values() if council is not None and row.council == council]
        theirs = theirs or [self.documents[document_id]]
        folders = {PurePosixPath(row.source).parent.as_posix() for row in theirs}
        folder = min(folders, key=len)
        below = [row for row in self.documents.values() if row.source.startswith(f"{folder}/")]
        if len(folders) == 1 and folder != "." and {row.council for row in below} == {theirs[0].council}:
            return (replace(one, files=f"{folder}/*"),)
        return tuple(replace(one, sha256=row.document_id, files=row.source) for row in theirs)

    def columns_of(self, look: Look) -> list[Column]:
        """Return the columns of the table of a look, from the left; none where its headings stand beside values.

        A table without headings has those of the nearest before it with as many columns, as the reader takes them.
        """
        if look.table is None:
            return []
        cells = self.table_cells(look.document_id, look.table)
        width = max((one.column + one.column_span - 1 for one in cells), default=0)
        over = cells
        for table in range(look.table - 1, 0, -1):
            if any(one.role == "header" for one in over):
                break
            before = self.table_cells(look.document_id, table)
            if max((one.column + one.column_span - 1 for one in before), default=0) == width:
                over = before
        if _heads_rows(over):
            return []
        heads = headings_over(over, (look.row or 1) if over is cells else None)
        roles = {number: Counter[str]() for number in range(1, width + 1)}
        for one in cells:
            if one.role not in ("header", "furniture") and one.action_id is not None:
                roles[one.column][one.role or "extras"] += 1
        return [Column(n, heads.get(n, ""), met.most_common(1)[0][0]) for n, met in roles.items() if met]

    def role_of_look(self, look: Look) -> str:
        """Return the role of a column that a look asks about; "" where it is about no column."""
        return _ROLE_OF.get(look.field, "" if look.field in ("", "row") else look.field)

    def roles(self, look: Look, said: Mapping[int, str]) -> Wrote:
        """Return what columns are said to be, by their numbers: those that change, and the one asked for.

        It holds for all tables of the council with that heading; without a heading, for that table alone. Raises
        Refused where two columns are said to be what one alone can be.
        """
        columns = self.columns_of(look)
        told = {one.number: said.get(one.number, one.role) for one in columns}
        asked = self.role_of_look(look)
        for one in columns:
            role = told[one.number]
            if role != one.role and role in MAIN_ROLES and [*told.values()].count(role) > 1:
                raise Refused(f"Two columns cannot both be the {role}: give the other another role as well.")
        wrote: list[Correction] = []
        for one in columns:
            if told[one.number] == one.role != asked:
                continue
            what = Correction("role", told[one.number], printed=one.heading, read=one.role)
            if one.heading:
                wrote += self.of_council(look.council, look.document_id, what)
            else:
                here = self.documents[look.document_id].source
                place = replace(what, sha256=look.document_id, files=here, table=look.table, column=one.number)
                wrote.append(replace(place, by=self._by, when=self._today()))
        if not wrote:
            raise Refused("Nothing was changed. Give a column another role, or answer that it is right.")
        return tuple(wrote)

    def owners(self, council: str) -> list[OwnerRow]:
        """Return the owners of a council, those with most actions first."""
        rows = [row for row in read_rows(self.paths.out, "owners") if row.council == council]
        return sorted(rows, key=lambda row: (-row.actions, row.name))

    def rename_owner(self, council: str, read: str, name: str, spelling: str = "") -> Wrote:
        """Return the name that an owner of a council, or one of its spellings, is given."""
        document_id = next((row.document_id for row in self.documents.values() if row.council == council), "")
        if not document_id:
            raise Refused(f"No file is of {council}.")
        one = Correction("owner_name", fold_space(name), printed=spelling, read=read)
        return self.of_council(council, document_id, one)

    def council_of(self, slug: str) -> str | None:
        """Return a council by the short name of its address."""
        return next((name for name in self.councils() if slug_of(name) == slug), None)

    def councils(self) -> list[str]:
        """Return the councils that have actions."""
        return sorted({row.council for row in self.documents.values() if row.council and row.actions})


def headings_over(cells: Sequence[CellRow], row: int | None = None) -> dict[int, str]:
    """Return the words of the headings over each column, from the top down: the nearest over a row, or the first."""
    rows = sorted({one.row for one in cells if one.role == "header"})
    groups = [[*group] for _, group in groupby(rows, key=lambda at: at - rows.index(at))]
    over = [group for group in groups if row is not None and group[-1] < row] or groups[:1]
    heads = [one for one in cells if one.role == "header" and over and one.row in over[-1]]
    found: dict[int, dict[str, None]] = {}
    for one in sorted(heads, key=lambda one: one.row):
        for column in range(one.column, one.column + one.column_span):
            found.setdefault(column, {})[one.text] = None
    return {column: fold_space(" ".join(texts)) for column, texts in found.items()}


def _heads_rows(cells: Sequence[CellRow]) -> bool:
    """Whether headings stand beside values, as on a card, and not over them."""
    heads = [one for one in cells if one.role == "header"]
    return len(heads) > 1 and len({one.column for one in heads}) == 1


def slug_of(name: str) -> str:
    """Return a short name for an address."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
