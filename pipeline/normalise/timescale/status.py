"""Status cells: the state that they say, and any date in them.

A status cell is a few words ("Complete", "In progress - due March 2023") or a report in sentences. In sentences a word
such as "delivered" need not speak of the whole action, so there only a state that stands first counts.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.normalise.timescale.model import Timescale
from pipeline.normalise.timescale.reading import read_timescale

_FEW_WORDS = 8
_LEANS = frozenset(("needs_context", "unread_words", "vague", "event_relative", "conditional", "approximate"))


def read_status(text: str | None) -> Timescale:
    """Read a status cell. Total, like the reading of timescales; sentences give no flag for words left unread.

    >>> read_status("In progress, due March 2023").state
    'in_progress'
    >>> read_status("Sessions were delivered to two teams and more are planned for the next year").state is None
    True
    """
    timescale = read_timescale(text or "", None)
    short = len(timescale.text.split()) <= _FEW_WORDS
    if short:
        return replace(timescale, flags=tuple(flag for flag in timescale.flags if flag != "unread_words"))
    first = next((words for rule, words in timescale.readings if rule in ("state", "per_cent")), None)
    stands_first = first is not None and _letters(timescale.text).startswith(_letters(first))
    flags = tuple(flag for flag in timescale.flags if flag not in _LEANS)
    if stands_first:
        return replace(timescale, ongoing=False, recurrence=None, flags=flags)
    dropped = {"state_inferred", "on_hold", "cancelled", "overdue", "several_states"}
    return replace(
        timescale,
        state=None,
        ongoing=False,
        recurrence=None,
        flags=tuple(flag for flag in flags if flag not in dropped),
    )


def _letters(text: str) -> str:
    """Give the letters of a text without what may stand before the first word."""
    return "".join(character for character in text.casefold() if character.isalnum())
