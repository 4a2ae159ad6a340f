"""Plans with no table: actions printed as runs of labelled lines ("Action: …", "Lead: …"), made into tables.

Some councils publish each action as a list under its labels, or its labels under a heading that is the action. A run
of such lines is laid out as a table of labels and values, the heading across it, which `records` turns into rows; its
words count as words of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, count_words
from pipeline.fold import fold_space
from pipeline.read.frames.cards import names_an_action, split_number
from pipeline.read.headers import fold_heading, match_heading
from pipeline.read.structure import read_group_label

_LABEL = re.compile(
    r"^\s*(?:[•·▪●◦*-]\s*)?(?P<label>[A-Z][^:\n]{0,60}?)(?:\s*:\s*|\s+[\u2013\u2014-]\s+)(?P<value>\S[\s\S]*)$"
)
_SURE = 0.8  # weight of a label's wording from which it counts
_LEAST_ROLES = 3  # labels of different roles that a run has
_UNDER_HEADING = 2  # labels of different roles under a heading that is the action
_BESIDE_ACTION = frozenset({"owner", "timescale", "outcome", "status", "progress"})
_LONGEST_ALONE = 5  # words of a label without a value on its line
_LONGEST_ACTION = 40  # words of a heading that is an action

Line = tuple[str, str, int | None]  # label, value, page


@dataclass(frozen=True, slots=True)
class _Record:
    """Labelled lines that follow each other, with the heading over them where that is their action."""

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]  # as printed, the heading first
    heading: Heading | Paragraph | None = None


def with_label_lists(document: Document) -> Document:
    """The document with each run of labelled lines as a table; the same document where a table of it is a plan."""
    found = list(_with_headings(list(_records(document.blocks))))
    if not any(isinstance(part, list) for part in found) or _has_plan(document):
        return document
    blocks: list[Block] = []
    number = max((table.number for table in document.tables), default=0)
    for part in found:
        if isinstance(part, list):
            number += 1
            blocks.append(_table(part, number))
        else:
            blocks.append(part)
    return replace(document, blocks=tuple(blocks))


def _has_plan(document: Document) -> bool:
    """Tell whether a table of the document holds actions already."""
    from pipeline.read.reading import read_document

    return bool(document.tables) and bool(read_document(document).actions)


def _records(blocks: Sequence[Block]) -> Iterator[_Record | Block]:
    """The blocks with each unbroken row of labelled lines as one record."""
    lines: list[Line] = []
    held: list[Block] = []
    value_at = -1
    for at, block in enumerate(blocks):
        if at == value_at:
            continue  # taken with its label
        labelled = _labelled(block)
        if labelled:
            lines.extend(labelled)
            held.append(block)
        elif (below := _value_below(blocks, at)) is not None:
            lines.append((fold_space(block.text), below.text, below.page))  # type: ignore[union-attr]
            held.extend((block, below))
            value_at = at + 1
        elif lines and isinstance(block, Paragraph) and not block.furniture and _goes_on(block.text):
            label, value, page = lines[-1]
            lines[-1] = (label, f"{value}\n{block.text}", page)
            held.append(block)
        else:
            if lines:
                yield _Record(tuple(lines), tuple(held))
                lines, held = [], []
            yield block
    if lines:
        yield _Record(tuple(lines), tuple(held))


def _with_headings(parts: Sequence[_Record | Block]) -> Iterator[list[_Record] | Block]:
    """The blocks with runs of records, each a table to be; records that tell no action as the blocks they were.

    The heading over a record that has no action of its own is the action, where it is worded or numbered as one, or
    where other records with the same labels stand under headings too.
    """
    over: dict[int, Heading | Paragraph] = {}
    for i, part in enumerate(parts):
        if isinstance(part, _Record) and (heading := _heading_over(parts, i)) is not None:
            over[i] = heading
    alike = [_labels(part) for i, part in enumerate(parts) if i in over and isinstance(part, _Record)]
    run: list[_Record] = []
    for i, part in enumerate(parts):
        if i + 1 in over and _is_action(over[i + 1], alike.count(_labels(parts[i + 1]))):
            continue  # comes with the record below it
        if isinstance(part, _Record):
            record = part
            if i in over and _is_action(over[i], alike.count(_labels(part))):
                record = _Record(part.lines, (over[i], *part.blocks), over[i])
            if record.heading is not None or _tells_an_action(record.lines):
                run.append(record)
                continue
        if run:
            yield run
            run = []
        yield from part.blocks if isinstance(part, _Record) else (part,)
    if run:
        yield run


def _heading_over(parts: Sequence[_Record | Block], at: int) -> Heading | Paragraph | None:
    """The heading directly over a record that may be its action; None where the record names its own or has too few
    labels, or where what stands over it is a grouping."""
    record, before = parts[at], parts[at - 1] if at else None
    if not isinstance(record, _Record) or not isinstance(before, Heading | Paragraph):
        return None
    if isinstance(before, Paragraph) and (before.furniture or not (before.bold or names_an_action(before.text))):
        return None
    roles = {_role(label) for label, _, _ in record.lines}
    label = read_group_label(before.text)
    if "action" in roles or len(roles & _BESIDE_ACTION) < _UNDER_HEADING or not roles & {"owner", "timescale"}:
        return None
    return None if (label is not None and label.word) or len(before.text.split()) > _LONGEST_ACTION else before


def _is_action(heading: Heading | Paragraph, records_alike: int) -> bool:
    return records_alike >= 2 or names_an_action(heading.text)


def _labels(part: _Record | Block) -> tuple[str, ...]:
    return tuple(fold_heading(label) for label, _, _ in part.lines) if isinstance(part, _Record) else ()


def _labelled(block: Block) -> list[Line]:
    """The labels and values of a paragraph, all of whose lines are labelled with words that a lexicon knows.

    A heading that names a numbered grouping ("Objective 2: Our staff") is no such line.
    """
    if isinstance(block, Table) or (isinstance(block, Heading) and read_group_label(block.text) is not None):
        return []
    found = []
    for line in block.text.split("\n"):
        match = _LABEL.match(line)
        if match is None or _role(match["label"]) is None:
            return []
        found.append((match["label"], match["value"], block.page))
    return found


def _value_below(blocks: Sequence[Block], at: int) -> Paragraph | None:
    """The paragraph below a block that is nothing but a label ("Lead officer"), as a list of terms prints it."""
    block, after = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
    if isinstance(block, Table) or not isinstance(after, Paragraph) or after.furniture or after.bold:
        return None
    alone = len(block.text.split()) <= _LONGEST_ALONE and max(match_heading(block.text).values(), default=0.0) == 1.0
    return after if alone and not _labelled(after) and _role(after.text) is None else None


def _role(label: str) -> str | None:
    said = match_heading(split_number(label)[0])
    role, weight = max(said.items(), key=lambda match: match[1], default=("", 0.0))
    return role if weight >= _SURE else None


def _goes_on(text: str) -> bool:
    """Tell whether a paragraph goes on with the value above: a list item, or the middle of a sentence."""
    return text.lstrip()[:1] in "•·*-" or text[:1].islower()


def _tells_an_action(lines: Sequence[Line]) -> bool:
    roles = {_role(label) for label, _, _ in lines}
    return len(roles) >= _LEAST_ROLES and bool(roles & {"action", "outcome", "objective"})


def _table(run: Sequence[_Record], number: int) -> Table:
    cells: list[Cell] = []
    row = 0
    for record in run:
        if record.heading is not None:
            row += 1
            text = fold_space(record.heading.text)
            cells.append(Cell(row, 1, text, column_span=2, page=record.heading.page, bold=True))
        for label, value, page in record.lines:
            row += 1
            cells.append(Cell(row, 1, fold_space(label), page=page))
            cells.append(Cell(row, 2, value.strip(), page=page))
    words = count_words(text for record in run for text in _texts(record))
    return Table(number, row, 2, tuple(cells), words, route="labels", page=cells[0].page, confidence=0.8)


def _texts(record: _Record) -> Iterator[str]:
    """The words of a record as printed, but for the marks between labels and values."""
    if record.heading is not None:
        yield record.heading.text
    for label, value, _ in record.lines:
        yield from (label, value)
