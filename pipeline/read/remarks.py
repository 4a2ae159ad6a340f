"""Rows across a table that speak of the action above: "Progress: …", and "Committee note: …" where it comes again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.document import Cell
from pipeline.fold import fold, fold_space
from pipeline.read.headers import match_heading
from pipeline.read.segments import Segment
from pipeline.read.structure import read_group_label

REMARK_ROLES = ("progress", "outcome", "evidence")
_GROUPING_ROLES = ("theme", "objective")
_SURE = 0.8  # weight of a heading's wording from which a label counts
_LABEL_WORDS = 5
_AGAIN = 2  # rows that a label opens, from which it needs no known word
_MOSTLY = 0.5  # share of the actions that have such a row


def remark_role(head: str) -> str | None:
    """The role that the label of a remark names."""
    roles = match_heading(fold_space(head))
    return next((role for role in REMARK_ROLES if roles.get(role, 0.0) >= _SURE), None)


def label_of_remark(cell: Cell) -> str:
    """The label with which a cell opens, before its text; "" where there is none. "Outcome 2: …" counts what stands
    below it."""
    head, _, rest = cell.text.partition(":")
    if not rest.strip() or len(head.split()) > _LABEL_WORDS:
        return ""
    return "" if read_group_label(head) else fold_space(head)


def labels_below(segments: Sequence[Segment]) -> frozenset[str]:
    """The labels, folded, in any words, that open a row across the table right below most of the actions and nowhere
    else. The label of a grouping stands over the first of them, too."""
    below: Counter[str] = Counter()
    elsewhere: set[str] = set()
    actions = 0
    follows = False  # an action stands right above, or what is said of one
    places = [(one, row) for one in segments for row in one.rows if one.grid.printed(row)]
    for segment, row in places:
        label = _label_across(segment, row)
        if not label:
            follows = segment.grid.holds_data(row)
            actions += follows
        elif follows:
            below[label] += 1
        else:
            elsewhere.add(label)
    least = max(_AGAIN, _MOSTLY * actions)
    return frozenset(label for label, times in below.items() if times >= least and label not in elsewhere)


def _label_across(segment: Segment, row: int) -> str:
    """The label of a row across the table, folded; "" where it has none, or one that names a grouping."""
    printed = segment.grid.printed(row)
    if len(printed) != 1 or not segment.grid.spans_table(printed[0]):
        return ""
    label = label_of_remark(printed[0])
    roles = match_heading(label) if label else {}
    return "" if any(roles.get(role, 0.0) >= _SURE for role in _GROUPING_ROLES) else fold(label)
