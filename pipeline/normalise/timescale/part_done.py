"""How much of the work the words of a status say is done: all, some or none of it.

"Completed 2 of 5", "two held so far", "completed except for the training" and "first meeting held" say a part, and
"Complete the form" is an order. The words are data: `lexicons/status_words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.fold import fold
from pipeline.normalise.timescale.lexicon import read_lexicon
from pipeline.normalise.timescale.tokens import Token, tokenise

Share = Literal["none", "some", "all"]

_OF_HOW_MANY = re.compile(r"(?<![\w./-])([a-z]+|\d{1,4}) (?:out )?of (?:the |our |all )?([a-z]+|\d{1,4})(?![\w./-])")
_NO_WORD = re.compile(r"[^a-z0-9']+")
_FIRST_SENTENCE = re.compile(r"[^.;!]+")


@dataclass(frozen=True, slots=True)
class ShareLexicon:
    """Patterns over words with one space on each side: what leaves work unfinished, first steps, orders."""

    unfinished: re.Pattern[str]
    denied: re.Pattern[str]
    steps: re.Pattern[str]
    orders: re.Pattern[str]


def parse_share_lexicon(data: Mapping[str, Any]) -> ShareLexicon:
    """Make patterns of the lists "unfinished" (and what denies it), "steps" and "orders" of `status_words.toml`."""
    unfinished = _one_of(data["unfinished"]["phrases"])
    return ShareLexicon(
        re.compile(f" {unfinished} "),
        re.compile(f" {_one_of(data['unfinished']['denied'])} (?:[a-z]+ ){{0,2}}{unfinished} "),
        re.compile(f" {_one_of(data['steps']['phrases'])} "),
        re.compile(f" complete {_one_of(data['orders']['phrases'])} "),
    )


def share_done(text: str, lexicon: ShareLexicon) -> Share:
    """Give how much is done of work that a text calls done, by the counts and words of its first sentence.

    >>> from pipeline.normalise.timescale.status import read_status_lexicon
    >>> [share_done(text, read_status_lexicon().share) for text in ("Completed", "2 of 5 done", "0 of 5 done")]
    ['all', 'some', 'none']
    """
    found = _FIRST_SENTENCE.match(fold(text).replace("-", " "))
    sentence = found[0] if found else ""
    counts = [(_number(done), _number(of)) for done, of in _OF_HOW_MANY.findall(sentence)]
    parts = [done for done, of in counts if 0 <= done < of]
    if parts:
        return "some" if any(parts) else "none"
    words = _spaced(sentence)
    if lexicon.steps.match(words) or (lexicon.unfinished.search(words) and not lexicon.denied.search(words)):
        return "some"
    return "all"


def is_order(text: str, lexicon: ShareLexicon) -> bool:
    """Whether a text orders what a report would call done: "Complete the form"."""
    return lexicon.orders.match(_spaced(fold(text))) is not None


def _one_of(phrases: list[str]) -> str:
    return f"(?:{'|'.join(phrases)})"


def _spaced(folded: str) -> str:
    return f" {_NO_WORD.sub(' ', folded).strip()} "


def _number(figure: str) -> int:
    """The number of a figure or of a word for one, 0 of "none"; -1 of another word."""
    if figure.isdigit():
        return int(figure)
    match tokenise(figure, read_lexicon()):
        case [Token(kind="NUM", value=int(number))]:
            return number
        case [Token(kind="NA")]:
            return 0
    return -1
