"""Lists that say what will be done and were not read, beside tables that hold the plan.

Where a plan has a table, only lines that say themselves who and when are actions (`label_lists`). A list of pledges
without either stays running text, as most lists of a strategy should, and a person decides. So do owners each over a
date in lines of their own, as a page leaves its rows whose styles are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from textwrap import shorten

from extractors.document import Block, Note, Paragraph
from pipeline.normalise.owner import looks_like_owner
from pipeline.read.content import reads_as_timescale
from pipeline.read.list_items import MARK, WILL

_FEW = 3  # lines that say what will be done: fewer may be a remark
_LEAST_PAIRS = 2  # owners over dates: one may sign a foreword
_LONGEST = 8  # words of an owner or a date
_OWNER = 0.8  # likeness from which a line is one
_SHOWN = 80  # characters of the first line
_LINES = "Lines that say who and when were not read {} times, first “{}”. Look whether they are part of the plan."
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

    left = [block for block in blocks if not (isinstance(block, Paragraph) and block.furniture)]
    pairs = [who for who, when in pairwise(left) if _names_somebody(_short(who)) and reads_as_timescale(_short(when))]
    if len(pairs) >= _LEAST_PAIRS:
        shown = shorten(_short(pairs[0]), _SHOWN)
        yield Note("list_not_read", _LINES.format(len(pairs), shown), page=pairs[0].page)


def _short(block: Block) -> str:
    """The text of a paragraph of few words, else ""."""
    text = block.text if isinstance(block, Paragraph) else ""
    return text if len(text.split()) <= _LONGEST else ""


def _names_somebody(text: str) -> bool:
    return looks_like_owner(text) >= _OWNER


def _is_marked(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.furniture and MARK.match(block.text) is not None
