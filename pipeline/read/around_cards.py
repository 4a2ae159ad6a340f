"""What stands around cards in tables of their own: the number and title over each, and how far it has come, below it.

    A1 Awarding gap                         Commitment 1
    | What we will do | Teach tutors |      Interpreters when they are needed
    | Who             | Dean         |      | What we will do | Book them early |
                                            Status: in progress

A card names its action itself, so a title over it that is counted is no grouping: it says what the action is for. One
card alone shows nothing; most of those with the same labels must have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Block, Heading, Paragraph, Table
from pipeline.fold import fold_space
from pipeline.read.bars import NO_BAR, Bar, lines_over_cards, state_alone
from pipeline.read.blocks import is_set_off
from pipeline.read.frames.cards import role_of_label
from pipeline.read.headers import fold_heading
from pipeline.read.structure import counts_a_grouping, is_number, number_over, split_reference

_LEAST = 2  # cards that have it
_MOSTLY = 0.8  # of the cards with the same labels
_LONGEST_LABEL = 3  # words of the label of a state


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one card."""

    bar: Bar = NO_BAR  # its number, and how far it has come
    title: str = ""  # that is counted, without its number
    places: frozenset[int] = frozenset()  # of the lines that say so, among the blocks of the document

    def with_bar(self, over: Bar) -> Bar:
        """Return the bar of the card, where `over` is what else stands over it: its state may stand there, too."""
        numbered = over._replace(number=self.bar.number or over.number)
        return numbered._replace(state=self.bar.state, fill=self.bar.fill) if self.bar.state else numbered


def around_cards(blocks: Sequence[Block], labels: Mapping[int, tuple[str, ...]]) -> Mapping[int, Around]:
    """Return what stands around the cards of a document, by the numbers of their tables.

    `labels` are those of each card that is a table by itself and names its action, by the number of the table.
    """
    lines = lines_over_cards(blocks)
    cards: dict[tuple[str, ...], list[_Card]] = {}
    for i, (_, block) in enumerate(lines):
        if isinstance(block, Table) and block.number in labels:
            card = _Card(block.number, lines[max(0, i - 2) : i], lines[i + 1 : i + 2])
            cards.setdefault(labels[block.number], []).append(card)
    return {number: around for alike in cards.values() for number, around in _around(alike).items()}


@dataclass(frozen=True, slots=True)
class _Card:
    """A card with the two lines over it and the one below it, each with its place."""

    table: int
    over: Sequence[tuple[int, Block]]
    below: Sequence[tuple[int, Block]]


def _around(cards: Sequence[_Card]) -> dict[int, Around]:
    """What stands around cards of the same labels."""
    found: dict[int, Around] = {}
    looks = [_numbered_title, _number_over_title]
    if not any(_state_of(block) for _, block in cards[0].over):  # else below each stands that of the next
        looks.append(_state_below)
    for look in looks:
        seen = {card.table: around for card in cards if (around := look(card)) is not None}
        numbers = [around.bar.number for around in seen.values() if around.bar.number]
        if len(seen) < max(_LEAST, _MOSTLY * len(cards)) or len({*numbers}) < len(numbers):
            continue
        found |= {table: _joined(found[table], around) if table in found else around for table, around in seen.items()}
    return found


def _joined(one: Around, other: Around) -> Around:
    """What two looks found of one card: the state is found by one of them alone, and by the last."""
    bar = one.bar._replace(state=other.bar.state, fill=other.bar.fill)
    return Around(bar, one.title or other.title, one.places | other.places)


def _numbered_title(card: _Card) -> Around | None:
    """A set-off line right over the card that opens with its number: "A1 Awarding gap"."""
    match card.over:
        case [*_, (at, (Heading(text=text) | Paragraph(text=text)) as block)] if is_set_off(block):
            number, title = split_reference(fold_space(text)) if not counts_a_grouping(text) else (None, "")
            if number is not None:
                return Around(Bar(number, lines=0), title, frozenset([at]))
    return None


def _number_over_title(card: _Card) -> Around | None:
    """A title right over the card, under a line that is nothing but its number: "Commitment 1"."""
    match card.over:
        case [(at, (Heading() | Paragraph()) as first), (below, (Heading() | Paragraph()) as second)]:
            if is_number(fold_space(first.text)) and is_set_off(second):
                number = number_over(fold_space(first.text))
                return Around(Bar(number, lines=0), fold_space(second.text), frozenset([at, below]))
    return None


def _state_below(card: _Card) -> Around | None:
    """A line right below the card that says how far it has come, alone or behind its label."""
    for at, block in card.below:
        if bar := _state_of(block):
            return Around(bar, "", frozenset([at]))
    return None


def _state_of(block: Block) -> Bar | None:
    """The bar of a line that says a state, alone or behind its label, and no number; None of any other block."""
    if isinstance(block, Table):
        return None
    bar = state_alone(replace(block, text=_without_label(fold_space(block.text))))
    return bar if bar.state and not bar.number else None


def _without_label(text: str) -> str:
    """A text without the words before it that name the column of states."""
    words = text.split()
    for count in range(1, min(_LONGEST_LABEL, len(words) - 1) + 1):
        if role_of_label(fold_heading(" ".join(words[:count]).rstrip(" :"))) == "status":
            return " ".join(words[count:])
    return text
