"""The label of each row of a run: the best sequence by the evidence of each row and of its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.row_facts import RunRow
from pipeline.read.solve import best_sequence
from pipeline.read.weighing import read_weights

LABELS = (
    *("action", "group", "band", "rest", "adds", "head_of_next"),
    *("remark", "about_group", "footnote", "total", "prose", "blank"),
)
_NEAR = 9.0  # labels that far behind the best of a row are not followed

# What two neighbouring labels say of each other; all others are 0.
_PASSAGES = {
    "band": {"band": -6.0},
    "group": {"band": -6.0},
    "rest": {"band": -6.0, "group": -2.0, "prose": -4.0, "begin": -2.0},
    "adds": {"group": -4.0, "begin": -2.0},
}


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row with its label and by how much that beats the next best."""

    row: RunRow
    label: str
    margin: float


def label_rows(rows: Sequence[RunRow]) -> tuple[list[LabelledRow], float]:
    """Return the rows of a run with their labels, and the sum of the evidence. Raises nothing."""
    weights = read_weights("rows")
    evidence: list[dict[str, float]] = []
    for row in rows:
        if not row.printed:
            evidence.append({"blank": 0.0})
            continue
        said = weights.sums(row.facts)
        sums = {label: said.get(label, 0.0) for label in LABELS}
        if told := row.segment.grid.told_labels(row.row):
            sums = {label: sums[label] for label in told}
        best = max(sums.values())
        evidence.append({label: sum_ for label, sum_ in sums.items() if sum_ > best - _NEAR})

    solved = best_sequence(evidence, _PASSAGES, begin="begin")
    labelled = [
        LabelledRow(row, label, margin) for row, label, margin in zip(rows, solved.labels, solved.margins, strict=True)
    ]
    return labelled, solved.total
