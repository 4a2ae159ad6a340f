"""What the words of an action as a whole make likely: the chance of each theme, from weights fitted to examples.

A logistic regression over words and pairs of words, each counted for as much as it tells (TF-IDF). It is fitted by
`python -m scripts.fit_framework`, whose examples were written for it; here its weights are only added up. A text of
which it knows no word says nothing.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.normalise.phrases import split_words

NO_THEME = "none"  # stands beside the themes' numbers for what is done for none of them
STEM = 6  # letters of a word that count
ENOUGH = 75.0  # squared length of a text's vector from which on it says all it says: about three rare words
LONGEST = 80  # words; what is longer says no more
_SET_ASIDE = frozenset(
    (
        "the",
        "a",
        "an",
        "of",
        "to",
        "and",
        "in",
        "on",
        "for",
        "with",
        "by",
        "at",
        "as",
        "is",
        "are",
        "be",
        "that",
        "it",
        "our",
        "we",
        "who",
        "what",
        "their",
        "they",
        "from",
        "or",
        "how",
        "has",
        "have",
        "each",
        "all",
        "which",
        "this",
        "will",
        "its",
    )
)

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of features for each theme: a row of `weights` a feature, a column a theme."""

    themes: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Numbers
    weights: Numbers
    intercept: Numbers

    def chances(self, text: str) -> tuple[float, ...] | None:
        """Return the chance of each theme, None where no word is known."""
        count = Counter(row for row in map(self.rows.get, features_of(text)) if row is not None)
        if not count:
            return None
        rows = np.fromiter(count, dtype=np.intp, count=len(count))
        times = np.array([1.0 + math.log(number) for number in count.values()])
        tells = times * self.rarity[rows]
        sums = self.intercept + (tells / math.sqrt(max(float(tells @ tells), ENOUGH))) @ self.weights[rows]
        parts = np.exp(sums - sums.max())
        return tuple((parts / parts.sum()).tolist())


def features_of(text: str) -> list[str]:
    """Return the beginnings of a text's words, without those that say little, and pairs of neighbours.

    >>> features_of("Train the managers")
    ['train', 'manage', 'train manage']
    """
    words = [word.text[:STEM] for word in split_words(text)[:LONGEST] if word.text not in _SET_ASIDE]
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def parse_classifier(data: Mapping[str, Sequence[str] | Sequence[float] | Mapping[str, Sequence[float]]]) -> Classifier:
    """Type what the file holds: for each feature its rarity and its weight for each theme."""
    features = data["features"]
    assert isinstance(features, Mapping)
    numbers = np.array(list(features.values()), dtype=np.float64)
    return Classifier(
        tuple(str(theme) for theme in data["themes"]),
        {feature: row for row, feature in enumerate(features)},
        numbers[:, 0],
        numbers[:, 1:],
        np.array(data["intercept"], dtype=np.float64),
    )


@lru_cache(maxsize=1)
def read_classifier() -> Classifier:
    """Read the weights that come with the package."""
    source = files("pipeline.normalise.framework") / "weights" / "themes.json"
    return parse_classifier(json.loads(source.read_text("utf-8")))


@lru_cache(maxsize=4096)
def theme_chances(text: str) -> Mapping[str, float]:
    """Return the chance of each theme by its number, and of none; empty where the text holds no word that is known.

    >>> chances = theme_chances("Train fifty mental health first aiders")
    >>> max(chances, key=chances.__getitem__)
    '4.5'
    """
    chances = read_classifier().chances(text)
    return dict(zip(read_classifier().themes, chances, strict=True)) if chances else {}
