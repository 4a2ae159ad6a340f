"""The two solvers of this room: the best sequence of labels, and the best assignment of roles; each with its margins.

Both take evidence that others added up and know nothing of plans. A margin is the sum of the best reading less that of
the best reading which differs at one place: 0 where another reading is as good, large where none comes near.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

import numpy as np
import numpy.typing as npt

IMPOSSIBLE = -1e6  # stands for "cannot be"
SURE = 50.0  # margin where no other reading is possible
_KEPT = 60  # partial assignments that are followed from column to column


@dataclass(frozen=True, slots=True)
class Sequenced:
    """One label for each element, the sum of the evidence, and the margin of each label."""

    labels: tuple[str, ...]
    total: float
    margins: tuple[float, ...]


Passages = Mapping[str, Mapping[str, float]]
"""Evidence of a label by the label before it: by label, then by the one before; what is not named is 0."""


def best_sequence(evidence: Sequence[Mapping[str, float]], passages: Passages, begin: str = "") -> Sequenced:
    """Return the labels with the greatest sum of their evidence and of the passages between neighbours.

    `evidence` holds, for each element, the labels that it may have; `begin` stands for the label before the first. No
    element gives an empty sequence.
    """
    if not evidence:
        return Sequenced((), 0.0, ())
    none: Mapping[str, float] = {}
    upto: list[dict[str, float]] = [
        {label: sum_ + passages.get(label, none).get(begin, 0.0) for label, sum_ in evidence[0].items()}
    ]
    came: list[dict[str, str]] = [{}]
    for here in evidence[1:]:
        before = upto[-1]
        likeliest = max(before, key=before.__getitem__)
        sums: dict[str, float] = {}
        origin: dict[str, str] = {}
        for label, own in here.items():
            said = passages.get(label, none)
            best = _best_before(before, said) if said else likeliest  # most labels may follow any other
            sums[label] = before[best] + said.get(best, 0.0) + own
            origin[label] = best
        upto.append(sums)
        came.append(origin)
    label = max(upto[-1], key=upto[-1].__getitem__)
    total = upto[-1][label]
    labels = [label]
    for origin in reversed(came[1:]):
        labels.append(origin[labels[-1]])
    labels.reverse()
    return Sequenced(tuple(labels), total, _margins_of_sequence(evidence, passages, upto, labels, total))


def _best_before(before: Mapping[str, float], said: Mapping[str, float]) -> str:
    """The label before one, by the sums up to it and what the passages say; of equal ones the first."""
    return max(before, key=lambda other: before[other] + said.get(other, 0.0))


def _margins_of_sequence(
    evidence: Sequence[Mapping[str, float]],
    passages: Passages,
    upto: Sequence[Mapping[str, float]],
    labels: Sequence[str],
    total: float,
) -> tuple[float, ...]:
    """The margin of each label: the best sum through any other label there, by the sums from behind."""
    behind: dict[str, float] = dict.fromkeys(upto[-1], 0.0)
    margins: list[float] = []
    for at in range(len(labels) - 1, -1, -1):
        others = [sum_ + behind[label] for label, sum_ in upto[at].items() if label != labels[at]]
        margins.append(min(SURE, total - max(others, default=-SURE * 10)))
        if at:
            ahead = {after: evidence[at][after] + rest for after, rest in behind.items()}
            bound = [(passages[after], ahead.pop(after)) for after in passages.keys() & ahead.keys()]
            free = max(ahead.values(), default=-inf)  # the best of those that may follow any label
            behind = {
                label: max([free, *[said.get(label, 0.0) + rest for said, rest in bound]]) for label in upto[at - 1]
            }
    return tuple(reversed(margins))


@dataclass(frozen=True, slots=True)
class Assigned:
    """One role for each column, the sum of the evidence, and for each column its margin and the next best role."""

    roles: tuple[str, ...]
    total: float
    margins: tuple[float, ...] = ()
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What the order of the columns says: a state that goes from column to column, and the evidence of a role in it."""

    step: Callable[[Hashable, str], Hashable]  # the state behind a column of a role; None is the first state
    says: Callable[[Hashable, str], float]  # evidence of a role in a state
    whole: Callable[[Hashable], float]  # evidence of the last state


def best_assignment(
    options: Sequence[Mapping[str, float]], once: Collection[str], order: Order, *, margins: bool = True
) -> Assigned:
    """Return the role of each column so that the sum is greatest and no role of `once` is given twice.

    `options` holds, for each column, the roles that it may play with their evidence.
    """
    search = _Search(once, order)
    best = search.best(options)
    if not margins:
        return best
    found: list[float] = []
    rivals: list[str] = []
    for at, (option, role) in enumerate(zip(options, best.roles, strict=True)):
        rest = {other: sum_ for other, sum_ in option.items() if other != role}
        other = search.again([*options[:at], rest, *options[at + 1 :]], at) if rest else Assigned((), 0.0)
        found.append(min(SURE, best.total - other.total) if other.roles else SURE)
        rivals.append(other.roles[at] if other.roles else "")
    return Assigned(best.roles, best.total, tuple(found), tuple(rivals))


_NUMBERED = 16  # bits of a key that number the state of the order; the bits above them are the roles taken
_STATE = (1 << _NUMBERED) - 1
_UNKNOWN = -1  # a step that was not asked for yet
_Keys = npt.NDArray[np.int64]
_Sums = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Partial:
    """The best assignments of the columns so far, one for each set of roles taken and state, the best first."""

    keys: _Keys
    sums: _Sums
    before: _Partial | None = None  # those that they go on from
    origin: _Keys | None = None  # which of these
    given: _Keys | None = None  # the role of the last column, by its place among those offered
    offered: tuple[str, ...] = ()

    def roles(self, at: int) -> tuple[str, ...]:
        """Return the roles of one of them."""
        found: list[str] = []
        here: _Partial | None = self
        while here is not None and here.origin is not None and here.given is not None:
            found.append(here.offered[here.given[at]])
            at, here = int(here.origin[at]), here.before
        return tuple(reversed(found))


class _Walk:
    """The states that an order goes through, numbered as they are met, and what follows each for each role."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.numbers: dict[Hashable, int] = {None: 0}
        self.states: list[Hashable] = [None]
        self.wholes = np.array([order.whole(None)])
        self.places: dict[str, int] = {}  # of the roles, in the columns of the two tables below
        self.after = np.full((1, 0), _UNKNOWN)  # the number of the state behind a column of a role
        self.said = np.zeros((1, 0))  # the evidence of the role there

    def steps(self, numbers: _Keys, roles: Sequence[str]) -> tuple[_Keys, _Sums]:
        """Return for each state and each role the number of the state behind it, and the evidence of the role."""
        for role in roles:
            if role not in self.places:
                self.places[role] = len(self.places)
                self._grow()
        rows, columns = numbers[:, None], [self.places[role] for role in roles]
        after = self.after[rows, columns]
        if (after == _UNKNOWN).any():
            for number in set(numbers.tolist()):
                for role in roles:
                    self._step(number, role)
            after = self.after[rows, columns]
        return after, self.said[rows, columns]

    def _step(self, number: int, role: str) -> None:
        state = self.states[number]
        after = self.order.step(state, role)
        if after not in self.numbers:
            self.numbers[after] = len(self.states)
            self.states.append(after)
            self.wholes = np.append(self.wholes, self.order.whole(after))
            self._grow()
        self.after[number, self.places[role]] = self.numbers[after]
        self.said[number, self.places[role]] = self.order.says(state, role)

    def _grow(self) -> None:
        more = ((0, len(self.states) - self.after.shape[0]), (0, len(self.places) - self.after.shape[1]))
        self.after = np.pad(self.after, more, constant_values=_UNKNOWN)
        self.said = np.pad(self.said, more)


_walk_of = lru_cache(maxsize=4)(_Walk)  # an order is the same for every table


class _Search:
    """Goes through the columns and keeps the best partial assignments, one for each set of roles and state."""

    def __init__(self, once: Collection[str], order: Order) -> None:
        self.bits = {role: 1 << at + _NUMBERED for at, role in enumerate(once)}
        self.walk = _walk_of(order)
        self.before: list[_Partial] = []  # what stands before each column, and behind the last

    def best(self, options: Sequence[Mapping[str, float]]) -> Assigned:
        """Return the best assignment; one without roles where there is none."""
        self.before = [_Partial(np.zeros(1, np.int64), np.zeros(1))]
        for option in options:
            self.before.append(self._behind(self.before[-1], option))
        return self._settled(self.before[-1])

    def again(self, options: Sequence[Mapping[str, float]], first: int) -> Assigned:
        """Return the best assignment where the options of the column `first` alone differ from the last search."""
        states = self.before[first]
        for option in options[first:]:
            states = self._behind(states, option)
        return self._settled(states)

    def _settled(self, states: _Partial) -> Assigned:
        if not len(states.keys):
            return Assigned((), 0.0)
        totals = states.sums + self.walk.wholes[states.keys & _STATE]
        best = int(totals.argmax())
        return Assigned(states.roles(best), float(totals[best]))

    def _behind(self, states: _Partial, option: Mapping[str, float]) -> _Partial:
        """Return the best partial assignments behind a column: all that it may be given, at once."""
        offered = tuple(option)
        bits = np.array([self.bits.get(role, 0) for role in offered], np.int64)
        own = np.array(tuple(option.values()), np.float64)
        numbers = states.keys & _STATE
        after, said = self.walk.steps(numbers, offered)
        taken = (states.keys ^ numbers)[:, None]
        free = ((taken & bits) == 0).ravel().nonzero()[0]
        sums = (states.sums[:, None] + own + said).ravel()[free]
        keys = (taken | bits | after).ravel()[free]
        order = np.lexsort((-sums, keys))  # of equal sums the first counts
        alike = keys[order]
        first = np.ones(len(alike), np.bool_)
        first[1:] = alike[1:] != alike[:-1]
        begins = first.nonzero()[0]
        best = order[begins]
        met_at = np.minimum.reduceat(order, begins) if len(order) else order
        best = best[np.lexsort((met_at, -sums[best]) if len(best) > _KEPT else (met_at,))[:_KEPT]]
        origin, given = np.divmod(free[best], max(1, len(offered)))
        return _Partial(keys[best], sums[best], states, origin, given, offered)
