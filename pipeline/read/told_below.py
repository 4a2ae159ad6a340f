"""Actions of running text whose who and when stand on the line right below them.

    We will hold a meeting in each ward.                      We will hold a meeting in each ward.
    Lead: Head of News | By June 2031               ->        Lead: Head of News | By June 2031

    We will mend the lift.                                    (one line of a list each)
    (Estates Manager, March 2031)

Where further labels follow, the lines stay those of a record, and a date behind an owner is a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Heading, Paragraph, Table
from pipeline.read.frames.cards import names_an_action
from pipeline.read.line import Line
from pipeline.read.list_items import MARK, Item, bare_action, particulars, with_date_behind
from pipeline.read.structure import is_called_action, opens_with_a_verb

_LEAST = 2  # actions that say who and when on the line below: one may be signed by somebody on a day
_OF_RECORDS = frozenset({"owner", "timescale", "outcome", "status", "progress"})  # roles of labels that go on


def with_particulars(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each action joined with the line below it that is nothing but who and when; as they are where
    fewer than two of these say both."""
    below = _joins(lines)
    if sum(item.full for item in below.values()) < _LEAST:
        return list(lines)
    verbs = sum(opens_with_a_verb(bare_action(lines[at].text)) for at in below) / len(below)
    return [
        _joined(line, lines[at + 1], verbs) if at in below else line
        for at, line in enumerate(lines)
        if at - 1 not in below
    ]


def with_dates_parted(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those of an owner with a date behind a mark ("Lead: Head of HR | By March 2031") as two, the
    second without a label; as they are where another label says when."""
    if any(line.role == "timescale" for line in lines):
        return list(lines)
    return [part for line in lines for part in _with_date_parted(line)]


def _joins(lines: Sequence[Line]) -> dict[int, Item]:
    """The places of the actions whose particulars stand below them, with these."""
    said = [_particulars_of(line) for line in lines]
    found = {
        at: item
        for at, (line, item) in enumerate(zip(lines, said[1:], strict=False))
        if item is not None and _may_be_told(line, said[at])
    }
    return {at: item for at, item in found.items() if not _goes_on(lines[at + 2 : at + 3])}


def _particulars_of(line: Line) -> Item | None:
    match line:
        case Line(block=Paragraph(), below=None):
            return particulars(line.text)
    return None


def _may_be_told(line: Line, said: Item | None) -> bool:
    """Whether a line may be an action whose particulars stand on the line below it; `said` is what it says itself."""
    match line:
        case Line(block=Table()) | Line(below=int()):
            return False
        case Line(block=Heading()):
            return names_an_action(line.text)
        case Line(label=str()):
            return is_called_action(MARK.sub("", line.text))
    return said is None and not line.text.rstrip().endswith(":")


def _goes_on(after: Sequence[Line]) -> bool:
    """Whether the next line is a further label of a record."""
    return any(line.role in _OF_RECORDS and not isinstance(line.block, Heading) for line in after)


def _joined(line: Line, below: Line, verbs: float) -> Line:
    """The line of an action with that of its particulars."""
    text = f"{line.text.rstrip()}\n{below.text.strip()}"
    return Line(text, below.block, line.at, below=below.at if below.at != line.at else None, told_below=verbs)


def _with_date_parted(line: Line) -> list[Line]:
    match line:
        case Line(role="owner", below=None):
            who, when = with_date_behind(line.value)
            return [
                replace(line, value=who),
                *([Line(when, line.block, line.at, "", when, "timescale")] if when else []),
            ]
    return [line]
