"""Whether words are of a language: for pages whose fonts do not say which letters they draw.

PDFium then gives each letter's number in its font. Where a producer numbered them as ASCII does, the words are right
all the same; else they are other letters than those printed. The small words of English and Welsh tell the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence

_SMALL_WORDS = frozenset({
    "all", "an", "and", "ar", "are", "as", "at", "be", "by", "for", "from", "gan", "in", "is", "it", "of", "on", "or",
    "our", "that", "the", "this", "to", "we", "will", "with", "yn", "yr",
})  # fmt: skip
_LEAST = 0.04  # share of the words; a table of plans has 0.1 to 0.4


def is_legible(words: Sequence[str]) -> bool:
    """Tell whether enough of the words are small words of English or Welsh.

    >>> is_legible("Train all of the staff".split()), is_legible("Usbjo bmm pg uif tubgg".split())
    (True, False)
    """
    longer = [word for word in words if len(word) > 1]
    return sum(word.lower() in _SMALL_WORDS for word in longer) >= max(1.0, _LEAST * len(words))
