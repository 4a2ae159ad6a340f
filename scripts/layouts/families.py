"""The families of layouts (`families.toml`), and one plan of a family by its seed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from extractors.document import Document
from scripts.layouts.as_document import MAKERS, PageLook, Told, render_told
from scripts.layouts.chance import Chance
from scripts.layouts.content import Content, Measure, draw_content
from scripts.layouts.frames.across import compose_across
from scripts.layouts.frames.cards import compose_cards
from scripts.layouts.frames.composed import Composed, Frame
from scripts.layouts.frames.lists import compose_lists
from scripts.layouts.frames.no_plan import compose_no_plan
from scripts.layouts.frames.periods import compose_periods
from scripts.layouts.frames.project import compose_project
from scripts.layouts.frames.rows import compose_rows
from scripts.layouts.gold import Row
from scripts.layouts.headings import Headings, Wordiness
from scripts.layouts.others import draw_other
from scripts.make_samples.blocks import Block, Heading, Paragraph

Split = Literal["fit", "judge"]
FRAMES: Mapping[str, Frame] = {
    "rows": compose_rows,
    "cards": compose_cards,
    "periods": compose_periods,
    "across": compose_across,
    "lists": compose_lists,
    "project": compose_project,
    "no_plan": compose_no_plan,
}


# How usual each maker is among published plans, by our own reckoning; only their proportions count.
_USUAL = {
    "word": 0.26,
    "tagged": 0.2,
    "tagged_apart": 0.04,
    "ruled": 0.2,
    "sheet": 0.1,
    "web": 0.1,
    "bare": 0.05,
    "text": 0.05,
}


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of layout; what it does not fix is left to chance."""

    name: str
    split: Split
    frame: str
    about: str
    measure: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    ways: dict[str, Any] = field(default_factory=dict)
    makers: tuple[str, ...] = MAKERS
    cut_rows: bool | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up plan: its blocks, the rows that are in it, and how it is to be rendered."""

    family: Family
    seed: int
    body: str
    title: str
    blocks: tuple[Block, ...]
    gold: tuple[Row, ...]
    maker: str
    look: PageLook

    @property
    def name(self) -> str:
        """Family and seed."""
        return f"{self.family.name}-{self.seed}"

    def document(self, maker: str | None = None) -> Document:
        """Give it as its maker would, or as another."""
        return self.told(maker)[0]

    def told(self, maker: str | None = None) -> tuple[Document, tuple[Told, ...]]:
        """Give the document, and what the rows and columns of each of its tables are."""
        return render_told(self.blocks, maker or self.maker, look=self.look)


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Read the families, by name."""
    data = tomllib.loads((Path(__file__).parent / "families.toml").read_text("utf-8"))
    found = [Family(**{key: _frozen(value) for key, value in entry.items()}) for entry in data["family"]]
    return {family.name: family for family in found}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def make(name: str, seed: int, **fixed_ways: Any) -> Made:
    """Make the plan of a family and a seed; raises KeyError for a family that there is not.

    `fixed_ways` fix further choices of the frame; the plan is then no longer the one that family and seed name.
    """
    family = families()[name]
    chance = Chance(f"{name}/{seed}")
    measure = Measure(**{key: _frozen(value) for key, value in family.measure.items()})
    content = draw_content(chance.part("content"), measure)
    fixed = {role: tuple(texts) for role, texts in family.words.get("fixed", {}).items()}
    headings = Headings(chance.part("headings"), family.split, Wordiness(**{**family.words, "fixed": fixed}))
    ways = {key: _frozen(value) for key, value in family.ways.items()} | fixed_ways
    composed = FRAMES[family.frame](content, headings, chance.part("frame"), ways)
    around = chance.part("around")
    alone = bool(ways.get("alone"))
    blocks = composed.blocks if alone else _set_in_document(composed, content, around, family.split)
    setting = chance.part("setting")
    look = PageLook(
        landscape=setting.maybe(0.75),
        repeat_header=setting.maybe(0.7),
        cut_rows=setting.maybe(0.4) if family.cut_rows is None else family.cut_rows,
        footer=content.title if setting.maybe(0.5) else None,
    )
    maker = setting.weighed(**{name: _USUAL[name] for name in family.makers})
    gold = gold_as(composed.gold, maker)
    return Made(family, seed, content.body, content.title, tuple(blocks), gold, maker, look)


def gold_as(gold: Sequence[Row], maker: str) -> tuple[Row, ...]:
    """The rows as the file of a maker tells them: a text file keeps no fills, so that a rating may be lost."""
    if maker != "text":
        return tuple(gold)
    return tuple({**row, "accept": {**row["accept"], "rag": [*row["accept"].get("rag", ()), None]}} for row in gold)


def _set_in_document(composed: Composed, content: Content, chance: Chance, split: Split) -> list[Block]:
    """What stands around a plan: its title, prose, now and then a table of another kind before or after it."""
    blocks: list[Block] = []
    if chance.maybe(0.9):
        blocks.append(Heading(content.title, 1))
    if chance.maybe(0.3):
        blocks.append(Paragraph(content.body, bold=True))
    blocks.extend(Paragraph(content.wording("note")) for _ in range(chance.number(0, 3)))
    if chance.maybe(0.15):
        blocks.extend(draw_other(content, chance.part("before"), split))
        if composed.blocks and not isinstance(composed.blocks[0], Heading):
            blocks.append(Heading(chance.pick(("Action plan", "The plan", "Delivery plan", "Our actions")), 2))
    blocks.extend(composed.blocks)
    if chance.maybe(0.2):
        blocks.extend(draw_other(content, chance.part("after"), split))
    if chance.maybe(0.2):
        blocks.append(Paragraph(content.wording("note")))
    return blocks
