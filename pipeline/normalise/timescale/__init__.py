"""Timescales: what the printed words of a "by when" cell say, as days, and by which rule."""

from __future__ import annotations

from pipeline.normalise.timescale.model import Period, PlanPeriod, ProseTimescale, Timescale
from pipeline.normalise.timescale.reading import read_timescale

__all__ = ["Period", "PlanPeriod", "ProseTimescale", "Timescale", "parse_timescale"]


def parse_timescale(text: str | None, plan: PlanPeriod | None = None) -> Timescale:
    """Read a timescale cell. Total: any text gives a Timescale, if need be an empty one.

    >>> parse_timescale("Q2 2024/25").periods[0].end
    datetime.date(2024, 9, 30)
    >>> parse_timescale("Q4 2024").flags
    ('bare_year_quarter',)
    >>> parse_timescale("when funds allow").periods
    ()
    """
    return read_timescale(text or "", plan)
