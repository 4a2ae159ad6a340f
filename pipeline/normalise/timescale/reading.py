"""From tokens to a timescale: how dates join to ranges and lists, and what the words around them say.

One walk over the tokens notes each date with what stands between it and the date before, and each word that bounds,
repeats or settles something. The dates then share years, join to ranges, and are turned to days. Every word is read, known
to say nothing of time, or named as unread.
"""

from __future__ import annotations

from typing import Any

from pipeline.normalise.timescale.dates import DATE_RULES, Unit
from pipeline.normalise.timescale.edtf import period_edtf, whole_edtf
from pipeline.normalise.timescale.joining import Entry, join_entries
from pipeline.normalise.timescale.lexicon import read_lexicon
from pipeline.normalise.timescale.model import Period, PlanPeriod, Recurrence, State, Timescale
from pipeline.normalise.timescale.numbers import NUMBER_RULES
from pipeline.normalise.timescale.rules import apply_rules, compile_rules
from pipeline.normalise.timescale.tokens import Folded, Token, fold_text, tokenise

_NUMBER_TREE = compile_rules(NUMBER_RULES)
_DATE_TREE = compile_rules(DATE_RULES)

_SILENT = frozenset(
    (
        "IN",
        "OF",
        "PER",
        "MARK",
        "DOT",
        "QUOTE",
        "COLON",
        "FILL",
        "COMMA",
        "SEMI",
        "NEWLINE",
        "SLASH",
        "DASH",
        "TO",
        "AND",
        "THEN",
        "WEEKDAY",
        "TIMES",
        "OTHER",
        "START",
        "NEXT",
        "WITHIN",
        "BETWEEN",
        "OPEN",
        "CLOSE",
    )
)
_ENDS_SCOPE = frozenset(("COMMA", "SEMI", "NEWLINE", "CLOSE", "OPEN", "DOT"))
_FINISHED = frozenset(("complete", "in_progress"))
_BOUNDS = frozenset(("DEADLINE", "END", "UNTIL"))
_BLANK = frozenset(("DASH", "DOT", "MARK", "SLASH", "COMMA", "NEWLINE"))


def read_tokens(text: str) -> tuple[Folded, list[Token]]:
    """Give the folded text and its tokens, figures and dates put together."""
    folded = fold_text(text)
    tokens = [token for token in tokenise(folded.text, read_lexicon()) if token.kind != "THE"]
    if "\n" in folded.text:
        tokens = _without_wraps(tokens)
    for token in tokens:
        if token.kind == "NUM" or token.kind == "YEAR":
            tokens = apply_rules(_NUMBER_TREE, tokens)
            break
    return folded, apply_rules(_DATE_TREE, tokens)


_GOES_ON = frozenset(
    (
        "DEADLINE",
        "END",
        "OF",
        "IN",
        "FROM",
        "TO",
        "SLASH",
        "AND",
        "BETWEEN",
        "UNTIL",
        "WITHIN",
        "EVERY",
        "QUARTER",
        "FY",
    )
)  # a line that ends in one of these goes on in the next
_GOES_BACK = frozenset(("TO", "SLASH", "OF", "ONWARDS"))
_ONE_DATE = frozenset(
    (("MONTH", "YEAR"), ("SEASON", "YEAR"), ("SEASON", "TERM"), ("YEAR_WORD", "NUM"), ("HALF", "NUM"))
)
_BESIDE = frozenset(
    ("IN", "OF", "PER", "MARK", "QUOTE", "OPEN", "CLOSE", "WEEKDAY", "WEEK_OF", *_BOUNDS, "APPROX", "DOT")
)
_JOINS = {
    (): "",
    ("DASH",): "DASH",
    ("SLASH",): "SLASH",
    ("TO",): "RANGE",
    ("UNTIL",): "RANGE",
    ("AND",): "AND",
    ("COMMA", "AND"): "AND",
    ("COMMA",): "COMMA",
    ("COLON",): "COLON",
}
_LEANING = frozenset(("plan_year", "duration", "plan_life"))
_COUNTS = {2: "six_monthly", 4: "quarterly", 12: "monthly"}


def _without_wraps(tokens: list[Token]) -> list[Token]:
    """Leave out the line breaks that stand inside a date or a phrase and so are no break of the list."""
    kept: list[Token] = []
    for k, token in enumerate(tokens):
        if token.kind == "NEWLINE" and kept and k + 1 < len(tokens):
            before, after = kept[-1].kind, tokens[k + 1].kind
            numbered = before in ("NUM", "YEAR") and len(kept) > 1 and kept[-2].kind in ("QUARTER", "MONTH", "LABEL")
            if before in _GOES_ON or after in _GOES_BACK or (before, after) in _ONE_DATE:
                continue
            if after == "YEAR" and numbered and kept[-2].kind == "QUARTER":
                continue
            if before in ("NUM", "ORD") and after == "MONTH" and not numbered:
                continue
        kept.append(token)
    return kept


class Walk:
    """What one walk over the tokens of a timescale has noted so far."""

    __slots__ = (
        "bounded",
        "conditional",
        "entries",
        "every",
        "flags",
        "needs",
        "ongoing",
        "places",
        "readings",
        "recurrence",
        "start_entry",
        "state",
        "text",
        "tokens",
        "unread",
    )

    def __init__(self, text: str, places: list[int] | None, tokens: list[Token]) -> None:
        self.text = text
        self.places = places
        self.tokens = tokens
        self.entries: list[Entry] = []
        self.flags: list[str] = []
        self.readings: list[tuple[str, str]] = []
        self.unread: list[tuple[int, int]] = []  # numbers of the first and last token
        self.ongoing = False
        self.bounded = False  # "until": what goes on has an end
        self.recurrence: Recurrence | None = None
        self.state: State | None = None
        self.every = False  # "every" before a date
        self.needs = False  # said in relation to something that is not known
        self.start_entry: Entry | None = None  # the date behind "from"

    def words(self, start: int, end: int) -> str:
        """Give the words between two places of the folded text, as printed."""
        if self.places is not None:
            start, end = self.places[start], self.places[end - 1] + 1
        return self.text[start:end]

    def flag(self, code: str) -> None:
        """Note a flag, once."""
        if code not in self.flags:
            self.flags.append(code)

    def read(self, rule: str, token: Token) -> None:
        """Note that a rule has read a token, and the flags that the token brings."""
        self.readings.append((rule, self.words(token.start, token.end)))
        for code in token.flags:
            if code not in self.flags:
                self.flags.append(code)

    def leave(self, k: int) -> None:
        """Note that nothing was read from a token; neighbours are named together."""
        if self.unread and self.unread[-1][1] == k - 1:
            self.unread[-1] = (self.unread[-1][0], k)
        else:
            self.unread.append((k, k))

    def recur(self, value: Recurrence) -> None:
        """Note a frequency; a definite one takes the place of an indefinite one, else the first counts."""
        if self.recurrence in (None, "continuous", "other"):
            self.recurrence = value
        elif self.recurrence != value and value not in ("continuous", "other"):
            self.flag("several_recurrences")

    def settle(self, value: State) -> None:
        """Note a state; of two different ones the first counts."""
        if self.state is None:
            self.state = value
        elif self.state != value:
            self.flag("several_states")


def walk_tokens(walk: Walk) -> None:
    """Go along the tokens once and note what each of them says."""
    tokens = walk.tokens
    count = len(tokens)
    between: list[str] = []  # kinds since the date before
    approximate, between_two, old, starts = False, False, False, ""
    week = ""
    scope = ""  # "event" or "condition": words that follow belong to it
    scope_words, scope_dates, scope_start = 0, 0, 0
    opened = -1  # number of the bracket that is open
    meaning = 0  # things read so far, to tell a bracketed remark from a bracketed date
    opened_meaning = 0
    k = -1
    while k + 1 < count:
        k += 1
        token = tokens[k]
        kind = token.kind
        if scope and (kind in _ENDS_SCOPE or (kind == "DASH" and tokens[k - 1].end < token.start)):
            _close_scope(walk, scope, scope_words, scope_dates, tokens[scope_start], tokens[k - 1])
            scope = ""
        if kind == "UNIT" or kind == "UNITS":
            meaning += 1
            unit = token.value
            if kind == "UNIT" and unit.kind == "plan_life" and not (token.flags or _named_end(tokens, k)):
                walk.read("filler", token)
                between.append("FILL")
                continue
            if kind == "UNIT" and unit.kind == "duration":
                after = _counted_from(tokens, k)
                if after == "event":
                    walk.readings.append((token.rule, walk.words(token.start, token.end)))
                    walk.needs = True
                    scope, scope_words, scope_dates, scope_start = "event", 1, 0, k + 1
                    k += 1
                    continue
                if after:
                    walk.read(token.rule, token)
                    walk.entries.append(Entry(unit, token.start, token.end, _join(between, between_two)))
                    between = []
                    k = int(after) - 1
                    continue
            walk.read(token.rule, token)
            join = _join(between, between_two) if walk.entries else ""
            if join == "RANGE":
                between_two = False
                walk.start_entry = None
                if old and walk.entries[-1].old:
                    old, join = False, "LIST"
                    walk.flag("revised_date")
            elif join == "DASH" and walk.start_entry is not None:
                walk.start_entry, join = None, "RANGE"
            if k and tokens[k - 1].kind == "ONGOING" and not between[:-1] and unit_year(unit):
                walk.flag("merged_rows")
            for each in (unit,) if kind == "UNIT" else unit:
                entry = Entry(each, token.start, token.end, join, approximate, week, old)
                walk.entries.append(entry)
                join = "AND"
            if starts == "FROM":
                walk.start_entry = walk.entries[-1]
            elif starts == "START":
                walk.flag("start_only")
            scope_dates += 1
            between, approximate, starts, week = [], False, "", ""
            continue
        between.append(kind)
        if kind == "WORD" or kind == "NUM" or kind == "ORD" or kind == "YEAR":
            if kind == "ORD" and token.value == -1:
                walk.read("filler", token)
            elif kind != "WORD" and _is_number_of(walk, tokens, k):
                meaning += 1
                walk.read("number_of_list", token)
                join = _join(between[:-1], between_two) if walk.entries else ""
                walk.entries.append(Entry(Unit("number", token.value), token.start, token.end, join))
                between = []
            elif scope:
                scope_words += 1
            else:
                walk.leave(k)
        elif kind in _BOUNDS:
            meaning += 1
            if kind == "UNTIL" and walk.entries and between == ["UNTIL"]:
                continue
            walk.read("deadline", token)
            walk.flag("deadline")
            walk.bounded = walk.bounded or kind == "UNTIL"
        elif kind == "ONGOING":
            meaning += 1
            walk.read("ongoing", token)
            walk.ongoing = True
        elif kind == "RECUR":
            meaning += 1
            walk.read("recurrence" if not token.rule else token.rule, token)
            walk.recur(token.value)
            scope_dates += 2 if scope else 0
        elif kind == "STATE":
            if scope:
                scope_words += 1
                continue
            meaning += 1
            if token.value in _FINISHED and k + 1 < count and tokens[k + 1].kind in _BOUNDS:
                walk.readings.append(("target", walk.words(token.start, token.end)))
                continue
            walk.read("state" if not token.rule else token.rule, token)
            walk.settle(token.value)
        elif kind == "OPEN":
            opened, opened_meaning = k, meaning
        elif kind == "CLOSE":
            if opened >= 0 and meaning == opened_meaning and walk.unread and walk.unread[-1][1] > opened:
                _remark(walk, tokens, opened, k)
            opened = -1
            if old:
                old = False
        elif kind == "APPROX":
            walk.read("approximate", token)
            walk.flag("approximate")
            approximate = True
        elif kind == "QUERY":
            if walk.entries:
                walk.read("approximate", token)
                walk.flag("approximate")
                walk.entries[-1].approximate = True
        elif kind == "FROM" or kind == "START":
            if k + 1 < count and tokens[k + 1].kind in _NO_DATE_NEXT and (kind == "FROM" or token.value == "event"):
                scope, scope_words, scope_dates, scope_start = "event", 0, 0, k
            else:
                walk.read("start", token)
                starts = kind
        elif kind == "ONWARDS":
            walk.read("onwards", token)
            walk.ongoing = True
            if walk.entries or walk.recurrence is None:
                walk.flag("start_only")
        elif kind == "WITHIN":
            walk.read("deadline", token)
            walk.flag("deadline")
        elif kind == "BETWEEN":
            between_two = True
        elif kind == "WEEK_OF":
            week = token.value
        elif kind == "EVERY":
            meaning += 1
            following = tokens[k + 1].kind if k + 1 < count else ""
            if following in ("UNIT", "END", "APPROX", "IN", "WEEKDAY"):
                walk.read("every", token)
                walk.every = True
            else:
                walk.read("every_event", token)
                walk.recur("other")
                scope, scope_words, scope_dates, scope_start = "event", 1, 0, k + 1
        elif kind == "COUNT":
            if k + 1 < count and tokens[k + 1].kind in ("WORD", "STATE", "FILL", "UNIT"):
                scope, scope_words, scope_dates, scope_start = "event", 1, 0, k
            else:
                walk.leave(k)
        elif kind == "EVENT":
            scope, scope_words, scope_dates, scope_start = "event", 0, 0, k
        elif kind == "CONDITION":
            meaning += 1
            walk.flag("conditional")
            scope, scope_words, scope_dates, scope_start = "condition", 0, 0, k
        elif kind == "EVENT_NAME":
            meaning += 1
            walk.read(token.rule, token)
            walk.flag("event_relative")
            walk.needs = True
            scope_words += 1
        elif kind == "NOW":
            meaning += 1
            walk.read("revised_date", token)
            if (
                walk.entries
                or token.value == "on_hold"
                or "to" in walk.words(token.start, token.end).lower()
                or (token.value == "revised_date" and walk.words(token.start, token.end).lower() != "now")
            ):
                walk.flag("revised_date")
            if token.value == "on_hold":
                walk.settle("on_hold")
                walk.flag("on_hold")
            for entry in walk.entries:
                entry.old = True
            old = False
        elif kind == "OLD":
            walk.read("earlier_date", token)
            walk.flag("revised_date")
            old = True
        elif kind == "CONTINUOUS":
            meaning += 1
            walk.read("continuous", token)
            walk.ongoing = True
            if walk.recurrence is None:
                walk.recurrence = "continuous"
        elif kind == "ONGOING_PLAN":
            meaning += 1
            walk.read(token.rule, token)
            walk.ongoing = True
            walk.entries.append(Entry(Unit("plan_life"), token.start, token.end))
        elif kind == "VAGUE" or kind == "RELATIVE":
            meaning += 1
            walk.read("vague" if kind == "VAGUE" else "relative", token)
            if kind == "VAGUE":
                walk.flag("vague")
            walk.needs = True
        elif kind == "NA":
            meaning += 1
            walk.read("not_applicable", token)
            walk.flag("not_applicable")
        elif kind == "IMPOSSIBLE":
            meaning += 1
            walk.read(token.rule, token)
            join = _join(between[:-1], between_two) if walk.entries else ""
            walk.entries.append(Entry(Unit("impossible"), token.start, token.end, join))
            between = []
        elif kind == "LABEL":
            walk.read("label", token)
            if k + 1 < count and (tokens[k + 1].kind in ("NUM", "ORD") or _is_letter(tokens[k + 1])):
                k += 1
                walk.readings.append(("label", walk.words(tokens[k].start, tokens[k].end)))
        elif kind == "MARK":
            if count == 1 or token.value not in '*#\u2020\u2021_\u00a7~<>="!':
                walk.leave(k)
        elif kind not in _SILENT:
            if scope:
                scope_words += 1
            else:
                walk.leave(k)
        elif scope and kind == "FILL":
            scope_words += 1
    if scope:
        _close_scope(walk, scope, scope_words, scope_dates, tokens[scope_start], tokens[-1])
    if approximate and walk.entries:
        walk.entries[-1].approximate = True


_NO_DATE_NEXT = frozenset(("WORD", "FILL", "LABEL", "STATE", "EVENT_NAME", "NAME", "COUNT"))


def unit_year(unit: Any) -> bool:
    """Tell whether a date brings its own year."""
    return isinstance(unit, Unit) and unit.year is not None


def _is_letter(token: Token) -> bool:
    return token.kind == "WORD" and len(token.value) == 1


def _join(between: list[str], between_two: bool) -> str:
    """Give how a date hangs together with the one before it, from the kinds of what stands between."""
    if not between:
        return ""
    join = _JOINS.get(tuple(kind for kind in between if kind not in _BESIDE), "LIST")
    return "RANGE" if join == "AND" and between_two else join


def _named_end(tokens: list[Token], k: int) -> bool:
    return k > 0 and tokens[k - 1].kind in ("END", "DEADLINE", "UNTIL", "WITHIN")


def _counted_from(tokens: list[Token], k: int) -> str:
    """Give "event" where a duration is counted from something other than the plan, else the number of the next token
    behind "of the plan", else ""."""
    j = k + 1
    if j >= len(tokens) or tokens[j].kind not in ("OF", "START", "FROM", "EVENT"):
        return ""
    j += 1
    while j < len(tokens) and tokens[j].kind in ("APPROX", "OF", "START"):
        j += 1
    if j < len(tokens) and tokens[j].kind == "UNIT" and tokens[j].value.kind == "plan_life":
        j += 1
        while j < len(tokens) and tokens[j].kind in ("START", "APPROX"):
            j += 1
        if j == len(tokens) or tokens[j].kind not in _NO_DATE_NEXT:
            return str(j)
    return "event"


def _is_number_of(walk: Walk, tokens: list[Token], k: int) -> bool:
    """Tell whether a bare figure is one of a list: Q1, 2 and 3; 6-12 February."""
    token = tokens[k]
    if token.kind == "YEAR" or not 1 <= token.value <= 31:
        return False
    j = k + 1
    while j < len(tokens) and tokens[j].kind in ("AND", "COMMA", "DASH", "SLASH", "NUM", "ORD", "TO"):
        j += 1
    if j > k + 1 and j < len(tokens) and tokens[j].kind == "UNIT" and tokens[j].value.kind == "day":
        return True
    if not walk.entries or k == 0 or tokens[k - 1].kind not in ("AND", "COMMA", "DASH", "SLASH", "TO"):
        return False
    return walk.entries[-1].unit.kind in ("quarter", "plan_year", "half", "number") and token.value <= 10


def _remark(walk: Walk, tokens: list[Token], opened: int, closed: int) -> None:
    """Set a bracket that holds nothing of time aside as a remark."""
    walk.unread = [words for words in walk.unread if words[1] < opened]
    walk.readings.append(("remark", walk.words(tokens[opened].start, tokens[closed].end)))


def _close_scope(walk: Walk, scope: str, words: int, dates: int, first: Token, last: Token) -> None:
    walk.readings.append((scope, walk.words(first.start, last.end)))
    if scope != "event" or (dates >= 2 and words <= 2):
        return
    if not words and dates:
        walk.flag("start_only")
        return
    walk.flag("event_relative")
    walk.needs = True


def read_timescale(text: str, plan: PlanPeriod | None) -> Timescale:
    """Read a timescale's text; `plan` is the context for what has no year. Raises nothing."""
    folded, tokens = read_tokens(text)
    if all(token.kind in _BLANK for token in tokens):
        return Timescale(text, flags=("blank",))
    walk = Walk(text, folded.places, tokens)
    walk_tokens(walk)
    return _assemble(walk, plan)


def _assemble(walk: Walk, plan: PlanPeriod | None) -> Timescale:
    entries = walk.entries
    if walk.start_entry is not None:
        walk.ongoing = True
        walk.flag("start_only")
    if any(entry.old for entry in entries) and not all(entry.old for entry in entries):
        entries = [entry for entry in entries if not entry.old]
    recurs = walk.every or walk.recurrence is not None
    standing = join_entries(entries, plan, walk.flags, recurs) if entries else []
    if recurs:
        _recurring_dates(walk, entries)
    periods = tuple(
        Period(
            walk.words(entry.start, entry.end),
            span.start,
            span.end,
            span.precision,
            period_edtf(span.start, span.end, span.precision, span.by_years, entry.approximate),
        )
        for entry in standing
        if (span := entry.span) is not None
    )
    if walk.needs and not periods and (walk.recurrence is None or "vague" in walk.flags):
        walk.flag("needs_context")
    unread: tuple[str, ...] = ()
    if walk.unread:
        tokens = walk.tokens
        unread = tuple(walk.words(tokens[first].start, tokens[last].end) for first, last in walk.unread)
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
        unread,
    )


def _recurring_dates(walk: Walk, entries: list[Entry]) -> None:
    """Name the dates that come round, and take how often from their number where only "every" or a year is said."""
    recurring = [entry for entry in entries if entry.recurring]
    if recurring:
        walk.flag("recurring_date")
        number = len([entry for entry in recurring if entry.join not in ("RANGE", "DASH")])
        if walk.recurrence in (None, "annual"):
            walk.recurrence = _COUNTS.get(number, "annual" if number == 1 else "other")  # type: ignore[assignment]
    elif walk.every and walk.recurrence is None:
        walk.recurrence = "annual"
