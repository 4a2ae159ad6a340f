"""What a frame gives: the blocks of a document and the rows that a careful reader finds in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.content import Content
from scripts.layouts.gold import Row
from scripts.layouts.headings import Headings
from scripts.make_samples.blocks import Block, Cell

HEAD_FILLS = ("#1f3864", "#4472c4", "#7030a0", "#d9d9d9", "#00703c", "#2f5496", "#bdd6ee", "#c00000")
BAND_FILLS = ("#d9e2f3", "#e2efd9", "#fff2cc", "#f2f2f2", "#deeaf6", "#ededed")


@dataclass(slots=True)
class Composed:
    """Blocks and gold while a frame makes them."""

    blocks: list[Block] = field(default_factory=list)
    gold: list[Row] = field(default_factory=list)


Frame = Callable[[Content, Headings, Chance, dict[str, Any]], Composed]


@dataclass(frozen=True, slots=True)
class HeadLook:
    """How the author sets a heading row off: marked as one in the file, bold, filled, or not at all."""

    marked: bool
    bold: bool
    fill: str | None

    def cell(self, text: str, across: int = 1, down: int = 1) -> Cell:
        """One heading cell."""
        return Cell(text, across, down, bold=self.bold, fill=self.fill, header=self.marked)


def draw_head_look(chance: Chance, marked: bool | None = None) -> HeadLook:
    """Draw the look of headings: most are bold, half are filled, half are marked."""
    return HeadLook(
        marked=chance.maybe(0.5) if marked is None else marked,
        bold=chance.maybe(0.88),
        fill=chance.pick(HEAD_FILLS) if chance.maybe(0.6) else None,
    )


def plain(text: str, fill: str | None = None) -> Cell:
    """A cell of the body."""
    return Cell(text, fill=fill)


def simple_table_rows(rows: Sequence[Sequence[str]], look: HeadLook) -> list[tuple[Cell, ...]]:
    """A heading row and rows of plain cells."""
    head, *body = rows
    return [tuple(look.cell(text) for text in head), *(tuple(plain(text) for text in row) for row in body)]
