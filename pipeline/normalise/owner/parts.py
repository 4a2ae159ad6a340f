"""What passes between the steps of splitting: runs of words between separators, and the mentions they make."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.normalise.owner.classify import Shape
from pipeline.normalise.owner.words import Token


@dataclass(slots=True)
class Chunk:
    """A run of words between two separators. `tokens` hold its brackets too, `words` do not."""

    sep: str  # the separator before it; "" none, ">" a phrase such as "supported by"
    tokens: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    inner: list[list[Token]] = field(default_factory=list)
    tight: bool = False  # the slash before it has no white space round it
    line: bool = False  # it begins a line
    relation: str | None = None
    surname_first: bool = False  # "Smith, John": its words are in the order of the name
    shape: Shape = field(default_factory=lambda: Shape(()))


@dataclass(slots=True)
class Part:
    """One mention: chunks that belong together, with the separators that stand between them."""

    chunks: list[Chunk]
    rule: str
    relation: str | None = None
    shared_head: str | None = None  # "head of" for the later subjects of "Heads of …"
    shared_subject: list[Token] = field(default_factory=list)
    drop_title: bool = False
    person: bool = False  # a surname that only its neighbour tells
    flags: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """Every token of the mention in reading order, separators between its chunks left out."""
        return [token for chunk in self.chunks for token in chunk.tokens]

    @property
    def words(self) -> list[Token]:
        """Its words outside brackets."""
        return [token for chunk in self.chunks for token in chunk.words]


@dataclass(slots=True)
class Split:
    """A cell as split: its cleaned text, its tokens, its parts, and the tokens that are no part of a mention."""

    text: str
    tokens: list[Token]
    parts: list[Part]
    carriers: list[Token]
    nobody: list[Token]
    flags: list[str]
