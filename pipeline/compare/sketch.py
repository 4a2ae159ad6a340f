"""A sketch of what a document's actions say: some hundred bytes by which two documents can be held against each other.

The words of the actions, letters and figures alone, are cut into runs of four, and the least of the runs' hashes are
kept (a bottom-k sketch, Broder 1997): two documents share about as much of their sketches as of their words, however
their formats differ in bullets, hyphens and cells. It is kept with the part of a document, so that a set of any size
can be looked through without reading a row.
"""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from pipeline.fold import fold
from schema.rows import ActionRow

KEPT = 64  # hashes in a sketch
_RUN = 4  # words
_WORD = re.compile(r"[^\W_]+")
_SPREAD = 2654435761  # odd, so that each checksum stays its own; near ones are driven apart (Knuth)


@dataclass(frozen=True, slots=True)
class Sketch:
    """How many different runs of words a document's actions have, and the least hashes of them in base 64."""

    runs: int = 0
    least: str = ""

    @property
    def hashes(self) -> tuple[int, ...]:
        """Return the hashes, the least first."""
        kept = base64.b64decode(self.least)
        return struct.unpack(f">{len(kept) // 4}I", kept)


def sketch_of(actions: Sequence[ActionRow]) -> Sketch:
    """Return the sketch of a document's actions."""
    found: set[int] = set()
    for action in actions:
        for text in (action.action, action.outcome, action.evidence):
            words = _WORD.findall(fold(text)) if text else ()
            for start in range(0, len(words), _RUN):
                run = " ".join(words[start : start + _RUN])
                found.add(crc32(run.encode("utf-8", "replace")) * _SPREAD & 0xFFFFFFFF)
    least = sorted(found)[:KEPT]
    return Sketch(len(found), base64.b64encode(struct.pack(f">{len(least)}I", *least)).decode())


def shared(one: Sketch, other: Sketch) -> float:
    """Estimate which share of the shorter document's words stands in the other too, 0 to 1."""
    if not one.runs or not other.runs:
        return 0.0
    mine, theirs = set(one.hashes), set(other.hashes)
    union = sorted(mine | theirs)[:KEPT]
    alike = sum(number in mine and number in theirs for number in union) / len(union)
    both = alike / (1 + alike) * (one.runs + other.runs)
    return min(1.0, both / min(one.runs, other.runs))
