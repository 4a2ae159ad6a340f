"""What a reading of words says of itself that may be wrong: the type that all readers of values share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Doubt(NamedTuple):
    """A value that may be wrong: its column in `actions`, the chance that it is right, a code and a sentence."""

    field: str
    chance: float
    code: str
    why: str


class Suspicion(NamedTuple):
    """What a flag says of values: their columns, how often they are right where it is raised, and a sentence."""

    fields: tuple[str, ...]
    chance: float
    why: str


def doubts_of_flags(flags: Iterable[str], suspicions: Mapping[str, Suspicion]) -> tuple[Doubt, ...]:
    """Return one doubt for each column that flags make doubtful, by the flag that says most.

    >>> doubts_of_flags(["odd"], {"odd": Suspicion(("due",), 0.5, "It is odd.")})
    (Doubt(field='due', chance=0.5, code='odd', why='It is odd.'),)
    """
    found: dict[str, Doubt] = {}
    for flag in flags:
        suspicion = suspicions.get(flag)
        for field in suspicion.fields if suspicion else ():
            assert suspicion is not None
            if field not in found or suspicion.chance < found[field].chance:
                found[field] = Doubt(field, suspicion.chance, flag, suspicion.why)
    return tuple(found.values())
