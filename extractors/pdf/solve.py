"""The best way to cut a sequence into pieces, and how surely each cut is one. Knows nothing of pages or tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where a sequence is cut, the sum that this reading comes to, and how much another reading falls short of it.

    `at` and `margins` count the stops between which the pieces lie; `margins[stop]` is what is lost where a stop is
    decided the other way.
    """

    at: tuple[int, ...]
    total: float
    margins: NDArray[np.float64]


def best_cuts(gains: NDArray[np.float64]) -> Cuts:
    """Cut from the first stop to the last so that the gains of the pieces add up to most.

    `gains[start, end]` is what a piece from one stop to a later one adds; the first and the last stop are always cuts.
    """
    size = len(gains)
    before = np.full(size, -np.inf)  # the best sum of the pieces up to a stop
    after = np.full(size, -np.inf)  # the best sum of the pieces from a stop on
    before[0] = after[-1] = 0.0
    came = np.zeros(size, dtype=np.int64)
    for end in range(1, size):
        sums = before[:end] + gains[:end, end]
        came[end] = sums.argmax()
        before[end] = sums[came[end]]
    for start in range(size - 2, -1, -1):
        after[start] = (gains[start, start + 1 :] + after[start + 1 :]).max()
    chosen: list[int] = []
    at = int(came[-1])
    while at:
        chosen.append(at)
        at = int(came[at])
    # the best sum of the readings with a piece from a stop or one before it to a stop or one after it
    whole = before[:, None] + np.where(np.tri(size, dtype=bool), -np.inf, gains) + after
    widest = np.maximum.accumulate(np.maximum.accumulate(whole, axis=0)[:, ::-1], axis=1)[:, ::-1]
    margins = np.zeros(size)
    inner = np.arange(1, size - 1)
    margins[inner] = np.abs(before[inner] + after[inner] - widest[inner - 1, inner + 1])
    return Cuts(tuple(reversed(chosen)), float(before[-1]), margins)
