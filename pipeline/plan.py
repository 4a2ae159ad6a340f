"""One file into the rows of one document: read, understood, normalised; and the step that needs all documents.

Trouble in a document is data: it ends in the document's own row with a status and a sentence, and nothing is raised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from extractors import extract_bytes
from extractors.document import Document
from extractors.errors import DocumentUnreadable
from pipeline.owner_rows import owner_rows
from pipeline.settings import Settings
from schema.codelists import flag
from schema.rows import ActionRow, DocumentRow, DoubtValue, IssueRow, OwnerRow, OwnerValue, PlanRows, RuleValue

if TYPE_CHECKING:
    from pipeline.normalise.owner import OwnerMatch
    from pipeline.store.documents import DocumentCache

__all__ = ["PlanRows", "extract_document", "finish_owners", "read_plan", "rows_of_document"]


def read_plan(
    path: Path, source: str, data: bytes, settings: Settings, documents: DocumentCache | None = None
) -> PlanRows:
    """Read one document.

    `source` is its path below the input root, with `/`; `path` tells the folders above the root, for the council's
    name; `documents` keeps what was extracted, so that another reading of the same bytes need not extract it again.
    Whatever becomes of the document, its row is in the result.
    """
    content = hashlib.sha256(data).hexdigest()
    try:
        document = extract_document(data, content, source, settings, documents)
    except DocumentUnreadable as trouble:
        about = settings.about(source)
        row = DocumentRow(
            document_id=content[:16],
            source=source,
            council=about.council,
            title=about.title,
            status=trouble.status,
            error=trouble.sentence,
        )
        return PlanRows(row, issues=_issues(row) if trouble.status == "failed" else ())
    return rows_of_document(document, path, source, content[:16], settings)


def extract_document(
    data: bytes, content_sha256: str, source: str, settings: Settings, documents: DocumentCache | None = None
) -> Document:
    """Return the document of a file's bytes, as kept or extracted now and kept. Raises DocumentUnreadable."""
    if documents is None:
        return extract_bytes(data, settings.limits, settings.passwords_for(source))
    from pipeline.store.documents import document_key

    key = document_key(content_sha256, source, settings)
    document = documents.get(key)
    if document is None:
        document = extract_bytes(data, settings.limits, settings.passwords_for(source))
        documents.put(key, document)
    return document


def rows_of_document(document: Document, path: Path, source: str, document_id: str, settings: Settings) -> PlanRows:
    """Give the rows of an extracted document: its tables read into actions, every value normalised. Raises nothing."""
    from pipeline.counted import counted_document
    from pipeline.plan_rows import Known, rows_of
    from pipeline.read.label_lists import with_label_lists
    from pipeline.read.reading import read_document

    about = settings.about(source)
    known = Known(
        document_id=document_id,
        source=source,
        folders=_folders(path, source),
        council=about.council,
        title=about.title,
        abbreviations=about.abbreviations,
    )
    document = with_label_lists(document)
    if not about.corrections:
        return rows_of(document, read_document(counted_document(document)), known)
    from pipeline.corrections.document import corrected_rows

    return corrected_rows(document, known, about.corrections)


def _issues(row: DocumentRow) -> tuple[IssueRow, ...]:
    """The issue of a file that this program failed at: a fault of ours, not the file's."""
    known = flag("reader_error")
    issue = IssueRow(
        document_id=row.document_id,
        code=known.code,
        severity=known.severity,
        responsible=known.responsible,
        message=row.error or known.message,
    )
    return (issue,)


def _folders(path: Path, source: str) -> tuple[str, ...]:
    """The names of the folders that a file lies in, outermost first: those below the input root, else the one above."""
    return PurePosixPath(source).parts[:-1] or (path.parent.name,)


def finish_owners(
    actions: Sequence[ActionRow], copies: Container[str] = frozenset()
) -> tuple[tuple[ActionRow, ...], tuple[OwnerRow, ...]]:
    """Match the owners of one council over all its documents: canonical names in the actions, a row for each owner.

    `actions` are one council's, in document order; those of the documents in `copies` get their owners' canonical names
    and are counted for none. Spellings are matched by named levels, never by one ratio.
    """
    from pipeline.normalise.owner import OwnerMention, match_owners
    from pipeline.normalise.owner.reading import told_besides

    mentions = [
        OwnerMention(
            mention=owner.mention,
            name=owner.name,
            kind=owner.kind or "",
            function=owner.function or "other",
            seniority=owner.seniority or "none",
            relation=owner.relation,
            score=owner.score,
            rule="",
            expansion_source=None,
            flags=(),
            also=told_besides(action.owner_text or "", owner.mention),
        )
        for action in actions
        for owner in action.owners
    ]
    cells = [number for number, action in enumerate(actions) for _ in action.owners]
    matched = match_owners(mentions, cells)
    finished = tuple(_finished(action, matched) for action in actions)
    return finished, tuple(owner_rows(finished, copies))


def _finished(action: ActionRow, matched: Mapping[str, OwnerMatch]) -> ActionRow:
    """The action with its owners' canonical names; itself where nothing changes, as for most."""
    owners = tuple(_renamed(owner, matched.get(owner.name)) for owner in action.owners)
    flags = tuple(dict.fromkeys([*action.flags, *_match_flags(action, matched)]))
    if owners == action.owners and flags == action.flags:
        return action
    rules = (*action.rules, *_match_rules(action, matched))
    return replace(
        action, owners=owners, flags=flags, rules=rules, doubts=(*action.doubts, *_match_doubts(action, matched))
    )


def _match_rules(action: ActionRow, matched: Mapping[str, OwnerMatch]) -> Iterable[RuleValue]:
    """By which level each owner got a name other than the one read from its cell."""
    for owner in action.owners:
        match = matched.get(owner.name)
        if match is not None and match.name != owner.name:
            yield RuleValue(field="owners", rule=f"{match.level}: {owner.name} is {match.name}")


def _match_doubts(action: ActionRow, matched: Mapping[str, OwnerMatch]) -> Iterable[DoubtValue]:
    """That a name was left alone because it fits two others; what a person settled is not doubted."""
    if "owners" in action.corrected:
        return
    if any("owner_close_second" in match.flags for owner in action.owners if (match := matched.get(owner.name))):
        why = "A name fits two others of the council and was left alone."
        yield DoubtValue(field="owners", chance=_CLOSE_SECOND, code="owner_close_second", why=why)


_CLOSE_SECOND = 0.7  # how often a name that fits two others is an owner of its own


def _renamed(owner: OwnerValue, match: OwnerMatch | None) -> OwnerValue:
    """The owner under the council's canonical name, with the kind, function and seniority of that name."""
    if match is None:
        return owner
    return replace(
        owner,
        name=match.name,
        kind=match.kind,
        function=match.function,
        seniority=match.seniority,
        score=min(owner.score, match.score) if match.name != owner.name else owner.score,
    )


def _match_flags(action: ActionRow, matched: Mapping[str, OwnerMatch]) -> Iterable[str]:
    for owner in action.owners:
        if (match := matched.get(owner.name)) is not None:
            yield from match.flags
