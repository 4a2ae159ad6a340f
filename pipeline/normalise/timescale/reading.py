"""From text to a timescale: tokens, dates, clauses, and what they come to.

Every word is read by a named rule, known to say nothing of time, or named as unread.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.normalise.languages import is_in_other_language
from pipeline.normalise.timescale.clauses import Noted, Source, note_clauses
from pipeline.normalise.timescale.date_lists import Date, number_kinds, place_dates
from pipeline.normalise.timescale.dates import DATE_RULES
from pipeline.normalise.timescale.days import LEANS_ON_PLAN
from pipeline.normalise.timescale.edtf import period_edtf, whole_edtf
from pipeline.normalise.timescale.lexicon import read_lexicon
from pipeline.normalise.timescale.model import Period, PlanPeriod, Recurrence, Timescale, YearOver
from pipeline.normalise.timescale.numbers import NUMBER_RULES
from pipeline.normalise.timescale.rules import apply_rules, compile_rules
from pipeline.normalise.timescale.tokens import Folded, Token, fold_text, is_run_together, mend_figures, tokenise
from pipeline.normalise.timescale.year_over import Lent, year_lent

_NUMBER_TREE = compile_rules(NUMBER_RULES)
_DATE_TREE = compile_rules(DATE_RULES)

_BETWEEN_LANGUAGES = re.compile(r"\s/\s|\||\n")
_SPOILT_YEAR = re.compile(r"(?<![\d£.,])(?:19|20)[0-5]\d\d(?![\d,%])")  # a year with the mark of a note run on to it
# how a spreadsheet or a program prints a date that has no time of day: "2026-03-30 00:00:00"
_MIDNIGHT = re.compile(r"(?<=\d)(?: |t)0?0:00(?::00(?:\.0+)?)?(?:z\b|(?![\w:.]\w))")
_SHORT = 160  # characters; longer texts seldom come twice
_BLANK = frozenset(("DASH", "DOT", "SLASH", "COMMA", "NEWLINE"))
_SIGNS = _BLANK | {"MARK", "QUERY", "PLUS", "PERCENT", "AND"}
_FIGURES = frozenset(("NUM", "YEAR"))
_GOES_ON = frozenset(
    ("DEADLINE", "END", "OF", "IN", "FROM", "TO", "DASH", "SLASH", "AND", "BETWEEN", "UNTIL", "WITHIN", "EVERY")
) | {"QUARTER", "FY"}  # a line that ends in one of these goes on in the next
_GOES_BACK = frozenset(("TO", "SLASH", "OF", "ONWARDS"))
_ONE_DATE = frozenset(
    (("MONTH", "YEAR"), ("SEASON", "YEAR"), ("SEASON", "TERM"), ("YEAR_WORD", "NUM"), ("HALF", "NUM"))
)
_OWNS_A_FIGURE = frozenset(
    ("QUARTER", "MONTH", "LABEL", "SLASH", "DASH", "DOT", "QUOTE", "TO", "YEAR_WORD", "FY", "SEASON")
)
_TIMES_A_YEAR: dict[int, Recurrence] = {1: "annual", 2: "six_monthly", 4: "quarterly", 12: "monthly"}


def read_tokens(text: str, *, part: bool = False) -> tuple[Folded, list[Token]]:
    """Give the folded text and its tokens, figures and dates put together."""
    folded = fold_text(text)
    if ":" in text:
        folded = folded._replace(text=_MIDNIGHT.sub(lambda found: " " * len(found[0]), folded.text))
    tokens = [token for token in tokenise(folded.text, read_lexicon(), part=part) if token.kind != "THE"]
    if "\n" in folded.text:
        tokens = _without_wraps(tokens)
    if not _FIGURES.isdisjoint([token.kind for token in tokens]):
        tokens = apply_rules(_NUMBER_TREE, tokens)
    return folded, apply_rules(_DATE_TREE, tokens)


def read_timescale(text: str, plan: PlanPeriod | None, context: tuple[YearOver, ...] = ()) -> Timescale:
    """Read a timescale's text; `plan` and `context` are there for what has no year. Raises nothing.

    A plan prints the same few timescales over and over and its columns are read more than once, so the readings of
    short texts are kept for a while; `read_afresh` reads without that.
    """
    return _read_kept(text, plan, context) if len(text) <= _SHORT else read_afresh(text, plan, context)


@lru_cache(maxsize=4096)
def _read_kept(text: str, plan: PlanPeriod | None, context: tuple[YearOver, ...]) -> Timescale:
    return read_afresh(text, plan, context)


def read_afresh(text: str, plan: PlanPeriod | None, context: tuple[YearOver, ...] = ()) -> Timescale:
    """Read a timescale's text as `read_timescale` does, whether or not it was read before.

    A text with a year of five figures names a year, though nobody knows which: nothing lends it another.
    """
    if _SPOILT_YEAR.search(text):
        plan, context = None, ()
    timescale = _read_without(text, plan)
    if context and "needs_context" in timescale.flags:
        lent = next((lent for over in context if (lent := year_lent(over, read_timescale(over.text, plan)))), None)
        return timescale if lent is None else _read_without(text, plan, lent)
    return timescale


def _read_without(text: str, plan: PlanPeriod | None, lent: Lent | None = None) -> Timescale:
    """Read a text by itself, with what the words over it lend where they lend anything."""
    timescale = _read_once(text, text, plan, lent)
    if timescale.unread:  # only then may a scan or a converter have spoilt a date
        figures = mend_figures(text)
        parted = is_run_together(fold_text(figures).text)
        if figures != text or parted:
            return _read_once(text, figures, plan, lent, part=parted)
    return timescale


def _read_once(text: str, figures: str, plan: PlanPeriod | None, lent: Lent | None, *, part: bool = False) -> Timescale:
    """Read a text as printed, or with its misread `figures` mended."""
    folded, tokens = read_tokens(figures, part=part)
    kinds = {token.kind for token in tokens}
    if kinds <= _SIGNS:
        if kinds <= _BLANK:
            return Timescale(text, flags=("blank",))
        return Timescale(text, flags=("unread_words",), unread=(text.strip(),))
    source = Source(text, folded)
    noted = note_clauses(source, tokens)
    if figures != text:
        noted.flag("typo_normalised")
    found = _assemble(source, tokens, noted, plan, lent)
    return (_of_the_other_language(text, plan) or found) if found.unread else found


def _of_the_other_language(text: str, plan: PlanPeriod | None) -> Timescale | None:
    """The reading of the half in English of a text printed in two languages, where it says something; else None."""
    halves = [half.strip() for half in _BETWEEN_LANGUAGES.split(text) if half.strip()]
    if len(halves) != 2:
        return None
    spoken = [_is_no_english(half) for half in halves]
    if spoken[0] == spoken[1]:
        return None
    english = halves[spoken.index(False)]
    found = read_timescale(english, plan)
    if not (found.periods or found.ongoing or found.recurrence or found.state or "needs_context" in found.flags):
        return None
    return replace(found, text=text, readings=(*found.readings, ("other_language", english)))


def _is_no_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return not read_lexicon().welsh.isdisjoint(words) or is_in_other_language(text)


def _without_wraps(tokens: list[Token]) -> list[Token]:
    """Leave out the line breaks that stand inside a date or a phrase and so are no break of the list."""
    kept: list[Token] = []
    for k, token in enumerate(tokens):
        if token.kind == "NEWLINE" and kept and k + 1 < len(tokens):
            before, after = kept[-1].kind, tokens[k + 1].kind
            owner = kept[-2].kind if len(kept) > 1 else ""
            if before in _GOES_ON or after in _GOES_BACK or (before, after) in _ONE_DATE:
                continue
            if before == "NUM" and owner == "QUARTER" and after == "YEAR":
                continue
            if before in ("NUM", "ORD") and after == "MONTH" and owner not in _OWNS_A_FIGURE:
                continue
        kept.append(token)
    return kept


def _assemble(
    source: Source, tokens: list[Token], noted: Noted, plan: PlanPeriod | None, lent: Lent | None
) -> Timescale:
    """Put together what the clauses say."""
    recurs = noted.every or noted.recurrence is not None
    dates, uncounted = number_kinds(noted.dates) if len(noted.dates) > 1 else (noted.dates, [])
    for one in uncounted:
        noted.leave(one.token, one.token)
    placed = place_dates(dates, plan, lent, recurs=recurs)
    if noted.replaced:
        placed = _current(placed, noted)
    if recurs:
        _recurring_dates(noted, placed)
    periods = _note_placed(source, noted, placed)
    if lent is not None and "year_from_heading" in noted.flags:
        noted.readings.append((lent.over.place, lent.over.text))
    _last_flags(noted, periods)
    return Timescale(
        source.text,
        periods,
        noted.ongoing,
        noted.recurrence,
        noted.state,
        tuple(noted.flags),
        tuple(noted.readings),
        whole_edtf(periods, noted.ongoing and not noted.bounded) if periods else None,
        tuple([source.words(tokens[first].start, tokens[last].end) for first, last in sorted(noted.unread)]),
    )


def _current(dates: list[Date], noted: Noted) -> list[Date]:
    """Give the dates that still count: an old one does only where there is no other."""
    current = [one for one in dates if "old" not in one.marks]
    if not current and noted.left:
        noted.flag("revised_date")
        return []
    if not current or len(current) == len(dates):
        return dates
    noted.flag("revised_date")
    return current


def _note_placed(source: Source, noted: Noted, dates: list[Date]) -> tuple[Period, ...]:
    """Give the periods of dates, and note what their days were read by."""
    periods = []
    for one in dates:
        noted.flag(*one.flags)
        if one.marks:
            _note_marks(noted, one, aside=one is not dates[0])
        if one.unit.kind in LEANS_ON_PLAN:
            noted.flag("needs_context")
        if one.span is not None:
            periods.append(_period(source, one))
            if one.rule:
                noted.readings.append((one.rule, source.words(one.start, one.end)))
    return tuple(periods)


def _note_marks(noted: Noted, one: Date, *, aside: bool) -> None:
    """Note what the marks of a date say of the whole timescale; a review may stand in a bracket behind its date."""
    if "yearless" in one.marks:
        noted.flag("needs_context")
    if "review" in one.marks and (noted.ongoing or (aside and "in_bracket" in one.marks)):
        noted.flag("review_date")


def _last_flags(noted: Noted, periods: tuple[Period, ...]) -> None:
    """Raise the flags that the whole timescale tells, and take back a state that only labels one of several dates."""
    says_when = noted.recurrence is not None and "vague" not in noted.flags
    if noted.context and not periods and not says_when:
        noted.flag("needs_context")
    if noted.labelled and len(periods) > 1:
        noted.state = None  # "Policy agreed: May; training: June" labels its dates
        noted.flags.remove("state_inferred")
    if noted.unread:
        noted.flag("unread_words")


def _period(source: Source, one: Date) -> Period:
    span = one.span
    assert span is not None
    edtf = period_edtf(span.start, span.end, span.precision, span.by_years, "approximate" in one.marks)
    return Period(source.words(one.start, one.end), span.start, span.end, span.precision, edtf)


def _is_one_time(before: Date | None, one: Date) -> bool:
    """Whether two dates that come round are one time of the year: February to April, February/March."""
    if one.join in ("RANGE", "DASH"):
        return True
    if before is None or one.join != "SLASH" or not before.unit.kind == one.unit.kind == "month":
        return False
    return int(one.unit.n) == int(before.unit.n) % 12 + 1


def _recurring_dates(noted: Noted, dates: list[Date]) -> None:
    """Flag the dates that come round, and count them where only "every" or "each year" says how often."""
    recurring = [(before, one) for before, one in pairwise([None, *dates]) if one and "recurring" in one.marks]
    if recurring:
        noted.flag("recurring_date")
        if noted.recurrence in (None, "annual"):
            number = len({one.unit for before, one in recurring if not _is_one_time(before, one)})
            noted.recurrence = _TIMES_A_YEAR.get(number, "other")
    elif noted.recurrence is None:
        noted.recurrence = "annual"
