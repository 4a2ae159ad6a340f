"""The export of a project program: tasks with durations and dates, summary tasks that hold them, percentages done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.content import Content, Item, Label
from scripts.layouts.frames.composed import Composed, draw_head_look
from scripts.layouts.gold import Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.layouts.states import Standing
from scripts.layouts.whens import When
from scripts.make_samples.blocks import Cell, Table

_HEADS = ("ID", "Task Name", "Duration", "Start", "Finish", "% Complete", "Predecessors", "Resource Names")
_WIDTHS = (5.0, 36.0, 10.0, 12.0, 12.0, 8.0, 9.0, 18.0)
_OPTIONAL = ("% Complete", "Predecessors")
Days = tuple[date, date]


class _Project:
    """One plan as such a program prints it."""

    def __init__(self, content: Content, chance: Chance) -> None:
        self.content, self.chance, self.made = content, chance, Composed()
        self.form = chance.pick(("%d/%m/%Y", "%a %d/%m/%y", "%d %B %Y", "%d/%m/%y"))
        self.heads = [head for head in _HEADS if head not in _OPTIONAL or chance.maybe(0.75)]
        self.number = 0

    def compose(self) -> Composed:
        """Print the plan."""
        look = draw_head_look(self.chance.part("look"))
        rows = [tuple(look.cell(head) for head in self.heads)]
        for section in self.content.sections:
            spans = [self._days() for _ in section.items]
            if section.theme:
                whole = min(first for first, _ in spans), max(last for _, last in spans)
                texts = self._texts(section.theme.text, whole, self.chance.number(0, 100))
                rows.append(tuple(Cell(texts.get(head, ""), bold=True) for head in self.heads))
            rows += [self._task(section.theme, item, days) for item, days in zip(section.items, spans, strict=True)]
        widths = tuple(_WIDTHS[_HEADS.index(head)] for head in self.heads)
        self.made.blocks.append(Table(tuple(rows), widths, int(look.marked)))
        return self.made

    def _days(self) -> Days:
        room = max(1, (self.content.last - self.content.first).days - 200)
        begun = self.content.first + timedelta(days=self.chance.number(0, room))
        return begun, begun + timedelta(days=self.chance.number(10, 190))

    def _texts(self, name: str, days: Days, done: int) -> dict[str, str]:
        self.number += 1
        duration = f"{(days[1] - days[0]).days * 5 // 7 + 1} days"
        start, finish = (f"{day:{self.form}}" for day in days)
        values = (str(self.number), name, duration, start, finish, f"{done}%")
        return dict(zip(_HEADS, values, strict=False))

    def _task(self, theme: Label | None, item: Item, days: Days) -> tuple[Cell, ...]:
        done = self.chance.pick((0, 0, 25, 50, 75, 100, 100))
        texts = self._texts(item.action.split("\n")[0], days, done)
        texts["Predecessors"] = str(self.number - 1) if self.chance.maybe(0.3) else ""
        texts["Resource Names"] = item.owner.text.replace("\n", ",")
        start, finish = (When(texts[head], ((day, day),)) for head, day in zip(("Start", "Finish"), days, strict=True))
        said = [
            Said("action", "Task Name", texts["Task Name"]),
            Said("start", "Start", texts["Start"], value=start, end=finish),
            replace(said_of(item, "owner", "Resource Names"), text=texts["Resource Names"]),
            *(Said("further", head, texts[head]) for head in ("Duration", "Predecessors") if head in self.heads),
        ]
        accept: dict[str, list[Any]] = {}
        if "% Complete" in self.heads:  # a share of the work; what it says of the state may be read or left
            state = {0: "not_started", 100: "complete"}.get(done, "in_progress")
            said.append(
                Said("status", "% Complete", texts["% Complete"], value=Standing(texts["% Complete"], None, state))
            )
            accept = {"state": [None], "progress": [texts["% Complete"]]}
        row = gold_row(len(self.made.gold) + 1, said, theme=theme, reference=texts["ID"], accept=accept)
        if theme:  # summary tasks are printed without the word and number of a grouping
            row["theme"], row["accept"]["theme"] = theme.text, []
        if accept:
            row["accept"].setdefault("extras", []).append({**row["extras"], "% Complete": texts["% Complete"]})
        self.made.gold.append(row)
        return tuple(Cell(texts.get(head, "")) for head in self.heads)


def compose_project(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Print a plan as a project program exports it."""
    del headings, ways
    return _Project(content, chance).compose()
