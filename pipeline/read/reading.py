"""A document into the raw actions of its plan: its tables, headings and rows read in order.

Pure: values in, values out. What the words mean (dates, owners, ratings) is left to `pipeline.normalise`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.document import Document, Heading, Paragraph, Table
from pipeline.fold import fold, fold_space
from pipeline.read.columns import with_bands
from pipeline.read.content import reads_as_timescale
from pipeline.read.finish import finish_actions
from pipeline.read.groups import choose_headings
from pipeline.read.raw import PlanReading
from pipeline.read.records import names_an_action
from pipeline.read.rows import (
    Walk,
    enter_heading,
    key_of,
    read_rows_above,
    read_segment,
    settle_hanging,
    share_group_owners,
)
from pipeline.read.segments import Segment, find_segments, stands_across
from pipeline.read.structure import looks_like_title, read_group_label, read_heading_label

LONGEST_TITLE = 25  # words


@dataclass(frozen=True, slots=True)
class _Stop:
    """A table on the way through the document, with the headings met since the last table of actions."""

    segments: list[Segment]
    headings: list[tuple[str, int | None]]
    follows_directly: bool
    action: str | None = None  # the heading that is the action of the record below it


def read_document(document: Document) -> PlanReading:
    """Read the tables of a document into actions; a document without a plan's table gives none. Raises nothing."""
    segments = find_segments(document.tables)
    title = find_title(document)
    stops = _stops(document, segments)
    plans = [stop for stop in stops if any(segment.layout.is_plan for segment in stop.segments)]
    titles = frozenset({fold(title)} if title else ())
    chosen = choose_headings([stop.headings for stop in plans], titles)
    walk = Walk()
    for stop, headings in zip(plans, chosen, strict=True):
        for text in headings:
            enter_heading(walk, text)
        _read_table(walk, stop, fresh=bool(headings))
    settle_hanging(walk)
    share_group_owners(walk.drafts)
    _give_roles_to_the_rest(walk, stops)
    return PlanReading(
        actions=finish_actions(walk.drafts),
        roles=walk.roles,
        title=title or walk.title,
        headings=tuple(block.text for block in document.blocks if isinstance(block, Heading)),
        notes=tuple(walk.notes),
    )


def _read_table(walk: Walk, stop: _Stop, *, fresh: bool) -> None:
    follows = stop.follows_directly and not fresh
    walk.action_over = stop.action
    for segment in stop.segments:
        if segment.layout.is_plan:
            read_segment(walk, segment, follows_directly=follows)
            follows = False
        else:
            read_rows_above(walk, segment)


def _action_over(segments: list[Segment], headings: list[tuple[str, int | None]]) -> str | None:
    """The heading directly over a record that names no action, where it is worded or numbered as one; else None."""
    first = next((segment for segment in segments if segment.rows), None)
    if not headings or first is None or not first.grid.printed_at:
        return None
    headed = "action" in first.layout_roles and first.layout.stands_in is None
    text = headings[-1][0]
    label = read_group_label(text)
    grouping = label is not None and bool(label.word)
    if headed or grouping or not names_an_action(text):
        return None
    return None if stands_across(first.grid, first.grid.printed(first.rows[0])) else text


def _stops(document: Document, segments: list[list[Segment]]) -> list[_Stop]:
    """Pass through the document once: each table with the headings before it, tables of one column counting as
    headings."""
    stops: list[_Stop] = []
    headings: list[tuple[str, int | None]] = []
    directly = False
    plain = any(table.route == "ocr" for table in document.tables)  # recognised letters are neither bold nor large
    remaining = iter(segments)
    captions = _captions(document)
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found = next(remaining)
            action = _action_over(found, headings)
            if action is not None:
                headings.pop()
                found = [replace(segment, layout=with_bands(segment.layout)) for segment in found]
            if any(segment.layout.is_plan for segment in found):
                stops.append(_Stop(found, headings, directly or bool(block.cut_above), action))
                headings, directly = [], True
            else:
                stops.append(_Stop(found, [], False))
                boxed = _headings_in_table(block)
                if not boxed:  # what stands over a table of another kind is that table's own heading
                    headings = [(text, level) for text, level in headings if read_heading_label(text)]
                headings.extend(boxed)
                directly = False
        elif isinstance(block, Heading):
            headings.append((fold_space(block.text), block.level))
            directly = False
        elif not block.furniture:
            labelled = at in captions or (plain and _is_labelled(block.text))
            if len(block.text.split()) <= LONGEST_TITLE and (block.bold or labelled):
                headings.append((fold_space(block.text), None))
            directly = False
    return stops


def _captions(document: Document) -> frozenset[int]:
    """The places of plain lines directly over a table that name a grouping ("Objective 2: Our staff").

    The last line of a list of such groupings is no caption, though a table may follow the list.
    """
    found: set[int] = set()
    lines = [
        (at, block)
        for at, block in enumerate(document.blocks)
        if not (isinstance(block, Paragraph) and block.furniture)
    ]
    for i, ((at, block), (_, after)) in enumerate(pairwise(lines)):
        before = lines[i - 1][1] if i else None
        if not isinstance(block, Paragraph) or not isinstance(after, Table) or not _is_labelled(block.text):
            continue
        label = read_heading_label(block.text)
        above = read_heading_label(before.text) if isinstance(before, Paragraph) else None
        if label is not None and label.word and (above is None or above.word != label.word):
            found.add(at)
    return frozenset(found)


def _is_labelled(text: str) -> bool:
    """Tell whether a line of plain words begins with the label of a grouping and is no sentence."""
    return read_heading_label(text) is not None and not text.rstrip().endswith((".", ";", ","))


def _headings_in_table(table: Table) -> list[tuple[str, int | None]]:
    """The first lines of a table of one column: a title set in a box."""
    if len({cell.column for cell in table.cells if cell.text.strip()}) != 1:
        return []
    lines = [fold_space(cell.text.strip().split("\n")[0]) for cell in table.cells if cell.text.strip()]
    return [(line, None) for line in lines if len(line.split()) <= LONGEST_TITLE]


def find_title(document: Document) -> str | None:
    """The plan's title: the first heading that reads like one, its period joined; else what the file says of itself."""
    opening = [
        block
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
        and not (isinstance(block, Paragraph) and block.furniture)
        and len(block.text.split()) <= LONGEST_TITLE
    ][:12]
    headings = [fold_space(block.text) for block in opening if isinstance(block, Heading)]
    found = _first_title(headings)
    if found is None and document.title and looks_like_title(document.title):
        found = fold_space(document.title)
    if found is None:
        found = _highest_heading(document)
    if found is None:
        lines = [fold_space(block.text) for block in opening]
        found = _first_title([line for line in lines if not line.endswith((".", ";", ","))])
    return found


def _first_title(texts: list[str]) -> str | None:
    """The first text that reads like a title, with the period printed on the next line."""
    for i, text in enumerate(texts):
        if looks_like_title(text) and read_group_label(text) is None:
            following = texts[i + 1] if i + 1 < len(texts) else ""
            if following and reads_as_timescale(following) and not any(c.isdigit() for c in text):
                return f"{text} {following}"
            return text
    return None


def _highest_heading(document: Document) -> str | None:
    """The heading that opens the document, where no other stands on its level."""
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    first = document.blocks[0] if document.blocks else None
    if not isinstance(first, Heading) or first.level is None:
        return None
    alone = all(heading.level is None or heading.level > first.level for heading in headings[1:])
    return fold_space(first.text) if alone and read_heading_label(first.text) is None else None


def _give_roles_to_the_rest(walk: Walk, stops: list[_Stop]) -> None:
    """Every cell has a role: those of tables that are no plan are `other`, furniture is `furniture`."""
    for stop in stops:
        for segment in stop.segments:
            for cell in segment.grid.table.cells:
                walk.roles.setdefault(key_of(segment.grid, cell), "blank" if not cell.text.strip() else "other")
