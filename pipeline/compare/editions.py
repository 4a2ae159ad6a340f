"""What changed from one edition of a council's plan to the next, as rows of the table `changes`.

The pairs and the changes are those of `pipeline.compare.diff`; each pair has a row of its own, `carried_on`, so that
counting rows by kind tells how much of a plan was carried on, added and dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.compare.diff import Change, diff_plans
from schema.rows import ActionRow, ChangeRow


def edition_changes(
    old: Sequence[ActionRow], new: Sequence[ActionRow], old_edition: int | None, new_edition: int | None
) -> Iterator[ChangeRow]:
    """Yield the changes between two editions, in the order of the later one, dropped actions last.

    `old` and `new` are the actions of one document each; neither is empty.
    """
    found = diff_plans(old, new)
    pairs = {after.action_id: (before, after, likeness) for before, after, likeness in found.pairs}
    changes: dict[str | None, list[Change]] = {}
    for change in found.changes:
        changes.setdefault(change.new.action_id if change.new else None, []).append(change)

    def row(change: Change, likeness: float | None) -> ChangeRow:
        return ChangeRow(
            council=new[0].council,
            council_code=new[0].council_code,
            old_document_id=old[0].document_id,
            new_document_id=new[0].document_id,
            old_edition=old_edition,
            new_edition=new_edition,
            kind=change.kind,
            old_action_id=change.old.action_id if change.old else None,
            new_action_id=change.new.action_id if change.new else None,
            action=_shown(change.new or change.old),
            before=change.before,
            after=change.after,
            days=_moved(change),
            likeness=likeness,
        )

    for action in new:
        pair = pairs.get(action.action_id)
        likeness = round(pair[2] / 100, 3) if pair else None
        if pair:
            yield row(Change("carried_on", pair[0], pair[1], None, None), likeness)
        yield from (row(change, likeness) for change in changes.get(action.action_id, ()))
    yield from (row(change, None) for change in changes.get(None, ()))


def _shown(row: ActionRow | None) -> str | None:
    return (row.action or row.outcome or row.evidence) if row else None


def _moved(change: Change) -> int | None:
    """Return the days by which a due date moved; None where the change is another or a due date is missing."""
    if change.kind != "re_dated" or not (change.old and change.new and change.old.due and change.new.due):
        return None
    return (change.new.due - change.old.due).days
