"""The best way to cut a sequence is the best of all ways, and a margin is what the best other way falls short by."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.solve import best_cuts

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
