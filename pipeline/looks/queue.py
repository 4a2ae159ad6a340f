"""The queue of what is worth a look in the tables of a run: most worth first, filtered as asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path

from pipeline.fold import fold
from pipeline.looks.look import Look, fold_files, looks_of_document
from pipeline.store.read_rows import read_counted, read_rows
from pipeline.store.standing import check_standing
from schema.codelists import SEVERITIES
from schema.rows import DocumentRow, IssueRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which looks are wanted; what is not said leaves nothing out."""

    severity: str = "warning"  # this one and those that matter more
    council: str = ""  # part of its name
    file: str = ""  # glob, or part of the source
    field: str = ""
    code: str = ""

    def holds(self, look: Look) -> bool:
        """Whether a look is wanted."""
        return (
            SEVERITIES.index(look.severity) >= SEVERITIES.index(self.severity)
            and fold(self.council) in fold(look.council or "")
            and _is_file(self.file, look.source)
            and self.field in ("", look.field, *look.fields)
            and self.code in ("", look.code)
        )


def find_looks(out: Path, wanted: Wanted | None = None, *, apart: bool = False) -> list[Look]:
    """Return what is worth a look in the tables of `out`, most worth first. Raises StoreError.

    Of files that are copies of a plan only what is about the file as a whole is among it; what holds of several files
    of a council or plan is one look. `apart` as in `looks_of_document`.
    """
    wanted = wanted or Wanted()
    check_standing(out, ("documents", "actions", "issues"))
    documents: Mapping[str, DocumentRow] = {row.document_id: row for row in read_rows(out, "documents")}
    found = _looks(out, documents, informing=wanted.severity == "info", apart=apart)
    looks = [look for look in found if wanted.holds(look)]
    looks = fold_files(looks, {row.source: row.plan_id for row in documents.values()})
    return sorted(looks, key=lambda look: (look.severity != "error", -look.worth, look.source, look.row or 0, look.key))


def _looks(out: Path, documents: Mapping[str, DocumentRow], *, informing: bool, apart: bool) -> Iterator[Look]:
    issues: dict[str, list[IssueRow]] = {}
    for issue in read_rows(out, "issues"):
        if informing or issue.severity != "info":
            issues.setdefault(issue.document_id, []).append(issue)
    actions = read_counted(out, editions=True)
    for document_id, group in groupby(actions, key=lambda action: action.document_id):
        own = issues.pop(document_id, ())
        yield from looks_of_document(documents[document_id], list(group), own, informing=informing, apart=apart)
    for document_id, rest in issues.items():
        whole = [issue for issue in rest if issue.action_id is None]
        yield from looks_of_document(documents[document_id], (), whole, informing=informing)


def _is_file(wanted: str, source: str) -> bool:
    return wanted in source or fnmatchcase(source, wanted)
