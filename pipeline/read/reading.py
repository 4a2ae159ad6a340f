"""A document into the raw actions of its plan: its tables, headings and rows read in order.

Pure: values in, values out. What the words mean (dates, owners, ratings) is left to `pipeline.normalise`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import dropwhile, groupby, islice, pairwise

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table
from pipeline.fold import fold, fold_space
from pipeline.normalise.council.bodies import is_the_name_of_a_body
from pipeline.normalise.council.register import read_register
from pipeline.read.around_cards import Around, around_cards
from pipeline.read.bars import NO_BAR, Bar, bar_over, lines_over_cards, states_of_cards
from pipeline.read.blocks import OF_LINES, is_furniture, is_set_off
from pipeline.read.choose import choose_layouts
from pipeline.read.columns import names_a_period, read_columns
from pipeline.read.drafts import Fold, enter_group, enter_heading, fold_run, form_of, share_group_owners
from pipeline.read.finish import finish_actions, lone_grouping_over, numbers_at_heads
from pipeline.read.frames.cards import names_an_action
from pipeline.read.grid import all_bold
from pipeline.read.groups import (
    LONGEST_GROUP,
    Group,
    bare_group,
    choose_headings,
    depth,
    may_group,
    only_its_date_keeps_it_out,
)
from pipeline.read.header_rows import headings_of
from pipeline.read.headers import match_heading
from pipeline.read.inside import tables_inside, with_steps, without_tables
from pipeline.read.over_headings import Said, said_over
from pipeline.read.plan_evidence import facts_of_plan, plan_score
from pipeline.read.raw import PlanReading, RawAction
from pipeline.read.row_facts import facts_of_run
from pipeline.read.row_labels import label_rows
from pipeline.read.segments import Segment, stands_across
from pipeline.read.structure import (
    counts_a_grouping,
    is_called_a_plan,
    is_generic_heading,
    is_number,
    is_reference,
    looks_like_title,
    names_a_grouping,
    number_over,
    opens_like_a_note,
    read_group_label,
    read_heading_label,
    word_of,
)
from pipeline.read.tables import facts_of_columns, read_tables
from pipeline.read.told import NOTHING_TOLD, Told
from pipeline.same import Same

LONGEST_TITLE = 25  # words
_LIST = 3  # lines counted alike, below one another, that are no headings
_RUNNING = 3  # lines that may run over the first heading
_SHORT_LINE = 6  # words of one
_SHEETS = 3  # blocks of lines in a workbook among which its title stands
_MOST_PASSED = 50  # texts that begin like groupings and are none, of which more say nothing more
_LEAST_WORDS = 4  # of an action that stands over its record in any words
_DOUBTFUL_STATUS = 0.7  # the same of a column of states
_DOUBTFUL_ACTION = 0.5  # weight of a heading's wording up to which its column may be something else than the action


@dataclass(slots=True)
class _Stop:
    """A table on the way through the document, with the headings met since the last table of actions."""

    segments: list[Segment]
    headings: list[tuple[str, int | None]]
    follows_directly: bool
    plans: list[bool] = field(default_factory=list)  # for each segment
    action: str | None = None  # the heading that is the action of the record below it
    bar: Bar = NO_BAR  # the number of the record below it, which stands over that, and its state
    title: str = ""  # what that record is called, which stands with its number


def read_document(document: Document, told: Told = NOTHING_TOLD) -> PlanReading:
    """Read the tables of a document into actions; a document without a plan's table gives none. Raises nothing.

    `told` is what people said of its columns and rows.
    """
    return _reading_of(Same(document), Same(told))


@lru_cache(maxsize=1)  # `label_lists` asks whether a document has a plan before it is read
def _reading_of(of: Same[Document], what: Same[Told]) -> PlanReading:
    document, told = of.value, what.value
    inside = tables_inside(document)
    if inside:
        reading = with_steps(_read(without_tables(document, inside), told), inside)
        if reading is not None:
            return reading
    return _read(document, told)


def _read(document: Document, told: Told) -> PlanReading:
    title = find_title(document)
    stops = _stops(document, title, told)
    plans = [stop for stop in stops if any(stop.plans)]
    titles = frozenset({fold(title)} if title else ())
    chosen = choose_headings([stop.headings for stop in plans], titles)
    walk = Fold()
    run: list[Segment] = []
    found_title = None
    for stop, headings in zip(plans, chosen, strict=True):
        if headings or stop.action or stop.bar.number or not stop.follows_directly:
            _fold(walk, run)
            if not _same_headings(run, stop.segments):
                walk.theme_cell = walk.objective = None  # the columns of another table group nothing here
                if stop.headings:
                    walk.groups.groups.clear()  # it stands under a heading of its own, be it one that groups nothing
            run = []
            walk.over, walk.bar, walk.owner_over = stop.action, stop.bar, None
            walk.title = Group([stop.title], None) if stop.title else None
        for text, level in stop.headings:
            if (text, level) in headings:
                enter_heading(walk, text, level)
            elif level is not None and only_its_date_keeps_it_out(text, titles):
                walk.headings.end(level)
        for segment, plan in zip(stop.segments, stop.plans, strict=True):
            if plan:
                run.append(segment)
            elif _only_again(segment, run, walk):
                walk.roles |= {
                    segment.grid.key(cell): "theme" for row in segment.rows for cell in segment.grid.own(row)
                }
            else:
                _fold(walk, run)
                run = []
                found_title = _read_rows_above(walk, segment) or found_title
    _fold(walk, run)
    share_group_owners(walk.drafts)
    left: list[str] = []
    for stop in stops:
        for segment in stop.segments:
            for cell in segment.grid.table.cells:
                key = (segment.grid.table.number, cell.row, cell.column)
                kind = "header" if key in segment.grid.headings else "other"
                walk.roles.setdefault(key, kind if cell.text.strip() else "blank")
                left += [cell.text] if walk.roles[key] == "other" else []
    read = numbers_at_heads(finish_actions(walk.drafts))
    actions = lone_grouping_over(read, told)
    moved = actions != read
    return PlanReading(
        actions=actions,
        roles={key: "theme" if moved and role == "objective" else role for key, role in walk.roles.items()},
        title=title or found_title,
        headings=tuple(block.text for block in document.blocks if isinstance(block, Heading)),
        passed_over=tuple(islice(_passed_over(document, left, actions), _MOST_PASSED)),
    )


def _passed_over(document: Document, left: Iterable[str], actions: Iterable[RawAction]) -> Iterator[str]:
    """The texts outside actions that begin with the label of a grouping and are none of any action."""
    used = {fold(text) for raw in actions for text in (raw.theme, raw.objective) if text}
    printed = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    for text in (*printed, *left):
        if not word_of(read_heading_label(text)):
            continue
        folded = fold(text)
        if not any(group in folded or folded in group for group in used):
            yield text


def _fold(walk: Fold, run: list[Segment]) -> None:
    """Label and fold the rows of a run, cut where the columns change."""
    if not run:
        return
    rows, _ = label_rows(facts_of_run(run))
    fold_run(walk, rows)


def _same_headings(run: Sequence[Segment], segments: Sequence[Segment]) -> bool:
    """Whether a table has the column headings of the one before it, or none of its own."""
    match run, segments:
        case [*_, last], [Segment(own_headings=True) as first, *_]:
            before, after = ([fold(column.heading) for column in part.layout.columns] for part in (last, first))
            return before == after
    return True


def _only_again(segment: Segment, run: list[Segment], walk: Fold) -> bool:
    """Whether titles between the parts of a run only print again a grouping that holds there: one of its rows, or where
    it has none, one that stands over it."""
    held = {
        bare_group(printed[0].text) for part in run for row in part.rows if len(printed := part.grid.printed(row)) == 1
    }
    held = held or {bare_group(group.text) for group in [*walk.headings.current, *walk.groups.current]}
    texts = [bare_group(cell.text) for row in segment.rows for cell in segment.grid.printed(row)]
    return bool(texts) and held.issuperset(texts)


def _read_rows_above(walk: Fold, segment: Segment) -> str | None:
    """Read the rows that stand over the first column headings of a table: its title, which is returned, and groupings.

    A sheet holds its prose there too: of several lines those that are labelled or bold may group, of one that is no
    sentence.
    """
    titles: list[str] = []
    walk.owner_over = None
    rows = [row for row in segment.rows if segment.grid.printed(row)]
    lines = [segment.grid.printed(row) for row in rows]
    texts = [fold_space(" ".join(cell.text for cell in printed)) for printed in lines]
    title = next((at for at, text in enumerate(texts) if _is_title(text)), 0)
    for at, (row, printed, text) in enumerate(zip(rows, lines, texts, strict=True)):
        if said := said_over(segment.grid, row):
            _read_labels(walk, segment, said)
            continue
        keys = [segment.grid.key(cell) for cell in printed]
        if _is_tier(printed, segment.grid.width):
            walk.roles |= dict.fromkeys(keys, "header")
            continue
        bold = len(lines) == 1 or all_bold(printed)
        role = _role_of_line(text, over_title=at < title, of_a_sheet=segment.grid.of_a_sheet, bold=bold)
        walk.roles |= dict.fromkeys(keys, role)
        if role == "title":
            titles += [text] if at >= title else []
        elif role == "theme" and len(text.split()) <= LONGEST_GROUP:
            _leave_sheet_name(walk, segment)
            if walk.headings.current and not walk.groups.signatures:
                enter_heading(walk, text)  # of the level of the heading over the first table
            else:
                enter_group(walk, text, form_of("span", printed))
    return next(iter(titles), None)


def _role_of_line(text: str, *, over_title: bool, of_a_sheet: bool, bold: bool) -> str:
    """What a line over the column headings is; `bold` is also one that stands there alone."""
    if any(is_none(text) for is_none in (opens_like_a_note, is_generic_heading)):
        return "other"  # "Why we chose this outcome: …", "Actions"
    if read_group_label(text) is not None:
        return "theme"
    if over_title or looks_like_title(text):
        return "title"  # who publishes the plan stands over its title
    prose = text.endswith(".") or not bold
    return "other" if of_a_sheet and prose else "theme"


def _is_tier(printed: Sequence[Cell], width: int) -> bool:
    """Whether a row over the headings heads groups of columns: all of its cells stand over several columns; one alone
    over half of them at most, and not the first."""
    match printed:
        case [cell]:
            return cell.column > 1 < cell.column_span <= width / 2
    return all(cell.column_span > 1 for cell in printed)


def _leave_sheet_name(walk: Fold, segment: Segment) -> None:
    """What a sheet is called groups nothing where a line over its table does, unless it is labelled."""
    labelled = any(read_heading_label(one.text) for one in walk.headings.current)
    if segment.grid.of_a_sheet and not labelled:
        walk.headings.groups.clear()


def _read_labels(walk: Fold, segment: Segment, said: Sequence[Said]) -> None:
    """Read what a form says over its headings: its groupings and their owner; what else it says stays in the cells."""
    for one in said:
        role = {"group": "theme", "owner": "owner"}.get(one.kind, "other")
        walk.roles |= {segment.grid.key(cell): role for cell in one.cells}
        if one.kind == "group":
            enter_group(walk, one.grouping, f"label {fold(one.label)}")
        elif one.kind == "owner":
            walk.owner_over = one.text


def _is_title(text: str) -> bool:
    return looks_like_title(text) and read_group_label(text) is None


def _stops(document: Document, title: str | None, told: Told) -> list[_Stop]:
    """Pass through the document once: each table with the headings before it, tables of one column counting as
    headings."""
    stops: list[_Stop] = []
    headings: list[tuple[str, int | None]] = []
    over: list[str] = []  # all headings since the last table
    directly = False
    tables = read_tables(choose_layouts(document.tables, told, _under_headings(document)))
    remaining = iter(zip(tables, [*tables[1:], []], strict=True))
    labelled = _captions(document)
    if any(table.route == "ocr" for table in document.tables):  # recognised letters are neither bold nor large
        labelled |= _labelled_lines(document)
    fills = _fills_of_lines(document)
    records = _records_under(tables)
    alike = _records_alike(document, tables, fills)
    states, state = states_of_cards(document.blocks), NO_BAR
    around = around_cards(document.blocks, _labels_of_cards(tables))
    beside = frozenset().union(*(one.places for one in around.values()))
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found, after = next(remaining)
            directly = block.route != OF_LINES and (directly or bool(block.cut_above))
            goes_on = directly and any(plan for stop in stops[-1:] for plan in stop.plans)
            told_over = alike.get(block.number)
            if told_over is not None:
                headings = [*(one for one in headings if one[0] != told_over), (told_over, None)]
            found = _without_doubtful_action(found, headings, records, alike=told_over is not None)
            action = _action_over(found, headings, alike=told_over is not None)
            titled = [title or "", *over]
            plans = [
                any(
                    (
                        plan_score(facts_of_plan(segment, titled, goes_on=goes_on, action_over=action is not None)) > 0,
                        told.names_actions(block.number),
                        _begins_a_card(segment, after),
                    )
                )
                for segment in found
            ]
            over = []
            if any(plans):
                grouping = headings[:-1] if action else headings
                if block.route == "sheet":
                    grouping = _without_sheet_names(grouping, found)
                stands = around.get(block.number, Around())
                bar = stands.with_bar(_with_state(_bar_over(found, grouping, fills), state))
                state = NO_BAR
                found = _without_doubtful_status(found, records) if bar.state else found
                grouping = grouping[: len(grouping) - bar.lines]
                stops.append(_Stop(found, grouping, directly, plans, action, bar, stands.title))
                headings, directly = [], True
            else:
                stops.append(_Stop(found, [], False, plans))
                boxed = _headings_in_table(block)
                if not boxed:  # what stands over a table of another kind is that table's own heading
                    headings = [(text, level) for text, level in headings if read_heading_label(text)]
                headings.extend(boxed)
                directly = False
        elif at in beside:
            directly = False
        elif at in states:
            state = states[at]
        elif isinstance(block, Heading):
            headings.append((fold_space(block.text), block.level))
            over.append(block.text)
            directly = False
        elif not block.furniture:
            if len(block.text.split()) <= LONGEST_TITLE and (block.bold or at in labelled):
                headings.append((fold_space(block.text), None))
                over.append(block.text)
            directly = False
    return stops


def _under_headings(document: Document) -> frozenset[int]:
    """The numbers of the tables right under a heading, or what is set off as one, that is printed nowhere else."""
    blocks = [block for block in document.blocks if not is_furniture(block)]
    lines = [(block, below) for block, below in pairwise(blocks) if not isinstance(block, Table)]
    printed = Counter(fold(line.text) for line, _ in lines)
    set_off = [(line, below) for line, below in lines if is_set_off(line)]
    over = [(line, below) for line, below in set_off if isinstance(below, Table)]
    return frozenset(below.number for line, below in over if printed[fold(line.text)] == 1)


def _labels_of_cards(tables: Iterable[list[Segment]]) -> Mapping[int, tuple[str, ...]]:
    """The labels of the cards that are tables by themselves and name their action, by the numbers of these."""
    records = filter(None, map(_of_one_row, tables))
    return {
        record.grid.table.number: _labels_of(record)
        for record in records
        if record.grid.printed_at and "action" in record.layout.roles and not _may_be_measure(record)
    }


def _begins_a_card(segment: Segment, after: Sequence[Segment]) -> bool:
    """Whether a segment holds the first labels of a card alone, and the table after it goes on with it."""
    return segment.grid.begins_a_record and any(other.grid.goes_on is not None for other in after)


def _without_sheet_names(
    headings: list[tuple[str, int | None]], segments: Sequence[Segment]
) -> list[tuple[str, int | None]]:
    """The headings over a table of a workbook; what its sheet is called is none where a line of the sheet groups, or
    where it says what the sheet is ("HIA plan", "Tracker") and columns group its rows; unless it is labelled."""
    lines = [one for one in headings if one[1] is None]
    labelled = [one for one in headings if one[1] is not None and read_heading_label(one[0])]
    if any(segment.layout.roles & {"theme", "objective"} for segment in segments):
        headings = [one for one in headings if one[1] is None or one in labelled or not is_called_a_plan(one[0])]
    return [*labelled, *lines] if any(may_group(text, frozenset()) for text, _ in lines) else headings


def _records_alike(document: Document, tables: Sequence[list[Segment]], fills: Mapping[str, str]) -> Mapping[int, str]:
    """The texts directly over tables of one record each that have the same labels, by the number of the table: each is
    the action of its record, however it is worded. So is a text between the number of a record and its labels."""
    over: dict[tuple[str, ...], dict[int, str]] = {}
    under_bars: dict[int, str] = {}
    blocks = [block for _, block in lines_over_cards(document.blocks)]
    segments = iter(tables)
    for at, (above, block) in enumerate(pairwise([Paragraph(""), *blocks])):
        if not isinstance(block, Table):
            continue
        record = _of_one_row(next(segments))
        if record is None or not record.grid.printed_at or isinstance(above, Table):
            continue
        if "action" in record.layout.roles and not _may_be_measure(record):
            continue
        if counts_a_grouping(above.text):
            continue
        if _is_under_bar(blocks[max(0, at - 3) : max(0, at - 1)], fills):
            under_bars[block.number] = fold_space(above.text)
        if is_set_off(above) and len(above.text.split()) >= _LEAST_WORDS:
            key = tuple(column.heading for column in record.layout.columns)
            over.setdefault(key, {})[block.number] = fold_space(above.text)
    several = [found for found in over.values() if 1 < len(found) == len(set(found.values()))]
    return under_bars | {number: text for found in several for number, text in found.items()}


def _lines_of(block: Block) -> list[str]:
    """The words of a line, or of a row by itself; of any other table none."""
    if not isinstance(block, Table):
        return [fold_space(block.text)]
    return [fold_space(cell.text) for cell in block.cells if cell.text.strip()] if block.rows == 1 else [""]


def _is_under_bar(before: Sequence[Block], fills: Mapping[str, str]) -> bool:
    """Whether the blocks before a line end with the number of an action, and its state."""
    bar = bar_over([line for block in before for line in _lines_of(block)], fills)
    return is_number(fold_space(bar.number))


def _action_over(segments: list[Segment], headings: list[tuple[str, int | None]], *, alike: bool = False) -> str | None:
    """The heading directly over a record that names no action, where it is worded or numbered as one, or stands so over
    records that are `alike`; else None."""
    first = next((segment for segment in segments if segment.rows), None)
    if first is None or "action" in first.layout.roles:
        return None
    if not first.grid.printed_at and _of_one_row(segments) is None:
        return None
    across = stands_across(first.grid, first.grid.printed(first.rows[0]))
    return None if across else _heading_of_action(headings, alike=alike)


def _heading_of_action(headings: list[tuple[str, int | None]], *, alike: bool) -> str | None:
    """The nearest heading, where it is worded or numbered as an action, or stands over records that are `alike`."""
    return next((text for text, _ in headings[-1:] if alike or _is_worded_as_action(text)), None)


def _of_one_row(segments: list[Segment]) -> Segment | None:
    """The one segment of a table that has a single row under its headings; None for any other table."""
    match segments:
        case [Segment(header_rows=(_, *_), rows=(_,)) as one]:
            return one
    return None


def _is_worded_as_action(text: str) -> bool:
    """Whether a heading is worded or numbered as an action and counts no grouping."""
    return not counts_a_grouping(text) and names_an_action(text)


Records = Mapping[tuple[str, ...], Sequence[Segment]]
"""The records that stand in tables of their own, by the words of their labels."""


def _records_under(tables: Iterable[list[Segment]]) -> Records:
    found: dict[tuple[str, ...], list[Segment]] = {}
    for record in filter(None, map(_of_one_row, tables)):
        found.setdefault(_labels_of(record), []).append(record)
    return found


def _labels_of(record: Segment) -> tuple[str, ...]:
    return tuple(fold(column.heading) for column in record.layout.columns)


def _read_again(record: Segment, records: Records, given: tuple[str, ...]) -> Segment:
    """A record whose columns play none of the roles that are `given` otherwise; those of all records under the same
    labels count."""
    texts = headings_of(record.grid, record.header_rows)
    return replace(record, layout=read_columns(texts, facts_of_columns(records[_labels_of(record)]), given))


def _without_doubtful_action(
    segments: list[Segment], headings: list[tuple[str, int | None]], records: Records, *, alike: bool
) -> list[Segment]:
    """The segments of a table of one row under a heading that is its action: a column that may as well be its measure
    is that."""
    segment = _of_one_row(segments)
    if segment is None or not _may_be_measure(segment) or _heading_of_action(headings, alike=alike) is None:
        return segments
    return [_read_again(segment, records, ("action",))]


def _without_doubtful_status(segments: list[Segment], records: Records) -> list[Segment]:
    """The segments of a record whose state stands over it: a column that may as well tell of its progress does."""
    segment = _of_one_row(segments)
    column = segment.layout.column_of("status") if segment is not None else None
    if segment is None or column is None:
        return segments
    if match_heading(segment.layout.columns[column].heading).get("status", 0.0) > _DOUBTFUL_STATUS:
        return segments
    given = ("status",) if "action" in segment.layout.roles else ("action", "status")
    return [_read_again(segment, records, given)]


def _may_be_measure(segment: Segment) -> bool:
    """Whether the heading of the column of actions names those no more surely than something else; the number of an
    action does."""
    column = segment.layout.column_of("action")
    heading = segment.layout.columns[column].heading if column is not None else ""
    said = match_heading(heading)
    others = [weight for role, weight in said.items() if role != "action"]
    doubtful = said.get("action", 0.0) <= max([_DOUBTFUL_ACTION, *others])
    return bool(heading) and doubtful and not is_reference(heading)


def _fills_of_lines(document: Document) -> Mapping[str, str]:
    """The colours behind the lines of a document, by their words, and behind the cells of a row by itself."""
    fills: dict[str, str] = {}
    for block in document.blocks:
        if isinstance(block, Table):
            fills |= _fills_of_cells(block) if block.rows == 1 else {}
        elif block.fill is not None:
            fills[fold_space(block.text)] = block.fill
    return fills


def _fills_of_cells(table: Table) -> Mapping[str, str]:
    return {fold_space(cell.text): cell.fill for cell in table.cells if cell.fill is not None}


def _with_state(bar: Bar, state: Bar) -> Bar:
    """The bar over a record with the state that a line by itself says of it, and the number that this may have."""
    return bar if state == NO_BAR else state._replace(number=state.number or bar.number, lines=bar.lines)


def _bar_over(segments: list[Segment], headings: list[tuple[str, int | None]], fills: Mapping[str, str]) -> Bar:
    """The lines directly over a record laid out anew that are nothing but its number, under whatever word ("Action
    1.1", "Commitment 3"), and its state: over a single one, or over the first of several that have their numbers
    between them."""
    first = next((segment for segment in segments if segment.rows), None)
    if first is None or not first.grid.printed_at:
        return NO_BAR
    column = first.layout.column_of("reference")
    numbered = column is not None and first.grid.slots[first.rows[0]][column] is None
    records = [row for one in segments for row in one.rows if not stands_across(one.grid, one.grid.printed(row))]
    if not numbered and len(records) != 1:
        return NO_BAR
    bar = bar_over([text for text, _ in headings], fills)
    return bar._replace(number=number_over(bar.number))


def _captions(document: Document) -> frozenset[int]:
    """The places of plain lines directly over a table that name a grouping ("Objective 2: Our staff"; "Goal: Staff are
    safe." where several tables have such a line).

    The last line of a list of such groupings is no caption, though a table may follow the list.
    """
    found: set[int] = set()
    uncounted: set[int] = set()
    lines = [(at, block) for at, block in enumerate(document.blocks) if not is_furniture(block)]
    for i, ((at, block), (_, after)) in enumerate(pairwise(lines)):
        before = lines[i - 1][1] if i else None
        if not isinstance(block, Paragraph) or not isinstance(after, Table):
            continue
        if names_a_grouping(block.text):
            uncounted.add(at)
        if not _is_labelled(block.text):
            continue
        above = word_of(read_heading_label(before.text)) if isinstance(before, Paragraph) else ""
        if word_of(read_heading_label(block.text)) not in ("", above):
            found.add(at)
    return frozenset(found | uncounted if len(uncounted) > 1 else found)


def _labelled_lines(document: Document) -> frozenset[int]:
    """The places of plain lines that are labelled as groupings and stand in no list."""
    lines = [(at, block.text) for at, block in enumerate(document.blocks) if isinstance(block, Paragraph)]
    return frozenset(at for at, text in lines if _is_labelled(text)) - _listed(document)


def _listed(document: Document) -> frozenset[int]:
    """The places of plain lines that are counted alike, several below one another: a list, as of contents."""
    found: set[int] = set()
    for kind, lines in groupby(enumerate(document.blocks), key=_counted_as):
        places = [at for at, _ in lines]
        found |= {*places} if kind is not None and len(places) >= _LIST else set()
    return frozenset(found)


def _counted_as(line: tuple[int, Block]) -> tuple[str, str] | None:
    """What counts a plain line: the word of its label and the style of its number; None where nothing does."""
    _, block = line
    label = read_heading_label(block.text) if isinstance(block, Paragraph) else None
    return (label.word, label.style) if label is not None else None


def _is_labelled(text: str) -> bool:
    """Tell whether a line of plain words begins with the label of a grouping and is no sentence."""
    return read_heading_label(text) is not None and not text.rstrip().endswith((".", ";", ","))


def _headings_in_table(table: Table) -> list[tuple[str, int | None]]:
    """The first lines of a table of one column: a title set in a box; the bar of a card, whose parts are boxes."""
    texts = _lines_of(table)
    if bar_over(texts, _fills_of_cells(table)).state:
        return [(text, None) for text in texts]
    if len({cell.column for cell in table.cells if cell.text.strip()}) != 1:
        return []
    lines = [fold_space(cell.text.strip().split("\n")[0]) for cell in table.cells if cell.text.strip()]
    return [(line, None) for line in lines if len(line.split()) <= LONGEST_TITLE]


def find_title(document: Document) -> str | None:
    """The plan's title: the first heading that reads like one, its period joined; else what the file says of itself.

    A workbook prints its title in the first cells of a sheet, and calls the sheet what it likes.
    """
    opening = [
        block
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
        and not is_furniture(block)
        and len(block.text.split()) <= LONGEST_TITLE
    ][:12]
    headings = [fold_space(block.text) for block in opening if isinstance(block, Heading)]
    lines = [fold_space(block.text) for block in opening]
    said = fold_space(document.title or "")
    ways = (
        _first_title(_lines_of_sheets(document)),
        _first_title(headings),
        said if looks_like_title(said) else None,
        _title_under_a_body(lines),
        _highest_heading(document),
        _first_title([line for line in lines if not line.endswith((".", ";", ","))]),
    )
    return next(filter(None, ways), None)


def _lines_of_sheets(document: Document) -> list[str]:
    """The lines that stand alone over the tables of a workbook."""
    lines = [table for table in document.tables if table.route == "sheet" and table.columns == 1]
    texts = [fold_space(cell.text) for table in lines[:_SHEETS] for cell in table.cells if cell.text.strip()]
    return [text for text in texts if len(text.split()) <= LONGEST_TITLE and not text.endswith(".")]


def _first_title(texts: list[str]) -> str | None:
    """The first text that reads like a title, with the period printed on the next line."""
    for i, text in enumerate(texts):
        if _is_title(text):
            following = "".join(texts[i + 1 : i + 2])
            goes_on = any(map(str.isdigit, following)) and names_a_period(following)
            return f"{text} {following}" if goes_on and not any(map(str.isdigit, text)) else text
    return None


def _title_under_a_body(lines: Sequence[str]) -> str | None:
    """The title that stands right under the name of who publishes the plan, where that opens the document."""
    if not any(map(_is_title, lines[1:2])):
        return None
    return _first_title([*lines[1:3]]) if is_the_name_of_a_body(lines[0], read_register()) else None


def _runs_over(block: Block) -> bool:
    """Whether a block is a line of a few words, as those that a browser prints over a page."""
    return isinstance(block, Paragraph) and len(block.text.split()) <= _SHORT_LINE


def _highest_heading(document: Document) -> str | None:
    """The heading that opens the document, where no other stands on its level; a few words may run over it."""
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    match [*dropwhile(_runs_over, document.blocks[:_RUNNING]), *document.blocks[_RUNNING:]]:
        case [Heading(level=int(level), text=text), *_]:
            alone = all(depth(heading.level) > level for heading in headings[1:])
            return fold_space(text) if alone and read_heading_label(text) is None else None
    return None
