"""Which plans report progress: only of those can be said that an action is overdue and not that its date has passed.

A plan reports progress where it gives the state or the rating of actions: in a status cell, by a rating, or by states
in the timescales of at least a quarter of its actions. Progress told in prose alone says too little: the prose of an
action whose date has passed may say that it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schema.rows import ActionRow

DONE = frozenset(("complete", "cancelled"))
ON_TRACK = frozenset(("green", "blue"))  # ratings that an action past its date does not have unless it is done
STATED_SHARE = 0.25  # of a plan's actions whose timescale gives a state, from which the plan reports them

REPORTS_PROGRESS = f"""(
    bool_or(coalesce(status_text, '') <> '') or bool_or(rag is not null)
    or count(*) filter (state is not null and state <> 'to_be_confirmed') >= {STATED_SHARE} * count(*)
)"""
"""The same as `reports_progress`, as an aggregate in SQL over the actions of one document."""
NOT_SAID_DONE = f"""(
    due is not null and not ongoing and coalesce(state, '') not in ({", ".join(f"'{one}'" for one in sorted(DONE))})
    and coalesce(rag, '') not in ({", ".join(f"'{one}'" for one in sorted(ON_TRACK))})
)"""
"""The same as `is_not_said_done`, in SQL over one action."""


def reports_progress(actions: Sequence[ActionRow]) -> bool:
    """Whether the plan of these actions, those of one document, gives their states or ratings."""
    stated = sum(action.state not in (None, "to_be_confirmed") for action in actions)
    return any(action.status_text or action.rag for action in actions) or stated >= STATED_SHARE * len(actions) > 0


def is_not_said_done(action: ActionRow) -> bool:
    """Whether an action has a date to be late for, and is neither said to be done nor rated as on track."""
    return bool(action.due) and not action.ongoing and action.state not in DONE and action.rag not in ON_TRACK


def is_past(action: ActionRow, today: date) -> bool:
    """Whether an action's date has passed and nothing says that it is done."""
    return is_not_said_done(action) and action.due is not None and action.due < today
