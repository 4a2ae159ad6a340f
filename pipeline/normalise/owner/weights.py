"""Weights: how much a fact speaks for a cut between two owners, or for a run being a person; data, not code.

They stand in `weights/*.toml`, each with its name, why it is there and a cell that reads otherwise without it. A
condition is a list of facts that must all hold; "!fact" must not hold, and of "one|other" one is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from schema.toml_file import read_kept

_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Condition:
    """Facts that must hold, facts that must not, and groups of which one must hold."""

    wanted: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    either: tuple[tuple[Condition, ...], ...] = ()

    def holds(self, facts: Collection[str]) -> bool:
        """Whether a set of facts meets the condition."""
        if not self.wanted.issubset(facts) or not self.barred.isdisjoint(facts):
            return False
        return all(any(one.holds(facts) for one in group) for group in self.either)

    def names(self) -> frozenset[str]:
        """Every fact that the condition asks for."""
        return self.wanted | self.barred | {name for group in self.either for one in group for name in one.names()}


@dataclass(frozen=True, slots=True)
class CutWeight:
    """What speaks for a cut between two parts (positive) or against it (negative), in the log of how much likelier."""

    name: str
    between: frozenset[str]  # kinds of separator
    left: Condition  # facts of the part before it
    right: Condition  # facts of the run behind it
    edge: Condition  # facts of the separator and of the two together
    speaks: float
    why: str
    case: str  # a cell that reads otherwise without this weight
    shares: str | None  # what the right part takes over from the left: "title" or "subject"


@dataclass(frozen=True, slots=True)
class PartWeight:
    """What speaks for a run standing alone as an owner (positive) or against it (negative)."""

    name: str
    part: Condition
    speaks: float
    why: str
    case: str


@dataclass(frozen=True, slots=True)
class Between:
    """The weights of one kind of separator, and which facts they ask for of the two sides."""

    weights: tuple[CutWeight, ...] = ()
    of_left: frozenset[str] = frozenset()
    of_right: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights of the cutting of owners."""

    always: frozenset[str]  # kinds of separator that always part
    sure: float  # sum from which two neighbouring runs are parted at once
    cuts: Mapping[str, Between]  # by kind of separator
    parts: tuple[PartWeight, ...]
    mixed: float  # against deciding two neighbouring separators of one list differently
    holds_owner: float  # against a part with an owner between two of its separators


class WeightError(ValueError):
    """The weights contradict themselves or ask for what there is not; the message lists every fault."""


def parse_condition(terms: Iterable[str]) -> Condition:
    """Read a condition.

    >>> parse_condition(["post", "!closed", "a|b"]).holds({"post", "b"})
    True
    """
    wanted, barred, either = set(), set(), []
    for term in terms:
        if "|" in term:
            either.append(tuple(parse_condition([one]) for one in term.split("|")))
        elif term.startswith("!"):
            barred.add(term[1:])
        else:
            wanted.add(term)
    return Condition(frozenset(wanted), frozenset(barred), tuple(either))


@lru_cache(maxsize=1)
def owner_weights() -> Weights:
    """The weights that ship with the program. Raises WeightError where they contradict themselves."""
    return parse_weights(_table("cuts"))


def parse_weights(table: Mapping[str, Any]) -> Weights:
    """Turn the table of `cuts.toml` into weights. Raises WeightError, naming every name given twice."""
    cuts: list[CutWeight] = [_cut_weight(entry) for entry in table["cut"]]
    parts = tuple(
        PartWeight(e["name"], parse_condition(e["part"]), e["speaks"], e["why"], e["case"]) for e in table["part"]
    )
    names = [weight.name for weight in cuts] + [weight.name for weight in parts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise WeightError(f"cuts.toml: {', '.join(twice)} stand twice. Give each weight a name of its own.")
    kinds = {kind for weight in cuts for kind in weight.between} | set(table["always"]["kinds"])
    return Weights(
        always=frozenset(table["always"]["kinds"]),
        sure=table["always"]["sure"],
        cuts={kind: _between([weight for weight in cuts if kind in weight.between]) for kind in kinds},
        parts=parts,
        mixed=table["mixed"]["speaks"],
        holds_owner=table["holds_owner"]["speaks"],
    )


def _between(weights: Sequence[CutWeight]) -> Between:
    left = frozenset(name for weight in weights for name in weight.left.names())
    right = frozenset(name for weight in weights for name in weight.right.names())
    return Between(tuple(weights), left, right)


def _cut_weight(entry: Mapping[str, Any]) -> CutWeight:
    return CutWeight(
        name=entry["name"],
        between=frozenset(entry["between"]),
        left=parse_condition(entry.get("left", ())),
        right=parse_condition(entry.get("right", ())),
        edge=parse_condition(entry.get("edge", ())),
        speaks=entry["speaks"],
        why=entry["why"],
        case=entry["case"],
        shares=entry.get("shares"),
    )


@lru_cache(maxsize=1)
def derived_facts() -> Sequence[tuple[str, tuple[Condition, ...]]]:
    """Facts that follow from others, in the order in which they are to be added: each with the ways to it."""
    table = _table("facts")["follows"]
    return tuple((name, tuple(parse_condition(way) for way in ways)) for name, ways in table.items())


@lru_cache(maxsize=1)
def person_weights() -> Mapping[str, float]:
    """How much each fact speaks for a person's name, and `least`, the sum from which a run is one."""
    table = _table("persons")
    return {entry["name"]: entry["speaks"] for entry in table["evidence"]} | {"least": table["least"]}


@lru_cache(maxsize=8)
def _table(name: str) -> Mapping[str, Any]:
    return read_kept(_FOLDER / f"{name}.toml")
