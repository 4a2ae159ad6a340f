"""The whole audit: each document's source read again and set against its cells, then the promises of the tables."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from pipeline.audit.contract import DocumentRows, check_document, check_files, check_owners, read_documents, table_files
from pipeline.audit.same_words import core, match_words, without
from pipeline.audit.second_markup import words_of_page, words_of_workbook
from pipeline.audit.second_reader import SourceWord, words_of_pdf, words_of_text, words_of_word_file
from pipeline.settings import SOURCES_NAME, Settings, read_sources
from pipeline.store.errors import StoreError
from pipeline.store.standing import check_whole
from schema.fields import TABLES
from schema.rows import CellRow, DocumentRow

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOXES = frozenset(map(core, "☐☑☒"))  # of a PDF's form fields, which are drawn and no text
_LABEL_WORDS = 3  # "Objective 1:", which Word counts and its XML does not hold
_LONGEST_LABEL = 12  # characters of one of them


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """What came of one document; `words` are those of the source's tables, None where it was not read again."""

    source: str
    status: str
    words: int | None = None
    carried: int = 0
    outside: tuple[str, ...] = ()  # words near a table, on the page or between its lines, that are not in cells
    remark: str | None = None  # why the source was not read again
    findings: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of the words of the source's tables that are in cells."""
        return None if self.words is None else self.carried / self.words if self.words else 1.0


def audit_tables(out: Path) -> list[str]:
    """List the findings that are about the set of tables as a whole. Raises StoreError where there are no tables."""
    missing = [f"{table.name}.parquet" for table in TABLES if not table_files(out, table.name)]
    if missing:
        raise StoreError(f"{out}: there is no {', '.join(missing)}. Name the folder of a run.")
    check_whole(path for table in TABLES for path in table_files(out, table.name))
    return check_files(out)


def audit_documents(out: Path, roots: Sequence[Path], passwords: Sequence[str] = ()) -> Iterator[DocumentAudit]:
    """Audit document by document; `roots` are the folders or files that the run was given.

    Raises SettingsError where a root's sources.toml cannot be used.
    """
    faults, owners = check_owners(out)
    if faults:
        yield DocumentAudit("owners.parquet", "", findings=tuple(faults))
    settings = {root: _settings(root, passwords) for root in roots}
    ids: set[str] = set()
    for document, rows in read_documents(out):
        if rows is None:
            yield DocumentAudit(document.source, document.status, remark="has the same bytes as a file before")
            continue
        findings = list(check_document(document, rows, owners, ids))
        found = find_source(document.source, roots)
        if found is None:
            if rows.cells:
                findings.append("its file is not below the folders named; name them with --plans")
            yield DocumentAudit(document.source, document.status, findings=tuple(findings))
            continue
        path, root = found
        yield _audit_source(document, rows, path, settings[root].passwords_for(document.source), findings)


def find_source(source: str, roots: Sequence[Path]) -> tuple[Path, Path] | None:
    """Return the file of a source and the root it lies below; None where there is none inside the roots.

    A source is a path below a root, a root's own name where that is a file, or either with the root's path before it.
    """
    for root in roots:
        below = source.removeprefix(f"{root.as_posix()}/")
        if root.is_file():
            if below in (root.name, root.as_posix()):
                return root, root
            continue
        path = root / below
        with suppress(OSError, ValueError, RuntimeError):
            if path.resolve(strict=True).is_relative_to(root.resolve()) and path.is_file():
                return path, root
    return _odd_name(source, roots) if "\\" in source else None


def _odd_name(source: str, roots: Sequence[Path]) -> tuple[Path, Path] | None:
    """Look for a file whose name is no Unicode text: its odd bytes are written out in its source."""
    for root in roots:
        for path in root.rglob("*"):
            inner = path.relative_to(root).as_posix()
            if os.fsencode(inner).decode("utf-8", "backslashreplace") == source and path.is_file():
                return path, root
    return None


def _settings(root: Path, passwords: Sequence[str]) -> Settings:
    told = (root if root.is_dir() else root.parent) / SOURCES_NAME
    return Settings(passwords=tuple(passwords), sources=read_sources(told) if told.is_file() else ())


def _audit_source(
    document: DocumentRow, rows: DocumentRows, path: Path, passwords: Sequence[str], findings: list[str]
) -> DocumentAudit:
    def given(remark: str | None = None, *more: str) -> DocumentAudit:
        return DocumentAudit(document.source, document.status, remark=remark, findings=(*findings, *more))

    try:
        data = path.read_bytes()
    except OSError as error:
        return given(f"cannot be opened ({error.strerror})")
    if hashlib.sha256(data).hexdigest()[:16] != document.document_id:
        return given(None, "its file is not the one that was read: its bytes have changed. Run again")
    if not rows.cells:
        return given({"ok": None, "no_table": "has no table"}.get(document.status, "was not read"))
    try:
        words = _source_words(document, rows.cells, data, passwords)
    except DocumentUnreadable as error:
        return given(None, f"the second reader cannot read it: {error.sentence}")
    except Exception as error:  # the second reader's libraries fail in their own ways; each is a finding, none an end
        return given(None, f"the second reader stopped at {type(error).__name__}: {error!s:.200}")
    if words is None:
        return given("has no second reader for its format")
    inside, near, elsewhere = (
        [word.text for word in words if word.where == where] for where in ("inside", "near", "outside")
    )
    cells = [word for cell in rows.cells for word in cell.text.split()]
    match = match_words(inside, cells)
    beyond = match_words([*near, *elsewhere], match.added)
    strange = beyond.added
    if document.media_type == "application/pdf":
        strange = tuple(word for word in strange if word not in _BOXES)
    else:
        strange = without(strange, _labels(rows.cells))
    if document.media_type == _WORKBOOK:
        strange = ()  # what its numbers show as is no text of the file
    if "ocr" in document.routes and not inside:
        return given("is made of pictures, in which there is no text to read a second time")
    more = [f"{len(match.lost)} words of its tables are in no cell: {_some(match.lost)}"] if match.lost else []
    more += [f"{len(strange)} words of its cells are not in the source: {_some(strange)}"] if strange else []
    outside = without(near, match.added)
    return DocumentAudit(
        document.source, document.status, match.words, match.carried, outside, None, (*findings, *more)
    )


def _source_words(
    document: DocumentRow, cells: Sequence[CellRow], data: bytes, passwords: Sequence[str]
) -> list[SourceWord] | None:
    match document.media_type:
        case "application/pdf":
            return list(words_of_pdf(data, cells, passwords, only_known="ocr" in document.routes))
        case "text/plain":
            return list(words_of_text(data, drawn="drawn" in document.routes))
        case "text/html":
            return list(words_of_page(data, cells))
        case media_type if media_type == _WORKBOOK:
            return list(words_of_workbook(data, cells, Limits()))
        case media_type if media_type == _WORD:
            return list(words_of_word_file(data, Limits(), prose="labels" in document.routes))
        case _:
            return None


def _labels(cells: Sequence[CellRow]) -> list[str]:
    """The words that may be automatic numbers and bullets, counted and not written: those that open a line."""
    return [
        core(word)
        for cell in cells
        for line in cell.text.split("\n")
        for word in line.split()[:_LABEL_WORDS]
        if len(word) <= _LONGEST_LABEL
    ]


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(words[:12])
    return shown if len(words) <= 12 else f"{shown}, …"
