"""How councils stand among their peers: of each group a council is in, what it has beside the median and the range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.normalise.framework.edition import read_edition
from pipeline.report.labels import words
from pipeline.store.views import COMPARED_FROM

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KINDS = {
    "theme": "Themes of the framework",
    "plan": "How the plan is written",
    "characteristic": "Characteristics named",
}
_PLAN = {
    "owner": "With an owner",
    "due": "With a due date",
    "outcome": "With an outcome",
    "progress": "With a state or rating",
}
_BASES = {"type": 0, "group": 1, "region": 2, "nation": 3, "all": 4}  # the order in which groups are offered


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing of one council among its peers; `rank` is 1 for the greatest share, None where it says nothing."""

    kind: str
    code: str
    actions: int
    share: float  # of the council's actions, 0 to 1
    councils_with: int  # peers that have any, the council among them
    median_actions: float
    least_actions: int
    most_actions: int
    median_share: float
    least_share: float
    most_share: float
    rank: int | None

    @property
    def name(self) -> str:
        """Return what it is called on a page."""
        if self.kind == "theme":
            return f"{self.code} {read_edition().theme(self.code).name}"
        return _PLAN[self.code] if self.kind == "plan" else words(self.code)


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """One group that a council is in, with what is compared; `councils` counts the council itself."""

    basis: str  # all, nation, region, type, group
    name: str
    councils: int
    measures: tuple[Measure, ...]

    @property
    def key(self) -> str:
        """Return what an address names it by."""
        return f"{self.basis}:{self.name}"

    @property
    def comparable(self) -> bool:
        """Whether there are enough councils for a median to say something."""
        return self.councils >= COMPARED_FROM

    def of(self, kind: str) -> tuple[Measure, ...]:
        """Return the measures of a kind; of characteristics those that some peer names."""
        return tuple(
            one for one in self.measures if one.kind == kind and (kind != "characteristic" or one.most_actions)
        )


class AllPeers:
    """Gives the groups of each council, read council by council in the order of their labels."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._found: Mapping[str, tuple[PeerGroup, ...]] = dict(_read(connection))

    def of(self, label: str) -> tuple[PeerGroup, ...]:
        """Return the groups of a council with two councils or more, the nearest first; none where it has no name."""
        return self._found.get(label, ())


def _read(connection: DuckDBPyConnection) -> Iterator[tuple[str, tuple[PeerGroup, ...]]]:
    rows = connection.execute(
        """
        select label, basis, peers, councils, kind, code, actions, share, councils_with, median_actions, least_actions,
               most_actions, median_share, least_share, most_share, rank
        from peer_measures where councils > 1
        """
    ).fetchall()
    measures: dict[str, dict[tuple[str, str, int], list[Measure]]] = {}
    for label, basis, peers, councils, *rest in rows:
        measures.setdefault(label, {}).setdefault((basis, peers, councils), []).append(Measure(*rest))
    for label, groups in measures.items():
        ordered = sorted(groups.items(), key=lambda group: (_BASES[group[0][0]], group[0]))
        yield label, tuple(PeerGroup(*key, tuple(found)) for key, found in ordered)
