"""Columns that are periods: their cells hold actions, ticks or shades, in the row of a grouping or of an action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.columns import WIDTHS
from scripts.layouts.content import Content, Item, Section
from scripts.layouts.frames.composed import Composed, draw_head_look
from scripts.layouts.gold import Row, Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.layouts.whens import When, financial_year, month, quarter, year_pair
from scripts.make_samples.blocks import Cell, Table

SHOWS = ("actions", "ticks", "shades")
TICKS = ("✓", "✔", "X", "x", "●", "Yes")
_SHADES = ("#4472c4", "#92d050", "#7030a0", "#ffc000", "#595959")
_BESIDE_GROUPS: tuple[tuple[str, ...], ...] = ((), ("owner",), ("outcome",), ("owner", "outcome"))
_BESIDE_ACTIONS: tuple[tuple[str, ...], ...] = (("owner",), ("owner", "outcome"), ("outcome",), ("owner", "status"))


@dataclass(frozen=True, slots=True)
class PeriodsWays:
    """How periods are laid out; None leaves a choice to chance."""

    show: str | None = None  # one of SHOWS
    unit: str | None = None  # year, quarter, month
    beside: tuple[str, ...] | None = None  # further columns


def compose_periods(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Lay a plan out with a column for each period."""
    settings = PeriodsWays(**ways)
    show = settings.show or chance.pick(SHOWS)
    units = ("year", "quarter") if show == "actions" else ("year", "quarter", "month")
    periods = draw_periods(chance.part("periods"), content, settings.unit or chance.pick(units))
    if show == "actions":
        return _Actions(content, headings, chance, settings, periods).compose()
    return _Marks(content, headings, chance, settings, periods).compose(show)


def draw_periods(chance: Chance, content: Content, unit: str) -> list[When]:
    """Draw the headings of neighbouring periods that begin with the plan."""
    year = content.first.year
    match unit:
        case "year":
            form = chance.pick(("{pair}", "{pair}", "Year {n} ({pair})", "{pair} actions", "Year {n}: {pair}"))
            count = max(2, min(4, content.last.year - year))
            years = [(n + 1, year_pair(year + n), financial_year(year + n)) for n in range(count)]
            return [When(form.format(n=n, pair=pair), (days,)) for n, pair, days in years]
        case "quarter":
            form = chance.pick(("Q{n} {pair}", "Q{n} {pair}", "Quarter {n} {pair}", "{pair} Q{n}"))
            numbers = range(1, chance.pick((4, 4, 3)) + 1)
            return [When(form.format(n=n, pair=year_pair(year)), (quarter(year, n),)) for n in numbers]
        case _:
            first = chance.number(4, 7)
            form = chance.pick(("%b %Y", "%B %Y", "%b-%y"))
            days = [date(year, number, 1) for number in range(first, first + chance.number(4, 6))]
            return [When(f"{day:{form}}", (month(day.year, day.month),)) for day in days]


@dataclass(slots=True)
class _Actions:
    """A row a grouping, its actions in the column of the period in which they are due."""

    content: Content
    headings: Headings
    chance: Chance
    ways: PeriodsWays
    periods: Sequence[When]

    def compose(self) -> Composed:
        """Lay the plan out."""
        made, look = Composed(), draw_head_look(self.chance.part("look"))
        beside = self.chance.pick(_BESIDE_GROUPS) if self.ways.beside is None else self.ways.beside
        first = self.headings.of(self.chance.pick(("theme", "objective")))
        heads = (first, *(one.text for one in self.periods), *map(self.headings.of, beside))
        rows = [tuple(look.cell(text) for text in heads)]
        for section in self.content.sections:
            shared = section.items[0]
            told = [said_of(shared, role, self.headings.of(role), unsure=role == "outcome") for role in beside]
            cells = [Cell(section.theme.printed if section.theme else "", bold=self.chance.maybe(0.5))]
            for at, period in enumerate(self.periods):
                item = section.items[at] if at < len(section.items) else None
                if item is None or (at and self.chance.maybe(0.2)):
                    cells.append(Cell(""))
                    continue
                cells.append(Cell(item.action))
                said = [Said("action", period.text, item.action), *told]
                made.gold.append(_dated_row(len(made.gold) + 1, said, section, [period]))
            rows.append((*cells, *(Cell(one.text) for one in told)))
        widths = (16.0, *(22.0 for _ in self.periods), *(float(WIDTHS[role]) for role in beside))
        made.blocks.append(Table(tuple(rows), widths, int(look.marked)))
        return made


def _dated_row(
    position: int, said: list[Said], section: Section, periods: list[When], reference: str | None = None
) -> Row:
    """The row of an action whose dates are the headings of its columns."""
    texts = [one.text for one in periods]
    when = When(", ".join(texts), tuple(days for one in periods for days in one.periods))
    accept: dict[str, list[Any]] = {}
    if len(texts) > 1:
        joined = [joint.join(texts) for joint in (" ", "; ", " and ", " / ")]
        accept["timescale_text"] = [*joined, f"{texts[0]} – {texts[-1]}", None]
        accept["periods"] = [[{"start": str(when.start), "end": str(when.due)}]]
    dated = Said("when", "", when.text, value=when)
    return gold_row(position, [*said, dated], theme=section.theme, reference=reference, accept=accept)


class _Marks:
    """A row an action, with a mark or a shade in the columns of the periods in which it runs."""

    def __init__(
        self, content: Content, headings: Headings, chance: Chance, ways: PeriodsWays, periods: Sequence[When]
    ) -> None:
        self.content, self.headings, self.chance, self.periods = content, headings, chance, periods
        self.made = Composed()
        self.tick, self.shade = chance.pick(TICKS), chance.pick(_SHADES)
        self.numbered = chance.maybe(0.5)
        beside = chance.pick(_BESIDE_ACTIONS) if ways.beside is None else ways.beside
        lead = ("reference", "action") if self.numbered else ("action",)
        marks = tuple(f"mark:{n}" for n in range(len(periods)))
        self.roles = (*lead, *beside, *marks) if chance.maybe(0.6) else (*lead, *marks, *beside)

    def compose(self, show: str) -> Composed:
        """Lay the plan out."""
        look = draw_head_look(self.chance.part("look"))
        rows = [tuple(look.cell(self._heading(role)) for role in self.roles)]
        theme = None
        for section in self.content.sections:
            if section.theme and section.theme != theme:
                rows.append((Cell(section.theme.printed, len(self.roles), bold=True, fill="#ededed"),))
            theme = section.theme
            rows.extend(self._action(section, item, show) for item in section.items)
        widths = tuple(7.0 if role.startswith("mark:") else float(WIDTHS[role]) for role in self.roles)
        self.made.blocks.append(Table(tuple(rows), widths, int(look.marked)))
        return self.made

    def _heading(self, role: str) -> str:
        return self.periods[_place(role)].text if role.startswith("mark:") else self.headings.of(role)

    def _action(self, section: Section, item: Item, show: str) -> tuple[Cell, ...]:
        begun = self.chance.number(0, len(self.periods) - 1)
        run = range(begun, min(len(self.periods), begun + self.chance.pick((1, 1, 2, 2, 4))))
        cells = tuple(self._cell(item, role, run, show) for role in self.roles)
        told = [role for role in self.roles if role != "reference" and not role.startswith("mark:")]
        said = [said_of(item, role, self.headings.of(role)) for role in told]
        reference = item.reference if self.numbered else None
        row = _dated_row(len(self.made.gold) + 1, said, section, [self.periods[n] for n in run], reference)
        if show == "ticks":  # a reader may keep the marks as well
            ticked = {self.periods[n].text: self.tick for n in run}
            row["accept"].setdefault("extras", []).append({**row["extras"], **ticked})
        self.made.gold.append(row)
        return cells

    def _cell(self, item: Item, role: str, run: range, show: str) -> Cell:
        if role.startswith("mark:"):
            on = _place(role) in run
            return Cell(
                self.tick if on and show == "ticks" else "", fill=self.shade if on and show == "shades" else None
            )
        if role == "reference":
            return Cell(item.reference)
        return Cell(said_of(item, role, "").text, fill=item.standing.fill if role == "status" else None)


def _place(role: str) -> int:
    return int(role.removeprefix("mark:"))
