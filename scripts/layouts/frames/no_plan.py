"""No plan at all: one to three tables of other kinds, with the prose that goes with them; the gold is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.content import Content
from scripts.layouts.frames.composed import Composed
from scripts.layouts.headings import Headings
from scripts.layouts.others import draw_other
from scripts.make_samples.blocks import Paragraph


@dataclass(frozen=True, slots=True)
class NoPlanWays:
    """Which tables are printed: `kind` by its name in `others.toml`, else any of the split."""

    split: str = "fit"
    kind: str | None = None
    tables: tuple[int, int] = (1, 3)
    alone: bool = False  # nothing stands around it


def compose_no_plan(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Print tables that hold no action."""
    del headings
    settings = NoPlanWays(**ways)
    made = Composed()
    for at in range(chance.number(*settings.tables)):
        if chance.maybe(0.6):
            made.blocks.append(Paragraph(content.wording("note")))
        made.blocks.extend(
            draw_other(content, chance.part(str(at)), settings.split, settings.kind if at == 0 else None)
        )
    return made
