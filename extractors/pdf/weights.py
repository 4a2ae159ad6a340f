"""The weights of what speaks for and against an edge or columns of text, from the TOML files beside this one."""

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


@dataclass(frozen=True, slots=True)
class ColumnWeights:
    """What each fact says of text on both sides of a gutter; the units stand in text_columns.toml."""

    columns: float
    wraps: float
    letters: float
    unaligned: float
    together: float
    turns: float
    white: float
    goes_on: float
    again: float


@cache
def row_weights() -> RowWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return RowWeights(**_told("weights.toml", RowWeights))


@cache
def column_weights() -> ColumnWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return ColumnWeights(**_told("text_columns.toml", ColumnWeights))


def _told(file: str, weights: type[RowWeights] | type[ColumnWeights]) -> dict[str, float]:
    entries = tomllib.loads(Path(__file__).with_name(file).read_text("utf-8"))["weight"]
    told = {entry["name"]: float(entry["speaks"]) for entry in entries}
    names = {field.name for field in fields(weights)}
    if told.keys() != names:
        raise ValueError(f"{file}: missing or unknown: {', '.join(sorted(told.keys() ^ names))}")
    return told
