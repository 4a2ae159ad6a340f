"""Words of a page that differ only by letters of one shape (l, I, 1 and 0, O), as recognised: the form met most.

A word that a page has in one form alone stays as it is, whatever that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

_SHAPES = str.maketrans({"l": "I", "1": "I", "|": "I", "0": "O"})
_SHORTEST = 3  # letters
_TIMES = 2  # how often the form that is met most must be met for each of another


def common_forms(words: Iterable[str]) -> Mapping[str, str]:
    """Return the words that another form of the same shapes takes the place of, with that form.

    >>> common_forms(["EIAs", "EIAs", "ElAs", "2011", "20I1"])
    {'ElAs': 'EIAs'}
    """
    forms: dict[str, Counter[str]] = {}
    for word in words:
        bare = word.strip(".,;:()")
        if len(bare) >= _SHORTEST and any(letter.isalpha() and letter not in "lIO" for letter in bare):
            forms.setdefault(bare.translate(_SHAPES), Counter())[bare] += 1
    found: dict[str, str] = {}
    for counts in forms.values():
        (best, most), *others = counts.most_common()
        found |= {word: best for word, times in others if most >= _TIMES * times}
    return found
