"""One walk along the tokens of a timescale: the dates with what stands between them, and what the other words say.

Each kind of token has its handler; a handler notes what its token says and may look one token ahead. What the dates
come to once they are put together is the business of `joining` and `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.normalise.timescale.dates import Unit
from pipeline.normalise.timescale.joining import Entry
from pipeline.normalise.timescale.model import Recurrence, State
from pipeline.normalise.timescale.tokens import Token

_ENDS_SCOPE = frozenset(("COMMA", "SEMI", "NEWLINE", "CLOSE", "OPEN", "DOT"))
_TARGETS = frozenset(("complete", "in_progress"))  # "complete by March 2022" is a target and no state
_BOUNDS = frozenset(("DEADLINE", "END", "UNTIL"))
_NOT_A_DATE = frozenset(
    (
        "WORD",
        "FILL",
        "FOR",
        "NOT",
        "MODAL",
        "PARTLY",
        "PLAN_NAME",
        "LABEL",
        "STATE",
        "EVENT",
        "EVENT_NAME",
        "NAME",
        "COUNT",
    )
)
_GOING = frozenset(("ONGOING", "RECUR", "CONTINUOUS"))
_MAY_PRECEDE_EVERY = frozenset(("IN", "COMMA", "SEMI", "DASH", "OPEN", "AND", "RECUR", "ONGOING", "NEWLINE", "SLASH"))
_LONGEST_LIST = 40  # tokens looked ahead for what a bare figure counts
_ENDS_REVIEW = frozenset(("COMMA", "SEMI", "NEWLINE", "CLOSE", "WORD", "STATE", "RECUR", "ONGOING"))
_IN_LISTS = frozenset(("AND", "COMMA", "DASH", "SLASH", "TO"))
_LONGEST_PLAN = 31  # months that a range of a plan's months may reach to
_LONGEST_QUALIFIER = 5  # tokens before a state that may qualify it
_ADVERBS = frozenset(("all", "quite", "fully", "yet", "currently", "actually", "ever", "actions", "being", "formally"))
_COUNTED = frozenset(
    ("within", "in", "next", "over", "the", "first", "during")
)  # before a duration from the plan's start
_BEGUN = re.compile(r"start|commenc|begun|way", re.IGNORECASE)
_BARE_YEARS = frozenset(("year", "year_pair"))
_LISTS = frozenset(("AND", "COMMA", "SLASH"))
_SPANS = re.compile(r"\s(?:to|through|until|till)\s", re.IGNORECASE)
_BESIDE = frozenset(
    ("IN", "OF", "PER", "MARK", "QUOTE", "OPEN", "CLOSE", "WEEKDAY", "WEEK_OF", "DEADLINE", "END", "APPROX", "DOT")
)  # kinds that keep two dates no further apart
_WORDS = frozenset(("WORD", "FILL", "FOR", "NOT", "MODAL", "PARTLY", "HALF", "TERM"))
_JOINS = {
    (): "",
    ("DASH",): "DASH",
    ("SLASH",): "SLASH",
    ("TO",): "RANGE",
    ("UNTIL",): "RANGE",
    ("AND",): "AND",
    ("PLUS",): "AND",
    ("COMMA", "AND"): "AND",
    ("COMMA",): "COMMA",
    ("COLON",): "COLON",
}
_NO_TOKEN = Token("", None, 0, 0)


class Walk:
    """What a walk has noted so far. `run` does the walk; the rest of the package reads the attributes."""

    def __init__(self, text: str, places: list[int] | None, tokens: list[Token]) -> None:
        self.text = text
        self.places = places  # from the folded text to the text as printed; None where they agree
        self.tokens = tokens
        self.entries: list[Entry] = []
        self.flags: list[str] = []
        self.readings: list[tuple[str, str]] = []
        self.unread: list[tuple[int, int]] = []  # numbers of the first and last token
        self.ongoing = False
        self.bounded = False  # "until": what goes on has an end
        self.recurrence: Recurrence | None = None
        self.state: State | None = None
        self.labelled_state = False  # only said by a word that labels a date: "Policy agreed: May"
        self.every = False  # "every" before a date
        self.needs_context = False  # said in relation to something that is not known
        self.start_entry: Entry | None = None  # the date behind "from"
        self.review_dated = self.review_in_bracket = False  # a date is that of a review; and stands in a bracket
        self._k = 0  # number of the token looked at
        self._between: list[str] = []  # kinds since the date before
        self._meaning = 0  # things read so far, to tell a bracketed remark from a bracketed date
        self._bracket: tuple[int, int] | None = None  # the open bracket and what was read before it
        self._approximate = self._between_two = self._old = False
        self._has_length = False  # "3 month pilot": what begins ends too
        self._in_figures = False  # the last date was printed in figures alone
        self._starts = self._week = ""
        self._review = -1  # number of the last token that says "review"
        self._started = 0  # dates so far where the last one is a start
        self._finishes = False  # "start April 2025, finish": the next date ends what that one starts
        self._scope = ""  # "event" or "condition": the words that follow belong to it
        self._scope_first = 0
        self._scope_words = self._scope_dates = 0
        self._scope_recurs = False

    def run(self) -> None:
        """Go along the tokens once."""
        tokens, handlers, between_kinds = self.tokens, _HANDLERS, _BESIDE
        while self._k < len(tokens):
            token = tokens[self._k]
            kind = token.kind
            if self._scope and (kind in _ENDS_SCOPE or (kind == "DASH" and tokens[self._k - 1].end < token.start)):
                self._close_scope(self._k - 1)
            handler = handlers.get(kind)
            if kind not in between_kinds and kind not in _DATES:
                self._between.append(kind)
            if handler is not None:
                handler(self, token)
            self._k += 1
        if self._scope:
            self._close_scope(len(tokens) - 1)
        if self._approximate and self.entries:
            self.entries[-1].approximate = True

    def words(self, start: int, end: int) -> str:
        """Give the words between two places of the folded text, as printed."""
        if self.places is not None:
            start, end = self.places[start], self.places[end - 1] + 1
        return self.text[start:end]

    def flag(self, code: str) -> None:
        """Note a flag, once."""
        if code not in self.flags:
            self.flags.append(code)

    def unread_words(self) -> tuple[str, ...]:
        """Give the words that nothing was read from, as printed; neighbours stand together."""
        tokens = self.tokens
        return tuple(self.words(tokens[first].start, tokens[last].end) for first, last in self.unread)

    def _read(self, rule: str, token: Token) -> None:
        """Note that a rule has read a token, and the flags that the token brings."""
        self.readings.append((rule, self.words(token.start, token.end)))
        for code in token.flags:
            if code not in self.flags:
                self.flags.append(code)

    def _next(self) -> Token:
        return self.tokens[self._k + 1] if self._k + 1 < len(self.tokens) else _NO_TOKEN

    def _leave(self) -> None:
        """Note that nothing was read from the token."""
        k = self._k
        if self.unread and self.unread[-1][1] == k - 1:
            self.unread[-1] = (self.unread[-1][0], k)
        else:
            self.unread.append((k, k))

    def _join(self) -> str:
        """Give how a date hangs together with the one before it, from the kinds of what stands between."""
        if not self.entries:
            return ""
        join = _JOINS.get(tuple(self._between)) if len(self._between) < 3 else None
        if join is None:
            join = "WORDS" if _WORDS.issuperset(self._between) else "LIST"
        return "RANGE" if join == "AND" and self._between_two else join

    # Dates

    def _unit(self, token: Token) -> None:
        unit: Unit = token.value
        if unit.kind == "plan_life" and not (token.flags or (self._k and self.tokens[self._k - 1].kind in _ENDS_PLAN)):
            self._read("filler", token)
            self._between.append("FILL")
            return
        if unit.kind in _WHOLE_YEARS and self._k and self.tokens[self._k - 1].kind == "PLAN_NAME":
            name = self.tokens[self._k - 1]  # "in line with the Corporate Plan 2024-28": its years, not the action's
            self.readings.append(("name_with_year", self.words(name.start, token.end)))
            if self.unread and self.unread[-1] == (self._k - 1, self._k - 1):
                self.unread.pop()
            self.flag("event_relative")
            self.needs_context = True
            self._between.append("FILL")
            return
        counted_from = _counted_from(self.tokens, self._k) if unit.kind == "duration" else None
        if counted_from == "event":
            self.readings.append((token.rule, self.words(token.start, token.end)))
            self.needs_context = True
            self._open_scope("event", self._k + 1, 1)
            self._k += 1
            return
        if unit.kind == "duration" and self._is_a_length(token):
            self._read("length", token)
            self._between.append("FILL")
            self._has_length = True
            return
        self._date(token, (unit,))
        if counted_from is not None:
            self._k = int(counted_from) - 1

    def _is_a_length(self, token: Token) -> bool:
        """Tell whether a duration says how long something takes that has a date of its own: "3 month pilot"."""
        if self.words(token.start, token.end).split()[0].lower() in _COUNTED or self._next().kind not in _NOT_A_DATE:
            return False
        return any(after.kind == "UNIT" and after.value.year for after in self.tokens[self._k + 2 :])

    def _units(self, token: Token) -> None:
        self._date(token, token.value)

    def _date(self, token: Token, units: tuple[Unit, ...]) -> None:
        self._meaning += 1
        self._read(token.rule, token)
        join = self._join()
        if self._finishes:
            self._finishes, join = False, "RANGE"
            if "start_only" in self.flags:
                self.flags.remove("start_only")
        if join == "RANGE":
            self._between_two = False
            self.start_entry = None
            if self._old and self.entries[-1].old:  # "moved from A to B"
                self._old, join = False, "LIST"
        elif join == "DASH" and self.start_entry is not None:
            self.start_entry, join = None, "RANGE"
        if self._between == ["ONGOING"] and units[0].year and self.tokens[self._k - 1].kind == "ONGOING":
            self.flag("merged_rows")
        listed = self._is_listed(join)
        repeats = listed and token.rule in _BARE_YEARS and not self._in_figures
        for unit in units:
            entry = Entry(unit, token.start, token.end, join, self._approximate, self._week, self._old)
            entry.listed, entry.repeats = listed, repeats
            self.entries.append(entry)
            join = "AND"
        bounded = units[-1].kind == "years" or _SPANS.search(self.words(token.start, token.end))
        if self._starts == "FROM" and not bounded and not self._has_length:  # "from 2024 to 2028" has its end in it
            self.start_entry = self.entries[-1]
        elif self._starts == "START" or (self._starts == "FROM" and not bounded):
            self.flag("start_only")
            self._started = len(self.entries)
        if self._review >= 0:
            between = self.tokens[self._review : self._k]
            self._review = -1
            if all(one.kind not in _ENDS_REVIEW for one in between):
                self._note_review()
        self._in_figures = token.rule in ("numeric_day", "numeric_month")
        self._scope_dates += 1
        self._between = []
        self._approximate, self._starts, self._week = False, "", ""

    def _note_review(self) -> None:
        """Note that the last date is when something is looked at again."""
        self.review_dated = True
        self.review_in_bracket = self.review_in_bracket or (self._bracket is not None and len(self.entries) > 1)

    def _is_listed(self, join: str) -> bool:
        """Tell whether a date is a bare member of a list: nothing but a comma, "and" or a slash before it."""
        if join not in _LISTS or self.tokens[self._k - 1].kind not in _IN_LISTS:
            return False
        return self._next().kind not in ("WORD", "FILL", "STATE", "NAME", "FY", "CY")

    def _impossible(self, token: Token) -> None:
        self._date(token, (Unit("impossible"),))

    def _figure(self, token: Token) -> None:
        if token.kind == "ORD" and token.value == -1:
            self._read("filler", token)
        elif self._is_item_mark(token):
            self._read("label", token)
            self._k += 1
        elif self._is_number_of_list(token):
            self._between.pop()
            self.entries.append(Entry(Unit("number", token.value), token.start, token.end, self._join()))
            self._read("number_of_list", token)
            self._between = []
        else:
            self._word(token)

    def _is_item_mark(self, token: Token) -> bool:
        """Tell whether a figure or letter only counts the items of a list: "1.", "a)"."""
        if not (_is_letter(token) or (token.kind == "NUM" and token.value <= 20)):
            return False
        after = self._next()
        return after.start == token.end and (after.kind == "DOT" or (after.kind == "CLOSE" and self._bracket is None))

    def _is_number_of_list(self, token: Token) -> bool:
        """Tell whether a bare figure is one of a list: Q1, 2 and 3; 6-12 February."""
        tokens, k = self.tokens, self._k
        if not 1 <= token.value <= 31:
            return False
        j, end = k + 1, min(len(tokens), k + _LONGEST_LIST)
        while j < end and (tokens[j].kind in _IN_LISTS or tokens[j].kind in ("NUM", "ORD", "WEEKDAY")):
            j += 1
        if k + 1 < j < end and tokens[j].kind == "UNIT" and tokens[j].value.kind == "day":
            return True
        if not self.entries or k == 0 or tokens[k - 1].kind not in _IN_LISTS:
            return False
        return self.entries[-1].unit.kind in (
            "quarter",
            "plan_year",
            "half",
            "number",
            "plan_month",
        ) and token.value <= (_LONGEST_PLAN if self.entries[-1].unit.kind == "plan_month" else 10)

    # Words around dates

    def _word(self, token: Token) -> None:
        if token.kind == "WORD" and self._is_item_mark(token):
            self._read("label", token)
            self._k += 1
        elif self._scope:
            self._scope_words += 1
        else:
            self._leave()

    def _filler(self, token: Token) -> None:
        if token.rule:
            self._read(token.rule, token)
        if token.value == "review":
            self._review = self._k
            if self._k and self.tokens[self._k - 1].kind in _DATES:
                self._review = -1
                self._note_review()  # "Ongoing, March 2026 review"
        self._scope_words += 1

    def _bound(self, token: Token) -> None:
        if token.kind == "DEADLINE" and self._names_an_agent():
            self._scope_words += 1  # "superseded by the new strategy"
            return
        self._meaning += 1
        if token.kind == "UNTIL" and self.entries and self._between == ["UNTIL"]:
            return  # "from A until B": no more than a "to"
        if token.value == "finish" and self._started and self._started == len(self.entries):
            self._finishes = True
            return
        self._read("deadline", token)
        self.flag("deadline")
        self.bounded = self.bounded or token.kind == "UNTIL"

    def _names_an_agent(self) -> bool:
        """Whether "by" says who and not when: a word that is no date follows, and none behind it."""
        tokens, k = self.tokens, self._k
        following = self._next()
        if following.kind != "WORD" or _is_letter(following):
            return following.kind == "PLAN_NAME"
        return k + 2 >= len(tokens) or tokens[k + 2].kind not in _DATES

    def _earliest(self, token: Token) -> None:
        self._read("start", token)
        self.flag("start_only")

    def _to(self, token: Token) -> None:
        bounds = self._next().kind in ("UNIT", "END", "APPROX", "IN")
        if bounds and not self.entries and (self._k == 0 or self.tokens[self._k - 1].kind in _GOING):
            self._read("deadline", token)  # "ongoing to March 2025"
            self.flag("deadline")
            self.bounded = True

    def _from(self, token: Token) -> None:
        if self._next().kind in _NOT_A_DATE and (token.kind == "FROM" or token.value == "event"):
            self._open_scope("event", self._k, 0)
        else:
            self._read("start", token)
            self._starts = token.kind

    def _onwards(self, token: Token) -> None:
        if token.kind == "PLUS" and self._next().kind in ("UNIT", "NUM", "ONGOING", "RECUR", "STATE"):
            return  # "A + B"
        self._read("onwards", token)
        self.ongoing = True
        self.flag("start_only")

    def _between_dates(self, token: Token) -> None:
        self._between_two = True
        self._between.pop()

    def _approximately(self, token: Token) -> None:
        self._read("approximate", token)
        self.flag("approximate")
        self._approximate = True

    def _query(self, token: Token) -> None:
        if self.entries:
            self._read("approximate", token)
            self.flag("approximate")
            self.entries[-1].approximate = True

    def _week_of(self, token: Token) -> None:
        self._read("week", token)
        self._week = token.value

    def _in(self, token: Token) -> None:
        if token.value == "throughout" and self._next().kind in ("", *_ENDS_SCOPE):
            self._read("ongoing", token)
            self.ongoing = self.needs_context = True

    def _label(self, token: Token) -> None:
        self._read("label", token)
        after = self._next()
        if after.kind in ("NUM", "ORD") or _is_letter(after):
            self._k += 1
            self.readings.append(("label", self.words(after.start, after.end)))

    def _open(self, token: Token) -> None:
        self._bracket = (self._k, self._meaning)

    def _close(self, token: Token) -> None:
        if self._bracket is not None:
            opened, meaning = self._bracket
            if meaning == self._meaning and self.unread and self.unread[-1][1] > opened:
                while self.unread and self.unread[-1][1] > opened:
                    self.unread.pop()
                self.readings.append(("remark", self.words(self.tokens[opened].start, token.end)))
        self._bracket = None
        self._old = False

    # What is said besides dates

    def _goes_on(self, token: Token) -> None:
        if self._k and self.tokens[self._k - 1].kind == "NOT":
            self._leave()
            return
        self._meaning += 1
        self._read(token.rule or "ongoing", token)
        self.ongoing = True

    def _continuous(self, token: Token) -> None:
        self._meaning += 1
        self._read("continuous", token)
        self.ongoing = True
        self.recurrence = self.recurrence or "continuous"

    def _throughout_plan(self, token: Token) -> None:
        self._goes_on(token)
        self.entries.append(Entry(Unit("plan_life"), token.start, token.end, self._join()))

    def _recur(self, token: Token) -> None:
        """Note a frequency; a definite one takes the place of an indefinite one, else the first counts."""
        self._meaning += 1
        self._read(token.rule or "recurrence", token)
        self._scope_recurs = True
        value: Recurrence = token.value
        if self.recurrence in (None, "continuous", "other"):
            self.recurrence = value
        elif self.recurrence != value and value not in ("continuous", "other"):
            self.flag("several_recurrences")

    def _every(self, token: Token) -> None:
        self._meaning += 1
        if self._next().kind in ("UNIT", "END", "APPROX", "IN", "WEEKDAY"):
            self._read("every", token)
            self.every = True
        elif self._k and self.tokens[self._k - 1].kind not in _MAY_PRECEDE_EVERY:
            self._leave()  # "sent to every service" says nothing of time
        else:
            self._read("every_event", token)
            self.recurrence = self.recurrence or "other"
            self._open_scope("event", self._k + 1, 1)

    def _count(self, token: Token) -> None:
        if self._next().kind in ("WORD", "STATE", "FILL", "UNIT", "NOT", "MODAL", "PARTLY"):
            self._open_scope("event", self._k, 1)  # "once approved"
        else:
            self._leave()

    def _state(self, token: Token) -> None:
        """Note a state; of two different ones the first counts. In an event or a condition it is one of its words."""
        if self._scope:
            self._scope_words += 1
            return
        qualified = self._qualified()
        if qualified == "NOT":
            self._negate(token)
            return
        self._meaning += 1
        if qualified == "MODAL" and token.value != "to_be_confirmed":
            self.readings.append(("target", self.words(token.start, token.end)))  # "should be delivered"
            return
        if qualified == "PARTLY" and token.value == "complete":
            self._read(token.rule or "state", token)
            self.flag("state_inferred")
            self._settle("in_progress")
            return
        if token.value in _TARGETS and (self._next().kind in _BOUNDS or self._is_to_be_ended(token)):
            self.readings.append(("target", self.words(token.start, token.end)))
            return
        if token.value == "complete" and self._next().kind in ("RECUR", "EVERY", "COUNT"):
            self.readings.append(("habit", self.words(token.start, token.end)))  # "published annually"
            return
        if self.state is None and "state_inferred" in token.flags and self._next().kind == "COLON":
            self.labelled_state = "state_inferred" not in self.flags
        elif token.value != self.state:
            self.labelled_state = False
        self._read(token.rule or "state", token)
        self._settle(token.value)

    def _qualified(self) -> str:
        """Give what qualifies the state here, from the words just before it: "has not been", "should be", "mostly"."""
        tokens = self.tokens
        for j in range(self._k - 1, max(-1, self._k - _LONGEST_QUALIFIER), -1):
            token = tokens[j]
            if token.kind in ("NOT", "MODAL", "PARTLY"):
                return token.kind
            if token.kind == "UNTIL":
                return "NOT"  # "until completed"
            if token.kind == "HALF" and j == self._k - 1:
                return "PARTLY"
            if token.kind != "FILL" and not (token.kind == "WORD" and token.value in _ADVERBS):
                return ""
        return ""

    def _negate(self, token: Token) -> None:
        """Note what is not so: what has not started is said plainly, what is not complete may be at any stage."""
        if _BEGUN.search(self.words(token.start, token.end)):
            self._meaning += 1
            self._read("state", token)
            self._settle("not_started")
        else:
            self._leave()

    def _is_to_be_ended(self, token: Token) -> bool:
        """Tell whether "complete" bids: "commence May 2025, complete March 2026", where work has yet to begin."""
        bids = self.words(token.start, token.end).casefold() == "complete"
        return bids and "start_only" in self.flags and self._next().kind in ("UNIT", "IN")

    def _settle(self, state: State) -> None:
        if self.state is None:
            self.state = state
        elif self.state != state:
            self.flag("several_states")

    def _vague(self, token: Token) -> None:
        self._meaning += 1
        self._read(token.kind.lower(), token)
        if token.kind == "VAGUE":
            self.flag("vague")
        self.needs_context = True

    def _not_applicable(self, token: Token) -> None:
        self._meaning += 1
        self._read("not_applicable", token)
        self.flag("not_applicable")

    # Old and new dates

    def _now(self, token: Token) -> None:
        self._meaning += 1
        self._read("revised_date", token)
        if self.entries or token.end - token.start > len("now"):
            self.flag("revised_date")
        if token.value == "on_hold":
            self._settle("on_hold")
            self.flag("on_hold")
        in_bracket = self._k > 0 and self.tokens[self._k - 1].kind == "OPEN" and self._next().kind in ("CLOSE", "")
        if in_bracket and self._between == ["NOW"] and len(self.entries) > 1:
            self.entries[-2].old = True  # "December 2025, March 2026 (revised)"
            return
        for entry in self.entries:
            entry.old = True
        self._old = False

    def _was(self, token: Token) -> None:
        self._read("earlier_date", token)
        self._old = True

    # Events and conditions

    def _event(self, token: Token) -> None:
        self._open_scope("event", self._k, 0)

    def _condition(self, token: Token) -> None:
        self._meaning += 1
        self.flag("conditional")
        self._open_scope("condition", self._k, 0)

    def _event_name(self, token: Token) -> None:
        self._meaning += 1
        self._read(token.rule, token)
        self.flag("event_relative")
        self.needs_context = True
        self._scope_words += 1

    def _open_scope(self, scope: str, first: int, words: int) -> None:
        if self._scope:
            self._scope_words += max(words, 1)
            return
        self._scope, self._scope_first = scope, first
        self._scope_words, self._scope_dates, self._scope_recurs = words, 0, False

    def _close_scope(self, last: int) -> None:
        """End an event or condition; "in line with the annual report" is a frequency, "following March" a start."""
        scope, self._scope = self._scope, ""
        tokens = self.tokens
        first = min(self._scope_first, last)
        self.readings.append((scope, self.words(tokens[first].start, tokens[last].end)))
        if scope != "event" or (self._scope_recurs and self._scope_words <= 2):
            return
        if self._scope_dates and not self._scope_words:
            self.flag("start_only")
            return
        self.flag("event_relative")
        self.needs_context = True


def _is_letter(token: Token) -> bool:
    return token.kind == "WORD" and len(token.value) == 1


def _counted_from(tokens: list[Token], k: int) -> str | None:
    """Tell what a duration is counted from: "event", or the number of the token behind "of the plan", or None."""
    j = k + 1
    if j >= len(tokens) or tokens[j].kind not in ("OF", "START", "FROM", "EVENT"):
        return None
    while j < len(tokens) and tokens[j].kind in ("APPROX", "OF", "START", "FROM"):
        j += 1
    if j < len(tokens) and tokens[j].kind == "UNIT" and tokens[j].value.kind == "plan_life":
        j += 1
        while j < len(tokens) and tokens[j].kind in ("START", "APPROX"):
            j += 1
        if j == len(tokens) or tokens[j].kind not in _NOT_A_DATE:
            return str(j)
    return "event"


_WHOLE_YEARS = frozenset(("year", "years", "financial_year"))
_ENDS_PLAN = frozenset(("END", "DEADLINE", "UNTIL", "WITHIN"))
_DATES = frozenset(("UNIT", "UNITS", "IMPOSSIBLE"))
_HANDLERS: dict[str, Callable[[Walk, Token], None]] = {
    "UNIT": Walk._unit,
    "UNITS": Walk._units,
    "IMPOSSIBLE": Walk._impossible,
    "WORD": Walk._word,
    "NUM": Walk._figure,
    "ORD": Walk._figure,
    "YEAR": Walk._word,
    "DEADLINE": Walk._bound,
    "END": Walk._bound,
    "UNTIL": Walk._bound,
    "WITHIN": Walk._bound,
    "TO": Walk._to,
    "FROM": Walk._from,
    "START": Walk._from,
    "ONWARDS": Walk._onwards,
    "PLUS": Walk._onwards,
    "BETWEEN": Walk._between_dates,
    "APPROX": Walk._approximately,
    "QUERY": Walk._query,
    "WEEK_OF": Walk._week_of,
    "IN": Walk._in,
    "LABEL": Walk._label,
    "FILL": Walk._filler,
    "OPEN": Walk._open,
    "CLOSE": Walk._close,
    "ONGOING": Walk._goes_on,
    "CONTINUOUS": Walk._continuous,
    "ONGOING_PLAN": Walk._throughout_plan,
    "RECUR": Walk._recur,
    "EVERY": Walk._every,
    "COUNT": Walk._count,
    "STATE": Walk._state,
    "VAGUE": Walk._vague,
    "RELATIVE": Walk._vague,
    "NA": Walk._not_applicable,
    "NOW": Walk._now,
    "OLD": Walk._was,
    "EVENT": Walk._event,
    "CONDITION": Walk._condition,
    "EVENT_NAME": Walk._event_name,
    **dict.fromkeys(
        ("NEGATED", "HALF", "QUARTER", "YEAR_WORD", "MONTH_WORD", "WEEK_WORD", "DAY_WORD", "NAME", "PERCENT", "PAIR"),
        Walk._word,
    ),
    "FOR": Walk._filler,
    "EARLIEST": Walk._earliest,
    "MODAL": Walk._filler,
    "PARTLY": Walk._filler,
    **dict.fromkeys(("LIFE", "INTERVAL", "PLAN_NAME", "REFERENCE", "NOT"), Walk._word),
    **dict.fromkeys(("WIDE", "YEARS", "DATE", "NUMERIC_MONTH", "DAY_MONTH", "SHORT_YEAR", "TERM", "CY"), Walk._word),
}  # kinds that are not here say nothing by themselves: signs, "of", "and", days of the week
