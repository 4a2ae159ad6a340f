"""What the page of quality shows: sums of what the checks find, added up as plans are met.

A row is a plan, or, where there are too many plans for a page, a council with all of its plans. Which actions failed is
not kept: `councilplans check` names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.compare.quality import Check, Finding, read_checks

OF_THE_PLAN = ("owner_column", "timescale_column", "outcome_column")  # checks of a plan as a whole, not of shares


@dataclass(slots=True)
class Tally:
    """Sums of one check over the plans of a row."""

    total: int = 0  # actions that the check looks at
    passed: int = 0
    below: int = 0  # plans that the check says "look" of

    @property
    def share(self) -> float | None:
        """Return the share that passes, 0 to 1; None where the check looks at none."""
        return round(self.passed / self.total, 4) if self.total else None

    def ok(self, check: Check) -> bool:
        """Whether the row passes as a whole."""
        if not self.total:
            return True
        return self.passed == self.total if check.least is None else self.passed / self.total >= check.least


@dataclass(slots=True)
class QualitySums:
    """Sums by row and check; `by_plan` tells whether rows are plans or councils."""

    by_plan: bool
    rows: dict[str, dict[str, Tally]] = field(default_factory=dict)  # by document_id or label, then by code of check

    def add(self, label: str, findings: Iterable[Finding]) -> None:
        """Add what the checks find in one plan of a council."""
        for finding in findings:
            row = self.rows.setdefault(finding.document_id if self.by_plan else label, {})
            tally = row.setdefault(finding.code, Tally())
            tally.total += finding.total
            tally.passed += finding.passed
            tally.below += not finding.ok

    def checks(self) -> tuple[Check, ...]:
        """Return the checks of actions that were made, in the order of their list."""
        made = {code for row in self.rows.values() for code in row}
        return tuple(check for check in read_checks() if check.code in made and check.code not in OF_THE_PLAN)

    def absent(self, row: str) -> list[str]:
        """Return the columns that a plan has no place for; of a council with the number of its plans that have none."""
        found = self.rows[row]
        codes = [code for code in OF_THE_PLAN if code in found and found[code].below]
        names = [code.removesuffix("_column") for code in codes]
        if self.by_plan:
            return names
        return [f"{name} ({found[code].below:,})" for name, code in zip(names, codes, strict=True)]
