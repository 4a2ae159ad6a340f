"""Tables that are no plan: what stands beside plans, or fills documents that a folder of plans also holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.content import Content
from scripts.layouts.frames.composed import draw_head_look, simple_table_rows
from scripts.layouts.owners import FAMILY, GIVEN
from scripts.layouts.wording import words
from scripts.make_samples.blocks import Block, Heading, Table

_SUPPLIERS = (
    "Harbour Clean Ltd",
    "Clearspeak",
    "Northern Forms",
    "Paywise",
    "Greenway Grounds",
    "Safehands",
    "Rowan Coaches",
)


def tables_for(split: str) -> list[dict[str, Any]]:
    """The tables that families of a split print."""
    return [table for table in words("others")["table"] if table.get("split", split) == split]


def draw_other(content: Content, chance: Chance, split: str, kind: str | None = None) -> list[Block]:
    """Draw a table that is no plan, under a heading of its own or none."""
    options = tables_for(split)
    table = next(one for one in options if one["name"] == kind) if kind else chance.pick(options)
    filler = _Filler(content, chance)
    rows = chance.number(3, 10)
    heads = [filler.filled(head, 0) for head in table["heads"]]
    columns: list[str | list[str]] = table["column"]
    if table.get("paired"):
        rows = min(len(column) for column in columns if isinstance(column, list))
    else:
        columns = [chance.shuffled(column) if isinstance(column, list) else column for column in columns]
    body = [
        [
            filler.filled(column[row % len(column)] if isinstance(column, list) else column, row + 1)
            for column in columns
        ]
        for row in range(rows)
    ]
    look = draw_head_look(chance)
    widths = tuple(1.0 + max(map(len, column)) ** 0.5 for column in zip(heads, *body, strict=True))
    lines = tuple(simple_table_rows([heads, *body], look))
    made = Table(lines, widths, int(look.marked), ("other",) * len(lines), ("other",) * len(widths))
    title = chance.pick(table["title"])
    return [Heading(title, 2), made] if chance.maybe(0.85) else [made]


class _Filler:
    """Fills the patterns of `others.toml`."""

    def __init__(self, content: Content, chance: Chance) -> None:
        self.content, self.chance = content, chance
        self.year = content.first.year - chance.number(0, 2)

    def filled(self, pattern: str, row: int) -> str:
        """Give the text of a cell."""
        chance = self.chance
        day = date(self.year, 1, 4) + timedelta(days=chance.number(0, 700))
        own = {
            "row": str(row),
            "person": f"{chance.pick(GIVEN)} {chance.pick(FAMILY)}",
            "post": self.content.owners.draw(simple=True).text,
            "day": f"{day.day} {day:%B %Y}",
            "month": f"{day:%B %Y}",
            "money": f"£{chance.number(1, 900)},{chance.number(0, 999):03}",
            "count": str(chance.number(3, 900)),
            "clock": f"{9 + row // 2}.{30 * (row % 2):02}am",
            "mail": f"{chance.pick(FAMILY).lower()}@example.org",
            "letters": "".join(chance.pick("ABCDEFGHJKLMNPRSTW") for _ in range(2)),
            "supplier": chance.pick(_SUPPLIERS),
            "remit": chance.pick(words("owners")["remit"]),
        }
        if "{year}" in pattern:
            self.year += 1
            own["year"] = f"{self.year - 1}/{self.year % 100:02}"
        for name, value in own.items():
            pattern = pattern.replace(f"{{{name}}}", value)
        return self.content.wording.filled(pattern)
