"""Timescales in a cell that is meant for something else: an owner cell that says "By March 2026".

Such words name nobody, so the reader of owners leaves them out and says so. Only wordings that can be nothing else
count: a run of dates with the small words that belong to them, at an edge of its line or between separators.
"""

from __future__ import annotations

import re

from pipeline.normalise.timescale.reading import read_tokens
from pipeline.normalise.timescale.tokens import Token

_MAY_HOLD_TIME = re.compile(
    r"\d|(?<!\w)(?:year|annual|month|week|quarter|term|spring|summer|autumn|winter|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_DATES = frozenset(("UNIT", "UNITS"))
_BEFORE = frozenset(("DEADLINE", "END", "UNTIL", "WITHIN", "FROM", "START", "APPROX", "BETWEEN", "OPEN", "NEXT"))
_IN_BETWEEN = frozenset(("TO", "DASH", "SLASH", "AND", "COMMA", "OF", "IN", "THEN"))
_BEHIND = frozenset(("ONWARDS", "CLOSE"))
_OF_TIME = (
    _DATES | _BEFORE | _IN_BETWEEN | _BEHIND | {"ONGOING", "CONTINUOUS", "RECUR", "EVERY", "DOT", "SEMI", "NEWLINE"}
)
_SAYS_WHEN = _DATES | {"RECUR", "ONGOING", "CONTINUOUS"}
_EDGES = frozenset(("NEWLINE", "SEMI", "COMMA", "SLASH", "DASH", "AND", "DOT", "COLON", "OPEN", "CLOSE"))
_FREQUENCIES = frozenset(("weekly", "monthly", "quarterly", "six_monthly", "annual", "biennial", "termly"))
_LONGEST_RUN = 40  # tokens
_NO_DATES = frozenset(("plan_life", "number"))


def says_only_when(text: str) -> bool:
    """Whether a text is a timescale and nothing else; total, never raises.

    >>> says_only_when("By end of Q2"), says_only_when("Strategy"), says_only_when("Head of HR, June 2026")
    (True, False, False)
    """
    if _MAY_HOLD_TIME.search(text) is None:
        return False
    _, tokens = read_tokens(text)
    return all(token.kind in _OF_TIME for token in tokens) and any(_is_of_time(token) for token in tokens)


def find_dates_apart(text: str) -> list[tuple[int, int]]:
    """Find the runs of dates with a year that stand apart from the other words: first place and one past the last.

    >>> text = "Head of HR by March 2026"
    >>> [text[start:end] for start, end in find_dates_apart(text)]
    ['by March 2026']
    """
    if not any(character.isdigit() for character in text):
        return []
    folded, tokens = read_tokens(text)
    found: list[tuple[int, int]] = []
    k = 0
    while k < len(tokens):
        if tokens[k].kind not in _BEFORE and not _is_dated(tokens[k]):
            k += 1
            continue
        last = _end_of_run(tokens, k)
        if last is None:
            k += 1
            continue
        if _stands_apart(tokens, k, last):
            start, end = tokens[k].start, tokens[last].end
            if folded.places is not None:
                start, end = folded.places[start], folded.places[end - 1] + 1
            found.append((start, end))
        k = last + 1
    return found


def _stands_apart(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a run of dates is no part of a name: it ends an item, has brackets, or opens a line with a bound."""
    if last + 1 == len(tokens) or tokens[last + 1].kind in _EDGES or tokens[last].kind == "CLOSE":
        return True
    opens = first == 0 or tokens[first - 1].kind in _EDGES
    return opens and tokens[first].kind in ("DEADLINE", "END", "UNTIL")


def _end_of_run(tokens: list[Token], first: int) -> int | None:
    """Give the number of the last token of a run of dates, None where it is none or its brackets do not match."""
    k, last, opened = first, None, 0
    bounded = False
    while k < min(len(tokens), first + _LONGEST_RUN):
        kind = tokens[k].kind
        if _is_dated(tokens[k]) and (bounded or not _is_bare_year(tokens[k])):
            last = k
        elif kind == "CLOSE" and opened and last == k - 1:
            last, opened = k, opened - 1
        elif kind == "ONWARDS" and last == k - 1:
            last = k
        elif kind in _BEFORE:
            opened += kind == "OPEN"
            bounded = bounded or kind != "OPEN"
        elif kind not in _IN_BETWEEN:
            break
        k += 1
    return last if opened == 0 else None


def _is_dated(token: Token) -> bool:
    return token.kind == "UNITS" or (token.kind == "UNIT" and token.value.year is not None)


def _is_bare_year(token: Token) -> bool:
    """Whether it is one year alone, which may be part of a name ("Vision 2030 Board")."""
    return token.kind == "UNIT" and token.value.kind == "year"


def _is_of_time(token: Token) -> bool:
    if token.kind == "RECUR":
        return token.value in _FREQUENCIES
    return token.kind in _SAYS_WHEN and not (token.kind == "UNIT" and token.value.kind in _NO_DATES)
