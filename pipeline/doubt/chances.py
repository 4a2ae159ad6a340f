"""From facts to the chance that a value is right: one sum of weights for each column, and for the row as a whole.

The weights come from `weights.json`, which `python -m scripts.fit_doubts` writes: for each column, with a value (`+`)
and without one (`-`), how much each fact speaks for its being right, in the logarithm of the odds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise, repeat
from math import exp, log
from operator import mul
from typing import NamedTuple

from pipeline.doubt.facts import (
    DERIVED,
    VERBATIM,
    Facts,
    facts_of_derived,
    facts_of_document,
    facts_of_reading,
    facts_of_row,
    facts_of_values,
)
from pipeline.read.raw import PlanReading
from schema.rows import ActionRow

Weights = Mapping[str, Mapping[str, float]]
GROUPINGS = ("theme", "objective")
_LEAST = 0.01  # chances count as no less in a sum of logarithms
ALWAYS = ""  # the fact that holds of every value
OWN_CODES = frozenset(
    ["row_unsure", "column_unsure", "cell_missing", "cell_unusual", "grid_unsure", "table_unsure", "text_unsure"]
)  # of doubts that stand here, not of those that the reading of words has
WHOLE = "whole"  # the sum for a row as a whole
FOUND = "found"  # by the chance that this sum gives, the share of rows that were found to be right


class Weighed(NamedTuple):
    """One value: what is true of its row and of itself, and the chance that it is right."""

    field: str
    filled: bool
    of_row: Facts
    own: Facts
    chance: float

    @property
    def key(self) -> str:
        """The name of its weights."""
        return self.field + ("+" if self.filled else "-")

    @property
    def facts(self) -> Facts:
        """All facts that are not 0."""
        return {name: value for name, value in (self.of_row | self.own).items() if value}


def chance_of(key: str, weights: Weights, *facts: Facts) -> float:
    """Return the chance from 0 to 1; 1 for what has no weights."""
    speaks = weights.get(key)
    if speaks is None:
        return 1.0
    total = speaks.get(ALWAYS, 0.0)
    for some in facts:
        total = sum(map(mul, map(speaks.get, some, repeat(0.0)), some.values()), total)
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def weigh_rows(actions: Sequence[ActionRow], reading: PlanReading, weights: Weights) -> Iterator[dict[str, Weighed]]:
    """Yield for each action its values by column, weighed. Raises nothing.

    One row after the other: the facts of all of them together would take more memory than the document.
    """
    about = facts_of_document(actions, reading)
    for action, raw in zip(actions, reading.actions, strict=True):
        of_row = facts_of_row(action, raw, about)
        phrases = {doubt.field: doubt.chance for doubt in action.doubts if doubt.code not in OWN_CODES}
        found: dict[str, Weighed] = {}
        texts = facts_of_values(action, raw, about)
        for name in VERBATIM:
            own = texts["action" if name == "row" else name]
            found[name] = _weighed(name, name == "row" or bool(getattr(action, name)), of_row, own, weights)
        read = facts_of_reading(action, about)
        for name, text in DERIVED.items():
            own = texts[text] | read[text] | facts_of_derived(name, found[text].chance, phrases)
            found[name] = _weighed(name, bool(getattr(action, name)), of_row, own, weights)
        yield found


def _weighed(name: str, filled: bool, of_row: Facts, own: Facts, weights: Weights) -> Weighed:
    key = name + ("+" if filled else "-")
    return Weighed(name, filled, of_row, own, chance_of(key, weights, of_row, own))


def confidence_of(values: Mapping[str, Weighed], weights: Weights) -> float:
    """Return the chance that every value of a row is right: the sum of its facts, as often as such rows were right."""
    return _as_found(chance_of(WHOLE, weights, facts_of_whole(values)), weights.get(FOUND, {}))


def _as_found(chance: float, found: Mapping[str, float]) -> float:
    """The share of right rows at a chance, between those that it stands between; the chance itself where none is.

    >>> _as_found(0.5, {"0.4": 0.2, "0.6": 0.8})
    0.5
    """
    points = sorted((float(said), right) for said, right in found.items())
    for (left, low), (right, high) in pairwise(points):
        if left <= chance <= right:
            return low + (high - low) * (chance - left) / (right - left)
    if not points:
        return chance
    return points[0][1] if chance < points[0][0] else points[-1][1]


def facts_of_whole(values: Mapping[str, Weighed]) -> Facts:
    """Return what the chances of a row's values say of all of them together; its groupings count apart."""
    unsure = {name: -log(max(_LEAST, one.chance)) for name, one in values.items() if name != "start"}
    groupings = {name: unsure.pop(name) for name in GROUPINGS}
    most, second, *_ = sorted(unsure.values(), reverse=True)
    return groupings | {"sum": sum(unsure.values()), "least": most, "second": second}


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """Return the weights that come with the package."""
    weights: dict[str, dict[str, float]] = json.loads(
        (resources.files("pipeline.doubt") / "weights.json").read_text("utf-8")
    )
    return weights
