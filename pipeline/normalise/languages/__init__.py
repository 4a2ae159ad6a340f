"""Which words of a cell are in Welsh or Gaelic and which in English, for plans that print both.

Whether a word is Welsh or Gaelic is told by a list of common words of such plans, and for others by how the language is
spelt; what is a common word of English is never one by its spelling. What the words mean is left to the readers of
values.
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
_SEVERAL = 2  # words on the list, from which those that are of no known language speak against none
_LANGUAGES = ("welsh.toml", "gaelic.toml")


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What the files of the languages hold: whole words, and how words begin and end that are on no list."""

    words: frozenset[str]
    small: frozenset[str]  # words of a letter or two, which a capital makes initials
    bodies: frozenset[str]  # first words of the name of a body
    spelt: re.Pattern[str]


def parse_words(*languages: dict[str, dict[str, list[str]]]) -> OtherWords:
    """Type the contents of the files, as of one language: no text is in two of them."""
    spelt = "|".join(
        f"^(?:{'|'.join(data['begins'])})|(?:{'|'.join(data['ends'])})$|{'|'.join(data['holds'])}"
        for data in (language["spelling"] for language in languages)
    )
    words, small, bodies = (
        frozenset(word for language in languages for word in language[table][entry])
        for table, entry in (("common", "words"), ("common", "small"), ("bodies", "open"))
    )
    return OtherWords(words, small, bodies, re.compile(spelt))


@lru_cache(maxsize=1)
def _read_words() -> OtherWords:
    return parse_words(*(read_lexicon_file("pipeline.normalise.languages", name) for name in _LANGUAGES))


def is_in_other_language(text: str) -> bool:
    """Whether a text is in Welsh or Gaelic: one word at least is on the list, and with those spelt so they are half.

    With several on the list they need only be more than the common words of English: the rest may be of either.

    >>> is_in_other_language("Pennaeth Tai"), is_in_other_language("Head of Housing")
    (True, False)
    >>> is_in_other_language("Oifigear Taigheadais"), is_in_other_language("Llandaff Library Manager")
    (True, False)
    """
    words = _WORD.findall(text)
    kinds = [_kind(word) for word in words]
    listed, other = kinds.count("listed"), sum(kind is not None for kind in kinds)
    if listed < _SEVERAL:
        return listed > 0 and 2 * other >= len(words)
    return other > sum(kind is None and is_common(word.lower()) for word, kind in zip(words, kinds, strict=True))


def holds_gaelic(text: str) -> bool:
    """Whether a text has a word of Gaelic, which the readers of values, unlike Welsh, do not know.

    >>> holds_gaelic("Oifigear Foghlaim / Education Officer"), holds_gaelic("Swyddog Addysg / Education Officer")
    (True, False)
    """
    return not _read_gaelic().isdisjoint(_WORD.findall(text.lower()))


@lru_cache(maxsize=1)
def _read_gaelic() -> frozenset[str]:
    return parse_words(read_lexicon_file("pipeline.normalise.languages", "gaelic.toml")).words


def _kind(word: str) -> str | None:
    """By what a word is of another language: "listed", "small" or "spelt"; None where nothing says so. Initials are of
    none."""
    if word.isupper() and len(word) > 1:
        return None
    other, folded = _read_words(), word.lower().replace("’", "'")
    if folded.partition("'")[0] in other.words:  # "wedi'i"
        return "listed"
    if word in other.small:
        return "small"
    return "spelt" if other.spelt.search(folded) and not is_common(folded) else None


def say_one_thing(texts: Sequence[str]) -> bool:
    """Whether texts are one thing said in two languages: each in Welsh or Gaelic has one beside it that is not.

    >>> say_one_thing(["Pennaeth Tai", "Head of Housing"]), say_one_thing(["Head of Law", "Head of Housing"])
    (True, False)
    """
    other = [is_in_other_language(text) for text in texts]
    if 2 * sum(other) != len(other) or not other:
        return False
    in_turns = all(a != b for a, b in pairwise(other))
    return (in_turns or len({*other[: len(other) // 2]}) == 1) and not _name_two_bodies(texts)


def _name_two_bodies(texts: Sequence[str]) -> bool:
    """Whether the name of a body in Welsh or Gaelic has no word in common with what stands beside it: another's."""
    words = [{*_WORD.findall(text.lower())} for text in texts]
    opens = [not _read_words().bodies.isdisjoint(_WORD.findall(text.lower())[:1]) for text in texts]
    return any(opens) and not frozenset.intersection(*map(frozenset, words))


def english_of(text: str) -> str | None:
    """Return what a text says in English, where it says the same in Welsh or Gaelic too; None where it does not.

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
            return joint.join(piece for piece in pieces if not is_in_other_language(piece))
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
