"""What an action's cells print beyond what counts, put back into its row: whole texts, and what is struck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.counted import Counted
from pipeline.fold import fold_space
from pipeline.read.raw import CellKey
from schema.rows import ActionRow, DoubtValue, RuleValue

_STRUCK_ROW = DoubtValue(
    field="row",
    chance=0.5,  # that a row struck as a whole is meant as an action of the plan
    code="struck_text",
    why="The row is struck out as a whole, so it may be no action of the plan any more.",
)
_STRUCK_STATE = RuleValue(field="state", rule="struck_row: the words of the row are struck out")


def with_printed(
    action: ActionRow, cells: Mapping[CellKey, Counted], roles: Mapping[CellKey, str], row_is_struck: bool
) -> ActionRow:
    """Give the action with its printed texts whole and what its struck words say of it.

    `cells` are those of the action that print more than counts, `roles` those of all cells. An action whose row is
    struck as a whole is doubted, and `cancelled` where it says no state of its own.
    """
    action = replace(
        action,
        owner_text=_printed(action.owner_text, cells, roles, ("owner",)),
        timescale_text=_printed(action.timescale_text, cells, roles, ("timescale", "start")),
        status_text=_printed(action.status_text, cells, roles, ("status",)),
    )
    flags = [cell.flag for cell in cells.values() if cell.flag is not None]
    if not flags:
        return action
    action = replace(action, flags=tuple(dict.fromkeys([*action.flags, *flags])))
    if not row_is_struck:
        return action
    action = replace(action, doubts=(*action.doubts, _STRUCK_ROW))
    if action.state is not None:
        return action
    return replace(action, state="cancelled", rules=(*action.rules, _STRUCK_STATE))


def _printed(
    text: str | None, cells: Mapping[CellKey, Counted], roles: Mapping[CellKey, str], columns: tuple[str, ...]
) -> str | None:
    """The text of some columns of an action with the letters that count for no value put back."""
    for key, cell in cells.items():
        if roles.get(key) not in columns:
            continue
        counted, printed = fold_space(cell.text), fold_space(cell.printed.text)
        if counted and text and counted in text:
            text = text.replace(counted, printed, 1)
        elif not counted and printed not in (text or ""):
            text = f"{text or ''} {printed}".strip()
    return text
