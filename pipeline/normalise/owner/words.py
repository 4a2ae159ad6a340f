"""The words of an owner cell: printed text cut into words and separators, each with the key it is compared by.

Everything later (splitting, classification, matching) works on these; nothing here knows what a word means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pipeline.fold import fold

MAIL = r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
_WORD = r"[^\W_]+(?:[’'.\u2010\u2011\-][^\W_]+)*['’]?"
_PLUS = r"(?i:lgb\w*)\+"  # the plus sign of "LGBT+" is no separator
_TOKEN = re.compile(rf"(?P<mail>{MAIL})|(?P<pair>\b\d+/\d+\b)|(?P<plus>{_PLUS})|(?P<word>{_WORD})|(?P<mark>[^\s])")
# of a name, that give no letter and stand between those that do
SMALL_WORDS = frozenset({"and", "of", "the", "for", "in", "on", "to", "a", "an", "with", "at", "or", "by"})
SMALL_IN_INITIALS = frozenset({"and", "of", "the", "for"})
_BULLET = re.compile(
    r"[ \t]*(?:[•·▪●◦‣\uf0b7*\-\u2010-\u2015\u2212>]|\(?\d{1,2}[.)]|o(?=[ \t]+[A-Z])|\(?[a-hivx]{1,3}\))[ \t]+(?=\S)"
)
_ITEM = re.compile(r"(?<=\s)(\d{1,2})[.)](?=\s)")
_INLINE_BULLETS = "•·▪●◦‣\uf0b7"
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\u000b\u000c\u0085]")
_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")  # as nearly all phrases of the lexicon are: its words are their own keys
_KEY_DROPS = re.compile(r"['\-.]")
_ARROWS = frozenset(">\u2192\u21d2\u27a1\u2794\u25ba\u25b6\u00bb\u21e8\uf0e0")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


class Word(NamedTuple):
    """A word without its place: what says all about it that its meaning depends on."""

    text: str
    keys: tuple[str, ...]
    long: str | None


class Token:
    """One word or separator of a cell.

    `keys` are the folded words it stands for: one for a plain word, several for an abbreviation that was expanded.
    `long` is the expansion and `source` where it came from; both None for a plain word. `mark` tells a separator.
    """

    __slots__ = (
        "_word",
        "end",
        "held",
        "index",
        "keys",
        "line",
        "long",
        "mark",
        "mended",
        "source",
        "space",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, end: int, *, mark: bool, space: bool, line: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.mark = mark
        self.space = space
        self.line = line
        self.keys: tuple[str, ...] = (mark_key(text) if mark else word_key(text),)
        self.long: str | None = None
        self.source: str | None = None
        self.index = 0
        self._word: Word | None = None
        self.held = False  # a word of a known name of several words
        self.mended = False  # spelt wrong: `long` is the word as it should be

    @property
    def key(self) -> str:
        """The first of the keys: all there is for a plain word or a separator."""
        return self.keys[0]

    @property
    def goes_on(self) -> bool:
        """Whether it is a word that goes on with what stands before it: no separator, and none that begins a line."""
        return not (self.mark or self.line)

    @property
    def word(self) -> Word:
        """The word without its place."""
        if self._word is None or self._word.keys is not self.keys:
            self._word = Word(self.text, self.keys, self.long)
        return self._word


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """What a word is compared by: case, apostrophes, hyphens and full stops inside it are left out.

    >>> word_key("Co-ordinator"), word_key("Children\\u2019s")
    ('coordinator', 'childrens')
    """
    return _KEY_DROPS.sub("", fold(word)) or word


def mark_key(mark: str) -> str:
    """What a separator is compared by: an ampersand is "and", every dash is a hyphen, every bullet a star."""
    if mark == "&":
        return "and"
    if mark in _DASHES:
        return "-"
    if mark in _ARROWS:
        return ">"
    if mark in _INLINE_BULLETS:
        return "*"
    return {"[": "(", "]": ")", "|": ";", "\\": "/"}.get(mark, mark)


def clean(text: str) -> str:
    """The text with invisible characters gone and every kind of line end as a line feed; words are untouched."""
    return _LINE_END.sub("\n", _INVISIBLE.sub("", text))


def tokenise(text: str) -> list[Token]:
    """Cut cleaned text into tokens in reading order. A list's bullet or number at a line's start becomes a `*`."""
    tokens: list[Token] = []
    offset = 0
    for number, line in enumerate(text.split("\n")):
        begin = 0
        fresh = number > 0
        bullet = _BULLET.match(line)
        if bullet is not None:
            token = Token("*", offset + bullet.start(), offset + bullet.end(), mark=True, space=True, line=fresh)
            token.keys = ("*",)
            tokens.append(token)
            begin, fresh = bullet.end(), False
        items = _items_behind(line, bullet)
        for found in _TOKEN.finditer(line, begin):
            start, end = found.span()
            if start in items:
                token = Token("*", offset + start, offset + items[start], mark=True, space=True, line=False)
                token.keys = ("*",)
                tokens.append(token)
            if any(first <= start < last for first, last in items.items()):
                continue
            space = start == 0 or line[start - 1].isspace()
            is_mark = found.lastgroup == "mark"
            tokens.append(Token(found.group(), offset + start, offset + end, mark=is_mark, space=space, line=fresh))
            fresh = False
        offset += len(line) + 1
    for token in tokens:
        if not token.mark and token.key in {"and", "or"}:
            token.mark = True
    for index, token in enumerate(tokens):
        token.index = index
    return tokens


def _items_behind(line: str, first: re.Match[str] | None) -> dict[int, int]:
    """Where the further numbers of a list that begins a line stand in it, and where they end: "1. HR 2. ICT"."""
    if first is None or first.group().strip() not in ("1.", "1)"):
        return {}
    items: dict[int, int] = {}
    for found in _ITEM.finditer(line, first.end()):
        if int(found[1]) == len(items) + 2:
            items[found.start()] = found.end()
    return items


@lru_cache(maxsize=65536)
def phrase_keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase of a lexicon, separators included.

    >>> phrase_keys("HR / OD")
    ('hr', '/', 'od')
    """
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.split(" "))
    return tuple(token.key for token in tokenise(clean(phrase)))


@lru_cache(maxsize=65536)
def plain_keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase's words; of its separators only "and" is kept."""
    if _PLAIN.fullmatch(phrase):
        return tuple([word for word in phrase.split(" ") if word != "or"])
    return name_keys(tokenise(clean(phrase)))


def name_keys(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The keys of the words of a name; of its separators only "and" is kept."""
    return tuple([key for token in tokens if not token.mark or token.key == "and" for key in token.keys])
