"""Doubts on values whose letters were recognised on a picture of a page, by how sure the recognition was of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractors.document import Document
from pipeline.read.raw import CellKey, RawAction
from schema.rows import ActionRow, DoubtValue

_DOUBTED = 0.8  # chance under which a value is doubted
_WORDS = 4  # a value is right where about so many words are, each as sure as its line
_FIELDS: Mapping[str, str] = {
    "reference": "reference", "action": "action", "outcome": "outcome", "evidence": "evidence", "progress": "progress",
    "owner": "owners", "timescale": "periods", "start": "periods", "status": "state",
}  # fmt: skip
_WHY = "Its letters were recognised on a picture of the page and are not sure: compare them with the page."


def recognised_cells(document: Document) -> Mapping[CellKey, float]:
    """Give the certainty of cells whose letters were recognised, where it is under 1."""
    return {
        (table.number, cell.row, cell.column): cell.certainty
        for table in document.tables
        for cell in table.cells
        if cell.certainty < 1.0
    }


def recognition_doubts(
    action: ActionRow, raw: RawAction, roles: Mapping[CellKey, str], certainty: Mapping[CellKey, float]
) -> Iterator[DoubtValue]:
    """Yield a doubt for each value of an action that was recognised with little certainty and is not doubted more."""
    chances: dict[str, float] = {}
    for key in raw.cells:
        field = _FIELDS.get(roles.get(key, ""))
        if field is not None and key in certainty and getattr(action, field):
            chances[field] = min(chances.get(field, 1.0), round(certainty[key] ** _WORDS, 2))
    doubted = {doubt.field: doubt.chance for doubt in action.doubts}
    for field, chance in chances.items():
        if chance < _DOUBTED and chance < doubted.get(field, 1.0):
            yield DoubtValue(field=field, chance=chance, code="ocr", why=_WHY)
