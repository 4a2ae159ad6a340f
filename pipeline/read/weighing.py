"""Evidence added up: the weights of this room, read from data, and the sum of what facts say for a label.

A weight says by how much one fact speaks for one label (of a row, a column, a frame): in the unit of the logarithm of
how much likelier it makes it. The files stand in `weights/`, one entry a weight with its reason and its case.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import attrgetter, mul
from typing import Any


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one fact speaks for one label."""

    label: str
    fact: str  # an attribute of the facts; "always" holds of everything
    speaks: float  # for each unit of the fact; below 0 where it speaks against


@dataclass(frozen=True, slots=True)
class _Sum:
    """The weights of one label: a sum that always holds, and one share for each fact."""

    always: float
    facts: Callable[[object], tuple[float, ...]] | None
    speaks: tuple[float, ...]

    def of(self, facts: object) -> float:
        return self.always + (sum(map(mul, self.speaks, self.facts(facts))) if self.facts else 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one kind of candidate, by label."""

    by_label: Mapping[str, _Sum]

    def sum(self, label: str, facts: object) -> float:
        """Return what the facts say for a label, added up."""
        found = self.by_label.get(label)
        return 0.0 if found is None else found.of(facts)


def parse_weights(data: Mapping[str, Any]) -> Weights:
    """Return the weights of parsed TOML. Raises KeyError for an entry in part."""
    entries = [Weight(entry["label"], entry["fact"], float(entry["speaks"])) for entry in data["weight"]]
    labels = dict.fromkeys(entry.label for entry in entries)
    return Weights({label: _summed([entry for entry in entries if entry.label == label]) for label in labels})


def _summed(entries: Sequence[Weight]) -> _Sum:
    told = [entry for entry in entries if entry.fact != "always"]
    names = [entry.fact for entry in told]
    getter: Callable[[object], tuple[float, ...]] | None = None
    if len(names) == 1:
        (name,) = names
        getter = lambda facts: (getattr(facts, name),)  # noqa: E731
    elif names:
        getter = attrgetter(*names)
    always = sum(entry.speaks for entry in entries if entry.fact == "always")
    return _Sum(always, getter, tuple(entry.speaks for entry in told))


@lru_cache(maxsize=16)
def read_weights(kind: str) -> Weights:
    """Return the weights of `weights/<kind>.toml`, which comes with the package."""
    source = resources.files("pipeline.read") / "weights" / f"{kind}.toml"
    return parse_weights(tomllib.loads(source.read_text("utf-8")))
