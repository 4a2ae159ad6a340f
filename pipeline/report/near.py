"""The nearest actions of other councils, read in step with the actions, so that they are never all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipeline.report.items import Near

_BATCH = 1024  # rows
_QUERY = """
    select s.action_id, o.label, o.action_id, left(coalesce(o.action, o.outcome, o.objective, ''), 200), s.score
    from similar_actions s join plan_actions o on o.action_id = s.other_action_id
    join (select action_id, row_number() over () as place from actions) a on a.action_id = s.action_id
    where s.rank <= 3 order by a.place, s.rank
"""


class NearActions:
    """Gives the three nearest of each action; actions must be asked for in the order of their table."""

    def __init__(self, connection: DuckDBPyConnection | None) -> None:
        self._rows = _rows(connection) if connection else iter(())
        self._waiting = next(self._rows, None)

    def of(self, action_id: str) -> Near:
        """Return (label, action_id, first words, score) of the nearest, none where there are none."""
        found = []
        while self._waiting is not None and self._waiting[0] == action_id:
            found.append(self._waiting[1:])
            self._waiting = next(self._rows, None)
        return found


def _rows(connection: DuckDBPyConnection) -> Iterator[tuple[str, str, str, str, float]]:
    cursor = connection.cursor().execute(_QUERY)  # of its own, which no other query ends
    while rows := cursor.fetchmany(_BATCH):
        yield from rows
