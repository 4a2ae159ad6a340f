"""What the clauses of a text say: its dates with what stands between them, and what the other words say.

The rules are those of `clause_rules`; what the dates come to once they are put together is left to `date_lists`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.normalise.timescale.alphabet import letters, pattern, spell
from pipeline.normalise.timescale.clause_rules import (
    BEHIND_A_DATE,
    CLAUSES,
    FREQUENCY,
    HELD,
    OPENER_AT,
    OPENS,
    OWN,
    RENAMES,
    SCAN,
    SCOPE_AT,
    SCOPES,
    Clause,
    Says,
)
from pipeline.normalise.timescale.date_lists import Date
from pipeline.normalise.timescale.dates import Unit
from pipeline.normalise.timescale.model import Recurrence, State
from pipeline.normalise.timescale.tokens import Folded, Token

_INDEFINITE = frozenset((None, "continuous", "other"))  # frequencies that yield to a definite one
_JOINS = (
    ("", ""),
    ("RANGE", "[TO UNTIL]|.*RANGE.*"),
    ("LENGTH", ".*SINCE.*"),
    ("DASH", "DASHES"),
    ("SLASH", "SLASH"),
    ("AND", "COMMA?[AND PLUS]"),
    ("COMMA", "COMMA"),
    ("COLON", "COLON"),
    ("WORDS", "[WORD LETTER QUIET FOR NOT MODAL PARTLY HALF TERM PLAN_LIFE OTHER_PLAN EVENT_NAME LENGTHS]+"),
)  # by what stands between two dates; LIST where none of these does
_JOIN = [(join, pattern(between)) for join, between in _JOINS]
_BESIDE = {ord(letter): None for letter in letters("BESIDE")}
_LISTED = pattern("(?<=[AND COMMA DASHES SLASH TO])WHEN(?![WORD LETTER FILLER STATES NAME FY CY])")
_BRACKET = pattern("[OPEN LONE_OPEN][^CLOSE LONE_CLOSE]*")
_CLOSE = letters("CLOSE LONE_CLOSE")
_BARE_YEARS = frozenset(("year", "year_pair"))
_IN_FIGURES = frozenset(("numeric_day", "numeric_month"))


class Source:
    """A text as printed beside its folded form."""

    __slots__ = ("_printed", "folded", "text")

    def __init__(self, text: str, folded: Folded) -> None:
        self.text = text
        self.folded = folded.text
        self._printed = folded.printed

    def words(self, start: int, end: int) -> str:
        """Give the words between two places of the folded text, as printed."""
        start, end = self._printed(start, end)
        return self.text[start:end]


@dataclass(slots=True)
class Noted:
    """What the clauses of one text say."""

    dates: list[Date] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)  # each once
    readings: list[tuple[str, str]] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)  # numbers of the first and last token
    ongoing: bool = False
    bounded: bool = False  # "until": what goes on has an end
    recurrence: Recurrence | None = None
    state: State | None = None
    labelled: bool = False  # the state is only said by a word that labels a date: "Policy agreed: May"
    every: bool = False
    replaced: bool = False  # some dates are old
    left: bool = False  # one is the date that the action was moved from
    context: bool = False  # said in relation to something that is not known

    def flag(self, *codes: str) -> None:
        """Note flags, each once."""
        for code in codes:
            if code not in self.flags:
                self.flags.append(code)

    def leave(self, first: int, last: int) -> None:
        """Note tokens from which nothing was read; neighbours stand together."""
        if self.unread and self.unread[-1][1] == first - 1:
            self.unread[-1] = (self.unread[-1][0], last)
        else:
            self.unread.append((first, last))

    def settle_state(self, state: State, *, labels: bool) -> None:
        """Note a state; of two different ones the first counts. `labels` says that it may only name a date."""
        self.labelled = (labels and self.state is None) or (self.labelled and self.state == state)
        if self.state not in (None, state):
            self.flag("several_states")
        self.state = self.state or state

    def settle_recurrence(self, recurrence: Recurrence) -> None:
        """Note a frequency; a definite one takes the place of an indefinite one, else the first counts."""
        if self.recurrence in _INDEFINITE:
            self.recurrence = recurrence
        elif recurrence not in _INDEFINITE and recurrence != self.recurrence:
            self.flag("several_recurrences")


class Held(NamedTuple):
    """An event or condition, and what it says as a whole."""

    name: str
    first: int  # tokens
    last: int
    flag: str  # "" where it says no more than a frequency in it
    context: bool


class Shape(NamedTuple):
    """What the kinds of the tokens alone tell: clauses in their order, events, and how the dates hang together."""

    clauses: tuple[tuple[Clause, int, int], ...]  # rule, first token, one past the last
    scopes: tuple[Held, ...]
    dates: Mapping[int, tuple[str, frozenset[str]]]  # by token: its join and its marks
    closings: tuple[int, ...]  # tokens that close a bracket


def note_clauses(source: Source, tokens: Sequence[Token]) -> Noted:
    """Read the clauses of a text, left to right. Raises nothing."""
    shape = shape_of(spell(source.folded, tokens))
    walk = _Walk(source, tokens, shape)
    for scope in shape.scopes:
        walk.note_scope(scope)
    for rule, first, last in shape.clauses:
        walk.note(rule, first, last)
    if "approximate" in walk.waiting:
        walk.mark_last("approximate")
    return walk.noted


@lru_cache(maxsize=4096)  # the cells of a plan have few shapes
def shape_of(spelt: str) -> Shape:
    """Apply the tables of rules to the letters of a text."""
    for rename in RENAMES:
        spelt = rename.where.sub(rename.renamed, spelt)
    scopes: list[Held] = []

    def hold(match: re.Match[str]) -> str:
        first, last = match.span()
        opened = OPENER_AT.match(spelt, first).end()  # type: ignore[union-attr]
        inside = spelt[first:opened].translate(OPENS) + spelt[opened:last].translate(HELD)
        scopes.append(_held(_rule(SCOPES, match).name, first, last, inside))
        return inside

    held = SCOPE_AT.sub(hold, spelt)
    clauses = tuple([(_rule(CLAUSES, match), *match.span()) for match in SCAN.finditer(held)])
    return Shape(clauses, tuple(scopes), dict(_dates(spelt, clauses)), tuple(_all(_CLOSE, spelt)))


def _dates(spelt: str, clauses: Sequence[tuple[Clause, int, int]]) -> Iterator[tuple[int, tuple[str, frozenset[str]]]]:
    """Give each date's token with its join and the marks of where it stands."""
    bracketed = {k for match in _BRACKET.finditer(spelt) for k in range(*match.span())}
    before: int | None = None
    for rule, first, _ in clauses:
        if rule.says.date:
            join = "" if before is None else _joined(spelt[before + 1 : first])
            marks = {
                "adjacent": before == first - 1,
                "in_bracket": first in bracketed,
                "listed": join in ("AND", "COMMA", "SLASH") and _LISTED.match(spelt, first) is not None,
            }
            yield first, (join, frozenset(mark for mark, holds in marks.items() if holds))
            before = first


def _all(letters_wanted: str, spelt: str) -> Iterator[int]:
    return (k for k, letter in enumerate(spelt) if letter in letters_wanted)


def _rule(table: Sequence[Any], match: re.Match[str]) -> Any:
    return table[int(match.lastgroup[1:])]  # type: ignore[index]


def _held(name: str, first: int, last: int, inside: str) -> Held:
    """Give what an event or condition says as a whole; a frequency or a date in it may be all of it."""
    if name == "condition":
        return Held(name, first, last, "conditional", False)
    if name == "event" and FREQUENCY.fullmatch(inside):
        return Held(name, first, last, "", False)
    if name == "event" and BEHIND_A_DATE.fullmatch(inside):
        return Held(name, first, last, "start_only", False)
    return Held(name, first, last, "event_relative", True)


def _joined(between: str) -> str:
    """Give how two dates hang together, from the kinds of what stands between them."""
    left = between.translate(_BESIDE)
    return next((join for join, kinds in _JOIN if kinds.fullmatch(left)), "LIST")


class _Walk:
    """One way along the clauses: what is noted, and what still waits for its date."""

    def __init__(self, source: Source, tokens: Sequence[Token], shape: Shape) -> None:
        self.source, self.tokens, self.shape = source, tokens, shape
        self.noted = Noted()
        self.waiting: set[str] = set()  # marks of the next date
        self.old_from: int | None = None  # token from which dates are old
        self.aged = 0  # how many of the dates have been replaced

    def words(self, first: int, last: int) -> str:
        return self.source.words(self.tokens[first].start, self.tokens[last - 1].end)

    def note_scope(self, scope: Held) -> None:
        """Note an event or condition."""
        noted = self.noted
        noted.readings.append((scope.name, self.words(scope.first, scope.last)))
        noted.context |= scope.context
        if scope.flag:
            noted.flag(scope.flag)
        if scope.name == "every_event":
            noted.settle_recurrence("other")

    def note(self, rule: Clause, first: int, last: int) -> None:
        """Note what a rule says of the tokens that it fits."""
        says, noted = rule.says, self.noted
        if says.date:
            self.note_date(first)
            if rule.name == "date":
                return
        if says.raises:
            for token in self.tokens[first:last]:
                noted.flag(*token.flags)
        noted.flag(*says.flags)
        noted.bounded |= says.bounded
        if says.unread:
            noted.leave(first, last - 1)
        if rule.name == "unread":
            return
        token = self.tokens[first]
        name = token.rule if token.rule and last == first + 1 and token.kind != "UNIT" else rule.name
        noted.readings.append((name, self.words(first, last)))
        self.note_said(says, first, last)

    def note_said(self, says: Says, first: int, last: int) -> None:
        """Note what words that are no date say."""
        noted, token = self.noted, self.tokens[first]
        noted.ongoing |= says.ongoing
        noted.context |= says.context
        noted.every |= says.every
        if says.recurrence is not None:
            noted.settle_recurrence(_own(says.recurrence, token))
        if says.state is not None:
            # "agreed: May", "May: terms of reference agreed"
            names_a_date = says.labels or any(behind == first - 1 for _, behind in noted.unread)
            labels = names_a_date and "state_inferred" in token.flags
            noted.settle_state(_own(says.state, self.tokens[last - 1]), labels=labels)
        if says.next:
            self.waiting.add(_own(says.next, token))
        if says.last:
            self.mark_last(says.last)
        if says.old:
            self.note_old(says.old, first)

    def note_date(self, k: int) -> None:
        """Note a date with the marks that wait for it."""
        token, noted = self.tokens[k], self.noted
        noted.flag(*token.flags)
        join, marks = self.shape.dates[k]
        if self.waiting:
            marks |= self.waiting
            self.waiting.clear()
        if self.old_from is not None and not any(self.old_from < closing < k for closing in self.shape.closings):
            marks |= {"old"}
        if "listed" in marks and token.rule in _BARE_YEARS and self.rule_before() not in _IN_FIGURES:
            marks |= {"repeats"}
        if "goes_on" in marks or "starts" in marks:
            noted.flag("start_only")
            noted.ongoing |= "goes_on" in marks and all(name != "length" for name, _ in noted.readings)
        noted.readings.append((token.rule or "number_of_list", self.source.words(token.start, token.end)))
        for unit in token.value if token.kind == "UNITS" else (_unit(token),):
            noted.dates.append(Date(unit, token.start, token.end, k, join, marks))
            join = "AND"

    def rule_before(self) -> str:
        """Give the rule of the date before."""
        return self.tokens[self.noted.dates[-1].token].rule if self.noted.dates else ""

    def mark_last(self, mark: str) -> None:
        """Mark the date before."""
        if self.noted.dates:
            self.noted.dates[-1] = self.noted.dates[-1].marked(mark)

    def note_old(self, which: str, first: int) -> None:
        """Note which dates no longer count."""
        self.noted.replaced = True
        dates = self.noted.dates
        self.old_from = first if which == "next" else None
        if which == "left":
            self.noted.left = True
            self.waiting.add("old")
        if which == "before":
            dates[self.aged :] = [one.marked("old") for one in dates[self.aged :]]
            self.aged = len(dates)
        elif which == "one_before":
            dates[-2:-1] = [one.marked("old") for one in dates[-2:-1]]


def _own(code: str, token: Token) -> Any:
    """Give a code, or the one that the lexicon gives to a word."""
    return token.value if code == OWN else code


def _unit(token: Token) -> Unit:
    """Give the unit of time that a token stands for."""
    if isinstance(token.value, Unit):
        return token.value
    return Unit("impossible") if token.kind == "IMPOSSIBLE" else Unit("number", token.value)
