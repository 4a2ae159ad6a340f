"""Whether a word is a common one, for what a file leaves out of it: a letter without a name, the other half of it.

The lists are data (`lexicons/`); an ending that English puts behind a word needs no entry of its own.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

_LISTS = ("whole_words.toml", "words_with_ligatures.toml")
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "ly", "er", "ers", "al", "ment", "ments", "ness", "ally")
_WITHOUT_Y = ("ies", "ied", "ier", "iest")  # behind a word that loses its y: "families"
_WITHOUT_E = ("ing", "ed", "er", "ers", "ation", "able")  # behind a word that loses its e: "improving"


def is_common(word: str) -> bool:
    """Whether a word in small letters, or the word that it is made from, is on a list of common words.

    >>> is_common("workforce"), is_common("improving"), is_common("workfor")
    (True, True, False)
    """
    listed = _listed()
    return any(
        word.endswith(end) and f"{word[: len(word) - len(end)]}{lost}" in listed
        for lost, ends in (("", _ENDINGS), ("e", _WITHOUT_E), ("y", _WITHOUT_Y))
        for end in ends
    )


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    folder = files("extractors") / "lexicons"
    return frozenset().union(*(tomllib.loads((folder / name).read_text("utf-8"))["words"] for name in _LISTS))
