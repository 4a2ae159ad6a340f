"""Letters that take no room on a page: soft hyphens and marks of no width are no part of a word, with one exception."""

from __future__ import annotations

import re
from typing import Final

NO_WIDTH: Final = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
"""For `str.translate`."""

_BETWEEN_FIGURES: Final = re.compile("(?<=\\d)\u00ad(?=\\d)")


def without_no_width(text: str) -> str:
    """Take out the letters of no width; a soft hyphen between figures was meant as a hyphen and becomes one.

    >>> without_no_width("work\\u00adforce data 2031\\u00ad32")
    'workforce data 2031-32'
    """
    if text.isascii():
        return text
    return (_BETWEEN_FIGURES.sub("-", text) if "\u00ad" in text else text).translate(NO_WIDTH)
