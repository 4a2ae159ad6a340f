"""Words by which a text shows its place in the framework: what they are, where they point and how strongly.

The words are data (`lexicons/cues.toml`). Adding up what several texts say is left to the package itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.framework.edition import Edition, read_edition
from pipeline.normalise.phrases import FoldedWord, PhraseIndex, split_words

NOWHERE = ""  # where phrases point that hold the word of a cue and speak of no theme
STRENGTHS = ("strong", "clear", "faint")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words found in a text that point to a place: a theme ("4.2"), or a module alone ("4")."""

    place: str
    words: str  # as printed
    weight: float


@dataclass(frozen=True, slots=True)
class _Joint:
    """Two kinds of words that point to a place where a text holds both."""

    place: str
    weight: float
    one: PhraseIndex[bool]
    other: PhraseIndex[bool]


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """Cues as a phrase index, and the pairs of kinds of words."""

    index: PhraseIndex[_Entry]
    joints: tuple[_Joint, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    place: str
    weight: float
    printed: str | None = None  # an acronym that counts only in these letters


def parse_lexicon(data: Mapping[str, Any], edition: Edition) -> CueLexicon:
    """Build the lexicon of cues; raise ValueError for a place that the edition does not have."""
    places = {module.number for module in edition.modules} | {theme.number for theme in edition.themes}
    joints = data.get("joint", ())
    faults = [cue["place"] for cue in (*data["cue"], *joints) if cue["place"] not in places]
    if faults:
        raise ValueError(f"cues.toml: the framework has no place {', '.join(faults)}")
    weights = data["weights"]
    entries = [
        (phrase, _Entry(cue["place"], weights[strength], phrase if ending else None))
        for cue in data["cue"]
        for strength in STRENGTHS
        for ending in ("", "_as_printed")
        for phrase in cue.get(strength + ending, ())
    ]
    entries += [(phrase, _Entry(NOWHERE, 0.0)) for phrase in data.get("traps", {}).get("phrases", ())]
    return CueLexicon(
        PhraseIndex(entries),
        tuple(
            _Joint(
                joint["place"],
                weights[joint["strength"]],
                PhraseIndex((phrase, True) for phrase in joint["one"]),
                PhraseIndex((phrase, True) for phrase in joint["other"]),
            )
            for joint in joints
        ),
    )


@lru_cache(maxsize=1)
def read_lexicon() -> CueLexicon:
    """Read the lexicon that comes with the package."""
    return parse_lexicon(read_lexicon_file("pipeline.normalise.framework", "cues.toml"), read_edition())


@lru_cache(maxsize=4096)
def find_cues(text: str) -> tuple[Cue, ...]:
    """Find the cues of a text, the longest at each place; the same words count once for a place.

    >>> [(cue.place, cue.words) for cue in find_cues("Staff network for carers")][:1]
    [('4.2', 'Staff network')]
    """
    lexicon, words = read_lexicon(), split_words(text)
    found: dict[tuple[str, str], Cue] = {}
    for one in lexicon.index.find(words):
        start, end = words[one.first].start, words[one.last - 1].end
        key = " ".join(word.text for word in words[one.first : one.last])
        for entry in one.values:
            if entry.place != NOWHERE and entry.printed in (None, words[one.first].printed):
                cue = Cue(entry.place, text[start:end], entry.weight)
                known = found.get((entry.place, key))
                if known is None or known.weight < cue.weight:
                    found[entry.place, key] = cue
    return (*found.values(), *_joint_cues(words, lexicon))


def _joint_cues(words: Sequence[FoldedWord], lexicon: CueLexicon) -> Iterator[Cue]:
    """Find the pairs of kinds of words that a text holds, in different words of it."""
    texts = [word.text for word in words]
    for joint in lexicon.joints:
        first = joint.one.find(words) if joint.one.may_hold(texts) and joint.other.may_hold(texts) else ()
        if not first:
            continue
        for one, other in product(first, joint.other.find(words)):
            if one.last <= other.first or other.last <= one.first:
                printed = " … ".join(
                    " ".join(word.printed for word in words[part.first : part.last])
                    for part in sorted((one, other), key=lambda part: part.first)
                )
                yield Cue(joint.place, printed, joint.weight)
                break
