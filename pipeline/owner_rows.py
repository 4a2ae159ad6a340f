"""The rows of a council's owners, from the owners of its actions."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from schema.rows import ActionRow, OwnerRow


def owner_rows(actions: Iterable[ActionRow], copies: Container[str]) -> Iterable[OwnerRow]:
    """Yield a row for each canonical owner, by council and name: the spellings met, the number of actions that count.

    Actions of the documents in `copies` count for none.
    """
    spellings: dict[tuple[str | None, str], set[str]] = {}
    counts: dict[tuple[str | None, str], int] = {}
    first: dict[tuple[str | None, str], OwnerRow] = {}
    for action in actions:
        for name in dict.fromkeys(owner.name for owner in action.owners if action.document_id not in copies):
            counts[action.council, name] = counts.get((action.council, name), 0) + 1
        for owner in action.owners:
            key = (action.council, owner.name)
            spellings.setdefault(key, set()).add(owner.mention)
            first.setdefault(
                key,
                OwnerRow(
                    council=action.council,
                    name=owner.name,
                    kind=owner.kind,
                    function=owner.function,
                    seniority=owner.seniority,
                ),
            )
    for key in sorted(first, key=lambda key: (key[0] or "", key[1])):
        if key in counts:
            yield replace(first[key], mentions=tuple(sorted(spellings[key])), actions=counts[key])
