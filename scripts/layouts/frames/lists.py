"""Lists without a table: a line an action with its owner and date in brackets, or with labelled lines below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.content import Content, Item, Section
from scripts.layouts.frames.composed import Composed
from scripts.layouts.gold import Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.make_samples.blocks import Block, Heading, Paragraph

STYLES = ("brackets", "labels", "one_line", "dashes")
_ROLES = ("owner", "when")


@dataclass(frozen=True, slots=True)
class ListsWays:
    """How lists are set; None leaves a choice to chance."""

    style: str | None = None  # one of STYLES
    bullets: bool | None = None
    roles: tuple[str, ...] | None = None  # of labelled lines


class _Lists:
    """One plan as lists."""

    def __init__(self, content: Content, headings: Headings, chance: Chance, ways: ListsWays) -> None:
        self.content, self.headings = content, headings
        self.made = Composed()
        self.style = ways.style or chance.pick(STYLES)
        self.numbered = chance.maybe(0.5)
        self.bullets = (chance.maybe(0.5) if ways.bullets is None else ways.bullets) and not self.numbered
        options = (
            ("owner", "when"),
            ("owner", "when", "outcome"),
            ("outcome", "when", "owner"),
            ("when", "owner", "status"),
        )
        self.roles = ways.roles or (chance.pick(options) if self.style in ("labels", "one_line") else _ROLES)
        self.bold = chance.maybe(0.4) and self.style == "labels"
        self.joint = chance.pick((", ", "; ", " - "))

    def compose(self) -> Composed:
        """Set the plan as lists under the headings of its themes."""
        theme = None
        for section in self.content.sections:
            if section.theme and section.theme != theme:
                self.made.blocks.append(Heading(section.theme.printed, 2))
            theme = section.theme
            for item in section.items:
                self._item(section, item)
        return self.made

    def _item(self, section: Section, item: Item) -> None:
        said = [said_of(item, role, self.headings.of(role)) for role in self.roles]
        told = [one for one in said if one.text]
        opening = f"{item.reference} " if self.numbered else "• " if self.bullets else ""
        action = item.action.rstrip(".")
        lines: list[Block] = []
        match self.style:
            case "brackets":
                inside = self.joint.join(" ".join(one.text.split()) for one in told)
                lines.append(Paragraph(f"{opening}{action} ({inside})" if inside else f"{opening}{action}"))
            case "dashes":
                lines.append(
                    Paragraph(" – ".join([f"{opening}{action}", *(" ".join(one.text.split()) for one in told)]))
                )
            case "one_line":
                lines.append(Paragraph(f"{opening}{item.action}"))
                lines.append(Paragraph(" | ".join(_labelled(one) for one in told)))
            case _:
                lines.append(Paragraph(f"{opening}{item.action}", bold=self.bold))
                lines.extend(Paragraph(_labelled(one)) for one in told)
        self.made.blocks.extend(lines)
        said.append(Said("action", "", item.action if self.style in ("labels", "one_line") else action))
        reference = item.reference if self.numbered else None
        accept = {"action": [action, f"{action}."]}
        self.made.gold.append(
            gold_row(len(self.made.gold) + 1, said, theme=section.theme, reference=reference, accept=accept)
        )


def _labelled(one: Said) -> str:
    heading = one.heading if one.heading.endswith("?") else f"{one.heading}:"
    return f"{heading} {' '.join(one.text.split())}"


def compose_lists(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Set a plan as lists."""
    return _Lists(content, headings, chance, ListsWays(**ways)).compose()
