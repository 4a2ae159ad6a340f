"""Tokens as letters, so that a rule over kinds of token is a regular expression.

`spell` gives a string of one letter a token; `pattern` compiles an expression over the names of kinds and classes:
`FROM(?=WHEN)` is a token of kind FROM before any date, `[WORD NUM]` either of two kinds, `[^COMMA]` any kind but one.
Spaces between names count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalise.timescale.tokens import Token

_KINDS = re.findall(
    r"\w+",
    """
    WORD LETTER NUM ORD LAST YEAR PAIR SHORT_YEAR WIDE DATE NUMERIC_MONTH DAY_MONTH QUARTER HALF TERM MONTH SEASON
    YEAR_WORD MONTH_WORD WEEK_WORD DAY_WORD FY AY CY MUNI YEAR_END WEEKDAY HALF_TERM EASTER
    AND COMMA SEMI NEWLINE DASH BREAK SLASH COLON DOT OPEN CLOSE LONE_OPEN LONE_CLOSE QUOTE MARK PERCENT PLUS QUERY
    IN THROUGHOUT_IN OF TO THEN BETWEEN PER FOR THE
    DEADLINE END FINISH UNTIL WITHIN FROM START START_EVENT NOT_BEFORE EARLIEST ONWARDS APPROX WEEK_OF
    EVERY OTHER TIMES PER_YEAR COUNT RECUR INTERVAL LIFE THROUGHOUT NEXT
    ONGOING CONTINUOUS ONGOING_PLAN VAGUE RELATIVE IN_YEAR NA
    FILL REVIEW ADVERB DRAFT ALL LABEL ITEM STAGE MARKED REFERENCE NAME PLAN_NAME EVENT_NAME NAMED_EVENT SPAN
    NOT MODAL PARTLY NEGATED DONE BID DONE_SOFT STANDING GOING BEGUN DRAFTING NOT_BEGUN UNSET HALTED
    NOW NOW_WORD NOW_HALTED OLD LEFT EVENT ELECTION CONDITION
    DAY DAY_BARE COUNTED COUNTED_BARE PART PART_BARE CALENDAR_YEAR FINANCIAL_YEAR YEARS_TO LENGTH WITHIN_LENGTH
    DAY_NAME NAMED_DATE NO_DAY NUMBER PLAN_LIFE OTHER_PLAN PLAN_END AIM RANGE SINCE SCOPE HELD
    """,
)
_CLASSES = {
    "YEARS": "CALENDAR_YEAR FINANCIAL_YEAR",
    "DATED": "DAY COUNTED PART YEARS YEARS_TO NAMED_DATE",
    "BARE": "DAY_BARE COUNTED_BARE PART_BARE DAY_NAME",
    "LENGTHS": "LENGTH WITHIN_LENGTH",
    "WHEN": "DATED BARE LENGTHS PLAN_END NO_DAY NUMBER",
    "JOINT": "AND COMMA DASH BREAK SLASH TO",
    "DASHES": "DASH BREAK",
    "BOUND": "DEADLINE END FINISH UNTIL",
    "FINISHED": "DONE BID DONE_SOFT STANDING",
    "STATES": "FINISHED GOING BEGUN DRAFTING NOT_BEGUN UNSET HALTED",
    "FILLER": "FILL REVIEW DRAFT ALL",
    "QUIET": "FILLER ADVERB LAST SPAN",
    "UNREAD": "WORD LETTER NUM ORD YEAR PAIR SHORT_YEAR WIDE DATE NUMERIC_MONTH DAY_MONTH QUARTER HALF TERM "
    "YEAR_WORD MONTH_WORD WEEK_WORD DAY_WORD CY PERCENT INTERVAL LIFE PLAN_NAME REFERENCE NAME NOT NEGATED ADVERB "
    "PER_YEAR COUNT EVERY HALF_TERM EASTER",
    "CONTENT": "WORD LETTER QUIET FOR NOT MODAL PARTLY PLAN_NAME OTHER_PLAN PLAN_LIFE LABEL ITEM STAGE MARKED STATES "
    "EVENT ELECTION EVENT_NAME NAME COUNT",  # what says that a word before it speaks of no date
    "BESIDE": "IN THROUGHOUT_IN OF PER MARK QUOTE OPEN CLOSE LONE_OPEN LONE_CLOSE WEEKDAY WEEK_OF DEADLINE END FINISH "
    "APPROX DOT BETWEEN ONWARDS",  # what keeps two dates no further apart
    "LEAD": "IN OF APPROX WEEKDAY WEEK_OF DEADLINE END COLON FOR QUOTE",
    "SCOPE_END": "COMMA SEMI NEWLINE OPEN CLOSE LONE_OPEN LONE_CLOSE DOT BREAK",
    "SILENT": "AND COMMA SEMI NEWLINE DASHES SLASH COLON DOT QUOTE MARK PLUS QUERY IN OF TO THEN PER FOR WEEKDAY TIMES",
}
_LETTER = {kind: chr(0x100 + number) for number, kind in enumerate(_KINDS)}
_NAME = re.compile(r"[A-Z_]{2,}")
_ANY_OF = re.compile(r"\[(\^?)([A-Z_ ]+)\]")
_UNITS = {
    ("year", True): "CALENDAR_YEAR",
    ("financial_year", True): "FINANCIAL_YEAR",
    ("years", True): "YEARS_TO",
    ("day", True): "DAY",
    ("day", False): "DAY_BARE",
    ("quarter", True): "COUNTED",
    ("quarter", False): "COUNTED_BARE",
    ("half", True): "COUNTED",
    ("half", False): "COUNTED_BARE",
    ("plan_year", False): "COUNTED_BARE",
    ("plan_month", False): "COUNTED_BARE",
}  # a unit of time by its kind, with a year or without
_ROMAN = frozenset(("ii", "iii", "iv", "vi"))
_FROM_NOW = frozenset(("within", "in", "next", "over", "the", "first", "during", "coming"))
_SPANS = re.compile(r"\s(?:to|through|until|till)\s")


def letters(names: str) -> str:
    """Give the letters of kinds and classes named, parted by spaces; KeyError for a name that is none."""
    return "".join(_LETTER[name] if name in _LETTER else letters(_CLASSES[name]) for name in names.split())


def expression(text: str) -> str:
    """Give an expression over kinds as one over their letters."""
    whole = _ANY_OF.sub(lambda match: f"[{match[1]}{letters(match[2])}]", text)
    return _NAME.sub(lambda match: f"[{letters(match[0])}]", whole).replace(" ", "")


def pattern(text: str) -> re.Pattern[str]:
    """Compile an expression over kinds."""
    return re.compile(expression(text))


def spell(folded: str, tokens: Sequence[Token]) -> str:
    """Give one letter for each token of a folded text; brackets that pair off are told from those that do not."""
    spelt = "".join([_LETTERS.get(token.kind) or _letter(folded, tokens, k) for k, token in enumerate(tokens)])
    return _BRACKETS.sub(_paired, spelt) if _OPEN in spelt else spelt


def _letter(folded: str, tokens: Sequence[Token], k: int) -> str:
    """Give the letter of a token whose kind alone does not tell it."""
    token = tokens[k]
    if token.kind == "ORD":
        return _LETTER["LAST" if token.value == -1 else "ORD"]
    if token.kind == "WORD":
        return _LETTER["LETTER" if len(token.value) == 1 or token.value in _ROMAN else "WORD"]
    if token.kind == "DASH":
        return _LETTER["BREAK" if k and tokens[k - 1].end < token.start else "DASH"]
    if token.kind == "UNIT":
        return _LETTER[_kind_of_unit(folded, token)]
    return _LETTER[_RENAMED[token.kind]]


def _kind_of_unit(folded: str, token: Token) -> str:
    unit = token.value
    kind = _UNITS.get((unit.kind, unit.year is not None))
    if unit.kind == "plan_life":
        return "PLAN_END" if token.flags else "PLAN_LIFE" if unit.n == "plan" else "OTHER_PLAN"
    if unit.kind == "duration":
        return "WITHIN_LENGTH" if folded[token.start : token.end].split(maxsplit=1)[0] in _FROM_NOW else "LENGTH"
    if kind == "FINANCIAL_YEAR" and _SPANS.search(folded, token.start, token.end):
        return "YEARS_TO"  # "2024 to 2025" has its end in it
    if token.rule == "named_day":
        return "DAY_NAME" if unit.year is None else "NAMED_DATE"
    return kind or ("PART_BARE" if unit.year is None else "PART")


_RENAMED = {"UNITS": "PART", "IMPOSSIBLE": "NO_DAY", "OPEN": "LONE_OPEN", "CLOSE": "LONE_CLOSE"}
_LETTERS = {kind: letter for kind, letter in _LETTER.items() if kind not in {"WORD", "ORD", "DASH", *_RENAMED}}
_OPEN = _LETTER["LONE_OPEN"]
_BRACKETS = pattern("LONE_OPEN [^LONE_OPEN LONE_CLOSE]* LONE_CLOSE")
_PAIRED = str.maketrans({_OPEN: _LETTER["OPEN"], _LETTER["LONE_CLOSE"]: _LETTER["CLOSE"]})


def _paired(brackets: re.Match[str]) -> str:
    return brackets[0].translate(_PAIRED)
