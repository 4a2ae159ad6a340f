"""Frames: the ways in which a table can mean actions. Each module proposes a reading with the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.columns import Layout
from pipeline.read.grid import Grid

STATUS = "Status"  # the label that a state is given which stands in a record without one
ACTION = "Action"  # the label that an action is given which stands beside its number

WHO = "Lead"  # the labels that an owner and a date are given which stand in a record without one
WHEN = "By when"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to lay out a table: its rows as printed, or laid out anew so that each row is an action."""

    frame: str
    grid: Grid
    evidence: float = 0.0  # for this frame, beside what the columns say for a plan
    layout: Layout | None = None  # of the columns, where the frame settles them
    header_rows: tuple[int, ...] = ()  # where the frame settles them
