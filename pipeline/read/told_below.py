"""Actions of running text whose who and when stand on the line right below them.

    We will hold a meeting in each ward.                      We will hold a meeting in each ward.
    Lead: Head of News | By June 2031               ->        Lead: Head of News | By June 2031

    We will mend the lift.                                    (one line of a list each)
    (Estates Manager, March 2031)

    We will put in 20 dropped kerbs.
    We will do this by March 2031.
    The person in charge is the Clerk.

Where further labels follow, the lines stay those of a record, and a date behind an owner is a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractors.document import Heading, Paragraph, Table
from pipeline.read.blocks import is_set_off
from pipeline.read.frames.cards import names_an_action
from pipeline.read.line import Line
from pipeline.read.list_items import MARK, Item, particulars, says_what_will_be_done, with_date_behind
from pipeline.read.structure import is_called_action

_LEAST = 2  # actions that say who and when on the line below: one may be signed by somebody on a day
_LONGEST_ASIDE = 4  # lines below one that is set off
_SAID_ELSE = frozenset({"outcome", "progress", "evidence"})
_OF_RECORDS = frozenset({"owner", "timescale", "outcome", "status", "progress"})  # roles of labels that go on


def with_particulars(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each action joined with the line below it that is nothing but who and when, and behind labelled
    lines of an action such a line as one of them, without a label; as they are where fewer than two say both."""
    lines = _with_sentences_joined(lines)
    said = [_particulars_of(line) for line in lines]
    below, behind = _joins(lines, said), _behind_labels(lines, said)
    found = [said[at] for at in (*below.values(), *behind)]
    if sum(item.full for item in found if item is not None) < _LEAST:
        return list(lines)
    planned = sum(says_what_will_be_done(lines[at].text) for at in below) / max(1, len(below))
    kept: list[Line] = []
    joined = frozenset(below.values())
    for at, line in enumerate(lines):
        if at in below:
            kept.append(_joined(line, lines[below[at]], planned))
        elif at in behind:
            kept += [Line(words, line.block, line.at, "", words, role) for role, words in behind[at].parts]
        elif at not in joined:
            kept.append(line)
    return kept


def _with_sentences_joined(lines: Sequence[Line]) -> list[Line]:
    """The lines, one that says no more than when or who with the next where that says just the other."""
    kept: list[Line] = []
    for line in lines:
        if kept and _completes(kept[-1], line):
            first = kept.pop()
            line = replace(first, text=f"{first.text.rstrip()}\n{line.text.strip()}", joined=(*first.joined, line.at))
        kept.append(line)
    return kept


def _completes(first: Line, second: Line) -> bool:
    """Whether two lines without labels, in paragraphs of their own, say one who and the other when."""
    match first, second:
        case Line(block=Paragraph(), label=None, joined=()), Line(block=Paragraph(), label=None):
            items = [item.parts for text in (first.text, second.text) if (item := particulars(text))]
            roles = {tuple(role for role, _ in parts) for parts in items}
            return first.at < second.at and roles == {("owner",), ("timescale",)}
    return False


def with_dates_parted(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those of an owner with a date behind a mark ("Lead: Head of HR | By March 2031") as two, the
    second without a label; as they are where another label says when."""
    if any(line.role == "timescale" for line in lines):
        return list(lines)
    return [part for line in lines for part in _with_date_parted(line)]


def _joins(lines: Sequence[Line], said: Sequence[Item | None]) -> dict[int, int]:
    """The places of the actions whose particulars stand below them, each with the place of these."""
    found: dict[int, int] = {}
    last = -1
    for at, line in enumerate(lines):
        if at < last or not _may_be_told(line, said[at]):
            continue
        place = _place_of_particulars(lines, said, at)
        if place is not None and not _goes_on(lines[place + 1 : place + 2]):
            found[at] = last = place
    return found


def _place_of_particulars(lines: Sequence[Line], said: Sequence[Item | None], at: int) -> int | None:
    """The place of the particulars of an action: right below it, or below a bold line and what it means, above the next
    that is set off."""
    match lines[at : at + 2]:
        case [Line(block=Paragraph(bold=True)), Line(label=None)]:
            few = range(at + 1, min(at + 1 + _LONGEST_ASIDE, len(lines)))
            plain = takewhile(lambda place: not is_set_off(lines[place].block), few)
            return next((place for place in plain if said[place] is not None), None)
    return at + 1 if any(said[at + 1 : at + 2]) else None


def _behind_labels(lines: Sequence[Line], said: Sequence[Item | None]) -> dict[int, Item]:
    """The places of particulars right behind a labelled line of an action that says something else of it."""
    return {
        at + 1: item
        for at, (line, item) in enumerate(zip(lines, said[1:], strict=False))
        if item is not None and lines[at + 1].label is None and line.role in _SAID_ELSE
    }


def _particulars_of(line: Line) -> Item | None:
    match line:
        case Line(block=Paragraph(), below=None, role=None | "owner" | "timescale"):
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


def _joined(line: Line, below: Line, planned: float) -> Line:
    """The line of an action with that of its particulars."""
    text = f"{line.text.rstrip()}\n{below.text.strip()}"
    where = below.at if below.at != line.at else None
    return replace(
        line, text=text, block=below.block, label=None, role=None, below=where, joined=below.joined, told_below=planned
    )


def _with_date_parted(line: Line) -> list[Line]:
    match line:
        case Line(role="owner", below=None):
            who, when = with_date_behind(line.value)
            return [
                replace(line, value=who),
                *([Line(when, line.block, line.at, "", when, "timescale")] if when else []),
            ]
    return [line]
