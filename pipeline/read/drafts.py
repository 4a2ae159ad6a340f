"""Labels folded into drafts: each row gives its words to the action it belongs to, under the groupings above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, takewhile

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.read.bars import NO_BAR, Bar
from pipeline.read.groups import Group, GroupTrail, bare_group
from pipeline.read.list_items import role_of_label
from pipeline.read.over_headings import said_over
from pipeline.read.raw import CellKey, Place, StatusBeside
from pipeline.read.remarks import label_of_remark, remark_role
from pipeline.read.row_facts import RunRow, status_fill, statuses_beside
from pipeline.read.row_labels import LabelledRow
from pipeline.read.row_texts import GROUP_ROLES
from pipeline.read.run_together import split_off_timescale
from pipeline.read.segments import Segment
from pipeline.read.structure import (
    GroupLabel,
    begins_listed,
    clean_reference,
    counts_a_grouping,
    ends_open,
    read_group_label,
    speaks_for_group,
    word_of,
)

_LEAD = re.compile(r"(?P<label>[A-Z][^:]{1,40}):\s+(?P<who>\S.*)")
_LIST_MARK = re.compile(r"^\(?(?:[ivx]{1,5}|[a-zA-Z]|\d{1,2})[.)]\s")
# what a cell is whose row is no part of an action
_ROLE_OF_LABEL = {"footnote": "other", "total": "other", "prose": "other", "title": "title"}


@dataclass(slots=True)
class Draft:
    """An action while its rows are still being read."""

    place: Place
    segment: Segment
    texts: dict[str, str]
    extras: dict[str, str]
    themes: list[Group]
    objective: Group | None
    theme_cell: Group | None
    status_fill: str | None
    fill_stands_out: bool  # no other cell of its row has that fill
    statuses_beside: tuple[StatusBeside, ...]
    cells: list[CellKey]
    margins: list[float]  # of the labels of its rows
    flags: list[str] = field(default_factory=list)

    def flag(self, code: str) -> None:
        """Set a flag once."""
        if code not in self.flags:
            self.flags.append(code)


@dataclass(slots=True)
class Fold:
    """What has been folded, and what holds from row to row."""

    headings: GroupTrail = field(default_factory=GroupTrail)
    groups: GroupTrail = field(default_factory=GroupTrail)
    drafts: list[Draft] = field(default_factory=list)
    roles: dict[CellKey, str] = field(default_factory=dict)
    held: Draft | None = None  # the action that the next row may go on with
    objective: Group | None = None  # from a column
    theme_cell: Group | None = None  # from a column
    band: tuple[Cell, CellKey] | None = None  # the action that stands across the table, over the row that is read next
    bar: Bar = NO_BAR  # the number, and the state, that stand as headings over the record that is read next
    title: Group | None = None  # what the record that is read next is called, over it
    over: str | None = None  # the action that stands as a heading over the record that is read next
    owner_over: str | None = None  # who leads all that stands under the headings, as a form says over them
    hanging: LabelledRow | None = None  # words that the first row of the next page lacks
    printed_group: bool = False  # whether a grouping was met since the run began


def enter_heading(walk: Fold, text: str, outline: int | None = None) -> None:
    """Enter a heading that groups actions, of a level of the outline; the groupings in the table above it end."""
    if _holds_already(walk.headings, text):
        return
    walk.headings.add(text, "heading", outline)
    walk.groups.groups.clear()
    walk.objective = walk.theme_cell = walk.held = None


def enter_group(walk: Fold, text: str, form: str) -> None:
    """Enter a grouping that stands in a table."""
    if _holds_already(walk.groups, text):
        return
    if _is_sibling_of_heading(walk, text):
        enter_heading(walk, text)
        return
    walk.groups.add(text, form)
    walk.objective = walk.theme_cell = walk.held = None


def _holds_already(trail: GroupTrail, text: str) -> bool:
    """Tell whether a grouping is only printed again, at the head of a page."""
    return any(bare_group(group.text) == bare_group(text) for group in trail.current)


def _is_sibling_of_heading(walk: Fold, text: str) -> bool:
    """Tell whether a row is the next of the headings over tables: "Priority 2" in a table under "Priority 1"."""
    match read_group_label(text):
        case GroupLabel(word=word, style=style) if word:
            over = filter(None, (read_group_label(heading.text) for heading in walk.headings.current))
            return any(one.signature == (word, style) for one in over)
    return False


def fold_run(walk: Fold, rows: Sequence[LabelledRow]) -> None:
    """Fold the labelled rows of one run."""
    walk.held = walk.hanging = None
    segments = {id(one.row.segment): one.row.segment for one in rows}
    for segment in segments.values():
        for row in segment.header_rows:
            for cell in segment.grid.own(row):
                walk.roles[segment.grid.key(cell)] = "header"
    for number, own in groupby(rows, key=lambda one: id(one.row.segment)):
        _enter_group_of_headings(walk, segments[number])
        for one in own:
            _fold_row(walk, one)
    walk.hanging = None


def _enter_group_of_headings(walk: Fold, segment: Segment) -> None:
    """Enter the grouping that stands among the headings of a part, over its actions: "Aim 1: … | Lead | By when"."""
    columns = segment.layout.columns if segment.own_headings else ()
    for heading in dict.fromkeys(column.heading for column in columns if column.role in ("action", "reference")):
        if counts_a_grouping(heading):
            enter_group(walk, fold_space(heading), "heading")


def _fold_row(walk: Fold, one: LabelledRow) -> None:
    row = one.row
    grid = row.segment.grid
    match one.label:
        case "blank":
            if row.printed:
                walk.roles.update({key: role for key, role in row.texts.roles.items() if key not in walk.roles})
                _read_group_columns(walk, row, continues=False)
            if grid.begins_a_record:  # its number is that of what follows
                walk.bar = walk.bar._replace(number=fold_space(row.texts.texts.get("reference", "")))
            for cell in grid.own(row.row):
                walk.roles.setdefault(grid.key(cell), "blank")
        case "group":
            text = fold_space(" ".join(cell.text for cell in row.printed))
            text, form = _group_of_row(row, text)
            enter_group(walk, text, form)
            walk.owner_over = None
            role = "theme" if len(walk.groups.current) <= 1 else "objective"
            for cell in row.printed:
                walk.roles[grid.key(cell)] = role
        case "band":
            walk.band = (row.printed[0], grid.key(row.printed[0]))
        case "remark":
            _fold_remark(walk, row)
        case "about_group":
            _fold_about_group(walk, row)
        case "footnote" | "total" | "prose":
            for cell in row.printed:
                walk.roles[grid.key(cell)] = _ROLE_OF_LABEL[one.label]
            for said in said_over(grid, row.row):
                if said.kind == "owner":
                    walk.owner_over = said.text
                    walk.roles |= {grid.key(cell): "owner" for cell in said.cells}
        case _:
            _fold_action_row(walk, one)


def _group_of_row(row: RunRow, text: str) -> tuple[str, str]:
    """The words of a grouping and the form in which it stands."""
    facts = row.facts
    if facts.parent:
        return fold_space(row.texts.texts["action"]), "parent"
    if facts.numbers_below:
        return text, "label"
    if facts.label_beside:
        _, second = row.printed
        return fold_space(second.text) if counts_a_grouping(second.text) else text, "label"
    return text, form_of("span" if facts.across or facts.cut_across else "alone", row.printed)


def form_of(place: str, cells: Sequence[Cell]) -> str:
    """The form of a grouping, by which those of one level are known: where it stands and how it is set off."""
    fills = sorted({cell.fill for cell in cells if cell.fill is not None})
    return " ".join((place, *fills, *(["bold"] if all(cell.bold for cell in cells) else [])))


def _fold_remark(walk: Fold, row: RunRow) -> None:
    """Give the words of a row that is labelled as a role, or as other actions are, to the action above it."""
    key = row.segment.grid.key(row.printed[0])
    _, _, text = row.printed[0].text.partition(":")
    label = label_of_remark(row.printed[0])
    if walk.held is None:
        walk.roles[key] = "other"
        return
    blank = not walk.held.texts.get("action", "").strip()
    role = "action" if blank and role_of_label(label) == "action" else remark_role(label)
    if role is None:
        walk.held.extras.setdefault(label, text.strip())
    else:
        _append(walk.held, role, text.strip())
    walk.held.cells.append(key)
    walk.roles[key] = role or "extras"


def _fold_about_group(walk: Fold, row: RunRow) -> None:
    """Give the words of a row about a grouping to each action that stands under it above."""
    label, text = row.printed
    keys = [row.segment.grid.key(cell) for cell in row.printed]
    drafts = list(takewhile(partial(_stands_under_the_same, walk), reversed(walk.drafts)))
    role = remark_role(label.text)
    role = None if role in row.segment.layout.roles else role
    for draft in drafts:
        if role is not None:
            _append(draft, role, text.text)
        else:
            draft.extras.setdefault(fold_space(label.text), text.text)
    if drafts:
        drafts[-1].cells.extend(keys)
    walk.roles |= dict.fromkeys(keys, "other" if not drafts else role or "extras")


def _stands_under_the_same(walk: Fold, draft: Draft) -> bool:
    """Whether an action stands under the groupings that hold here."""
    groups = [*walk.headings.current, *walk.groups.current, walk.objective, walk.theme_cell]
    own = [*draft.themes, draft.objective, draft.theme_cell]
    return [*map(id, own)] == [*map(id, groups)]


def _fold_action_row(walk: Fold, one: LabelledRow) -> None:
    row, label = one.row, one.label
    said = row.texts
    texts, extras, cells = dict(said.texts), dict(said.extras), list(said.cells)
    for key, role in said.roles.items():
        if walk.roles.get(key, "blank") == "blank":
            walk.roles[key] = role
    if walk.band is not None:
        band, key = walk.band
        texts["action"] = band.text
        cells.insert(0, key)
        walk.roles[key] = "action"
        walk.band = None
    over, walk.over = walk.over, None
    if over is not None:
        texts["action"] = over
    bar, walk.bar = walk.bar, NO_BAR
    for role, over_it in (("reference", bar.number), ("status", bar.state)):
        if over_it:
            texts[role] = texts.get(role, "").strip() or over_it
    _read_group_columns(walk, row, continues=label == "rest")
    if label == "head_of_next":
        walk.hanging = one
        return
    if label in ("rest", "adds") and walk.held is not None:
        _extend(walk.held, said.own, extras, cells, continues=label == "rest")
        walk.held.margins.append(one.margin)
        return
    if said.empty and over is None:
        return
    place = _place_of(row)
    flags = list(said.flags)
    if walk.hanging is not None:
        head, walk.hanging = walk.hanging.row, None
        texts, extras = {**texts, **head.texts.own}, {**extras, **head.texts.extras}
        cells = [*head.texts.cells, *cells]
        place = _place_of(head)
        flags.append("row_joined_over_break")
    if over is not None:
        flags.append("action_from_heading")
    leads = (group.owner for group in (walk.objective, walk.theme_cell) if group is not None)
    over_all = next(filter(None, (*leads, walk.owner_over)), None)
    if over_all is not None and "owner" not in row.segment.layout.roles:
        texts["owner"] = over_all
        flags.append("owner_of_group")
    if not row.segment.own_headings and any(column.also for column in row.segment.layout.columns):
        flags.append("columns_run_together")
    walk.headings.action_met()
    walk.groups.action_met()
    fill = status_fill(row.segment, row.row) or bar.fill
    walk.held = Draft(
        place=place,
        segment=row.segment,
        texts=texts,
        extras=extras,
        themes=[*walk.headings.current, *walk.groups.current],
        objective=walk.objective or walk.title,
        theme_cell=walk.theme_cell,
        status_fill=fill,
        fill_stands_out=sum(cell.fill == fill for cell in row.segment.grid.own(row.row)) < 2,
        statuses_beside=statuses_beside(row.segment, row.row),
        cells=cells,
        margins=[one.margin],
        flags=flags,
    )
    walk.drafts.append(walk.held)
    walk.title = None


def _place_of(row: RunRow) -> Place:
    grid = row.segment.grid
    return Place(grid.page(row.row), grid.table.number, grid.printed_row(row.row))


def _read_group_columns(walk: Fold, row: RunRow, continues: bool) -> None:
    """Read the theme and objective cells of a row: a new grouping, the rest of one that was cut, or none."""
    grid = row.segment.grid
    if _opens_records(row):
        walk.theme_cell = walk.objective = None
    for role in GROUP_ROLES:
        cell = row.texts.groups.get(role)
        if cell is None:
            continue
        if role == "objective" and grid.key(cell) == _key_of_action(row):
            walk.objective = None  # an action among others that are tasks of one
            continue
        before = walk.theme_cell if role == "theme" else walk.objective
        text, owner = _with_its_lead(cell.text)
        if before is not None:
            cut = max(row.facts.after_break, row.facts.loose) > 0
            if continues or _goes_on_with_group(before, text, merged=cell.row_span > 1, cut=cut):
                before.pieces.append(text)
                continue
            if fold(before.text) == fold(text):
                continue
        group = Group([text], read_group_label(text), owner=owner)
        if role == "theme":
            walk.theme_cell, walk.objective = group, None
        else:
            walk.objective = group


def _opens_records(row: RunRow) -> bool:
    """Whether a row is the first of a table of records that have labels of their own: one that leaves out a grouping
    has none, whatever the record before it says."""
    grid, labels = row.segment.grid, row.segment.header_rows
    return bool(grid.printed_at and labels) and (grid.like, row.row) == (None, row.segment.rows[0])


def _with_its_lead(text: str) -> tuple[str, str | None]:
    """The words of a grouping's cell, and who leads it where a last line of its own says so: "Lead: Head of Skills"."""
    *name, last = text.strip().split("\n")
    found = _LEAD.fullmatch(last.strip()) if name else None
    if found is None or role_of_label(found["label"]) != "owner":
        return fold_space(text), None
    return fold_space(" ".join(name)), found["who"]


def _key_of_action(row: RunRow) -> CellKey | None:
    cell = row.segment.cell_of("action", row.row)
    return row.segment.grid.key(cell) if cell is not None else None


def _goes_on_with_group(before: Group, text: str, *, merged: bool, cut: bool) -> bool:
    """Tell whether a grouping's cell goes on with the one above: it begins in the middle of a sentence, without a
    number. `cut` says that something may have cut the cell: a page, or a format that keeps no cells; if nothing has, a
    `merged` one is a cell of its own, however it begins."""
    if read_group_label(text) is not None or _LIST_MARK.match(text):
        return False
    low = text[:1].islower()
    if cut:
        return low or ends_open(before.text)
    return low and not merged


def _extend(
    draft: Draft, texts: Mapping[str, str], extras: Mapping[str, str], cells: Iterable[CellKey], *, continues: bool
) -> None:
    """Add the words of a further row to an action."""
    for role, text in texts.items():
        if continues:
            _append(draft, role, text, joint=" ")
        elif fold(text) not in fold(draft.texts.get(role, "")).split("\n"):
            _append(draft, role, text, joint="\n")
    for heading, text in extras.items():
        if text.strip():
            draft.extras[heading] = f"{draft.extras[heading]} {text}".strip() if heading in draft.extras else text
    draft.cells.extend(cells)
    draft.flag("row_joined_over_break" if continues else "rows_joined")


def _append(draft: Draft, role: str, text: str, joint: str = " ") -> None:
    above = draft.texts.get(role, "")
    if not above.strip():
        draft.texts[role] = text
    elif begins_listed(text):
        draft.texts[role] = f"{above}\n{text}"
    else:
        draft.texts[role] = f"{above}{joint}{text}"


def group_reference(group: Group | None) -> tuple[str | None, str | None]:
    """Split the printed number off an objective that holds several actions: the number, the words.

    >>> group_reference(Group(["2.1 Assess services"], None))
    ('2.1', 'Assess services')
    """
    if group is None:
        return None, None
    found = re.match(r"^(\d+(?:\.\d+)+|\d+[.)]|[A-Z]{1,3}\d+(?:\.\d+)*[.)]?)\s+(?=\S)", group.text)
    if found:
        return clean_reference(found[1]), group.text[found.end() :]
    if word_of(group.label):
        return group.printed_number, group.text
    return None, group.text


def part_run_together(draft: Draft) -> None:
    """Part an owner's cell that ends in a date where the date's own cell is blank: two columns run together."""
    if draft.texts.get("timescale", "x").strip() or not draft.texts.get("owner", "").strip():
        return
    owner, date = split_off_timescale(draft.texts["owner"])
    if owner and date:
        draft.texts["owner"], draft.texts["timescale"] = owner, date
        draft.flag("columns_run_together")


def share_group_owners(drafts: Sequence[Draft]) -> None:
    """Give an owner that is stated once for a group ("All actions owned by …") to the group's other actions."""
    speaking: Draft | None = None
    for draft in drafts:
        owner = draft.texts.get("owner", "")
        if owner.strip():
            speaking = draft if speaks_for_group(owner) else None
            continue
        if speaking is not None and speaking.objective is draft.objective and speaking.themes == draft.themes:
            draft.texts["owner"] = speaking.texts["owner"]
            draft.flag("owner_of_group")
