"""Raw actions into rows: every value read by its own module, every doubt a flag and an issue.

Pure: the document, its reading and what is known about it from outside are arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractors.document import Document, Heading, Note, Paragraph, Table, count_words, table_texts
from extractors.line_marks import ends_clause
from pipeline.code_key import code_of, find_code_key
from pipeline.colour_key import ColourKey, find_colour_key, status_by_colour, with_rating_by_colour
from pipeline.counted import cells_with_more, counted_document, struck_rows, ticked_tables
from pipeline.doubt import OWN_CODES, doubt_rows
from pipeline.fold import fold_space
from pipeline.group_owner import group_owners, with_group_owners
from pipeline.issues import OF_RATINGS, issues_of_action, issues_of_doubts, issues_of_flag, sort_notes
from pipeline.normalise.characteristics import CharacteristicHit, characteristic_codes, find_characteristics
from pipeline.normalise.council import CouncilMatch, Where, match_council
from pipeline.normalise.doubt import Doubt
from pipeline.normalise.framework import FrameworkPlace, place_action
from pipeline.normalise.options import mark_alone
from pipeline.normalise.owner import Abbreviations, OwnerReading, find_abbreviations, parse_owners
from pipeline.normalise.rag import RagReading, read_rag, says_only_a_rating
from pipeline.normalise.timescale import (
    STATE_FLAGS,
    PlanPeriod,
    Timescale,
    parse_timescale,
    plan_period_from_text,
    read_opening_state,
    read_status,
)
from pipeline.printed import with_printed
from pipeline.read.lists_left import lists_left
from pipeline.read.raw import CellKey, PlanReading, RawAction, StatusBeside
from pipeline.read.structure import looks_like_title
from pipeline.recognised import recognised_cells, recognition_doubts
from pipeline.said import Said, say
from pipeline.years_over import DatesKnown, dates_known, read_dates, with_joined_dates
from schema.rows import (
    ActionRow,
    CellRow,
    DocumentRow,
    DoubtValue,
    OwnerValue,
    PeriodValue,
    PlanRows,
    RuleValue,
)

_OPENING = 30  # blocks from the start in which prose may name the plan's own period
_NAMING_LINES = 8  # lines from the start in which a body names itself
_NAMING_CELLS = 4  # of the first table, which may hold the title
_MOST_NAMING = 60
_LONGEST_PERIOD = 8  # words of a line that is nothing but a period
_UNDER_TITLE = 4  # blocks from the start that hold title, publisher and period
_LONGEST_LINE = 12  # words of such a line
_DATED = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\s+(?:19|20)\d\d"
_FROM_TO = re.compile(rf"{_DATED}\s*(?:to|until|and|-|–|—)\s*(?:the\s+)?{_DATED}")
_FIRST_YEAR = re.compile(
    r"\bYear (?:1|one)\b(?: of (?:the|this) plan)?(?:\s*[:=(]\s*|\s+(?:is|means|runs|covers)\s+)(?:from\s+)?"
    rf"(?P<first>{_DATED}|(?:19|20)\d\d\s?[/-]\s?(?:20)?\d\d)",
    re.IGNORECASE,
)
_SHORTEST_STATE = 3  # letters: "TBC"; a rating's letter is no state
_SILENT = frozenset({"blank", "not_applicable"})  # flags that say nothing a person should look at


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a document from outside: its identity, and what `sources.toml` says."""

    document_id: str
    source: str
    folders: tuple[str, ...] = ()  # names of the folders it lies in, outermost first
    council: str | None = None
    title: str | None = None
    abbreviations: tuple[tuple[str, str], ...] = ()
    period: PlanPeriod | None = None  # that the plan covers, where a person said so


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the values of a plan's actions are read against."""

    period: PlanPeriod | None
    abbreviations: Abbreviations
    headings: tuple[str, ...]
    dates: DatesKnown
    colours: ColourKey
    codes: Mapping[str, str]  # what the plan's own key says of its codes


def rows_of(document: Document, reading: PlanReading, known: Known) -> PlanRows:
    """Return the rows of one document; `reading` is that of what counts of it (`pipeline.counted`).

    Raises nothing for anything the document says.
    """
    more = cells_with_more(document)
    counted = counted_document(document, more)
    texts = _texts(counted)
    title = known.title or reading.title
    period = known.period or _period(title, known.source, reading.headings, _opening(counted))
    about = sort_notes(document.notes)
    struck, ticked = struck_rows(document), ticked_tables(counted)
    match = _council(known, title, document, counted, period)
    council, code = match.name, match.gss_code
    abbreviations = find_abbreviations(texts).with_council(dict(known.abbreviations))
    dates = dates_known(counted, reading.roles, reading.actions, title)
    of_actions = {key for raw in reading.actions for key in raw.cells}
    colours, codes = find_colour_key(counted, of_actions), find_code_key(document, of_actions)
    plan = _Plan(period, abbreviations, reading.headings, dates, colours, codes)
    base = ActionRow(action_id="", document_id=known.document_id, council=council, council_code=code, plan_title=title)
    actions: list[ActionRow] = []
    noted: list[Sequence[tuple[CellKey, Note]]] = []
    ids: dict[tuple[int, int, int], str] = {}
    used: set[str] = set()
    owners_over, unsure = group_owners(counted), recognised_cells(document)
    raws = with_group_owners(with_joined_dates(reading.actions, plan.dates.over, reading.roles), owners_over)
    for position, (raw, said) in enumerate(zip(raws, say(raws, ticked), strict=True), 1):
        action_id = _action_id(known.document_id, raw, used)
        action = _action_row(base, raw, said, plan, action_id=action_id, position=position)
        notes = [entry for entry in about.of(raw) if _speaks_of(action, *entry, reading.roles)]
        if notes:
            action = replace(action, flags=tuple(dict.fromkeys([*action.flags, *(note.code for _, note in notes)])))
        if any(note.code == "text_cut" and reading.roles.get(key) == "owner" for key, note in notes):
            action = replace(action, owners=tuple(map(_as_cut_off, action.owners)))
        own = {key: more[key] for key in raw.cells if key in more}
        if own:
            action = with_printed(action, own, reading.roles, (raw.place.table, raw.place.row) in struck)
        if unsure:
            action = replace(action, doubts=(*action.doubts, *recognition_doubts(action, raw, reading.roles, unsure)))
        actions.append(action)
        noted.append(notes)
        for key in raw.cells:
            ids.setdefault(key, action_id)
    actions = [*doubt_rows(actions, reading)]
    issues = [
        issue
        for action, raw, notes in zip(actions, reading.actions, noted, strict=True)
        for issue in (*issues_of_action(action, raw, notes), *issues_of_doubts(action, OWN_CODES))
    ]
    cells = tuple(_cell_rows(document, reading, known.document_id, ids))
    words_in = sum(table.words for table in document.tables)
    words_out = count_words(cell.text for cell in cells)
    on_document = (*about.document, *(lists_left(document.blocks) if actions else ()))
    flags = [*match.flags, *(note.code for note in on_document)]
    if document.tables and not actions:
        flags.append("no_action_plan")
    if words_in != words_out:
        flags.append("words_lost")
    for flagged in dict.fromkeys(flags):
        issues.extend(issues_of_flag(known.document_id, flagged, on_document))
    issues.extend(about.issues_of_no_action(known.document_id, ids))
    row = DocumentRow(
        document_id=known.document_id,
        source=known.source,
        council=council,
        council_code=code,
        council_type=match.kind,
        title=title,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        media_type=document.media_type,
        pages=document.pages,
        status="ok" if words_in else "no_table",
        error=None if words_in else _why_no_table(document),
        actions=len(actions),
        words_in_tables=words_in,
        words_carried=words_out,
        words_near_tables=document.words_near_tables,
        tables=len(document.tables),
        routes=tuple(sorted({table.route for table in document.tables})),
        producer=document.producer,
        flags=tuple(dict.fromkeys(flags)),
    )
    return PlanRows(row, tuple(actions), cells, tuple(issues))


_NO_REASON = ("ocr", "tags_unsound")  # notes on how a page was read, no reason that there is no table
_NO_TABLE = {
    "": "No table was found. If the plan is a list or a picture of a table, save it with a table and run again.",
    "text/plain": "No table was found: in a text file a tab parts two cells, or bars draw the table, in a .csv a "
    "comma, semicolon or bar parts them; spaces do not. Save the plan as PDF, Word or .xlsx and run again.",
    "text/html": "The web page has no table. If a PDF or a Word file was meant, download that and run again.",
}


def _why_no_table(document: Document) -> str:
    """The sentence for a document without a table: what the reader noted, else what to look at."""
    reasons = [note.message for note in document.notes if note.code not in _NO_REASON]
    if reasons:
        return reasons[0]
    if any(note.code == "ocr" for note in document.notes):
        return "No table was found in what OCR reads on its pages. Look at them, and ask for the original file."
    return _NO_TABLE.get(document.media_type, _NO_TABLE[""])


def _opening(document: Document) -> list[str]:
    """The headings and paragraphs with which a document opens; in a workbook the lines that stand alone."""
    found: list[str] = []
    for block in document.blocks[:_OPENING]:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Table) and block.route == "sheet" and block.columns == 1:
            found += [cell.text for cell in block.cells if cell.text.strip()]
    return found


def _texts(document: Document) -> list[str]:
    """Every text of a document: headings and paragraphs first, then the cells of its tables."""
    prose = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    return prose + [text for table in document.tables for text in table_texts(table) if text.strip()]


def _period(title: str | None, source: str, headings: Iterable[str], opening: Iterable[str]) -> PlanPeriod | None:
    """The plan's own period: from its title, else its file's name, else what stands under the title, else the headings,
    else a line of the opening that reads like a title or is nothing but a period.

    Where the opening prose names first and last month or day of the same years, those count.
    """
    name = source.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ")
    opening = list(opening)
    under = [line for line in opening[:_UNDER_TITLE] if _FROM_TO.search(line) and not ends_clause(line)]
    for text in (title, name, *under, *list(headings)[:6]):
        period = plan_period_from_text(text) if text else None
        if period is not None and period.start is not None:
            return _named_in_full(period, opening) or _by_first_year(period, opening) or period
    return next((found for line in opening if (found := _period_of_line(fold_space(line)))), None)


def _period_of_line(line: str) -> PlanPeriod | None:
    """The period of a line that reads like a title, or holds nothing else: "1 April 2031 to 31 March 2035"."""
    if looks_like_title(line) and not ends_clause(line):
        return plan_period_from_text(line)
    if len(line.split()) > _LONGEST_PERIOD:
        return None
    reading = parse_timescale(line)
    whole = len(reading.periods) == 1 and not reading.unread and reading.periods[0].text == line.strip(" ().:")
    return plan_period_from_text(line) if whole else None


def _named_in_full(period: PlanPeriod, texts: Iterable[str]) -> PlanPeriod | None:
    """The period as prose names it by months or days, if it has the same first and last year."""
    for text in texts:
        for span in _FROM_TO.finditer(text):
            for found in parse_timescale(span[0]).periods:
                years = (period.start and period.start.year, period.end and period.end.year)
                if (found.start.year, found.end.year) == years:
                    return PlanPeriod(found.start, found.end)
    return None


def _by_first_year(period: PlanPeriod, texts: Iterable[str]) -> PlanPeriod | None:
    """The period whose first year prose tells ("Year 1 is April 2031 to March 2032", "is 2031/32"), from there on."""
    if period.start is None or period.end is None:
        return None
    told = [found["first"] for text in texts if (found := _FIRST_YEAR.search(text)) is not None]
    starts = [said.start for text in told for said in parse_timescale(text).periods[:1]]
    start = next((start for start in starts if start.year == period.start.year), None)
    if start is None:
        return None
    year = period.end.year + (start.month == 1)
    return PlanPeriod(start, date(year, start.month, min(start.day, 28)) - timedelta(days=1))


def _council(
    known: Known, title: str | None, document: Document, counted: Document, period: PlanPeriod | None
) -> CouncilMatch:
    """The council or other body that the plan belongs to; `sources.toml` has the last word."""
    folders = (known.council,) if known.council else known.folders
    days = (period.start, period.end) if period else None
    if known.council:
        match = match_council(folders, title, (), days)
        return match if match.name is not None else replace(match, name=known.council)
    prose = [block.text for block in counted.blocks if isinstance(block, Heading | Paragraph)]
    cells = [text for table in counted.tables for text in table_texts(table) if text.strip()]
    return match_council(folders, title, prose, days, cells=cells, lines=_naming_lines(document, title))


def _naming_lines(document: Document, title: str | None) -> list[tuple[str, Where]]:
    """Where a body names itself: title, the lines up to the first table, running headers, the file's author."""
    lines: list[tuple[str, Where]] = [(title, "title")] if title else []
    if document.author:
        lines.append((document.author, "author"))
    opening = 0
    for block in document.blocks:
        if isinstance(block, Table):
            if opening < _NAMING_LINES:
                lines.extend((cell.text, "cell") for cell in block.cells[:_NAMING_CELLS])
            opening = _NAMING_LINES
        elif isinstance(block, Paragraph) and block.furniture:
            lines.append((block.text, "running"))
        elif opening < _NAMING_LINES:
            opening += 1
            parts = block.text.split("\n")
            named = all(len(part.split()) <= _LONGEST_LINE for part in parts)  # a name in two languages, line by line
            lines.extend((part, "line") for part in (parts if named else [block.text]))
    return lines[:_MOST_NAMING]


def _action_id(document_id: str, raw: RawAction, used: set[str]) -> str:
    """The identity of an action: its document, table and row, with a letter where a row holds several."""
    base = f"{document_id}-t{raw.place.table}r{raw.place.row}"
    part = raw.part
    while (found := base + ("" if part == 0 else _letters(part))) in used:
        part += 1
    used.add(found)
    return found


def _letters(number: int) -> str:
    """Count in letters: 1 is b, 25 is z, 26 is ba.

    >>> _letters(1), _letters(25), _letters(26)
    ('b', 'z', 'ba')
    """
    text = ""
    while number:
        number, rest = divmod(number, 26)
        text = chr(ord("a") + rest) + text
    return text or "a"


def _printed(texts: Mapping[str, str], role: str) -> str | None:
    """The text of a role, white space folded; None where the plan says nothing."""
    return fold_space(texts.get(role, "")) or None


def _timescale_text(texts: Mapping[str, str]) -> str | None:
    start, due = _printed(texts, "start"), _printed(texts, "timescale")
    return f"{start} – {due}" if start and due else start or due


def _said_of_time(timescale: Timescale, status: Timescale | None, raw: RawAction) -> Iterator[Timescale]:
    """The readings that speak of the time of an action: its timescale, and a status that may be one.

    Under "Status" the word "Ongoing" is a state; beside an action, in a list without headings or dates, it says both.
    """
    yield timescale
    dated = not {"timescale", "start"}.isdisjoint(raw.texts)
    if status is None or dated or raw.evidence is None:
        return
    column = raw.evidence.table.columns.get("status")
    if column is not None and not column.headed:
        yield status


def _has_unread_status(text: str | None, status: Timescale | None, rating: RagReading) -> bool:
    """Whether a status cell has words beside its rating, or a mark, and no state was read from them."""
    if text is None or "rag_not_read" in rating.flags or (status is not None and _SILENT & {*status.flags}):
        return False
    if mark_alone(text) in ("tick", "cross"):
        return True
    return any(character.isalnum() for character in text) and not says_only_a_rating(text)


def _action_row(
    base: ActionRow,
    raw: RawAction,
    said: Said,
    plan: _Plan,
    *,
    action_id: str,
    position: int,
) -> ActionRow:
    """The row of one action: printed texts from `raw`, values from what its cells say and what stands over them."""
    texts = raw.texts
    timescale = _timescale_of(raw, said, plan)
    status_text = _printed(said.texts, "status")
    rating = read_rag(status_text, raw.status_fill, among_ratings=raw.among_ratings)
    rated_by = _rating_beside(said) if rating.rag is None else None
    rating = read_rag(rated_by.text, rated_by.fill) if rated_by is not None else rating
    rating = with_rating_by_colour(rating, raw, plan.colours)
    status, told_by = _status_of(raw, said, timescale, plan)
    owners = parse_owners(said.texts.get("owner", ""), plan.abbreviations)
    action, outcome = _printed(texts, "action"), _printed(texts, "outcome")
    place = place_action(action, outcome, raw.theme, raw.objective, plan.headings)
    hits = find_characteristics([action, outcome])
    flags = [*raw.flags, *said.flags, *told_by]
    flags += [code for code in timescale.flags if code not in _SILENT]
    flags += [code for code in (*owners.flags, *rating.flags, *place.flags) if code not in _SILENT]
    for mention in owners.mentions:
        flags += mention.flags
    if status is not None and status.state:
        flags += [code for code in status.flags if code in STATE_FLAGS]
    elif raw.state is None and _has_unread_status(status_text, status, rating):
        flags.append("state_not_read")
    if action is None:
        flags.append("action_missing")
    return replace(
        base,
        action_id=action_id,
        position=position,
        theme=raw.theme,
        objective=raw.objective,
        reference=raw.reference,
        action=action,
        outcome=outcome,
        evidence=_printed(texts, "evidence"),
        progress=_printed(texts, "progress"),
        owner_text=_printed(texts, "owner"),
        timescale_text=_timescale_text(texts),
        status_text=_printed(texts, "status"),
        owners=tuple(
            OwnerValue(
                mention=m.mention,
                name=m.name,
                kind=m.kind,
                function=m.function,
                seniority=m.seniority,
                relation=m.relation,
                score=m.score,
            )
            for m in owners.mentions
        ),
        periods=tuple(
            PeriodValue(text=p.text, start=p.start, end=p.end, precision=p.precision, edtf=p.edtf)
            for p in timescale.periods
        ),
        start=timescale.start,
        due=timescale.due,
        ongoing=any(one.ongoing for one in _said_of_time(timescale, status, raw)),
        recurrence=timescale.recurrence,
        state=(status.state if status else None) or timescale.state or raw.state,
        rag=rating.rag,
        characteristics=characteristic_codes(hits),
        eflg_module=place.module,
        eflg_theme=place.theme,
        eflg_score=place.score,
        eflg_theme_2=place.second,
        eflg_score_2=place.second_score,
        extras=tuple(
            (heading, fold_space(text))
            for heading, text in raw.extras
            if rated_by is None or (heading, text) != (rated_by.heading, rated_by.text) or not says_only_a_rating(text)
        ),
        page=raw.place.page,
        table=raw.place.table,
        row=raw.place.row,
        doubts=tuple(
            _doubts_of(timescale.doubts, status.doubts if status else (), owners.doubts, place.doubts),
        ),
        flags=tuple(dict.fromkeys(flags)),
        rules=(*_rules(timescale, status, owners, place), *_characteristic_rules(hits)),
        timescale_edtf=timescale.edtf,
    )


def _timescale_of(raw: RawAction, said: Said, plan: _Plan) -> Timescale:
    """The timescale of an action; of a cell that is a code and says nothing by itself, what the plan's key says."""
    own = read_dates(raw, said.texts, plan.dates, plan.period)
    meaning = plan.codes.get(code_of(said.texts.get("timescale", ""))) if plan.codes else None
    if meaning is None or any((own.periods, own.ongoing, own.recurrence, own.state)):
        return own
    told = read_dates(raw, {**said.texts, "timescale": meaning}, plan.dates, plan.period)
    if not any((told.periods, told.ongoing, told.recurrence)):
        return own
    periods = tuple(replace(one, text=own.text) for one in told.periods)
    return replace(told, text=own.text, periods=periods, flags=(*told.flags, "timescale_from_key"))


def _as_cut_off(owner: OwnerValue) -> OwnerValue:
    """An owner whose words are cut off at the border of their cell, not completed to a name that they may begin."""
    completed = owner.name != owner.mention and owner.name.casefold().startswith(owner.mention.casefold())
    return replace(owner, name=owner.mention) if completed else owner


def _speaks_of(action: ActionRow, key: CellKey, note: Note, roles: Mapping[CellKey, str]) -> bool:
    """Whether what the reader notes on a cell is to be said of its action."""
    if note.code not in OF_RATINGS:
        return True
    return action.rag is None and roles.get(key) == "status"


def _doubts_of(*found: Iterable[Doubt]) -> Iterable[DoubtValue]:
    """The doubts of the readings of values as those of a row."""
    return (
        DoubtValue(field=one.field, chance=one.chance, code=one.code, why=one.why) for doubts in found for one in doubts
    )


def _rules(
    timescale: Timescale, status: Timescale | None, owners: OwnerReading, place: FrameworkPlace
) -> Iterable[RuleValue]:
    """By which rule each normalised value was read: phrases by rule and words, places by weighed cues."""
    for rule, words in timescale.readings:
        yield RuleValue(field="periods", rule=f"{rule}: {words}")
    for rule, words in status.readings if status is not None and status.state else ():
        yield RuleValue(field="state", rule=f"{rule}: {words}")
    for mention in owners.mentions:
        yield RuleValue(field="owners", rule=f"{mention.rule}: {mention.mention}")
    for what, words, weight in place.evidence:
        yield RuleValue(field="eflg_module", rule=f"{what}: {words} ({weight:.2f})")


def _characteristic_rules(hits: Iterable[CharacteristicHit]) -> Iterable[RuleValue]:
    """The words that name each characteristic."""
    named = dict.fromkeys((hit.code, hit.words) for hit in hits if hit.strength == "named")
    return (RuleValue(field="characteristics", rule=f"{code}: {words}") for code, words in named)


def _status_of(raw: RawAction, said: Said, timescale: Timescale, plan: _Plan) -> tuple[Timescale | None, Sequence[str]]:
    """The reading of the status of an action, and a flag where no cell says it in words.

    The status cell speaks first, then a further one, their colour by the plan's key, the first words of the progress.
    """
    text = _printed(said.texts, "status")
    own = read_status(text) if len(text or "") >= _SHORTEST_STATE else None
    beside = None if own is not None and own.state else _status_beside(said)
    status = beside or own
    if any((status.state if status else None, timescale.state, raw.state)):
        return status, ()
    by_code = _status_by_code(_printed(raw.texts, "status"), plan.codes)
    if (keyed := status_by_colour(raw, plan.colours) or by_code) is not None:
        return keyed, ("state_from_key",)
    reported = read_opening_state(_printed(said.texts, "progress")) if text is None else None
    return (status, ()) if reported is None else (reported, ("state_from_progress",))


def _status_by_code(text: str | None, codes: Mapping[str, str]) -> Timescale | None:
    """The reading of what a plan's key says of a status cell that is nothing but a code, where that is a state.

    The letter of a rating is one, whatever a key says behind it.
    """
    coded = text and codes and not says_only_a_rating(text)
    meaning = codes.get(code_of(text)) if text and coded else None
    told = read_status(meaning) if meaning is not None else None
    return replace(told, readings=(("code_key", meaning),)) if told is not None and meaning and told.state else None


def _status_beside(said: Said) -> Timescale | None:
    """The reading of a further column of states ("Status" beside "RAG"), where it says one."""
    readings = (read_status(one.text) for one in said.statuses_beside if len(one.text) >= _SHORTEST_STATE)
    return next((reading for reading in readings if reading.state is not None), None)


def _rating_beside(said: Said) -> StatusBeside | None:
    """The cell of a further column ("RAG" beside "Status") that says or shows a rating."""
    return next((one for one in said.statuses_beside if read_rag(one.text, one.fill).rag is not None), None)


def _cell_rows(
    document: Document, reading: PlanReading, document_id: str, ids: Mapping[tuple[int, int, int], str]
) -> Iterable[CellRow]:
    """The ledger: every cell of every source table once, with the role it was given, then the furniture."""
    for table in document.tables:
        for cell in table.cells:
            key = (table.number, cell.row, cell.column)
            yield CellRow(
                document_id=document_id,
                page=cell.page if cell.page is not None else table.page,
                table=table.number,
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=cell.text,
                fill=cell.fill,
                bbox=cell.box,
                role=reading.roles.get(key, "other" if cell.text.strip() else "blank"),
                action_id=ids.get(key),
            )
        for cell in table.furniture:
            yield CellRow(
                document_id=document_id,
                page=cell.page if cell.page is not None else table.page,
                table=table.number,
                row=0,
                column=0,
                text=cell.text,
                bbox=cell.box,
                role="furniture",
            )
