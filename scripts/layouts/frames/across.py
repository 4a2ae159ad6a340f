"""The action across the table, and below it the cells that say who, when and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.columns import WIDTHS
from scripts.layouts.content import Content, Item, Section
from scripts.layouts.frames.composed import BAND_FILLS, Composed, draw_head_look
from scripts.layouts.gold import Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.make_samples.blocks import Cell, Heading, Table

HEADED = ("top", "each", "inside")


@dataclass(frozen=True, slots=True)
class AcrossWays:
    """How actions stand across; None leaves a choice to chance."""

    headed: str | None = None  # headings at the top, again under each action, or before each value in its cell
    roles: tuple[str, ...] | None = None
    below: bool | None = None  # the progress stands across as well, below the cells


class _Across:
    """One plan laid out with each action across the table."""

    def __init__(self, content: Content, headings: Headings, chance: Chance, ways: AcrossWays) -> None:
        self.content, self.headings, self.chance = content, headings, chance
        self.made, self.look = Composed(), draw_head_look(chance.part("look"))
        self.headed = ways.headed or chance.pick(HEADED)
        options = (("owner", "when", "outcome"), ("owner", "when", "outcome", "status"), ("when", "owner", "resources"),
                   ("outcome", "owner", "when"), ("owner", "when", "status"))  # fmt: skip
        self.roles = ways.roles or chance.pick(options)
        self.below = chance.maybe(0.3) if ways.below is None else ways.below
        self.numbered = chance.maybe(0.8)
        self.word = chance.pick(("", "", "Action "))
        self.fill = chance.pick(BAND_FILLS) if chance.maybe(0.6) else None
        self.apart = chance.maybe(0.5)  # a table for each theme, under its heading
        self.rows: list[tuple[Cell, ...]] = []

    def compose(self) -> Composed:
        """Lay the plan out."""
        theme = None
        if not self.apart:
            self._open()
        for section in self.content.sections:
            if section.theme and section.theme != theme:
                self._theme(section)
            theme = section.theme
            for item in section.items:
                self._action(section, item)
        self._close()
        return self.made

    def _open(self) -> None:
        self.rows = [self._heads()] if self.headed == "top" else []

    def _close(self) -> None:
        if self.rows:
            widths = tuple(float(WIDTHS[role]) for role in self.roles)
            marked = int(self.look.marked and self.headed == "top")
            self.made.blocks.append(Table(tuple(self.rows), widths, marked))
        self.rows = []

    def _theme(self, section: Section) -> None:
        assert section.theme is not None
        if self.apart:
            self._close()
            self.made.blocks.append(Heading(section.theme.printed, 2))
            self._open()
        else:
            self.rows.append((Cell(section.theme.printed, len(self.roles), bold=True, fill="#bdd6ee"),))

    def _heads(self) -> tuple[Cell, ...]:
        return tuple(self.look.cell(self.headings.of(role)) for role in self.roles)

    def _action(self, section: Section, item: Item) -> None:
        number = item.reference.removeprefix("Action ")
        text = f"{self.word}{number}: {item.action}" if self.word else f"{item.reference} {item.action}"
        if not self.numbered:
            text = item.action
        self.rows.append((Cell(text, len(self.roles), bold=True, fill=self.fill),))
        if self.headed == "each":
            self.rows.append(self._heads())
        said = [said_of(item, role, self.headings.of(role)) for role in self.roles]
        cells = [one.text for one in said]
        if self.headed == "inside":
            cells = [
                f"{one.heading.rstrip(':')}{'' if one.heading.endswith('?') else ':'} {one.text}".strip()
                for one in said
            ]
        fills = [item.standing.fill if role == "status" else None for role in self.roles]
        self.rows.append(tuple(Cell(text, fill=fill) for text, fill in zip(cells, fills, strict=True)))
        said.append(Said("action", "", item.action))
        if self.below:
            heading = self.headings.of("progress")
            said.append(said_of(item, "progress", heading))
            if item.progress:
                self.rows.append((Cell(f"{heading.rstrip('?:')}: {item.progress}", len(self.roles)),))
        reference = item.reference if self.numbered else None
        accept = {"reference": [number, f"Action {number}"]} if self.numbered else {}
        self.made.gold.append(
            gold_row(len(self.made.gold) + 1, said, theme=section.theme, reference=reference, accept=accept)
        )


def compose_across(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Lay a plan out with each action across the table over its cells."""
    return _Across(content, headings, chance, AcrossWays(**ways)).compose()
