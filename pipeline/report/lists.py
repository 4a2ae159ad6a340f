"""The lists of actions: one data file a council, theme and quarter, each no longer than a browser can open.

How many actions each list would have is asked of the database before the first is written, so that a list which must
be cut holds some of every council (or, on a council's own page, of every plan) and can say how many it has of how many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.report.items import theme_number
from pipeline.report.limits import ReportLimits, Share, share_out
from pipeline.report.quarters import Quarter
from pipeline.report.script_data import ActionsFile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def theme_list(number: str | None) -> str:
    """Return the name of the list of a theme, or of the actions of none."""
    return f"theme-{number or 'none'}"


def quarter_list(quarter: Quarter) -> str:
    """Return the name of the list of a quarter."""
    return f"quarter-{quarter.key}"


def council_list(slug: str) -> str:
    """Return the name of the list of a council."""
    return f"council-{slug}"


@dataclass(frozen=True, slots=True)
class CutLists:
    """The lists that cannot hold all of their actions, by name, with what each holds."""

    shares: Mapping[str, Share]

    def note(self, name: str) -> str | None:
        """Return the sentence with which a list that is cut says so; None where it holds every action."""
        if (share := self.shares.get(name)) is None:
            return None
        whom = "plan" if name.startswith("council-") else "council"
        return (
            f"This list holds {share.shown:,} of {share.total:,} actions, the first {share.each:,} of each {whom} at "
            "most, so that a browser can open it; sorting, filters and counts are of those. Figures and charts count "
            "every action. All are in actions.parquet; councilplans db makes a database to search them."
        )


def find_cut_lists(connection: DuckDBPyConnection, slugs: Mapping[str, str], limits: ReportLimits) -> CutLists:
    """Ask which lists have more actions than they may hold, and what each then holds of every council or plan."""
    counts: dict[str, Counter[str]] = {}
    for label, theme, number in connection.execute(
        "select label, eflg_theme, count(*) from plan_actions group by all"
    ).fetchall():
        counts.setdefault(theme_list(theme_number(theme)), Counter())[label] += number
    for label, start, number in connection.execute(
        "select label, quarter_start, count(*) from plan_actions where due is not null group by all"
    ).fetchall():
        counts.setdefault(quarter_list(Quarter(start)), Counter())[label] += number
    shares = {name: share_out(of.values(), limits.listed) for name, of in counts.items()}
    plans: dict[str, list[int]] = {}
    for label, number in connection.execute(
        "select label, count(*) from plan_actions group by label, document_id"
    ).fetchall():
        plans.setdefault(council_list(slugs[label]), []).append(number)
    shares |= {name: share_out(of, limits.listed_of_council) for name, of in plans.items()}
    return CutLists({name: share for name, share in shares.items() if share.each is not None})


@dataclass(slots=True)
class Lists:
    """The data files of lists, open until they are closed; `room` must be asked before an action is added."""

    folder: Path
    cut: CutLists
    _open: dict[str, ActionsFile] = field(default_factory=dict)
    _met: dict[str, Counter[str]] = field(default_factory=dict)  # of lists that are cut: actions held by whom

    def begin(self, names: Iterable[str]) -> None:
        """Open lists, which then are there though nothing comes in."""
        for name in names:
            self._open[name] = ActionsFile(self.folder, name)

    def room(self, name: str, whose: str) -> bool:
        """Whether a list takes another action of a council, or on a council's own page of a plan."""
        share = self.cut.shares.get(name)
        if share is None or share.each is None:
            return True
        met = self._met.setdefault(name, Counter())
        held = self._open[name].count if name in self._open else 0
        return met[whose] < share.each and held < share.most

    def add(self, name: str, whose: str, item: str, plan_id: str, plan: Mapping[str, Any]) -> None:
        """Append an action, as the JSON of its item."""
        if name not in self._open:
            self.begin((name,))
        self._open[name].add(item, plan_id, plan)
        if name in self.cut.shares:
            self._met.setdefault(name, Counter())[whose] += 1

    def close(self, name: str) -> None:
        """Finish one list, with the sentence that says what it leaves out."""
        self._open.pop(name).close(self.cut.note(name))
        self._met.pop(name, None)

    def close_all(self) -> None:
        """Finish every list that is open."""
        for name in list(self._open):
            self.close(name)
