"""The weights of what speaks for and against an edge, a line or columns of text, from the TOML files beside it."""

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
    over_several: float
    section: float
    named: float
    figures_begin: float
    label: float
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
    labels: float
    again: float


@dataclass(frozen=True, slots=True)
class BeyondWeights:
    """What each fact says of a line beyond a table's rules; the units stand in lines_beyond.toml."""

    line: float
    own: float
    aligned: float
    unaligned: float
    close: float
    section: float
    astray: float
    band: float
    band_again: float
    alike: float
    air: float
    larger: float
    smaller: float


@dataclass(frozen=True, slots=True)
class TwoColumnWeights:
    """What each fact says of two columns without rules; the units stand in two_columns.toml."""

    table: float
    banded: float
    headed: float
    labels: float
    bold_labels: float
    long_labels: float
    crowded: float


@dataclass(frozen=True, slots=True)
class BetweenWeights:
    """What each fact says of a stretch of text between tables; the units stand in texts_between.toml."""

    stretch: float
    caption: float
    smaller: float
    larger: float
    bold: float
    astray: float
    header: float
    columns: float
    air: float


@dataclass(frozen=True, slots=True)
class PairWeights:
    """What each fact says of tagged blocks that are labels and values; the units stand in tagged_pairs.toml, for labels
    beside their values, and in stacked_pairs.toml, for those over them."""

    table: float
    rows: float
    again: float
    set_off: float
    colons: float
    long_labels: float
    figures: float
    crowded: float


@cache
def row_weights() -> RowWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return RowWeights(**_told("weights.toml", RowWeights))


@cache
def column_weights() -> ColumnWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return ColumnWeights(**_told("text_columns.toml", ColumnWeights))


@cache
def beyond_weights() -> BeyondWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return BeyondWeights(**_told("lines_beyond.toml", BeyondWeights))


@cache
def two_column_weights() -> TwoColumnWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return TwoColumnWeights(**_told("two_columns.toml", TwoColumnWeights))


@cache
def between_weights() -> BetweenWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return BetweenWeights(**_told("texts_between.toml", BetweenWeights))


@cache
def pair_weights() -> PairWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return PairWeights(**_told("tagged_pairs.toml", PairWeights))


@cache
def stack_weights() -> PairWeights:
    """Read the weights once a process; raises ValueError where one is missing or unknown."""
    return PairWeights(**_told("stacked_pairs.toml", PairWeights))


_Weights = RowWeights | ColumnWeights | BeyondWeights | TwoColumnWeights | BetweenWeights | PairWeights


def _told(file: str, weights: type[_Weights]) -> dict[str, float]:
    entries = tomllib.loads(Path(__file__).with_name(file).read_text("utf-8"))["weight"]
    told = {entry["name"]: float(entry["speaks"]) for entry in entries}
    names = {field.name for field in fields(weights)}
    if told.keys() != names:
        raise ValueError(f"{file}: missing or unknown: {', '.join(sorted(told.keys() ^ names))}")
    return told
