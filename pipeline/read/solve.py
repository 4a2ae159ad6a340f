"""The two solvers of this room: the best sequence of labels, and the best assignment of roles; each with its margins.

Both take evidence that others added up and know nothing of plans. A margin is the sum of the best reading less that of
the best reading which differs at one place: 0 where another reading is as good, large where none comes near.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

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
        sums: dict[str, float] = {}
        origin: dict[str, str] = {}
        for label, own in here.items():
            said = passages.get(label, none)
            best, most = "", -inf
            for other, sum_ in before.items():
                total = sum_ + said.get(other, 0.0)
                if total > most:
                    best, most = other, total
            sums[label] = most + own
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


def _margins_of_sequence(
    evidence: Sequence[Mapping[str, float]],
    passages: Passages,
    upto: Sequence[Mapping[str, float]],
    labels: Sequence[str],
    total: float,
) -> tuple[float, ...]:
    """The margin of each label: the best sum through any other label there, by the sums from behind."""
    none: Mapping[str, float] = {}
    behind: dict[str, float] = dict.fromkeys(upto[-1], 0.0)
    margins: list[float] = []
    for at in range(len(labels) - 1, -1, -1):
        others = [sum_ + behind[label] for label, sum_ in upto[at].items() if label != labels[at]]
        margins.append(min(SURE, total - max(others, default=-SURE * 10)))
        if at:
            ahead = [(passages.get(after, none), evidence[at][after] + rest) for after, rest in behind.items()]
            behind = {label: max(said.get(label, 0.0) + rest for said, rest in ahead) for label in upto[at - 1]}
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


_Chain = tuple[Any, str]  # what was given to the columns before (a chain again, or none) and the role of the last
_States = dict[int, tuple[float, _Chain | None]]  # by the roles taken and the number of the order's state
_NUMBERED = 16  # bits of such a key that number the state; the bits above them are the roles taken
_STATE = (1 << _NUMBERED) - 1


class _Search:
    """Goes through the columns and keeps the best partial assignments, one for each set of roles and state."""

    def __init__(self, once: Collection[str], order: Order) -> None:
        self.bits = {role: 1 << at + _NUMBERED for at, role in enumerate(once)}
        self.order = order
        self.numbers: dict[Hashable, int] = {None: 0}
        self.known: list[tuple[Hashable, dict[str, tuple[int, float]]]] = [(None, {})]  # by number: what follows
        self.before: list[_States] = []  # what stands before each column, and behind the last

    def best(self, options: Sequence[Mapping[str, float]]) -> Assigned:
        """Return the best assignment; one without roles where there is none."""
        self.before = [{0: (0.0, None)}]
        for option in options:
            self.before.append(self._behind(self.before[-1], option))
        return self._settled(self.before[-1])

    def again(self, options: Sequence[Mapping[str, float]], first: int) -> Assigned:
        """Return the best assignment where the options of the column `first` alone differ from the last search."""
        states = self.before[first]
        for option in options[first:]:
            states = self._behind(states, option)
        return self._settled(states)

    def _settled(self, states: _States) -> Assigned:
        wholes = [self.order.whole(state) for state, _ in self.known]
        totals = ((total + wholes[key & _STATE], chain) for key, (total, chain) in states.items())
        total, chain = max(totals, key=lambda state: state[0], default=(0.0, None))
        return Assigned(_roles(chain), total)

    def _behind(self, states: _States, option: Mapping[str, float]) -> _States:
        """Return the best partial assignments behind a column."""
        offered = [(role, own, self.bits.get(role, 0)) for role, own in option.items()]
        moves: dict[int, list[tuple[int, int, str, float, float]]] = {}
        following: _States = {}
        for place, (total, chain) in states.items():
            number = place & _STATE
            taken = place ^ number
            if number not in moves:
                steps = [self._step(number, role) for role, _, _ in offered]
                moves[number] = [
                    (bit, bit | after, role, own, said)
                    for (role, own, bit), (after, said) in zip(offered, steps, strict=True)
                ]
            for bit, after, role, own, said in moves[number]:
                if taken & bit:
                    continue
                sum_ = total + own + said
                key = taken | after
                there = following.get(key)
                if there is None or sum_ > there[0]:
                    following[key] = (sum_, (chain, role))
        if len(following) > _KEPT:
            following = dict(sorted(following.items(), key=lambda item: -item[1][0])[:_KEPT])
        return following

    def _step(self, number: int, role: str) -> tuple[int, float]:
        """Return the number of the state behind a column of a role, and the evidence of the role there."""
        state, steps = self.known[number]
        if role not in steps:
            after = self.order.step(state, role)
            if after not in self.numbers:
                self.numbers[after] = len(self.known)
                self.known.append((after, {}))
            steps[role] = (self.numbers[after], self.order.says(state, role))
        return steps[role]


def _roles(chain: _Chain | None) -> tuple[str, ...]:
    roles: list[str] = []
    while chain is not None:
        chain, role = chain
        roles.append(role)
    return tuple(reversed(roles))
