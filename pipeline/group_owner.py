"""The owner that is said once over a table: "Lead officer for this section: Head of People"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.document import Document, Paragraph, Table
from pipeline.fold import fold_space
from pipeline.read.headers import match_heading
from pipeline.read.raw import RawAction

_LINE = re.compile(
    r"(?P<label>[A-Z][A-Za-z ]{2,40}?)(?P<scope>\s+(?:for|of)\s+(?:the|this|these|all)\s+"
    r"(?:section|objective|priority|theme|aim|outcome|actions?|table|part|area)s?(?:\s+below|\s+(?:in|of|under)\s+(?:this|the)\s+(?:section|table|part|objective|priority|theme))?)?\s*[:\u2013\u2014]\s*(?P<owner>\S.{1,150})"
)
_SURE = 0.8  # weight of a label's wording from which it counts
_LONGEST = 14  # words of an owner


class GroupOwner(NamedTuple):
    """An owner said over a table, and whether its line says of which rows: "Lead for this section"."""

    name: str
    of_section: bool


def group_owners(document: Document) -> Mapping[int, GroupOwner]:
    """Give the owner that the lines between a table and the one before it name for its rows. Raises nothing.

    A table that goes on with the one before it, over a page, has the owner of that.
    """
    found: dict[int, GroupOwner] = {}
    said: GroupOwner | None = None
    before: Table | None = None  # with nothing but running headers and footers behind it
    for block in document.blocks:
        if isinstance(block, Table):
            if said is None and before is not None and _goes_on(before, block):
                said = found.get(before.number)
            if said is not None:
                found[block.number] = said
            said, before = None, block
        elif not (isinstance(block, Paragraph) and block.furniture):
            before = None
            said = _owner_of(fold_space(block.text)) or said
    return found


def _goes_on(before: Table, table: Table) -> bool:
    """Whether a table is the rest of one on the page before: it has the same headings, or its first row is cut."""
    pages = [{cell.page for cell in one.cells if cell.page} for one in (before, table)]
    if before.columns != table.columns or not all(pages) or min(pages[1]) != max(pages[0]) + 1:
        return False
    heads = [[cell.text for cell in one.cells if cell.row == 1] for one in (before, table)]
    return heads[0] == heads[1] or bool(table.cut_above)


def _owner_of(line: str) -> GroupOwner | None:
    """The owner of a line that is nothing but a label and an owner."""
    match = _LINE.fullmatch(line)
    if match is None or match_heading(match["label"]).get("owner", 0.0) < _SURE:
        return None
    owner = match["owner"].rstrip(" .")
    return GroupOwner(owner, match["scope"] is not None) if len(owner.split()) <= _LONGEST else None


def with_group_owners(actions: Sequence[RawAction], owners: Mapping[int, GroupOwner]) -> list[RawAction]:
    """Give the actions without an owner that of the line over their table, where no row of it names one, or the line
    says that it is that of the section."""
    named = {raw.place.table for raw in actions if raw.texts.get("owner", "").strip()}
    led = {table: said.name for table, said in owners.items() if said.of_section or table not in named}
    return [_led(raw, led[raw.place.table]) if raw.place.table in led else raw for raw in actions]


def _led(raw: RawAction, owner: str) -> RawAction:
    """An action without an owner as led by somebody; what is in place alone is led by nobody."""
    if raw.texts.get("owner", "").strip() or not raw.texts.get("action", "").strip():
        return raw
    return replace(raw, texts={**raw.texts, "owner": owner}, flags=(*raw.flags, "owner_of_group"))
