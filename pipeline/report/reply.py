"""The right of reply: what was read of one council's plans as one file to send to it, and a sheet for its answers.

The page holds all that it shows, so that it opens from a message with no network; the sheet has a line for each value
that a council may want to put right, those that are doubted first, and is read back by `councilplans corrections add`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.compare.quality import check_plan
from pipeline.corrections.values import shown_value
from pipeline.fold import fold
from pipeline.looks.look import Look, look_at_value
from pipeline.looks.queue import Wanted, find_looks
from pipeline.looks.template import template_workbook
from pipeline.report.labels import file_names, words
from pipeline.store.errors import StoreError
from pipeline.store.read_rows import read_counted, read_rows
from schema.rows import ActionRow, DocumentRow

_ASKED = ("action", "outcome", "owners", "periods", "state")  # of every action, for the council to put right
_WITHOUT_DAY = "not_overdue"


@dataclass(frozen=True, slots=True)
class Reply:
    """The two files for one council and the name that they go under."""

    name: str
    page: bytes
    sheet: bytes
    council: str


def make_reply(out: Path, council: str, today: date | None = None) -> Reply:
    """Return what to send to one council. Raises StoreError where no council, or more than one, is meant."""
    looks = find_looks(out, Wanted(council=council))
    documents = {row.document_id: row for row in read_rows(out, "documents")}
    named = sorted({row.council for row in documents.values() if row.council and row.actions})
    meant = [name for name in named if fold(council) == fold(name)] or [
        name for name in named if fold(council) in fold(name)
    ]
    if len(meant) != 1:
        which = f"one of {', '.join(meant[:10])}" if meant else f"a council of the tables ({', '.join(named[:10])})"
        raise StoreError(f"{council}: name {which}.")
    actions = [row for row in read_counted(out, editions=True) if row.council == meant[0]]
    own = [look for look in looks if look.council == meant[0] and (look.field or look.responsible == "publisher")]
    sources = {row.document_id: row for row in documents.values() if row.council == meant[0]}
    page = _page(meant[0], actions, own, sources, today)
    (name,) = file_names([meant[0]]).values()
    return Reply(name, page.encode(), template_workbook(_lines(actions, own, sources)), meant[0])


def _lines(actions: Sequence[ActionRow], looks: Sequence[Look], documents: dict[str, DocumentRow]) -> list[Look]:
    """The lines of the sheet: what is doubted, then the other values of every action."""
    doubted = [look for look in looks if look.kind in ("value", "row")]
    told = {(look.action_id, field) for look in doubted for field in (look.field, *look.fields)}
    others = [
        look_at_value(documents[action.document_id], action, field)
        for action in actions
        for field in _ASKED
        if (action.action_id, field) not in told
    ]
    return [*doubted, *others]


def _page(
    council: str,
    actions: Sequence[ActionRow],
    looks: Sequence[Look],
    documents: dict[str, DocumentRow],
    today: date | None,
) -> str:
    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = words
    plans = []
    for document_id, group in groupby(actions, key=lambda action: action.document_id):
        rows = list(group)
        found = [one.message for one in check_plan(rows, today or date.min) if _is_said(one.code, today) and not one.ok]
        plans.append((documents[document_id], rows, found))
    style = (files("pipeline.report") / "static" / "report.css").read_text("utf-8")
    doubts = {(look.action_id, field): look.message for look in looks for field in (look.field, *look.fields)}
    return environment.get_template("reply.html.j2").render(
        council=council,
        plans=plans,
        looks=[look for look in looks if look.field],
        files=[look for look in looks if not look.field],
        shown=shown_value,
        columns=_ASKED,
        doubts=doubts,
        style=Markup(style.replace("</", "<\\/")),  # noqa: S704 - our own style sheet
    )


def _is_said(code: str, today: date | None) -> bool:
    return today is not None or code != _WITHOUT_DAY


def write_reply(reply: Reply, folder: Path) -> tuple[Path, Path]:
    """Write both files into a folder and return their places. Raises OSError."""
    from pipeline.store.atomic import write_atomically

    page, sheet = folder / f"{reply.name}.html", folder / f"{reply.name}.xlsx"
    write_atomically(page, reply.page)
    write_atomically(sheet, reply.sheet)
    return page, sheet
