"""Timescales in a cell that is meant for names: an owner cell that says "By March 2026".

Such words name nobody, so the reader of owners leaves them out and says so. Only wordings that can be nothing else
count: a run of dates with the small words that belong to them, at an edge of its line or between separators.
"""

from __future__ import annotations

import re

from pipeline.normalise.timescale.alphabet import pattern, spell
from pipeline.normalise.timescale.reading import read_tokens

_MAY_HOLD_TIME = re.compile(
    r"\d|(?<!\w)(?:year|annual|month|week|quarter|term|spring|summer|autumn|winter|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_FREQUENCIES = frozenset(("weekly", "monthly", "quarterly", "six_monthly", "annual", "biennial", "termly"))
_BOUND = "DEADLINE END FINISH UNTIL WITHIN FROM START START_EVENT NOT_BEFORE APPROX BETWEEN NEXT"
_BETWEEN = "TO DASHES SLASH AND COMMA OF IN THROUGHOUT_IN THEN"
_DATES = "DATED BARE LENGTHS"
_OF_TIME = pattern(
    f"[{_DATES} PLAN_END PLAN_LIFE OTHER_PLAN {_BOUND} {_BETWEEN} ONWARDS OPEN CLOSE LONE_OPEN LONE_CLOSE "
    "ONGOING CONTINUOUS RECUR EVERY DOT SEMI NEWLINE]*"
)
_SAYS_WHEN = pattern(f"[{_DATES} ONGOING CONTINUOUS]")
# A year alone may be part of a name ("Vision 2030 Board"): it counts behind a bound.
_BOUNDED = f"[{_BOUND}][{_BOUND} {_BETWEEN}]*DATED(?:[{_BETWEEN}]{{1,3}}DATED){{0,20}}"
_DATE = f"(?:{_BOUNDED}|[DAY COUNTED PART FINANCIAL_YEAR YEARS_TO NAMED_DATE])ONWARDS?"
_DATES_IN_A_ROW = f"{_DATE}(?:[{_BETWEEN}]{{0,3}}{_DATE}){{0,20}}"
_RUN = pattern(
    f"(?:{_DATES_IN_A_ROW}(?:[{_BETWEEN}]*OPEN{_DATES_IN_A_ROW}CLOSE)*|OPEN{_DATES_IN_A_ROW}CLOSE)(?![{_BETWEEN}]*OPEN)"
)
_EDGES = "NEWLINE SEMI COMMA SLASH DASHES AND DOT COLON OPEN LONE_OPEN CLOSE LONE_CLOSE"
_ENDS_AN_ITEM = pattern(f"$|(?<=CLOSE)|[{_EDGES}]")
_OPENS_WITH_A_BOUND = pattern(f"(?:^|(?<=[{_EDGES}]))[DEADLINE END FINISH UNTIL]")


def says_only_when(text: str) -> bool:
    """Whether a text is a timescale and nothing else; total, never raises.

    >>> says_only_when("By end of Q2"), says_only_when("Strategy"), says_only_when("Head of HR, June 2026")
    (True, False, False)
    """
    if _MAY_HOLD_TIME.search(text) is None:
        return False
    folded, tokens = read_tokens(text)
    spelt = spell(folded.text, tokens)
    if _OF_TIME.fullmatch(spelt) is None:
        return False
    return _SAYS_WHEN.search(spelt) is not None or any(
        token.kind == "RECUR" and token.value in _FREQUENCIES for token in tokens
    )


def find_dates_apart(text: str) -> list[tuple[int, int]]:
    """Find the runs of dates with a year that stand apart from the other words: first place and one past the last.

    A run ends an item of its line, has brackets, or opens a line with a bound ("by March 2026").

    >>> text = "Head of HR by March 2026"
    >>> [text[start:end] for start, end in find_dates_apart(text)]
    ['by March 2026']
    """
    if not any(character.isdigit() for character in text):
        return []
    folded, tokens = read_tokens(text)
    spelt = spell(folded.text, tokens)
    found: list[tuple[int, int]] = []
    for run in _RUN.finditer(spelt):
        if _ENDS_AN_ITEM.match(spelt, run.end()) or _OPENS_WITH_A_BOUND.match(spelt, run.start()):
            found.append(folded.printed(tokens[run.start()].start, tokens[run.end() - 1].end))
    return found
