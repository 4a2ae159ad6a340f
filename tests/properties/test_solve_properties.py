"""The best way to cut a sequence, or to give out roles, is the best of all; a margin is what the next best lacks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.solve import best_cuts
from pipeline.read.solve import SURE, Order, best_assignment

squares = st.integers(2, 6).flatmap(
    lambda size: st.lists(st.lists(st.integers(-5, 5), min_size=size, max_size=size), min_size=size, max_size=size)
)


def all_ways(size: int) -> list[tuple[int, ...]]:
    return [ways for count in range(size - 1) for ways in combinations(range(1, size - 1), count)]


def worth(gains: np.ndarray, way: tuple[int, ...]) -> float:
    return float(sum(gains[start, end] for start, end in pairwise((0, *way, len(gains) - 1))))


@given(squares)
def test_the_best_cuts_are_the_best_of_all(rows: list[list[int]]) -> None:
    gains = np.array(rows, dtype=np.float64)
    cuts = best_cuts(gains)
    best = max(worth(gains, way) for way in all_ways(len(gains)))
    assert cuts.total == pytest.approx(best) == worth(gains, cuts.at)


@given(squares)
def test_a_margin_is_how_much_the_best_other_way_falls_short(rows: list[list[int]]) -> None:
    gains = np.array(rows, dtype=np.float64)
    cuts = best_cuts(gains)
    for stop in range(1, len(gains) - 1):
        other = max(worth(gains, way) for way in all_ways(len(gains)) if (stop in way) is not (stop in cuts.at))
        assert cuts.margins[stop] == pytest.approx(cuts.total - other)


ONCE = ("action", "owner")
ORDER = Order(  # the state is whether an action stands to the left: an owner behind it is likelier
    step=lambda state, role: bool(state) or role == "action",
    says=lambda state, role: 0.5 * bool(state) * (role == "owner"),
    whole=lambda state: 0.25 * bool(state),
)
options_of_columns = st.lists(
    st.dictionaries(st.sampled_from([*ONCE, "extras"]), st.integers(-3, 3).map(float), min_size=1), max_size=4
)


def sum_of(options: Sequence[Mapping[str, float]], roles: Sequence[str]) -> float:
    total = 0.0
    state: Hashable = None
    for option, role in zip(options, roles, strict=True):
        total += option[role] + ORDER.says(state, role)
        state = ORDER.step(state, role)
    return total + ORDER.whole(state)


def assignments(options: Sequence[Mapping[str, float]]) -> list[tuple[str, ...]]:
    return [roles for roles in product(*options) if all(roles.count(role) < 2 for role in ONCE)]


@given(options_of_columns)
def test_the_best_roles_are_the_best_of_all(options: list[dict[str, float]]) -> None:
    every = assignments(options)
    if not every:
        return
    best = best_assignment(options, ONCE, ORDER)
    assert best.total == sum_of(options, best.roles) == max(sum_of(options, roles) for roles in every)
    for at, role in enumerate(best.roles):
        others = [sum_of(options, roles) for roles in every if roles[at] != role]
        assert best.margins[at] == (best.total - max(others) if others else SURE)
