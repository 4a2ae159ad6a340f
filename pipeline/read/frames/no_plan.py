"""The frame that means no action: a table of another kind, told by the headings of its columns.

A lexicon holds the kinds (an agenda, a register of risks, indicators, members …) with the headings that tell each, and
those that it shares with plans. The kind that explains most columns is the candidate, and how many it explains is its
evidence, which `plan_evidence` adds to what speaks for a plan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.fold import fold_space
from pipeline.lexicon_file import LexiconError, read_lexicon_file
from pipeline.read.headers import fold_heading, match_heading

_SHARED = 0.5  # how far a heading that plans have too counts for a kind
_USUAL = 0.35  # share of the headings of a plan that may be of another kind
_LANGUAGES = 2  # in which a heading may be printed side by side
_EDGE = re.compile(r"^(?:the|our|your|a|an)\s+|\s+(?:of|in|for|the)$")
_DATED = re.compile(r"\b(?:19|20)?\d\d(?:\s*[/-]\s*\d\d(?:\d\d)?)?\b")


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A kind of table that a table may be, and how far it explains its headings, 0 to 1."""

    kind: str
    covers: float
    telling: int  # headings that tell it

    @property
    def evidence(self) -> float:
        """How far it is told, 0 to 1: a heading or two of another kind stand in many plans."""
        return max(0.0, self.covers - _USUAL) / (1.0 - _USUAL)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    telling: Mapping[str, frozenset[str]]  # by heading, the kinds that it tells
    shared: Mapping[str, frozenset[str]]
    kinds: tuple[str, ...]


@lru_cache(maxsize=1)
def read_kinds() -> _Lexicon:
    """Return the kinds of tables that plan nothing. Raises LexiconError for a heading given twice in a kind."""
    data = read_lexicon_file("pipeline.read", "other_tables.toml")
    found: dict[str, dict[str, set[str]]] = {"telling": {}, "shared": {}}
    faults = []
    for entry in data["kind"]:
        both = {*entry["telling"]} & {*entry["shared"]}
        faults += [f'"{heading}" stands twice under {entry["name"]}. Keep it once.' for heading in sorted(both)]
        for list_, headings in found.items():
            for heading in entry[list_]:
                headings.setdefault(fold_heading(heading), set()).add(entry["name"])
    if faults:
        raise LexiconError("other_tables.toml: " + " ".join(faults))
    telling, shared = ({key: frozenset(kinds) for key, kinds in one.items()} for one in found.values())
    return _Lexicon(telling, shared, tuple(entry["name"] for entry in data["kind"]))


def propose(headings: Sequence[str]) -> OtherTable | None:
    """Return the kind of table that the headings of the columns tell best; None where none of them tells one."""
    return _propose(tuple(fold_space(heading) for heading in headings if heading.strip()))


@lru_cache(maxsize=512)
def _propose(headings: tuple[str, ...]) -> OtherTable | None:
    lexicon = read_kinds()
    sums: dict[str, float] = {}
    telling: dict[str, int] = {}
    for heading in headings:
        tells, shares = _kinds_of(heading)
        for kind in tells:
            sums[kind] = sums.get(kind, 0.0) + 1.0
            telling[kind] = telling.get(kind, 0) + 1
        for kind in shares - tells:
            sums[kind] = sums.get(kind, 0.0) + _SHARED
    best = max(telling, key=lambda kind: (sums[kind], -lexicon.kinds.index(kind)), default=None)
    return None if best is None else OtherTable(best, sums[best] / len(headings), telling[best])


_Kinds = tuple[frozenset[str], frozenset[str]]  # that a heading tells, and those that it is found in
_NO_KINDS: _Kinds = (frozenset(), frozenset())


@lru_cache(maxsize=2048)
def _kinds_of(heading: str) -> _Kinds:
    """The kinds of a heading: as a whole, or by one of two parts of it ("Newidiadau / Changes")."""
    parts = heading.split("/")
    sides = (parts, parts[::-1]) if len(parts) == _LANGUAGES else ()
    ways = (_kinds_as_worded(heading), *(_kinds_of_part(*side) for side in sides))
    return next(filter(any, ways), _NO_KINDS)


def _kinds_of_part(part: str, other: str) -> _Kinds:
    """The kinds of a part of a heading; it tells none where the other part may head a column of a plan."""
    tells, shares = _kinds_as_worded(part)
    return (frozenset(), tells | shares) if match_heading(other) else (tells, shares)


def _kinds_as_worded(heading: str) -> _Kinds:
    """The kinds of a heading, years and small words at its ends set aside."""
    lexicon = read_kinds()
    folded = fold_heading(heading)
    none: frozenset[str] = frozenset()
    for variant in (folded, _DATED.sub(" ", folded).strip(" -/"), _EDGE.sub("", folded).strip()):
        variant = fold_space(variant)
        if variant in lexicon.telling or variant in lexicon.shared:
            return lexicon.telling.get(variant, none), lexicon.shared.get(variant, none)
    return none, none
