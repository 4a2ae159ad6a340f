"""Evidence added up: the weights of this room, read from data, and the sum of what facts say for a label.

A weight says by how much one fact speaks for one label (of a row, a column, a frame): in the unit of the logarithm of
how much likelier it makes it. The files stand in `weights/`, one entry a weight with its reason and its case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter, mul
from typing import Any

from schema.toml_file import read_toml_file


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
    names: tuple[str, ...]
    speaks: tuple[float, ...]


@dataclass(frozen=True)
class Weights:
    """The weights of one kind of candidate, by label."""

    by_label: Mapping[str, _Sum]

    def sum(self, label: str, facts: object) -> float:
        """Return what the facts say for a label, added up."""
        found = self.by_label.get(label)
        return 0.0 if found is None else found.always + sum(map(mul, found.speaks, self._own[label](facts)))

    def sums(self, facts: object) -> dict[str, float]:
        """Return what the facts say for each label that has weights; a fact of several labels is looked up once."""
        pick, shares = self._shared
        told = pick(facts)
        return {label: always + sum(map(mul, speaks, own(told))) for label, always, speaks, own in shares}

    @cached_property
    def _own(self) -> Mapping[str, _Pick]:
        """What gives the facts that bear on each label."""
        return {label: _picks(one.names, attrgetter) for label, one in self.by_label.items()}

    @cached_property
    def _shared(self) -> tuple[_Pick, Sequence[tuple[str, float, tuple[float, ...], _Pick]]]:
        """What gives the facts that bear on any label, and for each label what takes its own out of these."""
        names = [*dict.fromkeys(name for one in self.by_label.values() for name in one.names)]
        shares = [
            (label, one.always, one.speaks, _picks([names.index(name) for name in one.names], itemgetter))
            for label, one in self.by_label.items()
        ]
        return _picks(names, attrgetter), shares


_Pick = Callable[[Any], Sequence[float]]


def _picks(places: Sequence[Any], by: Callable[..., Callable[[Any], Any]]) -> _Pick:
    """What gives the values at these places, however many there are."""
    if not places:
        return lambda _: ()
    pick = by(*places)
    return pick if len(places) > 1 else lambda of: (pick(of),)


def parse_weights(data: Mapping[str, Any]) -> Weights:
    """Return the weights of parsed TOML. Raises KeyError for an entry in part."""
    entries = [Weight(entry["label"], entry["fact"], float(entry["speaks"])) for entry in data["weight"]]
    labels = dict.fromkeys(entry.label for entry in entries)
    return Weights({label: _summed([entry for entry in entries if entry.label == label]) for label in labels})


def _summed(entries: Sequence[Weight]) -> _Sum:
    told = [entry for entry in entries if entry.fact != "always"]
    always = sum(entry.speaks for entry in entries if entry.fact == "always")
    return _Sum(always, tuple(entry.fact for entry in told), tuple(entry.speaks for entry in told))


@lru_cache(maxsize=16)
def read_weights(kind: str) -> Weights:
    """Return the weights of `weights/<kind>.toml`, which comes with the package."""
    return parse_weights(read_toml_file("pipeline.read", f"weights/{kind}.toml"))
