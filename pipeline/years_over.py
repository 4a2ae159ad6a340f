"""What stands over the timescale of an action and may name its year: a Year column, a heading, a section row.

A quarter or month that has its year in a column of its own makes one phrase with it. What the words over a cell lend is
left to `pipeline.normalise.timescale`, which takes the nearest that names a year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, get_args

from extractors.document import Document, Heading, Table
from pipeline.fold import fold, fold_space
from pipeline.lexicon_file import read_lexicon_file
from pipeline.month_first import Column, month_first_columns, said_month_first, with_day_first
from pipeline.normalise.timescale import PlanPeriod, Timescale, YearOver, parse_timescale, timescale_pair
from pipeline.normalise.timescale.year_over import year_lent
from pipeline.read.headers import match_heading
from pipeline.read.raw import CellKey, RawAction
from pipeline.said import repeats_above

Part = Literal["quarter", "month", "year", "length", "frequency"]
_MONTH = (
    r"(?:(?:by|(?:by\s+)?(?:the\s+)?end(?:\s+of)?|early|mid|late)[\s-]+)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?|spring|summer|autumn|winter)"
)
_SHAPES: Mapping[Part, re.Pattern[str]] = {
    "quarter": re.compile(
        r"(?:q(?:uarter|tr)?\.?\s*)?[1-4](?:\s*(?:[-/,&\u2013]|to|and)\s*q(?:uarter|tr)?\.?\s*[1-4])*|(?:first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter",
        re.I,
    ),
    "month": re.compile(rf"{_MONTH}(?:\s*(?:[-/,&\u2013]|to|and)\s*{_MONTH})?", re.I),  # seasons are as good
    "year": re.compile(r"(?:fy\s*)?(?:20)?\d\d(?:\s*[/\u2013-]\s*(?:20)?\d\d)?|20\d\d|(?:y|yr|year) ?\d", re.I),
    "length": re.compile(
        r"(?:\d{1,3}|one|two|three|four|five|six|nine|twelve|eighteen) ?"
        r"(?:working )?(?:day|week|wk|month|mth|year|yr)s?",
        re.I,
    ),
}
_OF_A_DATE: tuple[Part, ...] = ("quarter", "month", "year")
_WHOLE = re.compile(
    r"(?:with)?in[\s-](?:the\s+|this\s+)?year|(?:during|throughout|over|across|by\s+the\s+end\s+of)\s+(?:the|this)\s+year|"
    r"(?:this|all)\s+year|year[\s-]round|in[\s-]year",
    re.IGNORECASE,
)  # a time of the year over the cell that is all of it
_BARE_QUARTER = re.compile(r"[1-4] (?:fy ?)?(?:20)?\d\d(?: ?[/\u2013-] ?(?:20)?\d\d)?", re.IGNORECASE)
_MOVED = re.compile(
    r"(?P<old>[^\u2192\u21d2\u2794\u279c>]{4,30}?)\s*(?:\u2192|\u21d2|\u2794|\u279c|[-=]+>)\s*(?P<new>[^\u2192>]{4,30})"
)
_WHOLE_DATE = re.compile(r"(?:19|20)\d\d$|\d[/-]\d\d$")
_SURE = 0.8  # weight of a heading's wording from which it counts
_CUT_COLUMN = 2  # cells of a column that are cut off, from which it is taken to be too narrow for all
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:19|20)\d\d[^()\[\]]*)[)\]]\s*$")
_OF_DATES = frozenset({"start", "timescale"})
_OPEN = frozenset({"needs_context", "year_from_heading"})


@lru_cache(maxsize=1)
def _parts_by_heading() -> Mapping[str, Part]:
    data = read_lexicon_file("pipeline.normalise.timescale", "date_parts.toml")
    found: dict[str, Part] = {}
    for part in get_args(Part):
        for heading in data[part]:
            if fold(heading) in found:
                raise ValueError(f"date_parts.toml: {heading!r} stands twice. Keep it once.")
            found[fold(heading)] = part
    return found


@dataclass(frozen=True, slots=True)
class Over:
    """The words over the cells of a document's tables: headings by table, the heading of each column."""

    headings: Mapping[int, tuple[str, ...]]  # over each table, the nearest first
    columns: Mapping[tuple[int, int], str]  # table and column
    title: str | None = None
    of_role: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)  # headings by table and role


def words_over(document: Document, roles: Mapping[CellKey, str], title: str | None = None) -> Over:
    """Collect what stands over the cells of a document; `roles` are those of its cells. Raises nothing."""
    headings: dict[int, tuple[str, ...]] = {}
    columns: dict[tuple[int, int], str] = {}
    open_headings: list[Heading] = []
    tabled = True
    for block in document.blocks:
        if isinstance(block, Heading):
            # a heading of the same rank ends the one before it, as does the next after a table where ranks are unknown
            open_headings = [other for other in open_headings if _stands_over(other, block, tabled=tabled)]
            open_headings.append(block)
            tabled = False
        elif isinstance(block, Table):
            headings[block.number] = tuple(fold_space(heading.text) for heading in reversed(open_headings))
            tabled = True
            for cell in block.cells:
                if roles.get((block.number, cell.row, cell.column)) == "header" and cell.text.strip():
                    key = (block.number, cell.column)
                    columns[key] = f"{columns[key]} {cell.text}" if key in columns else cell.text
    return Over(headings, columns, title, _headings_by_role(columns, roles))


def _headings_by_role(
    columns: Mapping[tuple[int, int], str], roles: Mapping[CellKey, str]
) -> Mapping[tuple[int, str], tuple[str, ...]]:
    played = dict.fromkeys(
        ((table, role), (table, column)) for (table, _, column), role in roles.items() if role in _OF_DATES
    )
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for of, column in played:
        if column in columns:
            found[of] = (*found.get(of, ()), columns[column])
    return found


def _headings_of(raw: RawAction, role: str, over: Over, roles: Mapping[CellKey, str]) -> tuple[str, ...]:
    """The headings of the cells that play a role in an action; a cell merged over rows belongs to the first of them."""
    own = [key for key in raw.cells if roles.get(key) == role]
    if not own and raw.texts.get(role):
        return over.of_role.get((raw.place.table, role), ())
    return tuple(over.columns.get((table, column), "") for table, _, column in own)


def _stands_over(above: Heading, below: Heading, *, tabled: bool) -> bool:
    if above.level is None or below.level is None:
        return not tabled and above.level is not None
    return above.level < below.level


def with_joined_dates(actions: Sequence[RawAction], over: Over, roles: Mapping[CellKey, str]) -> list[RawAction]:
    """Give actions whose quarter or month has its year in a column beside it both as their timescale, as printed; a
    mark that repeats a year or its part stands for the one over it."""
    joined: list[RawAction] = []
    above: RawAction | None = None
    for raw in actions:
        above = _with_parts_repeated(raw, above)
        texts = _texts_with_joined_date(above, over, roles)
        flags = raw.flags if above is raw else (*raw.flags, "repeated_value")
        joined.append(raw if texts is None else replace(raw, texts=texts, flags=flags, extras=_left_over(raw, texts)))
    return joined


def _left_over(raw: RawAction, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The further columns of an action without those whose words stand in its timescale now, under headings that say
    when."""
    when = fold_space(texts.get("timescale", ""))
    return tuple(
        (heading, text)
        for heading, text in raw.extras
        if fold_space(text) not in when or not (_part_named(heading) or _says_when(heading))
    )


def _says_when(heading: str) -> bool:
    return match_heading(heading).get("timescale", 0.0) >= _SURE


def _with_parts_repeated(raw: RawAction, above: RawAction | None) -> RawAction:
    """An action with the parts of dates that marks repeat, where a part stands beside in words of its own."""
    parts = [heading for heading, _ in raw.extras if _part_named(heading) is not None]
    if above is None or not parts:
        return raw
    over = dict(above.extras)
    when = raw.texts.get("timescale", "")
    texts = {**raw.texts, "timescale": above.texts.get("timescale", "")} if repeats_above(when) else raw.texts
    extras = [(name, over.get(name, text) if repeats_above(text) else text) for name, text in raw.extras]
    alike = texts == raw.texts and tuple(extras) == raw.extras
    return raw if alike else replace(raw, texts=texts, extras=tuple(extras))


def _texts_with_joined_date(raw: RawAction, over: Over, roles: Mapping[CellKey, str]) -> Mapping[str, str] | None:
    """The texts of an action with all parts of its timescale as one; None where it has no parts beside that."""
    beside = {part: fold_space(said) for heading, said in raw.extras if (part := _part_of(heading, fold_space(said)))}
    joined = _joined_texts(raw, beside, over, roles)
    texts = raw.texts if joined is None else joined
    when = fold_space(texts.get("timescale", ""))
    if "frequency" not in beside or parse_timescale(when).recurrence is not None:
        return joined
    return {**texts, "timescale": ", ".join(filter(None, (when, beside["frequency"])))}


def _joined_texts(
    raw: RawAction, beside: Mapping[Part, str], over: Over, roles: Mapping[CellKey, str]
) -> Mapping[str, str] | None:
    """The texts of an action with a quarter or month and its year, or a start and a length, as one timescale."""
    if "length" in beside and raw.texts.get("start") and not raw.texts.get("timescale"):
        return {**raw.texts, "timescale": beside["length"]}
    if raw.texts.get("start") and (joined := _joined_with_start(raw, over, roles)) is not None:
        return {**{role: text for role, text in raw.texts.items() if role != "start"}, "timescale": joined}
    joined = _joined_date(raw, over, roles)
    return None if joined is None else {**raw.texts, "timescale": joined}


def _joined_with_start(raw: RawAction, over: Over, roles: Mapping[CellKey, str]) -> str | None:
    """A column of months or quarters that was taken for one of starts, because years stand beside it."""
    heading = next(iter(_headings_of(raw, "start", over, roles)), "")
    smaller, year = fold_space(raw.texts["start"]), fold_space(raw.texts.get("timescale", ""))
    part = _part_of(heading, smaller)
    return f"{smaller} {year}" if part in ("quarter", "month") and _SHAPES["year"].fullmatch(year) else None


def _is_year_column(raw: RawAction, over: Over, roles: Mapping[CellKey, str]) -> bool:
    headings = _headings_of(raw, "timescale", over, roles)
    return any(_part_named(heading) == "year" for heading in headings)


def _joined_date(raw: RawAction, over: Over, roles: Mapping[CellKey, str]) -> str | None:
    text = fold_space(raw.texts.get("timescale", ""))
    parts = {part: said for heading, said in raw.extras if (part := _part_of(heading, fold_space(said))) is not None}
    if "year" not in parts and _is_year_column(raw, over, roles):
        # the column of years was taken for that of dates, which stand beside it
        for heading, said in raw.extras:
            shape = _shape_of(fold_space(said))
            if shape in ("quarter", "month") and _says_when(heading):
                parts.setdefault(shape, said)
    own = _shape_of(text)
    if own == "quarter" and text.isdigit() and "year" not in parts:
        return None
    if own == "year" and not parts and (dated := _dated_within(text, raw)) is not None:
        return dated
    if own == "year":
        smaller = parts.get("quarter") or parts.get("month")
        year: str | None = text
    else:
        smaller, year = (text if own else None), parts.get("year")
        if not text:
            smaller = parts.get("quarter") or parts.get("month")
    if not smaller or not year:
        return None
    joined = f"{fold_space(smaller)} {fold_space(year)}"
    return joined if not _is_torn(joined, fold_space(year)) else None


def _dated_within(year: str, raw: RawAction) -> str | None:
    """What a further column of dates says that names its own year, where that lies in the year beside it."""
    whole = parse_timescale(year)
    for heading, said in raw.extras:
        dates = parse_timescale(fold_space(said)) if _says_when(heading) else None
        if dates is None or dates.start is None or dates.due is None or whole.start is None or whole.due is None:
            continue
        if whole.start <= dates.start <= dates.due <= whole.due and "needs_context" not in dates.flags:
            return fold_space(said)
    return None


def _is_torn(joined: str, year: str) -> bool:
    """Whether a part of a year begins before the year: spring, of a financial year."""
    starts = [parse_timescale(text).start for text in (joined, year)]
    return starts[0] is not None and starts[1] is not None and starts[0] < starts[1]


def _shape_of(text: str) -> Part | None:
    """Which part of a date a text is, by its shape."""
    return next((part for part in _OF_A_DATE if _SHAPES[part].fullmatch(text)), None)


def _part_named(heading: str) -> Part | None:
    """The part of a date that a heading names, alone or under one that says when: "Quarter" under "Timing"."""
    parts, (over, _, last) = _parts_by_heading(), fold(heading).rpartition(" ")
    under = parts.get(last) if match_heading(over).get("timescale", 0.0) >= _SURE else None
    return parts.get(fold(heading), under)


def _part_of(heading: str, text: str) -> Part | None:
    part = _part_named(heading)
    if part == "frequency":
        said = parse_timescale(text)
        return part if said.recurrence and not said.periods else None
    return part if part is not None and _SHAPES[part].fullmatch(text) else None


def years_over(raw: RawAction, over: Over, roles: Mapping[CellKey, str]) -> tuple[YearOver, ...]:
    """Give what stands over an action's timescale, the nearest first."""
    found = [
        YearOver(text, "year_column") for heading, text in raw.extras if _part_of(heading, fold_space(text)) == "year"
    ]
    headings = _headings_of(raw, "timescale", over, roles)
    found.extend(YearOver(fold_space(heading), "column_heading") for heading in headings if heading)
    found.extend(YearOver(group, "section_row") for group in (raw.objective, raw.theme) if group)
    found.extend(YearOver(heading, "heading") for heading in over.headings.get(raw.place.table, ()))
    if over.title:
        found.extend(one for one in _narrowed(YearOver(over.title, "heading")) if one.text != over.title)
    return tuple(dict.fromkeys(narrow for one in found for narrow in _narrowed(one)))


def _narrowed(over: YearOver) -> tuple[YearOver, ...]:
    """What stands in brackets at the end of words, before the words: "Plan 2031 to 2035 (Year 2: 2032/33)"."""
    inner = _IN_BRACKETS.search(over.text)
    return (YearOver(inner[1], over.place), over) if inner is not None else (over,)


@dataclass(frozen=True, slots=True)
class DatesKnown:
    """What bears on the dates of a document's rows besides the words of their cells."""

    roles: Mapping[CellKey, str]
    over: Over
    month_first: frozenset[Column]
    cut: frozenset[CellKey]  # cells whose text is cut off


def dates_known(
    document: Document, roles: Mapping[CellKey, str], actions: Sequence[RawAction], title: str | None
) -> DatesKnown:
    """Collect what bears on the dates of a document; `actions` are its raw actions. Raises nothing."""
    cut = frozenset(
        (table.number, cell.row, cell.column) for table in document.tables for cell in table.cells if cell.cut
    )
    return DatesKnown(roles, words_over(document, roles, title), month_first_columns(actions, roles), cut)


def read_dates(raw: RawAction, texts: Mapping[str, str], known: DatesKnown, period: PlanPeriod | None) -> Timescale:
    """Read the timescale of an action; `texts` are what its cells say. Raises nothing."""
    texts, turned = with_day_first(raw, texts, known.month_first, known.roles)
    start, text = (
        "" if known.cut and _is_cut(raw, role, said, known) else said
        for role, said in (
            ("start", fold_space(texts.get("start", ""))),
            ("timescale", texts.get("timescale", "").strip()),
        )
    )
    text = _after_the_first(raw, text) or text
    timescale = read_timescale_of(start or None, text, period, years_over(raw, known.over, known.roles))
    return said_month_first(timescale) if turned else timescale


def _after_the_first(raw: RawAction, text: str) -> str | None:
    """A revised date without a year as that of the first date moved, which stands in a column of its own."""
    if "revised_date" not in raw.flags or "needs_context" not in parse_timescale(text).flags:
        return None
    dated = [said for heading, said in raw.extras if "timescale" in match_heading(heading)]
    first = next((fold_space(said) for said in reversed(dated) if parse_timescale(said).periods), None)
    return f"{first} revised to {text}" if first is not None else None


def _is_cut(raw: RawAction, role: str, text: str, known: DatesKnown) -> bool:
    """Whether a date is cut off before its year is told in full: "March 203"."""
    if not text or _WHOLE_DATE.search(text) is not None:
        return False
    columns = Counter((table, column) for table, _, column in known.cut)
    own = [key for key in raw.cells if known.roles.get(key) == role]
    return any(key in known.cut or columns[key[0], key[2]] >= _CUT_COLUMN for key in own)


def read_timescale_of(
    start: str | None, text: str, period: PlanPeriod | None, context: tuple[YearOver, ...]
) -> Timescale:
    """Read a timescale with what stands over it: `start` is the cell of a start column, where there is one."""
    if _BARE_QUARTER.fullmatch(text):
        text = f"Q{text}"  # "2 2025/26", from a column of quarters and one of years
    if (moved := _MOVED.fullmatch(text)) is not None and _is_later(moved["old"], moved["new"]):
        text = f"{moved['old']} revised to {moved['new']}"
    plain = timescale_pair(start, text, period) if start is not None else parse_timescale(text, period)
    if _OPEN.isdisjoint(plain.flags) or not context:
        return plain  # it names its year, or nothing stands over it
    if not plain.periods and _WHOLE.fullmatch(fold_space(text).rstrip(".")):
        return _whole_year(plain, context) or plain
    lent = timescale_pair(start, text, period, context) if start is not None else parse_timescale(text, period, context)
    return _without_torn_seasons(lent, context)


def _is_later(old: str, new: str) -> bool:
    """Whether an arrow leads from one date to a later one of its kind, and not from the first to the last of a year."""
    one, other = parse_timescale(old).periods, parse_timescale(new).periods
    if len(one) != 1 or len(other) != 1 or one[0].precision != other[0].precision or one[0].start >= other[0].start:
        return False
    return (other[0].end - one[0].start).days not in (364, 365)


def _without_torn_seasons(timescale: Timescale, context: tuple[YearOver, ...]) -> Timescale:
    """The timescale without a season that begins before the year that it took: spring, of a financial year."""
    if not any(period.precision == "season" for period in timescale.periods):
        return timescale
    lent = next((found for over in context if (found := year_lent(over, parse_timescale(over.text))) is not None), None)
    first = lent.period.start if lent is not None and "year_from_heading" in timescale.flags else None
    if first is None or all(period.start >= first for period in timescale.periods):
        return timescale
    flags = tuple("needs_context" if code == "year_from_heading" else code for code in timescale.flags)
    return replace(timescale, periods=(), edtf=None, flags=flags)


def _whole_year(plain: Timescale, context: tuple[YearOver, ...]) -> Timescale | None:
    """The year over a cell that says "in year"."""
    for over in context:
        reading = parse_timescale(over.text)
        lent = year_lent(over, reading)
        if lent is not None:
            if lent.unit is None:
                return None
            periods = tuple(replace(one, text=plain.text) for one in reading.periods)
            readings = (*plain.readings, (over.place.removesuffix("_row"), over.text))
            flags = tuple(code for code in (*plain.flags, "year_from_heading") if code != "needs_context")
            return replace(plain, periods=periods, edtf=reading.edtf, flags=flags, readings=readings)
    return None
