"""What two actions are compared by: their words, folded, without what printing adds to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.fold import fold
from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.phrases import split_words
from schema.rows import ActionRow

_BEFORE = re.compile(r"[\W_]*")


def wording(row: ActionRow) -> str:
    """The words that stand for a row: its action, else its outcome or evidence; folded, bullets and end points gone."""
    text = fold(row.action or row.outcome or row.evidence or "")
    end = len(text)
    while end and not (text[end - 1].isalnum()):  # no pattern: one that looks for an end tries every run of dots
        end -= 1
    found = _BEFORE.match(text, 0, end)
    return text[found.end() if found else 0 : end]


def stems(text: str) -> tuple[str, ...]:
    """The words of a text, each cut to what its forms share; small words left out.

    >>> stems("Monitoring the complaints that are monitored")
    ('monitor', 'complaint', 'monitor')
    """
    small = _small()
    return tuple(_stem(word.text) for word in split_words(text) if word.text not in small and len(word.text) > 1)


def topics(words: Sequence[str]) -> tuple[str, ...]:
    """Return stems with those that say the same as one, and after them the subjects that they name, each once.

    >>> topics(stems("Ask bidders about the workforce"))
    ('ask', 'bidder', 'about', 'staff', '=procurement')
    """
    same, subjects = _same(), _subjects()
    found = {
        name
        for at, word in enumerate(words)
        for phrase, name in subjects.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    }
    return (*(same.get(word, word) for word in words), *sorted(found))


def is_subject(topic: str) -> bool:
    """Whether one of `topics` is a subject."""
    return topic.startswith("=")


@lru_cache(maxsize=1)
def _subjects() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """The wordings of each subject as stems, by the first of them."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in read_lexicon_file("pipeline.compare", "subjects.toml")["subject"]:
        for wording in entry["wordings"]:
            phrase = stems(fold(wording))
            found.setdefault(phrase[0], []).append((phrase, f"={entry['name']}"))
    return found


@lru_cache(maxsize=1)
def _same() -> Mapping[str, str]:
    entries = read_lexicon_file("pipeline.compare", "subjects.toml")["same"]
    return {_stem(fold(word)): _stem(fold(entry["words"][0])) for entry in entries for word in entry["words"]}


@lru_cache(maxsize=2**16)
def _stem(word: str) -> str:
    """Return a word's stem by Snowball's English rules."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(read_lexicon_file("pipeline.compare", "small_words.toml")["words"])
