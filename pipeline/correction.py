"""One correction by a person, and the corrections of one run.

A correction names its file by the SHA-256 of its bytes or by a glob, its place by page, table, row and column, and the
thing itself by the words printed there, so that it is found again when another version reads the rows differently. A
correction whose `read` is what is right says that a person looked and found it right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from typing import Any

NOTHING = "(none)"  # written as `correct` where the plan says nothing

TEXTS = {
    "theme": "theme",
    "objective": "objective",
    "reference": "reference",
    "action": "action",
    "outcome": "outcome",
    "evidence": "evidence",
    "progress": "progress",
    "owner_text": "owner",
    "timescale_text": "timescale",
    "status_text": "status",
}
"""Columns of actions that hold words as printed, with the role of the cell; values are read from the right words."""

VALUES = (
    "owners",
    "periods",
    "start",
    "due",
    "ongoing",
    "recurrence",
    "state",
    "rag",
    "characteristics",
    "eflg_theme",
)
"""Columns of actions that hold what was understood."""

OF_DOCUMENT = ("council", "plan_title", "period_start", "period_end")
OF_READING = ("role", "row")
OF_OWNERS = ("owner_name", "owner_function")
FIELDS = (*TEXTS, *VALUES, *OF_READING, *OF_DOCUMENT, *OF_OWNERS)

ROW_KINDS = ("action", "none", "above", "one", "two")
"""What a row may be said to be: an action, none, more of the action above it, one action or two where it was read
otherwise; `two: Words` names the words with which the second begins."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of corrections; "" and None where it says nothing."""

    field: str
    correct: str
    sha256: str = ""  # of the file's bytes, in hexadecimal, or its first 16 digits or more
    files: str = ""  # glob, as in sources.toml
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    printed: str = ""  # words of the cell, action, heading or owner that it is about
    read: str = ""  # what was read
    by: str = ""
    when: str = ""  # ISO day
    why: str = ""

    @property
    def accepts(self) -> bool:
        """Whether a person looked and found right what was read."""
        return self.read == self.correct

    @property
    def value(self) -> str:
        """Return what is right, as text; "" where the plan says nothing."""
        return "" if self.correct == NOTHING else self.correct

    @property
    def row_kind(self) -> tuple[str, str]:
        """Return what a row is said to be, and the words with which a second action begins."""
        kind, _, words = self.correct.partition(":")
        return kind.strip(), words.strip()

    @property
    def place(self) -> tuple[int, int] | None:
        """Return table and row, where both are said."""
        return None if self.table is None or self.row is None else (self.table, self.row)

    @property
    def said(self) -> str:
        """Return who said it, when and why, as a rule of the value tells it."""
        who = " ".join(filter(None, (f"by {self.by}" if self.by else "", f"on {self.when}" if self.when else "")))
        what = "found right" if self.accepts else "corrected"
        why = f": {self.why}" if self.why else ""
        was = f", read as “{self.read}”" if self.read and not self.accepts else ""
        return f"{what} {who}".strip() + was + why

    @property
    def about(self) -> tuple[Any, ...]:
        """Return what it is about: two corrections of the same are one, or contradict each other."""
        place = (self.page, self.table, self.row, self.column)
        return (self.field, self.sha256, self.files, place, self.printed, self.read if self.field in OF_OWNERS else "")


def in_order(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return corrections, each once, in an order that depends on nothing but themselves: the latest last."""
    return tuple(sorted(set(corrections), key=lambda one: (one.when, *map(_sortable, astuple(one)))))


def for_file(corrections: Iterable[Correction], content_sha256: str | None) -> tuple[Correction, ...]:
    """Return the corrections that hold for one file, of those that may: what names another file's bytes is left out.

    How each found its file is no longer in them, so that it changes no key.
    """
    return in_order(
        replace(one, sha256="", files="")
        for one in corrections
        if not one.sha256 or (content_sha256 or "").startswith(one.sha256)
    )


def of_owners(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return those corrections that are about the owners of a council."""
    return in_order(one for one in corrections if one.field in OF_OWNERS)


def _sortable(value: object) -> tuple[int, str | int]:
    if value is None:
        return (0, 0)
    return (1, value) if isinstance(value, int) else (2, str(value))
