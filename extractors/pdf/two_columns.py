"""Whether lines in two columns without rules are a table: rows under a header, or cards of labels and values.

Prose side by side, addresses and glossaries stand in two columns too; what tells is weighed (two_columns.toml).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractors.pdf.page import Word
from extractors.pdf.weights import two_column_weights
from extractors.pdf.words import bold_share

_MOST_WORDS = 60  # in a cell of a table
_LEAST_AGAIN = 2  # cards that have a label
_SHORT = 5  # words of a label

Row = Sequence[Sequence[Word]]


class Facts(NamedTuple):
    """What two columns show; the units stand in two_columns.toml."""

    banded: float
    headed: float
    labels: float
    bold_labels: float
    long_labels: float
    crowded: float


def is_table(rows: Sequence[Row], *, banded: bool) -> bool:
    """Return whether rows of two places are a table's; `banded` says that some stand on grounds of their own."""
    weights, facts = two_column_weights(), facts_of(rows, banded=banded)
    told: dict[str, float] = facts._asdict()
    return weights.table + sum(float(getattr(weights, name)) * told[name] for name in told) > 0


def facts_of(rows: Sequence[Row], *, banded: bool) -> Facts:
    """Return what the rows show."""
    pairs = [row for row in rows if row[0] and row[1]]
    said = Counter(_text(row[0]) for row in rows if row[0])
    again = sum(said[_text(row[0])] >= _LEAST_AGAIN for row in pairs)
    bold = sum(bold_share(row[1]) == 0 < bold_share(row[0]) == 1 for row in pairs)
    long = sum(len(row[0]) > _SHORT for row in pairs)
    count = max(1, len(pairs))
    return Facts(
        float(banded),
        float(_is_headed(rows)),
        again / count,
        bold / count,
        long / count,
        float(any(len(place) > _MOST_WORDS for row in rows for place in row)),
    )


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).casefold()


def _is_headed(rows: Sequence[Row]) -> bool:
    """Whether the first row is in bold and hardly a word of the others is."""
    bold = [sum(word.bold for place in row for word in place) for row in rows]
    words = [sum(len(place) for place in row) for row in rows]
    mixed = sum(some for some, count in zip(bold, words, strict=True) if some < count)
    whole = sum(some == count for some, count in zip(bold, words, strict=True))
    return bold[0] == words[0] and mixed <= 0.2 * sum(words[1:]) and 2 * whole < len(rows)
