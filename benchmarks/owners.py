"""A million owner mentions, a hundred thousand of them distinct: split, classified and matched, with time and memory.

    python benchmarks/owners.py [--mentions 1000000] [--distinct 100000]

The cells are made here from titles, fields, teams, places and slips of the pen, by a fixed seed, so that two runs read
the same text. Peak memory is of this process as the system counts it (Unix; not given elsewhere).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence

from pipeline.normalise.owner import OwnerMention, match_owners, parse_owners

_TITLES = ["Head of", "Director of", "Assistant Director of", "Corporate Director,", "AD -", "Cabinet Member for"]
_POSTS = ["Manager", "Officer", "Team Leader", "Adviser", "Business Partner", "Co-ordinator", "Lead", "Analyst"]
_TEAMS = ["Team", "Unit", "Service", "Board", "Steering Group", "Working Group", "Panel", "Partnership", "Department"]
# fmt: off
_FIELDS = [
    "Housing",
    "HR",
    "Policy",
    "Equality and Diversity",
    "Communications",
    "Legal",
    "Finance",
    "Procurement",
    "Planning",
    "Adult Social Care",
    "Children's Services",
    "Public Health",
    "Customer Services",
    "ICT",
    "Community Safety",
    "Transformation",
    "Business Intelligence",
    "Learning & Development",
    "Democratic Services",
    "Highways",
    "Libraries",
    "Waste",
    "Benefits",
    "Audit",
    "Licensing",
    "Parks",
    "Schools",
]
_SYLLABLES = [
    "ash",
    "bar",
    "cold",
    "den",
    "elm",
    "far",
    "gret",
    "har",
    "ing",
    "kel",
    "lin",
    "mar",
    "nor",
    "oak",
    "pen",
    "quar",
    "ros",
    "stan",
    "thorn",
    "up",
    "vale",
    "wick",
    "yew",
]
# fmt: on
_JOINTS = ["/", ", ", "\n", "; ", " and ", " & "]


def make_cells(mentions: int, distinct: int, seed: int = 7) -> list[str]:
    """Return cells that hold about `mentions` mentions of about `distinct` different owners."""
    chance = random.Random(seed)  # noqa: S311 - sample text, no secret
    owners: dict[str, None] = {}
    while len(owners) < distinct:
        place = "".join(chance.sample(_SYLLABLES, 2)).title()
        field = chance.choice(_FIELDS)
        pick = chance.random()
        if pick < 0.35:
            owner = f"{chance.choice(_TITLES)} {field} {place}"
        elif pick < 0.7:
            owner = f"{place} {field} {chance.choice(_POSTS)}"
        else:
            owner = f"{place} {field} {chance.choice(_TEAMS)}"
        if chance.random() < 0.03:
            at = chance.randrange(1, len(owner) - 1)
            owner = owner[:at] + owner[at + 1 :]
        owners[owner] = None
    names = list(owners)
    cells: list[str] = []
    made = 0
    while made < mentions:
        size = min(chance.choice([1, 1, 1, 2, 2, 3]), mentions - made)
        cells.append(chance.choice(_JOINTS).join(chance.choice(names) for _ in range(size)))
        made += size
    return cells


def peak_mebibytes() -> float:
    """Return the most memory that this process has held, in MiB."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10  # macOS counts in bytes, Linux in KiB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the cells, read and match them, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=100_000)
    options = parser.parse_args(arguments)
    cells = make_cells(options.mentions, options.distinct)
    print(f"cells made: {len(cells):,} with {options.mentions:,} owners written into them; {peak_mebibytes():.0f} MiB")

    start = time.perf_counter()
    mentions: list[OwnerMention] = []
    known: dict[OwnerMention, OwnerMention] = {}  # equal mentions are kept once
    for cell in cells:
        mentions.extend(known.setdefault(mention, mention) for mention in parse_owners(cell).mentions)
    read = time.perf_counter() - start
    print(f"split and classified: {len(mentions):,} mentions in {read:.1f} s, {len(mentions) / read:,.0f} a second")

    start = time.perf_counter()
    matches = match_owners(mentions)
    matched = time.perf_counter() - start
    joined = sum(match.level != "same_text" for match in matches.values())
    print(f"matched: {len(matches):,} different names in {matched:.1f} s, {joined:,} of them joined to another")
    print(f"in all {read + matched:.1f} s, peak memory {peak_mebibytes():.0f} MiB")


if __name__ == "__main__":
    main()
