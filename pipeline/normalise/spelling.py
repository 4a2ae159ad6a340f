"""Misspellings by one letter: strings that are one slip away from a word and are no words of their own.

Which words are worth it, and which real words lie next to them, is data of the lexicon that asks. Slips that are
further off ("quartly") are listed there too. A string is looked at when it is met: the thousands of slips of each word
are never written out, only what is left of the word with each of its letters left out, which any of its slips shares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_SHORTEST = 5  # letters of a word: "Mary", "Juno" are too near to "May" and "June" to tell a slip from another word
_KEPT = 50_000  # strings whose answer is remembered


class Misspellings:
    """What strings that are no words stand for; built once, asked for each word of a text."""

    __slots__ = ("_known", "_longest", "_met", "_near", "_slips", "_words")

    def __init__(self, words: Sequence[str], known: Collection[str], slips: Mapping[str, str]) -> None:
        self._words = words
        self._known = frozenset(known)
        self._longest = max(map(len, words), default=0)
        self._slips = slips
        self._near: dict[str, list[int]] = {}  # words, and words with a letter left out: the numbers of the words
        for number, word in enumerate(words):
            if len(word) >= _SHORTEST:
                for rest in _with_one_left_out(word):
                    self._near.setdefault(rest, []).append(number)
        self._met: dict[str, str | None] = {}

    def get(self, string: str) -> str | None:
        """Return the word that a string stands for as a listed slip or by one letter; None where it is no misspelling.

        By one letter: left out, added, changed, or two swapped. Where that fits two words the later one is given.

        >>> march = Misspellings(["march"], {"match", "marsh"}, {"mrtch": "march"})
        >>> march.get("marhc"), march.get("marrch"), march.get("mrtch"), march.get("match")
        ('march', 'march', 'march', None)
        """
        try:
            return self._met[string]
        except KeyError:
            if len(self._met) >= _KEPT:
                self._met.clear()
            found = self._met[string] = self._slips.get(string) or self._by_one_letter(string)
            return found

    def _by_one_letter(self, string: str) -> str | None:
        if string in self._known or not _SHORTEST - 1 <= len(string) <= self._longest + 1:
            return None
        near = {number for rest in _with_one_left_out(string) for number in self._near.get(rest, ())}
        return next(
            (self._words[at] for at in sorted(near, reverse=True) if _is_one_off(self._words[at], string)), None
        )


def _with_one_left_out(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it with each of its letters left out."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_one_off(word: str, string: str) -> bool:
    """Whether a string is a word with one letter left out, added, changed, or two swapped, or is the word."""
    at = 0
    while at < len(word) and word[at : at + 1] == string[at : at + 1]:
        at += 1
    rest, other = word[at:], string[at:]
    if len(string) < len(word):
        return rest[1:] == other
    if len(string) > len(word):
        return rest == other[1:] and other[0] in _LETTERS
    return not rest or (rest[1:] == other[1:] and other[0] in _LETTERS) or rest == other[1::-1] + other[2:]
