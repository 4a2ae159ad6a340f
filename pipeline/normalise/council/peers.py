"""Whom a council is compared with: its type, region and nation by the register, and groups of councils of one's own.

A name in a group means the council that the register means by it ("Camden", "London Borough of Camden"); one that the
register does not hold means the council of that very name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.normalise.council.register import Council, bare_name, name_words, read_register
from pipeline.settings import Groups


@dataclass(frozen=True, slots=True)
class CouncilPeers:
    """What a council is and which groups it is in; None where the register does not hold it."""

    type: str | None = None
    region: str | None = None
    nation: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(slots=True)
class Peers:
    """Gives each council's peers; a name is looked up once."""

    groups: Groups = ()
    _met: dict[str | None, CouncilPeers] = field(default_factory=lambda: {None: CouncilPeers()})

    def of(self, council: str | None) -> CouncilPeers:
        """Return what the council of a name is; nothing where no name is given."""
        if council not in self._met:
            assert council is not None
            self._met[council] = self._look_up(council)
        return self._met[council]

    def _look_up(self, council: str) -> CouncilPeers:
        key = _key(council)
        groups = tuple(name for name, members in self.groups if any(_key(member) == key for member in members))
        known = next((one for one in read_register().councils if one.name == council), None)
        if known is None:
            return CouncilPeers(groups=groups)
        return CouncilPeers(known.type, known.region, known.nation, groups)


def _key(name: str) -> tuple[str, ...]:
    """Return what two names of one council share: its name in the register, else its words."""
    register = read_register()
    found: tuple[Council, ...] = register.by_bare.get(bare_name(name, register.words), ())
    exact = [one for one in found if one.name == name]
    chosen = exact or ([one for one in found if one.end is None] if len(found) > 1 else list(found))
    return (chosen[0].name,) if len(chosen) == 1 else name_words(name)
