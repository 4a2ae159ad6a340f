"""What the words of a heading say of its column where no lexicon has the heading as a whole.

The table of weights comes from the lexicon's own headings (`scripts/fit_headings.py`): "Lead delivery partner body"
stands in no lexicon, and yet each of its words has been met.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from math import fsum, sqrt

NO_ROLE = "none"
_WORD = re.compile(r"[^\W_]+|[#%]")
_SHORT, _LONG = 4, 6  # letters of the beginnings of words that are compared


def features_of(heading: str) -> Iterator[str]:
    """Yield what a folded heading is compared by: its words, their beginnings, pairs of them, and which comes first.

    >>> sorted(features_of("lead body"))[:4]
    ['$ body', '= body', '= lead', '> lead body']
    """
    words = _WORD.findall(heading)
    for word in words:
        yield f"= {word}"
        for letters in (_SHORT, _LONG):
            if len(word) >= letters:
                yield f"~ {word[:letters]}"
    for first, second in pairwise(words):
        yield f"> {first} {second}"
    if words:
        yield f"^ {words[0]}"
        yield f"$ {words[-1]}"


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, ...], Mapping[str, list[float]]]:
    source = resources.files("pipeline.read") / "weights" / "heading_words.json"
    data = json.loads(source.read_text("utf-8"))
    return tuple(data["roles"]), data["words"]


@lru_cache(maxsize=4096)
def words_say(heading: str) -> Mapping[str, float]:
    """Return for each role how much likelier the words of a folded heading make it than no role: a logarithm.

    Words that were never met say nothing: 0 for every role.
    """
    roles, table = _table()
    met = [row for feature in set(features_of(heading)) if (row := table.get(feature)) is not None]
    scale = 1.0 / sqrt(max(1, len(met)))
    sums = [scale * total for total in map(fsum, zip(*met, strict=True))] if met else [0.0] * len(roles)
    none = sums[roles.index(NO_ROLE)]
    return {role: round(total - none, 3) for role, total in zip(roles, sums, strict=True) if role != NO_ROLE}
