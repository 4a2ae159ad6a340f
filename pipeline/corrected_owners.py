"""Corrections of a council's owners: names given, owners united or parted, functions set; after spellings were matched.

An owner is meant by its name as read, or by one of its spellings, as `printed` or where no owner has that name. All are
held against the names as read, so that their order does not matter; a new name that is itself renamed goes on.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.correction import Correction, in_order
from pipeline.fold import fold
from pipeline.owner_rows import owner_rows
from pipeline.settings import fits
from schema.codelists import flag
from schema.rows import ActionRow, IssueRow, OwnerRow, OwnerValue

_OWNERS = "owners"


def corrections_of(corrections: Iterable[Correction], files: Sequence[tuple[str, str]]) -> tuple[Correction, ...]:
    """Return the corrections of owners that hold for a council, given source and document_id of each of its files."""
    return in_order(
        replace(one, sha256="", files="")
        for one in corrections
        if any(_is_of(one, source, document_id) for source, document_id in files)
    )


def _is_of(one: Correction, source: str, document_id: str) -> bool:
    by_bytes = bool(one.sha256) and one.sha256.startswith(document_id)
    return by_bytes or (bool(one.files) and fits(one.files, source))


@dataclass(frozen=True, slots=True)
class _Renaming:
    """The names that people gave, by the name as read and by the spelling, both folded."""

    by_name: Mapping[str, str]
    by_mention: Mapping[str, str]
    functions: Mapping[str, str]

    def of(self, owner: OwnerValue) -> OwnerValue:
        """Return an owner with the name and the function that people gave it."""
        name = self.by_mention.get(fold(owner.mention)) or self.by_name.get(fold(owner.name)) or owner.name
        seen = {fold(owner.name)}
        while fold(name) not in seen and fold(name) in self.by_name:
            seen.add(fold(name))
            name = self.by_name[fold(name)]
        function = self.functions.get(fold(name)) or self.functions.get(fold(owner.name)) or owner.function
        if (name, function) == (owner.name, owner.function):
            return owner
        return replace(owner, name=name, function=function, score=1.0)


def correct_owners(
    before: Sequence[ActionRow],
    matched: Sequence[ActionRow],
    corrections: Sequence[Correction],
    copies: Container[str],
) -> tuple[list[ActionRow], list[OwnerRow], list[IssueRow]]:
    """Return the actions of a council with its owners as people corrected them, the rows of owners, and issues.

    `before` are the actions as they were before spellings were matched, `matched` after; owners that were corrected in
    an action itself stay as they were there.
    """
    actions = [
        replace(now, owners=was.owners) if _OWNERS in was.corrected else now
        for was, now in zip(before, matched, strict=True)
    ]
    issues = [_issue(one, code, actions) for one in corrections if (code := _unused(one, actions))]
    renaming = _Renaming(
        by_name={fold(one.read): one.value for one in corrections if _gives_name(one) and not one.printed},
        by_mention={fold(one.printed): one.value for one in corrections if _gives_name(one) and one.printed}
        | _by_spelling(corrections, actions),
        functions={fold(one.printed or one.read): one.value for one in corrections if one.field == "owner_function"},
    )
    renamed = []
    for action in actions:
        owners = _once(renaming.of(owner) for owner in action.owners)
        if owners != action.owners and _OWNERS not in action.corrected:
            action = replace(action, owners=owners, corrected=(*action.corrected, _OWNERS))
        renamed.append(action)
    return renamed, list(owner_rows(renamed, copies)), [issue for issue in issues if issue is not None]


def _gives_name(one: Correction) -> bool:
    return one.field == "owner_name" and bool(one.value)


def _by_spelling(corrections: Iterable[Correction], actions: Sequence[ActionRow]) -> dict[str, str]:
    """Names given to a name that no owner has any more, where an owner is printed so."""
    names = {fold(owner.name) for action in actions for owner in action.owners}
    return {
        fold(one.read): one.value
        for one in corrections
        if _gives_name(one) and not one.printed and fold(one.read) not in names
    }


def _once(owners: Iterable[OwnerValue]) -> tuple[OwnerValue, ...]:
    """Owners of an action, each name once."""
    by_name: dict[str, OwnerValue] = {}
    for owner in owners:
        by_name.setdefault(owner.name, owner)
    return tuple(by_name.values())


def _unused(one: Correction, actions: Sequence[ActionRow]) -> str | None:
    """What is to be told of a correction that changes nothing; None where it changes something."""
    owners = [owner for action in actions for owner in action.owners]
    wanted = fold(one.printed or one.read)
    meant = [owner for owner in owners if wanted in (fold(owner.name), fold(owner.mention))]
    if one.field == "owner_function":
        there = any(owner.function == one.value for owner in meant)
        right = there and all(owner.function == one.value for owner in meant)
    else:
        right = any(owner.name == one.value for owner in owners) and all(owner.name == one.value for owner in meant)
    if right:
        return None if one.accepts else "correction_not_needed"
    return None if meant else "correction_lost"


def _issue(one: Correction, code: str, actions: Sequence[ActionRow]) -> IssueRow | None:
    if not actions:
        return None
    known = flag(code)
    whose = f" ({one.said})" if one.by or one.when else ""
    return IssueRow(
        document_id=actions[0].document_id,
        code=code,
        severity=known.severity,
        responsible=known.responsible,
        verbatim=one.printed or one.read,
        message=f"{one.field} = “{one.correct}”{whose}: {known.message}",
    )
