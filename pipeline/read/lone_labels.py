"""A label of a grouping on a line of its own, over what the grouping is called: one heading.

PRIORITY 2
Our communities      ->      PRIORITY 2 Our communities
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.document import Block, Document, Heading
from pipeline.fold import fold, fold_space
from pipeline.read.structure import GroupLabel, counts_a_grouping, read_group_label


def with_lone_labels_joined(document: Document) -> Document:
    """Return the document with each heading that is nothing but a label and the heading of its level below it as one;
    the document itself where there are none."""
    blocks = tuple(_joined(document.blocks))
    return document if len(blocks) == len(document.blocks) else replace(document, blocks=blocks)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    label: Heading | None = None
    for block in blocks:
        match label, block:
            case Heading(), Heading(uncounted=()) if block.level == label.level and not counts_a_grouping(block.text):
                yield replace(block, text=f"{fold_space(label.text)} {fold_space(block.text)}")
                label = None
                continue
            case Heading(), _:
                yield label
        label = block if isinstance(block, Heading) and _is_lone_label(block.text) else None
        if label is None:
            yield block
    if label is not None:
        yield label


def _is_lone_label(text: str) -> bool:
    """Whether a heading is the label of a grouping and says nothing of it: "Priority 2", "AIM ONE:"."""
    match read_group_label(text):
        case GroupLabel(word=word, number=number) if word:
            return fold(text).rstrip(" .:-\u2013").replace(" ", "") == f"{word}{number}".replace(" ", "")
    return False
