"""What the reading of an action went by: margins of columns and rows, and what else the table may be.

It only tells; what the evidence makes of the chance that a value is right is weighed in `pipeline.doubt`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.read.column_facts import ColumnFacts
from pipeline.read.columns import MAIN_ROLES, ColumnRole, period_in, text_says
from pipeline.read.drafts import Draft
from pipeline.read.headers import fold_heading
from pipeline.read.heading_words import words_say
from pipeline.read.plan_evidence import facts_of_plan, plan_score
from pipeline.read.raw import ColumnEvidence, RowEvidence, TableEvidence
from pipeline.read.segments import Segment
from pipeline.read.solve import SURE
from pipeline.read.weighing import read_weights
from pipeline.same import Same

_LIKELY = 4.0  # margins beyond it say that a column is nothing else
_NAMED = 4.0  # evidence of a heading that names its role without doubt


def evidence_of(draft: Draft) -> RowEvidence:
    """Return what the reading of an action went by."""
    groups = ["over"] * len(draft.themes)
    if draft.theme_cell is not None:
        groups.append("theme")
    if draft.objective is not None:
        groups.append("objective")
    return RowEvidence(
        table=_evidence_of_table(Same(draft.segment), action_over="action_from_heading" in draft.flags),
        label=min(draft.margins, default=0.0),
        rows=len(draft.margins),
        groups=tuple(groups),
    )


@lru_cache(maxsize=4)  # the actions of a table come one after another
def _evidence_of_table(of: Same[Segment], *, action_over: bool) -> TableEvidence:
    segment = of.value
    table, columns = segment.grid.table, segment.layout.columns
    content = read_weights("columns")
    rivals: dict[str, float] = {}
    for column in columns:
        if column.margin < _LIKELY and column.rival in MAIN_ROLES:
            rivals[column.rival] = min(rivals.get(column.rival, SURE), column.margin)
    headed = [column for column in columns if column.heading]
    facts = segment.looks
    worded = [column for column, own in zip(columns, facts, strict=True) if own.printed]
    return TableEvidence(
        columns={
            role: ColumnEvidence(
                margin=column.margin,
                rival=column.rival,
                known=column.known,
                headed=bool(column.heading),
                cells=content.sum(role, own),
                said=_says(column.heading).get(role, 0.0),
                of_actions=_says(column.heading).get("action", 0.0) > _says(column.heading).get(role, 0.0),
                words=SURE if column.known else _words_for(role, column.heading),
            )
            for column, own in reversed([*zip(columns, facts, strict=True)])
            for role in (column.role, column.also, column.series)
            if role in MAIN_ROLES
        },
        rivals=rivals,
        plan=plan_score(facts_of_plan(segment, (), action_over=action_over)),
        confidence=table.confidence,
        exact_rows=table.exact_rows,
        exact_spans=table.exact_spans,
        own_headings=segment.own_headings,
        unknown=sum(not column.known for column in headed) / max(1, len(headed)),
        unheaded=sum(not column.heading for column in worded),
        without_role=sum(column.role == "extras" and column.series is None and not column.known for column in worded),
        spare=_spare(columns, facts),
        worded=_worded(columns),
        near=_near(columns),
        frame=segment.margin,
    )


def _says(heading: str) -> Mapping[str, float]:
    """What a heading as printed says for each role."""
    return text_says(heading)[0] if heading else {}


def _words_for(role: str, heading: str) -> float:
    """What the single words of a heading say for a role less what they say for the best other; 0 without a heading."""
    said = words_say(fold_heading(heading)) if heading else {}
    others = [value for other, value in said.items() if other != role and other in MAIN_ROLES]
    return said.get(role, 0.0) - max(others, default=0.0)


def _worded(columns: Sequence[ColumnRole]) -> Mapping[str, float]:
    """By role, the most that the heading of a column that plays none says for it."""
    found: dict[str, float] = {}
    for column in columns:
        if 0 < len(column.heading) == len(period_in(column.heading)):
            found["timescale"] = _NAMED
        elif column.role not in MAIN_ROLES and column.series is None:
            for role, said in _says(column.heading).items():
                if role in MAIN_ROLES and role != column.also:
                    found[role] = max(found.get(role, 0.0), said)
    return found


def _near(columns: Sequence[ColumnRole]) -> Mapping[str, float]:
    """By role, by how much the column that may play it most and plays another has more evidence for that."""
    found: dict[str, float] = {}
    for column in columns:
        for role, less in column.less:
            if role in MAIN_ROLES:
                found[role] = min(found.get(role, SURE), less)
    return found


def _spare(columns: Sequence[ColumnRole], facts: Sequence[ColumnFacts]) -> Mapping[str, float]:
    """How far the columns that play another role, or none, look like dates, owners, states, numbers or orders."""
    found: dict[str, float] = {}
    for column, own in zip(columns, facts, strict=True):
        looks = {
            "timescale": own.timescale - own.status - own.reference,
            "owner": own.named - own.timescale,
            "status": own.rated,
            "reference": own.reference,
            "action": own.imperative * (own.wordy > 0.0),
        }
        for role, likely in looks.items():
            if role not in (column.role, column.also) and likely > found.get(role, 0.0):
                found[role] = min(1.0, likely)
    return found
