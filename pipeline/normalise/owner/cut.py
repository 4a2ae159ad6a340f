"""The best cut of a cell into owners: a cut stands where the parts stand alone better than together.

Every gap between two runs may be a cut. What speaks for it is the sum of the weights (`weights/cuts.toml`) whose facts
hold of the words before it, the words behind it and the separator: a cut adds that sum, a gap that is none subtracts
it; a part that cannot stand alone has a weight of its own. The reading of the cell with the greatest total is found by
dynamic programming over the last part, and the second greatest gives the margin. The weight that says most at a
boundary is the rule that the mention carries.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.normalise.owner.lexicon import Title
from pipeline.normalise.owner.runs import Gap, Run, english_runs
from pipeline.normalise.owner.shape import Shape, read_shape
from pipeline.normalise.owner.weights import CutWeight, owner_weights, parse_condition
from pipeline.normalise.owner.words import SMALL_IN_INITIALS

_LONGEST_PART = 8  # runs of one owner
_LONG_LIST = 60  # runs: a cell of more is a list of owners, none of which holds many
_LONGEST_IN_LIST = 4
_KEPT = 6  # ways to a place that are gone on from
_SAME_LIST = frozenset({"comma", "and"})
_SHARING = frozenset({"plural_title"})
_OPEN_WITHOUT_BRACKET = frozenset({"bare_title", "waits", "head_only", "modifiers_only", "tail_word"})
_OWNER = parse_condition(["stands", "!waits"])
WHOLE = "whole"  # the rule of a cell of one run


@dataclass(frozen=True, slots=True)
class Piece:
    """One owner of the best cut: its runs from `first` to before `last`, by which rule, and what it shares."""

    first: int
    last: int
    rule: str
    shares: str | None = None  # "title" or "subject" of the piece before it


@dataclass(frozen=True, slots=True)
class Cut:
    """The best cut, and how much less the second best sums up to; infinite where there is no other."""

    pieces: tuple[Piece, ...]
    margin: float


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to cut the runs before a place, its last part known; `before` leads back to the first."""

    score: float
    start: int  # where the last part begins
    before: _Way | None
    title: Title | None = None  # plural title that the last part takes over


@dataclass(frozen=True, slots=True)
class _Said:
    """What the weights say of one boundary: their sum for a cut, and the loudest of each side."""

    total: float
    cut_rule: str
    join_rule: str
    shares: str | None


def best_cut(runs: Sequence[Run]) -> Cut:
    """Find the best cut of at least one run. Raises nothing."""
    if len(runs) == 1:
        return Cut((Piece(0, 1, WHOLE),), math.inf)
    cell = _Cell(runs)
    pieces: list[Piece] = []
    margin = math.inf
    starts = [0, *(at for at in range(1, len(runs)) if cell.parts_for_sure(at))]
    for first, last in zip(starts, [*starts[1:], len(runs)], strict=True):
        if last - first == 1:
            pieces.append(Piece(first, last, cell.rule_between(first)))
            continue
        best, *others = cell.best_ways(first, last)
        pieces += cell.pieces(best, last)
        margin = min([margin, *(best.score - other.score for other in others)])
    return Cut(tuple(pieces), margin)


class _Span:
    """A stretch of runs taken as one part: its facts, and what is compared with its neighbours."""

    __slots__ = ("alone", "beside", "facts", "field", "function", "keys", "languages", "short")

    def __init__(self, shape: Shape, runs: Sequence[Run]) -> None:
        self.keys = shape.keys
        self.function = shape.function
        self.facts = _with_brackets(shape.facts, runs)
        self.field = "field" in shape.facts
        self.beside = frozenset([name for name, fact in _BESIDE if fact in self.facts])
        self.languages = {"welsh" in run.shape.facts for run in runs}
        self.short = _letters(runs[0]) if len(runs) == 1 else ""  # where it is one word in capitals
        self.alone = _said_alone(self.facts)


class _Cell:
    """The runs of a cell, each stretch of them read once."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.weights = owner_weights()
        self.spans: dict[tuple[int, int], _Span] = {}
        self.heard: dict[tuple[int, int, int, bool], _Said] = {}

    def parts_for_sure(self, at: int) -> bool:
        """Whether a run and the one before it are parted whatever stands round them."""
        if self.runs[at].gap.kind in self.weights.always:
            return True
        said = self.said(at - 1, at, at + 1, None)
        return said.shares is None and said.total >= self.weights.sure

    def rule_between(self, at: int) -> str:
        """The rule that parts a run from the one before it."""
        return self.said(at - 1, at, at + 1, None).cut_rule if at else WHOLE

    def best_ways(self, first: int, last: int) -> list[_Way]:
        """The two best ways to cut the runs from `first` to before `last`; one where there is no other."""
        ways: dict[int, list[_Way]] = {place: [] for place in range(first, last + 1)}  # by where the last part ends
        for end in range(first + 1, min(last, first + _LONGEST_PART) + 1):
            ways[end].append(_Way(self.joined(first, end, None), first, None))
        longest = _LONGEST_PART if last - first <= _LONG_LIST else _LONGEST_IN_LIST
        for place in range(first + 1, last):
            kept = _best(ways[place], _KEPT)
            for end in range(place + 1, min(last, place + longest) + 1):
                ways[end] += _best(self.ways_on(kept, place, end), 2)
        return _best(ways[last], 2)

    def ways_on(self, ways: Sequence[_Way], place: int, end: int) -> list[_Way]:
        """Every way to go on, from those that end at a place, with a part up to an end."""
        found = []
        for way in ways:
            said = self.said(way.start, place, end, way.title)
            title = None
            if said.shares == "title":
                title = way.title or self.shape(way.start, place).title
            score = way.score + said.total + self.mixed(way.start, place) + self.joined(place, end, title)
            found.append(_Way(score, place, way, title))
        return found

    def joined(self, start: int, end: int, title: Title | None) -> float:
        """What speaks for the runs from `start` to before `end` being one part, the separator before them a cut."""
        alone = self.span(start, end).alone + (self.weights.holds_owner if self.holds_owner(start, end) else 0.0)
        for place in range(start + 1, end):
            alone -= self.said(start, place, end, title).total
        uneven = 0 < start < end - 1 and self.in_one_list(start + 1)
        return alone + self.weights.mixed if uneven else alone

    def holds_owner(self, start: int, end: int) -> bool:
        """Whether a part holds, between two of its separators, words that are an owner by themselves."""
        at = [place for place in range(start + 1, end) if self.runs[place].gap.kind != "space"]
        return any(self.stands_inside(start, first, last) for first, last in pairwise(at))

    def stands_inside(self, start: int, first: int, last: int) -> bool:
        """Whether the runs from `first` to before `last` are an owner, and another than the words before them."""
        return _OWNER.holds(self.span(first, last).facts) and self.said(start, first, last, None).total > 0

    def mixed(self, start: int, place: int) -> float:
        """What speaks against a cut where the separator before it, of the same list, is none."""
        return self.weights.mixed if place - 1 > start and self.in_one_list(place) else 0.0

    def in_one_list(self, at: int) -> bool:
        """Whether the gaps before a run and before the run ahead of it are separators of one list."""
        return _SAME_LIST.issuperset((self.runs[at].gap.kind, self.runs[at - 1].gap.kind))

    def said(self, start: int, place: int, end: int, title: Title | None) -> _Said:
        """What the weights say of a cut between the words before a place and those behind it."""
        key = (start, place, end, title is not None)
        said = self.heard.get(key)
        if said is None:
            left, right, gap = self.span(start, place), self.span(place, end), self.runs[place].gap
            facts = left.facts if title is None else left.facts | _SHARING
            asked = self.weights.cuts[gap.kind]
            common = _common_facts(left, right)
            said = self.heard[key] = _said_of(gap, facts & asked.of_left, right.facts & asked.of_right, common)
        return said

    def span(self, start: int, end: int) -> _Span:
        """The runs from `start` to before `end` as one part."""
        span = self.spans.get((start, end))
        if span is None:
            runs = self.runs[start:end]
            span = self.spans[start, end] = _Span(self.shape(start, end), runs)
        return span

    def shape(self, start: int, end: int) -> Shape:
        """What the runs from `start` to before `end` are together; of two languages the English counts."""
        if end - start == 1:
            return self.runs[start].shape
        runs = english_runs(self.runs[start:end])
        return read_shape(tuple([token.word for run in runs for token in run.words]))

    def pieces(self, way: _Way, end: int) -> list[Piece]:
        """The parts of a way, first to last, each with its rule: of several runs its loudest joint, else its cut."""
        pieces: list[Piece] = []
        at: _Way | None = way
        while at is not None:
            cut = None if at.before is None else self.said(at.before.start, at.start, end, at.before.title)
            rule = self.rule_between(at.start) if cut is None else cut.cut_rule
            if end - at.start > 1:
                inside = (self.said(at.start, place, end, at.title) for place in range(at.start + 1, end))
                rule = min(inside, key=lambda said: said.total).join_rule
            pieces.append(Piece(at.start, end, rule, None if cut is None else cut.shares))
            end, at = at.start, at.before
        return pieces[::-1]


def _best(ways: list[_Way], number: int) -> list[_Way]:
    """The best of some ways, best first."""
    return sorted(ways, key=_score_of, reverse=True)[:number] if len(ways) > 1 else ways


def _score_of(way: _Way) -> float:
    return way.score


def _letters(run: Run) -> str:
    text = run.words[0].text if len(run.words) == 1 else ""
    return text.casefold() if len(text) > 1 and text.isupper() else ""


def _with_brackets(facts: frozenset[str], runs: Sequence[Run]) -> frozenset[str]:
    """The facts of a part: those of its words, and whether a bracket says more."""
    inner = [content for run in runs for content in run.inner]
    if not any(not token.mark for content in inner for token in content):
        return facts
    return facts - _OPEN_WITHOUT_BRACKET | ({"bracketed", "titled"} if "bare_title" in facts else {"bracketed"})


def _common_facts(left: _Span, right: _Span) -> frozenset[str]:
    """What holds of two parts together: their fields, abbreviations among them, the same said twice, two languages."""
    fields = "same_field" if left.function == right.function else "other_field"
    found = [fields] if left.field and right.field else []
    if _says_again(left, right):
        found.append("says_again")
    if left.languages.isdisjoint(right.languages):
        found.append("languages")
    return left.beside.union(right.beside, found)


def _says_again(left: _Span, right: _Span) -> bool:
    """Whether two parts say the same words, or the second the first's initials; two brackets tell two apart."""
    if left.keys != right.keys:
        return right.short != "" and right.short == _initials(left.keys)
    return not left.facts & right.facts & _TOLD_APART


_TOLD_APART = frozenset({"bracketed"})
_BESIDE = (("short_beside", "short"), ("unknown_beside", "unknown_short"))


@lru_cache(maxsize=4_096)
def _initials(keys: tuple[str, ...]) -> str:
    return "".join(key[0] for key in keys if key not in SMALL_IN_INITIALS)


@lru_cache(maxsize=65_536)
def _said_of(gap: Gap, left: frozenset[str], right: frozenset[str], common: frozenset[str]) -> _Said:
    """Sum up the weights that hold of a boundary; few combinations of facts are ever met."""
    edge = _edge_facts(gap, common)
    holding = [weight for weight in owner_weights().cuts[gap.kind].weights if _holds(weight, left, right, edge)]
    sharing = next((weight for weight in holding if weight.shares is not None), None)
    loudest = sharing or max(holding, key=lambda weight: weight.speaks, default=None)
    quietest = min(holding, key=lambda weight: weight.speaks, default=None)
    return _Said(
        sum(weight.speaks for weight in holding),
        gap.kind if loudest is None else loudest.name,
        gap.kind if quietest is None else quietest.name,
        None if sharing is None else sharing.shares,
    )


def _edge_facts(gap: Gap, common: frozenset[str]) -> frozenset[str]:
    """The facts of a separator and of its two sides together."""
    printed = {name for name, holds in (("tight", gap.tight), ("line", gap.line)) if holds}
    return gap.facts | common | printed


def _holds(weight: CutWeight, left: frozenset[str], right: frozenset[str], edge: frozenset[str]) -> bool:
    return weight.left.holds(left) and weight.right.holds(right) and weight.edge.holds(edge)


@lru_cache(maxsize=65_536)
def _said_alone(facts: frozenset[str]) -> float:
    return sum(weight.speaks for weight in owner_weights().parts if weight.part.holds(facts))
