"""What an invented plan says, before any layout: a body, its period, groupings, actions and all that is told of them.

A frame prints as much of it as it has room for; what it does not print is not in the gold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from scripts.layouts.chance import Chance
from scripts.layouts.owners import NOBODY, Owner, Owners
from scripts.layouts.states import UNSAID, Standing, Standings
from scripts.layouts.whens import MANNERS, NEVER, When, dated, draw_when, year_pair
from scripts.layouts.wording import Wording, words

FURTHER = (
    "output", "goal", "recommendation", "resources", "partners", "risk", "comment", "characteristic", "gap", "priority",
    "cost", "link", "baseline",
)  # fmt: skip
_SENTENCES = {"gap": "gap_found", "output": "outcome", "goal": "aim", "recommendation": "action"}
_REPEATED = {"resources", "risk", "comment", "partners", "characteristic", "priority", "cost", "link", "baseline"}
_LETTERS = "ABCDEFGHJK"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SPELT = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_GROUPING_WORDS = (
    "Theme", "Priority", "Objective", "Outcome", "Aim", "Equality Objective", "Strategic Aim", "", "", "",
)  # fmt: skip
_SECTORS = {"council": 0.6, "nhs": 0.1, "police": 0.1, "university": 0.1, "school": 0.1}
SECTOR_NOUN = {
    "council": "council", "ni": "council", "wales": "council", "scotland": "body", "nhs": "trust", "school": "school",
    "police": "force", "university": "university", "audit": "council",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A grouping as printed: the word before its number ("Objective"), the number, and what it says."""

    word: str
    number: str
    text: str
    joint: str = ": "

    @property
    def printed(self) -> str:
        """The whole of it: "Objective 2: Fair access"."""
        head = " ".join(part for part in (self.word, self.number) if part)
        return f"{head}{self.joint}{self.text}" if head else self.text

    @property
    def forms(self) -> list[str]:
        """What may stand for it: with its label, with the number alone, and without either."""
        return list(dict.fromkeys([self.printed, self.text, f"{self.number} {self.text}".strip()]))


@dataclass(frozen=True, slots=True)
class Item:
    """One action and all that is known of it; a frame chooses what to print."""

    reference: str
    action: str
    outcome: str = ""
    evidence: str = ""
    progress: str = ""
    owner: Owner = NOBODY
    support: Owner = NOBODY
    when: When = NEVER
    start: When = NEVER
    finish: When = NEVER
    standing: Standing = UNSAID
    further: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """Actions under one theme and perhaps one objective."""

    theme: Label | None
    objective: Label | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A plan before any layout."""

    body: str
    sector: str
    title: str
    first: date
    last: date
    sections: tuple[Section, ...]
    wording: Wording
    owners: Owners
    standings: Standings

    @property
    def items(self) -> list[Item]:
        """The actions in document order."""
        return [item for section in self.sections for item in section.items]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much a plan says, and in what manner; None leaves it to chance."""

    sector: str | None = None
    sections: tuple[int, int] = (1, 5)
    items: tuple[int, int] = (1, 6)
    levels: int | None = None  # 0 no grouping, 1 themes, 2 themes and objectives
    standing: str | None = None  # one of `states.MANNERS`
    word: str | None = None  # the word before the number of the highest grouping
    simple_owners: bool = False
    blank: float | None = None  # likelihood that a cell beside the action is empty
    long: bool | None = None  # texts of several sentences or points


def draw_body(chance: Chance, sector: str) -> str:
    """The name of an invented body."""
    lists = words("bodies")
    place = chance.pick(lists["first"]) + chance.pick(lists["second"])
    kind = lists["kind"].get(sector, lists["kind"]["council"])
    return f"{place} {chance.pick(kind)}"


def draw_content(chance: Chance, measure: Measure) -> Content:
    """Draw a plan; every part of it has its own stream, so that another choice in one leaves the others alone."""
    sector = measure.sector or chance.part("sector").weighed(**_SECTORS)
    about = chance.part("about")
    body = draw_body(about, sector)
    year, years = about.number(2019, 2029), about.pick((1, 2, 3, 3, 4, 4))
    first, last = date(year, 4, 1), date(year + years, 3, 31)
    span = about.pick((f"{year}-{(year + years) % 100:02}", f"{year} to {year + years}", f"{year}-{year + years}"))
    if years == 1:
        span = year_pair(year)
    title = about.pick(words("bodies")["title"][sector]).replace("{span}", span)
    if about.maybe(0.4):
        title = f"{body} {title}"
    wording = Wording(chance.part("words"), SECTOR_NOUN[sector])
    owners = Owners(chance.part("owners"), sector)
    standings = Standings(chance.part("standings"), measure.standing)
    items = _Items(chance, measure, wording, owners, standings, first, last, chance.part("manner").pick(MANNERS))
    sections = _sections(chance.part("sections"), measure, wording, items)
    return Content(body, sector, title, first, last, sections, wording, owners, standings)


def _sections(draw: Chance, measure: Measure, wording: Wording, items: _Items) -> tuple[Section, ...]:
    levels = measure.levels if measure.levels is not None else int(draw.weighed(**{"0": 0.15, "1": 0.6, "2": 0.25}))
    count = draw.number(*measure.sections) if levels else 1
    labels = _Labels(draw, wording, measure.word)
    least, most = measure.items
    if count == 1 and levels < 2:  # a plan of one or two actions is seldom met
        least, most = min(max(least, 3), max(most, 3)), max(most, 3)
    style = draw.pick(("dotted", "dotted", "running", "lettered", "labelled", "short", "coded", "roman"))
    found: list[Section] = []
    for s in range(1, count + 1):
        theme = labels.theme(s) if levels else None
        for o in range(1, (draw.number(1, 3) if levels == 2 else 1) + 1):
            objective = labels.objective(s, o) if levels == 2 else None
            place = (s, o) if levels == 2 else (s,)
            inside = tuple(items.draw(style, (*place, i)) for i in range(1, draw.number(least, most) + 1))
            found.append(Section(theme, objective, inside))
    return tuple(found)


class _Labels:
    """How one plan names its groupings: one word, one joint, one kind of number."""

    def __init__(self, draw: Chance, wording: Wording, word: str | None) -> None:
        self._draw, self._wording = draw, wording
        self._word = draw.pick(_GROUPING_WORDS) if word is None else word
        self._inner = (
            "Action area" if self._word in ("Objective", "Equality Objective") else draw.pick(("Objective", ""))
        )
        self._joint = draw.pick((": ", ": ", " - ", " – ", " ")) if self._word else " "
        self._wordy = draw.maybe(0.1)
        self._number = draw.pick(("figures", "figures", "figures", "letters", "spelt" if self._word else "none"))

    def theme(self, number: int) -> Label:
        """The highest grouping."""
        short = self._draw.maybe(0.6) and not self._wordy
        text = self._wording("theme") if short else self._long("aim")
        return (
            Label("", "", text)
            if self._number == "none"
            else Label(self._word, self._numeral(number), text, self._joint)
        )

    def objective(self, theme: int, number: int) -> Label:
        """The grouping below it."""
        return Label(self._inner, f"{theme}.{number}", self._long("aim"), ": " if self._inner else " ")

    def _long(self, kind: str) -> str:
        """The words of a grouping; some plans say in a second sentence how they mean to reach it."""
        text = self._wording(kind)
        return f"{text}. {self._wording('because')}" if self._wordy else text

    def _numeral(self, number: int) -> str:
        match self._number:
            case "letters":
                return _LETTERS[number - 1]
            case "spelt":
                return _SPELT[number - 1]
            case _:
                return str(number)


@dataclass(slots=True)
class _Items:
    """The stock from which the actions of one plan are drawn."""

    chance: Chance
    measure: Measure
    wording: Wording
    owners: Owners
    standings: Standings
    first: date
    last: date
    manner: str  # of timescales
    count: int = 0

    def draw(self, style: str, place: tuple[int, ...]) -> Item:
        """Draw the next action; `place` counts theme, objective and action within them."""
        self.count += 1
        draw, wording, measure = self.chance.part(f"item{self.count}"), self.wording, self.measure
        long = measure.long if measure.long is not None else draw.maybe(0.15)
        blank = measure.blank if measure.blank is not None else draw.pick((0.0, 0.0, 0.04, 0.12))

        def perhaps(text: str) -> str:
            return "" if draw.maybe(blank) else text

        def further(kind: str) -> str:
            return (wording.again if kind in _REPEATED else wording)(_SENTENCES.get(kind, kind))

        middle = self.first + (self.last - self.first) / 2
        return Item(
            reference=_reference(style, place, self.count),
            action=draw_action(draw, wording, long=long),
            outcome=perhaps(_several(draw, wording, "outcome", long)),
            evidence=perhaps(_several(draw, wording, "evidence", long)),
            progress=perhaps(" ".join(wording("progress") for _ in range(draw.number(1, 3 if long else 2)))),
            owner=NOBODY if draw.maybe(blank) else self.owners.draw(simple=measure.simple_owners),
            support=NOBODY if draw.maybe(0.2) else self.owners.draw(simple=True),
            when=NEVER if draw.maybe(blank) else draw_when(draw, self.first, self.last, self.manner),
            start=dated(draw, self.first, middle, self.manner),
            finish=dated(draw, middle, self.last, self.manner),
            standing=UNSAID if draw.maybe(blank) else self.standings.draw(),
            further={kind: perhaps(further(kind)) for kind in FURTHER},
        )


def _reference(style: str, place: tuple[int, ...], running: int) -> str:
    match style:
        case "dotted":
            return ".".join(map(str, place))
        case "lettered":
            return _LETTERS[place[0] - 1] + ".".join(map(str, place[1:]))
        case "labelled":
            return f"Action {running}"
        case "short":
            return f"EA{running:02}"
        case "coded":
            return f"EO{place[0]}-A{'.'.join(map(str, place[1:]))}"
        case "roman":
            return f"{place[0]}({_ROMAN[place[-1] - 1]})" if len(place) == 2 else ".".join(map(str, place))
        case _:
            return str(running)


def draw_action(draw: Chance, wording: Wording, *, long: bool) -> str:
    """The words of an action: a sentence, two, or a sentence with points below it."""
    text = wording.action()
    if not long:
        return f"{text}." if draw.maybe(0.15) else text
    if draw.maybe(0.5):
        return f"{text}. {wording.action()}."
    points = "\n".join(f"• {_lower(wording('action'))}" for _ in range(draw.number(2, 3)))
    return f"{text}. We will:\n{points}"


def _several(draw: Chance, wording: Wording, kind: str, long: bool) -> str:
    count = draw.number(2, 3) if long else 1 + draw.maybe(0.15)
    lines = [wording(kind) for _ in range(count)]
    if count == 1:
        return lines[0]
    if draw.maybe(0.5):
        return "\n".join(f"• {line}" for line in lines)
    return "\n".join(lines) if draw.maybe(0.5) else ". ".join(lines) + "."


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
