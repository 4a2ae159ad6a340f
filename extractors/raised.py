"""Which raised letters are marks of a note and so no part of a value: the ² of "March 2031²", not that of "m²"."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARK: Final = re.compile(
    r"[(\[]?(?:\d{1,3}|[a-z]|x{0,2}(?:ix|iv|v?i{1,3}|v)|[*†‡§¶#⁎∗]{1,3})[)\]]?"
    r"(?:(?:\s?[,;–-]\s?|\s|(?<=[)\]])(?=[(\[]))[(\[]?(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,3})[)\]]?)*",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"(?:^|\D)\d{1,2}$")
_ENDINGS: Final = frozenset(("st", "nd", "rd", "th", "af", "ail", "il", "ydd", "fed", "ed", "eg", "ain"))  # 1st, 2il
_POWER_OF: Final = re.compile(
    r"(?:^|[\s\d(/])(?:[mckd]?m|in|ft|yd|CO|10)$"
)  # units of area and volume, and ten; "CO" of carbon dioxide is sometimes raised by mistake
_POWERS: Final = frozenset("23456789")
_RAISED: Final = re.compile("[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]+")


def is_raised_mark(before: str, raised: str) -> bool:
    """Whether raised letters are a mark of a note, by themselves and by the text before them on their line.

    >>> is_raised_mark("March 2031", "2"), is_raised_mark("1", "st"), is_raised_mark("1,200 m", "2")
    (True, False, False)
    """
    raised = raised.strip()
    if not _MARK.fullmatch(raised):
        return False
    if raised.lower() in _ENDINGS and _ORDINAL.search(before):
        return False
    return not (raised in _POWERS and _POWER_OF.search(before))


def find_raised_figures(text: str) -> list[tuple[int, int]]:
    """Find the figures that are raised by their letters ("Head of HR¹") and are marks: where each begins and ends.

    >>> find_raised_figures("March 2031², 40 m²")
    [(10, 11)]
    """
    if text.isascii():
        return []
    return [
        found.span()
        for found in _RAISED.finditer(text)
        if is_raised_mark(text[: found.start()], unicodedata.normalize("NFKC", found[0]))
    ]
