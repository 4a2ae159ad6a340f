"""Plans with no table: actions printed as runs of labelled lines ("Action: …", "Lead: …"), made into tables.

Some councils publish each action as a list under its labels. A run of such lines is laid out as a table of labels and
values, which `records` turns into rows; its words count as words of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Block, Cell, Document, Paragraph, Table, count_words
from pipeline.fold import fold_space
from pipeline.read.headers import fold_heading, match_heading

_LABEL = re.compile(r"^\s*(?:[•·*-]\s*)?(?P<label>[A-Z][^:\n]{1,60}?)\s*:\s*(?P<value>\S[\s\S]*)$")
_SURE = 0.8  # weight of a label's wording from which it counts
_LEAST_ROLES = 3  # labels of different roles that a run has
_NUMBER_AT_END = re.compile(r"\s+\d{1,3}(?:\.\d{1,3})*$")


def with_label_lists(document: Document) -> Document:
    """The document with each run of labelled lines as a table; the same document where it has tables already."""
    if document.tables:
        return document
    blocks = tuple(_blocks(document.blocks))
    return replace(document, blocks=blocks) if any(isinstance(block, Table) for block in blocks) else document


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    run: list[tuple[str, str, int | None]] = []
    held: list[Block] = []
    number = 1
    for block in [*blocks, None]:
        lines = _labelled(block)
        if lines:
            run.extend(lines)
            held.append(block)  # type: ignore[arg-type]
        elif run and isinstance(block, Paragraph) and not block.furniture and _goes_on(block.text):
            label, value, page = run[-1]
            run[-1] = (label, f"{value}\n{block.text}", page)
            held.append(block)
        else:
            if _is_record(run):
                yield _table(run, number)
                number += 1
            else:
                yield from held
            run, held = [], []
            if block is not None:
                yield block


def _labelled(block: Block | None) -> list[tuple[str, str, int | None]]:
    """The labels and values of a paragraph, all of whose lines are labelled with words that a lexicon knows."""
    if block is None or isinstance(block, Table):
        return []
    found = []
    for line in block.text.split("\n"):
        match = _LABEL.match(line)
        if match is None or _role(match["label"]) is None:
            return []
        found.append((match["label"], match["value"], block.page))
    return found


def _role(label: str) -> str | None:
    said = match_heading(_NUMBER_AT_END.sub("", fold_heading(label)))
    role, weight = max(said.items(), key=lambda match: match[1], default=("", 0.0))
    return role if weight >= _SURE else None


def _goes_on(text: str) -> bool:
    """Tell whether a paragraph goes on with the value above: a list item, or the middle of a sentence."""
    return text.lstrip()[:1] in "•·*-" or text[:1].islower()


def _is_record(run: list[tuple[str, str, int | None]]) -> bool:
    roles = {_role(label) for label, _, _ in run}
    return len(roles) >= _LEAST_ROLES and bool(roles & {"action", "outcome", "objective"})


def _table(run: list[tuple[str, str, int | None]], number: int) -> Table:
    cells = []
    for row, (label, value, page) in enumerate(run, 1):
        cells.append(Cell(row, 1, fold_space(label), page=page))
        cells.append(Cell(row, 2, value.strip(), page=page))
    words = count_words(text for label, value, _ in run for text in (label, value))
    return Table(number, len(run), 2, tuple(cells), words, route="labels", page=run[0][2], confidence=0.8)
