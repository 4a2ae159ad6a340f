"""Rows of a label and its value, each in a tagged block of its own, the value beside its label or under it.

What some rows show is weighed here, by the weights of those who find them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.pdf.cells import all_bold
from extractors.pdf.page import Word
from extractors.pdf.tags import MarkPlace, Path
from extractors.pdf.weights import PairWeights

MAY_LABEL = frozenset(("P", "Div", "Sect", "Part", "NonStruct"))  # the numbers of lists label nothing
LEAST_ROWS = 2
LONGEST_LABEL = 8  # words
_MOST_ROWS = 5  # that count
_MOST_WORDS = 150  # in a value
_AGAIN = 2  # cards that have a label


class Text:
    """The words of one block on the first page where it stands."""

    __slots__ = ("page", "place", "size", "words", "x0", "x1")

    def __init__(self, place: MarkPlace, page: int, word: Word) -> None:
        self.place = place
        self.page = page
        self.words: list[Word] = []
        self.x0, self.x1, self.size = word.x0, word.x1, word.size

    def take(self, word: Word) -> None:
        """Add a word to the block."""
        self.words.append(word)
        self.x0 = min(self.x0, word.x0)
        self.x1 = max(self.x1, word.x1)

    @property
    def path(self) -> Path:
        """The path of the block."""
        return self.place.block

    @property
    def look(self) -> tuple[str, bool, float]:
        """What those that are labels have in common: their tag, whether they are bold, their size."""
        return self.place.role, all_bold(self.words), round(self.size, 1)

    @property
    def begins(self) -> tuple[int, float]:
        """The page and the baseline on which the block begins."""
        return self.page, self.words[0].base

    @property
    def said(self) -> str:
        """The words, folded."""
        return " ".join(word.text for word in self.words).casefold()


class Row(NamedTuple):
    """A label and what stands beside it; `label` and `value` are their blocks with all that is in these."""

    label: Path
    value: Path | None
    texts: tuple[Text, ...]  # the label, then those of the value

    @property
    def holder(self) -> Path:
        """The block that holds both."""
        return self.label[:-1]


class CellPlace(NamedTuple):
    """The cell of a table of labels and values that a block is in; tables and rows go by the path of their first."""

    table: Path
    row: Path
    column: int


@dataclass(slots=True)
class Run:
    """Rows below one another."""

    rows: list[Row]
    more: dict[Path, int] = field(default_factory=dict)  # blocks that go on with a value, and the row of that

    @property
    def path(self) -> Path:
        """The path by which its table goes."""
        return self.rows[0].label

    @property
    def label_left(self) -> float:
        """Where the labels begin."""
        return self.rows[0].texts[0].x0

    @property
    def value_left(self) -> float:
        """Where the values begin."""
        return self.rows[0].texts[1].x0


class Facts(NamedTuple):
    """What rows of labels and values show; the units stand in tagged_pairs.toml and stacked_pairs.toml."""

    rows: float
    again: float
    set_off: float
    colons: float
    long_labels: float
    figures: float
    crowded: float


def row_from(texts: Sequence[Text], at: int) -> Row | None:
    """The label at a place with all of the block after it; None where the one block stands in the other, or the label
    ends a longer text."""
    label, after = texts[at : at + 2]
    shared = next((i for i, (a, b) in enumerate(zip(label.path, after.path, strict=False)) if a != b), None)
    if shared is None:
        return None  # a line of text goes on in a part of it
    own, value = label.path[: shared + 1], after.path[: shared + 1]
    if any(text.path[: shared + 1] == own for text in texts[max(0, at - 1) : at]):
        return None
    end = at + 1
    while end < len(texts) and texts[end].path[: shared + 1] == value:
        end += 1
    return Row(own, value, tuple(texts[at:end]))


def labels_said(runs: Iterable[Run]) -> Counter[str]:
    """Return in how many runs each label stands."""
    return Counter(label for run in runs for label in {row.texts[0].said for row in run.rows})


def is_table(run: Run, said: Mapping[str, int], weights: PairWeights) -> bool:
    """Return whether rows are labels and values; `said` counts the runs that have a label."""
    if sum(len(row.texts) > 1 for row in run.rows) < LEAST_ROWS:
        return False
    told: dict[str, float] = facts_of(run, said)._asdict()
    return weights.table + sum(float(getattr(weights, name)) * told[name] for name in told) > 0


def facts_of(run: Run, said: Mapping[str, int]) -> Facts:
    """Return what rows of labels and values show; `said` counts the runs that have a label."""
    count = len(run.rows)
    labels = [row.texts[0] for row in run.rows]
    values = [[word for text in row.texts[1:] for word in text.words] for row in run.rows]
    bold = sum(all_bold(label.words) and not all_bold(value) for label, value in zip(labels, values, strict=True))
    return Facts(
        rows=min(_MOST_ROWS, count),
        again=sum(said[label.said] >= _AGAIN for label in labels) / count,
        set_off=bold / count,
        colons=sum(label.said.endswith(":") for label in labels) / count,
        long_labels=sum(len(label.words) > LONGEST_LABEL for label in labels) / count,
        figures=sum(not any(map(str.isalpha, label.said)) for label in labels) / count,
        crowded=float(any(len(value) > _MOST_WORDS for value in values)),
    )


def places_of(run: Run) -> Iterator[tuple[Path, CellPlace]]:
    """Yield the blocks of a table of labels and values with the cell that each is in."""
    for row in run.rows:
        yield row.label, CellPlace(run.path, row.label, 0)
        if row.value is not None:
            yield row.value, CellPlace(run.path, row.label, 1)
    for block, at in run.more.items():
        yield block, CellPlace(run.path, run.rows[at].label, 1)
