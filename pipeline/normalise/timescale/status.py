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
from pipeline.normalise.timescale.lexicon import read_lexicon
from pipeline.normalise.timescale.model import State, Timescale
from pipeline.normalise.timescale.reading import read_timescale
from pipeline.normalise.timescale.tokens import Token, tokenise

STATE_FLAGS = frozenset(("state_inferred", "several_states", "on_hold", "cancelled", "overdue"))

_FEW_WORDS = 8
_ALL = "all"  # of the work, as `per_cent` names it
_SHORT = 200  # characters; longer texts are seldom met twice and would fill the memory
_LEANS = frozenset(("needs_context", "unread_words", "vague", "event_relative", "conditional", "approximate"))
_SAYS_STATE = ("state", "per_cent")
_DENIES = re.compile(r"(?:not|never|unable|failed)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"(\d{1,3})\s*(?:%|per ?cent)")
_OF_HOW_MANY = re.compile(r"(?<![\w./-])([a-z]+|\d{1,4}) (?:out )?of (?:the |our |all )?([a-z]+|\d{1,4})(?![\w./-])")
_NO_WORD = re.compile(r"[^a-z0-9']+")
_FIRST_SENTENCE = re.compile(r"[^.;!]+")
_FIRST_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*(?=\s*(?:[^\sa-z0-9']|$))")


@dataclass(frozen=True, slots=True)
class StatusLexicon:
    """What `status_words.toml` holds: words that say a state only here, shares of work, words that yield to others,
    words that leave the work unfinished."""

    states: Mapping[str, State]
    per_cent: Mapping[str, State]  # "none", "some", "all"
    yields: frozenset[str]
    unfinished: frozenset[str]


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
    yields, unfinished = (frozenset(data[name]["phrases"]) for name in ("yields", "unfinished"))
    return StatusLexicon(states, data["per_cent"], yields, unfinished)


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


def _read(text: str) -> Timescale:
    timescale = read_timescale(text, None)
    short = len(timescale.text.split()) <= _FEW_WORDS
    if short:
        timescale = replace(timescale, flags=tuple(flag for flag in timescale.flags if flag != "unread_words"))
        return _inferred(timescale) if timescale.state is None else _ended(timescale)
    first = next((words for rule, words in timescale.readings if rule in _SAYS_STATE), None)
    stands_first = first is not None and _letters(timescale.text).startswith(_letters(first))
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
    folded = fold(timescale.text).strip(" .")
    state: State | None = None
    if match := _PER_CENT.fullmatch(folded):
        share = int(match[1])
        state = lexicon.per_cent["none" if share == 0 else "all" if share == 100 else "some"] if share <= 100 else None
    elif match := _FIRST_WORDS.match(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", folded)):
        state = lexicon.states.get(match[0])
    return timescale if state is None else _with_state(timescale, state, "state_inferred")


def _ended(timescale: Timescale) -> Timescale:
    """What the words behind a state make of it: "closed - superseded" is cancelled, "closed - not achieved" unknown."""
    said = [words for rule, words in timescale.readings if rule in _SAYS_STATE]
    if len(said) > 1 and fold(said[0]) in read_status_lexicon().yields:
        second = read_timescale(said[1], None)
        return _with_state(timescale, second.state, *(flag for flag in second.flags if flag in STATE_FLAGS))
    if timescale.state == "complete" and any(_DENIES.match(words) for words in timescale.unread):
        return _with_state(timescale, None)
    return _unfinished(timescale)


def _unfinished(timescale: Timescale) -> Timescale:
    """Of what is done in part, "completed" says the part: "Completed 2 of 5", "two held so far"."""
    if timescale.state != "complete":
        return timescale
    sentence = _FIRST_SENTENCE.match(fold(timescale.text).replace("-", " "))
    share = _share_done(sentence[0]) if sentence else _ALL
    if share == _ALL:
        return timescale
    return _with_state(timescale, read_status_lexicon().per_cent[share], "state_inferred")


def _share_done(sentence: str) -> str:
    """Whether "none", "some" or "all" of the work is done, by the counts and words of a folded sentence."""
    lexicon = read_status_lexicon()
    counts = [(_number(done), _number(of)) for done, of in _OF_HOW_MANY.findall(sentence)]
    parts = [done for done, of in counts if 0 <= done < of]
    if parts:
        return "some" if any(parts) else "none"
    words = f" {_NO_WORD.sub(' ', sentence)} "
    return "some" if any(f" {phrase} " in words for phrase in lexicon.unfinished) else _ALL


def _number(figure: str) -> int:
    """The number of a figure or of a word for one, 0 of "none"; -1 of another word."""
    if figure.isdigit():
        return int(figure)
    match tokenise(figure, read_lexicon()):
        case [Token(kind="NUM", value=int(number))]:
            return number
        case [Token(kind="NA")]:
            return 0
    return -1


def _with_state(timescale: Timescale, state: State | None, *flags: str) -> Timescale:
    kept = [flag for flag in timescale.flags if flag not in STATE_FLAGS]
    return replace(timescale, state=state, flags=tuple(dict.fromkeys((*kept, *flags))))


def _letters(text: str) -> str:
    """Give the letters of a text without what may stand before the first word."""
    return "".join(character for character in text.casefold() if character.isalnum())
