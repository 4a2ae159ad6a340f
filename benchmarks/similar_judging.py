"""How many pairs of actions that people would call alike are found, and how many others: precision and recall by cut.

150 pairs of 25 topics (`similar_pairs.toml`) and 144 of 24 others that no list was made from (`similar_unseen.toml`),
half of them alike. How rare a word is is told over the pairs and the
examples of the framework, as in a run it is over all actions.

python -m benchmarks.similar_judging
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from benchmarks.wordings import read_wordings
from pipeline.compare.similar import SimilarSettings, find_similar
from schema.rows import ActionRow

HERE = Path(__file__).parent
SEEN, UNSEEN = "similar_pairs.toml", "similar_unseen.toml"
CUTS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


def read_pairs(name: str = SEEN) -> list[tuple[str, str, bool]]:
    """Read the pairs of a file and whether they are alike."""
    topics = {one["name"]: one for one in tomllib.loads((HERE / name).read_text("utf-8"))["topic"]}
    pairs: list[tuple[str, str, bool]] = []
    for topic in topics.values():
        pairs += [(one, other, True) for one, other in combinations(topic["wordings"], 2)]
        near = topics[topic["near"]]["wordings"]
        pairs += [(one, other, False) for one, other in zip(topic["wordings"], near, strict=True)]
    return pairs


def scores(settings: SimilarSettings, name: str = SEEN) -> dict[tuple[str, str], float]:
    """Return the likeness of every two wordings of the pairs that a search finds."""
    wordings = sorted({text for one, other, _ in read_pairs(name) for text in (one, other)})
    texts = [*wordings, *read_wordings()]
    rows = [ActionRow(action_id=f"{n}", document_id=f"{n}", council=f"{n}", action=one) for n, one in enumerate(texts)]
    found = find_similar(rows, replace(settings, floor=0.01, most=len(wordings)))
    return {(texts[int(one.action_id)], texts[int(one.other_action_id)]): one.score for one in found}


def judge(cut: float, found: dict[tuple[str, str], float], name: str = SEEN) -> tuple[float, float]:
    """Return precision and recall where pairs from a cut on are called alike."""
    pairs = read_pairs(name)
    called = [alike for one, other, alike in pairs if found.get((one, other), 0.0) >= cut]
    return (sum(called) / len(called) if called else 1.0), sum(called) / sum(alike for *_, alike in pairs)


def table(name: str) -> Iterator[str]:
    """Yield a line for each cut."""
    yield f"{name}:"
    found = scores(SimilarSettings(), name)
    for cut in CUTS:
        precision, recall = judge(cut, found, name)
        here = "  <- the cut of a run" if cut == SimilarSettings().floor else ""
        yield f"cut {cut:.2f}: precision {precision:.2f}, recall {recall:.2f}{here}"


if __name__ == "__main__":
    for file in (SEEN, UNSEEN):
        print("\n".join(table(file)))
