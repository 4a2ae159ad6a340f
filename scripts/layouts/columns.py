"""Which columns a table has, in which order, and what may stand over several of them."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.layouts.chance import Chance

WIDTHS = {
    "reference": 6, "theme": 14, "objective": 18, "action": 30, "outcome": 24, "evidence": 24, "progress": 26,
    "owner": 16,
    "when": 13, "start": 10, "due": 10, "status": 9, "resources": 14, "partners": 14, "risk": 14, "comment": 18,
    "characteristic": 14, "gap": 20, "priority": 9, "cost": 9, "link": 16, "baseline": 11,
    "output": 22, "goal": 20, "recommendation": 26, "support": 16, "owner_when": 18,
    "year": 9, "empty": 4, "details": 34, "quarter": 9, "month": 11,
}  # fmt: skip
_LIKELY = {
    "outcome": 0.75, "owner": 0.9, "when": 0.85, "status": 0.35, "progress": 0.35, "evidence": 0.13, "gap": 0.1,
    "resources": 0.16, "partners": 0.1, "risk": 0.06, "comment": 0.1, "characteristic": 0.12, "priority": 0.09,
    "cost": 0.05, "link": 0.08, "baseline": 0.05,
}  # fmt: skip
_TELLING = (
    "owner",
    "when",
    "start",
    "outcome",
    "status",
    "progress",
    "owner_when",
    "details",
    "quarter",
    "month",
)  # at least two of them stand beside an action
_BEFORE = ("link", "characteristic", "gap", "evidence", "baseline", "priority")  # may stand before the action
_LAST = ("progress", "status", "comment")
_OVER = (
    ("Timetable", ("start", "due")), ("Dates", ("start", "due")), ("Delivery", ("owner", "when")),
    ("Responsibility and timing", ("owner", "when")), ("Monitoring", ("progress", "status")),
    ("Position at year end", ("progress", "status")), ("Measuring success", ("outcome", "baseline")),
    ("What we need", ("resources", "cost")), ("Delivery", ("owner", "partners")), ("The plan", ("action", "outcome")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Over:
    """A heading printed over neighbouring columns: the words, and the first and last of them."""

    text: str
    first: int
    last: int


def draw_roles(chance: Chance, most: int = 9, wanted: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[str]:
    """Draw the roles of the columns after a reference and groupings, in the order in which they stand."""
    found = {role for role, likely in _LIKELY.items() if chance.maybe(likely)} | set(wanted)
    if "when" in found and chance.maybe(0.08) and "when" not in wanted:
        found = (found - {"when"}) | {"start", "due"}
    if "start" in found:
        found.add("due")
        found.discard("when")
    found -= set(without)
    while len(found & set(_TELLING)) < 2:
        found.add(chance.pick(("owner", "when", "outcome")))
        if "start" in found:
            found.discard("when")
    spare = [role for role in chance.shuffled(sorted(found)) if role not in (*_TELLING, *wanted, "due")]
    while len(found) > most and spare:
        found.discard(spare.pop())
    before = [role for role in chance.shuffled(_BEFORE) if role in found and chance.maybe(0.6)]
    last = [role for role in chance.shuffled(_LAST) if role in found]
    middle = [role for role in chance.shuffled(sorted(found)) if role not in (*before, *last, "due")]
    order = [*before, "action", *middle, *last]
    if chance.maybe(0.08):
        order = chance.shuffled(order)
    return [part for role in order for part in ((role, "due") if role == "start" else (role,))]


def draw_over(chance: Chance, roles: list[str]) -> list[Over]:
    """Draw the headings of an upper row; empty where no neighbours fit one."""
    found: list[Over] = []
    for text, pair in chance.shuffled(_OVER):
        for at in range(len(roles) - 1):
            free = all(over.last < at or over.first > at + 1 for over in found)
            if tuple(roles[at : at + 2]) in (pair, pair[::-1]) and free and text not in {over.text for over in found}:
                found.append(Over(text, at, at + 1))
                break
    return sorted(found, key=lambda over: over.first)
