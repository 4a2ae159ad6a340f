"""Codes that a line of text explains: "Key: S = by March 2032; M = by March 2034", "HoE: Head of Estates"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.fold import fold_space

_SIGN = r"[^\w\s.,;:()\[\]=/&'\"\u2018-\u201d\u2010-\u2015-]"  # one that is no punctuation: "✓", "○"
_CODE = rf"(?:(?!terms?\b)[A-Za-z0-9][\w&/+]{{0,9}}|[A-Za-z]{{3,9}}[ -]+(?:to[ -]+[a-z]{{3,9}}[ -]+)?term|{_SIGN})"
_MEANS = r"\s*(?:=|:|\s[-\u2010-\u2015]|\bmeans?\b|\bis\b)\s*"
_OPENS = rf"{_CODE}\s*(?:\({_CODE}\)\s*)?(?:=|:|\s[-\u2010-\u2015]\s)"
_NEXT = re.compile(rf"[;|\u2022]|[,.]?\s+(?:and\s+)?(?={_OPENS})", re.I)
_TOLD = re.compile(rf"(?P<code>{_CODE})\s*(?:\((?P<other>{_CODE})\)\s*)?{_MEANS}(?P<meaning>\S.*)", re.I)
_LABEL = re.compile(r"(?:[A-Za-z]+\s+){0,3}[A-Za-z]+:\s+(?=.*[=\u2010-\u2015-].)")  # "Timescales: S = …"
_LONGEST = 14  # words of a meaning
_LONGEST_LINE = 1000  # letters of a line that is a key


def is_code(text: str) -> bool:
    """Whether a text has the shape of a code, or names a length of time as one ("Short term").

    >>> is_code("M"), is_code("long term"), is_code("✓"), is_code("by March")
    (True, True, True, False)
    """
    return re.fullmatch(_CODE, text.strip()) is not None


def codes_told(text: str) -> Iterator[tuple[str, str]]:
    """Give the codes that a line or cell explains, as printed, each with its meaning. Raises nothing.

    >>> list(codes_told("Key: S = by March 2032; M = by March 2034."))
    [('S', 'by March 2032'), ('M', 'by March 2034')]
    >>> list(codes_told("Short term (S): by March 2032"))
    [('Short term', 'by March 2032'), ('S', 'by March 2032')]
    """
    for part in (part for line in text.split("\n") if len(line) <= _LONGEST_LINE for part in _parts(fold_space(line))):
        told = _TOLD.fullmatch(part.strip())
        if told is not None and len(told["meaning"].split()) <= _LONGEST:
            for code in filter(None, (told["code"], told["other"])):
                yield code, told["meaning"].rstrip(" .,;")


def _parts(line: str) -> list[str]:
    """The parts of a line that may each explain a code, without a label before them."""
    label = _LABEL.match(line)
    return _NEXT.split(line[label.end() :] if label is not None else line)
