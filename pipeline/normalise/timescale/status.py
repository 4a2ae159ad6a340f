"""Status cells: the state that they say, and any date in them.

A status cell is a few words ("Complete", "In progress - due March 2023") or a report in sentences. In sentences a word
such as "delivered" need not speak of the whole action, so there only a state that stands first counts. A few words
("Ongoing") say a state in a status cell alone: `lexicons/status_words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pipeline.fold import fold
from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.rag import without_rating
from pipeline.normalise.timescale.model import State, Timescale
from pipeline.normalise.timescale.part_done import ShareLexicon, is_order, parse_share_lexicon, share_done
from pipeline.normalise.timescale.reading import read_timescale

STATE_FLAGS = frozenset(("state_inferred", "several_states", "on_hold", "cancelled", "overdue"))

_FEW_WORDS = 8
_SHORT = 200  # characters; longer texts are seldom met twice and would fill the memory
_LEANS = frozenset(("needs_context", "unread_words", "vague", "event_relative", "conditional", "approximate"))
_SAYS_STATE = ("state", "per_cent")
_AT_WORK = frozenset(("not_started", "in_development", "in_progress"))
_DENIES = re.compile(r"(?:not|never|unable|failed)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"(\d{1,3})\s*(?:%|per ?cent)")
_FIRST_CLAUSE = re.compile(r"\s*[^\W\d_](?:[^.;:,(\n\u2013\u2014-]|(?<=\w)-(?=\w))*")
_FIRST_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*(?=\s*(?:[^\sa-z0-9']|$))")


@dataclass(frozen=True, slots=True)
class StatusLexicon:
    """What `status_words.toml` holds: words that say a state only here, shares of work, words that yield to others,
    words that lead on from a state to its cause, words of what is done in part."""

    states: Mapping[str, State]
    per_cent: Mapping[str, State]  # "none", "some", "all"
    yields: frozenset[str]
    leads_on: re.Pattern[str]
    caused: Mapping[str, State]
    share: ShareLexicon


def parse_status_lexicon(data: Mapping[str, Any]) -> StatusLexicon:
    """Type the contents of the file; raise ValueError naming every phrase that stands under two states."""
    states: dict[str, State] = {}
    faults = []
    for entry in data["state"]:
        for phrase in entry["phrases"]:
            if states.setdefault(phrase, entry["code"]) != entry["code"]:
                faults.append(f'"{phrase}" stands under {states[phrase]} and {entry["code"]}. Keep it under one.')
    if faults:
        raise ValueError("status_words.toml: " + " ".join(faults))
    leads_on = re.compile(rf" (?:{'|'.join(data['leads_on']['phrases'])}) ")
    yields = frozenset(data["yields"]["phrases"])
    return StatusLexicon(states, data["per_cent"], yields, leads_on, data["caused"], parse_share_lexicon(data))


@lru_cache(maxsize=1)
def read_status_lexicon() -> StatusLexicon:
    """Give the words that come with the package."""
    return parse_status_lexicon(read_lexicon_file("pipeline.normalise.timescale", "status_words.toml"))


def read_status(text: str | None) -> Timescale:
    """Read a status cell. Total, like the reading of timescales; sentences give no flag for words left unread.

    >>> read_status("In progress, due March 2023").state
    'in_progress'
    >>> read_status("Delivered to 3 of 9 schools").state, read_status("Delivered to all 9 schools").state
    ('in_progress', 'complete')
    >>> read_status("Sessions were delivered to two teams and more are planned for the next year").state is None
    True
    """
    return _read_kept(text or "") if len(text or "") <= _SHORT else _read(text or "")


def read_opening_state(text: str | None) -> Timescale | None:
    """Read the state with which a report of progress opens, where its first clause is that and no more; else None.

    What is only inferred does not count there: "Agreed." answers a recommendation.

    >>> [read_opening_state(text) for text in ("Agreed.", "Completed the first survey.", "Six letters done.")]
    [None, None, None]
    >>> read_opening_state("Complete. All wardens were trained in May.").state
    'complete'
    """
    clause = _FIRST_CLAUSE.match(text or "")
    reading = read_status(clause[0]) if clause else None
    if reading is None or "state_inferred" in reading.flags:
        return None
    words = "".join(words for _, words in reading.readings)
    if sorted(_letters(words)) != sorted(_letters(reading.text)):
        return None
    said = [read_timescale(words, None).state for words in _states_in(read_timescale(text or "", None))]
    return reading if {*said} == {reading.state} else None


def _states_in(timescale: Timescale) -> list[str]:
    """The words of a text that say a state, in order."""
    return [words for rule, words in timescale.readings if rule in _SAYS_STATE]


def _read(text: str) -> Timescale:
    timescale = read_timescale(text, None)
    short = len(timescale.text.split()) <= _FEW_WORDS
    if short:
        timescale = replace(timescale, flags=tuple(flag for flag in timescale.flags if flag != "unread_words"))
        return _inferred(timescale) if timescale.state is None else _ended(timescale)
    first = next(iter(_states_in(timescale)), None)
    stands_first = first is not None and _letters(without_rating(timescale.text)).startswith(_letters(first))
    timescale = _unfinished(timescale) if stands_first else timescale
    flags = tuple(flag for flag in timescale.flags if flag not in _LEANS)
    if stands_first:
        return replace(timescale, ongoing=False, recurrence=None, flags=flags)
    return replace(
        timescale,
        state=None,
        ongoing=False,
        recurrence=None,
        flags=tuple(flag for flag in flags if flag not in STATE_FLAGS),
    )


_read_kept = lru_cache(maxsize=4096)(_read)  # the same few states stand in every row


def _inferred(timescale: Timescale) -> Timescale:
    """The state that words say in a status cell alone, or a share of the work in figures."""
    lexicon = read_status_lexicon()
    folded = fold(without_rating(timescale.text)).strip(" .")
    state: State | None = None
    if match := _PER_CENT.fullmatch(folded):
        share = int(match[1])
        state = lexicon.per_cent["none" if share == 0 else "all" if share == 100 else "some"] if share <= 100 else None
    elif match := _FIRST_WORDS.match(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", folded)):
        state = lexicon.states.get(_led_on(match[0])) or _caused(match[0])
    if state is None and any(rule == "part_done" for rule, _ in timescale.readings):
        state = lexicon.per_cent["some"]
    if state is None:
        return timescale
    goes_on = timescale.ongoing and state == "in_progress"  # "No work to date" does not go on
    return replace(_with_state(timescale, state, "state_inferred"), ongoing=goes_on)


def _led_on(words: str) -> str:
    """The words before the first that lead on to a cause or an end: "delayed" of "delayed due to illness"."""
    return re.split(read_status_lexicon().leads_on, words, maxsplit=1)[0]


def _caused(words: str) -> State | None:
    caused = read_status_lexicon().caused
    return next((state for phrase, state in caused.items() if words.startswith(phrase + " ")), None)


def _ended(timescale: Timescale) -> Timescale:
    """What the words behind a state make of it: "closed - superseded" is cancelled, "closed - not achieved" unknown."""
    lexicon = read_status_lexicon()
    said = _states_in(timescale)
    if len(said) > 1 and fold(said[0]) in lexicon.yields:
        second = read_timescale(said[1], None)
        return _with_state(timescale, second.state, *(flag for flag in second.flags if flag in STATE_FLAGS))
    if timescale.state != "complete":
        return timescale
    denied = any(_DENIES.match(words) for words in timescale.unread)
    if denied or is_order(timescale.text, lexicon.share):
        return _with_state(timescale, None)
    if said and not _letters(timescale.text).startswith(_letters(said[0])) and any(map(_goes_on, said[1:])):
        return _with_state(timescale, lexicon.per_cent["some"], "state_inferred")
    return _unfinished(timescale)


def _goes_on(words: str) -> bool:
    """Whether words say a state of work that is not at its end: one part is done, "analysis under way"."""
    return read_timescale(words, None).state in _AT_WORK


def _unfinished(timescale: Timescale) -> Timescale:
    """Of what is done in part, "completed" says the part: "Completed 2 of 5", "two held so far"."""
    lexicon = read_status_lexicon()
    share = share_done(timescale.text, lexicon.share) if timescale.state == "complete" else "all"
    return timescale if share == "all" else _with_state(timescale, lexicon.per_cent[share], "state_inferred")


def _with_state(timescale: Timescale, state: State | None, *flags: str) -> Timescale:
    kept = [flag for flag in timescale.flags if flag not in STATE_FLAGS]
    return replace(timescale, state=state, flags=tuple(dict.fromkeys((*kept, *flags))))


def _letters(text: str) -> str:
    """Give the letters of a text without what may stand before the first word."""
    return "".join(character for character in text.casefold() if character.isalnum())
