"""Timescales for a whole column: a pandas Series in, a table out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.normalise.timescale.model import PlanPeriod
from pipeline.normalise.timescale.reading import read_timescale

if TYPE_CHECKING:
    import pandas as pd


def parse_timescale_series(series: pd.Series, plan: PlanPeriod | None = None) -> pd.DataFrame:
    """Read a column of timescales; the index is kept, and each distinct text is read once.

    Columns: `text`, `start` and `due` (days as datetime64, NaT where there is none), `ongoing`, `recurrence`, `state`,
    `flags` (list), `periods` (list of dicts with `text`, `start`, `end`, `precision`, `edtf`), `edtf`, `unread` (list).
    Missing values read as empty cells. Raises nothing on account of a text.

    >>> import pandas as pd
    >>> parse_timescale_series(pd.Series(["March 2022", "Ongoing"]))[["due", "ongoing"]].values.tolist()
    [[Timestamp('2022-03-31 00:00:00'), False], [NaT, True]]
    """
    import pandas as pd

    texts = ["" if pd.isna(value) else str(value) for value in series]
    read = {text: read_timescale(text, plan) for text in dict.fromkeys(texts)}
    rows = [read[text] for text in texts]
    return pd.DataFrame(
        {
            "text": texts,
            "start": pd.to_datetime(pd.Series([row.start for row in rows], dtype="object")).to_numpy(),
            "due": pd.to_datetime(pd.Series([row.due for row in rows], dtype="object")).to_numpy(),
            "ongoing": [row.ongoing for row in rows],
            "recurrence": pd.Series([row.recurrence for row in rows], index=series.index, dtype="object"),
            "state": pd.Series([row.state for row in rows], index=series.index, dtype="object"),
            "flags": [list(row.flags) for row in rows],
            "periods": [
                [
                    {"text": p.text, "start": p.start, "end": p.end, "precision": p.precision, "edtf": p.edtf}
                    for p in row.periods
                ]
                for row in rows
            ],
            "edtf": pd.Series([row.edtf for row in rows], index=series.index, dtype="object"),
            "unread": [list(row.unread) for row in rows],
        },
        index=series.index,
    )
