"""E-mail addresses and telephone numbers in an owner cell: how to reach an owner, not who it is.

Where a cell holds nothing else an address is all that names the owner, and stays one.
"""

from __future__ import annotations

import re

from pipeline.normalise.owner.words import MAIL

_LABEL = (
    r"(?:\b(?:tel(?:ephone)?|phone|mob(?:ile)?|direct(?:\s+line)?|e-?mail|contact|fax)\b\s*(?:no|number)?\b[.:]*\s*)"
)
_NUMBER = r"(?:\+44[ \d()\-]{8,}\d|\(?\b0\d[\d ()\-]{7,}\d)"
_EXTENSION = r"(?:\b(?:ext(?:n|ension)?)\b[.:]*\s*\d{3,6}\b)"
_MAY_HOLD = re.compile(r"@|\d{3}")
_FEWEST_DIGITS = 9
_CONTACT = re.compile(rf"{_LABEL}?(?:{MAIL}|(?P<number>{_NUMBER}))|{_EXTENSION}", re.IGNORECASE)


def find_contacts(text: str) -> list[tuple[int, int]]:
    """Find addresses and numbers, each with its label: first place and one past the last. Raises nothing.

    >>> find_contacts("Jane Doe, tel: 01632 960001")
    [(10, 27)]
    """
    if _MAY_HOLD.search(text) is None:
        return []
    return [found.span() for found in _CONTACT.finditer(text) if _is_whole(found)]


def _is_whole(found: re.Match[str]) -> bool:
    """Whether a number has the digits of a telephone number, and not only those of a date ("01 04 2025")."""
    return found["number"] is None or sum(map(str.isdigit, found["number"])) >= _FEWEST_DIGITS
