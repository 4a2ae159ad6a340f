"""Names that a cell says an owner had or has besides: "Digital and Technology (until 2025: ICT Services)"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.words import plain_keys

_LONGEST = 60  # characters of the other name


class Former(NamedTuple):
    """A bracket that gives another name: its first place, one past its last, and the name."""

    start: int
    end: int
    name: str


def find_formers(text: str, lexicon: Lexicon) -> list[Former]:
    """Find the brackets that give another name of what stands before them, which "(to be confirmed)" does not. Raises
    nothing."""
    if "(" not in text:
        return []
    brackets = _pattern(lexicon.formers).finditer(text)
    named = (found for found in brackets if plain_keys(found[0].strip("()")) not in lexicon.unsettled)
    return [Former(*found.span(), found["name"].strip()) for found in named]


@lru_cache(maxsize=1)
def _pattern(formers: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(formers, key=len, reverse=True))
    when = r"(?:\s+(?:[A-Z][a-z]{2,8}\s+)?(?:19|20)\d\d(?:[/-]\d\d)?)?"
    return re.compile(rf"\((?:{words})\b{when}(?:\s*[:,])?\s+(?P<name>[^()\d][^()]{{2,{_LONGEST}}})\)", re.IGNORECASE)
