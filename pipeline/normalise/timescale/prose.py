"""Timescales that stand in running text: an outcome that ends in "Q3 October to December 2021", "... by March 2024".

Found with the tokens and rules of this package rather than with a spaCy Matcher. A matcher would need every date rule
a second time as token patterns, would still hand what it found to these rules to be read, and would load a language
pipeline (about a second in each process) for what is here one walk over tokens. Running text is full of years that
are no timescale ("the Census 2021", "for the 2020-21 report"), so only explicit wordings count: a date behind "by" or
"end of", a quarter with its months and year, or a month or day with its year as the last words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalise.timescale.alphabet import letters, pattern, spell
from pipeline.normalise.timescale.model import PlanPeriod, ProseTimescale
from pipeline.normalise.timescale.reading import read_timescale, read_tokens
from pipeline.normalise.timescale.tokens import Token

_LOOK_CLOSER = re.compile(r"(?:19|20)\d\d")
_DATES = "DATED BARE LENGTHS NUMBER"
_FIRST = f"{_DATES} DEADLINE END FINISH UNTIL APPROX BETWEEN"
_INSIDE = f"{_FIRST} TO DASHES SLASH AND OPEN CLOSE LONE_OPEN LONE_CLOSE COMMA OF ONGOING THEN ONWARDS WITHIN"
_RUN = pattern(f"[{_FIRST}](?:[{_INSIDE}]*[{_DATES} ONGOING ONWARDS])?")
_WITH_A_YEAR = pattern("DATED")
_BOUNDED = pattern("[DEADLINE END FINISH UNTIL]")
_SILENT_END = pattern("[DOT MARK CLOSE LONE_CLOSE NEWLINE SEMI COMMA QUOTE]*$")
_IN_A_SENTENCE = pattern(
    "(?<=[IN THROUGHOUT_IN OF FROM EVENT ELECTION PER NAME EVERY LABEL STAGE START START_EVENT NOT_BEFORE OLD LEFT NOW "
    "NOW_WORD])"
)
_OPEN, _CLOSE = letters("OPEN"), letters("CLOSE")
_PARTS = frozenset(("month", "day", "quarter"))

_CLOSING = re.compile(
    r"(?<!\w)(from|in|during|over|throughout|starting|beginning|until)\s+(?=\S.{2,60}$)", re.IGNORECASE
)
_WHEN_OFTEN = "DEADLINE END IN OF PER AND BARE YEAR_WORD"
_OFTEN = pattern(f"(?!DEADLINE RECUR)(?<!DEADLINE)[{_WHEN_OFTEN}]*[EVERY RECUR PER][{_WHEN_OFTEN} RECUR]*$")
_HOW_OFTEN = re.compile(r"ly\b|\b(?:every|each|per|once|twice|times|basis)\b")  # what tells more than an adjective
_LONGEST_RECURRENCE = 60  # characters: "by the end of March and by the end of September in each year"
_ONLY_OF_TIME = frozenset({"during", "throughout", "until", "from"})


def find_timescale_in_prose(text: str, plan: PlanPeriod | None = None) -> ProseTimescale | None:
    """Find the timescale that stands in running text, the last words first; None where there is no explicit one.

    >>> find_timescale_in_prose("All managers trained. Q3 October to December 2021").timescale.due
    datetime.date(2021, 12, 31)
    >>> find_timescale_in_prose("Publish figures from the Census 2021") is None
    True
    """
    if _LOOK_CLOSER.search(text) is None:
        return None
    folded, tokens = read_tokens(text)
    spelt = spell(folded.text, tokens)
    found: list[ProseTimescale] = []
    for run in _RUN.finditer(spelt):
        first, last = run.span()
        last += _OPEN in run[0] and spelt[last : last + 1] == _CLOSE
        trailing = _SILENT_END.match(spelt, last) is not None
        if _WITH_A_YEAR.search(run[0]) is None or not _is_explicit(spelt, first, tokens[first:last], trailing):
            continue
        start, end = folded.printed(tokens[first].start, tokens[last - 1].end)
        timescale = read_timescale(text[start:end], plan)
        if timescale.periods and not timescale.unread and "needs_context" not in timescale.flags:
            found.append(ProseTimescale(start, end, timescale, trailing))
    return next((each for each in found if each.trailing), found[0] if found else None)


def _is_explicit(spelt: str, first: int, run: Sequence[Token], trailing: bool) -> bool:
    """Whether a row of tokens is explicit enough to be a timescale."""
    units = [token.value for token in run if token.kind == "UNIT"]
    kinds = {unit.kind for unit in units}
    if _BOUNDED.match(spelt, first):
        return trailing or not kinds.isdisjoint(_PARTS)
    apart = _IN_A_SENTENCE.match(spelt, first) is None
    if "quarter" in kinds and (len(kinds) > 1 or all(unit.year for unit in units)):
        return trailing or ("month" in kinds and apart)
    return trailing and apart and not kinds.isdisjoint(("month", "day"))


def find_closing_timescale(text: str, plan: PlanPeriod | None = None) -> ProseTimescale | None:
    """Find the timescale that closes the words of an action in a table without a column for dates.

    There the last words say when, whatever small word stands before them: "… in June 2024 and June 2025",
    "… during 2024/25". A bare year counts only after a word that can mean nothing else ("during", "throughout").

    >>> find_closing_timescale("Set up a youth forum during 2024/25.").timescale.due
    datetime.date(2025, 3, 31)
    >>> find_closing_timescale("Bring the gap below that in 2019") is None
    True
    >>> find_closing_timescale("Meet the staff networks every six months.").timescale.recurrence
    'six_monthly'
    """
    for opening in _CLOSING.finditer(text):
        end = len(text.rstrip(" .;"))
        timescale = read_timescale(text[opening.start() : end], plan)
        if not timescale.periods or timescale.unread or "needs_context" in timescale.flags:
            continue
        bare = all(period.precision == "year" for period in timescale.periods)
        if not bare or opening[1].casefold() in _ONLY_OF_TIME:
            start = opening.end() if opening[1].casefold() == "in" else opening.start()  # "in" alone adds nothing
            return ProseTimescale(start, end, timescale, trailing=True)
    return _closing_recurrence(text, plan)


def _closing_recurrence(text: str, plan: PlanPeriod | None) -> ProseTimescale | None:
    """The last words of an action where all of them say how often: "… annually in June", "… every six months"."""
    end = len(text.rstrip(" .;"))
    first = text.rfind(" ", 0, max(0, end - _LONGEST_RECURRENCE)) + 1
    folded, tokens = read_tokens(text[first:end])
    run = _OFTEN.search(spell(folded.text, tokens))
    if run is None:
        return None
    if _HOW_OFTEN.search(folded.text, tokens[run.start()].start) is None:
        return None  # "the annual report"
    start = first + folded.printed(tokens[run.start()].start, tokens[-1].end)[0]
    timescale = read_timescale(text[start:end], plan)
    if timescale.recurrence in (None, "other") or timescale.unread:
        return None  # "each election" and the like are as often what an action is about
    return ProseTimescale(start, end, timescale, trailing=True)
