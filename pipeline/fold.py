"""Folding text for comparison: what two spellings must share to count as the same wording."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SINGLE_QUOTES = re.compile(r"[\u2018\u2019\u201b\u2032`\u00b4]")
_DOUBLE_QUOTES = re.compile(r"[\u201c\u201d\u201e\u2033]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_SHORT = 200  # characters; longer texts are seldom met twice and would fill the memory


def fold_space(text: str) -> str:
    """Text with every run of white space as one space, invisible characters gone, ends trimmed."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def fold(text: str) -> str:
    """Text folded for comparison: compatibility forms, quotes, dashes, white space and case are made alike.

    Folding twice is folding once.

    >>> fold("Children\\u2019s  Services \\u2013 Q1")
    "children's services - q1"
    """
    return _fold_kept(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.replace("`", "'").split()).lower()
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text)
    text = _SINGLE_QUOTES.sub("'", text)
    text = _DOUBLE_QUOTES.sub('"', text)
    text = _DASHES.sub("-", text)
    return unicodedata.normalize("NFKC", " ".join(text.split()).casefold())


_fold_kept = lru_cache(maxsize=65_536)(_fold)  # the words and cells of a plan are folded again and again
