"""What passes between the steps of splitting: runs of words, the gaps between them, and the mentions they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.normalise.owner.lexicon import Title
from pipeline.normalise.owner.shape import Shape, read_shape
from pipeline.normalise.owner.words import Token

# Of several separators in a row the strongest counts; "phrase" is one such as "supported by", "space" none at all.
GAPS = (
    *("start", "space", "line", "dash", "colon", "and", "comma", "slash", "sentence", "plus", "arrow", "semicolon"),
    *("bullet", "phrase"),
)
_STRENGTH = {kind: strength for strength, kind in enumerate(GAPS)}
_SOFT = frozenset({"and", "comma"})


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before a run: the kind of separator, and how it is printed."""

    kind: str = "start"
    tight: bool = False  # a slash with no white space round it
    line: bool = False  # the run begins a line
    facts: frozenset[str] = frozenset()  # what its place in a list says

    def with_separator(self, kind: str, *, tight: bool, line: bool) -> Gap:
        """The gap with one more separator in it: the strongest counts, ", and" is an "and"."""
        line = line or self.line
        if {kind, self.kind} == _SOFT:
            return Gap("and", False, line, self.facts | {"after_comma"})
        if _STRENGTH[kind] > _STRENGTH[self.kind]:
            return Gap(kind, tight, line, self.facts)
        return Gap(self.kind, self.tight, line, self.facts)


@dataclass(slots=True)
class Run:
    """A run of words between two separators. `tokens` hold its brackets too, `words` do not."""

    gap: Gap
    tokens: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    inner: list[list[Token]] = field(default_factory=list)
    relation: str | None = None
    surname_first: bool = False  # "Smith, John": its words are in the order of the name
    _read: tuple[int, Shape] | None = None

    @property
    def shape(self) -> Shape:
        """What its words are; read once for each number of them."""
        if self._read is None or self._read[0] != len(self.words):
            self._read = len(self.words), read_shape(tuple([token.word for token in self.words]))
        return self._read[1]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its words."""
        return tuple([key for token in self.words for key in token.keys])

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.words and not self.inner


@dataclass(slots=True)
class Part:
    """One mention: runs that belong together, with the separators that stand between them."""

    runs: list[Run]
    rule: str
    relation: str | None = None
    shared_title: Title | None = None  # the plural head of the first of "Heads of …", for each of its subjects
    joint: str = ""  # the word between that head and its subjects, where the title has none: "for"
    shared_subject: list[Token] = field(default_factory=list)
    drop_title: bool = False
    person: bool = False  # a surname that only its neighbour tells
    flags: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """Every token of the mention in reading order, separators between its runs left out."""
        return [token for run in self.runs for token in run.tokens]

    @property
    def words(self) -> list[Token]:
        """Its words outside brackets."""
        return [token for run in self.runs for token in run.words]


@dataclass(slots=True)
class Scan:
    """A cell as scanned: its runs in reading order, and the tokens that are no part of an owner."""

    runs: list[Run] = field(default_factory=list)
    carriers: list[Token] = field(default_factory=list)
    nobody: list[Token] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def english_runs(runs: Sequence[Run]) -> Sequence[Run]:
    """Return the runs that speak for an owner of two languages: the English ones, or all where there is none."""
    return [run for run in runs if "welsh" not in run.shape] or runs


def first_words(words: Sequence[Token], size: int) -> Sequence[Token]:
    """Return as many of the first words as hold a number of keys."""
    reached = accumulate((len(word.keys) for word in words), initial=0)
    return [word for word, before in zip(words, reached, strict=False) if before < size]
