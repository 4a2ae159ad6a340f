"""Actions of running text whose number stands on a line of its own over them, and their labels below.

    5
    We will open six more Safe Places.
    A Safe Place is a shop where you can get help.    ->    5 We will open six more Safe Places. A Safe Place is …
    Who will do it: Community Safety Team                   Who will do it: Community Safety Team

All that stands between the number and the first label is the action, where the numbers rise, or begin again at 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from extractors.document import Paragraph
from pipeline.fold import fold_space
from pipeline.read.line import Line

_NUMBER = re.compile(r"(\d{1,3})[.)]?")
_LEAST = 2  # such actions
_LONGEST = 5  # lines of an action


def with_numbered_heads(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each number joined with the action below it; as they are where fewer than two stand so, or
    their numbers count nothing."""
    found = {at: below for at, line in enumerate(lines) if (below := _action_below(lines, at))}
    numbers = [int(number[1]) for at in found if (number := _number(lines[at])) is not None]
    if len(found) < _LEAST or any(1 < after <= number for number, after in pairwise(numbers)):
        return list(lines)
    taken = {place for at, below in found.items() for place in range(at + 1, at + 1 + len(below))}
    return [_joined(line, found[at]) if at in found else line for at, line in enumerate(lines) if at not in taken]


def _number(line: Line) -> re.Match[str] | None:
    """The number that a line is, and nothing else."""
    match line:
        case Line(block=Paragraph(), label=None, text=text):
            return _NUMBER.fullmatch(fold_space(text))
    return None


def _action_below(lines: Sequence[Line], at: int) -> Sequence[Line]:
    """The plain lines between a number and a label in known words; none where no such label stands below them."""
    if _number(lines[at]) is None:
        return ()
    below = list(takewhile(_is_plain, lines[at + 1 : at + 1 + _LONGEST]))
    after = lines[at + 1 + len(below) : at + 2 + len(below)]
    return below if any(line.role is not None for line in after) else ()


def _is_plain(line: Line) -> bool:
    match line:
        case Line(block=Paragraph(), label=None):
            return _number(line) is None
    return False


def _joined(number: Line, below: Sequence[Line]) -> Line:
    """The line of an action with the number over it."""
    count, *words = (fold_space(line.text) for line in (number, *below))
    text = " ".join([count, *words])
    places = tuple(line.at for line in below)
    return replace(below[0], text=text, at=number.at, begins=len(count) + 1, joined=places)
