"""Plans with no table: actions printed as lists or as runs of labelled lines, made into tables.

Some councils publish each action as a line of a list ("Train the wardens (Head of Housing, March 2031)"), others as
labels and values ("Action: …", "Lead: …"), or its labels under a heading that is the action. What each line is stands
in `listed_lines`; here each run becomes a table of one column, or of labels and values, which the frames `lists` and
`cards` read, and its words count as words of a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import Block, Cell, Document, Heading, Note, Paragraph, Table, Uncounted, count_words
from pipeline.fold import fold_space
from pipeline.read.blocks import OF_LINES, is_furniture
from pipeline.read.form_heads import with_form_heads
from pipeline.read.list_items import introduced, parse_item
from pipeline.read.listed_lines import Labelled, label_lines
from pipeline.read.lone_labels import with_lone_labels_joined
from pipeline.read.record_lines import with_record_lines
from pipeline.read.shared_lines import with_shared_lines
from pipeline.read.stacked_records import with_stacked_records

_NEAR = "words_near_table"  # the code of a note on words in no cell
_FEW = 3  # lines that say who and when beside a table that is a plan: fewer may be a remark
_FEW_NUMBERED = 2
_LEAST_RECORDS = 2  # that say who and when, beside a table that is a plan
_FAR_MORE = 3  # records for each row of a table, from which the table is the one that is no plan


@dataclass(slots=True)
class _Row:
    """One row of a table to be: an action, or a label and its value; the words still grow where lines go on."""

    value: str
    label: str | None
    page: int | None
    bold: bool
    head: bool
    uncounted: tuple[Uncounted, ...] = ()


@dataclass(slots=True)
class _Run:
    """Rows of one kind that follow each other."""

    listed: bool
    rows: list[_Row] = field(default_factory=list)


def with_label_lists(document: Document) -> Document:
    """The document with each run of listed or labelled lines as a table.

    Where a table of it is a plan only lines and records that say themselves who and when are taken for actions, or all
    records in labelled lines where they are far more than its rows.
    """
    from pipeline.read.reading import find_title

    plain = with_lone_labels_joined(document)
    document = with_stacked_records(plain)
    if document is not plain:
        document = replace(document, notes=_still_told(document, document.blocks))
    document = with_shared_lines(with_record_lines(with_form_heads(document)))
    lines = label_lines(document.blocks, find_title(document))
    if all(line.label == "other" for line in lines):
        return document
    if in_tables := _actions_in_tables(document):
        records = sum(line.label in ("head", "opening") for line in lines)
        far_more = records >= max(_FEW, _FAR_MORE * in_tables)
        lines = _told_in_full(lines) or (lines if far_more else _records_in_full(lines))
        if not lines:
            return document
    at_block: dict[int, list[Labelled]] = {}
    for line in lines:
        at_block.setdefault(line.line.at, []).append(line)
    number = max((table.number for table in document.tables), default=0)
    blocks: list[Block] = []
    for part in _runs(document.blocks, at_block):
        if isinstance(part, _Run):
            number += 1
            blocks.append(_table(part, number))
        else:
            blocks.append(part)
    return replace(document, blocks=tuple(blocks), notes=_still_told(document, blocks))


def _records_in_full(lines: Sequence[Labelled]) -> list[Labelled]:
    """The lines of records that say who and when, the others as other text; none where they are few: one may say it of
    the document."""
    records: list[list[Labelled]] = []
    for line in lines:
        if line.label in ("head", "opening"):
            records.append([line])
        elif line.label in ("label", "rest") and records:
            records[-1].append(line)
    labels = [frozenset(one.line.role for one in record if one.label != "rest") for record in records]
    full = [names for names in labels if {"owner", "timescale"} <= names]
    kept = {
        id(one)
        for record, names in zip(records, labels, strict=True)
        if names in full
        for one in record
        if not isinstance(one.line.block, Heading)  # it stays over its labels, as over the tables of other records
    }
    if len(full) < _LEAST_RECORDS:
        return []
    return [line if id(line) in kept else replace(line, label="other") for line in lines]


def _told_in_full(lines: Sequence[Labelled]) -> list[Labelled]:
    """The lines of a list of which each says who and when, the others as other text; none where they are few, of those
    with numbers fewer."""
    full = [line.label == "item" and parse_item(line.line.text).full for line in lines]
    numbered = all(line.line.facts.numbered for line, told in zip(lines, full, strict=True) if told)
    if sum(full) < (_FEW_NUMBERED if numbered else _FEW):
        return []
    return [line if told else replace(line, label="other") for line, told in zip(lines, full, strict=True)]


def _still_told(document: Document, blocks: Sequence[Block]) -> tuple[Note, ...]:
    """The notes of a document without those on words near a table that are in the tables of lines now."""
    held: Counter[int | None] = Counter()
    for block in blocks:
        if isinstance(block, Table) and block.route == OF_LINES:
            for cell in block.cells:
                held[cell.page] += count_words([cell.text])
    return tuple(note for note in document.notes if note.code != _NEAR or held[note.page] < note.words)


def _actions_in_tables(document: Document) -> int:
    """How many actions the tables of the document hold already."""
    from pipeline.read.reading import read_document

    return len(read_document(document).actions)


def _runs(blocks: Sequence[Block], lines: dict[int, list[Labelled]]) -> Iterator[_Run | Block]:
    """The blocks with each unbroken row of lines of a plan as one run; furniture does not break it."""
    run: _Run | None = None
    over: list[Block] = []  # a line that says who or when for the list below it, should one begin there
    waiting: list[Block] = []
    taken: set[int] = set()  # values that stand below their labels
    for at, block in enumerate(blocks):
        own = lines.get(at, [])
        if (run or over) and is_furniture(block):
            waiting.append(block)
            continue
        if at in taken:
            continue
        labels = {line.label for line in own}
        if labels == {"aside"}:
            waiting.append(block)  # stays the text that it was
            continue
        if labels <= {"other"}:
            yield from filter(None, (run, *over, *waiting))
            run, waiting = None, []
            over = [block] if not isinstance(block, Table) and introduced(block.text) else []
            yield from () if over else (block,)
            continue
        for line in own:
            listed = line.label == "item"
            if run is not None and line.label != "rest" and listed != run.listed:
                yield run
                run = None
            if run is None:
                yield from () if listed else over
                run = _Run(listed, [_heads(one) for one in over if listed])
                over = []
            _add(run, line)
            if line.label != "other":
                taken.update(line.line.joined if line.line.below is None else (line.line.below, *line.line.joined))
    yield from filter(None, (run, *over, *waiting))


def _heads(block: Block) -> _Row:
    """The row of a line that says who or when for those below it."""
    assert not isinstance(block, Table)
    return _Row(block.text, None, block.page, getattr(block, "bold", False), head=True)


def _add(run: _Run, line: Labelled) -> None:
    """Add a line to its run: to the row above where it goes on with that, else as a row."""
    block = line.line.block
    if line.label in ("rest", "other") and run.rows:
        joint = " " if run.listed else "\n"
        run.rows[-1].value += joint + line.line.text
        return
    text = line.line.text
    if line.line.joined and line.line.begins:  # the number over it is a row of its own
        run.rows.append(_Row(text[: line.line.begins].strip(), None, block.page, bold=True, head=True))
        text = line.line.words
    marks: tuple[Uncounted, ...] = ()
    if line.label == "item" and isinstance(block, Paragraph) and line.line.text == block.text:
        marks = block.uncounted
    run.rows.append(
        _Row(
            value=line.line.value if line.label in ("label", "opening") else text,
            label=line.line.label if line.label in ("label", "opening") else None,
            page=block.page,
            bold=line.label == "head" or getattr(block, "bold", False),
            head=line.label in ("head", "item"),
            uncounted=marks,
        )
    )


def _table(run: _Run, number: int) -> Table:
    """The table of a run: one column for a list, labels beside values for records, a head across both."""
    width = 1 if run.listed else 2
    cells: list[Cell] = []
    for row, own in enumerate(run.rows, 1):
        if own.head:
            text = own.value.strip() if run.listed else fold_space(own.value)
            cells.append(Cell(row, 1, text, column_span=width, page=own.page, bold=own.bold, uncounted=own.uncounted))
        else:
            cells.append(Cell(row, 1, fold_space(own.label or ""), page=own.page))
            cells.append(Cell(row, 2, own.value.strip(), page=own.page))
    words = count_words(cell.text for cell in cells)
    return Table(number, len(run.rows), width, tuple(cells), words, route=OF_LINES, page=cells[0].page, confidence=0.8)
