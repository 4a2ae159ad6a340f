"""Lists that say what will be done and were not read, beside tables that hold the plan.

Where a plan has a table, only lines that say themselves who and when are actions (`label_lists`). A list of pledges
without either stays running text, as most lists of a strategy should, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import shorten

from extractors.document import Block, Note, Paragraph
from pipeline.read.list_items import MARK, WILL

_FEW = 3  # lines that say what will be done: fewer may be a remark
_SHOWN = 80  # characters of the first line
_SENTENCE = "A list says what will be done and was not read: “{}”. Look whether it is part of the plan."


def lists_left(blocks: Sequence[Block]) -> Iterator[Note]:
    """Yield a note for each list of the running text of which most lines, and three or more, say what will be done.

    >>> lines = ("• We will train all staff", "• The Clerk will answer letters", "• Staff will meet each term")
    >>> [(note.code, note.message[34:-38]) for note in lists_left([Paragraph(line) for line in lines])]
    [('list_not_read', 'was not read: “• We will train all staff”')]
    """
    for marked, group in groupby(blocks, _is_marked):
        lines = [block for block in group if isinstance(block, Paragraph)] if marked else []
        planned = sum(WILL.search(line.text) is not None for line in lines)
        if planned >= _FEW and 2 * planned > len(lines):
            shown = shorten(lines[0].text, _SHOWN, placeholder="…").rstrip(".")
            yield Note("list_not_read", _SENTENCE.format(shown), page=lines[0].page)


def _is_marked(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.furniture and MARK.match(block.text) is not None
