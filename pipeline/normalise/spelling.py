"""Misspellings by one letter: every string that is one slip away from a word and is no word of its own.

Which words are worth it, and which real words lie next to them, is data of the lexicon that asks. Slips that are
further off ("quartly") are listed there too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 5  # letters of a word: "Mary", "Juno" are too near to "May" and "June" to tell a slip from another word


def misspellings(words: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield every string one letter off a word (left out, added, changed, swapped) with the word it stands for.

    >>> found = dict(misspellings(["march"], {"match", "marsh"}))
    >>> found["marhc"], found["marrch"], "match" in found
    ('march', 'march', False)
    """
    for word in words:
        if len(word) < _SHORTEST:
            continue
        for i in range(len(word) + 1):
            head, tail = word[:i], word[i:]
            near = {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
            near |= {head + letter + tail for letter in _LETTERS} | {head + letter + tail[1:] for letter in _LETTERS}
            yield from ((slip, word) for slip in near if slip not in known and len(slip) >= _SHORTEST - 1)
