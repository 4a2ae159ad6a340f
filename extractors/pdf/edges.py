"""What speaks for or against an edge of a table, wherever it comes from: a rule, white space, leading, a heading."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Edge(NamedTuple):
    """Evidence for an edge between two rows (`axis` "y") or two columns ("x") of a table.

    `weight` is the log of how much likelier the evidence makes an edge there; below 0 it speaks against one.
    """

    axis: Literal["x", "y"]
    at: float  # points: the y of an edge between rows, the x of one between columns
    span: tuple[float, float]  # points: from where to where along the other axis it speaks
    source: str  # the name of its weight
    weight: float
