"""The register of councils: names, codes, years, successors and other spellings, as words that can be looked up.

Source: mySociety, UK Local Authority Names and Codes, CC BY 4.0; see `schema/codelists/councils.README.md`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.fold import fold
from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.phrases import PhraseIndex

_STRATEGIC = frozenset(("Combined authority", "Strategic Regional Authority"))


@dataclass(frozen=True, slots=True)
class Council:
    """One body of the register; `end` is the first day on which it no longer existed."""

    name: str
    gss_code: str | None
    type: str
    nation: str
    region: str | None
    start: date | None
    end: date | None
    successors: tuple[str, ...] = ()

    def existed_in(self, first: date | None, last: date | None) -> bool:
        """Whether some day of a period lies within its life; open ends count as existing."""
        return not (self.end is not None and first is not None and first >= self.end) and not (
            self.start is not None and last is not None and last < self.start
        )


@dataclass(frozen=True, slots=True)
class CouncilWords:
    """Words around councils' names, folded."""

    before: tuple[tuple[str, ...], ...]  # longest first
    behind: tuple[tuple[str, ...], ...]
    county: frozenset[tuple[str, ...]]
    full: tuple[tuple[str, ...], ...]  # those behind a name that nothing but a council bears
    style: frozenset[str]
    other: frozenset[str]
    ordinary: frozenset[str]
    another: tuple[tuple[str, ...], ...]
    own_before: tuple[tuple[str, ...], ...]
    own_behind: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Councils by the bare words of their names ("charnwood"), and by whole names where those differ."""

    councils: tuple[Council, ...]
    words: CouncilWords
    by_bare: Mapping[tuple[str, ...], tuple[Council, ...]]
    index: PhraseIndex[tuple[str, ...]]  # finds bare names in text, giving the key of `by_bare`


def name_words(text: str) -> tuple[str, ...]:
    """Fold a name into words: `&` is `and`, apostrophes, points and dashes are gone.

    >>> name_words("King's Lynn & West-Norfolk")
    ('kings', 'lynn', 'and', 'west', 'norfolk')
    """
    text = re.sub(r"['.]", "", fold(text)).replace("&", " and ")
    return tuple(re.findall(r"[^\W_]+", text))


@lru_cache(maxsize=16_384)  # every word of a document is looked up
def fold_name(word: str) -> str:
    """Fold one word as names are folded, its parts run together.

    >>> fold_name("&"), fold_name("Lynn's")
    ('and', 'lynns')
    """
    return "".join(name_words(word))


def bare_name(name: str, words: CouncilWords) -> tuple[str, ...]:
    """The words of a name without the style of the council before and behind it.

    >>> bare_name("London Borough of Camden", read_register().words)
    ('camden',)
    """
    parts = name_words(name)
    if parts[:1] == ("the",):
        parts = parts[1:]
    for style in words.before:
        if parts[: len(style)] == style and len(parts) > len(style):
            parts = parts[len(style) :]
            break
    for style in words.behind:
        if parts[-len(style) :] == style and len(parts) > len(style):
            parts = parts[: -len(style)]
            break
    return parts


def parse_words(data: Mapping[str, Any]) -> CouncilWords:
    """Type the contents of `council_words.toml`."""

    def phrases(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted(map(name_words, texts), key=len, reverse=True))

    return CouncilWords(
        phrases(word for entry in data["before"] for word in entry["words"]),
        phrases(word for entry in data["behind"] for word in entry["words"]),
        frozenset(phrases(data["county"]["words"])),
        phrases(data["full"]["words"]),
        frozenset(data["style"]["words"]),
        frozenset(data["other"]["words"]),
        frozenset(data["ordinary"]["words"]),
        phrases(data["another"]["words"]),
        phrases(data["own"]["before"]),
        phrases(data["own"]["behind"]),
    )


@lru_cache(maxsize=1)
def read_register() -> Register:
    """Read the register that comes with the package."""
    folder = files("schema") / "codelists"
    return build_register(
        csv.DictReader((folder / "councils.csv").read_text("utf-8").splitlines()),
        csv.DictReader((folder / "councils_aliases.csv").read_text("utf-8").splitlines()),
        parse_words(read_lexicon_file("pipeline.normalise.council", "council_words.toml")),
    )


def build_register(
    rows: Iterable[Mapping[str, str]], aliases: Iterable[Mapping[str, str]], words: CouncilWords
) -> Register:
    """Build the register from the rows of its two tables; raise ValueError for an alias of no council."""
    councils = tuple(_council(row) for row in rows)
    by_name = {council.name: council for council in councils}
    by_bare: dict[tuple[str, ...], list[Council]] = {}

    def put(key: tuple[str, ...], council: Council) -> None:
        if council not in by_bare.setdefault(key, []):
            by_bare[key].append(council)

    for council in councils:
        put(_key(council.name, council, words), council)
    for alias in aliases:
        if alias["council"] not in by_name:
            raise ValueError(f'councils_aliases.csv: "{alias["council"]}" is no council of councils.csv.')
        council = by_name[alias["council"]]
        put(_key(alias["alias"], council, words), council)
    fixed = {key: tuple(found) for key, found in by_bare.items()}
    return Register(councils, words, fixed, PhraseIndex((" ".join(key), key) for key in fixed))


def _key(name: str, council: Council, words: CouncilWords) -> tuple[str, ...]:
    """The words by which a council is looked up: bare, unless the bare words would mean something greater."""
    if council.type in _STRATEGIC:  # "West Midlands" is a region, "West Midlands Combined Authority" a body
        return name_words(re.sub(r"\(.*\)", "", name))
    bare = bare_name(name, words)
    return name_words(name) if bare in ((), ("london",), ("corporation",), ("london", "corporation")) else bare


def _council(row: Mapping[str, str]) -> Council:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Council(
        row["name"],
        row["gss_code"] or None,
        row["type"],
        row["nation"],
        row["region"] or None,
        day(row["start_date"]),
        day(row["end_date"]),
        tuple(part.strip() for part in row["successors"].split(";") if part.strip()),
    )
