"""The words that head a column or label a card: known, odd, asking, in two languages, states, or no words at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from scripts.layouts.chance import Chance
from scripts.layouts.wording import words

HALVED = ("odd", "question", "state")  # of these, families to fit on use one half and families that judge the other


@dataclass(frozen=True, slots=True)
class Wordiness:
    """How likely each manner of heading is for a column; `most_odd` bounds the columns that are not plain."""

    odd: float = 0.1
    joined: float = 0.04  # two wordings of the role in one heading: "Lead / Owner"
    cased: float = 0.15  # likelihood of headings in capitals, each word with one, or on two lines
    question: float = 0.05
    state: float = 0.0
    two: float = 0.0
    made_up: float = 0.0
    most_odd: int = 8
    fixed: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a role's own wordings, whatever else is said


class Headings:
    """The headings of one plan: each role keeps the wording that it was given first."""

    def __init__(self, chance: Chance, split: str, wordiness: Wordiness) -> None:
        self._chance = chance
        self._split = split
        self._wordiness = wordiness
        self._given: dict[str, str] = {}
        self.made_up: set[str] = set()  # roles whose heading says nothing
        self._odd = 0
        cased = wordiness.cased / 3
        self._case = chance.weighed(as_is=1 - 3 * cased, upper=cased, title=cased, broken=cased)

    def again(self) -> Headings:
        """Give the headings of another table, drawn anew in the same manner."""
        return Headings(self._chance.part(f"again{len(self._given)}"), self._split, self._wordiness)

    def of(self, role: str) -> str:
        """Give the heading of a role."""
        if role not in self._given:
            taken = {text.casefold() for text in self._given.values()}
            for _ in range(20):
                text, manner = self._draw(role)
                if text.casefold() not in taken:
                    break
            self._given[role] = text
            self._odd += manner != "plain"
            if manner == "made_up":
                self.made_up.add(role)
        return self._given[role]

    def _draw(self, role: str) -> tuple[str, str]:
        ways, chance = self._wordiness, self._chance
        if role in ways.fixed:
            return chance.pick(ways.fixed[role]), "plain"
        lists = words("headings")[role]
        manner = "plain"
        if self._odd < ways.most_odd:
            names = ("odd", "question", "state", "two", "made_up", "joined")
            odds = {name: getattr(ways, name) for name in names}
            odds["joined"] *= "odd" in lists
            odds = {name: odd for name, odd in odds.items() if odd and (name in lists or name in ("made_up", "joined"))}
            manner = chance.weighed(**odds, plain=max(0.0, 1 - sum(odds.values()))) if odds else "plain"
        if manner == "made_up":
            return made_up_heading(chance), manner
        if manner == "joined":
            first, second = chance.pick(lists["plain"]), chance.pick(self._own(lists, "odd"))
            joint = chance.pick(("{} / {}", "{}/{}", "{} ({})", "{} and {}"))
            return self._cased(joint.format(first or "Ref", second[0].lower() + second[1:])), manner
        return self._cased(chance.pick(self._own(lists, manner))), manner

    def _own(self, lists: dict[str, list[str]], manner: str) -> list[str]:
        """The wordings of a manner that families of this split draw from."""
        options = lists[manner]
        if manner not in HALVED:
            return options
        return options[0::2] if self._split == "fit" else options[1::2]

    def _cased(self, text: str) -> str:
        match self._case:
            case "upper":
                return text.upper()
            case "title" if len(text) > 3:
                return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
            case "broken" if " " in text:  # the author broke the line of a narrow column
                middle = text.find(" ", len(text) // 3)
                return text if middle < 0 else f"{text[:middle]}\n{text[middle + 1 :]}"
            case _:
                return text


def made_up_heading(chance: Chance) -> str:
    """Give a heading that is no word of any language that a reader knows."""
    lists = words("made_up")

    def word() -> str:
        parts = [chance.pick(lists[part]) for part in ("onset", "middle", "coda")]
        return "".join(parts)

    text = word() if chance.maybe(0.6) else f"{word()} {word()}"
    return text.capitalize()
