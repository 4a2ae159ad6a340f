"""What a person says of a look, as corrections: from the fields of the form to lines of the file."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.correction import NOTHING
from pipeline.looks.look import Look
from pipeline.review.desk import Desk, Refused, Wrote

ANSWERS: Mapping[str, str] = {
    "accept": "Found right",
    "correct": "Corrected",
    "none": "Is no action",
    "two": "Is two actions",
    "above": "Belongs to the action above",
    "column": "The column was named",
    "owners": "Owners united",
    "document": "Said of the file",
}


def corrections_of(desk: Desk, look: Look, fields: Mapping[str, str]) -> Wrote:
    """Return the lines that an answer writes. Raises Refused where it cannot be used."""
    if fields.get("do") == "document":
        field, correct = (_needed(fields, name, "Write what is right.") for name in ("field", "correct"))
        return (desk.of_document(look.document_id, field, correct),)
    actions = desk.actions_of(look)
    if not actions and fields.get("do") == "accept" and look.code.startswith("council_"):
        return (desk.of_document(look.document_id, "council", desk.documents[look.document_id].council or NOTHING),)
    if not actions:
        raise Refused("This is about the file as a whole; it has no row.")
    first = actions[0]
    match fields.get("do", ""):
        case "accept" if look.kind == "column" and desk.heading_of(look):
            return desk.role(look, desk_role(desk, look))
        case "accept" if look.kind == "table" or look.field == "row":
            return tuple(desk.row(action, "action") for action in actions)
        case "accept":
            return tuple(desk.base(action, look.field, _read(look, action), _read(look, action)) for action in actions)
        case "correct":
            field = fields.get("field") or look.field
            return (desk.value(first, field, _needed(fields, "correct", "Write what is right, or (none).")),)
        case "none" | "above" as kind:
            return tuple(desk.row(action, kind) for action in actions)
        case "two":
            words = _needed(fields, "second", "Write the words with which the second action begins.")
            return (desk.row(first, f"two: {words}"),)
        case "column":
            return desk.role(look, _needed(fields, "role", "Choose what the column is."))
        case "owners":
            one, other = (_needed(fields, name, "Choose both owners.") for name in ("owner", "other"))
            if one == other:
                raise Refused("Choose two owners that differ.")
            return desk.rename_owner(look.council or "", one, other)
    raise Refused("This is no answer that is known here.")


def desk_role(desk: Desk, look: Look) -> str:
    """Return the role that the column of a look plays now."""
    return desk.role(look, "extras")[0].read


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
