"""The desk of a review: the queue, what is shown of a look, and what a person says, saved at once.

Several windows may use one desk, and several programs one file of corrections: each save reads the file again under a
lock, and what another window said in between is shown instead of being written over.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.correction import NOTHING, OF_DOCUMENT, TEXTS, Correction
from pipeline.corrections.corrections_file import (
    add_corrections,
    read_corrections,
    value_fault,
    write_corrections,
)
from pipeline.corrections.values import shown_value
from pipeline.fold import fold_space
from pipeline.looks.look import Look, words_of
from pipeline.looks.queue import find_looks
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
        self._changes = 0  # of the file since the last run
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
            self._changes = 0

    def apply(self) -> None:
        """Run over the plans, so that what was said is in the tables. Raises what a run raises."""
        with self._lock:
            self._run()
            self.load()

    @property
    def waiting(self) -> int:
        """Return how many things were said or taken back that are not in the tables yet."""
        return self._changes

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

    def heading_of(self, look: Look) -> str:
        """Return the heading of the column that a look is about; "" where none stands over it."""
        role = _ROLE_OF.get(look.field)
        if role is None or look.table is None:
            return ""
        cells = self.table_cells(look.document_id, look.table)
        own = [one for one in cells if one.role == role and one.action_id in look.actions]
        return heading_over(cells, own[0]) if own else ""

    def seen(self, corrections: Iterable[Correction]) -> str:
        """Return a mark of what the file says now of the same things, to tell whether it changed in between."""
        standing = self._standing(corrections)
        return hashlib.sha256(repr(standing).encode()).hexdigest()[:16]

    def _standing(self, corrections: Iterable[Correction]) -> Wrote:
        about = {one.about for one in corrections}
        return tuple(one for one in self._read() if one.about in about)

    def _read(self) -> Wrote:
        return read_corrections(self.paths.corrections) if self.paths.corrections.exists() else ()

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
            self._changes += 1
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
            self._changes += 1
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

    def role(self, look: Look, role: str) -> Wrote:
        """Return what the column of a look is said to be, in all tables of its council with that heading."""
        heading = self.heading_of(look)
        if not heading:
            raise Refused("There is no heading over this column. Correct its values one by one.")
        read = _ROLE_OF.get(look.field, look.field)
        return self.of_council(look.council, look.document_id, Correction("role", role, printed=heading, read=read))

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


def heading_over(cells: Sequence[CellRow], cell: CellRow) -> str:
    """Return the words of the headings over a cell, from the top down."""
    over = [
        one
        for one in cells
        if one.role == "header" and one.row < cell.row and one.column <= cell.column < one.column + one.column_span
    ]
    return fold_space(" ".join(one.text for one in sorted(over, key=lambda one: one.row)))


def slug_of(name: str) -> str:
    """Return a short name for an address."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
