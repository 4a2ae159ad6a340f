"""Owners for a pandas column: one row for each mention, beside the index of the cell it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.reading import OwnerMention, parse_owners

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "position",
    "mention",
    "name",
    "kind",
    "function",
    "seniority",
    "relation",
    "score",
    "rule",
    "expansion_source",
    "flags",
)


def parse_owner_series(series: pd.Series, abbreviations: Abbreviations | None = None) -> pd.DataFrame:
    """Read a column of owner cells. The result has one row for each mention, indexed like the cell it came from.

    `position` counts the mentions of a cell from 1; the other columns are those of OwnerMention. Cells that name nobody
    (missing, empty, "TBC") have no row. Each different text is read once. Raises nothing for any content.

    >>> import pandas as pd
    >>> parse_owner_series(pd.Series(["Head of HR", None, "Policy Team/ICT"]))[["mention", "kind"]].values.tolist()
    [['Head of HR', 'role'], ['Policy Team', 'team'], ['ICT', 'team']]
    """
    import pandas

    read: dict[str, tuple[OwnerMention, ...]] = {}
    index: list[Any] = []
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for label, value in zip(series.index, series, strict=True):
        if not isinstance(value, str):
            continue
        if value not in read:
            read[value] = parse_owners(value, abbreviations).mentions
        for position, mention in enumerate(read[value], 1):
            index.append(label)
            columns["position"].append(position)
            for name in COLUMNS[1:]:
                columns[name].append(getattr(mention, name))
    if isinstance(series.index, pandas.MultiIndex) and index:
        return pandas.DataFrame(columns, index=pandas.MultiIndex.from_tuples(index, names=series.index.names))
    return pandas.DataFrame(columns, index=pandas.Index(index, name=series.index.name))
