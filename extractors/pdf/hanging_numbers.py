"""Numbers in larger letters that hang beside the first line of a paragraph, on a baseline of their own.

Leaflets number what they promise so. Such a number is read before the line beside which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pdf.words import Line

_NUMBER = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})?[A-Za-z]?|[A-Z]\d{1,2})[.):]?$")
_LARGER = 1.1  # times the letter size of the text, from which a number hangs
_FARTHEST = 3.0  # letter sizes of the number, from it to the text
_NEAREST = 2  # lines before or after the number in the order of reading, among which its text is looked for


def with_hanging_numbers(lines: Sequence[Line]) -> list[Line]:
    """Put each number in larger letters before the line beside which it stands; other lines stay as they are."""
    numbers = [at for at, line in enumerate(lines) if len(line.words) == 1 and _NUMBER.match(line.text)]
    hosts = {host: at for at in reversed(numbers) if (host := _host(lines, at)) is not None}
    hanging = set(hosts.values())
    beside = {host: at for host, at in hosts.items() if host not in hanging}  # a number that hangs holds no other
    hung = set(beside.values())
    found: list[Line] = []
    for at, line in enumerate(lines):
        if at in beside:
            number = lines[beside[at]]
            line = line._replace(words=(*number.words, *line.words), x0=number.x0)
        if at not in hung:
            found.append(line)
    return found


def _host(lines: Sequence[Line], at: int) -> int | None:
    """The first of the lines near a number that stands to its right and beside it."""
    number = lines[at]
    for place in range(max(0, at - _NEAREST), min(len(lines), at + _NEAREST + 1)):
        line = lines[place]
        apart = line.x0 - number.x1
        larger = number.size > _LARGER * line.size
        if larger and 0 < apart <= _FARTHEST * number.size and _is_beside(number, line):
            return place
    return None


def _is_beside(number: Line, line: Line) -> bool:
    """Whether the middle of a line's letters is no higher and no lower than the number's."""
    middle = line.base - 0.35 * line.size
    return number.base - 0.8 * number.size <= middle <= number.base
