"""Abbreviations: those a document defines itself, the council's own list, then the lexicon of local government.

The finder follows Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text" (PSB 2003): a short form in brackets after its long form, or the other way about, accepted when the short
form's letters stand in the long form in order and the first of them begins it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile
from typing import Literal

from pipeline.fold import fold_space
from pipeline.normalise.codes_told import codes_told
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.words import SMALL_WORDS, word_key

Source = Literal["document", "council", "lexicon"]

_BRACKET = re.compile(r"\(([^()]{2,120})\)")
_GLOSSARY = re.compile(
    r"^\s*([A-Z][A-Za-z&]{1,9})\s*(?:[-\u2010-\u2015:=]|\bmeans\b|\bstands for\b)\s*([A-Z][^.;:()]{4,90})$"
)
_FEWEST_TOLD = 2  # codes of a line that is a key to initials
_QUOTES = re.compile(r"[\"'\u2018\u2019\u201c\u201d]")
_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9&/.\-]{1,9}$")
_BREAK = re.compile(r"[.;:!?\n()\[\]|\t]")
_LONGEST_LONG_FORM = 400  # characters looked back for what an abbreviation stands for
_BEFORE_NAMES = frozenset({"the", "a", "an", "our"})
_MIN_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Expansion:
    """What an abbreviation stands for, and where that was said."""

    long: str
    source: Source


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The abbreviations known for one document: pairs of short and long form, the document's own first.

    The lexicon of local government always stands behind them.
    """

    document: tuple[tuple[str, str], ...] = ()
    council: tuple[tuple[str, str], ...] = ()

    def with_council(self, listed: Mapping[str, str]) -> Abbreviations:
        """The same with a council's own list (short form to long form) behind the document's definitions."""
        return Abbreviations(self.document, tuple(sorted(listed.items())))

    def find(self, printed: str) -> Expansion | None:
        """The expansion of a printed word, or None where none is known. A plural `s` after capitals is kept.

        >>> Abbreviations().find("DMTs")
        Expansion(long='Directorate Management Teams', source='lexicon')
        >>> Abbreviations((("HR", "Harbour Resilience"),)).find("HR")
        Expansion(long='Harbour Resilience', source='document')
        """
        return _find(self, printed)


@lru_cache(maxsize=256)
def _own(abbreviations: Abbreviations) -> dict[str, Expansion]:
    found: dict[str, Expansion] = {}
    source: Source
    for pairs, source in ((abbreviations.document, "document"), (abbreviations.council, "council")):
        for short, long in pairs:
            found.setdefault(short.replace(".", ""), Expansion(long, source))
    return found


def _find(abbreviations: Abbreviations, printed: str) -> Expansion | None:
    own = _own(abbreviations) if abbreviations.document or abbreviations.council else {}
    return _look(own, printed) if own else _look_in_lexicon(printed)


def _look(own: Mapping[str, Expansion], printed: str) -> Expansion | None:
    bare = printed.replace(".", "")
    if bare in own:
        return own[bare]
    found = own.get(_without_plural(bare, "s"))
    return _look_in_lexicon(printed) if found is None else Expansion(_plural(found.long), found.source)


@lru_cache(maxsize=65536)
def _look_in_lexicon(printed: str) -> Expansion | None:
    lexicon: Lexicon = owner_lexicon()
    bare = printed.replace(".", "")
    long = lexicon.capitals.get(bare)
    if long is None:
        stem = _without_plural(bare, ("s", "S"))
        found = lexicon.capitals.get(stem) or lexicon.any_case.get(stem.casefold())
        long = None if found is None else _plural(found)
    if long is None:
        long = lexicon.any_case.get(word_key(printed))
    return None if long is None else Expansion(long, "lexicon")


def _without_plural(bare: str, endings: str | tuple[str, ...]) -> str:
    """Capitals without the ending of their plural ("DMTs", "DMT's"), "" of a single letter and of other words."""
    if not bare.endswith(endings) or not bare[:-1].isupper():
        return ""
    stem = bare[:-1].rstrip("'\u2019")
    return stem if len(stem) > 1 else ""


def _plural(long: str) -> str:
    head, of, rest = long.partition(" of ")
    if head.endswith("s"):
        return long
    return (head[:-1] + "ies" if head.endswith("y") else head + "s") + of + rest


def find_abbreviations(texts: Iterable[str]) -> Abbreviations:
    """Find the abbreviations that a document's prose defines: `texts` are its paragraphs, headings and cells.

    The first definition of a short form stands. Raises nothing.

    >>> find_abbreviations(["The Corporate Fairness Working Group (CFWG) meets monthly."]).document
    (('CFWG', 'Corporate Fairness Working Group'),)
    """
    found: dict[str, str] = {}
    for text in texts:
        if not text:
            continue
        for match in _BRACKET.finditer(text):
            inner = fold_space(_QUOTES.sub("", match.group(1)))
            before = _BREAK.split(text[max(0, match.start() - _LONGEST_LONG_FORM) : match.start()])[-1]
            pair = _pair(inner, before)
            if pair is not None:
                found.setdefault(*pair)
        for line in text.splitlines():
            glossary = _GLOSSARY.match(line)
            if glossary is not None:
                short, long = glossary.group(1), fold_space(glossary.group(2))
                if is_short_form(short) and _initials_agree(short, long.split()):
                    found.setdefault(short, long)
            for short, long in _initials_told(line):
                found.setdefault(short, long)
    return Abbreviations(tuple(found.items()))


def _initials_told(line: str) -> list[tuple[str, str]]:
    """The initials that one line explains together: "HoE = Head of Estates; HT - Headteacher"."""
    beside = (part.strip(" .").partition(" ") for part in re.split(r"[;,:]", line))  # "HoS Head of School; …"
    pairs = [*codes_told(line), *((short, long) for short, _, long in beside if " " in long)]
    told = [(short, long) for short, long in pairs if is_short_form(short) and long[0].isupper()]
    told = [(short, long) for short, long in told if _first_word([c for c in short if c.isalnum()], long) == 0]
    return told if len(told) >= _FEWEST_TOLD else []


def is_short_form(text: str) -> bool:
    """Whether a text can be an abbreviation: one word of 2 to 10 characters, two of them capitals.

    >>> is_short_form("VCSE"), is_short_form("lead"), is_short_form("2024")
    (True, False, False)
    """
    fewest = max(_MIN_CAPITALS, len(text) / 2)
    return _SHORT.match(text) is not None and sum(c.isupper() for c in text) >= fewest


def _pair(inner: str, before: str) -> tuple[str, str] | None:
    """Short and long form from a bracket and the words before it, in whichever order they stand."""
    short = re.split(r"[,;]| or ", inner, maxsplit=1)[0].strip()
    words = before.split()
    if is_short_form(short):
        long = _long_form(short, words)
        return None if long is None else (short, long)
    last, long_form = _QUOTES.sub("", "".join(words[-1:])), inner.split()
    if len(long_form) < 2 or not is_short_form(last):
        return None
    return (last, _tidy(long_form)) if _initials_agree(last, long_form) else None


def _long_form(short: str, words: list[str]) -> str | None:
    letters = [c for c in short if c.isalnum()]
    most = min(len(letters) + 5, len(letters) * 2)
    near = words[-most - 4 :]
    # Every letter an initial, small words passed over: the surest reading, tried from the nearest start.
    for start in range(len(near) - 1, -1, -1):
        if _initials_agree(short, near[start:]):
            return _tidy(near[start:])
    near = near[-most:]
    begins = _first_word(letters, " ".join(near))
    long = near[begins:] if begins is not None else []
    if len(long) < 2 or not long[0][:1].isupper():
        return None
    return _tidy(long)


def _first_word(letters: Sequence[str], text: str) -> int | None:
    """The number of the last word that begins with the first letter and has the others, in order, in or behind it."""
    first, *others = map(re.escape, letters)
    found = re.match(rf"(.*)(?<!\S){first}" + "".join(f"[^{c}]*{c}" for c in others), text, re.IGNORECASE)
    return None if found is None else len(found[1].split())


def _initials_agree(short: str, words: list[str]) -> bool:
    letters = [c.casefold() for c in short if c.isalnum()]
    if words[0][:1].casefold() != letters[0]:
        return False
    parts = [part for word in words for part in re.split(r"[-/&]", word) if part]
    strict = [part[0].casefold() for part in parts if part.casefold().strip(",") not in SMALL_WORDS]
    return letters in (strict, [part[0].casefold() for part in parts])


def _tidy(words: list[str]) -> str:
    words = list(dropwhile(lambda word: word.casefold() in _BEFORE_NAMES, words))
    return _QUOTES.sub(lambda m: "'" if m.group() in "'\u2019" else "", " ".join(words)).strip(" ,-\u2013")
