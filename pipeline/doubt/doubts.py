"""The doubts of each action: its values that may be wrong, each with its chance, what it is about and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.doubt.chances import Weighed, Weights, confidence_of, read_weights, weigh_rows
from pipeline.read.raw import PlanReading
from schema.rows import ActionRow, DoubtValue
from schema.toml_file import read_toml_file

DOUBTED = 0.8  # the chance below which a value is doubted
_ALSO = {"state": "status_text"}  # a text that is doubted with what was read from it, where its column is unsure
_OF_COLUMN = ("column_unsure", "cell_missing")


@dataclass(frozen=True, slots=True)
class Told:
    """What a fact is about, and what a person is told of it."""

    code: str  # from the codelist of flags
    why: str
    only: frozenset[str] = frozenset()  # the columns that it bears on; all where none is named
    speaks: Mapping[str, float] = field(default_factory=dict)  # by key of a sum, before any plan was read


@lru_cache(maxsize=1)
def read_facts() -> Mapping[str, Told]:
    """Return what is told of each fact, by its name."""
    data = read_toml_file("pipeline.doubt", "facts.toml")
    return {
        entry["name"]: Told(entry["code"], entry["why"], frozenset(entry.get("only", ())), entry.get("speaks", {}))
        for entry in data["fact"]
    }


def doubt_rows(
    actions: Sequence[ActionRow], reading: PlanReading, weights: Weights | None = None
) -> tuple[ActionRow, ...]:
    """Return the actions with their doubts and their confidence; doubts that they have already stay.

    `reading` is what they were made from, action for action. Raises nothing.
    """
    weights = read_weights() if weights is None else weights
    return tuple(
        _doubted(action, row, weights)
        for action, row in zip(actions, weigh_rows(actions, reading, weights), strict=True)
    )


def _doubted(action: ActionRow, row: Mapping[str, Weighed], weights: Weights) -> ActionRow:
    known = {doubt.field for doubt in action.doubts}
    doubts = [doubt for doubt in _doubts(row, weights) if doubt.field not in known]
    found = (*action.doubts, *doubts)
    confidence = confidence_of(row, weights)
    rows = [doubt.chance for doubt in action.doubts if doubt.field == "row"]  # a row that is struck out as a whole
    return replace(action, doubts=found, confidence=round(min([confidence, *rows]), 3))


def _doubts(row: Mapping[str, Weighed], weights: Weights) -> Iterator[DoubtValue]:
    for one in row.values():
        if one.chance >= DOUBTED:
            continue
        doubt = _told(one, weights)
        yield doubt
        also = _ALSO.get(one.field)
        if also is not None and doubt.code in _OF_COLUMN:
            yield replace(doubt, field=also)


def _told(one: Weighed, weights: Weights) -> DoubtValue:
    """The doubt of a value: what speaks loudest against it names it."""
    speaks = weights[one.key]
    told = read_facts()
    facts = one.facts
    loudest = min(
        (name for name in facts if name in told and speaks.get(name, 0.0) < 0.0),
        key=lambda name: speaks[name] * facts[name],
        default=None,
    )
    about = told[loudest] if loudest is not None else Told("row_unsure", "Such values are often read wrongly.")
    return DoubtValue(field=one.field, chance=round(one.chance, 3), code=about.code, why=about.why)
