"""Where a correction belongs: at its place where the same words are printed, else where those words now stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from pipeline.correction import Correction
from pipeline.fold import fold

_SAME = 0.8  # share of the printed words from which a text is taken for the one meant
_WHOLE = 3  # words from which a text that stands within the printed words is taken for a part of them

Key = TypeVar("Key", bound=Hashable)
Place = tuple[int, int]


def find_place(correction: Correction, texts: Mapping[Key, str], places: Mapping[Key, Place]) -> Key | None:
    """Return which of some texts a correction is about: by place and words, then by words alone; None for none.

    `texts` holds the words of each thing that may be meant, `places` its table and row. Where the words stand twice and
    neither is at the place, none is meant.
    """
    there = [key for key in texts if places.get(key) == correction.place]
    if not correction.printed:
        return there[0] if len(there) == 1 else None
    near = _likest(correction.printed, {key: texts[key] for key in there})
    if near:
        return near[0]
    found = _likest(correction.printed, texts)
    return found[0] if len(found) == 1 else None


def _likest(printed: str, texts: Mapping[Key, str]) -> list[Key]:
    """The things whose words are most like the printed ones, those with too few of them left out."""
    wanted = _words(printed)
    scored = {key: _likeness(wanted, _words(text)) for key, text in texts.items()}
    best = max(scored.values(), default=(0.0, 0.0))
    return [key for key, score in scored.items() if score == best] if best[0] >= _SAME else []


def _likeness(wanted: Counter[str], words: Counter[str]) -> tuple[float, float]:
    """How far the wanted words are those of a text: held in it or holding it, and how alike both are as wholes."""
    shared = sum((wanted & words).values())
    held = shared / max(1, wanted.total())
    holds = shared / words.total() if words.total() >= _WHOLE else 0.0
    return max(held, holds), shared / max(1, (wanted | words).total())


def _words(text: str) -> Counter[str]:
    return Counter(fold(text).split())


def joined(texts: Iterable[str | None]) -> str:
    """Return the words of several texts as one."""
    return " ".join(text for text in texts if text)
