"""The weights of what speaks for and against an edge, from weights.toml beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RowWeights:
    """What each source says of an edge between two rows; the units stand in weights.toml."""

    row: float
    leading: float
    first: float
    capital: float
    room: float
    lower_room: float
    single: float
    full: float
    runs_on: float
    ends_open: float
    item: float
    figures: float
    number: float
    unnumbered: float
    bold_ends: float
    bold_begins: float
    header_ends: float
    header_goes_on: float
    again: float
    together: float
    spanning: float
    rule: float
    unruled: float
    fill: float
    ground: float
    aligned: float
    astray: float
    thin: float
    merged: float


@cache
def row_weights() -> RowWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    entries = tomllib.loads(Path(__file__).with_name("weights.toml").read_text("utf-8"))["weight"]
    told = {entry["name"]: float(entry["speaks"]) for entry in entries}
    names = {field.name for field in fields(RowWeights)}
    if told.keys() != names:
        raise ValueError(f"weights.toml: missing or unknown: {', '.join(sorted(told.keys() ^ names))}")
    return RowWeights(**told)
