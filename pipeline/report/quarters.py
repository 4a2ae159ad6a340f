"""Quarters of the financial year as the report names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.normalise.timescale.calendar_units import add_months, months_from

_MONTHS = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of a UK financial year, known by its first day."""

    start: date

    @property
    def end(self) -> date:
        """Return the last day."""
        return months_from(self.start.year, self.start.month, 3)[1]

    @property
    def label(self) -> str:
        """Return the usual name.

        >>> Quarter(date(2025, 1, 1)).label
        'Q4 2024/25'
        """
        first = self.start.year - (self.start.month < 4)
        return f"Q{(self.start.month + 8) % 12 // 3 + 1} {first}/{(first + 1) % 100:02d}"

    @property
    def months(self) -> str:
        """Return the months.

        >>> Quarter(date(2025, 1, 1)).months
        'Jan–Mar 2025'
        """
        return f"{_MONTHS[self.start.month // 3]} {self.start.year}"

    @property
    def key(self) -> str:
        """Return a key that sorts and serves in file names."""
        return f"{self.start:%Y-%m}"

    def next(self) -> Quarter:
        """Return the quarter after this one."""
        return Quarter(add_months(self.start, 3))


def quarter_of(day: date) -> Quarter:
    """Return the quarter that holds a day.

    >>> quarter_of(date(2025, 3, 31)).label, quarter_of(date(2025, 4, 1)).label
    ('Q4 2024/25', 'Q1 2025/26')
    """
    return Quarter(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))
