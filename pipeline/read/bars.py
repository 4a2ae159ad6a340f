"""The bar over a card: the number of its action, and beside, over or below that how far the action has come.

A state groups nothing where it stands with the number of one action ("Action 1.1 | On track"): it is that action's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.document import Block, Heading, Paragraph, Table
from pipeline.fold import fold_space
from pipeline.normalise.rag import read_rag
from pipeline.normalise.timescale.status import read_status
from pipeline.read.blocks import is_furniture
from pipeline.read.content import reads_as_status
from pipeline.read.structure import ends_closed, is_number, is_reference, number_over, opens_with_a_verb

_BETWEEN = " |:;,.–—-()[]"  # what may stand between a number and a state
_LONGEST = 10  # words
_SENTENCE = 6  # words
_FEW = 4  # words of a state that only its place shows
_MOST_CARDS = 0.8  # of the cards with titles, from which the lines beside these are states of one card each
_RATINGS = ("red", "amber", "green", "blue")


class Bar(NamedTuple):
    """What a bar says, as printed, and how many of the lines over a card it is."""

    number: str
    state: str = ""
    lines: int = 1
    fill: str | None = None  # "#rrggbb" behind the state


NO_BAR = Bar("", lines=0)


@lru_cache(maxsize=4096)
def read_bar(text: str) -> Bar:
    """Read a line that is nothing but the number of an action, or that and its state; any other is no bar.

    >>> read_bar("Action 1.1 On track"), read_bar("1.1 Complete the audit") == NO_BAR
    (Bar(number='Action 1.1', state='On track', lines=1, fill=None), True)
    """
    words = fold_space(text).split()
    if is_reference(" ".join(words)):
        return Bar(" ".join(words))
    for at in range(1, len(words)) if len(words) <= _LONGEST else ():
        before, behind = (" ".join(part).strip(_BETWEEN) for part in (words[:at], words[at:]))
        for number, state in ((before, behind), (behind, before)):
            if is_number(number) and _reads_as_state(state):
                return Bar(number, state)
    return NO_BAR


def _reads_as_state(text: str) -> bool:
    """Whether a text is a state or a rating; beside a number it says what it says in a column of states."""
    if not 0 < len(text.split()) <= _FEW:
        return False
    if " " in text and opens_with_a_verb(text):
        return False  # "Complete the audit"
    return reads_as_status(text) or "state_inferred" in read_status(text).flags


def bar_over(lines: Sequence[str], fills: Mapping[str, str]) -> Bar:
    """Return the bar that ends some lines: a number, with its state on its line, on the one before or the one after.

    `fills` are the colours behind lines, by their words.
    """
    before, last = ["", "", *lines][-2:]
    for number, state in ((last, before), (before, last)):
        if is_number(fold_space(number)) and says_state(state, fills.get(state)):
            return Bar(number, state, 2, fills.get(state))
    return read_bar(last)


def says_state(text: str, fill: str | None) -> bool:
    """Whether a text with the number of an action is its state: known words, or a few on a colour that rates."""
    few = 0 < len(text.split()) <= _FEW
    return _reads_as_state(text) or (few and read_rag(None, fill).rag in _RATINGS)


def lines_over_cards(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    """The blocks of a document, with their places, without furniture and without what is said between the title of a
    card and the card: "Why this matters: few of us …"."""
    lines = [(at, block) for at, block in enumerate(blocks) if not is_furniture(block)]
    triples = zip(lines, lines[1:], lines[2:], strict=False)
    remarks = {at for (_, over), (at, line), (_, below) in triples if _is_remark(over, line, below)}
    return [(at, block) for at, block in lines if at not in remarks]


def _is_remark(over: Block, line: Block, below: Block) -> bool:
    """Whether a line is a sentence between a title and a table, and no title itself."""
    match over, line, below:
        case Heading(text=title), Paragraph(text=said, bold=False), Table() if len(said.split()) >= _SENTENCE:
            return ends_closed(said) and not is_number(fold_space(title)) and state_alone(over) == NO_BAR
    return False


def states_of_cards(blocks: Sequence[Block]) -> Mapping[int, Bar]:
    """Return the lines that say how far the card below has come, over its title or under it, by their places; none
    where other cards have titles without such a line, for it heads several then."""
    lines = lines_over_cards(blocks)
    found: dict[int, Bar] = {}
    cards = 0
    for (at, first), (after, second), (_, card) in zip(lines, lines[1:], lines[2:], strict=False):
        match first, second, card:
            case Paragraph() | Heading(), Heading(text=title), Table() if not is_number(title):
                place, line = at, first
            case Paragraph(text=said) | Heading(text=said), Paragraph(), Table() if read_bar(said).state:
                place, line = at, first
            case Heading(), Paragraph(), Table():
                place, line = after, second
            case _:
                continue
        cards += 1
        found |= {place: bar} if (bar := state_alone(line)) != NO_BAR else {}
    return found if 1 < len(found) >= _MOST_CARDS * cards else {}


def state_alone(block: Block) -> Bar:
    """The bar that a line is where it says a state, alone or beside the number of the action."""
    match block:
        case Heading(text=text, fill=fill) | Paragraph(text=text, fill=fill) if (bar := read_bar(text)).state:
            return bar._replace(number=number_over(bar.number), lines=0, fill=fill)
        case Heading(text=text, fill=fill) | Paragraph(text=text, fill=fill) if says_state(text, fill):
            return Bar("", fold_space(text), 0, fill)
    return NO_BAR
