"""What a person says of a look, as corrections: from the fields of the form to lines of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.correction import NOTHING
from pipeline.looks.look import Look
from pipeline.review.desk import Desk, Refused, Wrote

_OF_COLUMN = re.compile(r"role-\d{1,4}")  # the field of the form for one column
ANSWERS: Mapping[str, str] = {
    "accept": "Found right",
    "correct": "Corrected",
    "none": "Is no action",
    "two": "Is two actions",
    "above": "Belongs to the action above",
    "column": "Columns were named",
    "owners": "Owners united",
    "document": "Said of the file",
}


def corrections_of(desk: Desk, look: Look, fields: Mapping[str, str]) -> Wrote:
    """Return the lines that an answer writes. Raises Refused where it cannot be used."""
    about = desk.documents_of(look)
    if fields.get("do") == "document":
        field, correct = (_needed(fields, name, "Write what is right.") for name in ("field", "correct"))
        files = about if field == "council" else about[:1]  # several plans of a council are not of one period
        return tuple(desk.of_document(document_id, field, correct) for document_id in files)
    actions = desk.actions_of(look)
    if not actions and fields.get("do") == "accept" and look.code.startswith("council_"):
        return tuple(desk.of_document(one, "council", desk.documents[one].council or NOTHING) for one in about)
    if not actions:
        raise Refused("This is about the file as a whole; it has no row.")
    first = actions[0]
    match fields.get("do", ""):
        case "accept" if look.kind == "column" and _plays(desk, look):
            return desk.roles(look, {})
        case "accept" if look.kind == "table" or look.field == "row":
            return tuple(desk.row(action, "action") for action in actions)
        case "accept":
            return tuple(desk.base(action, look.field, _read(look, action), _read(look, action)) for action in actions)
        case "correct":
            field = fields.get("field") or look.field
            said = _needed(fields, "correct", "Write what is right, or (none).")
            all_of_it = look.kind == "group" and field == look.field
            return tuple(desk.value(action, field, said) for action in (actions if all_of_it else actions[:1]))
        case "none" | "above" as kind:
            return tuple(desk.row(action, kind) for action in actions)
        case "two":
            words = _needed(fields, "second", "Write the words with which the second action begins.")
            return (desk.row(first, f"two: {words}"),)
        case "column":
            return desk.roles(
                look, {int(name[5:]): role for name, role in fields.items() if _OF_COLUMN.fullmatch(name)}
            )
        case "owners":
            one, other = (_needed(fields, name, "Choose both owners.") for name in ("owner", "other"))
            if one == other:
                raise Refused("Choose two owners that differ.")
            return desk.rename_owner(look.council or "", one, other)
    raise Refused("This is no answer that is known here.")


def _plays(desk: Desk, look: Look) -> bool:
    """Whether a column of the table plays the role that a look asks about."""
    return any(one.role == desk.role_of_look(look) for one in desk.columns_of(look))


def _read(look: Look, action: object) -> str:
    from pipeline.corrections.values import shown_value
    from schema.rows import ActionRow

    assert isinstance(action, ActionRow)
    return shown_value(action, look.field)


def _needed(fields: Mapping[str, str], name: str, otherwise: str) -> str:
    text = fields.get(name, "").strip()
    if not text:
        raise Refused(otherwise)
    return text
