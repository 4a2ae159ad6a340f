"""Blocks of running text by their look: furniture, and what is set off from the text around it."""

from __future__ import annotations

from extractors.document import Block, Heading, Paragraph

OF_LINES = "labels"  # the route of tables made from running text


def is_furniture(block: Block) -> bool:
    """Whether a block is a running header, a footer or a page number."""
    return isinstance(block, Paragraph) and block.furniture


def is_set_off(block: Block) -> bool:
    """Whether a block is a heading or bold."""
    return isinstance(block, Heading) or getattr(block, "bold", False)
