"""Lines that were cut to a width are joined again: what goes on stands deeper, or in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.line_marks import begins_item

_LEAST = 40  # letters that a line has at least where its rest went to the next
_NEW = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]\s|\(?[a-z][.)]\s|#{1,6}\s|[^\w\s]*$")  # a number, a mark, a rule
_LABEL = re.compile(r"[A-Z][^:]{0,60}:(?:\s|$)")


def unwrap(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with those that only go on with the one above joined to it. Raises nothing.

    >>> list(unwrap(["Action 1: Train the wardens of all our halls", "    and their deputies.", "  Lead: HR"]))
    ['Action 1: Train the wardens of all our halls and their deputies.', '  Lead: HR']
    """
    parts: list[str] = []
    depth, last = 0, ""  # of the line that begins the held ones; the last of these as printed
    for line in lines:
        own = _depth(line)
        if parts and _goes_on(last, line, deeper=own > depth):
            parts[0] = parts[0].rstrip()
            parts.append(line.strip())
        else:
            if parts:
                yield " ".join(parts)
            parts, depth = [line], own
        last = line
    if parts:
        yield " ".join(parts)


def _goes_on(above: str, line: str, *, deeper: bool) -> bool:
    """Whether a line goes on with the one above it."""
    text = line.strip()
    if not text or len(above.strip()) < _LEAST or begins_item(text) or _NEW.match(text) or _LABEL.match(text):
        return False
    return not above.rstrip().endswith((".", ";")) and (text[0].islower() or deeper)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
