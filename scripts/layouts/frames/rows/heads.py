"""Heading rows: one row of headings, or two where some stand over neighbouring columns."""

from __future__ import annotations

from scripts.layouts.chance import Chance
from scripts.layouts.columns import Over, draw_over
from scripts.layouts.frames.composed import HeadLook
from scripts.layouts.frames.rows.ways import RowsWays
from scripts.layouts.headings import Headings
from scripts.make_samples.blocks import Cell


def heading_of(headings: Headings, role: str) -> str:
    """The words over a column; a column of a series has its own."""
    if role == "empty":
        return ""
    return role.partition(":")[2] if ":" in role else headings.of(role)


def head_rows(roles: list[str], headings: Headings, look: HeadLook, ways: RowsWays, chance: Chance) -> list[list[Cell]]:
    """Give the heading row of the roles, or the two where an upper one is wanted."""
    texts = [heading_of(headings, role) for role in roles]
    over = _over(roles, ways, chance)
    if not over:
        return [[look.cell(text) for text in texts]]
    merged = chance.maybe(0.7)  # headings of one tier reach over both rows, else stand in the lower
    upper: list[Cell] = []
    lower: list[Cell] = []
    for at, text in enumerate(texts):
        group = next((one for one in over if one.first <= at <= one.last), None)
        if group is None and merged:
            upper.append(look.cell(text, down=2))
            continue
        if group is None:
            upper.append(look.cell(""))
        elif at == group.first:
            upper.append(look.cell(group.text, across=group.last - group.first + 1))
        lower.append(look.cell(text))
    return [upper, lower]


def _over(roles: list[str], ways: RowsWays, chance: Chance) -> list[Over]:
    if ways.over:
        at = {role: place for place, role in enumerate(roles)}
        return [Over(text, at[first], at[last]) for text, first, last in ways.over]
    tiers = chance.maybe(0.12) if ways.tiers is None else ways.tiers
    return draw_over(chance, roles) if tiers else []
