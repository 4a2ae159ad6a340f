"""Whether the words of a table's source and the words of its cells are the same words, each as often.

Two readers cut the same print into words in different ways: a hyphen at a line's end, a ligature, a bullet, a wide gap.
So words are compared by their letters and digits, and one word on one side may stand as several on the other.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SIGN = "•"  # stands for every word without a letter or digit: bullets, dashes, ticks
_MOST_PIECES = 12  # of one word
_LONGEST_JOIN = 400  # characters of a word that may have been cut


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the source and of the cells set against each other."""

    words: int  # of the source
    lost: tuple[str, ...]  # in the source and not in the cells
    added: tuple[str, ...]  # in the cells and not in the source

    @property
    def carried(self) -> int:
        """How many words of the source are in the cells."""
        return self.words - len(self.lost)


def core(word: str) -> str:
    """Return what two readers agree on in a word: its letters and digits; one sign for a word that has none.

    >>> core("Self-assess\\u00adment,"), core("ﬁnal"), core("✓")
    ('Selfassessment', 'final', '•')
    """
    return "".join(letter for letter in unicodedata.normalize("NFKC", word) if letter.isalnum()) or _SIGN


def match_words(source: Iterable[str], cells: Iterable[str]) -> Match:
    """Set the words of a source against those of its cells, each once.

    >>> match_words(["self-", "assessment", "of", "staff"], ["self-assessment", "of", "staff", "now"])
    Match(words=4, lost=(), added=('now',))
    """
    of_source = [core(word) for word in source]
    lost = Counter(of_source)
    added = Counter(core(word) for word in cells)
    both = lost & added
    lost, added = lost - both, added - both
    _put_together(whole=added, pieces=lost)
    _put_together(whole=lost, pieces=added)
    if sorted("".join(lost.elements())) == sorted("".join(added.elements())):
        lost, added = Counter(), Counter()  # the same letters, cut in yet another way
    return Match(len(of_source), tuple(sorted(lost.elements())), tuple(sorted(added.elements())))


def _put_together(whole: Counter[str], pieces: Counter[str]) -> None:
    """Take out of both sides each word of one that is made of words of the other."""
    for word in sorted(whole, key=len):
        while whole[word] > 0 and (parts := _cut_into(word, pieces)):
            whole[word] -= 1
            pieces.subtract(parts)
        if whole[word] <= 0:
            del whole[word]
    for piece in [piece for piece, count in pieces.items() if count <= 0]:
        del pieces[piece]


def _cut_into(word: str, pieces: Counter[str]) -> list[str] | None:
    """Cut a word into words that are at hand, as few as there may be; None where that cannot be done."""
    if len(word) > _LONGEST_JOIN:
        return None
    ways: list[list[str] | None] = [[], *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(end):
            before = ways[start]
            piece = word[start:end]
            if before is None or len(before) >= _MOST_PIECES or pieces[piece] <= before.count(piece):
                continue
            known = ways[end]
            if known is None or len(before) + 1 < len(known):
                ways[end] = [*before, piece]
    return ways[-1]


def without(words: Sequence[str], taken: Sequence[str]) -> tuple[str, ...]:
    """Return the words that are left when others, by their letters and digits, are taken out once each."""
    left = Counter(taken)
    kept: list[str] = []
    for word in words:
        if left[core(word)] > 0:
            left[core(word)] -= 1
        else:
            kept.append(word)
    return tuple(kept)
