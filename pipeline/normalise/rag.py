"""The rating of an action by colour: from a letter, a colour word or sign, or the fill of its cell.

Which letters, words, signs and fills count is data: `schema/codelists/rag_colours.toml`. Words for a state ("Complete",
"On track") are no colours and give no rating; they are left to the reader of states. Whether a cell is one that holds
ratings at all is the caller's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from pipeline.fold import fold
from schema.toml_file import read_toml_file

Rag = Literal["red", "amber", "green", "blue", "grey"]
RagSource = Literal["letter", "word", "colour"]

LESS_GOOD_FIRST: tuple[Rag, ...] = ("red", "amber", "green", "blue", "grey")

_FILL = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$", re.IGNORECASE)
_NEVER = (2.0, 2.0)  # a range that no brightness lies in
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_OPENING = re.compile(r"\s*([^\W\d_]+)\s*[-:;,./|\u2013\u2014]+\s*(?=\w)")
_LAST_WORD = re.compile(r"[a-z]+(?: [a-z]+){0,3} ?[-(/:,\u2013\u2014\[] ?(?P<word>[a-z]+)[)\].]*$")
_NO_LONGER = re.compile(r"\b(?:was|previously|formerly|longer)\b")
_BETWEEN = re.compile(r"\s*[/&-]\s*")
_ENDS_WORD = re.compile(r"\s*(?:[-:;,.()\[\]|=\n]|$)")
_ENDS_LETTER = re.compile(
    r"\s*(?:[:;,()\[\]|=\n]|\s-\s(?![a-z]\b)|\.?\s*$)"
)  # "A.1", "B. Smith", "A - Z" are no ratings


@dataclass(frozen=True, slots=True)
class RagReading:
    """A rating and where it came from; both are None where none was read."""

    rag: Rag | None
    source: RagSource | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellFill:
    """A fill taken apart: hue in degrees, strength (distance from grey) and brightness from 0 to 1."""

    hue: float
    strength: float
    brightness: float


@dataclass(frozen=True, slots=True)
class ColourRange:
    """One rating's part of the colour solid, with the letters, words and signs that stand for it."""

    rag: Rag
    hues: tuple[tuple[float, float], ...]  # degrees; the upper end is left out
    strength: tuple[float, float]
    brightness: tuple[float, float]
    pale: tuple[float, float]  # strengths that are too weak to be sure of
    light: tuple[float, float]  # brightnesses that are a rating's among ratings alone


@dataclass(frozen=True, slots=True)
class RagLexicon:
    """Everything that `rag_colours.toml` holds, folded for comparison."""

    colours: tuple[ColourRange, ...]
    letters: Mapping[str, Rag]
    words: Mapping[str, Rag]
    signs: Mapping[str, Rag]
    before: frozenset[str]
    behind: tuple[str, ...]
    changed: re.Pattern[str]  # from one rating to another, in folded words


def parse_lexicon(data: Mapping[str, Any]) -> RagLexicon:
    """Type the contents of the codelist; raise ValueError where a letter, word or sign stands for two ratings."""
    colours: list[ColourRange] = []
    tables: dict[str, dict[str, Rag]] = {"letters": {}, "words": {}, "signs": {}}
    faults: list[str] = []
    for entry in data["colour"]:
        rag = cast(Rag, entry["rag"])
        colours.append(
            ColourRange(
                rag,
                tuple((float(low), float(high)) for low, high in entry["hues"]),
                (entry["strength"][0], entry["strength"][1]),
                (entry["brightness"][0], entry["brightness"][1]),
                (entry["pale"][0], entry["pale"][1]),
                tuple(entry.get("light", _NEVER)),
            )
        )
        for kind, table in tables.items():
            for text in entry[kind]:
                if table.setdefault(fold(text), rag) != rag:
                    faults.append(f'"{text}" stands for both {table[fold(text)]} and {rag}. Keep it under one.')
    if faults:
        raise ValueError("rag_colours.toml: " + " ".join(faults))
    return RagLexicon(
        tuple(colours),
        tables["letters"],
        tables["words"],
        tables["signs"],
        frozenset(map(fold, data["words"]["before"])),
        tuple(sorted(map(fold, data["words"]["behind"]), key=len, reverse=True)),
        _pattern_of_change(data["words"]["changed"], tables["words"]),
    )


def _pattern_of_change(words: Mapping[str, Sequence[str]], ratings: Iterable[str]) -> re.Pattern[str]:
    """A pattern over folded text with the rating that holds as its group "now"."""
    said_before, leads_to, now, arrow = (
        "|".join(map(re.escape, words[kind])) for kind in ("from", "to", "now", "arrows")
    )
    rating = "|".join(map(re.escape, ratings))
    was = rf"(?:{said_before}) (?:{rating})[ ,;.-]+(?:{now}|{leads_to})"
    left = rf"(?:{rating})(?: ?(?:{arrow})|[ ,;.-]+(?:{now}))"
    return re.compile(rf"(?:{was}|{left}) ?(?P<now>{rating})\b")


@lru_cache(maxsize=1)
def read_lexicon() -> RagLexicon:
    """Read the codelist that comes with the package."""
    return parse_lexicon(read_toml_file("schema", "codelists/rag_colours.toml"))


@lru_cache(maxsize=8192)  # the same few ratings stand in every row
def read_rag(text: str | None, fill: str | None, *, among_ratings: bool = False) -> RagReading:
    """Read a rating from the text and the fill (`#rrggbb`) of a cell; total, never raises.

    A letter or word counts for more than a colour; where they differ the flag `rag_conflict` says so. `among_ratings`
    says that the fills of other cells of its column are several ratings: then a paler one counts too.

    >>> read_rag("G", None)
    RagReading(rag='green', source='letter', flags=())
    >>> read_rag("Complete", "#FFC000")
    RagReading(rag='amber', source='colour', flags=('rag_from_fill',))
    >>> read_rag("Blue Badge holders", "#DEEAF6").rag is None
    True
    >>> read_rag("Complete", "#9DC3E6").rag, read_rag("Complete", "#9DC3E6", among_ratings=True).rag
    (None, 'blue')
    """
    lexicon = read_lexicon()
    said, source, flags = _read_text(text or "", lexicon)
    shown, pale = _read_fill(fill, lexicon)
    shown, pale = (pale, None) if shown is None and among_ratings else (shown, pale)
    if said is None:
        if shown is not None:
            return RagReading(shown, "colour", (*flags, "rag_from_fill"))
        return RagReading(None, None, (*flags, "rag_pale_fill") if pale not in (None, "grey") else flags)
    if shown is not None and shown != said and source != "colour" and "rag_between" not in flags:
        flags = (*flags, "rag_conflict")
    return RagReading(said, source, flags)


@lru_cache(maxsize=4096)
def says_only_a_rating(text: str) -> bool:
    """Whether a cell's text is a rating and no more: its letter, word or sign, with a label before it.

    >>> says_only_a_rating("RAG status: Green"), says_only_a_rating("Amber - delayed")
    (True, False)
    """
    lexicon = read_lexicon()
    if _read_text(text, lexicon)[0] is None:
        return False
    known = {word for label in lexicon.before for word in label.split()} | lexicon.words.keys() | lexicon.letters.keys()
    return known.issuperset(_WORD.findall(fold(text)))


def without_rating(text: str) -> str:
    """Give a cell's text without the colour word that opens it and has a sign behind it; the text itself without one.

    >>> without_rating("Amber: delayed by staffing"), without_rating("Green spaces team consulted")
    ('delayed by staffing', 'Green spaces team consulted')
    """
    found = _OPENING.match(text)
    return text[found.end() :] if found and fold(found[1]) in read_lexicon().words else text


def measure_fill(fill: str | None) -> CellFill | None:
    """Take a fill apart; None where there is none or it is no `#rrggbb`.

    >>> measure_fill("#00b050").hue
    147.27272727272728
    """
    match = _FILL.match((fill or "").strip())
    if match is None:
        return None
    red, green, blue = (int(part, 16) / 255 for part in match.groups())
    high, low = max(red, green, blue), min(red, green, blue)
    strength = high - low
    if strength == 0:
        hue = 0.0
    elif high == red:
        hue = 60 * (((green - blue) / strength) % 6)
    elif high == green:
        hue = 60 * ((blue - red) / strength + 2)
    else:
        hue = 60 * ((red - green) / strength + 4)
    return CellFill(hue, strength, high)


def _read_fill(fill: str | None, lexicon: RagLexicon) -> tuple[Rag | None, Rag | None]:
    """Return the rating of a fill, and the one that it would be if it were stronger."""
    measured = measure_fill(fill)
    if measured is None:
        return None, None
    pale: Rag | None = None
    for colour in lexicon.colours:
        if not any(low <= measured.hue < high for low, high in colour.hues):
            continue
        if not colour.brightness[0] <= measured.brightness <= colour.brightness[1]:
            if colour.light[0] <= measured.brightness <= colour.light[1] and measured.strength <= colour.strength[1]:
                pale = pale or colour.rag
            continue
        if colour.strength[0] <= measured.strength <= colour.strength[1]:
            return colour.rag, None
        if colour.pale[0] <= measured.strength < colour.pale[1]:
            pale = pale or colour.rag
    return None, pale


def _read_text(text: str, lexicon: RagLexicon) -> tuple[Rag | None, RagSource | None, tuple[str, ...]]:
    """Read the ratings that a cell's text names; where there are several, the less good of two and none of three."""
    folded = "\n".join(fold(line) for line in text.splitlines())
    signs = [lexicon.signs[sign] for sign in sorted(lexicon.signs, key=len, reverse=True) if sign in folded]
    for sign in lexicon.signs:
        folded = folded.replace(sign, " ")
    folded = folded.replace("\ufe0f", " ").strip()  # the mark that asks for a coloured picture
    lead = _after_label(folded, lexicon)
    named = (
        _changed_to(lead, lexicon)
        or _ratings_at(lead, lexicon)
        or _behind_a_state(folded, lexicon)
        or _said_again(lead, lexicon)
    )
    if not named and signs:
        named = [(rag, "colour") for rag in signs]
    ratings = {rag for rag, _ in named}
    if not ratings:
        mentioned = {lexicon.words[word] for word in _WORD.findall(folded) if word in lexicon.words}
        return None, None, ("rag_not_read",) if len(mentioned) == 2 else ()
    if len(ratings) > 2:  # "Red / Amber / Green" is a key or a heading, not a rating
        return None, None, ()
    flags = ("rag_between",) if len(ratings) == 2 else ()
    return min(ratings, key=LESS_GOOD_FIRST.index), named[0][1], flags


def _changed_to(lead: str, lexicon: RagLexicon) -> list[tuple[Rag, RagSource]]:
    """Read the rating that holds after another: "was red, now amber", "amber → green"."""
    changed = lexicon.changed.match(lead)
    return [(lexicon.words[changed["now"]], "word")] if changed else []


def _behind_a_state(folded: str, lexicon: RagLexicon) -> list[tuple[Rag, RagSource]]:
    """Read a colour that ends a few words and has a sign before it: "Complete (blue)", "In progress - amber"."""
    match = _LAST_WORD.match(folded)
    rag = lexicon.words.get(match["word"]) if match and _NO_LONGER.search(folded) is None else None
    return [(rag, "word")] if rag is not None else []


def _said_again(lead: str, lexicon: RagLexicon) -> list[tuple[Rag, RagSource]]:
    """Read a rating that is said in several words and nothing else, as in two languages: "Oren Amber"."""
    said = [lexicon.words.get(word) for word in _WORD.findall(lead)]
    return [(rag, "word") for rag in said[:1] if rag is not None and len({*said}) == 1]


def _after_label(folded: str, lexicon: RagLexicon) -> str:
    """The text without a label such as "RAG status:" before it."""
    rest = folded.lstrip("([-:;,. ")
    for _ in range(3):  # "RAG status: currently green"
        label = next(
            (
                label
                for label in sorted(lexicon.before, key=len, reverse=True)
                if rest.startswith(label) and _ends_word(rest, len(label)) and rest[len(label) :].strip(" :-=([.")
            ),
            None,
        )
        if label is None:
            return rest
        rest = rest[len(label) :].lstrip(" :-=([.")
    return rest


def _ends_word(text: str, position: int) -> bool:
    return position >= len(text) or not text[position].isalnum()


def _ratings_at(text: str, lexicon: RagLexicon) -> list[tuple[Rag, RagSource]]:
    """Read ratings from the start of a text: letters or words joined by a slash, then an end or a known phrase."""
    found: list[tuple[Rag, RagSource]] = []
    position = 0
    while match := _WORD.match(text, position):
        word = match.group()
        source: RagSource
        if word in lexicon.words:
            rag, source = lexicon.words[word], "word"
        elif word in lexicon.letters:
            rag, source = lexicon.letters[word], "letter"
        else:
            break
        found.append((rag, source))
        position = match.end()
        joint = _BETWEEN.match(text, position)
        following = _WORD.match(text, joint.end()) if joint else None
        if following is None or (following.group() not in lexicon.words and following.group() not in lexicon.letters):
            break
        position = following.start()
    if not found:
        return []
    rest = text[position:]
    if (_ENDS_LETTER if found[-1][1] == "letter" else _ENDS_WORD).match(rest):
        return found
    if all(source == "word" for _, source in found) and rest.strip(" /").startswith(lexicon.behind):
        return found
    return []
