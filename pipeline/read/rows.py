"""Rows into actions: which row is a grouping, an action, the rest of the action above, or nothing.

The walk goes through the segments of a document in order and carries what a page break interrupts: the groupings that
hold, and the action that the next rows may go on with. Which column is what is settled before, in `segments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.read.columns import ColumnRole
from pipeline.read.content import is_no_tick, is_tick, owner_likeness, reads_as_timescale, takes_the_place_of_a_date
from pipeline.read.grid import Grid
from pipeline.read.groups import LONGEST_GROUP, SENTENCE, Group, GroupTrail
from pipeline.read.headers import match_heading
from pipeline.read.raw import CellKey, Place, ReadingNote
from pipeline.read.run_together import split_off_timescale
from pipeline.read.segments import Segment, stands_across
from pipeline.read.structure import (
    clean_reference,
    is_reference,
    looks_like_title,
    opens_like_a_note,
    read_group_label,
    speaks_for_group,
    structure_words,
)

TEXT_ROLES = ("action", "outcome", "evidence", "progress")
KEY_ROLES = ("reference", "owner", "timescale", "status")
ALWAYS = 0.85  # share from which a blank means that the row is no action of its own
USUAL = 0.6  # share of rows with words in a column from which a blank there means something
OWNER_WHOLE = 0.9  # likeness to an owner from which a cell names one in full
OWNER_DOUBT = 0.5  # likeness up to which words may name anybody
OWNER_GAIN = 0.3  # what two halves of an owner's name gain when they are joined

_ENDS_OPEN = re.compile(
    r"(?:[,&/(\u2013\u2014-]|\b(?:a|an|and|any|are|as|at|be|by|for|from|has|have|in|into|is|of|on|or|our|that|the|their|this|to|"
    r"where|which|with|within|we|including|not|its))$",
    re.IGNORECASE,
)
_ENDS_CLOSED = re.compile(r"[.!?;:][)\u2019\u201d'\"]*$")
_CONTINUED = re.compile(r"\s*[(\[-]?\s*(?:continued|cont'?d|cont\.?)\s*[)\]]?\s*$")
_LIST_MARK = re.compile(r"^\(?(?:[ivx]{1,5}|[a-zA-Z]|\d{1,2})[.)]\s")
_FOOTNOTE = re.compile(r"\s*(?P<mark>\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|[*†‡]{1,3})\s*(?=[A-Z])")
_BULLET = re.compile(r"^\s*[•·▪●◦‣\uf0b7*-]\s+")


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
    cells: list[CellKey]
    last_row: int
    flags: list[str] = field(default_factory=list)
    continued: bool = False

    def flag(self, code: str) -> None:
        """Set a flag once."""
        if code not in self.flags:
            self.flags.append(code)


@dataclass(frozen=True, slots=True)
class _Hanging:
    """The last row of a page that has no action: the rest of the action above, or the head of the row on the next
    page."""

    place: Place
    row: int
    texts: Mapping[str, str]
    extras: Mapping[str, str]
    cells: Sequence[CellKey]


@dataclass(slots=True)
class Walk:
    """What the walk has found and what it carries from row to row."""

    headings: GroupTrail = field(default_factory=GroupTrail)
    groups: GroupTrail = field(default_factory=GroupTrail)
    drafts: list[Draft] = field(default_factory=list)
    roles: dict[CellKey, str] = field(default_factory=dict)
    notes: list[ReadingNote] = field(default_factory=list)
    held: Draft | None = None  # the action that the next row may go on with
    objective: Group | None = None  # from a column
    theme_cell: Group | None = None  # from a column
    title: str | None = None
    first_row_of_part: bool = False
    band: Cell | None = None  # the action that stands across the table, over the row that is read next
    action_over: str | None = None  # the action that stands as a heading over the record that is read next
    hanging: _Hanging | None = None


def key_of(grid: Grid, cell: Cell) -> CellKey:
    """The identity of a cell in the document."""
    return (grid.table.number, *grid.place(cell))


def read_segment(walk: Walk, segment: Segment, *, follows_directly: bool) -> None:
    """Read the rows of one segment of a plan into the walk.

    `follows_directly` says that nothing but the furniture of a page stands between the part before and this one.
    """
    grid = segment.grid
    for row in segment.header_rows:
        for cell in grid.own(row):
            walk.roles[key_of(grid, cell)] = "header"
    if not follows_directly:
        settle_hanging(walk)
        walk.held = None
    walk.first_row_of_part = follows_directly
    for row in segment.rows:
        _read_row(walk, segment, row)


def read_rows_above(walk: Walk, segment: Segment) -> None:
    """Read the rows that stand over the first column headings of a table: its title and groupings.

    A sheet holds its prose there too: of several lines those that are labelled or bold may group, of one that is no
    sentence.
    """
    lines = [printed for row in segment.rows if (printed := segment.grid.printed(row))]
    texts = [fold_space(" ".join(cell.text for cell in printed)) for printed in lines]
    loose = segment.grid.table.exact_rows and not segment.grid.table.exact_spans
    title = next((at for at, text in enumerate(texts) if _is_title(text)), 0)
    for at, (printed, text) in enumerate(zip(lines, texts, strict=True)):
        if at < title and read_group_label(text) is None:
            for cell in printed:  # who publishes the plan, over its title
                walk.roles[key_of(segment.grid, cell)] = "title"
            continue
        bold = len(lines) == 1 or all(cell.bold for cell in printed)
        sentence = text.endswith(".") and len(text.split()) >= SENTENCE
        if loose and read_group_label(text) is None and not looks_like_title(text) and (sentence or not bold):
            for cell in printed:
                walk.roles[key_of(segment.grid, cell)] = "other"
            continue
        for cell in printed:
            walk.roles[key_of(segment.grid, cell)] = "theme"
        if _is_title(text):
            walk.title = walk.title or text
            for cell in printed:
                walk.roles[key_of(segment.grid, cell)] = "title"
        elif len(text.split()) <= LONGEST_GROUP:
            if walk.headings.current and not walk.groups.signatures:
                enter_heading(walk, text)  # of the level of the heading over the first table
            else:
                _enter_group(walk, text, "span")


def _is_title(text: str) -> bool:
    return looks_like_title(text) and read_group_label(text) is None


def _holds_already(trail: GroupTrail, text: str) -> bool:
    """Tell whether a grouping is only printed again, at the head of a page."""
    bare = _CONTINUED.sub("", fold(text))
    return any(_CONTINUED.sub("", fold(group.text)) == bare for group in trail.current)


def _is_sibling_of_heading(walk: Walk, text: str) -> bool:
    """Tell whether a row is the next of the headings over tables: "Priority 2" in a table under "Priority 1"."""
    label = read_group_label(text)
    if label is None or not label.word:
        return False
    over = [read_group_label(heading.text) for heading in walk.headings.current]
    return any(one is not None and (one.word, one.style) == (label.word, label.style) for one in over)


def enter_heading(walk: Walk, text: str) -> None:
    """Enter a heading that groups actions; the groupings in the table above it end."""
    if _holds_already(walk.headings, text):
        return
    settle_hanging(walk)
    walk.headings.add(text, "heading")
    walk.groups.groups.clear()
    walk.objective = walk.theme_cell = walk.held = None


def _enter_group(walk: Walk, text: str, form: str) -> None:
    if _holds_already(walk.groups, text):
        return
    if _is_sibling_of_heading(walk, text):
        enter_heading(walk, text)
        return
    settle_hanging(walk)
    walk.groups.add(text, form)
    walk.objective = None
    walk.theme_cell = None
    walk.held = None


def _read_row(walk: Walk, segment: Segment, row: int) -> None:
    grid = segment.grid
    printed = grid.printed(row)
    if not printed:
        _read_blank_row(walk, segment, row)
        return
    if segment.layout.banded and _is_band(segment, row, printed):
        walk.band = printed[0]
        return
    if _is_remark_row(walk, segment, printed) or _is_footnote(walk, segment, row, printed):
        return
    group = _group_of_row(walk, segment, row, printed)
    if group is not None:
        text, form = group
        level_before = len(walk.groups.current)
        _enter_group(walk, text, form)
        role = "theme" if len(walk.groups.current) <= 1 or not level_before else "objective"
        for cell in printed:
            walk.roles[key_of(grid, cell)] = role
        walk.first_row_of_part = False
        return
    _read_action_row(walk, segment, row)
    walk.first_row_of_part = False


def _is_band(segment: Segment, row: int, printed: Sequence[Cell]) -> bool:
    """Tell whether a row across the table is the action of the row of cells directly below it."""
    grid = segment.grid
    if not stands_across(grid, printed):
        return False
    below = next((cells for r in segment.rows if r > row and (cells := grid.printed(r))), [])
    return bool(below) and not stands_across(grid, below)


def _read_blank_row(walk: Walk, segment: Segment, row: int) -> None:
    """A row with no words: a spacer, or the coloured rest of a row that a page cut."""
    for cell in segment.grid.own(row):
        walk.roles.setdefault(key_of(segment.grid, cell), "blank")


def _group_of_row(walk: Walk, segment: Segment, row: int, printed: Sequence[Cell]) -> tuple[str, str] | None:
    """The text and form of a grouping where the row is one, else None."""
    grid = segment.grid
    first = printed[0]
    text = fold_space(" ".join(cell.text for cell in printed))
    if len(text.split()) > LONGEST_GROUP:
        return None
    if len(printed) == 1:
        return _group_of_single_cell(walk, segment, row, first, text)
    if len(printed) == 2 and _numbers_the_rows_below(segment, row, first, printed[1]):
        return text, "label"
    label = read_group_label(text)
    if len(printed) == 2 and label is None and fold(first.text) in structure_words().group_words:
        label = read_group_label(printed[1].text)
    if label is None or not label.word:
        return None
    if len(printed) == 2 and read_group_label(first.text + " 1") and not _is_action_number(segment, first.text):
        second = printed[1]
        if len(grid.reach(second)) > 1 or not grid.table.exact_rows or _alone_beside_label(grid, row, second):
            repeated = read_group_label(second.text)
            return (
                (fold_space(second.text), "label")
                if repeated and repeated.word == fold(first.text)
                else (text, "label")
            )
    if not grid.table.exact_rows and _is_cut_across(segment, printed):
        return text, "span"
    return None


def _numbers_the_rows_below(segment: Segment, row: int, number: Cell, beside: Cell) -> bool:
    """Tell whether a bare number and the one text beside it head the rows below, whose numbers begin with it."""
    grid = segment.grid
    head = clean_reference(number.text)
    if not re.fullmatch(r"\d+(?:\.\d+)*", head):
        return False
    rest = grid.width - 1
    if len(grid.reach(beside)) < max(2, rest) and grid.table.exact_rows:
        return False
    below = next((cells[0] for r in segment.rows if r > row and (cells := grid.printed(r))), None)
    return below is not None and clean_reference(below.text).startswith(f"{head}.")


def _alone_beside_label(grid: Grid, row: int, second: Cell) -> bool:
    """Tell whether nothing else is printed in a row but a label and a text, and no cell from above reaches into it."""
    return all(cell is None or cell.row == row + 1 for cell in grid.slots[row]) and len(second.text.split()) >= 4


def _is_action_number(segment: Segment, text: str) -> bool:
    """Tell whether a label numbers actions in this table ("Action 7"), not groupings."""
    word = re.sub(r"[\d.\s]+$", "", fold(text))
    return word in structure_words().action_words or (is_reference(text) and not read_group_label(text))


def _is_cut_across(segment: Segment, printed: Sequence[Cell]) -> bool:
    """Tell whether one line of text was cut over the columns: a bare label first, then cells with nothing of their own.

    No cell after the label is a date or an owner in its column, and some go on in the middle of a sentence, or the
    number of the label stands apart from its word.
    """
    grid = segment.grid
    first = fold(printed[0].text).rstrip(" :-")
    bare_word = first in structure_words().group_words
    label = read_group_label(printed[0].text)
    bare_label = label is not None and fold(f"{label.word} {label.number}") == first
    if not (bare_word or bare_label):
        return False
    for cell in printed[1:]:
        role = segment.layout.columns[grid.reach(cell)[0]].role if grid.reach(cell) else ""
        owner = role == "owner" and owner_likeness(cell.text) > OWNER_WHOLE
        if (owner and not bare_word) or (role in ("timescale", "start", "status") and reads_as_timescale(cell.text)):
            return False
    return bare_word or any(cell.text[:1].islower() for cell in printed[1:])


def _group_of_single_cell(walk: Walk, segment: Segment, row: int, cell: Cell, text: str) -> tuple[str, str] | None:
    grid, layout = segment.grid, segment.layout
    label = read_group_label(text)
    spans = grid.spans_table(cell)
    held_from_above = any(other is not None and other.row < row + 1 and other.text.strip() for other in grid.slots[row])
    if spans and not held_from_above:
        return text, "span"
    reach = grid.reach(cell)
    role = layout.columns[reach[0]].role if reach else "extras"
    heads_a_row = role in ("reference", "theme", "objective", "action") or (
        bool(reach) and reach[0] == 0 and (cell.bold or not grid.table.exact_rows)
    )
    if held_from_above or not heads_a_row:
        return None
    if label is not None and label.word and not _is_action_number(segment, text):
        return text, "alone"
    if role == "reference" and not is_reference(text) and len(text.split()) >= 2:
        return text, "alone"
    if role in ("action", "reference") and _usual_keys(segment):
        if label is not None and not grid.table.exact_rows:
            return text, "alone"
        if _stands_out(segment, row, cell) and not _goes_on(walk, segment, {role: cell.text}, row):
            return text, "alone"
    return None


def _stands_out(segment: Segment, row: int, cell: Cell) -> bool:
    """Tell whether a lone cell looks unlike the actions: bold where they are not, or in a filled band over the row."""
    grid = segment.grid
    column = grid.reach(cell)[0]
    others = [
        other for r in segment.rows if r != row and (other := grid.slots[r][column]) is not None and other.text.strip()
    ]
    if cell.bold and others and sum(other.bold for other in others) < 0.5 * len(others):
        return True
    fills = {own.fill for own in grid.own(row)}
    usual_fill = {other.fill for other in others}
    return len(fills) == 1 and None not in fills and not fills <= usual_fill


def _usual_keys(segment: Segment) -> list[str]:
    """The roles whose cells usually hold words in this table, so that a blank there means something."""
    return [role for role in KEY_ROLES if segment.usual.get(role, 0.0) >= USUAL]


def _is_remark_row(walk: Walk, segment: Segment, printed: Sequence[Cell]) -> bool:
    """Read a row that is a remark: "Progress: …" belongs to the action above, "Note: …" to none."""
    if len(printed) == 1 and opens_like_a_note(printed[0].text) and stands_across(segment.grid, printed):
        walk.roles[key_of(segment.grid, printed[0])] = "other"
        return True
    if len(printed) != 1 or walk.held is None or not segment.grid.spans_table(printed[0]):
        return False
    head, colon, rest = printed[0].text.partition(":")
    roles = match_heading(fold_space(head)) if colon and len(head.split()) <= 5 else {}
    role = next((role for role in ("progress", "outcome", "evidence") if roles.get(role, 0.0) >= 0.8), None)
    if role is None or not rest.strip():
        return False
    _append(walk.held, role, rest.strip())
    walk.held.cells.append(key_of(segment.grid, printed[0]))
    walk.roles[key_of(segment.grid, printed[0])] = role
    return True


def _is_footnote(walk: Walk, segment: Segment, row: int, printed: Sequence[Cell]) -> bool:
    """Read a row below all others that is a footnote: it opens with a mark that stands behind a word of a cell above.

    Only where a route may take the line below a table for its last row.
    """
    grid = segment.grid
    mark = _FOOTNOTE.match(printed[0].text)
    if len(printed) != 1 or mark is None or grid.table.exact_rows:
        return False
    if any(len(grid.printed(r)) > 1 for r in segment.rows if r > row):
        return False
    marked = re.compile(rf"[^\W\d_][.,;:)\u2019'\u201d]?{re.escape(mark['mark'])}(?!\w)")
    if not any(marked.search(cell.text) for r in segment.rows if r < row for cell in grid.printed(r)):
        return False
    walk.roles[key_of(grid, printed[0])] = "other"
    return True


def _read_action_row(walk: Walk, segment: Segment, row: int) -> None:
    texts, extras, cells, shared = _texts_of_row(walk, segment, row)
    revised = _take_revised_date(walk, segment, row, texts, extras)
    if walk.band is not None:
        texts["action"] = walk.band.text
        cells.insert(0, key_of(segment.grid, walk.band))
        walk.roles[cells[0]] = "action"
        walk.band = None
    over, walk.action_over = walk.action_over, None
    if over is not None:
        texts["action"] = over
    place = Place(segment.grid.page(row), segment.grid.table.number, _printed_row(segment.grid, row))
    head = _head_on_page_before(walk, segment, texts)
    if head is not None:
        texts, extras = {**texts, **head.texts}, {**extras, **head.extras}
        cells, place, walk.hanging = [*head.cells, *cells], head.place, None
    settle_hanging(walk)
    continues = head is None and _goes_on(walk, segment, texts, row)
    _read_group_columns(walk, segment, row, continues)
    own_words = {role: text for role, text in texts.items() if text.strip() and role not in shared}
    adds = not continues and walk.held is not None and _adds_to_above(walk, segment, row, own_words, extras)
    if adds and row == segment.rows[-1] and place.page is not None and not _runs_down_from_above(segment, row):
        walk.hanging = _Hanging(place, row, own_words, {k: v for k, v in extras.items() if v.strip()}, cells)
        return
    if walk.held is not None and (continues or adds):
        _extend(walk.held, own_words, extras, cells, row=row, continues=continues)
        return
    if not own_words and not any(extras.values()):
        return
    walk.headings.action_met()
    walk.groups.action_met()
    draft = Draft(
        place=place,
        segment=segment,
        texts=texts,
        extras=extras,
        themes=[*walk.headings.current, *walk.groups.current],
        objective=walk.objective,
        theme_cell=walk.theme_cell,
        status_fill=_status_fill(segment, row),
        cells=cells,
        last_row=row,
    )
    if head is not None:
        draft.flag("row_joined_over_break")
    if revised:
        draft.flag("revised_date")
    if any(column.role == "tick" and column.heading in extras for column in segment.layout.columns):
        draft.flag("words_among_ticks")
    if over is not None:
        draft.flag("action_from_heading")
    if not segment.own_headings and any(column.also for column in segment.layout.columns):
        draft.flag("columns_run_together")
    walk.drafts.append(draft)
    walk.held = draft


def _texts_of_row(
    walk: Walk, segment: Segment, row: int
) -> tuple[dict[str, str], dict[str, str], list[CellKey], set[str]]:
    """The words of a row by role and by further heading, the cells they stand in, and the roles shared from above."""
    grid, layout = segment.grid, segment.layout
    texts: dict[str, str] = {}
    extras: dict[str, str] = {}
    ticks: list[str] = []
    cells: list[CellKey] = []
    shared: set[str] = set()
    done: set[CellKey] = set()
    for i, column in enumerate(layout.columns):
        cell = grid.slots[row][i]
        if cell is None:
            continue
        key = key_of(grid, cell)
        if cell.row < row + 1 and walk.roles.get(key) == "header":
            continue
        role = _role_of(grid, layout.columns, cell, i)
        walk.roles.setdefault(key, role if role not in ("tick",) else "timescale")
        if key in done:
            continue
        done.add(key)
        from_above = cell.row < row + 1
        if role in ("theme", "objective"):
            if not from_above:
                cells.append(key)
            continue
        if not from_above:
            cells.append(key)
        if role == "tick":
            if is_tick(cell.text) or (not cell.text.strip() and cell.fill and not from_above):
                ticks.append(column.heading)
            elif not is_no_tick(cell.text):
                extras[column.heading] = cell.text
                walk.roles[key] = "extras"
        elif role in ("extras", "partners", "gap", "resources", "priority", "risk", "protected_characteristic"):
            heading = column.heading or f"Column {grid.columns[i]}"
            if heading in extras:
                heading = f"{heading} ({grid.columns[i]})"
            extras[heading] = cell.text
        elif column.also is not None:
            said = role if role != "timescale" else column.also
            texts[said], texts["timescale"] = split_off_timescale(cell.text)
            shared |= {said, "timescale"} if from_above else set()
        else:
            texts[role] = cell.text
            if from_above:
                shared.add(role)
    if ticks:
        texts["timescale"] = ", ".join(filter(None, [texts.get("timescale", ""), *ticks]))
    return texts, extras, cells, shared


def _take_revised_date(walk: Walk, segment: Segment, row: int, texts: dict[str, str], extras: dict[str, str]) -> bool:
    """Take the date of a column of revised dates for the timescale, where the row has one; the first goes to extras."""
    columns, slots = segment.layout.columns, segment.grid.slots[row]
    first = segment.layout.column_of("timescale")
    taken = False
    for i, column in enumerate(columns):
        if first is None or not column.revises or not takes_the_place_of_a_date(extras.get(column.heading, "")):
            continue
        text = extras.pop(column.heading)
        for place, role in ((first, "extras"), (i, "timescale")):
            if (cell := slots[place]) is not None:
                walk.roles[key_of(segment.grid, cell)] = role
        extras[columns[first].heading] = texts.get("timescale", "")
        texts["timescale"], first, taken = text, i, True
    return taken


def _role_of(grid: Grid, columns: Sequence[ColumnRole], cell: Cell, column: int) -> str:
    """The role of a cell: its column's; a cell over several columns takes the one that can hold a text."""
    if cell.column_span == 1:
        return columns[column].role
    roles = [columns[i].role for i in grid.reach(cell) or (column,)]
    return next((role for role in ("action", "outcome", "evidence") if role in roles), roles[0])


def _printed_row(grid: Grid, row: int) -> int:
    """The row of the source in which a row of the grid begins."""
    return min((grid.place(cell)[0] for cell in grid.own(row)), default=row + 1)


def _status_fill(segment: Segment, row: int) -> str | None:
    """The fill of the status cell; without a status column, that of the one cell whose fill is a rating's colour."""
    column = segment.layout.column_of("status")
    if column is None:
        return None
    cell = segment.grid.slots[row][column]
    return cell.fill if cell is not None else None


def _read_group_columns(walk: Walk, segment: Segment, row: int, continues: bool) -> None:
    """Read the theme and objective cells of a row: a new grouping, the rest of one that was cut, or none."""
    grid = segment.grid
    for role in ("theme", "objective"):
        column = segment.layout.column_of(role)
        cell = grid.slots[row][column] if column is not None else None
        if column is None or cell is None or cell.row != row + 1 or not cell.text.strip():
            continue
        if _role_of(grid, segment.layout.columns, cell, column) != role:
            continue  # a cell that reaches over from here to the action is the action
        before = walk.theme_cell if role == "theme" else walk.objective
        text = fold_space(cell.text)
        cut = walk.first_row_of_part or not grid.table.exact_rows
        merged = cell.row_span > 1 and not cut  # a cell of its own, however it begins
        if before is not None and (continues or (not merged and _goes_on_with_group(segment, before, text, cut=cut))):
            before.pieces.append(text)
            continue
        if before is not None and fold(before.text) == fold(text):
            continue
        group = Group([text], read_group_label(text))
        if role == "theme":
            walk.theme_cell, walk.objective = group, None
        else:
            walk.objective = group


def _goes_on_with_group(segment: Segment, before: Group, text: str, *, cut: bool) -> bool:
    """Tell whether a grouping's cell goes on with the one above: it begins in the middle of a sentence, without a
    number. `cut` says that something may have cut the cell: a page, or a format that keeps no cells."""
    if read_group_label(text) is not None or _LIST_MARK.match(text):
        return False
    return text[:1].islower() or (
        (cut and bool(_ENDS_OPEN.search(before.text)))
        or (
            before.label is not None
            and not _ENDS_CLOSED.search(before.text)
            and not segment.grid.table.exact_rows
            and not text[:1].isdigit()
            and len(text.split()) <= 3
        )
    )


def _goes_on(walk: Walk, segment: Segment, texts: Mapping[str, str], row: int) -> bool:
    """Tell whether a row is the rest of the action above, cut by a page or a converter.

    Votes are added up: columns that are usually filled and blank here speak for it, as do texts that begin in the
    middle of a sentence; a date, an owner, a rating or a number that stands complete speaks against it.
    """
    held = walk.held
    if held is None:
        return False
    at_part = walk.first_row_of_part
    loose = not segment.grid.table.exact_rows
    if not at_part and not loose:
        return False
    if at_part and _completes(held, texts):
        return True
    score, clear = 0.0, False
    keys = _usual_keys(segment)
    blank_keys = 0
    for role in KEY_ROLES:
        text = fold_space(texts.get(role, ""))
        above = fold_space(held.texts.get(role, ""))
        if not text:
            if role in keys:
                blank_keys += 1
                score += 1.0
                clear = clear or (at_part and role == "reference" and segment.usual[role] >= ALWAYS)
            continue
        vote = _vote_of_key(role, text, above)
        score += vote
        clear = clear or vote > 0
    if "reference" in keys and is_reference(texts.get("reference", "")):
        return False
    for role in TEXT_ROLES:
        text = fold_space(texts.get(role, ""))
        above = fold_space(held.texts.get(role, ""))
        if not text:
            continue
        if not above:
            score -= 1.0
        elif text[0].islower() and not _BULLET.match(text):
            score, clear = score + 1.5, True
        elif _ENDS_OPEN.search(above):
            score, clear = score + 1.0, True
        elif (
            role == "evidence"
            and not texts.get("action", "").strip()
            and "status" in keys
            and not _status_fill(segment, row)
        ):
            score -= 2.0  # what is in place already may stand alone in a row
        elif _ENDS_CLOSED.search(above):
            score -= 0.5
    if segment.grid.table.cut_above and at_part:
        score += 2.0
    if not texts.get("status", "").strip() and _status_fill(segment, row) and segment.usual.get("status", 0.0) >= USUAL:
        score += 1.0  # the colour of a rating without its letter
    if at_part and keys and blank_keys == len(keys):
        return score >= 1.0
    return score >= 2.0 and clear


def _completes(held: Draft, texts: Mapping[str, str]) -> bool:
    """Tell whether a row gives the action above its words and fills none of its cells again: a page cut the row between
    its cells."""
    above = {role for role, text in held.texts.items() if text.strip()}
    here = {role for role, text in texts.items() if text.strip()}
    return "action" in here and "action" not in above and bool(above) and not above & here


def _vote_of_key(role: str, text: str, above: str) -> float:
    """How a filled cell of a key column votes on whether its row goes on with the one above."""
    if role == "reference":
        return -3.0 if is_reference(text) else 0.0
    if role == "status":
        return -2.0
    if role == "timescale":
        if not any(character.isalnum() for character in text):
            return 0.0
        if not above:
            return -2.0
        joined = reads_as_timescale(f"{above} {text}") and not (reads_as_timescale(text) and reads_as_timescale(above))
        return 1.0 if joined or _ENDS_OPEN.search(above) else -2.0
    if not above:
        return -1.5
    if text[0].islower() or _ENDS_OPEN.search(above):
        return 1.0
    alone, joined_likeness = owner_likeness(above), owner_likeness(f"{above} {text}")
    if joined_likeness >= alone + OWNER_GAIN and alone < OWNER_WHOLE:
        return 1.0
    return -2.0 if owner_likeness(text) > OWNER_DOUBT else 0.0


def _adds_to_above(
    walk: Walk, segment: Segment, row: int, own_words: Mapping[str, str], extras: Mapping[str, str]
) -> bool:
    """Tell whether a row without an action of its own adds to the one above: another outcome, owner, date or
    rating of it."""
    held = walk.held
    if (
        held is None
        or not own_words
        or "action" not in segment.layout_roles
        or own_words.keys() & {"action", "evidence", "reference"}
    ):
        return False
    if held.segment.layout is not segment.layout and held.segment.layout.columns != segment.layout.columns:
        return False
    grid = segment.grid
    if _runs_down_from_above(segment, row):
        return True
    if grid.table.exact_rows and own_words.keys() >= {"owner", "timescale"}:
        return False  # a whole row whose action was left blank; its cell is not merged with the one above
    return held.last_row == row - 1 and bool(held.texts.get("action", "").strip())


def _runs_down_from_above(segment: Segment, row: int) -> bool:
    """Tell whether the action's cell of the row above runs down over this one."""
    column = segment.layout.column_of("action")
    cell = segment.grid.slots[row][column] if column is not None else None
    return cell is not None and cell.row < row + 1


def _head_on_page_before(walk: Walk, segment: Segment, texts: Mapping[str, str]) -> _Hanging | None:
    """The row without an action that ends the page before, where this row has the action and lacks just those words.

    A page may be too short for a cell of two lines and yet hold the cells of one line beside it.
    """
    hanging = walk.hanging
    if hanging is None or not walk.first_row_of_part or not texts.get("action", "").strip():
        return None
    usual = [role for role in hanging.texts if segment.usual.get(role, 0.0) >= USUAL]
    lacking = not any(texts.get(role, "").strip() for role in hanging.texts)
    return hanging if usual and lacking and texts["action"].lstrip()[:1].isupper() else None


def settle_hanging(walk: Walk) -> None:
    """Give a row without an action that ended a page to the action above it, where the next page did not go on with
    it."""
    hanging, walk.hanging = walk.hanging, None
    if hanging is not None and walk.held is not None:
        _extend(walk.held, hanging.texts, hanging.extras, hanging.cells, row=hanging.row, continues=False)


def _extend(
    draft: Draft,
    texts: Mapping[str, str],
    extras: Mapping[str, str],
    cells: Iterable[CellKey],
    *,
    row: int,
    continues: bool,
) -> None:
    """Add the words of a further row to an action."""
    for role, text in texts.items():
        if role == "reference" and not draft.texts.get("reference", "").strip():
            draft.texts[role] = text
        elif continues:
            _append(draft, role, text, joint=" ")
        elif fold(text) not in fold(draft.texts.get(role, "")).split("\n"):
            _append(draft, role, text, joint="\n")
    for heading, text in extras.items():
        if text.strip():
            draft.extras[heading] = f"{draft.extras[heading]} {text}".strip() if heading in draft.extras else text
    draft.cells.extend(cells)
    draft.last_row = row
    draft.flag("row_joined_over_break" if continues else "rows_joined")


def _append(draft: Draft, role: str, text: str, joint: str = " ") -> None:
    above = draft.texts.get(role, "")
    if not above.strip():
        draft.texts[role] = text
    elif _BULLET.match(text):
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
    if group.label is not None and group.label.word:
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
