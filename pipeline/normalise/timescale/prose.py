"""Timescales that stand in running text: an outcome that ends in "Q3 October to December 2021", "... by March 2024".

Found with the tokens and rules of this package rather than with a spaCy Matcher. A matcher would need every date rule
a second time as token patterns, would still hand what it found to these rules to be read, and would load a language
pipeline (about a second in each process) for what is here one walk over tokens. Running text is full of years that
are no timescale ("the Census 2021", "for the 2020-21 report"), so only explicit wordings count: a date behind "by" or
"end of", a quarter with its months and year, or a month or day with its year as the last words.
"""

from __future__ import annotations

import re

from pipeline.normalise.timescale.model import PlanPeriod, ProseTimescale
from pipeline.normalise.timescale.reading import read_timescale, read_tokens
from pipeline.normalise.timescale.tokens import Token

_LOOK_CLOSER = re.compile(r"(?:19|20)\d\d")
_RUN = frozenset(
    ("UNIT", "DEADLINE", "END", "UNTIL", "APPROX", "TO", "DASH", "SLASH", "AND", "OPEN", "CLOSE", "COMMA", "OF")
) | {"ONGOING", "THEN", "ONWARDS", "WITHIN", "BETWEEN"}
_FIRST = frozenset(("UNIT", "DEADLINE", "END", "UNTIL", "APPROX", "BETWEEN"))
_LAST = frozenset(("UNIT", "ONGOING", "ONWARDS"))
_BOUNDS = frozenset(("DEADLINE", "END", "UNTIL"))
_DATED = frozenset(("month", "day", "quarter"))
_IN_A_SENTENCE = frozenset(("IN", "OF", "FROM", "EVENT", "PER", "NAME", "EVERY", "LABEL", "START", "OLD", "NOW"))
_SILENT_END = frozenset(("DOT", "MARK", "CLOSE", "NEWLINE", "SEMI", "COMMA", "QUOTE"))


_CLOSING = re.compile(
    r"(?<!\w)(from|in|during|over|throughout|starting|beginning|until)\s+(?=\S.{2,60}$)", re.IGNORECASE
)
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
    found: list[ProseTimescale] = []
    for first, last in _runs(tokens):
        trailing = all(token.kind in _SILENT_END for token in tokens[last + 1 :])
        if not _is_timescale(tokens, first, last, trailing):
            continue
        start, end = tokens[first].start, tokens[last].end
        if folded.places is not None:
            start, end = folded.places[start], folded.places[end - 1] + 1
        timescale = read_timescale(text[start:end], plan)
        if timescale.periods and not timescale.unread and "needs_context" not in timescale.flags:
            found.append(ProseTimescale(start, end, timescale, trailing))
    return next((each for each in found if each.trailing), found[0] if found else None)


def find_closing_timescale(text: str, plan: PlanPeriod | None = None) -> ProseTimescale | None:
    """Find the timescale that closes the words of an action in a table without a column for dates.

    There the last words say when, whatever small word stands before them: "… in June 2024 and June 2025",
    "… during 2024/25". A bare year counts only after a word that can mean nothing else ("during", "throughout").

    >>> find_closing_timescale("Set up a youth forum during 2024/25.").timescale.due
    datetime.date(2025, 3, 31)
    >>> find_closing_timescale("Bring the gap below that in 2019") is None
    True
    """
    for opening in _CLOSING.finditer(text):
        end = len(text.rstrip(" .;"))
        timescale = read_timescale(text[opening.start() : end], plan)
        if not timescale.periods or timescale.unread or "needs_context" in timescale.flags:
            continue
        bare = all(period.precision == "year" for period in timescale.periods)
        if not bare or opening[1].casefold() in _ONLY_OF_TIME:
            return ProseTimescale(opening.start(), end, timescale, trailing=True)
    return None


def _runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Give first and last number of each unbroken row of tokens that could be one timescale."""
    runs: list[tuple[int, int]] = []
    k = 0
    while k < len(tokens):
        if tokens[k].kind not in _FIRST or _is_plan(tokens[k]):
            k += 1
            continue
        j = k
        while j + 1 < len(tokens) and tokens[j + 1].kind in _RUN and not _is_plan(tokens[j + 1]):
            j += 1
        following = j + 1
        while j > k and tokens[j].kind not in _LAST:
            j -= 1
        if j + 1 < following and tokens[j + 1].kind == "CLOSE" and any(t.kind == "OPEN" for t in tokens[k:j]):
            j += 1
        if any(token.kind == "UNIT" and token.value.year is not None for token in tokens[k : j + 1]):
            runs.append((k, j))
        k = following
    return runs


def _is_plan(token: Token) -> bool:
    return token.kind == "UNIT" and token.value.kind == "plan_life"


def _is_timescale(tokens: list[Token], first: int, last: int, trailing: bool) -> bool:
    """Tell whether a row of tokens is explicit enough to be a timescale."""
    units = [token.value for token in tokens[first : last + 1] if token.kind == "UNIT"]
    kinds = {unit.kind for unit in units}
    before = tokens[first - 1].kind if first else ""
    bounded = tokens[first].kind in _BOUNDS
    if bounded:
        return trailing or bool(kinds & _DATED)
    if "quarter" in kinds and (len(kinds) > 1 or all(unit.year for unit in units)):
        return trailing or ("month" in kinds and before not in _IN_A_SENTENCE)
    return trailing and bool(kinds & {"month", "day"}) and before not in _IN_A_SENTENCE
