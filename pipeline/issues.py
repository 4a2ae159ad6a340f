"""Issues: a row for each thing that a person should look at, from flags and from the notes of readers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Note
from pipeline.read.raw import CellKey, RawAction
from schema.codelists import flag
from schema.rows import ActionRow, DoubtValue, IssueRow

NAMING_WORDS = frozenset({"words_near_table", "form_unread", "text_not_visible", "text_cut"})
OF_RATINGS = frozenset({"colour_not_computed", "mark_not_read"})  # count where the cell holds a rating


@dataclass(frozen=True, slots=True)
class SortedNotes:
    """What readers note of a document: of all of it, and of single cells."""

    document: tuple[Note, ...]
    cells: Mapping[CellKey, Note]

    def of(self, raw: RawAction) -> list[tuple[CellKey, Note]]:
        """Give the notes on the cells of one action, or on other cells of its row."""
        if not self.cells:
            return []
        row = (raw.place.table, raw.place.row)
        own = {key: self.cells[key] for key in raw.cells if key in self.cells}
        own |= {key: note for key, note in self.cells.items() if key[:2] == row}
        return sorted(own.items())

    def issues_of_no_action(self, document_id: str, ids: Container[CellKey]) -> Iterator[IssueRow]:
        """Yield the issues of those cells that belong to no action."""
        for key, note in self.cells.items():
            if key not in ids and note.code not in OF_RATINGS and flag(note.code).severity != "info":
                yield _of_cell(document_id, None, key, note)


def sort_notes(notes: Sequence[Note]) -> SortedNotes:
    """Part the notes on single cells from those on the document."""
    cells = {
        (note.table, note.row, note.column): note
        for note in notes
        if note.table is not None and note.row is not None and note.column is not None
    }
    of_cells = set(map(id, cells.values()))
    return SortedNotes(tuple(note for note in notes if id(note) not in of_cells), cells)


def issues_of_action(row: ActionRow, raw: RawAction, notes: Sequence[tuple[CellKey, Note]] = ()) -> Iterator[IssueRow]:
    """Yield an issue for each flag of an action that a person should look at; flags that only inform stay flags.

    `notes` are those on its cells: an issue for each whose code the action carries.
    """
    noted = {note.code for _, note in notes}
    for key, note in notes:
        if note.code in row.flags and flag(note.code).severity != "info":
            yield _of_cell(row.document_id, row.action_id, key, note)
    for code in row.flags:
        if code in noted or flag(code).severity == "info":
            continue
        verbatim = row.owner_text if code.startswith("owner") else row.timescale_text or row.action
        yield replace(
            _issue(row.document_id, code),
            action_id=row.action_id,
            verbatim=verbatim,
            page=raw.place.page,
            table=raw.place.table,
            row=raw.place.row,
        )


def issues_of_doubts(row: ActionRow, codes: Container[str]) -> Iterator[IssueRow]:
    """Yield an issue for each of these codes that doubts of an action are about, with the values that it touches."""
    about: dict[str, list[DoubtValue]] = {}
    for doubt in row.doubts:
        if doubt.code in codes:
            about.setdefault(doubt.code, []).append(doubt)
    for code, doubts in about.items():
        worst = min(doubts, key=lambda doubt: doubt.chance)
        verbatim = getattr(row, worst.field, None)
        fields = ", ".join(doubt.field for doubt in doubts)
        yield replace(
            _issue(row.document_id, code),
            action_id=row.action_id,
            verbatim=verbatim if isinstance(verbatim, str) else row.action,
            message=f"In doubt: {fields}. {worst.why} Compare with the page.",
            page=row.page,
            table=row.table,
            row=row.row,
        )


def issues_of_flag(document_id: str, code: str, notes: Sequence[Note]) -> Iterator[IssueRow]:
    """Yield the issue of a document's flag, with the page and the sentence of what the reader noted, where it noted.

    Notes that name words are an issue each; of others the first speaks for all pages.
    """
    own = [note for note in notes if note.code == code]
    issue = _issue(document_id, code)
    if code in NAMING_WORDS and own:
        yield from (replace(issue, page=note.page, table=note.table, message=note.message) for note in own)
        return
    if not own:
        yield issue
        return
    pages = [note.page for note in own if note.page is not None]
    also = f" The same holds for {len(pages) - 1} more of its pages." if len(pages) > 1 else ""
    yield replace(issue, page=own[0].page, table=own[0].table, message=own[0].message + also)


def _of_cell(document_id: str, action_id: str | None, key: CellKey, note: Note) -> IssueRow:
    table, row, column = key
    issue = _issue(document_id, note.code)
    return replace(
        issue, action_id=action_id, page=note.page, table=table, row=row, column=column, message=note.message
    )


def _issue(document_id: str, code: str) -> IssueRow:
    entry = flag(code)
    return IssueRow(
        document_id=document_id,
        code=code,
        severity=entry.severity,
        responsible=entry.responsible,
        message=entry.message or entry.meaning,
    )
