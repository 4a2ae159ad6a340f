"""A reader of made-up plans for tests of store and batch: what the file says is what happens.

A file holds lines: `council NAME`, `action WORDS | OWNER`, or an order such as `sleep 5`, `die`, `raise WORDS`,
`eat MEBIBYTES`, `status encrypted`, `lose`, `flag CODE`.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from pipeline.settings import Settings
from pipeline.store.documents import DocumentCache
from schema.rows import ActionRow, CellRow, DocumentRow, IssueRow, OwnerRow, OwnerValue, PeriodValue, PlanRows

READER = "fake_plans:read_plan"
FINISHER = "fake_plans:finish_owners"


def read_plan(
    path: Path, source: str, data: bytes, settings: Settings, documents: DocumentCache | None = None
) -> PlanRows:
    document_id = hashlib.sha256(data).hexdigest()[:16]
    document = DocumentRow(document_id=document_id, source=source, council=settings.about(source).council)
    actions: list[ActionRow] = []
    cells: list[CellRow] = []
    lost = 0
    for line in data.decode("utf-8", "replace").splitlines():
        order, _, rest = line.partition(" ")
        match order:
            case "council":
                document = replace(document, council=rest)
            case "action":
                text, _, owner = rest.partition(" | ")
                position = len(actions) + 1
                actions.append(_action(document, position, text, owner))
                cells += [_cell(actions[-1], 1, "action", text), _cell(actions[-1], 2, "owner", owner)]
            case "sleep":
                marker = path.parent.parent / f"{path.name}.slept"
                if not rest.startswith("once ") or not marker.exists():
                    marker.touch()
                    time.sleep(float(rest.removeprefix("once ")))
            case "die":
                os._exit(9)
            case "abort":
                os.abort()
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "killed":
                marker = path.parent.parent / f"{path.name}.killed"
                if rest == "always" or not marker.exists():
                    marker.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case "raise":
                raise RuntimeError(rest)
            case "eat":
                hoard = [bytes(16 * 1024**2) for _ in range(int(rest) // 16)]
                assert hoard
            case "status":
                return PlanRows(replace(document, status=rest, error=f"{source}: {rest}."))  # type: ignore[arg-type]
            case "lose":
                lost += 1
            case "flag":
                document = replace(document, flags=(*document.flags, rest))
    words = sum(len(cell.text.split()) for cell in cells)
    document = replace(
        document, actions=len(actions), words_in_tables=words + lost, words_carried=words, tables=1, routes=("text",)
    )
    issues = tuple(
        IssueRow(document_id=document_id, action_id=action.action_id, code="low_confidence", severity="info")
        for action in actions
        if not action.owners
    )
    return PlanRows(document, tuple(actions), tuple(cells), issues)


def _action(document: DocumentRow, position: int, text: str, owner: str) -> ActionRow:
    return ActionRow(
        action_id=f"{document.document_id}-{position}",
        document_id=document.document_id,
        council=document.council,
        position=position,
        action=text,
        owner_text=owner or None,
        timescale_text="March 2025",
        owners=(OwnerValue(mention=owner, name=owner, kind="role"),) if owner else (),
        periods=(
            PeriodValue(
                text="March 2025", start=date(2025, 3, 1), end=date(2025, 3, 31), precision="month", edtf="2025-03"
            ),
        ),
        start=date(2025, 3, 1),
        due=date(2025, 3, 31),
        extras=(("Cost", "£5k"),),
        table=1,
        row=position,
    )


def _cell(action: ActionRow, column: int, role: str, text: str) -> CellRow:
    return CellRow(
        document_id=action.document_id,
        table=1,
        row=action.position,
        column=column,
        text=text,
        bbox=(1.0, 2.0, 3.0, 4.0),
        role=role,
        action_id=action.action_id,
    )


def finish_and_die(actions: Sequence[ActionRow], copies: Container[str] = frozenset()) -> NoReturn:
    os._exit(9)


def finish_owners(
    actions: Sequence[ActionRow], copies: Container[str] = frozenset()
) -> tuple[tuple[ActionRow, ...], tuple[OwnerRow, ...]]:
    """Canonical names in capitals, so that a test sees that the step was taken."""
    named = tuple(
        replace(action, owners=tuple(replace(owner, name=owner.name.upper()) for owner in action.owners))
        for action in actions
    )
    met: dict[tuple[str | None, str], list[str]] = {}
    for action in named:
        for owner in action.owners if action.document_id not in copies else ():
            met.setdefault((action.council, owner.name), []).append(owner.mention)
    rows = [
        OwnerRow(council=council, name=name, mentions=tuple(sorted(set(mentions))), actions=len(mentions))
        for (council, name), mentions in met.items()
    ]
    return named, tuple(rows)
