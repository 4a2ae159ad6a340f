"""Cards: each action a block of labels and values, one or two pairs across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.columns import draw_roles
from scripts.layouts.content import Content, Item, Section
from scripts.layouts.frames.composed import BAND_FILLS, Composed
from scripts.layouts.gold import Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.make_samples.blocks import Cell, Heading, Paragraph, Table

SHAPES = ("side", "two", "stacked")  # label beside its value, two pairs across, label over its value
TOPS = ("band", "sheet", "row", "heading", "none")


@dataclass(frozen=True, slots=True)
class CardsWays:
    """How cards are laid out; None leaves a choice to chance."""

    shape: str | None = None  # one of SHAPES
    top: str | None = None  # where number or action stand: one of TOPS
    joined: bool | None = None  # all cards of a theme in one table, else a table each
    marked: bool | None = None  # labels are marked as headings (TH)
    roles: tuple[str, ...] | None = None
    colons: bool | None = None  # labels end in a colon


class _Cards:
    """One plan laid out in cards."""

    def __init__(self, content: Content, headings: Headings, chance: Chance, ways: CardsWays) -> None:
        self.content, self.headings, self.chance = content, headings, chance
        self.made = Composed()
        self.shape = ways.shape or chance.pick(SHAPES)
        self.across = {"side": 2, "two": 4, "stacked": 1}[self.shape]
        self.top = ways.top or chance.pick(TOPS)
        self.joined = chance.maybe(0.35) if ways.joined is None else ways.joined
        self.marked = chance.maybe(0.35) if ways.marked is None else ways.marked
        self.colon = ":" if (chance.maybe(0.35) if ways.colons is None else ways.colons) else ""
        self.bold = chance.maybe(0.8) or self.marked
        self.fill = chance.pick(BAND_FILLS) if chance.maybe(0.6) else None
        self.top_fill = chance.pick(BAND_FILLS) if chance.maybe(0.7) else None
        roles = ways.roles or tuple(draw_roles(chance.part("columns"), 7))
        self.roles = [role for role in roles if role != "action"]
        self.word = chance.pick(("Action", "Action sheet", "Commitment", "Project", "Initiative", "Activity"))
        self.rows: list[tuple[Cell, ...]] = []
        self.position = 0

    def compose(self) -> Composed:
        """Lay the plan out."""
        theme = None
        for section in self.content.sections:
            if section.theme and section.theme != theme:
                self._flush()
                self.made.blocks.append(Heading(section.theme.printed, 2))
            theme = section.theme
            for item in section.items:
                self._card(section, item)
                if not self.joined or self.top in ("heading",):
                    self._flush()
        self._flush()
        return self.made

    def _flush(self) -> None:
        if not self.rows:
            return
        widths = {"side": (22.0, 78.0), "two": (16.0, 34.0, 16.0, 34.0), "stacked": (100.0,)}[self.shape]
        self.made.blocks.append(Table(tuple(self.rows), widths, 0))
        if not self.joined:
            self.made.blocks.append(Paragraph(""))
        self.rows = []

    def _card(self, section: Section, item: Item) -> None:
        self.position += 1
        pairs = [self._pair(item, role) for role in self.roles]
        said = [one for _, _, one in pairs if one is not None]
        said.append(Said("action", self.headings.of("action"), item.action))
        reference: str | None = item.reference
        number = item.reference.removeprefix("Action ")
        accept: dict[str, list[Any]] = {"reference": [f"{self.word} {number}", number]}
        match self.top:
            case "band":
                text = (
                    f"{item.reference} {item.action}"
                    if self.chance.maybe(0.6)
                    else f"{self.word} {number}: {item.action}"
                )
                self.rows.append((self._top(text),))
            case "sheet":
                self.rows.append((self._top(f"{self.word} {number}"),))
                self._wide(self.headings.of("action"), item.action)
            case "row":
                self._wide(self.headings.of("reference") or "Ref", item.reference)
                self._wide(self.headings.of("action"), item.action)
            case "heading":
                self.made.blocks.append(Heading(f"{self.word} {number}", 3))
                self._wide(self.headings.of("action"), item.action)
            case _:
                reference = None
                accept = {}
                self._wide(self.headings.of("action"), item.action)
        self._body(pairs)
        self.made.gold.append(gold_row(self.position, said, theme=section.theme, reference=reference, accept=accept))

    def _pair(self, item: Item, role: str) -> tuple[str, Cell, Said | None]:
        heading = self.headings.of(role)
        if role == "due":
            return heading, Cell(item.finish.text), None
        one = said_of(item, role, heading)
        return heading, Cell(one.text, fill=item.standing.fill if role == "status" else None), one

    def _body(self, pairs: list[tuple[str, Cell, Said | None]]) -> None:
        if self.shape != "two":
            for heading, cell, _ in pairs:
                self._pair_rows(heading, cell)
            return
        for left in range(0, len(pairs), 2):
            two = pairs[left : left + 2]
            cells = [part for heading, cell, _ in two for part in (self._label(heading), cell)]
            if len(two) == 1:
                cells[-1] = Cell(cells[-1].text, column_span=3, fill=cells[-1].fill)
            self.rows.append(tuple(cells))

    def _wide(self, heading: str, text: str) -> None:
        """A pair that reaches over the whole card."""
        self._pair_rows(heading, Cell(text, column_span=max(1, self.across - 1)))

    def _pair_rows(self, heading: str, cell: Cell) -> None:
        label = self._label(heading)
        self.rows.extend([(label,), (cell,)] if self.shape == "stacked" else [(label, cell)])

    def _label(self, text: str) -> Cell:
        ended = text if text.endswith("?") else text + self.colon
        return Cell(ended, bold=self.bold, fill=self.fill, header=self.marked)

    def _top(self, text: str) -> Cell:
        return Cell(text, column_span=self.across, bold=True, fill=self.top_fill, header=self.marked)


def compose_cards(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Lay a plan out in cards of labels and values."""
    return _Cards(content, headings, chance, CardsWays(**ways)).compose()
