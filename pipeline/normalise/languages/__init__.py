"""Which words of a cell are in Welsh and which in English, for plans that print both.

Whether a word is Welsh is told by a list of common words of such plans, and for others by how Welsh is spelt; what is a
common word of English is never Welsh by its spelling. What the words mean is left to the readers of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.common_words import is_common
from pipeline.lexicon_file import read_lexicon_file

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BRACKETED = re.compile(r"(?P<before>[^()\[\]]+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\.?")
_LISTED = re.compile(r"[/|,;\n]")  # marks of a list, whose parts may be anybody
_BETWEEN = (
    re.compile(r"\n"),
    re.compile(r"\s*\|\s*"),
    re.compile(r"\s+/\s+"),
    re.compile(r"\s+[–—-]\s+"),
    re.compile(r"/"),
)


@dataclass(frozen=True, slots=True)
class WelshWords:
    """What `welsh.toml` holds: whole words, and how words begin and end that are on no list."""

    words: frozenset[str]
    bodies: frozenset[str]  # first words of the name of a body
    spelt: re.Pattern[str]


def parse_welsh(data: dict[str, dict[str, list[str]]]) -> WelshWords:
    """Type the contents of the file."""
    begins, ends, holds = (data["spelling"][part] for part in ("begins", "ends", "holds"))
    spelt = rf"^(?:{'|'.join(begins)})|(?:{'|'.join(ends)})$|{'|'.join(holds)}"
    return WelshWords(frozenset(data["common"]["words"]), frozenset(data["bodies"]["open"]), re.compile(spelt))


@lru_cache(maxsize=1)
def _read_welsh() -> WelshWords:
    return parse_welsh(read_lexicon_file("pipeline.normalise.languages", "welsh.toml"))


def is_in_welsh(text: str) -> bool:
    """Whether a text is in Welsh: one word at least is on the list, and with those spelt so they are half of all.

    >>> is_in_welsh("Pennaeth Tai"), is_in_welsh("Head of Housing"), is_in_welsh("Llandaff Library Manager")
    (True, False, False)
    """
    words = _WORD.findall(text)
    kinds = [_kind(word) for word in words]
    return "listed" in kinds and 2 * sum(kind is not None for kind in kinds) >= len(words)


def _kind(word: str) -> str | None:
    """By what a word is Welsh: "listed" or "spelt"; None where nothing says so. Initials are of no language."""
    if word.isupper() and len(word) > 1:
        return None
    welsh, folded = _read_welsh(), word.lower().replace("’", "'")
    if folded in welsh.words:
        return "listed"
    return "spelt" if welsh.spelt.search(folded) and not is_common(folded) else None


def say_one_thing(texts: Sequence[str]) -> bool:
    """Whether texts are one thing said in two languages: each in Welsh has one beside it that is not.

    >>> say_one_thing(["Pennaeth Tai", "Head of Housing"]), say_one_thing(["Head of Law", "Head of Housing"])
    (True, False)
    """
    welsh = [is_in_welsh(text) for text in texts]
    if 2 * sum(welsh) != len(welsh) or not welsh:
        return False
    in_turns = all(a != b for a, b in pairwise(welsh))
    return (in_turns or len({*welsh[: len(welsh) // 2]}) == 1) and not _name_two_bodies(texts)


def _name_two_bodies(texts: Sequence[str]) -> bool:
    """Whether the name of a body in Welsh has no word in common with what stands beside it: another's name."""
    words = [{*_WORD.findall(text.lower())} for text in texts]
    opens = [not _read_welsh().bodies.isdisjoint(_WORD.findall(text.lower())[:1]) for text in texts]
    return any(opens) and not frozenset.intersection(*map(frozenset, words))


def english_of(text: str) -> str | None:
    """Return what a text says in English, where it says the same in Welsh too; None where it does not.

    The two stand on lines of their own, beside a stroke, bar or dash, one in brackets, or one behind the other, each
    with a capital.

    >>> english_of("Pennaeth Cyllid | Head of Finance"), english_of("Housing Manager (Rheolwr Tai)")
    ('Head of Finance', 'Housing Manager')
    >>> english_of("Head of Finance / Head of Law") is None
    True
    """
    if "listed" not in map(_kind, _WORD.findall(text)):
        return None
    for pieces, joint in _partings(text.strip()):
        if say_one_thing(pieces):
            return joint.join(piece for piece in pieces if not is_in_welsh(piece))
    return None


def _partings(text: str) -> Iterator[tuple[list[str], str]]:
    """The ways to part a text, each with what joins its parts again."""
    for pattern in _BETWEEN:
        pieces = [piece.strip() for piece in pattern.split(text) if piece.strip()]
        if len(pieces) > 1:
            mark = pattern.search(text)
            yield pieces, mark[0] if mark is not None else " "
    if bracketed := _BRACKETED.fullmatch(text):
        yield [bracketed["before"], bracketed["inner"]], " "
    yield from (([text[:at].strip(), text[at:].strip()], " ") for at in _turns(text))


def _turns(text: str) -> Iterator[int]:
    """Where, in a text on one line, all words before are of one language and all behind of the other."""
    words = list(_WORD.finditer(text)) if _LISTED.search(text) is None else []
    kinds = [_kind(word[0]) for word in words]
    for at in range(1, len(words)):
        first, second = kinds[:at], kinds[at:]
        parted = (None not in first and not any(second)) or (None not in second and not any(first))
        if parted and words[at][0][0].isupper():
            yield words[at].start()
