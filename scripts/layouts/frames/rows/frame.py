"""The walk through a plan in rows: its groupings, heading rows, actions, and the rows between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.columns import draw_roles
from scripts.layouts.content import Content, Item, Label, Section
from scripts.layouts.frames.composed import BAND_FILLS, Composed, draw_head_look
from scripts.layouts.frames.rows.cells import DASHED, JOINTS, CellPrinter, InGroup, cut_action
from scripts.layouts.frames.rows.grid import RowGrid
from scripts.layouts.frames.rows.heads import head_rows
from scripts.layouts.frames.rows.ways import APART, GROUPS, IN_COLUMNS, INNER, RowsWays
from scripts.layouts.gold import Row, Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.layouts.owners import Owner
from scripts.layouts.whens import draw_in_parts, draw_without_year, year_pair
from scripts.make_samples.blocks import Cell, Heading, Paragraph, Table

LEAD_LINE = "Lead officer for this section"


class _Rows:
    """One plan laid out in rows."""

    def __init__(self, content: Content, headings: Headings, chance: Chance, ways: RowsWays) -> None:
        self.content, self.headings, self.chance, self.ways = content, headings, chance, ways
        self.made = Composed()
        self.look = draw_head_look(chance.part("look"), ways.marked)
        self.band_fill = chance.pick(BAND_FILLS) if chance.maybe(0.7) else None
        self.band_bold = chance.maybe(0.85) or not self.band_fill
        two = any(section.objective for section in content.sections)
        named = any(section.theme for section in content.sections)
        self.groups = (ways.groups or chance.pick(GROUPS)) if named else "none"
        self.inner = (ways.inner or chance.pick(INNER)) if two else "none"
        if self.inner in ("bands", "parents") and self.groups in IN_COLUMNS:
            self.inner = "merged"
        self.heading_line = chance.weighed(heading=0.8, bold=0.2)  # how the heading over a table is set
        self.reference = ways.reference or chance.weighed(column=0.55, inline=0.15, none=0.3)
        self.roles = self._roles()
        self.dash = ways.dash if ways.dash is not None else chance.maybe(0.1)
        inline = chance.pick(JOINTS) if self.reference == "inline" else None
        joint = chance.pick(("\n", ", ", " / ", " - "))
        tick = chance.pick(("✓", "X", "✔", "Y", "•"))
        self.printer = CellPrinter(content, chance.part("cells"), ways, inline, self.dash, joint, tick)
        self.group_owner: Owner | None = None  # said over the table for all of it
        self.year: int | None = None  # the first year of the financial year that the table is for

    def _roles(self) -> list[str]:
        ways, chance = self.ways, self.chance.part("columns")
        roles = list(ways.roles) if ways.roles else draw_roles(chance, ways.most, ways.wanted, ways.without)
        if ways.share_evidence and "evidence" not in roles:
            roles.insert(roles.index("action"), "evidence")
        leading = ["reference"] if self.reference == "column" else []
        grouped = []
        if self.groups in IN_COLUMNS:
            grouped.append("theme" if self.inner != "none" or chance.maybe(0.5) else "objective")
        if self.inner in IN_COLUMNS:
            grouped.append("objective")
        if leading and chance.maybe(0.5):
            leading, grouped = grouped, leading
        series = [*(f"series:{text}" for text in ways.series), *(f"rating:{text}" for text in ways.ratings)]
        ticked = [f"tick:{text}" for text in ways.ticked]
        found = [*leading, *grouped, *roles, *ticked, *series]
        for _ in range(ways.empty):
            found.insert(chance.number(1, len(found)), "empty")
        return found

    def compose(self) -> Composed:
        """Lay the plan out."""
        groups = _joined(self.content.sections)
        if self.groups in APART:
            for at, group in enumerate(groups):
                self._table_over(group, at)
            return self.made
        grid = RowGrid()
        if not (self.ways.band_first and self.groups == "bands"):
            self._open(grid, first=True)
        for at, group in enumerate(groups):
            if self.groups == "bands":
                self._band(grid, group[0], at)
            self._group(grid, group)
        self._close(grid, last=True)
        return self.made

    def _table_over(self, group: list[Section], at: int) -> None:
        """A table of its own for a theme, under the theme."""
        label = group[0].theme
        assert label is not None
        self.year = self.content.first.year + at if self.ways.year_over else None
        text = label.printed if self.year is None else self._year_heading(self.year, at)
        match self.groups, self.heading_line:
            case "boxes", _:
                self.made.blocks.append(Table(((Cell(text, bold=True, fill=self.band_fill),),), (100.0,), 0))
            case _, "bold":
                self.made.blocks.append(Paragraph(text, bold=True))
            case _:
                self.made.blocks.append(Heading(text, 2))
        if self.ways.lead_line:
            self.group_owner = self.content.owners.draw(simple=True)
            self.made.blocks.append(Paragraph(f"{LEAD_LINE}: {self.group_owner.text}", bold=self.chance.maybe(0.5)))
        if self.ways.change and at:
            self._change(at)
        grid = RowGrid()
        self._open(grid, first=at == 0)
        self._group(grid, group)
        self._close(grid, last=group[-1] is self.content.sections[-1])

    def _year_heading(self, year: int, at: int) -> str:
        form = self.chance.part("years").pick(
            ("Year {n}: {pair}", "Actions for {pair}", "{pair}", "{pair} action plan")
        )
        return form.format(n=at + 1, pair=year_pair(year))

    def _change(self, at: int) -> None:
        """Draw the columns anew: another author filled the next table in."""
        self.headings = self.headings.again()
        roles = draw_roles(self.chance.part(f"columns{at}"), self.ways.most)
        self.roles = (["reference"] if self.reference == "column" else []) + roles

    def _open(self, grid: RowGrid, *, first: bool) -> None:
        title_row = self.ways.title_row if self.ways.title_row is not None else self.chance.maybe(0.06)
        if title_row and first:
            fill, marked = self.look.fill, self.look.marked
            grid.add("title", [Cell(self.content.title, len(self.roles), bold=True, fill=fill, header=marked)])
        if self.ways.header == "none" or (self.ways.header == "once" and not first):
            return
        self._heads(grid)
        grid.heads = len(grid.rows) if self.look.marked else 0

    def _heads(self, grid: RowGrid) -> None:
        rows = head_rows(self.roles, self.headings, self.look, self.ways, self.chance.part("heads"))
        for label, cells in zip(("header", "header_rest"), rows, strict=False):
            grid.add(label, cells)

    def _band(self, grid: RowGrid, section: Section, at: int) -> None:
        assert section.theme is not None
        grid.add("group", [self._across(section.theme.printed)])
        if (self.ways.header == "each" and at) or (self.ways.band_first and (at == 0 or self.ways.header == "each")):
            self._heads(grid)

    def _across(self, text: str) -> Cell:
        return Cell(text, len(self.roles), bold=self.band_bold, fill=self.band_fill)

    def _group(self, grid: RowGrid, group: list[Section]) -> None:
        """The rows of one theme, its objectives in turn."""
        total = sum(len(section.items) for section in group)
        done = 0
        for section in group:
            if self.inner == "bands" and section.objective:
                grid.add("group", [self._across(section.objective.printed)])
            if self.inner == "parents" and section.objective:
                grid.add("band", self._parent(section.objective))
            for i, item in enumerate(section.items):
                place = InGroup(done, total, i, len(section.items))
                self._before(grid, section, place)
                self._action(grid, section, self._settled(section, item, i), place)
                done += 1
                if self.ways.remarks and not self._spans() and self.chance.maybe(0.2):
                    grid.add("remark", [Cell(self.content.wording("note"), len(self.roles))])
            if self._blank_row():
                grid.add("blank", [Cell("") for _ in self.roles])

    def _before(self, grid: RowGrid, section: Section, place: InGroup) -> None:
        """What an author prints again when a page has ended: the headings, or the band that goes on."""
        if self._spans() or not place.done:
            return
        if self.ways.header == "again" and place.done % 4 == 0:
            self._heads(grid)
        if self.ways.continued and self.groups == "bands" and section.theme and self.chance.maybe(0.25):
            form = self.chance.part("continued").pick(("{} (continued)", "{} (cont'd)", "{} - continued"))
            grid.add("group", [self._across(form.format(section.theme.printed))])

    def _spans(self) -> bool:
        """Whether cells of one action reach into the rows of the next."""
        return "merged" in (self.groups, self.inner) or self.ways.share_owner or self.ways.share_evidence

    def _blank_row(self) -> bool:
        wanted = self.ways.blank_rows if self.ways.blank_rows is not None else self.chance.maybe(0.03)
        return wanted and not self._spans()

    def _parent(self, label: Label) -> list[Cell]:
        """The row of a numbered action that holds the detailed ones below it: its words, and nothing beside them."""
        numbered = "reference" in self.roles
        texts = {"reference": label.number, "action": label.text if numbered else label.printed}
        return [Cell(texts.get(role, ""), bold=self.band_bold, fill=self.band_fill) for role in self.roles]

    def _settled(self, section: Section, item: Item, at: int) -> Item:
        """The action with what is said once for several, and with the date as its table has it."""
        if self.group_owner is not None:
            item = replace(item, owner=self.group_owner)
        if self.ways.share_owner and "owner" in self.roles:
            item = replace(item, owner=section.items[0].owner)
        if self.ways.share_evidence:
            item = replace(item, evidence=section.items[at - at % 2].evidence)
        if self.year is not None:
            item = replace(item, when=draw_without_year(self.chance, self.year))
        if "year" in self.roles:
            part = "quarter" if "quarter" in self.roles else "month"
            item = replace(item, when=draw_in_parts(self.chance, self.content.first, self.content.last, part))
        return item

    def _action(self, grid: RowGrid, section: Section, item: Item, place: InGroup) -> None:
        cells: list[Cell] = []
        said: list[Said] = []
        second, goes_on = self._second(item), ""
        told: tuple[Said, ...]
        for role in self.roles:
            if role in ("theme", "objective"):
                cell, told = self._grouping_cell(section, role, place), ()
            else:
                cell, told = self.printer.cell(item, role, self.headings, place)
            if role == "action" and cell is not None and self._is_cut(item, place):
                cell, goes_on = cut_action(cell)
            if second and role == "outcome":
                told = tuple(replace(one, text=f"{one.text} {second}") for one in told)
            if cell is not None:
                cells.append(replace(cell, row_span=2) if second and role != "outcome" else cell)
            said.extend(told)
        if self.group_owner is not None:
            said.append(said_of(item, "owner", LEAD_LINE))
        grid.add("action", cells)
        if second:
            grid.add("adds", [Cell(second)])
        if self.ways.updates and item.progress and not self._spans():
            said.append(self._update(grid, item))
        if goes_on:
            grid.add("rest", [Cell(goes_on if role == "action" else "") for role in self.roles])
        self.made.gold.append(self._gold(section, said, item.reference if self.reference != "none" else None))

    def _update(self, grid: RowGrid, item: Item) -> Said:
        """A row across the table that says how far the action above has got."""
        heading = self.headings.of("progress").rstrip("?:")
        grid.add("adds", [Cell(f"{heading}: {item.progress}", len(self.roles))])
        return replace(said_of(item, "progress", heading), whole=f"{heading}: {item.progress}")

    def _second(self, item: Item) -> str:
        """The measure that stands in a second row of an action; "" where the action has one row."""
        in_column = {*IN_COLUMNS} & {self.groups, self.inner}
        wanted = self.ways.adds and "outcome" in self.roles and item.outcome and not in_column and not self._spans()
        return item.further["output"] if wanted and self.chance.maybe(0.5) else ""

    def _is_cut(self, item: Item, place: InGroup) -> bool:
        """Whether the author broke the action at the end of a page and went on in the next row."""
        long = len(item.action.split()) > 8 and "\n" not in item.action
        return self.ways.cut_by_hand and long and not self._spans() and place.done > 0 and self.chance.maybe(0.3)

    def _gold(self, section: Section, said: list[Said], reference: str | None) -> Row:
        accept: dict[str, list[Any]] = {}
        theme = section.theme if self.groups != "none" else None
        objective = section.objective if self.inner != "none" else None
        if objective and self.inner == "parents" and "reference" in self.roles:  # its number stands in another cell
            objective = Label("", "", objective.text)
        if self.year is not None:  # a year is no theme, though a reader may write the heading down as one
            at = self.year - self.content.first.year
            theme, accept["theme"] = None, [self._year_heading(self.year, at)]
        if theme and not objective and "objective" in self.roles:  # one grouping, headed "Objective"
            accept["theme"], accept["objective"] = [None], theme.forms
        if self.group_owner is not None:
            accept["owner_text"] = [f"{LEAD_LINE}: {self.group_owner.text}"]
        if self.dash:
            fields = {"owner": "owner_text", "when": "timescale_text"}
            accept |= {fields.get(role, role): ["-"] for role in DASHED}
        position = len(self.made.gold) + 1
        return gold_row(position, said, theme=theme, objective=objective, reference=reference, accept=accept)

    def _grouping_cell(self, section: Section, role: str, place: InGroup) -> Cell | None:
        """A theme or objective in a column: merged over its rows, printed in the first of them, or in each."""
        outer = self.inner not in IN_COLUMNS or role == "theme"
        label = section.theme if outer else section.objective
        how = self.groups if outer else self.inner
        at, count = (place.done, place.total) if outer else (place.at, place.count)
        assert label is not None
        match how:
            case "merged":
                return Cell(label.printed, row_span=count, bold=self.band_bold) if at == 0 else None
            case "first_only":
                return Cell(label.printed if at == 0 else "", bold=self.band_bold)
            case _:
                return Cell(label.printed)

    def _close(self, grid: RowGrid, *, last: bool) -> None:
        if self.ways.total and last:
            grid.add("total", self._total())
        footnotes = self.ways.footnotes if self.ways.footnotes is not None else self.chance.maybe(0.08)
        if footnotes and last:
            grid.add("footnote", [Cell(self.content.wording("footnote"), len(self.roles))])
        self.made.blocks.append(grid.table(self.roles))

    def _total(self) -> list[Cell]:
        cells = [Cell("") for _ in self.roles]
        cells[0] = Cell("Total", bold=True)
        at = self.roles.index("cost") if "cost" in self.roles else len(cells) - 1
        cells[at] = Cell(f"£{self.chance.number(12, 90)},000", bold=True)
        return cells


def _joined(sections: tuple[Section, ...]) -> list[list[Section]]:
    """The sections of each theme together."""
    groups: list[list[Section]] = []
    for section in sections:
        if groups and groups[-1][0].theme == section.theme:
            groups[-1].append(section)
        else:
            groups.append([section])
    return groups


def compose_rows(content: Content, headings: Headings, chance: Chance, ways: dict[str, Any]) -> Composed:
    """Lay a plan out with a row for each action."""
    return _Rows(content, headings, chance, RowsWays(**ways)).compose()
