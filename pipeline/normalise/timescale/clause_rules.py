"""The rules for clauses: what the words around the dates say of a timescale, each rule with its name and an example.

Three tables over the letters of `alphabet`, applied in this order. `RENAMES` give tokens another kind by what stands
beside them ("start … finish" joins two dates). `SCOPES` are events and conditions that reach to the next sign: their
words say nothing by themselves. `CLAUSES` say the rest; at each place the first that fits counts.

A rule that wants to see what follows looks ahead, `(?=…)`, and leaves it to its own rule.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.normalise.timescale.alphabet import expression, letters, pattern

OWN = "own"  # the code that the lexicon gives to the word


class Rename(NamedTuple):
    """Tokens of `where` that are of a kind in `kinds` become of the kind beside it."""

    name: str
    where: re.Pattern[str]
    kinds: dict[int, str]
    example: str

    def renamed(self, match: re.Match[str]) -> str:
        """Give the letters of a match after the rule."""
        return match[0].translate(self.kinds)


class Scope(NamedTuple):
    """Words that reach from `opener` to the next sign and say together what `name` is named for."""

    name: str
    opener: str
    example: str
    about: str


class Says(NamedTuple):
    """What a clause says of the timescale."""

    flags: tuple[str, ...] = ()
    ongoing: bool = False
    bounded: bool = False  # what goes on has an end
    context: bool = False  # said in relation to something that is not known
    recurrence: str | None = None
    state: str | None = None
    labels: bool = False  # the state may be no more than the name of a date
    every: bool = False  # the dates behind it come round
    next: str = ""  # a mark of the next date
    last: str = ""  # a mark of the date before
    old: str = (
        ""  # dates that no longer count: those behind ("next"), the one "left", those "before", "one_before" the last
    )
    date: bool = False  # its first token is a date
    unread: bool = False  # nothing was read from its words; they raise no flags of their own
    raises: bool = True  # the flags of its words are raised


class Clause(NamedTuple):
    """A rule: the name that readings give, the kinds of token, what they say, a phrase that it reads."""

    name: str
    pattern: str
    says: Says
    example: str
    about: str = ""


def _rename(name: str, where: str, kinds: dict[str, str], example: str) -> Rename:
    table = {ord(letter): letters(new) for old, new in kinds.items() for letter in letters(old)}
    return Rename(name, pattern(where), table, example)


RENAMES = (
    _rename("number_of_list", "[COUNTED COUNTED_BARE](?:JOINT NUM)+", {"NUM": "NUMBER"}, "Q1, 2 and 3 2024/25"),
    _rename(
        "number_of_list",
        "[NUM ORD](?:JOINT{1,2} WEEKDAY? [NUM ORD]){0,20} JOINT{1,2} WEEKDAY? (?=[DAY DAY_BARE])",
        {"NUM ORD": "NUMBER"},
        "6-12 February 2023",
    ),
    _rename(
        "plan_end", "[BOUND WITHIN][PLAN_LIFE OTHER_PLAN]", {"PLAN_LIFE OTHER_PLAN": "PLAN_END"}, "by end of the plan"
    ),
    _rename(
        "name_with_year",
        "[PLAN_NAME OTHER_PLAN ELECTION][YEARS YEARS_TO]|START_EVENT?[YEARS YEARS_TO][PLAN_NAME OTHER_PLAN ELECTION]"
        "|EVENT[YEARS YEARS_TO][WORD QUIET FOR NAME]{0,3}[PLAN_NAME OTHER_PLAN PLAN_LIFE ELECTION]",
        {"PLAN_NAME OTHER_PLAN PLAN_LIFE ELECTION YEARS YEARS_TO START_EVENT": "EVENT_NAME"},
        "in line with the Corporate Plan 2024-28",
    ),
    _rename(
        "name_with_year",
        "[EVENT START_EVENT][YEARS YEARS_TO](?=WORD)",
        {"YEARS YEARS_TO": "EVENT_NAME", "START_EVENT": "EVENT"},
        "following the 2024 staff survey",
    ),
    _rename("approximate", "APPROX DASH(?=WHEN)", {"DASH": "QUOTE"}, "mid-March to mid-May 2025"),
    _rename(
        "duration",
        "LENGTHS[OF START FROM EVENT START_EVENT][APPROX OF START FROM]*PLAN_LIFE[START APPROX]*(?!CONTENT)",
        {"OF START FROM EVENT START_EVENT APPROX PLAN_LIFE": "QUOTE"},
        "within two years of the plan starting",
    ),
    _rename(
        "range",
        "START COLON? LEAD* WHEN [COMMA SEMI NEWLINE SLASH DASHES AND]* FINISH(?=LEAD* WHEN)",
        {"START": "FOR", "FINISH": "RANGE"},
        "start April 2025, finish March 2026",
    ),
    _rename("range", "BETWEEN LEAD* WHEN BESIDE* AND(?=LEAD* WHEN)", {"AND": "RANGE"}, "between May and July 2025"),
    _rename(
        "target",
        "START COLON? LEAD* WHEN JOINT* BID(?=IN? WHEN)",
        {"BID": "AIM"},
        "commence May 2025, complete June 2026",
    ),
    _rename("habit", "RECUR QUIET{0,2}FINISHED", {"FINISHED": "AIM"}, "routinely published"),
    _rename(
        "earlier_date",
        "[NOW NOW_WORD NOW_HALTED] LEAD* WHEN [OPEN LONE_OPEN COMMA SEMI DASHES]? FROM"
        "(?=LEAD* WHEN(?!LEAD*[TO UNTIL DASHES ONWARDS RANGE]))",
        {"FROM": "LEFT"},
        "moved to June 2025 (from March 2025)",
    ),
    _rename(
        "length_from_date",
        "(?<!REVIEW)LENGTHS [FROM OF START START_EVENT]{1,2} (?=LEAD* [DAY PART COUNTED YEARS](?!CONTENT))",
        {"FROM OF START START_EVENT": "SINCE"},
        "18 months from April 2026",
    ),
    _rename("length_from_date", "[DAY PART COUNTED YEARS] FOR (?=LENGTH)", {"FOR": "SINCE"}, "May 2026 for 18 months"),
    _rename(
        "revised_date", "[OLD LEFT] LEAD* WHEN TO(?=LEAD* WHEN)", {"TO": "NOW"}, "moved from March 2024 to June 2025"
    ),
)

SCOPES = (
    Scope("condition", "CONDITION", "March 2023 subject to funding", "depends on what its words say"),
    Scope(
        "event",
        "EVENT|ELECTION|[FROM START_EVENT](?=CONTENT)|LENGTHS[OF START FROM EVENT START_EVENT]"
        "|COUNT(?=[WORD LETTER STATES QUIET WHEN NOT MODAL PARTLY])",
        "following the next election",
        "tied to what its words say",
    ),
    Scope(
        "every_event",
        "(?:^|(?<=[IN COMMA SEMI DASHES OPEN LONE_OPEN AND RECUR ONGOING NEWLINE SLASH]))"
        "EVERY(?![WHEN PLAN_LIFE OTHER_PLAN END FINISH APPROX IN THROUGHOUT_IN WEEKDAY])",
        "each board away day",
        "comes round with something that has no date",
    ),
)
_HELD = letters("UNREAD QUIET FOR MODAL PARTLY STATES EVENT ELECTION PLAN_LIFE OTHER_PLAN EVENT_NAME")
HELD = {ord(letter): letters("HELD") for letter in _HELD if letter != letters("EVERY")}  # what becomes of the words
OPENS = {
    **{ord(letter): letters("HELD") for letter in letters("COUNT EVERY LENGTHS")},
    **{ord(letter): letters("SCOPE") for letter in letters("EVENT ELECTION FROM START_EVENT CONDITION OF START")},
}  # and of what opens them
FREQUENCY = pattern("(?=.*RECUR)[^HELD]*(?:HELD[^HELD]*){0,2}")  # "in line with the annual report"
BEHIND_A_DATE = pattern("(?=.*WHEN)[^HELD]*")  # "following March 2024"

_NOUN = "[WORD PLAN_NAME OTHER_PLAN PLAN_LIFE]"
_IN_REMARK = "QUIET SILENT FOR LABEL ITEM STAGE MARKED MODAL PARTLY PLAN_LIFE OTHER_PLAN"
CLAUSES = (
    # What a date is for, and what says nothing of time
    Clause("label", "[NUM LETTER]DOT|[NUM LETTER PER]LONE_CLOSE", Says(raises=False), "a) June 2023"),
    Clause("state", "ALL QUIET{0,2}[LABEL STAGE]QUIET{0,3}FINISHED", Says(state=OWN), "all phases complete"),
    Clause(
        "part_done",
        "(?:STAGE[NUM ORD LETTER]?|MARKED|DRAFT)"
        "[QUIET WORD PLAN_NAME OTHER_PLAN PLAN_LIFE OF COLON DASHES]{0,3}FINISHED",
        Says(raises=False),
        "Phase 1 complete, Phase 2 due June 2023",
        "a part that is done, so no state of the whole",
    ),
    Clause(
        "label",
        "[LABEL STAGE][NUM ORD LETTER]?|MARKED|ITEM",
        Says(raises=False),
        "Phase 2: June 2023",
        "names what the date is for",
    ),
    Clause(
        "label",
        "DAY_NAME(?=[COMMA DASHES COLON OPEN LONE_OPEN]?LEAD*[DAY PART DAY_BARE PART_BARE])",
        Says(raises=False),
        "Holocaust Memorial Day, 27 January 2025",
    ),
    Clause(
        "remark",
        f"OPEN[{_IN_REMARK}]*UNREAD[{_IN_REMARK} UNREAD]*CLOSE",
        Says(raises=False),
        "March 2023 (lead to report back)",
        "a bracket that says nothing of time",
    ),
    Clause(
        "name_with_year",
        "EVENT_NAME+",
        Says(("event_relative",), context=True, raises=False),
        "People Strategy 2024-28",
    ),
    Clause("length", "SPAN", Says(), "3-year programme"),
    Clause(
        "length",
        "LENGTH(?=CONTENT .*DATED)",
        Says(),
        "six month trial from May 2023",
        "how long something takes that has a date of its own",
    ),
    # Old and new dates
    Clause(
        "revised_date",
        "(?<=WHEN)OPEN[NOW NOW_WORD](?:CLOSE|$)",
        Says(("revised_date",), old="one_before"),
        "June 2022, May 2023 (revised)",
    ),
    Clause(
        "revised_date",
        "NOW",
        Says(("revised_date",), old="before"),
        "June 2022, revised to May 2023",
        "the new date counts",
    ),
    Clause("revised_date", "NOW_WORD", Says(old="before"), "June 2022, now May 2023"),
    Clause(
        "revised_date",
        "NOW_HALTED",
        Says(("on_hold", "revised_date"), state=OWN, old="before"),
        "June 2022, deferred to May 2023",
    ),
    Clause(
        "left_date",
        "LEFT(?=LEAD* WHEN)",
        Says(context=True, old="left"),
        "carried forward from 2024/25",
        "the date that it left; the new one may not be said",
    ),
    Clause("earlier_date", "[OLD LEFT]", Says(old="next"), "May 2023 (was June 2022)", "a date that no longer counts"),
    # Bounds
    Clause("filler", "DEADLINE(?=PLAN_NAME|EVENT_NAME|HELD|WORD(?!WHEN))", Says(), "superseded by another plan"),
    Clause(
        "range", "(?<=WHEN)UNTIL(?=LEAD*WHEN)", Says(), "April 2022 until March 2023", "two dates joined to one period"
    ),
    Clause(
        "negated",
        "UNTIL QUIET{0,3}STATES",
        Says(("deadline",), bounded=True, unread=True, raises=False),
        "until completed",
    ),
    Clause("deadline", "UNTIL", Says(("deadline",), bounded=True), "until March 2023"),
    Clause(
        "deadline",
        "[DEADLINE END FINISH WITHIN]",
        Says(("deadline",)),
        "by end of March 2023",
        "an upper bound; the unit named is kept whole",
    ),
    Clause(
        "deadline",
        "(?:^|(?<=[ONGOING RECUR CONTINUOUS]))TO(?=[WHEN PLAN_LIFE OTHER_PLAN END FINISH APPROX IN])",
        Says(("deadline",), bounded=True),
        "ongoing to March 2025",
    ),
    Clause("start", "EARLIEST", Says(("start_only",)), "March 2027 at the earliest"),
    Clause(
        "range",
        "FROM(?=LEAD*(?:YEARS_TO|WHEN BESIDE*[TO UNTIL DASHES RANGE SINCE]LEAD*WHEN))",
        Says(),
        "from April 2022 to March 2023",
    ),
    Clause("start", "FROM", Says(next="goes_on"), "from April 2022", "a start with no end"),
    Clause("start", "[START START_EVENT NOT_BEFORE]", Says(next="starts"), "to commence in May 2025"),
    Clause(
        "onwards",
        "ONWARDS|(?<=WHEN)PLUS(?![WHEN NUM ONGOING ONGOING_PLAN RECUR STATES])",
        Says(("start_only",), ongoing=True),
        "2023/24 onwards",
        "a start with no end",
    ),
    Clause(
        "approximate",
        "APPROX",
        Says(("approximate",), next="approximate"),
        "early 2023",
        "the unit named is kept whole",
    ),
    Clause("approximate", "(?<=WHEN)QUERY", Says(("approximate",), last="approximate"), "March 2023?"),
    Clause("week", "WEEK_OF", Says(next=OWN), "w/c 14 March 2022", "the seven days from, or up to, the day"),
    # How often, and with no end
    Clause("recurrence", "RECUR", Says(recurrence=OWN), "quarterly", "how often"),
    Clause(
        "every",
        "EVERY(?=[WHEN PLAN_LIFE OTHER_PLAN END FINISH APPROX IN THROUGHOUT_IN WEEKDAY])",
        Says(every=True),
        "every November",
        "a date that comes round",
    ),
    Clause("negated", "NOT[ONGOING CONTINUOUS]", Says(unread=True, raises=False), "no longer ongoing"),
    Clause(
        "ongoing",
        "(?:^|(?<=WHEN))ONGOING(?=DATED)",
        Says(("merged_rows",), ongoing=True),
        "March 2023 ongoing April 2024",
    ),
    Clause("ongoing", "ONGOING", Says(ongoing=True), "ongoing", "goes on with no end"),
    Clause("ongoing", "THROUGHOUT_IN(?=SCOPE_END|$)", Says(ongoing=True, context=True), "throughout"),
    Clause(
        "continuous",
        "CONTINUOUS",
        Says(ongoing=True, recurrence="continuous"),
        "rolling programme",
        "goes on with no end and no interval",
    ),
    Clause("throughout_plan", "ONGOING_PLAN", Says(ongoing=True, date=True), "throughout the life of the plan"),
    # States
    Clause("state", "NOT QUIET{0,3}BEGUN", Says(state="not_started"), "has not been started"),
    Clause(
        "negated",
        "NOT QUIET{0,3}STATES",
        Says(unread=True, raises=False),
        "has not been delivered",
        "what is not so is no state",
    ),
    Clause(
        "target",
        "MODAL QUIET{0,3}[FINISHED GOING BEGUN DRAFTING NOT_BEGUN HALTED]|[FINISHED GOING BEGUN](?=BOUND)|AIM",
        Says(raises=False),
        "in place by June 2023",
        "a state to be reached, so none now",
    ),
    Clause(
        "state",
        "PARTLY QUIET{0,3}FINISHED|(?<=HALF)FINISHED",
        Says(("state_inferred",), state="in_progress"),
        "mostly delivered",
    ),
    Clause(
        "habit",
        "FINISHED(?=[RECUR EVERY COUNT])",
        Says(raises=False),
        "published annually",
        "what is done again and again is not done with",
    ),
    Clause(
        "standing",
        f"(?<={_NOUN})STANDING|(?<={_NOUN})DONE_SOFT(?!.*[WHEN COLON])",
        Says(raises=False),
        "Instructions issued",
        "of a thing that the action needs, so no state of the action",
    ),
    Clause("state", "STATES(?=COLON)", Says(state=OWN, labels=True), "agreed: May 2023"),
    Clause("state", "STATES", Says(state=OWN), "not started", "where the action stands"),
    # The rest
    Clause("vague", "VAGUE", Says(("vague",), context=True), "in due course", "words of time with no bounds"),
    Clause(
        "relative", "[RELATIVE IN_YEAR]", Says(context=True), "next year", "a time told from a day that is not said"
    ),
    Clause("not_applicable", "NA", Says(("not_applicable",)), "N/A", "no timescale"),
    Clause(
        "review",
        "REVIEW(?=[^COMMA SEMI NEWLINE CLOSE WORD STATES RECUR ONGOING]*WHEN)",
        Says(next="review"),
        "review March 2026",
    ),
    Clause("review", "(?<=WHEN)REVIEW", Says(last="review"), "ongoing, June 2026 review", "when it is looked at again"),
    Clause("date", "WHEN", Says(date=True), "March 2023"),
    Clause("filler", "[LAST PLAN_LIFE OTHER_PLAN]", Says(), "in the final months of 2023", "says nothing of time"),
    Clause("unread", "UNREAD", Says(unread=True, raises=False), "March 2023 budget"),
)
SCAN = re.compile("|".join(f"(?P<r{number}>{expression(rule.pattern)})" for number, rule in enumerate(CLAUSES)))
OPENER_AT = pattern("|".join(f"(?:{scope.opener})" for scope in SCOPES))
SCOPE_AT = re.compile(
    "|".join(
        f"(?P<r{number}>(?:{expression(scope.opener)}){expression('[^SCOPE_END]*')})"
        for number, scope in enumerate(SCOPES)
    )
)
