"""The frame of most plans: a row an action, its columns what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from scripts.layouts.chance import Chance
from scripts.layouts.columns import WIDTHS, Over, draw_over, draw_roles
from scripts.layouts.content import Content, Item, Label, Section
from scripts.layouts.frames.composed import BAND_FILLS, Composed, draw_head_look
from scripts.layouts.gold import Said, gold_row, said_of
from scripts.layouts.headings import Headings
from scripts.layouts.owners import Owner
from scripts.make_samples.blocks import Cell, Heading, Paragraph, Table

LEAD_LINE = "Lead officer for this section"
GROUPS = ("bands", "headings", "merged", "first_only", "repeated")
INNER = ("bands", "merged", "first_only", "parents")  # parents: numbered actions that hold the detailed ones
_UNSURE = (
    "outcome",
    "evidence",
    "progress",
    "gap",
)  # under a heading that says nothing, an honest reader keeps these apart


@dataclass(frozen=True, slots=True)
class RowsWays:
    """How rows are laid out; None leaves a choice to chance."""

    roles: tuple[str, ...] | None = None  # the columns after reference and groupings, in order
    wanted: tuple[str, ...] = ()  # columns that must be there
    without: tuple[str, ...] = ()
    most: int = 8
    reference: str | None = None  # column, inline, none
    groups: str | None = None  # how the highest grouping is printed: one of GROUPS
    inner: str | None = None  # how the grouping below it is printed: one of INNER
    tiers: bool | None = None  # an upper row of headings
    over: tuple[tuple[str, str, str], ...] = ()  # its headings: the words, the first and the last role below them
    change: bool = False  # the columns of each table are drawn anew
    adds: bool = False  # some actions reach over two rows, each with a measure of its own
    marked: bool | None = None  # the file marks heading rows
    header: str = "first"  # first, each (repeated over each group), none
    title_row: bool | None = None  # the title stands in the table over the headings
    share_owner: bool = False  # the owner is said once for a group
    share_evidence: bool = False  # what is in place is said once for two actions
    footnotes: bool | None = None
    total: bool = False
    blank_rows: bool | None = None
    dash: bool | None = None  # empty cells are printed as a dash
    series: tuple[str, ...] = ()  # headings of progress columns, oldest first
    lead_line: bool = False  # a line over each table says who owns all of it


@dataclass(slots=True)
class _Table:
    """A table while it is made."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    heads: int = 0


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
        if self.inner in ("bands", "parents") and self.groups not in ("bands", "headings"):
            self.inner = "merged"
        self.reference = ways.reference or chance.weighed(column=0.55, inline=0.15, none=0.3)
        self.roles = self._roles()
        self.dash = ways.dash if ways.dash is not None else chance.maybe(0.1)
        self.position = 0
        self.group_owner: Owner | None = None  # said over the table for all of it

    def _roles(self) -> list[str]:
        ways, chance = self.ways, self.chance.part("columns")
        roles = list(ways.roles) if ways.roles else draw_roles(chance, ways.most, ways.wanted, ways.without)
        if ways.share_evidence and "evidence" not in roles:
            roles.insert(roles.index("action"), "evidence")
        leading = ["reference"] if self.reference == "column" else []
        grouped = []
        if self.groups in ("merged", "first_only", "repeated"):
            grouped.append("theme" if self.inner != "none" or chance.maybe(0.5) else "objective")
        if self.inner in ("merged", "first_only"):
            grouped.append("objective")
        if leading and chance.maybe(0.5):
            leading, grouped = grouped, leading
        return [*leading, *grouped, *roles, *(f"series:{heading}" for heading in ways.series)]

    def heading(self, role: str) -> str:
        """The words over a column."""
        return role.removeprefix("series:") if role.startswith("series:") else self.headings.of(role)

    def compose(self) -> Composed:
        """Lay the plan out."""
        table = _Table()
        theme: Label | None = None
        apart = self.groups == "headings" and self.content.sections[0].theme is not None
        if not apart:
            self._open(table, first=True)
        sections = _joined(self.content.sections)
        for at, group in enumerate(sections):
            first = group[0]
            if apart:
                table = _Table()
                self._head_over(first)
                if self.ways.change and at:
                    self._change(at)
                self._open(table, first=at == 0)
            elif self.groups == "bands" and first.theme and first.theme != theme:
                table.rows.append(self._band(first.theme.printed))
                if self.ways.header == "each" and at:
                    table.rows.extend(self._head_rows())
            theme = first.theme
            self._group(table, group)
            if apart:
                self._close(table, last=at == len(sections) - 1)
        if not apart:
            self._close(table, last=True)
        return self.made

    def _change(self, at: int) -> None:
        """Draw the columns anew: another author filled the next table in."""
        self.headings = self.headings.again()
        roles = draw_roles(self.chance.part(f"columns{at}"), self.ways.most)
        self.roles = (["reference"] if self.reference == "column" else []) + roles

    def _head_over(self, section: Section) -> None:
        assert section.theme is not None
        self.made.blocks.append(Heading(section.theme.printed, 2))
        if self.ways.lead_line:
            self.group_owner = self.content.owners.draw(simple=True)
            text = f"{LEAD_LINE}: {self.group_owner.text}"
            self.made.blocks.append(Paragraph(text, bold=self.chance.maybe(0.5)))

    def _open(self, table: _Table, *, first: bool) -> None:
        title_row = self.ways.title_row if self.ways.title_row is not None else self.chance.maybe(0.06)
        if title_row and first:
            text = self.content.title
            table.rows.append((Cell(text, len(self.roles), bold=True, fill=self.look.fill, header=self.look.marked),))
        if self.ways.header == "none" or (self.ways.header == "once" and not first):
            return
        table.rows.extend(self._head_rows())
        table.heads = len(table.rows) if self.look.marked else 0

    def _head_rows(self) -> list[tuple[Cell, ...]]:
        texts = [self.heading(role) for role in self.roles]
        over = self._over()
        if not over:
            return [tuple(self.look.cell(text) for text in texts)]
        merged = self.chance.part("over").maybe(
            0.7
        )  # headings of one tier reach over both rows, else stand in the lower
        upper: list[Cell] = []
        lower: list[Cell] = []
        for at, text in enumerate(texts):
            group = next((one for one in over if one.first <= at <= one.last), None)
            if group is None:
                upper.append(self.look.cell(text, down=2) if merged else self.look.cell(""))
                if not merged:
                    lower.append(self.look.cell(text))
                continue
            if at == group.first:
                upper.append(self.look.cell(group.text, across=group.last - group.first + 1))
            lower.append(self.look.cell(text))
        return [tuple(upper), tuple(lower)]

    def _over(self) -> list[Over]:
        """The headings of an upper row, those that are fixed or some that fit; none where there is one row."""
        if self.ways.over:
            at = {role: place for place, role in enumerate(self.roles)}
            return [Over(text, at[first], at[last]) for text, first, last in self.ways.over]
        tiers = self.ways.tiers if self.ways.tiers is not None else self.chance.part("tiers").maybe(0.12)
        return draw_over(self.chance.part("over"), self.roles) if tiers else []

    def _band(self, text: str) -> tuple[Cell, ...]:
        return (Cell(text, len(self.roles), bold=self.band_bold, fill=self.band_fill),)

    def _group(self, table: _Table, group: list[Section]) -> None:
        """The rows of one theme, its objectives in turn."""
        total = sum(len(section.items) for section in group)
        done = 0
        for section in group:
            if self.inner == "bands" and section.objective:
                table.rows.append(self._band(section.objective.printed))
            if self.inner == "parents" and section.objective:
                table.rows.append(self._parent(section.objective))
            for i, item in enumerate(section.items):
                place = _InGroup(done, total, i, len(section.items))
                self._action(table, section, self._with_shared(section, item, i), place)
                done += 1
            if self._blank_row():
                table.rows.append(tuple(Cell("") for _ in self.roles))

    def _blank_row(self) -> bool:
        wanted = self.ways.blank_rows if self.ways.blank_rows is not None else self.chance.maybe(0.03)
        spanned = "merged" in (self.groups, self.inner) or self.ways.share_owner
        return wanted and not spanned

    def _parent(self, label: Label) -> tuple[Cell, ...]:
        """The row of a numbered action that holds the detailed ones below it: its words, and nothing beside them."""
        texts = {"reference": label.number, "action": label.text if "reference" in self.roles else label.printed}
        return tuple(Cell(texts.get(role, ""), bold=self.band_bold, fill=self.band_fill) for role in self.roles)

    def _with_shared(self, section: Section, item: Item, at: int) -> Item:
        """The action with what is said once for several."""
        if self.group_owner is not None:
            item = replace(item, owner=self.group_owner)
        if self.ways.share_owner and "owner" in self.roles:
            item = replace(item, owner=section.items[0].owner)
        if self.ways.share_evidence:
            item = replace(item, evidence=section.items[at - at % 2].evidence)
        return item

    def _action(self, table: _Table, section: Section, item: Item, place: _InGroup) -> None:
        cells: list[Cell] = []
        said: list[Said] = []
        second = self._second(item)
        for role in self.roles:
            cell, one = self._cell(section, item, role, place)
            if cell is not None:
                cells.append(replace(cell, row_span=2) if second and role != "outcome" else cell)
            if one is not None:
                said.append(replace(one, text=f"{one.text} {second}") if second and role == "outcome" else one)
        if self.group_owner is not None:
            said.append(said_of(item, "owner", LEAD_LINE))
        table.rows.append(tuple(cells))
        if second:
            table.rows.append((Cell(second),))
        self.position += 1
        reference = item.reference if self.reference != "none" else None
        self.made.gold.append(self._gold(section, said, reference))

    def _second(self, item: Item) -> str:
        """The measure that stands in a second row of an action; "" where the action has one row."""
        spanned = {"merged", "first_only"} & {self.groups, self.inner} or self.ways.share_owner
        wanted = self.ways.adds and "outcome" in self.roles and item.outcome and not spanned
        return item.further["output"] if wanted and self.chance.maybe(0.5) else ""

    def _gold(self, section: Section, said: list[Said], reference: str | None) -> dict[str, Any]:
        accept: dict[str, list[Any]] = {}
        theme = section.theme if self.groups != "none" else None
        objective = section.objective if self.inner != "none" else None
        if theme and not objective and "objective" in self.roles:  # one grouping, headed "Objective"
            accept["theme"], accept["objective"] = [None], theme.forms
        if self.group_owner is not None:
            accept["owner_text"] = [f"{LEAD_LINE}: {self.group_owner.text}"]
        if self.dash:
            accept |= {name: ["-"] for name in ("owner_text", "timescale_text", "outcome", "evidence", "progress")}
        return gold_row(self.position, said, theme=theme, objective=objective, reference=reference, accept=accept)

    def _cell(self, section: Section, item: Item, role: str, place: _InGroup) -> tuple[Cell | None, Said | None]:
        """The cell of a role in an action's row, None where a merged cell above reaches over it; and what it says."""
        heading = self.heading(role)
        match role:
            case "reference":
                return Cell(item.reference), None
            case "theme" | "objective":
                return self._grouping_cell(section, role, place), None
            case "action":
                text = f"{item.reference} {item.action}" if self.reference == "inline" else item.action
                return Cell(text), Said("action", heading, item.action)
            case "status":
                return Cell(item.standing.text, fill=item.standing.fill), said_of(item, role, heading)
            case "due":
                return Cell(item.finish.text), None
            case "owner" if self.ways.share_owner:
                one = said_of(item, role, heading)
                return (Cell(one.text, row_span=place.count) if place.at == 0 else None), one
            case "evidence" if self.ways.share_evidence:
                one = said_of(item, role, heading)
                reach = min(2, place.count - place.at)
                return (Cell(one.text, row_span=reach) if place.at % 2 == 0 else None), one
            case _ if role.startswith("series:"):
                return self._series_cell(item, role)
        unsure = role in self.headings.made_up and role in _UNSURE
        one = said_of(item, role, heading, unsure=unsure)
        dash = self.dash and role in ("owner", "when", "outcome", "evidence", "progress")
        return Cell(one.text or ("-" if dash else "")), one

    def _series_cell(self, item: Item, role: str) -> tuple[Cell, Said]:
        at = self.ways.series.index(role.removeprefix("series:"))
        told = self.chance.part(f"series{self.position}").number(0, len(self.ways.series))
        text = self.content.wording("progress") if at < told else ""
        return Cell(text), Said("series", self.heading(role), text)

    def _grouping_cell(self, section: Section, role: str, place: _InGroup) -> Cell | None:
        """A theme or objective in a column: merged over its rows, printed in the first of them, or in each."""
        outer = self.inner not in ("merged", "first_only") or role == "theme"
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

    def _close(self, table: _Table, *, last: bool) -> None:
        if self.ways.total and last:
            table.rows.append(self._total())
        footnotes = self.ways.footnotes if self.ways.footnotes is not None else self.chance.maybe(0.08)
        if footnotes and last:
            table.rows.append((Cell(self.content.wording("footnote"), len(self.roles)),))
        widths = tuple(float(WIDTHS.get(role, 20)) for role in self.roles)
        self.made.blocks.append(Table(tuple(table.rows), widths, table.heads))

    def _total(self) -> tuple[Cell, ...]:
        cells = [Cell("") for _ in self.roles]
        cells[0] = Cell("Total", bold=True)
        at = self.roles.index("cost") if "cost" in self.roles else len(cells) - 1
        cells[at] = Cell(f"£{self.chance.number(12, 90)},000", bold=True)
        return tuple(cells)


@dataclass(frozen=True, slots=True)
class _InGroup:
    """Where an action stands: its place and number within the theme, and within the objective."""

    done: int
    total: int
    at: int
    count: int


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
