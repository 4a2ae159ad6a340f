"""Labelled lines beside records: "How we will know: …" right over or under a table of labels and values is of it.

A web page or a form may print what an action is to bring as a line of its own, and who and when in a box beside it. The
line becomes a row of the box where its label names a role that the box leaves open, and several boxes have such a line;
so does a label as a heading over its text ("What we will do next"), beside most boxes in any words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extractors.document import Block, Cell, Document, Heading, Paragraph, Table, count_words
from pipeline.fold import fold, fold_space
from pipeline.read.blocks import OF_LINES
from pipeline.read.content import reads_as_status
from pipeline.read.frames.cards import role_of_label, split_number
from pipeline.read.list_items import says_what_will_be_done

_LINE = re.compile(r"(?P<label>[^\W\d][^:\n]{1,60}):\s+(?P<text>\S.*)", re.DOTALL)
_LEAST = 2  # boxes that have a line with the same label; one may be a remark
_ROLES = 2  # roles that the labels of a box name
_SENTENCE = 4  # words
_MOSTLY = 0.5  # share of the labels that name one


@dataclass(frozen=True, slots=True)
class _Line:
    """A label and what it says in running text; `first` and `last` are the places of its blocks."""

    label: str
    text: str
    role: str | None
    first: int
    last: int


def with_record_lines(document: Document) -> Document:
    """Return the document with the labelled lines beside its records as rows of them. Raises nothing."""
    document = _with_actions_over(document)
    blocks = document.blocks
    records = _records_in(blocks)
    if len(records) < _LEAST:
        return document
    lines = list(_labelled(blocks))
    over = {at: _beside({line.last: line for line in lines}, roles, at, -1) for at, roles in records.items()}
    above = {line for side in over.values() for line in side}
    free = {line.first: line for line in lines if line not in above}
    sides = {at: (over[at], _beside(free, roles, at, 1)) for at, roles in records.items()}
    times = Counter(fold(line.label) for line in chain.from_iterable(chain.from_iterable(sides.values())))
    least = {True: _LEAST, False: max(_LEAST, _MOSTLY * len(records))}  # by whether its label names a role
    rows = {
        at: [[line for line in side if times[fold(line.label)] >= least[line.role is not None]] for side in both]
        for at, both in sides.items()
    }
    held = {
        place
        for line in chain.from_iterable(chain.from_iterable(rows.values()))
        for place in range(line.first, line.last + 1)
    }
    return replace(document, blocks=tuple(_joined(blocks, rows, held))) if held else document


def _records_in(blocks: Sequence[Block]) -> dict[int, frozenset[str]]:
    """The places of tables of labels and values, with the roles that their labels name."""
    return {at: roles for at, block in enumerate(blocks) if (roles := _roles_of_record(block))}


def _with_actions_over(document: Document) -> Document:
    """The document with the sentence right over each record as a row across it, where no label of most records names
    the action and most such sentences say what will be done."""
    blocks = document.blocks
    records = [at for at, roles in _records_in(blocks).items() if "action" not in roles]
    heads = Counter(fold(block.text) for block in blocks if isinstance(block, Heading))
    labels = frozenset(text for text, times in heads.items() if times > 1)
    over = {at - 1 for at in records if _ends_in_a_sentence(blocks[max(0, at - 2) : at], labels)}
    planned = sum(says_what_will_be_done(getattr(blocks[at], "text", "")) for at in over)
    if min(len(over), planned) < max(_LEAST, _MOSTLY * len(records)):
        return document
    kept = [
        _under_a_sentence(block, blocks[at - 1]) if at - 1 in over else block
        for at, block in enumerate(blocks)
        if at not in over
    ]
    return replace(document, blocks=tuple(kept))


def _ends_in_a_sentence(blocks: Sequence[Block], labels: Container[str]) -> bool:
    """Whether the last of two blocks is plain text of some words that no label opens or heads; `labels` are headings
    that are printed again."""
    match blocks:
        case [Heading(text=label), _] if fold(label) in labels:
            return False
        case [*_, Paragraph(text=text, furniture=False, bold=False)]:
            return len(text.split()) >= _SENTENCE and _LINE.fullmatch(text.strip()) is None
    return False


def _under_a_sentence(block: Block, sentence: Block) -> Block:
    """A record with the sentence over it as its first row, across all columns."""
    match block, sentence:
        case Table(), Paragraph(text=text):
            cells = [replace(cell, row=cell.row + 1) for cell in block.cells]
            first = Cell(1, 1, text, column_span=block.columns, page=block.page, uncounted=sentence.uncounted)
            words = block.words + count_words([text])
            return replace(block, rows=block.rows + 1, cells=(first, *cells), words=words, route=OF_LINES)
    return block


def _roles_of_record(block: Block) -> frozenset[str]:
    """The roles that the labels of a table of labels and values name; none where it is no such table."""
    match block:
        case Table(cells=cells) if block.columns % 2 == 0:
            roles = [role_of_label(split_number(cell.text)[0]) for cell in cells if cell.column % 2]
            named = frozenset(role for role in roles if role is not None)
            known = len(roles) - roles.count(None)
            return named if min(len(named) - _ROLES, known - _MOSTLY * len(roles)) >= 0 else frozenset()
    return frozenset()


def _labelled(blocks: Sequence[Block]) -> Iterator[_Line]:
    """The labels with their texts that stand in running text: on one line, or a heading over a paragraph."""
    for at, block in enumerate(blocks):
        match block:
            case Paragraph(furniture=False) if found := _LINE.fullmatch(block.text.strip()):
                if role := _role(found["label"]):
                    yield _Line(fold_space(found["label"]), found["text"], role, at, at)
            case Heading(fill=None) if not reads_as_status(block.text):  # on a colour it is a state, in any words
                match blocks[at + 1 : at + 2]:
                    case [Paragraph(furniture=False) as value]:
                        yield _Line(fold_space(block.text), value.text, _role(block.text), at, at + 1)


def _role(label: str) -> str | None:
    return role_of_label(split_number(label)[0])


def _beside(lines: Mapping[int, _Line], roles: frozenset[str], at: int, step: int) -> list[_Line]:
    """The lines that stand directly over a record (`step` -1) or under it and name further roles, in the order of the
    page; `lines` by their block that is the nearest to it."""
    found: list[_Line] = []
    while (line := lines.get(at + step)) is not None and _says_more(line, found, roles):
        found.append(line)
        at = line.first if step < 0 else line.last
    return found[::step]


def _says_more(line: _Line, found: Sequence[_Line], roles: frozenset[str]) -> bool:
    """Whether a line names a role that neither a record nor the lines found beside it have; of one that names none,
    whether its label is new."""
    if line.role is not None:
        return line.role not in roles.union(other.role for other in found if other.role)
    return fold(line.label) not in {fold(other.label) for other in found}


def _joined(
    blocks: Sequence[Block], rows: Mapping[int, Sequence[Sequence[_Line]]], held: Container[int]
) -> Iterator[Block]:
    for at, block in enumerate(blocks):
        if at in held:
            continue
        match block:
            case Table() if at in rows:
                yield _with_rows(block, *rows[at])
            case _:
                yield block


def _with_rows(table: Table, over: Sequence[_Line], under: Sequence[_Line]) -> Table:
    """The table with lines as rows above its own and below."""
    cells = [replace(cell, row=cell.row + len(over)) for cell in table.cells]
    first_below = table.rows + len(over) + 1
    for row, line in [*enumerate(over, 1), *enumerate(under, first_below)]:
        cells.append(Cell(row, 1, line.label, page=table.page))
        cells.append(Cell(row, 2, line.text, column_span=table.columns - 1, page=table.page))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    height = table.rows + len(over) + len(under)
    words = table.words + count_words(text for line in (*over, *under) for text in (line.label, line.text))
    return replace(table, rows=height, cells=tuple(cells), words=words)
