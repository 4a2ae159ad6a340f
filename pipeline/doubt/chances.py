"""From facts to the chance that a value is right: one sum of weights for each column, and for the row as a whole.

The weights come from `weights.json`, which `python -m scripts.fit_doubts` writes: for each column, with a value (`+`)
and without one (`-`), how much each fact speaks for its being right, in the logarithm of the odds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, log, prod

from pipeline.doubt.facts import (
    DERIVED,
    VERBATIM,
    Facts,
    facts_of_derived,
    facts_of_document,
    facts_of_row,
    facts_of_value,
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


@dataclass(frozen=True, slots=True)
class Weighed:
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
        for name, value in some.items():
            if value and name in speaks:
                total += speaks[name] * value
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def weigh_rows(actions: Sequence[ActionRow], reading: PlanReading, weights: Weights) -> list[dict[str, Weighed]]:
    """Return for each action its values by column, weighed. Raises nothing."""
    about = facts_of_document(actions, reading)
    rows: list[dict[str, Weighed]] = []
    for action, raw in zip(actions, reading.actions, strict=True):
        of_row = facts_of_row(action, raw, about)
        phrases = {doubt.field: doubt.chance for doubt in action.doubts if doubt.code not in OWN_CODES}
        found: dict[str, Weighed] = {}
        for name in VERBATIM:
            own = facts_of_value("action" if name == "row" else name, action, raw, about)
            found[name] = _weighed(name, name == "row" or bool(getattr(action, name)), of_row, own, weights)
        for name, text in DERIVED.items():
            own = found[text].own | facts_of_derived(name, action, found[text].chance, phrases)
            found[name] = _weighed(name, bool(getattr(action, name)), of_row, own, weights)
        rows.append(found)
    return rows


def _weighed(name: str, filled: bool, of_row: Facts, own: Facts, weights: Weights) -> Weighed:
    key = name + ("+" if filled else "-")
    return Weighed(name, filled, of_row, own, chance_of(key, weights, of_row, own))


def confidence_of(values: Mapping[str, Weighed], weights: Weights) -> float:
    """Return the chance that every value of a row is right; its groupings count apart from what its row prints."""
    groupings = prod(values[name].chance for name in GROUPINGS)
    return chance_of(WHOLE, weights, facts_of_whole(values)) * groupings


def facts_of_whole(values: Mapping[str, Weighed]) -> Facts:
    """Return what the chances of a row's values, its groupings left out, say of all of them together."""
    chances = sorted(max(_LEAST, one.chance) for name, one in values.items() if name not in (*GROUPINGS, "start"))
    return {"sum": -sum(map(log, chances)), "least": -log(chances[0]), "second": -log(chances[1])}


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """Return the weights that come with the package."""
    weights: dict[str, dict[str, float]] = json.loads(
        (resources.files("pipeline.doubt") / "weights.json").read_text("utf-8")
    )
    return weights
