"""Owners of invented plans: posts, teams, boards, partners, alone or several to a cell, with the mentions in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.wording import words


@dataclass(frozen=True, slots=True)
class Owner:
    """The owners of an action: the words, and each mention in them."""

    text: str
    mentions: tuple[str, ...] = ()
    accept: dict[str, list[Any]] = field(default_factory=dict)


NOBODY = Owner("")
UNKNOWN = Owner("TBC", (), {"owner_text": [None]})
GIVEN = (
    "Ada", "Bryn", "Cerys", "Dev", "Esme", "Farid", "Gwen", "Hamish", "Iona", "Jamal", "Kit", "Leena", "Morag", "Nia",
)  # fmt: skip
FAMILY = (
    "Abara", "Brackley", "Cadwal", "Dunmore", "Eccles", "Fenwick", "Gorrie", "Haldane", "Islip", "Jessop", "Kirwan",
)  # fmt: skip
_ALONE = ("Officer", "Manager", "Team", "Board", "Group", "Network", "Adviser", "Forum")  # end a name that is whole


class Owners:
    """The people and teams of one body: a stock from which its plan draws again and again."""

    def __init__(self, chance: Chance, sector: str) -> None:
        self._chance = chance
        lists = words("owners")
        own = lists["sector"].get(sector, [])
        made = [self._post(lists) for _ in range(9)] + chance.some(lists["fixed"], 4)
        self._posts = [*own, *made[:4]] if own else made
        self._teams = [self._filled(chance.pick(lists["team"]), lists) for _ in range(4)]
        self._others = chance.some(lists["board"], 3) + chance.some(lists["short"], 3)
        self._crowds = chance.some(lists["collective"], 2) + chance.some(lists["partner"], 2)
        self._initials = chance.some(lists["initials"], 4)
        self._manner = chance.weighed(posts=0.52, mixed=0.29, teams=0.12, initials=0.03, named=0.04)

    def draw(self, *, simple: bool = False) -> Owner:
        """Draw the owners of one action; `simple` gives one owner alone."""
        chance = self._chance
        if self._manner == "initials" and not simple:
            return one(chance.pick(self._initials))
        if chance.maybe(0.015) and not simple:
            return UNKNOWN
        if self._manner == "named" and not simple:
            post = chance.pick(self._posts)
            name = f"{chance.pick(GIVEN)} {chance.pick(FAMILY)}"
            return Owner(f"{name}, {post}", (f"{name}, {post}",), {"owners": [[post]]})
        kind = "one" if simple else chance.weighed(one=0.72, slash=0.09, line=0.06, comma=0.04, joined=0.05, lead=0.04)
        first = self._one()
        second = self._one()
        if kind == "one" or first == second:
            return one(first)
        if kind == "lead":
            return Owner(f"Lead: {first}\nSupport: {second}", (first, second))
        if kind == "comma" and ("," in first + second):
            kind = "slash"
        if kind == "joined" and (" and " in first + second or "," in first + second or not first.endswith(_ALONE)):
            kind = "line"
        slash = " / " if second == "Monitoring Officer" else chance.pick((" / ", "/"))  # "X/Monitoring Officer" is one
        joint = {"slash": slash, "line": "\n", "comma": ", ", "joined": " and "}[kind]
        return Owner(f"{first}{joint}{second}", (first, second))

    def _one(self) -> str:
        chance = self._chance
        weights = {
            "posts": (0.85, 0.08, 0.04, 0.03),
            "mixed": (0.45, 0.25, 0.2, 0.1),
            "teams": (0.1, 0.7, 0.15, 0.05),
            "initials": (0.7, 0.2, 0.05, 0.05),
            "named": (0.8, 0.2, 0.0, 0.0),
        }[self._manner]
        stocks: tuple[list[str], ...] = (self._posts, self._teams, self._others, self._crowds)
        name = chance.weighed(**{str(at): weight for at, weight in enumerate(weights)})
        return chance.pick(stocks[int(name)])

    def _post(self, lists: dict[str, list[str]]) -> str:
        return self._filled(self._chance.pick(lists["post"]), lists)

    def _filled(self, pattern: str, lists: dict[str, list[str]]) -> str:
        chance = self._chance
        return pattern.replace("{f}", chance.pick(lists["remit"])).replace("{j}", chance.pick(lists["joined"]))


def one(name: str) -> Owner:
    """One owner alone."""
    return Owner(name, (name,))
