"""Records in running text whose labels stand on lines of their own, each over its value, made into tables.

    Tasks and activities
    We will consult small businesses.           | Tasks and activities | We will consult small businesses. |
    Lead                                  ->    | Lead                 | Equality Champions                |
    Equality Champions                          | Kick-off             | 2026/27                           |
    Kick-off
    2026/27

A label is a short line that comes again with something below it: in known words, or between the values of labels that
are. What comes again right under a label is a value ("Low", "In progress"). Headings between records stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, count_words
from pipeline.fold import fold_space
from pipeline.read.blocks import OF_LINES, is_furniture, is_set_off
from pipeline.read.content import reads_as_status, reads_as_timescale
from pipeline.read.frames.cards import role_of_label
from pipeline.read.headers import fold_heading, stands_in_lexicon
from pipeline.read.structure import is_number, read_group_label

_LONGEST_LABEL = 8  # words
_LEAST_TIMES = 2  # that a label is printed
_LEAST_LABELS = 3
_LEAST_ROLES = 2  # that labels in known words name
_SELDOM = 0.4  # of the times that a label is printed, right below another, whose value is blank
_BLANK = 0.5  # of its values
_MOSTLY = 0.8  # of the records
_WHO_OR_WHEN = frozenset({"owner", "timescale", "start"})

Line = Heading | Paragraph


def with_stacked_records(document: Document) -> Document:
    """Return the document with its stacked records as tables; the document itself where it has none. Raises nothing."""
    parted = _with_labels_parted(document.blocks)
    lines = [block for block in parted if not isinstance(block, Table) and not is_furniture(block)]
    labels = _labels_in(lines)
    if not labels:
        return document
    number = max((table.number for table in document.tables), default=0)
    blocks: list[Block] = []
    for part in _parts(parted, labels, _numbers_over(lines, labels)):
        if isinstance(part, list):
            number += 1
            blocks.append(_table(part, number))
        else:
            blocks.append(part)
    return replace(document, blocks=tuple(blocks))


def _with_labels_parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those of a label and its value on lines of their own as two where the label opens several."""
    whole = Counter(block.text for block in blocks if not isinstance(block, Table))  # a wrapped label comes again
    opening = ["" if isinstance(one, Table) or whole[one.text] > 1 else _label_over(one) for one in blocks]
    again = {fold_heading(label) for label, times in Counter(filter(None, opening)).items() if times >= _LEAST_TIMES}
    found: list[Block] = []
    for label, block in zip(opening, blocks, strict=True):
        match block:
            case Paragraph(text=text) if fold_heading(label) in again:
                found += [replace(block, text=label), replace(block, text=text.partition("\n")[2], bold=False)]
            case _:
                found.append(block)
    return found


def _label_over(block: Line) -> str:
    """The first line of a paragraph of several where it names a role; "" where it does not."""
    match block:
        case Paragraph(text=text, furniture=False, uncounted=()) if "\n" in text:
            label = text.partition("\n")[0].strip()
            return label if _names_a_role(fold_heading(label)) else ""
    return ""


def _words(line: Line) -> str:
    """A line folded as a label is; "" where it is too long for one."""
    text = fold_space(line.text)  # a narrow label may be wrapped
    return fold_heading(text) if len(text.split()) <= _LONGEST_LABEL else ""


def _names_a_role(text: str) -> bool:
    """Whether words name a role, and do not say when or how far something has come; "When" is a heading."""
    if role_of_label(text) is None or reads_as_status(text):
        return False
    return stands_in_lexicon(text) or not reads_as_timescale(text)


def _labels_in(lines: Sequence[Line]) -> Set[str]:
    """The labels of the stacked records among lines; none where too few of them come again, or say too little."""
    words = [_words(line) for line in lines]
    again = {text for text, times in Counter(words).items() if times >= _LEAST_TIMES and text}
    known = {text for text in filter(_names_a_role, again) if _has_values(words, text, again)}
    labels = known | {text for text in again - known if _stands_between(words, text, known)}
    roles = {role_of_label(text) for text in known}
    told = len(roles) >= _LEAST_ROLES and not _WHO_OR_WHEN.isdisjoint(roles)
    return labels if told and len(labels) >= _LEAST_LABELS else frozenset()


def _has_values(words: Sequence[str], text: str, again: Set[str]) -> bool:
    """Whether something that comes not again stands below a line, at least once: a value."""
    return any(after not in again for here, after in pairwise(words) if here == text)


def _stands_between(words: Sequence[str], text: str, labels: Set[str]) -> bool:
    """Whether a line stands mostly behind a value, not right below a label or a number, whose state it may be, and over
    another, which may be blank."""
    before = [over in labels or is_number(over) for over, here in pairwise(["", *words]) if here == text]
    after = [below in labels for here, below in pairwise([*words, ""]) if here == text]
    return sum(before) <= _SELDOM * len(before) and sum(after) <= _BLANK * len(after)


@dataclass(slots=True)
class _Row:
    """A label with the lines of its value, or the number over a record, across both."""

    label: Line
    value: list[Line] = field(default_factory=list)
    across: bool = False


Record = list[_Row]
"""The rows of a run of records."""


def _numbers_over(lines: Sequence[Line], labels: Set[str]) -> Set[int]:
    """The lines, by their identity, that are nothing but a number right over a label, where each record has one."""
    words = [_words(line) for line in lines]
    over = [
        line
        for above, line, below in zip(["", *words], lines, words[1:], strict=False)
        if is_number(fold_space(line.text))
        if below in labels
        if above not in labels  # else it is the value of a label
    ]
    records = Counter(text for text in words if text in labels)
    each = len(over) >= _MOSTLY * max(records.values()) and len({fold_space(line.text) for line in over}) == len(over)
    return frozenset(map(id, over if each else ()))


def _parts(blocks: Sequence[Block], labels: Set[str], numbers: Set[int]) -> Iterator[Record | Block]:
    """The blocks with each unbroken run of labels and values as one part; furniture does not break it."""
    record: Record = []
    waiting: list[Block] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph() if id(block) in numbers:
                record.append(_Row(block, across=True))
            case Heading() | Paragraph() if not is_furniture(block) and _words(block) in labels:
                record.append(_Row(block))
            case Heading() | Paragraph() if record and not is_furniture(block) and _may_be_value(block, record[-1]):
                record[-1].value.append(block)
            case Paragraph(furniture=True) if record:
                waiting.append(block)
            case _:
                yield from (*_ended(record), *waiting, block)
                record, waiting = [], []
    yield from (*_ended(record), *waiting)


def _ended(record: Record) -> list[Record | Block]:
    """A run of labels and values as one part; its labels as they were where none has a value."""
    return [record] if any(row.value for row in record) else [row.label for row in record]


def _may_be_value(line: Line, row: _Row) -> bool:
    """Whether a line may be the value of a label, or go on with one: what is set off as the label is stands beside it,
    and what counts is no value."""
    match line, row.label:
        case Heading(), Heading():
            return False
        case Heading(), _:
            return not row.value and read_group_label(line.text) is None
    counts = (read_group_label(line.text) is not None, is_number(fold_space(line.text)), is_set_off(line))
    return not (row.across or (row.value and any(counts)))


def _table(record: Record, number: int) -> Table:
    """The table of a run: labels beside values, and numbers across both."""
    cells: list[Cell] = []
    for at, row in enumerate(record, 1):
        text, page = fold_space(row.label.text), row.label.page
        if row.across:
            cells.append(Cell(at, 1, text, column_span=2, page=page, fill=row.label.fill, bold=True))
            continue
        said = "\n".join(line.text.strip() for line in row.value)
        cells.append(Cell(at, 1, text.rstrip(" :"), page=page))
        cells.append(Cell(at, 2, said, page=row.value[0].page if row.value else page))
    words = count_words(cell.text for cell in cells)
    return Table(number, len(record), 2, tuple(cells), words, route=OF_LINES, page=cells[0].page, confidence=0.8)
