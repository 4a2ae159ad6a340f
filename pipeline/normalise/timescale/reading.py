"""From text to a timescale: tokens, rules, the walk along them, and what its dates come to.

Every word is read by a named rule, known to say nothing of time, or named as unread.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.normalise.timescale.dates import DATE_RULES
from pipeline.normalise.timescale.edtf import period_edtf, whole_edtf
from pipeline.normalise.timescale.joining import Entry, join_entries
from pipeline.normalise.timescale.lexicon import read_lexicon
from pipeline.normalise.timescale.model import Period, PlanPeriod, Recurrence, Timescale, YearOver
from pipeline.normalise.timescale.numbers import NUMBER_RULES
from pipeline.normalise.timescale.rules import apply_rules, compile_rules
from pipeline.normalise.timescale.tokens import Folded, Token, fold_text, is_run_together, mend_figures, tokenise
from pipeline.normalise.timescale.walk import Walk
from pipeline.normalise.timescale.year_over import Lent, year_lent

_NUMBER_TREE = compile_rules(NUMBER_RULES)
_DATE_TREE = compile_rules(DATE_RULES)

_BETWEEN_LANGUAGES = re.compile(r"\s/\s|\||\n")
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
    tokens = [token for token in tokenise(folded.text, read_lexicon(), part=part) if token.kind != "THE"]
    if "\n" in folded.text:
        tokens = _without_wraps(tokens)
    if any(token.kind in _FIGURES for token in tokens):
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
    """Read a timescale's text as `read_timescale` does, whether or not it was read before."""
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
    if all(token.kind in _SIGNS for token in tokens):
        if all(token.kind in _BLANK for token in tokens):
            return Timescale(text, flags=("blank",))
        return Timescale(text, flags=("unread_words",), unread=(text.strip(),))
    walk = Walk(text, folded.places, tokens)
    walk.run()
    if figures != text:
        walk.flag("typo_normalised")
    found = _assemble(walk, plan, lent)
    return (_of_the_other_language(text, plan) or found) if found.unread else found


def _of_the_other_language(text: str, plan: PlanPeriod | None) -> Timescale | None:
    """The reading of the half in English of a text printed in two languages, where it says something; else None."""
    welsh = read_lexicon().welsh
    halves = [half.strip() for half in _BETWEEN_LANGUAGES.split(text) if half.strip()]
    if len(halves) != 2:
        return None
    spoken = [not welsh.isdisjoint(re.findall(r"[^\W\d_]+", half.lower())) for half in halves]
    if spoken[0] == spoken[1]:
        return None
    english = halves[spoken.index(False)]
    found = read_timescale(english, plan)
    if not (found.periods or found.ongoing or found.recurrence or found.state or "needs_context" in found.flags):
        return None
    return replace(found, text=text, readings=(*found.readings, ("other_language", english)))


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


def _assemble(walk: Walk, plan: PlanPeriod | None, lent: Lent | None) -> Timescale:
    """Put together what the walk has noted."""
    entries = walk.entries
    if walk.start_entry is not None:
        walk.ongoing = True
        walk.flag("start_only")
    if any(entry.old for entry in entries) and not all(entry.old for entry in entries):
        entries = [entry for entry in entries if not entry.old]
        walk.flag("revised_date")
    recurs = walk.every or walk.recurrence is not None
    standing = join_entries(entries, plan, walk.flags, recurs, lent) if entries else []
    if recurs:
        _recurring_dates(walk, entries)
    periods = tuple(_period(walk, entry) for entry in standing)
    walk.readings += [(entry.rule, walk.words(entry.start, entry.end)) for entry in standing if entry.rule]
    if lent is not None and "year_from_heading" in walk.flags:
        walk.readings.append((lent.over.place, lent.over.text))
    if walk.needs_context and not periods and (walk.recurrence is None or "vague" in walk.flags):
        walk.flag("needs_context")
    if walk.review_dated and (walk.ongoing or walk.review_in_bracket):
        walk.flag("review_date")
    if walk.labelled_state and len(standing) > 1:
        walk.state = None  # "Policy agreed: May; training: June" labels its dates
        walk.flags.remove("state_inferred")
    if walk.unread:
        walk.flag("unread_words")
    return Timescale(
        walk.text,
        periods,
        walk.ongoing,
        walk.recurrence,
        walk.state,
        tuple(walk.flags),
        tuple(walk.readings),
        whole_edtf(periods, walk.ongoing and not walk.bounded) if periods else None,
        walk.unread_words() if walk.unread else (),
    )


def _period(walk: Walk, entry: Entry) -> Period:
    span = entry.span
    assert span is not None
    edtf = period_edtf(span.start, span.end, span.precision, span.by_years, entry.approximate)
    return Period(walk.words(entry.start, entry.end), span.start, span.end, span.precision, edtf)


def _is_one_time(before: Entry | None, entry: Entry) -> bool:
    """Whether two dates that come round are one time of the year: February to April, February/March."""
    if entry.join in ("RANGE", "DASH"):
        return True
    if before is None or entry.join != "SLASH":
        return False
    months = before.unit.kind == entry.unit.kind == "month"
    return months and int(entry.unit.n) == int(before.unit.n) % 12 + 1


def _recurring_dates(walk: Walk, entries: list[Entry]) -> None:
    """Flag the dates that come round, and count them where only "every" or "each year" says how often."""
    recurring = [entry for entry in entries if entry.recurring]
    if recurring:
        walk.flag("recurring_date")
        if walk.recurrence in (None, "annual"):
            pairs = zip([None, *entries], entries, strict=False)
            number = len({entry.unit for before, entry in pairs if entry.recurring and not _is_one_time(before, entry)})
            walk.recurrence = _TIMES_A_YEAR.get(number, "other")
    elif walk.recurrence is None:
        walk.recurrence = "annual"
